#include "positions.h"

/* Adds a holder of a position. The one whose seat ends last is kept, of several the first; its texts are copied. */
static void
add(struct arena *arena, struct positions *all, const struct held *one)
{
	char room[sizeof(size_t) + 2 * ROWS_FIELD_MAX];
	struct str key = {room, sizeof(size_t) + one->group.n + one->position.n};
	struct held *known;

	memcpy(room, &one->group.n, sizeof(size_t));
	memcpy(room + sizeof(size_t), one->group.p, one->group.n);
	memcpy(room + sizeof(size_t) + one->group.n, one->position.p, one->position.n);
	all->known.arena = arena;
	known = map_get(&all->known, key);
	if (known == NULL) {
		known = arena_get(arena, sizeof(*known));
		*known = *one;
		known->group = arena_str(arena, one->group);
		known->position = arena_str(arena, one->position);
		*map_at(&all->known, arena_str(arena, key)) = known;
		all->list = arena_grow(arena, all->list, all->count, &all->capacity,
				       sizeof(struct held *));
		all->list[all->count++] = known;
	} else if (one->until <= known->until) {
		known->now = known->now || one->now;
		return;
	}
	known->email = arena_str(arena, one->email);
	known->line = one->line;
	known->until = one->until;
	known->now = known->now || one->now;
}

void
positions_gather(struct arena *arena, struct positions *all, const struct person *person, day d)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *seat = &person->spells[i];

		if (!spell_is_seat(seat) || seat->fields[ROSTER_POSITION].n == 0 ||
		    !date_given(seat->joined))
			continue;
		add(arena, all,
		    &(struct held){.group = seat->fields[ROSTER_GROUP],
				   .position = seat->fields[ROSTER_POSITION],
				   .email = person->email,
				   .line = seat->line,
				   .until = seat->span.last,
				   .now = spell_status(seat, d) == MEMBER_MEMBER});
	}
}

void
positions_take(struct arena *arena, struct positions *all, const struct positions *part,
	       size_t line_offset)
{
	for (size_t i = 0; i < part->count; i++) {
		struct held one = *part->list[i];

		one.line += line_offset;
		add(arena, all, &one);
	}
}

bool
positions_hold(const struct positions *all, struct str position)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i]->now && str_eq(all->list[i]->position, position))
			return true;
	return false;
}
