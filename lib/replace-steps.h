/*
 * replace-steps.h - steps of the write protocol: temporary files beside a file, and whether a file has changed.
 *
 * Layer 2.  For replace*.c only.
 */
#ifndef COP_REPLACE_STEPS_H
#define COP_REPLACE_STEPS_H

#include <stdbool.h>
#include <sys/stat.h>

#include "replace.h"

#define ACL_ATTRIBUTE "system.posix_acl_access" /* of Linux; see acl(5) */
#define BESIDE_NAME 264                         /* size of a buffer for one of the names below */

/* The name of the temporary file for the new content of the file "of". Only the holder of the folder's lock uses it. */
void beside_new(const char *of, char name[BESIDE_NAME]);

/* The name under which the old file is kept until all files are swapped, if the file system cannot exchange files. */
void beside_old(const char *of, char name[BESIDE_NAME]);

/* Allocates the memory that beside_write() needs; it serves for one file after another. To be freed with free(). */
void *beside_room(void);

/*
 * Writes the new content to the temporary file, in place of any leftover, and synchronizes it; *own is set to its
 * status.  False, with errno set, on failure.  Allocates nothing.
 */
bool beside_write(const struct replacement *r, struct stat *own, void *room);

/* Are both the status of one file, with the same size and time of modification? */
bool file_is_untouched(const struct stat *a, const struct stat *b);

/* Is the file of that name, in the snapshot's folder, still as the snapshot was read? Allocates nothing. */
bool snapshot_is_unchanged(const struct snapshot *old, const char *name);

#endif
