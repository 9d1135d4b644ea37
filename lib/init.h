/*
 * init.h - a new registry: cop-init.
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
	bool dry_run;
};

enum founded { FOUND_CREATED, FOUND_KEPT, FOUND_REFUSED };

/* What became of a file. */
struct founded_file {
	struct str path;
	enum founded result;
	struct str reason;
};

/* Its columns: path, result, reason. */
extern const struct column founded_columns[];

/*
 * Makes the files that are not there, registry.yaml last, all or none; one that is there is kept.  In a dry run the unified diff
 * is added to diff.  False, with the reason recorded, if nothing was made; the files live in the arena.
 */
bool registry_found(const struct founding *founding, struct arena *arena,
		    struct founded_file **files, size_t *count, struct buf *diff,
		    struct diag *diag);

/* Prints what became of the files. */
void founded_list(const struct founded_file *files, size_t count, struct emit *emit);

#endif
