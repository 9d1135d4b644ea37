#include "replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "program.h"
#include "replace-steps.h"

/* Descriptors of locked folders, separated by commas. */
#define LOCKS_INHERITED "COP_LOCKS"
#define DEADLINE_SECONDS 30
#define PAUSE_NANOSECONDS (20 * 1000 * 1000)
#define UPWARD_MAX 64
#define LARGE_PAGE ((size_t)2 << 20)
#define TRIES 10 /* while somebody else keeps saving in the very moment of a swap */

/* -- locks ---------------------------------------------------------------------------------------------------- */

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
pause_briefly(void)
{
	(void)nanosleep(&(struct timespec){0, PAUSE_NANOSECONDS}, NULL);
}

/* The folder of a work tree's index: .git, or what a file of that name points to; false if this is none. */
static bool
find_index_folder(int folder, struct buf *path)
{
	static const char pointer[] = "gitdir: ";
	char text[4096];
	int fd = openat(folder, ".git", O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text));
	(void)close(fd);
	buf_clear(path);
	if (n > (ssize_t)sizeof(pointer) && memcmp(text, pointer, sizeof(pointer) - 1) == 0) {
		buf_add(path, text + sizeof(pointer) - 1, (size_t)n - sizeof(pointer) + 1);
		path->n = str_find(buf_all(path), '\n');
	} else {
		buf_puts(path, ".git");
	}
	buf_puts(path, "/index.lock");
	buf_char(path, '\0');
	return true;
}

static bool
is_same_file(int a, int b)
{
	struct stat one, other;

	return fstat(a, &one) == 0 && fstat(b, &other) == 0 && file_is_one(&one, &other);
}

/* Is git changing the index of the work tree that the folder lies in? */
static bool
git_is_busy(const struct folder *folder)
{
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf path = {0};
	bool busy = false;

	for (int i = 0; i < UPWARD_MAX && fd >= 0; i++) {
		int above;

		if (find_index_folder(fd, &path)) {
			busy = faccessat(fd, path.p, F_OK, 0) == 0;
			break;
		}
		above = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (above >= 0 && is_same_file(fd, above)) {
			(void)close(above); /* the root is above itself */
			break;
		}
		(void)close(fd);
		fd = above;
	}
	if (fd >= 0)
		(void)close(fd);
	buf_free(&path);
	return busy;
}

static void
refuse(struct diag *diag, const struct folder *folder, const char *why)
{
	struct str path = folder->path.n > 0 ? folder->path : STR("./");

	diag_add(diag, RULE_BUSY, (struct place){.path = path}, "%s", why);
}

/*
 * Does this process hold the folder's lock already, by a descriptor that cop-lock left it? Taking a lock once more by the
 * description that has it succeeds, by any other it fails (flock(2)).
 */
static bool
is_inherited(int folder)
{
	const char *rest = getenv(LOCKS_INHERITED);

	while (rest != NULL && *rest >= '0' && *rest <= '9') {
		char *end;
		long fd = strtol(rest, &end, 10);

		if (fd <= INT_MAX && is_same_file((int)fd, folder) &&
		    flock((int)fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		rest = *end == ',' ? end + 1 : NULL;
	}
	return false;
}

bool
lock_take(struct lock *lock, const struct folder *folder, struct diag *diag)
{
	double deadline = now() + DEADLINE_SECONDS;

	lock->fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock->fd < 0) {
		refuse(diag, folder, strerror(errno));
		return false;
	}
	while (!is_inherited(lock->fd) && flock(lock->fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			refuse(diag, folder, strerror(errno));
			lock_release(lock);
			return false;
		}
		if (now() > deadline) {
			refuse(diag, folder, "another writer has held it for 30 seconds");
			lock_release(lock);
			return false;
		}
		pause_briefly();
	}
	while (git_is_busy(folder)) {
		if (now() > deadline) {
			refuse(diag, folder, "git's index.lock has been there for 30 seconds");
			lock_release(lock);
			return false;
		}
		pause_briefly();
	}
	return true;
}

bool
lock_hand_on(const struct lock *lock)
{
	const char *before = getenv(LOCKS_INHERITED);
	struct buf list = {0};
	bool good = fcntl(lock->fd, F_SETFD, 0) == 0;

	buf_format(&list, "%s%s%d", before != NULL ? before : "", before != NULL ? "," : "",
		   lock->fd);
	buf_char(&list, '\0');
	good = good && setenv(LOCKS_INHERITED, list.p, 1) == 0;
	buf_free(&list);
	return good;
}

void
lock_release(struct lock *lock)
{
	if (lock->fd >= 0)
		(void)close(lock->fd);
	lock->fd = -1;
}

/* -- reading -------------------------------------------------------------------------------------------------- */

void
snapshot_none(struct snapshot *snapshot, const struct folder *folder, const char *name, mode_t mode)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	*snapshot = (struct snapshot){
	    .folder = folder, .name = name, .absent = true, .status = {.st_mode = mode & ~mask}};
}

/* Room for a whole file. Large pages, where the system has them, spare it thirty thousand faults for 130 MB. */
static void
prepare_room(struct buf *bytes, size_t size)
{
	uintptr_t begin, end;

	buf_room(bytes, size);
	begin = ((uintptr_t)bytes->p + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
	end = ((uintptr_t)bytes->p + size) & ~(uintptr_t)(LARGE_PAGE - 1);
	if (end > begin)
		(void)madvise((char *)bytes->p + (begin - (uintptr_t)bytes->p), end - begin,
			      MADV_HUGEPAGE);
}

bool
snapshot_read(struct snapshot *snapshot, const struct folder *folder, const char *name,
	      size_t limit, struct place place, struct diag *diag)
{
	struct file file;
	ssize_t got;

	*snapshot = (struct snapshot){.folder = folder, .name = name};
	if (!file_open(&file, folder, name) || fstat(file.fd, &snapshot->status) != 0) {
		file_complain(diag, place, errno);
		return false;
	}
	prepare_room(&snapshot->bytes, file.size + 1);
	/* One byte more than the size tells the end; a file that grows meanwhile is read on in small steps. */
	do
		got = file_read(&file, &snapshot->bytes,
				snapshot->bytes.n <= file.size ? file.size + 1 - snapshot->bytes.n
							       : 4096);
	while (got > 0 && snapshot->bytes.n <= limit);
	if (got < 0)
		file_complain(diag, place, errno);
	else if (snapshot->bytes.n > limit)
		diag_add(diag, RULE_LIMIT, place, "more than %zu bytes", limit);
	file_close(&file);
	if (got >= 0 && snapshot->bytes.n <= limit)
		return true;
	snapshot_free(snapshot);
	return false;
}

void
conflict_stands(struct place place, struct diag *diag)
{
	diag_add(diag, RULE_CONFLICT, place, "nothing is changed while it stands");
}

bool
snapshot_is_settled(const struct snapshot *snapshot, struct place place, struct diag *diag)
{
	bool settled = text_conflict(buf_all(&snapshot->bytes), &place.line).p == NULL;

	place.column = 1;
	if (!settled)
		conflict_stands(place, diag);
	return settled;
}

void
snapshot_free(struct snapshot *snapshot)
{
	buf_free(&snapshot->bytes);
}

/* -- writing -------------------------------------------------------------------------------------------------- */

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

#define EARLY (8 * (size_t)1024 * 1024)
#define AHEAD 16 /* pieces */

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

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Does the file hold just the bytes of the snapshot? Nothing is allocated: a swap may be half done. */
static bool
same_bytes(const struct snapshot *old, const char *name)
{
	char bytes[16384];
	struct file file;
	size_t at = 0;
	ssize_t got;

	if (!file_open(&file, old->folder, name))
		return false;
	do {
		got = read(file.fd, bytes, sizeof(bytes));
		if (got > 0 && ((size_t)got > old->bytes.n - at ||
				memcmp(bytes, old->bytes.p + at, (size_t)got) != 0))
			break;
		at += got > 0 ? (size_t)got : 0;
	} while (got > 0 || (got < 0 && errno == EINTR));
	file_close(&file);
	return got == 0 && at == old->bytes.n;
}

bool
file_is_untouched(const struct stat *a, const struct stat *b)
{
	return file_is_one(a, b) && a->st_size == b->st_size && same_time(a->st_mtim, b->st_mtim);
}

bool
snapshot_is_unchanged(const struct snapshot *old, const char *name)
{
	struct stat status;

	if (fstatat(old->folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !file_is_untouched(&status, &old->status))
		return false;
	/* A change within the second could leave the time as it was: a young file is compared by its bytes. */
	return time(NULL) - status.st_mtim.tv_sec > 1 || same_bytes(old, name);
}

/*
 * Puts back what came out in the place of our own file.  What comes out then must be our file again; if it
 * is yet another, somebody saved in between, and what he saved goes back in turn.  False if what was saved
 * could not be put back: it then lies under the temporary name.
 */
static bool
exchange_back(const struct replacement *r, const struct stat *own)
{
	int folder = r->old->folder->fd;
	struct stat expected = *own, put, out;
	char name[BESIDE_NAME];

	beside_new(r->old->name, name);
	if (fstatat(folder, name, &put, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	for (int i = 0; i < TRIES; i++) {
		if (renameat2(folder, name, folder, r->old->name, RENAME_EXCHANGE) != 0 ||
		    fstatat(folder, name, &out, AT_SYMLINK_NOFOLLOW) != 0)
			return false;
		if (file_is_untouched(&out, &expected))
			return true;
		expected = put;
		put = out;
	}
	return false;
}

/* How a file came to its place, which tells how it goes back. */
enum swapped { BY_EXCHANGE, BY_CREATION, BY_RENAME };

/* Takes our own file out of its place again. False if somebody else's is lost from it, or ours stays. */
static bool
put_back(const struct replacement *r, const struct stat *own, enum swapped how)
{
	int folder = r->old->folder->fd;
	struct stat status;
	char name[BESIDE_NAME];

	if (how == BY_EXCHANGE)
		return exchange_back(r, own);
	if (fstatat(folder, r->old->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT;
	if (!file_is_untouched(&status, own))
		return true; /* somebody saved since: his file stays */
	if (how == BY_CREATION)
		return unlinkat(folder, r->old->name, 0) == 0;
	beside_old(r->old->name, name);
	return renameat(folder, name, folder, r->old->name) == 0;
}

/* Puts the new file where none was; if there is one now, somebody else was faster. */
static enum replaced
create(const struct replacement *r)
{
	int folder = r->old->folder->fd;
	char name[BESIDE_NAME];

	beside_new(r->old->name, name);
	if (renameat2(folder, name, folder, r->old->name, RENAME_NOREPLACE) == 0)
		return REPLACED;
	if ((errno == ENOSYS || errno == EINVAL) &&
	    linkat(folder, name, folder, r->old->name, 0) == 0)
		return REPLACED;
	return errno == EEXIST ? REPLACED_CHANGED : REPLACED_NOT;
}

/* A file system that cannot exchange: set the old file aside if it can be linked, look, then rename. */
static enum replaced
rename_over(const struct replacement *r)
{
	int folder = r->old->folder->fd;
	char name[BESIDE_NAME], aside[BESIDE_NAME];

	beside_new(r->old->name, name);
	beside_old(r->old->name, aside);
	(void)unlinkat(folder, aside, 0);
	(void)linkat(folder, r->old->name, folder, aside, 0);
	if (!snapshot_is_unchanged(r->old, r->old->name))
		return REPLACED_CHANGED;
	return renameat(folder, name, folder, r->old->name) == 0 ? REPLACED : REPLACED_NOT;
}

/*
 * Puts the new file in the place of the old one, which comes out under the temporary name and is looked at
 * there: what somebody wrote until that very moment is seen, and put back.
 */
static enum replaced
swap(const struct replacement *r, const struct stat *own, enum swapped *how)
{
	int folder = r->old->folder->fd;
	char name[BESIDE_NAME];

	if (r->old->absent) {
		*how = BY_CREATION;
		return create(r);
	}
	beside_new(r->old->name, name);
	*how = BY_EXCHANGE;
	if (renameat2(folder, name, folder, r->old->name, RENAME_EXCHANGE) == 0) {
		if (snapshot_is_unchanged(r->old, name))
			return REPLACED;
		return exchange_back(r, own) ? REPLACED_CHANGED : REPLACED_UNKNOWN;
	}
	if (errno == ENOENT)
		return REPLACED_CHANGED;
	if (errno != ENOSYS && errno != EINVAL)
		return REPLACED_NOT;
	*how = BY_RENAME;
	return rename_over(r);
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

/* One of our own files on its way. */
struct own_file {
	struct stat status;
	enum swapped how;
	int stuck; /* errno of what kept the other file, which lies beside it, from its place; 0: none does */
};

/* How far a replacement of several files has come. */
struct progress {
	struct own_file *own;
	size_t written;
	size_t swapped;
	enum replaced result;
	size_t failed; /* the replacement that did */
	int error;     /* errno of that */
};

static void
stop(struct progress *p, enum replaced result, size_t failed)
{
	p->error = errno;
	p->result = result;
	p->failed = failed;
}

/* Writes all, then swaps all. Nothing is allocated, so that memory cannot end in between. */
static void
write_and_swap(const struct replacement *replacements, size_t count, struct progress *p)
{
	while (p->written < count && p->result == REPLACED) {
		if (!beside_write(&replacements[p->written], &p->own[p->written].status))
			stop(p, REPLACED_NOT, p->written);
		p->written++;
	}
	while (p->swapped < count && p->result == REPLACED) {
		struct own_file *own = &p->own[p->swapped];
		enum replaced result = swap(&replacements[p->swapped], &own->status, &own->how);

		if (result == REPLACED_UNKNOWN)
			own->stuck = errno;
		if (result == REPLACED)
			p->swapped++;
		else
			stop(p, result, p->swapped);
	}
	/* What was swapped before the one that failed goes back; what cannot, stays where it is. */
	for (size_t i = 0; i < p->swapped && p->result != REPLACED; i++)
		if (!put_back(&replacements[i], &p->own[i].status, p->own[i].how)) {
			p->own[i].stuck = errno;
			stop(p, REPLACED_UNKNOWN, i);
		}
	for (size_t i = 0; i < p->written; i++)
		if (p->own[i].stuck == 0)
			replace_clean(replacements[i].old->folder, replacements[i].old->name);
}

/* Says why nothing was written or, of each file that could not be put back, where it is. */
static void
report(const struct replacement *replacements, size_t count, const struct progress *p,
       struct diag *diag)
{
	char name[BESIDE_NAME];

	if (p->result == REPLACED_NOT)
		diag_add(diag, RULE_NOT_WRITTEN, replacements[p->failed].place, "%s",
			 strerror(p->error));
	for (size_t i = 0; i < count && p->result == REPLACED_UNKNOWN; i++) {
		if (p->own[i].stuck == 0)
			continue;
		if (p->own[i].how == BY_RENAME)
			beside_old(replacements[i].old->name, name);
		else
			beside_new(replacements[i].old->name, name);
		diag_add(diag, RULE_WRITE_UNKNOWN, replacements[i].place,
			 "what stood there could not be put back (%s): it is now %s",
			 strerror(p->own[i].stuck), name);
	}
}

enum replaced
replace_files(const struct replacement *replacements, size_t count, struct diag *diag)
{
	struct progress p = {.own = memory_get(count * sizeof(*p.own)), .result = REPLACED};

	memset(p.own, 0, count * sizeof(*p.own));
	write_and_swap(replacements, count, &p);
	if (p.result == REPLACED || p.result == REPLACED_UNKNOWN)
		memory_note_change();
	if (p.result != REPLACED)
		report(replacements, count, &p, diag);
	free(p.own);
	if (p.result != REPLACED)
		return p.result;
	for (size_t i = 0; i < count; i++)
		if ((i == 0 || replacements[i].old->folder != replacements[i - 1].old->folder) &&
		    fsync(replacements[i].old->folder->fd) != 0) {
			diag_add(diag, RULE_WRITE_UNKNOWN, replacements[i].place, "%s",
				 strerror(errno));
			p.result = REPLACED_UNKNOWN;
		}
	return p.result;
}

/* -- what would change --------------------------------------------------------------------------------------------- */

/* The bytes as a file without a name, at its beginning. */
static int
as_file(struct str bytes)
{
	int fd = memfd_create("coptools", 0);

	if (fd >= 0 && (!file_write(fd, bytes) || lseek(fd, 0, SEEK_SET) != 0)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

bool
replace_diff(struct str old, struct str bytes, struct str path, struct buf *out, struct diag *diag)
{
	int files[2] = {as_file(old), as_file(bytes)};
	bool good = files[0] >= 0 && files[1] >= 0;
	struct buf words[4] = {0};
	struct str rest = path;

	/* As git has it: no slash doubles behind a/. */
	while (str_starts(rest, STR("/")))
		rest = (struct str){rest.p + 1, rest.n - 1};
	for (int i = 0; i < 2; i++) {
		buf_format(&words[i], "/dev/fd/%d", files[i]);
		buf_format(&words[2 + i], "%c/%.*s", "ab"[i], STR_ARG(rest));
		buf_char(&words[i], '\0');
		buf_char(&words[2 + i], '\0');
	}
	if (good) {
		const char *label = old.p == NULL ? "/dev/null" : words[2].p;
		const char *const argv[] = {"diff", "-a",       "-u",       "-L",       label,
					    "-L",   words[3].p, words[0].p, words[1].p, NULL};
		int status = program_run(argv, false, out);

		good = status == 0 || status == 1;
	}
	if (!good)
		diag_add(diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "cannot run diff");
	for (int i = 0; i < 2; i++)
		if (files[i] >= 0)
			(void)close(files[i]);
	for (int i = 0; i < 4; i++)
		buf_free(&words[i]);
	return good;
}
