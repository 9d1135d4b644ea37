/*
 * document-chart.h - the charts of a document as inline SVG.
 *
 * Layer 4.  document-html writes pages with them; document.h has the model, html-style.c the colours.
 *
 * No chart has a viewBox: what lies along the width is in percent of it, all else in pixels, so that a chart fits any
 * page and its texts keep their size.  Room for texts beside a chart is padding, in which its texts overflow.
 */
#ifndef COP_DOCUMENT_CHART_H
#define COP_DOCUMENT_CHART_H

#include "buf.h"
#include "document.h"

/* So many series are told apart, by pattern, dash, marker and colour; the next looks as the first. */
#define CHART_STYLES 6

/* From zero, or from below where a value is, to a tick at or above the highest value. */
struct scale {
	double low;
	double high;
	double step; /* from tick to tick: 1, 2 or 5, of tens */
};

/* A chart while it is drawn. */
struct plot {
	const struct chart *chart;
	size_t number; /* of the chart in its page, for ids */
	size_t rows;   /* without the totals */
	bool gaps;     /* is there a cell without a number? */
	struct scale scale;
	struct buf *out;
};

/* A figure with the chart; nothing if its table has no rows. */
void chart_figure(const struct chart *chart, size_t number, struct buf *out);

/* The numbers of a cell over time, as small as a word; nothing if none of them is known. */
void chart_spark(const struct cell *cell, struct buf *out);

/* -- what the kinds of charts share -------------------------------------------------------------------------- */

void chart_bars(const struct plot *plot);
void chart_over_time(const struct plot *plot);

/* The cell of a series. */
static inline const struct cell *
plot_cell(const struct plot *plot, size_t row, size_t series)
{
	return table_cell(plot->chart->table, row, plot->chart->series[series]);
}

/* Has the cell a number that can be drawn? */
bool cell_known(const struct cell *cell);

/* Begins the part-th of so many pictures of the chart, with room beside it in columns of text. */
void plot_begin(const struct plot *plot, size_t part, size_t parts, int height, size_t left,
		size_t right);
void plot_end(const struct plot *plot);

/* Where an area lies: x in percent of the width, and its width too, or in pixels; the rest in pixels. */
struct area {
	double x;
	double y;
	double width;
	bool pixels; /* of the width */
	double height;
};

/* The area of a cell: as those of its series look, or hatched where it has no number. */
void plot_area(const struct plot *plot, size_t row, size_t series, struct area area);

/* What the pointer is told of a cell: its row, its series if there are several, its text. */
void plot_tip(const struct plot *plot, size_t row, size_t series);

/* The columns of the longest text among the cells shown. */
size_t plot_widest(const struct plot *plot);

/* The scale of the numbers that are shown. */
struct scale scale_of(const struct plot *plot);
size_t scale_ticks(const struct scale *scale);
double scale_tick(const struct scale *scale, size_t i);

/* Where a value lies, 0 to 1. */
double scale_share(const struct scale *scale, double value);

#endif
