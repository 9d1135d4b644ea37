/*
 * Decides which communities match, and ranks them: BM25F (Robertson and Zaragoza, 2009), over four tiers of fields.
 *
 *	score = status * language * sum over words of  idf * f / (K1 + f)
 *	f     = sum over tiers of    weight * occurrences / (1 - B + B * length / usual length)
 *	idf   = ln(1 + (N - n + 0.5) / (n + 0.5)),  N communities, n with the word
 *
 * The usual length of a tier is a constant rather than the mean, so that communities without any of the words need not
 * be read.
 *
 * A value counts once, however often the word occurs in it and in however many languages: as 1 if the word is there
 * whole, 0.4 if words begin with it, 0.2 if words only begin with its stem; half of that in the name of a role or
 * region that lies within the one in the definition.  The manual says the same.
 */
#include "search-show.h"

#include <math.h>
#include <stdlib.h>

#define K1 1.2
#define B 0.5
#define VOCABULARIES 4

static const double tier_weights[TIERS] = {
    [TIER_NAMES] = 6, [TIER_DOMAIN] = 3, [TIER_PRACTICE] = 2, [TIER_REST] = 1};
/* In words: about the averages of the sample registry. */
static const double usual_lengths[TIERS] = {
    [TIER_NAMES] = 10, [TIER_DOMAIN] = 20, [TIER_PRACTICE] = 30, [TIER_REST] = 60};
static const double occurrence[LIKES] = {[LIKE_STEM] = 0.2, [LIKE_PREFIX] = 0.4, [LIKE_WORD] = 1};
static const double status_factors[] = {[STATUS_PLANNED] = 0.9,
					[STATUS_ACTIVE] = 1,
					[STATUS_PAUSED] = 0.8,
					[STATUS_ENDED] = 0.5,
					[STATUS_MERGED] = 0.5};
/* Factor for a match in the name of a term that lies within the one in the definition. */
#define WITHIN 0.5
/* Factor for a community that is not described in a language named by the question. */
#define OTHER_LANGUAGE 0.8

/* A term of a vocabulary, with its names by language and the entries that lie within it. */
struct entry {
	const struct term *term;
	struct passage *names;
	size_t name_count;
	const struct entry **within;
	size_t within_count;
	size_t capacity;
};

/* The entries of a vocabulary, in its order. */
struct entries {
	const struct vocabulary *vocabulary;
	struct entry *list;
};

struct ranking {
	const struct view *view;
	const struct question *question;
	struct arena *arena;
	struct matcher matcher;
	struct entries entries[VOCABULARIES];
	struct tally *tally; /* of the community being read */
	double *best;        /* by word: its best worth so far in the value being read */
	struct tally *tallies;
	size_t count;
	size_t all; /* number of communities, including those that were not read */
};

/* -- reading ---------------------------------------------------------------------------------------------------------------- */

/* By word: how it matches a text (enum likeness).  NULL if none does. */
static const unsigned char *
match_all(struct ranking *ranking, struct str text)
{
	size_t count = ranking->question->count;
	unsigned char *like = NULL;

	for (size_t i = 0; i < count; i++) {
		enum likeness likeness = ranking->question->list[i].need == SOUGHT_IDLE
					     ? LIKE_NONE
					     : matcher_text(&ranking->matcher, i, text, NULL, NULL);

		if (likeness != LIKE_NONE && like == NULL)
			like = arena_get(ranking->arena, count);
		if (like != NULL)
			like[i] = (unsigned char)likeness;
	}
	return like;
}

/* What a word contributes to its tier by a match in a passage. */
static double
worth_of_word(const struct passage *passage, size_t word)
{
	return occurrence[passage->like[word]] * (passage->written.p != NULL ? WITHIN : 1);
}

double
passage_weight(const struct passage *passage, size_t word)
{
	return tier_weights[passage->tier] * worth_of_word(passage, word);
}

static void
keep_passage(struct ranking *ranking, const struct passage *passage)
{
	struct tally *tally = ranking->tally;

	if (passage->like == NULL)
		return;
	tally->passages = arena_grow(ranking->arena, tally->passages, tally->count,
				     &tally->capacity, sizeof(*tally->passages));
	tally->passages[tally->count++] = *passage;
	for (size_t i = 0; i < ranking->question->count; i++)
		if (worth_of_word(passage, i) > ranking->best[i])
			ranking->best[i] = worth_of_word(passage, i);
}

/* Ends a value: adds to the tally the best match of each word over all its readings. */
static void
end_value(struct ranking *ranking, enum text_tier tier, size_t words)
{
	struct tally *tally = ranking->tally;

	tally->length[tier] += (double)words;
	for (size_t i = 0; i < ranking->question->count; i++) {
		if (ranking->best[i] <= 0)
			continue;
		tally->occurrences[i * TIERS + tier] += ranking->best[i];
		tally->found[i] = 1;
		ranking->best[i] = 0;
	}
}

static size_t
count_words(struct str text)
{
	bool in_word = false;
	size_t count = 0;

	for (size_t i = 0; i < text.n; i++) {
		bool blank = strchr(" \t\n", text.p[i]) != NULL;

		count += !blank && !in_word;
		in_word = !blank;
	}
	return count;
}

static struct entry *entry_of(const struct ranking *ranking, const struct vocabulary *vocabulary,
			      const struct term *term);

/* Keeps the names of an entry as readings of an id in the definition: its own, or that of a wider entry (written). */
static void
read_names(struct ranking *ranking, const struct entry *entry, struct str written,
	   const struct passage *passage)
{
	for (size_t i = 0; i < entry->name_count; i++) {
		struct passage name = entry->names[i];

		name.value = name.node = passage->node;
		name.tier = passage->tier;
		name.written = written;
		keep_passage(ranking, &name);
	}
}

/* Reads an id by its names in every language, and by those of the entries within it: nurse finds practitioner. */
static void
read_id(struct ranking *ranking, const struct entry *entry, const struct passage *passage)
{
	read_names(ranking, entry, (struct str){NULL, 0}, passage);
	for (size_t i = 0; i < entry->within_count; i++)
		read_names(ranking, entry->within[i], entry->term->id, passage);
	end_value(ranking, passage->tier, 1);
}

static size_t
read_text(struct ranking *ranking, struct passage *passage, const struct node *node)
{
	passage->node = node;
	passage->text = node->text;
	passage->like = match_all(ranking, node->text);
	keep_passage(ranking, passage);
	return count_words(node->text);
}

static void
read_value(void *context, const struct key *key, const struct node *value, const struct step *step)
{
	struct ranking *ranking = context;
	const struct vocabulary *vocabulary = registry_vocabulary(ranking->view->registry,
								  key->type);
	const struct term *term = vocabulary != NULL ? vocabulary_find(vocabulary, value->text)
						     : NULL;
	struct passage passage = {.value = value, .node = value, .tier = search_tier(step)};
	size_t words = 0;

	if (term != NULL) {
		read_id(ranking, entry_of(ranking, vocabulary, term), &passage);
		return;
	}
	if (value->kind == NODE_SCALAR)
		words = read_text(ranking, &passage, value);
	else
		for (const struct node *item = value->first; item != NULL; item = item->next) {
			size_t n;

			if (item->kind != NODE_SCALAR)
				continue;
			passage.language = item->key->text;
			n = read_text(ranking, &passage, item);
			words = n > words ? n : words;
		}
	end_value(ranking, passage.tier, words);
}

static void
read_community(struct ranking *ranking, struct tally *tally, const struct definition *cop)
{
	size_t count = ranking->question->count;
	struct passage id = {.text = cop->id, .tier = TIER_NAMES};

	*tally = (struct tally){.cop = cop};
	tally->occurrences = arena_array(ranking->arena, count * TIERS,
					 sizeof(*tally->occurrences));
	tally->length = arena_array(ranking->arena, TIERS, sizeof(*tally->length));
	tally->found = arena_get(ranking->arena, count);
	ranking->tally = tally;
	search_texts(ranking->view, cop, read_value, ranking);
	id.like = match_all(ranking, cop->id);
	keep_passage(ranking, &id);
	end_value(ranking, TIER_NAMES, 1);
}

/* -- vocabularies ------------------------------------------------------------------------------------------------------------- */

/* The entry of a term: it has the same index as the term in its vocabulary. */
static struct entry *
entry_of(const struct ranking *ranking, const struct vocabulary *vocabulary,
	 const struct term *term)
{
	const struct entries *entries = ranking->entries;

	while (entries->vocabulary != vocabulary)
		entries++;
	return &entries->list[term - vocabulary->list];
}

/* Matches name and id separately, as a pattern may ask where a text begins and ends; takes the better match of each. */
static const unsigned char *
match_either(struct ranking *ranking, struct str text, struct str other)
{
	const unsigned char *one = match_all(ranking, text), *two = match_all(ranking, other);
	unsigned char *both;

	if (one == NULL || two == NULL)
		return one != NULL ? one : two;
	both = arena_get(ranking->arena, ranking->question->count);
	for (size_t i = 0; i < ranking->question->count; i++)
		both[i] = one[i] > two[i] ? one[i] : two[i];
	return both;
}

static void
add_name(struct ranking *ranking, struct entry *entry, struct str name, struct str language)
{
	struct passage *passage = &entry->names[entry->name_count++];
	struct str id = entry->term->id;

	*passage = (struct passage){.text = id, .language = language, .name = name.n};
	if (name.n > 0)
		passage->text = arena_format(ranking->arena, "%.*s (%.*s)", STR_ARG(name),
					     STR_ARG(id));
	passage->like = ranking->question->patterns && name.n > 0
			    ? match_either(ranking, name, id)
			    : match_all(ranking, passage->text);
}

static void
read_entry(struct ranking *ranking, struct entry *entry, const struct term *term)
{
	const struct node *name = term->name;
	bool by_language = name != NULL && name->kind == NODE_MAP;

	*entry = (struct entry){.term = term};
	entry->names = arena_array(ranking->arena, by_language ? name->count + 1 : 1,
				   sizeof(*entry->names));
	for (const struct node *item = by_language ? name->first : NULL; item != NULL;
	     item = item->next)
		if (item->kind == NODE_SCALAR)
			add_name(ranking, entry, item->text, item->key->text);
	if (entry->name_count == 0)
		add_name(ranking, entry, node_text(name), (struct str){NULL, 0});
}

/* Adds an entry to each one that it lies within, at any depth. */
static void
tell_wider(struct ranking *ranking, const struct vocabulary *vocabulary, const struct entry *entry)
{
	const struct term *wider = entry->term;

	/* A loop in the vocabulary must not hang us; cop-check reports it. */
	for (size_t i = 0; i < vocabulary->count; i++) {
		struct entry *other;

		wider = wider->within.n > 0 ? vocabulary_find(vocabulary, wider->within) : NULL;
		if (wider == NULL || wider == entry->term)
			return;
		other = entry_of(ranking, vocabulary, wider);
		other->within = arena_grow(ranking->arena, other->within, other->within_count,
					   &other->capacity, sizeof(*other->within));
		other->within[other->within_count++] = entry;
	}
}

static void
read_vocabulary(struct ranking *ranking, struct entries *entries,
		const struct vocabulary *vocabulary)
{
	entries->vocabulary = vocabulary;
	entries->list = arena_array(ranking->arena, vocabulary->count, sizeof(*entries->list));
	for (size_t i = 0; i < vocabulary->count; i++)
		read_entry(ranking, &entries->list[i], &vocabulary->list[i]);
	for (size_t i = 0; i < vocabulary->count; i++)
		tell_wider(ranking, vocabulary, &entries->list[i]);
}

/* -- scoring -------------------------------------------------------------------------------------------------------------------- */

/* The idf of a word: low for one that nearly all communities have. */
static double
telling(const struct ranking *ranking, size_t word)
{
	double all = (double)ranking->all, with = 0;

	for (size_t i = 0; i < ranking->count; i++)
		with += ranking->tallies[i].found[word];
	return log(1 + (all - with + 0.5) / (with + 0.5));
}

static double
weigh(const struct tally *tally, size_t word)
{
	double f = 0;

	for (int tier = 0; tier < TIERS; tier++) {
		double times = tally->occurrences[word * TIERS + (size_t)tier];
		double longer = tally->length[tier] / usual_lengths[tier];

		f += tier_weights[tier] * times / (1 - B + B * longer);
	}
	return f / (K1 + f);
}

static bool
is_written_in(const struct node *text, struct str language, struct str otherwise)
{
	if (text == NULL || text->kind != NODE_MAP)
		return text != NULL && str_eq(language, otherwise);
	for (const struct node *item = text->first; item != NULL; item = item->next)
		if (str_starts(item->key->text, language))
			return true;
	return false;
}

/* OTHER_LANGUAGE if the community is not described in a language that the question names, else 1. */
static double
language_factor(const struct ranking *ranking, const struct definition *cop)
{
	const struct question *question = ranking->question;
	struct str otherwise = ranking->view->registry->languages.list[0];
	double factor = 1;

	for (size_t i = 0; i < question->count; i++) {
		struct str language = question->list[i].language;

		if (language.n > 0 &&
		    !is_written_in(node_get(cop->root, "name"), language, otherwise) &&
		    !is_written_in(node_get(cop->root, "domain"), language, otherwise))
			factor = OTHER_LANGUAGE;
	}
	return factor;
}

static bool
has_all(const struct ranking *ranking, const struct tally *tally)
{
	for (size_t i = 0; i < ranking->question->count; i++)
		if (ranking->question->list[i].need == SOUGHT_NEEDED && tally->found[i] == 0)
			return false;
	return true;
}

static void
score(struct ranking *ranking, const double *idf)
{
	for (size_t i = 0; i < ranking->count; i++) {
		struct tally *tally = &ranking->tallies[i];
		double sum = 0;

		if (!has_all(ranking, tally)) {
			tally->score = -1;
			continue;
		}
		for (size_t word = 0; word < ranking->question->count; word++)
			sum += idf[word] * weigh(tally, word);
		sum *= status_factors[definition_status(tally->cop, ranking->view->as_of)] *
		       language_factor(ranking, tally->cop);
		/* Rounded, so that machines that differ in the last bit agree on the order. */
		tally->score = floor(sum * 1e6 + 0.5) / 1e6;
	}
}

static int
compare_tallies(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;

	if (a->score > b->score || a->score < b->score)
		return a->score > b->score ? -1 : 1;
	return str_cmp(a->cop->id, b->cop->id);
}

/* -- all of it --------------------------------------------------------------------------------------------------------------- */

void
search_communities(struct hits *hits, const struct searching *searching,
		   const struct question *question)
{
	struct arena *arena = arena_new();
	const struct view *view = searching->view;
	size_t count = searching->count;
	struct ranking ranking = {.view = view,
				  .question = question,
				  .arena = arena,
				  .best = arena_array(arena, question->count, sizeof(double)),
				  .tallies = arena_array(arena, count, sizeof(struct tally)),
				  .all = count};
	double *idf = arena_array(arena, question->count, sizeof(*idf));

	matcher_begin(&ranking.matcher, question);
	read_vocabulary(&ranking, &ranking.entries[0], &view->registry->hosts);
	read_vocabulary(&ranking, &ranking.entries[1], &view->registry->roles);
	read_vocabulary(&ranking, &ranking.entries[2], &view->registry->regions);
	read_vocabulary(&ranking, &ranking.entries[3], &view->registry->purposes);
	for (size_t i = 0; i < count; i++)
		if (searching->cops[i]->root != NULL)
			read_community(&ranking, &ranking.tallies[ranking.count++],
				       searching->cops[i]);
	for (size_t i = 0; i < question->count; i++)
		idf[i] = telling(&ranking, i);
	score(&ranking, idf);
	if (ranking.count > 1)
		qsort(ranking.tallies, ranking.count, sizeof(*ranking.tallies), compare_tallies);
	for (size_t i = 0; i < ranking.count && ranking.tallies[i].score >= 0; i++)
		tally_show(hits, searching, &ranking.matcher, &ranking.tallies[i]);
	matcher_end(&ranking.matcher);
	arena_free(arena);
}
