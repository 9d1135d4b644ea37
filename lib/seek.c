#include "seek.h"

#include <utf8proc.h>

#include "bytes.h"
#include "text.h"

/* -- words of folded text --------------------------------------------------------------------------------- */

/* The length of the character that s begins with; *in_word tells whether it is a letter or digit. */
static size_t
character(struct str s, bool *in_word)
{
	utf8proc_category_t category;
	int32_t c;
	size_t n;

	if (!text_beyond_ascii(s.p[0])) {
		*in_word = text_in_ascii_word(s.p[0]);
		return 1;
	}
	n = text_decode(s, &c);
	category = utf8proc_category(c);
	*in_word = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
		   (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
	return n;
}

static bool
is_in_word(struct str text, size_t at)
{
	bool in_word = false;

	if (at < text.n)
		(void)character(str_after(text, at), &in_word);
	return in_word;
}

static bool
is_after_word(struct str text, size_t at)
{
	if (at == 0)
		return false;
	for (at--; at > 0 && text_continues(text.p[at]);)
		at--;
	return is_in_word(text, at);
}

/* The end of a run of letters and digits (of_word) or of other characters that goes on at that offset. */
static size_t
end_of_run(struct str text, size_t at, bool of_word)
{
	bool in_word;
	size_t n;

	for (; at < text.n; at += n) {
		n = character(str_after(text, at), &in_word);
		if (in_word != of_word)
			break;
	}
	return at;
}

bool
seek_word(struct str *rest, struct str *word)
{
	size_t begin = end_of_run(*rest, 0, false), end = end_of_run(*rest, begin, true);

	*word = (struct str){rest->p + begin, end - begin};
	*rest = str_after(*rest, end);
	return word->n > 0;
}

/* -- matching --------------------------------------------------------------------------------------------- */

/* Do the words of the term stand at that offset of folded text?  *end gets the end of the last one. */
static enum seek_match
match_here(const struct seek_phrase *term, struct str folded, size_t at, size_t *end)
{
	for (size_t i = 0; i < term->count; i++) {
		bool goes_on;

		if (!str_starts(str_after(folded, at), term->words[i]))
			return SEEK_NONE;
		at += term->words[i].n;
		goes_on = is_in_word(folded, at);
		*end = at;
		if (i + 1 == term->count)
			return goes_on ? SEEK_PREFIX : SEEK_WORD;
		if (goes_on)
			return SEEK_NONE;
		at = end_of_run(folded, at, false);
	}
	return SEEK_NONE;
}

/* The best match of the term in folded text, and its bytes, from *begin to *end. */
static enum seek_match
match_term(const struct seek_phrase *term, struct str folded, size_t *begin, size_t *end)
{
	enum seek_match best = SEEK_NONE;
	size_t at = 0, stop = 0;

	while (best != SEEK_WORD && at < folded.n) {
		const char *p = memmem(folded.p + at, folded.n - at, term->words[0].p,
				       term->words[0].n);
		enum seek_match match;

		if (p == NULL)
			break;
		at = (size_t)(p - folded.p);
		match = is_after_word(folded, at) ? SEEK_NONE : match_here(term, folded, at, &stop);
		if (match > best) {
			best = match;
			*begin = at;
			*end = stop;
		}
		at++;
	}
	return best;
}

/* Converts offsets in the folded text to offsets in the text, and includes accents that follow the last letter. */
static void
find_place(const struct seek *seek, struct str text, size_t *begin, size_t *end,
	   struct buf *scratch)
{
	size_t from = 0, to = 0, n;

	buf_clear(scratch);
	for (size_t i = 0; i < text.n; i += n) {
		size_t before = scratch->n;

		n = folding_character(&seek->folding, scratch, str_after(text, i));
		if (before <= *begin && *begin < scratch->n)
			from = i;
		if (before >= *end && scratch->n > before)
			break;
		to = i + n;
	}
	*begin = from;
	*end = to;
}

enum seek_match
seek_term(const struct seek *seek, size_t term, struct str text, size_t *at, size_t *length,
	  struct buf *scratch)
{
	size_t begin = 0, end = 0;
	bool ascii;
	enum seek_match match;

	if (seek->phrases[term].count == 0)
		return SEEK_NONE;
	ascii = folding_text(&seek->folding, scratch, text);
	match = match_term(&seek->phrases[term], buf_all(scratch), &begin, &end);
	if (match != SEEK_NONE && !ascii && (at != NULL || length != NULL))
		find_place(seek, text, &begin, &end, scratch);
	if (match != SEEK_NONE && at != NULL)
		*at = begin;
	if (match != SEEK_NONE && length != NULL)
		*length = end - begin;
	return match;
}
/* -- terms ------------------------------------------------------------------------------------------------ */

static struct seek_phrase
new_phrase(struct arena *arena, struct str typed)
{
	struct seek_phrase term = {NULL, 0};
	struct buf bytes = {0};
	size_t capacity = 0;
	struct str folded, word;

	text_fold(&bytes, typed);
	folded = buf_keep(&bytes, arena);
	while (seek_word(&folded, &word)) {
		term.words = arena_grow(arena, term.words, term.count, &capacity,
					sizeof(*term.words));
		term.words[term.count++] = word;
	}
	return term;
}

struct seek *
seek_new(struct arena *arena, const struct str *terms, size_t count)
{
	struct seek *seek = arena_get(arena, sizeof(*seek));

	seek->phrases = arena_array(arena, count, sizeof(*seek->phrases));
	seek->count = count;
	for (size_t i = 0; i < count; i++) {
		seek->phrases[i] = new_phrase(arena, terms[i]);
		seek->never = seek->never || seek->phrases[i].count == 0;
	}
	folding_fill(&seek->folding);
	gram_choose(seek);
	return seek;
}

struct seek *
seek_alone(struct arena *arena, const struct seek *seek, size_t term)
{
	struct seek *alone = arena_get(arena, sizeof(*alone));

	*alone = (struct seek){.phrases = &seek->phrases[term],
			       .count = 1,
			       .never = seek->phrases[term].count == 0,
			       .folding = seek->folding};
	gram_choose(alone);
	return alone;
}

/* -- lines ------------------------------------------------------------------------------------------------ */

static bool
all_match(const struct seek *seek, struct str text, struct buf *scratch)
{
	size_t begin, end;

	(void)folding_text(&seek->folding, scratch, text);
	for (size_t i = 0; i < seek->count; i++)
		if (match_term(&seek->phrases[i], buf_all(scratch), &begin, &end) == SEEK_NONE)
			return false;
	return true;
}

struct str
seek_line(const struct seek *seek, struct str bytes, size_t *before, struct buf *scratch)
{
	struct str nothing = {NULL, 0}, line;
	size_t next = 0;

	if (before != NULL)
		*before = seek->never ? bytes_count(bytes, '\n') : 0;
	if (bytes.n == 0 || seek->never)
		return nothing;
	if (seek->count == 0)
		return str_line(bytes);
	for (size_t at; (at = gram_find(seek, bytes, next, before, scratch)) < bytes.n;) {
		const char *feed = at == 0 ? NULL : memrchr(bytes.p, '\n', at);
		size_t end = at + str_find(str_after(bytes, at), '\n');

		line.p = feed == NULL ? bytes.p : feed + 1;
		line.n = (size_t)(bytes.p + end - line.p);
		if (all_match(seek, line, scratch))
			return line;
		if (before != NULL)
			*before += end < bytes.n;
		next = end < bytes.n ? end + 1 : end;
	}
	return nothing;
}

bool
seek_stands(const struct seek *seek, struct str text, struct buf *scratch)
{
	return seek->count == 0 ||
	       (!seek->never && gram_find(seek, text, 0, NULL, scratch) < text.n &&
		all_match(seek, text, scratch));
}
