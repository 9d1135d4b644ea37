/* The pulse report: findings from the dates in definitions. */
#include "labels.h"
#include "report-pulse.h"
#include "wording.h"

/*
 * The months that may pass without an event: about three intervals of the most frequent meeting, or the policy's
 * review_months if that is less.  Sets *cadence to the cadence that decides, or to an absent text.
 */
static int
patience(const struct pulse *p, struct str *cadence)
{
	static const int months[] = {1, 2, 3, 6, 9, 18, 36};
	int least = p->report->view->registry->policy.review_months;

	*cadence = (struct str){NULL, 0};
	for (const struct node *m = node_items(p->cop->root, "meetings"); m != NULL; m = m->next) {
		struct str word = node_text(node_get(m, "cadence"));
		int i = words_index(cadence_words, word);

		if (i >= 0 && (size_t)i < sizeof(months) / sizeof(*months) &&
		    (cadence->p == NULL || months[i] < least)) {
			least = months[i];
			*cadence = word;
		}
	}
	return least;
}

void
pulse_event(const struct pulse *p)
{
	struct date last = {0};
	struct str cadence;
	char text[DATE_TEXT];
	int months = patience(p, &cadence);

	for (const struct node *e = node_items(p->cop->root, "events"); e != NULL; e = e->next) {
		struct date date = node_date(e, "date");

		if (date_given(date) && date_first(date) <= p->d &&
		    (!date_given(last) || date_last(date) > date_last(last)))
			last = date;
	}
	if (!date_given(last) || day_plus_months(date_last(last), months) >= p->d)
		return;
	(void)date_text(last, text);
	pulse_find(p, NO_RECENT_EVENT,
		   cadence.n > 0 ? report_text(p->report, label("last event %s; meets %s"), text,
					       word_label(cadence).p)
				 : report_text(p->report, label("last event %s"), text),
		   date_last(last),
		   report_text(p->report, "cop-set %.*s 'events+={date: %s, title: TITLE}'",
			       STR_ARG(p->cop->id), p->today));
}

void
pulse_review(const struct pulse *p)
{
	int months = p->report->view->registry->policy.review_months;
	struct date reviewed = p->cop->reviewed;
	char text[DATE_TEXT];
	struct str suggestion = report_text(p->report, "cop-set %.*s reviewed=%s",
					    STR_ARG(p->cop->id), p->today);

	if (!date_given(reviewed))
		pulse_find(p, NOT_REVIEWED, str_of(label("never reviewed")), DAY_NEVER, suggestion);
	else if (definition_is_stale(p->cop, months, p->d))
		pulse_find(
		    p, NOT_REVIEWED,
		    report_text(p->report, label("last reviewed %s"), date_text(reviewed, text)),
		    date_last(reviewed), suggestion);
}

void
pulse_launch(const struct pulse *p)
{
	day launched = date_first(p->cop->launched);
	char text[DATE_TEXT];

	if (!definition_awaits_launch(p->cop, p->d))
		return;
	pulse_find(p, LAUNCH_UNCONFIRMED,
		   report_text(p->report, label("planned for %s, and not reviewed since"),
			       date_text(p->cop->launched, text)),
		   launched,
		   report_text(p->report, "cop-set %.*s launched=%s reviewed=%s",
			       STR_ARG(p->cop->id), date_text(p->cop->launched, text), p->today));
}

void
pulse_collaborative(const struct pulse *p)
{
	int months = p->report->view->registry->policy.collaborative_months;
	day over = definition_overruns(p->cop, months);

	if (over <= p->d)
		pulse_find(
		    p, COLLABORATIVE_TOO_LONG,
		    report_text(
			p->report,
			label_many("limited to %d month", "limited to %d months", (size_t)months),
			months),
		    over,
		    report_text(p->report, "cop-close %.*s --reason TEXT", STR_ARG(p->cop->id)));
}

void
pulse_goals(const struct pulse *p)
{
	size_t number = 0;
	char text[DATE_TEXT];

	for (const struct node *g = node_items(p->cop->root, "goals"); g != NULL; g = g->next) {
		struct date due = node_date(g, "due"), done = node_date(g, "done");

		number++;
		if (!date_given(due) || date_last(due) >= p->d ||
		    (date_given(done) && date_first(done) <= p->d))
			continue;
		pulse_find(p, GOAL_OVERDUE,
			   report_text(p->report, label("due %s: %.*s"), date_text(due, text),
				       STR_ARG(text_choose(node_get(g, "goal"),
							   p->report->view->languages))),
			   date_last(due) + 1,
			   report_text(p->report, "cop-set %.*s goals.%zu.done=%s",
				       STR_ARG(p->cop->id), number, p->today));
	}
}
