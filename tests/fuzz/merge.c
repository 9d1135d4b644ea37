/*
 * Merging. Any bytes as three versions of a file, separated by NULs; the first byte is its kind. It must end; a change of only
 * one side is taken as it is, also by the engine, which is called past merge_run()'s own short cut; if a roster merges
 * without a conflict, every address in the result is on a side, and none is missing that is on both; and if a definition
 * does, the result can be read if both sides can.
 */
#include <stdlib.h>

#include "canonical.h"
#include "fuzz.h"
#include "merge.h"

/* Is there a line with that address? */
static bool
has_address(struct str lines, struct str email)
{
	struct str line;

	while (lines.n > 0 && str_next(&lines, '\n', &line))
		if (str_eq((struct str){line.p, str_find(line, ',')}, email))
			return true;
	return false;
}

/* Is every address in the lines also in one of the others, or in both? */
static void
check_addresses(struct str lines, struct str one, struct str other, bool both)
{
	struct str rest = lines, line;

	while (rest.n > 0 && str_next(&rest, '\n', &line)) {
		struct str email = {line.p, str_find(line, ',')};

		if (line.n > 0 && line.p[0] == '"')
			continue;
		expect(both ? !has_address(one, email) || has_address(other, email)
			    : has_address(one, email) || has_address(other, email));
	}
}

static struct str
bytes_of(const struct merge *merge, const struct merged *merged)
{
	struct buf all = {0};
	struct str bytes;

	for (size_t i = 0; i < merged->count; i++)
		buf_str(&all, merged->pieces[i]);
	bytes = arena_str(merge->arena, buf_all(&all));
	buf_free(&all);
	return bytes;
}

static bool
is_document(const struct merge *merge)
{
	return merge->kind == FILE_REGISTRY || merge->kind == FILE_DEFINITION;
}

/* The tree of a document; NULL if its YAML has an error. */
static const struct node *
tree_of(const struct merge *merge, struct str bytes)
{
	struct diag *ignored = diag_new();
	const struct node *node = node_parse(merge->arena, bytes, (struct place){0}, ignored);

	if (diag_count(ignored) > 0)
		node = NULL;
	diag_free(ignored);
	return node;
}

/* Is it a table in canonical form? */
static bool
is_canonical(const struct merge *merge, struct str bytes)
{
	struct diag *ignored = diag_new();
	struct canonical form;
	bool is = canonical_make(registry_csv_kind(merge->kind), bytes, STR("x"), &form, ignored) &&
		  diag_count(ignored) == 0 && canonical_is(&form, bytes);

	canonical_free(&form);
	diag_free(ignored);
	return is;
}

static void
check_result(const struct merge *merge, const struct merged *merged)
{
	struct str all = bytes_of(merge, merged);

	if (merge->kind == FILE_ROSTER) {
		check_addresses(all, merge->sides[MERGE_OURS], merge->sides[MERGE_THEIRS], false);
		check_addresses(merge->sides[MERGE_OURS], merge->sides[MERGE_THEIRS], all, true);
	}
	if (is_document(merge) && tree_of(merge, merge->sides[MERGE_OURS]) != NULL &&
	    tree_of(merge, merge->sides[MERGE_THEIRS]) != NULL)
		expect(tree_of(merge, all) != NULL);
}

/* What cannot be merged is there in both versions. */
static void
check_both(const struct merge *merge, const struct merged *merged)
{
	struct str all = bytes_of(merge, merged);

	for (enum merge_side i = MERGE_OURS; i < MERGE_SIDES; i++)
		expect(memmem(all.p, all.n, merge->sides[i].p, merge->sides[i].n) != NULL);
}

/* A change of theirs alone is taken as it is, by merge_run() and by the engine behind it. */
static void
check_one_side(struct merge merge)
{
	const struct str theirs = merge.sides[MERGE_THEIRS];
	const struct node *tree, *made;
	struct merged merged;

	merge.sides[MERGE_OURS] = merge.sides[MERGE_BASE];
	expect(merge_run(&merge, &merged) == MERGE_CLEAN);
	expect(str_eq(bytes_of(&merge, &merged), theirs));
	merged = (struct merged){0};
	if (!is_document(&merge)) {
		/* A suppression that only one side removed stays. */
		if (merge.kind == FILE_SUPPRESSIONS ||
		    !is_canonical(&merge, merge.sides[MERGE_BASE]) || !is_canonical(&merge, theirs))
			return;
		expect(merge_tables(&merge, &merged) == MERGE_CLEAN);
		expect(str_eq(bytes_of(&merge, &merged), theirs));
		return;
	}
	tree = tree_of(&merge, theirs);
	if (tree == NULL || tree_of(&merge, merge.sides[MERGE_BASE]) == NULL ||
	    merge_documents(&merge, &merged) != MERGE_CLEAN)
		return;
	made = tree_of(&merge, bytes_of(&merge, &merged));
	expect(made != NULL && merge_alike(made, tree, false));
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const enum registry_file_kind kinds[] = {
	    FILE_ROSTER, FILE_ORGANIZATIONS, FILE_SUPPRESSIONS, FILE_DEFINITION, FILE_REGISTRY};
	struct arena *arena = arena_new();
	struct merge merge = {
	    .path = STR("x"), .marker = 7, .arena = arena, .notes = diag_new(), .diag = diag_new()};
	struct str rest = arena_str(arena, (struct str){(const char *)bytes, n});
	struct merged merged;
	enum merge_result result;

	if (n > 0 && n <= 16384) {
		merge.kind = kinds[bytes[0] % (sizeof(kinds) / sizeof(kinds[0]))];
		rest = (struct str){rest.p + 1, rest.n - 1};
		for (enum merge_side i = 0; i < MERGE_SIDES; i++)
			if (!str_next(&rest, '\0', &merge.sides[i]))
				merge.sides[i] = STR("");
		result = merge_run(&merge, &merged);
		expect((result == MERGE_REFUSED) == (diag_count(merge.diag) > 0));
		expect((result != MERGE_CLEAN) == (merged.conflicts > 0));
		if (result == MERGE_CLEAN)
			check_result(&merge, &merged);
		if (result == MERGE_REFUSED)
			check_both(&merge, &merged);
		diag_clear(merge.diag);
		check_one_side(merge);
		merge.sides[MERGE_THEIRS] = merge.sides[MERGE_BASE];
		check_one_side(merge);
	}
	diag_free(merge.notes);
	diag_free(merge.diag);
	arena_free(arena);
	return 0;
}
