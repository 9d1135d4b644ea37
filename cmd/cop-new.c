/* cop-new - makes a community: its definition and its empty roster. */
#include "cli.h"
#include "define.h"

static const struct cli_command command = {
    .name = "cop-new",
    .summary = "Makes a community: its definition and its empty roster.",
    .operands = "ID name=NAME host=HOST domain=DOMAIN [PATH=VALUE]...",
    .common = CLI_WRITER | CLI_DATE,
    .columns = file_outcome_columns,
    .values = CLI_PATHS,
};

int
main(int argc, char *argv[])
{
	struct defining defining = {0};
	struct cli cli;

	cli_begin(&cli, &command, argc, argv);
	(void)cli_next(&cli);
	if (cli_revisions(&cli, &defining)) {
		defining.date = cli.date;
		defining.today = cli.as_of;
		(void)cli_edit(&cli, EDIT_DEFINITIONS | EDIT_ROSTERS, new_change, &defining);
	}
	return cli_end(&cli);
}
