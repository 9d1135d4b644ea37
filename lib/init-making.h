/*
 * init-making.h - the state that the parts of cop-init share while they create a registry.
 *
 * Layer 5.  For init.c, init-text.c and init-git.c alone.
 */
#ifndef COP_INIT_MAKING_H
#define COP_INIT_MAKING_H

#include "git.h"
#include "init.h"
#include "replace.h"

#define MAKING_FILES_MAX 16

/* A file to create, or to change if it exists.  A file that exists is kept unless `lines` is set. */
struct new_file {
	struct folder *folder;
	const char *name;
	struct str bytes; /* the whole content of a new file */
	mode_t mode;
	bool lines;         /* append to an existing file the lines of `bytes` it lacks */
	bool anew;          /* instead of appending, replace its content with `bytes` */
	struct str mark;    /* change an existing file only if it contains this; empty: always */
	bool foreign;       /* do not create the file: its folder is not ours */
	struct str refusal; /* what the user is told if the file is refused */
	struct str result;  /* the new content; absent: unchanged */
	struct snapshot old;
	struct place place;
};

/* A folder that was made, to be removed if nothing comes of it. */
struct new_folder {
	int within; /* descriptor of the folder that contains it, or AT_FDCWD */
	const char *name;
	struct new_folder *before; /* the one made before it */
};

/* The git repository that contains a folder of the registry. */
struct repository {
	const struct folder *folder;
	struct git *git; /* NULL: it does not exist yet, and this is a dry run */
	struct folder hooks;
	struct lock lock; /* on the folder of hooks */
	bool foreign;     /* the configured folder of hooks is not ours to write to */
};

struct making {
	const struct founding *founding;
	struct arena *arena;
	struct diag *diag;
	struct folder root;
	struct folder cops;
	struct folder rosters;
	struct folder schema;
	struct new_folder *made;      /* the last one; NULL: none */
	struct str definition_schema; /* this and the next: absent if not installed */
	struct str registry_schema;
	struct folder people; /* of an existing registry, if its people are not in root */
	struct lock people_lock;
	struct new_file files[MAKING_FILES_MAX];
	size_t count;
	struct repository repositories[2]; /* the one of root, then that of people if it differs */
	size_t repository_count;
	struct founded_file *told;
	size_t told_count;
};

/* -- init.c ---------------------------------------------------------------------------------------------------- */

/*
 * Adds a file to create; does nothing if bytes is absent.  Returns the entry, so that the caller can set more fields.
 */
struct new_file *making_add(struct making *m, struct folder *folder, const char *name,
			    struct str bytes);

/* Appends to the list of results what was done with a file or folder. */
void making_tell(struct making *m, struct str path, enum founded result, struct str reason);

/* -- init-text.c ----------------------------------------------------------------------------------------------- */

extern const char attributes_text[]; /* .gitattributes */
extern const char ignored_text[];    /* .gitignore */

/* The text of a new registry.yaml.  Sets *good to false, with the reason recorded, if a value cannot be written. */
struct str registry_text(struct making *m, bool *good);

/*
 * Reads a schema installed beside the program.  Absent if it is not installed, or if reading fails, which is
 * recorded.
 */
struct str schema_text(struct making *m, const char *name);

/* Returns bytes with the lines of text that it lacks appended; absent if it lacks none. */
struct str text_with_lines(struct arena *arena, struct str bytes, struct str text);

/* -- init-git.c ------------------------------------------------------------------------------------------------ */

/* Can git be run? If not, the reason is recorded. */
bool git_is_there(struct making *m);

/*
 * Finds the repositories of the root and of the people's folder; creates one for the root if there is none.  Returns
 * false, with the reason recorded, on failure.
 */
bool git_find(struct making *m);

/* Adds the hooks to the files. */
void git_add_files(struct making *m);

/*
 * Registers our merge and diff drivers in each repository's configuration; false, with the reason recorded, on
 * failure.
 */
bool git_configure(struct making *m);

/* Releases what git_find() acquired. */
void git_give_back(struct making *m);

#endif
