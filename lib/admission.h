/*
 * admission.h - who may join a community: its status, its admission policy, and whom it is open to.
 *
 * Layer 5.  A function that refuses adds the reason to why, in words for the person who is refused.
 */
#ifndef COP_ADMISSION_H
#define COP_ADMISSION_H

#include <stdbool.h>

#include "registry.h"

/* The values of join.admission, in the order of the words in admission_of(). */
enum admission { ADMISSION_OPEN, ADMISSION_APPROVAL, ADMISSION_INVITATION, ADMISSION_CLOSED };

/* The definition's join.admission; ADMISSION_APPROVAL if it has none. */
enum admission admission_of(const struct definition *cop);

/* May people join the community, given its status on day d? With applying: may they apply? */
bool admission_status(const struct registry *registry, const struct definition *cop, day d,
		      bool applying, struct buf *why);

/* Is the community open to that role, region and organization on day d? An empty region is the organization's. */
bool admission_open_to(const struct registry *registry, const struct definition *cop,
		       struct str role, struct str region, struct str organization, day d,
		       struct buf *why);

/* Is the address suppressed on day d? Also true if a damaged line of suppressions.csv is about it. */
bool admission_suppressed(const struct registry *registry, struct str email, day d,
			  struct buf *why);

#endif
