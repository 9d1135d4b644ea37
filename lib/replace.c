/* The swap: all files or none, and nothing of what others save meanwhile is lost. */
#include "replace-steps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not every C library has renameat2(2), nor these of <linux/fs.h>. */
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE (1 << 0)
#define RENAME_EXCHANGE (1 << 1)
#endif

#define TRIES 10 /* while somebody else keeps saving in the very moment of a swap */

/* Renames within a folder. */
static int
rename_by(int folder, const char *from, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, folder, from, folder, to, flags);
}

/*
 * Puts back what came out in the place of our own file.  What comes out then must be our file again; if it
 * is yet another, somebody saved in between, and what he saved goes back in turn.  False, and errno set, if what was
 * saved could not be put back: it then lies under the temporary name.
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
		if (rename_by(folder, name, r->old->name, RENAME_EXCHANGE) != 0 ||
		    fstatat(folder, name, &out, AT_SYMLINK_NOFOLLOW) != 0)
			return false;
		if (file_is_untouched(&out, &expected))
			return true;
		expected = put;
		put = out;
	}
	errno = EBUSY; /* no call has failed, and yet what was saved last is not where it belongs */
	return false;
}

/* How a file came to its place, which tells how it goes back. */
enum swapped {
	BY_EXCHANGE,
	BY_CREATION,
	BY_RENAME,       /* the old one is set aside */
	BY_RENAME_ALONE, /* the old one is in memory alone */
};

/* Writes again what stood there. */
static bool
write_back(const struct replacement *r, void *room)
{
	struct str bytes = buf_all(&r->old->bytes);
	struct replacement old = {r->old, &bytes, 1, r->place};
	int folder = r->old->folder->fd, error;
	struct stat status;
	char name[BESIDE_NAME];

	beside_new(r->old->name, name);
	if (beside_write(&old, &status, room) && renameat(folder, name, folder, r->old->name) == 0)
		return true;
	error = errno;
	(void)unlinkat(folder, name, 0);
	errno = error;
	return false;
}

/* Takes our own file out of its place again. False if somebody else's is lost from it, or ours stays. */
static bool
put_back(const struct replacement *r, const struct stat *own, enum swapped how, void *room)
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
	if (how == BY_RENAME_ALONE)
		return write_back(r, room);
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
	if (rename_by(folder, name, r->old->name, RENAME_NOREPLACE) == 0)
		return REPLACED;
	if ((errno == ENOSYS || errno == EINVAL) &&
	    linkat(folder, name, folder, r->old->name, 0) == 0)
		return REPLACED;
	return errno == EEXIST ? REPLACED_CHANGED : REPLACED_NOT;
}

/* A file system that cannot exchange: set the old file aside if it can be linked, look, then rename. */
static enum replaced
rename_over(const struct replacement *r, enum swapped *how)
{
	int folder = r->old->folder->fd;
	char name[BESIDE_NAME], aside[BESIDE_NAME];

	beside_new(r->old->name, name);
	beside_old(r->old->name, aside);
	(void)unlinkat(folder, aside, 0);
	*how = linkat(folder, r->old->name, folder, aside, 0) == 0 ? BY_RENAME : BY_RENAME_ALONE;
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
	if (rename_by(folder, name, r->old->name, RENAME_EXCHANGE) == 0) {
		if (snapshot_is_unchanged(r->old, name))
			return REPLACED;
		return exchange_back(r, own) ? REPLACED_CHANGED : REPLACED_UNKNOWN;
	}
	if (errno == ENOENT)
		return REPLACED_CHANGED;
	if (errno != ENOSYS && errno != EINVAL)
		return REPLACED_NOT;
	return rename_over(r, how);
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
	void *room; /* of beside_write() */
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
		if (!beside_write(&replacements[p->written], &p->own[p->written].status, p->room))
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
		if (!put_back(&replacements[i], &p->own[i].status, p->own[i].how, p->room)) {
			p->own[i].stuck = errno;
			stop(p, REPLACED_UNKNOWN, i);
		}
	for (size_t i = 0; i < p->written; i++)
		if (p->own[i].stuck == 0)
			replace_clean(replacements[i].old->folder, replacements[i].old->name);
}

/* Says of a file that could not be put back where it is. */
static void
report_stuck(const struct replacement *r, const struct own_file *own, struct diag *diag)
{
	const char *reason = strerror(own->stuck);
	char name[BESIDE_NAME];

	if (own->how == BY_CREATION) {
		diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
			 "it is new, and could not be taken away again (%s)", reason);
		return;
	}
	if (own->how == BY_RENAME_ALONE) {
		diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
			 "what stood there could not be put back (%s), and is gone", reason);
		return;
	}
	if (own->how == BY_RENAME)
		beside_old(r->old->name, name);
	else
		beside_new(r->old->name, name);
	diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
		 "what stood there could not be put back (%s): it is now %s", reason, name);
}

/* Says why nothing was written or, of each file that could not be put back, where it is. */
static void
report(const struct replacement *replacements, size_t count, const struct progress *p,
       struct diag *diag)
{
	if (p->result == REPLACED_NOT)
		diag_add(diag, RULE_NOT_WRITTEN, replacements[p->failed].place, "%s",
			 strerror(p->error));
	for (size_t i = 0; i < count && p->result == REPLACED_UNKNOWN; i++)
		if (p->own[i].stuck != 0)
			report_stuck(&replacements[i], &p->own[i], diag);
}

enum replaced
replace_files(const struct replacement *replacements, size_t count, struct diag *diag)
{
	struct progress p = {.own = memory_get_zeroed(count * sizeof(*p.own)),
			     .room = beside_room(),
			     .result = REPLACED};

	write_and_swap(replacements, count, &p);
	if (p.result == REPLACED || p.result == REPLACED_UNKNOWN)
		memory_note_change();
	if (p.result != REPLACED)
		report(replacements, count, &p, diag);
	free(p.own);
	free(p.room);
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
