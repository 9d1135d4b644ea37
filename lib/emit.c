/* Which records are written, with what fields, and in what order. */
#include "emit-formats.h"

#include <stdlib.h>

#define FEW_FIELDS 24 /* a record with no more fields is written without allocating memory */

const char *const format_words[] = {"table", "tsv", "csv", "json", NULL};

/* -- fields and sorting ------------------------------------------------------------------------------------------ */

static bool
add_field(struct emit *emit, const struct column *columns, struct str name, size_t *capacity,
	  struct diag *diag)
{
	struct field *field;

	emit->fields = arena_grow(emit->arena, emit->fields, emit->field_count, capacity,
				  sizeof(*emit->fields));
	field = &emit->fields[emit->field_count++];
	return field_find(field, columns, name, diag) && field_shows(field, columns, diag);
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
			name = str_after(name, 1);
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

unsigned
emit_needs(const struct emit *emit)
{
	unsigned needs = 0;

	for (size_t i = 0; i < emit->field_count; i++)
		needs |= emit->fields[i].column != NULL ? emit->fields[i].column->needs : 0;
	return needs;
}

static bool
is_empty(const struct value *value)
{
	return value->kind == VALUE_UNKNOWN || (value->kind == VALUE_LIST && value->count == 0) ||
	       ((value->kind == VALUE_TEXT || value->kind == VALUE_DATE) && value->text.n == 0);
}

/*
 * The kind of a value, or of its items if it is a list: a path through a list has one value in some communities and
 * several in others.
 */
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
	emit_add_text(&one, a);
	emit_add_text(&other, b);
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
			c = is_empty(x) - is_empty(y); /* empty comes last in either direction */
		else
			c = emit->keys[i].descending ? compare_values(y, x) : compare_values(x, y);
		if (c != 0)
			return c;
	}
	/* The extra value past the fields holds the row's serial number, which makes the sort stable. */
	return (a[emit->field_count].number > b[emit->field_count].number) -
	       (a[emit->field_count].number < b[emit->field_count].number);
}

/* -- records ------------------------------------------------------------------------------------------------------- */

/* Copies a value's slices, so that the value outlives its record. */
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
		emit_writer(emit)->row(emit, &part->bytes, values);
		return;
	}
	part->rows = arena_grow(part->arena, part->rows, part->count - 1, &part->capacity,
				sizeof(*part->rows));
	part->rows[part->count - 1] = values;
}

static void
begin(struct emit *emit)
{
	const struct writer *writer = emit_writer(emit);
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
		emit_write_table(emit);
	} else {
		begin(emit);
		for (size_t i = 0; i < emit->row_count; i++) {
			emit_writer(emit)->row(emit, &emit->scratch, emit->rows[i]);
			(void)output_add(emit->output, buf_all(&emit->scratch));
			buf_clear(&emit->scratch);
		}
	}
	buf_free(&emit->scratch);
}

void
emit_last(struct emit *emit, struct emit_part *part)
{
	(void)emit_take(emit, part);
	emit_part_free(part);
	emit_end(emit);
}

void
emit_all(struct emit *emit, const void *subjects, size_t count, size_t size)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct emit_part part = {0};

	for (size_t i = 0; i < count; i++)
		emit_record(
		    emit, &part,
		    &(struct record){.view = &view, .subject = (const char *)subjects + i * size});
	emit_last(emit, &part);
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
