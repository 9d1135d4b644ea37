/* Errors about single values (keys.h) in a wrong format, with what was probably meant. */
#include <ctype.h>
#include <stdio.h>

#include "date.h"
#include "keys.h"

/*
 * Spreadsheets store a date as a number: 25569 is 1970-01-01. Only numbers of the years 1954 to 2119 are taken for
 * dates.
 */
#define SHEET_DAY 25569
#define SHEET_FIRST 20000
#define SHEET_LAST 80000

#define DATE_ROOM 48 /* room for any three numbers */

/* Takes a number of at most that many digits off the start of s; -1 if there is none. */
static int
take_number(struct str *s, size_t most)
{
	size_t n = 0;
	int number = 0;

	for (; n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		number = 10 * number + (s->p[n] - '0');
	*s = str_after(*s, n);
	return n > 0 ? number : -1;
}

/* The same after a separator of the parts of a date. */
static int
take_part(struct str *s, size_t most)
{
	if (s->n == 0 || strchr("-/. ", s->p[0]) == NULL)
		return -1;
	*s = str_after(*s, 1);
	return take_number(s, most);
}

/* May a date end before rest? A time of day may follow. */
static bool
is_time_or_end(struct str rest)
{
	return rest.n == 0 || strchr("T ", rest.p[0]) != NULL;
}

/* Strips blanks and curly quotes from both ends. */
static struct str
bare(struct str s)
{
	static const char *const quotes[] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C",
					     "\xE2\x80\x9D"};

	s = text_trim(s);
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
		if (str_starts(s, str_of(quotes[i])))
			s = str_after(s, 3);
		if (str_ends(s, str_of(quotes[i])))
			s.n -= 3;
	}
	return s;
}

/*
 * Reads a date whose year is obvious, and keeps it in nearest as it should have been written. Does not check that the
 * day exists.
 */
static bool
read_loosely(struct str s, struct nearest *nearest)
{
	char *text = nearest->kept;
	size_t room = sizeof(nearest->kept);
	struct str rest = bare(s);
	bool number = rest.n == 5;
	int year = take_number(&rest, 5), month, day_number;

	if (number && rest.n == 0 && year >= SHEET_FIRST && year <= SHEET_LAST) {
		(void)date_text(date_of(year - SHEET_DAY), text);
		return true;
	}
	if (year < 1000 || year > 9999)
		return false;
	month = take_part(&rest, 2);
	day_number = month < 0 ? -1 : take_part(&rest, 2);
	if (rest.n > 0 && (day_number < 0 || !is_time_or_end(rest)))
		return false;
	if (day_number >= 0)
		(void)snprintf(text, room, "%04d-%02d-%02d", year, month, day_number);
	else if (month >= 0)
		(void)snprintf(text, room, "%04d-%02d", year, month);
	else
		(void)snprintf(text, room, "%04d", year);
	return true;
}

/*
 * Finds the dates that a text such as 31/12/2025 or 12/2025 may mean. Returns how many: two if either the day or the
 * month may come first.
 */
static size_t
read_year_last(struct str s, char dates[2][DATE_ROOM])
{
	struct str rest = bare(s);
	int first = take_number(&rest, 2), second = take_part(&rest, 4), year;
	size_t count = 0;
	struct date date;

	if (second >= 1000 && rest.n == 0) {
		(void)snprintf(dates[0], DATE_ROOM, "%04d-%02d", second, first);
		return date_parse(str_of(dates[0]), &date);
	}
	year = take_part(&rest, 4);
	if (first < 0 || second < 0 || second > 99 || year < 1000 || !is_time_or_end(rest))
		return 0;
	(void)snprintf(dates[0], DATE_ROOM, "%04d-%02d-%02d", year, second, first);
	count += date_parse(str_of(dates[0]), &date);
	(void)snprintf(dates[count], DATE_ROOM, "%04d-%02d-%02d", year, first, second);
	return count + (first != second && date_parse(str_of(dates[count]), &date));
}

/* A text that is not a date, where one is required. */
struct refused_date {
	enum rule rule;
	struct place place;
	struct str said; /* the start of the message */
	struct str text;
	const char *wanted; /* added to the message if we cannot tell what was meant */
};

/* Reports a text that is no date because its year comes last, with the date it may mean, or that is no date at all. */
static void
refuse_year_last(struct diag *diag, const struct refused_date *refused)
{
	struct nearest nearest = nearest_to(STR(""));
	char dates[2][DATE_ROOM];
	size_t count = read_year_last(refused->text, dates);

	if (count == 1)
		nearest.best = str_of(dates[0]);
	if (count == 2)
		diag_add(diag, refused->rule, refused->place, "%.*s: %s or %s?",
			 STR_ARG(refused->said), dates[0], dates[1]);
	else
		diag_add_near(diag, refused->rule, refused->place, &nearest, "%.*s%s",
			      STR_ARG(refused->said), count == 1 ? "" : refused->wanted);
}

static void
refuse_date(struct diag *diag, const struct refused_date *refused)
{
	struct nearest nearest = nearest_to(STR(""));
	bool loose = read_loosely(refused->text, &nearest);
	struct str meant = str_of(loose ? nearest.kept : "");
	struct date date;

	if (loose && !str_eq(meant, refused->text) && date_parse(meant, &date)) {
		nearest.best = meant;
		diag_add_near(diag, refused->rule, refused->place, &nearest, "%.*s",
			      STR_ARG(refused->said));
	} else if (loose) {
		diag_add(diag, refused->rule, refused->place, "%.*s: not in the calendar",
			 STR_ARG(refused->said));
	} else {
		refuse_year_last(diag, refused);
	}
}

void
bad_date(struct diag *diag, struct place place, const char *name, struct str text)
{
	struct buf said = {0};

	buf_format(&said, "%s \"%.*s\"", name, STR_ARG(text));
	refuse_date(diag, &(struct refused_date){RULE_BAD_DATE, place, buf_all(&said), text,
						 ": not written as 2021, 2021-09 or 2021-09-30"});
	buf_free(&said);
}

void
usage_date(struct diag *diag, struct str name, struct str text, const char *no, const char *wanted)
{
	struct refused_date refused = {.rule = RULE_USAGE, .text = text, .wanted = wanted};
	struct buf said = {0};

	buf_format(&said, "%.*s: \"%.*s\" is not a %s", STR_ARG(name), STR_ARG(text), no);
	refused.said = buf_all(&said);
	refuse_date(diag, &refused);
	buf_free(&said);
}

/* Is the text a list of several addresses, separated by commas or semicolons? */
static bool
is_several(struct str text)
{
	size_t count = 0;
	struct str part;

	while (text.p != NULL && text.n > 0) {
		size_t n = str_find(text, ',');
		size_t other = str_find(text, ';');

		n = other < n ? other : n;
		part = str_trim((struct str){text.p, n});
		if (!email_good(part))
			return false;
		count++;
		text = str_after(text, n < text.n ? n + 1 : n);
	}
	return count > 1;
}

/*
 * Replaces the curly apostrophes that phones and Word make by plain ones, in nearest->kept. Returns s itself if it is
 * too long.
 */
static struct str
with_plain_apostrophes(struct str s, struct nearest *nearest)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < sizeof(nearest->kept); i++) {
		bool curly = str_starts(str_after(s, i), STR("\xE2\x80\x98")) ||
			     str_starts(str_after(s, i), STR("\xE2\x80\x99"));

		nearest->kept[n++] = s.p[i];
		if (curly) {
			nearest->kept[n - 1] = '\'';
			i += 2;
		}
	}
	return n < sizeof(nearest->kept) ? (struct str){nearest->kept, n} : s;
}

/* The address as people with an accent in their name type it out of habit: é where there is only e. */
static struct str
without_accents(struct str s, struct nearest *nearest)
{
	struct buf folded = {0};
	size_t n;

	text_fold(&folded, s);
	n = buf_all(&folded).n;
	if (n > 0 && n < sizeof(nearest->kept)) {
		memcpy(nearest->kept, buf_all(&folded).p, n);
		s = (struct str){nearest->kept, n};
	}
	buf_free(&folded);
	return s;
}

void
bad_email(struct diag *diag, struct place place, struct str text)
{
	struct nearest nearest = nearest_to(STR(""));
	struct str meant = bare(text);
	size_t open = str_find(meant, '<'), at = str_find(text, '@');

	if (open < meant.n && str_ends(meant, STR(">")))
		meant = (struct str){meant.p + open + 1, meant.n - open - 2};
	if (str_starts(meant, STR("mailto:")))
		meant = str_after(meant, 7);
	meant = with_plain_apostrophes(meant, &nearest);
	if (!email_good(meant))
		meant = without_accents(meant, &nearest);
	if (email_good(meant))
		nearest.best = meant;
	diag_add_near(diag, RULE_BAD_EMAIL, place, &nearest, "\"%.*s\"%s", STR_ARG(text),
		      is_several(text)         ? ": several addresses, where one is needed"
		      : text.n > 254           ? ": more than 254 bytes"
		      : at < text.n && at > 64 ? ": more than 64 bytes before the @"
					       : "");
}

void
bad_url(struct diag *diag, struct place place, struct str text)
{
	struct nearest nearest = nearest_to(STR(""));
	struct str meant = bare(text);
	int n = 0;

	if (str_find(meant, ':') == meant.n)
		n = snprintf(nearest.kept, sizeof(nearest.kept), "https://%.*s", STR_ARG(meant));
	if (n > 0 && n < (int)sizeof(nearest.kept))
		meant = str_of(nearest.kept);
	if (url_good(meant))
		nearest.best = meant;
	diag_add_near(diag, RULE_BAD_URL, place, &nearest, "\"%.*s\"", STR_ARG(text));
}

struct str
language_recased(struct str text, struct nearest *nearest)
{
	struct str meant = bare(text);
	bool country = false;

	if (meant.n >= sizeof(nearest->kept))
		return (struct str){NULL, 0};
	for (size_t i = 0; i < meant.n; i++) {
		char c = meant.p[i] == '_' ? '-' : meant.p[i];

		nearest->kept[i] = (char)(country ? toupper((unsigned char)c)
						  : tolower((unsigned char)c));
		country = country || c == '-';
	}
	meant = (struct str){nearest->kept, meant.n};
	return language_good(meant) ? meant : (struct str){NULL, 0};
}

void
language_nearest(struct str text, struct nearest *nearest)
{
	/* Names of languages that forms use, in English and French. */
	static const char *const names[][2] = {
	    {"English", "en"}, {"Anglais", "en"}, {"French", "fr"}, {"Français", "fr"}};

	*nearest = nearest_to(bare(text));
	nearest->best = language_recased(text, nearest);
	if (nearest->best.p != NULL)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		nearest_try_name(nearest, str_of(names[i][0]), str_of(names[i][1]));
}

void
bad_language(struct diag *diag, struct place place, const char *name, struct str text)
{
	struct nearest nearest;

	language_nearest(text, &nearest);
	diag_add_near(diag, RULE_BAD_VALUE, place, &nearest, "%s \"%.*s\"%s", name, STR_ARG(text),
		      nearest.best.p == NULL ? ": not a language such as en or fr-CA" : "");
}

void
unknown_word(struct diag *diag, struct place place, const char *name, const char *const *words,
	     struct nearest *nearest)
{
	struct buf all = {0};

	words_near(words, nearest, &all);
	if (nearest->best.p != NULL)
		diag_add_near(diag, RULE_UNKNOWN_WORD, place, nearest, "%s \"%.*s\"", name,
			      STR_ARG(nearest->word));
	else
		diag_add(diag, RULE_UNKNOWN_WORD, place, "%s \"%.*s\": not one of %.*s", name,
			 STR_ARG(nearest->word), STR_ARG(buf_all(&all)));
	buf_free(&all);
}
