/*
 * Merging the rows of one person that both sides changed: each spell by itself; then all of them together must break
 * no rule that both sides kept.
 */
#include "merge.h"

#include <stdlib.h>

#include "check.h"
#include "roster-order.h"

/* One person in three versions, and the merged spells. */
struct merging {
	struct merge_table *table;
	struct str email;
	struct merge_spells versions[MERGE_SIDES];
	struct merged_spell *spells;
	size_t count;
	size_t capacity;
};

/* A stand-in for the community, with what parsing a roster needs; the real definition is in another file. */
static const struct definition *
community_of(struct arena *arena)
{
	struct definition *made = arena_get(arena, sizeof(*made));

	made->merged = DAY_NEVER;
	return made;
}

/* Parses a row as a spell; findings go to diag. */
static struct spell
spell_of(const struct merge_table *table, const struct definition *cop, const struct merge_row *row,
	 size_t number, struct diag *diag)
{
	struct spell spell = {0};
	struct str line = {row->line.p, row->line.n - 1};

	(void)spell_read(&spell, table->merge->arena, cop, table->columns, line, number,
			 table->merge->path, diag);
	return spell;
}

static bool
read_version(struct merging *m, enum merge_side side, struct str lines)
{
	struct arena *arena = m->table->merge->arena;
	const struct definition *cop = community_of(arena);
	struct diag *ignored = diag_new();
	struct merge_spells *version = &m->versions[side];
	struct merge_row *rows;
	bool read = table_read(m->table, side, lines, &rows, &version->count);

	version->list = arena_array(arena, version->count, sizeof(*version->list));
	for (size_t i = 0; i < version->count; i++)
		version->list[i] = (struct merge_spell){
		    .row = rows[i],
		    .spell = spell_of(m->table, cop, &rows[i], i + 1, ignored),
		    .of_base = side == MERGE_BASE};
	diag_free(ignored);
	return read;
}

/* -- spells ------------------------------------------------------------------------------------------------------ */

static struct merged_spell *
add(struct merging *m)
{
	m->spells = arena_grow(m->table->merge->arena, m->spells, m->count, &m->capacity,
			       sizeof(*m->spells));
	m->spells[m->count] = (struct merged_spell){.why = STR("")};
	return &m->spells[m->count++];
}

static void
add_row(struct merging *m, const struct merge_spell *spell)
{
	struct merged_spell *merged = add(m);

	merged->ours = merged->theirs = spell->row;
}

static bool
same_fields(const struct merge_table *table, const struct merge_spell *a,
	    const struct merge_spell *b)
{
	for (size_t i = 0; i < table->columns; i++)
		if (!str_eq(a->row.fields[i], b->row.fields[i]))
			return false;
	return true;
}

/* A row that at least one side removed: it goes, unless the other side changed it, which is a conflict. */
static void
take_out(struct merging *m, const struct merge_spell *base)
{
	const struct merge_spell *ours = base->became[MERGE_OURS],
				 *theirs = base->became[MERGE_THEIRS],
				 *left = ours != NULL ? ours : theirs;
	struct merged_spell *merged;

	if (left == NULL || same_fields(m->table, base, left))
		return;
	merged = add(m);
	merged->conflict = true;
	if (ours != NULL)
		merged->ours = ours->row;
	else
		merged->theirs = theirs->row;
	merged->why = ours != NULL ? STR("ours changed a row that theirs removes")
				   : STR("theirs changed a row that ours removes");
}

static void
merge_spells(struct merging *m)
{
	const struct merge_spells *base = &m->versions[MERGE_BASE],
				  *ours = &m->versions[MERGE_OURS],
				  *theirs = &m->versions[MERGE_THEIRS];

	merge_match(m->table, m->versions);
	for (size_t i = 0; i < base->count; i++)
		if (base->list[i].became[MERGE_OURS] != NULL &&
		    base->list[i].became[MERGE_THEIRS] != NULL)
			merge_columns(m->table, &base->list[i], base->list[i].became[MERGE_OURS],
				      base->list[i].became[MERGE_THEIRS], add(m));
		else
			take_out(m, &base->list[i]);
	for (size_t i = 0; i < ours->count; i++)
		if (ours->list[i].became[MERGE_THEIRS] != NULL)
			merge_columns(m->table, NULL, &ours->list[i],
				      ours->list[i].became[MERGE_THEIRS], add(m));
		else if (!ours->list[i].known)
			add_row(m, &ours->list[i]);
	for (size_t i = 0; i < theirs->count; i++)
		if (!theirs->list[i].known)
			add_row(m, &theirs->list[i]);
}

/* -- judgement ----------------------------------------------------------------------------------------------------- */

/* Checks the rows of the person, and records what is wrong. */
static void
judge(struct merging *m, const struct merge_row *const *rows, size_t count, struct diag *found)
{
	const struct merge *merge = m->table->merge;
	const struct definition *cop = community_of(merge->arena);
	struct registry registry = {.people = {.fd = -1}};
	struct check check = {&registry, merge->arena, found, merge->today};
	struct spell *spells = arena_array(merge->arena, count, sizeof(*spells));
	struct person person;

	for (size_t i = 0; i < count; i++)
		spells[i] = spell_of(m->table, cop, rows[i], i + 1, found);
	person = person_of(merge->arena, m->email, spells, count);
	check_spells(&check, &person, merge->path);
}

static void
judge_version(struct merging *m, enum merge_side side, struct diag *found)
{
	const struct merge_spells *version = &m->versions[side];
	const struct merge_row **rows = arena_array(m->table->merge->arena, version->count,
						    sizeof(const struct merge_row *));

	for (size_t i = 0; i < version->count; i++)
		rows[i] = &version->list[i].row;
	judge(m, rows, version->count, found);
}

/* The rule that the result breaks, with conflicts decided for that side, though no side does (merge_broken()). */
static const struct rule_entry *
broken(struct merging *m, enum merge_side side)
{
	const struct merge_row **rows = arena_array(m->table->merge->arena, m->count,
						    sizeof(const struct merge_row *));
	struct diag *found[MERGE_SIDES], *result = diag_new();
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++) {
		const struct merge_row *row = side == MERGE_OURS ? &m->spells[i].ours
								 : &m->spells[i].theirs;

		if (row->line.n > 0)
			rows[count++] = row;
	}
	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		found[i] = diag_new();
		judge_version(m, i, found[i]);
	}
	judge(m, rows, count, result);
	return merge_broken(found, result);
}

static bool
has_conflict(const struct merging *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->spells[i].conflict)
			return true;
	return false;
}

/* -- what comes out -------------------------------------------------------------------------------------------------- */

/* Compares by canonical order; of a conflict, by our row if there is one. */
static int
compare(const void *left, const void *right)
{
	const struct merged_spell *a = left, *b = right;
	const struct merge_row *one = a->ours.line.n > 0 ? &a->ours : &a->theirs,
			       *other = b->ours.line.n > 0 ? &b->ours : &b->theirs;
	struct place_key first = place_key_of(one->fields, one->line),
			 second = place_key_of(other->fields, other->line);

	return place_compare(&first, &second);
}

/* Appends the person, and the group of a seat: "ada@example.org in leads". */
static void
name_spell(const struct merging *m, const struct merged_spell *merged, struct buf *out)
{
	const struct merge_row *row = merged->ours.line.n > 0 ? &merged->ours : &merged->theirs;

	buf_str(out, m->email);
	if (row->fields[ROSTER_GROUP].n > 0)
		buf_format(out, " in %.*s", STR_ARG(row->fields[ROSTER_GROUP]));
}

static void
put_spell(struct merging *m, const struct merged_spell *merged)
{
	const struct merge *merge = m->table->merge;
	struct buf name = {0};

	name_spell(m, merged, &name);
	if (merged->conflict) {
		table_conflict(m->table, merged->ours.line, merged->theirs.line, "%.*s: %.*s",
			       STR_ARG(buf_all(&name)), STR_ARG(merged->why));
	} else {
		if (merged->why.n > 0)
			diag_add(merge->notes, RULE_MERGE_NOTED,
				 (struct place){merge->path, m->table->line, 1}, "%.*s: %.*s",
				 STR_ARG(buf_all(&name)), STR_ARG(merged->why));
		table_keep(m->table, merged->ours.line, 1);
	}
	buf_free(&name);
}

static void
put_spells(struct merging *m)
{
	struct str last = {NULL, 0};

	if (m->count > 1)
		qsort(m->spells, m->count, sizeof(*m->spells), compare);
	for (size_t i = 0; i < m->count; i++) {
		const struct merged_spell *spell = &m->spells[i];

		/* Keep one of several identical records. */
		if (!spell->conflict && str_eq(last, spell->ours.line))
			continue;
		last = spell->conflict ? (struct str){NULL, 0} : spell->ours.line;
		put_spell(m, spell);
	}
}

/* Makes all rows of the person one conflict. */
static void
put_versions(struct merging *m, const struct str lines[MERGE_SIDES], const char *why)
{
	table_conflict(m->table, lines[MERGE_OURS], lines[MERGE_THEIRS], "%.*s: %s",
		       STR_ARG(m->email), why);
}

bool
merge_person(struct merge_table *table, struct str email, const struct str lines[MERGE_SIDES])
{
	struct merging m = {.table = table, .email = email};
	const struct rule_entry *rule;

	for (enum merge_side i = 0; i < MERGE_SIDES; i++)
		if (!read_version(&m, i, lines[i]))
			return false;
	if (lines[MERGE_OURS].n == 0 || lines[MERGE_THEIRS].n == 0) {
		put_versions(&m, lines,
			     lines[MERGE_OURS].n == 0
				 ? "ours removes a person whom theirs changed"
				 : "theirs removes a person whom ours changed");
		return true;
	}
	merge_spells(&m);
	/* Each side removed some rows, and neither removed the person. */
	if (m.count == 0) {
		put_versions(&m, lines, "together they remove every row");
		return true;
	}
	rule = broken(&m, MERGE_OURS);
	if (rule == NULL && has_conflict(&m))
		rule = broken(&m, MERGE_THEIRS);
	if (rule != NULL)
		put_versions(&m, lines,
			     arena_format(table->merge->arena,
					  "the merged result would break a rule: %s", rule->what)
				 .p);
	else
		put_spells(&m);
	return true;
}
