#include "mask.h"

/* The arcs whose numbers a reader does not know, by their ends. */
struct network {
	const struct mask_arc *arcs;
	size_t count;
	unsigned nodes;
	size_t least;
	struct arena *arena;
	size_t *first; /* of a node: where its ends begin; nodes + 1 of them */
	size_t *ends;  /* numbers of arcs, by node */
	unsigned *queue;
	bool *seen;
};

static bool
is_unknown(const struct mask_arc *arc)
{
	return arc->mask != MASK_SHOWN;
}

static bool
can_grow(const struct network *n, const struct mask_arc *arc)
{
	return is_unknown(arc) && (arc->mask != MASK_FEW || arc->value + 1 < n->least);
}

static bool
can_shrink(const struct network *n, const struct mask_arc *arc)
{
	size_t low = arc->mask == MASK_FEW ? 1 : arc->mask == MASK_BESIDE ? n->least : 0;

	return is_unknown(arc) && arc->value > low;
}

static void
network_begin(struct network *n)
{
	size_t *fill;

	n->arena = arena_new();
	n->first = arena_array(n->arena, n->nodes + (size_t)2, sizeof(*n->first));
	n->queue = arena_array(n->arena, n->nodes, sizeof(*n->queue));
	n->seen = arena_array(n->arena, n->nodes, sizeof(*n->seen));
	n->ends = arena_array(n->arena, 2 * n->count, sizeof(*n->ends));
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

/* How one goes along an arc in search of another flow. */
enum walk {
	WALK_FLOW,   /* with it where it can grow, against it where it can shrink */
	WALK_ANYHOW, /* along all that are unknown */
};

/* Marks as seen what can be reached from a node without the one arc. */
static void
reach(struct network *n, unsigned from, size_t without, enum walk walk)
{
	size_t head = 0, tail = 0;

	for (unsigned v = 0; v < n->nodes; v++)
		n->seen[v] = false;
	n->seen[from] = true;
	n->queue[tail++] = from;
	while (head < tail) {
		unsigned v = n->queue[head++];

		for (size_t e = n->first[v]; e < n->first[v + 1]; e++) {
			const struct mask_arc *arc = &n->arcs[n->ends[e]];
			bool with = arc->from == v;
			unsigned other = with ? arc->to : arc->from;

			if (n->ends[e] == without || n->seen[other] || !is_unknown(arc))
				continue;
			if (walk == WALK_FLOW && !(with ? can_grow(n, arc) : can_shrink(n, arc)))
				continue;
			n->seen[other] = true;
			n->queue[tail++] = other;
		}
	}
}

/* Another flow has one more there, or one less, and so somewhere a way around. */
static bool
is_computable(struct network *n, size_t which)
{
	const struct mask_arc *arc = &n->arcs[which];

	if (can_grow(n, arc)) {
		reach(n, arc->to, which, WALK_FLOW);
		if (n->seen[arc->from])
			return false;
	}
	if (can_shrink(n, arc)) {
		reach(n, arc->from, which, WALK_FLOW);
		if (n->seen[arc->to])
			return false;
	}
	return true;
}

/* Is one number held back rather than another? */
static bool
is_rather(const struct mask_arc *one, const struct mask_arc *other)
{
	return one->total != other->total ? other->total : one->value < other->value;
}

/* The smallest number that is shown, and not 0, of an arc with one end among the nodes seen, or with any. */
static size_t
smallest(const struct network *n, bool leading_out)
{
	size_t best = n->count;

	for (size_t i = 0; i < n->count; i++) {
		const struct mask_arc *arc = &n->arcs[i];
		bool from = n->seen[arc->from], to = n->seen[arc->to];

		if (is_unknown(arc) || arc->value == 0 || (leading_out ? from == to : !from && !to))
			continue;
		if (best == n->count || is_rather(arc, &n->arcs[best]))
			best = i;
	}
	return best;
}

/*
 * What to hold back for the sake of an arc: the smallest number that leads on from what hangs together with one of its
 * ends; if both ends hang together already, and the marks tell too much, the smallest there.  The number of arcs if
 * there is none.
 */
static size_t
choose(struct network *n, size_t which)
{
	const unsigned ends[] = {n->arcs[which].from, n->arcs[which].to};
	size_t best = n->count;

	for (int end = 0; end < 2 && best == n->count; end++) {
		reach(n, ends[end], which, WALK_ANYHOW);
		if (!n->seen[ends[1 - end]])
			best = smallest(n, true);
	}
	if (best == n->count) {
		reach(n, ends[0], n->count, WALK_ANYHOW);
		best = smallest(n, false);
	}
	return best;
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
		for (size_t i = 0; i < count; i++) {
			size_t chosen;

			/* One is finished before the next is begun, which may need no more then. */
			while ((arcs[i].mask == MASK_FEW || arcs[i].mask == MASK_BESIDE) &&
			       is_computable(&n, i) && (chosen = choose(&n, i)) < count) {
				arcs[chosen].mask = MASK_BESIDE;
				changed = true;
			}
		}
	}
	arena_free(n.arena);
}

bool
mask_is_computable(const struct mask_arc *arcs, size_t count, unsigned nodes, size_t least,
		   size_t which)
{
	struct network n = {.arcs = arcs, .count = count, .nodes = nodes, .least = least};
	bool computable;

	network_begin(&n);
	computable = is_computable(&n, which);
	arena_free(n.arena);
	return computable;
}
