/*
 * Words in text (seek.h): how and where a term matches, in any script; the lines in which all terms match, wherever they
 * are; and rosters of which only such lines are read (roster.h).
 */
#include "unit.h"

#include "bytes.h"
#include "roster.h"
#include "seek.h"

static struct buf scratch;

static int
end(void **state)
{
	buf_free(&scratch);
	scratch = (struct buf){0};
	return unit_end(state);
}

static int
end_in_folder(void **state)
{
	buf_free(&scratch);
	scratch = (struct buf){0};
	return unit_end_in_folder(state);
}

/* -- how a term matches, and where ------------------------------------------------------------------------ */

/* A term, a text, and what matches in the text; absent if nothing does. */
struct match {
	const char *term;
	const char *text;
	enum seek_match match;
	size_t at;
	size_t length;
};

static void
assert_match(struct str term, struct str in, enum seek_match match, size_t at, size_t length)
{
	struct seek *seek = seek_new(arena, &term, 1);
	size_t found_at = 999, found_length = 999;
	enum seek_match found_match = seek_term(seek, 0, in, &found_at, &found_length, &scratch);

	if (found_match != match ||
	    (match != SEEK_NONE && (found_at != at || found_length != length)))
		fail_msg("%.*s in %.*s: %d at %zu, %zu bytes", STR_ARG(term), STR_ARG(in),
			 (int)found_match, found_at, found_length);
	if (seek_stands(seek, in, &scratch) != (match != SEEK_NONE))
		fail_msg("%.*s in the text %.*s", STR_ARG(term), STR_ARG(in));
	if (str_find(in, '\n') == in.n) {
		size_t before = 999;
		struct str line = seek_line(seek, in, &before, &scratch);

		assert_int_equal(before, 0);
		if (match == SEEK_NONE ? line.p != NULL : line.p != in.p || line.n != in.n)
			fail_msg("%.*s in the line %.*s", STR_ARG(term), STR_ARG(in));
	}
}

static void
assert_matches(const struct match *matches, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_match(str_of(matches[i].term), str_of(matches[i].text), matches[i].match,
			     matches[i].at, matches[i].length);
}

static void
test_a_word_matches_in_either_case(void **state)
{
	static const struct match matches[] = {
	    {"adjoa", "adjoa", SEEK_WORD, 0, 5},      {"adjoa", "I am ADJOA.", SEEK_WORD, 5, 5},
	    {"ADJOA", "i am adjoa", SEEK_WORD, 5, 5}, {"adjoa", "", SEEK_NONE, 0, 0},
	    {"adjoa", "adjo", SEEK_NONE, 0, 0},       {"adjoa", "a d j o a", SEEK_NONE, 0, 0},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_the_beginning_of_a_word_matches_less(void **state)
{
	static const struct match matches[] = {
	    {"mar", "Marie", SEEK_PREFIX, 0, 3},
	    {"mar", "Lamarche", SEEK_NONE, 0, 0},
	    {"mar", "Lamarche, Martin", SEEK_PREFIX, 10, 3},
	    {"mar", "mar2", SEEK_PREFIX, 0, 3},
	    {"mar", "2mar", SEEK_NONE, 0, 0},
	    {"mar", "_mar_", SEEK_WORD, 1, 3},
	    {"mar", "\xC3\xA9mar", SEEK_NONE, 0, 0},
	    {"mar", "mar\xD0\xB6", SEEK_PREFIX, 0, 3}, /* ж */
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_the_best_match_is_told_and_the_first_of_those(void **state)
{
	static const struct match matches[] = {
	    {"mar", "Marie, Mar, mar", SEEK_WORD, 7, 3},
	    {"mar", "Marie, Martin", SEEK_PREFIX, 0, 3},
	    {"a b", "a bc, a b", SEEK_WORD, 6, 3},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_words_in_a_row_are_a_phrase(void **state)
{
	static const struct match matches[] = {
	    {"community health", "Community  Health Centre", SEEK_WORD, 0, 17},
	    {"community health", "community,\n  health", SEEK_WORD, 0, 19},
	    {"community health", "community of health", SEEK_NONE, 0, 0},
	    {"community health", "communityhealth", SEEK_NONE, 0, 0},
	    {"community hea", "community health", SEEK_PREFIX, 0, 13},
	    {"commun health", "community health", SEEK_NONE, 0, 0},
	    {"health community", "community health", SEEK_NONE, 0, 0},
	    {"a b", "a a b", SEEK_WORD, 2, 3},
	    {"a a b", "a a a b", SEEK_WORD, 2, 5},
	    {"  a -- b  ", "x a/b y", SEEK_WORD, 2, 3},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_accents_do_not_matter_on_either_side(void **state)
{
	static const struct match matches[] = {
	    {"quebec",
	     "Qu\xC3\xA9"
	     "bec",
	     SEEK_WORD, 0, 7},
	    {"Qu\xC3\xA9"
	     "bec",
	     "a QUEBEC", SEEK_WORD, 2, 6},
	    {"qu\xC3\x89"
	     "bec",
	     "Qu\xC3\xA9"
	     "bec",
	     SEEK_WORD, 0, 7},
	    {"e", "\xC3\x89", SEEK_WORD, 0, 2},
	    {"\xC3\xA9", "E", SEEK_WORD, 0, 1},
	    {"erable", "l\xE2\x80\x99\xC3\x89rable", SEEK_WORD, 4, 7},
	    {"hetero", "(h\xC3\xA9t\xC3\xA9rog\xC3\xA8ne)", SEEK_PREFIX, 1, 8},
	    {"viet", "Vi\xE1\xBB\x87t", SEEK_WORD, 0, 6}, /* ệ */
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_combining_marks_belong_to_what_they_stand_on(void **state)
{
	static const struct match matches[] = {
	    {"quebec",
	     "Que\xCC\x81"
	     "bec",
	     SEEK_WORD, 0, 8},
	    {"cafe", "cafe\xCC\x81 noir", SEEK_WORD, 0, 6},
	    {"cafe", "cafe\xCC\x81\xCC\x88s", SEEK_PREFIX, 0, 8},
	    {"caf", "cafe\xCC\x81", SEEK_PREFIX, 0, 3},
	    {"noir", "cafe\xCC\x81 \xCC\x81noir", SEEK_WORD, 9, 4},
	    {"ab",
	     "a\xCC\x81\xCC\x88"
	     "b",
	     SEEK_WORD, 0, 6},
	    {"cafe\xCC\x81", "caf\xC3\xA9", SEEK_WORD, 0, 5},
	    {"b",
	     "a\xCC\x81"
	     "b",
	     SEEK_NONE, 0, 0},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_letters_that_are_written_out_match(void **state)
{
	static const struct match matches[] = {
	    {"oeuvre", "\xC5\x93uvre", SEEK_WORD, 0, 6},
	    {"\xC5\x93uvre", "OEUVRE", SEEK_WORD, 0, 6},
	    {"o", "\xC5\x92uvre", SEEK_PREFIX, 0, 2},
	    {"soeur", "s\xC5\x93ur", SEEK_WORD, 0, 5},
	    {"so", "s\xC5\x93ur", SEEK_PREFIX, 0, 3},
	    {"joel", "J\xC5\x93l", SEEK_WORD, 0, 4},
	    {"aero", "\xC3\x86ro", SEEK_WORD, 0, 4},
	    {"sor", "S\xC3\xB8r", SEEK_WORD, 0, 4},
	    {"lodz",
	     "\xC5\x81\xC3\xB3"
	     "d\xC5\xBA",
	     SEEK_WORD, 0, 7},
	    {"\xC5\x82\xC3\xB3"
	     "d\xC5\xBA",
	     "LODZ", SEEK_WORD, 0, 4},
	    {"strasse",
	     "Stra\xC3\x9F"
	     "e",
	     SEEK_WORD, 0, 7},
	    {"stras",
	     "Stra\xC3\x9F"
	     "e",
	     SEEK_PREFIX, 0, 6},
	    {"stra\xC3\x9F"
	     "e",
	     "STRASSE", SEEK_WORD, 0, 7},
	    {"ss", "\xE1\xBA\x9E", SEEK_WORD, 0, 3}, /* ẞ */
	    {"istanbul", "\xC4\xB0stanbul", SEEK_WORD, 0, 9},
	    {"\xC4\xB0stanbul", "ISTANBUL", SEEK_WORD, 0, 8},
	    {"\xC4\xB1sparta", "(\xC4\xB1sparta)", SEEK_WORD, 1, 8}, /* ı */
	    {"office",
	     "o\xEF\xAC\x83"
	     "ce",
	     SEEK_WORD, 0, 6}, /* ﬃ */
	    {"off",
	     "o\xEF\xAC\x83"
	     "ce",
	     SEEK_PREFIX, 0, 4},
	    {"viii", "\xE2\x85\xA7", SEEK_WORD, 0, 3}, /* Ⅷ */
	    {"dz", "\xC7\x84", SEEK_WORD, 0, 2},       /* Ǆ */
	    {"kg", "5 \xE3\x8E\x8F", SEEK_WORD, 2, 3}, /* ㎏ */
	    {"2", "\xC2\xBD", SEEK_WORD, 0, 2},        /* ½, folded to 1⁄2 */
	    {"ab", "\xEF\xBC\xA1\xEF\xBC\xA2", SEEK_WORD, 0, 6},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_an_apostrophe_parts_words(void **state)
{
	static const struct match matches[] = {
	    {"d'equipe", "chef d\xE2\x80\x99\xC3\xA9quipe", SEEK_WORD, 5, 11},
	    {"d\xE2\x80\x99\xC3\xA9quipe", "chef d'equipe", SEEK_WORD, 5, 8},
	    {"equipe", "chef d\xE2\x80\x99\xC3\xA9quipe", SEEK_WORD, 9, 7},
	    {"d'equipe", "d'une equipe", SEEK_NONE, 0, 0},
	    {"o'brien",
	     "O\xCA\xBC"
	     "Brien",
	     SEEK_WORD, 0, 8},
	    {"main d'oeuvre", "Main d\xE2\x80\x99\xC5\x93uvres", SEEK_PREFIX, 0, 15},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_names_with_hyphens_and_addresses_are_phrases(void **state)
{
	static const struct match matches[] = {
	    {"marie-eve", "Marie-\xC3\x88ve Roy", SEEK_WORD, 0, 10},
	    {"marie eve", "Marie\xE2\x80\x91\xC3\x88ve", SEEK_WORD, 0, 12}, /* a no-break hyphen */
	    {"eve", "Marie-\xC3\x88ve", SEEK_WORD, 6, 4},
	    {"ada.roy@example.org", "x,Ada.Roy@Example.ORG,", SEEK_WORD, 2, 19},
	    {"ada.roy@example.org", "ada.roy@example.organic", SEEK_PREFIX, 0, 19},
	    {"ada.roy@example.org", "ada.roy2@example.org", SEEK_NONE, 0, 0},
	    {"@example", "ada@example.org", SEEK_WORD, 4, 7},
	    {"roy@", "ada.roy@example.org", SEEK_WORD, 4, 3},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_digits_are_of_words(void **state)
{
	static const struct match matches[] = {
	    {"2024", "on 2024-06-30", SEEK_WORD, 3, 4},
	    {"2024-06", "on 2024-06-30", SEEK_WORD, 3, 7},
	    {"2024-0", "on 2024-06-30", SEEK_PREFIX, 3, 6},
	    {"0", "a0 10 0", SEEK_WORD, 6, 1},
	    {"7", "\x17 7", SEEK_WORD, 2, 1}, /* a control character but for one bit */
	    {"7", "\x17", SEEK_NONE, 0, 0},
	    {"12", "\xEF\xBC\x91\xEF\xBC\x92", SEEK_WORD, 0, 6},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_other_scripts_match(void **state)
{
	static const struct match matches[] = {
	    {"\xD0\xB6\xD0\xB8\xD0\xB7\xD0\xBD\xD1\x8C", "\xD0\x96\xD0\x98\xD0\x97\xD0\x9D\xD0\xAC",
	     SEEK_WORD, 0, 10}, /* жизнь */
	    {"\xD0\xB6\xD0\xB8", "(\xD0\x96\xD0\x98\xD0\x97\xD0\x9D\xD0\xAC)", SEEK_PREFIX, 1, 4},
	    {"\xD0\xB8", "\xD0\xB6\xD0\xB8", SEEK_NONE, 0, 0},
	    {"\xD0\xB8", "\xD0\x99", SEEK_WORD, 0, 2},                     /* и in Й */
	    {"\xCE\xA3\xCE\xA3", "\xCF\x83\xCF\x82", SEEK_WORD, 0, 4},     /* ΣΣ, σς */
	    {"\xED\x95\x98", "\xED\x95\x98", SEEK_WORD, 0, 3},             /* 하 */
	    {"\xED\x95\x98", "\xED\x95\x9C", SEEK_PREFIX, 0, 3},           /* in 한 */
	    {"\xED\x95\x98", "\xE1\x84\x92\xE1\x85\xA1", SEEK_WORD, 0, 6}, /* in its jamo */
	    {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "a \xED\x95\x9C", SEEK_WORD, 2, 3},
	    {"\xE1\x90\x83", "\xE1\x90\x83\xE1\x93\x84", SEEK_PREFIX, 0, 3}, /* ᐃ of ᐃᓄ */
	    {"\xE2\xB1\xA5", "\xC8\xBA", SEEK_WORD, 0, 2}, /* ⱥ, longer than Ⱥ */
	    {"\xE4\xB8\xAD", "\xE4\xB8\xAD\xE6\x96\x87", SEEK_PREFIX, 0, 3}, /* 中 of 中文 */
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
}

static void
test_a_term_without_letters_matches_nothing(void **state)
{
	static const struct match matches[] = {
	    {"", "", SEEK_NONE, 0, 0},
	    {"", "abc", SEEK_NONE, 0, 0},
	    {"--", "--", SEEK_NONE, 0, 0},
	    {"\xE2\x80\x99", "'", SEEK_NONE, 0, 0},
	    {"\xCC\x81", "e\xCC\x81", SEEK_NONE, 0, 0},
	    {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", SEEK_NONE, 0, 0},
	    {"\xFF", "\xFF", SEEK_NONE, 0, 0},
	};

	(void)state;
	assert_matches(matches, COUNT(matches));
	assert_match(absent, STR("abc"), SEEK_NONE, 0, 0);
	assert_match(STR("abc"), absent, SEEK_NONE, 0, 0);
}

static void
test_controls_and_bad_bytes_part_words(void **state)
{
	(void)state;
	assert_match(STR("a b"), STR("a\rb\r"), SEEK_WORD, 0, 3);
	assert_match(STR("b"), STR("a\r\xC3\xA9 b\r"), SEEK_WORD, 5, 1);
	assert_match(STR("b"), (struct str){"a\0b\0", 4}, SEEK_WORD, 2, 1);
	assert_match((struct str){"a\0b", 3}, STR("a b"), SEEK_WORD, 0, 3);
	assert_match(STR("ab"), (struct str){"a\0b", 3}, SEEK_NONE, 0, 0);
	assert_match(STR("ab"),
		     STR("\xC3"
			 "ab\xFF"),
		     SEEK_WORD, 1, 2);
	assert_match(STR("ab"),
		     STR("a\x80"
			 "b"),
		     SEEK_NONE, 0, 0);
	assert_match(STR("a b"),
		     STR("a\xE2\x80"
			 "b"),
		     SEEK_WORD, 0, 4);
	assert_match(STR("a"), (struct str){"\xC3\xA0", 1}, SEEK_NONE, 0, 0);
	assert_match(STR("oe"), STR("\xC5\xC5\x93"), SEEK_WORD, 1, 2);
}

static void
test_each_term_is_told_of_by_itself(void **state)
{
	const struct str terms[] = {STR("roy"), STR("--"), STR("ada")};
	const struct seek *seek = seek_new(arena, terms, 3);
	size_t at = 999, length = 999;

	(void)state;
	assert_int_equal(seek_term(seek, 0, STR("Ada Roy"), &at, NULL, &scratch), SEEK_WORD);
	assert_int_equal(at, 4);
	assert_int_equal(seek_term(seek, 1, STR("Ada -- Roy"), &at, &length, &scratch), SEEK_NONE);
	assert_int_equal(seek_term(seek, 2, STR("Adam"), NULL, &length, &scratch), SEEK_PREFIX);
	assert_int_equal(length, 3);
	assert_int_equal(seek_term(seek, 2, STR("Adam"), NULL, NULL, &scratch), SEEK_PREFIX);
}

static void
test_all_terms_stand_in_a_text_of_many_lines(void **state)
{
	const struct str terms[] = {STR("roy"), STR("ada xu"), STR("--")};
	const struct seek *two = seek_new(arena, terms, 2);

	(void)state;
	assert_true(seek_stands(two, STR("Ada\n\n  Xu\nand Roy"), &scratch));
	assert_true(seek_stands(two, STR("R\xC3\xB4y: ad\xC3\xA0,\nxuan"), &scratch));
	assert_false(seek_stands(two, STR("Ada and Xu\nand Roy"), &scratch));
	assert_false(seek_stands(two, STR("Ada Xu\nand Troy"), &scratch));
	assert_false(seek_stands(two, STR(""), &scratch));
	assert_true(seek_stands(seek_alone(arena, two, 1), STR("Ada\nXu"), &scratch));
	assert_false(seek_stands(seek_alone(arena, two, 1), STR("Roy"), &scratch));
	assert_false(seek_stands(seek_new(arena, terms, 3), STR("Ada Xu -- Roy"), &scratch));
	assert_true(seek_stands(seek_new(arena, NULL, 0), STR("Roy"), &scratch));
}

/* -- lines ------------------------------------------------------------------------------------------------- */

/* The line that is found in the bytes, for terms that are separated by a bar. */
static struct str
line_of(const char *typed, struct str bytes)
{
	struct str terms[8], rest = str_of(typed), line, passed;
	size_t count = 0, before = 999;

	while (count < 8 && str_next(&rest, '|', &terms[count]))
		count++;
	line = seek_line(seek_new(arena, terms, count), bytes, &before, &scratch);
	passed = line.p == NULL ? bytes : (struct str){bytes.p, (size_t)(line.p - bytes.p)};
	assert_int_equal(before, bytes_count(passed, '\n'));
	return line;
}

static void
test_every_term_must_match_in_the_line(void **state)
{
	struct str lines = STR("ada\nroy\nRoy, Adam\nAda Roy\n");

	(void)state;
	assert_str(line_of("ada|roy", lines), "Roy, Adam");
	assert_str(line_of("roy|ada", lines), "Roy, Adam");
	assert_str(line_of("ada roy", lines), "Ada Roy");
	assert_str(line_of("ada", lines), "ada");
	assert_null(line_of("ada|eve", lines).p);
	assert_null(line_of("ada|-", lines).p);
	assert_null(line_of("roy roy", lines).p);
}

static void
test_the_lines_before_are_counted(void **state)
{
	(void)state;
	/* Lines of many lengths, and the same letters where they are not a word. */
	for (size_t i = 0; i < 300; i++) {
		buf_repeat(&text, 'a', i * 7 % 90);
		buf_puts(&text, i % 5 == 0 ? "qwz\n" : i % 3 == 0 ? "\xC3\xA9qw\xC3\xA9\n" : "\n");
		assert_null(line_of("roy", buf_all(&text)).p);
		assert_null(line_of("a qwz", buf_all(&text)).p);
	}
	buf_puts(&text, "roy\n");
	assert_str(line_of("roy", buf_all(&text)), "roy");
}

static void
test_a_last_line_needs_no_line_feed(void **state)
{
	(void)state;
	assert_str(line_of("roy", STR("ada\nroy")), "roy");
	assert_str(line_of("roy", STR("roy")), "roy");
	assert_str(line_of("roy", STR("\n\nroy\n\n")), "roy");
	assert_null(line_of("roy", STR("")).p);
	assert_null(line_of("roy", absent).p);
	assert_null(line_of("roy", STR("\n\n")).p);
}

static void
test_without_terms_any_line_will_do(void **state)
{
	size_t before = 999;

	(void)state;
	assert_str(seek_line(seek_new(arena, NULL, 0), STR("ada\nroy\n"), &before, &scratch),
		   "ada");
	assert_int_equal(before, 0);
	assert_null(seek_line(seek_new(arena, NULL, 0), STR(""), &before, &scratch).p);
	assert_int_equal(before, 0);
}

static void
assert_found_anywhere(const char *wanted, const char *term)
{
	for (size_t before = 0; before < 150; before++)
		for (size_t behind = 0; behind < 3; behind++) {
			size_t n = before + strlen(wanted) + behind;
			char *bytes = memory_get(n); /* of that size, for AddressSanitizer */
			struct str line;

			memset(bytes, before % 7 == 0 ? '\n' : 'a', n);
			if (before > 0)
				bytes[before - 1] = '\n';
			memcpy(bytes + before, wanted, strlen(wanted));
			if (behind > 0)
				bytes[n - behind] = '\n';
			line = line_of(term, (struct str){bytes, n});
			if (line.p != bytes + before || line.n != strlen(wanted))
				fail_msg("%s in %s after %zu bytes", term, wanted, before);
			free(bytes);
		}
}

static void
test_a_line_is_found_wherever_it_lies(void **state)
{
	static const char *const lines[] = {
	    "qwz",
	    "Q",
	    "k\xC3\xA9y QWZ",
	    "qw\xC5\xBA",
	    ("q\xCC\x81"
	     "wz"),
	    "\xE2\x80\x99qwz.",
	    "\xC3\xA9q qwz\xC3\xA9",
	};
	static const char *const terms[] = {"qwz", "q", "qwz", "qwz", "qwz", "qwz", "qwz"};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_found_anywhere(lines[i], terms[i]);
}

static void
test_a_line_is_found_wherever_it_lies_among_accents(void **state)
{
	static const char *const lines[][2] = {
	    {"\xC3\xA9\xC3\xA9 k\xC3\xA9w\xC3\xB4", "kewo"},
	    {"d\xE2\x80\x99kw\xC3\xB4\xC3\xA9\xE2\x80\x99", "kwoe"},
	    {"\xC3\x86kw \xE2\x80\x99", "aekw"},
	    {"\xE2\x80\x99\xC3\x86x", "aex"},
	    {"kw\xC3\x86", "kwae"},
	    {"\xC3\x9Fk \xC5\x93w", "ssk"},
	    {"k\xC5\x93w\xC3\xA9", "koew"},
	    {"kw\xCC\x81\xC3\xA9", "kwe"},
	    {"\xC3\xA9\xC3\xA9 \xC7\x89w \xC3\xA9", "ljw"},
	    {"\xC3\xA9 \xE2\x84\xAA\xC3\xA9w", "kew"},
	    {"\xE2\x80\x99\xEF\xAC\x83w", "ffi"},
	    /* not UTF-8 */
	    {"\xC3kw", "kw"},
	    {"\xC3\xC7\x89w", "ljw"},
	    {"\xE2\x80kw", "kw"},
	    {"\xE2\x80\xC3\xA6w", "aew"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_found_anywhere(lines[i][0], lines[i][1]);
}

static void
test_what_is_near_a_match_is_passed_over(void **state)
{
	(void)state;
	buf_repeat(&text, 'q', 200);
	for (size_t i = 0; i < 100; i++)
		buf_puts(&text, "aqwz qw\xC3\xA9z q w z q\nwz \xC3\xA9\xC3\xA9z qw\xC5 qw\n");
	assert_null(line_of("qwz", buf_all(&text)).p);
	assert_null(
	    line_of("kwo", STR("k\xC3\xA9o \xC3\xA9wo kw\xC3\xA9 \xE2\x80\x99wo k\xE2\x80\x99o"))
		.p);
	buf_puts(&text, "aqwz, (QW\xC5\xBB)");
	assert_str(line_of("qwz", buf_all(&text)), "aqwz, (QW\xC5\xBB)");
}

/* -- rosters ------------------------------------------------------------------------------------------------ */

#define MIB (1024 * (size_t)1024)

/* The numbers of the rows that were read, and their lines. */
struct seen {
	size_t lines[64];
	unsigned long numbers[64];
	size_t count;
};

static struct seen all;
static size_t blocks, partial; /* with a finding */

static struct str
next_candidate(const void *context, struct str bytes, size_t *before, struct buf *own)
{
	return seek_line(context, bytes, before, own);
}

static bool
is_wanted(const void *context, struct str name)
{
	(void)context;
	return !str_is(name, "Nobody");
}

static void
on_person(void *context, void *result, const struct person *person)
{
	struct seen *seen = result;

	(void)context;
	assert_int_equal(person->count, 1);
	assert_true(seen->count < COUNT(seen->lines));
	seen->lines[seen->count] = person->spells[0].line;
	seen->numbers[seen->count++] = strtoul(person->email.p + 1, NULL, 10);
}

static bool
on_block(void *context, void *result, const struct roster_block *block)
{
	struct seen *seen = result;

	(void)context;
	blocks++;
	partial += !block->whole;
	for (size_t i = 0; i < seen->count; i++) {
		assert_true(all.count < COUNT(all.lines));
		all.lines[all.count] = seen->lines[i] + block->line_offset;
		all.numbers[all.count++] = seen->numbers[i];
	}
	seen->count = 0;
	return true;
}

/* Reads the lines of the rosters one and two in which the term matches. */
static void
read_candidates(const char *term)
{
	static const struct definition cops[] = {{.id = {"one", 3}, .merged = DAY_NEVER},
						 {.id = {"two", 3}, .merged = DAY_NEVER}};
	const struct definition *pointers[] = {&cops[0], &cops[1]};
	struct str terms[] = {str_of(term)};

	all.count = blocks = partial = 0;
	roster_read(&(struct roster_scan){.folder = &here,
					  .cops = pointers,
					  .count = 2,
					  .columns = 1U << ROSTER_NAME,
					  .keeps = is_wanted,
					  .keeps_column = ROSTER_NAME,
					  .candidate = next_candidate,
					  .result_size = sizeof(struct seen),
					  .context = seek_new(arena, terms, 1),
					  .person = on_person,
					  .done = on_block,
					  .diag = diag});
}

static void
add_row(size_t number, const char *name)
{
	buf_format(&text, "u%06zu@example.org,%s,,,,,,,,2020-01-01,,,,form\n", number, name);
}

/* Rows from one number to another; every 10,000th has another name. */
static void
add_rows(size_t from, size_t to, const char *name)
{
	for (size_t i = from; i < to; i++)
		add_row(i, i % 10000 == 0 ? name : "Ada");
}

static void
test_candidates_of_many_blocks_are_read_with_their_lines(void **state)
{
	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	add_rows(1, 80001, "Zo\xC3\xAB");
	assert_true(text.n > 3 * MIB);
	save("one.csv", buf_all(&text));
	buf_clear(&text);
	buf_puts(&text, ROSTER_HEADER);
	add_rows(90000, 90002, "\"Roy, Zoe\"");
	text.n--; /* no LF after the last line */
	save("two.csv", buf_all(&text));
	read_candidates("zoe");
	assert_true(blocks > 4);
	assert_int_equal(partial, 0);
	assert_int_equal(all.count, 9);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(all.numbers[i], 10000 * (i + 1));
		assert_int_equal(all.lines[i], 10000 * (i + 1) + 1);
	}
	assert_int_equal(all.numbers[8], 90000);
	assert_int_equal(all.lines[8], 2);
	read_candidates("u080000");
	assert_int_equal(all.count, 1);
	assert_int_equal(all.lines[0], 80001);
	read_candidates("nowhere");
	assert_int_equal(all.count, 0);
	assert_true(blocks > 4);
}

static void
test_empty_lines_before_a_candidate_are_counted(void **state)
{
	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	buf_repeat(&text, '\n', 20000);
	add_row(1, "Zoe");
	save("one.csv", buf_all(&text));
	read_candidates("zoe");
	assert_int_equal(all.count, 1);
	assert_int_equal(all.lines[0], 20002);
	assert_int_equal(partial, 0);
}

static void
test_a_last_candidate_needs_no_line_feed(void **state)
{
	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	add_row(1, "Ada");
	add_row(2, "Zoe");
	text.n--;
	save("two.csv", buf_all(&text));
	read_candidates("zoe");
	assert_int_equal(all.count, 1);
	assert_int_equal(all.lines[0], 3);
}

static void
test_of_the_candidates_those_are_kept_that_are_wanted(void **state)
{
	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	add_row(1, "Nobody");
	add_row(2, "Nobody Else");
	add_row(3, "Nobody");
	save("one.csv", buf_all(&text));
	read_candidates("nobody");
	assert_int_equal(all.count, 1);
	assert_int_equal(all.lines[0], 3);
}

static void
test_what_is_wrong_is_told_of_candidates_alone(void **state)
{
	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	add_rows(1, 30001, "Ada");
	buf_puts(&text,
		 "u1@example.org,Zoe\n\nu2@example.org,Ada\n\xFFzoe\nu3@example.org,Zoe \"\n");
	add_row(30006, "Zoe");
	save("one.csv", buf_all(&text));
	read_candidates("zoe");
	assert_string_equal(found(), "30002:1 csv-fields, 30005:1 not-utf8, 30006:20 csv-syntax");
	assert_int_equal(partial, 1);
	assert_int_equal(all.count, 1);
	assert_int_equal(all.lines[0], 30007);
}

static void
test_candidates_of_a_roster_without_rows_are_none(void **state)
{
	(void)state;
	save("one.csv", STR(ROSTER_HEADER));
	save("two.csv", STR("email,zoe\n"));
	read_candidates("zoe");
	assert_int_equal(all.count, 0);
	assert_int_equal(blocks, 2);
	assert_int_equal(partial, 1);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_CSV_HEADER);
}

#define TEST_SEEK(function) cmocka_unit_test_setup_teardown(function, unit_begin, end)
#define TEST_ROSTER(function) \
	cmocka_unit_test_setup_teardown(function, unit_begin_here, end_in_folder)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_SEEK(test_a_word_matches_in_either_case),
	    TEST_SEEK(test_the_beginning_of_a_word_matches_less),
	    TEST_SEEK(test_the_best_match_is_told_and_the_first_of_those),
	    TEST_SEEK(test_words_in_a_row_are_a_phrase),
	    TEST_SEEK(test_accents_do_not_matter_on_either_side),
	    TEST_SEEK(test_combining_marks_belong_to_what_they_stand_on),
	    TEST_SEEK(test_letters_that_are_written_out_match),
	    TEST_SEEK(test_an_apostrophe_parts_words),
	    TEST_SEEK(test_names_with_hyphens_and_addresses_are_phrases),
	    TEST_SEEK(test_digits_are_of_words),
	    TEST_SEEK(test_other_scripts_match),
	    TEST_SEEK(test_a_term_without_letters_matches_nothing),
	    TEST_SEEK(test_controls_and_bad_bytes_part_words),
	    TEST_SEEK(test_each_term_is_told_of_by_itself),
	    TEST_SEEK(test_all_terms_stand_in_a_text_of_many_lines),
	    TEST_SEEK(test_every_term_must_match_in_the_line),
	    TEST_SEEK(test_the_lines_before_are_counted),
	    TEST_SEEK(test_a_last_line_needs_no_line_feed),
	    TEST_SEEK(test_without_terms_any_line_will_do),
	    TEST_SEEK(test_a_line_is_found_wherever_it_lies),
	    TEST_SEEK(test_a_line_is_found_wherever_it_lies_among_accents),
	    TEST_SEEK(test_what_is_near_a_match_is_passed_over),
	    TEST_ROSTER(test_candidates_of_many_blocks_are_read_with_their_lines),
	    TEST_ROSTER(test_empty_lines_before_a_candidate_are_counted),
	    TEST_ROSTER(test_a_last_candidate_needs_no_line_feed),
	    TEST_ROSTER(test_of_the_candidates_those_are_kept_that_are_wanted),
	    TEST_ROSTER(test_what_is_wrong_is_told_of_candidates_alone),
	    TEST_ROSTER(test_candidates_of_a_roster_without_rows_are_none),
	};

	return cmocka_run_group_tests_name("seek", tests, NULL, NULL);
}
