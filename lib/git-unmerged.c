/* Finds the files that a merge has left unmerged in the index, and git's own folder without running git. */
#include "git.h"

#include <fcntl.h>
#include <unistd.h>

#define UPWARD_MAX 64

/* -- git's own folder ------------------------------------------------------------------------------------------ */

/* Opens the folder .git, or the one that a file of that name points to. Returns a descriptor, or -1. */
static int
open_own(int folder)
{
	static const char pointer[] = "gitdir: ";
	char text[4096];
	/* O_NONBLOCK: a FIFO of that name must not hang us. */
	int fd = openat(folder, ".git", O_RDONLY | O_NONBLOCK | O_CLOEXEC), own;
	ssize_t n = read(fd, text, sizeof(text) - 1);

	if (n < (ssize_t)sizeof(pointer) || memcmp(text, pointer, sizeof(pointer) - 1) != 0)
		return fd;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	own = openat(folder, text + sizeof(pointer) - 1, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	(void)close(fd);
	return own;
}

int
git_folder_open(const struct folder *folder)
{
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), own = -1;

	for (int i = 0; i < UPWARD_MAX && fd >= 0; i++) {
		int above;

		if (faccessat(fd, ".git", F_OK, 0) == 0) {
			own = open_own(fd);
			break;
		}
		above = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (above >= 0 && file_is_same_open(fd, above)) {
			(void)close(above); /* the parent of / is / itself */
			break;
		}
		(void)close(fd);
		fd = above;
	}
	if (fd >= 0)
		(void)close(fd);
	return own;
}

/* -- what is unmerged ------------------------------------------------------------------------------------------- */

/* Is a merge or the like in progress in the folder's work tree? If not, only a stash could have left unmerged files. */
static bool
is_under_way(const struct folder *folder)
{
	static const char *const signs[] = {"MERGE_HEAD",   "CHERRY_PICK_HEAD", "REVERT_HEAD",
					    "rebase-merge", "rebase-apply",     NULL};
	int own = git_folder_open(folder);
	bool found = false;

	if (own < 0)
		return false;
	for (size_t i = 0; signs[i] != NULL && !found; i++)
		found = faccessat(own, signs[i], F_OK, 0) == 0;
	(void)close(own);
	return found;
}

/* Reads the names in a listing of the index, which has up to three consecutive entries for each file. */
static void
read_names(struct arena *arena, struct str rest, struct git_unmerged *unmerged)
{
	struct str entry;
	size_t capacity = 0;

	while (rest.n > 0 && str_next(&rest, '\0', &entry)) {
		struct str name = str_after(entry, str_find(entry, '\t') + 1);

		if (unmerged->count > 0 && str_eq(unmerged->names[unmerged->count - 1], name))
			continue;
		unmerged->names = arena_grow(arena, unmerged->names, unmerged->count, &capacity,
					     sizeof(*unmerged->names));
		unmerged->names[unmerged->count++] = arena_str(arena, name);
	}
}

bool
git_unmerged(struct arena *arena, const struct folder *folder, struct git_unmerged *unmerged,
	     struct buf *why)
{
	static const char *const words[] = {"ls-files", "--unmerged", "-z", NULL};
	struct buf out = {0};
	struct git *git;
	bool good;

	*unmerged = (struct git_unmerged){0};
	if (folder->fd < 0 || !is_under_way(folder))
		return true;
	git = git_open(folder->path.n > 0 ? folder->path.p : ".", why);
	good = git != NULL && git_ask(git, words, &out, why);
	if (good)
		read_names(arena, buf_all(&out), unmerged);
	git_close(git);
	buf_free(&out);
	return good;
}
