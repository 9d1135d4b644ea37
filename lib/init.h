/*
 * init.h - a new registry, and git's part in one: cop-init.
 *
 * Layer 5.
 */
#ifndef COP_INIT_H
#define COP_INIT_H

#include <stdbool.h>

#include "diag.h"
#include "emit.h"
#include "str.h"

/* What is to be made. */
struct founding {
	const char *path;     /* of the folder, which is made if there is none */
	struct str name;      /* of the federation */
	struct str host;      /* id of the organization that runs its communities */
	struct str timezone;  /* empty: that of the machine */
	struct str languages; /* separated by commas */
	bool git; /* have git know what it needs for it, also where the registry is there already */
	bool dry_run;
};

enum founded { FOUND_CREATED, FOUND_CHANGED, FOUND_KEPT, FOUND_REFUSED };

/* What became of a file or folder. */
struct founded_file {
	struct str path;
	enum founded result;
	struct str reason;
};

/* Its result in a word. */
struct str founded_word(const struct founded_file *file);

/* Its columns: path, result, reason. */
extern const struct column founded_columns[];

/*
 * Makes the files that are not there, registry.yaml last of the registry's, all or none; one that is there is kept.  For git, a
 * repository is made where there is none, lines that .gitattributes and .gitignore lack are added, hooks are made, and the drivers
 * are named in the repository's own configuration; the same in the repository of the people, if that is another.  In a dry run the unified diff
 * is added to diff.  False, with the reason recorded, if nothing was made; the files live in the arena.
 */
bool registry_found(const struct founding *founding, struct arena *arena,
		    struct founded_file **files, size_t *count, struct buf *diff,
		    struct diag *diag);

/* Prints what became of the files. */
void founded_list(const struct founded_file *files, size_t count, struct emit *emit);

#endif
