/*
 * A document as a workbook (document-xlsx.h), read again by Python's zip and XML: the types of cells, texts that stay texts,
 * tables, charts, and the same bytes each time.
 */
#include "unit.h"

#include <sys/resource.h>

#include "document-xlsx.h"
#include "documents.h"

static struct stamped stamp;

/* Makes the workbook, in text. */
static bool
workbook(const struct document *document)
{
	buf_clear(&text);
	return document_xlsx(document, on("2026-06-30"), &text, &stamp, diag);
}

/* What the workbook contains, as printed by workbook.py; NULL if that cannot be run. */
static const char *
contents(const struct document *document)
{
	const char *top = getenv("TOP");
	char command[512], bytes[4096];
	FILE *pipe;
	size_t n;

	assert_true(workbook(document));
	if (top == NULL || system("python3 -c '' >/dev/null 2>&1") != 0)
		return NULL;
	save("report.xlsx", buf_all(&text));
	assert_in_range(
	    snprintf(command, sizeof(command),
		     "PYTHONIOENCODING=utf-8 python3 '%s/tests/unit/workbook.py' report.xlsx", top),
	    0, sizeof(command) - 1);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	buf_clear(&out);
	while ((n = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		buf_add(&out, bytes, n);
	assert_int_equal(pclose(pipe), 0);
	return shown();
}

#define assert_contents(document, expected)            \
	do {                                           \
		const char *got_ = contents(document); \
		if (got_ == NULL)                      \
			skip();                        \
		assert_string_equal(got_, expected);   \
	} while (0)

#define CREATED "created 2026-06-30T00:00:00Z 2026-06-30T00:00:00Z\n"

/* -- what stands where --------------------------------------------------------------------------------- */

static void
test_cells_are_of_their_kind(void **state)
{
	struct document *document = document_begin();
	struct table *table = place_table(document);

	(void)state;
	document_heading(document, 2, STR("Where"));
	document_chart(document, place_chart(table));
	document_add_table(document, table);
	assert_contents(document,
			"sheet Report\n"
			"A1 s @ bold 'Members'\n"
			"A2 s @ 'Réseau boréal, 2026'\n"
			"A3 s @ 'As of 2026-06-30, commit 1a2b3c4'\n"
			"A6 s @ bold 'Where'\n"
			"A7 s General '1 Members by community'\n"
			"link A7 '1 Members by community'!A1\n"
			"print portrait 0\n"
			"sheet 1 Members by community\n"
			"pane A2 frozen\n"
			"A1 s General bold 'Community'\n"
			"B1 s General bold 'Place'\n"
			"C1 s General bold 'Members'\n"
			"D1 s General bold 'Founded'\n"
			"E1 s General bold 'Trend'\n"
			"A2 s @ 'Santé rurale'\n"
			"B2 s @ 'Val-d’Or'\n"
			"C2 n #,##0 '8'\n"
			/* The days since 1899-12-30: 43,466 for 2019-01-01, and 90 more. */
			"D2 n yyyy-mm-dd '43556'\n"
			"E2 s @ '▁▂▃▅▇'\n"
			"A3 s @ '日本'\n"
			"B3 s @ 'Kingston'\n"
			"C3 n #,##0 bold '4'\n"
			"D3 s @ '2021-09'\n"
			"E3 s @ '▁▁▁'\n"
			"A4 s @ 'Soils'\n"
			"C4 s @ '<5'\n"
			"A6 s @ bold 'Total'\n"
			"C6 n #,##0 bold '12'\n"
			"table|A1:E4|TableStyleLight1|Community|Place|Members|Founded|Trend\n"
			"print landscape 0\n"
			"chart alt Santé rurale has the most members.\n"
			"chart title Members by community\n"
			"chart barChart\n"
			"series '1 Members by community'!$C$1 '1 Members by community'!$A$2:$A$4 "
			"'1 Members by community'!$C$2:$C$4\n"
			"name _xlnm.Print_Titles '1 Members by community'!$1:$1\n" CREATED);
}

static void
test_texts_stay_on_the_first_sheet(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document_text(document, STR("One.\nTwo."));
	document_bullet(document, STR("a"));
	document_command(document, STR("=cop-list"));
	document_heading(document, 3, STR("b"));
	assert_contents(document, "sheet Report\n"
				  "A2 s @ 'One.\\nTwo.'\n"
				  "A3 s @ '• a'\n"
				  "A4 s @ '=cop-list'\n"
				  "A6 s @ bold 'b'\n"
				  "print portrait 0\n" CREATED);
}

static void
test_dates_and_numbers_at_their_edges(void **state)
{
	static const struct table_column columns[] = {{.heading = {"A", 1}}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, 1);

	(void)state;
	ROW(table, date_cell("1899-12-31"));
	ROW(table, date_cell("1901-01-01"));
	ROW(table, date_cell("9999-12-31"));
	ROW(table, date_cell("2026"));
	ROW(table, number_cell(-1234567));
	ROW(table, ((struct cell){.kind = CELL_NUMBER, .number = 0.5, .text = {"0.5", 3}}));
	ROW(table, ((struct cell){.kind = CELL_NUMBER, .number = 1.0 / 0.0, .text = {"much", 4}}));
	assert_contents(document, "sheet Report\n"
				  "A2 s General '1 Table'\n"
				  "link A2 '1 Table'!A1\n"
				  "print portrait 0\n"
				  "sheet 1 Table\n"
				  "pane A2 frozen\n"
				  "A1 s General bold 'A'\n"
				  "A2 s @ '1899-12-31'\n"
				  "A3 n yyyy-mm-dd '367'\n"
				  "A4 n yyyy-mm-dd '2958465'\n"
				  "A5 s @ '2026'\n"
				  "A6 n #,##0 '-1234567'\n"
				  "A7 n #,##0.########## '0.5'\n"
				  "A8 s @ 'much'\n"
				  "table|A1:A8|TableStyleLight1|A\n"
				  "print portrait 0\n"
				  "name _xlnm.Print_Titles '1 Table'!$1:$1\n" CREATED);
}

/* -- hostile texts ----------------------------------------------------------------------------------- */

static void
test_a_text_is_never_more_than_text(void **state)
{
	static const char *const texts[][2] = {
	    {"=1+1", "'=1+1'"},
	    {"{=1}", "'{=1}'"},
	    {"+1", "'+1'"},
	    {"@SUM(A1)", "'@SUM(A1)'"},
	    {"=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")'"},
	    {"https://a.example.org", "'https://a.example.org'"},
	    {"mailto:a@example.org", "'mailto:a@example.org'"},
	    {"internal:Sheet1!A1", "'internal:Sheet1!A1'"},
	    {"007", "'007'"},
	    {"2026-06-30", "'2026-06-30'"},
	    {"<b>&amp;</b>", "'<b>&amp;</b>'"},
	    {"_x0041_ _x000D_", "'_x0041_ _x000D_'"},
	    {" a ", "' a '"},
	    {"a\033[2J\n\tb", "'a\xEF\xBF\xBD[2J  b'"},
	    {"\xC3(", "'\xEF\xBF\xBD('"},
	};
	static const struct table_column columns[] = {{.heading = {"=A1", 3}}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = table_new(document, STR("='x'!A1"), columns, 1);
	struct chart *chart = arena_get(arena, sizeof(*chart));
	struct buf expected = {0};

	(void)state;
	*chart = *place_chart(table);
	chart->title = STR("==Report!A1");
	chart->series = &chart->labels;
	document_chart(document, chart);
	document_add_table(document, table);
	buf_puts(&expected, "sheet Report\n"
			    "A2 s General '1 =-x-!A1'\n"
			    "link A2 '1 =-x-!A1'!A1\n"
			    "print portrait 0\n"
			    "sheet 1 =-x-!A1\n"
			    "pane A2 frozen\n"
			    "A1 s General bold '=A1'\n");
	for (size_t i = 0; i < COUNT(texts); i++) {
		ROW(table, text_cell(texts[i][0]));
		buf_format(&expected, "A%zu s @ %s\n", i + 2, texts[i][1]);
	}
	buf_format(&expected,
		   "table|A1:A16|TableStyleLight1|=A1\n"
		   "print landscape 0\n"
		   "chart alt Santé rurale has the most members.\n"
		   "chart title Report!A1\n"
		   "chart barChart\n"
		   "series '1 =-x-!A1'!$A$1 '1 =-x-!A1'!$A$2:$A$16 '1 =-x-!A1'!$A$2:$A$16\n"
		   "name _xlnm.Print_Titles '1 =-x-!A1'!$1:$1\n" CREATED);
	buf_char(&expected, '\0');
	assert_contents(document, expected.p);
	buf_free(&expected);
}

static void
test_names_of_sheets_are_short_and_differ(void **state)
{
	static const char *const names[][2] = {
	    {"Members of the communities of practice", "1 Members of the communities of"},
	    {"Members of the communities of practice", "2 Members of the communities of"},
	    {"a[b]:c*d?e/f\\g'h#i", "3 a-b--c-d-e-f-g-h-i"},
	    /* Each takes two of the 31 characters. */
	    {"𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀", "4 𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀"},
	};
	struct document *document = document_new(arena, STR("en"));
	const char *got;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		(void)document_table(document, str_of(names[i][0]), place_columns, 1);
	got = contents(document);
	if (got == NULL)
		skip();
	for (size_t i = 0; i < COUNT(names); i++)
		assert_non_null(strstr(got, arena_format(arena, "\nsheet %s\n", names[i][1]).p));
}

static void
test_names_of_sheets_tell_the_community(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	const char *got;

	(void)state;
	document_heading(document, 2, STR("Roster"));
	(void)document_table(document, STR("All"), place_columns, 1);
	document_heading(document, 3, STR("Soils"));
	(void)document_table(document, STR("Leads"), place_columns, 1);
	(void)document_table(document, STR("Soils"), place_columns, 1);
	(void)document_table(document, absent, place_columns, 1);
	document_heading(document, 3, STR("Santé rurale et hospices"));
	(void)document_table(document, STR("Members"), place_columns, 1);
	document_heading(document, 2, STR("Goals"));
	(void)document_table(document, STR("Goals"), place_columns, 1);
	got = contents(document);
	if (got == NULL)
		skip();
	assert_non_null(strstr(got, "\nsheet 1 All\n"));
	assert_non_null(strstr(got, "\nsheet 2 Leads, Soils\n"));
	assert_non_null(strstr(got, "\nsheet 3 Soils\n"));
	assert_non_null(strstr(got, "\nsheet 4 Soils\n"));
	/* 31 letters. */
	assert_non_null(strstr(got, "\nsheet 5 Members, Santé rurale et hosp\n"));
	assert_non_null(strstr(got, "\nsheet 6 Goals\n"));
}

/* Excel would not open it otherwise. */
static void
test_headings_of_a_table_differ_and_none_is_empty(void **state)
{
	static const struct table_column columns[] = {
	    {.heading = {"Nurse", 5}},    {.heading = {"nurse", 5}},   {.heading = {NULL, 0}},
	    {.heading = {" ", 1}},        {.heading = {"Nurse 2", 7}}, {.heading = {"_x0041_", 7}},
	    {.heading = {"a\nb\"&<", 6}}, {.heading = {"N\xC3(", 3}},
	};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, COUNT(columns));
	const char *got;

	(void)state;
	(void)table_row(table);
	got = contents(document);
	if (got == NULL)
		skip();
	assert_non_null(
	    strstr(got, "\ntable|A1:H2|TableStyleLight1|Nurse|nurse 2|–|– 2|Nurse 2 2|_x0041_|"
			"a b\"&<|N\xEF\xBF\xBD(\n"));
}

static void
test_without_rows_there_are_headings_alone(void **state)
{
	static const struct table_column columns[] = {{.heading = {"A", 1}}, {.heading = {"a", 1}}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, 2);

	(void)state;
	(void)document_table(document, absent, columns, 2);
	/* A total is not a row of the table. */
	ROW(table, text_cell("All"), number_cell(0));
	table->total_count = 1;
	assert_contents(document, "sheet Report\n"
				  "A2 s General '1 Table'\n"
				  "A3 s General '2 Table'\n"
				  "link A2 '1 Table'!A1\n"
				  "link A3 '2 Table'!A1\n"
				  "print portrait 0\n"
				  "sheet 1 Table\n"
				  "pane A2 frozen\n"
				  "A1 s General bold 'A'\n"
				  "B1 s General bold 'a 2'\n"
				  "A3 s @ bold 'All'\n"
				  "B3 n #,##0 bold '0'\n"
				  "print portrait 0\n"
				  "sheet 2 Table\n"
				  "pane A2 frozen\n"
				  "A1 s General bold 'A'\n"
				  "B1 s General bold 'a 2'\n"
				  "print portrait 0\n"
				  "name _xlnm.Print_Titles '1 Table'!$1:$1\n"
				  "name _xlnm.Print_Titles '2 Table'!$1:$1\n" CREATED);
}

static void
test_what_is_too_long_is_cut(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct table_column columns[2] = {{.right = false}};
	struct buf longer = {0};
	const char *got;

	(void)state;
	/* 32,766 characters, and the 32,767th byte is the first half of another. */
	buf_repeat(&longer, 'a', 32766);
	buf_puts(&longer, "éb");
	document_text(document, buf_all(&longer));
	document->title = buf_all(&longer);
	columns[0].heading = columns[1].heading = buf_all(&longer);
	(void)table_row(document_table(document, absent, columns, 2));
	got = contents(document);
	if (got == NULL)
		skip();
	assert_null(strstr(got, "é"));
	assert_non_null(strstr(got, "aaa'\n"));
	buf_free(&longer);
}

/* -- the whole --------------------------------------------------------------------------------------- */

static void
test_the_same_report_has_the_same_bytes(void **state)
{
	struct document *document = document_begin();
	struct table *table = place_table(document);
	struct buf first = {0};

	(void)state;
	document_chart(document, place_chart(table));
	document_add_table(document, table);
	assert_true(workbook(document));
	buf_str(&first, buf_all(&text));
	/* A zip stores seconds in steps of two. */
	(void)sleep(1);
	assert_true(workbook(document));
	assert_int_equal(first.n, text.n);
	assert_memory_equal(first.p, text.p, text.n);
	buf_free(&first);
}

static void
test_too_many_rows_are_refused(void **state)
{
	struct document *document = document_begin();
	struct table *table = document_table(document, absent, place_columns, 1);

	(void)state;
	/* Including its heading, and the line above the totals. */
	table->row_count = 1048575;
	table->cells = arena_array(arena, table->row_count, sizeof(*table->cells));
	buf_puts(&text, "before");
	assert_false(document_xlsx(document, on("2026-06-30"), &text, &stamp, diag));
	assert_string_equal(found(), "0:0 limit");
	assert_str(buf_all(&text), "before");
}

/* Leaves room for that many more open files. */
static void
allow_files(rlim_t count)
{
	struct rlimit limit;
	int next = dup(0);

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = count == RLIM_INFINITY ? limit.rlim_max : (rlim_t)next + count;
	(void)close(next);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void
test_where_it_cannot_be_made_it_says_so(void **state)
{
	struct document *document = document_begin();

	(void)state;
	/* No file for the workbook; none for the library; none for its parts. */
	for (rlim_t count = 0; count < 3; count++) {
		allow_files(count);
		buf_clear(&text);
		assert_false(workbook(document));
		allow_files(RLIM_INFINITY);
		assert_string_equal(found(), "0:0 not-written");
		assert_int_equal(text.n, 0);
		diag_clear(diag);
	}
}

/* The bytes after the stamp of a workbook. */
static struct str
mark_of(const struct document *document)
{
	assert_true(workbook(document));
	assert_int_equal(stamp.begin, 0);
	assert_true(stamp.any);
	return arena_str(arena, (struct str){text.p + stamp.end, text.n - stamp.end});
}

static void
test_its_end_tells_what_it_says_but_for_the_stamp(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct str first, second;

	(void)state;
	document->title = STR("Growth");
	document->stamp = STR("As of June 30, 2026");
	document_text(document, STR("one"));
	first = mark_of(document);
	assert_int_equal(first.n, strlen("coptools ") + 32);
	document->stamp = STR("As of July 1, 2026; commit 0123456789");
	assert_true(str_eq(first, mark_of(document)));
	document_text(document, STR("two"));
	second = mark_of(document);
	assert_int_equal(second.n, first.n);
	assert_false(str_eq(first, second));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_IN_FOLDER(test_cells_are_of_their_kind),
	    TEST_IN_FOLDER(test_its_end_tells_what_it_says_but_for_the_stamp),
	    TEST_IN_FOLDER(test_texts_stay_on_the_first_sheet),
	    TEST_IN_FOLDER(test_dates_and_numbers_at_their_edges),
	    TEST_IN_FOLDER(test_a_text_is_never_more_than_text),
	    TEST_IN_FOLDER(test_names_of_sheets_are_short_and_differ),
	    TEST_IN_FOLDER(test_names_of_sheets_tell_the_community),
	    TEST_IN_FOLDER(test_headings_of_a_table_differ_and_none_is_empty),
	    TEST_IN_FOLDER(test_without_rows_there_are_headings_alone),
	    TEST_IN_FOLDER(test_what_is_too_long_is_cut),
	    TEST(test_the_same_report_has_the_same_bytes),
	    TEST(test_too_many_rows_are_refused),
	    TEST(test_where_it_cannot_be_made_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
