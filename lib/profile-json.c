/* A community's profile as one line of JSON. */
#include "json.h"
#include "profile.h"

/* The vocabularies of the registry, as it calls them. */
static const struct {
	enum key_type type;
	const char *name;
} vocabularies[] = {
    {KEY_HOST, "hosts"}, {KEY_PURPOSE, "purposes"}, {KEY_REGION, "regions"}, {KEY_ROLE, "roles"}};

#define VOCABULARIES (sizeof(vocabularies) / sizeof(vocabularies[0]))

/* A profile that is being written. */
struct writing {
	const struct profile *profile;
	json_t *names[VOCABULARIES]; /* for each id written so far that has names, these */
};

static json_t *value_json(const struct writing *w, const struct key *key, const struct node *node);

/* JSON null if the text is no number. */
static json_t *
number_json(struct str text)
{
	double number;

	return number_read(text, &number) ? json_number(number) : json_null();
}

static json_t *
scalar_json(const struct key *key, const struct node *node)
{
	if (node->kind != NODE_SCALAR || node->text.n == 0)
		return json_null();
	switch (key->type) {
	case KEY_NUMBER:
	case KEY_COUNT:
		return number_json(node->text);
	case KEY_BOOLEAN:
		return json_boolean(str_is(node->text, "true"));
	default:
		return json_text(node->text);
	}
}

/* A text as a map of language to text; a text without a language is in the registry's default language. */
static json_t *
text_json(const struct writing *w, const struct key *key, const struct node *node)
{
	json_t *map;

	if (node->kind == NODE_LIST)
		return json_null();
	map = json_object();
	if (node->kind == NODE_SCALAR)
		json_set(map, w->profile->view->registry->languages.list[0],
			 scalar_json(key, node));
	else
		for (const struct node *item = node->first; item != NULL; item = item->next)
			json_set(map, item->key->text, scalar_json(key, item));
	return map;
}

/* Keeps the names of the term with that id, for a reader who has no registry.yaml at hand. */
static void
keep_names(const struct writing *w, enum key_type type, struct str id)
{
	static const struct key name = {"name", KEY_STRING, KEY_TEXT, .meaning = "of a term"};

	for (size_t i = 0; i < VOCABULARIES; i++)
		if (vocabularies[i].type == type) {
			const struct registry *registry = w->profile->view->registry;
			const struct term *term = vocabulary_find(
			    registry_vocabulary(registry, type), id);

			if (term != NULL && term->name != NULL)
				json_set(w->names[i], id, text_json(w, &name, term->name));
		}
}

static json_t *
map_json(const struct writing *w, const struct key *keys, const struct node *node)
{
	json_t *map = json_object();

	for (const struct key *key = keys; key->name != NULL; key++) {
		const struct node *item = node_get(node, key->name);

		if (item != NULL && audience_sees_value(w->profile->view, keys, key, node))
			json_set(map, str_of(key->name), value_json(w, key, item));
	}
	return map;
}

static json_t *
one_json(const struct writing *w, const struct key *key, const struct node *node)
{
	json_t *map;

	if (key_is_short(key, node)) {
		const struct key *stands_for = keys_find(key->keys, str_of(key->shorthand));

		map = json_object();
		json_set(map, str_of(key->shorthand), one_json(w, stands_for, node));
		return map;
	}
	if (key->type == KEY_MAP)
		return node->kind == NODE_MAP ? map_json(w, key->keys, node) : json_null();
	if ((key->flags & KEY_TEXT) != 0)
		return text_json(w, key, node);
	keep_names(w, key->type, node_text(node));
	return scalar_json(key, node);
}

static json_t *
value_json(const struct writing *w, const struct key *key, const struct node *node)
{
	json_t *json;

	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0 && node->kind == NODE_LIST) {
		json = json_array();
		for (const struct node *item = node->first; item != NULL; item = item->next)
			if (audience_sees_item(w->profile->view, key, item))
				(void)json_array_append_new(json, one_json(w, key, item));
		return json;
	}
	if ((key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0 && node->kind == NODE_MAP) {
		json = json_object();
		for (const struct node *item = node->first; item != NULL; item = item->next)
			json_set(json, item->key->text, one_json(w, key, item));
		return json;
	}
	return one_json(w, key, node);
}

/* -- what is computed -------------------------------------------------------------------------------------- */

static json_t *
count_json(const struct profile *p, bool known, size_t count)
{
	struct value value = count_value(p->view, count);

	return known && value.kind == VALUE_NUMBER ? json_integer((json_int_t)count) : json_null();
}

static json_t *
roles_json(const struct writing *w)
{
	const struct profile *p = w->profile;
	json_t *map = json_object();

	for (size_t i = 0; i < p->role_count; i++) {
		json_set(map, p->roles[i].role, json_integer((json_int_t)p->roles[i].count));
		keep_names(w, KEY_ROLE, p->roles[i].role);
	}
	return map;
}

static json_t *
composition_json(const struct profile *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->cop->rule_count; i++) {
		const struct standing *standing = &p->composition.standings[i];
		json_t *rule = json_object();
		char need[48];

		json_set(rule, STR("need"), json_string(composition_need(standing->rule, need)));
		json_set(rule, STR("have"), count_json(p, p->composition.known, standing->have));
		json_set(rule, STR("met"),
			 p->composition.known ? json_boolean(standing->met) : json_null());
		(void)json_array_append_new(list, rule);
	}
	return list;
}

static json_t *
descendants_json(const struct profile *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->descendant_count; i++) {
		const struct descendant *descendant = &p->descendants[i];
		struct str date = node_text(node_get(descendant->lineage->node, "date"));
		json_t *one = json_object();

		json_set(one, STR("event"), json_string(lineage_words[descendant->lineage->event]));
		json_set(one, STR("community"), json_text(descendant->cop->id));
		json_set(one, STR("date"), date.n > 0 ? json_text(date) : json_null());
		(void)json_array_append_new(list, one);
	}
	return list;
}

static json_t *
names_json(const struct writing *w)
{
	json_t *map = json_object();

	for (size_t i = 0; i < VOCABULARIES; i++)
		json_set(map, str_of(vocabularies[i].name), w->names[i]);
	return map;
}

static json_t *
computed_json(const struct writing *w)
{
	const struct profile *p = w->profile;
	json_t *map = json_object(), *parts = json_array();
	char text[DATE_TEXT];

	json_set(map, STR("as_of"), json_string(date_text(date_of(p->view->as_of), text)));
	json_set(map, STR("status"),
		 json_string(status_words[definition_status(p->cop, p->view->as_of)]));
	json_set(map, STR("members"), count_json(p, p->headcount.known, p->headcount.members));
	json_set(map, STR("applicants"),
		 count_json(p, p->headcount.known, p->headcount.applicants));
	json_set(map, STR("members_by_role"),
		 p->headcount.known && p->roles_shown ? roles_json(w) : json_null());
	json_set(map, STR("composition"), composition_json(p));
	json_set(map, STR("lineage_of"), descendants_json(p));
	for (size_t i = 0; i < p->part_count; i++)
		(void)json_array_append_new(parts, json_text(p->parts[i]->id));
	json_set(map, STR("parts"), parts);
	json_set(map, STR("names"), names_json(w));
	return map;
}

void
profile_json(const struct profile *profile, struct buf *out)
{
	struct writing writing = {.profile = profile};
	json_t *object = json_object(), *definition;

	for (size_t i = 0; i < VOCABULARIES; i++)
		writing.names[i] = json_object();
	json_set(object, STR("cop"), json_text(profile->cop->id));
	definition = map_json(&writing, definition_keys, profile->cop->root);
	(void)json_object_update(object, definition);
	json_decref(definition);
	json_set(object, STR("computed"), computed_json(&writing));
	json_add_line(out, object);
}
