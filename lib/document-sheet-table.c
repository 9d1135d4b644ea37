/* Makes the rows of a sheet an Excel table, whose headings must be texts and unique regardless of case. */
#include "document-sheet.h"

#include "map.h"
#include "text.h"

#define HEADING_BYTES \
	100 /* so that, with all that is added to it, it stays within Excel's limit of 255 characters */

/* Takes a heading for a column; false if it has been taken already, regardless of case. */
static bool
take(struct map *taken, struct str heading)
{
	struct buf folded = {0};
	bool is_new;
	void **there;

	text_fold(&folded, heading);
	there = map_at(taken, buf_keep(&folded, taken->arena));
	is_new = *there == NULL;
	*there = taken;
	return is_new;
}

/* A heading that Excel accepts: an empty one becomes a dash, and one already taken gets a number. */
static struct str
heading_of(struct book *book, struct map *taken, struct str heading)
{
	struct str plain = str_trim(str_of(book_plain(book, heading, HEADING_BYTES))), made;

	plain = arena_str(book->arena, plain.n > 0 ? plain : STR("\xE2\x80\x93"));
	made = plain;
	for (size_t i = 2; !take(taken, made); i++)
		made = arena_format(book->arena, "%.*s %zu", STR_ARG(plain), i);
	return arena_str(book->arena, str_of(book_text(book, made, false)));
}

void
book_set_table(struct book *book, lxw_worksheet *sheet, const struct table *table)
{
	size_t count = table->column_count, rows = table->row_count - table->total_count;
	lxw_table_column *columns = arena_array(book->arena, count, sizeof(*columns));
	/* Ends in NULL. */
	lxw_table_column **list = arena_array(book->arena, count + 1, sizeof(*list));
	lxw_table_options options = {
	    .style_type = LXW_TABLE_STYLE_TYPE_LIGHT, .style_type_number = 1, .columns = list};
	struct map taken = map_new(book->arena);

	for (size_t i = 0; i < count; i++) {
		struct str heading = heading_of(book, &taken, table->columns[i].heading);

		/* libxlsxwriter does not change the text, though its field is not const. */
		columns[i].header = (char *)(uintptr_t)heading.p;
		columns[i].header_format = table->columns[i].right ? book->heading_right
								   : book->heading;
		list[i] = &columns[i];
		/* An Excel table writes its headings itself, but needs at least one row. */
		if (rows == 0)
			book_keep(book,
				  worksheet_write_string(sheet, 0, (lxw_col_t)i, columns[i].header,
							 columns[i].header_format));
	}
	if (rows > 0 && count > 0)
		book_keep(book, worksheet_add_table(sheet, 0, 0, (lxw_row_t)rows,
						    (lxw_col_t)(count - 1), &options));
}
