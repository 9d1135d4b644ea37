/*
 * mask.h - holding back counts of few people, so that nobody can compute them from what is shown.
 *
 * Layer 0.  Counts that add up are flows in a network: what goes into a node comes out of it.  A table with totals is
 * one with an arc for each cell, from its row to its column, and arcs for the totals: from node 0 to each row, from each
 * column to node 1, and from node 1 back to node 0 for the whole.  A count that is held back can be computed exactly if
 * no other flow through the arcs that are held back, within what their marks tell, has another number in its place.
 */
#ifndef COP_MASK_H
#define COP_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum mask {
	MASK_SHOWN,  /* the reader sees the number */
	MASK_FEW,    /* and of this, that it is from 1 to the least number shown - 1 */
	MASK_BESIDE, /* held back for the sake of others: the reader sees that it is not few */
	MASK_BLURRED, /* few, but its mark tells too much: shown as those that are held back for the sake of others */
	MASK_HIDDEN, /* it stands nowhere, and no harm is done if it can be computed */
};

struct mask_arc {
	unsigned from;
	unsigned to;
	size_t value;
	bool total;     /* others are held back before it is */
	enum mask mask; /* begin with MASK_SHOWN, or MASK_HIDDEN */
	bool told;      /* it stands elsewhere, too: holding it back here is of no use */
};

/*
 * Holds back every number from 1 to least - 1, and beside each the others that it takes, of those that would do the
 * least in sum, until none that is held back can be computed.  Nodes are numbered from 0 to nodes - 1.  The time is some
 * passes over the network for each number that has nothing to hide behind yet: at the worst it grows as their square.
 */
void mask_protect(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least);

/* Can the number of an arc that is held back be computed from those that are shown? */
bool mask_is_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least,
			size_t which);

#endif
