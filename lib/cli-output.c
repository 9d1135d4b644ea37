/* Output of commands: listings, outcomes of edits, diffs, remarks. */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

bool
cli_tells(const struct cli *cli)
{
	return cli->emit.format == FORMAT_TABLE && cli->emit.columns.p == NULL &&
	       cli->emit.sort.p == NULL;
}

struct emit *
cli_emit(struct cli *cli, const struct column *columns)
{
	struct emit *emit = emit_new(cli->arena, columns, &cli->emit, &cli->out, cli->diag);

	cli->listing = emit;
	return emit;
}

/* Notes the refusals of a dry run, which its diff cannot show. */
static void
note_refusals(struct cli *cli, const struct edit *edit)
{
	for (size_t i = 0; i < edit->outcome_count; i++) {
		const struct outcome *o = &edit->outcomes[i];

		if (strcmp(o->result, "refused") == 0)
			diag_add(cli->notes, RULE_REFUSED, (struct place){0}, "%.*s%s%.*s%s%.*s",
				 STR_ARG(o->cop), o->cop.n > 0 ? ": " : "", STR_ARG(o->what),
				 o->what.n > 0 ? ": " : "", STR_ARG(o->reason));
	}
}

bool
cli_edit(struct cli *cli, unsigned folders, bool (*change)(void *context, struct edit *edit),
	 void *context)
{
	struct emit *emit = cli_emit(cli, cli->command->columns);
	struct edit_task task = {cli->root, folders, cli->dry_run, cli->beside, change, context};
	struct buf diff = {0};
	struct view view;
	struct edit edit;
	bool done;

	if (emit == NULL || diag_worse(cli->diag, SEVERITY_USAGE) > 0)
		return false;
	done = edit_run(&edit, &task, &diff, cli->diag);
	/* The notes are about what was changed, or would be. */
	if (done)
		diag_take(cli->notes, edit.notes, 0);
	if (done && edit.refused)
		cli->answer_is_no = true;
	if (done && cli->dry_run) {
		cli_diff(cli, &diff);
		note_refusals(cli, &edit);
	} else if (done) {
		view = cli_view(cli, edit.registry);
		outcomes_list(&view, &edit, emit);
	}
	buf_free(&diff);
	edit_end(&edit);
	return done;
}

void
cli_diff(struct cli *cli, const struct buf *diff)
{
	struct buf plain = {0};

	if (cli->terminal)
		text_plain(&plain, buf_all(diff), true);
	(void)output_add(&cli->out, buf_all(cli->terminal ? &plain : diff));
	buf_free(&plain);
}

bool
cli_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]);

		if (locale != NULL && *locale != '\0')
			return strcasestr(locale, "utf-8") != NULL ||
			       strcasestr(locale, "utf8") != NULL;
	}
	return false;
}

size_t
cli_width(const struct cli *cli)
{
	size_t width = cli->emit.width;

	return width == 0 ? 80 : width > 100 ? 100 : width;
}

static void
say(const char *format, va_list args)
{
	struct output err = {.fd = STDERR_FILENO};
	struct buf said = {0};

	buf_vformat(&said, format, args);
	text_plain(&err.bytes, buf_all(&said), true);
	(void)output_end(&err);
	buf_free(&said);
}

void
cli_remark(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (isatty(STDERR_FILENO))
		say(format, args);
	va_end(args);
}

void
cli_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
}
