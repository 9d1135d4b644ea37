/*
 * revise.h - changing one value of a definition's text, and no other byte.
 *
 * Layer 3.  For commands that edit YAML written by people: comments, layout, quotes, line ends, a byte-order mark and a
 * missing final newline are kept.  The result is parsed again before it is returned: if it differs from the input by
 * more than the named value, the revision fails.
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
	struct str path; /* such as join.admission, meetings.1.cadence or name.fr */
	struct str value;
	bool literal; /* value is plain text even if it begins with a brace or bracket */
};

/*
 * Parses PATH=VALUE, PATH+=VALUE or PATH-=VALUE.  The revision points into assignment.  False, with a usage error
 * without a place recorded, if the text is not UTF-8, there is no operator, keys have no such path, or += or -= is used
 * on a path that is not a list or with an empty value.
 */
bool revision_parse(struct revision *revision, const struct key *keys, struct str assignment,
		    struct diag *diag);

/*
 * Appends to out the document in bytes with the revision made; if it already says so, bytes unchanged.  language is the
 * registry's default language, in which texts without a language are.  False, with the reason recorded at place, if
 * bytes are not YAML (node_parse()'s own findings) or the revision cannot be made; out is untouched then.
 */
bool revise(const struct revision *revision, const struct key *keys, struct str bytes,
	    struct str language, struct place place, struct buf *out, struct diag *diag);

/* -- for revise-*.c alone ---------------------------------------------------------------------------- */

/*
 * One change to a document: an item of one of its collections is inserted, removed or replaced.
 *
 * The new value is a tree of nodes built for the change.  A scalar's style is the preferred one, and its plain tells
 * whether its type allows it to be written without quotes; a collection's flow tells whether one line is preferred.  A
 * node whose end is not 0 stands in a file already, and its bytes are copied from there; its column is that of the key
 * or dash before it, or of its keys if it is a map in block style.
 */
struct change {
	const struct node *parent; /* the list or map to change; NULL: nothing changes */
	const struct node *item;   /* the item to remove or replace; NULL: insert */
	const struct node *before; /* when inserting, the item that comes next; NULL: append */
	const struct node *value;  /* the new item, with its key in a map; NULL: remove */
	const struct sheet
	    *from; /* the document to copy value from, if it has an end; NULL: this one */
};

/*
 * Appends to out the bytes of the document, parsed as root, with the change made.  False, with out left incomplete, if
 * the layout is too unusual to edit, or if the result, parsed again, is not the old tree with just that change.
 */
bool revise_change(struct arena *arena, const struct change *change, const struct node *root,
		   struct str bytes, struct buf *out);

/* The bytes of a document, without a byte-order mark, and its layout. */
struct sheet {
	struct str bytes;
	const struct node *root;
	struct str line_end; /* LF or CRLF */
	size_t step;         /* columns that a map is indented below its key */
	size_t dash;         /* columns that a list's dashes are indented below its key */
	bool ascii;          /* all bytes are ASCII, so code point indexes are byte offsets */
	bool open;           /* the last line does not end with a line feed */
};

/* The context for planning a revision; the result goes to *change. */
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

/*
 * revise-plan.c: sets *change to what the revision changes in the tree; false, with the reason recorded, if it cannot.
 */
bool revise_plan(struct arena *arena, const struct revision *revision, const struct key *keys,
		 const struct node *root, struct str language, struct place place,
		 struct diag *diag, struct change *change);

/* revise-tree.c: finding nodes in a tree. */

/* Do two trees have the same values, whatever their style?  The keys of the roots are not compared. */
bool node_same(const struct node *a, const struct node *b);

/*
 * The item of a list with that number, from 1; the item of a map with that key; the last item; the item before the
 * given one (before the end if that is NULL).  NULL if there is none.
 */
const struct node *node_item(const struct node *list, size_t number);
const struct node *node_item_named(const struct node *map, struct str name);
const struct node *node_last(const struct node *parent);
const struct node *node_before(const struct node *parent, const struct node *item);

/* The collection at or below node of which wanted is an item; NULL if there is none. */
const struct node *node_parent(const struct node *node, const struct node *wanted);

/*
 * Does nearest's word name the item of a list?  A single value is its own name; a map is named by its id, else by the
 * key that is its shorthand, else by an address, a title or the like.  Offers the item's names to nearest, for a
 * suggestion.
 */
bool node_is_called(const struct key *key, const struct node *item, struct nearest *nearest);

/* revise-build.c: building new nodes. */

/*
 * The revision's path up to ahead, which is the tail of it that is still to be followed; all of it if ahead is absent.
 */
struct str plan_so_far(const struct plan *plan, struct str ahead);

/* Does the revision's value begin with the character, and is it not literal? */
bool plan_begins_with(const struct plan *plan, char c);

/* Builders of nodes in the plan's arena: an empty one of that kind, and a scalar as a value of the key. */
struct node *build_node(const struct plan *plan, enum node_kind kind);
struct node *build_scalar(const struct plan *plan, const struct key *key, struct str text);

/* A scalar that is the key of an item. */
struct node *build_key(const struct plan *plan, struct str name);

/* Appends an item to a collection, with the name as its key unless that is absent. */
void build_append(const struct plan *plan, struct node *parent, struct str name, struct node *item);

/* A collection with one item, as build_append(); NULL if item is NULL. */
struct node *build_around(const struct plan *plan, enum node_kind kind, struct str name,
			  struct node *item);

/*
 * Build the value of a key, or, for build_one(), one of the values that a list or a map by id holds, with the
 * revision's value at the path below it (absent: the value itself).  NULL, with the reason recorded, if the key takes
 * no such value.
 */
struct node *build_value(const struct plan *plan, const struct key *key, struct str path);
struct node *build_one(const struct plan *plan, const struct key *key, struct str path);

/*
 * The sheet to write the new value with: the bytes of the document that it is copied from, the layout of the one it
 * goes to.
 */
struct sheet sheet_for(const struct sheet *sheet, const struct change *change);

/* revise-splice.c: appends the sheet's bytes with the change made; false if their layout is too unusual to edit. */
bool revise_splice(const struct sheet *sheet, const struct change *change, struct buf *out);

/* A new text under construction, from left to right. */
struct splice {
	const struct sheet *sheet;
	struct buf *out;
	size_t done; /* bytes of the sheet that were copied or dropped so far */
};

/* Copies, or skips, the sheet's bytes up to the offset. */
void splice_copy(struct splice *splice, size_t offset);
void splice_drop(struct splice *splice, size_t offset);

/* Sets *begin to the offset of an item's key or dash; false if the layout is too unusual to tell. */
bool sheet_find_item(const struct sheet *sheet, const struct node *parent, const struct node *item,
		     size_t *begin);

/* Sets *after to the offset after the colon or dash before a value; false if there is none, as in "? key". */
bool sheet_find_value(const struct sheet *sheet, const struct node *parent, const struct node *item,
		      size_t *after);

/*
 * revise-flow.c: insert, remove or replace an item of a collection in flow style; false if the layout is too unusual.
 */
bool splice_insert_flow(struct splice *splice, const struct change *change);
bool splice_remove_flow(struct splice *splice, const struct change *change);
bool splice_replace_flow(struct splice *splice, const struct change *change);

/* revise-sheet.c: the offsets of nodes and lines in a document. */
struct sheet sheet_of(struct str bytes, const struct node *root);

/* The offsets of a node's first byte, and after its last.  In block style, only a comment may follow on its line. */
size_t sheet_begin(const struct sheet *sheet, const struct node *node);
size_t sheet_end(const struct sheet *sheet, const struct node *node);

/* Of the line that holds the offset: where it begins, where its LF or CRLF is, and where the next line begins. */
size_t sheet_line(const struct sheet *sheet, size_t offset);
size_t sheet_line_stop(const struct sheet *sheet, size_t offset);
size_t sheet_line_next(const struct sheet *sheet, size_t offset);

/* The offset of the first byte at or after the given one that is neither a space nor a tab. */
size_t sheet_skip_blanks(const struct sheet *sheet, size_t offset);

/* The byte at the offset; '\n' beyond the end. */
char sheet_byte(const struct sheet *sheet, size_t offset);

/* Is the part of the line before the offset blank?  Is the part from there on blank but for a comment? */
bool sheet_leads(const struct sheet *sheet, size_t offset);
bool sheet_ends(const struct sheet *sheet, size_t offset);

/* The form of a block scalar, | or >. */
struct block_form {
	size_t head;   /* the offset after the sign and its indicators */
	size_t column; /* the indentation of its lines; 0: it has none */
	char chomp;    /* the chomping indicator: '-', '+', or ' ' for none */
	size_t breaks; /* line breaks at the end of its text */
	size_t width;  /* columns to fill lines to; 0: the default */
};

bool scalar_is_block(const struct node *node);
struct block_form sheet_block_form(const struct sheet *sheet, const struct node *scalar);

/* revise-value.c: writing a new value. */

#define REVISE_WIDTH 80 /* new lines are at most this many columns wide if possible */

/* The place where a value is to be written.  Columns count from 0. */
struct room {
	size_t base;            /* column of the key or dash before the value */
	size_t inner;           /* column of the value's own keys, or lines of text */
	size_t at;              /* column where its first line begins */
	bool item;              /* it follows a dash */
	const struct node *old; /* the node that it replaces; NULL: none */
};

/* The room for a value after a key that begins in that column. */
struct room room_behind(const struct sheet *sheet, const struct node *key, size_t column);

/*
 * Appends a value of a collection in block style, from right after its colon or dash: a space and what stands on that
 * line, then the lines below.
 */
void value_put(struct buf *out, const struct sheet *sheet, const struct node *value,
	       struct room room);

/* Appends a value on one line, for a collection in flow style. */
void value_put_flow(struct buf *out, const struct sheet *sheet, const struct node *value);

/* Appends a key and its colon. */
void value_put_key(struct buf *out, const struct node *key);

/* revise-scalar.c: writing a scalar. */

/*
 * Would some YAML tools read the text, without quotes, as something other than a string: a number, a date, yes, null?
 */
bool scalar_ambiguous(struct str text);

/* Can the text be written as a plain scalar, without quotes?  flow: inside a collection in flow style. */
bool scalar_plain(struct str text, bool flow);

/* Can the text be written as a literal block scalar, |? */
bool scalar_block(struct str text);

/*
 * Appends a scalar: with flow, on one line; else where room says, with the lines of a block below.  room is unused with
 * flow.
 */
void scalar_put(struct buf *out, const struct sheet *sheet, const struct node *value, bool flow,
		const struct room *room);

#endif
