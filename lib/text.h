/*
 * text.h - text for people: UTF-8, folding that ignores case and accents, display width, wrapping.
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

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* Windows programs begin UTF-8 files with it */

/* The bytes of a file without a byte-order mark before them. */
static inline struct str
text_unmarked(struct str bytes)
{
	return str_starts(bytes, STR(BYTE_ORDER_MARK)) ? str_after(bytes, 3) : bytes;
}

/* Does it begin with a byte-order mark of UTF-16?  No word is found in it, then. */
static inline bool
text_is_utf16(struct str bytes)
{
	return str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"));
}

/* The length in bytes of the longest beginning of s that is valid UTF-8: s.n if all of s is. */
size_t text_valid(struct str s);

/* Is it a byte of a multi-byte character? */
static inline bool
text_beyond_ascii(char c)
{
	return (unsigned char)c >= 0x80;
}

/* Is it a byte of a multi-byte character, but not its first? */
static inline bool
text_continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Is it an ASCII letter or digit? */
static inline bool
text_in_ascii_word(char c)
{
	char small = (char)(c | 0x20);

	return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9');
}

/* An ASCII capital letter in lower case, in any locale; any other byte unchanged. */
static inline char
text_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/*
 * Decodes the code point at the beginning of s, which must not be empty; returns its length in bytes.  A byte that is
 * not UTF-8 counts as U+FFFD.
 */
size_t text_decode(struct str s, int32_t *code_point);

/* The number of code points in s. */
size_t text_length(struct str s);

/* The offset of the code point with that number, from 0; s.n if there are not so many. */
size_t text_offset(struct str s, size_t number);

/* Why a text is not allowed in a registry (formats.md, "text"). */
enum text_fault {
	TEXT_GOOD,
	TEXT_NOT_UTF8,
	TEXT_CONTROL, /* a control character (a line break or tab is one unless lines is true) */
	TEXT_BIDIRECTIONAL, /* a character that reorders the text around it */
	TEXT_NONCHARACTER,  /* U+FFFE, U+FDD0 and their like */
	TEXT_NOT_NFC,       /* not in Unicode's normalization form C */
};

/* The first fault of s, with *at the offset of its byte.  With lines, LF and tab are allowed. */
enum text_fault text_check(struct str s, bool lines, size_t *at);

/*
 * A fast check that s, which may have several lines, passes text_check() and holds no tab.  True for what English and
 * French texts usually hold; false does not mean that there is a fault.
 */
bool text_is_usual(struct str s);

/*
 * Adds s in normalization form C, in which text that looks the same has the same bytes.  False, with nothing added, if
 * s is not UTF-8.
 */
bool text_compose(struct buf *out, struct str s);

/* Adds s folded for comparison: lower case, without accents, œ as oe, ’ as '. */
void text_fold(struct buf *out, struct str s);

/* s without invisible characters at both ends: blanks, tabs, no-break spaces and the like, spaces of no width. */
struct str text_trim(struct str s);

/* Compares names or words, as for sorting: folded first, and by bytes if they fold to the same. */
int text_compare(struct str a, struct str b);

/* Does s, once folded, contain folded_needle, which is folded already?  scratch is overwritten. */
bool text_contains(struct str s, struct str folded_needle, struct buf *scratch);

/* The number of columns that s takes on a terminal; a control character counts as one. */
size_t text_width(struct str s);

/* The length in bytes of the longest beginning of s that takes at most that many columns. */
size_t text_prefix(struct str s, size_t columns);

/*
 * Adds s made safe for a terminal: white-space controls become a space (with lines, LF and tab stay); other control
 * characters, bidirectional ones and bytes that are not UTF-8 become U+FFFD.
 */
void text_plain(struct buf *out, struct str s, bool lines);

/*
 * Takes the next line, of at most that many columns, off *rest; false when nothing is left.  Lines are broken at line
 * feeds and at spaces; a word that is too long is cut.
 */
bool text_wrap(struct str *rest, size_t columns, struct str *line);

/* word as one word of a shell, quoted only if needed (POSIX, "Shell Command Language", 2.2.2). */
struct str text_shell_word(struct arena *arena, struct str word);

/*
 * The edit distance of two words, once folded: how many letters must be added, dropped, changed or swapped with their
 * neighbours to turn one into the other.  limit + 1 if it is more than limit.
 */
size_t text_distance(struct str a, struct str b, size_t limit);

/* The longest word, in code points, for which there are suggestions. */
#define TEXT_WORD_MAX 64

/* A search for the candidate nearest to a word: a suggestion for a typo. */
struct nearest {
	struct str word;
	struct str best; /* absent: nothing was near so far, or two things were equally */
	size_t distance; /* of best; before there is one, what a candidate must be nearer than */
	int32_t letters[TEXT_WORD_MAX]; /* code points of the folded word */
	size_t count;  /* number of letters; if more than TEXT_WORD_MAX, nothing is suggested */
	size_t looks;  /* number of candidates tried so far */
	char kept[64]; /* room for callers whose candidates do not last */
};

/* Begins a search.  A candidate that differs in more than about a third of the word is not near. */
struct nearest nearest_to(struct str word);
void nearest_try(struct nearest *nearest, struct str candidate);

/*
 * Tries a name of the thing with that id, and each alternative in it ("Infirmière ou infirmier"): if one is nearest,
 * best is the id.  If two ids have exactly the word as a name, there is no best.
 */
void nearest_try_name(struct nearest *nearest, struct str name, struct str id);

/*
 * For when no name was near: makes the id the best if the word stands in the name, and in no other name that is tried;
 * or if it begins a word of the name, and of no other.
 */
void nearest_try_word(struct nearest *nearest, struct str name, struct str id);

/*
 * The kind of conflict mark of a merge that the line is: '<' before one side, '|' before the common ancestor, '='
 * before the other side, '>' after it; 0 if it is none.
 */
char text_mark(struct str line);

/* The first line of the first unsettled part, with *line its number from 1; absent if there is none. */
struct str text_conflict(struct str bytes, size_t *line);

/* -- for text-*.c alone ------------------------------------------------------------------------------------ */

/* What text_decode() gives for a byte that is not UTF-8. */
#define TEXT_REPLACEMENT 0xFFFD

/* Control characters, the line and paragraph separators, and U+FEFF, the byte-order mark. */
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

/* The length in bytes of a run of printable ASCII at the beginning of s. */
size_t text_printable(struct str s);

#endif
