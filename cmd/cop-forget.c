/* cop-forget - erases a person everywhere, but keeps what statistics need, under a pseudonym. */
#include "cli.h"
#include "forget.h"

enum { REASON = 'r' };

static const struct cli_option options[] = {
    {REASON, "reason", "TEXT", NULL, "for suppressions.csv; \"forgotten\" by default"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-forget",
    .summary = "Erases a person everywhere, and suppresses the address.",
    .operands = "ADDRESS... | -",
    .complete = "emails",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = person_outcome_columns,
};

int
main(int argc, char *argv[])
{
	struct forgetting forgetting = {.reason = STR("forgotten")};
	struct str *emails;
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == REASON)
			forgetting.reason = cli_text(&cli, str_of(cli.argument));
	forgetting.count = cli_operands(&cli, "say whose address is to be forgotten", &emails);
	if (forgetting.count > 0) {
		forgetting.emails = emails;
		forgetting.date = cli.date;
		forgetting.today = cli.as_of;
		(void)cli_edit(&cli, EDIT_DEFINITIONS | EDIT_PEOPLE | EDIT_ROSTERS, forget_change,
			       &forgetting);
	}
	return cli_end(&cli);
}
