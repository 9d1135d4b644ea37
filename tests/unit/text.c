/*
 * Text (text.h): valid UTF-8 at the edges of RFC 3629, folding, width, wrapping, text fit for a terminal, the
 * faults of a text, distance and suggestions.
 */
#include "unit.h"

#include <utf8proc.h>

#include "text.h"

/* -- UTF-8 ------------------------------------------------------------------------------------------- */

static void
test_what_nobody_sees_at_the_ends_goes(void **state)
{
	static const struct {
		const char *text;
		const char *trimmed;
	} cases[] = {
	    {"", ""},
	    {"a", "a"},
	    {" \t a b\t ", "a b"},
	    {"\xC2\xA0"
	     "a\xC2\xA0"
	     "b\xC2\xA0",
	     "a\xC2\xA0"
	     "b"},
	    {"\xE2\x80\xAF\xE2\x80\x8B\xC3\xA9\xE3\x80\x80\xE2\x81\xA0", "\xC3\xA9"},
	    {"\xC2\xA0 \xE2\x81\xA0", ""},
	    /* A mark, or a byte that is not text, counts as text that is not blank. */
	    {" \xCC\x81 ", "\xCC\x81"},
	    {" \xA0 ", "\xA0"},
	    {" a\xC2\xA0\xA0 ", "a\xC2\xA0\xA0"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str trimmed = text_trim(str_of(cases[i].text));

		assert_str(trimmed, cases[i].trimmed);
	}
	assert_int_equal(text_trim((struct str){NULL, 0}).n, 0);
}

static void
test_the_edges_of_each_length_are_valid(void **state)
{
	static const struct {
		const char *bytes;
		int32_t code_point;
	} edges[] = {
	    {"\x01", 0x01},
	    {"\x7F", 0x7F},
	    {"\xC2\x80", 0x80},
	    {"\xDF\xBF", 0x7FF},
	    {"\xE0\xA0\x80", 0x800},
	    {"\xED\x9F\xBF", 0xD7FF},
	    {"\xEE\x80\x80", 0xE000},
	    {"\xEF\xBF\xBF", 0xFFFF},
	    {"\xF0\x90\x80\x80", 0x10000},
	    {"\xF4\x8F\xBF\xBF", 0x10FFFF},
	};
	int32_t c;

	(void)state;
	for (size_t i = 0; i < COUNT(edges); i++) {
		struct str s = str_of(edges[i].bytes);

		assert_int_equal(text_valid(s), s.n);
		assert_int_equal(text_decode(s, &c), s.n);
		assert_int_equal(c, edges[i].code_point);
	}
}

static void
test_what_is_not_utf8_is_valid_up_to_there(void **state)
{
	static const char *const bad[] = {
	    "\x80",
	    "\xBF",
	    "\xC0\x80",
	    "\xC1\xBF", /* overlong */
	    "\xE0\x80\x80",
	    "\xE0\x9F\xBF",
	    "\xF0\x80\x80\x80",
	    "\xF0\x8F\xBF\xBF",
	    "\xED\xA0\x80",
	    "\xED\xBF\xBF",
	    "\xED\xA0\x80\xED\xB0\x80", /* surrogates */
	    "\xF4\x90\x80\x80",
	    "\xF5\x80\x80\x80",
	    "\xF8\x88\x80\x80\x80",
	    "\xFE",
	    "\xFF",
	    "\xC3",
	    "\xC3(",
	    "\xE2\x82",
	    "\xE2(\xA1",
	    "\xE2\x82(",
	    "\xF0\x9F\x98",
	    "\xF0\x9F\x98(",
	    "\xF0(\x8C\xBC",
	    "\xF0\x9F",
	};
	char bytes[32];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		for (size_t before = 0; before < 20; before++) { /* across the words of eight */
			size_t n = strlen(bad[i]);

			memset(bytes, 'a', before);
			memcpy(bytes + before, bad[i], n);
			if (text_valid((struct str){bytes, before + n}) != before)
				fail_msg("case %zu after %zu letters", i, before);
		}
}

static void
test_nul_is_a_code_point_like_others(void **state)
{
	int32_t c = -1;

	(void)state;
	assert_int_equal(text_valid((struct str){"a\0b", 3}), 3);
	assert_int_equal(text_decode((struct str){"\0", 1}, &c), 1);
	assert_int_equal(c, 0);
}

static void
test_a_sequence_is_not_read_past_its_slice(void **state)
{
	int32_t c;

	(void)state;
	assert_int_equal(text_valid((struct str){"\xC3\xA9", 1}), 0);
	assert_int_equal(text_decode((struct str){"\xE2\x82\xAC", 2}, &c), 1);
	assert_int_equal(c, 0xFFFD);
}

static void
test_a_bad_byte_counts_as_one_replacement(void **state)
{
	int32_t c;

	(void)state;
	assert_int_equal(text_decode(STR("\xFF"), &c), 1);
	assert_int_equal(c, 0xFFFD);
	assert_int_equal(text_length(STR("a\xFF\xFE\xC3\xA9")), 4);
	assert_int_equal(text_length(STR("\xE2\x82")), 2);
	assert_int_equal(text_length(absent), 0);
}

static void
test_length_counts_code_points(void **state)
{
	(void)state;
	assert_int_equal(text_length(STR("Qu\xC3\xA9"
					 "bec")),
			 6);
	assert_int_equal(text_length(STR("e\xCC\x81")), 2);
	assert_int_equal(text_length(STR("\xF0\x9F\x98\x80")), 1);
}

/* What is usual is good, but what is good need not be usual. */
static void
assert_usual(struct str s, bool usual)
{
	size_t at;

	if (text_is_usual(s) != usual)
		fail_msg("%.*s is %s", STR_ARG(s), usual ? "not usual" : "usual");
	if (usual && text_check(s, true, &at) != TEXT_GOOD)
		fail_msg("%.*s is usual and no good at %zu", STR_ARG(s), at);
}

/* The text with that many letters before and after it, in memory of that size, for AddressSanitizer. */
static void
assert_usual_anywhere(struct str s, bool usual)
{
	for (size_t before = 0; before < 140; before++)
		for (size_t behind = 0; behind < 70; behind += behind < 4 ? 1 : 11) {
			size_t n = before + s.n + behind;
			char *bytes = memory_get(n + 1);

			memset(bytes, 'a', n);
			memcpy(bytes + before, s.p, s.n);
			bytes = memory_resize(bytes, n);
			assert_usual((struct str){bytes, n}, usual);
			free(bytes);
		}
}

static void
test_usual_text_is_told_wherever_it_stands(void **state)
{
	static const char *const usual[] = {"\n",
					    " ",
					    "~",
					    "\xC3\xA9",
					    "\xC2\xA0",
					    "\xC2\xAB\xC2\xBB",
					    "\xCB\xBF",
					    "\xE2\x80\x99",
					    "\xE2\x80\x90",
					    "\xE2\x80\xA7",
					    "l\xE2\x80\x99\xC3\xA9t\xC3\xA9\n",
					    "\xC3\xA9\xE2\x80\x93\xC2\xB0\xC5\x93"};
	static const char *const others[] = {"\t",
					     "\r",
					     "\x01",
					     "\x1F",
					     "\x7F",
					     "\xC2\x80",
					     "\xC2\x9F", /* controls */
					     "\xE2\x80\x8F",
					     "\xE2\x80\xA8",
					     "\xE2\x80\xAE", /* marks of direction, ends of lines */
					     "e\xCC\x81",
					     "\xE2\x82\xAC",
					     "\xF0\x9F\x98\x80", /* to be looked at */
					     "\xC3",
					     "\x80",
					     "\xBF\xBF",
					     "\xC1\xA9",
					     "\xC3\xC3\xA9",
					     "\xC3\xA9\xA9",
					     "\xFF",
					     "\xE2\x80",
					     "\xE2",
					     "\xE2\x80\xC3\xA9",
					     "\xE2\x99\x80",
					     "\xC2\xE2\x80\x99",
					     "\xE2\x80\x99\x99"};

	(void)state;
	assert_usual((struct str){NULL, 0}, true);
	for (size_t i = 0; i < COUNT(usual); i++)
		assert_usual_anywhere(str_of(usual[i]), true);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_usual_anywhere(str_of(others[i]), false);
	assert_usual_anywhere((struct str){"\0", 1}, false);
	for (unsigned c = 0x80; c < 0x2800; c++) {
		char bytes[4];
		size_t n = (size_t)utf8proc_encode_char((utf8proc_int32_t)c,
							(utf8proc_uint8_t *)bytes);

		assert_usual((struct str){bytes, n},
			     (c >= 0xA0 && c < 0x300) || (c >= 0x2010 && c < 0x2028));
	}
}

/* -- folding ----------------------------------------------------------------------------------------- */

static void
assert_folds(const char *from, const char *to)
{
	buf_clear(&out);
	text_fold(&out, str_of(from));
	assert_string_equal(shown(), to);
}

static void
test_case_is_folded(void **state)
{
	(void)state;
	assert_folds("ABC xyz @[`{09", "abc xyz @[`{09");
	assert_folds("\xC3\x89\xC3\x87", "ec");                               /* ÉÇ */
	assert_folds("\xCE\xA3\xCF\x83\xCF\x82", "\xCF\x83\xCF\x83\xCF\x83"); /* Σσς */
}

static void
test_accents_are_dropped_composed_or_not(void **state)
{
	(void)state;
	assert_folds("\xC3\xA9\xC3\xA8\xC3\xAA\xC3\xAB", "eeee");
	assert_folds("e\xCC\x81", "e");
	assert_folds("\xE1\xBB\x87", "e"); /* ệ, with two marks */
	assert_folds("\xC3\xA7\xC3\xB1\xC3\xBC\xC3\xA5", "cnua");
}

static void
test_letters_that_do_not_decompose_are_written_out(void **state)
{
	(void)state;
	assert_folds("\xC5\x93uvre \xC5\x92UVRE", "oeuvre oeuvre");
	assert_folds("\xC3\xA6\xC3\x86\xC7\xBD", "aeaeae"); /* æ Æ ǽ */
	assert_folds("\xC3\xB8\xC3\x98\xC7\xBF", "ooo");    /* ø Ø ǿ */
	assert_folds("\xC5\x82\xC5\x81\xC4\x91\xC4\x90", "lldd");
}

static void
test_sharp_s_is_two_letters(void **state)
{
	(void)state;
	assert_folds("Stra\xC3\x9F"
		     "e",
		     "strasse");
	assert_folds("\xE1\xBA\x9E", "ss"); /* ẞ */
}

static void
test_an_apostrophe_is_an_apostrophe(void **state)
{
	(void)state;
	assert_folds("l\xE2\x80\x99\xC3\x89tat", "l'etat");
	assert_folds("\xE2\x80\x98\xCA\xBC", "''");
	assert_folds("porte\xE2\x80\x91parole\xE2\x80\x90", "porte-parole-");
}

static void
test_the_dotted_capital_i_is_an_i(void **state)
{
	(void)state;
	assert_folds("\xC4\xB0stanbul", "istanbul");
}

static void
test_ligatures_and_wide_letters_are_taken_apart(void **state)
{
	(void)state;
	assert_folds("\xEF\xAC\x81n o\xEF\xAC\x83"
		     "ce",
		     "fin office"); /* ﬁ ﬃ */
	assert_folds("\xEF\xBC\xA1\xEF\xBC\xA2", "ab");
	assert_folds("\xE2\x84\xAA", "k"); /* the Kelvin sign */
}

static void
test_a_bad_byte_folds_to_a_replacement(void **state)
{
	(void)state;
	assert_folds("a\xFFZ", "a\xEF\xBF\xBDz");
}

static void
test_folding_adds_to_what_is_there(void **state)
{
	(void)state;
	buf_puts(&out, "X");
	text_fold(&out, STR("\xC3\x89"));
	assert_str(buf_all(&out), "Xe");
}

static void
test_a_folded_needle_is_found_in_any_writing(void **state)
{
	struct buf scratch = {0};

	(void)state;
	assert_true(text_contains(STR("Soins \xC3\x80 DOMICILE"), STR("a domi"), &scratch));
	assert_true(text_contains(STR("Main d\xE2\x80\x99\xC5\x93uvre"), STR("d'oe"), &scratch));
	assert_true(text_contains(STR("abc"), STR("abc"), &scratch));
	assert_true(text_contains(STR("abc"), STR(""), &scratch));
	assert_true(text_contains(STR(""), STR(""), &scratch));
	assert_false(text_contains(STR("abc"), STR("abcd"), &scratch));
	assert_false(text_contains(STR(""), STR("a"), &scratch));
	buf_free(&scratch);
}

/* -- width ------------------------------------------------------------------------------------------- */

static void
test_width_is_what_a_terminal_shows(void **state)
{
	(void)state;
	assert_int_equal(text_width(STR("abc")), 3);
	assert_int_equal(text_width(STR("Qu\xC3\xA9")), 3);
	assert_int_equal(text_width(STR("Que\xCC\x81")), 3);              /* a combining accent */
	assert_int_equal(text_width(STR("\xE4\xB8\xAD\xEA\xB0\x80")), 4); /* 中가 */
	assert_int_equal(text_width(STR("\xF0\x9F\x98\x80")), 2);         /* an emoji */
	assert_int_equal(text_width(STR("a\xE2\x80\x8D")), 1);            /* zero-width joiner */
	assert_int_equal(text_width(absent), 0);
}

static void
test_control_characters_and_bad_bytes_are_one_wide(void **state)
{
	(void)state;
	assert_int_equal(text_width(STR("\x1B[m")), 3);
	assert_int_equal(text_width(STR("a\tb\n")), 4);
	assert_int_equal(text_width(STR("\xC2\x9B")), 1);
	assert_int_equal(text_width(STR("\xFF\xFE")), 2);
}

static void
test_a_prefix_holds_whole_characters(void **state)
{
	(void)state;
	assert_int_equal(text_prefix(STR("abc"), 2), 2);
	assert_int_equal(text_prefix(STR("abc"), 9), 3);
	assert_int_equal(text_prefix(STR("abc"), 0), 0);
	assert_int_equal(text_prefix(STR("\xC3\xA9t\xC3\xA9"), 2), 3);
	assert_int_equal(text_prefix(STR("a\xE4\xB8\xAD"), 2), 1);
	assert_int_equal(text_prefix(STR("a\xE4\xB8\xAD"), 3), 4);
}

static void
test_a_prefix_takes_the_accents_of_its_last_letter(void **state)
{
	(void)state;
	assert_int_equal(text_prefix(STR("e\xCC\x81t"), 1), 3);
}

/* -- for a terminal ---------------------------------------------------------------------------------- */

static void
assert_plain(struct str from, const char *to)
{
	buf_clear(&out);
	text_plain(&out, from, false);
	assert_string_equal(shown(), to);
}

#define FFFD "\xEF\xBF\xBD"

static void
test_white_space_controls_become_a_space(void **state)
{
	(void)state;
	assert_plain(STR("a\tb\nc\vd\fe\rf"), "a b c d e f");
	assert_plain(STR("a\xC2\x85"
			 "b\xE2\x80\xA8"
			 "c\xE2\x80\xA9"
			 "d"),
		     "a b c d");
}

static void
test_line_feeds_and_tabs_stay_with_lines(void **state)
{
	(void)state;
	text_plain(&out,
		   STR("a\tb\nc\rd\x1B"
		       "e"),
		   true);
	assert_str(buf_all(&out), "a\tb\nc d" FFFD "e");
}

static void
test_no_control_byte_is_left(void **state)
{
	(void)state;
	assert_plain((struct str){"a\0b", 3}, "a" FFFD "b");
	assert_plain(STR("\x1B[31mred\x07\x7F"), FFFD "[31mred" FFFD FFFD);
	for (int c = 1; c < 0x20; c++) {
		char byte = (char)c;

		assert_plain((struct str){&byte, 1}, c >= '\t' && c <= '\r' ? " " : FFFD);
	}
}

static void
test_c1_controls_are_replaced(void **state)
{
	(void)state;
	for (int c = 0x80; c < 0xA0; c++) {
		char bytes[] = {'\xC2', (char)c};

		assert_plain((struct str){bytes, 2}, c == 0x85 ? " " : FFFD);
	}
	assert_plain(STR("\xC2\xA0"), "\xC2\xA0"); /* no-break space */
}

static void
test_a_raw_c1_byte_is_replaced(void **state)
{
	(void)state;
	assert_plain(STR("\x9B"
			 "31m"),
		     FFFD "31m");
}

static void
test_bidirectional_controls_are_replaced(void **state)
{
	static const char *const controls[] = {
	    "\xD8\x9C",     "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA",
	    "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
	    "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(controls); i++)
		assert_plain(str_of(controls[i]), FFFD);
	assert_plain(STR("\xD7\xA9\xD7\x9C"), "\xD7\xA9\xD7\x9C"); /* Hebrew letters stay */
}

static void
test_each_byte_that_is_not_utf8_is_replaced(void **state)
{
	(void)state;
	assert_plain(STR("a\xFF\xC3"), "a" FFFD FFFD);
	assert_plain(STR("\xED\xA0\x80"), FFFD FFFD FFFD);
}

static void
test_good_text_stays(void **state)
{
	(void)state;
	assert_plain(STR("l\xE2\x80\x99\xC3\xA9t\xC3\xA9 " FFFD " \xF0\x9F\x98\x80"),
		     "l\xE2\x80\x99\xC3\xA9t\xC3\xA9 " FFFD " \xF0\x9F\x98\x80");
	assert_plain(absent, "");
}

/* -- faults ------------------------------------------------------------------------------------------ */

static void
assert_fault(struct str s, bool lines, enum text_fault fault, size_t where)
{
	size_t at = 999;

	assert_int_equal(text_check(s, lines, &at), fault);
	if (fault != TEXT_GOOD)
		assert_int_equal(at, where);
}

/* Texts are read many bytes at a time: whatever comes before and after, the same fault is found in the same place. */
static void
test_a_fault_is_found_wherever_it_stands(void **state)
{
	static const struct {
		struct str text;
		enum text_fault fault;
		size_t valid; /* bytes of it that are */
	} cases[] = {
	    {{"\xC3\xA9", 2}, TEXT_GOOD, 2},         /* U+00E9 */
	    {{"\xCB\xBF", 2}, TEXT_GOOD, 2},         /* U+02FF, the last before the marks */
	    {{"\xC2\xA0", 2}, TEXT_GOOD, 2},         /* U+00A0 */
	    {{"\xE2\x80\x99", 3}, TEXT_GOOD, 3},     /* U+2019 */
	    {{"\xED\x9F\xBB", 3}, TEXT_GOOD, 3},     /* U+D7FB */
	    {{"\xE0\xA4\x85", 3}, TEXT_GOOD, 3},     /* U+0905 */
	    {{"\xF0\x9F\x98\x80", 4}, TEXT_GOOD, 4}, /* U+1F600 */
	    {{"\xC2\x9F", 2}, TEXT_CONTROL, 2},      /* U+009F */
	    {{"\x1F", 1}, TEXT_CONTROL, 1},
	    {{"\x7F", 1}, TEXT_CONTROL, 1},
	    {{"\0", 1}, TEXT_CONTROL, 1},
	    {{"\xE2\x80\x8F", 3}, TEXT_BIDIRECTIONAL, 3}, /* U+200F */
	    {{"\xEF\xB7\x90", 3}, TEXT_NONCHARACTER, 3},  /* U+FDD0 */
	    {{"e\xCC\x81", 3}, TEXT_NOT_NFC, 3},          /* e, U+0301 */
	    {{"\xC3", 1}, TEXT_NOT_UTF8, 0},
	    {{"\xA9", 1}, TEXT_NOT_UTF8, 0},
	    {{"\xC3\xA9\xA9", 3}, TEXT_NOT_UTF8, 2},
	    {{"\xC3\xC3\xA9", 3}, TEXT_NOT_UTF8, 0},
	    {{"\xC1\x81", 2}, TEXT_NOT_UTF8, 0},
	    {{"\xE2\x80", 2}, TEXT_NOT_UTF8, 0},
	    {{"\xE0\x9F\xBF", 3}, TEXT_NOT_UTF8, 0},
	    {{"\xED\xA0\x80", 3}, TEXT_NOT_UTF8, 0},
	    {{"\xF5\x80\x80\x80", 4}, TEXT_NOT_UTF8, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t before = 0; before < 50; before++)
			for (size_t behind = 0; behind < 20; behind++) {
				struct buf bytes = {0};
				size_t n = cases[i].text.n, whole;

				buf_puts(&bytes, before % 2 == 1 ? "x" : "");
				while (bytes.n < before)
					buf_puts(&bytes, "\xC5\x93");
				buf_str(&bytes, cases[i].text);
				buf_repeat(&bytes, 'x', behind);
				whole = bytes.n;
				assert_int_equal(text_valid(buf_all(&bytes)),
						 cases[i].valid == n ? whole
								     : before + cases[i].valid);
				assert_fault(buf_all(&bytes), false, cases[i].fault,
					     before + (cases[i].fault == TEXT_NOT_UTF8
							   ? cases[i].valid
							   : 0));
				buf_free(&bytes);
			}
}

static void
test_good_text_has_no_fault(void **state)
{
	(void)state;
	assert_fault(STR("l\xE2\x80\x99\xC3\xA9t\xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80"), false,
		     TEXT_GOOD, 0);
	assert_fault(STR("q\xCC\xA3\xCC\x87"), false, TEXT_GOOD, 0); /* NFC: no composed form */
	assert_fault(absent, false, TEXT_GOOD, 0);
}

static void
test_a_line_break_is_good_only_with_lines(void **state)
{
	(void)state;
	assert_fault(STR("ab\ncd\te"), true, TEXT_GOOD, 0);
	assert_fault(STR("ab\ncd"), false, TEXT_CONTROL, 2);
	assert_fault(STR("abc\td"), false, TEXT_CONTROL, 3);
	assert_fault(STR("ab\r\n"), true, TEXT_CONTROL, 2);
	assert_fault(STR("ab\v"), true, TEXT_CONTROL, 2);
}

static void
test_control_characters_are_a_fault(void **state)
{
	(void)state;
	assert_fault((struct str){"a\0", 2}, true, TEXT_CONTROL, 1);
	assert_fault(STR("\x1B"), true, TEXT_CONTROL, 0);
	assert_fault(STR("ab\x7F"), true, TEXT_CONTROL, 2);
	assert_fault(STR("\xC3\xA9\xC2\x9B"), true, TEXT_CONTROL, 2);
	assert_fault(STR("a\xC2\x85"), true, TEXT_CONTROL, 1);
	assert_fault(STR("a\xE2\x80\xA8"), true, TEXT_CONTROL, 1); /* line separator */
	assert_fault(STR("a\xC2\xA0"), true, TEXT_GOOD, 0);
}

static void
test_bytes_that_are_not_utf8_are_a_fault(void **state)
{
	(void)state;
	assert_fault(STR("ab\xFF"), false, TEXT_NOT_UTF8, 2);
	assert_fault(STR("\xC3\xA9\xC3"), false, TEXT_NOT_UTF8, 2);
	assert_fault(STR("\xED\xA0\x80"), false, TEXT_NOT_UTF8, 0);
}

static void
test_bidirectional_controls_are_a_fault(void **state)
{
	(void)state;
	assert_fault(STR("a\xE2\x80\xAE"), false, TEXT_BIDIRECTIONAL, 1);
	assert_fault(STR("\xD8\x9C"), false, TEXT_BIDIRECTIONAL, 0);
	assert_fault(STR("ab\xE2\x81\xA9"), false, TEXT_BIDIRECTIONAL, 2);
}

static void
test_noncharacters_are_a_fault(void **state)
{
	static const char *const bad[] = {
	    "\xEF\xB7\x90", "\xEF\xB7\xAF",     "\xEF\xBF\xBE",
	    "\xEF\xBF\xBF", "\xF0\x9F\xBF\xBE", "\xF4\x8F\xBF\xBF",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_fault(str_of(bad[i]), false, TEXT_NONCHARACTER, 0);
	assert_fault(STR("\xEF\xB7\x8F"), false, TEXT_GOOD, 0); /* U+FDCF */
	assert_fault(STR("\xEF\xB7\xB0"), false, TEXT_GOOD, 0); /* U+FDF0 */
	assert_fault(STR(FFFD), false, TEXT_GOOD, 0);
}

static void
test_text_out_of_normal_form_is_a_fault_where_it_begins(void **state)
{
	(void)state;
	assert_fault(STR("e\xCC\x81"), false, TEXT_NOT_NFC, 0);
	assert_fault(STR("\xC3\xA9te\xCC\x81"), false, TEXT_NOT_NFC, 3);
	assert_fault(STR("ab\xE2\x84\xAB"), false, TEXT_NOT_NFC, 2); /* the Ångström sign */
	assert_fault(STR("=\xCC\xB8"), false, TEXT_NOT_NFC, 0);      /* ≠ */
	assert_fault(STR("\xE1\x84\x80\xE1\x85\xA1"), false, TEXT_NOT_NFC, 0); /* Hangul */
	assert_fault(STR("\xE0\xA5\x98"), false, TEXT_NOT_NFC, 0);             /* U+0958 */
	assert_fault(STR("q\xCC\x87\xCC\xA3"), false, TEXT_NOT_NFC, 1); /* marks out of order */
}

static void
test_marks_of_symbols_out_of_order_are_a_fault(void **state)
{
	(void)state;
	assert_fault(STR("a\xE2\x83\x92\xE2\x83\x90"), false, TEXT_GOOD, 0);
	assert_fault(STR("a\xE2\x83\x90\xE2\x83\x92"), false, TEXT_NOT_NFC, 1); /* U+20D0 U+20D2 */
}

/* Ten thousand marks on a letter, each of which utf8proc would swap with all before it. */
static void
test_a_heap_of_marks_out_of_order_is_seen_at_once(void **state)
{
	struct buf heap = {0};

	(void)state;
	buf_puts(&heap, "q");
	for (int i = 0; i < 10000; i++)
		buf_puts(&heap, "\xCC\x87"); /* U+0307, above */
	assert_fault(buf_all(&heap), false, TEXT_GOOD, 0);
	for (int i = 0; i < 10000; i++)
		buf_puts(&heap, "\xCC\xA3"); /* U+0323, below: belongs before it */
	assert_fault(buf_all(&heap), false, TEXT_NOT_NFC, 20001);
	buf_clear(&heap);
	buf_puts(&heap, "\xE0\xBD\x80");
	for (int i = 0; i < 10000; i++)
		buf_puts(&heap, "\xE0\xBD\xB3"); /* U+0F73: two marks, each time out of order */
	assert_fault(buf_all(&heap), false, TEXT_NOT_NFC, 3);
	buf_free(&heap);
}

static void
test_the_first_fault_is_told(void **state)
{
	(void)state;
	assert_fault(STR("a\xE2\x80\xAE\x1B"), false, TEXT_BIDIRECTIONAL, 1);
	assert_fault(STR("a\x1B\xE2\x80\xAE"), false, TEXT_CONTROL, 1);
}

/* -- wrapping ---------------------------------------------------------------------------------------- */

/* The lines of a text, with a bar after each. */
static void
assert_wraps(const char *whole, size_t columns, const char *expected)
{
	struct str rest = str_of(whole), line;

	buf_clear(&out);
	while (text_wrap(&rest, columns, &line) && out.n < 1000) {
		buf_str(&out, line);
		buf_char(&out, '|');
	}
	assert_string_equal(shown(), expected);
}

static void
test_lines_break_at_spaces(void **state)
{
	(void)state;
	assert_wraps("one two three", 7, "one two|three|");
	assert_wraps("one two three", 8, "one two|three|");
	assert_wraps("one two three", 6, "one|two|three|");
	assert_wraps("one two three", 13, "one two three|");
	assert_wraps("", 10, "");
}

static void
test_spaces_at_a_break_are_dropped(void **state)
{
	(void)state;
	assert_wraps("  one   two  ", 5, "one|two|");
	assert_wraps("   ", 5, "");
}

static void
test_a_word_that_is_too_long_is_cut(void **state)
{
	(void)state;
	assert_wraps("abcdefgh ij", 3, "abc|def|gh|ij|");
	assert_wraps("\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD", 5, /* each is two wide */
		     "\xE4\xB8\xAD\xE4\xB8\xAD|\xE4\xB8\xAD|");
}

static void
test_line_feeds_break_and_empty_lines_stay(void **state)
{
	(void)state;
	assert_wraps("one\ntwo", 10, "one|two|");
	assert_wraps("one\n\ntwo\n", 10, "one||two|");
	assert_wraps("abc\ndef", 3, "abc|def|");
}

static void
test_a_space_before_a_line_feed_makes_no_empty_line(void **state)
{
	(void)state;
	assert_wraps("abc \ndef", 4, "abc|def|");
	assert_wraps("abc \ndef", 3, "abc|def|");
	assert_wraps("abc  \n", 3, "abc|");
}

static void
test_width_counts_and_not_bytes(void **state)
{
	(void)state;
	assert_wraps("\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9", 7,
		     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9|");
}

static void
test_no_line_is_wider_than_its_columns(void **state)
{
	struct str rest = STR("aaa bb \xE4\xB8\xAD\xE4\xB8\xAD cccccccc d\ne  ffff"), line;

	(void)state;
	for (size_t columns = 2; columns < 12; columns++)
		for (struct str r = rest; text_wrap(&r, columns, &line);)
			assert_true(text_width(line) <= columns);
}

static void
test_columns_too_few_for_a_character_still_end(void **state)
{
	struct str rest = STR("\xE4\xB8\xAD\xE4\xB8\xAD a"), line;
	size_t lines = 0, bytes = 0;

	(void)state;
	for (; text_wrap(&rest, 1, &line) && lines < 10; lines++)
		bytes += line.n - (size_t)(memchr(line.p, ' ', line.n) != NULL);
	assert_true(lines < 10);
	assert_int_equal(bytes, 7);
}

/* -- distance ---------------------------------------------------------------------------------------- */

static void
test_each_edit_is_one_apart(void **state)
{
	(void)state;
	assert_int_equal(text_distance(STR("cadence"), STR("cadence"), 3), 0);
	assert_int_equal(text_distance(STR("cadence"), STR("cadenc"), 3), 1);
	assert_int_equal(text_distance(STR("cadence"), STR("cadences"), 3), 1);
	assert_int_equal(text_distance(STR("cadence"), STR("kadence"), 3), 1);
	assert_int_equal(text_distance(STR("cadence"), STR("cadecne"), 3), 1);
	assert_int_equal(text_distance(STR("kitten"), STR("sitting"), 5), 3);
	assert_int_equal(text_distance(STR(""), STR("ab"), 5), 2);
	assert_int_equal(text_distance(STR("ab"), absent, 5), 2);
}

static void
test_words_are_folded_before_they_are_compared(void **state)
{
	(void)state;
	assert_int_equal(text_distance(STR("\xC3\x89t\xC3\xA9"), STR("ete"), 3), 0);
	assert_int_equal(text_distance(STR("\xC5\x93uvre"), STR("OEUVRE"), 3), 0);
}

static void
test_above_the_limit_counting_stops(void **state)
{
	(void)state;
	assert_int_equal(text_distance(STR("kitten"), STR("sitting"), 3), 3);
	assert_int_equal(text_distance(STR("kitten"), STR("sitting"), 2), 3);
	assert_int_equal(text_distance(STR("kitten"), STR("sitting"), 0), 1);
	assert_int_equal(text_distance(STR("a"), STR("abcdefgh"), 2), 3);
}

static void
test_distance_is_the_same_both_ways(void **state)
{
	static const char *const words[] = {"", "ab", "ba", "cab", "abc", "bca", "acbd"};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		for (size_t j = 0; j < COUNT(words); j++)
			assert_int_equal(text_distance(str_of(words[i]), str_of(words[j]), 9),
					 text_distance(str_of(words[j]), str_of(words[i]), 9));
}

static void
test_the_nearest_candidate_is_suggested(void **state)
{
	struct nearest nearest = nearest_to(STR("admision"));

	(void)state;
	nearest_try(&nearest, STR("ways"));
	assert_null(nearest.best.p);
	nearest_try(&nearest, STR("mission"));
	nearest_try(&nearest, STR("admission"));
	nearest_try(&nearest, STR("submission"));
	assert_str(nearest.best, "admission");
	assert_int_equal(nearest.distance, 1);
}

/* Which of a few roles is meant by a word. */
static struct str
role_meant(const char *word)
{
	static const char *const roles[][2] = {
	    {"nurse", "Infirmière ou infirmier"},
	    {"np", "Infirmière praticienne ou infirmier praticien"},
	    {"practitioner", "Praticien ou praticienne"},
	    {"lead", "Conseiller/conseillère en soins"},
	    {"ehr", "Dossiers, santé"},
	    {"promoter", "Promotion de la santé"},
	    {"desk", "Accueil"},
	    {"porter", "Accueil"},
	    {"none", ""},
	};
	struct nearest nearest = nearest_to(str_of(word));

	for (size_t i = 0; i < COUNT(roles); i++)
		nearest_try_name(&nearest, str_of(roles[i][1]), str_of(roles[i][0]));
	if (nearest.best.p == NULL)
		for (size_t i = 0; i < COUNT(roles); i++)
			nearest_try_word(&nearest, str_of(roles[i][1]), str_of(roles[i][0]));
	return nearest.best;
}

static void
test_an_id_is_suggested_for_a_name(void **state)
{
	(void)state;
	assert_str(role_meant("infirmière ou infirmier"), "nurse");
	assert_str(role_meant("INFIRMIERE"), "nurse");
	assert_str(role_meant("infirmierre"), "nurse");
	assert_str(role_meant("Praticienne"), "practitioner");
	assert_str(role_meant("Infirmière praticienne"), "np");
	assert_str(role_meant("conseiller"), "lead");
	assert_str(role_meant("dossiers"), "ehr");
	assert_str(role_meant("promotion"), "promoter");
	assert_str(role_meant("praticienne ou infirmier"), "np");
	assert_null(role_meant("sante").p);   /* a word of two roles */
	assert_null(role_meant("accueil").p); /* the name of two roles */
	assert_null(role_meant("de").p);
	assert_null(role_meant("x").p);
	assert_null(role_meant("").p);
}

static void
test_the_first_of_equally_near_candidates_stays(void **state)
{
	struct nearest nearest = nearest_to(STR("goal"));

	(void)state;
	nearest_try(&nearest, STR("goals"));
	nearest_try(&nearest, STR("goat"));
	assert_str(nearest.best, "goals");
}

static void
test_what_shares_nothing_is_not_suggested(void **state)
{
	struct nearest nearest = nearest_to(STR("fr"));

	(void)state;
	nearest_try(&nearest, STR("en"));
	assert_null(nearest.best.p);
	nearest = nearest_to(STR("time")); /* half of it would have to change */
	nearest_try(&nearest, STR("name"));
	assert_null(nearest.best.p);
	nearest = nearest_to(STR("frequency"));
	nearest_try(&nearest, STR("purpose"));
	assert_null(nearest.best.p);
}

static void
test_a_word_of_great_length_has_no_suggestion(void **state)
{
	static const size_t lengths[] = {TEXT_WORD_MAX + 1, TEXT_WORD_MAX + 2, 5000};
	char word[5000], other[TEXT_WORD_MAX + 1];
	struct nearest nearest;

	(void)state;
	memset(word, 'a', sizeof(word));
	memset(other, 'a', sizeof(other));
	other[0] = 'b';
	nearest = nearest_to((struct str){word, TEXT_WORD_MAX});
	nearest_try(&nearest, (struct str){other, TEXT_WORD_MAX});
	assert_int_equal(nearest.best.n, TEXT_WORD_MAX);
	nearest = nearest_to((struct str){word, TEXT_WORD_MAX});
	nearest_try(&nearest, (struct str){other, TEXT_WORD_MAX + 1});
	assert_null(nearest.best.p);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		nearest = nearest_to((struct str){word, lengths[i]});
		nearest_try(&nearest, (struct str){other, TEXT_WORD_MAX});
		nearest_try(&nearest, (struct str){other, TEXT_WORD_MAX + 1});
		nearest_try(&nearest, STR("also"));
		assert_null(nearest.best.p);
	}
}

static void
test_a_word_stands_whole_in_a_name(void **state)
{
	struct nearest nearest;

	(void)state;
	for (const char *const *name = (const char *const[]){"Agent a", "z agent", "Un (agent)",
							     "agent-zz", "l’agent", NULL};
	     *name != NULL; name++) {
		nearest = nearest_to(STR("agent"));
		nearest_try_word(&nearest, str_of(*name), STR("id"));
		assert_str(nearest.best, "id");
	}
	for (const char *const *name =
		 (const char *const[]){"aagent", "zagent", "9agent", "éagent", "agen t", NULL};
	     *name != NULL; name++) {
		nearest = nearest_to(STR("agent"));
		nearest_try_word(&nearest, str_of(*name), STR("id"));
		assert_null(nearest.best.p);
	}
}

/* The best of the ids a, b, c when their names are tried in that order. */
static struct str
best_of(const char *word, const char *a, const char *b, const char *c)
{
	struct nearest nearest = nearest_to(str_of(word));

	nearest_try_word(&nearest, str_of(a), STR("a"));
	nearest_try_word(&nearest, str_of(b), STR("b"));
	nearest_try_word(&nearest, str_of(c), STR("c"));
	return nearest.best;
}

static void
test_a_word_may_be_left_off_unless_two_names_have_it(void **state)
{
	(void)state;
	for (const char *const *name = (const char *const[]){"Agenta", "the agentz", "agent0",
							     "agentà", "agentagent", NULL};
	     *name != NULL; name++)
		assert_str(best_of("agent", "other", *name, ""), "b");
	assert_null(best_of("agent", "Agenta", "agentz", "").p);
	/* A whole word comes first, whichever is tried first. */
	assert_str(best_of("agent", "agents", "secret agent", "agenda"), "b");
	assert_str(best_of("agent", "secret agent", "agents", "agents"), "a");
	assert_str(best_of("agent", "agents", "agents", "agent x"), "c");
	assert_null(best_of("agent", "agent y", "agents", "agent x").p);
	assert_null(best_of("ag", "agents", "", "").p);
}

static void
test_a_mark_is_seven_of_its_kind(void **state)
{
	(void)state;
	assert_int_equal(text_mark(STR("<<<<<<< HEAD")), '<');
	assert_int_equal(text_mark(STR("||||||| 1234567")), '|');
	assert_int_equal(text_mark(STR("=======")), '=');
	assert_int_equal(text_mark(STR("=======\r")), '=');
	assert_int_equal(text_mark(STR(">>>>>>> b")), '>');
	assert_int_equal(text_mark(STR("")), 0);
	assert_int_equal(text_mark(STR("<<<<<<")), 0);
	assert_int_equal(text_mark(STR("<<<<<<<<")), 0);
	assert_int_equal(text_mark(STR("=======x")), 0);
	assert_int_equal(text_mark(STR("-------")), 0);
}

static void
test_a_conflict_begins_at_the_beginning_of_a_line(void **state)
{
	size_t line;

	(void)state;
	assert_true(str_is(text_conflict(STR("<<<<<<< a\nb"), &line), "<<<<<<< a"));
	assert_int_equal(line, 1);
	assert_true(str_is(text_conflict(STR("a\n\n<<<<<<< b"), &line), "<<<<<<< b"));
	assert_int_equal(line, 3);
	assert_null(text_conflict(STR("a <<<<<<< b\n"), &line).p);
	assert_null(text_conflict(STR("=======\n>>>>>>> b\n"), &line).p);
	assert_null(text_conflict(STR(""), &line).p);
	assert_null(text_conflict((struct str){NULL, 0}, &line).p);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_the_edges_of_each_length_are_valid),
	    TEST(test_what_is_not_utf8_is_valid_up_to_there),
	    TEST(test_nul_is_a_code_point_like_others),
	    TEST(test_a_sequence_is_not_read_past_its_slice),
	    TEST(test_a_bad_byte_counts_as_one_replacement),
	    TEST(test_length_counts_code_points),
	    TEST(test_usual_text_is_told_wherever_it_stands),
	    TEST(test_what_nobody_sees_at_the_ends_goes),
	    TEST(test_case_is_folded),
	    TEST(test_accents_are_dropped_composed_or_not),
	    TEST(test_letters_that_do_not_decompose_are_written_out),
	    TEST(test_sharp_s_is_two_letters),
	    TEST(test_an_apostrophe_is_an_apostrophe),
	    TEST(test_the_dotted_capital_i_is_an_i),
	    TEST(test_ligatures_and_wide_letters_are_taken_apart),
	    TEST(test_a_bad_byte_folds_to_a_replacement),
	    TEST(test_folding_adds_to_what_is_there),
	    TEST(test_a_folded_needle_is_found_in_any_writing),
	    TEST(test_width_is_what_a_terminal_shows),
	    TEST(test_control_characters_and_bad_bytes_are_one_wide),
	    TEST(test_a_prefix_holds_whole_characters),
	    TEST(test_a_prefix_takes_the_accents_of_its_last_letter),
	    TEST(test_white_space_controls_become_a_space),
	    TEST(test_line_feeds_and_tabs_stay_with_lines),
	    TEST(test_no_control_byte_is_left),
	    TEST(test_c1_controls_are_replaced),
	    TEST(test_a_raw_c1_byte_is_replaced),
	    TEST(test_bidirectional_controls_are_replaced),
	    TEST(test_each_byte_that_is_not_utf8_is_replaced),
	    TEST(test_good_text_stays),
	    TEST(test_a_fault_is_found_wherever_it_stands),
	    TEST(test_good_text_has_no_fault),
	    TEST(test_a_line_break_is_good_only_with_lines),
	    TEST(test_control_characters_are_a_fault),
	    TEST(test_bytes_that_are_not_utf8_are_a_fault),
	    TEST(test_bidirectional_controls_are_a_fault),
	    TEST(test_noncharacters_are_a_fault),
	    TEST(test_text_out_of_normal_form_is_a_fault_where_it_begins),
	    TEST(test_marks_of_symbols_out_of_order_are_a_fault),
	    TEST(test_a_heap_of_marks_out_of_order_is_seen_at_once),
	    TEST(test_the_first_fault_is_told),
	    TEST(test_lines_break_at_spaces),
	    TEST(test_spaces_at_a_break_are_dropped),
	    TEST(test_a_word_that_is_too_long_is_cut),
	    TEST(test_line_feeds_break_and_empty_lines_stay),
	    TEST(test_a_space_before_a_line_feed_makes_no_empty_line),
	    TEST(test_width_counts_and_not_bytes),
	    TEST(test_no_line_is_wider_than_its_columns),
	    TEST(test_columns_too_few_for_a_character_still_end),
	    TEST(test_each_edit_is_one_apart),
	    TEST(test_words_are_folded_before_they_are_compared),
	    TEST(test_above_the_limit_counting_stops),
	    TEST(test_distance_is_the_same_both_ways),
	    TEST(test_the_nearest_candidate_is_suggested),
	    TEST(test_an_id_is_suggested_for_a_name),
	    TEST(test_the_first_of_equally_near_candidates_stays),
	    TEST(test_what_shares_nothing_is_not_suggested),
	    TEST(test_a_word_of_great_length_has_no_suggestion),
	    TEST(test_a_word_stands_whole_in_a_name),
	    TEST(test_a_word_may_be_left_off_unless_two_names_have_it),
	    TEST(test_a_mark_is_seven_of_its_kind),
	    TEST(test_a_conflict_begins_at_the_beginning_of_a_line),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
