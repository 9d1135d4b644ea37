#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool.h"

#define OUTPUT_BLOCK (64 * (size_t)1024)

static size_t
size_of(const struct stat *status)
{
	return (uintmax_t)status->st_size < SIZE_MAX / 2 ? (size_t)status->st_size : SIZE_MAX / 2;
}

bool
folder_holds(const struct folder *folder, const char *name, size_t *size)
{
	struct stat status;

	if (folder->tree != NULL) {
		const struct tree_file *found = tree_find(folder->tree, folder->within, name);

		if (found != NULL && size != NULL)
			*size = FILE_BYTES_MAX;
		return found != NULL || errno == EISDIR;
	}
	if (fstatat(folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (size != NULL)
		*size = size_of(&status);
	return true;
}

/*
 * A file in a tree is read when it is opened: there is no descriptor to open, and git, which reads it, may be slow to
 * start.
 */
static bool
open_in_tree(struct file *file, const struct folder *folder, const char *name)
{
	const struct tree_file *found = tree_find(folder->tree, folder->within, name);
	int error = ELOOP;

	if (found == NULL) {
		error = errno == EISDIR ? EINVAL : errno;
	} else if (found->regular) {
		buf_room(&file->held, 1);
		error = folder->tree->read(folder->tree->context, found->id, &file->held);
		file->size = file->held.n;
	}
	if (error != 0)
		buf_free(&file->held);
	errno = error;
	return error == 0;
}

bool
file_open(struct file *file, const struct folder *folder, const char *name)
{
	struct stat status;
	int error;

	*file = (struct file){.fd = -1};
	if (folder->tree != NULL)
		return open_in_tree(file, folder, name);
	/* O_NONBLOCK, so that a FIFO of that name cannot hang us before it is refused. */
	file->fd = openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file->fd < 0)
		return false;
	error = fstat(file->fd, &status) != 0 ? errno : S_ISREG(status.st_mode) ? 0 : EINVAL;
	if (error == 0) {
		file->size = size_of(&status);
		return true;
	}
	file_close(file);
	errno = error;
	return false;
}

void
file_close(struct file *file)
{
	if (file->fd >= 0)
		(void)close(file->fd);
	file->fd = -1;
	buf_free(&file->held);
}

/* Appends up to n of the bytes that the file holds in memory, from place on. */
static ssize_t
take_held(const struct file *file, struct buf *into, size_t n, size_t place)
{
	size_t rest = place < file->held.n ? file->held.n - place : 0;

	if (n > rest)
		n = rest;
	buf_add(into, file->held.p + place, n);
	return (ssize_t)n;
}

ssize_t
file_read(struct file *file, struct buf *into, size_t n)
{
	ssize_t got;

	if (file->held.p != NULL) {
		got = take_held(file, into, n, file->next);
		file->next += (size_t)got;
		return got;
	}
	buf_room(into, n);
	do
		got = read(file->fd, into->p + into->n, n);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		into->n += (size_t)got;
	return got;
}

ssize_t
file_read_at(const struct file *file, struct buf *into, size_t n, size_t place)
{
	ssize_t got;

	if (file->held.p != NULL)
		return take_held(file, into, n, place);
	buf_room(into, n);
	do
		got = pread(file->fd, into->p + into->n, n, (off_t)place);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		into->n += (size_t)got;
	return got;
}

void
file_rewind(struct file *file)
{
	file->next = 0;
	if (file->fd >= 0)
		(void)lseek(file->fd, 0, SEEK_SET);
}

bool
file_is_same(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 && file_is_one(&one, &other);
}

bool
file_is_same_open(int a, int b)
{
	struct stat one, other;

	return fstat(a, &one) == 0 && fstat(b, &other) == 0 && file_is_one(&one, &other);
}

bool
file_is_one(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

struct str
file_program_folder(struct arena *arena)
{
	char bytes[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", bytes, sizeof(bytes));
	struct str path = {bytes, n > 0 ? (size_t)n : 0};
	const char *started = (const char *)getauxval(AT_EXECFN);

	/* In a chroot or a sandbox there may be no /proc: take the path by which the system started the program. */
	if (n < 0 && started != NULL && realpath(started, bytes) != NULL)
		path = str_of(bytes);
	path.n -= path_name(path).n;
	return arena_str(arena, path);
}

struct str
file_beside_program(struct arena *arena, const char *relative)
{
	struct str folder = file_program_folder(arena);

	if (folder.n < 2)
		return STR("");
	folder.n--;
	folder.n -= path_name(folder).n;
	return arena_format(arena, "%.*s%s", STR_ARG(folder), relative);
}

const char *
file_reason(int error)
{
	switch (error) {
	case EINVAL:
		return "not a regular file";
	case ELOOP:
		return "a symbolic link, which is not followed here";
	case ENOTDIR:
		return "not a folder, or a symbolic link, which is not followed here";
	case ENODATA:
		return "git does not have the recorded contents";
	case EPIPE:
		return "git stopped unexpectedly";
	default:
		return strerror(error);
	}
}

void
file_complain(struct diag *diag, struct place place, int error)
{
	if (error == ENOMEM)
		memory_give_up();
	diag_add(diag, RULE_UNREADABLE, place, "%s", file_reason(error));
}

/* -- whole files ------------------------------------------------------------------------------------------------- */

#define LARGE (8 * (size_t)1024 * 1024)
#define PIECE (1024 * (size_t)1024)

/* A file being processed in pieces, several at a time. */
struct going {
	size_t size;
	size_t (*piece)(const void *context, size_t begin, size_t n);
	const void *context;
	size_t next;
	size_t good;       /* bytes from the start, without a gap */
	atomic_bool ended; /* a piece was not good to its end */
};

struct piece {
	size_t begin;
	size_t n;
	size_t good;
};

static bool
next_piece(void *context, void *item)
{
	struct going *going = context;
	struct piece *piece = item;
	size_t left = going->size - going->next;

	*piece = (struct piece){.begin = going->next, .n = left < PIECE ? left : PIECE};
	going->next += piece->n;
	return piece->n > 0 && !going->ended;
}

static void
do_piece(void *context, void *item)
{
	const struct going *going = context;
	struct piece *piece = item;

	piece->good = going->piece(going->context, piece->begin, piece->n);
}

static void
piece_done(void *context, void *item)
{
	struct going *going = context;
	const struct piece *piece = item;

	if (!going->ended)
		going->good += piece->good;
	if (piece->good < piece->n)
		going->ended = true;
}

size_t
file_in_pieces(size_t size, size_t (*piece)(const void *context, size_t begin, size_t n),
	       const void *context)
{
	struct piece room[POOL_SLOTS_MAX] = {0};
	struct going going = {.size = size, .piece = piece, .context = context};

	pool_run(&(struct pool_work){.context = &going,
				     .item_size = sizeof(struct piece),
				     .next = next_piece,
				     .work = do_piece,
				     .done = piece_done,
				     .room = room},
		 pool_threads(size, 1));
	return going.good;
}

/* A file, and where to put its bytes. */
struct reading {
	int fd;
	char *to;
};

static size_t
read_piece(const void *context, size_t begin, size_t n)
{
	const struct reading *reading = context;
	size_t read = 0;
	ssize_t got = 1;

	while (read < n && got > 0) {
		got = pread(reading->fd, reading->to + begin + read, n - read,
			    (off_t)(begin + read));
		if (got > 0)
			read += (size_t)got;
	}
	return read;
}

/* Reads as much of a large file as it can. If something is wrong with the rest, the caller finds out by reading on. */
static void
read_large(struct file *file, struct buf *into)
{
	size_t read = file_in_pieces(file->size, read_piece,
				     &(struct reading){file->fd, into->p + into->n});

	if (lseek(file->fd, (off_t)read, SEEK_SET) >= 0)
		into->n += read;
}

bool
file_read_whole(struct file *file, struct buf *into, size_t limit)
{
	size_t begin = into->n;
	ssize_t got = 1;

	/*
	 * Asking for one byte more than the size finds the end in the same read. A file that grows meanwhile is read on
	 * in small steps.
	 */
	if (file->size <= limit)
		buf_room(into, file->size + 1);
	if (file->fd >= 0 && file->size >= LARGE && file->size <= limit)
		read_large(file, into);
	while (got > 0 && into->n - begin <= limit) {
		size_t read = into->n - begin;
		size_t rest = file->size + 1 > read ? file->size + 1 - read : 4096;

		got = file_read(file, into, rest <= limit ? rest : limit + 1);
		if (got >= 0 && (size_t)got < rest && into->n - begin >= file->size)
			break;
	}
	return got >= 0;
}

bool
file_read_all(const struct folder *folder, const char *name, size_t limit, struct buf *into,
	      struct place place, struct diag *diag)
{
	struct file file;
	size_t begin = into->n;
	bool good, over;

	if (!file_open(&file, folder, name)) {
		file_complain(diag, place, errno);
		return false;
	}
	/* A file that is too large may be so large that reading it would take long. */
	over = file.size > limit;
	good = over || file_read_whole(&file, into, limit);
	if (!good)
		file_complain(diag, place, errno);
	file_close(&file);
	if (good && (over || into->n - begin > limit)) {
		diag_add(diag, RULE_LIMIT, place, "more than %zu bytes", limit);
		good = false;
	}
	return good;
}

bool
file_write(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t written = write(fd, bytes.p, bytes.n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written == 0)
			errno =
			    ENOSPC; /* a device that accepted nothing will accept nothing on a retry */
		if (written <= 0)
			return false;
		bytes.p += written;
		bytes.n -= (size_t)written;
	}
	return true;
}

bool
output_flush(struct output *output)
{
	if (output->error == 0 && !file_write(output->fd, buf_all(&output->bytes)))
		output->error = errno;
	buf_clear(&output->bytes);
	return output->error == 0;
}

bool
output_add(struct output *output, struct str bytes)
{
	buf_str(&output->bytes, bytes);
	if (output->fd >= 0 && output->bytes.n >= OUTPUT_BLOCK)
		(void)output_flush(output);
	return output->error == 0;
}

bool
output_end(struct output *output)
{
	(void)output_flush(output);
	buf_free(&output->bytes);
	return output->error == 0;
}
