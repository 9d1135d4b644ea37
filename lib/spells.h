/*
 * spells.h - a roster as text, and the rows of some of its people as they are to be.
 *
 * Layer 3.  A writer names the people it is about (spells_want), has the roster gone through once (spells_scan),
 * changes their rows, and takes the bytes that go and come (spells_patches).  Rows of others are not
 * even taken apart: a mistake that stands in one of them stays, and costs nobody else anything.
 */
#ifndef COP_SPELLS_H
#define COP_SPELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "map.h"
#include "roster.h"
#include "sieve.h"

/* A row: as it stands in the roster, and as it is to be. */
struct spell_row {
	size_t at;       /* where its line begins; of a new row, nowhere */
	size_t length;   /* of the line, without its LF */
	size_t line;     /* its number; 0: a new row */
	struct str *old; /* as many fields as the roster has columns; NULL: a new row */
	struct str *now; /* the same; NULL: the row is to go */
	struct str made; /* the line of now, once somebody has asked for it */
};

/* The rows of an address. */
struct spells {
	struct str email;
	struct spell_row *rows;
	size_t count;
	size_t capacity;
	size_t damaged; /* line of a row of that address that cannot be read; 0: none */
};

/* Addresses that are asked for in many rosters, of which each keeps those that it holds. */
struct addresses {
	struct map emails;
	struct sieve sieve; /* what they look like */
};

/* The addresses, which are lower case, and whose bytes last. */
struct addresses *addresses_new(struct arena *arena, const struct str *emails, size_t count);

struct roster_text {
	struct arena *arena;
	const struct definition *cop;
	struct str bytes;
	struct str path;
	size_t columns;          /* that it has */
	const struct str *names; /* of them */
	bool ordered;            /* its rows stand in canonical order; known after spells_scan() */
	struct map people;       /* those that are wanted: struct spells */
	struct sieve *sieve;     /* what their addresses look like; NULL: nobody is wanted yet */
	const struct addresses
	    *asked;             /* whom to look for in their place; NULL: those that are wanted */
	struct spells **wanted; /* the same, in the order in which they were wanted */
	size_t count;
	size_t capacity;
};

/*
 * Begins with the bytes of a roster, which live as long as the arena; none at all are a roster that is about to be made.
 * False, with the reason recorded, if its header is bad.
 */
bool spells_open(struct roster_text *text, struct arena *arena, const struct definition *cop,
		 struct str bytes, struct str path, struct diag *diag);

/* The rows of the address, empty until spells_scan(). The address is lower case, and its bytes last. */
struct spells *spells_want(struct roster_text *text, struct str email);

/* In the place of that: those of the addresses that stand in the roster will have been wanted by spells_scan(). */
void spells_ask(struct roster_text *text, const struct addresses *asked);

/* Somebody who looks at every line of a roster. */
struct spells_watch {
	/* Is the line worth telling of? On any thread. */
	bool (*wants)(const void *context, struct str line);
	/* Told of each that is, in order. */
	void (*line)(void *context, struct str line, size_t number);
	void *context;
};

/* Goes through the roster, on all cores where that is worth it. watch may be NULL. */
void spells_scan(struct roster_text *text, const struct spells_watch *watch);

/* A new row for the address, all its other fields empty: they are its own. */
struct spell_row *spells_add(struct roster_text *text, struct spells *spells);

/*
 * Copies what a row is to be, so that it can be written into until it is read: a copy of the rows has the same fields.
 * Returns the row.
 */
struct spell_row *spell_own(const struct roster_text *text, struct spell_row *row);

/* Puts a value, whose bytes last, into a field of a copy. */
void spell_set(struct roster_text *text, struct spell_row *row, size_t column, struct str value);

/* The same with a whole or partial date. */
void spell_set_date(struct roster_text *text, struct spell_row *row, size_t column,
		    struct date date);

/* Takes a row out. */
void spell_drop(struct spell_row *row);

/* The rows as a copy, to go back to. */
struct spells spells_copy(struct roster_text *text, const struct spells *spells);

/*
 * The address's rows as a person, as they stand (old) or as they are to be; what cannot be read of them is recorded, and
 * such rows are left out.  *which, if it is wanted, gets for each spell the index of its row; rows themselves move
 * when one is added.
 */
struct person spells_person(const struct roster_text *text, const struct spells *spells, bool old,
			    size_t **which, struct diag *diag);

/* Calls patch for each stretch of bytes that goes, and what comes in its place; the text lives in the arena. */
void spells_patches(struct roster_text *text,
		    void (*patch)(void *context, size_t at, size_t gone, struct str text),
		    void *context);

#endif
