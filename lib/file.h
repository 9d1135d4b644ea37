/*
 * file.h - folders, names in them, and contents of files: on the disk, or in a tree recorded by git.
 *
 * Layer 1.  All reading of the registry goes through these functions. A name is a single path component, and no
 * symbolic link is followed below an opened folder, so no path leads out of it.
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

#define FILE_BYTES_MAX ((size_t)1 << 30) /* the largest file that is read whole */

struct folder {
	int fd;                  /* -1: does not exist, or not on the disk */
	const struct tree *tree; /* the tree it is in; NULL: on the disk */
	struct str within;       /* path in the tree; ends in / or is empty */
	struct str
	    path; /* as diagnostics show it, from the current folder; ends in / or is empty */
};

/* Has the folder been opened? */
static inline bool
folder_is_there(const struct folder *folder)
{
	return folder->fd >= 0 || folder->tree != NULL;
}

/*
 * Opens the folder at path, following symbolic links; false, with errno set, if it cannot. folder->path lives in the
 * arena. Close with folder_close().
 */
bool folder_open(struct folder *folder, struct arena *arena, const char *path);

/*
 * Opens a folder in a tree, which must outlive it. within is its path in the tree, empty or ending in /; path is what
 * diagnostics show. False, with errno set, if the tree has no such folder.
 */
bool folder_of_tree(struct folder *folder, const struct tree *tree, struct str within,
		    struct str path);

/* The last component of a path: what follows its last slash, to its end. */
struct str path_name(struct str path);

/* As folder_open(), for the folder that contains the file at path, which need not exist. */
bool folder_open_above(struct folder *folder, struct arena *arena, const char *path);

/* Opens the folder of that name within another; false, with errno set, if it cannot. */
bool folder_within(struct folder *folder, struct arena *arena, const struct folder *parent,
		   const char *name);

void folder_close(struct folder *folder);

/* Are the two the same folder? */
bool folder_is_same(const struct folder *a, const struct folder *b);

/* The place of a file in the folder, for diagnostics, without a line. Its path lives in the arena. */
struct place folder_place(struct arena *arena, const struct folder *folder, struct str name);

/*
 * Lists the names in the folder, sorted by bytes, in the arena; names that begin with a dot are left out. Returns their
 * number, or -1 with errno set.
 */
ssize_t folder_names(const struct folder *folder, struct arena *arena, struct str **names);

/* Is the folder, which must be on the disk, empty, without even a name that begins with a dot? */
bool folder_is_empty(const struct folder *folder);

/*
 * Is there anything of that name? If so, and size is not NULL, *size is its size; in a tree it is FILE_BYTES_MAX, as
 * the size is not known before reading. If not, errno is set.
 */
bool folder_holds(const struct folder *folder, const char *name, size_t *size);

/* A regular file, open for reading. */
struct file {
	int fd; /* -1: none, or not on the disk */
	size_t size;
	struct buf held; /* its contents, if it is not on the disk */
	size_t next;     /* offset in held of the next byte to read */
};

static inline bool
file_is_open(const struct file *file)
{
	return file->fd >= 0 || file->held.p != NULL;
}

/* Opens an existing regular file in the folder; false, with errno set, if it cannot. */
bool file_open(struct file *file, const struct folder *folder, const char *name);
void file_close(struct file *file);

/* Appends up to the next n bytes of the file. Returns how many, 0 at the end, -1 with errno set. */
ssize_t file_read(struct file *file, struct buf *into, size_t n);

/* Moves back to the start of the file. */
void file_rewind(struct file *file);

/* As file_read(), but from offset place, without moving the read position; threads may call it at the same time. */
ssize_t file_read_at(const struct file *file, struct buf *into, size_t n, size_t place);

/*
 * Appends the whole file, from which nothing may have been read yet; of one larger than limit, more than limit bytes.
 * False, with errno set, if reading fails. A large file is read on all cores, because faulting in the memory takes
 * longer than copying the bytes into it.
 */
bool file_read_whole(struct file *file, struct buf *into, size_t limit);

/*
 * Processes size bytes on all cores. piece() is called on any thread with the offset and the length of a piece, and
 * returns how many bytes of it were good. Returns how many bytes from the start were good without a gap. Allocates
 * nothing.
 */
size_t file_in_pieces(size_t size, size_t (*piece)(const void *context, size_t begin, size_t n),
		      const void *context);

/*
 * Appends the whole file. If it cannot be read, or has more than limit bytes, records that at place and returns false.
 */
bool file_read_all(const struct folder *folder, const char *name, size_t limit, struct buf *into,
		   struct place place, struct diag *diag);

/* Do both paths lead to the same existing file or folder? */
bool file_is_same(const char *a, const char *b);

/* The same for two open descriptors. */
bool file_is_same_open(int a, int b);

/* Do both describe the same file or folder? */
bool file_is_one(const struct stat *a, const struct stat *b);

/* The folder of the running program, ending in /; empty if the system does not tell where that is. */
struct str file_program_folder(struct arena *arena);

/*
 * The path of a file installed with the program; relative is its path from the parent of the program's folder.
 * NUL-terminated; empty if the system does not tell where the program is.
 */
struct str file_beside_program(struct arena *arena, const char *relative);

/* Describes an errno from opening or reading a file or folder. */
const char *file_reason(int error);

/*
 * Records, at place, why something cannot be read; error is an errno. If it is ENOMEM, ends the program as arena.h
 * says.
 */
void file_complain(struct diag *diag, struct place place, int error);

/* Writes all the bytes; false, with errno set, on failure. */
bool file_write(int fd, struct str bytes);

/* Buffered output to a descriptor. Set fd, and the rest to zero. */
struct output {
	int fd;    /* -1: the bytes stay in the buffer for the caller to take */
	int error; /* errno of the first failed write; 0: none has failed */
	struct buf bytes;
};

/* Appends bytes to the buffer, and writes it once it is large enough. Returns false once a write has failed. */
bool output_add(struct output *output, struct str bytes);

/* Writes what is in the buffer now.  Returns false if any write has failed. */
bool output_flush(struct output *output);

/* Writes what is left and frees the buffer. Returns false if any write has failed. */
bool output_end(struct output *output);

#endif
