/*
 * rows.h - CSV as records of slices, and back.
 *
 * Layer 2.  rows.c alone knows libcsv.  RFC 4180 with LF, and one restriction: no field holds a line
 * break, so a record is a line.  A line without a quote is split at its commas where it lies; any other
 * goes to libcsv, strict, one line at a time.
 */
#ifndef COP_ROWS_H
#define COP_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "file.h"
#include "str.h"

#define ROWS_BYTES_MAX FILE_BYTES_MAX
#define ROWS_COLUMNS_MAX 64
#define ROWS_LINE_MAX (64 * (size_t)1024) /* bytes, and so on */
#define ROWS_FIELD_MAX 4096

struct row {
	size_t line;
	struct str text; /* the line itself, without its LF */
	bool text_good;  /* it is known to be good text */
	bool in_form; /* where that was asked: quoted as rows_add_field() would quote its fields */
	size_t total; /* of fields that the line has */
	size_t count; /* of those kept below */
	struct str fields[ROWS_COLUMNS_MAX];
};

struct rows {
	struct str rest; /* what is not read yet */
	size_t line;     /* that comes next */
	size_t columns;  /* a record has; 0: any number */
	size_t wanted;   /* leading fields are kept; 0: all */
	const size_t
	    *numbers;        /* of the lines in the file, where they are not consecutive; or NULL */
	bool form;           /* is it asked whether rows are in form? */
	bool text_good;      /* the block is known to hold good text (text.h) alone */
	bool check_text;     /* every rule of texts, line by line */
	bool check_utf8;     /* line by line: the block is known to hold a byte that is not UTF-8 */
	struct arena *arena; /* where fields of lines with quotes are kept */
	struct str path;     /* for findings */
	struct diag *diag;
	struct libcsv *libcsv; /* made when the first quote comes */
	bool (*take)(struct rows *rows, struct row *row, size_t most); /* the next line */
};

/*
 * Begins to read a block of whole lines, the first of which is the given line of the file.  Findings are
 * recorded under path.  Set what else is wanted afterwards; without an arena, the fields of a line with
 * quotes are gone with the next call.  Zero the struct before its first rows_begin(); what it holds is
 * used again by later ones.
 */
void rows_begin(struct rows *rows, struct str block, size_t line, struct str path,
		struct diag *diag);

/*
 * The next good record; false at the end.  A record that cannot be read is recorded and passed over.
 * The slices point into the block, those of a line with quotes into the arena.
 */
bool rows_next(struct rows *rows, struct row *row);

void rows_end(struct rows *rows);

/*
 * Reads the header of a CSV file: the given columns in their order, then any others that differ.  The
 * number of columns, or 0 with what is wrong recorded; *rest is what follows the header.
 */
size_t rows_header(const char *const *columns, struct str bytes, struct str path, struct diag *diag,
		   struct str *rest);

/* The names in a header that rows_header() has found good, in the arena, and in *count how many. */
struct str *rows_names(struct arena *arena, struct str bytes, size_t *count);

/* In which column, in code points from 1, the field of that index begins in a line. */
size_t rows_column(struct str line, size_t field);

/*
 * The bytes of the record with which they begin, up to the LF behind it, if it has so many fields and a line break in one of
 * them; 0 if it is no such record, or a line of it could be one by itself.
 */
size_t rows_broken(struct str bytes, size_t columns);

/* Adds a field in canonical form: quoted only if it holds a comma or a quote, or has a blank edge. */
void rows_add_field(struct buf *out, struct str field);

/* Adds it in quotes, needed or not. */
void rows_add_quoted(struct buf *out, struct str field);

/* Adds a record of such fields, without its LF. */
void rows_add_record(struct buf *out, const struct str *fields, size_t count);

/* Adds a header of those names, which end in NULL, with its LF. */
void rows_add_header(struct buf *out, const char *const *columns);

/* The separator that a first line such as sep=; says there is, by which Excel is told; 0 if the line is another. */
char rows_separator(struct str line);

/* Is the line a row of a spreadsheet in which nothing stands: commas and no more? */
bool rows_is_empty(struct str line);

/* What a finding about such a row ends with. */
#define ROWS_EMPTY ": nothing stands in the row; run cop-fmt"

/*
 * Is the file in a spreadsheet's form? Looks at its beginning; what is found is described in one line
 * ("a byte-order mark, semicolons"), or NULL for the registry's own form.
 */
const char *rows_foreign(struct str beginning);

#endif
