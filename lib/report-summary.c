/* The summary report: each community's people on the day, and how many joined and left in the period. */
#include "labels.h"
#include "report-summary.h"

#include <math.h>

/* clang-format off */
const struct column summary_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .meaning = "its name"},
	{"status", VALUE_TEXT, status_words, .at = STATUS, .shown = true, .meaning = "what it is as of the day"},
	{"members", VALUE_NUMBER, .at = MEMBERS, .shown = true, .meaning = "members on the day"},
	{"applicants", VALUE_NUMBER, .at = APPLICANTS, .shown = true, .meaning = "applicants on the day who are not members"},
	{"joined", VALUE_NUMBER, .at = JOINED, .shown = true, .meaning = "stays that began in the period"},
	{"left", VALUE_NUMBER, .at = LEFT, .shown = true, .meaning = "stays whose last day is in the period"},
	{"organizations", VALUE_NUMBER, .at = ORGANIZATIONS, .shown = true, .meaning = "different organizations of the members"},
	{"regions", VALUE_NUMBER, .at = REGIONS, .shown = true, .meaning = "different regions of the members"},
	{0}};
/* clang-format on */

/* What one person adds to the sums. */
struct facts {
	bool member;
	bool applicant;
	unsigned joined; /* stays that began in the period */
	unsigned left;   /* stays that ended in it */
	uint16_t months; /* bit m: the person was a member at the end of month m, from 0 */
	struct str organization;
	struct str region;
};

struct summing {
	const struct report *report;
	day ends[MONTHS];    /* the last day of each month; in the last, the day asked about */
	struct sums *sums;   /* one for each community */
	struct crowd *crowd; /* NULL: no total is needed */
};

static void
sum_person(void *context, void *where, const struct person *person)
{
	const struct summing *summing = context;
	const struct report *report = summing->report;
	struct crowd_part *people = where;
	const struct spell *membership = person_membership(person, report->view->as_of);
	struct facts *facts = crowd_add(people, person->email, person->number, DAY_ALWAYS,
					sizeof(*facts));

	facts->member = person_is(person, MEMBER_MEMBER, report->view->as_of);
	facts->applicant = !facts->member &&
			   person_is(person, MEMBER_APPLICANT, report->view->as_of);
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (spell->stay_joined == DAY_NEVER)
			continue;
		facts->joined += span_holds(report->period, spell->stay_joined);
		facts->left += span_holds(report->period, spell->stay_end);
	}
	for (unsigned m = 0; m < MONTHS; m++)
		if (person_is(person, MEMBER_MEMBER, summing->ends[m]))
			facts->months |= (uint16_t)(1U << m);
	if (facts->member) {
		facts->organization = arena_str(people->arena,
						membership->fields[ROSTER_ORGANIZATION]);
		facts->region = arena_str(people->arena, membership->fields[ROSTER_REGION]);
	}
}

/* Adds a copy of the id, unless it is empty, to the set. */
static void
note(struct map *map, struct str id)
{
	if (id.n > 0 && map_get(map, id) == NULL)
		*map_at(map, arena_str(map->arena, id)) = map;
}

static void
add_facts(struct sums *sums, const struct facts *facts)
{
	sums->members += facts->member;
	sums->applicants += facts->applicant;
	sums->joined += facts->joined;
	sums->left += facts->left;
	for (unsigned m = 0; m < MONTHS; m++)
		sums->months[m] += facts->months >> m & 1U;
	note(&sums->organizations, facts->organization);
	note(&sums->regions, facts->region);
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct summing *summing = context;
	struct crowd_part *people = where;
	struct sums *sums = &summing->sums[block->number];

	sums->known = sums->known && block->whole;
	for (size_t i = 0; i < people->count; i++)
		add_facts(sums, people->list[i].presence->facts);
	if (summing->crowd != NULL)
		crowd_take(summing->crowd, people);
	else
		crowd_part_free(people);
	return true;
}

/* Sums up all communities, each person once: joining or leaving several of them counts as one. */
static void
sum_all(struct summing *summing, struct sums *total)
{
	for (size_t i = 0; i < summing->report->count; i++)
		total->known = total->known && summing->sums[i].known;
	for (size_t i = 0; i < summing->crowd->count; i++) {
		struct facts all = {0};

		for (const struct presence *p = summing->crowd->people[i]; p != NULL;
		     p = p->elsewhere) {
			const struct facts *facts = p->facts;

			all.member = all.member || facts->member;
			all.applicant = all.applicant || facts->applicant;
			all.joined |= facts->joined > 0;
			all.left |= facts->left > 0;
			all.months |= facts->months;
			note(&total->organizations, facts->organization);
			note(&total->regions, facts->region);
		}
		all.applicant = all.applicant && !all.member;
		add_facts(total, &all);
	}
}

static struct sums
sums_new(const struct report *report)
{
	return (struct sums){.known = registry_people_known(report->view->registry),
			     .organizations = map_new(report->arena),
			     .regions = map_new(report->arena)};
}

/* Where the members are masked, so is in how many places they are: four places mean at least four members. */
static void
mask_places(struct value *values)
{
	if (values[MEMBERS - 1].kind != VALUE_MASKED)
		return;
	for (unsigned c = ORGANIZATIONS; c <= REGIONS; c++)
		if (values[c - 1].number > 0)
			values[c - 1] = values[MEMBERS - 1];
}

static void
fill(const struct report *report, struct value *values, const struct sums *sums)
{
	if (!sums->known)
		return;
	for (unsigned c = MEMBERS; c <= LEFT; c++)
		values[c - 1] = value_mask(report->view, summary_count(sums, c),
					   summary_mask(sums, c));
	values[ORGANIZATIONS - 1] = value_number(sums->organizations.count);
	values[REGIONS - 1] = value_number(sums->regions.count);
	mask_places(values);
}

static void
begin_months(struct summing *summing)
{
	day d = summing->report->view->as_of;

	for (int m = 0; m < MONTHS; m++)
		summing->ends[m] = period_of(day_plus_months(d, m + 1 - MONTHS), UNIT_MONTH).last;
	summing->ends[MONTHS - 1] = d;
}

bool
summary_make(struct report *report, struct report_rows *rows)
{
	struct crowd crowd = crowd_new(report->arena, false);
	bool all = report->totals && report->count > 1;
	struct summing summing = {.report = report, .crowd = all ? &crowd : NULL};
	struct sums *total = arena_get(report->arena, sizeof(*total));

	begin_months(&summing);
	summing.sums = arena_array(report->arena, report->count, sizeof(*summing.sums));
	for (size_t i = 0; i < report->count; i++)
		summing.sums[i] = sums_new(report);
	report_scan(report,
		    (struct roster_scan){.columns = 1U << ROSTER_ORGANIZATION | 1U << ROSTER_REGION,
					 .people = true,
					 .result_size = sizeof(struct crowd_part),
					 .context = &summing,
					 .person = sum_person,
					 .done = take_block,
					 .end = crowd_end});
	for (size_t i = 0; i < report->count; i++) {
		const struct definition *cop = report->cops[i];
		struct report_row *row = report_add(rows, cop);
		enum status status = definition_status(cop, report->view->as_of);

		row->values[COP - 1] = value_text(cop->id);
		row->values[NAME - 1] = value_text(
		    text_choose(node_get(cop->root, "name"), report->view->languages));
		row->values[STATUS - 1] = value_text(str_of(status_words[status]));
		summary_protect(report, &summing.sums[i]);
		fill(report, row->values, &summing.sums[i]);
		row->beside = &summing.sums[i];
	}
	*total = sums_new(report);
	crowd_gather(&crowd);
	if (all)
		sum_all(&summing, total);
	summary_protect(report, total);
	if (all)
		summary_protect_totals(report, summing.sums, total);
	rows->beside = total;
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown shown[] = {
	{COP, LABEL("Community"), 0, false},
	{STATUS, LABEL("Status"), 5, false},
	{MEMBERS, LABEL("Members"), 0, false},
	{APPLICANTS, LABEL("Applicants"), 6, false},
	{JOINED, LABEL("Joined"), 8, false},
	{LEFT, LABEL("Left"), 8, false},
	{ORGANIZATIONS, LABEL("Organizations"), 3, false},
	{REGIONS, LABEL("Regions"), 2, false},
	{0, LABEL("12 months"), 7, false},
};
/* clang-format on */
#define SHOWN (sizeof(shown) / sizeof(shown[0]))

/*
 * Masks in how many places all together are, if that would reveal the masked members of a community, none of whom share
 * a place.
 */
static void
mask_total_places(const struct report_rows *rows, const struct sums *total, struct value *values)
{
	size_t organizations = 0, regions = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct sums *sums = rows->list[i].beside;

		organizations += sums->organizations.count;
		regions += sums->regions.count;
	}
	for (size_t i = 0; i < rows->count; i++) {
		const struct sums *sums = rows->list[i].beside;

		if (summary_mask(sums, MEMBERS) == MASK_SHOWN)
			continue;
		if (sums->organizations.count == sums->members &&
		    total->organizations.count == organizations)
			values[ORGANIZATIONS - 1] = (struct value){.kind = VALUE_MASKED};
		if (sums->regions.count == sums->members && total->regions.count == regions)
			values[REGIONS - 1] = (struct value){.kind = VALUE_MASKED};
	}
}

/* A line of the members at the end of each month. */
static struct cell
line_cell(const struct report *report, const struct sums *sums)
{
	double *series = arena_array(report->arena, MONTHS, sizeof(*series));
	struct cell first, last;

	if (!summary_has_line(report, sums))
		return (struct cell){.kind = CELL_NOTHING};
	for (size_t m = 0; m < MONTHS; m++) {
		struct value value = count_value(report->view, sums->months[m]);

		series[m] = value.kind == VALUE_NUMBER ? value.number : NAN;
	}
	first = cell_count(report, sums->months[0]);
	last = cell_count(report, sums->months[MONTHS - 1]);
	return (struct cell){.kind = CELL_SERIES,
			     .text = report_text(report, label("%.*s to %.*s"), STR_ARG(first.text),
						 STR_ARG(last.text)),
			     .series = series,
			     .count = MONTHS};
}

void
summary_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	static const size_t series[] = {2};
	struct table *table = report_table(report, rows, document, str_of(label("Communities")),
					   shown, SHOWN);
	struct chart *chart = arena_get(report->arena, sizeof(*chart));
	const struct sums *total = rows->beside;

	if (rows->count == 0) {
		report_no_communities(report, document);
		return;
	}
	for (size_t i = 0; i < rows->count; i++)
		report_show(report, rows, &rows->list[i], table,
			    shown)[SHOWN - 1] = line_cell(report, rows->list[i].beside);
	if (rows->count > 1) {
		struct report_row all = {
		    .values = arena_array(report->arena, rows->width, sizeof(struct value))};
		struct cell *cells;

		fill(report, all.values, total);
		if (report->view->audience != AUDIENCE_PRIVATE && total->known)
			mask_total_places(rows, total, all.values);
		cells = report_show(report, rows, &all, table, shown);
		cells[0] = cell_text(str_of(label("All, each person once")));
		if (summary_has_total_line(report, rows, total))
			cells[SHOWN - 1] = line_cell(report, total);
		table->total_count = 1;
		*chart = (struct chart){
		    .kind = CHART_BARS,
		    .title = str_of(label("Members")),
		    .description = report_text(report,
					       label_many("Members of %zu community",
							  "Members of each of %zu communities",
							  rows->count),
					       rows->count),
		    .table = table,
		    .labels = 0,
		    .series = series,
		    .series_count = 1};
		document_chart(document, chart);
	}
	document_add_table(document, table);
}
