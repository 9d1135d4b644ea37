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

/* The columns of an applicants' file: those of a roster, then these. */
enum { JOIN_COP = ROSTER_COLUMNS, JOIN_REASON, JOIN_COLUMNS };

extern const char *const join_columns[]; /* NULL at the end; email stands first */

/* What cop-join asks: the context of join_change(). */
struct joining {
	const struct str *cops; /* ids, for applicants who name none */
	size_t cop_count;
	const struct intake *intake; /* the applicants */
	struct date date;
	day today;
	bool approved;
	const char *rejects; /* where refused rows are kept; NULL: nowhere */
	bool dry_run;
};

/*
 * Reads people of other communities as cop-members lists them, as CSV or in lines with tabs: applicants, of whom name,
 * organization, role, region and language are known, and who name no community.  False, with nothing recorded,
 * if it is no such list; what is wrong with one is recorded, and nothing of it counts.
 */
bool join_members(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
		  struct diag *diag);

bool join_change(void *context, struct edit *edit);

#endif
