/*
 * git.h - what git knows of a registry.
 *
 * Layer 2.  By the git command, started without a shell, with nothing that the repository's own configuration could
 * have it run.
 */
#ifndef COP_GIT_H
#define COP_GIT_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

/* Where a folder of files stands. */
struct git_state {
	struct str
	    commit; /* abbreviated; absent: it is in no work tree, or nothing has been committed */
	bool differs; /* something in the folder is not as the commit has it */
};

/* The state of the folder, which the path names, in the arena. */
struct git_state git_state(struct arena *arena, const char *path);

#endif
