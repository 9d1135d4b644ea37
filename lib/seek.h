/*
 * seek.h - finds words in text, blind to case and accents, at the speed of memory.
 *
 * Layer 0.  A term is what a person typed: a word, or a phrase, whose words must follow each other; what punctuation
 * joins is a phrase too (d'équipe, name@example.org).  Terms and text are compared folded (text.h).  A word is a run of
 * letters and digits.  If the last word of a term is only the beginning of a word of the text, that is a weaker match.
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

/* Makes a seek of terms, in the arena.  A term without a letter or digit matches nothing. */
struct seek *seek_new(struct arena *arena, const struct str *terms, size_t count);

enum seek_match { SEEK_NONE, SEEK_PREFIX, SEEK_WORD };

/*
 * How a term (by index) matches a text: its best match, and of equal ones the first.  *at and *length, which may be
 * NULL, get the match's bytes in text: whole characters, with any accents on the last.  Without a match they are left
 * alone.  Several threads may call this, each with a scratch of its own.
 */
enum seek_match seek_term(const struct seek *seek, size_t term, struct str text, size_t *at,
			  size_t *length, struct buf *scratch);

/*
 * The first line of bytes (whole lines) in which every term matches, without its LF; absent if there is none.  Without
 * terms, simply the first line.  *before, which may be NULL, gets the number of LFs before that line, or in all the
 * bytes if there is none.  Bytes are searched in place, and only lines that hold the rarest letters of the terms are
 * folded.  Several threads may call this, each with a scratch of its own.
 */
struct str seek_line(const struct seek *seek, struct str bytes, size_t *before,
		     struct buf *scratch);

/* Takes the next word off folded text: a run of letters and digits.  False if there is none. */
bool seek_word(struct str *rest, struct str *word);

/* A seek for one of the terms alone.  It shares the terms of the other. */
struct seek *seek_alone(struct arena *arena, const struct seek *seek, size_t term);

/*
 * Do all terms match somewhere in a text, of any length, as by seek_term()?  A text without their rarest letters is not
 * folded.
 */
bool seek_stands(const struct seek *seek, struct str text, struct buf *scratch);

/* -- folding: what seek-fold.c does for the others ------------------------------------------------------------------ */

/* What a character folds to. */
struct folded {
	char bytes[15]; /* always copied whole, which is faster than copying n */
	unsigned char n;
};

/*
 * The rows of the table: the two-byte letters that English, French and Turkish write, by first byte, and punctuation.
 */
enum { ROW_C2, ROW_C3, ROW_C4, ROW_C5, ROW_E2_80, ROWS, ROW_LENGTH = 64 };

struct folding {
	struct folded rows[ROWS][ROW_LENGTH];
};

void folding_fill(struct folding *folding);

/*
 * The entry of the character that s begins with, which must not be ASCII, with *n its length in bytes; NULL if the
 * table lacks it.
 */
const struct folded *folding_entry(const struct folding *folding, struct str s, size_t *n);

/* Adds the first character of s, folded as text_fold() does; returns its length in bytes. */
size_t folding_character(const struct folding *folding, struct buf *out, struct str s);

/* Replaces what out holds with s folded as by text_fold(); returns whether s is ASCII. */
bool folding_text(const struct folding *folding, struct buf *out, struct str s);

/* -- the rarest letters: what seek-gram.c does ------------------------------------------------------------------------ */

#define GRAM 3 /* letters in a row that are looked for */

/*
 * The rarest letters that every matching line must hold: up to three ASCII letters of a word or, where there are none,
 * one letter beyond ASCII.  letters[i] is looked for offsets[i] bytes after the first; a letter of 0 matches only bytes
 * beyond ASCII.
 */
struct gram {
	struct str word;
	struct str before; /* the word before it in its term; absent if it is the first */
	bool last;    /* it is the last of its term, and so may be the beginning of a longer word */
	size_t begin; /* offset of the letters in word */
	struct str folded; /* the letters */
	unsigned char letters[GRAM];
	size_t offsets[GRAM];
	/*
	 * Masks, all ones or zero.  never_accented[i]: nothing that a character from À to ÿ folds to has letters[i] in
	 * it; never_a_mark: nothing that a character such as ’ (E2 80 ..) folds to has letters[0] in it.
	 */
	uint64_t never_accented[GRAM];
	uint64_t never_a_mark;
};

/* The folded words of a term; without any, it matches nothing. */
struct seek_phrase {
	struct str *words;
	size_t count;
};

struct seek {
	struct seek_phrase *phrases;
	size_t count;
	bool never; /* a term has no words, so that nothing matches them all */
	struct gram gram;
	size_t (*find)(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
		       struct buf *scratch);
	struct folding folding;
};

/* Chooses the rarest letters of all words of the terms, and how to look for them. */
void gram_choose(struct seek *seek);

/*
 * The first place, at from or later, where a word with the letters may stand; bytes.n if there is none.  Adds the
 * number of LFs between from and there to *feeds, unless feeds is NULL.
 */
size_t gram_find(const struct seek *seek, struct str bytes, size_t from, size_t *feeds,
		 struct buf *scratch);

#endif
