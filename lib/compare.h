/*
 * compare.h - what happened between two versions of a file of the registry: cop-diff and cop-log.
 *
 * Layer 5.  Versions are compared by what they say, as people would tell it: who joined, who left, which value of a
 * definition is another one.  Functions of bytes: where they come from, folders or git, is the caller's.
 */
#ifndef COP_COMPARE_H
#define COP_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "canonical.h"
#include "date.h"
#include "diag.h"
#include "emit.h"
#include "git.h"
#include "keys.h"
#include "map.h"
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
	HAPPENED_APPLIED, /* a person */
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
	HAPPENED_ADDED,     /* a value of a definition, or a row that says nothing new */
	HAPPENED_REMOVED,   /* the same, or a row */
};

extern const char *const happening_words[]; /* NULL at the end */

struct difference {
	enum happening change;
	struct str cop;   /* id; empty: the registry as a whole */
	struct str date;  /* when it happened, as it is written; absent: nobody wrote it down */
	struct str email; /* whose; absent: nobody's */
	struct str name;
	struct str group; /* of a seat */
	struct str position;
	struct str until; /* the end of a term, or of a pause */
	struct str field;
	struct str old;
	struct str now;
	const struct git_recorded *recorded; /* the commit that made it; NULL: none in particular */
};

/* What was found. Its texts are those of the versions, or live in the arena. */
struct differences {
	struct arena *arena;
	struct difference *list;
	size_t count;
	size_t capacity;
	struct buf *kept; /* files that were read for it */
	size_t kept_count;
	size_t kept_capacity;
};

/* Begins with nothing; differences_free() gives back the files, and the arena all else. */
struct differences differences_new(struct arena *arena);
void differences_free(struct differences *differences);

/* Keeps the bytes of a file as long as what was found in them. */
void differences_keep(struct differences *differences, struct buf bytes);

/* Puts them in order: by community, those of the registry first; then by date, those without one last. */
void differences_sort(struct differences *differences);

enum compared { COMPARED_OLD, COMPARED_NEW, COMPARED_SIDES };

/* Two versions of a file. */
struct comparison {
	enum registry_file_kind kind;
	struct str id;                    /* of the community; empty: the file is about none */
	struct str bytes[COMPARED_SIDES]; /* absent: there is no such file */
	struct str paths[COMPARED_SIDES]; /* as findings name it */
	struct languages languages;       /* in which texts are told */
	enum audience audience;           /* who will read it */
	/*
	 * The registries that such a reader may have asked, their definitions loaded: what one of them keeps from the audience is not
	 * told.  None is asked for the private one.
	 */
	const struct registry *(*state)(void *context, size_t i);
	void *context;
	size_t state_count;
	struct differences *found;
	struct diag *diag;
};

/*
 * What kind of file a path names, as seen from anywhere above it, and of which community; false if none of a registry.  What cannot
 * be told by the path alone is by the bytes, where they are there already: see merge_kind().
 */
bool compare_kind(struct str path, struct comparison *comparison);

/*
 * Adds the differences.  False, with the reason recorded, if a version cannot be read; then nothing is
 * added.  A record that cannot be read is recorded and counts as not there.
 */
bool compare_versions(const struct comparison *comparison);

/* Two registries that are open, or two states of one. */
struct compared_registries {
	const struct registry *sides[COMPARED_SIDES];
	const struct str *ids; /* of the communities that are asked about */
	size_t count;          /* 0: all, and what is about none */
	struct languages languages;
	enum audience audience;
	struct differences *found;
	struct diag *diag;
};

/* For a comparison whose context is an array of such pointers. */
const struct registry *compare_state(void *context, size_t i);

/*
 * Adds all differences, in order.  Where the people are known on one side alone, that is recorded, and they are left
 * out; so are files that cannot be read.  The new one has its definitions loaded, and for an audience other than private so has the old one.
 */
void compare_registries(const struct compared_registries *registries);

/* -- telling ------------------------------------------------------------------------------------------- */

/* The columns of cop-diff; a record's subject is a struct difference. */
extern const struct column difference_columns[];

/* Leaves those for which the query holds. */
void differences_choose(struct differences *differences, const struct view *view,
			const struct query *query);

/* Prints them as records. */
void differences_list(const struct differences *differences, const struct view *view,
		      struct emit *emit);

/*
 * Adds them as sentences in the reader's language, those of each community below a heading of that level, 2 or 3.  The view's
 * registry, which tells names, may be NULL.
 */
void differences_tell(const struct differences *differences, const struct view *view,
		      unsigned level, struct page *page);

/* -- for compare-*.c alone ------------------------------------------------------------------------------- */

/* The field of a suppression that is gone; of one of several of an address, with a full stop and its number behind it. */
#define COMPARED_SUPPRESSION "suppression"

void compare_add(const struct comparison *comparison, struct difference difference);

/* Two sorted bodies of records, each of which begins with its key. */
struct compared_rows {
	struct str bodies[COMPARED_SIDES];
	/* For each key whose lines are not the same; false stops. */
	bool (*differ)(void *context, struct str key, const struct str lines[COMPARED_SIDES]);
	void *context;
};

/* Are the records in order of their first field, as it stands? */
bool compare_is_ordered(struct str body);

/* Goes through both at once; what they have in common goes by unread. */
void compare_rows(const struct compared_rows *rows);

/* The columns of a version of a CSV file, laid out alike for both. */
struct compared_table {
	const struct comparison *comparison;
	struct str bodies[COMPARED_SIDES];
	const struct str *names; /* of all columns of both: those of the kind, then any others */
	size_t columns;
	size_t *places[COMPARED_SIDES]; /* of a version's columns, in names */
	size_t counts[COMPARED_SIDES];  /* of a version's columns */
	struct rows rows;
};

bool compare_open_table(struct compared_table *table, const struct comparison *comparison,
			const char *const *columns, enum csv_kind kind);

/* Reads a line's fields, as many as names; NULL, with the reason recorded, if it cannot be read. */
const struct str *compare_fields(struct compared_table *table, enum compared side, struct str line);

/* compare-roster.c, compare-lists.c, compare-definition.c */
bool compare_rosters(const struct comparison *comparison);
bool compare_organizations(const struct comparison *comparison);
bool compare_suppressions(const struct comparison *comparison);
bool compare_definitions(const struct comparison *comparison);

/* A row of a person in one version. */
struct compared_spell {
	struct spell spell;
	const struct str *fields; /* as many as the table has names */
	struct compared_spell
	    *other; /* the same spell in the other version; NULL: it is not there */
	/* In the new version, of rows of the same group that say when somebody joined: */
	const struct compared_spell *before; /* the one before it; NULL: none */
	bool goes_on;  /* one held until the day before at least: nobody came */
	bool ends;     /* none holds from the day after: somebody left */
	bool followed; /* one that is new goes on from the day after */
};

struct compared_person {
	struct str email;
	struct compared_spell *spells[COMPARED_SIDES]; /* in order of group and first day */
	size_t counts[COMPARED_SIDES];
	struct compared_person
	    *alike; /* the next of those who cannot be told from this one, but for the address */
};

/* compare-person.c: adds what happened to a person, whose rows need not yet be in order. */
void compare_person(const struct compared_table *table, struct compared_person *person);

#endif
