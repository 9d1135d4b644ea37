/*
 * Bar charts: a horizontal bar for each row and series.  A row's name is above its bars, so that long names fit a
 * narrow page.  Many rows are split into several pictures, which a wide page shows side by side and page breaks do not
 * cut.
 */
#include "document-chart.h"

#include <math.h>

#include "html.h"
#include "labels.h"
#include "text.h"

#define PICTURE_HEIGHT \
	820 /* rough maximum in pixels; with its caption a picture fits on a sheet of letter paper */
#define NAME_COLUMNS 38 /* columns of text on the narrowest page */
#define NAME_LINES 2
#define NAME_HEIGHT 15 /* of a line */
#define NAME_SPACE 3
#define BAR_HEIGHT 12
#define BAR_PITCH 15
#define ROW_SPACE 7
#define AXIS_HEIGHT 22
#define GAP_WIDTH 26

#define ELLIPSIS "\xE2\x80\xA6"

/*
 * Breaks a row's name into at most NAME_LINES lines, the last with an ellipsis if the name is cut.  Returns their
 * number and, unless out is NULL, adds them to it, from y downward.
 */
static int
name_lines(const struct plot *plot, size_t row, int y, struct buf *out)
{
	const struct table *table = plot->chart->table;
	const struct cell *name = table_cell(table, row, plot->chart->labels);
	struct buf plain = {0};
	struct str rest, line;
	int count = 0;

	text_plain(&plain, name->text, false);
	rest = buf_all(&plain);
	while (count < NAME_LINES && text_wrap(&rest, NAME_COLUMNS, &line)) {
		bool cut = ++count == NAME_LINES && rest.n > 0;

		if (out == NULL)
			continue;
		line.n = cut ? text_prefix(line, NAME_COLUMNS - 1) : line.n;
		buf_format(out, "<text class=\"name\" x=\"4\" y=\"%d\"",
			   y + count * NAME_HEIGHT - 3);
		html_language(out, name->language, table->document->language);
		buf_puts(out, ">");
		html_text(out, line);
		buf_puts(out, cut ? ELLIPSIS "</text>\n" : "</text>\n");
	}
	buf_free(&plain);
	return count;
}

static int
row_height(const struct plot *plot, size_t row)
{
	return name_lines(plot, row, 0, NULL) * NAME_HEIGHT + NAME_SPACE +
	       (int)plot->chart->series_count * BAR_PITCH + ROW_SPACE;
}

static int
rows_height(const struct plot *plot, size_t from, size_t until)
{
	int height = 0;

	for (size_t row = from; row < until; row++)
		height += row_height(plot, row);
	return height;
}

static struct decimal
percent(const struct plot *plot, double value)
{
	return html_decimal(100 * scale_share(&plot->scale, value));
}

static void
write_axis(const struct plot *plot, int height)
{
	struct buf *out = plot->out;

	for (size_t i = 0; i < scale_ticks(&plot->scale); i++) {
		double tick = scale_tick(&plot->scale, i);
		struct decimal x = percent(plot, tick);

		buf_format(out, "<line class=\"%s\" x1=\"%s%%\" x2=\"%s%%\" y1=\"0\" y2=\"%d\"/>",
			   fabs(tick) > 0 ? "grid" : "axis", x.text, x.text, height);
		/* If there are many ticks, a narrow page shows every other number only. */
		buf_format(out, "<text class=\"tick %s%s\" x=\"%s%%\" y=\"%d\">",
			   i == 0 ? "start" : "middle",
			   i % 2 == 1 && scale_ticks(&plot->scale) > 4 ? " wide" : "", x.text,
			   height + 16);
		label_number(out, tick);
		buf_puts(out, "</text>\n");
	}
}

/* A bar with its number at its end; without a number, a hatched mark of fixed length. */
static void
write_bar(const struct plot *plot, size_t row, size_t series, int y)
{
	const struct cell *cell = plot_cell(plot, row, series);
	double zero = 100 * scale_share(&plot->scale, 0);
	double end = cell_known(cell) ? 100 * scale_share(&plot->scale, cell->number) : zero;
	struct buf *out = plot->out;

	plot_area(plot, row, series,
		  (struct area){.x = fmin(zero, end),
				.y = y,
				.width = cell_known(cell) ? fabs(end - zero) : GAP_WIDTH,
				.pixels = !cell_known(cell),
				.height = BAR_HEIGHT});
	buf_format(out, "<text class=\"value\" x=\"%s%%\" dx=\"%d\" y=\"%d\">",
		   html_decimal(fmax(zero, end)).text, cell_known(cell) ? 6 : GAP_WIDTH + 6,
		   y + BAR_HEIGHT - 2);
	html_text(out, cell->text);
	buf_puts(out, "</text>\n");
}

static void
write_row(const struct plot *plot, size_t row, int y)
{
	y += name_lines(plot, row, y, plot->out) * NAME_HEIGHT + NAME_SPACE;
	for (size_t i = 0; i < plot->chart->series_count; i++)
		write_bar(plot, row, i, y + (int)i * BAR_PITCH);
}

static void
write_picture(const struct plot *plot, size_t from, size_t until)
{
	int y = 0;

	write_axis(plot, rows_height(plot, from, until));
	for (size_t row = from; row < until; row++) {
		write_row(plot, row, y);
		y += row_height(plot, row);
	}
}

/* The row after the last of the picture that begins with row from; chosen so that pictures are of similar height. */
static size_t
picture_end(const struct plot *plot, size_t from, int height)
{
	int sum = 0;
	size_t row = from;

	do
		sum += row_height(plot, row++);
	while (row < plot->rows && sum + row_height(plot, row) / 2 <= height);
	return row;
}

static size_t
count_pictures(const struct plot *plot, int height)
{
	size_t count = 0;

	for (size_t row = 0; row < plot->rows; row = picture_end(plot, row, height))
		count++;
	return count;
}

void
chart_bars(const struct plot *plot)
{
	int all = rows_height(plot, 0, plot->rows);
	int height = all / (1 + (all - 1) / PICTURE_HEIGHT) + 1;
	size_t parts = count_pictures(plot, height), from = 0;

	buf_format(plot->out, "<div class=\"%s\">\n", parts > 1 ? "pictures many" : "pictures");
	for (size_t part = 1; part <= parts; part++) {
		size_t until = picture_end(plot, from, height);

		plot_begin(plot, part, parts, rows_height(plot, from, until) + AXIS_HEIGHT, 0,
			   plot_widest(plot));
		write_picture(plot, from, until);
		plot_end(plot);
		from = until;
	}
	buf_puts(plot->out, "</div>\n");
}
