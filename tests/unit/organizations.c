/*
 * organizations.csv and suppressions.csv (organizations.h): what is read, what may be missing without an error, and what
 * is recorded.
 */
#include "unit.h"

#include "organizations.h"

#define ORGANIZATIONS "id,name,aliases,region,domains,member_of,joined,left\n"
#define SUPPRESSIONS "email,date,reason\n"

static struct organizations *
organizations(const char *rows)
{
	save("organizations.csv", str_of(rows));
	return organizations_read(arena, &here, diag);
}

static struct suppressions *
suppressions(const char *rows)
{
	save("suppressions.csv", str_of(rows));
	return suppressions_read(arena, &here, diag);
}

static void
test_an_organization_is_read_with_all_its_fields(void **state)
{
	const struct organizations *all = organizations(
	    ORGANIZATIONS "acme,\"Acme, Inc.\",A;B,bc,acme.example;a.example,h1;h2,"
			  "2020,2024-06\nbare,,,,,,,\n");
	const struct organization *one = map_get(&all->by_id, STR("acme"));

	(void)state;
	assert_string_equal(found(), "");
	assert_int_equal(all->count, 2);
	assert_str(all->path, "organizations.csv");
	assert_ptr_equal(one, &all->list[0]);
	assert_str(one->name, "Acme, Inc.");
	assert_str(one->aliases, "A;B");
	assert_str(one->region, "bc");
	assert_str(one->domains, "acme.example;a.example");
	assert_str(one->member_of, "h1;h2");
	assert_int_equal(one->joined.year, 2020);
	assert_int_equal(one->left.month, 6);
	assert_int_equal(one->line, 2);
	assert_false(date_given(all->list[1].joined));
	assert_null(map_get(&all->by_id, STR("none")));
}

static void
test_a_suppression_is_read_with_all_its_fields(void **state)
{
	const struct suppressions *all = suppressions(SUPPRESSIONS
						      "a@b.ca,2024-01-02,asked\nc@d.ca,2024,\n");
	const struct suppression *one = map_get(&all->by_email, STR("a@b.ca"));

	(void)state;
	assert_string_equal(found(), "");
	assert_int_equal(all->count, 2);
	assert_int_equal(one->date.number, 2);
	assert_str(one->reason, "asked");
	assert_int_equal(one->line, 2);
	assert_non_null(map_get(&all->by_email, STR("c@d.ca")));
	assert_null(map_get(&all->by_email, STR("A@b.ca")));
}

static void
test_a_file_that_is_not_there_is_no_error(void **state)
{
	(void)state;
	assert_null(organizations_read(arena, &here, diag));
	assert_null(suppressions_read(arena, &here, diag));
	assert_string_equal(found(), "");
}

static void
test_a_file_of_its_header_alone_has_nobody(void **state)
{
	(void)state;
	assert_int_equal(organizations(ORGANIZATIONS)->count, 0);
	assert_int_equal(suppressions(SUPPRESSIONS)->count, 0);
	assert_string_equal(found(), "");
}

static void
test_a_file_that_cannot_be_read_is_recorded(void **state)
{
	(void)state;
	assert_int_equal(mkdir("organizations.csv", 0700), 0);
	assert_int_equal(symlink("x", "suppressions.csv"), 0);
	assert_null(organizations_read(arena, &here, diag));
	assert_null(suppressions_read(arena, &here, diag));
	assert_string_equal(found(), "0:0 unreadable, 0:0 unreadable");
}

static void
test_a_wrong_header_is_recorded(void **state)
{
	(void)state;
	assert_null(organizations("id,name\na,b\n"));
	assert_null(suppressions(""));
	assert_int_equal(diag_count(diag), 2);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_CSV_HEADER);
	assert_int_equal(diag_at(diag, 1)->rule, RULE_CSV_HEADER);
}

static void
test_further_columns_may_follow(void **state)
{
	(void)state;
	assert_int_equal(suppressions("email,date,reason,by\na@b.ca,2024,x,me\n")->count, 1);
	assert_string_equal(found(), "");
}

static void
test_a_record_without_its_id_is_told_and_passed_over(void **state)
{
	(void)state;
	assert_int_equal(organizations(ORGANIZATIONS ",Name,,,,,,\na,,,,,,,\n")->count, 1);
	assert_int_equal(suppressions(SUPPRESSIONS "a@b.ca,2024,\n,2024,\n")->count, 1);
	assert_string_equal(found(), "2:1 missing-field, 3:1 missing-field");
}

static void
test_a_bad_date_is_told_and_counts_as_none(void **state)
{
	const struct organizations *all = organizations(ORGANIZATIONS
							"a,,,,,,2021-13,2022\nb,,,,,,2020,x\n");

	(void)state;
	assert_int_equal(all->count, 2);
	assert_false(date_given(all->list[0].joined));
	assert_int_equal(all->list[0].left.year, 2022);
	assert_false(date_given(all->list[1].left));
	assert_int_equal(diag_count(diag), 2);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_BAD_DATE);
	assert_int_equal(diag_at(diag, 0)->place.line, 2);
	assert_int_equal(diag_at(diag, 1)->place.line, 3);
}

static void
test_of_two_records_with_an_id_the_first_is_found(void **state)
{
	const struct organizations *all = organizations(ORGANIZATIONS "a,One,,,,,,\na,Two,,,,,,\n");

	(void)state;
	assert_int_equal(all->count, 2);
	assert_str(((struct organization *)map_get(&all->by_id, STR("a")))->name, "One");
}

static void
test_a_member_is_one_from_the_first_day_to_the_last(void **state)
{
	const struct organizations *all = organizations(
	    ORGANIZATIONS "a,A,,,,h1; h2,2024-02-10,2025-03\nb,B,,,,h1,,\nc,C,,,,,,\n");
	const struct organization *a = &all->list[0];

	(void)state;
	assert_false(organization_is_member(a, STR("h1"), on("2024-02-09")));
	assert_true(organization_is_member(a, STR("h1"), on("2024-02-10")));
	assert_true(organization_is_member(a, STR("h2"), on("2025-03-31")));
	assert_false(organization_is_member(a, STR("h2"), on("2025-04-01")));
	assert_false(organization_is_member(a, STR("h3"), on("2024-06-01")));
	assert_true(organization_is_member(&all->list[1], STR("h1"), on("1999-01-01")));
	assert_false(organization_is_member(&all->list[2], STR("h1"), on("2024-06-01")));
}

static void
test_an_organization_is_meant_by_its_id_its_name_or_an_alias(void **state)
{
	static const char *const meant[][2] = {{"bayclinic", "bay-clinic"},
					       {"rivage", "shore"},
					       {"the shore", "shore"},
					       {"clinic", "bay-clinic"},
					       {"nowhere", ""}};
	const struct organizations *all = organizations(
	    ORGANIZATIONS
	    "bay-clinic,Bay Health Clinic,,,,,,\nshore,Shoreline,Le Large; Rivage;The Shore,,,,,\n");

	(void)state;
	for (size_t i = 0; i < sizeof(meant) / sizeof(meant[0]); i++) {
		struct nearest nearest = nearest_to(str_of(meant[i][0]));

		organizations_nearest(all, &nearest);
		if (*meant[i][1] == '\0')
			assert_null(nearest.best.p);
		else
			assert_str(nearest.best, meant[i][1]);
	}
}

static void
test_an_address_in_capitals_is_suppressed(void **state)
{
	const struct suppressions *all = suppressions(
	    SUPPRESSIONS "Zed@B.ca,2024,\na@b.ca,2025,\nA@b.ca,2026,\n");

	(void)state;
	assert_int_equal(suppression_of(all, STR("zed@b.ca"))->line, 2);
	assert_int_equal(suppression_of(all, STR("a@b.ca"))->line, 3);
	/* A roster may have it in capitals, too. */
	assert_int_equal(suppression_of(all, STR("A@B.CA"))->line, 3);
	assert_int_equal(suppression_of(all, STR("ZED@b.ca"))->line, 2);
	assert_null(suppression_of(all, STR("zed@c.ca")));
	assert_null(suppression_of(NULL, STR("zed@b.ca")));
}

static void
test_of_several_suppressions_of_an_address_the_earliest_counts(void **state)
{
	const struct suppressions *all = suppressions(
	    SUPPRESSIONS
	    "a@b.ca,2027,\na@b.ca,2024,\na@b.ca,2024-01,\nZed@b.ca,2027,\nzed@b.ca,2024,\n");

	(void)state;
	assert_int_equal(suppression_of(all, STR("a@b.ca"))->line, 3);
	assert_int_equal(suppression_of(all, STR("zed@b.ca"))->line, 6);
}

static void
test_thousands_of_records_are_all_found(void **state)
{
	const struct suppressions *all;

	(void)state;
	buf_puts(&text, SUPPRESSIONS);
	for (int i = 0; i < 5000; i++)
		buf_format(&text, "u%d@b.ca,2024,\n", i);
	buf_char(&text, '\0');
	all = suppressions(text.p);
	assert_int_equal(all->count, 5000);
	for (int i = 0; i < 5000; i++) {
		const struct suppression *one = map_get(&all->by_email,
							arena_format(arena, "u%d@b.ca", i));

		assert_non_null(one);
		assert_int_equal(one->line, i + 2);
	}
}

static void
test_a_damaged_line_is_told_and_passed_over(void **state)
{
	(void)state;
	assert_int_equal(suppressions(SUPPRESSIONS "a\"b,,\n\nc@d.ca,2024\ne@f.ca,2024,\n")->count,
			 1);
	assert_string_equal(found(), "2:2 csv-syntax, 3:1 csv-syntax, 4:1 csv-fields");
}

static void
test_a_line_that_is_not_utf8_is_told_and_passed_over(void **state)
{
	(void)state;
	assert_int_equal(organizations(ORGANIZATIONS "a,Qu\xE9"
						     "bec,,,,,,\nb,B,,,,,,\n")
			     ->count,
			 1);
	diag_sort(diag);
	assert_string_equal(found(), "2:5 not-utf8");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_IN_FOLDER(test_an_organization_is_read_with_all_its_fields),
	    TEST_IN_FOLDER(test_a_suppression_is_read_with_all_its_fields),
	    TEST_IN_FOLDER(test_a_file_that_is_not_there_is_no_error),
	    TEST_IN_FOLDER(test_a_file_of_its_header_alone_has_nobody),
	    TEST_IN_FOLDER(test_a_file_that_cannot_be_read_is_recorded),
	    TEST_IN_FOLDER(test_a_wrong_header_is_recorded),
	    TEST_IN_FOLDER(test_further_columns_may_follow),
	    TEST_IN_FOLDER(test_a_record_without_its_id_is_told_and_passed_over),
	    TEST_IN_FOLDER(test_a_bad_date_is_told_and_counts_as_none),
	    TEST_IN_FOLDER(test_of_two_records_with_an_id_the_first_is_found),
	    TEST_IN_FOLDER(test_a_member_is_one_from_the_first_day_to_the_last),
	    TEST_IN_FOLDER(test_an_organization_is_meant_by_its_id_its_name_or_an_alias),
	    TEST_IN_FOLDER(test_an_address_in_capitals_is_suppressed),
	    TEST_IN_FOLDER(test_of_several_suppressions_of_an_address_the_earliest_counts),
	    TEST_IN_FOLDER(test_thousands_of_records_are_all_found),
	    TEST_IN_FOLDER(test_a_damaged_line_is_told_and_passed_over),
	    TEST_IN_FOLDER(test_a_line_that_is_not_utf8_is_told_and_passed_over),
	};

	return cmocka_run_group_tests_name("organizations", tests, NULL, NULL);
}
