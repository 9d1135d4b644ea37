/* Breakdown: how many members there are by role, by region and role, or by any other fields. */
#include <stdlib.h>

#include "members.h"
#include "report-tally.h"
#include "report.h"

/* The question and what has been found. */
struct breaking {
	const struct report *report;
	struct field fields[TALLY_FIELDS];
	size_t count; /* number of fields */
	/* The class of each community: those with the same values in all fields about communities form a class. */
	size_t *classes;
	bool several;  /* some class has several communities: each person must count once in it */
	bool classed;  /* there are several classes: a person may count in more than one cell */
	bool gathered; /* people are gathered in crowd, for several or for the totals of classes */
	struct tally tally;
	struct crowd crowd;   /* with struct facts */
	struct map by_values; /* from the values of a class to its number */
	bool *known;          /* by number of class: all of its rosters could be read */
	bool unknown;         /* some class is not known */
};

/* What the fields say about one membership of a person, who may have others. */
struct facts {
	struct str values[TALLY_FIELDS];
};

struct result {
	struct arena *arena;   /* of the tally, which is kept from block to block */
	struct arena *scratch; /* of the block */
	struct tally tally;
	struct crowd_part people;
	struct buf text;
};

/* -- fields ---------------------------------------------------------------------------------------------------- */

/* Is the field about the community, not the person?  Then a person counts once for each of its values. */
static bool
is_of_community(const struct field *field)
{
	return field->column == NULL || strcmp(field->column->name, "cop") == 0;
}

static bool
read_fields(const struct report *report, struct field fields[TALLY_FIELDS], size_t *count)
{
	struct str rest = report->by.p != NULL ? report->by : STR("role"), name;

	*count = 0;
	while (str_next(&rest, ',', &name)) {
		struct field field;

		name = str_trim(name);
		if (*count == TALLY_FIELDS) {
			diag_add(report->diag, RULE_USAGE, (struct place){0},
				 "--by: at most %d fields", TALLY_FIELDS);
			return false;
		}
		if (!field_find(&field, member_columns, name, report->diag) ||
		    !field_shows(&field, member_columns, report->diag))
			return false;
		if (str_is(name, "group") || str_is(name, "position")) {
			diag_add(
			    report->diag, RULE_USAGE, (struct place){0},
			    "--by %.*s: breakdown counts members; use roster or terms for seats",
			    STR_ARG(name));
			return false;
		}
		if (str_is(name, "status")) {
			diag_add(
			    report->diag, RULE_USAGE, (struct place){0},
			    "--by status: breakdown counts only people who are members on the day");
			return false;
		}
		if (field.column != NULL && field.column->private &&
		    report->view->audience != AUDIENCE_PRIVATE) {
			diag_add(report->diag, RULE_USAGE, (struct place){0},
				 "--by %.*s is for --audience private only", STR_ARG(name));
			return false;
		}
		fields[(*count)++] = field;
	}
	return true;
}

static const char *const *
words_of(const struct field *field)
{
	if (field->column != NULL)
		return field->column->words;
	return field->key->type == KEY_BOOLEAN ? boolean_words : field->key->words;
}

static enum column_terms
terms_of(const struct field *field)
{
	const struct key *key = field->key;

	if (field->column != NULL)
		return field->column->terms;
	/* A map that may be written as a single value, such as a purpose, has the type of that value. */
	if (key->type == KEY_MAP && key->shorthand != NULL)
		key = keys_find(key->keys, str_of(key->shorthand));
	switch (key->type) {
	case KEY_ROLE:
		return TERMS_ROLES;
	case KEY_REGION:
		return TERMS_REGIONS;
	case KEY_HOST:
		return TERMS_HOSTS;
	case KEY_PURPOSE:
		return TERMS_PURPOSES;
	case KEY_ORGANIZATION:
		return TERMS_ORGANIZATIONS;
	case KEY_COMMUNITY:
		return TERMS_COMMUNITIES;
	default:
		return TERMS_NONE;
	}
}

const struct column *
breakdown_columns(struct report *report)
{
	struct column *columns = arena_array(report->arena, TALLY_FIELDS + 2, sizeof(*columns));
	struct field fields[TALLY_FIELDS];
	size_t count;

	if (!read_fields(report, fields, &count))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		columns[i] = (struct column){.name = arena_str(report->arena, fields[i].name).p,
					     .kind = field_kind(&fields[i]),
					     .words = words_of(&fields[i]),
					     .terms = terms_of(&fields[i]),
					     .several = fields[i].several,
					     .at = (unsigned)i + 1,
					     .shown = true};
	}
	columns[count] = (struct column){
	    .name = "members", .kind = VALUE_NUMBER, .at = (unsigned)count + 1, .shown = true};
	return columns;
}

/* -- reading --------------------------------------------------------------------------------------------------- */

/* A field's value as text, from which tally_value() makes it again; a slice of the row, or in the scratch arena. */
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
		buf_str(&result->text, value.list[i]);
		buf_char(&result->text, TALLY_ITEM);
	}
	if (value.kind == VALUE_NUMBER)
		buf_format(&result->text, "%.15g", value.number);
	return arena_str(result->scratch, buf_all(&result->text));
}

static void
break_person(void *context, void *where, const struct person *person)
{
	const struct breaking *breaking = context;
	struct result *result = where;
	const struct spell *spell = person_as(person, MEMBER_MEMBER, breaking->report->view->as_of);
	struct mail mail = {.known = false};
	struct member member = {person, spell, &mail};
	struct record record = {.view = breaking->report->view, .subject = &member};
	struct str values[TALLY_FIELDS];

	if (spell == NULL)
		return;
	if (result->arena == NULL) {
		result->arena = arena_new();
		result->tally = tally_new(result->arena);
	}
	if (result->scratch == NULL)
		result->scratch = arena_new();
	record.cop = spell->cop;
	record.scratch = result->scratch;
	for (size_t i = 0; i < breaking->count; i++)
		values[i] = text_of(result, &breaking->fields[i], &record);
	if (breaking->gathered) {
		struct facts *facts = crowd_add(&result->people, person->email, person->number,
						spell->since, sizeof(*facts));

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

	if (!block->whole) {
		breaking->known[breaking->classes[block->number]] = false;
		breaking->unknown = true;
	}
	crowd_take(&breaking->crowd, &result->people);
	arena_free(result->scratch);
	result->scratch = NULL;
	return true;
}

static void
end_result(void *context, void *where)
{
	struct breaking *breaking = context;
	struct result *result = where;

	for (size_t i = 0; i < result->tally.count; i++)
		tally_add(&breaking->tally, result->tally.list[i]->values, breaking->count,
			  result->tally.list[i]->count);
	crowd_part_free(&result->people);
	buf_free(&result->text);
	arena_free(result->scratch);
	arena_free(result->arena);
}

/*
 * A person's facts in the class of presence p, from the latest membership in that class; NULL if a presence before p,
 * in the person's list that begins with first, is of the same class, so that the person counts once.
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

/* Counts each person once in each class of communities. */
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

/* The number of a value, from 1; a new value gets the next number. */
static size_t
number_of(struct map *numbers, struct str value)
{
	void **place = map_at(numbers, value.p != NULL ? value : STR(""));
	size_t *number = *place;

	if (number == NULL) {
		*place = number = arena_get(numbers->arena, sizeof(*number));
		*number = numbers->count;
	}
	return *number;
}

/* The number, from 1, of the class that has these values; a new class gets the next number. key is scratch space. */
static size_t
class_of(struct breaking *breaking, const struct str *values, struct buf *key)
{
	buf_clear(key);
	for (size_t i = 0; i < breaking->count; i++)
		if (is_of_community(&breaking->fields[i])) {
			buf_str(key, values[i]);
			buf_char(key, TALLY_BETWEEN);
		}
	return number_of(&breaking->by_values, arena_str(breaking->report->arena, buf_all(key)));
}

/* Divides the communities into classes. */
static void
classify(struct breaking *breaking)
{
	const struct report *report = breaking->report;
	struct result result = {.scratch = report->arena};
	struct str values[TALLY_FIELDS] = {{NULL, 0}};
	struct buf key = {0};

	breaking->by_values = map_new(report->arena);
	breaking->classes = arena_array(report->arena, report->count, sizeof(size_t));
	breaking->known = arena_array(report->arena, report->count + 1, sizeof(bool));
	for (size_t c = 0; c < report->count; c++) {
		struct record record = {
		    .view = report->view, .cop = report->cops[c], .scratch = report->arena};
		size_t before = breaking->by_values.count, class;

		for (size_t i = 0; i < breaking->count; i++)
			if (is_of_community(&breaking->fields[i]))
				values[i] = text_of(&result, &breaking->fields[i], &record);
		class = breaking->classes[c] = class_of(breaking, values, &key);
		breaking->known[class] = !breaking->unknown;
		breaking->several = breaking->several || breaking->by_values.count == before;
	}
	breaking->classed = breaking->by_values.count > 1;
	breaking->gathered = breaking->several || (breaking->classed && report->totals);
	buf_free(&result.text);
	buf_free(&key);
}

/* -- masking --------------------------------------------------------------------------------------------------- */

/*
 * Makes the arcs of the network that mask.h describes: cells, totals of rows, totals of columns, and the total of all.
 * Two fields make a table with totals both ways; any other number makes a list, which has only the last of these.
 */
static struct mask_arc *
make_arcs(const struct breaking *breaking, struct tally_totals *totals, size_t *count)
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

/* Computes totals by adding up cells, for when each person is in one cell at most. */
static void
add_up(const struct breaking *breaking, struct tally_totals *totals, const struct mask_arc *arcs)
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

/* Adds one to a total unless the person has been counted in it; *last is the person who was counted in it last. */
static void
add_once(struct mask_arc *total, size_t *last, size_t person)
{
	total->value += *last != person;
	*last = person;
}

/* Computes totals by people, for when a person may be in several cells: each counts once in each total. */
static void
add_people(const struct breaking *breaking, struct tally_totals *totals)
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
 * Sets the masks of the cells and returns the totals.  If people may be in several cells, what totals reveal about
 * cells is not computed here; instead, an audience for which counts are masked sees no totals then.
 */
static struct tally_totals *
protect(const struct breaking *breaking)
{
	const struct report *report = breaking->report;
	bool masked = report->view->audience != AUDIENCE_PRIVATE;
	struct tally_totals *totals = arena_get(report->arena, sizeof(*totals));
	struct mask_arc *arcs;
	size_t count, least = small_cell(report->view);

	*totals = (struct tally_totals){.shown = (!masked || !breaking->classed) &&
						 !breaking->unknown,
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
	struct breaking breaking = {.report = report,
				    .unknown = !registry_people_known(report->view->registry),
				    .crowd = crowd_new(report->arena, false),
				    .tally = tally_new(report->arena)};
	unsigned columns = 0;
	struct buf key = {0};

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
	rows->unknown = breaking.unknown;
	crowd_gather(&breaking.crowd);
	tally_crowd(&breaking);
	if (breaking.tally.count > 1)
		qsort(breaking.tally.list, breaking.tally.count, sizeof(struct tally_cell *),
		      tally_compare);
	rows->beside = protect(&breaking);
	for (size_t i = 0; i < breaking.tally.count; i++) {
		struct tally_cell *cell = breaking.tally.list[i];
		struct report_row *row = report_add(rows, NULL);

		for (size_t f = 0; f < breaking.count; f++)
			row->values[f] = tally_value(report->arena, rows->columns[f].kind,
						     cell->values[f]);
		cell->known = !breaking.unknown ||
			      breaking.known[class_of(&breaking, cell->values, &key)];
		if (cell->known)
			row->values[breaking.count] = value_mask(report->view, cell->count,
								 cell->mask);
		row->beside = cell;
	}
	buf_free(&key);
	return true;
}
