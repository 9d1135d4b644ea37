#include "wording.h"

#include "labels.h"

static struct wording
name_or_id(const struct view *view, const struct node *name, struct str id)
{
	struct wording wording = text_wording(name, view->languages);

	return wording.text.n > 0 ? wording : (struct wording){.text = id};
}

struct wording
term_wording(const struct view *view, const struct vocabulary *vocabulary, struct str id)
{
	const struct term *term = vocabulary_find(vocabulary, id);

	return name_or_id(view, term != NULL ? term->name : NULL, id);
}

struct str
term_name(const struct view *view, const struct vocabulary *vocabulary, struct str id)
{
	return term_wording(view, vocabulary, id).text;
}

struct wording
purpose_wording(const struct view *view, struct str id)
{
	const struct term *term = vocabulary_find(&view->registry->purposes, id);

	if (term != NULL && term->name == NULL)
		return (struct wording){.text = word_label(term->id)};
	return term_wording(view, &view->registry->purposes, id);
}

struct wording
community_wording(const struct view *view, struct str id)
{
	const struct definition *cop = registry_find(view->registry, id);

	return name_or_id(view, cop != NULL ? node_get(cop->root, "name") : NULL, id);
}

struct str
community_name(const struct view *view, struct str id)
{
	return community_wording(view, id).text;
}

struct wording
group_wording(const struct view *view, const struct definition *cop, struct str id)
{
	const struct node *group = node_items(node_get(cop->root, "community"), "groups");

	if (str_is(id, "leads"))
		return (struct wording){.text = str_of(label("Leads"))};
	while (group != NULL && !str_eq(node_text(node_get(group, "id")), id))
		group = group->next;
	return name_or_id(view, node_get(group, "name"), id);
}

struct str
group_name(const struct view *view, const struct definition *cop, struct str id)
{
	return group_wording(view, cop, id).text;
}

void
rule_filters(const struct view *view, const struct composition_rule *rule, struct buf *out)
{
	buf_join(out, ", ", term_name(view, &view->registry->roles, rule->role));
	buf_join(out, ", ", rule->organization);
	buf_join(out, ", ", term_name(view, &view->registry->regions, rule->region));
	buf_join(out, ", ", word_label(rule->position));
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
kind_label(enum kind kind)
{
	static const char *const kinds[] = {
	    [KIND_COMMUNITY] = LABEL("community"),
	    [KIND_COLLABORATIVE] = LABEL("learning collaborative"),
	    [KIND_USER_GROUP] = LABEL("user group"),
	    [KIND_NETWORK] = LABEL("network"),
	};

	return str_of(label(kinds[kind]));
}

struct str
word_label(struct str english)
{
	return english.n > 0 ? str_of(label(english.p)) : english;
}

struct str
word_label_of(const char *const *words, struct str text)
{
	int i = words_index(words, text);

	if (i >= 0 && words == kind_words)
		return kind_label((enum kind)i);
	return i >= 0 ? word_label(str_of(words[i])) : text;
}

struct str
usual_kind(struct str kind)
{
	static const char *const usual[] = {
	    LABEL("article"),      LABEL("forum"), LABEL("guide"),     LABEL("mailing list"),
	    LABEL("mailing-list"), LABEL("plan"),  LABEL("recording"), LABEL("report"),
	    LABEL("toolkit"),      LABEL("video"), LABEL("website"),   NULL};

	return word_label_of(usual, kind);
}

struct str
language_name(struct str code)
{
	if (str_is(code, "en"))
		return str_of(label("English"));
	return str_is(code, "fr") ? str_of(label("French")) : code;
}

struct str
column_label(const char *name)
{
	static const struct {
		const char *name;
		const char *label;
	} labels[] = {{"cop", LABEL("Community")},     {"organization", LABEL("Organization")},
		      {"role", LABEL("Role")},         {"region", LABEL("Region")},
		      {"language", LABEL("Language")}, {"host", LABEL("Host")},
		      {"kind", LABEL("Kind")},         {"scope", LABEL("Scope")},
		      {"consent", LABEL("Consent")},   {"source", LABEL("Source")},
		      {"joined", LABEL("Joined")},     {"applied", LABEL("Applied")},
		      {"members", LABEL("Members")},   {"mail", LABEL("Mail")},
		      {"led_by", LABEL("Led by")},     {"registrar", LABEL("Registrar")},
		      {"part_of", LABEL("Part of")},   {"purposes", LABEL("Purposes")},
		      {"regions", LABEL("Regions")},   {"join.admission", LABEL("Admission")}};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_is(str_of(name), labels[i].name))
			return str_of(label(labels[i].label));
	return str_of(name);
}
