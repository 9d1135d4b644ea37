/* Merging the trees of a document: maps by key, lists by the identity of their items. */
#include "merge.h"

/* -- nodes ------------------------------------------------------------------------------------------------------- */

static struct merge_node *
take(struct merge_tree *tree, const struct node *node, enum merge_side side)
{
	struct merge_node *taken;

	if (node == NULL)
		return NULL;
	taken = arena_get(tree->arena, sizeof(*taken));
	taken->node = *node;
	taken->node.next = NULL;
	taken->side = side;
	return taken;
}

/* An empty collection of the kind and style of `like`. */
static struct merge_node *
begin_collection(struct merge_tree *tree, const struct node *like)
{
	struct merge_node *made = take(tree, like, MERGE_BASE);

	made->node.first = NULL;
	made->node.count = made->node.begin = made->node.end = 0;
	return made;
}

/* -- merging ------------------------------------------------------------------------------------------------------- */

static struct merge_node *settle(struct merge_tree *tree, const struct key *key, struct str path,
				 const struct node *base, const struct node *ours,
				 const struct node *theirs);

static struct str
path_to(struct merge_tree *tree, struct str path, struct str part)
{
	return path.n == 0 ? part
			   : arena_format(tree->arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(part));
}

static size_t
line_of(const struct node *node)
{
	return node->key != NULL ? node->key->line : node->line;
}

/* Records a dispute, and returns the value of the preferred side. */
static struct merge_node *
disagree(struct merge_tree *tree, struct str path, const struct node *ours,
	 const struct node *theirs)
{
	const char *how = ours == NULL     ? "ours removes what theirs changed"
			  : theirs == NULL ? "theirs removes what ours changed"
					   : "both sides changed it";

	tree->disputes = arena_grow(tree->arena, tree->disputes, tree->count, &tree->capacity,
				    sizeof(*tree->disputes));
	tree->disputes[tree->count++] = (struct merge_dispute){
	    .what = arena_format(tree->arena, "%.*s: %s", STR_ARG(path), how),
	    .side = ours != NULL ? MERGE_OURS : MERGE_THEIRS,
	    .line = line_of(ours != NULL ? ours : theirs)};
	return take(tree, tree->prefer == MERGE_OURS ? ours : theirs, tree->prefer);
}

/* Inserts an item after another, or at the beginning if that is NULL. */
static void
hang(struct merge_node *parent, struct merge_node *behind, struct merge_node *item)
{
	item->node.next = behind != NULL ? behind->node.next : parent->node.first;
	if (behind != NULL)
		behind->node.next = &item->node;
	else
		parent->node.first = &item->node;
	parent->node.count++;
}

/*
 * The last of the entries that follow item directly and that the other side does not have; item itself if there are
 * none.
 */
static struct merge_node *
skip_own(struct merge_node *parent, struct merge_node *item, const struct node *other)
{
	const struct node *next = item != NULL ? item->node.next : parent->node.first;

	while (next != NULL && node_item_named(other, next->key->text) == NULL) {
		item = (struct merge_node *)next;
		next = next->next;
	}
	return item;
}

static struct merge_node *
merge_maps(struct merge_tree *tree, const struct key *key, struct str path, const struct node *base,
	   const struct node *ours, const struct node *theirs)
{
	struct merge_node *made = begin_collection(tree, ours), *last = NULL, *item;

	for (const struct node *one = ours->first; one != NULL; one = one->next) {
		struct str name = one->key->text;

		item = settle(tree, merge_key_of(tree->keys, key, name), path_to(tree, path, name),
			      base != NULL ? node_item_named(base, name) : NULL, one,
			      node_item_named(theirs, name));
		if (item != NULL) {
			hang(made, last, item);
			last = item;
		}
	}
	last = NULL;
	for (const struct node *one = theirs->first; one != NULL; one = one->next) {
		struct str name = one->key->text;

		if (node_item_named(ours, name) == NULL) {
			item = settle(tree, merge_key_of(tree->keys, key, name),
				      path_to(tree, path, name),
				      base != NULL ? node_item_named(base, name) : NULL, NULL, one);
			if (item == NULL)
				continue;
			last = skip_own(made, last, theirs);
			hang(made, last, item);
			last = item;
		} else if (node_item_named(&made->node, name) != NULL) {
			last = (struct merge_node *)node_item_named(&made->node, name);
		}
	}
	return made;
}

/* An item of a merged list, and its version on each side. */
struct item {
	const struct node *sides[MERGE_SIDES];
	struct merge_node *merged;
};

struct items {
	struct merge_tree *tree;
	const struct key *key;
	struct str path;
	struct item *list;
	size_t count;
};

/* Are the items of the base that the side still has in the same order there? */
static bool
keeps_order(const struct node *base, const struct node **found, const struct node *side)
{
	const struct node *at = side->first;

	for (size_t i = 0; i < base->count; i++) {
		if (found[i] == NULL)
			continue;
		while (at != NULL && at != found[i])
			at = at->next;
		if (at == NULL)
			return false;
	}
	return true;
}

/*
 * For ordered lists: is what the side did to the order respected? Either it kept the order of the base, or the merged
 * list has its order; and likewise for the first item.
 */
static bool
has_order_of(struct arena *arena, const struct key *key, const struct node *made,
	     const struct node *base, const struct node *side)
{
	if (!merge_alike(base->first, side->first, true) &&
	    !merge_alike(made->first, side->first, true))
		return false;
	return keeps_order(base, merge_items(arena, key, base, side), side) ||
	       keeps_order(side, merge_items(arena, key, side, made), made);
}

static struct item *
item_of(struct items *items, enum merge_side side, const struct node *node)
{
	for (size_t i = 0; i < items->count; i++)
		if (items->list[i].sides[side] == node)
			return &items->list[i];
	return NULL;
}

static void
add_item(struct items *items, const struct node *base, const struct node *ours,
	 const struct node *theirs)
{
	items->list[items->count++] = (struct item){{base, ours, theirs}, NULL};
}

/*
 * Lists all items, each with its versions on all sides.  Sets *theirs_order if theirs reordered the list and ours did
 * not.
 */
static void
match_items(struct items *items, const struct node *base, const struct node *ours,
	    const struct node *theirs, bool *theirs_order)
{
	struct arena *arena = items->tree->arena;
	struct merge_found found = merge_items_of(arena, items->key, base, ours, theirs);
	size_t i = 0;

	items->list = arena_array(arena, base->count + ours->count + theirs->count,
				  sizeof(*items->list));
	*theirs_order = keeps_order(base, found.in_ours, ours) &&
			!keeps_order(base, found.in_theirs, theirs);
	for (const struct node *one = base->first; one != NULL; one = one->next, i++)
		add_item(items, one, found.in_ours[i], found.in_theirs[i]);
	i = 0;
	for (const struct node *one = ours->first; one != NULL; one = one->next, i++)
		if (item_of(items, MERGE_OURS, one) == NULL)
			add_item(items, NULL, one, found.both[i]);
	for (const struct node *one = theirs->first; one != NULL; one = one->next)
		if (item_of(items, MERGE_THEIRS, one) == NULL)
			add_item(items, NULL, NULL, one);
}

/* The path of an item, with its number in the list, from 1. */
static struct str
item_path(const struct items *items, const struct node *list, const struct node *node)
{
	size_t number = 1;

	for (const struct node *one = list->first; one != NULL && one != node; one = one->next)
		number++;
	return arena_format(items->tree->arena, "%.*s.%zu", STR_ARG(items->path), number);
}

/* Merges one item.  Its key is that of the list, as lists hold no lists. */
static struct merge_node *
settle_item(struct items *items, struct item *item, const struct node *ours,
	    const struct node *theirs)
{
	const struct node *own = item->sides[MERGE_OURS];
	struct str path = item_path(items, own != NULL ? ours : theirs,
				    own != NULL ? own : item->sides[MERGE_THEIRS]);

	item->merged = settle(items->tree, items->key, path, item->sides[MERGE_BASE], own,
			      item->sides[MERGE_THEIRS]);
	return item->merged;
}

/* Is the merged node of an item that the other side does not have? */
static bool
is_own(const struct items *items, const struct node *merged, enum merge_side other)
{
	for (size_t i = 0; i < items->count; i++)
		if (items->list[i].merged == (const struct merge_node *)merged)
			return items->list[i].sides[other] == NULL;
	return false;
}

/* As skip_own(), for a list: the last of the items after item that the other side does not have. */
static struct merge_node *
skip_items(const struct items *items, struct merge_node *made, struct merge_node *item,
	   enum merge_side other)
{
	const struct node *next = item != NULL ? item->node.next : made->node.first;

	for (; next != NULL && is_own(items, next, other); next = next->next)
		item = (struct merge_node *)next;
	return item;
}

static struct merge_node *
merge_lists(struct merge_tree *tree, const struct key *key, struct str path,
	    const struct node *base, const struct node *ours, const struct node *theirs)
{
	struct items items = {.tree = tree, .key = key, .path = path};
	struct merge_node *made = begin_collection(tree, ours), *last = NULL, *item;
	enum merge_side first = MERGE_OURS, second = MERGE_THEIRS;
	const struct node *lists[MERGE_SIDES] = {base, ours, theirs};
	bool theirs_order;

	match_items(&items, base, ours, theirs, &theirs_order);
	if (theirs_order) {
		first = MERGE_THEIRS;
		second = MERGE_OURS;
	}
	for (size_t i = 0; i < items.count; i++)
		(void)settle_item(&items, &items.list[i], ours, theirs);
	for (const struct node *one = lists[first]->first; one != NULL; one = one->next)
		if ((item = item_of(&items, first, one)->merged) != NULL) {
			hang(made, last, item);
			last = item;
		}
	last = NULL;
	for (const struct node *one = lists[second]->first; one != NULL; one = one->next) {
		struct item *found = item_of(&items, second, one);

		if (found->merged == NULL)
			continue;
		if (found->sides[first] == NULL)
			hang(made, skip_items(&items, made, last, second), found->merged);
		last = found->merged;
	}
	return made;
}

static struct merge_node *
settle(struct merge_tree *tree, const struct key *key, struct str path, const struct node *base,
       const struct node *ours, const struct node *theirs)
{
	static const struct node none = {.kind = NODE_LIST};
	struct merge_node *made;

	if (merge_alike(ours, theirs, true) || merge_alike(theirs, base, true))
		return take(tree, ours, MERGE_OURS);
	if (merge_alike(ours, base, true))
		return take(tree, theirs, MERGE_THEIRS);
	if (ours == NULL || theirs == NULL || ours->kind != theirs->kind ||
	    ours->kind == NODE_SCALAR || ours->count > MERGE_ITEMS_MAX ||
	    theirs->count > MERGE_ITEMS_MAX)
		return disagree(tree, path, ours, theirs);
	if (base != NULL && base->kind != ours->kind)
		base = NULL;
	if (ours->kind == NODE_MAP)
		return merge_maps(tree, key, path, base, ours, theirs);
	base = base != NULL ? base : &none;
	made = merge_lists(tree, key, path, base, ours, theirs);
	if (key != NULL && (key->flags & KEY_ORDERED) != 0 &&
	    !(has_order_of(tree->arena, key, &made->node, base, ours) &&
	      has_order_of(tree->arena, key, &made->node, base, theirs)))
		return disagree(tree, path, ours, theirs);
	return made;
}

const struct node *
merge_tree(struct merge_tree *tree)
{
	struct merge_node *root = settle(tree, NULL, STR(""), tree->roots[MERGE_BASE],
					 tree->roots[MERGE_OURS], tree->roots[MERGE_THEIRS]);

	return &root->node;
}
