#include "seek.h"

#include <limits.h>
#include <stdint.h>
#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text.h"

#define STRIDE 64 /* bytes looked at together */
#define GRAM 3    /* letters of a word that are looked for in a row */

/* A term, folded, as its words; none: it matches nothing. */
struct term {
	struct str *words;
	size_t count;
};

/* What a character folds to. */
struct folded {
	char bytes[15]; /* all are copied, as that is faster than to copy some */
	unsigned char n;
};

/*
 * The rarest thing that every line must hold: up to three letters of ASCII in a word, or, where a word has none, a letter
 * beyond.  letters[i] is looked for offsets[i] further on; 0 is no letter, so that only bytes beyond ASCII are found.
 */
struct gram {
	struct str word;
	bool last;         /* of its term, so that it may be the beginning of another word */
	size_t begin;      /* in the word */
	struct str folded; /* the letters */
	unsigned char letters[GRAM];
	size_t offsets[GRAM];
};

/* The rows of two-byte letters that English, French and Turkish write, and that of punctuation. */
enum { ROW_C2, ROW_C3, ROW_C4, ROW_C5, ROW_E2_80, ROWS, ROW_LENGTH = 64 };

struct seek {
	struct term *terms;
	size_t count;
	bool never; /* a term matches nothing */
	struct gram gram;
	struct folded rows[ROWS][ROW_LENGTH];
};

/* -- folding ---------------------------------------------------------------------------------------------- */

static struct str
after(struct str s, size_t n)
{
	return n == 0 ? s : (struct str){s.p + n, s.n - n};
}

static bool
is_beyond_ascii(char c)
{
	return (unsigned char)c >= 0x80;
}

/* Of a character that stands in more than one byte, one that is not the first. */
static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static void
fill_rows(struct seek *seek)
{
	static const char *const begins[] = {"\xC2", "\xC3", "\xC4", "\xC5", "\xE2\x80"};
	struct buf bytes = {0};

	for (size_t row = 0; row < ROWS; row++)
		for (size_t i = 0; i < ROW_LENGTH; i++) {
			struct folded *folded = &seek->rows[row][i];
			char letter[3];
			size_t n = strlen(begins[row]);

			memcpy(letter, begins[row], n);
			letter[n] = (char)(0x80 + i);
			buf_clear(&bytes);
			text_fold(&bytes, (struct str){letter, n + 1});
			folded->n = (unsigned char)bytes.n;
			memcpy(folded->bytes, bytes.p, bytes.n);
		}
	buf_free(&bytes);
}

/* The entry of the character that s begins with, and the bytes that it has; NULL if there is none. */
static const struct folded *
in_rows(const struct seek *seek, struct str s, size_t *n)
{
	unsigned char first = (unsigned char)s.p[0];

	if (first >= 0xC2 && first <= 0xC5 && s.n > 1 && is_continuation(s.p[1])) {
		*n = 2;
		return &seek->rows[ROW_C2 + first - 0xC2][s.p[1] & 0x3F];
	}
	if (first == 0xE2 && s.n > 2 && s.p[1] == '\x80' && is_continuation(s.p[2])) {
		*n = 3;
		return &seek->rows[ROW_E2_80][s.p[2] & 0x3F];
	}
	return NULL;
}

/*
 * Is that letter, of a script that is neither Latin nor Hangul, known to fold to itself?  Asking Unicode's tables is much
 * faster than to have the letter taken apart, and most letters of most scripts are not.
 */
static bool
is_plain(int32_t c)
{
	const utf8proc_property_t *property;

	if (c < 0x370 || (c >= 0x2000 && c < 0x2C00) || (c >= 0xAC00 && c < 0xD7A4))
		return false;
	property = utf8proc_get_property(c);
	return (property->category == UTF8PROC_CATEGORY_LO ||
		property->category == UTF8PROC_CATEGORY_LL) &&
	       property->decomp_seqindex == UINT16_MAX && property->casefold_seqindex == UINT16_MAX;
}

/* Adds the character that s begins with, folded, as text_fold() does; the bytes that it had. */
static size_t
fold_character(const struct seek *seek, struct buf *out, struct str s)
{
	size_t n = 1;
	const struct folded *folded;
	int32_t c;

	if (!is_beyond_ascii(s.p[0])) {
		buf_char(out, (char)(s.p[0] >= 'A' && s.p[0] <= 'Z' ? s.p[0] + 32 : s.p[0]));
		return 1;
	}
	folded = in_rows(seek, s, &n);
	if (folded != NULL) {
		if (out->capacity - out->n < sizeof(folded->bytes))
			buf_room(out, sizeof(folded->bytes));
		memcpy(out->p + out->n, folded->bytes, sizeof(folded->bytes));
		out->n += folded->n;
		return n;
	}
	n = text_decode(s, &c);
	if (is_plain(c))
		buf_add(out, s.p, n);
	else
		text_fold(out, (struct str){s.p, n});
	return n;
}

/* Folds the ASCII that s begins with, as far as that can be done many bytes at a time; there is room. */
static size_t
fold_ascii(char *out, struct str s)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; s.n - i >= 16; i += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(s.p + i));
		__m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)),
					      _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
		int beyond = _mm_movemask_epi8(bytes);

		_mm_storeu_si128((__m128i *)(out + i),
				 _mm_add_epi8(bytes, _mm_and_si128(upper, _mm_set1_epi8(32))));
		if (beyond != 0)
			return i + (size_t)__builtin_ctz((unsigned)beyond);
	}
#endif
	for (; i < s.n && !is_beyond_ascii(s.p[i]); i++)
		out[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
	return i;
}

/* As text_fold(), in place of what is there; was it ASCII? */
static bool
fold(const struct seek *seek, struct buf *out, struct str s)
{
	bool ascii = true;

	buf_clear(out);
	while (s.n > 0) {
		size_t n;

		if (out->capacity - out->n < s.n)
			buf_room(out, s.n);
		n = fold_ascii(out->p + out->n, s);
		out->n += n;
		s = after(s, n);
		for (; s.n > 0 && is_beyond_ascii(s.p[0]); ascii = false)
			s = after(s, fold_character(seek, out, s));
	}
	return ascii;
}

/* -- words of folded text --------------------------------------------------------------------------------- */

static bool
is_ascii_letter_or_digit(char c)
{
	char lower = (char)(c | 0x20);

	return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

/* The bytes of the character that s begins with, and whether it belongs to a word. */
static size_t
character(struct str s, bool *in_word)
{
	utf8proc_category_t category;
	int32_t c;
	size_t n;

	if (!is_beyond_ascii(s.p[0])) {
		*in_word = is_ascii_letter_or_digit(s.p[0]);
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
		(void)character(after(text, at), &in_word);
	return in_word;
}

static bool
is_after_word(struct str text, size_t at)
{
	if (at == 0)
		return false;
	for (at--; at > 0 && is_continuation(text.p[at]);)
		at--;
	return is_in_word(text, at);
}

/* Where the word ends that goes on there, or else what stands between two words. */
static size_t
end_of_run(struct str text, size_t at, bool of_word)
{
	bool in_word;
	size_t n;

	for (; at < text.n; at += n) {
		n = character(after(text, at), &in_word);
		if (in_word != of_word)
			break;
	}
	return at;
}

/* -- matching --------------------------------------------------------------------------------------------- */

/* Do the words of the term stand there? Then *end is where the last one does. */
static enum seek_match
match_here(const struct term *term, struct str folded, size_t at, size_t *end)
{
	for (size_t i = 0; i < term->count; i++) {
		bool goes_on;

		if (!str_starts(after(folded, at), term->words[i]))
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

/* The best match in folded text, which stands in its bytes from *begin to *end. */
static enum seek_match
match_term(const struct term *term, struct str folded, size_t *begin, size_t *end)
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

/* Where in the text stands what stands in the folded text from begin to end; with the accents that follow it. */
static void
find_place(const struct seek *seek, struct str text, size_t *begin, size_t *end,
	   struct buf *scratch)
{
	size_t from = 0, to = 0, n;

	buf_clear(scratch);
	for (size_t i = 0; i < text.n; i += n) {
		size_t before = scratch->n;

		n = fold_character(seek, scratch, after(text, i));
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

	if (seek->terms[term].count == 0)
		return SEEK_NONE;
	ascii = fold(seek, scratch, text);
	match = match_term(&seek->terms[term], buf_all(scratch), &begin, &end);
	if (match != SEEK_NONE && !ascii && (at != NULL || length != NULL))
		find_place(seek, text, &begin, &end, scratch);
	if (match != SEEK_NONE && at != NULL)
		*at = begin;
	if (match != SEEK_NONE && length != NULL)
		*length = end - begin;
	return match;
}

/* -- the rarest letters ----------------------------------------------------------------------------------- */

/* How often, of a thousand characters of a roster, the letters a to z and the digits stand there, about. */
static unsigned
frequency(char c)
{
	static const unsigned char letters[26] = {73, 11, 31, 16, 91, 8,  10, 19, 51, 3, 4,  48, 29,
						  42, 35, 25, 2,  54, 31, 38, 21, 8,  7, 10, 7,  2};
	static const unsigned char digits[10] = {35, 22, 33, 7, 7, 7, 7, 6, 6, 6};

	return c >= 'a' && c <= 'z' ? letters[c - 'a'] : digits[c - '0'];
}

/* How often that stands in a row, of a thousand million. A letter beyond ASCII is looked for one by one. */
static unsigned long
how_often(struct str letters)
{
	unsigned long often = 1;

	if (is_beyond_ascii(letters.p[0]))
		return 10 * 1000 * 1000UL;
	for (size_t i = 0; i < GRAM; i++)
		often *= i < letters.n ? frequency(letters.p[i]) : 1000;
	return often;
}

/* Up to three letters of ASCII that stand there, or one beyond. */
static struct str
letters_at(struct str word, size_t at)
{
	struct str rest = after(word, at);
	size_t n = 0;
	int32_t c;

	if (is_beyond_ascii(rest.p[0]))
		return (struct str){rest.p, text_decode(rest, &c)};
	while (n < GRAM && n < rest.n && !is_beyond_ascii(rest.p[n]))
		n++;
	return (struct str){rest.p, n};
}

/* Notes the rarest letters of the word, if rarer than those of before. */
static void
try_word(struct gram *gram, struct str word, bool last, unsigned long *least)
{
	for (size_t at = 0; at < word.n; at++) {
		struct str letters = letters_at(word, at);
		unsigned long often = how_often(letters);

		if (!is_continuation(word.p[at]) && often < *least) {
			*least = often;
			*gram = (struct gram){
			    .word = word, .last = last, .begin = at, .folded = letters};
		}
	}
}

static void
choose_gram(struct seek *seek)
{
	struct gram *gram = &seek->gram;
	unsigned long least = ULONG_MAX;
	size_t most;
	bool ascii;

	for (size_t i = 0; i < seek->count; i++)
		for (size_t j = 0; j < seek->terms[i].count; j++)
			try_word(gram, seek->terms[i].words[j], j + 1 == seek->terms[i].count,
				 &least);
	if (gram->folded.n == 0)
		return;
	/* What is folded to a letter beyond ASCII has itself two bytes, at least, beyond ASCII. */
	ascii = !is_beyond_ascii(gram->folded.p[0]);
	most = ascii ? gram->folded.n - 1 : 1;
	for (size_t i = 0; i < GRAM; i++) {
		gram->offsets[i] = i < most ? i : most;
		gram->letters[i] = ascii ? (unsigned char)gram->folded.p[gram->offsets[i]] : 0;
	}
}

static struct term
new_term(struct arena *arena, struct str typed)
{
	struct term term = {NULL, 0};
	struct buf bytes = {0};
	size_t capacity = 0, begin, end;
	struct str folded;

	text_fold(&bytes, typed);
	folded = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	for (begin = end_of_run(folded, 0, false); begin < folded.n;
	     begin = end_of_run(folded, end, false)) {
		end = end_of_run(folded, begin, true);
		term.words = arena_grow(arena, term.words, term.count, &capacity,
					sizeof(*term.words));
		term.words[term.count++] = (struct str){folded.p + begin, end - begin};
	}
	return term;
}

struct seek *
seek_new(struct arena *arena, const struct str *terms, size_t count)
{
	struct seek *seek = arena_get(arena, sizeof(*seek));

	seek->terms = arena_array(arena, count, sizeof(*seek->terms));
	seek->count = count;
	for (size_t i = 0; i < count; i++) {
		seek->terms[i] = new_term(arena, terms[i]);
		seek->never = seek->never || seek->terms[i].count == 0;
	}
	fill_rows(seek);
	choose_gram(seek);
	return seek;
}

/* -- lines ------------------------------------------------------------------------------------------------ */

/*
 * Where, of the next STRIDE bytes, the letters may begin: bit i for byte i.  Each must stand there, in either case, or a
 * byte beyond ASCII, of which anything may be folded: so é or an accent among them, and œ for two of them, are found too.
 * (Beyond three letters that would not hold: no character of two bytes is folded to three letters of ASCII.)
 */
#ifdef __SSE2__
/* The letter is 0x80 in what comes of it, a byte beyond ASCII is less, anything else is more. */
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

/* Which bytes are at most 0x80. */
static inline uint64_t
at_most_0x80(__m128i bytes)
{
	__m128i most = _mm_set1_epi8((char)0x80);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(bytes, most), most));
}

static inline uint64_t
may_begin(const struct gram *gram, const char *p)
{
	__m128i a = compare_all(gram, p), b = compare_all(gram, p + 16);
	__m128i c = compare_all(gram, p + 32), d = compare_all(gram, p + 48);

	if (at_most_0x80(_mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d))) == 0)
		return 0;
	return at_most_0x80(a) | at_most_0x80(b) << 16 | at_most_0x80(c) << 32 |
	       at_most_0x80(d) << 48;
}
#else
static uint64_t
may_begin(const struct gram *gram, const char *p)
{
	uint64_t found = 0;

	for (size_t i = 0; i < STRIDE; i++) {
		bool all = true;

		for (size_t j = 0; j < GRAM; j++) {
			unsigned char byte = (unsigned char)p[i + gram->offsets[j]];

			all = all && (byte >= 0x80 || (byte | 0x20) == gram->letters[j]);
		}
		found |= (uint64_t)all << i;
	}
	return found;
}
#endif

/* The first place, not before that one, where the letters may begin; bytes.n if there is none. */
static size_t
next_place(const struct gram *gram, struct str bytes, size_t at)
{
	uint64_t found;

	for (; bytes.n - at >= STRIDE + GRAM - 1; at += STRIDE) {
		found = may_begin(gram, bytes.p + at);
		if (found != 0)
			return at + (size_t)__builtin_ctzll(found);
	}
	while (at < bytes.n) {
		char end[STRIDE + GRAM - 1] = {0};
		size_t rest = bytes.n - at;

		memcpy(end, bytes.p + at, rest < sizeof(end) ? rest : sizeof(end));
		found = may_begin(gram, end);
		if (found != 0)
			return at + (size_t)__builtin_ctzll(found);
		at += rest < STRIDE ? rest : STRIDE;
	}
	return at;
}

/* May the word stand where its letters do? That is open where a byte beyond ASCII comes. */
static bool
word_may_stand(const struct gram *gram, struct str bytes, size_t at)
{
	struct str word = gram->word, rest;
	size_t i;

	for (i = gram->begin; i > 0; i--, at--) {
		if (at == 0 || is_beyond_ascii(bytes.p[at - 1]))
			return at > 0;
		if ((bytes.p[at - 1] | 0x20) != word.p[i - 1])
			return false;
	}
	if (at > 0 && is_ascii_letter_or_digit(bytes.p[at - 1]))
		return false;
	rest = after(bytes, at);
	for (i = gram->begin + gram->folded.n; i < word.n; i++) {
		if (i == rest.n || is_beyond_ascii(rest.p[i]))
			return i < rest.n;
		if ((rest.p[i] | 0x20) != word.p[i])
			return false;
	}
	return gram->last || i == rest.n || !is_ascii_letter_or_digit(rest.p[i]);
}

/* The first byte of the character that the byte at that place is of. */
static size_t
begin_of_character(struct str bytes, size_t at)
{
	size_t begin = at;
	int32_t c;

	while (begin > 0 && at - begin < 3 && is_continuation(bytes.p[begin]))
		begin--;
	return begin + text_decode(after(bytes, begin), &c) > at ? begin : at;
}

/* Do the letters begin in what the character there is folded to? *n is how many bytes it has. */
static bool
letters_begin(const struct seek *seek, struct str bytes, size_t at, size_t *n, struct buf *scratch)
{
	struct str letters = seek->gram.folded;
	size_t most, next;

	buf_clear(scratch);
	*n = fold_character(seek, scratch, after(bytes, at));
	if (scratch->n == 0 || memchr(scratch->p, letters.p[0], scratch->n) == NULL)
		return false;
	most = scratch->n + letters.n - 1;
	for (next = at + *n; scratch->n < most && next < bytes.n;)
		next += fold_character(seek, scratch, after(bytes, next));
	return memmem(scratch->p, scratch->n < most ? scratch->n : most, letters.p, letters.n) !=
	       NULL;
}

/* May the word stand where its letters may? If not, *next is where to look further. */
static bool
look_closer(const struct seek *seek, struct str bytes, size_t at, size_t *next, struct buf *scratch)
{
	const struct gram *gram = &seek->gram;
	bool ascii = true;
	size_t n = 1;

	for (size_t i = 0; i < GRAM; i++)
		ascii = ascii && !is_beyond_ascii(bytes.p[at + gram->offsets[i]]);
	if (ascii) {
		*next = at + 1;
		return word_may_stand(gram, bytes, at);
	}
	at = begin_of_character(bytes, at);
	if (letters_begin(seek, bytes, at, &n, scratch))
		return true;
	*next = at + n;
	return false;
}

static bool
line_matches(const struct seek *seek, struct str line, struct buf *scratch)
{
	size_t begin, end;

	(void)fold(seek, scratch, line);
	for (size_t i = 0; i < seek->count; i++)
		if (match_term(&seek->terms[i], buf_all(scratch), &begin, &end) == SEEK_NONE)
			return false;
	return true;
}

struct str
seek_line(const struct seek *seek, struct str bytes, struct buf *scratch)
{
	struct str nothing = {NULL, 0}, line;
	size_t at = 0, next = 0, end;

	if (bytes.n == 0 || seek->never)
		return nothing;
	if (seek->count == 0)
		return (struct str){bytes.p, str_find(bytes, '\n')};
	while ((at = next_place(&seek->gram, bytes, next)) < bytes.n) {
		const char *feed;

		if (!look_closer(seek, bytes, at, &next, scratch))
			continue;
		feed = at == 0 ? NULL : memrchr(bytes.p, '\n', at);
		end = at + str_find(after(bytes, at), '\n');
		line.p = feed == NULL ? bytes.p : feed + 1;
		line.n = (size_t)(bytes.p + end - line.p);
		if (line_matches(seek, line, scratch))
			return line;
		next = end < bytes.n ? end + 1 : end;
	}
	return nothing;
}
