/*
 * map.h - the one hash table: from a slice to a pointer.
 *
 * Layer 0.  Everybody may use it.  Open addressing, in an arena; entries are never removed.  Keys are
 * not copied: whoever adds a key keeps its bytes alive as long as the map.
 */
#ifndef COP_MAP_H
#define COP_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

struct map_entry {
	struct str key; /* key.p is NULL in an unused entry */
	void *value;
	uint64_t hash;
};

struct map {
	struct arena *arena;
	struct map_entry *entries;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* A number of the bytes: the same for the same, and for others almost never. */
uint64_t map_hash(struct str key);

/* An empty map whose table lives in the arena. */
struct map map_new(struct arena *arena);

/* The value of the key, or NULL. */
void *map_get(const struct map *map, struct str key);

/*
 * The place of the key's value, made and set to NULL if the key is new.  Valid until the next
 * addition.  The key must not be the absent slice.
 */
void **map_at(struct map *map, struct str key);

/* Makes that the key's value, which may be const for all but its owner. */
void map_set(struct map *map, struct str key, const void *value);

#endif
