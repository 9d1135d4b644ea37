/* The goals report: each goal of a community, with its target, its last reading and its dates. */
#include "labels.h"
#include "report.h"

enum { COP = 1, GOAL, TARGET, VALUE, ON, DUE, DONE };

/* clang-format off */
const struct column goals_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"goal", VALUE_TEXT, .at = GOAL, .shown = true, .meaning = "what is to be reached"},
	{"target", VALUE_NUMBER, .at = TARGET, .shown = true, .meaning = "the number that says it is"},
	{"value", VALUE_NUMBER, .at = VALUE, .shown = true, .meaning = "the last reading by the day"},
	{"on", VALUE_DATE, .at = ON, .shown = true, .meaning = "when that was read"},
	{"due", VALUE_DATE, .at = DUE, .shown = true, .meaning = "when it is due"},
	{"done", VALUE_DATE, .at = DONE, .shown = true, .meaning = "when it was reached"},
	{0}};
/* clang-format on */

/* The number in a node, which may be NULL; unknown if there is no number. */
static struct value
number_of(const struct node *node)
{
	struct value value = {.kind = VALUE_NUMBER};

	return number_read(node_text(node), &value.number) ? value
							   : (struct value){.kind = VALUE_UNKNOWN};
}

bool
goals_make(struct report *report, struct report_rows *rows)
{
	for (size_t i = 0; i < report->count; i++) {
		for (const struct node *goal = node_items(report->cops[i]->root, "goals");
		     goal != NULL; goal = goal->next) {
			struct report_row *row = report_add(rows, report->cops[i]);
			struct value *values = row->values;
			const struct node *reading = goal_reading(goal, report->view->as_of);

			values[COP - 1] = value_text(report->cops[i]->id);
			row->beside = node_get(goal, "goal");
			values[GOAL - 1] = value_text(
			    text_choose(row->beside, report->view->languages));
			values[TARGET - 1] = number_of(node_get(goal, "target"));
			values[VALUE - 1] = number_of(node_get(reading, "value"));
			values[ON - 1] = value_date(node_text(node_get(reading, "date")));
			values[DUE - 1] = value_date(node_text(node_get(goal, "due")));
			values[DONE - 1] = value_date(node_text(node_get(goal, "done")));
		}
	}
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown shown[] = {
	{COP, LABEL("Community"), 0, false},
	{GOAL, LABEL("Goal"), 0, false},
	{TARGET, LABEL("Target"), 3, false},
	{VALUE, LABEL("Value"), 4, false},
	{ON, LABEL("On"), 1, false},
	{DUE, LABEL("Due"), 5, false},
	{DONE, LABEL("Done"), 2, false},
};
/* clang-format on */
#define SHOWN (sizeof(shown) / sizeof(*shown))
#define AT_GOAL 1
#define AT_DUE 5

void
goals_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	struct table *table = report_table(report, rows, document, str_of(label("Goals")), shown,
					   SHOWN);
	day d = report->view->as_of;
	struct date date;

	if (rows->count == 0) {
		document_text(document, str_of(label("No goals are set.")));
		return;
	}
	for (size_t i = 0; i < rows->count; i++) {
		const struct value *values = rows->list[i].values;
		struct cell *cells = report_show(report, rows, &rows->list[i], table, shown);
		bool reached = date_parse(values[DONE - 1].text, &date) && date_first(date) <= d;

		cells[AT_GOAL] = cell_wording(
		    text_wording(rows->list[i].beside, report->view->languages));
		/* Overdue: the last day of the date has passed, and it was not reached. */
		cells[AT_DUE].marked = !reached && date_parse(values[DUE - 1].text, &date) &&
				       date_last(date) < d;
	}
	document_add_table(document, table);
}
