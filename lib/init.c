#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init-making.h"

#define FILE_MODE 0644
#define LINES_MAX ((size_t)1024 * 1024) /* bytes; limit for a file to which lines are added */
#define TOLD_MAX (MAKING_FILES_MAX + 4) /* files, and also folders and configurations */

/* -- folders ----------------------------------------------------------------------------------------------------- */

/* Creates a folder unless it exists; false, with errno set, if that fails. */
static bool
make_folder(struct making *m, int within, const char *name, mode_t mode)
{
	struct new_folder *made;

	if (mkdirat(within, name, mode) != 0)
		return errno == EEXIST;
	made = arena_get(m->arena, sizeof(*made));
	*made = (struct new_folder){within, arena_str(m->arena, str_of(name)).p, m->made};
	m->made = made;
	return true;
}

/* Removes the folders that were created, as far as they are empty. */
static void
remove_folders(const struct making *m)
{
	for (const struct new_folder *made = m->made; made != NULL; made = made->before)
		(void)unlinkat(made->within, made->name, AT_REMOVEDIR);
}

/* Opens a folder in the root, creating it if need be.  Not called in a dry run. */
static bool
open_within(struct making *m, struct folder *folder, const char *name, mode_t mode)
{
	if (m->root.fd < 0 || !make_folder(m, m->root.fd, name, mode)) {
		diag_add(m->diag, RULE_NOT_WRITTEN, folder_place(m->arena, &m->root, str_of(name)),
			 "%s", strerror(errno));
		return false;
	}
	if (folder_within(folder, m->arena, &m->root, name))
		return true;
	file_complain(m->diag, (struct place){.path = folder->path}, errno);
	return false;
}

/* Creates the folder of founding->path, and its parents. */
static bool
make_path(struct making *m)
{
	struct str path = str_of(m->founding->path);
	struct buf part = {0};
	bool made = true;

	for (size_t i = 1; i <= path.n && made; i++)
		if (i == path.n || path.p[i] == '/') {
			buf_clear(&part);
			buf_add(&part, path.p, i);
			buf_char(&part, '\0');
			made = make_folder(m, AT_FDCWD, part.p, 0777);
		}
	if (!made)
		diag_add(m->diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "%s",
			 strerror(errno));
	buf_free(&part);
	return made;
}

static bool
open_root(struct making *m)
{
	bool good;

	if (!m->founding->dry_run && !make_path(m))
		return false;
	good = folder_open(&m->root, m->arena, m->founding->path);
	if (!good && (!m->founding->dry_run || errno != ENOENT)) {
		file_complain(m->diag, (struct place){.path = str_of(m->founding->path)}, errno);
		return false;
	}
	return true;
}

static bool
open_folders(struct making *m)
{
	const struct {
		const char *name;
		struct folder *folder;
	} within[] = {{"cops", &m->cops}, {"rosters", &m->rosters}, {"schema", &m->schema}};
	bool good = true;

	for (size_t i = 0; i < sizeof(within) / sizeof(within[0]) && good; i++) {
		struct folder *folder = within[i].folder;

		if (folder == &m->schema && m->definition_schema.p == NULL &&
		    m->registry_schema.p == NULL)
			continue;
		if (m->founding->dry_run) {
			folder->fd = -1;
			if (m->root.fd >= 0)
				(void)folder_within(folder, m->arena, &m->root, within[i].name);
			folder->path = arena_format(m->arena, "%.*s%s/", STR_ARG(m->root.path),
						    within[i].name);
		} else {
			/* Rosters are private: only the owner may enter. */
			good = open_within(m, folder, within[i].name,
					   folder == &m->rosters ? 0700 : 0777);
		}
	}
	return good;
}

static void
close_folders(struct making *m)
{
	git_give_back(m);
	folder_close(&m->root);
	folder_close(&m->cops);
	folder_close(&m->rosters);
	folder_close(&m->schema);
}

/* -- files --------------------------------------------------------------------------------------------------------- */

struct new_file *
making_add(struct making *m, struct folder *folder, const char *name, struct str bytes)
{
	struct new_file *file = &m->files[m->count];

	if (bytes.p != NULL)
		m->count++;
	*file = (struct new_file){.folder = folder,
				  .name = name,
				  .bytes = bytes,
				  .mode = FILE_MODE,
				  .place = folder_place(m->arena, folder, str_of(name))};
	return file;
}

/* The files that git needs in a folder of the registry.  With --git, existing ones get the lines they lack. */
static void
add_git_lines(struct making *m, struct folder *folder)
{
	making_add(m, folder, ".gitattributes", str_of(attributes_text))->lines = m->founding->git;
	making_add(m, folder, ".gitignore", str_of(ignored_text))->lines = m->founding->git;
}

/*
 * registry.yaml comes last: if the command is killed before, there is no registry yet, and running it again completes
 * it.
 */
static bool
add_files(struct making *m)
{
	bool good;
	struct str registry = registry_text(m, &good);

	add_git_lines(m, &m->root);
	(void)making_add(m, &m->cops, ".gitkeep", STR(""));
	(void)making_add(m, &m->rosters, ".gitkeep", STR(""));
	(void)making_add(m, &m->schema, "definition.json", m->definition_schema);
	(void)making_add(m, &m->schema, "registry.json", m->registry_schema);
	(void)making_add(m, &m->root, "registry.yaml", registry);
	return good;
}

/* -- making --------------------------------------------------------------------------------------------------------- */

void
making_tell(struct making *m, struct str path, enum founded result, struct str reason)
{
	m->told[m->told_count++] = (struct founded_file){path, result, reason};
}

static bool
is_there(const struct folder *folder, const char *name)
{
	struct stat status;

	return folder->fd >= 0 && fstatat(folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Why an existing file is not to be changed, and with which result; absent if it is to be changed. */
static struct str
why_not(const struct new_file *file, enum founded *result)
{
	struct str bytes = buf_all(&file->old.bytes);

	*result = FOUND_KEPT;
	if (file->result.n == 0)
		return STR("was there already");
	if (file->mark.n == 0 || memmem(bytes.p, bytes.n, file->mark.p, file->mark.n) != NULL)
		return (struct str){NULL, 0};
	if (memmem(bytes.p, bytes.n, "cop-check", 9) != NULL)
		return STR("already runs cop-check");
	*result = FOUND_REFUSED;
	return file->refusal;
}

/* Is an existing file to be changed?  If not, adds its result to the list; if it cannot be read, records why. */
static bool
gets_lines(struct making *m, struct new_file *file)
{
	enum founded result = FOUND_KEPT;
	struct str why = STR("was there already");

	if (file->lines) {
		if (!snapshot_read(&file->old, file->folder, file->name, LINES_MAX, file->place,
				   m->diag))
			return false;
		file->result = text_with_lines(m->arena, buf_all(&file->old.bytes), file->bytes);
		if (file->result.n > 0 && file->anew)
			file->result = file->bytes;
		why = why_not(file, &result);
		if (why.n == 0)
			return true;
		snapshot_free(&file->old);
	}
	making_tell(m, file->place.path, result, why);
	return false;
}

/* Is a missing file to be created?  If not, adds its result to the list. */
static bool
is_wanted(struct making *m, struct new_file *file)
{
	if (file->foreign) {
		making_tell(m, file->place.path, FOUND_REFUSED, file->refusal);
		return false;
	}
	snapshot_none(&file->old, file->folder, file->name, file->mode);
	file->result = file->bytes;
	return true;
}

/*
 * Fills in the replacements for the files to create or change; returns their number.  Lists the result for every
 * file.
 */
static size_t
plan(struct making *m, struct replacement *replacements)
{
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++) {
		struct new_file *file = &m->files[i];
		bool old = is_there(file->folder, file->name);

		if (!(old ? gets_lines(m, file) : is_wanted(m, file)))
			continue;
		making_tell(m, file->place.path, old ? FOUND_CHANGED : FOUND_CREATED, STR(""));
		replacements[count++] = (struct replacement){&file->old, &file->result, 1,
							     file->place};
	}
	return count;
}

/* Makes the entry of the root in its parent folder durable; false, with the reason recorded, if fsync fails. */
static bool
keep_folder(const struct making *m)
{
	int above = openat(m->root.fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool kept = above >= 0 && fsync(above) == 0;

	if (!kept)
		diag_add(m->diag, RULE_WRITE_UNKNOWN, (struct place){.path = m->root.path}, "%s",
			 strerror(errno));
	if (above >= 0)
		(void)close(above);
	return kept;
}

/* Appends the unified diff of all files. */
static bool
show_files(struct making *m, const struct replacement *replacements, size_t count, struct buf *diff)
{
	for (size_t i = 0; i < count; i++) {
		const struct snapshot *old = replacements[i].old;

		if (!replace_diff(old->absent ? (struct str){NULL, 0} : buf_all(&old->bytes),
				  replacements[i].pieces[0], replacements[i].place.path, diff,
				  m->diag))
			return false;
	}
	return true;
}

static bool
write_files(struct making *m, const struct replacement *replacements, size_t count)
{
	enum replaced replaced = REPLACED;

	if (count > 0)
		replaced = replace_files(replacements, count, m->diag);
	if (replaced == REPLACED && !keep_folder(m))
		replaced = REPLACED_UNKNOWN;
	if (replaced == REPLACED_CHANGED)
		diag_add(m->diag, RULE_BUSY, (struct place){.path = m->root.path},
			 "another program is creating the same files");
	return replaced == REPLACED;
}

static bool
make_files(struct making *m, struct buf *diff)
{
	struct replacement replacements[MAKING_FILES_MAX];
	size_t before = diag_count(m->diag), count;
	bool made;

	for (size_t i = 0; i < m->count && !m->founding->dry_run; i++)
		replace_clean(m->files[i].folder, m->files[i].name);
	count = plan(m, replacements);
	made = diag_count(m->diag) == before;
	if (made)
		made = m->founding->dry_run ? show_files(m, replacements, count, diff)
					    : write_files(m, replacements, count);
	for (size_t i = 0; i < m->count; i++)
		snapshot_free(&m->files[i].old);
	return made;
}

/* Removes the temporary files that an earlier run left if it was killed after its last swap. */
static void
clean_up(struct making *m)
{
	static const struct {
		const char *folder; /* NULL: the root */
		const char *name;
	} all[] = {{NULL, ".gitattributes"},      {NULL, ".gitignore"},
		   {"cops", ".gitkeep"},          {"rosters", ".gitkeep"},
		   {"schema", "definition.json"}, {"schema", "registry.json"},
		   {NULL, "registry.yaml"}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct folder within = {.fd = -1};

		if (all[i].folder == NULL)
			replace_clean(&m->root, all[i].name);
		else if (folder_within(&within, m->arena, &m->root, all[i].folder))
			replace_clean(&within, all[i].name);
		folder_close(&within);
	}
}

/* For a registry that exists, without --git. */
static bool
refuse(struct making *m)
{
	making_tell(m, folder_place(m->arena, &m->root, STR("registry.yaml")).path, FOUND_REFUSED,
		    STR("there is already a registry"));
	if (!m->founding->dry_run)
		clean_up(m);
	return true;
}

/* Adds the files of a new registry, or, if there is one already, only those for git. */
static bool
add_all(struct making *m)
{
	bool good = true;

	if (!is_there(&m->root, "registry.yaml")) {
		m->definition_schema = schema_text(m, "definition.json");
		m->registry_schema = schema_text(m, "registry.json");
		good = open_folders(m) && add_files(m);
	} else {
		add_git_lines(m, &m->root);
	}
	if (good && folder_is_there(&m->people))
		add_git_lines(m, &m->people);
	if (good && m->founding->git)
		git_add_files(m);
	return good;
}

/* Runs under the lock of the root. */
static bool
make_registry(struct making *m, struct buf *diff)
{
	size_t before = diag_count(m->diag);
	bool git = m->founding->git;

	if (!git && is_there(&m->root, "registry.yaml"))
		return refuse(m);
	/* The drivers are configured first: they do nothing until .gitattributes refers to them. */
	return (!git || (git_find(m) && git_configure(m))) && add_all(m) &&
	       diag_count(m->diag) == before && make_files(m, diff);
}

bool
registry_found(const struct founding *founding, struct arena *arena, struct founded_file **files,
	       size_t *count, struct buf *diff, struct diag *diag)
{
	struct making m = {.founding = founding,
			   .arena = arena,
			   .diag = diag,
			   .root = {.fd = -1},
			   .cops = {.fd = -1},
			   .rosters = {.fd = -1},
			   .schema = {.fd = -1},
			   .people = {.fd = -1},
			   .people_lock = {.fd = -1}};
	struct lock lock = {.fd = -1};
	bool made;

	*files = m.told = arena_array(arena, TOLD_MAX, sizeof(*m.told));
	made = (!founding->git || git_is_there(&m)) && open_root(&m) &&
	       (founding->dry_run || lock_take(&lock, &m.root, diag)) && make_registry(&m, diff);
	*count = m.told_count;
	/* Somebody else who has the lock may be about to fill them. */
	if (!made && (m.root.fd < 0 || lock.fd >= 0))
		remove_folders(&m);
	lock_release(&lock);
	close_folders(&m);
	return made;
}

/* -- telling --------------------------------------------------------------------------------------------------------- */

static const char *const result_words[] = {"created", "changed", "kept", "refused", NULL};

struct str
founded_word(const struct founded_file *file)
{
	return str_of(result_words[file->result]);
}

static const struct founded_file *
file_of(const struct record *record)
{
	return record->subject;
}

static void
get_path(const struct record *record, struct value *value)
{
	*value = value_text(file_of(record)->path);
}

static void
get_result(const struct record *record, struct value *value)
{
	*value = value_text(founded_word(file_of(record)));
}

static void
get_reason(const struct record *record, struct value *value)
{
	*value = value_text(file_of(record)->reason);
}

/* clang-format off */
const struct column founded_columns[] = {
	{"path", VALUE_TEXT, .get = get_path, .shown = true, .meaning = "of the file or folder"},
	{"result", VALUE_TEXT, result_words, .get = get_result, .shown = true, .whole = true, .meaning = "created, changed, kept or refused"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .wrapped = true, .meaning = "why"},
	{0}};
/* clang-format on */
