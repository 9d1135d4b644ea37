/* cop-leave - ends memberships and seats, and declines applicants. */
#include "cli.h"

enum { EMAIL = 'e', FROM = 'F', GROUP = 'g', FORCE = CLI_OWN + 3 };

static const struct cli_option options[] = {
    {EMAIL, "email", "ADDRESS", NULL, "of the person"},
    {FROM, "from", "FILE", "file", "communities and addresses, or - for standard input"},
    {GROUP, "group", "GROUP", NULL, "end only the seat in that group"},
    {0, "force", NULL, NULL, "even the last chair or lead"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-leave",
    .summary = "Ends memberships with their seats, or a seat; declines applicants.",
    .operands = "[ID | -]... --email ADDRESS | --from FILE",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = person_outcome_columns,
};

/* An empty group, perhaps from an unset shell variable, must not end the whole membership: it is a usage error. */
static void
take_group(struct cli *cli, struct leaving *leaving)
{
	leaving->group = str_of(cli->argument);
	if (leaving->group.n == 0)
		cli_usage(cli, "--group needs a group");
}

int
main(int argc, char *argv[])
{
	struct leaving leaving = {0};
	struct cli_asks who = {.needed = "name a community (for all of them: cop members -w "
					 "email=ADDRESS | cop leave --from -)"};
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == EMAIL)
			who.email = cli.argument;
		else if (ch == FROM)
			who.from = cli.argument;
		else if (ch == GROUP)
			take_group(&cli, &leaving);
		else if (ch == FORCE)
			leaving.force = true;
	if (cli_asks(&cli, who, &leaving.asked))
		(void)cli_edit(&cli, EDIT_ROSTERS, leave_change, &leaving);
	return cli_end(&cli);
}
