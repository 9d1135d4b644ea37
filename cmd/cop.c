/* cop - runs the other commands: "cop list" runs cop-list. */
#include <errno.h>

#include "cli.h"
#include "dispatch.h"

static const struct cli_command command = {
    .name = "cop",
    .summary = "Runs a command of coptools: cop list is cop-list.",
    .operands = "[COMMAND [ARGUMENT]... | help [COMMAND | registry | diagnostics | git]]",
    .complete = "command",
};

static void
list(struct cli *cli, const struct dispatch *dispatch)
{
	struct buf out = {0};

	buf_puts(&out, "Usage: cop COMMAND [ARGUMENT]...\n\n");
	for (size_t i = 0; i < dispatch->count; i++)
		buf_format(&out, "  %-10.*s %.*s\n", STR_ARG(dispatch->names[i]),
			   STR_ARG(dispatch_summary(dispatch, dispatch->names[i])));
	buf_puts(&out,
		 "\ncop help COMMAND shows its manual, cop help that of coptools. There are also\n"
		 "cop help registry (its files), diagnostics (the rules) and git.\n");
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
}

static void
unknown(struct cli *cli, const char *what, const struct nearest *nearest)
{
	diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, nearest, "no %s \"%.*s\"%s", what,
		      STR_ARG(nearest->word),
		      nearest->best.p == NULL ? "; cop alone lists them" : "");
}

static void
help(struct cli *cli, const struct dispatch *dispatch, struct str name)
{
	struct nearest nearest = nearest_to(name);

	if (str_is(name, "help"))
		name = STR("");
	if (name.n > 0 && !dispatch_explains(dispatch, name, &nearest)) {
		unknown(cli, "page about", &nearest);
		return;
	}
	dispatch_manual(dispatch, name);
	if (errno == ENOENT && name.n == 0)
		list(cli, dispatch);
	else
		cli_usage(cli, "man: %s", strerror(errno));
}

/* How many arguments are cop's own: those before the command.  All after it are the command's. */
static int
own_arguments(int argc, char *argv[])
{
	int i = 1;

	while (i < argc && argv[i][0] == '-' && argv[i][1] != '\0')
		i++;
	return i;
}

int
main(int argc, char *argv[])
{
	struct cli cli;
	struct dispatch dispatch;
	int own = own_arguments(argc, argv);
	struct str name = str_of(own < argc ? argv[own] : NULL);
	struct nearest nearest = nearest_to(name);

	cli_begin(&cli, &command, own, argv);
	while (cli_next(&cli) != -1)
		;
	dispatch = dispatch_find(cli.arena);
	if (name.p == NULL) {
		list(&cli, &dispatch);
	} else if (str_is(name, "help")) {
		help(&cli, &dispatch, str_of(own + 1 < argc ? argv[own + 1] : NULL));
	} else if (dispatch_knows(&dispatch, name, &nearest)) {
		dispatch_run(&dispatch, name, argv + own);
		cli_usage(&cli, "cop-%.*s: %s", STR_ARG(name), strerror(errno));
	} else {
		nearest_try(&nearest, STR("help"));
		unknown(&cli, "command", &nearest);
	}
	return cli_end(&cli);
}
