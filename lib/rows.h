/*
 * rows.h - reads and writes CSV: records as slices.
 *
 * Layer 2.  rows.c alone knows libcsv.  RFC 4180 with LF, and one restriction: no field holds a line break, so a record
 * is a line.  A line without a quote is split at its commas in place; any other goes to libcsv, in strict mode, one
 * line at a time.
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
#define ROWS_LINE_MAX (64 * (size_t)1024) /* in bytes, as is ROWS_FIELD_MAX */
#define ROWS_FIELD_MAX 4096

struct row {
	size_t line;
	struct str text; /* the line itself, without its LF */
	bool text_good;  /* text is known to hold good text (text_check()) */
	bool in_form;    /* quoted as rows_add_field() would quote; set only if rows.form */
	size_t total;    /* number of fields in the line */
	size_t count;    /* number of them kept in fields */
	struct str fields[ROWS_COLUMNS_MAX];
};

struct rows {
	struct str rest; /* not yet read */
	size_t line;     /* number of the next line, from 1 */
	size_t columns;  /* number of fields that a record must have; 0: any */
	size_t wanted;   /* number of leading fields to keep; 0: all */
	const size_t
	    *numbers;    /* line numbers in the file, by line - 1; NULL if line is that number */
	bool form;       /* set row.in_form */
	bool text_good;  /* the block is known to hold only good text (text_check()) */
	bool check_text; /* check each line by all rules of text */
	bool check_utf8; /* check each line for UTF-8: the block holds a byte that is not */
	struct arena *arena; /* holds fields of lines with quotes; or NULL */
	struct str path;     /* for findings */
	struct diag *diag;
	struct libcsv *libcsv; /* created at the first line with a quote */
	/* Takes the next line off rest; false if it has a quote. */
	bool (*take)(struct rows *rows, struct row *row, size_t most);
};

/*
 * Starts to read a block of whole lines; the first is line number line of the file.  Findings are recorded under path.
 * Set other members afterwards.  Without an arena, the fields of a line with quotes are valid only until the next call.
 * Zero the struct before its first rows_begin(); later ones reuse the parser.
 */
void rows_begin(struct rows *rows, struct str block, size_t line, struct str path,
		struct diag *diag);

/*
 * Reads the next good record; false at the end.  A record that cannot be read is recorded as a finding and skipped.
 * The slices point into the block, those of a line with quotes into the arena.
 */
bool rows_next(struct rows *rows, struct row *row);

void rows_end(struct rows *rows);

/*
 * Checks the header of a CSV file: the given columns in their order, then any others, no name empty or there twice.
 * Returns the number of columns, or 0 with the error recorded; sets *rest to what follows the header.
 */
size_t rows_header(const char *const *columns, struct str bytes, struct str path, struct diag *diag,
		   struct str *rest);

/* The column names of a header that rows_header() accepted, in the arena; *count gets their number. */
struct str *rows_names(struct arena *arena, struct str bytes, size_t *count);

/* The column, in code points from 1, at which a field (numbered from 0) begins in its line. */
size_t rows_column(struct str line, size_t field);

/*
 * If bytes begin with a record of that many fields with a line break in one of them: its length, without the LF at its
 * end.  0 if they do not, or if a later line of it could be a record by itself.
 */
size_t rows_broken(struct str bytes, size_t columns);

/* Adds a field in canonical form: quoted only if it holds a comma or a quote, or begins or ends with a blank. */
void rows_add_field(struct buf *out, struct str field);

/* Adds a field in quotes, whether it needs them or not. */
void rows_add_quoted(struct buf *out, struct str field);

/* Adds a record of these fields, without its LF. */
void rows_add_record(struct buf *out, const struct str *fields, size_t count);

/* Adds a header of these names, which end in NULL, with its LF. */
void rows_add_header(struct buf *out, const char *const *columns);

/* The separator that a first line such as sep=; declares to Excel: comma, semicolon or tab; 0 for any other line. */
char rows_separator(struct str line);

/* Is the line an empty row of a spreadsheet: commas and nothing else? */
bool rows_is_empty(struct str line);

/* How a finding ends about what cop-fmt mends. */
#define ROWS_MENDABLE "run cop-fmt"

/* How a finding about such a row ends. */
#define ROWS_EMPTY ": the row is empty; " ROWS_MENDABLE

/*
 * Is the file in a spreadsheet's format?  Returns what its beginning shows, in a few words ("a byte-order mark,
 * semicolons between fields"), or NULL for the registry's own form.
 */
const char *rows_foreign(struct str beginning);

#endif
