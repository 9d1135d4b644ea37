/*
 * init.h - creating a registry, and setting up git for it: cop-init.
 *
 * Layer 5.
 */
#ifndef COP_INIT_H
#define COP_INIT_H

#include <stdbool.h>

#include "diag.h"
#include "query.h"
#include "str.h"

/* What to create. */
struct founding {
	const char *path;     /* of the folder, created if missing */
	struct str name;      /* of the federation */
	struct str host;      /* id of the organization that runs the communities */
	struct str timezone;  /* empty: the machine's */
	struct str languages; /* comma-separated */
	bool git;             /* set git up too, even if the registry exists already */
	bool dry_run;
};

enum founded { FOUND_CREATED, FOUND_CHANGED, FOUND_KEPT, FOUND_REFUSED };

/* What was done with a file or folder. */
struct founded_file {
	struct str path;
	enum founded result;
	struct str reason;
};

/* The result as a word: "created", "changed", "kept" or "refused". */
struct str founded_word(const struct founded_file *file);

/* Its columns: path, result, reason. */
extern const struct column founded_columns[];

/*
 * Creates the files that are missing, all or none, writing registry.yaml last of the registry's own; existing files
 * are kept.  With founding->git, also creates a repository if there is none, appends the lines that .gitattributes
 * and .gitignore lack, creates hooks, and registers the drivers in the repository's own configuration; it does the
 * same in the repository of the people, if that is a different one.  A dry run appends a unified diff to diff instead
 * of writing.  Returns false, with the reason recorded, if nothing was written; *files live in the arena.
 */
bool registry_found(const struct founding *founding, struct arena *arena,
		    struct founded_file **files, size_t *count, struct buf *diff,
		    struct diag *diag);

#endif
