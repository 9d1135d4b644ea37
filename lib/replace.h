/*
 * replace.h - the write protocol: lock, write beside, synchronize, swap (promises.md).
 *
 * Layer 2.  Whoever changes a file of a registry does it by this protocol and no other way.
 */
#ifndef COP_REPLACE_H
#define COP_REPLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "diag.h"
#include "file.h"
#include "str.h"

/* A folder that no other writer may change meanwhile: flock(2) on the folder itself. */
struct lock {
	int fd;
};

/*
 * Waits up to 30 seconds for the lock, and while git holds its index.lock in that work tree.  False, with the
 * reason recorded (busy), if it cannot be had.
 */
bool lock_take(struct lock *lock, const struct folder *folder, struct diag *diag);
void lock_release(struct lock *lock);

/*
 * Leaves the lock to the program that this process is about to become, and to what that starts: its writers go ahead as if they
 * had taken it.  False, and errno set, if it cannot be.
 */
bool lock_hand_on(const struct lock *lock);

/* A file as it was read: what tells that it is still the same. */
struct snapshot {
	const struct folder *folder;
	const char *name;
	bool absent;        /* there was none, and none but ours is to come */
	struct stat status; /* of one that is absent, only the mode that it is to have */
	struct buf bytes;
};

/* Reads a whole file of at most limit bytes; false, with the reason recorded at place, if it cannot be. */
bool snapshot_read(struct snapshot *snapshot, const struct folder *folder, const char *name,
		   size_t limit, struct place place, struct diag *diag);
void snapshot_free(struct snapshot *snapshot);

/* Notes that there is no file of that name yet: replacing it creates one of that mode, as far as the umask lets. */
void snapshot_none(struct snapshot *snapshot, const struct folder *folder, const char *name,
		   mode_t mode);

/*
 * Is the file free of conflicts, which a merge has left between marks for a person to settle? If not, that nothing is changed
 * while they stand is recorded, as by conflict_stands() at the first of them.
 */
bool snapshot_is_settled(const struct snapshot *snapshot, struct place place, struct diag *diag);

/* Records that nothing is changed while the conflict at that place stands. */
void conflict_stands(struct place place, struct diag *diag);

/* The first conflict that reading has come upon; NULL: there is none. */
const struct finding *conflict_found(const struct diag *diag);

/*
 * Has git merged all files of the folder that concern the caller, by their names? If one is unmerged in its index, whatever stands in
 * it, or git cannot tell, it is recorded that nothing is changed.
 */
bool folder_is_merged(const struct folder *folder,
		      bool (*concerns)(const void *context, struct str name), const void *context,
		      struct diag *diag);

enum replaced {
	REPLACED,         /* and on the disk */
	REPLACED_CHANGED, /* somebody else changed the file meanwhile: nothing was written, read it again */
	REPLACED_NOT,     /* nothing was written, the reason is recorded */
	REPLACED_UNKNOWN, /* written, but not known to be on the disk, which is recorded */
};

/* A new content for a file, in pieces, which may be those of the old one. */
struct replacement {
	const struct snapshot *old;
	const struct str *pieces;
	size_t count;
	struct place place; /* for findings */
};

/*
 * Replaces the contents of files, all of them or none (after a kill between two swaps, some).  Mode, owner and
 * group are kept.  The locks of their folders are held.
 */
enum replaced replace_files(const struct replacement *replacements, size_t count,
			    struct diag *diag);

/*
 * Adds what a writer that was killed has left beside the file: before the swap what it was about to write, afterwards
 * what the file held before.  False if there is nothing.
 */
bool replace_leftover(const struct folder *folder, const char *name, struct buf *out);

/* Removes whatever writers that were killed have left in the folder. The lock is held. */
void replace_clean_folder(const struct folder *folder);

/* Removes what a writer that was killed may have left beside a file. The lock is held. */
void replace_clean(const struct folder *folder, const char *name);

/*
 * Adds a unified diff of what would change, with the path behind a/ and b/, made by diff(1); an absent old is a file
 * that would be created.  False, with the reason recorded, if it cannot be run.
 */
bool replace_diff(struct str old, struct str bytes, struct str path, struct buf *out,
		  struct diag *diag);

#endif
