/*
 * search.h - communities and members in which every word of a question stands, best first: cop-search.
 *
 * Layer 5.  A question is words, or with -E regular expressions.  It is put to what a person reads of a definition
 * (search-text.c), by which communities are ranked (search-rank.c) and shown (search-show.c), and to rows of rosters
 * (search-people.c).  What is found are hits, printed as records (search.c) or, for a person at a terminal, as lines with the
 * match in colour (search-page.c).
 */
#ifndef COP_SEARCH_H
#define COP_SEARCH_H

#include <locale.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "emit.h"
#include "query.h"
#include "roster.h"
#include "seek.h"

/* -- the question ------------------------------------------------------------------------------------------------- */

/* What a word does to a community that lacks it. */
enum sought_need {
	SOUGHT_NEEDED,  /* leaves it out */
	SOUGHT_WELCOME, /* nothing; where it stands, it counts: community, group, French */
	SOUGHT_IDLE,    /* nothing, and counts nowhere: of, pour */
};

/* How well a text matches: it begins as the word does without its ending; has it as a beginning; has it, or its plural. */
enum likeness { LIKE_NONE, LIKE_STEM, LIKE_PREFIX, LIKE_WORD, LIKES };

/* One of the words, or a phrase, or a pattern. */
struct sought {
	struct str typed;
	enum sought_need need;
	struct str language; /* that it is the name of; absent: of none */
	size_t exact;        /* among the terms of the question's forms: the word itself */
	size_t root;         /* what all its forms begin with */
	size_t forms;        /* the first of its other forms, which match as whole words */
	size_t form_count;
	const struct seek *alone; /* the root, by itself */
	bool stem;                /* the root is long enough to match by itself */
	struct str pattern;       /* folded; absent: it is a word */
};

struct question {
	struct sought *list;
	size_t count;
	const struct seek *forms; /* for definitions: a word in all its forms */
	const struct seek *typed; /* for people: as they were typed, in the order of the list */
	bool patterns;
	locale_t locale; /* of UTF-8, for patterns; else 0 */
};

/*
 * The question that words ask, or extended regular expressions (regcomp(3)).  NULL, with a usage error recorded, if
 * none of them has a letter or digit, or one is no expression.
 */
struct question *question_new(struct arena *arena, const struct str *words, size_t count,
			      bool patterns, struct diag *diag);

/* NULL is nothing to do. */
void question_free(const struct question *question);

/* Is it a small word, such as of and pour, that counts for no community? */
bool question_is_small(struct str typed);

/* What one thread needs to put a question. Begin with matcher_begin(). */
struct matcher {
	const struct question *question;
	struct buf scratch;
	regex_t *patterns;
};

void matcher_begin(struct matcher *matcher, const struct question *question);
void matcher_end(struct matcher *matcher);

/* How well the text of a definition, or the field of a row, matches the i-th of the question; where, in its own bytes. */
enum likeness matcher_text(struct matcher *matcher, size_t i, struct str text, size_t *at,
			   size_t *length);
enum likeness matcher_field(struct matcher *matcher, size_t i, struct str text, size_t *at,
			    size_t *length);

/* -- patterns: what search-pattern.c does for search-words.c --------------------------------------------------------------- */

/* Reads the expressions into the question; false, with usage errors recorded, if one is none. */
bool patterns_read(struct question *question, struct arena *arena, const struct str *words,
		   size_t count, struct diag *diag);

/* Makes the i-th of the question ready to match; an error of regcomp(3), or 0. */
int pattern_compile(const struct question *question, size_t i, regex_t *compiled);

/* As matcher_text(). */
enum likeness pattern_match(struct matcher *matcher, size_t i, struct str text, size_t *at,
			    size_t *length);

/* -- what is read for it ------------------------------------------------------------------------------------------- */

/*
 * Loads the definitions that a question of words may be about: those in which none of its words stands keep their id alone
 * (registry_load_wanted()).  NULL: it is about people.  For the private audience alone, as others must not be told of some.
 */
void search_load(struct registry *registry, const struct question *question);

/* Do columns or conditions need the definition of any community whose members are found? */
bool search_asks_definitions(const struct emit *emit, const struct query *query);

/* -- what a person reads of a definition ---------------------------------------------------------------------------- */

/* The kinds of fields that the ranking tells apart. */
enum text_tier { TIER_NAMES, TIER_DOMAIN, TIER_PRACTICE, TIER_REST, TIERS };

/* Where a value stands in a definition: the way to it. */
struct step {
	const struct step *above; /* NULL: the document */
	struct str name;          /* of a key; absent: an item of a list */
	size_t index;             /* of that, from 1 */
};

/* A value that a person reads: a scalar, or a text by language. */
typedef void text_visitor(void *context, const struct key *key, const struct node *value,
			  const struct step *step);

/* Goes through all of a definition that its readers may see. */
void search_texts(const struct view *view, const struct definition *cop, text_visitor *visit,
		  void *context);

/* The vocabulary that the values of a key come from; NULL if it is none of a registry's. */
const struct vocabulary *search_vocabulary(const struct registry *registry, const struct key *key);

enum text_tier search_tier(const struct step *step);

/* The path of a value, such as practice.2, in the arena. */
struct str search_path(struct arena *arena, const struct step *step);

/* -- what is found ---------------------------------------------------------------------------------------------------- */

/* Bytes of a text, from begin to end. */
struct stretch {
	size_t begin;
	size_t end;
};

#define HIT_PARTS 3

/* A text of a community, or a membership: the subject of a record. */
struct hit {
	const struct definition *cop;
	bool member;
	struct str field;
	struct str text;
	struct str
	    seen; /* what a person sees in its place, where the text shows no match; else the same */
	struct stretch parts[HIT_PARTS]; /* of that, to each of which the question was put */
	size_t part_count;
	struct str path;
	size_t line;
	double score; /* of a community */
	enum member_status status;
	struct str name; /* of a member, and so on */
	struct str email;
	struct str role;
	struct str region;
	struct str organization;
	struct str order; /* the folded name */
};

/* Hits in the order in which they are printed, in an arena. */
struct hits {
	struct arena *arena;
	struct hit *list;
	size_t count;
	size_t capacity;
};

extern const struct column search_columns[];

/* What is searched. */
struct searching {
	const struct view *view;
	const struct definition *const *cops;
	size_t count;
	const struct query *query;
	bool communities;
	bool people; /* members and applicants */
	bool all;    /* memberships of every status */
	bool quiet;  /* what is wrong in rosters is not recorded */
};

/* Does the query hold for a hit? Then adds it. */
void hits_add(struct hits *hits, const struct searching *searching, const struct hit *hit);

/* Adds the communities that match, best first, with the texts that show it. Those that keep their id alone match nothing. */
void search_communities(struct hits *hits, const struct searching *searching,
			const struct question *question);

/* Adds the memberships that match, by name. */
void search_people(struct hits *hits, const struct searching *searching,
		   const struct question *question);

/* The fields of a row in which words are looked for, the first that matches being told; then the rest, for patterns alone. */
#define SEARCH_FIELDS 12
#define SEARCH_FIELDS_FOR_WORDS 7
extern const enum roster_column search_fields[SEARCH_FIELDS];

/* Is the row a membership that is searched? */
bool search_sees(const struct searching *searching, const struct spell *spell);

/* Prints hits as records; with once, the first of each community. */
void search_list(const struct hits *hits, const struct view *view, bool once, struct emit *emit);

/* Adds hits as lines for a person: a community's id and name, below them path:line: text, cut to the width. */
void search_page(const struct hits *hits, const struct view *view, const struct question *question,
		 size_t width, bool colour, struct buf *out);

/* What of a question finds nothing by itself, and what is near and does. */
struct suggestion {
	struct str word;    /* absent: each part of the question finds something, or nobody knows */
	struct str nearest; /* absent: none is near */
	bool apart;    /* the words of what is a phrase would find something, each for itself */
	bool together; /* each word finds something, but nothing has all of them */
};

/* The first such word or phrase of a question that found nothing; in the arena. All definitions are loaded. */
struct suggestion search_nearest(struct arena *arena, const struct searching *searching,
				 const struct question *question);

#endif
