/* cop-search - finds communities and members that match every word, best first. */
#include <unistd.h>

#include "cli.h"
#include "search.h"

enum { DEFINITIONS = 'd', MEMBERS = 'm', IDS = 'l', PATTERNS = 'E', ALL = 'a' };

static const struct cli_option options[] = {
    {DEFINITIONS, "definitions", NULL, NULL, "communities alone; no roster is read"},
    {MEMBERS, "members", NULL, NULL, "members alone"},
    {IDS, "ids", NULL, NULL, "ids of communities alone, each once"},
    {PATTERNS, "extended-regexp", NULL, NULL, "each WORD is an extended regular expression"},
    {ALL, "all", NULL, NULL, "memberships of every status: also former, declined, future"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-search",
    .summary = "Finds communities and members that match every word, best first.",
    .operands = "WORD...",
    .complete = "none",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_AUDIENCE | CLI_LANG | CLI_FORMAT |
	      CLI_COLUMNS,
    .options = options,
    .columns = search_columns,
};

struct wanted {
	bool definitions;
	bool members;
	bool ids;
	bool patterns;
	bool all;
};

/* Chooses the communities that the audience may see. */
static void
choose(struct cli *cli, const struct registry *registry, struct searching *searching)
{
	const struct definition **cops = arena_array(cli->arena, registry->cop_count,
						     sizeof(*cops));

	searching->count = 0;
	for (size_t i = 0; i < registry->cop_count; i++)
		if (audience_sees(cli->audience, registry->cops_list[i]->visibility))
			cops[searching->count++] = registry->cops_list[i];
	searching->cops = cops;
}

/*
 * Loads all definitions if columns or the audience may need any, or if they are searched for patterns, which can match
 * across words; else only those that the question can match.
 */
static void
load(struct cli *cli, struct registry *registry, struct wanted wanted, bool columns,
     const struct question *question)
{
	if (cli->audience != AUDIENCE_PRIVATE || (columns && !wanted.definitions) ||
	    (question->patterns && !wanted.members))
		registry_load(registry);
	else
		search_load(registry, wanted.members ? NULL : question);
}

static void
found_nothing(struct suggestion suggestion)
{
	struct buf word = {0}, nearest = {0};

	text_plain(&word, suggestion.word, false);
	text_plain(&nearest, suggestion.nearest, false);
	if (suggestion.together && nearest.n > 0)
		cli_remark(
		    "nothing has all of these words; did you mean \"%.*s\" rather than \"%.*s\"?\n",
		    STR_ARG(buf_all(&nearest)), STR_ARG(buf_all(&word)));
	else if (suggestion.together)
		cli_remark("nothing has all of these words\n");
	else if (nearest.n > 0)
		cli_remark("nothing for \"%.*s\"; did you mean \"%.*s\"?\n",
			   STR_ARG(buf_all(&word)), STR_ARG(buf_all(&nearest)));
	else if (suggestion.apart)
		cli_remark("nothing for the phrase \"%.*s\"; try it without the quotes\n",
			   STR_ARG(buf_all(&word)));
	else if (word.n > 0)
		cli_remark("nothing for \"%.*s\"\n", STR_ARG(buf_all(&word)));
	else
		cli_remark("nothing found\n");
	buf_free(&word);
	buf_free(&nearest);
}

static void
search(struct cli *cli, struct registry *registry, struct wanted wanted,
       const struct question *question)
{
	struct view view = cli_view(cli, registry);
	struct query *query = cli_query(cli, registry, command.columns);
	struct emit *emit = cli_emit(cli, command.columns);
	struct hits hits = {.arena = cli->arena};
	struct searching searching = {.view = &view,
				      .query = query,
				      .communities = !wanted.members,
				      .people = !wanted.definitions &&
						cli->audience == AUDIENCE_PRIVATE};
	struct buf page = {0};

	if (query == NULL || emit == NULL || (wanted.members && !cli_people(cli, registry)))
		return;
	load(cli, registry, wanted, search_asks_definitions(emit, query), question);
	choose(cli, registry, &searching);
	searching.people = searching.people && registry_people_known(registry);
	searching.all = wanted.all || query_mentions(query, "status");
	if (searching.communities)
		search_communities(&hits, &searching, question);
	if (searching.people)
		search_people(&hits, &searching, question);
	if (cli_tells(cli)) {
		search_page(&hits, &view, question, cli->emit.width, cli->emit.colour, &page);
		if (page.n > 0)
			cli_pager(cli);
		(void)output_add(&cli->out, buf_all(&page));
		buf_free(&page);
	} else {
		search_list(&hits, &view, wanted.ids, emit);
	}
	cli->answer_is_no = hits.count == 0;
	if (hits.count == 0 && isatty(STDERR_FILENO)) {
		registry_load_quietly(registry);
		choose(cli, registry, &searching);
		found_nothing(search_nearest(cli->arena, &searching, question));
	}
}

static const struct question *
read_question(struct cli *cli, struct wanted wanted)
{
	size_t count = (size_t)(cli->argc - cli->first_operand);
	struct str *words = arena_array(cli->arena, count, sizeof(*words));

	if (count == 0)
		cli_usage(cli, "name the words to look for; see %s --help", cli->command->name);
	if (wanted.definitions && wanted.members)
		cli_usage(cli, "-d and -m together leave nothing to search");
	if (wanted.ids && cli->emit.columns.p != NULL)
		cli_usage(cli, "-l prints only ids: it cannot be combined with -c");
	for (size_t i = 0; i < count; i++)
		words[i] = str_of(cli->argv[(size_t)cli->first_operand + i]);
	if (diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		return NULL;
	return question_new(cli->arena, words, count, wanted.patterns, cli->diag);
}

int
main(int argc, char *argv[])
{
	struct wanted wanted = {0};
	const struct question *question;
	struct registry *registry;
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1) {
		wanted.definitions |= ch == DEFINITIONS;
		wanted.members |= ch == MEMBERS;
		wanted.ids |= ch == IDS;
		wanted.patterns |= ch == PATTERNS;
		wanted.all |= ch == ALL;
	}
	question = read_question(&cli, wanted);
	if (wanted.ids) {
		cli.emit.columns = STR("cop");
		if (cli.emit.format == FORMAT_TABLE && cli.emit.header == HEADER_DEFAULT)
			cli.emit.header = HEADER_NO;
	}
	if (question != NULL && (registry = cli_registry(&cli)) != NULL) {
		search(&cli, registry, wanted, question);
		registry_close(registry);
	}
	question_free(question);
	return cli_end(&cli);
}
