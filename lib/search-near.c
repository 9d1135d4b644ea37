/* The word that would have matched: for a person who mistyped one. */
#include "search.h"

#include "map.h"
#include "text.h"

/* The words of all that is searched, each tried once. */
struct vicinity {
	struct nearest nearest;
	struct arena *arena;
	struct map tried;
	bool plainly; /* words that begin with a capital letter wait for those that do not */
};

static void
try_word(struct vicinity *vicinity, struct str word)
{
	if (word.n == 0 || (vicinity->plainly && word.p[0] >= 'A' && word.p[0] <= 'Z') ||
	    map_get(&vicinity->tried, word) != NULL)
		return;
	word = arena_str(vicinity->arena, word);
	*map_at(&vicinity->tried, word) = vicinity;
	nearest_try(&vicinity->nearest, word);
}

static bool
is_between_words(char c)
{
	return strchr(" \t\r\n.,;:!?\"'()[]{}<>/\\@_-", c) != NULL;
}

/* Tries the words of a text; typographic apostrophes and dashes part them too. */
static void
try_text(struct vicinity *vicinity, struct str text)
{
	size_t begin = 0;

	for (size_t i = 0; i <= text.n; i++) {
		bool wide = i + 2 < text.n && (unsigned char)text.p[i] == 0xE2 &&
			    (unsigned char)text.p[i + 1] == 0x80;

		if (i < text.n && !wide && !is_between_words(text.p[i]))
			continue;
		try_word(vicinity, (struct str){text.p + begin, i - begin});
		i += wide ? 2 : 0;
		begin = i + 1;
	}
}

static void
try_value(void *context, const struct key *key, const struct node *value, const struct step *step)
{
	struct vicinity *vicinity = context;

	(void)key;
	(void)step;
	if (value->kind == NODE_SCALAR)
		try_text(vicinity, value->text);
	else
		for (const struct node *item = value->first; item != NULL; item = item->next)
			try_text(vicinity, node_text(item));
}

static void
try_vocabulary(struct vicinity *vicinity, const struct vocabulary *vocabulary)
{
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct node *name = vocabulary->list[i].name;

		if (name != NULL)
			try_value(vicinity, NULL, name, NULL);
	}
}

/* The names in a block, an LF behind each. */
struct names {
	struct buf list;
};

static void
gather_name(void *context, void *result, const struct person *person)
{
	struct names *names = result;

	(void)context;
	buf_str(&names->list, person->spells[0].fields[ROSTER_NAME]);
	buf_char(&names->list, '\n');
}

static bool
try_names(void *context, void *result, const struct roster_block *block)
{
	struct names *names = result;

	(void)block;
	try_text(context, buf_all(&names->list));
	buf_clear(&names->list);
	return true;
}

static void
end_names(void *context, void *result)
{
	struct names *names = result;

	(void)context;
	buf_free(&names->list);
}

static void
try_definitions(struct vicinity *vicinity, const struct view *view,
		const struct definition *const *cops, size_t count)
{
	for (size_t i = 0; i < count; i++)
		search_texts(view, cops[i], try_value, vicinity);
	try_vocabulary(vicinity, &view->registry->hosts);
	try_vocabulary(vicinity, &view->registry->roles);
	try_vocabulary(vicinity, &view->registry->regions);
}

static void
try_people(struct vicinity *vicinity, const struct view *view, const struct definition *const *cops,
	   size_t count)
{
	registry_read_rosters(view->registry,
			      (struct roster_scan){.cops = cops,
						   .count = count,
						   .columns = 1U << ROSTER_NAME,
						   .quiet = true,
						   .result_size = sizeof(struct names),
						   .context = vicinity,
						   .person = gather_name,
						   .done = try_names,
						   .end = end_names});
}

/* What is nearest to a word; the best of it is copied into the arena kept. */
static struct nearest
nearest_of(struct arena *kept, struct str word, const struct view *view,
	   const struct definition *const *cops, size_t count, bool definitions, bool people)
{
	struct arena *arena = arena_new();
	struct vicinity vicinity = {
	    .nearest = nearest_to(word), .arena = arena, .tried = map_new(arena), .plainly = true};

	if (definitions)
		try_definitions(&vicinity, view, cops, count);
	vicinity.plainly = false;
	if (definitions)
		try_definitions(&vicinity, view, cops, count);
	if (people)
		try_people(&vicinity, view, cops, count);
	vicinity.nearest.best = arena_str(kept, vicinity.nearest.best);
	arena_free(arena);
	return vicinity.nearest;
}

struct suggestion
search_nearest(const struct hits *hits, const struct view *view,
	       const struct definition *const *cops, size_t count, const struct question *question,
	       bool definitions, bool people)
{
	for (size_t i = 0; i < question->count && !question->patterns; i++) {
		const struct sought *sought = &question->list[i];
		struct nearest nearest;

		if (hits->known[i] || sought->need != SOUGHT_NEEDED)
			continue;
		nearest = nearest_of(hits->arena, sought->typed, view, cops, count, definitions,
				     people);
		/* One that is there as it was typed lacks only the others. */
		if (nearest.distance > 0)
			return (struct suggestion){sought->typed, nearest.best};
	}
	return (struct suggestion){0};
}
