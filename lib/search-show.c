/* Shows that a community matches: picks as few of its texts as it takes, and tells where they are. */
#include "search-show.h"

#include "node.h"

struct showing {
	const struct searching *searching;
	struct matcher *matcher;
	const struct tally *tally;
	unsigned char *open; /* by word: 1 until a passage shows it */
	size_t count;        /* number of words */
	struct buf bytes;    /* the definition as a file; read when first needed */
};

/* Does the passage show that word, and no earlier one did? */
static bool
shows(const struct showing *showing, const struct passage *passage, size_t word)
{
	return showing->open[word] != 0 && passage->like[word] != LIKE_NONE;
}

/* How well a passage shows the words that are still open. */
struct worth {
	size_t words;
	double weight;
	size_t language; /* index in the languages of the view; 0 for a text without language */
};

static struct worth
worth_of(const struct showing *showing, const struct passage *passage)
{
	const struct languages *languages = &showing->searching->view->languages;
	struct worth worth = {0};

	for (size_t i = 0; i < showing->count; i++)
		if (shows(showing, passage, i)) {
			worth.words++;
			worth.weight += passage_weight(passage, i);
		}
	/* The id is on no line of the file: it is shown only if nothing else will do. */
	if (passage->value == NULL)
		worth.weight = 0;
	while (passage->language.n > 0 && worth.language < languages->count &&
	       !str_eq(languages->list[worth.language], passage->language))
		worth.language++;
	return worth;
}

static bool
is_better(struct worth a, struct worth b)
{
	if (a.words != b.words)
		return a.words > b.words;
	if (a.weight > b.weight || a.weight < b.weight)
		return a.weight > b.weight;
	return a.language < b.language;
}

struct path_search {
	const struct node *value;
	struct arena *arena;
	struct str path;
};

static void
find_path(void *context, const struct key *key, const struct node *value, const struct step *step)
{
	struct path_search *search = context;

	(void)key;
	if (value == search->value)
		search->path = search_path(search->arena, step);
}

/* The offset in a passage of the first of the open words that it shows. */
static size_t
first_match(const struct showing *showing, const struct passage *passage)
{
	size_t first = passage->text.n;

	for (size_t i = 0; i < showing->count; i++) {
		size_t at = first, length;

		if (shows(showing, passage, i))
			(void)matcher_text(showing->matcher, i, passage->text, &at, &length);
		first = at < first ? at : first;
	}
	return first;
}

/* The line of the file at which an editor should open it. */
static size_t
line_of(struct showing *showing, const struct passage *passage)
{
	const struct registry *registry = showing->searching->view->registry;

	if (passage->node == NULL)
		return 1;
	if (!passage->node->lines || passage->name > 0 ||
	    (showing->bytes.n == 0 &&
	     !registry_add_bytes(registry, showing->tally->cop->id, &showing->bytes)))
		return passage->node->line;
	return node_line_at(passage->node, buf_all(&showing->bytes), first_match(showing, passage));
}

/* Sets the text of a hit, and the parts of it in which matches are looked for. */
static void
tell_text(struct hit *hit, struct arena *arena, const struct passage *passage)
{
	size_t begin = 0, n = passage->text.n;

	hit->text = arena_str(arena, passage->text);
	if (passage->written.p != NULL) {
		hit->text = arena_format(arena, "%.*s > %.*s", STR_ARG(passage->written),
					 STR_ARG(passage->text));
		begin = hit->text.n - n;
	}
	hit->seen = hit->text;
	hit->parts[hit->part_count++] = (struct stretch){
	    begin, begin + (passage->name > 0 ? passage->name : n)};
	if (passage->name > 0)
		hit->parts[hit->part_count++] = (struct stretch){begin + passage->name + 2,
								 begin + n - 1};
}

/* The path of the definition; only the private audience may see where the registry is on this machine. */
static struct str
path_of(const struct showing *showing)
{
	const struct view *view = showing->searching->view;
	struct str path = showing->tally->cop->path;

	return view->audience == AUDIENCE_PRIVATE ? path : registry_from_root(view->registry, path);
}

static void
add_hit(struct showing *showing, struct hits *hits, const struct passage *passage)
{
	const struct tally *tally = showing->tally;
	struct path_search search = {passage->value, hits->arena, STR("cop")};
	struct hit hit = {.cop = tally->cop,
			  .path = path_of(showing),
			  .line = line_of(showing, passage),
			  .score = tally->score};

	if (passage->value != NULL)
		search_texts(showing->searching->view, tally->cop, find_path, &search);
	hit.field = search.path;
	tell_text(&hit, hits->arena, passage);
	hits_add(hits, showing->searching, &hit);
}

/* The passage that shows most of the open words; NULL if none shows any. */
static const struct passage *
best_of(const struct showing *showing)
{
	const struct passage *best = NULL;
	struct worth most = {0};

	for (size_t i = 0; i < showing->tally->count; i++) {
		struct worth worth = worth_of(showing, &showing->tally->passages[i]);

		if (worth.words > 0 && (best == NULL || is_better(worth, most))) {
			best = &showing->tally->passages[i];
			most = worth;
		}
	}
	return best;
}

void
tally_show(struct hits *hits, const struct searching *searching, struct matcher *matcher,
	   const struct tally *tally)
{
	size_t count = matcher->question->count;
	struct showing showing = {.searching = searching,
				  .matcher = matcher,
				  .tally = tally,
				  .open = arena_get(hits->arena, count),
				  .count = count};
	const struct passage *best;

	memcpy(showing.open, tally->found, count);
	while ((best = best_of(&showing)) != NULL) {
		add_hit(&showing, hits, best);
		for (size_t i = 0; i < count; i++)
			if (best->like[i] != LIKE_NONE)
				showing.open[i] = 0;
	}
	buf_free(&showing.bytes);
}
