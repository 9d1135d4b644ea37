/* Findings and rules, as records for queries and output, and as text for people. */
#include "check.h"

static const char *const severity_words[] = {"error", "warning", NULL};

static const struct finding *
finding_of(const struct record *record)
{
	return record->subject;
}

static void
get_path(const struct record *record, struct value *value)
{
	*value = value_text(finding_of(record)->place.path);
}

static void
get_line(const struct record *record, struct value *value)
{
	if (finding_of(record)->place.line > 0)
		*value = value_number(finding_of(record)->place.line);
}

static void
get_column(const struct record *record, struct value *value)
{
	if (finding_of(record)->place.line > 0)
		*value = value_number(finding_of(record)->place.column);
}

static void
get_severity(const struct record *record, struct value *value)
{
	*value = value_text(str_of(severity_word(rules[finding_of(record)->rule].severity)));
}

static void
get_rule(const struct record *record, struct value *value)
{
	*value = value_text(str_of(rules[finding_of(record)->rule].slug));
}

static void
get_message(const struct record *record, struct value *value)
{
	struct buf message = {0};

	diag_message(&message, finding_of(record));
	*value = value_text(buf_keep(&message, record->scratch));
}

static void
get_what(const struct record *record, struct value *value)
{
	*value = value_text(str_of(rules[finding_of(record)->rule].what));
}

static void
get_explanation(const struct record *record, struct value *value)
{
	*value = value_text(str_of(rules[finding_of(record)->rule].explanation));
}

/* clang-format off */
const struct column finding_columns[] = {
	{"path", VALUE_TEXT, .get = get_path, .shown = true, .meaning = "of the file"},
	{"line", VALUE_NUMBER, .get = get_line, .shown = true, .meaning = "from 1; empty if all of the file is meant"},
	{"column", VALUE_NUMBER, .get = get_column, .shown = true, .meaning = "from 1, in code points"},
	{"severity", VALUE_TEXT, severity_words, .get = get_severity, .shown = true, .meaning = "error or warning"},
	{"rule", VALUE_TEXT, rule_words, .get = get_rule, .shown = true, .meaning = "as --explain takes it"},
	{"message", VALUE_TEXT, .get = get_message, .shown = true, .wrapped = true, .meaning = "what is wrong"},
	{0}};

const struct column rule_columns[] = {
	{"rule", VALUE_TEXT, rule_words, .get = get_rule, .shown = true, .meaning = "as --explain takes it"},
	{"severity", VALUE_TEXT, severity_words, .get = get_severity, .shown = true, .meaning = "error or warning"},
	{"what", VALUE_TEXT, .get = get_what, .shown = true, .meaning = "what its findings begin with"},
	{"explanation", VALUE_TEXT, .get = get_explanation, .meaning = "why it matters, how to mend it"},
	{0}};
/* clang-format on */

struct selecting {
	const struct query *query;
	struct arena *scratch;
};

static bool
is_selected(void *context, const struct finding *finding)
{
	static const struct view view = {.audience = AUDIENCE_PRIVATE};
	const struct selecting *selecting = context;
	struct record record = {.view = &view, .subject = finding, .scratch = selecting->scratch};

	return query_holds(selecting->query, &record);
}

void
findings_select(struct diag *found, const struct query *query)
{
	struct selecting selecting = {query, arena_new()};

	diag_keep(found, is_selected, &selecting);
	arena_free(selecting.scratch);
}

void
findings_list(const struct diag *found, struct emit *emit, struct output *output)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct arena *scratch = arena_new();
	struct emit_part part = {0};

	for (size_t i = 0; i < diag_count(found); i++) {
		struct record record = {
		    .view = &view, .subject = diag_at(found, i), .scratch = scratch};

		if (emit != NULL)
			emit_record(emit, &part, &record);
		else
			diag_line(&part.bytes, diag_at(found, i), "");
	}
	if (emit == NULL)
		(void)output_add(output, buf_all(&part.bytes));
	else
		emit_last(emit, &part);
	emit_part_free(&part);
	arena_free(scratch);
}

void
rules_list(const struct query *query, struct emit *emit)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct emit_part part = {0};

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct finding finding = {.rule = (enum rule)rule};
		struct record record = {.view = &view, .subject = &finding};

		if (rule_is_checked(finding.rule) && query_holds(query, &record))
			emit_record(emit, &part, &record);
	}
	emit_last(emit, &part);
}

bool
rule_explain(struct str slug, size_t width, struct output *output, struct nearest *nearest)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct str rest = str_of(rules[rule].explanation), line;
		struct buf out = {0};

		nearest_try(nearest, str_of(rules[rule].slug));
		if (!str_is(slug, rules[rule].slug))
			continue;
		buf_format(&out, "%s (%s): %s\n\n", rules[rule].slug,
			   severity_word(rules[rule].severity), rules[rule].what);
		while (text_wrap(&rest, width, &line)) {
			buf_str(&out, line);
			buf_char(&out, '\n');
		}
		(void)output_add(output, buf_all(&out));
		buf_free(&out);
		return true;
	}
	return false;
}
