/* Splices a change into the bytes of a document. */
#include "revise.h"

#include "text.h"

void
splice_copy(struct splice *splice, size_t offset)
{
	if (offset > splice->done) {
		buf_add(splice->out, splice->sheet->bytes.p + splice->done, offset - splice->done);
		splice->done = offset;
	}
}

void
splice_drop(struct splice *splice, size_t offset)
{
	if (offset > splice->done)
		splice->done = offset;
}

/* -- items -------------------------------------------------------------------------------------------- */

/* Sets *dash to the offset of an item's dash: in the list's column, on the item's line or one above it. */
static bool
find_dash(const struct sheet *sheet, const struct node *list, const struct node *item, size_t *dash)
{
	size_t least = sheet_begin(sheet, list), begin = sheet_begin(sheet, item);

	for (size_t line = sheet_line(sheet, begin);; line = sheet_line(sheet, line - 1)) {
		*dash = line + list->column - 1;
		if (*dash >= least && *dash < begin && sheet_byte(sheet, *dash) == '-')
			return true;
		if (line <= least)
			return false;
	}
}

bool
sheet_find_item(const struct sheet *sheet, const struct node *parent, const struct node *item,
		size_t *begin)
{
	if (parent->kind == NODE_LIST && !parent->flow)
		return find_dash(sheet, parent, item, begin);
	*begin = sheet_begin(sheet, item->key != NULL ? item->key : item);
	return true;
}

bool
sheet_find_value(const struct sheet *sheet, const struct node *parent, const struct node *item,
		 size_t *after)
{
	if (item->key != NULL)
		*after = sheet_skip_blanks(sheet, sheet_end(sheet, item->key));
	else if (parent->flow)
		*after = sheet_begin(sheet, item) - 1;
	else if (!find_dash(sheet, parent, item, after))
		return false;
	*after += 1;
	return item->key == NULL || sheet_byte(sheet, *after - 1) == ':';
}

/* The column of a block collection's keys or dashes, from 0. */
static size_t
column_of(const struct node *parent)
{
	return parent->column - 1;
}

/* Columns from a dash to the value after it, as with the given item; 2 if that is NULL or tells nothing. */
static size_t
spacing_of(const struct sheet *sheet, const struct node *list, const struct node *item)
{
	size_t dash, begin;

	if (item == NULL || !find_dash(sheet, list, item, &dash))
		return 2;
	begin = sheet_begin(sheet, item);
	return begin > dash + 1 && sheet_skip_blanks(sheet, dash + 1) == begin ? begin - dash : 2;
}

static struct room
room_in(const struct sheet *sheet, const struct change *change, const struct node *like)
{
	size_t column = column_of(change->parent);

	if (change->parent->kind == NODE_LIST) {
		size_t inner = column + spacing_of(sheet, change->parent, like);

		return (struct room){.base = column, .inner = inner, .at = inner, .item = true};
	}
	return room_behind(sheet, change->value->key, column);
}

/* Writes the new item of a collection in block style, laid out as the item like (NULL: as usual). */
static void
put_item(struct splice *splice, const struct change *change, const struct node *like)
{
	struct room room = room_in(splice->sheet, change, like);
	struct sheet from = sheet_for(splice->sheet, change);

	if (room.item) {
		buf_char(splice->out, '-');
		buf_repeat(splice->out, ' ', room.inner - room.base - 2);
	} else {
		value_put_key(splice->out, change->value->key);
	}
	value_put(splice->out, &from, change->value, room);
}

/*
 * Where the comment right above a line begins, which belongs to it; the line itself if there is none, or it heads the
 * file.
 */
static size_t
above_comment(const struct sheet *sheet, size_t line)
{
	size_t top = line;

	while (top > 0 &&
	       sheet_byte(sheet, sheet_skip_blanks(sheet, sheet_line(sheet, top - 1))) == '#')
		top = sheet_line(sheet, top - 1);
	return top == 0 ? line : top;
}

/* Copies the comment right above an item of another document, without the lines that this document has already. */
static void
put_comment(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet, *from = change->from;
	const struct node *value = change->value;
	size_t line, end;

	if (from == NULL)
		return;
	end = sheet_line(from, sheet_begin(from, value->key != NULL ? value->key : value));
	for (line = above_comment(from, end); line < end; line = sheet_line_next(from, line)) {
		size_t begin = sheet_skip_blanks(from, line);
		struct str comment = {from->bytes.p + begin, sheet_line_stop(from, begin) - begin};

		if (memmem(sheet->bytes.p, sheet->bytes.n, comment.p, comment.n) != NULL)
			continue;
		buf_str(splice->out, comment);
		buf_str(splice->out, sheet->line_end);
		buf_repeat(splice->out, ' ', column_of(change->parent));
	}
}

/* -- putting in, in block style -------------------------------------------------------------------------- */

static bool
insert_first(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	size_t begin, column = column_of(change->parent);

	if (!sheet_find_item(sheet, change->parent, change->parent->first, &begin))
		return false;
	if (sheet_leads(sheet, begin)) {
		splice_copy(splice, above_comment(sheet, sheet_line(sheet, begin)));
		buf_repeat(splice->out, ' ', column);
		put_comment(splice, change);
		put_item(splice, change, change->parent->first);
		buf_str(splice->out, sheet->line_end);
		return true;
	}
	splice_copy(splice, begin);
	put_item(splice, change, change->parent->first);
	buf_str(splice->out, sheet->line_end);
	buf_repeat(splice->out, ' ', column);
	return true;
}

/* Inserts into an empty document: after its comments, and before "...", which marks its end. */
static bool
insert_alone(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	size_t line = 0;

	while (line < sheet->bytes.n && !str_starts(str_after(sheet->bytes, line), STR("...")))
		line = sheet_line_next(sheet, line);
	splice_copy(splice, line);
	if (line > 0 && sheet_byte(sheet, line - 1) != '\n')
		buf_str(splice->out, sheet->line_end);
	put_item(splice, change, NULL);
	if (line == 0 || sheet_byte(sheet, line - 1) == '\n')
		buf_str(splice->out, sheet->line_end);
	return true;
}

static bool
insert_in_block(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	const struct node *before = node_before(change->parent, change->before);

	if (change->parent->first == NULL)
		return insert_alone(splice, change);
	if (before == NULL)
		return insert_first(splice, change);
	splice_copy(splice, sheet_line_stop(sheet, sheet_end(sheet, before)));
	buf_str(splice->out, sheet->line_end);
	buf_repeat(splice->out, ' ', column_of(change->parent));
	put_comment(splice, change);
	put_item(splice, change, before);
	return true;
}

/* -- taking away ------------------------------------------------------------------------------------------ */

/* The chomping indicator of the last scalar before the offset; '-' also if that is not a block scalar. */
static char
chomp_before(const struct sheet *sheet, const struct node *node, size_t offset)
{
	char chomp = '-';

	if (node->kind == NODE_SCALAR)
		return scalar_is_block(node) ? sheet_block_form(sheet, node).chomp : '-';
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (sheet_begin(sheet, item) < offset)
			chomp = chomp_before(sheet, item, offset);
	return chomp;
}

/* Removes an item that begins on the line of a dash before its collection: what follows moves up to its place. */
static void
remove_behind_dash(struct splice *splice, size_t begin, size_t end)
{
	const struct sheet *sheet = splice->sheet;

	splice_copy(splice, begin);
	for (end = sheet_line_next(sheet, end); end < sheet->bytes.n; end++)
		if (strchr(" \t\r\n", sheet_byte(sheet, end)) == NULL)
			break;
	splice_drop(splice, end);
}

/*
 * Keeps comment lines that stand between the first line of the removed item and its first scalar, as comments above the
 * item are kept.  They move to its column, lest they become part of a text before it.  With at_end, for a file without
 * a final line feed, a line end is written before each, not after it.
 */
static void
keep_comments(struct splice *splice, const struct change *change, size_t line, bool at_end)
{
	const struct sheet *sheet = splice->sheet;
	const struct node *leaf = change->item;
	size_t stop;

	while (leaf->first != NULL && !leaf->flow)
		leaf = leaf->first;
	stop = sheet_line(sheet, sheet_begin(sheet, leaf->key != NULL ? leaf->key : leaf));
	for (line = sheet_line_next(sheet, line); line < stop;
	     line = sheet_line_next(sheet, line)) {
		size_t begin = sheet_skip_blanks(sheet, line);

		if (sheet_byte(sheet, begin) != '#')
			continue;
		buf_str(splice->out, at_end ? sheet->line_end : STR(""));
		buf_repeat(splice->out, ' ', column_of(change->parent));
		buf_add(splice->out, sheet->bytes.p + begin, sheet_line_stop(sheet, begin) - begin);
		buf_str(splice->out, at_end ? STR("") : sheet->line_end);
	}
}

static bool
remove_from_block(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	size_t begin, line, end = sheet_line_stop(sheet, sheet_end(sheet, change->item)), after;
	bool at_end;
	char chomp;

	if (!sheet_find_value(sheet, change->parent, change->item, &after) ||
	    !sheet_find_item(sheet, change->parent, change->item, &begin))
		return false;
	if (!sheet_leads(sheet, begin)) {
		remove_behind_dash(splice, begin, end);
		return true;
	}
	line = sheet_line(sheet, begin);
	chomp = chomp_before(sheet, sheet->root, line);
	/*
	 * At the end of a file without a final line feed, remove the line end before the item, unless a text needs it.
	 */
	at_end = end == sheet->bytes.n && line > 0 && chomp == '-';
	if (at_end)
		line = line > 1 && sheet_byte(sheet, line - 2) == '\r' ? line - 2 : line - 1;
	splice_copy(splice, line);
	keep_comments(splice, change, begin, at_end);
	end = sheet_line_next(sheet, end);
	/* Remove empty lines, too, that would become part of a block scalar above with '+'. */
	while (chomp == '+' && end < sheet->bytes.n &&
	       sheet_skip_blanks(sheet, end) == sheet_line_stop(sheet, end))
		end = sheet_line_next(sheet, end);
	splice_drop(splice, end);
	return true;
}

/* -- replacing -------------------------------------------------------------------------------------------- */

/* The offsets of an old value's two parts: beside the key or dash, and on the lines below. */
struct extent {
	size_t begin;  /* where the part beside begins; after the colon if there is none */
	size_t beside; /* where that part ends */
	size_t end;    /* where the lines below end; the end of the first line if there are none */
};

static struct extent
extent_of(const struct sheet *sheet, const struct node *item, size_t after)
{
	struct extent extent = {sheet_begin(sheet, item), sheet_end(sheet, item), 0};
	size_t stop;

	if (scalar_is_block(item)) {
		extent.end = extent.beside;
		extent.beside = sheet_block_form(sheet, item).head;
	} else if (item->kind != NODE_SCALAR && !item->flow) {
		extent.end = sheet_line_stop(sheet, extent.beside);
		/* If it begins on the line of its dash, all of its lines count as beside. */
		extent.beside = sheet_skip_blanks(sheet, after) == extent.begin ? extent.end
										: after;
	}
	if (extent.beside <= extent.begin)
		extent.begin = extent.beside = after;
	stop = sheet_line_stop(sheet, extent.beside);
	if (extent.end < stop)
		extent.end = stop;
	return extent;
}

static struct room
room_of_old(const struct sheet *sheet, const struct change *change, size_t begin)
{
	struct room room = {.base = column_of(change->parent), .old = change->item};
	size_t line = sheet_line(sheet, begin);

	room.item = change->parent->kind == NODE_LIST;
	room.inner = room.item ? room.base + spacing_of(sheet, change->parent, change->item)
			       : room.base + sheet->step;
	room.at = text_width((struct str){sheet->bytes.p + line, begin - line});
	return room;
}

/*
 * How many bytes of the new text go before a comment after the old value: its first line, or, if a scalar of a list
 * becomes the first value of a map, all lines of that.
 */
static size_t
before_comment(const struct sheet *sheet, const struct change *change, struct room room,
	       struct str text)
{
	struct sheet from = sheet_for(sheet, change);
	struct node map = *change->value, kept;
	struct buf alone = {0};
	size_t n = str_find(text, sheet->line_end.p[0]);

	if (!room.item || map.kind != NODE_MAP || change->item->kind != NODE_SCALAR ||
	    scalar_is_block(change->item))
		return n;
	kept = *map.first;
	kept.next = NULL;
	map.first = &kept;
	value_put(&alone, &from, &map, room);
	n = alone.n < text.n && memcmp(alone.p, text.p, alone.n) == 0 ? alone.n : n;
	buf_free(&alone);
	return n;
}

/* Replaces what stands beside the key, and the lines below; keeps a comment between the two. */
static bool
replace_in_block(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	struct sheet other = sheet_for(sheet, change);
	struct buf text = {0};
	struct extent old;
	struct room room;
	size_t after, beside, from;

	if (!sheet_find_value(sheet, change->parent, change->item, &after))
		return false;
	old = extent_of(sheet, change->item, after);
	room = room_of_old(sheet, change, old.begin);
	value_put(&text, &other, change->value, room);
	beside = before_comment(sheet, change, room, buf_all(&text));
	/* Blanks before the value stay as they were, or are added, or go if nothing is left there. */
	from = old.begin;
	if (beside == 0)
		while (from > after && sheet_byte(sheet, from - 1) == ' ')
			from--;
	splice_copy(splice, from);
	if (beside > 0 && from > after)
		buf_add(splice->out, text.p + 1, beside - 1);
	else
		buf_add(splice->out, text.p, beside);
	splice_drop(splice, old.beside);
	splice_copy(splice, sheet_line_stop(sheet, old.beside));
	buf_add(splice->out, text.p + beside, text.n - beside);
	splice_drop(splice, old.end);
	buf_free(&text);
	return true;
}

/* -- all ---------------------------------------------------------------------------------------------------- */

bool
revise_splice(const struct sheet *sheet, const struct change *change, struct buf *out)
{
	struct splice splice = {.sheet = sheet, .out = out};
	bool flow, done;

	if (change->parent == NULL) {
		splice_copy(&splice, sheet->bytes.n);
		return true;
	}
	flow = change->parent->flow;
	if (change->item == NULL)
		done = flow ? splice_insert_flow(&splice, change)
			    : insert_in_block(&splice, change);
	else if (change->value == NULL)
		done = flow ? splice_remove_flow(&splice, change)
			    : remove_from_block(&splice, change);
	else if (flow || change->item->flow)
		done = splice_replace_flow(&splice, change);
	else
		done = replace_in_block(&splice, change);
	splice_copy(&splice, sheet->bytes.n);
	return done;
}
