/* What each audience sees: communities by visibility, the parts of a definition for members, and counts of people. */
#include "query.h"

#include <string.h>

const char *const audience_words[] = {"public", "members", "private", NULL};

bool
audience_sees(enum audience audience, enum visibility visibility)
{
	switch (visibility) {
	case VISIBILITY_PUBLIC:
		return true;
	case VISIBILITY_MEMBERS:
		return audience != AUDIENCE_PUBLIC;
	default:
		return audience == AUDIENCE_PRIVATE;
	}
}

bool
audience_knows(const struct view *view, struct str id)
{
	const struct definition *cop;

	if (view->audience == AUDIENCE_PRIVATE || id.n == 0)
		return true;
	if (view->registry == NULL)
		return false;
	cop = registry_find(view->registry, id);
	if (cop == NULL)
		return !registry_knows(view->registry, id, NULL);
	return audience_sees(view->audience, cop->visibility);
}

bool
audience_may_use(const struct view *view, const struct node *item)
{
	return view->audience != AUDIENCE_PUBLIC ||
	       str_is(node_text(node_get(item, "audience")), "public");
}

bool
audience_sees_item(const struct view *view, const struct key *list, const struct node *item)
{
	if (strcmp(list->name, "channels") == 0 || strcmp(list->name, "resources") == 0)
		return audience_may_use(view, item);
	return strcmp(list->name, "lineage") != 0 ||
	       audience_knows(view, node_text(node_get(item, "community")));
}

bool
audience_sees_value(const struct view *view, const struct key *keys, const struct key *key,
		    const struct node *map)
{
	if (key->type == KEY_COMMUNITY)
		return audience_knows(view, node_text(node_get(map, key->name)));
	return key->type != KEY_URL || keys_find(keys, STR("audience")) == NULL ||
	       audience_may_use(view, map);
}

struct value
count_value(const struct view *view, size_t count)
{
	size_t small = small_cell(view);

	if (view->audience != AUDIENCE_PRIVATE && count > 0 && count < small)
		return (struct value){.kind = VALUE_MASKED, .number = (double)small};
	return value_number(count);
}
