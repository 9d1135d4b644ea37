/* The formats: tsv, csv, JSON Lines, and tables for a terminal. */
#include "emit-formats.h"

#include <math.h>
#include <stdlib.h>

#include "grid.h"
#include "json.h"
#include "labels.h"

#define NARROW 10   /* width to which a column may be cut to fit a terminal */
#define SENTENCE 24 /* width to which a sentence may be wrapped */
#define ELLIPSIS "\xE2\x80\xA6"

/* -- values as text ---------------------------------------------------------------------------------------- */

static void
add_number(struct buf *out, double number)
{
	if (fabs(number) < 1e15 && floor(number) >= number)
		buf_format(out, "%.0f", number);
	else
		buf_format(out, "%.15g", number);
}

void
emit_add_text(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_TEXT:
	case VALUE_DATE:
		text_plain(out, value->text, false);
		break;
	case VALUE_NUMBER:
		add_number(out, value->number);
		break;
	case VALUE_FLAG:
		if (value->text.n > 0)
			text_plain(out, value->text, false);
		else
			buf_puts(out, value->number > 0 ? "yes" : "no");
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < value->count; i++) {
			if (i > 0)
				buf_char(out, ';');
			text_plain(out, value->list[i], false);
		}
		break;
	case VALUE_MASKED:
		if (value->number > 0)
			buf_format(out, "<%.0f", value->number);
		else
			buf_char(out, 'x');
		break;
	case VALUE_UNKNOWN:
		break;
	}
}

/* -- tsv and csv --------------------------------------------------------------------------------------------- */

static void
tsv_header(const struct emit *emit, struct buf *out)
{
	for (size_t i = 0; i < emit->shown; i++) {
		if (i > 0)
			buf_char(out, '\t');
		text_plain(out, emit->fields[i].name, false);
	}
	buf_char(out, '\n');
}

static void
tsv_row(const struct emit *emit, struct buf *out, const struct value *values)
{
	for (size_t i = 0; i < emit->shown; i++) {
		if (i > 0)
			buf_char(out, '\t');
		emit_add_text(out, &values[i]);
	}
	buf_char(out, '\n');
}

/*
 * Would a spreadsheet take the text for a formula? Some skip leading blanks, and accept the full-width signs of Asian
 * keyboards.
 */
static bool
is_formula(struct str text)
{
	static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
	struct str seen = text_trim(text);

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(text, str_of(signs[i])) || str_starts(seen, str_of(signs[i])))
			return true;
	return false;
}

/*
 * Appends a field. For Excel, text that it would take for a formula gets an apostrophe in front, which makes it text,
 * and a number gets the decimal sign of the language.
 */
static void
csv_field(const struct emit *emit, struct buf *out, struct str text, enum value_kind kind)
{
	struct buf guarded = {0};

	if (!emit->options.excel) {
		rows_add_field(out, text);
		return;
	}
	if (kind != VALUE_NUMBER && is_formula(text))
		buf_char(&guarded, '\'');
	for (size_t i = 0; i < text.n; i++)
		if (kind == VALUE_NUMBER && text.p[i] == '.')
			buf_puts(&guarded, label_in("before decimals", "."));
		else
			buf_char(&guarded, text.p[i]);
	/* Quote a field that contains either separator, whatever Excel's list separator is. */
	if (str_find(buf_all(&guarded), ';') < guarded.n)
		rows_add_quoted(out, buf_all(&guarded));
	else
		rows_add_field(out, buf_all(&guarded));
	buf_free(&guarded);
}

/* If the decimal sign is a comma, Excel's separator is a semicolon. */
static char
csv_separator(const struct emit *emit)
{
	return emit->options.excel && *label_in("before decimals", ".") == ',' ? ';' : ',';
}

static void
csv_end(const struct emit *emit, struct buf *out)
{
	buf_puts(out, emit->options.excel ? "\r\n" : "\n");
}

static void
csv_header(const struct emit *emit, struct buf *out)
{
	for (size_t i = 0; i < emit->shown; i++) {
		if (i > 0)
			buf_char(out, csv_separator(emit));
		csv_field(emit, out, emit->fields[i].name, VALUE_TEXT);
	}
	csv_end(emit, out);
}

static void
csv_row(const struct emit *emit, struct buf *out, const struct value *values)
{
	struct buf text = {0};

	for (size_t i = 0; i < emit->shown; i++) {
		if (i > 0)
			buf_char(out, csv_separator(emit));
		buf_clear(&text);
		emit_add_text(&text, &values[i]);
		/* A record of a single empty field would be an empty line, which many programs skip. */
		if (emit->shown == 1 && text.n == 0)
			rows_add_quoted(out, STR(""));
		else
			csv_field(emit, out, buf_all(&text), values[i].kind);
	}
	csv_end(emit, out);
	buf_free(&text);
}

/* -- JSON ------------------------------------------------------------------------------------------------------ */

static json_t *
json_item(enum value_kind kind, struct str text)
{
	if (kind == VALUE_NUMBER)
		return json_number(strtod(text.p, NULL));
	return kind == VALUE_FLAG ? json_boolean(str_is(text, "true")) : json_text(text);
}

static json_t *
json_value(const struct value *value)
{
	json_t *list;

	switch (value->kind) {
	case VALUE_TEXT:
	case VALUE_DATE:
		return value->text.n > 0 ? json_text(value->text) : json_null();
	case VALUE_NUMBER:
		return json_number(value->number);
	case VALUE_FLAG:
		return json_boolean(value->number > 0);
	case VALUE_LIST:
		list = json_array();
		for (size_t i = 0; i < value->count; i++)
			(void)json_array_append_new(list, json_item(value->items, value->list[i]));
		return list;
	default:
		return json_null();
	}
}

/* A field that may have several values is always a list, however many it has, so that readers need not check. */
static json_t *
json_field(const struct field *field, const struct value *value)
{
	json_t *list;

	if (!field->several || value->kind == VALUE_LIST)
		return json_value(value);
	list = json_array();
	if (value->kind != VALUE_UNKNOWN)
		(void)json_array_append_new(list, json_value(value));
	return list;
}

static void
json_row(const struct emit *emit, struct buf *out, const struct value *values)
{
	json_t *object = json_object();

	for (size_t i = 0; i < emit->shown; i++)
		json_set(object, emit->fields[i].name, json_field(&emit->fields[i], &values[i]));
	json_add_line(out, object);
}

static void
no_header(const struct emit *emit, struct buf *out)
{
	(void)emit;
	(void)out;
}

/* -- tables ------------------------------------------------------------------------------------------------------ */

static void
table_cell(const void *context, size_t row, size_t column, struct buf *out)
{
	const struct emit *emit = context;

	emit_add_text(out, &emit->rows[row][column]);
}

static bool
has_sentence(const struct emit *emit)
{
	for (size_t i = 0; i < emit->shown; i++)
		if (emit->fields[i].column != NULL && emit->fields[i].column->wrapped)
			return true;
	return false;
}

/*
 * The first column names the record, so it is never cut; nor are numbers and dates. Unless the user named columns,
 * those marked whole are not cut either, and columns may be left out: first the spare ones, then the others, from the
 * last to the third. A sentence is wrapped, and keeps the others in place: why somebody was refused is worth more than
 * a line that fits.
 */
static struct grid_column
table_column(const struct emit *emit, size_t i)
{
	static const struct column path = {0};
	const struct field *field = &emit->fields[i];
	const struct column *column = field->column != NULL ? field->column : &path;
	enum value_kind kind = field_kind(field);
	bool by_default = emit->options.columns.p == NULL;
	bool drops = by_default && !has_sentence(emit);
	bool whole = i == 0 || kind == VALUE_NUMBER || kind == VALUE_DATE ||
		     (by_default && column->whole);

	return (struct grid_column){
	    .heading = field->name,
	    .right = kind == VALUE_NUMBER,
	    .least = whole                             ? 0
		     : column->wrapped                 ? SENTENCE
		     : by_default && column->least > 0 ? column->least
						       : NARROW,
	    .wrapped = column->wrapped,
	    .keep = !drops || i < 2 ? 0
		    : column->spare ? 1
				    : 2,
	};
}

static struct grid_column *
table_columns(const struct emit *emit)
{
	struct grid_column *columns = arena_array(emit->arena, emit->shown, sizeof(*columns));

	for (size_t i = 0; i < emit->shown; i++)
		columns[i] = table_column(emit, i);
	return columns;
}

void
emit_write_table(struct emit *emit)
{
	struct grid grid = {
	    .columns = table_columns(emit),
	    .column_count = emit->shown,
	    .row_count = emit->row_count,
	    .header = emit->options.header != HEADER_NO && emit->row_count > 0,
	    .width = emit->options.width,
	    .ellipsis = ELLIPSIS,
	    .cell = table_cell,
	    .context = emit,
	};
	size_t *widths = grid_fit(&grid, emit->arena);
	struct buf line = {0};

	if (grid.header)
		grid_add_header(&grid, widths, emit->options.colour, &line);
	for (size_t r = 0; r < emit->row_count; r++) {
		grid_add_row(&grid, widths, r, &line);
		(void)output_add(emit->output, buf_all(&line));
		buf_clear(&line);
	}
	buf_free(&line);
	emit->left_out = arena_array(emit->arena, emit->shown, sizeof(struct field *));
	for (size_t i = 0; i < emit->shown; i++)
		if (widths[i] == GRID_LEFT_OUT)
			emit->left_out[emit->left_out_count++] = &emit->fields[i];
}

/* All formats. A table is laid out once all its rows are known; its row function is never called. */
const struct writer *
emit_writer(const struct emit *emit)
{
	static const struct writer writers[] = {
	    [FORMAT_TABLE] = {no_header, tsv_row, true},
	    [FORMAT_TSV] = {tsv_header, tsv_row, false},
	    [FORMAT_CSV] = {csv_header, csv_row, true},
	    [FORMAT_JSON] = {no_header, json_row, false},
	};

	return &writers[emit->options.format];
}
