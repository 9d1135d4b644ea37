/*
 * sieve.h - a fast filter that rejects most words that are not in a set, by their first letters and length.
 *
 * Layer 0.  For reading a million lines in search of a few: what passes must still be looked up.
 */
#ifndef COP_SIEVE_H
#define COP_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

struct sieve {
	uint64_t bits[1024];
};

/* Words that differ only in the case of their letters share a slot. */
static inline size_t
sieve_slot(struct str word)
{
	unsigned a = word.n > 0 ? (unsigned char)word.p[0] | 0x20U : 0;
	unsigned b = word.n > 1 ? (unsigned char)word.p[1] | 0x20U : 0;
	unsigned c = word.n > 2 ? (unsigned char)word.p[2] | 0x20U : 0;

	return (a * 0x9E5U + b * 0x3B9U + c * 0x71U + (unsigned)word.n * 0x1F3FU) & 0xFFFF;
}

static inline void
sieve_add(struct sieve *sieve, struct str word)
{
	sieve->bits[sieve_slot(word) >> 6] |= UINT64_C(1) << (sieve_slot(word) & 63);
}

/* False if the word is certainly not in the set; true if it may be. */
static inline bool
sieve_lets(const struct sieve *sieve, struct str word)
{
	return (sieve->bits[sieve_slot(word) >> 6] >> (sieve_slot(word) & 63) & 1) != 0;
}

#endif
