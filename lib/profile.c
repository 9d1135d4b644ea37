#include "profile.h"

#include <stdlib.h>

struct gathering {
	struct arena *arena;
	struct profile *profile;
	struct map roles; /* from a role to its index in profile->roles, a size_t */
	size_t role_capacity;
	size_t seat_capacity;
};

/* What one block of the roster says, as of the day. */
struct result {
	struct arena *arena;
	struct seat *seats;
	size_t seat_count;
	size_t seat_capacity;
	struct str *roles; /* one for each member */
	size_t member_count;
	size_t role_capacity;
	size_t applicants;
};

/* The end of a seat: as written, unless the stay or the community ends before. */
static struct str
end_of(struct arena *arena, const struct spell *seat)
{
	char text[DATE_TEXT];

	if (seat->span.last == DAY_NEVER || seat->span.last == date_last(seat->left))
		return arena_str(arena, seat->fields[ROSTER_LEFT]);
	return arena_str(arena, str_of(date_text(date_of(seat->span.last), text)));
}

static void
gather_seat(const struct profile *profile, struct result *r, const struct person *person,
	    const struct spell *seat)
{
	day d = profile->view->as_of;

	r->seats = arena_grow(r->arena, r->seats, r->seat_count, &r->seat_capacity,
			      sizeof(*r->seats));
	r->seats[r->seat_count++] = (struct seat){
	    .group = arena_str(r->arena, seat->fields[ROSTER_GROUP]),
	    .position = arena_str(r->arena, seat->fields[ROSTER_POSITION]),
	    .name = arena_str(r->arena, person_field(person, seat, ROSTER_NAME, d)),
	    .email = arena_str(r->arena, person->email),
	    .left = end_of(r->arena, seat),
	};
}

static void
gather_person(void *context, void *where, const struct person *person)
{
	const struct gathering *g = context;
	struct result *r = where;
	day d = g->profile->view->as_of;
	const struct spell *membership = person_membership(person, d);

	if (r->arena == NULL)
		r->arena = arena_new();
	if (person_is(person, MEMBER_MEMBER, d)) {
		r->roles = arena_grow(r->arena, r->roles, r->member_count, &r->role_capacity,
				      sizeof(*r->roles));
		r->roles[r->member_count++] = arena_str(r->arena, membership->fields[ROSTER_ROLE]);
	} else if (person_is(person, MEMBER_APPLICANT, d)) {
		r->applicants++;
	}
	for (size_t i = 0; i < person->count; i++)
		if (spell_is_seat(&person->spells[i]) &&
		    spell_status(&person->spells[i], d) == MEMBER_MEMBER)
			gather_seat(g->profile, r, person, &person->spells[i]);
}

static void
count_role(struct gathering *g, struct str role)
{
	void **place = map_at(&g->roles, role);
	size_t *number = *place;
	struct profile *profile = g->profile;

	if (number == NULL) {
		profile->roles = arena_grow(g->arena, profile->roles, profile->role_count,
					    &g->role_capacity, sizeof(*profile->roles));
		profile->roles[profile->role_count] = (struct role_count){.role = role};
		*place = number = arena_get(g->arena, sizeof(*number));
		*number = profile->role_count++;
	}
	profile->roles[*number].count++;
}

static bool
take_result(void *context, void *where, const struct roster_block *block)
{
	struct gathering *g = context;
	struct result *r = where;
	struct profile *profile = g->profile;

	profile->headcount.known = profile->headcount.known && block->whole;
	profile->headcount.members += r->member_count;
	profile->headcount.applicants += r->applicants;
	for (size_t i = 0; i < r->member_count; i++)
		count_role(g, r->roles[i]);
	for (size_t i = 0; i < r->seat_count; i++) {
		profile->seats = arena_grow(g->arena, profile->seats, profile->seat_count,
					    &g->seat_capacity, sizeof(*profile->seats));
		profile->seats[profile->seat_count++] = r->seats[i];
	}
	arena_adopt(g->arena, r->arena);
	*r = (struct result){0};
	return true;
}

static int
compare_roles(const void *left, const void *right)
{
	const struct role_count *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	if ((a->role.n == 0) != (b->role.n == 0))
		return a->role.n == 0 ? 1 : -1;
	return str_cmp(a->role, b->role);
}

static int
compare_seats(const void *left, const void *right)
{
	const struct seat *a = left, *b = right;
	int c = str_cmp(a->group, b->group);

	if (c == 0)
		c = position_compare(a->position, b->position);
	if (c == 0)
		c = str_cmp(a->email, b->email);
	return c != 0 ? c : str_cmp(a->left, b->left);
}

static void
gather_people(struct arena *arena, struct profile *profile)
{
	struct gathering g = {.arena = arena, .profile = profile, .roles = map_new(arena)};

	registry_read_rosters(profile->view->registry,
			      (struct roster_scan){.cops = &profile->cop,
						   .count = 1,
						   .columns = ROSTER_ALL,
						   .people = true,
						   .result_size = sizeof(struct result),
						   .context = &g,
						   .person = gather_person,
						   .done = take_result});
	if (profile->role_count > 1)
		qsort(profile->roles, profile->role_count, sizeof(*profile->roles), compare_roles);
	if (profile->seat_count > 1)
		qsort(profile->seats, profile->seat_count, sizeof(*profile->seats), compare_seats);
}

/* Gathers parts and descendants: what the definitions of other communities say about this one. */
static void
gather_others(struct arena *arena, struct profile *profile)
{
	const struct registry *registry = profile->view->registry;
	size_t part_capacity = 0, descendant_capacity = 0;

	for (size_t i = 0; i < registry->cop_count; i++) {
		const struct definition *other = registry->cops_list[i];
		struct str part_of = node_text(node_get(other->root, "part_of"));

		if (!audience_sees(profile->view->audience, other->visibility))
			continue;
		if (str_eq(part_of, profile->cop->id)) {
			profile->parts = arena_grow(arena, profile->parts, profile->part_count,
						    &part_capacity, sizeof(*profile->parts));
			profile->parts[profile->part_count++] = other;
		}
		for (size_t j = 0; j < other->lineage_count; j++) {
			if (!str_eq(other->lineage[j].community, profile->cop->id))
				continue;
			profile->descendants = arena_grow(
			    arena, profile->descendants, profile->descendant_count,
			    &descendant_capacity, sizeof(*profile->descendants));
			profile->descendants[profile->descendant_count++] = (struct descendant){
			    other, &other->lineage[j]};
		}
	}
}

/*
 * May the audience see which roles the members have, and how many have each? Not if any of the counts must be masked:
 * five roles of five members have one each.
 */
static bool
may_show_roles(const struct profile *profile)
{
	for (size_t i = 0; i < profile->role_count; i++)
		if (count_value(profile->view, profile->roles[i].count).kind == VALUE_MASKED)
			return false;
	return true;
}

struct profile
profile_read(struct arena *arena, const struct view *view, const struct definition *cop)
{
	struct profile profile = {.view = view, .cop = cop};

	profile.headcount.known = registry_people_known(view->registry);
	gather_people(arena, &profile);
	gather_others(arena, &profile);
	profile.composition = *composition_count(arena, view->registry, &cop, 1, view->as_of,
						 PROFILE_NAMED);
	profile.roles_shown = may_show_roles(&profile);
	/* With unreadable rows, nothing is certain. And whether a rule is met can reveal how few people there are. */
	profile.composition.known = profile.composition.whole && view->audience == AUDIENCE_PRIVATE;
	return profile;
}
