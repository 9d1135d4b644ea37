/*
 * intake.h - reading a file that lists people: the --from option of cop-join, cop-approve and cop-leave.
 *
 * Layer 3.  Such a file comes from a form, a spreadsheet or another command, so more is accepted than in the
 * registry's own files: spreadsheet encodings and separators (canonical.h), columns in any order, any kind of blanks
 * around fields, empty lines.  A file is taken whole or not at all: one with a mistake is rejected, never half
 * carried out.
 */
#ifndef COP_INTAKE_H
#define COP_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"
#include "text.h"

#define INTAKE_FINDINGS_MAX 20 /* findings per file; reading stops there */

/* A record of the file. */
struct intake_row {
	size_t line;     /* number of the line in the original file */
	struct str text; /* the record in the registry's form: commas, UTF-8, no LF */
	/*
	 * One field for each requested column, in the order requested, trimmed; absent where the file has no such
	 * column, or the line ends before it.
	 */
	const struct str *fields;
};

struct intake {
	struct str header; /* the header line in the registry's form; absent if there is none */
	bool *has;         /* for each requested column: does the file have it? */
	struct intake_row *rows;
	size_t count;
	/*
	 * The spreadsheet features found, for messages: "a byte-order mark, CRLF line endings, semicolons between
	 * fields"; empty if the file was already in the registry's form, or was the tab-separated output of a
	 * command.
	 */
	struct str said;
};

/*
 * Reads a table with a header.  columns, ending with NULL, are the names that the header may contain, each at most
 * once, in any order and in upper or lower case.  An unknown name is an error, with a suggestion if one is close; so
 * is the absence of any of the first `required` columns.  A column without a name is allowed as long as it is empty.
 * Empty lines, and records whose fields are all empty, are skipped.
 *
 * Returns true if there were no errors, even if the file lists nobody; else false: the errors are recorded, and
 * intake has no rows.  After a quoting error reading stops, and that error alone is reported, since a stray quote
 * changes the meaning of the lines after it.  The slices point into bytes and into the arena.
 */
bool intake_table(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  const char *const *columns, size_t required, struct diag *diag);

/*
 * Reads the output of a command: lines with tabs between fields, in which a quote has no special meaning, or CSV; the
 * first line decides which.  If that line names at least `required` of the columns (and at least one), it is a header
 * as for intake_table(), except that it may contain further columns; also if it names all of the required ones, but
 * some of them with a slip, which is an error.  Otherwise there is no header: the first fields of each line are the
 * columns in order, at least `required` of them, and the remaining fields are ignored.  Returns as intake_table() does.
 */
bool intake_lines(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  const char *const *columns, size_t required, struct diag *diag);

/* Offers the column to nearest under the names that forms give it, in English and in French. */
void intake_names_try(struct nearest *nearest, struct str column);

#endif
