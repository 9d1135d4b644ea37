#include "compare.h"

#include <stdlib.h>

#include "merge.h"

const char *const happening_words[] = {
    "created",   "launched",   "paused",        "ended",     "merged",     "deleted",
    "applied",   "joined",     "approved",      "declined",  "came-back",  "left",
    "appointed", "term-ended", "moved-address", "forgotten", "suppressed", "changed",
    "corrected", "added",      "removed",       NULL};

bool
compare_kind(struct str path, enum registry_file_kind *kind, struct str *id)
{
	const char *slash = path.n == 0 ? NULL : memrchr(path.p, '/', path.n);
	struct str name = slash == NULL ? path : str_after(path, (size_t)(slash + 1 - path.p));

	*id = STR("");
	if (!merge_kind(path, kind))
		return false;
	if (*kind == FILE_ROSTER)
		*id = (struct str){name.p, name.n - (sizeof(ROSTER_SUFFIX) - 1)};
	else if (*kind == FILE_DEFINITION)
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
	struct difference *list = arena_array(differences->arena, count + 1, sizeof(*list));
	size_t *order = arena_array(differences->arena, count + 1, sizeof(*order));

	if (count < 2)
		return;
	memcpy(list, differences->list, count * sizeof(*list));
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof(*order), compare_differences, list);
	for (size_t i = 0; i < count; i++)
		differences->list[i] = list[order[i]];
}

/* -- versions ---------------------------------------------------------------------------------------------------- */

/* People are for the private audience alone. */
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
		return compare_organizations(comparison);
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

/* -- columns ------------------------------------------------------------------------------------------------------ */

#define GETTER(field, value_kind)                                                 \
	static void get_##field(const struct record *record, struct value *value) \
	{                                                                         \
		const struct difference *d = record->subject;                     \
                                                                                  \
		*value = (struct value){.kind = value_kind, .text = d->field};    \
	}

GETTER(cop, VALUE_TEXT)
GETTER(date, VALUE_DATE)
GETTER(email, VALUE_TEXT)
GETTER(field, VALUE_TEXT)
GETTER(old, VALUE_TEXT)
GETTER(now, VALUE_TEXT)
GETTER(name, VALUE_TEXT)
GETTER(group, VALUE_TEXT)
GETTER(position, VALUE_TEXT)
GETTER(until, VALUE_DATE)

static void
get_change(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = (struct value){.kind = VALUE_TEXT, .text = str_of(happening_words[d->change])};
}

/* clang-format off */
const struct column difference_columns[] = {
	{"cop", VALUE_TEXT, .get = get_cop, .shown = true, .meaning = "id of the community; empty: the registry as a whole"},
	{"date", VALUE_DATE, .get = get_date, .shown = true, .meaning = "when it happened, as it is written; empty: nobody wrote it down"},
	{"email", VALUE_TEXT, .get = get_email, .shown = true, .private = true, .meaning = "whom it is about; empty: nobody"},
	{"change", VALUE_TEXT, happening_words, .get = get_change, .shown = true, .meaning = "what happened"},
	{"field", VALUE_TEXT, .get = get_field, .shown = true, .meaning = "the column, or the path into the definition; of a seat its group"},
	{"old", VALUE_TEXT, .get = get_old, .shown = true, .meaning = "what it said; of a seat that ended its position"},
	{"new", VALUE_TEXT, .get = get_now, .shown = true, .meaning = "what it says; of a seat that began its position"},
	{"name", VALUE_TEXT, .get = get_name, .private = true, .meaning = "the person's name"},
	{"group", VALUE_TEXT, .get = get_group, .meaning = "of a seat; empty: membership"},
	{"position", VALUE_TEXT, .get = get_position, .meaning = "of a seat"},
	{"until", VALUE_DATE, .get = get_until, .meaning = "the last day of the term, or of the pause, that began"},
	{0}};
/* clang-format on */
