/*
 * The table of the YAML formats (keys.h): paths with suggestions, the values at a path, what a walk finds for each rule,
 * texts by language.
 */
#include "unit.h"

#include "keys.h"
#include "node.h"

static const struct node *
parse(const char *yaml)
{
	const struct node *root = node_parse(arena, str_of(yaml), place_of("a.yaml"), diag);

	assert_non_null(root);
	assert_int_equal(diag_count(diag), 0);
	return root;
}

/* -- tables ------------------------------------------------------------------------------------------ */

static void
test_a_word_has_its_index(void **state)
{
	(void)state;
	assert_int_equal(words_index(kind_words, STR("community")), 0);
	assert_int_equal(words_index(kind_words, STR("network")), 3);
	assert_int_equal(words_index(kind_words, STR("net")), -1);
	assert_int_equal(words_index(kind_words, STR("Network")), -1);
	assert_int_equal(words_index(kind_words, STR("")), -1);
	assert_int_equal(words_index(kind_words, absent), -1);
}

static void
test_a_key_is_found_by_its_whole_name(void **state)
{
	(void)state;
	assert_int_equal(keys_find(definition_keys, STR("launched"))->type, KEY_DATE);
	assert_null(keys_find(definition_keys, STR("launch")));
	assert_null(keys_find(definition_keys, STR("")));
}

/* Every table below this one, checked against formats.md: a shorthand is a key, lists of words end, lists of maps have keys. */
static void
look_through(const struct key *keys)
{
	for (const struct key *key = keys; key->name != NULL; key++) {
		assert_non_null(key->meaning);
		assert_ptr_equal(keys_find(keys, str_of(key->name)), key); /* each name once */
		assert_int_equal(key->type == KEY_MAP, key->keys != NULL);
		if (key->shorthand != NULL)
			assert_non_null(keys_find(key->keys, str_of(key->shorthand)));
		if (key->type == KEY_WORD || (key->flags & KEY_OR_WORD) != 0)
			assert_non_null(key->words);
		if (key->keys != NULL)
			look_through(key->keys);
	}
}

static void
test_the_tables_are_sound(void **state)
{
	(void)state;
	look_through(definition_keys);
	look_through(registry_keys);
}

static void
test_the_keys_of_a_definition_are_those_of_the_format(void **state)
{
	static const char *const names[] = {
	    "name",         "acronym",   "aliases",    "kind",     "purposes",   "launched",
	    "ended",        "paused",    "reason",     "reviewed", "source",     "host",
	    "relationship", "registrar", "led_by",     "partners", "part_of",    "scope",
	    "regions",      "domain",    "community",  "practice", "priorities", "goals",
	    "meetings",     "join",      "contacts",   "channels", "resources",  "events",
	    "funding",      "lineage",   "visibility", "also",
	};
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		if (keys_find(definition_keys, str_of(names[i])) == NULL)
			fail_msg("no key %s", names[i]);
	while (definition_keys[count].name != NULL)
		count++;
	assert_int_equal(count, COUNT(names));
}

static void
test_required_keys_are_those_of_the_format(void **state)
{
	(void)state;
	for (const struct key *key = definition_keys; key->name != NULL; key++) {
		bool required = strcmp(key->name, "name") == 0 || strcmp(key->name, "host") == 0 ||
				strcmp(key->name, "domain") == 0;

		assert_int_equal((key->flags & KEY_REQUIRED) != 0, required);
	}
}

/* -- paths ------------------------------------------------------------------------------------------- */

static void
assert_path(const struct key *keys, const char *path, const char *name)
{
	struct nearest wrong;
	const struct key *key = keys_at(keys, str_of(path), &wrong);

	if (key == NULL || strcmp(key->name, name) != 0)
		fail_msg("%s leads to %s", path, key == NULL ? "nothing" : key->name);
}

static void
test_a_path_leads_to_its_key(void **state)
{
	(void)state;
	assert_path(definition_keys, "host", "host");
	assert_path(definition_keys, "join.admission", "admission");
	assert_path(definition_keys, "community.open_to.roles", "roles");
	assert_path(definition_keys, "meetings", "meetings");
	assert_path(definition_keys, "meetings.cadence", "cadence");
	assert_path(definition_keys, "goals.readings.value", "value");
}

static void
test_a_number_in_a_path_is_an_item(void **state)
{
	(void)state;
	assert_path(definition_keys, "meetings.1", "meetings");
	assert_path(definition_keys, "meetings.1.cadence", "cadence");
	assert_path(definition_keys, "goals.2.readings.12.value", "value");
	assert_path(definition_keys, "aliases.3", "aliases");
}

static void
test_a_language_ends_a_path_to_a_text(void **state)
{
	(void)state;
	assert_path(definition_keys, "name.fr", "name");
	assert_path(definition_keys, "name.fr-CA", "name");
	assert_path(definition_keys, "practice.2.en", "practice");
	assert_path(definition_keys, "practice.en", "practice");
	assert_path(definition_keys, "join.ways.url.fr", "url");
}

static void
test_any_id_or_name_leads_into_a_map_of_them(void **state)
{
	(void)state;
	assert_path(registry_keys, "hosts.acme.name", "name");
	assert_path(registry_keys, "hosts.acme.name.fr", "name");
	assert_path(registry_keys, "purposes.link.fr", "purposes");
	assert_path(registry_keys, "roles.nurse.within", "within");
	assert_path(definition_keys, "also.anything at all", "also");
}

static void
assert_no_path(const char *path, const char *wrong_part, const char *suggestion)
{
	struct nearest wrong = {0};

	assert_null(keys_at(definition_keys, str_of(path), &wrong));
	assert_str(wrong.word, wrong_part);
	if (suggestion == NULL)
		assert_null(wrong.best.p);
	else
		assert_str(wrong.best, suggestion);
}

static void
test_a_wrong_part_of_a_path_has_its_suggestion(void **state)
{
	(void)state;
	assert_no_path("hosst", "hosst", "host");
	assert_no_path("join.admision", "admision", "admission");
	assert_no_path("meetings.1.cadense", "cadense", "cadence");
	assert_no_path("comunity.groups", "comunity", "community.groups");
	assert_no_path("comunity.grups", "comunity", "community");
	assert_no_path("open_to.roles", "open_to", "community.open_to.roles");
	assert_no_path("xyzzyxyzzy", "xyzzyxyzzy", NULL);
}

static void
test_what_has_no_parts_leads_nowhere(void **state)
{
	(void)state;
	assert_no_path("host.name", "name", NULL);
	assert_no_path("meetings.0.cadence", "0", NULL);
	assert_no_path("meetings.1.2", "2", NULL);
	assert_no_path("name.french", "french", NULL);
	assert_no_path("", "", NULL);
	assert_no_path("host.", "", NULL);
}

static void
test_the_part_behind_a_language_is_the_wrong_one(void **state)
{
	(void)state;
	assert_no_path("name.en.x", "x", NULL);
}

static void
test_an_item_of_a_list_that_may_be_a_word_has_a_path(void **state)
{
	(void)state;
	assert_path(definition_keys, "community.open_to.organizations.1", "organizations");
}

/* -- values ------------------------------------------------------------------------------------------ */

/* Notes a value: its text, {} for a map, [] for a list. */
static void
note(void *context, const struct key *key, const struct node *value)
{
	struct buf *notes = context;

	if (notes->n > 0)
		buf_char(notes, ' ');
	buf_format(notes, "%s=", key->name);
	buf_str(notes, value->kind == NODE_SCALAR ? value->text
		       : value->kind == NODE_MAP  ? STR("{}")
						  : STR("[]"));
}

static void
assert_values(const struct key *keys, const char *yaml, const char *path, const char *expected)
{
	buf_clear(&out);
	keys_values(keys, parse(yaml), str_of(path), note, &out, NULL);
	assert_string_equal(shown(), expected);
}

static void
test_a_value_is_visited_with_its_key(void **state)
{
	(void)state;
	assert_values(definition_keys, "host: acme\n", "host", "host=acme");
	assert_values(definition_keys, "join: {admission: open}\n", "join.admission",
		      "admission=open");
	assert_values(definition_keys, "host: acme\n", "scope", "");
	assert_values(definition_keys, "host: acme\n", "nothing", "");
	assert_values(definition_keys, "host: acme\n", "host.x", "");
}

static void
test_each_item_of_a_list_is_visited(void **state)
{
	(void)state;
	assert_values(definition_keys, "aliases: [a, b]\n", "aliases", "aliases=a aliases=b");
	assert_values(definition_keys, "aliases: [a, b]\n", "aliases.2", "aliases=b");
	assert_values(definition_keys, "aliases: [a, b]\n", "aliases.3", "");
	assert_values(definition_keys, "aliases: []\n", "aliases", "");
}

static void
test_lists_within_lists_are_visited(void **state)
{
	static const char yaml[] = "goals:\n"
				   "- {goal: a, readings: [{date: 2021, value: 1}, {date: 2022, "
				   "value: 2}]}\n"
				   "- {goal: b, readings: [{date: 2023, value: 3}]}\n";

	(void)state;
	assert_values(definition_keys, yaml, "goals.readings.value", "value=1 value=2 value=3");
	assert_values(definition_keys, yaml, "goals.1.readings.value", "value=1 value=2");
	assert_values(definition_keys, yaml, "goals.readings.1.value", "value=1 value=3");
	assert_values(definition_keys, yaml, "goals.2.readings.1.value", "value=3");
}

static void
test_a_map_stands_for_itself(void **state)
{
	(void)state;
	assert_values(definition_keys, "join: {admission: open}\n", "join", "join={}");
	assert_values(definition_keys, "meetings: [{cadence: weekly}, {cadence: annual}]\n",
		      "meetings", "meetings={} meetings={}");
}

static void
test_a_text_by_language_is_one_value(void **state)
{
	(void)state;
	assert_values(definition_keys, "name: {en: A, fr: B}\n", "name", "name={}");
	assert_values(definition_keys, "name: {en: A, fr: B}\n", "name.fr", "name=B");
	assert_values(definition_keys, "name: {en: A, fr: B}\n", "name.de", "");
	assert_values(definition_keys, "name: A\n", "name", "name=A");
	assert_values(definition_keys, "practice: [A, {en: B, fr: C}]\n", "practice",
		      "practice=A practice={}");
	assert_values(definition_keys, "practice: [A, {en: B, fr: C}]\n", "practice.2.fr",
		      "practice=C");
}

static void
test_a_short_form_stands_for_its_key(void **state)
{
	static const char yaml[] = "purposes: [link, {purpose: share, from: 2021}]\n";

	(void)state;
	assert_values(definition_keys, yaml, "purposes", "purpose=link purpose=share");
	assert_values(definition_keys, yaml, "purposes.purpose", "purpose=link purpose=share");
	assert_values(definition_keys, yaml, "purposes.from", "from=2021");
	assert_values(definition_keys, yaml, "purposes.1", "purpose=link");
}

static void
test_a_short_form_may_be_a_text_by_language(void **state)
{
	static const char yaml[] = "priorities: [A, {en: B, fr: C}, {text: {en: D, fr: E}}]\n";

	(void)state;
	assert_values(definition_keys, yaml, "priorities", "text=A text={} text={}");
	assert_values(definition_keys, yaml, "priorities.text.fr", "text=C text=E");
	assert_values(definition_keys, yaml, "priorities.text", "text=A text={} text={}");
}

static void
test_values_of_a_map_by_id_are_those_behind_the_ids(void **state)
{
	static const char yaml[] = "hosts: {acme: {name: A}, beta: {name: B}}\n"
				   "roles: {nurse: Nurse, gp: {name: GP, within: nurse}}\n"
				   "purposes: {link: {en: L}, share: S}\n";

	(void)state;
	assert_values(registry_keys, yaml, "hosts.beta.name", "name=B");
	assert_values(registry_keys, yaml, "hosts.gamma.name", "");
	assert_values(registry_keys, yaml, "roles.nurse", "name=Nurse");
	assert_values(registry_keys, yaml, "roles.gp.within", "within=nurse");
	assert_values(registry_keys, yaml, "purposes", "purposes={} purposes=S");
	assert_values(registry_keys, yaml, "purposes.link.en", "purposes=L");
}

static void
test_one_of_the_words_stands_in_place_of_a_list(void **state)
{
	(void)state;
	assert_values(definition_keys, "community: {open_to: {organizations: any}}\n",
		      "community.open_to.organizations", "organizations=any");
	assert_values(definition_keys, "community: {open_to: {organizations: [a, b]}}\n",
		      "community.open_to.organizations", "organizations=a organizations=b");
}

/* -- texts ------------------------------------------------------------------------------------------- */

static struct str
choose(const char *yaml, const char *first, const char *second)
{
	struct str list[] = {str_of(first), str_of(second)};

	return text_choose(node_get(parse(yaml), "t"),
			   (struct languages){list, second == NULL ? 1 : 2});
}

static void
test_a_text_is_read_in_the_best_language_it_has(void **state)
{
	(void)state;
	assert_str(choose("t: {en: A, fr: B}\n", "fr", "en"), "B");
	assert_str(choose("t: {en: A, fr: B}\n", "de", "fr"), "B");
	assert_str(choose("t: {en: '', fr: B}\n", "en", "fr"), "B");
	assert_str(choose("t: A\n", "fr", NULL), "A");
}

static void
test_a_text_tells_its_language_if_it_is_written_by_language(void **state)
{
	struct str fr = STR("fr");
	struct languages french = {&fr, 1};

	(void)state;
	assert_str(text_wording(node_get(parse("t: {en: A, fr: B}\n"), "t"), french).language,
		   "fr");
	assert_str(text_wording(node_get(parse("t: {en: A}\n"), "t"), french).language, "en");
	assert_null(text_wording(node_get(parse("t: A\n"), "t"), french).language.p);
	assert_null(text_wording(NULL, french).language.p);
}

static void
test_a_text_in_other_languages_is_read_in_its_first(void **state)
{
	(void)state;
	assert_str(choose("t: {en: A, fr: B}\n", "de", NULL), "A");
}

static void
test_no_text_is_absent(void **state)
{
	(void)state;
	assert_null(text_choose(NULL, (struct languages){NULL, 0}).p);
	assert_null(choose("t: {}\n", "en", NULL).p);
	assert_null(choose("t: [a]\n", "en", NULL).p);
}

/* -- walking ----------------------------------------------------------------------------------------- */

/* Walks a document of the table; the findings are "line:column slug" in found. */
static const char *
walk(const struct key *keys, const char *yaml)
{
	static const struct str english_and_french[] = {{"en", 2}, {"fr", 2}};
	struct languages languages = {english_and_french, 2};
	struct keys_walk way = {.keys = keys, .path = STR("a.yaml"), .languages = &languages};
	const struct node *document;

	diag_free(diag);
	diag = way.diag = diag_new();
	document = parse(yaml);
	keys_walk(&way, document);
	return found();
}

/* A definition with the required keys, and more. */
#define WALK(more) walk(definition_keys, "name: N\nhost: h\ndomain: D\n" more)

static void
test_a_good_document_has_no_findings(void **state)
{
	(void)state;
	assert_string_equal(WALK("aliases: [a]\npurposes: [link, {purpose: share}]\n"
				 "community: {open_to: {organizations: members, roles: [x]},\n"
				 "  groups: [{id: a}, {id: b, name: {en: B, fr: B}}]}\n"
				 "priorities: [A, {en: B, fr: C}, {text: D, from: 2021}]\n"
				 "also: {any key: x}\n"),
			    "");
	assert_string_equal(walk(registry_keys, "name: {en: F, fr: F}\ntimezone: UTC\n"
						"hosts: {a: {name: A}}\n"
						"roles: {x: X, y: {en: Y, fr: Y}, z: {name: Z}}\n"
						"purposes: {link: {en: L, fr: R}}\n"
						"policy: {small_cell: 5}\n"),
			    "");
}

static void
test_an_unknown_key_is_told_at_the_key_with_a_suggestion(void **state)
{
	(void)state;
	assert_string_equal(WALK("join: {admision: open}\n"), "4:8 unknown-key");
	assert_str(diag_at(diag, 0)->detail, "\"admision\" (did you mean \"admission\"?)");
}

static void
test_a_missing_key_is_told_at_its_map(void **state)
{
	(void)state;
	assert_string_equal(walk(definition_keys, "name: N\nhost: h\n"), "1:1 missing-key");
	assert_string_equal(WALK("meetings:\n- {cadence: weekly}\ngoals:\n- {target: 1}\n"),
			    "7:3 missing-key");
	assert_string_equal(walk(definition_keys, "{}"),
			    "1:1 missing-key, 1:1 missing-key, 1:1 missing-key");
}

static void
test_a_required_key_without_a_value_is_missing(void **state)
{
	(void)state;
	assert_string_equal(walk(definition_keys, "name:\nhost: h\ndomain: ''\n"),
			    "1:6 missing-key, 3:9 missing-key");
}

static void
test_a_required_text_in_no_language_is_told(void **state)
{
	(void)state;
	assert_string_equal(walk(definition_keys, "name: {}\nhost: h\ndomain: D\n"),
			    "1:7 missing-key");
}

static void
test_a_text_in_no_language_says_nothing(void **state)
{
	(void)state;
	assert_string_equal(WALK("reason: {}\n"), "4:9 empty-value");
}

static void
test_a_key_without_a_value_says_nothing(void **state)
{
	(void)state;
	assert_string_equal(WALK("launched:\naliases:\njoin:\ncommunity: {groups: }\n"),
			    "4:10 empty-value, 5:9 empty-value, 6:6 empty-value, "
			    "7:21 empty-value");
	assert_string_equal(walk(registry_keys, "name: N\ntimezone: UTC\nhosts:\n"),
			    "3:7 empty-value");
}

static void
test_a_value_of_the_wrong_kind_is_told_where_it_stands(void **state)
{
	(void)state;
	assert_string_equal(WALK("launched: [2021]\n"), "4:11 wrong-type");
	assert_string_equal(WALK("launched: {en: 2021}\n"), "4:11 wrong-type");
	assert_string_equal(WALK("aliases: a\n"), "4:10 wrong-type");
	assert_string_equal(WALK("aliases: [[a]]\n"), "4:11 wrong-type");
	assert_string_equal(WALK("join: open\n"), "4:7 wrong-type");
	assert_string_equal(WALK("join: [open]\n"), "4:7 wrong-type");
	assert_string_equal(WALK("meetings: {cadence: weekly}\n"), "4:11 wrong-type");
	assert_string_equal(WALK("meetings: [weekly]\n"), "4:12 wrong-type");
	assert_string_equal(WALK("purposes: [[link]]\n"), "4:12 wrong-type");
	assert_string_equal(WALK("reason: [x]\n"), "4:9 wrong-type");
	assert_string_equal(WALK("reason: {en: [x]}\n"), "4:14 wrong-type");
	assert_string_equal(WALK("also: x\n"), "4:7 wrong-type");
	assert_string_equal(walk(registry_keys, "name: N\ntimezone: UTC\nhosts: [a]\n"),
			    "3:8 wrong-type");
}

static void
test_a_word_in_place_of_a_list_is_one_of_the_words(void **state)
{
	(void)state;
	assert_string_equal(WALK("community: {open_to: {organizations: member}}\n"),
			    "4:38 unknown-word");
	assert_string_equal(WALK("community: {open_to: {organizations: {a: b}}}\n"),
			    "4:38 wrong-type");
}

static void
test_a_document_that_is_no_map_is_of_the_wrong_type(void **state)
{
	(void)state;
	assert_string_equal(walk(definition_keys, "- a\n"), "1:1 wrong-type");
	assert_string_equal(walk(definition_keys, "a\n"), "1:1 wrong-type");
}

static void
test_a_language_that_is_not_listed_is_told_at_its_key(void **state)
{
	(void)state;
	assert_string_equal(WALK("reason: {en: A, de: B}\n"), "4:17 unknown-language");
	assert_string_equal(WALK("reason: {english: A}\n"), "4:10 unknown-language");
	assert_string_equal(WALK("practice:\n- {en: A, es: B}\n"), "5:11 unknown-language");
}

static void
test_a_key_that_is_no_id_is_told(void **state)
{
	(void)state;
	assert_string_equal(
	    walk(registry_keys, "name: N\ntimezone: UTC\nhosts: {A B: {name: A}}\n"),
	    "3:9 bad-value");
}

static void
test_ids_of_a_list_differ(void **state)
{
	(void)state;
	assert_string_equal(WALK("community:\n  groups:\n  - {id: a}\n  - {id: b}\n  - {id: a}\n"),
			    "8:10 duplicate-id");
}

static void
test_an_id_that_stands_three_times_is_told_twice(void **state)
{
	(void)state;
	assert_string_equal(WALK("community: {groups: [{id: a}, {id: a}, {id: a}]}\n"),
			    "4:36 duplicate-id, 4:45 duplicate-id");
}

static void
test_every_single_value_is_visited_once(void **state)
{
	struct keys_walk way = {
	    .keys = definition_keys, .path = STR("a.yaml"), .visit = note, .context = &out};

	(void)state;
	keys_walk(&way,
		  parse("name: {en: A, fr: B}\nhost: h\npurposes: [link, {purpose: share}]\n"
			"aliases: [x, y]\ncommunity: {open_to: {organizations: [o]}}\n"
			"priorities: [{en: P, fr: Q}]\nalso: {k: v}\nunknown: 1\nscope: ''\n"));
	assert_string_equal(shown(), "name=A name=B host=h purpose=link purpose=share aliases=x "
				     "aliases=y organizations=o text=P text=Q also=v");
	assert_int_equal(diag_count(diag), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_word_has_its_index),
	    TEST(test_a_key_is_found_by_its_whole_name),
	    TEST(test_the_tables_are_sound),
	    TEST(test_the_keys_of_a_definition_are_those_of_the_format),
	    TEST(test_required_keys_are_those_of_the_format),
	    TEST(test_a_path_leads_to_its_key),
	    TEST(test_a_number_in_a_path_is_an_item),
	    TEST(test_a_language_ends_a_path_to_a_text),
	    TEST(test_any_id_or_name_leads_into_a_map_of_them),
	    TEST(test_a_wrong_part_of_a_path_has_its_suggestion),
	    TEST(test_what_has_no_parts_leads_nowhere),
	    TEST(test_the_part_behind_a_language_is_the_wrong_one),
	    TEST(test_an_item_of_a_list_that_may_be_a_word_has_a_path),
	    TEST(test_a_value_is_visited_with_its_key),
	    TEST(test_each_item_of_a_list_is_visited),
	    TEST(test_lists_within_lists_are_visited),
	    TEST(test_a_map_stands_for_itself),
	    TEST(test_a_text_by_language_is_one_value),
	    TEST(test_a_short_form_stands_for_its_key),
	    TEST(test_a_short_form_may_be_a_text_by_language),
	    TEST(test_values_of_a_map_by_id_are_those_behind_the_ids),
	    TEST(test_one_of_the_words_stands_in_place_of_a_list),
	    TEST(test_a_text_is_read_in_the_best_language_it_has),
	    TEST(test_a_text_tells_its_language_if_it_is_written_by_language),
	    TEST(test_a_text_in_other_languages_is_read_in_its_first),
	    TEST(test_no_text_is_absent),
	    TEST(test_a_good_document_has_no_findings),
	    TEST(test_an_unknown_key_is_told_at_the_key_with_a_suggestion),
	    TEST(test_a_missing_key_is_told_at_its_map),
	    TEST(test_a_required_key_without_a_value_is_missing),
	    TEST(test_a_required_text_in_no_language_is_told),
	    TEST(test_a_text_in_no_language_says_nothing),
	    TEST(test_a_key_without_a_value_says_nothing),
	    TEST(test_a_value_of_the_wrong_kind_is_told_where_it_stands),
	    TEST(test_a_word_in_place_of_a_list_is_one_of_the_words),
	    TEST(test_a_document_that_is_no_map_is_of_the_wrong_type),
	    TEST(test_a_language_that_is_not_listed_is_told_at_its_key),
	    TEST(test_a_key_that_is_no_id_is_told),
	    TEST(test_ids_of_a_list_differ),
	    TEST(test_an_id_that_stands_three_times_is_told_twice),
	    TEST(test_every_single_value_is_visited_once),
	};

	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
