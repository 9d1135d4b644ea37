#include "document-sheet.h"

#include <ctype.h>
#include <math.h>

#include "labels.h"
#include "text.h"

#define CELL_BYTES 32767 /* Excel's limit for a cell, though Excel counts UTF-16 units */
#define NAME_LETTERS 31  /* Excel's limit for the name of a sheet */
#define WIDEST 60        /* of a column, in characters; longer text is wrapped */
#define NARROWEST 8
#define LANDSCAPE 90 /* a sheet with more characters than this in a row is printed sideways */

void *
book_made(void *made)
{
	if (made == NULL)
		memory_give_up();
	return made;
}

void
book_keep(struct book *book, lxw_error error)
{
	if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
		memory_give_up();
	if (book->error == LXW_NO_ERROR)
		book->error = error;
}

/* -- texts ------------------------------------------------------------------------------------------------------- */

/* Would Excel take the text at i for an escaped character, such as _x000D_? */
static bool
is_escape(struct str s, size_t i)
{
	if (i + 7 > s.n || s.p[i] != '_' || s.p[i + 1] != 'x' || s.p[i + 6] != '_')
		return false;
	for (size_t j = i + 2; j < i + 6; j++)
		if (!isxdigit((unsigned char)s.p[j]))
			return false;
	return true;
}

/* Cuts the scratch buffer to at most that many bytes, at the end of a character, and returns it as a C string. */
static const char *
cut(struct book *book, size_t most)
{
	struct str all = buf_all(&book->scratch);

	if (all.n > most)
		book->scratch.n = text_valid((struct str){all.p, most});
	buf_char(&book->scratch, '\0');
	return book->scratch.p;
}

const char *
book_plain(struct book *book, struct str text, size_t most)
{
	buf_clear(&book->scratch);
	text_plain(&book->scratch, text, false);
	return cut(book, most);
}

const char *
book_text(struct book *book, struct str text, bool lines)
{
	struct buf made = {0};
	struct str all;

	text_plain(&made, text, lines);
	all = buf_all(&made);
	buf_clear(&book->scratch);
	for (size_t i = 0; i < all.n; i++) {
		if (is_escape(all, i))
			buf_puts(&book->scratch, "_x005F");
		buf_char(&book->scratch, all.p[i]);
	}
	buf_free(&made);
	return cut(book, CELL_BYTES);
}

/*
 * Makes the name of a table's sheet: its number, then words. The number makes it unique and different from "History",
 * which Excel reserves. It also makes libxlsxwriter quote the name, which it fails to do if the name looks like a
 * reference to a cell.
 */
static struct str
sheet_name(struct book *book, struct str words)
{
	struct buf name = {0};
	size_t letters;
	struct str made;

	buf_format(&name, "%u ", ++book->table_count);
	letters = name.n;
	if (words.n == 0)
		words = str_of(label("Table"));
	words = str_of(book_plain(book, words, CELL_BYTES));
	for (size_t i = 0, step; i < words.n; i += step) {
		int32_t c;

		step = text_decode(str_after(words, i), &c);
		letters += c > 0xFFFF ? 2 : 1;
		if (letters > NAME_LETTERS)
			break;
		/* Excel forbids all of these but the last two, ' and #, which have a meaning in quotes and links. */
		if (strchr("[]:*?/\\'#", words.p[i]) != NULL)
			buf_char(&name, '-');
		else
			buf_add(&name, words.p + i, step);
	}
	made = arena_str(book->arena, str_trim(buf_all(&name)));
	buf_free(&name);
	return made;
}

/* -- looks ------------------------------------------------------------------------------------------------------- */

lxw_format *
book_format(struct book *book)
{
	lxw_format *format = book_made(workbook_add_format(book->workbook));

	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	return format;
}

static void
set_right(lxw_format *format)
{
	format_set_align(format, LXW_ALIGN_RIGHT);
	format_set_indent(format, 1); /* keeps it apart from the next column */
}

static lxw_format *
cell_format(struct book *book, enum look look, bool total, bool marked)
{
	/* "@" keeps a text a text when somebody edits it. */
	static const char *const numbers[] = {"@",          "@", "#,##0", "#,##0.##########",
					      "yyyy-mm-dd", "@"};
	lxw_format *format = book_format(book);

	format_set_num_format(format, numbers[look]);
	if (look == LOOK_TEXT)
		format_set_text_wrap(format);
	else if (look == LOOK_DATE || look == LOOK_SERIES)
		format_set_align(format, LXW_ALIGN_LEFT);
	else
		set_right(format);
	if (total || marked)
		format_set_bold(format);
	if (marked)
		format_set_bg_color(format, 0xFFF2CC);
	return format;
}

static lxw_format *
heading_format(struct book *book, bool right)
{
	lxw_format *format = book_format(book);

	format_set_bold(format);
	format_set_bottom(format, LXW_BORDER_THIN);
	format_set_bg_color(format, 0xDDE6F0);
	format_set_text_wrap(format);
	if (right)
		set_right(format);
	return format;
}

void
book_looks(struct book *book)
{
	for (enum look look = 0; look < LOOK_COUNT; look++)
		for (int total = 0; total < 2; total++)
			for (int marked = 0; marked < 2; marked++)
				book->looks[look][total][marked] = cell_format(book, look, total,
									       marked);
	book->heading = heading_format(book, false);
	book->heading_right = heading_format(book, true);
}

/* -- tables ------------------------------------------------------------------------------------------------------ */

/* Is it a full date that a workbook can hold? Excel's calendar begins in 1900; we begin a year later, to be safe. */
static bool
is_whole_day(struct date date)
{
	return date.year > 1900 && date.month > 0 && date.number > 0;
}

static enum look
look_of(const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NUMBER:
		if (!isfinite(cell->number))
			return LOOK_RIGHT;
		return floor(cell->number) >= cell->number ? LOOK_WHOLE : LOOK_FRACTION;
	case CELL_DATE:
		return is_whole_day(cell->date) ? LOOK_DATE : LOOK_TEXT;
	case CELL_MASKED:
		return LOOK_RIGHT;
	case CELL_SERIES:
		return LOOK_SERIES;
	default:
		return LOOK_TEXT;
	}
}

static lxw_error
write_text(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	   const struct cell *cell, lxw_format *format)
{
	struct buf bars = {0};
	struct str text = cell->text;
	lxw_error error = LXW_NO_ERROR;

	if (cell->kind == CELL_SERIES) {
		cell_add_series(cell, false, &bars);
		text = buf_all(&bars);
	}
	if (text.n > 0)
		error = worksheet_write_string(sheet, row, column, book_text(book, text, false),
					       format);
	buf_free(&bars);
	return error;
}

static void
write_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	   const struct cell *cell, bool total)
{
	enum look look = look_of(cell);
	lxw_format *format = book->looks[look][total][cell->marked];
	lxw_datetime when = {
	    .year = cell->date.year, .month = cell->date.month, .day = cell->date.number};
	lxw_error error;

	if (look == LOOK_WHOLE || look == LOOK_FRACTION)
		error = worksheet_write_number(sheet, row, column, cell->number, format);
	else if (look == LOOK_DATE)
		error = worksheet_write_datetime(sheet, row, column, &when, format);
	else
		error = write_text(book, sheet, row, column, cell, format);
	book_keep(book, error);
}

/* The width of a column in characters. A bar of a series takes two; the heading takes room for its filter button. */
static size_t
column_width(const struct table *table, size_t column)
{
	size_t width = text_width(table->columns[column].heading) + 3;

	for (size_t r = 0; r < table->row_count; r++) {
		const struct cell *cell = table_cell(table, r, column);
		size_t has = cell->kind == CELL_SERIES ? 2 * cell->count : text_width(cell->text);

		if (cell->kind == CELL_DATE && has < sizeof("2026-06-30"))
			has = sizeof("2026-06-30");
		width = has > width ? has : width;
	}
	return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width + 2;
}

/* Sets the widths of the columns, the frozen row of headings, and how the sheet is printed. */
static void
set_up_sheet(struct book *book, lxw_worksheet *sheet, const struct table *table, bool charted)
{
	size_t total = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		size_t width = column_width(table, i);

		book_keep(book, worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i,
						     (double)width, NULL));
		total += width;
	}
	worksheet_freeze_panes(sheet, 1, 0);
	book_keep(book, worksheet_repeat_rows(sheet, 0, 0));
	worksheet_fit_to_pages(sheet, 1, 0);
	if (total > LANDSCAPE || charted)
		worksheet_set_landscape(sheet);
	book_keep(book, worksheet_set_footer(sheet, "&L&A&R&P / &N"));
}

/* -- sheets ------------------------------------------------------------------------------------------------------ */

void
book_set_height(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t lines, double each)
{
	/* Excel limits the height of a row to 409 points. */
	double height = (double)lines * each < 409 ? (double)lines * each : 409;

	if (lines > 1 || each > LINE_HEIGHT)
		book_keep(book, worksheet_set_row(sheet, row, height, NULL));
}

size_t
book_lines(struct str text, size_t columns)
{
	struct str line;
	size_t count = 0;

	while (text_wrap(&text, columns, &line))
		count++;
	return count;
}

/* Writes a row. An empty row keeps the totals out of the table, which can be filtered and sorted. */
static void
write_row(struct book *book, lxw_worksheet *sheet, const struct table *table, size_t r)
{
	bool total = r + table->total_count >= table->row_count;
	lxw_row_t row = (lxw_row_t)(r + (total ? 2 : 1));
	size_t lines = 1;

	for (size_t i = 0; i < table->column_count; i++) {
		const struct cell *cell = table_cell(table, r, i);
		size_t has = cell->kind == CELL_TEXT ? book_lines(cell->text, WIDEST) : 1;

		write_cell(book, sheet, row, (lxw_col_t)i, cell, total);
		lines = has > lines ? has : lines;
	}
	book_set_height(book, sheet, row, lines, LINE_HEIGHT);
}

struct str
book_add_table(struct book *book, const struct table *table, const struct chart *chart,
	       struct str words)
{
	lxw_worksheet *sheet;
	struct str name;

	if (table->row_count + 2 > LXW_ROW_MAX || table->column_count > LXW_COL_MAX) {
		diag_add(book->diag, RULE_LIMIT, (struct place){0},
			 "a sheet of a workbook has %d rows and %d columns", LXW_ROW_MAX,
			 LXW_COL_MAX);
		return (struct str){0};
	}
	name = sheet_name(book, words);
	sheet = book_made(workbook_add_worksheet(book->workbook, name.p));
	set_up_sheet(book, sheet, table, chart != NULL);
	book_set_table(book, sheet, table);
	for (size_t r = 0; r < table->row_count; r++)
		write_row(book, sheet, table, r);
	if (chart != NULL)
		book_insert_chart(book, sheet, name, chart);
	return name;
}
