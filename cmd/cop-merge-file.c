/* cop-merge-file - git's merge driver for the files of a registry. */
#include "cli.h"
#include "merge.h"

#define MARKER_MAX 1000

enum { ANCESTOR, OURS, THEIRS, MARKER, PATH, OPERANDS };

static const struct cli_command command = {
    .name = "cop-merge-file",
    .summary = "Merges versions of a file of the registry, for git.",
    .operands = "ANCESTOR OURS THEIRS MARKER-SIZE PATH",
    .complete = "file",
    .options_first = true, /* somebody else may have chosen the name of the file that git merges */
};

/* Fills merge from the operands; false, with a usage error recorded, if they make no sense. */
static bool
read_operands(struct cli *cli, struct merge *merge)
{
	char **operands = cli->argv + cli->first_operand;
	size_t marker;

	if (cli->argc - cli->first_operand != OPERANDS) {
		cli_usage(cli, "five operands are needed, those that git gives a merge driver: "
			       "%%O %%A %%B %%L %%P");
		return false;
	}
	marker = keys_item_number(str_of(operands[MARKER]));
	if (marker == 0 || marker > MARKER_MAX) {
		cli_usage(cli, "\"%s\": not the size of a conflict marker", operands[MARKER]);
		return false;
	}
	*merge = (struct merge){.path = str_of(operands[PATH]),
				.marker = marker,
				.today = cli->as_of,
				.arena = cli->arena,
				.notes = cli->notes,
				.diag = cli->diag};
	return true;
}

static void
merge_operands(struct cli *cli, struct merge *merge)
{
	char **operands = cli->argv + cli->first_operand;
	enum merge_result result = merge_files(merge, (const char *const *)operands);

	if (result == MERGE_REFUSED && merge->other)
		cli_usage(cli,
			  "%s: neither a roster, organizations.csv, suppressions.csv, a definition "
			  "nor registry.yaml",
			  operands[PATH]);
	cli->answer_is_no = result == MERGE_CONFLICT;
}

int
main(int argc, char *argv[])
{
	struct cli cli;
	struct merge merge;

	cli_begin(&cli, &command, argc, argv);
	(void)cli_next(&cli);
	if (read_operands(&cli, &merge))
		merge_operands(&cli, &merge);
	return cli_end(&cli);
}
