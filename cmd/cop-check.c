/* cop-check - checks a registry by every rule, and reports all findings in one run. */
#include "check.h"
#include "cli.h"

enum { LIST = 'l', EXPLAIN = 'e', STRICT = 'S', STAGED = CLI_OWN + 3 };

static const struct cli_option options[] = {
    {LIST, "list", NULL, NULL, "list the rules"},
    {EXPLAIN, "explain", "RULE", "rules", "what a rule is for, and how to fix what breaks it"},
    {STRICT, "strict", NULL, NULL, "warnings, too, make the exit status 1"},
    {0, "staged", NULL, NULL, "what is staged in git, rather than what is on the disk"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-check",
    .summary = "Checks a registry by every rule, or only files of it.",
    .operands = "[FILE | -]...",
    .complete = "file",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_FORMAT | CLI_COLUMNS,
    .options = options,
    .columns = finding_columns,
};

struct wanted {
	bool list;
	bool strict;
	bool staged;
	const char *rule; /* to explain */
};

static void
explain(struct cli *cli, const char *rule)
{
	struct nearest nearest = nearest_to(str_of(rule));

	if (!rule_explain(str_of(rule), cli_width(cli), &cli->out, &nearest))
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "no rule \"%s\"%s", rule,
			      nearest.best.p == NULL ? "; --list lists them" : "");
}

static void
list_rules(struct cli *cli)
{
	struct query *query = cli_query(cli, NULL, rule_columns);
	struct emit *emit = cli_emit(cli, rule_columns);

	if (query != NULL && emit != NULL)
		rules_list(query, emit);
}

/* Sums up the check for a person at a terminal, unless a format was asked for. */
static void
remark(struct cli *cli, size_t communities, size_t errors, size_t warnings)
{
	if (!cli->format_given)
		cli_remark("%zu %s checked: %zu error%s, %zu warning%s\n", communities,
			   communities == 1 ? "community" : "communities", errors,
			   errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

/* Prints the findings as lines of text or, with a format, columns or order asked for, as records. */
static void
report(struct cli *cli, const struct registry *registry, struct diag *found, bool strict)
{
	bool lines = cli_tells(cli);
	struct query *query = cli_query(cli, registry, command.columns);
	struct emit *emit = lines ? NULL : cli_emit(cli, finding_columns);
	size_t errors;

	if (query == NULL || (emit == NULL && !lines))
		return;
	findings_select(found, query);
	errors = diag_worse(found, SEVERITY_ERROR);
	if (errors > 0 || (strict && diag_count(found) > 0))
		cli->answer_is_no = true;
	diag_sort(found);
	findings_list(found, emit, &cli->out);
	/* What sums up the findings comes after them. */
	if (lines && output_flush(&cli->out))
		remark(cli, registry->cop_count, errors, diag_count(found) - errors);
}

/*
 * Opens what is staged.  If neither that nor the last commit holds a registry, it has not been added to git yet:
 * there is nothing to check, and a hook must not stop commits of other files.  Then this returns NULL with no
 * finding.
 */
static struct registry *
open_staged(struct cli *cli, struct diag *found)
{
	struct registry *registry = registry_open_staged(cli->root, found), *before;
	struct diag *ignored = diag_new();

	if (registry == NULL && diag_at(found, 0)->rule == RULE_NO_REGISTRY) {
		before = registry_open_at(cli->root, "HEAD", ignored);
		if (before == NULL) {
			diag_clear(found);
			cli_say("cop-check: there is no registry in git yet\n");
		}
		registry_close(before);
	}
	diag_free(ignored);
	return registry;
}

static void
check(struct cli *cli, const struct wanted *wanted)
{
	struct diag *found = diag_new();
	struct registry *registry = wanted->staged ? open_staged(cli, found)
						   : cli_registry_into(cli, found);
	struct check checked = {registry, cli->arena, found, cli->as_of};
	const struct registry_file *const *files;
	struct registry_file *all;
	size_t count;

	if (registry == NULL) {
		diag_take(cli->diag, found, 0);
	} else {
		count = registry_files(registry, cli->arena, &all);
		count = cli_files(cli, all, count, &files);
		registry_load(registry);
		registry_load_people(registry);
		check_registry(&checked);
		if (cli->first_operand < cli->argc)
			check_keep_files(found, files, count);
		report(cli, registry, found, wanted->strict);
	}
	registry_close(registry);
	diag_free(found);
}

int
main(int argc, char *argv[])
{
	struct wanted wanted = {0};
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == LIST)
			wanted.list = true;
		else if (ch == EXPLAIN)
			wanted.rule = cli.argument;
		else if (ch == STRICT)
			wanted.strict = true;
		else if (ch == STAGED)
			wanted.staged = true;
	if (wanted.staged && cli.at != NULL)
		cli_usage(
		    &cli,
		    "--staged checks what is not committed yet: it cannot be combined with --at");
	else if (wanted.rule != NULL && wanted.list)
		cli_usage(&cli, "--list and --explain cannot be combined");
	else if ((wanted.rule != NULL || wanted.list) && cli.first_operand < cli.argc)
		cli_usage(&cli, "--%s takes no file", wanted.list ? "list" : "explain");
	else if (wanted.rule != NULL)
		explain(&cli, wanted.rule);
	else if (wanted.list)
		list_rules(&cli);
	else
		check(&cli, &wanted);
	return cli_end(&cli);
}
