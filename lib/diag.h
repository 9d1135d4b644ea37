/*
 * diag.h - what is wrong, and where: findings under the rules of one table.
 *
 * Layer 1.  Everybody above may record; only cli prints.  A thread records into a diag of its own,
 * which is merged afterwards with diag_take() in the order of the operands.
 */
#ifndef COP_DIAG_H
#define COP_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "rules.h"
#include "str.h"
#include "text.h"

/* In rising order of weight; the heaviest finding decides the exit status. */
enum severity {
	SEVERITY_NOTE,      /* 0: a writer tells it, and does its work */
	SEVERITY_WARNING,   /* 0 */
	SEVERITY_ERROR,     /* 2: part of the registry cannot be read or is wrong */
	SEVERITY_USAGE,     /* 2: the call is wrong */
	SEVERITY_TEMPORARY, /* 75: nothing was changed, try again (EX_TEMPFAIL) */
	SEVERITY_OUTPUT,    /* 74: a write failed, its outcome is unknown (EX_IOERR) */
};

#define RULE_ENUM(id, slug, severity, what, why) RULE_##id,
enum rule { RULES(RULE_ENUM) RULE_COUNT };
#undef RULE_ENUM

struct rule_entry {
	const char *slug;
	enum severity severity;
	const char *what;        /* heads the message */
	const char *explanation; /* sentences: why it matters, how to mend it */
};

/* The table, indexed by enum rule. */
extern const struct rule_entry rules[RULE_COUNT];

/* Their slugs, NULL at the end. */
extern const char *const rule_words[];

/* "error" or "warning". */
const char *severity_word(enum severity severity);

/* May the rule be found in a registry by cop-check? The others come from calls and from the machine. */
bool rule_is_checked(enum rule rule);

/* Where in a file; line and column count from 1, columns in code points; 0: not known. */
struct place {
	struct str path; /* relative to the current folder; absent: the finding has no place */
	size_t line;
	size_t column;
};

struct finding {
	enum rule rule;
	struct place place;
	struct str detail;
	size_t other;  /* line of the same file that the message ends with; 0: none */
	size_t serial; /* the order in which findings came */
};

struct diag;

struct diag *diag_new(void);
void diag_free(struct diag *diag);

/* Records a finding; path and detail are copied. */
void diag_add(struct diag *diag, enum rule rule, struct place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Begins the search for what may have been meant by a word that the next finding is about.  A file full of unknown words
 * is a mistake of another kind: where the searches of a diag have looked at half a million candidates, the next have come
 * to their end as they begin.
 */
struct nearest diag_nearest(const struct diag *diag, struct str word);

/* As diag_add(), with a suggestion after the detail if there is one near: (did you mean "x"?). */
void diag_add_near(struct diag *diag, enum rule rule, struct place place,
		   const struct nearest *nearest, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* As diag_add(), for a finding that has to do with another line of the same file. */
void diag_add_other(struct diag *diag, enum rule rule, struct place place, size_t other,
		    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Records a finding again, as it is. */
void diag_copy(struct diag *diag, const struct finding *finding);

/* Adds "what: detail", and the other line, if there is one. */
void diag_message(struct buf *out, const struct finding *finding);

/*
 * Moves the findings of another diag behind one's own, adding line_offset to the lines of each (a block
 * in the middle of a file does not know where it stands); the other is empty afterwards.
 */
void diag_take(struct diag *diag, struct diag *other, size_t line_offset);

/*
 * Records the text faults of a stretch of bytes (text.h), the first of each line where it stands; with
 * tabs, a tab is none, and neither is CR before LF.  place says where the stretch begins; its column is
 * ignored.  False if a fault is such that the bytes cannot be taken for text.
 */
bool diag_text(struct diag *diag, struct place place, struct str bytes, bool tabs);

/* Forgets all findings; or those for which keep() is false. */
void diag_clear(struct diag *diag);
void diag_keep(struct diag *diag, bool (*keep)(void *context, const struct finding *finding),
	       void *context);

/* Forgets each finding whose like is in the other diag, as often as it is there; what is left is new.  Lines do not matter. */
void diag_keep_new(struct diag *diag, const struct diag *before);

size_t diag_count(const struct diag *diag);
const struct finding *diag_at(const struct diag *diag, size_t i);

/* Puts findings in order of path, line, column and rule, and drops those that say the same twice. */
void diag_sort(struct diag *diag);

/* How many findings are of that severity or above. */
size_t diag_worse(const struct diag *diag, enum severity severity);

/* 0, 2, 75 or 74: the exit status of the worst finding. */
int diag_status(const struct diag *diag);

/*
 * Adds "path:line:col: error: what: detail [rule]" and a line feed, fit for a terminal; of what is wrong with the call
 * itself, "program: error: detail".
 */
void diag_line(struct buf *out, const struct finding *finding, const char *program);

#endif
