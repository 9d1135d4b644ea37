/* What changes in the bytes of a roster: stretches that go, and lines that come, each where it belongs. */
#include "spells.h"

#include <stdlib.h>

#include "roster-order.h"

/* A row to insert, and where: in an ordered roster, that is found only after all are known. */
struct insertion {
	struct place_key key;
	size_t at;
};

/* The beginning of the line that holds the byte at that offset; at least body, where the header ends. */
static size_t
line_start(struct str bytes, size_t at, size_t body)
{
	const char *feed = at > body ? memrchr(bytes.p + body, '\n', at - body) : NULL;

	return feed == NULL ? body : (size_t)(feed - bytes.p) + 1;
}

/*
 * The offset, at least from, at which a row belongs in an ordered roster.  Looks at the line at from first, then does a
 * binary search.
 */
static size_t
place_in_order(const struct roster_text *text, const struct place_key *key, size_t from)
{
	size_t low = from, high = text->bytes.n, middle = from;

	while (low < high) {
		size_t begin = line_start(text->bytes, middle, from);
		struct str line = str_line(str_after(text->bytes, begin));
		struct place_key other = {.email = line};

		(void)spells_line_key(text, text->arena, line, &other);
		if (place_compare(&other, key) <= 0)
			low = begin + line.n + 1 < text->bytes.n ? begin + line.n + 1
								 : text->bytes.n;
		else
			high = begin;
		middle = low + (high - low) / 2;
	}
	return low;
}

/* In an unordered roster, a row goes after the others of its address, or to the end. */
static size_t
place_behind(const struct roster_text *text, const struct spells *spells)
{
	size_t at = text->bytes.n;

	for (size_t i = 0; i < spells->count; i++)
		if (spells->rows[i].old != NULL)
			at = spells->rows[i].at + spells->rows[i].length + 1;
	return at < text->bytes.n ? at : text->bytes.n;
}

static int
compare_insertions(const void *left, const void *right)
{
	const struct insertion *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return place_compare(&a->key, &b->key);
}

static bool
is_same_row(const struct roster_text *text, const struct spell_row *row)
{
	for (size_t i = 0; i < text->columns; i++)
		if (!str_eq(row->old[i], row->now[i]))
			return false;
	return true;
}

/* Is row i another old row with the same key, so that only the whole line decides which of the two comes first? */
static bool
is_beside(const struct spells *spells, size_t i, const struct place_key *key)
{
	struct place_key other;

	if (i >= spells->count || spells->rows[i].old == NULL)
		return false;
	other = place_key_of(spells->rows[i].old, STR(""));
	return place_compare(&other, key) == 0;
}

/*
 * Does a changed row have to move in an ordered roster?  Also if a neighbour has the same key, as the whole line
 * decides then.
 */
static bool
moves(const struct roster_text *text, const struct spells *spells, const struct spell_row *row)
{
	struct place_key old = place_key_of(row->old, STR("")),
			 now = place_key_of(row->now, STR(""));
	size_t i = (size_t)(row - spells->rows);

	return text->ordered && (place_compare(&old, &now) != 0 || is_beside(spells, i - 1, &now) ||
				 is_beside(spells, i + 1, &now));
}

/* The state of spells_patches(). */
struct patching {
	struct roster_text *text;
	void (*patch)(void *context, size_t at, size_t gone, struct str text);
	void *context;
	struct insertion *insertions;
	size_t count;
	size_t capacity;
	bool end_gone; /* the last line is deleted, and it had no LF */
};

static void
insert(struct patching *p, const struct spells *spells, struct spell_row *row)
{
	struct insertion *insertion;

	p->insertions = arena_grow(p->text->arena, p->insertions, p->count, &p->capacity,
				   sizeof(*p->insertions));
	insertion = &p->insertions[p->count++];
	insertion->key = place_key_of(row->now, spell_line(p->text, row));
	insertion->at = p->text->ordered ? 0 : place_behind(p->text, spells);
}

/*
 * Sorts the insertions and, in an ordered roster, finds the place of each, which is never before that of the one before
 * it.
 */
static void
place_insertions(struct patching *p)
{
	struct str bytes = p->text->bytes;
	size_t header = str_find(bytes, '\n') + 1, at = header < bytes.n ? header : bytes.n;

	if (p->count > 1)
		qsort(p->insertions, p->count, sizeof(*p->insertions), compare_insertions);
	for (size_t i = 0; p->text->ordered && i < p->count; i++)
		p->insertions[i].at = at = place_in_order(p->text, &p->insertions[i].key, at);
}

/* Deletes the line of a row and its LF, which the last line of a file may lack. */
static void
take_out(struct patching *p, const struct spell_row *row)
{
	size_t rest = p->text->bytes.n - row->at;

	p->end_gone = p->end_gone || row->length == rest;
	p->patch(p->context, row->at, row->length < rest ? row->length + 1 : rest, STR(""));
}

static void
patch_row(struct patching *p, const struct spells *spells, struct spell_row *row)
{
	if (row->old == NULL && row->now == NULL)
		return;
	if (row->now == NULL)
		take_out(p, row);
	else if (row->old == NULL)
		insert(p, spells, row);
	else if (is_same_row(p->text, row))
		return;
	else if (moves(p->text, spells, row)) {
		take_out(p, row);
		insert(p, spells, row);
	} else {
		p->patch(p->context, row->at, row->length, spell_line(p->text, row));
	}
}

/* What an insertion at that offset needs before it: the header of a new roster, or an LF that the last line lacks. */
static struct str
before_first(const struct patching *p, size_t at)
{
	struct str bytes = p->text->bytes;
	struct buf out = {0};

	if (bytes.n == 0)
		for (size_t i = 0; i < p->text->columns; i++) {
			buf_str(&out, p->text->names[i]);
			buf_char(&out, i + 1 < p->text->columns ? ',' : '\n');
		}
	else if (at == bytes.n && bytes.p[at - 1] != '\n' && !p->end_gone)
		buf_char(&out, '\n');
	return buf_keep(&out, p->text->arena);
}

void
spells_patches(struct roster_text *text,
	       void (*patch)(void *context, size_t at, size_t gone, struct str text), void *context)
{
	struct patching p = {.text = text, .patch = patch, .context = context};

	for (size_t i = 0; i < text->count; i++)
		for (size_t j = 0; j < text->wanted[i]->count; j++)
			patch_row(&p, text->wanted[i], &text->wanted[i]->rows[j]);
	place_insertions(&p);
	for (size_t i = 0; i < p.count; i++) {
		struct insertion *one = &p.insertions[i];

		if (i == 0 || p.insertions[i - 1].at != one->at)
			patch(context, one->at, 0, before_first(&p, one->at));
		patch(context, one->at, 0, (struct str){one->key.line.p, one->key.line.n + 1});
	}
}
