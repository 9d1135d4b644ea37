/*
 * cli.h - what every command has in common: options, selection, streams, exit status.
 *
 * Layer 6.  Parsing, --help, the completions of three shells and the check of the manual pages come from
 * one table of options: the common ones in cli-options.c, a command's own beside its main().
 */
#ifndef COP_CLI_H
#define COP_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "define.h"
#include "diag.h"
#include "edit.h"
#include "emit.h"
#include "file.h"
#include "program.h"
#include "query.h"
#include "registry.h"
#include "roll.h"

#define COP_VERSION "0.1.0"

struct cli_option {
	int letter;           /* 0: it has only a long name */
	const char *name;     /* NULL ends a table */
	const char *argument; /* what it takes, as --help shows it; NULL: nothing */
	const char *
	    complete; /* what completes the argument: cops, fields, formats, file, dir, ...; or NULL */
	const char *help;
};

#define CLI_OWN \
	256 /* what cli_next() returns for a command's own option without a letter: this and its place */

/* Which common options a command has. -h and -V every one has. */
enum cli_common {
	CLI_REGISTRY = 1 << 0,
	CLI_WHERE = 1 << 1,
	CLI_AS_OF = 1 << 2,
	CLI_AUDIENCE = 1 << 6,
	CLI_LANG = 1 << 3,
	CLI_FORMAT = 1 << 4,  /* -f */
	CLI_COLUMNS = 1 << 5, /* -c, -s, --header, --no-header */
	CLI_DRY_RUN = 1 << 7,
	CLI_DATE = 1 << 8,
	CLI_AT = 1 << 9, /* of those who read, beside CLI_AS_OF */
};

/* What every writer has. */
#define CLI_WRITER (CLI_REGISTRY | CLI_FORMAT | CLI_COLUMNS | CLI_DRY_RUN)

struct cli_command {
	const char *name; /* cop-list */
	const char *summary;
	const char *operands; /* as --help shows them */
	const char *complete; /* what completes them; NULL: communities */
	unsigned common;
	const struct cli_option *options; /* its own; NULL: none */
	const struct column *columns;     /* of its records; NULL: none */
};

struct cli {
	const struct cli_command *command;
	int argc;
	char **argv; /* the operands are argv[first_operand] and on, once cli_next() has ended */
	int first_operand;
	struct arena *arena;
	struct diag *diag;
	struct output out;
	const char *root; /* -R or COP_REGISTRY; NULL: look upward */
	const char *at;   /* --at; NULL: as it is on the disk */
	struct str *where;
	size_t where_count;
	size_t where_capacity;
	struct str language;
	day as_of;
	bool as_of_given;
	bool dry_run;
	bool date_given;
	struct date date;   /* --date; today */
	const char *beside; /* file outside of the registry that an edit changes, too; NULL: none */
	struct diag *notes; /* printed whatever their severity */
	enum audience audience;
	struct emit_options emit;
	const struct emit *listing; /* of cli_emit() */
	bool terminal;              /* standard output is one */
	bool format_given;
	const char *argument; /* of the option that cli_next() returned */
	struct program pager; /* where paged */
	bool paged;           /* the output goes to a pager */
	bool answer_is_no;    /* set when -w or - matched nothing, or a check failed */
};

/* Begins. Ends the process itself for -h, -V and the like, and after a usage error. */
void cli_begin(struct cli *cli, const struct cli_command *command, int argc, char *argv[]);

/* For cli_begin(): makes ready for cli_next(). Ends the process for --options and --fields, which are printed. */
void cli_options(struct cli *cli);

/*
 * The next of the command's own options: its letter, or CLI_OWN + its index in the table where it has none; -1
 * when all have been read.  Common options are dealt with on the way.
 */
int cli_next(struct cli *cli);

/*
 * The place of an option's argument, which says what, among the words, which end in NULL; otherwise, with a usage error
 * recorded, -1.
 */
int cli_word(struct cli *cli, const char *option, const char *what, const char *const *words);

/* The date that an option's argument is; otherwise, with a usage error recorded, *date is untouched. */
bool cli_date(struct cli *cli, const char *option, struct date *date);

/* Records a usage error. */
void cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Opens the registry of -R, as of --at; NULL, with the reason recorded, if there is none. */
struct registry *cli_registry(struct cli *cli);

/* The same, what is found in it being recorded elsewhere. */
struct registry *cli_registry_into(struct cli *cli, struct diag *diag);

/* The same as of that revision, NULL: as it is on the disk, whatever --at says. */
struct registry *cli_registry_at(struct cli *cli, const char *revision);

/* Is the people's folder there? If not, which is recorded, a question about people has no answer. */
bool cli_people(struct cli *cli, const struct registry *registry);

/* The frame of the question. */
struct view cli_view(const struct cli *cli, const struct registry *registry);

/*
 * The communities that the operands name, in their order, or all; those that the audience may not see
 * are left out.  Reads their definitions; with relatives, or for an audience that may not know of all of them, also those that tell
 * of them or that they tell of.
 */
size_t cli_select(struct cli *cli, struct registry *registry, bool relatives,
		  const struct definition *const **cops);

/*
 * The files of the registry that the operands name, in their order; - reads them from standard input, the first
 * tab-separated column of each line.  NULL and 0 if there is no operand; one that is no such file is recorded.
 */
size_t cli_files(struct cli *cli, const struct registry_file *all, size_t all_count,
		 const struct registry_file *const **files);

/*
 * The conditions of -w on such records; NULL, with the reason recorded, if one makes no sense.  The registry is
 * NULL for records that are about none.
 */
struct query *cli_query(struct cli *cli, const struct registry *registry,
			const struct column *columns);

/* The listing of such records that -f, -c and -s ask for; NULL, with the reason recorded, if they make no sense. */
struct emit *cli_emit(struct cli *cli, const struct column *columns);

/*
 * Runs an edit of files in those folders (edit.h), as -R and -n say, and prints its outcomes, or in a dry run the unified
 * diff.  False if nothing was done, for a reason that has been recorded.
 */
bool cli_edit(struct cli *cli, unsigned folders, bool (*change)(void *context, struct edit *edit),
	      void *context);

/* Prints a unified diff, fit for a terminal if there is one. */
void cli_diff(struct cli *cli, const struct buf *diff);

/*
 * The operands as they are, those of standard input where one is -: the first tab-separated column of each
 * line.  None, or none on standard input, which is no, is a usage error if needed says what is missing.
 */
size_t cli_operands(struct cli *cli, const char *needed, struct str **operands);

/* Is each of the ids a community of one of the registries? One that is not is recorded, a usage error. */
bool cli_knows(struct cli *cli, const struct registry *const *registries, size_t registry_count,
	       const struct str *ids, size_t count);

/* What of the past a command asks about. */
struct cli_range {
	const char *begin;      /* a revision; NULL: the first commit of all */
	const char *end;        /* the same; NULL: what is on the disk */
	bool parted;            /* it begins where the two parted, as of A...B */
	struct nearest nearest; /* the community that may have been meant */
	struct registry *from;  /* NULL: there is no begin */
	struct registry *to;
	struct registry
	    *beside; /* at the revision begin, where what is asked about begins elsewhere */
};

/*
 * Takes the first operand for a revision, the begin, or for a range of them, A..B or A...B, unless it is a community or -; then, or
 * without one, there is neither begin nor end.
 */
void cli_range(struct cli *cli, struct cli_range *range);

/* Opens the registries; false, with the reason recorded, if one cannot be. */
bool cli_range_open(struct cli *cli, struct cli_range *range);

void cli_range_close(struct cli_range *range);

/*
 * Whom a writer is about: the address in every community that an operand names, or, from a file or standard input,
 * lines with cop and email (intake.h).  False, with the reason recorded, if nobody is asked about.
 */
struct cli_asks {
	const char *email;
	const char *from;
	const char *
	    needed; /* what is said where no community is named beside an address; NULL: that one is needed */
};

bool cli_asks(struct cli *cli, struct cli_asks who, struct ask **asks, size_t *count);

/* An id and assignments to its definition; false, with a usage error recorded, if they make no sense. */
bool cli_revisions(struct cli *cli, struct defining *defining);

/*
 * What a person typed, or a file of theirs holds, as text that a registry may hold: in normalization form C, whatever the
 * keyboard or system made. What is not UTF-8 stays as it is, for others to tell.
 */
struct str cli_text(struct cli *cli, struct str typed);

/* All of a file, or of standard input where its name is -; false, with the reason recorded, if it cannot be read. */
bool cli_read(struct cli *cli, const char *name, struct str *bytes);

/* Says something that is no finding, to a person at a terminal; into a file or pipe, nothing. */
void cli_remark(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As cli_remark(), but whatever standard error is. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Does whoever reads the output expect UTF-8? By LC_ALL, LC_CTYPE and LANG: none of them is the C locale, and no. */
bool cli_utf8(void);

/* Columns to write prose in: of the terminal, at most 100, or 80 where there is none. */
size_t cli_width(const struct cli *cli);

/*
 * Has the output go to the person's pager, before anything of it: PAGER, less by default, without a shell.  Only a terminal
 * has one.
 */
void cli_pager(struct cli *cli);

/* Ends the pager, once all has been written; who has seen enough has not failed. */
void cli_pager_end(struct cli *cli);

/* Writes what is left of the output, then every finding; returns the exit status. */
int cli_end(struct cli *cli);

#endif
