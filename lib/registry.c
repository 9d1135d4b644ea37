#include "registry.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define UPWARD_MAX 64

/* -- finding the folder -------------------------------------------------------------------------------- */

/* The nearest folder upward that holds registry.yaml, as a relative path in the arena; NULL if there is none. */
static const char *
find_upward(struct arena *arena)
{
	const char *path = ".", *above = "..";

	for (int i = 0; i < UPWARD_MAX; i++) {
		if (access(arena_format(arena, "%s/" REGISTRY_FILE, path).p, F_OK) == 0)
			return path;
		if (file_is_same(path, above))
			return NULL;
		path = above;
		above = arena_format(arena, "../%s", path).p;
	}
	return NULL;
}

static bool
open_root(struct registry *registry, const char *root, bool past, const char *revision)
{
	struct diag *diag = registry->diag;
	const char *folder = root != NULL ? root : find_upward(registry->arena);
	bool opened = false;

	/* A bare repository has no work tree in which to find registry.yaml. */
	if (folder == NULL && past)
		folder = ".";
	if (folder == NULL)
		diag_add(
		    diag, RULE_NO_REGISTRY, (struct place){0},
		    "no registry.yaml here or in a folder above; name its folder with -R or COP_REGISTRY");
	else if (past)
		opened = past_open(&registry->past, registry->arena,
				   arena_str(registry->arena, str_of(folder)).p, revision,
				   &registry->root, diag);
	else if (!(opened = folder_open(&registry->root, registry->arena, folder)))
		diag_add(diag, RULE_NO_REGISTRY, (struct place){0}, "%s: %s", folder,
			 strerror(errno));
	if (opened && !(folder_is_there(&registry->root) &&
			folder_holds(&registry->root, REGISTRY_FILE, NULL))) {
		diag_add(diag, RULE_NO_REGISTRY, (struct place){0}, "%s%s holds no registry.yaml",
			 past && revision == NULL ? "what is staged in " : "",
			 revision != NULL ? registry->root.path.p : folder);
		opened = false;
	}
	return opened;
}

/* -- opening ---------------------------------------------------------------------------------------------- */

/* Lists the ids of all definition files and sorts them; the file names' order differs, as "." sorts after "-". */
static void
list_ids(struct registry *registry)
{
	struct str *names, suffix = STR(DEFINITION_SUFFIX);
	ssize_t count = 0;

	if (!folder_within(&registry->cops, registry->arena, &registry->root, "cops") ||
	    (count = folder_names(&registry->cops, registry->arena, &names)) < 0) {
		/* Git does not record empty folders. */
		if (registry->root.tree == NULL || errno != ENOENT)
			file_complain(registry->diag, (struct place){.path = registry->cops.path},
				      errno);
		return;
	}
	registry->ids = names;
	for (ssize_t i = 0; i < count; i++) {
		struct str id = {names[i].p, names[i].n - suffix.n};

		if (str_ends(names[i], suffix) && id_good(id))
			registry->ids[registry->id_count++] = id;
	}
	if (registry->id_count > 1)
		qsort(registry->ids, registry->id_count, sizeof(*registry->ids), str_order);
}

/*
 * Opens the people's folder on the disk; false if it does not exist, which is no error, or cannot be opened.  An empty
 * one counts as absent: git leaves one for a submodule that has not been fetched, for example in a public clone.
 */
static bool
open_people_folder(struct registry *registry, struct str people)
{
	struct str path = people.p[0] == '/'
			      ? arena_str(registry->arena, people)
			      : arena_format(registry->arena, "%.*s%.*s",
					     STR_ARG(registry->root.path), STR_ARG(people));

	if (str_is(people, "."))
		path = registry->root.path.n > 0 ? registry->root.path : STR(".");
	if (folder_open(&registry->people, registry->arena, path.p)) {
		if (str_is(people, ".") || !folder_is_empty(&registry->people))
			return true;
		folder_close(&registry->people);
		registry->no_people =
		    "the people's folder is empty (fetch it, or create the folder rosters in it)";
		return false;
	}
	if (errno != ENOENT)
		file_complain(registry->diag, (struct place){.path = path}, errno);
	return false;
}

static void
open_people(struct registry *registry)
{
	struct str people = node_text(node_get(registry->node, "people"));
	bool opened;

	registry->no_people = "the people's folder is missing";
	if (people.n == 0)
		people = STR(".");
	opened = registry->past.git != NULL
		     ? past_people(&registry->past, registry->arena, &registry->root, people,
				   &registry->people)
		     : open_people_folder(registry, people);
	if (opened &&
	    !folder_within(&registry->rosters, registry->arena, &registry->people, "rosters") &&
	    errno != ENOENT) {
		registry->rosters_unreadable = true;
		file_complain(registry->diag, (struct place){.path = registry->rosters.path},
			      errno);
	}
}

void
registry_no_people(const struct registry *registry, const char *so, struct diag *diag)
{
	const struct node *people = node_get(registry->node, "people");

	if (folder_is_there(&registry->people) || registry->node == NULL)
		return;
	diag_add(diag, RULE_UNREADABLE,
		 people != NULL ? node_place(people, registry->path)
				: (struct place){.path = registry->path},
		 "%s, so %s",
		 registry->past.unknown.n > 0 ? registry->past.unknown.p : registry->no_people, so);
}

/* Opens the registry from the disk or, if past, from git at the revision; if that is NULL, as it is staged. */
static struct registry *
open_from(const char *root, bool past, const char *revision, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct registry *registry = arena_get(arena, sizeof(*registry));

	registry->arena = arena;
	registry->diag = diag;
	registry->root.fd = registry->cops.fd = registry->people.fd = registry->rosters.fd = -1;
	registry->cops_by_id = map_new(arena);
	if (!open_root(registry, root, past, revision)) {
		registry_close(registry);
		return NULL;
	}
	registry_read_settings(registry);
	list_ids(registry);
	/* registry.yaml says where the people's folder is; if it cannot be read, the default may be wrong. */
	if (registry->node != NULL)
		open_people(registry);
	return registry;
}

struct registry *
registry_open(const char *root, struct diag *diag)
{
	return open_from(root, false, NULL, diag);
}

struct registry *
registry_open_at(const char *root, const char *revision, struct diag *diag)
{
	return open_from(root, revision != NULL, revision, diag);
}

struct registry *
registry_open_staged(const char *root, struct diag *diag)
{
	return open_from(root, true, NULL, diag);
}

void
registry_close(struct registry *registry)
{
	if (registry == NULL)
		return;
	folder_close(&registry->root);
	folder_close(&registry->cops);
	folder_close(&registry->people);
	folder_close(&registry->rosters);
	past_close(&registry->past);
	arena_free(registry->arena);
}

/* -- what is in it ----------------------------------------------------------------------------------------- */

void
registry_load_people(struct registry *registry)
{
	size_t before = diag_count(registry->diag);

	if (!folder_is_there(&registry->people))
		return;
	registry->organizations = organizations_read(registry->arena, &registry->people,
						     registry->diag);
	registry->people_unreadable = registry->organizations == NULL &&
				      diag_count(registry->diag) > before;
	before = diag_count(registry->diag);
	registry->suppressions = suppressions_read(registry->arena, &registry->people,
						   registry->diag);
	if (registry->suppressions != NULL)
		registry->suppressions_unknown = registry->suppressions->damaged;
	else
		registry->suppressions_unknown = diag_count(registry->diag) > before;
	registry->people_unreadable = registry->people_unreadable ||
				      (registry->suppressions == NULL &&
				       registry->suppressions_unknown);
}

/* Takes the next word of a folded text: a run of letters and digits, as in ids. False at the end. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n > 0 && !text_in_ascii_word(rest->p[0]))
		*rest = str_after(*rest, 1);
	while (n < rest->n && text_in_ascii_word(rest->p[n]))
		n++;
	*word = (struct str){rest->p, n};
	*rest = str_after(*rest, n);
	return n > 0;
}

static bool
has_word(struct str text, struct str word)
{
	struct str other;

	while (next_word(&text, &other))
		if (str_eq(other, word))
			return true;
	return false;
}

/* The number of words in the id if the text has all of them; else 0. */
static size_t
words_in(struct str text, struct str id)
{
	struct str word;
	size_t count = 0;

	for (; next_word(&id, &word); count++)
		if (!has_word(text, word))
			return 0;
	return count;
}

/*
 * The id whose words all occur in the text, which may be a name, such as Perinatal Community of Practice, or a path; of
 * several, the one with most words.  Absent if there is none, or a tie.
 */
static struct str
id_within(const struct registry *registry, struct str text)
{
	struct buf folded = {0};
	struct str best = {NULL, 0};
	size_t most = 0;

	text_fold(&folded, text);
	for (size_t i = 0; i < registry->id_count; i++) {
		size_t count = words_in(buf_all(&folded), registry->ids[i]);

		if (count > most)
			best = registry->ids[i];
		else if (count > 0 && count == most)
			best = (struct str){NULL, 0};
		most = count > most ? count : most;
	}
	buf_free(&folded);
	return best;
}

bool
registry_knows(const struct registry *registry, struct str id, struct nearest *nearest)
{
	if (registry->id_count > 0 && bsearch(&id, registry->ids, registry->id_count,
					      sizeof(*registry->ids), str_order) != NULL)
		return true;
	if (nearest == NULL)
		return false;
	for (size_t i = 0; i < registry->id_count; i++)
		nearest_try(nearest, registry->ids[i]);
	if (nearest->best.p != NULL || nearest->distance == 0)
		return false;
	for (size_t i = 0; i < registry->id_count; i++)
		nearest_try_word(nearest, registry->ids[i], registry->ids[i]);
	if (nearest->best.p == NULL && !id_good(id))
		nearest->best = id_within(registry, id);
	return false;
}

const struct definition *
registry_find(const struct registry *registry, struct str id)
{
	return map_get(&registry->cops_by_id, id);
}

void
registry_read_rosters(const struct registry *registry, struct roster_scan scan)
{
	if (!folder_is_there(&registry->rosters))
		return;
	scan.folder = &registry->rosters;
	scan.diag = registry->diag;
	roster_read(&scan);
}

bool
registry_read_in_order(const struct registry *registry, struct roster_scan scan)
{
	if (!folder_is_there(&registry->rosters))
		return true;
	scan.folder = &registry->rosters;
	scan.diag = registry->diag;
	return roster_read_in_order(&scan);
}
