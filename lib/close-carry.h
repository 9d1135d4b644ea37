/*
 * close-carry.h - the people of a community that ends, and carrying its members over to a later one.
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
	/* Definitions: of the later community, if there is one, then of the one that ends. */
	struct draft drafts[DRAFTS_MAX];
	size_t draft_count;
	struct roll roll; /* roster of the later community */
};

/* The day after the community's last. */
static inline struct date
day_after(const struct close *c)
{
	return date_of(date_last(c->closing->date) + 1);
}

/* People read from a roster: those of the closing community, or those whom an earlier run carried over. */
struct departing {
	struct person *people;
	size_t *offsets; /* for each person: what to add to the line numbers of their spells */
	size_t count;
	size_t capacity;
	size_t offset_capacity;
	struct arena *arena;
};

/*
 * Reads the members whose membership would outlast the community's last day, and its applicants on that day.  False,
 * with the reason recorded, if anything in its roster is wrong.
 */
bool departing_read(const struct close *c, struct departing *all);

/* Notes each application that is still unanswered when the community ends. */
void departing_note_applicants(const struct close *c, const struct departing *all);

/*
 * Opens the later community's roster, carries every member over, and removes people whom an earlier run carried over
 * but this run would not.  False if a row cannot be added or removed, with a refusal, or the roster cannot be opened.
 */
bool departing_carry(struct close *c, const struct departing *all);

#endif
