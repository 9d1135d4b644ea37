/*
 * query.h - the columns of records, and conditions that select records: -c, -s and -w.
 *
 * Layer 4.  A record is about a community: the community itself, or a membership in it.  Its fields are the columns of
 * a table and every path into the definition (cop.PATH if a column has that name).
 */
#ifndef COP_QUERY_H
#define COP_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "registry.h"

/* Who will read the output; each audience sees all that the one before it sees, and more. */
enum audience { AUDIENCE_PUBLIC, AUDIENCE_MEMBERS, AUDIENCE_PRIVATE };

extern const char *const audience_words[]; /* by enum audience; NULL at the end */

extern const char *const boolean_words[]; /* of flags in definitions; NULL at the end */

/* What every question depends on. */
struct view {
	const struct registry *registry;
	day as_of;
	enum audience audience;
	struct languages languages; /* of the reader, best first */
};

enum value_kind {
	VALUE_UNKNOWN, /* not known, or not for this audience */
	VALUE_TEXT,
	VALUE_DATE, /* or a period of reports, such as 2026-Q3 */
	VALUE_NUMBER,
	VALUE_FLAG, /* yes or no; in a definition true or false, which is then its text */
	VALUE_LIST, /* of texts */
	/* A count too small to be shown: below number; if number is 0, it is masked to protect such a count. */
	VALUE_MASKED,
};

struct value {
	enum value_kind kind;
	struct str text; /* of a text; a date as written */
	double number;   /* of a number; 0 or 1 for a flag */
	const struct str *list;
	size_t count;          /* of the list */
	enum value_kind items; /* the kind of the list's items */
};

static inline struct value
value_text(struct str written)
{
	return (struct value){.kind = VALUE_TEXT, .text = written};
}

static inline struct value
value_date(struct str written)
{
	return (struct value){.kind = VALUE_DATE, .text = written};
}

static inline struct value
value_number(size_t number)
{
	return (struct value){.kind = VALUE_NUMBER, .number = (double)number};
}

struct record {
	const struct view *view;
	const struct definition *cop; /* NULL: not known, so that every path into it is unknown */
	const void *subject;   /* for the columns' get(), or an array of values (column.at) */
	struct arena *scratch; /* for lists that field_value() makes */
};

enum column_terms {
	TERMS_NONE,
	TERMS_ROLES,
	TERMS_REGIONS,
	TERMS_HOSTS,
	TERMS_PURPOSES,
	TERMS_ORGANIZATIONS, /* ids of organizations.csv, if that exists; else anything */
	TERMS_COMMUNITIES,
	TERMS_SELECTION /* a community, or * for all that are selected */
};

struct column {
	const char *name; /* NULL ends a table */
	enum value_kind kind;
	const char *const *words; /* its only possible values; or NULL */
	enum column_terms terms;  /* the vocabulary that its values come from */
	/* Where the value comes from: a path into the definition, get(), or the subject as an array, counted from 1. */
	const char *path;
	unsigned at;
	void (*get)(const struct record *record, struct value *value);
	bool shown;     /* by default, when no columns are named */
	bool private;   /* may hold a name or an address: unknown to audiences other than private */
	bool several;   /* its values may be lists, as its name is a path through a list */
	bool whole;     /* it says who: a table drops other columns rather than cutting it */
	bool spare;     /* a table that is too wide drops it before others */
	bool wrapped;   /* a sentence: a table wraps it rather than cut it, and drops no column */
	unsigned least; /* the width to which a table may cut it; 0: the usual one */
	unsigned needs; /* what must be read for it: bits that the owner of the table defines */
	const char *meaning;
};

/* How many columns the table has. */
size_t columns_count(const struct column *columns);

/* The column of that name; NULL if there is none. */
const struct column *columns_find(const struct column *columns, struct str name);

/* A column, or a path into the definition. */
struct field {
	struct str name;             /* as it was asked for */
	const struct column *column; /* NULL: it is only a path */
	struct str path;             /* absent: the value does not come from the definition */
	const struct key *key;       /* of the path */
	bool several;                /* the path goes through a list: any number of values */
};

/*
 * Finds a field by its name; false, with a usage error and a suggestion recorded, if there is none.  Paths into the
 * definition are fields only if the first of the columns is cop, that is if records are about communities.
 */
bool field_find(struct field *field, const struct column *columns, struct str name,
		struct diag *diag);

/*
 * Does the field have values to show or compare?  Not if it is a map: then a usage error is recorded that names a key in
 * it, and suggests the column that may have been meant.
 */
bool field_shows(const struct field *field, const struct column *columns, struct diag *diag);

/* The kind of its values. */
enum value_kind field_kind(const struct field *field);

/* Gets the value of a record's field, with texts in the view's languages; it lives as long as the record's scratch. */
void field_value(const struct field *field, const struct record *record, struct value *value);

/* Calls visit for every value at the field's path that the audience may see. */
void field_visit(const struct field *field, const struct record *record, keys_visitor *visit,
		 void *context);

/* Conditions, all of which must hold. */
struct query;

struct query *query_new(struct arena *arena, const struct column *columns);

/* The FIELD of FIELD OP VALUE; the whole expression if it has no operator. */
struct str query_field_of(struct str expression);

/* Adds the condition FIELD OP VALUE; false, with a usage error recorded, if it makes no sense. */
bool query_add(struct query *query, const struct registry *registry, struct str expression,
	       struct diag *diag);

/* Does the record satisfy every condition? Safe to call from several threads. */
bool query_holds(const struct query *query, const struct record *record);

/* Would a record with that text in the column satisfy the conditions on it? Safe to call from several threads. */
bool query_allows(const struct query *query, const struct column *column, struct str text);

/* The field of condition i, from 0; NULL after the last. */
const struct field *query_field(const struct query *query, size_t i);

/* The union of the needs bits of all columns that have conditions. */
unsigned query_needs(const struct query *query);

/* Is there a condition on that column? */
bool query_mentions(const struct query *query, const char *column);

/*
 * For query.c.  The organizations that the values of a field are ids of, read into the arena; NULL if they are of none,
 * or these are not known.
 */
const struct organizations *query_organizations(const struct field *field,
						const struct registry *registry,
						struct arena *arena);

/* For query.c.  Does any roster have that text as the organization, role or region that the column shows? */
bool query_rosters_have(const struct column *column, const struct registry *registry,
			struct str text, struct arena *arena);

/* Is a community of that visibility shown to the audience? */
bool audience_sees(enum audience audience, enum visibility visibility);

/*
 * May the audience know that the community of that id exists?  Yes if the registry has no such community; no if its
 * definition is not loaded, as it may be secret, or if there is no registry.  The private audience may know of all.
 */
bool audience_knows(const struct view *view, struct str id);

/* May the audience use what an item of a definition offers, such as a link?  By default, it is for members. */
bool audience_may_use(const struct view *view, const struct node *item);

/*
 * May the audience see an item of a list, which may be a resource for members, or the value of a key in a map, which
 * may be the link to a members' meeting?
 */
bool audience_sees_item(const struct view *view, const struct key *list, const struct node *item);
bool audience_sees_value(const struct view *view, const struct key *keys, const struct key *key,
			 const struct node *map);

/* The number below which a count of people that is not 0 is masked for audiences other than private. */
static inline size_t
small_cell(const struct view *view)
{
	return (size_t)view->registry->policy.small_cell;
}

/* A count of people as the audience may see it. */
struct value count_value(const struct view *view, size_t count);

#endif
