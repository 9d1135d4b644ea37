#include "roster.h"

#include <stdlib.h>

#include "roster-order.h"

#define FEW_ROWS 16 /* per person, up to which a linear look-up is as fast as a binary one */

const char *const roster_columns[] = {ROSTER_COLUMN_NAMES, NULL};

struct str
roster_email(struct str line, char room[ROSTER_EMAIL_ROOM])
{
	struct str email = bare_email(line);

	if (email.n > ROSTER_EMAIL_ROOM)
		return email;
	for (size_t i = 0; i < email.n; i++)
		room[i] = text_lower(email.p[i]);
	return (struct str){room, email.n};
}

enum member_status
spell_status(const struct spell *spell, day d)
{
	if (!date_given(spell->joined) && date_given(spell->left) && date_last(spell->left) <= d)
		return MEMBER_DECLINED;
	if (spell->span.last < d)
		return MEMBER_FORMER;
	if (spell->since <= d)
		return MEMBER_MEMBER;
	if (date_given(spell->applied) && date_first(spell->applied) <= d)
		return MEMBER_APPLICANT;
	return MEMBER_FUTURE;
}

/* person_membership() for a person with many rows, by binary search. */
static const struct spell *
look_up_membership(const struct person *person, day d)
{
	const struct membership *list = person->memberships;
	size_t began = 0; /* number of memberships that began by d */
	size_t holds = 0; /* index of the first that holds on d; began if none does */

	for (size_t high = person->membership_count; began < high;) {
		size_t middle = (began + high) / 2;

		if (list[middle].spell->span.first <= d)
			began = middle + 1;
		else
			high = middle;
	}
	for (size_t high = began; holds < high;) {
		size_t middle = (holds + high) / 2;

		if (list[middle].last < d)
			holds = middle + 1;
		else
			high = middle;
	}
	if (person->membership_count == 0)
		return NULL;
	return list[holds < began ? holds : began > 0 ? began - 1 : 0].spell;
}

const struct spell *
person_membership(const struct person *person, day d)
{
	const struct spell *best = NULL;

	if (person->memberships != NULL)
		return look_up_membership(person, d);
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (spell_is_seat(spell))
			continue;
		if (span_holds(spell->span, d))
			return spell;
		if (best == NULL ||
		    (spell->span.first <= d &&
		     (best->span.first > d || spell->span.first >= best->span.first)))
			best = spell;
	}
	return best;
}

struct date
person_stay_begin(const struct person *person, const struct spell *membership)
{
	struct date begin = membership->joined;

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (!spell_is_seat(spell) && spell->stay_end == membership->stay_end &&
		    date_given(spell->joined) && spell->since < date_first(begin))
			begin = spell->joined;
	}
	return begin;
}

const struct spell *
person_as(const struct person *person, enum member_status status, day d)
{
	for (size_t i = 0; i < person->count; i++)
		if (!spell_is_seat(&person->spells[i]) &&
		    spell_status(&person->spells[i], d) == status)
			return &person->spells[i];
	return NULL;
}

struct str
person_field(const struct person *person, const struct spell *spell, enum roster_column column,
	     day d)
{
	const struct spell *membership;
	bool inherited = column == ROSTER_NAME || column == ROSTER_ORGANIZATION ||
			 column == ROSTER_ROLE || column == ROSTER_REGION ||
			 column == ROSTER_LANGUAGE || column == ROSTER_CONSENT ||
			 column == ROSTER_CONSENTED;

	if (spell->fields[column].n > 0 || !inherited || !spell_is_seat(spell))
		return spell->fields[column];
	membership = person_membership(person, d < spell->span.last ? d : spell->span.last);
	return membership != NULL ? membership->fields[column] : spell->fields[column];
}

static day
earlier(day a, day b)
{
	return a < b ? a : b;
}

static struct date
read_date(const struct spell *spell, enum roster_column column, struct str path, struct diag *diag)
{
	struct str text = spell->fields[column];
	struct date date = {0};

	if (text.n > 0 && !date_parse(text, &date))
		bad_date(diag, (struct place){path, spell->line, rows_column(spell->text, column)},
			 roster_columns[column], text);
	return date;
}

void
spell_of_row(struct spell *spell, const struct definition *cop, const struct row *row,
	     size_t columns, struct str path, struct diag *diag)
{
	spell->cop = cop;
	spell->line = row->line;
	spell->text = row->text;
	spell->in_form = row->in_form;
	spell->text_good = row->text_good;
	memcpy(spell->fields, row->fields, columns * sizeof(spell->fields[0]));
	for (size_t i = columns; i < ROSTER_COLUMNS; i++)
		spell->fields[i] = (struct str){NULL, 0};
	spell->applied = read_date(spell, ROSTER_APPLIED, path, diag);
	spell->joined = read_date(spell, ROSTER_JOINED, path, diag);
	spell->left = read_date(spell, ROSTER_LEFT, path, diag);
	spell->since = date_given(spell->joined) ? date_first(spell->joined) : DAY_NEVER;
	spell->span.last = earlier(date_last(spell->left), date_last(cop->ended));
	spell->span.first = date_given(spell->applied)
				? earlier(date_first(spell->applied), spell->since)
				: spell->since;
	spell->stay_end = spell->span.last;
	spell->stay_joined = spell_is_seat(spell) ? DAY_NEVER : spell->since;
	if (spell->fields[ROSTER_APPLIED].n == 0 && spell->fields[ROSTER_JOINED].n == 0 &&
	    !rows_is_empty(row->text))
		diag_add(diag, RULE_ROW_WITHOUT_DATE, (struct place){path, row->line, 1}, "%.*s",
			 STR_ARG(spell->fields[0]));
}

static int
compare_spells(const void *left, const void *right)
{
	const struct spell *a = *(struct spell *const *)left, *b = *(struct spell *const *)right;

	if (a->span.first != b->span.first)
		return a->span.first < b->span.first ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

/*
 * Joins memberships, in order of first day, into stays: those that overlap, or of which one begins the day after
 * another ends, are one stay.  It ends with the last of them; its first membership gets its stay_joined.
 */
static void
join_stays(struct spell **memberships, size_t count)
{
	for (size_t begin = 0, end; begin < count; begin = end) {
		day last = memberships[begin]->span.last;

		for (end = begin + 1; end < count; end++) {
			if (last != DAY_NEVER && memberships[end]->span.first > last + 1)
				break;
			if (memberships[end]->span.last > last)
				last = memberships[end]->span.last;
			memberships[begin]->stay_joined = earlier(memberships[begin]->stay_joined,
								  memberships[end]->stay_joined);
			memberships[end]->stay_joined = DAY_NEVER;
		}
		for (size_t i = begin; i < end; i++)
			memberships[i]->stay_end = last;
	}
}

/* Ends a seat with the stay during which it began, if it did not end before. */
static void
end_seat(struct spell *seat, struct spell *const *memberships, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (memberships[middle]->span.first <= seat->span.first)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0 && memberships[low - 1]->stay_end >= seat->span.first)
		seat->span.last = earlier(seat->span.last, memberships[low - 1]->stay_end);
}

static void
settle(struct arena *arena, struct spell *spells, size_t count)
{
	struct spell **memberships = arena_array(arena, count, sizeof(struct spell *));
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!spell_is_seat(&spells[i]) && date_given(spells[i].joined))
			memberships[n++] = &spells[i];
	if (n > 1)
		qsort(memberships, n, sizeof(struct spell *), compare_spells);
	join_stays(memberships, n);
	for (size_t i = 0; i < count; i++)
		if (spell_is_seat(&spells[i]))
			end_seat(&spells[i], memberships, n);
}

/* In order of first day; those of the same day in order of their rows. */
static int
compare_memberships(const void *left, const void *right)
{
	const struct spell *a = ((const struct membership *)left)->spell;
	const struct spell *b = ((const struct membership *)right)->spell;

	if (a->span.first != b->span.first)
		return a->span.first < b->span.first ? -1 : 1;
	return (a > b) - (a < b);
}

static void
list_memberships(struct arena *arena, struct person *person)
{
	struct membership *list = arena_array(arena, person->count, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < person->count; i++)
		if (!spell_is_seat(&person->spells[i]))
			list[n++].spell = &person->spells[i];
	if (n > 1)
		qsort(list, n, sizeof(*list), compare_memberships);
	for (size_t i = 0; i < n; i++) {
		list[i].last = list[i].spell->span.last;
		if (i > 0 && list[i - 1].last > list[i].last)
			list[i].last = list[i - 1].last;
	}
	person->memberships = list;
	person->membership_count = n;
}

struct person
person_of(struct arena *arena, struct str email, struct spell *spells, size_t count)
{
	struct person person = {.email = email, .spells = spells, .count = count};

	if (count > 1)
		settle(arena, spells, count);
	if (count > FEW_ROWS)
		list_memberships(arena, &person);
	return person;
}

bool
spell_read(struct spell *spell, struct arena *arena, const struct definition *cop, size_t columns,
	   struct str line, size_t number, struct str path, struct diag *diag)
{
	struct rows rows = {0};
	struct row row;
	bool read;

	rows_begin(&rows, line, number, path, diag);
	rows.arena = arena;
	rows.columns = columns;
	read = rows_next(&rows, &row);
	if (read)
		spell_of_row(spell, cop, &row, ROSTER_COLUMNS, path, diag);
	rows_end(&rows);
	return read;
}
