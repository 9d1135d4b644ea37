/* cop-report - writes reports on rosters, for people and for cron jobs. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "communities.h"
#include "document-xlsx.h"
#include "git.h"
#include "labels.h"
#include "members.h"
#include "publish.h"
#include "report.h"

#define SECONDS_A_DAY 86400
#define EPOCH_DAYS_MAX 2932896 /* the last day of the year 9999 */

/* What cli_next() returns: an option's letter or, without one, CLI_OWN + its index in the table. */
enum { FORMAT = 'f', OUTPUT = 'o' };
enum { IF_CHANGED = CLI_OWN + 2, EXCEL, SINCE, UNTIL, PERIOD, EVERY, BY, PEOPLE, WITHOUT };

static const struct cli_option options[] = {
    {FORMAT, "format", "FORMAT", "report-formats",
     "text (default), md, html, csv, tsv, json, xlsx"},
    {OUTPUT, "output", "FILE", "file", "write to a file, unless it already says the same"},
    {0, "if-changed", NULL, NULL, "also print the report, but only if FILE changes"},
    {0, "excel", NULL, NULL, "csv as Excel opens it"},
    {0, "since", "DATE", "date", "the first day of the period"},
    {0, "until", "DATE", "date", "the last day of the period"},
    {0, "period", "PERIOD", NULL, "--since and --until at once: 2026, 2026-Q3 or 2026-07"},
    {0, "every", "UNIT", "units", "growth: by month (default), quarter or year"},
    {0, "by", "A,B", "by", "breakdown: by these fields"},
    {0, "people", NULL, NULL, "overlap, consent: list people, each once"},
    {0, "without", "ADDRESS", "emails", "composition: as if that person had left"},
    {0}};

/*
 * The columns of that kind of report; of breakdown, whose columns depend on what is asked, those that --by takes.  NULL
 * if there is no such kind.
 */
static const struct column *
columns_of(struct str word)
{
	const struct report_kind *kind = report_kind_of(word);

	if (kind == NULL)
		return NULL;
	return kind->columns != NULL ? kind->columns : member_columns;
}

static const struct cli_command command = {
    .name = "cop-report",
    .summary = "Reports on rosters, for people and for cron.",
    .operands = "[KIND[,KIND]...] [ID | -]...",
    .complete = "reports",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AT | CLI_AUDIENCE | CLI_LANG | CLI_COLUMNS,
    .options = options,
    .columns = summary_columns,
    .columns_of = columns_of,
};

/* What the options said. */
struct wanted {
	struct report report;
	bool every; /* --every was given */
	int format; /* enum report_format; -1: -f was not given, or wrong */
	bool excel;
	bool if_changed;
	const char *file;
	struct report_period period;
};

static void
on_option(struct cli *cli, struct wanted *wanted, int option)
{
	struct report *report = &wanted->report;
	int word;

	switch (option) {
	case FORMAT:
		wanted->format = cli_word(cli, "format", "format", report_format_words);
		break;
	case OUTPUT:
		wanted->file = cli->argument;
		break;
	case SINCE:
		wanted->period.since = str_of(cli->argument);
		break;
	case UNTIL:
		wanted->period.until = str_of(cli->argument);
		break;
	case PERIOD:
		wanted->period.both = str_of(cli->argument);
		break;
	case EVERY:
		if ((word = cli_word(cli, "every", "unit", unit_words)) >= 0)
			report->every = (enum unit)word;
		wanted->every = true;
		break;
	case BY:
		report->by = str_of(cli->argument);
		break;
	case WITHOUT:
		report->without = email_lower(cli->arena, str_of(cli->argument));
		break;
	}
	wanted->if_changed |= option == IF_CHANGED;
	wanted->excel |= option == EXCEL;
	report->people |= option == PEOPLE;
}

/* -- what is asked ------------------------------------------------------------------------------------------- */

/*
 * Takes the kinds from the first operand; the default kind if there is none, or it is a community.  An unknown word
 * is a usage error.
 */
static void
read_kinds(struct cli *cli, const struct registry *registry, struct report_kinds *kinds)
{
	struct str first = cli->first_operand < cli->argc ? str_of(cli->argv[cli->first_operand])
							  : STR("");
	struct nearest nearest = nearest_to(first);

	if (first.n > 0 && report_name_kinds(kinds, first, NULL)) {
		cli->first_operand++;
		return;
	}
	if (first.n > 0 && !str_is(first, "-") && !registry_knows(registry, first, &nearest)) {
		/* A word that resembles a community is left to the selection, which suggests that community. */
		if (nearest.best.p == NULL || str_find(first, ',') < first.n)
			(void)report_name_kinds(kinds, first, cli->diag);
	}
	kinds->list[0] = report_kinds;
	kinds->count = 1;
}

/* Reports kinds among the communities as being in the wrong place, which tells more than "unknown community". */
static void
check_communities(struct cli *cli, const struct registry *registry)
{
	struct report_kinds kinds;

	for (int i = cli->first_operand; i < cli->argc; i++) {
		struct str operand = str_of(cli->argv[i]);
		struct nearest nearest = nearest_to(operand);

		if (report_name_kinds(&kinds, operand, NULL) &&
		    !registry_knows(registry, operand, &nearest))
			cli_usage(
			    cli,
			    "no community \"%s\": name all kinds of report first, separated by "
			    "commas",
			    cli->argv[i]);
	}
}

/*
 * Takes the day asked about from SOURCE_DATE_EPOCH (reproducible-builds.org: seconds since 1970 in UTC), for builds
 * that must give the same result again; --as-of and COP_TODAY come first.
 */
static void
use_epoch(struct cli *cli)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH"), *today = getenv("COP_TODAY");
	char *end;
	long seconds;

	if (cli->as_of_given || epoch == NULL || *epoch == '\0' ||
	    (today != NULL && *today != '\0'))
		return;
	seconds = strtol(epoch, &end, 10);
	if (*end != '\0' || seconds < 0 || seconds / SECONDS_A_DAY > EPOCH_DAYS_MAX)
		cli_usage(cli, "SOURCE_DATE_EPOCH: \"%s\" is not a number of seconds", epoch);
	else
		cli->as_of = (day)(seconds / SECONDS_A_DAY);
}

/* The suffix of the file's name, without its dot; absent if it has none. */
static struct str
suffix_of(const struct wanted *wanted)
{
	const char *dot = wanted->file == NULL ? NULL : strrchr(wanted->file, '.');

	return str_of(dot == NULL || strchr(dot, '/') != NULL ? NULL : dot + 1);
}

/* The format: that of -f; that of the file's suffix; csv with --excel; or text. */
static enum report_format
format_of(const struct wanted *wanted)
{
	int i = words_index(report_format_words, suffix_of(wanted));

	if (wanted->format >= 0)
		return (enum report_format)wanted->format;
	if (i >= 0)
		return (enum report_format)i;
	return wanted->excel ? REPORT_CSV : REPORT_TEXT;
}

/* Is a kind of that name among them? */
static bool
has_kind(const struct report_kinds *kinds, const char *name)
{
	for (size_t i = 0; i < kinds->count; i++)
		if (strcmp(kinds->list[i]->name, name) == 0)
			return true;
	return false;
}

/* Reports options that none of the kinds use: to ignore them would hide a mistake. */
static void
check_options(struct cli *cli, const struct wanted *wanted, const struct report_kinds *kinds)
{
	const struct report *report = &wanted->report;

	if (report->by.p != NULL && !has_kind(kinds, "breakdown"))
		cli_usage(cli, "--by works only with breakdown");
	if (wanted->every && !has_kind(kinds, "growth"))
		cli_usage(cli, "--every works only with growth");
	if (wanted->period.since.p != NULL && !has_kind(kinds, "summary") &&
	    !has_kind(kinds, "growth") && !has_kind(kinds, "terms"))
		cli_usage(cli, "--since works only with summary, growth and terms");
	if (report->people && !has_kind(kinds, "overlap") && !has_kind(kinds, "consent"))
		cli_usage(cli, "--people works only with overlap and consent");
	if (report->without.p != NULL && !has_kind(kinds, "composition"))
		cli_usage(cli, "--without works only with composition");
}

/* Reports options about rows if a document is written: it has an order of its own, so they would have no effect. */
static void
check_rows_options(struct cli *cli, enum report_format format)
{
	const struct {
		const char *name;
		bool given;
	} asked[] = {
	    {"columns", cli->emit.columns.p != NULL},
	    {"sort", cli->emit.sort.p != NULL},
	    {"header", cli->emit.header == HEADER_YES},
	    {"no-header", cli->emit.header == HEADER_NO},
	};

	if (report_is_rows(format))
		return;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (asked[i].given)
			cli_usage(
			    cli,
			    "--%s works only with csv, tsv and json, not with %s; choose one with -f",
			    asked[i].name, report_format_words[format]);
}

/* Reports a file's suffix that looks like a format, but is none, unless an option names the format. */
static void
check_suffix(struct cli *cli, const struct wanted *wanted)
{
	struct str suffix = suffix_of(wanted);
	struct nearest nearest = nearest_to(suffix);
	struct buf choices = {0};
	bool word = suffix.n > 0;

	for (size_t i = 0; i < suffix.n; i++)
		word = word && ((suffix.p[i] >= 'a' && suffix.p[i] <= 'z') ||
				(suffix.p[i] >= 'A' && suffix.p[i] <= 'Z'));
	if (!word || wanted->format >= 0 || wanted->excel || str_is(suffix, "txt") ||
	    words_index(report_format_words, suffix) >= 0)
		return;
	words_near(report_format_words, &nearest, &choices);
	if (nearest.best.p != NULL)
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "-o %s: no format \"%.*s\"", wanted->file, STR_ARG(suffix));
	else
		cli_usage(cli, "-o %s: no format \"%.*s\"; use -f with one of %.*s", wanted->file,
			  STR_ARG(suffix), STR_ARG(buf_all(&choices)));
	buf_free(&choices);
}

/*
 * Reports a -o that names no file, or one of the registry, which the report must not overwrite.  What counts is the
 * registry on the disk, whatever --at says, and the file itself, whatever path leads to it.
 */
static void
check_file(struct cli *cli, const struct wanted *wanted)
{
	struct str name = str_of(wanted->file);
	struct registry_file *files;
	struct registry *registry;
	struct diag *unsaid;
	size_t count = 0;

	if (name.p == NULL)
		return;
	if (name.n == 0 || str_ends(name, STR("/"))) {
		cli_usage(cli, "-o \"%s\": not the name of a file", name.p);
		return;
	}
	unsaid = diag_new();
	registry = registry_open(cli->root, unsaid);
	if (registry != NULL)
		count = registry_files(registry, cli->arena, &files);
	for (size_t i = 0; i < count; i++)
		if (file_is_same(name.p, files[i].path.p))
			cli_usage(cli, "-o %s: this is a file of the registry; name another file",
				  name.p);
	registry_close(registry);
	diag_free(unsaid);
}

static void
check_wanted(struct cli *cli, const struct wanted *wanted, const struct report_kinds *kinds)
{
	enum report_format format = format_of(wanted);

	check_options(cli, wanted, kinds);
	check_rows_options(cli, format);
	check_suffix(cli, wanted);
	check_file(cli, wanted);
	if (wanted->if_changed && wanted->file == NULL)
		cli_usage(cli, "--if-changed needs a file to compare with: add -o FILE");
	if (wanted->excel && format != REPORT_CSV)
		cli_usage(cli, "--excel writes csv, not %s", report_format_words[format]);
	if (kinds->count > 1 && (format == REPORT_CSV || format == REPORT_TSV))
		cli_usage(
		    cli,
		    "%s can hold only one kind of report; json, xlsx and the others can hold several",
		    report_format_words[format]);
	if (format == REPORT_XLSX && wanted->file == NULL && cli->terminal)
		cli_usage(cli, "a workbook cannot be shown on a terminal: add -o FILE");
	for (size_t i = 0; i < kinds->count; i++)
		if (kinds->list[i]->period &&
		    report_period_of(&wanted->report, kinds->list[i], cli->as_of).first >
			cli->as_of)
			cli_usage(cli, "%s: the period begins after the day asked about",
				  kinds->list[i]->name);
	if (has_kind(kinds, "terms") && wanted->report.asked.first == DAY_ALWAYS &&
	    wanted->report.asked.last < cli->as_of)
		cli_usage(cli, "terms: the period ends before the day asked about");
	for (size_t i = 0; i < kinds->count; i++)
		if (cli->audience != AUDIENCE_PRIVATE &&
		    report_bears_names(kinds->list[i], &wanted->report))
			cli_usage(cli, "%s shows names: it is for --audience private only",
				  kinds->list[i]->name);
}

/* -- writing --------------------------------------------------------------------------------------------------- */

/* The whole report, kept in memory until it is complete. */
struct written {
	struct buf bytes;
	struct stamped stamp;
	bool any; /* are there rows? */
};

static bool
write_rows(struct cli *cli, const struct report *report, const struct report_rows *rows,
	   const struct wanted *wanted, struct written *written)
{
	struct output output = {.fd = -1};
	struct emit_options how = cli->emit;
	struct emit *emit;

	how.format = format_of(wanted) == REPORT_CSV   ? FORMAT_CSV
		     : format_of(wanted) == REPORT_TSV ? FORMAT_TSV
						       : FORMAT_JSON;
	how.excel = wanted->excel;
	if ((emit = emit_new(cli->arena, rows->columns, &how, &output, cli->diag)) == NULL)
		return false;
	(void)report_list(report, rows, emit);
	buf_str(&written->bytes, buf_all(&output.bytes));
	buf_free(&output.bytes);
	return true;
}

/* The git state of a folder on the disk or, if the registry is read from git (--at), just that commit. */
static struct git_state
state_of(struct cli *cli, const struct past *past, const struct folder *folder,
	 struct git_commit commit)
{
	if (past->git != NULL)
		return (struct git_state){.commit = git_short(commit.id)};
	return git_state(cli->arena, folder->path.n > 0 ? folder->path.p : ".");
}

/*
 * "3f2a1b09cd, files differ; rosters: 77aa...": the commits of the registry and, if elsewhere, of the people's
 * folder.
 */
static struct str
commit_text(struct cli *cli, const struct registry *registry)
{
	const struct past *past = &registry->past;
	struct git_state state = state_of(cli, past, &registry->root, past->commit);
	struct buf text = {0};

	buf_str(&text, state.commit);
	if (state.commit.n > 0 && state.differs)
		buf_format(&text, ", %s", label("files differ from it"));
	if (folder_is_there(&registry->people) &&
	    !folder_is_same(&registry->root, &registry->people)) {
		state = state_of(cli, past, &registry->people, past->people_commit);
		if (state.commit.n > 0)
			buf_format(&text, "; %s %.*s%s%s", label("of the rosters"),
				   STR_ARG(state.commit), state.differs ? ", " : "",
				   state.differs ? label("files differ from it") : "");
	}
	return buf_keep(&text, cli->arena);
}

static bool
write_document(struct cli *cli, const struct report *report, const struct document *document,
	       enum report_format format, struct written *written)
{
	struct page_style style = {.width = cli->terminal ? cli->emit.width : 80,
				   .bold = cli->emit.colour && format == REPORT_TEXT,
				   .ascii = !cli_utf8()};

	switch (format) {
	case REPORT_MD:
		written->stamp = document_markdown(document, &written->bytes);
		return true;
	case REPORT_HTML:
		written->stamp = document_html(document, &written->bytes);
		return true;
	case REPORT_XLSX:
		return document_xlsx(document, report->view->as_of, &written->bytes,
				     &written->stamp, cli->diag);
	default:
		written->stamp = document_page(document, style, &written->bytes);
		return true;
	}
}

/* Makes the report of a kind: adds it to the document or, if that is NULL, writes its rows.  False as write_kinds(). */
static bool
write_kind(struct cli *cli, struct report *all, const struct report_kind *kind,
	   const struct wanted *wanted, struct document *document, struct written *written)
{
	const struct column *columns = report_columns(kind, all);
	struct query *chosen, *query;
	struct report_rows rows;
	struct report report;

	if (columns == NULL ||
	    (chosen = report_query(all, cli->where, cli->where_count, columns, false)) == NULL ||
	    (query = report_query(all, cli->where, cli->where_count, columns, true)) == NULL)
		return false;
	if ((query_needs(chosen) & NEEDS_PEOPLE) != 0)
		(void)cli_people(cli, all->view->registry);
	report_choose(all, &report, chosen);
	if (!report_make(kind, &report, query, &rows))
		return false;
	all->read = report.read;
	all->disordered = report.disordered;
	written->any = written->any || rows.count > 0;
	if (document == NULL)
		return write_rows(cli, &report, &rows, wanted, written);
	kind->show(&report, &rows, document);
	return true;
}

/* Makes the reports of all kinds, as rows or in one document; false, with the reason recorded, if one fails. */
static bool
write_kinds(struct cli *cli, struct report *all, const struct report_kinds *kinds,
	    const struct wanted *wanted, struct written *written)
{
	enum report_format format = format_of(wanted);
	struct document *document = NULL;
	bool period = false;

	for (size_t i = 0; i < kinds->count && !period; i++) {
		period = kinds->list[i]->period;
		all->period = report_period_of(all, kinds->list[i], all->view->as_of);
	}
	all->totals = !report_is_rows(format);
	if (all->totals)
		document = report_document(
		    all, str_of(kinds->count == 1 ? label(kinds->list[0]->title) : label("Report")),
		    period, commit_text(cli, all->view->registry));
	for (size_t i = 0; i < kinds->count; i++) {
		if (document != NULL && kinds->count > 1)
			document_heading(document, 2, str_of(label(kinds->list[i]->title)));
		if (!write_kind(cli, all, kinds->list[i], wanted, document, written))
			return false;
	}
	if (document == NULL)
		return true;
	report_explain(all, document);
	return write_document(cli, all, document, format, written);
}

static void
deliver(struct cli *cli, const struct wanted *wanted, const struct report_kinds *kinds,
	const struct written *written)
{
	bool names = false;
	enum published published;

	for (size_t i = 0; i < kinds->count; i++)
		names = names || report_bears_names(kinds->list[i], &wanted->report);
	if (wanted->file == NULL || strcmp(wanted->file, "-") == 0) {
		(void)output_add(&cli->out, buf_all(&written->bytes));
		return;
	}
	published = publish(wanted->file, buf_all(&written->bytes), written->stamp, names,
			    cli->diag);
	if (wanted->if_changed && published == PUBLISHED_SAME)
		cli->answer_is_no = true;
	else if (wanted->if_changed && published == PUBLISHED && format_of(wanted) != REPORT_XLSX)
		(void)output_add(&cli->out, buf_all(&written->bytes));
}

static void
run(struct cli *cli, struct registry *registry, struct wanted *wanted)
{
	struct view view = cli_view(cli, registry);
	struct report *report = &wanted->report;
	struct written written = {0};
	struct report_kinds kinds;
	bool others = cli->where_count > 0, people = false;

	read_kinds(cli, registry, &kinds);
	check_communities(cli, registry);
	check_wanted(cli, wanted, &kinds);
	report->chosen = others || cli->first_operand < cli->argc;
	if (diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		return;
	labels_use(view.languages.list, view.languages.count);
	for (size_t i = 0; i < kinds.count; i++) {
		others = others || kinds.list[i]->others;
		people = people || !kinds.list[i]->definitions;
	}
	report->count = cli_select(cli, registry, others, &report->cops);
	if (people) {
		registry_load_people(registry);
		(void)cli_people(cli, registry);
	}
	report->view = &view;
	if (diag_worse(cli->diag, SEVERITY_USAGE) == 0 &&
	    write_kinds(cli, report, &kinds, wanted, &written)) {
		deliver(cli, wanted, &kinds, &written);
		if (!written.any && cli->where_count > 0)
			cli->answer_is_no = true;
	}
	report->view = NULL;
	buf_free(&written.bytes);
}

int
main(int argc, char *argv[])
{
	struct wanted wanted = {.format = -1};
	struct registry *registry;
	struct cli cli;
	int ch;

	cli_begin(&cli, &command, argc, argv);
	wanted.report.arena = cli.arena;
	wanted.report.diag = cli.diag;
	while ((ch = cli_next(&cli)) != -1)
		on_option(&cli, &wanted, ch);
	use_epoch(&cli);
	cli.as_of = report_set_period(&wanted.report, &wanted.period, cli.as_of, cli.as_of_given);
	if (diag_worse(cli.diag, SEVERITY_USAGE) == 0 && (registry = cli_registry(&cli)) != NULL) {
		run(&cli, registry, &wanted);
		registry_close(registry);
	}
	return cli_end(&cli);
}
