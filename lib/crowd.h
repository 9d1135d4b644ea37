/*
 * crowd.h - the people of several communities, each of whom counts once.
 *
 * Layer 5.  Threads note who stands in a roster into parts of their own; taken together, in the order of the
 * communities, what an address is in each of them hangs together.
 */
#ifndef COP_CROWD_H
#define COP_CROWD_H

#include <stddef.h>

#include "arena.h"
#include "date.h"
#include "map.h"
#include "str.h"

/* What an address is in one community. */
struct presence {
	struct str email;
	size_t cop;                 /* its number in the selection */
	day began;                  /* of the membership there; where nobody asks, any day */
	void *facts;                /* what is asked about, as the report that asks knows it */
	struct presence *elsewhere; /* of the same address, in the next community that has it */
};

/* Presences that one thread noted. Begin with a zeroed one. */
struct crowd_part {
	struct arena *arena; /* facts may live there, too */
	struct presence *list;
	size_t count;
	size_t capacity;
};

struct crowd {
	struct arena *arena;
	struct map by_email; /* of the last struct presence of each */
	struct presence *
	    *people; /* the first presence of each address, in the order in which they came */
	size_t count;
	size_t capacity;
};

struct crowd crowd_new(struct arena *arena);

/* Notes an address; returns its facts, zeroed, of that size.  The number of the community comes when it is taken. */
void *crowd_add(struct crowd_part *part, struct str email, day began, size_t size);

/* Brings a part's presences, which are all of one community, to the others, and leaves it empty. */
void crowd_take(struct crowd *crowd, struct crowd_part *part, size_t cop);

void crowd_part_free(struct crowd_part *part);

/* The same, as the end() of a scan whose results are parts. */
void crowd_end(void *context, void *part);

/* Puts the people in order of address. */
void crowd_sort(struct crowd *crowd);

#endif
