#include "roster-order.h"

#include <stdlib.h>

#include "buf.h"
#include "bytes.h"
#include "rows.h"

#define PIECE (256 * (size_t)1024) /* bytes of a file to read at a time */

bool
lines_are_ordered(struct str lines, struct str *last)
{
	struct str line;

	while (lines.n > 0 && str_next(&lines, '\n', &line)) {
		struct str email = raw_email(line);

		if (str_starts(email, STR("\"")) || str_cmp(*last, email) > 0)
			return false;
		*last = email;
	}
	return true;
}

bool
file_is_ordered(struct file *file)
{
	struct buf bytes = {0}, kept = {0};
	struct str last = STR("");
	bool ordered = true, header = true;

	while (ordered && file_read(file, &bytes, PIECE) > 0) {
		const char *feed = memrchr(bytes.p, '\n', bytes.n);
		size_t end = feed == NULL ? 0 : (size_t)(feed - bytes.p) + 1;
		size_t begin = header ? str_find(buf_all(&bytes), '\n') + 1 : 0;

		/* A line over the limit is never parsed: keep its beginning, which has the address. */
		if (end == 0 && bytes.n > ROWS_LINE_MAX)
			bytes.n = ROWS_LINE_MAX;
		if (end == 0)
			continue;
		if (begin < end && (ordered = lines_are_ordered(
					(struct str){bytes.p + begin, end - begin}, &last))) {
			buf_clear(&kept);
			buf_str(&kept, last);
			last = buf_all(&kept);
		}
		header = false;
		memmove(bytes.p, bytes.p + end, bytes.n - end);
		bytes.n -= end;
	}
	/* What is left is a last line without an LF. */
	ordered = ordered && (header || lines_are_ordered(buf_all(&bytes), &last));
	buf_free(&bytes);
	buf_free(&kept);
	file_rewind(file);
	return ordered;
}

size_t
last_person(struct str bytes)
{
	size_t begin = bytes.n;
	struct str email = {NULL, 0};

	while (begin > 0) {
		const char *feed = begin > 1 ? memrchr(bytes.p, '\n', begin - 1) : NULL;
		size_t start = feed == NULL ? 0 : (size_t)(feed - bytes.p) + 1;
		struct str found = raw_email((struct str){bytes.p + start, begin - start - 1});

		if (email.p != NULL && (email.n == 0 || !str_eq(found, email)))
			return begin;
		email = found;
		begin = start;
	}
	return 0;
}

/* A record to be sorted: a line, or several if it has line breaks in its cells. */
struct line {
	struct str email;
	struct str text;
	size_t number;
	size_t height; /* its number of lines */
};

static int
compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;
	int c = str_cmp(a->email, b->email);

	return c != 0 ? c : (a->number > b->number) - (a->number < b->number);
}

/* Takes the next record from *rest: a line, or several if it has line breaks in its cells.  False at the end. */
static bool
take_record(struct str *rest, size_t columns, struct str *text)
{
	size_t n;

	if (rest->n == 0)
		return false;
	n = rows_broken(*rest, columns);
	*text = (struct str){rest->p, n > 0 ? n : str_find(*rest, '\n')};
	*rest = text->n < rest->n ? str_after(*rest, text->n + 1) : STR("");
	return true;
}

struct str
sort_lines(struct arena *arena, struct str bytes, size_t first_line, size_t columns,
	   const size_t **numbers)
{
	size_t count = 0, capacity = 0, number = first_line;
	struct line *lines = NULL;
	struct str rest = bytes;
	size_t *sorted_numbers, *next;
	char *sorted, *p;

	for (struct str text; take_record(&rest, columns, &text); count++) {
		lines = arena_grow(arena, lines, count, &capacity, sizeof(*lines));
		lines[count] = (struct line){bare_email(text), text, number,
					     bytes_count(text, '\n') + 1};
		number += lines[count].height;
	}
	if (count > 1)
		qsort(lines, count, sizeof(*lines), compare_lines);
	sorted = p = arena_get(arena, bytes.n + 1);
	sorted_numbers = next = arena_array(arena, number - first_line + 1, sizeof(*next));
	for (size_t i = 0; i < count; i++) {
		memcpy(p, lines[i].text.p, lines[i].text.n);
		p += lines[i].text.n;
		*p++ = '\n';
		for (size_t k = 0; k < lines[i].height; k++)
			*next++ = lines[i].number + k;
	}
	*numbers = sorted_numbers;
	return (struct str){sorted, (size_t)(p - sorted)};
}
