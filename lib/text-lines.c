/* How many lines there are, at the speed of memory. */
#include "bytes.h"
#include "text.h"

#ifdef __SSE2__
#define STRIDE 128 /* bytes looked at together; four registers of AVX2 */
#define ROUNDS       \
	(UINT8_MAX / \
	 (STRIDE / 32)) /* for which a lane, that counts its own in a byte, cannot overflow */

/* In each lane, minus one for each LF of the four that lie there. */
BYTES_AVX2 static inline __m256i
feeds_in_lanes(const char *p)
{
	const __m256i *bytes = (const __m256i *)p, feed = _mm256_set1_epi8('\n');

	return _mm256_add_epi8(
	    _mm256_add_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(bytes), feed),
			    _mm256_cmpeq_epi8(_mm256_loadu_si256(bytes + 1), feed)),
	    _mm256_add_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(bytes + 2), feed),
			    _mm256_cmpeq_epi8(_mm256_loadu_si256(bytes + 3), feed)));
}

/* Of whole strides. Processors without AVX2, which are older than 2013, do without. */
BYTES_AVX2 static size_t
count_strides(const char *p, size_t strides)
{
	__m256i total = _mm256_setzero_si256();
	uint64_t sums[4];

	while (strides > 0) {
		size_t rounds = strides < ROUNDS ? strides : ROUNDS;
		__m256i lanes = _mm256_setzero_si256();

		strides -= rounds;
		for (; rounds > 0; rounds--, p += STRIDE)
			lanes = _mm256_sub_epi8(lanes, feeds_in_lanes(p));
		total = _mm256_add_epi64(total, _mm256_sad_epu8(lanes, _mm256_setzero_si256()));
	}
	_mm256_storeu_si256((__m256i *)sums, total);
	return sums[0] + sums[1] + sums[2] + sums[3];
}
#endif

size_t
text_lines(struct str s)
{
	size_t count = 0, i = 0;

#ifdef __SSE2__
	if (bytes_have_avx2()) {
		count = count_strides(s.p, s.n / STRIDE);
		i = s.n / STRIDE * STRIDE;
	}
#endif
	for (; i < s.n; i++)
		count += s.p[i] == '\n';
	return count;
}
