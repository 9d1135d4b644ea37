/*
 * rejects.h - a file of refused applicants, with the reasons, so that no application is lost.
 *
 * Layer 5.  The file has the columns of the applicants' file and one more, reason.  Once its rows are corrected, it can
 * be given to cop-join, which ignores the reason.
 */
#ifndef COP_REJECTS_H
#define COP_REJECTS_H

#include <stdbool.h>

#include "edit.h"
#include "intake.h"

struct rejects;

struct rejects *rejects_new(struct arena *arena, const struct intake *intake);

/* Adds a refused row with the reason, after "COP: " unless cop is empty. For the row added last, adds to its reason. */
void rejects_add(struct rejects *rejects, const struct intake_row *row, struct str cop,
		 struct str reason);

/*
 * Makes the edit append the rows to the file at path, the edit's file outside of the registry (edit.h), which is
 * created if it does not exist; it is written together with the rosters or not at all.  Call this after the last
 * rejects_add().  False, with the reason recorded, if the file cannot be changed or has other columns.
 */
bool rejects_write(const struct rejects *rejects, struct edit *edit, const char *path);

#endif
