#include "keys.h"

#include <stdio.h>

int
words_index(const char *const *words, struct str word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (str_is(word, words[i]))
			return i;
	return -1;
}

int
position_compare(struct str a, struct str b)
{
	/* words_index() is -1 for an unknown word, which as unsigned sorts last. */
	unsigned one = (unsigned)words_index(position_words, a);
	unsigned other = (unsigned)words_index(position_words, b);

	return (one > other) - (one < other);
}

void
words_near(const char *const *words, struct nearest *nearest, struct buf *list)
{
	for (; *words != NULL; words++) {
		nearest_try(nearest, str_of(*words));
		buf_join(list, ", ", str_of(*words));
	}
}

const struct key *
keys_find(const struct key *keys, struct str name)
{
	for (; keys->name != NULL; keys++)
		if (str_is(name, keys->name))
			return keys;
	return NULL;
}

/* Are all keys of the map languages? Then it is a text by language, not the long form of something. */
static bool
is_by_language(const struct node *node)
{
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (!language_good(item->key->text))
			return false;
	return node->first != NULL;
}

bool
key_is_short(const struct key *key, const struct node *node)
{
	const struct key *stands_for;

	if (key->type != KEY_MAP || key->shorthand == NULL || node->kind == NODE_LIST)
		return false;
	stands_for = keys_find(key->keys, str_of(key->shorthand));
	return node->kind == NODE_SCALAR ||
	       ((stands_for->flags & KEY_TEXT) != 0 && is_by_language(node));
}

/* -- going through a document ---------------------------------------------------------------------- */

static void walk_map(const struct keys_walk *walk, const struct key *keys, const struct node *map);

static void
wrong_type(const struct keys_walk *walk, const struct node *node, const char *needed,
	   const char *hint)
{
	static const char *const found[] = {"a single value", "a list", "a map"};

	if (walk->diag != NULL)
		diag_add(walk->diag, RULE_WRONG_TYPE, node_place(node, walk->path),
			 "%.*s%s%s where %s is needed%s",
			 STR_ARG(node->key != NULL ? node->key->text : STR("")),
			 node->key != NULL ? ": " : "", found[node->kind], needed, hint);
}

static void
check_language(const struct keys_walk *walk, const struct node *item)
{
	struct nearest nearest;

	if (walk->diag == NULL || walk->languages == NULL)
		return;
	for (size_t i = 0; i < walk->languages->count; i++)
		if (str_eq(walk->languages->list[i], item->key->text))
			return;
	nearest = diag_nearest(walk->diag, item->key->text);
	for (size_t i = 0; i < walk->languages->count; i++)
		nearest_try(&nearest, walk->languages->list[i]);
	diag_add_near(walk->diag, RULE_UNKNOWN_LANGUAGE, node_place(item->key, walk->path),
		      &nearest, "\"%.*s\"", STR_ARG(item->key->text));
}

/* A hint at the end of a finding about an empty value, where YAML took the rest of the line for a comment. */
static const char *
hint_for(const struct node *node)
{
	return node->hidden ? " (a value that begins with # needs quotes)" : "";
}

/* Records an empty value, which counts as missing; it may be one language of a text. */
static void
empty_value(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	struct place place = node_place(node, walk->path);

	if (walk->diag == NULL)
		return;
	if (node->key == NULL || str_is(node->key->text, key->name))
		diag_add(walk->diag, RULE_EMPTY_VALUE, place, "\"%s\"%s", key->name,
			 hint_for(node));
	else
		diag_add(walk->diag, RULE_EMPTY_VALUE, place, "\"%s.%.*s\"%s", key->name,
			 STR_ARG(node->key->text), hint_for(node));
}

/* Is there more to the value than blanks, in at least one language? */
static bool
says_something(const struct node *node)
{
	if (node->kind != NODE_MAP)
		return node->kind != NODE_SCALAR || text_trim(node->text).n > 0;
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (says_something(item))
			return true;
	return false;
}

static void
walk_scalar(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	if (node->kind != NODE_SCALAR) {
		wrong_type(walk, node,
			   (key->flags & KEY_TEXT) != 0 ? "a text or a map of texts by language"
							: "a single value",
			   "");
		return;
	}
	if (node->text.n == 0) {
		empty_value(walk, key, node);
		return;
	}
	if (node->swallows && walk->diag != NULL)
		diag_add(walk->diag, RULE_SWALLOWED_ITEM, node_place(node, walk->path),
			 "a line of this text begins with a dash: %s",
			 "indent it like the item above, or quote the text");
	if (walk->visit != NULL)
		walk->visit(walk->context, key, node);
}

/*
 * Walks a text in one language.  In {en: Care, comfort and hope} the comma begins a second entry, whose key is no
 * language.
 */
static void
walk_text(const struct keys_walk *walk, const struct key *key, const struct node *item)
{
	struct str language = item->key->text;

	if (node_is_nothing(item) && !language_good(language)) {
		if (walk->diag != NULL)
			diag_add(walk->diag, RULE_UNKNOWN_LANGUAGE,
				 node_place(item->key, walk->path),
				 "\"%.*s\" (a text with a comma needs quotes)", STR_ARG(language));
		return;
	}
	check_language(walk, item);
	walk_scalar(walk, key, item);
}

/* Walks one value: an item of a list, or the value of one id in a map. */
static void
walk_one(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	if (key_is_short(key, node)) {
		walk_one(walk, keys_find(key->keys, str_of(key->shorthand)), node);
	} else if (key->type == KEY_MAP) {
		if (node->kind != NODE_MAP)
			wrong_type(walk, node, "a map", "");
		else
			walk_map(walk, key->keys, node);
	} else if ((key->flags & KEY_TEXT) != 0 && node->kind == NODE_MAP) {
		if (node->first == NULL && (key->flags & KEY_REQUIRED) == 0)
			empty_value(walk, key, node);
		for (const struct node *item = node->first; item != NULL; item = item->next) {
			walk_text(walk, key, item);
		}
	} else {
		walk_scalar(walk, key, node);
	}
}

static void
check_unique(const struct keys_walk *walk, const struct node *list)
{
	for (const struct node *item = list->first; item != NULL; item = item->next) {
		struct str id = node_text(node_get(item, "id"));

		for (const struct node *other = list->first; id.p != NULL && other != item;
		     other = other->next)
			if (str_eq(node_text(node_get(other, "id")), id) && walk->diag != NULL) {
				diag_add_other(walk->diag, RULE_DUPLICATE_ID,
					       node_place(node_get(item, "id"), walk->path),
					       other->line, "\"%.*s\" is already on line",
					       STR_ARG(id));
				break;
			}
	}
}

/* Records the single values of a list that are in it before. */
static void
check_repeated(const struct keys_walk *walk, const struct node *list)
{
	for (const struct node *item = list->first; item != NULL; item = item->next) {
		const struct node *other = list->first;

		if (item->kind != NODE_SCALAR || item->text.n == 0)
			continue;
		while (other != item &&
		       (other->kind != NODE_SCALAR || !str_eq(other->text, item->text)))
			other = other->next;
		if (other == item)
			continue;
		if (other->line == item->line)
			diag_add(walk->diag, RULE_REPEATED_ITEM, node_place(item, walk->path),
				 "\"%.*s\" is already on this line", STR_ARG(item->text));
		else
			diag_add_other(walk->diag, RULE_REPEATED_ITEM, node_place(item, walk->path),
				       other->line, "\"%.*s\" is already on line",
				       STR_ARG(item->text));
	}
}

/* Records that a list is needed, and how to make one of what could be its only item. */
static void
no_list(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	char hint[64] = "";

	if (node->kind == NODE_SCALAR && (key->type != KEY_MAP || key->shorthand != NULL) &&
	    node->text.n <= 40 && strcspn(node->text.p, ",:#[]{}\"'\n") >= node->text.n)
		(void)snprintf(hint, sizeof(hint), ": write [%.*s]", STR_ARG(node->text));
	if (node->kind == NODE_MAP && !node->flow && key->type == KEY_MAP)
		(void)snprintf(hint, sizeof(hint), ": put a dash and a space before each item");
	wrong_type(walk, node, "a list", hint);
}

static void
walk_list(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	if (node->kind != NODE_LIST) {
		if (node_is_nothing(node))
			walk_scalar(walk, key, node);
		else if ((key->flags & KEY_OR_WORD) == 0 || node->kind != NODE_SCALAR)
			no_list(walk, key, node);
		else if (walk->diag != NULL)
			keys_check_word(key, node, walk->path, walk->diag);
		return;
	}
	for (const struct node *item = node->first; item != NULL; item = item->next)
		walk_one(walk, key, item);
	if ((key->flags & KEY_UNIQUE) != 0)
		check_unique(walk, node);
	else if (walk->diag != NULL)
		check_repeated(walk, node);
}

static void
walk_by_id(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	if (node->kind != NODE_MAP) {
		if (node_is_nothing(node))
			walk_scalar(walk, key, node);
		else
			wrong_type(walk, node, "a map", "");
		return;
	}
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		if ((key->flags & KEY_BY_ID) != 0 && !id_good(item->key->text) &&
		    walk->diag != NULL)
			diag_add(walk->diag, RULE_BAD_VALUE, node_place(item->key, walk->path),
				 "\"%.*s\" is not an id: " ID_USE, STR_ARG(item->key->text));
		walk_one(walk, key, item);
	}
}

static void
walk_value(const struct keys_walk *walk, const struct key *key, const struct node *node)
{
	if ((key->flags & KEY_REQUIRED) != 0 && !says_something(node)) {
		if (walk->diag != NULL)
			diag_add(walk->diag, RULE_MISSING_KEY, node_place(node, walk->path),
				 "\"%s\" is empty%s", key->name, hint_for(node));
		return;
	}
	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0)
		walk_list(walk, key, node);
	else if ((key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
		walk_by_id(walk, key, node);
	else if (key->type == KEY_MAP && node_is_nothing(node))
		walk_scalar(walk, key, node);
	else
		walk_one(walk, key, node);
}

/*
 * Is the unknown key known in exactly one other place of the document? Then its indentation is probably wrong, and
 * the finding says where it belongs.
 */
static bool
is_misplaced(const struct keys_walk *walk, const struct node *item)
{
	struct str name = item->key->text;
	struct place place = node_place(item->key, walk->path);
	struct buf home = {0};
	bool known = keys_home(walk->keys, name, &home);

	if (known && home.n == 0)
		diag_add(walk->diag, RULE_UNKNOWN_KEY, place,
			 "\"%.*s\" (it belongs at the left margin)", STR_ARG(name));
	else if (known)
		diag_add(walk->diag, RULE_UNKNOWN_KEY, place, "\"%.*s\" (it belongs in %.*s)",
			 STR_ARG(name), STR_ARG(buf_all(&home)));
	buf_free(&home);
	return known;
}

const char *
keys_instead(struct str name)
{
	static const char *const told[][2] = {
	    {"status", ": it is computed from launched, paused, ended and lineage"},
	    {"members", ": they are listed in the roster"},
	    {"applicants", ": they are listed in the roster"},
	    {"id", ": it is the name of the file"},
	    {"chair", ": positions are listed in the roster"},
	    {"lead", ": positions are listed in the roster"},
	    {"leads", ": positions are listed in the roster"},
	    {"coordinator", ": positions are listed in the roster"},
	    {"email", ": put it under contacts, or in a way to join"},
	    {"phone", ": put it in the note of a way to join"},
	    {"url", ": put it under channels or resources"},
	    {"website", ": put it under channels"}};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (str_is(name, told[i][0]))
			return told[i][1];
	return "";
}

static void
unknown_key(const struct keys_walk *walk, const struct key *keys, const struct node *item)
{
	struct nearest nearest = nearest_to(item->key->text);

	const char *instead = "";

	if (is_misplaced(walk, item))
		return;
	for (const struct key *key = keys; key->name != NULL; key++)
		nearest_try(&nearest, str_of(key->name));
	if (str_starts(item->key->text, STR("\xC2\xA0")))
		instead = ": it begins with a no-break space; indent lines with spaces";
	else if (nearest.best.p == NULL && keys == definition_keys)
		instead = keys_instead(item->key->text);
	if (nearest.best.p == NULL && keys == definition_keys && *instead == '\0')
		instead = ": put a key of your own under also";
	diag_add_near(walk->diag, RULE_UNKNOWN_KEY, node_place(item->key, walk->path), &nearest,
		      "\"%.*s\"%s", STR_ARG(item->key->text), instead);
}

static void
walk_map(const struct keys_walk *walk, const struct key *keys, const struct node *map)
{
	for (const struct node *item = map->first; item != NULL; item = item->next) {
		const struct key *key = keys_find(keys, item->key->text);

		if (key != NULL)
			walk_value(walk, key, item);
		else if (walk->diag != NULL)
			unknown_key(walk, keys, item);
	}
	for (const struct key *key = keys; walk->diag != NULL && key->name != NULL; key++)
		if ((key->flags & KEY_REQUIRED) != 0 && node_get(map, key->name) == NULL)
			diag_add(walk->diag, RULE_MISSING_KEY, node_place(map, walk->path),
				 "\"%s\"", key->name);
}

void
keys_walk(const struct keys_walk *walk, const struct node *document)
{
	if (document->kind != NODE_MAP)
		wrong_type(walk, document, "a map", "");
	else
		walk_map(walk, walk->keys, document);
}

/* -- texts by language ------------------------------------------------------------------------------ */

/*
 * The item of a text by language in the best language that is not empty; else the first item, or NULL if there is
 * none.
 */
static const struct node *
best_item(const struct node *text, struct languages languages)
{
	for (size_t i = 0; i < languages.count; i++)
		for (const struct node *item = text->first; item != NULL; item = item->next)
			if (str_eq(item->key->text, languages.list[i]) && node_text(item).n > 0)
				return item;
	return text->first;
}

struct wording
text_wording(const struct node *text, struct languages languages)
{
	const struct node *item;

	if (text == NULL || text->kind != NODE_MAP)
		return (struct wording){.text = node_text(text)};
	item = best_item(text, languages);
	return item == NULL ? (struct wording){.language = {NULL, 0}}
			    : (struct wording){node_text(item), item->key->text};
}

struct str
text_choose(const struct node *text, struct languages languages)
{
	return text_wording(text, languages).text;
}
