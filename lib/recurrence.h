/*
 * recurrence.h - a recurrence rule in words of the reader's language.
 *
 * Layer 3.  Covers the RRULEs (RFC 5545, 3.3.10) that meetings use: every N days, weeks, months or years; on days of
 * the week; on the second Thursday or the 15th of a month; until a day, or a number of times.
 */
#ifndef COP_RECURRENCE_H
#define COP_RECURRENCE_H

#include <stdbool.h>

#include "buf.h"
#include "str.h"

/* Adds the rule in words, as part of a sentence; false, with nothing added, if it is invalid or not of those kinds. */
bool recurrence_words(struct buf *out, struct str rule);

#endif
