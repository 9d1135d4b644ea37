/* Writes scalars: in the preferred style if that can hold the text, else in the nearest that can. */
#include "revise.h"

#include <strings.h>

#include "text.h"

/* -- plain ------------------------------------------------------------------------------------------- */

static bool
one_of(struct str text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == text.n && strncasecmp(*words, text.p, text.n) == 0)
			return true;
	return false;
}

static bool
consists_of(struct str text, const char *bytes)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\0' || strchr(bytes, text.p[i]) == NULL)
			return false;
	return text.n > 0;
}

/* Is the text a number, date or time of YAML 1.1, or similar enough to be mistaken for one? */
static bool
like_a_number(struct str text)
{
	static const char digits[] = "0123456789";

	if (text.n > 11 && consists_of((struct str){text.p, 10}, "0123456789-") &&
	    strchr("Tt ", text.p[10]) != NULL)
		return consists_of(str_after(text, 11), "0123456789:.+-Zz ");
	if (text.n > 1 && (text.p[0] == '-' || text.p[0] == '+'))
		text = str_after(text, 1);
	if (text.n > 2 && text.p[0] == '0' && strchr("xXbBoO", text.p[1]) != NULL)
		return consists_of(str_after(text, 2), "0123456789abcdefABCDEF_");
	return strchr(digits, text.p[text.p[0] == '.' && text.n > 1]) != NULL &&
	       consists_of(text, "0123456789_.:eE+-");
}

bool
scalar_ambiguous(struct str text)
{
	static const char *const words[] = {"y",    "yes",   "n",     "no",   "true", "false",
					    "on",   "off",   "null",  "~",    "=",    "<<",
					    ".inf", "+.inf", "-.inf", ".nan", NULL};

	return text.n == 0 || one_of(text, words) || like_a_number(text);
}

/* Is the code point a line break, a tab, or one that a file may contain only as an escape? */
static bool
must_escape(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
	       (c >= 0xFDD0 && c < 0xFDF0) || (c & 0xFFFE) == 0xFFFE;
}

/* Does the text contain such a code point, other than LF? */
static bool
needs_escapes(struct str text)
{
	int32_t c;

	for (size_t at = 0; at < text.n;) {
		at += text_decode(str_after(text, at), &c);
		if (c != '\n' && must_escape(c))
			return true;
	}
	return false;
}

/* Would the byte at i end a plain scalar, or begin a comment? */
static bool
ends_plain(struct str text, size_t i, bool flow)
{
	char before = i > 0 ? text.p[i - 1] : ' ', after = i + 1 < text.n ? text.p[i + 1] : ' ';

	switch (text.p[i]) {
	case ':':
		return after == ' ' || (flow && strchr(",?[]{}", after) != NULL);
	case '#':
		return before == ' ';
	case ',':
	case '[':
	case ']':
	case '{':
	case '}':
		return flow;
	default:
		return false;
	}
}

bool
scalar_plain(struct str text, bool flow)
{
	if (text.n == 0 || text.p[0] == ' ' || text.p[text.n - 1] == ' ' || needs_escapes(text))
		return false;
	if (strchr("?:,[]{}#&*!|>'\"%@`", text.p[0]) != NULL || str_starts(text, STR("---")) ||
	    str_starts(text, STR("...")) || (text.p[0] == '-' && (text.n == 1 || text.p[1] == ' ')))
		return false;
	if (flow && text.p[0] == '-' && strchr(",[]{}?", text.p[1]) != NULL)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n' || ends_plain(text, i, flow))
			return false;
	return true;
}

/* -- quoted ------------------------------------------------------------------------------------------- */

static void
put_single(struct buf *out, struct str text)
{
	buf_char(out, '\'');
	for (size_t i = 0; i < text.n; i++) {
		buf_char(out, text.p[i]);
		if (text.p[i] == '\'')
			buf_char(out, '\'');
	}
	buf_char(out, '\'');
}

static void
put_escape(struct buf *out, int32_t c)
{
	if (c == '\n')
		buf_puts(out, "\\n");
	else if (c == '\t')
		buf_puts(out, "\\t");
	else if (c < 0x100)
		buf_format(out, "\\x%02X", (unsigned)c);
	else if (c < 0x10000)
		buf_format(out, "\\u%04X", (unsigned)c);
	else
		buf_format(out, "\\U%08X", (unsigned)c);
}

static void
put_double(struct buf *out, struct str text)
{
	int32_t c;

	buf_char(out, '"');
	for (size_t at = 0, n; at < text.n; at += n) {
		n = text_decode(str_after(text, at), &c);
		if (must_escape(c)) {
			put_escape(out, c);
			continue;
		}
		if (c == '"' || c == '\\')
			buf_char(out, '\\');
		buf_add(out, text.p + at, n);
	}
	buf_char(out, '"');
}

/* -- blocks ------------------------------------------------------------------------------------------- */

/* The text without the line breaks at its end. */
static struct str
body_of(struct str text)
{
	while (text.n > 0 && text.p[text.n - 1] == '\n')
		text.n--;
	return text;
}

/*
 * Can the text be a literal block?  The first line must be neither empty nor indented, and none may consist of blanks.
 */
static bool
literal_good(struct str body)
{
	struct str line;

	if (body.n == 0 || body.p[0] == ' ' || body.p[0] == '\n' || needs_escapes(body))
		return false;
	while (str_next(&body, '\n', &line))
		if (line.n > 0 && str_trim(line).n == 0)
			return false;
	return true;
}

bool
scalar_block(struct str text)
{
	return literal_good(body_of(text));
}

/*
 * Can the text be a folded block?  Lines that begin with a blank are never folded, and a blank at a line's end is
 * invisible.
 */
static bool
folded_good(struct str body)
{
	struct str line;

	if (!literal_good(body))
		return false;
	while (str_next(&body, '\n', &line))
		if (str_trim(line).n != line.n)
			return false;
	return true;
}

/*
 * How many bytes of a line fit into the columns: all, or up to a single space, where it can be folded; at least a word.
 */
static size_t
fill(struct str line, size_t columns)
{
	size_t fits = 0;

	for (size_t i = 1; i < line.n; i++) {
		if (line.p[i] != ' ' || line.p[i - 1] == ' ' ||
		    (i + 1 < line.n && line.p[i + 1] == ' '))
			continue;
		if (fits > 0 && text_width((struct str){line.p, i}) > columns)
			return fits;
		fits = i;
	}
	return fits > 0 && text_width(line) > columns ? fits : line.n;
}

static void
put_line(struct buf *out, const struct sheet *sheet, struct str line, size_t column)
{
	buf_str(out, sheet->line_end);
	buf_repeat(out, ' ', line.n > 0 ? column : 0);
	buf_str(out, line);
}

static void
put_folded(struct buf *out, const struct sheet *sheet, struct str body, struct block_form form)
{
	size_t column = form.column, width = form.width > REVISE_WIDTH ? form.width : REVISE_WIDTH;
	size_t columns = column + 20 < width ? width - column : 20;
	struct str line;
	bool first = true;

	while (str_next(&body, '\n', &line)) {
		if (line.n == 0) {
			put_line(out, sheet, line, column);
			continue;
		}
		/* A single line break would be folded into a space. */
		if (!first)
			buf_str(out, sheet->line_end);
		first = false;
		while (line.n > 0) {
			size_t n = fill(line, columns);

			put_line(out, sheet, (struct str){line.p, n}, column);
			line = str_after(line, n < line.n ? n + 1 : n);
		}
	}
}

static void
put_literal(struct buf *out, const struct sheet *sheet, struct str body, size_t column)
{
	struct str line;

	while (str_next(&body, '\n', &line))
		put_line(out, sheet, line, column);
}

#define WIDTH_MAX 120 /* folded lines wider than this are no margin that somebody chose */

/* The width of a folded block's widest line, as its margin; 0 if it is over WIDTH_MAX. */
static size_t
widest(const struct sheet *sheet, const struct node *block)
{
	size_t width = 0, end = sheet_end(sheet, block);

	for (size_t at = sheet_line_next(sheet, sheet_begin(sheet, block)); at < end;
	     at = sheet_line_next(sheet, at)) {
		struct str line = {sheet->bytes.p + at, sheet_line_stop(sheet, at) - at};

		width = text_width(line) > width ? text_width(line) : width;
	}
	return width <= WIDTH_MAX ? width : 0;
}

/*
 * Would the block be the end of a file without a final line feed?  old is the block that it replaces; NULL: assume it
 * would.
 */
static bool
ends_open(const struct sheet *sheet, const struct node *old)
{
	return sheet->open &&
	       (old == NULL || sheet_line_stop(sheet, sheet_end(sheet, old)) >= sheet->bytes.n);
}

/*
 * The form of a block for the text: the indentation of the block that it replaces, and its indicator if that still
 * fits.  column is 0 if no block can be used.
 */
static struct block_form
form_for(const struct sheet *sheet, const struct room *room, struct str text)
{
	size_t breaks = text.n - body_of(text).n;
	struct block_form form = {.breaks = breaks, .column = room->inner};

	form.chomp = breaks == 0 ? '-' : ' ';
	if (room->old != NULL && scalar_is_block(room->old)) {
		struct block_form old = sheet_block_form(sheet, room->old);

		form.column = old.column > 0 ? old.column : form.column;
		form.width = room->old->style == NODE_FOLDED ? widest(sheet, room->old) : 0;
		if (old.column > 0 && (old.breaks == breaks || old.chomp == '+'))
			form.chomp = old.chomp;
		if (old.breaks != breaks && breaks > 0 && ends_open(sheet, room->old))
			form.column = 0;
	} else if (breaks > 0 && ends_open(sheet, NULL)) {
		form.column = 0;
	}
	if (breaks > 1 && form.chomp != '+')
		form.column = 0;
	return form;
}

static void
put_block(struct buf *out, const struct sheet *sheet, struct str text, enum node_style style,
	  struct block_form form)
{
	buf_char(out, style == NODE_FOLDED ? '>' : '|');
	if (form.chomp != ' ')
		buf_char(out, form.chomp);
	if (style == NODE_FOLDED)
		put_folded(out, sheet, body_of(text), form);
	else
		put_literal(out, sheet, body_of(text), form.column);
	for (size_t i = 1; i < form.breaks; i++)
		buf_str(out, sheet->line_end);
}

/* -- choosing ----------------------------------------------------------------------------------------- */

/* The quotes for a text that had none: double, unless the text has bytes that they would require to be escaped. */
static enum node_style
quotes_for(struct str text)
{
	return memchr(text.p, '"', text.n) != NULL || memchr(text.p, '\\', text.n) != NULL
		   ? NODE_SINGLE_QUOTED
		   : NODE_DOUBLE_QUOTED;
}

static enum node_style
style_on_one_line(const struct node *value, bool flow)
{
	if (value->text.n == 0 || needs_escapes(value->text) ||
	    memchr(value->text.p, '\n', value->text.n) != NULL)
		return value->text.n == 0 && value->style == NODE_SINGLE_QUOTED
			   ? NODE_SINGLE_QUOTED
			   : NODE_DOUBLE_QUOTED;
	if (value->style == NODE_SINGLE_QUOTED || value->style == NODE_DOUBLE_QUOTED)
		return value->style;
	return value->plain && scalar_plain(value->text, flow) ? NODE_PLAIN
							       : quotes_for(value->text);
}

/* Is the value a new plain text that is too long for its line, and can be folded? */
static bool
too_long(const struct node *value, const struct room *room)
{
	return value->style == NODE_PLAIN && (room->old == NULL || room->old->text.n == 0) &&
	       room->at + text_width(value->text) > REVISE_WIDTH &&
	       fill(value->text, 1) < value->text.n;
}

static enum node_style
style_for(const struct node *value, const struct room *room, size_t column)
{
	bool lines = value->text.n > 0 && memchr(value->text.p, '\n', value->text.n) != NULL;
	struct str body = body_of(value->text);

	if (value->style == NODE_DOUBLE_QUOTED || column == 0)
		return style_on_one_line(value, false);
	if (value->style == NODE_FOLDED || (!lines && too_long(value, room)))
		return folded_good(body)    ? NODE_FOLDED
		       : literal_good(body) ? NODE_LITERAL
					    : style_on_one_line(value, false);
	if ((value->style == NODE_LITERAL || lines) && literal_good(body))
		return NODE_LITERAL;
	return style_on_one_line(value, false);
}

void
scalar_put(struct buf *out, const struct sheet *sheet, const struct node *value, bool flow,
	   const struct room *room)
{
	struct block_form form = {0};
	enum node_style style;

	if (flow) {
		style = style_on_one_line(value, true);
	} else {
		form = form_for(sheet, room, value->text);
		style = style_for(value, room, form.column);
	}
	if (style == NODE_PLAIN)
		buf_str(out, value->text);
	else if (style == NODE_SINGLE_QUOTED)
		put_single(out, value->text);
	else if (style == NODE_DOUBLE_QUOTED)
		put_double(out, value->text);
	else
		put_block(out, sheet, value->text, style, form);
}
