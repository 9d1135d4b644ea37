/* The summary report: each community's people on the day, and how many joined and left in the period. */
#include "labels.h"
#include "report.h"

#include <math.h>

#define MONTHS 12 /* shown by the line of members */

enum { COP = 1, NAME, STATUS, MEMBERS, APPLICANTS, JOINED, LEFT, ORGANIZATIONS, REGIONS };

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

/* The sums of one community, or of all together. */
struct sums {
	bool known;
	size_t members;
	size_t applicants;
	size_t joined;
	size_t left;
	size_t months[MONTHS];
	enum mask masks[LEFT + 1]; /* of the counts, by column */
	struct map organizations;  /* the set of the members' organizations */
	struct map regions;
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

/* The count of people for a column, from MEMBERS to LEFT. */
static size_t
count_of(const struct sums *sums, unsigned column)
{
	return column == MEMBERS      ? sums->members
	       : column == APPLICANTS ? sums->applicants
	       : column == JOINED     ? sums->joined
				      : sums->left;
}

/*
 * Masks few members, joined or left, and what would tell few members before the period: these follow from "before +
 * joined = members + left" (mask.h).  Node 0 is the outside, node 1 the community.  If there were none before, a reader
 * may know that, as of a community that is new.
 */
static void
protect_flow(struct sums *sums, size_t small)
{
	size_t after = sums->members + sums->left;
	size_t before = after > sums->joined ? after - sums->joined : 0;
	struct mask_arc arcs[] = {
	    {.from = 1, .value = sums->members, .total = true},
	    {.to = 1, .value = sums->joined},
	    {.from = 1, .value = sums->left},
	    {.to = 1, .value = before, .mask = before < small ? MASK_SHOWN : MASK_HIDDEN}};

	mask_protect(arcs, sizeof(arcs) / sizeof(arcs[0]), 2, small);
	sums->masks[MEMBERS] = arcs[0].mask;
	sums->masks[JOINED] = arcs[1].mask;
	sums->masks[LEFT] = arcs[2].mask;
}

/* Decides how the audience may see each count. */
static void
protect(const struct report *report, struct sums *sums)
{
	const struct view *view = report->view;
	size_t small = (size_t)view->registry->policy.small_cell;

	if (view->audience == AUDIENCE_PRIVATE)
		return;
	for (unsigned c = MEMBERS; c <= LEFT; c++)
		if (count_value(view, count_of(sums, c)).kind == VALUE_MASKED)
			sums->masks[c] = MASK_FEW;
	/* If the period ended earlier, the members on the day do not follow from it. */
	if (report->period.last >= view->as_of)
		protect_flow(sums, small);
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
		values[c - 1] = value_mask(report->view, count_of(sums, c), sums->masks[c]);
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
		protect(report, &summing.sums[i]);
		fill(report, row->values, &summing.sums[i]);
		row->beside = &summing.sums[i];
	}
	*total = sums_new(report);
	crowd_gather(&crowd);
	if (all)
		sum_all(&summing, total);
	protect(report, total);
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
 * A line of the members at the end of each month.  Empty if the row has a masked count, which the line would help to
 * compute.
 */
static struct cell
line_cell(const struct report *report, const struct sums *sums, const struct value *values)
{
	bool masked = false;
	double *series = arena_array(report->arena, MONTHS, sizeof(*series));
	struct cell first, last;

	for (unsigned c = MEMBERS; c <= LEFT; c++)
		masked = masked || values[c - 1].kind == VALUE_MASKED;
	if (!sums->known || masked)
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

/* Would the total reveal the masked ones of the communities' counts? */
static bool
reveals(const struct report *report, const struct mask_arc *parts, size_t count, size_t total)
{
	struct mask_arc all = {.value = total};

	report_protect_total(report->view, parts, count, &all);
	return all.mask == MASK_BESIDE;
}

/* Masks counts in the totals row that would reveal masked counts of the communities. */
static void
hold_back(const struct report *report, const struct report_rows *rows, const struct sums *total,
	  struct value *values)
{
	struct mask_arc *parts = arena_array(report->arena, rows->count, sizeof(*parts));

	for (unsigned c = MEMBERS; c <= LEFT && report->view->audience != AUDIENCE_PRIVATE; c++) {
		for (size_t i = 0; i < rows->count; i++) {
			const struct sums *sums = rows->list[i].beside;

			parts[i] = (struct mask_arc){.value = count_of(sums, c),
						     .mask = sums->masks[c]};
		}
		if (values[c - 1].kind == VALUE_NUMBER &&
		    reveals(report, parts, rows->count, count_of(total, c)))
			values[c - 1] = value_mask(report->view, count_of(total, c), MASK_BESIDE);
	}
	mask_places(values);
}

/* The line of the totals row; empty if one of its months would reveal a masked month of a community. */
static struct cell
total_line_cell(const struct report *report, const struct report_rows *rows,
		const struct sums *total, const struct value *values)
{
	struct mask_arc *parts = arena_array(report->arena, rows->count, sizeof(*parts));

	for (unsigned m = 0; m < MONTHS && report->view->audience != AUDIENCE_PRIVATE; m++) {
		for (size_t i = 0; i < rows->count; i++) {
			size_t count = ((const struct sums *)rows->list[i].beside)->months[m];
			bool few = count_value(report->view, count).kind == VALUE_MASKED;

			parts[i] = (struct mask_arc){.value = count,
						     .mask = few ? MASK_FEW : MASK_SHOWN};
		}
		if (reveals(report, parts, rows->count, total->months[m]))
			return (struct cell){.kind = CELL_NOTHING};
	}
	return line_cell(report, total, values);
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
		report_show(report, rows, &rows->list[i], table, shown)[SHOWN - 1] = line_cell(
		    report, rows->list[i].beside, rows->list[i].values);
	if (rows->count > 1) {
		struct report_row all = {
		    .values = arena_array(report->arena, rows->width, sizeof(struct value))};
		struct cell *cells;

		fill(report, all.values, total);
		hold_back(report, rows, total, all.values);
		cells = report_show(report, rows, &all, table, shown);
		cells[0] = cell_text(str_of(label("All, each person once")));
		cells[SHOWN - 1] = total_line_cell(report, rows, total, all.values);
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
