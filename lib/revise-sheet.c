/* The offsets of nodes in the bytes of a document, and its layout. */
#include "revise.h"

#include "text.h"

/* -- layout ------------------------------------------------------------------------------------------- */

/*
 * Learns the document's indentation from the first map and the first list in block style below a key.  With "? key", a
 * value may begin left of its key, which tells nothing.
 */
static void
learn_habits(struct sheet *sheet, const struct node *node, bool *know_step, bool *know_dash)
{
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		bool below = item->kind != NODE_SCALAR && !item->flow && item->key != NULL &&
			     item->column >= item->key->column;

		if (below && item->kind == NODE_MAP && !*know_step) {
			sheet->step = item->column - item->key->column;
			*know_step = true;
		} else if (below && item->kind == NODE_LIST && !*know_dash) {
			sheet->dash = item->column - item->key->column;
			*know_dash = true;
		}
		if (!item->flow)
			learn_habits(sheet, item, know_step, know_dash);
	}
}

struct sheet
sheet_of(struct str bytes, const struct node *root)
{
	struct sheet sheet = {.bytes = bytes,
			      .root = root,
			      .line_end = STR("\n"),
			      .step = 2,
			      .dash = 2,
			      .ascii = true,
			      .open = bytes.n > 0 && bytes.p[bytes.n - 1] != '\n'};
	size_t first = str_find(bytes, '\n');
	bool know_step = false, know_dash = false;

	if (first > 0 && first < bytes.n && bytes.p[first - 1] == '\r')
		sheet.line_end = STR("\r\n");
	for (size_t i = 0; i < bytes.n && sheet.ascii; i++)
		sheet.ascii = (unsigned char)bytes.p[i] < 0x80;
	if (!root->flow)
		learn_habits(&sheet, root, &know_step, &know_dash);
	return sheet;
}

struct sheet
sheet_for(const struct sheet *sheet, const struct change *change)
{
	struct sheet from = *sheet;

	if (change->from != NULL) {
		from.bytes = change->from->bytes;
		from.root = change->from->root;
		from.ascii = change->from->ascii;
	}
	return from;
}

/* -- lines -------------------------------------------------------------------------------------------- */

size_t
sheet_line(const struct sheet *sheet, size_t offset)
{
	while (offset > 0 && sheet->bytes.p[offset - 1] != '\n')
		offset--;
	return offset;
}

size_t
sheet_line_stop(const struct sheet *sheet, size_t offset)
{
	size_t stop = offset;

	while (stop < sheet->bytes.n && sheet->bytes.p[stop] != '\n')
		stop++;
	return stop > offset && stop < sheet->bytes.n && sheet->bytes.p[stop - 1] == '\r' ? stop - 1
											  : stop;
}

size_t
sheet_line_next(const struct sheet *sheet, size_t offset)
{
	while (offset < sheet->bytes.n && sheet->bytes.p[offset] != '\n')
		offset++;
	return offset < sheet->bytes.n ? offset + 1 : offset;
}

size_t
sheet_skip_blanks(const struct sheet *sheet, size_t offset)
{
	while (offset < sheet->bytes.n &&
	       (sheet->bytes.p[offset] == ' ' || sheet->bytes.p[offset] == '\t'))
		offset++;
	return offset;
}

char
sheet_byte(const struct sheet *sheet, size_t offset)
{
	return offset < sheet->bytes.n ? sheet->bytes.p[offset] : '\n';
}

bool
sheet_leads(const struct sheet *sheet, size_t offset)
{
	return sheet_skip_blanks(sheet, sheet_line(sheet, offset)) >= offset;
}

bool
sheet_ends(const struct sheet *sheet, size_t offset)
{
	size_t next = sheet_skip_blanks(sheet, offset);

	return next >= sheet_line_stop(sheet, offset) || sheet_byte(sheet, next) == '#';
}

/* The end (the offset of the LF or CRLF) of the line before the one that begins at begin, which is not 0. */
static size_t
stop_before(const struct sheet *sheet, size_t begin)
{
	return begin > 1 && sheet->bytes.p[begin - 2] == '\r' ? begin - 2 : begin - 1;
}

/* -- nodes -------------------------------------------------------------------------------------------- */

/* The byte offset of the code point with that index. */
static size_t
byte_at(const struct sheet *sheet, size_t index)
{
	if (sheet->ascii)
		return index < sheet->bytes.n ? index : sheet->bytes.n;
	return text_offset(sheet->bytes, index);
}

size_t
sheet_begin(const struct sheet *sheet, const struct node *node)
{
	return byte_at(sheet, node->begin);
}

bool
scalar_is_block(const struct node *node)
{
	return node->kind == NODE_SCALAR &&
	       (node->style == NODE_LITERAL || node->style == NODE_FOLDED);
}

/* The indentation of a block scalar's lines: the least of those that are not blank. */
static size_t
block_column(const struct sheet *sheet, size_t from, size_t end)
{
	size_t column = 0;

	for (size_t line = sheet_line_next(sheet, from); line < end;
	     line = sheet_line_next(sheet, line)) {
		size_t width = 0;

		while (line + width < end && sheet->bytes.p[line + width] == ' ')
			width++;
		if (line + width < sheet_line_stop(sheet, line) && (column == 0 || width < column))
			column = width;
	}
	return column;
}

struct block_form
sheet_block_form(const struct sheet *sheet, const struct node *scalar)
{
	struct block_form form = {.head = sheet_begin(sheet, scalar) + 1, .chomp = ' '};

	for (; form.head < sheet->bytes.n && strchr("+-0123456789", sheet->bytes.p[form.head]);
	     form.head++)
		if (strchr("+-", sheet->bytes.p[form.head]) != NULL)
			form.chomp = sheet->bytes.p[form.head];
	form.column = block_column(sheet, form.head, byte_at(sheet, scalar->end));
	while (form.breaks < scalar->text.n &&
	       scalar->text.p[scalar->text.n - form.breaks - 1] == '\n')
		form.breaks++;
	return form;
}

/* The end of a block scalar.  libyaml's comes after the empty lines below, which belong to the scalar only with '+'. */
static size_t
block_end(const struct sheet *sheet, const struct node *scalar)
{
	struct block_form form = sheet_block_form(sheet, scalar);
	size_t least = sheet_line_stop(sheet, form.head), end = byte_at(sheet, scalar->end), line;

	if (end > least && sheet->bytes.p[end - 1] == '\n')
		end = stop_before(sheet, end);
	while (form.chomp != '+' && end > least) {
		line = sheet_line(sheet, end);
		if (sheet_skip_blanks(sheet, line) < end || end - line > form.column || line == 0)
			break;
		end = stop_before(sheet, line);
	}
	return end > least ? end : least;
}

size_t
sheet_end(const struct sheet *sheet, const struct node *node)
{
	const struct node *last = node->first;
	size_t begin = sheet_begin(sheet, node);

	if (scalar_is_block(node))
		return block_end(sheet, node);
	/* A pair in a list, as in [a: b], is a map in flow style without brackets. */
	if (node->kind == NODE_SCALAR || last == NULL ||
	    (node->flow && begin < sheet->bytes.n && strchr("[{", sheet->bytes.p[begin]) != NULL))
		return byte_at(sheet, node->end);
	while (last->next != NULL)
		last = last->next;
	return sheet_end(sheet, last);
}
