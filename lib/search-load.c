/*
 * Decides from the bytes of definitions which ones a question of words needs.  Without a backslash, a word is in a file
 * exactly as in the text read from it, and between two words of a phrase there is no letter or digit in either.
 */
#include "search.h"

#include "bytes.h"

struct needs {
	const struct question *question; /* NULL: no definition is needed */
	struct str *ids; /* ids of hosts, roles, regions and purposes whose names hold a word */
	size_t count;
	size_t capacity;
};

/* Is a word of the question, other than the idle ones, in the text? */
static bool
any_stands(const struct question *question, struct str text, struct buf *scratch)
{
	for (size_t i = 0; i < question->count; i++)
		if (question->list[i].need != SOUGHT_IDLE &&
		    seek_stands(question->list[i].alone, text, scratch))
			return true;
	return false;
}

static bool
is_needed(const void *context, struct str id, struct str bytes, struct buf *scratch)
{
	const struct needs *needs = context;

	if (needs->question == NULL)
		return false;
	if (any_stands(needs->question, id, scratch) || any_stands(needs->question, bytes, scratch))
		return true;
	for (size_t i = 0; i < needs->count; i++)
		if (bytes_find(bytes, needs->ids[i]) < bytes.n)
			return true;
	return false;
}

/* Adds the names of a term in the form in which search-rank.c reads them. */
static void
add_names(struct buf *names, const struct term *term)
{
	const struct node *name = term->name;

	buf_format(names, "%.*s (%.*s)\n", STR_ARG(node_text(name)), STR_ARG(term->id));
	for (name = name != NULL ? name->first : NULL; name != NULL; name = name->next)
		buf_format(names, "%.*s (%.*s)\n", STR_ARG(node_text(name)), STR_ARG(term->id));
}

/* Adds an id; false if it is already among those from index first on. */
static bool
add_id(struct needs *needs, struct arena *arena, size_t first, struct str id)
{
	for (size_t i = first; i < needs->count; i++)
		if (str_eq(needs->ids[i], id))
			return false;
	needs->ids = arena_grow(arena, needs->ids, needs->count, &needs->capacity,
				sizeof(*needs->ids));
	needs->ids[needs->count++] = id;
	return true;
}

/* Adds the ids of terms whose names hold a word, and of the terms that they lie within. */
static void
add_terms(struct needs *needs, struct arena *arena, const struct vocabulary *vocabulary)
{
	struct buf names = {0}, scratch = {0};
	size_t first = needs->count;

	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->list[i];

		buf_clear(&names);
		add_names(&names, term);
		if (!any_stands(needs->question, buf_all(&names), &scratch))
			continue;
		/* If an id is there already, so are those that it lies within. */
		while (term != NULL && add_id(needs, arena, first, term->id))
			term = term->within.n > 0 ? vocabulary_find(vocabulary, term->within)
						  : NULL;
	}
	buf_free(&names);
	buf_free(&scratch);
}

void
search_load(struct registry *registry, const struct question *question)
{
	struct arena *arena = arena_new();
	struct needs needs = {.question = question};

	if (question != NULL) {
		add_terms(&needs, arena, &registry->hosts);
		add_terms(&needs, arena, &registry->roles);
		add_terms(&needs, arena, &registry->regions);
		add_terms(&needs, arena, &registry->purposes);
	}
	registry_load_wanted(registry, is_needed, &needs);
	arena_free(arena);
}

bool
search_asks_definitions(const struct emit *emit, const struct query *query)
{
	const struct field *field;

	for (size_t i = 0; (field = emit_field(emit, i)) != NULL; i++)
		if (field->path.p != NULL)
			return true;
	for (size_t i = 0; (field = query_field(query, i)) != NULL; i++)
		if (field->path.p != NULL)
			return true;
	return false;
}
