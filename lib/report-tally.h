/*
 * report-tally.h - how many people share the same values of a few fields: what a breakdown counts and shows.
 *
 * Layer 5.  For report-breakdown.c and report-breakdown-show.c.
 */
#ifndef COP_REPORT_TALLY_H
#define COP_REPORT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "map.h"
#include "mask.h"
#include "query.h"
#include "str.h"

#define TALLY_FIELDS 4       /* at most */
#define TALLY_BETWEEN '\x1F' /* between values of a key: no value holds a control character */

#define TALLY_ITEM '\x1E' /* behind each item of a list, likewise */

/* The values that some people share. */
struct tally_cell {
	struct str values[TALLY_FIELDS];
	size_t count;
	enum mask mask;
	bool known;    /* all of them could be read */
	uint64_t hash; /* of the values */
};

/* The counts, in an arena. */
struct tally {
	struct arena *arena;
	struct tally_cell **list;
	size_t count;
	size_t capacity;
	struct tally_cell **table; /* the cells where their hashes say, or behind */
	size_t places;             /* in the table, a power of two */
};

/* What a document shows beside the cells: totals, under their masks. */
struct tally_totals {
	bool shown;
	struct map rows; /* numbers of the first field's values, from 1 */
	struct map columns;
	struct mask_arc *by_row; /* by number - 1 */
	struct mask_arc *by_column;
	struct mask_arc *all;
};

/* Begins a tally in the arena. */
struct tally tally_new(struct arena *arena);

/* Adds people to the cell of those values, of so many fields; the values are copied. */
void tally_add(struct tally *tally, const struct str *values, size_t fields, size_t count);

/* What a cell's value is, in a column of that kind; the items of a list are in the arena. */
struct value tally_value(struct arena *arena, enum value_kind kind, struct str text);

/* The order of two pointers to cells, by their values: for qsort(3). */
int tally_compare(const void *left, const void *right);

#endif
