#include "compare.h"

#include <stdlib.h>

#include "merge.h"

const char *const happening_words[] = {
    "created",   "launched",   "paused",        "ended",     "merged",     "deleted",
    "applied",   "joined",     "approved",      "declined",  "came-back",  "left",
    "appointed", "term-ended", "moved-address", "forgotten", "suppressed", "changed",
    "corrected", "added",      "removed",       NULL};

bool
compare_kind(struct str path, struct comparison *comparison)
{
	struct str *id = &comparison->id, name = path_name(path);

	*id = STR("");
	if (!merge_kind(path, comparison->bytes, COMPARED_SIDES, &comparison->kind))
		return false;
	if (comparison->kind == FILE_ROSTER)
		*id = (struct str){name.p, name.n - (sizeof(ROSTER_SUFFIX) - 1)};
	else if (comparison->kind == FILE_DEFINITION)
		*id = (struct str){name.p, name.n - (sizeof(DEFINITION_SUFFIX) - 1)};
	return true;
}

void
compare_add(const struct comparison *comparison, struct difference difference)
{
	struct differences *found = comparison->found;

	if (difference.cop.n == 0)
		difference.cop = comparison->id;
	found->list = arena_grow(found->arena, found->list, found->count, &found->capacity,
				 sizeof(*found->list));
	found->list[found->count++] = difference;
}

/* -- what is found --------------------------------------------------------------------------------------------- */

struct differences
differences_new(struct arena *arena)
{
	return (struct differences){.arena = arena};
}

void
differences_free(struct differences *differences)
{
	for (size_t i = 0; i < differences->kept_count; i++)
		buf_free(&differences->kept[i]);
}

void
differences_keep(struct differences *differences, struct buf bytes)
{
	differences->kept = arena_grow(differences->arena, differences->kept,
				       differences->kept_count, &differences->kept_capacity,
				       sizeof(*differences->kept));
	differences->kept[differences->kept_count++] = bytes;
}

static int
compare_differences(const void *left, const void *right, void *context)
{
	const struct difference *list = context;
	size_t i = *(const size_t *)left, k = *(const size_t *)right;
	const struct difference *a = &list[i], *b = &list[k];
	int c = str_cmp(a->cop, b->cop);

	if (c == 0)
		c = a->date.n == 0 || b->date.n == 0 ? (a->date.n == 0) - (b->date.n == 0)
						     : str_cmp(a->date, b->date);
	return c != 0 ? c : (i > k) - (i < k);
}

void
differences_sort(struct differences *differences)
{
	size_t count = differences->count;
	struct difference *list;
	size_t *order;

	if (count < 2)
		return;
	list = arena_array(differences->arena, count, sizeof(*list));
	order = arena_array(differences->arena, count, sizeof(*order));
	memcpy(list, differences->list, count * sizeof(*list));
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof(*order), compare_differences, list);
	for (size_t i = 0; i < count; i++)
		differences->list[i] = list[order[i]];
}

/* -- versions ---------------------------------------------------------------------------------------------------- */

/* Files in the people's folder are compared for the private audience only. */
static bool
compare_by_kind(const struct comparison *comparison)
{
	bool private = comparison->audience == AUDIENCE_PRIVATE;

	switch (comparison->kind) {
	case FILE_REGISTRY:
	case FILE_DEFINITION:
		return compare_definitions(comparison);
	case FILE_ROSTER:
		return !private || compare_rosters(comparison);
	case FILE_ORGANIZATIONS:
		return !private || compare_organizations(comparison);
	case FILE_SUPPRESSIONS:
		return !private || compare_suppressions(comparison);
	}
	return true;
}

bool
compare_versions(const struct comparison *comparison)
{
	struct str old = comparison->bytes[COMPARED_OLD], now = comparison->bytes[COMPARED_NEW];

	if (str_eq(old, now) && (old.p == NULL) == (now.p == NULL))
		return true;
	return compare_by_kind(comparison);
}
