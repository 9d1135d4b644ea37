/* What lies beside a file while it is replaced: written there, and left there by a writer that was killed. */
#include "replace-steps.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#define EARLY (8 * (size_t)1024 * 1024)
#define AHEAD 16 /* pieces */

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
	return fchmod(fd, old->st_mode & 07777) == 0;
}

/* A file that is being written, from its beginning. */
struct writing {
	int fd;
	size_t written;
	size_t begun; /* bytes of it that the system was told to put on the disk */
};

/*
 * Writes on.  Of a large file the disk begins with what it has while the rest is made: that promises nothing, so nothing
 * is asked of it, but fsync(2), which does, has less to wait for.
 */
static bool
write_on(struct writing *w, struct str bytes)
{
	while (bytes.n > 0) {
		size_t n = bytes.n < EARLY ? bytes.n : EARLY;

		if (!file_write(w->fd, (struct str){bytes.p, n}))
			return false;
		w->written += n;
		bytes = (struct str){bytes.p + n, bytes.n - n};
		if (w->written - w->begun >= EARLY) {
			(void)sync_file_range(w->fd, (off_t)w->begun,
					      (off_t)(w->written - w->begun),
					      SYNC_FILE_RANGE_WRITE);
			w->begun = w->written;
		}
	}
	return true;
}

/* Has a piece, which may lie anywhere in memory, on its way from there before it is needed. */
static void
fetch(struct str piece)
{
	for (size_t i = 0; i < piece.n && i < 256; i += 64)
		__builtin_prefetch(piece.p + i);
}

/* Writes the pieces, small ones together: a batch of joins has thousands of them, a file put in order all its lines. */
static bool
write_pieces(int fd, const struct replacement *r)
{
	struct writing w = {.fd = fd};
	char small[65536];
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct str piece = r->pieces[i];

		if (i + AHEAD < r->count)
			fetch(r->pieces[i + AHEAD]);
		if (n + piece.n > sizeof(small)) {
			if (!write_on(&w, (struct str){small, n}))
				return false;
			n = 0;
		}
		if (piece.n > sizeof(small)) {
			if (!write_on(&w, piece))
				return false;
		} else if (piece.n > 0) {
			memcpy(small + n, piece.p, piece.n);
			n += piece.n;
		}
	}
	return write_on(&w, (struct str){small, n});
}

bool
beside_write(const struct replacement *r, struct stat *own)
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
	good = keep_owner(fd, r->old) && write_pieces(fd, r) && fsync(fd) == 0 &&
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
	/* Where files cannot be exchanged, the old one is set aside. */
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
