/*
 * Charts (document-chart.h): lengths in proportion to numbers, gaps, scales, sparklines. Expected places are worked out
 * by hand.
 */
#include "unit.h"

#include <math.h>

#include "report-sample.h"
#include "document-chart.h"

/* A table of one column of numbers beside their names. */
static struct table *
table_with(struct document *document, const struct cell *numbers, size_t count)
{
	static const char *const headings[] = {"Who", ">How many"};
	struct table *table = table_of(document, "Counts", headings, COUNT(headings));

	for (size_t i = 0; i < count; i++) {
		struct cell *cells = table_row(table);

		cells[0] = text_cell("Name");
		cells[0].text = arena_format(arena, "Name %zu", i + 1);
		cells[1] = numbers[i];
	}
	return table;
}

/* The chart of these numbers, in out. */
static const char *
chart_of(enum chart_kind kind, const struct cell *numbers, size_t count)
{
	static const size_t second[] = {1};
	struct document *document = document_in("en", "Chart");
	struct chart chart = {.kind = kind,
			      .title = STR("Counts"),
			      .description = STR("One is high."),
			      .table = table_with(document, numbers, count),
			      .series = second,
			      .series_count = 1};

	buf_clear(&out);
	chart_figure(&chart, 7, &out);
	return shown();
}

static void
test_bars_are_as_long_as_their_numbers(void **state)
{
	const struct cell numbers[] = {number(20), number(5), number(0)};
	const char *page = chart_of(CHART_BARS, numbers, COUNT(numbers));

	(void)state;
	assert_has(page, "<figure>\n<figcaption>Counts<p aria-hidden=\"true\">One is high.</p>"
			 "</figcaption>\n<div class=\"pictures\">\n"
			 "<svg class=\"chart\" role=\"img\" aria-labelledby=\"c7t1 c7d1\"");
	assert_has(page,
		   "<title id=\"c7t1\">Counts</title>\n<desc id=\"c7d1\">One is high.</desc>");
	assert_has(page,
		   "width=\"100%\" height=\"12\"><title>Name 1, 20</title><rect class=\"s1\"");
	assert_has(page, "width=\"25%\" height=\"12\"><title>Name 2, 5</title><rect class=\"s1\"");
	assert_has(page, "width=\"0%\" height=\"12\"><title>Name 3, 0</title><rect class=\"s1\"");
	assert_int_equal(times(page, "class=\"s0\""), 0);
}

/* Masked, unknown, not a number: each is hatched and labelled like its cell; none is drawn as a zero. */
static void
test_what_has_no_number_is_hatched(void **state)
{
	const struct cell numbers[] = {
	    number(4), masked_cell(), {.kind = CELL_NOTHING}, number(NAN), number(2)};
	const char *page = chart_of(CHART_BARS, numbers, COUNT(numbers));

	(void)state;
	assert_int_equal(times(page, "<rect class=\"s1\""), 2);
	assert_int_equal(times(page, " width=\"26\" height=\"12\"><title>"), 3);
	assert_int_equal(times(page, "width=\"0%\""), 0);
	assert_has(page, "<title>Name 2, &lt;5</title>");
	assert_has(page, "<title>Name 3, Withheld or unknown</title>");
	assert_has(page, "Withheld or unknown</li>");
	page = chart_of(CHART_COLUMNS, numbers, COUNT(numbers));
	assert_int_equal(times(page, "<rect class=\"s1\""), 2);
	assert_int_equal(times(page, " height=\"18\"><title>"), 3);
	/* And one in the legend. */
	assert_int_equal(
	    times(page, "<rect class=\"s0\" width=\"100%\" height=\"100%\"/><use href=\"#c7a0\"/>"),
	    4);
	assert_int_equal(times(page, " height=\"0\""), 0);
	page = chart_of(CHART_LINE, numbers, COUNT(numbers));
	assert_int_equal(times(page, " height=\"18\"><title>"), 3);
	/* And one in the legend. */
	assert_int_equal(
	    times(page, "<rect class=\"s0\" width=\"100%\" height=\"100%\"/><use href=\"#c7a0\"/>"),
	    4);
	assert_int_equal(times(page, "<use href=\"#c7m1\""), 2);
	/* Of five slots, the centres of the first and of the last. */
	assert_has(page, "<path class=\"l1\" d=\"M10 0M90 100\"/>");
}

static void
test_lines_go_through_their_numbers(void **state)
{
	const struct cell numbers[] = {number(0), number(5), number(10), number(20)};
	const char *page = chart_of(CHART_LINE, numbers, COUNT(numbers));

	(void)state;
	assert_has(page, "<path class=\"l1\" d=\"M12.5 200L37.5 150L62.5 100L87.5 0\"/>");
	assert_has(page, "dx=\"9\" y=\"28\">20</text>");
}

/* A name has two lines of 38 columns; the tooltip shows all of it. */
static void
test_long_names_are_broken_and_then_cut(void **state)
{
	static const size_t second[] = {1};
	const struct cell numbers[] = {number(3), number(4)};
	struct document *document = document_in("en", "Chart");
	struct table *table = table_with(document, numbers, COUNT(numbers));
	struct chart chart = {.table = table, .series = second, .series_count = 1};

	(void)state;
	table->cells[0].text = STR("Communauté de pratique en soins palliatifs à domicile");
	table->cells[2].text = STR(
	    "Communauté de pratique en soins palliatifs à domicile et de fin de vie "
	    "dans le nord");
	chart_figure(&chart, 1, &out);
	assert_has(shown(), ">Communauté de pratique en soins</text>");
	assert_has(out.p, ">palliatifs à domicile</text>");
	assert_has(out.p, ">palliatifs à domicile et de fin de vi\xE2\x80\xA6</text>");
	assert_has(out.p, "à domicile et de fin de vie dans le nord, 4</title>");
}

/* The totals of a table are not rows of its chart. */
static void
test_totals_are_left_out_of_charts(void **state)
{
	static const size_t second[] = {1};
	const struct cell numbers[] = {number(3), number(4), number(7)};
	struct document *document = document_in("en", "Chart");
	struct table *table = table_with(document, numbers, COUNT(numbers));
	struct chart chart = {.table = table, .series = second, .series_count = 1};

	(void)state;
	table->total_count = 1;
	chart_figure(&chart, 1, &out);
	assert_int_equal(times(shown(), "<rect"), 2);
	buf_clear(&out);
	table->total_count = 3;
	chart_figure(&chart, 1, &out);
	assert_int_equal(out.n, 0);
}

/* The first tick, the last one, and the step. */
static void
assert_scale(const struct cell *numbers, size_t count, double low, double step, double high)
{
	static const size_t second[] = {1};
	struct document *document = document_in("en", "Chart");
	struct chart chart = {
	    .table = table_with(document, numbers, count), .series = second, .series_count = 1};
	struct scale scale = scale_of(&(struct plot){.chart = &chart, .rows = count});

	assert_float_equal(scale.low, low, 1e-6);
	assert_float_equal(scale.step, step, 1e-6);
	assert_float_equal(scale.high, high, 1e-6);
	assert_int_equal(scale_ticks(&scale), lround((high - low) / step) + 1);
}

static void
test_scales_step_by_1_2_or_5_from_zero(void **state)
{
	static const struct {
		double numbers[2], low, step, high;
	} cases[] = {
	    {{7, 3}, 0, 2, 8},
	    {{1, 1}, 0, 1, 1},
	    {{6, 6}, 0, 1, 6},
	    {{101, 99}, 0, 20, 120},
	    {{1031, 947}, 0, 200, 1200},
	    {{30, 2}, 0, 5, 30},
	    {{31, 2}, 0, 10, 40},
	    {{0.7, 0}, 0, 0.2, 0.8},
	    {{-3, 4}, -4, 2, 4},
	    {{-5, -1}, -5, 1, 0},
	    {{0, 0}, 0, 1, 1},
	    {{NAN, NAN}, 0, 1, 1},
	    {{999999, 1}, 0, 200000, 1e6},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cell numbers[] = {number(cases[i].numbers[0]), number(cases[i].numbers[1])};

		assert_scale(numbers, 2, cases[i].low, cases[i].step, cases[i].high);
	}
}

static void
test_many_bars_are_several_pictures(void **state)
{
	struct cell numbers[42];
	const char *page;

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++)
		numbers[i] = number((double)i);
	/* 40 pixels per row: 20 rows take less than 820, and 42 more than twice as much. */
	page = chart_of(CHART_BARS, numbers, 20);
	assert_int_equal(times(page, "<svg class=\"chart\""), 1);
	page = chart_of(CHART_BARS, numbers, COUNT(numbers));
	assert_int_equal(times(page, "<svg class=\"chart\""), 3);
	assert_int_equal(times(page, "<rect class=\"s1\""), COUNT(numbers));
	assert_has(page, "<title id=\"c7t3\">Counts (3/3)</title>");
	assert_has(page, "<title>Name 42, 41</title>");
	assert_int_equal(times(page, "height=\"582\""), 3); /* 14 rows, and 22 for the axis */
}

static void
test_series_are_sparklines_with_words(void **state)
{
	const double known[] = {1, 3, NAN, 2};
	const double unknown[] = {NAN, NAN};
	struct cell cell = series_cell(known, COUNT(known));

	(void)state;
	cell.text = STR("1, then 3 & 2");
	/* 3 is at the upper edge of 3, 0 would be at 17; steps of (88 - 6) / 3 along. */
	chart_spark(&cell, &out);
	assert_string_equal(
	    shown(), "<svg class=\"spark\" role=\"img\" width=\"88\" height=\"20\"><title>1, "
		     "then 3 &amp; 2</title><path class=\"l1\" d=\"M3 12.33h0L30.33 3M85 7.67h0\"/>"
		     "<circle class=\"m1\" cx=\"85\" cy=\"7.67\" r=\"2.5\"/></svg>");
	buf_clear(&out);
	cell = series_cell(unknown, COUNT(unknown));
	chart_spark(&cell, &out);
	assert_int_equal(out.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_bars_are_as_long_as_their_numbers),
	    TEST(test_what_has_no_number_is_hatched),
	    TEST(test_lines_go_through_their_numbers),
	    TEST(test_long_names_are_broken_and_then_cut),
	    TEST(test_totals_are_left_out_of_charts),
	    TEST(test_scales_step_by_1_2_or_5_from_zero),
	    TEST(test_many_bars_are_several_pictures),
	    TEST(test_series_are_sparklines_with_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
