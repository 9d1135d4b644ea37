/*
 * Merging two versions of a CSV file (merge.h): people and their spells, columns, organizations, suppressions; and what is
 * a conflict. Expected results were worked out by hand.
 *
 * Rows of a roster are in short form: email, role, group, applied, joined, left, consent, consented, source.
 */
#include "unit.h"

#include "canonical.h"
#include "merge.h"

static const struct merge empty_merge;
static struct merged merged;
static struct diag *notes;

/* -- rosters in short -------------------------------------------------------------------------------------- */

#define SHORT 9
static const enum roster_column short_columns[SHORT] = {
    ROSTER_EMAIL, ROSTER_ROLE,    ROSTER_GROUP,     ROSTER_APPLIED, ROSTER_JOINED,
    ROSTER_LEFT,  ROSTER_CONSENT, ROSTER_CONSENTED, ROSTER_SOURCE};

/* The roster with these short rows; every member is called N. */
static struct str
roster(const char *rows)
{
	struct buf bytes = {0};
	struct str rest = str_of(rows), line, made;

	buf_puts(&bytes, ROSTER_HEADER);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		struct str fields[ROSTER_COLUMNS], field;

		for (size_t i = 0; i < ROSTER_COLUMNS; i++)
			fields[i] = STR("");
		for (size_t i = 0; i < SHORT && str_next(&line, ',', &field); i++)
			fields[short_columns[i]] = field;
		if (fields[ROSTER_GROUP].n == 0)
			fields[ROSTER_NAME] = STR("N");
		rows_add_record(&bytes, fields, ROSTER_COLUMNS);
		buf_char(&bytes, '\n');
	}
	made = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	return made;
}

/* The lines of a roster in short form, without its header; conflict markers as they are. */
static const char *
in_short(struct str bytes)
{
	struct str line;

	buf_clear(&out);
	(void)str_next(&bytes, '\n', &line);
	while (bytes.n > 0 && str_next(&bytes, '\n', &line)) {
		struct str fields[ROSTER_COLUMNS], whole = line;
		size_t n = 0, last = 0;

		while (n < ROSTER_COLUMNS && str_next(&line, ',', &fields[n]))
			n++;
		for (size_t i = 0; n == ROSTER_COLUMNS && i < SHORT; i++)
			last = fields[short_columns[i]].n > 0 ? i : last;
		for (size_t i = 0; n == ROSTER_COLUMNS && i <= last; i++) {
			buf_puts(&out, i > 0 ? "," : "");
			buf_str(&out, fields[short_columns[i]]);
		}
		if (n < ROSTER_COLUMNS)
			buf_str(&out, whole);
		buf_char(&out, '\n');
	}
	return shown();
}

/* -- merging ----------------------------------------------------------------------------------------------- */

/* The merged bytes, in the arena. */
static struct str
all_merged(void)
{
	struct buf bytes = {0};
	struct str made;

	for (size_t i = 0; i < merged.count; i++)
		buf_str(&bytes, merged.pieces[i]);
	made = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	return made;
}

static enum merge_result
merge_bytes(enum registry_file_kind kind, struct str base, struct str ours, struct str theirs)
{
	struct merge merge = empty_merge;

	diag_free(notes);
	notes = diag_new();
	diag_clear(diag);
	merge.kind = kind;
	merge.path = STR("rosters/x.csv");
	merge.sides[MERGE_BASE] = base;
	merge.sides[MERGE_OURS] = ours;
	merge.sides[MERGE_THEIRS] = theirs;
	merge.marker = 7;
	merge.today = on("2026-06-30");
	merge.arena = arena;
	merge.notes = notes;
	merge.diag = diag;
	return merge_run(&merge, &merged);
}

/* Each note as "line: what it says". */
static const char *
noted(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(notes); i++)
		buf_format(&out, "%zu: %.*s\n", diag_at(notes, i)->place.line,
			   STR_ARG(diag_at(notes, i)->detail));
	return shown();
}

/* Short rosters: the base, ours and theirs; and the result. */
static void
expect_roster(const char *base, const char *ours, const char *theirs, const char *expected)
{
	bool conflict = strstr(expected, "<<<<<<<") != NULL;

	assert_int_equal(merge_bytes(FILE_ROSTER, roster(base), roster(ours), roster(theirs)),
			 conflict ? MERGE_CONFLICT : MERGE_CLEAN);
	assert_string_equal(in_short(all_merged()), expected);
	assert_int_equal(merged.conflicts > 0, conflict);
}

static int
end(void **state)
{
	diag_free(notes);
	notes = NULL;
	return unit_end(state);
}

#define ADA "ada@example.org,nurse,,,2020-01-01\n"
#define BO "bo@example.org,nurse,,,2020-01-01\n"
#define CY "cy@example.org,nurse,,,2020-01-01\n"

static void
test_independent_joins_merge(void **state)
{
	(void)state;
	expect_roster(BO, ADA BO, BO CY, ADA BO CY);
	expect_roster("", ADA, BO, ADA BO);
	/* Both in one place. */
	expect_roster(ADA, ADA BO, ADA CY, ADA BO CY);
	/* The same row on both sides becomes one. */
	expect_roster(BO, ADA BO, ADA BO CY, ADA BO CY);
}

static void
test_a_leave_and_a_change_in_one_row_merge(void **state)
{
	(void)state;
	expect_roster(ADA, "ada@example.org,nurse,,,2020-01-01,2026-05-31\n",
		      "ada@example.org,physician,,,2020-01-01\n",
		      "ada@example.org,physician,,,2020-01-01,2026-05-31\n");
	/* Even if the row moves, since its beginning was corrected. */
	expect_roster(ADA BO, "ada@example.org,nurse,,,2020-01-01,2026-05-31\n" BO,
		      "ada@example.org,nurse,,,2019-01-01\n" BO,
		      "ada@example.org,nurse,,,2019-01-01,2026-05-31\n" BO);
}

static void
test_a_leave_and_a_rejoin_are_two_spells(void **state)
{
	(void)state;
	/* In theirs she is already back; ours learns only now when she left. */
	expect_roster("ada@example.org,nurse,,,2020-01-01\n",
		      "ada@example.org,nurse,,,2020-01-01,2021-12-31\n",
		      "ada@example.org,nurse,,,2020-01-01,2021-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n",
		      "ada@example.org,nurse,,,2020-01-01,2021-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n");
	/* Somebody left before: ours corrects the old spell, theirs begins the new one. */
	expect_roster("ada@example.org,nurse,,,2020-01-01,2021-12-31\n",
		      "ada@example.org,chief,,,2020-01-01,2021-12-31\n",
		      "ada@example.org,nurse,,,2020-01-01,2021-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n",
		      "ada@example.org,chief,,,2020-01-01,2021-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n");
	/* Ours corrects the spell, theirs splits it: the second half is a row of its own. */
	expect_roster(ADA, "ada@example.org,chief,,,2020-01-01\n",
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2021-01-01,,express,2021-01-01\n",
		      "ada@example.org,chief,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2021-01-01,,express,2021-01-01\n");
	/* Ours makes one of two spells, theirs corrects the first. */
	expect_roster("ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2021-01-01\n",
		      ADA,
		      "ada@example.org,chief,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2021-01-01\n",
		      "ada@example.org,chief,,,2020-01-01\n");
	/* Two spells, years apart, that both sides add. */
	expect_roster(BO, "ada@example.org,nurse,,,2020-01-01,2020-12-31\n" BO,
		      "ada@example.org,nurse,,,2024-01-01\n" BO,
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n" BO);
	expect_roster(BO, "ada@example.org,nurse,,,2024-01-01\n" BO,
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n" BO,
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2024-01-01\n" BO);
}

static void
test_two_applications_become_one_of_the_earlier_date(void **state)
{
	(void)state;
	expect_roster(BO, "ada@example.org,nurse,,2026-05-02,,,express,2026-05-02,form\n" BO,
		      "ada@example.org,nurse,,2026-05-01,,,express,2026-05-01,email\n" BO,
		      "ada@example.org,nurse,,2026-05-01,,,express,2026-05-01,email\n" BO);
	assert_string_equal(
	    noted(),
	    "2: ada@example.org: two applications became one, with the earlier date; of two "
	    "dates of the same consent, the earlier one is kept\n");
	/* What only one side says is kept. */
	expect_roster(BO, "ada@example.org,,,2026-05-02\n" BO,
		      "ada@example.org,nurse,,2026-05-03\n" BO,
		      "ada@example.org,nurse,,2026-05-02\n" BO);
	/* Both joined, and one left. */
	expect_roster(BO, "ada@example.org,nurse,,,2026-05-02\n" BO,
		      "ada@example.org,nurse,,,2026-05-01,2026-06-01\n" BO,
		      "ada@example.org,nurse,,,2026-05-01,2026-06-01\n" BO);
	/* One day in two notations: neither is earlier. */
	expect_roster(
	    BO, "ada@example.org,nurse,,2026-05-01,,,express,2026-05\n" BO,
	    "ada@example.org,nurse,,2026-05-01,,,express,2026-05-01\n" BO,
	    "<<<<<<< ours\nada@example.org,nurse,,2026-05-01,,,express,2026-05\n=======\n"
	    "ada@example.org,nurse,,2026-05-01,,,express,2026-05-01\n>>>>>>> theirs\n" BO);
	expect_roster(BO, "ada@example.org,nurse,,2026-05\n" BO,
		      "ada@example.org,nurse,,2026-05-01\n" BO,
		      "<<<<<<< ours\nada@example.org,nurse,,2026-05\n=======\n"
		      "ada@example.org,nurse,,2026-05-01\n>>>>>>> theirs\n" BO);
	/* Of two consents, none is kept because it is earlier. */
	expect_roster(
	    BO, "ada@example.org,nurse,,2026-05-01,,,express,2026-05-01\n" BO,
	    "ada@example.org,nurse,,2026-05-01,,,implied,2026-05-02\n" BO,
	    "<<<<<<< ours\nada@example.org,nurse,,2026-05-01,,,express,2026-05-01\n=======\n"
	    "ada@example.org,nurse,,2026-05-01,,,implied,2026-05-02\n>>>>>>> theirs\n" BO);
	/* A column with two values is still a conflict. */
	expect_roster(BO, "ada@example.org,nurse,,2026-05-02\n" BO,
		      "ada@example.org,chief,,2026-05-01\n" BO,
		      "<<<<<<< ours\nada@example.org,nurse,,2026-05-01\n=======\n"
		      "ada@example.org,chief,,2026-05-01\n>>>>>>> theirs\n" BO);
	assert_string_equal(noted(), "2: ada@example.org: both sides changed role\n");
}

static void
test_leaving_beats_an_unchanged_row(void **state)
{
	(void)state;
	expect_roster(ADA BO, "ada@example.org,nurse,,,2020-01-01,2026-05-31\n" BO, ADA BO CY,
		      "ada@example.org,nurse,,,2020-01-01,2026-05-31\n" BO CY);
	/* Two different days are two values of one column. */
	expect_roster(ADA, "ada@example.org,nurse,,,2020-01-01,2026-05-31\n",
		      "ada@example.org,nurse,,,2020-01-01,2026-06-01\n",
		      "<<<<<<< ours\nada@example.org,nurse,,,2020-01-01,2026-05-31\n=======\n"
		      "ada@example.org,nurse,,,2020-01-01,2026-06-01\n>>>>>>> theirs\n");
}

static void
test_withdrawn_consent_beats_everything(void **state)
{
	static const char base[] = "ada@example.org,nurse,,,2020-01-01,,implied,2020-01-01\n";
	static const char withdrawn[] =
	    "ada@example.org,nurse,,,2020-01-01,,withdrawn,2026-05-01\n";
	static const char express[] = "ada@example.org,nurse,,,2020-01-01,,express,2026-06-01\n";

	(void)state;
	expect_roster(base, withdrawn, express, withdrawn);
	assert_string_equal(noted(), "2: ada@example.org: withdrawn consent is kept\n");
	expect_roster(base, express, withdrawn, withdrawn);
	/* Withdrawn on both sides: the earlier day. */
	expect_roster(base, withdrawn, "ada@example.org,nurse,,,2020-01-01,,withdrawn,2026-06-02\n",
		      withdrawn);
	/* Given again after it was withdrawn, and the other side does not mention it. */
	expect_roster(withdrawn, "ada@example.org,chief,,,2020-01-01,,withdrawn,2026-05-01\n",
		      express, "ada@example.org,chief,,,2020-01-01,,express,2026-06-01\n");
	/* Given and withdrawn on one day. */
	expect_roster(express, "ada@example.org,chief,,,2020-01-01,,express,2026-06-01\n",
		      "ada@example.org,nurse,,,2020-01-01,,withdrawn,2026-06-01\n",
		      "ada@example.org,chief,,,2020-01-01,,withdrawn,2026-06-01\n");
	/* Both sides say the same, and one of them more. */
	expect_roster(base, express, "ada@example.org,chief,,,2020-01-01,,express,2026-06-01\n",
		      "ada@example.org,chief,,,2020-01-01,,express,2026-06-01\n");
	/* Ours changed it, and theirs something else. */
	expect_roster(base, express, "ada@example.org,chief,,,2020-01-01,,implied,2020-01-01\n",
		      "ada@example.org,chief,,,2020-01-01,,express,2026-06-01\n");
	/* The same consent on two days, in a row that is older: neither day is known to be wrong. */
	expect_roster(base, express, "ada@example.org,nurse,,,2020-01-01,,express,2026-06-02\n",
		      "<<<<<<< ours\nada@example.org,nurse,,,2020-01-01,,express,2026-06-01\n"
		      "=======\nada@example.org,nurse,,,2020-01-01,,express,2026-06-02\n"
		      ">>>>>>> theirs\n");
	/* Consent and its date go together. */
	expect_roster(base, express, "ada@example.org,nurse,,,2020-01-01,,implied,2026-03-01\n",
		      "<<<<<<< ours\nada@example.org,nurse,,,2020-01-01,,express,2026-06-01\n"
		      "=======\nada@example.org,nurse,,,2020-01-01,,implied,2026-03-01\n"
		      ">>>>>>> theirs\n");
	assert_string_equal(noted(), "2: ada@example.org: both sides changed consent, consented\n");
}

static void
test_a_true_conflict_is_both_rows_with_the_rest_merged(void **state)
{
	(void)state;
	expect_roster(
	    ADA BO CY,
	    "ada@example.org,nurse,,,2020-01-01,2026-05-31\nbo@example.org,chief,,,2020-01-01\n" CY,
	    ADA "bo@example.org,physician,,,2020-01-01,2026-04-30\n"
		"cy@example.org,physician,,,2020-01-01\n",
	    "ada@example.org,nurse,,,2020-01-01,2026-05-31\n"
	    "<<<<<<< ours\nbo@example.org,chief,,,2020-01-01,2026-04-30\n=======\n"
	    "bo@example.org,physician,,,2020-01-01,2026-04-30\n>>>>>>> theirs\n"
	    "cy@example.org,physician,,,2020-01-01\n");
	assert_string_equal(noted(), "3: bo@example.org: both sides changed role\n");
}

static void
test_what_one_side_takes_out_goes_unless_the_other_changed_it(void **state)
{
	(void)state;
	expect_roster(ADA BO, BO, ADA BO CY, BO CY);
	expect_roster(ADA BO, ADA BO CY, BO, BO CY);
	expect_roster(ADA BO, BO, "ada@example.org,chief,,,2020-01-01\n" BO,
		      "<<<<<<< ours\n=======\nada@example.org,chief,,,2020-01-01\n"
		      ">>>>>>> theirs\n" BO);
	assert_string_equal(noted(),
			    "2: ada@example.org: ours removes a person whom theirs changed\n");
	expect_roster(ADA BO, "ada@example.org,chief,,,2020-01-01\n" BO, BO,
		      "<<<<<<< ours\nada@example.org,chief,,,2020-01-01\n=======\n"
		      ">>>>>>> theirs\n" BO);
	/* Forgotten on one side, and given a seat on the other: only a person can decide. */
	expect_roster(ADA, "", ADA "ada@example.org,,leads,,2026-01-01\n",
		      "<<<<<<< ours\n=======\n" ADA
		      "ada@example.org,,leads,,2026-01-01\n>>>>>>> theirs\n");
	/* Neither side removed her. */
	expect_roster("ada@example.org,,,,2020-01-01,2020-12-31\nada@example.org,,,,2022-01-01\n",
		      "ada@example.org,,,,2020-01-01,2020-12-31\n",
		      "ada@example.org,,,,2022-01-01\n",
		      "<<<<<<< ours\nada@example.org,,,,2020-01-01,2020-12-31\n=======\n"
		      "ada@example.org,,,,2022-01-01\n>>>>>>> theirs\n");
	/* Only a seat. */
	expect_roster(ADA
		      "ada@example.org,,board,,2021-01-01\nada@example.org,,leads,,2021-01-01\n",
		      ADA "ada@example.org,,leads,,2021-01-01\n",
		      ADA "ada@example.org,,board,,2021-01-01,2022-01-01\n"
			  "ada@example.org,,leads,,2021-01-01,2023-01-01\n",
		      ADA "<<<<<<< ours\n=======\nada@example.org,,board,,2021-01-01,2022-01-01\n"
			  ">>>>>>> theirs\nada@example.org,,leads,,2021-01-01,2023-01-01\n");
	assert_string_equal(
	    noted(), "3: ada@example.org in board: theirs changed a row that ours removes\n");
}

/* cop-amend email=: the rows of one address disappear, and those of another appear. */
static void
test_a_moved_address_loses_nothing(void **state)
{
	(void)state;
	expect_roster(ADA BO, "zoe@example.org,nurse,,,2020-01-01\n" BO, ADA BO CY,
		      BO CY "zoe@example.org,nurse,,,2020-01-01\n");
	expect_roster(ADA BO, BO "zoe@example.org,nurse,,,2020-01-01\n",
		      "ada@example.org,nurse,,,2020-01-01,2026-05-31\n" BO,
		      "<<<<<<< ours\n=======\nada@example.org,nurse,,,2020-01-01,2026-05-31\n"
		      ">>>>>>> theirs\n" BO "zoe@example.org,nurse,,,2020-01-01\n");
}

static void
test_one_lets_in_whom_the_other_turns_away(void **state)
{
	(void)state;
	expect_roster("ada@example.org,nurse,,2026-05-01\n",
		      "ada@example.org,nurse,,2026-05-01,2026-05-10\n",
		      "ada@example.org,nurse,,2026-05-01,,2026-05-20\n",
		      "<<<<<<< ours\nada@example.org,nurse,,2026-05-01,2026-05-10\n=======\n"
		      "ada@example.org,nurse,,2026-05-01,,2026-05-20\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "2: ada@example.org: both sides changed joined, left\n");
}

static void
test_seats_and_memberships_are_apart(void **state)
{
	(void)state;
	expect_roster(ADA, ADA "ada@example.org,,board,,2026-01-01\n",
		      ADA "ada@example.org,,leads,,2026-01-01\n",
		      ADA
		      "ada@example.org,,board,,2026-01-01\nada@example.org,,leads,,2026-01-01\n");
}

static void
test_what_breaks_a_rule_together_is_a_conflict_of_the_person(void **state)
{
	static const char base[] = "ada@example.org,nurse,,,2020-01-01,2020-12-31\n";

	(void)state;
	/* Ours finds that the old spell lasted until 2024; theirs, that a new one began in 2022. */
	expect_roster(base, "ada@example.org,nurse,,,2020-01-01,2024-12-31\n",
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2022-01-01\n",
		      "<<<<<<< ours\nada@example.org,nurse,,,2020-01-01,2024-12-31\n=======\n"
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2022-01-01\n>>>>>>> theirs\n");
	assert_non_null(strstr(noted(), "ada@example.org: the merged result would break a rule: "));
	/* One side has a later beginning, the other an earlier end. */
	expect_roster(ADA BO, "ada@example.org,nurse,,,2022-01-01\n" BO,
		      "ada@example.org,nurse,,,2020-01-01,2021-01-01\n" BO,
		      "<<<<<<< ours\nada@example.org,nurse,,,2022-01-01\n=======\n"
		      "ada@example.org,nurse,,,2020-01-01,2021-01-01\n>>>>>>> theirs\n" BO);
	/* An overlap of seats that all have had does not hide the one of memberships. */
#define SEATS                                             \
	"ada@example.org,,board,,2020-02-01,2020-06-01\n" \
	"ada@example.org,,board,,2020-03-01,2020-05-01\n"
	expect_roster("ada@example.org,nurse,,,2020-01-01,2020-12-31\n" SEATS,
		      "ada@example.org,nurse,,,2020-01-01,2024-12-31\n" SEATS,
		      "ada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2022-01-01\n" SEATS,
		      "<<<<<<< ours\nada@example.org,nurse,,,2020-01-01,2024-12-31\n" SEATS
		      "=======\nada@example.org,nurse,,,2020-01-01,2020-12-31\n"
		      "ada@example.org,nurse,,,2022-01-01\n" SEATS ">>>>>>> theirs\n");
#undef SEATS
	/* A mistake that both sides have already is no reason for a conflict. */
	expect_roster("ada@example.org,nurse,,,2022-01-01,2021-01-01\n",
		      "ada@example.org,chief,,,2022-01-01,2021-01-01\n",
		      "ada@example.org,nurse,,,2022-01-01,2021-01-01,express,2022-01-01\n",
		      "ada@example.org,chief,,,2022-01-01,2021-01-01,express,2022-01-01\n");
}

static void
test_rosters_out_of_order_come_out_in_order(void **state)
{
	(void)state;
	expect_roster(CY ADA, CY "ada@example.org,chief,,,2020-01-01\n",
		      "cy@example.org,nurse,,,2020-01-01,2026-01-01\n" BO ADA,
		      "ada@example.org,chief,,,2020-01-01\n" BO
		      "cy@example.org,nurse,,,2020-01-01,2026-01-01\n");
	/* Lines that are equal in all versions are examined, too. */
	expect_roster(CY ADA BO "di@example.org,nurse,,,2020-01-01\n",
		      CY ADA BO "di@example.org,chief,,,2020-01-01\n",
		      CY ADA BO "di@example.org,nurse,,,2020-01-01,2026-01-01\n",
		      ADA BO CY "di@example.org,chief,,,2020-01-01,2026-01-01\n");
	expect_roster(CY BO ADA, CY BO "ada@example.org,chief,,,2020-01-01\n",
		      CY BO "ada@example.org,nurse,,,2020-01-01,2026-01-01\n",
		      "ada@example.org,chief,,,2020-01-01,2026-01-01\n" BO CY);
}

static void
test_what_no_side_or_one_side_changed_is_as_it_was(void **state)
{
	struct str one = roster(CY ADA), other = roster(BO ADA);

	(void)state;
	assert_int_equal(merge_bytes(FILE_ROSTER, one, one, other), MERGE_CLEAN);
	assert_true(str_eq(all_merged(), other));
	assert_int_equal(merge_bytes(FILE_ROSTER, one, other, one), MERGE_CLEAN);
	assert_true(str_eq(all_merged(), other));
	assert_int_equal(merge_bytes(FILE_ROSTER, STR(""), other, other), MERGE_CLEAN);
	assert_true(str_eq(all_merged(), other));
	assert_int_equal(merged.count, 1);
	assert_ptr_equal(merged.pieces[0].p, other.p);
}

static void
test_both_made_the_file(void **state)
{
	(void)state;
	assert_int_equal(merge_bytes(FILE_ROSTER, STR(""), roster(ADA CY), roster(BO CY)),
			 MERGE_CLEAN);
	assert_string_equal(in_short(all_merged()), ADA BO CY);
}

/* -- columns ----------------------------------------------------------------------------------------------- */

#define COLUMNS \
	"email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source"

static void
expect_bytes(const char *base, const char *ours, const char *theirs, const char *expected)
{
	bool conflict = strstr(expected, "<<<<<<<") != NULL;

	assert_int_equal(merge_bytes(FILE_ROSTER, str_of(base), str_of(ours), str_of(theirs)),
			 conflict ? MERGE_CONFLICT : MERGE_CLEAN);
	buf_clear(&out);
	buf_str(&out, all_merged());
	assert_string_equal(shown(), expected);
}

static void
test_further_columns_are_kept_and_merged(void **state)
{
	(void)state;
	expect_bytes(COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,,1\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,2\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,,2\n");
}

static void
test_a_column_that_one_side_adds_comes_in(void **state)
{
	(void)state;
	expect_bytes(COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,7\n",
		     COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\nb@x.org,B,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,7\n"
			     "b@x.org,B,,,,,,,,2020-01-01,,,,,\n");
	/* Each side adds another column. */
	expect_bytes(COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,7\n",
		     COLUMNS ",phone\na@x.org,A,,,,,,,,2020-01-01,,,,,123\n",
		     COLUMNS ",desk,phone\na@x.org,A,,,,,,,,2020-01-01,,,,,7,123\n");
}

static void
test_a_column_that_one_side_takes_out_goes_unless_the_other_fills_it(void **state)
{
	(void)state;
	expect_bytes(COLUMNS ",desk,phone\na@x.org,A,,,,,,,,2020-01-01,,,,,1,2\n",
		     COLUMNS ",phone\na@x.org,A,,,,,,,,2020-01-01,,,,,2\n",
		     COLUMNS ",desk,phone\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,,1,2\n",
		     COLUMNS ",phone\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,,2\n");
	/* The same if it is theirs that takes it out. */
	expect_bytes(COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,,1\n",
		     COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,2026-01-01,,,\n");
	expect_bytes(COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\n",
		     COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\n"
			     "b@x.org,B,,,,,,,,2020-01-01,,,,,2\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,\n"
			     "b@x.org,B,,,,,,,,2020-01-01,,,,,2\n");
	expect_bytes(COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\n",
		     COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,2\n",
		     COLUMNS ",desk\n<<<<<<< ours\na@x.org,A,,,,,,,,2020-01-01,,,,,\n=======\n"
			     "a@x.org,A,,,,,,,,2020-01-01,,,,,2\n>>>>>>> theirs\n");
}

/* Also from lines that are not in a conflict, while others are. */
static void
test_a_column_goes_beside_a_conflict(void **state)
{
	(void)state;
	expect_bytes(COLUMNS
		     ",desk\na@x.org,A,,,,,,,,2020-01-01,,,,,1\nb@x.org,B,,,,,,,,2020-01-01,,,,,\n",
		     COLUMNS "\na@x.org,C,,,,,,,,2020-01-01,,,,\nb@x.org,B,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS ",desk\na@x.org,D,,,,,,,,2020-01-01,,,,,1\n"
			     "b@x.org,B,,nurse,,,,,,2020-01-01,,,,,\n",
		     COLUMNS "\n<<<<<<< ours\na@x.org,C,,,,,,,,2020-01-01,,,,\n=======\n"
			     "a@x.org,D,,,,,,,,2020-01-01,,,,\n>>>>>>> theirs\n"
			     "b@x.org,B,,nurse,,,,,,2020-01-01,,,,\n");
}

static void
test_more_columns_than_a_file_may_have_are_refused(void **state)
{
	struct buf ours = {0}, theirs = {0};

	(void)state;
	buf_puts(&ours, COLUMNS);
	buf_puts(&theirs, COLUMNS);
	for (int i = 0; i < 25; i++) {
		buf_format(&ours, ",o%d", i);
		buf_format(&theirs, ",t%d", i);
	}
	for (int extra = 0; extra <= 1; extra++) {
		buf_puts(&ours, extra > 0 ? ",o25" : "");
		buf_char(&ours, '\n');
		buf_char(&theirs, '\n');
		assert_int_equal(
		    merge_bytes(FILE_ROSTER, STR(COLUMNS "\n"), buf_all(&ours), buf_all(&theirs)),
		    extra > 0 ? MERGE_REFUSED : MERGE_CLEAN);
		ours.n--;
		theirs.n--;
	}
	assert_string_equal(found(), "1:1 limit");
	buf_free(&ours);
	buf_free(&theirs);
}

static void
test_quotes_are_no_change(void **state)
{
	(void)state;
	expect_bytes(COLUMNS "\na@x.org,\"A, B\",,,,,,,,2020-01-01,,,,\n",
		     COLUMNS "\na@x.org,\"A, B\",\"\",,,,,,,2020-01-01,,,,\n",
		     COLUMNS "\na@x.org,\"A, B\",,,,,,,,2020-01-01,2026-01-01,,,\n",
		     COLUMNS "\na@x.org,\"A, B\",,,,,,,,2020-01-01,2026-01-01,,,\n");
	/* If an address is quoted on some sides, its rows are still those of one person. */
	expect_bytes(COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\nb@x.org,B,,,,,,,,2020,,,,\n",
		     COLUMNS "\n\"a@x.org\",A,,,,,,,,2020-01-01,2026-01-01,,,\n"
			     "b@x.org,B,,,,,,,,2020,,,,\n",
		     COLUMNS
		     "\na@x.org,A,,nurse,,,,,,2020-01-01,,,,\n\"b@x.org\",B,,,,,,,,2020,,,,\n",
		     COLUMNS "\na@x.org,A,,nurse,,,,,,2020-01-01,2026-01-01,,,\n"
			     "\"b@x.org\",B,,,,,,,,2020,,,,\n");
}

/* -- what cannot be merged ------------------------------------------------------------------------------------ */

static void
expect_refused(const char *base, const char *ours, const char *theirs, const char *findings)
{
	assert_int_equal(merge_bytes(FILE_ROSTER, str_of(base), str_of(ours), str_of(theirs)),
			 MERGE_REFUSED);
	assert_string_equal(found(), findings);
}

static void
test_what_cannot_be_read_is_refused_with_its_place(void **state)
{
	(void)state;
	expect_refused(COLUMNS "\n", COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\nb@x.org,A,,,,,,,,2020-01-01,,,,\nc@x.org\n", "3:1 csv-fields");
	assert_str(diag_at(diag, 0)->place.path, "rosters/x.csv of theirs");
	expect_refused(COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\na@x.org,B,,,,,,,,2020-01-01,,,,\n", COLUMNS "\na@x.org,A\n",
		       "2:1 csv-fields");
	/* A good row after it does not make up for it. */
	expect_refused(COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\na@x.org,B,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\na@x.org,A\na@x.org,A,,,,,,,,2021-01-01,,,,\n", "2:1 csv-fields");
	expect_refused(COLUMNS "\n", "", COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       "1:1 csv-header");
	expect_refused(COLUMNS "\n", COLUMNS "\r\na@x.org,A,,,,,,,,2020-01-01,,,,\r\n",
		       COLUMNS "\nb@x.org,A,,,,,,,,2020-01-01,,,,\n", "1:1 csv-foreign");
	expect_refused(COLUMNS "\n", COLUMNS "\n\na@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\nb@x.org,A,,,,,,,,2020-01-01,,,,\n", "2:1 csv-syntax");
	expect_refused(COLUMNS "\n", COLUMNS "\n\"a@x.org,A,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS "\nb@x.org,A,,,,,,,,2020-01-01,,,,\n", "2:1 csv-syntax");
	/* Somebody has committed a conflict. */
	expect_refused(COLUMNS "\n",
		       COLUMNS "\n<<<<<<< ours\n=======\na@x.org,A,,,,,,,,2020-01-01,,,,\n"
			       ">>>>>>> theirs\n",
		       COLUMNS "\nb@x.org,A,,,,,,,,2020-01-01,,,,\n", "2:1 unsettled-merge");
}

/* Each side has settled an earlier conflict, theirs badly: its row cannot be laid out without the column of ours. */
static void
test_a_broken_row_in_a_conflict_loses_no_column(void **state)
{
	(void)state;
	expect_refused(COLUMNS ",desk\n<<<<<<< ours\na@x.org,A,,,,,,,,2020-01-01,,,,,\n=======\n"
			       "a@x.org,B,,,,,,,,2020-01-01,,,,,\n>>>>>>> theirs\n"
			       "b@x.org,B,,,,,,,,2020-01-01,,,,,\n",
		       COLUMNS "\na@x.org,A,,,,,,,,2020-01-01,,,,\n"
			       "b@x.org,B,,,,,,,,2020-01-01,,,,\n",
		       COLUMNS ",desk\na@x.org,B\nb@x.org,B,,,,,,,,2020-01-01,,,,,\n",
		       "2:1 csv-fields");
}

/* A line that nobody changed does not matter, however broken. */
static void
test_a_broken_row_that_is_the_same_in_all_stays(void **state)
{
	(void)state;
	expect_bytes(COLUMNS "\na@x.org,A\nb@x.org,B,,,,,,,,2020-01-01,,,,\n",
		     COLUMNS "\na@x.org,A\nb@x.org,B,,,,,,,,2020-01-01,2026-01-01,,,\n",
		     COLUMNS "\na@x.org,A\nb@x.org,B,,nurse,,,,,,2020-01-01,,,,\n",
		     COLUMNS "\na@x.org,A\nb@x.org,B,,nurse,,,,,,2020-01-01,2026-01-01,,,\n");
}

/* -- organizations, suppressions --------------------------------------------------------------------------------- */

#define ORGANIZATIONS "id,name,aliases,region,domains,member_of,joined,left\n"
#define SUPPRESSIONS "email,date,reason\n"

static void
expect_list(enum registry_file_kind kind, const char *base, const char *ours, const char *theirs,
	    const char *expected)
{
	bool conflict = strstr(expected, "<<<<<<<") != NULL;

	assert_int_equal(merge_bytes(kind, str_of(base), str_of(ours), str_of(theirs)),
			 conflict ? MERGE_CONFLICT : MERGE_CLEAN);
	buf_clear(&out);
	buf_str(&out, all_merged());
	assert_string_equal(shown(), expected);
}

static void
test_organizations_merge_by_id_and_column_and_lists_as_sets(void **state)
{
	(void)state;
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,x;y,north,a.org,h1,,\n",
		    ORGANIZATIONS "a,A,y;z,north,a.org,h1,2020-01-01,\n",
		    ORGANIZATIONS "a,A Inc,x;y;w,north,a.org;b.org,,,\nb,B,,,,,,\n",
		    ORGANIZATIONS "a,A Inc,y;z;w,north,a.org;b.org,,2020-01-01,\nb,B,,,,,,\n");
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\n", ORGANIZATIONS "a,B,,,,h1,,\n",
		    ORGANIZATIONS "a,C,,,,,,\n",
		    ORGANIZATIONS "<<<<<<< ours\na,B,,,,h1,,\n=======\na,C,,,,h1,,\n"
				  ">>>>>>> theirs\n");
	assert_string_equal(noted(), "2: a: both sides changed name\n");
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\nb,B,,,,,,\n",
		    ORGANIZATIONS "b,B,,,,,,\n", ORGANIZATIONS "a,A,,,,,,\n", ORGANIZATIONS);
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\n", ORGANIZATIONS,
		    ORGANIZATIONS "a,B,,,,,,\n",
		    ORGANIZATIONS "<<<<<<< ours\n=======\na,B,,,,,,\n>>>>>>> theirs\n");
	/* Lines that only differ in their first byte. */
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\nm,M,,,,,,\nz,Z,,,,,,\n",
		    ORGANIZATIONS "a,A,,,,,,\nm,M,,,,,,\nz,Y,,,,,,\n",
		    ORGANIZATIONS "b,A,,,,,,\nm,M,,,,,,\nz,Z,,,,,,\n",
		    ORGANIZATIONS "b,A,,,,,,\nm,M,,,,,,\nz,Y,,,,,,\n");
	/* Two records with one id are a mistake, and what they were meant to be is unknown. */
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\nb,B,,,,,,\n",
		    ORGANIZATIONS "a,A,,,,,,\na,C,,,,,,\nb,B,,,,h1,,\n",
		    ORGANIZATIONS "a,A,,,,h1,,\nb,D,,,,,,\n",
		    ORGANIZATIONS "<<<<<<< ours\na,A,,,,,,\na,C,,,,,,\n=======\na,A,,,,h1,,\n"
				  ">>>>>>> theirs\nb,D,,,,h1,,\n");
	assert_string_equal(noted(), "2: a: several rows have this id\n");
	/* It joined on one side after it left on the other. */
	expect_list(FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\n",
		    ORGANIZATIONS "a,A,,,,,2022-01-01,\n", ORGANIZATIONS "a,A,,,,,,2021-01-01\n",
		    ORGANIZATIONS "<<<<<<< ours\na,A,,,,,2022-01-01,\n=======\n"
				  "a,A,,,,,,2021-01-01\n>>>>>>> theirs\n");
}

static void
test_suppressions_are_those_of_both(void **state)
{
	(void)state;
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,\nb@x.org,2021-01-02,forgotten\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,\nb@x.org,2021-01-01,bounced\nc@x.org,2022,\n",
		    SUPPRESSIONS
		    "a@x.org,2020-01-01,\nb@x.org,2021-01-01,bounced\nc@x.org,2022,\n");
	/* The day of one, the reason of the other. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2021-10-29,asked\n",
		    SUPPRESSIONS "a@x.org,2021-10-29,bounced\n",
		    SUPPRESSIONS "a@x.org,2021-10-30,asked\n",
		    SUPPRESSIONS "a@x.org,2021-10-30,bounced\n");
	/* Both give other reasons: the reason of the older one. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2021-10-29,asked\n",
		    SUPPRESSIONS "a@x.org,2021-10-29,bounced\n",
		    SUPPRESSIONS "a@x.org,2021-10-30,forgotten\n",
		    SUPPRESSIONS "a@x.org,2021-10-30,bounced\n");
	/* What one side removes stays. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n", SUPPRESSIONS,
		    SUPPRESSIONS "a@x.org,2020-01-01,\nb@x.org,2021-01-02,\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,\nb@x.org,2021-01-02,\n");
	assert_string_equal(noted(), "2: a@x.org: ours removes it, but it is kept\n");
	/* What both sides remove goes. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n",
		    SUPPRESSIONS "b@x.org,2021-01-02,\n", SUPPRESSIONS "c@x.org,2021-01-02,\n",
		    SUPPRESSIONS "b@x.org,2021-01-02,\nc@x.org,2021-01-02,\n");
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,one\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,two\n",
		    SUPPRESSIONS "<<<<<<< ours\na@x.org,2020-01-01,one\n=======\n"
				 "a@x.org,2020-01-01,two\n>>>>>>> theirs\n");
}

static void
test_a_last_line_without_an_end_gets_one(void **state)
{
	(void)state;
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020,",
		    SUPPRESSIONS "a@x.org,2020,\nb@x.org,2021,\n", SUPPRESSIONS "a@x.org,2020,x",
		    SUPPRESSIONS "a@x.org,2020,x\nb@x.org,2021,\n");
}

static void
test_suppressions_that_nobody_can_compare_are_a_conflict(void **state)
{
	(void)state;
	/* Without a valid date, neither is older. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n",
		    SUPPRESSIONS "a@x.org,soon,\n", SUPPRESSIONS "a@x.org,2021-01-01,\n",
		    SUPPRESSIONS "<<<<<<< ours\na@x.org,soon,\n=======\na@x.org,2021-01-01,\n"
				 ">>>>>>> theirs\n");
	assert_string_equal(noted(), "2: a@x.org: both sides changed date\n");
	/* One without a date is older than any other. */
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n",
		    SUPPRESSIONS "a@x.org,,one\n", SUPPRESSIONS "a@x.org,2019-01-01,two\n",
		    SUPPRESSIONS "a@x.org,,one\n");
	expect_list(FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020-01-01,\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,\na@x.org,2021-01-01,\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,asked\n",
		    SUPPRESSIONS "<<<<<<< ours\na@x.org,2020-01-01,\na@x.org,2021-01-01,\n=======\n"
				 "a@x.org,2020-01-01,asked\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "2: a@x.org: several rows have this address\n");
}

static void
test_a_damaged_record_is_refused_in_any_list(void **state)
{
	static const struct {
		enum registry_file_kind kind;
		const char *base, *ours, *theirs;
	} cases[] = {
	    {FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\n", ORGANIZATIONS "a,B,,,,,,\n",
	     ORGANIZATIONS "a,A,,\n"},
	    {FILE_ORGANIZATIONS, ORGANIZATIONS "a,A,,,,,,\n",
	     ORGANIZATIONS "a,A,,,,,,\nb,B,,,,,,\n", ORGANIZATIONS "a,A,,\n"},
	    {FILE_SUPPRESSIONS, SUPPRESSIONS "a@x.org,2020,\n", SUPPRESSIONS "a@x.org,2021,\n",
	     SUPPRESSIONS "a@x.org\n"},
	    {FILE_SUPPRESSIONS, SUPPRESSIONS, SUPPRESSIONS "b@x.org,2021,\n",
	     SUPPRESSIONS "a@x.org\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(merge_bytes(cases[i].kind, str_of(cases[i].base),
					     str_of(cases[i].ours), str_of(cases[i].theirs)),
				 MERGE_REFUSED);
		assert_string_equal(found(), "2:1 csv-fields");
	}
}

/* Git has merged what both sides had merged before, and left a conflict of that in the base. */
static void
test_what_was_in_conflict_before_is_settled_alike_or_again(void **state)
{
#define BASE                                                               \
	SUPPRESSIONS "<<<<<<<<< ours\na@x.org,2020-01-01,one\n=========\n" \
		     "a@x.org,2020-01-01,two\n>>>>>>>>> theirs\nb@x.org,2021,\n"
	(void)state;
	expect_list(FILE_SUPPRESSIONS, BASE,
		    SUPPRESSIONS "a@x.org,2020-01-01,two\nb@x.org,2021,x\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,two\nb@x.org,2021,\nc@x.org,2022,\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,two\nb@x.org,2021,x\nc@x.org,2022,\n");
	expect_list(FILE_SUPPRESSIONS, BASE,
		    SUPPRESSIONS "a@x.org,2020-01-01,one\nb@x.org,2021,x\n",
		    SUPPRESSIONS "a@x.org,2020-01-01,two\nb@x.org,2021,\n",
		    SUPPRESSIONS "<<<<<<< ours\na@x.org,2020-01-01,one\n=======\n"
				 "a@x.org,2020-01-01,two\n>>>>>>> theirs\nb@x.org,2021,x\n");
	assert_string_equal(noted(),
			    "2: a@x.org: each side has resolved an earlier conflict differently\n");
	/* The lines before it were not part of the conflict. */
	expect_list(FILE_SUPPRESSIONS,
		    SUPPRESSIONS "A@x.org,2020,\n<<<<<<<<< ours\na@x.org,2020,one\n=========\n"
				 "a@x.org,2020,two\n>>>>>>>>> theirs\n",
		    SUPPRESSIONS "A@x.org,2021,\na@x.org,2020,two\n",
		    SUPPRESSIONS "A@x.org,2020,x\na@x.org,2020,two\n",
		    SUPPRESSIONS "A@x.org,2021,x\na@x.org,2020,two\n");
	/* On one side of it, a record was removed. */
	expect_list(FILE_ORGANIZATIONS,
		    ORGANIZATIONS "<<<<<<<<< ours\na,A,,,,,,\n=========\n>>>>>>>>> theirs\n",
		    ORGANIZATIONS "a,A,,,,,,\n", ORGANIZATIONS "b,B,,,,,,\n",
		    ORGANIZATIONS "<<<<<<< ours\na,A,,,,,,\n=======\n>>>>>>> theirs\nb,B,,,,,,\n");
#undef BASE
}

/* -- paths -------------------------------------------------------------------------------------------------------- */

static void
test_the_path_tells_the_kind(void **state)
{
	static const struct {
		const char *path;
		enum registry_file_kind kind;
	} good[] = {
	    {"registry.yaml", FILE_REGISTRY},
	    {"a/b/registry.yaml", FILE_REGISTRY},
	    {"cops/a-1.yaml", FILE_DEFINITION},
	    {"fed/cops/a.yaml", FILE_DEFINITION},
	    {"rosters/a.csv", FILE_ROSTER},
	    {"people/rosters/a.csv", FILE_ROSTER},
	    {"organizations.csv", FILE_ORGANIZATIONS},
	    {"people/suppressions.csv", FILE_SUPPRESSIONS},
	    /* Communities may have these ids. */
	    {"cops/registry.yaml", FILE_DEFINITION},
	    {"people/rosters/organizations.csv", FILE_ROSTER},
	    {"rosters/suppressions.csv", FILE_ROSTER},
	    {"cops/organizations.csv", FILE_ORGANIZATIONS},
	    {"rosters/registry.yaml", FILE_REGISTRY},
	};
	/* Folders may have the names of a registry's: if the path does not identify the file, its content does. */
	static const struct {
		const char *path;
		const char *says;
		enum registry_file_kind kind;
	} told[] = {
	    {"cops/registry.yaml", "name: R\ntimezone: UTC\n", FILE_REGISTRY},
	    {"cops/registry.yaml", "meetings:\n  - name: M\n    timezone: UTC\n", FILE_DEFINITION},
	    {"rosters/organizations.csv", "id,name,aliases,region,domains,member_of,joined,left\n",
	     FILE_ORGANIZATIONS},
	    {"rosters/organizations.csv", ROSTER_HEADER, FILE_ROSTER},
	    {"rosters/suppressions.csv", "email,date,reason\n", FILE_SUPPRESSIONS},
	    {"rosters/suppressions.csv", ROSTER_HEADER, FILE_ROSTER},
	    {"rosters/a.csv", "id,name\n", FILE_ROSTER},
	};
	static const char *const bad[] = {"",
					  "README.md",
					  "a.csv",
					  "xrosters/a.csv",
					  "rosters/A.csv",
					  "rosters/.csv",
					  "rosters/a/b.csv",
					  "cops/a.yml",
					  "cops/a.csv",
					  "/"};
	enum registry_file_kind kind;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(merge_kind(str_of(good[i].path), NULL, 0, &kind));
		assert_int_equal(kind, good[i].kind);
	}
	for (size_t i = 0; i < COUNT(told); i++) {
		const struct str versions[] = {{NULL, 0}, str_of(told[i].says)};

		assert_true(merge_kind(str_of(told[i].path), versions, COUNT(versions), &kind));
		assert_int_equal(kind, told[i].kind);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(merge_kind(str_of(bad[i]), NULL, 0, &kind));
}

#undef TEST
#define TEST(function) cmocka_unit_test_setup_teardown(function, unit_begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_independent_joins_merge),
	    TEST(test_a_leave_and_a_change_in_one_row_merge),
	    TEST(test_a_leave_and_a_rejoin_are_two_spells),
	    TEST(test_two_applications_become_one_of_the_earlier_date),
	    TEST(test_leaving_beats_an_unchanged_row),
	    TEST(test_withdrawn_consent_beats_everything),
	    TEST(test_a_true_conflict_is_both_rows_with_the_rest_merged),
	    TEST(test_what_one_side_takes_out_goes_unless_the_other_changed_it),
	    TEST(test_a_moved_address_loses_nothing),
	    TEST(test_one_lets_in_whom_the_other_turns_away),
	    TEST(test_seats_and_memberships_are_apart),
	    TEST(test_what_breaks_a_rule_together_is_a_conflict_of_the_person),
	    TEST(test_rosters_out_of_order_come_out_in_order),
	    TEST(test_what_no_side_or_one_side_changed_is_as_it_was),
	    TEST(test_both_made_the_file),
	    TEST(test_further_columns_are_kept_and_merged),
	    TEST(test_a_column_that_one_side_adds_comes_in),
	    TEST(test_a_column_that_one_side_takes_out_goes_unless_the_other_fills_it),
	    TEST(test_a_column_goes_beside_a_conflict),
	    TEST(test_more_columns_than_a_file_may_have_are_refused),
	    TEST(test_quotes_are_no_change),
	    TEST(test_what_cannot_be_read_is_refused_with_its_place),
	    TEST(test_a_broken_row_in_a_conflict_loses_no_column),
	    TEST(test_a_broken_row_that_is_the_same_in_all_stays),
	    TEST(test_organizations_merge_by_id_and_column_and_lists_as_sets),
	    TEST(test_suppressions_are_those_of_both),
	    TEST(test_a_last_line_without_an_end_gets_one),
	    TEST(test_suppressions_that_nobody_can_compare_are_a_conflict),
	    TEST(test_a_damaged_record_is_refused_in_any_list),
	    TEST(test_what_was_in_conflict_before_is_settled_alike_or_again),
	    TEST(test_the_path_tells_the_kind),
	};

	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
