/*
 * mask.h - suppressing small counts of people, so that nobody can compute them from the counts that are shown.
 *
 * Layer 0.  Counts that add up are modelled as flow in a network: the flow into a node equals the flow out of it.  A
 * table with totals has an arc for each cell, from its row to its column, and arcs for the totals: from node 0 to
 * each row, from each column to node 1, and from node 1 back to node 0 for the grand total.  A reader can compute a
 * suppressed count exactly if every flow that agrees with the shown counts, and with the ranges that the marks of the
 * suppressed ones imply, has the same number in that arc.
 */
#ifndef COP_MASK_H
#define COP_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum mask {
	MASK_SHOWN,  /* the reader sees the number */
	MASK_FEW,    /* the reader sees that it is from 1 to least - 1 */
	MASK_BESIDE, /* suppressed to protect others: the reader sees that it is at least `least` */
	MASK_BLURRED, /* few, but marked like MASK_BESIDE, because the mark of few would reveal it */
	MASK_HIDDEN,  /* not printed at all, and harmless if it can be computed */
};

struct mask_arc {
	unsigned from;
	unsigned to;
	size_t value;
	bool total;     /* suppressed only if no cell will do */
	enum mask mask; /* the caller sets MASK_SHOWN or MASK_HIDDEN */
	bool told;      /* also printed elsewhere, so suppressing it here is useless */
	bool no_more;   /* what is printed elsewhere shows that it is not larger */
	bool no_less;   /* or that it is not smaller */
};

/*
 * Suppresses every number from 1 to least - 1, and with each as many others as it takes, preferring those with the
 * smallest sum, until no suppressed number can be computed.  Nodes are numbered from 0 to nodes - 1.  Each number
 * that is not protected yet costs a few passes over the network, so the worst case is quadratic.
 */
void mask_protect(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least);

/* Can the suppressed number of arc `which` be computed from those that are shown? */
bool mask_is_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least,
			size_t which);

/* Can any suppressed number, MASK_HIDDEN apart, be computed from those that are shown? */
bool mask_is_any_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least);

#endif
