#include "git.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "file.h"
#include "program.h"

#define SHORT 10 /* digits of a commit's id that people are shown */
#define SETTINGS \
	"GIT_CONFIG_COUNT" /* number of configuration settings that git takes from the environment */

extern char **environ;

/* -- running git ------------------------------------------------------------------------------------------- */

/* Variables that could point git to a repository other than the folder's, or change what it prints. */
static const char *const misleading[] = {"GIT_DIR",
					 "GIT_WORK_TREE",
					 "GIT_COMMON_DIR",
					 "GIT_PREFIX",
					 "GIT_NAMESPACE",
					 "GIT_GLOB_PATHSPECS",
					 "GIT_NOGLOB_PATHSPECS",
					 "GIT_LITERAL_PATHSPECS",
					 "GIT_ICASE_PATHSPECS",
					 "GIT_ALLOW_PROTOCOL",
					 "GIT_NO_LAZY_FETCH",
					 "GIT_EXTERNAL_DIFF",
					 "LC_ALL",
					 NULL};

/* Variables that apply only to the repository for which a hook runs. */
static const char *const its_own[] = {"GIT_INDEX_FILE",
				      "GIT_OBJECT_DIRECTORY",
				      "GIT_ALTERNATE_OBJECT_DIRECTORIES",
				      "GIT_QUARANTINE_PATH",
				      "GIT_SHALLOW_FILE",
				      "GIT_GRAFT_FILE",
				      "GIT_REPLACE_REF_BASE",
				      NULL};

static bool
is_of(const char *variable, const char *const *names)
{
	struct str name = {variable, str_find(str_of(variable), '=')};

	while (*names != NULL && !str_is(name, *names))
		names++;
	return *names != NULL;
}

/*
 * Makes git's environment from ours; with foreign, without what applies only to the repository of a hook. Messages are
 * not translated, as ours are not. No protocol is allowed, so that git does not fetch objects that a partial clone
 * lacks, possibly by a command from its configuration.
 */
static const char *const *
environment_for(struct arena *arena, bool foreign)
{
	size_t count = 0, kept = 0;
	const char **environment;

	while (environ[count] != NULL)
		count++;
	environment = arena_array(arena, count + 5, sizeof(*environment));
	for (size_t i = 0; i < count; i++)
		if (!is_of(environ[i], misleading) && !(foreign && is_of(environ[i], its_own)))
			environment[kept++] = environ[i];
	environment[kept++] = "LC_ALL=C";
	environment[kept++] = "GIT_ALLOW_PROTOCOL=none";
	environment[kept++] = "GIT_NO_LAZY_FETCH=1";
	environment[kept++] = "GIT_LITERAL_PATHSPECS=1";
	environment[kept] = NULL;
	return environment;
}

struct git_command
git_command(const char *path, const char *const words[])
{
	struct git_command command = {
	    {"git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", path}};

	for (size_t i = 0; words[i] != NULL; i++)
		command.argv[6 + i] = words[i];
	return command;
}

/* -- the state of a folder ---------------------------------------------------------------------------------- */

/* Adds a configuration setting, the one of that number, that makes a filter do nothing. */
static void
add_setting(struct arena *arena, const char **environment, size_t *kept, size_t number,
	    struct str name)
{
	const char *value = str_ends(name, STR(".required")) ? "false" : "";

	environment[(*kept)++] =
	    arena_format(arena, "GIT_CONFIG_KEY_%zu=%.*s", number, STR_ARG(name)).p;
	environment[(*kept)++] = arena_format(arena, "GIT_CONFIG_VALUE_%zu=%s", number, value).p;
}

/*
 * Makes an environment that disables all filters in git's configuration, which git status would run to see whether a
 * file differs. NULL if the configuration cannot be read. A repository nested in a clone brings its configuration with
 * it, so that somebody else may have chosen these commands.
 */
static const char *const *
without_filters(struct arena *arena, const char *path, const char *const *environment)
{
	const char *const words[] = {"config",       "-z",         "--name-only",
				     "--get-regexp", "^filter\\.", NULL};
	struct git_command command = git_command(path, words);
	const char *before = getenv(SETTINGS), **with;
	size_t number = before != NULL ? strtoul(before, NULL, 10) : 0, count = 0, kept = 0;
	struct buf out = {0}, err = {0};
	int status = program_ask(command.argv, environment, &out, &err);
	struct str rest, name;

	for (size_t i = 0; i < out.n; i++)
		count += out.p[i] == '\0';
	for (size_t i = 0; environment[i] != NULL; i++)
		count++;
	with = arena_array(arena, 2 * count + 2, sizeof(*with));
	for (size_t i = 0; environment[i] != NULL; i++)
		if (!str_starts(str_of(environment[i]), STR(SETTINGS "=")))
			with[kept++] = environment[i];
	rest = buf_all(&out);
	while (rest.n > 0 && str_next(&rest, '\0', &name))
		add_setting(arena, with, &kept, number++, name);
	with[kept++] = arena_format(arena, SETTINGS "=%zu", number).p;
	with[kept] = NULL;
	buf_free(&out);
	buf_free(&err);
	/* 1: no filter is configured. */
	return status == 0 || status == 1 ? with : NULL;
}

struct git_state
git_state(struct arena *arena, const char *path)
{
	const char *const words[] = {
	    "status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "--", ".", NULL};
	struct git_command command = git_command(path, words);
	const char *const *environment = without_filters(arena, path, environment_for(arena, true));
	const struct str oid = STR("# branch.oid ");
	struct git_state state = {.commit = {NULL, 0}};
	struct buf out = {0}, err = {0};
	struct str rest, line;

	if (environment == NULL || program_ask(command.argv, environment, &out, &err) != 0)
		out.n = 0;
	rest = buf_all(&out);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		if (str_starts(line, oid) && line.n >= oid.n + SHORT)
			state.commit = arena_str(arena, git_short(str_after(line, oid.n)));
		else if (line.n > 0 && line.p[0] != '#')
			state.differs = true;
		/* An untracked folder is in no commit. */
		if (str_is(line, "? ./") || str_is(line, "? registry.yaml"))
			state.commit = (struct str){NULL, 0};
	}
	buf_free(&out);
	buf_free(&err);
	return state;
}

struct str
git_short(struct str id)
{
	return (struct str){id.p, id.n < SHORT ? id.n : SHORT};
}

/* -- a repository ------------------------------------------------------------------------------------------ */

/* Appends the first line of git's standard error, without "fatal: " or the like. */
static void
add_reason(struct buf *why, struct str said)
{
	static const char *const kinds[] = {"fatal: ", "error: ", "warning: "};
	struct str line = str_line(said);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_starts(line, str_of(kinds[i])))
			line = str_after(line, strlen(kinds[i]));
	buf_str(why, line.n > 0 ? line : STR("git gave no reason"));
	/* Git's next lines, which are left out, say how to trust the folder. */
	if (str_starts(line, STR("detected dubious ownership")))
		buf_puts(why,
			 ", which belongs to another user: see safe.directory in git-config(1)");
}

/* Runs git in the folder at path, as git_ask() does. */
static bool
ask(const char *path, const char *const environment[], const char *const words[], struct buf *out,
    struct buf *why)
{
	struct git_command command = git_command(path, words);
	struct buf err = {0};
	int status = program_ask(command.argv, environment, out, &err);

	if (status < 0 || status == 127)
		buf_format(why, "git cannot be run: %s", strerror(status < 0 ? errno : ENOENT));
	else if (status != 0 || err.n > 0)
		add_reason(why, buf_all(&err));
	buf_free(&err);
	return status == 0;
}

bool
git_ask(const struct git *git, const char *const words[], struct buf *out, struct buf *why)
{
	return ask(git->path, git->environment, words, out, why);
}

bool
git_make(const char *path, struct buf *why)
{
	static const char *const asked[] = {"config", "init.defaultBranch", NULL};
	static const char *const as_configured[] = {"init", "--quiet", NULL};
	static const char *const as_ours[] = {"init", "--quiet", "--initial-branch=main", NULL};
	struct arena *arena = arena_new();
	const char *const *environment = environment_for(arena, true);
	struct buf out = {0}, ignored = {0};
	bool configured = ask(path, environment, asked, &out, &ignored), made;

	made = ask(path, environment, configured ? as_configured : as_ours, &out, why);
	buf_free(&ignored);
	buf_free(&out);
	arena_free(arena);
	return made;
}

/* Do we run in a hook of this repository, so that what the environment names belongs to it? */
static bool
is_hooked(const struct git *git)
{
	static const char *const argv[] = {"git", "rev-parse", "--absolute-git-dir", NULL};
	struct buf out = {0}, err = {0};
	struct str rest, folder;
	size_t i = 0;
	bool same;

	while (environ[i] != NULL && !is_of(environ[i], its_own))
		i++;
	if (environ[i] == NULL)
		return false;
	same = program_ask(argv, (const char *const *)environ, &out, &err) == 0;
	rest = buf_all(&out);
	same = same && str_next(&rest, '\n', &folder) && str_eq(folder, git->folder);
	buf_free(&out);
	buf_free(&err);
	return same;
}

/* Asks git which repository contains the folder at git->path; false, with the reason appended to why, if none does. */
static bool
find(struct git *git, struct buf *why)
{
	const char *const words[] = {"rev-parse", "--absolute-git-dir", "--show-prefix", NULL};
	struct buf out = {0};
	struct str rest;

	if (git_ask(git, words, &out, why)) {
		rest = arena_str(git->arena, buf_all(&out));
		(void)str_next(&rest, '\n', &git->folder);
		git->prefix = arena_format(git->arena, "%.*s%.*s",
					   (int)(rest.n > 0 ? rest.n - 1 : 0), rest.p,
					   STR_ARG(git->within));
	}
	buf_free(&out);
	return git->folder.n > 0;
}

/* Sets git->path to its nearest existing parent, and git->within to the rest. */
static void
go_above(struct git *git)
{
	struct str path = str_of(git->path), rest, word;
	struct buf within = {0};
	size_t n = path.n;

	do {
		while (n > 0 && path.p[n - 1] == '/')
			n--;
		while (n > 0 && path.p[n - 1] != '/')
			n--;
		git->path = n > 0 ? arena_str(git->arena, (struct str){path.p, n}).p : ".";
	} while (access(git->path, F_OK) != 0);
	rest = str_after(path, n);
	while (rest.n > 0 && str_next(&rest, '/', &word))
		if (word.n > 0 && !str_is(word, "."))
			buf_format(&within, "%.*s/", STR_ARG(word));
	git->within = buf_keep(&within, git->arena);
}

struct git *
git_open(const char *path, struct buf *why)
{
	struct arena *arena = arena_new();
	struct git *git = arena_get(arena, sizeof(*git));
	size_t before = why->n;
	struct buf ignored = {0};
	bool found;

	*git = (struct git){.arena = arena,
			    .path = arena_str(arena, str_of(path)).p,
			    .within = STR(""),
			    .environment = environment_for(arena, true)};
	(void)pthread_mutex_init(&git->lock, NULL);
	found = find(git, why);
	if (!found && access(path, F_OK) != 0 && errno == ENOENT) {
		go_above(git);
		found = find(git, &ignored);
		why->n = found ? before : why->n;
		buf_free(&ignored);
	}
	if (found) {
		if (is_hooked(git))
			git->environment = environment_for(arena, false);
		return git;
	}
	git_close(git);
	return NULL;
}

void
git_close(struct git *git)
{
	if (git == NULL)
		return;
	if (git->started)
		program_end(&git->reader);
	buf_free(&git->line);
	(void)pthread_mutex_destroy(&git->lock);
	arena_free(git->arena);
}

bool
git_is_same(const struct git *a, const struct git *b)
{
	return str_eq(a->folder, b->folder);
}
