/* Approving, leaving and appointing. */
#include "answer-one.h"

#include "admission.h"
#include "recognize.h"

static struct rolls {
	struct roll *list;
	size_t count;
} open_rolls(struct edit *edit, const struct asked *asked)
{
	struct rolls rolls = {0};

	struct ask *known = arena_array(edit->arena, asked->count, sizeof(*known));
	struct buf ignored = {0}; /* answer_all() tells it, in its turn */
	size_t count = 0;

	for (size_t i = 0; i < asked->count; i++)
		if (!asked->listed || ask_is_known(edit, asked->asks[i].cop, &ignored))
			known[count++] = asked->asks[i];
	buf_free(&ignored);
	rolls.list = rolls_open(edit, known, count, true, NULL, &rolls.count);
	return rolls;
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
		buf_puts(&a->why, "not in this roster");
	else if (how(a, context))
		return;
	*a->spells = a->before;
	edit_refuse(a->edit, a->ask->cop, a->ask->email, "%.*s", STR_ARG(buf_all(&a->why)));
}

bool
answer_all(struct edit *edit, const struct asked *asked, answer *how, void *context)
{
	struct rolls rolls = open_rolls(edit, asked);

	if (rolls.list == NULL)
		return false;
	for (size_t i = 0; i < asked->count; i++) {
		struct answering a = {.edit = edit, .asked = asked, .ask = &asked->asks[i]};

		a.roll = roll_find(rolls.list, rolls.count, a.ask->cop);
		if (a.roll != NULL)
			answer_one(&a, how, context);
		else if (!ask_is_known(edit, a.ask->cop, &a.why))
			edit_refuse(edit, a.ask->cop, a.ask->email, "%.*s",
				    STR_ARG(buf_all(&a.why)));
		buf_free(&a.why);
	}
	rolls_write(rolls.list, rolls.count);
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
		    (found == NULL || spell->span.first >= found->span.first)) {
			found = spell;
			*row = answer_row(a, i);
		}
	}
	return found;
}

/* -- approving --------------------------------------------------------------------------------------------------- */

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

/* Why there is no application on the day. */
static void
add_no_application(struct answering *a, day d)
{
	const struct spell *spell;
	struct spell_row *row;

	if ((spell = answer_find(a, STR(""), MEMBER_FUTURE, d, &row)) != NULL)
		answer_reason(a, "applied only ", spell->applied);
	else if (answer_find(a, STR(""), MEMBER_DECLINED, d, &row) != NULL)
		answer_reason(a, "declined", (struct date){0});
	else
		answer_reason(a, "has no application that waits", (struct date){0});
}

static bool
approve(struct answering *a, void *context)
{
	day d = date_first(a->asked->date);
	const struct spell *spell;
	struct spell_row *row;

	(void)context;
	if ((spell = answer_find(a, STR(""), MEMBER_MEMBER, d, &row)) != NULL) {
		answer_outcome(a, "already", "member since ", spell->joined);
		return true;
	}
	if (!admission_status(a->edit->registry, a->roll->cop, d, false, &a->why))
		return false;
	if ((spell = answer_find(a, STR(""), MEMBER_APPLICANT, d, &row)) == NULL) {
		spell = answer_find(a, STR(""), MEMBER_FUTURE, d, &row);
		if (spell != NULL && date_given(spell->joined)) {
			answer_outcome(a, "already", "member since ", spell->joined);
			return true;
		}
		add_no_application(a, d);
		return false;
	}
	spell_set_date(&a->roll->text, row, ROSTER_JOINED, a->asked->date);
	if (!roll_allows(a->roll, a->spells, a->asked->today, &a->why) ||
	    !roll_has_room(a->roll, &a->before, a->spells, d, &a->why))
		return false;
	answer_outcome(a, "approved", "applied ", spell->applied);
	return true;
}

bool
approve_change(void *context, struct edit *edit)
{
	return answer_all(edit, context, approve, NULL);
}

/* -- who leads ----------------------------------------------------------------------------------------------------- */

/* Who is at the head of a community: its chairs and leads on a day. */
struct heads {
	const struct definition *cop;
	struct arena *arena;
	day d;
	struct str *emails;
	size_t count;
	size_t capacity;
};

static bool
is_head(const struct spell *spell, day d)
{
	struct str position = spell->fields[ROSTER_POSITION];

	return str_is(spell->fields[ROSTER_GROUP], "leads") &&
	       spell_status(spell, d) == MEMBER_MEMBER &&
	       (str_is(position, "chair") || str_is(position, "co-chair") ||
		str_is(position, "lead"));
}

struct found_heads {
	struct arena *arena;
	struct str *emails;
	size_t count;
	size_t capacity;
};

static void
find_heads(void *context, void *where, const struct person *person)
{
	const struct heads *heads = context;
	struct found_heads *found = where;

	if (found->arena == NULL)
		found->arena = arena_new();
	for (size_t i = 0; i < person->count; i++)
		if (is_head(&person->spells[i], heads->d)) {
			found->emails = arena_grow(found->arena, found->emails, found->count,
						   &found->capacity, sizeof(struct str));
			found->emails[found->count++] = email_lower(found->arena, person->email);
			return;
		}
}

static bool
take_heads(void *context, void *where, const struct roster_block *block)
{
	struct heads *heads = context;
	struct found_heads *found = where;

	(void)block;
	for (size_t i = 0; i < found->count; i++) {
		heads->emails = arena_grow(heads->arena, heads->emails, heads->count,
					   &heads->capacity, sizeof(struct str));
		heads->emails[heads->count++] = found->emails[i];
	}
	arena_adopt(heads->arena, found->arena);
	*found = (struct found_heads){0};
	return true;
}

static struct heads *
heads_read(const struct answering *a, day d)
{
	struct heads *heads = arena_get(a->edit->arena, sizeof(*heads));
	struct roster_scan scan = {.cops = &a->roll->cop,
				   .count = 1,
				   .columns = 1U << ROSTER_POSITION,
				   .quiet = true,
				   .people = true,
				   .result_size = sizeof(struct found_heads),
				   .context = heads,
				   .person = find_heads,
				   .done = take_heads};

	*heads = (struct heads){.cop = a->roll->cop, .arena = a->edit->arena, .d = d};
	registry_read_rosters(a->edit->registry, scan);
	return heads;
}

/* Takes the address out; false if it is the only one there. */
static bool
heads_without(struct heads *heads, struct str email, bool force)
{
	for (size_t i = 0; i < heads->count; i++)
		if (str_eq(heads->emails[i], email)) {
			if (heads->count == 1 && !force)
				return false;
			heads->emails[i] = heads->emails[--heads->count];
			break;
		}
	return true;
}

/* -- leaving ------------------------------------------------------------------------------------------------------- */

/* What leave() keeps between asks. */
struct leavers {
	const struct leaving *leaving;
	struct map heads; /* by community, once somebody of them leaves */
};

/* May the community do without the person from that day on? The last chair or lead stays, unless forced. */
static bool
can_be_spared(struct answering *a, struct leavers *l, day after)
{
	struct person then = roll_person(a->roll, a->spells, NULL);
	struct heads **heads;
	bool was = false, is = false;

	for (size_t i = 0; i < a->person.count; i++)
		was = was || is_head(&a->person.spells[i], after);
	for (size_t i = 0; i < then.count; i++)
		is = is || is_head(&then.spells[i], after);
	if (!was || is)
		return true;
	heads = (struct heads **)map_at(&l->heads, a->ask->cop);
	if (*heads == NULL)
		*heads = heads_read(a, after);
	if (heads_without(*heads, a->ask->email, l->leaving->force))
		return true;
	buf_puts(&a->why, "is the last chair or lead: appoint another, or say --force");
	return false;
}

/* Ends a row on the date, or takes it out if it would only begin afterwards; what has ended before stays. */
static void
end_row(struct answering *a, size_t i, struct date date)
{
	const struct spell *spell = &a->person.spells[i];
	day last = date_last(date);

	if (spell->span.first > last) {
		spell_drop(answer_row(a, i));
	} else if (spell->span.last > last) {
		/* What was to begin only later, and has been applied for, is declined. */
		if (date_given(spell->joined) && date_first(spell->joined) > last)
			spell_set(&a->roll->text, answer_row(a, i), ROSTER_JOINED, STR(""));
		spell_set_date(&a->roll->text, answer_row(a, i), ROSTER_LEFT, date);
	}
}

/* Ends the stay that holds on the day: its spells, later ones too, and its seats. */
static void
end_stay(struct answering *a, const struct spell *current)
{
	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (spell->span.first <= current->stay_end &&
		    (spell_is_seat(spell) || spell->stay_end == current->stay_end))
			end_row(a, i, a->asked->date);
	}
}

/* When the stay began. */
static struct date
stay_begin(const struct answering *a, const struct spell *current)
{
	struct date begin = current->joined;

	for (size_t i = 0; i < a->person.count; i++) {
		const struct spell *spell = &a->person.spells[i];

		if (!spell_is_seat(spell) && spell->stay_end == current->stay_end &&
		    date_given(spell->joined) && date_first(spell->joined) < date_first(begin))
			begin = spell->joined;
	}
	return begin;
}

/* Puts through what has been changed, if the rules and the community allow it. */
static bool
settle(struct answering *a, struct leavers *l, const char *result, const char *what,
       struct date since)
{
	day after = date_last(a->asked->date) + 1;

	if (!roll_allows(a->roll, a->spells, a->asked->today, &a->why) ||
	    !can_be_spared(a, l, after))
		return false;
	roll_note_breaks(a->roll, &a->before, a->spells, after);
	answer_outcome(a, result, what, since);
	return true;
}

/* Nothing to end: the person has left before, which is as good, or never was there. */
static bool
is_gone(struct answering *a, struct str group, day d)
{
	struct spell_row *row;
	const struct spell *spell = answer_find(a, group, MEMBER_FORMER, d, &row);

	if (spell == NULL)
		spell = answer_find(a, group, MEMBER_DECLINED, d, &row);
	if (spell == NULL)
		return false;
	answer_outcome(a, "already", date_given(spell->joined) ? "left " : "declined ",
		       date_last(spell->left) == spell->span.last ? spell->left
								  : date_of(spell->span.last));
	return true;
}

static bool
leave_group(struct answering *a, struct leavers *l)
{
	struct str group = l->leaving->group;
	day d = date_last(a->asked->date);
	struct spell_row *row;
	char text[DATE_TEXT];
	const struct spell *seat = answer_find(a, group, MEMBER_MEMBER, d, &row), *stay;
	bool joined;

	if (seat == NULL)
		seat = answer_find(a, group, MEMBER_APPLICANT, d, &row);
	if (seat == NULL) {
		if (is_gone(a, group, d))
			return true;
		seat = answer_find(a, group, MEMBER_FUTURE, d, &row);
		buf_format(&a->why,
			   seat != NULL ? "has a seat in %.*s only from " : "has no seat in %.*s",
			   STR_ARG(group));
		if (seat != NULL)
			buf_puts(&a->why, date_text(seat->joined, text));
		return false;
	}
	if (seat->span.last <= d) {
		answer_outcome(a, "already", "left ", date_of(seat->span.last));
		return true;
	}
	joined = spell_status(seat, d) == MEMBER_MEMBER;
	stay = answer_find(a, STR(""), MEMBER_MEMBER, d, &row);
	for (size_t i = 0; i < a->person.count; i++)
		if (str_eq(a->person.spells[i].fields[ROSTER_GROUP], group) &&
		    (stay == NULL || a->person.spells[i].span.first <= stay->stay_end))
			end_row(a, i, a->asked->date);
	return settle(a, l, joined ? "left" : "declined", group.p, (struct date){0});
}

static bool
leave(struct answering *a, void *context)
{
	struct leavers *l = context;
	day d = date_last(a->asked->date);
	const struct spell *current;
	struct spell_row *row;

	if (l->leaving->group.n > 0)
		return leave_group(a, l);
	if ((current = answer_find(a, STR(""), MEMBER_MEMBER, d, &row)) != NULL) {
		if (current->stay_end <= d) {
			answer_outcome(a, "already", "left ", date_of(current->stay_end));
			return true;
		}
		end_stay(a, current);
		return settle(a, l, "left", "member since ", stay_begin(a, current));
	}
	if ((current = answer_find(a, STR(""), MEMBER_APPLICANT, d, &row)) != NULL) {
		/* Approved for a day that is yet to come: not a member in the meantime. */
		if (date_first(current->joined) > a->asked->today)
			spell_set(&a->roll->text, row, ROSTER_JOINED, STR(""));
		spell_set_date(&a->roll->text, row, ROSTER_LEFT, a->asked->date);
		return settle(a, l, "declined", "applied ", current->applied);
	}
	if (is_gone(a, STR(""), d))
		return true;
	if ((current = answer_find(a, STR(""), MEMBER_FUTURE, d, &row)) == NULL)
		answer_reason(a, "is no member on that day", (struct date){0});
	else if (date_given(current->joined))
		answer_reason(a, "is a member only from ", current->joined);
	else
		answer_reason(a, "applied only ", current->applied);
	return false;
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
		nearest_try(&nearest, STR("leads"));
		for (size_t k = 0; k < cop->group_count; k++)
			nearest_try(&nearest, cop->groups[k]);
		diag_add_near(edit->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "%.*s has no group \"%.*s\"", STR_ARG(cop->id), STR_ARG(group));
		known = false;
	}
	return known;
}

bool
leave_change(void *context, struct edit *edit)
{
	const struct leaving *leaving = context;
	struct leavers l = {leaving, map_new(edit->arena)};

	return answer_all(edit, &leaving->asked, leave, &l) &&
	       answer_groups_known(edit, &leaving->asked, leaving->group);
}

/* -- appointing ---------------------------------------------------------------------------------------------------- */

static struct date
day_before(struct date date)
{
	return date_of(date_first(date) - 1);
}

/* Fills a new seat, or one whose holder gets another position. */
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

/* The seat in the group that the person has when the term begins; NULL if none. */
static const struct spell *
seat_held(const struct answering *a, const struct appointing *p, struct spell_row **row)
{
	return answer_find(a, p->group, MEMBER_MEMBER, date_first(a->asked->date), row);
}

/* Does the seat say that of its own, or is nothing asked? */
static bool
says(const struct spell_row *row, enum roster_column column, struct str id, struct str asked)
{
	return asked.n == 0 || str_eq(row->now[column], id);
}

/* Does the seat say already what is asked for? */
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

/* Makes the rows say what is asked for; how the outcome tells it. */
static const char *
seat_person(struct answering *a, const struct appointing *p, const struct spell *held,
	    struct spell_row *row)
{
	static const enum roster_column own[] = {ROSTER_ORGANIZATION, ROSTER_ROLE, ROSTER_REGION};

	if (held == NULL) {
		/* Who has applied for the seat gets it. */
		if (answer_find(a, p->group, MEMBER_APPLICANT, date_first(a->asked->date), &row) ==
		    NULL)
			row = spells_add(&a->roll->text, a->spells);
		spell_set_date(&a->roll->text, row, ROSTER_JOINED, a->asked->date);
		fill_seat(a, p, row);
		return "";
	}
	if (p->position.p == NULL || str_eq(held->fields[ROSTER_POSITION], p->position) ||
	    date_first(held->joined) == date_first(a->asked->date)) {
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

static bool
appoint(struct answering *a, void *context)
{
	const struct appointing *p = context;
	day d = date_first(a->asked->date);
	struct spell_row *row = NULL;
	const struct spell *held = seat_held(a, p, &row);
	const char *what;

	if (held != NULL && is_as_asked(a, p, row)) {
		answer_outcome(a, "already", "since ", held->joined);
		return true;
	}
	if (definition_status(a->roll->cop, d) == STATUS_ENDED ||
	    definition_status(a->roll->cop, d) == STATUS_MERGED)
		return admission_status(a->edit->registry, a->roll->cop, d, false, &a->why);
	what = seat_person(a, p, held, row);
	if (!roll_allows(a->roll, a->spells, a->asked->today, &a->why) ||
	    !roll_has_room(a->roll, &a->before, a->spells, d, &a->why))
		return false;
	answer_outcome(a, "appointed", what, (struct date){0});
	return true;
}

bool
appoint_change(void *context, struct edit *edit)
{
	struct appointing *p = context;

	return answer_all(edit, &p->asked, appoint, p) &&
	       answer_groups_known(edit, &p->asked, p->group);
}
