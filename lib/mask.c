#include "mask.h"

#include <stdint.h>

/* Added to the cost of suppressing a total, so that cells are preferred: more than any sum of counts. */
#define TOTAL_COST ((uint64_t)1 << 40)
#define FAR UINT64_MAX

/* What a search records at a node. */
struct visit {
	size_t came;   /* the arc by which the search reached it */
	uint64_t cost; /* cost of the path to it; FAR: none known */
	bool done;     /* the arcs from it have been followed */
	size_t next;   /* index in ends of the arc to try next */
	size_t order;  /* number in order of discovery, from 1; 0: not reached */
	size_t low;    /* the least order it is known to lead back to */
};

/* The arcs indexed by node, and the state of searches. */
struct network {
	struct mask_arc *arcs;
	size_t count;
	unsigned nodes;
	size_t least;
	struct arena *arena;
	size_t *first;        /* by node: where its arcs begin in ends; nodes + 1 entries */
	size_t *ends;         /* indexes of arcs, grouped by node */
	struct visit *visits; /* by node */
	unsigned *winners; /* tournament: k has the nearer of 2k and 2k + 1, leaf nodes + v has v */
	unsigned *open;    /* stack of nodes reached whose part is not known yet */
	unsigned *parts;   /* by node: its strongly connected part, from 1; 0: unknown */
	unsigned *rings;   /* by node: its part, once split at arcs that alone join two halves */
	bool *safe;        /* by arc: it cannot be computed */
	bool *curable;     /* by arc: it could not be, if everything around it were suppressed */
	bool blurred;      /* some arc is MASK_BLURRED, and looks like MASK_BESIDE */
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

/* For all that a reader knows once the number is suppressed, may it be one larger? */
static bool
can_grow(const struct network *n, const struct mask_arc *arc)
{
	return !arc->no_more && (arc->mask != MASK_FEW || arc->value + 1 < n->least);
}

/*
 * May it be one smaller?  A number suppressed to protect others is known to be at least `least`, unless a small one
 * is marked alike.
 */
static bool
can_shrink(const struct network *n, const struct mask_arc *arc)
{
	size_t low = arc->mask == MASK_FEW || arc->mask == MASK_BLURRED || n->blurred ? 1
										      : n->least;

	return !arc->no_less && arc->value > (arc->mask == MASK_HIDDEN ? 0 : low);
}

/* The cost of using an arc in a path: 0 if its number is suppressed already, FAR if it cannot be. */
static uint64_t
cost_of(const struct mask_arc *arc, bool hold_back)
{
	if (arc->mask != MASK_SHOWN)
		return 0;
	if (!hold_back || arc->value == 0 || arc->told)
		return FAR;
	return arc->value + (arc->total ? TOTAL_COST : 0);
}

/* May a path use an arc: in its direction if the number may be one larger, or against it if one smaller? */
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
 * Does a walk leave a node by an arc?  A walk for parts follows arcs in the directions that can_go() permits.  A walk
 * for rings stays within a part, and follows its arcs either way, but never back along the arc it came by.
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

/*
 * Assigns a part to each node reached from root first on this walk: nodes that lead back to each other share one
 * (Tarjan, 1972).
 */
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
 * A different flow adds one to, or subtracts one from, each arc of a ring that uses no arc twice; so a number that is
 * on no such ring can be computed.  A ring stays within a strongly connected part.  There every arc that can be used
 * is on a ring, unless it alone connects two halves: usable both ways, it is only its own way back.  (Boesch and
 * Tindell, Robbins's theorem for mixed multigraphs, 1980; for tables: Gusfield, A graph theoretic approach to
 * statistical data security, 1988.)
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

/* Which of two nodes the search is to expand first: the one of lower cost, then of lower number. */
static unsigned
nearer(const struct network *n, unsigned v, unsigned w)
{
	uint64_t a = n->visits[v].done ? FAR : n->visits[v].cost;
	uint64_t b = n->visits[w].done ? FAR : n->visits[w].cost;

	return a < b || (a == b && v < w) ? v : w;
}

/*
 * Updates the tournament after a change of cost or done at node v; stops where the winner stays the same, and is not
 * v.
 */
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
 * Finds the cheapest path (Dijkstra) between two nodes that does not use arc `without`; arcs are used as can_go()
 * permits.  Returns its cost, FAR if there is none.
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

/*
 * The cost of the cheapest ring through an arc whose number grows, or shrinks, by one: of the path from one of its
 * ends back to the other.
 */
static uint64_t
way_around(struct network *n, size_t which, bool grow)
{
	const struct mask_arc *arc = &n->arcs[which];

	if (!can_go(n, arc, grow, true))
		return FAR;
	return way(n, grow ? arc->to : arc->from, grow ? arc->from : arc->to, which);
}

/* Suppresses the numbers that are shown on the cheapest ring through an arc. */
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
 * Some numbers can be computed even with everything around them suppressed, from the marks alone: four numbers of at
 * least 1, whose sum is less than 5, are 1 each.  Then replaces one mark of few by MASK_BLURRED: totals first, then
 * the largest number.  Returns false if there was none left to replace.
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

/*
 * Suppressing more never makes another number computable, and a number that is not curable remains so until a mark is
 * blurred.
 */
void
mask_protect(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};

	for (size_t i = 0; i < count; i++)
		if (arcs[i].mask == MASK_SHOWN && arcs[i].value > 0 && arcs[i].value < least)
			arcs[i].mask = MASK_FEW;
	for (size_t i = 0; i < count; i++)
		n.blurred = n.blurred || arcs[i].mask == MASK_BLURRED;
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

/* Finds which numbers of the network are safe. */
static void
network_judge(struct network *n)
{
	network_begin(n);
	for (size_t i = 0; i < n->count; i++)
		n->blurred = n->blurred || n->arcs[i].mask == MASK_BLURRED;
	find_rings(n, false, n->safe);
}

bool
mask_is_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least, size_t which)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};
	bool computable;

	network_judge(&n);
	computable = !n.safe[which];
	arena_free(n.arena);
	return computable;
}

bool
mask_is_any_computable(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};
	bool any = false;

	network_judge(&n);
	for (size_t i = 0; i < count; i++)
		any = any || (is_to_be_kept(&arcs[i]) && !n.safe[i]);
	arena_free(n.arena);
	return any;
}
