/*
 * document-chart.h - the charts of a document as inline SVG.
 *
 * Layer 4.  document-html.c puts them in pages; document.h has the model, html-style.c the colours.
 *
 * Charts have no viewBox.  Horizontal positions are in percent of the width, all else is in pixels, so that a chart
 * fits any page while its texts keep their size.  Texts beside a chart overflow into its padding, which is reserved for
 * them.
 */
#ifndef COP_DOCUMENT_CHART_H
#define COP_DOCUMENT_CHART_H

#include "buf.h"
#include "document.h"

/* The number of distinct looks for series: pattern, dash, marker and colour. Further series reuse them. */
#define CHART_STYLES 6

/* A value axis: from zero, or a tick at or below the lowest negative value, to a tick at or above the highest value. */
struct scale {
	double low;
	double high;
	double step; /* between ticks: 1, 2 or 5 times a power of ten */
};

/* A chart being drawn. */
struct plot {
	const struct chart *chart;
	size_t number; /* of the chart within its page; makes ids unique */
	size_t rows;   /* without the totals */
	bool gaps;     /* some cell has no number */
	struct scale scale;
	struct buf *out;
};

/* Adds a <figure> with the chart; nothing if it has no rows or no series. */
void chart_figure(const struct chart *chart, size_t number, struct buf *out);

/* Adds a sparkline of the cell's numbers over time; nothing if none of them is known. */
void chart_spark(const struct cell *cell, struct buf *out);

/* -- what the kinds of charts share -------------------------------------------------------------------------- */

void chart_bars(const struct plot *plot);
void chart_over_time(const struct plot *plot);

/* The cell of a row in the chart's n-th series. */
static inline const struct cell *
plot_cell(const struct plot *plot, size_t row, size_t series)
{
	return table_cell(plot->chart->table, row, plot->chart->series[series]);
}

/* Does the cell have a finite number? */
bool cell_known(const struct cell *cell);

/* Begins picture part, from 1 to parts, of the chart. height is in pixels, left and right (room) in columns of text. */
void plot_begin(const struct plot *plot, size_t part, size_t parts, int height, size_t left,
		size_t right);
void plot_end(const struct plot *plot);

/* A rectangle: y and height in pixels, x in percent of the picture's width. */
struct area {
	double x;
	double y;
	double width; /* in percent, or in pixels if so set */
	bool pixels;
	double height;
};

/* Draws the area of a cell in the style of its series, or hatched if it has no number. */
void plot_area(const struct plot *plot, size_t row, size_t series, struct area area);

/* Adds the tooltip of a cell: its row's name, its series if there are several, its text. */
void plot_tip(const struct plot *plot, size_t row, size_t series);

/* The width in columns of the longest text among the cells shown; at least 1. */
size_t plot_widest(const struct plot *plot);

/* A scale that covers the numbers shown. */
struct scale scale_of(const struct plot *plot);

/* The number of ticks, both ends included, and the value at tick i, from 0. */
size_t scale_ticks(const struct scale *scale);
double scale_tick(const struct scale *scale, size_t i);

/* The position of a value on the scale: 0 at its low end, 1 at its high end. */
double scale_share(const struct scale *scale, double value);

#endif
