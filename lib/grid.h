/*
 * grid.h - columns of text side by side, on lines that fit: the one layout of tables for a terminal.
 *
 * Layer 4.  Widths are columns of the terminal.  A grid too wide for its page first has the columns left out that are
 * needed least, and then those that may be cut are made narrower.
 */
#ifndef COP_GRID_H
#define COP_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

#define GRID_GAP 2 /* blanks between two columns */

/* The width of a column that is left out. */
#define GRID_LEFT_OUT ((size_t)-1)

struct grid_column {
	struct str heading;
	bool right;    /* set against the right edge */
	size_t least;  /* what it may be cut to, at least 3; 0: it is never cut */
	bool wrapped;  /* what is too long goes on below, rather than being cut */
	unsigned keep; /* the least is left out first, of equals the last; 0: never */
};

struct grid {
	const struct grid_column *columns;
	size_t column_count;
	size_t row_count;
	bool header;
	size_t indent;        /* blanks before each line, which come on top of the width */
	size_t width;         /* of the page; 0: as wide as it takes */
	const char *ellipsis; /* ends a cell that was cut */
	/* Adds the text of a cell, plain and on one line. */
	void (*cell)(const void *context, size_t row, size_t column, struct buf *out);
	const void *context;
};

/* How wide each column is, in the arena. */
size_t *grid_fit(const struct grid *grid, struct arena *arena);

/* How wide the lines are at most, by those widths. */
size_t grid_width(const struct grid *grid, const size_t *widths);

/* Adds the line of headings, which ends in a line feed; behind its last text stands no blank. */
void grid_add_header(const struct grid *grid, const size_t *widths, bool bold, struct buf *out);

/* Adds a row likewise: one line, or more where a cell is wrapped. */
void grid_add_row(const struct grid *grid, const size_t *widths, size_t row, struct buf *out);

#endif
