/*
 * Documents as HTML (document.h): the structure, texts from data, the stamp; and the page read again by Python's HTML
 * parser. "document-html sample" writes a page to look at (scripts/lint-html).
 */
#include "unit.h"

#include <math.h>

#include "report-sample.h"
#include "html.h"

/* -- the page ------------------------------------------------------------------------------------------------ */

static void
test_blocks_become_elements(void **state)
{
	static const char *const headings[] = {"Who", ">How many", "Since"};
	struct document *document = document_in("fr", "Title");
	struct table *table = table_of(document, "Counts", headings, COUNT(headings));
	struct cell *cells;
	const char *body;

	(void)state;
	document->about = STR("About it");
	document_text(document, STR("A text."));
	document_heading(document, 2, STR("Part"));
	document_bullet(document, STR("One"));
	document_bullet(document, STR("Two"));
	document_command(document, STR("cop-list -w 'a'"));
	document_bullet(document, STR("Three"));
	cells = table_row(table);
	cells[0] = text_cell("Ann");
	cells[1] = masked_cell();
	cells[2] = (struct cell){
	    .kind = CELL_DATE, .date = date("2026-05"), .text = STR("May 2026")};
	cells = table_row(table);
	cells[1] = marked(number(1200));
	cells = table_row(table);
	cells[0] = text_cell("In all");
	cells[1] = number(1203);
	table->total_count = 1;
	document_heading(document, 3, STR("Below"));
	document_add_table(document, table);
	(void)document_html(document, &out);
	assert_has(shown(),
		   "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n");
	assert_has(out.p,
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		   "style-src 'unsafe-inline'; ");
	assert_has(out.p, "<title>Title – About it</title>\n");
	body = strstr(out.p, "<body>");
	assert_string_equal(
	    body,
	    "<body>\n<header>\n<h1 id=\"h0\">Title</h1>\n<p class=\"about\">About it</p>\n"
	    "<p class=\"stamp\">As of June 30, 2026, commit 0123456</p>\n</header>\n<main>\n"
	    "<p>A text.</p>\n<h2 id=\"h1\">Part</h2>\n<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n"
	    "<pre><code>cop-list -w &#39;a&#39;</code></pre>\n<ul>\n<li>Three</li>\n</ul>\n"
	    "<h3 id=\"h2\">Below</h3>\n"
	    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"h1 h2 t1\">\n"
	    "<table>\n<caption><span id=\"t1\">Counts</span></caption>\n"
	    "<thead>\n<tr><th scope=\"col\">Who</th><th scope=\"col\" class=\"right\">How many</th>"
	    "<th scope=\"col\">Since</th></tr>\n</thead>\n"
	    "<tbody>\n<tr><th scope=\"row\">Ann</th><td class=\"right\">&lt;5</td>"
	    "<td><time datetime=\"2026-05\">May 2026</time></td></tr>\n"
	    "<tr><td></td><td class=\"right\"><strong><svg class=\"attention\" role=\"img\" "
	    "width=\"14\" height=\"14\" viewBox=\"0 0 16 16\"><title>Needs attention</title>"
	    "<path d=\"M8 1 15.5 14.5H.5z\"/><path class=\"sign\" d=\"M8 6v4M8 12.3v.2\"/></svg>"
	    "1,200</strong></td><td></td></tr>\n</tbody>\n"
	    "<tfoot>\n<tr><th scope=\"row\">In all</th><td class=\"right\">1,203</td><td></td></tr>\n"
	    "</tfoot>\n</table>\n</div>\n</main>\n</body>\n</html>\n");
}

/* A screen reader pronounces each text in its own language (WCAG 2.2, 3.1.2). */
static void
test_what_is_in_another_language_says_so(void **state)
{
	static const struct table_column columns[] = {
	    {.heading = {"Place", 5}},
	    {.heading = {"Nord", 4}, .language = {"fr", 2}, .right = true}};
	static const size_t series[] = {1};
	struct document *document = document_in("en", "Title");
	struct table *table = table_new(document, STR("Lieux"), columns, COUNT(columns));
	struct chart chart = {.kind = CHART_BARS,
			      .title = STR("Chart"),
			      .table = table,
			      .series = series,
			      .series_count = 1};
	struct cell *cells;

	(void)state;
	for (int i = 0; i < 3; i++) {
		document_heading(document, 2, STR("Partie"));
		document_set_language(document, STR("fr"));
	}
	document_text(document, STR("Un texte."));
	document_set_language(document, STR("fr"));
	document_bullet(document, STR("Un point"));
	document_set_language(document, STR("fr-CA"));
	document_bullet(document, STR("As the page"));
	document_set_language(document, STR("en"));
	table->language = STR("fr");
	cells = table_row(table);
	cells[0] = text_cell("Rive");
	cells[0].language = STR("fr");
	cells[1] = number(3);
	document_chart(document, &chart);
	document_add_table(document, table);
	(void)document_html(document, &out);
	assert_has(shown(), "<li><a href=\"#h1\" lang=\"fr\">Partie</a></li>\n");
	assert_has(out.p, "<h2 id=\"h1\" lang=\"fr\">Partie</h2>\n");
	assert_has(out.p, "<p lang=\"fr\">Un texte.</p>\n<ul>\n<li lang=\"fr-CA\">Un point</li>\n"
			  "<li>As the page</li>\n</ul>\n");
	assert_has(out.p, "<text class=\"name\" x=\"4\" y=\"12\" lang=\"fr\">Rive</text>\n");
	assert_has(out.p, "<caption><span id=\"t1\" lang=\"fr\">Lieux</span></caption>\n"
			  "<thead>\n<tr><th scope=\"col\">Place</th>"
			  "<th scope=\"col\" class=\"right\" lang=\"fr\">Nord</th></tr>\n</thead>\n"
			  "<tbody>\n<tr><th scope=\"row\" lang=\"fr\">Rive</th>"
			  "<td class=\"right\">3</td></tr>\n</tbody>\n");
}

static void
test_more_than_two_sections_have_contents(void **state)
{
	struct document *document = document_in("en", "Title");

	(void)state;
	document_heading(document, 2, STR("A"));
	document_heading(document, 3, STR("Within A"));
	document_heading(document, 2, STR("B & C"));
	(void)document_html(document, &out);
	assert_null(strstr(shown(), "<nav"));
	document_heading(document, 2, STR("D"));
	buf_clear(&out);
	(void)document_html(document, &out);
	assert_has(shown(),
		   "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">Contents</p>\n<ul>\n"
		   "<li><a href=\"#h1\">A</a></li>\n<li><a href=\"#h3\">B &amp; C</a></li>\n"
		   "<li><a href=\"#h4\">D</a></li>\n</ul>\n</nav>\n<main>\n");
}

/* With one kind of report, its parts are only headings of level 3. */
static void
test_no_level_of_headings_is_left_out(void **state)
{
	struct document *document = document_in("en", "Title");

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		document_heading(document, 3, STR("A"));
	document_heading(document, 2, STR("B"));
	document_heading(document, 3, STR("C"));
	(void)document_html(document, &out);
	assert_has(shown(),
		   "<main>\n<h2 id=\"h1\">A</h2>\n<h2 id=\"h2\">A</h2>\n<h2 id=\"h3\">A</h2>\n"
		   "<h2 id=\"h4\">B</h2>\n<h3 id=\"h5\">C</h3>\n</main>");
	assert_int_equal(times(out.p, "<li><a href="), 4);
}

static void
test_the_stamp_is_told_by_its_bytes(void **state)
{
	struct document *document = document_in("en", "Title");
	struct buf other = {0};
	struct stamped a, b;

	(void)state;
	document->stamp = STR("30 & 1");
	buf_puts(&out, "before");
	soil_stack();
	a = document_html(document, &out);
	assert_false(a.any);
	assert_str(((struct str){out.p + a.begin, a.end - a.begin}), "30 &amp; 1");
	document->stamp = STR("another day, another commit");
	buf_puts(&other, "before");
	b = document_html(document, &other);
	assert_int_equal(a.begin, b.begin);
	assert_memory_equal(out.p, other.p, a.begin);
	assert_int_equal(out.n - a.end, other.n - b.end);
	assert_memory_equal(out.p + a.end, other.p + b.end, out.n - a.end);
	buf_free(&other);
}

static void
test_numbers_of_attributes_have_a_point(void **state)
{
	(void)state;
	assert_string_equal(html_decimal(0).text, "0");
	assert_string_equal(html_decimal(100).text, "100");
	assert_string_equal(html_decimal(33.333).text, "33.33");
	assert_string_equal(html_decimal(0.5).text, "0.5");
	assert_string_equal(html_decimal(7.046).text, "7.05");
	assert_string_equal(html_decimal(-0.25).text, "-0.25");
	assert_string_equal(html_decimal(-0.001).text, "0");
	assert_string_equal(html_decimal(NAN).text, "0");
	assert_string_equal(html_decimal(INFINITY).text, "0");
}

/* -- read back ----------------------------------------------------------------------------------------------- */

/* What read-html.py says of the page that was written, in text; if it cannot be run, the test is skipped. */
static const char *
read_back(const char *what)
{
	char command[512];
	size_t n;
	FILE *f;

	if (getenv("TOP") == NULL || system("python3 -c 'import html.parser' 2>/dev/null") != 0) {
		print_message("no python3, or no $TOP: the page is not read back\n");
		skip();
	}
	save("page.html", buf_all(&out));
	(void)snprintf(command, sizeof(command),
		       "python3 \"$TOP/tests/unit/read-html.py\" %s page.html 2>&1", what);
	f = popen(command, "r"); /* NOLINT: a test */
	assert_non_null(f);
	buf_clear(&text);
	buf_room(&text, 100000);
	n = fread(text.p, 1, 99999, f);
	text.p[n] = '\0';
	assert_int_equal(pclose(f), 0);
	return text.p;
}

#define HOSTILE \
	"</title></style><script>alert(\"1\" + '2')</script>&amp;<!--\xE2\x80\xAE\x1B[31m\xFF\n"
#define AS_READ \
	"</title></style><script>alert(\"1\" + '2')</script>&amp;<!--\xEF\xBF\xBD\xEF\xBF\xBD[31m\xEF\xBF\xBD "

static void
test_no_text_from_data_is_markup(void **state)
{
	static const char *const headings[] = {HOSTILE, ">" HOSTILE};
	static const size_t second[] = {1};
	struct document *document = document_in(HOSTILE, HOSTILE);
	struct table *table = table_of(document, HOSTILE, headings, COUNT(headings));
	struct chart chart = {.title = STR(HOSTILE),
			      .description = STR(HOSTILE),
			      .table = table,
			      .series = second,
			      .series_count = 1};
	struct cell *cells = table_row(table);
	const double numbers[] = {1, 2};

	(void)state;
	cells[0] = text_cell(HOSTILE);
	cells[1] = series_cell(numbers, COUNT(numbers));
	cells[1].text = STR(HOSTILE);
	cells = table_row(table);
	cells[0].text = (struct str){"a\0b", 3};
	cells[1] = marked(number(1));
	cells[1].text = STR(HOSTILE);
	document->about = document->stamp = STR(HOSTILE);
	for (unsigned level = 2; level <= 3; level++)
		document_heading(document, level, STR(HOSTILE));
	document_heading(document, 2, STR(HOSTILE));
	document_heading(document, 2, STR(HOSTILE));
	document_text(document, STR(HOSTILE));
	document_bullet(document, STR(HOSTILE));
	document_command(document, STR(HOSTILE));
	for (int kind = CHART_BARS; kind <= CHART_LINE; kind++) {
		struct chart *copy = arena_get(arena, sizeof(*copy));

		*copy = chart;
		copy->kind = (enum chart_kind)kind;
		document_chart(document, copy);
	}
	document_add_table(document, table);
	(void)document_html(document, &out);
	assert_null(memmem(out.p, out.n, "<script", 7));
	assert_string_equal(read_back("faults"), "");
	assert_string_equal(read_back("cells"), AS_READ "|" AS_READ "\n" AS_READ "|\n"
							"a\xEF\xBF\xBD"
							"b|" AS_READ "\n");
}

/* A table of addresses must fit a sheet of paper: they may be broken, and other long texts, too, after punctuation. */
static void
test_an_address_may_go_on_below(void **state)
{
	static const char *const headings[] = {"Address", "Note"};
	struct document *document = document_in("en", "Title");
	struct table *table = table_of(document, "People", headings, COUNT(headings));
	struct cell *cells = table_row(table);

	(void)state;
	cells[0] = text_cell("mina.okafor@example.org");
	cells[1] = text_cell("ask mina@example.org now");
	cells = table_row(table);
	cells[0] = text_cell("m@long-name.departments_of_the_authority.example.org");
	cells[1] = text_cell(
	    "see https://example.org/a?b=c&d=long, and no.dots.in.what.is.of.30.bytes");
	document_add_table(document, table);
	(void)document_html(document, &out);
	assert_has(
	    shown(),
	    "<tr><th scope=\"row\">mina.okafor@<wbr>example.org</th>"
	    "<td>ask mina@<wbr>example.org now</td></tr>\n"
	    "<tr><th scope=\"row\">m@<wbr>long-name.<wbr>departments_<wbr>of_<wbr>the_<wbr>"
	    "authority.<wbr>example.<wbr>org</th>"
	    "<td>see https:/<wbr>/<wbr>example.<wbr>org/<wbr>a?<wbr>b=<wbr>c&amp;<wbr>d=<wbr>long, "
	    "and no.dots.in.what.is.of.30.bytes</td></tr>\n");
	assert_string_equal(read_back("faults"), "");
	assert_string_equal(
	    read_back("cells"),
	    "Address|Note\nmina.okafor@example.org|ask mina@example.org now\n"
	    "m@long-name.departments_of_the_authority.example.org|"
	    "see https://example.org/a?b=c&d=long, and no.dots.in.what.is.of.30.bytes\n");
}

static void
test_a_whole_page_has_no_fault(void **state)
{
	struct buf first = {0};

	(void)state;
	write_sample(&first);
	write_sample(&out);
	assert_int_equal(out.n, first.n);
	assert_memory_equal(out.p, first.p, out.n);
	buf_free(&first);
	assert_string_equal(read_back("faults"), "");
}

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
	    TEST(test_blocks_become_elements),
	    TEST(test_what_is_in_another_language_says_so),
	    TEST(test_more_than_two_sections_have_contents),
	    TEST(test_no_level_of_headings_is_left_out),
	    TEST(test_the_stamp_is_told_by_its_bytes),
	    TEST(test_numbers_of_attributes_have_a_point),
	    TEST_IN_FOLDER(test_no_text_from_data_is_markup),
	    TEST_IN_FOLDER(test_an_address_may_go_on_below),
	    TEST_IN_FOLDER(test_a_whole_page_has_no_fault),
	};

	if (argc == 2 && strcmp(argv[1], "sample") == 0) {
		(void)unit_begin(NULL);
		write_sample(&out);
		(void)fwrite(out.p, 1, out.n, stdout);
		return unit_end(NULL);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
