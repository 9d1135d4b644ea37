/*
 * search-show.h - a community and the passages in it that match a question.
 *
 * Layer 5.  search-rank.c makes them; search-show.c shows as few of them as it takes to show every word.
 */
#ifndef COP_SEARCH_SHOW_H
#define COP_SEARCH_SHOW_H

#include "search.h"

/* One reading of a value: its text in one language, or a name of the id that it is. */
struct passage {
	const struct node *value; /* NULL: the id of the community */
	const struct node *node;  /* the node within value that was read */
	struct str text;
	struct str language; /* absent: any */
	struct str
	    written; /* the id in the definition, if text names a narrower one; else absent */
	size_t name; /* length of the name in "name (id)"; 0: text is not of that form */
	enum text_tier tier;
	const unsigned char *like; /* by word: enum likeness */
};

/* A community and what matches in it. */
struct tally {
	const struct definition *cop;
	struct passage *passages; /* those in which at least one word stands */
	size_t count;
	size_t capacity;
	double *occurrences;  /* by word and tier: [word * TIERS + tier] */
	double *length;       /* by tier: number of words */
	unsigned char *found; /* by word: 1 if it was found anywhere in the community */
	double score;
};

/* What a word that stands in a passage contributes to the score there. */
double passage_weight(const struct passage *passage, size_t word);

/* Adds to the hits passages that together show every word found: greedily chosen, so nearly the fewest possible. */
void tally_show(struct hits *hits, const struct searching *searching, struct matcher *matcher,
		const struct tally *tally);

#endif
