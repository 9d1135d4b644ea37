/*
 * tree.h - files that are read in the place of those on the disk, such as all that a commit holds of a folder.
 *
 * Layer 0.  git.h makes a tree, file.h reads it as if it were a folder; nobody else needs to know.  A folder in it is
 * a path from the tree's top, empty or with a / at its end, and is there for the files in it.
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
	struct str id;   /* of its bytes */
	bool regular;    /* false: a symbolic link */
};

struct tree {
	const struct tree_file *files; /* by path, in order of bytes */
	size_t count;
	/* Adds the bytes of that id; 0, or why not, as an errno. On any thread. */
	int (*read)(void *context, struct str id, struct buf *into);
	void *context;
};

/*
 * The file of that name in a folder; if there is none, NULL and errno set: EISDIR if it is a folder. Its name may be
 * empty: NULL, and EISDIR if the folder is there.
 */
const struct tree_file *tree_find(const struct tree *tree, struct str folder, const char *name);

/* As folder_names() of file.h, in any order. */
size_t tree_names(const struct tree *tree, struct arena *arena, struct str folder,
		  struct str **names);

#endif
