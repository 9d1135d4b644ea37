/* Finds nodes in the tree of a document. */
#include "revise.h"

#include "text.h"

bool
node_same(const struct node *a, const struct node *b)
{
	const struct node *x = a->first, *y = b->first;

	if (a->kind != b->kind || !str_eq(a->text, b->text) || a->count != b->count)
		return false;
	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if ((x->key != NULL && !str_eq(x->key->text, y->key->text)) || !node_same(x, y))
			return false;
	return x == NULL && y == NULL;
}

const struct node *
node_item(const struct node *list, size_t number)
{
	const struct node *item = list->first;

	while (item != NULL && --number > 0)
		item = item->next;
	return item;
}

const struct node *
node_item_named(const struct node *map, struct str name)
{
	for (const struct node *item = map->first; item != NULL; item = item->next)
		if (str_eq(item->key->text, name))
			return item;
	return NULL;
}

const struct node *
node_before(const struct node *parent, const struct node *item)
{
	const struct node *before = NULL;

	for (const struct node *at = parent->first; at != item; at = at->next)
		before = at;
	return before;
}

const struct node *
node_parent(const struct node *node, const struct node *wanted)
{
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		const struct node *found = item == wanted ? node : node_parent(item, wanted);

		if (found != NULL)
			return found;
	}
	return NULL;
}

const struct node *
node_last(const struct node *parent)
{
	return node_item(parent, parent->count);
}

/* Is the text, in any of its languages, nearest's word?  Offers all of them to nearest. */
static bool
says(const struct node *text, struct nearest *nearest)
{
	bool found = false;

	if (text == NULL)
		return false;
	for (const struct node *item = text->first; item != NULL; item = item->next)
		found = says(item, nearest) || found;
	if (text->kind != NODE_SCALAR)
		return found;
	nearest_try(nearest, text->text);
	return str_eq(text->text, nearest->word);
}

bool
node_is_called(const struct key *key, const struct node *item, struct nearest *nearest)
{
	static const char *const names[] = {"email", "url",  "position", "event", "title",  "text",
					    "name",  "date", "method",   "host",  "source", "goal"};
	bool called = false;

	if (key->type != KEY_MAP || key_is_short(key, item))
		return says(item, nearest);
	if (keys_find(key->keys, STR("id")) != NULL)
		return says(node_get(item, "id"), nearest);
	if (key->shorthand != NULL)
		return says(node_get(item, key->shorthand), nearest);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		called = says(node_get(item, names[i]), nearest) || called;
	return called;
}
