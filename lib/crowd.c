#include "crowd.h"

#include <stdlib.h>

struct crowd
crowd_new(struct arena *arena)
{
	return (struct crowd){.arena = arena, .by_email = map_new(arena)};
}

void *
crowd_add(struct crowd_part *part, struct str email, day began, size_t size)
{
	struct presence *presence;

	if (part->arena == NULL)
		part->arena = arena_new();
	part->list = arena_grow(part->arena, part->list, part->count, &part->capacity,
				sizeof(*part->list));
	presence = &part->list[part->count++];
	presence->email = arena_str(part->arena, email);
	presence->began = began;
	presence->facts = arena_get(part->arena, size);
	return presence->facts;
}

void
crowd_take(struct crowd *crowd, struct crowd_part *part, size_t cop)
{
	arena_adopt(crowd->arena, part->arena);
	for (size_t i = 0; i < part->count; i++) {
		struct presence *presence = &part->list[i], **last;

		presence->cop = cop;
		/* The map holds the presence that came last. */
		last = (struct presence **)map_at(&crowd->by_email, presence->email);
		if (*last == NULL) {
			crowd->people = arena_grow(crowd->arena, crowd->people, crowd->count,
						   &crowd->capacity, sizeof(struct presence *));
			crowd->people[crowd->count++] = presence;
		} else {
			(*last)->elsewhere = presence;
		}
		*last = presence;
	}
	*part = (struct crowd_part){0};
}

void
crowd_part_free(struct crowd_part *part)
{
	arena_free(part->arena);
	*part = (struct crowd_part){0};
}

void
crowd_end(void *context, void *part)
{
	(void)context;
	crowd_part_free(part);
}

static int
compare(const void *left, const void *right)
{
	const struct presence *a = *(struct presence *const *)left;
	const struct presence *b = *(struct presence *const *)right;

	return str_cmp(a->email, b->email);
}

void
crowd_sort(struct crowd *crowd)
{
	if (crowd->count > 1)
		qsort(crowd->people, crowd->count, sizeof(struct presence *), compare);
}
