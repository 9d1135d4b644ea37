/* What approving, leaving and appointing have in common; and approving itself. */
#include "answer-one.h"

#include "admission.h"

/* Opens the rolls of the communities asked about, as rolls_open(); if asked is a list, unknown ones are left out. */
static struct roll *
open_rolls(struct edit *edit, const struct asked *asked, size_t *roll_count)
{
	struct ask *known = arena_array(edit->arena, asked->count, sizeof(*known));
	struct buf ignored = {0}; /* answer_all() reports unknown ones */
	size_t count = 0;

	for (size_t i = 0; i < asked->count; i++)
		if (!asked->listed || ask_is_known(edit, asked->asks[i].cop, &ignored))
			known[count++] = asked->asks[i];
	buf_free(&ignored);
	return rolls_open(edit, known, count, NULL, roll_count);
}

static void
answer_one(struct answering *a, answer *how, void *context)
{
	a->spells = roll_spells(a->roll, a->ask->email);
	a->before = spells_copy(&a->roll->text, a->spells);
	a->person = roll_person(a->roll, a->spells, &a->which);
	if (a->spells->damaged > 0)
		(void)roll_allows(a->roll, a->spells, a->asked->today, &a->why);
	else if (a->spells->count == 0)
		roll_nobody(a->roll, a->ask->email, &a->why);
	else if (how(a, context))
		return;
	*a->spells = a->before;
	edit_refuse(a->edit, a->ask->cop, a->ask->email, "%.*s", STR_ARG(buf_all(&a->why)));
}

bool
answer_all(struct edit *edit, const struct asked *asked, answer *how, void *context)
{
	size_t roll_count;
	struct roll *rolls = open_rolls(edit, asked, &roll_count);

	if (rolls == NULL)
		return false;
	for (size_t i = 0; i < asked->count; i++) {
		struct answering a = {.edit = edit, .asked = asked, .ask = &asked->asks[i]};

		a.roll = roll_find(rolls, roll_count, a.ask->cop);
		if (a.roll != NULL)
			answer_one(&a, how, context);
		else if (!ask_is_known(edit, a.ask->cop, &a.why))
			edit_refuse(edit, a.ask->cop, a.ask->email, "%.*s",
				    STR_ARG(buf_all(&a.why)));
		buf_free(&a.why);
	}
	rolls_write(rolls, roll_count);
	return true;
}

void
answer_outcome(const struct answering *a, const char *result, const char *what, struct date date)
{
	char text[DATE_TEXT];

	edit_outcome(a->edit, a->ask->cop, a->ask->email, result, "%s%s", what,
		     date_text(date, text));
}

struct spell_row *
answer_row(const struct answering *a, size_t i)
{
	return &a->spells->rows[a->which[i]];
}

const struct spell *
answer_find(const struct answering *a, struct str group, enum member_status status, day d,
	    struct spell_row **row)
{
	const struct spell *found = NULL;

	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (str_eq(spell->fields[ROSTER_GROUP], group) &&
		    spell_status(spell, d) == status &&
		    (found == NULL ||
		     (spell->span.first < found->span.first) == (status == MEMBER_FUTURE))) {
			found = spell;
			*row = answer_row(a, i);
		}
	}
	return found;
}

void
answer_reason(struct answering *a, const char *reason, struct date date)
{
	struct diag *found = diag_new();
	char text[DATE_TEXT];

	(void)spells_person(&a->roll->text, a->spells, false, NULL, found);
	for (size_t i = 0; i < diag_count(found) && a->why.n == 0; i++)
		if (diag_at(found, i)->rule == RULE_BAD_DATE)
			diag_message(&a->why, diag_at(found, i));
	if (a->why.n == 0)
		buf_format(&a->why, "%s%s", reason, date_text(date, text));
	diag_free(found);
}

/* "; it has leads, board" */
static const char *
its_groups(struct arena *arena, const struct definition *cop)
{
	struct buf out = {0};

	buf_puts(&out, "; it has leads");
	for (size_t i = 0; i < cop->group_count; i++)
		buf_format(&out, ", %.*s", STR_ARG(cop->groups[i]));
	return buf_keep(&out, arena).p;
}

bool
answer_groups_known(struct edit *edit, const struct asked *asked, struct str group)
{
	struct map told = map_new(edit->arena);
	bool known = true;

	for (size_t i = 0; i < asked->count && group.n > 0; i++) {
		const struct definition *cop = registry_find(edit->registry, asked->asks[i].cop);
		struct nearest nearest = nearest_to(group);

		if (cop == NULL || definition_has_group(cop, group) ||
		    map_get(&told, cop->id) != NULL)
			continue;
		*map_at(&told, cop->id) = edit;
		definition_near_group(cop, &nearest);
		diag_add_near(edit->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "%.*s has no group \"%.*s\"%s", STR_ARG(cop->id), STR_ARG(group),
			      nearest.best.p == NULL ? its_groups(edit->arena, cop) : "");
		known = false;
	}
	return known;
}

/* -- approving --------------------------------------------------------------------------------------------------- */

/* Adds why there is no application to approve on day d. */
static void
add_no_application(struct answering *a, day d)
{
	const struct spell *spell;
	struct spell_row *row;

	if ((spell = answer_find(a, STR(""), MEMBER_FUTURE, d, &row)) != NULL)
		answer_reason(a, "did not apply until ", spell->applied);
	else if (answer_find(a, STR(""), MEMBER_DECLINED, d, &row) != NULL)
		answer_reason(a, "declined", (struct date){0});
	else
		answer_reason(a, "has no pending application", (struct date){0});
}

/* Reports that the person is a member already, or will be. */
static bool
already_member(const struct answering *a, const struct spell *spell)
{
	struct date begin = person_stay_begin(&a->person, spell);

	answer_outcome(a, "already",
		       date_first(begin) > a->asked->today ? "member from " : "member since ",
		       begin);
	return true;
}

static bool
approve(struct answering *a, void *context)
{
	day d = date_first(a->asked->date);
	const struct spell *spell;
	struct spell_row *row;

	(void)context;
	if ((spell = answer_find(a, STR(""), MEMBER_MEMBER, d, &row)) != NULL)
		return already_member(a, spell);
	if (!admission_status(a->edit->registry, a->roll->cop, d, false, &a->why))
		return false;
	if ((spell = answer_find(a, STR(""), MEMBER_APPLICANT, d, &row)) == NULL) {
		spell = answer_find(a, STR(""), MEMBER_FUTURE, d, &row);
		if (spell != NULL && date_given(spell->joined))
			return already_member(a, spell);
		add_no_application(a, d);
		return false;
	}
	/* Declined after that day: with the day of joining, the row would say that a member had left. */
	if (date_given(spell->left) && !date_given(spell->joined)) {
		answer_reason(a, "declined ", spell->left);
		return false;
	}
	spell_set_date(&a->roll->text, row, ROSTER_JOINED, a->asked->date);
	if (!roll_allows(a->roll, a->spells, a->asked->today, &a->why) ||
	    !roll_has_room(a->roll, &a->before, a->spells, d, a->asked->today, &a->why))
		return false;
	answer_outcome(a, "approved", "applied ", spell->applied);
	return true;
}

bool
approve_change(void *context, struct edit *edit)
{
	return answer_all(edit, context, approve, NULL);
}
