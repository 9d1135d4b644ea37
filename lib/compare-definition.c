/* Compares two versions of a definition or of registry.yaml: events of the community, then values by their path. */
#include "compare.h"

#include <stdio.h>
#include <string.h>

#include "merge.h"

struct walk {
	const struct comparison *comparison;
	const struct key *keys;
	struct buf path;
	bool launched; /* reported as an event, so not as a value again */
	bool ended;    /* likewise */
};

/* -- paths ------------------------------------------------------------------------------------------------------ */

/* Appends a part to the path; returns the previous length, to restore it. */
static size_t
step(struct walk *walk, struct str part)
{
	size_t before = walk->path.n;

	if (before > 0)
		buf_char(&walk->path, '.');
	buf_str(&walk->path, part);
	return before;
}

static size_t
step_to_item(struct walk *walk, size_t number)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%zu", number);
	return step(walk, str_of(text));
}

static bool
is_at(const struct walk *walk, const char *path)
{
	return str_is(buf_all(&walk->path), path);
}

/* -- who may be told ----------------------------------------------------------------------------------------------- */

/* Is a value of this key, or one right below it, the id of a community? */
static bool
names_community(const struct key *key)
{
	if (key->type == KEY_COMMUNITY)
		return true;
	for (const struct key *below = key->keys; below != NULL && below->name != NULL; below++)
		if (below->type == KEY_COMMUNITY)
			return true;
	return false;
}

/* Does the audience see item in one registry? It belongs to in, the value of above, or the root if above is NULL. */
static bool
sees(const struct walk *walk, const struct view *view, const struct key *above,
     const struct node *in, const struct key *key, const struct node *item)
{
	const struct key *keys = above == NULL ? walk->keys : above->keys;
	bool listed = (key->flags & KEY_LIST) != 0;

	/* Contacts are people: cop-show has the current ones, and the former ones are only for readers of the files. */
	if (strcmp(key->name, "contacts") == 0)
		return false;
	if (in->kind == NODE_LIST)
		return audience_sees_item(view, key, item);
	/* A value where a list is expected counts as an item of that list. */
	if (listed && item->kind != NODE_LIST && !audience_sees_item(view, key, item))
		return false;
	return keys == NULL || audience_sees_value(view, keys, key, in);
}

/*
 * Does the audience see item in all registries?  Those after the first can differ only in which communities are
 * visible, and may be slow to load, so they are asked only about keys that name communities.
 */
static bool
is_seen(const struct walk *walk, const struct key *above, const struct node *in,
	const struct node *item)
{
	const struct comparison *comparison = walk->comparison;
	const struct key *key = above;
	struct view view = {.audience = comparison->audience};
	size_t i = 0;

	if (in->kind == NODE_MAP)
		key = merge_key_of(walk->keys, above, item->key->text);
	if (key == NULL)
		return true;
	do {
		view.registry = i < comparison->state_count
				    ? comparison->state(comparison->context, i)
				    : NULL;
		if (!sees(walk, &view, above, in, key, item))
			return false;
	} while (++i < comparison->state_count && names_community(key));
	return true;
}

/*
 * May the audience be told how an item of a list or map changed?  A version without the item has NULL for it and
 * may have NULL for the list or map, too.
 */
static bool
may_tell(const struct walk *walk, const struct key *above, const struct node *in_old,
	 const struct node *old, const struct node *in_now, const struct node *now)
{
	if (walk->comparison->audience == AUDIENCE_PRIVATE)
		return true;
	/* Nothing changed, so do not load a registry. */
	if (old != NULL && now != NULL && merge_alike(old, now, true))
		return false;
	return (old == NULL || is_seen(walk, above, in_old, old)) &&
	       (now == NULL || is_seen(walk, above, in_now, now));
}

/* -- what happened to the community -------------------------------------------------------------------------------- */

static void
add_event(const struct walk *walk, enum happening change, struct str date, struct str now)
{
	compare_add(walk->comparison,
		    (struct difference){.change = change, .date = date, .now = now});
}

/* Adds the event of a pause that is new. */
static void
add_pause(const struct walk *walk, const struct node *pause)
{
	compare_add(walk->comparison,
		    (struct difference){.change = HAPPENED_PAUSED,
					.date = node_text(node_get(pause, "from")),
					.until = node_text(node_get(pause, "until")),
					.now = text_choose(node_get(pause, "reason"),
							   walk->comparison->languages)});
}

/* Adds the event of a merger that is new, into this community or into another one; false if item is no merger. */
static bool
add_merger(const struct walk *walk, const struct node *item)
{
	struct str event = node_text(node_get(item, "event"));
	struct str other = node_text(node_get(item, "community"));
	struct difference d = {.change = HAPPENED_MERGED,
			       .date = node_text(node_get(item, "date"))};

	if (str_is(event, lineage_words[LINEAGE_MERGED_INTO])) {
		d.now = other.n > 0
			    ? other
			    : text_choose(node_get(item, "body"), walk->comparison->languages);
	} else if (str_is(event, lineage_words[LINEAGE_MERGED_FROM]) && other.n > 0) {
		d.cop = other;
		d.now = walk->comparison->id;
	} else {
		return false;
	}
	compare_add(walk->comparison, d);
	return true;
}

/* Reports an item that is new in a list as an event, if it is a pause or merger; false if it is neither. */
static bool
told_item(const struct walk *walk, const struct node *item)
{
	if (walk->keys != definition_keys || item->kind != NODE_MAP)
		return false;
	if (is_at(walk, "paused")) {
		add_pause(walk, item);
		return true;
	}
	return is_at(walk, "lineage") && add_merger(walk, item);
}

/* Reports a date that is new as an event; false if it is not new. If it is, its value must not be reported as well. */
static bool
told_date(struct walk *walk, const struct node *old, const struct node *now, const char *key,
	  enum happening change)
{
	struct str before = node_text(node_get(old, key)), date = node_text(node_get(now, key));

	if (before.n > 0 || date.n == 0)
		return false;
	add_event(walk, change, date, (struct str){NULL, 0});
	return true;
}

/* -- values -------------------------------------------------------------------------------------------------------- */

static void
add_value(struct walk *walk, enum happening change, struct str old, struct str now)
{
	struct str path = buf_all(&walk->path);

	if ((walk->launched && is_at(walk, "launched")) || (walk->ended && is_at(walk, "ended")))
		return;
	compare_add(walk->comparison,
		    (struct difference){.change = change,
					.field = arena_str(walk->comparison->found->arena, path),
					.old = old,
					.now = now});
}

/* Adds all values below a node that only one version has. Scalars in a list are reported under the list's path. */
static void
add_all(struct walk *walk, const struct key *key, enum happening change, const struct node *node)
{
	size_t number = 0;

	if (node->kind == NODE_SCALAR)
		add_value(walk, change,
			  change == HAPPENED_REMOVED ? node->text : (struct str){NULL, 0},
			  change == HAPPENED_ADDED ? node->text : (struct str){NULL, 0});
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		const struct key *below = key;
		size_t before = walk->path.n;

		number++;
		if (!may_tell(walk, key, NULL, NULL, node, item))
			continue;
		if (change == HAPPENED_ADDED && node->kind == NODE_LIST && told_item(walk, item))
			continue;
		if (node->kind == NODE_MAP) {
			below = merge_key_of(walk->keys, key, item->key->text);
			before = step(walk, item->key->text);
		} else if (item->kind != NODE_SCALAR) {
			before = step_to_item(walk, number);
		}
		add_all(walk, below, change, item);
		walk->path.n = before;
	}
}

static void walk_nodes(struct walk *walk, const struct key *key, const struct node *old,
		       const struct node *now);

/* The map for which a single value stands, such as {purpose: link} for link. */
static const struct node *
spelled_out(struct arena *arena, struct str key, const struct node *node)
{
	struct node *name = arena_get(arena, sizeof(*name));
	struct node *value = arena_get(arena, sizeof(*value));
	struct node *map = arena_get(arena, sizeof(*map));

	*name = (struct node){.kind = NODE_SCALAR, .text = key};
	*value = *node;
	value->key = name;
	value->next = NULL;
	*map = (struct node){.kind = NODE_MAP, .count = 1, .first = value, .key = node->key};
	return map;
}

/* Compares two entries of a list, or of a map by id; either may be the short form of a map. */
static void
walk_entry(struct walk *walk, const struct key *key, const struct node *old, const struct node *now)
{
	struct arena *arena = walk->comparison->found->arena;

	if (key != NULL && old != NULL && now != NULL &&
	    key_is_short(key, old) != key_is_short(key, now)) {
		if (key_is_short(key, old))
			old = spelled_out(arena, str_of(key->shorthand), old);
		else
			now = spelled_out(arena, str_of(key->shorthand), now);
	}
	walk_nodes(walk, key, old, now);
}

/* The language of a plain text beside its version by language: the one in which it stands there, or else the first. */
static struct str
language_of(const struct node *plain, const struct node *by_language)
{
	struct str language = {NULL, 0};

	for (const struct node *item = by_language->first; item != NULL; item = item->next)
		if (language.n == 0 || merge_alike(item, plain, true))
			language = item->key->text;
	return language;
}

/* Compares a plain text with one by language, so that a translation that comes is all that is new. */
static void
walk_text(struct walk *walk, const struct key *key, const struct node *old, const struct node *now)
{
	struct arena *arena = walk->comparison->found->arena;

	if (old->kind == NODE_SCALAR)
		old = spelled_out(arena, language_of(old, now), old);
	else
		now = spelled_out(arena, language_of(now, old), now);
	walk_nodes(walk, key, old, now);
}

static void
walk_map(struct walk *walk, const struct key *key, const struct node *old, const struct node *now)
{
	bool entries = key != NULL && (key->flags & KEY_BY_ID) != 0;

	for (const struct node *item = now->first; item != NULL; item = item->next) {
		struct str name = item->key->text;
		const struct node *other = node_item_named(old, name);
		const struct key *below = merge_key_of(walk->keys, key, name);
		size_t before = walk->path.n;

		if (!may_tell(walk, key, old, other, now, item))
			continue;
		(void)step(walk, name);
		if (entries)
			walk_entry(walk, below, other, item);
		else
			walk_nodes(walk, below, other, item);
		walk->path.n = before;
	}
	for (const struct node *item = old->first; item != NULL; item = item->next)
		if (node_item_named(now, item->key->text) == NULL &&
		    may_tell(walk, key, old, item, NULL, NULL)) {
			struct str name = item->key->text;
			size_t before = step(walk, name);

			add_all(walk, merge_key_of(walk->keys, key, name), HAPPENED_REMOVED, item);
			walk->path.n = before;
		}
}

/* Appends an item's number to the path, unless it is a scalar, which is reported under the list's path. */
static size_t
step_into(struct walk *walk, size_t number, const struct node *item)
{
	return item->kind == NODE_SCALAR ? walk->path.n : step_to_item(walk, number);
}

/*
 * In a list whose order is significant, reports the places in which an item of both versions stands now, where another
 * one of both stood before.
 */
static void
tell_order(struct walk *walk, const struct node *old, const struct node *const *in_now,
	   const struct node *now, const struct node *const *in_old)
{
	const struct node *was = old->first;
	size_t i = 0, k = 0;

	for (const struct node *item = now->first; item != NULL; item = item->next, i++) {
		size_t before;

		if (in_old[i] == NULL)
			continue;
		for (; was != NULL && in_now[k] == NULL; k++)
			was = was->next;
		if (was == NULL)
			return;
		before = step_to_item(walk, i + 1);
		if (!str_eq(was->text, item->text))
			add_value(walk, HAPPENED_CHANGED, was->text, item->text);
		walk->path.n = before;
		was = was->next;
		k++;
	}
}

static void
walk_list(struct walk *walk, const struct key *key, const struct node *old, const struct node *now)
{
	struct arena *arena = walk->comparison->found->arena;
	const struct node **in_old = merge_items(arena, key, now, old);
	const struct node **in_now = merge_items(arena, key, old, now);
	size_t i = 0, before;

	if (key != NULL && (key->flags & KEY_ORDERED) != 0)
		tell_order(walk, old, in_now, now, in_old);
	for (const struct node *item = now->first; item != NULL; item = item->next, i++) {
		if (!may_tell(walk, key, old, in_old[i], now, item) ||
		    (in_old[i] == NULL && told_item(walk, item)))
			continue;
		before = in_old[i] != NULL && in_old[i]->kind != NODE_SCALAR
			     ? step_to_item(walk, i + 1)
			     : step_into(walk, i + 1, item);
		walk_entry(walk, key, in_old[i], item);
		walk->path.n = before;
	}
	i = 0;
	for (const struct node *item = old->first; item != NULL; item = item->next, i++)
		if (in_now[i] == NULL && may_tell(walk, key, old, item, NULL, NULL)) {
			before = step_into(walk, i + 1, item);
			add_all(walk, key, HAPPENED_REMOVED, item);
			walk->path.n = before;
		}
}

static bool
is_plain_beside_languages(const struct key *key, const struct node *a, const struct node *b)
{
	return key != NULL && (key->flags & KEY_TEXT) != 0 && a != NULL && b != NULL &&
	       a->kind == NODE_SCALAR && b->kind == NODE_MAP && b->count > 0;
}

static void
walk_nodes(struct walk *walk, const struct key *key, const struct node *old, const struct node *now)
{
	if (is_plain_beside_languages(key, old, now) || is_plain_beside_languages(key, now, old)) {
		walk_text(walk, key, old, now);
	} else if (old == NULL || now == NULL || old->kind != now->kind) {
		if (old != NULL)
			add_all(walk, key, HAPPENED_REMOVED, old);
		if (now != NULL)
			add_all(walk, key, HAPPENED_ADDED, now);
	} else if (old->kind == NODE_MAP) {
		walk_map(walk, key, old, now);
	} else if (old->kind == NODE_LIST) {
		walk_list(walk, key, old, now);
	} else if (!str_eq(old->text, now->text)) {
		add_value(walk, HAPPENED_CHANGED, old->text, now->text);
	}
}

/* -- documents ------------------------------------------------------------------------------------------------------- */

static bool
parse(const struct comparison *comparison, enum compared side, const struct node **root)
{
	struct place place = {.path = comparison->paths[side]};

	*root = NULL;
	if (comparison->bytes[side].p == NULL)
		return true;
	*root = node_parse(comparison->found->arena, comparison->bytes[side], place,
			   comparison->diag);
	if (*root != NULL && (*root)->kind != NODE_MAP) {
		diag_add(comparison->diag, RULE_WRONG_TYPE, node_place(*root, place.path),
			 "the document is not a map");
		*root = NULL;
	}
	return *root != NULL;
}

/* May the audience know of the community with this definition? */
static bool
is_visible(const struct comparison *comparison, const struct node *root)
{
	return root == NULL || audience_sees(comparison->audience, visibility_of(root));
}

/* Reports the pauses or mergers in the list under key of a new definition. */
static void
tell_items(struct walk *walk, const struct node *root, const char *key)
{
	const struct node *list = node_get(root, key);
	const struct key *above = keys_find(definition_keys, str_of(key));
	size_t before = step(walk, str_of(key));

	for (const struct node *item = list == NULL ? NULL : list->first; item != NULL;
	     item = item->next)
		if (may_tell(walk, above, NULL, NULL, list, item))
			(void)told_item(walk, item);
	walk->path.n = before;
}

static void
walk_definition(struct walk *walk, const struct node *old, const struct node *now)
{
	struct languages languages = walk->comparison->languages;

	if (now == NULL) {
		compare_add(
		    walk->comparison,
		    (struct difference){.change = HAPPENED_DELETED,
					.old = text_choose(node_get(old, "name"), languages)});
		return;
	}
	if (old == NULL)
		add_event(walk, HAPPENED_CREATED, (struct str){NULL, 0},
			  text_choose(node_get(now, "name"), languages));
	walk->launched = told_date(walk, old, now, "launched", HAPPENED_LAUNCHED);
	walk->ended = told_date(walk, old, now, "ended", HAPPENED_ENDED);
	if (old != NULL) {
		walk_nodes(walk, NULL, old, now);
		return;
	}
	/* Leave out the other values of a new definition: cop-show has them. */
	tell_items(walk, now, "paused");
	tell_items(walk, now, "lineage");
}

bool
compare_definitions(const struct comparison *comparison)
{
	static const struct node empty = {.kind = NODE_MAP};
	const struct node *old, *now;
	struct walk walk = {.comparison = comparison,
			    .keys = comparison->kind == FILE_REGISTRY ? registry_keys
								      : definition_keys};

	if (!parse(comparison, COMPARED_OLD, &old) || !parse(comparison, COMPARED_NEW, &now))
		return false;
	if (!is_visible(comparison, old) || !is_visible(comparison, now))
		return true;
	if (comparison->kind == FILE_REGISTRY)
		walk_nodes(&walk, NULL, old != NULL ? old : &empty, now != NULL ? now : &empty);
	else if (old != NULL || now != NULL)
		walk_definition(&walk, old, now);
	buf_free(&walk.path);
	return true;
}
