#include "wordset.h"

#include <stdint.h>
#include <stdlib.h>

#include "text.h"

#define BEGINNINGS 65536 /* number of values of two bytes */

struct wordset {
	struct str *words; /* in order of bytes, without duplicates */
	size_t *shorter; /* number of the longest other word that it begins with, from 1; 0: none */
	size_t count;
	uint64_t begins[BEGINNINGS / 64]; /* bit set: by the first two bytes of each word */
};

/* -- words ------------------------------------------------------------------------------------------------------ */

/*
 * The number, from 1, of the longest word that text begins with, among the word with the given number and those that it
 * begins with; 0 if there is none.
 */
static size_t
longest(const struct wordset *set, size_t number, struct str text)
{
	while (number > 0 && !str_starts(text, set->words[number - 1]))
		number = set->shorter[number - 1];
	return number;
}

static void
add(struct wordset *set, struct str word)
{
	size_t last = set->count;

	if (word.n == 0 || (last > 0 && str_eq(set->words[last - 1], word)))
		return;
	set->words[last] = word;
	set->shorter[last] = longest(set, last, word);
	set->count++;
}

/* The index in begins of the first two bytes of s, with a NUL for the second if it has only one. */
static size_t
slot_of(struct str s)
{
	return (size_t)(unsigned char)s.p[0] << 8 | (s.n > 1 ? (unsigned char)s.p[1] : 0);
}

/* A word of one byte sets the bits for every second byte, as any may follow it. */
static void
note_beginning(struct wordset *set, struct str word)
{
	size_t slot = slot_of(word), end = word.n > 1 ? slot + 1 : slot + 256;

	for (; slot < end; slot++)
		set->begins[slot / 64] |= UINT64_C(1) << slot % 64;
}

struct wordset *
wordset_new(struct arena *arena, const struct str *words, size_t count)
{
	struct wordset *set = arena_get(arena, sizeof(*set));
	struct str *sorted = arena_array(arena, count, sizeof(*sorted));

	if (count > 0)
		memcpy(sorted, words, count * sizeof(*sorted));
	if (count > 1)
		qsort(sorted, count, sizeof(*sorted), str_order);
	set->words = sorted;
	set->shorter = arena_array(arena, count, sizeof(*set->shorter));
	for (size_t i = 0; i < count; i++)
		add(set, sorted[i]);
	for (size_t i = 0; i < set->count; i++)
		note_beginning(set, set->words[i]);
	return set;
}

/* -- text ------------------------------------------------------------------------------------------------------- */

/*
 * May the byte be part of an address or a name, so that a word next to it would be part of another?  Bytes beyond ASCII
 * may be letters or quotation marks, and count as the latter: better to find one place too many than one too few.
 */
static bool
goes_on(char c)
{
	return text_in_ascii_word(c) || c == '-' || c == '_' || c == '+' || c == '.' || c == '@';
}

/*
 * Does a word end at that offset of the text?  Full stops after it may end a sentence or be an ellipsis, and are
 * skipped.
 */
static bool
is_over(struct str text, size_t end)
{
	while (end < text.n && text.p[end] == '.')
		end++;
	return end == text.n || !goes_on(text.p[end]);
}

/*
 * The number, from 1, of the last word in order that is not after the text; 0 if there is none.  Any word that the text
 * begins with is that one or begins it.
 */
static size_t
last_before(const struct wordset *set, struct str text)
{
	size_t low = 0, high = set->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(set->words[middle], text) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Does the text begin with a whole word of the set, other than but? */
static bool
stands_first(const struct wordset *set, struct str text, struct str but)
{
	size_t slot = slot_of(text), number;

	if ((set->begins[slot / 64] >> slot % 64 & 1) == 0)
		return false;
	for (number = longest(set, last_before(set, text), text); number > 0;
	     number = set->shorter[number - 1]) {
		struct str word = set->words[number - 1];

		if (is_over(text, word.n) && !(but.p != NULL && str_eq(word, but)))
			return true;
	}
	return false;
}

bool
wordset_stands(const struct wordset *set, struct str text, struct str but)
{
	for (size_t i = 0; i < text.n; i++)
		if ((i == 0 || !goes_on(text.p[i - 1])) &&
		    stands_first(set, str_after(text, i), but))
			return true;
	return false;
}
