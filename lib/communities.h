/*
 * communities.h - a community as a record: the columns of cop-list.
 *
 * Layer 5.
 */
#ifndef COP_COMMUNITIES_H
#define COP_COMMUNITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "query.h"

/* How many people a community has on a day; subject of its record. */
struct headcount {
	bool known;
	size_t members;
	size_t applicants; /* who are not members */
};

#define NEEDS_PEOPLE 1U /* of a column: rosters must be read for it */
#define NEEDS_OTHERS 2U /* the other communities' definitions, which may tell of a merger */

/* Does printing, sorting or filtering need what those bits say? */
bool communities_need(const struct emit *emit, const struct query *query, unsigned needs);

extern const struct column community_columns[];

/* Counts people in each community's roster, in the arena; all unknown without the people's folder. */
struct headcount *communities_count(struct arena *arena, const struct registry *registry,
				    const struct definition *const *cops, size_t count, day d);

/* Prints the communities that the query holds for; returns how many there were. */
size_t communities_list(const struct view *view, const struct definition *const *cops, size_t count,
			const struct query *query, struct emit *emit);

#endif
