/* The figure of a chart, code that all kinds of charts share, and sparklines. */
#include "document-chart.h"

#include <math.h>

#include "html.h"
#include "labels.h"
#include "text.h"

/*
 * The stripes of areas: of cells without a number, then of each series style; the first is solid.  Each is a line so
 * wide that it covers any area, clipped to the area, whose dashes are the stripes.  A <pattern> would be simpler, but
 * browsers that print to a file store each area filled with one as a bitmap.
 */
static const char *const area_stripes[CHART_STYLES + 1] = {
    "M-800-800 800 800",
    NULL,
    "M-200 200 800-800",
    "M-100 0H1000",
    "M0-100V1000",
    "M-800-800 800 800",
    "M-800-800 800 800M-200 200 800-800",
};

/* The marks of points: circle, square, triangle, diamond, inverted triangle, star. */
static const char *const point_marks[CHART_STYLES] = {
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.5-3.5h7v7h-7z",
    "M0-4.5 4.5 3.5h-9z",
    "M0-5 5 0 0 5-5 0z",
    "M0 4.5 4.5-3.5h-9z",
    "M0-5 1.5-1.5 5 0 1.5 1.5 0 5-1.5 1.5-5 0-1.5-1.5z",
};

bool
cell_known(const struct cell *cell)
{
	return cell->kind == CELL_NUMBER && isfinite(cell->number);
}

static bool
has_gaps(const struct plot *plot)
{
	for (size_t row = 0; row < plot->rows; row++)
		for (size_t i = 0; i < plot->chart->series_count; i++)
			if (!cell_known(plot_cell(plot, row, i)))
				return true;
	return false;
}

/* -- series -------------------------------------------------------------------------------------------------- */

/* Defines the marks and stripes to which all pictures of the chart and its legend refer. */
static void
define_looks(const struct plot *plot)
{
	size_t count = plot->chart->series_count < CHART_STYLES ? plot->chart->series_count
								: CHART_STYLES;

	buf_puts(plot->out, "<defs>");
	for (size_t style = 0; style <= count; style++)
		if (style > 0 && plot->chart->kind == CHART_LINE)
			buf_format(plot->out, "<path id=\"c%zum%zu\" class=\"m%zu\" d=\"%s\"/>",
				   plot->number, style, style, point_marks[style - 1]);
		else if (area_stripes[style] != NULL && (style > 0 || plot->gaps))
			buf_format(plot->out, "<path id=\"c%zua%zu\" class=\"k%zu\" d=\"%s\"/>",
				   plot->number, style, style, area_stripes[style]);
	buf_puts(plot->out, "</defs>\n");
}

/* Fills the enclosing <svg> with a style; 0 is that of cells without a number. */
static void
write_look(const struct plot *plot, size_t style)
{
	buf_format(plot->out, "<rect class=\"s%zu\" width=\"100%%\" height=\"100%%\"/>", style);
	if (area_stripes[style] != NULL)
		buf_format(plot->out, "<use href=\"#c%zua%zu\"/>", plot->number, style);
}

void
plot_area(const struct plot *plot, size_t row, size_t series, struct area area)
{
	bool known = cell_known(plot_cell(plot, row, series));

	buf_format(plot->out, "<svg x=\"%s%%\" y=\"%s\" width=\"%s%s\" height=\"%s\">",
		   html_decimal(area.x).text, html_decimal(area.y).text,
		   html_decimal(area.width).text, area.pixels ? "" : "%",
		   html_decimal(area.height).text);
	plot_tip(plot, row, series);
	write_look(plot, known ? series % CHART_STYLES + 1 : 0);
	buf_puts(plot->out, "</svg>");
}

/* -- texts --------------------------------------------------------------------------------------------------- */

/* The meaning of hatching, in words. */
static struct str
gap_words(void)
{
	return str_of(label("Withheld or unknown"));
}

void
plot_tip(const struct plot *plot, size_t row, size_t series)
{
	const struct table *table = plot->chart->table;
	struct str value = plot_cell(plot, row, series)->text;

	buf_puts(plot->out, "<title>");
	html_text(plot->out, table_cell(table, row, plot->chart->labels)->text);
	if (plot->chart->series_count > 1) {
		buf_puts(plot->out, ", ");
		html_text(plot->out, table->columns[plot->chart->series[series]].heading);
	}
	buf_puts(plot->out, ", ");
	html_text(plot->out, value.n > 0 ? value : gap_words());
	buf_puts(plot->out, "</title>");
}

size_t
plot_widest(const struct plot *plot)
{
	size_t widest = 1;

	for (size_t row = 0; row < plot->rows; row++)
		for (size_t i = 0; i < plot->chart->series_count; i++) {
			size_t width = text_width(plot_cell(plot, row, i)->text);

			widest = width > widest ? width : widest;
		}
	return widest;
}

/* -- figures ------------------------------------------------------------------------------------------------- */

/* The padding, in em, for so many columns of text beside a picture. */
static double
room(size_t columns)
{
	return columns > 0 ? 0.6 * (double)columns + 0.8 : 0;
}

void
plot_begin(const struct plot *plot, size_t part, size_t parts, int height, size_t left,
	   size_t right)
{
	struct buf *out = plot->out;

	buf_format(
	    out,
	    "<svg class=\"chart\" role=\"img\" aria-labelledby=\"c%zut%zu c%zud%zu\" "
	    "width=\"100%%\" height=\"%d\" style=\"padding:0 %sem 0 %sem\">\n<title id=\"c%zut%zu\">",
	    plot->number, part, plot->number, part, height, html_decimal(room(right)).text,
	    html_decimal(room(left)).text, plot->number, part);
	html_text(out, plot->chart->title);
	if (parts > 1)
		buf_format(out, " (%zu/%zu)", part, parts);
	buf_format(out, "</title>\n<desc id=\"c%zud%zu\">", plot->number, part);
	html_text(out, plot->chart->description);
	buf_puts(out, "</desc>\n");
	if (part == 1)
		define_looks(plot);
}

void
plot_end(const struct plot *plot)
{
	buf_puts(plot->out, "</svg>\n");
}

static void
write_sample(const struct plot *plot, size_t style)
{
	struct buf *out = plot->out;

	buf_puts(out, "<li><svg class=\"sample\" aria-hidden=\"true\" width=\"28\" height=\"14\">");
	if (style > 0 && plot->chart->kind == CHART_LINE) {
		buf_format(out,
			   "<path class=\"l%zu\" d=\"M0 7h28\"/>"
			   "<use href=\"#c%zum%zu\" x=\"14\" y=\"7\"/>",
			   style, plot->number, style);
	} else {
		write_look(plot, style);
	}
	buf_puts(out, "</svg> ");
}

/* Explains the series and the hatching; writes nothing if there is one series without gaps. */
static void
write_legend(const struct plot *plot)
{
	const struct chart *chart = plot->chart;

	if (chart->series_count < 2 && !plot->gaps)
		return;
	buf_puts(plot->out, "<ul class=\"legend\">\n");
	for (size_t i = 0; i < chart->series_count && chart->series_count > 1; i++) {
		write_sample(plot, i % CHART_STYLES + 1);
		html_text(plot->out, chart->table->columns[chart->series[i]].heading);
		buf_puts(plot->out, "</li>\n");
	}
	if (plot->gaps) {
		write_sample(plot, 0);
		html_text(plot->out, gap_words());
		buf_puts(plot->out, "</li>\n");
	}
	buf_puts(plot->out, "</ul>\n");
}

static void
write_caption(const struct plot *plot)
{
	buf_puts(plot->out, "<figcaption>");
	html_text(plot->out, plot->chart->title);
	/* Hidden from screen readers, which read it as the picture's description. */
	if (plot->chart->description.n > 0) {
		buf_puts(plot->out, "<p aria-hidden=\"true\">");
		html_text(plot->out, plot->chart->description);
		buf_puts(plot->out, "</p>");
	}
	buf_puts(plot->out, "</figcaption>\n");
}

void
chart_figure(const struct chart *chart, size_t number, struct buf *out)
{
	struct plot plot = {.chart = chart, .number = number, .out = out};

	plot.rows = chart->table->row_count - chart->table->total_count;
	if (plot.rows == 0 || chart->series_count == 0)
		return;
	plot.gaps = has_gaps(&plot);
	plot.scale = scale_of(&plot);
	buf_puts(out, "<figure>\n");
	write_caption(&plot);
	write_legend(&plot);
	if (chart->kind == CHART_BARS)
		chart_bars(&plot);
	else
		chart_over_time(&plot);
	buf_puts(out, "</figure>\n");
}

/* -- sparklines ---------------------------------------------------------------------------------------------- */

#define SPARK_WIDTH 88
#define SPARK_HEIGHT 20
#define SPARK_EDGE 3

/* The vertical position of a number. Like sparklines on a terminal, the scale includes 0. */
static struct decimal
spark_y(double number, double low, double high)
{
	double share = high > low ? (number - low) / (high - low) : 0;

	return html_decimal(SPARK_EDGE + (1 - share) * (SPARK_HEIGHT - 2 * SPARK_EDGE));
}

static struct decimal
spark_x(size_t i, size_t count)
{
	double share = count > 1 ? (double)i / (double)(count - 1) : 1;

	return html_decimal(SPARK_EDGE + share * (SPARK_WIDTH - 2 * SPARK_EDGE));
}

void
chart_spark(const struct cell *cell, struct buf *out)
{
	double low = 0, high = 0;
	size_t last = cell->count;
	bool pen_down = false;

	for (size_t i = 0; i < cell->count; i++)
		if (isfinite(cell->series[i])) {
			low = fmin(low, cell->series[i]);
			high = fmax(high, cell->series[i]);
			last = i;
		}
	if (last == cell->count)
		return;
	buf_format(out, "<svg class=\"spark\" role=\"img\" width=\"%d\" height=\"%d\"><title>",
		   SPARK_WIDTH, SPARK_HEIGHT);
	html_text(out, cell->text);
	buf_puts(out, "</title><path class=\"l1\" d=\"");
	for (size_t i = 0; i < cell->count; i++) {
		bool known = isfinite(cell->series[i]);

		/* h0, a line of no length with a round cap, makes a number without neighbours visible as a point. */
		if (known)
			buf_format(out, "%s%s %s", pen_down ? "L" : "M",
				   spark_x(i, cell->count).text,
				   spark_y(cell->series[i], low, high).text);
		if (known && !pen_down)
			buf_puts(out, "h0");
		pen_down = known;
	}
	buf_format(out, "\"/><circle class=\"m1\" cx=\"%s\" cy=\"%s\" r=\"2.5\"/></svg>",
		   spark_x(last, cell->count).text, spark_y(cell->series[last], low, high).text);
}
