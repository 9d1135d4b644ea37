/*
 * map.h - the one hash table: from a slice to a pointer.
 *
 * Layer 0.  Any file may use it.  Open addressing, allocated in an arena; entries are never removed.  Keys are not
 * copied: the caller must keep their bytes alive as long as the map.
 */
#ifndef COP_MAP_H
#define COP_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

struct map_entry {
	struct str key; /* key.p is NULL if the entry is unused */
	void *value;
	uint64_t hash;
};

struct map {
	struct arena *arena;
	struct map_entry *entries;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* A 64-bit hash of the bytes; not resistant to deliberate collisions. */
uint64_t map_hash(struct str key);

/* An empty map whose table lives in the arena. */
struct map map_new(struct arena *arena);

/* The value of the key, or NULL. */
void *map_get(const struct map *map, struct str key);

/*
 * The slot of the key's value, added and set to NULL if the key is new.  Valid until the next addition.  The key must
 * not be the absent slice.
 */
void **map_at(struct map *map, struct str key);

/* Sets the key's value.  It may point to const data, which the map never modifies. */
void map_set(struct map *map, struct str key, const void *value);

#endif
