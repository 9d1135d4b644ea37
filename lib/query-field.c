/* Fields: their names, their kinds, and their values in a record. */
#include "intake.h"
#include "query.h"

/* The only column whose name begins with the word, of two letters or more; absent if there is none or several. */
static struct str
column_begun(const struct column *columns, struct str word)
{
	struct str found = {NULL, 0};

	for (; word.n > 1 && columns->name != NULL; columns++) {
		if (!str_starts(str_of(columns->name), word))
			continue;
		if (found.p != NULL)
			return (struct str){NULL, 0};
		found = str_of(columns->name);
	}
	return found;
}

/* What columns are called elsewhere, besides what forms call them (intake.h). */
static const char *const usual_names[][2] = {
    {"id", "cop"},    {"address", "email"},  {"title", "name"},
    {"type", "kind"}, {"people", "members"}, {"started", "launched"},
    {"file", "path"}, {"file", "where"},     {"level", "severity"}};

/* Searches for the column that is probably meant by a word that is no column's name. */
static struct nearest
nearest_column(const struct column *columns, struct str word)
{
	struct nearest nearest = nearest_to(word);

	for (const struct column *column = columns; column->name != NULL; column++) {
		struct str name = str_of(column->name);

		nearest_try(&nearest, name);
		intake_names_try(&nearest, name);
		for (size_t i = 0; i < sizeof(usual_names) / sizeof(usual_names[0]); i++)
			if (str_is(name, usual_names[i][1]) && str_is(word, usual_names[i][0]))
				nearest_try_name(&nearest, word, name);
	}
	if (nearest.best.p == NULL)
		nearest.best = column_begun(columns, word);
	return nearest;
}

/* Records that there is no such field.  of_path is the search for the path that may have been meant. */
static void
unknown_field(const struct column *columns, struct str name, struct nearest of_path,
	      struct diag *diag)
{
	struct nearest nearest = nearest_column(columns, name);
	struct str before = {name.p, (size_t)(of_path.word.p - name.p)};

	/* A column that is as near as one letter is more likely than a path that happens to end in the word. */
	if (of_path.best.p != NULL &&
	    (nearest.best.p == NULL ||
	     (nearest.distance > 1 && of_path.distance < nearest.distance)))
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "no field \"%.*s\" (did you mean \"%.*s%.*s\"?)", STR_ARG(name),
			 STR_ARG(before), STR_ARG(of_path.best));
	else
		diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "no field \"%.*s\"%s",
			      STR_ARG(name), nearest.best.p == NULL ? "; --fields lists them" : "");
}

/* Does the path go through a list without choosing an item by number: meetings.cadence, but not meetings.1.cadence? */
static bool
goes_through_list(struct str path)
{
	struct nearest nearest = {0};

	for (size_t i = 0; i < path.n; i++) {
		struct str above = {path.p, i}, below = str_after(path, i + 1);
		const struct key *key;

		if (path.p[i] != '.' || keys_item_number(path_first(below, &below)) > 0)
			continue;
		key = keys_at(definition_keys, above, &nearest);
		if (key != NULL && (key->flags & KEY_LIST) != 0 &&
		    str_ends(above, str_of(key->name)))
			return true;
	}
	return false;
}

size_t
columns_count(const struct column *columns)
{
	size_t count = 0;

	while (columns[count].name != NULL)
		count++;
	return count;
}

const struct column *
columns_find(const struct column *columns, struct str name)
{
	while (columns->name != NULL && !str_is(name, columns->name))
		columns++;
	return columns->name != NULL ? columns : NULL;
}

bool
field_find(struct field *field, const struct column *columns, struct str name, struct diag *diag)
{
	struct nearest nearest = nearest_to(name);

	*field = (struct field){
	    .name = name, .column = columns_find(columns, name), .path = {NULL, 0}};
	if (field->column != NULL) {
		field->path = str_of(field->column->path);
		field->several = field->column->several;
		if (field->path.p != NULL)
			field->key = keys_at(definition_keys, field->path, &nearest);
		return true;
	}
	if (!str_is(str_of(columns[0].name), "cop")) {
		unknown_field(columns, name, nearest, diag);
		return false;
	}
	field->path = str_starts(name, STR("cop.")) ? str_after(name, 4) : name;
	nearest = nearest_to(field->path);
	field->key = keys_at(definition_keys, field->path, &nearest);
	if (field->key == NULL) {
		unknown_field(columns, name, nearest, diag);
		return false;
	}
	field->several = goes_through_list(field->path);
	return true;
}

bool
field_shows(const struct field *field, const struct column *columns, struct diag *diag)
{
	const struct key *key = field->key;
	struct nearest nearest;

	if (field->column != NULL || key->type != KEY_MAP || key->shorthand != NULL)
		return true;
	nearest = nearest_column(columns, field->name);
	diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest,
		      "\"%.*s\" is a map: name a key in it, such as \"%.*s.%s\"",
		      STR_ARG(field->name), STR_ARG(field->name), key->keys->name);
	return false;
}

static enum value_kind
kind_of_key(const struct key *key)
{
	switch (key->type) {
	case KEY_DATE:
		return VALUE_DATE;
	case KEY_NUMBER:
	case KEY_COUNT:
		return VALUE_NUMBER;
	case KEY_BOOLEAN:
		return VALUE_FLAG;
	default:
		return VALUE_TEXT;
	}
}

/* Is it a list of single values: aliases, but neither aliases.1 nor meetings? */
static bool
is_list(const struct field *field)
{
	const struct key *key = field->key;

	return field->path.p != NULL && (key->flags & KEY_LIST) != 0 &&
	       (key->type != KEY_MAP || key->shorthand != NULL) &&
	       str_ends(field->path, str_of(key->name));
}

enum value_kind
field_kind(const struct field *field)
{
	if (field->column != NULL && field->column->kind != VALUE_UNKNOWN)
		return field->column->kind;
	if (field->key == NULL)
		return VALUE_TEXT;
	return is_list(field) ? VALUE_LIST : kind_of_key(field->key);
}

/* Gathers the values at a path. */
struct gathering {
	const struct record *record;
	struct str *list;
	size_t count;
	size_t capacity;
};

static void
gather(void *context, const struct key *key, const struct node *node)
{
	struct gathering *g = context;
	struct str text = {NULL, 0};

	if (node->kind == NODE_SCALAR || (key->flags & KEY_TEXT) != 0)
		text = text_choose(node, g->record->view->languages);
	if (text.n == 0 || !key_takes(key, text))
		return;
	g->list = arena_grow(g->record->scratch, g->list, g->count, &g->capacity, sizeof(*g->list));
	g->list[g->count++] = text;
}

static bool
sees_item(const void *view, const struct key *list, const struct node *item)
{
	return audience_sees_item(view, list, item);
}

static bool
sees_value(const void *view, const struct key *keys, const struct key *key, const struct node *map)
{
	return audience_sees_value(view, keys, key, map);
}

void
field_visit(const struct field *field, const struct record *record, keys_visitor *visit,
	    void *context)
{
	const struct keys_shown shown = {sees_item, sees_value, record->view};

	if (record->cop != NULL)
		keys_values(definition_keys, record->cop->root, field->path, visit, context,
			    record->view->audience == AUDIENCE_PRIVATE ? NULL : &shown);
}

/* The value at a path: one of the key's type, or a list of texts; *value is left as it is if there is none. */
static void
path_value(const struct field *field, const struct record *record, struct value *value)
{
	struct gathering g = {.record = record};
	bool many = field_kind(field) == VALUE_LIST;

	field_visit(field, record, gather, &g);
	if (g.count > 1 || many) {
		*value = (struct value){.kind = VALUE_LIST,
					.list = g.list,
					.count = g.count,
					.items = kind_of_key(field->key)};
	} else if (g.count == 1) {
		*value = (struct value){.kind = kind_of_key(field->key), .text = g.list[0]};
		if (value->kind == VALUE_NUMBER)
			(void)number_read(g.list[0], &value->number);
		else if (value->kind == VALUE_FLAG)
			value->number = str_is(g.list[0], "true");
	}
}

void
field_value(const struct field *field, const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_UNKNOWN};
	if (field->column != NULL && field->column->private &&
	    record->view->audience != AUDIENCE_PRIVATE)
		return;
	if (field->path.p != NULL || field->column == NULL)
		path_value(field, record, value);
	else if (field->column->at > 0)
		*value = ((const struct value *)record->subject)[field->column->at - 1];
	else
		field->column->get(record, value);
}
