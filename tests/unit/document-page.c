/*
 * A document on a page (document.h): its layout, tables that fit, bars, series; no text can control the terminal.
 */
#include "unit.h"

#include <math.h>

#include "documents.h"

static struct stamped stamped;

static const char *
page(const struct document *document, struct page_style style)
{
	buf_clear(&out);
	soil_stack();
	stamped = document_page(document, style, &out);
	return shown();
}

static const char *
wide(const struct document *document, size_t width)
{
	return page(document, (struct page_style){.width = width});
}

#define HEAD                        \
	"Members\n"                 \
	"  Réseau boréal, 2026\n" \
	"  As of 2026-06-30, commit 1a2b3c4\n"

/* -- blocks ------------------------------------------------------------------------------------------ */

static void
test_blocks_stand_apart_but_for_what_belongs_together(void **state)
{
	struct document *document = document_begin();

	(void)state;
	document_text(document, STR("One."));
	document_text(document, STR("Two."));
	document_bullet(document, STR("a"));
	document_bullet(document, STR("b"));
	document_command(document, STR("cop-set soils status=ended"));
	document_bullet(document, STR("c"));
	document_heading(document, 2, STR("Seats"));
	document_text(document, STR("Three."));
	document_heading(document, 3, STR("Soils"));
	document_bullet(document, STR("d"));
	document_heading(document, 2, STR("Goals"));
	document_text(document, STR("Four."));
	assert_string_equal(wide(document, 80), HEAD "\n"
						     "  One.\n"
						     "\n"
						     "  Two.\n"
						     "\n"
						     "  • a\n"
						     "  • b\n"
						     "      cop-set soils status=ended\n"
						     "  • c\n"
						     "\n"
						     "Seats\n"
						     "  Three.\n"
						     "\n"
						     "  Soils\n"
						     "    • d\n"
						     "\n"
						     "Goals\n"
						     "  Four.\n");
}

static void
test_text_is_wrapped_and_a_command_is_not(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document_text(document, STR("Nobody has joined the community of soils for a year."));
	document_bullet(document, STR("The seat of its chair ended on the last day of May."));
	document_command(document,
			 STR("cop-appoint soils --email someone@example.org --until 2027"));
	assert_string_equal(wide(document, 40),
			    "  Nobody has joined the community of\n"
			    "  soils for a year.\n"
			    "\n"
			    "  • The seat of its chair ended on the\n"
			    "    last day of May.\n"
			    "      cop-appoint soils --email someone@example.org --until 2027\n");
}

static void
test_the_stamp_is_known_by_its_place(void **state)
{
	struct document *document = document_begin();
	const char *text_of_page = wide(document, 80);

	(void)state;
	assert_int_equal(stamped.begin, strlen("Members\n  Réseau boréal, 2026\n"));
	assert_int_equal(stamped.end, strlen(HEAD) - 1);
	assert_false(stamped.any);
	assert_string_equal(text_of_page, HEAD);
	document->stamp = absent;
	(void)wide(document, 80);
	assert_int_equal(stamped.begin, stamped.end);
}

/* -- tables ------------------------------------------------------------------------------------------ */

static void
test_a_table_is_aligned_and_its_total_below_a_rule(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document_add_table(document, place_table(document));
	assert_string_equal(wide(document, 80),
			    "  Community     Place     Members  Founded     Trend\n"
			    "  Santé rurale  Val-d’Or        8  2019-04-01  ▁▂▃▅▇\n"
			    "  日本          Kingston      ! 4  2021-09     ▁▁▁\n"
			    "  Soils                        <5\n"
			    "  ──────────────────────────────────────────────────\n"
			    "  Total                        12\n");
}

static void
test_in_ascii_rules_and_series_are_ascii(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct table *table = place_table(document);

	(void)state;
	document_chart(document, place_chart(table));
	document_add_table(document, table);
	assert_string_equal(page(document, (struct page_style){.width = 64, .ascii = true}),
			    "  Community     Place     Members  Founded     Trend\n"
			    "  Santé rurale  Val-d’Or        8  2019-04-01  _.-=#  ##########\n"
			    "  日本          Kingston      ! 4  2021-09     ___    #####\n"
			    "  Soils                        <5\n"
			    "  --------------------------------------------------------------\n"
			    "  Total                        12\n");
}

static void
test_the_least_needed_leaves_a_narrow_page_and_is_named(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document_add_table(document, place_table(document));
	/* 50 columns are needed, 43 without the trend, 33 without the place. */
	assert_string_equal(wide(document, 45), "  Community     Place     Members  Founded\n"
						"  Santé rurale  Val-d’Or        8  2019-04-01\n"
						"  日本          Kingston      ! 4  2021-09\n"
						"  Soils                        <5\n"
						"  ───────────────────────────────────────────\n"
						"  Total                        12\n"
						"\n"
						"  Not shown for lack of space (see -f csv):\n"
						"  Trend\n");
	assert_string_equal(wide(document, 40), "  Community     Members  Founded\n"
						"  Santé rurale        8  2019-04-01\n"
						"  日本              ! 4  2021-09\n"
						"  Soils              <5\n"
						"  ─────────────────────────────────\n"
						"  Total              12\n"
						"\n"
						"  Not shown for lack of space (see -f\n"
						"  csv): Place, Trend\n");
}

static void
test_a_name_goes_on_below_a_text_is_cut_and_a_date_is_not(void **state)
{
	static const struct table_column columns[] = {{.heading = {"Name", 4}},
						      {.heading = {"Until", 5}},
						      {.heading = {"Role", 4}, .keep = 1}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, COUNT(columns));

	(void)state;
	ROW(table, text_cell("Marie-Ève Desrochers du Tremblay"), date_cell("2027-12-31"),
	    text_cell("nurse practitioner"));
	assert_string_equal(wide(document, 56),
			    "  Name                          Until       Role\n"
			    "  Marie-Ève Desrochers du       2027-12-31  nurse pract…\n"
			    "    Tremblay\n");
	assert_string_equal(page(document, (struct page_style){.width = 56, .ascii = true}),
			    "  Name                          Until       Role\n"
			    "  Marie-Ève Desrochers du       2027-12-31  nurse pra...\n"
			    "    Tremblay\n");
}

/* Pairs need both names to tell rows apart. */
static void
test_all_columns_of_names_go_on_below(void **state)
{
	static const struct table_column columns[] = {
	    {.heading = {"One", 3}},
	    {.heading = {"And", 3}},
	    {.heading = {"Both", 4}, .right = true},
	    {.heading = {"Left", 4}, .right = true, .keep = 1}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, COUNT(columns));

	(void)state;
	ROW(table, text_cell("Community of soils and stones"),
	    text_cell("Community of gardens and seeds"), number_cell(2), number_cell(0));
	assert_string_equal(wide(document, 52),
			    "  One                 And                 Both  Left\n"
			    "  Community of soils  Community of           2     0\n"
			    "    and stones          gardens and\n"
			    "                        seeds\n");
}

static void
test_a_chart_is_a_column_of_bars_where_there_is_room(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct table *table = place_table(document);

	(void)state;
	table->column_count = 3;
	table->row_count = 0;
	ROW(table, text_cell("Soils"), text_cell("here"), number_cell(16));
	ROW(table, text_cell("Rivers"), text_cell("there"), number_cell(9));
	ROW(table, text_cell("Ice"), text_cell("there"), masked_cell());
	ROW(table, text_cell("Fire"), text_cell("there"), number_cell(0));
	ROW(table, text_cell("Total"), (struct cell){0}, number_cell(29));
	document_chart(document, place_chart(table));
	document_add_table(document, table);
	/* 9 + 2 + 5 + 2 + 7 = 25, with the edge and the gap 29: 8 are left, so 16 members are 64 eighths. */
	assert_string_equal(wide(document, 37), "  Community  Place  Members\n"
						"  Soils      here        16  ████████\n"
						"  Rivers     there        9  ████▌\n"
						"  Ice        there       <5\n"
						"  Fire       there        0\n"
						"  ───────────────────────────────────\n"
						"  Total                  29\n");
	assert_string_equal(wide(document, 36), "  Community  Place  Members\n"
						"  Soils      here        16\n"
						"  Rivers     there        9\n"
						"  Ice        there       <5\n"
						"  Fire       there        0\n"
						"  ─────────────────────────\n"
						"  Total                  29\n");
}

static void
test_what_is_more_than_nothing_has_a_bar(void **state)
{
	static const struct table_column columns[] = {{.heading = {"P", 1}},
						      {.heading = {"In", 2}, .right = true},
						      {.heading = {"Out", 3}, .right = true}};
	static const size_t both[] = {1, 2};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = table_new(document, absent, columns, COUNT(columns));
	struct chart chart = {
	    .kind = CHART_COLUMNS, .table = table, .series = both, .series_count = 2};

	(void)state;
	ROW(table, text_cell("a"), number_cell(1), number_cell(7));
	ROW(table, text_cell("b"), number_cell(9999), number_cell(7));
	document_chart(document, &chart);
	document_add_table(document, table);
	/* Of two series, the first has the bars, below its name. */
	assert_string_equal(wide(document, 25), "  P    In  Out  In\n"
						"  a     1    7  ▏\n"
						"  b  9999    7  █████████\n");
}

/* -- series ------------------------------------------------------------------------------------------ */

static const char *
series(const double *numbers, size_t count, bool ascii)
{
	struct cell cell = series_cell(numbers, count);

	buf_clear(&out);
	cell_add_series(&cell, ascii, &out);
	return shown();
}

static void
test_a_series_is_drawn_from_zero(void **state)
{
	static const double slow[] = {100, 102, 104}, none[] = {0, 0}, some[] = {0, 1, 25, 26, 100},
			    unknown[] = {NAN, 5, NAN, 10};

	(void)state;
	assert_string_equal(series(slow, 3, false), "▇▇▇");
	assert_string_equal(series(none, 2, false), "▁▁");
	/* One person is not drawn as nobody; a quarter fills the first quarter. */
	assert_string_equal(series(some, 5, false), "▁▂▂▃▇");
	assert_string_equal(series(some, 5, true), "_..-#");
	assert_string_equal(series(unknown, 4, false), " ▃ ▇");
	assert_string_equal(series(unknown, 0, false), "");
}

/* -- hostile texts ----------------------------------------------------------------------------------- */

static void
test_nothing_commands_the_terminal(void **state)
{
	static const char hostile[] = "a\033[2J\nb\xFF"
				      "c\xE2\x80\xAE"
				      "d";
	static const struct table_column columns[] = {{.heading = {hostile, sizeof(hostile) - 1}}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table;

	(void)state;
	document->title = document->about = document->stamp = str_of(hostile);
	document_heading(document, 2, str_of(hostile));
	document_text(document, str_of(hostile));
	document_bullet(document, str_of(hostile));
	document_command(document, str_of(hostile));
	table = document_table(document, absent, columns, 1);
	ROW(table, text_cell(hostile));
	(void)wide(document, 80);
	out.n--;
	assert_int_equal(text_valid(buf_all(&out)), out.n);
	for (size_t i = 0; i < out.n; i++)
		assert_true((unsigned char)out.p[i] >= ' ' || out.p[i] == '\n');
	assert_null(strstr(out.p, "\xE2\x80\xAE"));
	/* A line of a paragraph stays one line; in a title, a cell and a command, a line break becomes a blank. */
	assert_non_null(strstr(out.p, "      a\xEF\xBF\xBD[2J b"));
}

static void
test_headings_are_bold_where_asked(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct table *table;

	(void)state;
	document->title = STR("Members");
	document_heading(document, 3, STR("Soils"));
	table = document_table(document, absent, place_columns, 1);
	ROW(table, text_cell("a"));
	assert_string_equal(page(document, (struct page_style){.width = 80, .bold = true}),
			    "\033[1mMembers\033[0m\n"
			    "\n"
			    "  \033[1mSoils\033[0m\n"
			    "\033[1m    Community\033[0m\n"
			    "    a\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_blocks_stand_apart_but_for_what_belongs_together),
	    TEST(test_text_is_wrapped_and_a_command_is_not),
	    TEST(test_the_stamp_is_known_by_its_place),
	    TEST(test_a_table_is_aligned_and_its_total_below_a_rule),
	    TEST(test_in_ascii_rules_and_series_are_ascii),
	    TEST(test_the_least_needed_leaves_a_narrow_page_and_is_named),
	    TEST(test_a_name_goes_on_below_a_text_is_cut_and_a_date_is_not),
	    TEST(test_all_columns_of_names_go_on_below),
	    TEST(test_a_chart_is_a_column_of_bars_where_there_is_room),
	    TEST(test_what_is_more_than_nothing_has_a_bar),
	    TEST(test_a_series_is_drawn_from_zero),
	    TEST(test_nothing_commands_the_terminal),
	    TEST(test_headings_are_bold_where_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
