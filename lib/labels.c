#include "labels.h"

#include <libintl.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "file.h"

#define DOMAIN "coptools"

/* Tells gettext where the catalogues are: ../share/locale from the program, whether built or installed. */
static void
bind_catalogues(void)
{
	struct arena *arena = arena_new();
	struct str path = file_beside_program(arena, "share/locale");

	if (path.n > 0)
		(void)bindtextdomain(DOMAIN, path.p);
	arena_free(arena);
}

static bool
is_english(struct str language)
{
	return str_is(language, "en") || str_starts(language, STR("en-"));
}

void
labels_use(const struct str *languages, size_t count)
{
	char names[256];
	size_t n = 0;

	/* The languages before English, in the form that gettext(3) wants: fr_CA:fr. */
	for (size_t i = 0;
	     i < count && !is_english(languages[i]) && languages[i].n < sizeof(names) - n - 1;
	     i++) {
		if (n > 0)
			names[n++] = ':';
		for (size_t j = 0; j < languages[i].n; j++)
			names[n++] = languages[i].p[j] == '-' ? '_' : languages[i].p[j];
	}
	names[n] = '\0';
	if (n == 0)
		return;
	/* gettext ignores LANGUAGE in the C locale; C.UTF-8 exists on most systems. */
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL &&
	    setlocale(LC_MESSAGES, "en_US.UTF-8") == NULL)
		return;
	(void)setenv("LANGUAGE", names, 1);
	bind_catalogues();
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8");
	(void)textdomain(DOMAIN);
	/* A C library that ignores LANGUAGE uses the name of the locale, even if no such locale is installed. */
	for (char *rest = names; rest != NULL && is_english(labels_language());)
		(void)setlocale(LC_MESSAGES, strsep(&rest, ":"));
}

struct str
labels_language(void)
{
	/* gettext("") returns the header of the catalogue. */
	static const char key[] = "Language: ";
	const char *header = gettext(""), *at = strstr(header, key);

	if (at == NULL)
		return STR("en");
	at += sizeof(key) - 1;
	return (struct str){at, strcspn(at, "\n")};
}

const char *
label(const char *english)
{
	return gettext(english);
}

const char *
label_in_context(const char *both, const char *english)
{
	const char *found = gettext(both);

	return found == both ? english : found;
}

const char *
label_many(const char *one, const char *many, size_t count)
{
	return ngettext(one, many, count);
}

void
label_number(struct buf *out, double number)
{
	char digits[512]; /* the largest double has 309 */
	size_t n, whole;

	if (floor(number) >= number)
		n = (size_t)snprintf(digits, sizeof(digits), "%.0f", fabs(number));
	else
		n = (size_t)snprintf(digits, sizeof(digits), "%.15g", fabs(number));
	whole = str_find((struct str){digits, n}, '.');
	if (number < 0)
		buf_char(out, '-');
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			buf_puts(out, label_in("between thousands", ","));
		if (i == whole)
			buf_puts(out, label_in("before decimals", "."));
		else
			buf_char(out, digits[i]);
	}
}

/* Appends the pattern, with the names in braces replaced by their values. */
static void
add_pattern(struct buf *out, struct str pattern, const char *month, struct date date)
{
	struct str before, name;

	while (str_next(&pattern, '{', &before)) {
		buf_str(out, before);
		if (pattern.p == NULL || !str_next(&pattern, '}', &name))
			break;
		if (str_is(name, "month"))
			buf_puts(out, month);
		else
			buf_format(out, "%u", str_is(name, "day") ? date.number : date.year);
	}
}

void
label_date(struct buf *out, struct date date)
{
	static const char *const names[] = {LABEL("January"), LABEL("February"), LABEL("March"),
					    LABEL("April"),   LABEL("May"),      LABEL("June"),
					    LABEL("July"),    LABEL("August"),   LABEL("September"),
					    LABEL("October"), LABEL("November"), LABEL("December")};

	if (!date_given(date))
		return;
	if (date.month == 0)
		buf_format(out, "%u", date.year);
	else
		add_pattern(out,
			    str_of(date.number == 0   ? label("{month} {year}")
				   : date.number == 1 ? label("{month} 1, {year}")
						      : label("{month} {day}, {year}")),
			    label(names[date.month - 1]), date);
}
