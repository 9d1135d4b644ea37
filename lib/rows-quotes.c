/* Follows the quotes of a record byte by byte: where they go wrong, and records that are broken into several lines. */
#include "rows-quotes.h"

#include <string.h>

#include "rows.h"

struct quotes
quotes_follow(struct str bytes)
{
	struct quotes q = {.fields = 1};
	bool field_begins = true, good = true;

	for (; good && q.at < bytes.n; q.at += good) {
		char c = bytes.p[q.at];

		if (c == '\n' && q.state != QUOTES_INSIDE)
			break;
		if (q.state == QUOTES_INSIDE) {
			q.state = c == '"' ? QUOTES_AFTER : QUOTES_INSIDE;
		} else if (c == ',') {
			q.state = QUOTES_OUTSIDE;
			q.fields++;
		} else if (c == '"' && (q.state == QUOTES_AFTER || field_begins)) {
			q.opened = q.state == QUOTES_AFTER ? q.opened : q.at;
			q.state = QUOTES_INSIDE;
		} else {
			good = q.state == QUOTES_OUTSIDE && c != '"';
		}
		field_begins = c == ',' && q.state == QUOTES_OUTSIDE;
	}
	q.good = good && q.state != QUOTES_INSIDE;
	return q;
}

size_t
rows_broken(struct str bytes, size_t columns)
{
	size_t end = str_find(bytes, '\n');
	bool all = bytes.n <= ROWS_LINE_MAX;
	struct quotes q, one;
	struct str line;

	if (memchr(bytes.p, '"', end) == NULL ||
	    quotes_follow((struct str){bytes.p, end}).state != QUOTES_INSIDE)
		return 0;
	if (!all)
		bytes.n = ROWS_LINE_MAX;
	q = quotes_follow(bytes);
	if (!q.good || q.fields != columns || (q.at == bytes.n && !all))
		return 0;
	/* A line that is a complete record by itself is not part of this one, whatever the quotes around it say. */
	for (end++; end < q.at; end += line.n + 1) {
		line = str_line(str_after(bytes, end));
		if ((one = quotes_follow(line)).good && one.fields == columns)
			return 0;
	}
	return q.at;
}
