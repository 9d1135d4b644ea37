/*
 * document.h - a report as a person reads it: headings, paragraphs, tables and charts.
 *
 * Layer 4.  Reports fill a document; writers (document_page() and so on) make text, Markdown, HTML or a workbook of it.
 * All texts, numbers and dates in it are already in the reader's language. The exception is texts that the registry has
 * only in another language: their language is given beside them. A writer adds no text of its own except what labels.h
 * translates. Writers make text from data plain (text.h). Everything lives in the document's arena.
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
	CELL_MASKED, /* a count withheld for privacy; text is what is shown instead */
	CELL_SERIES, /* numbers over time, for a sparkline */
};

struct cell {
	enum cell_kind kind;
	struct str text;      /* what is shown; for a series, its content in words */
	struct str language;  /* of the text; absent: the document's language */
	double number;        /* if CELL_NUMBER */
	struct date date;     /* if CELL_DATE; may lack month or day */
	const double *series; /* if CELL_SERIES; NAN: not known */
	size_t count;         /* length of series */
	bool marked;          /* needs the reader's attention */
};

struct table_column {
	struct str heading;
	struct str language; /* of the heading; absent: the document's */
	bool right;          /* aligned right: numbers */
	bool whole;          /* never cut its text: an address cut short is no longer an address */
	unsigned keep;       /* the lowest is dropped first from a narrow page; 0: never dropped */
};

struct table {
	struct document *document;
	struct str caption;  /* what it shows, for those who cannot see its place; absent: none */
	struct str language; /* of the caption; absent: the document's */
	const struct table_column *columns;
	size_t column_count;
	struct cell *cells; /* row after row */
	size_t row_count;
	size_t total_count; /* how many of the last rows are totals */
	size_t capacity;
};

enum chart_kind {
	CHART_BARS,    /* a horizontal bar for each row */
	CHART_COLUMNS, /* an upright column for each row and series, in order of time */
	CHART_LINE,    /* a line through the rows, in order of time */
};

/* A chart of a table. Rows of totals are left out. */
struct chart {
	enum chart_kind kind;
	struct str title;
	struct str description; /* what the chart shows, in a sentence or two */
	const struct table *table;
	size_t labels;        /* the column that names the rows */
	const size_t *series; /* the columns that hold the numbers to show */
	size_t series_count;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_TEXT,    /* a paragraph */
	BLOCK_BULLET,  /* consecutive bullets form one list */
	BLOCK_COMMAND, /* a line to type into a shell */
	BLOCK_TABLE,
	BLOCK_CHART, /* comes before its table */
};

struct block {
	enum block_kind kind;
	unsigned level; /* of a heading: 2, or 3 below a 2; the title is 1 */
	struct str text;
	struct str language; /* of the text; absent: the document's */
	struct table *table;
	const struct chart *chart;
	struct block *next;
};

struct document {
	struct arena *arena;
	struct str language; /* of its texts: en, fr */
	struct str title;
	struct str
	    stamp; /* as-of date and commit: all that differs between runs on the same data */
	struct str about; /* whose report it is and what period it covers; one line */
	struct block *first;
	struct block *last;
};

/* Offsets of the stamp in a writer's output, so that two outputs can be compared without it. */
struct stamped {
	size_t begin;
	size_t end;
	bool any; /* any bytes may be there; if not set, the stamp is part of a line */
};

struct document *document_new(struct arena *arena, struct str language);

/* These append a block. Texts are not copied: they must live at least as long as the document. */
void document_heading(struct document *document, unsigned level, struct str text);
void document_text(struct document *document, struct str text);
void document_bullet(struct document *document, struct str text);
void document_command(struct document *document, struct str text);

/* Sets the language of the block added last, if it is not the document's. */
void document_set_language(struct document *document, struct str language);

/* Inserts a paragraph before all blocks added so far. */
void document_preface(struct document *document, struct str text);

/* Adds a chart. Its table must be the next block added. */
void document_chart(struct document *document, const struct chart *chart);

/* Adds an empty table. columns must live as long as the document. */
struct table *document_table(struct document *document, struct str caption,
			     const struct table_column *columns, size_t count);

/* Makes a table without adding it: a chart, which comes before its table, needs a pointer to it. */
struct table *table_new(struct document *document, struct str caption,
			const struct table_column *columns, size_t count);
void document_add_table(struct document *document, struct table *table);

/* Appends a row of empty cells, one for each column. The pointer is valid until the next row is added. */
struct cell *table_row(struct table *table);

static inline const struct cell *
table_cell(const struct table *table, size_t row, size_t column)
{
	return &table->cells[row * table->column_count + column];
}

/*
 * Appends a series as bars, one character for each number, on a scale from 0 to the largest number. Only 0 (or less)
 * gets the lowest bar; unknown numbers are blanks.
 */
void cell_add_series(const struct cell *cell, bool ascii, struct buf *out);

/* The largest number in a column, rows of totals left out; 0 if none is greater. */
double table_largest(const struct table *table, size_t column);

/* -- writers: each adds the whole document to out ----------------------------------------------------------- */

/* Plain text for a terminal or a mail, in lines of at most width columns; 0: unlimited. */
struct page_style {
	size_t width;
	bool bold;  /* headings in bold, by ANSI escape codes */
	bool ascii; /* draw sparklines, bars and rules in ASCII only */
};

struct stamped document_page(const struct document *document, struct page_style style,
			     struct buf *out);

/* GitHub Flavored Markdown. */
struct stamped document_markdown(const struct document *document, struct buf *out);

/* One self-contained page of HTML 5 without scripts; each chart is inline SVG before its table. */
struct stamped document_html(const struct document *document, struct buf *out);

/*
 * Does the block start a section, directly below the title? A heading of level 2 does; one of level 3 does as long as
 * none of level 2 has come before. Call for all blocks in order, with *below, which keeps that state, initially false.
 */
bool document_is_section(const struct block *block, bool *below);

#endif
