/*
 * node.h - a YAML document as a tree with positions, read strictly.
 *
 * Layer 2.  node.c alone knows libyaml.  YAML 1.1 as libyaml reads it, without anchors, aliases, tags,
 * directives, merge keys and further documents; every scalar is text, typed later by its field.
 */
#ifndef COP_NODE_H
#define COP_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"
#include "str.h"

#define NODE_BYTES_MAX (256 * (size_t)1024) /* of a file */
#define NODE_DEPTH_MAX 16
#define NODE_COUNT_MAX 20000
#define NODE_SCALAR_MAX (64 * (size_t)1024) /* bytes */

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* How a scalar is written. */
enum node_style { NODE_PLAIN, NODE_SINGLE_QUOTED, NODE_DOUBLE_QUOTED, NODE_LITERAL, NODE_FOLDED };

/* Small, as there are some hundred of them in a definition: NODE_BYTES_MAX and NODE_COUNT_MAX fit in an unsigned. */
struct node {
	enum node_kind kind : 2;
	enum node_style style : 3; /* of a scalar */
	bool plain : 1;            /* the scalar stands without quotes */
	bool flow : 1;             /* the list or map stands in brackets */
	bool lines : 1;            /* the scalar stands in several lines of the file */
	bool hidden : 1;           /* it is empty, as what stands there, such as #1, is a comment */
	unsigned line;             /* from 1 */
	unsigned column;           /* from 1, in code points */
	unsigned begin;  /* in code points from the beginning, a byte-order mark left out */
	unsigned end;    /* of a block collection: where the token after it is */
	unsigned count;  /* of items */
	struct str text; /* of a scalar */
	const struct node *first; /* item of a list or map, in the order of the file */
	const struct node *next;  /* beside it */
	const struct node *key;   /* in a map: a scalar */
};

/*
 * Reads a document into the arena.  What is wrong is recorded at place.path; the tree is NULL if the
 * bytes cannot be read as one, or are over a limit.  An empty document is an empty map.
 */
const struct node *node_parse(struct arena *arena, struct str bytes, struct place place,
			      struct diag *diag);

/* The value of a key in a map; NULL if node is NULL, no map, or has no such key. */
const struct node *node_get(const struct node *node, const char *key);

/* The first item of a list in a map; NULL if node_get() finds none there, or what is no list. */
const struct node *node_items(const struct node *node, const char *key);

/* The place of a node in the file. */
struct place node_place(const struct node *node, struct str path);

/*
 * The line of the file in which the byte of a scalar's text is written, or, if that is a blank, the next that is none; bytes
 * are those of the file.
 */
size_t node_line_at(const struct node *scalar, struct str bytes, size_t at);

/* The text of a scalar; of NULL and of other kinds, the absent slice. */
struct str node_text(const struct node *node);

/* Is it a key's missing value, which is as good as no key? */
bool node_is_nothing(const struct node *node);

#endif
