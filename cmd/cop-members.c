/* cop-members - lists memberships, one a line. */
#include "cli.h"
#include "members.h"

enum { ALL = 'a', SEATS = 'S' };

static const struct cli_option options[] = {
    {ALL, "all", NULL, NULL, "of every status: also former, declined, future"},
    {SEATS, "seats", NULL, NULL, "seats in groups as well"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-members",
    .summary = "Lists memberships, one a line: those who are members on the day.",
    .operands = "[ID | -]...",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_AUDIENCE | CLI_LANG | CLI_FORMAT |
	      CLI_COLUMNS,
    .options = options,
    .columns = member_columns,
};

static void
list(struct cli *cli, struct registry *registry, struct members_wanted wanted)
{
	const struct definition *const *cops;
	size_t count = cli_select(cli, registry, false, &cops);
	struct view view = cli_view(cli, registry);
	struct query *query = cli_query(cli, registry, command.columns);
	struct emit *emit = cli_emit(cli, command.columns);

	if (query == NULL || emit == NULL || !cli_people(cli, registry))
		return;
	registry_load_people(registry);
	if (members_list(&view, cops, count, wanted, query, emit) == 0 && cli->where_count > 0)
		cli->answer_is_no = true;
}

int
main(int argc, char *argv[])
{
	struct members_wanted wanted = {0};
	struct cli cli;
	struct registry *registry;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == ALL)
			wanted.all = true;
		else if (ch == SEATS)
			wanted.seats = true;
	if ((registry = cli_registry(&cli)) != NULL) {
		list(&cli, registry, wanted);
		registry_close(registry);
	}
	return cli_end(&cli);
}
