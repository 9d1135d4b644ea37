/*
 * answer.h - what becomes of people who are in a roster: approving, leaving, appointing.
 *
 * Layer 5.  Each function is the change() of an edit (edit.h), and the struct before it its context.
 */
#ifndef COP_ANSWER_H
#define COP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "roll.h"

/* Whom a command is about, and when. */
struct asked {
	const struct ask *asks;
	size_t count;
	bool listed; /* they came in a list: a community that is unknown costs that line alone */
	struct date date;
	day today;
};

/* An applicant becomes a member: cop-approve.  The context is a struct asked. */
bool approve_change(void *context, struct edit *edit);

struct leaving {
	struct asked asked;
	struct str group; /* of the seat that alone is given up; absent: the membership is */
	bool force;       /* even if the community loses its last chair or lead */
};

/* A member leaves, an applicant is declined, a seat is given up: cop-leave. */
bool leave_change(void *context, struct edit *edit);

struct appointing {
	struct asked asked; /* one of them; its date is the first day of the term */
	struct str group;
	struct str position; /* absent: as it is; empty: none */
	struct date until;   /* the last day of the term; no date: it has none */
	struct str
	    organization; /* and so on: that hold for the seat alone; empty: the membership's */
	struct str role;
	struct str region;
};

/* A member takes a seat, or its term is changed: cop-appoint. */
bool appoint_change(void *context, struct edit *edit);

#endif
