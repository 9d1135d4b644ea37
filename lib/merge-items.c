/* Comparing nodes, and matching the items of lists: by the keys that identify them, or else by content. */
#include "merge.h"

#include <stdlib.h>

/* -- likeness ------------------------------------------------------------------------------------------------------- */

/* Finds an equal item of the list that is not taken yet, and takes it; NULL if there is none. */
static const struct node *
find_alike(const struct node *list, const struct node *item, bool *taken)
{
	size_t i = 0;

	for (const struct node *other = list->first; other != NULL; other = other->next, i++)
		if (!taken[i] && merge_alike(other, item, false)) {
			taken[i] = true;
			return other;
		}
	return NULL;
}

static bool
alike_in_any_order(const struct node *a, const struct node *b)
{
	bool *taken = memory_get_zeroed(b->count + 1), same = true;

	for (const struct node *item = a->first; item != NULL && same; item = item->next)
		same = find_alike(b, item, taken) != NULL;
	free(taken);
	return same;
}

bool
merge_alike(const struct node *a, const struct node *b, bool ordered)
{
	const struct node *other = NULL;

	if (a == NULL || b == NULL)
		return a == b;
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == NODE_SCALAR)
		return str_eq(a->text, b->text);
	if (a->kind == NODE_LIST && !ordered)
		return alike_in_any_order(a, b);
	other = b->first;
	for (const struct node *item = a->first; item != NULL; item = item->next) {
		const struct node *same = a->kind == NODE_MAP ? node_item_named(b, item->key->text)
							      : other;

		if (!merge_alike(item, same, ordered))
			return false;
		other = other->next;
	}
	return true;
}

/* -- keys -------------------------------------------------------------------------------------------------------- */

const struct key *
merge_key_of(const struct key *keys, const struct key *above, struct str name)
{
	/* In a map by id or name, every value is described by the key of the map itself. */
	if (above != NULL && (above->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
		return above;
	if (above != NULL)
		keys = above->type == KEY_MAP ? above->keys : NULL;
	return keys != NULL ? keys_find(keys, name) : NULL;
}

/* -- items of lists ---------------------------------------------------------------------------------------------- */

/* The text of a value; of a text by language, that of the first language. */
static struct str
text_of(const struct node *value)
{
	while (value != NULL && value->kind != NODE_SCALAR)
		value = value->first;
	return node_text(value);
}

/* Appends the identity of an item: the values of the keys that identify it.  Appends nothing if all are empty. */
static void
add_identity(struct buf *out, const struct key *key, const struct node *item)
{
	size_t before = out->n;
	bool any = false;

	if (item->kind == NODE_SCALAR || key == NULL || key->type != KEY_MAP) {
		buf_str(out, text_of(item));
		return;
	}
	for (const struct key *part = key->keys; part->name != NULL; part++) {
		struct str text;

		if ((part->flags & KEY_TELLS) == 0)
			continue;
		text = text_of(node_get(item, part->name));
		any = any || text.n > 0;
		buf_str(out, text);
		/*
		 * With a shorthand, leave out separators, so that a plain value equals a map that has only that
		 * value.
		 */
		if (key->shorthand == NULL)
			buf_char(out, '\0');
	}
	if (!any)
		out->n = before;
}

static bool
same_identity(const struct key *key, const struct node *a, const struct node *b)
{
	struct buf one = {0}, other = {0};
	bool same;

	add_identity(&one, key, a);
	add_identity(&other, key, b);
	same = one.n > 0 && str_eq(buf_all(&one), buf_all(&other));
	buf_free(&one);
	buf_free(&other);
	return same;
}

/* Does the key of that name identify items? True if it is unknown. */
static bool
tells(const struct key *key, struct str name)
{
	const struct key *part = key != NULL && key->type == KEY_MAP ? keys_find(key->keys, name)
								     : NULL;

	return part == NULL || (part->flags & KEY_TELLS) != 0;
}

/* Do two maps agree in half the keys of the smaller one, an identifying key among them? */
static bool
much_alike(const struct key *key, const struct node *a, const struct node *b)
{
	size_t same = 0, telling = 0;

	if (a->kind != NODE_MAP || b->kind != NODE_MAP)
		return false;
	for (const struct node *item = a->first; item != NULL; item = item->next)
		if (merge_alike(item, node_item_named(b, item->key->text), true)) {
			same++;
			telling += tells(key, item->key->text);
		}
	return telling > 0 && 2 * same >= (a->count < b->count ? a->count : b->count);
}

enum likeness { SAME, SAME_IDENTITY, MUCH_ALIKE };

static bool
is_like(const struct key *key, const struct node *a, const struct node *b, enum likeness likeness)
{
	switch (likeness) {
	case SAME:
		return merge_alike(a, b, true);
	case SAME_IDENTITY:
		return same_identity(key, a, b);
	default:
		return much_alike(key, a, b);
	}
}

/* The items of two lists, and which of them match. */
struct pairing {
	const struct key *key;
	const struct node *list;
	const struct node *other;
	const struct node **found; /* for each item of list, its match in other, or NULL */
	bool *used;                /* by item of list: already matched elsewhere; may be NULL */
	bool *taken;               /* by item of other: already matched */
};

/* Matches the items that are alike in that way. */
static void
pair(struct pairing *p, enum likeness likeness)
{
	size_t i = 0;

	for (const struct node *item = p->list->first; item != NULL; item = item->next, i++) {
		size_t k = 0;

		if (p->found[i] != NULL || (p->used != NULL && p->used[i]))
			continue;
		for (const struct node *o = p->other->first; o != NULL; o = o->next, k++)
			if (!p->taken[k] && is_like(p->key, item, o, likeness)) {
				p->found[i] = o;
				p->taken[k] = true;
				if (p->used != NULL)
					p->used[i] = true;
				break;
			}
	}
}

static struct pairing
begin_pairing(struct arena *arena, const struct key *key, const struct node *list,
	      const struct node *other)
{
	return (struct pairing){
	    .key = key,
	    .list = list,
	    .other = other,
	    .found = arena_array(arena, list->count, sizeof(const struct node *)),
	    .taken = arena_array(arena, other->count, sizeof(bool)),
	};
}

const struct node **
merge_items(struct arena *arena, const struct key *key, const struct node *list,
	    const struct node *other)
{
	struct pairing p = begin_pairing(arena, key, list, other);

	for (enum likeness likeness = SAME; likeness <= MUCH_ALIKE; likeness++)
		pair(&p, likeness);
	return p.found;
}

struct merge_found
merge_items_of(struct arena *arena, const struct key *key, const struct node *base,
	       const struct node *ours, const struct node *theirs)
{
	struct pairing in_ours = begin_pairing(arena, key, base, ours);
	struct pairing in_theirs = begin_pairing(arena, key, base, theirs);
	struct pairing both = begin_pairing(arena, key, ours, theirs);

	both.used = in_ours.taken;
	both.taken = in_theirs.taken;
	/* First match identical items that both sides added, lest one be taken for a changed item of the base. */
	pair(&in_ours, SAME);
	pair(&in_theirs, SAME);
	pair(&both, SAME);
	for (enum likeness likeness = SAME_IDENTITY; likeness <= MUCH_ALIKE; likeness++) {
		pair(&in_ours, likeness);
		pair(&in_theirs, likeness);
	}
	pair(&both, SAME_IDENTITY);
	return (struct merge_found){in_ours.found, in_theirs.found, both.found};
}
