#include "draft.h"

#include "check.h"

#define DEFINITION_MODE 0644

/* -- drafts ---------------------------------------------------------------------------------------------------- */

bool
draft_open(struct draft *draft, struct edit *edit, struct str cop, bool create)
{
	struct str name = arena_format(edit->arena, "%.*s" DEFINITION_SUFFIX, STR_ARG(cop));

	*draft = (struct draft){.edit = edit, .cop = cop};
	draft->file = edit_open(edit, &edit->registry->cops, name, create, DEFINITION_MODE);
	if (draft->file != NULL)
		draft->bytes = edit_bytes(draft->file);
	return draft->file != NULL;
}

bool
draft_revise(struct draft *draft, const struct revision *revision)
{
	struct edit *edit = draft->edit;
	struct buf out = {0};
	bool revised = revise(revision, definition_keys, draft->bytes,
			      edit->registry->languages.list[0], draft->file->place, &out,
			      edit->diag);

	if (revised)
		draft->bytes = buf_keep(&out, edit->arena);
	return revised;
}

void
draft_write(const struct draft *draft)
{
	edit_patch(draft->edit, draft->file, 0, edit_bytes(draft->file).n, draft->bytes);
}

/* -- what would come of it ----------------------------------------------------------------------------------------- */

/* The files of the communities that are checked. */
struct looked_at {
	struct str paths[2 * DRAFTS_MAX]; /* a definition and a roster for each */
	size_t count;
};

static bool
is_looked_at(void *context, const struct finding *finding)
{
	const struct looked_at *all = context;

	/* A loop may be reported at any of the communities that form it. */
	if (finding->rule == RULE_LOOP)
		return true;
	for (size_t i = 0; i < all->count; i++)
		if (str_eq(all->paths[i], finding->place.path))
			return true;
	return false;
}

/*
 * Checks the communities, with the drafts in place if after is set, else as the files are. The caller frees the
 * findings.
 */
static struct diag *
judge(const struct draft *drafts, size_t count, bool after, day d)
{
	struct edit *edit = drafts[0].edit;
	struct override *overrides = arena_array(edit->arena, count, sizeof(*overrides));
	struct diag *found = diag_new();
	struct registry *registry = registry_open(edit->root, found);
	const struct definition *cops[DRAFTS_MAX];
	struct looked_at looked_at = {.count = 0};
	struct check check = {registry, edit->arena, found, d};
	size_t n = 0;

	if (registry == NULL)
		return found;
	for (size_t i = 0; i < count; i++)
		overrides[i] = (struct override){drafts[i].cop, drafts[i].bytes};
	registry->overrides = overrides;
	registry->override_count = after ? count : 0;
	registry_load(registry);
	registry_load_people(registry);
	for (size_t i = 0; i < count; i++) {
		const struct definition *cop = registry_find(registry, drafts[i].cop);

		looked_at.paths[looked_at.count++] = drafts[i].file->place.path;
		looked_at.paths[looked_at.count++] =
		    folder_place(
			edit->arena, &registry->rosters,
			arena_format(edit->arena, "%.*s" ROSTER_SUFFIX, STR_ARG(drafts[i].cop)))
			.path;
		if (cop == NULL)
			continue;
		check_definition(&check, cop);
		cops[n++] = cop;
	}
	check_lineage(&check);
	check_rosters(&check, cops, n, NULL);
	check_composition(&check, cops, n);
	diag_keep(found, is_looked_at, &looked_at);
	registry_close(registry);
	return found;
}

/* Is it a warning about missing people? A new community has none yet. */
static bool
is_about_people(enum rule rule)
{
	return rule == RULE_COMPOSITION_UNMET || rule == RULE_VACANT_CONTACT;
}

/* Could everything be read that was checked? If not, records that: what the change would lead to is unknown. */
static bool
could_be_read(struct edit *edit, const struct diag *found)
{
	for (size_t i = 0; i < diag_count(found); i++)
		if (diag_at(found, i)->rule == RULE_UNREADABLE ||
		    diag_at(found, i)->rule == RULE_NO_REGISTRY) {
			diag_copy(edit->diag, diag_at(found, i));
			return false;
		}
	return true;
}

/* Appends what is wrong, and where if that is not in the draft's own file. */
static void
say_why(const struct draft *drafts, const struct finding *finding, struct buf *why)
{
	if (finding->place.line > 0 && !str_eq(finding->place.path, drafts[0].file->place.path))
		buf_format(why, "%.*s:%zu: ", STR_ARG(finding->place.path), finding->place.line);
	diag_message(why, finding);
}

bool
drafts_allowed(const struct draft *drafts, size_t count, day d, bool strict, struct buf *why)
{
	struct edit *edit = drafts[0].edit;
	struct diag *before = judge(drafts, count, false, d),
		    *after = judge(drafts, count, true, d);

	if (!could_be_read(edit, before) || !could_be_read(edit, after)) {
		diag_free(before);
		diag_free(after);
		return false;
	}
	diag_sort(after);
	diag_keep_new(after, before);
	for (size_t i = 0; i < diag_count(after) && why->n == 0; i++) {
		const struct finding *finding = diag_at(after, i);

		if (rules[finding->rule].severity < SEVERITY_ERROR &&
		    (!strict || is_about_people(finding->rule)))
			diag_copy(edit->notes, finding);
		else
			say_why(drafts, finding, why);
	}
	diag_free(before);
	diag_free(after);
	return why->n == 0;
}
