/*
 * roster-order.h - the order of rows: the canonical one, and that of their addresses, by the bytes of the lines, before anybody
 * takes them apart.
 *
 * Layer 3.  For whoever reads or writes rosters row by row.
 */
#ifndef COP_ROSTER_ORDER_H
#define COP_ROSTER_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "file.h"
#include "roster.h"
#include "str.h"

/* What rows are ordered by in canonical form. */
struct place_key {
	struct str email;
	struct str group;
	struct str first; /* the earlier of applied and joined, by its text */
	struct str line;
};

/* That of a row with these fields, which has at least those of a roster. */
static inline struct place_key
place_key_of(const struct str *fields, struct str line)
{
	struct str applied = fields[ROSTER_APPLIED], joined = fields[ROSTER_JOINED];
	bool joined_first = applied.n == 0 || (joined.n > 0 && str_cmp(joined, applied) < 0);

	return (struct place_key){fields[ROSTER_EMAIL], fields[ROSTER_GROUP],
				  joined_first ? joined : applied, line};
}

static inline int
place_compare(const struct place_key *a, const struct place_key *b)
{
	int c = str_cmp(a->email, b->email);

	if (c == 0)
		c = str_cmp(a->group, b->group);
	if (c == 0)
		c = str_cmp(a->first, b->first);
	return c != 0 ? c : str_cmp(a->line, b->line);
}

/* The address of a line as its bytes stand. */
static inline struct str
raw_email(struct str line)
{
	return (struct str){line.p, str_find(line, ',')};
}

/* The same without quotes around it. */
static inline struct str
bare_email(struct str line)
{
	struct str email = raw_email(line);

	if (email.n > 1 && email.p[0] == '"' && email.p[email.n - 1] == '"')
		email = (struct str){email.p + 1, email.n - 2};
	return email;
}

/*
 * Do the lines come in order of address, the first of them behind *last, which becomes the address of the last line? One that
 * begins with a quote is out of order: it must be unquoted first.
 */
bool lines_are_ordered(struct str lines, struct str *last);

/* Are those of a whole file, whose header is passed over? Reads it in pieces, and goes back to its beginning. */
bool file_is_ordered(struct file *file);

/* Where the last person of the bytes begins, seen from their end, which is a line's; 0 if it is their only one. */
size_t last_person(struct str bytes);

/*
 * The lines in order of address, as bytes and their numbers in the arena; the first of bytes has that number.  Those of a record
 * of so many columns with a line break in it stay together.
 */
struct str sort_lines(struct arena *arena, struct str bytes, size_t first_line, size_t columns,
		      const size_t **numbers);

#endif
