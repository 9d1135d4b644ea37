/* Versions of a CSV file: brings their columns into one layout, sorts their records if need be, and parses rows. */
#include "compare.h"

#include "bytes.h"

/* Replaces *bytes by its canonical form, with the records sorted; false, with the reason recorded, if there is none. */
static bool
put_in_order(const struct comparison *comparison, enum compared side, struct str *bytes)
{
	struct arena *arena = comparison->found->arena;
	struct canonical canonical;
	struct buf all = {0};
	bool made = canonical_make(registry_csv_kind(comparison->kind), *bytes,
				   comparison->paths[side], &canonical, comparison->diag);

	if (made)
		canonical_add(&canonical, &all);
	*bytes = buf_keep(&all, arena);
	canonical_free(&canonical);
	return made;
}

/* The index of a column in names; appends it if it is new. */
static size_t
place_of(struct compared_table *table, struct str *names, struct str name)
{
	size_t i = 0;

	while (i < table->columns && !str_eq(names[i], name))
		i++;
	if (i == table->columns)
		names[table->columns++] = name;
	return i;
}

static bool
open_side(struct compared_table *table, enum compared side, struct str *names)
{
	const struct comparison *comparison = table->comparison;
	struct arena *arena = comparison->found->arena;
	struct str bytes = comparison->bytes[side], rest = STR(""), *own;

	table->bodies[side] = rest;
	if (bytes.p == NULL)
		return true;
	if (rows_header(csv_columns[registry_csv_kind(comparison->kind)], bytes,
			comparison->paths[side], comparison->diag, &rest) == 0)
		return false;
	if (!compare_is_ordered(rest)) {
		if (!put_in_order(comparison, side, &bytes))
			return false;
		rest = str_after(bytes, str_find(bytes, '\n') + 1);
	}
	own = rows_names(arena, bytes, &table->counts[side]);
	table->places[side] = arena_array(arena, table->counts[side], sizeof(size_t));
	for (size_t i = 0; i < table->counts[side]; i++)
		table->places[side][i] = place_of(table, names, own[i]);
	table->bodies[side] = rest;
	return true;
}

bool
compare_open_table(struct compared_table *table, const struct comparison *comparison)
{
	struct arena *arena = comparison->found->arena;
	struct str *names = arena_array(arena, 2 * ROWS_COLUMNS_MAX, sizeof(*names));

	*table = (struct compared_table){.comparison = comparison, .names = names};
	return open_side(table, COMPARED_OLD, names) && open_side(table, COMPARED_NEW, names);
}

/* Records a fault in a line. The line number is counted only now, for faults are rare. */
static void
complain(const struct compared_table *table, enum compared side, struct str line,
	 const struct finding *found)
{
	struct str bytes = table->comparison->bytes[side];
	struct finding finding = *found;

	finding.place.line = 0;
	if (line.p >= bytes.p && line.p <= bytes.p + bytes.n)
		finding.place.line =
		    1 + bytes_count((struct str){bytes.p, (size_t)(line.p - bytes.p)}, '\n');
	diag_copy(table->comparison->diag, &finding);
}

const struct str *
compare_fields(struct compared_table *table, enum compared side, struct str line)
{
	struct arena *arena = table->comparison->found->arena;
	struct diag *found = diag_new();
	struct str *fields = NULL;
	struct row row;

	rows_begin(&table->rows, line, 1, table->comparison->paths[side], found);
	table->rows.columns = table->counts[side];
	table->rows.check_utf8 = true;
	table->rows.arena = arena;
	if (rows_next(&table->rows, &row)) {
		fields = arena_array(arena, table->columns, sizeof(*fields));
		for (size_t i = 0; i < row.count; i++)
			fields[table->places[side][i]] = row.fields[i];
	} else if (diag_count(found) > 0) {
		complain(table, side, line, diag_at(found, 0));
	}
	diag_free(found);
	return fields;
}
