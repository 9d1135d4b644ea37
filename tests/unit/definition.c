/*
 * Definitions (definition.h): what is read, the status on each edge day, pauses, mergers, partial dates, and what cannot
 * be understood.
 */
#include "unit.h"

#include "definition.h"

static struct definition *
parse(const char *yaml)
{
	return definition_parse(arena, STR("a"), str_of(yaml), place_of("cops/a.yaml"), NULL, diag);
}

/* A definition with the required keys, and more. */
static struct definition *
define(const char *more)
{
	struct definition *cop;

	buf_clear(&text);
	buf_format(&text, "name: N\nhost: acme\ndomain: D\n%s", more);
	cop = definition_parse(arena, STR("a"), buf_all(&text), place_of("cops/a.yaml"), NULL,
			       diag);
	assert_non_null(cop);
	return cop;
}

static void
assert_status(const struct definition *cop, const char *date, enum status status)
{
	if (definition_status(cop, on(date)) != status)
		fail_msg("%s on %s, not %s", status_words[definition_status(cop, on(date))], date,
			 status_words[status]);
}

/* -- what is read ------------------------------------------------------------------------------------ */

static void
test_a_bare_definition_has_the_defaults_of_the_format(void **state)
{
	const struct definition *cop = define("");

	(void)state;
	assert_string_equal(found(), "");
	assert_str(cop->id, "a");
	assert_str(cop->path, "cops/a.yaml");
	assert_str(cop->host, "acme");
	assert_int_equal(cop->kind, KIND_COMMUNITY);
	assert_int_equal(cop->visibility, VISIBILITY_PUBLIC);
	assert_false(date_given(cop->launched));
	assert_false(date_given(cop->ended));
	assert_false(date_given(cop->reviewed));
	assert_int_equal(cop->merged, DAY_NEVER);
	assert_int_equal(cop->pause_count + cop->group_count + cop->rule_count + cop->lineage_count,
			 0);
}

static void
test_words_are_read_as_their_numbers(void **state)
{
	const struct definition *cop = define("kind: user-group\nvisibility: secret\n");

	(void)state;
	assert_int_equal(cop->kind, KIND_USER_GROUP);
	assert_int_equal(cop->visibility, VISIBILITY_SECRET);
}

static void
test_groups_are_those_of_the_list(void **state)
{
	const struct definition *cop = define(
	    "community: {groups: [{id: steering}, {id: advisory, name: A}]}\n");

	(void)state;
	assert_int_equal(cop->group_count, 2);
	assert_true(definition_has_group(cop, STR("steering")));
	assert_true(definition_has_group(cop, STR("advisory")));
	assert_true(definition_has_group(cop, STR("leads")));
	assert_false(definition_has_group(cop, STR("steer")));
	assert_false(definition_has_group(cop, STR("")));
}

static void
test_every_community_has_leads(void **state)
{
	(void)state;
	assert_true(definition_has_group(define(""), STR("leads")));
}

static void
test_a_composition_rule_keeps_its_filters_and_bounds(void **state)
{
	const struct definition *cop = define(
	    "community:\n  composition:\n"
	    "  - {group: leads, role: nurse, organization: o, region: r, position: chair,"
	    " at_least: 0, at_most: 12}\n"
	    "  - {group: leads, at_most_per_organization: 2}\n");

	(void)state;
	assert_int_equal(cop->rule_count, 2);
	assert_str(cop->rules[0].group, "leads");
	assert_str(cop->rules[0].role, "nurse");
	assert_str(cop->rules[0].organization, "o");
	assert_str(cop->rules[0].region, "r");
	assert_str(cop->rules[0].position, "chair");
	assert_int_equal(cop->rules[0].at_least, 0);
	assert_int_equal(cop->rules[0].at_most, 12);
	assert_int_equal(cop->rules[0].at_most_per_organization, -1);
	assert_null(cop->rules[1].role.p);
	assert_int_equal(cop->rules[1].at_least, -1);
	assert_int_equal(cop->rules[1].at_most_per_organization, 2);
}

static void
test_lineage_keeps_its_events(void **state)
{
	const struct definition *cop = define("lineage:\n"
					      "- {event: grew-from, community: b, date: 2020}\n"
					      "- {event: split-from, body: Them}\n");

	(void)state;
	assert_int_equal(cop->lineage_count, 2);
	assert_int_equal(cop->lineage[0].event, LINEAGE_GREW_FROM);
	assert_str(cop->lineage[0].community, "b");
	assert_int_equal(cop->lineage[0].date.year, 2020);
	assert_int_equal(cop->lineage[1].event, LINEAGE_SPLIT_FROM);
	assert_null(cop->lineage[1].community.p);
	assert_false(date_given(cop->lineage[1].date));
}

static void
test_faults_of_form_are_recorded_where_they_stand(void **state)
{
	(void)state;
	(void)define("launched: 2021-13\nkind: comunity\nhots: x\n");
	assert_string_equal(found(), "4:11 bad-date, 5:7 unknown-word, 6:1 unknown-key");
}

static void
test_what_is_no_map_is_no_definition(void **state)
{
	(void)state;
	assert_null(parse("- a\n"));
	assert_null(parse("word\n"));
	assert_null(parse("a: [\n"));
	assert_true(diag_count(diag) >= 3);
}

static void
test_an_empty_file_is_a_definition_that_lacks_everything(void **state)
{
	(void)state;
	assert_non_null(parse(""));
	assert_string_equal(found(), "1:1 missing-key, 1:1 missing-key, 1:1 missing-key");
}

static void
test_texts_keep_to_the_languages_that_are_given(void **state)
{
	struct str list[] = {STR("en"), STR("fr")};
	struct languages languages = {list, 2};

	(void)state;
	assert_non_null(definition_parse(arena, STR("a"),
					 STR("name: {en: N, de: M}\nhost: h\ndomain: D\n"),
					 place_of("p"), &languages, diag));
	assert_string_equal(found(), "1:15 unknown-language");
}

/* -- status ------------------------------------------------------------------------------------------ */

static void
test_a_community_without_dates_is_active_always(void **state)
{
	const struct definition *cop = define("");

	(void)state;
	assert_status(cop, "1000-01-01", STATUS_ACTIVE);
	assert_status(cop, "9999-12-31", STATUS_ACTIVE);
}

static void
test_a_community_is_planned_until_the_day_before_its_launch(void **state)
{
	const struct definition *cop = define("launched: 2021-03-15\n");

	(void)state;
	assert_status(cop, "2021-03-14", STATUS_PLANNED);
	assert_status(cop, "2021-03-15", STATUS_ACTIVE);
}

static void
test_the_last_day_counts(void **state)
{
	const struct definition *cop = define("ended: 2024-02-29\n");

	(void)state;
	assert_status(cop, "2024-02-29", STATUS_ACTIVE);
	assert_status(cop, "2024-03-01", STATUS_ENDED);
}

static void
test_a_partial_launch_is_its_first_day(void **state)
{
	const struct definition *cop = define("launched: 2021-03\n");

	(void)state;
	assert_status(cop, "2021-02-28", STATUS_PLANNED);
	assert_status(cop, "2021-03-01", STATUS_ACTIVE);
	assert_status(define("launched: 2021\n"), "2020-12-31", STATUS_PLANNED);
	assert_status(define("launched: 2021\n"), "2021-01-01", STATUS_ACTIVE);
}

static void
test_a_partial_end_is_its_last_day(void **state)
{
	const struct definition *cop = define("ended: 2024-02\n");

	(void)state;
	assert_status(cop, "2024-02-29", STATUS_ACTIVE);
	assert_status(cop, "2024-03-01", STATUS_ENDED);
	assert_status(define("ended: 2023\n"), "2023-12-31", STATUS_ACTIVE);
	assert_status(define("ended: 2023\n"), "2024-01-01", STATUS_ENDED);
}

static void
test_a_pause_holds_on_its_first_and_last_day(void **state)
{
	const struct definition *cop = define("paused: [{from: 2022-02-01, until: 2022-03}]\n");

	(void)state;
	assert_status(cop, "2022-01-31", STATUS_ACTIVE);
	assert_status(cop, "2022-02-01", STATUS_PAUSED);
	assert_status(cop, "2022-03-31", STATUS_PAUSED);
	assert_status(cop, "2022-04-01", STATUS_ACTIVE);
}

static void
test_a_pause_without_an_end_goes_on(void **state)
{
	const struct definition *cop = define("paused:\n- {from: 2020, until: 2020}\n"
					      "- {from: 2022-02}\n");

	(void)state;
	assert_status(cop, "2020-12-31", STATUS_PAUSED);
	assert_status(cop, "2021-06-01", STATUS_ACTIVE);
	assert_status(cop, "2022-01-31", STATUS_ACTIVE);
	assert_status(cop, "9999-12-31", STATUS_PAUSED);
}

static void
test_what_has_ended_is_not_paused(void **state)
{
	const struct definition *cop = define("launched: 2021\nended: 2022-06\n"
					      "paused: [{from: 2020}]\n");

	(void)state;
	assert_status(cop, "2020-06-01", STATUS_PLANNED);
	assert_status(cop, "2021-01-01", STATUS_PAUSED);
	assert_status(cop, "2022-07-01", STATUS_ENDED);
}

static void
test_a_community_is_merged_after_the_date_of_its_merger(void **state)
{
	const struct definition *cop = define(
	    "lineage: [{event: merged-into, community: b, date: 2023-05-10}]\n");

	(void)state;
	assert_status(cop, "2023-05-10", STATUS_ACTIVE);
	assert_status(cop, "2023-05-11", STATUS_MERGED);
}

static void
test_a_partial_merger_is_its_first_day(void **state)
{
	const struct definition *cop = define(
	    "lineage: [{event: merged-into, body: Them, date: 2023}]\n");

	(void)state;
	assert_status(cop, "2023-01-01", STATUS_ACTIVE);
	assert_status(cop, "2023-01-02", STATUS_MERGED);
}

static void
test_merged_goes_before_ended_and_planned_before_both(void **state)
{
	const struct definition *cop = define(
	    "launched: 2025\nended: 2023-05-10\n"
	    "lineage: [{event: merged-into, community: b, date: 2023-05-10}]\n");

	(void)state;
	assert_status(cop, "2024-01-01", STATUS_PLANNED);
	assert_status(cop, "2025-01-01", STATUS_MERGED);
}

static void
test_other_events_merge_nothing(void **state)
{
	const struct definition *cop = define(
	    "lineage: [{event: merged-from, community: b, date: 2020},"
	    " {event: merged-into, body: Them}]\n");

	(void)state;
	assert_int_equal(cop->merged, DAY_NEVER);
	assert_status(cop, "2026-06-30", STATUS_ACTIVE);
}

/* -- what cannot be understood ----------------------------------------------------------------------- */

static void
test_a_bad_date_counts_as_not_there(void **state)
{
	const struct definition *cop = define("launched: soon\nended: 2021-02-30\n");

	(void)state;
	assert_false(date_given(cop->launched));
	assert_status(cop, "2026-06-30", STATUS_ACTIVE);
}

static void
test_a_bad_word_counts_as_not_there(void **state)
{
	const struct definition *cop = define("kind: club\n");

	(void)state;
	assert_int_equal(cop->kind, KIND_COMMUNITY);
}

static void
test_a_bad_visibility_counts_as_secret(void **state)
{
	(void)state;
	assert_int_equal(define("visibility: Members\n")->visibility, VISIBILITY_SECRET);
	assert_int_equal(define("visibility: [public]\n")->visibility, VISIBILITY_SECRET);
	assert_int_equal(define("visiblity: secret\n")->visibility, VISIBILITY_SECRET);
	assert_int_equal(define("visiblity: public\n")->visibility, VISIBILITY_PUBLIC);
	assert_int_equal(define("join:\n  visibility: members\n")->visibility, VISIBILITY_MEMBERS);
	assert_int_equal(define("also: {visibility: secret}\n")->visibility, VISIBILITY_PUBLIC);
	assert_int_equal(define("visibility:\n")->visibility, VISIBILITY_PUBLIC);
}

static void
test_a_pause_that_is_no_map_counts_as_not_there(void **state)
{
	const struct definition *cop = define("paused: [2021]\n");

	(void)state;
	assert_string_equal(found(), "4:10 wrong-type");
	assert_status(cop, "2026-06-30", STATUS_ACTIVE);
}

static void
test_pauses_that_are_no_list_count_as_not_there(void **state)
{
	(void)state;
	assert_status(define("paused: {from: 2020}\n"), "2026-06-30", STATUS_ACTIVE);
}

static void
test_a_bad_count_counts_as_not_there(void **state)
{
	const struct definition *cop = define(
	    "community: {composition: [{at_least: 3x, at_most: '4.5'}]}\n");

	(void)state;
	assert_int_equal(cop->rules[0].at_least, -1);
	assert_int_equal(cop->rules[0].at_most, -1);
}

static void
test_an_event_of_an_unknown_word_counts_as_not_there(void **state)
{
	const struct definition *cop = define(
	    "lineage: [{event: absorbed, date: 2020}, merged-into, {event: scaled}]\n");

	(void)state;
	assert_int_equal(cop->lineage_count, 1);
	assert_int_equal(cop->lineage[0].event, LINEAGE_SCALED);
}

static void
test_a_group_without_an_id_counts_as_not_there(void **state)
{
	(void)state;
	assert_int_equal(define("community: {groups: [{name: X}, '', [a]]}\n")->group_count, 0);
}

/* -- helpers ----------------------------------------------------------------------------------------- */

static void
test_a_span_holds_both_its_ends(void **state)
{
	const struct node *node = node_parse(arena, STR("from: 2021\nuntil: 2022-03\nx: 2020\n"),
					     (struct place){0}, diag);
	struct span span = node_span(node);

	(void)state;
	assert_int_equal(span.first, on("2021-01-01"));
	assert_int_equal(span.last, on("2022-03-31"));
	assert_true(span_holds(span, span.first));
	assert_true(span_holds(span, span.last));
	assert_false(span_holds(span, span.first - 1));
	assert_false(span_holds(span, span.last + 1));
}

static void
test_a_span_without_dates_holds_always(void **state)
{
	struct span span = node_span(NULL);

	(void)state;
	assert_int_equal(span.first, DAY_ALWAYS);
	assert_int_equal(span.last, DAY_NEVER);
	assert_false(date_given(node_date(NULL, "x")));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_bare_definition_has_the_defaults_of_the_format),
	    TEST(test_words_are_read_as_their_numbers),
	    TEST(test_groups_are_those_of_the_list),
	    TEST(test_every_community_has_leads),
	    TEST(test_a_composition_rule_keeps_its_filters_and_bounds),
	    TEST(test_lineage_keeps_its_events),
	    TEST(test_faults_of_form_are_recorded_where_they_stand),
	    TEST(test_what_is_no_map_is_no_definition),
	    TEST(test_an_empty_file_is_a_definition_that_lacks_everything),
	    TEST(test_texts_keep_to_the_languages_that_are_given),
	    TEST(test_a_community_without_dates_is_active_always),
	    TEST(test_a_community_is_planned_until_the_day_before_its_launch),
	    TEST(test_the_last_day_counts),
	    TEST(test_a_partial_launch_is_its_first_day),
	    TEST(test_a_partial_end_is_its_last_day),
	    TEST(test_a_pause_holds_on_its_first_and_last_day),
	    TEST(test_a_pause_without_an_end_goes_on),
	    TEST(test_what_has_ended_is_not_paused),
	    TEST(test_a_community_is_merged_after_the_date_of_its_merger),
	    TEST(test_a_partial_merger_is_its_first_day),
	    TEST(test_merged_goes_before_ended_and_planned_before_both),
	    TEST(test_other_events_merge_nothing),
	    TEST(test_a_bad_date_counts_as_not_there),
	    TEST(test_a_bad_word_counts_as_not_there),
	    TEST(test_a_bad_visibility_counts_as_secret),
	    TEST(test_a_pause_that_is_no_map_counts_as_not_there),
	    TEST(test_pauses_that_are_no_list_count_as_not_there),
	    TEST(test_a_bad_count_counts_as_not_there),
	    TEST(test_an_event_of_an_unknown_word_counts_as_not_there),
	    TEST(test_a_group_without_an_id_counts_as_not_there),
	    TEST(test_a_span_holds_both_its_ends),
	    TEST(test_a_span_without_dates_holds_always),
	};

	return cmocka_run_group_tests_name("definition", tests, NULL, NULL);
}
