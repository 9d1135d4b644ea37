#include "report.h"

#include <string.h>

#include "labels.h"

const char *const report_format_words[] = {"text", "md",   "html", "csv",
					   "tsv",  "json", "xlsx", NULL};

/* -- kinds -------------------------------------------------------------------------------------------------- */

const struct report_kind report_kinds[] = {
    {.name = "summary",
     .title = LABEL("Summary"),
     .columns = summary_columns,
     .period = true,
     .others = true,
     .whole = true,
     .make = summary_make,
     .show = summary_show},
    {.name = "roster",
     .title = LABEL("Roster"),
     .columns = roster_report_columns,
     .names = true,
     .make = roster_make,
     .show = roster_show},
    {.name = "growth",
     .title = LABEL("Growth"),
     .columns = growth_columns,
     .period = true,
     .units = true,
     .make = growth_make,
     .show = growth_show},
    {.name = "breakdown",
     .title = LABEL("Breakdown"),
     .choose = breakdown_columns,
     .make = breakdown_make,
     .show = breakdown_show},
    {.name = "overlap",
     .title = LABEL("Overlap"),
     .columns = overlap_columns,
     .people_columns = overlap_people_columns,
     .make = overlap_make,
     .show = overlap_show},
    {.name = "composition",
     .title = LABEL("Composition"),
     .columns = composition_columns,
     .names = true,
     .make = composition_make,
     .show = composition_show},
    {.name = "coverage",
     .title = LABEL("Coverage"),
     .columns = coverage_columns,
     .make = coverage_make,
     .show = coverage_show},
    {.name = "terms",
     .title = LABEL("Terms"),
     .columns = terms_columns,
     .names = true,
     .make = terms_make,
     .show = terms_show},
    {.name = "consent",
     .title = LABEL("Consent"),
     .columns = consent_columns,
     .people_columns = consent_people_columns,
     .names = true,
     .make = consent_make,
     .show = consent_show},
    {.name = "goals",
     .title = LABEL("Goals"),
     .columns = goals_columns,
     .definitions = true,
     .make = goals_make,
     .show = goals_show},
    {.name = "pulse",
     .title = LABEL("Pulse"),
     .columns = pulse_columns,
     .names = true,
     .others = true,
     .make = pulse_make,
     .show = pulse_show},
    {.name = NULL},
};

const struct report_kind *
report_kind_of(struct str name)
{
	for (const struct report_kind *kind = report_kinds; kind->name != NULL; kind++)
		if (str_is(name, kind->name))
			return kind;
	return NULL;
}

const struct column *
report_columns(const struct report_kind *kind, struct report *report)
{
	if (kind->choose != NULL)
		return kind->choose(report);
	return report->people && kind->people_columns != NULL ? kind->people_columns
							      : kind->columns;
}

bool
report_bears_names(const struct report_kind *kind, const struct report *report)
{
	return kind->names || (report->people && kind->people_columns != NULL);
}

/* -- rows --------------------------------------------------------------------------------------------------- */

/* Removes the rows for which the query does not hold.  Returns how many. */
static size_t
filter(const struct report *report, const struct query *query, struct report_rows *rows)
{
	struct arena *scratch = arena_new();
	size_t kept = 0, dropped;

	for (size_t i = 0; i < rows->count; i++) {
		struct record record = {.view = report->view,
					.cop = rows->list[i].cop,
					.subject = rows->list[i].values,
					.scratch = scratch};

		if (query_holds(query, &record))
			rows->list[kept++] = rows->list[i];
	}
	arena_free(scratch);
	dropped = rows->count - kept;
	rows->count = kept;
	return dropped;
}

/* Narrows the selection to the communities whose rows are left.  For kinds with one row for each community. */
static void
narrow(struct report *report, const struct report_rows *rows)
{
	const struct definition **cops = arena_array(report->arena, rows->count, sizeof(*cops));

	for (size_t i = 0; i < rows->count; i++)
		cops[i] = rows->list[i].cop;
	report->cops = cops;
	report->count = rows->count;
}

struct value
value_mask(const struct view *view, size_t count, enum mask mask)
{
	if (mask == MASK_SHOWN || mask == MASK_HIDDEN)
		return value_number(count);
	return (struct value){.kind = VALUE_MASKED,
			      .number = mask == MASK_FEW ? view->registry->policy.small_cell : 0};
}

bool
report_make(const struct report_kind *kind, struct report *report, const struct query *query,
	    struct report_rows *rows)
{
	const struct column *columns = report_columns(kind, report);

	if (columns == NULL)
		return false;
	report->period = report_period_of(report, kind, report->view->as_of);
	/* Nothing is known yet after the day asked about. */
	if (report->period.last > report->view->as_of)
		report->period.last = report->view->as_of;
	*rows = (struct report_rows){
	    .arena = report->arena, .columns = columns, .width = columns_count(columns)};
	/* Again if a roster was found to be out of order: all are then read in a way that does not need order. */
	do {
		rows->count = 0;
		report->again = false;
		if (!kind->make(report, rows))
			return false;
	} while (report->again);
	rows->filtered = filter(report, query, rows) > 0;
	if (rows->filtered && kind->whole && report->totals) {
		narrow(report, rows);
		rows->count = 0;
		rows->filtered = false;
		return kind->make(report, rows);
	}
	return true;
}

bool
report_list(const struct report *report, const struct report_rows *rows, struct emit *emit)
{
	struct emit_part part = {0};
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < rows->count; i++) {
		struct record record = {.view = report->view,
					.cop = rows->list[i].cop,
					.subject = rows->list[i].values,
					.scratch = scratch};

		emit_record(emit, &part, &record);
		if (!emit_take(emit, &part))
			break;
	}
	emit_last(emit, &part);
	arena_free(scratch);
	return rows->count > 0;
}

struct report_row *
report_add(struct report_rows *rows, const struct definition *cop)
{
	struct report_row *row;

	rows->list = arena_grow(rows->arena, rows->list, rows->count, &rows->capacity,
				sizeof(*rows->list));
	row = &rows->list[rows->count++];
	*row = (struct report_row){
	    .cop = cop, .values = arena_array(rows->arena, rows->width, sizeof(*row->values))};
	return row;
}

struct value
value_day(struct arena *arena, day d)
{
	char text[DATE_TEXT];

	if (d == DAY_NEVER || d == DAY_ALWAYS)
		return (struct value){.kind = VALUE_UNKNOWN};
	return (struct value){.kind = VALUE_DATE,
			      .text = arena_str(arena, str_of(date_text(date_of(d), text)))};
}

void
report_protect_total(const struct view *view, const struct mask_arc *parts, size_t count,
		     struct mask_arc *total)
{
	size_t most = small_cell(view) - 1, sum = 0, masked = 0;

	for (size_t i = 0; i < count; i++) {
		masked += parts[i].mask != MASK_SHOWN && parts[i].mask != MASK_HIDDEN;
		/* What else is suppressed may have any maximum: whoever knows more of its line, may know its own. */
		sum += parts[i].mask == MASK_FEW && !parts[i].no_more ? most : parts[i].value;
	}
	if (masked > 0 && total->mask == MASK_SHOWN && total->value >= sum)
		total->mask = MASK_BESIDE;
}

struct mask_arc
report_members_before(const struct view *view, size_t members, size_t joined, size_t left)
{
	size_t after = members + left, before = after > joined ? after - joined : 0;
	bool few = before < small_cell(view);

	return (struct mask_arc){.to = 1, .value = before, .mask = few ? MASK_SHOWN : MASK_HIDDEN};
}

void
report_limit_part(struct mask_arc *part, const struct mask_arc *total, size_t sum)
{
	part->no_more = total->mask == MASK_SHOWN && part->value >= total->value;
	part->no_less = total->mask == MASK_SHOWN && total->value >= sum;
}

bool
report_withhold(struct mask_arc *total)
{
	enum mask before = total->mask;

	if (before == MASK_FEW)
		total->mask = MASK_BLURRED;
	else if (before == MASK_SHOWN && total->value > 0)
		total->mask = MASK_BESIDE;
	return total->mask != before;
}

void
report_limit_total(struct mask_arc *total, const struct mask_arc *parts, size_t count)
{
	size_t sum = 0;

	total->no_more = true;
	total->no_less = false;
	for (size_t i = 0; i < count; i++) {
		bool shown = parts[i].mask == MASK_SHOWN;

		total->no_more = total->no_more && shown;
		total->no_less = total->no_less || (shown && parts[i].value >= total->value);
		sum += parts[i].value;
	}
	total->no_more = total->no_more && total->value >= sum;
}

void
report_scan(struct report *report, struct roster_scan scan)
{
	scan.cops = report->cops;
	scan.count = report->count;
	scan.quiet = report->read;
	if (report->disordered)
		registry_read_rosters(report->view->registry, scan);
	else
		report->again = report->disordered = !registry_read_in_order(report->view->registry,
									     scan);
	report->read = report->read || !report->again;
}

/* What report_people() was called with. */
struct making {
	struct report_rows *rows;
	const void *context;
	void (*person)(const void *context, struct report_part *part, const struct person *person);
};

static void
make_person(void *context, void *result, const struct person *person)
{
	const struct making *making = context;
	struct report_part *part = result;

	if (part->arena == NULL) {
		part->arena = arena_new();
		part->rows = (struct report_rows){.arena = part->arena,
						  .width = making->rows->width};
	}
	making->person(making->context, part, person);
}

static bool
take_part(void *context, void *result, const struct roster_block *block)
{
	struct making *making = context;
	struct report_part *part = result;

	making->rows->unknown = making->rows->unknown || !block->whole;
	for (size_t i = 0; i < part->rows.count; i++) {
		part->rows.list[i].place = block->number;
		*report_add(making->rows, NULL) = part->rows.list[i];
	}
	arena_adopt(making->rows->arena, part->arena);
	*part = (struct report_part){0};
	return true;
}

static void
end_part(void *context, void *result)
{
	struct report_part *part = result;

	(void)context;
	arena_free(part->arena);
}

void
report_people(struct report *report, struct report_rows *rows, const void *context,
	      void (*person)(const void *context, struct report_part *part,
			     const struct person *person))
{
	struct making making = {rows, context, person};

	rows->unknown = !registry_people_known(report->view->registry);
	report_scan(report, (struct roster_scan){.columns = ROSTER_ALL,
						 .people = true,
						 .result_size = sizeof(struct report_part),
						 .context = &making,
						 .person = make_person,
						 .done = take_part,
						 .end = end_part});
}

bool
report_is_later(const struct report *report, const struct presence *one,
		const struct presence *other)
{
	if (one->began != other->began)
		return one->began > other->began;
	return str_cmp(report->cops[one->cop]->id, report->cops[other->cop]->id) < 0;
}
