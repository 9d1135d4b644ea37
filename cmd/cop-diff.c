/* cop-diff - tells what happened between two states of a registry, or two versions of a file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "compare.h"
#include "labels.h"

#define NO_FILE "/dev/null" /* the name of a missing file, for git and in cop-diff(1) */

static const struct cli_command command = {
    .name = "cop-diff",
    .summary = "Tells what happened between two states of a registry.",
    .operands = "[REV | REV..REV | REV...REV | OLD NEW] [ID | -]...",
    .complete = "past",
    .common = CLI_REGISTRY | CLI_WHERE | CLI_AS_OF | CLI_AUDIENCE | CLI_LANG | CLI_FORMAT |
	      CLI_COLUMNS,
    .columns = difference_columns,
};

/* -- printing ------------------------------------------------------------------------------------------------- */

static void
print_sentences(struct cli *cli, const struct view *view, const struct differences *found)
{
	struct buf out = {0};
	struct page page = {.out = &out, .width = cli_width(cli), .bold = cli->emit.colour};

	cli_pager(cli);
	differences_tell(found, view, 2, &page);
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
}

static void
print(struct cli *cli, const struct view *view, struct differences *found)
{
	struct query *query = cli_query(cli, view->registry, command.columns);
	bool sentences = cli_tells(cli);
	struct emit *emit = sentences ? NULL : cli_emit(cli, command.columns);

	if (query == NULL || (!sentences && emit == NULL))
		return;
	differences_choose(found, view, query);
	if (found->count == 0)
		cli->answer_is_no = true;
	if (sentences) {
		print_sentences(cli, view, found);
	} else {
		differences_list(found, view, emit);
		emit_end(emit);
	}
}

/* -- two files ------------------------------------------------------------------------------------------------- */

/* The view for comparing files; registry may be NULL: then labels are English by default. */
static struct view
view_of_files(struct cli *cli, const struct registry *registry)
{
	static const struct str english = {"en", 2};
	static const struct registry none = {.languages = {&english, 1}};
	struct view view = cli_view(cli, registry != NULL ? registry : &none);

	view.registry = registry;
	labels_use(view.languages.list, view.languages.count);
	return view;
}

static bool
read_sides(struct cli *cli, struct comparison *comparison, const char *const names[COMPARED_SIDES])
{
	bool good = true;

	for (enum compared i = 0; i < COMPARED_SIDES; i++) {
		if (comparison->paths[i].p == NULL)
			comparison->paths[i] = str_of(names[i]);
		if (strcmp(names[i], NO_FILE) == 0)
			comparison->bytes[i] = (struct str){NULL, 0};
		else
			good = cli_read(cli, names[i], &comparison->bytes[i]) && good;
	}
	return good;
}

/* Finds out the kind of file from the names, the new one first; false if neither tells. */
static bool
find_kind(struct comparison *comparison, const char *const names[COMPARED_SIDES])
{
	return compare_kind(str_of(names[COMPARED_NEW]), comparison) ||
	       compare_kind(str_of(names[COMPARED_OLD]), comparison);
}

static void
diff_files(struct cli *cli, const char *const names[COMPARED_SIDES])
{
	struct differences found = differences_new(cli->arena);
	struct view view = view_of_files(cli, NULL);
	struct comparison comparison = {.languages = view.languages,
					.audience = cli->audience,
					.found = &found,
					.diag = cli->diag};

	if (!find_kind(&comparison, names)) {
		cli_usage(cli, "%s: not the name of a file of a registry", names[COMPARED_NEW]);
		return;
	}
	if (read_sides(cli, &comparison, names) && find_kind(&comparison, names) &&
	    compare_versions(&comparison)) {
		differences_sort(&found);
		print(cli, &view, &found);
	}
}

/* -- two folders ------------------------------------------------------------------------------------------------- */

static void
diff_registries(struct cli *cli, struct registry *const sides[COMPARED_SIDES],
		const struct str *ids, size_t count)
{
	const struct registry *const known[] = {sides[COMPARED_OLD], sides[COMPARED_NEW]};
	struct differences found = differences_new(cli->arena);
	struct view view = cli_view(cli, sides[COMPARED_NEW]);
	struct compared_registries registries = {
	    .sides = {known[COMPARED_OLD], known[COMPARED_NEW]},
	    .ids = ids,
	    .count = count,
	    .languages = view.languages,
	    .audience = cli->audience,
	    .found = &found,
	    .diag = cli->diag};

	if (!cli_knows(cli, known, COMPARED_SIDES, ids, count))
		return;
	labels_use(view.languages.list, view.languages.count);
	registry_load(sides[COMPARED_NEW]);
	if (cli->audience != AUDIENCE_PRIVATE)
		registry_load_quietly(sides[COMPARED_OLD]);
	registry_load_people(sides[COMPARED_NEW]);
	compare_registries(&registries);
	print(cli, &view, &found);
	differences_free(&found);
}

/* Compares the folders that the first two operands name; further ones are communities. */
static void
diff_folders(struct cli *cli, const char *const names[COMPARED_SIDES])
{
	struct registry *sides[COMPARED_SIDES] = {NULL, NULL};
	struct str *ids;
	size_t count;

	cli->first_operand += COMPARED_SIDES;
	count = cli_operands(cli, NULL, &ids);
	if (count == 0 && cli->answer_is_no)
		return;
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		sides[i] = registry_open(names[i], cli->diag);
	if (sides[COMPARED_OLD] != NULL && sides[COMPARED_NEW] != NULL)
		diff_registries(cli, sides, ids, count);
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		registry_close(sides[i]);
}

/* -- revisions --------------------------------------------------------------------------------------------------- */

static void
diff_revisions(struct cli *cli)
{
	struct cli_range range;
	struct str *ids;
	size_t count;

	cli_range(cli, &range);
	if (range.begin == NULL)
		range.begin = "HEAD";
	count = cli_operands(cli, NULL, &ids);
	if (count == 0 && cli->answer_is_no)
		return;
	if (cli_range_open(cli, &range))
		diff_registries(cli, (struct registry *const[]){range.from, range.to}, ids, count);
	cli_range_close(&range);
}

/* -- git's external diff driver ------------------------------------------------------------------------------------ */

/*
 * The operands that git gives: path old-file old-hex old-mode new-file new-hex new-mode.  For a renamed file, the new
 * path and a text follow; for an unmerged one, there is only the path.
 */
enum { PATH, OLD_FILE, OLD_HEX, OLD_MODE, NEW_FILE, NEW_HEX, NEW_MODE, DRIVEN, NEW_PATH = DRIVEN };

#define UNMERGED 1 /* the number of operands for an unmerged file */

static bool
is_hex(const char *word)
{
	size_t n = strspn(word, "0123456789abcdef");

	return strcmp(word, ".") == 0 || (word[n] == '\0' && (n == 40 || n == 64));
}

static bool
is_mode(const char *word)
{
	return strcmp(word, ".") == 0 ||
	       (strlen(word) == 6 && word[strspn(word, "01234567")] == '\0');
}

/* Was cop-diff called by git? (gitattributes(5), "Defining an external diff driver"; git(1), GIT_EXTERNAL_DIFF.) */
static bool
is_driver(int count, char *const *operands)
{
	/* A person may type one operand, too, but only git sets this variable, to count the files. */
	if (count == UNMERGED)
		return getenv("GIT_DIFF_PATH_COUNTER") != NULL;
	return (count == DRIVEN || count == DRIVEN + 2) && is_hex(operands[OLD_HEX]) &&
	       is_mode(operands[OLD_MODE]) && is_hex(operands[NEW_HEX]) &&
	       is_mode(operands[NEW_MODE]);
}

/* Prints the findings to standard output, where the differences would be, and forgets them. */
static void
print_findings(struct cli *cli)
{
	struct buf lines = {0};

	for (size_t i = 0; i < diag_count(cli->diag); i++)
		diag_line(&lines, diag_at(cli->diag, i), command.name);
	(void)output_add(&cli->out, buf_all(&lines));
	diag_clear(cli->diag);
	buf_free(&lines);
}

/* A heading like that of git diff, with both paths if the file was renamed. */
static struct str
heading_of(struct arena *arena, const struct comparison *comparison)
{
	struct str old = comparison->paths[COMPARED_OLD], new = comparison->paths[COMPARED_NEW];

	return str_eq(old, new)
		   ? arena_format(arena, "cop-diff %.*s", STR_ARG(new))
		   : arena_format(arena, "cop-diff %.*s => %.*s", STR_ARG(old), STR_ARG(new));
}

/* Why git shows a file in which no differences were found. */
static const char *
why_shown(const struct comparison *comparison)
{
	struct str old = comparison->bytes[COMPARED_OLD], new = comparison->bytes[COMPARED_NEW];
	bool same = old.n == 0 || new.n == 0 ? old.n == new.n : str_eq(old, new);

	if (old.p == NULL && new.p == NULL)
		return label("It is unmerged.");
	if (!same && comparison->audience != AUDIENCE_PRIVATE)
		return label("Nothing that this audience may see has changed.");
	if (old.p == NULL)
		return label("It is new and empty.");
	if (new.p == NULL)
		return label("It was empty and has been deleted.");
	if (!same)
		return label("The content is the same in another form.");
	return str_eq(comparison->paths[COMPARED_OLD], comparison->paths[COMPARED_NEW])
		   ? label("Only its mode has changed.")
		   : label("Only its name has changed.");
}

static void
tell_file(struct cli *cli, const struct view *view, struct comparison *comparison)
{
	struct buf out = {0};
	struct page page = {.out = &out, .width = cli_width(cli), .bold = cli->emit.colour};
	struct str heading = heading_of(cli->arena, comparison);
	bool compared = compare_versions(comparison);

	page_heading(&page, 2, heading);
	differences_sort(comparison->found);
	differences_tell(comparison->found, view, 2, &page);
	if (compared && comparison->found->count == 0)
		page_text(&page, str_of(why_shown(comparison)));
	(void)output_add(&cli->out, buf_all(&out));
	print_findings(cli);
	buf_free(&out);
}

/*
 * The path from the top of the work tree, if git was called with --relative: then the path that it gives is from the
 * folder in which it was called itself, which is in GIT_PREFIX.
 */
static struct str
path_from_top(struct cli *cli, const char *path)
{
	const char *prefix = getenv("GIT_PREFIX");

	return arena_format(cli->arena, "%s%s", prefix != NULL ? prefix : "", path);
}

/*
 * Opens the registry that the file belongs to: that of -R or above the current folder or, since git runs its driver
 * at the top of the work tree and the registry may lie below, one in a folder on either path.  NULL if there is none.
 */
static struct registry *
registry_of(struct cli *cli, const struct str paths[], size_t count, struct diag *diag)
{
	struct registry *registry = registry_open(cli->root, diag);

	for (size_t at = 0; at < count; at++)
		for (size_t i = paths[at].n; i > 0 && registry == NULL; i--)
			if (paths[at].p[i - 1] == '/')
				registry = registry_open(
				    arena_str(cli->arena, (struct str){paths[at].p, i}).p, diag);
	return registry;
}

/* Says that the file has to be looked at in another way: it is none of a registry, whatever .gitattributes says. */
static void
tell_other_file(struct cli *cli, const struct comparison *comparison)
{
	struct buf out = {0};
	struct page page = {.out = &out, .width = cli_width(cli), .bold = cli->emit.colour};

	page_heading(&page, 2, heading_of(cli->arena, comparison));
	page_text(&page, str_of(label("It is no file of a registry: git diff --no-ext-diff shows "
				      "its lines.")));
	(void)output_add(&cli->out, buf_all(&out));
	buf_free(&out);
}

/* Acts as git's diff driver.  git stops if its driver fails, so findings are printed rather than returned. */
static void
drive(struct cli *cli, char *const *operands, int count)
{
	const char *path = operands[count > DRIVEN ? NEW_PATH : PATH];
	const char *const names[] = {count == UNMERGED ? NO_FILE : operands[OLD_FILE],
				     count == UNMERGED ? NO_FILE : operands[NEW_FILE]};
	const struct str paths[] = {str_of(path), path_from_top(cli, path)};
	struct diag *ignored = diag_new();
	struct registry *registry = registry_of(cli, paths, sizeof(paths) / sizeof(paths[0]),
						ignored);
	struct differences found = differences_new(cli->arena);
	struct view view = view_of_files(cli, registry);
	const struct registry *states[] = {registry};
	struct comparison comparison = {.paths = {str_of(operands[PATH]), str_of(path)},
					.languages = view.languages,
					.audience = cli->audience,
					.state = compare_state,
					.context = states,
					.state_count = registry != NULL,
					.found = &found,
					.diag = cli->diag};

	if (registry != NULL) {
		registry_load(registry);
		registry_load_people(registry);
	}
	if (!compare_kind(paths[0], &comparison) && !compare_kind(paths[1], &comparison))
		tell_other_file(cli, &comparison);
	else if (read_sides(cli, &comparison, names) &&
		 (compare_kind(paths[0], &comparison) || compare_kind(paths[1], &comparison)))
		tell_file(cli, &view, &comparison);
	else
		print_findings(cli);
	registry_close(registry);
	diag_free(ignored);
}

/* ----------------------------------------------------------------------------------------------------------------- */

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool
is_file(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

int
main(int argc, char *argv[])
{
	const char *const *names;
	struct cli cli;
	int count;

	cli_begin(&cli, &command, argc, argv);
	while (cli_next(&cli) != -1)
		;
	count = argc - cli.first_operand;
	names = (const char *const *)argv + cli.first_operand;
	if (is_driver(count, argv + cli.first_operand))
		drive(&cli, argv + cli.first_operand, count);
	else if (count >= 2 && is_folder(names[0]) && is_folder(names[1]))
		diff_folders(&cli, names);
	else if (count == 2 && is_file(names[0]) && is_file(names[1]))
		diff_files(&cli, names);
	else
		diff_revisions(&cli);
	return cli_end(&cli);
}
