/* Prepares text for a terminal or a shell. */
#include "text.h"

#include <utf8proc.h>

static size_t
width_of(int32_t c)
{
	int width = text_is_control(c) ? 1 : utf8proc_charwidth(c);

	return width > 0 ? (size_t)width : 0;
}

size_t
text_width(struct str s)
{
	size_t width = 0;
	int32_t c;

	for (size_t i = 0; i < s.n;) {
		i += text_decode(str_after(s, i), &c);
		width += width_of(c);
	}
	return width;
}

size_t
text_prefix(struct str s, size_t columns)
{
	size_t i = 0, width = 0, n;
	int32_t c;

	while (i < s.n) {
		n = text_decode(str_after(s, i), &c);
		width += width_of(c);
		if (width > columns)
			break;
		i += n;
	}
	return i;
}

void
text_plain(struct buf *out, struct str s, bool lines)
{
	size_t n;
	int32_t c;

	for (size_t i = 0; i < s.n; i += n) {
		n = text_printable(str_after(s, i));
		if (n > 0) {
			buf_add(out, s.p + i, n);
			continue;
		}
		n = text_decode(str_after(s, i), &c);
		if (lines && (c == '\n' || c == '\t'))
			buf_char(out, (char)c);
		else if (c == '\t' || (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 ||
			 c == 0x2029)
			buf_char(out, ' ');
		else if (text_is_control(c) || text_is_bidirectional(c) || c == TEXT_REPLACEMENT)
			buf_puts(out, "\xEF\xBF\xBD");
		else
			buf_add(out, s.p + i, n);
	}
}

bool
text_wrap(struct str *rest, size_t columns, struct str *line)
{
	size_t fits, end, feed;

	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = str_after(*rest, 1);
	if (rest->n == 0)
		return false;
	feed = str_find(*rest, '\n');
	fits = text_prefix((struct str){rest->p, feed}, columns);
	end = fits;
	if (fits < feed) {
		while (end > 0 && rest->p[end] != ' ')
			end--;
		if (end == 0)
			end = fits > 0 ? fits : feed;
	}
	*line = (struct str){rest->p, end};
	*rest = str_after(*rest, end);
	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = str_after(*rest, 1);
	if (rest->n > 0 && rest->p[0] == '\n')
		*rest = str_after(*rest, 1);
	while (line->n > 0 && line->p[line->n - 1] == ' ')
		line->n--;
	return true;
}

/* Has the character no special meaning to a shell, wherever it stands? */
static bool
is_plain(char c)
{
	return text_in_ascii_word(c) || (c != '\0' && strchr("@%+=:,./-_", c) != NULL);
}

struct str
text_shell_word(struct arena *arena, struct str word)
{
	struct buf quoted = {0};
	size_t plain = 0;

	while (plain < word.n && is_plain(word.p[plain]))
		plain++;
	if (plain == word.n && word.n > 0)
		return word;
	buf_char(&quoted, '\'');
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\'')
			buf_puts(&quoted, "'\\''");
		else
			buf_char(&quoted, word.p[i]);
	buf_char(&quoted, '\'');
	return buf_keep(&quoted, arena);
}
