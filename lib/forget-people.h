/*
 * forget-people.h - the people whom cop-forget erases, and who they are from then on.
 *
 * Layer 5.  For forget.c alone.
 */
#ifndef COP_FORGET_PEOPLE_H
#define COP_FORGET_PEOPLE_H

#include "forget.h"
#include "map.h"
#include "registry.h"

/* A person, and the pseudonym that replaces them. */
struct nobody {
	struct str email;
	struct str pseudonym;
	bool found; /* found in a roster or a contact */
};

struct forgotten {
	struct edit *edit;
	const struct forgetting *forgetting;
	struct registry_file *files;
	size_t file_count;
	struct nobody *people; /* sorted by address, without duplicates */
	struct str *emails;    /* their addresses, in the same order */
	size_t count;
	struct map taken;  /* pseudonyms recovered from a killed run */
	struct map names;  /* the names that rosters give them, case folded */
	struct str *words; /* the same as a list */
	size_t word_count;
	size_t word_capacity;
};

/* Gathers everybody who is to be forgotten, sorted and without duplicates. */
void forgotten_gather(struct forgotten *f);

/* Finds the person with that address, regardless of case; NULL if there is none. */
struct nobody *forgotten_find(const struct forgotten *f, struct str email);

/* Gives everybody a pseudonym; false, with the reason recorded, if there are no random numbers. */
bool forgotten_name(struct forgotten *f);

#endif
