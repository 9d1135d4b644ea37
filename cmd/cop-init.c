/* cop-init - a new registry. */
#include <limits.h>
#include <stdlib.h>

#include "cli.h"
#include "init.h"
#include "text.h"

enum { NAME = 'N', HOST = 'H', TIMEZONE = 't', LANGUAGES = 'l' };

static const struct cli_option options[] = {
    {NAME, "name", "NAME", NULL, "of the federation; the folder's name"},
    {HOST, "host", "ID", NULL, "of the organization that runs its communities; federation"},
    {TIMEZONE, "timezone", "ZONE", NULL, "for meetings that name none; the machine's"},
    {LANGUAGES, "languages", "L,L", NULL, "of texts, the first by default; en"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-init",
    .summary = "Makes a new registry in a folder.",
    .operands = "DIR",
    .complete = "dir",
    .common = CLI_FORMAT | CLI_COLUMNS | CLI_DRY_RUN,
    .options = options,
    .columns = founded_columns,
};

/* The name of the folder itself, also where the path ends in . or a slash. */
static struct str
folder_name(struct cli *cli, const char *path)
{
	char *whole = realpath(path, NULL);
	struct str name = arena_str(cli->arena, str_of(whole != NULL ? whole : path));

	free(whole);
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '/')
			return (struct str){name.p + i, name.n - i};
	return name;
}

/* Is what the options say fit for a registry? */
static bool
makes_sense(struct cli *cli, const struct founding *f)
{
	struct str rest = f->languages, language;
	size_t at;

	if (!id_good(f->host))
		cli_usage(cli, "--host: \"%.*s\" is no id: lower-case letters, digits and hyphens",
			  STR_ARG(f->host));
	if (f->timezone.n > 0 && !timezone_good(f->timezone)) {
		struct nearest nearest = nearest_to(f->timezone);

		timezone_nearest(&nearest);
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "--timezone: no time zone \"%.*s\"", STR_ARG(f->timezone));
	}
	while (str_next(&rest, ',', &language)) {
		struct str others = rest, other;

		if (!language_good(str_trim(language)))
			cli_usage(cli, "--languages: \"%.*s\" is not a language such as en or fr",
				  STR_ARG(language));
		while (str_next(&others, ',', &other))
			if (str_eq(str_trim(other), str_trim(language)))
				cli_usage(cli, "--languages: \"%.*s\" stands there twice",
					  STR_ARG(str_trim(language)));
	}
	if (text_check(f->name, true, &at) != TEXT_GOOD)
		cli_usage(cli, "--name: no text: a control character, or not UTF-8, at byte %zu",
			  at + 1);
	return diag_worse(cli->diag, SEVERITY_USAGE) == 0;
}

/* A path as a shell takes it for one word. */
static struct str
shell_word(struct cli *cli, const char *path)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
	struct buf out = {0};
	struct str word;

	if (*path == '-')
		buf_puts(&out, "./");
	if (path[strspn(path, plain)] == '\0') {
		buf_puts(&out, path);
	} else {
		buf_char(&out, '\'');
		for (; *path != '\0'; path++)
			if (*path == '\'')
				buf_puts(&out, "'\\''");
			else
				buf_char(&out, *path);
		buf_char(&out, '\'');
	}
	word = arena_str(cli->arena, buf_all(&out));
	buf_free(&out);
	return word;
}

/* What to type next; the commands run as they stand. */
static void
say_next(struct cli *cli, const struct founding *f)
{
	struct str path = shell_word(cli, f->path);

	cli_say(
	    cli,
	    "Next, for example:\n"
	    "  cd %.*s && git init && git add .\n"
	    "  cop-new privacy host=%.*s name='Privacy' domain='Protecting personal information'\n"
	    "  cop-join privacy --approved --email name@example.org --name 'First Member'\n",
	    STR_ARG(path), STR_ARG(f->host));
}

static void
found(struct cli *cli, struct founding *f)
{
	struct emit *emit = cli_emit(cli, founded_columns);
	struct founded_file *files;
	struct buf diff = {0};
	size_t count;

	if (emit == NULL || !makes_sense(cli, f))
		return;
	if (registry_found(f, cli->arena, &files, &count, &diff, cli->diag)) {
		if (f->dry_run)
			cli_diff(cli, &diff);
		else
			founded_list(files, count, emit);
		cli->answer_is_no = count > 0 && files[0].result == FOUND_REFUSED;
		if (cli->answer_is_no && f->dry_run)
			diag_add(cli->notes, RULE_REFUSED, (struct place){.path = files[0].path},
				 "%.*s", STR_ARG(files[0].reason));
		(void)output_end(&cli->out); /* what has been made comes before what comes next */
		if (!cli->answer_is_no && !f->dry_run)
			say_next(cli, f);
	}
	buf_free(&diff);
}

int
main(int argc, char *argv[])
{
	struct founding f = {.host = STR("federation"), .languages = STR("en")};
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == NAME)
			f.name = cli_text(&cli, str_of(cli.argument));
		else if (ch == HOST)
			f.host = str_of(cli.argument);
		else if (ch == TIMEZONE)
			f.timezone = str_of(cli.argument);
		else if (ch == LANGUAGES)
			f.languages = str_of(cli.argument);
	f.dry_run = cli.dry_run;
	if (cli.argc - cli.first_operand != 1 || *cli.argv[cli.first_operand] == '\0') {
		cli_usage(&cli, "name the folder of the new registry");
	} else {
		f.path = cli.argv[cli.first_operand];
		if (f.name.n == 0)
			f.name = cli_text(&cli, folder_name(&cli, f.path));
		found(&cli, &f);
	}
	return cli_end(&cli);
}
