/* Snapshots: a file as it was read, and whether it has changed since. */
#include "replace-steps.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

void
snapshot_none(struct snapshot *snapshot, const struct folder *folder, const char *name, mode_t mode)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	*snapshot = (struct snapshot){
	    .folder = folder, .name = name, .absent = true, .status = {.st_mode = mode & ~mask}};
}

static bool
too_large(size_t limit, struct place place, struct diag *diag)
{
	diag_add(diag, RULE_LIMIT, place, "more than %zu bytes", limit);
	return false;
}

/* Reads the access control list of a file; false, with errno set, if it may have one that cannot be read. */
static bool
read_acl(int fd, struct buf *acl)
{
	ssize_t n = fgetxattr(fd, ACL_ATTRIBUTE, NULL, 0);

	if (n > 0) {
		buf_room(acl, (size_t)n);
		n = fgetxattr(fd, ACL_ATTRIBUTE, acl->p, (size_t)n);
	}
	if (n > 0)
		acl->n = (size_t)n;
	return n >= 0 || errno == ENODATA || errno == EOPNOTSUPP;
}

bool
snapshot_read(struct snapshot *snapshot, const struct folder *folder, const char *name,
	      size_t limit, struct place place, struct diag *diag)
{
	struct file file;
	bool good;

	*snapshot = (struct snapshot){.folder = folder, .name = name, .taken = time(NULL)};
	if (!file_open(&file, folder, name)) {
		file_complain(diag, place, errno);
		return false;
	}
	if (fstat(file.fd, &snapshot->status) != 0 || !read_acl(file.fd, &snapshot->acl)) {
		file_complain(diag, place, errno);
		file_close(&file);
		snapshot_free(snapshot);
		return false;
	}
	if (file.size > limit) {
		file_close(&file);
		snapshot_free(snapshot);
		return too_large(limit, place, diag);
	}
	good = file_read_whole(&file, &snapshot->bytes, limit);
	if (!good)
		file_complain(diag, place, errno);
	file_close(&file);
	if (good && snapshot->bytes.n > limit)
		good = too_large(limit, place, diag);
	if (good)
		return true;
	snapshot_free(snapshot);
	return false;
}

const struct finding *
conflict_found(const struct diag *diag)
{
	for (size_t i = 0; i < diag_count(diag); i++)
		if (diag_at(diag, i)->rule == RULE_UNSETTLED)
			return diag_at(diag, i);
	return NULL;
}

void
conflict_stands(struct place place, struct diag *diag)
{
	diag_add(diag, RULE_CONFLICT, place,
		 "resolve it, then git add the file; nothing is changed until then");
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
	buf_free(&snapshot->acl);
	buf_free(&snapshot->bytes);
}

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* A file to be compared with the bytes of a snapshot, of the same size. */
struct comparison {
	int fd;
	struct str bytes;
};

/* How many bytes of the piece, from its beginning, are known to be the same: n unless they differ or cannot be read. */
static size_t
compare_piece(const void *context, size_t begin, size_t n)
{
	const struct comparison *comparison = context;
	char bytes[16384];
	size_t same = 0;

	while (same < n) {
		size_t at = begin + same, wanted = n - same;
		ssize_t got = pread(comparison->fd, bytes,
				    wanted < sizeof(bytes) ? wanted : sizeof(bytes), (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || memcmp(bytes, comparison->bytes.p + at, (size_t)got) != 0)
			break;
		same += (size_t)got;
	}
	return same;
}

/* Does the file hold exactly the bytes of the snapshot?  Allocates nothing, as a swap may be half done. */
static bool
same_bytes(const struct snapshot *old, const char *name)
{
	struct str bytes = buf_all(&old->bytes);
	struct file file;
	bool same;

	if (!file_open(&file, old->folder, name))
		return false;
	same = file.size == bytes.n &&
	       file_in_pieces(bytes.n, compare_piece, &(struct comparison){file.fd, bytes}) ==
		   bytes.n;
	file_close(&file);
	return same;
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
	/*
	 * Times may be too coarse to tell quick changes apart: if the file had been changed just before it was read, it
	 * may have been changed again with the same time, so compare bytes.
	 */
	return old->taken - status.st_mtim.tv_sec > 1 || same_bytes(old, name);
}
