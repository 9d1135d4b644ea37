/*
 * Words in text. The first byte says how much precedes the text; the rest of the first line is terms, separated by tabs; the
 * text follows. How each term matches, where, whether all do, and the lines in which they do, must agree with a direct
 * implementation of the header: fold everything, and compare one code point after another.
 */
#include <stdlib.h>
#include <utf8proc.h>

#include "arena.h"
#include "bytes.h"
#include "fuzz.h"
#include "seek.h"
#include "text.h"

/* -- the plain way ------------------------------------------------------------------------------------ */

/* A folded code point, and the bytes of the character that it was folded from. */
struct letter {
	int32_t c;
	bool in_word;
	size_t begin;
};

struct letters {
	struct letter *items;
	size_t count;
	size_t end; /* of the text */
};

static bool
is_letter_or_digit(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static struct letters
letters_of(struct arena *arena, struct str s)
{
	struct letters letters = {NULL, 0, s.n};
	struct buf folded = {0};
	size_t capacity = 0, n;
	int32_t c;

	for (size_t i = 0; i < s.n; i += n) {
		n = text_decode((struct str){s.p + i, s.n - i}, &c);
		buf_clear(&folded);
		text_fold(&folded, (struct str){s.p + i, n});
		for (size_t j = 0; j < folded.n;) {
			j += text_decode((struct str){folded.p + j, folded.n - j}, &c);
			letters.items = arena_grow(arena, letters.items, letters.count, &capacity,
						   sizeof(*letters.items));
			letters.items[letters.count++] = (struct letter){c, is_letter_or_digit(c),
									 i};
		}
	}
	buf_free(&folded);
	return letters;
}

static bool
in_word(const struct letters *letters, size_t i)
{
	return i < letters->count && letters->items[i].in_word;
}

/* Does the term match at that letter? *end is the letter after the match. */
static enum seek_match
match_at(const struct letters *term, const struct letters *in, size_t at, size_t *end)
{
	size_t i = 0;

	while (i < term->count && !in_word(term, i))
		i++;
	if (i == term->count || !in_word(in, at) || (at > 0 && in_word(in, at - 1)))
		return SEEK_NONE;
	for (;;) {
		for (; in_word(term, i); i++, at++)
			if (!in_word(in, at) || in->items[at].c != term->items[i].c)
				return SEEK_NONE;
		*end = at;
		while (i < term->count && !in_word(term, i))
			i++;
		if (i == term->count)
			return in_word(in, at) ? SEEK_PREFIX : SEEK_WORD;
		if (in_word(in, at))
			return SEEK_NONE;
		while (at < in->count && !in_word(in, at))
			at++;
	}
}

static enum seek_match
match_plainly(const struct letters *term, const struct letters *in, size_t *at, size_t *length)
{
	enum seek_match best = SEEK_NONE;

	for (size_t i = 0, end; i < in->count; i++) {
		enum seek_match match = match_at(term, in, i, &end);

		if (match <= best)
			continue;
		best = match;
		*at = in->items[i].begin;
		while (end < in->count && in->items[end].begin == in->items[end - 1].begin)
			end++;
		*length = (end < in->count ? in->items[end].begin : in->end) - *at;
	}
	return best;
}

/* -- both --------------------------------------------------------------------------------------------- */

#define TERMS_MAX 4

struct both {
	struct arena *arena;
	struct seek *seek;
	struct seek *alone[TERMS_MAX];
	struct letters terms[TERMS_MAX];
	size_t count;
	struct buf scratch;
};

static void
begin(struct both *both, struct str typed)
{
	struct str terms[TERMS_MAX], term;

	*both = (struct both){.arena = arena_new()};
	while (both->count < TERMS_MAX && str_next(&typed, '\t', &term)) {
		both->terms[both->count] = letters_of(both->arena, term);
		terms[both->count++] = term;
	}
	both->seek = seek_new(both->arena, terms, both->count);
	for (size_t i = 0; i < both->count; i++)
		both->alone[i] = seek_alone(both->arena, both->seek, i);
}

/* Does every term match in the text, as it should? */
static bool
all_match(struct both *both, struct str text)
{
	struct letters letters = letters_of(both->arena, text);
	bool all = true;

	for (size_t i = 0; i < both->count; i++) {
		size_t at = 0, length = 0, plain_at = 0, plain_length = 0;
		enum seek_match match = match_plainly(&both->terms[i], &letters, &plain_at,
						      &plain_length);

		expect(seek_term(both->seek, i, text, &at, &length, &both->scratch) == match);
		expect(match == SEEK_NONE || (at == plain_at && length == plain_length));
		expect(seek_term(both->seek, i, text, NULL, NULL, &both->scratch) == match);
		expect(seek_stands(both->alone[i], text, &both->scratch) == (match != SEEK_NONE));
		all = all && match != SEEK_NONE;
	}
	expect(seek_stands(both->seek, text, &both->scratch) == all);
	return all;
}

static void
compare_lines(struct both *both, struct str bytes)
{
	struct str rest = bytes, line, found;

	while (rest.n > 0) {
		struct str whole = rest;
		size_t before;

		found = seek_line(both->seek, whole, &before, &both->scratch);
		expect(before ==
		       bytes_count(found.p == NULL
				       ? whole
				       : (struct str){whole.p, (size_t)(found.p - whole.p)},
				   '\n'));
		for (line = (struct str){NULL, 0}; rest.n > 0 && str_next(&rest, '\n', &line);
		     line = (struct str){NULL, 0})
			if (all_match(both, line))
				break;
		expect(found.p == line.p && found.n == line.n);
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	size_t pad = n > 0 ? bytes[0] % 0x50 : 0;
	struct str typed = {(const char *)bytes + 1, n > 0 ? n - 1 : 0}, text;
	struct both both;
	char *padded;

	if (n == 0)
		return 0;
	typed.n = str_find(typed, '\n');
	text = (struct str){typed.p + typed.n, n - 1 - typed.n};
	padded = memory_get(pad + text.n + 1);
	memset(padded, bytes[0] % 2 == 0 ? 'a' : '\n', pad);
	memcpy(padded + pad, text.p, text.n);
	begin(&both, typed);
	compare_lines(&both, (struct str){padded, pad + text.n});
	(void)all_match(&both, (struct str){padded, pad + text.n});
	free(padded);
	buf_free(&both.scratch);
	arena_free(both.arena);
	return 0;
}
