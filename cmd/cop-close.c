/* cop-close - ends a community, or merges it into another. */
#include "cli.h"
#include "close.h"

enum { INTO = 'i', REASON = 'r' };

static const struct cli_option options[] = {
    {REASON, "reason", "TEXT", NULL, "why it ends; required"},
    {INTO, "into", "ID", "cops", "the community that takes over its members"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-close",
    .summary = "Ends a community; with --into, merges it into another.",
    .operands = "ID --reason TEXT",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = outcome_columns,
};

int
main(int argc, char *argv[])
{
	struct closing closing = {0};
	struct str *cops;
	struct cli cli;
	size_t count;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == INTO)
			closing.into = str_of(cli.argument);
		else if (ch == REASON)
			closing.reason = cli_text(&cli, str_of(cli.argument));
	count = cli_operands(&cli, "name a community", &cops);
	if (count > 1)
		cli_usage(&cli, "only one community at a time");
	if (str_trim(closing.reason).n == 0)
		cli_usage(&cli, "--reason is needed: it tells people why the community ended");
	if (count == 1) {
		closing.cop = cops[0];
		closing.date = cli.date;
		closing.today = cli.as_of;
		(void)cli_edit(&cli, EDIT_DEFINITIONS | EDIT_ROSTERS, close_change, &closing);
	}
	return cli_end(&cli);
}
