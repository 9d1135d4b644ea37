/* The pulse report: where a definition disagrees with its dates or its roster, and the command that would fix it. */
#include "composition.h"
#include "labels.h"
#include "report-pulse.h"
#include "wording.h"

enum { COP = 1, FINDING, EVIDENCE, SINCE, SUGGESTION };

static const char *const finding_words[] = {
    "no-recent-event", "no-recent-join",    "term-over",          "old-application",
    "vacant-contact",  "not-reviewed",      "launch-unconfirmed", "collaborative-too-long",
    "goal-overdue",    "composition-unmet", "missing-text",       NULL};

static const char *const finding_labels[] = {LABEL("No recent event"),
					     LABEL("Nobody has joined lately"),
					     LABEL("Term over"),
					     LABEL("Application waiting"),
					     LABEL("Vacant contact"),
					     LABEL("Not reviewed lately"),
					     LABEL("Launch to be confirmed"),
					     LABEL("Collaborative past its time limit"),
					     LABEL("Goal overdue"),
					     LABEL("Composition rule unmet"),
					     LABEL("Text missing")};

/* clang-format off */
const struct column pulse_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"finding", VALUE_TEXT, finding_words, .at = FINDING, .shown = true, .meaning = "what is found, one of the words below"},
	{"evidence", VALUE_TEXT, .at = EVIDENCE, .shown = true, .meaning = "what shows it"},
	{"since", VALUE_DATE, .at = SINCE, .shown = true, .meaning = "since when"},
	{"suggestion", VALUE_TEXT, .at = SUGGESTION, .shown = true, .meaning = "a line that would mend it; what is in capitals is yours to say"},
	{0}};
/* clang-format on */

/* -- findings -------------------------------------------------------------------------------------------------- */

void
pulse_find(const struct pulse *p, enum sign finding, struct str evidence, day since,
	   struct str suggestion)
{
	struct value *values = report_add(p->rows, p->cop)->values;

	values[COP - 1] = value_text(p->cop->id);
	values[FINDING - 1] = value_text(str_of(finding_words[finding]));
	values[EVIDENCE - 1] = value_text(evidence);
	values[SINCE - 1] = value_day(p->report->arena, since);
	values[SUGGESTION - 1] = value_text(suggestion);
}

static void
find_composition(const struct pulse *p, const struct composition *composition)
{
	for (size_t r = 0; composition->whole && r < p->cop->rule_count; r++) {
		const struct standing *standing = &composition->standings[r];
		const struct composition_rule *rule = standing->rule;
		struct buf name = {0};

		if (standing->met)
			continue;
		buf_str(&name, rule_title(p->report, rule).text);
		if (rule->group.n > 0)
			buf_format(&name, " (%.*s)",
				   STR_ARG(group_name(p->report->view, p->cop, rule->group)));
		pulse_find(
		    p, COMPOSITION_UNMET,
		    report_text(p->report, label("%.*s: needs %.*s, has %zu"),
				STR_ARG(buf_all(&name)), STR_ARG(rule_need(p->report, rule)),
				standing->have),
		    DAY_NEVER,
		    report_text(p->report, "cop-report composition %.*s", STR_ARG(p->cop->id)));
		buf_free(&name);
	}
}

/* -- all of it --------------------------------------------------------------------------------------------------- */

/*
 * Adds the findings of one community: none if it has ended or merged, and only reviews and texts unless it is active.
 */
static void
take_pulse(const struct pulse *p, const struct signs *s, const struct composition *composition)
{
	enum status status = definition_status(p->cop, p->d);

	if (status == STATUS_ENDED || status == STATUS_MERGED)
		return;
	if (status == STATUS_ACTIVE) {
		p->rows->unknown = p->rows->unknown || !s->known;
		pulse_event(p);
		pulse_people(p, s);
		pulse_launch(p);
		pulse_collaborative(p);
		pulse_goals(p);
		find_composition(p, composition);
	}
	pulse_review(p);
	pulse_texts(p);
}

bool
pulse_make(struct report *report, struct report_rows *rows)
{
	struct pulse p = {.report = report, .rows = rows, .d = report->view->as_of};
	struct composition *compositions;
	struct signs *signs;

	(void)date_text(date_of(p.d), p.today);
	rows->unknown = false;
	signs = pulse_read(report);
	compositions = composition_count(report->arena, report->view->registry, report->cops,
					 report->count, p.d, 0);
	for (size_t i = 0; i < report->count; i++) {
		p.cop = report->cops[i];
		take_pulse(&p, &signs[i], &compositions[i]);
	}
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

void
pulse_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct definition *cop = NULL;

	if (rows->count == 0)
		report_none(rows, document, label("Everything is consistent."));
	for (size_t i = 0; i < rows->count; i++) {
		const struct value *values = rows->list[i].values;
		int finding = words_index(finding_words, values[FINDING - 1].text);

		if (rows->list[i].cop != cop) {
			cop = rows->list[i].cop;
			report_heading(report, cop, document);
		}
		document_bullet(document,
				report_text(report, "%s%s%.*s", label(finding_labels[finding]),
					    label(": "), STR_ARG(values[EVIDENCE - 1].text)));
		document_command(document, values[SUGGESTION - 1].text);
	}
}
