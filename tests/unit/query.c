/* -w: fields, operators, alternatives, and the meaning of an empty, partial or unknown value (query.h, commands.md). */
#include "unit.h"

#include "communities.h"
#include "query.h"

static const char yaml[] = "name: {en: Rural care, fr: Soins en milieu rural}\n"
			   "host: h1\n"
			   "domain: D\n"
			   "acronym: RC\n"
			   "launched: 2021-09\n"
			   "regions: [north]\n"
			   "purposes: [link, {purpose: share, until: 2022}]\n"
			   "join: {admission: open}\n"
			   "aliases: [\"Œuvre, rurale\", \"L’équipe\"]\n"
			   "meetings:\n"
			   "  - {cadence: monthly, minutes: 60}\n"
			   "  - {cadence: annual, minutes: 90}\n";

struct fixture {
	struct registry registry;
	struct view view;
	struct headcount headcount;
	struct record record;
};

static void
add_term(struct vocabulary *vocabulary, size_t i, const char *id, const char *within)
{
	vocabulary->list[i] = (struct term){.id = str_of(id), .within = str_of(within)};
	vocabulary->count = i + 1;
	*map_at(&vocabulary->by_id, str_of(id)) = &vocabulary->list[i];
}

static int
begin(void **state)
{
	struct fixture *f = test_malloc(sizeof(*f));

	*f = (struct fixture){.headcount = {.known = true, .members = 3, .applicants = 0}};
	(void)unit_begin(state);
	f->registry.languages = (struct languages){(const struct str[]){STR("en")}, 1};
	f->registry.policy.small_cell = 5;
	f->registry.regions = (struct vocabulary){
	    .list = arena_array(arena, 3, sizeof(struct term)), .by_id = map_new(arena)};
	add_term(&f->registry.regions, 0, "canada", NULL);
	add_term(&f->registry.regions, 1, "north", "canada");
	add_term(&f->registry.regions, 2, "mexico", NULL);
	f->registry.hosts = (struct vocabulary){.list = arena_array(arena, 1, sizeof(struct term)),
						.by_id = map_new(arena)};
	add_term(&f->registry.hosts, 0, "h1", NULL);
	f->view = (struct view){
	    .registry = &f->registry, .as_of = day_of(2026, 6, 30), .audience = AUDIENCE_PRIVATE};
	f->record = (struct record){
	    .view = &f->view,
	    .cop = definition_parse(arena, STR("rural"), STR(yaml), place_of("cops/rural.yaml"),
				    NULL, diag),
	    .subject = &f->headcount,
	    .scratch = arena,
	};
	assert_non_null(f->record.cop);
	assert_int_equal(diag_count(diag), 0);
	*state = f;
	return 0;
}

static int
end(void **state)
{
	struct fixture *f = *state;

	test_free(f);
	return unit_end(state);
}

static bool
holds(struct fixture *f, const char *expression)
{
	struct query *query = query_new(arena, community_columns);

	if (!query_add(query, &f->registry, str_of(expression), diag))
		fail_msg("refused: %s", expression);
	return query_holds(query, &f->record);
}

static void
assert_refused(struct fixture *f, const char *expression, const char *detail)
{
	struct query *query = query_new(arena, community_columns);
	struct str found;

	diag_clear(diag);
	assert_false(query_add(query, &f->registry, str_of(expression), diag));
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_USAGE);
	found = diag_at(diag, 0)->detail;
	if (memmem(found.p, found.n, detail, strlen(detail)) == NULL)
		fail_msg("%s: says \"%.*s\", not \"%s\"", expression, STR_ARG(found), detail);
}

static void
test_equal_is_exact_text_in_any_language(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "name=Rural care"));
	assert_true(holds(f, "name=Soins en milieu rural"));
	assert_false(holds(f, "name=rural care"));
	assert_false(holds(f, "name=Rural"));
	assert_true(holds(f, "name.fr=Soins en milieu rural"));
	assert_false(holds(f, "name.fr=Rural care"));
	assert_false(holds(f, "name!=Rural care"));
	assert_true(holds(f, "name!=Rural"));
}

static void
test_a_comma_separates_alternatives_unless_escaped(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "acronym=XY,RC"));
	assert_false(holds(f, "acronym=XY,Z"));
	assert_false(holds(f, "acronym!=XY,RC"));
	assert_true(holds(f, "aliases=Œuvre\\, rurale"));
	assert_false(holds(f, "aliases=Œuvre, rurale"));
}

static void
test_contains_is_blind_to_case_and_accents(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "aliases~oeuvre"));
	assert_true(holds(f, "aliases~L'EQUIPE"));
	assert_true(holds(f, "name~MILIEU"));
	assert_false(holds(f, "name!~milieu"));
	assert_true(holds(f, "name!~urban"));
	assert_true(holds(f, "name~urban,rural"));
}

static void
test_nothing_after_equal_asks_for_what_is_empty(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "ended="));
	assert_false(holds(f, "ended!="));
	assert_false(holds(f, "acronym="));
	assert_true(holds(f, "acronym!="));
	assert_true(holds(f, "funding="));
	assert_false(holds(f, "meetings="));
	assert_true(holds(f, "acronym=,RC"));
}

static void
test_a_partial_date_is_its_whole_range(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "launched=2021-09"));
	assert_true(holds(f, "launched=2021"));
	assert_false(holds(f, "launched=2021-09-01"));
	assert_true(holds(f, "launched<2021-10"));
	assert_false(holds(f, "launched<2021-09"));
	assert_false(holds(f, "launched<2021-09-15"));
	assert_false(holds(f, "launched>2021-09-15"));
	assert_true(holds(f, "launched>2021-08-31"));
	assert_false(holds(f, "launched>2021"));
	assert_true(holds(f, "launched<=2021-09"));
	assert_true(holds(f, "launched>=2021-09"));
	assert_false(holds(f, "launched>=2021-09-02"));
	assert_false(holds(f, "launched<2021-09-30"));
	assert_false(holds(f, "launched>2021-09-01"));
	assert_false(holds(f, "launched=2021-09-30"));
	assert_true(holds(f, "launched=2021-Q3"));
	assert_false(holds(f, "launched>2021-Q3"));
	assert_true(holds(f, "launched>2021-Q2"));
}

static void
test_an_empty_value_has_no_order(void **state)
{
	struct fixture *f = *state;

	assert_false(holds(f, "ended<2030"));
	assert_false(holds(f, "ended>=1990"));
}

static void
test_numbers_compare_as_numbers(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "members=3"));
	assert_true(holds(f, "members=3.0"));
	assert_true(holds(f, "members<10"));
	assert_false(holds(f, "members=2"));
	assert_false(holds(f, "members<3"));
	assert_true(holds(f, "members<=3"));
	assert_false(holds(f, "members>3"));
	assert_true(holds(f, "members>=3"));
	assert_true(holds(f, "launched~21-0"));
	f->headcount.members = 13;
	assert_true(holds(f, "members~3"));
	assert_true(holds(f, "members!~0"));
	assert_true(holds(f, "applicants=0"));
	assert_false(holds(f, "applicants="));
	assert_true(holds(f, "meetings.minutes>60"));
	assert_true(holds(f, "meetings.2.minutes=90"));
	assert_false(holds(f, "meetings.1.minutes=90"));
}

static void
test_an_unknown_count_is_empty_and_never_zero(void **state)
{
	struct fixture *f = *state;

	f->headcount.known = false;
	assert_true(holds(f, "members="));
	assert_false(holds(f, "members=0"));
	assert_false(holds(f, "members<1"));
	assert_false(holds(f, "members>=0"));
}

static void
test_a_masked_count_tells_nothing(void **state)
{
	struct fixture *f = *state;

	f->view.audience = AUDIENCE_PUBLIC;
	assert_false(holds(f, "members=3"));
	assert_false(holds(f, "members<5"));
	assert_true(holds(f, "applicants=0"));
}

static void
test_a_list_matches_if_any_item_does(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "cadence=annual"));
	assert_true(holds(f, "meetings.cadence=monthly"));
	assert_true(holds(f, "meetings.1.cadence=monthly"));
	assert_false(holds(f, "meetings.2.cadence=monthly"));
	assert_false(holds(f, "cadence!=annual"));
}

static void
test_purposes_are_those_of_the_day_and_the_path_all_of_them(void **state)
{
	struct fixture *f = *state;

	assert_false(holds(f, "purposes=share"));
	assert_true(holds(f, "cop.purposes=share"));
	f->view.as_of = day_of(2022, 12, 31);
	assert_true(holds(f, "purposes=share"));
}

static void
test_a_region_matches_what_lies_within_it(void **state)
{
	struct fixture *f = *state;

	assert_true(holds(f, "regions=canada"));
	assert_true(holds(f, "regions=north"));
	assert_false(holds(f, "regions!=canada"));
	assert_false(holds(f, "regions=mexico"));
}

static void
test_a_slip_is_a_usage_error_with_a_suggestion(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "stauts=active", "did you mean \"status\"?");
	assert_refused(f, "join.admision=open", "did you mean \"join.admission\"?");
	assert_refused(f, "admission=open", "did you mean \"join.admission\"?");
	assert_refused(f, "join.admission=opne", "did you mean \"open\"?");
	assert_refused(f, "status=actve", "did you mean \"active\"?");
	assert_refused(f, "regions=nrth", "did you mean \"north\"?");
	assert_refused(f, "launched=soon", "not a date");
	assert_refused(f, "members=many", "not a number");
	for (size_t i = 0; i < 4; i++) {
		static const char *const orders[] = {"name<B", "name>B", "name<=B", "name>=B"};

		assert_refused(f, orders[i], "only dates and numbers can be compared with < or >");
	}
	assert_refused(f, "members<", "compare");
	assert_refused(f, "active", "FIELD OP VALUE");
	assert_refused(f, "", "FIELD OP VALUE");
	assert_refused(f, "=x", "no field");
}

static void
test_every_condition_must_hold(void **state)
{
	struct fixture *f = *state;
	struct query *query = query_new(arena, community_columns);

	assert_true(query_add(query, &f->registry, STR("acronym=RC"), diag));
	assert_true(query_holds(query, &f->record));
	assert_true(query_add(query, &f->registry, STR("members>5"), diag));
	assert_false(query_holds(query, &f->record));
	assert_true(query_mentions(query, "members"));
	assert_false(query_mentions(query, "status"));
	assert_int_equal(query_needs(query), NEEDS_PEOPLE);
	assert_null(query_field(query, 2));
}

#define TEST_RECORD(function) cmocka_unit_test_setup_teardown(function, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_RECORD(test_equal_is_exact_text_in_any_language),
	    TEST_RECORD(test_a_comma_separates_alternatives_unless_escaped),
	    TEST_RECORD(test_contains_is_blind_to_case_and_accents),
	    TEST_RECORD(test_nothing_after_equal_asks_for_what_is_empty),
	    TEST_RECORD(test_a_partial_date_is_its_whole_range),
	    TEST_RECORD(test_an_empty_value_has_no_order),
	    TEST_RECORD(test_numbers_compare_as_numbers),
	    TEST_RECORD(test_an_unknown_count_is_empty_and_never_zero),
	    TEST_RECORD(test_a_masked_count_tells_nothing),
	    TEST_RECORD(test_a_list_matches_if_any_item_does),
	    TEST_RECORD(test_purposes_are_those_of_the_day_and_the_path_all_of_them),
	    TEST_RECORD(test_a_region_matches_what_lies_within_it),
	    TEST_RECORD(test_a_slip_is_a_usage_error_with_a_suggestion),
	    TEST_RECORD(test_every_condition_must_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
