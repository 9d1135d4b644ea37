/* Which counts of the summary report, and which lines of months, other audiences may see. */
#include "report-summary.h"

/* The count of people for a column, from MEMBERS to LEFT. */
size_t
summary_count(const struct sums *sums, unsigned column)
{
	return column == MEMBERS      ? sums->members
	       : column == APPLICANTS ? sums->applicants
	       : column == JOINED     ? sums->joined
				      : sums->left;
}

/* How the audience sees the count in a column. */
enum mask
summary_mask(const struct sums *sums, unsigned column)
{
	return sums->arcs[column - MEMBERS].mask;
}

/*
 * Masks few people, and what would tell few members before the period: these follow from "before + joined = members +
 * left" (mask.h).  Node 0 is the outside, node 1 the community, node 2 its applicants, whose number does not follow from
 * others.  If the period ended earlier than the day asked about, nothing follows, so that what is hidden may be any
 * number.
 */
void
summary_protect(const struct report *report, struct sums *sums)
{
	bool follows = report->period.last >= report->view->as_of;
	struct mask_arc *arcs = sums->arcs;

	for (unsigned c = MEMBERS; c <= LEFT; c++) {
		unsigned node = c == APPLICANTS ? 2 : 1;

		arcs[c - MEMBERS] = (struct mask_arc){.from = c == JOINED ? 0 : node,
						      .to = c == JOINED ? node : 0,
						      .value = summary_count(sums, c),
						      .total = c == MEMBERS};
	}
	arcs[COUNTS] = (struct mask_arc){.to = 2, .value = sums->applicants, .mask = MASK_HIDDEN};
	arcs[COUNTS + 1] = report_members_before(report->view, sums->members, sums->joined,
						 sums->left);
	arcs[COUNTS + 2] = (struct mask_arc){.from = 1, .mask = MASK_SHOWN};
	if (!follows) {
		arcs[COUNTS + 1].mask = arcs[COUNTS + 2].mask = MASK_HIDDEN;
		arcs[COUNTS + 2].value = sums->members + sums->left;
	}
	if (report->view->audience != AUDIENCE_PRIVATE)
		mask_protect(arcs, ARCS, NODES, small_cell(report->view));
}

/* The most that a reader may know a count to be at most; SIZE_MAX if nothing is known. */
static size_t
most_of(const struct report *report, const struct mask_arc *arc)
{
	if (arc->mask == MASK_SHOWN)
		return arc->value;
	return arc->mask == MASK_FEW ? small_cell(report->view) - 1 : SIZE_MAX;
}

/*
 * Somebody who is a member or an applicant of one community is so of all together, too.  So the members and applicants
 * of all together limit those of the community.  Are these as many as they can be?
 */
static bool
are_all(const struct report *report, const struct sums *sums, const struct sums *total)
{
	size_t members = most_of(report, &total->arcs[0]);
	size_t applicants = most_of(report, &total->arcs[APPLICANTS - MEMBERS]);

	return members < SIZE_MAX && applicants < SIZE_MAX &&
	       sums->members + sums->applicants >= members + applicants;
}

/* Notes what the totals tell about the counts of a community. */
static void
limit_part(const struct report *report, const struct sums *parts, struct sums *sums,
	   const struct sums *total)
{
	for (size_t c = 0; c < COUNTS; c++) {
		size_t sum = 0;

		for (size_t i = 0; i < report->count; i++)
			sum += parts[i].arcs[c].value;
		report_limit_part(&sums->arcs[c], &total->arcs[c], sum);
	}
	sums->arcs[APPLICANTS - MEMBERS].no_more = are_all(report, sums, total);
	sums->arcs[0].no_more = sums->arcs[0].no_more || are_all(report, sums, total);
}

/* Masks the totals that narrow down the counts of a community, if a masked one can be computed with their help. */
static bool
hold_back(const struct report *report, const struct sums *parts, struct sums *sums,
	  struct sums *total)
{
	bool any = false, all = are_all(report, sums, total);

	limit_part(report, parts, sums, total);
	if (!mask_is_any_computable(sums->arcs, ARCS, NODES, small_cell(report->view)))
		return false;
	for (size_t c = 0; c < COUNTS; c++) {
		const struct mask_arc *part = &sums->arcs[c];
		/* There may be no applicants, and none are not withheld. */
		size_t which = all && c == APPLICANTS - MEMBERS ? 0 : c;

		if (part->mask == MASK_SHOWN || !(part->no_more || part->no_less))
			continue;
		any = report_withhold(&total->arcs[which]) || any;
	}
	return any;
}

/* Notes what the counts of communities that are shown tell about the totals. */
static void
limit_totals(const struct report *report, const struct sums *parts, struct sums *total)
{
	struct mask_arc *counts = arena_array(report->arena, report->count, sizeof(*counts));

	for (size_t c = 0; c < COUNTS; c++) {
		for (size_t i = 0; i < report->count; i++)
			counts[i] = parts[i].arcs[c];
		report_limit_total(&total->arcs[c], counts, report->count);
	}
	for (size_t i = 0; i < report->count; i++)
		if (summary_mask(&parts[i], MEMBERS) == MASK_SHOWN &&
		    summary_mask(&parts[i], APPLICANTS) == MASK_SHOWN &&
		    summary_mask(total, MEMBERS) == MASK_SHOWN &&
		    parts[i].members + parts[i].applicants >= total->members + total->applicants)
			total->arcs[APPLICANTS - MEMBERS].no_less = true;
}

/* Masks totals that would reveal masked ones of theirs, or masked counts of the communities. */
void
summary_protect_totals(const struct report *report, struct sums *parts, struct sums *total)
{
	bool again = report->view->audience != AUDIENCE_PRIVATE && report->count > 1;

	while (again) {
		limit_totals(report, parts, total);
		mask_protect(total->arcs, ARCS, NODES, small_cell(report->view));
		again = false;
		for (size_t i = 0; i < report->count; i++)
			again = hold_back(report, parts, &parts[i], total) || again;
	}
}

/* -- lines of months ------------------------------------------------------------------------------------------- */

/* The network of the members at the end of each month, and of the people who join and leave in it. */
enum { POOL = MONTHS + 1, DRAIN, LINE_NODES };
#define LINE_ARCS (3 * MONTHS + MONTHS * 2 + 5)

struct line {
	struct mask_arc arcs[LINE_ARCS]; /* first the members of each month */
	size_t count;
};

static struct mask_arc *
line_add(struct line *line, unsigned from, unsigned to, size_t value)
{
	line->arcs[line->count] = (struct mask_arc){from, to, value, .mask = MASK_HIDDEN};
	return &line->arcs[line->count++];
}

/* How many joined and left. */
struct flow {
	size_t joined;
	size_t left;
};

static struct span
line_month(const struct report *report, unsigned m)
{
	return period_of(day_plus_months(report->view->as_of, (int)m + 1 - MONTHS), UNIT_MONTH);
}

/* Is some of a month in the period? */
static bool
is_met(const struct report *report, unsigned m)
{
	struct span month = line_month(report, m);

	return report->period.first <= month.last && report->period.last >= month.first;
}

/* Is all of it, as far as it is over? */
static bool
is_within(const struct report *report, unsigned m)
{
	struct span month = line_month(report, m);

	return report->period.first <= month.first &&
	       (report->period.last >= month.last || report->period.last >= report->view->as_of);
}

/*
 * Shares out those who joined and left in the period among its months: to those within it, as many as it takes to get from
 * the number before to its own.  The rest is returned if it may be from before the first month.  Otherwise it goes to a
 * month that is only partly in the period, as whatever else is in that is not limited; or else to the first, as the
 * number before that is not in the line; or else to any, as then as many of the rest joined as left.
 */
static struct flow
line_share(const struct report *report, const struct sums *sums, struct flow *shares)
{
	struct flow rest = {sums->joined, sums->left};
	unsigned taker = 0;

	for (unsigned m = 0; m < MONTHS; m++) {
		size_t now = sums->months[m], then = m > 0 ? sums->months[m - 1] : now;
		size_t more = now > then ? now - then : 0, less = then > now ? then - now : 0;

		shares[m] = (struct flow){0, 0};
		if (is_within(report, m)) {
			shares[m].joined = more < rest.joined ? more : rest.joined;
			shares[m].left = less < rest.left ? less : rest.left;
			rest.joined -= shares[m].joined;
			rest.left -= shares[m].left;
		}
		if (is_met(report, m) &&
		    (m == 0 || !is_met(report, m - 1) || !is_within(report, m)))
			taker = m;
	}
	if (report->period.first < line_month(report, 0).first)
		return rest;
	shares[taker].joined += rest.joined;
	shares[taker].left += rest.left;
	return (struct flow){0, 0};
}

/*
 * Adds those who joined and left in a month.  What happens in the period comes from the pool, and goes to the drain;
 * whatever else there is in a month that is not within the period is not limited.
 */
static void
line_add_month(const struct report *report, struct line *line, unsigned m, size_t then, size_t now,
	       struct flow share)
{
	size_t in = then + share.joined, out = now + share.left;

	if (is_met(report, m)) {
		(void)line_add(line, POOL, m + 1, share.joined);
		(void)line_add(line, m + 1, DRAIN, share.left);
	}
	if (!is_within(report, m)) {
		(void)line_add(line, 0, m + 1, out > in ? out - in : 0);
		(void)line_add(line, m + 1, 0, in > out ? in - out : 0);
	}
}

/* Makes the network of a community, or of all together; if has, its line shows all months without few members. */
static void
line_make(const struct report *report, const struct sums *sums, bool has, struct line *line)
{
	struct flow shares[MONTHS], before = line_share(report, sums, shares);
	size_t then = sums->months[0];

	*line = (struct line){.count = 0};
	for (unsigned m = 0; m < MONTHS; m++) {
		size_t count = sums->months[m];

		line_add(line, m + 1, m + 1 < MONTHS ? m + 2 : 0, count)->mask =
		    !has                                                    ? MASK_HIDDEN
		    : count_value(report->view, count).kind == VALUE_MASKED ? MASK_FEW
									    : MASK_SHOWN;
	}
	line->arcs[MONTHS - 1].mask = summary_mask(sums, MEMBERS);
	if (is_within(report, 0)) {
		then += shares[0].left;
		then -= shares[0].joined < then ? shares[0].joined : then;
	}
	(void)line_add(line, 0, 1, then);
	for (unsigned m = 0; m < MONTHS; m++) {
		line_add_month(report, line, m, then, sums->months[m], shares[m]);
		then = sums->months[m];
	}
	if (report->period.first < line_month(report, 0).first) {
		(void)line_add(line, POOL, 0, before.joined);
		(void)line_add(line, 0, DRAIN, before.left);
	}
	line_add(line, 0, POOL, sums->joined)->mask = summary_mask(sums, JOINED);
	line_add(line, DRAIN, 0, sums->left)->mask = summary_mask(sums, LEFT);
}

/*
 * Would the line tell few members at the end of a month, or few who joined or left in one?  It does if the period has no
 * more of these than it takes to get from each month's number to the next.
 */
static bool
line_tells(const struct report *report, const struct sums *sums)
{
	struct line line;
	bool tells = false;

	line_make(report, sums, true, &line);
	for (size_t i = 0; i < line.count; i++) {
		const struct mask_arc *arc = &line.arcs[i];

		if (arc->mask == MASK_FEW ||
		    (arc->mask == MASK_HIDDEN && arc->from != 0 && arc->to != 0 && arc->value > 0 &&
		     arc->value < small_cell(report->view)))
			tells = tells || mask_is_computable(line.arcs, line.count, LINE_NODES,
							    small_cell(report->view), i);
	}
	return tells;
}

/* Is there a line in the row?  Not if the row has a masked count, which the line would help to compute. */
bool
summary_has_line(const struct report *report, const struct sums *sums)
{
	if (!sums->known || report->view->audience == AUDIENCE_PRIVATE)
		return sums->known;
	for (unsigned c = MEMBERS; c <= LEFT; c++)
		if (summary_mask(sums, c) != MASK_SHOWN)
			return false;
	return !line_tells(report, sums);
}

/* Would the total reveal the masked ones of the communities' counts? */
static bool
reveals(const struct report *report, const struct mask_arc *parts, size_t count, size_t total)
{
	struct mask_arc all = {.value = total};

	report_protect_total(report->view, parts, count, &all);
	return all.mask == MASK_BESIDE;
}

/* Would the line of all together reveal a masked count of a community, or a month that its line does not show? */
static bool
total_line_tells(const struct report *report, const struct report_rows *rows,
		 const struct sums *total, const struct sums *sums)
{
	struct line line;

	line_make(report, sums, summary_has_line(report, sums), &line);
	for (unsigned m = 0; m < MONTHS; m++) {
		struct mask_arc month = {.value = total->months[m]};
		size_t sum = 0;

		for (size_t i = 0; i < rows->count; i++)
			sum += ((const struct sums *)rows->list[i].beside)->months[m];
		report_limit_part(&line.arcs[m], &month, sum);
	}
	return mask_is_any_computable(line.arcs, line.count, LINE_NODES, small_cell(report->view));
}

bool
summary_has_total_line(const struct report *report, const struct report_rows *rows,
		       const struct sums *total)
{
	struct mask_arc *parts = arena_array(report->arena, rows->count, sizeof(*parts));

	for (unsigned m = 0; m < MONTHS && report->view->audience != AUDIENCE_PRIVATE; m++) {
		for (size_t i = 0; i < rows->count; i++) {
			size_t count = ((const struct sums *)rows->list[i].beside)->months[m];
			bool few = count_value(report->view, count).kind == VALUE_MASKED;

			parts[i] = (struct mask_arc){.value = count,
						     .mask = few ? MASK_FEW : MASK_SHOWN};
		}
		if (reveals(report, parts, rows->count, total->months[m]))
			return false;
	}
	for (size_t i = 0; i < rows->count && report->view->audience != AUDIENCE_PRIVATE; i++)
		if (total_line_tells(report, rows, total, rows->list[i].beside))
			return false;
	return summary_has_line(report, total);
}
