/* Parses options, the common ones and the command's own, and lists them for --help, the completions and the manual. */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "period.h"

#define OPTIONS_MAX 32
#define COMMON 512 /* getopt_long() returns this plus the index for a common option */

enum common_option {
	OPTION_REGISTRY,
	OPTION_WHERE,
	OPTION_AS_OF,
	OPTION_AT,
	OPTION_AUDIENCE,
	OPTION_LANG,
	OPTION_FORMAT,
	OPTION_COLUMNS,
	OPTION_SORT,
	OPTION_HEADER,
	OPTION_NO_HEADER,
	OPTION_DRY_RUN,
	OPTION_DATE,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_COUNT,
};

/* The common options, and which commands have them (0: all). */
static const struct {
	struct cli_option option;
	unsigned common;
} common_options[] = {
    [OPTION_REGISTRY] = {{'R', "registry", "DIR", "dir", "the registry's folder"}, CLI_REGISTRY},
    [OPTION_WHERE] = {{'w', "where", "EXPR", "condition",
		       "only those for which FIELD OP VALUE holds"},
		      CLI_WHERE},
    [OPTION_AS_OF] = {{0, "as-of", "DATE", "date", "the day asked about; today"}, CLI_AS_OF},
    [OPTION_AT] = {{0, "at", "REV", "revisions", "the registry as recorded in that commit of git"},
		   CLI_AT},
    [OPTION_AUDIENCE] = {{0, "audience", "WHO", "audience",
			  "who will read it: public, members, private (default)"},
			 CLI_AUDIENCE},
    [OPTION_LANG] = {{0, "lang", "LANG", "lang", "language of texts and labels"}, CLI_LANG},
    [OPTION_FORMAT] = {{'f', "format", "FORMAT", "formats", "table, tsv, csv or json"}, CLI_FORMAT},
    [OPTION_COLUMNS] = {{'c', "columns", "A,B", "fields", "these columns, in this order"},
			CLI_COLUMNS},
    [OPTION_SORT] = {{'s', "sort", "COLUMN", "field", "in order of a column; -COLUMN: descending"},
		     CLI_COLUMNS},
    [OPTION_HEADER] = {{0, "header", NULL, NULL, "with a line of column names"}, CLI_COLUMNS},
    [OPTION_NO_HEADER] = {{0, "no-header", NULL, NULL, "without it"}, CLI_COLUMNS},
    [OPTION_DRY_RUN] = {{'n', "dry-run", NULL, NULL,
			 "only show what would change, as a unified diff"},
			CLI_DRY_RUN},
    [OPTION_DATE] = {{0, "date", "DATE", "date", "the day on which it happens; today"}, CLI_DATE},
    [OPTION_HELP] = {{'h', "help", NULL, NULL, "this text"}, 0},
    [OPTION_VERSION] = {{'V', "version", NULL, NULL, "the version"}, 0},
};

static bool
has_common(const struct cli_command *command, size_t i)
{
	return common_options[i].common == 0 || (common_options[i].common & command->common) != 0;
}

/* Adds "  -f, --format FORMAT"; returns its width. */
static size_t
help_call(struct buf *out, const struct cli_option *option)
{
	size_t begin = out->n;

	if (option->letter != 0)
		buf_format(out, "  -%c, --%s", option->letter, option->name);
	else
		buf_format(out, "      --%s", option->name);
	if (option->argument != NULL)
		buf_format(out, " %s", option->argument);
	return out->n - begin;
}

/* Adds an option's line of --help, its text beginning at that column. */
static void
help_option(struct buf *out, const struct cli_option *option, size_t column)
{
	buf_repeat(out, ' ', column - help_call(out, option));
	buf_format(out, "%s\n", option->help);
}

static size_t
help_column(const struct cli_command *command)
{
	struct buf call = {0};
	size_t column = 24;

	for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++) {
		size_t width = help_call(&call, o) + 1;

		column = width > column ? width : column;
	}
	buf_free(&call);
	return column;
}

static void
help(struct cli *cli)
{
	const struct cli_command *command = cli->command;
	size_t column = help_column(command);
	struct buf out = {0};

	buf_format(&out, "Usage: %s [OPTION]...%s%s\n%s\n\n", command->name,
		   *command->operands != '\0' ? " " : "", command->operands, command->summary);
	for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
		help_option(&out, o, column);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (has_common(command, i))
			help_option(&out, &common_options[i].option, column);
	buf_format(&out, "\nThe manual: man %s\n", command->name);
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
}

static void
dump_option(struct buf *out, const struct cli_option *option, bool common)
{
	if (option->letter != 0)
		buf_char(out, (char)option->letter);
	buf_format(out, "\t%s\t%s\t%s\t%s%s\n", option->name,
		   option->argument != NULL ? option->argument : "",
		   option->complete != NULL ? option->complete : "", option->help,
		   common ? "\tcommon" : "");
}

/* For --options: prints the tables as tab-separated lines, for the completions and the check of the manual. */
static void
dump_options(struct cli *cli)
{
	const struct cli_command *command = cli->command;
	struct buf out = {0};

	for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
		dump_option(&out, o, false);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (has_common(command, i))
			dump_option(&out, &common_options[i].option, true);
	if (command->complete != NULL)
		buf_format(&out, "\t\t%s\t%s\t\n", command->operands, command->complete);
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
}

/* Is --fields asked for, alone or beside a word that has columns of its own?  Sets *columns to those to print. */
static bool
asks_fields(const struct cli *cli, const struct column **columns)
{
	const struct cli_command *command = cli->command;

	*columns = command->columns;
	if (cli->argc == 2)
		return strcmp(cli->argv[1], "--fields") == 0;
	for (int i = 1; i <= 2 && cli->argc == 3 && command->columns_of != NULL; i++)
		if (strcmp(cli->argv[i], "--fields") == 0 &&
		    (*columns = command->columns_of(str_of(cli->argv[3 - i]))) != NULL)
			return true;
	return false;
}

/* Prints the names of the columns, one a line. */
static void
dump_fields(struct cli *cli, const struct column *columns)
{
	for (const struct column *c = columns; c != NULL && c->name != NULL; c++) {
		(void)output_add(&cli->out, str_of(c->name));
		(void)output_add(&cli->out, STR("\n"));
	}
}

int
cli_word(struct cli *cli, const char *option, const char *what, const char *const *words)
{
	struct nearest nearest = nearest_to(str_of(optarg));
	struct buf choices = {0};
	int i = words_index(words, str_of(optarg));

	if (i >= 0)
		return i;
	words_near(words, &nearest, &choices);
	if (nearest.best.p != NULL)
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "--%s: no %s \"%s\"", option, what, optarg);
	else
		cli_usage(cli, "--%s: no %s \"%s\"; use one of %.*s", option, what, optarg,
			  STR_ARG(buf_all(&choices)));
	buf_free(&choices);
	return -1;
}

bool
cli_date(struct cli *cli, const char *option, struct date *date)
{
	if (date_parse(str_of(optarg), date))
		return true;
	usage_date(cli->diag, arena_format(cli->arena, "--%s", option), str_of(optarg), "date",
		   " such as 2026-06-30");
	return false;
}

void
cli_options(struct cli *cli)
{
	const struct column *columns;
	bool options = cli->argc == 2 && strcmp(cli->argv[1], "--options") == 0;
	bool fields = asks_fields(cli, &columns);

	optind = 1;
	opterr = 0;
	if (options)
		dump_options(cli);
	else if (fields)
		dump_fields(cli, columns);
	if (options || fields)
		exit(cli_end(cli));
}

/* Prints the help (all) or the version, and exits. */
static _Noreturn void
tell(struct cli *cli, bool all)
{
	if (all) {
		help(cli);
	} else {
		(void)output_add(&cli->out, str_of(cli->command->name));
		(void)output_add(&cli->out, STR(" (coptools) " COP_VERSION "\n"));
	}
	exit(cli_end(cli));
}

/* Handles a common option about output: what is printed, and how. */
static void
on_output(struct cli *cli, size_t i)
{
	int word;

	switch (i) {
	case OPTION_FORMAT:
		if ((word = cli_word(cli, "format", "format", format_words)) >= 0)
			cli->emit.format = (enum format)word;
		cli->format_given = true;
		break;
	case OPTION_COLUMNS:
		cli->emit.columns = str_of(optarg);
		break;
	case OPTION_SORT:
		cli->emit.sort = str_of(optarg);
		break;
	case OPTION_HEADER:
		cli->emit.header = HEADER_YES;
		break;
	case OPTION_NO_HEADER:
		cli->emit.header = HEADER_NO;
		break;
	}
}

static void
take_language(struct cli *cli)
{
	struct nearest nearest;

	cli->language = str_of(optarg);
	if (language_good(cli->language))
		return;
	language_nearest(cli->language, &nearest);
	diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
		      "--lang: \"%s\" is not a language such as en or fr", optarg);
}

static void
on_common(struct cli *cli, size_t i)
{
	struct date date;
	struct span span;
	int word;

	switch (i) {
	case OPTION_REGISTRY:
		if (*optarg == '\0')
			cli_usage(cli, "--registry needs a folder");
		cli->root = optarg;
		break;
	case OPTION_WHERE:
		cli->where = arena_grow(cli->arena, cli->where, cli->where_count,
					&cli->where_capacity, sizeof(*cli->where));
		cli->where[cli->where_count++] = str_of(optarg);
		break;
	case OPTION_AS_OF:
		cli->as_of_given = true;
		if (period_parse(str_of(optarg), &span))
			cli->as_of = span.last;
		else
			(void)cli_date(cli, "as-of", &date);
		break;
	case OPTION_AT:
		cli->at = optarg;
		break;
	case OPTION_AUDIENCE:
		if ((word = cli_word(cli, "audience", "audience", audience_words)) >= 0)
			cli->audience = (enum audience)word;
		break;
	case OPTION_LANG:
		take_language(cli);
		break;
	case OPTION_DRY_RUN:
		cli->dry_run = true;
		break;
	case OPTION_DATE:
		cli->date_given = true;
		(void)cli_date(cli, "date", &cli->date);
		break;
	case OPTION_HELP:
	case OPTION_VERSION:
		tell(cli, i == OPTION_HELP);
	default:
		on_output(cli, i);
		break;
	}
}

/* The tables for getopt_long(), made anew for each call: they are small, and no state is kept between calls. */
struct getopt_tables {
	struct option longs[OPTIONS_MAX];
	char shorts[2 * OPTIONS_MAX + 4];
	size_t count;
};

static void
add_option(struct getopt_tables *tables, const struct cli_option *option, int value)
{
	size_t n = strlen(tables->shorts);

	tables->longs[tables->count++] = (struct option){
	    option->name, option->argument != NULL ? required_argument : no_argument, NULL, value};
	if (option->letter != 0) {
		tables->shorts[n++] = (char)option->letter;
		tables->shorts[n++] = option->argument != NULL ? ':' : '\0';
	}
}

/* Are the operands a command to run, with its own options? */
static bool
runs_command(const struct cli_command *command)
{
	return command->complete != NULL && strcmp(command->complete, "commands") == 0;
}

static struct getopt_tables
tables_of(const struct cli_command *command)
{
	struct getopt_tables tables = {.shorts = ":"};

	/* What follows a command to run are its options, and git gives paths as they are: getopt_long() stops there. */
	if (runs_command(command) || command->options_first)
		memcpy(tables.shorts, "+:", sizeof("+:"));
	for (int i = 0; command->options != NULL && command->options[i].name != NULL; i++)
		add_option(&tables, &command->options[i],
			   command->options[i].letter != 0 ? command->options[i].letter
							   : CLI_OWN + i);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (has_common(command, (size_t)i))
			add_option(&tables, &common_options[i].option, COMMON + i);
	return tables;
}

/* The index of the command's common option with that letter; OPTION_COUNT if there is none. */
static size_t
common_by_letter(const struct cli_command *command, int letter)
{
	size_t i = 0;

	while (i < OPTION_COUNT &&
	       !(has_common(command, i) && common_options[i].option.letter == letter))
		i++;
	return i;
}

static void
missing_argument(struct cli *cli, const struct getopt_tables *tables)
{
	size_t i = 0;

	/* Where getopt(3) leaves the word typed depends on the C library, so look the option up by its value. */
	while (i < tables->count && tables->longs[i].val != optopt)
		i++;
	if (i < tables->count)
		cli_usage(cli, "--%s needs an argument", tables->longs[i].name);
	else
		cli_usage(cli, "-%c needs an argument", optopt);
}

/* Did getopt(3) find a byte beyond ASCII?  For musl, such a byte is a character beyond the values of our options. */
static bool
is_beyond_ascii(int letter)
{
	return text_beyond_ascii((char)letter) &&
	       (letter < CLI_OWN || letter >= COMMON + OPTION_COUNT);
}

/*
 * Reports a letter beyond ASCII.  getopt(3) takes each of its bytes for an option; only the first is reported.  The
 * word that has the letter is argv[optind], or the one before if that byte was the last in it.
 */
static void
bad_letter(struct cli *cli)
{
	char byte = (char)optopt;
	const char *word = optind < cli->argc ? cli->argv[optind] : "";
	struct str letter;
	int32_t c;

	if (text_continues(byte) && diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		return;
	if (*word != '-' || strchr(word, byte) == NULL)
		word = cli->argv[optind - 1];
	letter = str_of(strchr(word, byte));
	if (letter.n > 0)
		letter.n = text_decode(letter, &c);
	cli_usage(cli, "no option -%.*s; %s --help lists them", STR_ARG(letter),
		  cli->command->name);
}

/* Does the command take the value as an operand, NAME=VALUE, where other commands have an option? */
static bool
is_operand(const struct cli *cli, struct str name)
{
	switch (cli->command->values) {
	case CLI_FIELDS:
		return words_index(roster_columns, name) >= 0;
	case CLI_PATHS:
		return keys_find(definition_keys, name) != NULL;
	default:
		return false;
	}
}

/* Does the command take addresses as operands, where other commands have an option? */
static bool
takes_addresses(const struct cli_command *command)
{
	return command->complete != NULL && strcmp(command->complete, "emails") == 0;
}

static void
bad_option(struct cli *cli, const struct getopt_tables *tables)
{
	const char *word = cli->argv[optind - 1];
	struct str name = {word + 2, strlen(word) > 2 ? strlen(word) - 2 : 0};
	struct nearest nearest;
	struct buf longer = {0}; /* the options that it abbreviates; getopt accepts one */

	name.n = str_find(name, '=');
	nearest = nearest_to(name);
	for (size_t i = 0; i < tables->count; i++) {
		nearest_try(&nearest, str_of(tables->longs[i].name));
		if (name.n > 0 && str_starts(str_of(tables->longs[i].name), name))
			buf_format(&longer, "%s--%s", longer.n > 0 ? ", " : "",
				   tables->longs[i].name);
	}
	if (optopt > 0 && optopt < CLI_OWN)
		cli_usage(cli, "no option -%c; %s --help lists them", optopt, cli->command->name);
	else if (optopt >= CLI_OWN)
		cli_usage(cli, "--%.*s takes no argument", STR_ARG(name));
	else if (longer.n > 0)
		cli_usage(cli, "--%.*s is short for several options: %.*s", STR_ARG(name),
			  STR_ARG(buf_all(&longer)));
	else if (str_is(name, "email") && takes_addresses(cli->command))
		cli_usage(cli, "no option --email; give the address as an operand");
	else if (is_operand(cli, name))
		cli_usage(cli, "no option --%.*s; give it as an operand: %.*s=VALUE", STR_ARG(name),
			  STR_ARG(name));
	else if (nearest.best.p != NULL)
		cli_usage(cli, "no option %s (did you mean \"--%.*s\"?)", word,
			  STR_ARG(nearest.best));
	else
		cli_usage(cli, "no option %s; %s --help lists them", word, cli->command->name);
	buf_free(&longer);
}

/* Refuses a writer's own option that is repeated: nobody, and no value, is to be passed over in silence. */
static void
refuse_twice(struct cli *cli, int ch)
{
	const struct cli_command *command = cli->command;
	unsigned i = 0;

	while (command->options[i].letter != ch && CLI_OWN + (int)i != ch)
		i++;
	if ((command->common & CLI_DRY_RUN) == 0 || command->options[i].argument == NULL)
		return;
	if ((cli->given & 1U << i) != 0)
		cli_usage(cli, "--%s is given twice", command->options[i].name);
	cli->given |= 1U << i;
}

int
cli_next(struct cli *cli)
{
	struct getopt_tables tables = tables_of(cli->command);
	int ch;

	while ((ch = getopt_long(cli->argc, cli->argv, tables.shorts, tables.longs, NULL)) != -1) {
		cli->argument = optarg;
		if (ch == ':')
			missing_argument(cli, &tables);
		else if (ch == '?' && is_beyond_ascii(optopt))
			bad_letter(cli);
		else if (ch == '?')
			bad_option(cli, &tables);
		else if (ch >= COMMON)
			on_common(cli, (size_t)(ch - COMMON));
		else if (ch < CLI_OWN && common_by_letter(cli->command, ch) < OPTION_COUNT)
			on_common(cli, common_by_letter(cli->command, ch));
		else {
			refuse_twice(cli, ch);
			return ch;
		}
	}
	cli->first_operand = optind;
	if (diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		exit(cli_end(cli));
	return -1;
}
