/*
 * roster-order.h - the order of rows: the canonical order, and that of the addresses in lines that are not parsed yet.
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

/* The sort key of a row in canonical form. */
struct place_key {
	struct str email;
	struct str group;
	struct str first; /* the earlier of applied and joined, by its text */
	struct str line;
};

/* The key of a row.  fields has at least ROSTER_COLUMNS elements. */
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

/* The address of a line, with any quotes: the bytes before the first comma. */
static inline struct str
raw_email(struct str line)
{
	return (struct str){line.p, str_find(line, ',')};
}

/* The same, without quotes around it. */
static inline struct str
bare_email(struct str line)
{
	struct str email = raw_email(line);

	if (email.n > 1 && email.p[0] == '"' && email.p[email.n - 1] == '"')
		email = (struct str){email.p + 1, email.n - 2};
	return email;
}

/*
 * Are the lines in order of address, the first of them not before *last?  Sets *last to the address of the last line.
 * A line that begins with a quote counts as out of order, as its address would have to be unquoted to compare it.
 */
bool lines_are_ordered(struct str lines, struct str *last);

/* Are the lines of a file, after its header, in order of address?  Reads it in pieces, then rewinds it. */
bool file_is_ordered(struct file *file);

/*
 * The offset of the first line of the last person in bytes, which end with a line feed; 0 if there is only one person.
 */
size_t last_person(struct str bytes);

/*
 * Returns a copy of the lines, sorted by address, and sets *numbers to their line numbers in the old order, counted
 * from first_line; both are in the arena.  The lines of a record that has a line break in a cell, told by its number of
 * columns, stay together.
 */
struct str sort_lines(struct arena *arena, struct str bytes, size_t first_line, size_t columns,
		      const size_t **numbers);

#endif
