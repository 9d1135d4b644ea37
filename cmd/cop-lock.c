/* cop-lock - runs a command while no writer may change the registry. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

#define STATUS_CANNOT_RUN 126 /* as in env(1) and nohup(1) */
#define STATUS_NOT_FOUND 127

static const struct cli_command command = {
    .name = "cop-lock",
    .summary = "Runs a command while no writer may change the registry.",
    .operands = "[--] COMMAND [ARGUMENT]...",
    .complete = "commands",
    .common = CLI_REGISTRY,
};

#define TRIES 10 /* attempts, while somebody else keeps replacing the folders */

/* Are the locked folders still those of the registry? */
static bool
are_current(struct cli *cli, const struct registry *registry)
{
	struct diag *ignored = diag_new(); /* recorded when the registry was first opened */
	struct registry *now = cli_registry_into(cli, ignored);
	bool same = now != NULL && edit_is_current(registry, now, EDIT_ALL);

	registry_close(now);
	diag_free(ignored);
	return same;
}

/* Hands all locks on to the command; false, with the reason recorded, on failure. */
static bool
hand_on(struct cli *cli, const struct lock locks[EDIT_FOLDERS])
{
	for (size_t i = 0; i < EDIT_FOLDERS; i++)
		if (locks[i].fd >= 0 && !lock_hand_on(&locks[i])) {
			diag_add(cli->diag, RULE_BUSY, (struct place){0}, "%s", strerror(errno));
			return false;
		}
	return true;
}

/* Locks the registry until the command ends; false, with the reason recorded, if it cannot be locked. */
static bool
lock_registry(struct cli *cli)
{
	for (int i = 0; i < TRIES; i++) {
		struct lock locks[EDIT_FOLDERS] = {{.fd = -1}, {.fd = -1}, {.fd = -1}, {.fd = -1}};
		struct registry *registry = cli_registry(cli);
		bool locked = registry != NULL && edit_lock(registry, EDIT_ALL, locks, cli->diag);
		bool current = locked && are_current(cli, registry);

		registry_close(registry);
		if (current)
			return hand_on(cli, locks);
		edit_unlock(locks);
		if (!locked)
			return false;
	}
	diag_add(cli->diag, RULE_BUSY, (struct place){0},
		 "somebody else keeps replacing its folders");
	return false;
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
	struct cli cli;
	int status = 0, failed;

	cli_begin(&cli, &command, argc, argv);
	while (cli_next(&cli) != -1)
		;
	if (cli.first_operand >= cli.argc)
		cli_usage(&cli, "name a command to run; see cop-lock --help");
	else if (lock_registry(&cli))
		status = become(&cli);
	failed = cli_end(&cli);
	return status != 0 ? status : failed;
}
