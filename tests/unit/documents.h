/*
 * documents.h - what the unit tests of the writers share: a small report, and short ways to make cells.
 */
#ifndef COP_UNIT_DOCUMENTS_H
#define COP_UNIT_DOCUMENTS_H

#include "document.h"

static inline struct cell
text_cell(const char *s)
{
	return (struct cell){.kind = CELL_TEXT, .text = str_of(s)};
}

/* A number, shown as a whole one. */
static inline struct cell
number_cell(double number)
{
	return (struct cell){
	    .kind = CELL_NUMBER, .number = number, .text = arena_format(arena, "%.0f", number)};
}

static inline struct cell
date_cell(const char *s)
{
	return (struct cell){.kind = CELL_DATE, .date = date(s), .text = str_of(s)};
}

static inline struct cell
masked_cell(void)
{
	return (struct cell){.kind = CELL_MASKED, .text = STR("<5")};
}

static inline struct cell
series_cell(const double *series, size_t count)
{
	return (struct cell){
	    .kind = CELL_SERIES, .series = series, .count = count, .text = STR("it grows")};
}

static inline struct cell
marked(struct cell cell)
{
	cell.marked = true;
	return cell;
}

/* A row with that many cells. */
static inline void
add_row(struct table *table, const struct cell *cells)
{
	memcpy(table_row(table), cells, table->column_count * sizeof(*cells));
}

#define ROW(table, ...) add_row(table, (const struct cell[]){__VA_ARGS__})

static const struct table_column place_columns[] = {
    {.heading = {"Community", 9}},
    {.heading = {"Place", 5}, .keep = 2},
    {.heading = {"Members", 7}, .right = true},
    {.heading = {"Founded", 7}, .keep = 3},
    {.heading = {"Trend", 5}, .keep = 1},
};

/* A document with its head. */
static inline struct document *
document_begin(void)
{
	struct document *document = document_new(arena, STR("en"));

	document->title = STR("Members");
	document->about = STR("Réseau boréal, 2026");
	document->stamp = STR("As of 2026-06-30, commit 1a2b3c4");
	return document;
}

/* Three communities and the total. */
static inline struct table *
place_table(struct document *document)
{
	static const double rising[] = {0, 1, 2, 3, 4}, unknown[] = {0, 0, 0};
	struct table *table = table_new(document, STR("Members by community"), place_columns,
					COUNT(place_columns));

	ROW(table, text_cell("Santé rurale"), text_cell("Val-d’Or"), number_cell(8),
	    date_cell("2019-04-01"), series_cell(rising, COUNT(rising)));
	ROW(table, text_cell("日本"), text_cell("Kingston"), marked(number_cell(4)),
	    date_cell("2021-09"), series_cell(unknown, COUNT(unknown)));
	ROW(table, text_cell("Soils"), (struct cell){0}, masked_cell(), (struct cell){0},
	    (struct cell){0});
	ROW(table, text_cell("Total"), (struct cell){0}, number_cell(12), (struct cell){0},
	    (struct cell){0});
	table->total_count = 1;
	return table;
}

/* A chart of the members. */
static inline const struct chart *
place_chart(const struct table *table)
{
	static const size_t series[] = {2};
	struct chart *chart = arena_get(arena, sizeof(*chart));

	*chart = (struct chart){.kind = CHART_BARS,
				.title = STR("Members by community"),
				.description = STR("Santé rurale has the most members."),
				.table = table,
				.series = series,
				.series_count = COUNT(series)};
	return chart;
}

#endif
