/*
 * definition.h - a community of practice as its definition tells it.
 *
 * Layer 3.  A definition keeps its document, which -w paths and cop-show read, and beside it what code
 * asks about often.  Everything lives in the arena it was read into.
 */
#ifndef COP_DEFINITION_H
#define COP_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>

#include "date.h"
#include "diag.h"
#include "keys.h"
#include "node.h"
#include "str.h"

/* In the order of kind_words, status_words, visibility_words and lineage_words. */
enum kind { KIND_COMMUNITY, KIND_COLLABORATIVE, KIND_USER_GROUP, KIND_NETWORK };
enum status { STATUS_PLANNED, STATUS_ACTIVE, STATUS_PAUSED, STATUS_ENDED, STATUS_MERGED };
enum visibility { VISIBILITY_PUBLIC, VISIBILITY_MEMBERS, VISIBILITY_SECRET };
enum lineage_event {
	LINEAGE_GREW_FROM,
	LINEAGE_MERGED_FROM,
	LINEAGE_MERGED_INTO,
	LINEAGE_SPLIT_FROM,
	LINEAGE_SUCCEEDED,
	LINEAGE_TRANSFERRED,
	LINEAGE_SCALED,
};

struct composition_rule {
	const struct node *node; /* the rule as written */
	struct str group;        /* absent: the members */
	struct str role;         /* absent: any, and so on */
	struct str organization;
	struct str region;
	struct str position;
	long at_least; /* -1: no such bound, and so on */
	long at_most;
	long at_most_per_organization;
};

struct lineage {
	const struct node *node;
	enum lineage_event event;
	struct str community; /* absent where the other side is a body */
	struct date date;
};

struct definition {
	struct str id;
	struct str path;         /* of its file, as diagnostics name it */
	const struct node *root; /* the document, a map; NULL: it was not read */
	enum kind kind;
	enum visibility visibility;
	struct str host;
	struct date launched;
	struct date ended;
	struct date reviewed;
	day merged; /* status is merged after that day; DAY_NEVER: not merged */
	struct span *pauses;
	size_t pause_count;
	struct str *groups; /* their ids, without leads */
	size_t group_count;
	struct composition_rule *rules;
	size_t rule_count;
	struct lineage *lineage;
	size_t lineage_count;
};

/* The largest id is as long as a file's name allows; this is its file's suffix. */
#define DEFINITION_SUFFIX ".yaml"

/*
 * Reads a definition from the bytes of its file.  Faults of form are recorded; what cannot be understood
 * counts as not there.  NULL if the bytes are no YAML map at all.
 */
struct definition *definition_parse(struct arena *arena, struct str id, struct str bytes,
				    struct place place, const struct languages *languages,
				    struct diag *diag);

/* One of which nothing but the id is wanted. */
struct definition *definition_unread(struct arena *arena, struct str id, struct place place);

/*
 * Who may see the community.  A word that is none of those may have been meant as secret, and counts as that; a key that is
 * misspelt, or stands too far to the right, hides as the right one would.
 */
enum visibility visibility_of(const struct node *root);

enum status definition_status(const struct definition *cop, day d);

/* Has it been reviewed, and longer ago than so many months? */
bool definition_is_stale(const struct definition *cop, int months, day d);

/* Has the day of the launch come, and nobody reviewed what was planned for it? */
bool definition_awaits_launch(const struct definition *cop, day d);

/* The day on which a learning collaborative goes on longer than so many months; DAY_NEVER for others. */
day definition_overruns(const struct definition *cop, int months);

/* Is it leads or one of the community's groups? */
bool definition_has_group(const struct definition *cop, struct str group);

/* Tries them all: which may have been meant by another? */
void definition_near_group(const struct definition *cop, struct nearest *nearest);

/* A date below a node under a key; no date if it is missing or bad. */
struct date node_date(const struct node *node, const char *key);

/* The span from one key's date to another's, such as from and until. */
struct span node_span(const struct node *node, const char *from, const char *until);

#endif
