/* Finds where in a file the rarest letters of a question may be, so that no other lines need be folded. */
#include "seek.h"

#include <limits.h>

#include "bytes.h"
#include "text.h"

#define STRIDE BYTES_STRIDE

/* -- the rarest letters ----------------------------------------------------------------------------------- */

/* The approximate frequency of a letter or digit, per thousand characters of a roster. */
static unsigned
frequency(char c)
{
	static const unsigned char letters[26] = {73, 11, 31, 16, 91, 8,  10, 19, 51, 3, 4,  48, 29,
						  42, 35, 25, 2,  54, 31, 38, 21, 8,  7, 10, 7,  2};
	static const unsigned char digits[10] = {35, 22, 33, 7, 7, 7, 7, 6, 6, 6};

	return c >= 'a' && c <= 'z' ? letters[c - 'a'] : digits[c - '0'];
}

/*
 * The expected frequency of the letters, per thousand million.  One beyond ASCII gets a high one, as its places must be
 * looked at one by one.
 */
static unsigned long
how_often(struct str letters)
{
	unsigned long often = 1;

	if (text_beyond_ascii(letters.p[0]))
		return 10 * 1000 * 1000UL;
	for (size_t i = 0; i < GRAM; i++)
		often *= i < letters.n ? frequency(letters.p[i]) : 1000;
	return often;
}

/* The letters of the word at that offset: up to GRAM of ASCII, or one beyond. */
static struct str
letters_at(struct str word, size_t at)
{
	struct str rest = str_after(word, at);
	size_t n = 0;
	int32_t c;

	if (text_beyond_ascii(rest.p[0]))
		return (struct str){rest.p, text_decode(rest, &c)};
	while (n < GRAM && n < rest.n && !text_beyond_ascii(rest.p[n]))
		n++;
	return (struct str){rest.p, n};
}

/* Chooses the rarest letters of the word, if they are rarer than the choice so far (*least). */
static void
try_word(struct gram *gram, const struct seek_phrase *phrase, size_t number, unsigned long *least)
{
	struct str word = phrase->words[number], none = {NULL, 0};

	for (size_t at = 0; at < word.n; at++) {
		struct str letters = letters_at(word, at);
		unsigned long often = how_often(letters);

		if (!text_continues(word.p[at]) && often < *least) {
			*least = often;
			*gram = (struct gram){.word = word,
					      .before = number > 0 ? phrase->words[number - 1]
								   : none,
					      .last = number + 1 == phrase->count,
					      .begin = at,
					      .folded = letters};
		}
	}
}

/* -- looking ------------------------------------------------------------------------------------------------ */

/*
 * Where in the next STRIDE bytes the letters may begin: bit i for byte i.  Each letter must be there, in either case,
 * or else a byte beyond ASCII, whose character may fold to it: so é, an accent between letters, and œ for two of them
 * are found too.  (With more than three letters that would fail: no two-byte character folds to three ASCII letters.)
 */
typedef uint64_t may_begin(const struct gram *gram, const char *p);

/*
 * Where the letters cannot begin although bytes beyond ASCII are there: at characters that French texts are full of, à
 * to ÿ, ’ and the like, if none folds to such a letter.  The first letter must come from the character that the first
 * byte belongs to; another, from the character that begins at its place, if one does.
 */
BYTES_LOOP uint64_t
cannot_begin(const struct gram *gram, const char *p, bytes_test *equal, bytes_test *below)
{
	uint64_t accented = equal(p, '\xC3'), continued = below(p, (char)0xC0);
	uint64_t mark = equal(p, '\xE2') & equal(p, '\x80') >> 1;

	return ((accented | (accented << 1 & continued)) & gram->never_accented[0]) |
	       (accented >> gram->offsets[1] & gram->never_accented[1]) |
	       (accented >> gram->offsets[2] & gram->never_accented[2]) |
	       ((mark | mark << 1 | (mark << 2 & continued)) & gram->never_a_mark);
}

#ifdef __SSE2__
/* Maps bytes so that the letter, in either case, becomes 0x80, a byte beyond ASCII less, and any other byte more. */
static inline __m128i
compare(const struct gram *gram, size_t letter, const char *p)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(p + gram->offsets[letter]));

	return _mm_xor_si128(_mm_or_si128(bytes, _mm_set1_epi8(0x20)),
			     _mm_set1_epi8((char)(gram->letters[letter] ^ 0x80)));
}

static inline __m128i
compare_all(const struct gram *gram, const char *p)
{
	return _mm_max_epu8(_mm_max_epu8(compare(gram, 0, p), compare(gram, 1, p)),
			    compare(gram, 2, p));
}

/* Bit i is set if byte i is at most 0x80. */
static inline uint64_t
at_most_0x80(__m128i bytes)
{
	__m128i most = _mm_set1_epi8((char)0x80);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(bytes, most), most));
}

BYTES_LOOP uint64_t
may_begin_here(const struct gram *gram, const char *p)
{
	__m128i a = compare_all(gram, p), b = compare_all(gram, p + 16);
	__m128i c = compare_all(gram, p + 32), d = compare_all(gram, p + 48);

	if (at_most_0x80(_mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d))) == 0)
		return 0;
	return (at_most_0x80(a) | at_most_0x80(b) << 16 | at_most_0x80(c) << 32 |
		at_most_0x80(d) << 48) &
	       ~cannot_begin(gram, p, bytes_equal, bytes_below);
}

BYTES_AVX2 static inline __m256i
compare_avx2(const struct gram *gram, size_t letter, const char *p)
{
	__m256i bytes = _mm256_loadu_si256((const __m256i *)(p + gram->offsets[letter]));

	return _mm256_xor_si256(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)),
				_mm256_set1_epi8((char)(gram->letters[letter] ^ 0x80)));
}

/*
 * Compares only the first letter and the last: few places have these but not the one between, and it saves a third of
 * the work.
 */
BYTES_AVX2 static inline __m256i
compare_ends_avx2(const struct gram *gram, const char *p)
{
	return _mm256_max_epu8(compare_avx2(gram, 0, p), compare_avx2(gram, GRAM - 1, p));
}

BYTES_AVX2 static inline uint64_t
at_most_0x80_avx2(__m256i bytes)
{
	__m256i most = _mm256_set1_epi8((char)0x80);

	return (unsigned)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, most), most));
}

BYTES_AVX2 BYTES_LOOP uint64_t
may_begin_avx2(const struct gram *gram, const char *p)
{
	__m256i a = compare_ends_avx2(gram, p), b = compare_ends_avx2(gram, p + 32);

	if (at_most_0x80_avx2(_mm256_min_epu8(a, b)) == 0)
		return 0;
	a = _mm256_max_epu8(a, compare_avx2(gram, 1, p));
	b = _mm256_max_epu8(b, compare_avx2(gram, 1, p + 32));
	return (at_most_0x80_avx2(a) | at_most_0x80_avx2(b) << 32) &
	       ~cannot_begin(gram, p, bytes_equal_avx2, bytes_below_avx2);
}
#else
BYTES_LOOP uint64_t
may_begin_here(const struct gram *gram, const char *p)
{
	uint64_t found = ~UINT64_C(0);

	for (size_t i = 0; i < GRAM; i++) {
		const char *bytes = p + gram->offsets[i];
		char letter = (char)gram->letters[i];

		found &= bytes_below(bytes, 0) |
			 (letter == 0 ? 0
				      : bytes_equal(bytes, letter) |
					    bytes_equal(bytes, (char)(letter & ~0x20)));
	}
	return found & ~cannot_begin(gram, p, bytes_equal, bytes_below);
}
#endif

/* May the word precede the one that begins at that offset, with only punctuation between them? */
static bool
may_stand_before(struct str word, struct str bytes, size_t at)
{
	while (at > 0 && !text_beyond_ascii(bytes.p[at - 1]) &&
	       !text_in_ascii_word(bytes.p[at - 1]))
		at--;
	for (size_t i = word.n; i > 0; i--, at--) {
		if (at == 0 || text_beyond_ascii(bytes.p[at - 1]))
			return at > 0;
		if ((bytes.p[at - 1] | 0x20) != word.p[i - 1])
			return false;
	}
	return at == 0 || !text_in_ascii_word(bytes.p[at - 1]);
}

/* May the word be where its letters were found?  From the first byte beyond ASCII on, anything is possible. */
static bool
word_may_stand(const struct gram *gram, struct str bytes, size_t at)
{
	struct str word = gram->word, rest;
	size_t i;

	for (i = gram->begin; i > 0; i--, at--) {
		if (at == 0 || text_beyond_ascii(bytes.p[at - 1]))
			return at > 0;
		if ((bytes.p[at - 1] | 0x20) != word.p[i - 1])
			return false;
	}
	if (at > 0 && text_in_ascii_word(bytes.p[at - 1]))
		return false;
	rest = str_after(bytes, at);
	for (i = gram->begin + gram->folded.n; i < word.n; i++) {
		if (i == rest.n || text_beyond_ascii(rest.p[i]))
			return i < rest.n;
		if ((rest.p[i] | 0x20) != word.p[i])
			return false;
	}
	if (!gram->last && i < rest.n && text_in_ascii_word(rest.p[i]))
		return false;
	return gram->before.n == 0 || may_stand_before(gram->before, bytes, at);
}

/* The offset of the first byte of the character to which the byte at that offset belongs. */
static size_t
begin_of_character(struct str bytes, size_t at)
{
	size_t begin = at;
	int32_t c;

	if (!text_continues(bytes.p[at]))
		return at;
	while (begin > 0 && at - begin < 3 && text_continues(bytes.p[begin]))
		begin--;
	return begin + text_decode(str_after(bytes, begin), &c) > at ? begin : at;
}

/*
 * May the letters begin in what the first character of s folds to?  True if the tables cannot tell, which is rare in
 * English and French texts.  If false, *length is the length of that character.
 */
static bool
tables_let(const struct seek *seek, struct str s, size_t *length)
{
	struct str letters = seek->gram.folded;
	size_t found = 0, n;

	*length = 1;
	for (; found < letters.n && s.n > 0; s = str_after(s, n)) {
		const struct folded *folded;

		n = 1;
		if (!text_beyond_ascii(s.p[0])) {
			if ((s.p[0] | 0x20) != letters.p[found++])
				return false;
			continue;
		}
		folded = folding_entry(&seek->folding, s, &n);
		*length = found == 0 ? n : *length;
		if (folded == NULL || (found == 0 && folded->n > 1))
			return folded == NULL ||
			       memchr(folded->bytes, letters.p[0], folded->n) != NULL;
		if (found == 0 && folded->n == 0)
			return false;
		for (size_t i = 0; i < folded->n && found < letters.n; i++)
			if (folded->bytes[i] != letters.p[found++])
				return false;
	}
	return found == letters.n;
}

/* Do the letters begin in what the character at that offset folds to?  *n gets the length of the character. */
static bool
letters_begin(const struct seek *seek, struct str bytes, size_t at, size_t *n, struct buf *scratch)
{
	struct str letters = seek->gram.folded;
	size_t most, next;

	buf_clear(scratch);
	*n = folding_character(&seek->folding, scratch, str_after(bytes, at));
	if (scratch->n == 0 || memchr(scratch->p, letters.p[0], scratch->n) == NULL)
		return false;
	most = scratch->n + letters.n - 1;
	for (next = at + *n; scratch->n < most && next < bytes.n;)
		next += folding_character(&seek->folding, scratch, str_after(bytes, next));
	return memmem(scratch->p, scratch->n < most ? scratch->n : most, letters.p, letters.n) !=
	       NULL;
}

/* May the word be where may_begin() found its letters?  If not, *next is where to go on. */
static bool
look_closer(const struct seek *seek, struct str bytes, size_t at, size_t *next, struct buf *scratch)
{
	const struct gram *gram = &seek->gram;
	bool ascii = true;
	size_t n = 1;

	for (size_t i = 0; i < GRAM; i++)
		ascii = ascii && !text_beyond_ascii(bytes.p[at + gram->offsets[i]]);
	if (ascii) {
		*next = at + 1;
		return word_may_stand(gram, bytes, at);
	}
	at = begin_of_character(bytes, at);
	while (at < bytes.n && !tables_let(seek, str_after(bytes, at), &n)) {
		at += n;
		if (at == bytes.n || !text_beyond_ascii(bytes.p[at])) {
			*next = at;
			return false;
		}
	}
	if (letters_begin(seek, bytes, at, &n, scratch))
		return true;
	*next = at + n;
	return false;
}

/*
 * gram_find(), instantiated for each instruction set: calling may through a pointer for each stride would be too slow,
 * as would be leaving the loop at each candidate.
 */
BYTES_LOOP size_t
find(may_begin *may, bytes_test *equal, const struct seek *seek, struct str bytes, size_t at,
     size_t *feeds, struct buf *scratch)
{
	const struct gram gram = seek->gram; /* a local copy can stay in registers */
	const bool counts = feeds != NULL;
	size_t count = 0, next;

	while (at < bytes.n) {
		const char *p = bytes.p + at;
		char end[STRIDE + GRAM - 1];
		uint64_t found = 0, fed = 0;

		for (size_t rest = bytes.n - at; rest >= sizeof(end); rest -= STRIDE, p += STRIDE) {
			found = may(&gram, p);
			if (found != 0)
				break;
			if (counts)
				count += (size_t)__builtin_popcountll(equal(p, '\n'));
		}
		at = (size_t)(p - bytes.p);
		if (bytes.n - at < sizeof(end)) {
			memset(end, 0, sizeof(end));
			p = memcpy(end, p, bytes.n - at);
			found = may(&gram, end);
		}
		if (counts)
			fed = equal(p, '\n');
		for (next = at + STRIDE; found != 0; next = at + STRIDE) {
			size_t place = at + (size_t)__builtin_ctzll(found);

			if (look_closer(seek, bytes, place, &next, scratch)) {
				fed &= ~(~UINT64_C(0) << (place - at));
				if (counts)
					*feeds += count + (size_t)__builtin_popcountll(fed);
				return place;
			}
			if (next >= at + STRIDE)
				break;
			found &= ~UINT64_C(0) << (next - at);
		}
		/* If look_closer() went past the stride, it skipped only bytes beyond ASCII, and no LF. */
		count += (size_t)__builtin_popcountll(fed);
		at = next;
	}
	if (counts)
		*feeds += count;
	return bytes.n;
}

static size_t
find_here(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
	  struct buf *scratch)
{
	return find(may_begin_here, bytes_equal, seek, bytes, from, feeds, scratch);
}

#ifdef __SSE2__
BYTES_AVX2 static size_t
find_avx2(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
	  struct buf *scratch)
{
	return find(may_begin_avx2, bytes_equal_avx2, seek, bytes, from, feeds, scratch);
}
#endif

size_t
gram_find(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
	  struct buf *scratch)
{
	return seek->find(seek, bytes, from, feeds, scratch);
}

/* Does what any character of the row folds to contain the letter? */
static bool
row_gives(const struct folding *folding, size_t row, unsigned char letter)
{
	for (size_t i = 0; i < ROW_LENGTH; i++) {
		const struct folded *folded = &folding->rows[row][i];

		if (memchr(folded->bytes, letter, folded->n) != NULL)
			return true;
	}
	return false;
}

void
gram_choose(struct seek *seek)
{
	struct gram *gram = &seek->gram;
	unsigned long least = ULONG_MAX;
	size_t most;
	bool ascii;

	for (size_t i = 0; i < seek->count; i++)
		for (size_t j = 0; j < seek->phrases[i].count; j++)
			try_word(gram, &seek->phrases[i], j, &least);
	if (gram->folded.n == 0)
		return;
	seek->find = find_here;
#ifdef __SSE2__
	if (bytes_have_avx2())
		seek->find = find_avx2;
#endif
	/* A character that folds to one beyond ASCII is itself at least two bytes beyond ASCII. */
	ascii = !text_beyond_ascii(gram->folded.p[0]);
	most = ascii ? gram->folded.n - 1 : 1;
	for (size_t i = 0; i < GRAM; i++) {
		gram->offsets[i] = i < most ? i : most;
		gram->letters[i] = ascii ? (unsigned char)gram->folded.p[gram->offsets[i]] : 0;
		gram->never_accented[i] =
		    ascii && !row_gives(&seek->folding, ROW_C3, gram->letters[i]) ? UINT64_MAX : 0;
	}
	gram->never_a_mark = ascii && !row_gives(&seek->folding, ROW_E2_80, gram->letters[0])
				 ? UINT64_MAX
				 : 0;
}
