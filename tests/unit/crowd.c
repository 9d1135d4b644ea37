/* Unit tests of crowd.h: people of several communities, each of whom counts once. */
#include "unit.h"

#include "crowd.h"

/* Notes addresses, separated by blanks, in a community; the facts of each are its first letter. */
static void
note(struct crowd_part *part, const char *emails, size_t cop)
{
	struct str rest = str_of(emails), email;

	while (str_next(&rest, ' ', &email)) {
		char *facts = crowd_add(part, email, cop, 0, 8);

		for (size_t i = 0; i < 8; i++)
			assert_int_equal(facts[i], 0);
		facts[0] = email.p[0];
	}
}

static void
take(struct crowd *crowd, const char *emails, size_t cop)
{
	struct crowd_part part = {0};

	note(&part, emails, cop);
	crowd_take(crowd, &part);
	assert_int_equal(part.count, 0);
	crowd_part_free(&part);
	assert_null(part.arena);
}

/* Everybody as "address:number,number", separated by blanks. */
static const char *
people(const struct crowd *crowd)
{
	buf_clear(&out);
	for (size_t i = 0; i < crowd->count; i++) {
		const struct presence *p = crowd->people[i];

		buf_format(&out, "%s%.*s", i > 0 ? " " : "", STR_ARG(p->email));
		for (const char *sign = ":"; p != NULL; p = p->elsewhere, sign = ",") {
			assert_true(str_eq(p->email, crowd->people[i]->email));
			assert_int_equal(*(const char *)p->facts, p->email.p[0]);
			buf_format(&out, "%s%u", sign, (unsigned)p->cop);
		}
	}
	return shown();
}

static void
test_nobody(void **state)
{
	struct crowd crowd = crowd_new(arena, false);
	struct crowd_part part = {0};

	(void)state;
	assert_string_equal(people(&crowd), "");
	crowd_sort(&crowd);
	crowd_take(&crowd, &part);
	crowd_gather(&crowd);
	assert_int_equal(crowd.count, 0);
	crowd_part_free(&part);
	crowd_part_free(&part);
}

static void
test_an_address_of_several_communities_hangs_together(void **state)
{
	struct crowd crowd = crowd_new(arena, false);

	(void)state;
	take(&crowd, "b c", 0);
	take(&crowd, "a b", 1);
	take(&crowd, "d b a", 4);
	crowd_gather(&crowd);
	assert_string_equal(people(&crowd), "b:0,1,4 c:0 a:1,4 d:4");
	assert_int_equal(crowd.count, 4);
	crowd_sort(&crowd);
	assert_string_equal(people(&crowd), "a:1,4 b:0,1,4 c:0 d:4");
}

static void
test_a_community_may_come_in_several_parts(void **state)
{
	struct crowd crowd = crowd_new(arena, false);
	struct crowd_part part = {0};

	(void)state;
	take(&crowd, "a", 0);
	note(&part, "b", 0);
	note(&part, "c", 0);
	crowd_take(&crowd, &part);
	/* The part can be used for another community. */
	note(&part, "c", 1);
	crowd_take(&crowd, &part);
	crowd_part_free(&part);
	crowd_gather(&crowd);
	assert_string_equal(people(&crowd), "a:0 b:0 c:0,1");
}

static void
test_addresses_are_copied(void **state)
{
	struct crowd crowd = crowd_new(arena, false);
	struct crowd_part part = {0};
	char email[] = "a@x.org";

	(void)state;
	(void)crowd_add(&part, str_of(email), 0, 0, 1);
	email[0] = 'b';
	(void)crowd_add(&part, str_of(email), 0, 0, 1);
	email[0] = 'c';
	crowd_take(&crowd, &part);
	crowd_part_free(&part);
	crowd_gather(&crowd);
	assert_int_equal(crowd.count, 2);
	assert_str(crowd.people[0]->email, "a@x.org");
	assert_str(crowd.people[1]->email, "b@x.org");
}

/* In the order of bytes, shorter ones first; a part of an address is another address. */
static void
test_the_order_is_that_of_bytes(void **state)
{
	struct crowd crowd = crowd_new(arena, false);

	(void)state;
	take(&crowd, "ab a B a- a.b z", 0);
	take(&crowd, "same-for-16-bytes.b same-for-16-bytes same-for-16-bytes.a", 1);
	crowd_gather(&crowd);
	crowd_sort(&crowd);
	assert_string_equal(people(&crowd), "B:0 a:0 a-:0 a.b:0 ab:0 same-for-16-bytes:1 "
					    "same-for-16-bytes.a:1 same-for-16-bytes.b:1 z:0");
}

/* People in only one community are left out, and those of one person are together. */
static void
test_who_is_in_several(void **state)
{
	struct crowd crowd = crowd_new(arena, true);

	(void)state;
	take(&crowd, "a b c", 0);
	take(&crowd, "d b", 1);
	take(&crowd, "d e b", 2);
	crowd_gather(&crowd);
	crowd_sort(&crowd);
	assert_string_equal(people(&crowd), "b:0,1,2 d:1,2");
	assert_ptr_equal(crowd.people[0]->elsewhere, crowd.people[0] + 1);
}

static void
test_nobody_is_in_several(void **state)
{
	struct crowd crowd = crowd_new(arena, true);

	(void)state;
	take(&crowd, "a b c", 0);
	take(&crowd, "d", 1);
	crowd_gather(&crowd);
	crowd_sort(&crowd);
	assert_string_equal(people(&crowd), "");
}

static void
test_many(void **state)
{
	enum { PEOPLE = 20000, COPS = 3 };
	struct crowd crowd = crowd_new(arena, false);
	size_t presences = 0;

	(void)state;
	/* Everybody is in the first, every second person in the next, every third one in the last. */
	for (size_t cop = 0; cop < COPS; cop++) {
		struct crowd_part part = {0};

		for (size_t n = 0; n < PEOPLE; n++) {
			size_t i = n * 7919 % PEOPLE; /* in another order: 7919 is prime */

			if (i % (cop + 1) != 0)
				continue;
			buf_clear(&text);
			buf_format(&text, "%05zu@x.org", i);
			*(size_t *)crowd_add(&part, buf_all(&text), cop, 0, sizeof(size_t)) = i;
		}
		crowd_take(&crowd, &part);
		crowd_part_free(&part);
	}
	crowd_gather(&crowd);
	crowd_sort(&crowd);
	assert_int_equal(crowd.count, PEOPLE);
	for (size_t i = 0; i < PEOPLE; i++)
		for (const struct presence *p = crowd.people[i]; p != NULL; p = p->elsewhere) {
			assert_int_equal(*(const size_t *)p->facts, i);
			assert_int_equal(i % (p->cop + 1), 0);
			presences++;
		}
	assert_int_equal(presences, PEOPLE + PEOPLE / 2 + (PEOPLE + 2) / 3);
}

/* What was not taken is freed, which valgrind and the address sanitizer verify. */
static void
test_a_part_that_is_not_taken_is_freed(void **state)
{
	struct crowd_part part = {0};

	(void)state;
	note(&part, "a b c", 0);
	crowd_part_free(&part);
	assert_null(part.arena);
	assert_null(part.list);
	assert_int_equal(part.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_nobody),
	    TEST(test_an_address_of_several_communities_hangs_together),
	    TEST(test_a_community_may_come_in_several_parts),
	    TEST(test_addresses_are_copied),
	    TEST(test_the_order_is_that_of_bytes),
	    TEST(test_who_is_in_several),
	    TEST(test_nobody_is_in_several),
	    TEST(test_many),
	    TEST(test_a_part_that_is_not_taken_is_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
