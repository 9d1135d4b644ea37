#include "bytes.h"

/* -- how often ------------------------------------------------------------------------------------------------ */

BYTES_LOOP size_t
count(struct str s, char c, bytes_test *equal)
{
	size_t total = 0, i = 0;

	for (; s.n - i >= BYTES_STRIDE; i += BYTES_STRIDE)
		total += (size_t)__builtin_popcountll(equal(s.p + i, c));
	for (; i < s.n; i++)
		total += s.p[i] == c;
	return total;
}

static size_t
count_here(struct str s, char c)
{
	return count(s, c, bytes_equal);
}

/* -- where ---------------------------------------------------------------------------------------------------- */

/* Compares the word only at places where its first and its last byte match. */
BYTES_LOOP size_t
find(struct str s, struct str word, bytes_test *equal)
{
	size_t last = word.n - 1, i = 0;
	const char *p;

	for (; s.n - i >= BYTES_STRIDE + last; i += BYTES_STRIDE) {
		uint64_t found = equal(s.p + i, word.p[0]) & equal(s.p + i + last, word.p[last]);

		for (; found != 0; found &= found - 1) {
			size_t place = i + (size_t)__builtin_ctzll(found);

			if (memcmp(s.p + place, word.p, word.n) == 0)
				return place;
		}
	}
	p = memmem(s.p + i, s.n - i, word.p, word.n);
	return p != NULL ? (size_t)(p - s.p) : s.n;
}

static size_t
find_here(struct str s, struct str word)
{
	return find(s, word, bytes_equal);
}

/* -- by what the processor has ------------------------------------------------------------------------------------ */

#ifdef __SSE2__
BYTES_AVX2 static size_t
count_avx2(struct str s, char c)
{
	return count(s, c, bytes_equal_avx2);
}

BYTES_AVX2 static size_t
find_avx2(struct str s, struct str word)
{
	return find(s, word, bytes_equal_avx2);
}
#else
#define count_avx2 count_here
#define find_avx2 find_here
#endif

size_t
bytes_count(struct str s, char c)
{
	return bytes_have_avx2() ? count_avx2(s, c) : count_here(s, c);
}

size_t
bytes_find(struct str s, struct str word)
{
	if (word.n == 0 || word.n > s.n)
		return word.n == 0 ? 0 : s.n;
	return bytes_have_avx2() ? find_avx2(s, word) : find_here(s, word);
}
