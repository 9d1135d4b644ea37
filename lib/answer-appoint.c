/* Appointing: a member takes a seat, or its term is changed. */
#include "answer-one.h"

#include "admission.h"
#include "recognize.h"

static struct date
day_before(struct date date)
{
	return date_of(date_first(date) - 1);
}

/* Sets what was asked for in the row of a seat; what was not asked for stays. */
static void
fill_seat(struct answering *a, const struct appointing *p, struct spell_row *row)
{
	struct roster_text *text = &a->roll->text;
	struct recognizer *r = recognizer_new(a->edit->arena, a->edit->registry);

	spell_set(text, row, ROSTER_GROUP, p->group);
	if (p->position.p != NULL)
		spell_set(text, row, ROSTER_POSITION, p->position);
	if (p->organization.n > 0)
		spell_set(text, row, ROSTER_ORGANIZATION,
			  recognize_organization(r, p->organization));
	if (p->role.n > 0)
		spell_set(text, row, ROSTER_ROLE, recognize_role(r, p->role));
	if (p->region.n > 0)
		spell_set(text, row, ROSTER_REGION, recognize_region(r, p->region));
	if (date_given(p->until))
		spell_set_date(text, row, ROSTER_LEFT, p->until);
}

/* The seat that the person has in the group on the first day of the term, with *row set to its row; NULL if none. */
static const struct spell *
seat_held(const struct answering *a, const struct appointing *p, struct spell_row **row)
{
	return answer_find(a, p->group, MEMBER_MEMBER, date_first(a->asked->date), row);
}

/* Is that field of the row already the id that was asked for, or was none asked for? */
static bool
says(const struct spell_row *row, enum roster_column column, struct str id, struct str asked)
{
	return asked.n == 0 || str_eq(row->now[column], id);
}

/* Is the seat already as asked for? */
static bool
is_as_asked(const struct answering *a, const struct appointing *p, const struct spell_row *row)
{
	struct recognizer *r = recognizer_new(a->edit->arena, a->edit->registry);
	struct date left = {0};

	(void)date_parse(row->now[ROSTER_LEFT], &left);
	return (p->position.p == NULL || str_eq(row->now[ROSTER_POSITION], p->position)) &&
	       says(row, ROSTER_ORGANIZATION, recognize_organization(r, p->organization),
		    p->organization) &&
	       says(row, ROSTER_ROLE, recognize_role(r, p->role), p->role) &&
	       says(row, ROSTER_REGION, recognize_region(r, p->region), p->region) &&
	       (!date_given(p->until) || date_last(left) == date_last(p->until));
}

/* Is the seat that is held changed in place, rather than ended for another? */
static bool
is_kept(const struct answering *a, const struct appointing *p, const struct spell *held)
{
	return p->position.p == NULL || str_eq(held->fields[ROSTER_POSITION], p->position) ||
	       held->since == date_first(a->asked->date);
}

/* Changes the rows as asked for; held is the seat that the person has, or NULL.  Returns the text of the outcome. */
static const char *
seat_person(struct answering *a, const struct appointing *p, const struct spell *held,
	    struct spell_row *row)
{
	static const enum roster_column own[] = {ROSTER_ORGANIZATION, ROSTER_ROLE, ROSTER_REGION};

	if (held == NULL) {
		/* An application for the seat becomes the seat. */
		if (answer_find(a, p->group, MEMBER_APPLICANT, date_first(a->asked->date), &row) ==
		    NULL)
			row = spells_add(&a->roll->text, a->spells);
		spell_set_date(&a->roll->text, row, ROSTER_JOINED, a->asked->date);
		fill_seat(a, p, row);
		return "";
	}
	if (is_kept(a, p, held)) {
		fill_seat(a, p, row);
		return date_given(p->until) ? "term changed" : "seat changed";
	}
	spell_set_date(&a->roll->text, row, ROSTER_LEFT, day_before(a->asked->date));
	row = spells_add(&a->roll->text, a->spells);
	spell_set_date(&a->roll->text, row, ROSTER_JOINED, a->asked->date);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		spell_set(&a->roll->text, row, own[i], held->fields[own[i]]);
	fill_seat(a, p, row);
	return "position changed";
}

/* The last day of the membership that the person has on day d, in whichever spell; absent if it has no end. */
static struct date
membership_end(const struct answering *a, day d)
{
	const struct spell *spell;
	struct spell_row *row;
	struct date end = {0};

	while ((spell = answer_find(a, STR(""), MEMBER_MEMBER, d, &row)) != NULL) {
		end = spell->left;
		if (!date_given(end))
			break;
		d = date_last(end) + 1;
	}
	return end;
}

/* Adds to the text of the outcome that the membership ends before the term that was asked for; *end is that day. */
static const char *
note_end(const struct answering *a, const struct appointing *p, const char *what, struct date *end)
{
	*end = membership_end(a, date_first(a->asked->date));
	if (date_given(p->until) && date_last(*end) < date_last(p->until))
		return arena_format(a->edit->arena, "%s%sthe membership ends ", what,
				    *what != '\0' ? "; " : "")
		    .p;
	*end = (struct date){0};
	return what;
}

static bool
appoint(struct answering *a, void *context)
{
	const struct appointing *p = context;
	day d = date_first(a->asked->date);
	struct spell_row *row = NULL;
	const struct spell *held = seat_held(a, p, &row);
	const char *what;
	struct date end;

	if (held != NULL && is_as_asked(a, p, row)) {
		answer_outcome(a, "already", "since ", held->joined);
		return true;
	}
	if (definition_status(a->roll->cop, d) == STATUS_ENDED ||
	    definition_status(a->roll->cop, d) == STATUS_MERGED)
		return admission_status(a->edit->registry, a->roll->cop, d, false, &a->why);
	what = seat_person(a, p, held, row);
	if (!roll_allows(a->roll, a->spells, a->asked->today, &a->why) ||
	    !roll_has_room(a->roll, &a->before, a->spells,
			   held != NULL && is_kept(a, p, held) ? held->since : d, a->asked->today,
			   &a->why))
		return false;
	what = note_end(a, p, what, &end);
	answer_outcome(a, "appointed", what, end);
	return true;
}

bool
appoint_change(void *context, struct edit *edit)
{
	struct appointing *p = context;

	return answer_all(edit, &p->asked, appoint, p) &&
	       answer_groups_known(edit, &p->asked, p->group);
}
