/* Whether nodes say the same, and which items of lists are one: by what tells them apart, or else by what they say. */
#include "merge.h"

#include <stdlib.h>

/* -- likeness ------------------------------------------------------------------------------------------------------- */

/* Is there an item of the list that says the same, and is not one of those taken? */
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
	/* The values of a map by id or name are of the kind that its key tells. */
	if (above != NULL && (above->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
		return above;
	if (above != NULL)
		keys = above->type == KEY_MAP ? above->keys : NULL;
	return keys != NULL ? keys_find(keys, name) : NULL;
}

/* -- items of lists ---------------------------------------------------------------------------------------------- */

/* The text of a value; of one by language, in the first. */
static struct str
text_of(const struct node *value)
{
	while (value != NULL && value->kind != NODE_SCALAR)
		value = value->first;
	return node_text(value);
}

/* Adds what tells the item apart from the others; nothing, if nothing does. */
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
		/* A single value stands for a map that says no more. */
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

/* Does the name belong to what tells items apart? */
static bool
tells(const struct key *key, struct str name)
{
	const struct key *part = key != NULL && key->type == KEY_MAP ? keys_find(key->keys, name)
								     : NULL;

	return part == NULL || (part->flags & KEY_TELLS) != 0;
}

/* Do they say the same under half of the keys of one of them, and of what tells them apart something? */
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

/* Items of two lists, and which of them are one. */
struct pairing {
	const struct key *key;
	const struct node *list;
	const struct node *other;
	const struct node **found; /* for each of the list, that of the other; NULL: none */
	bool *used;                /* of the list, those that are no longer to be found; or NULL */
	bool *taken;               /* of the other */
};

/* Finds those that are alike in that way. */
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
	/* What both added alike is not what the base has in other words. */
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
