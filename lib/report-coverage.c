/* The coverage report: which member organizations, regions and roles have nobody in a community. */
#include "labels.h"
#include "report.h"
#include "wording.h"

enum { COP = 1, FIELD, ID, NAME, MEMBERS };

enum field_of { ORGANIZATION, REGION, ROLE, FIELDS };

static const char *const field_words[] = {"organization", "region", "role", NULL};

/* clang-format off */
const struct column coverage_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_SELECTION, .at = COP, .shown = true, .meaning = "id of the community; *: all together, each person once"},
	{"field", VALUE_TEXT, field_words, .at = FIELD, .shown = true, .meaning = "organization, region or role"},
	{"id", VALUE_TEXT, .at = ID, .shown = true, .meaning = "of a member organization of the host, or of a region or role that the community is open to"},
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .meaning = "its name"},
	{"members", VALUE_NUMBER, .at = MEMBERS, .shown = true, .meaning = "members of it on the day; a region or role has all within it"},
	{0}};
/* clang-format on */

/* Everything that may be covered: organizations, regions and roles, numbered one after the other. */
struct universe {
	const struct report *report;
	size_t count[FIELDS];
	size_t first[FIELDS + 1]; /* each field's first number; [FIELDS] is the number for none */
};

/* What a community, or all together, should cover, and the members found.  Arrays are indexed by number. */
struct cover {
	bool known; /* the rosters could be read in full */
	bool *wanted;
	size_t *members;
	size_t *own;          /* as members, but without those in a narrower region or role */
	size_t total;         /* all members */
	size_t none[FIELDS];  /* members with no value in the field, or an unknown one */
	unsigned char *masks; /* of members, each an enum mask */
	bool *no_more;        /* others show that a masked number is not larger */
};

struct facts {
	size_t numbers[FIELDS]; /* of the person's organization, region and role, or of none */
};

struct covering {
	const struct universe *universe;
	struct cover *covers;   /* one for each community */
	struct crowd crowd;     /* of struct facts */
	struct mask_arc *parts; /* scratch space, one for each community */
};

/* -- what there is --------------------------------------------------------------------------------------------- */

static const struct vocabulary *
vocabulary_of(const struct universe *u, enum field_of field)
{
	const struct registry *registry = u->report->view->registry;

	return field == REGION ? &registry->regions : &registry->roles;
}

static const struct organization *
organization_at(const struct universe *u, size_t i)
{
	return &u->report->view->registry->organizations->list[i];
}

/* The number of an id; the number for none if the id is empty or unknown. */
static size_t
number_of(const struct universe *u, enum field_of field, struct str id)
{
	const struct organizations *organizations = u->report->view->registry->organizations;

	if (id.n == 0)
		return u->first[FIELDS];
	if (field == ORGANIZATION) {
		const struct organization *o = organizations == NULL
						   ? NULL
						   : map_get(&organizations->by_id, id);

		return o == NULL ? u->first[FIELDS]
				 : u->first[field] + (size_t)(o - organizations->list);
	}
	const struct term *term = vocabulary_find(vocabulary_of(u, field), id);

	return term == NULL ? u->first[FIELDS]
			    : u->first[field] + (size_t)(term - vocabulary_of(u, field)->list);
}

static struct universe
universe_of(const struct report *report)
{
	const struct registry *registry = report->view->registry;
	struct universe u = {
	    .report = report,
	    .count = {registry->organizations == NULL ? 0 : registry->organizations->count,
		      registry->regions.count, registry->roles.count}};

	for (size_t f = 0; f < FIELDS; f++)
		u.first[f + 1] = u.first[f] + u.count[f];
	return u;
}

/* -- what is asked --------------------------------------------------------------------------------------------- */

/* Marks as wanted the terms that lie within one of the list; all terms if there is no list. */
static void
want_terms(const struct universe *u, enum field_of field, const struct node *list,
	   struct cover *cover)
{
	const struct vocabulary *vocabulary = vocabulary_of(u, field);
	bool any = list == NULL || list->kind != NODE_LIST || list->count == 0;

	for (size_t i = 0; i < vocabulary->count; i++) {
		bool wanted = any;

		for (const struct node *item = any ? NULL : list->first; item != NULL;
		     item = item->next)
			wanted = wanted || vocabulary_within(vocabulary, vocabulary->list[i].id,
							     node_text(item));
		cover->wanted[u->first[field] + i] = wanted;
	}
}

/* Marks as wanted the organizations in the list; without a list, those that are members of the host on the day. */
static void
want_organizations(const struct universe *u, const struct definition *cop, const struct node *list,
		   struct cover *cover)
{
	bool listed = list != NULL && list->kind == NODE_LIST && list->count > 0;

	for (size_t i = 0; i < u->count[ORGANIZATION]; i++) {
		const struct organization *o = organization_at(u, i);
		bool wanted = !listed &&
			      organization_is_member(o, cop->host, u->report->view->as_of);

		for (const struct node *item = listed ? list->first : NULL; item != NULL;
		     item = item->next)
			wanted = wanted || str_eq(node_text(item), o->id);
		cover->wanted[i] = wanted;
	}
}

static void
want(const struct universe *u, const struct definition *cop, struct cover *cover)
{
	const struct node *open_to = node_get(node_get(cop->root, "community"), "open_to");
	const struct node *map = node_items(open_to, "regions") != NULL ? open_to : cop->root;

	want_organizations(u, cop, node_get(open_to, "organizations"), cover);
	want_terms(u, REGION, node_get(map, "regions"), cover);
	want_terms(u, ROLE, node_get(open_to, "roles"), cover);
}

static struct cover
cover_new(const struct universe *u)
{
	struct arena *arena = u->report->arena;
	size_t all = u->first[FIELDS];

	return (struct cover){.known = registry_people_known(u->report->view->registry),
			      .wanted = arena_array(arena, all, sizeof(bool)),
			      .members = arena_array(arena, all, sizeof(size_t)),
			      .own = arena_array(arena, all, sizeof(size_t)),
			      .masks = arena_array(arena, all, 1),
			      .no_more = arena_array(arena, all, sizeof(bool))};
}

/* -- what is found --------------------------------------------------------------------------------------------- */

static void
note_person(void *context, void *where, const struct person *person)
{
	const struct covering *covering = context;
	const struct universe *u = covering->universe;
	struct crowd_part *people = where;
	day d = u->report->view->as_of;
	const struct spell *spell = person_membership(person, d);
	struct facts *facts;

	if (!person_is(person, MEMBER_MEMBER, d))
		return;
	facts = crowd_add(people, person->email, person->number, spell->since, sizeof(*facts));
	facts->numbers[ORGANIZATION] = number_of(u, ORGANIZATION,
						 spell->fields[ROSTER_ORGANIZATION]);
	facts->numbers[REGION] = number_of(u, REGION, spell->fields[ROSTER_REGION]);
	facts->numbers[ROLE] = number_of(u, ROLE, spell->fields[ROSTER_ROLE]);
}

/*
 * Counts the person in a term and all wider ones.  The number of steps is limited, as terms may form a loop by mistake.
 */
static void
count_term(const struct universe *u, enum field_of field, size_t number, size_t *members)
{
	const struct vocabulary *vocabulary = vocabulary_of(u, field);
	size_t steps = 0;

	while (number != u->first[FIELDS] && steps++ < vocabulary->count) {
		members[number]++;
		number = number_of(u, field, vocabulary->list[number - u->first[field]].within);
	}
}

static void
add_facts(const struct universe *u, struct cover *cover, const struct facts *facts)
{
	cover->total++;
	for (size_t f = 0; f < FIELDS; f++) {
		size_t number = facts->numbers[f];

		if (number == u->first[FIELDS])
			cover->none[f]++;
		else if (f == ORGANIZATION)
			cover->members[number]++;
		else
			count_term(u, (enum field_of)f, number, cover->members);
		if (number != u->first[FIELDS])
			cover->own[number]++;
	}
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct covering *covering = context;
	const struct universe *u = covering->universe;
	struct crowd_part *people = where;
	struct cover *cover = &covering->covers[block->number];

	cover->known = cover->known && block->whole;
	for (size_t i = 0; i < people->count; i++)
		add_facts(u, cover, people->list[i].presence->facts);
	crowd_take(&covering->crowd, people);
	return true;
}

/* Counts each person once over all communities, with the facts of the latest membership (report_is_later()). */
static void
cover_all(struct covering *covering, struct cover *all)
{
	const struct universe *u = covering->universe;

	for (size_t i = 0; i < u->report->count; i++) {
		all->known = all->known && covering->covers[i].known;
		for (size_t n = 0; n < u->first[FIELDS]; n++)
			all->wanted[n] = all->wanted[n] || covering->covers[i].wanted[n];
	}
	for (size_t i = 0; i < covering->crowd.count; i++) {
		const struct presence *best = covering->crowd.people[i];

		for (const struct presence *p = best->elsewhere; p != NULL; p = p->elsewhere)
			if (report_is_later(u->report, p, best))
				best = p;
		add_facts(u, all, best->facts);
	}
}

/* -- rows ------------------------------------------------------------------------------------------------------ */

/*
 * Suppresses the count of all communities together under number n if it would reveal that of one of them.  Nobody may
 * compute it either, so protect() treats it like the others.
 */
static void
protect_total(const struct covering *covering, size_t n, struct mask_arc *total)
{
	const struct report *report = covering->universe->report;

	for (size_t i = 0; i < report->count; i++)
		covering->parts[i] = (struct mask_arc){
		    .value = covering->covers[i].members[n],
		    .mask = (enum mask)covering->covers[i].masks[n],
		    .no_more = covering->covers[i].no_more[n]};
	/* Who is in several communities may be somewhere else in each, so that together there may be fewer. */
	report_limit_total(total, covering->parts, report->count);
	total->no_less = false;
	if (total->value >= small_cell(report->view))
		report_protect_total(report->view, covering->parts, report->count, total);
}

/*
 * Computes the masks of one field.  Each id has a node; an arc to it from the node of the wider term, or from node 0,
 * carries its members, and a hidden arc from it to node 1 those in no narrower term: few of these, which follow from
 * the members of the term and of all narrower ones, must not be computable either.
 */
static void
protect(const struct covering *covering, struct cover *cover, bool together, enum field_of field)
{
	const struct universe *u = covering->universe;
	bool masked = u->report->view->audience != AUDIENCE_PRIVATE;
	size_t count = u->count[field], arcs_count = 2 * count + 2;
	size_t small = small_cell(u->report->view);
	struct mask_arc *arcs = arena_array(u->report->arena, arcs_count, sizeof(*arcs));

	for (size_t i = 0; i < count; i++) {
		size_t n = u->first[field] + i, wider = u->first[FIELDS];
		bool few = field != ORGANIZATION && cover->own[n] > 0 && cover->own[n] < small;

		if (field != ORGANIZATION)
			wider = number_of(u, field, vocabulary_of(u, field)->list[i].within);
		arcs[i] = (struct mask_arc){
		    .from = wider == u->first[FIELDS] ? 0 : 2 + (unsigned)(wider - u->first[field]),
		    .to = 2 + (unsigned)i,
		    .value = cover->members[n],
		    .mask = cover->wanted[n] ? MASK_SHOWN : MASK_HIDDEN};
		if (masked && together)
			protect_total(covering, n, &arcs[i]);
		arcs[count + i] = (struct mask_arc){
		    .from = 2 + (unsigned)i,
		    .to = 1,
		    .value = field == ORGANIZATION ? cover->members[n] : cover->own[n],
		    .mask = few ? MASK_SHOWN : MASK_HIDDEN};
	}
	arcs[2 * count] = (struct mask_arc){
	    .to = 1, .value = cover->none[field], .mask = MASK_HIDDEN};
	arcs[2 * count + 1] = (struct mask_arc){.from = 1, .value = cover->total, .told = true};
	if (masked)
		mask_protect(arcs, arcs_count, 2 + (unsigned)count, small);
	/* This report does not tell how many members there are. */
	arcs[2 * count + 1].mask = MASK_HIDDEN;
	for (size_t i = 0; i < count; i++) {
		cover->masks[u->first[field] + i] = (unsigned char)arcs[i].mask;
		/* If it cannot be smaller either, it can be computed. */
		arcs[i].no_less = true;
		cover->no_more[u->first[field] + i] =
		    arcs[i].mask == MASK_FEW &&
		    mask_is_computable(arcs, arcs_count, 2 + (unsigned)count, small, i);
		arcs[i].no_less = false;
	}
}

static struct str
name_at(const struct universe *u, enum field_of field, size_t i)
{
	const struct view *view = u->report->view;

	if (field == ORGANIZATION)
		return organization_name(view, organization_at(u, i)->id);
	return term_name(view, vocabulary_of(u, field), vocabulary_of(u, field)->list[i].id);
}

static void
add_cover(const struct covering *covering, struct cover *cover, const struct definition *cop,
	  struct report_rows *rows)
{
	const struct universe *u = covering->universe;

	for (size_t f = 0; f < FIELDS; f++) {
		protect(covering, cover, cop == NULL, (enum field_of)f);
		for (size_t i = 0; i < u->count[f]; i++) {
			size_t n = u->first[f] + i;
			struct value *values;

			if (!cover->wanted[n])
				continue;
			values = report_add(rows, cop)->values;
			values[COP - 1] = value_text(cop != NULL ? cop->id : STR("*"));
			values[FIELD - 1] = value_text(str_of(field_words[f]));
			values[ID - 1] = value_text(
			    f == ORGANIZATION ? organization_at(u, i)->id
					      : vocabulary_of(u, (enum field_of)f)->list[i].id);
			values[NAME - 1] = value_text(name_at(u, (enum field_of)f, i));
			if (cover->known)
				values[MEMBERS - 1] = value_mask(u->report->view, cover->members[n],
								 (enum mask)cover->masks[n]);
		}
	}
}

bool
coverage_make(struct report *report, struct report_rows *rows)
{
	struct universe u = universe_of(report);
	struct covering covering = {.universe = &u, .crowd = crowd_new(report->arena, false)};
	struct cover all = cover_new(&u);

	covering.covers = arena_array(report->arena, report->count, sizeof(*covering.covers));
	covering.parts = arena_array(report->arena, report->count, sizeof(*covering.parts));
	for (size_t i = 0; i < report->count; i++) {
		covering.covers[i] = cover_new(&u);
		want(&u, report->cops[i], &covering.covers[i]);
	}
	report_scan(report, (struct roster_scan){.columns = 1U << ROSTER_ORGANIZATION |
							    1U << ROSTER_REGION | 1U << ROSTER_ROLE,
						 .people = true,
						 .result_size = sizeof(struct crowd_part),
						 .context = &covering,
						 .person = note_person,
						 .done = take_block,
						 .end = crowd_end});
	crowd_gather(&covering.crowd);
	cover_all(&covering, &all);
	for (size_t i = 0; i < report->count; i++)
		add_cover(&covering, &covering.covers[i], report->cops[i], rows);
	if (report->count > 0)
		add_cover(&covering, &all, NULL, rows);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

static bool
has_nobody(const struct report_row *row)
{
	const struct value *members = &row->values[MEMBERS - 1];

	return members->kind == VALUE_NUMBER && members->number <= 0;
}

/* "Organizations: 31 of 40 represented; not represented: A, B." */
static size_t
show_field(const struct report *report, const struct report_rows *rows, size_t begin,
	   struct document *document)
{
	static const char *const headings[] = {LABEL("Organizations"), LABEL("Regions"),
					       LABEL("Roles")};
	const struct report_row *first = &rows->list[begin];
	struct str field = first->values[FIELD - 1].text, heading;
	struct buf names = {0};
	size_t end = begin, nobody = 0;

	for (; end < rows->count && rows->list[end].cop == first->cop &&
	       str_eq(rows->list[end].values[FIELD - 1].text, field);
	     end++)
		if (has_nobody(&rows->list[end])) {
			buf_format(&names, "%s%.*s", nobody > 0 ? ", " : "",
				   STR_ARG(rows->list[end].values[NAME - 1].text));
			nobody++;
		}
	heading = str_of(label(headings[words_index(field_words, field)]));
	if (first->values[MEMBERS - 1].kind == VALUE_UNKNOWN)
		document_bullet(document,
				report_text(report, label("%.*s: not known."), STR_ARG(heading)));
	else if (nobody == 0)
		document_bullet(document, report_text(report, label("%.*s: all %zu represented."),
						      STR_ARG(heading), end - begin));
	else
		document_bullet(
		    document,
		    report_text(report,
				label("%.*s: %zu of %zu represented; not represented: %.*s."),
				STR_ARG(heading), end - begin - nobody, end - begin,
				STR_ARG(buf_all(&names))));
	buf_free(&names);
	return end;
}

void
coverage_show(const struct report *report, const struct report_rows *rows,
	      struct document *document)
{
	const struct definition *cop = NULL;
	size_t begin = 0;

	/* The section for all communities comes first, if there are several. */
	while (begin < rows->count && rows->list[begin].cop != NULL)
		begin++;
	if (report->count > 1 && begin < rows->count) {
		document_heading(document, 3, str_of(label("All, each person once")));
		for (size_t i = begin; i < rows->count;)
			i = show_field(report, rows, i, document);
	}
	for (size_t i = 0; i < begin;) {
		if (rows->list[i].cop != cop) {
			size_t next = report_past_over(report, rows, i);

			if (next > i) {
				i = next;
				continue;
			}
			cop = rows->list[i].cop;
			report_heading(report, cop, document);
		}
		i = show_field(report, rows, i, document);
	}
	if (rows->count == 0)
		document_text(document, str_of(label("There is nothing to cover.")));
}
