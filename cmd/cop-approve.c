/* cop-approve - makes applicants members. */
#include "cli.h"

enum { EMAIL = 'e', FROM = 'F' };

static const struct cli_option options[] = {
    {EMAIL, "email", "ADDRESS", NULL, "of the applicant"},
    {FROM, "from", "FILE", "file", "communities and addresses, or - for standard input"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-approve",
    .summary = "Makes applicants members.",
    .operands = "[ID | -]... --email ADDRESS | --from FILE",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = person_outcome_columns,
};

int
main(int argc, char *argv[])
{
	struct cli_asks who = {
	    .needed = "name a community (for all of them: cop members -w "
		      "email=ADDRESS -w status=applicant | cop approve --from -)"};
	struct asked asked = {0};
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == EMAIL)
			who.email = cli.argument;
		else if (ch == FROM)
			who.from = cli.argument;
	if (cli_asks(&cli, who, &asked))
		(void)cli_edit(&cli, EDIT_ROSTERS, approve_change, &asked);
	return cli_end(&cli);
}
