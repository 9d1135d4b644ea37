/* Which numbers of the growth report other audiences may see. */
#include "report-growth.h"

/* What the protection of all together works with. */
struct totals {
	const struct report *report;
	const struct flow *parts; /* of the report's communities */
	struct flow *total;
	size_t cells; /* numbers of each flow: joined, left and members of each step */
	size_t *sums; /* of the parts, for each cell */
	/* For each cell: the suppressed number of all together is known not to be larger, or not to be smaller. */
	bool *fixed_above;
	bool *fixed_below;
};

struct flow
flow_new(const struct report *report, size_t steps)
{
	struct mask_arc *arcs = arena_array(report->arena, 3 * steps + 1, sizeof(*arcs));

	return (struct flow){
	    .steps = steps, .joined = arcs, .left = arcs + steps, .members = arcs + 2 * steps};
}

/*
 * Masks counts that could be computed from "members before + joined = members after + left" (mask.h).  Each step is a
 * node; node 0 is the outside.  The equation ignores that somebody who leaves on a step's last day still counts as a
 * member on that day; a reader who knew of such cases could compute more.
 */
void
flow_protect(const struct report *report, struct flow *flow)
{
	size_t steps = flow->steps;

	for (size_t s = 0; s < steps; s++) {
		unsigned node = 1 + (unsigned)s;

		flow->joined[s].to = node;
		flow->left[s].from = flow->members[s].from = node;
		flow->members[s].to = s + 1 < steps ? node + 1 : 0;
	}
	flow->joined[3 * steps] = report_members_before(report->view, flow->members[0].value,
							flow->joined[0].value, flow->left[0].value);
	if (report->view->audience != AUDIENCE_PRIVATE)
		mask_protect(flow->joined, 3 * steps + 1, 1 + (unsigned)steps,
			     small_cell(report->view));
}

/* Notes what the numbers of the communities that are shown tell about those of all together. */
static void
limit_total(const struct totals *t)
{
	size_t communities = t->report->count;
	struct mask_arc *parts = arena_array(t->report->arena, communities, sizeof(*parts));

	for (size_t c = 0; c < t->cells; c++) {
		for (size_t i = 0; i < communities; i++)
			parts[i] = t->parts[i].joined[c];
		report_limit_total(&t->total->joined[c], parts, communities);
	}
}

/*
 * Adds the arcs of a step.  Of all together, somebody who joins may be a member elsewhere already, and somebody who
 * leaves may remain one.  So the members rise by at most the number of those who joined, and fall by at most that of
 * those who left: some who join and leave do not pass through the node of the step.  Returns the number of arcs.
 */
static size_t
add_step(const struct flow *total, unsigned s, struct mask_arc *arcs, size_t n)
{
	unsigned steps = (unsigned)total->steps;
	unsigned step = 1 + s, joins = step + steps, leaves = joins + steps;
	size_t now = total->members[s].value;
	size_t then = s > 0 ? total->members[s - 1].value : now;
	size_t more = now > then ? now - then : 0, less = then > now ? then - now : 0;
	size_t joined = arcs[s].value, left = arcs[steps + s].value;

	arcs[s].to = joins;
	arcs[steps + s].from = leaves;
	arcs[n++] = (struct mask_arc){joins, step, .value = more, .mask = MASK_HIDDEN};
	arcs[n++] = (struct mask_arc){joins, 0, .value = joined > more ? joined - more : 0,
				      .mask = MASK_HIDDEN};
	arcs[n++] = (struct mask_arc){step, leaves, .value = less, .mask = MASK_HIDDEN};
	arcs[n++] = (struct mask_arc){0, leaves, .value = left > less ? left - less : 0,
				      .mask = MASK_HIDDEN};
	return n;
}

/* Masks the numbers of all together that follow from each other, and notes which suppressed ones are limited. */
static void
protect_loosely(const struct totals *t)
{
	struct flow *total = t->total;
	unsigned steps = (unsigned)total->steps, nodes = 1 + 3 * steps;
	size_t small = small_cell(t->report->view), n = t->cells;
	struct mask_arc *arcs = arena_array(t->report->arena, 7 * total->steps + 1, sizeof(*arcs));

	memcpy(arcs, total->joined, t->cells * sizeof(*arcs));
	arcs[n++] = (struct mask_arc){
	    .to = 1, .value = total->members[0].value, .mask = MASK_HIDDEN};
	for (unsigned s = 0; s < steps; s++)
		n = add_step(total, s, arcs, n);
	mask_protect(arcs, n, nodes, small);
	for (size_t c = 0; c < t->cells; c++) {
		bool no_less = arcs[c].no_less, no_more = arcs[c].no_more;

		total->joined[c].mask = arcs[c].mask;
		if (arcs[c].mask == MASK_SHOWN)
			continue;
		/* What can be computed once it cannot be smaller, cannot be larger either. */
		arcs[c].no_less = true;
		t->fixed_above[c] = mask_is_computable(arcs, n, nodes, small, c);
		arcs[c].no_less = no_less;
		arcs[c].no_more = true;
		t->fixed_below[c] = mask_is_computable(arcs, n, nodes, small, c);
		arcs[c].no_more = no_more;
	}
}

/* Notes what the numbers of all together, though some are suppressed, tell about those of a community. */
static void
limit_part(const struct totals *t, const struct flow *flow)
{
	for (size_t c = 0; c < t->cells; c++) {
		struct mask_arc *part = &flow->joined[c];
		const struct mask_arc *all = &t->total->joined[c];
		bool shown = all->mask == MASK_SHOWN;

		part->no_more = part->value >= all->value && (shown || t->fixed_above[c]);
		part->no_less = all->value >= t->sums[c] && (shown || t->fixed_below[c]);
	}
}

/*
 * Suppresses the numbers of all together that would reveal a suppressed one of a community, if one can be computed with
 * their help: those that narrow down its numbers or, if these are suppressed already, those from which they follow.
 * Returns whether there are any.
 */
static bool
hold_back(const struct totals *t, const struct flow *flow)
{
	struct flow *total = t->total;
	size_t steps = total->steps;
	bool any = false;

	limit_part(t, flow);
	if (!mask_is_any_computable(flow->joined, t->cells + 1, 1 + (unsigned)steps,
				    small_cell(t->report->view)))
		return false;
	for (int beside = 0; beside < 2 && !any; beside++)
		for (size_t c = 0; c < t->cells; c++) {
			const struct mask_arc *part = &flow->joined[c];
			size_t s = c % steps;

			if (part->mask == MASK_SHOWN || !(part->no_more || part->no_less))
				continue;
			any = report_withhold(&total->joined[c]) || any;
			for (size_t what = 0; what < t->cells && beside; what += steps)
				any = report_withhold(&total->joined[what + s]) || any;
			if (beside && s > 0)
				any = report_withhold(&total->members[s - 1]) || any;
		}
	return any;
}

void
flow_protect_total(const struct report *report, const struct flow *parts, struct flow *total)
{
	struct totals t = {
	    .report = report, .parts = parts, .total = total, .cells = 3 * total->steps};
	bool again = report->view->audience != AUDIENCE_PRIVATE && report->count > 1;

	t.sums = arena_array(report->arena, t.cells, sizeof(*t.sums));
	t.fixed_above = arena_array(report->arena, t.cells, sizeof(bool));
	t.fixed_below = arena_array(report->arena, t.cells, sizeof(bool));
	for (size_t i = 0; i < report->count; i++)
		for (size_t c = 0; c < t.cells; c++)
			t.sums[c] += parts[i].joined[c].value;
	while (again) {
		limit_total(&t);
		protect_loosely(&t);
		again = false;
		for (size_t i = 0; i < report->count; i++)
			again = hold_back(&t, &parts[i]) || again;
	}
}
