/* cop-show - shows a community's whole profile, as a page or as JSON. */
#include "cli.h"
#include "labels.h"
#include "profile.h"

static const struct cli_option options[] = {
    {'f', "format", "FORMAT", "page-formats", "table (default): a page; or json"}, {0}};
static const char *const formats[] = {"table", "json", NULL};

static const struct cli_command command = {
    .name = "cop-show",
    .summary = "Shows all that is known of a community of practice.",
    .operands = "[ID | -]...",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_AUDIENCE | CLI_LANG,
    .options = options,
    .columns = community_columns,
};

static void
show_one(struct cli *cli, const struct view *view, const struct definition *cop, bool first)
{
	struct arena *arena = arena_new();
	struct profile profile = profile_read(arena, view, cop);
	struct buf out = {0};
	struct page page = {.out = &out, .width = cli_width(cli), .bold = cli->emit.colour};

	if (cli->emit.format == FORMAT_JSON) {
		profile_json(&profile, &out);
	} else {
		buf_puts(&out, first ? "" : "\n\n");
		profile_page(&profile, &page);
	}
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
	arena_free(arena);
}

static void
show(struct cli *cli, struct registry *registry)
{
	const struct definition *const *cops;
	size_t count = cli_select(cli, registry, true, &cops), shown = 0;
	struct view view = cli_view(cli, registry);
	struct query *query = cli_query(cli, registry, command.columns);
	struct headcount *counts;

	if (query == NULL)
		return;
	labels_use(view.languages.list, view.languages.count);
	counts = (query_needs(query) & NEEDS_PEOPLE) != 0
		     ? communities_count(cli->arena, registry, cops, count, view.as_of)
		     : NULL;
	if (cli->emit.format != FORMAT_JSON)
		cli_pager(cli);
	for (size_t i = 0; i < count && cli->out.error == 0; i++) {
		struct record record = {.view = &view,
					.cop = cops[i],
					.subject = counts != NULL ? &counts[i] : NULL,
					.scratch = cli->arena};

		if (query_holds(query, &record))
			show_one(cli, &view, cops[i], shown++ == 0);
	}
	if (shown == 0 && cli->where_count > 0)
		cli->answer_is_no = true;
}

int
main(int argc, char *argv[])
{
	struct cli cli;
	struct registry *registry;
	int word = 0;

	cli_begin(&cli, &command, argc, argv);
	while (cli_next(&cli) != -1)
		word = cli_word(&cli, "format", "format", formats);
	cli.emit.format = word == 1 ? FORMAT_JSON : FORMAT_TABLE;
	if ((registry = cli_registry(&cli)) != NULL) {
		show(&cli, registry);
		registry_close(registry);
	}
	return cli_end(&cli);
}
