/*
 * The first line is an assignment, the rest a definition: the result can be read, a byte-order mark stays, setting a value
 * again changes nothing, and a refusal gives a reason and adds nothing.
 */
#include <stdlib.h>

#include "arena.h"
#include "diag.h"
#include "fuzz.h"
#include "keys.h"
#include "node.h"
#include "revise.h"

static bool
apply(const struct revision *revision, struct str bytes, struct buf *out, struct diag *diag)
{
	struct place place = {.path = STR("a.yaml")};

	return revise(revision, definition_keys, bytes, STR("en"), place, out, diag);
}

static void
look_at_revised(const struct revision *revision, struct str before, struct str after,
		struct diag *diag)
{
	struct arena *arena = arena_new();
	struct buf again = {0};
	struct str mark = STR("\xEF\xBB\xBF");

	expect(diag_count(diag) == 0);
	expect(str_starts(before, mark) == str_starts(after, mark));
	expect(node_parse(arena, after, (struct place){0}, diag) != NULL);
	diag_clear(diag);
	/* A removal by number leaves another item in that place. */
	if (revision->verb == REVISION_SET && revision->value.n > 0) {
		expect(apply(revision, after, &again, diag));
		expect(str_eq(buf_all(&again), after));
	}
	buf_free(&again);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new();
	struct str rest = arena_str(arena, (struct str){(const char *)bytes, n}), assignment;
	struct revision revision;
	struct buf out = {0};

	if (n > 0 && str_next(&rest, '\n', &assignment) &&
	    revision_parse(&revision, definition_keys, assignment, diag)) {
		if (apply(&revision, rest, &out, diag))
			look_at_revised(&revision, rest, buf_all(&out), diag);
		else
			expect(out.n == 0 && diag_count(diag) > 0);
	}
	buf_free(&out);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
