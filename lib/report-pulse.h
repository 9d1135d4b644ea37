/*
 * report-pulse.h - the pulse report: findings where a definition disagrees with its dates or its roster.
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

/* An unanswered application. */
struct waiting {
	struct str email;
	day applied;
};

/* What pulse_read() gathers from one roster. */
struct signs {
	bool known;      /* the whole roster could be read */
	day last_joined; /* the latest start of a stay, up to the day; DAY_ALWAYS: nobody has joined */
	struct positions positions;
	struct waiting *waiting;
	size_t waiting_count;
	size_t waiting_capacity;
};

/* The context in which findings are made: one community, as of one day. */
struct pulse {
	const struct report *report;
	struct report_rows *rows;
	const struct definition *cop;
	day d;                 /* the day asked about */
	char today[DATE_TEXT]; /* d as text, for suggestions */
};

/*
 * Adds a row for a finding: its evidence, the day since which it is true (DAY_NEVER: unknown), and a shell command that
 * would fix it.  The texts must outlive the rows.
 */
void pulse_find(const struct pulse *p, enum sign finding, struct str evidence, day since,
		struct str suggestion);

/* Reads the rosters.  Returns an array in the report's arena with the signs of each community of the selection. */
struct signs *pulse_read(struct report *report);

/* Adds the findings that come from the roster; none if it could not be read in full. */
void pulse_people(const struct pulse *p, const struct signs *s);

/* Add the findings that come from the definition, as of the day. */
void pulse_event(const struct pulse *p);
void pulse_launch(const struct pulse *p);
void pulse_collaborative(const struct pulse *p);
void pulse_goals(const struct pulse *p);
void pulse_review(const struct pulse *p);

/* Adds a finding for each of the registry's languages in which the definition lacks texts. */
void pulse_texts(const struct pulse *p);

#endif
