/* The composition report: whether each composition rule is met, who counts for it, and whose leaving would break it. */
#include "composition.h"

#include "labels.h"
#include "report.h"
#include "wording.h"

enum { COP = 1, RULE, GROUP, NEED, HAVE, MET, WHO };

/* clang-format off */
const struct column composition_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"rule", VALUE_TEXT, .at = RULE, .shown = true, .meaning = "whom it is about: its note, or what it asks for"},
	{"group", VALUE_TEXT, .at = GROUP, .shown = true, .meaning = "where they are counted; empty: among the members"},
	{"need", VALUE_TEXT, .at = NEED, .shown = true, .meaning = "2.. at least, ..3 at most, 1..3 both"},
	{"have", VALUE_NUMBER, .at = HAVE, .shown = true, .meaning = "distinct people; of one organization, the most of any"},
	{"met", VALUE_FLAG, .at = MET, .shown = true, .meaning = "yes or no"},
	{"who", VALUE_LIST, .at = WHO, .shown = true, .private = true, .meaning = "addresses of those who count"},
	{0}};
/* clang-format on */

/* A rule's standing now, and without the address of --without; both are the same if that is not given. */
struct stand {
	const struct standing *now;
	const struct standing *then;
	bool known;
};

static void
add_rule(const struct report *report, struct report_rows *rows, const struct definition *cop,
	 const struct stand *stand)
{
	const struct standing *standing = stand->then;
	struct report_row *row = report_add(rows, cop);
	char need[48];
	struct buf name = {0};

	composition_title(standing->rule, report->view->languages, &name);
	row->values[COP - 1] = value_text(cop->id);
	row->values[RULE - 1] = value_text(arena_str(report->arena, buf_all(&name)));
	row->values[GROUP - 1] = value_text(standing->rule->group);
	row->values[NEED - 1] = value_text(
	    arena_str(report->arena, str_of(composition_need(standing->rule, need))));
	if (stand->known) {
		row->values[HAVE - 1] = value_number(standing->have);
		row->values[MET - 1] = (struct value){.kind = VALUE_FLAG, .number = standing->met};
		row->values[WHO - 1] = (struct value){
		    .kind = VALUE_LIST, .list = standing->emails, .count = standing->listed};
	}
	row->beside = stand;
	buf_free(&name);
}

/* Is the address in one of the rosters, or may it be, because one could not be read? */
static bool
has_address(const struct report *report, const struct composition *then)
{
	size_t i = 0;

	while (i < report->count && then[i].whole && !then[i].without)
		i++;
	return i < report->count;
}

/* Records that the address is in no roster, with a suggestion from those who count for a rule. */
static void
no_address(const struct report *report, const struct composition *now)
{
	struct nearest nearest = nearest_to(report->without);

	for (size_t i = 0; i < report->count; i++)
		for (size_t r = 0; r < report->cops[i]->rule_count; r++)
			for (size_t e = 0; e < now[i].standings[r].listed; e++)
				nearest_try(&nearest, now[i].standings[r].emails[e]);
	diag_add_near(report->diag, RULE_USAGE, (struct place){0}, &nearest,
		      "--without: no \"%.*s\" in these rosters", STR_ARG(report->without));
}

bool
composition_make(struct report *report, struct report_rows *rows)
{
	const struct registry *registry = report->view->registry;
	day d = report->view->as_of;
	const struct composition *now, *then;

	now = then = composition_read(report->arena, registry, report->cops, report->count, d,
				      (struct str){NULL, 0}, report->read);
	report->read = true;
	if (report->without.n > 0)
		then = composition_read(report->arena, registry, report->cops, report->count, d,
					report->without, true);
	if (report->without.n > 0 && report->count > 0 && !has_address(report, then)) {
		no_address(report, now);
		return false;
	}
	for (size_t i = 0; i < report->count; i++)
		for (size_t r = 0; r < report->cops[i]->rule_count; r++) {
			struct stand *stand = arena_get(report->arena, sizeof(*stand));

			*stand = (struct stand){&now[i].standings[r], &then[i].standings[r],
						then[i].whole};
			add_rule(report, rows, report->cops[i], stand);
		}
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown shown[] = {
	{RULE, LABEL("Rule"), 0, false},
	{GROUP, LABEL("Group"), 2, false},
	{0, LABEL("Needs"), 0, false},
	{HAVE, LABEL("Has"), 0, false},
	{0, LABEL("Met"), 0, false},
	{0, LABEL("Who counts"), 1, false},
};
/* clang-format on */
#define SHOWN (sizeof(shown) / sizeof(*shown))

struct wording
rule_title(const struct report *report, const struct composition_rule *rule)
{
	struct wording title = text_wording(node_get(rule->node, "note"), report->view->languages);
	struct buf text = {0};

	if (title.text.n > 0)
		return title;
	rule_filters(report->view, rule, &text);
	if (text.n == 0)
		buf_puts(&text, rule->at_most_per_organization >= 0 ? label("of one organization")
								    : label("Members"));
	return (struct wording){.text = buf_keep(&text, report->arena)};
}

struct str
rule_need(const struct report *report, const struct composition_rule *rule)
{
	if (rule->at_most_per_organization >= 0)
		return report_text(report, label("at most %ld"), rule->at_most_per_organization);
	if (rule->at_least >= 0 && rule->at_most >= 0)
		return report_text(report, label("%ld to %ld"), rule->at_least, rule->at_most);
	return rule->at_least >= 0 ? report_text(report, label("at least %ld"), rule->at_least)
				   : report_text(report, label("at most %ld"), rule->at_most);
}

static struct str
names_text(const struct report *report, const struct standing *standing)
{
	struct buf text = {0};

	for (size_t i = 0; i < standing->listed; i++)
		buf_format(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(standing->names[i]));
	return buf_keep(&text, report->arena);
}

static void
show_rule(const struct report *report, const struct report_rows *rows, const struct report_row *row,
	  struct table *table)
{
	const struct stand *stand = row->beside;
	struct cell *cells = report_show(report, rows, row, table, shown);
	const struct standing *standing = stand->then;

	cells[0] = cell_wording(rule_title(report, standing->rule));
	cells[2] = cell_text(rule_need(report, standing->rule));
	if (!stand->known)
		return;
	cells[4] = cell_text(str_of(standing->met ? label("yes") : label("no")));
	cells[4].marked = !standing->met;
	/* A mere maximum for the members may count everybody, so names would say nothing. */
	if (standing->rule->at_least >= 0 || standing->rule->group.n > 0)
		cells[5] = cell_text(names_text(report, standing));
}

/* Adds sentences below the table: whether --without breaks the rule, and whose leaving would. */
static void
explain(const struct report *report, const struct report_row *row, struct document *document)
{
	const struct stand *stand = row->beside;
	const struct standing *standing = stand->then;
	struct str rule = rule_title(report, standing->rule).text;

	if (!stand->known)
		return;
	if (stand->now->met && !standing->met)
		document_bullet(document, report_text(report, label("%.*s: not met without %.*s."),
						      STR_ARG(rule), STR_ARG(report->without)));
	if (composition_hangs(standing))
		document_bullet(
		    document,
		    report_text(report,
				label_many("%.*s: would break if this person left: %.*s.",
					   "%.*s: would break if one of these left: %.*s.",
					   standing->count),
				STR_ARG(rule), STR_ARG(names_text(report, standing))));
	if (standing->rule->at_most_per_organization >= 0 && standing->organization.n > 0)
		document_bullet(
		    document,
		    report_text(report, label("%.*s: most come from %.*s."), STR_ARG(rule),
				STR_ARG(organization_name(report->view, standing->organization))));
}

void
composition_show(const struct report *report, const struct report_rows *rows,
		 struct document *document)
{
	if (rows->count == 0)
		document_text(document, str_of(label("There are no composition rules.")));
	if (report->without.n > 0)
		document_text(document, report_text(report, label("As if %.*s had left."),
						    STR_ARG(report->without)));
	for (size_t i = 0; i < rows->count;) {
		const struct definition *cop = rows->list[i].cop;
		struct wording name = community_wording(report->view, cop->id);
		struct table *table = report_table(report, rows, document, name.text, shown, SHOWN);
		size_t end = i;

		report_heading(report, cop, document);
		table->language = name.language;
		document_add_table(document, table);
		for (; end < rows->count && rows->list[end].cop == cop; end++)
			show_rule(report, rows, &rows->list[end], table);
		for (; i < end; i++)
			explain(report, &rows->list[i], document);
	}
}
