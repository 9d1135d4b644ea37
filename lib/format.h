/*
 * format.h - putting CSV files in their canonical form: cop-fmt.
 *
 * Layer 5.
 */
#ifndef COP_FORMAT_H
#define COP_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "registry.h"

enum format_mode {
	FORMAT_WRITE,
	FORMAT_CHECK,  /* only say what is not canonical */
	FORMAT_DRY_RUN /* only show what would change */
};

/* What became of a file. */
enum format_result { FORMATTED_UNCHANGED, FORMATTED_CHANGED, FORMATTED_NEEDED, FORMATTED_REFUSED };

struct formatted {
	struct str path;
	enum format_result result;
	struct str
	    reason; /* what was found: a spreadsheet's form, or that records were out of order */
};

/* Its columns: path, result, reason. */
extern const struct column formatted_columns[];

/*
 * Puts a file in canonical form; in a dry run, the unified diff is added to diff.  What is wrong is recorded. The
 * result lives in the arena.
 */
struct formatted format_file(struct arena *arena, const struct registry_file *file,
			     enum format_mode mode, struct buf *diff, struct diag *diag);

/*
 * Is it known where the people's files are? A registry.yaml that cannot be read, which has been recorded, does not say; that
 * nothing is changed while a merge in it is not settled is recorded, too.
 */
bool format_finds_people(const struct registry *registry, enum format_mode mode, struct diag *diag);

/* Is it a file that has a canonical form? */
bool format_knows(const struct registry_file *file);

/* Prints what became of files. */
void formatted_list(const struct formatted *all, size_t count, struct emit *emit);

#endif
