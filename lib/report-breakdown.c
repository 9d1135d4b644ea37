/* Breakdown: how many members there are of each role, region and role, or whatever is asked. */
#include <stdlib.h>

#include "labels.h"
#include "members.h"
#include "report.h"
#include "wording.h"

#define FIELDS_MAX 4
#define RECENT 256
#define BETWEEN '\x1F' /* between values of a key: no value holds a control character */
#define CROSS_WIDTH 46 /* columns of a page that the headings of a cross-table may take */

/* The values that some people share. */
struct cell_count {
	struct str values[FIELDS_MAX];
	size_t count;
	enum mask mask;
};

/* The counts, in an arena. */
struct tally {
	struct arena *arena;
	struct map by_key; /* of struct cell_count */
	struct cell_count **list;
	size_t count;
	size_t capacity;
	struct buf key;
	struct cell_count
	    *recent[RECENT]; /* where a cell that was asked for may be found at once */
};

/* What is asked, and what is found. */
struct breaking {
	const struct report *report;
	struct field fields[FIELDS_MAX];
	size_t count; /* of fields */
	size_t *
	    classes; /* of each community: those that say the same in all fields about communities are one class */
	bool several;  /* communities of one class: people have to be brought together */
	bool classed;  /* several classes: a person may count in more than one cell */
	bool gathered; /* people are brought together, as several needs it, or totals of classes */
	struct tally tally;
	struct crowd crowd; /* of struct facts */
	bool known;
	unsigned columns;
};

/* One membership, of a person who may have more. */
struct facts {
	struct str values[FIELDS_MAX];
};

struct result {
	struct arena *arena;
	struct tally tally;
	struct crowd_part people;
	struct buf text;
};

/* -- tallies --------------------------------------------------------------------------------------------------- */

/* A place in the recent cells: good enough to tell most values apart, and done in a moment. */
static size_t
recent_place(const struct str *values, size_t fields)
{
	size_t place = 0;

	for (size_t i = 0; i < fields; i++)
		if (values[i].n > 0)
			place = 31 * place + 7 * values[i].n + (unsigned char)values[i].p[0] +
				5 * (unsigned char)values[i].p[values[i].n - 1] +
				3 * (unsigned char)values[i].p[values[i].n / 2];
	return place % RECENT;
}

static bool
has_values(const struct cell_count *cell, const struct str *values, size_t fields)
{
	for (size_t i = 0; i < fields; i++)
		if (!str_eq(cell->values[i], values[i]))
			return false;
	return true;
}

/* The cell of the values, made if it is new. */
static struct cell_count *
find_cell(struct tally *tally, const struct str *values, size_t fields)
{
	struct cell_count *cell;

	buf_clear(&tally->key);
	for (size_t i = 0; i < fields; i++) {
		buf_str(&tally->key, values[i]);
		buf_char(&tally->key, BETWEEN);
	}
	cell = map_get(&tally->by_key, buf_all(&tally->key));
	if (cell != NULL)
		return cell;
	cell = arena_get(tally->arena, sizeof(*cell));
	for (size_t i = 0; i < fields; i++)
		cell->values[i] = arena_str(tally->arena, values[i]);
	*map_at(&tally->by_key, arena_str(tally->arena, buf_all(&tally->key))) = cell;
	tally->list = arena_grow(tally->arena, tally->list, tally->count, &tally->capacity,
				 sizeof(struct cell_count *));
	tally->list[tally->count++] = cell;
	return cell;
}

static void
tally_add(struct tally *tally, const struct str *values, size_t fields, size_t count)
{
	struct cell_count **recent = &tally->recent[recent_place(values, fields)];

	if (*recent == NULL || !has_values(*recent, values, fields))
		*recent = find_cell(tally, values, fields);
	(*recent)->count += count;
}

static int
compare_cells(const void *left, const void *right)
{
	const struct cell_count *a = *(const struct cell_count *const *)left;
	const struct cell_count *b = *(const struct cell_count *const *)right;

	for (size_t i = 0; i < FIELDS_MAX; i++) {
		int c = str_cmp(a->values[i], b->values[i]);

		if (c != 0)
			return c;
	}
	return 0;
}

/* -- fields ---------------------------------------------------------------------------------------------------- */

/* Is it about the community, so that a person counts once in each that differs in it? */
static bool
is_of_community(const struct field *field)
{
	return field->column == NULL || strcmp(field->column->name, "cop") == 0;
}

static bool
read_fields(const struct report *report, struct field fields[FIELDS_MAX], size_t *count)
{
	struct str rest = report->by.n > 0 ? report->by : STR("role"), name;

	*count = 0;
	while (str_next(&rest, ',', &name)) {
		struct field field;

		name = str_trim(name);
		if (*count == FIELDS_MAX) {
			diag_add(report->diag, RULE_USAGE, (struct place){0},
				 "--by: at most %d fields", FIELDS_MAX);
			return false;
		}
		if (!field_find(&field, member_columns, name, report->diag))
			return false;
		if (str_is(name, "group") || str_is(name, "position") || str_is(name, "status")) {
			diag_add(report->diag, RULE_USAGE, (struct place){0},
				 "--by %.*s: members are broken down, not seats; roster and terms "
				 "have those",
				 STR_ARG(name));
			return false;
		}
		if (field.column != NULL && field.column->private &&
		    report->view->audience != AUDIENCE_PRIVATE) {
			diag_add(report->diag, RULE_USAGE, (struct place){0},
				 "--by %.*s is for the private audience alone", STR_ARG(name));
			return false;
		}
		fields[(*count)++] = field;
	}
	return true;
}

const struct column *
breakdown_columns(struct report *report)
{
	struct column *columns = arena_array(report->arena, FIELDS_MAX + 2, sizeof(*columns));
	struct field fields[FIELDS_MAX];
	size_t count;

	if (!read_fields(report, fields, &count))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const struct column *of = fields[i].column;

		columns[i] = (struct column){.name = arena_str(report->arena, fields[i].name).p,
					     .kind = VALUE_TEXT,
					     .words = of != NULL ? of->words : NULL,
					     .terms = of != NULL ? of->terms : TERMS_NONE,
					     .at = (unsigned)i + 1,
					     .shown = true};
	}
	columns[count] = (struct column){
	    .name = "members", .kind = VALUE_NUMBER, .at = (unsigned)count + 1, .shown = true};
	return columns;
}

/* -- reading --------------------------------------------------------------------------------------------------- */

/* The text of a field; lists are joined as lines have them. Without the scratch if it is of the row. */
static struct str
text_of(struct result *result, const struct field *field, const struct record *record)
{
	struct value value;

	field_value(field, record, &value);
	if (value.kind == VALUE_TEXT || value.kind == VALUE_DATE ||
	    (value.kind == VALUE_FLAG && value.text.n > 0))
		return value.text;
	if (value.kind == VALUE_FLAG)
		return value.number > 0 ? STR("yes") : STR("no");
	buf_clear(&result->text);
	for (size_t i = 0; value.kind == VALUE_LIST && i < value.count; i++) {
		buf_puts(&result->text, i > 0 ? ";" : "");
		buf_str(&result->text, value.list[i]);
	}
	if (value.kind == VALUE_NUMBER)
		buf_format(&result->text, "%.15g", value.number);
	return arena_str(result->arena, buf_all(&result->text));
}

static const struct spell *
current_membership(const struct person *person, day d)
{
	for (size_t i = 0; i < person->count; i++)
		if (!spell_is_seat(&person->spells[i]) &&
		    spell_status(&person->spells[i], d) == MEMBER_MEMBER)
			return &person->spells[i];
	return NULL;
}

static void
break_person(void *context, void *where, const struct person *person)
{
	const struct breaking *breaking = context;
	struct result *result = where;
	const struct spell *spell = current_membership(person, breaking->report->view->as_of);
	struct member member = {person, spell};
	struct record record = {.view = breaking->report->view, .subject = &member};
	struct str values[FIELDS_MAX];

	if (spell == NULL)
		return;
	if (result->arena == NULL) {
		result->arena = arena_new();
		result->tally = (struct tally){.arena = result->arena,
					       .by_key = map_new(result->arena)};
	}
	record.cop = spell->cop;
	record.scratch = result->arena;
	for (size_t i = 0; i < breaking->count; i++)
		values[i] = text_of(result, &breaking->fields[i], &record);
	if (breaking->gathered) {
		struct facts *facts = crowd_add(&result->people, person->email,
						date_first(spell->joined), sizeof(*facts));

		for (size_t i = 0; i < breaking->count; i++)
			facts->values[i] = arena_str(result->people.arena, values[i]);
	} else {
		tally_add(&result->tally, values, breaking->count, 1);
	}
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct breaking *breaking = context;
	struct result *result = where;

	breaking->known = breaking->known && block->whole;
	for (size_t i = 0; i < result->tally.count; i++)
		tally_add(&breaking->tally, result->tally.list[i]->values, breaking->count,
			  result->tally.list[i]->count);
	if (breaking->gathered)
		crowd_take(&breaking->crowd, &result->people, block->number);
	buf_free(&result->tally.key);
	buf_free(&result->text);
	arena_free(result->arena);
	*result = (struct result){0};
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *result = where;

	(void)context;
	crowd_part_free(&result->people);
	buf_free(&result->tally.key);
	buf_free(&result->text);
	arena_free(result->arena);
}

/*
 * What a person is in a class of communities, as the membership that began last has it; NULL if an earlier presence is of the
 * same class.
 */
static const struct facts *
best_of(const struct breaking *breaking, const struct presence *first, const struct presence *p)
{
	const size_t *classes = breaking->classes;
	const struct presence *best = p, *q = first;

	while (q != p && classes[q->cop] != classes[p->cop])
		q = q->elsewhere;
	if (q != p)
		return NULL;
	for (q = p->elsewhere; q != NULL; q = q->elsewhere)
		if (classes[q->cop] == classes[p->cop] &&
		    report_is_later(breaking->report, q, best))
			best = q;
	return best->facts;
}

/* Each person once in each class of communities. */
static void
tally_crowd(struct breaking *breaking)
{
	for (size_t i = 0; i < breaking->crowd.count; i++)
		for (const struct presence *p = breaking->crowd.people[i]; p != NULL;
		     p = p->elsewhere) {
			const struct facts *facts = best_of(breaking, breaking->crowd.people[i], p);

			if (facts != NULL)
				tally_add(&breaking->tally, facts->values, breaking->count, 1);
		}
}

/* Which communities say the same in the fields that are about communities. */
static void
classify(struct breaking *breaking)
{
	const struct report *report = breaking->report;
	struct result result = {.arena = report->arena};
	struct map classes = map_new(report->arena);
	struct buf key = {0};

	breaking->classes = arena_array(report->arena, report->count, sizeof(size_t));
	for (size_t c = 0; c < report->count; c++) {
		struct record record = {
		    .view = report->view, .cop = report->cops[c], .scratch = report->arena};
		size_t **class;

		buf_clear(&key);
		for (size_t i = 0; i < breaking->count; i++)
			if (is_of_community(&breaking->fields[i])) {
				buf_str(&key, text_of(&result, &breaking->fields[i], &record));
				buf_char(&key, BETWEEN);
			}
		class = (size_t **)map_at(&classes, arena_str(report->arena, buf_all(&key)));
		if (*class == NULL) {
			*class = arena_get(report->arena, sizeof(size_t));
			**class = classes.count;
		} else {
			breaking->several = true;
		}
		breaking->classes[c] = **class;
	}
	breaking->classed = classes.count > 1;
	breaking->gathered = breaking->several || (breaking->classed && report->totals);
	buf_free(&result.text);
	buf_free(&key);
}

/* -- masking --------------------------------------------------------------------------------------------------- */

/* The number of a value among those of a field, made if it is new; from 1. */
static size_t
number_of(struct map *numbers, struct str value)
{
	size_t **number = (size_t **)map_at(numbers, value.p != NULL ? value : STR(""));

	if (*number == NULL) {
		*number = arena_get(numbers->arena, sizeof(size_t));
		**number = numbers->count;
	}
	return **number;
}

/* What a document shows beside the cells: totals, under their masks. */
struct totals {
	bool shown;
	struct map rows; /* numbers of the first field's values, from 1 */
	struct map columns;
	struct mask_arc *by_row; /* by number - 1 */
	struct mask_arc *by_column;
	struct mask_arc *all;
};

/*
 * Two fields make a table with totals both ways; any other number a list with a total (mask.h): arcs are the cells, the totals of
 * rows and of columns, and that of all.
 */
static struct mask_arc *
make_arcs(const struct breaking *breaking, struct totals *totals, size_t *count)
{
	const struct tally *tally = &breaking->tally;
	bool cross = breaking->count == 2;
	struct mask_arc *arcs;
	size_t rows, columns;

	for (size_t i = 0; cross && i < tally->count; i++) {
		(void)number_of(&totals->rows, tally->list[i]->values[0]);
		(void)number_of(&totals->columns, tally->list[i]->values[1]);
	}
	rows = totals->rows.count;
	columns = totals->columns.count;
	*count = tally->count + rows + columns + 1;
	arcs = arena_array(breaking->report->arena, *count, sizeof(*arcs));
	totals->by_row = &arcs[tally->count];
	totals->by_column = &arcs[tally->count + rows];
	totals->all = &arcs[*count - 1];
	for (size_t r = 0; r < rows; r++)
		totals->by_row[r] = (struct mask_arc){.to = 2 + (unsigned)r, .total = true};
	for (size_t c = 0; c < columns; c++)
		totals->by_column[c] = (struct mask_arc){
		    .from = 2 + (unsigned)(rows + c), .to = 1, .total = true};
	*totals->all = (struct mask_arc){.from = 1, .total = true};
	for (size_t i = 0; i < tally->count; i++) {
		arcs[i] = (struct mask_arc){.to = 1, .value = tally->list[i]->count};
		if (cross) {
			size_t r = number_of(&totals->rows, tally->list[i]->values[0]) - 1;
			size_t c = number_of(&totals->columns, tally->list[i]->values[1]) - 1;

			arcs[i].from = 2 + (unsigned)r;
			arcs[i].to = 2 + (unsigned)(rows + c);
		}
	}
	return arcs;
}

/* Cells that each person is in once at most add up to their totals. */
static void
add_up(const struct breaking *breaking, struct totals *totals, const struct mask_arc *arcs)
{
	for (size_t i = 0; i < breaking->tally.count; i++) {
		totals->all->value += arcs[i].value;
		if (breaking->count == 2) {
			totals->by_row[arcs[i].from - 2].value += arcs[i].value;
			totals->by_column[arcs[i].to - 2 - totals->rows.count].value +=
			    arcs[i].value;
		}
	}
}

/* Adds one to a total, unless that person has been counted there: of each, who was counted last. */
static void
add_once(struct mask_arc *total, size_t *last, size_t person)
{
	total->value += *last != person;
	*last = person;
}

/* Of classes of communities, a person may be in several cells, and counts once in each total. */
static void
add_people(const struct breaking *breaking, struct totals *totals)
{
	struct arena *arena = breaking->report->arena;
	size_t *rows = arena_array(arena, totals->rows.count, sizeof(*rows));
	size_t *columns = arena_array(arena, totals->columns.count, sizeof(*columns));

	totals->all->value = breaking->crowd.count;
	for (size_t i = 0; breaking->count == 2 && i < breaking->crowd.count; i++)
		for (const struct presence *p = breaking->crowd.people[i]; p != NULL;
		     p = p->elsewhere) {
			const struct facts *facts = best_of(breaking, breaking->crowd.people[i], p);
			size_t r, c;

			if (facts == NULL)
				continue;
			r = number_of(&totals->rows, facts->values[0]) - 1;
			c = number_of(&totals->columns, facts->values[1]) - 1;
			add_once(&totals->by_row[r], &rows[r], i + 1);
			add_once(&totals->by_column[c], &columns[c], i + 1);
		}
}

/*
 * Gives the cells their masks.  Where people may be in several cells, totals and cells tell of each other in ways that are
 * not followed here: an audience that has masks sees no totals then.
 */
static struct totals *
protect(const struct breaking *breaking)
{
	const struct report *report = breaking->report;
	bool masked = report->view->audience != AUDIENCE_PRIVATE;
	struct totals *totals = arena_get(report->arena, sizeof(*totals));
	struct mask_arc *arcs;
	size_t count, least = (size_t)report->view->registry->policy.small_cell;

	*totals = (struct totals){.shown = !masked || !breaking->classed,
				  .rows = map_new(report->arena),
				  .columns = map_new(report->arena)};
	arcs = make_arcs(breaking, totals, &count);
	if (breaking->classed && report->totals)
		add_people(breaking, totals);
	else
		add_up(breaking, totals, arcs);
	if (masked && !breaking->classed)
		mask_protect(arcs, count,
			     2 + (unsigned)(totals->rows.count + totals->columns.count), least);
	for (size_t i = 0; i < breaking->tally.count; i++) {
		if (masked && breaking->classed && arcs[i].value < least)
			arcs[i].mask = MASK_FEW;
		breaking->tally.list[i]->mask = arcs[i].mask;
	}
	return totals;
}

bool
breakdown_make(struct report *report, struct report_rows *rows)
{
	struct breaking breaking = {
	    .report = report,
	    .known = registry_people_known(report->view->registry),
	    .crowd = crowd_new(report->arena),
	    .tally = {.arena = report->arena, .by_key = map_new(report->arena)}};
	unsigned columns = 0;

	if (!read_fields(report, breaking.fields, &breaking.count))
		return false;
	classify(&breaking);
	for (size_t i = 0; i < breaking.count; i++)
		if (breaking.fields[i].column != NULL)
			columns |= breaking.fields[i].column->needs & ROSTER_ALL;
	report_scan(report, (struct roster_scan){.columns = columns,
						 .people = true,
						 .result_size = sizeof(struct result),
						 .context = &breaking,
						 .person = break_person,
						 .done = take_block,
						 .end = end_result});
	rows->unknown = !breaking.known;
	tally_crowd(&breaking);
	if (breaking.tally.count > 1)
		qsort(breaking.tally.list, breaking.tally.count, sizeof(struct cell_count *),
		      compare_cells);
	rows->beside = protect(&breaking);
	for (size_t i = 0; breaking.known && i < breaking.tally.count; i++) {
		const struct cell_count *cell = breaking.tally.list[i];
		struct report_row *row = report_add(rows, NULL);

		for (size_t f = 0; f < breaking.count; f++)
			row->values[f] = value_text(cell->values[f]);
		row->values[breaking.count] = value_mask(report->view, cell->count, cell->mask);
		row->beside = cell;
	}
	buf_free(&breaking.tally.key);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

static struct cell
mask_cell(const struct report *report, const struct mask_arc *arc)
{
	static const struct column number = {.name = "members", .kind = VALUE_NUMBER};
	struct value value = value_mask(report->view, arc->value, arc->mask);

	return report_cell(report, &number, &value, NULL);
}

/* A value as people read it; one that is empty is said to be. */
static struct cell
value_cell(const struct report *report, const struct report_rows *rows, size_t field,
	   struct str text)
{
	struct value value = value_text(text);

	if (text.n == 0)
		return cell_text(str_of(label("not given")));
	return report_cell(report, &rows->columns[field], &value, NULL);
}

/* Rows with the most members first; what is held back counts as the least that it may be. */
static int
compare_counts(const void *left, const void *right)
{
	const struct cell_count *a = ((const struct report_row *)left)->beside;
	const struct cell_count *b = ((const struct report_row *)right)->beside;
	size_t one = a->mask == MASK_SHOWN ? a->count : 0;
	size_t other = b->mask == MASK_SHOWN ? b->count : 0;

	if (one != other)
		return one < other ? 1 : -1;
	return compare_cells(&a, &b);
}

static void
show_list(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct totals *totals = rows->beside;
	size_t fields = rows->width - 1;
	size_t *series = arena_array(report->arena, 1, sizeof(*series));
	struct table_column *columns = arena_array(report->arena, rows->width, sizeof(*columns));
	struct report_row *sorted = arena_array(report->arena, rows->count, sizeof(*sorted));
	struct chart *chart = arena_get(report->arena, sizeof(*chart));
	struct table *table;
	struct cell *cells;

	for (size_t f = 0; f < rows->width; f++)
		columns[f] = (struct table_column){.heading = column_label(rows->columns[f].name),
						   .right = f == fields};
	table = table_new(document, str_of(label("Members")), columns, rows->width);
	if (rows->count > 0)
		memcpy(sorted, rows->list, rows->count * sizeof(*sorted));
	if (rows->count > 1)
		qsort(sorted, rows->count, sizeof(*sorted), compare_counts);
	for (size_t i = 0; i < rows->count; i++) {
		const struct cell_count *cell = sorted[i].beside;

		cells = table_row(table);
		for (size_t f = 0; f < fields; f++)
			cells[f] = value_cell(report, rows, f, cell->values[f]);
		cells[fields] = report_cell(report, &rows->columns[fields],
					    &sorted[i].values[fields], NULL);
	}
	if (!rows->filtered && totals->shown) {
		cells = table_row(table);
		cells[0] = cell_text(str_of(label("All")));
		cells[fields] = mask_cell(report, totals->all);
		table->total_count = 1;
	}
	*series = fields;
	*chart = (struct chart){
	    .kind = CHART_BARS,
	    .title = report_text(report, label("Members by %.*s"), STR_ARG(columns[0].heading)),
	    .description = str_of(label("Members, most first")),
	    .table = table,
	    .series = series,
	    .series_count = 1};
	if (fields == 1)
		document_chart(document, chart);
	document_add_table(document, table);
}

/* The values of a field, in order of their ids. */
struct axis {
	struct str *ids;
	struct cell *names;
	size_t *places; /* by number - 1 */
	size_t count;
	size_t width; /* of the names side by side */
};

static int
compare_ids(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

static struct axis
axis_of(const struct report *report, const struct report_rows *rows, const struct map *numbers,
	size_t field)
{
	struct axis axis = {.count = 0};

	axis.ids = arena_array(report->arena, numbers->count, sizeof(*axis.ids));
	axis.names = arena_array(report->arena, numbers->count, sizeof(*axis.names));
	axis.places = arena_array(report->arena, numbers->count, sizeof(*axis.places));
	for (size_t i = 0; i < numbers->capacity; i++)
		if (numbers->entries[i].key.p != NULL)
			axis.ids[axis.count++] = numbers->entries[i].key;
	qsort(axis.ids, axis.count, sizeof(*axis.ids), compare_ids);
	for (size_t i = 0; i < axis.count; i++) {
		axis.names[i] = value_cell(report, rows, field, axis.ids[i]);
		axis.places[*(size_t *)map_get(numbers, axis.ids[i]) - 1] = i;
		axis.width += text_width(axis.names[i].text) + 2;
	}
	return axis;
}

/* A table's middle: what each value of the first field and each of the second have in common. */
static struct cell *
fill_middle(const struct report *report, const struct report_rows *rows, const struct axis axes[2])
{
	const struct totals *totals = rows->beside;
	struct cell *middle = arena_array(report->arena, axes[0].count * axes[1].count,
					  sizeof(*middle));

	for (size_t i = 0; i < axes[0].count * axes[1].count; i++)
		middle[i] = cell_count(report, 0);
	for (size_t i = 0; i < rows->count; i++) {
		const struct cell_count *cell = rows->list[i].beside;
		size_t r = *(size_t *)map_get(&totals->rows, cell->values[0]) - 1;
		size_t c = *(size_t *)map_get(&totals->columns, cell->values[1]) - 1;

		middle[axes[0].places[r] * axes[1].count + axes[1].places[c]] = report_cell(
		    report, &rows->columns[2], &rows->list[i].values[2], NULL);
	}
	return middle;
}

/* The totals of an axis' values, in their order. */
static struct cell *
fill_totals(const struct report *report, const struct axis *axis, const struct mask_arc *arcs)
{
	struct cell *cells = arena_array(report->arena, axis->count, sizeof(*cells));

	for (size_t i = 0; i < axis->count; i++)
		cells[axis->places[i]] = mask_cell(report, &arcs[i]);
	return cells;
}

/* A row for each value of one field, a column for each of the other; turned, the other way round. */
static void
show_cross(const struct report *report, const struct report_rows *rows, struct document *document,
	   const struct axis axes[2], bool turned)
{
	const struct totals *totals = rows->beside;
	const struct axis *down = &axes[turned], *across = &axes[!turned];
	size_t width = across->count + 2;
	struct table_column *columns = arena_array(report->arena, width, sizeof(*columns));
	struct cell *middle = fill_middle(report, rows, axes), *cells;
	struct cell *sums[] = {fill_totals(report, &axes[0], totals->by_row),
			       fill_totals(report, &axes[1], totals->by_column)};
	struct table *table;

	columns[0] = (struct table_column){.heading = column_label(rows->columns[turned].name)};
	for (size_t c = 0; c < across->count; c++)
		columns[c + 1] = (struct table_column){.heading = across->names[c].text,
						       .right = true};
	columns[width - 1] = (struct table_column){.heading = str_of(label("All")), .right = true};
	table = document_table(document, str_of(label("Members")), columns, width);
	for (size_t r = 0; r < down->count; r++) {
		cells = table_row(table);
		cells[0] = down->names[r];
		for (size_t c = 0; c < across->count; c++)
			cells[c + 1] = turned ? middle[c * axes[1].count + r]
					      : middle[r * axes[1].count + c];
		cells[width - 1] = sums[turned][r];
	}
	cells = table_row(table);
	cells[0] = cell_text(str_of(label("All")));
	memcpy(&cells[1], sums[!turned], across->count * sizeof(*cells));
	cells[width - 1] = mask_cell(report, totals->all);
	table->total_count = 1;
}

void
breakdown_show(const struct report *report, const struct report_rows *rows,
	       struct document *document)
{
	const struct totals *totals = rows->beside;
	struct axis axes[2];

	if (rows->count == 0) {
		report_none(rows, document, label("Nobody is a member."));
		return;
	}
	if (rows->width == 3 && !rows->filtered && totals->shown) {
		axes[0] = axis_of(report, rows, &totals->rows, 0);
		axes[1] = axis_of(report, rows, &totals->columns, 1);
		if (axes[0].width <= CROSS_WIDTH || axes[1].width <= CROSS_WIDTH) {
			show_cross(report, rows, document, axes, axes[1].width > axes[0].width);
			return;
		}
	}
	show_list(report, rows, document);
}
