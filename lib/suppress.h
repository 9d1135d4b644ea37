/*
 * suppress.h - adds addresses to suppressions.csv.
 *
 * Layer 5.
 */
#ifndef COP_SUPPRESS_H
#define COP_SUPPRESS_H

#include "edit.h"

/*
 * Opens suppressions.csv for change and adds the addresses, which must be sorted and unique, with the date and reason.
 * An address that is already there is left alone, unless its date is later: then it gets this date.  False, with the
 * reason recorded, if the file cannot be changed.
 */
bool suppress(struct edit *edit, const struct str *emails, size_t count, struct date date,
	      struct str reason);

#endif
