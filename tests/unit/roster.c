/*
 * Spells and people (roster.h): the status of a row on each edge day, stays, what a seat inherits and when it ends,
 * and what is recorded of a row.  Every roster is read from a file, as commands read it.
 */
#include "unit.h"

#include "roster.h"

static const char *
text_of(day d)
{
	static char texts[4][DATE_TEXT];
	static unsigned next;

	return d == DAY_NEVER || d == DAY_ALWAYS ? "" : date_text(date_of(d), texts[next++ % 4]);
}

/* -- reading a roster of a few rows ------------------------------------------------------------------- */

/* How a test sees a person. */
struct view {
	void (*show)(struct buf *out, const struct person *person, day d);
	day day;
};

static void
on_person(void *context, void *result, const struct person *person)
{
	const struct view *view = context;

	view->show(result, person, view->day);
}

static bool
on_block(void *context, void *result, const struct roster_block *block)
{
	(void)context;
	(void)block;
	buf_str(&out, buf_all(result));
	buf_clear(result);
	return true;
}

static void
on_end(void *context, void *result)
{
	(void)context;
	buf_free(result);
}

/* Reads a roster with these rows, of a community with these dates; returns what was shown of its people. */
static const char *
see(const char *rows, struct view view, struct date ended, bool people)
{
	struct definition cop = {.id = STR("a"), .merged = DAY_NEVER, .ended = ended};
	const struct definition *cops[] = {&cop};

	buf_clear(&text);
	buf_puts(&text, ROSTER_HEADER);
	buf_puts(&text, rows);
	save("a.csv", buf_all(&text));
	buf_clear(&out);
	roster_read(&(struct roster_scan){.folder = &here,
					  .cops = cops,
					  .count = 1,
					  .columns = ROSTER_ALL,
					  .people = people,
					  .result_size = sizeof(struct buf),
					  .context = &view,
					  .person = on_person,
					  .done = on_block,
					  .end = on_end,
					  .diag = diag});
	return shown();
}

/* -- status ------------------------------------------------------------------------------------------ */

static void
show_status(struct buf *buf, const struct person *person, day d)
{
	for (size_t i = 0; i < person->count; i++)
		buf_format(buf, "%s%s", buf->n > 0 ? " " : "",
			   member_status_words[spell_status(&person->spells[i], d)]);
}

/* The status of each row on a day; dates are "applied,joined,left". */
static void
assert_status(const char *dates, const char *date, const char *status)
{
	char row[200];
	const char *seen;

	(void)snprintf(row, sizeof(row), "a@b.ca,A,,,,,,,%s,,,\n", dates);
	seen = see(row, (struct view){show_status, on(date)}, (struct date){0}, true);
	if (strcmp(seen, status) != 0)
		fail_msg("%s on %s: %s, not %s", dates, date, seen, status);
}

static void
test_a_member_is_one_from_the_day_of_joining(void **state)
{
	(void)state;
	assert_status(",2021-03-15,", "2021-03-14", "future");
	assert_status(",2021-03-15,", "2021-03-15", "member");
	assert_status(",2021-03-15,", "9999-12-31", "member");
}

static void
test_an_applicant_is_one_until_joining(void **state)
{
	(void)state;
	assert_status("2021-03-01,2021-03-15,", "2021-02-28", "future");
	assert_status("2021-03-01,2021-03-15,", "2021-03-01", "applicant");
	assert_status("2021-03-01,2021-03-15,", "2021-03-14", "applicant");
	assert_status("2021-03-01,2021-03-15,", "2021-03-15", "member");
	assert_status("2021-03-01,,", "2026-01-01", "applicant");
}

static void
test_the_day_of_leaving_still_counts(void **state)
{
	(void)state;
	assert_status(",2021-03-15,2022-03-15", "2022-03-15", "member");
	assert_status(",2021-03-15,2022-03-15", "2022-03-16", "former");
}

static void
test_who_leaves_on_the_day_of_joining_was_a_member_that_day(void **state)
{
	(void)state;
	assert_status(",2021-03-15,2021-03-15", "2021-03-14", "future");
	assert_status(",2021-03-15,2021-03-15", "2021-03-15", "member");
	assert_status(",2021-03-15,2021-03-15", "2021-03-16", "former");
}

static void
test_who_never_joined_is_declined_from_the_day_of_leaving(void **state)
{
	(void)state;
	assert_status("2021-03-01,,2021-03-20", "2021-02-28", "future");
	assert_status("2021-03-01,,2021-03-20", "2021-03-19", "applicant");
	assert_status("2021-03-01,,2021-03-20", "2021-03-20", "declined");
	assert_status("2021-03-01,,2021-03-20", "2026-01-01", "declined");
}

static void
test_a_term_that_ends_in_the_future_is_held(void **state)
{
	(void)state;
	assert_status(",2021-03-15,2030", "2026-06-30", "member");
	assert_status(",2021-03-15,2030", "2030-12-31", "member");
	assert_status(",2021-03-15,2030", "2031-01-01", "former");
}

static void
test_partial_dates_begin_early_and_end_late(void **state)
{
	(void)state;
	assert_status(",2021-03,2022-02", "2021-02-28", "future");
	assert_status(",2021-03,2022-02", "2021-03-01", "member");
	assert_status(",2021-03,2022-02", "2022-02-28", "member");
	assert_status(",2021-03,2022-02", "2022-03-01", "former");
	assert_status("2021,,2022", "2021-01-01", "applicant");
	assert_status("2021,,2022", "2022-12-30", "applicant");
	assert_status("2021,,2022", "2022-12-31", "declined");
	assert_status(",2021,2021", "2021-12-31", "member");
}

static void
test_the_end_of_the_community_ends_every_row(void **state)
{
	static const char row[] = "a@b.ca,A,,,,,,,,2021,,,,\na@b.ca,,,,,,leads,chair,,2021,,,,\n";
	struct date ended = {2023, 6, 0};

	(void)state;
	assert_string_equal(see(row, (struct view){show_status, on("2023-06-30")}, ended, true),
			    "member member");
	assert_string_equal(see(row, (struct view){show_status, on("2023-07-01")}, ended, true),
			    "former former");
	assert_string_equal(see(row, (struct view){show_status, on("2023-07-01")}, ended, false),
			    "former former");
}

static void
test_an_application_open_at_the_end_of_the_community_is_former(void **state)
{
	(void)state;
	assert_string_equal(see("a@b.ca,A,,,,,,,2021,,,,,\n",
				(struct view){show_status, on("2023-07-01")},
				(struct date){2023, 6, 0}, true),
			    "former");
}

/* -- spans and stays --------------------------------------------------------------------------------- */

static void
show_spans(struct buf *buf, const struct person *person, day d)
{
	(void)d;
	for (size_t i = 0; i < person->count; i++)
		buf_format(buf, "%s%s..%s", buf->n > 0 ? " " : "",
			   text_of(person->spells[i].span.first),
			   text_of(person->spells[i].span.last));
}

static void
show_stays(struct buf *buf, const struct person *person, day d)
{
	(void)d;
	for (size_t i = 0; i < person->count; i++)
		if (!spell_is_seat(&person->spells[i]))
			buf_format(buf, "%s%s..%s", buf->n > 0 ? " " : "",
				   text_of(person->spells[i].span.first),
				   text_of(person->spells[i].stay_end));
}

/* The first row of each stay only: when the person became a member, and until when. */
static void
show_first_rows(struct buf *buf, const struct person *person, day d)
{
	(void)d;
	for (size_t i = 0; i < person->count; i++)
		if (person->spells[i].stay_joined != DAY_NEVER)
			buf_format(buf, "%s%zu: %s..%s", buf->n > 0 ? " " : "", i,
				   text_of(person->spells[i].stay_joined),
				   text_of(person->spells[i].stay_end));
}

static const char *
first_rows(const char *rows)
{
	return see(rows, (struct view){show_first_rows, 0}, (struct date){0}, true);
}

static const char *
spans(const char *rows)
{
	return see(rows, (struct view){show_spans, 0}, (struct date){0}, true);
}

static const char *
stays(const char *rows)
{
	return see(rows, (struct view){show_stays, 0}, (struct date){0}, true);
}

static void
test_a_span_begins_with_the_earlier_of_applied_and_joined(void **state)
{
	(void)state;
	assert_string_equal(spans("a@b.ca,A,,,,,,,2021-02,2021-03,2022,,,\n"),
			    "2021-02-01..2022-12-31");
	assert_string_equal(spans("a@b.ca,A,,,,,,,2021-04,2021-03,,,,\n"), "2021-03-01..");
	assert_string_equal(spans("a@b.ca,A,,,,,,,2021-02,,,,,\n"), "2021-02-01..");
}

static void
test_memberships_that_touch_are_one_stay(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,o,,,,,,,2020-01-01,2020-06-30,,,\n"
				  "a@b.ca,A,p,,,,,,,2020-07-01,2021-02-28,,,\n"
				  "a@b.ca,A,q,,,,,,,2021-03,,,,\n"),
			    "2020-01-01.. 2020-07-01.. 2021-03-01..");
}

static void
test_a_day_between_makes_two_stays(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,o,,,,,,,2020-01-01,2020-06-30,,,\n"
				  "a@b.ca,A,p,,,,,,,2020-07-02,2021-02-28,,,\n"),
			    "2020-01-01..2020-06-30 2020-07-02..2021-02-28");
}

static void
test_partial_dates_touch_at_their_edges(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,o,,,,,,,2020,2020-06,,,\n"
				  "a@b.ca,A,p,,,,,,,2020-07,2020,,,\n"
				  "a@b.ca,A,q,,,,,,,2021,2021,,,\n"),
			    "2020-01-01..2021-12-31 2020-07-01..2021-12-31 2021-01-01..2021-12-31");
}

static void
test_stays_join_in_whatever_order_rows_stand(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,q,,,,,,,2021,2021,,,\n"
				  "a@b.ca,A,o,,,,,,,2020,2020-06,,,\n"
				  "a@b.ca,A,p,,,,,,,2020-07,2020,,,\n"),
			    "2021-01-01..2021-12-31 2020-01-01..2021-12-31 2020-07-01..2021-12-31");
}

static void
test_stays_of_two_people_have_nothing_to_do_with_each_other(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,,,,,,,,2020,2020,,,\nb@b.ca,B,,,,,,,,2021,2021,,,\n"),
			    "2020-01-01..2020-12-31 2021-01-01..2021-12-31");
}

static void
test_an_application_is_no_part_of_a_stay(void **state)
{
	(void)state;
	assert_string_equal(stays("a@b.ca,A,o,,,,,,,2020-01-01,2020-06-30,,,\n"
				  "a@b.ca,A,p,,,,,,2020-07-01,,,,,\n"),
			    "2020-01-01..2020-06-30 2020-07-01..");
	assert_string_equal(stays("a@b.ca,A,o,,,,,,,2020-01-01,2020-06-30,,,\n"
				  "a@b.ca,A,p,,,,,,2020-07-01,2020-07-15,,,,\n"),
			    "2020-01-01.. 2020-07-01..");
}

static void
test_a_stay_is_told_by_its_first_row(void **state)
{
	(void)state;
	assert_string_equal(first_rows("a@b.ca,A,,,,,,,2020-01-01,2020-01-15,,,,\n"),
			    "0: 2020-01-15..");
	assert_string_equal(first_rows("a@b.ca,A,,,,,,,2020-01-01,,,,,\n"), "");
	assert_string_equal(first_rows("a@b.ca,A,q,,,,,,,2021,2021,,,\n"
				       "a@b.ca,A,o,,,,,,,2020,2020-06,,,\n"
				       "a@b.ca,A,p,,,,,,,2020-07,2020,,,\n"
				       "a@b.ca,A,p,,,,,,2023,,,,,\n"
				       "a@b.ca,A,p,,,,,,,2022-02-03,,,,\n"
				       "a@b.ca,,,,,,leads,chair,,2020-02,,,,\n"),
			    "1: 2020-01-01..2021-12-31 4: 2022-02-03..");
	assert_string_equal(first_rows("a@b.ca,A,o,,,,,,2020-01-01,2020-02-01,2020-06-30,,,\n"
				       "a@b.ca,A,p,,,,,,2020-07-01,2020-07-15,2020-07-15,,,\n"),
			    "0: 2020-02-01..2020-07-15");
}

static void
test_a_seat_ends_with_its_stay(void **state)
{
	(void)state;
	assert_string_equal(spans("a@b.ca,A,o,,,,,,,2020,2020-06,,,\n"
				  "a@b.ca,A,p,,,,,,,2020-07,2020,,,\n"
				  "a@b.ca,,,,,,leads,chair,,2020-02,2025,,,\n"),
			    "2020-01-01..2020-06-30 2020-07-01..2020-12-31 "
			    "2020-02-01..2020-12-31");
}

static void
test_a_seat_may_end_before_its_stay(void **state)
{
	(void)state;
	assert_string_equal(spans("a@b.ca,A,,,,,,,,2020,2025,,,\n"
				  "a@b.ca,,,,,,leads,chair,,2020-02,2021,,,\n"),
			    "2020-01-01..2025-12-31 2020-02-01..2021-12-31");
}

static void
test_a_seat_ends_with_the_stay_it_began_in_and_not_with_a_later_one(void **state)
{
	(void)state;
	assert_string_equal(spans("a@b.ca,A,,,,,,,,2020,2020,,,\n"
				  "a@b.ca,A,,,,,,,,2022,,,,\n"
				  "a@b.ca,,,,,,leads,chair,,2020-02,,,,\n"
				  "a@b.ca,,,,,,leads,chair,,2022-02,,,,\n"),
			    "2020-01-01..2020-12-31 2022-01-01.. 2020-02-01..2020-12-31 "
			    "2022-02-01..");
}

static void
test_a_seat_alone_ends_by_its_own_row(void **state)
{
	(void)state;
	assert_string_equal(spans("a@b.ca,,,,,,leads,chair,,2020-02,2021,,,\n"),
			    "2020-02-01..2021-12-31");
}

static void
test_a_former_seat_is_told_by_its_stay(void **state)
{
	(void)state;
	assert_string_equal(see("a@b.ca,A,,,,,,,,2020,2020,,,\n"
				"a@b.ca,,,,,,leads,chair,,2020-02,2025,,,\n",
				(struct view){show_status, on("2021-01-01")}, (struct date){0},
				true),
			    "former former");
}

/* -- people ------------------------------------------------------------------------------------------ */

/* The line of the membership on a day, and the organization of the last row. */
static void
show_membership(struct buf *buf, const struct person *person, day d)
{
	const struct spell *membership = person_membership(person, d);

	if (membership == NULL)
		buf_puts(buf, "none");
	else
		buf_str(buf, membership->fields[ROSTER_ORGANIZATION]);
}

static const char *
membership(const char *rows, const char *date)
{
	return see(rows, (struct view){show_membership, on(date)}, (struct date){0}, true);
}

static const char two[] = "a@b.ca,A,first,,,,,,,2020,2020,,,\na@b.ca,A,second,,,,,,,2022,2022,,,\n";

static void
test_the_membership_on_a_day_is_the_one_that_holds(void **state)
{
	(void)state;
	assert_string_equal(membership(two, "2020-06-01"), "first");
	assert_string_equal(membership(two, "2022-01-01"), "second");
}

static void
test_between_two_memberships_the_earlier_is_meant(void **state)
{
	(void)state;
	assert_string_equal(membership(two, "2021-06-01"), "first");
	assert_string_equal(membership(two, "2025-01-01"), "second");
	assert_string_equal(membership(two, "2019-01-01"), "first");
}

static void
test_a_person_without_membership_has_none(void **state)
{
	(void)state;
	assert_string_equal(membership("a@b.ca,,x,,,,leads,chair,,2020,,,,\n", "2020-06-01"),
			    "none");
}

static void
test_a_future_membership_in_front_hides_no_past_one(void **state)
{
	(void)state;
	assert_string_equal(membership("a@b.ca,A,late,,,,,,,2030,,,,\n"
				       "a@b.ca,A,early,,,,,,,2020,2021,,,\n",
				       "2026-06-30"),
			    "early");
}

static void
test_a_row_without_dates_in_front_hides_no_membership(void **state)
{
	(void)state;
	assert_string_equal(membership("a@b.ca,A,undated,,,,,,,,,,,\n"
				       "a@b.ca,A,dated,,,,,,,2020,2021,,,\n",
				       "2026-06-30"),
			    "dated");
}

/* Rows of one person: the given ones, then a membership in the first half of each year from 2000 to 2029. */
static const char *
half_years(const char *first)
{
	struct buf rows = {0};
	struct str kept;

	buf_puts(&rows, first);
	for (int year = 2000; year < 2030; year++)
		buf_format(&rows, "a@b.ca,A,o%d,,,,,,,%d-01,%d-06,,,\n", year, year, year);
	kept = arena_str(arena, buf_all(&rows));
	buf_free(&rows);
	return kept.p;
}

static void
test_among_many_rows_the_same_membership_is_found(void **state)
{
	const char *many = half_years("");

	(void)state;
	assert_string_equal(membership(many, "1999-12-31"), "o2000");
	assert_string_equal(membership(many, "2000-01-01"), "o2000");
	assert_string_equal(membership(many, "2007-06-30"), "o2007");
	assert_string_equal(membership(many, "2007-07-01"), "o2007");
	assert_string_equal(membership(many, "2008-01-01"), "o2008");
	assert_string_equal(membership(many, "2029-06-30"), "o2029");
	assert_string_equal(membership(many, "2040-01-01"), "o2029");
}

static void
test_of_many_rows_that_overlap_the_first_that_holds_is_meant(void **state)
{
	const char *many = half_years("a@b.ca,A,long,,,,,,,1990,2010-08,,,\n");

	(void)state;
	assert_string_equal(membership(many, "2003-03-01"), "long");
	assert_string_equal(membership(many, "2010-08-31"), "long");
	assert_string_equal(membership(many, "2010-09-01"), "o2010");
	assert_string_equal(membership(many, "2011-01-01"), "o2011");
}

static void
test_many_seats_are_no_membership(void **state)
{
	struct buf rows = {0};

	(void)state;
	for (int year = 2000; year < 2030; year++)
		buf_format(&rows, "a@b.ca,,x,,,,leads,chair,,%d-01,%d-06,,,\n", year, year);
	buf_char(&rows, '\0');
	assert_string_equal(membership(rows.p, "2010-03-01"), "none");
	buf_free(&rows);
}

static void
show_is(struct buf *buf, const struct person *person, day d)
{
	for (int status = MEMBER_MEMBER; status <= MEMBER_FUTURE; status++)
		if (person_is(person, (enum member_status)status, d))
			buf_format(buf, "%s%s", buf->n > 0 ? " " : "", member_status_words[status]);
}

static void
test_a_person_is_what_any_membership_is_and_no_seat(void **state)
{
	(void)state;
	assert_string_equal(see("a@b.ca,A,,,,,,,,2020,2020,,,\na@b.ca,A,,,,,,,2022,,,,,\n"
				"a@b.ca,,,,,,leads,chair,,2022,,,,\n",
				(struct view){show_is, on("2022-06-01")}, (struct date){0}, true),
			    "applicant former");
}

static void
show_fields(struct buf *buf, const struct person *person, day d)
{
	const struct spell *last = &person->spells[person->count - 1];

	for (int column = ROSTER_NAME; column < ROSTER_COLUMNS; column++) {
		buf_str(buf, person_field(person, last, (enum roster_column)column, d));
		buf_char(buf, '|');
	}
}

static const char *
fields(const char *rows, const char *date)
{
	return see(rows, (struct view){show_fields, on(date)}, (struct date){0}, true);
}

static void
test_a_seat_inherits_what_it_leaves_empty(void **state)
{
	(void)state;
	assert_string_equal(fields("a@b.ca,A,org,nurse,bc,fr,,,,2020,,express,2020-01-02,form\n"
				   "a@b.ca,,,,,,leads,chair,,2020-02,,,,email\n",
				   "2021-01-01"),
			    "A|org|nurse|bc|fr|leads|chair||2020-02||express|2020-01-02|email|");
}

static void
test_what_a_seat_fills_holds_for_it_alone(void **state)
{
	(void)state;
	assert_string_equal(fields("a@b.ca,A,org,nurse,bc,fr,,,,2020,,express,2020-01-02,form\n"
				   "a@b.ca,,other,patient,on,,leads,,,2020-02,,,,\n",
				   "2021-01-01"),
			    "A|other|patient|on|fr|leads|||2020-02||express|2020-01-02||");
}

static void
test_a_membership_inherits_nothing(void **state)
{
	(void)state;
	assert_string_equal(fields("a@b.ca,A,org,nurse,bc,fr,,,,2020,2020,express,2020,form\n"
				   "a@b.ca,A,,,,,,,,2022,,,,\n",
				   "2022-06-01"),
			    "A||||||||2022|||||");
}

static void
test_a_seat_inherits_from_the_membership_of_the_day(void **state)
{
	static const char rows[] = "a@b.ca,A,old,,,,,,,2020,2020,,,\n"
				   "a@b.ca,B,new,,,,,,,2021,,,,\n"
				   "a@b.ca,,,,,,leads,,,2020-02,2021-06,,,\n";

	(void)state;
	assert_string_equal(fields(rows, "2020-06-01"), "A|old||||leads|||2020-02|2021-06||||");
	assert_string_equal(fields(rows, "2021-02-01"), "B|new||||leads|||2020-02|2021-06||||");
}

static void
test_a_seat_that_is_over_inherits_from_its_last_day(void **state)
{
	(void)state;
	assert_string_equal(fields("a@b.ca,A,old,,,,,,,2020,2020,,,\n"
				   "a@b.ca,B,new,,,,,,,2021,,,,\n"
				   "a@b.ca,,,,,,leads,,,2020-02,2020-06,,,\n",
				   "2026-01-01"),
			    "A|old||||leads|||2020-02|2020-06||||");
}

/* -- what is recorded -------------------------------------------------------------------------------- */

static void
test_a_bad_date_is_told_and_counts_as_none(void **state)
{
	(void)state;
	assert_string_equal(
	    spans("a@b.ca,A,,,,,,,2020,2021-13,,,,\nb@b.ca,\xC3\x89,,,,,,,2021,x,,,,\n"),
	    "2020-01-01.. 2021-01-01..");
	assert_string_equal(found(), "2:21 bad-date, 3:21 bad-date");
}

static void
test_a_row_without_a_date_is_told_and_has_an_empty_span(void **state)
{
	(void)state;
	(void)spans("a@b.ca,A,,,,,,,,,2022,,,\n");
	assert_string_equal(found(), "2:1 row-without-date");
}

static void
test_a_good_roster_has_no_findings(void **state)
{
	(void)state;
	(void)spans("\"a@b.ca\",\"A, B\",,,,,,,2020,2020,,,,\n");
	assert_string_equal(found(), "");
}

#define TEST_ROSTER(function) \
	cmocka_unit_test_setup_teardown(function, unit_begin_by_path, unit_end_in_folder)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_ROSTER(test_a_member_is_one_from_the_day_of_joining),
	    TEST_ROSTER(test_an_applicant_is_one_until_joining),
	    TEST_ROSTER(test_the_day_of_leaving_still_counts),
	    TEST_ROSTER(test_who_leaves_on_the_day_of_joining_was_a_member_that_day),
	    TEST_ROSTER(test_who_never_joined_is_declined_from_the_day_of_leaving),
	    TEST_ROSTER(test_a_term_that_ends_in_the_future_is_held),
	    TEST_ROSTER(test_partial_dates_begin_early_and_end_late),
	    TEST_ROSTER(test_the_end_of_the_community_ends_every_row),
	    TEST_ROSTER(test_an_application_open_at_the_end_of_the_community_is_former),
	    TEST_ROSTER(test_a_span_begins_with_the_earlier_of_applied_and_joined),
	    TEST_ROSTER(test_memberships_that_touch_are_one_stay),
	    TEST_ROSTER(test_a_day_between_makes_two_stays),
	    TEST_ROSTER(test_partial_dates_touch_at_their_edges),
	    TEST_ROSTER(test_stays_join_in_whatever_order_rows_stand),
	    TEST_ROSTER(test_stays_of_two_people_have_nothing_to_do_with_each_other),
	    TEST_ROSTER(test_an_application_is_no_part_of_a_stay),
	    TEST_ROSTER(test_a_stay_is_told_by_its_first_row),
	    TEST_ROSTER(test_a_seat_ends_with_its_stay),
	    TEST_ROSTER(test_a_seat_may_end_before_its_stay),
	    TEST_ROSTER(test_a_seat_ends_with_the_stay_it_began_in_and_not_with_a_later_one),
	    TEST_ROSTER(test_a_seat_alone_ends_by_its_own_row),
	    TEST_ROSTER(test_a_former_seat_is_told_by_its_stay),
	    TEST_ROSTER(test_the_membership_on_a_day_is_the_one_that_holds),
	    TEST_ROSTER(test_between_two_memberships_the_earlier_is_meant),
	    TEST_ROSTER(test_a_person_without_membership_has_none),
	    TEST_ROSTER(test_a_future_membership_in_front_hides_no_past_one),
	    TEST_ROSTER(test_a_row_without_dates_in_front_hides_no_membership),
	    TEST_ROSTER(test_among_many_rows_the_same_membership_is_found),
	    TEST_ROSTER(test_of_many_rows_that_overlap_the_first_that_holds_is_meant),
	    TEST_ROSTER(test_many_seats_are_no_membership),
	    TEST_ROSTER(test_a_person_is_what_any_membership_is_and_no_seat),
	    TEST_ROSTER(test_a_seat_inherits_what_it_leaves_empty),
	    TEST_ROSTER(test_what_a_seat_fills_holds_for_it_alone),
	    TEST_ROSTER(test_a_membership_inherits_nothing),
	    TEST_ROSTER(test_a_seat_inherits_from_the_membership_of_the_day),
	    TEST_ROSTER(test_a_seat_that_is_over_inherits_from_its_last_day),
	    TEST_ROSTER(test_a_bad_date_is_told_and_counts_as_none),
	    TEST_ROSTER(test_a_row_without_a_date_is_told_and_has_an_empty_span),
	    TEST_ROSTER(test_a_good_roster_has_no_findings),
	};

	return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
