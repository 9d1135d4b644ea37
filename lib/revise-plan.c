/* Plans a revision: which item of a document's tree is inserted, removed or replaced. */
#include "revise.h"

#include "text.h"

/* The place of a value in the tree, whether it exists or not. */
struct slot {
	const struct node *parent;
	const struct node *item;   /* NULL: it does not exist */
	const struct node *before; /* the item to insert it before; NULL: at the end */
	struct str name;           /* its key; absent in a list */
};

static const struct str whole = {NULL, 0}; /* the empty path: a value itself */

/* Does the revision remove the value at its path? */
static bool
removing(const struct plan *plan)
{
	return plan->revision->verb == REVISION_SET && plan->revision->value.n == 0;
}

/* -- changes ---------------------------------------------------------------------------------------------- */

/* Removes the item, if it exists, and any collection that this leaves empty, except the document itself. */
static bool
drop(const struct plan *plan, const struct slot *slot)
{
	const struct node *item = slot->item, *parent = slot->parent;

	if (item == NULL)
		return true;
	while (parent != plan->root && parent->count == 1) {
		item = parent;
		parent = node_parent(plan->root, item);
	}
	*plan->change = (struct change){.parent = parent, .item = item};
	return true;
}

/*
 * Should a new collection be on one line, if it fits?  It should if it replaces a single value, or a collection that is
 * on one line, or if the last item of its list is one; where there is nothing to go by, value->flow decides.
 */
static bool
had_best_be_flow(const struct slot *slot, const struct node *value)
{
	const struct node *like = slot->item;

	if (like == NULL && slot->parent->kind == NODE_LIST)
		like = node_last(slot->parent);
	if (like == NULL || node_is_nothing(like))
		return value->flow;
	if (like->kind == NODE_SCALAR)
		return slot->item != NULL || value->flow;
	return like->flow;
}

static bool
put(const struct plan *plan, const struct slot *slot, struct node *value)
{
	if (value == NULL)
		return false;
	if (slot->item != NULL && node_same(slot->item, value))
		return true;
	if (value->kind != NODE_SCALAR && value->first == NULL)
		return drop(plan, slot);
	if (value->kind != NODE_SCALAR)
		value->flow = had_best_be_flow(slot, value);
	else if (slot->item != NULL && slot->item->kind == NODE_SCALAR)
		value->style = slot->item->style;
	value->key = slot->name.p != NULL ? build_key(plan, slot->name) : NULL;
	*plan->change = (struct change){slot->parent, slot->item, slot->before, value, NULL};
	return true;
}

/* Copies a node of the document for a new place, where its bytes are to be kept. */
static struct node *
keep(const struct plan *plan, const struct node *parent, const struct node *node)
{
	struct node *kept = build_node(plan, node->kind);

	*kept = *node;
	kept->next = NULL;
	if (node->kind == NODE_SCALAR || node->flow)
		kept->column = node->key != NULL ? node->key->column : parent->column;
	return kept;
}

/* Replaces a single value by a map, which has that value under name, and a new value under other. */
static bool
wrap(const struct plan *plan, const struct slot *slot, struct str name, struct str other,
     struct node *value)
{
	struct node *map;

	if (value == NULL)
		return false;
	map = build_around(plan, NODE_MAP, name, keep(plan, slot->parent, slot->item));
	build_append(plan, map, other, value);
	return put(plan, slot, map);
}

/* Builds the value and puts it into the slot; does nothing if the revision removes it. */
static bool
make(const struct plan *plan, const struct slot *slot, const struct key *key, struct str path)
{
	return removing(plan) || put(plan, slot, build_value(plan, key, path));
}

static bool
make_one(const struct plan *plan, const struct slot *slot, const struct key *key, struct str path)
{
	return removing(plan) || put(plan, slot, build_one(plan, key, path));
}

/* -- single values ------------------------------------------------------------------------------------------ */

static bool plan_value(const struct plan *plan, const struct key *key, const struct slot *slot,
		       struct str path);
static bool plan_one(const struct plan *plan, const struct key *key, const struct slot *slot,
		     struct str path);

static bool
refuse_kind(const struct plan *plan, const struct node *found, struct str ahead, const char *needed)
{
	static const char *const kinds[] = {"a single value", "a list", "a map"};

	PLAN_REFUSE(plan, "%.*s is %s where %s is needed", STR_ARG(plan_so_far(plan, ahead)),
		    kinds[found->kind], needed);
	return false;
}

static bool
refuse_languages(const struct plan *plan, const struct node *text)
{
	struct str path = plan->revision->path;
	struct buf names = {0};

	for (const struct node *item = text->first; item != NULL; item = item->next) {
		if (item != text->first)
			buf_puts(&names, item->next == NULL ? " and " : ", ");
		buf_str(&names, item->key->text);
	}
	PLAN_REFUSE(plan, "%.*s is given in %.*s: use %.*s.%.*s=…", STR_ARG(path),
		    STR_ARG(buf_all(&names)), STR_ARG(path), STR_ARG(text->first->key->text));
	buf_free(&names);
	return false;
}

/*
 * Returns the text, with a line break added if it replaces a block scalar that ends with one.  More than one is not
 * carried over: empty lines belong to the old text.
 */
static struct str
ending_as(const struct plan *plan, struct str text, const struct node *old)
{
	struct buf longer = {0};

	if (!scalar_is_block(old) || !scalar_block(text) || text.p[text.n - 1] == '\n' ||
	    !str_ends(old->text, STR("\n")))
		return text;
	buf_str(&longer, text);
	buf_char(&longer, '\n');
	return buf_keep(&longer, plan->arena);
}

/* Plans the change of a single value; the new one is taken as it is, even if it looks like YAML. */
static bool
plan_text(const struct plan *plan, const struct key *key, const struct slot *slot)
{
	const struct node *item = slot->item;
	struct str value = plan->revision->value;

	if (removing(plan))
		return drop(plan, slot);
	if (item != NULL && item->kind != NODE_SCALAR)
		return refuse_kind(plan, item, whole, "a single value");
	if (item != NULL && value.n > 0)
		value = ending_as(plan, value, item);
	return put(plan, slot, build_scalar(plan, key, value));
}

/* Plans the change of a text in the language that path names. */
static bool
plan_language(const struct plan *plan, const struct key *key, const struct slot *slot,
	      struct str path)
{
	const struct node *item = slot->item;
	bool first = str_eq(path, plan->language);

	if (item->kind == NODE_MAP) {
		struct slot inner = {item, node_item_named(item, path), first ? item->first : NULL,
				     path};

		return plan_text(plan, key, &inner);
	}
	if (item->kind == NODE_LIST)
		return refuse_kind(plan, item, path, "a text");
	if (first)
		return plan_text(plan, key, slot);
	return removing(plan) || wrap(plan, slot, plan->language, path,
				      build_scalar(plan, key, plan->revision->value));
}

/* -- maps -------------------------------------------------------------------------------------------------- */

/*
 * The item before which a new key goes in a map (NULL: at the end): after the nearest key that precedes it in the
 * table, else before the nearest that follows.
 */
static const struct node *
place_in(const struct key *keys, const struct node *map, const struct key *key)
{
	const struct node *item;

	for (const struct key *before = key; before-- > keys;)
		if ((item = node_get(map, before->name)) != NULL)
			return item->next;
	for (const struct key *after = key + 1; after->name != NULL; after++)
		if ((item = node_get(map, after->name)) != NULL)
			return item;
	return NULL;
}

static bool
plan_in_map(const struct plan *plan, const struct key *keys, const struct node *map,
	    struct str path)
{
	struct str rest, part = path_first(path, &rest);
	const struct key *key = keys_find(keys, part);
	struct slot slot = {.parent = map, .name = part};

	if (key == NULL) {
		PLAN_REFUSE(plan, "no path \"%.*s\"", STR_ARG(plan->revision->path));
		return false;
	}
	slot.item = node_get(map, key->name);
	slot.before = place_in(keys, map, key);
	return plan_value(plan, key, &slot, rest);
}

/* Plans a change to a scalar that is shorthand for a map.  It becomes a map only if another key is set. */
static bool
plan_short(const struct plan *plan, const struct key *key, const struct slot *slot, struct str path)
{
	const struct key *stands_for = keys_find(key->keys, str_of(key->shorthand));
	struct str rest, part = path_first(path, &rest);

	if (path.p == NULL || str_is(part, key->shorthand))
		return plan_one(plan, stands_for, slot, rest);
	return removing(plan) || wrap(plan, slot, str_of(key->shorthand), part,
				      build_value(plan, keys_find(key->keys, part), rest));
}

/* Plans a change to one value: that of a plain key, an item of a list, or a value in a map by id. */
static bool
plan_one(const struct plan *plan, const struct key *key, const struct slot *slot, struct str path)
{
	const struct node *item = slot->item;
	bool yaml = key->type == KEY_MAP || (key->flags & KEY_TEXT) != 0;

	if (path.p == NULL && removing(plan))
		return drop(plan, slot);
	if (node_is_nothing(item) || (path.p == NULL && yaml && plan_begins_with(plan, '{')))
		return make_one(plan, slot, key, path);
	if (key_is_short(key, item))
		return plan_short(plan, key, slot, path);
	if (key->type != KEY_MAP && path.p != NULL)
		return plan_language(plan, key, slot, path);
	if (key->type != KEY_MAP && item->kind == NODE_MAP && item->first != NULL &&
	    (key->flags & KEY_TEXT) != 0)
		return refuse_languages(plan, item);
	if (key->type != KEY_MAP)
		return plan_text(plan, key, slot);
	if (item->kind != NODE_MAP)
		return refuse_kind(plan, item, path, "a map");
	if (path.p == NULL && key->shorthand == NULL)
		return make_one(plan, slot, key, path); /* records how to say it */
	return plan_in_map(plan, key->keys, item, path.p != NULL ? path : str_of(key->shorthand));
}

/* Plans a change to a map whose keys are ids or names. */
static bool
plan_by_name(const struct plan *plan, const struct key *key, const struct slot *slot,
	     struct str path)
{
	const struct node *item = slot->item;
	struct str rest, part = path_first(path, &rest);
	struct slot inner = {.parent = item, .name = part};

	if (path.p == NULL && removing(plan))
		return drop(plan, slot);
	if (path.p == NULL || node_is_nothing(item))
		return make(plan, slot, key, path);
	if (item->kind != NODE_MAP)
		return refuse_kind(plan, item, path, "a map");
	inner.item = node_item_named(item, part);
	return plan_one(plan, key, &inner, rest);
}

/* -- lists ------------------------------------------------------------------------------------------------- */

static bool
plan_remove(const struct plan *plan, const struct key *key, const struct node *list)
{
	struct str path = plan->revision->path, value = plan->revision->value;
	struct nearest nearest = nearest_to(value);
	struct slot slot = {.parent = list};
	size_t count = 0;

	for (const struct node *item = list->first; item != NULL; item = item->next)
		if (node_is_called(key, item, &nearest)) {
			slot.item = item;
			count++;
		}
	if (count == 1)
		return drop(plan, &slot);
	if (count == 0)
		diag_add_near(plan->diag, RULE_USAGE, plan->place, &nearest, "%.*s has no \"%.*s\"",
			      STR_ARG(path), STR_ARG(value));
	else
		PLAN_REFUSE(plan, "%.*s has \"%.*s\" %zu times: use %.*s.N=", STR_ARG(path),
			    STR_ARG(value), count, STR_ARG(path));
	return false;
}

static bool
plan_add(const struct plan *plan, const struct key *key, const struct node *list)
{
	struct slot slot = {.parent = list};
	struct node *value = build_one(plan, key, whole);

	for (const struct node *item = list->first; value != NULL && item != NULL;
	     item = item->next)
		if (node_same(item, value))
			return true;
	return put(plan, &slot, value);
}

/* Plans a change to a list as a whole. */
static bool
plan_whole_list(const struct plan *plan, const struct key *key, const struct slot *slot)
{
	const struct node *item = slot->item;
	struct str path = plan->revision->path;

	if (removing(plan))
		return drop(plan, slot);
	if (plan->revision->verb == REVISION_SET || node_is_nothing(item))
		return make(plan, slot, key, whole);
	if (item->kind == NODE_SCALAR && (key->flags & KEY_OR_WORD) != 0) {
		PLAN_REFUSE(plan, "%.*s is \"%.*s\": use %.*s=[…]", STR_ARG(path),
			    STR_ARG(item->text), STR_ARG(path));
		return false;
	}
	if (item->kind != NODE_LIST)
		return refuse_kind(plan, item, whole, "a list");
	return plan->revision->verb == REVISION_ADD ? plan_add(plan, key, item)
						    : plan_remove(plan, key, item);
}

static bool
refuse_number(const struct plan *plan, const struct node *list, struct str path)
{
	struct str before = plan_so_far(plan, path);

	PLAN_REFUSE(plan, "%.*s has %u item%s: the next is %.*s.%u", STR_ARG(before), list->count,
		    list->count == 1 ? "" : "s", STR_ARG(before), list->count + 1);
	return false;
}

/* Plans a change to an item of a list, or to all of it.  The number may be left out if there is only one item. */
static bool
plan_list(const struct plan *plan, const struct key *key, const struct slot *slot, struct str path)
{
	const struct node *item = slot->item;
	struct str rest, part = path_first(path, &rest), before = plan_so_far(plan, path);
	struct slot inner = {.parent = item};
	size_t number = keys_item_number(part);

	if (path.p == NULL)
		return plan_whole_list(plan, key, slot);
	if (node_is_nothing(item))
		return make(plan, slot, key, path);
	if (item->kind != NODE_LIST)
		return refuse_kind(plan, item, path, "a list");
	if (number == 0 && item->count > 1) {
		PLAN_REFUSE(plan, "%.*s has %u items: name one, as in %.*s.1.%.*s", STR_ARG(before),
			    item->count, STR_ARG(before), STR_ARG(path));
		return false;
	}
	if (number > item->count + 1)
		return removing(plan) || refuse_number(plan, item, path);
	inner.item = node_item(item, number > 0 ? number : 1);
	return plan_one(plan, key, &inner, number > 0 ? rest : path);
}

static bool
plan_value(const struct plan *plan, const struct key *key, const struct slot *slot, struct str path)
{
	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0)
		return plan_list(plan, key, slot, path);
	if ((key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
		return plan_by_name(plan, key, slot, path);
	return plan_one(plan, key, slot, path);
}

bool
revise_plan(struct arena *arena, const struct revision *revision, const struct key *keys,
	    const struct node *root, struct str language, struct place place, struct diag *diag,
	    struct change *change)
{
	struct plan plan = {arena, revision, root, language, place, diag, change};

	*change = (struct change){0};
	if (root->kind != NODE_MAP) {
		PLAN_REFUSE(&plan, "the document is not a map");
		return false;
	}
	return plan_in_map(&plan, keys, root, revision->path);
}
