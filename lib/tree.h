/*
 * tree.h - files that are read in place of those on disk, such as the state of a folder in a commit.
 *
 * Layer 0.  git.h makes a tree, and file.h reads it as if it were a folder; nobody else needs to know.  A folder in a
 * tree is named by its path from the top, which is empty or ends in /, and exists if there are files in it.
 */
#ifndef COP_TREE_H
#define COP_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

struct tree_file {
	struct str path; /* from the tree's top */
	struct str id;   /* names its contents */
	bool regular;    /* false: a symbolic link */
};

struct tree {
	const struct tree_file *files; /* sorted by path, in order of bytes */
	size_t count;
	/* Adds the contents with that id to into; returns 0 or an errno.  Called on any thread. */
	int (*read)(void *context, struct str id, struct buf *into);
	void *context;
};

/*
 * The file with that name in a folder.  If there is none, NULL with errno set: EISDIR if it is a folder, else ENOENT.
 * An empty name stands for the folder itself: NULL, with EISDIR if it exists.
 */
const struct tree_file *tree_find(const struct tree *tree, struct str folder, const char *name);

/* Like folder_names() of file.h, but in no particular order. */
size_t tree_names(const struct tree *tree, struct arena *arena, struct str folder,
		  struct str **names);

#endif
