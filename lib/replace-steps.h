/*
 * replace-steps.h - the steps of the write protocol: what lies beside a file, and whether that is still as it was read.
 *
 * Layer 2.  For replace*.c alone.
 */
#ifndef COP_REPLACE_STEPS_H
#define COP_REPLACE_STEPS_H

#include <stdbool.h>
#include <sys/stat.h>

#include "replace.h"

#define BESIDE_NAME 264 /* room for one of the names below */

/* The name that whoever holds the lock writes to, whatever an earlier writer left there. */
void beside_new(const char *of, char name[BESIDE_NAME]);

/* Where the old file stays until all are swapped, if the file system cannot exchange. */
void beside_old(const char *of, char name[BESIDE_NAME]);

/* Memory that beside_write() needs, for one file after the other; free() it. */
void *beside_room(void);

/*
 * Writes the new content beside the old one, on the disk; *own is the file that was made.  False, and errno set, if it
 * cannot be.  Allocates nothing.
 */
bool beside_write(const struct replacement *r, struct stat *own, void *room);

/* Are they the same file, and has nobody written into it in between? */
bool file_is_untouched(const struct stat *a, const struct stat *b);

/* Is the file of that name, in the snapshot's folder, still the one that was read? Allocates nothing. */
bool snapshot_is_unchanged(const struct snapshot *old, const char *name);

#endif
