/* cop-log - tells what happened in a registry, commit by commit. */
#include <time.h>

#include "cli.h"
#include "history.h"
#include "labels.h"
#include "period.h"

enum { SINCE = CLI_OWN, EMAIL };

static const struct cli_option options[] = {
    {0, "since", "DATE", "date", "only what was recorded on that day or later"},
    {0, "email", "ADDRESS", "emails", "only what is about that person"},
    {0},
};

static const struct cli_command command = {
    .name = "cop-log",
    .summary = "Tells what happened, as git has recorded it, newest first.",
    .operands = "[REV | REV..REV | REV...REV] [ID | -]...",
    .complete = "past",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AUDIENCE | CLI_LANG | CLI_FORMAT |
	      CLI_COLUMNS,
    .options = options,
    .columns = logged_columns,
};

struct wanted {
	struct date since;
	struct str email;
};

struct printing {
	struct cli *cli;
	const struct view *view;
	const struct query *query;
	struct emit *emit; /* NULL: sentences */
	struct page page;
	bool any;
};

/* Adds "2026-05-02 Ada Lovelace: Approve two (3f2a1b09cd)"; author and subject are for the private audience only. */
static void
head_commit(struct printing *printing, const struct git_recorded *recorded)
{
	struct buf line = {0};

	buf_str(&line, recorded->day);
	if (printing->cli->audience == AUDIENCE_PRIVATE)
		buf_format(&line, " %.*s: %.*s", STR_ARG(recorded->author),
			   STR_ARG(recorded->subject));
	buf_format(&line, " (%.*s)", STR_ARG(git_short(recorded->id)));
	page_heading(&printing->page, 2, buf_all(&line));
	buf_free(&line);
}

static bool
print_commit(void *context, const struct git_recorded *recorded, struct differences *found)
{
	struct printing *printing = context;
	struct output *out = &printing->cli->out;
	struct buf *bytes = printing->page.out;

	differences_choose(found, printing->view, printing->query);
	if (found->count == 0)
		return true;
	printing->any = true;
	if (printing->emit != NULL) {
		differences_list(found, printing->view, printing->emit);
		return out->error == 0;
	}
	head_commit(printing, recorded);
	differences_tell(found, printing->view, 3, &printing->page);
	(void)output_add(out, buf_all(bytes));
	buf_clear(bytes);
	return out->error == 0;
}

/*
 * The first second of a date in the local time zone, since 1970; 0 if there is no date, or it is earlier, which git
 * does not accept.
 */
static long long
second_of(struct date date)
{
	struct tm tm = {.tm_isdst = -1};
	time_t second;

	if (!date_given(date))
		return 0;
	date = date_of(date_first(date));
	tm.tm_year = date.year - 1900;
	tm.tm_mon = date.month - 1;
	tm.tm_mday = date.number;
	second = mktime(&tm);
	return second > 0 ? (long long)second : 0;
}

/* Prints the history of the range; all of it if the range has no beginning. */
static void
tell(struct cli *cli, const struct cli_range *range, struct wanted wanted)
{
	struct registry *registry = range->to;
	const struct registry *const sides[] = {registry, range->from};
	struct view view = cli_view(cli, registry);
	bool sentences = cli_tells(cli);
	struct buf out = {0};
	struct printing printing = {
	    .cli = cli,
	    .view = &view,
	    .query = cli_query(cli, registry, command.columns),
	    .emit = sentences ? NULL : cli_emit(cli, command.columns),
	    .page = {.out = &out, .width = cli_width(cli), .bold = cli->emit.colour}};
	struct history history = {.ends = {registry, range->beside},
				  .end_count = range->beside != NULL ? 2 : 1,
				  .begin = range->from,
				  .email = wanted.email,
				  .since = second_of(wanted.since),
				  .languages = view.languages,
				  .audience = cli->audience,
				  .commit = print_commit,
				  .context = &printing,
				  .notes = cli->notes,
				  .diag = cli->diag};
	struct str *ids;

	history.count = cli_operands(cli, NULL, &ids);
	history.ids = ids;
	if (printing.query == NULL || (!sentences && printing.emit == NULL) ||
	    !cli_knows(cli, sides, range->from != NULL ? 2 : 1, ids, history.count) ||
	    diag_worse(cli->diag, SEVERITY_USAGE) > 0 || cli->answer_is_no ||
	    (wanted.email.p != NULL && !cli_people(cli, registry)))
		return;
	labels_use(view.languages.list, view.languages.count);
	registry_load(registry);
	if (range->beside != NULL)
		registry_load_quietly(range->beside);
	registry_load_people(registry);
	if (sentences)
		cli_pager(cli);
	if (history_tell(&history) && !printing.any)
		cli->answer_is_no = true;
	if (!sentences)
		emit_end(printing.emit);
	buf_free(&out);
}

int
main(int argc, char *argv[])
{
	struct wanted wanted = {.email = {NULL, 0}};
	struct cli_range range;
	struct span quarter;
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	while ((ch = cli_next(&cli)) != -1)
		if (ch == SINCE && period_parse(str_of(cli.argument), &quarter))
			wanted.since = date_of(quarter.first);
		else if (ch == SINCE)
			(void)cli_date(&cli, "since", &wanted.since);
		else if (ch == EMAIL)
			wanted.email = email_lower(cli.arena, str_of(cli.argument));
	if (wanted.email.p != NULL && cli.audience != AUDIENCE_PRIVATE) {
		cli_usage(&cli, "--email is for --audience private only");
		return cli_end(&cli);
	}
	cli_range(&cli, &range);
	/* A single revision is the end of the history, not its beginning. */
	if (range.end == NULL) {
		range.end = range.begin;
		range.begin = NULL;
	}
	if (cli_range_open(&cli, &range))
		tell(&cli, &range, wanted);
	cli_range_close(&range);
	return cli_end(&cli);
}
