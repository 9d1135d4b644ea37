/*
 * People asked about in a file, as a table and as lines. Either all of it is good, or something is found; good records
 * have fields without line breaks, and if they are written and read again, they are the same.
 */
#include <stdlib.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "fuzz.h"
#include "intake.h"
#include "rows.h"
#include "text.h"

#define COLUMNS 3
static const char *const columns[COLUMNS + 1] = {"email", "name", "cop", NULL};

typedef bool reading(struct intake *, struct arena *, struct str, struct str, const char *const *,
		     size_t, struct diag *);

static void
check_field(struct str field, bool has)
{
	size_t at;

	expect(has || field.p == NULL);
	expect(field.n <= ROWS_FIELD_MAX && text_trim(field).n == field.n);
	expect(text_check(field, false, &at) == TEXT_GOOD);
	expect(str_find(field, '\n') == field.n);
}

static void
check_rows(const struct intake *intake, size_t required)
{
	for (size_t i = 0; i < intake->count; i++) {
		const struct intake_row *row = &intake->rows[i];

		expect(row->line > (i > 0 ? intake->rows[i - 1].line : 0));
		expect(row->text.n > 0 && str_find(row->text, '\n') == row->text.n);
		for (size_t c = 0; c < COLUMNS; c++) {
			expect(c >= required || row->fields[c].p != NULL);
			check_field(row->fields[c], intake->has[c]);
		}
	}
}

/* Reads bytes; what must hold for any bytes is checked here. */
static bool
take(reading *read, struct intake *intake, struct arena *arena, struct str bytes, size_t required)
{
	struct diag *diag = diag_new();
	bool good = read(intake, arena, bytes, STR("a.csv"), columns, required, diag);

	expect(good == (diag_count(diag) == 0));
	expect(good || intake->count == 0);
	expect(diag_count(diag) <= INTAKE_FINDINGS_MAX + ROWS_COLUMNS_MAX + COLUMNS);
	check_rows(intake, required);
	diag_free(diag);
	return good;
}

static void
expect_same(const struct intake *a, const struct intake *b)
{
	expect(a->count == b->count);
	for (size_t i = 0; i < a->count; i++)
		for (size_t c = 0; c < COLUMNS; c++)
			expect(str_eq(a->rows[i].fields[c], b->rows[i].fields[c]));
}

/* The registry's own form of a table is the same table after padding. */
static void
read_again(const struct intake *intake, struct arena *arena)
{
	struct intake again;
	struct buf bytes = {0};

	buf_str(&bytes, intake->header);
	for (size_t i = 0; i < intake->count; i++) {
		buf_char(&bytes, '\n');
		buf_str(&bytes, intake->rows[i].text);
	}
	buf_puts(&bytes, "\n,,,\n\n");
	expect(take(intake_table, &again, arena, buf_all(&bytes), 1));
	expect(again.said.n == 0);
	expect_same(intake, &again);
	buf_free(&bytes);
}

/* As rows of a block, the lines have at least these fields. */
static void
read_as_rows(const struct intake *intake, struct arena *arena)
{
	struct diag *diag = diag_new();
	struct rows rows = {0};
	struct row row;

	for (size_t i = 0; i < intake->count; i++) {
		rows_begin(&rows, intake->rows[i].text, 1, STR("row"), diag);
		rows.arena = arena;
		expect(rows_next(&rows, &row));
		for (size_t c = 0; intake->header.p == NULL && c < COLUMNS && c < row.count; c++)
			expect(str_eq(text_trim(row.fields[c]), intake->rows[i].fields[c]));
	}
	rows_end(&rows);
	diag_free(diag);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct str whole = arena_str(arena, (struct str){(const char *)bytes, n});
	struct intake intake;

	if (take(intake_table, &intake, arena, whole, 1)) {
		read_again(&intake, arena);
		read_as_rows(&intake, arena);
	}
	for (size_t required = 0; required <= 2; required++)
		if (take(intake_lines, &intake, arena, whole, required))
			read_as_rows(&intake, arena);
	arena_free(arena);
	return 0;
}
