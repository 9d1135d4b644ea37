/* Builds the nodes that a revision adds to a document. */
#include "revise.h"

static const struct str whole = {NULL, 0}; /* the empty path: a value itself */

/* -- paths -------------------------------------------------------------------------------------------- */

struct str
plan_so_far(const struct plan *plan, struct str ahead)
{
	struct str path = plan->revision->path;

	if (ahead.p != NULL && ahead.p > path.p)
		path.n = (size_t)(ahead.p - path.p) - 1;
	return path;
}

bool
plan_begins_with(const struct plan *plan, char c)
{
	return !plan->revision->literal && plan->revision->value.n > 0 &&
	       plan->revision->value.p[0] == c;
}

/* -- nodes -------------------------------------------------------------------------------------------- */

struct node *
build_node(const struct plan *plan, enum node_kind kind)
{
	struct node *node = arena_get(plan->arena, sizeof(*node));

	node->kind = kind;
	node->plain = true;
	return node;
}

struct node *
build_key(const struct plan *plan, struct str name)
{
	struct node *key = build_node(plan, NODE_SCALAR);

	key->text = name;
	key->plain = !scalar_ambiguous(name);
	return key;
}

struct node *
build_scalar(const struct plan *plan, const struct key *key, struct str text)
{
	struct node *node = build_node(plan, NODE_SCALAR);

	node->text = text;
	node->plain = key->type != KEY_STRING || !scalar_ambiguous(text);
	return node;
}

void
build_append(const struct plan *plan, struct node *parent, struct str name, struct node *item)
{
	const struct node **end = &parent->first;

	while (*end != NULL)
		end = (const struct node **)&(*end)->next;
	item->key = name.p != NULL ? build_key(plan, name) : NULL;
	*end = item;
	parent->count++;
}

struct node *
build_around(const struct plan *plan, enum node_kind kind, struct str name, struct node *item)
{
	struct node *parent;

	if (item == NULL)
		return NULL;
	parent = build_node(plan, kind);
	build_append(plan, parent, name, item);
	return parent;
}

/* -- values given in YAML --------------------------------------------------------------------------------- */

static struct node *copy_one(const struct plan *plan, const struct key *key,
			     const struct node *node);

/* Copies a parsed value of the key: map keys in the table's order, texts by language in flow style. */
static struct node *
copy_value(const struct plan *plan, const struct key *key, const struct node *node)
{
	struct node *copy;

	if ((key->flags & (KEY_LIST | KEY_OR_WORD | KEY_BY_ID | KEY_BY_NAME)) == 0 ||
	    node->kind == NODE_SCALAR)
		return copy_one(plan, key, node);
	copy = build_node(plan, node->kind);
	for (const struct node *item = node->first; item != NULL; item = item->next)
		build_append(plan, copy, item->key != NULL ? item->key->text : whole,
			     copy_one(plan, key, item));
	return copy;
}

static struct node *
copy_one(const struct plan *plan, const struct key *key, const struct node *node)
{
	struct node *copy;

	if (key_is_short(key, node))
		return copy_one(plan, keys_find(key->keys, str_of(key->shorthand)), node);
	if (node->kind == NODE_SCALAR)
		return build_scalar(plan, key, node->text);
	copy = build_node(plan, node->kind);
	copy->flow = key->type != KEY_MAP;
	if (key->type != KEY_MAP)
		for (const struct node *item = node->first; item != NULL; item = item->next)
			build_append(plan, copy, item->key->text, copy_one(plan, key, item));
	else
		for (const struct key *part = key->keys; part->name != NULL; part++) {
			const struct node *item = node_get(node, part->name);

			if (item != NULL)
				build_append(plan, copy, str_of(part->name),
					     copy_value(plan, part, item));
		}
	return copy;
}

/* Records the first error in the revision's value, with its path. */
static void
refuse_yaml(const struct plan *plan, const struct diag *found)
{
	struct buf message = {0};

	diag_message(&message, diag_at(found, 0));
	PLAN_REFUSE(plan, "%.*s: %.*s", STR_ARG(plan->revision->path), STR_ARG(buf_all(&message)));
	buf_free(&message);
}

/*
 * Parses the revision's value as YAML, for the whole value of the key, or with one, for a single one of its values.
 * NULL, with the reason recorded, if it is not valid for that.
 */
static struct node *
read_yaml(const struct plan *plan, const struct key *key, bool one)
{
	static const unsigned many = KEY_LIST | KEY_OR_WORD | KEY_BY_ID | KEY_BY_NAME | KEY_UNIQUE;
	struct key table[2] = {*key, {0}};
	struct diag *found = diag_new();
	struct keys_walk walk = {.keys = table, .diag = found};
	const struct node *read;
	struct node *document = build_node(plan, NODE_MAP), *copy = NULL;

	if (one)
		table[0].flags &= ~many;
	read = node_parse(plan->arena, plan->revision->value, (struct place){0}, found);
	if (read != NULL) {
		struct node *item = build_node(plan, read->kind);

		*item = *read;
		build_append(plan, document, str_of(key->name), item);
		keys_walk(&walk, document);
	}
	if (diag_count(found) > 0)
		refuse_yaml(plan, found);
	else if (read != NULL)
		copy = copy_value(plan, table, read);
	diag_free(found);
	return copy;
}

/* -- values that are not there yet -------------------------------------------------------------------------- */

struct node *
build_one(const struct plan *plan, const struct key *key, struct str path)
{
	struct str value = plan->revision->value, rest, part = path_first(path, &rest);

	if (path.p != NULL && key->type != KEY_MAP)
		return build_around(plan, NODE_MAP, part, build_scalar(plan, key, value));
	if (path.p != NULL)
		return build_around(plan, NODE_MAP, part,
				    build_value(plan, keys_find(key->keys, part), rest));
	if (value.p[0] == '{' && (key->type == KEY_MAP || (key->flags & KEY_TEXT) != 0))
		return read_yaml(plan, key, true);
	if (key->type != KEY_MAP)
		return build_scalar(plan, key, value);
	if (key->shorthand != NULL)
		return build_one(plan, keys_find(key->keys, str_of(key->shorthand)), whole);
	if (plan->revision->verb == REVISION_ADD)
		PLAN_REFUSE(plan, "%.*s holds maps: use %.*s+={%s: …}",
			    STR_ARG(plan->revision->path), STR_ARG(plan->revision->path),
			    key->keys[0].name);
	else
		PLAN_REFUSE(plan, "%.*s is a map: use %.*s={…} or %.*s.%s=…",
			    STR_ARG(plan->revision->path), STR_ARG(plan->revision->path),
			    STR_ARG(plan->revision->path), key->keys[0].name);
	return NULL;
}

/* Marks a list to be written on one line if it holds words, ids or names, not maps or texts.  list may be NULL. */
static struct node *
as_line(const struct key *key, struct node *list)
{
	bool line = list != NULL && list->kind == NODE_LIST && (key->flags & KEY_TEXT) == 0;

	for (const struct node *item = line ? list->first : NULL; item != NULL; item = item->next)
		line = line && item->kind == NODE_SCALAR;
	if (line && (key->type != KEY_MAP ||
		     (keys_find(key->keys, str_of(key->shorthand))->flags & KEY_TEXT) == 0))
		list->flow = true;
	return list;
}

/* Builds the whole value of a key that takes a list. */
static struct node *
build_list(const struct plan *plan, const struct key *key)
{
	struct str path = plan->revision->path;

	if (plan->revision->verb == REVISION_ADD)
		return as_line(key,
			       build_around(plan, NODE_LIST, whole, build_one(plan, key, whole)));
	if (plan_begins_with(plan, '['))
		return as_line(key, read_yaml(plan, key, false));
	if (plan->revision->verb == REVISION_REMOVE)
		PLAN_REFUSE(plan, "%.*s has no \"%.*s\"", STR_ARG(path),
			    STR_ARG(plan->revision->value));
	else if ((key->flags & KEY_OR_WORD) != 0)
		return build_scalar(plan, key, plan->revision->value);
	else
		PLAN_REFUSE(plan, "%.*s is a list: use %.*s=[…], %.*s+=… or %.*s.1=…",
			    STR_ARG(path), STR_ARG(path), STR_ARG(path), STR_ARG(path));
	return NULL;
}

struct node *
build_value(const struct plan *plan, const struct key *key, struct str path)
{
	struct str rest, part = path_first(path, &rest);
	size_t number = keys_item_number(part);

	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0) {
		if (path.p == NULL)
			return build_list(plan, key);
		if (number > 1) {
			PLAN_REFUSE(plan, "%.*s has no items: the first is %.*s.1",
				    STR_ARG(plan_so_far(plan, path)),
				    STR_ARG(plan_so_far(plan, path)));
			return NULL;
		}
		return as_line(key, build_around(plan, NODE_LIST, whole,
						 build_one(plan, key, number == 1 ? rest : path)));
	}
	if ((key->flags & (KEY_BY_ID | KEY_BY_NAME)) == 0)
		return build_one(plan, key, path);
	if (path.p != NULL)
		return build_around(plan, NODE_MAP, part, build_one(plan, key, rest));
	if (plan_begins_with(plan, '{'))
		return read_yaml(plan, key, false);
	PLAN_REFUSE(plan, "%.*s is a map: use %.*s={…} or %.*s.NAME=…",
		    STR_ARG(plan->revision->path), STR_ARG(plan->revision->path),
		    STR_ARG(plan->revision->path));
	return NULL;
}
