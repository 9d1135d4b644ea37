/*
 * wordset.h - which lines hold one of many words: looked through once, however many words there are.
 *
 * Layer 0.  Words and text are compared by their bytes: who wants case not to count folds both.  A word stands by itself, so
 * that an address is not found in a longer one.
 */
#ifndef COP_WORDSET_H
#define COP_WORDSET_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "str.h"

struct wordset;

/* The words, whose bytes last, in the arena; they may be nothing, or the same twice. */
struct wordset *wordset_new(struct arena *arena, const struct str *words, size_t count);

/* Does one of them stand in the text, but for that one, which may be absent? */
bool wordset_stands(const struct wordset *set, struct str text, struct str but);

#endif
