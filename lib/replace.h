/*
 * replace.h - the write protocol: lock, write beside, synchronize, swap (promises.md).
 *
 * Layer 2.  Every change to a file of a registry is made by this protocol.
 */
#ifndef COP_REPLACE_H
#define COP_REPLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "diag.h"
#include "file.h"
#include "str.h"

/* A lock that keeps other writers from changing a folder: flock(2) on the folder itself. */
struct lock {
	int fd;
	int holder; /* the descriptor that has locked the folder: fd, or one inherited (lock_hand_on()) */
};

/*
 * Waits up to 30 seconds for the lock, and for git to remove its index.lock from the folder's work tree.  False, with
 * the reason recorded (busy), if the lock cannot be had.
 */
bool lock_take(struct lock *lock, const struct folder *folder, struct diag *diag);
void lock_release(struct lock *lock);

/*
 * Lets the program that this process is about to exec, and the programs that it starts, inherit the lock, so that their
 * lock_take() does not wait for it, but only for one another.  False, with errno set, on failure.
 */
bool lock_hand_on(const struct lock *lock);

/* A file as it was read, with what is needed to tell whether it has changed since. */
struct snapshot {
	const struct folder *folder;
	const char *name;
	bool absent;        /* there was no file; replacing it fails if somebody creates one */
	struct stat status; /* if absent, only st_mode: the mode to create it with */
	time_t taken;       /* when it was read */
	struct buf
	    acl; /* its access control list, as the system stores it; empty: none but the mode */
	struct buf bytes;
};

/* Reads a whole file of at most limit bytes; false, with the reason recorded at place, if it cannot be read. */
bool snapshot_read(struct snapshot *snapshot, const struct folder *folder, const char *name,
		   size_t limit, struct place place, struct diag *diag);
void snapshot_free(struct snapshot *snapshot);

/*
 * Makes the snapshot of a file that does not exist yet: replacing it creates the file with that mode, less the umask.
 */
void snapshot_none(struct snapshot *snapshot, const struct folder *folder, const char *name,
		   mode_t mode);

/* Is the file free of conflict markers left by a merge?  If not, calls conflict_stands() for the first of them. */
bool snapshot_is_settled(const struct snapshot *snapshot, struct place place, struct diag *diag);

/* Records that nothing is changed until the conflict at that place has been settled. */
void conflict_stands(struct place place, struct diag *diag);

/* The first finding that is a conflict met in reading; NULL if there is none. */
const struct finding *conflict_found(const struct diag *diag);

/*
 * Has git merged all files of the folder that concern the caller, as concerns() decides by their names?  False, with
 * the reason recorded, if one is unmerged in git's index, whatever its content, or if git cannot tell.
 */
bool folder_is_merged(const struct folder *folder,
		      bool (*concerns)(const void *context, struct str name), const void *context,
		      struct diag *diag);

enum replaced {
	REPLACED,         /* all are written and on the disk */
	REPLACED_CHANGED, /* nothing was written, as somebody else changed a file: read again and retry */
	REPLACED_NOT,     /* nothing was written; the reason is recorded */
	REPLACED_UNKNOWN, /* not synchronized, or a file could not be put back; recorded for each */
};

/* A new content for a file, in pieces, which may be slices of the old content. */
struct replacement {
	const struct snapshot *old;
	const struct str *pieces;
	size_t count;
	struct place place; /* for findings */
};

/*
 * Replaces the contents of files: all of them or none (only some if killed between two swaps).  Mode, owner, group
 * and access control list are kept.  The caller must hold the locks of the folders.
 */
enum replaced replace_files(const struct replacement *replacements, size_t count,
			    struct diag *diag);

/*
 * Adds the temporary file that a killed writer has left beside the file: the new content if it was killed before the
 * swap, the old content if after.  False if there is none.
 */
bool replace_leftover(const struct folder *folder, const char *name, struct buf *out);

/* Removes the temporary files that killed writers have left in the folder. The caller must hold its lock. */
void replace_clean_folder(const struct folder *folder);

/* Removes the temporary files that a killed writer may have left beside the file. The caller must hold the lock. */
void replace_clean(const struct folder *folder, const char *name);

/*
 * Adds a unified diff of the change, made by diff(1), in which the path follows a/ and b/; an absent old means that the
 * file would be created.  False, with the reason recorded, if diff cannot be run.
 */
bool replace_diff(struct str old, struct str bytes, struct str path, struct buf *out,
		  struct diag *diag);

#endif
