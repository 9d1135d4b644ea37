#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "json.h"

/* -- beginning ---------------------------------------------------------------------------------------------- */

static void
exhausted(bool changed)
{
	static const char before[] = "coptools: error: out of memory: nothing was changed\n";
	static const char after[] =
	    "coptools: error: out of memory: the changes made so far remain\n";

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
	if (!date_parse(text, &date))
		usage_date(cli->diag, STR("COP_TODAY"), text, "day", " such as 2026-06-30");
	else if (date.number == 0)
		cli_usage(cli, "COP_TODAY: \"%.*s\" is not a day such as 2026-06-30",
			  STR_ARG(text));
	else
		return date_first(date);
	return day_today();
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

/*
 * If the caller has closed a standard descriptor, the next file opened would get its number, and standard output might
 * go into that file.  Fills the gaps with /dev/null, opened so that reading input or writing output still fails.
 */
static void
keep_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			(void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/*
 * A file that has reached the limit of ulimit -f is like a full disk: write() fails, and nothing is left behind.  Unlike
 * SIG_IGN, a handler is not inherited by the programs that we run.
 */
static void
go_on(int signal_number)
{
	(void)signal_number;
}

void
cli_begin(struct cli *cli, const struct cli_command *command, int argc, char *argv[])
{
	const char *no_color = getenv("NO_COLOR");

	keep_standard_files();
	(void)signal(SIGXFSZ, go_on);
	/* A caller that ignores it, as some daemons do, would keep us from learning how git ended. */
	(void)signal(SIGCHLD, SIG_DFL);
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

	/* The revision may have been a date before git's oldest record. */
	if (past != NULL && past->warning.n > 0)
		cli_say("%s: %s: %s\n", cli->command->name, revision, past->warning.p);
	if (past != NULL && past->people_commit.id.n > 0)
		cli_remark("%s: people as of %.*s, the latest commit then in %s\n",
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
	bool known = registry_people_known(registry);

	if (!known)
		registry_no_people(registry, "the members are unknown", cli->diag);
	return known;
}

struct view
cli_view(const struct cli *cli, const struct registry *registry)
{
	struct languages all = registry->languages;
	struct str *list = arena_array(cli->arena, all.count + 2, sizeof(*list));
	size_t count = 0;

	if (cli->language.n > 0)
		list[count++] = cli->language;
	/* For fr-CA, fr is the second choice. */
	if (str_find(cli->language, '-') < cli->language.n)
		list[count++] = (struct str){cli->language.p, str_find(cli->language, '-')};
	for (size_t i = 0; i < all.count; i++)
		list[count++] = all.list[i];
	return (struct view){.registry = registry,
			     .as_of = cli->as_of,
			     .audience = cli->audience,
			     .languages = {list, count}};
}

/* -- end ---------------------------------------------------------------------------------------------------- */

/* Adds a remark that names the columns for which the terminal was too narrow. */
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
	buf_format(out, " left out; -c shows %s\n", count == 1 ? "it" : "them");
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
