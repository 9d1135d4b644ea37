/* Two versions of organizations.csv or suppressions.csv. */
#include "compare.h"

enum { ORGANIZATION_NAME = 1 };
enum { SUPPRESSION_DATE = 1, SUPPRESSION_REASON };

/* The fields of the first line, or NULL. */
static const struct str *
first_fields(struct compared_table *table, enum compared side, struct str lines)
{
	struct str line;

	return lines.n > 0 && str_next(&lines, '\n', &line) ? compare_fields(table, side, line)
							    : NULL;
}

static struct str
path_of(const struct comparison *comparison, struct str id, struct str column)
{
	return arena_format(comparison->found->arena, "organizations.%.*s%s%.*s", STR_ARG(id),
			    column.n > 0 ? "." : "", STR_ARG(column));
}

static bool
on_organization(void *context, struct str id, const struct str lines[COMPARED_SIDES])
{
	struct compared_table *table = context;
	const struct comparison *comparison = table->comparison;
	const struct str *old = first_fields(table, COMPARED_OLD, lines[COMPARED_OLD]);
	const struct str *now = first_fields(table, COMPARED_NEW, lines[COMPARED_NEW]);
	struct difference d = {.change = HAPPENED_CHANGED};

	if (old == NULL || now == NULL) {
		if (old == NULL && now == NULL)
			return true;
		d.change = old == NULL ? HAPPENED_ADDED : HAPPENED_REMOVED;
		d.field = path_of(comparison, id, STR(""));
		*(old == NULL ? &d.now : &d.old) = (old == NULL ? now : old)[ORGANIZATION_NAME];
		compare_add(comparison, d);
		return true;
	}
	for (size_t i = 1; i < table->columns; i++)
		if (!str_eq(old[i], now[i])) {
			d.field = path_of(comparison, id, table->names[i]);
			d.old = old[i];
			d.now = now[i];
			compare_add(comparison, d);
		}
	return true;
}

static bool
on_suppression(void *context, struct str email, const struct str lines[COMPARED_SIDES])
{
	struct compared_table *table = context;
	const struct str *old = first_fields(table, COMPARED_OLD, lines[COMPARED_OLD]);
	const struct str *now = first_fields(table, COMPARED_NEW, lines[COMPARED_NEW]);
	struct difference d = {.change = HAPPENED_SUPPRESSED, .email = email};

	if (old == NULL && now != NULL) {
		d.date = now[SUPPRESSION_DATE];
		d.now = now[SUPPRESSION_REASON];
		compare_add(table->comparison, d);
	} else if (now == NULL && old != NULL) {
		d.change = HAPPENED_REMOVED;
		d.field = STR("suppression");
		d.old = old[SUPPRESSION_REASON];
		compare_add(table->comparison, d);
	}
	for (size_t i = 1; old != NULL && now != NULL && i < table->columns; i++)
		if (!str_eq(old[i], now[i])) {
			d.change = HAPPENED_CORRECTED;
			d.field = table->names[i];
			d.old = old[i];
			d.now = now[i];
			compare_add(table->comparison, d);
		}
	return true;
}

static bool
compare_list(const struct comparison *comparison, const char *const *columns, enum csv_kind kind,
	     bool (*differ)(void *context, struct str key, const struct str lines[COMPARED_SIDES]))
{
	struct compared_table table;
	struct compared_rows rows = {.differ = differ, .context = &table};

	if (!compare_open_table(&table, comparison, columns, kind))
		return false;
	memcpy(rows.bodies, table.bodies, sizeof(rows.bodies));
	compare_rows(&rows);
	rows_end(&table.rows);
	return true;
}

bool
compare_organizations(const struct comparison *comparison)
{
	return compare_list(comparison, organization_columns, CSV_ORGANIZATIONS, on_organization);
}

bool
compare_suppressions(const struct comparison *comparison)
{
	return compare_list(comparison, suppression_columns, CSV_SUPPRESSIONS, on_suppression);
}
