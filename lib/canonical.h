/*
 * canonical.h - the one form of a CSV file of the people's folder.
 *
 * Layer 3.  formats.md, "Canonical form": records in order of address, group and first date (of the first column
 * in the other files), then whole, by bytes; quoted only where needed; identical records once.
 */
#ifndef COP_CANONICAL_H
#define COP_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "roster.h"
#include "str.h"

enum csv_kind { CSV_ROSTER, CSV_ORGANIZATIONS, CSV_SUPPRESSIONS };

/*
 * Takes a spreadsheet's form off the bytes of a file: byte-order mark, CRLF or CR, semicolons or tabs between fields, a
 * first line such as "sep=;", rows in which nothing stands, last columns without name or content, Windows-1252, UTF-16.
 * Adds to out what the file says in UTF-8 with LF and commas, and to said what was found ("CRLF line ends, semicolons
 * between fields").  False, with nothing added, if the file has the registry's own form already.  With keep_lines every
 * line keeps its number: a line "sep=," and empty rows stay.
 */
bool canonical_from_spreadsheet(struct str bytes, bool keep_lines, struct buf *out,
				struct buf *said);

/*
 * The same for the byte-order mark, the line ends and the encoding alone: what stands between fields stays.  Sets
 * out, which is empty, to the text in any case; false if it is the bytes as they were.
 */
bool canonical_decode(struct str bytes, struct buf *out, struct buf *said);

/* A file in canonical form: its lines with their LF, most of them where they lie in the file that it was made of. */
struct canonical {
	struct arena *arena; /* of the others, and of the list */
	struct str *lines;
	size_t count;
};

/*
 * Makes the canonical form of a file, whose bytes last as long.  False, with what is wrong recorded, if a record cannot be
 * read: such a file is left alone.  canonical_free() gives it back in any case.
 */
bool canonical_make(enum csv_kind kind, struct str bytes, struct str path,
		    struct canonical *canonical, struct diag *diag);
void canonical_free(struct canonical *canonical);

/* Are the bytes the form itself? */
bool canonical_is(const struct canonical *canonical, struct str bytes);

/* Adds the whole form. */
void canonical_add(const struct canonical *canonical, struct buf *out);

/* Do the rows of a person stand as they would in the canonical form of the roster? */
bool canonical_person(const struct person *person);

/* Can the block of a roster have its form, as far as it is not a matter of its rows: the header, the last line's end? */
bool canonical_edges(const struct roster_block *block, bool first);

/* The first line in which a file differs from its canonical form, and in *why how; 0: in none. */
size_t canonical_difference(struct str bytes, const struct canonical *canonical, const char **why);

#endif
