#include "document.h"

#include <ctype.h>

#include "text.h"

struct scribe {
	struct buf *out;
	bool in_list; /* in a list of bullets, and of commands that belong to them */
	bool begun;   /* a block has been written */
	bool below;   /* see document_is_section() */
};

/* -- texts ------------------------------------------------------------------------------------------------------- */

/* Would the & at the start of s begin a character reference? */
static bool
is_entity(struct str s)
{
	size_t i = 1;

	if (i < s.n && s.p[i] == '#')
		i++;
	while (i < s.n && isalnum((unsigned char)s.p[i]))
		i++;
	return i > 1 && i < s.n && s.p[i] == ';';
}

/* Would the byte at i make GitHub autolink a web address? For a mail address nothing prevents that. */
static bool
begins_link(struct str s, size_t i)
{
	if (s.p[i] == ':')
		return i + 1 < s.n && s.p[i + 1] == '/';
	return s.p[i] == '.' && i >= 3 && strncasecmp(s.p + i - 3, "www", 3) == 0;
}

/* The length of a mark at the start of a line that would make it a list, rule, underlined heading or table; 0: none. */
static size_t
block_mark(struct str line)
{
	size_t digits = 0;

	while (digits < line.n && isdigit((unsigned char)line.p[digits]))
		digits++;
	if (digits > 0)
		return digits < line.n && strchr(".)", line.p[digits]) != NULL ? digits + 1 : 0;
	return line.n > 0 && strchr("+-=:", line.p[0]) != NULL ? 1 : 0;
}

/* Adds a line, escaped so that it is shown as it is; begins says whether it is at the start of a Markdown line. */
static void
add_line(struct buf *out, struct str line, bool begins)
{
	size_t mark = begins ? block_mark(line) : 0;

	for (size_t i = 0; i < line.n; i++) {
		struct str rest = str_after(line, i);

		if (line.p[i] == '&' && is_entity(rest)) {
			buf_puts(out, "&amp;");
			continue;
		}
		if (i + 1 == mark || strchr("\\`*_[]<>|~#$", line.p[i]) != NULL ||
		    begins_link(line, i))
			buf_char(out, '\\');
		buf_char(out, line.p[i]);
	}
}

/* Adds a text as one line inside a heading or cell, not at the start of a Markdown line. */
static void
add_text(struct buf *out, struct str text)
{
	struct buf plain = {0};

	text_plain(&plain, text, false);
	add_line(out, str_trim(buf_all(&plain)), false);
	buf_free(&plain);
}

/* Adds the lines of a text, all but the first indented by so many blanks. A blank line separates paragraphs. */
static void
add_lines(struct buf *out, struct str text, size_t indent)
{
	struct buf plain = {0};
	struct str rest, line;
	size_t feeds = 0;

	text_plain(&plain, text, true);
	rest = buf_all(&plain);
	for (bool first = true; str_next(&rest, '\n', &line); feeds++) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (!first) {
			buf_puts(out, feeds > 1 ? "\n\n" : "\n");
			buf_repeat(out, ' ', indent);
		}
		add_line(out, line, true);
		first = false;
		feeds = 0;
	}
	buf_char(out, '\n');
	buf_free(&plain);
}

/* -- tables ------------------------------------------------------------------------------------------------------ */

/* Adds a sparkline; its blanks become no-break spaces, which Markdown does not collapse. */
static void
add_series(struct buf *out, const struct cell *cell)
{
	struct buf bars = {0};

	cell_add_series(cell, false, &bars);
	for (size_t i = 0; i < bars.n; i++)
		if (bars.p[i] == ' ')
			buf_puts(out, "\xC2\xA0");
		else
			buf_char(out, bars.p[i]);
	buf_free(&bars);
}

static void
add_cell(struct buf *out, const struct cell *cell, bool total)
{
	struct buf text = {0};
	const char *bold;

	if (cell->kind == CELL_SERIES)
		add_series(&text, cell);
	else
		add_text(&text, cell->text);
	bold = text.n > 0 && (total || cell->marked) ? "**" : "";
	buf_char(out, ' ');
	buf_puts(out, bold);
	buf_str(out, buf_all(&text));
	buf_puts(out, bold);
	buf_puts(out, text.n > 0 ? " |" : "|");
	buf_free(&text);
}

static void
add_table(struct buf *out, const struct table *table)
{
	buf_char(out, '|');
	for (size_t i = 0; i < table->column_count; i++)
		add_cell(out, &(struct cell){.text = table->columns[i].heading}, false);
	buf_puts(out, "\n|");
	for (size_t i = 0; i < table->column_count; i++)
		buf_puts(out, table->columns[i].right ? " --: |" : " --- |");
	buf_char(out, '\n');
	for (size_t r = 0; r < table->row_count; r++) {
		buf_char(out, '|');
		for (size_t i = 0; i < table->column_count; i++)
			add_cell(out, table_cell(table, r, i),
				 r + table->total_count >= table->row_count);
		buf_char(out, '\n');
	}
}

/* -- blocks ------------------------------------------------------------------------------------------------------ */

/* Adds a fenced code block. The fence is longer than any run of backticks in the text. */
static void
add_command(struct scribe *scribe, struct str text)
{
	struct buf *out = scribe->out, plain = {0};
	size_t indent = scribe->in_list ? 2 : 0, longest = 2, run = 0;

	text_plain(&plain, text, false);
	for (size_t i = 0; i < plain.n; i++) {
		run = plain.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	buf_repeat(out, ' ', indent);
	buf_repeat(out, '`', longest + 1);
	buf_puts(out, "sh\n");
	buf_repeat(out, ' ', indent);
	buf_str(out, buf_all(&plain));
	buf_char(out, '\n');
	buf_repeat(out, ' ', indent);
	buf_repeat(out, '`', longest + 1);
	buf_char(out, '\n');
	buf_free(&plain);
}

/* Begins a block, after a blank line unless both it and the block before are in one list. */
static void
begin_block(struct scribe *scribe, enum block_kind kind)
{
	bool in_list = kind == BLOCK_BULLET || (kind == BLOCK_COMMAND && scribe->in_list);

	if (scribe->begun && !(in_list && scribe->in_list))
		buf_char(scribe->out, '\n');
	scribe->in_list = in_list;
	scribe->begun = true;
}

static void
add_heading(struct scribe *scribe, unsigned level, struct str text)
{
	begin_block(scribe, BLOCK_HEADING);
	buf_repeat(scribe->out, '#', level);
	buf_char(scribe->out, ' ');
	add_text(scribe->out, text);
	buf_char(scribe->out, '\n');
}

static void
add_paragraph(struct scribe *scribe, struct str text)
{
	begin_block(scribe, BLOCK_TEXT);
	add_lines(scribe->out, text, 0);
}

static void
add_block(struct scribe *scribe, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		add_heading(scribe, document_is_section(block, &scribe->below) ? 2 : 3,
			    block->text);
		break;
	case BLOCK_TEXT:
		add_paragraph(scribe, block->text);
		break;
	case BLOCK_BULLET:
		begin_block(scribe, block->kind);
		buf_puts(scribe->out, "- ");
		add_lines(scribe->out, block->text, 2);
		break;
	case BLOCK_COMMAND:
		begin_block(scribe, block->kind);
		add_command(scribe, block->text);
		break;
	case BLOCK_TABLE:
		begin_block(scribe, block->kind);
		add_table(scribe->out, block->table);
		break;
	case BLOCK_CHART: /* the chart's table has the same data */
		break;
	}
}

struct stamped
document_markdown(const struct document *document, struct buf *out)
{
	struct scribe scribe = {.out = out};
	struct stamped stamped = {0};

	if (document->title.n > 0)
		add_heading(&scribe, 1, document->title);
	if (document->about.n > 0)
		add_paragraph(&scribe, document->about);
	stamped.begin = stamped.end = out->n;
	if (document->stamp.n > 0) {
		begin_block(&scribe, BLOCK_TEXT);
		stamped.begin = out->n;
		add_lines(out, document->stamp, 0);
		stamped.end = out->n - 1;
	}
	for (const struct block *block = document->first; block != NULL; block = block->next)
		add_block(&scribe, block);
	return stamped;
}
