/* Applying and joining: cop-join. */
#include "join.h"

#include "admission.h"
#include "lookalike.h"
#include "recognize.h"
#include "rejects.h"
#include "roll.h"

const char *const join_columns[] = {ROSTER_COLUMN_NAMES, "cop", "reason", NULL};

/* The state of one attempt to carry out the whole request. */
struct batch {
	const struct joining *joining;
	struct edit *edit;
	struct recognizer *recognizer;
	struct ask *asks; /* one per applicant and community; more points to the intake_row */
	size_t count;
	size_t capacity;
	struct ask *known; /* those of the asks whose community exists */
	size_t known_count;
	struct roll *rolls;
	size_t roll_count;
	struct map lookalikes; /* community id to struct lookalikes */
	struct rejects *rejects;
	struct str day;         /* of joining or applying, unless the row has its own */
	struct str consent_day; /* the same for consent, but never in the future */
};

/* One person applying to one community. */
struct application {
	struct batch *batch;
	const struct ask *ask;
	const struct intake_row *row;
	struct roll *roll;
	struct spells *spells;
	struct spells before;
	struct str organization; /* this, role and region: as an id, if recognized */
	struct str role;
	struct str region;
	bool joins; /* false: the person applies */
	struct buf why;
};

/* -- who asks for what ------------------------------------------------------------------------------------------ */

static void
refuse(struct batch *b, const struct intake_row *row, struct str cop, struct str email,
       struct str why)
{
	/* A row is known by its address; one without is known by its line. */
	if (email.n == 0)
		edit_refuse(b->edit, cop, email, "line %zu: %.*s", row->line, STR_ARG(why));
	else
		edit_refuse(b->edit, cop, email, "%.*s", STR_ARG(why));
	rejects_add(b->rejects, row, cop, why);
}

static void
add_ask(struct batch *b, const struct intake_row *row, struct str cop)
{
	b->asks = arena_grow(b->edit->arena, b->asks, b->count, &b->capacity, sizeof(*b->asks));
	b->asks[b->count++] = (struct ask){
	    cop, email_lower(b->edit->arena, row->fields[ROSTER_EMAIL]), row};
}

/* Forms offer names, or ids that begin with a capital. */
static struct str
id_of(const struct batch *b, struct str word)
{
	const struct registry *registry = b->edit->registry;
	struct arena *arena = b->edit->arena;
	struct str id = id_good(word) ? word : email_lower(arena, word);

	if (registry_knows(registry, word, NULL))
		return word;
	if (id_good(id) && registry_knows(registry, id, NULL))
		return id;
	return recognize_community(recognize_communities(arena, registry, &b->edit->names), word);
}

static void
gather_asks(struct batch *b)
{
	const struct joining *j = b->joining;

	for (size_t i = 0; i < j->intake->count; i++) {
		const struct intake_row *row = &j->intake->rows[i];
		struct str rest = row->fields[JOIN_COP], cop;

		if (rest.n == 0)
			for (size_t k = 0; k < j->cop_count; k++)
				add_ask(b, row, j->cops[k]);
		if (rest.n == 0 && j->cop_count == 0)
			add_ask(b, row, STR(""));
		while (rest.n > 0 && str_next(&rest, ';', &cop))
			if (text_trim(cop).n > 0)
				add_ask(b, row, id_of(b, text_trim(cop)));
	}
}

/* Collects the asks about communities that exist. */
static void
gather_known(struct batch *b)
{
	b->known = arena_array(b->edit->arena, b->count, sizeof(*b->known));
	for (size_t i = 0; i < b->count; i++)
		if (registry_knows(b->edit->registry, b->asks[i].cop, NULL))
			b->known[b->known_count++] = b->asks[i];
}

/* Do all communities named as operands exist? */
static bool
operands_are_known(struct edit *edit, const struct joining *joining)
{
	bool known = true;

	for (size_t i = 0; i < joining->cop_count; i++) {
		struct nearest nearest = nearest_to(joining->cops[i]);

		if (recognize_known(edit->arena, edit->registry, joining->cops[i], &nearest,
				    &edit->names))
			continue;
		diag_add_near(edit->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "no community \"%.*s\"", STR_ARG(joining->cops[i]));
		known = false;
	}
	return known;
}

/* -- who looks like whom --------------------------------------------------------------------------------------------- */

static void *
newcomers_of(void *context, struct str cop)
{
	const struct batch *b = context;

	return map_get(&b->lookalikes, cop);
}

static bool
looks_like_any(const void *context, struct str line)
{
	return lookalikes_any(context, line);
}

static void
take_lookalike(void *context, struct str line, size_t number)
{
	lookalikes_take(context, line, number);
}

static void
gather_newcomers(struct batch *b)
{
	b->lookalikes = map_new(b->edit->arena);
	for (size_t i = 0; i < b->known_count; i++) {
		const struct ask *ask = &b->known[i];
		const struct intake_row *row = ask->more;
		void **place = map_at(&b->lookalikes, ask->cop);
		struct lookalikes *all = *place;

		if (all == NULL) {
			*place = all = arena_get(b->edit->arena, sizeof(*all));
			*all = lookalikes_new(b->edit->arena);
		}
		lookalikes_add(all, ask->email, row->fields[ROSTER_NAME]);
	}
}

/* -- one application ------------------------------------------------------------------------------------------------- */

static struct str
given_or(const struct application *a, size_t column, struct str otherwise)
{
	return a->row->fields[column].n > 0 ? a->row->fields[column] : otherwise;
}

static struct str
given(const struct application *a, size_t column)
{
	return given_or(a, column, STR(""));
}

static void
note_lookalike(const struct application *a)
{
	struct lookalikes *all = map_get(&a->batch->lookalikes, a->ask->cop);
	const struct newcomer *one = lookalikes_find(all, a->ask->email);

	if (one != NULL && one->other.p != NULL)
		diag_add(a->batch->edit->notes, RULE_LOOKALIKE, roll_place(a->roll, one->line),
			 "%.*s (new) and %.*s", STR_ARG(one->email), STR_ARG(one->other));
	/* Later applicants may look like this one. */
	lookalikes_take_new(all, a->ask->email, given(a, ROSTER_NAME));
}

static day
day_asked(const struct application *a)
{
	return date_first(a->batch->joining->date);
}

/* Reports that the person is a member already, or will be; if the file gives another day of joining, says so. */
static void
already_member(const struct application *a, const struct person *person, const struct spell *spell)
{
	char since[DATE_TEXT], until[DATE_TEXT], row[DATE_TEXT];
	struct date begin = person_stay_begin(person, spell);
	bool ends = spell->stay_end != DAY_NEVER;
	bool later = date_first(begin) > a->batch->joining->today;
	struct str joined = given(a, ROSTER_JOINED);
	bool differs = joined.n > 0 && !str_is(joined, date_text(begin, since)) &&
		       !str_is(joined, date_text(spell->joined, row));

	edit_outcome(a->batch->edit, a->ask->cop, a->ask->email, "already",
		     "member %s %s%s%s%s%.*s", later ? "from" : "since", date_text(begin, since),
		     ends ? " until " : "", ends ? date_text(date_of(spell->stay_end), until) : "",
		     differs ? "; the file says " : "", differs ? (int)joined.n : 0, joined.p);
}

/* The stay that the row states.  False unless it has both days, joined and left, and --approved was given. */
static bool
own_stay(const struct application *a, struct span *stay)
{
	struct date joined, left;

	if (!a->batch->joining->approved || !date_parse(given(a, ROSTER_JOINED), &joined) ||
	    !date_parse(given(a, ROSTER_LEFT), &left))
		return false;
	*stay = (struct span){date_first(joined), date_last(left)};
	return true;
}

static void
outcome(const struct application *a, const char *result, const char *what, struct date since)
{
	char text[DATE_TEXT];

	edit_outcome(a->batch->edit, a->ask->cop, a->ask->email, result, "%s%s", what,
		     date_text(since, text));
}

/*
 * Is the person a member, or to become one, or an applicant already? Reports so.  If the person is to join, and has a
 * pending application, returns false with its row in *waiting.
 */
static bool
is_there_already(const struct application *a, struct spell_row **waiting)
{
	size_t *which;
	struct person person = roll_person(a->roll, a->spells, &which);
	struct span stay;
	bool own = own_stay(a, &stay);

	*waiting = NULL;
	for (size_t i = 0; i < person.count; i++) {
		const struct spell *spell = &person.spells[i];
		enum member_status status = spell_status(spell, day_asked(a));

		/* A past stay may be added for somebody who has come back, so only spells that overlap it count. */
		if (spell_is_seat(spell) ||
		    (own && (spell->span.last < stay.first || spell->span.first > stay.last)))
			continue;
		if ((own && date_given(spell->joined)) || status == MEMBER_MEMBER ||
		    (status == MEMBER_FUTURE && date_given(spell->joined))) {
			already_member(a, &person, spell);
			return true;
		}
		if (status == MEMBER_APPLICANT || status == MEMBER_FUTURE) {
			if (!a->joins) {
				outcome(a, "already", "applied ", spell->applied);
				return true;
			}
			*waiting = &a->spells->rows[which[i]];
		}
	}
	return false;
}

/* Does the person join at once, rather than apply? A planned community only takes applications, even if it is open. */
static bool
would_join(const struct application *a)
{
	return a->batch->joining->approved ||
	       (admission_of(a->roll->cop) == ADMISSION_OPEN &&
		definition_status(a->roll->cop, day_asked(a)) != STATUS_PLANNED);
}

/* Does the community admit people in this way? If not, the reason is in a->why. */
static bool
is_admitted(struct application *a)
{
	enum admission admission = admission_of(a->roll->cop);

	if (admission == ADMISSION_CLOSED)
		buf_puts(&a->why, "closed: nobody is admitted");
	else if (admission == ADMISSION_INVITATION && !a->batch->joining->approved)
		buf_puts(&a->why,
			 "by invitation only: use --approved for a person who was invited");
	return a->why.n == 0;
}

/* Was the person declined on this very day? A row includes its last day, so a new one can begin only the day after. */
static bool
was_declined_today(struct application *a)
{
	struct person person = roll_person(a->roll, a->spells, NULL);
	char text[DATE_TEXT];

	for (size_t i = 0; i < person.count; i++) {
		const struct spell *spell = &person.spells[i];

		if (spell_is_seat(spell) || date_given(spell->joined) || !date_given(spell->left) ||
		    spell->span.first > day_asked(a) || spell->span.last < day_asked(a))
			continue;
		buf_format(&a->why, "declined %s: may apply again from the next day",
			   date_text(spell->left, text));
		return true;
	}
	return false;
}

static bool
may_enter(struct application *a)
{
	const struct registry *registry = a->batch->edit->registry;
	const struct definition *cop = a->roll->cop;
	day d = day_asked(a);

	return admission_status(registry, cop, d, !a->joins, &a->why) && is_admitted(a) &&
	       !admission_suppressed(registry, a->ask->email, d, &a->why) && !was_declined_today(a);
}

/*
 * Is the row acceptable as an application? If a column may not be filled in, or not like that, the reason is in
 * a->why.
 */
static bool
is_an_application(struct application *a)
{
	struct date consented;

	if (given(a, ROSTER_GROUP).n > 0 || given(a, ROSTER_POSITION).n > 0)
		buf_puts(&a->why, "use cop-appoint to give a seat in a group");
	else if (!a->batch->joining->approved &&
		 (given(a, ROSTER_JOINED).n > 0 || given(a, ROSTER_LEFT).n > 0))
		buf_puts(&a->why, "a date in joined or left needs --approved");
	else if (given(a, ROSTER_CONSENT).n == 0 && given(a, ROSTER_CONSENTED).n > 0)
		buf_puts(&a->why, "consented is given without consent");
	else if (date_parse(given(a, ROSTER_CONSENTED), &consented) &&
		 date_first(consented) > a->batch->joining->today)
		buf_puts(&a->why, "consented is in the future");
	return a->why.n == 0;
}

/* The day of a consent without a date: whoever gave it when applying may be entered days later. */
static struct str
consent_day(const struct application *a)
{
	struct str applied = given(a, ROSTER_APPLIED);
	struct date date;

	if (date_parse(applied, &date) && date_first(date) <= a->batch->joining->today)
		return applied;
	return a->batch->consent_day;
}

/* Sets the dates and the consent of a row: what the file says, or else the day of the request. */
static void
set_dates(const struct application *a, struct str *fields)
{
	const struct batch *b = a->batch;

	if (!a->joins || given(a, ROSTER_APPLIED).n > 0)
		fields[ROSTER_APPLIED] = given_or(a, ROSTER_APPLIED, b->day);
	if (a->joins)
		fields[ROSTER_JOINED] = given_or(a, ROSTER_JOINED, b->day);
	fields[ROSTER_LEFT] = given(a, ROSTER_LEFT);
	if (given(a, ROSTER_CONSENT).n == 0)
		return;
	fields[ROSTER_CONSENT] = given(a, ROSTER_CONSENT);
	fields[ROSTER_CONSENTED] = given_or(a, ROSTER_CONSENTED, consent_day(a));
}

/* Fills the empty fields of a row, new or of a pending application, with what the file says. */
static void
fill(const struct application *a, struct str *fields)
{
	const struct {
		enum roster_column column;
		struct str value;
	} known[] = {
	    {ROSTER_NAME, given(a, ROSTER_NAME)},
	    {ROSTER_ORGANIZATION, a->organization},
	    {ROSTER_ROLE, a->role},
	    {ROSTER_REGION, a->region},
	    {ROSTER_LANGUAGE, recognize_language(a->batch->recognizer, given(a, ROSTER_LANGUAGE))},
	    {ROSTER_SOURCE, given(a, ROSTER_SOURCE)}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (fields[known[i].column].n == 0 && known[i].value.n > 0)
			fields[known[i].column] = known[i].value;
}

/* The last day of an earlier membership; no date if there was none. */
static struct date
was_member_until(const struct application *a)
{
	struct person person = roll_person(a->roll, &a->before, NULL);
	day last = DAY_ALWAYS;

	for (size_t i = 0; i < person.count; i++)
		if (!spell_is_seat(&person.spells[i]) && date_given(person.spells[i].joined) &&
		    person.spells[i].span.last > last)
			last = person.spells[i].span.last;
	return last == DAY_ALWAYS || last == DAY_NEVER ? (struct date){0} : date_of(last);
}

/*
 * Adds the person's row, or fills in the pending one.  If a rule forbids it, returns false with the reason in a->why,
 * and the rows restored.
 */
static bool
enter(struct application *a, struct spell_row *waiting)
{
	struct roster_text *text = &a->roll->text;
	struct spell_row *row = waiting != NULL ? spell_own(text, waiting)
						: spells_add(text, a->spells);

	fill(a, row->now);
	set_dates(a, row->now);
	if (roll_allows(a->roll, a->spells, a->batch->joining->today, &a->why) &&
	    admission_open_to(a->batch->edit->registry, a->roll->cop, a->role, a->region,
			      a->organization, day_asked(a), &a->why) &&
	    (!a->joins || roll_has_room(a->roll, &a->before, a->spells, day_asked(a),
					a->batch->joining->today, &a->why)))
		return true;
	*a->spells = a->before;
	return false;
}

static void
told(const struct application *a)
{
	struct date until = was_member_until(a);

	if (date_given(until))
		outcome(a, a->joins ? "joined" : "applied", "came back: was a member until ",
			until);
	else
		outcome(a, a->joins ? "joined" : "applied", "", (struct date){0});
	if (a->before.count == 0)
		note_lookalike(a);
}

static void
ask_one(struct batch *b, const struct ask *ask)
{
	struct application a = {.batch = b, .ask = ask, .row = ask->more};
	struct spell_row *waiting;

	a.roll = roll_find(b->rolls, b->roll_count, ask->cop);
	if (a.roll == NULL) {
		if (ask->cop.n == 0)
			buf_puts(&a.why, "no community is named");
		else
			(void)ask_is_known(b->edit, ask->cop, &a.why);
		refuse(b, a.row, ask->cop, ask->email, buf_all(&a.why));
		buf_free(&a.why);
		return;
	}
	a.spells = roll_spells(a.roll, ask->email);
	a.before = spells_copy(&a.roll->text, a.spells);
	a.organization = recognize_organization(b->recognizer, given(&a, ROSTER_ORGANIZATION));
	if (a.organization.n == 0)
		a.organization = recognize_domain(b->recognizer, ask->email);
	a.role = recognize_role(b->recognizer, given(&a, ROSTER_ROLE));
	a.region = recognize_region(b->recognizer, given(&a, ROSTER_REGION));
	a.joins = would_join(&a);
	if (is_there_already(&a, &waiting)) {
		buf_free(&a.why);
		return;
	}
	if (is_an_application(&a) && may_enter(&a) && enter(&a, waiting))
		told(&a);
	else
		refuse(b, a.row, ask->cop, ask->email, buf_all(&a.why));
	buf_free(&a.why);
}

static struct str
date_str(struct arena *arena, struct date date)
{
	char room[DATE_TEXT];

	return arena_str(arena, str_of(date_text(date, room)));
}

bool
join_change(void *context, struct edit *edit)
{
	const struct joining *joining = context;
	struct batch b = {.joining = joining, .edit = edit};
	struct roll_watch watch = {newcomers_of, looks_like_any, take_lookalike, &b};

	b.rejects = rejects_new(edit->arena, joining->intake);
	if (!operands_are_known(edit, joining))
		return false;
	gather_asks(&b);
	gather_known(&b);
	gather_newcomers(&b);
	b.rolls = rolls_open(edit, b.known, b.known_count, &watch, &b.roll_count);
	if (b.rolls == NULL || !edit_people_known(edit))
		return false;
	b.recognizer = recognizer_new(edit->arena, edit->registry);
	b.day = date_str(edit->arena, joining->date);
	b.consent_day = date_first(joining->date) > joining->today
			    ? date_str(edit->arena, date_of(joining->today))
			    : b.day;
	for (size_t i = 0; i < b.count; i++)
		ask_one(&b, &b.asks[i]);
	rolls_write(b.rolls, b.roll_count);
	return joining->rejects == NULL || joining->dry_run ||
	       rejects_write(b.rejects, edit, joining->rejects);
}
