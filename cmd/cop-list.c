/* cop-list - lists communities, one a line. */
#include "cli.h"
#include "communities.h"

static const struct cli_command command = {
    .name = "cop-list",
    .summary = "Lists communities of practice, one a line.",
    .operands = "[ID | -]...",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_AUDIENCE | CLI_LANG | CLI_FORMAT |
	      CLI_COLUMNS,
    .columns = community_columns,
};

static void
list(struct cli *cli, struct registry *registry)
{
	struct query *query = cli_query(cli, registry, command.columns);
	struct emit *emit = cli_emit(cli, command.columns);
	const struct definition *const *cops;
	struct view view = cli_view(cli, registry);
	size_t count;

	if (query == NULL || emit == NULL)
		return;
	count = cli_select(cli, registry, communities_need(emit, query, NEEDS_OTHERS), &cops);
	if (communities_list(&view, cops, count, query, emit) == 0 && cli->where_count > 0)
		cli->answer_is_no = true;
}

int
main(int argc, char *argv[])
{
	struct cli cli;
	struct registry *registry;

	cli_begin(&cli, &command, argc, argv);
	while (cli_next(&cli) != -1)
		;
	if ((registry = cli_registry(&cli)) != NULL) {
		list(&cli, registry);
		registry_close(registry);
	}
	return cli_end(&cli);
}
