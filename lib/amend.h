/*
 * amend.h - for cop-amend: corrects a person in every roster, or changes their fields from a day on.
 *
 * Layer 5.
 */
#ifndef COP_AMEND_H
#define COP_AMEND_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "roster.h"

/* One FIELD=VALUE operand. */
struct amendment {
	enum roster_column column;
	struct str value;
};

/*
 * Parses FIELD=VALUE; the value points into text.  False, with a usage error recorded, if text has another form or
 * names no field that cop-amend can change.
 */
bool amendment_parse(struct amendment *amendment, struct str text, struct diag *diag);

/* The context of amend_change(). */
struct amending {
	const struct str *emails; /* the people; all amendments apply to each */
	size_t email_count;
	const struct amendment *list;
	size_t count;
	bool dated; /* change fields from the date on; false: correct them */
	struct date date;
	day today;
};

/* The change() of an edit (edit.h); the context is a struct amending.  If one person is refused, nothing is written. */
bool amend_change(void *context, struct edit *edit);

#endif
