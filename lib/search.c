#include "search.h"

#include "map.h"

/* -- columns ------------------------------------------------------------------------------------------------ */

static const char *const kinds[] = {"cop", "member", NULL};

/* Of communities, then of memberships. */
static const char *const statuses[] = {"planned",  "active", "paused",    "ended",
				       "merged",   "member", "applicant", "former",
				       "declined", "future", NULL};

static void
get_cop(const struct record *record, struct value *value)
{
	*value = value_text(record->cop->id);
}

static void
get_kind(const struct record *record, struct value *value)
{
	const struct hit *hit = record->subject;

	*value = value_text(str_of(kinds[hit->member ? 1 : 0]));
}

#define GETTER(column)                                                              \
	static void get_##column(const struct record *record, struct value *value)  \
	{                                                                           \
		*value = value_text(((const struct hit *)record->subject)->column); \
	}

GETTER(field)
GETTER(text)
GETTER(role)
GETTER(region)
GETTER(organization)

static void
get_where(const struct record *record, struct value *value)
{
	const struct hit *hit = record->subject;

	*value = value_text(
	    arena_format(record->scratch, "%.*s:%zu", STR_ARG(hit->path), hit->line));
}

static void
get_status(const struct record *record, struct value *value)
{
	const struct hit *hit = record->subject;
	enum status status = definition_status(hit->cop, record->view->as_of);

	*value = value_text(
	    str_of(hit->member ? member_status_words[hit->status] : status_words[status]));
}

static void
get_name(const struct record *record, struct value *value)
{
	const struct hit *hit = record->subject;

	*value = value_text(
	    hit->member ? hit->name
			: text_choose(node_get(hit->cop->root, "name"), record->view->languages));
}

static void
get_score(const struct record *record, struct value *value)
{
	const struct hit *hit = record->subject;

	if (!hit->member)
		*value = (struct value){.kind = VALUE_NUMBER, .number = hit->score};
}

/* clang-format off */
const struct column search_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"kind", VALUE_TEXT, kinds, .get = get_kind, .shown = true, .meaning = "cop: a community; member: a membership in it"},
	{"field", VALUE_TEXT, .get = get_field, .shown = true, .meaning = "where in its definition the text stands, such as practice.2; of a membership, the column"},
	{"where", VALUE_TEXT, .get = get_where, .shown = true, .meaning = "path:line, which an editor can open; for an audience other than private, the path as seen from the registry\'s folder"},
	{"text", VALUE_TEXT, .get = get_text, .shown = true, .meaning = "what matched"},
	{"status", VALUE_TEXT, statuses, .get = get_status, .meaning = "of the community, or of the membership, as of the day"},
	{"name", VALUE_TEXT, .get = get_name, .meaning = "of the community, or of the person"},
	{"role", VALUE_TEXT, .terms = TERMS_ROLES, .get = get_role, .meaning = "what a member does"},
	{"region", VALUE_TEXT, .terms = TERMS_REGIONS, .get = get_region, .meaning = "where a member is"},
	{"organization", VALUE_TEXT, .terms = TERMS_ORGANIZATIONS, .get = get_organization, .meaning = "where a member works"},
	{"score", VALUE_NUMBER, .get = get_score, .meaning = "of a community: the higher, the better"},
	{0}};
/* clang-format on */

/* -- hits ------------------------------------------------------------------------------------------------------- */

void
hits_add(struct hits *hits, const struct searching *searching, const struct hit *hit)
{
	struct record record = {
	    .view = searching->view, .cop = hit->cop, .subject = hit, .scratch = hits->arena};

	if (!query_holds(searching->query, &record))
		return;
	hits->list = arena_grow(hits->arena, hits->list, hits->count, &hits->capacity,
				sizeof(*hits->list));
	hits->list[hits->count++] = *hit;
}

void
search_list(const struct hits *hits, const struct view *view, bool once, struct emit *emit)
{
	struct map seen = map_new(hits->arena);
	struct emit_part part = {0};

	for (size_t i = 0; i < hits->count; i++) {
		struct record record = {.view = view,
					.cop = hits->list[i].cop,
					.subject = &hits->list[i],
					.scratch = hits->arena};
		void **place = once ? map_at(&seen, record.cop->id) : NULL;

		if (place != NULL && *place != NULL)
			continue;
		if (place != NULL)
			*place = &hits->list[i];
		emit_record(emit, &part, &record);
		if (!emit_take(emit, &part))
			break;
	}
	emit_last(emit, &part);
}
