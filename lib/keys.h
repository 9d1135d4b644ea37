/*
 * keys.h - the keys of definitions and of registry.yaml: the single table that describes both YAML formats.
 *
 * Layer 3.  Reading, checking, suggestions, -w paths, the JSON Schema and the key lists of cop-registry(5) are
 * derived from it; the table itself follows formats.md.
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
	KEY_WORD, /* one of key->words */
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
	KEY_HOST,     /* from here to KEY_COMMUNITY: ids that the registry must know */
	KEY_ROLE,
	KEY_REGION,
	KEY_PURPOSE,
	KEY_GROUP,
	KEY_ORGANIZATION,
	KEY_COMMUNITY,
	KEY_MAP, /* a map with the keys of key->keys */
	KEY_TYPES,
};

enum key_flag {
	KEY_REQUIRED = 1 << 0,
	KEY_LIST = 1 << 1,    /* a list of values of the type */
	KEY_BY_ID = 1 << 2,   /* a map from arbitrary ids to such values */
	KEY_BY_NAME = 1 << 3, /* a map from arbitrary names to such values */
	KEY_TEXT = 1 << 4,    /* may be a map from language to such values */
	KEY_OR_WORD = 1 << 5, /* a list, or in its place one of key->words */
	KEY_UNIQUE = 1 << 6,  /* in a list of maps, the values of "id" must differ */
	KEY_TELLS = 1 << 7,   /* one of the keys that identify an item of a list of maps */
	KEY_ORDERED = 1 << 8, /* the order of a list is significant */
};

struct key {
	const char *name; /* NULL ends a table */
	enum key_type type;
	unsigned flags;
	const char *const *words; /* ends with NULL */
	const struct key *keys;   /* of KEY_MAP */
	const char *shorthand;    /* a single value in place of the map is the value of this key */
	const char *meaning;      /* a phrase, for the schema and the manual */
	double least;             /* of KEY_COUNT: the minimum */
};

extern const struct key definition_keys[];
extern const struct key registry_keys[];

/* Vocabularies that code refers to; each ends with NULL. */
extern const char *const kind_words[];
extern const char *const status_words[];
extern const char *const cadence_words[];
extern const char *const visibility_words[];
extern const char *const position_words[];
extern const char *const consent_words[];
extern const char *const lineage_words[];
extern const char *const member_status_words[];

/* The index of the word in words; -1 if it is not there. */
int words_index(const char *const *words, struct str word);

/* Compares two positions by their order in position_words, the chair first; an unknown word comes last. */
int position_compare(struct str a, struct str b);

/* Offers each word to nearest as a suggestion, and appends it to the list, separated by commas. */
void words_near(const char *const *words, struct nearest *nearest, struct buf *list);

/* Looks up a key by name in a table; NULL if there is none. */
const struct key *keys_find(const struct key *keys, struct str name);

/*
 * Explains why a name such as "status" is not a key of a community: a phrase that says where the information comes
 * from, beginning with a colon, or "" if there is nothing to say.
 */
const char *keys_instead(struct str name);

/* Languages: those of a registry, or those to read texts in, best first. */
struct languages {
	const struct str *list;
	size_t count;
};

/* Called for each single value; key describes it.  A text by language counts as several values. */
typedef void keys_visitor(void *context, const struct key *key, const struct node *value);

struct keys_walk {
	const struct key *keys; /* of the document */
	struct str path;        /* of the file */
	struct diag *diag;      /* gets unknown and missing keys and wrong types; may be NULL */
	const struct languages *languages; /* that texts by language may use; NULL: any */
	keys_visitor *visit;               /* may be NULL */
	void *context;
};

/* Walks a document by its table: checks its structure, and visits each value. */
void keys_walk(const struct keys_walk *walk, const struct node *document);

/* Checks a value against its type alone, without knowledge of the registry, and records what is wrong. */
void keys_check_value(const struct key *key, const struct node *value, struct str path,
		      struct diag *diag);

/* Records a value that is none of the key's words. */
void keys_check_word(const struct key *key, const struct node *value, struct str path,
		     struct diag *diag);

/* Decides which parts of a document are visible: items of a list, and the values of keys in a map. */
struct keys_shown {
	bool (*item)(const void *context, const struct key *list, const struct node *item);
	bool (*value)(const void *context, const struct key *keys, const struct key *key,
		      const struct node *map);
	const void *context;
};

/* The first part of a dotted path; *rest becomes what follows it, absent if nothing does. */
struct str path_first(struct str path, struct str *rest);

/*
 * The key at a path such as "join.admission" or "meetings.1.cadence".  If there is none, returns NULL, and *wrong
 * gets the part that is unknown, with a suggestion, which includes the rest of the path if that makes a valid one.
 */
const struct key *keys_at(const struct key *table, struct str path, struct nearest *wrong);

/*
 * Does a key of that name occur in exactly one place of a document?  Then *home becomes the path of the map that
 * contains it, empty for the document itself.
 */
bool keys_home(const struct key *keys, struct str name, struct buf *home);

/* Parses a part of a path as the number of a list item, from 1; 0 if it is not one. */
size_t keys_item_number(struct str part);

/*
 * Calls visit for every value at the path below node, whose table is keys.  A part that names a list without an item
 * number stands for every item.  A text by language is one value unless the path names the language.  Values that
 * shown rejects are skipped; shown may be NULL.
 */
void keys_values(const struct key *keys, const struct node *node, struct str path,
		 keys_visitor *visit, void *context, const struct keys_shown *shown);

/* A text and its language, which is absent where the registry does not state it. */
struct wording {
	struct str text;
	struct str language;
};

/*
 * A text in the best of the languages that it has; a text not given by language is taken as it is.  Absent if node is
 * NULL.
 */
struct wording text_wording(const struct node *text, struct languages languages);

/* The same as text_wording(), without the language. */
struct str text_choose(const struct node *text, struct languages languages);

/* Is the node the short form of a map: a value that stands for the key key->shorthand alone? */
bool key_is_short(const struct key *key, const struct node *node);

/*
 * Parses a decimal number.  Returns false and leaves *number alone if it is malformed, where strtod() would return 0.
 */
bool number_read(struct str s, double *number);

/*
 * Is the value a number, if the key's type is one? True for every other type.  Callers treat a malformed number as
 * missing.
 */
bool key_takes(const struct key *key, struct str value);

/* Is a value well-formed? The formats are those of cop-registry(5) and of the RFCs named in rules.h. */
bool id_good(struct str s);
/* What messages say of an id that is malformed. */
#define ID_USE "use lower-case letters, digits, and hyphens between them, at most 63 in all"
bool email_good(struct str s);
bool address_good(struct str s); /* an email address in lower case */
/* An address in the form that rosters store: lower case, trimmed; in the arena. */
struct str email_lower(struct arena *arena, struct str s);
bool url_good(struct str s);
bool language_good(struct str s);
bool time_good(struct str s);
/* If false, *wrong is the reason: a phrase. */
bool rrule_good(struct str s, const char **wrong);

/* Parses an RRULE's UNTIL: 20261231, 20261231T235900 or 20261231T235900Z. */
bool rrule_until(struct str s, struct date *date);
/* If the machine has the IANA database, the name must be in it. */
bool timezone_good(struct str s);
/* Offers the names of the machine's time zones to nearest. */
void timezone_nearest(struct nearest *nearest);
bool domain_good(struct str s);

/*
 * Record that a value is malformed, with what was probably meant, or else the form wanted.  name is the key or
 * column.  unknown_word() takes the word from nearest, which must not have been compared with any candidate yet.
 */
void bad_date(struct diag *diag, struct place place, const char *name, struct str text);
/*
 * The same for a date from the command line or the environment, with the message NAME: "TEXT" is not a NO.  no is
 * "date", "day" or "period"; wanted, such as " such as 2026-06-30", ends the message if there is no suggestion.
 */
void usage_date(struct diag *diag, struct str name, struct str text, const char *no,
		const char *wanted);
void bad_email(struct diag *diag, struct place place, struct str text);
void bad_url(struct diag *diag, struct place place, struct str text);
/*
 * The language that differs from the text only in its case and separator, as FR or fr_ca does: only a region has
 * capitals.  Absent if there is none; kept in nearest, of which nothing else changes.
 */
struct str language_recased(struct str text, struct nearest *nearest);

/* Searches for the language that was probably meant, also by its name in English or French. */
void language_nearest(struct str text, struct nearest *nearest);
void bad_language(struct diag *diag, struct place place, const char *name, struct str text);
void unknown_word(struct diag *diag, struct place place, const char *name, const char *const *words,
		  struct nearest *nearest);

#endif
