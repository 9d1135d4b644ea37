/*
 * positions.h - who holds, or last held, each position of a community's groups.
 *
 * Layer 4.  Threads gather parts from the people of a roster, which are then merged.
 */
#ifndef COP_POSITIONS_H
#define COP_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "roster.h"

/* A position of a group and, of all who hold or held it, the one whose seat ends last. */
struct held {
	struct str group;
	struct str position;
	struct str email;
	size_t line;
	day until; /* the last day of the seat; DAY_NEVER: it has no end */
	bool now;  /* somebody holds the position on the day asked about */
};

/* Begin with a zeroed one. */
struct positions {
	struct held **list;
	size_t count;
	size_t capacity;
	struct map known; /* by group and position */
};

/* Adds the positions of all seats of a person, copied to the arena; held.now is whether they are held on day d. */
void positions_gather(struct arena *arena, struct positions *all, const struct person *person,
		      day d);

/* Adds the positions of a part, line_offset being added to their lines. */
void positions_take(struct arena *arena, struct positions *all, const struct positions *part,
		    size_t line_offset);

/* Does anybody hold that position, in any group, on the day for which all was gathered? */
bool positions_hold(const struct positions *all, struct str position);

#endif
