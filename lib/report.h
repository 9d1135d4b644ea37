/*
 * report.h - reports on rosters: rows for scripts, and documents for people.
 *
 * Layer 5.  Each kind of report makes rows, which the machine formats (CSV, TSV, JSON) print as they are, and shows
 * them in a document for people, with totals and charts.  All counts are as of the view's day.
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

/* The format in which a report is written. */
enum report_format {
	REPORT_TEXT,
	REPORT_MD,
	REPORT_HTML,
	REPORT_CSV,
	REPORT_TSV,
	REPORT_JSON,
	REPORT_XLSX,
};

extern const char *const report_format_words[]; /* in the order of the enum; NULL at the end */

/* Is the format for scripts, which get the bare rows of one kind, rather than for people? */
static inline bool
report_is_rows(enum report_format format)
{
	return format == REPORT_CSV || format == REPORT_TSV || format == REPORT_JSON;
}

/* What a report is asked to tell, and the state of reading the rosters for it. */
struct report {
	struct arena *arena;
	const struct view *view;
	const struct definition *const *cops; /* in the order of the selection */
	size_t count;
	bool chosen;        /* operands or conditions narrowed the selection, perhaps to nothing */
	struct span asked;  /* the period as given; DAY_ALWAYS or DAY_NEVER where an end was not */
	struct span period; /* the period over which joined and left are counted */
	enum unit every;    /* the unit of growth's rows */
	struct str by;      /* fields of breakdown, separated by commas; absent: role */
	bool people;        /* --people: overlap and consent list each person once */
	struct str without; /* an address that composition leaves out; absent: none */
	bool totals;        /* compute totals of the selection, which only documents show */
	bool disordered;    /* a roster is out of order: read them all the slower way */
	bool again;         /* disordered was set just now: discard the rows, make them again */
	bool read;          /* the rosters were read before: their findings are recorded already */
	struct diag *diag;
};

struct report_row {
	const struct definition *cop; /* NULL: the selection as a whole */
	size_t place;         /* index of cop in the selection; set by report_people() only */
	struct value *values; /* one for each column */
	const void *beside;   /* the kind's own data for its document; or NULL */
};

struct report_rows {
	struct arena *arena;
	const struct column *columns;
	size_t width; /* number of columns */
	struct report_row *list;
	size_t count;
	size_t capacity;
	bool filtered;      /* some rows were removed: beside still counts those, too */
	const void *beside; /* the kind's own data about all the rows, for its document; or NULL */
	bool unknown; /* not everything could be read, so an empty list does not mean "none" */
};

struct report_kind {
	const char *name;
	const char *title; /* heading of its section; a label */
	const struct column *columns;
	/*
	 * Returns the columns where they depend on the request, in place of the member columns.  NULL, with a usage
	 * error recorded, if the request makes no sense.
	 */
	const struct column *(*choose)(struct report *report);
	/* Columns with --people; NULL: --people does not change them. */
	const struct column *people_columns;
	bool names;       /* contains personal names: for the private audience only */
	bool period;      /* covers a period */
	bool units;       /* by month, quarter or year: a default period begins with a whole unit */
	bool others;      /* needs all definitions, as any of them may record a merger */
	bool definitions; /* uses definitions only: no roster is read */
	bool whole;       /* one row is one community: after a filter, totals cover the rows left */
	/* Adds the rows.  False, with a usage error recorded, if the request makes no sense. */
	bool (*make)(struct report *report, struct report_rows *rows);
	/* Adds the rows to the document, with totals and charts. */
	void (*show)(const struct report *report, const struct report_rows *rows,
		     struct document *document);
};

/* All kinds; the last entry has no name.  The first is the default. */
extern const struct report_kind report_kinds[];

/* The kind of that name; NULL if there is none. */
const struct report_kind *report_kind_of(struct str name);

/* The kinds that make up one document, in order. */
#define REPORT_KINDS_MAX 16
struct report_kinds {
	const struct report_kind *list[REPORT_KINDS_MAX];
	size_t count;
};

/*
 * Sets *kinds to the kinds that words names, separated by commas, without duplicates.  False if a word names no kind;
 * that is a usage error, which is recorded unless diag is NULL.
 */
bool report_name_kinds(struct report_kinds *kinds, struct str words, struct diag *diag);

/* The arguments of the period options, unparsed; absent: not given. */
struct report_period {
	struct str since;
	struct str until;
	struct str both; /* --period */
};

/*
 * Sets report->asked from the options, recording usage errors.  Returns the day to report on: as_of, or the last day of
 * the period if that is earlier and as_of is not fixed.
 */
day report_set_period(struct report *report, const struct report_period *asked, day as_of,
		      bool fixed);

/*
 * The period that a kind covers.  An end that was not asked for is as_of; a beginning that was not is twelve months
 * before the end, moved back to the start of its unit if the kind goes by units.
 */
struct span report_period_of(const struct report *report, const struct report_kind *kind,
			     day as_of);

/*
 * Parses some of the count conditions in where.  With rows, those on columns, which filter the report's rows; without,
 * all others, which choose communities by the columns of cop-list and by what definitions say.  NULL, with a usage
 * error recorded, if one makes no sense.
 */
struct query *report_query(const struct report *report, const struct str *where, size_t count,
			   const struct column *columns, bool rows);

/* Sets *report to a copy of *from, with only the communities for which the query holds. */
void report_choose(const struct report *from, struct report *report, const struct query *query);

/* Does the report contain personal names, so that only the private audience may have it? */
bool report_bears_names(const struct report_kind *kind, const struct report *report);

/* The columns of the kind's rows; NULL, with a usage error recorded, if the request makes no sense. */
const struct column *report_columns(const struct report_kind *kind, struct report *report);

/*
 * Makes the kind's rows and keeps those for which the query holds.  May narrow the report's selection to the
 * communities left (struct report_kind, whole).  False, with a usage error recorded, if the request makes no sense.
 */
bool report_make(const struct report_kind *kind, struct report *report, const struct query *query,
		 struct report_rows *rows);

/* Writes the rows in a machine format.  Returns whether there are any. */
bool report_list(const struct report *report, const struct report_rows *rows, struct emit *emit);

/*
 * Returns a new document with its title, subject (the registry's name and, if period is set, the period) and stamp (the
 * day and, unless it is empty, the commit), but without content.
 */
struct document *report_document(const struct report *report, struct str title, bool period,
				 struct str commit);

/*
 * Puts notes at the top of the finished document: that part of the registry could not be read, if so, and what "x"
 * means, if a table contains one.
 */
void report_explain(const struct report *report, struct document *document);

/* -- for the kinds ------------------------------------------------------------------------------------------ */

/*
 * Reads the rosters of the selection with the scan, whose cops, count and quiet are set here.  Findings are recorded
 * the first time only.  Sets report->again if a roster turns out to be out of order; report_make() then makes the rows
 * again.
 */
void report_scan(struct report *report, struct roster_scan scan);

/*
 * Masks the total if it would reveal masked parts.  The total counts each person once, so it is at most the sum of the
 * parts; where it reaches the largest sum that the masked parts allow, each of them must be at its maximum.  That of a
 * part with no_more is what it is.  The maximum of a part that is masked for the sake of others is not known here: it
 * may be what the part is.
 */
void report_protect_total(const struct view *view, const struct mask_arc *parts, size_t count,
			  struct mask_arc *total);

/*
 * The arc into node 1 for those who were members before a period, which is printed nowhere, but follows from the members
 * at its end and from those who joined and left: few of them must not be computable.  That there were none may be known,
 * as of a new community.
 */
struct mask_arc report_members_before(const struct view *view, size_t members, size_t joined,
				      size_t left);

/*
 * Sets no_more and no_less of a part if the total, which counts each person of the parts once, shows that it is not
 * larger, or not smaller with all other parts as they are.  sum is that of all parts.
 */
void report_limit_part(struct mask_arc *part, const struct mask_arc *total, size_t sum);

/* Shows no number and no mark of few, unless there is nobody.  Returns whether that is a change. */
bool report_withhold(struct mask_arc *total);

/* Sets no_more and no_less of a total, likewise, by what is shown of its parts. */
void report_limit_total(struct mask_arc *total, const struct mask_arc *parts, size_t count);

/* Adds a row with zeroed values, which read as unknown.  It is valid until the next row is added. */
struct report_row *report_add(struct report_rows *rows, const struct definition *cop);

/* A day as a value, with its text in the arena; DAY_NEVER and DAY_ALWAYS give an unknown value. */
struct value value_day(struct arena *arena, day d);

/* A count of people as a value, masked as mask says. */
struct value value_mask(const struct view *view, size_t count, enum mask mask);

/* The rows that one thread makes from one block of a roster, in an arena of their own. */
struct report_part {
	struct arena *arena;
	struct report_rows rows;
};

/*
 * Reads all columns of the selection's rosters and calls person, on any thread, to make rows from each person.  The
 * rows are added in the order of the communities and, within each, of its file.
 */
void report_people(struct report *report, struct report_rows *rows, const void *context,
		   void (*person)(const void *context, struct report_part *part,
				  const struct person *person));

/*
 * Is one the later of two memberships of a person?  The latest supplies the person's name, role and so on.  If both
 * began on the same day, the one whose community's id comes first counts as later.
 */
bool report_is_later(const struct report *report, const struct presence *one,
		     const struct presence *other);

/* A column of a table for people. */
struct shown {
	unsigned at;         /* which column of the rows, from 1; 0: the kind fills in the cell */
	const char *heading; /* a label */
	unsigned keep;       /* as in struct table_column */
	bool whole;          /* as in struct table_column */
};

/* Returns a table of the shown columns, without rows; it is not yet added to the document. */
struct table *report_table(const struct report *report, const struct report_rows *rows,
			   struct document *document, struct str caption, const struct shown *shown,
			   size_t count);

/*
 * Adds a row to the table: names for ids, words and numbers in the reader's language.  Returns its cells, in which
 * those with at == 0 are left for the caller to fill.
 */
struct cell *report_show(const struct report *report, const struct report_rows *rows,
			 const struct report_row *row, struct table *table,
			 const struct shown *shown);

/* Formats a value of a column for people.  cop, which may be NULL, gives the names of groups. */
struct cell report_cell(const struct report *report, const struct column *column,
			const struct value *value, const struct definition *cop);

struct cell cell_text(struct str text);
struct cell cell_wording(struct wording wording);
struct cell cell_count(const struct report *report,
		       size_t count); /* masked, if the audience requires it */

/* Formats a text, as printf(3) does, into the report's arena. */
struct str report_text(const struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The day, or the report's period, in the reader's language. */
struct str report_day(const struct report *report, day d);
struct str report_period(const struct report *report);

/*
 * Returns the index after the rows of the community whose rows start at begin, if it has ended or merged and they count
 * nobody: a document leaves them out.  Otherwise, and if the community is the only one or the rows were filtered,
 * returns begin.
 */
size_t report_past_over(const struct report *report, const struct report_rows *rows, size_t begin);

/* Adds a heading with the community's name. */
void report_heading(const struct report *report, const struct definition *cop,
		    struct document *document);

/* Adds the text none, or "Not known." if not everything could be read. */
void report_none(const struct report_rows *rows, struct document *document, const char *none);

/* Adds a sentence that there are no communities, or that none is selected. */
void report_no_communities(const struct report *report, struct document *document);

/* The functions and columns of each kind, for report_kinds. */
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

/* Whom a composition rule is about, for people: its note, else what it filters by, else a general phrase. */
struct wording rule_title(const struct report *report, const struct composition_rule *rule);

/* What a composition rule needs, for people: "at least 2". */
struct str rule_need(const struct report *report, const struct composition_rule *rule);

#endif
