/* Paths such as "join.admission": finding the key that a path names, and the values at it. */
#include "keys.h"

size_t
keys_item_number(struct str part)
{
	size_t number = 0;

	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] < '0' || part.p[i] > '9' || number > 99999)
			return 0;
		number = 10 * number + (size_t)(part.p[i] - '0');
	}
	return number;
}

struct str
path_first(struct str path, struct str *rest)
{
	struct str part = {NULL, 0};

	*rest = path;
	(void)str_next(rest, '.', &part);
	return part;
}

/* Counts the maps, from keys downwards, that have a key of that name; *home becomes the path of the last one found. */
static size_t
count_homes(const struct key *keys, struct str name, struct str path, struct buf *home)
{
	size_t count = 0;

	if (keys_find(keys, name) != NULL) {
		count = 1;
		buf_clear(home);
		buf_str(home, path);
	}
	for (const struct key *key = keys; key->name != NULL; key++) {
		struct buf below = {0};

		if (key->type != KEY_MAP)
			continue;
		buf_str(&below, path);
		buf_join(&below, ".", str_of(key->name));
		count += count_homes(key->keys, name, buf_all(&below), home);
		buf_free(&below);
	}
	return count;
}

bool
keys_home(const struct key *keys, struct str name, struct buf *home)
{
	return count_homes(keys, name, STR(""), home) == 1;
}

/* Suggests the full path, if name is the last part of exactly one path in a document. */
static void
suggest_whole(struct nearest *wrong, const struct key *keys, struct str name)
{
	struct buf path = {0};

	if (keys_home(keys, name, &path)) {
		buf_join(&path, ".", name);
		if (path.n <= sizeof(wrong->kept)) {
			memcpy(wrong->kept, path.p, path.n);
			wrong->best = (struct str){wrong->kept, path.n};
			wrong->distance = 0;
		}
	}
	buf_free(&path);
}

/* Appends the rest of the path to the suggestion, if that makes a valid path. */
static void
suggest_rest(struct nearest *wrong, const struct key *keys, struct str rest)
{
	struct nearest ignored = nearest_to(STR(""));
	struct buf path = {0};

	buf_str(&path, wrong->best);
	buf_join(&path, ".", rest);
	if (wrong->best.p != NULL && rest.n > 0 && path.n <= sizeof(wrong->kept) &&
	    keys_at(keys, buf_all(&path), &ignored) != NULL) {
		memcpy(wrong->kept, path.p, path.n);
		wrong->best = (struct str){wrong->kept, path.n};
	}
	buf_free(&path);
}

const struct key *
keys_at(const struct key *table, struct str path, struct nearest *wrong)
{
	const struct key *keys = table, *key = NULL;
	struct str rest = path, part;
	bool inside = false; /* the list or map of key has been entered */

	while (str_next(&rest, '.', &part)) {
		if (key != NULL && !inside && (key->flags & (KEY_LIST | KEY_OR_WORD)) != 0 &&
		    keys_item_number(part) > 0) {
			inside = true;
			continue;
		}
		if (key != NULL && !inside && (key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0) {
			inside = true;
			continue;
		}
		if (key != NULL && (key->flags & KEY_TEXT) != 0 && language_good(part)) {
			if (rest.p == NULL)
				return key;
			(void)str_next(&rest, '.', &part);
		}
		*wrong = nearest_to(part);
		keys = key == NULL ? keys : key->type == KEY_MAP ? key->keys : NULL;
		if (keys == NULL)
			return NULL;
		for (const struct key *other = keys; other->name != NULL; other++)
			nearest_try(wrong, str_of(other->name));
		key = keys_find(keys, part);
		if (key == NULL) {
			if (keys == table)
				suggest_whole(wrong, table, part);
			suggest_rest(wrong, keys, rest);
			return NULL;
		}
		inside = false;
	}
	return key;
}

/* A visitor, its context, and the filter of what it may see. */
struct visit {
	keys_visitor *visit;
	void *context;
	const struct keys_shown *shown;
};

static void values_in(const struct key *keys, const struct node *map, struct str path,
		      const struct visit *visit);

/* Visits the values at the path below one value, which key describes. */
static void
values_one(const struct key *key, const struct node *node, struct str path,
	   const struct visit *visit)
{
	struct str rest, part = path_first(path, &rest);

	if (key_is_short(key, node)) {
		const struct key *stands_for = keys_find(key->keys, str_of(key->shorthand));

		if (path.p == NULL)
			values_one(stands_for, node, path, visit);
		else if (str_is(part, key->shorthand))
			values_one(stands_for, node, rest, visit);
	} else if (path.p == NULL && key->type == KEY_MAP && key->shorthand != NULL &&
		   node_get(node, key->shorthand) != NULL) {
		values_in(key->keys, node, str_of(key->shorthand), visit);
	} else if (path.p == NULL) {
		visit->visit(visit->context, key, node);
	} else if (key->type == KEY_MAP) {
		values_in(key->keys, node, path, visit);
	} else if ((key->flags & KEY_TEXT) != 0 && node->kind == NODE_MAP) {
		for (const struct node *item = node->first; item != NULL; item = item->next)
			if (str_eq(item->key->text, part))
				visit->visit(visit->context, key, item);
	}
}

static void
values_at(const struct key *key, const struct node *node, struct str path,
	  const struct visit *visit)
{
	bool many = (key->flags & (KEY_LIST | KEY_OR_WORD)) != 0 && node->kind == NODE_LIST;
	bool by_id = (key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0 && node->kind == NODE_MAP;
	const struct keys_shown *shown = visit->shown;
	struct str rest, part = path_first(path, &rest);
	size_t number = many ? keys_item_number(part) : 0, i = 0;

	if (!many && !by_id) {
		values_one(key, node, path, visit);
		return;
	}
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		i++;
		if (by_id && path.p != NULL && !str_eq(item->key->text, part))
			continue;
		if (number > 0 && number != i)
			continue;
		if (shown != NULL && !shown->item(shown->context, key, item))
			continue;
		values_one(key, item, number > 0 || by_id ? rest : path, visit);
	}
}

static void
values_in(const struct key *keys, const struct node *map, struct str path,
	  const struct visit *visit)
{
	struct str rest, part = path_first(path, &rest);
	const struct key *key = keys_find(keys, part);
	const struct node *node = key == NULL ? NULL : node_get(map, key->name);
	const struct keys_shown *shown = visit->shown;

	if (node != NULL && (shown == NULL || shown->value(shown->context, keys, key, map)))
		values_at(key, node, rest, visit);
}

void
keys_values(const struct key *keys, const struct node *node, struct str path, keys_visitor *visit,
	    void *context, const struct keys_shown *shown)
{
	values_in(keys, node, path, &(struct visit){visit, context, shown});
}
