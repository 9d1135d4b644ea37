#include "recognize.h"

static struct str
folded(struct arena *arena, struct str word)
{
	struct buf out = {0};

	text_fold(&out, word);
	return buf_keep(&out, arena);
}

/* Maps a folded name to an id; a name of several ids is mapped to the absent one. */
static void
add(struct map *map, struct str name, const struct str *id)
{
	struct str word = folded(map->arena, str_trim(name));
	static const struct str nobody = {NULL, 0};
	const struct str *before = map_get(map, word);

	if (word.n > 0)
		map_set(map, word, before != NULL && !str_eq(*before, *id) ? &nobody : id);
}

/* Maps an id in any case, unless it is also the name of another. */
static void
add_id(struct map *map, const struct str *id)
{
	if (map_get(map, folded(map->arena, *id)) == NULL)
		add(map, *id, id);
}

/* Maps a text, in each of its languages or the only one, to the id. */
static void
add_text(struct map *map, const struct node *text, const struct str *id)
{
	if (text != NULL && text->kind == NODE_SCALAR)
		add(map, text->text, id);
	else if (text != NULL)
		for (const struct node *n = text->first; n != NULL; n = n->next)
			add(map, node_text(n), id);
}

static struct map
names_of(struct arena *arena, const struct vocabulary *vocabulary)
{
	struct map map = map_new(arena);

	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->list[i];

		add_text(&map, term->name, &term->id);
	}
	for (size_t i = 0; i < vocabulary->count; i++)
		add_id(&map, &vocabulary->list[i].id);
	return map;
}

static void
add_organization(struct recognizer *r, const struct organization *o)
{
	struct str rest = o->aliases, value;

	add(&r->organizations, o->name, &o->id);
	while (rest.n > 0 && str_next(&rest, ';', &value))
		add(&r->organizations, value, &o->id);
	for (rest = o->domains; rest.n > 0 && str_next(&rest, ';', &value);)
		add(&r->domains, value, &o->id);
}

struct recognizer *
recognizer_new(struct arena *arena, const struct registry *registry)
{
	struct recognizer *r = arena_get(arena, sizeof(*r));
	const struct organizations *organizations = registry->organizations;

	*r = (struct recognizer){.arena = arena,
				 .registry = registry,
				 .roles = names_of(arena, &registry->roles),
				 .regions = names_of(arena, &registry->regions),
				 .organizations = map_new(arena),
				 .domains = map_new(arena)};
	for (size_t i = 0; organizations != NULL && i < organizations->count; i++)
		add_organization(r, &organizations->list[i]);
	for (size_t i = 0; organizations != NULL && i < organizations->count; i++)
		add_id(&r->organizations, &organizations->list[i].id);
	return r;
}

/* The id that the word is mapped to; the word itself if there is none. */
static struct str
follow(const struct map *map, struct str word)
{
	const struct str *id = word.n == 0 ? NULL : map_get(map, folded(map->arena, word));

	return id != NULL && id->p != NULL ? *id : word;
}

struct str
recognize_role(const struct recognizer *r, struct str word)
{
	return vocabulary_find(&r->registry->roles, word) != NULL ? word : follow(&r->roles, word);
}

struct str
recognize_region(const struct recognizer *r, struct str word)
{
	return vocabulary_find(&r->registry->regions, word) != NULL ? word
								    : follow(&r->regions, word);
}

struct str
recognize_organization(const struct recognizer *r, struct str word)
{
	const struct organizations *all = r->registry->organizations;

	return all == NULL || map_get(&all->by_id, word) != NULL ? word
								 : follow(&r->organizations, word);
}

const struct map *
recognize_communities(struct arena *arena, const struct registry *registry, struct map **names)
{
	static const char *const keys[] = {"name", "acronym", "aliases"};
	struct registry all = *registry;

	if (*names != NULL)
		return *names;
	*names = arena_get(arena, sizeof(**names));
	**names = map_new(arena);
	/* The caller's registry keeps only what it has loaded itself. */
	all.cops_by_id = map_new(arena);
	registry_load_quietly(&all);
	for (size_t i = 0; i < all.cop_count; i++)
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			add_text(*names, node_get(all.cops_list[i]->root, keys[k]),
				 &all.cops_list[i]->id);
	return *names;
}

struct str
recognize_community(const struct map *communities, struct str word)
{
	return follow(communities, word);
}

bool
recognize_known(struct arena *arena, const struct registry *registry, struct str word,
		struct nearest *nearest, struct map **names)
{
	struct str id;

	if (registry_knows(registry, word, nearest))
		return true;
	if (id_good(word))
		return false;
	id = recognize_community(recognize_communities(arena, registry, names), word);
	if (id.p != word.p)
		nearest->best = id;
	return false;
}

struct str
recognize_language(const struct recognizer *r, struct str word)
{
	struct nearest nearest;
	struct str meant = language_recased(word, &nearest);

	return meant.p != NULL ? arena_str(r->arena, meant) : word;
}

struct str
recognize_domain(const struct recognizer *r, struct str email)
{
	size_t at = str_find(email, '@');
	const struct str *id;

	if (at >= email.n)
		return (struct str){NULL, 0};
	id = map_get(&r->domains, folded(r->arena, str_after(email, at + 1)));
	return id != NULL ? *id : (struct str){NULL, 0};
}
