/* The files of a registry, and finding the one that a path names. */
#include "registry.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

struct file_list {
	const struct registry *registry;
	struct arena *arena;
	struct registry_file *list;
	size_t count;
	size_t capacity;
};

enum csv_kind
registry_csv_kind(enum registry_file_kind kind)
{
	switch (kind) {
	case FILE_ROSTER:
		return CSV_ROSTER;
	case FILE_ORGANIZATIONS:
		return CSV_ORGANIZATIONS;
	case FILE_SUPPRESSIONS:
		return CSV_SUPPRESSIONS;
	default:
		return CSV_NONE;
	}
}

struct str
registry_from_root(const struct registry *registry, struct str path)
{
	struct str root = registry->root.path;

	return str_starts(path, root) ? str_after(path, root.n) : path;
}

/* The path on the disk of a file in a folder read from git. */
static struct str
path_on_disk(const struct registry *registry, struct arena *arena, const struct folder *folder,
	     struct str path)
{
	const struct folder *root = &registry->root;
	bool inside = folder->tree == root->tree && str_starts(path, root->path);
	struct str place = inside ? str_of(registry->past.place) : registry->past.people_place;
	struct str within = str_after(path, inside ? root->path.n : registry->people.path.n);

	if (str_starts(place, STR("./")))
		place = str_after(place, 2);
	if (str_is(place, "."))
		return within;
	return arena_format(arena, "%.*s%s%.*s", STR_ARG(place),
			    str_ends(place, STR("/")) ? "" : "/", STR_ARG(within));
}

/* Adds a file. Its name is a community's id and the suffix; if the suffix is empty, it is not about a community. */
static void
add_file(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	 struct str name, struct str suffix)
{
	const struct registry *registry = files->registry;
	struct str path = folder_place(files->arena, folder, name).path;

	files->list = arena_grow(files->arena, files->list, files->count, &files->capacity,
				 sizeof(*files->list));
	files->list[files->count++] = (struct registry_file){
	    .kind = kind,
	    .folder = folder,
	    .name = name,
	    .id = {name.p, suffix.n > 0 ? name.n - suffix.n : 0},
	    .path = path,
	    .from_root = registry_from_root(registry, path),
	    .on_disk = folder->tree != NULL ? path_on_disk(registry, files->arena, folder, path)
					    : path};
}

static void
add_optional(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	     struct str name)
{
	if (folder_holds(folder, name.p, NULL))
		add_file(files, kind, folder, name, STR(""));
	else if (errno != ENOENT)
		file_complain(files->registry->diag, folder_place(files->arena, folder, name),
			      errno);
}

static void
add_folder(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	   struct str suffix)
{
	struct str *names;
	ssize_t count = !folder_is_there(folder) ? 0 : folder_names(folder, files->arena, &names);

	if (count < 0)
		file_complain(files->registry->diag, (struct place){.path = folder->path}, errno);
	for (ssize_t i = 0; i < count; i++)
		if (str_ends(names[i], suffix))
			add_file(files, kind, folder, names[i], suffix);
}

size_t
registry_files(const struct registry *registry, struct arena *arena, struct registry_file **files)
{
	struct file_list all = {.registry = registry, .arena = arena};

	add_file(&all, FILE_REGISTRY, &registry->root, STR(REGISTRY_FILE), STR(""));
	add_folder(&all, FILE_DEFINITION, &registry->cops, STR(DEFINITION_SUFFIX));
	add_folder(&all, FILE_ROSTER, &registry->rosters, STR(ROSTER_SUFFIX));
	if (folder_is_there(&registry->people)) {
		add_optional(&all, FILE_ORGANIZATIONS, &registry->people, STR("organizations.csv"));
		add_optional(&all, FILE_SUPPRESSIONS, &registry->people, STR("suppressions.csv"));
	}
	*files = all.list;
	return all.count;
}

/* Adds the folder part of a path, with a NUL; "." if the path is only a name. */
static void
add_folder_of(struct buf *out, struct str path)
{
	path.n -= path_name(path).n;
	buf_str(out, path.n > 0 ? path : STR("."));
	buf_char(out, '\0');
}

/* Are the folders of the two paths the same?  The files themselves need not exist. */
static bool
is_in_one_folder(struct str a, struct str b)
{
	struct buf one = {0}, other = {0};
	bool is;

	add_folder_of(&one, a);
	add_folder_of(&other, b);
	is = file_is_same(one.p, other.p);
	buf_free(&one);
	buf_free(&other);
	return is;
}

/* Does the path lead to the file?  found is its lstat(2), or NULL.  For a file read from git, folders are compared. */
static bool
leads_to(struct str path, const struct stat *found, const struct registry_file *file)
{
	struct stat status;

	if (file->folder->tree != NULL)
		return str_eq(path_name(path), file->name) && is_in_one_folder(path, file->on_disk);
	return found != NULL &&
	       fstatat(file->folder->fd, file->name.p, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       file_is_one(&status, found);
}

const struct registry_file *
registry_file_at(const struct registry_file *files, size_t count, const char *path)
{
	struct str name = str_starts(str_of(path), STR("./")) ? str_of(path + 2) : str_of(path);
	struct stat status, *found = NULL;

	/* Most paths are spelled as ours: comparing text first spares a system call for each file. */
	for (size_t i = 0; i < count; i++)
		if (str_eq(files[i].path, name) || str_eq(files[i].on_disk, name))
			return &files[i];
	if (lstat(path, &status) == 0)
		found = &status;
	for (size_t i = 0; i < count; i++)
		if (leads_to(name, found, &files[i]))
			return &files[i];
	return NULL;
}
