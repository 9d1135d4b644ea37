/*
 * date.h - calendar dates, whole and partial.
 *
 * Layer 0.  Everybody may use it.  A date is ISO 8601 (4.1.2: calendar dates): 2021, 2021-09 or
 * 2021-09-30, in the proleptic Gregorian calendar, years 1000 to 9999.  A partial date is the whole of
 * its range.  A day is a count of days, 0 being 1970-01-01.
 */
#ifndef COP_DATE_H
#define COP_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

typedef int32_t day;

#define DAY_NEVER INT32_MAX  /* the end of what has not ended */
#define DAY_ALWAYS INT32_MIN /* the beginning of what had none */

struct date {
	uint16_t year;  /* 0: no date */
	uint8_t month;  /* 0: the year is meant */
	uint8_t number; /* of the day in the month; 0: the month is meant */
};

/* From a first to a last day, both included. */
struct span {
	day first; /* DAY_ALWAYS: no beginning is known */
	day last;  /* DAY_NEVER: no end is */
};

static inline bool
span_holds(struct span span, day d)
{
	return span.first <= d && d <= span.last;
}

/* Reads a whole or partial date; false, and *date untouched, if s is none or no such day exists. */
bool date_parse(struct str s, struct date *date);

static inline bool
date_given(struct date date)
{
	return date.year != 0;
}

/* The first and the last day of the range; of no date, DAY_ALWAYS and DAY_NEVER. */
day date_first(struct date date);
day date_last(struct date date);

/* The whole date of a day. */
struct date date_of(day d);

/* The day of a calendar date that exists. */
day day_of(int year, int month, int number);

int date_days_in_month(int year, int month);

/* The same number in the month that lies so many months later, or that month's last day. */
day day_plus_months(day d, int months);

/* Today in the local time zone. */
day day_today(void);

/* Room for the text of a date, "2021-09-30" at the longest, and its NUL. */
#define DATE_TEXT 16

/* The date as it was given; of no date, "". Returns text. */
const char *date_text(struct date date, char text[DATE_TEXT]);

#endif
