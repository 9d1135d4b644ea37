/*
 * composition.h - checks a community's composition rules, which say who must belong, against its roster.
 *
 * Layer 5.
 */
#ifndef COP_COMPOSITION_H
#define COP_COMPOSITION_H

#include <stdbool.h>
#include <stddef.h>

#include "query.h"
#include "registry.h"

/* How many people match a rule on a day, and whether it is met. */
struct standing {
	const struct composition_rule *rule;
	size_t
	    have; /* people who match; with at_most_per_organization, the most of any organization */
	struct str organization; /* with at_most_per_organization: the one with the most people */
	size_t count; /* people who match; without those of no organization if it counts by these */
	struct str *names;  /* of these people, in order of address: of the first, or of all */
	struct str *emails; /* of the same people */
	size_t listed;      /* length of these two lists */
	size_t name_room;   /* their capacity */
	struct str *organizations; /* of all who match, with at_most_per_organization */
	size_t room;               /* its capacity */
	size_t
	    theirs; /* composition_after(): people of the organization that gained one; 0: none did */
	bool met;
};

struct composition {
	const struct definition *cop;
	bool known; /* false: the roster could not be read, or there is no people's folder */
	bool
	    whole; /* known, and nothing in the roster was wrong, so that the counts are complete */
	bool without;               /* the excluded address has rows in the roster */
	struct standing *standings; /* one for each of the community's rules */
};

/*
 * Checks the rules of the communities on day d; returns one result per community, in the arena.  Unless without is
 * absent, that address is left out as if the person had left.  With quiet, faults in the rosters are not recorded, for
 * callers that report them in another pass.
 */
struct composition *composition_read(struct arena *arena, const struct registry *registry,
				     const struct definition *const *cops, size_t count, day d,
				     struct str without, bool quiet);

/*
 * As composition_read() with quiet, but lists only the first `named` people of each rule: longer lists would take much
 * memory, as a large roster has everybody in the list of each rule without a filter.
 */
struct composition *composition_count(struct arena *arena, const struct registry *registry,
				      const struct definition *const *cops, size_t count, day d,
				      size_t named);

/* Is the rule met, but would no longer be if any one of the people who match it left? */
bool composition_hangs(const struct standing *standing);

/*
 * Checks the rules on day d as if one person's rows changed from before to after.  Returns one standing per rule of
 * now, in the arena; their names and emails are not updated.
 */
struct standing *composition_after(struct arena *arena, const struct registry *registry,
				   const struct composition *now, const struct person *before,
				   const struct person *after, day d);

/* Adds whom the rule counts: its note or, without one, its filters. */
void composition_title(const struct composition_rule *rule, struct languages languages,
		       struct buf *out);

/* As composition_title(), followed by the group in parentheses, if there is one. */
void composition_name(const struct composition_rule *rule, struct languages languages,
		      struct buf *out);

/* Writes the rule's bounds as cop-report shows them: "2..", "..3", "1..3". Returns text. */
const char *composition_need(const struct composition_rule *rule, char text[48]);

#endif
