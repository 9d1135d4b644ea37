#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init-making.h"
#include "registry.h"

#define HOOK_MODE 0755

/* Marks our hooks, so that we recognize them. */
#define HOOK_MARK "# Written by cop-init --git"

#define FORMERS 2

/* The configuration to set. It defines the drivers, without which their names in .gitattributes have no effect. */
static const struct {
	const char *key;
	const char *value;
	const char *formers[FORMERS]; /* earlier values of ours, to be replaced; NULL: none */
} settings[] = {
    {"merge.coptools.name", "registries, by person and by path", {NULL}},
    /* If cop-merge-file is missing (127), merge by lines: when a driver fails, git keeps ours and drops theirs. */
    {"merge.coptools.driver",
     "cop-merge-file %O %A %B %L %P || { s=$?; test $s = 127 || exit $s; "
     "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; }",
     {"cop-merge-file %O %A %B %L %P"}},
    /*
     * If cop-diff is missing, show lines: when a command fails, git stops in the middle of its output. The names of files
     * may come from somebody else, and begin with a hyphen.
     */
    {"diff.coptools.command",
     "f() { if command -v cop-diff >/dev/null; then cop-diff -- \"$@\"; "
     "elif test $# = 1; then printf '* Unmerged path %s\\n' \"$1\"; "
     "else diff -u --label \"a/$1\" --label \"b/$1\" -- \"$2\" \"$5\"; :; fi; }; f",
     {"cop-diff", "f() { if command -v cop-diff >/dev/null; then cop-diff \"$@\"; "
		  "elif test $# = 1; then echo \"* Unmerged path $1\"; "
		  "else diff -u --label \"a/$1\" --label \"b/$1\" \"$2\" \"$5\"; :; fi; }; f"}}};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

static void
complain(struct making *m, const struct folder *folder, const struct buf *why)
{
	struct str path = folder->path.n > 0 ? folder->path : STR("./");

	diag_add(m->diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "git: %.*s",
		 STR_ARG(buf_all(why)));
}

bool
git_is_there(struct making *m)
{
	static const char *const argv[] = {"git", "--version", NULL};
	struct buf out = {0};
	int status = program_run(argv, true, &out);

	buf_free(&out);
	if (status != 0)
		diag_add(m->diag, RULE_USAGE, (struct place){0}, "--git: git cannot be run: %s",
			 strerror(status < 0 ? errno : ENOENT));
	return status == 0;
}

/* -- repositories ------------------------------------------------------------------------------------------------ */

/*
 * The first line that git prints for those words, in the arena; absent, with the reason appended to why, if it fails.
 */
static struct str
ask_line(struct making *m, const struct git *git, const char *const words[], struct buf *why)
{
	struct buf out = {0};
	struct str line = {NULL, 0};

	if (git_ask(git, words, &out, why))
		line = arena_str(m->arena, str_line(buf_all(&out)));
	buf_free(&out);
	return line;
}

/*
 * The path of a file in the git folder: relative to the current folder, or absolute if it is not below the repository's
 * folder.
 */
static struct str
path_in(struct making *m, const struct repository *repository, const char *name)
{
	const char *const words[] = {"rev-parse", "--git-path", name, NULL};
	const char *const whole[] = {"rev-parse", "--path-format=absolute", "--git-path", name,
				     NULL};
	struct buf ignored = {0};
	struct str path = arena_format(m->arena, ".git/%s", name);

	if (repository->git != NULL)
		path = ask_line(m, repository->git, words, &ignored);
	if (str_starts(path, STR("../")) ||
	    (repository->git != NULL && repository->git->within.n > 0))
		path = ask_line(m, repository->git, whole, &ignored);
	buf_free(&ignored);
	return str_starts(path, STR("/"))
		   ? path
		   : arena_format(m->arena, "%.*s%.*s", STR_ARG(repository->folder->path),
				  STR_ARG(path));
}

/* The path of a folder as git takes it: ours is empty for the current folder. */
static const char *
path_of(const struct folder *folder)
{
	return folder->path.n > 0 ? folder->path.p : ".";
}

/* Does the repository have a work tree here? If not, that is recorded. */
static bool
has_work_tree(struct making *m, const struct repository *repository)
{
	static const char *const words[] = {"rev-parse", "--is-inside-work-tree", NULL};
	struct buf ignored = {0};
	bool has = str_is(ask_line(m, repository->git, words, &ignored), "true");

	buf_free(&ignored);
	if (!has)
		diag_add(
		    m->diag, RULE_USAGE, (struct place){.path = repository->folder->path},
		    "--git: a bare repository, or a folder that is git's own; run it in a clone");
	return has;
}

/* Does git's reason say that there is no repository? (Its messages are not translated, see git.c.) */
static bool
is_in_none(const struct buf *why)
{
	return str_starts(buf_all(why), STR(GIT_NO_REPOSITORY));
}

/*
 * May we make a repository in the root? Not in a folder of another user: git would make it, then refuse to work with it
 * (safe.directory in git-config(1)). With sudo, the user who called it counts as well.
 */
static bool
is_ours(const struct making *m, struct buf *why)
{
	struct stat status;
	const char *sudo = getenv("SUDO_UID");
	bool ours = m->root.fd < 0 || fstat(m->root.fd, &status) != 0 ||
		    status.st_uid == geteuid() ||
		    (geteuid() == 0 && sudo != NULL && strtoul(sudo, NULL, 10) == status.st_uid);

	if (!ours)
		buf_puts(
		    why,
		    "the folder belongs to another user: ask that user to run this, or git init");
	return ours;
}

/*
 * Opens the repository of the root, which is made if there is none. A dry run makes none, and leaves repository->git
 * NULL.
 */
static bool
open_repository(struct making *m, struct repository *repository, struct buf *why)
{
	const char *path = path_of(&m->root);

	repository->git = git_open(path, why);
	if (repository->git != NULL || !is_in_none(why))
		return repository->git != NULL;
	buf_clear(why);
	if (!is_ours(m, why))
		return false;
	making_tell(m, arena_format(m->arena, "%.*s.git/", STR_ARG(m->root.path)), FOUND_CREATED,
		    STR(""));
	if (m->founding->dry_run)
		return true;
	if (git_make(path, why))
		repository->git = git_open(path, why);
	return repository->git != NULL;
}

/*
 * Opens and locks the repository's folder of hooks, which is made if necessary. In a dry run, or if core.hooksPath
 * names the folder, it is neither made nor locked.
 */
static bool
open_hooks(struct making *m, struct repository *repository)
{
	static const char *const words[] = {"config", "core.hooksPath", NULL};
	struct str path = path_in(m, repository, "hooks");
	struct buf ignored = {0};
	bool good = true;

	repository->foreign = repository->git != NULL &&
			      ask_line(m, repository->git, words, &ignored).n > 0;
	buf_free(&ignored);
	if (m->founding->dry_run || repository->foreign) {
		if (!folder_open(&repository->hooks, m->arena, path.p))
			repository->hooks.path = arena_format(m->arena, "%.*s/", STR_ARG(path));
		return true;
	}
	if (mkdir(path.p, 0777) != 0 && errno != EEXIST)
		good = false;
	if (good && folder_open(&repository->hooks, m->arena, path.p))
		return lock_take(&repository->lock, &repository->hooks, m->diag);
	diag_add(m->diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "%s", strerror(errno));
	return false;
}

/* Adds a repository, which git_give_back() will close. */
static struct repository *
add_repository(struct making *m, const struct folder *folder)
{
	struct repository *repository = &m->repositories[m->repository_count++];

	*repository = (struct repository){
	    .folder = folder, .lock = {.fd = -1}, .hooks = (struct folder){.fd = -1}};
	return repository;
}

static bool
find_root(struct making *m)
{
	struct repository *repository = add_repository(m, &m->root);
	struct buf why = {0};
	bool good = open_repository(m, repository, &why);

	if (!good)
		complain(m, &m->root, &why);
	buf_free(&why);
	return good && (repository->git == NULL || has_work_tree(m, repository)) &&
	       open_hooks(m, repository);
}

/* The people may be in the same repository, in another one, or in none. */
static bool
find_people(struct making *m)
{
	const struct repository *root = &m->repositories[0];
	struct repository *repository;
	struct buf why = {0};
	struct git *git = git_open(path_of(&m->people), &why);
	bool none = git == NULL && is_in_none(&why);

	if (none) {
		making_tell(m, m->people.path, FOUND_KEPT, STR("is not in a git repository"));
		folder_close(&m->people);
	} else if (git == NULL) {
		complain(m, &m->people, &why);
	}
	buf_free(&why);
	if (git == NULL)
		return none;
	if (root->git != NULL && git_is_same(root->git, git)) {
		git_close(git);
		return true;
	}
	repository = add_repository(m, &m->people);
	repository->git = git;
	return has_work_tree(m, repository) && open_hooks(m, repository);
}

/* Opens and locks the people's folder, if it exists and is not the root. */
static bool
open_people(struct making *m)
{
	struct diag *elsewhere = diag_new(); /* ignored: cop-check reports what is in it */
	struct registry *registry = registry_open(path_of(&m->root), elsewhere);
	bool good = true;

	if (registry != NULL && folder_is_there(&registry->people) &&
	    !folder_is_same(&registry->people, &m->root) &&
	    folder_open(&m->people, m->arena, registry->people.path.p))
		good = m->founding->dry_run || lock_take(&m->people_lock, &m->people, m->diag);
	registry_close(registry);
	diag_free(elsewhere);
	return good;
}

bool
git_find(struct making *m)
{
	return open_people(m) && find_root(m) && (!folder_is_there(&m->people) || find_people(m));
}

void
git_give_back(struct making *m)
{
	for (size_t i = 0; i < m->repository_count; i++) {
		git_close(m->repositories[i].git);
		lock_release(&m->repositories[i].lock);
		folder_close(&m->repositories[i].hooks);
	}
	lock_release(&m->people_lock);
	folder_close(&m->people);
}

/* -- hooks -------------------------------------------------------------------------------------------------------- */

/* The relative path from one folder to another, both given as absolute paths without symbolic links. */
static struct str
way_between(struct arena *arena, struct str from, struct str to)
{
	struct buf way = {0};
	size_t same = 0;

	for (size_t i = 0; i <= from.n && i <= to.n; i++) {
		bool ends = i == from.n || i == to.n;

		if ((i == from.n || from.p[i] == '/') && (i == to.n || to.p[i] == '/'))
			same = i;
		if (ends || from.p[i] != to.p[i])
			break;
	}
	for (size_t i = same; i < from.n; i++)
		if (from.p[i] == '/')
			buf_puts(&way, "../");
	buf_str(&way, str_after(to, same < to.n ? same + 1 : same));
	return buf_keep(&way, arena);
}

static struct str
whole_path(struct arena *arena, const char *path)
{
	char *whole = realpath(path, NULL);
	struct str kept = arena_str(arena, str_of(whole != NULL ? whole : path));

	free(whole);
	return kept;
}

/* The path of the registry from the top of the work tree, where git runs hooks. */
static struct str
way_to_registry(struct making *m, const struct repository *repository)
{
	static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
	struct buf ignored = {0};
	struct str top;

	if (repository == &m->repositories[0])
		return repository->git != NULL ? repository->git->prefix : STR("");
	top = ask_line(m, repository->git, words, &ignored);
	buf_free(&ignored);
	return way_between(m->arena, top, whole_path(m->arena, path_of(&m->root)));
}

static struct str
hook_text(struct making *m, const struct repository *repository)
{
	struct str way = way_to_registry(m, repository);
	struct str word = way.n > 0 ? text_shell_word(m->arena, way) : STR("");

	return arena_format(m->arena,
			    "#!/bin/sh\n" HOOK_MARK
			    ": what would be committed has to pass cop-check(1).\n"
			    "cop-check --staged -f table -w severity=error%s%.*s || "
			    "{ s=$?; test $s != 127 || echo \"$0: cop-check has to be in the PATH "
			    "of what runs git\" >&2; exit $s; }\n",
			    way.n > 0 ? " -R " : "", STR_ARG(word));
}

static void
add_hook(struct making *m, struct repository *repository, const char *name)
{
	struct new_file *file = making_add(m, &repository->hooks, name, hook_text(m, repository));

	file->mode = HOOK_MODE;
	file->lines = true;
	file->anew = repository != &m->repositories[0]; /* people belong to a single registry */
	file->mark = STR(HOOK_MARK);
	file->foreign = repository->foreign;
	file->refusal = repository->foreign
			    ? STR("core.hooksPath names this folder: add cop-check --staged to a "
				  "hook there")
			    : STR("there is already a hook: add cop-check --staged to it");
}

void
git_add_files(struct making *m)
{
	for (size_t i = 0; i < m->repository_count; i++) {
		add_hook(m, &m->repositories[i], "pre-commit");
		add_hook(m, &m->repositories[i], "pre-merge-commit");
	}
}

/* -- configuration ------------------------------------------------------------------------------------------------- */

/* The value in the repository's own configuration; absent: not set. */
static struct str
setting_now(struct making *m, const struct repository *repository, size_t i)
{
	const char *const words[] = {"config", "--local", "--get", settings[i].key, NULL};
	struct buf ignored = {0};
	struct str now = {NULL, 0};

	if (repository->git != NULL)
		now = ask_line(m, repository->git, words, &ignored);
	buf_free(&ignored);
	return now;
}

/* Is the value one that an earlier cop-init has set? */
static bool
is_former(size_t i, struct str value)
{
	for (size_t f = 0; f < FORMERS && settings[i].formers[f] != NULL; f++)
		if (str_is(value, settings[i].formers[f]))
			return true;
	return false;
}

/* Sets the drivers. A setting that the user made differently is kept and reported. */
static bool
configure(struct making *m, const struct repository *repository)
{
	struct buf why = {0}, out = {0};
	struct str reason = {NULL, 0};
	bool changed = false, good = true;

	for (size_t i = 0; i < SETTINGS && good; i++) {
		const char *const words[] = {"config", "--local", settings[i].key,
					     settings[i].value, NULL};
		struct str now = setting_now(m, repository, i);

		if (now.p == NULL || is_former(i, now)) {
			changed = true;
			good = m->founding->dry_run || git_ask(repository->git, words, &out, &why);
		} else if (!str_is(now, settings[i].value)) {
			reason = arena_format(m->arena, "%s is %.*s and was not changed",
					      settings[i].key, STR_ARG(now));
		}
	}
	if (reason.p == NULL)
		reason = changed ? STR("drivers for merge and diff") : STR("was there already");
	if (!good)
		complain(m, repository->folder, &why);
	else
		making_tell(m, path_in(m, repository, "config"),
			    changed ? FOUND_CHANGED : FOUND_KEPT, reason);
	buf_free(&out);
	buf_free(&why);
	return good;
}

bool
git_configure(struct making *m)
{
	bool good = true;

	for (size_t i = 0; i < m->repository_count && good; i++)
		good = configure(m, &m->repositories[i]);
	return good;
}
