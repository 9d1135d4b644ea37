/*
 * answer.h - changes to people who are in a roster already: approving, leaving, appointing.
 *
 * Layer 5.  Each function is the change() of an edit (edit.h); its context is the struct defined before it.
 */
#ifndef COP_ANSWER_H
#define COP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "roll.h"

/* The people and communities that a command is about, and the date. */
struct asked {
	const struct ask *asks;
	size_t count;
	bool listed; /* read from a list: an unknown community fails its own line only */
	struct date date;
	day today;
};

/* An applicant becomes a member: cop-approve.  The context is a struct asked. */
bool approve_change(void *context, struct edit *edit);

struct leaving {
	struct asked asked;
	struct str group; /* give up only the seat in this group; absent: end the membership */
	bool force;       /* go ahead even if the community loses its last chair or lead */
};

/* A member leaves, an applicant is declined, a seat is given up: cop-leave. */
bool leave_change(void *context, struct edit *edit);

struct appointing {
	struct asked asked; /* its date is the first day of the term */
	struct str group;
	struct str position; /* absent: leave it as it is; empty: none */
	struct date until;   /* the last day of the term; not given: leave it as it is, or open */
	/* What differs from the membership in this seat; empty: leave it as it is. */
	struct str organization;
	struct str role;
	struct str region;
};

/* A member takes a seat, or its term is changed: cop-appoint. */
bool appoint_change(void *context, struct edit *edit);

#endif
