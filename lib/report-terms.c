/* The terms report: seats whose term ends soon, or in a given period. */
#include <stdlib.h>

#include "labels.h"
#include "report.h"

enum { COP = 1, GROUP, POSITION, EMAIL, NAME, JOINED, LEFT, DAYS };

/* clang-format off */
const struct column terms_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"group", VALUE_TEXT, .at = GROUP, .shown = true, .meaning = "of the seat"},
	{"position", VALUE_TEXT, position_words, .at = POSITION, .shown = true, .meaning = "of the seat"},
	{"email", VALUE_TEXT, .at = EMAIL, .shown = true, .private = true, .meaning = "who holds it"},
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .private = true, .meaning = "as the person writes it"},
	{"joined", VALUE_DATE, .at = JOINED, .shown = true, .meaning = "the first day of the term"},
	{"left", VALUE_DATE, .at = LEFT, .shown = true, .meaning = "its last day"},
	{"days", VALUE_NUMBER, .at = DAYS, .shown = true, .meaning = "from the day asked about to the last"},
	{0}};
/* clang-format on */

/*
 * The period in which a term must end to be listed: the one asked for.  As the report looks ahead, the period begins by
 * default with the day asked about, and lasts for the policy's term_warning_days.
 */
static struct span
span_of_ends(const struct report *report)
{
	struct span ends = report->asked;

	if (ends.first == DAY_ALWAYS)
		ends.first = report->view->as_of;
	if (ends.last == DAY_NEVER)
		ends.last = ends.first + report->view->registry->policy.term_warning_days;
	return ends;
}

static void
list_term(const struct report *report, struct report_part *part, const struct person *person,
	  const struct spell *spell)
{
	struct value *values = report_add(&part->rows, spell->cop)->values;
	day d = report->view->as_of;

	values[COP - 1] = value_text(spell->cop->id);
	values[GROUP - 1] = value_text(arena_str(part->arena, spell->fields[ROSTER_GROUP]));
	values[POSITION - 1] = value_text(arena_str(part->arena, spell->fields[ROSTER_POSITION]));
	values[EMAIL - 1] = value_text(arena_str(part->arena, person->email));
	values[NAME - 1] = value_text(
	    arena_str(part->arena, person_field(person, spell, ROSTER_NAME, d)));
	values[JOINED - 1] = value_date(arena_str(part->arena, spell->fields[ROSTER_JOINED]));
	values[LEFT - 1] = value_day(part->arena, spell->span.last);
	values[DAYS - 1] = (struct value){.kind = VALUE_NUMBER,
					  .number = (double)spell->span.last - (double)d};
}

static void
list_person(const void *context, struct report_part *part, const struct person *person)
{
	const struct report *report = context;
	struct span ends = span_of_ends(report);

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (spell_is_seat(spell) && date_given(spell->joined) &&
		    spell->span.last != DAY_NEVER && span_holds(ends, spell->span.last))
			list_term(report, part, person, spell);
	}
}

/* By last day, then by community, then as in canonical form. */
static int
compare_rows(const void *left, const void *right)
{
	static const size_t rest[] = {EMAIL, GROUP, JOINED, POSITION};
	const struct report_row *a = left, *b = right;
	double days = a->values[DAYS - 1].number - b->values[DAYS - 1].number;
	int c = 0;

	if (days < 0 || days > 0)
		return days < 0 ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]) && c == 0; i++)
		c = str_cmp(a->values[rest[i] - 1].text, b->values[rest[i] - 1].text);
	return c;
}

bool
terms_make(struct report *report, struct report_rows *rows)
{
	report_people(report, rows, report, list_person);
	if (rows->count > 1)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare_rows);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown shown[] = {
	{LEFT, LABEL("Ends"), 0, false},
	{DAYS, LABEL("Days"), 2, false},
	{COP, LABEL("Community"), 0, false},
	{GROUP, LABEL("Group"), 4, false},
	{POSITION, LABEL("Position"), 3, false},
	{NAME, LABEL("Name"), 0, true},
	{EMAIL, LABEL("Address"), 1, true},
};
/* clang-format on */

void
terms_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	struct span ends = span_of_ends(report);
	struct str first = report_day(report, ends.first), last = report_day(report, ends.last);
	struct table *table;

	if (rows->count == 0) {
		report_none(rows, document,
			    report_text(report, label("No term ends from %.*s to %.*s."),
					STR_ARG(first), STR_ARG(last))
				.p);
		return;
	}
	document_text(document,
		      report_text(report,
				  label_many("%zu term ends from %.*s to %.*s.",
					     "%zu terms end from %.*s to %.*s.", rows->count),
				  rows->count, STR_ARG(first), STR_ARG(last)));
	table = report_table(report, rows, document, str_of(label("Terms")), shown,
			     sizeof(shown) / sizeof(*shown));
	for (size_t i = 0; i < rows->count; i++)
		(void)report_show(report, rows, &rows->list[i], table, shown);
	document_add_table(document, table);
}
