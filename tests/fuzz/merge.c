/*
 * Merging.  Any bytes as three versions of a file, parted by NULs, the first byte telling its kind.  Whatever they are, it
 * ends; what one side alone changed is taken as it is; and where a roster merges without conflict, no address is in
 * the result that no side has, and none is missing that both have.
 */
#include <stdlib.h>

#include "merge.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n);

static void
expect(bool holds)
{
	if (!holds)
		abort();
}

/* Is there a line of that address? */
static bool
has_address(struct str lines, struct str email)
{
	struct str line;

	while (lines.n > 0 && str_next(&lines, '\n', &line))
		if (str_eq((struct str){line.p, str_find(line, ',')}, email))
			return true;
	return false;
}

/* Are all addresses of the lines in one of the others, or in both? */
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

static void
check_result(const struct merge *merge, const struct merged *merged)
{
	struct buf all = {0};

	for (size_t i = 0; i < merged->count; i++)
		buf_str(&all, merged->pieces[i]);
	if (merge->kind == FILE_ROSTER) {
		check_addresses(buf_all(&all), merge->sides[MERGE_OURS], merge->sides[MERGE_THEIRS],
				false);
		check_addresses(merge->sides[MERGE_OURS], merge->sides[MERGE_THEIRS], buf_all(&all),
				true);
	}
	buf_free(&all);
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
		expect((result == MERGE_CONFLICT) == (merged.conflicts > 0) ||
		       result == MERGE_REFUSED);
		if (result == MERGE_CLEAN)
			check_result(&merge, &merged);
	}
	diag_free(merge.notes);
	diag_free(merge.diag);
	arena_free(arena);
	return 0;
}
