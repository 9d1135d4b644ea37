/* The growth report: who joined, who left, and how many members there were, by month, quarter or year. */
#include <stdlib.h>

#include "labels.h"
#include "report.h"
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

/* The counts in the rows of one community, or of all together. */
struct line {
	const struct definition *cop; /* NULL: all */
	const struct step *steps;
	bool known;
	/* One for each step; then come left and members, and one for the members before. */
	struct mask_arc *joined;
	struct mask_arc *left;
	struct mask_arc *members;
	/* Of all together, for each of these: its suppressed number is known not to be larger, or not to be smaller. */
	bool *fixed_above;
	bool *fixed_below;
};

static size_t
joined_of(const struct line *line, size_t s)
{
	return line->cop != NULL ? line->steps[s].joined : line->steps[s].people_joined;
}

static size_t
left_of(const struct line *line, size_t s)
{
	return line->cop != NULL ? line->steps[s].left : line->steps[s].people_left;
}

/*
 * Masks counts that could be computed from "members before + joined = members after + left" (mask.h).  Each step is a
 * node; node 0 is the outside.  The equation ignores that somebody who leaves on a step's last day still counts as a
 * member on that day; a reader who knew of such cases could compute more.
 */
static void
protect(const struct growing *growing, struct line *line)
{
	const struct view *view = growing->report->view;
	size_t count = growing->count;
	struct mask_arc *arcs = arena_array(growing->report->arena, 3 * count + 1, sizeof(*arcs));

	line->joined = arcs;
	line->left = arcs + count;
	line->members = arcs + 2 * count;
	for (size_t s = 0; s < count; s++) {
		unsigned node = 1 + (unsigned)s;

		line->joined[s] = (struct mask_arc){.to = node, .value = joined_of(line, s)};
		line->left[s] = (struct mask_arc){.from = node, .value = left_of(line, s)};
		line->members[s] = (struct mask_arc){.from = node,
						     .to = s + 1 < count ? node + 1 : 0,
						     .value = line->steps[s].members};
	}
	arcs[3 * count] = report_members_before(view, line->members[0].value, line->joined[0].value,
						line->left[0].value);
	if (view->audience != AUDIENCE_PRIVATE)
		mask_protect(arcs, 3 * count + 1, 1 + (unsigned)count,
			     (size_t)view->registry->policy.small_cell);
}

/* Notes what the numbers of the communities that are shown tell about those of all together. */
static void
limit_total(const struct growing *growing, const struct line *lines, struct line *total)
{
	size_t communities = growing->report->count;
	struct mask_arc *parts = arena_array(growing->report->arena, communities, sizeof(*parts));

	for (size_t c = 0; c < 3 * growing->count; c++) {
		for (size_t i = 0; i < communities; i++)
			parts[i] = lines[i].joined[c];
		report_limit_total(&total->joined[c], parts, communities);
	}
}

/*
 * Of all together, somebody who joins may be a member elsewhere already, and somebody who leaves may remain one.  So
 * the members rise by at most the number of those who joined, and fall by at most that of those who left: a network in
 * which some who join and leave do not pass through the node of the step.
 */
static void
protect_loosely(const struct growing *growing, struct line *total)
{
	const struct report *report = growing->report;
	unsigned count = (unsigned)growing->count;
	size_t cells = 3 * growing->count, n = cells;
	size_t small = (size_t)report->view->registry->policy.small_cell;
	struct mask_arc *arcs = arena_array(report->arena, 7 * growing->count + 1, sizeof(*arcs));

	memcpy(arcs, total->joined, cells * sizeof(*arcs));
	arcs[n++] = (struct mask_arc){
	    .to = 1, .value = total->members[0].value, .mask = MASK_HIDDEN};
	for (unsigned s = 0; s < count; s++) {
		unsigned step = 1 + s, joins = step + count, leaves = joins + count;
		size_t now = total->members[s].value;
		size_t then = s > 0 ? total->members[s - 1].value : now;
		size_t more = now > then ? now - then : 0, less = then > now ? then - now : 0;
		size_t joined = arcs[s].value, left = arcs[count + s].value;

		arcs[s].to = joins;
		arcs[count + s].from = leaves;
		arcs[n++] = (struct mask_arc){joins, step, .value = more, .mask = MASK_HIDDEN};
		arcs[n++] = (struct mask_arc){joins, 0, .value = joined > more ? joined - more : 0,
					      .mask = MASK_HIDDEN};
		arcs[n++] = (struct mask_arc){step, leaves, .value = less, .mask = MASK_HIDDEN};
		arcs[n++] = (struct mask_arc){0, leaves, .value = left > less ? left - less : 0,
					      .mask = MASK_HIDDEN};
	}
	mask_protect(arcs, n, 1 + 3 * count, small);
	for (size_t c = 0; c < cells; c++) {
		bool no_less = arcs[c].no_less, no_more = arcs[c].no_more;

		total->joined[c].mask = arcs[c].mask;
		if (arcs[c].mask == MASK_SHOWN)
			continue;
		arcs[c].no_less = true;
		total->fixed_above[c] = mask_is_computable(arcs, n, 1 + 3 * count, small, c);
		arcs[c].no_less = no_less;
		arcs[c].no_more = true;
		total->fixed_below[c] = mask_is_computable(arcs, n, 1 + 3 * count, small, c);
		arcs[c].no_more = no_more;
	}
}

/* Notes what the numbers of all together, though some are suppressed, tell about those of a community. */
static void
limit_line(const struct growing *growing, const struct line *lines, const struct line *line,
	   const struct line *total)
{
	for (size_t c = 0; c < 3 * growing->count; c++) {
		struct mask_arc *part = &line->joined[c];
		size_t all = total->joined[c].value, sum = 0;
		bool shown = total->joined[c].mask == MASK_SHOWN;

		for (size_t i = 0; i < growing->report->count; i++)
			sum += lines[i].joined[c].value;
		part->no_more = part->value >= all && (shown || total->fixed_above[c]);
		part->no_less = all >= sum && (shown || total->fixed_below[c]);
	}
}

/*
 * Suppresses the numbers of all together that would reveal a suppressed one of a community, if one can be computed with
 * their help: those that narrow down its numbers or, if these are suppressed already, those from which they follow.
 * Returns whether there are any.
 */
static bool
hold_back(const struct growing *growing, const struct line *lines, const struct line *line,
	  struct line *total)
{
	size_t cells = 3 * growing->count;
	bool any = false;

	limit_line(growing, lines, line, total);
	if (!mask_is_any_computable(line->joined, cells + 1, 1 + (unsigned)growing->count,
				    (size_t)growing->report->view->registry->policy.small_cell))
		return false;
	for (int beside = 0; beside < 2 && !any; beside++)
		for (size_t c = 0; c < cells; c++) {
			const struct mask_arc *part = &line->joined[c];
			size_t s = c % growing->count;

			if (part->mask == MASK_SHOWN || !(part->no_more || part->no_less))
				continue;
			any = report_withhold(&total->joined[c]) || any;
			for (size_t what = 0; what < cells && beside; what += growing->count)
				any = report_withhold(&total->joined[what + s]) || any;
			if (beside && s > 0)
				any = report_withhold(&total->members[s - 1]) || any;
		}
	return any;
}

/* Masks numbers of all together that would reveal masked ones of theirs, or of the communities. */
static void
protect_total(const struct growing *growing, const struct line *lines, struct line *total)
{
	size_t communities = growing->report->count;
	bool again = growing->report->view->audience != AUDIENCE_PRIVATE && communities > 1;

	total->fixed_above = arena_array(growing->report->arena, 3 * growing->count, sizeof(bool));
	total->fixed_below = arena_array(growing->report->arena, 3 * growing->count, sizeof(bool));
	while (again) {
		limit_total(growing, lines, total);
		protect_loosely(growing, total);
		again = false;
		for (size_t i = 0; i < communities; i++)
			again = hold_back(growing, lines, &lines[i], total) || again;
	}
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
		values[JOINED - 1] = value_mask(report->view, line->joined[s].value,
						line->joined[s].mask);
		values[LEFT - 1] = value_mask(report->view, line->left[s].value,
					      line->left[s].mask);
		values[MEMBERS - 1] = value_mask(report->view, line->members[s].value,
						 line->members[s].mask);
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
	struct line *lines = arena_array(report->arena, report->count, sizeof(*lines));
	struct line all = {.steps = total, .known = true};

	if (report->count == 0)
		return;
	for (size_t i = 0; i < report->count; i++) {
		lines[i] = (struct line){.cop = report->cops[i],
					 .steps = &growing->steps[i * growing->count],
					 .known = growing->known[i]};
		protect(growing, &lines[i]);
		fill(growing, rows, &lines[i]);
		all.known = all.known && lines[i].known;
	}
	protect(growing, &all);
	protect_total(growing, lines, &all);
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
