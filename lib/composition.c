#include "composition.h"

#include <stdint.h>
#include <stdio.h>

struct composing {
	struct arena *arena;
	const struct registry *registry;
	struct composition *compositions;
	struct str without; /* address to leave out; absent: none */
	bool quiet;         /* faults in the rosters are not recorded */
	size_t named;       /* how many of the people who match a rule are listed at most */
	day d;
};

/* The people who match a rule. */
struct counted {
	size_t count;
	struct str *names; /* of the first of them */
	struct str *emails;
	size_t listed; /* length of these two lists */
	size_t name_capacity;
	size_t email_capacity;
	struct str *organizations; /* of all, if the rule counts by organization */
	size_t organization_capacity;
};

/* The result of one block of a roster. */
struct result {
	struct arena *arena;   /* of the rules and texts */
	struct arena *lists;   /* of the lists, which are merged into those of the standings */
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

/* What a list keeps of a person; copied once, as the same people match many rules. */
struct kept {
	struct str email;
	struct str name; /* absent: not copied yet */
	struct str organization;
};

static struct str
keep(struct arena *arena, struct str *kept, struct str text)
{
	if (kept->p == NULL || !str_eq(*kept, text))
		*kept = arena_str(arena, text.p != NULL ? text : STR(""));
	return *kept;
}

/* Lists a person, who matches the rule with a row. */
static void
list_person(const struct composing *composing, struct result *result, struct counted *counted,
	    const struct person *person, const struct spell *spell, struct kept *kept)
{
	struct str name = person_field(person, spell, ROSTER_NAME, composing->d);

	counted->names = arena_grow(result->lists, counted->names, counted->listed,
				    &counted->name_capacity, sizeof(struct str));
	counted->emails = arena_grow(result->lists, counted->emails, counted->listed,
				     &counted->email_capacity, sizeof(struct str));
	counted->names[counted->listed] = keep(result->arena, &kept->name, name);
	counted->emails[counted->listed++] = keep(result->arena, &kept->email, person->email);
}

/* Adds a person, who matches the rule with a row. */
static void
add_person(const struct composing *composing, struct result *result, size_t r,
	   const struct person *person, const struct spell *spell, struct kept *kept)
{
	struct counted *counted = &result->rules[r];

	if (spell->cop->rules[r].at_most_per_organization >= 0) {
		struct str organization = person_field(person, spell, ROSTER_ORGANIZATION,
						       composing->d);

		/* A person without an organization adds to the count of none. */
		if (organization.n == 0)
			return;
		counted->organizations = arena_grow(result->lists, counted->organizations,
						    counted->count, &counted->organization_capacity,
						    sizeof(struct str));
		counted->organizations[counted->count] = keep(result->arena, &kept->organization,
							      organization);
	}
	counted->count++;
	if (counted->listed < composing->named)
		list_person(composing, result, counted, person, spell, kept);
}

static void
count_person(void *context, void *where, const struct person *person)
{
	const struct composing *composing = context;
	struct result *result = where;
	const struct definition *cop = person->spells[0].cop;
	struct kept kept = {{NULL, 0}, {NULL, 0}, {NULL, 0}};

	if (str_eq(person->email, composing->without)) {
		result->without = true;
		return;
	}
	if (result->arena == NULL) {
		result->arena = arena_new();
		result->lists = arena_new();
		result->rules = arena_array(result->arena, cop->rule_count, sizeof(*result->rules));
	}
	for (size_t r = 0; r < cop->rule_count; r++) {
		const struct spell *spell = counts_by(composing, &cop->rules[r], person);

		if (spell != NULL)
			add_person(composing, result, r, person, spell, &kept);
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

/* Appends n strings to a list of count. Doubles the room: a large roster has hundreds of blocks. */
static void
append(struct arena *arena, struct str **list, size_t count, size_t *room, const struct str *more,
       size_t n)
{
	if (n == 0)
		return;
	if (count + n > *room) {
		*room = 2 * count + n;
		*list = move(arena, *list, count, *room);
	}
	memcpy(*list + count, more, n * sizeof(**list));
}

/* Appends a block's matches to those of the blocks before. */
static void
add_counted(const struct composing *composing, struct standing *standing,
	    const struct counted *counted)
{
	size_t left = composing->named - standing->listed;
	size_t listed = counted->listed < left ? counted->listed : left;
	size_t room = standing->name_room; /* the same for both lists */

	append(composing->arena, &standing->names, standing->listed, &room, counted->names, listed);
	append(composing->arena, &standing->emails, standing->listed, &standing->name_room,
	       counted->emails, listed);
	standing->listed += listed;
	append(composing->arena, &standing->organizations, standing->count, &standing->room,
	       counted->organizations, counted->organizations != NULL ? counted->count : 0);
	standing->count += counted->count;
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
		add_counted(composing, &composition->standings[r], &result->rules[r]);
	arena_adopt(composing->arena, result->arena);
	arena_free(result->lists);
	result->arena = result->lists = NULL;
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *result = where;

	(void)context;
	arena_free(result->arena);
	arena_free(result->lists);
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
							     .done = add_result,
							     .end = end_result});
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
	return compose(&(struct composing){.arena = arena,
					   .registry = registry,
					   .without = without,
					   .quiet = quiet,
					   .named = SIZE_MAX,
					   .d = d},
		       cops, count);
}

struct composition *
composition_count(struct arena *arena, const struct registry *registry,
		  const struct definition *const *cops, size_t count, day d, size_t named)
{
	return compose(
	    &(struct composing){
		.arena = arena, .registry = registry, .quiet = true, .named = named, .d = d},
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
			standing->listed = 0;
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
