#include "document.h"

#include <math.h>

#include "grid.h"
#include "labels.h"
#include "page.h"
#include "text.h"

#define UNBOUNDED 1000000 /* page width, in columns, if it is unlimited */
#define NARROWEST 20
#define NAME_LEAST 28  /* least width of a column of names, which wraps */
#define NAMES_LEAST 18 /* the same if there are several of them */
#define WHOLE_LEAST \
	44 /* least width of one not to be cut, such as addresses, before it is dropped */
#define TEXT_LEAST 10 /* width to which other columns may be cut */
#define BAR_LEAST 8   /* a narrower bar tells nothing */
#define BAR_MOST 30

struct printer {
	const struct document *document;
	struct page_style style;
	struct page page;
	const struct chart *chart; /* of the next table, or NULL */
	enum block_kind last;      /* kind of the block printed last */
	bool begun;
};

/* A table being printed. */
struct printed {
	const struct table *table;
	const struct chart *chart; /* whose bars go into an extra last column; or NULL */
	double largest;            /* the number for which the longest bar stands */
	size_t bar;                /* width of the longest bar */
	bool ascii;
};

/* -- cells ----------------------------------------------------------------------------------------------------- */

static void
add_cell(const struct cell *cell, bool ascii, struct buf *out)
{
	if (cell->marked)
		buf_puts(out, "! ");
	if (cell->kind == CELL_SERIES)
		cell_add_series(cell, ascii, out);
	else
		text_plain(out, cell->text, false);
}

/* Appends a bar of block characters with a resolution of an eighth. It is never empty, as number is greater than 0. */
static void
add_bar(const struct printed *printed, double number, struct buf *out)
{
	double share = number / printed->largest;
	size_t eighths = (size_t)lround(share * (double)(8 * printed->bar));

	if (printed->ascii) {
		size_t whole = (size_t)lround(share * (double)printed->bar);

		buf_repeat(out, '#', whole > 0 ? whole : 1);
		return;
	}
	eighths = eighths > 0 ? eighths : 1;
	for (; eighths >= 8; eighths -= 8)
		buf_puts(out, "\xE2\x96\x88");
	/* U+2590 minus eighths: U+2589 is seven eighths of a block, U+258F one. */
	if (eighths > 0)
		buf_format(out, "\xE2\x96%c", (int)(0x90 - eighths));
}

static void
printed_cell(const void *context, size_t row, size_t column, struct buf *out)
{
	const struct printed *printed = context;
	const struct table *table = printed->table;
	const struct cell *cell;

	if (column < table->column_count) {
		add_cell(table_cell(table, row, column), printed->ascii, out);
		return;
	}
	cell = table_cell(table, row, printed->chart->series[0]);
	if (row + table->total_count < table->row_count && cell->kind == CELL_NUMBER &&
	    cell->number > 0)
		add_bar(printed, cell->number, out);
}

/* -- tables ---------------------------------------------------------------------------------------------------- */

/* May a column be cut? Not if it has dates, numbers or series, whose meaning would change. */
static bool
is_cut(const struct table *table, size_t column)
{
	if (table->columns[column].right)
		return false;
	for (size_t r = 0; r < table->row_count; r++) {
		enum cell_kind kind = table_cell(table, r, column)->kind;

		if (kind != CELL_TEXT && kind != CELL_NOTHING)
			return false;
	}
	return true;
}

/* Does a column name the rows? The first one does, and so do texts that are never dropped. */
static bool
is_name(const struct table *table, size_t column)
{
	if (column == 0)
		return true;
	return table->columns[column].keep == 0 && is_cut(table, column);
}

/* Counts the columns of names that are wide enough to compete for room. */
static size_t
count_names(const struct table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		bool wide = false;

		for (size_t r = 0; r < table->row_count && !wide; r++)
			wide = text_width(table_cell(table, r, i)->text) > NAMES_LEAST;
		count += wide && is_name(table, i);
	}
	return count;
}

/* The width to which a column may be narrowed; 0: it may not. */
static size_t
least_of(const struct table *table, size_t column, size_t names)
{
	if (!is_cut(table, column))
		return 0;
	if (table->columns[column].whole)
		return table->columns[column].keep > 0 ? WHOLE_LEAST : 0;
	if (!is_name(table, column))
		return TEXT_LEAST;
	return names > 1 ? NAMES_LEAST : NAME_LEAST;
}

/* The columns of a table for grid.h, and room for one more, of bars. */
static struct grid_column *
grid_columns(const struct table *table, struct arena *arena)
{
	struct grid_column *columns = arena_array(arena, table->column_count + 1, sizeof(*columns));
	struct buf heading = {0};
	size_t names = count_names(table);

	for (size_t i = 0; i < table->column_count; i++) {
		const struct table_column *column = &table->columns[i];

		buf_clear(&heading);
		text_plain(&heading, column->heading, false);
		columns[i] = (struct grid_column){
		    .heading = arena_str(arena, buf_all(&heading)),
		    .right = column->right,
		    .keep = column->keep,
		    .least = least_of(table, i, names),
		    .wrapped = column->whole ||
			       is_name(table, i), /* two names may be the same once cut */
		};
	}
	buf_free(&heading);
	return columns;
}

/*
 * Adds a column of bars to a grid whose columns all fit, if there is room. If the chart has several series, the bars
 * show the first, and the heading says so.
 */
static void
add_bars(struct grid *grid, struct grid_column *columns, size_t *widths, struct printed *printed)
{
	const struct chart *chart = printed->chart;
	size_t used = grid_width(grid, widths) + GRID_GAP;
	size_t named;

	printed->largest = table_largest(printed->table, chart->series[0]);
	if (printed->largest <= 0)
		return;
	if (chart->series_count > 1)
		columns[grid->column_count].heading = columns[chart->series[0]].heading;
	named = text_width(columns[grid->column_count].heading);
	printed->bar = grid->width == 0 || grid->width > used + BAR_MOST ? BAR_MOST
		       : grid->width > used                              ? grid->width - used
									 : 0;
	if (printed->bar < BAR_LEAST || printed->bar < named)
		return;
	widths[grid->column_count++] = printed->bar;
}

/* Fits a grid to its page, and adds the bars if there is room for them. */
static size_t *
lay_out(struct grid *grid, struct grid_column *columns, struct printed *printed,
	struct arena *arena)
{
	size_t width = grid->width, *widths;

	grid->width = 0;
	widths = grid_fit(grid, arena);
	grid->width = width;
	if (width > 0 && grid_width(grid, widths) > width)
		return grid_fit(grid, arena);
	if (printed->chart != NULL && printed->chart->series_count > 0) {
		size_t *more = arena_array(arena, grid->column_count + 1, sizeof(*more));

		memcpy(more, widths, grid->column_count * sizeof(*more));
		add_bars(grid, columns, more, printed);
		return more;
	}
	return widths;
}

/* Says which columns were left out for lack of space. */
static void
print_left_out(struct printer *printer, const struct grid *grid, const size_t *widths)
{
	struct buf names = {0}, line = {0};

	for (size_t i = 0; i < grid->column_count; i++)
		if (widths[i] == GRID_LEFT_OUT) {
			buf_puts(&names, names.n > 0 ? ", " : "");
			buf_str(&names, grid->columns[i].heading);
		}
	if (names.n > 0) {
		buf_format(&line, label("Not shown for lack of space (see -f csv): %.*s"),
			   STR_ARG(buf_all(&names)));
		buf_char(printer->page.out, '\n');
		page_text(&printer->page, buf_all(&line));
	}
	buf_free(&names);
	buf_free(&line);
}

static void
print_rule(const struct printer *printer, const struct grid *grid, const size_t *widths)
{
	struct buf *out = printer->page.out;

	buf_repeat(out, ' ', grid->indent);
	for (size_t i = grid_width(grid, widths); i > 0; i--)
		buf_puts(out, printer->style.ascii ? "-" : "\xE2\x94\x80");
	buf_char(out, '\n');
}

static void
print_table(struct printer *printer, const struct table *table)
{
	struct arena *arena = arena_new();
	struct buf *out = printer->page.out;
	struct printed printed = {.table = table, .ascii = printer->style.ascii};
	struct grid_column *columns = grid_columns(table, arena);
	struct grid grid = {
	    .columns = columns,
	    .column_count = table->column_count,
	    .row_count = table->row_count,
	    .header = true,
	    .indent = PAGE_INDENT + printer->page.indent,
	    .ellipsis = printer->style.ascii ? "..." : "\xE2\x80\xA6",
	    .cell = printed_cell,
	    .context = &printed,
	};
	size_t *widths;

	if (printer->style.width > 0)
		grid.width = printer->page.width - grid.indent;
	if (printer->chart != NULL && printer->chart->table == table)
		printed.chart = printer->chart;
	widths = lay_out(&grid, columns, &printed, arena);
	grid_add_header(&grid, widths, printer->style.bold, out);
	for (size_t r = 0; r < table->row_count; r++) {
		if (r > 0 && r + table->total_count == table->row_count)
			print_rule(printer, &grid, widths);
		grid_add_row(&grid, widths, r, out);
	}
	print_left_out(printer, &grid, widths);
	arena_free(arena);
}

/* -- blocks ---------------------------------------------------------------------------------------------------- */

static void
print_command(struct printer *printer, struct str text)
{
	struct buf *out = printer->page.out;

	buf_repeat(out, ' ', 3 * PAGE_INDENT + printer->page.indent);
	text_plain(out, text, false);
	buf_char(out, '\n');
}

/* Is the block set apart by a blank line? Not a command from what is above it, nor a bullet from its list. */
static bool
stands_apart(const struct printer *printer, enum block_kind kind)
{
	switch (kind) {
	case BLOCK_HEADING: /* page_heading() adds its blank lines */
	case BLOCK_CHART:
	case BLOCK_COMMAND:
		return false;
	case BLOCK_BULLET:
		return printer->last != BLOCK_HEADING && printer->last != BLOCK_BULLET &&
		       printer->last != BLOCK_COMMAND;
	default:
		return printer->last != BLOCK_HEADING;
	}
}

static void
print_block(struct printer *printer, const struct block *block)
{
	struct page *page = &printer->page;

	if (printer->begun && stands_apart(printer, block->kind))
		buf_char(page->out, '\n');
	switch (block->kind) {
	case BLOCK_HEADING:
		page_heading(page, block->level, block->text);
		break;
	case BLOCK_TEXT:
		page_text(page, block->text);
		break;
	case BLOCK_BULLET:
		page_bullet(page, printer->style.ascii ? "-" : "\xE2\x80\xA2", block->text);
		break;
	case BLOCK_COMMAND:
		print_command(printer, block->text);
		break;
	case BLOCK_TABLE:
		print_table(printer, block->table);
		break;
	case BLOCK_CHART:
		printer->chart = block->chart;
		return;
	}
	printer->last = block->kind;
	printer->begun = true;
}

/* Prints the title, whose report it is, and the stamp; returns where the stamp is. */
static struct stamped
print_head(struct printer *printer)
{
	const struct document *document = printer->document;
	struct page *page = &printer->page;
	struct stamped stamped = {0};

	if (document->title.n > 0)
		page_heading(page, 1, document->title);
	page_text(page, document->about);
	stamped.begin = page->out->n;
	page_text(page, document->stamp);
	stamped.end = page->out->n - (page->out->n > stamped.begin);
	printer->begun = page->begun;
	printer->last = BLOCK_TEXT;
	return stamped;
}

struct stamped
document_page(const struct document *document, struct page_style style, struct buf *out)
{
	struct printer printer = {
	    .document = document,
	    .style = style,
	    .page = {.out = out, .width = UNBOUNDED, .bold = style.bold},
	};
	struct stamped stamped;

	if (style.width > 0)
		printer.page.width = style.width > NARROWEST ? style.width : NARROWEST;
	stamped = print_head(&printer);
	for (const struct block *block = document->first; block != NULL; block = block->next)
		print_block(&printer, block);
	return stamped;
}
