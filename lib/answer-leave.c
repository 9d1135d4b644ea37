/* Leaving: a member leaves, an applicant is declined, a seat is given up; but the last chair or lead must stay. */
#include "answer-one.h"

/* The chairs, co-chairs and leads of a community on a day. */
struct heads {
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

	*heads = (struct heads){.arena = a->edit->arena, .d = d};
	registry_read_rosters(a->edit->registry, scan);
	return heads;
}

/* Removes the address from the heads; false, with nothing changed, if it is the only one left, unless force. */
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

/* The context of leave(). */
struct leavers {
	const struct leaving *leaving;
	struct map heads; /* struct heads by community id, read when the first head leaves */
};

/* False, with why, if the changes leave the community without a chair or lead from that day on, unless forced. */
static bool
can_be_spared(struct answering *a, struct leavers *l, day after)
{
	struct person then = roll_person(a->roll, a->spells, NULL);
	void **heads;
	bool was = false, is = false;

	for (size_t i = 0; i < a->person.count; i++)
		was = was || is_head(&a->person.spells[i], after);
	for (size_t i = 0; i < then.count; i++)
		is = is || is_head(&then.spells[i], after);
	if (!was || is)
		return true;
	heads = map_at(&l->heads, a->ask->cop);
	if (*heads == NULL)
		*heads = heads_read(a, after);
	if (heads_without(*heads, a->ask->email, l->leaving->force))
		return true;
	buf_puts(&a->why, "is the last chair or lead: appoint another, or use --force");
	return false;
}

/* Ends the row of the i-th spell on the date; drops it if it begins later, leaves it alone if it ended before. */
static void
end_row(struct answering *a, size_t i, struct date date)
{
	const struct spell *spell = &a->person.spells[i];
	day last = date_last(date);

	/* Without a date it is unknown when the row holds: leave it alone. */
	if (spell->span.first == DAY_NEVER)
		return;
	if (spell->span.first > last) {
		spell_drop(answer_row(a, i));
	} else if (spell->span.last > last) {
		/* Applied for by then, but to begin later: it becomes a declined application. */
		if (date_first(spell->joined) > last)
			spell_set(&a->roll->text, answer_row(a, i), ROSTER_JOINED, STR(""));
		spell_set_date(&a->roll->text, answer_row(a, i), ROSTER_LEFT, date);
	}
}

/* Ends the stay that a membership belongs to: its spells, later ones too, and the seats that begin before its end. */
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

/* Adds the outcome if the rules allow the changed rows and a chair or lead is left; else returns false, with why. */
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

/* Has the person left the group, or been declined, by day d? If so, adds the outcome "already". */
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

/* Adds why the person has no seat to leave in the group on day d. */
static void
add_no_seat(struct answering *a, struct str group, day d)
{
	struct spell_row *row;
	const struct spell *seat = answer_find(a, group, MEMBER_FUTURE, d, &row);
	char text[DATE_TEXT];

	if (seat == NULL)
		buf_format(&a->why, "has no seat in %.*s", STR_ARG(group));
	else if (seat->span.first == DAY_NEVER)
		answer_reason(a, "has a seat there without a date", (struct date){0});
	else
		buf_format(
		    &a->why, "has a seat in %.*s only from %s", STR_ARG(group),
		    date_text(date_given(seat->joined) ? seat->joined : seat->applied, text));
}

static bool
leave_group(struct answering *a, struct leavers *l)
{
	struct str group = l->leaving->group;
	day d = date_last(a->asked->date);
	struct spell_row *row;
	const struct spell *seat = answer_find(a, group, MEMBER_MEMBER, d, &row), *stay;
	bool joined;

	if (seat == NULL)
		seat = answer_find(a, group, MEMBER_APPLICANT, d, &row);
	if (seat == NULL) {
		if (is_gone(a, group, d))
			return true;
		add_no_seat(a, group, d);
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
		return settle(a, l, "left", "member since ",
			      person_stay_begin(&a->person, current));
	}
	if ((current = answer_find(a, STR(""), MEMBER_APPLICANT, d, &row)) != NULL) {
		/* Approved for a day after today: not a member yet, so the approval is taken back. */
		if (date_first(current->joined) > a->asked->today)
			spell_set(&a->roll->text, row, ROSTER_JOINED, STR(""));
		spell_set_date(&a->roll->text, row, ROSTER_LEFT, a->asked->date);
		return settle(a, l, "declined", "applied ", current->applied);
	}
	if (is_gone(a, STR(""), d))
		return true;
	if ((current = answer_find(a, STR(""), MEMBER_FUTURE, d, &row)) == NULL)
		answer_reason(a, "is not a member on that day", (struct date){0});
	else if (date_given(current->joined))
		answer_reason(a, "is a member only from ", current->joined);
	else
		answer_reason(a, "did not apply until ", current->applied);
	return false;
}

bool
leave_change(void *context, struct edit *edit)
{
	const struct leaving *leaving = context;
	struct leavers l = {leaving, map_new(edit->arena)};

	return answer_all(edit, &leaving->asked, leave, &l) &&
	       answer_groups_known(edit, &leaving->asked, leaving->group);
}
