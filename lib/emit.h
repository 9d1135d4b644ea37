/*
 * emit.h - records as lines: table, tsv, csv and JSON Lines behind one table of writers.
 *
 * Layer 5.  A command makes a listing, has threads add records to parts of it, takes the parts in order, and
 * ends it.  Where no sorting and no table is asked for, lines leave as they come.
 */
#ifndef COP_EMIT_H
#define COP_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "file.h"
#include "query.h"

enum format { FORMAT_TABLE, FORMAT_TSV, FORMAT_CSV, FORMAT_JSON };

extern const char *const format_words[]; /* in that order; NULL at the end */

enum header { HEADER_DEFAULT, HEADER_YES, HEADER_NO };

/* How a listing is wanted. */
struct emit_options {
	enum format format;
	struct str columns; /* names separated by commas; absent: those shown by default */
	struct str sort;    /* likewise, "-name" descending; absent: as they come */
	enum header header;
	bool
	    excel; /* csv as Excel opens it: a mark, CRLF, its separator, and no text that it takes for a formula */
	size_t width; /* of the terminal, in columns; 0: as wide as it takes */
	bool colour;
};

struct emit;

/* Lines, or rows to be sorted, made by one thread. Begin with a zeroed one. */
struct emit_part {
	struct buf bytes;
	struct arena *arena;
	struct value **rows;
	size_t count;
	size_t capacity;
};

/*
 * A listing of records that have the columns, written to the output.  NULL, with a usage error recorded, if a
 * column or sort key is unknown.
 */
struct emit *emit_new(struct arena *arena, const struct column *columns,
		      const struct emit_options *options, struct output *output, struct diag *diag);

/* The fields that are needed to print or sort: the i-th, or NULL behind the last. */
const struct field *emit_field(const struct emit *emit, size_t i);

/* What those columns need: the bits of all of them (query.h). */
unsigned emit_needs(const struct emit *emit);

/* Adds a record to a part; any thread. */
void emit_record(const struct emit *emit, struct emit_part *part, const struct record *record);

/* Takes a part's lines or rows and leaves it empty; false once output has failed. */
bool emit_take(struct emit *emit, struct emit_part *part);

/* Writes what sorting or the table held back, and forgets the rest. */
void emit_end(struct emit *emit);

void emit_part_free(struct emit_part *part);

/* Ends a listing whose last part, or only one, this is: takes it, frees it, and writes what was held back. */
void emit_last(struct emit *emit, struct emit_part *part);

/* The columns that were left out because the terminal is too narrow: the i-th, or NULL behind the last. */
const struct field *emit_left_out(const struct emit *emit, size_t i);

/* How many records were taken. */
size_t emit_count(const struct emit *emit);

#endif
