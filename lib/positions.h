/*
 * positions.h - who holds, or held last, the positions of a community's groups.
 *
 * Layer 4.  Gathered from the people of a roster, in parts that threads make.
 */
#ifndef COP_POSITIONS_H
#define COP_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "roster.h"

/* A position of a group, and of those who hold or held it the one whose seat ends last. */
struct held {
	struct str group;
	struct str position;
	struct str email;
	size_t line;
	day until; /* the last day of the seat; DAY_NEVER: none is set */
	bool now;  /* does anybody hold it on the day itself? */
};

/* Begin with a zeroed one. */
struct positions {
	struct held **list;
	size_t count;
	size_t capacity;
	struct map known; /* by group and position */
};

/* Adds the positions that a person holds or held on the day, in the arena. */
void positions_gather(struct arena *arena, struct positions *all, const struct person *person,
		      day d);

/* Adds those of a part, adding line_offset to their lines. */
void positions_take(struct arena *arena, struct positions *all, const struct positions *part,
		    size_t line_offset);

/* Does anybody hold that position on the day, in whatever group? */
bool positions_hold(const struct positions *all, struct str position);

#endif
