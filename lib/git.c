#include "git.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "file.h"
#include "program.h"

#define SHORT 10   /* digits of a commit that people are shown */
#define TAGS_MAX 8 /* of a tag */
#define HISTORY_BLOCK (64 * (size_t)1024)
#define HEADER_MAX 256 /* bytes of a line with which git tells what an object is */
#define WORDS_MAX 32

extern char **environ;

/* -- running git ------------------------------------------------------------------------------------------- */

/* What else than a folder could tell git where the repository is, and what would change what it prints. */
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
					 "LC_ALL",
					 NULL};

/* What belongs to the repository that a hook runs for. */
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
 * Our environment for git.  Its messages are not translated, as ours are not.  No protocol is allowed, so that what a partial
 * clone lacks is not fetched, by a command that its configuration names.
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

/* The whole command for those words, which end in NULL. */
struct command {
	const char *argv[WORDS_MAX];
};

static struct command
command_of(const char *path, const char *const words[])
{
	struct command command = {
	    {"git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", path}};

	for (size_t i = 0; words[i] != NULL; i++)
		command.argv[6 + i] = words[i];
	return command;
}

/* -- the state of a folder ---------------------------------------------------------------------------------- */

struct git_state
git_state(struct arena *arena, const char *path)
{
	const char *const words[] = {"status", "--porcelain=v2", "--branch", "--", ".", NULL};
	struct command command = command_of(path, words);
	const struct str oid = STR("# branch.oid ");
	struct git_state state = {.commit = {NULL, 0}};
	struct buf out = {0}, err = {0};
	struct str rest, line;

	if (program_ask(command.argv, environment_for(arena, true), &out, &err) != 0)
		out.n = 0;
	rest = buf_all(&out);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		if (str_starts(line, oid) && line.n >= oid.n + SHORT)
			state.commit = arena_str(arena, git_short(str_after(line, oid.n)));
		else if (line.n > 0 && line.p[0] != '#')
			state.differs = true;
		/* A folder that git has never been told of is in no commit. */
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

struct git {
	struct arena *arena;
	const char *path;
	const char *const *environment;
	struct str folder; /* .git, or the like of a linked work tree: no other has it */
	struct str prefix;
	pthread_mutex_t lock; /* of all below */
	bool started;
	bool broken; /* git has ended, or nobody knows what comes next */
	struct program reader;
	struct buf line; /* what came of an answer with its first line */
};

/* What git complains of: the first line of its standard error, without what it calls that. */
static void
add_reason(struct buf *why, struct str said)
{
	static const char *const kinds[] = {"fatal: ", "error: ", "warning: "};
	struct str line = {said.p, str_find(said, '\n')};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_starts(line, str_of(kinds[i])))
			line = str_after(line, strlen(kinds[i]));
	buf_str(why, line.n > 0 ? line : STR("git does not tell why"));
}

/*
 * Runs git in the repository's folder for what it prints; false, with the reason added to why, if that fails.  A warning
 * is added, too.
 */
static bool
ask(const struct git *git, const char *const words[], struct buf *out, struct buf *why)
{
	struct command command = command_of(git->path, words);
	struct buf err = {0};
	int status = program_ask(command.argv, git->environment, out, &err);

	if (status < 0 || status == 127)
		buf_format(why, "git cannot be run: %s", strerror(status < 0 ? errno : ENOENT));
	else if (status != 0 || err.n > 0)
		add_reason(why, buf_all(&err));
	buf_free(&err);
	return status == 0;
}

struct git *
git_open(const char *path, bool foreign, struct buf *why)
{
	const char *const words[] = {"rev-parse", "--absolute-git-dir", "--show-prefix", NULL};
	struct arena *arena = arena_new();
	struct git *git = arena_get(arena, sizeof(*git));
	struct buf out = {0};
	struct str rest;

	*git = (struct git){.arena = arena,
			    .path = arena_str(arena, str_of(path)).p,
			    .environment = environment_for(arena, foreign)};
	(void)pthread_mutex_init(&git->lock, NULL);
	if (ask(git, words, &out, why)) {
		rest = arena_str(arena, buf_all(&out));
		(void)str_next(&rest, '\n', &git->folder);
		git->prefix = (struct str){rest.p, rest.n > 0 ? rest.n - 1 : 0};
	}
	buf_free(&out);
	if (git->folder.n > 0)
		return git;
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

struct str
git_prefix(const struct git *git)
{
	return git->prefix;
}

bool
git_is_same(const struct git *a, const struct git *b)
{
	return str_eq(a->folder, b->folder);
}

/* -- objects ------------------------------------------------------------------------------------------------ */

/* Starts the git that reads objects, if it does not run yet, and asks it for that one. */
static bool
request(struct git *git, struct str id)
{
	const char *const words[] = {"cat-file", "--batch", NULL};
	struct command command = command_of(git->path, words);

	if (!git->started && !git->broken) {
		git->started = program_start(&git->reader, command.argv, git->environment);
		git->broken = !git->started;
	}
	return !git->broken && program_tell(&git->reader, id) &&
	       program_tell(&git->reader, STR("\n"));
}

/* Adds up to n bytes of what git answers; false if there is no more. */
static bool
hear(struct git *git, struct buf *into, size_t n)
{
	struct file file = {.fd = git->reader.fd};

	return file_read(&file, into, n) > 0;
}

/* The first line of the answer, "ID TYPE SIZE" or "ID missing", and what has come behind it; false if there is none. */
static bool
hear_header(struct git *git, struct str *header, struct str *rest)
{
	buf_clear(&git->line);
	do {
		*rest = buf_all(&git->line);
		if (str_find(*rest, '\n') < rest->n)
			return str_next(rest, '\n', header);
	} while (rest->n < HEADER_MAX && hear(git, &git->line, HEADER_MAX));
	return false;
}

/* Adds the object, of which the rest of the first line's bytes have come; the answer ends with an LF of its own. */
static int
hear_object(struct git *git, struct str rest, size_t size, struct buf *into)
{
	size_t begin = into->n;

	if (size > FILE_BYTES_MAX)
		return EFBIG;
	buf_room(into, size + 1);
	buf_str(into, rest);
	while (into->n - begin < size + 1)
		if (!hear(git, into, size + 1 - (into->n - begin)))
			return EPIPE;
	if (into->n - begin > size + 1 || into->p[begin + size] != '\n')
		return EPIPE;
	into->n--;
	return 0;
}

/* The object of that id, and its type. */
static int
read_object(struct git *git, struct str id, struct str *type, struct buf *into)
{
	struct str header, rest, word, size;

	if (!request(git, id) || !hear_header(git, &header, &rest))
		return EPIPE;
	if (str_ends(header, STR(" missing")))
		return ENODATA;
	if (!str_next(&header, ' ', &word) || !str_eq(word, id) || !str_next(&header, ' ', type) ||
	    !str_next(&header, ' ', &size) || size.n == 0)
		return EPIPE;
	/* Behind the digits stands the LF. */
	return hear_object(git, rest, strtoull(size.p, NULL, 10), into);
}

int
git_object(struct git *git, struct str id, const char *type, struct buf *into)
{
	struct str found;
	int error;

	(void)pthread_mutex_lock(&git->lock);
	error = read_object(git, id, &found, into);
	if (error == 0 && !str_is(found, type))
		error = EINVAL;
	git->broken = git->broken || error == EPIPE;
	/* Another one answers what is asked next: this one has too much to say. */
	if (error == EFBIG) {
		program_end(&git->reader);
		git->started = false;
	}
	(void)pthread_mutex_unlock(&git->lock);
	return error;
}

/* -- commits ------------------------------------------------------------------------------------------------ */

/* Is it the id of an object, all of it? */
static bool
is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return s.n == 40 || s.n == 64; /* SHA-1, SHA-256 */
}

/* What stands behind that word at the beginning of one of the first lines, which an empty one ends; absent: nothing. */
static struct str
line_of(struct str object, struct str word)
{
	struct str line;

	while (object.n > 0 && str_next(&object, '\n', &line) && line.n > 0)
		if (str_starts(line, word))
			return str_after(line, word.n);
	return (struct str){NULL, 0};
}

/* Reads the commit of that id, or that the tag of that id is of. */
static bool
read_commit(struct git *git, struct str id, struct git_commit *commit)
{
	struct buf object = {0};
	struct str committer;
	bool good = false;

	for (int i = 0; i < TAGS_MAX && git_object(git, id, "tag", &object) == 0; i++) {
		id = arena_str(git->arena, line_of(buf_all(&object), STR("object ")));
		buf_clear(&object);
	}
	buf_clear(&object);
	if (is_id(id) && git_object(git, id, "commit", &object) == 0) {
		committer = line_of(buf_all(&object), STR("committer "));
		while (committer.n > 0 && committer.p[committer.n - 1] != '>')
			committer.n--;
		good = committer.n > 0;
		*commit = (struct git_commit){.id = id};
		/* The time ends at a space, the line at its LF. */
		if (good)
			commit->time = strtoll(committer.p + committer.n, NULL, 10);
	}
	buf_free(&object);
	return good;
}

/* The commit that git prints for those words. */
static bool
find_commit(struct git *git, const char *const words[], struct git_commit *commit, struct buf *why)
{
	struct buf out = {0};
	bool asked = ask(git, words, &out, why), good;
	struct str id = arena_str(git->arena, buf_all(&out));

	id.n = str_find(id, '\n');
	good = asked && is_id(id) && read_commit(git, id, commit);
	buf_free(&out);
	if (asked && !good)
		buf_puts(why, id.n > 0 ? "it is something else" : "there is no commit as old");
	return good;
}

bool
git_commit(struct git *git, const char *revision, struct git_commit *commit, struct buf *why)
{
	const char *const words[] = {"rev-parse", "--verify", "--end-of-options", revision, NULL};

	return find_commit(git, words, commit, why);
}

bool
git_commit_by(struct git *git, long long time, struct git_commit *commit, struct buf *why)
{
	char by[64];
	const char *const words[] = {"rev-list", "--max-count=1", by, "HEAD", "--", NULL};

	(void)snprintf(by, sizeof(by), "--min-age=%lld", time);
	return find_commit(git, words, commit, why);
}

/* -- trees -------------------------------------------------------------------------------------------------- */

static int
read_file(void *context, struct str id, struct buf *into)
{
	return git_object(context, id, "blob", into);
}

/* What git tells of a file: "MODE TYPE ID SIZE", a tab, its path from the top; false if it is not to be read. */
static bool
read_entry(struct str line, struct str path, struct tree_file *file)
{
	struct str mode, type, size;

	if (!str_next(&line, ' ', &mode) || !str_next(&line, ' ', &type) ||
	    !str_next(&line, ' ', &file->id) || !str_is(type, "blob") ||
	    !str_next(&line, '\t', &size) || !str_starts(line, path))
		return false;
	file->path = str_after(line, path.n);
	file->size = strtoull(size.p, NULL, 10);
	file->regular = str_starts(mode, STR("100"));
	return is_id(file->id);
}

const struct tree *
git_tree(struct git *git, struct str commit, struct str path, struct buf *why)
{
	const char *id = arena_str(git->arena, commit).p;
	const char *within = arena_str(git->arena, path).p;
	const char *const words[] = {
	    "ls-tree", "-r", "-l", "-z", "--full-tree", id, "--", path.n > 0 ? within : NULL, NULL};
	struct tree *tree = arena_get(git->arena, sizeof(*tree));
	struct tree_file *files = NULL;
	struct buf out = {0};
	size_t capacity = 0;
	struct str rest, line;
	bool asked = ask(git, words, &out, why);

	*tree = (struct tree){.read = read_file, .context = git};
	rest = arena_str(git->arena, buf_all(&out));
	buf_free(&out);
	while (asked && rest.n > 0 && str_next(&rest, '\0', &line)) {
		files = arena_grow(git->arena, files, tree->count, &capacity, sizeof(*files));
		if (read_entry(line, path, &files[tree->count]))
			tree->count++;
	}
	tree->files = files;
	return asked ? tree : NULL;
}

/* -- history ------------------------------------------------------------------------------------------------ */

/* What a commit is told by: a line for each of the fields of struct git_recorded. */
#define RECORDED "--format=%H%n%ct%n%cs%n%an%n%s"

struct git_history {
	struct program program; /* git log */
	struct buf bytes;       /* what came of it and has not been read */
	size_t next;            /* of them, to be read */
};

struct git_history *
git_history(struct git *git, const struct str *paths, size_t count, long long since)
{
	char by[64];
	const char *const words[] = {"log",
				     "--raw",
				     "-z",
				     "--no-abbrev",
				     "--no-renames",
				     "--no-ext-diff",
				     "--no-textconv",
				     "--no-color",
				     "--no-show-signature",
				     "--diff-merges=off",
				     "--root",
				     "--encoding=UTF-8",
				     RECORDED,
				     by,
				     "--stdin",
				     "HEAD",
				     NULL};
	struct command command = command_of(git->path, words);
	struct git_history *history = arena_get(git->arena, sizeof(*history));
	bool told;

	(void)snprintf(by, sizeof(by), "--max-age=%lld", since);
	if (!program_start(&history->program, command.argv, git->environment))
		return NULL;
	told = program_tell(&history->program, STR("--\n"));
	for (size_t i = 0; i < count && told; i++)
		told = program_tell(&history->program, paths[i]) &&
		       program_tell(&history->program, STR("\n"));
	program_told(&history->program);
	return history;
}

/* The next of the texts that git ends with a NUL; valid until the next one.  False at the end. */
static bool
next_text(struct git_history *history, struct str *text)
{
	struct file file = {.fd = history->program.fd};
	struct str rest = str_after(buf_all(&history->bytes), history->next);

	while ((text->n = str_find(rest, '\0')) == rest.n) {
		if (rest.n > 0)
			memmove(history->bytes.p, rest.p, rest.n);
		history->bytes.n = rest.n;
		history->next = 0;
		if (file_read(&file, &history->bytes, HISTORY_BLOCK) <= 0)
			return false;
		rest = buf_all(&history->bytes);
	}
	text->p = rest.p;
	return true;
}

/* Is there a text to come, and does it tell of a file? */
static bool
file_comes(struct git_history *history, struct str *text)
{
	if (!next_text(history, text))
		return false;
	if (text->n > 0 && text->p[0] == '\n')
		history->next++, *text = str_after(*text, 1);
	return text->n > 0 && text->p[0] == ':';
}

/* Of ":OLDMODE NEWMODE OLDID NEWID STATUS", the ids, absent where the file is not there, or is none that is to be read. */
static void
read_ids(struct arena *arena, struct str text, struct git_changed *changed)
{
	struct str modes[2], ids[2];

	text = arena_str(arena, str_after(text, 1));
	changed->old = changed->now = (struct str){NULL, 0};
	for (int i = 0; i < 4; i++)
		(void)str_next(&text, ' ', i < 2 ? &modes[i] : &ids[i - 2]);
	if (str_starts(modes[0], STR("100")))
		changed->old = ids[0];
	if (str_starts(modes[1], STR("100")))
		changed->now = ids[1];
}

bool
git_history_next(struct git_history *history, struct arena *arena, struct git_recorded *recorded)
{
	struct str text, time = {NULL, 0};
	size_t capacity = 0;

	*recorded = (struct git_recorded){.count = 0};
	if (!next_text(history, &text))
		return false;
	history->next += text.n + 1;
	text = arena_str(arena, text);
	(void)str_next(&text, '\n', &recorded->id);
	(void)str_next(&text, '\n', &time);
	(void)str_next(&text, '\n', &recorded->day);
	(void)str_next(&text, '\n', &recorded->author);
	recorded->subject = text;
	recorded->time = time.n > 0 ? strtoll(time.p, NULL, 10) : 0;
	while (file_comes(history, &text)) {
		struct git_changed changed;

		history->next += text.n + 1;
		read_ids(arena, text, &changed);
		if (!next_text(history, &text))
			break;
		history->next += text.n + 1;
		changed.path = arena_str(arena, text);
		recorded->files = arena_grow(arena, recorded->files, recorded->count, &capacity,
					     sizeof(changed));
		recorded->files[recorded->count++] = changed;
	}
	return true;
}

void
git_history_end(struct git_history *history)
{
	if (history == NULL)
		return;
	program_end(&history->program);
	buf_free(&history->bytes);
}
