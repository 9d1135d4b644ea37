/*
 * diag.h - findings: what is wrong, and where. Each belongs to a rule of one table.
 *
 * Layer 1.  All layers above record findings; only cli prints them.  Each thread records into a diag of its own;
 * afterwards diag_take() merges them in the order of the operands.
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

/* In rising order; the most severe finding decides the exit status, given here first. */
enum severity {
	SEVERITY_NOTE,      /* 0: a writer mentions it and proceeds */
	SEVERITY_WARNING,   /* 0 */
	SEVERITY_ERROR,     /* 2: part of the registry cannot be read or is wrong */
	SEVERITY_USAGE,     /* 2: the command line is wrong */
	SEVERITY_TEMPORARY, /* 75: nothing was changed, try again (EX_TEMPFAIL) */
	SEVERITY_OUTPUT,    /* 74: a write failed, and how much was written is unknown (EX_IOERR) */
};

#define RULE_ENUM(id, slug, severity, what, why) RULE_##id,
enum rule { RULES(RULE_ENUM) RULE_COUNT };
#undef RULE_ENUM

struct rule_entry {
	const char *slug;
	enum severity severity;
	const char *what;        /* first part of the message */
	const char *explanation; /* in sentences: why it matters, how to fix it */
};

/* The table, indexed by enum rule. */
extern const struct rule_entry rules[RULE_COUNT];

/* The slugs of all rules, then NULL. */
extern const char *const rule_words[];

/* "error" or "warning". */
const char *severity_word(enum severity severity);

/* Is it a rule that cop-check checks? The others concern the command line or the system. */
bool rule_is_checked(enum rule rule);

/* A place in a file. Lines and columns count from 1, columns in code points; 0: unknown. */
struct place {
	struct str path; /* relative to the current folder; absent: no place */
	size_t line;
	size_t column;
};

struct finding {
	enum rule rule;
	struct place place;
	struct str detail;
	size_t other;  /* related line of the same file, shown at the end of the message; 0: none */
	size_t serial; /* number in order of recording */
};

struct diag;

struct diag *diag_new(void);
void diag_free(struct diag *diag);

/* Records a finding; path and detail are copied. */
void diag_add(struct diag *diag, enum rule rule, struct place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Begins the search for a suggestion to pass to diag_add_near().  A file full of unknown words is a mistake of another
 * kind: to save time, searches find nothing once those of a diag have looked at half a million candidates.
 */
struct nearest diag_nearest(const struct diag *diag, struct str word);

/* As diag_add(), followed by (did you mean "x"?) if nearest has found a suggestion. */
void diag_add_near(struct diag *diag, enum rule rule, struct place place,
		   const struct nearest *nearest, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* As diag_add(), for a finding that refers to another line of the same file. */
void diag_add_other(struct diag *diag, enum rule rule, struct place place, size_t other,
		    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Records a copy of a finding. */
void diag_copy(struct diag *diag, const struct finding *finding);

/* Adds "what: detail" (for usage errors, the detail alone), and the other line, if there is one. */
void diag_message(struct buf *out, const struct finding *finding);

/*
 * Appends the findings of another diag and empties it.  Adds line_offset to their lines: whoever read a block in the
 * middle of a file could not know its line number.
 */
void diag_take(struct diag *diag, struct diag *other, size_t line_offset);

/*
 * Records the first text fault (text.h) of each line.  With tabs, tabs and a CR before LF are allowed.  place is the
 * path and first line of the bytes; its column is ignored.  False if a fault makes the bytes unreadable as text.
 */
bool diag_text(struct diag *diag, struct place place, struct str bytes, bool tabs);

/* Removes all findings, or those for which keep() returns false. */
void diag_clear(struct diag *diag);
void diag_keep(struct diag *diag, bool (*keep)(void *context, const struct finding *finding),
	       void *context);

/*
 * Removes the findings that are also in before, so that only new ones are left.  Compares rule, path and detail but not
 * lines; n equal findings in before remove at most n.
 */
void diag_keep_new(struct diag *diag, const struct diag *before);

/* Removes the findings that are not in other, compared as above; n equal findings in other keep at most n. */
void diag_keep_common(struct diag *diag, const struct diag *other);

size_t diag_count(const struct diag *diag);
const struct finding *diag_at(const struct diag *diag, size_t i);

/* Sorts findings by path, line, column and rule, and removes duplicates. */
void diag_sort(struct diag *diag);

/* The number of findings of at least this severity. */
size_t diag_worse(const struct diag *diag, enum severity severity);

/* 0, 2, 75 or 74: the exit status of the worst finding. */
int diag_status(const struct diag *diag);

/*
 * Adds "path:line:col: error: what: detail [rule]" and a line feed, safe to print on a terminal.  For usage errors it
 * adds "program: error: detail".
 */
void diag_line(struct buf *out, const struct finding *finding, const char *program);

#endif
