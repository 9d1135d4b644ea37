/*
 * answer-one.h - one ask in the middle of being answered.
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
	struct spells before;
	struct person person; /* as the rows stood */
	size_t *which;        /* the indexes of their rows */
	struct buf why;
};

/* How an ask of a kind is answered; false, with why, if it is refused. */
typedef bool answer(struct answering *a, void *context);

/* Answers all asks, in their order, and puts what changed into the files; false if the rosters cannot be opened. */
bool answer_all(struct edit *edit, const struct asked *asked, answer *how, void *context);

/* The outcome of the ask: what came of it, and why in words, behind which stands the date if it is given. */
void answer_outcome(const struct answering *a, const char *result, const char *what,
		    struct date date);

/* The row of a spell. */
struct spell_row *answer_row(const struct answering *a, size_t i);

/* The row, of membership or of a group, that has that status on the day, the last of them; NULL if there is none. */
const struct spell *answer_find(const struct answering *a, struct str group,
				enum member_status status, day d, struct spell_row **row);

/*
 * Says why no row was found: by what is wrong with the dates of those there are, or else for the reason given, behind which
 * stands the date if it is given.
 */
void answer_reason(struct answering *a, const char *reason, struct date date);

/* Have the communities a group of that name? One that has not is recorded, a usage error. */
bool answer_groups_known(struct edit *edit, const struct asked *asked, struct str group);

#endif
