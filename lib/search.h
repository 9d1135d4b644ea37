/*
 * search.h - cop-search: communities and members in which every word of a question stands, best first.
 *
 * Layer 5.  A question is words or, with -E, regular expressions.  It is put to the texts of definitions
 * (search-text.c), by which communities are ranked (search-rank.c) and shown (search-show.c), and to rows of rosters
 * (search-people.c).  What matches are hits, printed as records (search.c) or, for a person at a terminal, as lines
 * with the match in colour (search-page.c).
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

/* What becomes of a community that lacks a word. */
enum sought_need {
	SOUGHT_NEEDED,  /* it does not match */
	SOUGHT_WELCOME, /* it still matches; the word adds to the score: community, group, French */
	SOUGHT_IDLE,    /* it still matches; the word adds nothing: of, pour */
};

/*
 * How well a text matches a word.  LIKE_STEM: a word of the text begins with its stem; LIKE_PREFIX: one begins with the
 * word itself; LIKE_WORD: the word, or another form of it such as a plural, stands there whole.
 */
enum likeness { LIKE_NONE, LIKE_STEM, LIKE_PREFIX, LIKE_WORD, LIKES };

/* A word, phrase or pattern of a question. */
struct sought {
	struct str typed;
	enum sought_need need;
	struct str language; /* code of the language that it names; absent: none */
	size_t exact;        /* index in question.forms of the word itself */
	size_t root;         /* index of the beginning that all its forms share */
	size_t forms;        /* index of the first of its other forms, which match as whole words */
	size_t form_count;
	const struct seek *alone; /* a seek for the root alone */
	bool stem;                /* the root may match by itself (LIKE_STEM) */
	struct str pattern;       /* folded; absent if it is a word or phrase */
};

struct question {
	struct sought *list;
	size_t count;
	const struct seek *forms; /* for definitions: the words in all their forms */
	const struct seek *typed; /* for people: the words as typed, in the order of list */
	bool patterns;
	locale_t locale; /* a UTF-8 locale, for patterns; else 0 */
};

/*
 * Makes a question of words or, with patterns, of extended regular expressions (regcomp(3)).  NULL, with a usage error
 * recorded, if no word has a letter or digit, or an expression is invalid.
 */
struct question *question_new(struct arena *arena, const struct str *words, size_t count,
			      bool patterns, struct diag *diag);

/* Frees what the arena does not hold.  question may be NULL. */
void question_free(const struct question *question);

/* Is it a small word, such as of or pour, that never counts for a community? */
bool question_is_small(struct str typed);

/* What one thread needs to match texts.  Begin with matcher_begin(). */
struct matcher {
	const struct question *question;
	struct buf scratch;
	regex_t *patterns;
};

void matcher_begin(struct matcher *matcher, const struct question *question);
void matcher_end(struct matcher *matcher);

/*
 * How well a text of a definition (matcher_text()) or a field of a row (matcher_field()) matches the i-th word of the
 * question.  *at and *length tell where, in bytes of the text; both may be NULL.
 */
enum likeness matcher_text(struct matcher *matcher, size_t i, struct str text, size_t *at,
			   size_t *length);
enum likeness matcher_field(struct matcher *matcher, size_t i, struct str text, size_t *at,
			    size_t *length);

/* -- patterns: what search-pattern.c does for search-words.c --------------------------------------------------------------- */

/* Reads the expressions into the question; false, with usage errors recorded, if any is invalid. */
bool patterns_read(struct question *question, struct arena *arena, const struct str *words,
		   size_t count, struct diag *diag);

/* Compiles the i-th pattern of the question; returns 0 or an error of regcomp(3). */
int pattern_compile(const struct question *question, size_t i, regex_t *compiled);

/* As matcher_text(). */
enum likeness pattern_match(struct matcher *matcher, size_t i, struct str text, size_t *at,
			    size_t *length);

/* -- what is read for it ------------------------------------------------------------------------------------------- */

/*
 * Loads the definitions that a question of words may match, and for any other community only its id and path
 * (registry_load_wanted()).  NULL stands for a question about people alone, which matches no definition.  Only for the
 * private audience: for others, each definition must be read to tell whether they may see the community.
 */
void search_load(struct registry *registry, const struct question *question);

/* Do columns or conditions read the definitions of communities, even if only people are searched? */
bool search_asks_definitions(const struct emit *emit, const struct query *query);

/* -- what a person reads of a definition ---------------------------------------------------------------------------- */

/* The kinds of fields that the ranking weighs differently. */
enum text_tier { TIER_NAMES, TIER_DOMAIN, TIER_PRACTICE, TIER_REST, TIERS };

/* The path to a value in a definition, from the value up. */
struct step {
	const struct step *above; /* NULL: the top of the document */
	struct str name;          /* key of a map; absent: an item of a list */
	size_t index;             /* index of the item, from 1 */
};

/* Called with a value that a person reads: a scalar, or a text by language. */
typedef void text_visitor(void *context, const struct key *key, const struct node *value,
			  const struct step *step);

/* Visits every value of a definition that people read and the audience of the view may see. */
void search_texts(const struct view *view, const struct definition *cop, text_visitor *visit,
		  void *context);

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

/* A text of a community, or a membership, that matches: the subject of a record. */
struct hit {
	const struct definition *cop;
	bool member;
	struct str field;
	struct str text;
	struct str
	    seen; /* what search_page() prints: the whole row if text may not show the match, else text */
	struct stretch parts[HIT_PARTS]; /* parts of seen in which matches are looked for */
	size_t part_count;
	struct str path;
	size_t line;
	double score; /* of a community */
	enum member_status status;
	struct str name; /* this and the rest: of a member */
	struct str email;
	struct str role;
	struct str region;
	struct str organization;
	struct str order; /* what members are sorted by: the folded name */
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
	bool quiet;  /* do not record what is wrong in rosters */
};

/* Adds the hit, if the query holds for it. */
void hits_add(struct hits *hits, const struct searching *searching, const struct hit *hit);

/*
 * Adds the communities that match, best first, with texts that show it.  Those of which only the id is loaded are
 * passed over.
 */
void search_communities(struct hits *hits, const struct searching *searching,
			const struct question *question);

/* Adds the memberships that match, in order of name. */
void search_people(struct hits *hits, const struct searching *searching,
		   const struct question *question);

/*
 * The fields of a row that are searched, in order of preference for being shown: the first SEARCH_FIELDS_FOR_WORDS for
 * words, all for patterns.
 */
#define SEARCH_FIELDS 12
#define SEARCH_FIELDS_FOR_WORDS 7
extern const enum roster_column search_fields[SEARCH_FIELDS];

/* Is the row a membership of a status that is searched? */
bool search_sees(const struct searching *searching, const struct spell *spell);

/* Prints hits as records; with once, only the first of each community. */
void search_list(const struct hits *hits, const struct view *view, bool once, struct emit *emit);

/*
 * Adds hits as lines for a person: the id and name of a community, and below them path:line: text, cut to width columns
 * (0: uncut).
 */
void search_page(const struct hits *hits, const struct view *view, const struct question *question,
		 size_t width, bool colour, struct buf *out);

/* Help for a question that found nothing: a part of it that is probably at fault, and what to ask instead. */
struct suggestion {
	struct str word;    /* the part at fault; absent: none is known */
	struct str nearest; /* what to type in its place, which finds something; absent: nothing */
	bool apart;         /* its words would find something if they need not stand in a row */
	bool together;      /* each word finds something by itself, but nothing has all of them */
};

/* Finds a suggestion for a question that found nothing; strings are in the arena.  All definitions must be loaded. */
struct suggestion search_nearest(struct arena *arena, const struct searching *searching,
				 const struct question *question);

#endif
