/* Splices a change into a collection in flow style. */
#include "revise.h"

/* -- putting in, in flow style --------------------------------------------------------------------------- */

static void
put_flow_item(struct splice *splice, const struct change *change)
{
	struct sheet from = sheet_for(splice->sheet, change);

	if (change->value->key != NULL) {
		value_put_key(splice->out, change->value->key);
		buf_char(splice->out, ' ');
	}
	value_put_flow(splice->out, &from, change->value);
}

/* The offset of the next byte that is neither white space nor part of a comment. */
static size_t
skip_comments(const struct sheet *sheet, size_t offset)
{
	for (;;) {
		offset = sheet_skip_blanks(sheet, offset);
		if (offset >= sheet->bytes.n)
			return offset;
		if (sheet_byte(sheet, offset) == '#')
			offset = sheet_line_stop(sheet, offset);
		if (sheet_byte(sheet, offset) != '\r' && sheet_byte(sheet, offset) != '\n')
			return offset;
		offset = sheet_line_next(sheet, offset);
	}
}

/* Sets *after to the offset after the comma that follows an item; false if none does. */
static bool
comma_after(const struct sheet *sheet, const struct node *item, size_t *after)
{
	*after = skip_comments(sheet, sheet_end(sheet, item));
	if (sheet_byte(sheet, *after) != ',')
		return false;
	*after += 1;
	return true;
}

/* Inserts the new item on a line of its own, below the item before it and indented as that is. */
static void
insert_flow_line(struct splice *splice, const struct change *change, const struct node *before,
		 size_t begin)
{
	const struct sheet *sheet = splice->sheet;
	size_t end = sheet_end(sheet, before), comma, line = sheet_line(sheet, begin);
	bool has_comma = comma_after(sheet, before, &comma);

	splice_copy(splice, end);
	if (!has_comma)
		buf_char(splice->out, ',');
	splice_copy(splice, sheet_line_stop(sheet, has_comma ? comma : end));
	buf_str(splice->out, sheet->line_end);
	buf_add(splice->out, sheet->bytes.p + line, begin - line);
	put_flow_item(splice, change);
	if (has_comma)
		buf_char(splice->out, ',');
}

static bool
insert_behind_flow(struct splice *splice, const struct change *change, const struct node *before)
{
	const struct sheet *sheet = splice->sheet;
	size_t begin, end = sheet_end(sheet, before), comma;
	bool has_comma = comma_after(sheet, before, &comma);

	if (!sheet_find_item(sheet, change->parent, before, &begin))
		return false;
	if (sheet_leads(sheet, begin) && sheet_ends(sheet, has_comma ? comma : end)) {
		insert_flow_line(splice, change, before, begin);
		return true;
	}
	splice_copy(splice, end);
	buf_puts(splice->out, ", ");
	put_flow_item(splice, change);
	return true;
}

bool
splice_insert_flow(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	const struct node *parent = change->parent, *before = node_before(parent, change->before);
	size_t begin = sheet_begin(sheet, parent) + 1;

	if (before != NULL)
		return insert_behind_flow(splice, change, before);
	if (parent->first == NULL) {
		splice_copy(splice, begin);
		put_flow_item(splice, change);
		splice_drop(splice, sheet_skip_blanks(sheet, begin));
		if (sheet_byte(sheet, splice->done) == '#')
			buf_char(splice->out, ' ');
		return true;
	}
	if (!sheet_find_item(sheet, parent, parent->first, &begin))
		return false;
	splice_copy(splice, begin);
	put_flow_item(splice, change);
	buf_char(splice->out, ',');
	if (sheet_leads(sheet, begin)) {
		size_t line = sheet_line(sheet, begin);

		buf_str(splice->out, sheet->line_end);
		buf_add(splice->out, sheet->bytes.p + line, begin - line);
	} else {
		buf_char(splice->out, ' ');
	}
	return true;
}

/* -- taking away ------------------------------------------------------------------------------------------ */

/* Removes an item that has its lines to itself; if it is the last, also the comma before it. */
static void
remove_flow_lines(struct splice *splice, const struct change *change, size_t begin, size_t end)
{
	const struct sheet *sheet = splice->sheet;
	const struct node *before = node_before(change->parent, change->item);
	size_t comma;

	if (before != NULL && change->item->next == NULL && sheet_byte(sheet, end - 1) != ',' &&
	    comma_after(sheet, before, &comma)) {
		splice_copy(splice, comma - 1);
		splice_drop(splice, comma);
	}
	splice_copy(splice, sheet_line(sheet, begin));
	splice_drop(splice, sheet_line_next(sheet, end));
}

/* Removes the last item and the comma before it, from the end of the item before. */
static void
remove_flow_end(struct splice *splice, const struct change *change, size_t begin, size_t end)
{
	const struct sheet *sheet = splice->sheet;
	const struct node *before = node_before(change->parent, change->item);
	size_t comma, from = sheet_end(sheet, before);

	(void)comma_after(sheet, before, &comma);
	splice_copy(splice, from);
	/* Keep a comment between the two items. */
	if (memchr(sheet->bytes.p + from, '#', begin - from) != NULL) {
		splice_copy(splice, comma - 1);
		splice_drop(splice, comma);
		splice_copy(splice, begin);
	}
	splice_drop(splice, end);
}

bool
splice_remove_flow(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	size_t begin, comma, end = sheet_end(sheet, change->item);
	bool has_comma = comma_after(sheet, change->item, &comma);

	if (!sheet_find_item(sheet, change->parent, change->item, &begin))
		return false;
	if (sheet_leads(sheet, begin) && sheet_ends(sheet, has_comma ? comma : end)) {
		remove_flow_lines(splice, change, begin, has_comma ? comma : end);
	} else if (change->item->next == NULL && change->item != change->parent->first) {
		remove_flow_end(splice, change, begin, end);
	} else {
		end = sheet_skip_blanks(sheet, has_comma ? comma : end);
		/* If nothing but a comment follows, remove the blanks before the item, not those after. */
		while (sheet_ends(sheet, end) && begin > 0 && sheet_byte(sheet, begin - 1) == ' ')
			begin--;
		splice_copy(splice, begin);
		splice_drop(splice, sheet_ends(sheet, end) ? comma : end);
	}
	return true;
}

/* -- replacing -------------------------------------------------------------------------------------------- */

bool
splice_replace_flow(struct splice *splice, const struct change *change)
{
	const struct sheet *sheet = splice->sheet;
	struct sheet from = sheet_for(sheet, change);
	size_t after, begin = sheet_begin(sheet, change->item),
		      end = sheet_end(sheet, change->item);

	if (!sheet_find_value(sheet, change->parent, change->item, &after))
		return false;
	if (end > begin) {
		splice_copy(splice, begin);
	} else {
		splice_copy(splice, after);
		buf_char(splice->out, ' ');
	}
	value_put_flow(splice->out, &from, change->value);
	splice_drop(splice, end);
	return true;
}
