/* Reading what a report is asked for: its kinds, its period, its communities. */
#include <string.h>

#include "communities.h"
#include "report.h"

/* -- kinds ----------------------------------------------------------------------------------------------------- */

static void
no_kind(struct diag *diag, struct str word)
{
	struct nearest nearest = nearest_to(word);

	for (const struct report_kind *kind = report_kinds; kind->name != NULL; kind++)
		nearest_try(&nearest, str_of(kind->name));
	if (nearest.best.p != NULL)
		diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest,
			      "no kind of report \"%.*s\"", STR_ARG(word));
	else
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "no kind of report \"%.*s\"; man cop-report lists them", STR_ARG(word));
}

bool
report_name_kinds(struct report_kinds *kinds, struct str words, struct diag *diag)
{
	bool good = true;
	struct str name;

	kinds->count = 0;
	while (str_next(&words, ',', &name)) {
		const struct report_kind *kind = report_kind_of(name);
		size_t i = 0;

		if (kind == NULL && diag != NULL)
			no_kind(diag, name);
		good = good && kind != NULL;
		while (i < kinds->count && kinds->list[i] != kind)
			i++;
		if (kind != NULL && i == kinds->count)
			kinds->list[kinds->count++] = kind;
	}
	return good;
}

/* -- period ---------------------------------------------------------------------------------------------------- */

static bool
read_period(struct diag *diag, const char *option, struct str text, struct span *span)
{
	if (text.p == NULL)
		return false;
	if (!period_parse(text, span))
		usage_date(diag, str_of(option), text, "period",
			   " such as 2026, 2026-Q3 or 2026-07");
	return true;
}

day
report_set_period(struct report *report, const struct report_period *asked, day as_of, bool fixed)
{
	struct span since = {DAY_ALWAYS, 0}, until = {0, DAY_NEVER};
	struct span *period = &report->asked;

	*period = (struct span){DAY_ALWAYS, DAY_NEVER};
	if (read_period(report->diag, "--period", asked->both, period) &&
	    (asked->since.p != NULL || asked->until.p != NULL))
		diag_add(report->diag, RULE_USAGE, (struct place){0},
			 "--period sets both --since and --until: give neither of them with it");
	if (read_period(report->diag, "--since", asked->since, &since))
		period->first = since.first;
	if (read_period(report->diag, "--until", asked->until, &until))
		period->last = until.last;
	if (period->first > period->last)
		diag_add(report->diag, RULE_USAGE, (struct place){0},
			 "the period ends before it begins");
	if (!fixed && period->last < as_of)
		as_of = period->last;
	return as_of;
}

struct span
report_period_of(const struct report *report, const struct report_kind *kind, day as_of)
{
	struct span period = report->asked;

	if (period.last == DAY_NEVER)
		period.last = as_of;
	if (period.first == DAY_ALWAYS && kind->units)
		period.first = period_of(day_plus_months(period.last, -11), report->every).first;
	else if (period.first == DAY_ALWAYS)
		period.first = day_plus_months(period.last + 1, -12);
	return period;
}

/* -- communities ----------------------------------------------------------------------------------------------- */

/* The columns by which communities may be chosen; then the report's own, which may be suggested for similar words. */
static const struct column *
choosing_columns(struct arena *arena, const struct column *own)
{
	size_t first = columns_count(community_columns), count = columns_count(own);
	struct column *all = arena_array(arena, first + count + 1, sizeof(*all));

	memcpy(all, community_columns, first * sizeof(*all));
	memcpy(all + first, own, count * sizeof(*all));
	return all;
}

struct query *
report_query(const struct report *report, const struct str *where, size_t count,
	     const struct column *columns, bool rows)
{
	struct query *query = query_new(report->arena,
					rows ? columns : choosing_columns(report->arena, columns));
	bool good = true;

	for (size_t i = 0; i < count; i++)
		if ((columns_find(columns, query_field_of(where[i])) != NULL) == rows)
			good = query_add(query, report->view->registry, where[i], report->diag) &&
			       good;
	return good ? query : NULL;
}

void
report_choose(const struct report *from, struct report *report, const struct query *query)
{
	const struct definition **cops = arena_array(from->arena, from->count, sizeof(*cops));
	struct headcount *counts = NULL;
	struct arena *scratch = arena_new();

	*report = *from;
	report->cops = cops;
	report->count = 0;
	if ((query_needs(query) & NEEDS_PEOPLE) != 0)
		counts = communities_count(scratch, from->view->registry, from->cops, from->count,
					   from->view->as_of);
	for (size_t i = 0; i < from->count; i++) {
		struct record record = {.view = from->view,
					.cop = from->cops[i],
					.subject = counts != NULL ? &counts[i] : NULL,
					.scratch = scratch};

		if (query_holds(query, &record))
			cops[report->count++] = from->cops[i];
	}
	arena_free(scratch);
}
