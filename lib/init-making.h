/*
 * init-making.h - a registry in the making, and the repository that it is in.
 *
 * Layer 5.  For init.c, init-text.c and init-git.c alone.
 */
#ifndef COP_INIT_MAKING_H
#define COP_INIT_MAKING_H

#include "git.h"
#include "init.h"
#include "replace.h"

#define MAKING_FILES_MAX 16

/* A file that is to be there. */
struct new_file {
	struct folder *folder;
	const char *name;
	struct str bytes; /* all of it, if there is none */
	mode_t mode;
	bool lines;         /* one that is there gets those lines of bytes that it lacks */
	bool anew;          /* rather, it gets the bytes in the place of what it holds */
	struct str mark;    /* unless it lacks this, by which ours is known; empty: any is ours */
	bool foreign;       /* and where there is none, none is made */
	struct str refusal; /* why not */
	struct str result;  /* what it is to hold, where it changes */
	struct snapshot old;
	struct place place;
};

/* A repository that a folder of the registry is in. */
struct repository {
	const struct folder *folder;
	struct git *git; /* NULL: in a dry run, that which would be made */
	struct folder hooks;
	struct lock lock; /* of the hooks */
	bool foreign; /* its configuration names the folder of hooks, which is not ours to fill */
};

struct making {
	const struct founding *founding;
	struct arena *arena;
	struct diag *diag;
	struct folder root;
	struct folder cops;
	struct folder rosters;
	struct folder schema;
	struct str definition_schema; /* absent: it is not installed */
	struct str registry_schema;
	struct folder people; /* where it is another than root, and there is a registry already */
	struct lock people_lock;
	struct new_file files[MAKING_FILES_MAX];
	size_t count;
	struct repository repositories[2]; /* of the root; of the people, if that is another */
	size_t repository_count;
	struct founded_file *told;
	size_t told_count;
};

/* -- init.c ---------------------------------------------------------------------------------------------------- */

/* One more file to be made; nothing if its bytes are absent.  The caller may say more of it. */
struct new_file *making_add(struct making *m, struct folder *folder, const char *name,
			    struct str bytes);

/* Tells what became of a file or folder. */
void making_tell(struct making *m, struct str path, enum founded result, struct str reason);

/* -- init-text.c ----------------------------------------------------------------------------------------------- */

extern const char attributes_text[]; /* .gitattributes */
extern const char ignored_text[];    /* .gitignore */

/* registry.yaml; *good is false, with the reason recorded, if it cannot be said. */
struct str registry_text(struct making *m, bool *good);

/* A schema that is installed beside the program; absent if it is not, or, which is recorded, cannot be read. */
struct str schema_text(struct making *m, const char *name);

/* The bytes of a file and, at its end, those lines of the text that it lacks; absent if it lacks none. */
struct str text_with_lines(struct arena *arena, struct str bytes, struct str text);

/* -- init-git.c ------------------------------------------------------------------------------------------------ */

/* Can git be run? If not, why is recorded. */
bool git_is_there(struct making *m);

/*
 * Finds the repositories of the root and of the people's folder; makes one for the root if there is none.  False, with the reason
 * recorded, if that fails.
 */
bool git_find(struct making *m);

/* Adds the files that are for git alone. */
void git_add_files(struct making *m);

/* Names our drivers in the repositories' configurations; false, with the reason recorded, if that fails. */
bool git_configure(struct making *m);

/* Gives back what git_find() took. */
void git_give_back(struct making *m);

#endif
