#include "communities.h"

/* -- columns ------------------------------------------------------------------------------------------------ */

static void
get_cop(const struct record *record, struct value *value)
{
	*value = value_text(record->cop->id);
}

static void
get_status(const struct record *record, struct value *value)
{
	enum status status = definition_status(record->cop, record->view->as_of);

	*value = value_text(str_of(status_words[status]));
}

static void
get_kind(const struct record *record, struct value *value)
{
	*value = value_text(str_of(kind_words[record->cop->kind]));
}

static void
get_members(const struct record *record, struct value *value)
{
	const struct headcount *headcount = record->subject;

	if (headcount != NULL && headcount->known)
		*value = count_value(record->view, headcount->members);
}

static void
get_applicants(const struct record *record, struct value *value)
{
	const struct headcount *headcount = record->subject;

	if (headcount != NULL && headcount->known)
		*value = count_value(record->view, headcount->applicants);
}

/* The purposes in effect on the day of the view. */
static void
get_purposes(const struct record *record, struct value *value)
{
	const struct node *list = node_get(record->cop->root, "purposes");
	struct str *purposes;

	*value = (struct value){.kind = VALUE_LIST};
	if (list == NULL || list->kind != NODE_LIST)
		return;
	purposes = arena_array(record->scratch, list->count, sizeof(*purposes));
	for (const struct node *item = list->first; item != NULL; item = item->next) {
		struct str id = item->kind == NODE_SCALAR ? item->text
							  : node_text(node_get(item, "purpose"));

		if (id.n > 0 && span_holds(node_span(item), record->view->as_of))
			purposes[value->count++] = id;
	}
	value->list = purposes;
}

static void
get_groups(const struct record *record, struct value *value)
{
	*value = (struct value){
	    .kind = VALUE_LIST, .list = record->cop->groups, .count = record->cop->group_count};
}

/* clang-format off */
const struct column community_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"name", VALUE_TEXT, .path = "name", .shown = true, .least = 20, .meaning = "its name"},
	{"status", VALUE_TEXT, status_words, .get = get_status, .shown = true, .needs = NEEDS_OTHERS, .meaning = "what it is as of the day"},
	{"kind", VALUE_TEXT, kind_words, .get = get_kind, .shown = true, .spare = true, .meaning = "community, collaborative, user-group or network"},
	{"host", VALUE_TEXT, .path = "host", .shown = true, .meaning = "who runs it"},
	{"members", VALUE_NUMBER, .get = get_members, .shown = true, .needs = NEEDS_PEOPLE, .meaning = "members on the day"},
	{"applicants", VALUE_NUMBER, .get = get_applicants, .shown = true, .needs = NEEDS_PEOPLE, .meaning = "applicants on the day"},
	{"launched", VALUE_DATE, .path = "launched", .shown = true, .meaning = "its first day"},
	{"acronym", VALUE_TEXT, .path = "acronym", .meaning = "its acronym"},
	{"scope", VALUE_TEXT, .path = "scope", .meaning = "how far it reaches"},
	{"regions", VALUE_LIST, .path = "regions", .meaning = "where it works"},
	{"purposes", VALUE_LIST, .terms = TERMS_PURPOSES, .get = get_purposes, .meaning = "what it is for, on the day"},
	{"cadence", VALUE_LIST, .path = "meetings.cadence", .meaning = "how often it meets"},
	{"ended", VALUE_DATE, .path = "ended", .meaning = "its last day"},
	{"groups", VALUE_LIST, .get = get_groups, .meaning = "its groups, beside leads"},
	{0}};
/* clang-format on */

/* -- counting ------------------------------------------------------------------------------------------------- */

struct counting {
	struct headcount *counts;
	day d;
};

static void
count_person(void *context, void *result, const struct person *person)
{
	const struct counting *counting = context;
	struct headcount *headcount = result;

	if (person_is(person, MEMBER_MEMBER, counting->d))
		headcount->members++;
	else if (person_is(person, MEMBER_APPLICANT, counting->d))
		headcount->applicants++;
}

static bool
add_counts(void *context, void *result, const struct roster_block *block)
{
	struct counting *counting = context;
	struct headcount *headcount = result, *total;

	total = &counting->counts[block->number];
	total->known = total->known && block->whole;
	total->members += headcount->members;
	total->applicants += headcount->applicants;
	*headcount = (struct headcount){0};
	return true;
}

static void
begin_counts(struct headcount *counts, size_t count, const struct registry *registry)
{
	for (size_t i = 0; i < count; i++)
		counts[i] = (struct headcount){.known = registry_people_known(registry)};
}

struct headcount *
communities_count(struct arena *arena, const struct registry *registry,
		  const struct definition *const *cops, size_t count, day d)
{
	struct headcount *counts = arena_array(arena, count, sizeof(*counts));
	struct counting counting = {counts, d};
	struct roster_scan scan = {.cops = cops,
				   .count = count,
				   .people = true,
				   .result_size = sizeof(struct headcount),
				   .context = &counting,
				   .person = count_person,
				   .done = add_counts};

	begin_counts(counts, count, registry);
	if (!registry_read_in_order(registry, scan)) {
		begin_counts(counts, count, registry);
		registry_read_rosters(registry, scan);
	}
	return counts;
}

/* -- listing ---------------------------------------------------------------------------------------------------- */

bool
communities_need(const struct emit *emit, const struct query *query, unsigned needs)
{
	return ((emit_needs(emit) | query_needs(query)) & needs) != 0;
}

size_t
communities_list(const struct view *view, const struct definition *const *cops, size_t count,
		 const struct query *query, struct emit *emit)
{
	struct arena *arena = arena_new();
	struct headcount *counts = NULL;
	struct emit_part part = {0};

	if (communities_need(emit, query, NEEDS_PEOPLE))
		counts = communities_count(arena, view->registry, cops, count, view->as_of);
	for (size_t i = 0; i < count; i++) {
		struct record record = {.view = view,
					.cop = cops[i],
					.subject = counts != NULL ? &counts[i] : NULL,
					.scratch = arena};

		if (query_holds(query, &record))
			emit_record(emit, &part, &record);
	}
	emit_last(emit, &part);
	arena_free(arena);
	return emit_count(emit);
}
