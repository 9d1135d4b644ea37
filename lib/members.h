/*
 * members.h - a membership or a seat in a group as a record: the columns of cop-members.
 *
 * Layer 5.
 */
#ifndef COP_MEMBERS_H
#define COP_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "query.h"
#include "roster.h"

/* May a person be written to? Computed on first use, once per person. */
struct mail {
	bool known;
	bool allowed;
};

/* The subject of a record. */
struct member {
	const struct person *person;
	const struct spell *spell;
	struct mail *mail; /* shared by all records of the person */
};

extern const struct column member_columns[];

struct members_wanted {
	bool all;   /* of any status; else members, unless the query names status or group */
	bool seats; /* list seats as well as memberships */
};

/* Prints the memberships that satisfy the query; returns their number. */
size_t members_list(const struct view *view, const struct definition *const *cops, size_t count,
		    struct members_wanted wanted, const struct query *query, struct emit *emit);

#endif
