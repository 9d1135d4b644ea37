/* The words of a question: which of them matter, their forms, and how they match a text. */
#include "search.h"

#include <stdlib.h>

#include "text.h"

#define STEM_LETTERS 5 /* minimum of letters left when an ending is taken off */

/* -- words that do not matter ------------------------------------------------------------------------------------------ */

/*
 * Small words of English and French, and what people say around what they look for; folded.  Each has a blank on both
 * sides.
 */
static const char idle_words[] =
    " a about across all am an and any anybody anyone anything are as at be by can could do does else find for "
    "from get has have how i in into is it its looking me my need of on one or other others our so some somebody someone "
    "something than that the their them there these they this to us want was we what when where which who "
    "with would you your "
    " ai alors as au aucun aucune aussi autre autres aux avec avez c ce ces cette cherche cherchent chercher chez chose "
    "choses comme comment d dans de depuis des du elle elles en entre es est et etre eux eu il ils j je l la "
    "le les leur leurs lui ma mais mes mon n ne nos notre nous ou par pas pour puis qu quand que quel quelle "
    "quelles quelqu quelque quelques quels qui quoi s sa sans se ses si son sont sur t te trouve trouver tu un "
    "une veux voudrais vers vos votre vous y ";

/* Words for communities in general: one that does not call itself so must still match. */
static const char welcome_words[] =
    " community communities communaute communautes cop cops cdp "
    "group groups groupe groupes practice practices pratique pratiques ";

/*
 * Names of languages: definitions do not say what language a community speaks, so one without the word must still
 * match.
 */
static const struct {
	const char *code;
	const char *names;
} language_words[] = {
    {"en", " anglais anglaise anglophone anglophones english "},
    {"fr", " francais francaise francaises francophone francophones french "},
};

/* Is the folded word in a list of words, each with a blank on both sides? */
static bool
is_listed(const char *list, struct str word)
{
	for (const char *p = list; (p = strchr(p, ' ')) != NULL; p++)
		if (strncmp(p + 1, word.p, word.n) == 0 && p[1 + word.n] == ' ')
			return true;
	return false;
}

/* Are all words of a folded text in the list, and is there any? */
static bool
all_listed(const char *list, struct str folded)
{
	struct str word;
	bool any = false;

	while (seek_word(&folded, &word)) {
		if (!is_listed(list, word))
			return false;
		any = true;
	}
	return any;
}

/* Are they small words?  By itself, ai is what people are interested in; with others, as in j'ai, it is a small word. */
static bool
is_idle(struct str folded)
{
	struct str rest = folded, word, other;

	return all_listed(idle_words, folded) &&
	       !(seek_word(&rest, &word) && str_is(word, "ai") && !seek_word(&rest, &other));
}

static void
weigh(struct sought *sought, struct str folded)
{
	if (is_idle(folded))
		sought->need = SOUGHT_IDLE;
	else if (all_listed(welcome_words, folded))
		sought->need = SOUGHT_WELCOME;
	for (size_t i = 0; i < sizeof(language_words) / sizeof(language_words[0]); i++)
		if (all_listed(language_words[i].names, folded)) {
			sought->need = SOUGHT_WELCOME;
			sought->language = str_of(language_words[i].code);
		}
}

/* If no word is needed, the most telling ones that there are become needed. */
static void
need_something(struct question *question)
{
	enum sought_need least = SOUGHT_IDLE;

	for (size_t i = 0; i < question->count; i++)
		if (question->list[i].need < least)
			least = question->list[i].need;
	for (size_t i = 0; i < question->count; i++)
		if (question->list[i].need == least)
			question->list[i].need = SOUGHT_NEEDED;
}

/* -- forms of a word --------------------------------------------------------------------------------------------------- */

/*
 * Plurals and genders of English and French: ending is replaced by other if at least that many letters come before it.
 */
static const struct {
	const char *ending;
	const char *other;
	size_t least;
} inflections[] = {{"", "s", 3},     {"s", "", 3},     {"", "x", 3},      {"x", "", 3},
		   {"", "e", 5},     {"e", "", 5},     {"", "es", 5},     {"es", "", 5},
		   {"y", "ies", 3},  {"ies", "y", 3},  {"al", "aux", 3},  {"aux", "al", 3},
		   {"if", "ive", 3}, {"ive", "if", 3}, {"ifs", "ive", 3}, {"ives", "if", 3},
		   {"ves", "fe", 3}, {"ves", "f", 3}};

/* Endings to take off a word for its stem; longer ones first. */
static const char *const endings[] = {
    "ations", "ements", "trices", "ation", "ement", "euses", "ieres", "iques", "ments",
    "trice",  "ables",  "ales",   "ants",  "ents",  "euse",  "eurs",  "iere",  "iers",
    "ifs",    "ings",   "ions",   "ique",  "ites",  "ives",  "ment",  "able",  "ally",
    "ant",    "aux",    "ees",    "ent",   "ers",   "eur",   "ful",   "ier",   "ies",
    "ing",    "ion",    "ite",    "ity",   "ive",   "ors",   "al",    "ed",    "ee",
    "er",     "es",     "if",     "ir",    "or",    "e",     "s",     "x",     "y"};

static struct str
without_ending(struct str folded)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct str ending = str_of(endings[i]);

		if (folded.n >= ending.n + STEM_LETTERS && str_ends(folded, ending))
			return (struct str){folded.p, folded.n - ending.n};
	}
	return folded;
}

/* A growing list of terms, for the forms of all words. */
struct terms {
	struct arena *arena;
	struct str *list;
	size_t count;
	size_t capacity;
};

static size_t
add_term(struct terms *terms, struct str term)
{
	terms->list = arena_grow(terms->arena, terms->list, terms->count, &terms->capacity,
				 sizeof(*terms->list));
	terms->list[terms->count] = term;
	return terms->count++;
}

static size_t
common_beginning(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static void
add_forms(struct terms *terms, struct sought *sought, struct str folded)
{
	struct str stem = without_ending(folded), root = stem;

	sought->stem = stem.n < folded.n;
	sought->forms = terms->count;
	for (size_t i = 0; i < sizeof(inflections) / sizeof(inflections[0]); i++) {
		struct str ending = str_of(inflections[i].ending), form;

		if (folded.n < ending.n + inflections[i].least || !str_ends(folded, ending))
			continue;
		form = arena_format(terms->arena, "%.*s%s", (int)(folded.n - ending.n), folded.p,
				    inflections[i].other);
		root.n = common_beginning(root, form);
		(void)add_term(terms, form);
	}
	sought->form_count = terms->count - sought->forms;
	/* If the inflections made the root shorter than the stem, it only serves to find the forms. */
	sought->stem = sought->stem && root.n == stem.n;
	sought->root = root.n < folded.n ? add_term(terms, root) : sought->exact;
}

/* A French word without its elided article or the like: équipe for l'équipe. */
static struct str
without_elision(struct str folded)
{
	struct str rest = folded, word, after;

	if (seek_word(&rest, &word) && str_starts(rest, STR("'")) &&
	    is_listed(" c d j jusqu l lorsqu m n puisqu qu quoiqu s t ", word)) {
		after = rest;
		if (seek_word(&after, &word))
			return rest;
	}
	return folded;
}

static void
add_word(struct terms *terms, struct sought *sought, struct str typed)
{
	struct buf folded = {0};
	struct str text, rest, word, other;

	text_fold(&folded, typed);
	text = buf_keep(&folded, terms->arena);
	*sought = (struct sought){.typed = typed, .need = SOUGHT_NEEDED};
	weigh(sought, text);
	rest = text = without_elision(text);
	sought->exact = sought->root = add_term(terms, text);
	if (seek_word(&rest, &word) && !seek_word(&rest, &other))
		add_forms(terms, sought, word);
}

/* Has typed a letter or digit?  Only then does it match itself. */
static bool
has_word(struct arena *arena, struct str typed)
{
	struct buf scratch = {0};
	bool has = seek_term(seek_new(arena, &typed, 1), 0, typed, NULL, NULL, &scratch) !=
		   SEEK_NONE;

	buf_free(&scratch);
	return has;
}

static bool
read_words(struct question *question, struct arena *arena, const struct str *words, size_t count,
	   struct diag *diag)
{
	struct terms forms = {.arena = arena}, typed = {.arena = arena};

	for (size_t i = 0; i < count; i++) {
		if (!has_word(arena, words[i]))
			continue;
		add_word(&forms, &question->list[question->count++], words[i]);
		(void)add_term(&typed, words[i]);
	}
	if (question->count == 0) {
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "no letter or digit in \"%.*s\": there is nothing to look for",
			 STR_ARG(words[0]));
		return false;
	}
	question->forms = seek_new(arena, forms.list, forms.count);
	for (size_t i = 0; i < question->count; i++)
		question->list[i].alone = seek_alone(arena, question->forms,
						     question->list[i].root);
	question->typed = seek_new(arena, typed.list, typed.count);
	need_something(question);
	return true;
}

/* -- the question ----------------------------------------------------------------------------------------------------- */

struct question *
question_new(struct arena *arena, const struct str *words, size_t count, bool patterns,
	     struct diag *diag)
{
	struct question *question = arena_get(arena, sizeof(*question));
	bool good;

	question->list = arena_array(arena, count, sizeof(*question->list));
	question->patterns = patterns;
	good = patterns ? patterns_read(question, arena, words, count, diag)
			: read_words(question, arena, words, count, diag);
	if (good)
		return question;
	question_free(question);
	return NULL;
}

void
question_free(const struct question *question)
{
	if (question != NULL && question->locale != (locale_t)0)
		freelocale(question->locale);
}

bool
question_is_small(struct str typed)
{
	struct buf folded = {0};
	bool small;

	text_fold(&folded, typed);
	small = is_idle(buf_all(&folded));
	buf_free(&folded);
	return small;
}

/* -- matching ------------------------------------------------------------------------------------------------------------- */

void
matcher_begin(struct matcher *matcher, const struct question *question)
{
	*matcher = (struct matcher){.question = question};
	if (!question->patterns)
		return;
	matcher->patterns = memory_get(question->count * sizeof(*matcher->patterns));
	for (size_t i = 0; i < question->count; i++)
		(void)pattern_compile(question, i, &matcher->patterns[i]);
}

void
matcher_end(struct matcher *matcher)
{
	for (size_t i = 0; matcher->patterns != NULL && i < matcher->question->count; i++)
		regfree(&matcher->patterns[i]);
	free(matcher->patterns);
	buf_free(&matcher->scratch);
	*matcher = (struct matcher){0};
}

/* Every match sets *at and *length; a better one found later overwrites them. */
enum likeness
matcher_text(struct matcher *matcher, size_t i, struct str text, size_t *at, size_t *length)
{
	const struct sought *sought = &matcher->question->list[i];
	const struct seek *forms = matcher->question->forms;
	enum seek_match match;

	if (matcher->question->patterns)
		return pattern_match(matcher, i, text, at, length);
	if (sought->root != sought->exact &&
	    seek_term(forms, sought->root, text, NULL, NULL, &matcher->scratch) == SEEK_NONE)
		return LIKE_NONE;
	match = seek_term(forms, sought->exact, text, at, length, &matcher->scratch);
	if (match == SEEK_WORD || (match == SEEK_NONE && sought->root == sought->exact))
		return match == SEEK_WORD ? LIKE_WORD : LIKE_NONE;
	for (size_t f = sought->forms; f < sought->forms + sought->form_count; f++)
		if (seek_term(forms, f, text, NULL, NULL, &matcher->scratch) == SEEK_WORD)
			return seek_term(forms, f, text, at, length, &matcher->scratch) == SEEK_WORD
				   ? LIKE_WORD
				   : LIKE_NONE;
	if (match == SEEK_PREFIX)
		return LIKE_PREFIX;
	if (!sought->stem)
		return LIKE_NONE;
	(void)seek_term(forms, sought->root, text, at, length, &matcher->scratch);
	return LIKE_STEM;
}

enum likeness
matcher_field(struct matcher *matcher, size_t i, struct str text, size_t *at, size_t *length)
{
	if (matcher->question->patterns)
		return pattern_match(matcher, i, text, at, length);
	switch (seek_term(matcher->question->typed, i, text, at, length, &matcher->scratch)) {
	case SEEK_WORD:
		return LIKE_WORD;
	case SEEK_PREFIX:
		return LIKE_PREFIX;
	default:
		return LIKE_NONE;
	}
}
