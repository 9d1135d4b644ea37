/* Editing the bytes of a document, one value at a time, until it says what a merged tree says. */
#include "merge.h"

#define CHANGES_MAX 500

/* The merged tree, and the next change to make. */
struct fit {
	const struct merge_tree *tree;
	const struct sheet *sheets;
	struct change change;
};

/* The side whose bytes hold the node; MERGE_BASE if it was composed from several. */
static enum merge_side
side_below(const struct node *node, enum merge_side above)
{
	return above == MERGE_BASE ? ((const struct merge_node *)node)->side : above;
}

/* A deep copy without a position in any file, so that it is written afresh. */
static struct node *
copy(struct arena *arena, const struct node *node)
{
	struct node *made = arena_get(arena, sizeof(*made));
	const struct node **end = &made->first;

	*made = *node;
	made->begin = made->end = 0;
	made->first = made->next = NULL;
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		*end = copy(arena, item);
		end = (const struct node **)&(*end)->next;
	}
	return made;
}

static bool
put(struct fit *fit, const struct node *parent, const struct node *item, const struct node *before,
    const struct node *value, enum merge_side side)
{
	fit->change = (struct change){.parent = parent, .item = item, .before = before};
	if (value != NULL && side == MERGE_BASE)
		fit->change.value = copy(fit->tree->arena, value);
	else if (value != NULL) {
		fit->change.value = value;
		fit->change.from = &fit->sheets[side];
	}
	return true;
}

static bool find_change(struct fit *fit, const struct key *key, const struct node *node,
			const struct node *wanted, enum merge_side side);

/*
 * Corrects the first item that is out of order, if any, by inserting the right one before it.  That item is then
 * there twice, and a later change removes the second.
 */
static bool
change_order(struct fit *fit, const struct node *list, const struct node *wanted,
	     enum merge_side side)
{
	const struct node *item = list->first, *other = wanted->first;

	while (item != NULL && other != NULL && merge_alike(item, other, false)) {
		item = item->next;
		other = other->next;
	}
	return item != NULL && other != NULL &&
	       put(fit, list, NULL, item, other, side_below(other, side));
}

/* Does the node say what is wanted, in the right order where the key is ordered? */
static bool
says(const struct key *key, const struct node *node, const struct node *wanted)
{
	return merge_alike(node, wanted, key != NULL && (key->flags & KEY_ORDERED) != 0);
}

/*
 * Changes a value into another: piecewise if both are nonempty collections of the same kind, and not too large, else as a
 * whole.
 */
static bool
change_item(struct fit *fit, const struct key *key, const struct node *parent,
	    const struct node *item, const struct node *wanted, enum merge_side side)
{
	side = side_below(wanted, side);
	if (item->kind == wanted->kind && item->kind != NODE_SCALAR && item->count > 0 &&
	    wanted->count > 0 && item->count <= MERGE_ITEMS_MAX && wanted->count <= MERGE_ITEMS_MAX)
		return find_change(fit, key, item, wanted, side);
	return put(fit, parent, item, NULL, wanted, side);
}

static bool
change_map(struct fit *fit, const struct key *key, const struct node *map,
	   const struct node *wanted, enum merge_side side)
{
	const struct node *item, *next;

	for (item = map->first; item != NULL; item = item->next) {
		const struct node *other = node_item_named(wanted, item->key->text);
		const struct key *below = merge_key_of(fit->tree->keys, key, item->key->text);

		if (other != NULL && !says(below, item, other))
			return change_item(fit, below, map, item, other, side);
	}
	/* Add before removing: a collection that becomes empty would change its meaning. */
	for (item = wanted->first; item != NULL; item = item->next) {
		if (node_item_named(map, item->key->text) != NULL)
			continue;
		for (next = item->next;
		     next != NULL && node_item_named(map, next->key->text) == NULL;)
			next = next->next;
		return put(fit, map, NULL,
			   next != NULL ? node_item_named(map, next->key->text) : NULL, item,
			   side_below(item, side));
	}
	for (item = map->first; item != NULL; item = item->next)
		if (node_item_named(wanted, item->key->text) == NULL)
			return put(fit, map, item, NULL, NULL, side);
	return false;
}

static bool
change_list(struct fit *fit, const struct key *key, const struct node *list,
	    const struct node *wanted, enum merge_side side)
{
	struct arena *arena = fit->tree->arena;
	const struct node **found = merge_items(arena, key, list, wanted);
	const struct node **known = merge_items(arena, key, wanted, list);
	const struct node *item = list->first;
	size_t i;

	for (i = 0; item != NULL; item = item->next, i++)
		if (found[i] != NULL && !merge_alike(item, found[i], false))
			return change_item(fit, key, list, item, found[i], side);
	item = wanted->first;
	for (i = 0; item != NULL; item = item->next, i++)
		if (known[i] == NULL) {
			size_t next = i + 1;

			while (next < wanted->count && known[next] == NULL)
				next++;
			return put(fit, list, NULL, next < wanted->count ? known[next] : NULL, item,
				   side_below(item, side));
		}
	item = list->first;
	for (i = 0; item != NULL; item = item->next, i++)
		if (found[i] == NULL)
			return put(fit, list, item, NULL, NULL, side);
	return key != NULL && (key->flags & KEY_ORDERED) != 0 &&
	       change_order(fit, list, wanted, side);
}

static bool
find_change(struct fit *fit, const struct key *key, const struct node *node,
	    const struct node *wanted, enum merge_side side)
{
	return node->kind == NODE_MAP ? change_map(fit, key, node, wanted, side)
				      : change_list(fit, key, node, wanted, side);
}

/* Applies the change to the bytes; if the new value cannot be copied from its own bytes, writes it afresh. */
static bool
make_change(struct fit *fit, const struct node *root, struct str *bytes)
{
	struct arena *arena = fit->tree->arena;
	struct buf out = {0};
	bool made = revise_change(arena, &fit->change, root, *bytes, &out);

	if (!made && fit->change.value != NULL) {
		fit->change.value = copy(arena, fit->change.value);
		fit->change.from = NULL;
		buf_clear(&out);
		made = revise_change(arena, &fit->change, root, *bytes, &out);
	}
	*bytes = buf_keep(&out, arena);
	return made;
}

bool
merge_fit(const struct merge_tree *tree, const struct sheet sheets[MERGE_SIDES], struct str bytes,
	  const struct node *wanted, struct str *fitted)
{
	struct fit fit = {.tree = tree, .sheets = sheets};
	struct diag *ignored = diag_new();
	bool good = false, changes;

	/* Each change goes through all keys: no document has so many that was not made to keep us busy. */
	for (size_t i = 0; i < CHANGES_MAX && wanted->count <= MERGE_ITEMS_MAX; i++) {
		const struct node *root = node_parse(tree->arena, bytes, (struct place){0},
						     ignored);

		/* The sides are valid, so any finding, such as a duplicate key, means that the merge went wrong. */
		if (root == NULL || diag_count(ignored) > 0)
			break;
		changes = root->kind == wanted->kind && root->kind != NODE_SCALAR &&
			  find_change(&fit, NULL, root, wanted, side_below(wanted, MERGE_BASE));
		good = !changes && merge_alike(root, wanted, false);
		if (!changes || !make_change(&fit, root, &bytes))
			break;
	}
	diag_free(ignored);
	*fitted = bytes;
	return good;
}
