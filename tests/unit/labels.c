/* Numbers and dates as they are written in English and in French (labels.h). */
#include "unit.h"

#include <float.h>

#include "labels.h"

#define NO_BREAK "\xC2\xA0"

static const char *
number(double value)
{
	buf_clear(&text);
	label_number(&text, value);
	buf_char(&text, '\0');
	return text.p;
}

static const char *
in_words(const char *written)
{
	buf_clear(&text);
	label_date(&text, *written == '\0' ? (struct date){0} : date(written));
	buf_char(&text, '\0');
	return text.p;
}

static void
test_numbers_in_english(void **state)
{
	(void)state;
	assert_string_equal(number(0), "0");
	assert_string_equal(number(999), "999");
	assert_string_equal(number(1000), "1,000");
	assert_string_equal(number(1234567), "1,234,567");
	assert_string_equal(number(-1234.5), "-1,234.5");
	assert_string_equal(number(0.25), "0.25");
	/* As many digits as a number in a definition may have. */
	assert_string_equal(number(123456789012.125), "123,456,789,012.125");
	assert_int_equal(strlen(number(DBL_MAX)), 309 + 102); /* with its commas */
}

static void
test_dates_in_english(void **state)
{
	(void)state;
	assert_string_equal(in_words("2026-06-30"), "June 30, 2026");
	assert_string_equal(in_words("2026-06-01"), "June 1, 2026");
	assert_string_equal(in_words("2026-12"), "December 2026");
	assert_string_equal(in_words("2026"), "2026");
	assert_string_equal(in_words(""), "");
}

static void
test_plurals_in_english(void **state)
{
	(void)state;
	assert_string_equal(label_many("one", "many", 0), "many");
	assert_string_equal(label_many("one", "many", 1), "one");
	assert_string_equal(label_many("one", "many", 2), "many");
}

static void
test_numbers_and_dates_in_french(void **state)
{
	const struct str french = STR("fr");

	(void)state;
	labels_use(&french, 1);
	assert_string_equal(number(1000), "1" NO_BREAK "000");
	assert_string_equal(number(-1234567.5), "-1" NO_BREAK "234" NO_BREAK "567,5");
	assert_string_equal(in_words("2026-06-30"), "30 juin 2026");
	assert_string_equal(in_words("2026-08-01"), "1er août 2026");
	assert_string_equal(in_words("2026-12"), "décembre 2026");
	assert_string_equal(in_words("2026"), "2026");
}

/* The last of these sets French for the rest of the process. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers_in_english),
	    cmocka_unit_test(test_dates_in_english),
	    cmocka_unit_test(test_plurals_in_english),
	    cmocka_unit_test(test_numbers_and_dates_in_french),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
