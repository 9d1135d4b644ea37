/* Checks the formats of single values (keys.h). */
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "date.h"
#include "file.h"
#include "keys.h"

#define ZONES "/usr/share/zoneinfo/"
#define ZONES_MAX (1024 * (size_t)1024)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

bool
id_good(struct str s)
{
	if (s.n == 0 || s.n > 63 || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_lower(s.p[i]) && !is_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

bool
domain_good(struct str s)
{
	struct str label;
	size_t labels = 0;

	if (s.n > 253)
		return false;
	for (; str_next(&s, '.', &label); labels++) {
		if (label.n == 0 || label.n > 63 || label.p[0] == '-' ||
		    label.p[label.n - 1] == '-')
			return false;
		for (size_t i = 0; i < label.n; i++)
			if (!text_in_ascii_word(label.p[i]) && label.p[i] != '-')
				return false;
	}
	return labels >= 2;
}

bool
email_good(struct str s)
{
	size_t at = str_find(s, '@');
	struct str local = {s.p, at}, atom;

	if (s.n > 254 || at == 0 || at > 64 || at >= s.n)
		return false;
	while (str_next(&local, '.', &atom)) {
		if (atom.n == 0)
			return false;
		for (size_t i = 0; i < atom.n; i++)
			if (!text_in_ascii_word(atom.p[i]) &&
			    (atom.p[i] == '\0' || strchr("!#$%&'*+-/=?^_`{|}~", atom.p[i]) == NULL))
				return false;
	}
	return domain_good(str_after(s, at + 1));
}

#ifdef __SSE2__
/* Which of 16 bytes lie between low and high, both in ASCII? Bit i stands for byte i. */
static inline uint64_t
bytes_between(__m128i bytes, char low, char high)
{
	return (uint64_t)_mm_movemask_epi8(
	    _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
			  _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1)))));
}

/*
 * Is it an address of lower-case letters, digits, dots and hyphens, as nearly all are? Not branching on each character
 * makes this five times as fast on a million addresses.
 */
static bool
is_plain_email(struct str s)
{
	uint64_t letters = 0, dots = 0, hyphens = 0, at = 0, last;

	if (s.n < 16 || s.n > 64)
		return false;
	last = UINT64_C(1) << (s.n - 1);
	for (size_t next = 0; next < s.n; next += 16) {
		size_t i = next + 16 <= s.n ? next : s.n - 16;
		__m128i bytes = _mm_loadu_si128((const __m128i *)(s.p + i));

		letters |= (bytes_between(bytes, 'a', 'z') | bytes_between(bytes, '0', '9')) << i;
		dots |= bytes_between(bytes, '.', '.') << i;
		hyphens |= bytes_between(bytes, '-', '-') << i;
		at |= bytes_between(bytes, '@', '@') << i;
	}
	/* One @ and a dot after it. Dots and the @ stand between letters or digits, and no hyphen is at the end. */
	return at != 0 && (at & (at - 1)) == 0 &&
	       (letters | dots | hyphens | at) == (last | (last - 1)) && dots > at &&
	       ((dots | at) & ((dots | at | hyphens) << 1 | 1)) == 0 &&
	       ((dots | at | hyphens) & ((dots | at) << 1 | last)) == 0;
}
#else
static bool
is_plain_email(struct str s)
{
	(void)s;
	return false;
}
#endif

bool
address_good(struct str s)
{
	if (is_plain_email(s))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'A' && s.p[i] <= 'Z')
			return false;
	return email_good(s);
}

struct str
email_lower(struct arena *arena, struct str s)
{
	struct str trimmed = text_trim(s);
	char *p = arena_get(arena, trimmed.n + 1);

	for (size_t i = 0; i < trimmed.n; i++)
		p[i] = text_lower(trimmed.p[i]);
	return (struct str){p, trimmed.n};
}

bool
url_good(struct str s)
{
	struct str host;

	if (str_starts(s, STR("https://")))
		host = str_after(s, 8);
	else if (str_starts(s, STR("http://")))
		host = str_after(s, 7);
	else
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("\"<>\\^`{|}", s.p[i]) != NULL)
			return false;
	host.n = str_find(host, '/');
	host.n = str_find(host, '?');
	host.n = str_find(host, '#');
	host.n = str_find(host, ':');
	return str_is(host, "localhost") || domain_good(host);
}

bool
language_good(struct str s)
{
	size_t n = str_find(s, '-');

	bool number = s.n == n + 4; /* fr-CA, es-419 */

	if (n < 2 || n > 3 || (n < s.n && s.n != n + 3 && !number))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_lower(s.p[i]))
			return false;
	for (size_t i = n + 1; i < s.n; i++)
		if (number ? !is_digit(s.p[i]) : s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return true;
}

bool
time_good(struct str s)
{
	struct date date;

	return s.n == 16 && date_parse((struct str){s.p, 10}, &date) && s.p[10] == 'T' &&
	       s.p[13] == ':' && is_digit(s.p[11]) && is_digit(s.p[12]) && is_digit(s.p[14]) &&
	       is_digit(s.p[15]) && strncmp(s.p + 11, "24", 2) < 0 && s.p[14] < '6';
}

bool
timezone_good(struct str s)
{
	char path[128] = ZONES;
	struct stat status;

	if (s.n == 0 || s.n > 64 || s.p[0] == '/' || s.p[0] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!text_in_ascii_word(s.p[i]) &&
		    (s.p[i] == '\0' || strchr("_+-/", s.p[i]) == NULL ||
		     (s.p[i] == '/' && i > 0 && s.p[i - 1] == '/')))
			return false;
	if (access(ZONES "UTC", F_OK) != 0)
		return true;
	memcpy(path + sizeof(ZONES) - 1, s.p, s.n);
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       (str_find(s, '/') < s.n || str_is(s, "UTC"));
}

/* The zone that a line of tzdata.zi names (zic(8)): "Z NAME ..." begins it, "L TARGET NAME" names it again.  Or absent. */
static struct str
zone_in(struct str line)
{
	int words = str_starts(line, STR("Z ")) ? 2 : str_starts(line, STR("L ")) ? 3 : 0;
	struct str name = {NULL, 0};

	for (; words > 0; words--)
		(void)str_next(&line, ' ', &name);
	return str_find(name, '/') < name.n ? name : (struct str){NULL, 0};
}

void
timezone_nearest(struct nearest *nearest)
{
	struct arena *arena;
	struct diag *unheard;
	struct folder zones;
	struct buf bytes = {0};
	struct str rest, line;

	if (nearest->distance == 0)
		return;
	arena = arena_new();
	unheard = diag_new(); /* ignored: without the file there are no suggestions */
	if (folder_open(&zones, arena, ZONES)) {
		(void)file_read_all(&zones, "tzdata.zi", ZONES_MAX, &bytes, (struct place){0},
				    unheard);
		folder_close(&zones);
	}
	rest = buf_all(&bytes);
	while (str_next(&rest, '\n', &line)) {
		struct str name = zone_in(line);

		if (name.p == NULL)
			continue;
		nearest_try(nearest, name);
		/* Somebody who writes a city means its zone. Three letters, such as EST, are not a city. */
		if (nearest->word.n >= 4 && str_find(nearest->word, '/') == nearest->word.n)
			nearest_try_name(nearest, path_name(name), name);
	}
	/* The suggestion must outlive what was read. */
	if (nearest->best.p != NULL && nearest->best.n < sizeof(nearest->kept)) {
		memcpy(nearest->kept, nearest->best.p, nearest->best.n);
		nearest->best.p = nearest->kept;
	} else {
		nearest->best = (struct str){NULL, 0};
	}
	buf_free(&bytes);
	diag_free(unheard);
	arena_free(arena);
}

/*
 * A part of an RRULE (RFC 5545) whose value is a list of whole numbers between least and most, also negative if
 * either_sign.
 */
struct rule_part {
	const char *name;
	int least;
	int most;
	bool either_sign;
	bool single;
};

static bool
number_good(struct str s, const struct rule_part *part)
{
	int value = 0, sign = 1;

	if (s.n > 0 && (s.p[0] == '+' || s.p[0] == '-') && part->either_sign) {
		sign = s.p[0] == '-' ? -1 : 1;
		s = str_after(s, 1);
	}
	if (s.n == 0 || s.n > 4)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		value = 10 * value + (s.p[i] - '0');
	}
	return value >= part->least && value <= part->most && (sign > 0 || value > 0);
}

/* MO, 1MO, -1FR */
static bool
weekday_good(struct str s, bool with_number)
{
	static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL};
	static const struct rule_part week = {"", 1, 53, true, true};

	if (s.n < 2 || words_index(days, (struct str){s.p + s.n - 2, 2}) < 0)
		return false;
	return s.n == 2 || (with_number && number_good((struct str){s.p, s.n - 2}, &week));
}

bool
rrule_until(struct str s, struct date *date)
{
	char text[DATE_TEXT];

	if (s.n != 8 && s.n != 15 && !(s.n == 16 && s.p[15] == 'Z'))
		return false;
	for (size_t i = 0; i < s.n && i < 15; i++)
		if (i == 8 ? s.p[i] != 'T' : !is_digit(s.p[i]))
			return false;
	memcpy(text, s.p, 4);
	text[4] = text[7] = '-';
	memcpy(text + 5, s.p + 4, 2);
	memcpy(text + 8, s.p + 6, 2);
	return date_parse((struct str){text, 10}, date) &&
	       (s.n == 8 || (s.p[9] < '2' || (s.p[9] == '2' && s.p[10] < '4'))) &&
	       (s.n == 8 || (s.p[11] < '6' && s.p[13] < '6'));
}

static bool
part_good(struct str name, struct str value, const char **wrong)
{
	static const char *const frequencies[] = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
						  "WEEKLY",   "MONTHLY",  "YEARLY", NULL};
	static const struct rule_part parts[] = {
	    {"INTERVAL", 1, 9999, false, true}, {"COUNT", 1, 9999, false, true},
	    {"BYSECOND", 0, 60, false, false},  {"BYMINUTE", 0, 59, false, false},
	    {"BYHOUR", 0, 23, false, false},    {"BYMONTHDAY", 1, 31, true, false},
	    {"BYYEARDAY", 1, 366, true, false}, {"BYWEEKNO", 1, 53, true, false},
	    {"BYMONTH", 1, 12, false, false},   {"BYSETPOS", 1, 366, true, false},
	};
	struct str item;
	struct date until;

	*wrong = "FREQ is not one of DAILY, WEEKLY, MONTHLY and YEARLY";
	if (str_is(name, "FREQ"))
		return words_index(frequencies, value) >= 0;
	*wrong = "UNTIL is not a date such as 20261231";
	if (str_is(name, "UNTIL"))
		return rrule_until(value, &until);
	*wrong = "WKST is not a day such as MO";
	if (str_is(name, "WKST"))
		return weekday_good(value, false);
	*wrong = "BYDAY is not a list of days such as TH, 2TH or -1FR";
	if (str_is(name, "BYDAY")) {
		while (str_next(&value, ',', &item))
			if (!weekday_good(item, true))
				return false;
		return true;
	}
	*wrong = "a number is out of range";
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!str_is(name, parts[i].name))
			continue;
		if (parts[i].single)
			return number_good(value, &parts[i]);
		while (str_next(&value, ',', &item))
			if (!number_good(item, &parts[i]))
				return false;
		return true;
	}
	*wrong = str_starts(name, STR("RRULE:"))
		     ? "leave out the RRULE: at the beginning"
		     : "a part is not in RFC 5545, whose names are in capitals";
	return false;
}

bool
rrule_good(struct str s, const char **wrong)
{
	struct str rest = s, part;
	bool freq = false, count = false, until = false;

	while (str_next(&rest, ';', &part)) {
		struct str name = {part.p, str_find(part, '=')}, other,
			   before = {s.p, (size_t)(part.p - s.p)};

		if (name.n == part.n) {
			*wrong = "a part has no = as in FREQ=MONTHLY;BYDAY=2TH";
			return false;
		}
		while (str_next(&before, ';', &other))
			if (str_eq((struct str){other.p, str_find(other, '=')}, name)) {
				*wrong = "a part appears twice";
				return false;
			}
		if (!part_good(name, str_after(part, name.n + 1), wrong))
			return false;
		freq = freq || str_is(name, "FREQ");
		count = count || str_is(name, "COUNT");
		until = until || str_is(name, "UNTIL");
	}
	*wrong = !freq ? "no FREQ, such as FREQ=MONTHLY" : "both COUNT and UNTIL";
	return freq && !(count && until);
}
