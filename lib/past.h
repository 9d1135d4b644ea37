/*
 * past.h - a registry's folders as git has recorded them: at a commit, and elsewhere at the time of it; or as they are staged.
 *
 * Layer 3.  For registry.h.
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
	struct git *git;   /* NULL: what is read is on the disk */
	struct git
	    *people_git; /* of the people's folder, where that is another; NULL: it is the same */
	struct git_commit commit;
	struct git_commit
	    people_commit; /* the latest that was made by the time of commit; its id is absent: none */
	struct str
	    revision; /* as it was asked for, empty for what is staged; diagnostics name files by it, as git does */
	struct str warning; /* of git, about the revision; empty: none */
	struct str
	    people_place; /* the people's folder on the disk, where it was looked for there */
	struct str
	    unknown; /* why the people's folder is not there; empty: nothing is known of one */
};

/*
 * Opens the registry's folder, which that path names on the disk, as of a revision; NULL: as it is staged.  There may be nothing
 * in it.  False, with the reason recorded, if it cannot be opened.
 */
bool past_open(struct past *past, struct arena *arena, const char *place, const char *revision,
	       struct folder *root, struct diag *diag);

/*
 * Opens the people's folder, which registry.yaml calls so: where the commit has it, as it has it; where it is in another repository, as
 * the latest commit there has it that was made by the same time.  With what is staged goes what is staged there, or, where there is
 * no repository, what there is.  False if it is not there, or nobody knows what was in it.
 */
bool past_people(struct past *past, struct arena *arena, const struct folder *root,
		 struct str people, struct folder *folder);

/*
 * Adds what a path, as seen from a folder of a repository, is called from its top, by its words alone, each with a / behind it; false
 * if it leads out.
 */
bool past_path(struct buf *called, struct str folder, struct str path);

void past_close(struct past *past);

#endif
