#include "dispatch.h"

#include <errno.h>
#include <unistd.h>

#include "file.h"
#include "program.h"

#define PREFIX "cop-"

struct dispatch
dispatch_find(struct arena *arena)
{
	struct dispatch dispatch = {.arena = arena};
	struct str prefix = STR(PREFIX), *files;
	struct folder folder;
	ssize_t count;

	dispatch.folder = file_program_folder(arena);
	if (dispatch.folder.n == 0 || !folder_open(&folder, arena, dispatch.folder.p))
		return dispatch;
	count = folder_names(&folder, arena, &files);
	dispatch.names = arena_array(arena, count > 0 ? (size_t)count : 0, sizeof(*files));
	for (ssize_t i = 0; i < count; i++)
		if (str_starts(files[i], prefix) && faccessat(folder.fd, files[i].p, X_OK, 0) == 0)
			dispatch.names[dispatch.count++] = str_after(files[i], prefix.n);
	folder_close(&folder);
	return dispatch;
}

static struct str
path_of(const struct dispatch *dispatch, struct str name)
{
	return arena_format(dispatch->arena, "%.*s" PREFIX "%.*s", STR_ARG(dispatch->folder),
			    STR_ARG(name));
}

bool
dispatch_knows(const struct dispatch *dispatch, struct str name, struct nearest *nearest)
{
	/* Programs in a folder that may not be listed can be run all the same. */
	if (dispatch->count == 0 && dispatch->folder.n > 0 && path_name(name).n == name.n)
		return access(path_of(dispatch, name).p, X_OK) == 0;
	for (size_t i = 0; i < dispatch->count; i++) {
		if (str_eq(dispatch->names[i], name))
			return true;
		nearest_try(nearest, dispatch->names[i]);
	}
	return false;
}

/* The manual pages that are not about a command, and their sections. */
static const char *const topics[][2] = {{"registry", "5"}, {"diagnostics", "7"}, {"git", "7"}};

static const char *
section_of(struct str name)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (str_is(name, topics[i][0]))
			return topics[i][1];
	return "1";
}

bool
dispatch_explains(const struct dispatch *dispatch, struct str name, struct nearest *nearest)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
		if (str_is(name, topics[i][0]))
			return true;
		nearest_try(nearest, str_of(topics[i][0]));
	}
	return dispatch_knows(dispatch, name, nearest);
}

void
dispatch_run(const struct dispatch *dispatch, struct str name, char *argv[])
{
	struct str path = path_of(dispatch, name);

	(void)execv(path.p, argv);
}

struct str
dispatch_summary(const struct dispatch *dispatch, struct str name)
{
	struct str path = path_of(dispatch, name), rest, line = STR("");
	const char *const argv[] = {path.p, "--help", NULL};
	struct buf out = {0};

	(void)program_run(argv, false, &out);
	rest = buf_keep(&out, dispatch->arena);
	(void)str_next(&rest, '\n', &line);
	return str_next(&rest, '\n', &line) ? line : STR("");
}

void
dispatch_manual(const struct dispatch *dispatch, struct str name)
{
	struct str page = name.n > 0 ? arena_format(dispatch->arena, PREFIX "%.*s", STR_ARG(name))
				     : STR("cop");
	const char *section = section_of(name);
	struct str path = arena_format(dispatch->arena, "%.*s../share/man/man%s/%s.%s",
				       STR_ARG(dispatch->folder), section, page.p, section);

	/* Try beside the programs first, so that a build shows its own pages. */
	if (access(path.p, R_OK) == 0)
		(void)execlp("man", "man", path.p, (char *)NULL);
	(void)execlp("man", "man", page.p, (char *)NULL);
	if (errno == ENOENT && name.n > 0 && *section == '1') {
		path = path_of(dispatch, name);
		(void)execl(path.p, path.p, "--help", (char *)NULL);
	}
}
