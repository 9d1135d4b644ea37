#include "definition.h"

#include <stdlib.h>

struct date
node_date(const struct node *node, const char *key)
{
	struct date date = {0};
	struct str text = node_text(node_get(node, key));

	if (text.p != NULL)
		(void)date_parse(text, &date);
	return date;
}

struct span
node_span(const struct node *node)
{
	return (struct span){date_first(node_date(node, "from")),
			     date_last(node_date(node, "until"))};
}

const struct node *
goal_reading(const struct node *goal, day d)
{
	const struct node *last = NULL;

	for (const struct node *r = node_items(goal, "readings"); r != NULL; r = r->next)
		if (date_first(node_date(r, "date")) <= d &&
		    (last == NULL ||
		     date_first(node_date(r, "date")) >= date_first(node_date(last, "date"))))
			last = r;
	return last;
}

/* The index in words of a key's value; otherwise, the format's default, if it is missing or not one of them. */
static int
word_of(const struct node *node, const char *key, const char *const *words, int otherwise)
{
	int i = words_index(words, node_text(node_get(node, key)));

	return i >= 0 ? i : otherwise;
}

/* The text under a key; absent if it is missing or empty. */
static struct str
text_of(const struct node *node, const char *key)
{
	struct str text = node_text(node_get(node, key));

	return text.n > 0 ? text : (struct str){NULL, 0};
}

#define VISIBILITY "visibility"

/* Is it an unknown key that was probably meant to be visibility? */
static bool
is_near_visibility(struct str key)
{
	struct nearest nearest;

	if (keys_find(definition_keys, key) != NULL)
		return false;
	nearest = nearest_to(key);
	nearest_try(&nearest, STR(VISIBILITY));
	return nearest.best.p != NULL;
}

static enum visibility
read_visibility(const struct node *node)
{
	int i = words_index(visibility_words, node_text(node));

	if (node_is_nothing(node))
		return VISIBILITY_PUBLIC;
	return i >= 0 ? (enum visibility)i : VISIBILITY_SECRET;
}

/* The narrowest visibility given in a node or below: a key that is indented too far was meant for the root, too. */
static enum visibility
narrowest_in(const struct node *node, bool root)
{
	enum visibility narrowest = VISIBILITY_PUBLIC, found;

	for (const struct node *item = node->kind == NODE_SCALAR ? NULL : node->first; item != NULL;
	     item = item->next) {
		struct str key = item->key != NULL ? item->key->text : STR("");

		if (root && str_is(key, "also"))
			continue;
		found = str_is(key, VISIBILITY) || (root && is_near_visibility(key))
			    ? read_visibility(item)
			    : narrowest_in(item, false);
		narrowest = found > narrowest ? found : narrowest;
	}
	return narrowest;
}

enum visibility
visibility_of(const struct node *root)
{
	return root == NULL ? VISIBILITY_PUBLIC : narrowest_in(root, true);
}

static long
count_of(const struct node *node, const char *key)
{
	struct str text = node_text(node_get(node, key));

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return -1;
	return text.n > 0 && text.n <= 15 ? strtol(text.p, NULL, 10) : -1;
}

/* The first item of the list under a key, and the number of items; NULL and 0 if it is missing, empty or no list. */
static const struct node *
items(const struct node *node, const char *key, size_t *count)
{
	const struct node *list = node_get(node, key);

	*count = list != NULL && list->kind == NODE_LIST ? list->count : 0;
	return *count > 0 ? list->first : NULL;
}

static void
read_pauses(struct definition *cop, struct arena *arena)
{
	size_t count;
	const struct node *item = items(cop->root, "paused", &count);

	cop->pauses = arena_array(arena, count, sizeof(*cop->pauses));
	for (; item != NULL; item = item->next)
		if (item->kind == NODE_MAP)
			cop->pauses[cop->pause_count++] = node_span(item);
}

static void
read_groups(struct definition *cop, const struct node *community, struct arena *arena)
{
	size_t count;
	const struct node *item = items(community, "groups", &count);

	cop->groups = arena_array(arena, count, sizeof(*cop->groups));
	for (; item != NULL; item = item->next) {
		struct str id = node_text(node_get(item, "id"));

		if (id.n > 0)
			cop->groups[cop->group_count++] = id;
	}
}

static void
read_rules(struct definition *cop, const struct node *community, struct arena *arena)
{
	size_t count;
	const struct node *item = items(community, "composition", &count);

	cop->rules = arena_array(arena, count, sizeof(*cop->rules));
	for (; item != NULL; item = item->next)
		cop->rules[cop->rule_count++] = (struct composition_rule){
		    .node = item,
		    .group = text_of(item, "group"),
		    .role = text_of(item, "role"),
		    .organization = text_of(item, "organization"),
		    .region = text_of(item, "region"),
		    .position = text_of(item, "position"),
		    .at_least = count_of(item, "at_least"),
		    .at_most = count_of(item, "at_most"),
		    .at_most_per_organization = count_of(item, "at_most_per_organization"),
		};
}

static void
read_lineage(struct definition *cop, struct arena *arena)
{
	size_t count;
	const struct node *item = items(cop->root, "lineage", &count);

	cop->lineage = arena_array(arena, count, sizeof(*cop->lineage));
	for (; item != NULL; item = item->next) {
		int event = words_index(lineage_words, node_text(node_get(item, "event")));
		struct lineage *lineage = &cop->lineage[cop->lineage_count];

		if (event < 0)
			continue;
		*lineage = (struct lineage){.node = item,
					    .event = (enum lineage_event)event,
					    .community = text_of(item, "community"),
					    .date = node_date(item, "date")};
		if (lineage->event == LINEAGE_MERGED_INTO && date_given(lineage->date) &&
		    date_first(lineage->date) < cop->merged)
			cop->merged = date_first(lineage->date);
		cop->lineage_count++;
	}
}

static void
check_value(void *context, const struct key *key, const struct node *value)
{
	const struct keys_walk *walk = context;

	keys_check_value(key, value, walk->path, walk->diag);
}

struct definition *
definition_parse(struct arena *arena, struct str id, struct str bytes, struct place place,
		 const struct languages *languages, struct diag *diag)
{
	const struct node *root = node_parse(arena, bytes, place, diag), *community;
	struct keys_walk walk = {.keys = definition_keys,
				 .path = place.path,
				 .diag = diag,
				 .languages = languages,
				 .visit = check_value};
	struct definition *cop;

	if (root == NULL)
		return NULL;
	walk.context = &walk;
	keys_walk(&walk, root);
	if (root->kind != NODE_MAP)
		return NULL;
	cop = arena_get(arena, sizeof(*cop));
	*cop = (struct definition){
	    .id = id,
	    .path = place.path,
	    .root = root,
	    .kind = (enum kind)word_of(root, "kind", kind_words, KIND_COMMUNITY),
	    .visibility = visibility_of(root),
	    .host = node_text(node_get(root, "host")),
	    .launched = node_date(root, "launched"),
	    .ended = node_date(root, "ended"),
	    .reviewed = node_date(root, "reviewed"),
	    .merged = DAY_NEVER,
	};
	community = node_get(root, "community");
	read_pauses(cop, arena);
	read_groups(cop, community, arena);
	read_rules(cop, community, arena);
	read_lineage(cop, arena);
	return cop;
}

struct definition *
definition_unread(struct arena *arena, struct str id, struct place place)
{
	struct definition *cop = arena_get(arena, sizeof(*cop));

	*cop = (struct definition){.id = id, .path = place.path, .merged = DAY_NEVER};
	return cop;
}

enum status
definition_status(const struct definition *cop, day d)
{
	if (d < date_first(cop->launched))
		return STATUS_PLANNED;
	if (d > cop->merged)
		return STATUS_MERGED;
	if (d > date_last(cop->ended))
		return STATUS_ENDED;
	for (size_t i = 0; i < cop->pause_count; i++)
		if (span_holds(cop->pauses[i], d))
			return STATUS_PAUSED;
	return STATUS_ACTIVE;
}

bool
definition_is_stale(const struct definition *cop, int months, day d)
{
	return date_given(cop->reviewed) && day_plus_months(date_last(cop->reviewed), months) < d;
}

bool
definition_awaits_launch(const struct definition *cop, day d)
{
	return date_given(cop->launched) && date_given(cop->reviewed) &&
	       date_last(cop->reviewed) < date_first(cop->launched) &&
	       date_first(cop->launched) <= d;
}

day
definition_overruns(const struct definition *cop, int months)
{
	if (cop->kind != KIND_COLLABORATIVE || !date_given(cop->launched))
		return DAY_NEVER;
	return day_plus_months(date_first(cop->launched), months);
}

bool
definition_has_group(const struct definition *cop, struct str group)
{
	if (str_is(group, "leads"))
		return true;
	for (size_t i = 0; i < cop->group_count; i++)
		if (str_eq(cop->groups[i], group))
			return true;
	return false;
}

void
definition_near_group(const struct definition *cop, struct nearest *nearest)
{
	nearest_try(nearest, STR("leads"));
	for (size_t i = 0; i < cop->group_count; i++)
		nearest_try(nearest, cop->groups[i]);
}
