/*
 * registry.h - an open registry: its vocabularies and policy, its communities, its people's folder.
 *
 * Layer 4.  Only what a question needs is read: opening reads registry.yaml; definitions, organizations and
 * suppressions are loaded by functions of their own.
 */
#ifndef COP_REGISTRY_H
#define COP_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "canonical.h"
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
	const struct node *key;  /* the id in the file; NULL for a default */
	const struct node *name; /* a text, or a map of language to text; NULL for a default */
	const struct node *node; /* the entry's value; NULL for a default */
	struct str within;       /* id of the wider term; absent: none */
};

struct vocabulary {
	struct term *list;
	size_t count;
	struct map by_id; /* to struct term */
};

/* The numbers in registry.yaml's policy, or their defaults. */
struct policy {
	int term_warning_days;
	int application_days;
	int implied_consent_months;
	int inquiry_consent_months;
	int small_cell;
	int collaborative_months;
	int review_months;
};

/* The bytes to read for a definition in place of its file: to see what a change would bring before it is written. */
struct override {
	struct str id;
	struct str bytes;
};

struct registry {
	struct arena *arena;
	struct diag *diag;
	/* The git revision it is read from; past.git is NULL if it is read from the disk. */
	struct past past;
	struct folder root;
	struct folder cops;
	struct folder people;       /* if it is not open, everything about people is unknown */
	const char *no_people;      /* why it is not open; see registry_no_people() */
	struct folder rosters;      /* if it is not open, there are no rosters */
	bool rosters_unreadable;    /* the folder rosters exists, but cannot be read */
	struct str path;            /* of registry.yaml */
	const struct node *node;    /* registry.yaml; NULL if it cannot be read */
	struct languages languages; /* the first is the default */
	bool languages_known;       /* registry.yaml names no languages, or valid ones */
	struct str timezone;
	struct vocabulary hosts;
	struct vocabulary roles;
	struct vocabulary regions;
	struct vocabulary purposes;
	struct policy policy;
	/* The loaded definitions, in order of the ids given to the loader. */
	const struct definition **cops_list;
	size_t cop_count;
	struct map cops_by_id; /* to struct definition */
	struct str *ids;       /* of all definition files, sorted by bytes */
	size_t id_count;
	const struct override *overrides; /* to be set before definitions are loaded */
	size_t override_count;
	struct organizations *organizations; /* NULL: no such file, not readable, or not loaded */
	struct suppressions *suppressions;   /* likewise */
	bool people_unreadable;              /* one of these two files exists, but cannot be read */
	bool suppressions_unknown; /* suppressions.csv cannot be read, or not completely */
};

/*
 * Opens the registry in the folder root or, if that is NULL, in the nearest folder upward that holds registry.yaml.
 * NULL, with the reason recorded, if there is none.  Errors in registry.yaml are recorded, and what it does not say
 * gets its default.
 */
struct registry *registry_open(const char *root, struct diag *diag);

/*
 * Opens the registry as git has recorded it at a revision, in any form that git accepts; if that is NULL, as it is on
 * the disk.  A bad revision is a usage error.  All functions below then answer for the registry as it was at that time;
 * a program that writes must open the one on the disk.
 */
struct registry *registry_open_at(const char *root, const char *revision, struct diag *diag);

/* Opens the registry as it is staged in git's index. */
struct registry *registry_open_staged(const char *root, struct diag *diag);

/* For registry_open(): reads registry.yaml from the folder root, which is open. */
void registry_read_settings(struct registry *registry);

/*
 * Takes the settings from a parsed registry.yaml; node is NULL if it could not be parsed.  Of the registry, only arena,
 * diag and path need be set.
 */
void registry_take_settings(struct registry *registry, const struct node *node);

/* Closes the registry and frees everything read from it; NULL is allowed. */
void registry_close(struct registry *registry);

/*
 * Load definitions: all of them; those of the given ids; or those and all that may say that one of these communities
 * has merged into another or been succeeded.  Call only one of the functions that load definitions, and once.
 */
void registry_load(struct registry *registry);
void registry_load_some(struct registry *registry, const struct str *ids, size_t count);
void registry_load_with_mergers(struct registry *registry, const struct str *ids, size_t count);

/* Does a question need the definition of that id? Decided from the bytes of its file; called on any thread. */
typedef bool registry_wanted(const void *context, struct str id, struct str bytes,
			     struct buf *scratch);

/*
 * Reads the files of all definitions, but parses only those that are wanted, those that may say that a community has
 * ended or merged, and those with a backslash, as an escape can hide text from a search of the bytes.  The others have
 * an id and a path, but root is NULL; errors in them are not found.
 */
void registry_load_wanted(struct registry *registry, registry_wanted *wanted, const void *context);

/*
 * The same, where the definitions of the given ids are wanted, those that they mention, and those that mention them:
 * all that the profiles and status of these communities depend on.
 */
void registry_load_with_relatives(struct registry *registry, const struct str *ids, size_t count);

/* Loads all definitions without recording what is wrong with them. This one may be called after another load. */
void registry_load_quietly(struct registry *registry);

/* Adds the bytes of the file of the definition of that id; false, with nothing recorded, if it cannot be read. */
bool registry_add_bytes(const struct registry *registry, struct str id, struct buf *bytes);

/* Reads organizations.csv and suppressions.csv, if they exist. */
void registry_load_people(struct registry *registry);

/* Is there a definition file for that id? If not, *nearest, unless NULL, is tried with all ids that have one. */
bool registry_knows(const struct registry *registry, struct str id, struct nearest *nearest);

/* The loaded definition of that id; NULL if it is not loaded or could not be read. */
const struct definition *registry_find(const struct registry *registry, struct str id);

/* Can questions about people be answered: is their folder open, with rosters that can be listed? */
static inline bool
registry_people_known(const struct registry *registry)
{
	return folder_is_there(&registry->people) && !registry->rosters_unreadable;
}

/* If they cannot, records why, unless that was recorded when the registry was opened, and what follows: "so SO". */
void registry_no_people(const struct registry *registry, const char *so, struct diag *diag);

/* Read rosters by roster_read() and roster_read_in_order(), with folder and diag of the scan filled in. */
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

/* The kind of CSV file that it is; CSV_NONE if it is none.  All CSV files are the people's. */
enum csv_kind registry_csv_kind(enum registry_file_kind kind);

struct registry_file {
	enum registry_file_kind kind;
	const struct folder *folder;
	struct str name;
	struct str id;        /* of the community; empty: the file is not about one */
	struct str path;      /* as diagnostics name it */
	struct str from_root; /* relative to the registry's folder if it is inside; else path */
	struct str on_disk;   /* if it is read from git, its path on the disk; else path */
};

/* Lists all files of the registry, in the arena: registry.yaml, definitions, rosters, then the people's other files. */
size_t registry_files(const struct registry *registry, struct arena *arena,
		      struct registry_file **files);

/* A diagnostic's path, made relative to the registry's folder if it is inside; else unchanged. */
struct str registry_from_root(const struct registry *registry, struct str path);

/*
 * The one of the files that a path names, however the path is spelled; NULL if it names none.  For a file read from
 * git, other spellings than path and on_disk are recognized only if its folder exists on the disk.
 */
const struct registry_file *registry_file_at(const struct registry_file *files, size_t count,
					     const char *path);

/* The vocabulary that values of that type are ids of; NULL if they are of none. */
const struct vocabulary *registry_vocabulary(const struct registry *registry, enum key_type type);

/* The term of that id; NULL if there is none. */
const struct term *vocabulary_find(const struct vocabulary *vocabulary, struct str id);

/* Is the id that of the wider term, or of a term within it at any depth? */
bool vocabulary_within(const struct vocabulary *vocabulary, struct str id, struct str wider);

/* Tries every term's id and its names in all languages as a suggestion. */
void vocabulary_nearest(const struct vocabulary *vocabulary, struct nearest *nearest);

#endif
