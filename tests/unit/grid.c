/*
 * Grids (grid.h): alignment by width on a terminal, which columns are left out first, how the others are narrowed.
 */
#include "unit.h"

#include "grid.h"

#define COLUMNS_MAX 5

/* Cells as C strings; NULL: nothing. */
struct row {
	const char *cells[COLUMNS_MAX];
};

static void
string_cell(const void *context, size_t row, size_t column, struct buf *to)
{
	const struct row *rows = context;

	if (rows[row].cells[column] != NULL)
		buf_puts(to, rows[row].cells[column]);
}

/* The whole grid as lines, in out. */
static const char *
lines(const struct grid_column *columns, size_t count, const struct row *rows, size_t row_count,
      size_t width)
{
	struct grid grid = {
	    .columns = columns,
	    .column_count = count,
	    .row_count = row_count,
	    .header = true,
	    .width = width,
	    .ellipsis = "\xE2\x80\xA6",
	    .cell = string_cell,
	    .context = rows,
	};
	size_t *widths = grid_fit(&grid, arena);

	buf_clear(&out);
	grid_add_header(&grid, widths, false, &out);
	for (size_t r = 0; r < row_count; r++)
		grid_add_row(&grid, widths, r, &out);
	return shown();
}

static const struct grid_column three[] = {
    {.heading = {"Name", 4}},
    {.heading = {"Place", 5}, .least = 10, .keep = 2},
    {.heading = {"N", 1}, .right = true, .keep = 1},
};

static void
test_columns_are_set_by_what_a_terminal_shows(void **state)
{
	static const struct row rows[] = {
	    {{"Zoé", "Montréal", "7"}},
	    {{"日本", "", "12"}},
	    {{"Ivy", "Gatineau", ""}},
	};

	(void)state;
	assert_string_equal(lines(three, 3, rows, 3, 0), "Name  Place      N\n"
							 "Zoé   Montréal   7\n"
							 "日本            12\n"
							 "Ivy   Gatineau\n");
}

static void
test_what_may_be_cut_is_cut_before_anything_leaves(void **state)
{
	static const struct row rows[] = {
	    {{"Zoé", "Saint-Jean-sur-Richelieu", "7"}},
	    {{"Ivy", "Notre-Dame-du-Mont-Carmel", "8"}},
	};

	(void)state;
	/* 4 + 2 + 10 + 2 + 1 = 19 is the minimum for all three. */
	assert_string_equal(lines(three, 3, rows, 2, 24), "Name  Place            N\n"
							  "Zoé   Saint-Jean-sur…  7\n"
							  "Ivy   Notre-Dame-du-…  8\n");
	assert_string_equal(lines(three, 3, rows, 2, 19), "Name  Place       N\n"
							  "Zoé   Saint-Jea…  7\n"
							  "Ivy   Notre-Dam…  8\n");
}

static void
test_what_is_needed_least_leaves_first(void **state)
{
	static const struct row rows[] = {
	    {{"Zoé", "Saint-Jean-sur-Richelieu", "7"}},
	};

	(void)state;
	assert_string_equal(lines(three, 3, rows, 1, 18), "Name  Place\n"
							  "Zoé   Saint-Jean-…\n");
	assert_string_equal(lines(three, 3, rows, 1, 15), "Name\nZoé\n");
	/* The first column is never left out or cut, however narrow the page is. */
	assert_string_equal(lines(three, 3, rows, 1, 2), "Name\nZoé\n");
}

static void
test_of_equals_the_last_leaves_first(void **state)
{
	static const struct grid_column equals[] = {
	    {.heading = {"A", 1}},
	    {.heading = {"B", 1}, .keep = 1},
	    {.heading = {"C", 1}, .keep = 1},
	    {.heading = {"D", 1}, .keep = 2},
	};
	static const struct row rows[] = {{{"1", "2", "3", "4"}}};

	(void)state;
	assert_string_equal(lines(equals, 4, rows, 1, 9), "A  B  D\n1  2  4\n");
	assert_string_equal(lines(equals, 4, rows, 1, 6), "A  D\n1  4\n");
}

static void
test_what_has_to_stay_is_cut_to_six_at_last(void **state)
{
	static const struct grid_column kept[] = {
	    {.heading = {"Name", 4}, .least = 20},
	    {.heading = {"Place", 5}, .least = 10},
	};
	static const struct row rows[] = {
	    {{"Marie-Ève Desrochers-Tremblay", "Saint-Jean-sur-Richelieu"}},
	};

	(void)state;
	assert_string_equal(lines(kept, 2, rows, 1, 32), "Name                  Place\n"
							 "Marie-Ève Desrocher…  Saint-Jea…\n");
	assert_string_equal(lines(kept, 2, rows, 1, 16), "Name     Place\n"
							 "Marie-…  Saint-…\n");
	assert_string_equal(lines(kept, 2, rows, 1, 3), "Name    Place\n"
							"Marie…  Saint…\n");
}

static void
test_a_wide_character_is_not_cut_in_half(void **state)
{
	static const struct grid_column one[] = {{.heading = {"", 0}, .least = 6}, {.least = 6}};
	static const struct row rows[] = {{{"日本語日本語", "x"}}};

	(void)state;
	assert_string_equal(lines(one, 2, rows, 1, 9), "\n日本…   x\n");
}

static void
test_what_is_wrapped_goes_on_below(void **state)
{
	static const struct grid_column columns[] = {
	    {.heading = {"Name", 4}, .least = 8, .wrapped = true},
	    {.heading = {"N", 1}, .right = true},
	    {.heading = {"Place", 5}, .least = 8, .wrapped = true},
	};
	static const struct row rows[] = {
	    {{"Care of the young", "7", "Kingston"}},
	    {{"Soils", "12", "Saint-Jean sur le lac"}},
	    {{"", "3", "Incomparable"}},
	};
	static const struct grid_column tight[] = {
	    {.heading = {"Name", 4}, .least = 8, .wrapped = true},
	    {.heading = {"Place", 5}, .least = 10},
	};
	static const struct row one[] = {{{"Care of the young", "Peterborough"}}};

	(void)state;
	/* 8 and 2 and 2 and 2 and 8; continuation lines have 6. */
	assert_string_equal(lines(columns, 3, rows, 3, 22), "Name       N  Place\n"
							    "Care of    7  Kingston\n"
							    "  the\n"
							    "  young\n"
							    "Soils     12  Saint-Je\n"
							    "                an sur\n"
							    "                le lac\n"
							    "           3  Incompar\n"
							    "                able\n");
	/* In the last resort, what is cut gives way: what is wrapped stays at its least. */
	assert_string_equal(lines(tight, 2, one, 1, 16), "Name      Place\n"
							 "Care of   Peter…\n"
							 "  the\n"
							 "  young\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_columns_are_set_by_what_a_terminal_shows),
	    TEST(test_what_may_be_cut_is_cut_before_anything_leaves),
	    TEST(test_what_is_needed_least_leaves_first),
	    TEST(test_of_equals_the_last_leaves_first),
	    TEST(test_what_has_to_stay_is_cut_to_six_at_last),
	    TEST(test_a_wide_character_is_not_cut_in_half),
	    TEST(test_what_is_wrapped_goes_on_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
