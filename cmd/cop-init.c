/* cop-init - makes a new registry. */
#include <stdlib.h>

#include "cli.h"
#include "init.h"
#include "text.h"

enum { NAME = 'N', HOST = 'H', TIMEZONE = 't', LANGUAGES = 'l', GIT = 'g' };

static const struct cli_option options[] = {
    {NAME, "name", "NAME", NULL, "of the federation; by default that of the folder"},
    {HOST, "host", "ID", NULL, "of the host of its communities; by default federation"},
    {TIMEZONE, "timezone", "ZONE", NULL, "for meetings that name none; by default the machine's"},
    {LANGUAGES, "languages", "L,L", NULL, "of texts, that of the registry first; by default en"},
    {GIT, "git", NULL, NULL, "have git merge, show and check the registry, new or not"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-init",
    .summary = "Makes a new registry in a folder, or has git know of one.",
    .operands = "DIR",
    .complete = "dir",
    .common = CLI_FORMAT | CLI_COLUMNS | CLI_DRY_RUN,
    .options = options,
    .columns = founded_columns,
};

/* The name of the folder itself, even if the path ends in "." or a slash. */
static struct str
folder_name(struct cli *cli, const char *path)
{
	char *whole = realpath(path, NULL);
	struct str name = arena_str(cli->arena, str_of(whole != NULL ? whole : path));

	free(whole);
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	return path_name(name);
}

/* Are the values of the options valid? Records a usage error for each that is not. */
static bool
makes_sense(struct cli *cli, const struct founding *f)
{
	struct str rest = f->languages, language;
	size_t at;

	if (!id_good(f->host))
		cli_usage(cli, "--host: \"%.*s\" is not an id: " ID_USE, STR_ARG(f->host));
	if (f->timezone.n > 0 && !timezone_good(f->timezone)) {
		struct nearest nearest = nearest_to(f->timezone);

		timezone_nearest(&nearest);
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "--timezone: no time zone \"%.*s\"%s", STR_ARG(f->timezone),
			      nearest.best.p == NULL ? "; an example is America/Toronto" : "");
	}
	while (str_next(&rest, ',', &language)) {
		struct str others = rest, other;

		if (!language_good(str_trim(language)))
			cli_usage(cli, "--languages: \"%.*s\" is not a language such as en or fr",
				  STR_ARG(language));
		while (str_next(&others, ',', &other))
			if (str_eq(str_trim(other), str_trim(language)))
				cli_usage(cli, "--languages: \"%.*s\" is given twice",
					  STR_ARG(str_trim(language)));
	}
	if (text_check(f->name, true, &at) != TEXT_GOOD)
		cli_usage(cli, "--name: a control character, or not UTF-8, at byte %zu", at + 1);
	return diag_worse(cli->diag, SEVERITY_USAGE) == 0;
}

/* The path quoted for a shell, and with ./ before it if a command would take it for an option. */
static struct str
shell_path(struct cli *cli, const char *path)
{
	struct str word = arena_format(cli->arena, "%s%s", *path == '-' ? "./" : "", path);

	return text_shell_word(cli->arena, word);
}

static bool
is_made(const struct founded_file *file, const char *name)
{
	return file->result < FOUND_KEPT && str_ends(file->path, str_of(name));
}

/* Says what to type next in a new registry; the commands can be pasted as they are. */
static void
say_next(struct cli *cli, const struct founding *f)
{
	struct str path = shell_path(cli, f->path);
	struct str go = str_is(path, ".") ? STR("")
					  : arena_format(cli->arena, "  cd %.*s\n", STR_ARG(path));

	cli_say(
	    "Next, for example:\n"
	    "%.*s"
	    "  cop-new privacy host=%.*s name='Privacy' domain='Protecting personal information'\n"
	    "  cop-join privacy --approved --email name@example.org --name 'First Member'\n"
	    "  %sgit add . && git commit -m 'A first community'\n",
	    STR_ARG(go), STR_ARG(f->host), f->git ? "" : "git init && ");
}

/* Says what to type next after git was set up for a registry that was there; path is that of its .gitattributes. */
static void
say_commit(struct cli *cli, struct str path, const char *files)
{
	size_t n = path.n - strlen(".gitattributes");
	struct str folder = n > 0 ? (struct str){path.p, n} : STR(".");
	struct str word = shell_path(cli, arena_str(cli->arena, folder).p);

	cli_say("Next:\n"
		"  git -C %.*s add %s\n"
		"  git -C %.*s commit -m 'Set up git for the registry'\n",
		STR_ARG(word), files, STR_ARG(word));
}

/* Was a git repository made just now in the folder of the .gitattributes, so that nothing is committed yet? */
static bool
is_in_new_repository(const struct founded_file *file, const struct founded_file *files,
		     size_t count)
{
	struct str folder = {file->path.p, file->path.n - strlen(".gitattributes")};

	for (size_t i = 0; i < count; i++)
		if (is_made(&files[i], ".git/") && str_starts(files[i].path, folder) &&
		    files[i].path.n == folder.n + strlen(".git/"))
			return true;
	return false;
}

static void
say_after(struct cli *cli, const struct founding *f, const struct founded_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_made(&files[i], "registry.yaml")) {
			say_next(cli, f);
			return;
		}
	for (size_t i = 0; i < count; i++)
		if (is_made(&files[i], ".gitattributes"))
			say_commit(cli, files[i].path,
				   is_in_new_repository(&files[i], files, count)
				       ? "."
				       : ".gitattributes .gitignore");
}

/* Says, in a dry run, what the diff does not show: what would be refused, and what git itself would make. */
static void
say_would(struct cli *cli, const struct founded_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (files[i].result == FOUND_REFUSED)
			diag_add(cli->notes, RULE_REFUSED, (struct place){.path = files[i].path},
				 "%.*s", STR_ARG(files[i].reason));
		else if (is_made(&files[i], "/") || is_made(&files[i], "/config"))
			cli_say("%.*s would be %.*s\n", STR_ARG(files[i].path),
				STR_ARG(founded_word(&files[i])));
}

static void
found(struct cli *cli, struct founding *f)
{
	struct emit *emit = cli_emit(cli, founded_columns);
	struct founded_file *files;
	struct buf diff = {0};
	size_t count;
	bool made;

	if (emit == NULL || !makes_sense(cli, f))
		return;
	made = registry_found(f, cli->arena, &files, &count, &diff, cli->diag);
	for (size_t i = 0; i < count && made; i++)
		if (files[i].result == FOUND_REFUSED)
			cli->answer_is_no = true;
	if (made && f->dry_run) {
		cli_diff(cli, &diff);
		say_would(cli, files, count);
	} else if (made) {
		emit_all(emit, files, count, sizeof(*files));
		(void)output_end(&cli->out); /* flush the list before the advice */
		say_after(cli, f, files, count);
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
		else if (ch == GIT)
			f.git = true;
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
