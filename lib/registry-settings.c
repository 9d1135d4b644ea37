/* The settings in registry.yaml: languages, vocabularies, the policy's numbers. */
#include "registry.h"

#include <stdlib.h>

#define POLICY_MAX 9999 /* days or months: more than any federation's life */
#define SMALL_CELL "small_cell"

static void
check_value(void *context, const struct key *key, const struct node *value)
{
	const struct keys_walk *walk = context;

	keys_check_value(key, value, walk->path, walk->diag);
}

static struct vocabulary
read_vocabulary(struct arena *arena, const struct node *map)
{
	struct vocabulary v = {.by_id = map_new(arena)};

	if (map == NULL || map->kind != NODE_MAP)
		return v;
	v.list = arena_array(arena, map->count, sizeof(*v.list));
	for (const struct node *item = map->first; item != NULL; item = item->next) {
		struct term *term = &v.list[v.count++];
		const struct node *name = node_get(item, "name");

		*term = (struct term){.id = item->key->text,
				      .key = item->key,
				      .name = name != NULL ? name : item,
				      .node = item,
				      .within = node_text(node_get(item, "within"))};
		*map_at(&v.by_id, term->id) = term;
	}
	return v;
}

static struct vocabulary
default_purposes(struct arena *arena)
{
	static const char *const words[] = {"link", "share", "change"};
	struct vocabulary v = {.by_id = map_new(arena)};

	v.list = arena_array(arena, 3, sizeof(*v.list));
	for (; v.count < 3; v.count++) {
		v.list[v.count].id = str_of(words[v.count]);
		*map_at(&v.by_id, v.list[v.count].id) = &v.list[v.count];
	}
	return v;
}

static int
number_of(const struct node *node, int otherwise)
{
	struct str text = node_text(node);
	char *end;
	long value;

	if (text.n == 0)
		return otherwise;
	value = strtol(text.p, &end, 10);
	if (*end != '\0' || value < 0)
		return otherwise;
	return value < POLICY_MAX ? (int)value : POLICY_MAX;
}

/* Is it small_cell, or an unknown key that was probably meant to be? */
static bool
is_like_small_cell(struct str key)
{
	struct nearest nearest = nearest_to(key);

	nearest_try(&nearest, STR(SMALL_CELL));
	return nearest.best.p != NULL;
}

/*
 * The largest number that a node or what is below it gives for small_cell, -1 if none: a misspelt key, or one in the
 * wrong place, must not show counts that it was to mask.  What cannot be read as a number masks all.
 */
static int
small_cell_in(const struct node *node, bool root)
{
	int largest = -1, found;

	for (const struct node *item = node->kind == NODE_SCALAR ? NULL : node->first; item != NULL;
	     item = item->next) {
		struct str key = item->key != NULL ? item->key->text : STR("");

		if (root && keys_find(registry_keys, key) != NULL && !str_is(key, "policy"))
			continue;
		if (!is_like_small_cell(key))
			found = small_cell_in(item, false);
		else
			found = node_is_nothing(item) ? -1 : number_of(item, POLICY_MAX);
		largest = found > largest ? found : largest;
	}
	return largest;
}

static struct policy
read_policy(const struct node *root)
{
	const struct node *node = node_get(root, "policy");
	struct policy policy = {
	    .term_warning_days = number_of(node_get(node, "term_warning_days"), 90),
	    .application_days = number_of(node_get(node, "application_days"), 60),
	    .implied_consent_months = number_of(node_get(node, "implied_consent_months"), 24),
	    .inquiry_consent_months = number_of(node_get(node, "inquiry_consent_months"), 6),
	    .small_cell = number_of(node_get(node, SMALL_CELL), 5),
	    .collaborative_months = number_of(node_get(node, "collaborative_months"), 15),
	    .review_months = number_of(node_get(node, "review_months"), 12),
	};
	int small_cell = root != NULL ? small_cell_in(root, true) : -1;

	if (small_cell > policy.small_cell)
		policy.small_cell = small_cell;
	/* As 0 is shown, a count that is known to be below 2 would be 1. */
	if (policy.small_cell == 2)
		policy.small_cell = 3;
	return policy;
}

static struct languages
read_languages(struct arena *arena, const struct node *list)
{
	struct str *languages;
	size_t count = 0;

	if (list == NULL || list->kind != NODE_LIST || list->count == 0) {
		languages = arena_array(arena, 1, sizeof(*languages));
		languages[0] = STR("en");
		return (struct languages){languages, 1};
	}
	languages = arena_array(arena, list->count, sizeof(*languages));
	for (const struct node *item = list->first; item != NULL; item = item->next)
		if (node_text(item).n > 0)
			languages[count++] = node_text(item);
	if (count == 0)
		languages[count++] = STR("en");
	return (struct languages){languages, count};
}

/* Does registry.yaml, if it can be read, list valid languages or none at all? */
static bool
knows_languages(const struct node *node)
{
	const struct node *list = node_get(node, "languages");

	if (node == NULL || node->kind != NODE_MAP || (list != NULL && list->kind != NODE_LIST))
		return false;
	for (const struct node *item = list != NULL ? list->first : NULL; item != NULL;
	     item = item->next)
		if (item->kind != NODE_SCALAR || (item->text.n > 0 && !language_good(item->text)))
			return false;
	return true;
}

void
registry_take_settings(struct registry *registry, const struct node *node)
{
	struct keys_walk walk = {.keys = registry_keys,
				 .path = registry->path,
				 .diag = registry->diag,
				 .visit = check_value};
	const struct node *purposes;

	walk.context = &walk;
	registry->node = node;
	registry->languages = read_languages(registry->arena, node_get(node, "languages"));
	registry->languages_known = knows_languages(node);
	if (registry->languages_known)
		walk.languages = &registry->languages;
	if (node != NULL)
		keys_walk(&walk, node);
	registry->timezone = node_text(node_get(node, "timezone"));
	registry->hosts = read_vocabulary(registry->arena, node_get(node, "hosts"));
	registry->roles = read_vocabulary(registry->arena, node_get(node, "roles"));
	registry->regions = read_vocabulary(registry->arena, node_get(node, "regions"));
	purposes = node_get(node, "purposes");
	registry->purposes = purposes != NULL && purposes->kind == NODE_MAP
				 ? read_vocabulary(registry->arena, purposes)
				 : default_purposes(registry->arena);
	registry->policy = read_policy(node);
}

void
registry_read_settings(struct registry *registry)
{
	struct place place = folder_place(registry->arena, &registry->root, STR(REGISTRY_FILE));
	const struct node *node = NULL;
	struct buf bytes = {0};

	registry->path = place.path;
	if (file_read_all(&registry->root, REGISTRY_FILE, NODE_BYTES_MAX, &bytes, place,
			  registry->diag))
		node = node_parse(registry->arena, buf_all(&bytes), place, registry->diag);
	buf_free(&bytes);
	registry_take_settings(registry, node);
}

const struct vocabulary *
registry_vocabulary(const struct registry *registry, enum key_type type)
{
	switch (type) {
	case KEY_HOST:
		return &registry->hosts;
	case KEY_ROLE:
		return &registry->roles;
	case KEY_REGION:
		return &registry->regions;
	case KEY_PURPOSE:
		return &registry->purposes;
	default:
		return NULL;
	}
}

const struct term *
vocabulary_find(const struct vocabulary *vocabulary, struct str id)
{
	return map_get(&vocabulary->by_id, id);
}

bool
vocabulary_within(const struct vocabulary *vocabulary, struct str id, struct str wider)
{
	/* cop-check reports a cycle of terms; here it must merely end. */
	for (size_t i = 0; i <= vocabulary->count && id.p != NULL; i++) {
		const struct term *term;

		if (str_eq(id, wider))
			return true;
		term = vocabulary_find(vocabulary, id);
		if (term == NULL)
			return false;
		id = term->within;
	}
	return false;
}

/* Tries the names of the terms in all languages. */
static void
try_names(const struct vocabulary *vocabulary, struct nearest *nearest,
	  void (*try)(struct nearest *nearest, struct str name, struct str id))
{
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->list[i];

		if (term->name != NULL && term->name->kind == NODE_SCALAR)
			try(nearest, term->name->text, term->id);
		else if (term->name != NULL)
			for (const struct node *n = term->name->first; n != NULL; n = n->next)
				try(nearest, node_text(n), term->id);
	}
}

void
vocabulary_nearest(const struct vocabulary *vocabulary, struct nearest *nearest)
{
	for (size_t i = 0; i < vocabulary->count; i++)
		nearest_try(nearest, vocabulary->list[i].id);
	if (nearest->distance > 0)
		try_names(vocabulary, nearest, nearest_try_name);
	if (nearest->distance > 0 && nearest->best.p == NULL)
		try_names(vocabulary, nearest, nearest_try_word);
}
