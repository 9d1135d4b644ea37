/* The pulse report: texts that lack one of the registry's languages. */
#include "labels.h"
#include "report-pulse.h"
#include "wording.h"

#define PATHS_MAX 3 /* a finding names no more texts than this */

/* The texts that lack a language. */
struct lacking {
	struct str language;
	bool is_default; /* texts without a language are in this one */
	struct buf paths;
	struct buf first;
	size_t count;
};

/*
 * Does the text at path lack the language?  A map by language does if it has no text in it.  A text given once serves
 * all languages, as a proper name does; only for the community's name and domain does it count as the default language.
 */
static bool
lacks(const struct lacking *lacking, const struct node *text, struct str path)
{
	if (text->kind == NODE_MAP) {
		for (const struct node *one = text->first; one != NULL; one = one->next)
			if (str_eq(one->key->text, lacking->language) && node_text(one).n > 0)
				return false;
		return true;
	}
	return node_text(text).n > 0 && !lacking->is_default &&
	       (str_is(path, "name") || str_is(path, "domain"));
}

static void
look_at_text(struct lacking *lacking, const struct node *text, struct str path)
{
	if (!lacks(lacking, text, path))
		return;
	if (lacking->count == 0)
		buf_str(&lacking->first, path);
	if (lacking->count++ < PATHS_MAX)
		buf_join(&lacking->paths, ", ", path);
}

static void look_at_map(struct lacking *lacking, const struct key *keys, const struct node *map,
			struct buf *path);

static void
look_at_value(struct lacking *lacking, const struct key *key, const struct node *value,
	      struct buf *path)
{
	if ((key->flags & KEY_TEXT) != 0 && key->type == KEY_STRING)
		look_at_text(lacking, value, buf_all(path));
	else if (key->type == KEY_MAP && value->kind == NODE_MAP)
		look_at_map(lacking, key->keys, value, path);
}

static void
look_at_map(struct lacking *lacking, const struct key *keys, const struct node *map,
	    struct buf *path)
{
	size_t above = path->n, number = 0;

	for (const struct node *value = map->first; value != NULL; value = value->next) {
		const struct key *key = keys_find(keys, value->key->text);

		path->n = above;
		if (key == NULL || (key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
			continue;
		buf_format(path, "%s%s", above > 0 ? "." : "", key->name);
		if ((key->flags & KEY_LIST) == 0 || value->kind != NODE_LIST) {
			look_at_value(lacking, key, value, path);
			continue;
		}
		number = 0;
		for (const struct node *item = value->first; item != NULL; item = item->next) {
			size_t n = path->n;

			buf_format(path, ".%zu", ++number);
			look_at_value(lacking, key, item, path);
			path->n = n;
		}
	}
	path->n = above;
}

void
pulse_texts(const struct pulse *p)
{
	struct languages languages = p->report->view->registry->languages;

	for (size_t l = 0; languages.count > 1 && l < languages.count; l++) {
		struct lacking lacking = {.language = languages.list[l], .is_default = l == 0};
		struct buf path = {0};

		look_at_map(&lacking, definition_keys, p->cop->root, &path);
		if (lacking.count > 0)
			pulse_find(
			    p, MISSING_TEXT,
			    report_text(p->report,
					label_many("%zu text without %.*s: %.*s%s",
						   "%zu texts without %.*s: %.*s%s", lacking.count),
					lacking.count, STR_ARG(language_name(lacking.language)),
					STR_ARG(buf_all(&lacking.paths)),
					lacking.count > PATHS_MAX ? ", \xE2\x80\xA6" : ""),
			    DAY_NEVER,
			    report_text(
				p->report, "cop-set %.*s %.*s.%.*s=TEXT", STR_ARG(p->cop->id),
				STR_ARG(buf_all(&lacking.first)),
				STR_ARG(text_shell_word(p->report->arena, lacking.language))));
		buf_free(&lacking.paths);
		buf_free(&lacking.first);
		buf_free(&path);
	}
}
