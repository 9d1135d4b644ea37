#include "mask.h"

#include <stdint.h>

/* More than any sum of counts: what it costs to hold back a total rather than cells. */
#define TOTAL_COST ((uint64_t)1 << 40)
#define FAR UINT64_MAX

/* The arcs by their nodes, and what a search through them leaves. */
struct network {
	struct mask_arc *arcs;
	size_t count;
	unsigned nodes;
	size_t least;
	struct arena *arena;
	size_t *first;  /* of a node: where its ends begin; nodes + 1 of them */
	size_t *ends;   /* numbers of arcs, by node */
	uint64_t *cost; /* of the way to a node; FAR: there is none */
	size_t *came;   /* the arc by which the way comes */
	bool *done;
	bool blurred; /* a number that is few is marked as those that are not */
};

static void
network_begin(struct network *n)
{
	size_t *fill;

	n->arena = arena_new();
	n->first = arena_array(n->arena, n->nodes + (size_t)2, sizeof(*n->first));
	n->ends = arena_array(n->arena, 2 * n->count, sizeof(*n->ends));
	n->cost = arena_array(n->arena, n->nodes, sizeof(*n->cost));
	n->came = arena_array(n->arena, n->nodes, sizeof(*n->came));
	n->done = arena_array(n->arena, n->nodes, sizeof(*n->done));
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

static void
step(struct network *n, unsigned from, size_t without, bool hold_back)
{
	for (size_t e = n->first[from]; e < n->first[from + 1]; e++) {
		const struct mask_arc *arc = &n->arcs[n->ends[e]];
		bool with = arc->from == from;
		unsigned to = with ? arc->to : arc->from;
		uint64_t cost = cost_of(arc, hold_back);

		if (n->ends[e] == without || cost == FAR ||
		    !(with ? can_grow(n, arc) : can_shrink(n, arc)))
			continue;
		if (n->cost[from] + cost < n->cost[to]) {
			n->cost[to] = n->cost[from] + cost;
			n->came[to] = n->ends[e];
		}
	}
}

/*
 * The cheapest way (Dijkstra) from one node to another by arcs that may have one more, against those that may have one less, and
 * without the one; what it costs.
 */
static uint64_t
way(struct network *n, unsigned from, unsigned to, size_t without, bool hold_back)
{
	for (unsigned v = 0; v < n->nodes; v++) {
		n->cost[v] = FAR;
		n->done[v] = false;
	}
	n->cost[from] = 0;
	for (;;) {
		unsigned nearest = n->nodes;

		for (unsigned v = 0; v < n->nodes; v++)
			if (!n->done[v] && n->cost[v] != FAR &&
			    (nearest == n->nodes || n->cost[v] < n->cost[nearest]))
				nearest = v;
		if (nearest == n->nodes || nearest == to)
			return n->cost[to];
		n->done[nearest] = true;
		step(n, nearest, without, hold_back);
	}
}

/* Another flow has one more in an arc, or one less, and so a way around from one of its ends to the other. */
static uint64_t
way_around(struct network *n, size_t which, bool grow, bool hold_back)
{
	const struct mask_arc *arc = &n->arcs[which];

	if (!(grow ? can_grow(n, arc) : can_shrink(n, arc)))
		return FAR;
	return way(n, grow ? arc->to : arc->from, grow ? arc->from : arc->to, which, hold_back);
}

static bool
is_computable(struct network *n, size_t which)
{
	return way_around(n, which, true, false) == FAR &&
	       way_around(n, which, false, false) == FAR;
}

/* Holds back what is shown on the cheapest way around an arc; false if there is none. */
static bool
hold_back_around(struct network *n, size_t which)
{
	bool grow = way_around(n, which, true, true) <= way_around(n, which, false, true);
	unsigned begin = grow ? n->arcs[which].to : n->arcs[which].from;
	unsigned v = grow ? n->arcs[which].from : n->arcs[which].to;

	if (way_around(n, which, grow, true) == FAR)
		return false;
	while (v != begin) {
		struct mask_arc *arc = &n->arcs[n->came[v]];

		if (arc->mask == MASK_SHOWN)
			arc->mask = MASK_BESIDE;
		v = arc->from == v ? arc->to : arc->from;
	}
	return true;
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

		if (arc->mask != MASK_FEW || !is_computable(n, i))
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

void
mask_protect(struct mask_arc *arcs, size_t count, unsigned nodes, size_t least)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};
	bool changed = true;

	for (size_t i = 0; i < count; i++)
		if (arcs[i].mask == MASK_SHOWN && arcs[i].value > 0 && arcs[i].value < least)
			arcs[i].mask = MASK_FEW;
	network_begin(&n);
	while (changed) {
		changed = false;
		for (size_t i = 0; i < count; i++)
			if (is_to_be_kept(&arcs[i]) && is_computable(&n, i))
				changed = hold_back_around(&n, i) || changed;
		changed = changed || blur(&n);
	}
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
	computable = is_computable(&n, which);
	arena_free(n.arena);
	return computable;
}
