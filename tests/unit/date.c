/*
 * Calendar dates (date.h): what is a date, the range of a partial one, days and back, months.
 * The numbers of days were computed with Python's datetime.
 */
#include "unit.h"

#include <time.h>

#include "date.h"

static const struct {
	int year, month, number;
	day day;
} known[] = {
    {1000, 1, 1, -354285}, {1600, 2, 29, -135081},  {1700, 3, 1, -98556}, {1899, 12, 31, -25568},
    {1900, 2, 28, -25509}, {1900, 3, 1, -25508},    {1969, 12, 31, -1},   {1970, 1, 1, 0},
    {1999, 12, 31, 10956}, {2000, 2, 29, 11016},    {2000, 3, 1, 11017},  {2021, 9, 30, 18900},
    {2024, 2, 29, 19782},  {2026, 6, 30, 20634},    {2100, 2, 28, 47540}, {2100, 3, 1, 47541},
    {2400, 2, 29, 157113}, {9999, 12, 31, 2932896},
};

static void
test_days_are_those_of_the_calendar(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++)
		assert_int_equal(day_of(known[i].year, known[i].month, known[i].number),
				 known[i].day);
}

static void
test_dates_are_those_of_the_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		struct date d = date_of(known[i].day);

		assert_int_equal(d.year, known[i].year);
		assert_int_equal(d.month, known[i].month);
		assert_int_equal(d.number, known[i].number);
	}
}

static void
test_each_day_from_1000_to_9999_follows_the_one_before(void **state)
{
	day expected = -354285;

	(void)state;
	for (int year = 1000; year <= 9999; year++)
		for (int month = 1; month <= 12; month++)
			for (int number = 1; number <= date_days_in_month(year, month); number++) {
				struct date d = date_of(expected);

				if (day_of(year, month, number) != expected || d.year != year ||
				    d.month != month || d.number != number)
					fail_msg("%d-%d-%d", year, month, number);
				expected++;
			}
	assert_int_equal(expected - 1, 2932896);
}

static void
test_a_century_is_leap_only_every_fourth_time(void **state)
{
	(void)state;
	assert_int_equal(date_days_in_month(2000, 2), 29);
	assert_int_equal(date_days_in_month(1900, 2), 28);
	assert_int_equal(date_days_in_month(2100, 2), 28);
	assert_int_equal(date_days_in_month(2024, 2), 29);
	assert_int_equal(date_days_in_month(2023, 2), 28);
	assert_int_equal(date_days_in_month(2024, 4), 30);
	assert_int_equal(date_days_in_month(2024, 12), 31);
}

static void
test_a_date_may_lack_its_day_or_its_month(void **state)
{
	struct date d;

	(void)state;
	d = date("2021");
	assert_int_equal(d.year, 2021);
	assert_int_equal(d.month, 0);
	assert_int_equal(d.number, 0);
	d = date("2021-09");
	assert_int_equal(d.month, 9);
	assert_int_equal(d.number, 0);
	d = date("2021-09-30");
	assert_int_equal(d.month, 9);
	assert_int_equal(d.number, 30);
	assert_true(date_given(d));
	assert_false(date_given((struct date){0}));
}

static void
test_what_is_no_date_leaves_the_old_one(void **state)
{
	static const char *const bad[] = {
	    "",           "2",          "202",        "20211",       "2021-",      "2021-9",
	    "2021-09-",   "2021-09-3",  "2021-00",    "2021-13",     "2021-09-00", "2021-09-31",
	    "2021-02-29", "1900-02-29", "2100-02-29", "0999",        "0000",       "0999-12-31",
	    "10000",      "2021/09",    "2021-09/30", "2021.09.30",  "20210930",   " 2021",
	    "2021 ",      "20xx",       "2021-+9",    "2021- 9",     "-021",       "+021",
	    "2O21",       "2021-1a",    "2021-09-3O", "2021-09-301", "2021-9-030", "2021-09-30T",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct date d = {1234, 5, 6};

		if (date_parse(str_of(bad[i]), &d))
			fail_msg("\"%s\" was taken for a date", bad[i]);
		assert_int_equal(d.year, 1234);
		assert_int_equal(d.month, 5);
		assert_int_equal(d.number, 6);
	}
}

static void
test_a_date_is_read_within_its_slice(void **state)
{
	char *four = malloc(4); /* for ASan to watch */
	struct date d = {0};

	(void)state;
	memcpy(four, "2021", 4);
	assert_true(date_parse((struct str){four, 4}, &d));
	assert_false(date_parse(absent, &d));
	assert_true(date_parse((struct str){"2021-09-30", 7}, &d));
	assert_int_equal(d.number, 0);
	free(four);
}

static void
test_the_first_and_the_last_year_are_dates(void **state)
{
	(void)state;
	assert_int_equal(date_first(date("1000")), -354285);
	assert_int_equal(date_last(date("9999")), 2932896);
}

static void
test_the_leap_day_is_a_date_in_leap_years(void **state)
{
	(void)state;
	assert_int_equal(date_first(date("2024-02-29")), 19782);
	assert_int_equal(date_first(date("2000-02-29")), 11016);
}

static void
test_a_partial_date_is_its_whole_range(void **state)
{
	(void)state;
	assert_int_equal(date_first(date("2021")), 18628);
	assert_int_equal(date_last(date("2021")), 18992);
	assert_int_equal(date_first(date("2021-09")), 18871);
	assert_int_equal(date_last(date("2021-09")), 18900);
	assert_int_equal(date_first(date("2024-02")), 19754);
	assert_int_equal(date_last(date("2024-02")), 19782);
}

static void
test_a_whole_date_begins_and_ends_on_its_day(void **state)
{
	(void)state;
	assert_int_equal(date_first(date("2021-09-30")), 18900);
	assert_int_equal(date_last(date("2021-09-30")), 18900);
}

static void
test_no_date_has_no_beginning_and_no_end(void **state)
{
	(void)state;
	assert_int_equal(date_first((struct date){0}), DAY_ALWAYS);
	assert_int_equal(date_last((struct date){0}), DAY_NEVER);
}

static void
test_a_date_is_written_as_it_was_given(void **state)
{
	static const char *const texts[] = {"2021", "2021-09", "2021-09-30", "1000-01-01", "9999"};
	char written[DATE_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_string_equal(date_text(date(texts[i]), written), texts[i]);
	assert_string_equal(date_text((struct date){0}, written), "");
	assert_ptr_equal(date_text((struct date){0}, written), written);
}

static void
assert_months_later(const char *from, int months, const char *to)
{
	char written[DATE_TEXT];

	(void)date_text(date_of(day_plus_months(date_first(date(from)), months)), written);
	if (!str_is(str_of(written), to))
		fail_msg("%s and %d months make %s, not %s", from, months, to, written);
}

static void
test_months_later_is_the_same_number(void **state)
{
	(void)state;
	assert_months_later("2026-01-15", 0, "2026-01-15");
	assert_months_later("2026-01-15", 1, "2026-02-15");
	assert_months_later("2026-11-30", 3, "2027-02-28");
	assert_months_later("2026-06-30", 24, "2028-06-30");
	assert_months_later("2026-12-31", 1, "2027-01-31");
}

static void
test_a_month_that_is_too_short_gives_its_last_day(void **state)
{
	(void)state;
	assert_months_later("2026-01-31", 1, "2026-02-28");
	assert_months_later("2024-01-31", 1, "2024-02-29");
	assert_months_later("2026-03-31", 1, "2026-04-30");
	assert_months_later("2024-02-29", 12, "2025-02-28");
	assert_months_later("2024-02-29", 48, "2028-02-29");
	assert_months_later("1999-11-30", 3, "2000-02-29");
	assert_months_later("1899-11-30", 3, "1900-02-28");
}

static void
test_months_may_be_counted_backwards(void **state)
{
	(void)state;
	assert_months_later("2026-03-31", -1, "2026-02-28");
	assert_months_later("2026-01-15", -1, "2025-12-15");
	assert_months_later("2026-01-31", -13, "2024-12-31");
	assert_months_later("1970-01-01", -12, "1969-01-01");
}

static void
test_today_is_the_day_of_the_clock(void **state)
{
	day before, today, after;

	(void)state;
	(void)setenv("TZ", "UTC", 1);
	tzset();
	before = (day)(time(NULL) / 86400);
	today = day_today();
	after = (day)(time(NULL) / 86400);
	assert_in_range(today, before, after);
}

static void
test_today_is_that_of_the_time_zone(void **state)
{
	day west, east;

	(void)state;
	(void)setenv("TZ", "WEST12", 1);
	tzset();
	west = day_today();
	(void)setenv("TZ", "EAST-14", 1);
	tzset();
	east = day_today();
	assert_true(east == west + 1 || east == west + 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_days_are_those_of_the_calendar),
	    cmocka_unit_test(test_dates_are_those_of_the_days),
	    cmocka_unit_test(test_each_day_from_1000_to_9999_follows_the_one_before),
	    cmocka_unit_test(test_a_century_is_leap_only_every_fourth_time),
	    cmocka_unit_test(test_a_date_may_lack_its_day_or_its_month),
	    cmocka_unit_test(test_what_is_no_date_leaves_the_old_one),
	    cmocka_unit_test(test_a_date_is_read_within_its_slice),
	    cmocka_unit_test(test_the_first_and_the_last_year_are_dates),
	    cmocka_unit_test(test_the_leap_day_is_a_date_in_leap_years),
	    cmocka_unit_test(test_a_partial_date_is_its_whole_range),
	    cmocka_unit_test(test_a_whole_date_begins_and_ends_on_its_day),
	    cmocka_unit_test(test_no_date_has_no_beginning_and_no_end),
	    cmocka_unit_test(test_a_date_is_written_as_it_was_given),
	    cmocka_unit_test(test_months_later_is_the_same_number),
	    cmocka_unit_test(test_a_month_that_is_too_short_gives_its_last_day),
	    cmocka_unit_test(test_months_may_be_counted_backwards),
	    cmocka_unit_test(test_today_is_the_day_of_the_clock),
	    cmocka_unit_test(test_today_is_that_of_the_time_zone),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
