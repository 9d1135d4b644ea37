/* Compares two versions of organizations.csv or suppressions.csv. Keys should be unique; if not, all records count. */
#include "compare.h"

enum { ORGANIZATION_NAME = 1 };
enum { SUPPRESSION_DATE = 1, SUPPRESSION_REASON };

/* A record without an identical one in the other version. */
struct listed {
	const struct str *fields; /* NULL: it cannot be read */
	size_t number;            /* among the records of its key, from 1 */
};

/* A record that was added (old is NULL), removed (now is NULL) or changed. */
struct pair {
	const struct listed *old;
	const struct listed *now;
	size_t number; /* to tell it from other records of its key; 0: it needs no number */
};

struct list {
	struct compared_table table;
	void (*tell)(struct compared_table *table, struct str key, struct pair pair);
};

/* -- records of one key ----------------------------------------------------------------------------------------- */

static bool
is_several(struct str lines)
{
	return str_find(lines, '\n') + 1 < lines.n;
}

/* Counts how often each line occurs; the values of the map are size_t *. */
static struct map
count_lines(struct arena *arena, struct str lines)
{
	struct map counts = map_new(arena);
	struct str line;

	while (lines.n > 0 && str_next(&lines, '\n', &line)) {
		size_t **count = (size_t **)map_at(&counts, line);

		if (*count == NULL)
			*count = arena_get(arena, sizeof(**count));
		(**count)++;
	}
	return counts;
}

/* The records of one side that the other side does not have, as often as it lacks them. */
static struct listed *
unlike(struct compared_table *table, enum compared side, const struct str lines[COMPARED_SIDES],
       size_t *count)
{
	struct arena *arena = table->comparison->found->arena;
	struct map others = count_lines(arena,
					lines[side == COMPARED_OLD ? COMPARED_NEW : COMPARED_OLD]);
	struct str rest = lines[side], line;
	struct listed *list = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t number = 1; rest.n > 0 && str_next(&rest, '\n', &line); number++) {
		size_t *alike = map_get(&others, line);

		if (alike != NULL && *alike > 0) {
			(*alike)--;
			continue;
		}
		list = arena_grow(arena, list, *count, &capacity, sizeof(*list));
		list[(*count)++] = (struct listed){compare_fields(table, side, line), number};
	}
	return list;
}

/* Pairs the records without an identical one, in order, as changed; those left over on a side were added or removed. */
static bool
on_key(void *context, struct str key, const struct str lines[COMPARED_SIDES])
{
	struct list *list = context;
	struct listed *sides[COMPARED_SIDES];
	size_t counts[COMPARED_SIDES];
	bool beside = lines[COMPARED_OLD].n > 0 && lines[COMPARED_NEW].n > 0 &&
		      (is_several(lines[COMPARED_OLD]) || is_several(lines[COMPARED_NEW]));

	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		sides[i] = unlike(&list->table, i, lines, &counts[i]);
	for (size_t i = 0; i < counts[COMPARED_OLD] || i < counts[COMPARED_NEW]; i++) {
		struct pair pair = {NULL, NULL, 0};

		if (i < counts[COMPARED_OLD] && sides[COMPARED_OLD][i].fields != NULL)
			pair.old = &sides[COMPARED_OLD][i];
		if (i < counts[COMPARED_NEW] && sides[COMPARED_NEW][i].fields != NULL)
			pair.now = &sides[COMPARED_NEW][i];
		if (pair.old == NULL && pair.now == NULL)
			continue;
		if (beside)
			pair.number = (pair.now != NULL ? pair.now : pair.old)->number;
		else if (i > 0)
			pair.number = i + 1;
		list->tell(&list->table, key, pair);
	}
	return true;
}

/* -- organizations ------------------------------------------------------------------------------------------------ */

/* The path of a record or, if column is not empty, of a field. With number 0 the path has no number. */
static struct str
path_of(const struct comparison *comparison, struct str id, size_t number, struct str column)
{
	struct buf path = {0};

	buf_format(&path, "organizations.%.*s", STR_ARG(id));
	if (number > 0)
		buf_format(&path, ".%zu", number);
	if (column.n > 0)
		buf_format(&path, ".%.*s", STR_ARG(column));
	return buf_keep(&path, comparison->found->arena);
}

static void
tell_organization(struct compared_table *table, struct str id, struct pair pair)
{
	const struct comparison *comparison = table->comparison;
	struct difference d = {.change = HAPPENED_CHANGED};

	if (pair.old == NULL || pair.now == NULL) {
		const struct listed *one = pair.old == NULL ? pair.now : pair.old;

		d.change = pair.old == NULL ? HAPPENED_ADDED : HAPPENED_REMOVED;
		d.field = path_of(comparison, id, pair.number, STR(""));
		*(pair.old == NULL ? &d.now : &d.old) = one->fields[ORGANIZATION_NAME];
		compare_add(comparison, d);
		return;
	}
	for (size_t i = 1; i < table->columns; i++)
		if (!str_eq(pair.old->fields[i], pair.now->fields[i])) {
			d.field = path_of(comparison, id, pair.number > 1 ? pair.number : 0,
					  table->names[i]);
			d.old = pair.old->fields[i];
			d.now = pair.now->fields[i];
			compare_add(comparison, d);
		}
}

/* -- suppressions ------------------------------------------------------------------------------------------------- */

/* Reports that one of several rows was added or removed, which alone neither suppresses the address nor frees it. */
static void
tell_beside(const struct comparison *comparison, struct str email, struct pair pair)
{
	const struct listed *one = pair.old == NULL ? pair.now : pair.old;
	struct difference d = {.email = email};

	d.change = pair.old == NULL ? HAPPENED_ADDED : HAPPENED_REMOVED;
	d.field = arena_format(comparison->found->arena, COMPARED_SUPPRESSION ".%zu", pair.number);
	*(pair.old == NULL ? &d.now : &d.old) = one->fields[SUPPRESSION_REASON];
	compare_add(comparison, d);
}

static void
tell_suppression(struct compared_table *table, struct str email, struct pair pair)
{
	struct difference d = {.change = HAPPENED_SUPPRESSED, .email = email};

	if (pair.number > 0 && (pair.old == NULL || pair.now == NULL)) {
		tell_beside(table->comparison, email, pair);
		return;
	}
	if (pair.old == NULL) {
		d.date = pair.now->fields[SUPPRESSION_DATE];
		d.now = pair.now->fields[SUPPRESSION_REASON];
		compare_add(table->comparison, d);
		return;
	}
	if (pair.now == NULL) {
		d.change = HAPPENED_REMOVED;
		d.field = STR(COMPARED_SUPPRESSION);
		d.old = pair.old->fields[SUPPRESSION_REASON];
		compare_add(table->comparison, d);
		return;
	}
	for (size_t i = 1; i < table->columns; i++)
		if (!str_eq(pair.old->fields[i], pair.now->fields[i])) {
			d.change = HAPPENED_CORRECTED;
			d.field = table->names[i];
			d.old = pair.old->fields[i];
			d.now = pair.now->fields[i];
			compare_add(table->comparison, d);
		}
}

/* -- both --------------------------------------------------------------------------------------------------------- */

static bool
compare_list(const struct comparison *comparison,
	     void (*tell)(struct compared_table *table, struct str key, struct pair pair))
{
	struct list list = {.tell = tell};
	struct compared_rows rows = {.differ = on_key, .context = &list};

	if (!compare_open_table(&list.table, comparison))
		return false;
	memcpy(rows.bodies, list.table.bodies, sizeof(rows.bodies));
	compare_rows(&rows);
	rows_end(&list.table.rows);
	return true;
}

bool
compare_organizations(const struct comparison *comparison)
{
	return compare_list(comparison, tell_organization);
}

bool
compare_suppressions(const struct comparison *comparison)
{
	return compare_list(comparison, tell_suppression);
}
