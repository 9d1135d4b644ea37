#include "registry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool.h"

#define UPWARD_MAX 64
#define DEFINITION_WORK \
	(32 * (size_t)1024) /* to parse one costs about as much as so many bytes of rosters */
#define POLICY_MAX 9999     /* days or months: more than any federation's life */

/* -- finding the folder -------------------------------------------------------------------------------- */

/* The nearest folder upward that holds registry.yaml, as a path from here; NULL if there is none. */
static const char *
find_upward(struct buf *path)
{
	buf_add(path, ".", 2);
	for (int i = 0; i < UPWARD_MAX; i++) {
		struct buf above = {0};
		bool found, at_top;

		path->n--;
		buf_format(&above, "%s/" REGISTRY_FILE, path->p);
		found = access(above.p, F_OK) == 0;
		buf_clear(&above);
		buf_format(&above, "%s/..", i == 0 ? "." : path->p);
		at_top = file_is_same(path->p, above.p);
		buf_free(&above);
		if (found)
			return path->p;
		if (at_top)
			return NULL;
		buf_clear(path);
		for (int up = 0; up <= i; up++)
			buf_puts(path, up == 0 ? ".." : "/..");
		buf_char(path, '\0');
	}
	return NULL;
}

static bool
open_root(struct registry *registry, const char *root, bool past, const char *revision)
{
	struct diag *diag = registry->diag;
	struct buf path = {0};
	const char *folder = root != NULL ? root : find_upward(&path);
	bool opened = false;

	/* A bare repository has nothing on the disk but what git has recorded. */
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
	buf_free(&path);
	return opened;
}

/* -- registry.yaml ------------------------------------------------------------------------------------- */

static void
check_value(void *context, const struct key *key, const struct node *value)
{
	const struct keys_walk *walk = context;

	keys_check_value(key, value, walk->path, walk->diag);
}

static struct vocabulary
read_vocabulary(struct arena *arena, const struct node *map)
{
	struct vocabulary v = {.by_id = map_new(arena)};

	if (map == NULL || map->kind != NODE_MAP)
		return v;
	v.list = arena_array(arena, map->count, sizeof(*v.list));
	for (const struct node *item = map->first; item != NULL; item = item->next) {
		struct term *term = &v.list[v.count++];
		const struct node *name = node_get(item, "name");

		*term = (struct term){.id = item->key->text,
				      .key = item->key,
				      .name = name != NULL ? name : item,
				      .node = item,
				      .within = node_text(node_get(item, "within"))};
		*map_at(&v.by_id, term->id) = term;
	}
	return v;
}

static struct vocabulary
default_purposes(struct arena *arena)
{
	static const char *const words[] = {"link", "share", "change"};
	struct vocabulary v = {.by_id = map_new(arena)};

	v.list = arena_array(arena, 3, sizeof(*v.list));
	for (; v.count < 3; v.count++) {
		v.list[v.count].id = str_of(words[v.count]);
		*map_at(&v.by_id, v.list[v.count].id) = &v.list[v.count];
	}
	return v;
}

static int
number_of(const struct node *node, const char *key, int otherwise)
{
	struct str text = node_text(node_get(node, key));
	char *end;
	long value;

	if (text.n == 0)
		return otherwise;
	value = strtol(text.p, &end, 10);
	if (*end != '\0' || value < 0)
		return otherwise;
	return value < POLICY_MAX ? (int)value : POLICY_MAX;
}

static struct policy
read_policy(const struct node *node)
{
	return (struct policy){
	    .term_warning_days = number_of(node, "term_warning_days", 90),
	    .application_days = number_of(node, "application_days", 60),
	    .implied_consent_months = number_of(node, "implied_consent_months", 24),
	    .inquiry_consent_months = number_of(node, "inquiry_consent_months", 6),
	    .small_cell = number_of(node, "small_cell", 5),
	    .collaborative_months = number_of(node, "collaborative_months", 15),
	    .review_months = number_of(node, "review_months", 12),
	};
}

static struct languages
read_languages(struct arena *arena, const struct node *list)
{
	struct str *languages;
	size_t count = 0;

	if (list == NULL || list->kind != NODE_LIST || list->count == 0) {
		languages = arena_array(arena, 1, sizeof(*languages));
		languages[0] = STR("en");
		return (struct languages){languages, 1};
	}
	languages = arena_array(arena, list->count, sizeof(*languages));
	for (const struct node *item = list->first; item != NULL; item = item->next)
		if (node_text(item).n > 0)
			languages[count++] = node_text(item);
	if (count == 0)
		languages[count++] = STR("en");
	return (struct languages){languages, count};
}

void
registry_read_settings(struct registry *registry)
{
	struct place place = folder_place(registry->arena, &registry->root, STR(REGISTRY_FILE));
	struct keys_walk walk = {.path = place.path, .diag = registry->diag, .visit = check_value};
	struct buf bytes = {0};
	const struct node *node = NULL, *languages, *purposes;

	registry->path = place.path;
	if (file_read_all(&registry->root, REGISTRY_FILE, NODE_BYTES_MAX, &bytes, place,
			  registry->diag))
		node = node_parse(registry->arena, buf_all(&bytes), place, registry->diag);
	buf_free(&bytes);
	walk.context = &walk;
	registry->node = node;
	registry->languages = read_languages(registry->arena, node_get(node, "languages"));
	languages = node_get(node, "languages");
	registry->languages_known = languages == NULL || languages->kind == NODE_LIST;
	if (registry->languages_known)
		walk.languages = &registry->languages;
	if (node != NULL)
		keys_walk(&walk, registry_keys, node);
	registry->timezone = node_text(node_get(node, "timezone"));
	registry->hosts = read_vocabulary(registry->arena, node_get(node, "hosts"));
	registry->roles = read_vocabulary(registry->arena, node_get(node, "roles"));
	registry->regions = read_vocabulary(registry->arena, node_get(node, "regions"));
	purposes = node_get(node, "purposes");
	registry->purposes = purposes != NULL && purposes->kind == NODE_MAP
				 ? read_vocabulary(registry->arena, node_get(node, "purposes"))
				 : default_purposes(registry->arena);
	registry->policy = read_policy(node_get(node, "policy"));
}

/* -- opening ---------------------------------------------------------------------------------------------- */

/* The ids in their own order, which is not that of the files' names: "." sorts behind "-". */
static void
list_ids(struct registry *registry)
{
	struct str *names, suffix = STR(DEFINITION_SUFFIX);
	ssize_t count = 0;

	if (!folder_within(&registry->cops, registry->arena, &registry->root, "cops") ||
	    (count = folder_names(&registry->cops, registry->arena, &names)) < 0) {
		/* Git records no folder in which there is nothing. */
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

/* The people's folder on the disk; what is not there is no error. */
static bool
open_people_folder(struct registry *registry, struct str people)
{
	struct str path = people.p[0] == '/'
			      ? arena_str(registry->arena, people)
			      : arena_format(registry->arena, "%.*s%.*s",
					     STR_ARG(registry->root.path), STR_ARG(people));

	if (str_is(people, "."))
		path = registry->root.path.n > 0 ? registry->root.path : STR(".");
	if (folder_open(&registry->people, registry->arena, path.p))
		return true;
	if (errno != ENOENT)
		file_complain(registry->diag, (struct place){.path = path}, errno);
	return false;
}

static void
open_people(struct registry *registry)
{
	struct str people = node_text(node_get(registry->node, "people"));
	bool opened;

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

/* From the disk, or from what git has recorded at the revision; NULL: from what is staged. */
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
	/* Where people are is said there; the default is no answer where nothing can be read. */
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

/* -- definitions -------------------------------------------------------------------------------------------- */

struct loading {
	struct registry *registry;
	const struct str *ids;
	size_t count;
	size_t next;
};

struct loaded {
	struct str id;
	struct arena *arena; /* of what a thread reads; the registry takes it over */
	struct buf bytes;
	struct diag *diag;
	struct definition *cop;
};

static bool
next_definition(void *context, void *item)
{
	struct loading *loading = context;
	struct loaded *loaded = item;

	if (loading->next == loading->count)
		return false;
	if (loaded->diag == NULL)
		loaded->diag = diag_new();
	loaded->id = loading->ids[loading->next++];
	return true;
}

/* What is to be taken for the definition's bytes; NULL: what the file holds. */
static const struct override *
find_override(const struct registry *registry, struct str id)
{
	for (size_t i = 0; i < registry->override_count; i++)
		if (str_eq(registry->overrides[i].id, id))
			return &registry->overrides[i];
	return NULL;
}

static void
read_definition(void *context, void *item)
{
	struct loading *loading = context;
	struct loaded *loaded = item;
	const struct override *override = find_override(loading->registry, loaded->id);
	char name[128];
	struct place place;

	loaded->cop = NULL;
	if (loaded->arena == NULL)
		loaded->arena = arena_new();
	buf_clear(&loaded->bytes);
	(void)snprintf(name, sizeof(name), "%.*s" DEFINITION_SUFFIX, STR_ARG(loaded->id));
	place = folder_place(loaded->arena, &loading->registry->cops, str_of(name));
	if (override != NULL)
		buf_str(&loaded->bytes, override->bytes);
	if (override != NULL || file_read_all(&loading->registry->cops, name, NODE_BYTES_MAX,
					      &loaded->bytes, place, loaded->diag))
		loaded->cop = definition_parse(
		    loaded->arena, loaded->id, buf_all(&loaded->bytes), place,
		    loading->registry->languages_known ? &loading->registry->languages : NULL,
		    loaded->diag);
}

static void
take_definition(void *context, void *item)
{
	struct loading *loading = context;
	struct registry *registry = loading->registry;
	struct loaded *loaded = item;

	diag_take(registry->diag, loaded->diag, 0);
	if (loaded->cop == NULL)
		return;
	registry->cops_list[registry->cop_count++] = loaded->cop;
	*map_at(&registry->cops_by_id, loaded->id) = loaded->cop;
}

static void
end_definition(void *context, void *item)
{
	struct loading *loading = context;
	struct loaded *loaded = item;

	if (loaded->diag == NULL)
		return;
	arena_adopt(loading->registry->arena, loaded->arena);
	diag_free(loaded->diag);
	buf_free(&loaded->bytes);
}

/* A community is merged after the date of a merger that the later community tells of, too. */
static void
compute_mergers(struct registry *registry)
{
	for (size_t i = 0; i < registry->cop_count; i++) {
		const struct definition *later = registry->cops_list[i];

		for (size_t j = 0; j < later->lineage_count; j++) {
			const struct lineage *lineage = &later->lineage[j];
			struct definition *earlier = map_get(&registry->cops_by_id,
							     lineage->community);

			if (lineage->event == LINEAGE_MERGED_FROM && earlier != NULL &&
			    date_given(lineage->date) &&
			    date_first(lineage->date) < earlier->merged)
				earlier->merged = date_first(lineage->date);
		}
	}
}

static void
load(struct registry *registry, const struct str *ids, size_t count)
{
	struct str *good = arena_array(registry->arena, count, sizeof(*good));
	struct loading loading = {registry, good, 0, 0};
	struct pool_work work = {.context = &loading,
				 .item_size = sizeof(struct loaded),
				 .next = next_definition,
				 .work = read_definition,
				 .done = take_definition,
				 .end = end_definition};

	/* An id is the name of a file, and no path to another. */
	for (size_t i = 0; i < count; i++)
		if (id_good(ids[i]))
			good[loading.count++] = ids[i];
	registry->cops_list = arena_array(registry->arena, count, sizeof(*registry->cops_list));
	pool_run(&work, pool_threads(loading.count * DEFINITION_WORK, loading.count));
	compute_mergers(registry);
}

void
registry_load(struct registry *registry)
{
	struct str *ids = arena_array(registry->arena,
				      registry->id_count + registry->override_count, sizeof(*ids));
	struct nearest ignored = nearest_to(STR(""));
	size_t count = registry->id_count;

	if (count > 0)
		memcpy(ids, registry->ids, count * sizeof(*ids));
	/* A definition that is about to be made is on no disk yet. */
	for (size_t i = 0; i < registry->override_count; i++)
		if (!registry_knows(registry, registry->overrides[i].id, &ignored))
			ids[count++] = registry->overrides[i].id;
	if (count > registry->id_count)
		qsort(ids, count, sizeof(*ids), str_order);
	registry->ids = ids;
	registry->id_count = count;
	registry->all_loaded = true;
	load(registry, ids, count);
}

void
registry_load_some(struct registry *registry, const struct str *ids, size_t count)
{
	load(registry, ids, count);
}

/* Does a file's text hold the word? What it means is for the parser. */
static bool
mentions(struct str bytes, struct str word)
{
	return memmem(bytes.p, bytes.n, word.p, word.n) != NULL;
}

/* May the definition of that id tell that one of the others has merged into it? Seen from its bytes. */
static bool
may_tell_of_merger(const struct registry *registry, struct str id, const struct str *ids,
		   size_t count, struct buf *bytes)
{
	struct diag *ignored = diag_new();
	char name[128];
	bool may = false;

	buf_clear(bytes);
	(void)snprintf(name, sizeof(name), "%.*s" DEFINITION_SUFFIX, STR_ARG(id));
	if (file_read_all(&registry->cops, name, NODE_BYTES_MAX, bytes, (struct place){0},
			  ignored) &&
	    mentions(buf_all(bytes), STR("merged-from")))
		for (size_t i = 0; i < count && !may; i++)
			may = !str_eq(ids[i], id) && mentions(buf_all(bytes), ids[i]);
	diag_free(ignored);
	return may;
}

void
registry_load_with_mergers(struct registry *registry, const struct str *ids, size_t count)
{
	struct str *all = arena_array(registry->arena, registry->id_count + count, sizeof(*all));
	struct map taken = map_new(registry->arena);
	struct buf bytes = {0};
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (map_get(&taken, ids[i]) == NULL) {
			*map_at(&taken, ids[i]) = registry;
			all[n++] = ids[i];
		}
	for (size_t i = 0; i < registry->id_count; i++)
		if (map_get(&taken, registry->ids[i]) == NULL &&
		    may_tell_of_merger(registry, registry->ids[i], ids, count, &bytes))
			all[n++] = registry->ids[i];
	buf_free(&bytes);
	load(registry, all, n);
}

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
	registry->people_unreadable = registry->people_unreadable ||
				      (registry->suppressions == NULL &&
				       diag_count(registry->diag) > before);
}

bool
registry_knows(const struct registry *registry, struct str id, struct nearest *nearest)
{
	if (registry->id_count > 0 && bsearch(&id, registry->ids, registry->id_count,
					      sizeof(*registry->ids), str_order) != NULL)
		return true;
	for (size_t i = 0; i < registry->id_count; i++)
		nearest_try(nearest, registry->ids[i]);
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

/* -- files ----------------------------------------------------------------------------------------------------- */

struct file_list {
	const struct registry *registry;
	struct arena *arena;
	struct registry_file *list;
	size_t count;
	size_t capacity;
};

struct str
registry_from_root(const struct registry *registry, struct str path)
{
	struct str root = registry->root.path;

	return str_starts(path, root) ? (struct str){path.p + root.n, path.n - root.n} : path;
}

/* The path of a file that was recorded, as it would be written of one on the disk. */
static struct str
path_on_disk(const struct registry *registry, struct arena *arena, struct str from_root)
{
	struct str place = str_of(registry->past.place);

	if (str_is(place, "."))
		return from_root;
	return arena_format(arena, "%.*s%s%.*s", STR_ARG(place),
			    str_ends(place, STR("/")) ? "" : "/", STR_ARG(from_root));
}

static void
add_file(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	 struct str name)
{
	const struct registry *registry = files->registry;
	struct str path = folder_place(files->arena, folder, name).path;
	struct str from_root = registry_from_root(registry, path);

	files->list = arena_grow(files->arena, files->list, files->count, &files->capacity,
				 sizeof(*files->list));
	files->list[files->count++] = (struct registry_file){
	    .kind = kind,
	    .folder = folder,
	    .name = name,
	    .path = path,
	    .from_root = from_root,
	    .on_disk = registry->past.git != NULL ? path_on_disk(registry, files->arena, from_root)
						  : path};
}

static void
add_optional(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	     struct str name)
{
	if (folder_holds(folder, name.p, NULL))
		add_file(files, kind, folder, name);
	else if (errno != ENOENT)
		file_complain(files->registry->diag, folder_place(files->arena, folder, name),
			      errno);
}

static void
add_folder(struct file_list *files, enum registry_file_kind kind, const struct folder *folder,
	   struct str suffix)
{
	struct str *names;
	ssize_t count = !folder_is_there(folder) ? 0 : folder_names(folder, files->arena, &names);

	if (count < 0)
		file_complain(files->registry->diag, (struct place){.path = folder->path}, errno);
	for (ssize_t i = 0; i < count; i++)
		if (str_ends(names[i], suffix))
			add_file(files, kind, folder, names[i]);
}

size_t
registry_files(const struct registry *registry, struct arena *arena, struct registry_file **files)
{
	struct file_list all = {.registry = registry, .arena = arena};

	add_file(&all, FILE_REGISTRY, &registry->root, STR(REGISTRY_FILE));
	add_folder(&all, FILE_DEFINITION, &registry->cops, STR(DEFINITION_SUFFIX));
	add_folder(&all, FILE_ROSTER, &registry->rosters, STR(ROSTER_SUFFIX));
	if (folder_is_there(&registry->people)) {
		add_optional(&all, FILE_ORGANIZATIONS, &registry->people, STR("organizations.csv"));
		add_optional(&all, FILE_SUPPRESSIONS, &registry->people, STR("suppressions.csv"));
	}
	*files = all.list;
	return all.count;
}

const struct registry_file *
registry_file_at(const struct registry_file *files, size_t count, const char *path)
{
	struct str name = str_starts(str_of(path), STR("./")) ? str_of(path + 2) : str_of(path);
	struct stat wanted, status;
	bool there = lstat(path, &wanted) == 0;

	for (size_t i = 0; i < count; i++) {
		const struct registry_file *file = &files[i];

		if (str_eq(file->path, name) || str_eq(file->on_disk, name))
			return file;
		if (there && file->folder->tree == NULL &&
		    fstatat(file->folder->fd, file->name.p, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		    file_is_one(&status, &wanted))
			return file;
	}
	return NULL;
}

/* -- vocabularies ------------------------------------------------------------------------------------------- */

const struct term *
vocabulary_find(const struct vocabulary *vocabulary, struct str id)
{
	return map_get(&vocabulary->by_id, id);
}

bool
vocabulary_within(const struct vocabulary *vocabulary, struct str id, struct str wider)
{
	/* A loop is a finding of cop-check; here it only must end. */
	for (size_t i = 0; i <= vocabulary->count && id.p != NULL; i++) {
		const struct term *term;

		if (str_eq(id, wider))
			return true;
		term = vocabulary_find(vocabulary, id);
		if (term == NULL)
			return false;
		id = term->within;
	}
	return false;
}

void
vocabulary_nearest(const struct vocabulary *vocabulary, struct nearest *nearest)
{
	for (size_t i = 0; i < vocabulary->count; i++)
		nearest_try(nearest, vocabulary->list[i].id);
}
