/* Merging one row of a roster that both sides have: each column by itself, except those that belong together. */
#include "merge.h"

/* The two versions of the row. */
struct versions {
	struct merge_table *table;
	const struct str *base; /* fields; all empty if both sides added the row */
	const struct str *sides[MERGE_SIDES];
	struct str *out[MERGE_SIDES]; /* merged fields; in a conflict, those of the side */
	bool both_new;
	bool conflicts[ROWS_COLUMNS_MAX];
	struct buf told;
};

static void
settle(struct versions *v, size_t column, struct str value)
{
	v->out[MERGE_OURS][column] = v->out[MERGE_THEIRS][column] = value;
	v->conflicts[column] = false;
}

/* Makes the column a conflict. */
static void
disagree(struct versions *v, size_t column)
{
	v->out[MERGE_OURS][column] = v->sides[MERGE_OURS][column];
	v->out[MERGE_THEIRS][column] = v->sides[MERGE_THEIRS][column];
	v->conflicts[column] = true;
}

static void
merge_column(struct versions *v, size_t column)
{
	struct str value;

	if (table_value(v->base[column], v->sides[MERGE_OURS][column],
			v->sides[MERGE_THEIRS][column], &value))
		settle(v, column, value);
	else
		disagree(v, column);
}

/* The side with the earlier date in the column; MERGE_BASE if the days are equal, or one is not a date. */
static enum merge_side
earlier(const struct versions *v, size_t column)
{
	struct date ours, theirs;

	if (!date_parse(v->sides[MERGE_OURS][column], &ours) ||
	    !date_parse(v->sides[MERGE_THEIRS][column], &theirs) ||
	    date_first(ours) == date_first(theirs))
		return MERGE_BASE;
	return date_first(ours) < date_first(theirs) ? MERGE_OURS : MERGE_THEIRS;
}

static void
tell(struct versions *v, const char *what)
{
	buf_join(&v->told, "; ", str_of(what));
}

/*
 * Both sides added the row, so somebody applied or joined twice: only the earlier day counts, and the source is that
 * of the row that begins first.
 */
static void
merge_applications(struct versions *v, day ours, day theirs)
{
	static const enum roster_column dates[] = {ROSTER_APPLIED, ROSTER_JOINED};
	bool told = false;

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		enum merge_side side = earlier(v, dates[i]);

		if (!v->conflicts[dates[i]] || side == MERGE_BASE)
			continue;
		settle(v, dates[i], v->sides[side][dates[i]]);
		told = true;
	}
	if (told && v->conflicts[ROSTER_SOURCE] && ours != theirs)
		settle(v, ROSTER_SOURCE,
		       v->sides[ours < theirs ? MERGE_OURS : MERGE_THEIRS][ROSTER_SOURCE]);
	if (told)
		tell(v, "two applications became one, with the earlier date");
}

static bool
is_withdrawn(const struct versions *v, enum merge_side side)
{
	return str_is(v->sides[side][ROSTER_CONSENT], "withdrawn");
}

static void
settle_consent(struct versions *v, enum merge_side side)
{
	settle(v, ROSTER_CONSENT, v->sides[side][ROSTER_CONSENT]);
	settle(v, ROSTER_CONSENTED, v->sides[side][ROSTER_CONSENTED]);
}

static bool
same_consent(const struct str *a, const struct str *b)
{
	return str_eq(a[ROSTER_CONSENT], b[ROSTER_CONSENT]) &&
	       str_eq(a[ROSTER_CONSENTED], b[ROSTER_CONSENTED]);
}

/*
 * Merges consent and its date as one value.  A withdrawal overrides any other value.  If both sides added the same
 * consent, or both withdrew it, the earlier date counts.
 */
static void
merge_consent(struct versions *v)
{
	const struct str *ours = v->sides[MERGE_OURS], *theirs = v->sides[MERGE_THEIRS];
	enum merge_side first = earlier(v, ROSTER_CONSENTED);

	if (same_consent(ours, theirs) || same_consent(theirs, v->base)) {
		settle_consent(v, MERGE_OURS);
	} else if (same_consent(ours, v->base)) {
		settle_consent(v, MERGE_THEIRS);
	} else if (is_withdrawn(v, MERGE_OURS) != is_withdrawn(v, MERGE_THEIRS)) {
		settle_consent(v, is_withdrawn(v, MERGE_OURS) ? MERGE_OURS : MERGE_THEIRS);
		tell(v, "withdrawn consent is kept");
	} else if (str_eq(ours[ROSTER_CONSENT], theirs[ROSTER_CONSENT]) && first != MERGE_BASE &&
		   (v->both_new || is_withdrawn(v, MERGE_OURS))) {
		settle_consent(v, first);
		tell(v, "of two dates of the same consent, the earlier one is kept");
	} else {
		disagree(v, ROSTER_CONSENT);
		disagree(v, ROSTER_CONSENTED);
	}
}

/*
 * Makes it a conflict if one side admits an applicant whom the other declines: they changed different columns, but
 * contradict each other.
 */
static void
check_answers(struct versions *v)
{
	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++) {
		const struct str *one = v->sides[side],
				 *other = v->sides[MERGE_OURS + MERGE_THEIRS - side];

		if (v->base[ROSTER_JOINED].n > 0 || one[ROSTER_JOINED].n == 0 ||
		    other[ROSTER_JOINED].n > 0 || other[ROSTER_LEFT].n == 0 ||
		    str_eq(other[ROSTER_LEFT], v->base[ROSTER_LEFT]))
			continue;
		disagree(v, ROSTER_JOINED);
		disagree(v, ROSTER_LEFT);
	}
}

/* Appends the names of the columns in conflict: "role, left".  False if there are none. */
static bool
name_conflicts(const struct versions *v, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < v->table->columns; i++)
		if (v->conflicts[i]) {
			buf_puts(out, any ? ", " : "");
			buf_str(out, v->table->names[i]);
			any = true;
		}
	return any;
}

/* The row with the merged fields; reuses the line of a side that has the same fields. */
static struct merge_row
row_of(const struct versions *v, enum merge_side side, const struct merge_spell *ours,
       const struct merge_spell *theirs)
{
	const struct merge_spell *own[] = {ours, theirs};
	const struct str *fields = v->out[side];

	for (size_t k = 0; k < 2; k++) {
		bool same = true;

		for (size_t i = 0; i < v->table->columns && same; i++)
			same = str_eq(fields[i], own[k]->row.fields[i]);
		if (same)
			return own[k]->row;
	}
	return table_record(v->table, fields);
}

void
merge_columns(struct merge_table *table, const struct merge_spell *base,
	      const struct merge_spell *ours, const struct merge_spell *theirs,
	      struct merged_spell *merged)
{
	struct arena *arena = table->merge->arena;
	struct str *nothing = arena_array(arena, table->columns, sizeof(*nothing));
	struct versions v = {.table = table, .both_new = base == NULL};
	struct buf names = {0};

	v.base = base != NULL ? base->row.fields : nothing;
	v.sides[MERGE_OURS] = ours->row.fields;
	v.sides[MERGE_THEIRS] = theirs->row.fields;
	v.out[MERGE_OURS] = arena_array(arena, table->columns, sizeof(struct str));
	v.out[MERGE_THEIRS] = arena_array(arena, table->columns, sizeof(struct str));
	for (size_t i = 0; i < table->columns; i++)
		merge_column(&v, i);
	if (v.both_new)
		merge_applications(&v, ours->spell.span.first, theirs->spell.span.first);
	merge_consent(&v);
	check_answers(&v);
	merged->conflict = name_conflicts(&v, &names);
	merged->ours = row_of(&v, MERGE_OURS, ours, theirs);
	merged->theirs = merged->conflict ? row_of(&v, MERGE_THEIRS, ours, theirs) : merged->ours;
	merged->why = merged->conflict
			  ? arena_format(arena, "both sides changed %.*s", STR_ARG(buf_all(&names)))
			  : arena_str(arena, buf_all(&v.told));
	buf_free(&names);
	buf_free(&v.told);
}
