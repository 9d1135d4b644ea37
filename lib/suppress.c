#include "suppress.h"

#include "rows.h"

#define FILE_NAME "suppressions.csv"
#define FILE_MODE 0600

/* Where the address belongs: before the first that comes after it, in a file that is in order; else at the end. */
static size_t
place_of(struct str bytes, struct str rest, struct str email, bool *there)
{
	struct str line, last = {NULL, 0};
	size_t at = bytes.n;
	bool ordered = true;

	*there = false;
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		struct str other = {line.p, str_find(line, ',')};

		*there = *there || str_eq(other, email);
		ordered = ordered && str_cmp(last, other) <= 0;
		last = other;
		if (at == bytes.n && str_cmp(other, email) > 0)
			at = (size_t)(line.p - bytes.p);
	}
	return ordered ? at : bytes.n;
}

static void
add_header(struct buf *out)
{
	for (size_t i = 0; suppression_columns[i] != NULL; i++)
		buf_format(out, "%s%s", i > 0 ? "," : "", suppression_columns[i]);
	buf_char(out, '\n');
}

/* The record, with as many fields as the file has columns. */
static void
add_record(struct buf *out, struct str email, struct date date, struct str reason, size_t columns)
{
	char text[DATE_TEXT];

	rows_add_field(out, email);
	buf_format(out, ",%s,", date_text(date, text));
	rows_add_field(out, reason);
	buf_repeat(out, ',', columns - 3);
	buf_char(out, '\n');
}

bool
suppress(struct edit *edit, struct str email, struct date date, struct str reason)
{
	struct edit_file *file = edit_open(edit, &edit->registry->people, STR(FILE_NAME), true,
					   FILE_MODE);
	struct str bytes, rest = STR("");
	struct buf text = {0};
	size_t columns = 3, at;
	bool there;

	if (file == NULL)
		return false;
	bytes = edit_bytes(file);
	if (bytes.n > 0)
		columns = rows_header(suppression_columns, bytes, file->place.path, edit->diag,
				      &rest);
	if (columns == 0)
		return false;
	at = place_of(bytes, rest, email, &there);
	if (there)
		return true;
	if (bytes.n == 0 && file->count == 0)
		add_header(&text);
	else if (bytes.n > 0 && at == bytes.n && bytes.p[at - 1] != '\n' && file->count == 0)
		buf_char(&text, '\n');
	add_record(&text, email, date, reason, columns);
	edit_patch(edit, file, at, 0, arena_str(edit->arena, buf_all(&text)));
	buf_free(&text);
	return true;
}
