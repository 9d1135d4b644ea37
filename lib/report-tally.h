/*
 * report-tally.h - counts of people by the values of a few fields, for the breakdown report.
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
#define TALLY_BETWEEN '\x1F' /* separates the values of a key: no value holds a control character */

#define TALLY_ITEM '\x1E' /* ends each item of a list: no item holds a control character */

/* One combination of values, and how many people have it. */
struct tally_cell {
	struct str values[TALLY_FIELDS];
	size_t count;
	enum mask mask;
	bool known;    /* all of them could be read */
	uint64_t hash; /* of the values */
};

/* The cells, all in one arena. */
struct tally {
	struct arena *arena;
	struct tally_cell **list;
	size_t count;
	size_t capacity;
	struct tally_cell **table; /* hash table of the cells, with linear probing */
	size_t places;             /* slots of the table, a power of two */
};

/* The totals that a document shows beside the cells, with their masks. */
struct tally_totals {
	bool shown;
	struct map rows;         /* numbers the first field's values, from 1 */
	struct map columns;      /* numbers the second field's values, from 1 */
	struct mask_arc *by_row; /* indexed by number - 1 */
	struct mask_arc *by_column;
	struct mask_arc *all;
};

/* Returns an empty tally, whose cells will be in the arena. */
struct tally tally_new(struct arena *arena);

/*
 * Adds count people to the cell of the values, one for each of the fields.  New values are copied.  All calls for one
 * tally must pass the same number of fields.
 */
void tally_add(struct tally *tally, const struct str *values, size_t fields, size_t count);

/*
 * Converts a cell's text to a value for a column of the kind.  A text that contains TALLY_ITEM becomes a list, whatever
 * the kind.  The array of a list is in the arena; the texts themselves are not copied.
 */
struct value tally_value(struct arena *arena, enum value_kind kind, struct str text);

/* Compares two pointers to cells by their values, for qsort(3). */
int tally_compare(const void *left, const void *right);

#endif
