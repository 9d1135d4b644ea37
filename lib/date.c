#include "date.h"

#include <stdio.h>
#include <time.h>

/* The value of two decimal digits; 100 if they are not digits. */
static unsigned
two_digits(const char *p)
{
	unsigned tens = (unsigned char)p[0] - (unsigned)'0',
		 ones = (unsigned char)p[1] - (unsigned)'0';

	return tens > 9 || ones > 9 ? 100 : 10 * tens + ones;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_days_in_month(int year, int month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool
date_parse(struct str s, struct date *date)
{
	unsigned century, year, month = 0, number = 0;

	if (s.n != 4 && s.n != 7 && s.n != 10)
		return false;
	century = two_digits(s.p);
	year = two_digits(s.p + 2);
	if (century < 10 || century > 99 || year > 99)
		return false;
	year += 100 * century;
	if (s.n >= 7) {
		month = two_digits(s.p + 5);
		if (s.p[4] != '-' || month < 1 || month > 12)
			return false;
	}
	if (s.n == 10) {
		number = two_digits(s.p + 8);
		if (s.p[7] != '-' || number < 1 ||
		    (number > 28 && number > (unsigned)date_days_in_month((int)year, (int)month)))
			return false;
	}
	*date = (struct date){(uint16_t)year, (uint8_t)month, (uint8_t)number};
	return true;
}

/*
 * Counts years from March, so that the leap day comes last
 * (Howard Hinnant, "chrono-compatible low-level date algorithms").
 */
day
day_of(int year, int month, int number)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct date
date_of(day d)
{
	int z = d + 719468;
	int era = z / 146097;
	int day_of_era = z - era * 146097;
	int year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int m = (5 * day_of_year + 2) / 153;
	int month = m < 10 ? m + 3 : m - 9;

	return (struct date){
	    .year = (uint16_t)(year_of_era + era * 400 + (month <= 2)),
	    .month = (uint8_t)month,
	    .number = (uint8_t)(day_of_year - (153 * m + 2) / 5 + 1),
	};
}

day
date_first(struct date date)
{
	if (!date_given(date))
		return DAY_ALWAYS;
	return day_of(date.year, date.month > 0 ? date.month : 1,
		      date.number > 0 ? date.number : 1);
}

day
date_last(struct date date)
{
	int month;

	if (!date_given(date))
		return DAY_NEVER;
	month = date.month > 0 ? date.month : 12;
	return day_of(date.year, month,
		      date.number > 0 ? date.number : date_days_in_month(date.year, month));
}

day
day_plus_months(day d, int months)
{
	struct date date = date_of(d);
	int count = date.year * 12 + date.month - 1 + months;
	int last = date_days_in_month(count / 12, count % 12 + 1);

	return day_of(count / 12, count % 12 + 1, date.number < last ? date.number : last);
}

day
day_today(void)
{
	time_t now = time(NULL);
	struct tm local;

	if (localtime_r(&now, &local) == NULL)
		return 0;
	return day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

const char *
date_text(struct date date, char text[DATE_TEXT])
{
	if (!date_given(date))
		text[0] = '\0';
	else if (date.month == 0)
		(void)snprintf(text, DATE_TEXT, "%04u", date.year);
	else if (date.number == 0)
		(void)snprintf(text, DATE_TEXT, "%04u-%02u", date.year, date.month);
	else
		(void)snprintf(text, DATE_TEXT, "%04u-%02u-%02u", date.year, date.month,
			       date.number);
	return text;
}
