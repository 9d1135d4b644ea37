/*
 * Checking rosters, in two scans: rows as they come, each by itself and after the one before it; then people,
 * all of whose rows are seen together.
 */
#include "check.h"

#include "consent.h"

#define NAME_MAX_LENGTH 200 /* code points */

/* -- rows ---------------------------------------------------------------------------------------------------- */

/* A name that goes with an address. */
struct named {
	struct str email;
	struct str name;
	struct str path;
	size_t line;
};

/* A position that somebody holds or held. */
struct held {
	struct str group;
	struct str position;
	struct str email;
	size_t line;
	day until; /* DAY_NEVER: no end is set */
	bool now;  /* on the day, or later */
};

/* What a roster says of positions, gathered over its blocks. */
struct people {
	const struct definition *cop;
	struct str path;
	bool readable; /* all of it: else who holds what is unknown */
	struct held *held;
	size_t count;
	size_t capacity;
};

struct scan {
	const struct check *check;
	struct people *people; /* of the roster whose blocks come */
	struct map names;      /* of every address in any roster: struct named */
};

/* What a block says. */
struct result {
	struct arena *arena;
	struct diag *diag; /* its findings have no path yet */
	struct held *held;
	size_t held_count;
	size_t held_capacity;
	struct named *named;
	size_t named_count;
	size_t named_capacity;
};

/* Where a field of the row stands; done() adds path and the block's offset. */
static struct place
field_place(const struct spell *spell, enum roster_column column)
{
	return (struct place){STR(""), spell->line, rows_column(spell->text, column)};
}

static void
check_text(struct result *r, const struct spell *spell)
{
	(void)diag_text(r->diag, (struct place){STR(""), spell->line, 0}, spell->text, false);
}

static void
check_email(struct result *r, const struct spell *spell)
{
	struct str email = spell->fields[ROSTER_EMAIL];
	struct place place = field_place(spell, ROSTER_EMAIL);
	bool upper = false;

	if (email.n == 0) {
		diag_add(r->diag, RULE_MISSING_FIELD, place, "email");
		return;
	}
	for (size_t i = 0; i < email.n; i++)
		upper = upper || (email.p[i] >= 'A' && email.p[i] <= 'Z');
	if (!email_good(email))
		diag_add(r->diag, RULE_BAD_EMAIL, place, "\"%.*s\"", STR_ARG(email));
	else if (upper)
		diag_add(r->diag, RULE_EMAIL_CASE, place, "\"%.*s\"", STR_ARG(email));
}

static void
check_name(struct result *r, const struct spell *spell)
{
	struct str name = spell->fields[ROSTER_NAME];

	if (name.n == 0 && !spell_is_seat(spell))
		diag_add(r->diag, RULE_MISSING_FIELD, field_place(spell, ROSTER_NAME), "name");
	else if (name.n > NAME_MAX_LENGTH && text_length(name) > NAME_MAX_LENGTH)
		diag_add(r->diag, RULE_LIMIT, field_place(spell, ROSTER_NAME),
			 "a name of more than %d characters", NAME_MAX_LENGTH);
}

static void
check_word(struct result *r, const struct spell *spell, enum roster_column column,
	   const char *const *words)
{
	struct str word = spell->fields[column];
	struct nearest nearest = nearest_to(word);

	if (word.n == 0 || words_index(words, word) >= 0)
		return;
	for (; *words != NULL; words++)
		nearest_try(&nearest, str_of(*words));
	diag_add_near(r->diag, RULE_UNKNOWN_WORD, field_place(spell, column), &nearest,
		      "%s \"%.*s\"", roster_columns[column], STR_ARG(word));
}

static void
check_language(struct result *r, const struct spell *spell)
{
	struct str language = spell->fields[ROSTER_LANGUAGE];

	if (language.n > 0 && !language_good(language))
		diag_add(r->diag, RULE_BAD_VALUE, field_place(spell, ROSTER_LANGUAGE),
			 "language \"%.*s\": not a language such as en or fr-CA",
			 STR_ARG(language));
}

static void
check_references(const struct check *check, struct result *r, const struct spell *spell)
{
	const struct registry *registry = check->registry;
	struct check into = {registry, check->arena, r->diag, check->d};
	const struct definition *cop = spell->cop;
	struct str group = spell->fields[ROSTER_GROUP], role = spell->fields[ROSTER_ROLE];
	struct str region = spell->fields[ROSTER_REGION];
	struct str organization = spell->fields[ROSTER_ORGANIZATION];
	struct nearest nearest = nearest_to(group);

	if (role.n > 0 && vocabulary_find(&registry->roles, role) == NULL)
		check_reference(&into, &registry->roles, RULE_UNKNOWN_ROLE, role,
				field_place(spell, ROSTER_ROLE));
	if (region.n > 0 && vocabulary_find(&registry->regions, region) == NULL)
		check_reference(&into, &registry->regions, RULE_UNKNOWN_REGION, region,
				field_place(spell, ROSTER_REGION));
	if (organization.n > 0 && registry->organizations != NULL &&
	    map_get(&registry->organizations->by_id, organization) == NULL)
		check_organization(&into, organization, field_place(spell, ROSTER_ORGANIZATION));
	if (group.n == 0 || definition_has_group(cop, group))
		return;
	nearest_try(&nearest, STR("leads"));
	for (size_t i = 0; i < cop->group_count; i++)
		nearest_try(&nearest, cop->groups[i]);
	diag_add_near(r->diag, RULE_UNKNOWN_GROUP, field_place(spell, ROSTER_GROUP), &nearest,
		      "\"%.*s\"", STR_ARG(group));
}

static void
check_order(struct result *r, const struct spell *spell)
{
	if (date_given(spell->applied) && date_given(spell->joined) &&
	    date_last(spell->joined) < date_first(spell->applied))
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_JOINED),
			 "joined before applying");
	if (date_given(spell->left) && spell->span.first != DAY_NEVER &&
	    date_last(spell->left) < spell->span.first)
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_LEFT),
			 "left before it began");
	else if (date_given(spell->left) && date_given(spell->joined) &&
		 date_last(spell->left) < date_first(spell->joined))
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_LEFT),
			 "left before joining");
}

static void
check_consent(struct result *r, const struct spell *spell)
{
	struct str consent = spell->fields[ROSTER_CONSENT], date = spell->fields[ROSTER_CONSENTED];
	struct date consented;

	check_word(r, spell, ROSTER_CONSENT, consent_words);
	if (date.n > 0 && !date_parse(date, &consented))
		diag_add(r->diag, RULE_BAD_DATE, field_place(spell, ROSTER_CONSENTED),
			 "consented \"%.*s\"", STR_ARG(date));
	if (spell_is_seat(spell) || (consent.n > 0) == (date.n > 0))
		return;
	diag_add(r->diag, RULE_CONSENT_WITHOUT_DATE,
		 field_place(spell, consent.n > 0 ? ROSTER_CONSENTED : ROSTER_CONSENT), "%s",
		 consent.n > 0 ? "consented is empty" : "consent is empty");
}

static void
check_seat(struct result *r, const struct spell *spell)
{
	static const enum roster_column empty[] = {ROSTER_NAME, ROSTER_LANGUAGE, ROSTER_CONSENT,
						   ROSTER_CONSENTED};

	if (!spell_is_seat(spell)) {
		if (spell->fields[ROSTER_POSITION].n > 0)
			diag_add(r->diag, RULE_SEAT_FIELD, field_place(spell, ROSTER_POSITION),
				 "a position needs a group");
		return;
	}
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (spell->fields[empty[i]].n > 0)
			diag_add(r->diag, RULE_SEAT_FIELD, field_place(spell, empty[i]), "%s",
				 roster_columns[empty[i]]);
}

static void
check_row(void *context, void *where, const struct person *person)
{
	const struct scan *scan = context;
	const struct spell *spell = &person->spells[0];
	struct result *r = where;

	if (r->diag == NULL)
		r->diag = diag_new();
	check_text(r, spell);
	check_email(r, spell);
	check_name(r, spell);
	check_word(r, spell, ROSTER_POSITION, position_words);
	check_language(r, spell);
	check_references(scan->check, r, spell);
	check_order(r, spell);
	check_consent(r, spell);
	check_seat(r, spell);
}

/* Gives the findings of a block their path and place in the file. */
static void
take_findings(const struct scan *scan, struct result *r, const struct roster_block *block)
{
	for (size_t i = 0; r->diag != NULL && i < diag_count(r->diag); i++) {
		struct finding finding = *diag_at(r->diag, i);

		finding.place.path = block->path;
		finding.place.line += block->line_offset;
		diag_add(scan->check->diag, finding.rule, finding.place, "%.*s",
			 STR_ARG(finding.detail));
	}
	if (r->diag != NULL)
		diag_clear(r->diag);
}

static bool
take_rows(void *context, void *where, const struct roster_block *block)
{
	take_findings(context, where, block);
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *r = where;

	(void)context;
	diag_free(r->diag);
	arena_free(r->arena);
}

/* -- people -------------------------------------------------------------------------------------------------- */

/* Rows of one address and group hold on different days. */
static void
check_overlap(struct result *r, const struct person *person)
{
	for (size_t i = 0; i < person->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct spell *a = &person->spells[j], *b = &person->spells[i];

			if (str_eq(a->fields[ROSTER_GROUP], b->fields[ROSTER_GROUP]) &&
			    a->span.first <= b->span.last && b->span.first <= a->span.last)
				diag_add(r->diag, RULE_OVERLAP, field_place(b, ROSTER_EMAIL),
					 "%.*s: with line %zu", STR_ARG(person->email), a->line);
		}
}

static void
check_membership(struct result *r, const struct person *person)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *seat = &person->spells[i];
		bool covered = !spell_is_seat(seat) || seat->span.first == DAY_NEVER;

		for (size_t j = 0; j < person->count && !covered; j++)
			covered = !spell_is_seat(&person->spells[j]) &&
				  span_holds(person->spells[j].span, seat->span.first);
		if (!covered)
			diag_add(r->diag, RULE_SEAT_WITHOUT_MEMBERSHIP,
				 field_place(seat, ROSTER_GROUP),
				 "%.*s is no member when the seat begins", STR_ARG(person->email));
	}
}

static void
check_names(struct result *r, const struct person *person)
{
	const struct spell *first = NULL;

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];
		struct str name = spell->fields[ROSTER_NAME];

		if (spell_is_seat(spell) || name.n == 0)
			continue;
		if (first == NULL)
			first = spell;
		else if (!str_eq(first->fields[ROSTER_NAME], name))
			diag_add(r->diag, RULE_TWO_NAMES, field_place(spell, ROSTER_NAME),
				 "\"%.*s\", but \"%.*s\" in line %zu", STR_ARG(name),
				 STR_ARG(first->fields[ROSTER_NAME]), first->line);
	}
	if (first == NULL)
		return;
	r->named = arena_grow(r->arena, r->named, r->named_count, &r->named_capacity,
			      sizeof(*r->named));
	r->named[r->named_count++] = (struct named){
	    .email = arena_str(r->arena, person->email),
	    .name = arena_str(r->arena, first->fields[ROSTER_NAME]),
	    .line = first->line,
	};
}

static void
check_suppressed(const struct check *check, struct result *r, const struct person *person)
{
	const struct suppressions *all = check->registry->suppressions;
	const struct suppression *s = all == NULL ? NULL : map_get(&all->by_email, person->email);
	const struct spell *consent = consent_in_force(person, check->d);
	char text[DATE_TEXT];

	if (s == NULL || date_first(s->date) > check->d || consent == NULL ||
	    str_is(consent->fields[ROSTER_CONSENT], "withdrawn") ||
	    (!person_is(person, MEMBER_MEMBER, check->d) &&
	     !person_is(person, MEMBER_APPLICANT, check->d)))
		return;
	diag_add(r->diag, RULE_SUPPRESSED_ADDRESS, field_place(consent, ROSTER_EMAIL),
		 "%.*s, since %s", STR_ARG(person->email), date_text(s->date, text));
}

static void
gather_held(const struct check *check, struct result *r, const struct person *person)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *seat = &person->spells[i];

		if (!spell_is_seat(seat) || seat->fields[ROSTER_POSITION].n == 0)
			continue;
		r->held = arena_grow(r->arena, r->held, r->held_count, &r->held_capacity,
				     sizeof(*r->held));
		r->held[r->held_count++] = (struct held){
		    .group = arena_str(r->arena, seat->fields[ROSTER_GROUP]),
		    .position = arena_str(r->arena, seat->fields[ROSTER_POSITION]),
		    .email = arena_str(r->arena, person->email),
		    .line = seat->line,
		    .until = date_last(seat->left),
		    .now = seat->span.last >= check->d,
		};
	}
}

static void
check_person(void *context, void *where, const struct person *person)
{
	const struct scan *scan = context;
	struct result *r = where;

	if (r->arena == NULL)
		r->arena = arena_new();
	if (r->diag == NULL)
		r->diag = diag_new();
	check_overlap(r, person);
	check_membership(r, person);
	check_names(r, person);
	check_suppressed(scan->check, r, person);
	gather_held(scan->check, r, person);
}

/* -- a roster as a whole ---------------------------------------------------------------------------------------- */

/* The last holder of a position, if nobody holds it now and the term was to end. */
static void
check_terms(const struct check *check, const struct people *people)
{
	char text[DATE_TEXT];

	for (size_t i = 0; i < people->count; i++) {
		const struct held *one = &people->held[i];
		bool last = !one->now && one->until < check->d;

		for (size_t j = 0; j < people->count && last; j++) {
			const struct held *other = &people->held[j];

			if (i != j && str_eq(one->group, other->group) &&
			    str_eq(one->position, other->position))
				last = !other->now && (other->until < one->until ||
						       (other->until == one->until && j > i));
		}
		if (last)
			diag_add(check->diag, RULE_TERM_OVER,
				 (struct place){people->path, one->line, 1},
				 "%.*s of %.*s: %.*s until %s", STR_ARG(one->position),
				 STR_ARG(one->group), STR_ARG(one->email),
				 date_text(date_of(one->until), text));
	}
}

static void
check_contacts(const struct check *check, const struct people *people)
{
	const struct node *list = node_get(people->cop->root, "contacts");

	for (const struct node *item = list != NULL ? list->first : NULL; item != NULL;
	     item = item->next) {
		const struct node *position = node_get(item, "position");
		bool vacant = node_text(position).n > 0;

		for (size_t i = 0; i < people->count && vacant; i++)
			vacant = !people->held[i].now ||
				 !str_eq(people->held[i].position, position->text);
		if (vacant)
			diag_add(check->diag, RULE_VACANT_CONTACT,
				 node_place(position, people->cop->path), "nobody is %.*s",
				 STR_ARG(position->text));
	}
}

static void
end_people(const struct check *check, const struct people *people)
{
	if (!people->readable || definition_status(people->cop, check->d) != STATUS_ACTIVE)
		return;
	check_terms(check, people);
	check_contacts(check, people);
}

/* The same address in several rosters has the same name. */
static void
compare_names(struct scan *scan, const struct result *r, const struct roster_block *block)
{
	for (size_t i = 0; i < r->named_count; i++) {
		struct named *one = &r->named[i], *other;
		void **known = map_at(&scan->names, one->email);

		one->path = block->path;
		one->line += block->line_offset;
		if (*known == NULL)
			*known = one;
		other = *known;
		if (!str_eq(other->name, one->name))
			diag_add(scan->check->diag, RULE_TWO_NAMES,
				 (struct place){one->path, one->line, 1},
				 "\"%.*s\", but \"%.*s\" in %.*s:%zu", STR_ARG(one->name),
				 STR_ARG(other->name), STR_ARG(other->path), other->line);
	}
}

static bool
take_people(void *context, void *where, const struct roster_block *block)
{
	struct scan *scan = context;
	struct result *r = where;
	struct people *people = scan->people;
	struct str path = arena_str(scan->check->arena, block->path);
	struct roster_block kept = *block;

	kept.path = path;
	take_findings(scan, r, block);
	if (people->cop != block->cop) {
		if (people->cop != NULL)
			end_people(scan->check, people);
		*people = (struct people){.cop = block->cop, .path = path, .readable = true};
	}
	people->readable = people->readable && block->readable;
	for (size_t i = 0; i < r->held_count; i++) {
		people->held = arena_grow(scan->check->arena, people->held, people->count,
					  &people->capacity, sizeof(*people->held));
		people->held[people->count] = r->held[i];
		people->held[people->count++].line += block->line_offset;
	}
	compare_names(scan, r, &kept);
	arena_adopt(scan->check->arena, r->arena);
	*r = (struct result){.diag = r->diag};
	return true;
}

void
check_rosters(const struct check *check)
{
	const struct registry *registry = check->registry;
	struct people people = {0};
	struct scan scan = {.check = check, .people = &people, .names = map_new(check->arena)};
	struct roster_scan rows = {.cops = registry->cops_list,
				   .count = registry->cop_count,
				   .columns = ROSTER_ALL,
				   .result_size = sizeof(struct result),
				   .context = &scan,
				   .person = check_row,
				   .done = take_rows,
				   .end = end_result};
	struct roster_scan by_person = rows;

	registry_read_rosters(registry, rows);
	by_person.people = by_person.quiet = true;
	by_person.person = check_person;
	by_person.done = take_people;
	registry_read_rosters(registry, by_person);
	if (people.cop != NULL)
		end_people(check, &people);
}
