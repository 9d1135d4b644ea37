/* Folders, and the names in them. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

bool
folder_open(struct folder *folder, struct arena *arena, const char *path)
{
	struct str shown = str_of(path);

	*folder = (struct folder){.fd = -1};
	folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (str_starts(shown, STR("./")))
		for (shown = str_after(shown, 2); str_starts(shown, STR("/"));)
			shown = str_after(shown, 1);
	if (str_is(shown, "."))
		shown.n = 0;
	folder->path = shown.n == 0 || str_ends(shown, STR("/"))
			   ? arena_str(arena, shown)
			   : arena_format(arena, "%.*s/", STR_ARG(shown));
	return folder->fd >= 0;
}

struct str
path_name(struct str path)
{
	const char *slash = path.n == 0 ? NULL : memrchr(path.p, '/', path.n);

	return slash == NULL ? path : str_after(path, (size_t)(slash + 1 - path.p));
}

bool
folder_open_above(struct folder *folder, struct arena *arena, const char *path)
{
	struct str above = str_of(path);

	above.n -= path_name(above).n;
	return folder_open(folder, arena, above.n > 0 ? arena_str(arena, above).p : ".");
}

bool
folder_of_tree(struct folder *folder, const struct tree *tree, struct str within, struct str path)
{
	*folder = (struct folder){.fd = -1, .within = within, .path = path};
	if (tree_find(tree, within, "") == NULL && errno != EISDIR)
		return false;
	folder->tree = tree;
	return true;
}

static bool
within_tree(struct folder *folder, struct arena *arena, const struct folder *parent,
	    const char *name)
{
	/* The errno that the system gives for something that is not a folder, or is a link to one. */
	if (tree_find(parent->tree, parent->within, name) != NULL)
		errno = ENOTDIR;
	if (errno != EISDIR)
		return false;
	folder->tree = parent->tree;
	folder->within = arena_format(arena, "%.*s%s/", STR_ARG(parent->within), name);
	return true;
}

bool
folder_within(struct folder *folder, struct arena *arena, const struct folder *parent,
	      const char *name)
{
	*folder = (struct folder){.fd = -1};
	folder->path = arena_format(arena, "%.*s%s/", STR_ARG(parent->path), name);
	if (parent->tree != NULL)
		return within_tree(folder, arena, parent, name);
	folder->fd = openat(parent->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return folder->fd >= 0;
}

void
folder_close(struct folder *folder)
{
	if (folder->fd >= 0)
		(void)close(folder->fd);
	folder->fd = -1;
	folder->tree = NULL;
}

bool
folder_is_same(const struct folder *a, const struct folder *b)
{
	if (a->tree != NULL || b->tree != NULL)
		return a->tree == b->tree && str_eq(a->within, b->within);
	return file_is_same_open(a->fd, b->fd);
}

struct place
folder_place(struct arena *arena, const struct folder *folder, struct str name)
{
	return (struct place){
	    .path = arena_format(arena, "%.*s%.*s", STR_ARG(folder->path), STR_ARG(name))};
}

/* The size as a size_t. One that does not fit is cut, and still exceeds every limit. */
/* Opens the folder's entries anew, with a read position of its own; NULL with errno set. */
static DIR *
open_entries(const struct folder *folder)
{
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	int error = errno;

	if (stream == NULL && fd >= 0) {
		(void)close(fd);
		errno = error;
	}
	return stream;
}

bool
folder_is_empty(const struct folder *folder)
{
	DIR *stream = open_entries(folder);
	struct dirent *entry;
	bool empty = stream != NULL;

	while (empty && (errno = 0, (entry = readdir(stream)) != NULL))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	empty = empty && errno == 0;
	if (stream != NULL)
		(void)closedir(stream);
	return empty;
}

/* As folder_names(), in any order. */
static ssize_t
disk_names(const struct folder *folder, struct arena *arena, struct str **names)
{
	DIR *stream = open_entries(folder);
	size_t count = 0, capacity = 0;
	struct dirent *entry;
	int error;

	if (stream == NULL)
		return -1;
	while (errno = 0, (entry = readdir(stream)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		*names = arena_grow(arena, *names, count, &capacity, sizeof(**names));
		(*names)[count++] = arena_str(arena, str_of(entry->d_name));
	}
	error = errno;
	(void)closedir(stream);
	errno = error;
	return error != 0 ? -1 : (ssize_t)count;
}

ssize_t
folder_names(const struct folder *folder, struct arena *arena, struct str **names)
{
	ssize_t count;

	*names = NULL;
	count = folder->tree != NULL
		    ? (ssize_t)tree_names(folder->tree, arena, folder->within, names)
		    : disk_names(folder, arena, names);
	if (count > 1)
		qsort(*names, (size_t)count, sizeof(**names), str_order);
	return count;
}
