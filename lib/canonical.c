#include "canonical.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "arena.h"
#include "bytes.h"
#include "rows.h"

/* -- from a spreadsheet --------------------------------------------------------------------------------------- */

/* Adds the bytes converted to UTF-8.  An invalid code unit, of unit bytes, becomes U+FFFD. */
static void
convert(const char *encoding, size_t unit, struct str bytes, struct buf *out)
{
	iconv_t iconv_state = iconv_open("UTF-8", encoding);
	char *from, *to, *copy;
	size_t from_left = bytes.n, to_left, done;

	if (iconv_state == (iconv_t)-1) {
		if (errno != EINVAL)
			memory_give_up();
		buf_str(out, bytes); /* no such encoding here: the bytes will be findings */
		return;
	}
	from = copy = memory_get(bytes.n);
	memcpy(copy, bytes.p, bytes.n);
	while (from_left > 0) {
		buf_room(out, from_left * 4 + 16);
		to = out->p + out->n;
		to_left = out->capacity - out->n;
		done = iconv(iconv_state, &from, &from_left, &to, &to_left);
		out->n = (size_t)(to - out->p);
		if (done == (size_t)-1 && errno != E2BIG) {
			size_t bad = unit < from_left ? unit : from_left;

			buf_puts(out, "\xEF\xBF\xBD");
			from += bad;
			from_left -= bad;
		}
	}
	free(copy);
	(void)iconv_close(iconv_state);
}

/* Replaces separators outside quotes by commas, and quotes a field that has a comma in it and no quotes yet. */
static void
change_separator(struct str bytes, char separator, struct buf *out)
{
	struct buf field = {0};
	bool quoted = false, was_quoted = false;

	for (size_t i = 0; i < bytes.n; i++) {
		char c = bytes.p[i];

		if (c == '"') {
			quoted = !quoted;
			was_quoted = true;
		}
		if (quoted || (c != separator && c != '\n')) {
			buf_char(&field, c);
			continue;
		}
		if (was_quoted)
			buf_str(out, buf_all(&field));
		else
			rows_add_field(out, buf_all(&field));
		buf_char(out, c == '\n' ? '\n' : ',');
		buf_clear(&field);
		was_quoted = false;
	}
	if (was_quoted)
		buf_str(out, buf_all(&field));
	else
		rows_add_field(out, buf_all(&field));
	buf_free(&field);
}

/* The length of the bytes without the CRs at their end. */
static size_t
before_returns(const char *bytes, size_t n)
{
	while (n > 0 && bytes[n - 1] == '\r')
		n--;
	return n;
}

/*
 * Removes all CRs before LF and at the end, even in quotes, or turns CR into LF if there is no LF at all.  Any other CR
 * stays, and will be a finding.  Returns the name of what was replaced, or NULL.
 */
static const char *
drop_returns(struct buf *bytes)
{
	size_t n = 0;

	if (bytes->n == 0 || memchr(bytes->p, '\r', bytes->n) == NULL)
		return NULL;
	if (memchr(bytes->p, '\n', bytes->n) == NULL) {
		for (size_t i = 0; i < bytes->n; i++)
			if (bytes->p[i] == '\r')
				bytes->p[i] = '\n';
		return "CR line endings";
	}
	for (size_t i = 0; i < bytes->n; i++) {
		if (bytes->p[i] == '\n')
			n = before_returns(bytes->p, n);
		bytes->p[n++] = bytes->p[i];
	}
	n = before_returns(bytes->p, n);
	if (n == bytes->n)
		return NULL;
	bytes->n = n;
	return "CRLF line endings";
}

/* The offset of the first byte that is not ASCII; s.n if all are. */
static size_t
beyond_ascii(struct str s)
{
	size_t i = 0;

	while (s.n - i >= BYTES_STRIDE && bytes_below(s.p + i, 0) == 0)
		i += BYTES_STRIDE;
	while (i < s.n && !text_beyond_ascii(s.p[i]))
		i++;
	return i;
}

/*
 * Could the bytes be Windows-1252? There must be some beyond ASCII, and none of these may be part of a UTF-8 sequence
 * (a file in two encodings is left alone) or undefined in Windows-1252.
 */
static bool
is_windows_1252(struct str bytes)
{
	const struct str left_out = STR("\x81\x8D\x8F\x90\x9D");
	struct str rest = str_after(bytes, beyond_ascii(bytes));
	bool any = rest.n > 0;
	int32_t c;

	for (; rest.n > 0; rest = str_after(rest, 1 + beyond_ascii(str_after(rest, 1))))
		if (text_decode(rest, &c) > 1 || str_find(left_out, rest.p[0]) < left_out.n)
			return false;
	return any;
}

static bool
decode(struct str bytes, struct buf *out, struct buf *said)
{
	if (str_starts(bytes, STR("\xFF\xFE"))) {
		buf_join(said, ", ", STR("UTF-16"));
		convert("UTF-16LE", 2, str_after(bytes, 2), out);
	} else if (str_starts(bytes, STR("\xFE\xFF"))) {
		buf_join(said, ", ", STR("UTF-16"));
		convert("UTF-16BE", 2, str_after(bytes, 2), out);
	} else if (str_starts(bytes, STR(BYTE_ORDER_MARK))) {
		buf_join(said, ", ", STR("a byte-order mark"));
		buf_str(out, text_unmarked(bytes));
	} else if (is_windows_1252(bytes)) {
		buf_join(said, ", ", STR("Windows-1252"));
		convert("WINDOWS-1252", 1, bytes, out);
	} else {
		buf_str(out, bytes);
		return false;
	}
	return true;
}

bool
canonical_decode(struct str bytes, struct buf *out, struct buf *said)
{
	bool changed = decode(bytes, out, said);
	const char *returns = drop_returns(out);

	if (returns != NULL)
		buf_join(said, ", ", str_of(returns));
	return changed || returns != NULL;
}

/* How many commas the line ends in. */
static size_t
commas_at_end(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[line.n - 1 - n] == ',')
		n++;
	return n;
}

/* Could there be anything of a spreadsheet in the bytes? Spares nearly all files a copy. */
static bool
may_be_foreign(struct str bytes)
{
	struct str header = str_line(bytes);

	return str_find(header, ',') == header.n || commas_at_end(header) > 0 ||
	       rows_separator(header) != 0 || bytes_find(bytes, STR("\n,")) < bytes.n ||
	       str_starts(bytes, STR(BYTE_ORDER_MARK)) || str_starts(bytes, STR("\xFF\xFE")) ||
	       str_starts(bytes, STR("\xFE\xFF")) || str_find(bytes, '\r') < bytes.n ||
	       is_windows_1252(bytes);
}

/* Removes rows that hold nothing but commas; false if there are none. */
static bool
drop_empty_rows(struct buf *text)
{
	struct str rest = buf_all(text), line;
	size_t n = 0, all = text->n;

	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		size_t length = line.n + (rest.p != NULL);

		if (rows_is_empty(line))
			continue;
		memmove(text->p + n, line.p, length);
		n += length;
	}
	text->n = n;
	return n < all;
}

/* Does a quoted field continue on the next line, or from the one before? */
static bool
breaks_a_field(struct str line)
{
	size_t quotes = 0;

	for (size_t i = 0; i < line.n; i++)
		quotes += line.p[i] == '"';
	return quotes % 2 != 0;
}

/* Removes the last columns that have no name, if they are empty in every row; false if nothing was removed. */
static bool
drop_empty_columns(struct buf *text)
{
	struct str header = {text->p, str_find(buf_all(text), '\n')}, rest = buf_all(text), line;
	size_t columns = commas_at_end(header), n = 0;

	while (columns > 0 && rest.n > 0 && str_next(&rest, '\n', &line))
		if (commas_at_end(line) < columns || breaks_a_field(line))
			return false;
	rest = buf_all(text);
	while (columns > 0 && rest.n > 0 && str_next(&rest, '\n', &line)) {
		memmove(text->p + n, line.p, line.n - columns);
		n += line.n - columns;
		if (rest.p != NULL)
			text->p[n++] = '\n';
	}
	text->n = columns > 0 ? n : text->n;
	return columns > 0;
}

/* The separator of a header that has no line "sep=" before it. */
static char
separator_in(struct str header)
{
	return str_find(header, ',') < header.n    ? ','
	       : str_find(header, ';') < header.n  ? ';'
	       : str_find(header, '\t') < header.n ? '\t'
						   : ',';
}

bool
canonical_from_spreadsheet(struct str bytes, bool keep_lines, struct buf *out, struct buf *said)
{
	struct buf decoded = {0};
	struct str text, header;
	bool changed;
	char separator;

	if (!may_be_foreign(bytes))
		return false;
	changed = canonical_decode(bytes, &decoded, said);
	text = buf_all(&decoded);
	header = str_line(text);
	separator = rows_separator(header);
	if (separator != '\0') {
		buf_join(said, ", ", STR("a sep= line"));
		text = str_after(text, header.n + (header.n < text.n));
		buf_puts(out, keep_lines ? "sep=,\n" : "");
		changed = true;
	} else {
		separator = separator_in(header);
	}
	if (separator != ',') {
		buf_join(said, ", ",
			 separator == ';' ? STR("semicolons between fields")
					  : STR("tabs between fields"));
		change_separator(text, separator, out);
		changed = true;
	} else {
		buf_str(out, text);
	}
	if (!keep_lines && drop_empty_rows(out)) {
		buf_join(said, ", ", STR("empty rows"));
		changed = true;
	}
	if (!keep_lines && drop_empty_columns(out)) {
		buf_join(said, ", ", STR("empty columns at the end"));
		changed = true;
	}
	if (!changed)
		buf_clear(out);
	buf_free(&decoded);
	return changed;
}

size_t
canonical_complain(struct str bytes, struct str path, struct diag *diag)
{
	struct buf out = {0}, said = {0};
	bool foreign = canonical_from_spreadsheet(bytes, true, &out, &said);
	struct str text = foreign ? buf_all(&out) : bytes;
	size_t before = rows_separator(str_line(text)) != '\0' ? 1 : 0;
	struct rows rows = {0};
	struct row row;

	if (before > 0)
		text = str_after(text, str_line(text).n + 1);
	rows_begin(&rows, text, before + 1, path, diag);
	while (rows_next(&rows, &row))
		if (rows.columns == 0)
			rows.columns = row.count;
	rows_end(&rows);
	buf_free(&out);
	buf_free(&said);
	return before;
}

/* -- columns ------------------------------------------------------------------------------------------------------ */

/* Sets from[i] to the field of the header that becomes column i.  False if they are in order, or if one is missing. */
static bool
order_of_columns(const char *const *columns, const struct row *header, size_t from[])
{
	bool taken[ROWS_COLUMNS_MAX] = {false}, moved = false;
	size_t n = 0;

	for (; columns[n] != NULL; n++) {
		size_t at = header->count;

		for (size_t i = 0; i < header->count; i++)
			if (str_is(header->fields[i], columns[n])) {
				if (at < header->count)
					return false;
				at = i;
			}
		if (at == header->count)
			return false;
		from[n] = at;
		taken[at] = true;
		moved = moved || at != n;
	}
	for (size_t i = 0; i < header->count; i++)
		if (!taken[i])
			from[n++] = i;
	return moved;
}

bool
canonical_move_columns(enum csv_kind kind, struct str bytes, struct buf *out)
{
	struct diag *found =
	    diag_new(); /* ignored: whoever reads the file as it is finds it again */
	struct rows rows = {0};
	struct row row;
	size_t from[ROWS_COLUMNS_MAX];
	struct str fields[ROWS_COLUMNS_MAX];
	bool good;

	rows_begin(&rows, bytes, 1, STR(""), found);
	good = rows_next(&rows, &row) && order_of_columns(csv_columns[kind], &row, from);
	rows.columns = good ? row.count : 0;
	while (good) {
		for (size_t i = 0; i < row.count; i++)
			fields[i] = row.fields[from[i]];
		rows_add_record(out, fields, row.count);
		buf_char(out, '\n');
		if (!rows_next(&rows, &row))
			break;
	}
	good = good && diag_count(found) == 0;
	if (!good)
		buf_clear(out);
	rows_end(&rows);
	diag_free(found);
	return good;
}

/* -- differences -------------------------------------------------------------------------------------------------- */

/* How a line differs from the line of that number in canonical form; before is the line before it in the file. */
static const char *
difference(struct str line, struct str before, struct str canonical)
{
	struct buf unquoted = {0}, other = {0};
	const char *why = "out of order";

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '"')
			buf_char(&unquoted, line.p[i]);
	for (size_t i = 0; i < canonical.n; i++)
		if (canonical.p[i] != '"')
			buf_char(&other, canonical.p[i]);
	if (str_eq(line, canonical))
		why = "the last line has no line ending";
	else if (str_eq(buf_all(&unquoted), buf_all(&other)))
		why = "quotes where none are needed, or none where they are";
	else if (str_eq(line, before))
		why = "a duplicate row";
	buf_free(&unquoted);
	buf_free(&other);
	return why;
}

size_t
canonical_difference(struct str bytes, const struct canonical *canonical, const char **why)
{
	struct str rest = bytes, line = STR(""), before, other;

	for (size_t number = 1;; number++) {
		bool more = rest.n > 0, other_more = number <= canonical->count;

		if (!more && !other_more)
			return 0;
		before = line;
		line = other = STR("");
		if (more)
			(void)str_next(&rest, '\n', &line);
		if (other_more)
			other = canonical->lines[number - 1];
		other.n -= other.n > 0;
		/* rest.p is NULL behind a last line that has no LF. */
		if (!str_eq(line, other) || rest.p == NULL) {
			*why = difference(line, before, other);
			return number;
		}
	}
}
