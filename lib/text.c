#include "text.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

/* The bytes of a valid UTF-8 sequence at p, of which n are there; 0 if it is none (RFC 3629, 4). */
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
 * How many bytes at the beginning are printable ASCII, eight at a time: the top bit of a byte tells that it was
 * above 0x7E, or below 0x20 (a byte that borrows may mark its neighbour too; the loop at the end decides).
 */
static size_t
printable_run(struct str s)
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

static struct str
after(struct str s, size_t n)
{
	return n == 0 ? s : (struct str){s.p + n, s.n - n};
}

#ifdef __SSE2__
#define STRIDE 16 /* bytes looked at together */

/* Which bytes are below the limit, as signed numbers, those beyond ASCII before all others: bit i for byte i. */
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

/* The bytes at i of s, which has sixteen at least; of the last, those before them too, as many as *before. */
static inline __m128i
bytes_at(struct str s, size_t i, size_t *before)
{
	*before = s.n - i < STRIDE ? STRIDE - (s.n - i) : 0;
	return _mm_loadu_si128((const __m128i *)(s.p + i - *before));
}

/*
 * How many bytes at the beginning are valid UTF-8, many at a time: a byte that goes on with a letter must stand where
 * one is due, and nowhere else.  Letters of four bytes, and those of three whose second byte has bounds of its own, are
 * not looked at.
 */
static size_t
valid_run(struct str s)
{
	unsigned due = 0; /* bit i: byte i goes on with a letter */
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
	/* Back to the beginning of a letter that goes on. */
	if ((due & 1) != 0)
		while (((unsigned char)s.p[--i] & 0xC0) == 0x80)
			;
	return i;
}

/*
 * How many bytes at the beginning are printable ASCII or letters from U+00C0 to U+02FF, many at a time: most texts hold
 * nothing else, and no rule has anything to say of those.
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

/* How many bytes at the beginning are ASCII, many at a time. */
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
	return printable_run(s);
}
#endif

size_t
text_valid(struct str s)
{
	size_t i = 0, n;

	while (i < s.n && (i += valid_run(after(s, i))) < s.n) {
		/* Something among the next bytes is out of the common, or they are few. */
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
		*code_point = n == 1 ? p[0] : REPLACEMENT;
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

	for (size_t i = 0; i < s.n; i += text_decode(after(s, i), &c))
		count++;
	return count;
}

/* Also the line and paragraph separators, and the byte-order mark in the middle of a text. */
static bool
is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

/* Unicode's property Bidi_Control. */
static bool
is_bidirectional(int32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool
is_noncharacter(int32_t c)
{
	return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/*
 * Does the character stand for itself in normalization form C, whatever is beside it?  Nothing below the
 * combining marks composes with what stands before it, nor do the quotes, dashes and signs that texts use, nor
 * Chinese characters: for most texts there is no need to look at the tables.
 */
static bool
is_inert(int32_t c)
{
	return c < 0x300 || (c >= 0x2002 && c < 0x20D0) || (c >= 0x4E00 && c < 0xA000);
}

/* Is valid UTF-8 in normalization form C? If not, *at is the offset where it first differs. */
static bool
is_composed(struct str s, size_t *at)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n;
	bool same;
	size_t i;

	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &composed,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	same = n >= 0 && str_eq(s, (struct str){(char *)composed, (size_t)n});
	for (i = 0; !same && n > (utf8proc_ssize_t)i && i < s.n && s.p[i] == (char)composed[i];)
		i++;
	while (i > 0 && i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80)
		i--;
	*at = i;
	free(composed);
	return same;
}

/* What the rules say of the character at the beginning of s, which has *n bytes, by itself. */
static enum text_fault
check_character(struct str s, bool lines, size_t *n, bool *inert)
{
	int32_t c;

	if (sequence((const unsigned char *)s.p, s.n) == 0)
		return TEXT_NOT_UTF8;
	*n = text_decode(s, &c);
	if (is_control(c))
		return lines && (c == '\n' || c == '\t') ? TEXT_GOOD : TEXT_CONTROL;
	*inert = *inert && is_inert(c);
	return is_bidirectional(c)  ? TEXT_BIDIRECTIONAL
	       : is_noncharacter(c) ? TEXT_NONCHARACTER
				    : TEXT_GOOD;
}

enum text_fault
text_check(struct str s, bool lines, size_t *at)
{
	enum text_fault fault;
	bool inert = true;
	size_t n, i = 0;

	while (i < s.n && (i += letters_run(after(s, i))) < s.n)
		for (size_t stop = i + STRIDE; i < s.n && i < stop; i += n)
			if ((fault = check_character(after(s, i), lines, &n, &inert)) !=
			    TEXT_GOOD) {
				*at = i;
				return fault;
			}
	return inert || is_composed(s, at) ? TEXT_GOOD : TEXT_NOT_NFC;
}

/* What Unicode does not decompose, and readers of English and French take for the same. */
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
		(void)memory_get(
		    PTRDIFF_MAX); /* the one thing that can go wrong; ends as arena.h says */
	buf_add(out, (char *)composed, (size_t)n);
	free(composed);
	return true;
}

void
text_fold(struct buf *out, struct str s)
{
	size_t n;
	int32_t c;

	buf_room(out, s.n);
	for (size_t i = 0; i < s.n; i += n) {
		unsigned char byte = (unsigned char)s.p[i];

		n = 1;
		if (byte < 0x80) {
			buf_char(out, (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte));
			continue;
		}
		n = text_decode(after(s, i), &c);
		fold_one(out, c);
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

static size_t
width_of(int32_t c)
{
	int width = is_control(c) ? 1 : utf8proc_charwidth(c);

	return width > 0 ? (size_t)width : 0;
}

size_t
text_width(struct str s)
{
	size_t width = 0;
	int32_t c;

	for (size_t i = 0; i < s.n;) {
		i += text_decode(after(s, i), &c);
		width += width_of(c);
	}
	return width;
}

size_t
text_prefix(struct str s, size_t columns)
{
	size_t i = 0, width = 0, n;
	int32_t c;

	while (i < s.n) {
		n = text_decode(after(s, i), &c);
		width += width_of(c);
		if (width > columns)
			break;
		i += n;
	}
	return i;
}

void
text_plain(struct buf *out, struct str s, bool lines)
{
	size_t n;
	int32_t c;

	for (size_t i = 0; i < s.n; i += n) {
		n = printable_run(after(s, i));
		if (n > 0) {
			buf_add(out, s.p + i, n);
			continue;
		}
		n = text_decode(after(s, i), &c);
		if (lines && (c == '\n' || c == '\t'))
			buf_char(out, (char)c);
		else if (c == '\t' || (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 ||
			 c == 0x2029)
			buf_char(out, ' ');
		else if (is_control(c) || is_bidirectional(c) ||
			 sequence((const unsigned char *)s.p + i, s.n - i) == 0)
			buf_puts(out, "\xEF\xBF\xBD");
		else
			buf_add(out, s.p + i, n);
	}
}

bool
text_wrap(struct str *rest, size_t columns, struct str *line)
{
	size_t fits, end, feed;

	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = after(*rest, 1);
	if (rest->n == 0)
		return false;
	feed = str_find(*rest, '\n');
	fits = text_prefix((struct str){rest->p, feed}, columns);
	end = fits;
	if (fits < feed) {
		while (end > 0 && rest->p[end] != ' ')
			end--;
		if (end == 0)
			end = fits > 0 ? fits : feed;
	}
	*line = (struct str){rest->p, end};
	*rest = after(*rest, end);
	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = after(*rest, 1);
	if (rest->n > 0 && rest->p[0] == '\n')
		*rest = after(*rest, 1);
	while (line->n > 0 && line->p[line->n - 1] == ' ')
		line->n--;
	return true;
}

/* Does it mean itself to a shell, wherever it stands? */
static bool
is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c != '\0' && strchr("@%+=:,./-_", c) != NULL);
}

struct str
text_shell_word(struct arena *arena, struct str word)
{
	struct buf quoted = {0};
	struct str kept;
	size_t plain = 0;

	while (plain < word.n && is_plain(word.p[plain]))
		plain++;
	if (plain == word.n && word.n > 0)
		return word;
	buf_char(&quoted, '\'');
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\'')
			buf_puts(&quoted, "'\\''");
		else
			buf_char(&quoted, word.p[i]);
	buf_char(&quoted, '\'');
	kept = arena_str(arena, buf_all(&quoted));
	buf_free(&quoted);
	return kept;
}

/* The folded code points of a word; TEXT_WORD_MAX + 1 if there are more. */
static size_t
folded_letters(struct str s, int32_t letters[TEXT_WORD_MAX])
{
	struct buf folded = {0};
	size_t count = 0;

	text_fold(&folded, s);
	for (size_t i = 0; i < folded.n && count <= TEXT_WORD_MAX; count++) {
		int32_t c;

		i += text_decode(after(buf_all(&folded), i), &c);
		if (count < TEXT_WORD_MAX)
			letters[count] = c;
	}
	buf_free(&folded);
	return count;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t least_of_two = a < b ? a : b;

	return least_of_two < c ? least_of_two : c;
}

/* The optimal string alignment distance of two words by their letters. */
static size_t
letters_distance(const int32_t *from, size_t n, const int32_t *to, size_t m, size_t limit)
{
	size_t rows[3][TEXT_WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	if (n > TEXT_WORD_MAX || m > TEXT_WORD_MAX || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		above[j] = before[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *free_row = before;

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1,
				       above[j - 1] + (from[i - 1] != to[j - 1]));
			if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
				row[j] = least(row[j], before[j - 2] + 1, row[j]);
		}
		before = above;
		above = row;
		row = free_row;
	}
	return above[m] <= limit ? above[m] : limit + 1;
}

size_t
text_distance(struct str a, struct str b, size_t limit)
{
	int32_t from[TEXT_WORD_MAX], to[TEXT_WORD_MAX];
	size_t n = folded_letters(a, from), m = folded_letters(b, to);

	return letters_distance(from, n, to, m, limit);
}

struct nearest
nearest_to(struct str word)
{
	struct nearest nearest = {.word = word};

	nearest.count = folded_letters(word, nearest.letters);
	nearest.distance = nearest.count < 3 ? 2 : 2 + nearest.count / 4;
	return nearest;
}

void
nearest_try(struct nearest *nearest, struct str candidate)
{
	int32_t letters[TEXT_WORD_MAX];
	size_t distance;

	if (nearest->distance == 0)
		return;
	distance = letters_distance(nearest->letters, nearest->count, letters,
				    folded_letters(candidate, letters), nearest->distance - 1);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = candidate;
	}
}
