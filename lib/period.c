#include "period.h"

#include <stdio.h>

const char *const unit_words[] = {"month", "quarter", "year", NULL};

/* The length of each unit in months; every year begins with the beginning of a unit. */
static const int months[] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3, [UNIT_YEAR] = 12};

bool
period_parse(struct str s, struct span *span)
{
	struct date date;

	if (date_parse(s, &date)) {
		*span = (struct span){date_first(date), date_last(date)};
		return true;
	}
	/* A quarter, such as 2026-Q3. */
	if (s.n != 7 || (s.p[5] != 'Q' && s.p[5] != 'q') || s.p[4] != '-' || s.p[6] < '1' ||
	    s.p[6] > '4' || !date_parse((struct str){s.p, 4}, &date))
		return false;
	*span = period_of(day_of(date.year, 3 * (s.p[6] - '0'), 1), UNIT_QUARTER);
	return true;
}

struct span
period_of(day d, enum unit unit)
{
	struct date date = date_of(d);
	int first = (date.month - 1) / months[unit] * months[unit] + 1;
	int last = first + months[unit] - 1;

	return (struct span){day_of(date.year, first, 1),
			     day_of(date.year, last, date_days_in_month(date.year, last))};
}

/* The number of the unit that the day lies in, counted from the year 0. */
static int
number_of(day d, enum unit unit)
{
	struct date date = date_of(d);

	return (date.year * 12 + date.month - 1) / months[unit];
}

size_t
period_count(struct span span, enum unit unit)
{
	int first = number_of(span.first, unit), last = number_of(span.last, unit);

	return last < first ? 0 : (size_t)(last - first) + 1;
}

const char *
period_text(day d, enum unit unit, char text[PERIOD_TEXT])
{
	struct date date = date_of(d);

	if (unit == UNIT_QUARTER)
		(void)snprintf(text, PERIOD_TEXT, "%04u-Q%d", date.year, (date.month + 2) / 3);
	else
		(void)date_text((struct date){date.year, unit == UNIT_MONTH ? date.month : 0, 0},
				text);
	return text;
}
