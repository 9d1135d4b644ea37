#include "map.h"

/* FNV-1a, then mixed, so that the low bits by which entries are placed depend on all of the key. */
static uint64_t
hash(struct str key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * UINT64_C(0x100000001b3);
	return h ^ (h >> 32);
}

static struct map_entry *
place(struct map_entry *entries, size_t capacity, struct str key, uint64_t h)
{
	size_t i = (size_t)h & (capacity - 1);

	while (entries[i].key.p != NULL && !(entries[i].hash == h && str_eq(entries[i].key, key)))
		i = (i + 1) & (capacity - 1);
	return &entries[i];
}

struct map
map_new(struct arena *arena)
{
	return (struct map){.arena = arena};
}

void *
map_get(const struct map *map, struct str key)
{
	if (map->count == 0 || key.p == NULL)
		return NULL;
	return place(map->entries, map->capacity, key, hash(key))->value;
}

static void
enlarge(struct map *map)
{
	size_t capacity = map->capacity > 0 ? 2 * map->capacity : 16;
	struct map_entry *entries = arena_array(map->arena, capacity, sizeof(*entries));

	for (size_t i = 0; i < map->capacity; i++) {
		struct map_entry *old = &map->entries[i];

		if (old->key.p != NULL)
			*place(entries, capacity, old->key, old->hash) = *old;
	}
	map->entries = entries;
	map->capacity = capacity;
}

void **
map_at(struct map *map, struct str key)
{
	uint64_t h = hash(key);
	struct map_entry *entry;

	if (2 * (map->count + 1) > map->capacity)
		enlarge(map);
	entry = place(map->entries, map->capacity, key, h);
	if (entry->key.p == NULL) {
		*entry = (struct map_entry){.key = key, .hash = h};
		map->count++;
	}
	return &entry->value;
}
