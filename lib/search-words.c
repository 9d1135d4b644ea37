/* The words of a question: which count, their forms, and how a text matches them. */
#include "search.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "text.h"

#define STEM_LETTERS 5 /* that are left of a word which matches without its ending */

/* -- words that do not matter ------------------------------------------------------------------------------------------ */

/* Small words of English and French, and what newcomers say around what they look for; folded. */
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

/* What communities are called in general: that a good one is not called so keeps nobody from it. */
static const char welcome_words[] =
    " community communities communaute communautes cop cops cdp "
    "group groups groupe groupes practice practices pratique pratiques ";

/* The names of languages: what a community speaks, no definition tells. */
static const struct {
	const char *code;
	const char *names;
} language_words[] = {
    {"en", " anglais anglaise anglophone anglophones english "},
    {"fr", " francais francaise francaises francophone francophones french "},
};

/* Is the folded word in such a list? */
static bool
is_listed(const char *list, struct str word)
{
	for (const char *p = list; (p = strchr(p, ' ')) != NULL; p++)
		if (strncmp(p + 1, word.p, word.n) == 0 && p[1 + word.n] == ' ')
			return true;
	return false;
}

static bool
is_separator(char c)
{
	return (unsigned char)c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
}

/* The next word of a folded text; false when there is none. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n > 0 && is_separator(rest->p[0]))
		*rest = (struct str){rest->p + 1, rest->n - 1};
	while (n < rest->n && !is_separator(rest->p[n]))
		n++;
	*word = (struct str){rest->p, n};
	*rest = (struct str){rest->p + n, rest->n - n};
	return n > 0;
}

/* All of its words are in the list. */
static bool
all_listed(const char *list, struct str folded)
{
	struct str word;
	bool any = false;

	while (next_word(&folded, &word)) {
		if (!is_listed(list, word))
			return false;
		any = true;
	}
	return any;
}

static void
weigh(struct sought *sought, struct str folded)
{
	if (all_listed(idle_words, folded))
		sought->need = SOUGHT_IDLE;
	else if (all_listed(welcome_words, folded))
		sought->need = SOUGHT_WELCOME;
	for (size_t i = 0; i < sizeof(language_words) / sizeof(language_words[0]); i++)
		if (all_listed(language_words[i].names, folded)) {
			sought->need = SOUGHT_WELCOME;
			sought->language = str_of(language_words[i].code);
		}
}

/* A question without a word that is needed needs the best it has. */
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

/* Plurals and genders of English and French: one ending for another, where so many letters are left. */
static const struct {
	const char *ending;
	const char *other;
	size_t least;
} inflections[] = {{"", "s", 3},     {"s", "", 3},     {"", "x", 3},      {"x", "", 3},
		   {"", "e", 5},     {"e", "", 5},     {"", "es", 5},     {"es", "", 5},
		   {"y", "ies", 3},  {"ies", "y", 3},  {"al", "aux", 3},  {"aux", "al", 3},
		   {"if", "ive", 3}, {"ive", "if", 3}, {"ifs", "ive", 3}, {"ives", "if", 3},
		   {"ves", "fe", 3}, {"ves", "f", 3}};

/* Endings that a word of the same stem may not have; longer ones first. */
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

/* Terms that grow, of all words together. */
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
	/* A root that the endings made shorter than the stem opens the way to the forms alone. */
	sought->stem = sought->stem && root.n == stem.n;
	sought->root = root.n < folded.n ? add_term(terms, root) : sought->exact;
}

/* What an elision leaves of a word: équipe of l'équipe; all of it if there is none. */
static struct str
without_elision(struct str folded)
{
	size_t n = str_find(folded, '\'');

	if (n > 0 && n + 1 < folded.n &&
	    is_listed(" c d j jusqu l lorsqu m n puisqu qu quoiqu s t ", (struct str){folded.p, n}))
		return (struct str){folded.p + n + 1, folded.n - n - 1};
	return folded;
}

static void
add_word(struct terms *terms, struct sought *sought, struct str typed)
{
	struct buf folded = {0};
	struct str text, rest, word, other;

	text_fold(&folded, typed);
	text = arena_str(terms->arena, buf_all(&folded));
	buf_free(&folded);
	*sought = (struct sought){.typed = typed, .need = SOUGHT_NEEDED};
	weigh(sought, text);
	rest = text = without_elision(text);
	sought->exact = sought->root = add_term(terms, text);
	sought->forms = terms->count;
	if (next_word(&rest, &word) && !next_word(&rest, &other))
		add_forms(terms, sought, word);
}

/* Has it a letter or digit? Then it stands in itself. */
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
			 "no letter or digit in \"%.*s\": what is looked for?", STR_ARG(words[0]));
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

/* -- patterns ------------------------------------------------------------------------------------------------------------ */

/* regcomp() and regexec() take bytes for characters in the locale that a process begins with. */
static locale_t
utf8_locale(void)
{
	static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "en_CA.UTF-8", "UTF-8"};
	locale_t locale = (locale_t)0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && locale == (locale_t)0; i++) {
		locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
		if (locale == (locale_t)0 && errno == ENOMEM)
			(void)memory_get(PTRDIFF_MAX); /* ends as arena.h says */
	}
	return locale;
}

static int
compile(regex_t *compiled, struct str pattern, int flags, locale_t locale)
{
	locale_t before = uselocale(locale);
	int error = regcomp(compiled, pattern.p, REG_EXTENDED | REG_NEWLINE | flags);

	(void)uselocale(before);
	if (error == REG_ESPACE)
		(void)memory_get(PTRDIFF_MAX);
	return error;
}

/* The bytes of the bracket expression that a pattern begins with: [...], in which [:alpha:] and the like may stand. */
static size_t
bracket_length(struct str rest)
{
	size_t i = 1;

	i += i < rest.n && rest.p[i] == '^';
	i += i < rest.n && rest.p[i] == ']';
	while (i < rest.n && rest.p[i] != ']') {
		char kind = rest.p[i] == '[' && i + 1 < rest.n ? rest.p[i + 1] : '\0';

		i++;
		if (kind != ':' && kind != '.' && kind != '=')
			continue;
		for (i++; i + 1 < rest.n && !(rest.p[i] == kind && rest.p[i + 1] == ']');)
			i++;
		i += 2;
	}
	return i < rest.n ? i + 1 : rest.n;
}

/*
 * Adds a character of a pattern, folded.  ASCII that comes of another, such as the dots of an ellipsis, means itself: a backslash
 * says so, and in brackets, where none can, the character stays as it is.
 */
static void
fold_character(struct buf *out, struct str character, bool in_brackets)
{
	static const char special[] = "\\^$.[]|()?*+{}";
	size_t begin = out->n;

	text_fold(out, character);
	if (character.n == 1)
		return;
	for (size_t i = begin; i < out->n; i++) {
		if (strchr(special, out->p[i]) == NULL)
			continue;
		if (in_brackets) {
			out->n = begin;
			buf_str(out, character);
			return;
		}
		buf_char(out, '\0'); /* room for one more */
		memmove(out->p + i + 1, out->p + i, out->n - 1 - i);
		out->p[i++] = '\\';
	}
}

/* Folds all but a character of ASCII behind a backslash, which may be special. */
static struct str
fold_pattern(struct arena *arena, struct str typed)
{
	struct buf folded = {0};
	struct str pattern;
	size_t brackets = 0, n; /* bytes that are left of them */
	int32_t c;

	for (struct str rest = typed; rest.n > 0; rest = str_after(rest, n)) {
		if (brackets == 0 && rest.p[0] == '[')
			brackets = bracket_length(rest);
		n = text_decode(rest, &c);
		if (brackets == 0 && c == '\\' && rest.n > 1 && !text_beyond_ascii(rest.p[1])) {
			n = 2;
			buf_add(&folded, rest.p, n);
		} else if (brackets > 0 || c != '\\' || rest.n == 1) {
			fold_character(&folded, (struct str){rest.p, n}, brackets > 0);
		}
		brackets -= n < brackets ? n : brackets;
	}
	pattern = arena_str(arena, buf_all(&folded));
	buf_free(&folded);
	return pattern;
}

static bool
read_patterns(struct question *question, struct arena *arena, const struct str *words, size_t count,
	      struct diag *diag)
{
	bool good = true;

	question->locale = utf8_locale();
	if (question->locale == (locale_t)0) {
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "-E: this system has no locale of UTF-8");
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		struct sought *sought = &question->list[question->count++];
		char why[128];
		regex_t compiled;
		int error;

		*sought = (struct sought){.typed = words[i],
					  .pattern = fold_pattern(arena, words[i])};
		error = compile(&compiled, sought->pattern, REG_NOSUB, question->locale);
		if (error == 0) {
			regfree(&compiled);
			continue;
		}
		(void)regerror(error, &compiled, why, sizeof(why));
		diag_add(diag, RULE_USAGE, (struct place){0}, "-E \"%.*s\": %s", STR_ARG(words[i]),
			 why);
		good = false;
	}
	return good;
}

struct question *
question_new(struct arena *arena, const struct str *words, size_t count, bool patterns,
	     struct diag *diag)
{
	struct question *question = arena_get(arena, sizeof(*question));
	bool good;

	question->list = arena_array(arena, count, sizeof(*question->list));
	question->patterns = patterns;
	good = patterns ? read_patterns(question, arena, words, count, diag)
			: read_words(question, arena, words, count, diag);
	if (good)
		return question;
	question_free(question);
	return NULL;
}

void
question_free(const struct question *question)
{
	if (question->locale != (locale_t)0)
		freelocale(question->locale);
}

bool
question_is_small(struct str typed)
{
	struct buf folded = {0};
	bool small;

	text_fold(&folded, typed);
	small = all_listed(idle_words, buf_all(&folded));
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
		(void)compile(&matcher->patterns[i], question->list[i].pattern, 0,
			      question->locale);
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

/* Where a stretch of the folded text stands in the text itself. */
static void
unfold(struct str text, size_t begin, size_t end, size_t *at, size_t *length, struct buf *scratch)
{
	size_t first = text.n, last = 0, n;
	int32_t c;

	buf_clear(scratch);
	for (size_t i = 0; i < text.n; i += n) {
		size_t before = scratch->n;

		n = text_decode((struct str){text.p + i, text.n - i}, &c);
		text_fold(scratch, (struct str){text.p + i, n});
		if (scratch->n > begin && before < end) {
			first = i < first ? i : first;
			last = i + n;
		} else if (last > 0 && last == i && scratch->n == before) {
			last = i + n; /* an accent on the last letter */
		}
	}
	*at = first < text.n ? first : 0;
	*length = last > *at ? last - *at : 0;
}

/* Folds as text_fold() does, the runs of ASCII that most rows are made of many letters at a time. */
static void
fold(struct buf *out, struct str text)
{
	while (text.n > 0) {
		size_t n = 0, wide = 0;

		buf_room(out, text.n + 1);
		for (; n < text.n && (unsigned char)text.p[n] < 0x80; n++)
			out->p[out->n + n] = (char)(text.p[n] >= 'A' && text.p[n] <= 'Z'
							? text.p[n] - 'A' + 'a'
							: text.p[n]);
		out->n += n;
		while (n + wide < text.n && (unsigned char)text.p[n + wide] >= 0x80)
			wide++;
		text_fold(out, (struct str){text.p + n, wide});
		text = (struct str){text.p + n + wide, text.n - n - wide};
	}
}

static enum likeness
match_pattern(struct matcher *matcher, size_t i, struct str text, size_t *at, size_t *length)
{
	locale_t before;
	regmatch_t match;
	int error;

	/* The end of the last line begins no other. */
	if (str_ends(text, STR("\n")))
		text.n--;
	buf_clear(&matcher->scratch);
	fold(&matcher->scratch, text);
	buf_char(&matcher->scratch, '\0');
	before = uselocale(matcher->question->locale);
	error = regexec(&matcher->patterns[i], matcher->scratch.p, at != NULL ? 1 : 0, &match, 0);
	(void)uselocale(before);
	if (error == REG_ESPACE)
		(void)memory_get(PTRDIFF_MAX);
	if (error != 0)
		return LIKE_NONE;
	if (at != NULL)
		unfold(text, (size_t)match.rm_so, (size_t)match.rm_eo, at, length,
		       &matcher->scratch);
	return LIKE_WORD;
}

/* The place is told in any case, so that what matches better may tell another. */
enum likeness
matcher_text(struct matcher *matcher, size_t i, struct str text, size_t *at, size_t *length)
{
	const struct sought *sought = &matcher->question->list[i];
	const struct seek *forms = matcher->question->forms;
	enum seek_match match;

	if (matcher->question->patterns)
		return match_pattern(matcher, i, text, at, length);
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
		return match_pattern(matcher, i, text, at, length);
	switch (seek_term(matcher->question->typed, i, text, at, length, &matcher->scratch)) {
	case SEEK_WORD:
		return LIKE_WORD;
	case SEEK_PREFIX:
		return LIKE_PREFIX;
	default:
		return LIKE_NONE;
	}
}
