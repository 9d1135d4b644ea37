/*
 * date.h - calendar dates, whole and partial.
 *
 * Layer 0.  Everybody may use it.  A date is ISO 8601 (4.1.2: calendar dates): 2021, 2021-09 or
 * 2021-09-30, in the proleptic Gregorian calendar, years 1000 to 9999.  A partial date stands for the whole
 * month or year.  A day is a count of days, 0 being 1970-01-01.
 */
#ifndef COP_DATE_H
#define COP_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

typedef int32_t day;

#define DAY_NEVER INT32_MAX  /* end of a span without an end */
#define DAY_ALWAYS INT32_MIN /* start of a span without a start */

struct date {
	uint16_t year;  /* 0: no date */
	uint8_t month;  /* 0: the whole year */
	uint8_t number; /* day of the month; 0: the whole month */
};

/* From a first to a last day, both included. */
struct span {
	day first; /* DAY_ALWAYS: no known beginning */
	day last;  /* DAY_NEVER: no known end */
};

static inline bool
span_holds(struct span span, day d)
{
	return span.first <= d && d <= span.last;
}

/* Parses a whole or partial date; false, with *date untouched, if s is not a date that exists. */
bool date_parse(struct str s, struct date *date);

static inline bool
date_given(struct date date)
{
	return date.year != 0;
}

/* The first and last day of a whole or partial date; DAY_ALWAYS and DAY_NEVER if it is not given. */
day date_first(struct date date);
day date_last(struct date date);

/* Converts a day to a whole date. */
struct date date_of(day d);

/* Converts a calendar date to a day. The date must exist. */
day day_of(int year, int month, int number);

int date_days_in_month(int year, int month);

/* The same day of the month, so many months later; the last day of that month if it is shorter. */
day day_plus_months(day d, int months);

/* Today in the local time zone. */
day day_today(void);

/* Buffer size for date_text(). */
#define DATE_TEXT 16

/* Writes the date as precisely as it was given, or "" if it was not; returns text. */
const char *date_text(struct date date, char text[DATE_TEXT]);

#endif
