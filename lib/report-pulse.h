/*
 * report-pulse.h - what definitions say against what dates and rosters show: findings, by what shows them.
 *
 * Layer 5.  For report-pulse*.c alone.
 */
#ifndef COP_REPORT_PULSE_H
#define COP_REPORT_PULSE_H

#include <stdbool.h>
#include <stddef.h>

#include "positions.h"
#include "report.h"

enum sign {
	NO_RECENT_EVENT,
	NO_RECENT_JOIN,
	TERM_OVER,
	OLD_APPLICATION,
	VACANT_CONTACT,
	NOT_REVIEWED,
	LAUNCH_UNCONFIRMED,
	COLLABORATIVE_TOO_LONG,
	GOAL_OVERDUE,
	COMPOSITION_UNMET,
	MISSING_TEXT,
};

/* An application that nobody has answered. */
struct waiting {
	struct str email;
	day applied;
};

/* What a roster shows. */
struct signs {
	bool known;
	day last_joined; /* DAY_ALWAYS: nobody has */
	struct positions positions;
	struct waiting *waiting;
	size_t waiting_count;
	size_t waiting_capacity;
};

/* What findings are made with. */
struct pulse {
	const struct report *report;
	struct report_rows *rows;
	const struct definition *cop;
	day d;
	char today[DATE_TEXT];
};

/* Adds a finding: what shows it, since when (DAY_NEVER: not known), and a line for a shell that would mend it. */
void pulse_find(const struct pulse *p, enum sign finding, struct str evidence, day since,
		struct str suggestion);

/* Reads the rosters: the signs of each community of the selection, in the report's arena. */
struct signs *pulse_read(struct report *report);

/* Finds what rosters show. */
void pulse_people(const struct pulse *p, const struct signs *s);

/* Find what the definition says or does not say, against the day. */
void pulse_event(const struct pulse *p);
void pulse_launch(const struct pulse *p);
void pulse_collaborative(const struct pulse *p);
void pulse_goals(const struct pulse *p);
void pulse_review(const struct pulse *p);

/* Finds the texts that lack one of the registry's languages. */
void pulse_texts(const struct pulse *p);

#endif
