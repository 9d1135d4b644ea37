/*
 * past.h - a registry's folders as git has recorded them at a commit, or as they are staged.
 *
 * Layer 3.  For registry.h.  The people's folder may be in another repository: there, the latest commit that was made
 * by the time of the registry's commit is read.
 */
#ifndef COP_PAST_H
#define COP_PAST_H

#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "file.h"
#include "git.h"
#include "str.h"

struct past {
	const char *place; /* the registry's folder on the disk */
	struct git *git;   /* NULL: the registry is read from the disk */
	/* The repository of the people's folder, if that is not in the registry's commit; else NULL. */
	struct git *people_git;
	struct git_commit commit;
	/* If people_git is another repository, its latest commit by the time of commit; the id is absent: none. */
	struct git_commit people_commit;
	/* As it was asked for; empty: what is staged. Diagnostics prefix paths with it, as git does. */
	struct str revision;
	struct str warning; /* from git about the revision; empty: none */
	/* Path on the disk of the people's folder, which need not be there. */
	struct str people_place;
	/* Why the people's folder could not be read; empty: no reason is known. */
	struct str unknown;
};

/*
 * Opens the registry's folder, whose path on the disk is place, as of a revision; if that is NULL, as it is staged.
 * The folder may have been empty or absent then.  False, with the reason recorded, if it cannot be opened.
 */
bool past_open(struct past *past, struct arena *arena, const char *place, const char *revision,
	       struct folder *root, struct diag *diag);

/*
 * Opens the people's folder, whose path is as registry.yaml gives it.  If the registry's commit holds it, it is read
 * from there; if it is in another repository, from the latest commit there that was made by the same time.  For what is
 * staged, it is read as staged in its own repository or, if it is in none, from the disk.  False if it does not exist
 * or its content at that time is unknown (past->unknown).
 */
bool past_people(struct past *past, struct arena *arena, const struct folder *root,
		 struct str people, struct folder *folder);

/*
 * Adds a path, given relative to a folder of a repository, as a path from the repository's top, with a / after each
 * component.  "." and ".." are resolved by text alone.  False if it is absolute or leads out of the repository.
 */
bool past_path(struct buf *called, struct str folder, struct str path);

void past_close(struct past *past);

#endif
