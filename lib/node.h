/*
 * node.h - a YAML document as a tree with positions, read strictly.
 *
 * Layer 2.  Only node.c uses libyaml.  The language is YAML 1.1 as libyaml reads it, without anchors, aliases, tags,
 * directives, merge keys or a second document.  Every scalar is text; what its key requires is checked later.
 */
#ifndef COP_NODE_H
#define COP_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"
#include "str.h"

#define NODE_BYTES_MAX (256 * (size_t)1024) /* size of a file */
#define NODE_DEPTH_MAX 16
#define NODE_COUNT_MAX 20000
#define NODE_SCALAR_MAX (64 * (size_t)1024) /* bytes */

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* How a scalar is written. */
enum node_style { NODE_PLAIN, NODE_SINGLE_QUOTED, NODE_DOUBLE_QUOTED, NODE_LITERAL, NODE_FOLDED };

/* Kept small, as a definition has some hundreds of nodes: NODE_BYTES_MAX and NODE_COUNT_MAX fit in an unsigned. */
struct node {
	enum node_kind kind : 2;
	enum node_style style : 3; /* of a scalar */
	bool plain : 1;            /* a scalar written without quotes */
	bool flow : 1;             /* a list or map written in brackets */
	bool lines : 1;            /* a scalar written on several lines of the file */
	/* An empty scalar, because YAML takes its text, such as #1, for a comment. */
	bool hidden : 1;
	/* A plain scalar with a line that begins like an item, and was probably meant as one. */
	bool swallows : 1;
	unsigned line;   /* from 1 */
	unsigned column; /* from 1, in code points */
	/* In code points from the beginning of the file, after any byte-order mark. */
	unsigned begin;
	unsigned end;    /* likewise; for a block collection, where the token after it begins */
	unsigned count;  /* number of items in a list or map */
	struct str text; /* of a scalar */
	const struct node *first; /* first item of a list or map, in the order of the file */
	const struct node *next;  /* next item in the same list or map */
	const struct node *key;   /* of an item in a map: its key, a scalar */
};

/*
 * Parses a document into a tree in the arena.  Errors are recorded at place.path; returns NULL if the bytes cannot be
 * parsed or exceed a limit.  An empty document is an empty map.
 */
const struct node *node_parse(struct arena *arena, struct str bytes, struct place place,
			      struct diag *diag);

/* The value of a key in a map; NULL if node is NULL, no map, or has no such key. */
const struct node *node_get(const struct node *node, const char *key);

/* The first item of the list under a key of a map; NULL if there is no such key, or its value is no list or empty. */
const struct node *node_items(const struct node *node, const char *key);

/* The place of a node in the file. */
struct place node_place(const struct node *node, struct str path);

/*
 * The line of the file on which byte number at of a scalar's text is written; for a blank, the line of the next byte
 * that is not blank.  bytes is the content of the file.
 */
size_t node_line_at(const struct node *scalar, struct str bytes, size_t at);

/* The text of a scalar; for NULL, a list or a map, the absent slice. */
struct str node_text(const struct node *node);

/* Is it NULL or an empty scalar?  A key without a value counts as no key. */
bool node_is_nothing(const struct node *node);

#endif
