/*
 * git.h - what git knows of a registry, and what it has recorded.
 *
 * Layer 2.  By the git command, started without a shell, with nothing that the repository's own configuration could
 * have it run, and nothing fetched from elsewhere.  A folder alone says which repository it is in: that another one is named in the
 * environment, as it is for hooks, changes nothing.
 */
#ifndef COP_GIT_H
#define COP_GIT_H

#include <pthread.h>
#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "program.h"
#include "str.h"
#include "tree.h"

/* Where a folder of files stands. */
struct git_state {
	struct str
	    commit; /* abbreviated; absent: it is in no work tree, or nothing has been committed */
	bool differs; /* something in the folder is not as the commit has it */
};

/* The state of the folder, which the path names, in the arena. */
struct git_state git_state(struct arena *arena, const char *path);

/* A repository that is open for reading. */
struct git {
	struct arena *arena;
	const char *path;
	const char *const *environment;
	struct str folder; /* .git, or the like of a linked work tree: no other has it */
	struct str prefix; /* the folder as seen from the top: empty or with a / at its end */
	struct str
	    within; /* the same as seen from path, which is above it where it is not on the disk */
	pthread_mutex_t lock; /* of all below, which is for git-objects.c */
	bool started;
	struct program reader;
	struct buf line; /* what came of an answer with its first line */
};

/* What git's reason begins with where a folder is in no repository, so that nothing stands in the way of reading it. */
#define GIT_NO_REPOSITORY "not a git repository"

/* Git's reason where a revision names nothing, which says no more than that. */
#define GIT_NO_REVISION "Needed a single revision"

/*
 * Opens the repository that the folder is in.  It need not be on the disk: in a bare repository no folder is, and a commit may have one that
 * is gone.  Objects and the index that the environment names are read if it is the
 * repository that they belong to: that of the hook which runs.  NULL if there is none, with git's reason added to why.
 */
struct git *git_open(const char *path, struct buf *why);

/*
 * Makes a repository in the folder (git-init(1)), whose branch is main unless the user's configuration names another.  False, with
 * git's reason added to why, if it cannot be made.
 */
bool git_make(const char *path, struct buf *why);

/* Closes it; NULL is nothing to do.  What came from it, its trees too, is not to be used any more. */
void git_close(struct git *git);

#define GIT_WORDS_MAX 32

/* A whole command for program.h: in that folder, those words, which end in NULL. */
struct git_command {
	const char *argv[GIT_WORDS_MAX];
};

struct git_command git_command(const char *path, const char *const words[]);

/*
 * Runs git in the repository's folder for what it prints; false, with the reason added to why, if that fails.  A warning
 * is added, too.
 */
bool git_ask(const struct git *git, const char *const words[], struct buf *out, struct buf *why);

/* Are they one repository and work tree? */
bool git_is_same(const struct git *a, const struct git *b);

struct git_commit {
	struct str id;  /* all its digits */
	long long time; /* at which it was committed, in seconds since 1970 */
};

/* As people are shown the id of a commit. */
struct str git_short(struct str id);

/*
 * The commit that a revision, in any form that git takes, names; false if it names none.  What git says to that, even if it is
 * a warning alone, is added to why, a line.
 */
bool git_commit(struct git *git, const char *revision, struct git_commit *commit, struct buf *why);

/* The commit at which two others, which their ids name, parted; false, with the reason added to why, if there is none. */
bool git_merge_base(struct git *git, struct str a, struct str b, struct git_commit *commit,
		    struct buf *why);

/* The latest commit of HEAD that was made by that time. */
bool git_commit_by(struct git *git, long long time, struct git_commit *commit, struct buf *why);

/* The bytes of an object of that type, such as "blob", added; 0, or why not, as an errno.  On any thread. */
int git_object(struct git *git, struct str id, const char *type, struct buf *into);

/*
 * All files that the commit has in the folder of that path, which is empty or ends in /, as a tree whose top it is; if its id is
 * absent, those that are staged, none of which may be in conflict.  Submodules are left out.  NULL if they cannot be told, with git's
 * reason added to why.
 */
const struct tree *git_tree(struct git *git, struct str commit, struct str path, struct buf *why);

/*
 * Opens git's own folder of the work tree that the folder lies in, without running git: .git, or the one of a linked work tree.
 * -1 if it lies in none.
 */
int git_folder_open(const struct folder *folder);

/* Files that the index has in several versions, for a person to make one of. */
struct git_unmerged {
	struct str *names; /* as seen from the folder that was asked about */
	size_t count;
};

/*
 * The unmerged files in the folder, in the arena.  Git is asked only where a merge, or what works like one, has been begun and
 * not ended: elsewhere there are none.  False, with the reason added to why, if they cannot be told.
 */
bool git_unmerged(struct arena *arena, const struct folder *folder, struct git_unmerged *unmerged,
		  struct buf *why);

/* A file that a commit changed. */
struct git_changed {
	struct str path; /* from the top of the repository */
	struct str old;  /* id of its bytes; absent: it was not there */
	struct str now;
};

/* A commit, and what it changed. */
struct git_recorded {
	struct str id;
	long long time;    /* at which it was committed, in seconds since 1970 */
	struct str day;    /* the same as a date, where it was committed */
	struct str author; /* name */
	struct str subject;
	struct git_changed *files;
	size_t count;
};

#define GIT_ENDS_MAX 2

/* Part of a history: what one of the ends comes from, and the beginning does not. */
struct git_span {
	struct str ends[GIT_ENDS_MAX]; /* ids of commits */
	size_t count;                  /* of them */
	struct str begin;              /* absent: what the first commit was made of */
	long long since; /* in seconds since 1970: what was committed before is left out */
};

/*
 * The commits of that part that changed any of the paths, files or folders as seen from the folder that the repository was
 * opened by, newest first, as git log has them: nothing of a merge itself.  NULL, and errno set, if git cannot be run.
 */
struct git_history *git_history(struct git *git, const struct str *paths, size_t count,
				const struct git_span *span);

/* The next commit, in the arena; false at the end. */
bool git_history_next(struct git_history *history, struct arena *arena,
		      struct git_recorded *recorded);

/* Ends it; NULL is nothing to do. False if git broke off, which it does where not all has been asked for. */
bool git_history_end(struct git_history *history);

#endif
