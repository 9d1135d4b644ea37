/* cop-fmt - puts rosters and the other CSV files in canonical form. */
#include "cli.h"
#include "format.h"

enum { CHECK = 'k' };

static const struct cli_option options[] = {
    {CHECK, "check", NULL, NULL, "only say which files are not in canonical form"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-fmt",
    .summary = "Puts rosters and the other CSV files in canonical form.",
    .operands = "[FILE | -]...",
    .complete = "file",
    .common = CLI_WRITER,
    .options = options,
    .columns = formatted_columns,
};

/* Prints the diff in a dry run; else what became of each file that was asked for or needed a change. */
static void
report(struct cli *cli, struct emit *emit, enum format_mode mode, const struct formatted *done,
       size_t count, const struct buf *diff)
{
	if (mode == FORMAT_DRY_RUN)
		cli_diff(cli, diff);
	else
		emit_all(emit, done, count, sizeof(*done));
}

static void
format(struct cli *cli, const struct registry *registry, enum format_mode mode, bool check)
{
	const struct registry_file *const *asked;
	struct registry_file *all;
	size_t all_count = registry_files(registry, cli->arena, &all), count, shown = 0;
	size_t asked_count = cli_files(cli, all, all_count, &asked);
	bool none_asked = cli->first_operand >= cli->argc;
	struct emit *emit = cli_emit(cli, formatted_columns);
	struct formatted *done;
	struct buf diff = {0};

	/* Change nothing if --columns is wrong, or if registry.yaml, which says where the people are, is unreadable. */
	if (emit == NULL || !format_finds_people(registry, mode, cli->diag))
		return;
	count = none_asked ? all_count : asked_count;
	done = arena_array(cli->arena, count, sizeof(*done));
	for (size_t i = 0; i < count; i++) {
		const struct registry_file *file = none_asked ? &all[i] : asked[i];

		if (registry_csv_kind(file->kind) == CSV_NONE) {
			if (!none_asked)
				cli_usage(cli, "%.*s is not a CSV file", STR_ARG(file->path));
			continue;
		}
		done[shown] = format_file(cli->arena, file, mode, &diff, cli->diag);
		if (check && done[shown].result == FORMATTED_NEEDED)
			cli->answer_is_no = true;
		if (!none_asked || done[shown].result != FORMATTED_UNCHANGED)
			shown++;
	}
	report(cli, emit, mode, done, shown, &diff);
	buf_free(&diff);
}

int
main(int argc, char *argv[])
{
	struct cli cli;
	struct registry *registry;
	enum format_mode mode;
	bool check = false;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		check |= ch == CHECK;
	mode = cli.dry_run ? FORMAT_DRY_RUN : check ? FORMAT_CHECK : FORMAT_WRITE;
	if ((registry = cli_registry(&cli)) != NULL) {
		format(&cli, registry, mode, check);
		registry_close(registry);
	}
	return cli_end(&cli);
}
