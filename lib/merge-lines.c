/* Comparing and merging texts line by line, by their longest common subsequence. */
#include "merge.h"

#include <stdlib.h>

#define CELLS_MAX  \
	((size_t)4 \
	 << 20) /* limit of the table; beyond it, texts count as having no line in common */
#define NOWHERE ((size_t)-1)

struct text {
	struct str *lines; /* with their LF */
	size_t count;
};

static struct text
text_of(struct arena *arena, struct str bytes)
{
	struct text text = {0};
	size_t capacity = 0;

	while (bytes.n > 0) {
		size_t n = str_find(bytes, '\n');

		n += n < bytes.n;
		text.lines = arena_grow(arena, text.lines, text.count, &capacity,
					sizeof(*text.lines));
		text.lines[text.count++] = (struct str){bytes.p, n};
		bytes = str_after(bytes, n);
	}
	return text;
}

/* The lines from begin up to, but not including, end, as one slice. */
static struct str
lines_of(const struct text *text, size_t begin, size_t end)
{
	struct str all = STR("");

	if (begin < end && text->lines != NULL) {
		all.p = text->lines[begin].p;
		all.n = (size_t)(text->lines[end - 1].p + text->lines[end - 1].n - all.p);
	}
	return all;
}

/* Matches lines by their longest common subsequence, from begin up to a_end and b_end. */
static void
match_middle(const struct text *a, const struct text *b, size_t begin, size_t a_end, size_t b_end,
	     size_t *found)
{
	size_t n = a_end - begin, m = b_end - begin, width = m + 1;
	unsigned *longest;

	if (n == 0 || m == 0 || n + 1 > CELLS_MAX / width)
		return;
	longest = memory_get_zeroed((n + 1) * width * sizeof(*longest));
	for (size_t i = n; i-- > 0;)
		for (size_t k = m; k-- > 0;) {
			unsigned *cell = &longest[i * width + k];

			*cell = cell[1] > cell[width] ? cell[1] : cell[width];
			if (str_eq(a->lines[begin + i], b->lines[begin + k]))
				*cell = cell[width + 1] + 1;
		}
	for (size_t i = 0, k = 0; i < n && k < m;)
		if (str_eq(a->lines[begin + i], b->lines[begin + k])) {
			found[begin + i++] = begin + k++;
		} else if (longest[(i + 1) * width + k] >= longest[i * width + k + 1]) {
			i++;
		} else {
			k++;
		}
	free(longest);
}

/* For each line of a, the index of the line of b that it matches; NOWHERE if none. */
static size_t *
match(struct arena *arena, const struct text *a, const struct text *b)
{
	size_t *found = arena_array(arena, a->count, sizeof(*found));
	size_t begin = 0, a_end = a->count, b_end = b->count;

	for (size_t i = 0; i < a->count; i++)
		found[i] = NOWHERE;
	while (begin < a_end && begin < b_end && str_eq(a->lines[begin], b->lines[begin])) {
		found[begin] = begin;
		begin++;
	}
	while (a_end > begin && b_end > begin && str_eq(a->lines[a_end - 1], b->lines[b_end - 1]))
		found[--a_end] = --b_end;
	match_middle(a, b, begin, a_end, b_end, found);
	return found;
}

/* Adds a stretch, unless it is empty. */
static void
add(struct arena *arena, struct merge_stretches *all, struct str ours, struct str theirs,
    bool conflict)
{
	if (ours.n == 0 && theirs.n == 0)
		return;
	all->list = arena_grow(arena, all->list, all->count, &all->capacity, sizeof(*all->list));
	all->list[all->count++] = (struct merge_stretch){ours, theirs, conflict};
}

/* Three texts, and how far each has been merged. */
struct lines {
	struct arena *arena;
	struct text texts[MERGE_SIDES];
	size_t *found[MERGE_SIDES]; /* by line of the base: its line in that side */
	size_t at[MERGE_SIDES];
	struct merge_stretches out;
};

/* The line of the side that matches a line of the base; the end of the side for the end of the base. */
static size_t
place(const struct lines *l, enum merge_side side, size_t line)
{
	return line < l->texts[MERGE_BASE].count ? l->found[side][line] : l->texts[side].count;
}

/* The lines that a side inserts before a line of the base, or in place of lines from there on that it removed. */
static struct str
put_in(struct lines *l, enum merge_side side, size_t line, size_t end)
{
	size_t begin = l->at[side], next = line;

	while (next < end && place(l, side, next) == NOWHERE)
		next++;
	/* A replacement is placed where the first line that it replaces was. */
	l->at[side] = place(l, side, next);
	return lines_of(&l->texts[side], begin, l->at[side]);
}

/* Merges a stretch in which no line of the base was removed by both sides: the changes of both are kept, in order. */
static void
weave(struct lines *l, size_t end)
{
	for (size_t line = l->at[MERGE_BASE];; line++) {
		struct str ours = STR("");

		for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++) {
			struct str lines = put_in(l, side, line, end);

			/* The same insertion by both is kept once. */
			if (side == MERGE_OURS || !str_eq(lines, ours))
				add(l->arena, &l->out, lines, lines, false);
			ours = lines;
		}
		if (line == end)
			return;
		for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++)
			if (place(l, side, line) != NOWHERE)
				l->at[side] = place(l, side, line) + 1;
	}
}

/* Three-way merge of some lines: takes the side that changed them, or makes a conflict if both did, and differently. */
static void
decide(struct lines *l, struct str base, struct str ours, struct str theirs)
{
	if (str_eq(ours, theirs) || str_eq(theirs, base))
		add(l->arena, &l->out, ours, ours, false);
	else if (str_eq(ours, base))
		add(l->arena, &l->out, theirs, theirs, false);
	else
		add(l->arena, &l->out, ours, theirs, true);
}

/* Merges the lines before a line of the base that all three have, or before its end. */
static void
merge_until(struct lines *l, size_t end)
{
	size_t begin[MERGE_SIDES], stop[MERGE_SIDES];
	bool both = false, even;

	for (enum merge_side side = 0; side < MERGE_SIDES; side++) {
		begin[side] = l->at[side];
		stop[side] = side == MERGE_BASE ? end : place(l, side, end);
	}
	for (size_t i = begin[MERGE_BASE]; i < end; i++)
		both = both ||
		       (l->found[MERGE_OURS][i] == NOWHERE && l->found[MERGE_THEIRS][i] == NOWHERE);
	/* If all three have the same number of lines, each was probably changed in place: decide line by line. */
	even = stop[MERGE_OURS] - begin[MERGE_OURS] == end - begin[MERGE_BASE] &&
	       stop[MERGE_THEIRS] - begin[MERGE_THEIRS] == end - begin[MERGE_BASE];
	for (size_t i = 0; both && even && i < end - begin[MERGE_BASE]; i++)
		decide(l, l->texts[MERGE_BASE].lines[begin[MERGE_BASE] + i],
		       l->texts[MERGE_OURS].lines[begin[MERGE_OURS] + i],
		       l->texts[MERGE_THEIRS].lines[begin[MERGE_THEIRS] + i]);
	if (both && !even)
		decide(l, lines_of(&l->texts[MERGE_BASE], begin[MERGE_BASE], end),
		       lines_of(&l->texts[MERGE_OURS], begin[MERGE_OURS], stop[MERGE_OURS]),
		       lines_of(&l->texts[MERGE_THEIRS], begin[MERGE_THEIRS], stop[MERGE_THEIRS]));
	if (!both)
		weave(l, end);
	memcpy(l->at, stop, sizeof(l->at));
}

struct merge_stretches
merge_lines(struct arena *arena, const struct str sides[MERGE_SIDES])
{
	struct lines l = {.arena = arena};
	const struct text *base = &l.texts[MERGE_BASE];

	for (enum merge_side side = 0; side < MERGE_SIDES; side++)
		l.texts[side] = text_of(arena, sides[side]);
	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++)
		l.found[side] = match(arena, base, &l.texts[side]);
	for (size_t i = 0; i < base->count; i++)
		if (l.found[MERGE_OURS][i] != NOWHERE && l.found[MERGE_THEIRS][i] != NOWHERE) {
			merge_until(&l, i);
			add(arena, &l.out, base->lines[i], base->lines[i], false);
			for (enum merge_side side = 0; side < MERGE_SIDES; side++)
				l.at[side]++;
		}
	merge_until(&l, base->count);
	return l.out;
}

struct merge_stretches
merge_differences(struct arena *arena, struct str ours, struct str theirs)
{
	struct merge_stretches all = {0};
	struct text a = text_of(arena, ours), b = text_of(arena, theirs);
	size_t *found = match(arena, &a, &b), i = 0, k = 0;

	while (i < a.count || k < b.count) {
		size_t next = i;

		while (next < a.count && found[next] == NOWHERE)
			next++;
		add(arena, &all, lines_of(&a, i, next),
		    lines_of(&b, k, next < a.count ? found[next] : b.count), true);
		if (next < a.count)
			add(arena, &all, a.lines[next], a.lines[next], false);
		k = next < a.count ? found[next] + 1 : b.count;
		i = next + (next < a.count);
	}
	return all;
}

struct str
merge_text(struct arena *arena, const struct merge_stretches *stretches, enum merge_side side)
{
	struct buf bytes = {0};

	for (size_t i = 0; i < stretches->count; i++)
		buf_str(&bytes,
			side == MERGE_OURS ? stretches->list[i].ours : stretches->list[i].theirs);
	return buf_keep(&bytes, arena);
}
