/*
 * merge.h - two versions of a file of the registry made one, by what it says: cop-merge-file.
 *
 * Layer 5.  Git knows lines; here people, spells and columns are merged, and definitions by their paths.  What both
 * sides changed in different ways is a conflict: both stand in the result between git's markers, and a note tells of
 * it.  Nothing that a side added or changed is missing from the result: where one cannot be read, all of both is a conflict.
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
	MERGE_BASE, /* what both sides began from; empty if each made the file */
	MERGE_OURS,
	MERGE_THEIRS,
	MERGE_SIDES,
};

struct merge {
	enum registry_file_kind kind;
	bool other; /* it is of no kind: what both sides changed cannot be merged */
	struct str path;
	struct str sides[MERGE_SIDES]; /* the bytes of the file */
	size_t marker;                 /* characters of a conflict's markers */
	day today;
	struct arena *arena; /* for what comes out */
	struct diag *notes;  /* gets each conflict, and what else the person should know */
	struct diag *diag;   /* gets why it cannot be merged */
};

enum merge_result {
	MERGE_CLEAN,
	MERGE_CONFLICT, /* at least one; they stand in what comes out */
	MERGE_REFUSED,  /* the reason is recorded, and the whole of both comes out as a conflict */
};

/* What comes out, in pieces, which may be those of the sides. */
struct merged {
	struct str *pieces;
	size_t count;
	size_t capacity;
	size_t conflicts;
};

/*
 * What kind of file a path names, as seen from anywhere above it; false if none that is merged.  cops/registry.yaml is a community's
 * definition, or registry.yaml in a folder that is called so, and rosters/organizations.csv likewise: what the versions say
 * decides, or else it is the community's.
 */
bool merge_kind(struct str path, const struct str *versions, size_t count,
		enum registry_file_kind *kind);

enum merge_result merge_run(const struct merge *merge, struct merged *merged);

/*
 * Merges files by their names, as git's merge driver is called: the result takes the place of ours.  All that a struct
 * merge asks for is filled in but its sides.  MERGE_REFUSED, too, if a file is not there or cannot be written: then ours is as it
 * was, as far as is known.
 */
enum merge_result merge_files(struct merge *merge, const char *const names[MERGE_SIDES]);

/* -- for merge-*.c alone ----------------------------------------------------------------------------- */

/* Adds bytes to what comes out. */
void merged_add(struct merged *merged, struct arena *arena, struct str bytes);

/* The line that a conflict has before ours ('<'), between the two ('='), or behind theirs ('>'). */
struct str merge_marker(const struct merge *merge, char c);

/* Adds a conflict between its markers; the last line of a version may lack its LF. */
void merged_conflict(struct merged *merged, const struct merge *merge, struct str ours,
		     struct str theirs);

/* merge-table.c: a CSV file being merged. */

struct merge_table {
	const struct merge *merge;
	struct merged *merged;
	struct str bodies
	    [MERGE_SIDES]; /* records in the columns of the result, in order of their first field */
	const struct str *names; /* of the columns of the result */
	size_t columns;
	size_t line; /* of the result that comes next */
	struct str markers[3];
	struct rows rows;     /* to read with */
	struct map unsettled; /* keys that the base has between marks of a merge */
};

/* A record of a side, or one that was made of both. */
struct merge_row {
	struct str line;          /* with its LF */
	const struct str *fields; /* as many as the table has columns */
};

/* Merges the table of a CSV file. */
enum merge_result merge_tables(const struct merge *merge, struct merged *merged);

/* Takes lines, which are whole, into the result. */
void table_keep(struct merge_table *table, struct str lines, size_t count);

/* The first field of a line; one in quotes is in the arena. */
struct str table_key(struct arena *arena, struct str line);

/* How many lines there are. */
size_t table_lines(struct str lines);

/* Takes two versions into the result as a conflict: lines that are whole, or none.  The note says why. */
void table_conflict(struct merge_table *table, struct str ours, struct str theirs,
		    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reads the records of a side's lines; false, with the reason recorded, if one of them cannot be read. */
bool table_read(struct merge_table *table, enum merge_side side, struct str lines,
		struct merge_row **rows, size_t *count);

/* A record of these fields, which last. */
struct merge_row table_record(struct merge_table *table, const struct str *fields);

/* One value of three; false if both sides changed it, and not alike. */
bool table_value(struct str base, struct str ours, struct str theirs, struct str *value);

/* merge-columns.c: the columns of a side; none if it is no file at all. */
struct merge_header {
	const struct str *names;
	size_t count;
};

bool merge_same_columns(const struct merge_header *a, const struct merge_header *b);

/* Gives the table the columns of both sides; false, with the reason recorded, if they are too many. */
bool merge_join_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES]);

/*
 * Adds records in other columns than they have; what they have no field for is empty.  False, with the reason recorded,
 * if one cannot be read.
 */
bool merge_lay_out(const struct merge_header *from, const struct merge_header *to, struct str lines,
		   struct str path, struct buf *out, struct diag *diag);

/* Takes the columns out of the result that a side took out and that hold nothing. */
bool merge_drop_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES]);

/* merge-lines.c: texts compared and merged line by line. */

/* A stretch of a merged text. */
struct merge_stretch {
	struct str ours;
	struct str theirs; /* the same, unless it is a conflict */
	bool conflict;
};

struct merge_stretches {
	struct merge_stretch *list;
	size_t count;
	size_t capacity;
};

/*
 * Merges three texts by their lines.  Changes of neighbouring lines are no conflict, and what both put in at one place
 * stands one behind the other: whoever asks sees to it that it makes sense.
 */
struct merge_stretches merge_lines(struct arena *arena, const struct str sides[MERGE_SIDES]);

/* The lines that two texts have in common, and those in which they differ as conflicts. */
struct merge_stretches merge_differences(struct arena *arena, struct str ours, struct str theirs);

/* The text with what conflicts as that side has it, in the arena. */
struct str merge_text(struct arena *arena, const struct merge_stretches *stretches,
		      enum merge_side side);

/* merge-items.c: what is like what. */

/* Do two trees say the same? The order of keys makes no difference; that of a list's items does if ordered. */
bool merge_alike(const struct node *a, const struct node *b, bool ordered);

/* The key that the values of a map's key have; NULL if it is unknown. */
const struct key *merge_key_of(const struct key *keys, const struct key *above, struct str name);

/* For each item of a list, which of the other's is it, or another version of it; NULL if none. */
const struct node **merge_items(struct arena *arena, const struct key *key, const struct node *list,
				const struct node *other);

/* The same for three versions of a list: where the base's items are in the sides, and ours, if they are new, in theirs. */
struct merge_found {
	const struct node **in_ours;
	const struct node **in_theirs;
	const struct node **both;
};

struct merge_found merge_items_of(struct arena *arena, const struct key *key,
				  const struct node *base, const struct node *ours,
				  const struct node *theirs);

/* merge-tree.c: what a document is to say. */

/* A node of a merged tree; a side's own, below which all is its own, or one that was made of both (MERGE_BASE). */
struct merge_node {
	struct node node;
	enum merge_side side;
};

/* What both sides changed in different ways. */
struct merge_dispute {
	struct str what;      /* to be told of it */
	enum merge_side side; /* where it stands: in ours, or where that took it out, in theirs, */
	size_t line;          /* from 1 */
};

struct merge_tree {
	struct arena *arena;
	const struct node *roots[MERGE_SIDES];
	const struct key *keys;
	enum merge_side prefer; /* whose value stands where both changed it */
	struct merge_dispute *disputes;
	size_t count;
	size_t capacity;
};

/* The merged tree; what is in dispute is added. */
const struct node *merge_tree(struct merge_tree *tree);

/* merge-fit.c: gives a document's bytes what is lacking for them to say what a merged tree does; false if it cannot. */
bool merge_fit(const struct merge_tree *tree, const struct sheet sheets[MERGE_SIDES],
	       struct str bytes, const struct node *wanted, struct str *fitted);

/* merge-document.c: merges definitions and registry.yaml. */
enum merge_result merge_documents(const struct merge *merge, struct merged *merged);

/* merge-rows.c: one pass over the three bodies. */

enum merge_pass {
	MERGE_PASSED,
	MERGE_UNORDERED, /* a body is out of order */
	MERGE_STOPPED,   /* a line cannot be read, which is recorded */
};

enum merge_pass merge_rows(struct merge_table *table);

/*
 * merge-roster.c, merge-spell.c, merge-lists.c: what becomes of the lines of one key, where no two sides agree; false, with the reason
 * recorded, if one cannot be read.
 */
bool merge_person(struct merge_table *table, struct str email, const struct str lines[MERGE_SIDES]);
bool merge_organization(struct merge_table *table, struct str id,
			const struct str lines[MERGE_SIDES]);
bool merge_suppression(struct merge_table *table, struct str email,
		       const struct str lines[MERGE_SIDES]);

/* A row of a roster in one version of it. */
struct merge_spell {
	struct merge_row row;
	struct spell spell; /* its days */
	const struct merge_spell
	    *became[MERGE_SIDES]; /* the same spell on that side; NULL: it is not there */
	bool of_base;
	bool known; /* a row of ours or theirs: it is the same spell as one of another version */
	struct merge_spell *next; /* of those alike */
};

struct merge_spells {
	struct merge_spell *list;
	size_t count;
};

/* merge-match.c: finds which rows of one person are the same spell. */
void merge_match(struct merge_table *table, struct merge_spells versions[MERGE_SIDES]);

/* A spell as both sides have it. */
struct merged_spell {
	struct merge_row ours; /* without a line: the row is not there */
	struct merge_row theirs;
	bool conflict;
	struct str why; /* of the conflict, or what else is to be told; may be empty */
};

/* merge-spell.c: a row that both sides have, column by column. base is NULL if both added it. */
void merge_columns(struct merge_table *table, const struct merge_spell *base,
		   const struct merge_spell *ours, const struct merge_spell *theirs,
		   struct merged_spell *merged);

#endif
