#include "amend.h"

#include "intake.h"
#include "recognize.h"
#include "roll.h"
#include "suppress.h"

/* Fields that are the same for all of a person's rows, and so cannot change from a day on. */
static const char *const timeless[] = {"email", "name", NULL};

/* Fields that cop-amend does not change, each with what does. */
static const struct {
	const char *field;
	const char *command;
} elsewhere[] = {{"group", "cop-appoint"}, {"position", "cop-appoint"}, {"applied", "an editor"},
		 {"joined", "an editor"},  {"left", "cop-leave"},       {"cop", "cop-join"}};

/* What changes the field instead of cop-amend; NULL if cop-amend does, or if there is no such field. */
static const char *
command_for(struct str field)
{
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (str_is(field, elsewhere[i].field))
			return elsewhere[i].command;
	return NULL;
}

static void
no_field(struct str field, struct diag *diag)
{
	struct nearest nearest = nearest_to(field);
	struct buf all = {0};

	for (size_t i = 0; roster_columns[i] != NULL; i++) {
		struct str name = str_of(roster_columns[i]);

		nearest_try(&nearest, name);
		intake_names_try(&nearest, name);
		if (command_for(name) == NULL)
			buf_join(&all, ", ", name);
	}
	if (nearest.best.p != NULL)
		diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "no field \"%.*s\"",
			      STR_ARG(field));
	else
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "no field \"%.*s\"; the fields are %.*s", STR_ARG(field),
			 STR_ARG(buf_all(&all)));
	buf_free(&all);
}

bool
amendment_parse(struct amendment *amendment, struct str text, struct diag *diag)
{
	struct str field = {text.p, str_find(text, '=')};
	int column = words_index(roster_columns, field);

	if (field.n == text.n) {
		diag_add(diag, RULE_USAGE, (struct place){0}, "\"%.*s\" is not FIELD=VALUE",
			 STR_ARG(text));
		return false;
	}
	if (command_for(field) != NULL) {
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "%.*s is not about the person alone: use %s to change it", STR_ARG(field),
			 command_for(field));
		return false;
	}
	if (column < 0) {
		no_field(field, diag);
		return false;
	}
	amendment->column = (enum roster_column)column;
	amendment->value = str_trim(str_after(text, field.n + 1));
	return true;
}

/* -- one person in one roster ------------------------------------------------------------------------------------ */

/* A person's rows in one roster, while they are amended. */
struct amended {
	const struct amending *amending;
	const struct amendment *list; /* values as ids, addresses in lower case */
	struct roll *roll;
	struct spells *spells;
	struct spells before;
	struct person person; /* the rows before any change */
	size_t *which;        /* for each spell of person, the index of its row */
	struct str moved;     /* the new address; absent: it does not change */
};

static const struct amendment *
find(const struct amended *a, enum roster_column column)
{
	for (size_t i = 0; i < a->amending->count; i++)
		if (a->list[i].column == column)
			return &a->list[i];
	return NULL;
}

/* The row of the i-th spell of a->person. */
static struct spell_row *
row_of(const struct amended *a, size_t i)
{
	return &a->spells->rows[a->which[i]];
}

/* The index of the membership that person_membership() finds for the date; the count of spells if there is none. */
static size_t
current_of(const struct amended *a)
{
	const struct spell *spell = person_membership(&a->person, date_first(a->amending->date));

	return spell == NULL ? a->person.count : (size_t)(spell - a->person.spells);
}

/*
 * Consent is evidence only with its date.  If consent changes and consented is not given, sets consented to the date of
 * the amendment, or clears it if consent is cleared.
 */
static void
date_consent(struct amended *a, struct spell_row *row, struct str before)
{
	const struct amendment *consent = find(a, ROSTER_CONSENT);
	struct date date = a->amending->date;

	if (consent == NULL || find(a, ROSTER_CONSENTED) != NULL || str_eq(consent->value, before))
		return;
	/* Consent cannot be dated after today. */
	if (date_first(date) > a->amending->today)
		date = date_of(a->amending->today);
	if (consent->value.n == 0)
		spell_set(&a->roll->text, row, ROSTER_CONSENTED, STR(""));
	else
		spell_set_date(&a->roll->text, row, ROSTER_CONSENTED, date);
}

static bool
is_of_the_row(enum roster_column column)
{
	return column == ROSTER_CONSENT || column == ROSTER_CONSENTED || column == ROSTER_SOURCE;
}

/*
 * Corrects memberships.  The address changes in every row, seats too; the name in all memberships; source and consent
 * only in the current one.  Any other field changes in the memberships where it is the same as in the current one: a
 * different value was right in its time.
 */
static void
correct(struct amended *a)
{
	size_t current = current_of(a);

	for (size_t k = 0; k < a->amending->count; k++) {
		const struct amendment *one = &a->list[k];

		for (size_t i = 0; i < a->person.count; i++) {
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
		date_consent(a, row_of(a, current),
			     a->person.spells[current].fields[ROSTER_CONSENT]);
	for (size_t i = 0; i < a->person.count && a->moved.p != NULL; i++)
		spell_set(&a->roll->text, row_of(a, i), ROSTER_EMAIL, a->moved);
}

static void
set_all(struct amended *a, struct spell_row *row)
{
	struct str consent = row->now[ROSTER_CONSENT];

	for (size_t k = 0; k < a->amending->count; k++)
		spell_set(&a->roll->text, row, a->list[k].column, a->list[k].value);
	date_consent(a, row, consent);
}

/* Changes the fields of a later spell that are still as in base, the spell on the day; others differ on purpose. */
static void
set_alike(struct amended *a, struct spell_row *row, const struct str *base)
{
	struct str consent = row->now[ROSTER_CONSENT];

	for (size_t k = 0; k < a->amending->count; k++)
		if (str_eq(row->now[a->list[k].column], base[a->list[k].column]))
			spell_set(&a->roll->text, row, a->list[k].column, a->list[k].value);
	if (!str_eq(row->now[ROSTER_CONSENT], consent))
		date_consent(a, row, consent);
}

static bool
says_so_already(const struct amended *a, const struct spell_row *row)
{
	for (size_t k = 0; k < a->amending->count; k++)
		if (!str_eq(row->now[a->list[k].column], a->list[k].value))
			return false;
	return true;
}

/* Ends the spell the day before the date, and adds one that begins on it, with the same fields but for the changes. */
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

/*
 * The index of the membership or application that holds on the date or, if none does, begins first after it; the
 * count of spells if there is none.
 */
static size_t
first_from(const struct amended *a)
{
	day d = date_first(a->amending->date);
	size_t first = a->person.count;

	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (!spell_is_seat(spell) && spell->span.last >= d &&
		    spell->span.first != DAY_NEVER &&
		    (first == a->person.count ||
		     spell->span.first < a->person.spells[first].span.first))
			first = i;
	}
	return first;
}

/* Changes memberships from the date on: splits the first if it began before the date, and updates those after it. */
static void
change_from(struct amended *a, size_t first)
{
	day d = date_first(a->amending->date);
	const struct spell *base = &a->person.spells[first];
	const struct str *says = row_of(a, first)->now;

	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (!spell_is_seat(spell) && spell->span.first > base->span.first)
			set_alike(a, row_of(a, i), says);
	}
	if (says_so_already(a, row_of(a, first)))
		return;
	if (base->since >= d)
		set_all(a, row_of(a, first));
	else
		split(a, first);
}

/* Has any row changed? */
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

/* Amends the person in one roster; false if all their memberships there end before the date. */
static bool
amend_roll(struct edit *edit, const struct amending *amending, const struct amendment *list,
	   const struct mention *mention, struct str moved)
{
	struct roll *roll = mention->roll;
	struct str email = mention->spells->email;
	struct amended a = {.amending = amending,
			    .list = list,
			    .roll = roll,
			    .spells = mention->spells,
			    .moved = moved};
	struct buf why = {0};

	a.before = spells_copy(&roll->text, a.spells);
	a.person = roll_person(roll, a.spells, &a.which);
	if (amending->dated && first_from(&a) == a.person.count && a.spells->damaged == 0)
		return false; /* over by then: there is nothing to change */
	if (amending->dated && a.spells->damaged == 0)
		change_from(&a, first_from(&a));
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
	return true;
}

/* -- a person ------------------------------------------------------------------------------------------------------- */

/* A copy of the amendments, with ids for names, and addresses in lower case. */
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
		else if (list[i].column == ROSTER_LANGUAGE)
			list[i].value = recognize_language(r, list[i].value);
		else if (list[i].column == ROSTER_EMAIL)
			list[i].value = email_lower(edit->arena, list[i].value);
	}
	return list;
}

/* Do the amendments make sense, whoever they are about? Records usage errors if not. */
static bool
makes_sense(struct edit *edit, const struct amending *amending)
{
	size_t before = diag_count(edit->diag);
	struct date consented;

	for (size_t i = 0; i < amending->count; i++) {
		const char *field = roster_columns[amending->list[i].column];

		if (amending->list[i].column == ROSTER_CONSENTED &&
		    date_parse(amending->list[i].value, &consented) &&
		    date_first(consented) > amending->today)
			diag_add(edit->diag, RULE_USAGE, (struct place){0},
				 "consented is in the future: %.*s",
				 STR_ARG(amending->list[i].value));
		if (amending->dated && words_index(timeless, str_of(field)) >= 0)
			diag_add(edit->diag, RULE_USAGE, (struct place){0},
				 "%s cannot be changed from a certain day: omit --date", field);
		if (amending->list[i].column == ROSTER_EMAIL && amending->email_count > 1)
			diag_add(edit->diag, RULE_USAGE, (struct place){0},
				 "several people cannot have the same address");
		for (size_t k = 0; k < i; k++)
			if (amending->list[k].column == amending->list[i].column)
				diag_add(edit->diag, RULE_USAGE, (struct place){0},
					 "%s is given twice", field);
	}
	return diag_count(edit->diag) == before;
}

/* Suppresses the new address if the old one is suppressed; false, with the reason recorded, if that fails. */
static bool
carry_suppression(struct edit *edit, struct str email, struct str moved)
{
	const struct suppression *s = suppression_of(edit->registry->suppressions, email);

	return s == NULL || suppress(edit, &moved, 1, s->date, s->reason);
}

/* The new address, if the amendments change it; else absent. */
static struct str
moved_to(const struct amending *amending, const struct amendment *list)
{
	for (size_t i = 0; i < amending->count; i++)
		if (list[i].column == ROSTER_EMAIL)
			return list[i].value;
	return (struct str){NULL, 0};
}

static void
amend_person(struct edit *edit, const struct amending *amending, const struct amendment *list,
	     const struct mentions *mentions, struct str email)
{
	const struct mention *first = mentions_of(mentions, email);
	struct str moved = moved_to(amending, list);
	size_t amended = 0;
	struct buf why = {0};

	for (const struct mention *m = first; m != NULL; m = m->next)
		amended += amend_roll(edit, amending, list, m, moved);
	if (first == NULL) {
		ask_nobody(email, "not in any roster", &why);
		if (amending->email_count == 1)
			rolls_suggest(edit, email, &why);
		edit_refuse(edit, STR(""), email, "%.*s", STR_ARG(buf_all(&why)));
	} else if (amended == 0) {
		edit_refuse(edit, STR(""), email, "has no membership on or after that day");
	}
	buf_free(&why);
}

/* Notes where a definition has the old address; whether to change it is left to a person. */
static void
note_mentions(struct edit *edit, const struct definition *cop, const struct node *node,
	      struct str email)
{
	if (node->kind == NODE_SCALAR && str_eq(email_lower(edit->arena, node->text), email))
		diag_add(edit->notes, RULE_OLD_ADDRESS, node_place(node, cop->path),
			 "decide whether to change it");
	for (const struct node *item = node->first; item != NULL; item = item->next)
		note_mentions(edit, cop, item, email);
}

/*
 * What a new address needs besides the rosters: notes on definitions, and suppression if the old one has it.  Called
 * before the rosters are opened, so that suppressions.csv is replaced first, and nobody is written to in between.
 */
static bool
move(struct edit *edit, struct str email, struct str moved)
{
	for (size_t i = 0; i < edit->registry->cop_count; i++)
		note_mentions(edit, edit->registry->cops_list[i],
			      edit->registry->cops_list[i]->root, email);
	return carry_suppression(edit, email, moved);
}

/* Fills emails with the addresses, in lower case and each once; returns how many. */
static size_t
gather_emails(struct edit *edit, const struct amending *amending, struct str *emails)
{
	struct map seen = map_new(edit->arena);
	size_t count = 0;

	for (size_t i = 0; i < amending->email_count; i++) {
		struct str email = email_lower(edit->arena, amending->emails[i]);

		if (map_get(&seen, email) != NULL)
			continue;
		*map_at(&seen, email) = edit;
		emails[count++] = email;
	}
	return count;
}

bool
amend_change(void *context, struct edit *edit)
{
	const struct amending *amending = context;
	const struct amendment *list;
	struct str *emails = arena_array(edit->arena, amending->email_count + 1, sizeof(*emails));
	size_t people = gather_emails(edit, amending, emails), wanted = people;
	struct mentions mentions;

	if (!makes_sense(edit, amending))
		return false;
	registry_load(edit->registry);
	registry_load_people(edit->registry);
	if (!edit_people_known(edit))
		return false;
	list = recognized(edit, amending);
	if (moved_to(amending, list).p != NULL && people == 1 &&
	    !str_eq(moved_to(amending, list), emails[0])) {
		emails[wanted++] = moved_to(amending, list);
		if (!move(edit, emails[0], emails[1]))
			return false;
	}
	if (!rolls_mentioning(edit, emails, wanted, &mentions))
		return false;
	for (size_t i = 0; i < people; i++)
		amend_person(edit, amending, list, &mentions, emails[i]);
	/* All people or none. */
	if (edit->refused) {
		edit_keep_refusals(edit);
		edit_drop_patches(edit);
		return true;
	}
	rolls_write(mentions.rolls, mentions.count);
	return true;
}
