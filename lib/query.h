/*
 * query.h - columns of any record, and which records are wanted: -c, -s and -w.
 *
 * Layer 4.  A record is about a community: the community itself, or a membership in it.  Its columns come
 * from a table; beside them, every path into the definition is a field (cop.PATH where a column has the name).
 */
#ifndef COP_QUERY_H
#define COP_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "registry.h"

/* Who will read what is printed; each sees what the one before it sees, and more. */
enum audience { AUDIENCE_PUBLIC, AUDIENCE_MEMBERS, AUDIENCE_PRIVATE };

extern const char *const audience_words[]; /* in that order; NULL at the end */

extern const char *const boolean_words[]; /* of flags in definitions; NULL at the end */

/* The frame of a question. */
struct view {
	const struct registry *registry;
	day as_of;
	enum audience audience;
	struct languages languages; /* to read texts in, best first */
};

enum value_kind {
	VALUE_UNKNOWN, /* nobody knows, or may know */
	VALUE_TEXT,
	VALUE_DATE, /* or a period of reports, such as 2026-Q3 */
	VALUE_NUMBER,
	VALUE_FLAG, /* yes or no; of a definition, true or false as its text says */
	VALUE_LIST, /* of text */
	VALUE_MASKED, /* a number too small to be shown: below number; 0: held back for the sake of such a one */
};

struct value {
	enum value_kind kind;
	struct str text; /* of a text; of a date, as it was given */
	double number;   /* of a number; of a flag 0 or 1 */
	const struct str *list;
	size_t count;
	enum value_kind items; /* what the texts of a list stand for */
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
	const struct definition *cop; /* NULL: unknown, and so is what its definition says */
	const void *subject;          /* what the column's get() knows */
	struct arena *scratch;        /* for lists that get() makes */
};

enum column_terms {
	TERMS_NONE,
	TERMS_ROLES,
	TERMS_REGIONS,
	TERMS_HOSTS,
	TERMS_PURPOSES,
	TERMS_COMMUNITIES,
	TERMS_SELECTION /* a community, or * for all that are selected */
};

struct column {
	const char *name; /* NULL ends a table */
	enum value_kind kind;
	const char *const *words; /* the only values there are; or NULL */
	enum column_terms terms;  /* the vocabulary its values come from */
	const char *path;         /* into the definition, in place of get() */
	unsigned at; /* from 1: in the subject, which is an array of values, in place of get() */
	void (*get)(const struct record *record, struct value *value);
	bool shown;     /* unless columns are named */
	bool private;   /* a name or an address, or may hold one: unknown to other audiences */
	bool several;   /* its values may be lists: a path through a list, asked for as a column */
	bool whole;     /* in a table others are left out before it is cut: it says who */
	bool spare;     /* it is left out before others are */
	unsigned least; /* the width to which a table may cut it; 0: as any other */
	unsigned needs; /* what has to be read for it; the table's owner knows the bits */
	const char *meaning;
};

/* A column, or a path into the definition. */
struct field {
	struct str name;             /* as it was asked for */
	const struct column *column; /* NULL: a path alone */
	struct str path;             /* absent: the column's get() */
	const struct key *key;       /* of the path */
	bool several;                /* the path goes through a list: any number of values */
};

/*
 * Finds a field by its name; false, with a usage error and a suggestion recorded, if there is none.  Only
 * records whose first column is cop are about a community, and have the paths of its definition for fields.
 */
bool field_find(struct field *field, const struct column *columns, struct str name,
		struct diag *diag);

/* Has it values that can be shown?  A map has keys, of which the usage error recorded names one. */
bool field_shows(const struct field *field, struct diag *diag);

/* The kind of its values. */
enum value_kind field_kind(const struct field *field);

/* The value of a record's field; texts in the view's language. Slices live as long as the record. */
void field_value(const struct field *field, const struct record *record, struct value *value);

/* Calls visit for every value at the field's path that the audience sees. */
void field_visit(const struct field *field, const struct record *record, keys_visitor *visit,
		 void *context);

/* Conditions, all of which must hold. */
struct query;

struct query *query_new(struct arena *arena, const struct column *columns);

/* The field that FIELD OP VALUE is about; the whole, if it has no operator. */
struct str query_field_of(struct str expression);

/* Adds FIELD OP VALUE; false, with a usage error recorded, if it makes no sense. */
bool query_add(struct query *query, const struct registry *registry, struct str expression,
	       struct diag *diag);

/* Does the record satisfy every condition? Threads may ask at the same time. */
bool query_holds(const struct query *query, const struct record *record);

/* Do the conditions on that column hold for a record that has the text in it? Threads may ask at the same time. */
bool query_allows(const struct query *query, const struct column *column, struct str text);

/* The fields that conditions are about: the i-th, or NULL behind the last. */
const struct field *query_field(const struct query *query, size_t i);

/* What the columns need that conditions are on: the bits of all of them. */
unsigned query_needs(const struct query *query);

/* Is there a condition on that column? */
bool query_mentions(const struct query *query, const char *column);

/* Is a community of that visibility shown to the audience? */
bool audience_sees(enum audience audience, enum visibility visibility);

/*
 * May the audience know of the community of that id?  Of one that the registry lacks, yes; of one whose definition cannot be
 * read, and may say that it is secret, no; nor where there is no registry to ask.
 */
bool audience_knows(const struct view *view, struct str id);

/* Is what an item of a definition gives, such as a link, for the audience?  What does not say for whom it is, is for members. */
bool audience_may_use(const struct view *view, const struct node *item);

/*
 * What of a definition the audience sees: an item of a list, which may be a resource for members; the value of a key in a map, which
 * may be the link to their meeting.
 */
bool audience_sees_item(const struct view *view, const struct key *list, const struct node *item);
bool audience_sees_value(const struct view *view, const struct key *keys, const struct key *key,
			 const struct node *map);

/* A count of people as the audience may see it. */
struct value count_value(const struct view *view, size_t count);

#endif
