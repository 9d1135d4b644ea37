/*
 * bytes.h - tests of 64 bytes at once, with a bit mask as the result: bit i for byte i.
 *
 * Layer 0.  For loops over whole files.  Without SSE2 the tests work on words of eight bytes.  To use AVX2 where the
 * processor has it, a loop is compiled twice: it is an inline function that takes its tests as parameters (BYTES_LOOP),
 * called by one function with the plain tests, and by another (BYTES_AVX2) with the _avx2 ones.
 */
#ifndef COP_BYTES_H
#define COP_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <immintrin.h>
#if defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#endif
#endif

#include "str.h"

/* How often c occurs in s. */
size_t bytes_count(struct str s, char c);

/* The offset at which word first occurs in s; s.n if it does not.  As memmem(), for short words in long texts. */
size_t bytes_find(struct str s, struct str word);

#define BYTES_STRIDE 64 /* bytes tested at once */

#define BYTES_LOOP static inline __attribute__((always_inline))
#define BYTES_AVX2 __attribute__((target("avx2")))

/* A test of the 64 bytes at p, which need not be aligned, against c. */
typedef uint64_t bytes_test(const char *p, char c);

#ifdef __SSE2__
static inline uint64_t
bytes_mask(__m128i a, __m128i b, __m128i c, __m128i d)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(a) |
	       (uint64_t)(unsigned)_mm_movemask_epi8(b) << 16 |
	       (uint64_t)(unsigned)_mm_movemask_epi8(c) << 32 |
	       (uint64_t)(unsigned)_mm_movemask_epi8(d) << 48;
}

/* Which bytes equal c. */
static inline uint64_t
bytes_equal(const char *p, char c)
{
	const __m128i *bytes = (const __m128i *)p, all = _mm_set1_epi8(c);

	return bytes_mask(_mm_cmpeq_epi8(_mm_loadu_si128(bytes), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 1), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 2), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 3), all));
}

/* Which bytes are less than c.  Bytes are signed here, so those beyond ASCII are less than all others. */
static inline uint64_t
bytes_below(const char *p, char c)
{
	const __m128i *bytes = (const __m128i *)p, all = _mm_set1_epi8(c);

	return bytes_mask(_mm_cmplt_epi8(_mm_loadu_si128(bytes), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 1), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 2), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 3), all));
}

/* glibc's loader has the answer; the compiler's builtin asks the processor again, which is slow on virtual machines. */
static inline bool
bytes_have_avx2(void)
{
#ifdef CPU_FEATURE_ACTIVE
	return CPU_FEATURE_ACTIVE(AVX2);
#else
	return __builtin_cpu_supports("avx2");
#endif
}

BYTES_AVX2 static inline uint64_t
bytes_equal_avx2(const char *p, char c)
{
	const __m256i *bytes = (const __m256i *)p, all = _mm256_set1_epi8(c);
	__m256i a = _mm256_cmpeq_epi8(_mm256_loadu_si256(bytes), all);
	__m256i b = _mm256_cmpeq_epi8(_mm256_loadu_si256(bytes + 1), all);

	return (uint64_t)(unsigned)_mm256_movemask_epi8(a) |
	       (uint64_t)(unsigned)_mm256_movemask_epi8(b) << 32;
}

BYTES_AVX2 static inline uint64_t
bytes_below_avx2(const char *p, char c)
{
	const __m256i *bytes = (const __m256i *)p, all = _mm256_set1_epi8(c);
	__m256i a = _mm256_cmpgt_epi8(all, _mm256_loadu_si256(bytes));
	__m256i b = _mm256_cmpgt_epi8(all, _mm256_loadu_si256(bytes + 1));

	return (uint64_t)(unsigned)_mm256_movemask_epi8(a) |
	       (uint64_t)(unsigned)_mm256_movemask_epi8(b) << 32;
}
#else
#define BYTES_HIGH UINT64_C(0x8080808080808080)

/* Eight bytes as a little-endian number. */
static inline uint64_t
bytes_word(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Packs the top bits of eight bytes into one byte: the product moves each bit up by seven places less than the last. */
static inline uint64_t
bytes_bits(uint64_t word)
{
	return ((word & BYTES_HIGH) >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t
bytes_equal(const char *p, char c)
{
	uint64_t all = (unsigned char)c * UINT64_C(0x0101010101010101), equal = 0;

	for (unsigned i = 0; i < BYTES_STRIDE; i += 8) {
		uint64_t other = bytes_word(p + i) ^ all;

		equal |= bytes_bits(~(((other & ~BYTES_HIGH) + ~BYTES_HIGH) | other)) << i;
	}
	return equal;
}

static inline uint64_t
bytes_below(const char *p, char c)
{
	/* Flipping the top bits turns signed order into unsigned order. */
	uint64_t all = ((unsigned char)c * UINT64_C(0x0101010101010101)) ^ BYTES_HIGH, below = 0;

	for (unsigned i = 0; i < BYTES_STRIDE; i += 8) {
		uint64_t word = bytes_word(p + i) ^ BYTES_HIGH;
		uint64_t rest = (word | BYTES_HIGH) - (all & ~BYTES_HIGH);

		below |= bytes_bits((~word & all) | (~(word ^ all) & ~rest)) << i;
	}
	return below;
}

static inline bool
bytes_have_avx2(void)
{
	return false;
}
#endif

#endif
