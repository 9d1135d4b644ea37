/* Which people and communities a writing command is about: operands and --email, or the lines of --from. */
#include "cli.h"
#include "intake.h"

struct str
cli_text(struct cli *cli, struct str typed)
{
	struct buf out = {0};

	/* Combining marks (U+0300 to U+036F), as keyboards and macOS make them, begin with one of these bytes. */
	if ((str_find(typed, '\xCC') < typed.n || str_find(typed, '\xCD') < typed.n) &&
	    text_compose(&out, typed))
		typed = arena_str(cli->arena, buf_all(&out));
	buf_free(&out);
	return typed;
}

static bool
from_operands(struct cli *cli, const char *email, const char *needed, struct asked *asked)
{
	struct ask *asks;
	struct str *cops;

	if (email == NULL) {
		cli_usage(cli, "--email or --from FILE is needed");
		return false;
	}
	if (str_trim(str_of(email)).n == 0) {
		cli_usage(cli, "--email needs an address");
		return false;
	}
	asked->count = cli_operands(cli, needed != NULL ? needed : "name a community", &cops);
	asked->asks = asks = arena_array(cli->arena, asked->count, sizeof(*asks));
	for (size_t i = 0; i < asked->count; i++)
		asks[i] = (struct ask){.cop = cops[i],
				       .email = email_lower(cli->arena, str_of(email))};
	return asked->count > 0;
}

static bool
from_lines(struct cli *cli, const char *name, struct asked *asked)
{
	static const char *const columns[] = {"cop", "email", NULL};
	struct str path = strcmp(name, "-") == 0 ? STR("standard input") : str_of(name), bytes;
	struct intake intake;
	struct ask *asks;

	if (cli->first_operand < cli->argc) {
		cli_usage(cli, "--from names the communities: give no operands with it");
		return false;
	}
	if (!cli_read(cli, name, &bytes) ||
	    !intake_lines(&intake, cli->arena, bytes, path, columns, 2, cli->diag))
		return false;
	asked->listed = true;
	asked->count = intake.count;
	asked->asks = asks = arena_array(cli->arena, asked->count, sizeof(*asks));
	for (size_t i = 0; i < asked->count; i++)
		asks[i] = (struct ask){.cop = intake.rows[i].fields[0],
				       .email = email_lower(cli->arena, intake.rows[i].fields[1])};
	/* As with an operand - and an empty standard input: nothing is selected. */
	cli->answer_is_no = cli->answer_is_no || asked->count == 0;
	return asked->count > 0;
}

bool
cli_asks(struct cli *cli, struct cli_asks who, struct asked *asked)
{
	asked->today = cli->as_of;
	if (!date_given(asked->date))
		asked->date = cli->date;
	if (who.from != NULL && who.email != NULL) {
		cli_usage(cli, "--from and --email cannot be combined");
		return false;
	}
	return who.from != NULL ? from_lines(cli, who.from, asked)
				: from_operands(cli, who.email, who.needed, asked);
}

bool
cli_revisions(struct cli *cli, struct defining *defining)
{
	size_t count = (size_t)(cli->argc - cli->first_operand);
	struct revision *revisions = arena_array(cli->arena, count, sizeof(*revisions));
	bool good = true;

	if (count < 2) {
		cli_usage(cli, "name a community and a PATH=VALUE; see %s --help",
			  cli->command->name);
		return false;
	}
	if (strcmp(cli->argv[cli->first_operand], "-") == 0) {
		cli_usage(cli, "only one community at a time: name it, as - is not taken here");
		return false;
	}
	for (size_t i = 1; i < count; i++)
		good = revision_parse(&revisions[i - 1], definition_keys,
				      cli_text(cli, str_of(cli->argv[cli->first_operand + (int)i])),
				      cli->diag) &&
		       good;
	defining->cop = str_of(cli->argv[cli->first_operand]);
	defining->revisions = revisions;
	defining->count = count - 1;
	return good;
}
