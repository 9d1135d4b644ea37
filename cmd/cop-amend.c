/* cop-amend - corrects a person's fields in every roster, or changes them from a day on. */
#include "amend.h"
#include "cli.h"

static const struct cli_command command = {
    .name = "cop-amend",
    .summary = "Corrects a person in every roster; with --date, from that day on.",
    .operands = "ADDRESS | - FIELD=VALUE...",
    .complete = "emails",
    .common = CLI_WRITER | CLI_DATE,
    .columns = person_outcome_columns,
    .values = CLI_FIELDS,
};

/*
 * The first operand is an address, or - for addresses on standard input; the others are amendments.  False if there is
 * nothing to do, with a usage error recorded if the operands are wrong.
 */
static bool
read_operands(struct cli *cli, struct amending *amending)
{
	size_t count = (size_t)(cli->argc - cli->first_operand);
	struct amendment *list = arena_array(cli->arena, count, sizeof(*list));
	struct str *emails;
	bool good = true;

	if (count < 2) {
		cli_usage(cli, "name an address (or -) and FIELD=VALUE; see cop-amend --help");
		return false;
	}
	for (size_t i = 1; i < count; i++)
		good = amendment_parse(
			   &list[i - 1],
			   cli_text(cli, str_of(cli->argv[cli->first_operand + (int)i])),
			   cli->diag) &&
		       good;
	amending->list = list;
	amending->count = count - 1;
	cli->argc = cli->first_operand + 1;
	amending->email_count = cli_operands(cli, NULL, &emails);
	amending->emails = emails;
	return good && amending->email_count > 0;
}

int
main(int argc, char *argv[])
{
	struct amending amending = {0};
	struct cli cli;

	cli_begin(&cli, &command, argc, argv);
	(void)cli_next(&cli);
	if (read_operands(&cli, &amending)) {
		amending.dated = cli.date_given;
		amending.date = cli.date;
		amending.today = cli.as_of;
		(void)cli_edit(&cli, EDIT_PEOPLE | EDIT_ROSTERS, amend_change, &amending);
	}
	return cli_end(&cli);
}
