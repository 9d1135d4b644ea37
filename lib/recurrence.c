#include "recurrence.h"

#include "date.h"
#include "keys.h"
#include "labels.h"

#define ITEMS_MAX 7 /* days in a list; a rule with more is not put into words */

struct recurrence {
	struct str frequency;
	long interval;
	struct str days;       /* BYDAY */
	struct str month_days; /* BYMONTHDAY */
	struct str position;   /* BYSETPOS */
	struct date until;
	long count; /* COUNT; 0: none */
};

/* Reads a whole number with an optional sign; 0 if s is none or has more than four digits. */
static long
number(struct str s)
{
	bool negative = str_starts(s, STR("-"));
	long value = 0;

	if (negative || str_starts(s, STR("+")))
		s = str_after(s, 1);
	if (s.n == 0 || s.n > 4)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		value = 10 * value + (s.p[i] - '0');
	}
	return negative ? -value : value;
}

static bool
read_part(struct recurrence *r, struct str name, struct str value)
{
	if (str_is(name, "FREQ"))
		r->frequency = value;
	else if (str_is(name, "INTERVAL"))
		return (r->interval = number(value)) > 0;
	else if (str_is(name, "BYDAY"))
		r->days = value;
	else if (str_is(name, "BYMONTHDAY"))
		r->month_days = value;
	else if (str_is(name, "BYSETPOS"))
		r->position = value;
	else if (str_is(name, "UNTIL"))
		return rrule_until(value, &r->until);
	else if (str_is(name, "COUNT"))
		return (r->count = number(value)) > 0;
	else
		return str_is(name, "WKST");
	return true;
}

static bool
read_rule(struct str rule, struct recurrence *r)
{
	struct str part;

	*r = (struct recurrence){.interval = 1};
	while (str_next(&rule, ';', &part)) {
		size_t n = str_find(part, '=');

		if (n == part.n || !read_part(r, (struct str){part.p, n}, str_after(part, n + 1)))
			return false;
	}
	return true;
}

/* The name of a weekday from its code, MO to SU; NULL if s is none of these. */
static const char *
weekday(struct str s)
{
	static const struct {
		const char *code;
		const char *name;
	} days[] = {{"MO", LABEL("Monday")},   {"TU", LABEL("Tuesday")}, {"WE", LABEL("Wednesday")},
		    {"TH", LABEL("Thursday")}, {"FR", LABEL("Friday")},  {"SA", LABEL("Saturday")},
		    {"SU", LABEL("Sunday")}};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (str_is(s, days[i].code))
			return label(days[i].name);
	return NULL;
}

/* Adds "the second Thursday" for 2TH, or for TH with position 2 (BYSETPOS). */
static bool
add_ordinal_day(struct buf *out, struct str code, struct str position)
{
	static const char *const ordinals[] = {LABEL("the last %s"),   LABEL("the first %s"),
					       LABEL("the second %s"), LABEL("the third %s"),
					       LABEL("the fourth %s"), LABEL("the fifth %s")};
	size_t digits = code.n > 2 ? code.n - 2 : 0;
	const char *name = weekday(str_after(code, digits));
	long n;

	if (name == NULL || (digits > 0) == (position.n > 0))
		return false;
	n = number(digits > 0 ? (struct str){code.p, digits} : position);
	if (n < -1 || n == 0 || n > 5)
		return false;
	buf_format(out, label(ordinals[n > 0 ? n : 0]), name);
	return true;
}

static bool
add_month_day(struct buf *out, struct str code, struct str position)
{
	long n = number(code);

	if (position.n > 0 || n < -1 || n == 0)
		return false;
	if (n > 1)
		buf_format(out, label("day %ld"), n);
	else
		buf_puts(out, n == 1 ? label("day 1") : label("the last day"));
	return true;
}

static bool
add_weekday(struct buf *out, struct str code, struct str position)
{
	const char *name = weekday(code);

	if (position.n > 0 || name == NULL)
		return false;
	buf_format(out, label_in("each week", "%s"), name);
	return true;
}

/* Adds the items of a list, each by add(), as "a, b and c"; a position is allowed with a single item only. */
static bool
add_items(struct buf *out, struct str list, struct str position,
	  bool (*add)(struct buf *out, struct str item, struct str position))
{
	struct str items[ITEMS_MAX], item;
	size_t count = 0;

	while (str_next(&list, ',', &item)) {
		if (count == ITEMS_MAX)
			return false;
		items[count++] = item;
	}
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_puts(out, i + 1 < count ? ", " : label(" and "));
		if (!add(out, items[i], count == 1 ? position : STR("")))
			return false;
	}
	return count == 1 || position.n == 0;
}

/* Adds the label one if n is 1; otherwise the label more, a format for n. */
static void
add_every(struct buf *out, long n, const char *one, const char *more)
{
	if (n == 1)
		buf_puts(out, label(one));
	else
		buf_format(out, label(more), n);
}

/* Adds the rule's days of a week or month in words; nothing if it names none. False if there are no words for them. */
static bool
add_days(struct buf *out, const struct recurrence *r)
{
	bool monthly = str_is(r->frequency, "MONTHLY");

	if (r->days.n == 0 && r->month_days.n == 0)
		return r->position.n == 0;
	if (r->days.n > 0 && r->month_days.n > 0)
		return false;
	if (str_is(r->frequency, "WEEKLY") && r->days.n > 0)
		return add_items(out, r->days, r->position, add_weekday);
	return monthly &&
	       (r->days.n > 0 ? add_items(out, r->days, r->position, add_ordinal_day)
			      : add_items(out, r->month_days, r->position, add_month_day));
}

/* Adds, for example, "every 2 weeks on" and the days. */
static bool
add_when(struct buf *out, const struct recurrence *r, struct str days)
{
	if (str_is(r->frequency, "DAILY"))
		add_every(out, r->interval, LABEL("every day"), LABEL("every %ld days"));
	else if (str_is(r->frequency, "YEARLY"))
		add_every(out, r->interval, LABEL("every year"), LABEL("every %ld years"));
	else if (str_is(r->frequency, "WEEKLY"))
		add_every(out, r->interval, LABEL("every week"), LABEL("every %ld weeks"));
	else if (str_is(r->frequency, "MONTHLY") && (days.n == 0 || r->interval > 1))
		add_every(out, r->interval, LABEL("every month"), LABEL("every %ld months"));
	else if (!str_is(r->frequency, "MONTHLY"))
		return false;
	if (days.n > 0 && str_is(r->frequency, "WEEKLY"))
		buf_format(out, label(" on %.*s"), STR_ARG(days));
	else if (days.n > 0 && r->interval > 1)
		buf_format(out, label(" on %.*s of the month"), STR_ARG(days));
	else if (days.n > 0)
		buf_format(out, label("on %.*s of the month"), STR_ARG(days));
	return true;
}

bool
recurrence_words(struct buf *out, struct str rule)
{
	struct recurrence r;
	struct buf days = {0};
	bool good = read_rule(rule, &r) && add_days(&days, &r) && add_when(out, &r, buf_all(&days));

	buf_free(&days);
	if (good && date_given(r.until)) {
		buf_puts(out, label(", until "));
		label_date(out, r.until);
	}
	if (good && r.count == 1)
		buf_puts(out, label(", once"));
	else if (good && r.count > 1)
		buf_format(out, label(", %ld times"), r.count);
	return good;
}
