/* What report-growth.c and report-growth-mask.c share. */
#ifndef COP_REPORT_GROWTH_H
#define COP_REPORT_GROWTH_H

#include "mask.h"
#include "report.h"

/* The members of one community, or of all together, step by step: each step is a month, quarter or year. */
struct flow {
	size_t steps;
	/* One for each step; then come left and members, and one for the members before. */
	struct mask_arc *joined;
	struct mask_arc *left;
	struct mask_arc *members;
};

/* A flow of zeroes in the report's arena; the caller sets the values. */
struct flow flow_new(const struct report *report, size_t steps);

/* Decides how the audience may see each number of a flow, taken by itself. */
void flow_protect(const struct report *report, struct flow *flow);

/*
 * Masks numbers of all communities together that would reveal masked ones of theirs, or of the communities, one flow for
 * each community of the report.
 */
void flow_protect_total(const struct report *report, const struct flow *parts, struct flow *total);

#endif
