/*
 * CSV (rows.h): RFC 4180 with one record per line; quotes, and stray ones; limits exactly and just above; leading columns;
 * headers; the canonical form of a field.
 */
#include "unit.h"

#include "rows.h"

static struct rows rows;
static struct row row;

static int
end(void **state)
{
	rows_end(&rows);
	return unit_end(state);
}

static void
read_block(struct str block)
{
	rows_begin(&rows, block, 1, STR("a.csv"), diag);
	rows.arena = arena;
}

/* The next record, with a bar after each field. */
static const char *
next(void)
{
	if (!rows_next(&rows, &row))
		return NULL;
	buf_clear(&out);
	for (size_t i = 0; i < row.count; i++) {
		buf_str(&out, row.fields[i]);
		buf_char(&out, '|');
	}
	return shown();
}

/* One line that is read without a finding. */
static void
assert_splits(const char *line, const char *fields)
{
	read_block(str_of(line));
	assert_string_equal(next(), fields);
	assert_str(row.text, line);
	assert_null(next());
	assert_string_equal(found(), "");
}

/* One line with a finding, and where that is. */
static void
assert_bad(const char *line, const char *findings)
{
	read_block(str_of(line));
	assert_null(next());
	assert_string_equal(found(), findings);
}

/* -- splitting --------------------------------------------------------------------------------------- */

static void
test_a_line_is_split_at_its_commas(void **state)
{
	(void)state;
	assert_splits("a,b,c", "a|b|c|");
	assert_splits("a", "a|");
	assert_splits(",", "||");
	assert_splits("a,,", "a|||");
	assert_splits(" a , b ", " a | b |");
}

static void
test_quotes_hold_commas_and_edges(void **state)
{
	(void)state;
	assert_splits("\"a,b\",c", "a,b|c|");
	assert_splits("a,\" b \"", "a| b |");
	assert_splits("\"\",\"\"", "||");
	assert_splits("\"\"", "|");
	assert_splits("a,\"b\",", "a|b||");
	assert_splits(",\"b\"", "|b|");
	assert_splits(" a ,\"b\", c ", " a |b| c |");
}

static void
test_a_doubled_quote_is_one(void **state)
{
	(void)state;
	assert_splits("\"a\"\"b\"", "a\"b|");
	assert_splits("\"\"\"\"", "\"|");
	assert_splits("\"\"\"a\"\"\",b", "\"a\"|b|");
	assert_splits("\"a,\"\",\"\"\"", "a,\",\"|");
}

static void
test_tabs_cr_and_other_controls_are_no_end(void **state)
{
	(void)state;
	assert_splits("\ta\t,b\r", "\ta\t|b\r|");
	assert_splits("\"\ta\r\",b\r", "\ta\r|b\r|");
}

static void
test_lines_are_counted_with_or_without_a_last_line_feed(void **state)
{
	(void)state;
	rows_begin(&rows, STR("a,b\nc,d\n"), 5, STR("a.csv"), diag);
	assert_string_equal(next(), "a|b|");
	assert_int_equal(row.line, 5);
	assert_string_equal(next(), "c|d|");
	assert_int_equal(row.line, 6);
	assert_null(next());
	read_block(STR("a,b\nc,d"));
	assert_string_equal(next(), "a|b|");
	assert_string_equal(next(), "c|d|");
	assert_null(next());
	assert_null(next());
	assert_string_equal(found(), "");
}

static void
test_an_empty_block_has_no_record(void **state)
{
	(void)state;
	read_block(STR(""));
	assert_null(next());
	read_block(absent);
	assert_null(next());
	assert_string_equal(found(), "");
}

static void
test_fields_without_quotes_lie_in_the_block(void **state)
{
	static const char block[] = "a,bc\n";

	(void)state;
	read_block(STR(block));
	assert_string_equal(next(), "a|bc|");
	assert_ptr_equal(row.fields[1].p, block + 2);
}

static void
test_fields_with_quotes_stay_in_the_arena(void **state)
{
	struct str first;

	(void)state;
	read_block(STR("\"a,1\"\n\"b,2\"\n"));
	assert_string_equal(next(), "a,1|");
	first = row.fields[0];
	assert_string_equal(next(), "b,2|");
	assert_str(first, "a,1");
}

static void
test_lines_may_have_numbers_of_their_own(void **state)
{
	static const size_t numbers[] = {7, 3, 9};

	(void)state;
	read_block(STR("a\nb\"\nc\n"));
	rows.numbers = numbers;
	assert_string_equal(next(), "a|");
	assert_int_equal(row.line, 7);
	assert_string_equal(next(), "c|");
	assert_int_equal(row.line, 9);
	assert_string_equal(found(), "3:2 csv-syntax");
}

/* -- what cannot be read ----------------------------------------------------------------------------- */

static void
test_a_quote_in_a_bare_field_is_told_where_it_stands(void **state)
{
	(void)state;
	assert_bad("a,b\"c", "1:4 csv-syntax");
}

static void
test_text_behind_a_closing_quote_is_told_where_it_stands(void **state)
{
	(void)state;
	assert_bad("a,\"b\"c,d", "1:6 csv-syntax");
}

static void
test_a_space_behind_a_closing_quote_is_text(void **state)
{
	(void)state;
	assert_bad("\"b\" ,d", "1:4 csv-syntax");
}

static void
test_a_space_before_an_opening_quote_is_text(void **state)
{
	(void)state;
	assert_bad("a, \"b\"", "1:4 csv-syntax");
}

static void
test_a_quote_that_is_not_closed_is_told_where_it_opens(void **state)
{
	(void)state;
	assert_bad("a,\"b,c", "1:3 csv-syntax");
}

static void
test_a_doubled_quote_closes_nothing(void **state)
{
	(void)state;
	assert_bad("a,\"b\"\"", "1:3 csv-syntax");
}

static void
test_columns_of_quotes_count_code_points(void **state)
{
	(void)state;
	assert_bad("\xC3\xA9t\xC3\xA9,b\"c", "1:6 csv-syntax");
}

static void
test_a_stray_quote_spoils_its_own_line_alone(void **state)
{
	(void)state;
	read_block(STR("a,\"b\nc,d\ne\",f\n\"g\",h\n"));
	assert_string_equal(next(), "c|d|");
	assert_string_equal(next(), "g|h|");
	assert_null(next());
	assert_string_equal(found(), "1:3 csv-syntax, 3:2 csv-syntax");
}

/* The records of a block of two columns, by their first fields, and the findings about the others. */
static void
assert_broken(const char *block, const char *records, const char *findings)
{
	size_t lines = 0;

	diag_clear(diag);
	read_block(str_of(block));
	rows.columns = 2;
	buf_clear(&out);
	while (rows_next(&rows, &row))
		buf_str(&out, row.fields[0]);
	assert_string_equal(shown(), records);
	assert_string_equal(found(), findings);
	for (const char *p = block; *p != '\0'; p++)
		lines += *p == '\n' || p[1] == '\0';
	assert_int_equal(rows.line - 1, lines);
}

static void
test_a_line_break_in_a_field_is_told_once(void **state)
{
	(void)state;
	assert_broken("a,\"b\nc\"\nd,e\n", "d", "1:3 csv-syntax");
	assert_int_equal(diag_at(diag, 0)->other, 2);
	assert_broken("d,e\n\"a\n\n\xC3\xA9, \"\"x\"\"\nc\",b\nf,g", "df", "2:1 csv-syntax");
	assert_int_equal(diag_at(diag, 0)->other, 5);
	assert_broken("\"a\nb\",\"c\nd\"", "", "1:1 csv-syntax");
	assert_int_equal(diag_at(diag, 0)->other, 3);
	assert_broken("a,\"b\n\"\na,\"b\nc\"\nd,e\n", "d", "1:3 csv-syntax, 3:3 csv-syntax");
}

/* A line that could be two different mistakes is not skipped. */
static void
test_what_may_be_no_line_break_is_told_by_line(void **state)
{
	(void)state;
	assert_broken("a,\"b\nc,d\ne\"\n", "c", "1:3 csv-syntax, 3:2 csv-syntax");
	assert_broken("a,\"b\nc\"d\n", "", "1:3 csv-syntax, 2:2 csv-syntax");
	assert_broken("a,\"b\nc\",d\n", "", "1:3 csv-syntax, 2:2 csv-syntax");
	assert_broken("\"b\nc\"\n", "", "1:1 csv-syntax, 2:2 csv-syntax");
	assert_broken("a,\"b\nc", "", "1:3 csv-syntax, 2:1 csv-fields");
	assert_broken("a,\"b\n", "", "1:3 csv-syntax");
}

static void
test_lines_in_another_order_are_one_record_only_as_neighbours(void **state)
{
	static const size_t apart[] = {1, 3, 2}, together[] = {4, 5, 1};

	(void)state;
	read_block(STR("a,\"b\nc\"\nd,e\n"));
	rows.columns = 2;
	rows.numbers = apart;
	assert_string_equal(next(), "d|e|");
	assert_string_equal(found(), "1:3 csv-syntax, 3:2 csv-syntax");
	diag_clear(diag);
	read_block(STR("a,\"b\nc\"\nd,e\n"));
	rows.columns = 2;
	rows.numbers = together;
	assert_string_equal(next(), "d|e|");
	assert_int_equal(row.line, 1);
	assert_string_equal(found(), "4:3 csv-syntax");
	assert_int_equal(diag_at(diag, 0)->other, 5);
}

static void
test_an_empty_line_is_told(void **state)
{
	(void)state;
	read_block(STR("\na\n\n"));
	assert_string_equal(next(), "a|");
	assert_null(next());
	assert_string_equal(found(), "1:1 csv-syntax, 3:1 csv-syntax");
}

static void
test_the_number_of_fields_is_that_of_the_header(void **state)
{
	(void)state;
	read_block(STR("a,b\na,b,c\na\n\"a\",b,c\n\"a,b\",c\n"));
	rows.columns = 2;
	assert_string_equal(next(), "a|b|");
	assert_string_equal(next(), "a,b|c|");
	assert_null(next());
	assert_string_equal(found(), "2:1 csv-fields, 3:1 csv-fields, 4:1 csv-fields");
}

static void
test_bytes_that_are_not_utf8_are_told_where_asked(void **state)
{
	(void)state;
	read_block(STR("a,\xC3\xA9\nb,\xE9\n\"\xFF\",c\nd,e\n"));
	rows.check_utf8 = true;
	assert_string_equal(next(), "a|\xC3\xA9|");
	assert_string_equal(next(), "d|e|");
	assert_string_equal(found(), "2:3 not-utf8, 3:2 not-utf8");
}

static void
test_a_line_that_is_not_utf8_is_told_behind_a_milder_fault(void **state)
{
	(void)state;
	read_block(STR("a\xE2\x80\xAE\xFF\n"));
	rows.check_utf8 = true;
	assert_null(next());
	assert_true(diag_count(diag) > 0);
}

/* -- leading fields ---------------------------------------------------------------------------------- */

static void
test_only_leading_fields_are_split_where_no_more_are_wanted(void **state)
{
	(void)state;
	read_block(STR("a,b,c,d\n"));
	rows.columns = 4;
	rows.wanted = 2;
	assert_string_equal(next(), "a|b|");
	assert_str(row.text, "a,b,c,d");
}

static void
test_a_wrong_number_of_fields_is_told_whatever_is_wanted(void **state)
{
	(void)state;
	read_block(STR("a,b,c\na,b\na,b,c,d\n\"a\",b\n\"a\",b,c\n"));
	rows.columns = 3;
	rows.wanted = 2;
	assert_string_equal(next(), "a|b|");
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.line, 5);
	assert_int_equal(row.count, 2);
	assert_int_equal(row.total, 3);
	assert_str(row.fields[1], "b");
	assert_null(next());
	assert_string_equal(found(), "2:1 csv-fields, 3:1 csv-fields, 4:1 csv-fields");
}

static void
test_a_quote_among_the_wanted_fields_is_read_well(void **state)
{
	(void)state;
	read_block(STR("\"a,1\",b,c\nx,\"y,2\",z\n"));
	rows.columns = 3;
	rows.wanted = 2;
	assert_true(rows_next(&rows, &row));
	assert_true(row.count >= 2);
	assert_str(row.fields[0], "a,1");
	assert_str(row.fields[1], "b");
	assert_true(rows_next(&rows, &row));
	assert_str(row.fields[1], "y,2");
	assert_string_equal(found(), "");
}

static void
test_a_quote_behind_the_wanted_fields_changes_nothing(void **state)
{
	(void)state;
	read_block(STR("a,b,\"c,d\"\n"));
	rows.columns = 3;
	rows.wanted = 2;
	assert_string_equal(next(), "a|b|");
}

/* -- limits ------------------------------------------------------------------------------------------ */

/* A line with that many fields, the last of which has n bytes. */
static struct str
line(size_t fields, size_t n)
{
	buf_clear(&text);
	for (size_t i = 1; i < fields; i++)
		buf_puts(&text, ",");
	buf_repeat(&text, 'x', n);
	return buf_all(&text);
}

static void
test_64_columns_are_read(void **state)
{
	(void)state;
	read_block(line(64, 1));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.count, 64);
	assert_str(row.fields[63], "x");
	assert_string_equal(found(), "");
}

static void
test_a_65th_column_is_refused(void **state)
{
	(void)state;
	read_block(line(65, 1));
	assert_null(next());
	assert_string_equal(found(), "1:1 limit");
}

static void
test_quoted_columns_have_the_same_limit(void **state)
{
	(void)state;
	for (size_t count = 64; count <= 66; count++) {
		buf_clear(&text);
		for (size_t i = 0; i < count; i++)
			buf_puts(&text, i > 0 ? ",\"x\"" : "\"x\"");
		buf_char(&text, '\n');
		read_block(buf_all(&text));
		assert_int_equal(rows_next(&rows, &row), count == 64);
	}
	assert_string_equal(found(), "1:1 limit, 1:1 limit");
}

static void
test_commas_within_quotes_are_no_columns(void **state)
{
	(void)state;
	buf_char(&text, '"');
	buf_repeat(&text, ',', 200);
	buf_puts(&text, "\",b");
	read_block(buf_all(&text));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.count, 2);
	assert_int_equal(row.fields[0].n, 200);
}

static void
test_a_field_of_4_kib_is_read(void **state)
{
	(void)state;
	read_block(line(3, 4096));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.fields[2].n, 4096);
	assert_string_equal(found(), "");
}

static void
test_a_longer_field_is_refused(void **state)
{
	(void)state;
	read_block(line(3, 4097));
	assert_null(next());
	assert_string_equal(found(), "1:3 limit");
}

static void
test_the_quotes_of_a_field_do_not_count(void **state)
{
	(void)state;
	buf_char(&text, '"');
	for (size_t i = 0; i < 2048; i++)
		buf_puts(&text, "\"\"x");
	buf_puts(&text, "\",b");
	read_block(buf_all(&text));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.fields[0].n, 4096);
	assert_string_equal(found(), "");
}

/* A line of n bytes, in 32 fields. */
static void
fill(size_t n)
{
	for (size_t i = 0; i < 31; i++) {
		buf_repeat(&text, 'x', 2000);
		buf_char(&text, ',');
	}
	buf_repeat(&text, 'x', n - text.n);
}

static void
test_a_line_of_64_kib_is_read(void **state)
{
	(void)state;
	fill(65536);
	read_block(buf_all(&text));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.text.n, 65536);
	assert_string_equal(found(), "");
}

static void
test_a_longer_line_is_refused_and_the_next_is_read(void **state)
{
	(void)state;
	fill(65537);
	buf_puts(&text, "\na\n");
	read_block(buf_all(&text));
	assert_string_equal(next(), "a|");
	assert_int_equal(row.line, 2);
	assert_string_equal(found(), "1:1 limit");
}

/* -- header ------------------------------------------------------------------------------------------ */

static const char *const columns[] = {"email", "name", NULL};
static struct str rest;

static size_t
header(const char *bytes)
{
	rest = STR("?");
	return rows_header(columns, str_of(bytes), STR("a.csv"), diag, &rest);
}

static void
assert_bad_header(const char *bytes, const char *findings)
{
	assert_int_equal(header(bytes), 0);
	assert_string_equal(found(), findings);
}

static void
test_a_good_header_tells_the_columns_and_what_follows(void **state)
{
	(void)state;
	assert_int_equal(header("email,name\na,b\nc,d\n"), 2);
	assert_str(rest, "a,b\nc,d\n");
	assert_int_equal(header("email,name\n"), 2);
	assert_str(rest, "");
	assert_int_equal(header("email,name"), 2);
	assert_int_equal(rest.n, 0);
	assert_string_equal(found(), "");
}

static void
test_further_columns_may_follow(void **state)
{
	(void)state;
	assert_int_equal(header("email,name,phone,\"a,b\"\nx\n"), 4);
	assert_str(rest, "x\n");
	assert_string_equal(found(), "");
}

static void
test_a_wrong_column_is_told_where_it_stands(void **state)
{
	(void)state;
	assert_bad_header("email,nom\n", "1:7 csv-header");
}

static void
test_columns_out_of_order_are_told(void **state)
{
	(void)state;
	assert_bad_header("name,email\n", "1:1 csv-header");
}

static void
test_a_missing_column_is_told(void **state)
{
	(void)state;
	assert_bad_header("email\n", "1:1 csv-header");
}

static void
test_a_column_that_stands_twice_is_told(void **state)
{
	(void)state;
	assert_bad_header("email,name,x,email\n", "1:14 csv-header");
}

static void
test_a_further_column_that_stands_twice_is_told(void **state)
{
	(void)state;
	assert_bad_header("email,name,x,y,x\n", "1:16 csv-header");
}

static void
test_a_column_without_a_name_is_told(void **state)
{
	(void)state;
	assert_bad_header("email,name,\n", "1:12 csv-header");
}

static void
test_the_case_of_a_column_counts(void **state)
{
	(void)state;
	assert_bad_header("Email,name\n", "1:1 csv-header");
}

static void
test_an_empty_file_has_no_header(void **state)
{
	(void)state;
	assert_bad_header("", "1:1 csv-header");
}

static void
test_an_empty_first_line_is_no_header_and_told(void **state)
{
	(void)state;
	assert_int_equal(header("\nemail,name\n"), 0);
	assert_int_equal(diag_count(diag), 1);
}

static void
test_a_header_with_a_stray_quote_is_told(void **state)
{
	(void)state;
	assert_bad_header("email,na\"me\n", "1:9 csv-syntax");
}

static void
test_65_columns_are_too_many(void **state)
{
	(void)state;
	buf_puts(&text, "email,name");
	for (int i = 0; i < 63; i++)
		buf_format(&text, ",c%d", i);
	buf_char(&text, '\0');
	assert_bad_header(text.p, "1:1 limit");
}

static void
test_64_columns_are_not(void **state)
{
	(void)state;
	buf_puts(&text, "email,name");
	for (int i = 0; i < 62; i++)
		buf_format(&text, ",c%d", i);
	buf_puts(&text, "\n");
	buf_char(&text, '\0');
	assert_int_equal(header(text.p), 64);
}

static void
test_the_form_of_a_spreadsheet_is_told_as_such(void **state)
{
	static const char *const foreign[] = {
	    "\xEF\xBB\xBF"
	    "email,name\n",
	    "email,name\r\n",
	    "email;name\n",
	    "email\tname\n",
	    "\xFF\xFE"
	    "e",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(foreign); i++) {
		assert_int_equal(header(foreign[i]), 0);
		assert_int_equal(diag_count(diag), i + 1);
		assert_int_equal(diag_at(diag, i)->rule, RULE_CSV_FOREIGN);
	}
}

static void
test_each_sign_of_a_spreadsheet_is_named(void **state)
{
	(void)state;
	assert_null(rows_foreign(STR("email,name\n")));
	assert_null(rows_foreign(STR("")));
	assert_null(rows_foreign(STR("email;x,name\n")));
	assert_non_null(strstr(rows_foreign(STR("\xEF\xBB\xBF"
						"a,b\n")),
			       "byte-order mark"));
	assert_non_null(strstr(rows_foreign(STR("a,b\r\n")), "CRLF"));
	assert_string_equal(rows_foreign(STR("a,b\rc,d\r")), "CR line endings");
	assert_string_equal(rows_foreign(STR("sep=,\na,b\n")), "a sep= line");
	assert_string_equal(rows_foreign(STR("\"sep=;\"\r\na;b\r\n")), "a sep= line");
	assert_null(rows_foreign(STR("sep=x,\na,b\n")));
	assert_non_null(strstr(rows_foreign(STR("a;b\n")), "semicolons"));
	assert_non_null(strstr(rows_foreign(STR("a\tb\n")), "tabs"));
	assert_non_null(strstr(rows_foreign(STR("\xFE\xFF")), "UTF-16"));
}

static void
test_all_signs_of_a_spreadsheet_are_named_in_one_line(void **state)
{
	const char *signs = rows_foreign(STR("\xEF\xBB\xBF"
					     "a;b\r\n"));

	(void)state;
	assert_non_null(strstr(signs, "byte-order mark"));
	assert_non_null(strstr(signs, "semicolons"));
}

/* -- fields ------------------------------------------------------------------------------------------ */

static void
test_a_field_begins_in_its_column(void **state)
{
	(void)state;
	assert_int_equal(rows_column(STR("a,bc,d"), 0), 1);
	assert_int_equal(rows_column(STR("a,bc,d"), 1), 3);
	assert_int_equal(rows_column(STR("a,bc,d"), 2), 6);
	assert_int_equal(rows_column(STR("\xC3\xA9,b"), 1), 3);
	assert_int_equal(rows_column(STR("\"a,\"\",b\",c"), 1), 10);
	assert_int_equal(rows_column(STR(""), 0), 1);
}

static void
assert_field(const char *field, const char *written)
{
	buf_clear(&out);
	rows_add_field(&out, str_of(field));
	assert_string_equal(shown(), written);
}

static void
test_a_field_is_quoted_only_where_it_must_be(void **state)
{
	(void)state;
	assert_field("", "");
	assert_field("abc", "abc");
	assert_field("a b;c", "a b;c");
	assert_field("a,b", "\"a,b\"");
	assert_field("a\"b", "\"a\"\"b\"");
	assert_field("\"", "\"\"\"\"");
	assert_field(" a", "\" a\"");
	assert_field("a ", "\"a \"");
	assert_field(" ", "\" \"");
	assert_field("\ta", "\ta");
}

/* Is the line in canonical form, according to the function that adds fields? */
static void
assert_form_is_seen(struct str line)
{
	struct buf again = {0};

	read_block(line);
	rows.form = true;
	if (!rows_next(&rows, &row)) {
		diag_clear(diag);
		return;
	}
	for (size_t i = 0; i < row.count; i++) {
		if (i > 0)
			buf_char(&again, ',');
		rows_add_field(&again, row.fields[i]);
	}
	if (row.in_form != str_eq(line, buf_all(&again)))
		fail_msg("%.*s: in form it is %.*s", STR_ARG(line), STR_ARG(buf_all(&again)));
	buf_free(&again);
}

static bool
is_in_form(const char *line)
{
	read_block(str_of(line));
	rows.form = true;
	assert_true(rows_next(&rows, &row));
	return row.in_form;
}

static void
test_a_line_in_form_is_told_from_others(void **state)
{
	static const char *const good[] = {
	    "a", "a,b", ",", "\"a,b\",c", "\" a\"", "\"a \",b", "\"a\"\"b\"", "a b,c d", "\t,a\t"};
	static const char *const bad[] = {" a",     "a ",      "a, b",    "a ,b",        "\"a\"",
					  "\"\",b", "a,\"b\"", "\"\ta\"", "a,\"b,c\", d"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(is_in_form(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(is_in_form(bad[i]));
}

static void
test_the_form_of_a_line_is_seen_wherever_it_is_spoiled(void **state)
{
	static const char *const spoilt[] = {" ",         ",",         ", ",          " ,",
					     " , ",       "\"",        "\"\"",        ",\"x\"",
					     ",\"x,y\",", ",\" x\",z", ",\"x\"\"y\"", ",,"};

	(void)state;
	for (size_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++)
		for (size_t before = 0; before < 140; before++)
			for (size_t behind = 0; behind < 70; behind += 23) {
				struct buf line = {0};

				buf_repeat(&line, 'x', before);
				buf_puts(&line, spoilt[i]);
				buf_repeat(&line, 'y', behind);
				if (line.n > 0)
					assert_form_is_seen(buf_all(&line));
				buf_free(&line);
			}
}

static void
test_fields_end_wherever_a_comma_stands(void **state)
{
	(void)state;
	for (size_t first = 0; first < 140; first++)
		for (size_t second = 0; second < 140; second += 7) {
			struct buf line = {0};

			buf_repeat(&line, 'x', first);
			buf_char(&line, ',');
			buf_repeat(&line, 'y', second);
			buf_puts(&line, ",z");
			read_block(buf_all(&line));
			assert_true(rows_next(&rows, &row));
			assert_int_equal(row.count, 3);
			assert_int_equal(row.total, 3);
			assert_int_equal(row.fields[0].n, first);
			assert_int_equal(row.fields[1].n, second);
			assert_str(row.fields[2], "z");
			buf_free(&line);
		}
}

static void
test_what_is_written_is_read_again(void **state)
{
	static const char *const fields[] = {"",    "a",        "a,b", "\"",       "\"\"", "\",\"",
					     " a ", "\xC3\xA9", ",",   "a\"b,c\"", "\t"};

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		buf_str(&text, i > 0 ? STR(",") : STR(""));
		rows_add_field(&text, str_of(fields[i]));
	}
	read_block(buf_all(&text));
	assert_true(rows_next(&rows, &row));
	assert_int_equal(row.count, COUNT(fields));
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_str(row.fields[i], fields[i]);
}

#define TEST_ROWS(function) cmocka_unit_test_setup_teardown(function, unit_begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_ROWS(test_a_line_is_split_at_its_commas),
	    TEST_ROWS(test_quotes_hold_commas_and_edges),
	    TEST_ROWS(test_a_doubled_quote_is_one),
	    TEST_ROWS(test_tabs_cr_and_other_controls_are_no_end),
	    TEST_ROWS(test_lines_are_counted_with_or_without_a_last_line_feed),
	    TEST_ROWS(test_an_empty_block_has_no_record),
	    TEST_ROWS(test_fields_without_quotes_lie_in_the_block),
	    TEST_ROWS(test_fields_with_quotes_stay_in_the_arena),
	    TEST_ROWS(test_lines_may_have_numbers_of_their_own),
	    TEST_ROWS(test_a_quote_in_a_bare_field_is_told_where_it_stands),
	    TEST_ROWS(test_text_behind_a_closing_quote_is_told_where_it_stands),
	    TEST_ROWS(test_a_space_behind_a_closing_quote_is_text),
	    TEST_ROWS(test_a_space_before_an_opening_quote_is_text),
	    TEST_ROWS(test_a_quote_that_is_not_closed_is_told_where_it_opens),
	    TEST_ROWS(test_a_doubled_quote_closes_nothing),
	    TEST_ROWS(test_columns_of_quotes_count_code_points),
	    TEST_ROWS(test_a_stray_quote_spoils_its_own_line_alone),
	    TEST_ROWS(test_a_line_break_in_a_field_is_told_once),
	    TEST_ROWS(test_what_may_be_no_line_break_is_told_by_line),
	    TEST_ROWS(test_lines_in_another_order_are_one_record_only_as_neighbours),
	    TEST_ROWS(test_an_empty_line_is_told),
	    TEST_ROWS(test_the_number_of_fields_is_that_of_the_header),
	    TEST_ROWS(test_bytes_that_are_not_utf8_are_told_where_asked),
	    TEST_ROWS(test_a_line_that_is_not_utf8_is_told_behind_a_milder_fault),
	    TEST_ROWS(test_only_leading_fields_are_split_where_no_more_are_wanted),
	    TEST_ROWS(test_a_wrong_number_of_fields_is_told_whatever_is_wanted),
	    TEST_ROWS(test_a_quote_among_the_wanted_fields_is_read_well),
	    TEST_ROWS(test_a_quote_behind_the_wanted_fields_changes_nothing),
	    TEST_ROWS(test_64_columns_are_read),
	    TEST_ROWS(test_a_65th_column_is_refused),
	    TEST_ROWS(test_quoted_columns_have_the_same_limit),
	    TEST_ROWS(test_commas_within_quotes_are_no_columns),
	    TEST_ROWS(test_a_field_of_4_kib_is_read),
	    TEST_ROWS(test_a_longer_field_is_refused),
	    TEST_ROWS(test_the_quotes_of_a_field_do_not_count),
	    TEST_ROWS(test_a_line_of_64_kib_is_read),
	    TEST_ROWS(test_a_longer_line_is_refused_and_the_next_is_read),
	    TEST_ROWS(test_a_good_header_tells_the_columns_and_what_follows),
	    TEST_ROWS(test_further_columns_may_follow),
	    TEST_ROWS(test_a_wrong_column_is_told_where_it_stands),
	    TEST_ROWS(test_columns_out_of_order_are_told),
	    TEST_ROWS(test_a_missing_column_is_told),
	    TEST_ROWS(test_a_column_that_stands_twice_is_told),
	    TEST_ROWS(test_a_further_column_that_stands_twice_is_told),
	    TEST_ROWS(test_a_column_without_a_name_is_told),
	    TEST_ROWS(test_the_case_of_a_column_counts),
	    TEST_ROWS(test_an_empty_file_has_no_header),
	    TEST_ROWS(test_an_empty_first_line_is_no_header_and_told),
	    TEST_ROWS(test_a_header_with_a_stray_quote_is_told),
	    TEST_ROWS(test_65_columns_are_too_many),
	    TEST_ROWS(test_64_columns_are_not),
	    TEST_ROWS(test_the_form_of_a_spreadsheet_is_told_as_such),
	    TEST_ROWS(test_each_sign_of_a_spreadsheet_is_named),
	    TEST_ROWS(test_all_signs_of_a_spreadsheet_are_named_in_one_line),
	    TEST_ROWS(test_a_field_begins_in_its_column),
	    TEST_ROWS(test_a_field_is_quoted_only_where_it_must_be),
	    TEST_ROWS(test_a_line_in_form_is_told_from_others),
	    TEST_ROWS(test_the_form_of_a_line_is_seen_wherever_it_is_spoiled),
	    TEST_ROWS(test_fields_end_wherever_a_comma_stands),
	    TEST_ROWS(test_what_is_written_is_read_again),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
