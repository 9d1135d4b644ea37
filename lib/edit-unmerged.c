/* Whether git has merged the files that an edit changes or depends on. */
#include "edit.h"

#include "registry.h"

/* A folder of the registry, and the edit. */
struct looked_at {
	const struct edit *edit;
	const struct edit_task *task;
	const struct folder *folder;
};

static bool
is_opened(const struct looked_at *at, struct str name)
{
	for (const struct edit_file *file = at->edit->files; file != NULL; file = file->next)
		if (file->old.folder == at->folder && str_is(name, file->old.name))
			return true;
	return false;
}

/* Is it the definition of a community whose roster changes? */
static bool
is_of_roster(const struct looked_at *at, struct str name)
{
	const struct registry *registry = at->edit->registry;
	struct str end = STR(DEFINITION_SUFFIX);

	if (at->folder != &registry->cops || !str_ends(name, end))
		return false;
	name.n -= end.n;
	for (const struct edit_file *file = at->edit->files; file != NULL; file = file->next) {
		struct str other = str_of(file->old.name);

		if (file->old.folder == &registry->rosters && str_starts(other, name) &&
		    str_is(str_after(other, name.n), ROSTER_SUFFIX))
			return true;
	}
	return false;
}

/* Does the edit change that file, or depend on it? */
static bool
concerns(const void *context, struct str name)
{
	const struct looked_at *at = context;
	const struct registry *registry = at->edit->registry;

	if (is_opened(at, name) || is_of_roster(at, name))
		return true;
	if (at->folder == &registry->root && str_is(name, REGISTRY_FILE))
		return true;
	if (at->folder == &registry->people &&
	    (at->task->folders & (EDIT_PEOPLE | EDIT_ROSTERS)) != 0)
		return str_is(name, "organizations.csv") || str_is(name, "suppressions.csv");
	return at->folder == &registry->rosters && at->edit->all_rosters &&
	       str_ends(name, STR(ROSTER_SUFFIX));
}

bool
edit_is_merged(struct edit *edit, const struct edit_task *task)
{
	const struct registry *registry = edit->registry;
	const struct folder *const folders[] = {&registry->root, &registry->cops, &registry->people,
						&registry->rosters, &edit->beside};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const struct looked_at at = {edit, task, folders[i]};

		if (!folder_is_merged(folders[i], concerns, &at, edit->diag))
			return false;
	}
	return true;
}
