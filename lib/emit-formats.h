/*
 * emit-formats.h - the state of a listing, and how each format writes rows.
 *
 * Layer 5.  For emit*.c alone.
 */
#ifndef COP_EMIT_FORMATS_H
#define COP_EMIT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"

struct sort_key {
	size_t field;
	bool descending;
};

struct emit {
	struct arena *arena;
	struct emit_options options;
	struct output *output;
	struct field *fields; /* fields to print, then fields only to sort by */
	size_t shown;
	size_t field_count;
	const struct field **left_out; /* columns dropped because the terminal is too narrow */
	size_t left_out_count;
	struct sort_key *keys;
	size_t key_count;
	bool held; /* keep rows until the end: a table, or sorted */
	bool begun;
	struct value **rows;
	size_t row_count;
	size_t capacity;
	size_t count;
	struct buf scratch;
};

/* A format: how it writes its header and a row. */
struct writer {
	void (*header)(const struct emit *emit, struct buf *out);
	void (*row)(const struct emit *emit, struct buf *out, const struct value *values);
	bool has_header; /* by default */
};

/* The writer of the format asked for. */
const struct writer *emit_writer(const struct emit *emit);

/* Writes the kept rows as a table, and notes in emit->left_out which columns did not fit. */
void emit_write_table(struct emit *emit);

/* Appends a value as one line of plain text; nothing if it is unknown. */
void emit_add_text(struct buf *out, const struct value *value);

#endif
