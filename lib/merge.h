/*
 * merge.h - merging two versions of a file of the registry by content: cop-merge-file.
 *
 * Layer 5.  Git merges lines; here rosters are merged by person, spell and column, and definitions by path.  Where
 * both sides made different changes there is a conflict: the result holds both versions between git's conflict
 * markers, and a note reports it.  Nothing that a side added or changed is missing from the result: if a version
 * cannot be read, the whole of both becomes one conflict.
 */
#ifndef COP_MERGE_H
#define COP_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "diag.h"
#include "map.h"
#include "registry.h"
#include "revise.h"
#include "rows.h"
#include "spells.h"
#include "str.h"

enum merge_side {
	MERGE_BASE, /* the common ancestor; empty if each side created the file */
	MERGE_OURS,
	MERGE_THEIRS,
	MERGE_SIDES,
};

struct merge {
	enum registry_file_kind kind;
	bool other; /* of no kind that we know: changes on both sides cannot be merged */
	struct str path;
	struct str sides[MERGE_SIDES]; /* the bytes of the file */
	size_t marker;                 /* length of a conflict marker's run of characters */
	day today;
	struct arena *arena; /* for the result */
	struct diag *notes;  /* gets each conflict, and whatever else the user should know */
	struct diag *diag;   /* gets the reason why the files cannot be merged */
};

enum merge_result {
	MERGE_CLEAN,
	MERGE_CONFLICT, /* at least one conflict, which is marked in the result */
	MERGE_REFUSED,  /* the reason is recorded, and the result is one conflict of both files */
};

/* The result, in pieces, which may point into the sides. */
struct merged {
	struct str *pieces;
	size_t count;
	size_t capacity;
	size_t conflicts;
};

/*
 * Finds which kind of file a path names; the path may begin anywhere above the registry.  Returns false if the file
 * is of no kind that is merged.  cops/registry.yaml is ambiguous: it is a community's definition, or the
 * registry.yaml of a registry in a folder called "cops"; likewise rosters/organizations.csv.  The content of the
 * versions decides, and if it does not tell, the file is the community's.
 */
bool merge_kind(struct str path, const struct str *versions, size_t count,
		enum registry_file_kind *kind);

enum merge_result merge_run(const struct merge *merge, struct merged *merged);

/*
 * Merges the named files, as git calls a merge driver: the result replaces ours.  The caller fills in merge except
 * for sides, kind and other.  Returns MERGE_REFUSED, too, if a file is missing or cannot be written; then ours is
 * unchanged, as far as can be known.
 */
enum merge_result merge_files(struct merge *merge, const char *const names[MERGE_SIDES]);

/* -- for merge-*.c alone ----------------------------------------------------------------------------- */

/* Appends bytes to the result, which keeps a reference to them. */
void merged_add(struct merged *merged, struct arena *arena, struct str bytes);

/*
 * The rule of the first error in the result that no side has, or not as often: what both have from the base counts once.
 * NULL if there is none.  found is what is wrong with each version; it and result are freed.
 */
const struct rule_entry *merge_broken(struct diag *const found[MERGE_SIDES], struct diag *result);

/* The marker line of a conflict: before ours (c is '<'), between the two ('='), or after theirs ('>'). */
struct str merge_marker(const struct merge *merge, char c);

/* The path of a version, as findings show it: "rosters/x.csv of theirs". */
struct str merge_path(const struct merge *merge, enum merge_side side);

/* Appends a conflict with its markers; the last line of a version may lack its LF. */
void merged_conflict(struct merged *merged, const struct merge *merge, struct str ours,
		     struct str theirs);

/* merge-table.c: a CSV file being merged. */

struct merge_table {
	const struct merge *merge;
	struct merged *merged;
	struct str bodies[MERGE_SIDES]; /* records in columns of the result, by first field */
	const struct str *names;        /* of the columns of the result */
	size_t columns;
	size_t line; /* number of the next line of the result */
	struct str markers[3];
	struct rows rows;     /* for reading records */
	struct map unsettled; /* keys that are between conflict markers in the base */
};

/* A record of a side, or one composed from both. */
struct merge_row {
	struct str line;          /* with its LF */
	const struct str *fields; /* as many as the table has columns */
};

/* Merges CSV files: rosters, organizations.csv, suppressions.csv. */
enum merge_result merge_tables(const struct merge *merge, struct merged *merged);

/* Appends complete lines, `count` of them, to the result. */
void table_keep(struct merge_table *table, struct str lines, size_t count);

/* The first field of a line; if it is quoted, the value is allocated in the arena. */
struct str table_key(struct arena *arena, struct str line);

/* Counts lines; the last need not end with LF. */
size_t table_lines(struct str lines);

/*
 * Appends a conflict between two versions, each of them complete lines or empty.  The formatted note tells the
 * reason.
 */
void table_conflict(struct merge_table *table, struct str ours, struct str theirs,
		    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reads the records in lines of a side; false, with the reason recorded, if one is malformed. */
bool table_read(struct merge_table *table, enum merge_side side, struct str lines,
		struct merge_row **rows, size_t *count);

/* Composes a record from these fields, which must outlive it. */
struct merge_row table_record(struct merge_table *table, const struct str *fields);

/* Three-way merge of one value; false if both sides changed it, and differently. */
bool table_value(struct str base, struct str ours, struct str theirs, struct str *value);

/* merge-columns.c: the columns of a side; none if the side has no file. */
struct merge_header {
	const struct str *names;
	size_t count;
};

bool merge_same_columns(const struct merge_header *a, const struct merge_header *b);

/* Gives the table the columns of both sides; false, with the reason recorded, if there are too many. */
bool merge_join_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES]);

/*
 * Appends the records in lines to out, rearranged from the columns `from` to the columns `to`; columns not in `from`
 * become empty.  Returns false, with the reason recorded, if a record is malformed.
 */
bool merge_lay_out(const struct merge_header *from, const struct merge_header *to, struct str lines,
		   struct str path, struct buf *out, struct diag *diag);

/*
 * Removes from the result each column that a side removed, if it is empty throughout.  Returns false, with the reason
 * recorded, if a line of the result cannot be read.
 */
bool merge_drop_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES]);

/* merge-lines.c: comparing and merging texts line by line. */

/* A stretch of a merged text. */
struct merge_stretch {
	struct str ours;
	struct str theirs; /* equal to ours unless it is a conflict */
	bool conflict;
};

struct merge_stretches {
	struct merge_stretch *list;
	size_t count;
	size_t capacity;
};

/*
 * Three-way merge by lines.  Changes to adjacent lines do not conflict, and insertions by both sides at one place are
 * kept one after the other: the caller must check that the result makes sense.
 */
struct merge_stretches merge_lines(struct arena *arena, const struct str sides[MERGE_SIDES]);

/* Compares two texts: the lines they share, and each difference as a conflict. */
struct merge_stretches merge_differences(struct arena *arena, struct str ours, struct str theirs);

/* The merged text, with every conflict resolved in favour of that side; in the arena. */
struct str merge_text(struct arena *arena, const struct merge_stretches *stretches,
		      enum merge_side side);

/* merge-items.c: comparing nodes, and matching items of lists. */

/* Are two trees equal? The order of keys is ignored; that of list items counts only if ordered. */
bool merge_alike(const struct node *a, const struct node *b, bool ordered);

/*
 * The key that describes the value called name in a map described by above; keys is the document's table, used if
 * above is NULL.  NULL if it is unknown.
 */
const struct key *merge_key_of(const struct key *keys, const struct key *above, struct str name);

/* For each item of list, the item of other that is the same, or another version of it; NULL if none. */
const struct node **merge_items(struct arena *arena, const struct key *key, const struct node *list,
				const struct node *other);

/*
 * The same for three versions of a list: for each item of the base, its match in each side; for each of our new
 * items, its match in theirs.
 */
struct merge_found {
	const struct node **in_ours;
	const struct node **in_theirs;
	const struct node **both;
};

struct merge_found merge_items_of(struct arena *arena, const struct key *key,
				  const struct node *base, const struct node *ours,
				  const struct node *theirs);

/* merge-tree.c: the content of a merged document. */

/* A collection of more items is merged as one value: only programs write such collections. */
#define MERGE_ITEMS_MAX 1000

/*
 * A node of a merged tree.  side is the side it was copied from, and then all below it is that side's; MERGE_BASE if
 * it was composed from both.
 */
struct merge_node {
	struct node node;
	enum merge_side side;
};

/* A value that the two sides changed differently. */
struct merge_dispute {
	struct str what; /* the message */
	enum merge_side
	    side;    /* the side that line refers to: ours, or theirs if ours removed the value */
	size_t line; /* from 1 */
};

struct merge_tree {
	struct arena *arena;
	const struct node *roots[MERGE_SIDES];
	const struct key *keys;
	enum merge_side prefer; /* whose value is used where both changed it */
	struct merge_dispute *disputes;
	size_t count;
	size_t capacity;
};

/* Returns the merged tree; adds what conflicts to tree->disputes. */
const struct node *merge_tree(struct merge_tree *tree);

/* merge-fit.c: edits a document's bytes until they say what the tree wanted does; false if they cannot be made to. */
bool merge_fit(const struct merge_tree *tree, const struct sheet sheets[MERGE_SIDES],
	       struct str bytes, const struct node *wanted, struct str *fitted);

/* merge-document.c: merges definitions and registry.yaml. */
enum merge_result merge_documents(const struct merge *merge, struct merged *merged);

/* merge-rows.c: one pass over the three bodies in parallel. */

enum merge_pass {
	MERGE_PASSED,
	MERGE_UNORDERED, /* a body is not sorted */
	MERGE_STOPPED,   /* a line cannot be read; the reason is recorded */
};

enum merge_pass merge_rows(struct merge_table *table);

/*
 * merge-roster.c, merge-spell.c, merge-lists.c: merge the lines of one key where all three versions differ, and write
 * the result to the table.  Return false, with the reason recorded, if a line cannot be read.
 */
bool merge_person(struct merge_table *table, struct str email, const struct str lines[MERGE_SIDES]);
bool merge_organization(struct merge_table *table, struct str id,
			const struct str lines[MERGE_SIDES]);
bool merge_suppression(struct merge_table *table, struct str email,
		       const struct str lines[MERGE_SIDES]);

/* A row of one version of a roster. */
struct merge_spell {
	struct merge_row row;
	struct spell spell; /* the row as parsed */
	const struct merge_spell
	    *became[MERGE_SIDES]; /* the same spell in that version; NULL: none */
	bool of_base;
	bool known;               /* a row of ours or theirs: matched to a row of another version */
	struct merge_spell *next; /* in a list of equal keys, while matching */
};

struct merge_spells {
	struct merge_spell *list;
	size_t count;
};

/* merge-match.c: finds which rows of one person, in three versions, are the same spell. */
void merge_match(struct merge_table *table, struct merge_spells versions[MERGE_SIDES]);

/* A merged spell, as each side would have it. */
struct merged_spell {
	struct merge_row ours; /* if its line is empty, the side has no such row */
	struct merge_row theirs;
	bool conflict;
	struct str why; /* reason of the conflict, or a note for the user; may be empty */
};

/* merge-spell.c: merges a row that both sides have, column by column.  base is NULL if both added it. */
void merge_columns(struct merge_table *table, const struct merge_spell *base,
		   const struct merge_spell *ours, const struct merge_spell *theirs,
		   struct merged_spell *merged);

#endif
