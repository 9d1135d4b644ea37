/*
 * crowd.h - the people of several communities, each of whom counts once.
 *
 * Layer 5.  Each thread records the people of the rosters it reads in a part of its own.  The parts are taken into the
 * crowd in the order of the communities; crowd_gather() then links what each address is in each community.
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
	void *facts;                /* the report's own data */
	struct presence *elsewhere; /* the same address in the next community; NULL: none */
	unsigned cop : 31;          /* index of the community in the selection */
	unsigned follows : 1;       /* another presence's elsewhere points here */
	day began; /* first day of the membership; arbitrary if the report ignores it */
};

/* A presence and the hash of its address, which is usually enough to tell two addresses apart. */
struct note {
	uint64_t hash;
	struct presence *presence;
};

/* The presences that one thread has recorded. Zero it to begin with. */
struct crowd_part {
	struct arena *arena; /* owns the presences; the facts' data may live there, too */
	struct crowd
	    *crowd; /* has taken presences, and will adopt the arena; NULL: none taken yet */
	struct note *list;
	size_t count;
	size_t capacity;
};

#define CROWD_SHELVES 256

struct crowd {
	struct arena *arena;
	/* Keep only people in more than one community. crowd_gather() then puts a person's presences in one array. */
	bool several;
	struct shelf {
		struct notes *first;
		struct notes *last;
		size_t count;
	} shelves[CROWD_SHELVES]; /* notes, partitioned by the hash of the address */
	struct presence **
	    people; /* first presence of each address; unless several, in the order in which they were taken */
	size_t count;
	size_t capacity;
};

struct crowd crowd_new(struct arena *arena, bool several);

/* Records an address in the community with index cop; returns its facts: size bytes, zeroed. */
void *crowd_add(struct crowd_part *part, struct str email, size_t cop, day began, size_t size);

/* Moves a part's presences into the crowd. The part keeps owning their memory until crowd_part_free(). */
void crowd_take(struct crowd *crowd, struct crowd_part *part);

/* Frees a part; if the crowd has taken from it, the crowd adopts its memory. */
void crowd_part_free(struct crowd_part *part);

/* crowd_part_free() as the end() of a scan whose results are parts. */
void crowd_end(void *context, void *part);

/* Links the presences of each address and fills in people. Call it after all parts have been freed. */
void crowd_gather(struct crowd *crowd);

/* Sorts the people by address. */
void crowd_sort(struct crowd *crowd);

#endif
