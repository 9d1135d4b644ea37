/*
 * roll.h - rosters that a command is changing: whom it is about, and what the rules say to it.
 *
 * Layer 5.  Between the text of a roster (spells.h) and its file (edit.h) stands judgement: a change is refused if
 * rows of that person would break a rule that they do not break now, or a limit of the community's composition.
 */
#ifndef COP_ROLL_H
#define COP_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "composition.h"
#include "edit.h"
#include "spells.h"

/* A roster that is open for change. */
struct roll {
	struct edit *edit;
	const struct definition *cop;
	struct edit_file *file;
	struct roster_text text;
	struct composition *composition; /* of the day asked about last; NULL: not read yet */
	day composed;                    /* that day */
	size_t sought;                   /* addresses for which near ones were looked for */
};

/* One thing that is asked: of one address, in one community. */
struct ask {
	struct str cop;
	struct str email;
	const void *more; /* what else the command knows of it */
};

/* Is there a community of that id? If not, why is added, with a suggestion. */
bool ask_is_known(const struct edit *edit, struct str cop, struct buf *why);

/* Adds why nobody of that address was found: it is none, with what was probably meant; else, where they are not. */
void ask_nobody(struct str email, const char *where, struct buf *why);

/* As ask_nobody(), of a roster: with an address in it that is a slip of the keyboard away. */
void roll_nobody(struct roll *roll, struct str email, struct buf *why);

/* Adds an address that is a slip of the keyboard away, if one stands in any roster; all of them are read. */
void rolls_suggest(const struct edit *edit, struct str email, struct buf *why);

/* Looks at every line of the rosters that are opened (spells_watch), for the community whose context it is asked for. */
struct roll_watch {
	void *(*context_of)(void *context, struct str cop);
	bool (*wants)(const void *context, struct str line);
	void (*line)(void *context, struct str line, size_t number);
	void *context;
};

/*
 * The rolls of all communities that the asks name, in order of id, every address in them wanted and found, definitions and
 * the people's files loaded.  NULL, with the reason recorded, if one of them cannot be changed.  watch may be NULL.
 */
struct roll *rolls_open(struct edit *edit, const struct ask *asks, size_t count,
			const struct roll_watch *watch, size_t *roll_count);

/* A roll in which an address has rows, be they such as cannot be read. */
struct mention {
	struct roll *roll;
	struct spells *spells;
	const struct mention *next; /* of the address; NULL: there is none */
};

/* Rolls, and where in them each address stands. */
struct mentions {
	struct roll *rolls; /* in order of id */
	size_t count;
	struct map by_email; /* of struct mention, the first of each address */
};

/*
 * The rolls of all rosters in which one of the addresses stands, even those without a community; definitions are loaded.
 * False, with the reason recorded, if one cannot be read.
 */
bool rolls_mentioning(struct edit *edit, const struct str *emails, size_t email_count,
		      struct mentions *mentions);

/* Where the address stands, in order of id; NULL: nowhere. */
static inline const struct mention *
mentions_of(const struct mentions *mentions, struct str email)
{
	return map_get(&mentions->by_email, email);
}

/* The roll of one community, for those addresses; false, with the reason recorded, if it cannot be changed. */
bool roll_open(struct edit *edit, struct roll *roll, const struct definition *cop,
	       const struct str *emails, size_t email_count);

/* The roll of that community; NULL if it is none of them. */
struct roll *roll_find(struct roll *rolls, size_t count, struct str cop);

/* The rows of an address that was asked for. */
struct spells *roll_spells(struct roll *roll, struct str email);

/* What the rows are to be, as a person; which as for spells_person(). */
struct person roll_person(struct roll *roll, const struct spells *spells, size_t **which);

/* The place of a row, or of the roster if number is 0. */
struct place roll_place(const struct roll *roll, size_t number);

/*
 * May the rows become what they now are? If not, why is added: a rule that they would newly break, or a line that cannot
 * be read.  d is today.
 */
bool roll_allows(struct roll *roll, const struct spells *spells, day d, struct buf *why);

/*
 * May the rows of one address, which is to be another's, join those that the other has already? As roll_allows().
 */
bool roll_allows_move(struct roll *roll, const struct spells *from, const struct spells *to, day d,
		      struct buf *why);

/*
 * Does the composition of the day leave room for the rows, seen from what they were before? If not, why is added; if so,
 * they count from now on.
 */
bool roll_has_room(struct roll *roll, const struct spells *before, const struct spells *after,
		   day d, struct buf *why);

/* Notes each composition rule that holds on the day, and holds no longer with the rows as they now are; these count. */
void roll_note_breaks(struct roll *roll, const struct spells *before, const struct spells *after,
		      day d);

/* Puts all changes of the rolls into their files. */
void rolls_write(struct roll *rolls, size_t count);

#endif
