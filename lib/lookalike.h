/*
 * lookalike.h - addresses that are probably one person's: told apart by a slip of the keyboard or a dot.
 *
 * Layer 3.  Two addresses look alike if their local parts are the same but for dots, hyphens, underscores and a +tag, and
 * their domains are the same or one edit apart; or if they go with the same name, and the local parts are the same in
 * that way, or the domains are and the local parts two edits apart at most.
 */
#ifndef COP_LOOKALIKE_H
#define COP_LOOKALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "sieve.h"

/* An address that is new, and one found so far that it looks like. */
struct newcomer {
	struct str email;
	struct str name;
	struct str other; /* absent: none */
	size_t line;      /* of the other */
	struct newcomer *same_local;
	struct newcomer *same_name;
	size_t local_alike; /* of the first of a local part: how many more */
	size_t named_alike; /* likewise, of a name */
};

struct lookalikes {
	struct arena *arena;
	struct map by_local; /* the local part without its dots: the first newcomer */
	struct map by_name;
	struct map by_email;
	struct sieve locals;
	struct sieve names;
};

struct lookalikes lookalikes_new(struct arena *arena);

/* Adds an address to compare with others; the slices last. */
void lookalikes_add(struct lookalikes *all, struct str email, struct str name);

/* The newcomer of that address; NULL if it was not added. */
const struct newcomer *lookalikes_find(const struct lookalikes *all, struct str email);

/* Does the address of a roster's line look like one that was added? Threads may ask. */
bool lookalikes_any(const struct lookalikes *all, struct str line);

/* Notes that with all whom it looks like. */
void lookalikes_take(struct lookalikes *all, struct str line, size_t number);

/* The same of an address and a name that stand in no line yet. */
void lookalikes_take_new(struct lookalikes *all, struct str email, struct str name);

#endif
