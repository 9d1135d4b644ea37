/*
 * rejects.h - applicants who were refused, kept in a file with the reason, so that nobody is lost.
 *
 * Layer 5.  The file has the columns of the applicants' file and one more, reason; mended, it can be fed to cop-join again,
 * which passes over the reason.
 */
#ifndef COP_REJECTS_H
#define COP_REJECTS_H

#include <stdbool.h>

#include "edit.h"
#include "intake.h"

struct rejects;

struct rejects *rejects_new(struct arena *arena, const struct intake *intake);

/* Keeps a row of the intake, once, with the reason; a further one is added to it. */
void rejects_add(struct rejects *rejects, const struct intake_row *row, struct str cop,
		 struct str reason);

/*
 * Has the edit add the rows to the file of that path, which is made if there is none: it is the one beside the registry (edit.h),
 * written together with the rosters or not at all.  Call it last.  False, with the reason recorded, if the file cannot be changed,
 * or has another header.
 */
bool rejects_write(const struct rejects *rejects, struct edit *edit, const char *path);

#endif
