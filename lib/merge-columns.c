/* Unifying the columns of CSV files being merged, and in the end dropping those that a side removed. */
#include "merge.h"

/* -- joining -------------------------------------------------------------------------------------------------- */

static bool
has_column(const struct merge_header *header, struct str name)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_eq(header->names[i], name))
			return true;
	return false;
}

bool
merge_same_columns(const struct merge_header *a, const struct merge_header *b)
{
	bool same = a->count == b->count;

	for (size_t i = 0; i < a->count && same; i++)
		same = str_eq(a->names[i], b->names[i]);
	return same;
}

/* Our columns, then those that only theirs has; the other way round if ours did not change the columns. */
bool
merge_join_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES])
{
	bool theirs_alone = merge_same_columns(&headers[MERGE_OURS], &headers[MERGE_BASE]);
	const struct merge_header *first = &headers[theirs_alone ? MERGE_THEIRS : MERGE_OURS],
				  *second = &headers[theirs_alone ? MERGE_OURS : MERGE_THEIRS];
	struct str *names = arena_array(table->merge->arena, first->count + second->count,
					sizeof(*names));

	memcpy(names, first->names, first->count * sizeof(*names));
	table->names = names;
	table->columns = first->count;
	for (size_t i = 0; i < second->count; i++)
		if (!has_column(first, second->names[i]))
			names[table->columns++] = second->names[i];
	if (table->columns <= ROWS_COLUMNS_MAX)
		return true;
	diag_add(table->merge->diag, RULE_LIMIT, (struct place){table->merge->path, 1, 1},
		 "more than 64 columns together");
	return false;
}

bool
merge_lay_out(const struct merge_header *from, const struct merge_header *to, struct str lines,
	      struct str path, struct buf *out, struct diag *diag)
{
	size_t before = diag_count(diag);
	struct rows rows = {0};
	struct row row;

	rows_begin(&rows, lines, 2, path, diag);
	rows.columns = from->count;
	while (rows_next(&rows, &row)) {
		struct str fields[ROWS_COLUMNS_MAX];

		for (size_t i = 0; i < to->count; i++) {
			fields[i] = STR("");
			for (size_t j = 0; j < from->count; j++)
				if (str_eq(from->names[j], to->names[i]))
					fields[i] = row.fields[j];
		}
		rows_add_record(out, fields, to->count);
		buf_char(out, '\n');
	}
	rows_end(&rows);
	return diag_count(diag) == before;
}

/* -- columns that were taken out -------------------------------------------------------------------------------- */

static bool
is_marker(const struct merge_table *table, struct str piece)
{
	return piece.p == table->markers[0].p || piece.p == table->markers[1].p ||
	       piece.p == table->markers[2].p;
}

/* Is any field of the column in the result not empty? The header, piece 0, is skipped. */
static bool
column_is_used(struct merge_table *table, size_t column)
{
	struct diag *ignored = diag_new(); /* merge_lay_out() records what cannot be read */
	bool used = false;

	for (size_t i = 1; i < table->merged->count && !used; i++) {
		struct rows rows = {0};
		struct row row;

		if (is_marker(table, table->merged->pieces[i]))
			continue;
		rows_begin(&rows, table->merged->pieces[i], 1, STR(""), ignored);
		while (!used && rows_next(&rows, &row))
			used = column < row.count && row.fields[column].n > 0;
		rows_end(&rows);
	}
	diag_free(ignored);
	return used;
}

/*
 * Drops a column that one side removed, unless the other has put something into it meanwhile.  Until now it was
 * merged like any other, as empty on the side without it.
 */
bool
merge_drop_columns(struct merge_table *table, const struct merge_header headers[MERGE_SIDES])
{
	struct arena *arena = table->merge->arena;
	const struct merge_header from = {table->names, table->columns};
	struct str *names = arena_array(arena, from.count, sizeof(*names));
	struct merge_header to = {names, 0};
	struct buf out = {0};
	bool good = true;

	for (size_t i = 0; i < from.count; i++)
		if ((has_column(&headers[MERGE_OURS], from.names[i]) &&
		     has_column(&headers[MERGE_THEIRS], from.names[i])) ||
		    !has_column(&headers[MERGE_BASE], from.names[i]) || column_is_used(table, i))
			names[to.count++] = from.names[i];
	if (to.count == from.count)
		return true;
	for (size_t i = 1; i < table->merged->count && good; i++) {
		struct str *piece = &table->merged->pieces[i];

		if (is_marker(table, *piece))
			continue;
		buf_clear(&out);
		good = merge_lay_out(&from, &to, *piece, table->merge->path, &out,
				     table->merge->diag);
		*piece = arena_str(arena, buf_all(&out));
	}
	buf_free(&out);
	table->names = to.names;
	table->columns = to.count;
	return good;
}
