#include "emit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grid.h"
#include "json.h"
#include "labels.h"

#define FEW_FIELDS 24 /* a record of no more is written without memory being asked for */
#define NARROW 10     /* that a column is cut to, to fit a terminal */
#define ELLIPSIS "\xE2\x80\xA6"

const char *const format_words[] = {"table", "tsv", "csv", "json", NULL};

struct sort_key {
	size_t field;
	bool descending;
};

struct emit {
	struct arena *arena;
	struct emit_options options;
	struct output *output;
	struct field *fields; /* those to print, then those only to sort by */
	size_t shown;
	size_t field_count;
	const struct field **left_out; /* columns for which the terminal is too narrow */
	size_t left_out_count;
	struct sort_key *keys;
	size_t key_count;
	bool held; /* rows are kept until the end */
	bool begun;
	struct value **rows;
	size_t row_count;
	size_t capacity;
	size_t count;
	struct buf scratch;
};

/* What a format is: how it begins, and how it writes a record. */
struct writer {
	void (*header)(const struct emit *emit, struct buf *out);
	void (*row)(const struct emit *emit, struct buf *out, const struct value *values);
	bool has_header; /* unless told otherwise */
};

static const struct writer *writer_of(const struct emit *emit);

/* -- values as text ---------------------------------------------------------------------------------------- */

static void
add_number(struct buf *out, double number)
{
	if (fabs(number) < 1e15 && floor(number) >= number)
		buf_format(out, "%.0f", number);
	else
		buf_format(out, "%.15g", number);
}

/* A value as one line of plain text; unknown is nothing. */
static void
add_text(struct buf *out, const struct value *value)
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
		add_text(out, &values[i]);
	}
	buf_char(out, '\n');
}

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* Would a spreadsheet take the text for a formula?  Some look behind blanks, and at the wide signs of Asian keyboards. */
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
 * A field; for Excel, one that it would take for a formula begins with an apostrophe, and so is text, and a number has the
 * decimal sign of the language.
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
	/* Quoted where either separator stands, whatever Excel's list separator is. */
	if (str_find(buf_all(&guarded), ';') < guarded.n) {
		buf_char(out, '"');
		for (size_t i = 0; i < guarded.n; i++) {
			if (guarded.p[i] == '"')
				buf_char(out, '"');
			buf_char(out, guarded.p[i]);
		}
		buf_char(out, '"');
	} else {
		rows_add_field(out, buf_all(&guarded));
	}
	buf_free(&guarded);
}

/* Where the decimal sign is a comma, Excel's separator is a semicolon. */
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
		add_text(&text, &values[i]);
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

/* A field that may have several values is a list however many there are, so that a reader need not ask which it is. */
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

	add_text(out, &emit->rows[row][column]);
}

/*
 * The first column names the record, so it is not cut, and nor are numbers and dates.  Unless columns were named, nor is who it is
 * about: the last columns are left out, those that can be spared before them, the first two never.
 */
static struct grid_column
table_column(const struct emit *emit, size_t i)
{
	static const struct column path = {0};
	const struct field *field = &emit->fields[i];
	const struct column *column = field->column != NULL ? field->column : &path;
	enum value_kind kind = field_kind(field);
	bool by_default = emit->options.columns.p == NULL;
	bool whole = i == 0 || kind == VALUE_NUMBER || kind == VALUE_DATE ||
		     (by_default && column->whole);

	return (struct grid_column){
	    .heading = field->name,
	    .right = kind == VALUE_NUMBER,
	    .least = whole                             ? 0
		     : by_default && column->least > 0 ? column->least
						       : NARROW,
	    .keep = !by_default || i < 2 ? 0
		    : column->spare      ? 1
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

static void
write_table(struct emit *emit)
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

/* The one table of formats. A table is laid out when all its rows are known; it needs no row of its own. */
static const struct writer *
writer_of(const struct emit *emit)
{
	static const struct writer writers[] = {
	    [FORMAT_TABLE] = {no_header, tsv_row, true},
	    [FORMAT_TSV] = {tsv_header, tsv_row, false},
	    [FORMAT_CSV] = {csv_header, csv_row, true},
	    [FORMAT_JSON] = {no_header, json_row, false},
	};

	return &writers[emit->options.format];
}

/* -- fields and sorting ------------------------------------------------------------------------------------------ */

static bool
add_field(struct emit *emit, const struct column *columns, struct str name, size_t *capacity,
	  struct diag *diag)
{
	struct field *field;

	emit->fields = arena_grow(emit->arena, emit->fields, emit->field_count, capacity,
				  sizeof(*emit->fields));
	field = &emit->fields[emit->field_count++];
	return field_find(field, columns, name, diag) && field_shows(field, diag);
}

static bool
choose_fields(struct emit *emit, const struct column *columns, size_t *capacity, struct diag *diag)
{
	struct str rest = emit->options.columns, name;
	bool all = emit->options.format == FORMAT_JSON, good = true;

	if (rest.p != NULL) {
		while (str_next(&rest, ',', &name))
			good = add_field(emit, columns, str_trim(name), capacity, diag) && good;
	} else {
		for (; columns->name != NULL; columns++)
			if (all || columns->shown)
				good = add_field(emit, columns, str_of(columns->name), capacity,
						 diag) &&
				       good;
	}
	emit->shown = emit->field_count;
	return good;
}

static bool
choose_order(struct emit *emit, const struct column *columns, size_t *capacity, struct diag *diag)
{
	struct str rest = emit->options.sort, name;
	size_t key_capacity = 0;

	while (str_next(&rest, ',', &name)) {
		struct sort_key key = {.descending = str_starts(name, STR("-"))};

		if (key.descending)
			name = (struct str){name.p + 1, name.n - 1};
		name = str_trim(name);
		while (key.field < emit->field_count && !str_eq(emit->fields[key.field].name, name))
			key.field++;
		if (key.field == emit->field_count &&
		    !add_field(emit, columns, name, capacity, diag))
			return false;
		emit->keys = arena_grow(emit->arena, emit->keys, emit->key_count, &key_capacity,
					sizeof(*emit->keys));
		emit->keys[emit->key_count++] = key;
	}
	return true;
}

struct emit *
emit_new(struct arena *arena, const struct column *columns, const struct emit_options *options,
	 struct output *output, struct diag *diag)
{
	struct emit *emit = arena_get(arena, sizeof(*emit));
	size_t capacity = 0;

	*emit = (struct emit){.arena = arena, .options = *options, .output = output};
	if (!choose_fields(emit, columns, &capacity, diag) ||
	    !choose_order(emit, columns, &capacity, diag))
		return NULL;
	emit->held = options->format == FORMAT_TABLE || emit->key_count > 0;
	return emit;
}

const struct field *
emit_field(const struct emit *emit, size_t i)
{
	return i < emit->field_count ? &emit->fields[i] : NULL;
}

static bool
is_empty(const struct value *value)
{
	return value->kind == VALUE_UNKNOWN || (value->kind == VALUE_LIST && value->count == 0) ||
	       ((value->kind == VALUE_TEXT || value->kind == VALUE_DATE) && value->text.n == 0);
}

/* What it is, or what its items are: a path through a list has one value in a community, and several in another. */
static enum value_kind
kind_within(const struct value *value)
{
	return value->kind == VALUE_LIST ? value->items : value->kind;
}

static bool
has_numbers(const struct value *value)
{
	return kind_within(value) == VALUE_NUMBER || value->kind == VALUE_FLAG ||
	       value->kind == VALUE_MASKED;
}

static int
compare_numbers(const struct value *a, const struct value *b)
{
	size_t a_count = a->kind == VALUE_LIST ? a->count : 1;
	size_t b_count = b->kind == VALUE_LIST ? b->count : 1;

	for (size_t i = 0; i < a_count && i < b_count; i++) {
		double x = a->kind == VALUE_LIST ? strtod(a->list[i].p, NULL) : a->number;
		double y = b->kind == VALUE_LIST ? strtod(b->list[i].p, NULL) : b->number;

		if (x < y || x > y)
			return x < y ? -1 : 1;
	}
	return (a_count > b_count) - (a_count < b_count);
}

static int
compare_values(const struct value *a, const struct value *b)
{
	struct buf one = {0}, other = {0};
	bool dates = kind_within(a) == VALUE_DATE && kind_within(b) == VALUE_DATE;
	int c;

	if (has_numbers(a) && has_numbers(b))
		return compare_numbers(a, b);
	add_text(&one, a);
	add_text(&other, b);
	c = dates ? str_cmp(buf_all(&one), buf_all(&other))
		  : text_compare(buf_all(&one), buf_all(&other));
	buf_free(&one);
	buf_free(&other);
	return c;
}

static int
compare_rows(const void *left, const void *right, void *context)
{
	const struct value *a = *(struct value *const *)left, *b = *(struct value *const *)right;
	const struct emit *emit = context;

	for (size_t i = 0; i < emit->key_count; i++) {
		const struct value *x = &a[emit->keys[i].field], *y = &b[emit->keys[i].field];
		int c;

		if (is_empty(x) || is_empty(y))
			c = is_empty(x) - is_empty(y); /* what is empty comes last either way */
		else
			c = emit->keys[i].descending ? compare_values(y, x) : compare_values(x, y);
		if (c != 0)
			return c;
	}
	/* The place behind the values is the number in which the row came: the order is stable. */
	return (a[emit->field_count].number > b[emit->field_count].number) -
	       (a[emit->field_count].number < b[emit->field_count].number);
}

/* -- records ------------------------------------------------------------------------------------------------------- */

/* Copies a value's slices, so that it outlives its record. */
static void
keep_value(struct arena *arena, struct value *value)
{
	struct str *list;

	value->text = arena_str(arena, value->text);
	if (value->count == 0)
		return;
	list = arena_array(arena, value->count, sizeof(*list));
	for (size_t i = 0; i < value->count; i++)
		list[i] = arena_str(arena, value->list[i]);
	value->list = list;
}

void
emit_record(const struct emit *emit, struct emit_part *part, const struct record *record)
{
	struct value few[FEW_FIELDS], *values = few;

	part->count++;
	if (part->arena == NULL && (emit->held || emit->field_count > FEW_FIELDS))
		part->arena = arena_new();
	if (emit->held || emit->field_count > FEW_FIELDS)
		values = arena_array(part->arena, emit->field_count + 1, sizeof(*values));
	for (size_t i = 0; i < emit->field_count; i++) {
		field_value(&emit->fields[i], record, &values[i]);
		if (emit->held)
			keep_value(part->arena, &values[i]);
	}
	if (!emit->held) {
		writer_of(emit)->row(emit, &part->bytes, values);
		return;
	}
	part->rows = arena_grow(part->arena, part->rows, part->count - 1, &part->capacity,
				sizeof(*part->rows));
	part->rows[part->count - 1] = values;
}

static void
begin(struct emit *emit)
{
	const struct writer *writer = writer_of(emit);
	bool wanted = emit->options.header == HEADER_YES ||
		      (emit->options.header == HEADER_DEFAULT && writer->has_header);

	if (emit->begun)
		return;
	emit->begun = true;
	if (emit->options.excel)
		(void)output_add(emit->output, STR(BYTE_ORDER_MARK));
	if (wanted) {
		writer->header(emit, &emit->scratch);
		(void)output_add(emit->output, buf_all(&emit->scratch));
		buf_clear(&emit->scratch);
	}
}

bool
emit_take(struct emit *emit, struct emit_part *part)
{
	emit->count += part->count;
	if (emit->held) {
		for (size_t i = 0; i < part->count; i++) {
			emit->rows = arena_grow(emit->arena, emit->rows, emit->row_count,
						&emit->capacity, sizeof(*emit->rows));
			part->rows[i][emit->field_count].number = (double)emit->row_count;
			emit->rows[emit->row_count++] = part->rows[i];
		}
		arena_adopt(emit->arena, part->arena);
	} else {
		begin(emit);
		(void)output_add(emit->output, buf_all(&part->bytes));
		arena_free(part->arena);
	}
	buf_clear(&part->bytes);
	part->arena = NULL;
	part->rows = NULL;
	part->count = part->capacity = 0;
	return emit->output->error == 0;
}

void
emit_part_free(struct emit_part *part)
{
	buf_free(&part->bytes);
	arena_free(part->arena);
	part->arena = NULL;
}

void
emit_end(struct emit *emit)
{
	if (emit->key_count > 0 && emit->row_count > 1)
		qsort_r(emit->rows, emit->row_count, sizeof(*emit->rows), compare_rows, emit);
	if (emit->options.format == FORMAT_TABLE) {
		write_table(emit);
	} else {
		begin(emit);
		for (size_t i = 0; i < emit->row_count; i++) {
			writer_of(emit)->row(emit, &emit->scratch, emit->rows[i]);
			(void)output_add(emit->output, buf_all(&emit->scratch));
			buf_clear(&emit->scratch);
		}
	}
	buf_free(&emit->scratch);
}

size_t
emit_count(const struct emit *emit)
{
	return emit->count;
}

const struct field *
emit_left_out(const struct emit *emit, size_t i)
{
	return i < emit->left_out_count ? emit->left_out[i] : NULL;
}
