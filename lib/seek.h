/*
 * seek.h - words in text, case- and accent-blind, at the speed of memory.
 *
 * Layer 0.  A term is what a person typed: a word, or several in a row that must stand in a row (a phrase; also what
 * punctuation joins: d'équipe, name@example.org).  Terms and text are compared folded (text.h).  A word is a run of
 * letters and digits.  The last word of a term may be the beginning of a word of the text: a weaker match.
 */
#ifndef COP_SEEK_H
#define COP_SEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

struct seek;

/* The terms, in the arena; one without a letter or digit matches nothing. */
struct seek *seek_new(struct arena *arena, const struct str *terms, size_t count);

enum seek_match { SEEK_NONE, SEEK_PREFIX, SEEK_WORD };

/*
 * How a term matches in a text: the best match, the first of those.  *at and *length, which may be NULL, tell where in the
 * text's own bytes it stands, in whole characters, with the accents on the last one; without a match they are left alone.
 * Threads may ask, each with a scratch of its own.
 */
enum seek_match seek_term(const struct seek *seek, size_t term, struct str text, size_t *at,
			  size_t *length, struct buf *scratch);

/*
 * The first line of the bytes, which are whole lines, in which every term matches, without its LF; absent if there is none.
 * Without terms, the first line.  The bytes are looked through where they lie; only lines that hold the rarest letters of
 * the terms are folded. Threads may ask, each with a scratch of its own.
 */
struct str seek_line(const struct seek *seek, struct str bytes, struct buf *scratch);

#endif
