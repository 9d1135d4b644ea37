#include "git.h"

#include "buf.h"
#include "program.h"

#define SHORT 10 /* digits of a commit that people are shown */

struct git_state
git_state(struct arena *arena, const char *path)
{
	const char *const argv[] = {"git",      "--no-optional-locks",
				    "-c",       "core.fsmonitor=false",
				    "-C",       path,
				    "status",   "--porcelain=v2",
				    "--branch", "--",
				    ".",        NULL};
	const struct str oid = STR("# branch.oid ");
	struct git_state state = {.commit = {NULL, 0}};
	struct buf out = {0};
	struct str rest, line;

	if (program_run(argv, true, &out) != 0)
		out.n = 0;
	rest = buf_all(&out);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		if (str_starts(line, oid) && line.n >= oid.n + SHORT)
			state.commit = arena_str(arena, (struct str){line.p + oid.n, SHORT});
		else if (line.n > 0 && line.p[0] != '#')
			state.differs = true;
		/* A folder that git has never been told of is in no commit. */
		if (str_is(line, "? ./") || str_is(line, "? registry.yaml"))
			state.commit = (struct str){NULL, 0};
	}
	buf_free(&out);
	return state;
}
