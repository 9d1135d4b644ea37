#include "edit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recognize.h"

#define TRIES 10 /* attempts, while somebody else keeps changing the files */
#define ROSTERS_MODE 0700

/* Replaces bytes of the old contents by text. */
struct patch {
	size_t at;
	size_t gone;
	size_t serial; /* patches at the same offset stay in the order of their making */
	struct str text;
};

/* -- files ----------------------------------------------------------------------------------------------------- */

/* Reads a file that may be changed; false, with the reason recorded, if it cannot be read or has an unsettled merge. */
static bool
read_old(struct edit *edit, struct edit_file *file, const struct folder *folder, const char *name)
{
	if (!snapshot_read(&file->old, folder, name, ROWS_BYTES_MAX, file->place, edit->diag))
		return false;
	if (snapshot_is_settled(&file->old, file->place, edit->diag))
		return true;
	snapshot_free(&file->old);
	return false;
}

struct edit_file *
edit_open(struct edit *edit, const struct folder *folder, struct str name, bool may_create,
	  mode_t mode)
{
	struct place place = folder_place(edit->arena, folder, name);
	struct edit_file *file = map_get(&edit->files_by_path, place.path);
	struct stat status;

	if (file != NULL)
		return file;
	name = arena_str(edit->arena, name);
	file = arena_get(edit->arena, sizeof(*file));
	file->place = place;
	/* We hold the lock of the folder, so whatever a killed writer left there is ours to remove. */
	if (!edit->dry_run)
		replace_clean(folder, name.p);
	if (may_create &&
	    (folder->fd < 0 ||
	     (fstatat(folder->fd, name.p, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)))
		snapshot_none(&file->old, folder, name.p, mode);
	else if (!read_old(edit, file, folder, name.p))
		return NULL;
	*edit->last = file;
	edit->last = &file->next;
	*map_at(&edit->files_by_path, place.path) = file;
	return file;
}

void
edit_patch(struct edit *edit, struct edit_file *file, size_t at, size_t gone, struct str text)
{
	file->patches = arena_grow(edit->arena, file->patches, file->count, &file->capacity,
				   sizeof(*file->patches));
	file->patches[file->count] = (struct patch){at, gone, file->count, text};
	file->count++;
}

bool
edit_puts_in(const struct edit_file *file, size_t at)
{
	for (size_t i = 0; i < file->count; i++)
		if (file->patches[i].at == at && file->patches[i].gone == 0)
			return true;
	return false;
}

void
edit_drop_patches(struct edit *edit)
{
	for (struct edit_file *file = edit->files; file != NULL; file = file->next)
		file->count = 0;
}

static int
compare_patches(const void *left, const void *right)
{
	const struct patch *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	/* What is inserted before a line goes before what replaces the line. */
	if ((a->gone == 0) != (b->gone == 0))
		return a->gone == 0 ? -1 : 1;
	return (a->serial > b->serial) - (a->serial < b->serial);
}

/* The new contents of the file: what stays of the old, and the patches between. */
static struct replacement
replacement_of(struct edit *edit, struct edit_file *file)
{
	struct str old = edit_bytes(file);
	struct str *pieces = arena_array(edit->arena, 2 * file->count + 1, sizeof(*pieces));
	size_t count = 0, at = 0;

	if (file->count > 1)
		qsort(file->patches, file->count, sizeof(*file->patches), compare_patches);
	for (size_t i = 0; i < file->count; i++) {
		const struct patch *patch = &file->patches[i];

		pieces[count++] = (struct str){old.p + at, patch->at - at};
		pieces[count++] = patch->text;
		at = patch->at + patch->gone;
	}
	pieces[count++] = str_after(old, at);
	return (struct replacement){&file->old, pieces, count, file->place};
}

bool
edit_result(struct edit *edit, struct str path, struct buf *out)
{
	struct edit_file *file = map_get(&edit->files_by_path, path);
	struct replacement r;

	if (file == NULL)
		return false;
	r = replacement_of(edit, file);
	for (size_t i = 0; i < r.count; i++)
		buf_str(out, r.pieces[i]);
	return true;
}

/* Would the replacement leave the file as it is? */
static bool
is_same(const struct replacement *r)
{
	struct str old = buf_all(&r->old->bytes);

	for (size_t i = 0; i < r->count; i++) {
		if (!str_starts(old, r->pieces[i]))
			return false;
		old = str_after(old, r->pieces[i].n);
	}
	return old.n == 0;
}

/* Gathers the files that really change, in the order in which they were opened. Returns their number. */
static size_t
gather(struct edit *edit, struct replacement **replacements)
{
	size_t count = 0;

	for (const struct edit_file *file = edit->files; file != NULL; file = file->next)
		count++;
	*replacements = arena_array(edit->arena, count, sizeof(**replacements));
	count = 0;
	for (struct edit_file *file = edit->files; file != NULL; file = file->next) {
		if (file->count == 0)
			continue;
		(*replacements)[count] = replacement_of(edit, file);
		count += !is_same(&(*replacements)[count]);
	}
	return count;
}

static bool
show(const struct edit *edit, const struct replacement *r, struct buf *diff)
{
	struct str old = r->old->absent ? (struct str){NULL, 0} : buf_all(&r->old->bytes);
	struct buf bytes = {0};
	bool shown;

	for (size_t i = 0; i < r->count; i++)
		buf_str(&bytes, r->pieces[i]);
	shown = replace_diff(old, buf_all(&bytes),
			     registry_from_root(edit->registry, r->place.path), diff, edit->diag);
	buf_free(&bytes);
	return shown;
}

static enum replaced
write_or_show(struct edit *edit, bool dry_run, struct buf *diff)
{
	struct replacement *replacements;
	size_t count = gather(edit, &replacements);
	enum replaced replaced = REPLACED;

	if (!dry_run)
		return count == 0 ? REPLACED : replace_files(replacements, count, edit->diag);
	for (size_t i = 0; i < count && replaced == REPLACED; i++)
		if (!show(edit, &replacements[i], diff))
			replaced = REPLACED_NOT;
	return replaced;
}

/* -- a try ------------------------------------------------------------------------------------------------------- */

static struct edit
begin(void)
{
	return (struct edit){.beside = {.fd = -1},
			     .loading = diag_new(),
			     .diag = diag_new(),
			     .notes = diag_new(),
			     .arena = arena_new()};
}

void
edit_end(struct edit *edit)
{
	for (struct edit_file *file = edit->files; file != NULL; file = file->next)
		snapshot_free(&file->old);
	registry_close(edit->registry);
	folder_close(&edit->beside);
	diag_free(edit->loading);
	diag_free(edit->diag);
	diag_free(edit->notes);
	arena_free(edit->arena);
	*edit = (struct edit){.beside = {.fd = -1}};
}

/* Makes the folder of rosters if it does not exist; false, with the reason recorded, on failure. */
static bool
make_rosters(struct edit *edit)
{
	struct registry *registry = edit->registry;

	if (registry->rosters.fd >= 0)
		return true;
	edit->made_rosters = mkdirat(registry->people.fd, "rosters", ROSTERS_MODE) == 0;
	if ((!edit->made_rosters && errno != EEXIST) || fsync(registry->people.fd) != 0) {
		diag_add(edit->diag, RULE_NOT_WRITTEN,
			 folder_place(edit->arena, &registry->people, STR("rosters")), "%s",
			 strerror(errno));
		return false;
	}
	if (folder_within(&registry->rosters, registry->arena, &registry->people, "rosters"))
		return true;
	file_complain(edit->diag, (struct place){.path = registry->rosters.path}, errno);
	return false;
}

/* Is everything there that the task may change? If not, that is recorded. */
static bool
is_ready(struct edit *edit, const struct edit_task *task)
{
	const struct registry *registry = edit->registry;

	/* If registry.yaml cannot be read, neither the people's folder nor their vocabularies are known. */
	if (registry->node == NULL || registry->cops.fd < 0 || registry->rosters_unreadable) {
		diag_take(edit->diag, edit->loading, 0);
		return false;
	}
	if ((task->folders & (EDIT_PEOPLE | EDIT_ROSTERS)) == 0)
		return true;
	if (registry->people.fd < 0) {
		registry_no_people(registry, "nobody in it can be changed", edit->diag);
		return false;
	}
	return (task->folders & EDIT_ROSTERS) == 0 || task->dry_run || make_rosters(edit);
}

/*
 * Opens the registry again under the locks: whoever held one of them while we waited, such as cop-lock git pull, may have
 * changed registry.yaml and the list of communities.  REPLACED_CHANGED if the folders are not those that we locked.
 */
static enum replaced
open_again(struct edit *edit, const struct edit_task *task)
{
	struct registry *now;

	diag_clear(edit->loading);
	now = registry_open(task->root, edit->loading);
	if (now == NULL) {
		diag_take(edit->diag, edit->loading, 0);
		return REPLACED_NOT;
	}
	if (!edit_is_current(edit->registry, now, task->folders)) {
		registry_close(now);
		return REPLACED_CHANGED;
	}
	registry_close(edit->registry);
	edit->registry = now;
	return is_ready(edit, task) ? REPLACED : REPLACED_NOT;
}

/* Opens the folder of the file beside the registry, if there is one; false, with the reason recorded, if it cannot. */
static bool
open_beside(struct edit *edit, const char *path)
{
	if (path == NULL || folder_open_above(&edit->beside, edit->arena, path))
		return true;
	file_complain(edit->diag, (struct place){.path = str_of(path)}, errno);
	return false;
}

bool
edit_has_read(struct edit *edit)
{
	for (size_t i = 0; i < diag_count(edit->loading); i++)
		if (diag_at(edit->loading, i)->rule == RULE_UNREADABLE) {
			diag_take(edit->diag, edit->loading, 0);
			return false;
		}
	return true;
}

/*
 * Are there no conflict markers in any file that was looked at? If there are, the findings are replaced by that alone,
 * as if for a file that was to change: the others may be due to it.
 */
static bool
all_is_settled(struct edit *edit, bool good)
{
	const struct finding *found = conflict_found(edit->diag);
	struct place place;

	if (found == NULL && good)
		found = conflict_found(edit->loading);
	if (found == NULL)
		return true;
	place = found->place;
	place.path = arena_str(edit->arena, place.path);
	diag_clear(edit->diag);
	diag_clear(edit->notes);
	conflict_stands(place, edit->diag);
	return false;
}

/* Opens and locks the registry, and makes the changes; REPLACED if they are ready to be written or shown. */
static enum replaced
make_changes(struct edit *edit, const struct edit_task *task, struct lock locks[EDIT_FOLDERS],
	     struct lock *beside)
{
	enum replaced again;

	edit->registry = registry_open(task->root, edit->loading);
	if (edit->registry == NULL) {
		diag_take(edit->diag, edit->loading, 0);
		return REPLACED_NOT;
	}
	if (!is_ready(edit, task) || !open_beside(edit, task->beside))
		return REPLACED_NOT;
	if (!task->dry_run) {
		/* The lock beside the registry is taken first, so that whoever waits for it holds no other. */
		if (edit->beside.fd >= 0 &&
		    !edit_locks(edit->registry, task->folders, &edit->beside) &&
		    !lock_take(beside, &edit->beside, edit->diag))
			return REPLACED_NOT;
		if (!edit_lock(edit->registry, task->folders, locks, edit->diag))
			return REPLACED_NOT;
		if ((again = open_again(edit, task)) != REPLACED)
			return again;
	}
	return task->change(task->context, edit) && edit_has_read(edit) ? REPLACED : REPLACED_NOT;
}

static enum replaced
try_once(struct edit *edit, const struct edit_task *task, struct buf *diff)
{
	struct lock locks[EDIT_FOLDERS] = {{.fd = -1}, {.fd = -1}, {.fd = -1}, {.fd = -1}},
		    beside = {.fd = -1};
	enum replaced replaced;
	bool good;

	edit->root = task->root;
	edit->dry_run = task->dry_run;
	replaced = make_changes(edit, task, locks, &beside);
	good = replaced == REPLACED;
	if (!all_is_settled(edit, good) || (good && !edit_is_merged(edit, task)))
		replaced = REPLACED_NOT;
	else if (good)
		replaced = write_or_show(edit, task->dry_run, diff);
	/* Old contents left by a killed writer may still hold a person whom this edit has erased. */
	for (size_t i = 0; i < EDIT_FOLDERS && replaced == REPLACED && !task->dry_run; i++)
		if (locks[i].fd >= 0)
			replace_clean_folder(edit_folder(edit->registry, i));
	/* Remove the folder we made if it is still empty; this fails if it holds a file. */
	if (edit->made_rosters && edit->registry != NULL)
		(void)unlinkat(edit->registry->people.fd, "rosters", AT_REMOVEDIR);
	lock_release(&beside);
	edit_unlock(locks);
	return replaced;
}

bool
edit_run(struct edit *edit, const struct edit_task *task, struct buf *diff, struct diag *diag)
{
	enum replaced replaced = REPLACED_CHANGED;

	*edit = begin();
	for (int i = 0; i < TRIES && replaced == REPLACED_CHANGED; i++) {
		if (i > 0) {
			edit_end(edit);
			*edit = begin();
		}
		edit->last = &edit->files;
		edit->files_by_path = map_new(edit->arena);
		replaced = try_once(edit, task, diff);
	}
	if (replaced == REPLACED_CHANGED)
		diag_add(edit->diag, RULE_BUSY, (struct place){0},
			 "somebody else keeps changing the files");
	diag_take(diag, edit->diag, 0);
	return replaced == REPLACED;
}

const struct definition *
edit_definition(struct edit *edit, struct str id)
{
	struct nearest nearest = nearest_to(id);
	const struct definition *cop = registry_find(edit->registry, id);

	if (cop != NULL)
		return cop;
	if (recognize_known(edit->arena, edit->registry, id, &nearest, &edit->names))
		diag_take(edit->diag, edit->loading, 0);
	else
		diag_add_near(edit->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "no community \"%.*s\"", STR_ARG(id));
	return NULL;
}

bool
edit_people_known(struct edit *edit)
{
	if (edit->registry->people_unreadable)
		diag_take(edit->diag, edit->loading, 0);
	return !edit->registry->people_unreadable;
}
