#include "rows.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Fields with quotes, taken apart by libcsv: one behind the other, and where each ends. */
struct libcsv {
	struct csv_parser parser;
	bool ready; /* the parser is in its first state */
	struct buf bytes;
	size_t ends[ROWS_COLUMNS_MAX + 1];
	size_t count;
};

void
rows_begin(struct rows *rows, struct str block, size_t line, struct str path, struct diag *diag)
{
	struct libcsv *libcsv = rows->libcsv;

	*rows = (struct rows){
	    .rest = block, .line = line, .path = path, .diag = diag, .libcsv = libcsv};
	if (rows->rest.n == 0)
		rows->rest.p = NULL;
}

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
 * libcsv would trim blanks, drop what it takes for an empty line and run on past a stray quote: so no
 * byte is a blank or an end to it, it is strict, and what follows a fault gets a fresh parser.
 */
static void
make_ready(struct libcsv *libcsv)
{
	if (libcsv->ready)
		return;
	if (csv_init(&libcsv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		(void)memory_get(PTRDIFF_MAX);
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
		(void)memory_get(PTRDIFF_MAX);
	csv_free(&libcsv->parser);
	libcsv->ready = false;
	return false;
}

#define STRIDE 64 /* bytes looked at together */

#ifdef __SSE2__
static inline uint64_t
sixteen_equal(const char *p, char c)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}
#endif

/* Which of the next bytes are c: bit i for byte i. */
static inline uint64_t
bytes_equal(const char *p, char c)
{
#ifdef __SSE2__
	return sixteen_equal(p, c) | sixteen_equal(p + 16, c) << 16 |
	       sixteen_equal(p + 32, c) << 32 | sixteen_equal(p + 48, c) << 48;
#else
	uint64_t equal = 0;

	for (unsigned i = 0; i < STRIDE; i++)
		equal |= (uint64_t)(p[i] == c) << i;
	return equal;
#endif
}

/* Bytes of a line to look at together, and how many of them were looked at before. */
struct look {
	const char *bytes;
	unsigned before;
	char room[STRIDE]; /* for a line that has fewer */
};

/* Looks at the bytes from p, somewhere in a line; where fewer are left of it, they are the last ones. */
static inline void
look_at(struct look *look, struct str line, const char *p)
{
	const char *end = line.p + line.n;

	look->bytes = p;
	look->before = 0;
	if (end - p >= STRIDE)
		return;
	look->before = (unsigned)(STRIDE - (end - p));
	look->bytes = end - STRIDE;
	if (line.n >= STRIDE)
		return;
	memset(look->room, 0, STRIDE);
	memcpy(look->room + STRIDE - line.n, line.p, line.n);
	look->bytes = look->room;
}

/* Which of those not looked at before are c: bit i for the i-th of them. */
static inline uint64_t
seen(const struct look *look, char c)
{
	return bytes_equal(look->bytes, c) >> look->before;
}

/* Where fields have ended so far. */
struct splitting {
	struct row *row;
	size_t most;       /* fields to keep */
	const char *begin; /* of the field that goes on */
};

static inline void
end_field(struct splitting *s, const char *end)
{
	if (s->row->count < s->most)
		s->row->fields[s->row->count++] = (struct str){s->begin, (size_t)(end - s->begin)};
	s->begin = end + 1;
	s->row->total++;
}

/*
 * Splits on from p at commas, counts all fields and keeps the first of the row; false if there is a quote.  A field is
 * some ten bytes: calling memchr for each would cost more than looking at many together.
 */
static bool
split(struct row *row, const char *p, const char *end, size_t most)
{
	struct str line = {row->text.p, (size_t)(end - row->text.p)};
	struct splitting s = {row, most, p};
	struct look look;

	for (; p < end; p += STRIDE) {
		uint64_t commas;

		look_at(&look, line, p);
		if (seen(&look, '"') != 0)
			return false;
		commas = seen(&look, ',');
		for (; commas != 0 && row->count < s.most; commas &= commas - 1)
			end_field(&s, p + __builtin_ctzll(commas));
		for (; commas != 0; commas &= commas - 1)
			row->total++;
	}
	end_field(&s, end);
	return true;
}

/*
 * Splits a line with quotes.  libcsv gets what lies from the first field with a quote to the last, for it
 * takes ten times as long over a byte; it also finds what is wrong with the quotes.
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
	if (before != NULL)
		(void)split(row, p, before, most);
	for (size_t i = 0; i < rows->libcsv->count; i++) {
		size_t stop = rows->libcsv->ends[i];

		if (row->count < most)
			row->fields[row->count++] = (struct str){bytes.p + begin, stop - begin};
		row->total++;
		begin = stop;
	}
	if (after != NULL)
		(void)split(row, after + 1, end, most);
	return true;
}

/* Splits a line, by libcsv if a quote stands in it; false if its quotes make no sense. */
static bool
split_line(struct rows *rows, struct row *row)
{
	const char *p = row->text.p;
	size_t most = rows->wanted > 0 ? rows->wanted : ROWS_COLUMNS_MAX;

	return split(row, p, p + row->text.n, most) || split_quoted(rows, row, most);
}

static void
complain(const struct rows *rows, const struct row *row, enum rule rule, size_t column,
	 const char *detail)
{
	diag_add(rows->diag, rule, (struct place){rows->path, row->line, column}, "%s", detail);
}

/* Where in the line the quote stands that libcsv could not make sense of, in code points. */
static void
complain_of_quote(const struct rows *rows, const struct row *row)
{
	enum { OUTSIDE, INSIDE, AFTER } state = OUTSIDE;
	struct str line = row->text;
	size_t at = 0, opened = 0;

	for (; at < line.n; at++) {
		bool field_begins = at == 0 || line.p[at - 1] == ',';

		if (state == OUTSIDE && line.p[at] == '"' && !field_begins)
			break;
		if (state == OUTSIDE && line.p[at] == '"') {
			state = INSIDE;
			opened = at;
		} else if (state == INSIDE && line.p[at] == '"') {
			state = AFTER;
		} else if (state == AFTER && line.p[at] == '"') {
			state = INSIDE;
		} else if (state == AFTER && line.p[at] == ',') {
			state = OUTSIDE;
		} else if (state == AFTER) {
			break;
		}
	}
	if (at == line.n)
		at = opened;
	complain(rows, row, RULE_CSV_SYNTAX, text_length((struct str){line.p, at}) + 1,
		 state == INSIDE  ? "a quote that is not closed on its line"
		 : state == AFTER ? "text after a closing quote"
				  : "a quote inside a field without quotes");
}

/* Records that the line has not as many fields as the header, or why. */
static void
complain_of_fields(const struct rows *rows, const struct row *row)
{
	struct place place = {rows->path, row->line, 1};

	if (text_mark(row->text) != 0)
		diag_add(rows->diag, RULE_UNSETTLED, place, "%.*s", STR_ARG(row->text));
	else
		diag_add(rows->diag, RULE_CSV_FIELDS, place, "%zu, where the header has %zu",
			 row->total, rows->columns);
}

/* Records what is wrong with a line that was split; true if nothing is. */
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

/* May the line be taken for text, as far as that is to be checked? What is wrong is recorded. */
static bool
check_text(const struct rows *rows, const struct row *row)
{
	struct place place = {rows->path, row->line, 0};

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
	while (rows->rest.p != NULL) {
		(void)str_next(&rows->rest, '\n', &row->text);
		if (rows->rest.n == 0)
			rows->rest.p = NULL;
		row->line = rows->numbers != NULL ? rows->numbers[rows->line - 1] : rows->line;
		rows->line++;
		row->count = row->total = 0;
		if (row->text.n == 0)
			complain(rows, row, RULE_CSV_SYNTAX, 1, "an empty line");
		else if (row->text.n > ROWS_LINE_MAX)
			complain(rows, row, RULE_LIMIT, 1, "a line of more than 64 KiB");
		else if (!check_text(rows, row))
			;
		else if (!split_line(rows, row))
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

/* Has the field, without its quotes, a blank edge? */
static bool
has_blank_edge(struct str field)
{
	return field.n > 0 && (field.p[0] == ' ' || field.p[field.n - 1] == ' ');
}

void
rows_add_field(struct buf *out, struct str field)
{
	bool quoted = has_blank_edge(field) || str_find(field, ',') < field.n ||
		      str_find(field, '"') < field.n;

	if (!quoted) {
		buf_str(out, field);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, field.p[i]);
	}
	buf_char(out, '"');
}

/* Takes the next field of a line off its beginning, with its comma; false if it is not quoted as it should be. */
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

bool
rows_is_canonical(struct str line)
{
	const char *p = line.p, *end = line.p + line.n;
	uint64_t comma = 1, blank = 0; /* was the last byte one? */
	struct look look;

	for (; p < end; p += STRIDE) {
		uint64_t commas, blanks;

		look_at(&look, line, p);
		if (seen(&look, '"') != 0)
			break;
		commas = seen(&look, ',');
		blanks = seen(&look, ' ');
		if (((blanks & (commas << 1 | comma)) | (commas & (blanks << 1 | blank))) != 0)
			return false;
		comma = commas >> (STRIDE - 1);
		blank = blanks >> (STRIDE - 1);
	}
	if (p >= end)
		return line.n == 0 || end[-1] != ' ';
	while (line.n > 0)
		if (!take_canonical(&line))
			return false;
	return true;
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

const char *
rows_foreign(struct str beginning)
{
	/* By byte-order mark, CRLF, and what stands between fields. */
	static const char *const signs[2][2][3] = {
	    {{NULL, "semicolons between fields", "tabs between fields"},
	     {"CRLF line ends", "CRLF line ends, semicolons between fields",
	      "CRLF line ends, tabs between fields"}},
	    {{"a byte-order mark", "a byte-order mark, semicolons between fields",
	      "a byte-order mark, tabs between fields"},
	     {"a byte-order mark, CRLF line ends",
	      "a byte-order mark, CRLF line ends, semicolons between fields",
	      "a byte-order mark, CRLF line ends, tabs between fields"}},
	};
	bool mark = str_starts(beginning, STR("\xEF\xBB\xBF"));
	struct str line = {beginning.p, str_find(beginning, '\n')};
	bool returns = line.n > 0 && line.p[line.n - 1] == '\r';
	int separator = str_find(line, ',') < line.n    ? 0
			: str_find(line, ';') < line.n  ? 1
			: str_find(line, '\t') < line.n ? 2
							: 0;

	if (str_starts(beginning, STR("\xFF\xFE")) || str_starts(beginning, STR("\xFE\xFF")))
		return "UTF-16";
	return signs[mark][returns][separator];
}

static void
wrong_header(struct diag *diag, struct str path, const struct row *row, size_t i,
	     const char *needed)
{
	struct str found = i < row->count ? row->fields[i] : STR("");
	struct str before = {row->text.p, (size_t)(found.p - row->text.p)};
	size_t column = i < row->count && found.p >= row->text.p && before.n <= row->text.n
			    ? text_length(before) + 1
			    : 1;
	struct place place = {path, 1, column};

	if (i >= row->count)
		diag_add(diag, RULE_CSV_HEADER, place, "no column \"%s\"", needed);
	else if (needed != NULL)
		diag_add(diag, RULE_CSV_HEADER, place, "\"%.*s\" where \"%s\" is needed",
			 STR_ARG(found), needed);
	else
		diag_add(diag, RULE_CSV_HEADER, place, "column \"%.*s\" is empty or stands twice",
			 STR_ARG(found));
}

size_t
rows_header(const char *const *columns, struct str bytes, struct str path, struct diag *diag,
	    struct str *rest)
{
	size_t end = str_find(bytes, '\n');
	const char *foreign = rows_foreign(bytes);
	struct rows rows = {0};
	struct row row;
	bool good;

	if (foreign != NULL) {
		diag_add(diag, RULE_CSV_FOREIGN, (struct place){path, 1, 1}, "%s; run cop-fmt",
			 foreign);
		return 0;
	}
	if (end == 0) {
		diag_add(diag, RULE_CSV_HEADER, (struct place){path, 1, 1}, "%s",
			 bytes.n == 0 ? "the file is empty" : "the first line is empty");
		return 0;
	}
	if (!diag_text(diag, (struct place){path, 1, 0}, (struct str){bytes.p, end}, false))
		return 0;
	rows_begin(&rows, (struct str){bytes.p, end}, 1, path, diag);
	good = rows_next(&rows, &row);
	for (size_t i = 0; good && columns[i] != NULL; i++)
		if (i >= row.count || !str_is(row.fields[i], columns[i])) {
			wrong_header(diag, path, &row, i, columns[i]);
			good = false;
		}
	for (size_t i = 0; good && i < row.count; i++)
		for (size_t j = 0; good && j <= i; j++)
			if (row.fields[i].n == 0 ||
			    (j < i && str_eq(row.fields[i], row.fields[j]))) {
				wrong_header(diag, path, &row, i, NULL);
				good = false;
			}
	rows_end(&rows);
	*rest = end < bytes.n ? (struct str){bytes.p + end + 1, bytes.n - end - 1} : STR("");
	return good ? row.count : 0;
}

struct str *
rows_names(struct arena *arena, struct str bytes, size_t *count)
{
	struct str *names = arena_array(arena, ROWS_COLUMNS_MAX, sizeof(*names));
	struct rows rows = {0};
	struct row row;

	rows_begin(&rows, (struct str){bytes.p, str_find(bytes, '\n')}, 1, STR(""), NULL);
	rows.arena = arena;
	*count = 0;
	if (rows_next(&rows, &row))
		for (; *count < row.count; (*count)++)
			names[*count] = row.fields[*count];
	rows_end(&rows);
	return names;
}
