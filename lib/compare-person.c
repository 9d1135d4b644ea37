/* What happened to a person in a community, from their rows in two versions of a roster. */
#include "compare.h"

#include <stdlib.h>

#define TOLD_MAX 64 /* differences searched for a duplicate */

/* A person whose differences are being added. */
struct telling {
	const struct compared_table *table;
	const struct compared_person *person;
	size_t first; /* index of the person's first difference */
};

static struct str
field_of(const struct compared_spell *s, size_t column)
{
	return column < ROSTER_COLUMNS ? s->spell.fields[column] : s->fields[column];
}

/* -- which rows are the same spell ---------------------------------------------------------------------------- */

static int
compare_beginnings(const struct compared_spell *a, const struct compared_spell *b)
{
	int c = str_cmp(a->spell.fields[ROSTER_GROUP], b->spell.fields[ROSTER_GROUP]);

	return c != 0 ? c
		      : (a->spell.span.first > b->spell.span.first) -
			    (a->spell.span.first < b->spell.span.first);
}

static int
compare_whole(const void *left, const void *right)
{
	const struct compared_spell *a = left, *b = right;
	int c = compare_beginnings(a, b);

	return c != 0 ? c : str_cmp(a->spell.text, b->spell.text);
}

/* Returns 0 if two rows are a pair; below 0 if a, above 0 if b has no partner in what is left of the other version. */
typedef int pairing(const struct compared_spell *a, const struct compared_spell *b);

static int
by_text(const struct compared_spell *a, const struct compared_spell *b)
{
	return compare_whole(a, b);
}

/* In a group, a person has one row at a time: rows that overlap are the same spell. Rows with bad dates may be, too. */
static int
by_days(const struct compared_spell *a, const struct compared_spell *b)
{
	int c = str_cmp(a->spell.fields[ROSTER_GROUP], b->spell.fields[ROSTER_GROUP]);

	if (c != 0)
		return c;
	if (a->spell.span.first == DAY_NEVER || b->spell.span.first == DAY_NEVER ||
	    (a->spell.span.first <= b->spell.span.last &&
	     b->spell.span.first <= a->spell.span.last))
		return 0;
	return a->spell.span.first < b->spell.span.first ? -1 : 1;
}

/* Pairs rows that have no partner yet. The rows of both versions are sorted. */
static void
pair(struct compared_person *person, pairing *compare)
{
	size_t i = 0, k = 0;

	while (i < person->counts[COMPARED_OLD] && k < person->counts[COMPARED_NEW]) {
		struct compared_spell *a = &person->spells[COMPARED_OLD][i];
		struct compared_spell *b = &person->spells[COMPARED_NEW][k];
		int c = a->other != NULL ? -1 : b->other != NULL ? 1 : compare(a, b);

		if (c == 0) {
			a->other = b;
			b->other = a;
		}
		i += c <= 0;
		k += c >= 0;
	}
}

/* -- adding --------------------------------------------------------------------------------------------------- */

static struct difference
about(const struct telling *t, const struct compared_spell *s, enum happening change,
      struct str date)
{
	struct difference d = {.change = change, .date = date, .email = t->person->email};

	d.group = s->spell.fields[ROSTER_GROUP];
	d.position = s->spell.fields[ROSTER_POSITION];
	if (d.group.n > 0)
		d.field = d.group;
	return d;
}

static void
add(const struct telling *t, const struct compared_spell *s, enum happening change, struct str date)
{
	compare_add(t->table->comparison, about(t, s, change, date));
}

/* Has the same difference just been added for another row of the person? */
static bool
is_told(const struct telling *t, const struct difference *d)
{
	const struct differences *found = t->table->comparison->found;

	for (size_t i = found->count; i > t->first && found->count - i < TOLD_MAX; i--) {
		const struct difference *other = &found->list[i - 1];

		if (other->change == d->change && str_eq(other->field, d->field) &&
		    str_eq(other->old, d->old) && str_eq(other->now, d->now) &&
		    str_eq(other->date, d->date) && str_eq(other->group, d->group))
			return true;
	}
	return false;
}

/* Adds a difference if the field has changed, unless it has been added already. */
static void
add_field(const struct telling *t, const struct compared_spell *old,
	  const struct compared_spell *now, size_t column, enum happening change, struct str date)
{
	struct difference d = about(t, now, change, date);

	d.field = t->table->names[column];
	d.old = field_of(old, column);
	d.now = field_of(now, column);
	if (!str_eq(d.old, d.now) && !is_told(t, &d))
		compare_add(t->table->comparison, d);
}

/* Adds a change of consent, dated by the row's consent date; if only that date has changed, a correction. */
static void
add_consent(const struct telling *t, const struct compared_spell *old,
	    const struct compared_spell *now)
{
	struct str date = now->spell.fields[ROSTER_CONSENTED];

	if (str_eq(old->spell.fields[ROSTER_CONSENT], now->spell.fields[ROSTER_CONSENT]))
		add_field(t, old, now, ROSTER_CONSENTED, HAPPENED_CORRECTED, (struct str){NULL, 0});
	else
		add_field(t, old, now, ROSTER_CONSENT, HAPPENED_CHANGED, date);
}

/* Does the column describe the person, rather than the row's dates, group or origin? */
static bool
is_of_person(size_t column)
{
	return column >= ROSTER_COLUMNS || (column >= ROSTER_NAME && column <= ROSTER_LANGUAGE);
}

/* -- memberships and seats -------------------------------------------------------------------------------------- */

/*
 * Sets before, goes_on, ends and followed of sorted rows.  Rows of a group that adjoin or overlap are one stay, which
 * ends with the row whose last day is the latest.  (Overlap is an error to cop-check.)
 */
static void
join_stays(struct compared_spell *spells, size_t count)
{
	struct compared_spell *before = NULL, *longest = NULL;

	for (size_t i = 0; i < count; i++) {
		struct compared_spell *s = &spells[i];

		s->ends = true;
		if (!date_given(s->spell.joined))
			continue;
		if (before != NULL &&
		    !str_eq(before->spell.fields[ROSTER_GROUP], s->spell.fields[ROSTER_GROUP]))
			before = longest = NULL;
		s->before = before;
		before = s;
		s->goes_on = longest != NULL && longest->spell.span.last >= s->spell.span.first - 1;
		if (s->goes_on && s->spell.span.last < longest->spell.span.last) {
			s->ends = false;
		} else {
			if (s->goes_on) {
				longest->ends = false;
				longest->followed = s->other == NULL && longest->spell.span.last ==
									    s->spell.span.first - 1;
			}
			longest = s;
		}
	}
}

static void
add_end(const struct telling *t, const struct compared_spell *s)
{
	enum happening change = spell_is_seat(&s->spell)      ? HAPPENED_TERM_ENDED
				: date_given(s->spell.joined) ? HAPPENED_LEFT
							      : HAPPENED_DECLINED;
	struct difference d = about(t, s, change, s->spell.fields[ROSTER_LEFT]);

	if (change == HAPPENED_TERM_ENDED)
		d.old = d.position;
	compare_add(t->table->comparison, d);
}

static void
add_appointment(const struct telling *t, const struct compared_spell *s)
{
	struct str joined = s->spell.fields[ROSTER_JOINED];
	struct difference d = about(t, s, HAPPENED_APPOINTED,
				    joined.n > 0 ? joined : s->spell.fields[ROSTER_APPLIED]);

	d.now = d.position;
	d.until = s->spell.fields[ROSTER_LEFT];
	compare_add(t->table->comparison, d);
}

/* Adds a new row that continues a stay: what it changes about the person or, if nothing, that it was added. */
static void
add_row(const struct telling *t, const struct compared_spell *s)
{
	struct str joined = s->spell.fields[ROSTER_JOINED];
	size_t told = t->table->comparison->found->count;

	for (size_t i = 0; i < t->table->columns; i++)
		if (is_of_person(i))
			add_field(t, s->before, s, i, HAPPENED_CHANGED, joined);
	add_consent(t, s->before, s);
	if (t->table->comparison->found->count == told)
		add(t, s, HAPPENED_ADDED, joined);
}

static void
add_membership(const struct telling *t, const struct compared_spell *s)
{
	if (!date_given(s->spell.joined))
		add(t, s, HAPPENED_APPLIED, s->spell.fields[ROSTER_APPLIED]);
	else if (s->goes_on)
		add_row(t, s);
	else
		add(t, s, s->before != NULL ? HAPPENED_CAME_BACK : HAPPENED_JOINED,
		    s->spell.fields[ROSTER_JOINED]);
	if (s->spell.fields[ROSTER_LEFT].n > 0 && s->ends)
		add_end(t, s);
}

/* Adds the differences between the two versions of a row. */
static void
add_changes(const struct telling *t, const struct compared_spell *old,
	    const struct compared_spell *now)
{
	const struct str none = {NULL, 0};
	const struct spell *a = &old->spell, *b = &now->spell;
	bool approved = date_given(a->applied) && !date_given(a->joined) && date_given(b->joined) &&
			!spell_is_seat(b);
	bool ended = a->fields[ROSTER_LEFT].n == 0 && b->fields[ROSTER_LEFT].n > 0;

	if (approved)
		add(t, now, HAPPENED_APPROVED, b->fields[ROSTER_JOINED]);
	for (size_t i = 0; i < t->table->columns; i++)
		if (i != ROSTER_EMAIL && i != ROSTER_CONSENT && i != ROSTER_CONSENTED &&
		    !(i == ROSTER_JOINED && approved) &&
		    !(i == ROSTER_LEFT && ended && (now->ends || now->followed)))
			add_field(t, old, now, i, HAPPENED_CORRECTED, none);
	add_consent(t, old, now);
	if (ended && now->ends)
		add_end(t, now);
}

static void
add_new(const struct telling *t, const struct compared_spell *s)
{
	if (spell_is_seat(&s->spell))
		add_appointment(t, s);
	else
		add_membership(t, s);
}

static void
add_gone(const struct telling *t, const struct compared_spell *s)
{
	struct difference d = about(t, s, HAPPENED_REMOVED, (struct str){NULL, 0});

	d.old = d.position;
	compare_add(t->table->comparison, d);
}

/* The person's name in a version: that of the last row with a name; "" if none has one. */
static struct str
name_in(const struct compared_person *person, enum compared side)
{
	struct str name = STR("");

	for (size_t i = 0; i < person->counts[side]; i++)
		if (person->spells[side][i].spell.fields[ROSTER_NAME].n > 0)
			name = person->spells[side][i].spell.fields[ROSTER_NAME];
	return name;
}

void
compare_person(const struct compared_table *table, struct compared_person *person)
{
	struct differences *found = table->comparison->found;
	struct telling t = {table, person, found->count};
	struct str name;

	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		if (person->counts[i] > 1)
			qsort(person->spells[i], person->counts[i], sizeof(*person->spells[i]),
			      compare_whole);
	pair(person, by_text);
	pair(person, compare_beginnings);
	pair(person, by_days);
	join_stays(person->spells[COMPARED_NEW], person->counts[COMPARED_NEW]);
	for (size_t i = 0; i < person->counts[COMPARED_OLD]; i++)
		if (person->spells[COMPARED_OLD][i].other == NULL)
			add_gone(&t, &person->spells[COMPARED_OLD][i]);
	for (size_t i = 0; i < person->counts[COMPARED_NEW]; i++) {
		const struct compared_spell *s = &person->spells[COMPARED_NEW][i];

		if (s->other == NULL)
			add_new(&t, s);
		else
			add_changes(&t, s->other, s);
	}
	name = name_in(person, COMPARED_NEW);
	if (name.n == 0)
		name = name_in(person, COMPARED_OLD);
	for (size_t i = t.first; i < found->count; i++)
		found->list[i].name = name;
}
