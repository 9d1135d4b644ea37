/*
 * edit.h - changes files of a registry: all the changes of a command, or none.
 *
 * Layer 5.  Every command that writes, except cop-fmt, goes through edit_run(). It takes the locks, opens the registry,
 * calls the command back for the changes, and replaces the files by the write protocol (replace.h). If somebody else
 * has saved one of the files meanwhile, it starts again from the new contents.
 */
#ifndef COP_EDIT_H
#define COP_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "registry.h"
#include "replace.h"

/* Folders that a command locks, in this order: those in which it changes files or, for cop-lock, all. */
enum edit_folder {
	EDIT_ROOT = 1 << 0,
	EDIT_DEFINITIONS = 1 << 1,
	EDIT_PEOPLE = 1 << 2,
	EDIT_ROSTERS = 1 << 3, /* created if it does not exist */
	EDIT_ALL = (1 << 4) - 1,
};

#define EDIT_FOLDERS 4 /* their number */

/* A file about to change, and the patches to make in it. */
struct patch;
struct edit_file {
	struct snapshot old;
	struct place place;
	struct patch *patches;
	size_t count;
	size_t capacity;
	struct edit_file *next;
};

/* One attempt at an edit. */
struct edit {
	const char *root;          /* as in the task */
	struct registry *registry; /* open, nothing loaded; its findings go to loading */
	struct map *names;         /* of recognize_known() */
	struct diag *loading;
	struct diag *diag;    /* why the edit cannot be made */
	struct diag *notes;   /* what the user should know, though it prevents nothing */
	struct arena *arena;  /* for this attempt and its outcomes */
	struct folder beside; /* folder of task->beside; fd -1: none */
	struct edit_file *files;
	struct edit_file **last;
	struct map files_by_path; /* the same files, by path */
	struct outcome *outcomes;
	size_t outcome_count;
	size_t outcome_capacity;
	bool dry_run;      /* no lock is held, nothing may be written */
	bool made_rosters; /* we created the folder of rosters */
	bool refused;      /* some request was refused */
	bool all_rosters;  /* the edit depends on all rosters, not only on those opened */
};

struct edit_task {
	const char *root; /* of the registry; NULL: search upward from the current folder */
	unsigned folders; /* bits of enum edit_folder */
	bool dry_run;
	const char *beside; /* path of a file outside the registry that changes too; NULL: none */
	/*
	 * Makes the changes: opens files, patches them, adds outcomes. Called again from the start, with a new edit, if
	 * a file changed meanwhile. False: write nothing; the reason is in edit->diag.
	 */
	bool (*change)(void *context, struct edit *edit);
	void *context;
};

/*
 * Runs the task. True if its changes are on the disk or, in a dry run, would be; the edit then holds the outcomes. A
 * dry run appends the unified diff to diff. False, with the reason recorded in diag, if nothing was changed or it is
 * not known whether the changes reached the disk. Either way the caller calls edit_end().
 */
bool edit_run(struct edit *edit, const struct edit_task *task, struct buf *diff, struct diag *diag);

/* Frees what an edit holds. */
void edit_end(struct edit *edit);

/*
 * Opens the file of that name, in a folder of the registry, for change; a second call returns the same one. NULL, with
 * the reason recorded, if it cannot be read or must not be changed. With may_create, a file that does not exist is
 * created with that mode if anything is put into it. Files are replaced in the order in which they were opened.
 */
struct edit_file *edit_open(struct edit *edit, const struct folder *folder, struct str name,
			    bool may_create, mode_t mode);

/* The contents of the file as it was read. */
static inline struct str
edit_bytes(const struct edit_file *file)
{
	return buf_all(&file->old.bytes);
}

/*
 * Replaces gone bytes at offset at of the old contents by text, which is not copied and must live in the edit's arena.
 */
void edit_patch(struct edit *edit, struct edit_file *file, size_t at, size_t gone, struct str text);

/* Is there a patch that only inserts, at that offset? */
bool edit_puts_in(const struct edit_file *file, size_t at);

/* Appends the file's contents with the patches made so far; false if the file has not been opened by edit_open(). */
bool edit_result(struct edit *edit, struct str path, struct buf *out);

/*
 * For edit.c alone: is everything that the edit changes or depends on merged, as far as git knows? If not, that is
 * recorded. To be called once it is known what changes.
 */
bool edit_is_merged(struct edit *edit, const struct edit_task *task);

/* Removes all patches: nothing is to change after all. */
void edit_drop_patches(struct edit *edit);

/*
 * Finds the definition with that id; the definitions must be loaded. NULL if it could not be read, with what is wrong
 * recorded, or if there is none: a usage error with a suggestion.
 */
const struct definition *edit_definition(struct edit *edit, struct str id);

/* Could the suppressions and the organizations, which must be loaded, be read? If not, why is recorded. */
bool edit_people_known(struct edit *edit);

/*
 * Could everything be read that was looked at? If not, why is recorded, and the edit cannot be made: what could not be
 * read might forbid it, or require more of it. edit_run() asks after change(); change() need not.
 */
bool edit_has_read(struct edit *edit);

/* -- locks ---------------------------------------------------------------------------------------------------- */

/* The registry's folder whose bit in enum edit_folder is 1 << i. */
const struct folder *edit_folder(const struct registry *registry, size_t i);

/* Is the folder one of these of the registry? */
bool edit_locks(const struct registry *registry, unsigned folders, const struct folder *folder);

/*
 * Locks those of the folders that are there, each once, though two may be the same; the lock of edit_folder(i) is
 * locks[i], whose fd must be -1 and stays so if it is not taken. False, with the reason recorded, if one cannot be
 * locked; the caller calls edit_unlock() either way.
 */
bool edit_lock(const struct registry *registry, unsigned folders, struct lock locks[EDIT_FOLDERS],
	       struct diag *diag);
void edit_unlock(struct lock locks[EDIT_FOLDERS]);

/*
 * Are these folders of the registry still the same in now, which was opened after they were locked? Whoever held a
 * lock while we waited may have replaced them.
 */
bool edit_is_current(const struct registry *registry, const struct registry *now, unsigned folders);

/* -- what became of each thing asked -------------------------------------------------------------------------- */

struct outcome {
	struct str cop;
	struct str what;    /* an address, or a path */
	const char *result; /* one word */
	struct str reason;
};

/* Columns cop, X, result, reason, where X is email, path, or for either of these what. */
extern const struct column person_outcome_columns[];
extern const struct column file_outcome_columns[];
extern const struct column outcome_columns[];

/* Adds an outcome. The reason is a printf() format, and may come out empty. */
void edit_outcome(struct edit *edit, struct str cop, struct str what, const char *result,
		  const char *reason, ...) __attribute__((format(printf, 5, 6)));

/* As edit_outcome() with the result "refused"; sets edit->refused. */
void edit_refuse(struct edit *edit, struct str cop, struct str what, const char *reason, ...)
    __attribute__((format(printf, 4, 5)));

/* For commands that do all or nothing: drops all outcomes except refusals, as the rest will not be done. */
void edit_keep_refusals(struct edit *edit);

void outcomes_list(const struct view *view, const struct edit *edit, struct emit *emit);

#endif
