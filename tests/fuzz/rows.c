/*
 * CSV. A line without a quote is split in place into the same fields that libcsv finds. Any bytes as fields, written in
 * canonical form, are read again as they were. Any bytes as a block are read to the end.
 */
#include <csv.h>
#include <stdlib.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "fuzz.h"
#include "rows.h"

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

/* Compares libcsv's fields with the row's, one by one. */
struct against {
	const struct row *row;
	size_t count;
};

static void
on_field(void *bytes, size_t n, void *context)
{
	struct against *against = context;

	expect(against->count < against->row->count);
	expect(str_eq(against->row->fields[against->count++], (struct str){bytes, n}));
}

static void
compare(const struct row *row)
{
	struct csv_parser parser;
	struct against against = {row, 0};

	expect(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_space_func(&parser, never);
	csv_set_term_func(&parser, never);
	expect(csv_parse(&parser, row->text.p, row->text.n, on_field, NULL, &against) ==
	       row->text.n);
	expect(csv_fini(&parser, on_field, NULL, &against) == 0);
	expect(against.count == row->count);
	csv_free(&parser);
}

static void
read_again(const struct row *row, struct arena *arena, struct diag *diag)
{
	struct buf line = {0};
	struct rows rows = {0};
	struct row again;

	for (size_t i = 0; i < row->count; i++) {
		if (i > 0)
			buf_char(&line, ',');
		rows_add_field(&line, row->fields[i]);
	}
	if (line.n > 0 && line.n <= ROWS_LINE_MAX) { /* one empty field is no line */
		rows_begin(&rows, buf_all(&line), 1, STR("again"), diag);
		rows.arena = arena;
		rows.columns = row->count;
		expect(rows_next(&rows, &again));
		for (size_t i = 0; i < row->count; i++)
			expect(str_eq(again.fields[i], row->fields[i]));
		expect(!rows_next(&rows, &again));
		rows_end(&rows);
	}
	buf_free(&line);
}

/* With only the leading fields read, these are the same. */
static void
split_less(const struct row *row, struct arena *arena, struct diag *diag)
{
	struct rows rows = {0};
	struct row less;

	for (size_t wanted = 1; wanted < row->count; wanted += 1 + wanted / 3) {
		rows_begin(&rows, row->text, 1, STR("less"), diag);
		rows.arena = arena;
		rows.columns = row->count;
		rows.wanted = wanted;
		expect(rows_next(&rows, &less) && less.count >= wanted);
		for (size_t i = 0; i < wanted; i++)
			expect(str_eq(less.fields[i], row->fields[i]));
	}
	rows_end(&rows);
}

/* The bytes themselves as fields, separated by NULs. */
static void
write_and_read(struct str bytes, struct arena *arena, struct diag *diag)
{
	struct row row = {0};
	struct str rest = bytes, field;

	while (row.count < ROWS_COLUMNS_MAX && str_next(&rest, '\0', &field))
		if (field.n <= ROWS_FIELD_MAX && str_find(field, '\n') == field.n)
			row.fields[row.count++] = field;
	read_again(&row, arena, diag);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const char *const columns[] = {"a", NULL};
	struct arena *arena = arena_new();
	struct diag *diag = diag_new();
	struct str block = arena_str(arena, (struct str){(const char *)bytes, n}), rest;
	struct rows rows = {0};
	struct row row;
	size_t lines = 0;

	if (rows_header(columns, block, STR("a.csv"), diag, &rest) == 0)
		expect(diag_count(diag) > 0);
	write_and_read(block, arena, diag);
	diag_clear(diag);
	rows_begin(&rows, block, 1, STR("a.csv"), diag);
	rows.arena = arena;
	for (; rows_next(&rows, &row); lines++) {
		if (str_find(row.text, '"') == row.text.n)
			compare(&row);
		read_again(&row, arena, diag);
		split_less(&row, arena, diag);
	}
	expect(lines + diag_count(diag) == rows.line - 1);
	/* Records that are broken into several lines have all of these lines. */
	lines = rows.line;
	rows_begin(&rows, block, 1, STR("a.csv"), diag);
	rows.columns = 2;
	while (rows_next(&rows, &row))
		expect(row.total == 2);
	expect(rows.line == lines);
	rows_end(&rows);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
