#include "lookalike.h"

#include "roster.h"
#include "text.h"

#define ALIKE_MAX 20  /* longest chain: what so many newcomers share identifies nobody */
#define LOCAL_ROOM 64 /* the maximum length of a local part (RFC 5321, 4.5.3.1.1) */

struct lookalikes
lookalikes_new(struct arena *arena)
{
	return (struct lookalikes){.arena = arena,
				   .by_local = map_new(arena),
				   .by_name = map_new(arena),
				   .by_email = map_new(arena)};
}

/* The bare local part: without dots, hyphens, underscores and tag; stored in room. */
static struct str
bare_local(struct str email, char room[LOCAL_ROOM])
{
	size_t n = 0;

	for (size_t i = 0; i < email.n && email.p[i] != '@' && email.p[i] != '+'; i++)
		if (email.p[i] != '.' && email.p[i] != '-' && email.p[i] != '_' && n < LOCAL_ROOM)
			room[n++] = email.p[i];
	return (struct str){room, n};
}

static struct str
local_of(struct str email)
{
	return (struct str){email.p, str_find(email, '@')};
}

static struct str
domain_of(struct str email)
{
	size_t at = str_find(email, '@');

	return at < email.n ? str_after(email, at + 1) : STR("");
}

/* The first two letters of the bare local part, which the sieve is keyed by. */
static struct str
initials(struct str local, char room[2])
{
	size_t n = 0;

	for (size_t i = 0; i < local.n && n < 2 && local.p[i] != '@' && local.p[i] != '+'; i++)
		if (local.p[i] != '.' && local.p[i] != '-' && local.p[i] != '_' &&
		    local.p[i] != '"')
			room[n++] = local.p[i];
	return (struct str){room, n};
}

void
lookalikes_add(struct lookalikes *all, struct str email, struct str name)
{
	struct newcomer *one, *first;
	void **place;
	char room[LOCAL_ROOM], letters[2];
	struct str local;

	if (map_get(&all->by_email, email) != NULL)
		return;
	one = arena_get(all->arena, sizeof(*one));
	*map_at(&all->by_email, email) = one;
	one->email = email;
	one->name = name;
	local = arena_str(all->arena, bare_local(email, room));
	sieve_add(&all->locals, initials(email, letters));
	sieve_add(&all->names, name);
	place = map_at(&all->by_local, local);
	first = *place;
	if (first == NULL || first->local_alike < ALIKE_MAX) {
		one->same_local = first;
		one->local_alike = first != NULL ? first->local_alike + 1 : 0;
		*place = one;
	}
	if (name.n == 0)
		return;
	place = map_at(&all->by_name, name);
	first = *place;
	if (first == NULL || first->named_alike < ALIKE_MAX) {
		one->same_name = first;
		one->named_alike = first != NULL ? first->named_alike + 1 : 0;
		*place = one;
	}
}

const struct newcomer *
lookalikes_find(const struct lookalikes *all, struct str email)
{
	return map_get(&all->by_email, email);
}

/* The second field of a line; wrong if one of the first two is quoted. */
static struct str
name_of(struct str line)
{
	size_t comma = str_find(line, ',');
	struct str rest = comma < line.n ? str_after(line, comma + 1) : STR("");

	return (struct str){rest.p, str_find(rest, ',')};
}

/* An address that may look like that of a newcomer. */
struct candidate {
	struct str email;
	struct str name; /* absent if empty, or if no newcomer has it */
	size_t line;
	bool by_local; /* may a newcomer have the same local part? */
};

/* Consults the sieves, and fills in by_local and name; false if the candidate cannot look like any newcomer. */
static bool
is_let(const struct lookalikes *all, struct str email, struct str name, struct candidate *it)
{
	char letters[2];

	it->by_local = sieve_lets(&all->locals, initials(email, letters));
	it->name = name.n > 0 && sieve_lets(&all->names, name) ? name : (struct str){NULL, 0};
	return it->by_local || it->name.p != NULL;
}

static bool
same_local(const struct newcomer *one, struct str email)
{
	return text_distance(domain_of(one->email), domain_of(email), 1) <= 1;
}

static bool
same_name(const struct newcomer *one, struct str email)
{
	char room[LOCAL_ROOM], other[LOCAL_ROOM];

	return str_eq(bare_local(one->email, other), bare_local(email, room)) ||
	       (str_eq(domain_of(one->email), domain_of(email)) &&
		text_distance(local_of(one->email), local_of(email), 2) <= 2);
}

/* Iterates over the newcomers that the candidate looks like by local part; pass NULL to begin. */
static struct newcomer *
next_local(const struct lookalikes *all, const struct candidate *it, struct newcomer *one)
{
	char room[LOCAL_ROOM];

	if (!it->by_local)
		return NULL;
	one = one == NULL ? map_get(&all->by_local, bare_local(it->email, room)) : one->same_local;
	while (one != NULL && (str_eq(one->email, it->email) || !same_local(one, it->email)))
		one = one->same_local;
	return one;
}

static struct newcomer *
next_named(const struct lookalikes *all, const struct candidate *it, struct newcomer *one)
{
	if (it->name.p == NULL)
		return NULL;
	one = one == NULL ? map_get(&all->by_name, it->name) : one->same_name;
	while (one != NULL && (str_eq(one->email, it->email) || !same_name(one, it->email)))
		one = one->same_name;
	return one;
}

bool
lookalikes_any(const struct lookalikes *all, struct str line)
{
	char room[ROSTER_EMAIL_ROOM];
	struct candidate it;

	if (!is_let(all, line, name_of(line), &it))
		return false;
	it.email = roster_email(line, room);
	return next_local(all, &it, NULL) != NULL || next_named(all, &it, NULL) != NULL;
}

/* Only the first lookalike found is kept. */
static void
note(const struct lookalikes *all, struct newcomer *one, const struct candidate *it)
{
	if (one->other.p == NULL) {
		one->other = arena_str(all->arena, it->email);
		one->line = it->line;
	}
}

static void
take(const struct lookalikes *all, const struct candidate *it)
{
	struct newcomer *one = NULL;

	while ((one = next_local(all, it, one)) != NULL)
		note(all, one, it);
	while ((one = next_named(all, it, one)) != NULL)
		note(all, one, it);
}

void
lookalikes_take(struct lookalikes *all, struct str line, size_t number)
{
	char room[ROSTER_EMAIL_ROOM];
	struct candidate it;

	if (!is_let(all, line, name_of(line), &it))
		return;
	it.email = roster_email(line, room);
	it.line = number;
	take(all, &it);
}

void
lookalikes_take_new(struct lookalikes *all, struct str email, struct str name)
{
	struct candidate it;

	if (!is_let(all, email, name, &it))
		return;
	it.email = email;
	it.line = 0;
	take(all, &it);
}
