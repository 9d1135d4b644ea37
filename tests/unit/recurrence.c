/* When meetings recur, in words (recurrence.h): every kind of rule that can be put into words, and those that cannot. */
#include "unit.h"

#include "recurrence.h"

static const char *
words(const char *rule)
{
	buf_clear(&out);
	buf_puts(&out, "before");
	if (recurrence_words(&out, str_of(rule)))
		return shown() + strlen("before");
	assert_string_equal(shown(), "before");
	return NULL;
}

static void
assert_words(const char *rule, const char *expected)
{
	const char *found = words(rule);

	if (found == NULL || strcmp(found, expected) != 0)
		fail_msg("%s: %s, not %s", rule, found == NULL ? "no words" : found, expected);
}

static void
test_every_so_many(void **state)
{
	(void)state;
	assert_words("FREQ=DAILY", "every day");
	assert_words("FREQ=DAILY;INTERVAL=10", "every 10 days");
	assert_words("FREQ=WEEKLY", "every week");
	assert_words("INTERVAL=2;FREQ=WEEKLY;WKST=SU", "every 2 weeks");
	assert_words("FREQ=MONTHLY;INTERVAL=1", "every month");
	assert_words("FREQ=MONTHLY;INTERVAL=3", "every 3 months");
	assert_words("FREQ=YEARLY", "every year");
	assert_words("FREQ=YEARLY;INTERVAL=2", "every 2 years");
}

static void
test_on_days_of_the_week(void **state)
{
	(void)state;
	assert_words("FREQ=WEEKLY;BYDAY=MO", "every week on Monday");
	assert_words("FREQ=WEEKLY;BYDAY=TU,TH", "every week on Tuesday and Thursday");
	assert_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR,SU",
		     "every 2 weeks on Wednesday, Friday and Sunday");
	assert_words(
	    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
	    "every week on Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday");
}

static void
test_on_days_of_the_month(void **state)
{
	(void)state;
	assert_words("FREQ=MONTHLY;BYDAY=1MO", "on the first Monday of the month");
	assert_words("FREQ=MONTHLY;BYDAY=+2TH", "on the second Thursday of the month");
	assert_words("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3", "on the third Thursday of the month");
	assert_words("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "on the last Friday of the month");
	assert_words("FREQ=MONTHLY;BYDAY=4TU,-1SA",
		     "on the fourth Tuesday and the last Saturday of the month");
	assert_words("FREQ=MONTHLY;INTERVAL=3;BYDAY=5WE",
		     "every 3 months on the fifth Wednesday of the month");
	assert_words("FREQ=MONTHLY;BYMONTHDAY=1", "on day 1 of the month");
	assert_words("FREQ=MONTHLY;BYMONTHDAY=15,-1", "on day 15 and the last day of the month");
	assert_words("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
		     "every 2 months on day 31 of the month");
}

static void
test_until_and_how_often(void **state)
{
	(void)state;
	assert_words("FREQ=MONTHLY;BYDAY=2TH;UNTIL=20261231",
		     "on the second Thursday of the month, until December 31, 2026");
	assert_words("UNTIL=20270101T235900Z;FREQ=WEEKLY", "every week, until January 1, 2027");
	assert_words("FREQ=WEEKLY;COUNT=6", "every week, 6 times");
	assert_words("FREQ=DAILY;COUNT=1", "every day, once");
}

static void
test_what_there_are_no_words_for(void **state)
{
	static const char *const unsaid[] = {
	    "FREQ=MONTHLY;BYMONTH=1,2;BYDAY=2TH", "FREQ=YEARLY;BYDAY=2TH",
	    "FREQ=YEARLY;BYMONTHDAY=2", "FREQ=DAILY;BYDAY=MO", "FREQ=HOURLY",
	    "FREQ=MONTHLY;BYDAY=TH", "FREQ=MONTHLY;BYDAY=6TH", "FREQ=MONTHLY;BYDAY=-2TH",
	    "FREQ=MONTHLY;BYDAY=0TH", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
	    "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2",
	    "FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=1",
	    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=15", "FREQ=MONTHLY;BYSETPOS=1",
	    "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=MO;BYMONTHDAY=3",
	    "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
	    "FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8",
	    /* and no rules */
	    "", "FREQ", "FREQ=", "INTERVAL=2", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-1",
	    "FREQ=WEEKLY;INTERVAL=x", "FREQ=WEEKLY;INTERVAL=12345",
	    "FREQ=WEEKLY;COUNT=", "FREQ=WEEKLY;UNTIL=2026", "FREQ=WEEKLY;UNTIL=20261301",
	    "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=,", "FREQ=WEEKLY;BYDAY=M",
	    "FREQ=MONTHLY;BYDAY=2", "FREQ=MONTHLY;BYDAY=T", "FREQ=WEEKLY;X=1", "every month"};

	(void)state;
	for (size_t i = 0; i < COUNT(unsaid); i++)
		if (words(unsaid[i]) != NULL)
			fail_msg("%s: %s", unsaid[i], words(unsaid[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_every_so_many),
	    TEST(test_on_days_of_the_week),
	    TEST(test_on_days_of_the_month),
	    TEST(test_until_and_how_often),
	    TEST(test_what_there_are_no_words_for),
	};

	return cmocka_run_group_tests_name("recurrence", tests, NULL, NULL);
}
