/*
 * canonical.h - the canonical form of the CSV files of the people's folder.
 *
 * Layer 3.  formats.md, "Canonical form": rosters are sorted by address, group and first date, other files by their
 * first column, and then by the bytes of the record; quotes only where needed; identical records only once.
 */
#ifndef COP_CANONICAL_H
#define COP_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "roster.h"
#include "str.h"

enum csv_kind { CSV_NONE, CSV_ROSTER, CSV_ORGANIZATIONS, CSV_SUPPRESSIONS };

/* The columns of each kind but CSV_NONE, in canonical order, then NULL. */
extern const char *const *const csv_columns[];

/*
 * Undoes what spreadsheets do to a file: byte-order mark, CRLF or CR, semicolons or tabs between fields, a first line
 * such as "sep=;", empty rows, empty columns at the end, Windows-1252, UTF-16.  Adds the text in UTF-8, with LF and
 * commas, to out, and what was found to said ("CRLF line endings, semicolons between fields").  False, with nothing
 * added, if there was nothing to undo.  With keep_lines every line keeps its number: "sep=;" becomes "sep=,", and empty
 * rows and columns stay.
 */
bool canonical_from_spreadsheet(struct str bytes, bool keep_lines, struct buf *out,
				struct buf *said);

/*
 * Records which records of a file, as a spreadsheet may have saved it, cannot be read, in their lines of that file.
 * Returns the number of lines before the header.
 */
size_t canonical_complain(struct str bytes, struct str path, struct diag *diag);

/*
 * The same for the byte-order mark, the line ends and the encoding only; separators stay.  out must be empty and gets
 * the text in any case; false if that is the same as bytes.
 */
bool canonical_decode(struct str bytes, struct buf *out, struct buf *said);

/*
 * Undoes what a spreadsheet does to columns: if the header names all columns of the kind, each once, but others stand
 * before or among them, or in another order, adds the file with its columns in order to out.  False, with nothing
 * added, if they are in order, or a record cannot be read.
 */
bool canonical_move_columns(enum csv_kind kind, struct str bytes, struct buf *out);

/* A file in canonical form: its lines, each with its LF.  Most of them point into the file's own bytes. */
struct canonical {
	struct arena *arena; /* holds the other lines, and the list */
	struct str *lines;
	size_t count;
};

/*
 * Makes the canonical form of a file; bytes must outlive it.  False, with what is wrong recorded under path, if a
 * record cannot be read: such a file is to be left alone.  Call canonical_free() in either case.
 */
bool canonical_make(enum csv_kind kind, struct str bytes, struct str path,
		    struct canonical *canonical, struct diag *diag);
void canonical_free(struct canonical *canonical);

/* Are the bytes equal to the canonical form? */
bool canonical_is(const struct canonical *canonical, struct str bytes);

/* Adds the whole file to out. */
void canonical_add(const struct canonical *canonical, struct buf *out);

/* Are the rows of a person, as read from a roster, in canonical form and order? */
bool canonical_person(const struct person *person);

/*
 * Does the block end in LF and, if it is the first of its roster, begin with a header without quotes and spaces?  If
 * so, it is in canonical form if its rows are.  If not, it may still be: canonical_make() tells.
 */
bool canonical_edges(const struct roster_block *block, bool first);

/* The number of the first line, from 1, that differs from canonical form, with *why set to how; 0 if none does. */
size_t canonical_difference(struct str bytes, const struct canonical *canonical, const char **why);

#endif
