/* Whether a single value is what its key takes. */
#include "keys.h"

#include <stdlib.h>

#include "date.h"

/* The most decimal digits that survive a round trip through double. */
#define DIGITS_MAX 15

static bool
number_good(struct str s, bool whole)
{
	size_t i = !whole && s.n > 0 && s.p[0] == '-' ? 1 : 0, digits = 0, points = 0;

	for (; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] == '.' && !whole && digits > 0)
			points++;
		else
			return false;
	}
	return digits > 0 && digits <= DIGITS_MAX && points <= 1 && s.p[s.n - 1] != '.';
}

bool
number_read(struct str s, double *number)
{
	if (!number_good(s, false))
		return false;
	*number = strtod(s.p, NULL);
	return true;
}

bool
key_takes(const struct key *key, struct str value)
{
	return (key->type != KEY_NUMBER && key->type != KEY_COUNT) || number_good(value, false);
}

static const char *
why_no_number(struct str text, bool whole)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.n; i++)
		digits += text.p[i] >= '0' && text.p[i] <= '9';
	return digits == text.n && digits > DIGITS_MAX ? "more than 15 digits"
	       : whole                                 ? "not a whole number"
						       : "not a number";
}

static bool
currency_good(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return s.n == 3;
}

/* Why a value does not have the type of the key, as a phrase; NULL if it does, or if another check covers the type. */
static const char *
why_bad(const struct key *key, struct str text)
{
	const char *why = NULL;

	switch (key->type) {
	case KEY_RULE:
		return rrule_good(text, &why) ? NULL : why;
	case KEY_ID:
		return id_good(text) ? NULL : "not an id: " ID_USE;
	case KEY_NUMBER:
		return number_good(text, false) ? NULL : why_no_number(text, false);
	case KEY_COUNT:
		if (!number_good(text, true))
			return why_no_number(text, true);
		return strtod(text.p, NULL) < key->least ? "too small" : NULL;
	case KEY_BOOLEAN:
		return str_is(text, "true") || str_is(text, "false") ? NULL
								     : "neither true nor false";
	case KEY_CURRENCY:
		return currency_good(text) ? NULL : "not a currency code such as CAD";
	case KEY_TIME:
		return time_good(text) ? NULL : "not a local date-time such as 2026-01-08T12:00";
	default:
		return NULL;
	}
}

void
keys_check_word(const struct key *key, const struct node *value, struct str path, struct diag *diag)
{
	struct nearest nearest;

	if (words_index(key->words, value->text) >= 0)
		return;
	nearest = nearest_to(value->text);
	unknown_word(diag, node_place(value, path), key->name, key->words, &nearest);
}

static void
unknown_timezone(struct str name, struct place place, struct diag *diag)
{
	struct nearest nearest = diag_nearest(diag, name);

	timezone_nearest(&nearest);
	diag_add_near(diag, RULE_UNKNOWN_TIMEZONE, place, &nearest, "\"%.*s\"", STR_ARG(name));
}

void
keys_check_value(const struct key *key, const struct node *value, struct str path,
		 struct diag *diag)
{
	struct str text = value->text;
	struct place place = node_place(value, path);
	const char *why = why_bad(key, text);
	struct date date;

	if (why != NULL)
		diag_add(diag, RULE_BAD_VALUE, place, "%s \"%.*s\": %s", key->name, STR_ARG(text),
			 why);
	else if (key->type == KEY_WORD)
		keys_check_word(key, value, path, diag);
	else if (key->type == KEY_DATE && !date_parse(text, &date))
		bad_date(diag, place, key->name, text);
	else if (key->type == KEY_URL && !url_good(text))
		bad_url(diag, place, text);
	else if (key->type == KEY_EMAIL && !email_good(text))
		bad_email(diag, place, text);
	else if (key->type == KEY_LANGUAGE && !language_good(text))
		bad_language(diag, place, key->name, text);
	else if (key->type == KEY_TIMEZONE && !timezone_good(text))
		unknown_timezone(text, place, diag);
	else if (str_find(text, '\t') < text.n)
		/* YAML allows a tab in a value, but in a text it is a control character.  Line breaks are allowed. */
		diag_add(diag, RULE_TEXT_CONTROL, place, "U+0009, a tab: replace it with a space");
}
