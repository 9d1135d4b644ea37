/*
 * document-sheet.h - the sheets of a workbook, one for each table, and their charts.
 *
 * Layer 4.  Only document-xlsx.c uses it, which makes the rest of the workbook; document-sheet-table.c has the rows be a
 * table, document-sheet-chart.c draws.  Like all that libxlsxwriter makes, a book is not the arena's: lxw_workbook_free() or
 * workbook_close() gives it back.
 */
#ifndef COP_DOCUMENT_SHEET_H
#define COP_DOCUMENT_SHEET_H

#include <xlsxwriter.h>

#include "diag.h"
#include "document.h"

/* How a cell looks, besides whether it is in a total or wants attention. */
enum look { LOOK_TEXT, LOOK_RIGHT, LOOK_WHOLE, LOOK_FRACTION, LOOK_DATE, LOOK_SERIES, LOOK_COUNT };

struct book {
	struct arena *arena;
	struct diag *diag;
	lxw_workbook *workbook;
	lxw_error error; /* the first */
	lxw_format *looks[LOOK_COUNT][2][2];
	lxw_format *heading, *heading_right;
	unsigned table_count;
	struct buf scratch;
};

/* What libxlsxwriter made: where it is NULL for want of memory, this ends as arena.h says. */
void *book_made(void *made);

/* Keeps the error, if it is one and the first; where memory ran out, ends as arena.h says. */
void book_keep(struct book *book, lxw_error error);

/* A look to be filled in. */
lxw_format *book_format(struct book *book);

/* Makes the looks of tables; once, before the first. */
void book_looks(struct book *book);

/* The text as a plain C string of at most so many bytes, valid until the next. */
const char *book_plain(struct book *book, struct str text, size_t most);

/* The text as a cell holds it, likewise; with lines, those of a paragraph stay. */
const char *book_text(struct book *book, struct str text, bool lines);

#define LINE_HEIGHT 15.0 /* of a row, in points */

/* How many lines a text takes in a column so wide. */
size_t book_lines(struct str text, size_t columns);

/* Makes a row so high that so many lines of that height are seen: not every program does it by itself. */
void book_set_height(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t lines,
		     double each);

/*
 * Adds a sheet with the table, and its chart unless that is NULL. The sheet is called by a number and those words. Returns its
 * name, in the arena; absent, with the reason recorded, where the table is too large for a sheet.
 */
struct str book_add_table(struct book *book, const struct table *table, const struct chart *chart,
			  struct str words);

/*
 * Writes the headings of the table, and makes them and the rows below one of Excel's tables, with a filter; without rows there
 * is none.
 */
void book_set_table(struct book *book, lxw_worksheet *sheet, const struct table *table);

/* Draws the rows of the table, which stands on the sheet of that name, beside it. */
void book_insert_chart(struct book *book, lxw_worksheet *sheet, struct str name,
		       const struct chart *drawn);

#endif
