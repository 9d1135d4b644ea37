#include "report-tally.h"

#include <stdlib.h>

struct tally
tally_new(struct arena *arena)
{
	return (struct tally){.arena = arena};
}

static uint64_t
hash_of(const struct str *values, size_t fields)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < fields; i++)
		hash = 31 * hash + map_hash(values[i]);
	return hash;
}

static bool
has_values(const struct tally_cell *cell, const struct str *values, size_t fields)
{
	for (size_t i = 0; i < fields; i++)
		if (!str_eq(cell->values[i], values[i]))
			return false;
	return true;
}

/* The slot of the table that holds the cell of the values, or the empty slot for it. */
static struct tally_cell **
place(const struct tally *tally, uint64_t hash, const struct str *values, size_t fields)
{
	size_t i = (size_t)hash & (tally->places - 1);

	while (tally->table[i] != NULL &&
	       !(tally->table[i]->hash == hash && has_values(tally->table[i], values, fields)))
		i = (i + 1) & (tally->places - 1);
	return &tally->table[i];
}

static void
enlarge(struct tally *tally, size_t fields)
{
	tally->places = tally->places > 0 ? 2 * tally->places : 64;
	tally->table = arena_array(tally->arena, tally->places, sizeof(struct tally_cell *));
	for (size_t i = 0; i < tally->count; i++)
		*place(tally, tally->list[i]->hash, tally->list[i]->values,
		       fields) = tally->list[i];
}

static struct tally_cell *
add_cell(struct tally *tally, uint64_t hash, const struct str *values, size_t fields)
{
	struct tally_cell *cell = arena_get(tally->arena, sizeof(*cell));

	cell->hash = hash;
	for (size_t i = 0; i < fields; i++)
		cell->values[i] = arena_str(tally->arena, values[i]);
	tally->list = arena_grow(tally->arena, tally->list, tally->count, &tally->capacity,
				 sizeof(struct tally_cell *));
	tally->list[tally->count++] = cell;
	return cell;
}

void
tally_add(struct tally *tally, const struct str *values, size_t fields, size_t count)
{
	uint64_t hash = hash_of(values, fields);
	struct tally_cell **cell;

	if (2 * (tally->count + 1) > tally->places)
		enlarge(tally, fields);
	cell = place(tally, hash, values, fields);
	if (*cell == NULL)
		*cell = add_cell(tally, hash, values, fields);
	(*cell)->count += count;
}

static struct value
list_of(struct arena *arena, enum value_kind kind, struct str text)
{
	struct value value = {.kind = VALUE_LIST, .items = kind};
	struct str *list, item;

	for (size_t i = 0; i < text.n; i++)
		value.count += text.p[i] == TALLY_ITEM;
	list = arena_array(arena, value.count, sizeof(*list));
	for (size_t i = 0; i < value.count && str_next(&text, TALLY_ITEM, &item); i++)
		list[i] = item;
	value.list = list;
	return value;
}

struct value
tally_value(struct arena *arena, enum value_kind kind, struct str text)
{
	/* A path that goes through a list may have one value in a community, and several in another. */
	if (kind == VALUE_LIST || str_find(text, TALLY_ITEM) < text.n)
		return list_of(arena, kind, text);
	if ((kind == VALUE_NUMBER || kind == VALUE_FLAG) && text.n == 0)
		return (struct value){.kind = VALUE_UNKNOWN};
	if (kind == VALUE_NUMBER)
		return (struct value){.kind = kind, .number = strtod(text.p, NULL)};
	return (struct value){
	    .kind = kind, .text = text, .number = str_is(text, "yes") || str_is(text, "true")};
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
