/*
 * Finding which rows of a person are the same spell in three versions of a roster.  Rows of the same group match if
 * they are identical, or begin on the same day, or overlap in time, since a person is in a group only once at a time.
 */
#include "merge.h"

#include "map.h"
#include "roster-order.h"

#define PAIRS_MAX \
	1000000 /* limit of pairs compared by day; only a broken file has more for one person */

/* What rows are looked up by: the whole line, or group and first day. */
enum likeness { ALIKE, SAME_BEGINNING };

static struct str
likeness_of(struct arena *arena, const struct merge_spell *spell, enum likeness likeness)
{
	struct place_key key = place_key_of(spell->row.fields, spell->row.line);

	return likeness == ALIKE
		   ? key.line
		   : arena_format(arena, "%.*s,%.*s", STR_ARG(key.group), STR_ARG(key.first));
}

static void
link_spells(struct merge_spell *from, struct merge_spell *to, enum merge_side side)
{
	from->became[side] = to;
	/* A row of the base remains available: it can match a row on each side. */
	from->known = !from->of_base;
	to->known = true;
}

/* Links rows with equal keys, in order. */
static void
match_alike(struct arena *arena, const struct merge_spells *from, const struct merge_spells *to,
	    enum merge_side side, enum likeness likeness)
{
	struct map map = map_new(arena);

	for (size_t i = from->count; i-- > 0;) {
		struct merge_spell *spell = &from->list[i];
		void **place;

		if (spell->became[side] != NULL || spell->known)
			continue;
		place = map_at(&map, likeness_of(arena, spell, likeness));
		spell->next = *place;
		*place = spell;
	}
	for (size_t i = 0; i < to->count && map.count > 0; i++) {
		struct merge_spell *spell = &to->list[i], *other;
		void **place;

		if (spell->known)
			continue;
		place = map_at(&map, likeness_of(arena, spell, likeness));
		if ((other = *place) == NULL)
			continue;
		*place = other->next;
		link_spells(other, spell, side);
	}
}

static bool
overlap(const struct spell *a, const struct spell *b)
{
	return a->span.first != DAY_NEVER && b->span.first != DAY_NEVER &&
	       a->span.first <= b->span.last && b->span.first <= a->span.last &&
	       str_eq(a->fields[ROSTER_GROUP], b->fields[ROSTER_GROUP]);
}

static void
match_days(const struct merge_spells *from, const struct merge_spells *to, enum merge_side side)
{
	if (from->count > PAIRS_MAX / (to->count + 1))
		return;
	for (size_t i = 0; i < from->count; i++)
		for (size_t j = 0; j < to->count; j++)
			if (from->list[i].became[side] == NULL && !from->list[i].known &&
			    !to->list[j].known && overlap(&from->list[i].spell, &to->list[j].spell))
				link_spells(&from->list[i], &to->list[j], side);
}

void
merge_match(struct merge_table *table, struct merge_spells versions[MERGE_SIDES])
{
	struct arena *arena = table->merge->arena;
	const struct merge_spells *base = &versions[MERGE_BASE], *ours = &versions[MERGE_OURS];

	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++) {
		match_alike(arena, base, &versions[side], side, ALIKE);
		match_alike(arena, base, &versions[side], side, SAME_BEGINNING);
	}
	/* First link identical rows that both sides added, lest one be taken for a changed row of the base. */
	match_alike(arena, ours, &versions[MERGE_THEIRS], MERGE_THEIRS, ALIKE);
	match_days(base, ours, MERGE_OURS);
	match_days(base, &versions[MERGE_THEIRS], MERGE_THEIRS);
	match_alike(arena, ours, &versions[MERGE_THEIRS], MERGE_THEIRS, SAME_BEGINNING);
	match_days(ours, &versions[MERGE_THEIRS], MERGE_THEIRS);
}
