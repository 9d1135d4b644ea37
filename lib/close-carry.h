/*
 * close-carry.h - who leaves with a community that ends, and is carried over to a later one.
 *
 * Layer 5.  For close*.c alone.
 */
#ifndef COP_CLOSE_CARRY_H
#define COP_CLOSE_CARRY_H

#include "close.h"
#include "draft.h"
#include "roll.h"

/* A community that is being closed. */
struct close {
	struct edit *edit;
	const struct closing *closing;
	const struct definition *cop;
	const struct definition *into; /* NULL: none */
	struct draft drafts
	    [DRAFTS_MAX]; /* of the later community, if there is one, then of the one that ends */
	size_t draft_count;
	struct roll roll; /* of the later community */
};

/* The first day behind the community's last. */
static inline struct date
day_after(const struct close *c)
{
	return date_of(date_last(c->closing->date) + 1);
}

/* Everybody who is a member or applicant on the last day. */
struct departing {
	struct person *people;
	size_t *offsets; /* to add to the lines of their spells */
	size_t count;
	size_t capacity;
	size_t offset_capacity;
	struct arena *arena;
};

/* The members and applicants who leave with the community; false, with the reason recorded, if its roster cannot be read whole. */
bool departing_read(const struct close *c, struct departing *all);

/* An application that nobody has answered ends with the community. */
void departing_note_applicants(const struct close *c, const struct departing *all);

/*
 * Opens the later community's roster, carries every member over, and takes back whom an earlier run carried over and this one
 * would not; false, with refusals, if it cannot take or lose a row.
 */
bool departing_carry(struct close *c, const struct departing *all);

#endif
