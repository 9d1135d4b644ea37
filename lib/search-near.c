/* Suggests, for a question that found nothing, a word that was probably mistyped and what to type instead. */
#include "search.h"

#include <stdint.h>

#include "map.h"
#include "text.h"

#define TRIES 5   /* words to try, counting the typed word itself */
#define LETTERS 3 /* shorter words are as near to any other as to the one that was meant */

/* So many words and names are tried that a short one is almost always two letters from some: that suggests nothing. */
#define SHORT_LETTERS 5
#define SHORT_DISTANCE 2 /* what the nearest word must be nearer than */

/* Goes through the words of all that is searched; each is tried once. */
struct vicinity {
	struct nearest nearest;
	const struct searching *searching;
	struct arena *arena;
	struct map tried;
	bool plainly; /* skip words that begin with a capital letter: they get their turn later */
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

/*
 * The length of the separator of words that text begins with; 0 if it begins with none.  No-break spaces, guillemets,
 * and typographic apostrophes and dashes (E2 80 ..) are separators too.
 */
static size_t
separator(struct str text)
{
	if (strchr(" \t\r\n.,;:!?\"'()[]{}<>/\\@_-", text.p[0]) != NULL)
		return 1;
	if (str_starts(text, STR("\xC2\xA0")) || str_starts(text, STR("\xC2\xAB")) ||
	    str_starts(text, STR("\xC2\xBB")))
		return 2;
	return str_starts(text, STR("\xE2\x80")) && text.n > 2 ? 3 : 0;
}

/* Finds the next word of a text from *at, and moves *at to its end; false if there is none. */
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

		try_text(vicinity, vocabulary->list[i].id);
		if (name != NULL)
			try_value(vicinity, NULL, name, NULL);
	}
}

/* The distinct texts of the rows of a block, each followed by an LF. */
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

	for (size_t i = 0; i < searching->count; i++) {
		try_text(vicinity, searching->cops[i]->id);
		search_texts(searching->view, searching->cops[i], try_value, vicinity);
	}
	try_vocabulary(vicinity, &registry->hosts);
	try_vocabulary(vicinity, &registry->roles);
	try_vocabulary(vicinity, &registry->regions);
	try_vocabulary(vicinity, &registry->purposes);
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

/* Does a question of all these words find anything? */
static bool
all_find(const struct searching *searching, const struct str *words, size_t count)
{
	struct arena *arena = arena_new();
	struct diag *ignored = diag_new();
	struct hits hits = {.arena = arena};
	const struct question *question = question_new(arena, words, count, false, ignored);

	if (question != NULL && searching->communities)
		search_communities(&hits, searching, question);
	if (question != NULL && searching->people)
		search_people(&hits, searching, question);
	question_free(question);
	diag_free(ignored);
	arena_free(arena);
	return hits.count > 0;
}

/* Does a question of this text alone find anything? */
static bool
finds(const struct searching *searching, struct str words)
{
	return all_find(searching, &words, 1);
}

/* A question, and which of its words is to be replaced. */
struct mending {
	struct arena *arena;
	const struct searching *searching;
	const struct question *question;
	size_t which;
};

/* Does the question find anything if the word to be replaced becomes this one? */
static bool
would_find(const struct mending *m, struct str word)
{
	struct str *words = arena_array(m->arena, m->question->count, sizeof(*words));

	for (size_t i = 0; i < m->question->count; i++)
		words[i] = i == m->which ? word : m->question->list[i].typed;
	return all_find(m->searching, words, m->question->count);
}

/* The word nearest to word, closer than distance and not among those tried; absent if there is none. */
static struct str
nearest_but(const struct mending *m, struct str word, size_t distance, const struct str *tried,
	    size_t count)
{
	const struct searching *searching = m->searching;
	struct arena *scratch = arena_new();
	struct vicinity vicinity = {.nearest = nearest_to(word),
				    .searching = searching,
				    .arena = scratch,
				    .tried = map_new(scratch),
				    .plainly = true};
	struct str best;

	if (vicinity.nearest.count <= SHORT_LETTERS && distance > SHORT_DISTANCE)
		distance = SHORT_DISTANCE;
	if (vicinity.nearest.distance > distance)
		vicinity.nearest.distance = distance;
	for (size_t i = 0; i < count; i++)
		*map_at(&vicinity.tried, tried[i]) = &vicinity;
	if (searching->communities)
		try_definitions(&vicinity);
	vicinity.plainly = false;
	if (searching->communities)
		try_definitions(&vicinity);
	if (searching->people)
		try_people(&vicinity);
	best = arena_str(m->arena, vicinity.nearest.best);
	arena_free(scratch);
	return best;
}

/* The typed word or phrase, with other in place of word, which is a slice of it. */
static struct str
replaced(const struct mending *m, struct str word, struct str other)
{
	struct str typed = m->question->list[m->which].typed;

	return arena_format(m->arena, "%.*s%.*s%.*s", (int)(word.p - typed.p), typed.p,
			    STR_ARG(other),
			    STR_ARG(str_after(typed, (size_t)(word.p - typed.p) + word.n)));
}

/*
 * The typed word or phrase with a near word in place of word, which is a slice of it: the nearest one with which the
 * whole question finds something, or else, if word is useless (finds nothing by itself), the nearest with which the
 * phrase does by itself.  A word that finds something is mistyped by one letter at most, so only such words are tried
 * for it.  Absent if there is none.
 */
static struct str
mend_word(const struct mending *m, struct str word, bool useless)
{
	struct str tried[TRIES], by_itself = {NULL, 0};

	if (text_length(word) < LETTERS)
		return by_itself;
	tried[0] = word;
	for (size_t n = 1; n < TRIES; n++) {
		struct str mended;

		tried[n] = nearest_but(m, word, useless ? SIZE_MAX : 2, tried, n);
		if (tried[n].p == NULL)
			break;
		mended = replaced(m, word, tried[n]);
		if (would_find(m, mended))
			return mended;
		if (useless && by_itself.p == NULL && finds(m->searching, mended))
			by_itself = mended;
	}
	return by_itself;
}

/*
 * Mends a word or phrase that finds nothing, in its first word that finds nothing by itself; if all its words do find
 * something, in any of them.  Absent if that does not help.
 */
static struct str
mend_typed(const struct mending *m)
{
	struct str typed = m->question->list[m->which].typed, word, mended = {NULL, 0};

	for (size_t at = 0; next_word(typed, &at, &word);)
		if (!question_is_small(word) && !finds(m->searching, word))
			return mend_word(m, word, true);
	for (size_t at = 0; mended.p == NULL && next_word(typed, &at, &word);)
		if (!question_is_small(word))
			mended = mend_word(m, word, false);
	return mended;
}

/* Would the question find something if the words of this phrase need not follow each other? */
static bool
finds_apart(const struct mending *m)
{
	struct str typed = m->question->list[m->which].typed, word, *words;
	size_t count = 0;

	words = arena_array(m->arena, m->question->count + typed.n, sizeof(*words));
	for (size_t i = 0; i < m->question->count; i++)
		if (i != m->which)
			words[count++] = m->question->list[i].typed;
	for (size_t at = 0; next_word(typed, &at, &word);)
		words[count++] = word;
	return str_find(typed, ' ') < typed.n && all_find(m->searching, words, count);
}

/* For words that find something, but not together: finds one that a near word should replace. */
static struct suggestion
mend_any(struct mending *m)
{
	struct suggestion suggestion = {.together = true};

	for (m->which = 0; m->which < m->question->count; m->which++) {
		const struct sought *sought = &m->question->list[m->which];

		if (sought->need != SOUGHT_NEEDED || str_find(sought->typed, ' ') < sought->typed.n)
			continue;
		suggestion.nearest = mend_word(m, sought->typed, false);
		suggestion.word = sought->typed;
		if (suggestion.nearest.p != NULL)
			return suggestion;
	}
	suggestion.word = (struct str){NULL, 0};
	return suggestion;
}

struct suggestion
search_nearest(struct arena *arena, const struct searching *searching,
	       const struct question *question)
{
	struct searching quietly = *searching;
	struct mending m = {arena, &quietly, question, 0};

	quietly.quiet = true;
	for (; m.which < question->count && !question->patterns; m.which++) {
		const struct sought *sought = &question->list[m.which];
		struct suggestion suggestion = {.word = sought->typed};

		if ((searching->communities && sought->need != SOUGHT_NEEDED) ||
		    finds(&quietly, sought->typed))
			continue;
		suggestion.nearest = mend_typed(&m);
		suggestion.apart = suggestion.nearest.p == NULL && finds_apart(&m);
		return suggestion;
	}
	return question->patterns || question->count < 2 ? (struct suggestion){0} : mend_any(&m);
}
