/* Conflicts that git's index knows of, with or without conflict markers in the file. */
#include "git.h"
#include "replace.h"

bool
folder_is_merged(const struct folder *folder,
		 bool (*concerns)(const void *context, struct str name), const void *context,
		 struct diag *diag)
{
	struct arena *arena = arena_new();
	struct git_unmerged unmerged;
	struct buf why = {0};
	struct str path = folder->path.n > 0 ? folder->path : STR("./");
	bool good = git_unmerged(arena, folder, &unmerged, &why);

	if (!good)
		diag_add(diag, RULE_CONFLICT, (struct place){.path = path},
			 "git has begun a merge and cannot tell what is unmerged: %.*s",
			 STR_ARG(buf_all(&why)));
	for (size_t i = 0; i < unmerged.count && good; i++) {
		good = !concerns(context, unmerged.names[i]);
		if (!good)
			diag_add(diag, RULE_CONFLICT,
				 folder_place(arena, folder, unmerged.names[i]),
				 "unmerged in git: resolve the file, then git add it; nothing is "
				 "changed until then");
	}
	buf_free(&why);
	arena_free(arena);
	return good;
}
