/*
 * document.h - a report as a person reads it: headings, sentences, tables and their charts.
 *
 * Layer 4.  Reports fill a document; writers make text, Markdown, HTML or a workbook of it (document_page() and so
 * on).  Every text in it is in the reader's language already, numbers and dates too, but for those that the registry has in
 * another alone: with them stands their language.  A writer adds no text of its own but what labels.h translates.  Text from data
 * is made plain (text.h) by the writers.  All of it lives in the document's arena.
 */
#ifndef COP_DOCUMENT_H
#define COP_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "str.h"

enum cell_kind {
	CELL_NOTHING, /* unknown, or nothing to say */
	CELL_TEXT,
	CELL_NUMBER,
	CELL_DATE,
	CELL_MASKED, /* a count that is held back; its text says how */
	CELL_SERIES, /* numbers over time, for a sparkline */
};

struct cell {
	enum cell_kind kind;
	struct str text;      /* what is shown, of a series what it says in words */
	struct str language;  /* of the text; absent: the document's, or none */
	double number;        /* of a number */
	struct date date;     /* of a date, whole or partial */
	const double *series; /* NAN where it is not known */
	size_t count;         /* of the series */
	bool marked;          /* wants attention */
};

struct table_column {
	struct str heading;
	struct str language; /* of the heading; absent: as of a cell */
	bool right;          /* numbers, set against the right edge */
	bool whole;          /* no text in it is cut short: an address would not be one any more */
	unsigned keep; /* on a narrow page the column with the least goes first; 0: it never goes */
};

struct table {
	struct document *document;
	struct str caption;  /* what it shows: for those who cannot see its place; absent: none */
	struct str language; /* of the caption; absent: as of a cell */
	const struct table_column *columns;
	size_t column_count;
	struct cell *cells; /* row after row */
	size_t row_count;
	size_t total_count; /* of the rows, the last so many are totals */
	size_t capacity;
};

enum chart_kind {
	CHART_BARS,    /* a horizontal bar for each row */
	CHART_COLUMNS, /* an upright column for each row and series, in order of time */
	CHART_LINE,    /* a line through the rows, in order of time */
};

/* A picture of a table, whose totals are left out of it. */
struct chart {
	enum chart_kind kind;
	struct str title;
	struct str description; /* in a sentence or two, what there is to see */
	const struct table *table;
	size_t labels;        /* the column that names the rows */
	const size_t *series; /* the columns of numbers it shows */
	size_t series_count;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_TEXT,    /* a paragraph */
	BLOCK_BULLET,  /* bullets that follow each other are one list */
	BLOCK_COMMAND, /* a line to type into a shell */
	BLOCK_TABLE,
	BLOCK_CHART, /* comes before its table */
};

struct block {
	enum block_kind kind;
	unsigned level; /* of a heading: 2, or 3 within it; the title is 1 */
	struct str text;
	struct str language; /* of the text; absent: as of a cell */
	struct table *table;
	const struct chart *chart;
	struct block *next;
};

struct document {
	struct arena *arena;
	struct str language; /* of its texts: en, fr */
	struct str title;
	struct str
	    stamp; /* the day it is true for, and the commit: the one line that differs when nothing else does */
	struct str about; /* whose report it is, and over what period; one line */
	struct block *first;
	struct block *last;
};

/* Where the stamp stands in what was written, so that two documents may be compared without it. */
struct stamped {
	size_t begin;
	size_t end;
	bool any; /* what stands there may be anything; else it is part of a line */
};

struct document *document_new(struct arena *arena, struct str language);

/* Texts are not copied: they live in the arena, or longer. */
void document_heading(struct document *document, unsigned level, struct str text);
void document_text(struct document *document, struct str text);
void document_bullet(struct document *document, struct str text);
void document_command(struct document *document, struct str text);

/* The language of the block that was added last, where it is another than the document's. */
void document_set_language(struct document *document, struct str language);

/* A paragraph that stands before all that the document has yet. */
void document_preface(struct document *document, struct str text);

/* Adds a chart, which stands before its table; add that next. */
void document_chart(struct document *document, const struct chart *chart);

/* Adds an empty table; the columns live as long as the document. */
struct table *document_table(struct document *document, struct str caption,
			     const struct table_column *columns, size_t count);

/* A table that is not in the document yet, as a chart that comes before it needs it. */
struct table *table_new(struct document *document, struct str caption,
			const struct table_column *columns, size_t count);
void document_add_table(struct document *document, struct table *table);

/* Adds a row of empty cells, one for each column; valid until the next row. */
struct cell *table_row(struct table *table);

/* The cell of a row. */
static inline const struct cell *
table_cell(const struct table *table, size_t row, size_t column)
{
	return &table->cells[row * table->column_count + column];
}

/*
 * Adds a series as a line of bars, a character each, on a scale from 0 to its largest: the lowest bar is 0 alone, and what is
 * not known is a blank.
 */
void cell_add_series(const struct cell *cell, bool ascii, struct buf *out);

/* The largest number of a column, totals left out; 0 if none is above it. */
double table_largest(const struct table *table, size_t column);

/* -- writers: each adds the whole document to out ----------------------------------------------------------- */

/* For a terminal or a mail: at most so many columns wide, 0: as wide as it takes. */
struct page_style {
	size_t width;
	bool bold;  /* headings, by control codes */
	bool ascii; /* sparklines and rules without characters beyond ASCII */
};

struct stamped document_page(const struct document *document, struct page_style style,
			     struct buf *out);

/* GitHub Flavored Markdown. */
struct stamped document_markdown(const struct document *document, struct buf *out);

/* One self-contained page of HTML 5, without script, with a chart as inline SVG before its table. */
struct stamped document_html(const struct document *document, struct buf *out);

/*
 * Is the block a heading of a section, right below the title?  One of level 3 is, too, as long as there was none of level 2, which
 * *below keeps: false to begin with, for all blocks in turn.
 */
bool document_is_section(const struct block *block, bool *below);

#endif
