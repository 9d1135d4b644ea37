#include "publish.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "replace.h"
#include "rows.h"

#define STAMP_MAX 400 /* bytes that the stamp may have in the old file */
#define TRIES 8

/* Is the old content the same as the new bytes but for the stamp? */
static bool
is_same(struct str old, struct str bytes, struct stamped stamp)
{
	struct str head = {bytes.p, stamp.begin}, middle;
	struct str tail = str_after(bytes, stamp.end);

	if (old.n < head.n + tail.n || !str_starts(old, head) || !str_ends(old, tail))
		return false;
	middle = (struct str){old.p + head.n, old.n - head.n - tail.n};
	return stamp.any || (middle.n <= STAMP_MAX && str_find(middle, '\n') == middle.n);
}

/* Reads the old file, or notes that there is none; false, with the reason recorded, if it cannot be read. */
static bool
read_old(struct snapshot *old, const struct folder *folder, const char *name, bool private,
	 struct place place, struct diag *diag)
{
	struct stat status;

	if (fstatat(folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
		snapshot_none(old, folder, name, private ? 0600 : 0666);
		return true;
	}
	return snapshot_read(old, folder, name, ROWS_BYTES_MAX, place, diag);
}

static enum published
put(const struct folder *folder, const char *name, struct str bytes, struct stamped stamp,
    bool private, struct diag *diag, struct place place)
{
	enum replaced replaced = REPLACED_CHANGED;
	struct snapshot old;
	bool same = false;

	for (int i = 0; i < TRIES && replaced == REPLACED_CHANGED; i++) {
		struct replacement replacement = {&old, &bytes, 1, place};

		if (!read_old(&old, folder, name, private, place, diag))
			return PUBLISHED_NOT;
		same = !old.absent && is_same(buf_all(&old.bytes), bytes, stamp);
		replaced = same ? REPLACED : replace_files(&replacement, 1, diag);
		snapshot_free(&old);
	}
	if (replaced == REPLACED_CHANGED)
		diag_add(diag, RULE_NOT_WRITTEN, place, "somebody else keeps saving it");
	if (replaced != REPLACED)
		return PUBLISHED_NOT;
	return same ? PUBLISHED_SAME : PUBLISHED;
}

enum published
publish(const char *path, struct str bytes, struct stamped stamp, bool private, struct diag *diag)
{
	struct arena *arena = arena_new();
	const char *name = path_name(str_of(path)).p;
	struct place place = {.path = str_of(path)};
	enum published published = PUBLISHED_NOT;
	struct folder folder;
	struct lock lock;

	if (!folder_open_above(&folder, arena, path)) {
		diag_add(diag, RULE_USAGE, (struct place){0}, "%s: %s", path, strerror(errno));
		arena_free(arena);
		return PUBLISHED_NOT;
	}
	if (lock_take(&lock, &folder, diag)) {
		replace_clean(&folder, name);
		published = put(&folder, name, bytes, stamp, private, diag, place);
		lock_release(&lock);
	}
	folder_close(&folder);
	arena_free(arena);
	return published;
}
