/*
 * search-show.h - a community and the texts that match in it, as the ranking reads them.
 *
 * Layer 5.  For search-rank.c, which makes them, and search-show.c, which tells the fewest that show every word.
 */
#ifndef COP_SEARCH_SHOW_H
#define COP_SEARCH_SHOW_H

#include "search.h"

/* One reading of a value: a text in one language, a name that an id stands for. */
struct passage {
	const struct node *value; /* the value; NULL: the community's id */
	const struct node *node;  /* the reading in it */
	struct str text;
	struct str language; /* absent: any */
	struct str
	    written; /* the id, where the reading is the name of a narrower one; else absent */
	size_t name; /* bytes of the name in "name (id)"; 0: it is no such reading */
	enum text_tier tier;
	const unsigned char *like; /* enum likeness, of each word */
};

/* A community and what matches in it. */
struct tally {
	const struct definition *cop;
	struct passage *passages; /* those in which any word stands */
	size_t count;
	size_t capacity;
	double *occurrences;  /* of each word in each tier */
	double *length;       /* of each tier, in words */
	unsigned char *found; /* of each word: somewhere */
	double score;
};

/* How much a word that stands in a passage counts there. */
double passage_weight(const struct passage *passage, size_t word);

/* Adds to the hits, near enough, the fewest passages that show every word that was found. */
void tally_show(struct hits *hits, const struct searching *searching, struct matcher *matcher,
		const struct tally *tally);

#endif
