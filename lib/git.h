/*
 * git.h - what git knows about a registry, and what it has recorded.
 *
 * Layer 2.  Runs the git command without a shell, and so that it runs no command that the repository's own
 * configuration names and fetches nothing. Only the folder decides which repository is used: one that the environment
 * names, as it does in a hook, is ignored.
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

/* The state of a folder in its work tree. */
struct git_state {
	struct str commit; /* abbreviated; absent: not in a work tree, or nothing committed */
	bool differs;      /* something in the folder differs from the commit */
};

/* The state of the folder at path; the commit's id lives in the arena. */
struct git_state git_state(struct arena *arena, const char *path);

/* A repository that is open for reading. */
struct git {
	struct arena *arena;
	const char *path;
	const char *const *environment;
	struct str folder; /* .git, or what a linked work tree has for it: unique to a work tree */
	struct str prefix; /* path of the folder from the top level: empty, or ends in / */
	struct str within; /* from path to the folder, if that is not on the disk; else empty */
	pthread_mutex_t lock; /* protects all below, which only git-objects.c uses */
	bool started;
	struct program reader;
	struct buf line; /* the first bytes of an answer, including its first line */
};

/* How git's reason begins if a folder is in no repository, and so can still be read without git. */
#define GIT_NO_REPOSITORY "not a git repository"

/* Git's reason, word for word, if a revision names nothing. */
#define GIT_NO_REVISION "Needed a single revision"

/*
 * Opens the repository that contains the folder at path. The folder need not exist on the disk: a bare repository has
 * no work tree, and a commit may hold a folder that is gone. If we run in a hook of this very repository, the index and
 * objects that the environment names are used. NULL if there is no repository, with git's reason appended to why.
 */
struct git *git_open(const char *path, struct buf *why);

/*
 * Makes a repository in the folder (git-init(1)). Its branch is main unless the user's configuration names another.
 * False, with git's reason appended to why, if it cannot be made.
 */
bool git_make(const char *path, struct buf *why);

/* Closes the repository; NULL is allowed. Everything obtained from it, including trees, becomes invalid. */
void git_close(struct git *git);

#define GIT_WORDS_MAX 32

/* A command line for program.h: git with those words, which end in NULL, run in the folder at path. */
struct git_command {
	const char *argv[GIT_WORDS_MAX];
};

struct git_command git_command(const char *path, const char *const words[]);

/*
 * Runs git in the repository's folder and appends its output to out. False, with the reason appended to why, if it
 * fails. A warning of a git that succeeds is appended to why, too.
 */
bool git_ask(const struct git *git, const char *const words[], struct buf *out, struct buf *why);

/* Are both the same repository and work tree? */
bool git_is_same(const struct git *a, const struct git *b);

struct git_commit {
	struct str id;  /* in full */
	long long time; /* commit date, in seconds since 1970 */
};

/* The abbreviated id of a commit, as shown to people: a slice of id. */
struct str git_short(struct str id);

/*
 * Finds the commit that a revision names, in any form that git accepts; false if it names none. A line of what git says
 * about it, even a warning alone, is appended to why.
 */
bool git_commit(struct git *git, const char *revision, struct git_commit *commit, struct buf *why);

/*
 * Finds the best common ancestor of two commits, given by id; false, with the reason appended to why, if there is none.
 */
bool git_merge_base(struct git *git, struct str a, struct str b, struct git_commit *commit,
		    struct buf *why);

/*
 * Finds the latest commit reachable from HEAD that was committed by that time; false, with the reason appended to why.
 */
bool git_commit_by(struct git *git, long long time, struct git_commit *commit, struct buf *why);

/*
 * Appends the contents of an object, which must be of that type, such as "blob". Returns 0 or an errno. Any thread may
 * call it.
 */
int git_object(struct git *git, struct str id, const char *type, struct buf *into);

/*
 * A tree of all files of the commit below path, which is relative to the top level and is empty or ends in /. If the
 * commit's id is absent, the staged files, none of which may be unmerged. Submodules are left out. NULL, with git's
 * reason appended to why, if they cannot be listed.
 */
const struct tree *git_tree(struct git *git, struct str commit, struct str path, struct buf *why);

/*
 * Opens the git directory of the work tree that contains the folder, without running git: .git, or that of a linked
 * work tree. Returns a descriptor, or -1 if there is none.
 */
int git_folder_open(const struct folder *folder);

/* Unmerged files: those of which the index has several versions, to be resolved by a person. */
struct git_unmerged {
	struct str *names; /* paths relative to the folder asked about */
	size_t count;
};

/*
 * Lists the unmerged files in the folder, in the arena. Git is only run if a merge, rebase, cherry-pick or revert is in
 * progress; otherwise the list is empty. False, with the reason appended to why, if they cannot be listed.
 */
bool git_unmerged(struct arena *arena, const struct folder *folder, struct git_unmerged *unmerged,
		  struct buf *why);

/* A file changed by a commit. */
struct git_changed {
	struct str path; /* from the top of the repository */
	struct str old;  /* id of the old blob; absent: no regular file before */
	struct str now;
};

/* A commit and the files it changed. */
struct git_recorded {
	struct str id;
	long long time;    /* commit date, in seconds since 1970 */
	struct str day;    /* the same as a date, in the committer's time zone */
	struct str author; /* the author's name */
	struct str subject;
	struct git_changed *files;
	size_t count;
};

#define GIT_ENDS_MAX 2

/* A part of the history: the commits reachable from any of the ends, and not from begin. */
struct git_span {
	struct str ends[GIT_ENDS_MAX]; /* ids of commits */
	size_t count;                  /* number of ends */
	struct str begin;              /* absent: back to the first commit */
	long long since;               /* in seconds since 1970: older commits are left out */
};

/*
 * Starts to list the commits in the span that changed any of the paths, which are files or folders relative to the path
 * that git_open() was given. They come newest first, in the order of git log. Changes made by a merge commit itself are
 * not told. NULL, with errno set, if git cannot be run.
 */
struct git_history *git_history(struct git *git, const struct str *paths, size_t count,
				const struct git_span *span);

/* Reads the next commit, into the arena; false at the end. */
bool git_history_next(struct git_history *history, struct arena *arena,
		      struct git_recorded *recorded);

/*
 * Ends the listing and frees it; NULL is allowed. False if git ended early, which it also does if not all commits were
 * read.
 */
bool git_history_end(struct git_history *history);

#endif
