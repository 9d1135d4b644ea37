#include "map.h"

/* Loads up to eight bytes as a number. */
static inline uint64_t
word_at(const char *p, size_t n)
{
	uint64_t word = 0;
	uint32_t begin, end;

	if (n >= sizeof(word)) {
		memcpy(&word, p, sizeof(word));
	} else if (n >= sizeof(begin)) {
		memcpy(&begin, p, sizeof(begin));
		memcpy(&end, p + n - sizeof(end), sizeof(end));
		word = (uint64_t)begin << 32 | end;
	} else if (n > 0) {
		word = (uint64_t)(unsigned char)p[0] << 16 |
		       (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
	}
	return word;
}

/* Mixes eight bytes at a time; the final steps make the low bits, which choose the slot, depend on the whole key. */
uint64_t
map_hash(struct str key)
{
	const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
	const size_t size = sizeof(uint64_t);
	uint64_t h = key.n * odd;
	size_t i = 0;

	for (; key.n - i > size; i += size) {
		h = (h ^ word_at(key.p + i, size)) * odd;
		h ^= h >> 32;
	}
	/* The last eight bytes; they may overlap those already mixed. */
	h ^= key.n > size ? word_at(key.p + key.n - size, size) : word_at(key.p, key.n);
	h = (h ^ h >> 32) * odd;
	h = (h ^ h >> 29) * odd;
	return h ^ h >> 32;
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
	return place(map->entries, map->capacity, key, map_hash(key))->value;
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
	uint64_t h = map_hash(key);
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

void
map_set(struct map *map, struct str key, const void *value)
{
	/* Copies the pointer's bytes, to store a const pointer without a cast that drops const. */
	memcpy(map_at(map, key), &value, sizeof(value));
}
