#include "tree.h"

#include <errno.h>

/* The index of the first file whose path is not before that one. */
static size_t
first_from(const struct tree *tree, struct str path)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(tree->files[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Is there a file whose path begins with path? */
static bool
has_below(const struct tree *tree, struct str path)
{
	size_t i = first_from(tree, path);

	return i < tree->count && str_starts(tree->files[i].path, path);
}

const struct tree_file *
tree_find(const struct tree *tree, struct str folder, const char *name)
{
	struct buf path = {0};
	int error = 0;
	size_t i;

	buf_str(&path, folder);
	buf_puts(&path, name);
	i = first_from(tree, buf_all(&path));
	if (i == tree->count || !str_eq(tree->files[i].path, buf_all(&path))) {
		if (*name != '\0')
			buf_char(&path, '/');
		error = has_below(tree, buf_all(&path)) ? EISDIR : ENOENT;
	}
	buf_free(&path);
	errno = error;
	return error == 0 ? &tree->files[i] : NULL;
}

size_t
tree_names(const struct tree *tree, struct arena *arena, struct str folder, struct str **names)
{
	size_t count = 0, capacity = 0;

	for (size_t i = first_from(tree, folder); i < tree->count; i++) {
		struct str path = tree->files[i].path, name = str_after(path, folder.n);

		if (!str_starts(path, folder))
			break;
		name.n = str_find(name, '/');
		/* Files of the same subfolder follow each other. */
		if (str_starts(name, STR(".")) || (count > 0 && str_eq(name, (*names)[count - 1])))
			continue;
		*names = arena_grow(arena, *names, count, &capacity, sizeof(**names));
		(*names)[count++] = arena_str(arena, name);
	}
	return count;
}
