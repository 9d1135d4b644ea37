/*
 * wordset.h - finds any of many words in a text, in one pass however many words there are.
 *
 * Layer 0.  Words and text are compared by their bytes: to ignore case, fold both.  Only whole words are found, so that
 * an address is not found within a longer one.
 */
#ifndef COP_WORDSET_H
#define COP_WORDSET_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "str.h"

struct wordset;

/* Makes a set of words, in the arena.  Their bytes must last; a word may be empty, or there twice. */
struct wordset *wordset_new(struct arena *arena, const struct str *words, size_t count);

/* Does the text hold one of the words, other than but?  but may be absent. */
bool wordset_stands(const struct wordset *set, struct str text, struct str but);

#endif
