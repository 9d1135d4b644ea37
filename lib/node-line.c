/* Finding the line of a file on which a byte of a scalar's text is written. */
#include "node.h"

#include "bytes.h"
#include "text.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Counts the bytes of the text that are not blank. */
static size_t
count_written(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.n; i++)
		count += !is_blank(text.p[i]);
	return count;
}

static size_t
code_point_length(size_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/*
 * The length of an escape in double quotes; *written becomes the number of nonblank bytes that it stands for (YAML
 * 1.1, 5.6).
 */
static size_t
read_escape(struct str rest, size_t *written)
{
	static const char kinds[] = "xuU";
	char c = rest.n > 1 ? rest.p[1] : '\n';
	const char *kind = strchr(kinds, c);
	size_t n = 2, value = 0;

	*written = strchr("ntr \t\r\n", c) != NULL ? 0
		   : strchr("N_", c) != NULL       ? 2
		   : strchr("LP", c) != NULL       ? 3
						   : 1;
	if (c == '\r' || c == '\n')
		return 1; /* the backslash joins lines; the break is read next */
	if (kind == NULL)
		return n;
	for (size_t end = n + ((size_t)2 << (kind - kinds)); n < end && n < rest.n; n++)
		value = 16 * value +
			(size_t)(rest.p[n] <= '9' ? rest.p[n] - '0' : (rest.p[n] | 32) - 'a' + 10);
	*written = value < 0x80 && is_blank((char)value) ? 0 : code_point_length(value);
	return n;
}

/* The offset at which the text begins: after the opening quote, or after the line of a block's indicator. */
static size_t
head_of(const struct node *scalar, struct str rest)
{
	if (scalar->style == NODE_FOLDED)
		return str_find(rest, '\n');
	return scalar->style == NODE_PLAIN || rest.n == 0 ? 0 : 1;
}

/*
 * Walks the bytes until as many nonblank ones have been written as precede `at` in the text: but for blanks, quotes
 * and escapes, the two agree.
 */
size_t
node_line_at(const struct node *scalar, struct str bytes, size_t at)
{
	struct str before = {scalar->text.p, at}, rest;
	size_t line = scalar->line, found = line, left = count_written(before), n;

	if (!scalar->lines)
		return line;
	if (scalar->style == NODE_LITERAL)
		return line + 1 + bytes_count(before, '\n');
	bytes = text_unmarked(bytes);
	rest = str_after(bytes, text_offset(bytes, scalar->begin));
	rest.n = text_offset(rest, scalar->end - scalar->begin);
	for (rest = str_after(rest, head_of(scalar, rest)); rest.n > 0; rest = str_after(rest, n)) {
		size_t written = 1;

		n = 1;
		line += rest.p[0] == '\n';
		if (is_blank(rest.p[0]))
			continue;
		if (scalar->style == NODE_DOUBLE_QUOTED && rest.p[0] == '\\')
			n = read_escape(rest, &written);
		else if (scalar->style == NODE_SINGLE_QUOTED && str_starts(rest, STR("''")))
			n = 2;
		found = line;
		if (left < written)
			break;
		left -= written;
	}
	return found;
}
