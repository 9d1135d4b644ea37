/* UTF-8: what may be in a text, normalization form C, and comparison that ignores case and accents. */
#include "text.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <utf8proc.h>

/*
 * The length of the valid UTF-8 sequence that begins at p, of n bytes that are there; 0 if there is none (RFC 3629, 4).
 */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		length = 2;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		length = 3;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		length = 4;
	else
		return 0;
	if (length > n)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

/*
 * Tests eight bytes at a time: the top bit of a byte gets set if it was above 0x7E or below 0x20.  A borrow may also
 * set that of its neighbour, so the loop at the end decides.
 */
size_t
text_printable(struct str s)
{
	size_t i = 0;
	uint64_t word;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.p + i, sizeof(word));
		if (((word | (word + UINT64_C(0x0101010101010101)) |
		      (word - UINT64_C(0x2020202020202020))) &
		     UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7F)
		i++;
	return i;
}

#ifdef __SSE2__
#define STRIDE 16 /* bytes looked at together */

/* Bit i is set if byte i is below the limit.  Bytes compare as signed, so those beyond ASCII come before all others. */
static inline unsigned
bytes_below(__m128i bytes, int limit)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8((char)limit)));
}

static inline unsigned
bytes_equal(__m128i bytes, int c)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)c)));
}

/*
 * The STRIDE bytes of s at i; s has at least as many.  If fewer are left, the last ones of s: *before is the number of
 * those that come before i.
 */
static inline __m128i
bytes_at(struct str s, size_t i, size_t *before)
{
	*before = s.n - i < STRIDE ? STRIDE - (s.n - i) : 0;
	return _mm_loadu_si128((const __m128i *)(s.p + i - *before));
}

/*
 * The length of a run of valid UTF-8 at the beginning of s, tested many bytes at a time: continuation bytes must be
 * where they are due, and nowhere else.  The run ends at characters of four bytes and at those that begin with E0 or
 * ED, whose second byte has other bounds; the caller checks them.
 */
static size_t
valid_run(struct str s)
{
	unsigned due = 0; /* bit i: byte i must be a continuation byte */
	size_t i = 0, before;

	for (; s.n >= STRIDE && i < s.n; i += STRIDE - before) {
		__m128i bytes = bytes_at(s, i, &before);
		unsigned beyond = bytes_below(bytes, 0) >> before;

		if ((beyond | due) != 0) {
			unsigned below_three = bytes_below(bytes, -32) >> before; /* 0xE0 */
			unsigned two = below_three &
				       ~(bytes_below(bytes, -62) >> before);  /* 0xC2 */
			unsigned three = bytes_below(bytes, -16) >> before;   /* 0xF0 */
			unsigned goes_on = bytes_below(bytes, -64) >> before; /* 0xC0 */

			three &= ~(below_three |
				   (bytes_equal(bytes, 0xE0) | bytes_equal(bytes, 0xED)) >> before);
			due |= (two | three | three << 1) << 1;
			if (goes_on != (due & (0xFFFFU >> before)) ||
			    beyond != (goes_on | two | three))
				break;
			due >>= STRIDE - before;
		}
	}
	/* Go back to the beginning of a character that is not complete. */
	if ((due & 1) != 0)
		while (text_continues(s.p[--i]))
			;
	return i;
}

/*
 * The length of a run of printable ASCII and letters from U+00C0 to U+02FF at the beginning of s, tested many bytes at
 * a time.  Most texts hold nothing else, and such characters break no rule of text.
 */
static size_t
letters_run(struct str s)
{
	unsigned due = 0;
	size_t i = 0, before;

	for (; s.n >= STRIDE && i < s.n; i += STRIDE - before) {
		__m128i bytes = bytes_at(s, i, &before);
		unsigned other = (bytes_below(bytes, ' ') | bytes_equal(bytes, 0x7F)) >> before;

		if ((other | due) != 0) {
			unsigned begins = (bytes_below(bytes, -52) & ~bytes_below(bytes, -61)) >>
					  before;
			unsigned goes_on = bytes_below(bytes, -64) >> before;

			due |= begins << 1; /* 0xC3 to 0xCB */
			if (goes_on != (due & (0xFFFFU >> before)) || other != (goes_on | begins))
				break;
			due >>= STRIDE - before;
		}
	}
	return i - (due & 1);
}
#else
#define STRIDE sizeof(uint64_t)

/* The length of a run of ASCII at the beginning of s, tested many bytes at a time. */
static size_t
valid_run(struct str s)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t words[4];
	size_t i = 0;

	for (; i + sizeof(words) <= s.n; i += sizeof(words)) {
		memcpy(words, s.p + i, sizeof(words));
		if (((words[0] | words[1] | words[2] | words[3]) & high) != 0)
			break;
	}
	for (; i + sizeof(words[0]) <= s.n; i += sizeof(words[0])) {
		memcpy(words, s.p + i, sizeof(words[0]));
		if ((words[0] & high) != 0)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

static size_t
letters_run(struct str s)
{
	return text_printable(s);
}
#endif

size_t
text_valid(struct str s)
{
	size_t i = 0, n;

	while (i < s.n && (i += valid_run(str_after(s, i))) < s.n) {
		/* Some of the next STRIDE bytes are unusual, or fewer are left: test them one by one. */
		for (size_t stop = i + STRIDE; i < s.n && i < stop; i += n)
			if ((n = sequence((const unsigned char *)s.p + i, s.n - i)) == 0)
				return i;
	}
	return i;
}

size_t
text_decode(struct str s, int32_t *code_point)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = sequence(p, s.n);
	int32_t c;

	if (n <= 1) {
		*code_point = n == 1 ? p[0] : TEXT_REPLACEMENT;
		return 1;
	}
	c = p[0] & (0xFF >> (n + 1));
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3F);
	*code_point = c;
	return n;
}

size_t
text_length(struct str s)
{
	size_t count = 0;
	int32_t c;

	for (size_t i = 0; i < s.n; i += text_decode(str_after(s, i), &c))
		count++;
	return count;
}

size_t
text_offset(struct str s, size_t number)
{
	size_t offset = 0;

	/* A continuation byte begins no code point. */
	while (offset < s.n && (text_continues(s.p[offset]) || number-- > 0))
		offset++;
	return offset;
}

/*
 * Is it a blank, tab or other space, or a character of no width that web pages use to allow or forbid a line break
 * (U+200B, U+2060)?
 */
static bool
is_unseen(int32_t c)
{
	return c == ' ' || c == '\t' || c == 0x200B || c == 0x2060 ||
	       (c >= 0x80 && utf8proc_category(c) == UTF8PROC_CATEGORY_ZS);
}

struct str
text_trim(struct str s)
{
	int32_t c;
	size_t n, last;

	while (s.n > 0 && (n = text_decode(s, &c), is_unseen(c)))
		s = str_after(s, n);
	while (s.n > 0) {
		for (last = s.n - 1; last > 0 && text_continues(s.p[last]);)
			last--;
		if (last + text_decode(str_after(s, last), &c) != s.n || !is_unseen(c))
			break;
		s.n = last;
	}
	return s;
}

static bool
is_noncharacter(int32_t c)
{
	return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/*
 * Is the character unchanged by normalization form C, whatever its neighbours are?  Nothing below the combining marks
 * composes with what precedes it, nor do the quotes, dashes and signs of usual texts, nor Chinese characters.  So most
 * texts need no look at utf8proc's tables.
 */
static bool
is_inert(int32_t c)
{
	return c < 0x300 || (c >= 0x2002 && c < 0x20D0) || (c >= 0x4E00 && c < 0xA000);
}

/*
 * Are there more than a hundred combining marks on one letter, out of order?  Then the text is not in normalization
 * form C, and must be kept from utf8proc, which sorts marks by swapping neighbours and would take seconds over tens
 * of thousands of them.  *at gets the offset of the first mark out of order.  Three Tibetan vowels stand for two marks
 * each and are never in that form: their class of -1 puts them out of order.
 */
static bool
is_heap_of_marks(struct str s, size_t *at)
{
	int before = 0, class;
	size_t marks = 0, n;
	bool disordered = false;
	int32_t c;

	for (size_t i = 0; i < s.n; i += n, before = class) {
		n = text_decode(str_after(s, i), &c);
		class = c == 0x0F73 || c == 0x0F75 || c == 0x0F81
			    ? -1
			    : (int)utf8proc_get_property(c)->combining_class;
		marks = class == 0 ? 0 : marks + 1;
		disordered = disordered && class != 0;
		if (!disordered && class != 0 && class < before) {
			disordered = true;
			*at = i;
		}
		if (disordered && marks > 100)
			return true;
	}
	return false;
}

/* Is s, which is valid UTF-8, in normalization form C?  If not, *at is the offset where it first differs. */
static bool
is_composed(struct str s, size_t *at)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n;
	bool same;
	size_t i;

	if (is_heap_of_marks(s, at))
		return false;
	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &composed,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	same = n >= 0 && str_eq(s, (struct str){(char *)composed, (size_t)n});
	for (i = 0; !same && n > (utf8proc_ssize_t)i && i < s.n && s.p[i] == (char)composed[i];)
		i++;
	while (i > 0 && i < s.n && text_continues(s.p[i]))
		i--;
	*at = i;
	free(composed);
	return same;
}

/* Checks the first character of s by itself.  *n gets its length; *inert becomes false if is_inert() is. */
static enum text_fault
check_character(struct str s, bool lines, size_t *n, bool *inert)
{
	int32_t c;

	if (sequence((const unsigned char *)s.p, s.n) == 0)
		return TEXT_NOT_UTF8;
	*n = text_decode(s, &c);
	if (text_is_control(c))
		return lines && (c == '\n' || c == '\t') ? TEXT_GOOD : TEXT_CONTROL;
	*inert = *inert && is_inert(c);
	return text_is_bidirectional(c) ? TEXT_BIDIRECTIONAL
	       : is_noncharacter(c)     ? TEXT_NONCHARACTER
					: TEXT_GOOD;
}

enum text_fault
text_check(struct str s, bool lines, size_t *at)
{
	enum text_fault fault;
	bool inert = true;
	size_t n, i = 0;

	while (i < s.n && (i += letters_run(str_after(s, i))) < s.n)
		for (size_t stop = i + STRIDE; i < s.n && i < stop; i += n)
			if ((fault = check_character(str_after(s, i), lines, &n, &inert)) !=
			    TEXT_GOOD) {
				*at = i;
				return fault;
			}
	return inert || is_composed(s, at) ? TEXT_GOOD : TEXT_NOT_NFC;
}

/*
 * The ASCII form of a character that Unicode does not decompose but that English and French readers take for the same;
 * NULL if there is none.
 */
static const char *
plain_letters(int32_t c)
{
	switch (c) {
	case 0x00E6:
		return "ae";
	case 0x0153:
		return "oe";
	case 0x00F8:
		return "o";
	case 0x0111:
		return "d";
	case 0x0131:
		return "i";
	case 0x0142:
		return "l";
	case 0x2018:
	case 0x2019:
	case 0x02BC:
		return "'";
	case 0x2010:
	case 0x2011:
		return "-";
	default:
		return NULL;
	}
}

static void
fold_one(struct buf *out, int32_t c)
{
	utf8proc_int32_t parts[32];
	int last_class = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 32,
						     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
							 UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
						     &last_class);

	if (n < 0 || n > 32) {
		parts[0] = c;
		n = 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		const char *plain = plain_letters(parts[i]);

		if (plain != NULL) {
			buf_puts(out, plain);
		} else {
			buf_room(out, 4);
			out->n += (size_t)utf8proc_encode_char(parts[i],
							       (utf8proc_uint8_t *)out->p + out->n);
		}
	}
}

bool
text_compose(struct buf *out, struct str s)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n;

	if (text_valid(s) < s.n)
		return false;
	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &composed,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0)
		memory_give_up(); /* only memory can run out if the text is UTF-8 */
	buf_add(out, (char *)composed, (size_t)n);
	free(composed);
	return true;
}

void
text_fold(struct buf *out, struct str s)
{
	int32_t c;

	while (s.n > 0) {
		size_t n = 0;

		/* Most texts are long runs of ASCII. */
		buf_room(out, s.n);
		for (; n < s.n && !text_beyond_ascii(s.p[n]); n++)
			out->p[out->n + n] = text_lower(s.p[n]);
		out->n += n;
		for (s = str_after(s, n); s.n > 0 && text_beyond_ascii(s.p[0]);
		     s = str_after(s, n)) {
			n = text_decode(s, &c);
			fold_one(out, c);
		}
	}
}

int
text_compare(struct str a, struct str b)
{
	struct buf one = {0}, other = {0};
	int c;

	text_fold(&one, a);
	text_fold(&other, b);
	c = str_cmp(buf_all(&one), buf_all(&other));
	buf_free(&one);
	buf_free(&other);
	return c != 0 ? c : str_cmp(a, b);
}

bool
text_contains(struct str s, struct str folded_needle, struct buf *scratch)
{
	buf_clear(scratch);
	text_fold(scratch, s);
	return folded_needle.n == 0 ||
	       (scratch->n >= folded_needle.n &&
		memmem(scratch->p, scratch->n, folded_needle.p, folded_needle.n) != NULL);
}
