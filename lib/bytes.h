/*
 * bytes.h - which of 64 bytes are what: bit i for byte i.
 *
 * Layer 0.  For loops over whole files.  Processors without SSE2 look at eight bytes at a time.  Where there is AVX2, which
 * processors of that kind have since 2013, such a loop is made twice: as an inline function that takes the tests it asks as
 * parameters, called by one function for each.
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

/* How often the byte stands there. */
size_t bytes_count(struct str s, char c);

/* Where the word first stands; s.n if nowhere. As memmem(), for short words in long texts. */
size_t bytes_find(struct str s, struct str word);

#define BYTES_STRIDE 64 /* bytes looked at together */

/* Such a loop, and the function that calls it with the tests for AVX2. */
#define BYTES_LOOP static inline __attribute__((always_inline))
#define BYTES_AVX2 __attribute__((target("avx2")))

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

/* Which are c. */
static inline uint64_t
bytes_equal(const char *p, char c)
{
	const __m128i *bytes = (const __m128i *)p, all = _mm_set1_epi8(c);

	return bytes_mask(_mm_cmpeq_epi8(_mm_loadu_si128(bytes), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 1), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 2), all),
			  _mm_cmpeq_epi8(_mm_loadu_si128(bytes + 3), all));
}

/* Which are below c, as signed numbers: those beyond ASCII are before all others. */
static inline uint64_t
bytes_below(const char *p, char c)
{
	const __m128i *bytes = (const __m128i *)p, all = _mm_set1_epi8(c);

	return bytes_mask(_mm_cmplt_epi8(_mm_loadu_si128(bytes), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 1), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 2), all),
			  _mm_cmplt_epi8(_mm_loadu_si128(bytes + 3), all));
}

/* The loader of glibc knows; the compiler's function asks the processor again, which on virtual machines takes its time. */
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

/* Eight bytes as a number, the first of them lowest. */
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

/* The top bits of eight bytes, side by side: each is moved by seven places less than the one before. */
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
	/* With the top bits turned, the order is that of numbers without a sign. */
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
