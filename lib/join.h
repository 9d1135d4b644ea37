/*
 * join.h - applying for and joining communities: cop-join.
 *
 * Layer 5.
 */
#ifndef COP_JOIN_H
#define COP_JOIN_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "intake.h"
#include "roster.h"

/* The columns of a file of applicants: those of a roster, then these. */
enum { JOIN_COP = ROSTER_COLUMNS, JOIN_REASON, JOIN_COLUMNS };

extern const char *const join_columns[]; /* ends with NULL; email comes first */

/* What cop-join was asked to do: the context of join_change(). */
struct joining {
	const struct str *cops; /* ids of communities, for applicants whose row names none */
	size_t cop_count;
	const struct intake *intake; /* the applicants */
	struct date date;
	day today;
	bool approved;
	const char *rejects; /* path of the file to save refused rows in; NULL: do not save them */
	bool dry_run;
};

/*
 * Reads the output of cop-members, as CSV or tab-separated lines, as a list of applicants.  It gives their name,
 * organization, role, region and language, but no community to join.  Returns false, with nothing recorded, if bytes
 * is not such a list; errors in one are recorded, and then it has no rows.
 */
bool join_members(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  struct diag *diag);

bool join_change(void *context, struct edit *edit);

#endif
