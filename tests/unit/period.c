/* Unit tests of period.h: months, quarters and years. */
#include "unit.h"

#include "period.h"

static struct span
parsed(const char *written)
{
	struct span span = {-1, -1};

	assert_true(period_parse(str_of(written), &span));
	return span;
}

static void
expect_span(struct span span, int from_year, int from_month, int from_day, int to_year,
	    int to_month, int to_day)
{
	assert_int_equal(span.first, day_of(from_year, from_month, from_day));
	assert_int_equal(span.last, day_of(to_year, to_month, to_day));
}

static void
a_period_is_a_date_or_a_quarter(void **state)
{
	(void)state;
	expect_span(parsed("2026"), 2026, 1, 1, 2026, 12, 31);
	expect_span(parsed("2024-02"), 2024, 2, 1, 2024, 2, 29);
	expect_span(parsed("2026-05-17"), 2026, 5, 17, 2026, 5, 17);
	expect_span(parsed("2026-Q1"), 2026, 1, 1, 2026, 3, 31);
	expect_span(parsed("2026-q2"), 2026, 4, 1, 2026, 6, 30);
	expect_span(parsed("2026-Q3"), 2026, 7, 1, 2026, 9, 30);
	expect_span(parsed("2026-Q4"), 2026, 10, 1, 2026, 12, 31);
}

static void
anything_else_is_none(void **state)
{
	static const char *const wrong[] = {"",         "2026/Q1", "2026-Q0", "2026-Q5",
					    "2026Q3",   "2026-Q",  "26-Q3x",  "2026-13",
					    "2026-Q33", "0999-Q1", "Q3-2026"};
	struct span span = {7, 8};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(period_parse(str_of(wrong[i]), &span));
	assert_int_equal(span.first, 7);
	assert_int_equal(span.last, 8);
}

static void
units_hold_their_days(void **state)
{
	(void)state;
	expect_span(period_of(day_of(2024, 2, 29), UNIT_MONTH), 2024, 2, 1, 2024, 2, 29);
	expect_span(period_of(day_of(2026, 12, 31), UNIT_MONTH), 2026, 12, 1, 2026, 12, 31);
	expect_span(period_of(day_of(2026, 3, 31), UNIT_QUARTER), 2026, 1, 1, 2026, 3, 31);
	expect_span(period_of(day_of(2026, 4, 1), UNIT_QUARTER), 2026, 4, 1, 2026, 6, 30);
	expect_span(period_of(day_of(2026, 7, 4), UNIT_YEAR), 2026, 1, 1, 2026, 12, 31);
}

static void
units_are_counted_with_both_ends(void **state)
{
	struct span span = {day_of(2025, 11, 30), day_of(2026, 2, 1)};

	(void)state;
	assert_int_equal(period_count(span, UNIT_MONTH), 4);
	assert_int_equal(period_count(span, UNIT_QUARTER), 2);
	assert_int_equal(period_count(span, UNIT_YEAR), 2);
	assert_int_equal(period_count((struct span){span.first, span.first}, UNIT_MONTH), 1);
	assert_int_equal(period_count((struct span){span.last, span.first}, UNIT_MONTH), 0);
}

static void
units_have_names(void **state)
{
	char name[PERIOD_TEXT];

	(void)state;
	assert_string_equal(period_text(day_of(2026, 5, 31), UNIT_MONTH, name), "2026-05");
	assert_string_equal(period_text(day_of(2026, 3, 31), UNIT_QUARTER, name), "2026-Q1");
	assert_string_equal(period_text(day_of(2026, 4, 1), UNIT_QUARTER, name), "2026-Q2");
	assert_string_equal(period_text(day_of(2026, 12, 31), UNIT_QUARTER, name), "2026-Q4");
	assert_string_equal(period_text(day_of(2026, 12, 31), UNIT_YEAR, name), "2026");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_period_is_a_date_or_a_quarter),
	    cmocka_unit_test(anything_else_is_none),
	    cmocka_unit_test(units_hold_their_days),
	    cmocka_unit_test(units_are_counted_with_both_ends),
	    cmocka_unit_test(units_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
