/*
 * forget.h - erasing a person everywhere: cop-forget.
 *
 * Layer 5.  What counts need stays under a pseudonym: when somebody joined and left, in what group, role, region and
 * organization.  What tells who it was goes: address, name, consent, how they came, and every further column.
 */
#ifndef COP_FORGET_H
#define COP_FORGET_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"

/* The domain of the addresses that those who are forgotten go by. */
#define FORGOTTEN_DOMAIN "@forgotten.invalid"

/* The context of forget_change(). */
struct forgetting {
	const struct str *emails;
	size_t count;
	struct str reason; /* for suppressions.csv */
	struct date date;  /* the last day on which the person belongs to anything */
	day today;
};

bool forget_change(void *context, struct edit *edit);

#endif
