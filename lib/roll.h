/*
 * roll.h - rosters that a command is changing, and whether the rules allow a change.
 *
 * Layer 5.  Stands between the text of a roster (spells.h) and its file (edit.h).  A change is refused if the person's
 * rows would break a rule that they do not break now, or exceed a limit of the community's composition.
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
	struct composition *composition; /* of that day, with changes so far; NULL: unread */
	day composed;                    /* the day that composition is of */
	size_t sought;                   /* how often roll_nobody() has searched the roster */
};

/* One request of a command, about one address in one community. */
struct ask {
	struct str cop;
	struct str email;
	const void *more; /* the command's own data */
};

/* Is there a community with that id?  If not, appends the reason to why, with a suggestion. */
bool ask_is_known(const struct edit *edit, struct str cop, struct buf *why);

/*
 * Appends to why the reason that an address was not found: what is wrong with the address if it is invalid, else where.
 */
void ask_nobody(struct str email, const char *where, struct buf *why);

/* As ask_nobody(), for an address that is not in the roster; suggests a similar one that is. */
void roll_nobody(struct roll *roll, struct str email, struct buf *why);

/* Appends a suggestion to why if a similar address is in any roster.  Reads all rosters. */
void rolls_suggest(const struct edit *edit, struct str email, struct buf *why);

/*
 * Functions that see the lines of each roster that rolls_open() opens (struct spells_watch).  context_of() is called
 * once for each community, and returns the context for the other two.
 */
struct roll_watch {
	void *(*context_of)(void *context, struct str cop);
	bool (*wants)(const void *context, struct str line);
	void (*line)(void *context, struct str line, size_t number);
	void *context;
};

/*
 * Opens the rosters of all communities that the asks name, and finds in them the rows of every address asked about.
 * Loads the definitions and the people's files.  Returns *roll_count rolls in order of id, in edit's arena; NULL, with
 * the reason recorded, if one of the rosters cannot be changed.  watch may be NULL.
 */
struct roll *rolls_open(struct edit *edit, const struct ask *asks, size_t count,
			const struct roll_watch *watch, size_t *roll_count);

/* A roll that has rows of an address, readable or not. */
struct mention {
	struct roll *roll;
	struct spells *spells;
	const struct mention *next; /* of the same address; NULL: the last */
};

/* Rolls, and an index of the addresses in them. */
struct mentions {
	struct roll *rolls; /* in order of id */
	size_t count;
	struct map by_email; /* address to its first struct mention */
};

/*
 * Opens all rosters that contain one of the addresses, even those that belong to no community.  The definitions must be
 * loaded.  False, with the reason recorded, if a roster cannot be read.
 */
bool rolls_mentioning(struct edit *edit, const struct str *emails, size_t email_count,
		      struct mentions *mentions);

/* The list of the address's mentions, in order of community id; NULL if there are none. */
static inline const struct mention *
mentions_of(const struct mentions *mentions, struct str email)
{
	return map_get(&mentions->by_email, email);
}

/*
 * Opens the roster of one community and finds the rows of the addresses.  False, with the reason recorded, if it cannot
 * be changed.
 */
bool roll_open(struct edit *edit, struct roll *roll, const struct definition *cop,
	       const struct str *emails, size_t email_count);

/* The roll of the community with the id cop; NULL if there is none.  The rolls are in order of id. */
struct roll *roll_find(struct roll *rolls, size_t count, struct str cop);

/* The rows of an address that the roll was opened with. */
struct spells *roll_spells(struct roll *roll, struct str email);

/* The rows, as changed so far, as a person.  *which is set as by spells_person(). */
struct person roll_person(struct roll *roll, const struct spells *spells, size_t **which);

/* The place of the line with that number, or of the roster as a whole if number is 0. */
struct place roll_place(const struct roll *roll, size_t number);

/*
 * Do the rules allow the rows as changed so far?  If not, appends the reasons to why: rules that they would newly
 * break, or a line or a date in the roster that cannot be read.  d is today.
 */
bool roll_allows(struct roll *roll, const struct spells *spells, day d, struct buf *why);

/*
 * Do the rules allow the rows of the address from to be added to those of the address to?  As roll_allows().
 */
bool roll_allows_move(struct roll *roll, const struct spells *from, const struct spells *to, day d,
		      struct buf *why);

/*
 * Do the limits of the community's composition on the day, or today if the day is past, leave room for the change from
 * before to after?  A limit that was exceeded already does not refuse a change that leaves the count as it is.  If there
 * is no room, appends the reason to why; if there is, later calls count the change.
 */
bool roll_has_room(struct roll *roll, const struct spells *before, const struct spells *after,
		   day d, day today, struct buf *why);

/*
 * Records a note for each composition rule that is met on the day and would not be after the change from before to
 * after.  Later calls count the change.
 */
void roll_note_breaks(struct roll *roll, const struct spells *before, const struct spells *after,
		      day d);

/* Passes all changes of the rolls on to their files (edit_patch()). */
void rolls_write(struct roll *rolls, size_t count);

#endif
