/*
 * Dates: a date that is read is written as it was, and its range consists of days that exist; each day is the day of its
 * date; so many months later and back is never past that day.
 */
#include "date.h"
#include "fuzz.h"

static void
look_at_text(struct str s)
{
	struct date date = {0}, again = {0};
	char text[DATE_TEXT];

	if (!date_parse(s, &date)) {
		expect(!date_given(date));
		return;
	}
	expect(str_is(s, date_text(date, text)));
	expect(date_parse(str_of(text), &again) && again.year == date.year);
	expect(again.month == date.month && again.number == date.number);
	expect(date_first(date) <= date_last(date) && date_last(date) - date_first(date) < 366);
	expect(date_of(date_first(date)).year == date.year);
	expect(date_of(date_last(date)).year == date.year);
	expect(date.number == 0 || date_first(date) == date_last(date));
}

static void
look_at_day(day d, int months)
{
	struct date date = date_of(d);
	char text[DATE_TEXT];
	struct date again;
	day later;

	expect(day_of(date.year, date.month, date.number) == d);
	expect(date_parse(str_of(date_text(date, text)), &again));
	expect(date_first(again) == d && date_last(again) == d);
	later = day_plus_months(d, months);
	expect((months > 0) == (later > d) && (months < 0) == (later < d));
	expect(date_of(later).number <= date.number);
	expect((date_of(later).year - date.year) * 12 + date_of(later).month - date.month ==
	       months);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	const int32_t first = -354285, days = 2932896 - first - 2 * 366; /* 1000 to 9999 */
	uint32_t number = 0;

	look_at_text((struct str){(const char *)bytes, n});
	for (size_t i = 0; i < n && i < 4; i++)
		number = number << 8 | bytes[i];
	look_at_day(first + 366 + (int32_t)(number % (uint32_t)days),
		    n > 4 ? bytes[4] % 25 - 12 : 0);
	return 0;
}
