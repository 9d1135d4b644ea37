/* Walks through a definition, visiting every text that a person reads, by the table of keys. */
#include "search.h"

/* What stays the same throughout a walk. */
struct reading {
	const struct view *view;
	text_visitor *visit;
	void *context;
};

static void read_map(const struct reading *reading, const struct key *keys, const struct node *map,
		     const struct step *above);

/* Do people read values of this key?  Not URLs, numbers, recurrence rules and times; dates they do, as written. */
static bool
is_read(const struct key *key)
{
	switch (key->type) {
	case KEY_NUMBER:
	case KEY_COUNT:
	case KEY_BOOLEAN:
	case KEY_URL:
	case KEY_CURRENCY:
	case KEY_RULE:
	case KEY_TIME:
	case KEY_TIMEZONE:
		return false;
	default:
		return true;
	}
}

static void
read_one(const struct reading *reading, const struct key *key, const struct node *node,
	 const struct step *step)
{
	if (key_is_short(key, node))
		key = keys_find(key->keys, str_of(key->shorthand));
	if (key->type == KEY_MAP) {
		if (node->kind == NODE_MAP)
			read_map(reading, key->keys, node, step);
		return;
	}
	if (!is_read(key) ||
	    (key->type == KEY_COMMUNITY && !audience_knows(reading->view, node_text(node))))
		return;
	if (node->kind == NODE_SCALAR || (node->kind == NODE_MAP && (key->flags & KEY_TEXT) != 0))
		reading->visit(reading->context, key, node, step);
}

static void
read_value(const struct reading *reading, const struct key *key, const struct node *node,
	   const struct step *step)
{
	bool many = (key->flags & (KEY_LIST | KEY_OR_WORD)) != 0 && node->kind == NODE_LIST;
	bool named = (key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0 && node->kind == NODE_MAP;
	struct step item_step = {.above = step};

	if (!many && !named) {
		read_one(reading, key, node, step);
		return;
	}
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		item_step.index++;
		item_step.name = named ? item->key->text : (struct str){NULL, 0};
		if (audience_sees_item(reading->view, key, item))
			read_one(reading, key, item, &item_step);
	}
}

static void
read_map(const struct reading *reading, const struct key *keys, const struct node *map,
	 const struct step *above)
{
	for (const struct node *item = map->first; item != NULL; item = item->next) {
		const struct key *key = keys_find(keys, item->key->text);
		struct step step = {.above = above, .name = item->key->text};

		if (key != NULL)
			read_value(reading, key, item, &step);
	}
}

void
search_texts(const struct view *view, const struct definition *cop, text_visitor *visit,
	     void *context)
{
	struct reading reading = {view, visit, context};

	read_map(&reading, definition_keys, cop->root, NULL);
}

enum text_tier
search_tier(const struct step *step)
{
	static const struct {
		const char *key;
		enum text_tier tier;
	} tiers[] = {
	    {"name", TIER_NAMES},     {"acronym", TIER_NAMES},     {"aliases", TIER_NAMES},
	    {"domain", TIER_DOMAIN},  {"practice", TIER_PRACTICE}, {"priorities", TIER_PRACTICE},
	    {"goals", TIER_PRACTICE},
	};

	while (step->above != NULL)
		step = step->above;
	for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); i++)
		if (str_is(step->name, tiers[i].key))
			return tiers[i].tier;
	return TIER_REST;
}

static void
add_path(struct buf *out, const struct step *step)
{
	if (step->above != NULL) {
		add_path(out, step->above);
		buf_char(out, '.');
	}
	if (step->name.p != NULL)
		buf_str(out, step->name);
	else
		buf_format(out, "%zu", step->index);
}

struct str
search_path(struct arena *arena, const struct step *step)
{
	struct buf path = {0};

	add_path(&path, step);
	return buf_keep(&path, arena);
}
