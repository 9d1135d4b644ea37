#include "document-sheet.h"

#define ALT_BYTES 2000   /* of a title or description; libxlsxwriter allows little more */
#define DRAWN_ROWS 32000 /* of a chart: Excel's limit */
#define BARS 8           /* that fit, with their names, in a chart of default height */
#define MOST_BARS 60     /* up to which a chart is made higher */

static lxw_chart *
new_chart(struct book *book, const struct chart *drawn)
{
	static const uint8_t types[] = {[CHART_BARS] = LXW_CHART_BAR,
					[CHART_COLUMNS] = LXW_CHART_COLUMN,
					[CHART_LINE] = LXW_CHART_LINE};
	bool bars = drawn->kind == CHART_BARS;
	lxw_chart *chart = book_made(workbook_add_chart(book->workbook, types[drawn->kind]));
	/* To libxlsxwriter, the rows of a bar chart lie along the y axis and its numbers along the x axis. */
	lxw_chart_axis *numbers = bars ? chart->x_axis : chart->y_axis;
	lxw_chart_line faint = {.color = 0xD0D0D0, .width = 0.75};
	const char *title = book_plain(book, drawn->title, ALT_BYTES);

	/* libxlsxwriter takes a title that begins with = for a reference to a cell. */
	while (*title == '=')
		title++;
	if (*title != '\0')
		chart_title_set_name(chart, title);
	else
		chart_title_off(chart);
	chart_axis_set_min(numbers, 0);
	chart_axis_major_gridlines_set_line(numbers, &faint);
	if (bars) {
		/* Put the first row on top, name every row, and put the numbers below the last. */
		chart_axis_set_interval_unit(chart->y_axis, 1);
		chart_axis_set_reverse(chart->y_axis);
		chart_axis_set_crossing_max(chart->y_axis);
	}
	if (drawn->series_count == 1)
		chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	return chart;
}

void
book_insert_chart(struct book *book, lxw_worksheet *sheet, struct str name,
		  const struct chart *drawn)
{
	const struct table *table = drawn->table;
	lxw_row_t last = (lxw_row_t)(table->row_count - table->total_count);
	lxw_chart_options options = {.x_scale = 1.5, .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
	lxw_chart *chart;

	if (last == 0 || last > DRAWN_ROWS || drawn->series_count == 0)
		return;
	chart = new_chart(book, drawn);
	for (size_t i = 0; i < drawn->series_count; i++) {
		lxw_col_t column = (lxw_col_t)drawn->series[i], labels = (lxw_col_t)drawn->labels;
		lxw_chart_series *series = book_made(chart_add_series(chart, NULL, NULL));

		chart_series_set_categories(series, name.p, 1, labels, last, labels);
		chart_series_set_values(series, name.p, 1, column, last, column);
		chart_series_set_name_range(series, name.p, 0, column);
	}
	if (drawn->kind == CHART_BARS && last > BARS)
		options.y_scale = (double)(last < MOST_BARS ? last : MOST_BARS) / BARS;
	options.description = (char *)(uintptr_t)book_plain(book, drawn->description, ALT_BYTES);
	book_keep(book, worksheet_insert_chart_opt(sheet, 1, (lxw_col_t)(table->column_count + 1),
						   chart, &options));
}
