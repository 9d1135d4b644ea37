/*
 * Merging definitions and registry.yaml.  The trees decide what the result says, the lines how it is written: if the
 * line-by-line merge says the right thing, it is the result; otherwise the missing values are edited into it one by
 * one.
 */
#include "merge.h"

#include "bytes.h"
#include "check.h"

/*
 * A document being merged.  wanted and texts are the result as each side would have it, with conflicts decided in its
 * favour.
 */
struct document {
	const struct merge *merge;
	const struct key *keys;
	const struct node *roots[MERGE_SIDES];
	struct sheet sheets[MERGE_SIDES];
	struct merge_tree trees[MERGE_SIDES]; /* with preference for that side */
	const struct node *wanted[MERGE_SIDES];
	struct str texts[MERGE_SIDES];
};

/* -- reading ------------------------------------------------------------------------------------------------------ */

static bool
read_sides(struct document *d)
{
	const struct merge *merge = d->merge;
	size_t before = diag_count(merge->diag);

	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		struct str bytes = merge->sides[i];
		struct place place = {.path = merge_path(merge, i)};

		/* A file created by both sides has no ancestor. */
		if (i == MERGE_BASE && bytes.n == 0)
			continue;
		d->roots[i] = node_parse(merge->arena, bytes, place, merge->diag);
		if (d->roots[i] != NULL)
			d->sheets[i] = sheet_of(text_unmarked(bytes), d->roots[i]);
	}
	return diag_count(merge->diag) == before;
}

/* -- judgement ---------------------------------------------------------------------------------------------------- */

/* Checks a document by itself, and records what is wrong with it. */
static void
judge(const struct document *d, struct str bytes, struct diag *found)
{
	struct arena *arena = d->merge->arena;
	struct registry registry = {
	    .arena = arena, .diag = found, .path = STR(""), .people = {.fd = -1}};
	struct check check = {&registry, arena, found, d->merge->today};
	const struct definition *cop;

	if (d->merge->kind == FILE_REGISTRY) {
		registry_take_settings(&registry,
				       node_parse(arena, bytes, (struct place){0}, found));
		check_vocabularies(&check);
		return;
	}
	cop = definition_parse(arena, STR("x"), bytes, (struct place){.path = STR("")}, NULL,
			       found);
	if (cop != NULL)
		check_definition(&check, cop);
}

/* The rule that the text breaks, though no side does (merge_broken()). */
static const struct rule_entry *
broken(const struct document *d, struct str bytes)
{
	struct diag *found[MERGE_SIDES], *result = diag_new();

	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		found[i] = diag_new();
		judge(d, d->merge->sides[i], found[i]);
	}
	judge(d, bytes, result);
	return merge_broken(found, result);
}

/* -- comments ------------------------------------------------------------------------------------------------------ */

static bool
holds(struct str bytes, struct str part)
{
	return memmem(bytes.p, bytes.n, part.p, part.n) != NULL;
}

/* The comment of a line, from its #; absent if it has none. */
static struct str
comment_of(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_trim(str_after(line, i));
	return (struct str){NULL, 0};
}

/* Do the two texts, taken together, hold every comment that a side added, or that neither removed? */
static bool
keep_comments(const struct document *d)
{
	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++) {
		struct str other = d->merge->sides[side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS];
		struct str rest = d->merge->sides[side], line;

		while (rest.n > 0 && str_next(&rest, '\n', &line)) {
			struct str comment = comment_of(line);

			if (comment.n > 0 &&
			    (holds(other, comment) ||
			     !holds(d->merge->sides[MERGE_BASE], comment)) &&
			    !holds(d->texts[MERGE_OURS], comment) &&
			    !holds(d->texts[MERGE_THEIRS], comment))
				return false;
		}
	}
	return true;
}

/* -- texts ----------------------------------------------------------------------------------------------------------- */

/* Edits the text `from` until it says what is wanted with conflicts decided for that side. */
static bool
fit(struct document *d, enum merge_side side, struct str from)
{
	return merge_fit(&d->trees[side], d->sheets, from, d->wanted[side], &d->texts[side]);
}

/* Without conflicts one text will do: tries each starting text until one can be fitted without losing a comment. */
static bool
make_one_text(struct document *d, const struct str *from, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!fit(d, MERGE_OURS, from[i]))
			continue;
		d->texts[MERGE_THEIRS] = d->texts[MERGE_OURS];
		if (keep_comments(d))
			return true;
	}
	return false;
}

/*
 * Makes the two texts, which differ in the conflicts, and if possible only there: theirs is derived from ours, or, if
 * that would lose a comment, from its own lines.
 */
static bool
make_texts(struct document *d)
{
	struct arena *arena = d->merge->arena;
	struct merge_stretches lines = merge_lines(arena, d->merge->sides);
	const struct str from[] = {merge_text(arena, &lines, MERGE_OURS),
				   merge_text(arena, &lines, MERGE_THEIRS),
				   d->merge->sides[MERGE_OURS], d->merge->sides[MERGE_THEIRS]};

	if (d->trees[MERGE_OURS].count == 0 &&
	    make_one_text(d, from, sizeof(from) / sizeof(from[0])))
		return true;
	if (!fit(d, MERGE_OURS, from[0]) && !fit(d, MERGE_OURS, d->merge->sides[MERGE_OURS]))
		return false;
	return (fit(d, MERGE_THEIRS, d->texts[MERGE_OURS]) && keep_comments(d)) ||
	       (fit(d, MERGE_THEIRS, from[1]) && keep_comments(d)) ||
	       (fit(d, MERGE_THEIRS, d->merge->sides[MERGE_THEIRS]) && keep_comments(d));
}

static void
make_trees(struct document *d)
{
	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++) {
		struct merge_tree *tree = &d->trees[side];

		*tree = (struct merge_tree){
		    .arena = d->merge->arena, .keys = d->keys, .prefer = side};
		memcpy(tree->roots, d->roots, sizeof(tree->roots));
		d->wanted[side] = merge_tree(tree);
	}
}

/* -- what comes out -------------------------------------------------------------------------------------------------- */

/* A conflict in the result, and the line of its first marker. */
struct standing {
	const struct merge_stretch *stretch;
	size_t line;
};

struct standings {
	struct standing *list;
	size_t count;
	size_t capacity;
};

/* Writes two texts to the result, their differences as conflicts. */
static struct standings
put_differences(const struct merge *merge, struct str ours, struct str theirs,
		struct merged *merged)
{
	struct merge_stretches all = merge_differences(merge->arena, ours, theirs);
	struct standings put = {0};
	size_t lines = 0;

	for (size_t i = 0; i < all.count; i++) {
		const struct merge_stretch *stretch = &all.list[i];

		if (!stretch->conflict) {
			merged_add(merged, merge->arena, stretch->ours);
			lines += bytes_count(stretch->ours, '\n');
			continue;
		}
		put.list = arena_grow(merge->arena, put.list, put.count, &put.capacity,
				      sizeof(*put.list));
		put.list[put.count++] = (struct standing){stretch, lines + 1};
		merged_conflict(merged, merge, stretch->ours, stretch->theirs);
		lines += bytes_count(stretch->ours, '\n') + bytes_count(stretch->theirs, '\n') + 3;
	}
	return put;
}

static size_t
first_line(const struct standings *put)
{
	return put->count > 0 ? put->list[0].line : 0;
}

static void
tell_conflict(const struct merge *merge, size_t line, struct str what)
{
	diag_add(merge->notes, RULE_MERGE_CONFLICT, (struct place){merge->path, line, 1}, "%.*s",
		 STR_ARG(what));
}

/* Writes the two sides unmerged, with their differences as conflicts, and reports why. */
static void
give_up(const struct document *d, const char *why, struct merged *merged)
{
	const struct merge *merge = d->merge;
	struct standings put = put_differences(merge, merge->sides[MERGE_OURS],
					       merge->sides[MERGE_THEIRS], merged);

	tell_conflict(merge, first_line(&put), str_of(why));
}

/* The line with that number, from 1. */
static struct str
line_at(struct str text, size_t number)
{
	struct str line = {NULL, 0};

	while (number > 0 && str_next(&text, '\n', &line))
		number--;
	return line;
}

static bool
has_line(struct str text, struct str line)
{
	struct str other;

	while (str_next(&text, '\n', &other))
		if (str_eq(other, line))
			return true;
	return false;
}

/* The line of the conflict that holds the dispute; if that is unknown, of the first conflict. */
static size_t
line_of(const struct document *d, const struct standings *put, const struct merge_dispute *dispute)
{
	struct str line = line_at(d->sheets[dispute->side].bytes, dispute->line);

	for (size_t i = 0; i < put->count; i++) {
		const struct merge_stretch *stretch = put->list[i].stretch;

		if (has_line(dispute->side == MERGE_OURS ? stretch->ours : stretch->theirs, line))
			return put->list[i].line;
	}
	return first_line(put);
}

static void
put_conflicts(const struct document *d, struct merged *merged)
{
	const struct merge *merge = d->merge;
	const struct merge_tree *tree = &d->trees[MERGE_OURS];
	struct standings put = put_differences(merge, d->texts[MERGE_OURS], d->texts[MERGE_THEIRS],
					       merged);

	for (size_t i = 0; i < tree->count; i++)
		tell_conflict(merge, line_of(d, &put, &tree->disputes[i]), tree->disputes[i].what);
	if (tree->count == 0)
		tell_conflict(merge, first_line(&put), STR("both sides changed a comment"));
}

enum merge_result
merge_documents(const struct merge *merge, struct merged *merged)
{
	struct document d = {
	    .merge = merge, .keys = merge->kind == FILE_REGISTRY ? registry_keys : definition_keys};
	const struct rule_entry *rule;
	const struct str *texts = d.texts;

	if (!read_sides(&d))
		return MERGE_REFUSED;
	make_trees(&d);
	if (!make_texts(&d)) {
		give_up(&d,
			"the changes of both sides cannot be merged in place with their comments",
			merged);
		return MERGE_CONFLICT;
	}
	if (!str_eq(texts[MERGE_OURS], texts[MERGE_THEIRS])) {
		put_conflicts(&d, merged);
	} else if ((rule = broken(&d, texts[MERGE_OURS])) != NULL) {
		give_up(&d,
			arena_format(merge->arena, "the merged result would break a rule: %s",
				     rule->what)
			    .p,
			merged);
	} else {
		merged_add(merged, merge->arena, texts[MERGE_OURS]);
	}
	return merged->conflicts > 0 ? MERGE_CONFLICT : MERGE_CLEAN;
}
