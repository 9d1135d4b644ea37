/* cop-join - applies for communities, or joins them. */
#include "cli.h"
#include "join.h"

enum { APPROVED = 'a', FROM = 'F', REJECTS = 'J', EMAIL = 'e' };

static const struct cli_option options[] = {
    {EMAIL, "email", "ADDRESS", NULL, "of the person"},
    {0, "name", "NAME", NULL, "as the person writes it"},
    {0, "organization", "ORG", NULL, "its id, name or alias; by default from the address"},
    {0, "role", "ROLE", NULL, "id or name of a role"},
    {0, "region", "REGION", NULL, "id or name of a region"},
    {0, "language", "LANG", "lang", "preferred language"},
    {0, "consent", "CONSENT", NULL, "consent to mail: express, implied or withdrawn"},
    {0, "consented", "DATE", "date", "when that was given; by default the day of --date"},
    {0, "source", "SOURCE", NULL, "form, email, meeting, import, ..."},
    {FROM, "from", "FILE", "file", "applicants from a CSV file, or - for standard input"},
    {REJECTS, "rejects", "FILE", "file", "add refused applicants to it, with the reason"},
    {APPROVED, "approved", NULL, NULL, "admission has been decided: make them members"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-join",
    .summary = "Applies for communities, or joins them where they are open.",
    .operands = "[ID | -]... --email ADDRESS --name NAME | --from FILE",
    .common = CLI_WRITER | CLI_DATE,
    .options = options,
    .columns = person_outcome_columns,
};

/* The column that each option about the applicant fills, by its index in the table of options. */
static const enum roster_column column_of[] = {
    ROSTER_EMAIL,    ROSTER_NAME,    ROSTER_ORGANIZATION, ROSTER_ROLE,  ROSTER_REGION,
    ROSTER_LANGUAGE, ROSTER_CONSENT, ROSTER_CONSENTED,    ROSTER_SOURCE};

/* What the options said. */
struct wanted {
	struct str fields[JOIN_COLUMNS];
	const char *given; /* the option that gave one of the fields last; NULL: none */
	const char *from;
};

/* Makes the applicant that the options describe, as if read from a file. */
static void
from_options(struct cli *cli, const struct wanted *wanted, struct intake *intake)
{
	struct intake_row *row = arena_get(cli->arena, sizeof(*row));
	struct buf header = {0}, line = {0};

	for (size_t i = 0; i < ROSTER_COLUMNS; i++)
		buf_join(&header, ",", str_of(join_columns[i]));
	rows_add_record(&line, wanted->fields, ROSTER_COLUMNS);
	row->fields = wanted->fields;
	row->text = buf_keep(&line, cli->arena);
	*intake = (struct intake){.header = buf_keep(&header, cli->arena), .rows = row, .count = 1};
}

/* Reads the applicants from a file; false, with the reason recorded, if it cannot be read. */
static bool
from_file(struct cli *cli, const char *name, struct intake *intake)
{
	struct str path = strcmp(name, "-") == 0 ? STR("standard input") : str_of(name), bytes;
	size_t errors = diag_count(cli->diag);

	if (!cli_read(cli, name, &bytes))
		return false;
	bytes = cli_text(cli, bytes);
	if (!join_members(intake, cli->arena, bytes, path, cli->diag))
		(void)intake_table(intake, cli->arena, bytes, path, join_columns, 1, cli->diag);
	if (diag_count(cli->diag) > errors)
		return false;
	if (intake->said.n > 0)
		diag_add(cli->notes, RULE_RECOGNIZED, (struct place){.path = path}, "%.*s",
			 STR_ARG(intake->said));
	/* As with an operand - and an empty standard input: nothing is selected. */
	cli->answer_is_no = cli->answer_is_no || intake->count == 0;
	return true;
}

static void
join(struct cli *cli, const struct wanted *wanted, struct joining joining)
{
	struct intake intake = {0};
	struct str *cops;

	joining.cop_count = cli_operands(cli, wanted->from != NULL ? NULL : "name a community",
					 &cops);
	joining.cops = cops;
	joining.intake = &intake;
	joining.date = cli->date;
	joining.today = cli->as_of;
	joining.dry_run = cli->dry_run;
	if (wanted->from != NULL && wanted->given != NULL)
		cli_usage(cli, "--from and --%s cannot be combined; make %s a column of the file",
			  wanted->given, wanted->given);
	else if (wanted->from == NULL &&
		 (wanted->fields[ROSTER_EMAIL].n == 0 || wanted->fields[ROSTER_NAME].n == 0))
		cli_usage(cli, "--email and --name, or --from FILE, are needed");
	else if (joining.rejects != NULL &&
		 (*joining.rejects == '\0' || strcmp(joining.rejects, "-") == 0))
		cli_usage(cli, "--rejects \"%s\": not the name of a file", joining.rejects);
	else if (wanted->from != NULL && joining.rejects != NULL &&
		 file_is_same(wanted->from, joining.rejects))
		cli_usage(cli, "--from and --rejects are the same file");
	else if (wanted->from == NULL)
		from_options(cli, wanted, &intake);
	else if (!from_file(cli, wanted->from, &intake))
		return;
	else if (joining.cop_count == 0 && !cli->answer_is_no && !intake.has[JOIN_COP])
		cli_usage(cli, "name a community, or give a file of applicants with a column cop");
	cli->beside = joining.rejects;
	if (!cli->answer_is_no)
		(void)cli_edit(cli, EDIT_ROSTERS, join_change, &joining);
}

int
main(int argc, char *argv[])
{
	struct joining joining = {0};
	struct wanted wanted = {0};
	struct cli cli;
	int ch;

	for (size_t i = 0; i < JOIN_COLUMNS; i++)
		wanted.fields[i] = STR("");
	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1) {
		if (ch == APPROVED) {
			joining.approved = true;
		} else if (ch == FROM) {
			wanted.from = cli.argument;
		} else if (ch == REJECTS) {
			joining.rejects = cli.argument;
		} else {
			size_t i = ch == EMAIL ? 0 : (size_t)(ch - CLI_OWN);

			wanted.fields[column_of[i]] = text_trim(
			    cli_text(&cli, str_of(cli.argument)));
			wanted.given = options[i].name;
		}
	}
	join(&cli, &wanted, joining);
	return cli_end(&cli);
}
