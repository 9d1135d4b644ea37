#include "html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

void
html_text(struct buf *out, struct str text)
{
	struct buf plain = {0};

	text_plain(&plain, text, false);
	for (size_t i = 0; i < plain.n; i++)
		switch (plain.p[i]) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\'':
			buf_puts(out, "&#39;");
			break;
		default:
			buf_char(out, plain.p[i]);
		}
	buf_free(&plain);
}

void
html_language(struct buf *out, struct str language, struct str of_page)
{
	if (language.n == 0 || str_eq(language, of_page))
		return;
	buf_puts(out, " lang=\"");
	html_text(out, language);
	buf_puts(out, "\"");
}

struct decimal
html_decimal(double number)
{
	struct decimal decimal;
	long hundredths = fabs(number) < 1e7 ? lround(number * 100) : 0;
	const char *sign = hundredths < 0 ? "-" : "";
	long whole = labs(hundredths) / 100, rest = labs(hundredths) % 100;

	if (rest == 0)
		(void)snprintf(decimal.text, sizeof(decimal.text), "%s%ld", sign, whole);
	else if (rest % 10 == 0)
		(void)snprintf(decimal.text, sizeof(decimal.text), "%s%ld.%ld", sign, whole,
			       rest / 10);
	else
		(void)snprintf(decimal.text, sizeof(decimal.text), "%s%ld.%02ld", sign, whole,
			       rest);
	return decimal;
}
