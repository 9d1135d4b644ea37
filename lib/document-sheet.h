/*
 * document-sheet.h - the sheets of a workbook: one for each table, with its chart.
 *
 * Layer 4.  Only document-xlsx.c, which makes the rest of the workbook, uses this. document-sheet-table.c turns the
 * rows of a sheet into an Excel table, document-sheet-chart.c draws the chart. Like everything libxlsxwriter allocates,
 * a workbook does not live in the arena: free it with lxw_workbook_free() or workbook_close().
 */
#ifndef COP_DOCUMENT_SHEET_H
#define COP_DOCUMENT_SHEET_H

#include <xlsxwriter.h>

#include "diag.h"
#include "document.h"

/* The format of a cell, apart from emphasis for a total or a marked cell. */
enum look { LOOK_TEXT, LOOK_RIGHT, LOOK_WHOLE, LOOK_FRACTION, LOOK_DATE, LOOK_SERIES, LOOK_COUNT };

struct book {
	struct arena *arena;
	struct diag *diag;
	lxw_workbook *workbook;
	lxw_error error;                     /* the first error; LXW_NO_ERROR: none */
	lxw_format *looks[LOOK_COUNT][2][2]; /* of [look][in a total][marked] */
	lxw_format *heading, *heading_right;
	unsigned table_count;
	struct buf scratch;
};

/* Returns what libxlsxwriter made. If it is NULL, memory has run out: ends the program as arena.h says. */
void *book_made(void *made);

/* Records the error unless an earlier one was recorded. If memory has run out, ends the program as arena.h says. */
void book_keep(struct book *book, lxw_error error);

/* Adds a format to the workbook, aligned to the top of the cell, for the caller to complete. */
lxw_format *book_format(struct book *book);

/* Makes the formats that tables use. Call once, before the first table. */
void book_looks(struct book *book);

/* The text made plain, as a C string of at most that many bytes; valid until the next call of this or book_text(). */
const char *book_plain(struct book *book, struct str text, size_t most);

/* The same as a cell holds it: escaped for Excel and cut to its limit. With lines, line breaks in the text are kept. */
const char *book_text(struct book *book, struct str text, bool lines);

#define LINE_HEIGHT 15.0 /* default height of a row, in points */

/* Returns how many lines the text takes in a column of that many characters. */
size_t book_lines(struct str text, size_t columns);

/*
 * Sets the height of a row to that many lines of each points, as not every program fits the height to the text itself.
 */
void book_set_height(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t lines,
		     double each);

/*
 * Adds a sheet with the table and, unless chart is NULL, the chart. The sheet is named by a number followed by words.
 * Returns its name, in the arena; absent, with the reason recorded, if the table is too large for a sheet.
 */
struct str book_add_table(struct book *book, const struct table *table, const struct chart *chart,
			  struct str words);

/*
 * Writes the headings of the table, and makes them and the rows below an Excel table with a filter. Without rows there
 * are only headings, as an Excel table needs at least one row.
 */
void book_set_table(struct book *book, lxw_worksheet *sheet, const struct table *table);

/* Inserts the chart to the right of its table, which is on the sheet of that name. */
void book_insert_chart(struct book *book, lxw_worksheet *sheet, struct str name,
		       const struct chart *drawn);

#endif
