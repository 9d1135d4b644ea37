/* A breakdown as a document: a list with bars, or a table of two fields with totals. */
#include <stdlib.h>

#include "labels.h"
#include "report-tally.h"
#include "report.h"
#include "wording.h"

#define CROSS_WIDTH 46 /* the most columns of a page that the headings of a cross-table may take */

static struct cell
mask_cell(const struct report *report, const struct mask_arc *arc)
{
	static const struct column number = {.name = "members", .kind = VALUE_NUMBER};
	struct value value = value_mask(report->view, arc->value, arc->mask);

	return report_cell(report, &number, &value, NULL);
}

/* The cell of a field's value; "not given" if it is empty. */
static struct cell
value_cell(const struct report *report, const struct report_rows *rows, size_t field,
	   struct str text)
{
	struct value value = tally_value(report->arena, rows->columns[field].kind, text);

	if (text.n == 0)
		return cell_text(str_of(label("not given")));
	return report_cell(report, &rows->columns[field], &value, NULL);
}

/* Puts cells in order of their values, of which an absent one comes last. */
static int
compare_values(const struct tally_cell *a, const struct tally_cell *b)
{
	for (size_t i = 0; i < TALLY_FIELDS; i++) {
		bool none = a->values[i].n == 0;
		int c = str_cmp(a->values[i], b->values[i]);

		if (c != 0)
			return none == (b->values[i].n == 0) ? c : none ? 1 : -1;
	}
	return 0;
}

/* For qsort(3): rows with the most members first.  A count that is masked or unknown sorts as 0, to reveal nothing. */
static int
compare_counts(const void *left, const void *right)
{
	const struct tally_cell *a = ((const struct report_row *)left)->beside;
	const struct tally_cell *b = ((const struct report_row *)right)->beside;
	size_t one = a->known && a->mask == MASK_SHOWN ? a->count : 0;
	size_t other = b->known && b->mask == MASK_SHOWN ? b->count : 0;

	if (one != other)
		return one < other ? 1 : -1;
	return compare_values(a, b);
}

static void
show_list(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct tally_totals *totals = rows->beside;
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
		const struct tally_cell *cell = sorted[i].beside;

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

/* The values of a field in order of their ids, as an axis of a table. */
struct axis {
	struct str *ids;
	struct cell *names;
	size_t *places; /* index of a value in that order, by its number - 1 */
	size_t count;
	size_t width; /* of all names side by side, in columns */
};

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
	qsort(axis.ids, axis.count, sizeof(*axis.ids), str_order);
	for (size_t i = 0; i < axis.count; i++) {
		axis.names[i] = value_cell(report, rows, field, axis.ids[i]);
		axis.places[*(size_t *)map_get(numbers, axis.ids[i]) - 1] = i;
		axis.width += text_width(axis.names[i].text) + 2;
	}
	return axis;
}

/* The cells of a table without its totals: the count for each pair of values of the two fields. */
static struct cell *
fill_middle(const struct report *report, const struct report_rows *rows, const struct axis axes[2])
{
	const struct tally_totals *totals = rows->beside;
	struct cell *middle = arena_array(report->arena, axes[0].count * axes[1].count,
					  sizeof(*middle));

	for (size_t i = 0; i < axes[0].count * axes[1].count; i++)
		middle[i] = cell_count(report, 0);
	for (size_t i = 0; i < rows->count; i++) {
		const struct tally_cell *cell = rows->list[i].beside;
		size_t r = *(size_t *)map_get(&totals->rows, cell->values[0]) - 1;
		size_t c = *(size_t *)map_get(&totals->columns, cell->values[1]) - 1;

		middle[axes[0].places[r] * axes[1].count + axes[1].places[c]] = report_cell(
		    report, &rows->columns[2], &rows->list[i].values[2], NULL);
	}
	return middle;
}

/* The totals of the values of an axis, in its order. */
static struct cell *
fill_totals(const struct report *report, const struct axis *axis, const struct mask_arc *arcs)
{
	struct cell *cells = arena_array(report->arena, axis->count, sizeof(*cells));

	for (size_t i = 0; i < axis->count; i++)
		cells[axis->places[i]] = mask_cell(report, &arcs[i]);
	return cells;
}

/* Shows a table with a row for each value of the first field and a column for each of the second; or transposed. */
static void
show_cross(const struct report *report, const struct report_rows *rows, struct document *document,
	   const struct axis axes[2], bool turned)
{
	const struct tally_totals *totals = rows->beside;
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
						       .language = across->names[c].language,
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
	const struct tally_totals *totals = rows->beside;
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
