/*
 * lookalike.h - email addresses that probably belong to one person: they differ by a typing error or a dot.
 *
 * Layer 3.  Two addresses look alike if their local parts are equal but for dots, hyphens, underscores and a +tag,
 * and their domains are equal or one edit apart.  Two addresses with the same name also look alike if their local
 * parts are equal in that sense, or if their domains are equal and their local parts at most two edits apart.
 */
#ifndef COP_LOOKALIKE_H
#define COP_LOOKALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "sieve.h"

/* A new address, and the first address found that looks like it. */
struct newcomer {
	struct str email;
	struct str name;
	struct str other; /* absent: none found */
	size_t line;      /* of `other` in the roster; 0: not in it yet */
	struct newcomer *same_local;
	struct newcomer *same_name;
	size_t local_alike; /* how many newcomers follow in the chain same_local */
	size_t named_alike; /* how many follow in the chain same_name */
};

struct lookalikes {
	struct arena *arena;
	struct map by_local; /* by bare local part: head of the chain same_local */
	struct map by_name;
	struct map by_email;
	struct sieve locals;
	struct sieve names;
};

struct lookalikes lookalikes_new(struct arena *arena);

/*
 * Adds a new address to compare others with; does nothing if it is there already.  The slices must outlive the
 * struct.
 */
void lookalikes_add(struct lookalikes *all, struct str email, struct str name);

/* Looks up a newcomer by address; NULL if it was not added. */
const struct newcomer *lookalikes_find(const struct lookalikes *all, struct str email);

/* Does the address in a line of a roster look like a newcomer's? Safe to call from several threads. */
bool lookalikes_any(const struct lookalikes *all, struct str line);

/* Records the line, with its number, as the lookalike of every newcomer that it looks like and that has none yet. */
void lookalikes_take(struct lookalikes *all, struct str line, size_t number);

/* The same for an address and a name that are not in a line of the roster yet. */
void lookalikes_take_new(struct lookalikes *all, struct str email, struct str name);

#endif
