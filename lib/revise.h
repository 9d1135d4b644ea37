/*
 * revise.h - changing one value of a definition's text, and no other byte.
 *
 * Layer 3.  For whoever edits a person's YAML: comments, layout, quotes, line ends, a byte-order mark and a
 * missing final newline stay.  What comes out has been read again: it differs from what went in by the
 * value that was named, or nothing comes out.
 */
#ifndef COP_REVISE_H
#define COP_REVISE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "keys.h"
#include "node.h"
#include "str.h"

enum revision_verb {
	REVISION_SET, /* an empty value: removes what the path names */
	REVISION_ADD,
	REVISION_REMOVE,
};

struct revision {
	enum revision_verb verb;
	struct str path; /* join.admission, meetings.1.cadence, name.fr */
	struct str value;
	bool literal; /* a text as it stands, though it begins with a brace */
};

/*
 * Reads PATH=VALUE, PATH+=VALUE or PATH-=VALUE, which the revision then points into.  False, with a usage error
 * that has no place recorded, if there is no operator, no such path, or no list to add to there.
 */
bool revision_parse(struct revision *revision, const struct key *keys, struct str assignment,
		    struct diag *diag);

/*
 * Adds to out the text with the revision made; bytes as they are if all is so already.  language is that of a text
 * given in one language only, the registry's default.  False, with the reason recorded at place, if the bytes
 * are no YAML (node_parse()'s own findings) or the revision cannot be made; out is untouched then.
 */
bool revise(const struct revision *revision, const struct key *keys, struct str bytes,
	    struct str language, struct place place, struct buf *out, struct diag *diag);

/* -- for revise-*.c alone ---------------------------------------------------------------------------- */

/*
 * What is to become of a document: an item of one of its collections comes, goes, or gives way to another.
 *
 * What comes is a node made for it: a scalar says in style how it had best be written, and in plain whether its
 * type lets it go without quotes; a collection in flow, whether it had best be on one line.  What has an end
 * stands in the file and is kept as it is; its column is then that of the key or dash before it, or of its keys
 * if it is a map in block style.
 */
struct change {
	const struct node *parent; /* the list or map; NULL: nothing is to change */
	const struct node *item;   /* that goes; NULL: none */
	const struct node *before; /* where none goes: which the new one precedes; NULL: the end */
	const struct node *value;  /* that comes, with its key in a map; NULL: none */
	const struct sheet
	    *from; /* what it stands in, if it has an end; NULL: in the same document */
};

/*
 * Adds the bytes of a document, whose tree is root, with the change made.  False, with out in pieces, if they are laid out
 * as no one would, or would not say just that when they are read again.
 */
bool revise_change(struct arena *arena, const struct change *change, const struct node *root,
		   struct str bytes, struct buf *out);

/* The bytes of a document, without a byte-order mark, and how its writer lays them out. */
struct sheet {
	struct str bytes;
	const struct node *root;
	struct str line_end; /* LF or CRLF */
	size_t step;         /* columns from a key to those within it */
	size_t dash;         /* columns from a key to the dashes of its list */
	bool ascii;          /* a code point is a byte */
	bool open;           /* the last line has no end */
};

/* What a revision is planned with. */
struct plan {
	struct arena *arena;
	const struct revision *revision;
	const struct node *root;
	struct str language;
	struct place place;
	struct diag *diag;
	struct change *change;
};

/* Records why the revision cannot be made. */
#define PLAN_REFUSE(plan, ...) diag_add((plan)->diag, RULE_USAGE, (plan)->place, __VA_ARGS__)

/* revise-plan.c: what is to change in the tree; false, with the reason recorded, if it cannot. */
bool revise_plan(struct arena *arena, const struct revision *revision, const struct key *keys,
		 const struct node *root, struct str language, struct place place,
		 struct diag *diag, struct change *change);

/* revise-tree.c: what is where in a tree. */

/* Do two trees say the same? */
bool node_same(const struct node *a, const struct node *b);

/* The item of that number, from 1; of that key; the last one; the one before an item; NULL if there is none. */
const struct node *node_item(const struct node *list, size_t number);
const struct node *node_item_named(const struct node *map, struct str name);
const struct node *node_last(const struct node *parent);
const struct node *node_before(const struct node *parent, const struct node *item);

/* The collection below node that holds the wanted one. */
const struct node *node_parent(const struct node *node, const struct node *wanted);

/*
 * Does the item of a list go by nearest's word: a single value, or of a map its id, its shorthand, or else an
 * address, a title or the like?  nearest takes note of what it does go by.
 */
bool node_is_called(const struct key *key, const struct node *item, struct nearest *nearest);

/* revise-build.c: the nodes that come. */

/* The path without what is still ahead: the name of where we are. */
struct str plan_so_far(const struct plan *plan, struct str ahead);

/* Does the revision set a value that begins so? */
bool plan_begins_with(const struct plan *plan, char c);

struct node *build_node(const struct plan *plan, enum node_kind kind);
struct node *build_scalar(const struct plan *plan, const struct key *key, struct str text);

/* A scalar for the key of an item. */
struct node *build_key(const struct plan *plan, struct str name);

/* Hangs an item into a collection, under a key unless its name is absent. */
void build_append(const struct plan *plan, struct node *parent, struct str name, struct node *item);

/* A collection of one item; NULL if that is NULL. */
struct node *build_around(const struct plan *plan, enum node_kind kind, struct str name,
			  struct node *item);

/* The value of a key, or one of the values it holds, that has the revision's value at the path below; NULL, with
 * the reason recorded, if the key takes no such value. */
struct node *build_value(const struct plan *plan, const struct key *key, struct str path);
struct node *build_one(const struct plan *plan, const struct key *key, struct str path);

/* The sheet that what comes is to be written by: of its own bytes, and of the habits of where it comes. */
struct sheet sheet_for(const struct sheet *sheet, const struct change *change);

/* revise-splice.c: adds the bytes with the change made; false if they are laid out as no one would. */
bool revise_splice(const struct sheet *sheet, const struct change *change, struct buf *out);

/* The text as it is put together, from left to right. */
struct splice {
	const struct sheet *sheet;
	struct buf *out;
	size_t done; /* bytes of the sheet that were copied or dropped */
};

/* Takes the bytes up to the offset over, or leaves them out. */
void splice_copy(struct splice *splice, size_t offset);
void splice_drop(struct splice *splice, size_t offset);

/* Where an item begins, with its key or dash; false if it is laid out in a way that is not known here. */
bool sheet_find_item(const struct sheet *sheet, const struct node *parent, const struct node *item,
		     size_t *begin);

/* Where the colon or dash before a value ends: there is none behind the key of "? key". */
bool sheet_find_value(const struct sheet *sheet, const struct node *parent, const struct node *item,
		      size_t *after);

/* revise-flow.c: the same for a collection in flow style, by what becomes of its item. */
bool splice_insert_flow(struct splice *splice, const struct change *change);
bool splice_remove_flow(struct splice *splice, const struct change *change);
bool splice_replace_flow(struct splice *splice, const struct change *change);

/* revise-sheet.c: where things are. */
struct sheet sheet_of(struct str bytes, const struct node *root);

/* The byte where a node begins, and the one behind it. After that, its line holds at most a comment. */
size_t sheet_begin(const struct sheet *sheet, const struct node *node);
size_t sheet_end(const struct sheet *sheet, const struct node *node);

/* Where the line of an offset begins, where it ends (before its line end), where the next one begins. */
size_t sheet_line(const struct sheet *sheet, size_t offset);
size_t sheet_line_stop(const struct sheet *sheet, size_t offset);
size_t sheet_line_next(const struct sheet *sheet, size_t offset);

/* The first byte from an offset on that is neither blank nor tab. */
size_t sheet_skip_blanks(const struct sheet *sheet, size_t offset);

/* The byte at an offset; behind the end, a line end. */
char sheet_byte(const struct sheet *sheet, size_t offset);

/* Is there nothing but blanks before the offset in its line, or nothing but a comment from there on? */
bool sheet_leads(const struct sheet *sheet, size_t offset);
bool sheet_ends(const struct sheet *sheet, size_t offset);

/* The form of a scalar of several lines: | or >, with what follows the sign. */
struct block_form {
	size_t head;   /* the byte behind the sign and its indicators */
	size_t column; /* of its lines, from 0; 0: it has none */
	char chomp;    /* '-', '+', or ' ' for neither */
	size_t breaks; /* line breaks at the end of its text */
	size_t width;  /* of its widest line, with what is before it */
};

bool scalar_is_block(const struct node *node);
struct block_form sheet_block_form(const struct sheet *sheet, const struct node *scalar);

/* revise-value.c: how a new value is written. */

#define REVISE_WIDTH 80 /* columns that new lines keep to where they can */

/* Where a value is to be written. */
struct room {
	size_t base;            /* column of the key or dash before it, from 0 */
	size_t inner;           /* column of the keys of a map, or the lines of a text, within it */
	size_t at;              /* column where its first line begins */
	bool item;              /* it stands behind a dash */
	const struct node *old; /* the scalar that it takes the place of; NULL: none */
};

/* Adds a value of a collection in block style: what stands beside its key, after a blank, and the lines below. */
void value_put(struct buf *out, const struct sheet *sheet, const struct node *value,
	       struct room room);

/* Adds a value on one line, for a collection in flow style. */
void value_put_flow(struct buf *out, const struct sheet *sheet, const struct node *value);

/* Adds a key and its colon. */
void value_put_key(struct buf *out, const struct node *key);

/* revise-scalar.c: how a scalar is written. */

/* Would other YAML tools read the text, without quotes, as no text: a number, a date, yes, null? */
bool scalar_ambiguous(struct str text);

/* May the text stand without quotes? */
bool scalar_plain(struct str text, bool flow);

/* May it stand in a block, | or >? */
bool scalar_block(struct str text);

/* Adds a scalar: in flow style, or in block style, with the lines below. */
void scalar_put(struct buf *out, const struct sheet *sheet, const struct node *value, bool flow,
		const struct room *room);

#endif
