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
#include <stdint.h>

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
 * Without terms, the first line.  *before is how many lines there are before it, or in all the bytes, as far as they end in LF;
 * NULL: nobody asks.
 * The bytes are looked through where they lie; only lines that hold the rarest letters of the terms are folded. Threads may
 * ask, each with a scratch of its own.
 */
struct str seek_line(const struct seek *seek, struct str bytes, size_t *before,
		     struct buf *scratch);

/* The same of one of its terms alone. */
struct seek *seek_alone(struct arena *arena, const struct seek *seek, size_t term);

/* Do all terms match in a text of any length, as seek_term() tells?  One without their rarest letters is not folded. */
bool seek_stands(const struct seek *seek, struct str text, struct buf *scratch);

/* -- folding: what seek-fold.c does for the others ------------------------------------------------------------------ */

/* What a character folds to. */
struct folded {
	char bytes[15]; /* all are copied, as that is faster than to copy some */
	unsigned char n;
};

/* The rows of two-byte letters that English, French and Turkish write, and that of punctuation. */
enum { ROW_C2, ROW_C3, ROW_C4, ROW_C5, ROW_E2_80, ROWS, ROW_LENGTH = 64 };

struct folding {
	struct folded rows[ROWS][ROW_LENGTH];
};

void folding_fill(struct folding *folding);

/* The entry of the character that s begins with, which is beyond ASCII, and the bytes that it has; NULL if there is none. */
const struct folded *folding_entry(const struct folding *folding, struct str s, size_t *n);

/* Adds the character that s begins with, folded, as text_fold() does; the bytes that it had. */
size_t folding_character(const struct folding *folding, struct buf *out, struct str s);

/* As text_fold(), in place of what is there; was it ASCII? */
bool folding_text(const struct folding *folding, struct buf *out, struct str s);

/* -- the rarest letters: what seek-gram.c does ------------------------------------------------------------------------ */

#define GRAM 3 /* letters of a word that are looked for in a row */

/*
 * The rarest thing that every line must hold: up to three letters of ASCII in a word, or, where a word has none, a letter
 * beyond.  letters[i] is looked for offsets[i] further on; 0 is no letter, so that only bytes beyond ASCII are found.
 */
struct gram {
	struct str word;
	struct str before; /* the word before it in its term; absent if it is the first */
	bool last;         /* of its term, so that it may be the beginning of another word */
	size_t begin;      /* in the word */
	struct str folded; /* the letters */
	unsigned char letters[GRAM];
	size_t offsets[GRAM];
	/* All bits are set, or none: where no character of À to ÿ is folded to that letter, and none of ’ and its like to the
	 * first. */
	uint64_t never_accented[GRAM];
	uint64_t never_a_mark;
};

/* A term, folded, as its words; none: it matches nothing. */
struct seek_phrase {
	struct str *words;
	size_t count;
};

struct seek {
	struct seek_phrase *phrases;
	size_t count;
	bool never; /* a term matches nothing */
	struct gram gram;
	size_t (*find)(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
		       struct buf *scratch);
	struct folding folding;
};

/* Chooses the letters by the terms' words. */
void gram_choose(struct seek *seek);

/*
 * The first place, not before that one, where a word with the letters may stand; bytes.n if there is none.  Adds how many LFs
 * lie between to *feeds, unless that is NULL.
 */
size_t gram_find(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
		 struct buf *scratch);

#endif
