#include "lookalike.h"

#include "roster.h"
#include "text.h"

#define ALIKE_MAX 20  /* a local part or a name that more newcomers have tells nobody apart */
#define LOCAL_ROOM 64 /* a local part has at most so many bytes (RFC 5321, 4.5.3.1.1) */

struct lookalikes
lookalikes_new(struct arena *arena)
{
	return (struct lookalikes){.arena = arena,
				   .by_local = map_new(arena),
				   .by_name = map_new(arena),
				   .by_email = map_new(arena)};
}

/* The local part as far as it tells people apart, in that room. */
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

	return at < email.n ? (struct str){email.p + at + 1, email.n - at - 1} : STR("");
}

/* The first two letters of a local part that tell people apart: what a sieve needs to say no. */
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
	struct newcomer *one, **first;
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
	first = (struct newcomer **)map_at(&all->by_local, local);
	if (*first == NULL || (*first)->local_alike < ALIKE_MAX) {
		one->same_local = *first;
		one->local_alike = *first != NULL ? (*first)->local_alike + 1 : 0;
		*first = one;
	}
	if (name.n == 0)
		return;
	first = (struct newcomer **)map_at(&all->by_name, name);
	if (*first == NULL || (*first)->named_alike < ALIKE_MAX) {
		one->same_name = *first;
		one->named_alike = *first != NULL ? (*first)->named_alike + 1 : 0;
		*first = one;
	}
}

const struct newcomer *
lookalikes_find(const struct lookalikes *all, struct str email)
{
	return map_get(&all->by_email, email);
}

/* The second field of a line, where neither of the first two has quotes. */
static struct str
name_of(struct str line)
{
	size_t comma = str_find(line, ',');
	struct str rest = comma < line.n ? (struct str){line.p + comma + 1, line.n - comma - 1}
					 : STR("");

	return (struct str){rest.p, str_find(rest, ',')};
}

/* Called for each newcomer that an address looks like. */
typedef void on_like(struct lookalikes *all, struct newcomer *one, struct str email, size_t line);

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

/* Goes through those whom the line's address looks like; stops at the first if like is NULL. True if there is any. */
static bool
each_like(struct lookalikes *taker, const struct lookalikes *all, struct str line, size_t number,
	  on_like *like)
{
	char room[ROSTER_EMAIL_ROOM], local[LOCAL_ROOM], letters[2];
	struct str name = name_of(line), email;
	bool by_local = sieve_lets(&all->locals, initials(line, letters));
	bool by_name = name.n > 0 && sieve_lets(&all->names, name), any = false;
	struct newcomer *one;

	if (!by_local && !by_name)
		return false;
	email = roster_email(line, room);
	one = by_local ? map_get(&all->by_local, bare_local(email, local)) : NULL;
	for (; one != NULL && !(any && like == NULL); one = one->same_local)
		if (!str_eq(one->email, email) && same_local(one, email)) {
			any = true;
			if (like != NULL)
				like(taker, one, email, number);
		}
	one = by_name ? map_get(&all->by_name, name) : NULL;
	for (; one != NULL && !(any && like == NULL); one = one->same_name)
		if (!str_eq(one->email, email) && same_name(one, email)) {
			any = true;
			if (like != NULL)
				like(taker, one, email, number);
		}
	return any;
}

bool
lookalikes_any(const struct lookalikes *all, struct str line)
{
	return each_like(NULL, all, line, 0, NULL);
}

/* The first that is found is told of. */
static void
take(struct lookalikes *all, struct newcomer *one, struct str email, size_t line)
{
	if (one->other.p == NULL) {
		one->other = arena_str(all->arena, email);
		one->line = line;
	}
}

void
lookalikes_take(struct lookalikes *all, struct str line, size_t number)
{
	(void)each_like(all, all, line, number, take);
}
