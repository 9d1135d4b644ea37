/* Writes new values: in block style, or on one line. */
#include "revise.h"

#include "text.h"

/* Does the node stand in a file already, so that its bytes are copied? */
static bool
is_kept(const struct node *value)
{
	return value->end > 0;
}

static bool
is_block_map(const struct node *value)
{
	return value->kind != NODE_SCALAR && !value->flow;
}

/* The bytes of a node to copy; of a collection in block style, to the end of its last line, with comments. */
static struct str
kept_bytes(const struct sheet *sheet, const struct node *value)
{
	size_t begin = sheet_begin(sheet, value), end = sheet_end(sheet, value);

	if (is_block_map(value))
		end = sheet_line_stop(sheet, end);
	return (struct str){sheet->bytes.p + begin, end - begin};
}

/* -- in flow ------------------------------------------------------------------------------------------ */

/* Copies a value into a collection in flow style, where a plain scalar may need quotes. */
static void
put_kept_flow(struct buf *out, const struct sheet *sheet, const struct node *value)
{
	struct node again = *value;

	if (value->kind != NODE_SCALAR || !value->plain || scalar_plain(value->text, true))
		buf_str(out, kept_bytes(sheet, value));
	else
		scalar_put(out, sheet, &again, true, NULL);
}

void
value_put_key(struct buf *out, const struct node *key)
{
	scalar_put(out, NULL, key, true, NULL);
	buf_char(out, ':');
}

void
value_put_flow(struct buf *out, const struct sheet *sheet, const struct node *value)
{
	if (is_kept(value)) {
		put_kept_flow(out, sheet, value);
		return;
	}
	if (value->kind == NODE_SCALAR) {
		scalar_put(out, sheet, value, true, NULL);
		return;
	}
	buf_char(out, value->kind == NODE_MAP ? '{' : '[');
	for (const struct node *item = value->first; item != NULL; item = item->next) {
		if (item != value->first)
			buf_puts(out, ", ");
		if (item->key != NULL) {
			value_put_key(out, item->key);
			buf_char(out, ' ');
		}
		value_put_flow(out, sheet, item);
	}
	buf_char(out, value->kind == NODE_MAP ? '}' : ']');
}

/* Can the value be on one line: copied nodes unchanged, and new ones without escaped line breaks? */
static bool
goes_on_one_line(const struct sheet *sheet, const struct node *value)
{
	if (is_kept(value)) {
		struct str bytes = kept_bytes(sheet, value);

		return !scalar_is_block(value) && !is_block_map(value) &&
		       str_find(bytes, '\n') == bytes.n &&
		       (value->kind != NODE_SCALAR || !value->plain ||
			scalar_plain(value->text, true));
	}
	if (value->kind == NODE_SCALAR)
		return str_find(value->text, '\n') == value->text.n;
	for (const struct node *item = value->first; item != NULL; item = item->next)
		if (!goes_on_one_line(sheet, item))
			return false;
	return true;
}

/* Writes the collection, from column at, on one line if it is to be (or is empty) and fits.  Returns whether it did. */
static bool
put_if_it_fits(struct buf *out, const struct sheet *sheet, const struct node *value, size_t at)
{
	size_t before = out->n;

	if (value->first != NULL && !value->flow)
		return false;
	if (!goes_on_one_line(sheet, value))
		return false;
	buf_char(out, ' ');
	value_put_flow(out, sheet, value);
	if (value->first == NULL ||
	    at + text_width((struct str){out->p + before + 1, out->n - before - 1}) <= REVISE_WIDTH)
		return true;
	out->n = before;
	return false;
}

/* -- in block ----------------------------------------------------------------------------------------- */

/* Copies a node, with its lines after the first moved right if base is right of the node's old column. */
static void
put_kept(struct buf *out, const struct sheet *sheet, const struct node *value, size_t base)
{
	struct str bytes = kept_bytes(sheet, value), line;
	size_t old = value->column - 1 < base ? value->column - 1 : base;
	bool first = true;

	if (scalar_is_block(value)) {
		/* Leave out a comment after the sign: it is not moved. */
		size_t head = sheet_block_form(sheet, value).head,
		       begin = sheet_begin(sheet, value);
		size_t stop = sheet_line_stop(sheet, head);

		buf_add(out, sheet->bytes.p + begin, head - begin);
		bytes.n -= stop - begin;
		bytes.p += stop - begin;
	}
	while (str_next(&bytes, '\n', &line)) {
		if (!first)
			buf_char(out, '\n');
		if (!first && sheet_skip_blanks(&(struct sheet){.bytes = line}, 0) < line.n &&
		    !str_is(line, "\r"))
			buf_repeat(out, ' ', base - old);
		buf_str(out, line);
		first = false;
	}
}

struct room
room_behind(const struct sheet *sheet, const struct node *key, size_t column)
{
	return (struct room){.base = column,
			     .inner = column + sheet->step,
			     .at = column + text_width(key->text) + 2};
}

static void
put_line_begin(struct buf *out, const struct sheet *sheet, size_t column)
{
	buf_str(out, sheet->line_end);
	buf_repeat(out, ' ', column);
}

static void
put_map(struct buf *out, const struct sheet *sheet, const struct node *map, struct room room)
{
	for (const struct node *item = map->first; item != NULL; item = item->next) {
		if (room.item && item == map->first)
			buf_char(out, ' ');
		else
			put_line_begin(out, sheet, room.inner);
		value_put_key(out, item->key);
		value_put(out, sheet, item, room_behind(sheet, item->key, room.inner));
	}
}

static void
put_list(struct buf *out, const struct sheet *sheet, const struct node *list, struct room room)
{
	size_t column = room.base + sheet->dash;

	for (const struct node *item = list->first; item != NULL; item = item->next) {
		struct room inner = {
		    .base = column, .inner = column + 2, .at = column + 2, .item = true};

		put_line_begin(out, sheet, column);
		buf_char(out, '-');
		value_put(out, sheet, item, inner);
	}
}

void
value_put(struct buf *out, const struct sheet *sheet, const struct node *value, struct room room)
{
	if (is_kept(value) && is_block_map(value) && room.item && value->kind == NODE_MAP) {
		buf_char(out, ' ');
		put_kept(out, sheet, value, room.inner);
	} else if (is_kept(value) && is_block_map(value)) {
		put_line_begin(out, sheet, room.inner);
		put_kept(out, sheet, value, room.inner);
	} else if (is_kept(value)) {
		buf_char(out, ' ');
		put_kept(out, sheet, value, room.base);
	} else if (value->kind == NODE_SCALAR) {
		buf_char(out, ' ');
		scalar_put(out, sheet, value, false, &room);
	} else if (put_if_it_fits(out, sheet, value, room.at)) {
		return;
	} else if (value->kind == NODE_MAP) {
		put_map(out, sheet, value, room);
	} else if (room.item) {
		/* A list in a list, which no table of keys has. */
		buf_char(out, ' ');
		value_put_flow(out, sheet, value);
	} else {
		put_list(out, sheet, value, room);
	}
}
