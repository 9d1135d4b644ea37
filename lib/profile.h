/*
 * profile.h - everything known about one community, as a page for a person or as JSON (cop-show).
 *
 * Layer 5.
 */
#ifndef COP_PROFILE_H
#define COP_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "communities.h"
#include "composition.h"
#include "file.h"
#include "page.h"
#include "query.h"

/* How many members have a role. */
struct role_count {
	struct str role; /* its id; empty: no role is given */
	size_t count;
};

/* Somebody who holds a seat on the day. */
struct seat {
	struct str group;
	struct str position;
	struct str name;
	struct str email;
	struct str left; /* its end: as written, or the day; empty: there is none */
};

/* An entry in the lineage of another community that names this one. */
struct descendant {
	const struct definition *cop;
	const struct lineage *lineage;
};

#define PROFILE_NAMED 3 /* people who match a composition rule are named if they are no more */

struct profile {
	const struct view *view;
	const struct definition *cop;
	struct headcount headcount;
	struct composition composition;
	struct role_count *roles; /* largest count first */
	size_t role_count;
	/* Whether the audience may see roles: not if a count must be masked, as the rest, or how many roles, would reveal it. */
	bool roles_shown;
	struct seat *seats;
	size_t seat_count;
	struct descendant *descendants;
	size_t descendant_count;
	const struct definition **parts; /* communities that are part_of this one */
	size_t part_count;
};

/* Gathers a community's profile, in the arena. The definitions that may mention it must have been loaded. */
struct profile profile_read(struct arena *arena, const struct view *view,
			    const struct definition *cop);

/* Writes the profile as a page. */
void profile_page(const struct profile *profile, struct page *page);

/*
 * Adds the profile as one line of JSON: "cop", then the keys of the definition, with texts as maps by language and
 * short forms written out, then "computed".
 */
void profile_json(const struct profile *profile, struct buf *out);

#endif
