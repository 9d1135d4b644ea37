/*
 * The formats of single values (keys.h): ids, addresses, URLs, languages, times, time zones, RFC 5545 rules, and
 * what keys_check_value() records of each type.
 */
#include "unit.h"

#include "keys.h"
#include "node.h"

/* Every value of the list is good, or none is. Each has its own memory, so that ASan watches its end. */
static void
judge(bool (*good)(struct str), const char *const *values, bool expected)
{
	for (; *values != NULL; values++) {
		size_t n = strlen(*values);
		char *copy = malloc(n > 0 ? n : 1);

		memcpy(copy, *values, n);
		if (good((struct str){copy, n}) != expected)
			fail_msg("\"%s\" was taken for %s", *values, expected ? "bad" : "good");
		free(copy);
	}
}

#define GOOD(good, ...) judge(good, (const char *const[]){__VA_ARGS__, NULL}, true)
#define BAD(good, ...) judge(good, (const char *const[]){__VA_ARGS__, NULL}, false)

#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10

static void
test_an_id_has_lower_case_letters_digits_and_inner_hyphens(void **state)
{
	(void)state;
	GOOD(id_good, "a", "0", "a-b", "a--b", "nss-cop", "2026", X60 "xxx");
	BAD(id_good, "", "-", "-a", "a-", "A", "a_b", "a.b", "a b", "a/b", "..", "\xC3\xA9",
	    X60 "xxxx", "a\n");
	assert_false(id_good((struct str){"a\0b", 3}));
}

static void
test_a_domain_has_labels_of_letters_digits_and_hyphens(void **state)
{
	(void)state;
	GOOD(domain_good, "example.org", "a.b", "x1-y.Example.ORG", "1.2.example", X60 "xxx.org");
	BAD(domain_good, "", "example", ".org", "example.", "a..b", "-a.org", "a-.org", "a_b.org",
	    "a b.org", "\xC3\xA9.org", X60 "xxxx.org");
}

static void
test_a_domain_has_at_most_253_bytes(void **state)
{
	(void)state;
	/* 4 * 61 + 9 = 253 */
	GOOD(domain_good, X60 "." X60 "." X60 "." X60 ".xxxxxxxxx");
	BAD(domain_good, X60 "." X60 "." X60 "." X60 ".xxxxxxxxxx");
}

static void
test_an_address_is_a_local_part_and_a_domain(void **state)
{
	(void)state;
	GOOD(email_good, "a@b.ca", "first.last@example.org", "o'neil+tag@example.org",
	     "!#$%&'*+-/=?^_`{|}~@example.org", "A@Example.ORG", "x@person.invalid");
	BAD(email_good, "", "a", "@example.org", "a@", "a@b", "a@@b.ca", "a@b@c.ca", "a b@c.ca",
	    ".a@b.ca", "a.@b.ca", "a..b@c.ca", "\"a\"@b.ca", "a@[127.0.0.1]", "a(b)@c.ca",
	    "a@b.ca ", " a@b.ca", "a@b..ca", "a,b@c.ca", "a<b@c.ca", "\xC3\xA9@b.ca", "a\n@b.ca",
	    "a@b.ca\n");
	assert_false(email_good((struct str){"a\0b@c.ca", 8}));
}

/* Addresses of 16 to 64 bytes take a fast path: the same rules hold. */
static void
test_an_address_of_a_roster_is_in_lower_case(void **state)
{
	static const char *const domains[] = {"b.ca", "example.org", "lists.health.example.ca",
					      X60 ".example.ca"};
	static const char *const locals[] = {
	    "a",   "a1.b-c", "first.last", "x" X60,      ".a",   "a.",  "a..b",     "-a",
	    "a-",  "a-.-b",  "o'neil",     "a@b",        "a b",  "A",   "\xC3\xA9", "a\n",
	    "a,b", "",       "a\"b",       "first.laSt", "a@.b", "a@-b"};
	static const char *const ends[] = {"",   ".", "-", "..x", ".-x", ".x-",
					   ".x", "@", "/", "`",   "{",   "Z"};
	char address[200];

	(void)state;
	for (size_t l = 0; l < sizeof(locals) / sizeof(locals[0]); l++)
		for (size_t d = 0; d < sizeof(domains) / sizeof(domains[0]); d++)
			for (size_t e = 0; e < sizeof(ends) / sizeof(ends[0]); e++) {
				bool lower = true;

				(void)snprintf(address, sizeof(address), "%s@%s%s", locals[l],
					       domains[d], ends[e]);
				for (const char *p = address; *p != '\0'; p++)
					lower = lower && !(*p >= 'A' && *p <= 'Z');
				if (address_good(str_of(address)) !=
				    (email_good(str_of(address)) && lower))
					fail_msg("%s", address);
			}
	GOOD(address_good, "first.last@example.org", "a@b.ca", "o'neil+tag@example.org");
	BAD(address_good, "first.last@example", "First.last@example.org", "a@b.cA");
}

static void
test_a_local_part_has_at_most_64_bytes(void **state)
{
	(void)state;
	GOOD(email_good, X60 "xxxx@b.ca");
	BAD(email_good, X60 "xxxxx@b.ca");
}

static void
test_an_address_has_at_most_254_bytes(void **state)
{
	(void)state;
	/* 64 + 1 + 3 * 61 + 6 = 254 */
	GOOD(email_good, X60 "xxxx@" X60 "." X60 "." X60 ".xxxxxx");
	BAD(email_good, X60 "xxxx@" X60 "." X60 "." X60 ".xxxxxxx");
}

static void
test_a_url_is_http_with_a_host(void **state)
{
	(void)state;
	GOOD(url_good, "https://example.org", "http://example.org/", "https://a.b/c?d=e&f#g",
	     "https://example.org:8080/x", "http://localhost/x", "https://example.org?x",
	     "https://example.org#x", "https://a.b/%C3%A9,;'()*!$@~+[");
	BAD(url_good, "", "example.org", "ftp://example.org", "https://", "https:///x",
	    "https://example", "https://-a.org", "javascript:alert(1)", "https://a.b/ c",
	    " https://a.b", "https://a.b/\"x", "https://a.b/<x>", "https://a.b/\\x",
	    "https://a.b/{x}", "https://a.b/\n", "https:/a.b", "HTTPS//a.b");
}

static void
test_a_url_is_read_within_its_slice(void **state)
{
	(void)state;
	assert_true(url_good((struct str){"https://example.org/x y", 21}));
	assert_false(url_good((struct str){"https://example.org", 15}));
	assert_true(url_good((struct str){"http://a.b/", 10}));
}

static void
test_a_language_may_have_a_region(void **state)
{
	(void)state;
	GOOD(language_good, "en", "fr", "fr-CA", "iku", "crk-CA");
	BAD(language_good, "", "e", "EN", "english", "fr-ca", "fr_CA", "fr-", "fr-C", "fr-CAN",
	    "-CA", "fr-CA-x", "1n");
}

static void
test_a_region_may_be_three_digits(void **state)
{
	(void)state;
	GOOD(language_good, "es-419"); /* RFC 5646, 2.1: region = 2ALPHA / 3DIGIT */
}

static void
test_a_time_is_a_local_date_time(void **state)
{
	(void)state;
	GOOD(time_good, "2026-01-08T12:00", "2026-12-31T23:59", "2024-02-29T00:00");
	BAD(time_good, "", "2026-01-08", "2026-01-08 12:00", "2026-01-08T24:00", "2026-01-08T12:60",
	    "2026-01-08T12:0", "2026-01-08T12:00Z", "2026-01-08T12:00:00", "2026-02-29T12:00",
	    "2026-13-01T12:00", "2026-01-08T1a:00", "2026-01-08T12-00", "2026-01-08t12:00",
	    "2026-01-08T30:00", "2026-01-08T12: 0", "2026-01   T12:00");
}

static void
test_a_time_zone_is_in_the_database(void **state)
{
	(void)state;
	if (access("/usr/share/zoneinfo/America/Toronto", F_OK) != 0)
		skip();
	GOOD(timezone_good, "America/Toronto", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5",
	     "America/Port-au-Prince");
	BAD(timezone_good, "", "America/Nowhere", "america/toronto", "Toronto", "/etc/passwd",
	    "America/", "/", "America/Toronto ", "../zoneinfo/UTC", "America/../UTC",
	    "-America/Toronto", "America/Toronto\n");
}

static void
test_a_folder_of_the_database_is_no_time_zone(void **state)
{
	(void)state;
	if (access("/usr/share/zoneinfo/America/Indiana", F_OK) != 0)
		skip();
	BAD(timezone_good, "America/Indiana", "America/Argentina");
}

static void
test_a_time_zone_has_one_spelling(void **state)
{
	(void)state;
	if (access("/usr/share/zoneinfo/America/Toronto", F_OK) != 0)
		skip();
	BAD(timezone_good, "America//Toronto");
}

static void
test_a_nul_in_a_time_zone_does_not_end_it(void **state)
{
	(void)state;
	assert_false(timezone_good((struct str){"America/Toronto\0x", 17}));
}

/* -- RFC 5545 ---------------------------------------------------------------------------------------- */

static bool
rule(struct str s)
{
	const char *wrong = NULL;
	bool good = rrule_good(s, &wrong);

	if (!good)
		assert_non_null(wrong);
	return good;
}

static void
test_rules_of_the_rfc_are_good(void **state)
{
	(void)state;
	GOOD(rule, "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-1FR",
	     "FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
	     "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
	     "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
	     "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
	     "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
	     "FREQ=DAILY;BYHOUR=9,10,11;BYMINUTE=0,20,40;BYSECOND=0,60",
	     "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,-366", "FREQ=DAILY;UNTIL=20261231",
	     "FREQ=DAILY;UNTIL=20261231T235959", "COUNT=3;FREQ=DAILY", "FREQ=MONTHLY;BYDAY=+1MO");
}

static void
test_a_rule_needs_a_known_frequency(void **state)
{
	(void)state;
	BAD(rule, "", "BYDAY=MO", "FREQ=FORTNIGHTLY", "FREQ=", "FREQ", "WEEKLY",
	    "RRULE:FREQ=WEEKLY", "FREQ=WEEKLY;", ";FREQ=WEEKLY", "FREQ=WEEKLY;;COUNT=1");
}

static void
test_a_part_stands_once_and_is_known(void **state)
{
	(void)state;
	BAD(rule, "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;COUNT=1;COUNT=2", "FREQ=DAILY;BYMOON=1",
	    "FREQ=DAILY;COUNT=5;UNTIL=20261231", "FREQ=DAILY; COUNT=5");
}

static void
test_what_is_wrong_with_a_rule_is_told(void **state)
{
	static const struct {
		const char *rule;
		const char *wrong;
	} cases[] = {
	    {"FREQ=FORTNIGHTLY", "FREQ is not one of DAILY, WEEKLY, MONTHLY and YEARLY"},
	    {"FREQ=DAILY;UNTIL=2026-12-31", "UNTIL is not a date such as 20261231"},
	    {"FREQ=WEEKLY;WKST=1MO", "WKST is not a day such as MO"},
	    {"FREQ=MONTHLY;BYDAY=Thursday", "BYDAY is not a list of days such as TH, 2TH or -1FR"},
	    {"FREQ=MONTHLY;BYMONTHDAY=32", "a number is out of range"},
	    {"freq=monthly", "a part is not in RFC 5545, whose names are in capitals"},
	    {"RRULE:FREQ=WEEKLY", "leave out the RRULE: at the beginning"},
	    {"WEEKLY", "a part has no = as in FREQ=MONTHLY;BYDAY=2TH"},
	    {"BYDAY=MO", "no FREQ, such as FREQ=MONTHLY"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *wrong = NULL;

		assert_false(rrule_good(str_of(cases[i].rule), &wrong));
		assert_string_equal(wrong, cases[i].wrong);
	}
}

static void
test_values_of_a_rule_keep_their_range(void **state)
{
	(void)state;
	BAD(rule, "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1",
	    "FREQ=DAILY;BYSECOND=61", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYHOUR=24",
	    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32",
	    "FREQ=MONTHLY;BYMONTHDAY=-32", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=54",
	    "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=-1",
	    "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=XX",
	    "FREQ=MONTHLY;BYDAY=MO,", "FREQ=MONTHLY;BYDAY=", "FREQ=WEEKLY;WKST=1MO",
	    "FREQ=MONTHLY;BYSETPOS=0", "FREQ=MONTHLY;BYMONTHDAY=1,,2",
	    "FREQ=MONTHLY;BYMONTHDAY=--1", "FREQ=MONTHLY;BYMONTHDAY=-", "FREQ=DAILY;INTERVAL=1,2",
	    "FREQ=DAILY;INTERVAL=a");
}

static void
test_until_is_a_day_of_the_calendar(void **state)
{
	(void)state;
	BAD(rule, "FREQ=DAILY;UNTIL=20260230", "FREQ=DAILY;UNTIL=2026-12-31",
	    "FREQ=DAILY;UNTIL=20261231T", "FREQ=DAILY;UNTIL=20261231Z",
	    "FREQ=DAILY;UNTIL=20261231X235959", "FREQ=DAILY;UNTIL=2026");
}

static void
test_until_is_a_time_of_the_day(void **state)
{
	(void)state;
	BAD(rule, "FREQ=DAILY;UNTIL=20261231T240000", "FREQ=DAILY;UNTIL=20261231T236000Z");
}

/* -- what is recorded of a value --------------------------------------------------------------------- */

/* The slug that is recorded for a value of the type; "" if it is good. */
static const char *
told(const struct key *key, const char *value)
{
	struct diag *one = diag_new();
	struct node node = {.line = 3, .column = 7, .text = str_of(value)};
	const char *slug = "";

	keys_check_value(key, &node, STR("p"), one);
	if (diag_count(one) > 0) {
		assert_int_equal(diag_count(one), 1);
		assert_int_equal(diag_at(one, 0)->place.line, 3);
		assert_int_equal(diag_at(one, 0)->place.column, 7);
		slug = rules[diag_at(one, 0)->rule].slug;
	}
	diag_free(one);
	return slug;
}

static void
test_each_type_is_told_by_its_rule(void **state)
{
	static const char *const words[] = {"open", "closed", NULL};
	static const struct {
		enum key_type type;
		const char *good, *bad, *slug;
	} cases[] = {
	    {KEY_WORD, "open", "opne", "unknown-word"},
	    {KEY_ID, "a-b", "A", "bad-value"},
	    {KEY_DATE, "2021-09", "2021-9", "bad-date"},
	    {KEY_NUMBER, "1.5", "1,5", "bad-value"},
	    {KEY_COUNT, "15", "1.5", "bad-value"},
	    {KEY_BOOLEAN, "true", "yes", "bad-value"},
	    {KEY_URL, "https://a.b", "a.b", "bad-url"},
	    {KEY_EMAIL, "a@b.ca", "a@b", "bad-email"},
	    {KEY_CURRENCY, "CAD", "cad", "bad-value"},
	    {KEY_RULE, "FREQ=DAILY", "daily", "bad-value"},
	    {KEY_TIME, "2026-01-08T12:00", "12:00", "bad-value"},
	    {KEY_TIMEZONE, "America/Toronto", "Toronto time", "unknown-timezone"},
	    {KEY_LANGUAGE, "fr-CA", "french", "bad-value"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct key key = {.name = "k", .type = cases[i].type, .words = words};

		assert_string_equal(told(&key, cases[i].good), "");
		assert_string_equal(told(&key, cases[i].bad), cases[i].slug);
	}
}

static void
test_a_string_and_an_id_to_be_known_are_anything(void **state)
{
	(void)state;
	assert_string_equal(told(&(struct key){.name = "k", .type = KEY_STRING}, "x y"), "");
	assert_string_equal(told(&(struct key){.name = "k", .type = KEY_HOST}, "x y"), "");
}

static void
test_numbers_are_decimal(void **state)
{
	static const char *const good[] = {"0", "-1", "0.5", "-0.25", "123456789012345"};
	static const char *const bad[] = {"",
					  "-",
					  ".5",
					  "5.",
					  "1e3",
					  "+1",
					  "0x1F",
					  "1.2.3",
					  "1 000",
					  " 1",
					  "--1",
					  "nan",
					  "1234567890123456"};
	struct key key = {.name = "k", .type = KEY_NUMBER};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_string_equal(told(&key, good[i]), "");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_string_equal(told(&key, bad[i]), "bad-value");
}

static void
test_a_count_has_its_least(void **state)
{
	struct key key = {.name = "k", .type = KEY_COUNT, .least = 1};

	(void)state;
	assert_string_equal(told(&key, "1"), "");
	assert_string_equal(told(&key, "0"), "bad-value");
	assert_string_equal(told(&key, "-1"), "bad-value");
	key.least = 0;
	assert_string_equal(told(&key, "0"), "");
}

static void
test_a_currency_is_three_capital_letters(void **state)
{
	struct key key = {.name = "k", .type = KEY_CURRENCY};

	(void)state;
	assert_string_equal(told(&key, "CA"), "bad-value");
	assert_string_equal(told(&key, "CADX"), "bad-value");
	assert_string_equal(told(&key, "CA1"), "bad-value");
}

static void
test_true_and_false_are_the_only_booleans(void **state)
{
	struct key key = {.name = "k", .type = KEY_BOOLEAN};

	(void)state;
	assert_string_equal(told(&key, "false"), "");
	assert_string_equal(told(&key, "True"), "bad-value");
	assert_string_equal(told(&key, "no"), "bad-value");
	assert_string_equal(told(&key, "1"), "bad-value");
}

/* The detail that a function records for a value, which has its own memory. */
static void
assert_detail(void (*record)(struct diag *found, struct place place, struct str wrong),
	      const char *value, const char *detail)
{
	size_t n = strlen(value);
	char *copy = malloc(n > 0 ? n : 1);
	struct diag *found = diag_new();

	memcpy(copy, value, n);
	record(found, (struct place){.path = STR("a")}, (struct str){copy, n});
	assert_int_equal(diag_count(found), 1);
	assert_string_equal(diag_at(found, 0)->detail.p, detail);
	diag_free(found);
	free(copy);
}

static void
bad_joined(struct diag *found, struct place place, struct str wrong)
{
	bad_date(found, place, "joined", wrong);
}

static void
test_what_date_was_meant_is_told_where_it_is_plain(void **state)
{
	/* What Excel shows as 16 July 2023 and as 1 January 1970 are the days 45123 and 25569. */
	static const char *const meant[][2] = {
	    {"45123", "2023-07-16"},
	    {"25569", "1970-01-01"},
	    {"2021-2-3", "2021-02-03"},
	    {"2021/2", "2021-02"},
	    {"2021.02.03", "2021-02-03"},
	    {" 2021-02-03 ", "2021-02-03"},
	    {"2021-02-03T10", "2021-02-03"},
	    {"2021-02-03 00:00:00", "2021-02-03"},
	    {"\xE2\x80\x9C"
	     "2021\xE2\x80\x9D",
	     "2021"},
	    /* The day or the month may come first: a number above 12 is the day. */
	    {"30/06/2021", "2021-06-30"},
	    {"6/30/2021", "2021-06-30"},
	    {"30.6.2021 12:00", "2021-06-30"},
	    {"6-6-2021", "2021-06-06"},
	    {"06/2021", "2021-06"},
	};
	static const char *const form[] = {
	    "",          "5/6/21",     "31/06/2021", "June 2021",  "3-Feb-21",  "13/2021",
	    "5/6/2021x", "1/2021/3",   "/6/2021",    "2021-02-3x", "20210203",  "99999",
	    "19999",     "2021-02T10", "2021 x",     "021",        "2021-June", "2021-02-\xC3\xA9"};
	static const char *const calendar[] = {"2021-02-30", "2021-13", "2021/2/29", "2021-0"};
	char detail[128];

	(void)state;
	for (size_t i = 0; i < sizeof(meant) / sizeof(meant[0]); i++) {
		(void)snprintf(detail, sizeof(detail), "joined \"%s\" (did you mean \"%s\"?)",
			       meant[i][0], meant[i][1]);
		assert_detail(bad_joined, meant[i][0], detail);
	}
	for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++) {
		(void)snprintf(detail, sizeof(detail),
			       "joined \"%s\": not written as 2021, 2021-09 or 2021-09-30",
			       form[i]);
		assert_detail(bad_joined, form[i], detail);
	}
	assert_detail(bad_joined, "5/6/2021", "joined \"5/6/2021\": 2021-06-05 or 2021-05-06?");
	for (size_t i = 0; i < sizeof(calendar) / sizeof(calendar[0]); i++) {
		(void)snprintf(detail, sizeof(detail), "joined \"%s\": not in the calendar",
			       calendar[i]);
		assert_detail(bad_joined, calendar[i], detail);
	}
}

static void
test_what_address_was_meant_is_told_where_it_is_plain(void **state)
{
	(void)state;
	assert_detail(bad_email, "Ana Roy <ana@x.org>",
		      "\"Ana Roy <ana@x.org>\" (did you mean \"ana@x.org\"?)");
	assert_detail(bad_email, "mailto:ana@x.org",
		      "\"mailto:ana@x.org\" (did you mean \"ana@x.org\"?)");
	assert_detail(bad_email, " ana@x.org ", "\" ana@x.org \" (did you mean \"ana@x.org\"?)");
	assert_detail(bad_email,
		      "\xC2\xA0"
		      "ana@x.org\xE2\x80\x8B",
		      "\"\xC2\xA0"
		      "ana@x.org\xE2\x80\x8B\" (did you mean \"ana@x.org\"?)");
	assert_detail(bad_email,
		      "jo.o\xE2\x80\x99"
		      "brien@x.org",
		      "\"jo.o\xE2\x80\x99"
		      "brien@x.org\" (did you mean \"jo.o'brien@x.org\"?)");
	/* A value as long as a suggestion may be, and a longer one. */
	assert_detail(
	    bad_email,
	    "o\xE2\x80\x98"
	    "a@56789.1234567890.1234567890.1234567890.1234567890.12345.org",
	    "\"o\xE2\x80\x98"
	    "a@56789.1234567890.1234567890.1234567890.1234567890.12345.org\" "
	    "(did you mean \"o'a@56789.1234567890.1234567890.1234567890.1234567890.12345.org\"?)");
	assert_detail(bad_email,
		      "o\xE2\x80\x98"
		      "a@56789.1234567890.1234567890.1234567890.1234567890.123456.org",
		      "\"o\xE2\x80\x98"
		      "a@56789.1234567890.1234567890.1234567890.1234567890.123456.org\"");
	assert_detail(bad_email, "ana@x.org; bo@x.org",
		      "\"ana@x.org; bo@x.org\": several addresses, where one is needed");
	assert_detail(bad_email, "ana roy@x.org", "\"ana roy@x.org\"");
	assert_detail(bad_email, "ana <>", "\"ana <>\"");
	assert_detail(bad_email, "", "\"\"");
}

static void
test_what_url_was_meant_is_told_where_it_is_plain(void **state)
{
	(void)state;
	assert_detail(bad_url, "www.x.org/a",
		      "\"www.x.org/a\" (did you mean \"https://www.x.org/a\"?)");
	assert_detail(bad_url, " https://x.org",
		      "\" https://x.org\" (did you mean \"https://x.org\"?)");
	assert_detail(bad_url, "mailto:a@x.org", "\"mailto:a@x.org\"");
	assert_detail(bad_url, "a@x.org", "\"a@x.org\"");
	assert_detail(bad_url, "x.org/" X60, "\"x.org/" X60 "\"");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_an_id_has_lower_case_letters_digits_and_inner_hyphens),
	    cmocka_unit_test(test_a_domain_has_labels_of_letters_digits_and_hyphens),
	    cmocka_unit_test(test_a_domain_has_at_most_253_bytes),
	    cmocka_unit_test(test_an_address_is_a_local_part_and_a_domain),
	    cmocka_unit_test(test_an_address_of_a_roster_is_in_lower_case),
	    cmocka_unit_test(test_a_local_part_has_at_most_64_bytes),
	    cmocka_unit_test(test_an_address_has_at_most_254_bytes),
	    cmocka_unit_test(test_a_url_is_http_with_a_host),
	    cmocka_unit_test(test_a_url_is_read_within_its_slice),
	    cmocka_unit_test(test_a_language_may_have_a_region),
	    cmocka_unit_test(test_a_region_may_be_three_digits),
	    cmocka_unit_test(test_a_time_is_a_local_date_time),
	    cmocka_unit_test(test_a_time_zone_is_in_the_database),
	    cmocka_unit_test(test_a_folder_of_the_database_is_no_time_zone),
	    cmocka_unit_test(test_a_time_zone_has_one_spelling),
	    cmocka_unit_test(test_a_nul_in_a_time_zone_does_not_end_it),
	    cmocka_unit_test(test_rules_of_the_rfc_are_good),
	    cmocka_unit_test(test_a_rule_needs_a_known_frequency),
	    cmocka_unit_test(test_a_part_stands_once_and_is_known),
	    cmocka_unit_test(test_what_is_wrong_with_a_rule_is_told),
	    cmocka_unit_test(test_values_of_a_rule_keep_their_range),
	    cmocka_unit_test(test_until_is_a_day_of_the_calendar),
	    cmocka_unit_test(test_until_is_a_time_of_the_day),
	    cmocka_unit_test(test_each_type_is_told_by_its_rule),
	    cmocka_unit_test(test_a_string_and_an_id_to_be_known_are_anything),
	    cmocka_unit_test(test_numbers_are_decimal),
	    cmocka_unit_test(test_a_count_has_its_least),
	    cmocka_unit_test(test_a_currency_is_three_capital_letters),
	    cmocka_unit_test(test_true_and_false_are_the_only_booleans),
	    cmocka_unit_test(test_what_date_was_meant_is_told_where_it_is_plain),
	    cmocka_unit_test(test_what_address_was_meant_is_told_where_it_is_plain),
	    cmocka_unit_test(test_what_url_was_meant_is_told_where_it_is_plain),
	};

	return cmocka_run_group_tests_name("formats", tests, NULL, NULL);
}
