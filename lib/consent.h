/*
 * consent.h - whether a person may be written to.
 *
 * Layer 4.  commands.md, "Consent": express consent lasts until withdrawn.  Implied consent lasts through membership
 * and for some months after it, an applicant's for some months after applying; the policy sets both.  A withdrawal is
 * for one community, a suppression for all.
 */
#ifndef COP_CONSENT_H
#define COP_CONSENT_H

#include <stdbool.h>

#include "registry.h"
#include "roster.h"

/*
 * The row whose consent is in force on day d: the one with the latest consent date by then, and of two on the same day
 * the withdrawal; NULL if there is none.  Seats do not count.
 */
const struct spell *consent_in_force(const struct person *person, day d);

/*
 * The last day on which the consent in force on day d lets the community write to the person; DAY_NEVER: until it is
 * withdrawn; DAY_ALWAYS: on no day.  Ignores suppressions.
 */
day consent_until(const struct person *person, const struct policy *policy, day d);

/* Is the address suppressed on day d? The registry's suppressions must be loaded. */
bool consent_is_suppressed(const struct registry *registry, struct str email, day d);

/* May the community write to the person on day d? The registry's suppressions must be loaded. */
bool consent_allows(const struct person *person, const struct registry *registry, day d);

#endif
