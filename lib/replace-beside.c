/* The temporary files beside a file that is replaced: writing them, and what a killed writer has left. */
#include "replace-steps.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "pool.h"

#define EARLY (8 * (size_t)1024 * 1024) /* bytes after which write_on() has the disk begin */

void
beside_new(const char *of, char name[BESIDE_NAME])
{
	(void)snprintf(name, BESIDE_NAME, ".%s.new", of);
}

void
beside_old(const char *of, char name[BESIDE_NAME])
{
	(void)snprintf(name, BESIDE_NAME, ".%s.old", of);
}

/*
 * Without the list, the group bits of the mode would let the file's group in, which the list may keep out: beside a list,
 * they are its mask.  A file without a list does not get the one that its folder has for new files.
 */
static bool
keep_acl(int fd, struct str acl)
{
	if (acl.n > 0)
		return fsetxattr(fd, ACL_ATTRIBUTE, acl.p, acl.n, 0) == 0;
	return fremovexattr(fd, ACL_ATTRIBUTE) == 0 || errno == ENODATA || errno == EOPNOTSUPP;
}

static bool
keep_owner(int fd, const struct snapshot *snapshot)
{
	const struct stat *old = &snapshot->status;
	struct stat status;

	if (snapshot->absent)
		return fchmod(fd, old->st_mode & 07777) == 0;
	if (fstat(fd, &status) != 0)
		return false;
	if ((status.st_uid != old->st_uid || status.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid == status.st_uid ? (uid_t)-1 : old->st_uid, old->st_gid) != 0)
		return false;
	return keep_acl(fd, buf_all(&snapshot->acl)) && fchmod(fd, old->st_mode & 07777) == 0;
}

/* A file that is being written from its beginning. */
struct writing {
	int fd;
	size_t written;
	size_t begun; /* bytes that the system was told to begin writing to the disk */
};

/*
 * Writes the next bytes.  For a large file, the disk is started while the rest is still being composed, so that the
 * final fsync(2) waits less.  Errors of sync_file_range(2) are ignored, as fsync(2) alone guarantees anything.
 */
static bool
write_on(struct writing *w, struct str bytes)
{
	while (bytes.n > 0) {
		size_t n = bytes.n < EARLY ? bytes.n : EARLY;

		if (!file_write(w->fd, (struct str){bytes.p, n}))
			return false;
		w->written += n;
		bytes = str_after(bytes, n);
		if (w->written - w->begun >= EARLY) {
			(void)sync_file_range(w->fd, (off_t)w->begun,
					      (off_t)(w->written - w->begun),
					      SYNC_FILE_RANGE_WRITE);
			w->begun = w->written;
		}
	}
	return true;
}

/* -- pieces ------------------------------------------------------------------------------------------------------- */

#define TOGETHER (1024 * (size_t)1024) /* bytes of small pieces that are written at once */
#define PIECE_WORK 32                  /* the cost of fetching one, in bytes of rosters */
#define AHEAD 16                       /* how many pieces ahead to prefetch */

/* The pieces of a file, handed out to threads from the beginning on. */
struct gathering {
	const struct replacement *r;
	size_t next; /* the first piece that is not handed out */
	struct writing writing;
	/* Atomic, as next_pieces() and write_gathered() may run at the same time. */
	atomic_bool failed;
	int error; /* errno of the failure */
};

/* Consecutive pieces: small ones, copied into bytes, or a single large one, which is not copied. */
struct gathered {
	const struct str *pieces;
	size_t count;
	char bytes[TOGETHER];
	size_t n;
};

static bool
next_pieces(void *context, void *item)
{
	struct gathering *gathering = context;
	struct gathered *gathered = item;
	size_t left = gathering->r->count - gathering->next, n = 0;

	gathered->pieces = gathering->r->pieces + gathering->next;
	for (gathered->count = 0; gathered->count < left; gathered->count++) {
		n += gathered->pieces[gathered->count].n;
		if (n > TOGETHER && gathered->count > 0)
			break;
	}
	gathering->next += gathered->count;
	return gathered->count > 0 && !gathering->failed;
}

/* Prefetches the beginning of a piece, which may lie anywhere in memory, into the cache. */
static void
fetch(struct str piece)
{
	for (size_t i = 0; i < piece.n && i < 256; i += 64)
		__builtin_prefetch(piece.p + i);
}

static void
gather(void *context, void *item)
{
	struct gathered *gathered = item;

	(void)context;
	gathered->n = 0;
	for (size_t i = 0; gathered->count > 1 && i < gathered->count; i++) {
		struct str piece = gathered->pieces[i];

		if (i + AHEAD < gathered->count)
			fetch(gathered->pieces[i + AHEAD]);
		if (piece.n > 0)
			memcpy(gathered->bytes + gathered->n, piece.p, piece.n);
		gathered->n += piece.n;
	}
}

static void
write_gathered(void *context, void *item)
{
	struct gathering *gathering = context;
	const struct gathered *gathered = item;
	struct str bytes = {gathered->bytes, gathered->n};

	if (gathered->count == 1)
		bytes = gathered->pieces[0];
	if (!gathering->failed && !write_on(&gathering->writing, bytes)) {
		gathering->error = errno;
		gathering->failed = true;
	}
}

void *
beside_room(void)
{
	return memory_get_zeroed(pool_slots(pool_threads(SIZE_MAX, 0)) * sizeof(struct gathered));
}

/* Writes the pieces, small ones together: a batch of joins has thousands, and a sorted file has one for each line. */
static bool
write_pieces(int fd, const struct replacement *r, void *room)
{
	struct gathering gathering = {.r = r, .writing = {.fd = fd}};

	pool_run(&(struct pool_work){.context = &gathering,
				     .item_size = sizeof(struct gathered),
				     .next = next_pieces,
				     .work = gather,
				     .done = write_gathered,
				     .room = room},
		 pool_threads(r->count * PIECE_WORK, 0));
	errno = gathering.error;
	return !gathering.failed;
}

/* -- the file beside ---------------------------------------------------------------------------------------------- */

bool
beside_write(const struct replacement *r, struct stat *own, void *room)
{
	char name[BESIDE_NAME];
	int fd, error;
	bool good;

	beside_new(r->old->name, name);
	(void)unlinkat(r->old->folder->fd, name, 0);
	fd = openat(r->old->folder->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return false;
	good = keep_owner(fd, r->old) && write_pieces(fd, r, room) && fsync(fd) == 0 &&
	       fstat(fd, own) == 0;
	error = errno;
	if (close(fd) != 0 && good) {
		error = errno;
		good = false;
	}
	errno = error;
	return good;
}

bool
replace_leftover(const struct folder *folder, const char *name, struct buf *out)
{
	char names[2][BESIDE_NAME];
	struct diag *ignored = diag_new();
	bool found = false;

	beside_new(name, names[0]);
	beside_old(name, names[1]);
	/* Prefer the old file, which exists if the file system cannot exchange files. */
	for (int i = 1; i >= 0 && !found; i--)
		found = file_read_all(folder, names[i], SIZE_MAX / 2, out, (struct place){0},
				      ignored);
	diag_free(ignored);
	return found;
}

void
replace_clean(const struct folder *folder, const char *name)
{
	char temporary[BESIDE_NAME];

	beside_new(name, temporary);
	(void)unlinkat(folder->fd, temporary, 0);
	beside_old(name, temporary);
	(void)unlinkat(folder->fd, temporary, 0);
}

void
replace_clean_folder(const struct folder *folder)
{
	static const char *const endings[] = {".csv.new", ".csv.old", ".yaml.new", ".yaml.old"};
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (stream == NULL && fd >= 0)
		(void)close(fd);
	while (stream != NULL && (entry = readdir(stream)) != NULL)
		for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
			if (entry->d_name[0] == '.' &&
			    str_ends(str_of(entry->d_name), str_of(endings[i])))
				(void)unlinkat(folder->fd, entry->d_name, 0);
	if (stream != NULL)
		(void)closedir(stream);
}
