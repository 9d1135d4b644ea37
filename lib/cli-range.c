/* The first operand as a revision or a range of revisions, as git takes them. */
#include <string.h>

#include "cli.h"

/* The part of text before mark, which points into it; HEAD if that is empty. */
static const char *
revision_before(struct cli *cli, const char *text, const char *mark)
{
	return mark > text ? arena_str(cli->arena, (struct str){text, (size_t)(mark - text)}).p
			   : "HEAD";
}

void
cli_range(struct cli *cli, struct cli_range *range)
{
	const char *text = cli->first_operand < cli->argc ? cli->argv[cli->first_operand] : "-";
	const char *dots = strstr(text, "..");
	struct diag *ignored = diag_new();
	struct registry *registry = dots == NULL ? registry_open(cli->root, ignored) : NULL;

	*range = (struct cli_range){.nearest = nearest_to(str_of(text))};
	if (strcmp(text, "-") != 0 &&
	    (registry == NULL || !registry_knows(registry, str_of(text), &range->nearest))) {
		cli->first_operand++;
		range->begin = text;
	}
	range->nearest.best = arena_str(cli->arena, range->nearest.best);
	registry_close(registry);
	diag_free(ignored);
	if (dots == NULL)
		return;
	range->parted = dots[2] == '.';
	range->begin = revision_before(cli, text, dots);
	dots += range->parted ? 3 : 2;
	range->end = *dots != '\0' ? dots : "HEAD";
}

/* Opens the registry at the merge base of two others, which must have been opened at commits. */
static struct registry *
open_parted(struct cli *cli, const struct registry *a, const struct registry *b)
{
	struct git_commit base;
	struct buf why = {0};
	struct registry *registry = NULL;

	if (git_merge_base(a->past.git, a->past.commit.id, b->past.commit.id, &base, &why))
		registry = registry_open_at(cli->root, arena_str(cli->arena, git_short(base.id)).p,
					    cli->diag);
	else
		cli_usage(cli, "\"%.*s\" and \"%.*s\": %.*s", STR_ARG(a->past.revision),
			  STR_ARG(b->past.revision), STR_ARG(buf_all(&why)));
	buf_free(&why);
	return registry;
}

bool
cli_range_open(struct cli *cli, struct cli_range *range)
{
	struct registry **begin = range->parted ? &range->beside : &range->from;
	const char *failed = NULL;

	if (range->begin != NULL && (*begin = cli_registry_at(cli, range->begin)) == NULL)
		failed = range->begin;
	else if ((range->to = cli_registry_at(cli, range->end)) == NULL)
		failed = range->end;
	else if (range->parted)
		range->from = open_parted(cli, range->beside, range->to);
	/* If the operand was a single word, the user may have meant a community. */
	if (failed != NULL && str_eq(range->nearest.word, str_of(failed)))
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &range->nearest,
			      "no community \"%s\"", failed);
	if (range->to != NULL && (range->begin == NULL || range->from != NULL))
		return true;
	cli_range_close(range);
	return false;
}

void
cli_range_close(struct cli_range *range)
{
	registry_close(range->from);
	registry_close(range->to);
	registry_close(range->beside);
	range->from = range->to = range->beside = NULL;
}
