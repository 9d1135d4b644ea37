/*
 * rows-quotes.h - how far the quotes of a CSV record make sense, to say what is wrong with them.
 *
 * Layer 2.  For rows*.c, and for cutting rosters into blocks.  RFC 4180, section 2.
 */
#ifndef COP_ROWS_QUOTES_H
#define COP_ROWS_QUOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/* How far the quotes of a record make sense: to its end, which is that of a line, or to the one that does not. */
struct quotes {
	enum { QUOTES_OUTSIDE, QUOTES_INSIDE, QUOTES_AFTER } state;
	size_t at;
	size_t opened; /* where the last one was */
	size_t fields; /* up to there */
	bool good;     /* the end, and all are closed */
};

struct quotes quotes_follow(struct str bytes);

#endif
