/* A file as it was read, and whether it is still the same. */
#include "replace-steps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "pool.h"
#include "text.h"

#define PART (1024 * (size_t)1024) /* of a file that is compared, to each thread at a time */

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

bool
snapshot_read(struct snapshot *snapshot, const struct folder *folder, const char *name,
	      size_t limit, struct place place, struct diag *diag)
{
	struct file file;
	bool good;

	*snapshot = (struct snapshot){.folder = folder, .name = name};
	if (!file_open(&file, folder, name)) {
		file_complain(diag, place, errno);
		return false;
	}
	if (fstat(file.fd, &snapshot->status) != 0) {
		file_complain(diag, place, errno);
		file_close(&file);
		return false;
	}
	if (file.size > limit) {
		file_close(&file);
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
		 "nothing is changed while it stands; settle it and git add the file");
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

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* A file that is held against a snapshot of as many bytes, part by part. */
struct comparison {
	const struct file *file;
	struct str bytes;
	size_t next;
	atomic_bool differs; /* set while another thread may give out more */
};

struct part {
	size_t begin;
	size_t n;
	bool same;
};

static bool
next_part(void *context, void *item)
{
	struct comparison *comparison = context;
	struct part *part = item;
	size_t left = comparison->bytes.n - comparison->next;

	*part = (struct part){.begin = comparison->next, .n = left < PART ? left : PART};
	comparison->next += part->n;
	return part->n > 0 && !comparison->differs;
}

static void
compare_part(void *context, void *item)
{
	const struct comparison *comparison = context;
	struct part *part = item;
	char bytes[16384];
	size_t done = 0;

	while (done < part->n) {
		size_t at = part->begin + done, left = part->n - done;
		ssize_t got = pread(comparison->file->fd, bytes,
				    left < sizeof(bytes) ? left : sizeof(bytes), (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || memcmp(bytes, comparison->bytes.p + at, (size_t)got) != 0)
			return;
		done += (size_t)got;
	}
	part->same = true;
}

static void
part_done(void *context, void *item)
{
	struct comparison *comparison = context;
	const struct part *part = item;

	if (!part->same)
		comparison->differs = true;
}

/* Does the file hold just the bytes of the snapshot? Nothing is allocated: a swap may be half done. */
static bool
same_bytes(const struct snapshot *old, const char *name)
{
	struct part room[POOL_SLOTS_MAX] = {0};
	struct file file;
	struct comparison comparison = {.file = &file, .bytes = buf_all(&old->bytes)};

	if (!file_open(&file, old->folder, name))
		return false;
	comparison.differs = file.size != comparison.bytes.n;
	pool_run(&(struct pool_work){.context = &comparison,
				     .item_size = sizeof(struct part),
				     .next = next_part,
				     .work = compare_part,
				     .done = part_done,
				     .room = room},
		 pool_threads(file.size, 1));
	file_close(&file);
	return !comparison.differs;
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
