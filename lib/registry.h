/*
 * registry.h - a registry that is open: its vocabularies and policy, its communities, its people's folder.
 *
 * Layer 4.  What a question does not need is not read: opening reads registry.yaml, and definitions,
 * organizations and suppressions come when they are asked for.
 */
#ifndef COP_REGISTRY_H
#define COP_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "definition.h"
#include "diag.h"
#include "file.h"
#include "map.h"
#include "organizations.h"
#include "past.h"
#include "roster.h"
#include "str.h"

#define REGISTRY_FILE "registry.yaml"

/* An entry of hosts, roles, regions or purposes. */
struct term {
	struct str id;
	const struct node *key;  /* where the id stands; NULL for a default */
	const struct node *name; /* text; NULL for a default */
	const struct node *node; /* the value as written */
	struct str within;       /* id of the wider term; absent if there is none */
};

struct vocabulary {
	struct term *list;
	size_t count;
	struct map by_id; /* of struct term */
};

/* Numbers of registry.yaml's policy, or their defaults. */
struct policy {
	int term_warning_days;
	int application_days;
	int implied_consent_months;
	int inquiry_consent_months;
	int small_cell;
	int collaborative_months;
	int review_months;
};

/* What a definition is taken to say, whatever is on the disk: to see what would come of it. */
struct override {
	struct str id;
	struct str bytes;
};

struct registry {
	struct arena *arena;
	struct diag *diag;
	struct past
	    past; /* what it was recorded in; its git is NULL if it is read as it is on the disk */
	struct folder root;
	struct folder cops;
	struct folder people;    /* not there: whatever needs people is unknown */
	const char *no_people;   /* why it is not there, for a sentence */
	struct folder rosters;   /* not there: there are no rosters */
	bool rosters_unreadable; /* they are there, and cannot be read */
	struct str path;         /* of registry.yaml */
	const struct node *node;
	struct languages languages; /* the first is the default */
	bool languages_known; /* what registry.yaml says of them makes sense, or it says nothing */
	struct str timezone;
	struct vocabulary hosts;
	struct vocabulary roles;
	struct vocabulary regions;
	struct vocabulary purposes;
	struct policy policy;
	const struct definition **cops_list; /* those loaded, by id */
	size_t cop_count;
	struct map cops_by_id; /* of struct definition */
	struct str *ids;       /* of the files in cops, by bytes */
	size_t id_count;
	const struct override *overrides; /* set before definitions are loaded */
	size_t override_count;
	struct organizations *organizations; /* NULL: no such file */
	struct suppressions *suppressions;   /* NULL: no such file */
	bool people_unreadable;              /* one of them is there, and cannot be read */
	bool suppressions_unknown;           /* the second cannot be read, or not all of it */
};

/*
 * Opens the registry in the folder root; if that is NULL, in the nearest folder upward.  NULL, with the
 * reason recorded, if there is none; otherwise what is wrong with registry.yaml is recorded and
 * what it does not say is taken as its default.
 */
struct registry *registry_open(const char *root, struct diag *diag);

/*
 * The same as git has recorded it at a revision, any that git takes; NULL: as it is on the disk.  What is wrong with the revision is
 * a usage error.  Everything below answers of the registry as it was then; whoever writes opens the disk's.
 */
struct registry *registry_open_at(const char *root, const char *revision, struct diag *diag);

/* The same as it is staged, to be committed: what git's index holds. */
struct registry *registry_open_staged(const char *root, struct diag *diag);

/* For registry_open(): reads registry.yaml, in the folder that has been opened. */
void registry_read_settings(struct registry *registry);

/* What a registry.yaml that was read says, or NULL if it could not be; needs arena, diag and path, and no folder. */
void registry_take_settings(struct registry *registry, const struct node *node);

/* Gives back the registry and all that was read from it; NULL is nothing to do. */
void registry_close(struct registry *registry);

/*
 * Reads all definitions, or those of the ids that are known, or these and whatever may tell that one of them has
 * merged or been succeeded.  Call one of them once.
 */
void registry_load(struct registry *registry);
void registry_load_some(struct registry *registry, const struct str *ids, size_t count);
void registry_load_with_mergers(struct registry *registry, const struct str *ids, size_t count);

/* Does a question need what the definition of that id says? Seen from the bytes of its file, on any thread. */
typedef bool registry_wanted(const void *context, struct str id, struct str bytes,
			     struct buf *scratch);

/*
 * Reads the files of all definitions, and parses those that are wanted, those that may tell that a community has ended or
 * merged, and those in which text may be written otherwise than it reads, by a backslash.  Of others there are the id and
 * the path alone, root being NULL; what is wrong in them is not found.
 */
void registry_load_wanted(struct registry *registry, registry_wanted *wanted, const void *context);

/*
 * The same for those of the ids, those of which they tell, and those that tell of them: what a community's profile and
 * status are made of.
 */
void registry_load_with_relatives(struct registry *registry, const struct str *ids, size_t count);

/* All of them, be it once more, for a remark or the like: what is wrong with them is not recorded. */
void registry_load_quietly(struct registry *registry);

/* Adds the bytes of the definition of that id, without a word about what is wrong with the file: false then. */
bool registry_add_bytes(const struct registry *registry, struct str id, struct buf *bytes);

/* Reads organizations.csv and suppressions.csv, if they are there. */
void registry_load_people(struct registry *registry);

/* Is there a definition of that id on the disk? If not, *nearest, unless NULL, is tried with those there are. */
bool registry_knows(const struct registry *registry, struct str id, struct nearest *nearest);

/* The definition of that id; NULL if it is not loaded or could not be read. */
const struct definition *registry_find(const struct registry *registry, struct str id);

/* May people be asked about? */
static inline bool
registry_people_known(const struct registry *registry)
{
	return folder_is_there(&registry->people) && !registry->rosters_unreadable;
}

/* If not, has the reason been recorded? Else their folder is not here. */
static inline bool
registry_people_told(const struct registry *registry)
{
	return folder_is_there(&registry->people) || registry->node == NULL;
}

/* Reads rosters as roster_read() and roster_read_in_order() do; scan's folder and findings are filled in. */
void registry_read_rosters(const struct registry *registry, struct roster_scan scan);
bool registry_read_in_order(const struct registry *registry, struct roster_scan scan);

/* The files that a registry is made of. */
enum registry_file_kind {
	FILE_REGISTRY,
	FILE_DEFINITION,
	FILE_ROSTER,
	FILE_ORGANIZATIONS,
	FILE_SUPPRESSIONS,
};

struct registry_file {
	enum registry_file_kind kind;
	const struct folder *folder;
	struct str name;
	struct str id;   /* of the community; empty: the file is about none */
	struct str path; /* as diagnostics name it */
	struct str
	    from_root; /* as seen from the registry's folder, where that is above it; else as path */
	struct str
	    on_disk; /* where it stands on the disk, or would, if it is read from git; else as path */
};

/* All files there are, in the arena: those of the root, definitions, rosters, then the people's. */
size_t registry_files(const struct registry *registry, struct arena *arena,
		      struct registry_file **files);

/* A path of diagnostics as seen from the registry's folder, where that is above it; else as it is. */
struct str registry_from_root(const struct registry *registry, struct str path);

/*
 * The one of them that a path names, or NULL.  It may be written in any way; of those read from git, as long as their folder
 * is on the disk.
 */
const struct registry_file *registry_file_at(const struct registry_file *files, size_t count,
					     const char *path);

const struct term *vocabulary_find(const struct vocabulary *vocabulary, struct str id);

/* Does the id name the wider term, or lie within it at any depth? */
bool vocabulary_within(const struct vocabulary *vocabulary, struct str id, struct str wider);

/* Tries every id as a suggestion, and what it is called in any language. */
void vocabulary_nearest(const struct vocabulary *vocabulary, struct nearest *nearest);

#endif
