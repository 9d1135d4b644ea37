/*
 * crowd.h - the people of several communities, each of whom counts once.
 *
 * Layer 5.  Threads note who stands in a roster into parts of their own; taken together, in the order of the
 * communities, what an address is in each of them hangs together.
 */
#ifndef COP_CROWD_H
#define COP_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "date.h"
#include "str.h"

/* What an address is in one community. */
struct presence {
	struct str email;
	void *facts;                /* what is asked about, as the report that asks knows it */
	struct presence *elsewhere; /* of the same address, in the next community that has it */
	unsigned cop : 31;          /* its number in the selection */
	unsigned follows : 1;       /* it is elsewhere of another */
	day began;                  /* of the membership there; where nobody asks, any day */
};

/* A presence and the hash of its address: most of them are told apart by that alone. */
struct note {
	uint64_t hash;
	struct presence *presence;
};

/* Presences that one thread noted. Begin with a zeroed one. */
struct crowd_part {
	struct arena *arena; /* what belongs to the facts may live there, too */
	struct crowd *crowd; /* that has taken some of them, and in the end the arena; or NULL */
	struct note *list;
	size_t count;
	size_t capacity;
};

#define CROWD_SHELVES 256

struct crowd {
	struct arena *arena;
	/* Only who is in more than one community is asked about; then the presences of each lie side by side. */
	bool several;
	struct shelf {
		struct notes *first;
		struct notes *last;
		size_t count;
	} shelves[CROWD_SHELVES]; /* of addresses, by their hashes */
	struct presence **
	    people; /* the first presence of each address; if all, in the order in which they came */
	size_t count;
	size_t capacity;
};

struct crowd crowd_new(struct arena *arena, bool several);

/* Notes an address in the community of that number; returns its facts, zeroed, of that size. */
void *crowd_add(struct crowd_part *part, struct str email, size_t cop, day began, size_t size);

/* Brings a part's presences to the others, and leaves it empty. Their bytes become the crowd's with crowd_part_free(). */
void crowd_take(struct crowd *crowd, struct crowd_part *part);

void crowd_part_free(struct crowd_part *part);

/* The same, as the end() of a scan whose results are parts. */
void crowd_end(void *context, void *part);

/* When all parts are freed: finds who is the same, so that there are people. */
void crowd_gather(struct crowd *crowd);

/* Puts the people in order of address. */
void crowd_sort(struct crowd *crowd);

#endif
