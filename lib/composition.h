/*
 * composition.h - who must be there: a community's composition rules against its roster.
 *
 * Layer 5.
 */
#ifndef COP_COMPOSITION_H
#define COP_COMPOSITION_H

#include <stdbool.h>
#include <stddef.h>

#include "query.h"
#include "registry.h"

/* How a rule stands on a day. */
struct standing {
	const struct composition_rule *rule;
	size_t have; /* distinct people; with at_most_per_organization, the most of one */
	struct str organization;   /* that has the most of them */
	struct str *names;         /* of those who count, in order of address */
	struct str *organizations; /* of the same people */
	struct str *emails;        /* likewise */
	size_t count;              /* of people who count */
	size_t room;               /* in the lists; what is behind count is nobody's */
	size_t theirs; /* after a change: of the organization that gained one; 0: none did */
	bool met;
};

struct composition {
	const struct definition *cop;
	bool known; /* false: the roster could not be read, or there is no people's folder */
	bool
	    whole; /* known, and nothing in the roster was wrong, so that what is counted is all there is */
	bool without;               /* the address that it does without has rows in the roster */
	struct standing *standings; /* one for each of the community's rules */
};

/*
 * How the rules of the communities stand, in the arena; without an address, as if it had left, unless that is absent.  Quiet: what
 * is wrong in the rosters is not recorded, as another reads them and does.
 */
struct composition *composition_read(struct arena *arena, const struct registry *registry,
				     const struct definition *const *cops, size_t count, day d,
				     struct str without, bool quiet);

/* Would the rule not be met any more if one of those who count left? */
bool composition_hangs(const struct standing *standing);

/*
 * How the rules would stand on the day if the rows of one address became others: a standing for each, in the arena,
 * without the names of those who count.
 */
struct standing *composition_after(struct arena *arena, const struct registry *registry,
				   const struct composition *now, const struct person *before,
				   const struct person *after, day d);

/* Adds whom a rule is about: its note, or its filters. */
void composition_title(const struct composition_rule *rule, struct languages languages,
		       struct buf *out);

/* The same, and the group. */
void composition_name(const struct composition_rule *rule, struct languages languages,
		      struct buf *out);

/* What the rule asks for, as cop-report writes it: "2..", "..3", "1..3". Returns text. */
const char *composition_need(const struct composition_rule *rule, char text[48]);

#endif
