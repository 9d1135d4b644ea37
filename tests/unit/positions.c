/* Who holds the positions of groups, or held them last (positions.h). */
#include "unit.h"

#include "positions.h"

static struct positions all;

/* A seat of somebody in a group, from one day to another; "" means no end. */
static void
seat(const char *email, const char *group, const char *position, const char *from, const char *to,
     size_t line)
{
	struct spell spell = {.line = line, .joined = date(from)};
	struct person person = {.email = str_of(email), .spells = &spell, .count = 1};

	spell.fields[ROSTER_GROUP] = str_of(group);
	spell.fields[ROSTER_POSITION] = str_of(position);
	spell.span = (struct span){on(from), *to == '\0' ? DAY_NEVER : date_last(date(to))};
	positions_gather(arena, &all, &person, on("2026-06-30"));
}

/* "group/position:email@line", one per line, with + if somebody holds it now. */
static const char *
seen(const struct positions *positions)
{
	buf_clear(&text);
	for (size_t i = 0; i < positions->count; i++)
		buf_format(&text, "%.*s/%.*s: %.*s@%zu%s\n", STR_ARG(positions->list[i]->group),
			   STR_ARG(positions->list[i]->position),
			   STR_ARG(positions->list[i]->email), positions->list[i]->line,
			   positions->list[i]->now ? "+" : "");
	buf_char(&text, '\0');
	return text.p;
}

static void
test_of_a_position_the_one_whose_seat_ends_last(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "2021", 2);
	seat("c@b.ca", "leads", "chair", "2022", "2023", 3);
	seat("d@b.ca", "leads", "chair", "2021", "2022", 4);
	seat("a@b.ca", "board", "chair", "2020", "", 5);
	seat("e@b.ca", "leads", "", "2020", "", 6);
	assert_string_equal(seen(&all), "leads/chair: c@b.ca@3\nboard/chair: a@b.ca@5+\n");
}

static void
test_whoever_holds_it_now_is_seen_beside_a_later_one(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "2026", 2);
	seat("c@b.ca", "leads", "chair", "2027", "2028", 3);
	assert_string_equal(seen(&all), "leads/chair: c@b.ca@3+\n");
	assert_true(positions_hold(&all, STR("chair")));
	assert_false(positions_hold(&all, STR("lead")));
}

static void
test_whoever_holds_it_now_is_seen_beside_an_earlier_one(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "", 2);
	seat("c@b.ca", "leads", "chair", "2018", "2019", 3);
	assert_string_equal(seen(&all), "leads/chair: a@b.ca@2+\n");
}

/* Of two that end on the same day, the first in the file. */
static void
test_seats_that_end_on_one_day(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "2021", 2);
	seat("c@b.ca", "leads", "chair", "2019", "2021", 3);
	assert_string_equal(seen(&all), "leads/chair: a@b.ca@2\n");
}

static void
test_a_position_of_the_past_is_not_held(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "2026-06-29", 2);
	assert_false(positions_hold(&all, STR("chair")));
	seat("b@b.ca", "board", "chair", "2020", "2026-06-30", 3);
	assert_true(positions_hold(&all, STR("chair")));
}

static void
test_parts_come_together_with_their_lines(void **state)
{
	struct positions first = {0};

	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "leads", "chair", "2020", "2021", 2);
	first = all;
	all = (struct positions){0};
	seat("c@b.ca", "leads", "chair", "2022", "2023", 2);
	seat("d@b.ca", "leads", "secretary", "2022", "2023", 3);
	positions_take(arena, &first, &all, 100);
	assert_string_equal(seen(&first), "leads/chair: c@b.ca@102\nleads/secretary: d@b.ca@103\n");
}

/* "a" + "bc" is another position than "ab" + "c". */
static void
test_group_and_position_are_two_words(void **state)
{
	(void)state;
	all = (struct positions){0};
	seat("a@b.ca", "a", "bc", "2020", "", 2);
	seat("c@b.ca", "ab", "c", "2020", "", 3);
	assert_string_equal(seen(&all), "a/bc: a@b.ca@2+\nab/c: c@b.ca@3+\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_of_a_position_the_one_whose_seat_ends_last),
	    TEST(test_whoever_holds_it_now_is_seen_beside_a_later_one),
	    TEST(test_whoever_holds_it_now_is_seen_beside_an_earlier_one),
	    TEST(test_seats_that_end_on_one_day),
	    TEST(test_a_position_of_the_past_is_not_held),
	    TEST(test_parts_come_together_with_their_lines),
	    TEST(test_group_and_position_are_two_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
