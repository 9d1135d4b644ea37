/*
 * Checking rosters, in two scans: rows as they come, each by itself and after the one before it; then people,
 * all of whose rows are seen together.
 */
#include "check.h"

#include <stdlib.h>

#include "consent.h"

#define NAME_MAX_LENGTH 200 /* code points */
#define SUGGESTIONS_MAX 100 /* in a block */

/* -- rows ---------------------------------------------------------------------------------------------------- */

/* A name that goes with an address. */
struct named {
	struct str email;
	struct str name;
	struct str path;
	size_t line;
	size_t column;
};

/* A position that somebody holds or held. */
struct held {
	struct str group;
	struct str position;
	struct str email;
	size_t line;
	day until; /* the last day of the seat; DAY_NEVER: none is set */
	bool now;  /* on the day itself */
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
	struct map seen;       /* of every community that has a roster */
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
	size_t suggestions; /* that have been looked for */
};

/* Where a field of the row stands; done() adds path and the block's offset. */
static struct place
field_place(const struct spell *spell, enum roster_column column)
{
	return (struct place){STR(""), spell->line, rows_column(spell->text, column)};
}

/*
 * The beginning of a suggestion for a word that is unknown.  A column of them is a mistake of another kind: behind
 * the first hundred of a block there are no suggestions, which cost a look at every word there is.
 */
static struct nearest
suggestion_for(struct result *r, struct str word)
{
	struct nearest nearest = nearest_to(word);

	if (r->suggestions++ >= SUGGESTIONS_MAX)
		nearest.distance = 0;
	return nearest;
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

	if (email.n == 0)
		diag_add(r->diag, RULE_MISSING_FIELD, place, "email");
	else
		check_address(r->diag, email, place);
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
	struct nearest nearest;

	if (word.n == 0 || words_index(words, word) >= 0)
		return;
	nearest = suggestion_for(r, word);
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
check_group(struct result *r, const struct spell *spell)
{
	const struct definition *cop = spell->cop;
	struct str group = spell->fields[ROSTER_GROUP];
	struct nearest nearest;

	if (group.n == 0 || definition_has_group(cop, group))
		return;
	nearest = suggestion_for(r, group);
	nearest_try(&nearest, STR("leads"));
	for (size_t i = 0; i < cop->group_count; i++)
		nearest_try(&nearest, cop->groups[i]);
	diag_add_near(r->diag, RULE_UNKNOWN_GROUP, field_place(spell, ROSTER_GROUP), &nearest,
		      "\"%.*s\"", STR_ARG(group));
}

static void
check_term(struct result *r, const struct spell *spell, enum roster_column column,
	   const struct vocabulary *vocabulary, enum rule rule)
{
	struct str id = spell->fields[column];
	struct nearest nearest;

	if (id.n == 0 || vocabulary_find(vocabulary, id) != NULL)
		return;
	nearest = suggestion_for(r, id);
	vocabulary_nearest(vocabulary, &nearest);
	diag_add_near(r->diag, rule, field_place(spell, column), &nearest, "\"%.*s\"", STR_ARG(id));
}

static void
check_references(const struct check *check, struct result *r, const struct spell *spell)
{
	const struct registry *registry = check->registry;
	const struct organizations *organizations = registry->organizations;
	struct str id = spell->fields[ROSTER_ORGANIZATION];
	struct nearest nearest;

	check_group(r, spell);
	/* A registry.yaml that cannot be read is one finding, not one for each reference to it. */
	if (registry->node != NULL && registry->node->kind == NODE_MAP) {
		check_term(r, spell, ROSTER_ROLE, &registry->roles, RULE_UNKNOWN_ROLE);
		check_term(r, spell, ROSTER_REGION, &registry->regions, RULE_UNKNOWN_REGION);
	}
	if (id.n == 0 || organizations == NULL || map_get(&organizations->by_id, id) != NULL)
		return;
	nearest = suggestion_for(r, id);
	for (size_t i = 0; i < organizations->count; i++)
		nearest_try(&nearest, organizations->list[i].id);
	diag_add_near(r->diag, RULE_UNKNOWN_ORGANIZATION, field_place(spell, ROSTER_ORGANIZATION),
		      &nearest, "\"%.*s\"", STR_ARG(id));
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
check_consent(const struct check *check, struct result *r, const struct spell *spell)
{
	struct str consent = spell->fields[ROSTER_CONSENT], date = spell->fields[ROSTER_CONSENTED];
	struct date consented;

	check_word(r, spell, ROSTER_CONSENT, consent_words);
	if (date.n > 0 && !date_parse(date, &consented))
		diag_add(r->diag, RULE_BAD_DATE, field_place(spell, ROSTER_CONSENTED),
			 "consented \"%.*s\"", STR_ARG(date));
	else if (date.n > 0 && date_first(consented) > check->d)
		diag_add(r->diag, RULE_FUTURE_DATE, field_place(spell, ROSTER_CONSENTED),
			 "consented %.*s", STR_ARG(date));
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
			diag_add(r->diag, RULE_POSITION_WITHOUT_GROUP,
				 field_place(spell, ROSTER_POSITION), "%.*s",
				 STR_ARG(spell->fields[ROSTER_POSITION]));
		return;
	}
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (spell->fields[empty[i]].n > 0)
			diag_add(r->diag, RULE_SEAT_FIELD, field_place(spell, empty[i]), "%s",
				 roster_columns[empty[i]]);
}

/* Nobody applies or joins after the last day of the community. */
static void
check_end(struct result *r, const struct spell *spell)
{
	day ended = date_last(spell->cop->ended);
	enum roster_column column = date_given(spell->joined) && date_first(spell->joined) > ended
					? ROSTER_JOINED
					: ROSTER_APPLIED;
	struct date date = column == ROSTER_JOINED ? spell->joined : spell->applied;

	if (date_given(date) && date_first(date) > ended)
		diag_add(r->diag, RULE_ROW_AFTER_END, field_place(spell, column), "%s %.*s",
			 roster_columns[column], STR_ARG(spell->fields[column]));
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
	check_consent(scan->check, r, spell);
	check_end(r, spell);
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
		finding.other += finding.other > 0 ? block->line_offset : 0;
		diag_copy(scan->check->diag, &finding);
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

static int
compare_in_group(const void *left, const void *right)
{
	const struct spell *a = *(const struct spell *const *)left,
			   *b = *(const struct spell *const *)right;
	int c = str_cmp(a->fields[ROSTER_GROUP], b->fields[ROSTER_GROUP]);

	if (c == 0)
		c = (a->span.first > b->span.first) - (a->span.first < b->span.first);
	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

/* The person's rows by group and first day, those without a date left out. */
static const struct spell **
in_order(struct result *r, const struct person *person, size_t *count)
{
	const struct spell **rows = arena_array(r->arena, person->count,
						sizeof(const struct spell *));

	*count = 0;
	for (size_t i = 0; i < person->count; i++)
		if (person->spells[i].span.first != DAY_NEVER)
			rows[(*count)++] = &person->spells[i];
	if (*count > 1)
		qsort(rows, *count, sizeof(const struct spell *), compare_in_group);
	return rows;
}

/* Rows of one address and group hold on different days; each that does not is told of once. */
static void
check_overlap(struct result *r, const struct spell *const *rows, size_t count)
{
	const struct spell *last =
	    NULL; /* of those so far in the group, the one that holds longest */

	for (size_t i = 0; i < count; i++) {
		const struct spell *row = rows[i];

		if (last == NULL || !str_eq(last->fields[ROSTER_GROUP], row->fields[ROSTER_GROUP]))
			last = NULL;
		if (last != NULL && row->span.first <= last->span.last &&
		    row->span.first <= row->span.last)
			diag_add_other(r->diag, RULE_OVERLAP, field_place(row, ROSTER_EMAIL),
				       last->line > 0 ? last->line : row->line, "%.*s: with line",
				       STR_ARG(row->fields[ROSTER_EMAIL]));
		if (last == NULL || row->span.last > last->span.last)
			last = row;
	}
}

/* Is the membership one on the seat's first day? A seat that is only applied for may wait beside an application. */
static bool
covers(const struct spell *membership, const struct spell *seat)
{
	if (date_given(seat->joined))
		return spell_status(membership, date_first(seat->joined)) == MEMBER_MEMBER;
	return span_holds(membership->span, seat->span.first);
}

/* Memberships come first in the order of rows. Of those begun by then, only the last few can still hold. */
static void
check_membership(struct result *r, const struct spell *const *rows, size_t count)
{
	size_t memberships = 0;

	while (memberships < count && !spell_is_seat(rows[memberships]))
		memberships++;
	for (size_t i = memberships; i < count; i++) {
		size_t low = 0, high = memberships;
		bool covered = false;
		day begins = date_given(rows[i]->joined) ? date_first(rows[i]->joined)
							 : rows[i]->span.first;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (rows[middle]->span.first <= begins)
				low = middle + 1;
			else
				high = middle;
		}
		for (size_t back = 0; back < 2 && back < low && !covered; back++)
			covered = covers(rows[low - 1 - back], rows[i]);
		if (!covered)
			diag_add(r->diag, RULE_SEAT_WITHOUT_MEMBERSHIP,
				 field_place(rows[i], ROSTER_GROUP),
				 "%.*s is no member when the seat begins",
				 STR_ARG(rows[i]->fields[ROSTER_EMAIL]));
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
			diag_add_other(r->diag, RULE_TWO_NAMES, field_place(spell, ROSTER_NAME),
				       first->line, "\"%.*s\", but \"%.*s\" in line", STR_ARG(name),
				       STR_ARG(first->fields[ROSTER_NAME]));
	}
	if (first == NULL || person->email.n == 0)
		return;
	r->named = arena_grow(r->arena, r->named, r->named_count, &r->named_capacity,
			      sizeof(*r->named));
	r->named[r->named_count++] = (struct named){
	    .email = arena_str(r->arena, person->email),
	    .name = arena_str(r->arena, first->fields[ROSTER_NAME]),
	    .line = first->line,
	    .column = rows_column(first->text, ROSTER_NAME),
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

		if (!spell_is_seat(seat) || seat->fields[ROSTER_POSITION].n == 0 ||
		    !date_given(seat->joined))
			continue;
		r->held = arena_grow(r->arena, r->held, r->held_count, &r->held_capacity,
				     sizeof(*r->held));
		r->held[r->held_count++] = (struct held){
		    .group = arena_str(r->arena, seat->fields[ROSTER_GROUP]),
		    .position = arena_str(r->arena, seat->fields[ROSTER_POSITION]),
		    .email = arena_str(r->arena, person->email),
		    .line = seat->line,
		    .until = seat->span.last,
		    .now = spell_status(seat, check->d) == MEMBER_MEMBER,
		};
	}
}

static void
check_person(void *context, void *where, const struct person *person)
{
	const struct scan *scan = context;
	const struct spell **rows;
	struct result *r = where;
	size_t count;

	if (r->arena == NULL)
		r->arena = arena_new();
	if (r->diag == NULL)
		r->diag = diag_new();
	rows = in_order(r, person, &count);
	check_overlap(r, rows, count);
	check_membership(r, rows, count);
	check_names(r, person);
	check_suppressed(scan->check, r, person);
	gather_held(scan->check, r, person);
}

void
check_spells(const struct check *check, const struct person *person, struct str path)
{
	struct scan scan = {.check = check};
	struct result r = {.arena = NULL};

	for (size_t i = 0; i < person->count; i++)
		check_row(&scan, &r, &(struct person){person->email, &person->spells[i], 1});
	if (person->count > 0)
		check_person(&scan, &r, person);
	take_findings(&scan, &r, &(struct roster_block){.path = path});
	end_result(&scan, &r);
}

/* -- a roster as a whole ---------------------------------------------------------------------------------------- */

/* The last holder of a position, if nobody holds it now and the term was to end. */
static void
check_terms(const struct check *check, const struct people *people)
{
	char text[DATE_TEXT];

	for (size_t i = 0; i < people->count; i++) {
		const struct held *one = &people->held[i];
		bool last = one->until < check->d;

		for (size_t j = 0; j < people->count && last; j++) {
			const struct held *other = &people->held[j];

			if (i != j && str_eq(one->group, other->group) &&
			    str_eq(one->position, other->position))
				last = other->until < one->until ||
				       (other->until == one->until && j > i);
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
				 (struct place){one->path, one->line, one->column},
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
		*map_at(&scan->seen, block->cop->id) = people;
		*people = (struct people){.cop = block->cop, .path = path, .readable = true};
	}
	people->readable = people->readable && block->whole;
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
	check_rosters_of(check, check->registry->cops_list, check->registry->cop_count);
}

void
check_rosters_of(const struct check *check, const struct definition *const *cops, size_t count)
{
	const struct registry *registry = check->registry;
	struct people people = {0};
	struct scan scan = {.check = check,
			    .people = &people,
			    .names = map_new(check->arena),
			    .seen = map_new(check->arena)};
	struct roster_scan rows = {.cops = cops,
				   .count = count,
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
	for (size_t i = 0; registry_people_known(registry) && i < count; i++) {
		struct people nobody = {.cop = cops[i], .readable = true};

		if (map_get(&scan.seen, nobody.cop->id) == NULL)
			end_people(check, &nobody);
	}
}
