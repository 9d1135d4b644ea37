#include "consent.h"

const struct spell *
consent_in_force(const struct person *person, day d)
{
	const struct spell *last = NULL;
	day since = DAY_ALWAYS;

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];
		struct date consented;

		if (spell_is_seat(spell) || spell->fields[ROSTER_CONSENT].n == 0 ||
		    !date_parse(spell->fields[ROSTER_CONSENTED], &consented) ||
		    date_first(consented) > d)
			continue;
		if (last == NULL || date_first(consented) > since ||
		    (date_first(consented) == since &&
		     str_is(spell->fields[ROSTER_CONSENT], "withdrawn"))) {
			last = spell;
			since = date_first(consented);
		}
	}
	return last;
}

/*
 * The last day of implied consent: some months after the end of a membership or, if not a member by day d, an
 * application.
 */
static day
implied_until(const struct person *person, const struct policy *policy, day d)
{
	day until = DAY_ALWAYS;

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];
		day end = DAY_ALWAYS;

		if (spell_is_seat(spell))
			continue;
		if (spell->since <= d)
			end = spell->span.last == DAY_NEVER
				  ? DAY_NEVER
				  : day_plus_months(spell->span.last,
						    policy->implied_consent_months);
		else if (date_given(spell->applied))
			end = day_plus_months(date_first(spell->applied),
					      policy->inquiry_consent_months);
		if (end > until)
			until = end;
	}
	return until;
}

day
consent_until(const struct person *person, const struct policy *policy, day d)
{
	const struct spell *spell = consent_in_force(person, d);

	if (spell == NULL || str_is(spell->fields[ROSTER_CONSENT], "withdrawn"))
		return DAY_ALWAYS;
	if (str_is(spell->fields[ROSTER_CONSENT], "express"))
		return DAY_NEVER;
	if (str_is(spell->fields[ROSTER_CONSENT], "implied"))
		return implied_until(person, policy, d);
	return DAY_ALWAYS;
}

bool
consent_is_suppressed(const struct registry *registry, struct str email, day d)
{
	const struct suppression *suppression = suppression_of(registry->suppressions, email);

	return suppression != NULL && date_first(suppression->date) <= d;
}

bool
consent_allows(const struct person *person, const struct registry *registry, day d)
{
	return !consent_is_suppressed(registry, person->email, d) &&
	       !str_ends(person->email, STR(".invalid")) &&
	       consent_until(person, &registry->policy, d) >= d;
}
