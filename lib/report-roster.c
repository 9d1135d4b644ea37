/* The roster report: who is a member, and who holds which seat. */
#include <stdlib.h>

#include "labels.h"
#include "report.h"
#include "wording.h"

enum { COP = 1, GROUP, POSITION, NAME, EMAIL, ORGANIZATION, ROLE, REGION, LANGUAGE, JOINED };

/* clang-format off */
const struct column roster_report_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"group", VALUE_TEXT, .at = GROUP, .shown = true, .meaning = "of a seat; empty: membership"},
	{"position", VALUE_TEXT, position_words, .at = POSITION, .shown = true, .meaning = "of a seat"},
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .private = true, .meaning = "as the person writes it"},
	{"email", VALUE_TEXT, .at = EMAIL, .shown = true, .private = true, .meaning = "who"},
	{"organization", VALUE_TEXT, .terms = TERMS_ORGANIZATIONS, .at = ORGANIZATION, .shown = true, .meaning = "where the person works"},
	{"role", VALUE_TEXT, .terms = TERMS_ROLES, .at = ROLE, .shown = true, .meaning = "what the person does"},
	{"region", VALUE_TEXT, .terms = TERMS_REGIONS, .at = REGION, .shown = true, .meaning = "where the person is"},
	{"language", VALUE_TEXT, .at = LANGUAGE, .shown = true, .meaning = "preferred language"},
	{"joined", VALUE_DATE, .at = JOINED, .shown = true, .meaning = "since when: of a membership, the first day of the stay"},
	{0}};
/* clang-format on */

/* The date on which the person's stay on the day began, as its first row gives it; empty if there is no stay. */
static struct str
stay_joined(const struct person *person, day d)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (spell->stay_joined <= d && d <= spell->stay_end)
			return spell->fields[ROSTER_JOINED];
	}
	return STR("");
}

static void
list_spell(day d, struct report_part *part, const struct person *person, const struct spell *spell,
	   struct str joined)
{
	static const enum roster_column columns[] = {
	    [GROUP] = ROSTER_GROUP,      [POSITION] = ROSTER_POSITION,
	    [NAME] = ROSTER_NAME,        [ORGANIZATION] = ROSTER_ORGANIZATION,
	    [ROLE] = ROSTER_ROLE,        [REGION] = ROSTER_REGION,
	    [LANGUAGE] = ROSTER_LANGUAGE};
	struct value *values = report_add(&part->rows, spell->cop)->values;

	values[COP - 1] = value_text(spell->cop->id);
	values[EMAIL - 1] = value_text(arena_str(part->arena, person->email));
	for (size_t c = GROUP; c <= LANGUAGE; c++)
		if (c != EMAIL)
			values[c - 1] = value_text(
			    arena_str(part->arena, person_field(person, spell, columns[c], d)));
	values[JOINED - 1] = value_date(
	    arena_str(part->arena, spell_is_seat(spell) ? spell->fields[ROSTER_JOINED] : joined));
}

static void
list_person(const void *context, struct report_part *part, const struct person *person)
{
	const struct report *report = context;
	day d = report->view->as_of;
	struct str joined = stay_joined(person, d);

	for (size_t i = 0; i < person->count; i++)
		if (spell_status(&person->spells[i], d) == MEMBER_MEMBER)
			list_spell(d, part, person, &person->spells[i], joined);
}

/* Seats by group and position, leads first; then memberships, by role and name. */
static int
compare_rows(const void *left, const void *right)
{
	const struct report_row *a = left, *b = right;
	struct str one = a->values[GROUP - 1].text, other = b->values[GROUP - 1].text;
	int c;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if ((one.n == 0) != (other.n == 0))
		return one.n == 0 ? 1 : -1;
	if (str_is(one, "leads") != str_is(other, "leads"))
		return str_is(one, "leads") ? -1 : 1;
	if ((c = str_cmp(one, other)) != 0)
		return c;
	c = position_compare(a->values[POSITION - 1].text, b->values[POSITION - 1].text);
	if (c == 0)
		c = str_cmp(a->values[ROLE - 1].text, b->values[ROLE - 1].text);
	if (c == 0)
		c = text_compare(a->values[NAME - 1].text, b->values[NAME - 1].text);
	if (c == 0)
		c = str_cmp(a->values[EMAIL - 1].text, b->values[EMAIL - 1].text);
	return c != 0 ? c : str_cmp(a->values[JOINED - 1].text, b->values[JOINED - 1].text);
}

bool
roster_make(struct report *report, struct report_rows *rows)
{
	report_people(report, rows, report, list_person);
	if (rows->count > 1)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare_rows);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown seats_shown[] = {
	{POSITION, LABEL("Position"), 0, true},
	{NAME, LABEL("Name"), 0, true},
	{ORGANIZATION, LABEL("Organization"), 3, false},
	{ROLE, LABEL("Role"), 4, false},
	{EMAIL, LABEL("Address"), 5, true},
	{JOINED, LABEL("Since"), 2, false},
};
static const struct shown members_shown[] = {
	{NAME, LABEL("Name"), 0, true},
	{ORGANIZATION, LABEL("Organization"), 5, false},
	{ROLE, LABEL("Role"), 4, false},
	{REGION, LABEL("Region"), 2, false},
	{EMAIL, LABEL("Address"), 6, true},
	{LANGUAGE, LABEL("Language"), 1, false},
	{JOINED, LABEL("Since"), 3, false},
};
/* clang-format on */

/* Shows the rows of one group of one community, which start at begin.  Returns the index after them. */
static size_t
show_group(const struct report *report, const struct report_rows *rows, size_t begin,
	   struct document *document)
{
	const struct report_row *first = &rows->list[begin];
	struct str group = first->values[GROUP - 1].text;
	bool seats = group.n > 0;
	const struct shown *shown = seats ? seats_shown : members_shown;
	size_t count = seats ? sizeof(seats_shown) / sizeof(*seats_shown)
			     : sizeof(members_shown) / sizeof(*members_shown);
	struct wording name = seats ? group_wording(report->view, first->cop, group)
				    : (struct wording){.text = str_of(label("Members"))};
	struct table *table = report_table(report, rows, document, name.text, shown, count);
	size_t end = begin;
	struct cell number;

	for (; end < rows->count && rows->list[end].cop == first->cop &&
	       str_eq(rows->list[end].values[GROUP - 1].text, group);
	     end++)
		(void)report_show(report, rows, &rows->list[end], table, shown);
	number = cell_count(report, end - begin);
	document_text(document, report_text(report, "%.*s%s%.*s", STR_ARG(name.text), label(": "),
					    STR_ARG(number.text)));
	document_set_language(document, name.language);
	table->language = name.language;
	document_add_table(document, table);
	return end;
}

void
roster_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct definition *cop = NULL;

	if (rows->count == 0)
		report_none(rows, document, label("Nobody is a member."));
	for (size_t i = 0; i < rows->count;) {
		if (rows->list[i].cop != cop) {
			cop = rows->list[i].cop;
			report_heading(report, cop, document);
		}
		i = show_group(report, rows, i, document);
	}
}
