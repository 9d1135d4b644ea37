#include "suppress.h"

#include <stdlib.h>

#include "roster.h"
#include "rows.h"

#define FILE_NAME "suppressions.csv"
#define FILE_MODE 0600

/* Where an address is, or is to be inserted. */
struct spot {
	struct str line; /* the line of the address; absent if there is none */
	size_t
	    at; /* where to insert: before the next address if the file is in order, else at the end */
};

/* Notes the line if it is that of one of the addresses; of several lines, only the first counts. */
static void
note_line(struct spot *spots, const struct str *emails, size_t count, struct str line)
{
	char room[ROSTER_EMAIL_ROOM];
	struct str email = roster_email(line, room);
	const struct str *found = bsearch(&email, emails, count, sizeof(email), str_order);

	if (found != NULL && spots[found - emails].line.p == NULL)
		spots[found - emails].line = line;
}

static struct spot *
spots_of(struct arena *arena, struct str bytes, struct str rest, const struct str *emails,
	 size_t count)
{
	struct spot *spots = arena_array(arena, count, sizeof(*spots));
	struct str line, last = {NULL, 0};
	bool ordered = true;
	size_t placed = 0; /* number of addresses whose place was found */

	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		struct str other = {line.p, str_find(line, ',')};

		note_line(spots, emails, count, line);
		ordered = ordered && str_cmp(last, other) <= 0;
		last = other;
		for (; placed < count && str_cmp(other, emails[placed]) > 0; placed++)
			spots[placed].at = (size_t)(line.p - bytes.p);
	}
	for (size_t i = ordered ? placed : 0; i < count; i++)
		spots[i].at = bytes.n;
	return spots;
}

/* Adds a new record, with empty fields for any columns after the third. */
static void
add_record(struct buf *out, struct str email, struct date date, struct str reason, size_t columns)
{
	char text[DATE_TEXT];

	rows_add_field(out, email);
	buf_format(out, ",%s,", date_text(date, text));
	rows_add_field(out, reason);
	buf_repeat(out, ',', columns - 3);
}

/* Adds the record of a line with another date. */
static void
add_dated(struct buf *out, struct str line, struct date date, size_t columns)
{
	struct diag *ignored = diag_new(); /* its errors were recorded when it was first read */
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

/* Inserts the record before that byte. */
static void
put_in(struct edit *edit, struct edit_file *file, size_t at, struct str record)
{
	struct str bytes = edit_bytes(file);
	bool first = !edit_puts_in(file, at);
	struct buf text = {0};

	if (bytes.n == 0 && first)
		rows_add_header(&text, suppression_columns);
	else if (at > 0 && bytes.p[at - 1] != '\n' && first)
		buf_char(&text, '\n');
	buf_str(&text, record);
	buf_char(&text, '\n');
	edit_patch(edit, file, at, 0, buf_keep(&text, edit->arena));
}

static void
suppress_one(struct edit *edit, struct edit_file *file, const struct spot *spot, struct str email,
	     struct date date, struct str reason, size_t columns)
{
	const struct suppression *known = suppression_of(edit->registry->suppressions, email);
	struct buf text = {0};

	if (spot->line.p == NULL) {
		add_record(&text, email, date, reason, columns);
		put_in(edit, file, spot->at, buf_all(&text));
	} else if (known != NULL && date_first(known->date) > date_first(date)) {
		/* A suppression that would begin later begins now. */
		add_dated(&text, spot->line, date, columns);
		edit_patch(edit, file, (size_t)(spot->line.p - edit_bytes(file).p), spot->line.n,
			   buf_keep(&text, edit->arena));
	}
	buf_free(&text);
}

bool
suppress(struct edit *edit, const struct str *emails, size_t count, struct date date,
	 struct str reason)
{
	struct edit_file *file = edit_open(edit, &edit->registry->people, STR(FILE_NAME), true,
					   FILE_MODE);
	struct str rest = STR("");
	size_t columns = 3;
	struct spot *spots;

	if (file == NULL)
		return false;
	if (edit_bytes(file).n > 0)
		columns = rows_header(suppression_columns, edit_bytes(file), file->place.path,
				      edit->diag, &rest);
	if (columns == 0)
		return false;
	spots = spots_of(edit->arena, edit_bytes(file), rest, emails, count);
	for (size_t i = 0; i < count; i++)
		suppress_one(edit, file, &spots[i], emails[i], date, reason, columns);
	return true;
}
