/*
 * recurrence.h - when a meeting recurs, in the reader's words.
 *
 * Layer 3.  An RRULE (RFC 5545, 3.3.10) of the kinds that meetings have: every so many days, weeks, months or years; on days of
 * the week; on the second Thursday or the 15th of a month; until a day, or so many times.
 */
#ifndef COP_RECURRENCE_H
#define COP_RECURRENCE_H

#include <stdbool.h>

#include "buf.h"
#include "str.h"

/* Adds a rule in words, to stand within a sentence. False, with nothing added, if it says more than there are words for. */
bool recurrence_words(struct buf *out, struct str rule);

#endif
