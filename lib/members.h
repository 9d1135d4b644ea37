/*
 * members.h - a membership or a seat as a record: the columns of cop-members.
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

/* May a person be written to? Asked when it is needed, and once. */
struct mail {
	bool known;
	bool allowed;
};

/* A record's subject. */
struct member {
	const struct person *person;
	const struct spell *spell;
	struct mail *mail; /* of the person, whose records share it */
};

extern const struct column member_columns[];

struct members_wanted {
	bool all; /* of any status; else those who are members on the day, unless the query asks */
	bool seats; /* beside memberships */
};

/* Prints the memberships that the query holds for; returns how many there were. */
size_t members_list(const struct view *view, const struct definition *const *cops, size_t count,
		    struct members_wanted wanted, const struct query *query, struct emit *emit);

#endif
