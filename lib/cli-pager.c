/* Output to a terminal through the user's pager. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "cli.h"

#define WORDS_MAX 16

/* Splits PAGER, or "less", into words, NULL at the end; returns their number, 0 if no pager is wanted. */
static size_t
pager_words(struct cli *cli, const char *words[WORDS_MAX])
{
	const char *pager = getenv("PAGER");
	struct str rest = str_of(pager != NULL ? pager : "less"), word;
	size_t count = 0;

	while (rest.n > 0 && count < WORDS_MAX - 1 && str_next(&rest, ' ', &word))
		if (word.n > 0)
			words[count++] = arena_str(cli->arena, word).p;
	words[count] = NULL;
	return count == 1 && strcmp(words[0], "cat") == 0 ? 0 : count;
}

void
cli_pager(struct cli *cli)
{
	const char *words[WORDS_MAX];

	if (!cli->terminal || cli->paged || pager_words(cli, words) == 0)
		return;
	/* Unless the user has set options: quit if one screen is enough (F), keep colours (R) and the screen (X). */
	(void)setenv("LESS", "FRX", 0);
	cli->paged = program_feed(&cli->pager, words);
	if (!cli->paged)
		return;
	(void)signal(SIGPIPE, SIG_IGN);
	/* As system(3) does: a Ctrl-C is for the pager, which would be left without a terminal if we ended before it. */
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGQUIT, SIG_IGN);
	cli->out.fd = cli->pager.fd;
}

void
cli_pager_end(struct cli *cli)
{
	if (!cli->paged)
		return;
	program_end(&cli->pager);
	if (cli->out.error == EPIPE)
		cli->out.error = 0;
}
