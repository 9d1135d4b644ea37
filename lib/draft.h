/*
 * draft.h - drafts of changed definitions, checked against the whole registry before they are written.
 *
 * Layer 5.  The communities that change are checked twice: as they are on the disk, and with the drafts in place.
 * Findings that only the second check has can forbid the change.
 */
#ifndef COP_DRAFT_H
#define COP_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "revise.h"

/* A definition about to change. */
struct draft {
	struct edit *edit;
	struct str cop;
	struct edit_file *file;
	struct str bytes; /* the new contents */
};

#define DRAFTS_MAX 2 /* in one edit */

/*
 * Starts a draft from the definition's file; with create, from nothing if there is no file. False, with the reason
 * recorded.
 */
bool draft_open(struct draft *draft, struct edit *edit, struct str cop, bool create);

/* Applies a revision to the draft; false, with the reason recorded, if it cannot be made. */
bool draft_revise(struct draft *draft, const struct revision *revision);

/*
 * May the definitions be replaced by their drafts, as of day d? If not, appends to why the first new error, or with
 * strict the first new finding of any severity that is not about people. Other new warnings are recorded in the edit's
 * notes. If the check itself fails, returns false with nothing appended and the reason recorded in the edit's diag.
 */
bool drafts_allowed(const struct draft *drafts, size_t count, day d, bool strict, struct buf *why);

/* Makes the draft's bytes the new contents of its file in the edit. */
void draft_write(const struct draft *draft);

#endif
