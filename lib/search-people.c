/* Finds the memberships that match: rows in which every word stands, each in one of the searched fields. */
#include "search.h"

#include <stdlib.h>

#include "text.h"

const enum roster_column search_fields[SEARCH_FIELDS] = {
    ROSTER_NAME,   ROSTER_EMAIL,    ROSTER_ORGANIZATION, ROSTER_ROLE,
    ROSTER_REGION, ROSTER_LANGUAGE, ROSTER_SOURCE,       ROSTER_APPLIED,
    ROSTER_JOINED, ROSTER_LEFT,     ROSTER_CONSENT,      ROSTER_CONSENTED};

#define EVERY SEARCH_FIELDS

/* How many of the search_fields a question is matched with. */
static size_t
field_count(const struct question *question)
{
	return question->patterns ? EVERY : SEARCH_FIELDS_FOR_WORDS;
}

struct people {
	const struct searching *searching;
	const struct question *question;
	struct hits found; /* in all rosters; not yet sorted */
};

/* What one thread finds in a block. */
struct block_hits {
	struct matcher matcher;
	bool begun;
	struct hits found;
};

/* The field that a word matches best, and of equal ones the first; EVERY if there is none. */
static size_t
best_field(struct matcher *matcher, size_t word, const struct spell *spell)
{
	enum likeness best = LIKE_NONE;
	size_t count = field_count(matcher->question), field = EVERY;

	for (size_t i = 0; i < count && best != LIKE_WORD; i++) {
		struct str text = spell->fields[search_fields[i]];
		enum likeness likeness = text.n > 0 ? matcher_field(matcher, word, text, NULL, NULL)
						    : LIKE_NONE;

		if (likeness > best) {
			best = likeness;
			field = i;
		}
	}
	return field;
}

/*
 * Does every word match some field?  *first gets the first field matched, and *also the first other than name and
 * address, or EVERY if there is none.
 */
static bool
match_fields(struct matcher *matcher, const struct spell *spell, size_t *first, size_t *also)
{
	*first = *also = EVERY;
	for (size_t word = 0; word < matcher->question->count; word++) {
		size_t field = best_field(matcher, word, spell);

		if (field == EVERY)
			return false;
		if (field < *first)
			*first = field;
		if (field > 1 && field < *also)
			*also = field;
	}
	return true;
}

/* Do all patterns match the row as a line?  One may match where no field does, across several: then *first is EVERY. */
static bool
match_row(struct matcher *matcher, const struct spell *spell, size_t *first, size_t *also)
{
	for (size_t i = 0; i < matcher->question->count; i++)
		if (matcher_field(matcher, i, spell->text, NULL, NULL) == LIKE_NONE)
			return false;
	if (!match_fields(matcher, spell, first, also))
		*first = *also = EVERY;
	return true;
}

static void
add_part(struct hit *hit, size_t begin, size_t length)
{
	hit->parts[hit->part_count++] = (struct stretch){begin, begin + length};
}

/*
 * Sets the text of a hit: name, address, and the field with index also.  If a pattern matched across fields, seen is
 * the whole row.
 */
static void
tell_text(struct hit *hit, struct arena *arena, const struct spell *spell, size_t first,
	  size_t also)
{
	struct str name = spell->fields[ROSTER_NAME], email = spell->fields[ROSTER_EMAIL];
	struct str other = also < EVERY ? spell->fields[search_fields[also]] : STR("");

	hit->seen = hit->text = arena_format(arena, "%.*s <%.*s>%s%.*s", STR_ARG(name),
					     STR_ARG(email), other.n > 0 ? ", " : "",
					     STR_ARG(other));
	if (first == EVERY) {
		hit->seen = arena_str(arena, spell->text);
		add_part(hit, 0, hit->seen.n);
		return;
	}
	add_part(hit, 0, name.n);
	add_part(hit, name.n + 2, email.n);
	add_part(hit, hit->text.n - other.n, other.n);
}

static void
keep_spell(struct block_hits *block, const struct spell *spell, enum member_status status,
	   size_t first, size_t also)
{
	struct hits *found = &block->found;
	struct arena *arena = found->arena;
	struct buf *scratch = &block->matcher.scratch;
	struct hit *hit;

	found->list = arena_grow(arena, found->list, found->count, &found->capacity,
				 sizeof(*found->list));
	hit = &found->list[found->count++];
	*hit = (struct hit){
	    .cop = spell->cop,
	    .member = true,
	    .field = str_of(roster_columns[search_fields[first < EVERY ? first : 0]]),
	    .line = spell->line,
	    .status = status,
	    .name = arena_str(arena, spell->fields[ROSTER_NAME]),
	    .email = arena_str(arena, spell->fields[ROSTER_EMAIL]),
	    .role = arena_str(arena, spell->fields[ROSTER_ROLE]),
	    .region = arena_str(arena, spell->fields[ROSTER_REGION]),
	    .organization = arena_str(arena, spell->fields[ROSTER_ORGANIZATION])};
	tell_text(hit, arena, spell, first, also);
	buf_clear(scratch);
	text_fold(scratch, hit->name);
	hit->order = arena_str(arena, buf_all(scratch));
}

bool
search_sees(const struct searching *searching, const struct spell *spell)
{
	enum member_status status = spell_status(spell, searching->view->as_of);

	return !spell_is_seat(spell) &&
	       (searching->all || status == MEMBER_MEMBER || status == MEMBER_APPLICANT);
}

static void
on_person(void *context, void *result, const struct person *person)
{
	const struct people *people = context;
	struct block_hits *block = result;
	const struct spell *spell = &person->spells[0];
	size_t first, also;

	if (!search_sees(people->searching, spell))
		return;
	if (!block->begun)
		matcher_begin(&block->matcher, people->question);
	block->begun = true;
	if (!(people->question->patterns ? match_row : match_fields)(&block->matcher, spell, &first,
								     &also))
		return;
	if (block->found.arena == NULL)
		block->found.arena = arena_new();
	keep_spell(block, spell, spell_status(spell, people->searching->view->as_of), first, also);
}

static bool
on_block(void *context, void *result, const struct roster_block *block)
{
	struct people *people = context;
	struct block_hits *in_block = result;
	struct hits *found = &people->found;
	struct str path = arena_str(found->arena, block->path);

	if (!block->readable)
		in_block->found.count = 0; /* it comes after what could not be read */
	for (size_t i = 0; i < in_block->found.count; i++) {
		struct hit *hit;

		found->list = arena_grow(found->arena, found->list, found->count, &found->capacity,
					 sizeof(*found->list));
		hit = &found->list[found->count++];
		*hit = in_block->found.list[i];
		hit->path = path;
		hit->line += block->line_offset;
	}
	arena_adopt(found->arena, in_block->found.arena);
	in_block->found = (struct hits){0};
	return true;
}

static void
on_end(void *context, void *result)
{
	struct block_hits *block = result;

	(void)context;
	if (block->begun)
		matcher_end(&block->matcher);
	arena_free(block->found.arena);
}

static struct str
next_candidate(const void *context, struct str bytes, size_t *before, struct buf *scratch)
{
	const struct people *people = context;

	return seek_line(people->question->typed, bytes, before, scratch);
}

static int
compare_hits(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;
	int c = str_cmp(a->order, b->order);

	c = c != 0 ? c : str_cmp(a->name, b->name);
	c = c != 0 ? c : str_cmp(a->email, b->email);
	c = c != 0 ? c : str_cmp(a->cop->id, b->cop->id);
	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

void
search_people(struct hits *hits, const struct searching *searching, const struct question *question)
{
	struct people people = {
	    .searching = searching, .question = question, .found = {.arena = hits->arena}};
	struct roster_scan scan = {.cops = searching->cops,
				   .count = searching->count,
				   .quiet = searching->quiet,
				   .result_size = sizeof(struct block_hits),
				   .context = &people,
				   .person = on_person,
				   .done = on_block,
				   .end = on_end};

	for (size_t i = 0; i < field_count(question); i++)
		scan.columns |= 1U << search_fields[i];
	if (!question->patterns)
		scan.candidate = next_candidate;
	registry_read_rosters(searching->view->registry, scan);
	if (people.found.count > 1)
		qsort(people.found.list, people.found.count, sizeof(*people.found.list),
		      compare_hits);
	for (size_t i = 0; i < people.found.count; i++)
		hits_add(hits, searching, &people.found.list[i]);
}
