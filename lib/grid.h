/*
 * grid.h - lays out columns of text to fit a page: every table for a terminal uses this.
 *
 * Layer 4.  Widths are in columns of the terminal. If a grid is too wide for its page, first the least needed columns
 * are left out, then the columns that may be cut are made narrower.
 */
#ifndef COP_GRID_H
#define COP_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

#define GRID_GAP 2 /* spaces between two columns */

/* The width of a column that is left out. */
#define GRID_LEFT_OUT ((size_t)-1)

struct grid_column {
	struct str heading;
	bool right;    /* align right */
	size_t least;  /* width it may be cut to, at least 3; 0: never cut */
	bool wrapped;  /* wrap text that is too long, rather than cut it */
	unsigned keep; /* the lowest is left out first, of equals the last; 0: never */
};

struct grid {
	const struct grid_column *columns;
	size_t column_count;
	size_t row_count;
	bool header;
	size_t indent;        /* spaces before each line, not counted in width */
	size_t width;         /* of the page; 0: unlimited */
	const char *ellipsis; /* put at the end of a cell that was cut */
	/* Appends the text of a cell, plain and on one line. */
	void (*cell)(const void *context, size_t row, size_t column, struct buf *out);
	const void *context;
};

/* Returns the width of each column, or GRID_LEFT_OUT; in the arena. */
size_t *grid_fit(const struct grid *grid, struct arena *arena);

/* Returns the width of a line, without the indent. */
size_t grid_width(const struct grid *grid, const size_t *widths);

/* Appends the line of headings, with a line feed and without trailing spaces. */
void grid_add_header(const struct grid *grid, const size_t *widths, bool bold, struct buf *out);

/* Appends a row likewise: one line, or more if a cell is wrapped. */
void grid_add_row(const struct grid *grid, const size_t *widths, size_t row, struct buf *out);

#endif
