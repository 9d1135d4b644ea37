/*
 * rows-quotes.h - follows the quotes of a CSV record, to say what is wrong with them.
 *
 * Layer 2.  For rows*.c, and for cutting rosters into blocks.  RFC 4180, section 2.
 */
#ifndef COP_ROWS_QUOTES_H
#define COP_ROWS_QUOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/*
 * Where following the quotes of a record stopped: at its end (an LF outside quotes, or the end of the bytes), or at the
 * first byte that breaks the syntax.
 */
struct quotes {
	enum { QUOTES_OUTSIDE, QUOTES_INSIDE, QUOTES_AFTER } state;
	size_t at;
	size_t opened; /* offset of the last opening quote */
	size_t fields; /* number of fields up to at */
	bool good;     /* the end was reached with every quote closed */
};

struct quotes quotes_follow(struct str bytes);

#endif
