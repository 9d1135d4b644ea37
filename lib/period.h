/*
 * period.h - calendar months, quarters and years, by which reports count.
 *
 * Layer 0.  Everybody may use it.
 */
#ifndef COP_PERIOD_H
#define COP_PERIOD_H

#include <stdbool.h>

#include "date.h"
#include "str.h"

enum unit { UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR };

extern const char *const unit_words[]; /* in that order; NULL at the end */

/* Reads a date, whole or partial, or a quarter such as 2026-Q3; false, with *span unchanged, if s is neither. */
bool period_parse(struct str s, struct span *span);

/* The month, quarter or year that the day lies in. */
struct span period_of(day d, enum unit unit);

/* How many units the span touches, those of its first and last day included; 0 if it ends in an earlier unit. */
size_t period_count(struct span span, enum unit unit);

/* Size of a buffer for the name of a period and its NUL. */
#define PERIOD_TEXT 16

/* Writes the name of the unit that the day lies in, such as 2026-05, 2026-Q2 or 2026, to text and returns text. */
const char *period_text(day d, enum unit unit, char text[PERIOD_TEXT]);

#endif
