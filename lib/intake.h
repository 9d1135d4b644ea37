/*
 * intake.h - people asked about in a file: what cop-join, cop-approve and cop-leave take with --from.
 *
 * Layer 3.  A form, Excel or another command made the file, so more is taken than the registry itself keeps: a
 * spreadsheet's form (canonical.h), columns in any order, blanks of any kind at the edges of fields, empty
 * lines.  It is read whole or not at all: a file with a mistake in it is asked for again, not half carried out.
 */
#ifndef COP_INTAKE_H
#define COP_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"
#include "str.h"

#define INTAKE_FINDINGS_MAX 20 /* of a file; what follows is not read */

/* A record of what came in. */
struct intake_row {
	size_t line; /* of the file as its author sees it */
	struct str
	    text; /* as it was read, in the registry's own form: commas, UTF-8, without its LF */
	/* One for each column asked for, in that order, without the blanks at its edges; absent where the
	 * file has no such column, or the line ends before it. */
	const struct str *fields;
};

struct intake {
	struct str header; /* its line, in the registry's own form; absent where there is none */
	bool *has;         /* for each column asked for: does the file have it? */
	struct intake_row *rows;
	size_t count;
	/* What was recognized of a spreadsheet: "a byte-order mark, CRLF line ends, semicolons between fields";
	 * empty: nothing, the file had the registry's own form (or that of a command's lines). */
	struct str said;
};

/*
 * Reads a table with a header.  columns, NULL at the end, are the names it may have, in any order, each once, in
 * upper or lower case.  A column of another name is an error, with a suggestion if there is one; so is the lack of
 * one of the first `required`.  A column without a name may stand there as long as it is empty.  Records of which
 * every field is empty, and empty lines, are passed over.
 *
 * True if there is nothing to find fault with, be it that nobody is asked about; else false: the faults are recorded,
 * and nothing of the file counts.  Of quotes that make no sense the first alone is told, for the lines behind it
 * may be other than they seem.  The slices point into the bytes and into the arena.
 */
bool intake_table(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  const char *const *columns, size_t required, struct diag *diag);

/*
 * Reads lines as commands print them: with tabs between fields, in which a quote is a character like any other, or CSV;
 * the first line decides.  If that line names at least `required` of the columns (and one at least), it is a header as for
 * intake_table(), but further columns may stand in it.  Else the columns are the first fields of each line,
 * at least `required` of them, and what follows them is passed over.  Returns as intake_table().
 */
bool intake_lines(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  const char *const *columns, size_t required, struct diag *diag);

#endif
