/*
 * YAML as a tree (node.h): positions in code points, the styles of scalars, each feature that is refused, duplicate
 * keys, every limit exactly and just above, and bytes that are not text.
 */
#include "unit.h"

#include "node.h"

#define KIB 1024

static const struct node *
parse_bytes(struct str bytes)
{
	return node_parse(arena, bytes, place_of("a.yaml"), diag);
}

static const struct node *
parse(const char *yaml)
{
	return parse_bytes(str_of(yaml));
}

/* A document that reads well. */
static const struct node *
good(const char *yaml)
{
	const struct node *root = parse(yaml);

	assert_string_equal(found(), "");
	assert_non_null(root);
	return root;
}

static void
assert_refused(const char *yaml, const char *findings)
{
	assert_null(parse(yaml));
	assert_string_equal(found(), findings);
}

static void
assert_at(const struct node *node, unsigned line, unsigned column)
{
	assert_non_null(node);
	assert_int_equal(node->line, line);
	assert_int_equal(node->column, column);
}

/* -- the tree ---------------------------------------------------------------------------------------- */

static void
test_a_map_keeps_its_keys_in_the_order_of_the_file(void **state)
{
	const struct node *root = good("b: 1\na: 2\nc:\n  d: 3\n");

	(void)state;
	assert_int_equal(root->kind, NODE_MAP);
	assert_int_equal(root->count, 3);
	assert_str(root->first->key->text, "b");
	assert_str(root->first->text, "1");
	assert_str(root->first->next->key->text, "a");
	assert_str(node_text(node_get(node_get(root, "c"), "d")), "3");
	assert_null(root->first->next->next->next);
}

static void
test_a_list_has_items_without_keys(void **state)
{
	const struct node *list = node_get(good("l:\n- x\n- [y, z]\n- k: v\n"), "l");

	(void)state;
	assert_int_equal(list->kind, NODE_LIST);
	assert_int_equal(list->count, 3);
	assert_null(list->first->key);
	assert_str(list->first->text, "x");
	assert_int_equal(list->first->next->kind, NODE_LIST);
	assert_int_equal(list->first->next->count, 2);
	assert_str(node_text(node_get(list->first->next->next, "k")), "v");
}

static void
test_only_a_list_has_items(void **state)
{
	const struct node *root = good("l: [x, y]\nm: {k: v}\ns: x\nnone: []\n");

	(void)state;
	assert_str(node_items(root, "l")->text, "x");
	assert_null(node_items(root, "m"));
	assert_null(node_items(root, "s"));
	assert_null(node_items(root, "none"));
	assert_null(node_items(root, "other"));
	assert_null(node_items(NULL, "l"));
}

static void
test_a_flow_collection_is_as_good_as_a_block(void **state)
{
	const struct node *name = node_get(good("name: {en: Privacy, fr: [Vie, priv\xC3\xA9"
						"e]}\n"),
					   "name");

	(void)state;
	assert_int_equal(name->kind, NODE_MAP);
	assert_str(node_text(node_get(name, "en")), "Privacy");
	assert_str(node_get(name, "fr")->first->next->text, "priv\xC3\xA9"
							    "e");
}

static void
test_every_scalar_is_text(void **state)
{
	static const char *const values[] = {"no", "null", "~", "2021-03", "0x1F", "1e3", "true"};
	const struct node *item = good("[no, null, ~, 2021-03, 0x1F, 1e3, true]")->first;

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++, item = item->next)
		assert_str(item->text, values[i]);
	assert_null(item);
}

static void
test_a_missing_value_is_an_empty_scalar(void **state)
{
	const struct node *root = good("a:\nb: ''\n");

	(void)state;
	assert_int_equal(node_get(root, "a")->kind, NODE_SCALAR);
	assert_str(node_text(node_get(root, "a")), "");
	assert_true(node_get(root, "a")->plain);
	assert_false(node_get(root, "b")->plain);
}

static void
test_getting_from_what_is_no_map_is_null(void **state)
{
	const struct node *root = good("a: b\nl: [a]\n");

	(void)state;
	assert_null(node_get(NULL, "a"));
	assert_null(node_get(root, "b"));
	assert_null(node_get(node_get(root, "a"), "b"));
	assert_null(node_get(node_get(root, "l"), "a"));
	assert_null(node_text(NULL).p);
	assert_null(node_text(root).p);
	assert_null(node_text(node_get(root, "l")).p);
}

static void
test_a_document_may_be_a_scalar_or_a_list(void **state)
{
	(void)state;
	assert_int_equal(good("word")->kind, NODE_SCALAR);
	assert_int_equal(good("- a\n")->kind, NODE_LIST);
}

/* -- scalars ----------------------------------------------------------------------------------------- */

static void
test_a_folded_text_joins_lines_and_a_literal_one_keeps_them(void **state)
{
	const struct node *root = good("f: >\n  one\n  two\n\n  three\n"
				       "g: >-\n  one\n  two\n"
				       "l: |\n  one\n   two\n"
				       "m: |+\n  one\n\n"
				       "p: one\n  two\n");

	(void)state;
	assert_str(node_text(node_get(root, "f")), "one two\nthree\n");
	assert_str(node_text(node_get(root, "g")), "one two");
	assert_str(node_text(node_get(root, "l")), "one\n two\n");
	assert_str(node_text(node_get(root, "m")), "one\n\n");
	assert_str(node_text(node_get(root, "p")), "one two");
	assert_false(node_get(root, "f")->plain);
	assert_false(node_get(root, "l")->plain);
	assert_true(node_get(root, "p")->plain);
}

static void
test_quotes_are_taken_off(void **state)
{
	const struct node *root = good("s: 'it''s # no: comment'\nd: \"a\\\"b\\u00e9\\tc\\n\"\n");

	(void)state;
	assert_str(node_text(node_get(root, "s")), "it's # no: comment");
	assert_str(node_text(node_get(root, "d")), "a\"b\xC3\xA9\tc\n");
	assert_false(node_get(root, "s")->plain);
	assert_false(node_get(root, "d")->plain);
}

static void
test_comments_are_not_read(void **state)
{
	assert_str(node_text(node_get(good("# first\na: b # then\n#last"), "a")), "b");
	(void)state;
}

/* -- positions --------------------------------------------------------------------------------------- */

static void
test_positions_count_code_points_from_1(void **state)
{
	const struct node *root = good("a: b\n\xC3\xA9t\xC3\xA9: \xC3\xA0\n"
				       "l: [\xC3\xA9, \xF0\x9F\x98\x80, x]\n");
	const struct node *list = node_get(root, "l");

	(void)state;
	assert_at(root, 1, 1);
	assert_at(node_get(root, "a"), 1, 4);
	assert_at(node_get(root, "a")->key, 1, 1);
	assert_at(node_get(root, "\xC3\xA9t\xC3\xA9"), 2, 6);
	assert_at(list, 3, 4);
	assert_at(list->first, 3, 5);
	assert_at(list->first->next, 3, 8);
	assert_at(list->first->next->next, 3, 11);
}

static void
test_a_value_stands_where_its_quote_or_sign_stands(void **state)
{
	const struct node *root = good("q: \"x\"\nb: |\n  text\nn:\n  k: v\ns:\n  - i\n");

	(void)state;
	assert_at(node_get(root, "q"), 1, 4);
	assert_at(node_get(root, "b"), 2, 4);
	assert_at(node_get(root, "n"), 5, 3);
	assert_at(node_get(node_get(root, "n"), "k"), 5, 6);
	assert_at(node_get(root, "s")->first, 7, 5);
}

static void
test_crlf_is_one_line_break(void **state)
{
	assert_at(node_get(good("a: b\r\nc: d\r\n"), "c"), 2, 4);
	(void)state;
}

static void
test_a_place_is_that_of_the_node(void **state)
{
	struct place place = node_place(node_get(good("x: 1\n\xC3\xA9: y\n"), "\xC3\xA9"),
					STR("p"));

	(void)state;
	assert_str(place.path, "p");
	assert_int_equal(place.line, 2);
	assert_int_equal(place.column, 4);
}

/* -- lines ------------------------------------------------------------------------------------------- */

static size_t
line_of(struct str bytes, const char *word)
{
	const char *found = memmem(bytes.p, bytes.n, word, strlen(word));
	size_t line = 1;

	assert_non_null(found);
	for (const char *p = bytes.p; p < found; p++)
		line += *p == '\n';
	return line;
}

/* Each word w0, w1... of the values is in the recorded line, the only one whose bytes contain it. */
static void
assert_lines_of_words(struct str bytes, size_t count)
{
	const struct node *root = parse_bytes(bytes);
	size_t seen = 0;

	assert_string_equal(found(), "");
	for (const struct node *item = root->first; item != NULL; item = item->next)
		for (size_t at = 0; at < item->text.n; at++) {
			char word[4];

			if (item->text.p[at] != 'w')
				continue;
			(void)snprintf(word, sizeof(word), "%.3s", item->text.p + at);
			assert_int_equal(node_line_at(item, bytes, at), line_of(bytes, word));
			seen++;
		}
	assert_int_equal(seen, count);
}

static const char lines[] = "# A comment.\n"
			    "plain: w10 w11\n"
			    "  w12 \xC3\xA9\xE2\x80\x99, it''s\n"
			    "\n"
			    "  w13\n"
			    "folded: >-  # of w's\n"
			    "\n"
			    "  w14 w15\n"
			    "  w16\n"
			    "\n"
			    "    w17\n"
			    "  w18\n"
			    "literal: |+\n"
			    "  w19\n"
			    "\n"
			    "  w20\n"
			    "\n"
			    "single: 'w21 ''it''\n"
			    "\n"
			    "  w22''\n"
			    "  w23'\n"
			    "double: \"w24 \\\"\\\\ \\u00e9 \\xe9\\x20\\t \\_\\n\\U0001F600 \\\n"
			    "  w25\\\n"
			    "  \\ w26\n"
			    "\n"
			    "  w27\"\n"
			    "flow: w28\n";

static void
test_a_byte_of_a_text_stands_in_its_line(void **state)
{
	struct str crlf;

	(void)state;
	assert_lines_of_words(str_of(lines), 19);
	buf_clear(&text);
	buf_puts(&text, "\xEF\xBB\xBF");
	for (const char *p = lines; *p != '\0'; p++) {
		buf_puts(&text, *p == '\n' ? "\r" : "");
		buf_char(&text, *p);
	}
	crlf = arena_str(arena, buf_all(&text));
	assert_lines_of_words(crlf, 19);
}

static void
test_a_line_is_told_whatever_has_become_of_the_file(void **state)
{
	const struct node *root = good(lines);

	(void)state;
	for (const struct node *item = root->first; item != NULL; item = item->next)
		for (size_t n = 0; n < sizeof(lines); n++)
			assert_true(node_line_at(item, (struct str){lines, n}, item->text.n) >=
				    item->line);
}

static void
test_a_blank_stands_where_what_follows_does(void **state)
{
	const struct node *root = good("a: >\n  one\n  two\n");

	(void)state;
	assert_int_equal(node_line_at(root->first, STR("a: >\n  one\n  two\n"), 3), 3);
	/* After all of it, where its last line is. */
	assert_int_equal(node_line_at(root->first, STR("a: >\n  one\n  two\n"), 7), 3);
}

/* -- what is refused --------------------------------------------------------------------------------- */

static void
test_an_anchor_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\nb: &x 2\n", "2:4 yaml-feature");
}

static void
test_an_anchor_of_a_collection_is_refused(void **state)
{
	(void)state;
	assert_refused("a: &x [1]\n", "1:4 yaml-feature");
}

static void
test_an_anchor_of_a_map_is_refused(void **state)
{
	(void)state;
	assert_refused("a: &x\n  b: 1\n", "1:4 yaml-feature");
}

static void
test_an_alias_is_refused(void **state)
{
	(void)state;
	assert_refused("a: *x\n", "1:4 yaml-feature");
}

static void
test_a_tag_is_refused(void **state)
{
	(void)state;
	assert_refused("a: !!str 1\n", "1:4 yaml-feature");
}

static void
test_a_private_tag_is_refused(void **state)
{
	(void)state;
	assert_refused("a: !x {b: 1}\n", "1:4 yaml-feature");
}

static void
test_the_tag_without_a_name_is_refused(void **state)
{
	(void)state;
	assert_refused("a: ! 1\n", "1:4 yaml-feature");
}

static void
test_a_merge_key_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\n<<: {b: 2}\n", "2:1 yaml-feature");
}

static void
test_a_quoted_merge_key_is_a_key(void **state)
{
	assert_str(node_text(node_get(good("'<<': 1\n"), "<<")), "1");
	(void)state;
}

static void
test_a_directive_is_refused(void **state)
{
	(void)state;
	assert_refused("%YAML 1.1\n---\na: 1\n", "1:1 yaml-feature");
}

static void
test_a_tag_directive_is_refused(void **state)
{
	(void)state;
	assert_refused("%TAG ! tag:example.org,2026:\n---\na: 1\n", "1:1 yaml-feature");
}

static void
test_a_second_document_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\n---\nb: 2\n", "2:1 yaml-feature");
}

static void
test_an_empty_second_document_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\n---\n", "2:1 yaml-feature");
}

static void
test_the_marks_of_one_document_are_good(void **state)
{
	assert_str(node_text(node_get(good("---\na: 1\n...\n"), "a")), "1");
	(void)state;
}

static void
test_a_key_must_be_a_single_value(void **state)
{
	(void)state;
	assert_refused("? [a, b]\n: c\n", "1:3 wrong-type");
}

static void
test_a_map_is_no_key(void **state)
{
	(void)state;
	assert_refused("{a: 1}: c\n", "1:1 wrong-type");
}

static void
test_bad_syntax_is_told_where_it_stands(void **state)
{
	(void)state;
	assert_refused("a: 1\n\xC3\xA9: b: c\n", "2:5 yaml-syntax");
}

static void
test_a_tab_in_the_indentation_is_bad_syntax(void **state)
{
	(void)state;
	assert_refused("a:\n\tb: 1\n", "2:1 yaml-syntax");
}

/* -- duplicate keys --------------------------------------------------------------------------------- */

static void
test_a_double_key_is_told_at_the_second(void **state)
{
	(void)state;
	assert_non_null(parse("a: 1\nb: 2\na: 3\nc: {x: 1, x: 2}\n"));
	assert_string_equal(found(), "4:11 duplicate-key, 3:1 duplicate-key");
}

static void
test_keys_are_double_whatever_their_quotes(void **state)
{
	(void)state;
	assert_non_null(parse("a: 1\n\"\\x61\": 2\n'a': 3\n"));
	assert_string_equal(found(), "2:1 duplicate-key, 3:1 duplicate-key");
}

static void
test_the_same_key_in_two_maps_is_not_double(void **state)
{
	(void)state;
	(void)good("a: {x: 1}\nb: {x: 2}\nx: 3\n");
}

static void
test_double_keys_are_found_in_maps_of_every_size(void **state)
{
	(void)state;
	for (int size = 1; size < 60; size++) {
		struct diag *one = diag_new();

		buf_clear(&text);
		for (int i = 0; i < size; i++)
			buf_format(&text, "key%d: x\n", i);
		buf_format(&text, "key%d: x\n", size / 2);
		assert_non_null(node_parse(arena, buf_all(&text), (struct place){0}, one));
		assert_int_equal(diag_count(one), 1);
		assert_int_equal(diag_at(one, 0)->rule, RULE_DUPLICATE_KEY);
		assert_int_equal(diag_at(one, 0)->place.line, size + 1);
		diag_free(one);
	}
}

static void
test_thousands_of_keys_are_compared_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 9000; i++)
		buf_format(&text, "key%d: x\n", i);
	buf_puts(&text, "key4711: x\n");
	assert_non_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "9001:1 duplicate-key");
}

static void
test_the_first_of_two_keys_is_got(void **state)
{
	(void)state;
	assert_str(node_text(node_get(parse("a: 1\na: 2\n"), "a")), "1");
}

/* -- limits ------------------------------------------------------------------------------------------ */

/* A document of n bytes: comments, which are not nodes. */
static void
fill(size_t n)
{
	buf_clear(&text);
	buf_puts(&text, "a: 1\n");
	while (text.n + 100 <= n) {
		buf_char(&text, '#');
		buf_repeat(&text, 'x', 98);
		buf_char(&text, '\n');
	}
	buf_repeat(&text, '#', n - text.n);
}

static void
test_256_kib_are_read(void **state)
{
	(void)state;
	fill(256 * KIB);
	assert_int_equal(text.n, 256 * KIB);
	assert_non_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "");
}

static void
test_a_byte_more_than_256_kib_is_refused(void **state)
{
	(void)state;
	fill(256 * KIB + 1);
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "0:0 limit");
}

static void
nest(int depth, char open, char close)
{
	buf_clear(&text);
	buf_repeat(&text, open, (size_t)depth);
	buf_repeat(&text, close, (size_t)depth);
}

static void
test_16_levels_are_read(void **state)
{
	(void)state;
	nest(16, '[', ']');
	assert_non_null(parse_bytes(buf_all(&text)));
	nest(16, '{', '}');
	buf_clear(&text);
	for (int i = 0; i < 16; i++)
		buf_format(&text, "%*sa:\n", i, "");
	assert_non_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "");
}

static void
test_a_17th_level_is_refused(void **state)
{
	(void)state;
	nest(17, '[', ']');
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "1:17 limit");
}

static void
test_a_17th_map_is_refused(void **state)
{
	(void)state;
	for (int i = 0; i < 17; i++)
		buf_format(&text, "%*sa:\n", i, "");
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "17:17 limit");
}

static void
test_a_bomb_of_brackets_is_refused_at_once(void **state)
{
	(void)state;
	buf_repeat(&text, '[', 200 * KIB);
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "1:17 limit");
}

/* The list and that many items are nodes. */
static void
list(int items)
{
	buf_clear(&text);
	for (int i = 0; i < items; i++)
		buf_puts(&text, "- x\n");
}

static void
test_20000_nodes_are_read(void **state)
{
	const struct node *root;

	(void)state;
	list(19999);
	root = parse_bytes(buf_all(&text));
	assert_string_equal(found(), "");
	assert_int_equal(root->count, 19999);
}

static void
test_a_node_more_is_refused(void **state)
{
	(void)state;
	list(20000);
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "20000:3 limit");
}

static void
scalar(size_t n)
{
	buf_clear(&text);
	buf_puts(&text, "a: ");
	buf_repeat(&text, 'x', n);
	buf_char(&text, '\n');
}

static void
test_a_scalar_of_64_kib_is_read(void **state)
{
	(void)state;
	scalar(64 * KIB);
	assert_int_equal(node_get(parse_bytes(buf_all(&text)), "a")->text.n, 64 * KIB);
	assert_string_equal(found(), "");
}

static void
test_a_longer_scalar_is_refused(void **state)
{
	(void)state;
	scalar(64 * KIB + 1);
	assert_null(parse_bytes(buf_all(&text)));
	assert_string_equal(found(), "1:4 limit");
}

/* -- bytes ------------------------------------------------------------------------------------------- */

static void
test_an_empty_document_is_an_empty_map(void **state)
{
	static const char *const empty[] = {"", "\n", "# nothing\n", "   \n\n", "\xEF\xBB\xBF"};

	(void)state;
	for (size_t i = 0; i < COUNT(empty); i++) {
		const struct node *root = good(empty[i]);

		assert_int_equal(root->kind, NODE_MAP);
		assert_int_equal(root->count, 0);
		assert_at(root, 1, 1);
	}
}

static void
test_an_empty_document_between_marks_is_an_empty_map(void **state)
{
	const struct node *root = good("---\n...\n");

	(void)state;
	assert_int_equal(root->kind, NODE_MAP);
	assert_int_equal(root->count, 0);
}

static void
test_a_byte_order_mark_is_no_part_of_the_text(void **state)
{
	const struct node *root = good("\xEF\xBB\xBF"
				       "a: 1\n");

	(void)state;
	assert_str(root->first->key->text, "a");
	assert_at(root->first->key, 1, 1);
}

static void
test_utf16_is_not_read(void **state)
{
	(void)state;
	assert_null(parse_bytes((struct str){"\xFF\xFE"
					     "a\0:\0 \0b\0",
					     10}));
	assert_true(diag_count(diag) > 0);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_NOT_UTF8);
}

static void
test_big_endian_utf16_is_not_read(void **state)
{
	(void)state;
	assert_null(parse_bytes((struct str){"\xFE\xFF\0a\0:\0 \0b", 10}));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_NOT_UTF8);
}

static void
test_utf16_without_its_mark_is_not_read(void **state)
{
	(void)state;
	assert_null(parse_bytes((struct str){"a\0:\0 \0b\0", 8}));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_TEXT_CONTROL);
}

static void
test_a_nul_is_refused(void **state)
{
	(void)state;
	assert_null(parse_bytes((struct str){"a: 1\nb: x\0y\n", 12}));
	assert_string_equal(found(), "2:5 text-control");
}

static void
test_a_lone_cr_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\rb: 2\n", "1:5 text-control");
}

static void
test_a_byte_that_is_not_utf8_is_refused(void **state)
{
	(void)state;
	assert_refused("a: 1\n\xC3\xA9: \xE9\n", "2:4 not-utf8");
}

static void
test_milder_faults_are_told_and_the_tree_is_read(void **state)
{
	(void)state;
	assert_non_null(parse("a: x\xE2\x80\xAEy\nb: e\xCC\x81\n"));
	assert_string_equal(found(), "1:5 text-bidirectional, 2:4 text-not-nfc");
}

static void
test_a_control_character_by_an_escape_is_told_at_its_scalar(void **state)
{
	(void)state;
	(void)parse("a: 1\nb: \"x\\e[31m\"\n");
	assert_string_equal(found(), "2:4 text-control");
}

static void
test_a_nul_by_an_escape_is_told(void **state)
{
	(void)state;
	(void)parse("a: \"\\0\"\n");
	assert_string_equal(found(), "1:4 text-control");
}

static void
test_a_line_separator_by_an_escape_is_told(void **state)
{
	(void)state;
	(void)parse("a: \"\\L\"\nb: \"\\N\"\nc: \"\\x7f\"\n");
	assert_string_equal(found(), "1:4 text-control, 2:4 text-control, 3:4 text-control");
}

static void
test_other_faults_by_an_escape_are_told(void **state)
{
	(void)state;
	(void)parse("a: \"\\u202E\"\nb: \"\\uFFFE\"\nc: \"e\\u0301\"\n");
	assert_string_equal(found(), "1:4 text-bidirectional, 2:4 text-noncharacter, "
				     "3:4 text-not-nfc");
}

static void
test_what_the_bytes_show_is_told_once(void **state)
{
	(void)state;
	(void)parse("a: \"Cafe\xCC\x81 \xE2\x80\x99\"\n");
	assert_string_equal(found(), "1:8 text-not-nfc");
}

static void
test_a_key_by_an_escape_is_looked_at_too(void **state)
{
	(void)state;
	(void)parse("\"a\\e\": 1\n");
	assert_string_equal(found(), "1:1 text-control");
}

static void
test_crlf_by_an_escape_is_told(void **state)
{
	(void)state;
	(void)parse("a: \"x\\r\\ny\"\n");
	assert_string_equal(found(), "1:4 text-control");
}

static void
test_a_surrogate_by_an_escape_is_bad_syntax(void **state)
{
	(void)state;
	assert_null(parse("a: \"\\uD800\"\n"));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_YAML_SYNTAX);
}

/* This comes last, since libyaml ends the program if it fails. */
static void
test_no_bytes_at_all_are_an_empty_map(void **state)
{
	(void)state;
	assert_int_equal(parse_bytes(absent)->kind, NODE_MAP);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_map_keeps_its_keys_in_the_order_of_the_file),
	    TEST(test_a_list_has_items_without_keys),
	    TEST(test_only_a_list_has_items),
	    TEST(test_a_flow_collection_is_as_good_as_a_block),
	    TEST(test_every_scalar_is_text),
	    TEST(test_a_missing_value_is_an_empty_scalar),
	    TEST(test_getting_from_what_is_no_map_is_null),
	    TEST(test_a_document_may_be_a_scalar_or_a_list),
	    TEST(test_a_folded_text_joins_lines_and_a_literal_one_keeps_them),
	    TEST(test_quotes_are_taken_off),
	    TEST(test_comments_are_not_read),
	    TEST(test_positions_count_code_points_from_1),
	    TEST(test_a_value_stands_where_its_quote_or_sign_stands),
	    TEST(test_crlf_is_one_line_break),
	    TEST(test_a_place_is_that_of_the_node),
	    TEST(test_a_byte_of_a_text_stands_in_its_line),
	    TEST(test_a_line_is_told_whatever_has_become_of_the_file),
	    TEST(test_a_blank_stands_where_what_follows_does),
	    TEST(test_an_anchor_is_refused),
	    TEST(test_an_anchor_of_a_collection_is_refused),
	    TEST(test_an_anchor_of_a_map_is_refused),
	    TEST(test_an_alias_is_refused),
	    TEST(test_a_tag_is_refused),
	    TEST(test_a_private_tag_is_refused),
	    TEST(test_the_tag_without_a_name_is_refused),
	    TEST(test_a_merge_key_is_refused),
	    TEST(test_a_quoted_merge_key_is_a_key),
	    TEST(test_a_directive_is_refused),
	    TEST(test_a_tag_directive_is_refused),
	    TEST(test_a_second_document_is_refused),
	    TEST(test_an_empty_second_document_is_refused),
	    TEST(test_the_marks_of_one_document_are_good),
	    TEST(test_a_key_must_be_a_single_value),
	    TEST(test_a_map_is_no_key),
	    TEST(test_bad_syntax_is_told_where_it_stands),
	    TEST(test_a_tab_in_the_indentation_is_bad_syntax),
	    TEST(test_a_double_key_is_told_at_the_second),
	    TEST(test_keys_are_double_whatever_their_quotes),
	    TEST(test_the_same_key_in_two_maps_is_not_double),
	    TEST(test_double_keys_are_found_in_maps_of_every_size),
	    TEST(test_thousands_of_keys_are_compared_at_once),
	    TEST(test_the_first_of_two_keys_is_got),
	    TEST(test_256_kib_are_read),
	    TEST(test_a_byte_more_than_256_kib_is_refused),
	    TEST(test_16_levels_are_read),
	    TEST(test_a_17th_level_is_refused),
	    TEST(test_a_17th_map_is_refused),
	    TEST(test_a_bomb_of_brackets_is_refused_at_once),
	    TEST(test_20000_nodes_are_read),
	    TEST(test_a_node_more_is_refused),
	    TEST(test_a_scalar_of_64_kib_is_read),
	    TEST(test_a_longer_scalar_is_refused),
	    TEST(test_an_empty_document_is_an_empty_map),
	    TEST(test_an_empty_document_between_marks_is_an_empty_map),
	    TEST(test_a_byte_order_mark_is_no_part_of_the_text),
	    TEST(test_utf16_is_not_read),
	    TEST(test_big_endian_utf16_is_not_read),
	    TEST(test_utf16_without_its_mark_is_not_read),
	    TEST(test_a_nul_is_refused),
	    TEST(test_a_lone_cr_is_refused),
	    TEST(test_a_byte_that_is_not_utf8_is_refused),
	    TEST(test_milder_faults_are_told_and_the_tree_is_read),
	    TEST(test_a_control_character_by_an_escape_is_told_at_its_scalar),
	    TEST(test_a_nul_by_an_escape_is_told),
	    TEST(test_a_line_separator_by_an_escape_is_told),
	    TEST(test_other_faults_by_an_escape_are_told),
	    TEST(test_what_the_bytes_show_is_told_once),
	    TEST(test_a_key_by_an_escape_is_looked_at_too),
	    TEST(test_crlf_by_an_escape_is_told),
	    TEST(test_a_surrogate_by_an_escape_is_bad_syntax),
	    TEST(test_no_bytes_at_all_are_an_empty_map),
	};

	return cmocka_run_group_tests_name("node", tests, NULL, NULL);
}
