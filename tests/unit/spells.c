/*
 * A roster as text, and changes to the rows of a few people (spells.h): where a row goes in a roster, in order or not,
 * what stays byte for byte, what is recorded of rows; and random edits of random rosters, compared with a simple
 * model of them.
 */
#include "unit.h"

#include "canonical.h"
#include "edit.h"
#include "spells.h"

static struct roster_text roster;

/* -- edits of a table ---------------------------------------------------------------------------------- */

/* A patch as it was reported. */
struct told {
	size_t at;
	size_t gone;
	size_t serial;
	struct str text;
};

static struct told patches[1024];
static size_t patch_count;

static void
on_patch(void *context, size_t at, size_t gone, struct str bytes)
{
	(void)context;
	assert_true(patch_count < COUNT(patches));
	patches[patch_count] = (struct told){at, gone, patch_count, bytes};
	patch_count++;
}

/* What is inserted at a byte comes before what was there. */
static int
compare_told(const void *left, const void *right)
{
	const struct told *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if ((a->gone == 0) != (b->gone == 0))
		return a->gone == 0 ? -1 : 1;
	return (a->serial > b->serial) - (a->serial < b->serial);
}

/* The roster with its patches, in out. */
static void
apply(void)
{
	size_t at = 0;

	patch_count = 0;
	spells_patches(&roster, on_patch, NULL);
	qsort(patches, patch_count, sizeof(*patches), compare_told);
	buf_clear(&out);
	for (size_t i = 0; i < patch_count; i++) {
		assert_true(at <= patches[i].at);
		assert_true(patches[i].at + patches[i].gone <= roster.bytes.n);
		if (patches[i].at > at)
			buf_add(&out, roster.bytes.p + at, patches[i].at - at);
		buf_str(&out, patches[i].text);
		at = patches[i].at + patches[i].gone;
	}
	if (at < roster.bytes.n)
		buf_add(&out, roster.bytes.p + at, roster.bytes.n - at);
}

static void
open_roster(struct str bytes)
{
	assert_true(spells_open(&roster, arena, NULL, bytes, STR("a.csv"), diag));
	assert_int_equal(diag_count(diag), 0);
}

static size_t
column_of(struct str name)
{
	for (size_t i = 0; i < roster.columns; i++)
		if (str_eq(roster.names[i], name))
			return i;
	fail_msg("no column %.*s", STR_ARG(name));
	return 0;
}

/* COLUMN=VALUE into a row; a _ stands for a blank. */
static void
set(struct spell_row *row, struct str word)
{
	struct str column = {word.p, str_find(word, '=')};
	struct str value = arena_str(arena,
				     (struct str){word.p + column.n + 1, word.n - column.n - 1});

	assert_true(column.n < word.n);
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '_')
			((char *)value.p)[i] = ' ';
	spell_set(&roster, row, column_of(column), value);
}

/* One edit: the address, then + for a new row, or the number of one of its rows, from 1; then - or the new values. */
static void
edit_row(struct str edit)
{
	struct str email = absent, which = absent, word;
	struct spells *spells;
	struct spell_row *row;

	assert_true(str_next(&edit, ' ', &email) && str_next(&edit, ' ', &which));
	spells = spells_want(&roster, email);
	if (str_is(which, "+")) {
		row = spells_add(&roster, spells);
	} else {
		assert_true((size_t)(which.p[0] - '1') < spells->count);
		row = &spells->rows[which.p[0] - '1'];
	}
	while (str_next(&edit, ' ', &word))
		if (str_is(word, "-"))
			spell_drop(row);
		else
			set(row, word);
}

/* What a roster becomes by edits, which are separated by semicolons; in out. */
static const char *
edited(struct str bytes, const char *edits)
{
	struct str rest = str_of(edits), edit;

	open_roster(bytes);
	while (str_next(&rest, ';', &edit))
		(void)spells_want(&roster, (struct str){edit.p, str_find(edit, ' ')});
	spells_scan(&roster, NULL);
	rest = str_of(edits);
	while (rest.n > 0 && str_next(&rest, ';', &edit))
		edit_row(edit);
	apply();
	return shown();
}

/* A roster without its header, edits, and what it becomes. */
struct change {
	const char *before;
	const char *edits;
	const char *after;
};

static void
assert_changes(const char *header, const struct change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got;
		struct buf after = {0};

		buf_clear(&text);
		buf_puts(&text, header);
		buf_puts(&text, changes[i].before);
		got = edited(buf_all(&text), changes[i].edits);
		buf_format(&after, "%s%s", header, changes[i].after);
		if (!str_eq(str_of(got), buf_all(&after)))
			fail_msg("%s\n-- by %s is\n%s-- and not\n%s", changes[i].before,
				 changes[i].edits, got + strlen(header), changes[i].after);
		buf_free(&after);
	}
}

#define ASSERT_CHANGES(changes) assert_changes(ROSTER_HEADER, changes, COUNT(changes))

/* Memberships that began on a day of 2026, and seats. */
#define JOINED(who, day) who "@x.org,N,,,,,,,,2026-" day ",,,,\n"
#define LEFT(who, day, left) who "@x.org,N,,,,,,,,2026-" day ",2026-" left ",,,\n"
#define SEAT(who, group, day) who "@x.org,,,,,," group ",,,2026-" day ",,,,\n"

/* The same as the last line of a file that has no last line feed. */
#define JOINED_END(who, day) who "@x.org,N,,,,,,,,2026-" day ",,,,"
#define SEAT_END(who, group, day) who "@x.org,,,,,," group ",,,2026-" day ",,,,"

static const char b_and_d[] = JOINED("b", "01-01") JOINED("d", "01-01");
static const char b_and_d_end[] = JOINED("b", "01-01") JOINED_END("d", "01-01");

static void
test_a_row_is_changed_in_its_place(void **state)
{
	static const struct change changes[] = {
	    {b_and_d, "b@x.org 1 left=2026-02-01",
	     LEFT("b", "01-01", "02-01") JOINED("d", "01-01")},
	    {b_and_d, "d@x.org 1 left=2026-02-01",
	     JOINED("b", "01-01") LEFT("d", "01-01", "02-01")},
	    {b_and_d, "d@x.org 1 left=2026-02-01;b@x.org 1 left=2026-03-01",
	     LEFT("b", "01-01", "03-01") LEFT("d", "01-01", "02-01")},
	    {b_and_d_end,
	     "b@x.org 1 name=", "b@x.org,,,,,,,,,2026-01-01,,,,\n" JOINED_END("d", "01-01")},
	    {b_and_d_end, "d@x.org 1 left=2026-02-01",
	     JOINED("b", "01-01") "d@x.org,N,,,,,,,,2026-01-01,2026-02-01,,,"},
	    {b_and_d, "b@x.org 1 name=Li,_Bo source=\"x\" role=_r_",
	     "b@x.org,\"Li, Bo\",,\" r \",,,,,,2026-01-01,,,,\"\"\"x\"\"\"\n" JOINED("d", "01-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_what_is_set_as_it_was_is_no_change(void **state)
{
	static const char *const edits[] = {
	    "",
	    "b@x.org 1",
	    "b@x.org 1 joined=2026-01-01 left=",
	    "b@x.org 1 left=2026-02-01;b@x.org 1 left=",
	    "b@x.org 1 email=z@x.org;b@x.org 1 email=b@x.org",
	    "z@x.org + joined=2026-01-01 -",
	    "z@x.org + -;z@x.org 1 name=N",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(edits); i++) {
		buf_clear(&text);
		buf_puts(&text, ROSTER_HEADER);
		buf_puts(&text, b_and_d_end);
		(void)edited(buf_all(&text), edits[i]);
		assert_int_equal(patch_count, 0);
	}
}

static void
test_a_new_row_comes_where_it_belongs(void **state)
{
	static const struct change changes[] = {
	    {b_and_d, "a@x.org + name=N joined=2026-02-02",
	     JOINED("a", "02-02") JOINED("b", "01-01") JOINED("d", "01-01")},
	    {b_and_d, "c@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02") JOINED("d", "01-01")},
	    {b_and_d, "e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("d", "01-01") JOINED("e", "02-02")},
	    /* behind an earlier row of the same person, before a later one, and before seats */
	    {b_and_d, "b@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("b", "02-02") JOINED("d", "01-01")},
	    {b_and_d, "d@x.org + name=N joined=2025-12-31",
	     JOINED("b", "01-01") "d@x.org,N,,,,,,,,2025-12-31,,,,\n" JOINED("d", "01-01")},
	    {JOINED("b", "01-01") SEAT("b", "leads", "01-01"), "b@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("b", "02-02") SEAT("b", "leads", "01-01")},
	    {JOINED("b", "01-01") SEAT("b", "leads", "01-01"),
	     "b@x.org + group=board joined=2026-02-02",
	     JOINED("b", "01-01") SEAT("b", "board", "02-02") SEAT("b", "leads", "01-01")},
	    {JOINED("b", "01-01") SEAT("b", "board", "01-01") JOINED("c", "01-01"),
	     "b@x.org + group=leads joined=2026-02-02",
	     JOINED("b", "01-01") SEAT("b", "board", "01-01") SEAT("b", "leads", "02-02")
		 JOINED("c", "01-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_a_last_line_without_line_feed_gets_one_only_where_a_row_comes_behind_it(void **state)
{
	static const struct change changes[] = {
	    {b_and_d_end, "a@x.org + name=N joined=2026-02-02",
	     JOINED("a", "02-02") JOINED("b", "01-01") JOINED_END("d", "01-01")},
	    {b_and_d_end, "c@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02") JOINED_END("d", "01-01")},
	    {b_and_d_end, "e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("d", "01-01") JOINED("e", "02-02")},
	    {b_and_d_end, "f@x.org + name=N joined=2026-02-02;e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("d", "01-01") JOINED("e", "02-02") JOINED("f", "02-02")},
	    {b_and_d_end, "d@x.org 1 left=2026-02-01;e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") LEFT("d", "01-01", "02-01") JOINED("e", "02-02")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_a_roster_without_rows_gets_some(void **state)
{
	static const char header_end[] =
	    "email,name,organization,role,region,language,group,position,"
	    "applied,joined,left,consent,consented,source";
	static const char one[] = ROSTER_HEADER JOINED("b", "02-02");
	static const char two[] = ROSTER_HEADER JOINED("a", "02-02") JOINED("b", "02-02");
	static const char edit[] = "b@x.org + name=N joined=2026-02-02";
	static const char edits[] =
	    "b@x.org + name=N joined=2026-02-02;a@x.org + name=N joined=2026-02-02";

	(void)state;
	assert_string_equal(edited(STR(""), edit), one);
	assert_string_equal(edited(STR(""), edits), two);
	assert_string_equal(edited(STR(ROSTER_HEADER), edit), one);
	assert_string_equal(edited(STR(ROSTER_HEADER), edits), two);
	assert_string_equal(edited(STR(header_end), edit), one);
	assert_string_equal(edited(STR(header_end), edits), two);
	/* and keeps its bytes where it does not */
	assert_string_equal(edited(STR(""), "b@x.org + -"), "");
	assert_string_equal(edited(STR(header_end), "b@x.org + -"), header_end);
}

static void
test_a_row_goes(void **state)
{
	static const char three[] = JOINED("b", "01-01") JOINED("d", "01-01") JOINED("f", "01-01");
	static const struct change changes[] = {
	    {three, "b@x.org 1 -", JOINED("d", "01-01") JOINED("f", "01-01")},
	    {three, "d@x.org 1 -", JOINED("b", "01-01") JOINED("f", "01-01")},
	    {three, "f@x.org 1 -", JOINED("b", "01-01") JOINED("d", "01-01")},
	    {three, "b@x.org 1 -;d@x.org 1 -;f@x.org 1 -", ""},
	    {b_and_d_end, "b@x.org 1 -", JOINED_END("d", "01-01")},
	    {b_and_d_end, "d@x.org 1 -", JOINED("b", "01-01")},
	    {b_and_d_end, "d@x.org 1 -;b@x.org 1 -", ""},
	    /* and another comes, before it, in its place, behind it */
	    {b_and_d, "d@x.org 1 -;c@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02")},
	    {b_and_d, "d@x.org 1 -;d@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("d", "02-02")},
	    {b_and_d, "d@x.org 1 -;d@x.org + name=N joined=2025-02-02",
	     JOINED("b", "01-01") "d@x.org,N,,,,,,,,2025-02-02,,,,\n"},
	    {b_and_d, "b@x.org 1 -;a@x.org + name=N joined=2026-02-02",
	     JOINED("a", "02-02") JOINED("d", "01-01")},
	    {b_and_d_end, "d@x.org 1 -;e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("e", "02-02")},
	    {b_and_d_end, "d@x.org 1 -;c@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02")},
	    {JOINED_END("b", "01-01"), "b@x.org 1 -;e@x.org + name=N joined=2026-02-02",
	     JOINED("e", "02-02")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_a_row_whose_address_changes_moves(void **state)
{
	static const char three[] = JOINED("b", "01-01") JOINED("d", "02-02") JOINED("f", "01-01");
	static const char three_end[] = JOINED("b", "01-01") JOINED("d", "02-02")
	    JOINED_END("f", "01-01");
	static const struct change changes[] = {
	    {three, "d@x.org 1 email=a@x.org",
	     JOINED("a", "02-02") JOINED("b", "01-01") JOINED("f", "01-01")},
	    {three, "d@x.org 1 email=g@x.org",
	     JOINED("b", "01-01") JOINED("f", "01-01") JOINED("g", "02-02")},
	    /* where it is */
	    {three, "d@x.org 1 email=c@x.org",
	     JOINED("b", "01-01") JOINED("c", "02-02") JOINED("f", "01-01")},
	    {three, "d@x.org 1 email=e@x.org",
	     JOINED("b", "01-01") JOINED("e", "02-02") JOINED("f", "01-01")},
	    /* to somebody who is there */
	    {three, "d@x.org 1 email=b@x.org",
	     JOINED("b", "01-01") JOINED("b", "02-02") JOINED("f", "01-01")},
	    {three, "d@x.org 1 email=f@x.org",
	     JOINED("b", "01-01") JOINED("f", "01-01") JOINED("f", "02-02")},
	    /* the last one, without a line feed */
	    {three_end, "f@x.org 1 email=a@x.org",
	     JOINED("a", "01-01") JOINED("b", "01-01") JOINED("d", "02-02")},
	    {three_end, "f@x.org 1 email=e@x.org",
	     JOINED("b", "01-01") JOINED("d", "02-02") JOINED("e", "01-01")},
	    {three_end, "f@x.org 1 email=g@x.org",
	     JOINED("b", "01-01") JOINED("d", "02-02") JOINED("g", "01-01")},
	    {three_end, "b@x.org 1 email=g@x.org",
	     JOINED("d", "02-02") JOINED("f", "01-01") JOINED("g", "01-01")},
	    {JOINED_END("b", "01-01"), "b@x.org 1 email=a@x.org", JOINED("a", "01-01")},
	    /* all rows of one, one after the other, or past each other */
	    {JOINED("b", "01-01") SEAT("b", "leads", "01-01") JOINED("d", "02-02"),
	     "b@x.org 1 email=e@x.org;b@x.org 2 email=e@x.org",
	     JOINED("d", "02-02") JOINED("e", "01-01") SEAT("e", "leads", "01-01")},
	    {three, "b@x.org 1 email=f@x.org joined=2026-03-03;f@x.org 1 email=b@x.org",
	     JOINED("b", "01-01") JOINED("d", "02-02") JOINED("f", "03-03")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_a_row_whose_date_or_group_changes_moves(void **state)
{
	static const char rows[] = JOINED("b", "02-01") JOINED("b", "04-01")
	    SEAT("b", "board", "02-01") SEAT("b", "leads", "02-01");
	static const struct change changes[] = {
	    {rows, "b@x.org 1 joined=2026-05-01",
	     JOINED("b", "04-01") JOINED("b", "05-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "02-01")},
	    {rows, "b@x.org 2 joined=2026-01-01",
	     JOINED("b", "01-01") JOINED("b", "02-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "02-01")},
	    /* within its bounds, earlier and later */
	    {rows, "b@x.org 1 joined=2026-01-01",
	     JOINED("b", "01-01") JOINED("b", "04-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "02-01")},
	    {rows, "b@x.org 1 joined=2026-03-01",
	     JOINED("b", "03-01") JOINED("b", "04-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "02-01")},
	    {rows, "b@x.org 4 joined=2026-01-01",
	     JOINED("b", "02-01") JOINED("b", "04-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "01-01")},
	    {rows, "b@x.org 4 group=working-group",
	     JOINED("b", "02-01") JOINED("b", "04-01") SEAT("b", "board", "02-01")
		 SEAT("b", "working-group", "02-01")},
	    {rows, "b@x.org 3 group=leads joined=2026-03-01",
	     JOINED("b", "02-01") JOINED("b", "04-01") SEAT("b", "leads", "02-01")
		 SEAT("b", "leads", "03-01")},
	    /* the first date is the earlier of applied and joined, by its text */
	    {rows, "b@x.org 2 applied=2026-01-15",
	     "b@x.org,N,,,,,,,2026-01-15,2026-04-01,,,,\n" JOINED("b", "02-01")
		 SEAT("b", "board", "02-01") SEAT("b", "leads", "02-01")},
	    {rows, "b@x.org 2 applied=2026-03-15",
	     JOINED("b", "02-01") "b@x.org,N,,,,,,,2026-03-15,2026-04-01,,,,\n" SEAT(
		 "b", "board", "02-01") SEAT("b", "leads", "02-01")},
	    {"b@x.org,N,,,,,,,2026-06-01,,,,,\n", "b@x.org 1 joined=2026-06",
	     "b@x.org,N,,,,,,,2026-06-01,2026-06,,,,\n"},
	    {rows, "b@x.org 2 joined=2026-02",
	     "b@x.org,N,,,,,,,,2026-02,,,,\n" JOINED("b", "02-01") SEAT("b", "board", "02-01")
		 SEAT("b", "leads", "02-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_rows_of_one_day_stay_in_order_of_all_that_they_say(void **state)
{
	static const char rows[] = LEFT("b", "01-01", "02-01") LEFT("b", "01-01", "03-01");
	static const struct change changes[] = {
	    {rows, "b@x.org 1 left=2026-02-15",
	     LEFT("b", "01-01", "02-15") LEFT("b", "01-01", "03-01")},
	    {rows, "b@x.org 1 left=2026-04-01",
	     LEFT("b", "01-01", "03-01") LEFT("b", "01-01", "04-01")},
	    {rows, "b@x.org 2 left=2026-01-15",
	     LEFT("b", "01-01", "01-15") LEFT("b", "01-01", "02-01")},
	    {rows, "b@x.org + name=N joined=2026-01-01 left=2026-02-15",
	     LEFT("b", "01-01", "02-01") LEFT("b", "01-01", "02-15") LEFT("b", "01-01", "03-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_several_rows_come_to_one_place_in_order(void **state)
{
	static const struct change changes[] = {
	    {b_and_d,
	     "c@x.org + name=N joined=2026-02-02;bb@x.org + name=N joined=2026-02-02;"
	     "c@x.org + group=leads joined=2026-02-02;c@x.org + name=N joined=2026-01-02;"
	     "c@x.org + group=board joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("bb", "02-02") JOINED("c", "01-02") JOINED("c", "02-02")
		 SEAT("c", "board", "02-02") SEAT("c", "leads", "02-02") JOINED("d", "01-01")},
	    {b_and_d_end,
	     "e@x.org + group=leads joined=2026-02-02;e@x.org + name=N joined=2026-02-02;"
	     "aa@x.org + name=N joined=2026-02-02;a@x.org + name=N joined=2026-02-02",
	     JOINED("a", "02-02") JOINED("aa", "02-02") JOINED("b", "01-01") JOINED("d", "01-01")
		 JOINED("e", "02-02") SEAT("e", "leads", "02-02")},
	    /* before a row that changes, or goes */
	    {b_and_d, "d@x.org 1 left=2026-05-01;c@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02") LEFT("d", "01-01", "05-01")},
	    {b_and_d, "b@x.org 1 left=2026-05-01;a@x.org + name=N joined=2026-02-02",
	     JOINED("a", "02-02") LEFT("b", "01-01", "05-01") JOINED("d", "01-01")},
	    {b_and_d, "b@x.org 1 left=2026-05-01;b@x.org + name=N joined=2026-05-02",
	     LEFT("b", "01-01", "05-01") JOINED("b", "05-02") JOINED("d", "01-01")},
	    {b_and_d,
	     "d@x.org 1 -;c@x.org + name=N joined=2026-02-02;e@x.org + name=N joined=2026-02-02",
	     JOINED("b", "01-01") JOINED("c", "02-02") JOINED("e", "02-02")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_order_is_by_bytes_a_shorter_address_first(void **state)
{
	static const char rows[] = JOINED("A", "01-01") JOINED("a-b", "01-01")
	    JOINED("a", "01-01") "a@x.org.au,N,,,,,,,,2026-01-01,,,,\n" JOINED("ab", "01-01")
		JOINED("\xC3\xA9", "01-01");
	static const struct change changes[] = {
	    {JOINED("a-b", "01-01") "a@x.org.au,N,,,,,,,,2026-01-01,,,,\n",
	     "a@x.org + name=N joined=2026-02-02",
	     JOINED("a-b", "01-01") JOINED("a", "02-02") "a@x.org.au,N,,,,,,,,2026-01-01,,,,\n"},
	    {JOINED("a", "01-01"), "a-b@x.org + name=N joined=2026-02-02",
	     JOINED("a-b", "02-02") JOINED("a", "01-01")},
	    {rows, "a@x.org + group=leads joined=2026-02-02",
	     JOINED("A", "01-01") JOINED("a-b", "01-01") SEAT("a", "leads", "02-02")
		 JOINED("a", "01-01") "a@x.org.au,N,,,,,,,,2026-01-01,,,,\n" JOINED("ab", "01-01")
		     JOINED("\xC3\xA9", "01-01")},
	    {rows, "\xC3\xA8@x.org + name=N joined=2026-02-02",
	     JOINED("A", "01-01") JOINED("a-b", "01-01")
		 JOINED("a", "01-01") "a@x.org.au,N,,,,,,,,2026-01-01,,,,\n" JOINED("ab", "01-01")
		     JOINED("\xC3\xA8", "02-02") JOINED("\xC3\xA9", "01-01")},
	    /* a partial date before a whole one that begins alike */
	    {"b@x.org,N,,,,,,,,2026,,,,\n" JOINED("b", "01-01"), "b@x.org + name=N joined=2026-01",
	     "b@x.org,N,,,,,,,,2026,,,,\nb@x.org,N,,,,,,,,2026-01,,,,\n" JOINED("b", "01-01")},
	};

	(void)state;
	assert_changes(ROSTER_HEADER, changes, 2);
	/* A is a@x.org too: the seat goes among the rows of a@x.org, after the membership. */
	buf_clear(&text);
	buf_format(&text, "%s%s", ROSTER_HEADER, rows);
	(void)edited(buf_all(&text), "a-b@x.org + group=leads joined=2026-02-02");
	assert_non_null(strstr(out.p, JOINED("a-b", "01-01") SEAT("a-b", "leads", "02-02")
					  JOINED("a", "01-01")));
	assert_changes(ROSTER_HEADER, changes + 3, 2);
}

/* -- rosters that are not in order, or not in form ------------------------------------------------------- */

static void
test_in_a_roster_out_of_order_rows_stay_where_they_are(void **state)
{
	static const char rows[] = JOINED("d", "01-01") SEAT("b", "leads", "02-01")
	    JOINED("b", "01-01") JOINED("a", "01-01");
	static const struct change changes[] = {
	    {rows, "b@x.org 1 joined=2026-03-01;a@x.org 1 email=z@x.org",
	     JOINED("d", "01-01") SEAT("b", "leads", "03-01") JOINED("b", "01-01")
		 JOINED("z", "01-01")},
	    /* a new one goes after those of its address */
	    {rows, "b@x.org + group=board joined=2026-03-01",
	     JOINED("d", "01-01") SEAT("b", "leads", "02-01") JOINED("b", "01-01")
		 SEAT("b", "board", "03-01") JOINED("a", "01-01")},
	    {rows, "d@x.org + group=board joined=2026-03-01;d@x.org 1 left=2026-05-01",
	     LEFT("d", "01-01", "05-01") SEAT("d", "board", "03-01") SEAT("b", "leads", "02-01")
		 JOINED("b", "01-01") JOINED("a", "01-01")},
	    /* or at the end */
	    {rows, "c@x.org + name=N joined=2026-03-01",
	     JOINED("d", "01-01") SEAT("b", "leads", "02-01") JOINED("b", "01-01")
		 JOINED("a", "01-01") JOINED("c", "03-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"), "c@x.org + name=N joined=2026-03-01",
	     JOINED("d", "01-01") JOINED("a", "01-01") JOINED("c", "03-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"),
	     "a@x.org + group=leads joined=2026-03-01",
	     JOINED("d", "01-01") JOINED("a", "01-01") SEAT("a", "leads", "03-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"), "a@x.org 1 email=b@x.org",
	     JOINED("d", "01-01") JOINED_END("b", "01-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"), "a@x.org 1 -", JOINED("d", "01-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"),
	     "a@x.org 1 -;a@x.org + name=N joined=2026-03-01",
	     JOINED("d", "01-01") JOINED("a", "03-01")},
	    {JOINED("d", "01-01") JOINED_END("a", "01-01"), "d@x.org 1 -;a@x.org 1 -", ""},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_rows_of_others_keep_their_quotes_and_mistakes(void **state)
{
	static const struct change changes[] = {
	    {"\"d@x.org\",\"N\",,,,,,,,2026-01-01,,,,\n\"b@x.org\",\"N\",,,,,,,,2026-01-01,,,,\n",
	     "b@x.org 1 left=2026-02-01",
	     "\"d@x.org\",\"N\",,,,,,,,2026-01-01,,,,\n" LEFT("b", "01-01", "02-01")},
	    {"a@x.org,\"N,,,\n\nb@x.org,N,,,,,,,,2026-01-01,,,,\nc@x.org\nd@x.org,\xFF,,,,,,,,,,,,,,\n",
	     "b@x.org 1 left=2026-02-01",
	     "a@x.org,\"N,,,\n\n" LEFT("b", "01-01",
				       "02-01") "c@x.org\nd@x.org,\xFF,,,,,,,,,,,,,,\n"},
	    {"a@x.org,\"Li, Bo\",,,,,,,,2026-01-01,,,,\nc@x.org,\"Li, Bo\",,,,,,,,2026-01-01,,,,\n",
	     "b@x.org + name=Li,_Bo joined=2026-01-01",
	     "a@x.org,\"Li, Bo\",,,,,,,,2026-01-01,,,,\nb@x.org,\"Li, Bo\",,,,,,,,2026-01-01,,,,\n"
	     "c@x.org,\"Li, Bo\",,,,,,,,2026-01-01,,,,\n"},
	    /* of one person: sorted by the values, without the quotes */
	    {"b@x.org,\"Z, z\",,,,,,,,2026-01-01,,,,\nb@x.org,A,,,,,,,,2026-03-01,,,,\n",
	     "b@x.org + name=B joined=2026-02-01",
	     "b@x.org,\"Z, z\",,,,,,,,2026-01-01,,,,\nb@x.org,B,,,,,,,,2026-02-01,,,,\n"
	     "b@x.org,A,,,,,,,,2026-03-01,,,,\n"},
	    /* a broken row in a roster that is in order otherwise */
	    {JOINED("a", "01-01") "b@x.org,N\n" JOINED("c", "01-01") "d@x.org,\"N\n" JOINED(
		 "e", "01-01"),
	     "c@x.org + group=leads joined=2026-02-02",
	     JOINED("a", "01-01") "b@x.org,N\n" JOINED("c", "01-01")
		 SEAT("c", "leads", "02-02") "d@x.org,\"N\n" JOINED("e", "01-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_of_identical_rows_the_one_that_is_meant_changes(void **state)
{
	static const char rows[] = JOINED("b", "01-01") JOINED("b", "01-01") JOINED("d", "01-01");
	static const struct change changes[] = {
	    {rows, "b@x.org 1 left=2026-02-01",
	     LEFT("b", "01-01", "02-01") JOINED("b", "01-01") JOINED("d", "01-01")},
	    {rows, "b@x.org 2 -", JOINED("b", "01-01") JOINED("d", "01-01")},
	    {rows, "c@x.org + name=N joined=2026-01-01",
	     JOINED("b", "01-01") JOINED("b", "01-01") JOINED("d", "01-01") JOINED("c", "01-01")},
	};

	(void)state;
	ASSERT_CHANGES(changes);
}

static void
test_further_columns_are_kept_and_empty_in_new_rows(void **state)
{
	static const char header[] =
	    "email,name,organization,role,region,language,group,position,applied,"
	    "joined,left,consent,consented,source,badge,\"diet, other\"\n";
	static const struct change changes[] = {
	    {"b@x.org,N,,,,,,,,2026-01-01,,,,,7,\"nuts, milk\"\n", "b@x.org 1 left=2026-02-01",
	     "b@x.org,N,,,,,,,,2026-01-01,2026-02-01,,,,7,\"nuts, milk\"\n"},
	    {"b@x.org,N,,,,,,,,2026-01-01,,,,,7,\"nuts, milk\"\n",
	     "b@x.org 1 badge=8;c@x.org + name=N joined=2026-02-01",
	     "b@x.org,N,,,,,,,,2026-01-01,,,,,8,\"nuts, milk\"\n"
	     "c@x.org,N,,,,,,,,2026-02-01,,,,,,\n"},
	    {"b@x.org,N,,,,,,,,2026-01-01,,,,,7,\"nuts, milk\"", "b@x.org 1 email=a@x.org",
	     "a@x.org,N,,,,,,,,2026-01-01,,,,,7,\"nuts, milk\"\n"},
	};

	(void)state;
	assert_changes(header, changes, COUNT(changes));
}

static void
test_sixty_four_columns(void **state)
{
	struct buf header = {0}, fifty = {0}, commas = {0}, before = {0}, changed = {0},
		   added = {0};
	const struct change changes[] = {{NULL, "b@x.org 1 left=2026-02-01", NULL},
					 {NULL, "c@x.org + name=N joined=2026-02-01", NULL}};
	struct change filled[2];

	(void)state;
	buf_puts(&header, ROSTER_HEADER);
	header.n--;
	for (int i = 1; i <= 50; i++) {
		buf_format(&header, ",x%d", i);
		buf_format(&fifty, ",v%d", i);
		buf_char(&commas, ',');
	}
	buf_puts(&header, "\n");
	buf_char(&header, '\0');
	buf_char(&commas, '\0');
	buf_char(&fifty, '\0');
	buf_format(&before, "b@x.org,N,,,,,,,,2026-01-01,,,,%s\n", fifty.p);
	buf_format(&changed, "b@x.org,N,,,,,,,,2026-01-01,2026-02-01,,,%s\n", fifty.p);
	buf_str(&added, buf_all(&before));
	buf_format(&added, "c@x.org,N,,,,,,,,2026-02-01,,,,%s\n", commas.p);
	buf_char(&before, '\0');
	buf_char(&changed, '\0');
	buf_char(&added, '\0');
	filled[0] = (struct change){before.p, changes[0].edits, changed.p};
	filled[1] = (struct change){before.p, changes[1].edits, added.p};
	assert_changes(header.p, filled, 2);
	assert_int_equal(roster.columns, 64);
	buf_free(&header);
	buf_free(&fifty);
	buf_free(&commas);
	buf_free(&before);
	buf_free(&changed);
	buf_free(&added);
}

static void
test_a_bad_header_is_told(void **state)
{
	(void)state;
	assert_false(spells_open(&roster, arena, NULL, STR("email,nmae\n"), STR("a.csv"), diag));
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_CSV_HEADER);
	assert_str(diag_at(diag, 0)->place.path, "a.csv");
	assert_false(spells_open(&roster, arena, NULL, STR("\n"), STR("a.csv"), diag));
}

/* -- what is recorded of rows ----------------------------------------------------------------------------- */

static bool
wants_line(const void *context, struct str line)
{
	return line.n != *(const size_t *)context;
}

static void
on_line(void *context, struct str line, size_t number)
{
	(void)context;
	buf_format(&out, "%zu %.*s\n", number, STR_ARG(line));
}

static void
test_a_watch_is_told_of_the_lines_that_it_wants(void **state)
{
	size_t unwanted = 8;
	struct spells_watch watch = {wants_line, on_line, &unwanted};

	(void)state;
	open_roster(STR(ROSTER_HEADER "B@X.org,N\n\n\"c@x.org\",1\nno comma\nlast@x.org,"));
	(void)spells_want(&roster, STR("b@x.org"));
	spells_scan(&roster, &watch);
	assert_string_equal(shown(), "2 B@X.org,N\n3 \n4 \"c@x.org\",1\n6 last@x.org,\n");
	assert_int_equal(spells_want(&roster, STR("b@x.org"))->damaged, 2);
}

static void
test_rows_are_those_of_an_address_however_it_is_written(void **state)
{
	struct spells *spells, *none;

	(void)state;
	open_roster(STR(ROSTER_HEADER JOINED("a", "01-01") JOINED("B", "02-01") JOINED(
	    "bb", "01-01") "\"b@x.org\",\"N, M\",,,,,,,,2026-01-01,,,,\n" JOINED("b", "03-01")));
	spells = spells_want(&roster, STR("b@x.org"));
	none = spells_want(&roster, STR("z@x.org"));
	assert_ptr_equal(spells_want(&roster, STR("b@x.org")), spells);
	assert_int_equal(spells->count, 0);
	spells_scan(&roster, NULL);
	assert_int_equal(none->count, 0);
	assert_int_equal(spells->count, 3);
	assert_int_equal(spells->damaged, 0);
	assert_int_equal(spells->rows[0].line, 3);
	assert_str(spells->rows[0].old[ROSTER_EMAIL], "B@x.org");
	assert_int_equal(spells->rows[1].line, 5);
	assert_str(spells->rows[1].old[ROSTER_NAME], "N, M");
	assert_int_equal(spells->rows[2].line, 6);
	assert_false(roster.ordered);
}

static void
test_of_many_who_are_asked_for_those_are_kept_that_stand_there(void **state)
{
	struct str emails[1000];

	(void)state;
	for (size_t i = 0; i < COUNT(emails); i++)
		emails[i] = arena_format(arena, "p%zu@x.org", i);
	open_roster(STR(ROSTER_HEADER JOINED("P7", "02-01") JOINED("p1000", "01-01")
			    JOINED("p12", "01-01") "\"p7@x.org\",\"N, M\",,,,,,,,2026-01-01,,,,\n"
						   "p999@x.org,N\n"));
	spells_ask(&roster, addresses_new(arena, emails, COUNT(emails)));
	spells_scan(&roster, NULL);
	assert_int_equal(roster.count, 3);
	assert_str(roster.wanted[0]->email, "p7@x.org");
	assert_int_equal(roster.wanted[0]->count, 2);
	assert_int_equal(roster.wanted[0]->rows[1].line, 5);
	assert_str(roster.wanted[1]->email, "p12@x.org");
	assert_str(roster.wanted[2]->email, "p999@x.org");
	assert_int_equal(roster.wanted[2]->damaged, 6);
	assert_ptr_equal(spells_want(&roster, emails[12]), roster.wanted[1]);
	assert_int_equal(spells_want(&roster, emails[3])->count, 0);
}

static void
test_a_row_that_cannot_be_read_is_damage(void **state)
{
	static const char *const bad[] = {"b@x.org,N\n", "b@x.org,\"N,,,,,,,,2026-01-01,,,,\n",
					  "\"b@x.org\",N,,,,,,,,2026-01-01,,,,,\n", "B@x.org"};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct spells *spells, *other;

		buf_clear(&text);
		buf_format(&text, "%s%s%s", ROSTER_HEADER, JOINED("a", "01-01"), bad[i]);
		open_roster(buf_all(&text));
		spells = spells_want(&roster, STR("b@x.org"));
		other = spells_want(&roster, STR("a@x.org"));
		spells_scan(&roster, NULL);
		assert_int_equal(spells->damaged, 3);
		assert_int_equal(spells->count, 0);
		assert_int_equal(other->damaged, 0);
		assert_int_equal(other->count, 1);
	}
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_person_is_seen_before_and_after(void **state)
{
	struct definition cop = {.id = STR("a"), .merged = DAY_NEVER};
	struct spells *spells;
	struct person person;
	size_t *which;

	(void)state;
	assert_true(spells_open(&roster, arena, &cop,
				STR(ROSTER_HEADER JOINED("b", "01-01") SEAT("b", "leads", "02-01")
					SEAT("b", "leads", "02-99") SEAT("b", "leads", "05-01")),
				STR("a.csv"), diag));
	spells = spells_want(&roster, STR("b@x.org"));
	spells_scan(&roster, NULL);
	spell_set_date(&roster, &spells->rows[0], ROSTER_LEFT, date("2026-06"));
	spell_drop(&spells->rows[1]);
	spell_drop(&spells->rows[2]);
	spell_set(&roster, &spells->rows[2], ROSTER_LEFT, STR("2026")); /* too late */
	spell_set_date(&roster, spells_add(&roster, spells), ROSTER_APPLIED, date("2027"));
	person = spells_person(&roster, spells, true, &which, diag);
	assert_int_equal(person.count, 4);
	assert_string_equal(found(), "4:22 bad-date");
	assert_int_equal(person.spells[1].span.last, DAY_NEVER);
	assert_int_equal(which[3], 3);
	diag_clear(diag);
	person = spells_person(&roster, spells, false, &which, diag);
	assert_int_equal(person.count, 3);
	assert_str(person.email, "b@x.org");
	assert_int_equal(which[0], 0);
	assert_int_equal(which[1], 3);
	assert_int_equal(which[2], 4);
	assert_int_equal(person.spells[0].span.last, on("2026-07") - 1);
	assert_int_equal(person.spells[1].span.last, on("2026-07") - 1); /* with its membership */
	assert_str(person.spells[2].fields[ROSTER_APPLIED], "2027");
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_row_that_nobody_could_read_is_told(void **state)
{
	struct definition cop = {.id = STR("a"), .merged = DAY_NEVER};
	struct spells *spells;
	struct buf name = {0};

	(void)state;
	assert_true(spells_open(&roster, arena, &cop, STR(ROSTER_HEADER JOINED("b", "01-01")),
				STR("a.csv"), diag));
	spells = spells_want(&roster, STR("b@x.org"));
	spells_scan(&roster, NULL);
	buf_repeat(&name, 'n', 4097);
	spell_set(&roster, &spells->rows[0], ROSTER_NAME, buf_all(&name));
	assert_int_equal(spells_person(&roster, spells, false, NULL, diag).count, 0);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_LIMIT);
	buf_free(&name);
}

static void
test_a_copy_is_what_one_goes_back_to(void **state)
{
	struct spells *spells, before;

	(void)state;
	buf_clear(&text);
	buf_format(&text, "%s%s", ROSTER_HEADER, b_and_d);
	open_roster(buf_all(&text));
	spells = spells_want(&roster, STR("b@x.org"));
	spells_scan(&roster, NULL);
	spell_set(&roster, &spells->rows[0], ROSTER_NAME, STR("M"));
	before = spells_copy(&roster, spells);
	spell_set(&roster, &spells->rows[0], ROSTER_NAME, STR("O"));
	for (int i = 0; i < 20; i++)
		(void)spells_add(&roster, spells);
	spell_drop(&spells->rows[0]);
	*spells = before;
	apply();
	assert_string_equal(shown(),
			    ROSTER_HEADER "b@x.org,M,,,,,,,,2026-01-01,,,,\n" JOINED("d", "01-01"));
}

static void
test_an_absent_value_is_an_empty_one(void **state)
{
	struct spells *spells;

	(void)state;
	open_roster(STR(ROSTER_HEADER JOINED("b", "01-01")));
	spells = spells_want(&roster, STR("b@x.org"));
	spells_scan(&roster, NULL);
	spell_set(&roster, &spells->rows[0], ROSTER_LEFT, absent);
	spell_set_date(&roster, &spells->rows[0], ROSTER_APPLIED, (struct date){0});
	apply();
	assert_int_equal(patch_count, 0);
	spell_set(&roster, &spells->rows[0], ROSTER_NAME, absent);
	apply();
	assert_string_equal(shown(), ROSTER_HEADER "b@x.org,,,,,,,,,2026-01-01,,,,\n");
}

/* -- random rosters --------------------------------------------------------------------------------------- */

#define ADDRESSES 12
#define ROWS_MAX 64
#define COLUMNS (ROSTER_COLUMNS + 1) /* one further */
#define HEADER_MORE                                                                                \
	"email,name,organization,role,region,language,group,position,applied,joined,left,consent," \
	"consented,source,more\n"

static const char *const addresses[ADDRESSES] = {
    "a@x.org", "a-b@x.org", "a@x.org.au",     "aa@x.org", "a+b@x.org", "b@x.org",
    "c@x.org", "c.d@x.org", "\xC3\xA9@x.org", "z@a.org",  "z@x.org",   "zz@x.org"};

/* A row as the model has it. */
struct model_row {
	struct str fields[COLUMNS];
	struct str line; /* as it was; absent for a new row */
	size_t number;   /* of that line */
	bool gone;
	bool changed;
};

static struct model_row model[ROWS_MAX];
static size_t model_count;
static uint32_t seed;
static struct map
    drawn; /* each date occurs once: rows that do not differ at all are for another test */

static size_t
draw(size_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % limit;
}

static struct str
draw_date(void)
{
	struct str drawn_date;

	do {
		drawn_date = draw(4) == 0
				 ? arena_format(arena, "20%02zu-%02zu", 10 + draw(80), 1 + draw(12))
				 : arena_format(arena, "20%02zu-%02zu-%02zu", 10 + draw(80),
						1 + draw(12), 1 + draw(28));
	} while (map_get(&drawn, drawn_date) != NULL);
	*map_at(&drawn, drawn_date) = &drawn;
	return drawn_date;
}

static struct str
draw_text(void)
{
	static const char *const texts[] = {"",      "N",         "Li, Bo", "\"Q\"",
					    " edge", "N\xC3\xA9", "a;b"};

	return str_of(texts[draw(COUNT(texts))]);
}

static struct str
draw_group(void)
{
	static const char *const groups[] = {"", "", "board", "leads"};

	return str_of(groups[draw(COUNT(groups))]);
}

static struct str
line_of_model(const struct model_row *row)
{
	struct buf line = {0};
	struct str made;

	for (size_t i = 0; i < COLUMNS; i++) {
		if (i > 0)
			buf_char(&line, ',');
		rows_add_field(&line, row->fields[i]);
	}
	made = arena_str(arena, buf_all(&line));
	buf_free(&line);
	return made;
}

static struct model_row *
add_model_row(struct str email)
{
	struct model_row *row = &model[model_count++];

	assert_true(model_count <= ROWS_MAX);
	*row = (struct model_row){.changed = true};
	for (size_t i = 0; i < COLUMNS; i++)
		row->fields[i] = STR("");
	row->fields[ROSTER_EMAIL] = email;
	return row;
}

/* Rows of some people, with their lines still to be sorted. */
static void
draw_roster(void)
{
	model_count = 0;
	for (size_t i = 0; i < ADDRESSES; i++)
		for (size_t n = draw(2) * draw(4); n > 0; n--) {
			struct model_row *row = add_model_row(str_of(addresses[i]));

			row->fields[ROSTER_NAME] = draw_text();
			row->fields[ROSTER_GROUP] = draw_group();
			row->fields[draw(2) == 0 ? ROSTER_APPLIED : ROSTER_JOINED] = draw_date();
			if (draw(3) == 0)
				row->fields[ROSTER_JOINED] = draw_date();
			row->fields[COLUMNS - 1] = draw_text();
			row->line = line_of_model(row);
			row->changed = false;
		}
}

/* The roster with all lines in the order of the model, in text; sometimes without the last line feed. */
static bool
write_roster(void)
{
	bool whole = draw(3) > 0;

	buf_clear(&text);
	buf_puts(&text, HEADER_MORE);
	for (size_t i = 0; i < model_count; i++) {
		buf_str(&text, model[i].line);
		buf_char(&text, '\n');
		model[i].number = i + 2;
	}
	text.n -= whole ? 0 : 1;
	return whole;
}

/* Sorts the model's lines into canonical order. */
static void
order_model(void)
{
	struct model_row ordered[ROWS_MAX];
	struct canonical canonical;
	size_t count = 0;

	(void)write_roster();
	assert_true(canonical_make(CSV_ROSTER, buf_all(&text), STR("a.csv"), &canonical, diag));
	for (size_t k = 1; k < canonical.count; k++) {
		struct str line = {canonical.lines[k].p, canonical.lines[k].n - 1};

		for (size_t i = 0; i < model_count; i++)
			if (str_eq(model[i].line, line))
				ordered[count++] = model[i];
	}
	assert_int_equal(count, model_count);
	memcpy(model, ordered, count * sizeof(*model));
	canonical_free(&canonical);
}

static void
shuffle_model(void)
{
	for (size_t i = model_count; i > 1; i--) {
		size_t j = draw(i);
		struct model_row row = model[i - 1];

		model[i - 1] = model[j];
		model[j] = row;
	}
}

static struct model_row *
model_row_at(size_t number)
{
	for (size_t i = 0; i < model_count; i++)
		if (model[i].number == number)
			return &model[i];
	fail_msg("no line %zu", number);
	return NULL;
}

static void
set_both(struct spell_row *row, struct model_row *twin, size_t column, struct str value)
{
	spell_set(&roster, row, column, value);
	twin->changed = twin->changed || !str_eq(twin->fields[column], value);
	twin->fields[column] = value;
}

/* Changes a row in some way, and its counterpart in the model. */
static void
draw_change(struct spell_row *row, struct model_row *twin)
{
	switch (draw(7)) {
	case 0:
		spell_drop(row);
		twin->gone = true;
		break;
	case 1:
		set_both(row, twin, ROSTER_EMAIL, str_of(addresses[draw(ADDRESSES)]));
		break;
	case 2:
		set_both(row, twin, ROSTER_GROUP, draw_group());
		break;
	case 3:
		set_both(row, twin, ROSTER_JOINED, draw_date());
		break;
	case 4:
		set_both(row, twin, ROSTER_APPLIED, draw_date());
		break;
	case 5:
		set_both(row, twin, ROSTER_LEFT, draw_date());
		break;
	default:
		set_both(row, twin, draw(2) == 0 ? ROSTER_NAME : COLUMNS - 1, draw_text());
		break;
	}
}

/* Some edits of the roster in text, each also made in the model; at most one new row for an address if one_each. */
static void
draw_edits(bool one_each)
{
	struct spells *wanted[4];
	size_t count = 1 + draw(COUNT(wanted));

	open_roster(buf_all(&text));
	for (size_t i = 0; i < count; i++)
		wanted[i] = spells_want(&roster, str_of(addresses[draw(ADDRESSES)]));
	spells_scan(&roster, NULL);
	for (size_t i = 0; i < count; i++) {
		size_t had = wanted[i]->count;

		for (size_t k = 0; k < had && wanted[i]->rows[k].line > 0; k++)
			if (draw(2) == 0 && wanted[i]->rows[k].now != NULL)
				draw_change(&wanted[i]->rows[k],
					    model_row_at(wanted[i]->rows[k].line));
		if (had > 0 && wanted[i]->rows[had - 1].line == 0)
			continue; /* the same address was drawn twice */
		for (size_t n = draw(one_each ? 2 : 4); n > 0; n--) {
			struct spell_row *row = spells_add(&roster, wanted[i]);
			struct model_row *twin = add_model_row(wanted[i]->email);

			set_both(row, twin, ROSTER_JOINED, draw_date());
			set_both(row, twin, ROSTER_GROUP, draw_group());
			set_both(row, twin, ROSTER_NAME, draw_text());
		}
	}
}

static void
assert_bytes(struct str got, struct str wanted, uint32_t first_seed)
{
	if (!str_eq(got, wanted))
		fail_msg("seed %u:\n%.*s-- becomes\n%.*s-- and not\n%.*s", first_seed,
			 STR_ARG(roster.bytes), STR_ARG(got), STR_ARG(wanted));
}

/* The rows that were not edited are as they were, in their order. */
static void
assert_others_stand(uint32_t first_seed)
{
	struct str rest = buf_all(&out), line;

	for (size_t i = 0; i < model_count; i++) {
		bool there = model[i].changed || model[i].gone;

		while (!there && rest.n > 0 && str_next(&rest, '\n', &line))
			there = str_eq(line, model[i].line);
		if (!there)
			fail_msg("seed %u: %.*s is not in its place", first_seed,
				 STR_ARG(model[i].line));
	}
}

static void
begin_random(uint32_t first_seed)
{
	seed = first_seed * 2654435761U | 1U;
	drawn = map_new(arena);
	draw_roster();
}

static void
test_random_edits_keep_canonical_order(void **state)
{
	(void)state;
	for (uint32_t s = 1; s <= 2000; s++) {
		struct buf wanted = {0}, lines = {0};
		struct canonical canonical;
		bool whole;

		begin_random(s);
		order_model();
		whole = write_roster();
		draw_edits(false);
		assert_true(roster.ordered);
		apply();
		buf_puts(&lines, HEADER_MORE);
		for (size_t i = 0; i < model_count; i++) {
			if (model[i].gone)
				continue;
			buf_str(&lines,
				model[i].changed ? line_of_model(&model[i]) : model[i].line);
			buf_char(&lines, '\n');
		}
		assert_true(
		    canonical_make(CSV_ROSTER, buf_all(&lines), STR("a.csv"), &canonical, diag));
		canonical_add(&canonical, &wanted);
		canonical_free(&canonical);
		/* Only a last line that is still the last may lack its line feed. */
		if (!whole && !str_ends(buf_all(&out), STR("\n")))
			buf_char(&out, '\n');
		assert_bytes(buf_all(&out), buf_all(&wanted), s);
		assert_others_stand(s);
		buf_free(&wanted);
		buf_free(&lines);
	}
}

static int
compare_lines(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

/* What becomes of a roster out of order: rows stay in place, a new one goes after the last of its address, or to the end. */
static void
add_unordered(struct buf *wanted, size_t old_count, bool whole)
{
	struct str at_end[ROWS_MAX];
	size_t end_count = 0;
	bool last_stands = old_count == 0 || !model[old_count - 1].gone;

	buf_puts(wanted, HEADER_MORE);
	for (size_t i = 0; i < old_count; i++) {
		if (!model[i].gone) {
			buf_str(wanted,
				model[i].changed ? line_of_model(&model[i]) : model[i].line);
			buf_char(wanted, '\n');
		}
		for (size_t k = old_count; k < model_count; k++) {
			struct str email = model[k].fields[ROSTER_EMAIL];
			bool last = str_starts(model[i].line, email) &&
				    model[i].line.p[email.n] == ',';

			for (size_t later = i + 1; later < old_count; later++)
				last = last && !(str_starts(model[later].line, email) &&
						 model[later].line.p[email.n] == ',');
			if (last && i + 1 < old_count) {
				buf_str(wanted, line_of_model(&model[k]));
				buf_char(wanted, '\n');
				model[k].gone = true;
			}
		}
	}
	for (size_t k = old_count; k < model_count; k++)
		if (!model[k].gone)
			at_end[end_count++] = line_of_model(&model[k]);
	qsort(at_end, end_count, sizeof(*at_end), compare_lines);
	for (size_t k = 0; k < end_count; k++) {
		buf_str(wanted, at_end[k]);
		buf_char(wanted, '\n');
	}
	if (!whole && end_count == 0 && last_stands)
		wanted->n--;
}

static void
test_random_edits_leave_a_roster_out_of_order_as_it_is(void **state)
{
	size_t tried = 0;

	(void)state;
	for (uint32_t s = 1; s <= 2000; s++) {
		struct buf wanted = {0};
		size_t old_count;
		bool whole;

		begin_random(s);
		shuffle_model();
		whole = write_roster();
		old_count = model_count;
		draw_edits(true);
		if (!roster.ordered) {
			tried++;
			apply();
			add_unordered(&wanted, old_count, whole);
			assert_bytes(buf_all(&out), buf_all(&wanted), s);
		}
		buf_free(&wanted);
	}
	assert_true(tried > 1000);
}

/* -- a large roster ------------------------------------------------------------------------------------------ */

#define PEOPLE 40000
#define LARGE_BLOCK ((size_t)1 << 20) /* what is read at once may end near a multiple of it */

static const char large_row[] =
    "person%05zu@x.org,Person Number %zu,somewhere,nurse,north,en,,,,2026-01-01,,,,\n";

static void
test_a_large_roster_is_scanned_as_a_whole(void **state)
{
	struct spells *last;

	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	for (size_t i = 0; i < PEOPLE; i++) {
		buf_format(&text, large_row, i, i);
		if (i % 2 == 0)
			buf_format(&text, "person%05zu@x.org,,,,,,leads,,,2026-01-01,,,,\n", i);
	}
	text.n--;
	assert_true(text.n > 3 * LARGE_BLOCK);
	open_roster(buf_all(&text));
	for (size_t i = 0; i < PEOPLE; i++)
		(void)spells_want(&roster, arena_format(arena, "person%05zu@x.org", i));
	spells_scan(&roster, NULL);
	assert_true(roster.ordered);
	for (size_t i = 0; i < PEOPLE; i++) {
		const struct spells *spells = roster.wanted[i];

		assert_int_equal(spells->count, 1 + (i % 2 == 0));
		assert_int_equal(spells->rows[0].line, 2 + i + (i + 1) / 2);
		assert_true(str_starts((struct str){roster.bytes.p + spells->rows[0].at, 17},
				       spells->email));
	}
	last = roster.wanted[PEOPLE - 1];
	spell_set(&roster, &last->rows[0], ROSTER_LEFT, STR("2026-06-30"));
	spell_set(&roster, spells_add(&roster, roster.wanted[PEOPLE / 2]), ROSTER_JOINED,
		  STR("2027"));
	apply();
	assert_int_equal(patch_count, 3); /* a new row is inserted in two parts */
	assert_int_equal(out.n, text.n + 10 + strlen("person20000@x.org,,,,,,,,,2027,,,,\n"));
}

/* Two lines are exchanged, in any place where a large roster may be divided for reading. */
static void
test_a_large_roster_out_of_order_anywhere_is_seen_to_be(void **state)
{
	size_t begins[5], at;

	(void)state;
	buf_puts(&text, ROSTER_HEADER);
	for (size_t i = 0; i < PEOPLE; i++)
		buf_format(&text, large_row, i % 1000 == 999 ? i - 1 : i, i);
	for (size_t offset = 0; offset < 2; offset++) {
		at = LARGE_BLOCK + offset * strlen(ROSTER_HEADER) - 160;
		for (size_t k = 0; k < COUNT(begins); k++)
			begins[k] = at += str_find((struct str){text.p + at, text.n - at}, '\n') +
					  1;
		for (size_t k = 0; k + 1 < COUNT(begins); k++) {
			char digit = text.p[begins[k] + strlen("person0")];

			open_roster(buf_all(&text));
			spells_scan(&roster, NULL);
			assert_true(roster.ordered);
			text.p[begins[k] + strlen("person0")] = '9'; /* behind the next one */
			open_roster(buf_all(&text));
			spells_scan(&roster, NULL);
			assert_false(roster.ordered);
			text.p[begins[k] + strlen("person0")] = digit;
		}
	}
}

/* -- through the engine ------------------------------------------------------------------------------------ */

static void
to_edit(void *context, size_t at, size_t gone, struct str bytes)
{
	struct edit *edit = context;

	edit_patch(edit, edit->files, at, gone, bytes);
}

/* edit.h applies the patches as this test does: what is inserted at a byte comes before what was there. */
static void
test_edits_are_put_into_files_as_here(void **state)
{
	(void)state;
	for (uint32_t s = 1; s <= 500; s++) {
		struct edit_file file = {.place = place_of("a.csv")};
		struct edit edit = {
		    .arena = arena, .diag = diag, .files = &file, .files_by_path = map_new(arena)};
		struct buf got = {0};

		*map_at(&edit.files_by_path, file.place.path) = &file;
		begin_random(s);
		order_model();
		(void)write_roster();
		buf_str(&file.old.bytes, buf_all(&text));
		draw_edits(false);
		apply();
		spells_patches(&roster, to_edit, &edit);
		assert_true(edit_result(&edit, STR("a.csv"), &got));
		assert_bytes(buf_all(&got), buf_all(&out), s);
		buf_free(&file.old.bytes);
		buf_free(&got);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_row_is_changed_in_its_place),
	    TEST(test_what_is_set_as_it_was_is_no_change),
	    TEST(test_a_new_row_comes_where_it_belongs),
	    TEST(test_a_last_line_without_line_feed_gets_one_only_where_a_row_comes_behind_it),
	    TEST(test_a_roster_without_rows_gets_some),
	    TEST(test_a_row_goes),
	    TEST(test_a_row_whose_address_changes_moves),
	    TEST(test_a_row_whose_date_or_group_changes_moves),
	    TEST(test_rows_of_one_day_stay_in_order_of_all_that_they_say),
	    TEST(test_several_rows_come_to_one_place_in_order),
	    TEST(test_order_is_by_bytes_a_shorter_address_first),
	    TEST(test_in_a_roster_out_of_order_rows_stay_where_they_are),
	    TEST(test_rows_of_others_keep_their_quotes_and_mistakes),
	    TEST(test_of_identical_rows_the_one_that_is_meant_changes),
	    TEST(test_further_columns_are_kept_and_empty_in_new_rows),
	    TEST(test_sixty_four_columns),
	    TEST(test_a_bad_header_is_told),
	    TEST(test_a_watch_is_told_of_the_lines_that_it_wants),
	    TEST(test_rows_are_those_of_an_address_however_it_is_written),
	    TEST(test_of_many_who_are_asked_for_those_are_kept_that_stand_there),
	    TEST(test_a_row_that_cannot_be_read_is_damage),
	    TEST(test_a_person_is_seen_before_and_after),
	    TEST(test_a_row_that_nobody_could_read_is_told),
	    TEST(test_a_copy_is_what_one_goes_back_to),
	    TEST(test_an_absent_value_is_an_empty_one),
	    TEST(test_random_edits_keep_canonical_order),
	    TEST(test_random_edits_leave_a_roster_out_of_order_as_it_is),
	    TEST(test_a_large_roster_is_scanned_as_a_whole),
	    TEST(test_a_large_roster_out_of_order_anywhere_is_seen_to_be),
	    TEST(test_edits_are_put_into_files_as_here),
	};

	return cmocka_run_group_tests_name("spells", tests, NULL, NULL);
}
