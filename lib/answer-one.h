/*
 * answer-one.h - the state of one ask while it is answered.
 *
 * Layer 5.  For answer*.c alone.
 */
#ifndef COP_ANSWER_ONE_H
#define COP_ANSWER_ONE_H

#include <stdbool.h>
#include <stddef.h>

#include "answer.h"

struct answering {
	struct edit *edit;
	const struct asked *asked;
	const struct ask *ask;
	struct roll *roll;
	struct spells *spells;
	struct spells before; /* a copy of spells, restored if the ask is refused */
	struct person person; /* the rows before any change */
	size_t *which;        /* for each spell of person, the index of its row */
	struct buf why;       /* the reason for a refusal */
};

/* Answers one ask: changes the rows and adds an outcome; or returns false, with the reason in a->why, to refuse it. */
typedef bool answer(struct answering *a, void *context);

/*
 * Calls how for each ask, in order, and puts the changes into the edit's files.  False, with the reason recorded, if
 * the rosters cannot be opened.
 */
bool answer_all(struct edit *edit, const struct asked *asked, answer *how, void *context);

/* Adds the outcome of the ask: a result word, and an explanation followed by the date, if one is given. */
void answer_outcome(const struct answering *a, const char *result, const char *what,
		    struct date date);

/* The row of the i-th spell of a->person. */
struct spell_row *answer_row(const struct answering *a, size_t i);

/*
 * The person's spell in the group ("": membership) that has the status on day d; if several do, the one that begins
 * last, but of future ones the one that begins first.  Sets *row to its row.  NULL, with *row left alone, if there is none.
 */
const struct spell *answer_find(const struct answering *a, struct str group,
				enum member_status status, day d, struct spell_row **row);

/*
 * Sets a->why to the reason that no row was found: the first bad date in the person's rows; if there is none, the
 * reason given, followed by the date if that is given.
 */
void answer_reason(struct answering *a, const char *reason, struct date date);

/* Do all communities asked about have that group? Records a usage error for each that does not. */
bool answer_groups_known(struct edit *edit, const struct asked *asked, struct str group);

#endif
