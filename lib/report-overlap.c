/* The overlap report: people who are in several communities. */
#include <stdlib.h>

#include "labels.h"
#include "report.h"

enum { A = 1, B, MEMBERS };
enum { EMAIL = 1, NAME, COPS, IN };

/* clang-format off */
const struct column overlap_columns[] = {
	{"a", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = A, .shown = true, .meaning = "id of a community"},
	{"b", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = B, .shown = true, .meaning = "id of another, later by bytes"},
	{"members", VALUE_NUMBER, .at = MEMBERS, .shown = true, .meaning = "members on the day of both"},
	{0}};

const struct column overlap_people_columns[] = {
	{"email", VALUE_TEXT, .at = EMAIL, .shown = true, .private = true, .meaning = "who is in several communities on the day"},
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .private = true, .meaning = "as the community has it that the person joined last"},
	{"cops", VALUE_NUMBER, .at = COPS, .shown = true, .meaning = "in how many"},
	{"in", VALUE_LIST, .at = IN, .shown = true, .meaning = "their ids"},
	{0}};
/* clang-format on */

/* A person's name as one community has it; empty unless the report lists people. */
struct facts {
	size_t length;
	char name[];
};

struct overlapping {
	const struct report *report;
	struct crowd crowd; /* of struct facts */
	bool *known;
};

static void
note_member(void *context, void *where, const struct person *person)
{
	const struct overlapping *overlapping = context;
	struct crowd_part *people = where;
	const struct spell *spell = person_membership(person, overlapping->report->view->as_of);
	struct str name;
	struct facts *facts;

	if (!person_is(person, MEMBER_MEMBER, overlapping->report->view->as_of))
		return;
	name = overlapping->report->people ? spell->fields[ROSTER_NAME] : STR("");
	facts = crowd_add(people, person->email, person->number, spell->since,
			  sizeof(*facts) + name.n);
	facts->length = name.n;
	if (name.n > 0)
		memcpy(facts->name, name.p, name.n);
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct overlapping *overlapping = context;
	struct crowd_part *people = where;

	overlapping->known[block->number] = overlapping->known[block->number] && block->whole;
	crowd_take(&overlapping->crowd, people);
	return true;
}

/* The rank of each community when they are sorted by id, which need not be the order of the selection. */
static size_t *
ranks_of(const struct report *report)
{
	size_t *ranks = arena_array(report->arena, report->count, sizeof(*ranks));

	for (size_t i = 0; i < report->count; i++)
		for (size_t j = 0; j < report->count; j++)
			ranks[i] += str_cmp(report->cops[j]->id, report->cops[i]->id) < 0;
	return ranks;
}

/* The members that each pair shares, as a matrix: [a * count + b] for the ranks a < b. */
static size_t *
count_pairs(const struct overlapping *overlapping, const size_t *ranks)
{
	const struct report *report = overlapping->report;
	size_t *pairs = arena_array(report->arena, report->count * report->count, sizeof(*pairs));

	for (size_t i = 0; i < overlapping->crowd.count; i++)
		for (const struct presence *p = overlapping->crowd.people[i]; p != NULL;
		     p = p->elsewhere)
			for (const struct presence *q = p->elsewhere; q != NULL; q = q->elsewhere) {
				size_t a = ranks[p->cop], b = ranks[q->cop];

				pairs[a < b ? a * report->count + b : b * report->count + a]++;
			}
	return pairs;
}

static void
add_pairs(const struct overlapping *overlapping, struct report_rows *rows)
{
	const struct report *report = overlapping->report;
	size_t *ranks = ranks_of(report), *pairs = count_pairs(overlapping, ranks);
	size_t *by_rank = arena_array(report->arena, report->count, sizeof(*by_rank));

	for (size_t i = 0; i < report->count; i++)
		by_rank[ranks[i]] = i;
	for (size_t a = 0; a < report->count; a++)
		for (size_t b = a + 1; b < report->count; b++) {
			size_t shared = pairs[a * report->count + b];
			struct report_row *row;

			if (shared == 0)
				continue;
			row = report_add(rows, NULL);
			row->values[A - 1] = value_text(report->cops[by_rank[a]]->id);
			row->values[B - 1] = value_text(report->cops[by_rank[b]]->id);
			if (overlapping->known[by_rank[a]] && overlapping->known[by_rank[b]])
				row->values[MEMBERS - 1] = count_value(report->view, shared);
		}
}

static void
add_people(struct overlapping *overlapping, struct report_rows *rows)
{
	const struct report *report = overlapping->report;

	crowd_sort(&overlapping->crowd);
	for (size_t i = 0; i < overlapping->crowd.count; i++) {
		const struct presence *first = overlapping->crowd.people[i];
		const struct presence *last = first;
		struct report_row *row;
		struct str *in;
		const struct facts *facts;
		size_t count = 1;

		for (const struct presence *p = first->elsewhere; p != NULL; p = p->elsewhere)
			count++;
		in = arena_array(report->arena, count, sizeof(*in));
		in[0] = report->cops[first->cop]->id;
		count = 1;
		for (const struct presence *p = first->elsewhere; p != NULL; p = p->elsewhere) {
			in[count++] = report->cops[p->cop]->id;
			if (report_is_later(report, p, last))
				last = p;
		}
		facts = last->facts;
		row = report_add(rows, NULL);
		row->values[EMAIL - 1] = value_text(first->email);
		row->values[NAME - 1] = value_text((struct str){facts->name, facts->length});
		row->values[COPS - 1] = value_number(count);
		row->values[IN - 1] = (struct value){
		    .kind = VALUE_LIST, .list = in, .count = count};
	}
}

bool
overlap_make(struct report *report, struct report_rows *rows)
{
	struct overlapping overlapping = {.report = report,
					  .crowd = crowd_new(report->arena, true)};

	overlapping.known = arena_array(report->arena, report->count, sizeof(bool));
	for (size_t i = 0; i < report->count; i++)
		overlapping.known[i] = registry_people_known(report->view->registry);
	report_scan(report, (struct roster_scan){.columns = report->people ? 1U << ROSTER_NAME : 0,
						 .people = true,
						 .result_size = sizeof(struct crowd_part),
						 .context = &overlapping,
						 .person = note_member,
						 .done = take_block,
						 .end = crowd_end});
	for (size_t i = 0; i < report->count; i++)
		rows->unknown = rows->unknown || !overlapping.known[i];
	crowd_gather(&overlapping.crowd);
	if (report->people)
		add_people(&overlapping, rows);
	else
		add_pairs(&overlapping, rows);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

static const struct shown pairs_shown[] = {{A, LABEL("Community"), 0, false},
					   {B, LABEL("And"), 0, false},
					   {MEMBERS, LABEL("Members of both"), 0, false}};
static const struct shown people_shown[] = {{NAME, LABEL("Name"), 0, true},
					    {EMAIL, LABEL("Address"), 1, true},
					    {IN, LABEL("Communities"), 0, false}};

static int
compare_pairs(const void *left, const void *right)
{
	const struct report_row *a = left, *b = right;
	const struct value *one = &a->values[MEMBERS - 1], *other = &b->values[MEMBERS - 1];
	double more = (one->kind == VALUE_NUMBER ? one->number : 0) -
		      (other->kind == VALUE_NUMBER ? other->number : 0);
	int c = str_cmp(a->values[A - 1].text, b->values[A - 1].text);

	if (more > 0 || more < 0)
		return more > 0 ? -1 : 1;
	return c != 0 ? c : str_cmp(a->values[B - 1].text, b->values[B - 1].text);
}

void
overlap_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct shown *shown = report->people ? people_shown : pairs_shown;
	struct report_row *sorted = arena_array(report->arena, rows->count, sizeof(*sorted));
	struct table *table;

	if (rows->count == 0) {
		report_none(
		    rows, document,
		    report->count == 1 && !report->people
			? label(
			      "Two communities are needed to share a member, and only one was selected.")
			: label("No two communities share a member."));
		return;
	}
	memcpy(sorted, rows->list, rows->count * sizeof(*sorted));
	if (!report->people)
		qsort(sorted, rows->count, sizeof(*sorted), compare_pairs);
	table = report_table(report, rows, document,
			     str_of(report->people
					? label("People in several communities")
					: label("Pairs of communities, most shared first")),
			     shown, 3);
	for (size_t i = 0; i < rows->count; i++)
		(void)report_show(report, rows, &sorted[i], table, shown);
	document_add_table(document, table);
}
