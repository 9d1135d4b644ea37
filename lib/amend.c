#include "amend.h"

#include "recognize.h"
#include "roll.h"
#include "suppress.h"

/* Fields that belong to the person whenever it was, and cannot change from a day on. */
static const char *const timeless[] = {"email", "name", NULL};

/* Fields that say when and where, each with the command that changes it. */
static const struct {
	const char *field;
	const char *command;
} elsewhere[] = {{"group", "cop-appoint"}, {"position", "cop-appoint"}, {"applied", "an editor"},
		 {"joined", "an editor"},  {"left", "cop-leave"},       {"cop", "cop-join"}};

bool
amendment_parse(struct amendment *amendment, struct str text, struct diag *diag)
{
	struct str field = {text.p, str_find(text, '=')};
	struct nearest nearest = nearest_to(field);
	int column = words_index(roster_columns, field);

	if (field.n == text.n) {
		diag_add(diag, RULE_USAGE, (struct place){0}, "\"%.*s\" is not FIELD=VALUE",
			 STR_ARG(text));
		return false;
	}
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (str_is(field, elsewhere[i].field)) {
			diag_add(diag, RULE_USAGE, (struct place){0},
				 "%s is no matter of the person alone: %s changes it",
				 elsewhere[i].field, elsewhere[i].command);
			return false;
		}
	for (size_t i = 0; roster_columns[i] != NULL; i++)
		nearest_try(&nearest, str_of(roster_columns[i]));
	if (column < 0) {
		diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "no field \"%.*s\"",
			      STR_ARG(field));
		return false;
	}
	amendment->column = (enum roster_column)column;
	amendment->value = str_trim((struct str){text.p + field.n + 1, text.n - field.n - 1});
	return true;
}

/* -- one person in one roster ------------------------------------------------------------------------------------ */

/* A person's rows in the middle of being amended. */
struct amended {
	struct edit *edit;
	const struct amending *amending;
	const struct amendment *list; /* values as ids, addresses in lower case */
	struct roll *roll;
	struct spells *spells;
	struct spells before;
	struct person person; /* as the rows stood */
	size_t *which;        /* the indexes of their rows */
	struct str moved;     /* the address they get; absent: they keep theirs */
};

static const struct amendment *
find(const struct amended *a, enum roster_column column)
{
	for (size_t i = 0; i < a->amending->count; i++)
		if (a->list[i].column == column)
			return &a->list[i];
	return NULL;
}

/* The row of a spell. */
static struct spell_row *
row_of(const struct amended *a, size_t i)
{
	return &a->spells->rows[a->which[i]];
}

/* The membership that the person has on the day, or had last. */
static size_t
current_of(const struct amended *a)
{
	const struct spell *spell = person_membership(&a->person, date_first(a->amending->date));

	return spell == NULL ? a->person.count : (size_t)(spell - a->person.spells);
}

/* Consent is evidence with its date alone: where only the one is amended, the other is the day itself. */
static void
date_consent(struct amended *a, struct spell_row *row)
{
	const struct amendment *consent = find(a, ROSTER_CONSENT);

	if (consent == NULL || find(a, ROSTER_CONSENTED) != NULL)
		return;
	if (consent->value.n == 0)
		spell_set(&a->roll->text, row, ROSTER_CONSENTED, STR(""));
	else
		spell_set_date(&a->roll->text, row, ROSTER_CONSENTED, a->amending->date);
}

static bool
is_of_the_row(enum roster_column column)
{
	return column == ROSTER_CONSENT || column == ROSTER_CONSENTED || column == ROSTER_SOURCE;
}

/*
 * Corrects memberships.  A name is the person's, always; how one came and what one consented to is the current row's;
 * anything else is corrected where it is as wrong as in the current row: what an earlier row says otherwise was so.
 */
static void
correct(struct amended *a)
{
	size_t current = current_of(a);

	for (size_t k = 0; k < a->amending->count; k++) {
		const struct amendment *one = &a->list[k];

		for (size_t i = 0; i < a->person.count && one->column != ROSTER_EMAIL; i++) {
			const struct spell *spell = &a->person.spells[i];
			bool same = current < a->person.count &&
				    str_eq(spell->fields[one->column],
					   a->person.spells[current].fields[one->column]);

			if (!spell_is_seat(spell) && (i == current || one->column == ROSTER_NAME ||
						      (same && !is_of_the_row(one->column))))
				spell_set(&a->roll->text, row_of(a, i), one->column, one->value);
		}
	}
	if (current < a->person.count)
		date_consent(a, row_of(a, current));
	for (size_t i = 0; i < a->person.count && a->moved.p != NULL; i++)
		spell_set(&a->roll->text, row_of(a, i), ROSTER_EMAIL, a->moved);
}

static void
set_all(struct amended *a, struct spell_row *row)
{
	for (size_t k = 0; k < a->amending->count; k++)
		spell_set(&a->roll->text, row, a->list[k].column, a->list[k].value);
	date_consent(a, row);
}

static bool
says_so_already(const struct amended *a, const struct spell_row *row)
{
	for (size_t k = 0; k < a->amending->count; k++)
		if (!str_eq(row->now[a->list[k].column], a->list[k].value))
			return false;
	return true;
}

/* Closes the spell the day before, and opens the next, which says the same but for what changes. */
static void
split(struct amended *a, size_t i)
{
	struct roster_text *text = &a->roll->text;
	struct spell_row old = *row_of(a, i), *next;

	spell_set_date(text, row_of(a, i), ROSTER_LEFT, date_of(date_first(a->amending->date) - 1));
	next = spells_add(text, a->spells);
	for (size_t c = 0; c < text->columns; c++)
		spell_set(text, next, c, old.now[c]);
	spell_set(text, next, ROSTER_APPLIED, STR(""));
	spell_set_date(text, next, ROSTER_JOINED, a->amending->date);
	set_all(a, next);
}

/* Changes memberships from the day on: the one that holds then is split, those that begin later are changed. */
static void
change_from(struct amended *a)
{
	day d = date_first(a->amending->date);

	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (spell_is_seat(spell) || spell->span.last < d ||
		    says_so_already(a, row_of(a, i)))
			continue;
		if (spell->span.first >= d || !date_given(spell->joined) ||
		    date_first(spell->joined) >= d)
			set_all(a, row_of(a, i));
		else
			split(a, i);
	}
}

/* Has a row become another than it was? */
static bool
has_changed(const struct amended *a)
{
	if (a->spells->count != a->before.count)
		return true;
	for (size_t i = 0; i < a->before.count; i++)
		if (a->spells->rows[i].now != a->before.rows[i].now)
			return true;
	return false;
}

static bool
is_allowed(struct amended *a, struct buf *why)
{
	if (a->moved.p != NULL && !str_eq(a->moved, a->spells->email))
		return roll_allows_move(a->roll, a->spells, roll_spells(a->roll, a->moved),
					a->amending->today, why);
	return roll_allows(a->roll, a->spells, a->amending->today, why);
}

/* Amends the person in one roster. */
static void
amend_roll(struct edit *edit, const struct amending *amending, const struct amendment *list,
	   struct roll *roll, struct str email, struct str moved)
{
	struct amended a = {
	    .edit = edit, .amending = amending, .list = list, .roll = roll, .moved = moved};
	struct buf why = {0};

	a.spells = roll_spells(roll, email);
	a.before = spells_copy(&roll->text, a.spells);
	a.person = roll_person(roll, a.spells, &a.which);
	if (amending->dated)
		change_from(&a);
	else
		correct(&a);
	if (!is_allowed(&a, &why))
		edit_refuse(edit, roll->cop->id, email, "%.*s", STR_ARG(buf_all(&why)));
	else if (has_changed(&a))
		edit_outcome(edit, roll->cop->id, email, "changed", "%s%.*s",
			     moved.p != NULL ? "is now " : "", STR_ARG(moved));
	else
		edit_outcome(edit, roll->cop->id, email, "already", "%s", "");
	buf_free(&why);
}

/* -- a person ------------------------------------------------------------------------------------------------------- */

/* The amendments with ids in the place of names, and addresses in lower case. */
static struct amendment *
recognized(struct edit *edit, const struct amending *amending)
{
	struct amendment *list = arena_array(edit->arena, amending->count, sizeof(*list));
	struct recognizer *r = recognizer_new(edit->arena, edit->registry);

	for (size_t i = 0; i < amending->count; i++) {
		list[i] = amending->list[i];
		if (list[i].column == ROSTER_ROLE)
			list[i].value = recognize_role(r, list[i].value);
		else if (list[i].column == ROSTER_REGION)
			list[i].value = recognize_region(r, list[i].value);
		else if (list[i].column == ROSTER_ORGANIZATION)
			list[i].value = recognize_organization(r, list[i].value);
		else if (list[i].column == ROSTER_EMAIL)
			list[i].value = email_lower(edit->arena, list[i].value);
	}
	return list;
}

/* What is asked for makes sense by itself, whoever it is about. */
static bool
makes_sense(struct edit *edit, const struct amending *amending)
{
	size_t before = diag_count(edit->diag);

	for (size_t i = 0; i < amending->count; i++) {
		const char *field = roster_columns[amending->list[i].column];

		if (amending->dated && words_index(timeless, str_of(field)) >= 0)
			diag_add(edit->diag, RULE_USAGE, (struct place){0},
				 "%s is the person's whenever it was: leave --date away", field);
		if (amending->list[i].column == ROSTER_EMAIL && amending->email_count > 1)
			diag_add(edit->diag, RULE_USAGE, (struct place){0},
				 "several people cannot have one address");
		for (size_t k = 0; k < i; k++)
			if (amending->list[k].column == amending->list[i].column)
				diag_add(edit->diag, RULE_USAGE, (struct place){0},
					 "%s is given twice", field);
	}
	return diag_count(edit->diag) == before;
}

/* An address that must not be written to is still so under its new name. */
static bool
carry_suppression(struct edit *edit, struct str email, struct str moved)
{
	const struct suppression *s = edit->registry->suppressions == NULL
					  ? NULL
					  : map_get(&edit->registry->suppressions->by_email, email);

	return s == NULL || suppress(edit, moved, s->date, s->reason);
}

/* The new address of one who moves; absent if nobody does. */
static struct str
moved_to(const struct amending *amending, const struct amendment *list, struct str email)
{
	for (size_t i = 0; i < amending->count; i++)
		if (list[i].column == ROSTER_EMAIL && !str_eq(list[i].value, email))
			return list[i].value;
	return (struct str){NULL, 0};
}

static void
amend_person(struct edit *edit, const struct amending *amending, const struct amendment *list,
	     struct roll *rolls, size_t count, struct str email)
{
	struct str moved = moved_to(amending, list, email);
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		const struct spells *spells = roll_spells(&rolls[i], email);

		if (spells->count == 0 && spells->damaged == 0)
			continue;
		found++;
		amend_roll(edit, amending, list, &rolls[i], email, moved);
	}
	if (found == 0)
		edit_refuse(edit, STR(""), email, "in no roster");
}

bool
amend_change(void *context, struct edit *edit)
{
	const struct amending *amending = context;
	const struct amendment *list;
	struct str *emails = arena_array(edit->arena, amending->email_count + 1, sizeof(*emails));
	size_t email_count = amending->email_count, count;
	struct roll *rolls;

	if (!makes_sense(edit, amending))
		return false;
	registry_load(edit->registry);
	registry_load_people(edit->registry);
	list = recognized(edit, amending);
	for (size_t i = 0; i < amending->email_count; i++)
		emails[i] = email_lower(edit->arena, amending->emails[i]);
	if (moved_to(amending, list, emails[0]).p != NULL)
		emails[email_count++] = moved_to(amending, list, emails[0]);
	/* The suppression first: killed in between, the same command completes the change, and nobody is written to. */
	if (email_count > amending->email_count &&
	    !carry_suppression(edit, emails[0], emails[email_count - 1]))
		return false;
	if ((rolls = rolls_mentioning(edit, emails, email_count, &count)) == NULL)
		return false;
	for (size_t i = 0; i < amending->email_count; i++)
		amend_person(edit, amending, list, rolls, count, emails[i]);
	/* All or none. */
	if (edit->refused) {
		edit_keep_refusals(edit);
		edit_drop_patches(edit);
		return true;
	}
	rolls_write(rolls, count);
	return true;
}
