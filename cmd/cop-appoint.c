/* cop-appoint - gives a member a seat in a group, or changes its term. */
#include "cli.h"

/* What cli_next() returns: an option's letter or, without one, CLI_OWN + its index in the table. */
enum { EMAIL = 'e', GROUP = 'g', POSITION = 'p' };
enum { FROM = CLI_OWN + 3, UNTIL, ORGANIZATION, ROLE, REGION };

static const struct cli_option options[] = {
    {EMAIL, "email", "ADDRESS", NULL, "of the member"},
    {GROUP, "group", "GROUP", NULL, "of the community; leads by default"},
    {POSITION, "position", "POSITION", "positions", "chair, co-chair, lead, coordinator, ..."},
    {0, "from", "DATE", "date", "the first day of the term; today"},
    {0, "until", "DATE", "date", "the last day of the term"},
    {0, "organization", "ORG", NULL, "represented in the seat, if not the membership's"},
    {0, "role", "ROLE", NULL, "of the person in the seat, if not the membership's"},
    {0, "region", "REGION", NULL, "represented in the seat, if not the membership's"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-appoint",
    .summary = "Gives a member a seat in a group, or changes its term.",
    .operands = "ID... --email ADDRESS",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = person_outcome_columns,
};

static void
take_position(struct cli *cli, struct appointing *p)
{
	p->position = str_of(cli->argument);
	/* Empty is allowed: no position. */
	if (p->position.n > 0)
		(void)cli_word(cli, "position", "position", position_words);
}

static void
take_option(struct cli *cli, int ch, struct cli_asks *who, struct appointing *p)
{
	struct str argument = cli_text(cli, str_of(cli->argument));

	if (ch == EMAIL)
		who->email = cli->argument;
	else if (ch == GROUP)
		p->group = argument;
	else if (ch == POSITION)
		take_position(cli, p);
	else if (ch == FROM)
		(void)cli_date(cli, "from", &p->asked.date);
	else if (ch == UNTIL)
		(void)cli_date(cli, "until", &p->until);
	else if (ch == ORGANIZATION)
		p->organization = argument;
	else if (ch == ROLE)
		p->role = argument;
	else if (ch == REGION)
		p->region = argument;
}

int
main(int argc, char *argv[])
{
	struct appointing p = {.group = STR("leads")};
	struct cli_asks who = {0};
	struct date from;
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		take_option(&cli, ch, &who, &p);
	from = p.asked.date;
	if (who.email == NULL)
		cli_usage(&cli, "--email is needed");
	else if (cli_asks(&cli, who, &p.asked)) {
		if (date_given(from) && cli.date_given)
			cli_usage(&cli, "--from and --date mean the same day: give one of them");
		else if (date_given(from) && date_given(p.until) &&
			 date_last(p.until) < date_first(from))
			cli_usage(&cli, "--until is before --from");
		if (p.group.n == 0)
			cli_usage(&cli, "--group needs a group");
		(void)cli_edit(&cli, EDIT_ROSTERS, appoint_change, &p);
	}
	return cli_end(&cli);
}
