/*
 * draft.h - definitions as they are to be, tried on the whole before they are written.
 *
 * Layer 5.  The communities that change are checked as they are and with the drafts in their place; what would be newly
 * wrong stands in the way.
 */
#ifndef COP_DRAFT_H
#define COP_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "revise.h"

/* A definition that is about to change. */
struct draft {
	struct edit *edit;
	struct str cop;
	struct edit_file *file;
	struct str bytes; /* as they are to be */
};

#define DRAFTS_MAX 2 /* in one edit */

/* Begins with what the file holds; with create, with nothing where there is none. False, with the reason recorded. */
bool draft_open(struct draft *draft, struct edit *edit, struct str cop, bool create);

/* Makes a revision; false, with the reason recorded, if it cannot be made. */
bool draft_revise(struct draft *draft, const struct revision *revision);

/*
 * May the definitions become what the drafts say? If not, why is added: the first error that is new, or with strict the first
 * finding that is not about who is there.  If that cannot be known, nothing is added, and the reason is recorded.  New
 * warnings are noted.
 */
bool drafts_allowed(const struct draft *drafts, size_t count, day d, bool strict, struct buf *why);

/* Puts the draft into its file. */
void draft_write(const struct draft *draft);

#endif
