/* Folds like text_fold(), but at the speed of memory: by tables for what English, French and Turkish write. */
#include "seek.h"

#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text.h"

void
folding_fill(struct folding *folding)
{
	static const char *const begins[] = {"\xC2", "\xC3", "\xC4", "\xC5", "\xE2\x80"};
	struct buf bytes = {0};

	for (size_t row = 0; row < ROWS; row++)
		for (size_t i = 0; i < ROW_LENGTH; i++) {
			struct folded *folded = &folding->rows[row][i];
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

const struct folded *
folding_entry(const struct folding *folding, struct str s, size_t *n)
{
	unsigned char first = (unsigned char)s.p[0];

	if (first >= 0xC2 && first <= 0xC5 && s.n > 1 && text_continues(s.p[1])) {
		*n = 2;
		return &folding->rows[ROW_C2 + first - 0xC2][s.p[1] & 0x3F];
	}
	if (first == 0xE2 && s.n > 2 && s.p[1] == '\x80' && text_continues(s.p[2])) {
		*n = 3;
		return &folding->rows[ROW_E2_80][s.p[2] & 0x3F];
	}
	return NULL;
}

/*
 * Is c a letter, of a script other than Latin and Hangul, that folds to itself?  Asking Unicode's tables is much faster
 * than decomposing the letter, and most letters of most scripts do.  False says nothing.
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

size_t
folding_character(const struct folding *folding, struct buf *out, struct str s)
{
	size_t n = 1;
	const struct folded *folded;
	int32_t c;

	if (!text_beyond_ascii(s.p[0])) {
		buf_char(out, text_lower(s.p[0]));
		return 1;
	}
	folded = folding_entry(folding, s, &n);
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

/*
 * Folds the run of ASCII at the beginning of s, many bytes at a time, into out, which has room for s; returns its
 * length.
 */
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
	for (; i < s.n && !text_beyond_ascii(s.p[i]); i++)
		out[i] = text_lower(s.p[i]);
	return i;
}

bool
folding_text(const struct folding *folding, struct buf *out, struct str s)
{
	bool ascii = true;

	buf_clear(out);
	while (s.n > 0) {
		size_t n;

		if (out->capacity - out->n < s.n)
			buf_room(out, s.n);
		n = fold_ascii(out->p + out->n, s);
		out->n += n;
		s = str_after(s, n);
		for (; s.n > 0 && text_beyond_ascii(s.p[0]); ascii = false)
			s = str_after(s, folding_character(folding, out, s));
	}
	return ascii;
}
