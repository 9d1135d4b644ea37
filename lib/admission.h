/*
 * admission.h - who may join a community: its status, its admission, and whom it is open to.
 *
 * Layer 5.  Each function adds to why, in words for the person who is refused, what stands in the way.
 */
#ifndef COP_ADMISSION_H
#define COP_ADMISSION_H

#include <stdbool.h>

#include "registry.h"

/* In the order of the words of join.admission. */
enum admission { ADMISSION_OPEN, ADMISSION_APPROVAL, ADMISSION_INVITATION, ADMISSION_CLOSED };

/* What the definition says; approval if it says nothing. */
enum admission admission_of(const struct definition *cop);

/* Does the community's status on the day let people join it, or, with applying, apply? */
bool admission_status(const struct registry *registry, const struct definition *cop, day d,
		      bool applying, struct buf *why);

/* Is the community open to somebody of that role, region and organization on the day? */
bool admission_open_to(const struct registry *registry, const struct definition *cop,
		       struct str role, struct str region, struct str organization, day d,
		       struct buf *why);

/* Is the address one that must never be written to again, on the day? */
bool admission_suppressed(const struct registry *registry, struct str email, day d,
			  struct buf *why);

#endif
