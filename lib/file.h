/*
 * file.h - the narrow door to folders, names in them, bytes: on the disk, or in a tree that git has recorded.
 *
 * Layer 1.  The registry is read through this door alone.  A name is one component; no symbolic link is
 * followed below a folder that was opened, so no path leads out of it.
 */
#ifndef COP_FILE_H
#define COP_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "str.h"
#include "tree.h"

struct stat;

#define FILE_BYTES_MAX ((size_t)1 << 30) /* of any file that is read whole */

struct folder {
	int fd;                  /* -1: not there, or not on the disk */
	const struct tree *tree; /* what it is in; NULL: on the disk */
	struct str within;       /* where in the tree; ends in / or is empty */
	struct str
	    path; /* as diagnostics name it, relative to the current folder; ends in / or is empty */
};

/* Has the folder been opened? */
static inline bool
folder_is_there(const struct folder *folder)
{
	return folder->fd >= 0 || folder->tree != NULL;
}

/*
 * Opens the folder of that path, symbolic links followed.  False, and errno set, if it cannot be.
 * The folder's path lives in the arena; folder_close() closes it.
 */
bool folder_open(struct folder *folder, struct arena *arena, const char *path);

/*
 * A folder of a tree, empty or with a / at its end, which diagnostics call by that path; the tree must outlive it.  False, and
 * errno set, if it is not in it.
 */
bool folder_of_tree(struct folder *folder, const struct tree *tree, struct str within,
		    struct str path);

/* Opens the folder of that name within another; false, and errno set, if it cannot be. */
bool folder_within(struct folder *folder, struct arena *arena, const struct folder *parent,
		   const char *name);

void folder_close(struct folder *folder);

/* Are they one and the same folder? */
bool folder_is_same(const struct folder *a, const struct folder *b);

/* The place of a file in the folder, without line. The path lives in the arena. */
struct place folder_place(struct arena *arena, const struct folder *folder, struct str name);

/*
 * The names in the folder, those that begin with a dot left out, sorted by bytes, in the arena.
 * Returns how many, or -1 with errno set.
 */
ssize_t folder_names(const struct folder *folder, struct arena *arena, struct str **names);

/* Is there nothing in the folder, which is one of the disk, not even what begins with a dot? */
bool folder_is_empty(const struct folder *folder);

/*
 * Is there anything of that name? If so, *size, where size is not NULL, is its size; FILE_BYTES_MAX in a tree, where nobody knows
 * it yet.  Else errno is set.
 */
bool folder_holds(const struct folder *folder, const char *name, size_t *size);

/* A regular file that is open for reading. */
struct file {
	int fd; /* -1: none, or not on the disk */
	size_t size;
	struct buf held; /* all of its bytes, where it is not on the disk */
	size_t next;     /* of them, to be read */
};

static inline bool
file_is_open(const struct file *file)
{
	return file->fd >= 0 || file->held.p != NULL;
}

/* Opens a regular file in the folder, which must exist; false, and errno set, if it cannot be. */
bool file_open(struct file *file, const struct folder *folder, const char *name);
void file_close(struct file *file);

/* Adds up to n bytes more of the file; how many, 0 at its end, -1 with errno set. */
ssize_t file_read(struct file *file, struct buf *into, size_t n);

/* The next read begins at the beginning again. */
void file_rewind(struct file *file);

/* The same as file_read() from a place in the file, which threads may do at the same time. */
ssize_t file_read_at(const struct file *file, struct buf *into, size_t n, size_t place);

/*
 * Adds all of a file that nothing has been read of or, if it has more, limit bytes and some; false, with errno set, if reading
 * fails.  All cores read a large one: to get the memory for it takes longer than to copy it there.
 */
bool file_read_whole(struct file *file, struct buf *into, size_t limit);

/*
 * Has piece() go through a file of that size on all cores: told where a piece begins and how long it is, on any thread, it answers how
 * many bytes of it were good.  As many from the beginning on, without a gap, are returned.  Allocates nothing.
 */
size_t file_in_pieces(size_t size, size_t (*piece)(const void *context, size_t begin, size_t n),
		      const void *context);

/*
 * Adds the whole file.  A file that cannot be read, or has more than limit bytes, is recorded at place
 * and false returned.
 */
bool file_read_all(const struct folder *folder, const char *name, size_t limit, struct buf *into,
		   struct place place, struct diag *diag);

/* Do the two paths lead to one file or folder that is there? */
bool file_is_same(const char *a, const char *b);

/* Are the two of one file or folder? */
bool file_is_one(const struct stat *a, const struct stat *b);

/*
 * The path of what is installed with the program: relative to the folder above the one that holds it.  Ends in a NUL; empty
 * if the system does not tell where the program is.
 */
struct str file_beside_program(struct arena *arena, const char *relative);

/* What an errno means of a file or folder that is to be read. */
const char *file_reason(int error);

/* Records, at place, why the system refused something: an errno. Want of memory ends as arena.h says. */
void file_complain(struct diag *diag, struct place place, int error);

/* Writes all of the bytes; false with errno set. */
bool file_write(int fd, struct str bytes);

/* Bytes on their way to a descriptor, such as standard output. Begin with the descriptor; the rest is 0. */
struct output {
	int fd;    /* -1: they are gathered, for whoever takes them */
	int error; /* errno of the first write that failed; 0: none has */
	struct buf bytes;
};

/* Adds what has been gathered to the output when it is worth a call; false once writing has failed. */
bool output_add(struct output *output, struct str bytes);

/* Writes all that is left and gives the room back; false if any write has failed. */
bool output_end(struct output *output);

#endif
