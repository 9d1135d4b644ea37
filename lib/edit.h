/*
 * edit.h - changing files of a registry: all that a command changes, or nothing.
 *
 * Layer 5.  Every writer but cop-fmt works through edit_run(): it takes the locks, opens the registry, lets the
 * command say what is to change, and replaces the files by the write protocol (replace.h).  Where somebody else
 * saved one of them meanwhile, all begins anew on top of what came.
 */
#ifndef COP_EDIT_H
#define COP_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "registry.h"
#include "replace.h"

/* Folders whose files a command may change; they are locked in this order. */
enum edit_folder {
	EDIT_DEFINITIONS = 1 << 0,
	EDIT_PEOPLE = 1 << 1,
	EDIT_ROSTERS = 1 << 2, /* made, if there is none */
};

/* A file that is about to change: bytes that go, and those that come in their place. */
struct patch;
struct edit_file {
	struct snapshot old;
	struct place place;
	struct patch *patches;
	size_t count;
	size_t capacity;
	struct edit_file *next;
};

/* One try at an edit. */
struct edit {
	const char *root; /* as the task named it */
	struct registry
	    *registry; /* open, with nothing loaded; what is wrong with it goes to loading */
	struct diag *loading;
	struct diag *diag;    /* what stands in the way of the edit */
	struct diag *notes;   /* what the person should know, though it stands in nobody's way */
	struct arena *arena;  /* for what belongs to this try, and its outcomes */
	struct folder beside; /* of the task's file beside the registry; fd -1: none */
	struct edit_file *files;
	struct edit_file **last;
	struct map files_by_path; /* the same */
	struct outcome *outcomes;
	size_t outcome_count;
	size_t outcome_capacity;
	bool dry_run;      /* no lock is held, and nothing may be touched */
	bool made_rosters; /* the folder is new */
	bool refused;      /* somebody was */
	bool all_rosters;  /* what is in any of them counts, not only in those that are opened */
};

struct edit_task {
	const char *root; /* of the registry; NULL: look upward */
	unsigned folders; /* bits of enum edit_folder */
	bool dry_run;
	const char
	    *beside; /* path of a file outside of the registry that changes with it; NULL: none */
	/* Says what is to change: opens files, patches them, adds outcomes.  Called again from the beginning, with a
	 * new edit, if a file changed meanwhile.  False: nothing is to be written, the reason is in diag. */
	bool (*change)(void *context, struct edit *edit);
	void *context;
};

/*
 * Runs the task.  True if what it asked for is on the disk, or would be: then the edit holds the outcomes, and in a dry
 * run the unified diff is added to diff.  False, with the reason recorded in diag, if nothing was
 * changed or nobody knows.  The edit is there until edit_end() either way.
 */
bool edit_run(struct edit *edit, const struct edit_task *task, struct buf *diff, struct diag *diag);

/* Gives back what an edit holds; a zeroed one is nothing to do. */
void edit_end(struct edit *edit);

/*
 * The file of that name in a folder of the registry, for change; the same one again if it is asked for twice.  NULL, with
 * the reason recorded, if it cannot be read.  Where there is none, it is created if may_create, with that mode,
 * unless nothing is put into it.  Files are swapped in the order in which they were opened.
 */
struct edit_file *edit_open(struct edit *edit, const struct folder *folder, struct str name,
			    bool may_create, mode_t mode);

/* The bytes of the file as it was read. */
static inline struct str
edit_bytes(const struct edit_file *file)
{
	return buf_all(&file->old.bytes);
}

/* In the old bytes, gone bytes at that offset make way for the text, which lives in the edit's arena. */
void edit_patch(struct edit *edit, struct edit_file *file, size_t at, size_t gone, struct str text);

/* Has a patch that puts something in at that offset been added? */
bool edit_puts_in(const struct edit_file *file, size_t at);

/* Adds what the file of that path is to be, as far as is known; false if it has not been opened for change. */
bool edit_result(struct edit *edit, struct str path, struct buf *out);

/*
 * For edit.c alone: has git merged all that changes, and what says what may? If not, that is recorded.  Asked when it is known what
 * changes.
 */
bool edit_is_merged(struct edit *edit, const struct edit_task *task);

/* Takes back every patch: nothing is to change after all. */
void edit_drop_patches(struct edit *edit);

/*
 * The definition of that id, which is loaded; NULL, with what is wrong recorded, if it could not be read.
 * A usage error, with a suggestion, if there is none.
 */
const struct definition *edit_definition(struct edit *edit, struct str id);

/* Can it be known who is suppressed and what organizations there are? If not, why is recorded. They are loaded. */
bool edit_people_known(struct edit *edit);

/* -- what became of each thing asked -------------------------------------------------------------------------- */

struct outcome {
	struct str cop;
	struct str what;    /* an address, or a path */
	const char *result; /* a word */
	struct str reason;
};

/* cop, email, result, reason; with a path in the place of the address; with what may be either. */
extern const struct column person_outcome_columns[];
extern const struct column file_outcome_columns[];
extern const struct column outcome_columns[];

/* Adds an outcome; the reason, which may be empty, is formatted. */
void edit_outcome(struct edit *edit, struct str cop, struct str what, const char *result,
		  const char *reason, ...) __attribute__((format(printf, 5, 6)));

/* As edit_outcome() with the result "refused". */
void edit_refuse(struct edit *edit, struct str cop, struct str what, const char *reason, ...)
    __attribute__((format(printf, 4, 5)));

/* Somebody was refused where all or nothing is done: forgets the outcomes of what will not be done. */
void edit_keep_refusals(struct edit *edit);

/* Prints the outcomes. */
void outcomes_list(const struct view *view, const struct edit *edit, struct emit *emit);

#endif
