#include "page.h"

#include "text.h"

#define LABEL_WIDTH 15

static void
bold(struct page *page, struct str text)
{
	if (page->bold)
		buf_puts(page->out, "\033[1m");
	buf_str(page->out, text);
	if (page->bold)
		buf_puts(page->out, "\033[0m");
}

/* Writes text in bold, wrapped, each line indented by that many columns. */
static void
bold_lines(struct page *page, struct str text, size_t indent)
{
	struct str line;

	while (text_wrap(&text, page->width - indent, &line)) {
		buf_repeat(page->out, ' ', indent);
		bold(page, line);
		buf_char(page->out, '\n');
	}
}

/* Called before any content: writes the heading of the section if that has not been done. */
static void
begin_content(struct page *page)
{
	page->begun = true;
	if (page->pending == NULL)
		return;
	buf_char(page->out, '\n');
	bold(page, str_of(page->pending));
	buf_char(page->out, '\n');
	page->pending = NULL;
}

/* If wrapping has cut a link, moves its end from rest to line, as a link must be copied in one piece. */
static void
mend_link(struct str *rest, struct str *line)
{
	size_t n = str_find(*rest, ' '), feed = str_find(*rest, '\n');

	if (rest->p != line->p + line->n ||
	    !(str_starts(*line, STR("https://")) || str_starts(*line, STR("http://"))))
		return;
	n = n < feed ? n : feed;
	line->n += n;
	n += n == feed && feed < rest->n;
	*rest = (struct str){rest->p + n, rest->n - n};
}

/* Adds a line after wrapping. No-break spaces, no longer needed, become plain ones, so that grep finds them. */
static void
add_line(struct buf *out, struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (i + 1 < line.n && line.p[i] == '\xC2' && line.p[i + 1] == '\xA0') {
			buf_char(out, ' ');
			i++;
		} else {
			buf_char(out, line.p[i]);
		}
	buf_char(out, '\n');
}

/* Writes text, wrapped, with a hanging indent: the caller has written the first indent columns of the first line. */
static void
hang(struct page *page, struct str text, size_t indent)
{
	struct buf plain = {0};
	struct str rest, line;
	size_t room = page->width > indent + 20 ? page->width - indent : 20;
	bool first = true;

	text_plain(&plain, text, true);
	for (size_t i = 0; i < plain.n; i++)
		if (plain.p[i] == '\t')
			plain.p[i] = ' ';
	rest = buf_all(&plain);
	while (text_wrap(&rest, room, &line)) {
		mend_link(&rest, &line);
		if (!first && line.n > 0)
			buf_repeat(page->out, ' ', indent);
		add_line(page->out, line);
		first = false;
	}
	if (first)
		buf_char(page->out, '\n');
	buf_free(&plain);
}

void
page_title(struct page *page, struct str title, struct str id)
{
	struct buf plain = {0};
	size_t used;

	text_plain(&plain, title, false);
	used = text_width(buf_all(&plain)) + text_width(id);
	if (used + 2 <= page->width) {
		bold(page, buf_all(&plain));
		buf_repeat(page->out, ' ', page->width - used);
		buf_str(page->out, id);
		buf_char(page->out, '\n');
	} else {
		bold_lines(page, buf_all(&plain), 0);
		buf_str(page->out, id);
		buf_char(page->out, '\n');
	}
	buf_free(&plain);
}

void
page_section(struct page *page, const char *heading)
{
	page->pending = heading;
}

void
page_heading(struct page *page, unsigned level, struct str text)
{
	struct buf plain = {0};

	if (page->begun)
		buf_char(page->out, '\n');
	page->begun = true;
	page->indent = level > 2 ? PAGE_INDENT : 0;
	text_plain(&plain, text, false);
	bold_lines(page, buf_all(&plain), page->indent);
	buf_free(&plain);
}

void
page_text(struct page *page, struct str text)
{
	if (text.n == 0)
		return;
	begin_content(page);
	buf_repeat(page->out, ' ', PAGE_INDENT + page->indent);
	hang(page, text, PAGE_INDENT + page->indent);
}

void
page_field(struct page *page, const char *label, struct str value)
{
	struct buf plain = {0};
	size_t width;

	if (value.n == 0)
		return;
	/* A label may be data: a key in the definition's map "also". */
	text_plain(&plain, str_of(label), false);
	width = text_width(buf_all(&plain));
	begin_content(page);
	buf_repeat(page->out, ' ', PAGE_INDENT + page->indent);
	buf_str(page->out, buf_all(&plain));
	buf_repeat(page->out, ' ', width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
	hang(page, value,
	     PAGE_INDENT + page->indent + (width < LABEL_WIDTH ? LABEL_WIDTH : width + 1));
	buf_free(&plain);
}

void
page_bullet(struct page *page, const char *bullet, struct str text)
{
	if (text.n == 0)
		return;
	begin_content(page);
	buf_repeat(page->out, ' ', PAGE_INDENT + page->indent);
	buf_puts(page->out, bullet);
	buf_char(page->out, ' ');
	hang(page, text, PAGE_INDENT + page->indent + text_width(str_of(bullet)) + 1);
}
