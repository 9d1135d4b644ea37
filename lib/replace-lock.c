/* The lock of a folder, against other writers of coptools and git. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "git.h"

/*
 * Environment variable: FOLDER:TURN,... where FOLDER is the inherited descriptor of a locked folder, and TURN that of a
 * file without a name, whose own lock those who inherited the folder's take in turn.
 */
#define LOCKS_INHERITED "COP_LOCKS"
#define DEADLINE_SECONDS 30
#define PAUSE_NANOSECONDS (20 * 1000 * 1000)

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

/* Is git changing the index of the work tree that the folder lies in? */
static bool
git_is_busy(const struct folder *folder)
{
	int own = git_folder_open(folder);
	bool busy = own >= 0 && faccessat(own, "index.lock", F_OK, 0) == 0;

	if (own >= 0)
		(void)close(own);
	return busy;
}

static void
refuse(struct diag *diag, const struct folder *folder, const char *why)
{
	struct str path = folder->path.n > 0 ? folder->path : STR("./");

	diag_add(diag, RULE_BUSY, (struct place){.path = path}, "%s", why);
}

/* Takes the lock of the file, unless somebody else holds it; false, with errno set, if it cannot be had. */
static bool
try_lock(int fd)
{
	while (flock(fd, LOCK_EX | LOCK_NB) != 0)
		if (errno != EINTR)
			return false;
	return true;
}

/*
 * Does this process hold the folder's lock already, by a descriptor inherited from cop-lock?  flock(2) on a descriptor
 * that shares the open file description with the lock succeeds again; on any other it fails.  If so, *holder becomes
 * that descriptor, and *turn the one to take turns by: of several, from one cop-lock within another, the innermost.
 */
static bool
is_inherited(int folder, int *holder, int *turn)
{
	const char *rest = getenv(LOCKS_INHERITED);
	bool found = false;

	while (rest != NULL && *rest >= '0' && *rest <= '9') {
		char *end;
		long fd = strtol(rest, &end, 10), by = *end == ':' ? strtol(end + 1, &end, 10) : -1;

		if (fd <= INT_MAX && by >= 0 && by <= INT_MAX &&
		    file_is_same_open((int)fd, folder) && try_lock((int)fd)) {
			*holder = (int)fd;
			*turn = (int)by;
			found = true;
		}
		rest = *end == ',' ? end + 1 : NULL;
	}
	return found;
}

/*
 * Opens what is to be locked: the folder or, if its lock is inherited, the file to take turns by, anew, as all who
 * share a descriptor share its lock.  Returns NULL, or the reason if it cannot be opened.
 */
static const char *
open_lock(struct lock *lock, const struct folder *folder)
{
	char path[48];
	int turn;

	lock->fd = lock->holder = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock->fd >= 0 && is_inherited(lock->fd, &lock->holder, &turn)) {
		(void)close(lock->fd);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", turn);
		lock->fd = open(path, O_RDONLY | O_CLOEXEC);
		if (lock->fd < 0 && errno == ENOENT)
			return "commands within cop-lock need /proc";
	}
	return lock->fd >= 0 ? NULL : strerror(errno);
}

bool
lock_take(struct lock *lock, const struct folder *folder, struct diag *diag)
{
	double deadline = now() + DEADLINE_SECONDS;
	const char *why = open_lock(lock, folder);

	if (why != NULL) {
		refuse(diag, folder, why);
		return false;
	}
	while (!try_lock(lock->fd)) {
		if (errno != EWOULDBLOCK) {
			refuse(diag, folder, strerror(errno));
			lock_release(lock);
			return false;
		}
		if (now() > deadline) {
			refuse(diag, folder, "another writer has kept it locked for 30 seconds");
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
	int turn = memfd_create("turn", 0);
	struct buf list = {0};
	bool good = turn >= 0 && fcntl(lock->fd, F_SETFD, 0) == 0 &&
		    fcntl(lock->holder, F_SETFD, 0) == 0;

	buf_format(&list, "%s%s%d:%d", before != NULL ? before : "", before != NULL ? "," : "",
		   lock->holder, turn);
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
