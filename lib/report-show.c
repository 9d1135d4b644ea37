/* Shows reports to people: names for ids, numbers and dates in the reader's language, tables. */
#include <stdarg.h>
#include <string.h>

#include "labels.h"
#include "report.h"
#include "wording.h"

struct str
report_text(const struct report *report, const char *format, ...)
{
	struct buf text = {0};
	va_list args;

	va_start(args, format);
	buf_vformat(&text, format, args);
	va_end(args);
	return buf_keep(&text, report->arena);
}

struct str
report_day(const struct report *report, day d)
{
	struct buf text = {0};

	label_date(&text, date_of(d));
	return buf_keep(&text, report->arena);
}

struct str
report_period(const struct report *report)
{
	struct str first = report_day(report, report->period.first);
	struct str last = report_day(report, report->period.last);

	return report_text(report, label_in("days", "%.*s to %.*s"), STR_ARG(first), STR_ARG(last));
}

struct cell
cell_text(struct str text)
{
	return (struct cell){.kind = text.n > 0 ? CELL_TEXT : CELL_NOTHING, .text = text};
}

struct cell
cell_wording(struct wording wording)
{
	struct cell cell = cell_text(wording.text);

	cell.language = wording.language;
	return cell;
}

static struct cell
number_cell(const struct report *report, const struct value *value)
{
	struct cell cell = {.kind = CELL_NUMBER, .number = value->number};
	struct buf text = {0};

	if (value->kind == VALUE_MASKED) {
		cell.kind = CELL_MASKED;
		buf_puts(&text, value->number > 0 ? "<" : "x");
	}
	if (value->kind == VALUE_NUMBER || value->number > 0)
		label_number(&text, value->number);
	cell.text = buf_keep(&text, report->arena);
	return cell;
}

struct cell
cell_count(const struct report *report, size_t count)
{
	struct value value = count_value(report->view, count);

	return number_cell(report, &value);
}

/* The name of an id, or the label of a word, in the reader's language. */
static struct wording
wording_of(const struct report *report, const struct column *column, struct str id,
	   const struct definition *cop)
{
	const struct view *view = report->view;

	switch (column->terms) {
	case TERMS_COMMUNITIES:
	case TERMS_SELECTION:
		return community_wording(view, id);
	case TERMS_ROLES:
		return term_wording(view, &view->registry->roles, id);
	case TERMS_REGIONS:
		return term_wording(view, &view->registry->regions, id);
	case TERMS_HOSTS:
		return term_wording(view, &view->registry->hosts, id);
	case TERMS_PURPOSES:
		return purpose_wording(view, id);
	case TERMS_ORGANIZATIONS:
	case TERMS_NONE:
		break;
	}
	if (column->words != NULL && id.n > 0)
		id = word_label_of(column->words, id);
	else if (str_is(id, ""))
		;
	else if (column->terms == TERMS_ORGANIZATIONS)
		id = organization_name(view, id);
	else if (strcmp(column->name, "language") == 0)
		id = language_name(id);
	else if (strcmp(column->name, "group") == 0 && cop != NULL)
		return group_wording(view, cop, id);
	return (struct wording){.text = id};
}

static struct str
list_text(const struct report *report, const struct column *column, const struct value *value,
	  const struct definition *cop)
{
	struct buf text = {0};

	for (size_t i = 0; i < value->count; i++) {
		buf_puts(&text, i > 0 ? ", " : "");
		buf_str(&text, wording_of(report, column, value->list[i], cop).text);
	}
	return buf_keep(&text, report->arena);
}

struct cell
report_cell(const struct report *report, const struct column *column, const struct value *value,
	    const struct definition *cop)
{
	struct date date = {0};

	switch (value->kind) {
	case VALUE_TEXT:
		return cell_wording(wording_of(report, column, value->text, cop));
	case VALUE_DATE:
		if (!date_parse(value->text, &date))
			return cell_text(value->text);
		return (struct cell){.kind = CELL_DATE, .text = value->text, .date = date};
	case VALUE_NUMBER:
	case VALUE_MASKED:
		return number_cell(report, value);
	case VALUE_FLAG:
		return cell_text(str_of(value->number > 0 ? label("yes") : label("no")));
	case VALUE_LIST:
		return cell_text(list_text(report, column, value, cop));
	case VALUE_UNKNOWN:
		break;
	}
	return (struct cell){.kind = CELL_NOTHING};
}

struct table *
report_table(const struct report *report, const struct report_rows *rows, struct document *document,
	     struct str caption, const struct shown *shown, size_t count)
{
	struct table_column *columns = arena_array(report->arena, count, sizeof(*columns));

	for (size_t i = 0; i < count; i++)
		columns[i] = (struct table_column){
		    .heading = str_of(label(shown[i].heading)),
		    .right = shown[i].at > 0 && rows->columns[shown[i].at - 1].kind == VALUE_NUMBER,
		    .keep = shown[i].keep,
		    .whole = shown[i].whole};
	return table_new(document, caption, columns, count);
}

struct cell *
report_show(const struct report *report, const struct report_rows *rows,
	    const struct report_row *row, struct table *table, const struct shown *shown)
{
	struct cell *cells = table_row(table);

	for (size_t i = 0; i < table->column_count; i++)
		if (shown[i].at > 0)
			cells[i] = report_cell(report, &rows->columns[shown[i].at - 1],
					       &row->values[shown[i].at - 1], row->cop);
	return cells;
}

size_t
report_past_over(const struct report *report, const struct report_rows *rows, size_t begin)
{
	const struct definition *cop = rows->list[begin].cop;
	enum status status = definition_status(cop, report->view->as_of);
	size_t end = begin;

	if (report->count == 1 || rows->filtered ||
	    (status != STATUS_ENDED && status != STATUS_MERGED))
		return begin;
	for (; end < rows->count && rows->list[end].cop == cop; end++)
		for (size_t c = 0; c < rows->width; c++) {
			const struct value *value = &rows->list[end].values[c];

			if (rows->columns[c].kind == VALUE_NUMBER &&
			    (value->kind != VALUE_NUMBER || value->number > 0))
				return begin;
		}
	return end;
}

void
report_heading(const struct report *report, const struct definition *cop, struct document *document)
{
	struct wording name = community_wording(report->view, cop->id);

	document_heading(document, 3, name.text);
	document_set_language(document, name.language);
}

void
report_none(const struct report_rows *rows, struct document *document, const char *none)
{
	document_text(document, str_of(rows->unknown ? label("Not known.") : none));
}

void
report_no_communities(const struct report *report, struct document *document)
{
	document_text(document, str_of(report->chosen ? label("No community is selected.")
						      : label("There are no communities.")));
}

struct document *
report_document(const struct report *report, struct str title, bool period, struct str commit)
{
	const struct registry *registry = report->view->registry;
	struct document *document = document_new(report->arena, labels_language());
	struct str name = text_choose(node_get(registry->node, "name"), report->view->languages);
	struct str as_of = report_day(report, report->view->as_of);

	document->title = title;
	document->about = period
			      ? report_text(report, "%.*s%s%.*s", STR_ARG(name),
					    name.n > 0 ? ", " : "", STR_ARG(report_period(report)))
			      : name;
	document->stamp = commit.n > 0 ? report_text(report, label("As of %.*s; commit %.*s"),
						     STR_ARG(as_of), STR_ARG(commit))
				       : report_text(report, label("As of %.*s"), STR_ARG(as_of));
	return document;
}

/* Does the table contain an x: a count that is masked to protect another? */
static bool
has_masked_beside(const struct table *table)
{
	for (size_t i = 0; i < table->row_count * table->column_count; i++)
		if (table->cells[i].kind == CELL_MASKED && !(table->cells[i].number > 0))
			return true;
	return false;
}

void
report_explain(const struct report *report, struct document *document)
{
	const struct block *block = document->first;

	while (block != NULL && (block->table == NULL || !has_masked_beside(block->table)))
		block = block->next;
	if (block != NULL)
		document_preface(document,
				 str_of(label("x: a count withheld, because a smaller one "
					      "could be worked out from it.")));
	/* A reader of the file has not seen the errors that the command printed. */
	if (diag_worse(report->diag, SEVERITY_ERROR) > 0)
		document_preface(document, str_of(label("Not all of the registry could be read: "
							"something may be missing here.")));
}
