/*
 * format.h - puts CSV files in canonical form: cop-fmt.
 *
 * Layer 5.
 */
#ifndef COP_FORMAT_H
#define COP_FORMAT_H

#include <stdbool.h>

#include "query.h"
#include "registry.h"

enum format_mode {
	FORMAT_WRITE,
	FORMAT_CHECK,  /* only report what is not canonical */
	FORMAT_DRY_RUN /* only show what would change, as a diff */
};

/* What happened to a file. NEEDED: it is not canonical, and was not written. */
enum format_result { FORMATTED_UNCHANGED, FORMATTED_CHANGED, FORMATTED_NEEDED, FORMATTED_REFUSED };

struct formatted {
	struct str path;
	enum format_result result;
	struct str reason; /* what was found, such as that a spreadsheet had saved it */
};

/* Columns for struct formatted: path, result, reason. */
extern const struct column formatted_columns[];

/*
 * Puts a file in canonical form, as mode says; in a dry run, appends the unified diff to diff. Errors are recorded in
 * diag. The result's reason lives in the arena.
 */
struct formatted format_file(struct arena *arena, const struct registry_file *file,
			     enum format_mode mode, struct buf *diff, struct diag *diag);

/*
 * Is it known where the people's files are? Not if registry.yaml cannot be read, which has been recorded in diag. If it
 * holds conflict markers, and files were to be changed, this records that nothing is changed before the merge is
 * settled.
 */
bool format_finds_people(const struct registry *registry, enum format_mode mode, struct diag *diag);

#endif
