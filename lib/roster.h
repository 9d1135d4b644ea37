/*
 * roster.h - reads rosters: rows as spells, grouped by person, on all cores.
 *
 * Layer 3.  A row is one spell of one address in one group of one community, from one day to another.  An empty group
 * is membership, any other a seat (formats.md).
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

/* clang-format off */
#define ROSTER_COLUMN_NAMES \
	"email", "name", "organization", "role", "region", "language", "group", "position", "applied", "joined", "left", \
	"consent", "consented", "source"
/* clang-format on */

/* These names, NULL at the end. */
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
	struct str fields[ROSTER_COLUMNS]; /* fields of the row; absent if not asked for */
	struct date applied;
	struct date joined;
	struct date left;
	day since; /* first day of joined; DAY_NEVER: not given */
	struct span
	    span;     /* from the earlier of applied and joined to the end; empty without dates */
	day stay_end; /* membership: last day of the stay that it belongs to */
	day stay_joined; /* first membership of a stay: the earliest joined of the stay; any other row: DAY_NEVER */
	struct str text; /* the line of the file */
	bool in_form;    /* quoted as in canonical form; set only if the scan asked (form) */
	bool text_good;  /* text is known to hold good text (text_check()) */
	size_t line;     /* number in its block; done() adds line_offset */
};

/* A membership in the list of one person, which is in order of first day. */
struct membership {
	const struct spell *spell;
	day last; /* the latest last day of this membership and all before it in the list */
};

/* All rows of one address in one roster, in canonical order if the file is. */
struct person {
	struct str email;
	const struct spell *spells;
	size_t count;
	size_t number; /* in a scan: index of the community in cops */
	/* For look-ups by day; made only if the person has many rows, else NULL. */
	const struct membership *memberships;
	size_t membership_count;
};

static inline bool
spell_is_seat(const struct spell *spell)
{
	return spell->fields[ROSTER_GROUP].n > 0;
}

/* Room for an address, which is at most 254 bytes long. */
#define ROSTER_EMAIL_ROOM 256

/*
 * The address at the beginning of a roster line, in lower case and without quotes around it, written to room.  One too
 * long for room is returned in its own case.
 */
struct str roster_email(struct str line, char room[ROSTER_EMAIL_ROOM]);

enum member_status spell_status(const struct spell *spell, day d);

/*
 * The membership of a person that holds on day d; if none does, the last one that began by then, or else the first.
 * NULL for a person without memberships.
 */
const struct spell *person_membership(const struct person *person, day d);

/* The date on which the stay that a membership belongs to began. */
struct date person_stay_begin(const struct person *person, const struct spell *membership);

/* The first membership of the person that has that status on day d; NULL if none does. */
const struct spell *person_as(const struct person *person, enum member_status status, day d);

/* Does any? */
static inline bool
person_is(const struct person *person, enum member_status status, day d)
{
	return person_as(person, status, d) != NULL;
}

/*
 * A field of a spell.  If a seat leaves it empty and seats inherit that column, the field of the person's membership on
 * day d or on the seat's last day, whichever is earlier.
 */
struct str person_field(const struct person *person, const struct spell *spell,
			enum roster_column column, day d);

/*
 * Reads one line of a roster that has that many columns; false, with the reason recorded, if it cannot be read.  What
 * depends on other rows is set by person_of().  The line must live as long as the arena.
 */
bool spell_read(struct spell *spell, struct arena *arena, const struct definition *cop,
		size_t columns, struct str line, size_t number, struct str path, struct diag *diag);

/* Fills a spell from the first columns fields of a row.  What depends on other rows is set by person_of(). */
void spell_of_row(struct spell *spell, const struct definition *cop, const struct row *row,
		  size_t columns, struct str path, struct diag *diag);

/* Makes a person of all rows of an address, and sets what depends on other rows: stays, and the ends of seats. */
struct person person_of(struct arena *arena, struct str email, struct spell *spells, size_t count);

/* A block of a roster that was read.  A roster that exists has at least one. */
struct roster_block {
	const struct definition *cop;
	size_t number;      /* index of cop in cops of the scan */
	struct str path;    /* of the roster */
	size_t line_offset; /* add it to spell.line for the line in the file */
	bool readable;      /* false: the roster could not be read, which has been recorded */
	bool whole;         /* nothing in it was wrong: every row was read */
	bool ordered;       /* false if the scan assumed order (in_order) and there is none */
	struct str bytes;   /* whole lines; the first block of a roster includes the header */
};

/* A scan of many rosters.  Results come in the order of the communities and, in each, of the file. */
struct roster_scan {
	const struct folder *folder; /* PEOPLE/rosters */
	const struct definition *const *cops;
	size_t count;
	unsigned
	    columns; /* fields needed besides address, group and dates: bits 1 << enum roster_column */
	bool quiet;  /* do not record findings: another scan does */
	bool form;   /* set spell.in_form */
	bool people; /* pass person() all rows of an address at once; else one row at a time */
	/*
	 * With people: assume that each roster is in order of address, instead of reading it first to find out.  A
	 * block that is out of order, or does not follow the one before it, has ordered = false: discard what was given
	 * of that roster, and read it in another scan.
	 */
	bool in_order;
	/*
	 * Is a row wanted, by the text of its keeps_column field?  Other rows are skipped before their dates are read.
	 * Called on any thread.  NULL: all rows are wanted.  Not with people, which need all rows.
	 */
	bool (*keeps)(const void *context, struct str text);
	enum roster_column keeps_column;
	/*
	 * Returns the first line of bytes (whole lines) that is worth reading, without its LF; absent if none is.  Sets
	 * *before, unless before is NULL, to the number of lines before it, or of all lines if there is none.  Lines
	 * passed over are not read, so errors in them are not found.  Called on any thread.  NULL: all lines are read.
	 * Not with people, which need all rows.
	 */
	struct str (*candidate)(const void *context, struct str bytes, size_t *before,
				struct buf *scratch);
	size_t result_size;
	void *context;
	/* Called for each person, on any thread.  result belongs to the block being read, and is zeroed at first. */
	void (*person)(void *context, void *result, const struct person *person);
	/*
	 * Called for each block, in order: takes what is in result and leaves it ready for another block.  Returns
	 * false to stop reading.
	 */
	bool (*done)(void *context, void *result, const struct roster_block *block);
	/* Frees what result holds; may be NULL. */
	void (*end)(void *context, void *result);
	struct diag *diag;
};

/* Reads the rosters; a community without one has no people. */
void roster_read(const struct roster_scan *scan);

/*
 * The same with people and in_order set.  Returns false at the first roster that is out of order: then discard what
 * done() was given; what was recorded is dropped.
 */
bool roster_read_in_order(const struct roster_scan *scan);

#endif
