/*
 * amend.h - correcting a person in every roster at once, or changing them from a day on: cop-amend.
 *
 * Layer 5.
 */
#ifndef COP_AMEND_H
#define COP_AMEND_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "roster.h"

/* FIELD=VALUE. */
struct amendment {
	enum roster_column column;
	struct str value;
};

/* Reads one; false, with a usage error and a suggestion recorded, if there is no such field to amend. */
bool amendment_parse(struct amendment *amendment, struct str text, struct diag *diag);

/* The context of amend_change(). */
struct amending {
	const struct str *emails; /* of people; each gets all amendments */
	size_t email_count;
	const struct amendment *list;
	size_t count;
	bool dated; /* a change from the date on, not a correction */
	struct date date;
	day today;
};

bool amend_change(void *context, struct edit *edit);

#endif
