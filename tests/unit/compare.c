/*
 * What happened between two versions of a file (compare.h): every kind of change by hand; then random rosters, where exactly
 * the people whose rows differ must be reported.
 *
 * Each seed makes one pair; COP_COMPARE_SEED=N runs only that one.
 */
#include "unit.h"

#include "compare.h"

#ifdef __SANITIZE_ADDRESS__
#define PAIRS 300
#else
#define PAIRS 5000
#endif
#define PEOPLE 12

static struct differences differences;

/* Compares; false if a version cannot be read. */
static bool
compare(enum registry_file_kind kind, struct str old, struct str now)
{
	static const struct str english = {"en", 2};
	struct comparison comparison = {
	    .kind = kind,
	    .id = kind == FILE_ROSTER || kind == FILE_DEFINITION ? STR("a") : STR(""),
	    .bytes = {old, now},
	    .paths = {STR("old"), STR("new")},
	    .languages = {&english, 1},
	    .audience = AUDIENCE_PRIVATE,
	    .found = &differences,
	    .diag = diag};
	bool good;

	differences = differences_new(arena);
	good = compare_versions(&comparison);
	differences_sort(&differences);
	return good;
}

/* The differences, one per line: date, address, change, field, old, new, without empty ones at the end. */
static const char *
told(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < differences.count; i++) {
		const struct difference *d = &differences.list[i];

		buf_format(&out, "%.*s|%.*s|%s|%.*s|%.*s|%.*s", STR_ARG(d->date), STR_ARG(d->email),
			   happening_words[d->change], STR_ARG(d->field), STR_ARG(d->old),
			   STR_ARG(d->now));
		while (out.p[out.n - 1] == '|')
			out.n--;
		buf_char(&out, '\n');
	}
	buf_char(&out, '\0');
	return out.p;
}

static void
expect(enum registry_file_kind kind, const char *old, const char *now, const char *expected)
{
	assert_true(compare(kind, str_of(old), str_of(now)));
	assert_string_equal(told(), expected);
}

#define ROSTER(rows) ROSTER_HEADER rows
#define expect_rows(old, now, expected) expect(FILE_ROSTER, ROSTER(old), ROSTER(now), expected)
#define expect_rows_both_ways(a, b, forth, back) \
	do {                                     \
		expect_rows(a, b, forth);        \
		expect_rows(b, a, back);         \
	} while (0)

/* -- people ------------------------------------------------------------------------------------------------- */

#define JOINED "a@x,A,,,,,,,,2020-01-01,,,,\n"

static void
test_people_come_and_go(void **state)
{
	(void)state;
	expect_rows("", JOINED, "2020-01-01|a@x|joined\n");
	expect_rows("", "a@x,A,,,,,,,2020-01,2020-02,,,,\n", "2020-02|a@x|joined\n");
	expect_rows("", "a@x,A,,,,,,,2020-01,,,,,\n", "2020-01|a@x|applied\n");
	expect_rows("", "a@x,A,,,,,,,2020-01,,2020-02,,,\n",
		    "2020-01|a@x|applied\n2020-02|a@x|declined\n");
	expect_rows("a@x,A,,,,,,,2020-01,,,,,\n", "a@x,A,,,,,,,2020-01,2020-02,,,,\n",
		    "2020-02|a@x|approved\n");
	expect_rows("a@x,A,,,,,,,2020-01,,,,,\n", "a@x,A,,,,,,,2020-01,,2020-02,,,\n",
		    "2020-02|a@x|declined\n");
	expect_rows(JOINED, "a@x,A,,,,,,,,2020-01-01,2021,,,\n", "2021|a@x|left\n");
	expect_rows(JOINED, "", "|a@x|removed\n");
	expect_rows(JOINED, JOINED, "");
	/* Approved and gone at once. */
	expect_rows("a@x,A,,,,,,,2020-01,,,,,\n", "a@x,A,,,,,,,2020-01,2020-02,2020-03,,,\n",
		    "2020-02|a@x|approved\n2020-03|a@x|left\n");
}

static void
test_a_stay_goes_on(void **state)
{
	(void)state;
	/* The last day of a month and the first of the next touch. */
	expect_rows("a@x,A,o,,,,,,,2020,,,,\n",
		    "a@x,A,o,,,,,,,2020,2020-06,,,\na@x,A,p,,,,,,,2020-07,,,,\n",
		    "2020-07|a@x|changed|organization|o|p\n");
	/* Two changes of employer. */
	expect_rows("a@x,A,o,,,,,,,2020,,,,\n",
		    "a@x,A,o,,,,,,,2020,2020-06,,,\na@x,A,p,r,,,,,,2020-07,2020-08,,,\n"
		    "a@x,A,q,r,,,,,,2020-09,,,,\n",
		    "2020-07|a@x|changed|organization|o|p\n2020-07|a@x|changed|role||r\n"
		    "2020-09|a@x|changed|organization|p|q\n");
	/* The membership ends after the change. */
	expect_rows("a@x,A,o,,,,,,,2020,,,,\n",
		    "a@x,A,o,,,,,,,2020,2020-06,,,\na@x,A,p,,,,,,,2020-07,2020-08,,,\n",
		    "2020-07|a@x|changed|organization|o|p\n2020-08|a@x|left\n");
	/* There is a day in between. */
	expect_rows("a@x,A,,,,,,,,2020,2020-06,,,\n",
		    "a@x,A,,,,,,,,2020,2020-06,,,\na@x,A,,,,,,,,2020-07-02,,,,\n",
		    "2020-07-02|a@x|came-back\n");
	/* Somebody who was declined and joins has not come back. */
	expect_rows("a@x,A,,,,,,,2020,,2020,,,\n",
		    "a@x,A,,,,,,,2020,,2020,,,\na@x,A,,,,,,,,2022,,,,\n", "2022|a@x|joined\n");
	/* Somebody who has been declined since then has. */
	expect_rows("a@x,A,,,,,,,,2020,2020,,,\na@x,A,,,,,,,2022,,2022,,,\n",
		    "a@x,A,,,,,,,,2020,2020,,,\na@x,A,,,,,,,2022,,2022,,,\na@x,A,,,,,,,,2024,,,,\n",
		    "2024|a@x|came-back\n");
}

#define OPEN "a@x,A,,,,,,,,2020,,,,\n"
#define NEXT "a@x,A,,,,,,,,2021,,,,\n"

/* Spells that overlap are an error, but such files exist: every row that differs is reported, in both directions. */
static void
test_rows_that_overlap(void **state)
{
	(void)state;
	/* Divided in two without an overlap: the end of the first one is not reported. */
	expect_rows_both_ways(OPEN, "a@x,A,,,,,,,,2020,2020-12-31,,,\n" NEXT, "2021|a@x|added\n",
			      "|a@x|removed\n|a@x|corrected|left|2020-12-31\n");
	/* A second one beside it, with and without an end of the first. */
	expect_rows_both_ways(OPEN, OPEN NEXT, "2021|a@x|added\n", "|a@x|removed\n");
	expect_rows_both_ways(OPEN, "a@x,A,,,,,,,,2020,2022,,,\n" NEXT,
			      "2021|a@x|added\n|a@x|corrected|left||2022\n",
			      "|a@x|removed\n|a@x|corrected|left|2022\n");
	/* One of two ends: nobody has left as long as the other lasts. */
	expect_rows_both_ways(OPEN NEXT, "a@x,A,,,,,,,,2020,2020-12-31,,,\n" NEXT,
			      "|a@x|corrected|left||2020-12-31\n",
			      "|a@x|corrected|left|2020-12-31\n");
	expect_rows_both_ways(OPEN NEXT, "a@x,A,,,,,,,,2020,2022,,,\n" NEXT,
			      "|a@x|corrected|left||2022\n", "|a@x|corrected|left|2022\n");
	expect_rows_both_ways(OPEN NEXT, OPEN "a@x,A,,,,,,,,2021,2022,,,\n",
			      "|a@x|corrected|left||2022\n", "|a@x|corrected|left|2022\n");
	/* Compared with the one that lasts longest. */
	expect_rows(OPEN "a@x,A,,,,,,,,2021,2022,,,\n",
		    "a@x,A,,,,,,,,2020,2023,,,\na@x,A,,,,,,,,2021,2022,,,\n", "2023|a@x|left\n");
	/* Somebody who was there all the time has not come back. */
	expect_rows(OPEN "a@x,A,,,,,,,,2021,2022,,,\n",
		    OPEN "a@x,A,,,,,,,,2021,2022,,,\na@x,A,o,,,,,,,2024,,,,\n",
		    "2024|a@x|changed|organization||o\n");
	expect_rows_both_ways("a@x,,,,,,board,,,2020,,,,\na@x,,,,,,board,,,2021,,,,\n",
			      "a@x,,,,,,board,,,2020,2020-12-31,,,\na@x,,,,,,board,,,2021,,,,\n",
			      "|a@x|corrected|left||2020-12-31\n",
			      "|a@x|corrected|left|2020-12-31\n");
	/* With a bad date, the row begins later than it says. */
	expect_rows_both_ways("a@x,A,,,,,,,2020-01-01,2020-02-01,,,,\n",
			      "a@x,A,,,,,,,2020-01-01,2020-02-01,2026-05-01,,,\n"
			      "a@x,A,,,,,,,2020-01-01x,2020-02-01,,,,\n",
			      "2020-02-01|a@x|added\n|a@x|corrected|left||2026-05-01\n",
			      "|a@x|removed\n|a@x|corrected|left|2026-05-01\n");
}

static void
test_fields_are_corrected(void **state)
{
	(void)state;
	expect_rows(JOINED, "a@x,A,o,,,,,,,2020-01-01,,,,mail\n",
		    "|a@x|corrected|organization||o\n|a@x|corrected|source||mail\n");
	/* A spell is recognized by its days if it is not the first one any more. */
	expect_rows(JOINED, "a@x,A,,,,,,,,2020-01-02,,,,\n",
		    "|a@x|corrected|joined|2020-01-01|2020-01-02\n");
	expect_rows("a@x,A,,,,,,,,2020,2021,,,\n", "a@x,A,,,,,,,,2020,2022,,,\n",
		    "|a@x|corrected|left|2021|2022\n");
	expect_rows("a@x,A,,,,,,,,2020,,express,2020,\n", "a@x,A,,,,,,,,2020,,withdrawn,2021,\n",
		    "2021|a@x|changed|consent|express|withdrawn\n");
	expect_rows("a@x,A,,,,,,,,2020,,express,2020,\n", "a@x,A,,,,,,,,2020,,express,2021,\n",
		    "|a@x|corrected|consented|2020|2021\n");
}

static void
test_seats(void **state)
{
	(void)state;
	expect_rows(JOINED, JOINED "a@x,,,,,,board,chair,,2021,2022,,,\n",
		    "2021|a@x|appointed|board||chair\n");
	expect_rows(JOINED "a@x,,,,,,board,chair,,2021,,,,\n",
		    JOINED "a@x,,,,,,board,chair,,2021,2022,,,\n",
		    "2022|a@x|term-ended|board|chair\n");
	expect_rows(JOINED "a@x,,,,,,board,chair,,2021,2022,,,\n",
		    JOINED "a@x,,,,,,board,chair,,2021,2024,,,\n",
		    "|a@x|corrected|left|2022|2024\n");
	/* From one position to another: the seat has not ended. */
	expect_rows(JOINED "a@x,,,,,,board,lead,,2021,,,,\n",
		    JOINED "a@x,,,,,,board,lead,,2021,2021,,,\na@x,,,,,,board,chair,,2022,,,,\n",
		    "2022|a@x|appointed|board||chair\n");
	/* Seats of different groups are not mixed up. */
	expect_rows(JOINED "a@x,,,,,,board,,,2021,,,,\n", JOINED "a@x,,,,,,leads,,,2021,,,,\n",
		    "2021|a@x|appointed|leads\n|a@x|removed|board\n");
	expect_rows(JOINED "a@x,,,,,,board,,,2021,,,,\n", JOINED, "|a@x|removed|board\n");
}

static void
test_addresses_move(void **state)
{
	(void)state;
	expect_rows("a@x,A,,,,,,,,2020,,,,\n", "b@x,A,,,,,,,,2020,,,,\n",
		    "|b@x|moved-address|email|a@x|b@x\n");
	/* Only the case of letters changed. */
	expect_rows("A@x,A,,,,,,,,2020,,,,\n", "a@x,A,,,,,,,,2020,,,,\n",
		    "|a@x|moved-address|email|A@x|a@x\n");
	/* Other days, or another name: another person. */
	expect_rows("a@x,A,,,,,,,,2020,,,,\n", "b@x,A,,,,,,,,2021,,,,\n",
		    "2021|b@x|joined\n|a@x|removed\n");
	expect_rows("a@x,A,,,,,,,,2020,,,,\n", "b@x,B,,,,,,,,2020,,,,\n",
		    "2020|b@x|joined\n|a@x|removed\n");
	/* Two people with the same name: each has moved once. */
	expect_rows("a@x,A,,,,,,,,2020,,,,\nb@x,A,,,,,,,,2020,,,,\n",
		    "c@x,A,,,,,,,,2020,,,,\nd@x,A,,,,,,,,2020,,,,\n",
		    "|c@x|moved-address|email|a@x|c@x\n|d@x|moved-address|email|b@x|d@x\n");
	/* And a third one. */
	expect_rows("a@x,A,,,,,,,,2020,,,,\n", "c@x,A,,,,,,,,2020,,,,\nd@x,A,,,,,,,,2020,,,,\n",
		    "2020|d@x|joined\n|c@x|moved-address|email|a@x|c@x\n");
}

static void
test_the_forgotten_are_not_told_by_their_address(void **state)
{
	(void)state;
	expect_rows("a@x,A,o,,,,,,,2020,,express,2020,\n",
		    "12@forgotten.invalid,forgotten,o,,,,,,,2020,2026,,,\n",
		    "|12@forgotten.invalid|forgotten\n");
}

static void
test_forms_of_the_file(void **state)
{
	(void)state;
	/* Out of order, quoted, without the last line's end, with a row twice. */
	expect_rows("b@x,B,,,,,,,,2020,,,,\na@x,A,,,,,,,,2020,,,,\n",
		    "\"a@x\",\"A\",,,,,,,,2020,,,,\nb@x,B,,,,,,,,2020,,,,", "");
	expect_rows("a@x,A,,,,,,,,2020,,,,", "a@x,A,,,,,,,,2020,,,,\nb@x,B,,,,,,,,2021,,,,",
		    "2021|b@x|joined\n");
	/* Quoted addresses are sorted by their values, and told apart after a comma. */
	expect_rows("\"b@x \",B,,,,,,,,2020,,,,\n",
		    "a@x,A,,,,,,,,2021,,,,\n\"b@x \",B,,,,,,,,2020,,,,\n", "2021|a@x|joined\n");
	expect_rows("\"c,a@x\",A,,,,,,,,2020,,,,\n\"c,b@x\",B,,,,,,,,2020,,,,\n",
		    "\"c,a@x\",A,,,,,,,,2020,,,,\n", "|c,b@x|removed\n");
	/* A missing file is a roster without people. */
	assert_true(compare(FILE_ROSTER, absent, STR(ROSTER(JOINED))));
	assert_string_equal(told(), "2020-01-01|a@x|joined\n");
	assert_true(compare(FILE_ROSTER, STR(ROSTER(JOINED)), absent));
	assert_string_equal(told(), "|a@x|removed\n");
	/* Bad dates are reported by cop-check, not here. */
	expect_rows(JOINED, "a@x,A,,,,,,,,soon,,,,\n", "|a@x|corrected|joined|2020-01-01|soon\n");
	assert_int_equal(diag_count(diag), 0);
	assert_false(compare(FILE_ROSTER, STR("x\n"), STR(ROSTER(JOINED))));
	assert_int_equal(diag_count(diag), 1);
}

/* -- definitions and lists ------------------------------------------------------------------------------------ */

#define expect_definition(old, now, expected) expect(FILE_DEFINITION, old, now, expected)

static void
test_definitions_by_path(void **state)
{
	(void)state;
	expect_definition("name: A\n", "name: B\n", "||changed|name|A|B\n");
	expect_definition("name: A\nhost: h\n", "name: A\n", "||removed|host|h\n");
	expect_definition("a: {b: [{id: x, n: 1}, {id: y}]}\n",
			  "a: {b: [{id: y}, {id: x, n: 2}]}\n", "||changed|a.b.2.n|1|2\n");
	expect_definition("regions: [a, b]\n", "regions: [c, b]\n",
			  "||added|regions||c\n||removed|regions|a\n");
	expect_definition("regions: [a, b]\n", "regions: [b, a]\n", "");
	expect_definition("practice: []\n", "practice: [{en: x, fr: y}]\n",
			  "||added|practice.1.en||x\n||added|practice.1.fr||y\n");
	expect_definition("# a\nname: A\n", "name: 'A' # b\n", "");
}

static void
test_communities(void **state)
{
	(void)state;
	assert_true(compare(FILE_DEFINITION, absent, STR("name: A\nlaunched: 2030\nhost: h\n")));
	assert_string_equal(told(), "2030||launched\n||created|||A\n");
	assert_true(compare(FILE_DEFINITION, STR("name: A\nended: 2030\n"), absent));
	assert_string_equal(told(), "||deleted||A\n");
	expect_definition("name: A\n", "name: A\nended: 2026-05\nreason: done\n",
			  "2026-05||ended\n||added|reason||done\n");
	/* A date that was there before is an ordinary value. */
	expect_definition("ended: 2026-05\n", "ended: 2026-06\n",
			  "||changed|ended|2026-05|2026-06\n");
	expect_definition("paused: [{from: 2020, until: 2021}]\n",
			  "paused: [{from: 2020, until: 2021}, {from: 2022, reason: r}]\n",
			  "2022||paused|||r\n");
	expect_definition("name: A\n",
			  "name: A\nlineage: [{event: merged-into, community: b, date: 2026}]\n",
			  "2026||merged|||b\n");
	expect_definition("name: A\n",
			  "name: A\nlineage: [{event: grew-from, community: b, date: 2026}]\n",
			  "||added|lineage.1.event||grew-from\n||added|lineage.1.community||b\n"
			  "||added|lineage.1.date||2026\n");
	/* The community that was merged into this one is mentioned. */
	assert_true(
	    compare(FILE_DEFINITION, STR("name: A\n"),
		    STR("name: A\nlineage: [{event: merged-from, community: b, date: 2026}]\n")));
	assert_int_equal(differences.count, 1);
	assert_str(differences.list[0].cop, "b");
	assert_str(differences.list[0].now, "a");
	assert_false(compare(FILE_DEFINITION, STR("name: A\n"), STR("- list\n")));
	assert_false(compare(FILE_DEFINITION, STR("a: {\n"), STR("name: A\n")));
}

static void
test_other_files(void **state)
{
	(void)state;
	expect(FILE_REGISTRY, "policy: {small_cell: 5}\n", "policy: {small_cell: 6}\n",
	       "||changed|policy.small_cell|5|6\n");
	expect(FILE_ORGANIZATIONS,
	       "id,name,aliases,region,domains,member_of,joined,left\no,O,,,,,,\n",
	       "id,name,aliases,region,domains,member_of,joined,left\no,O,,r,,,,\np,P,,,,,,\n",
	       "||changed|organizations.o.region||r\n||added|organizations.p||P\n");
	expect(FILE_SUPPRESSIONS, "email,date,reason\na@x,2020,r\n",
	       "email,date,reason\nb@x,2021,s\n",
	       "2021|b@x|suppressed|||s\n|a@x|removed|suppression|r\n");
	expect(FILE_SUPPRESSIONS, "email,date,reason\na@x,2020,r\nb@x,2021,\n",
	       "email,date,reason\na@x,2019,s\nb@x,2021,\n",
	       "|a@x|corrected|date|2020|2019\n|a@x|corrected|reason|r|s\n");
}

/* -- random rosters ------------------------------------------------------------------------------------------------ */

static unsigned seed;

static unsigned
roll(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* A few rows of a person; all names are different. */
static void
add_person(struct buf *rows, unsigned n)
{
	for (unsigned i = 0, count = 1 + roll(3); i < count; i++)
		buf_format(rows, "p%02u@x,P %u,o%u,,,,%s,,,20%02u,%s,,,%s\n", n, n, roll(2),
			   i == 2 ? "leads" : "", 10 + 5 * i,
			   i + 1 == count && roll(2) ? ""
			   : i == 0                  ? "2012"
			   : i == 1                  ? "2017"
						     : "2022",
			   roll(4) == 0 ? "form" : "");
}

/* Everybody whose rows differ is reported, and nobody else. */
static void
compare_random(void)
{
	struct buf sides[COMPARED_SIDES] = {{0}, {0}};
	bool differs[PEOPLE] = {false}, seen[PEOPLE] = {false};

	buf_puts(&sides[0], ROSTER_HEADER);
	buf_puts(&sides[1], ROSTER_HEADER);
	for (unsigned n = 0; n < PEOPLE; n++) {
		struct buf rows[COMPARED_SIDES] = {{0}, {0}};

		add_person(&rows[0], n);
		if (roll(2) == 0)
			buf_str(&rows[1], buf_all(&rows[0]));
		else if (roll(3) > 0)
			add_person(&rows[1], n);
		if (roll(4) == 0)
			buf_clear(&rows[0]);
		differs[n] = !str_eq(buf_all(&rows[0]), buf_all(&rows[1]));
		for (int i = 0; i < 2; i++) {
			buf_str(&sides[i], buf_all(&rows[i]));
			buf_free(&rows[i]);
		}
	}
	assert_true(compare(FILE_ROSTER, buf_all(&sides[0]), buf_all(&sides[1])));
	for (size_t i = 0; i < differences.count; i++) {
		struct str email = differences.list[i].email;

		assert_int_equal(email.n, 5);
		seen[(email.p[1] - '0') * 10 + email.p[2] - '0'] = true;
	}
	assert_memory_equal(seen, differs, sizeof(seen));
	buf_free(&sides[0]);
	buf_free(&sides[1]);
}

static void
test_those_who_differ_and_nobody_else(void **state)
{
	const char *one = getenv("COP_COMPARE_SEED");

	(void)state;
	for (unsigned i = one != NULL ? (unsigned)atoi(one) : 1; i <= PAIRS; i++) {
		seed = i;
		compare_random();
		if (one != NULL)
			break;
	}
}

#define ROWS 6

/* A selection, by the bits, of a few rows of one person. */
static void
add_rows(struct buf *rows, unsigned chosen)
{
	static const char *const ends[ROWS] = {"2020,,,,", "2020,2020,,,", "2020,2022,,,form",
					       "2021,,,,", "2021,2022,,,", "2021,later,,,"};

	buf_puts(rows, ROSTER_HEADER);
	for (unsigned i = 0; i < ROWS; i++)
		if (chosen & 1U << i)
			buf_format(rows, "a@x,A,,,,,,,,%s\n", ends[i]);
}

/* Between any two different rosters of these, something is reported, in both directions. */
static void
test_no_row_goes_untold(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 1U << (2 * ROWS); i++) {
		unsigned old = i % (1U << ROWS), now = i >> ROWS;
		struct buf sides[COMPARED_SIDES] = {{0}, {0}};

		add_rows(&sides[COMPARED_OLD], old);
		add_rows(&sides[COMPARED_NEW], now);
		assert_true(compare(FILE_ROSTER, buf_all(&sides[COMPARED_OLD]),
				    buf_all(&sides[COMPARED_NEW])));
		assert_int_equal(differences.count == 0, old == now);
		buf_free(&sides[COMPARED_OLD]);
		buf_free(&sides[COMPARED_NEW]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_people_come_and_go),
	    TEST(test_a_stay_goes_on),
	    TEST(test_rows_that_overlap),
	    TEST(test_fields_are_corrected),
	    TEST(test_seats),
	    TEST(test_addresses_move),
	    TEST(test_the_forgotten_are_not_told_by_their_address),
	    TEST(test_forms_of_the_file),
	    TEST(test_definitions_by_path),
	    TEST(test_communities),
	    TEST(test_other_files),
	    TEST(test_those_who_differ_and_nobody_else),
	    TEST(test_no_row_goes_untold),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
