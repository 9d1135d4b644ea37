/*
 * consent.h - whether a person may be written to.
 *
 * Layer 4.  commands.md, "Consent": express lasts until withdrawn; implied through membership and the policy's
 * months after it, and for an applicant some months after applying; withdrawn in a community holds
 * for that community, a suppression for all.
 */
#ifndef COP_CONSENT_H
#define COP_CONSENT_H

#include <stdbool.h>

#include "registry.h"
#include "roster.h"

/*
 * The row whose consent is in force on the day: the last that was given or withdrawn by then (on the same
 * day, the withdrawal); NULL if there is none.
 */
const struct spell *consent_in_force(const struct person *person, day d);

/*
 * The last day on which consent lets the person of that community be written to; DAY_NEVER: until it is
 * withdrawn; DAY_ALWAYS: on no day.  Suppressions are not looked at.
 */
day consent_until(const struct person *person, const struct policy *policy, day d);

/* Is the address suppressed on the day? The registry's suppressions are loaded. */
bool consent_is_suppressed(const struct registry *registry, struct str email, day d);

/* May the person be written to on the day, by this community? The registry's suppressions are loaded. */
bool consent_allows(const struct person *person, const struct registry *registry, day d);

#endif
