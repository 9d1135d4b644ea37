/*
 * text.h - what a person reads: UTF-8, case- and accent-blind folding, display width, wrapping.
 *
 * Layer 0.  Everybody may use it.  Unicode's tables are utf8proc's; UTF-8 is RFC 3629.
 */
#ifndef COP_TEXT_H
#define COP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* with which programs of Windows begin a file in UTF-8 */

/* How many bytes at the beginning of s are valid UTF-8: s.n if all are. */
size_t text_valid(struct str s);

/* Is it a byte of a character that stands in several? */
static inline bool
text_beyond_ascii(char c)
{
	return (unsigned char)c >= 0x80;
}

/* And not the first of them? */
static inline bool
text_continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Is it a letter or digit of ASCII? */
static inline bool
text_in_ascii_word(char c)
{
	char small = (char)(c | 0x20);

	return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9');
}

/* A capital letter of ASCII as a small one, in whatever locale; any other byte as it is. */
static inline char
text_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Decodes the code point at the beginning of s, which holds at least one byte; returns the bytes it
 * took.  A byte that is not UTF-8 counts as U+FFFD. */
size_t text_decode(struct str s, int32_t *code_point);

/* How many code points s has. */
size_t text_length(struct str s);

/* The byte that the code point of that number begins with, from 0; s.n behind the last. */
size_t text_offset(struct str s, size_t number);

/* Why a text may not stand in a registry (formats.md, "text"). */
enum text_fault {
	TEXT_GOOD,
	TEXT_NOT_UTF8,
	TEXT_CONTROL, /* a control character (a line break or tab is one unless lines is true) */
	TEXT_BIDIRECTIONAL, /* a character that reorders what stands around it */
	TEXT_NONCHARACTER,  /* U+FFFE, U+FDD0 and their like */
	TEXT_NOT_NFC,       /* not in Unicode's normalization form C */
};

/* The first fault of s, and in *at the offset of its byte. With lines, LF and tab may stand in it. */
enum text_fault text_check(struct str s, bool lines, size_t *at);

/*
 * Is s, in lines, without doubt good by text_check(), and without tabs? False says nothing: what English and French write is
 * true, and asking is much faster than to look for a fault.
 */
bool text_is_usual(struct str s);

/* Adds s in Unicode's normalization form C: what looks the same becomes the same. False, with nothing added, if it is not UTF-8. */
bool text_compose(struct buf *out, struct str s);

/* Adds s folded for comparison: lower case, without accents, œ as oe, ’ as '. */
void text_fold(struct buf *out, struct str s);

/* Without what nobody sees at both ends: blanks and tabs, no-break spaces and their like, spaces of no width. */
struct str text_trim(struct str s);

/* The order of names and words: case and accents count only between what is the same without them. */
int text_compare(struct str a, struct str b);

/* Does the folded needle stand in s once that is folded? scratch is overwritten. */
bool text_contains(struct str s, struct str folded_needle, struct buf *scratch);

/* Columns that s takes on a terminal (control characters count as one). */
size_t text_width(struct str s);

/* The longest beginning of s, by bytes, that takes at most so many columns. */
size_t text_prefix(struct str s, size_t columns);

/*
 * Adds s so that no byte of it can command a terminal: white-space controls become a space (with lines,
 * LF and tab stay), other control and bidirectional characters and bytes that are not UTF-8 become U+FFFD.
 */
void text_plain(struct buf *out, struct str s, bool lines);

/*
 * Takes the next line of at most so many columns from *rest, broken at spaces (a word that is too long
 * is cut) and at line feeds; false when nothing is left.
 */
bool text_wrap(struct str *rest, size_t columns, struct str *line);

/* A word as a shell reads it for one, quoted only if need be (POSIX, "Shell Command Language", 2.2.2). */
struct str text_shell_word(struct arena *arena, struct str word);

/*
 * How far apart two words are: the edits (a letter added, dropped, changed, or swapped with its neighbour) that
 * make one of the other, both folded.  Stops counting above limit and returns limit + 1.
 */
size_t text_distance(struct str a, struct str b, size_t limit);

/* The longest word, in code points, that gets a suggestion. */
#define TEXT_WORD_MAX 64

/* A running search for the candidate that is nearest to a word: a suggestion for a typo. */
struct nearest {
	struct str word;
	struct str best;                /* absent while nothing is near */
	size_t distance;                /* of best */
	int32_t letters[TEXT_WORD_MAX]; /* of the word, folded */
	size_t count;  /* of them; more than TEXT_WORD_MAX: too long to suggest anything */
	size_t looks;  /* at candidates, so far */
	char kept[64]; /* for a best whose own bytes do not last */
};

/* Begin; a candidate further away than about a third of the word is not near. */
struct nearest nearest_to(struct str word);
void nearest_try(struct nearest *nearest, struct str candidate);

/*
 * Tries a name of what has an id, and each of the names it gives ("Infirmière ou infirmier"): the best is then the id.
 * Where two ids have the very name there is no best.
 */
void nearest_try_name(struct nearest *nearest, struct str name, struct str id);

/* Where no name was near: the id is the best if the word stands in the name, and in no other that is tried. */
void nearest_try_word(struct nearest *nearest, struct str name, struct str id);

/* Which of a merge's marks the line is: '<' before one side, '|' before what both began from, '=' before the other, '>' behind; 0: none. */
char text_mark(struct str line);

/* The first line with which an unsettled part begins, and its number, from 1; absent: there is none. */
struct str text_conflict(struct str bytes, size_t *line);

/* -- for text-*.c alone ------------------------------------------------------------------------------------ */

/* What text_decode() gives for a byte that is not UTF-8. */
#define TEXT_REPLACEMENT 0xFFFD

/* Also the line and paragraph separators, and the byte-order mark in the middle of a text. */
static inline bool
text_is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

/* Unicode's property Bidi_Control. */
static inline bool
text_is_bidirectional(int32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* How many bytes at the beginning are printable ASCII. */
size_t text_printable(struct str s);

#endif
