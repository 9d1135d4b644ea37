/* A fast check for text that needs no closer look. */
#include "bytes.h"
#include "text.h"

/*
 * Beyond ASCII, usual text holds letters and signs of two bytes from U+00A0 to U+02FF, and dashes, quotes and the like
 * from U+2010 to U+2027.  None of them composes with its neighbours or reorders them.
 *
 * This struct carries what the last byte of a stride requires of the next one: each is 0 or 1.
 */
struct due {
	uint64_t second;  /* a second byte is due: the last one began a character */
	uint64_t of_sign; /* and the character is below U+00C0 */
	uint64_t of_mark; /* and the character has three bytes */
	uint64_t third;   /* a third byte is due: the last one was the second of three */
};

BYTES_LOOP bool
stride_is_usual(const char *p, struct due *due, bytes_test *equal, bytes_test *below)
{
	uint64_t beyond = below(p, 0), continued = below(p, (char)0xC0);
	uint64_t begun = below(p, (char)0xCC) & ~below(p, (char)0xC2), mark = equal(p, '\xE2');
	uint64_t of_sign = equal(p, '\xC2') << 1 | due->of_sign, of_mark = mark << 1 | due->of_mark;
	uint64_t second = (begun | mark) << 1 | due->second, third = of_mark << 1 | due->third;

	due->second = (begun | mark) >> (BYTES_STRIDE - 1);
	due->of_sign = equal(p, '\xC2') >> (BYTES_STRIDE - 1);
	due->of_mark = mark >> (BYTES_STRIDE - 1);
	due->third = of_mark >> (BYTES_STRIDE - 1);
	return (below(p, ' ') & ~beyond) == equal(p, '\n') &&
	       beyond == (begun | mark | continued) && continued == (second | third) &&
	       (of_sign & below(p, (char)0xA0)) == 0 && (of_mark & ~equal(p, '\x80')) == 0 &&
	       (third & (below(p, (char)0x90) | ~below(p, (char)0xA8))) == 0;
}

BYTES_LOOP bool
is_usual(struct str s, bytes_test *equal, bytes_test *below)
{
	struct due due = {0};
	char end[BYTES_STRIDE];

	for (size_t i = 0; i < s.n; i += BYTES_STRIDE) {
		const char *p = s.p + i;

		if (s.n - i < BYTES_STRIDE) {
			memset(end, ' ', BYTES_STRIDE);
			p = memcpy(end, p, s.n - i);
		}
		if (equal(p, 0x7F) != 0)
			return false;
		if ((due.second | due.third) == 0 && below(p, ' ') == equal(p, '\n'))
			continue;
		if (!stride_is_usual(p, &due, equal, below))
			return false;
	}
	return (due.second | due.third) == 0;
}

#ifdef __SSE2__
BYTES_AVX2 static bool
is_usual_avx2(struct str s)
{
	return is_usual(s, bytes_equal_avx2, bytes_below_avx2);
}
#endif

bool
text_is_usual(struct str s)
{
#ifdef __SSE2__
	if (bytes_have_avx2())
		return is_usual_avx2(s);
#endif
	return is_usual(s, bytes_equal, bytes_below);
}
