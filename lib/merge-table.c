/* Merging CSV files: unifying the columns of the versions, sorting their records, and building the result. */
#include "merge.h"

#include <stdarg.h>

#include "bytes.h"
#include "canonical.h"
#include "text.h"

/* -- what comes out ---------------------------------------------------------------------------------------- */

void
table_keep(struct merge_table *table, struct str lines, size_t count)
{
	merged_add(table->merged, table->merge->arena, lines);
	table->line += count;
}

size_t
table_lines(struct str lines)
{
	size_t count = 0;

	for (struct str line; lines.n > 0 && str_next(&lines, '\n', &line);)
		count++;
	return count;
}

void
table_conflict(struct merge_table *table, struct str ours, struct str theirs, const char *format,
	       ...)
{
	const struct merge *merge = table->merge;
	struct buf why = {0};
	va_list args;

	va_start(args, format);
	buf_vformat(&why, format, args);
	va_end(args);
	diag_add(merge->notes, RULE_MERGE_CONFLICT, (struct place){merge->path, table->line, 1},
		 "%.*s", STR_ARG(buf_all(&why)));
	buf_free(&why);
	table_keep(table, table->markers[0], 1);
	table_keep(table, ours, table_lines(ours));
	table_keep(table, table->markers[1], 1);
	table_keep(table, theirs, table_lines(theirs));
	table_keep(table, table->markers[2], 1);
	table->merged->conflicts++;
}

/* -- records ------------------------------------------------------------------------------------------------ */

/* Records a finding about a line of a side, with its line number there. */
static void
complain(struct merge_table *table, enum merge_side side, struct str line,
	 const struct finding *found)
{
	struct finding finding = *found;
	struct str before = {table->bodies[side].p, (size_t)(line.p - table->bodies[side].p)};

	finding.place.path = merge_path(table->merge, side);
	finding.place.line = table_lines(before) + 2;
	diag_copy(table->merge->diag, &finding);
}

/* Reads a line that ends with LF; false, with the reason in found, if it is malformed. */
static bool
read_row(struct merge_table *table, struct str line, struct merge_row *made, struct diag *found)
{
	struct arena *arena = table->merge->arena;
	struct str *fields;
	struct row row;

	rows_begin(&table->rows, line, 1, STR(""), found);
	table->rows.columns = table->columns;
	table->rows.check_utf8 = true;
	table->rows.arena = arena;
	if (!rows_next(&table->rows, &row))
		return false;
	fields = arena_array(arena, row.count, sizeof(*fields));
	memcpy(fields, row.fields, row.count * sizeof(*fields));
	*made = (struct merge_row){line, fields};
	return true;
}

bool
table_read(struct merge_table *table, enum merge_side side, struct str lines,
	   struct merge_row **rows, size_t *count)
{
	struct diag *found = diag_new();
	size_t capacity = 0;
	bool good = true;

	*rows = NULL;
	*count = 0;
	while (lines.n > 0 && good) {
		struct str line = {lines.p, str_find(lines, '\n') + 1};

		*rows = arena_grow(table->merge->arena, *rows, *count, &capacity, sizeof(**rows));
		good = read_row(table, line, &(*rows)[*count], found);
		if (good)
			++*count;
		else
			complain(table, side, line, diag_at(found, 0));
		lines = str_after(lines, line.n);
	}
	diag_free(found);
	return good;
}

struct merge_row
table_record(struct merge_table *table, const struct str *fields)
{
	struct buf line = {0};
	struct merge_row row = {.fields = fields};

	rows_add_record(&line, fields, table->columns);
	buf_char(&line, '\n');
	row.line = buf_keep(&line, table->merge->arena);
	return row;
}

bool
table_value(struct str base, struct str ours, struct str theirs, struct str *value)
{
	*value = str_eq(ours, base) ? theirs : ours;
	return str_eq(ours, base) || str_eq(theirs, base) || str_eq(ours, theirs);
}

/* -- the sides ------------------------------------------------------------------------------------------------ */

/* Reads the header of each side; the base may be empty. */
static bool
read_headers(struct merge_table *table, struct merge_header headers[MERGE_SIDES])
{
	const struct merge *merge = table->merge;

	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		struct str bytes = merge->sides[i];

		headers[i] = (struct merge_header){0};
		table->bodies[i] = STR("");
		if (i == MERGE_BASE && bytes.n == 0)
			continue;
		if (rows_header(csv_columns[registry_csv_kind(merge->kind)], bytes,
				merge_path(table->merge, i), merge->diag, &table->bodies[i]) == 0)
			return false;
		headers[i].names = rows_names(merge->arena, bytes, &headers[i].count);
	}
	return true;
}

/* Rearranges the records of a side to the columns of the result. */
static bool
prepare_body(struct merge_table *table, const struct merge_header *header, enum merge_side side)
{
	struct merge_header to = {table->names, table->columns};
	struct buf out = {0};
	bool good;

	if (header->count == 0 || merge_same_columns(header, &to))
		return true;
	good = merge_lay_out(header, &to, table->bodies[side], merge_path(table->merge, side), &out,
			     table->merge->diag);
	table->bodies[side] = buf_keep(&out, table->merge->arena);
	return good;
}

static bool
ends_well(struct str body)
{
	return body.n == 0 || body.p[body.n - 1] == '\n';
}

/* Converts a side to canonical form, which is sorted. */
static bool
put_in_order(struct merge_table *table, enum merge_side side)
{
	const struct merge *merge = table->merge;
	struct str bytes = merge->sides[side];
	struct canonical canonical = {0};
	struct buf out = {0};
	size_t header;
	bool good;

	table->bodies[side] = STR("");
	if (bytes.n == 0)
		return true;
	good = canonical_make(registry_csv_kind(merge->kind), bytes, merge_path(table->merge, side),
			      &canonical, merge->diag);
	if (good)
		canonical_add(&canonical, &out);
	canonical_free(&canonical);
	bytes = buf_keep(&out, merge->arena);
	header = str_find(bytes, '\n') + 1;
	if (header < bytes.n)
		table->bodies[side] = str_after(bytes, header);
	return good;
}

/* The character of the conflict marker in the line, of whatever length; 0 if it is none. */
static char
mark_of(struct str line)
{
	while (line.n > 1 && line.p[0] == line.p[1] && text_mark(line) == 0)
		line = str_after(line, 1);
	return text_mark(line);
}

/*
 * Removes conflict markers from the base.  After criss-cross merges there are several latest common ancestors, which
 * git merges first; conflicts among those are in the base, between markers.  Their keys are recorded as unsettled.
 */
static struct str
without_marks(struct merge_table *table, struct str bytes)
{
	const struct str sign = STR("<<<<<<<");
	struct arena *arena = table->merge->arena;
	bool between = false;
	struct buf out = {0};
	struct str kept;

	if (bytes_find(bytes, sign) == bytes.n)
		return bytes;
	while (bytes.n > 0) {
		struct str line = str_line(bytes);
		char mark = mark_of(line);

		kept = (struct str){bytes.p, line.n + (line.n < bytes.n)};
		if (mark != 0)
			between = mark != '>';
		else
			buf_str(&out, kept);
		if (mark == 0 && between)
			*map_at(&table->unsettled, table_key(arena, line)) = table;
		bytes = str_after(bytes, kept.n);
	}
	return buf_keep(&out, arena);
}

/* -- merging ---------------------------------------------------------------------------------------------------- */

/* Starts an empty result, whose first piece is reserved for the header. */
static void
begin_result(struct merge_table *table)
{
	*table->merged = (struct merged){0};
	diag_clear(table->merge->notes);
	merged_add(table->merged, table->merge->arena, STR(""));
	table->line = 2;
}

static enum merge_pass
merge_bodies(struct merge_table *table, const struct merge_header headers[MERGE_SIDES],
	     bool ordered)
{
	for (enum merge_side i = 0; i < MERGE_SIDES; i++)
		if ((!ordered && !put_in_order(table, i)) || !prepare_body(table, &headers[i], i))
			return MERGE_STOPPED;
		else if (!ends_well(table->bodies[i]))
			return MERGE_UNORDERED;
	begin_result(table);
	return merge_rows(table);
}

enum merge_result
merge_tables(const struct merge *merge, struct merged *merged)
{
	static const char signs[] = "<=>";
	struct merge plain = *merge;
	struct merge_table table = {
	    .merge = &plain, .merged = merged, .unsettled = map_new(merge->arena)};
	struct merge_header headers[MERGE_SIDES];
	enum merge_pass pass;

	plain.sides[MERGE_BASE] = without_marks(&table, merge->sides[MERGE_BASE]);
	for (size_t i = 0; i < sizeof(table.markers) / sizeof(table.markers[0]); i++)
		table.markers[i] = merge_marker(merge, signs[i]);
	if (!read_headers(&table, headers) || !merge_join_columns(&table, headers))
		return MERGE_REFUSED;
	pass = merge_bodies(&table, headers, true);
	if (pass == MERGE_UNORDERED)
		pass = merge_bodies(&table, headers, false);
	if (pass == MERGE_PASSED && !merge_drop_columns(&table, headers))
		pass = MERGE_STOPPED;
	rows_end(&table.rows);
	if (pass != MERGE_PASSED)
		return MERGE_REFUSED;
	merged->pieces[0] = table_record(&table, table.names).line;
	return merged->conflicts > 0 ? MERGE_CONFLICT : MERGE_CLEAN;
}
