/*
 * roster-order.h - rows in the order of their addresses: whether lines are, and what becomes of those that are not.
 *
 * Layer 3.  For roster-*.c and spells.c: by the bytes of the lines, before anybody takes them apart.
 */
#ifndef COP_ROSTER_ORDER_H
#define COP_ROSTER_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "file.h"
#include "str.h"

/* The address of a line as its bytes stand. */
static inline struct str
raw_email(struct str line)
{
	return (struct str){line.p, str_find(line, ',')};
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
