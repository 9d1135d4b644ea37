/* A document as one page of HTML 5. */
#include "document-chart.h"
#include "document.h"
#include "html.h"
#include "labels.h"

#define PIECE_MAX 30 /* bytes of a word that fit in one line of a table */

/* The page being written.  Headings, tables and charts are numbered from 1, for their ids. */
struct page {
	const struct document *document;
	struct buf *out;
	size_t headings;
	size_t tables;
	size_t charts;
	const struct block *heading; /* the last one; NULL: the title */
	size_t section; /* number of the last heading that is a section's; 0: the title */
	bool below;     /* see document_is_section() */
	bool in_list;
};

static void
write_language(const struct page *page, struct str language)
{
	html_language(page->out, language, page->document->language);
}

/* -- head ---------------------------------------------------------------------------------------------------- */

static void
write_head(struct page *page)
{
	struct buf *out = page->out;

	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	html_text(out, page->document->language);
	buf_puts(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	html_text(out, page->document->title);
	/* Tabs, bookmarks and search results show only the title, so it must say what the page is about. */
	if (page->document->about.n > 0) {
		buf_puts(out, " \xE2\x80\x93 ");
		html_text(out, page->document->about);
	}
	buf_puts(out, "</title>\n<style>\n");
	for (size_t i = 0; html_style[i] != NULL; i++)
		buf_puts(out, html_style[i]);
	buf_puts(out, "</style>\n</head>\n<body>\n");
}

static struct stamped
write_header(struct page *page)
{
	const struct document *document = page->document;
	struct buf *out = page->out;
	struct stamped stamped = {0};

	buf_puts(out, "<header>\n<h1 id=\"h0\">");
	html_text(out, document->title);
	buf_puts(out, "</h1>\n");
	if (document->about.n > 0) {
		buf_puts(out, "<p class=\"about\">");
		html_text(out, document->about);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "<p class=\"stamp\">");
	stamped.begin = out->n;
	html_text(out, document->stamp);
	stamped.end = out->n;
	buf_puts(out, "</p>\n</header>\n");
	return stamped;
}

/* -- sections ------------------------------------------------------------------------------------------------ */

static size_t
count_sections(const struct document *document)
{
	size_t count = 0;
	bool below = false;

	for (const struct block *block = document->first; block != NULL; block = block->next)
		count += document_is_section(block, &below);
	return count;
}

/* Links to the sections, if there are more than two. */
static void
write_contents(const struct page *page)
{
	struct buf *out = page->out;
	size_t heading = 0;
	bool below = false;

	if (count_sections(page->document) <= 2)
		return;
	buf_puts(out, "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">");
	html_text(out, str_of(label("Contents")));
	buf_puts(out, "</p>\n<ul>\n");
	for (const struct block *block = page->document->first; block != NULL;
	     block = block->next) {
		heading += block->kind == BLOCK_HEADING;
		if (!document_is_section(block, &below))
			continue;
		buf_format(out, "<li><a href=\"#h%zu\"", heading);
		write_language(page, block->language);
		buf_puts(out, ">");
		html_text(out, block->text);
		buf_puts(out, "</a></li>\n");
	}
	buf_puts(out, "</ul>\n</nav>\n");
}

/* -- tables -------------------------------------------------------------------------------------------------- */

/* A triangle with an exclamation mark; with the bold text it can be seen without colour. */
static void
write_attention(struct buf *out)
{
	buf_puts(out, "<svg class=\"attention\" role=\"img\" width=\"14\" height=\"14\" "
		      "viewBox=\"0 0 16 16\"><title>");
	html_text(out, str_of(label("Needs attention")));
	buf_puts(out, "</title><path d=\"M8 1 15.5 14.5H.5z\"/>"
		      "<path class=\"sign\" d=\"M8 6v4M8 12.3v.2\"/></svg>");
}

/* The length of the word up to and including the first of marks, after which a line may break; else of all of it. */
static size_t
piece_length(struct str word, struct str marks)
{
	size_t n = 0;

	while (n < word.n && str_find(marks, word.p[n]) == marks.n)
		n++;
	return n < word.n ? n + 1 : n;
}

/*
 * Lets a line break after the @ of an address and, in pieces that are still too long, such as a host or path, after
 * dots, slashes and the like.  Otherwise long words make a table wider than the page, and on paper the excess is lost.
 * Hyphens need no <wbr>: browsers break there anyway.
 */
static void
write_word(struct str word, struct buf *out)
{
	while (word.n > 0) {
		size_t n = piece_length(word, STR("@-"));
		struct str piece = {word.p, n};

		for (size_t k; piece.n > 0; piece = str_after(piece, k)) {
			k = n > PIECE_MAX ? piece_length(piece, STR("@-./_=&?")) : piece.n;
			html_text(out, (struct str){piece.p, k});
			if (piece.p[k - 1] != '-' && piece.p + k < word.p + word.n)
				buf_puts(out, "<wbr>");
		}
		word = str_after(word, n);
	}
}

static void
write_text(struct str text, struct buf *out)
{
	size_t n;

	for (; text.n > 0; text = str_after(text, n)) {
		n = str_find(text, ' ');
		n += n < text.n;
		write_word((struct str){text.p, n}, out);
	}
}

static void
write_value(const struct cell *cell, struct buf *out)
{
	char date[DATE_TEXT];

	if (cell->kind == CELL_SERIES)
		chart_spark(cell, out);
	if (cell->kind == CELL_DATE && date_given(cell->date)) {
		buf_format(out, "<time datetime=\"%s\">", date_text(cell->date, date));
		html_text(out, cell->text);
		buf_puts(out, "</time>");
	} else if (cell->kind != CELL_SERIES) {
		write_text(cell->text, out);
	}
}

/* Writes a cell; one that names its row becomes a <th>, unless it is empty. */
static void
write_cell(const struct page *page, const struct cell *cell, bool names, bool right)
{
	struct buf *out = page->out;

	names = names && cell->text.n > 0;
	buf_puts(out, names ? "<th scope=\"row\"" : "<td");
	buf_puts(out, right ? " class=\"right\"" : "");
	write_language(page, cell->language);
	buf_puts(out, ">");
	if (cell->marked) {
		buf_puts(out, "<strong>");
		write_attention(out);
	}
	write_value(cell, out);
	buf_puts(out, cell->marked ? "</strong>" : "");
	buf_puts(out, names ? "</th>" : "</td>");
}

static void
write_rows(const struct page *page, const struct table *table, size_t from, size_t until,
	   const char *group)
{
	if (from == until)
		return;
	buf_format(page->out, "<%s>\n", group);
	for (size_t row = from; row < until; row++) {
		buf_puts(page->out, "<tr>");
		for (size_t i = 0; i < table->column_count; i++)
			write_cell(page, table_cell(table, row, i), i == 0,
				   table->columns[i].right);
		buf_puts(page->out, "</tr>\n");
	}
	buf_format(page->out, "</%s>\n", group);
}

/* Writes the column headings; an empty one becomes a <td>, for screen readers cannot announce an empty heading. */
static void
write_columns(const struct page *page, const struct table *table)
{
	buf_puts(page->out, "<thead>\n<tr>");
	for (size_t i = 0; i < table->column_count; i++) {
		const struct table_column *column = &table->columns[i];

		buf_puts(page->out, column->heading.n > 0 ? "<th scope=\"col\"" : "<td");
		buf_puts(page->out, column->right ? " class=\"right\"" : "");
		write_language(page, column->language);
		buf_puts(page->out, ">");
		html_text(page->out, column->heading);
		buf_puts(page->out, column->heading.n > 0 ? "</th>" : "</td>");
	}
	buf_puts(page->out, "</tr>\n</thead>\n");
}

/* Is the caption the same as the heading above it? */
static bool
repeats_heading(const struct page *page, struct str caption)
{
	return str_eq(caption, page->heading == NULL ? page->document->title : page->heading->text);
}

/* Writes a table's caption; if it repeats the heading above, only for screen readers. */
static void
write_table_caption(const struct page *page, const struct table *table)
{
	if (table->caption.n == 0)
		return;
	buf_format(page->out, "<caption%s><span id=\"t%zu\"",
		   repeats_heading(page, table->caption) ? " class=\"unseen\"" : "", page->tables);
	write_language(page, table->language);
	buf_puts(page->out, ">");
	html_text(page->out, table->caption);
	buf_puts(page->out, "</span></caption>\n");
}

/*
 * Any table may be too wide for a page: it scrolls in a region of its own, which the keyboard can reach and which is
 * labelled by the heading above and the caption.  A heading below that of a section may occur in other sections, too.
 */
static void
write_table(struct page *page, const struct table *table)
{
	size_t body = table->row_count - table->total_count;
	struct buf *out = page->out;

	page->tables++;
	buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"");
	if (page->section > 0 && page->section < page->headings)
		buf_format(out, "h%zu ", page->section);
	buf_format(out, "h%zu", page->headings);
	if (table->caption.n > 0 && !repeats_heading(page, table->caption))
		buf_format(out, " t%zu", page->tables);
	buf_puts(out, "\">\n<table>\n");
	write_table_caption(page, table);
	write_columns(page, table);
	write_rows(page, table, 0, body, "tbody");
	write_rows(page, table, body, table->row_count, "tfoot");
	buf_puts(out, "</table>\n</div>\n");
}

/* -- blocks -------------------------------------------------------------------------------------------------- */

static void
write_heading(struct page *page, const struct block *block)
{
	int level = document_is_section(block, &page->below) ? 2 : 3;

	page->headings++;
	page->heading = block;
	if (level == 2)
		page->section = page->headings;
	buf_format(page->out, "<h%d id=\"h%zu\"", level, page->headings);
	write_language(page, block->language);
	buf_puts(page->out, ">");
	html_text(page->out, block->text);
	buf_format(page->out, "</h%d>\n", level);
}

static void
write_element(const struct page *page, const char *element, const struct block *block)
{
	buf_format(page->out, "<%s", element);
	write_language(page, block->language);
	buf_puts(page->out, ">");
	html_text(page->out, block->text);
	buf_format(page->out, "</%s>\n", element);
}

/* Opens or closes a list where needed, so that consecutive bullets are one list. */
static void
mind_list(struct page *page, bool bullet)
{
	if (bullet != page->in_list)
		buf_puts(page->out, bullet ? "<ul>\n" : "</ul>\n");
	page->in_list = bullet;
}

static void
write_block(struct page *page, const struct block *block)
{
	mind_list(page, block->kind == BLOCK_BULLET);
	switch (block->kind) {
	case BLOCK_HEADING:
		write_heading(page, block);
		break;
	case BLOCK_TEXT:
		write_element(page, "p", block);
		break;
	case BLOCK_BULLET:
		write_element(page, "li", block);
		break;
	case BLOCK_COMMAND:
		buf_puts(page->out, "<pre><code>");
		html_text(page->out, block->text);
		buf_puts(page->out, "</code></pre>\n");
		break;
	case BLOCK_TABLE:
		write_table(page, block->table);
		break;
	case BLOCK_CHART:
		chart_figure(block->chart, ++page->charts, page->out);
		break;
	}
}

struct stamped
document_html(const struct document *document, struct buf *out)
{
	struct page page = {.document = document, .out = out};
	struct stamped stamped;

	write_head(&page);
	stamped = write_header(&page);
	write_contents(&page);
	buf_puts(out, "<main>\n");
	for (const struct block *block = document->first; block != NULL; block = block->next)
		write_block(&page, block);
	mind_list(&page, false);
	buf_puts(out, "</main>\n</body>\n</html>\n");
	return stamped;
}
