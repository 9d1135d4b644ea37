#include "rows.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>

#include "bytes.h"
#include "rows-quotes.h"

/* Fields of a line with quotes, as parsed by libcsv: their bytes one after the other, and where each ends. */
struct libcsv {
	struct csv_parser parser;
	bool ready; /* the parser is initialized and holds no partial record */
	struct buf bytes;
	size_t ends[ROWS_COLUMNS_MAX + 1];
	size_t count;
};

void
rows_end(struct rows *rows)
{
	if (rows->libcsv != NULL) {
		if (rows->libcsv->ready)
			csv_free(&rows->libcsv->parser);
		buf_free(&rows->libcsv->bytes);
		free(rows->libcsv);
	}
	rows->libcsv = NULL;
}

static void
on_field(void *bytes, size_t n, void *context)
{
	struct libcsv *libcsv = context;

	if (libcsv->count <= ROWS_COLUMNS_MAX) {
		buf_add(&libcsv->bytes, bytes, n);
		libcsv->ends[libcsv->count++] = libcsv->bytes.n;
	}
}

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

/*
 * By default, libcsv trims blanks, drops lines it takes for empty, and reads on past a stray quote.  So tell it that no
 * byte is a blank or a line end, make it strict, and start a fresh parser after an error.
 */
static void
make_ready(struct libcsv *libcsv)
{
	if (libcsv->ready)
		return;
	if (csv_init(&libcsv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		memory_give_up();
	csv_set_space_func(&libcsv->parser, never);
	csv_set_term_func(&libcsv->parser, never);
	libcsv->ready = true;
}

static bool
parse_quoted(struct libcsv *libcsv, struct str text)
{
	make_ready(libcsv);
	buf_clear(&libcsv->bytes);
	libcsv->count = 0;
	if (csv_parse(&libcsv->parser, text.p, text.n, on_field, NULL, libcsv) == text.n &&
	    csv_fini(&libcsv->parser, on_field, NULL, libcsv) == 0)
		return true;
	if (csv_error(&libcsv->parser) == CSV_ENOMEM)
		memory_give_up();
	csv_free(&libcsv->parser);
	libcsv->ready = false;
	return false;
}

/* Carried from one stride to the next: 1 if the last byte was a comma (at first: the line begins), or a blank. */
struct edge {
	uint64_t comma;
	uint64_t blank;
};

/* Does no field of the stride begin or end with a blank?  The bits of ends mark line ends. */
static inline bool
edges_are_good(struct edge *last, uint64_t commas, uint64_t ends, uint64_t blanks)
{
	bool good = ((blanks & (commas << 1 | last->comma)) |
		     ((commas | ends) & (blanks << 1 | last->blank))) == 0;

	last->comma = commas >> (BYTES_STRIDE - 1);
	last->blank = blanks >> (BYTES_STRIDE - 1);
	return good;
}

/*
 * Takes the next line off the block and splits it in place; false if it has a quote.  Fields are only some ten bytes
 * long: calling memchr for each would cost more than testing a stride of bytes at once.
 */
BYTES_LOOP bool
take(struct rows *rows, struct row *row, size_t most, bytes_test *equal)
{
	const char *begin = rows->rest.p, *end = begin + rows->rest.n, *p = begin, *field = begin;
	struct edge last = {.comma = 1};
	uint64_t quotes = 0, feeds = 0;
	size_t count = 0, more = 0;
	char room[BYTES_STRIDE];
	bool form = rows->form, in_form = true;

	for (; feeds == 0; p += BYTES_STRIDE) {
		const char *bytes = p;
		uint64_t within, commas;

		/* Pad the last bytes of the block with LFs: its last line may lack one. */
		if (end - p < BYTES_STRIDE) {
			memset(room, '\n', BYTES_STRIDE);
			bytes = memcpy(room, p, (size_t)(end - p));
		}
		feeds = equal(bytes, '\n');
		within = (feeds - 1) & ~feeds;
		commas = equal(bytes, ',') & within;
		quotes |= equal(bytes, '"') & within;
		if (form)
			in_form &= edges_are_good(&last, commas, feeds & -feeds,
						  equal(bytes, ' ') & within);
		for (; commas != 0 && count < most; commas &= commas - 1) {
			const char *comma = p + __builtin_ctzll(commas);

			row->fields[count++] = (struct str){field, (size_t)(comma - field)};
			field = comma + 1;
		}
		for (; commas != 0; commas &= commas - 1)
			more++;
	}
	p += __builtin_ctzll(feeds) - BYTES_STRIDE;
	row->total = count + more + 1;
	if (count < most)
		row->fields[count++] = (struct str){field, (size_t)(p - field)};
	row->count = count;
	row->text = (struct str){begin, (size_t)(p - begin)};
	row->in_form = form && in_form;
	rows->rest = end - p > 1 ? (struct str){p + 1, (size_t)(end - p) - 1}
				 : (struct str){NULL, 0};
	return quotes == 0;
}

static bool
take_here(struct rows *rows, struct row *row, size_t most)
{
	return take(rows, row, most, bytes_equal);
}

#ifdef __SSE2__
BYTES_AVX2 static bool
take_avx2(struct rows *rows, struct row *row, size_t most)
{
	return take(rows, row, most, bytes_equal_avx2);
}
#endif

void
rows_begin(struct rows *rows, struct str block, size_t line, struct str path, struct diag *diag)
{
	struct libcsv *libcsv = rows->libcsv;

	*rows = (struct rows){
	    .rest = block, .line = line, .path = path, .diag = diag, .libcsv = libcsv};
	if (rows->rest.n == 0)
		rows->rest.p = NULL;
	rows->take = take_here;
#ifdef __SSE2__
	if (bytes_have_avx2())
		rows->take = take_avx2;
#endif
}

/* Splits s, which has no quotes, at commas, and appends the fields to the row. */
static void
split(struct row *row, struct str s, size_t most)
{
	struct str field;

	while (str_next(&s, ',', &field)) {
		if (row->count < most)
			row->fields[row->count++] = field;
		row->total++;
	}
}

/* Does the field, given without its quotes, begin or end with a blank? */
static bool
has_blank_edge(struct str field)
{
	return field.n > 0 && (field.p[0] == ' ' || field.p[field.n - 1] == ' ');
}

/* Takes the next field and its comma off the line; false if its quoting is not canonical. */
static bool
take_canonical(struct str *line)
{
	size_t n = str_find(*line, ',');
	bool needed = false, good;

	if (str_starts(*line, STR("\""))) {
		for (n = 1; n < line->n &&
			    (line->p[n] != '"' || (n + 1 < line->n && line->p[n + 1] == '"'));
		     n++) {
			needed = needed || line->p[n] == ',' || line->p[n] == '"';
			n += line->p[n] == '"';
		}
		good = n < line->n && (needed || has_blank_edge((struct str){line->p + 1, n - 1}));
		n++;
	} else {
		good = !has_blank_edge((struct str){line->p, n});
	}
	*line = n < line->n ? (struct str){line->p + n + 1, line->n - n - 1} : STR("");
	return good;
}

/* Is a valid line with quotes quoted as rows_add_field() would quote its fields? */
static bool
is_canonical(struct str line)
{
	while (line.n > 0)
		if (!take_canonical(&line))
			return false;
	return true;
}

/*
 * Splits a line with quotes; false if libcsv finds their syntax wrong.  libcsv gets only the fields from the first with
 * a quote to the last, as it takes ten times as long per byte.
 */
static bool
split_quoted(struct rows *rows, struct row *row, size_t most)
{
	const char *p = row->text.p, *end = p + row->text.n;
	const char *quote = memchr(p, '"', row->text.n), *last = memrchr(p, '"', row->text.n);
	const char *before = memrchr(p, ',', (size_t)(quote - p));
	const char *after = memchr(last, ',', (size_t)(end - last));
	const char *from = before != NULL ? before + 1 : p, *to = after != NULL ? after : end;
	struct str bytes;
	size_t begin = 0;

	if (rows->libcsv == NULL) {
		rows->libcsv = memory_get(sizeof(*rows->libcsv));
		*rows->libcsv = (struct libcsv){.ready = false};
	}
	if (!parse_quoted(rows->libcsv, (struct str){from, (size_t)(to - from)}))
		return false;
	bytes = buf_all(&rows->libcsv->bytes);
	if (rows->arena != NULL)
		bytes = arena_str(rows->arena, bytes);
	row->count = row->total = 0;
	row->in_form = rows->form && is_canonical(row->text);
	if (before != NULL)
		split(row, (struct str){p, (size_t)(before - p)}, most);
	for (size_t i = 0; i < rows->libcsv->count; i++) {
		size_t stop = rows->libcsv->ends[i];

		if (row->count < most)
			row->fields[row->count++] = (struct str){bytes.p + begin, stop - begin};
		row->total++;
		begin = stop;
	}
	if (after != NULL)
		split(row, (struct str){after + 1, (size_t)(end - after) - 1}, most);
	return true;
}

static void
complain(const struct rows *rows, const struct row *row, enum rule rule, size_t column,
	 const char *detail)
{
	diag_add(rows->diag, rule, (struct place){rows->path, row->line, column}, "%s", detail);
}

/* Are the row and the given number of lines after it adjacent in the file?  They need not be if lines were sorted. */
static bool
are_neighbours(const struct rows *rows, const struct row *row, size_t lines)
{
	for (size_t i = 0; rows->numbers != NULL && i < lines; i++)
		if (rows->numbers[rows->line - 1 + i] != row->line + 1 + i)
			return false;
	return true;
}

/*
 * Is the record broken into several lines?  If so, records that alone, and skips its other lines, each of which would
 * be an error of its own.
 */
static bool
complain_of_break(struct rows *rows, const struct row *row, size_t column)
{
	struct str all = row->text;
	size_t n, lines;

	if (rows->rest.p != NULL)
		all.n += 1 + rows->rest.n;
	n = rows->columns > 0 ? rows_broken(all, rows->columns) : 0;
	lines = bytes_count((struct str){all.p, n}, '\n');
	if (n == 0 || !are_neighbours(rows, row, lines))
		return false;
	diag_add_other(
	    rows->diag, RULE_CSV_SYNTAX, (struct place){rows->path, row->line, column},
	    row->line + lines,
	    "a line break in a cell (Alt+Enter in Excel): replace it with a space; the row "
	    "ends on line");
	rows->line += lines;
	rows->rest = all.n - n > 1 ? str_after(all, n + 1) : (struct str){NULL, 0};
	return true;
}

/* Records which quote of the line libcsv could not make sense of. */
static void
complain_of_quote(struct rows *rows, const struct row *row)
{
	struct quotes q = quotes_follow(row->text);
	size_t at = q.at == row->text.n ? q.opened : q.at;
	size_t column = text_length((struct str){row->text.p, at}) + 1;

	if (q.state == QUOTES_INSIDE && complain_of_break(rows, row, column))
		return;
	complain(rows, row, RULE_CSV_SYNTAX, column,
		 q.state == QUOTES_INSIDE  ? "a quote that is not closed on its line"
		 : q.state == QUOTES_AFTER ? "text after a closing quote"
					   : "a quote inside an unquoted field");
}

/* What a person who typed the line probably did; "" if nothing suggests it. */
static const char *
fields_hint(const struct rows *rows, const struct row *row)
{
	struct str text = row->text;

	if (row->total == 1 && rows->columns > 1 && str_find(text, ';') < text.n)
		return ": fields are separated by commas, not semicolons";
	/* A blank follows a comma in prose. */
	for (size_t i = 1; row->total > rows->columns && i < row->count; i++)
		if (str_starts(row->fields[i], STR(" ")))
			return ": a field that holds a comma needs quotes";
	return "";
}

/* Records that the number of fields is not that of the header, or that the line is a conflict mark. */
static void
complain_of_fields(const struct rows *rows, const struct row *row)
{
	struct place place = {rows->path, row->line, 1};

	if (text_mark(row->text) != 0)
		diag_add(rows->diag, RULE_UNSETTLED, place, "%.*s", STR_ARG(row->text));
	else
		diag_add(rows->diag, RULE_CSV_FIELDS, place, "%zu, but the header has %zu%s",
			 row->total, rows->columns, fields_hint(rows, row));
}

/* Checks limits and the number of fields of a line that was split; records what is wrong. */
static bool
is_good(const struct rows *rows, const struct row *row)
{
	if (row->total > ROWS_COLUMNS_MAX) {
		complain(rows, row, RULE_LIMIT, 1, "more than 64 columns");
		return false;
	}
	if (rows->columns > 0 && row->total != rows->columns) {
		complain_of_fields(rows, row);
		return false;
	}
	if (row->text.n <= ROWS_FIELD_MAX)
		return true;
	for (size_t i = 0; i < row->count; i++)
		if (row->fields[i].n > ROWS_FIELD_MAX) {
			complain(rows, row, RULE_LIMIT, rows_column(row->text, i),
				 "a field of more than 4 KiB");
			return false;
		}
	return true;
}

/*
 * Does the line hold a tab and an unclosed or wrong quote?  Then the quote is the mistake to report: the tab separated
 * fields before they were converted to commas, and the open quote hid it.
 */
static bool
hides_tabs(const struct row *row)
{
	struct quotes q;

	if (memchr(row->text.p, '\t', row->text.n) == NULL)
		return false;
	q = quotes_follow(row->text);
	return !q.good || q.state == QUOTES_INSIDE;
}

/* Does the line pass the checks of text that were asked for?  Records what is wrong. */
static bool
check_text(struct rows *rows, const struct row *row)
{
	struct place place = {rows->path, row->line, 0};

	if (rows->check_text && hides_tabs(row)) {
		complain_of_quote(rows, row);
		return false;
	}
	if (rows->check_text)
		return diag_text(rows->diag, place, row->text, false);
	if (!rows->check_utf8 || text_valid(row->text) == row->text.n)
		return true;
	(void)diag_text(rows->diag, place, row->text, true);
	return false;
}

bool
rows_next(struct rows *rows, struct row *row)
{
	size_t most = rows->wanted > 0 ? rows->wanted : ROWS_COLUMNS_MAX;

	while (rows->rest.p != NULL) {
		bool bare = rows->take(rows, row, most);

		row->line = rows->numbers != NULL ? rows->numbers[rows->line - 1] : rows->line;
		rows->line++;
		row->text_good = rows->text_good;
		if (row->text.n == 0)
			complain(rows, row, RULE_CSV_SYNTAX, 1, "an empty line");
		else if (row->text.n > ROWS_LINE_MAX)
			complain(rows, row, RULE_LIMIT, 1, "a line of more than 64 KiB");
		else if (!check_text(rows, row))
			;
		else if (!bare && !split_quoted(rows, row, most))
			complain_of_quote(rows, row);
		else if (is_good(rows, row))
			return true;
	}
	return false;
}

size_t
rows_column(struct str line, size_t field)
{
	bool quoted = false;
	size_t i = 0;

	for (; i < line.n && field > 0; i++)
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == ',' && !quoted)
			field--;
	return text_length((struct str){line.p, i}) + 1;
}

void
rows_add_field(struct buf *out, struct str field)
{
	if (field.n == 0)
		return;
	if (has_blank_edge(field) || str_find(field, ',') < field.n ||
	    str_find(field, '"') < field.n)
		rows_add_quoted(out, field);
	else
		buf_str(out, field);
}

void
rows_add_quoted(struct buf *out, struct str field)
{
	buf_char(out, '"');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, field.p[i]);
	}
	buf_char(out, '"');
}

void
rows_add_record(struct buf *out, const struct str *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(out, ',');
		rows_add_field(out, fields[i]);
	}
}

void
rows_add_header(struct buf *out, const char *const *columns)
{
	for (size_t i = 0; columns[i] != NULL; i++) {
		buf_puts(out, i > 0 ? "," : "");
		buf_puts(out, columns[i]);
	}
	buf_char(out, '\n');
}
