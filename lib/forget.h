/*
 * forget.h - erases a person everywhere: cop-forget.
 *
 * Layer 5.  What counts need stays, under a pseudonym: when the person joined and left, and in what group, role, region
 * and organization. What identifies the person goes: address, name, consent, how they came, and all additional columns.
 */
#ifndef COP_FORGET_H
#define COP_FORGET_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"

/* The domain of pseudonyms: the addresses that replace those of forgotten people. */
#define FORGOTTEN_DOMAIN "@forgotten.invalid"

/* The context of forget_change(): whom to forget, and how. */
struct forgetting {
	const struct str *emails;
	size_t count;
	struct str reason; /* to be noted in suppressions.csv */
	struct date date;  /* the last day of the person's memberships */
	day today;
};

bool forget_change(void *context, struct edit *edit);

#endif
