/*
 * Findings (diag.h): the line for each, suggestions, order, what is merged, the exit status, and the faults of a piece
 * of text.
 */
#include "unit.h"

#include "diag.h"

static struct place
at(const char *path, size_t line, size_t column)
{
	return (struct place){str_of(path), line, column};
}

/* All findings as lines. */
static const char *
lines(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(diag); i++)
		diag_line(&out, diag_at(diag, i), "cop-check");
	return shown();
}

/* All findings as "line:column slug detail". */
static const char *
found_in_detail(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(diag); i++) {
		const struct finding *finding = diag_at(diag, i);

		buf_format(&out, "%s%zu:%zu %s %.*s", i > 0 ? ", " : "", finding->place.line,
			   finding->place.column, rules[finding->rule].slug,
			   STR_ARG(finding->detail));
	}
	return shown();
}

static void
test_a_line_tells_place_weight_rule_and_detail(void **state)
{
	(void)state;
	diag_add(diag, RULE_BAD_DATE, at("cops/a.yaml", 3, 11), "%s \"%s\"", "launched", "2021-13");
	assert_string_equal(lines(),
			    "cops/a.yaml:3:11: error: bad date: launched \"2021-13\" [bad-date]\n");
}

static void
test_a_warning_is_called_a_warning(void **state)
{
	(void)state;
	diag_add(diag, RULE_STRAY_FILE, at("cops/README", 0, 0), "%s", "x");
	assert_string_equal(lines(), "cops/README: warning: not a file of the registry: x "
				     "[stray-file]\n");
}

static void
test_a_wrong_call_is_told_by_its_detail_alone(void **state)
{
	(void)state;
	diag_add(diag, RULE_USAGE, (struct place){0}, "unknown option %s", "-q");
	assert_string_equal(lines(), "cop-check: error: unknown option -q\n");
}

static void
test_without_a_place_the_program_is_named(void **state)
{
	(void)state;
	diag_add(diag, RULE_BUSY, (struct place){0}, "%s", "x");
	assert_string_equal(lines(), "cop-check: error: busy: x [busy]\n");
}

static void
test_a_line_commands_no_terminal(void **state)
{
	(void)state;
	diag_add(diag, RULE_UNREADABLE, at("cops/\x1B[2J.yaml", 1, 2), "a\nb\x9B\xE2\x80\xAE");
	assert_string_equal(lines(), "cops/\xEF\xBF\xBD[2J.yaml:1:2: error: cannot read: a "
				     "b\xEF\xBF\xBD\xEF\xBF\xBD [unreadable]\n");
}

static void
test_a_near_word_is_suggested(void **state)
{
	struct nearest nearest = nearest_to(STR("admision"));

	(void)state;
	nearest_try(&nearest, STR("admission"));
	diag_add_near(diag, RULE_UNKNOWN_KEY, at("a", 1, 1), &nearest, "\"%s\"", "admision");
	assert_string_equal(lines(), "a:1:1: error: unknown key: \"admision\" (did you mean "
				     "\"admission\"?) [unknown-key]\n");
}

static void
test_what_is_far_is_not_suggested(void **state)
{
	struct nearest nearest = nearest_to(STR("xyz"));

	(void)state;
	nearest_try(&nearest, STR("admission"));
	diag_add_near(diag, RULE_UNKNOWN_KEY, at("a", 1, 1), &nearest, "\"%s\"", "xyz");
	assert_string_equal(lines(), "a:1:1: error: unknown key: \"xyz\" [unknown-key]\n");
}

/* With ten thousand candidates each, the 51st search is the last one: after it, there were more than half a million comparisons. */
static void
test_a_flood_of_unknown_words_gets_no_more_suggestions(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		struct nearest nearest = diag_nearest(diag, STR("admision"));

		for (int k = 0; k < 9999; k++)
			nearest_try(&nearest, STR("region"));
		nearest_try(&nearest, STR("admission"));
		assert_int_equal(nearest.best.p != NULL, i <= 50);
		diag_add_near(diag, RULE_UNKNOWN_KEY, at("a", 1, 1), &nearest, "\"admision\"");
	}
}

static void
test_path_and_detail_are_copied(void **state)
{
	char path[] = "path", detail[] = "detail";

	(void)state;
	diag_add(diag, RULE_LIMIT, at(path, 1, 1), "%s", detail);
	path[0] = detail[0] = 'X';
	assert_string_equal(lines(), "path:1:1: error: over a limit: detail [limit]\n");
}

static void
test_findings_are_sorted_by_path_line_column_and_rule(void **state)
{
	(void)state;
	diag_add(diag, RULE_BAD_DATE, at("b", 1, 1), "6");
	diag_add(diag, RULE_BAD_DATE, at("a", 10, 1), "5");
	diag_add(diag, RULE_BAD_DATE, at("a", 9, 2), "4");
	diag_add(diag, RULE_BAD_URL, at("a", 9, 1), "3");
	diag_add(diag, RULE_BAD_DATE, at("a", 9, 1), "2");
	diag_add(diag, RULE_LIMIT, at("a", 0, 0), "1");
	diag_sort(diag);
	assert_string_equal(found_in_detail(),
			    "0:0 limit 1, 9:1 bad-date 2, 9:1 bad-url 3, 9:2 bad-date 4, "
			    "10:1 bad-date 5, 1:1 bad-date 6");
}

static void
test_what_is_said_twice_is_said_once(void **state)
{
	(void)state;
	diag_add(diag, RULE_LOOP, at("a", 2, 1), "x");
	diag_add(diag, RULE_LOOP, at("a", 1, 1), "x");
	diag_add(diag, RULE_LOOP, at("a", 2, 1), "x");
	diag_add(diag, RULE_LOOP, at("a", 2, 1), "y");
	diag_add(diag, RULE_LOOP, at("b", 2, 1), "y");
	diag_sort(diag);
	assert_string_equal(found_in_detail(), "1:1 loop x, 2:1 loop x, 2:1 loop y, 2:1 loop y");
}

static void
test_sorting_nothing_is_nothing(void **state)
{
	(void)state;
	diag_sort(diag);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_many_findings_are_kept(void **state)
{
	(void)state;
	for (size_t i = 5000; i > 0; i--)
		diag_add(diag, RULE_LOOP, at("a", i, 1), "%zu", i);
	diag_sort(diag);
	assert_int_equal(diag_count(diag), 5000);
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(diag_at(diag, i)->place.line, i + 1);
}

static void
test_what_is_taken_stands_behind_with_its_lines_moved(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add(diag, RULE_LOOP, at("a", 5, 1), "mine");
	diag_add(other, RULE_LOOP, at("a", 1, 7), "theirs");
	diag_add(other, RULE_LIMIT, at("a", 0, 0), "no line");
	diag_take(diag, other, 100);
	assert_int_equal(diag_count(other), 0);
	diag_free(other); /* what was taken is ours */
	assert_string_equal(found_in_detail(),
			    "5:1 loop mine, 101:7 loop theirs, 0:0 limit no line");
}

static void
test_the_other_line_of_a_finding_moves_with_it(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add_other(other, RULE_OVERLAP, at("a", 7, 1), 5, "%s since line", "x");
	diag_take(diag, other, 100);
	diag_free(other);
	assert_string_equal(lines(),
			    "a:107:1: error: overlapping rows: x since line 105 [overlap]\n");
}

static void
test_a_copy_says_the_same(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add_other(other, RULE_OVERLAP, at("a", 7, 1), 5, "%s since line", "x");
	diag_copy(diag, diag_at(other, 0));
	diag_free(other);
	assert_string_equal(lines(), "a:7:1: error: overlapping rows: x since line 5 [overlap]\n");
}

static void
test_a_diag_that_was_emptied_serves_again(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add(other, RULE_LOOP, at("a", 1, 1), "one");
	diag_take(diag, other, 0);
	diag_add(other, RULE_LOOP, at("a", 1, 1), "two");
	diag_take(diag, other, 1);
	diag_take(diag, other, 1);
	diag_free(other);
	assert_string_equal(found_in_detail(), "1:1 loop one, 2:1 loop two");
}

static void
test_a_diag_that_was_cleared_is_empty(void **state)
{
	(void)state;
	diag_add(diag, RULE_LOOP, at("a", 1, 1), "one");
	diag_clear(diag);
	assert_int_equal(diag_count(diag), 0);
	assert_int_equal(diag_status(diag), 0);
	diag_add(diag, RULE_LOOP, at("a", 1, 1), "two");
	assert_string_equal(found_in_detail(), "1:1 loop two");
}

static void
test_a_place_that_is_absent_stays_absent(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add(other, RULE_BUSY, (struct place){0}, "x");
	diag_take(diag, other, 3);
	diag_free(other);
	assert_string_equal(lines(), "cop-check: error: busy: x [busy]\n");
}

static void
test_the_worst_finding_is_the_status(void **state)
{
	(void)state;
	assert_int_equal(diag_status(diag), 0);
	diag_add(diag, RULE_NOT_REVIEWED, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 0);
	diag_add(diag, RULE_BAD_DATE, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 2);
	diag_add(diag, RULE_USAGE, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 2);
	diag_add(diag, RULE_BUSY, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 75);
	diag_add(diag, RULE_OUTPUT, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 74);
	diag_add(diag, RULE_NOT_WRITTEN, (struct place){0}, "x");
	assert_int_equal(diag_status(diag), 74);
}

static void
test_findings_are_counted_from_a_weight_up(void **state)
{
	(void)state;
	diag_add(diag, RULE_NOT_REVIEWED, (struct place){0}, "x");
	diag_add(diag, RULE_BAD_DATE, (struct place){0}, "x");
	diag_add(diag, RULE_BUSY, (struct place){0}, "x");
	assert_int_equal(diag_worse(diag, SEVERITY_WARNING), 3);
	assert_int_equal(diag_worse(diag, SEVERITY_ERROR), 2);
	assert_int_equal(diag_worse(diag, SEVERITY_TEMPORARY), 1);
	assert_int_equal(diag_worse(diag, SEVERITY_OUTPUT), 0);
}

static void
test_only_warnings_and_errors_come_from_a_registry(void **state)
{
	(void)state;
	assert_true(rule_is_checked(RULE_NOT_REVIEWED));
	assert_true(rule_is_checked(RULE_BAD_DATE));
	assert_false(rule_is_checked(RULE_USAGE));
	assert_false(rule_is_checked(RULE_BUSY));
	assert_false(rule_is_checked(RULE_OUTPUT));
}

static void
test_each_rule_has_its_own_slug_and_all_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < RULE_COUNT; i++) {
		assert_true(strlen(rules[i].what) > 0 && strlen(rules[i].explanation) > 0);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(rules[i].slug, rules[j].slug);
	}
}

/* -- text -------------------------------------------------------------------------------------------- */

static void
test_each_fault_of_a_text_is_told_by_its_rule(void **state)
{
	(void)state;
	assert_false(
	    diag_text(diag, at("a", 1, 0), STR("\x1B\n\xFF\n\xE2\x80\xAE\n\xEF\xB7\x90"), false));
	assert_string_equal(found_in_detail(),
			    "1:1 text-control U+001B, 2:1 not-utf8 byte 0xFF, "
			    "3:1 text-bidirectional U+202E, 4:1 text-noncharacter U+FDD0");
}

static void
test_faults_count_columns_in_code_points(void **state)
{
	(void)state;
	(void)diag_text(diag, at("a", 7, 99), STR("\xC3\xA9t\xC3\xA9\n\xC3\xA9\x1B"), false);
	assert_string_equal(found_in_detail(), "8:2 text-control U+001B");
}

static void
test_only_the_first_fault_of_a_line_is_told(void **state)
{
	(void)state;
	assert_false(diag_text(diag, at("a", 1, 0), STR("\x1B\xFF\n\xFF\x1B"), false));
	assert_string_equal(found_in_detail(), "1:1 text-control U+001B, 2:1 not-utf8 byte 0xFF");
}

static void
test_a_text_with_mild_faults_can_still_be_read(void **state)
{
	(void)state;
	assert_true(
	    diag_text(diag, at("a", 1, 0), STR("\xE2\x80\xAE\n\xEF\xB7\x90\nxe\xCC\x81"), false));
	assert_int_equal(diag_count(diag), 3);
	assert_int_equal(diag_at(diag, 2)->rule, RULE_TEXT_NOT_NFC);
	assert_int_equal(diag_at(diag, 2)->place.line, 3);
	assert_int_equal(diag_at(diag, 2)->place.column, 2);
}

static void
test_a_heavy_fault_behind_a_mild_one_makes_the_text_unreadable(void **state)
{
	(void)state;
	assert_false(diag_text(diag, at("a", 1, 0), STR("\xE2\x80\xAE\x1B"), false));
	assert_false(diag_text(diag, at("a", 1, 0), STR("\xEF\xB7\x90\xFF"), false));
}

static void
test_tabs_and_crlf_are_no_fault_where_tabs_may_stand(void **state)
{
	(void)state;
	assert_true(diag_text(diag, at("a", 1, 0), STR("a\tb\r\nc\r\n"), true));
	assert_string_equal(found_in_detail(), "");
	assert_false(diag_text(diag, at("a", 1, 0), STR("a\tb\r\n"), false));
	assert_string_equal(found_in_detail(), "1:2 text-control U+0009");
}

static void
test_cr_that_ends_no_line_is_a_fault(void **state)
{
	(void)state;
	assert_false(diag_text(diag, at("a", 1, 0), STR("a\rb\nc\r\r\nd\r"), true));
	assert_string_equal(found_in_detail(), "1:2 text-control U+000D, 2:2 text-control U+000D, "
					       "3:2 text-control U+000D");
}

static void
test_an_empty_text_has_no_fault(void **state)
{
	(void)state;
	assert_true(diag_text(diag, at("a", 1, 0), STR(""), false));
	assert_true(diag_text(diag, at("a", 1, 0), absent, false));
	assert_int_equal(diag_count(diag), 0);
}

static void
test_what_is_new_is_what_is_there_more_often(void **state)
{
	struct diag *before = diag_new();

	(void)state;
	diag_add(before, RULE_UNKNOWN_ROLE, at("a.csv", 2, 1), "x");
	diag_add(before, RULE_UNKNOWN_ROLE, at("a.csv", 3, 1), "x");
	diag_add(before, RULE_UNKNOWN_ROLE, at("a.csv", 4, 1), "gone");
	/* The same on other lines, and once more. */
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 5, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 6, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 7, 1), "x");
	/* Another rule, another file, another detail. */
	diag_add(diag, RULE_UNKNOWN_REGION, at("a.csv", 2, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("b.csv", 2, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 2, 1), "y");
	diag_keep_new(diag, before);
	assert_string_equal(found_in_detail(),
			    "7:1 unknown-role x, 2:1 unknown-region x, 2:1 unknown-role x, "
			    "2:1 unknown-role y");
	assert_int_equal(diag_count(before), 3);
	diag_free(before);
}

static void
test_what_is_common_is_there_as_often_in_both(void **state)
{
	struct diag *other = diag_new();

	(void)state;
	diag_add(other, RULE_UNKNOWN_ROLE, at("a.csv", 2, 1), "x");
	diag_add(other, RULE_UNKNOWN_ROLE, at("a.csv", 3, 1), "x");
	diag_add(other, RULE_UNKNOWN_ROLE, at("a.csv", 4, 1), "z");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 5, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 6, 1), "y");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 7, 1), "x");
	diag_add(diag, RULE_UNKNOWN_ROLE, at("a.csv", 8, 1), "x");
	diag_keep_common(diag, other);
	assert_string_equal(found_in_detail(), "5:1 unknown-role x, 7:1 unknown-role x");
	assert_int_equal(diag_count(other), 3);
	diag_clear(other);
	diag_keep_common(diag, other);
	assert_int_equal(diag_count(diag), 0);
	diag_free(other);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_line_tells_place_weight_rule_and_detail),
	    TEST(test_a_warning_is_called_a_warning),
	    TEST(test_a_wrong_call_is_told_by_its_detail_alone),
	    TEST(test_without_a_place_the_program_is_named),
	    TEST(test_a_line_commands_no_terminal),
	    TEST(test_a_near_word_is_suggested),
	    TEST(test_what_is_far_is_not_suggested),
	    TEST(test_a_flood_of_unknown_words_gets_no_more_suggestions),
	    TEST(test_path_and_detail_are_copied),
	    TEST(test_findings_are_sorted_by_path_line_column_and_rule),
	    TEST(test_what_is_said_twice_is_said_once),
	    TEST(test_sorting_nothing_is_nothing),
	    TEST(test_many_findings_are_kept),
	    TEST(test_what_is_taken_stands_behind_with_its_lines_moved),
	    TEST(test_the_other_line_of_a_finding_moves_with_it),
	    TEST(test_a_copy_says_the_same),
	    TEST(test_a_diag_that_was_emptied_serves_again),
	    TEST(test_a_diag_that_was_cleared_is_empty),
	    TEST(test_a_place_that_is_absent_stays_absent),
	    TEST(test_what_is_new_is_what_is_there_more_often),
	    TEST(test_what_is_common_is_there_as_often_in_both),
	    TEST(test_the_worst_finding_is_the_status),
	    TEST(test_findings_are_counted_from_a_weight_up),
	    TEST(test_only_warnings_and_errors_come_from_a_registry),
	    TEST(test_each_rule_has_its_own_slug_and_all_its_words),
	    TEST(test_each_fault_of_a_text_is_told_by_its_rule),
	    TEST(test_faults_count_columns_in_code_points),
	    TEST(test_only_the_first_fault_of_a_line_is_told),
	    TEST(test_a_text_with_mild_faults_can_still_be_read),
	    TEST(test_a_heavy_fault_behind_a_mild_one_makes_the_text_unreadable),
	    TEST(test_tabs_and_crlf_are_no_fault_where_tabs_may_stand),
	    TEST(test_cr_that_ends_no_line_is_a_fault),
	    TEST(test_an_empty_text_has_no_fault),
	};

	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
