#include "composition.h"

#include <stdio.h>

struct composing {
	struct arena *arena;
	const struct registry *registry;
	struct composition *compositions;
	struct str without; /* address to leave out; absent: none */
	bool quiet;         /* faults in the rosters are not recorded */
	bool counts_only;   /* lists only where a rule counts by organization */
	day d;
};

/* The people who match a rule. */
struct counted {
	struct str *names;
	struct str *organizations; /* of the same people */
	struct str *emails;        /* of the same people */
	size_t count;
	size_t name_capacity;
	size_t organization_capacity;
	size_t email_capacity;
};

/* The result of one block of a roster. */
struct result {
	struct arena *arena;
	struct counted *rules; /* one for each of the community's rules */
	bool without;          /* the address that is left out has rows in this block */
};

static bool
matches(const struct composing *composing, const struct composition_rule *rule,
	const struct person *person, const struct spell *spell)
{
	struct str role = person_field(person, spell, ROSTER_ROLE, composing->d);
	struct str region = person_field(person, spell, ROSTER_REGION, composing->d);
	struct str organization = person_field(person, spell, ROSTER_ORGANIZATION, composing->d);

	return (rule->role.p == NULL ||
		vocabulary_within(&composing->registry->roles, role, rule->role)) &&
	       (rule->region.p == NULL ||
		vocabulary_within(&composing->registry->regions, region, rule->region)) &&
	       (rule->organization.p == NULL || str_eq(organization, rule->organization)) &&
	       (rule->position.p == NULL || str_eq(spell->fields[ROSTER_POSITION], rule->position));
}

/* The first row with which a person matches the rule on the day; NULL if none does. */
static const struct spell *
counts_by(const struct composing *composing, const struct composition_rule *rule,
	  const struct person *person)
{
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];
		bool right_group = rule->group.p != NULL
				       ? str_eq(spell->fields[ROSTER_GROUP], rule->group)
				   : rule->position.p != NULL ? spell_is_seat(spell)
							      : !spell_is_seat(spell);

		if (right_group && spell_status(spell, composing->d) == MEMBER_MEMBER &&
		    matches(composing, rule, person, spell))
			return spell;
	}
	return NULL;
}

static void
count_person(void *context, void *where, const struct person *person)
{
	const struct composing *composing = context;
	struct result *result = where;
	const struct definition *cop = person->spells[0].cop;

	if (str_eq(person->email, composing->without)) {
		result->without = true;
		return;
	}
	if (result->arena == NULL) {
		result->arena = arena_new();
		result->rules = arena_array(result->arena, cop->rule_count, sizeof(*result->rules));
	}
	for (size_t r = 0; r < cop->rule_count; r++) {
		const struct composition_rule *rule = &cop->rules[r];
		const struct spell *spell = counts_by(composing, rule, person);
		struct counted *counted = &result->rules[r];
		struct str organization;

		if (spell == NULL)
			continue;
		if (composing->counts_only && rule->at_most_per_organization < 0) {
			counted->count++;
			continue;
		}
		organization = person_field(person, spell, ROSTER_ORGANIZATION, composing->d);
		/* A person without an organization adds to the count of none. */
		if (rule->at_most_per_organization >= 0 && organization.n == 0)
			continue;
		counted->names = arena_grow(result->arena, counted->names, counted->count,
					    &counted->name_capacity, sizeof(struct str));
		counted->organizations = arena_grow(result->arena, counted->organizations,
						    counted->count, &counted->organization_capacity,
						    sizeof(struct str));
		counted->emails = arena_grow(result->arena, counted->emails, counted->count,
					     &counted->email_capacity, sizeof(struct str));
		counted->emails[counted->count] = arena_str(result->arena, person->email);
		counted->names[counted->count] = arena_str(
		    result->arena, person_field(person, spell, ROSTER_NAME, composing->d));
		counted->organizations[counted->count++] = arena_str(result->arena, organization);
	}
}

/* Finds the organization with the most people and their number; people without an organization are left out. */
static void
count_organizations(struct arena *arena, struct standing *standing)
{
	struct map counts = map_new(arena);

	for (size_t i = 0; i < standing->count; i++) {
		void **place;
		size_t *count;

		if (standing->organizations[i].n == 0)
			continue;
		place = map_at(&counts, standing->organizations[i]);
		if (*place == NULL)
			*place = arena_get(arena, sizeof(*count));
		count = *place;
		if (++*count > standing->have) {
			standing->have = *count;
			standing->organization = standing->organizations[i];
		}
	}
}

/* Copies a list of count strings into an array with the given room, in the arena. */
static struct str *
move(struct arena *arena, const struct str *list, size_t count, size_t room)
{
	struct str *moved = arena_array(arena, room, sizeof(*moved));

	if (count > 0)
		memcpy(moved, list, count * sizeof(*moved));
	return moved;
}

/* Appends a block's matches to those of the blocks before. Doubles the room: a large roster has hundreds of blocks. */
static void
add_counted(struct arena *arena, struct standing *standing, const struct counted *counted)
{
	size_t count = standing->count, n = counted->count;

	standing->count += n;
	if (counted->names == NULL)
		return;
	if (count + n > standing->room) {
		standing->room = 2 * count + n;
		standing->names = move(arena, standing->names, count, standing->room);
		standing->organizations = move(arena, standing->organizations, count,
					       standing->room);
		standing->emails = move(arena, standing->emails, count, standing->room);
	}
	memcpy(standing->names + count, counted->names, n * sizeof(struct str));
	memcpy(standing->organizations + count, counted->organizations, n * sizeof(struct str));
	memcpy(standing->emails + count, counted->emails, n * sizeof(struct str));
}

static bool
add_result(void *context, void *where, const struct roster_block *block)
{
	struct composing *composing = context;
	struct result *result = where;
	struct composition *composition;

	composition = &composing->compositions[block->number];
	composition->known = composition->known && block->readable;
	composition->whole = composition->whole && block->whole;
	composition->without = composition->without || result->without;
	result->without = false;
	for (size_t r = 0; result->arena != NULL && r < block->cop->rule_count; r++)
		add_counted(composing->arena, &composition->standings[r], &result->rules[r]);
	arena_adopt(composing->arena, result->arena);
	result->arena = NULL;
	return true;
}

/* Sets the number that the rule's bounds apply to, once all matches are in. */
static void
sum_up(struct arena *arena, struct standing *standing)
{
	if (standing->rule->at_most_per_organization >= 0)
		count_organizations(arena, standing);
	else
		standing->have = standing->count;
}

static bool
is_met(const struct standing *standing)
{
	const struct composition_rule *rule = standing->rule;
	long have = (long)standing->have;

	if (rule->at_most_per_organization >= 0)
		return have <= rule->at_most_per_organization;
	return (rule->at_least < 0 || have >= rule->at_least) &&
	       (rule->at_most < 0 || have <= rule->at_most);
}

static struct composition *
compose(struct composing *composing, const struct definition *const *cops, size_t count)
{
	struct arena *arena = composing->arena;
	const struct registry *registry = composing->registry;
	struct composition *all = arena_array(arena, count, sizeof(*all));

	composing->compositions = all;
	for (size_t i = 0; i < count; i++) {
		all[i].cop = cops[i];
		all[i].known = all[i].whole = registry_people_known(registry);
		all[i].standings = arena_array(arena, cops[i]->rule_count,
					       sizeof(*all[i].standings));
		for (size_t r = 0; r < cops[i]->rule_count; r++)
			all[i].standings[r].rule = &cops[i]->rules[r];
	}
	registry_read_rosters(registry, (struct roster_scan){.cops = cops,
							     .count = count,
							     .columns = ROSTER_ALL,
							     .people = true,
							     .quiet = composing->quiet,
							     .result_size = sizeof(struct result),
							     .context = composing,
							     .person = count_person,
							     .done = add_result});
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < cops[i]->rule_count; r++) {
			sum_up(arena, &all[i].standings[r]);
			all[i].standings[r].met = is_met(&all[i].standings[r]);
		}
	return all;
}

struct composition *
composition_read(struct arena *arena, const struct registry *registry,
		 const struct definition *const *cops, size_t count, day d, struct str without,
		 bool quiet)
{
	return compose(
	    &(struct composing){
		.arena = arena, .registry = registry, .without = without, .quiet = quiet, .d = d},
	    cops, count);
}

struct composition *
composition_count(struct arena *arena, const struct registry *registry,
		  const struct definition *const *cops, size_t count, day d)
{
	return compose(
	    &(struct composing){
		.arena = arena, .registry = registry, .quiet = true, .counts_only = true, .d = d},
	    cops, count);
}

/* Removes one occurrence of an organization, in a copy of the list: the original is shared. */
static void
lose_organization(struct arena *arena, struct standing *standing, struct str gone)
{
	struct str *list = arena_array(arena, standing->count, sizeof(*list));
	size_t count = 0;
	bool found = false;

	for (size_t i = 0; i < standing->count; i++)
		if (!found && str_eq(standing->organizations[i], gone))
			found = true;
		else
			list[count++] = standing->organizations[i];
	standing->organizations = list;
	standing->count = standing->room = count;
	standing->have = 0;
	standing->organization = (struct str){NULL, 0};
	count_organizations(arena, standing);
}

/*
 * Adds an organization and updates the maximum.  If there is room it is appended in place, although the list may be
 * shared: the other owners do not look past their own count.
 */
static void
gain_organization(struct arena *arena, struct standing *standing, struct str organization)
{
	if (standing->count >= standing->room) {
		standing->room = 2 * standing->count + 16;
		standing->organizations = move(arena, standing->organizations, standing->count,
					       standing->room);
	}
	standing->organizations[standing->count++] = organization;
	for (size_t i = 0; organization.n > 0 && i < standing->count; i++)
		standing->theirs += str_eq(standing->organizations[i], organization);
	if (standing->theirs > standing->have) {
		standing->have = standing->theirs;
		standing->organization = organization;
	}
}

struct standing *
composition_after(struct arena *arena, const struct registry *registry,
		  const struct composition *now, const struct person *before,
		  const struct person *after, day d)
{
	struct composing composing = {.registry = registry, .d = d};
	size_t count = now->cop->rule_count;
	struct standing *all = arena_array(arena, count, sizeof(*all));

	for (size_t r = 0; r < count; r++) {
		struct standing *standing = &all[r];
		const struct composition_rule *rule = now->standings[r].rule;
		const struct spell *old = counts_by(&composing, rule, before);
		const struct spell *new = counts_by(&composing, rule, after);
		struct str from = old == NULL ? STR("")
					      : person_field(before, old, ROSTER_ORGANIZATION, d);
		struct str to = new == NULL ? STR("")
					    : person_field(after, new, ROSTER_ORGANIZATION, d);

		*standing = now->standings[r];
		standing->theirs = 0;
		if (rule->at_most_per_organization >= 0 &&
		    (old == NULL || new == NULL || !str_eq(from, to))) {
			standing->names = standing->emails = NULL;
			if (old != NULL)
				lose_organization(arena, standing, from);
			if (new != NULL)
				gain_organization(arena, standing, to);
		} else if (rule->at_most_per_organization < 0)
			standing->have += (size_t)(new != NULL) - (size_t)(old != NULL);
		standing->met = is_met(standing);
	}
	return all;
}

void
composition_title(const struct composition_rule *rule, struct languages languages, struct buf *out)
{
	struct str note = text_choose(node_get(rule->node, "note"), languages);
	const struct str filters[] = {rule->role, rule->organization, rule->region, rule->position};
	size_t begin = out->n;

	if (note.n > 0) {
		buf_str(out, note);
	} else {
		for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
			if (filters[i].n > 0)
				buf_format(out, "%s%.*s", out->n > begin ? ", " : "",
					   STR_ARG(filters[i]));
		if (out->n == begin)
			buf_puts(out, rule->at_most_per_organization >= 0 ? "of one organization"
									  : "people");
	}
}

void
composition_name(const struct composition_rule *rule, struct languages languages, struct buf *out)
{
	composition_title(rule, languages, out);
	if (rule->group.n > 0)
		buf_format(out, " (%.*s)", STR_ARG(rule->group));
}

bool
composition_hangs(const struct standing *standing)
{
	return standing->met && standing->rule->at_least > 0 &&
	       (long)standing->have == standing->rule->at_least;
}

const char *
composition_need(const struct composition_rule *rule, char text[48])
{
	if (rule->at_most_per_organization >= 0)
		(void)snprintf(text, 48, "..%ld", rule->at_most_per_organization);
	else if (rule->at_least >= 0 && rule->at_most >= 0)
		(void)snprintf(text, 48, "%ld..%ld", rule->at_least, rule->at_most);
	else if (rule->at_least >= 0)
		(void)snprintf(text, 48, "%ld..", rule->at_least);
	else
		(void)snprintf(text, 48, "..%ld", rule->at_most);
	return text;
}
