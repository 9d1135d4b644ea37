#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "json.h"

#define OPTIONS_MAX 32
#define COMMON 512 /* for a common option: this and its index */
#define STDIN_BLOCK (64 * (size_t)1024)

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
    [OPTION_WHERE] = {{'w', "where", "EXPR", "fields", "only those for which FIELD OP VALUE holds"},
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
    [OPTION_SORT] = {{'s', "sort", "COLUMN", "fields", "in order of a column; -COLUMN: descending"},
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

/* -- options --------------------------------------------------------------------------------------------- */

static bool
has_common(const struct cli_command *command, size_t i)
{
	return common_options[i].common == 0 || (common_options[i].common & command->common) != 0;
}

static void
exhausted(bool changed)
{
	static const char before[] = "coptools: error: out of memory: nothing was changed\n";
	static const char after[] = "coptools: error: out of memory: what was changed stays\n";

	if (changed)
		(void)!write(STDERR_FILENO, after, sizeof(after) - 1);
	else
		(void)!write(STDERR_FILENO, before, sizeof(before) - 1);
}

/* Today: COP_TODAY, or the day in the local time zone. */
static day
today(struct cli *cli)
{
	struct str text = str_of(getenv("COP_TODAY"));
	struct date date;

	if (text.n == 0)
		return day_today();
	if (!date_parse(text, &date) || date.number == 0) {
		cli_usage(cli, "COP_TODAY: \"%.*s\" is not a day such as 2026-06-30",
			  STR_ARG(text));
		return day_today();
	}
	return date_first(date);
}

static void
help_option(struct buf *out, const struct cli_option *option)
{
	size_t begin = out->n;

	if (option->letter != 0)
		buf_format(out, "  -%c, --%s", option->letter, option->name);
	else
		buf_format(out, "      --%s", option->name);
	if (option->argument != NULL)
		buf_format(out, " %s", option->argument);
	buf_repeat(out, ' ', out->n - begin < 24 ? 24 - (out->n - begin) : 1);
	buf_format(out, "%s\n", option->help);
}

static void
help(struct cli *cli)
{
	const struct cli_command *command = cli->command;
	struct buf out = {0};

	buf_format(&out, "Usage: %s [OPTION]...%s%s\n%s\n\n", command->name,
		   *command->operands != '\0' ? " " : "", command->operands, command->summary);
	for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
		help_option(&out, o);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (has_common(command, i))
			help_option(&out, &common_options[i].option);
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

/* --options: the tables as tab-separated lines, for the completions and the check of the manual. */
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

/* --fields: the names of the columns, a line each. */
static void
dump_fields(struct cli *cli)
{
	for (const struct column *c = cli->command->columns; c != NULL && c->name != NULL; c++) {
		(void)output_add(&cli->out, str_of(c->name));
		(void)output_add(&cli->out, STR("\n"));
	}
}

static size_t
terminal_width(void)
{
	struct winsize size;

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col > 0)
		return size.ws_col;
	return 0;
}

void
cli_begin(struct cli *cli, const struct cli_command *command, int argc, char *argv[])
{
	const char *no_color = getenv("NO_COLOR");

	memory_on_exhaustion(exhausted);
	json_use_memory();
	*cli = (struct cli){.command = command,
			    .argc = argc,
			    .argv = argv,
			    .arena = arena_new(),
			    .diag = diag_new(),
			    .notes = diag_new(),
			    .out = {.fd = STDOUT_FILENO},
			    .audience = AUDIENCE_PRIVATE};
	cli->root = getenv("COP_REGISTRY");
	if (cli->root != NULL && *cli->root == '\0')
		cli->root = NULL;
	cli->as_of = today(cli);
	cli->date = date_of(cli->as_of);
	cli->terminal = isatty(STDOUT_FILENO);
	cli->emit.format = cli->terminal ? FORMAT_TABLE : FORMAT_TSV;
	cli->emit.width = terminal_width();
	cli->emit.colour = cli->terminal && (no_color == NULL || *no_color == '\0');
	cli_options(cli);
}

int
cli_word(struct cli *cli, const char *option, const char *what, const char *const *words)
{
	struct nearest nearest = nearest_to(str_of(optarg));
	struct buf choices = {0};
	int i = words_index(words, str_of(optarg));

	if (i >= 0)
		return i;
	for (; *words != NULL; words++) {
		nearest_try(&nearest, str_of(*words));
		buf_format(&choices, "%s%s", choices.n > 0 ? ", " : "", *words);
	}
	if (nearest.best.p != NULL)
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "--%s: no %s \"%s\"", option, what, optarg);
	else
		cli_usage(cli, "--%s: no %s \"%s\"; one of %.*s", option, what, optarg,
			  STR_ARG(buf_all(&choices)));
	buf_free(&choices);
	return -1;
}

static void
set_as_of(struct cli *cli)
{
	struct date date;

	if (!date_parse(str_of(optarg), &date))
		cli_usage(cli, "--as-of: \"%s\" is not a date such as 2026-06-30", optarg);
	else
		cli->as_of = date_last(date);
	cli->as_of_given = true;
}

static void
set_date(struct cli *cli)
{
	cli->date_given = true;
	if (!date_parse(str_of(optarg), &cli->date))
		cli_usage(cli, "--date: \"%s\" is not a date such as 2026-06-30", optarg);
}

void
cli_options(struct cli *cli)
{
	bool options = cli->argc == 2 && strcmp(cli->argv[1], "--options") == 0;
	bool fields = cli->argc == 2 && strcmp(cli->argv[1], "--fields") == 0;

	optind = 1;
	opterr = 0;
	if (options)
		dump_options(cli);
	else if (fields)
		dump_fields(cli);
	if (options || fields)
		exit(cli_end(cli));
}

/* Help or version, and no more. */
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

/* An option of what is printed, and how. */
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
on_common(struct cli *cli, size_t i)
{
	int word;

	switch (i) {
	case OPTION_REGISTRY:
		cli->root = optarg;
		break;
	case OPTION_WHERE:
		cli->where = arena_grow(cli->arena, cli->where, cli->where_count,
					&cli->where_capacity, sizeof(*cli->where));
		cli->where[cli->where_count++] = str_of(optarg);
		break;
	case OPTION_AS_OF:
		set_as_of(cli);
		break;
	case OPTION_AT:
		cli->at = optarg;
		break;
	case OPTION_AUDIENCE:
		if ((word = cli_word(cli, "audience", "audience", audience_words)) >= 0)
			cli->audience = (enum audience)word;
		break;
	case OPTION_LANG:
		if (!language_good(str_of(optarg)))
			cli_usage(cli, "--lang: \"%s\" is not a language such as en or fr", optarg);
		cli->language = str_of(optarg);
		break;
	case OPTION_DRY_RUN:
		cli->dry_run = true;
		break;
	case OPTION_DATE:
		set_date(cli);
		break;
	case OPTION_HELP:
	case OPTION_VERSION:
		tell(cli, i == OPTION_HELP);
	default:
		on_output(cli, i);
		break;
	}
}

/* getopt's tables, made anew for each call: they are small, and nothing is kept between. */
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

static struct getopt_tables
tables_of(const struct cli_command *command)
{
	struct getopt_tables tables = {.shorts = ":"};

	for (int i = 0; command->options != NULL && command->options[i].name != NULL; i++)
		add_option(&tables, &command->options[i],
			   command->options[i].letter != 0 ? command->options[i].letter
							   : CLI_OWN + i);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (has_common(command, (size_t)i))
			add_option(&tables, &common_options[i].option, COMMON + i);
	return tables;
}

/* A common option by the letter that getopt returned; OPTION_COUNT if it is none. */
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
bad_option(struct cli *cli, const struct getopt_tables *tables, int what)
{
	const char *word = cli->argv[optind - 1];
	struct str name = {word + 2, strlen(word) > 2 ? strlen(word) - 2 : 0};
	struct nearest nearest;

	name.n = str_find(name, '=');
	nearest = nearest_to(name);
	for (size_t i = 0; i < tables->count; i++)
		nearest_try(&nearest, str_of(tables->longs[i].name));
	if (what == ':')
		cli_usage(cli, "%s needs an argument", word);
	else if (optopt > 0 && optopt < CLI_OWN)
		cli_usage(cli, "no option -%c; %s --help lists them", optopt, cli->command->name);
	else if (optopt >= CLI_OWN)
		cli_usage(cli, "--%.*s takes no argument", STR_ARG(name));
	else if (nearest.best.p != NULL)
		cli_usage(cli, "no option %s (did you mean \"--%.*s\"?)", word,
			  STR_ARG(nearest.best));
	else
		cli_usage(cli, "no option %s; %s --help lists them", word, cli->command->name);
}

int
cli_next(struct cli *cli)
{
	struct getopt_tables tables = tables_of(cli->command);
	int ch;

	while ((ch = getopt_long(cli->argc, cli->argv, tables.shorts, tables.longs, NULL)) != -1) {
		cli->argument = optarg;
		if (ch == '?' || ch == ':')
			bad_option(cli, &tables, ch);
		else if (ch >= COMMON)
			on_common(cli, (size_t)(ch - COMMON));
		else if (ch < CLI_OWN && common_by_letter(cli->command, ch) < OPTION_COUNT)
			on_common(cli, common_by_letter(cli->command, ch));
		else
			return ch;
	}
	cli->first_operand = optind;
	if (diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		exit(cli_end(cli));
	return -1;
}

void
cli_usage(struct cli *cli, const char *format, ...)
{
	struct buf text = {0};
	va_list args;

	va_start(args, format);
	buf_vformat(&text, format, args);
	va_end(args);
	diag_add(cli->diag, RULE_USAGE, (struct place){0}, "%.*s", STR_ARG(buf_all(&text)));
	buf_free(&text);
}

/* -- the registry ------------------------------------------------------------------------------------------ */

static struct registry *
open_at(struct cli *cli, const char *revision, struct diag *diag)
{
	struct registry *registry = registry_open_at(cli->root, revision, diag);
	const struct past *past = registry != NULL ? &registry->past : NULL;

	/* Where a commit was asked for by a date, git may know of none as old. */
	if (past != NULL && past->warning.n > 0)
		cli_say(cli, "%s: %s: %s\n", cli->command->name, revision, past->warning.p);
	if (past != NULL && past->people_commit.id.n > 0)
		cli_remark(cli, "%s: people as of %.*s, the latest commit then in %s\n",
			   cli->command->name, STR_ARG(git_short(past->people_commit.id)),
			   past->people_place.p);
	return registry;
}

struct registry *
cli_registry_into(struct cli *cli, struct diag *diag)
{
	return open_at(cli, cli->at, diag);
}

struct registry *
cli_registry(struct cli *cli)
{
	return open_at(cli, cli->at, cli->diag);
}

struct registry *
cli_registry_at(struct cli *cli, const char *revision)
{
	return open_at(cli, revision, cli->diag);
}

bool
cli_people(struct cli *cli, const struct registry *registry)
{
	const struct node *people = node_get(registry->node, "people");

	if (registry_people_known(registry))
		return true;
	if (folder_is_there(&registry->people) || registry->node == NULL)
		return false; /* why has been recorded */
	diag_add(cli->diag, RULE_UNREADABLE,
		 people != NULL ? node_place(people, registry->path) : (struct place){0},
		 "%s, so who belongs is unknown",
		 registry->past.unknown.n > 0 ? registry->past.unknown.p
					      : "the people's folder is not here");
	return false;
}

struct view
cli_view(const struct cli *cli, const struct registry *registry)
{
	struct languages all = registry->languages;
	struct str *list = arena_array(cli->arena, all.count + 2, sizeof(*list));
	size_t count = 0;

	if (cli->language.n > 0)
		list[count++] = cli->language;
	/* fr-CA is content with fr. */
	if (str_find(cli->language, '-') < cli->language.n)
		list[count++] = (struct str){cli->language.p, str_find(cli->language, '-')};
	for (size_t i = 0; i < all.count; i++)
		list[count++] = all.list[i];
	return (struct view){.registry = registry,
			     .as_of = cli->as_of,
			     .audience = cli->audience,
			     .languages = {list, count}};
}

/* Called for each operand, and for each line that an operand - stands for. */
typedef void on_operand(struct cli *cli, void *context, struct str operand);

bool
cli_read(struct cli *cli, const char *name, struct str *bytes)
{
	bool standard = strcmp(name, "-") == 0;
	struct file file = {.fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)};
	struct place place = {.path = standard ? STR("standard input") : str_of(name)};
	struct buf all = {0};
	ssize_t got = file.fd < 0 ? -1 : 1;

	while (got > 0 && all.n <= ROWS_BYTES_MAX)
		got = file_read(&file, &all, STDIN_BLOCK);
	if (got < 0)
		file_complain(cli->diag, place, errno);
	else if (got > 0)
		diag_add(cli->diag, RULE_LIMIT, place, "more than 1 GiB");
	if (!standard)
		file_close(&file);
	*bytes = arena_str(cli->arena, buf_all(&all));
	buf_free(&all);
	return got == 0;
}

/* The first tab-separated column of each line of standard input. */
static void
each_input_line(struct cli *cli, on_operand *each, void *context)
{
	struct str rest, line;

	(void)cli_read(cli, "-", &rest);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		line.n = str_find(line, '\t');
		line = str_trim(line);
		if (line.n > 0)
			each(cli, context, line);
	}
}

/* Goes through the operands; true if one of them is -. */
static bool
each_operand(struct cli *cli, on_operand *each, void *context)
{
	bool from_input = false;

	for (int i = cli->first_operand; i < cli->argc; i++)
		if (strcmp(cli->argv[i], "-") == 0) {
			each_input_line(cli, each, context);
			from_input = true;
		} else {
			each(cli, context, str_of(cli->argv[i]));
		}
	return from_input;
}

struct operands {
	struct map seen; /* each counts once */
	struct str *list;
	size_t count;
	size_t capacity;
};

static void
keep_operand(struct cli *cli, void *context, struct str operand)
{
	struct operands *all = context;

	if (map_get(&all->seen, operand) != NULL)
		return;
	*map_at(&all->seen, operand) = all;
	all->list = arena_grow(cli->arena, all->list, all->count, &all->capacity, sizeof(operand));
	all->list[all->count++] = operand;
}

size_t
cli_operands(struct cli *cli, const char *needed, struct str **operands)
{
	struct operands all = {.seen = map_new(cli->arena)};

	if (each_operand(cli, keep_operand, &all) && all.count == 0)
		cli->answer_is_no = true;
	else if (all.count == 0 && needed != NULL)
		cli_usage(cli, "%s; %s --help tells more", needed, cli->command->name);
	*operands = all.list;
	return all.count;
}

bool
cli_knows(struct cli *cli, const struct registry *const *registries, size_t registry_count,
	  const struct str *ids, size_t count)
{
	bool all = true;

	for (size_t i = 0; i < count; i++) {
		struct nearest nearest = nearest_to(ids[i]);
		bool known = false;

		for (size_t k = 0; k < registry_count; k++)
			known = registry_knows(registries[k], ids[i], &nearest) || known;
		if (!known)
			diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
				      "no community \"%.*s\"", STR_ARG(ids[i]));
		all = all && known;
	}
	return all;
}

/* Ids as they are asked for: each once, in their order. */
struct selection {
	const struct registry *registry;
	struct str *ids;
	size_t count;
	size_t capacity;
	struct map seen;
};

static void
select_id(struct cli *cli, void *context, struct str id)
{
	struct selection *selection = context;
	struct nearest nearest = nearest_to(id);

	if (map_get(&selection->seen, id) != NULL)
		return;
	*map_at(&selection->seen, id) = selection;
	if (!registry_knows(selection->registry, id, &nearest)) {
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "no community \"%.*s\"", STR_ARG(id));
		return;
	}
	selection->ids = arena_grow(cli->arena, selection->ids, selection->count,
				    &selection->capacity, sizeof(id));
	selection->ids[selection->count++] = id;
}

size_t
cli_select(struct cli *cli, struct registry *registry, bool everything,
	   const struct definition *const **cops)
{
	struct selection selection = {.registry = registry, .seen = map_new(cli->arena)};
	bool all = cli->first_operand >= cli->argc;
	const struct definition **chosen;
	size_t count = 0, wanted;

	(void)each_operand(cli, select_id, &selection);
	if (all || everything)
		registry_load(registry);
	else
		registry_load_some(registry, selection.ids, selection.count);
	wanted = all ? registry->cop_count : selection.count;
	chosen = arena_array(cli->arena, wanted, sizeof(*chosen));
	for (size_t i = 0; i < wanted; i++) {
		const struct definition *cop = all ? registry->cops_list[i]
						   : registry_find(registry, selection.ids[i]);

		if (cop != NULL && audience_sees(cli->audience, cop->visibility))
			chosen[count++] = cop;
	}
	if (!all && count == 0)
		cli->answer_is_no = true;
	*cops = chosen;
	return count;
}

/* Files as they are asked for. */
struct file_selection {
	const struct registry_file *all;
	size_t all_count;
	const struct registry_file **files;
	size_t count;
	size_t capacity;
};

static void
select_file(struct cli *cli, void *context, struct str path)
{
	struct file_selection *selection = context;
	const struct registry_file *file = registry_file_at(selection->all, selection->all_count,
							    arena_str(cli->arena, path).p);

	if (file == NULL) {
		cli_usage(cli, "%.*s: no such file in this registry", STR_ARG(path));
		return;
	}
	for (size_t i = 0; i < selection->count; i++)
		if (selection->files[i] == file)
			return;
	selection->files = arena_grow(cli->arena, selection->files, selection->count,
				      &selection->capacity, sizeof(*selection->files));
	selection->files[selection->count++] = file;
}

size_t
cli_files(struct cli *cli, const struct registry_file *all, size_t all_count,
	  const struct registry_file *const **files)
{
	struct file_selection selection = {.all = all, .all_count = all_count};

	if (each_operand(cli, select_file, &selection) && selection.count == 0)
		cli->answer_is_no = true;
	*files = selection.files;
	return selection.count;
}

struct query *
cli_query(struct cli *cli, const struct registry *registry, const struct column *columns)
{
	struct query *query = query_new(cli->arena, columns);
	bool good = true;

	for (size_t i = 0; i < cli->where_count; i++)
		good = query_add(query, registry, cli->where[i], cli->diag) && good;
	return good ? query : NULL;
}

/* -- output ---------------------------------------------------------------------------------------------------- */

struct emit *
cli_emit(struct cli *cli, const struct column *columns)
{
	struct emit *emit = emit_new(cli->arena, columns, &cli->emit, &cli->out, cli->diag);

	cli->listing = emit;
	return emit;
}

/* Who was refused, told beside a diff, which has no room for it. */
static void
note_refusals(struct cli *cli, const struct edit *edit)
{
	for (size_t i = 0; i < edit->outcome_count; i++) {
		const struct outcome *o = &edit->outcomes[i];

		if (strcmp(o->result, "refused") == 0)
			diag_add(cli->notes, RULE_REFUSED, (struct place){0}, "%.*s%s%.*s: %.*s",
				 STR_ARG(o->cop), o->cop.n > 0 ? ": " : "", STR_ARG(o->what),
				 STR_ARG(o->reason));
	}
}

bool
cli_edit(struct cli *cli, unsigned folders, bool (*change)(void *context, struct edit *edit),
	 void *context)
{
	struct emit *emit = cli_emit(cli, cli->command->columns);
	struct edit_task task = {cli->root, folders, cli->dry_run, cli->beside, change, context};
	struct buf diff = {0};
	struct view view;
	struct edit edit;
	bool done;

	if (emit == NULL || diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		return false;
	done = edit_run(&edit, &task, &diff, cli->diag);
	diag_take(cli->notes, edit.notes, 0);
	if (done && edit.refused)
		cli->answer_is_no = true;
	if (done && cli->dry_run) {
		cli_diff(cli, &diff);
		note_refusals(cli, &edit);
	} else if (done) {
		view = cli_view(cli, edit.registry);
		outcomes_list(&view, &edit, emit);
	}
	buf_free(&diff);
	edit_end(&edit);
	return done;
}

void
cli_diff(struct cli *cli, const struct buf *diff)
{
	struct buf plain = {0};

	if (cli->terminal)
		text_plain(&plain, buf_all(diff), true);
	(void)output_add(&cli->out, buf_all(cli->terminal ? &plain : diff));
	buf_free(&plain);
}

bool
cli_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]);

		if (locale != NULL && *locale != '\0')
			return strcasestr(locale, "utf-8") != NULL ||
			       strcasestr(locale, "utf8") != NULL;
	}
	return false;
}

size_t
cli_width(const struct cli *cli)
{
	size_t width = cli->emit.width;

	return width == 0 ? 80 : width > 100 ? 100 : width;
}

static void
say(const char *format, va_list args)
{
	struct output err = {.fd = STDERR_FILENO};

	buf_vformat(&err.bytes, format, args);
	(void)output_end(&err);
}

void
cli_remark(struct cli *cli, const char *format, ...)
{
	va_list args;

	(void)cli;
	va_start(args, format);
	if (isatty(STDERR_FILENO))
		say(format, args);
	va_end(args);
}

void
cli_say(struct cli *cli, const char *format, ...)
{
	va_list args;

	(void)cli;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

/* Which columns of the table the terminal has no room for. */
static void
left_out(const struct cli *cli, struct buf *out)
{
	const struct field *field;
	size_t count = 0;

	while (cli->listing != NULL && emit_left_out(cli->listing, count) != NULL)
		count++;
	if (count == 0)
		return;
	buf_format(out, "%s: ", cli->command->name);
	for (size_t i = 0; i < 3 && (field = emit_left_out(cli->listing, i)) != NULL; i++)
		buf_format(out, "%s%.*s", i == 0 ? "" : ", ", STR_ARG(field->name));
	if (count > 3)
		buf_format(out, " and %zu more", count - 3);
	buf_puts(out, " left out; -c names columns\n");
}

int
cli_end(struct cli *cli)
{
	struct output err = {.fd = STDERR_FILENO};
	struct buf line = {0};
	int status;

	left_out(cli, &line);
	if (!output_end(&cli->out) && cli->out.error != EPIPE)
		diag_add(cli->diag, RULE_OUTPUT, (struct place){0}, "%s", strerror(cli->out.error));
	cli_pager_end(cli);
	for (size_t i = 0; i < diag_count(cli->notes); i++)
		diag_line(&line, diag_at(cli->notes, i), cli->command->name);
	for (size_t i = 0; i < diag_count(cli->diag); i++) {
		const struct finding *finding = diag_at(cli->diag, i);

		if (rules[finding->rule].severity >= SEVERITY_ERROR)
			diag_line(&line, finding, cli->command->name);
	}
	(void)output_add(&err, buf_all(&line));
	(void)output_end(&err);
	buf_free(&line);
	status = diag_status(cli->diag);
	if (status == 0 && cli->out.error != 0)
		status = EX_IOERR;
	if (status == 0 && cli->answer_is_no)
		status = 1;
	diag_free(cli->diag);
	diag_free(cli->notes);
	arena_free(cli->arena);
	return status;
}
