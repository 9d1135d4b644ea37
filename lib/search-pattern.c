/* Matches extended regular expressions against folded text, by characters rather than bytes. */
#include "search.h"

#include <errno.h>
#include <stdint.h>

#include "text.h"

/* -- reading --------------------------------------------------------------------------------------------------------------- */

/* In the C locale, with which a process begins, regcomp() and regexec() take bytes for characters. */
static locale_t
utf8_locale(void)
{
	static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "en_CA.UTF-8", "UTF-8"};
	locale_t locale = (locale_t)0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && locale == (locale_t)0; i++) {
		locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
		if (locale == (locale_t)0 && errno == ENOMEM)
			memory_give_up();
	}
	return locale;
}

int
pattern_compile(const struct question *question, size_t i, regex_t *compiled)
{
	locale_t before = uselocale(question->locale);
	int error = regcomp(compiled, question->list[i].pattern.p, REG_EXTENDED | REG_NEWLINE);

	(void)uselocale(before);
	if (error == REG_ESPACE)
		memory_give_up();
	return error;
}

/* The length of the bracket expression that rest begins with: [...], which may hold [:alpha:] and the like. */
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
 * Adds a character of a pattern, folded.  If a character beyond ASCII folds to special ASCII characters, as an ellipsis
 * does to dots, they are escaped with a backslash, to mean themselves; in brackets, where there are no escapes, the
 * character stays unfolded.
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

/* Folds a pattern, except ASCII characters after a backslash, which may be special. */
static struct str
fold_pattern(struct arena *arena, struct str typed)
{
	struct buf folded = {0};
	size_t brackets = 0, n; /* bytes left of the current bracket expression */
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
	return buf_keep(&folded, arena);
}

bool
patterns_read(struct question *question, struct arena *arena, const struct str *words, size_t count,
	      struct diag *diag)
{
	bool good = true;

	question->locale = utf8_locale();
	if (question->locale == (locale_t)0) {
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "-E: this system has no UTF-8 locale");
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		struct sought *sought = &question->list[question->count++];
		char why[128];
		regex_t compiled;
		int error;

		*sought = (struct sought){.typed = words[i],
					  .pattern = fold_pattern(arena, words[i])};
		error = pattern_compile(question, i, &compiled);
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

/* -- matching -------------------------------------------------------------------------------------------------------------- */

/* Finds where in the text bytes begin to end of the folded text come from. */
static void
unfold(struct str text, size_t begin, size_t end, size_t *at, size_t *length, struct buf *scratch)
{
	size_t first = text.n, last = 0, n;
	int32_t c;

	buf_clear(scratch);
	for (size_t i = 0; i < text.n; i += n) {
		size_t before = scratch->n;

		n = text_decode(str_after(text, i), &c);
		text_fold(scratch, (struct str){text.p + i, n});
		if (scratch->n > begin && before < end) {
			first = i < first ? i : first;
			last = i + n;
		} else if (last > 0 && last == i && scratch->n == before) {
			last = i + n; /* a combining accent on the last letter */
		}
	}
	*at = first < text.n ? first : 0;
	*length = last > *at ? last - *at : 0;
}

enum likeness
pattern_match(struct matcher *matcher, size_t i, struct str text, size_t *at, size_t *length)
{
	locale_t before;
	regmatch_t match;
	int error;

	/* A final LF must not make an empty last line, which a pattern such as ^$ would match. */
	if (str_ends(text, STR("\n")))
		text.n--;
	buf_clear(&matcher->scratch);
	text_fold(&matcher->scratch, text);
	buf_char(&matcher->scratch, '\0');
	before = uselocale(matcher->question->locale);
	error = regexec(&matcher->patterns[i], matcher->scratch.p, at != NULL ? 1 : 0, &match, 0);
	(void)uselocale(before);
	if (error == REG_ESPACE)
		memory_give_up();
	if (error != 0)
		return LIKE_NONE;
	if (at != NULL)
		unfold(text, (size_t)match.rm_so, (size_t)match.rm_eo, at, length,
		       &matcher->scratch);
	return LIKE_WORD;
}
