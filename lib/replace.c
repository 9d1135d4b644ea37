/* The swap: all files or none, without losing what others save meanwhile. */
#include "replace-steps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not every C library has renameat2(2) or these constants of <linux/fs.h>. */
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE (1 << 0)
#define RENAME_EXCHANGE (1 << 1)
#endif

#define TRIES 10 /* attempts to put a file back while somebody else keeps saving it */

/* Renames within a folder by renameat2(2). */
static int
rename_by(int folder, const char *from, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, folder, from, folder, to, flags);
}

/*
 * Undoes an exchange: exchanges our own file (status *own) with the one under the temporary name.  If what comes out is
 * not our file, somebody saved a newer one in between, and that is exchanged back in turn.  False, with errno set, if
 * the file saved last could not be put back: it is then under the temporary name.
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
	errno = EBUSY; /* no call has failed, but the file saved last is still not in its place */
	return false;
}

/* How our file was put in place, which determines how that is undone. */
enum swapped {
	BY_EXCHANGE,
	BY_CREATION,
	BY_RENAME,       /* the old file is kept under the name of beside_old() */
	BY_RENAME_ALONE, /* the old content is in memory only */
};

/* Writes the old content again and renames it over our file; false, with errno set, on failure. */
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

/* Undoes the swap of our own file.  False, with errno set, if ours stays or the other file could not be restored. */
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
		return true; /* somebody has saved the file since: leave it */
	if (how == BY_CREATION)
		return unlinkat(folder, r->old->name, 0) == 0;
	if (how == BY_RENAME_ALONE)
		return write_back(r, room);
	beside_old(r->old->name, name);
	return renameat(folder, name, folder, r->old->name) == 0;
}

/* Puts the new file where there was none; REPLACED_CHANGED if somebody else has created one meanwhile. */
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

/* For file systems that cannot exchange: links the old file aside if possible, checks it is unchanged, then renames. */
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
 * Puts the new file in place of the old one.  By exchange, the old file is checked under the temporary name only after
 * it was taken out, so that anything saved up to that moment is noticed and put back.
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

/* One of our own files while it is being swapped in. */
struct own_file {
	struct stat status;
	enum swapped how;
	int stuck; /* why the other file could not be put back, an errno; 0: it need not be, or was */
};

/* The progress of a replacement of several files. */
struct progress {
	struct own_file *own;
	void *room;     /* for beside_write() */
	size_t written; /* number of replacements, the one that failed included */
	size_t swapped; /* number of replacements */
	enum replaced result;
	size_t failed; /* index of the replacement that failed */
	int error;     /* its errno */
};

static void
stop(struct progress *p, enum replaced result, size_t failed)
{
	p->error = errno;
	p->result = result;
	p->failed = failed;
}

/* Writes all files, then swaps all. Allocates nothing, so that it cannot run out of memory halfway. */
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
	/* On failure, undo the swaps that were done; what cannot be put back stays where it is. */
	for (size_t i = 0; i < p->swapped && p->result != REPLACED; i++)
		if (!put_back(&replacements[i], &p->own[i].status, p->own[i].how, p->room)) {
			p->own[i].stuck = errno;
			stop(p, REPLACED_UNKNOWN, i);
		}
	for (size_t i = 0; i < p->written; i++)
		if (p->own[i].stuck == 0)
			replace_clean(replacements[i].old->folder, replacements[i].old->name);
}

/* Records where the file is that could not be put back. */
static void
report_stuck(const struct replacement *r, const struct own_file *own, struct diag *diag)
{
	const char *reason = strerror(own->stuck);
	char name[BESIDE_NAME];

	if (own->how == BY_CREATION) {
		diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
			 "the new file could not be removed again (%s)", reason);
		return;
	}
	if (own->how == BY_RENAME_ALONE) {
		diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
			 "the old file could not be restored (%s) and is lost", reason);
		return;
	}
	if (own->how == BY_RENAME)
		beside_old(r->old->name, name);
	else
		beside_new(r->old->name, name);
	diag_add(diag, RULE_WRITE_UNKNOWN, r->place,
		 "the old file could not be restored (%s): it is now in %s", reason, name);
}

/* Records why nothing was written or, for each file that could not be put back, where it is. */
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
