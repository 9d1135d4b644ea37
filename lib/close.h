/*
 * close.h - ending a community, optionally with another one taking over its members: cop-close.
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
	struct date date; /* the community's last day */
	day today;
};

/* Ends a community; the change() of an edit task (edit.h). */
bool close_change(void *context, struct edit *edit);

#endif
