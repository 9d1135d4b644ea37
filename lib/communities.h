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

/* The number of people in a community on a day; the subject of its record. */
struct headcount {
	bool known;
	size_t members;
	size_t applicants; /* applicants who are not members as well */
};

/* Bits of a column's needs: what must be read for its value. */
#define NEEDS_PEOPLE 1U /* rosters */
#define NEEDS_OTHERS 2U /* other communities' definitions, which may record a merger */

/* Does printing, sorting or filtering use a column with any of these needs? */
bool communities_need(const struct emit *emit, const struct query *query, unsigned needs);

extern const struct column community_columns[];

/*
 * Counts the people in each community's roster on day d; the array is in the arena.  All are unknown if the people's
 * folder cannot be read.
 */
struct headcount *communities_count(struct arena *arena, const struct registry *registry,
				    const struct definition *const *cops, size_t count, day d);

/* Prints the communities that match the query; returns their number. */
size_t communities_list(const struct view *view, const struct definition *const *cops, size_t count,
			const struct query *query, struct emit *emit);

#endif
