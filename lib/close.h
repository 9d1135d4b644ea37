/*
 * close.h - the end of a community, and who takes its members over: cop-close.
 *
 * Layer 5.
 */
#ifndef COP_CLOSE_H
#define COP_CLOSE_H

#include <stdbool.h>

#include "edit.h"

/* The context of close_change(). */
struct closing {
	struct str cop;
	struct str into; /* the community that takes its members over; absent: none */
	struct str reason;
	struct date date; /* its last day */
	day today;
};

/* Ends a community: cop-close. */
bool close_change(void *context, struct edit *edit);

#endif
