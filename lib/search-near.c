/* The word that would have matched: for a person who mistyped one. */
#include "search.h"

#include "map.h"
#include "text.h"

#define TRIES 5 /* of words that are near, until one finds something */

/* The words of all that is searched, each tried once. */
struct vicinity {
	struct nearest nearest;
	const struct searching *searching;
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

/* The bytes of what the text begins with, if it parts words; typographic apostrophes and dashes do, too. */
static size_t
separator(struct str text)
{
	if (strchr(" \t\r\n.,;:!?\"'()[]{}<>/\\@_-", text.p[0]) != NULL)
		return 1;
	return str_starts(text, STR("\xE2\x80")) && text.n > 2 ? 3 : 0;
}

/* The next word of a text, from there on; false if there is none. */
static bool
next_word(struct str text, size_t *at, struct str *word)
{
	size_t begin = *at, end, n;

	for (; begin < text.n && (n = separator(str_after(text, begin))) > 0; begin += n)
		;
	for (end = begin; end < text.n && separator(str_after(text, end)) == 0; end++)
		;
	*word = (struct str){text.p + begin, end - begin};
	*at = end;
	return end > begin;
}

static void
try_text(struct vicinity *vicinity, struct str text)
{
	struct str word;

	for (size_t at = 0; next_word(text, &at, &word);)
		try_word(vicinity, word);
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

/* The texts of a block's rows, each once, an LF behind each. */
struct texts {
	struct arena *arena;
	struct map seen;
	struct buf list;
};

static void
gather_texts(void *context, void *result, const struct person *person)
{
	const struct vicinity *vicinity = context;
	const struct spell *spell = &person->spells[0];
	struct texts *texts = result;

	if (!search_sees(vicinity->searching, spell))
		return;
	if (texts->arena == NULL) {
		texts->arena = arena_new();
		texts->seen = map_new(texts->arena);
	}
	for (size_t i = 0; i < SEARCH_FIELDS_FOR_WORDS; i++) {
		struct str text = spell->fields[search_fields[i]];

		if (text.n == 0 || map_get(&texts->seen, text) != NULL)
			continue;
		*map_at(&texts->seen, arena_str(texts->arena, text)) = texts;
		buf_str(&texts->list, text);
		buf_char(&texts->list, '\n');
	}
}

static bool
try_texts(void *context, void *result, const struct roster_block *block)
{
	struct texts *texts = result;

	(void)block;
	try_text(context, buf_all(&texts->list));
	buf_clear(&texts->list);
	arena_free(texts->arena);
	texts->arena = NULL;
	return true;
}

static void
end_texts(void *context, void *result)
{
	struct texts *texts = result;

	(void)context;
	buf_free(&texts->list);
	arena_free(texts->arena);
}

static void
try_definitions(struct vicinity *vicinity)
{
	const struct searching *searching = vicinity->searching;
	const struct registry *registry = searching->view->registry;

	for (size_t i = 0; i < searching->count; i++)
		search_texts(searching->view, searching->cops[i], try_value, vicinity);
	try_vocabulary(vicinity, &registry->hosts);
	try_vocabulary(vicinity, &registry->roles);
	try_vocabulary(vicinity, &registry->regions);
}

static void
try_people(struct vicinity *vicinity)
{
	struct roster_scan scan = {.cops = vicinity->searching->cops,
				   .count = vicinity->searching->count,
				   .quiet = true,
				   .result_size = sizeof(struct texts),
				   .context = vicinity,
				   .person = gather_texts,
				   .done = try_texts,
				   .end = end_texts};

	for (size_t i = 0; i < SEARCH_FIELDS_FOR_WORDS; i++)
		scan.columns |= 1U << search_fields[i];
	registry_read_rosters(vicinity->searching->view->registry, scan);
}

/* Does it find anything by itself? */
static bool
finds(const struct searching *searching, struct str words)
{
	struct arena *arena = arena_new();
	struct diag *ignored = diag_new();
	struct hits hits = {.arena = arena};
	const struct question *question = question_new(arena, &words, 1, false, ignored);

	if (question != NULL && searching->communities)
		search_communities(&hits, searching, question);
	if (question != NULL && searching->people)
		search_people(&hits, searching, question);
	diag_free(ignored);
	arena_free(arena);
	return hits.count > 0;
}

/* The nearest word that finds something, in the arena; absent if there is none, or those that are nearest do not. */
static struct str
nearest_that_finds(struct arena *arena, const struct searching *searching, struct str word)
{
	struct str useless[TRIES];

	for (size_t n = 0; n < TRIES; n++) {
		struct arena *scratch = arena_new();
		struct vicinity vicinity = {.nearest = nearest_to(word),
					    .searching = searching,
					    .arena = scratch,
					    .tried = map_new(scratch),
					    .plainly = true};

		for (size_t i = 0; i < n; i++)
			*map_at(&vicinity.tried, useless[i]) = useless;
		if (searching->communities)
			try_definitions(&vicinity);
		vicinity.plainly = false;
		if (searching->communities)
			try_definitions(&vicinity);
		if (searching->people)
			try_people(&vicinity);
		useless[n] = arena_str(arena, vicinity.nearest.best);
		arena_free(scratch);
		if (useless[n].p == NULL || finds(searching, useless[n]))
			return useless[n];
	}
	return (struct str){NULL, 0};
}

/* The first word of what was typed that finds nothing by itself; *behind is where it ends. */
static struct str
first_useless(const struct searching *searching, struct str typed, size_t *behind)
{
	struct str word;

	for (*behind = 0; next_word(typed, behind, &word);)
		if (!question_is_small(word) && !finds(searching, word))
			return word;
	return (struct str){NULL, 0};
}

/* What was typed with a near word in the place of one that finds nothing; absent if that does not help. */
static struct str
mend(struct arena *arena, const struct searching *searching, struct str typed)
{
	size_t behind;
	struct str word = first_useless(searching, typed, &behind), nearest, mended;

	if (word.p == NULL)
		return word;
	nearest = nearest_that_finds(arena, searching, word);
	if (nearest.p == NULL)
		return nearest;
	mended = arena_format(arena, "%.*s%.*s%.*s", (int)(word.p - typed.p), typed.p,
			      STR_ARG(nearest), STR_ARG(str_after(typed, behind)));
	return finds(searching, mended) ? mended : (struct str){NULL, 0};
}

struct suggestion
search_nearest(struct arena *arena, const struct searching *searching,
	       const struct question *question)
{
	struct searching quietly = *searching;

	quietly.quiet = true;
	for (size_t i = 0; i < question->count && !question->patterns; i++) {
		const struct sought *sought = &question->list[i];

		if (searching->communities && sought->need != SOUGHT_NEEDED)
			continue;
		if (!finds(&quietly, sought->typed))
			return (struct suggestion){sought->typed,
						   mend(arena, &quietly, sought->typed)};
	}
	return (struct suggestion){0};
}
