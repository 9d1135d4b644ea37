#include "mask.h"

#include <stdint.h>

/* More than any sum of counts: what it costs to hold back a total rather than cells. */
#define TOTAL_COST ((uint64_t)1 << 40)
#define FAR UINT64_MAX

/* What a search leaves at a node. */
struct visit {
	size_t came;   /* the arc by which it came */
	uint64_t cost; /* of the way; FAR: there is none */
	bool done;     /* the way has been followed on */
	size_t next;   /* of the node's ends: where to go on */
	size_t order;  /* in which the nodes were come to, from 1; 0: not yet */
	size_t low;    /* the least such number that it is known to lead back to */
};

/* The arcs by their nodes, and what searches through them leave. */
struct network {
	struct mask_arc *arcs;
	size_t count;
	unsigned nodes;
	size_t least;
	struct arena *arena;
	size_t *first;        /* of a node: where its ends begin; nodes + 1 of them */
	size_t *ends;         /* numbers of arcs, by node */
	struct visit *visits; /* by node */
	unsigned *winners;    /* in pairs: of 2k and 2k + 1 the nearer is at k; v is at nodes + v */
	unsigned *open;       /* nodes come to whose part is not known yet */
	unsigned *parts;      /* of a node: the number of its part, from 1; 0: not known yet */
	unsigned *rings; /* likewise, once parts are cut where one arc alone joins two halves */
	bool *safe;      /* arcs that cannot be computed */
	bool *curable;   /* nor these, if everything around is held back */
	bool blurred;    /* a number that is few is marked as those that are not */
};

static void
network_begin(struct network *n)
{
	size_t *fill;

	n->arena = arena_new();
	n->first = arena_array(n->arena, n->nodes + (size_t)2, sizeof(*n->first));
	n->ends = arena_array(n->arena, 2 * n->count, sizeof(*n->ends));
	n->visits = arena_array(n->arena, n->nodes, sizeof(*n->visits));
	n->winners = arena_array(n->arena, 2 * (size_t)n->nodes, sizeof(*n->winners));
	n->open = arena_array(n->arena, n->nodes, sizeof(*n->open));
	n->parts = arena_array(n->arena, n->nodes, sizeof(*n->parts));
	n->rings = arena_array(n->arena, n->nodes, sizeof(*n->rings));
	n->safe = arena_array(n->arena, n->count, sizeof(*n->safe));
	n->curable = arena_array(n->arena, n->count, sizeof(*n->curable));
	fill = n->first + 1;
	for (size_t i = 0; i < n->count; i++) {
		fill[n->arcs[i].from + 1]++;
		fill[n->arcs[i].to + 1]++;
	}
	for (unsigned v = 0; v < n->nodes; v++)
		fill[v + 1] += fill[v];
	for (size_t i = 0; i < n->count; i++) {
		n->ends[fill[n->arcs[i].from]++] = i;
		n->ends[fill[n->arcs[i].to]++] = i;
	}
	for (unsigned v = 0; v < n->nodes; v++)
		n->winners[n->nodes + v] = v;
	for (size_t k = n->nodes; k-- > 1;)
		n->winners[k] = n->winners[2 * k];
}

static unsigned
other_end(const struct mask_arc *arc, unsigned v)
{
	return arc->from == v ? arc->to : arc->from;
}

/* May there be one more, for all that a reader knows once the number is held back? */
static bool
can_grow(const struct network *n, const struct mask_arc *arc)
{
	return arc->mask != MASK_FEW || arc->value + 1 < n->least;
}

/*
 * Or one less?  What is held back for the sake of others is known not to be few, unless something that is few looks the
 * same.
 */
static bool
can_shrink(const struct network *n, const struct mask_arc *arc)
{
	size_t low = arc->mask == MASK_FEW || arc->mask == MASK_BLURRED || n->blurred ? 1
										      : n->least;

	return arc->value > (arc->mask == MASK_HIDDEN ? 0 : low);
}

/* What it costs to go along an arc: nothing if its number is held back already; FAR if it cannot be. */
static uint64_t
cost_of(const struct mask_arc *arc, bool hold_back)
{
	if (arc->mask != MASK_SHOWN)
		return 0;
	if (!hold_back || arc->value == 0 || arc->told)
		return FAR;
	return arc->value + (arc->total ? TOTAL_COST : 0);
}

/* May a way go along an arc: with it if there may be one more, or against it if one less? */
static bool
can_go(const struct network *n, const struct mask_arc *arc, bool with, bool hold_back)
{
	return cost_of(arc, hold_back) != FAR && (with ? can_grow(n, arc) : can_shrink(n, arc));
}

static bool
can_go_either_way(const struct network *n, const struct mask_arc *arc, bool hold_back)
{
	return can_go(n, arc, true, hold_back) || can_go(n, arc, false, hold_back);
}

/* -- what can be computed -------------------------------------------------------------------------------------- */

/*
 * Does a walk go on from a node by an arc?  A walk for parts goes the ways that there are; a walk for rings stays within one part, goes
 * any arc both ways, but does not turn back.
 */
static bool
leads_on(const struct network *n, unsigned v, size_t i, bool for_rings, bool hold_back)
{
	const struct mask_arc *arc = &n->arcs[i];

	if (!for_rings)
		return can_go(n, arc, arc->from == v, hold_back);
	return i != n->visits[v].came && n->parts[arc->from] == n->parts[arc->to] &&
	       can_go_either_way(n, arc, hold_back);
}

static void
lower(size_t *low, size_t by)
{
	*low = by < *low ? by : *low;
}

/* Numbers the nodes that lead back to each other, of those that a walk from the root comes to first (Tarjan, 1972). */
static void
walk(struct network *n, unsigned root, size_t *order, bool for_rings, bool hold_back)
{
	unsigned *found = for_rings ? n->rings : n->parts;
	size_t open = 0;
	unsigned v = root;

	n->visits[root].came = n->count;
	for (;;) {
		struct visit *visit = &n->visits[v];

		if (visit->order == 0) {
			visit->order = visit->low = ++*order;
			visit->next = n->first[v];
			n->open[open++] = v;
		}
		if (visit->next < n->first[v + 1]) {
			size_t i = n->ends[visit->next++];
			unsigned to = other_end(&n->arcs[i], v);

			if (!leads_on(n, v, i, for_rings, hold_back))
				continue;
			if (n->visits[to].order == 0) {
				n->visits[to].came = i;
				v = to;
			} else if (found[to] == 0) {
				lower(&visit->low, n->visits[to].low);
			}
			continue;
		}
		if (visit->low == visit->order)
			do
				found[n->open[--open]] = v + 1;
			while (n->open[open] != v);
		if (v == root)
			return;
		v = other_end(&n->arcs[visit->came], v);
		lower(&n->visits[v].low, visit->low);
	}
}

static void
walk_all(struct network *n, bool for_rings, bool hold_back)
{
	unsigned *found = for_rings ? n->rings : n->parts;
	size_t order = 0;

	for (unsigned v = 0; v < n->nodes; v++) {
		n->visits[v].order = 0;
		found[v] = 0;
	}
	for (unsigned v = 0; v < n->nodes; v++)
		if (n->visits[v].order == 0)
			walk(n, v, &order, for_rings, hold_back);
}

/*
 * Another flow has one more, or one less, in each arc of a ring that goes along none twice: what is on no ring can be computed.  A ring
 * stays in one part, whose nodes all have ways to each other; and there each arc is on one, unless it alone joins two halves: one that
 * can be gone both ways is its own way back.  (Boesch and Tindell, Robbins's theorem for mixed multigraphs, 1980; of tables: Gusfield, A
 * graph theoretic approach to statistical data security, 1988.)
 */
static void
find_rings(struct network *n, bool hold_back, bool *on_ring)
{
	walk_all(n, false, hold_back);
	walk_all(n, true, hold_back);
	for (size_t i = 0; i < n->count; i++)
		on_ring[i] = can_go_either_way(n, &n->arcs[i], hold_back) &&
			     n->rings[n->arcs[i].from] == n->rings[n->arcs[i].to];
}

/* -- what to hold back beside ---------------------------------------------------------------------------------- */

/* Of two nodes, the one to follow a way on from; at the same cost the first. */
static unsigned
nearer(const struct network *n, unsigned v, unsigned w)
{
	uint64_t a = n->visits[v].done ? FAR : n->visits[v].cost;
	uint64_t b = n->visits[w].done ? FAR : n->visits[w].cost;

	return a < b || (a == b && v < w) ? v : w;
}

/* The cost of a node has changed, or it is done: up to where it neither was the winner nor is. */
static void
play(struct network *n, unsigned v)
{
	for (size_t k = ((size_t)n->nodes + v) / 2; k > 0; k /= 2) {
		unsigned winner = nearer(n, n->winners[2 * k], n->winners[2 * k + 1]);

		if (winner == n->winners[k] && winner != v)
			return;
		n->winners[k] = winner;
	}
}

static void
step(struct network *n, unsigned from, size_t without)
{
	for (size_t e = n->first[from]; e < n->first[from + 1]; e++) {
		const struct mask_arc *arc = &n->arcs[n->ends[e]];
		unsigned to = other_end(arc, from);
		uint64_t cost = n->visits[from].cost + cost_of(arc, true);

		if (n->ends[e] == without || !can_go(n, arc, arc->from == from, true) ||
		    cost >= n->visits[to].cost)
			continue;
		n->visits[to].cost = cost;
		n->visits[to].came = n->ends[e];
		play(n, to);
	}
}

/*
 * The cheapest way (Dijkstra) from one node to another by arcs that may have one more, against those that may have one less, and
 * without the one; what it costs.
 */
static uint64_t
way(struct network *n, unsigned from, unsigned to, size_t without)
{
	for (unsigned v = 0; v < n->nodes; v++) {
		n->visits[v].cost = FAR;
		n->visits[v].done = false;
	}
	n->visits[from].cost = 0;
	play(n, from);
	for (;;) {
		unsigned nearest = n->winners[1];

		if (nearest == to || n->visits[nearest].done || n->visits[nearest].cost == FAR)
			return n->visits[to].cost;
		n->visits[nearest].done = true;
		play(n, nearest);
		step(n, nearest, without);
	}
}

/* Another flow has one more in an arc, or one less, and so a way around from one of its ends to the other. */
static uint64_t
way_around(struct network *n, size_t which, bool grow)
{
	const struct mask_arc *arc = &n->arcs[which];

	if (!can_go(n, arc, grow, true))
		return FAR;
	return way(n, grow ? arc->to : arc->from, grow ? arc->from : arc->to, which);
}

/* Holds back what is shown on the cheapest way around an arc. */
static void
hold_back_around(struct network *n, size_t which)
{
	uint64_t cost = way_around(n, which, false);
	bool grow = way_around(n, which, true) <= cost;
	unsigned begin = grow ? n->arcs[which].to : n->arcs[which].from;
	unsigned v = grow ? n->arcs[which].from : n->arcs[which].to;

	if (!grow)
		(void)way_around(n, which, false);
	while (v != begin) {
		struct mask_arc *arc = &n->arcs[n->visits[v].came];

		if (arc->mask == MASK_SHOWN)
			arc->mask = MASK_BESIDE;
		v = other_end(arc, v);
	}
}

static bool
is_to_be_kept(const struct mask_arc *arc)
{
	return arc->mask == MASK_FEW || arc->mask == MASK_BESIDE || arc->mask == MASK_BLURRED;
}

/*
 * Everything around may be held back, and the marks alone tell: four that are at least 1, and less than 5 in sum, are 1 each.  Then a mark
 * of few goes, the largest total's first.
 */
static bool
blur(struct network *n)
{
	struct mask_arc *largest = NULL;

	for (size_t i = 0; i < n->count; i++) {
		struct mask_arc *arc = &n->arcs[i];

		if (arc->mask != MASK_FEW || n->safe[i])
			continue;
		if (largest == NULL || (arc->total && !largest->total) ||
		    (arc->total == largest->total && arc->value > largest->value))
			largest = arc;
	}
	if (largest != NULL)
		largest->mask = MASK_BLURRED;
	n->blurred = n->blurred || largest != NULL;
	return largest != NULL;
}

/* What more is held back makes nothing computable that was not, and what cannot be cured is so until something is blurred. */
void
mask_protect(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};

	for (size_t i = 0; i < count; i++)
		if (arcs[i].mask == MASK_SHOWN && arcs[i].value > 0 && arcs[i].value < least)
			arcs[i].mask = MASK_FEW;
	network_begin(&n);
	do {
		find_rings(&n, true, n.curable);
		find_rings(&n, false, n.safe);
		for (size_t i = 0; i < count; i++)
			if (is_to_be_kept(&arcs[i]) && !n.safe[i] && n.curable[i]) {
				hold_back_around(&n, i);
				find_rings(&n, false, n.safe);
			}
	} while (blur(&n));
	arena_free(n.arena);
}

bool
mask_is_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least, size_t which)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};
	bool computable;

	network_begin(&n);
	for (size_t i = 0; i < count; i++)
		n.blurred = n.blurred || arcs[i].mask == MASK_BLURRED;
	find_rings(&n, false, n.safe);
	computable = !n.safe[which];
	arena_free(n.arena);
	return computable;
}
