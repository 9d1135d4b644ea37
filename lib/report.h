/*
 * report.h - reports on rosters: rows for scripts, and documents for people.
 *
 * Layer 5.  A kind of report makes its rows, which are those of its machine formats, and shows them in a document,
 * with what totals and charts a reader wants beside them.  Whatever is counted is true as of the view's day.
 */
#ifndef COP_REPORT_H
#define COP_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "crowd.h"
#include "document.h"
#include "emit.h"
#include "mask.h"
#include "period.h"
#include "query.h"
#include "roster.h"

/* What a report is written as. */
enum report_format {
	REPORT_TEXT,
	REPORT_MD,
	REPORT_HTML,
	REPORT_CSV,
	REPORT_TSV,
	REPORT_JSON,
	REPORT_XLSX,
};

extern const char *const report_format_words[]; /* in that order; NULL at the end */

/* Is it for scripts, which get the rows of one kind, rather than for people? */
static inline bool
report_is_rows(enum report_format format)
{
	return format == REPORT_CSV || format == REPORT_TSV || format == REPORT_JSON;
}

/* What is asked. */
struct report {
	struct arena *arena;
	const struct view *view;
	const struct definition *const *cops; /* in the order of the selection */
	size_t count;
	bool chosen;        /* by operands or conditions, which may leave none */
	struct span asked;  /* the period as it was asked for; an end that was not is open */
	struct span period; /* over which joined and left are counted */
	enum unit every;    /* what growth goes by */
	struct str by;      /* fields of breakdown, separated by commas; absent: role */
	bool people;        /* overlap and consent: people, rather than pairs and rows */
	struct str without; /* an address that composition is asked to do without; absent: none */
	bool totals;        /* those of the selection are wanted, which only documents show */
	bool disordered;    /* a roster is out of order, and is read in the way that this needs */
	bool again;         /* that has been found just now: what was made is worth nothing */
	bool read; /* rosters have been read before, and what is wrong in them is recorded */
	struct diag *diag;
};

struct report_row {
	const struct definition *cop; /* NULL: the selection as a whole */
	size_t place;                 /* of report_people(): of the community in the selection */
	struct value *values;         /* one for each of the columns */
	const void *beside;           /* what the kind's document shows besides; or NULL */
};

struct report_rows {
	struct arena *arena;
	const struct column *columns;
	size_t width; /* how many columns */
	struct report_row *list;
	size_t count;
	size_t capacity;
	bool filtered;      /* some were taken away, so that what is beside is not theirs alone */
	const void *beside; /* likewise, of all of them */
	bool unknown; /* not all that they tell of could be read: that there is none is not known */
};

struct report_kind {
	const char *name;
	const char *title; /* of its section; a label */
	const struct column *columns;
	/* In place of them, where they depend on what is asked: NULL, with a usage error recorded, if that makes no sense. */
	const struct column *(*choose)(struct report *report);
	/* For reports with --people, where they have other columns; NULL: they have not. */
	const struct column *people_columns;
	bool names;  /* it bears names: for the private audience alone */
	bool period; /* it tells of a period */
	bool units;  /* likewise, by months, quarters or years: from a whole one on, unless asked */
	bool others; /* it needs the definitions that may tell of a merger */
	bool definitions; /* definitions tell all of it: nobody's roster is read */
	bool whole; /* a row is a community, so that totals are those of the rows that are left */
	/* False, with a usage error recorded, if what is asked makes no sense. */
	bool (*make)(struct report *report, struct report_rows *rows);
	void (*show)(const struct report *report, const struct report_rows *rows,
		     struct document *document);
};

/* All kinds; one without name at the end. The first is the default. */
extern const struct report_kind report_kinds[];

const struct report_kind *report_kind_of(struct str name);

/* Kinds of one document, in their order. */
#define REPORT_KINDS_MAX 16
struct report_kinds {
	const struct report_kind *list[REPORT_KINDS_MAX];
	size_t count;
};

/*
 * The kinds that the words name, separated by commas, each once; false, with usage errors recorded unless diag is NULL, if one
 * is none.
 */
bool report_name_kinds(struct report_kinds *kinds, struct str words, struct diag *diag);

/* The options of a period, as they were written; absent: not given. */
struct report_period {
	struct str since;
	struct str until;
	struct str both;
};

/*
 * Sets the period that is asked for.  Returns the day asked about: as it is if it is fixed; else the last of the period, if that
 * is over.  Records usage errors.
 */
day report_set_period(struct report *report, const struct report_period *asked, day as_of,
		      bool fixed);

/*
 * The period that a kind tells of: what was asked for; of what was not, the twelve months up to the day asked about, or those
 * that make its units whole.
 */
struct span report_period_of(const struct report *report, const struct report_kind *kind,
			     day as_of);

/*
 * Of the conditions, those on the report's own columns, which are for its rows; or all others, which choose communities by
 * the columns of cop-list and by what definitions say.  NULL, with a usage error recorded, if one makes no sense.
 */
struct query *report_query(const struct report *report, const struct str *where, size_t count,
			   const struct column *columns, bool rows);

/* The same report, of the communities that the query holds for. */
void report_choose(const struct report *from, struct report *report, const struct query *query);

/* Does it bear names, so that it is for the private audience alone? */
bool report_bears_names(const struct report_kind *kind, const struct report *report);

/* The columns of its rows; NULL, with a usage error recorded, if what is asked makes no sense. */
const struct column *report_columns(const struct report_kind *kind, struct report *report);

/* Makes the rows that the query holds for; false, with a usage error recorded, if what is asked makes no sense. */
bool report_make(const struct report_kind *kind, struct report *report, const struct query *query,
		 struct report_rows *rows);

/* Lists the rows: true if there are any. */
bool report_list(const struct report *report, const struct report_rows *rows, struct emit *emit);

/* A document with title, stamp and what it is about, with its period or without, and no more yet. */
struct document *report_document(const struct report *report, struct str title, bool period,
				 struct str commit);

/*
 * Says before all else that part of the registry could not be read, if so; and what an x means, where one stands in the
 * document.
 */
void report_explain(const struct report *report, struct document *document);

/* -- for the kinds ------------------------------------------------------------------------------------------ */

/* Reads the rosters of the selection: scan's communities are filled in, and findings recorded once. */
void report_scan(struct report *report, struct roster_scan scan);

/*
 * Holds back the number of all people, each once, if it and what is shown of the parts tell what is held back of them: it is
 * at most their sum, so that numbers that are few are told where it takes all of them at their most.
 */
void report_protect_total(const struct view *view, const struct mask_arc *parts, size_t count,
			  struct mask_arc *total);

/* Adds a row of unknown values. */
struct report_row *report_add(struct report_rows *rows, const struct definition *cop);

/* A day as a value, whose text is in the arena; DAY_NEVER and DAY_ALWAYS are unknown. */
struct value value_day(struct arena *arena, day d);

/* A count of people under its mask. */
struct value value_mask(const struct view *view, size_t count, enum mask mask);

/* Rows that one thread makes of a block, in an arena of their own. */
struct report_part {
	struct arena *arena;
	struct report_rows rows;
};

/* Adds a row of as many values as the report has columns. */
struct report_row *report_part_add(struct report_part *part, const struct definition *cop);

/*
 * Reads all columns of the rosters of the selection and has rows made of each person, on any thread; they come in the order of the
 * communities and of each file.
 */
void report_people(struct report *report, struct report_rows *rows, const void *context,
		   void (*person)(const void *context, struct report_part *part,
				  const struct person *person));

/*
 * Did one membership begin after the other, so that it says what the person is? Where both began on the same day, the
 * community's id decides.
 */
bool report_is_later(const struct report *report, const struct presence *one,
		     const struct presence *other);

/* A column of a table for people. */
struct shown {
	unsigned at;         /* of the column of the rows, from 1; 0: what is beside */
	const char *heading; /* a label */
	unsigned keep;       /* as of a table's column */
	bool whole;          /* likewise */
};

/* A table of those columns, without rows. */
struct table *report_table(const struct report *report, const struct report_rows *rows,
			   struct document *document, struct str caption, const struct shown *shown,
			   size_t count);

/* Adds a row's values to it as a person reads them: names for ids, words and numbers in the language. */
struct cell *report_show(const struct report *report, const struct report_rows *rows,
			 const struct report_row *row, struct table *table,
			 const struct shown *shown);

/* A value of a column as a person reads it. */
struct cell report_cell(const struct report *report, const struct column *column,
			const struct value *value, const struct definition *cop);

struct cell cell_text(struct str text);
struct cell cell_wording(struct wording wording);
struct cell cell_count(const struct report *report,
		       size_t count); /* masked, if the audience wants it */

/* A text in the document's arena, formatted with a label. */
struct str report_text(const struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The day, or the period, in words. */
struct str report_day(const struct report *report, day d);
struct str report_period(const struct report *report);

/*
 * The index behind the rows of the community that begin there, if it has ended and they count nobody; otherwise begin.  Beside
 * others there is nothing in it to read; alone, or if rows were asked for, it is told.
 */
size_t report_past_over(const struct report *report, const struct report_rows *rows, size_t begin);

/* Begins what is about a community: its name. */
void report_heading(const struct report *report, const struct definition *cop,
		    struct document *document);

/* Says that there is none, or that it is not known. */
void report_none(const struct report_rows *rows, struct document *document, const char *none);

/* Says that there are no communities to tell of. */
void report_no_communities(const struct report *report, struct document *document);

/* The kinds' own. */
bool summary_make(struct report *report, struct report_rows *rows);
void summary_show(const struct report *report, const struct report_rows *rows,
		  struct document *document);
bool growth_make(struct report *report, struct report_rows *rows);
void growth_show(const struct report *report, const struct report_rows *rows,
		 struct document *document);

const struct column *breakdown_columns(struct report *report);
bool breakdown_make(struct report *report, struct report_rows *rows);
void breakdown_show(const struct report *report, const struct report_rows *rows,
		    struct document *document);
bool overlap_make(struct report *report, struct report_rows *rows);
void overlap_show(const struct report *report, const struct report_rows *rows,
		  struct document *document);

bool roster_make(struct report *report, struct report_rows *rows);
void roster_show(const struct report *report, const struct report_rows *rows,
		 struct document *document);
bool terms_make(struct report *report, struct report_rows *rows);
void terms_show(const struct report *report, const struct report_rows *rows,
		struct document *document);

bool composition_make(struct report *report, struct report_rows *rows);
void composition_show(const struct report *report, const struct report_rows *rows,
		      struct document *document);
bool coverage_make(struct report *report, struct report_rows *rows);
void coverage_show(const struct report *report, const struct report_rows *rows,
		   struct document *document);
bool consent_make(struct report *report, struct report_rows *rows);
void consent_show(const struct report *report, const struct report_rows *rows,
		  struct document *document);
bool goals_make(struct report *report, struct report_rows *rows);
void goals_show(const struct report *report, const struct report_rows *rows,
		struct document *document);
bool pulse_make(struct report *report, struct report_rows *rows);
void pulse_show(const struct report *report, const struct report_rows *rows,
		struct document *document);

extern const struct column composition_columns[];
extern const struct column coverage_columns[];
extern const struct column consent_columns[];
extern const struct column consent_people_columns[];
extern const struct column goals_columns[];
extern const struct column pulse_columns[];
extern const struct column roster_report_columns[];
extern const struct column terms_columns[];
extern const struct column overlap_columns[];
extern const struct column overlap_people_columns[];
extern const struct column summary_columns[];
extern const struct column growth_columns[];

#endif
