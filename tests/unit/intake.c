/*
 * People asked about in a file (intake.h): every form of a spreadsheet, bad headers, quotes, padding and empty lines, the
 * lines that commands print, limits exactly and just above.
 */
#include "unit.h"

#include "intake.h"
#include "rows.h"

#define BREAK \
	"a line break in a cell (Alt+Enter in Excel): replace it with a space; the row ends on line"

static const char *const columns[] = {"email", "name", "organization", "cop", NULL};
static struct intake intake;

typedef bool reading(struct intake *, struct arena *, struct str, struct str, const char *const *,
		     size_t, struct diag *);

/* A file, and what is read from it: rows as "LINE email|name|organization|cop", with "-" for an absent field. */
struct expected {
	const char *bytes;
	const char *rows;
	const char *findings; /* "line:column detail", one per line; NULL: the file is good */
};

static const char *
rows_shown(size_t count)
{
	buf_clear(&out);
	for (size_t i = 0; i < intake.count; i++) {
		const struct intake_row *row = &intake.rows[i];

		buf_format(&out, "%s%zu ", i > 0 ? "\n" : "", row->line);
		for (size_t c = 0; c < count; c++) {
			if (c > 0)
				buf_char(&out, '|');
			buf_str(&out, row->fields[c].p != NULL ? row->fields[c] : STR("-"));
		}
	}
	return shown();
}

static const char *
details(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(diag); i++) {
		const struct finding *finding = diag_at(diag, i);

		assert_str(finding->place.path, "new.csv");
		buf_format(&out, "%s%zu:%zu %s %.*s", i > 0 ? "\n" : "", finding->place.line,
			   finding->place.column, rules[finding->rule].slug,
			   STR_ARG(finding->detail));
	}
	return shown();
}

/* Reads bytes; the result and the findings must agree. */
static bool
take(reading *read, struct str bytes, size_t required)
{
	bool good;

	diag_clear(diag);
	good = read(&intake, arena, bytes, STR("new.csv"), columns, required, diag);
	assert_int_equal(good, diag_count(diag) == 0);
	assert_non_null(intake.said.p);
	if (!good)
		assert_int_equal(intake.count, 0);
	return good;
}

static void
assert_takes(reading *read, size_t required, const struct expected *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		(void)take(read, str_of(cases[i].bytes), required);
		assert_string_equal(details(), cases[i].findings != NULL ? cases[i].findings : "");
		assert_string_equal(rows_shown(4), cases[i].rows);
	}
}

#define ASSERT_TABLES(cases) assert_takes(intake_table, 1, cases, COUNT(cases))

/* -- forms of a spreadsheet -------------------------------------------------------------------------- */

struct form {
	struct str bytes;
	const char *said;
	const char *rows;
	const char *first; /* text of the first row */
};

static void
test_each_form_of_a_spreadsheet_is_recognized(void **state)
{
	const struct form forms[] = {
	    {STR("email,name\na@b.ca,Ann\n"), "", "2 a@b.ca|Ann|-|-", "a@b.ca,Ann"},
	    {STR("\xEF\xBB\xBF"
		 "email,name\na@b.ca,Ann\n"),
	     "a byte-order mark", "2 a@b.ca|Ann|-|-", "a@b.ca,Ann"},
	    {STR("email,name\r\na@b.ca,Ann\r\n"), "CRLF line endings", "2 a@b.ca|Ann|-|-",
	     "a@b.ca,Ann"},
	    {STR("email,name\ra@b.ca,Ann\r"), "CR line endings", "2 a@b.ca|Ann|-|-", "a@b.ca,Ann"},
	    {STR("email;name\na@b.ca;Ann\n"), "semicolons between fields", "2 a@b.ca|Ann|-|-",
	     "a@b.ca,Ann"},
	    /* Line numbers stay right. */
	    {STR("sep=;\r\nemail;name\r\n;\r\na@b.ca;Ann\r\n"),
	     "CRLF line endings, a sep= line, semicolons between fields", "4 a@b.ca|Ann|-|-",
	     "a@b.ca,Ann"},
	    {STR("email\tname\na@b.ca\tAnn\n"), "tabs between fields", "2 a@b.ca|Ann|-|-",
	     "a@b.ca,Ann"},
	    {STR("email,name\na@b.ca,Andr\xE9\n"), "Windows-1252", "2 a@b.ca|Andr\xC3\xA9|-|-",
	     "a@b.ca,Andr\xC3\xA9"},
	    {STR("email,name\na@b.ca,O\x92Neil\n"), "Windows-1252",
	     "2 a@b.ca|O\xE2\x80\x99Neil|-|-", "a@b.ca,O\xE2\x80\x99Neil"},
	    {STR("email;name\r\na@b.ca;\xC9ric\r\n"),
	     "Windows-1252, CRLF line endings, semicolons between fields",
	     "2 a@b.ca|\xC3\x89ric|-|-", "a@b.ca,\xC3\x89ric"},
	    {STR("\xFF\xFE"
		 "e\0m\0a\0i\0l\0\n\0a\0@\0b\0\n\0"),
	     "UTF-16", "2 a@b|-|-|-", "a@b"},
	    {STR("\xFE\xFF"
		 "\0e\0m\0a\0i\0l\0\n\0a\0@\0b\0\n"),
	     "UTF-16", "2 a@b|-|-|-", "a@b"},
	    {STR("\xFF\xFE"
		 "n\0a\0m\0e\0\t\0e\0m\0a\0i\0l\0\r\0\n\0\xE9\0\t\0a\0@\0b\0\r\0\n\0"),
	     "UTF-16, CRLF line endings, tabs between fields", "2 a@b|\xC3\xA9|-|-",
	     "\xC3\xA9,a@b"},
	    {STR("\xEF\xBB\xBF"
		 "email;name;organization\r\na@b.ca;Roy, MD;\"A; B, \"\"C\"\"\"\r\n"),
	     "a byte-order mark, CRLF line endings, semicolons between fields",
	     "2 a@b.ca|Roy, MD|A; B, \"C\"|-", "a@b.ca,\"Roy, MD\",\"A; B, \"\"C\"\"\""},
	    {STR("email\tname\na@b.ca\t\"Roy\tMD\"\n"), "tabs between fields", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		/* A tab in a field is a control character in any form of the file. */
		bool good = take(intake_table, forms[i].bytes, 1);

		assert_str(intake.said, forms[i].said);
		assert_int_equal(good, forms[i].rows != NULL);
		if (!good)
			continue;
		assert_string_equal(rows_shown(4), forms[i].rows);
		assert_str(intake.rows[0].text, forms[i].first);
	}
	assert_string_equal(details(), "2:12 text-control U+0009");
}

static void
test_a_recognized_header_is_in_the_form_of_the_registry(void **state)
{
	(void)state;
	assert_true(take(intake_table,
			 STR("\xEF\xBB\xBF"
			     "Email; Name\r\na@b.ca;A\r\n"),
			 1));
	assert_str(intake.header, "Email,\" Name\"");
	assert_true(intake.has[0] && intake.has[1] && !intake.has[2] && !intake.has[3]);
}

static void
test_two_encodings_in_one_file_are_nobody_s_to_guess(void **state)
{
	static const struct expected cases[] = {
	    {"email,name\na@b.ca,\xC3\xA9\nc@d.ca,\xE9\ne@f.ca,x\xE8\n", "",
	     "3:8 not-utf8 byte 0xE9\n4:9 not-utf8 byte 0xE8"},
	    {"email,name\na@b.ca,\x81\xE9\n", "", "2:8 not-utf8 byte 0x81"},
	    {"\xEF\xBB\xBF"
	     "email\n\xE9@b.ca\n",
	     "", "2:1 not-utf8 byte 0xE9"},
	    {"em\xC3\xA9\xE9il\na@b.ca\n", "", "1:4 not-utf8 byte 0xE9"},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_texts_are_checked_as_everywhere(void **state)
{
	static const struct expected cases[] = {
	    {"email,name\na@b.ca,e\xCC\x81\n", "",
	     "2:8 text-not-nfc a letter and its accent are two characters"},
	    {"email,name\na@b.ca,\xE2\x80\x8F"
	     "A\n",
	     "", "2:8 text-bidirectional U+200F"},
	    {"email,name\na@b.ca,x\x1By\n", "", "2:9 text-control U+001B"},
	    {"email,na\x01me\na@b.ca,x\n", "", "1:9 text-control U+0001"},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_a_workbook_is_no_csv(void **state)
{
#define WORKBOOK "0:0 unreadable it is a workbook; save the sheet as CSV"
	static const struct expected cases[] = {
	    {"PK\x03\x04\x14", "", WORKBOOK},
	    {"\xD0\xCF\x11\xE0\xA1\xB1", "", WORKBOOK},
	    {"PK\nx\n", "",
	     "1:1 csv-header the first line names none of the columns email, name, organization, cop"},
	};

	(void)state;
	ASSERT_TABLES(cases);
	assert_takes(intake_lines, 1, cases, 2);
}

static void
test_ends_of_lines_with_cr_among_others_are_told_as_such(void **state)
{
#define OLD_MAC "csv-syntax lines end with CR alone, as on old Macs; save the file with LF or CRLF"
	static const struct expected cases[] = {
	    {"email,name\ra@b.ca,Ann\n", "", "1:11 " OLD_MAC},
	    {"email\ra@b.ca\rc@d.ca\n", "", "1:6 " OLD_MAC},
	    {"email;name\ra@b.ca;Ann\n", "", "1:11 " OLD_MAC},
	    {"\xEF\xBB\xBF"
	     "email\ra@b.ca\r\n",
	     "", "1:6 " OLD_MAC},
	    {"email\na@b.ca\rc@d.ca\n", "", "2:7 text-control U+000D"},
	    {"email\r\na@b.ca\r\n", "2 a@b.ca|-|-|-", NULL},
	    {"email\r\r\na@b.ca\r\r\n", "2 a@b.ca|-|-|-", NULL}, /* translated twice */
	};

	(void)state;
	ASSERT_TABLES(cases);
	assert_takes(intake_lines, 1, cases, 4);
}

/* -- headers ----------------------------------------------------------------------------------------- */

static void
test_columns_stand_in_any_order_and_case(void **state)
{
	static const struct expected cases[] = {
	    {"email,name,organization,cop\na@b.ca,A,O,c\n", "2 a@b.ca|A|O|c", NULL},
	    {"cop,organization,name,email\nc,O,A,a@b.ca\n", "2 a@b.ca|A|O|c", NULL},
	    {"EMAIL,ORGANIZATION\na@b.ca,O\n", "2 a@b.ca|-|O|-", NULL},
	    {"EMAIL, Name ,Cop\na@b.ca,A,c\n", "2 a@b.ca|A|-|c", NULL},
	    {"\"E-mail\"\n", "", "1:1 csv-header \"E-mail\" (did you mean \"email\"?)"},
	    {"\"name\",\" email \"\nA,a@b.ca\n", "2 a@b.ca|A|-|-", NULL},
	    {"email\na@b.ca\nc@d.ca", "2 a@b.ca|-|-|-\n3 c@d.ca|-|-|-", NULL},
	    {"email,name\n  a@b.ca ,\" A \"\n", "2 a@b.ca|A|-|-", NULL},
	    {"email,name\na@b.ca,\n", "2 a@b.ca||-|-", NULL},
	    /* Invisible characters that a form or a web page leaves at the edges. */
	    {"\xC2\xA0"
	     "email,name\n\xC2\xA0 a@b.ca\xE2\x80\xAF,\xE2\x80\x8B"
	     "A\xC2\xA0"
	     "B\xE2\x81\xA0\n\xC2\xA0,\n",
	     "2 a@b.ca|A\xC2\xA0"
	     "B|-|-",
	     NULL},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_what_is_wrong_with_a_header_is_told_where_it_stands(void **state)
{
	static const struct expected cases[] = {
	    {"emial,name\na,b\n", "", "1:1 csv-header \"emial\" (did you mean \"email\"?)"},
	    {"email,nmae\na,b\n", "", "1:7 csv-header \"nmae\" (did you mean \"name\"?)"},
	    {"email,Fax number\na,b\n", "",
	     "1:7 csv-header \"Fax number\" is not one of email, name, organization, cop: rename the column or delete it"},
	    {"email,nam\na,b\n", "", "1:7 csv-header \"nam\" (did you mean \"name\"?)"},
	    {"name\nA\n", "", "1:1 csv-header no column \"email\""},
	    {"name,cop\nA,c\n", "", "1:1 csv-header no column \"email\""},
	    {"email,name,email\na,b,c\n", "", "1:12 csv-header column \"email\" appears twice"},
	    {"email,name, Email\na,b,c\n", "", "1:12 csv-header column \"email\" appears twice"},
	    /* A near name is not suggested if it is a column itself. */
	    {"names,email,name\nA,b,c\n", "",
	     "1:1 csv-header \"names\" is not one of email, name, organization, cop: rename the column or delete it"},
	    {"emial,nmae,name\na,b,c\n", "",
	     "1:1 csv-header \"emial\" (did you mean \"email\"?)\n"
	     "1:7 csv-header \"nmae\" is not one of email, name, organization, cop: rename the column or delete it"},
	    {"correo,\"nombre, apellido\",fax\n", "",
	     "1:1 csv-header the first line names none of the columns email, name, organization, cop"},
	    /* Names that forms usually have, in either language. */
	    {"Courriel,\"NOM COMPLET\",Organisme,Communaute\n", "",
	     "1:1 csv-header \"Courriel\" (did you mean \"email\"?)\n"
	     "1:10 csv-header \"NOM COMPLET\" (did you mean \"name\"?)\n"
	     "1:24 csv-header \"Organisme\" (did you mean \"organization\"?)\n"
	     "1:34 csv-header \"Communaute\" (did you mean \"cop\"?)"},
	    {"Email,First name,Last name\nA,b,c\n", "",
	     "1:7 csv-header \"First name\": put first and last name in one column, name\n"
	     "1:18 csv-header \"Last name\": put first and last name in one column, name"},
	    {"Registration Report\nName,Email\nA,a@b.ca\n", "",
	     "1:1 csv-header the first line names none of the columns email, name, organization, cop"},
	    /* The known columns are listed once. */
	    {"Horodateur,email,nmae,\"Role, if any\"\na,b,c,d\n", "",
	     "1:1 csv-header \"Horodateur\" is not one of email, name, organization, cop: rename the column or delete it\n"
	     "1:18 csv-header \"nmae\" (did you mean \"name\"?)\n"
	     "1:23 csv-header \"Role, if any\" is not a known column"},
	    {"em\"ail,name\na,b\n", "", "1:3 csv-syntax a quote inside an unquoted field"},
	    {"email,\"name\na,b\n", "", "1:7 csv-syntax a quote that is not closed on its line"},
	    {"", "", "1:1 csv-header the file is empty"},
	    {"\xEF\xBB\xBF", "", "1:1 csv-header the file is empty"},
	    {"\xFF\xFE", "", "1:1 csv-header the file is empty"},
	    {"\n", "", "1:1 csv-header the first line is empty"},
	    {"\nemail\na@b.ca\n", "", "1:1 csv-header the first line is empty"},
	    {",,\nemail,,\n", "", "1:1 csv-header the first line is empty"},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_a_header_alone_tells_which_columns_there_are(void **state)
{
	(void)state;
	assert_true(take(intake_table, STR("cop,email\n"), 1));
	assert_int_equal(intake.count, 0);
	assert_true(intake.has[0] && !intake.has[1] && !intake.has[2] && intake.has[3]);
	assert_true(take(intake_lines, STR("cop\temail\tfax\n"), 1));
	assert_true(intake.has[0] && !intake.has[1] && !intake.has[2] && intake.has[3]);
}

static void
test_so_many_columns_are_required(void **state)
{
	static const struct expected two[] = {
	    {"email\na@b.ca\n", "", "1:1 csv-header no column \"name\""},
	    {"cop\nc\n", "",
	     "1:1 csv-header no column \"email\"\n1:1 csv-header no column \"name\""},
	    {"name,email\nA,a@b.ca\n", "2 a@b.ca|A|-|-", NULL},
	};
	static const struct expected none[] = {{"cop\nc\n", "2 -|-|-|c", NULL}};

	(void)state;
	assert_takes(intake_table, 2, two, COUNT(two));
	assert_takes(intake_table, 0, none, COUNT(none));
}

static void
test_a_column_without_a_name_stays_empty(void **state)
{
	static const struct expected cases[] = {
	    {"email,name,,\na@b.ca,A,,\n,,,\n", "2 a@b.ca|A|-|-", NULL},
	    {"email,,name\na@b.ca, ,A\n", "2 a@b.ca|A|-|-", NULL},
	    {"email,name,,\na@b.ca,A,,\nc@d.ca,B,x,y\n", "",
	     "3:10 csv-header a value in a column that has no name"},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

/* -- records ----------------------------------------------------------------------------------------- */

static void
test_the_first_bad_quote_alone_is_told_where_it_opens(void **state)
{
	static const struct expected cases[] = {
	    {"email,name\na@b.ca,A\nc@d.ca,\"B\ne@f.ca,C\ng@h.ca,\"D\n", "",
	     "3:8 csv-syntax a quote that is not closed on its line"},
	    {"email,name\na@b.ca,\"A\nB\"\nc@d.ca,C\n", "", "2:8 csv-syntax " BREAK},
	    {"email,name\na@b.ca,A \"B\" C\nc@d.ca,\"x\n", "",
	     "2:10 csv-syntax a quote inside an unquoted field"},
	    {"email,name\na@b.ca,\"A\" B\n", "", "2:11 csv-syntax text after a closing quote"},
	    {"email,name\na@b.ca,\"A\" \n", "", "2:11 csv-syntax text after a closing quote"},
	    /* With semicolons, the rest would be one field. */
	    {"email;name\r\na@b.ca;A\r\nc@d.ca;\"B\r\ne@f.ca;C\r\ng@h.ca;D;E\r\n", "",
	     "3:8 csv-syntax a quote that is not closed on its line"},
	    {"email;name\na@b.ca;\"A; B\nC\"\nc@d.ca;C\n", "", "2:8 csv-syntax " BREAK},
	    /* Minor faults before it are dropped. */
	    {"email,name\na@b.ca\nc@d.ca,e\xCC\x81\ne@f.ca,\"C\n", "",
	     "4:8 csv-syntax a quote that is not closed on its line"},
	    {"email\n\"a@b.ca", "", "2:1 csv-syntax a quote that is not closed on its line"},
	    /* The tabs inside it are not reported as faults. */
	    {"name\temail\n\"A\ta@b.ca\nB\tb@b.ca\n", "",
	     "2:1 csv-syntax a quote that is not closed on its line"},
	    {"name\temail\nA \"B\ta@b.ca\n", "", "2:3 csv-syntax a quote inside an unquoted field"},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_records_have_as_many_fields_as_the_header(void **state)
{
	static const struct expected cases[] = {
	    {"email,name\na@b.ca\nc@d.ca,C\ne@f.ca,E,x\n", "",
	     "2:1 csv-fields 1, but the header has 2\n"
	     "4:1 csv-fields 3, but the header has 2"},
	    {"email\na@b.ca,A\n", "", "2:1 csv-fields 2, but the header has 1"},
	    {"email,name\na@b.ca,\"A,B\"\n", "2 a@b.ca|A,B|-|-", NULL},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_of_many_faults_twenty_are_told(void **state)
{
	(void)state;
	buf_puts(&text, "email,name\n");
	for (int i = 0; i < 19; i++)
		buf_puts(&text, "a@b.ca\n");
	(void)take(intake_table, buf_all(&text), 1);
	assert_int_equal(diag_count(diag), 19);
	for (int i = 0; i < 1000; i++)
		buf_puts(&text, "a@b.ca\n\n");
	(void)take(intake_table, buf_all(&text), 1);
	assert_int_equal(diag_count(diag), INTAKE_FINDINGS_MAX);
	assert_int_equal(diag_at(diag, 19)->place.line, 21);
}

static void
test_findings_are_added_to_those_before(void **state)
{
	(void)state;
	diag_add(diag, RULE_CSV_SYNTAX, (struct place){STR("other.csv"), 1, 1}, "before");
	diag_add(diag, RULE_CSV_FIELDS, (struct place){STR("other.csv"), 2, 1}, "before");
	assert_true(
	    intake_table(&intake, arena, STR("email\na@b.ca\n"), STR("new.csv"), columns, 1, diag));
	assert_int_equal(intake.count, 1);
	assert_false(
	    intake_table(&intake, arena, STR("email\na\"\n"), STR("new.csv"), columns, 1, diag));
	assert_string_equal(found(), "1:1 csv-syntax, 2:1 csv-fields, 2:2 csv-syntax");
}

static void
test_padding_and_empty_lines_are_passed_over(void **state)
{
	static const struct expected cases[] = {
	    {"email,name\n", "", NULL},
	    {"email,name", "", NULL},
	    {"email,name\n\n\n", "", NULL},
	    {"email,name\na@b.ca,A\n,\n,\n", "2 a@b.ca|A|-|-", NULL},
	    {"email,name\na@b.ca,A\n,,,,,\n\n \n", "2 a@b.ca|A|-|-", NULL},
	    {"email;name\r\na@b.ca;A\r\n;\r\n;;;\r\n", "2 a@b.ca|A|-|-", NULL},
	    {"email\tname\na@b.ca\tA\n\t\n", "2 a@b.ca|A|-|-", NULL},
	    {"email,name\n\na@b.ca,A\n\n\n,\nc@d.ca,C\n", "3 a@b.ca|A|-|-\n7 c@d.ca|C|-|-", NULL},
	    {"email,name\n\"\",\" \"\na@b.ca,A\n", "3 a@b.ca|A|-|-", NULL},
	    {"email,name\n\t\na@b.ca,A\n", "3 a@b.ca|A|-|-", NULL},
	    {"email,name\n\r\na@b.ca,A\r\n\r\n", "3 a@b.ca|A|-|-", NULL},
	};

	(void)state;
	ASSERT_TABLES(cases);
}

static void
test_the_text_stays_as_it_was(void **state)
{
	(void)state;
	assert_true(take(intake_table, STR("name,email\n\" A \", a@b.ca\n\"B\",c@d.ca"), 1));
	assert_str(intake.rows[0].text, "\" A \", a@b.ca");
	assert_str(intake.rows[0].fields[0], "a@b.ca");
	assert_str(intake.rows[0].fields[1], "A");
	assert_str(intake.rows[1].text, "\"B\",c@d.ca");
	assert_str(intake.header, "name,email");
}

/* -- lines of commands ------------------------------------------------------------------------------- */

/* The output of cop-members begins with cop and email. */
static const char *const members[] = {"cop", "email", "group", NULL};

static void
assert_members(const char *bytes, const char *rows, const char *findings)
{
	diag_clear(diag);
	assert_int_equal(
	    intake_lines(&intake, arena, str_of(bytes), STR("new.csv"), members, 2, diag),
	    *findings == '\0');
	assert_string_equal(details(), findings);
	assert_string_equal(rows_shown(3), rows);
}

static void
test_lines_of_cop_members_are_read(void **state)
{
	(void)state;
	assert_members("nurses\ta@b.ca\tAnn\to\tnurse\n", "1 nurses|a@b.ca|Ann", "");
	assert_members("nurses\ta@b.ca\nnurses\tc@d.ca\n", "1 nurses|a@b.ca|-\n2 nurses|c@d.ca|-",
		       "");
	assert_false(intake.has[2]);
	assert_null(intake.header.p);
	assert_str(intake.said, "");
	/* A header, as printed with --header, says which column is which. */
	assert_members("cop\temail\tname\tgroup\nnurses\ta@b.ca\tAnn\tleads\n",
		       "2 nurses|a@b.ca|leads", "");
	assert_true(intake.has[2]);
	assert_str(intake.header, "cop,email,name,group");
	assert_members("cop,email,name,group\nnurses,a@b.ca,\"Roy, Ann\",leads\n",
		       "2 nurses|a@b.ca|leads", "");
	assert_str(intake.rows[0].text, "nurses,a@b.ca,\"Roy, Ann\",leads");
	assert_members("nurses,a@b.ca,\"Roy, Ann\"\n", "1 nurses|a@b.ca|Roy, Ann", "");
}

static void
test_quotes_and_commas_between_tabs_are_text(void **state)
{
	(void)state;
	assert_members("nurses\ta@b.ca\tRoy, Ann\nnurses\tc@d.ca\tB \"Bo\nnurses\te@f.ca\t\"\n",
		       "1 nurses|a@b.ca|Roy, Ann\n2 nurses|c@d.ca|B \"Bo\n3 nurses|e@f.ca|\"", "");
	assert_str(intake.rows[0].text, "nurses,a@b.ca,\"Roy, Ann\"");
	assert_str(intake.rows[1].text, "nurses,c@d.ca,\"B \"\"Bo\"");
	assert_str(intake.rows[2].text, "nurses,e@f.ca,\"\"\"\"");
}

static void
test_lines_that_went_through_a_spreadsheet_are_read(void **state)
{
	(void)state;
	assert_members("\xEF\xBB\xBFnurses\ta@b.ca\r\n", "1 nurses|a@b.ca|-", "");
	assert_str(intake.said, "a byte-order mark, CRLF line endings");
	assert_members("nurses;a@b.ca;x\r\n", "1 nurses|a@b.ca|x", "");
	assert_str(intake.said, "CRLF line endings, semicolons between fields");
	assert_members("nurses\ta@b.ca\tAndr\xE9\n", "1 nurses|a@b.ca|Andr\xC3\xA9", "");
	assert_str(intake.said, "Windows-1252");
	assert_members("Cop;Email;Fax\r\nnurses;a@b.ca;1\r\n", "2 nurses|a@b.ca|-", "");
}

static void
test_a_line_needs_the_first_fields(void **state)
{
	(void)state;
	assert_members("a@b.ca\n", "", "1:1 csv-fields 1 instead of 2");
	assert_members("nurses\ta@b.ca\n\nnurses\nnurses c@d.ca\n", "",
		       "3:1 csv-fields 1 instead of 2\n"
		       "4:1 csv-fields 1 instead of 2");
	assert_members("cop,email\nnurses\n", "", "2:1 csv-fields 1, but the header has 2");
	assert_members("nurses,a@b.ca\nnurses,\"c@d.ca\nnurses\n", "",
		       "2:8 csv-syntax a quote that is not closed on its line");
	assert_members("\"nurses,a@b.ca\n", "",
		       "1:1 csv-syntax a quote that is not closed on its line");
	/* Since the first line has no tab, a tab in another line is a control character. */
	assert_members("nurses,a@b.ca\nnurses\tc@d.ca\n", "", "2:7 text-control U+0009");
}

static void
test_a_header_of_lines_may_be_wrong(void **state)
{
	(void)state;
	assert_members("cop,group\nnurses,leads\n", "", "1:1 csv-header no column \"email\"");
	assert_members("cop,email,email\nnurses,a@b.ca,x\n", "",
		       "1:11 csv-header column \"email\" appears twice");
	assert_members("cop,email,name,name,\nnurses,a@b.ca,1,2,3\n", "2 nurses|a@b.ca|-", "");
	/* A slip in a name is reported once, rather than each line refused. */
	assert_members("cop,emial\nnurses,a@b.ca\nnurses,c@d.ca\n", "",
		       "1:5 csv-header \"emial\" (did you mean \"email\"?)");
	assert_members("Emial;Copp;Fax\na@b.ca;nurses;1\n", "",
		       "1:1 csv-header \"Emial\" (did you mean \"email\"?)\n"
		       "1:7 csv-header \"Copp\" (did you mean \"cop\"?)");
	assert_members("Courriel\tname\tcop\na@b.ca\tAnn\tnurses\n", "",
		       "1:1 csv-header \"Courriel\" (did you mean \"email\"?)");
	/* A community that is called nearly like a column is none. */
	assert_members("copd,a@b.ca\n", "1 copd|a@b.ca|-", "");
	/* With one name of two, it is not a header but a bad line. */
	assert_members("cop,a@b.ca\n", "1 cop|a@b.ca|-", "");
	assert_members("cop,cop\n", "1 cop|cop|-", "");
}

static void
test_no_lines_are_nobody(void **state)
{
	static const struct expected cases[] = {
	    {"", "", NULL},
	    {"\n\n", "", NULL},
	    {"\xEF\xBB\xBF", "", NULL},
	    {"email\n", "", NULL},
	    {"\n\na@b.ca\n\n", "3 a@b.ca|-|-|-", NULL},
	    {"\nemail\na@b.ca\n", "3 a@b.ca|-|-|-", NULL},
	    {"\t\n\na@b.ca\tA\n\t\t\n", "3 a@b.ca|A|-|-", NULL},
	    {"\n\na@b.ca\tA\n", "3 a@b.ca|A|-|-", NULL},
	    {" \t \na@b.ca\tA\n", "2 a@b.ca|A|-|-", NULL},
	    {"a@b.ca\nc@d.ca", "1 a@b.ca|-|-|-\n2 c@d.ca|-|-|-", NULL},
	};

	(void)state;
	assert_takes(intake_lines, 1, cases, COUNT(cases));
	assert_takes(intake_lines, 0, cases, COUNT(cases));
}

static void
test_a_field_that_some_lines_have_is_there(void **state)
{
	(void)state;
	assert_members("nurses\ta@b.ca\nnurses\tc@d.ca\tleads\n",
		       "1 nurses|a@b.ca|-\n2 nurses|c@d.ca|leads", "");
	assert_true(intake.has[2]);
}

/* -- limits ------------------------------------------------------------------------------------------ */

/* A record, or a header, of that many columns; the first is called email. */
static void
add_columns(const char *first, size_t count)
{
	buf_puts(&text, first);
	for (size_t i = 1; i < count; i++)
		buf_format(&text, ",x%zu", i);
	buf_char(&text, '\n');
}

static void
test_64_columns_are_read_and_65_refused(void **state)
{
	(void)state;
	add_columns("email", 64);
	add_columns("a@b.ca", 64);
	assert_true(take(intake_lines, buf_all(&text), 1));
	assert_string_equal(rows_shown(4), "2 a@b.ca|-|-|-");
	buf_clear(&text);
	add_columns("email", 65);
	add_columns("a@b.ca", 65);
	assert_false(take(intake_lines, buf_all(&text), 1));
	assert_string_equal(details(), "1:1 limit more than 64 columns");
	assert_false(take(intake_table, buf_all(&text), 1));
	assert_string_equal(details(), "1:1 limit more than 64 columns");
}

static void
test_a_field_of_4_kib_is_read_and_a_longer_one_refused(void **state)
{
	(void)state;
	for (size_t n = ROWS_FIELD_MAX; n <= ROWS_FIELD_MAX + 1; n++) {
		buf_clear(&text);
		buf_puts(&text, "email,name\na@b.ca,");
		buf_repeat(&text, 'x', n);
		buf_char(&text, '\n');
		assert_int_equal(take(intake_table, buf_all(&text), 1), n == ROWS_FIELD_MAX);
	}
	assert_string_equal(details(), "2:8 limit a field of more than 4 KiB");
}

static void
test_a_line_of_64_kib_is_read_and_a_longer_one_refused(void **state)
{
	(void)state;
	for (size_t n = ROWS_LINE_MAX; n <= ROWS_LINE_MAX + 1; n++) {
		buf_clear(&text);
		buf_puts(&text, "a@b.ca");
		while (text.n + 4000 < n) {
			buf_char(&text, ',');
			buf_repeat(&text, 'x', 3999);
		}
		buf_char(&text, ',');
		buf_repeat(&text, 'x', n - text.n);
		buf_char(&text, '\n');
		assert_int_equal(take(intake_lines, buf_all(&text), 1), n == ROWS_LINE_MAX);
	}
	assert_string_equal(details(), "1:1 limit a line of more than 64 KiB");
}

static void
test_a_file_over_the_limit_is_not_looked_at(void **state)
{
	/* Only the length matters. */
	struct str huge = {"", ROWS_BYTES_MAX + 1};

	(void)state;
	assert_false(take(intake_table, huge, 1));
	assert_string_equal(details(), "0:0 limit more than 1073741824 bytes");
}

static void
test_a_hundred_thousand_rows_are_read(void **state)
{
	const size_t count = 100000;

	(void)state;
	buf_puts(&text, "email;name;organization;cop\r\n");
	for (size_t i = 0; i < count; i++)
		buf_format(&text, "person%zu@example.org;\"Person, %zu\";org;nurses\r\n", i, i);
	assert_true(take(intake_table, buf_all(&text), 1));
	assert_int_equal(intake.count, count);
	assert_int_equal(intake.rows[count - 1].line, count + 1);
	assert_str(intake.rows[count - 1].fields[1], "Person, 99999");
	assert_str(intake.rows[0].fields[0], "person0@example.org");
	assert_str(intake.rows[0].text, "person0@example.org,\"Person, 0\",org,nurses");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_each_form_of_a_spreadsheet_is_recognized),
	    TEST(test_a_recognized_header_is_in_the_form_of_the_registry),
	    TEST(test_two_encodings_in_one_file_are_nobody_s_to_guess),
	    TEST(test_texts_are_checked_as_everywhere),
	    TEST(test_a_workbook_is_no_csv),
	    TEST(test_ends_of_lines_with_cr_among_others_are_told_as_such),
	    TEST(test_columns_stand_in_any_order_and_case),
	    TEST(test_what_is_wrong_with_a_header_is_told_where_it_stands),
	    TEST(test_a_header_alone_tells_which_columns_there_are),
	    TEST(test_so_many_columns_are_required),
	    TEST(test_a_column_without_a_name_stays_empty),
	    TEST(test_the_first_bad_quote_alone_is_told_where_it_opens),
	    TEST(test_records_have_as_many_fields_as_the_header),
	    TEST(test_of_many_faults_twenty_are_told),
	    TEST(test_findings_are_added_to_those_before),
	    TEST(test_padding_and_empty_lines_are_passed_over),
	    TEST(test_the_text_stays_as_it_was),
	    TEST(test_lines_of_cop_members_are_read),
	    TEST(test_quotes_and_commas_between_tabs_are_text),
	    TEST(test_lines_that_went_through_a_spreadsheet_are_read),
	    TEST(test_a_line_needs_the_first_fields),
	    TEST(test_a_header_of_lines_may_be_wrong),
	    TEST(test_no_lines_are_nobody),
	    TEST(test_a_field_that_some_lines_have_is_there),
	    TEST(test_64_columns_are_read_and_65_refused),
	    TEST(test_a_field_of_4_kib_is_read_and_a_longer_one_refused),
	    TEST(test_a_line_of_64_kib_is_read_and_a_longer_one_refused),
	    TEST(test_a_file_over_the_limit_is_not_looked_at),
	    TEST(test_a_hundred_thousand_rows_are_read),
	};

	return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
