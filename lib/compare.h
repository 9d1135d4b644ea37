/*
 * compare.h - what happened between two versions of a file of the registry: cop-diff and cop-log.
 *
 * Layer 5.  The comparison is of meaning, in terms that people use: who joined, who left, which value of a definition
 * changed.  Versions are passed as bytes: the caller reads them, from folders or from git.
 */
#ifndef COP_COMPARE_H
#define COP_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "date.h"
#include "diag.h"
#include "emit.h"
#include "git.h"
#include "keys.h"
#include "page.h"
#include "query.h"
#include "registry.h"
#include "roster.h"
#include "str.h"

/* In the order of happening_words. */
enum happening {
	HAPPENED_CREATED, /* a community: its definition is new */
	HAPPENED_LAUNCHED,
	HAPPENED_PAUSED,
	HAPPENED_ENDED,
	HAPPENED_MERGED,
	HAPPENED_DELETED, /* its definition is gone */
	HAPPENED_APPLIED, /* a person; likewise below */
	HAPPENED_JOINED,
	HAPPENED_APPROVED,
	HAPPENED_DECLINED,
	HAPPENED_CAME_BACK,
	HAPPENED_LEFT,
	HAPPENED_APPOINTED,
	HAPPENED_TERM_ENDED,
	HAPPENED_MOVED_ADDRESS,
	HAPPENED_FORGOTTEN,
	HAPPENED_SUPPRESSED,
	HAPPENED_CHANGED,   /* a person's field, from a day on; or a value of a definition */
	HAPPENED_CORRECTED, /* a field of a row */
	HAPPENED_ADDED,     /* a value of a definition, or a row that is no event by itself */
	HAPPENED_REMOVED,   /* a value of a definition, or a row */
};

extern const char *const happening_words[]; /* NULL at the end */

struct difference {
	enum happening change;
	struct str cop;   /* id; empty: the registry as a whole */
	struct str date;  /* when it happened, as written in the file; absent: not recorded */
	struct str email; /* of the person concerned; absent: it is about no person */
	struct str name;
	struct str group; /* of a seat */
	struct str position;
	struct str until; /* the end of a term, or of a pause */
	struct str field;
	struct str old;
	struct str now;
	const struct git_recorded *recorded; /* the commit that made it; NULL: none in particular */
};

/* The differences found. Their strings point into the versions or into the arena. */
struct differences {
	struct arena *arena;
	struct difference *list;
	size_t count;
	size_t capacity;
	struct buf *kept; /* contents of files that the strings point into; owned */
	size_t kept_count;
	size_t kept_capacity;
};

/* An empty list. differences_free() frees the kept files; everything else is the arena's. */
struct differences differences_new(struct arena *arena);
void differences_free(struct differences *differences);

/* Takes ownership of a file's contents, which live until differences_free(). */
void differences_keep(struct differences *differences, struct buf bytes);

/* Sorts by community, the registry as a whole first; then by date, differences without a date last. Stable. */
void differences_sort(struct differences *differences);

enum compared { COMPARED_OLD, COMPARED_NEW, COMPARED_SIDES };

/* Two versions of a file. */
struct comparison {
	enum registry_file_kind kind;
	struct str id; /* of the community; empty: not about a single community */
	struct str bytes[COMPARED_SIDES]; /* absent: this version has no such file */
	struct str paths[COMPARED_SIDES]; /* as findings show them */
	struct languages languages;       /* preferred, for texts in several languages */
	enum audience audience;           /* who will read the differences */
	/*
	 * Returns the i-th of state_count registries, with definitions loaded.  A difference that any of them hides
	 * from the audience is not reported.  Not called for AUDIENCE_PRIVATE.
	 */
	const struct registry *(*state)(void *context, size_t i);
	void *context;
	size_t state_count;
	struct differences *found;
	struct diag *diag;
};

/*
 * Sets the comparison's kind and id from a path, which may be relative to any folder above the file; false if it is no
 * file of a registry.  If the path is ambiguous, comparison->bytes, if set, decide: see merge_kind().
 */
bool compare_kind(struct str path, struct comparison *comparison);

/*
 * Adds the differences between the versions to comparison->found.  False, with the reason recorded and nothing added,
 * if a version cannot be read.  A single record that cannot be read is recorded and treated as missing.
 */
bool compare_versions(const struct comparison *comparison);

/* Two registries that are open, or two states of one. */
struct compared_registries {
	const struct registry *sides[COMPARED_SIDES];
	const struct str *ids; /* of the communities to compare */
	size_t count;          /* 0: all communities, and the registry as a whole */
	struct languages languages;
	enum audience audience;
	struct differences *found;
	struct diag *diag;
};

/* A state() for a comparison whose context is an array of const struct registry *. */
const struct registry *compare_state(void *context, size_t i);

/*
 * Adds all differences, and sorts the list.  Files that cannot be read are recorded and left out; so are people, if
 * only one side has them.  The caller has loaded the definitions of the new side and, unless the audience is private,
 * of the old side.
 */
void compare_registries(const struct compared_registries *registries);

/* -- telling ------------------------------------------------------------------------------------------- */

/* The columns of cop-diff; a record's subject is a struct difference. */
extern const struct column difference_columns[];

/* Removes the differences that do not match the query. */
void differences_choose(struct differences *differences, const struct view *view,
			const struct query *query);

/* Prints the differences as records. */
void differences_list(const struct differences *differences, const struct view *view,
		      struct emit *emit);

/*
 * Adds the differences to the page as sentences in the reader's language, with a heading of the given level, 2 or 3,
 * for each community.  The view's registry is used to look up names and may be NULL.
 */
void differences_tell(const struct differences *differences, const struct view *view,
		      unsigned level, struct page *page);

/* -- for compare-*.c alone ------------------------------------------------------------------------------- */

/* The field of a removed suppression. If the address has several, a full stop and the row's number follow. */
#define COMPARED_SUPPRESSION "suppression"

void compare_add(const struct comparison *comparison, struct difference difference);

/* Two sorted bodies of CSV records; a record's first field is its key. */
struct compared_rows {
	struct str bodies[COMPARED_SIDES];
	/* Called for each key whose lines differ; an empty side has none. Return false to stop. */
	bool (*differ)(void *context, struct str key, const struct str lines[COMPARED_SIDES]);
	void *context;
};

/* Are the records sorted by their first field? False also if one is quoted: needless quotes could hide equal keys. */
bool compare_is_ordered(struct str body);

/* Walks both bodies in step. Common stretches are skipped without being parsed. */
void compare_rows(const struct compared_rows *rows);

/* Two versions of a CSV file, with one set of columns for both. */
struct compared_table {
	const struct comparison *comparison;
	struct str bodies[COMPARED_SIDES]; /* sorted records, without the header */
	const struct str *names; /* columns of either version: the standard ones, then any others */
	size_t columns;
	size_t *places[COMPARED_SIDES]; /* index in names of each column of a version */
	size_t counts[COMPARED_SIDES];  /* number of columns of a version */
	struct rows rows;
};

/* Reads headers and sorts records where needed; false, with the reason recorded, if a version cannot be read. */
bool compare_open_table(struct compared_table *table, const struct comparison *comparison);

/* Parses a line into fields ordered as table->names; NULL, with the reason recorded, if it cannot be read. */
const struct str *compare_fields(struct compared_table *table, enum compared side, struct str line);

/* compare-roster.c, compare-lists.c, compare-definition.c */
bool compare_rosters(const struct comparison *comparison);
bool compare_organizations(const struct comparison *comparison);
bool compare_suppressions(const struct comparison *comparison);
bool compare_definitions(const struct comparison *comparison);

/* A row of a person in one version. */
struct compared_spell {
	struct spell spell;
	const struct str *fields; /* ordered as the table's names; NULL: only spell.fields is set */
	struct compared_spell *other; /* the same spell in the other version; NULL: none */
	/* Set in the new version only, from rows of the same group that have a joining date: */
	const struct compared_spell *before; /* the previous one; NULL: none */
	bool goes_on;  /* continues an earlier row without a gap: nobody joined */
	bool ends;     /* no other row continues it: its end is a departure */
	bool followed; /* a row that is new in this version continues it from the day after */
};

struct compared_person {
	struct str email;
	struct compared_spell *spells[COMPARED_SIDES]; /* compare_person() sorts them */
	size_t counts[COMPARED_SIDES];
	struct compared_person *alike; /* next in a list of people who differ only by address */
};

/* compare-person.c: adds what happened to a person. Sorts the person's rows by group and first day. */
void compare_person(const struct compared_table *table, struct compared_person *person);

#endif
