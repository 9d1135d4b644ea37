/*
 * cli.h - what all commands share: options, selection, streams, exit status.
 *
 * Layer 6.  Parsing, --help, the completions for three shells and the check of the manual pages are all driven by
 * option tables: the common options are in cli-options.c, a command's own options beside its main().
 */
#ifndef COP_CLI_H
#define COP_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "answer.h"
#include "define.h"
#include "diag.h"
#include "edit.h"
#include "emit.h"
#include "file.h"
#include "program.h"
#include "query.h"
#include "registry.h"

#define COP_VERSION "0.1.0"

struct cli_option {
	int letter;           /* 0: long name only */
	const char *name;     /* NULL ends a table */
	const char *argument; /* placeholder shown by --help; NULL: takes no argument */
	const char
	    *complete; /* kind of completion: cops, fields, formats, file, dir, ...; or NULL */
	const char *help;
};

#define CLI_OWN \
	256 /* cli_next() returns this + the option's index for a command's own option without a letter */

/* The common options that a command accepts. Every command accepts -h and -V. */
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
	CLI_AT = 1 << 9, /* for commands that only read; goes with CLI_AS_OF */
};

/* The options of every command that changes the registry. */
#define CLI_WRITER (CLI_REGISTRY | CLI_FORMAT | CLI_COLUMNS | CLI_DRY_RUN)

/* What a command takes as operands NAME=VALUE. */
enum cli_values {
	CLI_NO_VALUES,
	CLI_FIELDS, /* the columns of a roster */
	CLI_PATHS,  /* the keys of a definition, and paths below them */
};

struct cli_command {
	const char *name; /* such as cop-list */
	const char *summary;
	const char *operands;             /* as --help shows them */
	const char *complete;             /* kind of completion for operands; NULL: communities */
	bool options_first;               /* no option follows an operand */
	unsigned common;                  /* bits of enum cli_common */
	const struct cli_option *options; /* the command's own; NULL: none */
	const struct column *columns;     /* of the records it prints; NULL: none */
	/*
	 * The columns of what the word names, such as a kind of report; NULL if it names nothing that has its own.
	 * NULL: there are no such words.
	 */
	const struct column *(*columns_of)(struct str word);
	enum cli_values values;
};

struct cli {
	const struct cli_command *command;
	int argc;
	char **argv; /* operands start at argv[first_operand] once cli_next() has returned -1 */
	int first_operand;
	struct arena *arena;
	struct diag *diag;
	struct output out;
	const char *root;  /* -R or COP_REGISTRY; NULL: search upward from the current folder */
	const char *at;    /* --at; NULL: the registry as it is on disk */
	struct str *where; /* the arguments of -w */
	size_t where_count;
	size_t where_capacity;
	struct str language;
	day as_of;
	bool as_of_given;
	bool dry_run;
	bool date_given;
	struct date date;   /* --date; default: today */
	const char *beside; /* file outside the registry that an edit also changes; NULL: none */
	struct diag *notes; /* findings that cli_end() prints whatever their severity */
	enum audience audience;
	struct emit_options emit;
	const struct emit *listing; /* made by cli_emit(); NULL: none */
	bool terminal;              /* standard output is a terminal */
	bool format_given;
	const char *argument; /* of the option that cli_next() returned */
	unsigned given; /* bits by index: the command's own options so far, if it is a writer */
	struct program pager; /* valid if paged */
	bool paged;           /* the output goes to a pager */
	bool input_read;      /* standard input has been read */
	struct map *names[2]; /* of recognize_known(), for the registries that cli_knows() gets */
	bool answer_is_no;    /* -w or - matched nothing, or a check failed: exit status 1 */
};

/* Initializes *cli from the environment. If the only argument is --options or --fields, prints these and exits. */
void cli_begin(struct cli *cli, const struct cli_command *command, int argc, char *argv[]);

/* Part of cli_begin(): prepares for cli_next(), and handles --options and --fields. */
void cli_options(struct cli *cli);

/*
 * Returns the command's next own option: its letter or, if it has none, CLI_OWN + its index in the table; -1 after
 * the last one.  Handles common options on the way; exits for -h and -V.
 */
int cli_next(struct cli *cli);

/*
 * Returns the index of the current option's argument in words, which end in NULL; -1, with a usage error recorded, if
 * it is none of them.  The error names the option and says what kind of word was expected: "no format ...".
 */
int cli_word(struct cli *cli, const char *option, const char *what, const char *const *words);

/* Parses the current option's argument as a date; false, with a usage error recorded, if it is none. */
bool cli_date(struct cli *cli, const char *option, struct date *date);

/* Records a usage error. */
void cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Opens the registry that -R and --at select; NULL, with the reason recorded, if it cannot be opened. */
struct registry *cli_registry(struct cli *cli);

/* As cli_registry(), but records findings in diag. */
struct registry *cli_registry_into(struct cli *cli, struct diag *diag);

/* As cli_registry(), but at the given revision instead of --at; NULL: as it is on disk. */
struct registry *cli_registry_at(struct cli *cli, const char *revision);

/* Can the people's folder be read? If not, nothing about people can be answered, and the reason is recorded. */
bool cli_people(struct cli *cli, const struct registry *registry);

/* The view that the options ask for: registry, day, audience and languages. */
struct view cli_view(const struct cli *cli, const struct registry *registry);

/*
 * Sets *cops to the communities that the operands name, in their order, or to all if there are no operands, without
 * those that the audience may not see; returns their number.  Loads their definitions; with relatives, or for an
 * audience other than private, also the definitions that refer to them and those that they refer to.
 */
size_t cli_select(struct cli *cli, struct registry *registry, bool relatives,
		  const struct definition *const **cops);

/*
 * Sets *files to those of all that the operands name, each once, in their order; returns their number.  The operand -
 * reads paths from standard input: the first tab-separated column of each line.  NULL and 0 if there is no operand.  An
 * operand that names no file of the registry is a usage error.
 */
size_t cli_files(struct cli *cli, const struct registry_file *all, size_t all_count,
		 const struct registry_file *const **files);

/*
 * Compiles the conditions of -w for records with these columns; NULL, with the reason recorded, if one is invalid.
 * registry may be NULL if the records do not come from one.
 */
struct query *cli_query(struct cli *cli, const struct registry *registry,
			const struct column *columns);

/* Is the answer to be told in lines for a person: as a table, but neither with columns nor in an order asked for? */
bool cli_tells(const struct cli *cli);

/* Makes a listing with these columns as -f, -c and -s ask; NULL, with the reason recorded, if they are invalid. */
struct emit *cli_emit(struct cli *cli, const struct column *columns);

/*
 * Runs an edit (edit.h) of files in the given folders, bits of enum edit_folder, as -R and -n say.  Prints the outcomes
 * or, in a dry run, the unified diff.  False, with the reason recorded, if nothing was done.
 */
bool cli_edit(struct cli *cli, unsigned folders, bool (*change)(void *context, struct edit *edit),
	      void *context);

/* Prints a unified diff; on a terminal, with control characters made harmless. */
void cli_diff(struct cli *cli, const struct buf *diff);

/*
 * Sets *operands to the operands, each once; returns their number.  The operand - stands for the first tab-separated
 * column of each line of standard input; if that leaves no operands, the answer is no (exit status 1).  A command line
 * without operands is a usage error unless needed, the message for it, is NULL.
 */
size_t cli_operands(struct cli *cli, const char *needed, struct str **operands);

/*
 * Is every id a community in at least one of the registries, which are one or two and the same in each call?  Each id that
 * is not is recorded as a usage error.
 */
bool cli_knows(struct cli *cli, const struct registry *const *registries, size_t registry_count,
	       const struct str *ids, size_t count);

/* A range of revisions, as git takes them. */
struct cli_range {
	const char *begin;       /* a revision; NULL: the first commit of all */
	const char *end;         /* a revision; NULL: what is on disk */
	bool parted;             /* A...B: the range starts at the merge base of begin and end */
	struct nearest nearest;  /* community id closest to the operand, in case one was meant */
	struct registry *from;   /* at the start of the range; NULL: there is no begin */
	struct registry *to;     /* at end */
	struct registry *beside; /* at begin, if parted; else NULL */
};

/*
 * Parses the first operand as a revision (begin alone) or a range, A..B or A...B, and consumes it.  If there is no
 * operand, or it is - or the id of a community, consumes nothing and leaves begin and end NULL.
 */
void cli_range(struct cli *cli, struct cli_range *range);

/* Opens the range's registries; false, with the reason recorded and none left open, if one cannot be opened. */
bool cli_range_open(struct cli *cli, struct cli_range *range);

void cli_range_close(struct cli_range *range);

/* The options --email and --from of a writer: exactly one must be given. */
struct cli_asks {
	const char *email; /* an address; the operands name the communities */
	const char
	    *from; /* a file, or - for standard input, with columns cop and email (intake.h) */
	const char *needed; /* usage error if email comes without a community; NULL: the default */
};

/*
 * Sets *asked to the pairs of community and address that the writer is asked to act on, the day, and the date, unless
 * that is given already.  False if there are none: a reason is recorded, or the input was empty and the answer is no (exit status 1).
 */
bool cli_asks(struct cli *cli, struct cli_asks who, struct asked *asked);

/* Reads an id and PATH=VALUE operands into *defining; false, with a usage error recorded, if they are invalid. */
bool cli_revisions(struct cli *cli, struct defining *defining);

/*
 * Returns typed text in normalization form C, the only form a registry may hold; keyboards and systems may produce
 * others.  Text that is not UTF-8 is returned unchanged, for later checks to report.
 */
struct str cli_text(struct cli *cli, struct str typed);

/*
 * Reads a whole file, or standard input if name is -; false, with the reason recorded, if that fails, or if standard
 * input has been read before.
 */
bool cli_read(struct cli *cli, const char *name, struct str *bytes);

/* Prints a remark, which is not a finding, on standard error if that is a terminal; otherwise does nothing. */
void cli_remark(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As cli_remark(), but also if standard error is no terminal. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Does the locale use UTF-8? Decided by the first of LC_ALL, LC_CTYPE and LANG that is set; no if none is, for that
 * is the C locale.
 */
bool cli_utf8(void);

/* The number of columns for prose: the width of the terminal but at most 100; 80 if there is none. */
size_t cli_width(const struct cli *cli);

/*
 * Sends the output to a pager: PAGER, or less if that is unset, run without a shell.  Does nothing if standard output
 * is no terminal.  Call it before any output has been written.
 */
void cli_pager(struct cli *cli);

/* Waits for the pager after all output has been written. That its user quit early is no error. */
void cli_pager_end(struct cli *cli);

/*
 * Writes the rest of the output, then the notes and every finding of at least SEVERITY_ERROR; frees what cli holds and
 * returns the exit status.
 */
int cli_end(struct cli *cli);

#endif
