/*
 * emit.h - writes records as a table, tsv, csv or JSON Lines.
 *
 * Layer 5.  A command makes a listing, has threads add records to parts of it, takes the parts in order, and ends it.
 * Unless rows are sorted or laid out as a table, they are written as their part is taken.
 */
#ifndef COP_EMIT_H
#define COP_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "file.h"
#include "query.h"

enum format { FORMAT_TABLE, FORMAT_TSV, FORMAT_CSV, FORMAT_JSON };

extern const char *const format_words[]; /* in the order of enum format; ends in NULL */

enum header { HEADER_DEFAULT, HEADER_YES, HEADER_NO };

/* How to write a listing. */
struct emit_options {
	enum format format;
	struct str columns; /* names separated by commas; absent: those shown by default */
	struct str sort;    /* names likewise, "-name" to sort descending; absent: unsorted */
	enum header header;
	bool excel;   /* csv for Excel: byte order mark, CRLF, its separator, formulas disarmed */
	size_t width; /* of the terminal, in columns; 0: as wide as it takes */
	bool colour;
};

struct emit;

/* Lines, or rows kept to the end, made by one thread. Initialize to zero. */
struct emit_part {
	struct buf bytes;
	struct arena *arena;
	struct value **rows;
	size_t count;
	size_t capacity;
};

/*
 * Starts a listing of records with those columns, written to output. NULL, with a usage error recorded, if a column or
 * sort key is unknown.
 */
struct emit *emit_new(struct arena *arena, const struct column *columns,
		      const struct emit_options *options, struct output *output, struct diag *diag);

/* The i-th field needed to print or sort; NULL past the last. */
const struct field *emit_field(const struct emit *emit, size_t i);

/* The bits of what these fields need (query.h), combined. */
unsigned emit_needs(const struct emit *emit);

/* Adds a record to a part. Threads may call it at the same time, each with its own part. */
void emit_record(const struct emit *emit, struct emit_part *part, const struct record *record);

/* Takes a part's lines or rows and leaves it empty. Returns false once output has failed. */
bool emit_take(struct emit *emit, struct emit_part *part);

/* Writes the rows that were kept for sorting or for a table. To be called once, after the last part. */
void emit_end(struct emit *emit);

void emit_part_free(struct emit_part *part);

/* Ends a listing: takes its last part, frees that, and calls emit_end(). */
void emit_last(struct emit *emit, struct emit_part *part);

/* Prints a record for each of the subjects, an array of items of that size, which no registry is needed for; and ends. */
void emit_all(struct emit *emit, const void *subjects, size_t count, size_t size);

/* The i-th column dropped because the terminal is too narrow; NULL past the last. */
const struct field *emit_left_out(const struct emit *emit, size_t i);

/* The number of records taken so far. */
size_t emit_count(const struct emit *emit);

#endif
