#include "past.h"

#include <unistd.h>

#include "date.h"

/*
 * Opens the folder at path, relative to the repository's top, in the commit; diagnostics will use name for the commit.
 * False, with git's reason added to why, if git cannot list the folder.  If the commit lacks the folder, returns true
 * but leaves it not there (folder_is_there()).
 */
static bool
open_in_commit(struct folder *folder, struct arena *arena, struct git *git, struct str commit,
	       struct str name, struct str path, struct buf *why)
{
	const struct tree *tree = git_tree(git, commit, path, why);

	if (tree == NULL)
		return false;
	(void)folder_of_tree(folder, tree, STR(""),
			     arena_format(arena, "%.*s:%.*s", STR_ARG(name), STR_ARG(path)));
	return true;
}

/* Records that git does not know the revision; whoever gives a day means the commit that was there on it. */
static void
no_commit(struct arena *arena, struct diag *diag, const char *revision)
{
	struct nearest nearest = nearest_to(str_of(revision));
	struct date date;

	/* Git takes @{2026} for a number. */
	if (strlen(revision) == strlen("2026-06-30") && date_parse(str_of(revision), &date))
		nearest.best = arena_format(arena, "@{%s}", revision);
	diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "git knows no commit \"%s\"",
		      revision);
}

bool
past_open(struct past *past, struct arena *arena, const char *place, const char *revision,
	  struct folder *root, struct diag *diag)
{
	struct buf why = {0};
	bool good;

	*past = (struct past){.place = place,
			      .git = git_open(place, &why),
			      .revision = arena_str(arena, str_of(revision)),
			      .unknown = STR("")};
	good = past->git != NULL &&
	       (revision == NULL || git_commit(past->git, revision, &past->commit, &why));
	past->warning = arena_str(arena, buf_all(&why));
	good = good && open_in_commit(root, arena, past->git, past->commit.id, past->revision,
				      past->git->prefix, &why);
	if (!good && revision == NULL)
		diag_add(diag, RULE_USAGE, (struct place){0}, "--staged: %.*s",
			 STR_ARG(buf_all(&why)));
	else if (!good && str_is(buf_all(&why), GIT_NO_REVISION) && strcmp(revision, "HEAD") == 0)
		diag_add(diag, RULE_USAGE, (struct place){0}, "nothing has been committed yet");
	else if (!good && str_is(buf_all(&why), GIT_NO_REVISION))
		no_commit(arena, diag, revision);
	else if (!good)
		diag_add(diag, RULE_USAGE, (struct place){0}, "%s\"%s\": %.*s",
			 past->git != NULL ? "git knows no commit " : "", revision,
			 STR_ARG(buf_all(&why)));
	buf_free(&why);
	return good;
}

/* -- the people's folder ------------------------------------------------------------------------------------ */

bool
past_path(struct buf *called, struct str folder, struct str path)
{
	struct str part;

	if (str_starts(path, STR("/")))
		return false;
	buf_str(called, folder);
	while (path.n > 0) {
		(void)str_next(&path, '/', &part);
		if (str_is(part, "..")) {
			if (called->n == 0)
				return false;
			for (called->n--; called->n > 0 && called->p[called->n - 1] != '/';)
				called->n--;
		} else if (part.n > 0 && !str_is(part, ".")) {
			buf_str(called, part);
			buf_char(called, '/');
		}
	}
	return true;
}

/* Opens the people's folder in the registry's own commit; false if it is not there. */
static bool
open_beside(const struct past *past, struct arena *arena, const struct folder *root,
	    struct str people, struct folder *folder)
{
	struct str prefix = past->git->prefix, path;
	struct buf joined = {0}, ignored = {0};
	bool inside = past_path(&joined, prefix, people);

	path = buf_keep(&joined, arena);
	if (inside && str_starts(path, prefix))
		(void)folder_of_tree(
		    folder, root->tree, str_after(path, prefix.n),
		    arena_format(arena, "%.*s:%.*s", STR_ARG(past->revision), STR_ARG(path)));
	else if (inside)
		(void)open_in_commit(folder, arena, past->git, past->commit.id, past->revision,
				     path, &ignored);
	buf_free(&ignored);
	return folder_is_there(folder);
}

/* Opens the people's folder in the repository that holds place, its path on the disk; false if it is not there. */
static bool
open_elsewhere(struct past *past, struct arena *arena, const char *place, struct folder *folder,
	       struct buf *why)
{
	struct git *git = git_open(place, why);
	struct str name = past->revision, commit = past->commit.id;

	past->people_git = git;
	/* A folder outside of any repository cannot be staged: read it from the disk. */
	if (git == NULL && commit.n == 0 && str_starts(buf_all(why), STR(GIT_NO_REPOSITORY))) {
		buf_clear(why);
		return folder_open(folder, arena, place);
	}
	if (git == NULL)
		return false;
	if (!git_is_same(git, past->git) && commit.n > 0) {
		if (!git_commit_by(git, past->commit.time, &past->people_commit, why))
			return false;
		commit = past->people_commit.id;
		name = git_short(commit);
	}
	return open_in_commit(folder, arena, git, commit, name, git->prefix, why) &&
	       folder_is_there(folder);
}

bool
past_people(struct past *past, struct arena *arena, const struct folder *root, struct str people,
	    struct folder *folder)
{
	struct buf why = {0};
	struct str place;

	*folder = (struct folder){.fd = -1};
	place = str_starts(people, STR("/"))
		    ? arena_str(arena, people)
		    : arena_format(arena, "%s/%.*s", past->place, STR_ARG(people));
	past->people_place = place;
	if (open_beside(past, arena, root, people, folder))
		return true;
	if (access(place.p, F_OK) == 0 && !open_elsewhere(past, arena, place.p, folder, &why) &&
	    why.n > 0)
		past->unknown = arena_format(arena, "%s: %.*s", place.p, STR_ARG(buf_all(&why)));
	buf_free(&why);
	return folder_is_there(folder);
}

void
past_close(struct past *past)
{
	git_close(past->git);
	git_close(past->people_git);
}
