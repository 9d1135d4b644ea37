/*
 * Merging two versions of a definition or of registry.yaml (merge.h): by path, with items of lists recognized by what
 * identifies them, keeping the bytes and comments of both. First by hand, then with random changes of random documents.
 *
 * Each seed makes a triple; COP_MERGE_SEED=N runs only that one, COP_MERGE_TRIPLES=N that many.
 */
#include "unit.h"

#include "merge.h"

#ifdef __SANITIZE_ADDRESS__
#define TRIPLES 300
#else
#define TRIPLES 5000
#endif

static struct diag *notes;
static struct str sides[MERGE_SIDES];
static struct str result;

/* Merges without the short cuts for changes of only one side. */
static enum merge_result
merge_all(enum registry_file_kind kind, struct str base, struct str ours, struct str theirs)
{
	struct merge merge = {.kind = kind,
			      .path = STR("cops/x.yaml"),
			      .sides = {base, ours, theirs},
			      .marker = 7,
			      .today = on("2026-06-30"),
			      .arena = arena,
			      .diag = diag};
	struct merged merged = {0};
	struct buf bytes = {0};
	enum merge_result got;

	diag_free(notes);
	merge.notes = notes = diag_new();
	diag_clear(diag);
	got = merge_documents(&merge, &merged);
	for (size_t i = 0; i < merged.count; i++)
		buf_str(&bytes, merged.pieces[i]);
	result = arena_str(arena, buf_all(&bytes));
	buf_free(&bytes);
	return got;
}

static void
expect(const char *base, const char *ours, const char *theirs, const char *expected)
{
	bool conflict = strstr(expected, "<<<<<<<") != NULL;

	assert_int_equal(merge_all(FILE_DEFINITION, str_of(base), str_of(ours), str_of(theirs)),
			 conflict ? MERGE_CONFLICT : MERGE_CLEAN);
	buf_clear(&out);
	buf_str(&out, result);
	assert_string_equal(shown(), expected);
}

static const char *
noted(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(notes); i++)
		buf_format(&out, "%zu: %.*s\n", diag_at(notes, i)->place.line,
			   STR_ARG(diag_at(notes, i)->detail));
	return shown();
}

#define HEAD "name: A\nhost: h1\ndomain: D\n"

static void
test_different_keys_merge(void **state)
{
	(void)state;
	expect(HEAD, "name: B\nhost: h1\ndomain: D\n", "name: A\nhost: h1\ndomain: E\n",
	       "name: B\nhost: h1\ndomain: E\n");
	/* Changes on neighbouring lines, and new lines in one place. */
	expect(HEAD, "name: B # new\nhost: h1\ndomain: D\nscope: local\n",
	       "name: A\nhost: h2\ndomain: D\nled_by: staff\n",
	       "name: B # new\nhost: h2\ndomain: D\nscope: local\nled_by: staff\n");
	/* One side removes what the other leaves alone. */
	expect(HEAD "scope: local\n", HEAD, "name: C\nhost: h1\ndomain: D\nscope: local\n",
	       "name: C\nhost: h1\ndomain: D\n");
}

static void
test_one_value_changed_twice_is_a_conflict(void **state)
{
	(void)state;
	expect(HEAD, "name: B\nhost: h1\ndomain: D\n", "name: C\nhost: h1\ndomain: E\n",
	       "<<<<<<< ours\nname: B\n=======\nname: C\n>>>>>>> theirs\nhost: h1\ndomain: E\n");
	assert_string_equal(noted(), "1: name: both sides changed it\n");
	/* Each is reported at its place, whatever was inserted before it. */
	expect(HEAD "scope: local\njoin:\n  admission: open\nled_by: staff\n",
	       "name: B\nhost: h1\ndomain: D\nlaunched: 2020\njoin:\n  admission: open\nled_by: "
	       "members\n",
	       "name: C\nhost: h1\ndomain: D\nscope: national\njoin:\n  admission: open\nled_by: "
	       "partner\n",
	       "<<<<<<< ours\nname: B\n=======\nname: C\n>>>>>>> theirs\nhost: h1\ndomain: D\n"
	       "launched: 2020\n<<<<<<< ours\n=======\nscope: national\n>>>>>>> theirs\n"
	       "join:\n  admission: open\n"
	       "<<<<<<< ours\nled_by: members\n=======\nled_by: partner\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "1: name: both sides changed it\n"
				     "15: led_by: both sides changed it\n"
				     "9: scope: ours removes what theirs changed\n");
	expect(HEAD "scope: local\n", HEAD, HEAD "scope: national\n",
	       HEAD "<<<<<<< ours\n=======\nscope: national\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "4: scope: ours removes what theirs changed\n");
	/* The same new value, written differently. */
	expect(HEAD, "name: 'B'\nhost: h1\ndomain: D\n", "name: \"B\"\nhost: h1\ndomain: E\n",
	       "name: 'B'\nhost: h1\ndomain: E\n");
}

static void
test_lists_of_words_are_sets(void **state)
{
	(void)state;
	expect(HEAD "regions: [a, b, c]\n", HEAD "regions: [a, c, d]\n",
	       HEAD "regions: [a, b, e]\n", HEAD "regions: [a, d, e]\n");
	expect(HEAD "aliases:\n  - x\n  - y\n", HEAD "aliases:\n  - x\n  - y\n  - z # mine\n",
	       HEAD "aliases:\n  - x\n  - y\n  - w # theirs\n",
	       HEAD "aliases:\n  - x\n  - y\n  - z # mine\n  - w # theirs\n");
	/* A value from a line of its own may need quotes between brackets. */
	expect(HEAD "aliases: [x]\n", HEAD "aliases: [x, y] # ours\n",
	       HEAD "aliases:\n  - x\n  - a, b\n", HEAD "aliases: [x, y, \"a, b\"] # ours\n");
	/* A word and a map that says more are one item. */
	expect(HEAD "purposes: [link, share]\n",
	       HEAD "purposes: [link, {purpose: share, from: 2024}]\n",
	       HEAD "purposes: [link, share, change]\n",
	       HEAD "purposes: [link, {purpose: share, from: 2024}, change]\n");
}

#define SPRING "  - date: 2024-05-01\n    title: Spring\n"
#define AUTUMN "  - date: 2024-09-01\n    title: Autumn\n"

static void
test_items_are_told_apart_by_their_keys(void **state)
{
	(void)state;
	/* Each side adds to the same event, and adds another event. */
	expect(HEAD "events:\n" SPRING AUTUMN,
	       HEAD "events:\n" SPRING "    attendance: 10\n" AUTUMN,
	       HEAD "events:\n" SPRING "    mode: online\n" AUTUMN "    attendance: 5\n",
	       HEAD "events:\n" SPRING "    attendance: 10\n    mode: online\n" AUTUMN
		    "    attendance: 5\n");
	/* One side inserts an item before it: it is still the same item. */
	expect(HEAD "events:\n" AUTUMN, HEAD "events:\n" SPRING AUTUMN,
	       HEAD "events:\n" AUTUMN "    attendance: 5\n",
	       HEAD "events:\n" SPRING AUTUMN "    attendance: 5\n");
	/* The same event added on both sides becomes one. */
	expect(HEAD "events:\n" SPRING, HEAD "events:\n" SPRING AUTUMN "    attendance: 5\n",
	       HEAD "events:\n" SPRING AUTUMN "    mode: online\n",
	       HEAD "events:\n" SPRING AUTUMN "    attendance: 5\n    mode: online\n");
	/* One side corrects it, the other adds to it. */
	expect(HEAD "events:\n" SPRING, HEAD "events:\n  - date: 2024-05-02\n    title: Spring\n",
	       HEAD "events:\n" SPRING "    attendance: 7\n",
	       HEAD "events:\n  - date: 2024-05-02\n    title: Spring\n    attendance: 7\n");
	/* One side removes it, the other changes it. */
	expect(HEAD "events:\n" SPRING AUTUMN, HEAD "events:\n" AUTUMN,
	       HEAD "events:\n" SPRING "    attendance: 7\n" AUTUMN,
	       HEAD "events:\n<<<<<<< ours\n=======\n" SPRING
		    "    attendance: 7\n>>>>>>> theirs\n" AUTUMN);
	assert_string_equal(noted(), "5: events.1: ours removes what theirs changed\n");
	/* An item that only differs in its name is another item. */
	expect(HEAD "meetings:\n  - {name: A, cadence: monthly, mode: online}\n",
	       HEAD "meetings:\n  - {name: B, cadence: monthly, mode: online}\n",
	       HEAD "meetings:\n  - {name: A, cadence: monthly, mode: hybrid}\n",
	       HEAD
	       "meetings:\n  - {name: B, cadence: monthly, mode: online}\n<<<<<<< ours\n=======\n"
	       "  - {name: A, cadence: monthly, mode: hybrid}\n>>>>>>> theirs\n");
	/* Neither has a name: they are two. */
	expect(HEAD, HEAD "meetings:\n  - {minutes: 30}\n", HEAD "meetings:\n  - {mode: online}\n",
	       HEAD "meetings:\n  - {minutes: 30}\n  - {mode: online}\n");
	/* A plain value is the map that says no more by name. */
	expect(HEAD "purposes: [link, share]\n", HEAD "purposes: [link]\n",
	       HEAD "purposes: [link, {purpose: share, until: 2025}]\n",
	       HEAD "<<<<<<< ours\npurposes: [link]\n=======\n"
		    "purposes: [link, {purpose: share, until: 2025}]\n>>>>>>> theirs\n");
	/* With the same name and half of the rest equal, it is the same item, and keeps its place and its comment. */
	expect(
	    HEAD "meetings:\n  - name: A # first\n    cadence: monthly\n    mode: online\n",
	    HEAD "meetings:\n  - name: A # first\n    cadence: weekly\n    mode: online\n",
	    HEAD "meetings:\n  - name: A # first\n    cadence: monthly\n    mode: hybrid # now\n",
	    HEAD "meetings:\n  - name: A # first\n    cadence: weekly\n    mode: hybrid # now\n");
}

static void
test_comments_of_both_are_kept(void **state)
{
	(void)state;
	expect("# top\n" HEAD "# end\n", "# top\n# ours\n" HEAD "# end\n",
	       "# top\n" HEAD "scope: local # why\n# end, more\n",
	       "# top\n# ours\n" HEAD "scope: local # why\n# end, more\n");
	/* What each side adds in one place keeps the comment above it. */
	expect(HEAD "events:\n" SPRING, HEAD "events:\n" SPRING "  # the first\n" AUTUMN,
	       HEAD "events:\n" SPRING "  # another\n  - date: 2025-01-01\n    title: Winter\n",
	       HEAD "events:\n" SPRING "  # the first\n" AUTUMN
		    "  # another\n  - date: 2025-01-01\n    title: Winter\n");
	/* If lines cannot be merged, what is inserted into the other text keeps its comments, too. */
	expect(
	    HEAD "events:\n" SPRING,
	    HEAD "events:\n  - date: 2024-05-01\n    title: \"Spring\"\n    attendance: 5 # ours\n",
	    HEAD "events:\n  - date: 2024-05-01\n    title: 'Spring'\n  # the first\n" AUTUMN,
	    HEAD "events:\n  - date: 2024-05-01\n    title: \"Spring\"\n    attendance: 5 # ours\n"
		 "  # the first\n" AUTUMN);
	/* In flow style, where lines cannot be merged. */
	expect(HEAD "regions: [a, b]\naliases: [x]\n",
	       HEAD "regions: [a, b, c]\naliases: [x, z] # ours\n",
	       HEAD "regions: [a, b]\naliases: [x, \"w\", 'v']\n",
	       HEAD "regions: [a, b, c]\naliases: [x, z, \"w\", 'v'] # ours\n");
	expect(HEAD "regions: [a, b]\n", HEAD "regions: [a, b, c] # ours\n",
	       HEAD "regions: [a, b, d]\n", HEAD "regions: [a, b, c, d] # ours\n");
	expect(HEAD "regions: [a, b]\n", HEAD "regions: [a, b, c] # ours\n",
	       HEAD "regions: [a, b, d] # theirs\n",
	       HEAD "<<<<<<< ours\nregions: [a, b, c, d] # ours\n=======\n"
		    "regions: [a, b, c, d] # theirs\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "4: both sides changed a comment\n");
	expect(HEAD "regions: [a, b]\n", HEAD "regions: [a, b, c]\t#ours\n",
	       HEAD "regions: [a, b, d] #theirs\n",
	       HEAD "<<<<<<< ours\nregions: [a, b, c, d]\t#ours\n=======\n"
		    "regions: [a, b, c, d] #theirs\n>>>>>>> theirs\n");
}

static void
test_what_breaks_a_rule_together_is_a_conflict(void **state)
{
	(void)state;
	/* One side ends it before the other begins it. */
	expect(HEAD "launched: 2020\n", HEAD "launched: 2024\n",
	       HEAD "launched: 2020\nended: 2022\nreason: Done\n",
	       HEAD "<<<<<<< ours\nlaunched: 2024\n=======\nlaunched: 2020\nended: 2022\n"
		    "reason: Done\n>>>>>>> theirs\n");
	assert_non_null(strstr(noted(), "the merged result would break a rule: "));
}

static void
test_an_old_mistake_does_not_hide_a_new_one_like_it(void **state)
{
#define BAD_RULE "community:\n  composition:\n    - {role: a, at_least: 5, at_most: 3}\n"
	(void)state;
	/* More are needed here, fewer are allowed there. */
	expect(HEAD BAD_RULE "    - {role: b, at_least: 1, at_most: 9}\n",
	       HEAD BAD_RULE "    - {role: b, at_least: 7, at_most: 9}\n",
	       HEAD BAD_RULE "    - {role: b, at_least: 1, at_most: 4}\n",
	       HEAD BAD_RULE "<<<<<<< ours\n    - {role: b, at_least: 7, at_most: 9}\n=======\n"
			     "    - {role: b, at_least: 1, at_most: 4}\n>>>>>>> theirs\n");
	assert_non_null(strstr(noted(), "the merged result would break a rule: "));
	/* A mistake of each side is its own. */
	expect(HEAD BAD_RULE, HEAD BAD_RULE "    - {role: b, at_least: 7, at_most: 2}\n",
	       HEAD BAD_RULE "    - {role: c, at_least: 8, at_most: 2}\n",
	       HEAD BAD_RULE "    - {role: b, at_least: 7, at_most: 2}\n"
			     "    - {role: c, at_least: 8, at_most: 2}\n");
#undef BAD_RULE
}

#define FEDERATION "name: F\ntimezone: UTC\n"

/* Merges registries with these lines, both ways; only together they break that rule. */
static void
expect_broken(const char *base, const char *ours, const char *theirs, enum rule rule)
{
	struct str first = arena_format(arena, FEDERATION "%s", ours);
	struct str second = arena_format(arena, FEDERATION "%s", theirs);
	struct str old = arena_format(arena, FEDERATION "%s", base);

	for (int turn = 0; turn < 2; turn++) {
		assert_int_equal(merge_all(FILE_REGISTRY, old, turn == 0 ? first : second,
					   turn == 0 ? second : first),
				 MERGE_CONFLICT);
		assert_non_null(strstr(noted(), "the merged result would break a rule: "));
		assert_non_null(strstr(noted(), rules[rule].what));
	}
}

static void
test_what_breaks_a_rule_of_the_registry_is_a_conflict(void **state)
{
	(void)state;
	/* A role within one that the other side removed; two roles within each other. */
	expect_broken("roles:\n  x: X\n  y: Y\n", "roles:\n  x: X\n",
		      "roles:\n  x: X\n  y: Y\n  z: {name: Z, within: y}\n", RULE_UNKNOWN_ROLE);
	expect_broken("regions:\n  x: {name: X}\n  y: {name: Y}\n",
		      "regions:\n  x: {name: X, within: y}\n  y: {name: Y}\n",
		      "regions:\n  x: {name: X}\n  y: {name: Y, within: x}\n", RULE_LOOP);
	/* A text in a language that the other side removed. */
	expect_broken("languages: [en, fr]\nroles:\n  x: X\n", "languages: [en]\nroles:\n  x: X\n",
		      "languages: [en, fr]\nroles:\n  x: {en: X, fr: XX}\n", RULE_UNKNOWN_LANGUAGE);
	/* What one side has already broken does not concern the merge. */
	assert_int_equal(merge_all(FILE_REGISTRY, STR(FEDERATION "roles:\n  x: X\n"),
				   STR(FEDERATION "roles:\n  x: {name: X, within: z}\n"),
				   STR(FEDERATION "roles:\n  x: X\n  y: Y\n")),
			 MERGE_CLEAN);
}

static void
test_texts_by_language_and_blocks(void **state)
{
	(void)state;
	expect("name: {en: A, fr: B}\nhost: h1\ndomain: D\n",
	       "name: {en: C, fr: B}\nhost: h1\ndomain: D\n",
	       "name: {en: A, fr: E}\nhost: h1\ndomain: D\n",
	       "name: {en: C, fr: E}\nhost: h1\ndomain: D\n");
	expect("name: A\nhost: h1\ndomain: |\n  one\n  two\n",
	       "name: B\nhost: h1\ndomain: |\n  one\n  two\n",
	       "name: A\nhost: h1\ndomain: |\n  one\n  three\n",
	       "name: B\nhost: h1\ndomain: |\n  one\n  three\n");
	/* A text is one value: two changes of it do not make a third text. */
	expect("name: A\nhost: h1\ndomain: |\n  one\n  two\n  three\n",
	       "name: A\nhost: h1\ndomain: |\n  1\n  two\n  three\n",
	       "name: A\nhost: h1\ndomain: |\n  one\n  two\n  3\n",
	       "name: A\nhost: h1\ndomain: |\n<<<<<<< ours\n  1\n=======\n  one\n>>>>>>> theirs\n"
	       "  two\n<<<<<<< ours\n  three\n=======\n  3\n>>>>>>> theirs\n");
	assert_string_equal(noted(), "4: domain: both sides changed it\n");
}

static void
test_registry_yaml(void **state)
{
	(void)state;
	assert_int_equal(merge_all(FILE_REGISTRY,
				   STR("name: F\ntimezone: UTC\nhosts:\n  a: {name: A}\n"),
				   STR("name: F\ntimezone: UTC\nhosts:\n  a: {name: A}\n"
				       "  b: {name: B}\n"),
				   STR("name: F\ntimezone: UTC\nhosts:\n  a: {name: A, url: "
				       "\"https://example.org\"}\n  c: {name: C}\n")),
			 MERGE_CLEAN);
	assert_str(result, "name: F\ntimezone: UTC\nhosts:\n  a: {name: A, url: "
			   "\"https://example.org\"}\n  c: {name: C}\n  b: {name: B}\n");
}

/* Merges registries with these languages, both ways; NULL: a conflict. */
static void
expect_languages(const char *base, const char *ours, const char *theirs, const char *expected)
{
	const char *lists[MERGE_SIDES] = {base, ours, theirs};
	struct str texts[MERGE_SIDES];

	for (enum merge_side i = 0; i < MERGE_SIDES; i++)
		texts[i] = arena_format(arena, "name: F\ntimezone: UTC\n%s", lists[i]);
	for (int turn = 0; turn < 2; turn++) {
		struct str first = texts[turn == 0 ? MERGE_OURS : MERGE_THEIRS];
		struct str second = texts[turn == 0 ? MERGE_THEIRS : MERGE_OURS];

		assert_int_equal(merge_all(FILE_REGISTRY, texts[MERGE_BASE], first, second),
				 expected != NULL ? MERGE_CLEAN : MERGE_CONFLICT);
		if (expected == NULL)
			assert_string_equal(noted(), "3: languages: both sides changed it\n");
		else
			assert_true(str_eq(
			    result, arena_format(arena, "name: F\ntimezone: UTC\n%s", expected)));
	}
}

#define EN_FR "languages: [en, fr]\n"

static void
test_languages_keep_their_order(void **state)
{
	(void)state;
	/* One side changes the default. */
	expect_languages(EN_FR, "languages: [fr, en]\n", "languages: [en, iu, fr]\n",
			 "languages: [fr, en, iu]\n");
	expect_languages(EN_FR, "languages: [iu, en, fr]\n", "languages: [en]\n",
			 "languages: [iu, en]\n");
	expect_languages(EN_FR, "languages: [fr]\n", "languages: [en, fr, iu]\n",
			 "languages: [fr, iu]\n");
	/* The other removes a language that is first on neither side. */
	expect_languages("languages: [en, fr, iu]\n", "languages: [fr, en, iu]\n",
			 "languages: [en, fr]\n", "languages: [fr, en]\n");
	/* Between brackets, on lines of their own. */
	expect_languages("languages: [\n  en,\n  fr\n]\n", "languages: [\n  iu,\n  en,\n  fr\n]\n",
			 "languages: [en, fr, cr] # all\n", "languages: [iu, en, fr, cr] # all\n");
	/* On lines of their own. */
	expect_languages("languages:\n- en\n- fr # here\n", "languages:\n- fr # here\n- en\n",
			 "languages:\n- en\n- cr\n- fr # here\n",
			 "languages:\n- fr # here\n- en\n- cr\n");
	/* After the default, it says which language is next. */
	expect_languages("languages: [en, fr, iu]\n", "languages: [en, iu, fr]\n",
			 "languages: [de, en, fr, iu]\n", "languages: [de, en, iu, fr]\n");
	/* Both sides do, and agree. */
	expect_languages(EN_FR, "languages: [fr, en]\n", "languages: [fr, en, iu]\n",
			 "languages: [fr, en, iu]\n");
	/* Both sides do, and disagree. */
	expect_languages("languages: [en, fr, iu]\n", "languages: [fr, en, iu]\n",
			 "languages: [iu, en, fr]\n", NULL);
	expect_languages("languages: [en, fr, iu, cr]\n", "languages: [en, iu, fr, cr]\n",
			 "languages: [en, fr, cr, iu]\n", NULL);
	expect_languages(EN_FR, "languages: [iu, en, fr]\n", "languages: [de, en, fr]\n", NULL);
	expect_languages(EN_FR, "languages: [fr]\n", "languages: [iu, en, fr]\n", NULL);
	expect_languages("", "languages: [en, fr]\n", "languages: [fr, en]\n", NULL);
	/* The default of one side was removed on the other. */
	expect_languages(EN_FR, "languages: [fr, en]\n", "languages: [en, iu]\n", NULL);
}

static void
test_what_is_no_yaml_is_refused(void **state)
{
	(void)state;
	assert_int_equal(
	    merge_all(FILE_DEFINITION, STR(HEAD), STR(HEAD "scope: local\n"), STR("name: [\n")),
	    MERGE_REFUSED);
	assert_int_equal(rules[diag_at(diag, 0)->rule].severity, SEVERITY_ERROR);
	assert_str(diag_at(diag, 0)->place.path, "cops/x.yaml of theirs");
	/* Somebody has committed a conflict. */
	assert_int_equal(merge_all(FILE_DEFINITION, STR(HEAD), STR(HEAD "scope: local\n"),
				   STR("<<<<<<< ours\n" HEAD "=======\n" HEAD ">>>>>>> theirs\n")),
			 MERGE_REFUSED);
}

static void
test_both_made_the_file(void **state)
{
	(void)state;
	expect("", HEAD, HEAD "scope: local\n", HEAD "scope: local\n");
	expect("", HEAD, "name: B\nhost: h1\ndomain: D\n",
	       "<<<<<<< ours\nname: A\n=======\nname: B\n>>>>>>> theirs\nhost: h1\ndomain: D\n");
}

/* -- chance ----------------------------------------------------------------------------------------------------- */

static uint64_t chance;

static unsigned
below(unsigned n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)(chance >> 33) % n;
}

static const char *const documents[] = {
    "# A community\nname: Alpha\nhost: h1\ndomain: Hearts # and minds\npurposes: [link, share]\n"
    "events:\n  - date: 2024-05-01\n    title: Spring\n    attendance: 20\n  # the big one\n"
    "  - date: 2025-05-01\n    title: Gathering\njoin: {admission: open}\n",
    "name:\n    en: Alpha\n    fr: Alpha aussi\nhost: h1\ndomain: |\n    Hearts\n    and minds\n"
    "community:\n    groups:\n    - id: board\n      name: Board\n    - {id: other, name: Other}\n"
    "meetings:\n- name: Lunch\n  cadence: monthly\n  minutes: 60\n- {name: Forum, cadence: weekly}\n"
    "contacts:\n- {role: Host, name: Ann, email: a@example.org}\n",
    "{name: Alpha, host: h1, domain: Hearts, regions: [a, b],\n events: [{date: 2024, title: X}]}\n",
    ("name: Alpha\r\nhost: h1\r\ndomain: Hearts\r\npractice:\r\n- one\r\n- two\r\n"
     "goals:\r\n- goal: More\r\n  target: 5\r\n  readings:\r\n  - {date: 2024, value: 1}\r\n"),
};

static const char *const changes[] = {
    "name=Beta",
    "name.fr=Bêta",
    "name.en=Alphabet",
    "host=h2",
    "host=h3",
    "domain=Lungs",
    "domain=",
    "scope=local",
    "scope=national",
    "scope=",
    "purposes+=change",
    "purposes-=link",
    "purposes=",
    "purposes+={purpose: share, from: 2024}",
    "regions+=c",
    "regions+=d",
    "regions-=a",
    "aliases+=Al",
    "aliases+=Be",
    "events+={date: 2026-01-01, title: New year, attendance: 3}",
    "events+={date: 2026-02-02, title: \"Groundhog: day\"}",
    "events.1.attendance=25",
    "events.1.attendance=",
    "events.2.mode=online",
    "events.2.title=Great gathering",
    "events.1=",
    "events.2=",
    "meetings+={name: Call, cadence: weekly}",
    "meetings.1.cadence=weekly",
    "meetings.1.minutes=90",
    "meetings.2=",
    "meetings.2.note=Bring your own cup",
    "contacts+={name: Bo, email: b@example.org}",
    "contacts.1.email=c@example.org",
    "contacts.1=",
    "community.groups+={id: third, name: Third}",
    "community.groups.1.name=Committee",
    "community.description=Who works here",
    "practice+=three",
    "practice-=one",
    "goals.1.target=7",
    "goals.1.readings+={date: 2025, value: 2}",
    "goals.1.done=2026",
    "join.admission=closed",
    "join.ways+={method: email, email: j@example.org}",
    "also.colour=red",
    "launched=2020",
    "source=https://example.org/x",
};

/* A comment above a line of the text, or after it, if the document stays the same. */
static struct str
comment(struct str bytes)
{
	static unsigned number;
	struct diag *ignored = diag_new();
	size_t lines = table_lines(bytes), at = below((unsigned)lines + 1);
	struct str rest = bytes, line, made;
	struct buf changed = {0};
	const struct node *before, *after;

	for (size_t i = 0; rest.n > 0 && str_next(&rest, '\n', &line); i++) {
		size_t indent = 0;

		while (indent < line.n && line.p[indent] == ' ')
			indent++;
		if (i == at) {
			buf_repeat(&changed, ' ', indent);
			buf_format(&changed, "# c%06u\n", ++number);
		}
		buf_str(&changed, line);
		buf_char(&changed, '\n');
	}
	made = arena_str(arena, buf_all(&changed));
	buf_free(&changed);
	before = node_parse(arena, bytes, place_of("x"), ignored);
	after = node_parse(arena, made, place_of("x"), ignored);
	diag_free(ignored);
	return after != NULL && merge_alike(before, after, true) ? made : bytes;
}

static struct str
happen(struct str bytes)
{
	struct diag *ignored = diag_new();
	struct revision revision;
	struct buf changed = {0};
	struct str made = bytes;

	if (below(5) == 0) {
		diag_free(ignored);
		return comment(bytes);
	}
	if (revision_parse(&revision, definition_keys, str_of(changes[below(COUNT(changes))]),
			   ignored) &&
	    revise(&revision, definition_keys, bytes, STR("en"), place_of("x"), &changed, ignored))
		made = arena_str(arena, buf_all(&changed));
	buf_free(&changed);
	diag_free(ignored);
	return made;
}

/* -- properties ---------------------------------------------------------------------------------------------------- */

/* What identifies a map in this test: its first single value. */
static struct str
first_of(const struct node *map)
{
	return map->first != NULL && map->kind == NODE_MAP ? node_text(map->first) : STR("");
}

/* How often does a key of such a map, or a list, have the single value? */
static size_t
count_leaf(const struct node *node, struct str map, struct str key, struct str value)
{
	size_t count = 0;

	for (const struct node *item = node->first; item != NULL; item = item->next) {
		struct str name = item->key != NULL ? item->key->text : STR("");

		if (item->kind == NODE_SCALAR)
			count += str_eq(name, key) && str_eq(item->text, value) &&
				 (map.p == NULL || str_eq(first_of(node), map));
		else
			count += count_leaf(item, map, key, value);
	}
	return count;
}

static bool
has_map(const struct node *node, struct str first)
{
	bool has = str_eq(first_of(node), first);

	for (const struct node *item = node->first; item != NULL && !has; item = item->next)
		has = has_map(item, first);
	return has;
}

static const struct node *roots[MERGE_SIDES];
static const struct node *merged_root;

/* Each single value of the node that occurs less often in the base is in the result. */
static void
check_kept(const struct node *node)
{
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		struct str key = item->key != NULL ? item->key->text : STR("");

		if (item->kind != NODE_SCALAR)
			check_kept(item);
		else if (count_leaf(roots[MERGE_BASE], absent, key, item->text) == 0)
			assert_true(count_leaf(merged_root, absent, key, item->text) > 0);
	}
}

/* Each single value of the result is in one of the versions, and not removed by the only side that changed it. */
static void
check_traces(const struct node *node)
{
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		struct str key = item->key != NULL ? item->key->text : STR("");
		size_t in[MERGE_SIDES];

		if (item->kind != NODE_SCALAR) {
			check_traces(item);
			continue;
		}
		for (enum merge_side s = 0; s < MERGE_SIDES; s++)
			in[s] = count_leaf(roots[s], absent, key, item->text);
		assert_true(in[MERGE_OURS] + in[MERGE_THEIRS] > 0);
		for (enum merge_side s = 0; s < MERGE_SIDES; s++)
			in[s] = count_leaf(roots[s], first_of(node), key, item->text);
		/* A map with another identity is another map. */
		if (str_eq(first_of(node), item->text))
			continue;
		if (in[MERGE_BASE] > 0 && in[MERGE_OURS] == 0 &&
		    has_map(roots[MERGE_OURS], first_of(node)))
			assert_true(in[MERGE_THEIRS] > in[MERGE_BASE]);
		if (in[MERGE_BASE] > 0 && in[MERGE_THEIRS] == 0 &&
		    has_map(roots[MERGE_THEIRS], first_of(node)))
			assert_true(in[MERGE_OURS] > in[MERGE_BASE]);
	}
}

/* A comment that this side has added is in the result. */
static void
check_comments(enum merge_side side)
{
	struct str bytes = sides[side];

	for (size_t i = 0; i + strlen("# c000000") < bytes.n; i++)
		if (memcmp(bytes.p + i, "# c", 3) == 0) {
			struct str mark = {bytes.p + i, strlen("# c000000")};

			assert_true(memmem(sides[MERGE_BASE].p, sides[MERGE_BASE].n, mark.p,
					   mark.n) != NULL ||
				    memmem(result.p, result.n, mark.p, mark.n) != NULL);
		}
}

static void
check_identity(void)
{
	struct str base = sides[MERGE_BASE], ours = sides[MERGE_OURS];

	assert_int_equal(merge_all(FILE_DEFINITION, base, ours, base), MERGE_CLEAN);
	assert_true(str_eq(result, ours));
	assert_int_equal(merge_all(FILE_DEFINITION, base, base, ours), MERGE_CLEAN);
	assert_true(str_eq(result, ours));
	assert_int_equal(merge_all(FILE_DEFINITION, base, ours, ours), MERGE_CLEAN);
	assert_true(str_eq(result, ours));
}

/*
 * Merging these makes no difference any more, except that a comment may lose its place, or that something which one side
 * added beside an item that the other removed may be taken for that item, once it is gone.
 */
static void
check_same(struct str ours, struct str theirs)
{
	const struct node *root;

	if (merge_all(FILE_DEFINITION, sides[MERGE_BASE], ours, theirs) == MERGE_CONFLICT) {
		for (size_t i = 0; i < diag_count(notes); i++) {
			struct str detail = diag_at(notes, i)->detail;

			assert_true(memmem(detail.p, detail.n, "comment", 7) != NULL ||
				    memmem(detail.p, detail.n, "removes", 7) != NULL);
		}
		return;
	}
	root = node_parse(arena, result, place_of("x"), diag);
	assert_true(merge_alike(merged_root, root, false));
}

/* True if there is a conflict. */
static bool
check_triple(uint64_t seed)
{
	enum merge_result got;
	struct str merged;

	chance = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	(void)below(2);
	sides[MERGE_BASE] = str_of(documents[below(COUNT(documents))]);
	for (unsigned n = below(4); n > 0; n--)
		sides[MERGE_BASE] = happen(sides[MERGE_BASE]);
	for (enum merge_side s = MERGE_OURS; s < MERGE_SIDES; s++) {
		sides[s] = sides[MERGE_BASE];
		for (unsigned n = 1 + below(8); n > 0; n--)
			sides[s] = happen(sides[s]);
	}
	check_identity();
	for (enum merge_side s = 0; s < MERGE_SIDES; s++)
		roots[s] = node_parse(arena, sides[s], place_of("x"), diag);
	got = merge_all(FILE_DEFINITION, sides[MERGE_BASE], sides[MERGE_OURS], sides[MERGE_THEIRS]);
	assert_int_not_equal(got, MERGE_REFUSED);
	merged = result;
	check_comments(MERGE_OURS);
	check_comments(MERGE_THEIRS);
	if (got == MERGE_CLEAN) {
		merged_root = node_parse(arena, result, place_of("x"), diag);
		assert_non_null(merged_root);
		check_kept(roots[MERGE_OURS]);
		check_kept(roots[MERGE_THEIRS]);
		check_traces(merged_root);
		/* The other way round, the result is the same; and merging again adds nothing. */
		check_same(sides[MERGE_THEIRS], sides[MERGE_OURS]);
		check_same(merged, sides[MERGE_OURS]);
	}
	return got == MERGE_CONFLICT;
}

static uint64_t running;

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *value = getenv(name);

	return value != NULL ? strtoull(value, NULL, 10) : otherwise;
}

static void
test_triples(void **state)
{
	uint64_t only = setting("COP_MERGE_SEED", 0), count = setting("COP_MERGE_TRIPLES", TRIPLES);
	size_t with_conflicts = 0;

	(void)state;
	for (running = only > 0 ? only : 1; running <= (only > 0 ? only : count); running++) {
		with_conflicts += check_triple(running);
		arena_free(arena);
		arena = arena_new();
	}
	running = 0;
	/* If there were never or always a conflict, the test would prove little. */
	if (only == 0) {
		assert_true(with_conflicts > count / 25);
		assert_true(with_conflicts < count / 2);
	}
}

static int
end(void **state)
{
	static const char *const sides_are[] = {"base", "ours", "theirs"};

	if (running > 0)
		fprintf(stderr, "# COP_MERGE_SEED=%llu\n", (unsigned long long)running);
	for (size_t i = 0; i < COUNT(sides) && running > 0; i++)
		fprintf(stderr, "%s:\n%.*s", sides_are[i], STR_ARG(sides[i]));
	if (running > 0)
		fprintf(stderr, "merged:\n%.*s%s", STR_ARG(result), notes != NULL ? noted() : "");
	diag_free(notes);
	notes = NULL;
	return unit_end(state);
}

#undef TEST
#define TEST(function) cmocka_unit_test_setup_teardown(function, unit_begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_different_keys_merge),
	    TEST(test_one_value_changed_twice_is_a_conflict),
	    TEST(test_lists_of_words_are_sets),
	    TEST(test_items_are_told_apart_by_their_keys),
	    TEST(test_comments_of_both_are_kept),
	    TEST(test_what_breaks_a_rule_together_is_a_conflict),
	    TEST(test_an_old_mistake_does_not_hide_a_new_one_like_it),
	    TEST(test_what_breaks_a_rule_of_the_registry_is_a_conflict),
	    TEST(test_texts_by_language_and_blocks),
	    TEST(test_registry_yaml),
	    TEST(test_languages_keep_their_order),
	    TEST(test_what_is_no_yaml_is_refused),
	    TEST(test_both_made_the_file),
	    TEST(test_triples),
	};

	return cmocka_run_group_tests_name("merge-document", tests, NULL, NULL);
}
