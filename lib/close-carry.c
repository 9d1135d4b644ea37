#include "close-carry.h"

#include "consent.h"
#include "map.h"

struct departing_scan {
	struct departing all;
	const struct close *close;
};

static struct person
copy_person(struct arena *arena, const struct person *person)
{
	struct spell *spells = arena_array(arena, person->count, sizeof(*spells));

	memcpy(spells, person->spells, person->count * sizeof(*spells));
	for (size_t i = 0; i < person->count; i++)
		for (size_t f = 0; f < ROSTER_COLUMNS; f++)
			spells[i].fields[f] = arena_str(arena, spells[i].fields[f]);
	return (struct person){
	    .email = arena_str(arena, person->email), .spells = spells, .count = person->count};
}

/* Would the membership outlast day d, the community's last? A membership that ends on that day would not. */
static bool
goes_on(const struct person *person, day d)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (!spell_is_seat(spell) && spell_status(spell, d) == MEMBER_MEMBER &&
		    date_last(spell->left) > d)
			return true;
		if (!spell_is_seat(spell) && spell->since == d + 1 &&
		    person_is(person, MEMBER_MEMBER, d))
			return true;
	}
	return false;
}

static void
keep_person(struct departing *found, const struct person *person)
{
	if (found->arena == NULL)
		found->arena = arena_new();
	found->people = arena_grow(found->arena, found->people, found->count, &found->capacity,
				   sizeof(*found->people));
	found->people[found->count++] = copy_person(found->arena, person);
}

static void
note_member(void *context, void *where, const struct person *person)
{
	const struct departing_scan *scan = context;
	day last = date_last(scan->close->closing->date);

	if (goes_on(person, last) || person_is(person, MEMBER_APPLICANT, last))
		keep_person(where, person);
}

/* Was the row written by an earlier run, to carry its person over? */
static bool
is_carried(const struct close *c, const struct spell *spell)
{
	struct str source = spell->fields[ROSTER_SOURCE];

	return !spell_is_seat(spell) && spell->since == date_first(day_after(c)) &&
	       str_starts(source, STR("from ")) && str_eq(str_after(source, 5), c->cop->id);
}

static void
note_carried(void *context, void *where, const struct person *person)
{
	const struct departing_scan *scan = context;
	bool carried = false;

	for (size_t i = 0; i < person->count && !carried; i++)
		carried = is_carried(scan->close, &person->spells[i]);
	if (carried)
		keep_person(where, person);
}

static bool
take_members(void *context, void *where, const struct roster_block *block)
{
	struct departing_scan *scan = context;
	struct departing *found = where, *all = &scan->all;

	for (size_t i = 0; i < found->count; i++) {
		all->people = arena_grow(all->arena, all->people, all->count, &all->capacity,
					 sizeof(*all->people));
		all->offsets = arena_grow(all->arena, all->offsets, all->count,
					  &all->offset_capacity, sizeof(*all->offsets));
		all->people[all->count] = found->people[i];
		all->offsets[all->count++] = block->line_offset;
	}
	arena_adopt(all->arena, found->arena);
	*found = (struct departing){0};
	return true;
}

/* Reads the roster of cop and returns the people whom person() keeps. */
static struct departing
people_of(const struct close *c, const struct definition *cop,
	  void (*person)(void *, void *, const struct person *), struct diag *diag)
{
	struct departing_scan scan = {.all = {.arena = c->edit->arena}, .close = c};
	struct roster_scan reading = {.folder = &c->edit->registry->rosters,
				      .cops = &cop,
				      .count = 1,
				      .columns = ROSTER_ALL,
				      .people = true,
				      .result_size = sizeof(struct departing),
				      .context = &scan,
				      .person = person,
				      .done = take_members,
				      .diag = diag};

	roster_read(&reading);
	return scan.all;
}

bool
departing_read(const struct close *c, struct departing *members)
{
	size_t before = diag_count(c->edit->diag);

	*members = people_of(c, c->cop, note_member, c->edit->diag);
	return diag_count(c->edit->diag) == before;
}

/* The people whom an earlier run carried over; none once their first day has passed, when it is too late to undo. */
static struct departing
carried_before(const struct close *c)
{
	struct diag *ignored = diag_new(); /* roll_allows() reports what is wrong */
	struct departing carried = {0};

	if (c->closing->today <= date_first(day_after(c)))
		carried = people_of(c, c->into, note_carried, ignored);
	diag_free(ignored);
	return carried;
}

static bool
is_withdrawn(const struct spell *consent)
{
	return consent != NULL && str_is(consent->fields[ROSTER_CONSENT], "withdrawn");
}

/* The reason for not carrying a member over; NULL if there is none. */
static const char *
why_not(const struct close *c, const struct person *person)
{
	if (is_withdrawn(consent_in_force(person, date_last(c->closing->date))))
		return "consent withdrawn";
	if (suppression_of(c->edit->registry->suppressions, person->email) != NULL)
		return "suppressed";
	return NULL;
}

/*
 * Has the person withdrawn consent in the later community? Then what was given to the other, even afterwards, does not
 * let this one write.
 */
static bool
has_withdrawn_there(struct close *c, struct spells *spells)
{
	size_t *which;
	struct person person = roll_person(&c->roll, spells, &which);

	return is_withdrawn(consent_in_force(&person, date_first(day_after(c))));
}

/* Copies a member's details to a row of the later roster, without replacing any that it has, and sets its dates. */
static void
fill_row(struct close *c, struct spell_row *row, const struct person *person, bool with_consent)
{
	static const enum roster_column carried[] = {ROSTER_NAME, ROSTER_ORGANIZATION, ROSTER_ROLE,
						     ROSTER_REGION, ROSTER_LANGUAGE};
	day last = date_last(c->closing->date);
	const struct spell *from = person_membership(person, last);
	const struct spell *consent = consent_in_force(person, last);
	struct roster_text *text = &c->roll.text;

	for (size_t i = 0; i < sizeof(carried) / sizeof(carried[0]); i++)
		if (row->now[carried[i]].n == 0)
			spell_set(text, row, carried[i], from->fields[carried[i]]);
	/* The consent in force may be in another row than the last one. */
	if (with_consent && consent != NULL && row->now[ROSTER_CONSENT].n == 0) {
		spell_set(text, row, ROSTER_CONSENT, consent->fields[ROSTER_CONSENT]);
		spell_set(text, row, ROSTER_CONSENTED, consent->fields[ROSTER_CONSENTED]);
	}
	spell_set_date(text, row, ROSTER_JOINED, day_after(c));
	if (date_given(from->left) && date_last(from->left) > last)
		spell_set(text, row, ROSTER_LEFT, from->fields[ROSTER_LEFT]);
	spell_set(text, row, ROSTER_SOURCE,
		  arena_format(c->edit->arena, "from %.*s", STR_ARG(c->cop->id)));
}

/*
 * Is the person a member of the later community on the day of the move?  If not, *waiting is set to their row as
 * an applicant or future member there, or NULL if there is none.
 */
static bool
is_there(struct close *c, struct spells *spells, struct spell_row **waiting)
{
	day d = date_first(day_after(c));
	size_t *which;
	struct person person = roll_person(&c->roll, spells, &which);

	*waiting = NULL;
	for (size_t i = 0; i < person.count; i++) {
		enum member_status status = spell_status(&person.spells[i], d);

		if (spell_is_seat(&person.spells[i]))
			continue;
		if (status == MEMBER_MEMBER)
			return true;
		if (status == MEMBER_APPLICANT ||
		    (status == MEMBER_FUTURE && date_given(person.spells[i].joined)))
			*waiting = &spells->rows[which[i]];
	}
	return false;
}

/* Carries a member over; false, with a refusal, if the later roster cannot take the row. */
static bool
carry(struct close *c, const struct person *person)
{
	struct edit *edit = c->edit;
	struct spells *spells = roll_spells(&c->roll, person->email);
	struct spells before = spells_copy(&c->roll.text, spells);
	const char *why = why_not(c, person);
	struct spell_row *row = NULL;
	struct buf reason = {0};
	bool allowed = true;

	if (spells->damaged == 0 && is_there(c, spells, &row)) {
		edit_outcome(edit, c->into->id, person->email, "already", "%s", "");
	} else if (why != NULL) {
		edit_outcome(edit, c->into->id, person->email, "left-out", "%s", why);
	} else {
		bool with_consent = !has_withdrawn_there(c, spells);

		if (row == NULL)
			row = spells_add(&c->roll.text, spells);
		fill_row(c, row, person, with_consent);
		allowed = roll_allows(&c->roll, spells, c->closing->today, &reason);
		if (allowed) {
			roll_note_breaks(&c->roll, &before, spells, date_first(day_after(c)));
			edit_outcome(edit, c->into->id, person->email, "joined", "from %.*s",
				     STR_ARG(c->cop->id));
		} else
			edit_refuse(edit, c->into->id, person->email, "%.*s",
				    STR_ARG(buf_all(&reason)));
	}
	buf_free(&reason);
	return allowed;
}

void
departing_note_applicants(const struct close *c, const struct departing *all)
{
	struct arena *arena = c->edit->arena;
	struct str name = arena_format(arena, "%.*s" ROSTER_SUFFIX, STR_ARG(c->cop->id));
	struct place place = folder_place(arena, &c->edit->registry->rosters, name);
	char text[DATE_TEXT];

	for (size_t i = 0; i < all->count; i++) {
		const struct person *person = &all->people[i];
		const struct spell *spell = person_membership(person, date_last(c->closing->date));

		if (goes_on(person, date_last(c->closing->date)) || spell == NULL)
			continue;
		place.line = spell->line + all->offsets[i];
		place.column = 1;
		diag_add(c->edit->notes, RULE_UNANSWERED, place, "applied %s",
			 date_text(spell->applied, text));
	}
}

/* Removes the row by which somebody was carried over; if it was an application before, makes it one again. */
static void
drop_carried(struct close *c, struct spells *spells)
{
	struct roster_text *text = &c->roll.text;
	size_t *which;
	struct person person = roll_person(&c->roll, spells, &which);

	for (size_t i = 0; i < person.count; i++) {
		struct spell_row *row = &spells->rows[which[i]];

		if (!is_carried(c, &person.spells[i]))
			continue;
		if (!date_given(person.spells[i].applied)) {
			spell_drop(row);
			continue;
		}
		spell_set(text, row, ROSTER_JOINED, STR(""));
		spell_set(text, row, ROSTER_LEFT, STR(""));
		spell_set(text, row, ROSTER_SOURCE, STR(""));
	}
}

/*
 * Removes a person whom an earlier run carried over but this run would not.  member is NULL if the person is no longer
 * a member of the closing community; otherwise carry() reports the reason.  False, with a refusal, if the roster cannot
 * do without the row.
 */
static bool
take_back(struct close *c, struct str email, const struct person *member)
{
	struct spells *spells = roll_spells(&c->roll, email);
	struct spells before = spells_copy(&c->roll.text, spells);
	struct buf why = {0};
	bool allowed;

	if (spells->damaged > 0 || (member != NULL && why_not(c, member) == NULL))
		return true;
	drop_carried(c, spells);
	allowed = roll_allows(&c->roll, spells, c->closing->today, &why);
	if (!allowed)
		edit_refuse(c->edit, c->into->id, email, "%.*s", STR_ARG(buf_all(&why)));
	else if (member == NULL)
		edit_outcome(c->edit, c->into->id, email, "left-out", "not a member of %.*s",
			     STR_ARG(c->cop->id));
	if (allowed)
		roll_note_breaks(&c->roll, &before, spells, date_first(day_after(c)));
	buf_free(&why);
	return allowed;
}

bool
departing_carry(struct close *c, const struct departing *all)
{
	struct departing carried = carried_before(c);
	size_t count = all->count + carried.count;
	struct str *emails = arena_array(c->edit->arena, count, sizeof(*emails));
	struct map members = map_new(c->edit->arena);
	bool good = true;

	for (size_t i = 0; i < count; i++)
		emails[i] = i < all->count ? all->people[i].email
					   : carried.people[i - all->count].email;
	if (!roll_open(c->edit, &c->roll, c->into, emails, count))
		return false;
	for (size_t i = 0; i < all->count; i++)
		if (goes_on(&all->people[i], date_last(c->closing->date)))
			*map_at(&members, all->people[i].email) = &all->people[i];
	for (size_t i = 0; i < carried.count; i++)
		good = take_back(c, carried.people[i].email,
				 map_get(&members, carried.people[i].email)) &&
		       good;
	for (size_t i = 0; i < all->count; i++)
		if (map_get(&members, all->people[i].email) != NULL)
			good = carry(c, &all->people[i]) && good;
	return good;
}
