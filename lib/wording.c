#include "wording.h"

#include "labels.h"

struct str
term_name(const struct view *view, const struct vocabulary *vocabulary, struct str id)
{
	const struct term *term = vocabulary_find(vocabulary, id);
	struct str name = {NULL, 0};

	if (term != NULL)
		name = text_choose(term->name, view->languages);
	return name.n > 0 ? name : id;
}

struct str
community_name(const struct view *view, struct str id)
{
	const struct definition *cop = registry_find(view->registry, id);
	struct str name = {NULL, 0};

	if (cop != NULL)
		name = text_choose(node_get(cop->root, "name"), view->languages);
	return name.n > 0 ? name : id;
}

struct str
group_name(const struct view *view, const struct definition *cop, struct str id)
{
	const struct node *groups = node_get(node_get(cop->root, "community"), "groups");

	if (str_is(id, "leads"))
		return str_of(label("Leads"));
	for (const struct node *group = groups == NULL ? NULL : groups->first; group != NULL;
	     group = group->next) {
		struct str name = text_choose(node_get(group, "name"), view->languages);

		if (str_eq(node_text(node_get(group, "id")), id) && name.n > 0)
			return name;
	}
	return id;
}

struct str
organization_name(const struct view *view, struct str id)
{
	const struct organizations *organizations = view->registry->organizations;
	const struct organization *organization = organizations == NULL
						      ? NULL
						      : map_get(&organizations->by_id, id);

	return organization != NULL && organization->name.n > 0 ? organization->name : id;
}

struct str
word_label(struct str english)
{
	return english.n > 0 ? str_of(label(english.p)) : english;
}
