/* -w expressions: any bytes are refused with a usage error, or compiled and evaluated on a record without harm. */
#include "communities.h"
#include "fuzz.h"
#include "query.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new();
	struct registry registry = {.arena = arena, .diag = diag};
	struct view view = {.registry = &registry, .audience = AUDIENCE_PRIVATE};
	struct query *query = query_new(arena, community_columns);
	struct str expression = arena_str(arena, (struct str){(const char *)bytes, n});
	const struct definition *cop = definition_parse(
	    arena, STR("a"),
	    STR("name: {en: A, fr: B}\nhost: h\ndomain: D\nlaunched: 2021-09\n"
		"meetings: [{cadence: monthly, minutes: 60}]\npurposes: [link, {purpose: share}]\n"),
	    (struct place){.path = STR("a.yaml")}, NULL, diag);
	struct headcount headcount = {.known = true, .members = 7};
	struct record record = {.view = &view, .cop = cop, .subject = &headcount, .scratch = arena};

	if (expression.p == NULL)
		expression = STR("");
	if (query_add(query, &registry, expression, diag))
		(void)query_holds(query, &record);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
