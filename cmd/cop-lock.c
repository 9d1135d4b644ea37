/* cop-lock - runs a command while no writer may change the registry. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "replace.h"

#define STATUS_CANNOT_RUN 126 /* as in env(1) and nohup(1) */
#define STATUS_NOT_FOUND 127

static const struct cli_command command = {
    .name = "cop-lock",
    .summary = "Runs a command while no writer may change the registry.",
    .operands = "[--] COMMAND [ARGUMENT]...",
    .complete = "commands",
    .common = CLI_REGISTRY,
};

/*
 * Locks all folders that writers lock, in the same order and each once, until the command ends.  False, with the reason
 * recorded, if one cannot be locked.
 */
static bool
lock_all(struct cli *cli, const struct registry *registry)
{
	const struct folder *folders[] = {&registry->root, &registry->cops, &registry->people,
					  &registry->rosters};
	size_t count = sizeof(folders) / sizeof(folders[0]);

	for (size_t i = 0; i < count; i++) {
		struct lock lock;
		size_t j = 0;

		while (j < i && !(folders[j]->fd >= 0 && folders[i]->fd >= 0 &&
				  folder_is_same(folders[j], folders[i])))
			j++;
		if (folders[i]->fd < 0 || j < i)
			continue;
		if (!lock_take(&lock, folders[i], cli->diag))
			return false;
		if (!lock_hand_on(&lock)) {
			file_complain(cli->diag, (struct place){.path = folders[i]->path}, errno);
			return false;
		}
	}
	return true;
}

/* Replaces this process by the command; returns, with the exit status, only if it cannot be run. */
static int
become(struct cli *cli)
{
	char *const *words = &cli->argv[cli->first_operand];

	(void)execvp(words[0], words);
	cli_usage(cli, "%s: %s", words[0], strerror(errno));
	return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_CANNOT_RUN;
}

int
main(int argc, char *argv[])
{
	struct registry *registry;
	struct cli cli;
	int status = 0, failed;

	cli_begin(&cli, &command, argc, argv);
	while (cli_next(&cli) != -1)
		;
	if (cli.first_operand >= cli.argc)
		cli_usage(&cli, "name a command to run; see cop-lock --help");
	else if ((registry = cli_registry(&cli)) != NULL) {
		if (lock_all(&cli, registry))
			status = become(&cli);
		registry_close(registry);
	}
	failed = cli_end(&cli);
	return status != 0 ? status : failed;
}
