/*
 * keys.h - the keys of a definition and of registry.yaml: the one table of the YAML formats.
 *
 * Layer 3.  Reading, checking, suggestions, -w paths, the JSON Schema and the key lists of cop-registry(5)
 * come from here; formats.md is where the table comes from.
 */
#ifndef COP_KEYS_H
#define COP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "diag.h"
#include "node.h"
#include "str.h"

enum key_type {
	KEY_STRING,
	KEY_WORD, /* one of words */
	KEY_ID,
	KEY_DATE,
	KEY_NUMBER,  /* decimal */
	KEY_COUNT,   /* a whole number, 0 or more */
	KEY_BOOLEAN, /* true or false */
	KEY_URL,
	KEY_EMAIL,
	KEY_CURRENCY, /* ISO 4217: three capital letters */
	KEY_RULE,     /* RFC 5545, 3.3.10 */
	KEY_TIME,     /* local date-time, 2026-01-08T12:00 */
	KEY_TIMEZONE, /* a name of the IANA database */
	KEY_LANGUAGE, /* RFC 5646, a language with an optional region: fr, fr-CA */
	KEY_HOST,     /* ids that must be known, from here */
	KEY_ROLE,
	KEY_REGION,
	KEY_PURPOSE,
	KEY_GROUP,
	KEY_ORGANIZATION,
	KEY_COMMUNITY, /* to here */
	KEY_MAP,       /* of keys */
	KEY_TYPES,
};

enum key_flag {
	KEY_REQUIRED = 1 << 0,
	KEY_LIST = 1 << 1,    /* a list of such values */
	KEY_BY_ID = 1 << 2,   /* a map of any id to such a value */
	KEY_BY_NAME = 1 << 3, /* a map of any name to such a value */
	KEY_TEXT = 1 << 4,    /* may be a map of language to such a value */
	KEY_OR_WORD = 1 << 5, /* a list, or one of words in its place */
	KEY_UNIQUE = 1 << 6,  /* the ids of a list of maps differ (their key "id") */
	KEY_TELLS = 1 << 7,   /* with the others that do, tells the items of a list of maps apart */
	KEY_ORDERED = 1 << 8, /* the order of a list says something */
};

struct key {
	const char *name; /* NULL ends a table */
	enum key_type type;
	unsigned flags;
	const char *const *words; /* NULL ends them */
	const struct key *keys;   /* of a map */
	const char *shorthand;    /* the key that a single value in place of the map stands for */
	const char *meaning;      /* half a sentence, for schema and manual */
	double least;             /* of a count */
};

extern const struct key definition_keys[];
extern const struct key registry_keys[];

/* Vocabularies that code asks about; NULL ends each. */
extern const char *const kind_words[];
extern const char *const status_words[];
extern const char *const cadence_words[];
extern const char *const visibility_words[];
extern const char *const position_words[];
extern const char *const consent_words[];
extern const char *const lineage_words[];
extern const char *const member_status_words[];

/* The index of the word; -1 if it is none of them. */
int words_index(const char *const *words, struct str word);

/* The order of positions: that of their words, the chair first; what is none comes last. */
int position_compare(struct str a, struct str b);

/* Tries each of the words as what was meant by another, and adds them to the list, separated by commas. */
void words_near(const char *const *words, struct nearest *nearest, struct buf *list);

/* The key of that name in a table, or NULL. */
const struct key *keys_find(const struct key *keys, struct str name);

/* Of what is no key of a community, as it follows from others: from what, behind a colon; "" if there is nothing to say. */
const char *keys_instead(struct str name);

/* Languages: those of a registry, or to read texts in, best first. */
struct languages {
	const struct str *list;
	size_t count;
};

/* Called for each single value: key tells what it should be. A text by language is several values. */
typedef void keys_visitor(void *context, const struct key *key, const struct node *value);

struct keys_walk {
	const struct key *keys; /* of the document */
	struct str path;        /* of the file */
	struct diag *diag; /* where unknown and missing keys and wrong types go; NULL: nowhere */
	const struct languages *languages; /* that texts by language keep to; NULL: any */
	keys_visitor *visit;               /* may be NULL */
	void *context;
};

/* Goes through a document by its table. */
void keys_walk(const struct keys_walk *walk, const struct node *document);

/* Records what is wrong with a value by its type alone, without knowing the registry. */
void keys_check_value(const struct key *key, const struct node *value, struct str path,
		      struct diag *diag);

/* What of a document is there to be seen: an item of the key's list, the value of a key in a map. */
struct keys_shown {
	bool (*item)(const void *context, const struct key *list, const struct node *item);
	bool (*value)(const void *context, const struct key *keys, const struct key *key,
		      const struct node *map);
	const void *context;
};

/* The first part of a path; *rest is what comes after it, absent if nothing does. */
struct str path_first(struct str path, struct str *rest);

/*
 * The key at a path such as "join.admission" or "meetings.1.cadence"; NULL if there is none, and in *wrong the
 * part that is unknown, with a suggestion, which goes on to the end of the path where that makes one.
 */
const struct key *keys_at(const struct key *table, struct str path, struct nearest *wrong);

/*
 * Has a key of that name one place in all of a document?  *home becomes the path of the map in which it stands, empty if that is
 * the document itself.
 */
bool keys_home(const struct key *keys, struct str name, struct buf *home);

/* The number that a part of a path is: an item of a list, from 1; 0 if it is none. */
size_t keys_item_number(struct str part);

/*
 * Calls visit for every value at the path below node: each item of a list where the path names none.  A
 * text by language is one value unless the path names the language; a list, map or text stands for itself.
 * keys is the table of node.  What shown, unless it is NULL, says no to is passed over.
 */
void keys_values(const struct key *keys, const struct node *node, struct str path,
		 keys_visitor *visit, void *context, const struct keys_shown *shown);

/* What is said, and in which language; that is absent where the registry does not say. */
struct wording {
	struct str text;
	struct str language;
};

/* A text, which may be one for all languages, in the best language it has; absent if node is NULL. */
struct wording text_wording(const struct node *text, struct languages languages);

/* The same without its language. */
struct str text_choose(const struct node *text, struct languages languages);

/* Is a value in place of a map the short form of it (a purpose's id for the map that has more to say)? */
bool key_is_short(const struct key *key, const struct node *node);

/* Reads a number as a definition writes it; false, and *number untouched, if it is none: strtod() would make 0 of it. */
bool number_read(struct str s, double *number);

/* Is a value a number, if the key is to be one? What is none counts as not there. */
bool key_takes(const struct key *key, struct str value);

/* Formats of single values: those that cop-registry(5) describes, and the RFCs named in rules.h. */
bool id_good(struct str s);
bool email_good(struct str s);
bool address_good(struct str s); /* an email in lower case */
/* An address as rosters keep it: in lower case, without the blanks at its ends; in the arena. */
struct str email_lower(struct arena *arena, struct str s);
bool url_good(struct str s);
bool language_good(struct str s);
bool time_good(struct str s);
/* *wrong is why not: half a sentence. */
bool rrule_good(struct str s, const char **wrong);

/* The day of an RRULE's UNTIL: 20261231, 20261231T235900 or 20261231T235900Z. */
bool rrule_until(struct str s, struct date *date);
/* Where the machine has the IANA database, the name must be in it. */
bool timezone_good(struct str s);
/* Tries the names of the machine's time zones as suggestions. */
void timezone_nearest(struct nearest *nearest);
bool domain_good(struct str s);

/*
 * Record that a value is not of its format, with what was probably meant, or else what is wanted.  name is that of the
 * key or column.  The word of unknown_word() is that of nearest, with which no word has been compared yet.
 */
void bad_date(struct diag *diag, struct place place, const char *name, struct str text);
/* The same of a date that was asked with, under that name: it is no date, day or period, such as is wanted. */
void usage_date(struct diag *diag, struct str name, struct str text, const char *no,
		const char *wanted);
void bad_email(struct diag *diag, struct place place, struct str text);
void bad_url(struct diag *diag, struct place place, struct str text);
void bad_language(struct diag *diag, struct place place, const char *name, struct str text);
void unknown_word(struct diag *diag, struct place place, const char *name, const char *const *words,
		  struct nearest *nearest);

#endif
