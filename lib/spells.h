/*
 * spells.h - changes rows of some people in the text of a roster.
 *
 * Layer 3.  A writer names the people it is about (spells_want), reads the roster once (spells_scan), changes their
 * rows, and takes the edits as patches of bytes (spells_patches).  Rows of other people are not even parsed: a mistake
 * in one of them stays, and does not stop the change.
 */
#ifndef COP_SPELLS_H
#define COP_SPELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "roster.h"
#include "sieve.h"

struct place_key; /* roster-order.h */

/* A row, as it is in the roster (old) and as it is to become (now). */
struct spell_row {
	size_t at;       /* offset of its line; unused for a new row */
	size_t length;   /* of its line, without the LF */
	size_t line;     /* number of its line; 0: a new row */
	struct str *old; /* one field for each column of the roster; NULL: a new row */
	struct str *now; /* the same; NULL: the row is to be deleted */
	struct str made; /* now as a line; absent until it is asked for */
};

/* The rows of an address. */
struct spells {
	struct str email;
	struct spell_row *rows;
	size_t count;
	size_t capacity;
	size_t damaged; /* line number of a row of the address that cannot be read; 0: none */
};

/* Addresses to look for in many rosters (spells_ask). */
struct addresses {
	struct map emails;
	struct sieve sieve; /* a filter for them */
};

/* Makes a set of addresses, in lower case.  Their bytes must outlive it. */
struct addresses *addresses_new(struct arena *arena, const struct str *emails, size_t count);

struct roster_text {
	struct arena *arena;
	const struct definition *cop;
	struct str bytes;
	struct str path;
	size_t columns;          /* number of columns */
	const struct str *names; /* names of the columns */
	bool ordered;            /* its rows are in canonical order; known after spells_scan() */
	struct map people;       /* by address: struct spells of those who are wanted */
	struct sieve *sieve; /* a filter for the addresses in people; NULL: there are none yet */
	const struct addresses
	    *asked;             /* look for these addresses instead; NULL: for those in people */
	struct spells **wanted; /* the values of people, in the order in which they were wanted */
	size_t count;
	size_t capacity;
};

/*
 * Begins with the bytes of a roster, which must live as long as the arena.  Empty bytes stand for a roster that is yet
 * to be made.  False, with the reason recorded, if the header is bad.
 */
bool spells_open(struct roster_text *text, struct arena *arena, const struct definition *cop,
		 struct str bytes, struct str path, struct diag *diag);

/*
 * Asks for the rows of an address; they are empty until spells_scan().  The address is in lower case, and its bytes
 * must last.
 */
struct spells *spells_want(struct roster_text *text, struct str email);

/* Instead of spells_want(): spells_scan() is to want those of the addresses that it finds in the roster. */
void spells_ask(struct roster_text *text, const struct addresses *asked);

/* An observer of the lines of a roster. */
struct spells_watch {
	/* Does the observer want this line?  Called on any thread. */
	bool (*wants)(const void *context, struct str line);
	/* Called with each line that it wants, in order. */
	void (*line)(void *context, struct str line, size_t number);
	void *context;
};

/* Reads the roster, on all cores if it is large.  watch may be NULL. */
void spells_scan(struct roster_text *text, const struct spells_watch *watch);

/* Adds a new row for the address.  Its other fields are empty, and now may be written to. */
struct spell_row *spells_add(struct roster_text *text, struct spells *spells);

/*
 * Replaces now of a row with a copy that the caller may write to; copies made by spells_copy() share the old one.  The
 * caller must be done writing before the row is next read.  Returns the row.
 */
struct spell_row *spell_own(const struct roster_text *text, struct spell_row *row);

/* Sets a field of a row to a value, whose bytes must last, in a copy of its fields. */
void spell_set(struct roster_text *text, struct spell_row *row, size_t column, struct str value);

/* The same with a date, whole or partial. */
void spell_set_date(struct roster_text *text, struct spell_row *row, size_t column,
		    struct date date);

/* Marks a row for deletion. */
void spell_drop(struct spell_row *row);

/* Copies the rows, so that a caller can go back to them. */
struct spells spells_copy(struct roster_text *text, const struct spells *spells);

/*
 * The rows of the address as a person, as they are in the roster (old) or as they are to become.  Rows that cannot be
 * read are recorded as errors and left out.  *which, unless which is NULL, gets the index of the row of each spell: an
 * index, as rows move when one is added.
 */
struct person spells_person(const struct roster_text *text, const struct spells *spells, bool old,
			    size_t **which, struct diag *diag);

/* Calls patch for each edit: gone bytes at offset at are replaced by text, which lives in the arena. */
void spells_patches(struct roster_text *text,
		    void (*patch)(void *context, size_t at, size_t gone, struct str text),
		    void *context);

/* -- for spells-*.c alone --------------------------------------------------------------------------------------- */

/* A row as it is to become, as a line in canonical form.  It is in the arena, with its LF after it. */
struct str spell_line(const struct roster_text *text, struct spell_row *row);

/* The key of a line, which without a quote is simply split at commas.  False if it cannot be read. */
bool spells_line_key(const struct roster_text *text, struct arena *arena, struct str line,
		     struct place_key *key);

#endif
