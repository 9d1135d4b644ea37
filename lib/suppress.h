/*
 * suppress.h - adding to suppressions.csv.
 *
 * Layer 5.
 */
#ifndef COP_SUPPRESS_H
#define COP_SUPPRESS_H

#include "edit.h"

/*
 * Opens suppressions.csv for change and adds the addresses, which are in order and each there once, unless they stand there; one
 * that stands there from a later date gets this one.  False, with the reason recorded, if the file cannot be changed.
 */
bool suppress(struct edit *edit, const struct str *emails, size_t count, struct date date,
	      struct str reason);

#endif
