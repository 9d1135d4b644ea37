/*
 * What happened between two versions of a file. Any bytes as both, separated by a NUL; the first byte is the kind of file.
 * It must end; nothing has happened between a version and itself; if nothing has happened in one direction, nothing has in
 * the other, and readable rosters only differ in their form; and everybody who is mentioned is in one of the
 * versions.
 */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "fuzz.h"

static bool
holds(struct str bytes, struct str part)
{
	return part.n == 0 || (bytes.n > 0 && memmem(bytes.p, bytes.n, part.p, part.n) != NULL);
}

/* Sentences are only made, not checked. */
static void
tell(const struct differences *found, struct languages languages)
{
	struct view view = {.audience = AUDIENCE_PRIVATE, .languages = languages};
	struct buf out = {0};
	struct page page = {.out = &out, .width = 80};

	differences_tell(found, &view, 2, &page);
	buf_free(&out);
}

/* The number of differences from old to now; -1 if they cannot be compared. */
static long
compare(enum registry_file_kind kind, struct str old, struct str now)
{
	static const struct str all[] = {{"en", 2}, {"fr", 2}};
	struct arena *arena = arena_new();
	struct differences found = differences_new(arena);
	struct comparison comparison = {.kind = kind,
					.id = STR("a"),
					.bytes = {old, now},
					.paths = {STR("old"), STR("new")},
					.languages = {all, 2},
					.audience = AUDIENCE_PRIVATE,
					.found = &found,
					.diag = diag_new()};
	bool compared = compare_versions(&comparison);
	long count = (long)found.count;

	expect(compared || (count == 0 && diag_count(comparison.diag) > 0));
	differences_sort(&found);
	for (size_t i = 0; i < found.count; i++)
		if (kind == FILE_ROSTER)
			expect(holds(old, found.list[i].email) || holds(now, found.list[i].email));
	tell(&found, comparison.languages);
	differences_free(&found);
	diag_free(comparison.diag);
	arena_free(arena);
	return compared ? count : -1;
}

/* A roster in canonical form; absent if a part of it cannot be read. */
static struct str
canonical_of(struct arena *arena, struct str bytes)
{
	struct diag *diag = diag_new();
	struct canonical canonical;
	struct buf all = {0};
	struct str made = {NULL, 0};

	if (canonical_make(CSV_ROSTER, bytes, STR("roster"), &canonical, diag) &&
	    diag_count(diag) == 0) {
		canonical_add(&canonical, &all);
		made = arena_str(arena, buf_all(&all));
	}
	buf_free(&all);
	canonical_free(&canonical);
	diag_free(diag);
	return made;
}

/* Rosters without reported differences have the same rows below the same header. */
static void
expect_same(const struct str sides[COMPARED_SIDES])
{
	struct arena *arena = arena_new();
	struct str old = canonical_of(arena, sides[COMPARED_OLD]);
	struct str now = canonical_of(arena, sides[COMPARED_NEW]);
	size_t header = str_find(old, '\n');

	if (old.p != NULL && now.p != NULL && str_find(now, '\n') == header &&
	    memcmp(old.p, now.p, header) == 0)
		expect(str_eq(old, now));
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const enum registry_file_kind kinds[] = {
	    FILE_ROSTER, FILE_ORGANIZATIONS, FILE_SUPPRESSIONS, FILE_DEFINITION, FILE_REGISTRY};
	enum registry_file_kind kind;
	struct str rest, sides[COMPARED_SIDES];
	long count;

	if (n == 0 || n > 16384)
		return 0;
	kind = kinds[bytes[0] % (sizeof(kinds) / sizeof(kinds[0]))];
	rest = (struct str){(const char *)bytes + 1, n - 1};
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		if (!str_next(&rest, '\0', &sides[i]))
			sides[i] = STR("");
	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		expect(compare(kind, sides[i], sides[i]) <= 0);
	count = compare(kind, sides[COMPARED_OLD], sides[COMPARED_NEW]);
	expect((count == 0) == (compare(kind, sides[COMPARED_NEW], sides[COMPARED_OLD]) == 0));
	if (kind == FILE_ROSTER && count == 0)
		expect_same(sides);
	/* A file that is not there. */
	(void)compare(kind, (struct str){NULL, 0}, sides[COMPARED_NEW]);
	(void)compare(kind, sides[COMPARED_OLD], (struct str){NULL, 0});
	return 0;
}
