/* Compares two registries, file by file. */
#include "compare.h"

#include <stdlib.h>

/* A file that one registry has, or both. */
struct compared_file {
	enum registry_file_kind kind;
	struct str id; /* of the community; empty: the file is not about a single one */
	const struct registry_file *sides[COMPARED_SIDES]; /* NULL: this side has no such file */
};

struct compared_files {
	struct compared_file *list;
	size_t count;
};

/* Files about the registry as a whole come first; a community's definition comes before its roster. */
static int
compare_files(const void *left, const void *right)
{
	const struct compared_file *a = left, *b = right;
	int c = str_cmp(a->id, b->id);

	return c != 0 ? c : (int)a->kind - (int)b->kind;
}

static bool
is_of_people(const struct compared_file *file)
{
	return registry_csv_kind(file->kind) != CSV_NONE;
}

static bool
is_wanted(const struct compared_registries *r, const struct compared_file *file)
{
	for (size_t i = 0; i < r->count; i++)
		if (str_eq(r->ids[i], file->id))
			return true;
	return r->count == 0;
}

/* Are the people known on both sides? If on one side only, that is recorded. */
static bool
people_known(const struct compared_registries *r)
{
	bool old = registry_people_known(r->sides[COMPARED_OLD]);
	bool now = registry_people_known(r->sides[COMPARED_NEW]);

	if (old != now)
		registry_no_people(r->sides[old ? COMPARED_NEW : COMPARED_OLD],
				   "who came and went is unknown", r->diag);
	return old && now;
}

/* Does the name of the file contain an id? If not, such as that of a copy, the file is none of the registry. */
static bool
is_named_well(const struct registry_file *file)
{
	return file->id.n == 0 || id_good(file->id);
}

/* The files of both registries, each once. */
static struct compared_files
files_of(const struct compared_registries *r)
{
	struct arena *arena = r->found->arena;
	struct registry_file *files[COMPARED_SIDES];
	struct compared_files all = {0};
	size_t counts[COMPARED_SIDES], n = 0;

	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		counts[i] = registry_files(r->sides[i], arena, &files[i]);
	all.list = arena_array(arena, counts[COMPARED_OLD] + counts[COMPARED_NEW] + 1,
			       sizeof(*all.list));
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		for (size_t k = 0; k < counts[i]; k++) {
			struct compared_file *file = &all.list[n];

			if (!is_named_well(&files[i][k]))
				continue;
			n++;
			file->kind = files[i][k].kind;
			file->id = files[i][k].id;
			file->sides[i] = &files[i][k];
		}
	if (n > 1)
		qsort(all.list, n, sizeof(*all.list), compare_files);
	for (size_t i = 0; i < n; i++) {
		struct compared_file *last = &all.list[all.count > 0 ? all.count - 1 : 0];

		if (all.count > 0 && compare_files(last, &all.list[i]) == 0)
			for (enum compared k = 0; k < COMPARED_SIDES; k++)
				last->sides[k] = last->sides[k] != NULL ? last->sides[k]
									: all.list[i].sides[k];
		else
			all.list[all.count++] = all.list[i];
	}
	return all;
}

/* Does git have the same blob for both sides? Then there is nothing to compare. */
static bool
is_recorded_alike(const struct compared_file *file)
{
	struct str ids[COMPARED_SIDES] = {{NULL, 0}, {NULL, 0}};

	for (enum compared i = 0; i < COMPARED_SIDES; i++) {
		const struct registry_file *side = file->sides[i];
		const struct tree_file *found = NULL;

		if (side != NULL && side->folder->tree != NULL)
			found = tree_find(side->folder->tree, side->folder->within, side->name.p);
		if (found != NULL)
			ids[i] = found->id;
	}
	return ids[COMPARED_OLD].n > 0 && str_eq(ids[COMPARED_OLD], ids[COMPARED_NEW]);
}

/* Did opening or loading a registry fail to read the file? Then that has been recorded already. */
static bool
is_unread(const struct compared_registries *r, const struct compared_file *file)
{
	if (file->kind == FILE_REGISTRY)
		for (enum compared i = 0; i < COMPARED_SIDES; i++)
			if (r->sides[i]->node == NULL || r->sides[i]->node->kind != NODE_MAP)
				return true;
	return file->kind == FILE_DEFINITION && file->sides[COMPARED_NEW] != NULL &&
	       registry_find(r->sides[COMPARED_NEW], file->id) == NULL;
}

const struct registry *
compare_state(void *context, size_t i)
{
	return ((const struct registry **)context)[i];
}

static void
compare_file(const struct compared_registries *r, const struct compared_file *file)
{
	const struct registry *states[] = {r->sides[COMPARED_OLD], r->sides[COMPARED_NEW]};
	struct comparison comparison = {.kind = file->kind,
					.id = file->id,
					.languages = r->languages,
					.audience = r->audience,
					.state = compare_state,
					.context = states,
					.state_count = COMPARED_SIDES,
					.found = r->found,
					.diag = r->diag};
	size_t limit = is_of_people(file) ? ROWS_BYTES_MAX : NODE_BYTES_MAX;
	struct buf bytes[COMPARED_SIDES] = {{0}, {0}};
	size_t before = r->found->count;
	bool good = true;

	for (enum compared i = 0; i < COMPARED_SIDES; i++) {
		const struct registry_file *side = file->sides[i];

		if (side == NULL)
			continue;
		good = file_read_all(side->folder, side->name.p, limit, &bytes[i],
				     (struct place){.path = side->path}, r->diag) &&
		       good;
		comparison.bytes[i] = buf_all(&bytes[i]);
		comparison.paths[i] = side->path;
	}
	if (good)
		(void)compare_versions(&comparison);
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		if (r->found->count > before)
			differences_keep(r->found, bytes[i]);
		else
			buf_free(&bytes[i]);
}

void
compare_registries(const struct compared_registries *registries)
{
	struct compared_files files = files_of(registries);
	struct compared_registries r = *registries;
	bool people = people_known(registries);

	r.diag = diag_new();
	for (size_t i = 0; i < files.count; i++)
		if (is_wanted(&r, &files.list[i]) && !is_recorded_alike(&files.list[i]) &&
		    (people || !is_of_people(&files.list[i])) && !is_unread(&r, &files.list[i]))
			compare_file(&r, &files.list[i]);
	/* Drop faults that were recorded already when the registries were loaded. */
	diag_keep_new(r.diag, registries->diag);
	diag_take(registries->diag, r.diag, 0);
	diag_free(r.diag);
	differences_sort(registries->found);
}
