/* Reads what git has recorded: objects, commits and their trees (git.h). */
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "file.h"
#include "git.h"
#include "map.h"

#define TAGS_MAX 8     /* levels of tags of tags to follow */
#define HEADER_MAX 256 /* bytes in the first line of an answer */

/* The decimal number at the start of the text, capped below LLONG_MAX. */
static long long
number_in(struct str s)
{
	long long number = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		number = number > LLONG_MAX / 10 - 1 ? LLONG_MAX / 10
						     : 10 * number + (s.p[i] - '0');
	return number;
}

/* -- objects ------------------------------------------------------------------------------------------------ */

/* Requests an object from git cat-file, which is started if it does not run. Returns 0 or an errno. */
static int
request(struct git *git, struct str id)
{
	const char *const words[] = {"cat-file", "--batch", NULL};
	struct git_command command = git_command(git->path, words);

	if (!git->started)
		git->started = program_start(&git->reader, command.argv, git->environment);
	if (!git->started)
		return errno;
	return program_tell(&git->reader, id) && program_tell(&git->reader, STR("\n")) ? 0 : EPIPE;
}

/* Appends up to n bytes of git's answer; false if there is no more. */
static bool
hear(struct git *git, struct buf *into, size_t n)
{
	struct file file = {.fd = git->reader.fd};

	return file_read(&file, into, n) > 0;
}

/*
 * Reads the first line of an answer, "ID TYPE SIZE" or "ID missing", into header; rest is what has come after it. False
 * if there is no such line.
 */
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

/*
 * Appends the object of that size, whose first bytes are rest. After it the answer has an LF of its own. Returns 0 or
 * an errno.
 */
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

/* Appends the object with that id, and sets its type, which is valid until the next request. Returns 0 or an errno. */
static int
read_object(struct git *git, struct str id, struct str *type, struct buf *into)
{
	struct str header, rest, word, size;
	int error = request(git, id);

	if (error != 0)
		return error;
	if (!hear_header(git, &header, &rest))
		return EPIPE;
	if (str_ends(header, STR(" missing")))
		return ENODATA;
	if (!str_next(&header, ' ', &word) || !str_eq(word, id) || !str_next(&header, ' ', type) ||
	    !str_next(&header, ' ', &size) || size.n == 0)
		return EPIPE;
	return hear_object(git, rest, (size_t)number_in(size), into);
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
	/* The process has ended, or is out of step with us: start another one for the next request. */
	if (git->started && (error == EPIPE || error == EFBIG)) {
		program_end(&git->reader);
		git->started = false;
	}
	(void)pthread_mutex_unlock(&git->lock);
	return error;
}

/* -- commits ------------------------------------------------------------------------------------------------ */

/* Is it an unabbreviated object id? */
static bool
is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return s.n == 40 || s.n == 64; /* SHA-1, SHA-256 */
}

/*
 * Finds the header line of an object that begins with word, and returns what follows it; absent if there is none. An
 * empty line ends the header.
 */
static struct str
line_of(struct str object, struct str word)
{
	struct str line;

	while (object.n > 0 && str_next(&object, '\n', &line) && line.n > 0)
		if (str_starts(line, word))
			return str_after(line, word.n);
	return (struct str){NULL, 0};
}

/* Reads the commit with that id, or the one that the tag with that id points to. Returns 0 or an errno. */
static int
read_commit(struct git *git, struct str id, struct git_commit *commit)
{
	struct buf object = {0};
	struct str rest;
	int error;

	for (int i = 0; i < TAGS_MAX && git_object(git, id, "tag", &object) == 0; i++) {
		id = arena_str(git->arena, line_of(buf_all(&object), STR("object ")));
		buf_clear(&object);
	}
	buf_clear(&object);
	error = is_id(id) ? git_object(git, id, "commit", &object) : EINVAL;
	/* NAME <ADDRESS> TIME ZONE */
	rest = line_of(buf_all(&object), STR("committer "));
	for (size_t end; (end = str_find(rest, '>')) < rest.n;)
		rest = str_after(rest, end + 1);
	*commit = (struct git_commit){.id = id};
	if (error == 0 && rest.n > 0)
		commit->time = number_in(str_after(rest, 1));
	buf_free(&object);
	return error;
}

/* Reads the commit with that id; false, with the reason appended to why, on failure. */
static bool
take_commit(struct git *git, struct str id, struct git_commit *commit, struct buf *why)
{
	int error = is_id(id) ? read_commit(git, id, commit) : EINVAL;

	if (error == EINVAL)
		buf_join(why, "; ", STR("it is not a commit"));
	else if (error != 0)
		buf_join(why, "; ", str_of(file_reason(error)));
	return error == 0;
}

/* Runs git with those words and reads the commit whose id it prints. */
static bool
find_commit(struct git *git, const char *const words[], struct git_commit *commit, struct buf *why)
{
	struct buf out = {0};
	bool asked = git_ask(git, words, &out, why);
	struct str id = buf_keep(&out, git->arena);

	if (!asked)
		return false;
	id.n = str_find(id, '\n');
	if (id.n > 0)
		return take_commit(git, id, commit, why);
	buf_join(why, "; ", STR("there is no commit that old"));
	return false;
}

bool
git_commit(struct git *git, const char *revision, struct git_commit *commit, struct buf *why)
{
	const char *const words[] = {"rev-parse", "--verify", "--end-of-options", revision, NULL};

	return find_commit(git, words, commit, why);
}

bool
git_merge_base(struct git *git, struct str a, struct str b, struct git_commit *commit,
	       struct buf *why)
{
	const char *both = arena_format(git->arena, "%.*s...%.*s", STR_ARG(a), STR_ARG(b)).p;
	const char *const words[] = {"rev-parse", both, NULL};
	struct str rest, line, id = {NULL, 0};
	struct buf out = {0};
	bool asked = git_ask(git, words, &out, why);

	/* git prints a line for each of the two commits, then one with a ^ for each merge base, the best first. */
	rest = buf_all(&out);
	while (id.p == NULL && rest.n > 0 && str_next(&rest, '\n', &line))
		if (str_starts(line, STR("^")))
			id = arena_str(git->arena, str_after(line, 1));
	buf_free(&out);
	if (!asked)
		return false;
	if (id.p != NULL)
		return take_commit(git, id, commit, why);
	buf_join(why, "; ", STR("they have no commit in common"));
	return false;
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

/*
 * Reads git's line for a file: "MODE TYPE ID" for one in a commit or "MODE ID STAGE" for one in the index, then a tab
 * and its path from the top level. Returns 0, ENOENT if the file is to be skipped, or EBUSY if it is unmerged.
 */
static int
read_entry(struct str line, bool staged, struct str path, struct tree_file *file)
{
	struct str mode, second, third;

	if (!str_next(&line, ' ', &mode) || !str_next(&line, ' ', &second) ||
	    !str_next(&line, '\t', &third) || !str_starts(line, path))
		return ENOENT;
	/* Skip submodules (mode 160000), and anything without a full id. */
	if (str_is(mode, "160000") || !is_id(staged ? second : third))
		return ENOENT;
	*file = (struct tree_file){.path = str_after(line, path.n),
				   .id = staged ? second : third,
				   .regular = str_starts(mode, STR("100"))};
	return staged && !str_is(third, "0") ? EBUSY : 0;
}

/* Turns a path from the top level into one relative to the folder in which git runs. */
static const char *
path_from_here(const struct git *git, struct str path)
{
	struct buf up = {0};
	const char *from_here;

	for (size_t i = 0; i < git->prefix.n - git->within.n; i++)
		if (git->prefix.p[i] == '/')
			buf_puts(&up, "../");
	from_here = arena_format(git->arena, "%.*s%.*s.", STR_ARG(buf_all(&up)), STR_ARG(path)).p;
	buf_free(&up);
	return from_here;
}

/* The ids of an empty file and an empty tree, which git knows even if nobody has recorded them. */
struct empty_ids {
	const char *file;
	const char *tree;
};

static const struct empty_ids empty_sha1 = {"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
					    "4b825dc642cb6eb9a060e54bf8d69288fbee4904"};
static const struct empty_ids empty_sha256 = {
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"};

/*
 * Removes files that git has only been told of (git add -N): the index lists them as empty, but they are not committed.
 * So git is asked again only if an empty file is listed. False, with its reason appended to why, if it cannot tell.
 */
static bool
remove_announced(struct git *git, struct tree *tree, struct tree_file *files, struct str path,
		 struct buf *why)
{
	const struct empty_ids *empty = tree->count > 0 && files[0].id.n == 64 ? &empty_sha256
									       : &empty_sha1;
	const char *const words[] = {
	    "diff-index", "--cached", "--ita-invisible-in-index", "--name-only", "-z",
	    empty->tree,  "--",       path_from_here(git, path),  NULL};
	struct map staged = map_new(git->arena);
	size_t count = tree->count, listed = 0;
	struct buf out = {0};
	struct str names, name;

	while (listed < count && !str_is(files[listed].id, empty->file))
		listed++;
	if (listed == count)
		return true;
	if (!git_ask(git, words, &out, why)) {
		buf_free(&out);
		return false;
	}
	names = buf_keep(&out, git->arena);
	while (names.n > 0 && str_next(&names, '\0', &name))
		*map_at(&staged, name) = tree;
	tree->count = 0;
	for (size_t i = 0; i < count; i++) {
		name = arena_format(git->arena, "%.*s%.*s", STR_ARG(path), STR_ARG(files[i].path));
		if (map_get(&staged, name) != NULL)
			files[tree->count++] = files[i];
	}
	return true;
}

/*
 * Adds the files that git listed to the tree; false, with the reason appended to why, if one is unmerged or git cannot
 * tell what is staged.
 */
static bool
read_listing(struct git *git, struct tree *tree, struct str listing, bool staged, struct str path,
	     struct buf *why)
{
	struct tree_file *files = NULL;
	size_t capacity = 0;
	struct str line;
	int error = 0;

	while (error != EBUSY && listing.n > 0 && str_next(&listing, '\0', &line)) {
		files = arena_grow(git->arena, files, tree->count, &capacity, sizeof(*files));
		error = read_entry(line, staged, path, &files[tree->count]);
		if (error == 0)
			tree->count++;
	}
	if (error == EBUSY)
		buf_format(why, "%.*s%.*s is in conflict", STR_ARG(path),
			   STR_ARG(files[tree->count].path));
	tree->files = files;
	return error != EBUSY && (!staged || remove_announced(git, tree, files, path, why));
}

const struct tree *
git_tree(struct git *git, struct str commit, struct str path, struct buf *why)
{
	const char *id = arena_str(git->arena, commit).p;
	const char *within = path.n > 0 ? arena_str(git->arena, path).p : NULL;
	const char *const of_commit[] = {"ls-tree", "-r", "-z",   "--full-tree",
					 id,        "--", within, NULL};
	const char *const of_index[] = {
	    "ls-files", "-s", "-z", "--full-name", "--", path_from_here(git, path), NULL};
	struct tree *tree = arena_get(git->arena, sizeof(*tree));
	bool staged = commit.n == 0;
	struct buf out = {0};
	struct str listing;
	bool asked = git_ask(git, staged ? of_index : of_commit, &out, why);

	*tree = (struct tree){.read = read_file, .context = git};
	listing = buf_keep(&out, git->arena);
	return asked && read_listing(git, tree, listing, staged, path, why) ? tree : NULL;
}
