#include "report-tally.h"

#include <stdbool.h>

struct tally
tally_new(struct arena *arena)
{
	return (struct tally){.arena = arena, .by_key = map_new(arena)};
}

/* A place in the recent cells: good enough to tell most values apart, and done in a moment. */
static size_t
recent_place(const struct str *values, size_t fields)
{
	size_t place = 0;

	for (size_t i = 0; i < fields; i++)
		if (values[i].n > 0)
			place = 31 * place + 7 * values[i].n + (unsigned char)values[i].p[0] +
				5 * (unsigned char)values[i].p[values[i].n - 1] +
				3 * (unsigned char)values[i].p[values[i].n / 2];
	return place % TALLY_RECENT;
}

static bool
has_values(const struct tally_cell *cell, const struct str *values, size_t fields)
{
	for (size_t i = 0; i < fields; i++)
		if (!str_eq(cell->values[i], values[i]))
			return false;
	return true;
}

/* The cell of the values, made if it is new. */
static struct tally_cell *
find_cell(struct tally *tally, const struct str *values, size_t fields)
{
	struct tally_cell *cell;

	buf_clear(&tally->key);
	for (size_t i = 0; i < fields; i++) {
		buf_str(&tally->key, values[i]);
		buf_char(&tally->key, TALLY_BETWEEN);
	}
	cell = map_get(&tally->by_key, buf_all(&tally->key));
	if (cell != NULL)
		return cell;
	cell = arena_get(tally->arena, sizeof(*cell));
	for (size_t i = 0; i < fields; i++)
		cell->values[i] = arena_str(tally->arena, values[i]);
	*map_at(&tally->by_key, arena_str(tally->arena, buf_all(&tally->key))) = cell;
	tally->list = arena_grow(tally->arena, tally->list, tally->count, &tally->capacity,
				 sizeof(struct tally_cell *));
	tally->list[tally->count++] = cell;
	return cell;
}

void
tally_add(struct tally *tally, const struct str *values, size_t fields, size_t count)
{
	struct tally_cell **recent = &tally->recent[recent_place(values, fields)];

	if (*recent == NULL || !has_values(*recent, values, fields))
		*recent = find_cell(tally, values, fields);
	(*recent)->count += count;
}

int
tally_compare(const void *left, const void *right)
{
	const struct tally_cell *a = *(const struct tally_cell *const *)left;
	const struct tally_cell *b = *(const struct tally_cell *const *)right;

	for (size_t i = 0; i < TALLY_FIELDS; i++) {
		int c = str_cmp(a->values[i], b->values[i]);

		if (c != 0)
			return c;
	}
	return 0;
}
