/*
 * Properties of merging rosters (merge.h), over a hundred thousand random triples: the change of one side alone is the
 * result; the sides can be exchanged; merging again adds nothing; everything in the result is in a version, and every
 * change of a side is in the result; no spells overlap that did not before; what was canonical stays so.
 *
 * Each seed makes a triple; COP_MERGE_SEED=N runs only that one, COP_MERGE_TRIPLES=N that many.
 */
#include "unit.h"

#include "canonical.h"
#include "merge.h"

#ifdef __SANITIZE_ADDRESS__
#define TRIPLES 4000
#else
#define TRIPLES 100000
#endif

#define ROWS_MAX 64
#define PEOPLE 6
#define DAYS 60 /* ten apart */

/* -- chance --------------------------------------------------------------------------------------------------- */

static uint64_t chance;

static unsigned
below(unsigned n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)(chance >> 33) % n;
}

static void
seed_with(uint64_t seed)
{
	chance = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	for (int i = 0; i < 4; i++)
		(void)below(2);
}

/* -- rosters as a model --------------------------------------------------------------------------------------- */

/* A row; dates are numbers of days from 1, and 0 means none. */
struct entry {
	unsigned person;
	unsigned group;
	unsigned role;
	unsigned name;
	int applied;
	int joined;
	int left;
	unsigned consent;
	int consented;
	unsigned source;
};

struct model {
	struct entry rows[ROWS_MAX];
	size_t count;
	bool shuffled;
};

static const char *const groups[] = {"", "board", "leads"};
static const char *const roles[] = {"", "nurse", "chief"};
static const char *const names[] = {"N", "N, N", "O"};
static const char *const consents[] = {"", "implied", "express", "withdrawn"};
static const char *const sources[] = {"", "form", "email"};

static struct entry *
add(struct model *model, struct entry entry)
{
	if (model->count == ROWS_MAX)
		return &model->rows[0];
	model->rows[model->count] = entry;
	return &model->rows[model->count++];
}

static void
drop(struct model *model, size_t i)
{
	model->rows[i] = model->rows[--model->count];
}

/* A person who joins, perhaps leaves and comes back, and perhaps has a seat. */
static void
settle_in(struct model *model, unsigned person)
{
	int joined = 1 + (int)below(20), left = below(2) ? joined + 1 + (int)below(15) : 0;
	bool applies = below(3) == 0;

	add(model, (struct entry){.person = person,
				  .role = below(3),
				  .applied = applies ? joined - (int)below(2) : 0,
				  .joined = applies && below(2) ? 0 : joined,
				  .left = left,
				  .consent = below(2),
				  .consented = joined,
				  .source = below(3)});
	if (model->rows[model->count - 1].consent == 0)
		model->rows[model->count - 1].consented = 0;
	if (left > 0 && below(2))
		add(model, (struct entry){.person = person, .joined = left + 1 + (int)below(9)});
	if (below(3) == 0)
		add(model,
		    (struct entry){.person = person, .group = 1 + below(2), .joined = joined});
}

/* One random event in a roster. */
static void
happen(struct model *model)
{
	size_t i = model->count > 0 ? below((unsigned)model->count) : 0;
	struct entry *row = &model->rows[i];
	unsigned what = below(13), other;

	if (what == 0 || model->count == 0) {
		other = below(3) ? PEOPLE - 1 : below(PEOPLE + 2);
		for (size_t k = 0; k < model->count; k++)
			if (model->rows[k].person == other)
				return;
		settle_in(model, other);
		return;
	}
	switch (what) {
	case 1:
	case 2:
		if (row->left == 0)
			row->left = 30 + (int)below(3);
		break;
	case 3:
		row->role = below(3);
		break;
	case 4:
		if (row->left > 0 && row->group == 0)
			add(model, (struct entry){.person = row->person,
						  .applied = below(2) ? row->left + 1 : 0,
						  .joined = row->left + 1 + (int)below(9)});
		break;
	case 5:
		if (row->group == 0) {
			row->consent = 2 + below(2);
			row->consented = 25 + (int)below(4);
		}
		break;
	case 6:
		other = row->person;
		for (size_t k = model->count; k-- > 0;)
			if (model->rows[k].person == other)
				drop(model, k);
		break;
	case 7:
		drop(model, i);
		break;
	case 8:
		if (row->joined > 0)
			row->joined += (int)below(3) - 1;
		break;
	case 9:
		other = row->person;
		for (size_t k = 0; k < model->count; k++)
			if (model->rows[k].person == other)
				model->rows[k].person += PEOPLE + 2;
		break;
	case 10:
		add(model, (struct entry){.person = row->person,
					  .group = 1 + below(2),
					  .joined = 20 + (int)below(3)});
		break;
	case 11:
		if (row->joined == 0)
			row->joined = row->applied + (int)below(2);
		break;
	default:
		if (row->group == 0)
			row->name = below(3);
	}
}

static void
date_field(struct buf *bytes, int number)
{
	char room[DATE_TEXT];

	if (number > 0)
		buf_puts(bytes, date_text(date_of(on("2020-01-01") + 10 * number), room));
	buf_char(bytes, ',');
}

static void
put_entry(struct buf *bytes, const struct entry *row)
{
	buf_format(bytes, "p%u@example.org,", row->person);
	if (row->group == 0)
		rows_add_field(bytes, str_of(names[row->name]));
	buf_format(bytes, ",,%s,,,%s,,", roles[row->role], groups[row->group]);
	date_field(bytes, row->applied);
	date_field(bytes, row->joined);
	date_field(bytes, row->left);
	buf_format(bytes, "%s,", consents[row->consent]);
	date_field(bytes, row->consented);
	buf_format(bytes, "%s\n", sources[row->source]);
}

static struct str
canonical(struct str bytes)
{
	struct canonical form;
	struct buf made = {0};
	struct str kept;

	assert_true(canonical_make(CSV_ROSTER, bytes, STR("x"), &form, diag));
	canonical_add(&form, &made);
	canonical_free(&form);
	kept = arena_str(arena, buf_all(&made));
	buf_free(&made);
	return kept;
}

/* The roster's bytes, in canonical form unless it is shuffled. */
static struct str
bytes_of(const struct model *model)
{
	struct buf bytes = {0};
	struct str made;

	buf_puts(&bytes, ROSTER_HEADER);
	for (size_t i = 0; i < model->count; i++)
		put_entry(&bytes, &model->rows[i]);
	made = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	return model->shuffled ? made : canonical(made);
}

/* -- rosters as they come out ---------------------------------------------------------------------------------- */

/* A row as text, and the part of a conflict that it is in: '<', '>', or 0 for none. */
struct line {
	struct str text;
	struct str fields[ROSTER_COLUMNS];
	char part;
};

struct lines {
	struct line list[4 * ROWS_MAX];
	size_t count;
	size_t conflicts;
};

static struct lines versions[MERGE_SIDES], result;

static void
read_lines(struct str bytes, struct lines *lines)
{
	struct rows rows = {0};
	struct row row;
	struct str line;
	char part = 0;

	lines->count = lines->conflicts = 0;
	(void)str_next(&bytes, '\n', &line);
	while (bytes.n > 0 && str_next(&bytes, '\n', &line)) {
		struct line *one = &lines->list[lines->count];

		if (str_is(line, "<<<<<<< ours") || str_is(line, "=======") ||
		    str_is(line, ">>>>>>> theirs")) {
			assert_int_equal(part, line.p[0] == '<' ? 0 : line.p[0] == '=' ? '<' : '>');
			part = line.p[0] == '<' ? '<' : line.p[0] == '=' ? '>' : 0;
			lines->conflicts += line.p[0] == '<';
			continue;
		}
		rows_begin(&rows, line, 1, STR("x"), diag);
		rows.arena = arena;
		rows.columns = ROSTER_COLUMNS;
		assert_true(rows_next(&rows, &row));
		memcpy(one->fields, row.fields, sizeof(one->fields));
		one->text = line;
		one->part = part;
		assert_true(++lines->count < COUNT(lines->list));
	}
	assert_int_equal(part, 0);
	rows_end(&rows);
}

static bool
same_seat(const struct line *a, const struct line *b)
{
	return str_eq(a->fields[ROSTER_EMAIL], b->fields[ROSTER_EMAIL]) &&
	       str_eq(a->fields[ROSTER_GROUP], b->fields[ROSTER_GROUP]);
}

static struct str
beginning(const struct line *line)
{
	struct str applied = line->fields[ROSTER_APPLIED], joined = line->fields[ROSTER_JOINED];

	return applied.n == 0 || (joined.n > 0 && str_cmp(joined, applied) < 0) ? joined : applied;
}

/* Dates are whole here, so their texts sort like the dates. */
static bool
overlap(const struct line *a, const struct line *b)
{
	struct str a_left = a->fields[ROSTER_LEFT], b_left = b->fields[ROSTER_LEFT];

	return same_seat(a, b) && beginning(a).n > 0 && beginning(b).n > 0 &&
	       (b_left.n == 0 || str_cmp(beginning(a), b_left) <= 0) &&
	       (a_left.n == 0 || str_cmp(beginning(b), a_left) <= 0);
}

/* -- merging -------------------------------------------------------------------------------------------------------- */

static struct str sides[MERGE_SIDES];
static struct str last_merged;

/* The whole work, without the short cuts for changes of only one side. */
static struct str
merge_all(struct str base, struct str ours, struct str theirs)
{
	struct diag *notes = diag_new();
	struct merge merge = {.kind = FILE_ROSTER,
			      .path = STR("rosters/x.csv"),
			      .sides = {base, ours, theirs},
			      .marker = 7,
			      .today = on("2026-06-30"),
			      .arena = arena,
			      .notes = notes,
			      .diag = diag};
	struct merged merged;
	enum merge_result got = merge_tables(&merge, &merged);
	struct buf bytes = {0};
	struct str made;

	assert_int_not_equal(got, MERGE_REFUSED);
	assert_int_equal(got == MERGE_CONFLICT, merged.conflicts > 0);
	for (size_t i = 0; i < merged.count; i++)
		buf_str(&bytes, merged.pieces[i]);
	made = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	diag_free(notes);
	return last_merged = made;
}

/* -- properties ------------------------------------------------------------------------------------------------------ */

static void
check_identity(void)
{
	struct str base = sides[MERGE_BASE], ours = sides[MERGE_OURS];

	assert_true(str_eq(canonical(merge_all(base, base, ours)), canonical(ours)));
	assert_true(str_eq(canonical(merge_all(base, ours, base)), canonical(ours)));
	assert_true(str_eq(canonical(merge_all(base, ours, ours)), canonical(ours)));
}

static void
check_symmetry(void)
{
	static struct lines other;
	size_t swapped = 0;

	read_lines(merge_all(sides[MERGE_BASE], sides[MERGE_THEIRS], sides[MERGE_OURS]), &other);
	assert_int_equal(other.count, result.count);
	assert_int_equal(other.conflicts, result.conflicts);
	/* The rows of a conflict's other side; outside of conflicts, the order must be the same. */
	for (size_t i = 0; i < result.count; i++) {
		const struct line *line = &result.list[i];
		char part = line->part == '<' ? '>' : line->part == '>' ? '<' : 0;
		bool there = false;

		for (size_t k = 0; k < other.count && !there; k++)
			there = other.list[k].part == part &&
				str_eq(other.list[k].text, line->text);
		assert_true(there);
		swapped += there;
	}
	assert_int_equal(swapped, result.count);
}

/* Is the person in a conflict? */
static bool
in_conflict(const struct line *line)
{
	for (size_t i = 0; i < result.count; i++)
		if (result.list[i].part != 0 &&
		    str_eq(result.list[i].fields[ROSTER_EMAIL], line->fields[ROSTER_EMAIL]))
			return true;
	return false;
}

/* Each field of a row is in a row of the same person and group in one of the versions. */
static void
check_traces(void)
{
	for (size_t i = 0; i < result.count; i++)
		for (size_t c = 0; c < ROSTER_COLUMNS; c++) {
			bool traced = false;

			for (enum merge_side s = 0; s < MERGE_SIDES; s++)
				for (size_t k = 0; k < versions[s].count && !traced; k++)
					traced = same_seat(&versions[s].list[k], &result.list[i]) &&
						 str_eq(versions[s].list[k].fields[c],
							result.list[i].fields[c]);
			assert_true(traced);
		}
}

/* The row in another version that it was; NULL if it is new. */
static const struct line *
same_spell(const struct lines *lines, const struct line *line)
{
	for (size_t i = 0; i < lines->count; i++)
		if (str_eq(lines->list[i].text, line->text))
			return &lines->list[i];
	for (size_t i = 0; i < lines->count; i++)
		if (same_seat(&lines->list[i], line) &&
		    str_eq(beginning(&lines->list[i]), beginning(line)))
			return &lines->list[i];
	for (size_t i = 0; i < lines->count; i++)
		if (overlap(&lines->list[i], line))
			return &lines->list[i];
	return NULL;
}

/* Does the row of the result have what the side says in that column, or what outranks it? */
static bool
says(const struct line *merged, const struct line *line, size_t column)
{
	struct str value = merged->fields[column], side = line->fields[column];

	if (str_eq(value, side))
		return true;
	switch (column) {
	case ROSTER_APPLIED:
	case ROSTER_JOINED:
		return value.n > 0 && str_cmp(value, side) < 0;
	case ROSTER_CONSENT:
	case ROSTER_CONSENTED:
		return str_is(merged->fields[ROSTER_CONSENT], "withdrawn") ||
		       (value.n > 0 && str_cmp(merged->fields[ROSTER_CONSENTED],
					       line->fields[ROSTER_CONSENTED]) < 0);
	case ROSTER_SOURCE:
		return str_cmp(beginning(merged), beginning(line)) < 0;
	default:
		return false;
	}
}

static bool
says_changes(const struct line *merged, const struct line *base, const struct line *line)
{
	for (size_t c = 0; c < ROSTER_COLUMNS; c++) {
		bool changed = base != NULL ? !str_eq(base->fields[c], line->fields[c])
					    : line->fields[c].n > 0;

		if (changed && !says(merged, line, c))
			return false;
	}
	return true;
}

/* Like says_changes(), for a row that overlaps several of the base, any of which it may have been. */
static bool
says_changes_of_another(const struct line *merged, const struct line *line)
{
	for (size_t i = 0; i < versions[MERGE_BASE].count; i++)
		if (overlap(&versions[MERGE_BASE].list[i], line) &&
		    says_changes(merged, &versions[MERGE_BASE].list[i], line))
			return true;
	return false;
}

/* What a side changed or added is in a row of the result, or in a conflict. */
static void
check_changes(const struct lines *side)
{
	const struct lines *base = &versions[MERGE_BASE];

	for (size_t i = 0; i < side->count; i++) {
		const struct line *line = &side->list[i], *was = same_spell(base, line);
		bool there = in_conflict(line);

		for (size_t k = 0; k < result.count && !there; k++)
			there = same_seat(&result.list[k], line) &&
				(says_changes(&result.list[k], was, line) ||
				 says_changes_of_another(&result.list[k], line));
		/* The other side may have removed what this one left as it was. */
		assert_true(there || (was != NULL && str_eq(was->text, line->text)));
	}
}

/* What a side removed is only there in a conflict. */
static void
check_removals(const struct lines *side)
{
	const struct lines *base = &versions[MERGE_BASE];

	for (size_t i = 0; i < base->count; i++) {
		if (same_spell(side, &base->list[i]) != NULL || in_conflict(&base->list[i]))
			continue;
		for (size_t k = 0; k < result.count; k++)
			assert_false(str_eq(result.list[k].text, base->list[i].text));
	}
}

/* A row that nobody changed is there. */
static void
check_untouched(void)
{
	for (size_t i = 0; i < versions[MERGE_BASE].count; i++) {
		struct str line = versions[MERGE_BASE].list[i].text;
		size_t seen[MERGE_SIDES] = {0};
		bool there = false;

		for (enum merge_side s = 0; s < MERGE_SIDES; s++)
			for (size_t k = 0; k < versions[s].count; k++)
				seen[s] += str_eq(versions[s].list[k].text, line);
		for (size_t k = 0; k < result.count; k++)
			there = there || str_eq(result.list[k].text, line);
		assert_true(there || seen[MERGE_OURS] == 0 || seen[MERGE_THEIRS] == 0);
	}
}

static bool
overlaps(const struct lines *lines, struct str email)
{
	for (size_t i = 0; i < lines->count; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(lines->list[i].fields[ROSTER_EMAIL], email) &&
			    overlap(&lines->list[i], &lines->list[k]))
				return true;
	return false;
}

static void
check_overlaps(void)
{
	for (size_t i = 0; i < result.count; i++) {
		struct str email = result.list[i].fields[ROSTER_EMAIL];

		if (!in_conflict(&result.list[i]) && overlaps(&result, email))
			assert_true(overlaps(&versions[MERGE_OURS], email) ||
				    overlaps(&versions[MERGE_THEIRS], email));
	}
}

static void
check_again(struct str merged)
{
	/* If spells overlap, or end before they begin, which of them corresponds to which in another version is unknown. */
	for (enum merge_side s = 0; s < MERGE_SIDES; s++)
		for (size_t i = 0; i < versions[s].count; i++)
			if (!overlap(&versions[s].list[i], &versions[s].list[i]) ||
			    overlaps(&versions[s], versions[s].list[i].fields[ROSTER_EMAIL]))
				return;
	if (result.conflicts > 0)
		return;
	merged = canonical(merged);
	assert_true(
	    str_eq(canonical(merge_all(sides[MERGE_BASE], merged, sides[MERGE_OURS])), merged));
	assert_true(
	    str_eq(canonical(merge_all(sides[MERGE_BASE], sides[MERGE_THEIRS], merged)), merged));
}

static void
check_triple(uint64_t seed)
{
	struct model models[MERGE_SIDES] = {0};
	bool shuffled = false;
	struct str merged;

	seed_with(seed);
	for (unsigned p = 0; p < PEOPLE - 1; p++)
		if (below(3) > 0)
			settle_in(&models[MERGE_BASE], p);
	models[MERGE_OURS] = models[MERGE_THEIRS] = models[MERGE_BASE];
	for (enum merge_side s = MERGE_OURS; s < MERGE_SIDES; s++)
		for (unsigned n = below(6); n > 0; n--)
			happen(&models[s]);
	for (enum merge_side s = 0; s < MERGE_SIDES; s++) {
		models[s].shuffled = below(16) == 0;
		shuffled = shuffled || models[s].shuffled;
		sides[s] = bytes_of(&models[s]);
		read_lines(sides[s], &versions[s]);
	}
	merged = merge_all(sides[MERGE_BASE], sides[MERGE_OURS], sides[MERGE_THEIRS]);
	read_lines(merged, &result);
	check_identity();
	check_symmetry();
	check_again(merged);
	check_traces();
	check_changes(&versions[MERGE_OURS]);
	check_changes(&versions[MERGE_THEIRS]);
	check_removals(&versions[MERGE_OURS]);
	check_removals(&versions[MERGE_THEIRS]);
	check_untouched();
	check_overlaps();
	if (result.conflicts == 0 && !shuffled)
		assert_true(str_eq(merged, canonical(merged)));
}

/* -- running ----------------------------------------------------------------------------------------------------------- */

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *value = getenv(name);

	return value != NULL ? strtoull(value, NULL, 10) : otherwise;
}

static uint64_t running;

static void
test_triples(void **state)
{
	uint64_t only = setting("COP_MERGE_SEED", 0), count = setting("COP_MERGE_TRIPLES", TRIPLES);
	size_t conflicts = 0;

	(void)state;
	for (running = only > 0 ? only : 1; running <= (only > 0 ? only : count); running++) {
		check_triple(running);
		conflicts += result.conflicts > 0;
		arena_free(arena);
		arena = arena_new();
		assert_int_equal(diag_count(diag), 0);
	}
	running = 0;
	/* If there were never or always a conflict, the test would prove little. */
	if (only == 0) {
		assert_true(conflicts > count / 20);
		assert_true(conflicts < count / 2);
	}
}

static int
end(void **state)
{
	static const char *const sides_are[] = {"base", "ours", "theirs"};

	if (running > 0)
		fprintf(stderr, "# COP_MERGE_SEED=%llu\n", (unsigned long long)running);
	for (size_t i = 0; i < COUNT(sides) && running > 0; i++)
		fprintf(stderr, "%s:\n%.*s", sides_are[i], STR_ARG(sides[i]));
	if (running > 0)
		fprintf(stderr, "merged:\n%.*s", STR_ARG(last_merged));
	return unit_end(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_triples, unit_begin, end),
	};

	return cmocka_run_group_tests_name("merge-property", tests, NULL, NULL);
}
