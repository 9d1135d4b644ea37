/* cop-set - changes values in a definition, and no other byte of it. */
#include "cli.h"
#include "define.h"

static const struct cli_command command = {
    .name = "cop-set",
    .summary = "Changes values of a community's definition, and no other byte.",
    .operands = "ID PATH=VALUE... PATH+=VALUE... PATH-=VALUE...",
    .common = CLI_WRITER,
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
		defining.today = cli.as_of;
		(void)cli_edit(&cli, EDIT_DEFINITIONS, set_change, &defining);
	}
	return cli_end(&cli);
}
