/* What report-summary.c and report-summary-mask.c share. */
#ifndef COP_REPORT_SUMMARY_H
#define COP_REPORT_SUMMARY_H

#include "mask.h"
#include "report.h"

#define MONTHS 12 /* shown by the line of members */
#define COUNTS 4  /* of people: MEMBERS to LEFT */
#define ARCS (COUNTS + 3)
#define NODES 3

enum { COP = 1, NAME, STATUS, MEMBERS, APPLICANTS, JOINED, LEFT, ORGANIZATIONS, REGIONS };

/* The sums of one community, or of all together. */
struct sums {
	bool known;
	size_t members;
	size_t applicants;
	size_t joined;
	size_t left;
	size_t months[MONTHS];
	struct mask_arc
	    arcs[ARCS]; /* of the counts, from MEMBERS to LEFT, and of what is not printed */
	struct map organizations; /* the set of the members' organizations */
	struct map regions;
};

/* The count of people for a column, from MEMBERS to LEFT. */
size_t summary_count(const struct sums *sums, unsigned column);

/* How the audience sees the count in a column, once it is protected. */
enum mask summary_mask(const struct sums *sums, unsigned column);

/* Decides how the audience may see each count of a community, or of all together, taken by itself. */
void summary_protect(const struct report *report, struct sums *sums);

/* Masks totals that would reveal masked ones of theirs, or masked counts of the communities. */
void summary_protect_totals(const struct report *report, struct sums *parts, struct sums *total);

/* Is there a line of months in the row?  Not if the row has a masked count, which the line would help to compute. */
bool summary_has_line(const struct report *report, const struct sums *sums);

/* Is there one in the totals row?  Not if one of its months would reveal a masked count of a community. */
bool summary_has_total_line(const struct report *report, const struct report_rows *rows,
			    const struct sums *total);

#endif
