/*
 * A document as GitHub Flavored Markdown (document.h): its blocks, tables and commands; cmark-gfm renders every text as
 * it was.
 */
#include "unit.h"

#include <math.h>

#include "documents.h"

static struct stamped stamped;

static const char *
markdown(const struct document *document)
{
	buf_clear(&out);
	soil_stack();
	stamped = document_markdown(document, &out);
	return shown();
}

/* -- blocks ------------------------------------------------------------------------------------------ */

static void
test_blocks(void **state)
{
	struct document *document = document_begin();

	(void)state;
	document_heading(document, 2, STR("Seats"));
	document_text(document, STR("One.\nStill one.\n\n\n  Two.  "));
	document_bullet(document, STR("a\nmore\n\napart"));
	document_bullet(document, STR("b"));
	document_command(document, STR("cop-set soils status=ended"));
	document_bullet(document, STR("c"));
	document_text(document, STR("Three."));
	document_command(document, STR("cop-list"));
	document_heading(document, 3, STR("Soils"));
	assert_string_equal(markdown(document), "# Members\n"
						"\n"
						"Réseau boréal, 2026\n"
						"\n"
						"As of 2026-06-30, commit 1a2b3c4\n"
						"\n"
						"## Seats\n"
						"\n"
						"One.\n"
						"Still one.\n"
						"\n"
						"Two.\n"
						"\n"
						"- a\n"
						"  more\n"
						"\n"
						"  apart\n"
						"- b\n"
						"  ```sh\n"
						"  cop-set soils status=ended\n"
						"  ```\n"
						"- c\n"
						"\n"
						"Three.\n"
						"\n"
						"```sh\n"
						"cop-list\n"
						"```\n"
						"\n"
						"### Soils\n");
	assert_str(((struct str){out.p + stamped.begin, stamped.end - stamped.begin}),
		   "As of 2026-06-30, commit 1a2b3c4");
	assert_false(stamped.any);
}

static void
test_headings_follow_each_other_without_a_gap(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document->title = STR("Growth");
	document_heading(document, 3, STR("Soils"));
	document_heading(document, 2, STR("Seats"));
	document_heading(document, 3, STR("Soils"));
	assert_string_equal(markdown(document), "# Growth\n\n## Soils\n\n## Seats\n\n### Soils\n");
}

static void
test_a_table_has_its_total_and_what_is_marked_in_bold(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct table *table = place_table(document);

	(void)state;
	document_chart(document, place_chart(table));
	document_add_table(document, table);
	assert_string_equal(markdown(document),
			    "| Community | Place | Members | Founded | Trend |\n"
			    "| --- | --- | --: | --- | --- |\n"
			    "| Santé rurale | Val-d’Or | 8 | 2019-04-01 | ▁▂▃▅▇ |\n"
			    "| 日本 | Kingston | **4** | 2021-09 | ▁▁▁ |\n"
			    "| Soils | | \\<5 | | |\n"
			    "| **Total** | | **12** | | |\n");
}

static void
test_a_series_keeps_its_blanks(void **state)
{
	static const double late[] = {NAN, 1, NAN, 2};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, place_columns, 1);

	(void)state;
	ROW(table, series_cell(late, COUNT(late)));
	assert_string_equal(markdown(document), "| Community |\n"
						"| --- |\n"
						"| \xC2\xA0▃\xC2\xA0▇ |\n");
}

/* -- hostile texts ----------------------------------------------------------------------------------- */

static void
test_a_fence_is_longer_than_what_it_holds(void **state)
{
	struct document *document = document_new(arena, STR("en"));

	(void)state;
	document_command(document, STR("echo ``` ````\n```"));
	assert_string_equal(markdown(document), "`````sh\necho ``` ```` ```\n`````\n");
}

static void
test_only_what_would_be_markup_is_escaped(void **state)
{
	static const char *const texts[][2] = {
	    {"R&D, 50 % - 2026-06-30 (approx.) v1.2!", "R&D, 50 % - 2026-06-30 (approx.) v1.2!"},
	    {"AT&T; &copy; &#65; &", "AT&amp;T; &amp;copy; &amp;\\#65; &"},
	    {"- a", "\\- a"},
	    {"12. a", "12\\. a"},
	    {"12 a", "12 a"},
	    {"===", "\\==="},
	    {"a\n:--\n=\n+", "a\n\\:--\n\\=\n\\+"},
	    {"# a #", "\\# a \\#"},
	    {"> <b>&[a](b)|`c`*d*_e_~f~$g$\\",
	     "\\> \\<b\\>&\\[a\\](b)\\|\\`c\\`\\*d\\*\\_e\\_\\~f\\~\\$g\\$\\\\"},
	    {"https://a.example.org WWW.example.org", "https\\://a.example.org WWW\\.example.org"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct document *document = document_new(arena, STR("en"));
		struct str expected = arena_format(arena, "%s\n", texts[i][1]);

		document_text(document, str_of(texts[i][0]));
		assert_string_equal(markdown(document), expected.p);
	}
}

/* Adds text as cmark-gfm writes it in HTML. */
static void
add_html(struct buf *html, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '&':
			buf_puts(html, "&amp;");
			break;
		case '<':
			buf_puts(html, "&lt;");
			break;
		case '>':
			buf_puts(html, "&gt;");
			break;
		case '"':
			buf_puts(html, "&quot;");
			break;
		default:
			buf_char(html, s.p[i]);
		}
}

/* A random text of characters that have a meaning in Markdown, the same in each run; without @, which always makes a link. */
static struct str
hostile_text(unsigned *seed)
{
	static const char *const pieces[] = {
	    "\\",
	    "`",
	    "```",
	    "*",
	    "**",
	    "_",
	    "__",
	    "[",
	    "]",
	    "(",
	    ")",
	    "<",
	    ">",
	    "<b>",
	    "<!--",
	    "#",
	    "##",
	    "!",
	    "![",
	    "|",
	    "||",
	    "~",
	    "~~~",
	    "$",
	    "&amp;",
	    "&",
	    "#1",
	    "-",
	    "--",
	    "---",
	    "+",
	    "=",
	    "===",
	    ":",
	    ":-",
	    "1.",
	    "2)",
	    "]:",
	    "[^",
	    "http://x.example.org",
	    "www.example.org",
	    "ftp://a.b.c",
	    "\"",
	    "'",
	    "a",
	    "b c",
	    " ",
	    " ",
	    "é",
	    "日",
	    "mailto:",
	    "[ ]",
	    "<a href=\"x\">",
	};
	struct buf made = {0};
	struct str kept;

	*seed = *seed * 1103515245 + 12345;
	for (unsigned n = 1 + (*seed >> 16) % 9; n > 0; n--) {
		*seed = *seed * 1103515245 + 12345;
		buf_puts(&made, pieces[(*seed >> 16) % COUNT(pieces)]);
	}
	kept = arena_str(arena, str_trim(buf_all(&made)));
	buf_free(&made);
	return kept;
}

/* What cmark-gfm makes of the document, in out. */
static void
render(const struct document *document)
{
	char bytes[4096];
	FILE *pipe;
	size_t n;

	(void)markdown(document);
	out.n--;
	save("in.md", buf_all(&out));
	buf_clear(&out);
	pipe = popen(
	    "cmark-gfm --unsafe -e table -e autolink -e strikethrough -e tasklist -t html in.md",
	    "r");
	assert_non_null(pipe);
	while ((n = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		buf_add(&out, bytes, n);
	assert_int_equal(pclose(pipe), 0);
}

static void
test_texts_come_out_as_themselves(void **state)
{
	struct document *document = document_new(arena, STR("en"));
	struct buf html = {0};
	unsigned seed = 5;

	(void)state;
	if (system("command -v cmark-gfm >/dev/null 2>&1") != 0)
		skip();
	for (int i = 0; i < 3000; i++) {
		struct str s = hostile_text(&seed);

		if (s.n == 0)
			continue;
		if (i % 3 == 0) {
			document_heading(document, 2, s);
			buf_puts(&html, "<h2>");
			add_html(&html, s);
			buf_puts(&html, "</h2>\n");
		} else {
			document_text(document, s);
			buf_puts(&html, "<p>");
			add_html(&html, s);
			buf_puts(&html, "</p>\n");
		}
	}
	render(document);
	buf_char(&html, '\0');
	assert_string_equal(shown(), html.p);
	buf_free(&html);
}

static void
test_cells_come_out_as_themselves(void **state)
{
	static const struct table_column columns[] = {{.heading = {"|a|", 3}},
						      {.heading = {"`", 1}, .right = true}};
	struct document *document = document_new(arena, STR("en"));
	struct table *table = document_table(document, absent, columns, COUNT(columns));
	struct buf html = {0};
	unsigned seed = 7;

	(void)state;
	if (system("command -v cmark-gfm >/dev/null 2>&1") != 0)
		skip();
	buf_puts(&html, "<table>\n<thead>\n<tr>\n<th>|a|</th>\n<th align=\"right\">`</th>\n"
			"</tr>\n</thead>\n<tbody>\n");
	for (int i = 0; i < 2000; i++) {
		struct str a = hostile_text(&seed), b = hostile_text(&seed);
		bool bold = i % 5 == 0 && b.n > 0;

		ROW(table, (struct cell){.kind = CELL_TEXT, .text = a},
		    (struct cell){.kind = CELL_TEXT, .text = b, .marked = bold});
		buf_puts(&html, "<tr>\n<td>");
		add_html(&html, a);
		buf_puts(&html, bold ? "</td>\n<td align=\"right\"><strong>"
				     : "</td>\n<td align=\"right\">");
		add_html(&html, b);
		buf_puts(&html, bold ? "</strong></td>\n</tr>\n" : "</td>\n</tr>\n");
	}
	buf_puts(&html, "</tbody>\n</table>\n");
	render(document);
	buf_char(&html, '\0');
	assert_string_equal(shown(), html.p);
	buf_free(&html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_blocks),
	    TEST(test_headings_follow_each_other_without_a_gap),
	    TEST(test_a_table_has_its_total_and_what_is_marked_in_bold),
	    TEST(test_a_series_keeps_its_blanks),
	    TEST(test_a_fence_is_longer_than_what_it_holds),
	    TEST(test_only_what_would_be_markup_is_escaped),
	    TEST_IN_FOLDER(test_texts_come_out_as_themselves),
	    TEST_IN_FOLDER(test_cells_come_out_as_themselves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
