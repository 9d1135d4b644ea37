#include "page.h"

#include "text.h"

#define INDENT 2
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

/* The heading that waits, before the section's first content. */
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

/* Lines of text behind the first one's beginning, which is written already, and below it. */
static void
hang(struct page *page, struct str text, size_t indent)
{
	struct buf plain = {0};
	struct str rest, line;
	size_t room = page->width > indent + 20 ? page->width - indent : 20;
	bool first = true;

	text_plain(&plain, text, true);
	rest = buf_all(&plain);
	while (text_wrap(&rest, room, &line)) {
		if (!first)
			buf_repeat(page->out, ' ', indent);
		buf_str(page->out, line);
		buf_char(page->out, '\n');
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
		struct str rest = buf_all(&plain), line;

		while (text_wrap(&rest, page->width, &line)) {
			bold(page, line);
			buf_char(page->out, '\n');
		}
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
page_text(struct page *page, struct str text)
{
	if (text.n == 0)
		return;
	begin_content(page);
	buf_repeat(page->out, ' ', INDENT);
	hang(page, text, INDENT);
}

void
page_field(struct page *page, const char *label, struct str value)
{
	size_t width = text_width(str_of(label));

	if (value.n == 0)
		return;
	begin_content(page);
	buf_repeat(page->out, ' ', INDENT);
	buf_puts(page->out, label);
	buf_repeat(page->out, ' ', width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
	hang(page, value, INDENT + (width < LABEL_WIDTH ? LABEL_WIDTH : width + 1));
}

void
page_bullet(struct page *page, const char *bullet, struct str text)
{
	if (text.n == 0)
		return;
	begin_content(page);
	buf_repeat(page->out, ' ', INDENT);
	buf_puts(page->out, bullet);
	buf_char(page->out, ' ');
	hang(page, text, INDENT + text_width(str_of(bullet)) + 1);
}
