/*
 * definition.h - a community of practice, as described by its definition file.
 *
 * Layer 3.  A definition keeps its parsed document, which -w paths and cop-show read, and beside it the values that
 * code needs often.  Everything lives in the arena it was read into.
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
	const struct node *node; /* the rule in the document */
	struct str group;        /* absent: the members or, if position is given, any seat */
	struct str role;         /* absent: any; likewise below */
	struct str organization;
	struct str region;
	struct str position;
	long at_least; /* -1: no such bound; likewise below */
	long at_most;
	long at_most_per_organization;
};

struct lineage {
	const struct node *node;
	enum lineage_event event;
	struct str community; /* absent if the other side is not a community of this registry */
	struct date date;
};

struct definition {
	struct str id;
	struct str path;         /* of its file, as findings show it */
	const struct node *root; /* the document, a map; NULL: not read (definition_unread()) */
	enum kind kind;
	enum visibility visibility;
	struct str host;
	struct date launched;
	struct date ended;
	struct date reviewed;
	day merged; /* last day before the status is merged; DAY_NEVER: not merged */
	struct span *pauses;
	size_t pause_count;
	struct str *groups; /* ids, without the built-in group leads */
	size_t group_count;
	struct composition_rule *rules;
	size_t rule_count;
	struct lineage *lineage;
	size_t lineage_count;
};

/* A definition's file is named after the community's id, with this suffix. */
#define DEFINITION_SUFFIX ".yaml"

/*
 * Parses a definition from the contents of its file.  Values that are not valid are recorded and treated as missing.
 * NULL if the contents are not a YAML map.
 */
struct definition *definition_parse(struct arena *arena, struct str id, struct str bytes,
				    struct place place, const struct languages *languages,
				    struct diag *diag);

/* Makes a definition without a document, for callers that need only the id and path. */
struct definition *definition_unread(struct arena *arena, struct str id, struct place place);

/*
 * Who may see the community.  Errs on the side of hiding: an unknown value counts as secret, and a misspelt or wrongly
 * indented key counts like the right one.  The narrowest of several applies.
 */
enum visibility visibility_of(const struct node *root);

enum status definition_status(const struct definition *cop, day d);

/* Was the last review more than this number of months before day d? False if it was never reviewed. */
bool definition_is_stale(const struct definition *cop, int months, day d);

/* Has the launch day come by day d while the last review dates from before it? Then the plan needs confirming. */
bool definition_awaits_launch(const struct definition *cop, day d);

/* The day that is so many months after a learning collaborative's launch; DAY_NEVER for others, or without a launch. */
day definition_overruns(const struct definition *cop, int months);

/* Is group "leads" or one of the community's groups? */
bool definition_has_group(const struct definition *cop, struct str group);

/* Offers all groups to *nearest, as suggestions for an unknown one. */
void definition_near_group(const struct definition *cop, struct nearest *nearest);

/* The date under a key of a map; not given if it is missing or invalid. */
struct date node_date(const struct node *node, const char *key);

/* The span from the date under from to that under until, in a map. */
struct span node_span(const struct node *node);

/* The last of a goal's readings up to the day; NULL if there is none. */
const struct node *goal_reading(const struct node *goal, day d);

#endif
