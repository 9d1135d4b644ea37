/* What a command is to work on: operands, lines of standard input in place of the operand -, and -w conditions. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "recognize.h"

#define STDIN_BLOCK (64 * (size_t)1024)

/* Called for each operand or, in place of an operand -, each line of standard input. */
typedef void on_operand(struct cli *cli, void *context, struct str operand);

bool
cli_read(struct cli *cli, const char *name, struct str *bytes)
{
	bool standard = strcmp(name, "-") == 0;
	struct file file = {.fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)};
	struct place place = {.path = standard ? STR("standard input") : str_of(name)};
	struct buf all = {0};
	ssize_t got = file.fd < 0 ? -1 : 1;

	if (standard && cli->input_read) {
		cli_usage(cli, "standard input is asked for twice: - can be given only once");
		return false;
	}
	cli->input_read = cli->input_read || standard;
	while (got > 0 && all.n <= ROWS_BYTES_MAX)
		got = file_read(&file, &all, STDIN_BLOCK);
	if (got < 0)
		file_complain(cli->diag, place, errno);
	else if (got > 0)
		diag_add(cli->diag, RULE_LIMIT, place, "more than 1 GiB");
	if (!standard)
		file_close(&file);
	*bytes = buf_keep(&all, cli->arena);
	return got == 0;
}

/* Calls each() with the first tab-separated column of each line of standard input, unless it is blank. */
static void
each_input_line(struct cli *cli, on_operand *each, void *context)
{
	struct str rest, line;

	/* Ignore a list that cannot be read to its end: acting on a part of it could be wrong. */
	if (!cli_read(cli, "-", &rest))
		return;
	rest = text_unmarked(rest);
	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		line.n = str_find(line, '\t');
		line.n -= str_ends(line, STR("\r")); /* Windows line ending */
		line = str_trim(line);
		if (line.n > 0)
			each(cli, context, line);
	}
}

/* Calls each() for every operand, each_line() for the lines of standard input where it is -; true if one was -. */
static bool
each_operand(struct cli *cli, on_operand *each, on_operand *each_line, void *context)
{
	bool from_input = false;

	for (int i = cli->first_operand; i < cli->argc; i++)
		if (strcmp(cli->argv[i], "-") == 0) {
			each_input_line(cli, each_line, context);
			from_input = true;
		} else {
			each(cli, context, str_of(cli->argv[i]));
		}
	return from_input;
}

struct operands {
	struct map seen; /* to skip duplicates */
	struct str *list;
	size_t count;
	size_t capacity;
};

static void
keep_operand(struct cli *cli, void *context, struct str operand)
{
	struct operands *all = context;

	if (map_get(&all->seen, operand) != NULL)
		return;
	*map_at(&all->seen, operand) = all;
	all->list = arena_grow(cli->arena, all->list, all->count, &all->capacity, sizeof(operand));
	all->list[all->count++] = operand;
}

size_t
cli_operands(struct cli *cli, const char *needed, struct str **operands)
{
	struct operands all = {.seen = map_new(cli->arena)};

	if (each_operand(cli, keep_operand, keep_operand, &all) && all.count == 0)
		cli->answer_is_no = true;
	else if (all.count == 0 && needed != NULL)
		cli_usage(cli, "%s; see %s --help", needed, cli->command->name);
	*operands = all.list;
	return all.count;
}

bool
cli_knows(struct cli *cli, const struct registry *const *registries, size_t registry_count,
	  const struct str *ids, size_t count)
{
	bool all = true;

	for (size_t i = 0; i < count; i++) {
		struct nearest nearest = nearest_to(ids[i]);
		bool known = false;

		for (size_t k = 0; k < registry_count; k++)
			known = recognize_known(cli->arena, registries[k], ids[i], &nearest,
						&cli->names[k]) ||
				known;
		/* As with git diff, the user may have given two revisions as separate operands. */
		if (!known && email_good(ids[i]))
			cli_usage(
			    cli,
			    "no community \"%.*s\": this is an address; use cop-members -w email=%.*s",
			    STR_ARG(ids[i]), STR_ARG(ids[i]));
		else if (!known)
			diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
				      "no community \"%.*s\"%s", STR_ARG(ids[i]),
				      registry_count == 1 || id_good(ids[i])
					  ? ""
					  : "; write two revisions as A..B");
		all = all && known;
	}
	return all;
}

/* The ids asked for: each once, in order of the operands. */
struct selection {
	const struct registry *registry;
	struct str *ids;
	size_t count;
	size_t capacity;
	struct map seen;
	bool foreign; /* standard input is no list of ids; reported once */
};

static void
select_id(struct cli *cli, void *context, struct str id)
{
	struct selection *selection = context;

	if (map_get(&selection->seen, id) != NULL)
		return;
	*map_at(&selection->seen, id) = selection;
	if (!cli_knows(cli, &selection->registry, 1, &id, 1))
		return;
	selection->ids = arena_grow(cli->arena, selection->ids, selection->count,
				    &selection->capacity, sizeof(id));
	selection->ids[selection->count++] = id;
}

/* Selects the id on a line of standard input. If a line looks like CSV, JSON or a table, rejects the whole input. */
static void
select_line(struct cli *cli, void *context, struct str id)
{
	struct selection *selection = context;

	if (selection->foreign)
		return;
	for (size_t i = 0; i < id.n; i++)
		selection->foreign = selection->foreign || strchr(" ,;{\"", id.p[i]) != NULL;
	if (selection->foreign)
		cli_usage(
		    cli,
		    "standard input is not a list of ids: use -f tsv, which puts the id first on each line");
	else
		select_id(cli, context, id);
}

size_t
cli_select(struct cli *cli, struct registry *registry, bool relatives,
	   const struct definition *const **cops)
{
	struct selection selection = {.registry = registry, .seen = map_new(cli->arena)};
	bool all = cli->first_operand >= cli->argc;
	const struct definition **chosen;
	size_t count = 0, wanted;

	(void)each_operand(cli, select_id, select_line, &selection);
	if (all)
		registry_load(registry);
	else if (relatives || cli->audience != AUDIENCE_PRIVATE)
		registry_load_with_relatives(registry, selection.ids, selection.count);
	else
		registry_load_some(registry, selection.ids, selection.count);
	if (all && registry->id_count == 0)
		cli_remark("there are no communities; cop-new(1) makes one\n");
	wanted = all ? registry->cop_count : selection.count;
	chosen = arena_array(cli->arena, wanted, sizeof(*chosen));
	for (size_t i = 0; i < wanted; i++) {
		const struct definition *cop = all ? registry->cops_list[i]
						   : registry_find(registry, selection.ids[i]);

		if (cop != NULL && audience_sees(cli->audience, cop->visibility))
			chosen[count++] = cop;
	}
	if (!all && count == 0)
		cli->answer_is_no = true;
	*cops = chosen;
	return count;
}

/* The files asked for, each once, in order of the operands. */
struct file_selection {
	const struct registry_file *all;
	size_t all_count;
	const struct registry_file **files;
	size_t count;
	size_t capacity;
};

/* Records that path names no file, and what may have been meant: the files of a community, or a similar name. */
static void
complain_of_file(struct cli *cli, const struct file_selection *selection, struct str path)
{
	struct nearest nearest = nearest_to(path);
	struct buf own = {0};

	for (size_t i = 0; i < selection->all_count; i++) {
		const struct registry_file *file = &selection->all[i];

		if (file->id.n > 0 && str_eq(file->id, path))
			buf_join(&own, ", ", file->on_disk);
		nearest_try(&nearest, file->on_disk);
		nearest_try_name(&nearest, file->name, file->on_disk);
	}
	if (own.n > 0)
		cli_usage(cli, "%.*s is a community; name a file: %.*s", STR_ARG(path),
			  STR_ARG(buf_all(&own)));
	else
		diag_add_near(cli->diag, RULE_USAGE, (struct place){0}, &nearest,
			      "%.*s: no such file in this registry", STR_ARG(path));
	buf_free(&own);
}

static void
select_file(struct cli *cli, void *context, struct str path)
{
	struct file_selection *selection = context;
	const struct registry_file *file = registry_file_at(selection->all, selection->all_count,
							    arena_str(cli->arena, path).p);

	if (file == NULL) {
		complain_of_file(cli, selection, path);
		return;
	}
	for (size_t i = 0; i < selection->count; i++)
		if (selection->files[i] == file)
			return;
	selection->files = arena_grow(cli->arena, selection->files, selection->count,
				      &selection->capacity, sizeof(*selection->files));
	selection->files[selection->count++] = file;
}

size_t
cli_files(struct cli *cli, const struct registry_file *all, size_t all_count,
	  const struct registry_file *const **files)
{
	struct file_selection selection = {.all = all, .all_count = all_count};

	if (each_operand(cli, select_file, select_file, &selection) && selection.count == 0)
		cli->answer_is_no = true;
	*files = selection.files;
	return selection.count;
}

struct query *
cli_query(struct cli *cli, const struct registry *registry, const struct column *columns)
{
	struct query *query = query_new(cli->arena, columns);
	bool good = true;

	for (size_t i = 0; i < cli->where_count; i++)
		good = query_add(query, registry, cli->where[i], cli->diag) && good;
	return good ? query : NULL;
}
