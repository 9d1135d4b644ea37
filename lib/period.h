/*
 * period.h - months, quarters and years of the calendar: what reports count by.
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

/* Reads a date, whole or partial, or a quarter such as 2026-Q3; false, and *span untouched, if s is none. */
bool period_parse(struct str s, struct span *span);

/* The month, quarter or year that the day lies in. */
struct span period_of(day d, enum unit unit);

/* How many units from that of one day to that of another, both included; 0 if the other is earlier. */
size_t period_count(struct span span, enum unit unit);

/* Room for the name of a period, and its NUL. */
#define PERIOD_TEXT 16

/* The name of the unit that the day lies in: 2026-05, 2026-Q2 or 2026. Returns text. */
const char *period_text(day d, enum unit unit, char text[PERIOD_TEXT]);

#endif
