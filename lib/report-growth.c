/* The growth report: who joined, who left, and how many members there were, by month, quarter or year. */
#include <stdlib.h>

#include "labels.h"
#include "report-growth.h"
#include "wording.h"

enum { COP = 1, PERIOD, JOINED, LEFT, MEMBERS };

/* clang-format off */
const struct column growth_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_SELECTION, .at = COP, .shown = true, .meaning = "id of the community; *: all together, each person once"},
	{"period", VALUE_DATE, .at = PERIOD, .shown = true, .meaning = "2026-05, 2026-Q2 or 2026"},
	{"joined", VALUE_NUMBER, .at = JOINED, .shown = true, .meaning = "stays that began in it; of all together, people who joined"},
	{"left", VALUE_NUMBER, .at = LEFT, .shown = true, .meaning = "stays whose last day is in it; of all together, people who left"},
	{"members", VALUE_NUMBER, .at = MEMBERS, .shown = true, .meaning = "members on its last day"},
	{0}};
/* clang-format on */

/* A month, quarter or year of the period, and what is counted in it. */
struct step {
	struct span span;     /* the unit, cut to the period */
	size_t joined;        /* stays that began */
	size_t left;          /* stays that ended */
	size_t people_joined; /* each person once */
	size_t people_left;
	size_t members; /* on the last day */
};

/* What one row of a person means for the period; kept after the scan only if there are several communities. */
struct event {
	int joined; /* the number of the step; -1: not in the period */
	int left;
	int member_first; /* first and last step on whose last day the person was a member; first > last: none */
	int member_last;
};

struct events {
	size_t count;
	struct event list[];
};

struct growing {
	const struct report *report;
	size_t count;        /* number of steps */
	day base;            /* the first day of the first step */
	struct step *steps;  /* count of them for each community, then count for all together */
	bool *known;         /* for each community: its roster could be read in full */
	struct crowd *crowd; /* NULL: there is only one community */
};

struct result {
	struct step *steps;
	struct crowd_part people; /* of struct events */
	struct arena *arena;
};

/* The number of the step that contains the day, which must be in the period. */
static int
step_of(const struct growing *growing, day d)
{
	return (int)period_count((struct span){growing->base, d}, growing->report->every) - 1;
}

/* The first step that ends on the day or later; growing->count if there is none. */
static int
step_ending_from(const struct growing *growing, day d)
{
	const struct span period = growing->report->period;

	if (d <= period.first)
		return 0;
	return d > period.last ? (int)growing->count : step_of(growing, d);
}

/* The last step that ends on the day or earlier; -1 if there is none. */
static int
step_ending_by(const struct growing *growing, day d)
{
	const struct span period = growing->report->period;
	int step;

	if (d >= period.last)
		return (int)growing->count - 1;
	if (d < period.first)
		return -1;
	step = step_of(growing, d);
	return growing->steps[step].span.last <= d ? step : step - 1;
}

static struct event
event_of(const struct growing *growing, const struct spell *spell)
{
	const struct span period = growing->report->period;
	struct event event = {-1, -1, (int)growing->count, -1};

	if (spell_is_seat(spell) || !date_given(spell->joined))
		return event;
	if (spell->stay_joined != DAY_NEVER) {
		if (span_holds(period, spell->stay_joined))
			event.joined = step_of(growing, spell->stay_joined);
		if (span_holds(period, spell->stay_end))
			event.left = step_of(growing, spell->stay_end);
	}
	event.member_first = step_ending_from(growing, spell->since);
	event.member_last = step_ending_by(growing, spell->span.last);
	return event;
}

/*
 * Adds the events of one person, sorted by member_first, to the steps of a community.  Even if rows overlap, the person
 * is counted as a member only once in each step.
 */
static void
add_events(struct step *steps, const struct event *events, size_t count)
{
	int joined = -1, left = -1,
	    counted = -1; /* the last step in which the person has been counted */

	for (size_t i = 0; i < count; i++) {
		if (events[i].joined >= 0) {
			steps[events[i].joined].joined++;
			steps[events[i].joined].people_joined += events[i].joined != joined;
			joined = events[i].joined;
		}
		if (events[i].left >= 0) {
			steps[events[i].left].left++;
			steps[events[i].left].people_left += events[i].left != left;
			left = events[i].left;
		}
		for (int s = events[i].member_first > counted ? events[i].member_first
							      : counted + 1;
		     s <= events[i].member_last; s++)
			steps[counted = s].members++;
	}
}

static int
compare_events(const void *left, const void *right)
{
	const struct event *a = left, *b = right;

	return (a->member_first > b->member_first) - (a->member_first < b->member_first);
}

#define FEW_EVENTS 16

static void
grow_person(void *context, void *where, const struct person *person)
{
	const struct growing *growing = context;
	struct result *result = where;
	struct event few[FEW_EVENTS], *events = few;

	if (result->steps == NULL) {
		result->arena = arena_new();
		result->steps = arena_array(result->arena, growing->count, sizeof(*result->steps));
	}
	if (growing->crowd != NULL) {
		struct events *kept = crowd_add(
		    &result->people, person->email, person->number, DAY_ALWAYS,
		    sizeof(*kept) + person->count * sizeof(struct event));

		kept->count = person->count;
		events = kept->list;
	} else if (person->count > FEW_EVENTS) {
		events = arena_array(result->arena, person->count, sizeof(*events));
	}
	for (size_t i = 0; i < person->count; i++)
		events[i] = event_of(growing, &person->spells[i]);
	if (person->count > 1)
		qsort(events, person->count, sizeof(*events), compare_events);
	add_events(result->steps, events, person->count);
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct growing *growing = context;
	struct result *result = where;
	struct step *steps;

	growing->known[block->number] = growing->known[block->number] && block->whole;
	steps = &growing->steps[block->number * growing->count];
	for (size_t s = 0; result->steps != NULL && s < growing->count; s++) {
		steps[s].joined += result->steps[s].joined;
		steps[s].left += result->steps[s].left;
		steps[s].people_joined += result->steps[s].people_joined;
		steps[s].people_left += result->steps[s].people_left;
		steps[s].members += result->steps[s].members;
	}
	if (growing->crowd != NULL)
		crowd_take(growing->crowd, &result->people);
	arena_free(result->arena);
	result->arena = NULL;
	result->steps = NULL;
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *result = where;

	(void)context;
	crowd_part_free(&result->people);
	arena_free(result->arena);
}

/* The numbers, from 1, of the people whom a step counted last: they must not be counted again. */
struct seen {
	size_t joined;
	size_t left;
	size_t members;
};

static void
add_once(struct step *step, struct seen *seen, size_t number, struct seen now)
{
	step->people_joined += now.joined > 0 && seen->joined != number;
	step->people_left += now.left > 0 && seen->left != number;
	step->members += now.members > 0 && seen->members != number;
	seen->joined = now.joined > 0 ? number : seen->joined;
	seen->left = now.left > 0 ? number : seen->left;
	seen->members = now.members > 0 ? number : seen->members;
}

static void
grow_all(struct growing *growing, struct step *total)
{
	struct seen *seen = arena_array(growing->report->arena, growing->count, sizeof(*seen));

	for (size_t i = 0; i < growing->crowd->count; i++)
		for (const struct presence *p = growing->crowd->people[i]; p != NULL;
		     p = p->elsewhere) {
			const struct events *events = p->facts;

			for (size_t e = 0; e < events->count; e++) {
				const struct event *event = &events->list[e];

				if (event->joined >= 0)
					add_once(&total[event->joined], &seen[event->joined], i + 1,
						 (struct seen){.joined = 1});
				if (event->left >= 0)
					add_once(&total[event->left], &seen[event->left], i + 1,
						 (struct seen){.left = 1});
				for (int s = event->member_first; s <= event->member_last; s++)
					add_once(&total[s], &seen[s], i + 1,
						 (struct seen){.members = 1});
			}
		}
}

/* The rows of one community, or of all together. */
struct line {
	const struct definition *cop; /* NULL: all */
	const struct step *steps;
	bool known;
	struct flow *flow;
};

/* Decides how the audience may see the counts of a line, taken by itself. */
static void
protect(const struct growing *growing, const struct line *line)
{
	bool all = line->cop == NULL;

	*line->flow = flow_new(growing->report, growing->count);
	for (size_t s = 0; s < growing->count; s++) {
		const struct step *step = &line->steps[s];

		line->flow->joined[s].value = all ? step->people_joined : step->joined;
		line->flow->left[s].value = all ? step->people_left : step->left;
		line->flow->members[s].value = step->members;
	}
	flow_protect(growing->report, line->flow);
}

static struct value
flow_value(const struct report *report, const struct mask_arc *arc)
{
	return value_mask(report->view, arc->value, arc->mask);
}

static void
fill(const struct growing *growing, struct report_rows *rows, const struct line *line)
{
	const struct report *report = growing->report;

	for (size_t s = 0; s < growing->count; s++) {
		struct value *values = report_add(rows, line->cop)->values;
		char name[PERIOD_TEXT];

		values[COP - 1] = value_text(line->cop != NULL ? line->cop->id : STR("*"));
		values[PERIOD - 1] = value_date(
		    arena_str(report->arena,
			      str_of(period_text(line->steps[s].span.first, report->every, name))));
		if (!line->known)
			continue;
		values[JOINED - 1] = flow_value(report, &line->flow->joined[s]);
		values[LEFT - 1] = flow_value(report, &line->flow->left[s]);
		values[MEMBERS - 1] = flow_value(report, &line->flow->members[s]);
	}
}

/* Makes the steps of the period, for each community and for all.  The first and the last are cut to the period. */
static void
begin_steps(struct growing *growing)
{
	const struct report *report = growing->report;
	day d = report->period.first;

	growing->base = d;
	growing->count = period_count(report->period, report->every);
	growing->steps = arena_array(report->arena, (report->count + 1) * growing->count,
				     sizeof(*growing->steps));
	for (size_t s = 0; s < growing->count; s++) {
		struct span unit = period_of(d, report->every);

		for (size_t i = 0; i <= report->count; i++)
			growing->steps[i * growing->count + s].span = (struct span){
			    d, unit.last < report->period.last ? unit.last : report->period.last};
		d = unit.last + 1;
	}
}

/* Adds the rows of each community, then those of all together. */
static void
fill_all(const struct growing *growing, struct report_rows *rows, const struct step *total)
{
	const struct report *report = growing->report;
	struct flow *flows = arena_array(report->arena, report->count + 1, sizeof(*flows));
	struct line all = {.steps = total, .known = true, .flow = &flows[report->count]};

	if (report->count == 0)
		return;
	for (size_t i = 0; i < report->count; i++) {
		struct line line = {.cop = report->cops[i],
				    .steps = &growing->steps[i * growing->count],
				    .known = growing->known[i],
				    .flow = &flows[i]};

		protect(growing, &line);
		fill(growing, rows, &line);
		all.known = all.known && line.known;
	}
	protect(growing, &all);
	flow_protect_total(report, flows, all.flow);
	fill(growing, rows, &all);
}

bool
growth_make(struct report *report, struct report_rows *rows)
{
	struct crowd crowd = crowd_new(report->arena, false);
	struct growing growing = {.report = report, .crowd = report->count > 1 ? &crowd : NULL};
	struct step *total;

	begin_steps(&growing);
	total = &growing.steps[report->count * growing.count];
	growing.known = arena_array(report->arena, report->count, sizeof(*growing.known));
	for (size_t i = 0; i < report->count; i++)
		growing.known[i] = registry_people_known(report->view->registry);
	report_scan(report, (struct roster_scan){.people = true,
						 .result_size = sizeof(struct result),
						 .context = &growing,
						 .person = grow_person,
						 .done = take_block,
						 .end = end_result});
	crowd_gather(&crowd);
	if (growing.crowd != NULL)
		grow_all(&growing, total);
	else if (report->count == 1)
		memcpy(total, growing.steps, growing.count * sizeof(*total));
	fill_all(&growing, rows, total);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

static const struct shown shown[] = {
    {PERIOD, LABEL("Period"), 0, false},
    {JOINED, LABEL("Joined"), 2, false},
    {LEFT, LABEL("Left"), 1, false},
    {MEMBERS, LABEL("Members"), 0, false},
};
#define SHOWN (sizeof(shown) / sizeof(shown[0]))

/* Shows the rows of one community, or of all, with a chart.  Returns the index after them. */
static size_t
show_one(const struct report *report, const struct report_rows *rows, size_t begin,
	 struct document *document, struct wording name)
{
	static const size_t series[] = {3};
	struct table *table = report_table(report, rows, document, name.text, shown, SHOWN);
	struct chart *chart = arena_get(report->arena, sizeof(*chart));
	size_t end = begin;

	table->language = name.language;
	for (; end < rows->count && rows->list[end].cop == rows->list[begin].cop; end++)
		(void)report_show(report, rows, &rows->list[end], table, shown);
	*chart = (struct chart){
	    .kind = CHART_LINE,
	    .title = report_text(report, label("Members: %.*s"), STR_ARG(name.text)),
	    .description = report_text(report, label("Members at the end of each period, %.*s"),
				       STR_ARG(report_period(report))),
	    .table = table,
	    .labels = 0,
	    .series = series,
	    .series_count = 1};
	if (end - begin > 1)
		document_chart(document, chart);
	document_add_table(document, table);
	return end;
}

void
growth_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	size_t all = rows->count;

	if (report->count == 0) {
		report_no_communities(report, document);
		return;
	}
	if (rows->count == 0) {
		document_text(document, str_of(label("No period matches.")));
		return;
	}
	/* The section for all communities comes first, if there are several. */
	while (all > 0 && rows->list[all - 1].cop == NULL)
		all--;
	if (report->count > 1 && all < rows->count) {
		struct wording name = {.text = str_of(label("All, each person once"))};

		document_heading(document, 3, name.text);
		(void)show_one(report, rows, all, document, name);
	}
	for (size_t i = 0; i < all;) {
		const struct definition *cop = rows->list[i].cop;
		size_t next = report_past_over(report, rows, i);

		if (next == i) {
			report_heading(report, cop, document);
			next = show_one(report, rows, i, document,
					community_wording(report->view, cop->id));
		}
		i = next;
	}
}
