/* Loading definitions by several threads. */
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>

#include "bytes.h"
#include "pool.h"
#include "text.h"

#define DEFINITION_WORK \
	(32 * (size_t)1024) /* the cost of parsing one, in bytes of rosters to read */

#define LOOK_WORK (4 * (size_t)1024) /* the cost of reading one and seeing that it is not wanted */

#define RELATIVES_MAX 32 /* with more ids than this, searching all files for them is not worth it */

struct loading {
	struct registry *registry;
	registry_wanted *wanted; /* NULL: all are wanted */
	const void *context;     /* for wanted() */
	const struct str *ids;
	size_t count;
	size_t next;
};

struct loaded {
	struct str id;
	struct arena *arena; /* for what this slot reads; the registry takes it over at the end */
	struct buf bytes;
	struct buf scratch;
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

/* The override of the definition of that id; NULL if its file is to be read. */
static const struct override *
find_override(const struct registry *registry, struct str id)
{
	for (size_t i = 0; i < registry->override_count; i++)
		if (str_eq(registry->overrides[i].id, id))
			return &registry->overrides[i];
	return NULL;
}

/* Do the bytes of a file contain the word anywhere? */
static bool
mentions(struct str bytes, struct str word)
{
	return bytes_find(bytes, word) < bytes.n;
}

static bool
is_wanted(const struct loading *loading, struct loaded *loaded)
{
	struct str bytes = buf_all(&loaded->bytes);

	return loading->wanted == NULL || text_is_utf16(bytes) || str_find(bytes, '\\') < bytes.n ||
	       mentions(bytes, STR("ended")) || mentions(bytes, STR("merged-from")) ||
	       loading->wanted(loading->context, loaded->id, bytes, &loaded->scratch);
}

static void
read_definition(void *context, void *item)
{
	const struct loading *loading = context;
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
	else if (!file_read_all(&loading->registry->cops, name, NODE_BYTES_MAX, &loaded->bytes,
				place, loaded->diag))
		return;
	loaded->cop = !is_wanted(loading, loaded)
			  ? definition_unread(loaded->arena, loaded->id, place)
			  : definition_parse(
				loaded->arena, loaded->id, buf_all(&loaded->bytes), place,
				loading->registry->languages_known ? &loading->registry->languages
								   : NULL,
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
	buf_free(&loaded->scratch);
}

/* Sets the merger dates of communities that others merged from, as the later one alone may record a merger. */
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

/* Loads the definitions of the ids; work_each is the cost of one, as DEFINITION_WORK. */
static void
load(struct registry *registry, const struct str *ids, size_t count, size_t work_each,
     registry_wanted *wanted, const void *context)
{
	struct str *good = arena_array(registry->arena, count, sizeof(*good));
	struct loading loading = {registry, wanted, context, good, 0, 0};
	struct pool_work work = {.context = &loading,
				 .item_size = sizeof(struct loaded),
				 .next = next_definition,
				 .work = read_definition,
				 .done = take_definition,
				 .end = end_definition};

	/* An id becomes part of a file name: a bad one could be a path. */
	for (size_t i = 0; i < count; i++)
		if (id_good(ids[i]))
			good[loading.count++] = ids[i];
	registry->cops_list = arena_array(registry->arena, count, sizeof(*registry->cops_list));
	registry->cop_count = 0;
	pool_run(&work, pool_threads(loading.count * work_each, loading.count));
	compute_mergers(registry);
}

void
registry_load(struct registry *registry)
{
	struct str *ids = arena_array(registry->arena,
				      registry->id_count + registry->override_count, sizeof(*ids));
	size_t count = registry->id_count;

	if (count > 0)
		memcpy(ids, registry->ids, count * sizeof(*ids));
	/* A new definition may have an override, but no file yet. */
	for (size_t i = 0; i < registry->override_count; i++)
		if (!registry_knows(registry, registry->overrides[i].id, NULL))
			ids[count++] = registry->overrides[i].id;
	if (count > registry->id_count)
		qsort(ids, count, sizeof(*ids), str_order);
	registry->ids = ids;
	registry->id_count = count;
	load(registry, ids, count, DEFINITION_WORK, NULL, NULL);
}

void
registry_load_wanted(struct registry *registry, registry_wanted *wanted, const void *context)
{
	load(registry, registry->ids, registry->id_count, DEFINITION_WORK, wanted, context);
}

void
registry_load_quietly(struct registry *registry)
{
	struct diag *diag = registry->diag;

	registry->diag = diag_new();
	load(registry, registry->ids, registry->id_count, DEFINITION_WORK, NULL, NULL);
	diag_free(registry->diag);
	registry->diag = diag;
}

void
registry_load_some(struct registry *registry, const struct str *ids, size_t count)
{
	load(registry, ids, count, DEFINITION_WORK, NULL, NULL);
}

bool
registry_add_bytes(const struct registry *registry, struct str id, struct buf *bytes)
{
	struct diag *ignored = diag_new();
	char name[128];
	bool read;

	(void)snprintf(name, sizeof(name), "%.*s" DEFINITION_SUFFIX, STR_ARG(id));
	read = file_read_all(&registry->cops, name, NODE_BYTES_MAX, bytes, (struct place){0},
			     ignored);
	diag_free(ignored);
	return read;
}

/* Do the bytes of a file contain one of the ids, other_than not counted? */
static bool
mentions_one(struct str bytes, const struct str *ids, size_t count, struct str other_than)
{
	for (size_t i = 0; i < count; i++)
		if (!str_eq(ids[i], other_than) && mentions(bytes, ids[i]))
			return true;
	return false;
}

struct relatives {
	const struct str *ids;
	size_t count;
	struct buf bytes; /* of all their files */
};

static bool
is_relative(const void *context, struct str id, struct str bytes, struct buf *scratch)
{
	const struct relatives *relatives = context;

	(void)scratch;
	for (size_t i = 0; i < relatives->count; i++)
		if (str_eq(relatives->ids[i], id))
			return true;
	return mentions(buf_all(&relatives->bytes), id) ||
	       mentions_one(bytes, relatives->ids, relatives->count, id);
}

void
registry_load_with_relatives(struct registry *registry, const struct str *ids, size_t count)
{
	struct relatives relatives = {.ids = ids, .count = count};
	bool few = count <= RELATIVES_MAX; /* otherwise the search costs as much as parsing */

	for (size_t i = 0; few && i < count; i++)
		(void)registry_add_bytes(registry, ids[i], &relatives.bytes);
	/* With a backslash, an id may be written as an escape, which the search would miss. */
	if (!few || mentions(buf_all(&relatives.bytes), STR("\\")))
		registry_load(registry);
	else
		load(registry, registry->ids, registry->id_count, LOOK_WORK, is_relative,
		     &relatives);
	buf_free(&relatives.bytes);
}

/* May the definition of that id say that it merged from or succeeded one of the ids?  Decided from its bytes. */
static bool
may_come_after(const struct registry *registry, struct str id, const struct str *ids, size_t count,
	       struct buf *bytes)
{
	buf_clear(bytes);
	return registry_add_bytes(registry, id, bytes) &&
	       (mentions(buf_all(bytes), STR("merged-from")) ||
		mentions(buf_all(bytes), STR("succeeded"))) &&
	       mentions_one(buf_all(bytes), ids, count, id);
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
		    may_come_after(registry, registry->ids[i], ids, count, &bytes))
			all[n++] = registry->ids[i];
	buf_free(&bytes);
	load(registry, all, n, DEFINITION_WORK, NULL, NULL);
}
