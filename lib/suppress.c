#include "suppress.h"

#include "roster.h"
#include "rows.h"

#define FILE_NAME "suppressions.csv"
#define FILE_MODE 0600

/* Where the address stands, or belongs. */
struct spot {
	struct str line; /* of the address, if it stands there; else absent */
	size_t
	    at; /* before the first that comes after it, in a file that is in order; else at the end */
};

static struct spot
spot_of(struct str bytes, struct str rest, struct str email)
{
	struct spot spot = {.at = bytes.n};
	struct str line, last = {NULL, 0};
	char room[ROSTER_EMAIL_ROOM];
	bool ordered = true;

	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		struct str other = {line.p, str_find(line, ',')};

		if (spot.line.p == NULL && str_eq(roster_email(line, room), email))
			spot.line = line;
		ordered = ordered && str_cmp(last, other) <= 0;
		last = other;
		if (spot.at == bytes.n && str_cmp(other, email) > 0)
			spot.at = (size_t)(line.p - bytes.p);
	}
	if (!ordered)
		spot.at = bytes.n;
	return spot;
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
}

/* The record that stands in the line, of another date. */
static void
add_dated(struct buf *out, struct str line, struct date date, size_t columns)
{
	struct diag *ignored = diag_new(); /* it has been read before */
	struct rows rows = {0};
	struct row row;
	char text[DATE_TEXT];

	rows_begin(&rows, line, 1, STR(""), ignored);
	rows.columns = columns;
	if (rows_next(&rows, &row)) {
		row.fields[1] = str_of(date_text(date, text));
		rows_add_record(out, row.fields, row.count);
	}
	rows_end(&rows);
	diag_free(ignored);
}

bool
suppress(struct edit *edit, struct str email, struct date date, struct str reason)
{
	struct edit_file *file = edit_open(edit, &edit->registry->people, STR(FILE_NAME), true,
					   FILE_MODE);
	struct str bytes, rest = STR("");
	struct buf text = {0};
	const struct suppression *known = suppression_of(edit->registry->suppressions, email);
	size_t columns = 3, at;
	struct spot spot;

	if (file == NULL)
		return false;
	bytes = edit_bytes(file);
	if (bytes.n > 0)
		columns = rows_header(suppression_columns, bytes, file->place.path, edit->diag,
				      &rest);
	if (columns == 0)
		return false;
	spot = spot_of(bytes, rest, email);
	at = spot.at;
	/* One that is to begin only later begins now. */
	if (spot.line.p != NULL) {
		if (known != NULL && date_first(known->date) > date_first(date)) {
			add_dated(&text, known->text, date, columns);
			edit_patch(edit, file, (size_t)(spot.line.p - bytes.p), spot.line.n,
				   arena_str(edit->arena, buf_all(&text)));
		}
		buf_free(&text);
		return true;
	}
	if (bytes.n == 0 && !edit_puts_in(file, at))
		add_header(&text);
	else if (at > 0 && bytes.p[at - 1] != '\n' && !edit_puts_in(file, at))
		buf_char(&text, '\n');
	add_record(&text, email, date, reason, columns);
	buf_char(&text, '\n');
	edit_patch(edit, file, at, 0, buf_keep(&text, edit->arena));
	return true;
}
