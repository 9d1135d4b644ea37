#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE_SECONDS 30
#define PAUSE_NANOSECONDS (20 * 1000 * 1000)
#define UPWARD_MAX 64
#define NAME_ROOM 256

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

bool
lock_take(struct lock *lock, const struct folder *folder, struct diag *diag)
{
	double deadline = now() + DEADLINE_SECONDS;

	lock->fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock->fd < 0) {
		refuse(diag, folder, strerror(errno));
		return false;
	}
	while (flock(lock->fd, LOCK_EX | LOCK_NB) != 0) {
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

void
lock_release(struct lock *lock)
{
	if (lock->fd >= 0)
		(void)close(lock->fd);
	lock->fd = -1;
}

/* -- reading -------------------------------------------------------------------------------------------------- */

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
	do
		got = file_read(&file, &snapshot->bytes, file.size + 1);
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
snapshot_free(struct snapshot *snapshot)
{
	buf_free(&snapshot->bytes);
}

/* -- writing -------------------------------------------------------------------------------------------------- */

/* The name that whoever holds the lock writes to, whatever an earlier writer left there. */
static void
temporary_name(const struct replacement *r, char name[NAME_ROOM])
{
	(void)snprintf(name, NAME_ROOM, ".%s.new", r->old->name);
}

static void
not_written(struct diag *diag, const struct replacement *r)
{
	diag_add(diag, RULE_NOT_WRITTEN, r->place, "%s", strerror(errno));
}

static void
remove_temporary(const struct replacement *r)
{
	char name[NAME_ROOM];

	temporary_name(r, name);
	(void)unlinkat(r->old->folder->fd, name, 0);
}

static bool
keep_owner(int fd, const struct stat *old)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return false;
	if ((status.st_uid != old->st_uid || status.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid == status.st_uid ? (uid_t)-1 : old->st_uid, old->st_gid) != 0)
		return false;
	return fchmod(fd, old->st_mode & 07777) == 0;
}

/* Writes the new content beside the old one, on the disk. */
static bool
write_temporary(const struct replacement *r)
{
	char name[NAME_ROOM];
	int fd, error;
	bool good;

	temporary_name(r, name);
	(void)unlinkat(r->old->folder->fd, name, 0);
	fd = openat(r->old->folder->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return false;
	good = keep_owner(fd, &r->old->status) && file_write(fd, r->bytes) && fsync(fd) == 0;
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

/* Does the file of that name hold just the bytes of the snapshot? */
static bool
same_bytes(const struct snapshot *old, const char *name)
{
	struct buf bytes = {0};
	struct file file;
	bool same = false;

	if (file_open(&file, old->folder, name)) {
		while (file_read(&file, &bytes, old->bytes.n + 1) > 0 && bytes.n <= old->bytes.n)
			;
		same = str_eq(buf_all(&bytes), buf_all(&old->bytes));
		file_close(&file);
	}
	buf_free(&bytes);
	return same;
}

/*
 * Is the file of that name still the one that was read? A change within the second could leave the time
 * as it was, so a young file is compared by its bytes.
 */
static bool
is_unchanged(const struct snapshot *old, const char *name)
{
	struct stat status;

	if (fstatat(old->folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
	    status.st_dev != old->status.st_dev || status.st_ino != old->status.st_ino ||
	    status.st_size != old->status.st_size ||
	    !same_time(status.st_mtim, old->status.st_mtim))
		return false;
	return time(NULL) - status.st_mtim.tv_sec > 1 || same_bytes(old, name);
}

/*
 * Puts the new file in the place of the old one, which comes out under the temporary name and is looked at
 * there: what somebody wrote until that very moment is seen, and put back.
 */
static enum replaced
swap(const struct replacement *r)
{
	int folder = r->old->folder->fd;
	char name[NAME_ROOM];

	temporary_name(r, name);
	if (renameat2(folder, name, folder, r->old->name, RENAME_EXCHANGE) == 0) {
		if (is_unchanged(r->old, name))
			return REPLACED;
		(void)renameat2(folder, name, folder, r->old->name, RENAME_EXCHANGE);
		return REPLACED_CHANGED;
	}
	if (errno == ENOENT)
		return REPLACED_CHANGED;
	if (errno != ENOSYS && errno != EINVAL)
		return REPLACED_NOT;
	if (!is_unchanged(r->old, r->old->name))
		return REPLACED_CHANGED;
	return renameat(folder, name, folder, r->old->name) == 0 ? REPLACED : REPLACED_NOT;
}

/* Undoes the swaps before the one that failed: the old files still lie under their temporary names. */
static void
undo(const struct replacement *replacements, size_t count)
{
	char name[NAME_ROOM];

	for (size_t i = 0; i < count; i++) {
		int folder = replacements[i].old->folder->fd;

		temporary_name(&replacements[i], name);
		(void)renameat2(folder, name, folder, replacements[i].old->name, RENAME_EXCHANGE);
	}
}

enum replaced
replace_files(const struct replacement *replacements, size_t count, struct diag *diag)
{
	enum replaced result = REPLACED;
	size_t written = 0, swapped = 0;

	while (written < count && result == REPLACED) {
		if (!write_temporary(&replacements[written])) {
			not_written(diag, &replacements[written]);
			result = REPLACED_NOT;
		}
		written++;
	}
	while (swapped < count && result == REPLACED) {
		result = swap(&replacements[swapped]);
		if (result == REPLACED)
			swapped++;
		else if (result == REPLACED_NOT)
			not_written(diag, &replacements[swapped]);
	}
	if (result != REPLACED)
		undo(replacements, swapped);
	for (size_t i = 0; i < written; i++)
		remove_temporary(&replacements[i]);
	for (size_t i = 0; i < count && result == REPLACED; i++)
		if (fsync(replacements[i].old->folder->fd) != 0) {
			diag_add(diag, RULE_WRITE_UNKNOWN, replacements[i].place, "%s",
				 strerror(errno));
			result = REPLACED_UNKNOWN;
		}
	return result;
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

/* diff -a -u -L a/PATH -L b/PATH of two files by their descriptors, into the pipe; only returns on failure. */
static void
run_diff(const int files[2], int out, struct str path)
{
	char names[2][32], labels[2][4096];

	for (int i = 0; i < 2; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "/dev/fd/%d", files[i]);
		(void)snprintf(labels[i], sizeof(labels[i]), "%c/%.*s", "ab"[i], STR_ARG(path));
	}
	if (dup2(out, STDOUT_FILENO) >= 0)
		(void)execlp("diff", "diff", "-a", "-u", "-L", labels[0], "-L", labels[1], names[0],
			     names[1], (char *)NULL);
	_exit(127);
}

static bool
collect(int fd, pid_t child, struct buf *out)
{
	struct file file = {.fd = fd};
	int status = 0;

	while (file_read(&file, out, 65536) > 0)
		;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

bool
replace_diff(struct str old, struct str bytes, struct str path, struct buf *out, struct diag *diag)
{
	int files[2] = {as_file(old), as_file(bytes)}, ends[2] = {-1, -1};
	pid_t child = -1;
	bool good = files[0] >= 0 && files[1] >= 0 && pipe2(ends, O_CLOEXEC) == 0;

	if (good)
		child = fork();
	if (child == 0)
		run_diff(files, ends[1], path);
	if (ends[1] >= 0)
		(void)close(ends[1]);
	good = child > 0 && collect(ends[0], child, out);
	if (!good)
		diag_add(diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "cannot run diff");
	for (int i = 0; i < 2; i++)
		if (files[i] >= 0)
			(void)close(files[i]);
	if (ends[0] >= 0)
		(void)close(ends[0]);
	return good;
}
