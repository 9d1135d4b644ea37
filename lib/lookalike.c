#include "lookalike.h"

#include "text.h"

#define LOCAL_ROOM 64 /* a local part has at most so many bytes (RFC 5321, 4.5.3.1.1) */

struct lookalikes
lookalikes_new(struct arena *arena)
{
	return (struct lookalikes){arena, map_new(arena), map_new(arena), map_new(arena)};
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

void
lookalikes_add(struct lookalikes *all, struct str email, struct str name)
{
	struct newcomer *one, **first;
	char room[LOCAL_ROOM];

	if (map_get(&all->by_email, email) != NULL)
		return;
	one = arena_get(all->arena, sizeof(*one));
	*map_at(&all->by_email, email) = one;
	one->email = email;
	one->name = name;
	first = (struct newcomer **)map_at(&all->by_local,
					   arena_str(all->arena, bare_local(email, room)));
	one->same_local = *first;
	*first = one;
	if (name.n > 0) {
		first = (struct newcomer **)map_at(&all->by_name, name);
		one->same_name = *first;
		*first = one;
	}
}

const struct newcomer *
lookalikes_find(const struct lookalikes *all, struct str email)
{
	return map_get(&all->by_email, email);
}

static void
found(struct lookalikes *all, struct newcomer *one, struct str email, size_t line)
{
	if (one->other.p == NULL && !str_eq(one->email, email)) {
		one->other = arena_str(all->arena, email);
		one->line = line;
	}
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

void
lookalikes_try(struct lookalikes *all, struct str email, struct str line, size_t number)
{
	char room[LOCAL_ROOM], other[LOCAL_ROOM];
	struct str local = bare_local(email, room), name = name_of(line);

	for (struct newcomer *one = map_get(&all->by_local, local); one != NULL;
	     one = one->same_local)
		if (text_distance(domain_of(one->email), domain_of(email), 1) <= 1)
			found(all, one, email, number);
	if (name.n == 0)
		return;
	for (struct newcomer *one = map_get(&all->by_name, name); one != NULL; one = one->same_name)
		if (str_eq(bare_local(one->email, other), local) ||
		    (str_eq(domain_of(one->email), domain_of(email)) &&
		     text_distance(local_of(one->email), local_of(email), 2) <= 2))
			found(all, one, email, number);
}
