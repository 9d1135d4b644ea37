/*
 * roster.h - who belongs: rows of rosters as spells, grouped by person, on all cores.
 *
 * Layer 3.  A row is one spell of one address in one group of one community, from one day to another; an
 * empty group is membership, any other a seat (formats.md).
 */
#ifndef COP_ROSTER_H
#define COP_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "definition.h"
#include "diag.h"
#include "file.h"
#include "rows.h"
#include "str.h"

#define ROSTER_SUFFIX ".csv"

enum roster_column {
	ROSTER_EMAIL,
	ROSTER_NAME,
	ROSTER_ORGANIZATION,
	ROSTER_ROLE,
	ROSTER_REGION,
	ROSTER_LANGUAGE,
	ROSTER_GROUP,
	ROSTER_POSITION,
	ROSTER_APPLIED,
	ROSTER_JOINED,
	ROSTER_LEFT,
	ROSTER_CONSENT,
	ROSTER_CONSENTED,
	ROSTER_SOURCE,
	ROSTER_COLUMNS,
};

/* Their names, NULL at the end. */
extern const char *const roster_columns[];

#define ROSTER_ALL ((1U << ROSTER_COLUMNS) - 1)

/* In the order of member_status_words. */
enum member_status {
	MEMBER_MEMBER,
	MEMBER_APPLICANT,
	MEMBER_FORMER,
	MEMBER_DECLINED,
	MEMBER_FUTURE,
};

struct spell {
	const struct definition *cop;
	struct str fields[ROSTER_COLUMNS]; /* of the row itself; those not asked for are absent */
	struct date applied;
	struct date joined;
	struct date left;
	struct span
	    span;     /* from the earlier of applied and joined to its end; without dates, empty */
	day stay_end; /* of a membership: the end of the stay it belongs to */
	day stay_joined; /* of the first row of a stay: the day on which it became one of a member; of every other, and of
			    an application, DAY_NEVER */
	struct str text; /* the row as it stands in the file */
	bool in_form;    /* quoted as canonical form has it, where the scan asked */
	bool text_good;  /* it is known to be good text */
	size_t line;     /* in the block; the block's offset is known to done() */
};

/* A membership among those of one person, in the order of their first days. */
struct membership {
	const struct spell *spell;
	day last; /* of it and all before it, the latest day on which one of them holds */
};

/* All rows of one address in one roster, in the order of canonical form if the file is in order. */
struct person {
	struct str email;
	const struct spell *spells;
	size_t count;
	size_t number; /* in a scan: of the community, among those of the scan */
	/* To look one up in, where there are many rows; else NULL. */
	const struct membership *memberships;
	size_t membership_count;
};

static inline bool
spell_is_seat(const struct spell *spell)
{
	return spell->fields[ROSTER_GROUP].n > 0;
}

/* Room for an address, which has at most 254 bytes. */
#define ROSTER_EMAIL_ROOM 256

/*
 * The address of a roster's line, in lower case, in that room; one that is quoted without need is read as it would be
 * without. What is too long to be an address is given as it stands.
 */
struct str roster_email(struct str line, char room[ROSTER_EMAIL_ROOM]);

enum member_status spell_status(const struct spell *spell, day d);

/*
 * The membership that a person has on a day; if none, the last one that began before it, else the
 * first.  NULL for a person without any.
 */
const struct spell *person_membership(const struct person *person, day d);

/* Is one of the person's memberships of that status on the day? */
bool person_is(const struct person *person, enum member_status status, day d);

/*
 * A field of a spell: its own, or, where a seat leaves it empty, that of the person's membership on the
 * day (the seat's last day if that is earlier).
 */
struct str person_field(const struct person *person, const struct spell *spell,
			enum roster_column column, day d);

/*
 * Reads one line of a roster that has so many columns; false, with the reason recorded, if it cannot be read.  Its end by
 * other rows comes with person_of().  The line lives as long as the arena.
 */
bool spell_read(struct spell *spell, struct arena *arena, const struct definition *cop,
		size_t columns, struct str line, size_t number, struct str path, struct diag *diag);

/* What a row that has so many columns says by itself; what has to do with other rows comes with person_of(). */
void spell_of_row(struct spell *spell, const struct definition *cop, const struct row *row,
		  size_t columns, struct str path, struct diag *diag);

/* All rows of an address as a person.  They get what they have to do with each other: stays, and the ends of seats. */
struct person person_of(struct arena *arena, struct str email, struct spell *spells, size_t count);

/* A stretch of a roster that was read; a roster has at least one, if it is there. */
struct roster_block {
	const struct definition *cop;
	size_t number;      /* of it, among the communities of the scan */
	struct str path;    /* of the roster */
	size_t line_offset; /* to add to the line of a spell */
	bool readable;      /* false: the roster could not be read, which has been recorded */
	bool whole;         /* nothing in it was wrong, so that what is counted is all there is */
	bool ordered;       /* false where the scan took it to be, and it is not */
	struct str bytes;   /* whole lines, in a roster's first block from its header */
};

/* Reading many rosters. Results come back in the order of the communities and of each file. */
struct roster_scan {
	const struct folder *folder; /* PEOPLE/rosters */
	const struct definition *const *cops;
	size_t count;
	unsigned
	    columns; /* bits 1 << enum roster_column that are needed beside address, group and dates */
	bool quiet;  /* findings are not recorded: another scan records them */
	bool form;   /* is it asked whether rows are in form? */
	bool people; /* all rows of an address at once; else each row is a person alone */
	/* With people: spares a look through each roster whether it is in order of address, and takes it to be. A block
	 * that is not, or does not follow on the one before it, says so: then what was given of the roster is worth
	 * nothing, and another scan is to read it. */
	bool in_order;
	/* Is a row wanted whose field in keeps_column is that text? Asked on any thread; NULL: all rows are wanted.  Others
	 * are passed over before their dates are read.  Not with people, which need all rows. */
	bool (*keeps)(const void *context, struct str text);
	enum roster_column keeps_column;
	/* The first line of the bytes, which are whole lines, that is worth reading, without its LF; absent if none is.
	 * *before gets how many lines come before it, or how many there are if none is; where before is NULL, nobody asks.
	 * Called on any thread; NULL: all lines are read.  Others are passed over unread, so that what is wrong in them is
	 * not found.  Not with people, which need all rows. */
	struct str (*candidate)(const void *context, struct str bytes, size_t *before,
				struct buf *scratch);
	size_t result_size;
	void *context;
	/* For each person, on any thread; result belongs to the block being read, zeroed at first. */
	void (*person)(void *context, void *result, const struct person *person);
	/* For each block, in order: takes what is in result and leaves it ready for another block. Returns
	 * false to stop reading. */
	bool (*done)(void *context, void *result, const struct roster_block *block);
	/* Frees what result holds; may be NULL. */
	void (*end)(void *context, void *result);
	struct diag *diag;
};

/* Reads the rosters; a community without one has no people. */
void roster_read(const struct roster_scan *scan);

/*
 * The same, with people, in_order, until a roster is found that is not: false then, what done() was given is worth
 * nothing, and what was found is forgotten.
 */
bool roster_read_in_order(const struct roster_scan *scan);

#endif
