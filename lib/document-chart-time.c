/* Charts over time, with columns or lines: each row has a slot, and the slots are side by side. */
#include "document-chart.h"

#include <math.h>

#include "html.h"
#include "labels.h"
#include "text.h"

#define TOP 24 /* room for the number above the highest column */
#define HEIGHT 200
#define BOTTOM 26
#define GAP_HEIGHT 18
#define COLUMN_MAX 8 /* maximum width in percent, so that a few columns do not become walls */

/* The minimum width of all slots together, in pixels, on a wide page and on the narrowest page. */
#define WIDE 600
#define NARROW 180
#define COLUMN_OF_TEXT 7.5 /* pixels */

#define MARKS_NARROW 16 /* number of points that a narrow page has room to mark */
#define END_SPACE 14    /* pixels between the numbers at the ends of two lines */

/* The middle of a row's slot, in percent of the width. */
static double
slot_middle(const struct plot *plot, size_t row)
{
	return 100 * ((double)row + 0.5) / (double)plot->rows;
}

/* The distance of a value from the top of the scale, in pixels. */
static double
depth(const struct plot *plot, double value)
{
	return HEIGHT * (1 - scale_share(&plot->scale, value));
}

static double
pixels(size_t columns)
{
	return COLUMN_OF_TEXT * (double)columns;
}

/* -- axes ---------------------------------------------------------------------------------------------------- */

static void
write_values(const struct plot *plot)
{
	struct buf *out = plot->out;

	for (size_t i = 0; i < scale_ticks(&plot->scale); i++) {
		double tick = scale_tick(&plot->scale, i);
		double y = TOP + depth(plot, tick);

		buf_format(out, "<line class=\"%s\" x1=\"0\" x2=\"100%%\" y1=\"%s\" y2=\"%s\"/>",
			   fabs(tick) > 0 ? "grid" : "axis", html_decimal(y).text,
			   html_decimal(y).text);
		buf_format(out, "<text class=\"tick end\" x=\"0\" dx=\"-8\" y=\"%s\">",
			   html_decimal(y + 4).text);
		label_number(out, tick);
		buf_puts(out, "</text>\n");
	}
}

static size_t
widest_value(const struct plot *plot)
{
	size_t widest = 0;

	for (size_t i = 0; i < scale_ticks(&plot->scale); i++) {
		struct buf number = {0};
		size_t width;

		label_number(&number, scale_tick(&plot->scale, i));
		width = text_width(buf_all(&number));
		widest = width > widest ? width : widest;
		buf_free(&number);
	}
	return widest;
}

static size_t
widest_name(const struct plot *plot)
{
	size_t widest = 1;

	for (size_t row = 0; row < plot->rows; row++) {
		size_t width = text_width(
		    table_cell(plot->chart->table, row, plot->chart->labels)->text);

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The step n such that the names of every n-th row fit, if all slots together are width pixels wide. */
static size_t
naming_step(const struct plot *plot, double width)
{
	return (size_t)ceil((double)plot->rows * (pixels(widest_name(plot)) + 10) / width);
}

/* The step on a narrow page: a multiple of that on a wide one, so that it shows a subset of the same names. */
static size_t
narrow_step(const struct plot *plot)
{
	size_t step = naming_step(plot, WIDE);

	return (naming_step(plot, NARROW) + step - 1) / step * step;
}

static void
write_names(const struct plot *plot)
{
	size_t step = naming_step(plot, WIDE), narrow = narrow_step(plot);

	for (size_t row = 0; row < plot->rows; row += step) {
		buf_format(plot->out, "<text class=\"tick middle%s\" x=\"%s%%\" y=\"%d\">",
			   row % narrow == 0 ? "" : " wide",
			   html_decimal(slot_middle(plot, row)).text, TOP + HEIGHT + 18);
		html_text(plot->out,
			  table_cell(plot->chart->table, row, plot->chart->labels)->text);
		buf_puts(plot->out, "</text>\n");
	}
}

/* -- columns ------------------------------------------------------------------------------------------------- */

/* The width of a column, in percent. */
static double
column_width(const struct plot *plot)
{
	double group = plot->rows > 24 ? 80 : 66;

	return fmin(COLUMN_MAX, group / (double)plot->rows / (double)plot->chart->series_count);
}

/* The left edge of a column, in percent. */
static double
column_left(const struct plot *plot, size_t row, size_t series)
{
	double from_middle = (double)series - (double)plot->chart->series_count / 2;

	return slot_middle(plot, row) + column_width(plot) * from_middle;
}

/* Draws a column; for a cell without a number, a mark of fixed height on the axis. */
static void
write_column(const struct plot *plot, size_t row, size_t series)
{
	const struct cell *cell = plot_cell(plot, row, series);
	double bottom = depth(plot, cell_known(cell) ? fmin(cell->number, 0) : 0);
	double top = cell_known(cell) ? depth(plot, fmax(cell->number, 0)) : bottom - GAP_HEIGHT;

	plot_area(plot, row, series,
		  (struct area){.x = column_left(plot, row, series),
				.y = TOP + top,
				.width = column_width(plot),
				.height = bottom - top});
}

/* Writes the text of a cell above its column; with wide, on wide pages only. */
static void
write_number(const struct plot *plot, size_t row, size_t series, bool wide)
{
	const struct cell *cell = plot_cell(plot, row, series);
	double top = cell_known(cell) ? depth(plot, fmax(cell->number, 0))
				      : depth(plot, 0) - GAP_HEIGHT;
	double x = column_left(plot, row, series) + column_width(plot) / 2;

	buf_format(plot->out, "<text class=\"value middle%s\" x=\"%s%%\" y=\"%s\">",
		   wide ? " wide" : "", html_decimal(x).text, html_decimal(TOP + top - 5).text);
	html_text(plot->out, cell->text);
	buf_puts(plot->out, "</text>\n");
}

static size_t
highest_row(const struct plot *plot)
{
	size_t highest = 0;
	double number = -INFINITY;

	for (size_t row = 0; row < plot->rows; row++)
		if (cell_known(plot_cell(plot, row, 0)) &&
		    plot_cell(plot, row, 0)->number > number) {
			highest = row;
			number = plot_cell(plot, row, 0)->number;
		}
	return highest;
}

/* Writes all numbers if they fit; otherwise that of the highest column, or none if there are several series. */
static void
write_numbers(const struct plot *plot)
{
	size_t series = plot->chart->series_count;
	double need = (pixels(plot_widest(plot)) + 2) * (double)(plot->rows * series);

	if (need <= WIDE) {
		for (size_t row = 0; row < plot->rows; row++)
			for (size_t i = 0; i < series; i++)
				write_number(plot, row, i, need > NARROW);
	} else if (series == 1) {
		write_number(plot, highest_row(plot), 0, false);
	}
}

static void
write_columns(const struct plot *plot)
{
	for (size_t row = 0; row < plot->rows; row++) {
		for (size_t i = 0; i < plot->chart->series_count; i++)
			write_column(plot, row, i);
		buf_char(plot->out, '\n');
	}
	write_numbers(plot);
}

/* -- lines --------------------------------------------------------------------------------------------------- */

/* The line through the known numbers, broken at gaps, in a box of 100 by HEIGHT that is stretched to the chart. */
static void
write_path(const struct plot *plot, size_t series)
{
	bool pen_down = false;

	buf_format(plot->out, "<path class=\"l%zu\" d=\"", series % CHART_STYLES + 1);
	for (size_t row = 0; row < plot->rows; row++) {
		const struct cell *cell = plot_cell(plot, row, series);

		if (cell_known(cell))
			buf_format(plot->out, "%c%s %s", pen_down ? 'L' : 'M',
				   html_decimal(slot_middle(plot, row)).text,
				   html_decimal(depth(plot, cell->number)).text);
		pen_down = cell_known(cell);
	}
	buf_puts(plot->out, "\"/>");
}

/*
 * Is the point marked on narrow pages, too? Of many points, only the ends of a line and every step-th in between are.
 */
static bool
is_marked_always(const struct plot *plot, size_t row, size_t series, size_t step)
{
	if (plot->rows <= MARKS_NARROW || row % step == 0)
		return true;
	return row == 0 || row + 1 == plot->rows || !cell_known(plot_cell(plot, row - 1, series)) ||
	       !cell_known(plot_cell(plot, row + 1, series));
}

static void
write_marks(const struct plot *plot, size_t series)
{
	size_t step = narrow_step(plot);

	for (size_t row = 0; row < plot->rows; row++) {
		const struct cell *cell = plot_cell(plot, row, series);

		if (!cell_known(cell)) {
			write_column(plot, row, series);
			continue;
		}
		buf_format(plot->out, "<use%s href=\"#c%zum%zu\" x=\"%s%%\" y=\"%s\">",
			   is_marked_always(plot, row, series, step) ? "" : " class=\"wide\"",
			   plot->number, series % CHART_STYLES + 1,
			   html_decimal(slot_middle(plot, row)).text,
			   html_decimal(TOP + depth(plot, cell->number)).text);
		plot_tip(plot, row, series);
		buf_puts(plot->out, "</use>\n");
	}
}

/* The last known point of a line, and the depth at which its number is written. */
struct end {
	const struct cell *cell;
	size_t row;
	double depth;
};

/* Finds the ends of all lines, sorted from the top down; returns their number. A line without known points has none. */
static size_t
find_ends(const struct plot *plot, struct end *ends)
{
	size_t count = 0;

	for (size_t i = 0; i < plot->chart->series_count; i++) {
		struct end end = {.row = plot->rows};
		size_t at;

		while (end.row > 0 && !cell_known(plot_cell(plot, end.row - 1, i)))
			end.row--;
		if (end.row-- == 0)
			continue;
		end.cell = plot_cell(plot, end.row, i);
		end.depth = depth(plot, end.cell->number);
		for (at = count++; at > 0 && ends[at - 1].depth > end.depth; at--)
			ends[at] = ends[at - 1];
		ends[at] = end;
	}
	return count;
}

/* Moves overlapping numbers apart: down first, then up again from the axis. */
static void
spread_ends(struct end *ends, size_t count)
{
	double lowest = HEIGHT;

	for (size_t i = 1; i < count; i++)
		ends[i].depth = fmax(ends[i].depth, ends[i - 1].depth + END_SPACE);
	for (size_t i = count; i > 0; i--, lowest -= END_SPACE)
		ends[i - 1].depth = fmin(ends[i - 1].depth, lowest);
}

static void
write_ends(const struct plot *plot)
{
	struct end *ends = arena_array(plot->chart->table->document->arena,
				       plot->chart->series_count, sizeof(*ends));
	size_t count = find_ends(plot, ends);

	spread_ends(ends, count);
	for (size_t i = 0; i < count; i++) {
		buf_format(plot->out, "<text class=\"value\" x=\"%s%%\" dx=\"9\" y=\"%s\">",
			   html_decimal(slot_middle(plot, ends[i].row)).text,
			   html_decimal(TOP + ends[i].depth + 4).text);
		html_text(plot->out, ends[i].cell->text);
		buf_puts(plot->out, "</text>\n");
	}
}

static void
write_lines(const struct plot *plot)
{
	buf_format(
	    plot->out,
	    "<svg class=\"path\" y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 100 %d\" "
	    "preserveAspectRatio=\"none\">",
	    TOP, HEIGHT, HEIGHT);
	for (size_t i = 0; i < plot->chart->series_count; i++)
		write_path(plot, i);
	buf_puts(plot->out, "</svg>\n");
	for (size_t i = 0; i < plot->chart->series_count; i++)
		write_marks(plot, i);
	write_ends(plot);
}

void
chart_over_time(const struct plot *plot)
{
	size_t half_name = widest_name(plot) / 2, number = plot_widest(plot) + 1;

	plot_begin(plot, 1, 1, TOP + HEIGHT + BOTTOM, widest_value(plot) + 1,
		   half_name > number ? half_name : number);
	write_values(plot);
	write_names(plot);
	if (plot->chart->kind == CHART_COLUMNS)
		write_columns(plot);
	else
		write_lines(plot);
	plot_end(plot);
}
