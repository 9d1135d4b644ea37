/*
 * What memory is made of: slices (str.h), growing buffers (buf.h), arenas (arena.h) and the map (map.h). Where the contract
 * ends the process, a child process is used.
 */
#include "unit.h"

#include <sys/wait.h>
#include <sysexits.h>

#include "map.h"

/* -- slices ------------------------------------------------------------------------------------------ */

static void
test_slices_of_the_same_bytes_are_equal(void **state)
{
	char bytes[] = {'a', '\0', 'b'};

	(void)state;
	assert_true(str_eq((struct str){bytes, 3}, (struct str){"a\0b", 3}));
	assert_false(str_eq((struct str){bytes, 3}, (struct str){"a\0c", 3}));
	assert_false(str_eq(STR("ab"), STR("abc")));
	assert_true(str_eq(absent, STR("")));
	assert_true(str_is(STR("host"), "host"));
	assert_false(str_is((struct str){"host", 3}, "host"));
}

static void
test_a_prefix_comes_before_what_it_begins(void **state)
{
	(void)state;
	assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
	assert_true(str_cmp(STR("abc"), STR("ab")) > 0);
	assert_true(str_cmp(absent, STR("a")) < 0);
	assert_int_equal(str_cmp(STR("ab"), STR("ab")), 0);
}

static void
test_bytes_are_ordered_without_sign(void **state)
{
	(void)state;
	assert_true(str_cmp(STR("z"), STR("\xC3\xA9")) < 0);
	assert_true(str_cmp(STR("\x7F"), STR("\x80")) < 0);
}

static void
test_beginnings_and_ends_are_found(void **state)
{
	(void)state;
	assert_true(str_starts(STR("cops.yaml"), STR("cops")));
	assert_true(str_starts(STR("a"), STR("")));
	assert_true(str_starts(absent, absent));
	assert_false(str_starts(STR("co"), STR("cops")));
	assert_true(str_ends(STR("cops.yaml"), STR(".yaml")));
	assert_true(str_ends(STR("a"), absent));
	assert_false(str_ends(STR("yaml"), STR(".yaml")));
}

static void
test_a_byte_that_is_missing_is_found_at_the_end(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a;b;c"), ';'), 1);
	assert_int_equal(str_find(STR("abc"), ';'), 3);
	assert_int_equal(str_find(absent, ';'), 0);
	assert_int_equal(str_find((struct str){"ab;", 2}, ';'), 2);
}

static void
test_a_separator_at_the_end_makes_an_empty_part(void **state)
{
	struct str rest = STR("a;;b;"), part;

	(void)state;
	assert_true(str_next(&rest, ';', &part));
	assert_str(part, "a");
	assert_true(str_next(&rest, ';', &part));
	assert_str(part, "");
	assert_true(str_next(&rest, ';', &part));
	assert_str(part, "b");
	assert_non_null(rest.p);
	assert_true(str_next(&rest, ';', &part));
	assert_str(part, "");
	assert_null(rest.p);
	assert_false(str_next(&rest, ';', &part));
}

static void
test_an_absent_slice_has_no_part(void **state)
{
	struct str rest = absent, part;

	(void)state;
	assert_false(str_next(&rest, ';', &part));
}

static void
test_trimming_takes_blanks_and_tabs_alone(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t a b \t")), "a b");
	assert_str(str_trim(STR("\n a")), "\n a");
	assert_str(str_trim(STR(" \t ")), "");
	assert_int_equal(str_trim(absent).n, 0);
}

static void
test_null_is_the_absent_slice(void **state)
{
	(void)state;
	assert_null(str_of(NULL).p);
	assert_int_equal(str_of(NULL).n, 0);
	assert_non_null(str_of("").p);
}

/* -- buf --------------------------------------------------------------------------------------------- */

static void
test_a_zeroed_buf_is_empty_text(void **state)
{
	struct buf buf = {0};

	(void)state;
	assert_non_null(buf_all(&buf).p);
	assert_int_equal(buf_all(&buf).n, 0);
	buf_free(&buf);
}

static void
test_what_is_added_stands_one_behind_the_other(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_puts(&buf, "ab");
	buf_str(&buf, (struct str){"c\0d", 3});
	buf_str(&buf, absent);
	buf_char(&buf, 'e');
	buf_repeat(&buf, '-', 3);
	buf_repeat(&buf, '!', 0);
	buf_format(&buf, "%d%s", 42, "f");
	assert_int_equal(buf.n, 12);
	assert_memory_equal(buf.p, "abc\0de---42f", 12);
	buf_free(&buf);
}

static void
test_a_separator_stands_between_two_that_are_not_empty(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_join(&buf, ", ", absent);
	buf_join(&buf, ", ", STR("a"));
	buf_join(&buf, ", ", STR(""));
	buf_join(&buf, ": ", STR("b"));
	assert_str(buf_all(&buf), "a: b");
	buf_free(&buf);
}

static void
test_the_nul_of_a_format_does_not_count(void **state)
{
	struct buf buf = {0};
	char expected[513];

	(void)state;
	memset(expected, 'x', 512);
	expected[512] = '\0';
	buf_format(&buf, "%s", expected); /* more than the first room */
	assert_str(buf_all(&buf), expected);
	buf_clear(&buf);
	buf_format(&buf, "%s", "");
	assert_int_equal(buf.n, 0);
	buf_free(&buf);
}

static void
test_bytes_survive_growth(void **state)
{
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		buf_char(&buf, (char)(i % 251));
	assert_int_equal(buf.n, 100000);
	for (size_t i = 0; i < buf.n; i++)
		if (buf.p[i] != (char)(i % 251))
			fail_msg("byte %zu changed", i);
	buf_free(&buf);
}

static void
test_room_is_there_before_it_is_used(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_puts(&buf, "ab");
	buf_room(&buf, 5000);
	assert_true(buf.capacity - buf.n >= 5000);
	assert_int_equal(buf.n, 2);
	memset(buf.p + buf.n, 'x', 5000); /* for ASan to watch */
	assert_memory_equal(buf.p, "ab", 2);
	buf_free(&buf);
}

static void
test_clearing_keeps_the_room_and_freeing_does_not(void **state)
{
	struct buf buf = {0};
	size_t capacity;

	(void)state;
	buf_repeat(&buf, 'x', 1000);
	capacity = buf.capacity;
	buf_clear(&buf);
	assert_int_equal(buf.n, 0);
	assert_int_equal(buf.capacity, capacity);
	buf_free(&buf);
	assert_null(buf.p);
	assert_int_equal(buf.capacity, 0);
	buf_puts(&buf, "again");
	assert_str(buf_all(&buf), "again");
	buf_free(&buf);
}

/* -- arena ------------------------------------------------------------------------------------------- */

static void
test_pieces_of_every_size_are_aligned_and_zero(void **state)
{
	(void)state;
	for (size_t size = 1; size < 3000; size += 7) {
		unsigned char *p = arena_get(arena, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			if (p[i] != 0)
				fail_msg("byte %zu of %zu is not zero", i, size);
		memset(p, 0xAA, size);
	}
}

static void
test_pieces_do_not_overlap(void **state)
{
	enum { PIECES = 2000 };
	unsigned char *pieces[PIECES];

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		pieces[i] = arena_get(arena, i % 97 + 1);
		memset(pieces[i], (int)(i % 256), i % 97 + 1);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t j = 0; j <= i % 97; j++)
			if (pieces[i][j] != i % 256)
				fail_msg("piece %zu was written over", i);
}

static void
test_a_piece_larger_than_any_block_leaves_others_alone(void **state)
{
	char *small = arena_get(arena, 10), *large = arena_get(arena, 5 << 20), *next;

	(void)state;
	strcpy(small, "small");
	memset(large, 'x', 5 << 20);
	next = arena_get(arena, 10);
	strcpy(next, "next");
	assert_string_equal(small, "small");
	assert_int_equal(large[0], 'x');
	assert_int_equal(large[(5 << 20) - 1], 'x');
}

static void
test_a_copy_ends_in_a_nul_that_does_not_count(void **state)
{
	struct str copy = arena_str(arena, (struct str){"abcdef", 3});

	(void)state;
	assert_int_equal(copy.n, 3);
	assert_string_equal(copy.p, "abc");
	copy = arena_str(arena, STR(""));
	assert_int_equal(copy.n, 0);
	assert_string_equal(copy.p, "");
	assert_null(arena_str(arena, absent).p);
}

static void
test_formatted_text_ends_in_a_nul(void **state)
{
	struct str s = arena_format(arena, "%s/%d", "cops", 7);

	(void)state;
	assert_int_equal(s.n, 6);
	assert_string_equal(s.p, "cops/7");
	assert_string_equal(arena_format(arena, "%s", "").p, "");
}

static void
test_an_array_grows_and_keeps_its_items(void **state)
{
	size_t capacity = 0, *items = NULL;

	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		size_t before = capacity;

		items = arena_grow(arena, items, i, &capacity, sizeof(*items));
		assert_true(i < capacity);
		assert_true(capacity == before || before == 0 || capacity == 2 * before);
		items[i] = i;
	}
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(items[i], i);
}

static void
test_an_array_with_room_stays_where_it_is(void **state)
{
	size_t capacity = 0;
	char *items = arena_grow(arena, NULL, 0, &capacity, 1);

	(void)state;
	assert_ptr_equal(arena_grow(arena, items, capacity - 1, &capacity, 1), items);
}

static void
test_what_is_adopted_lives_on(void **state)
{
	struct arena *other = arena_new();
	struct str mine = arena_str(arena, STR("mine")), large, theirs, next;

	(void)state;
	large = arena_format(other, "%050000d", 7); /* a block of its own */
	theirs = arena_str(other, STR("theirs"));
	arena_adopt(arena, other);
	next = arena_str(arena, STR("next"));
	assert_str(mine, "mine");
	assert_str(theirs, "theirs");
	assert_str(next, "next");
	assert_int_equal(large.n, 50000);
	assert_int_equal(large.p[49999], '7');
}

static void
test_an_empty_arena_adopts_and_is_adopted(void **state)
{
	struct arena *other = arena_new();
	struct str theirs = arena_str(other, STR("theirs"));

	(void)state;
	arena_adopt(arena, other);
	arena_adopt(arena, arena_new());
	arena_adopt(arena, NULL);
	assert_str(arena_str(arena, STR("mine")), "mine");
	assert_str(theirs, "theirs");
}

static void
test_freeing_no_arena_is_nothing_to_do(void **state)
{
	(void)state;
	arena_free(NULL);
}

static void
test_memory_of_no_bytes_is_not_null(void **state)
{
	void *p = memory_get(0);

	(void)state;
	assert_non_null(p);
	p = memory_resize(p, 0);
	assert_non_null(p);
	free(p);
}

static int told[2];

static void
tell(bool changed)
{
	(void)!write(told[1], changed ? "c" : "n", 1);
}

/* A child runs out of memory: its handler is told whether a file was changed, and it ends with that status. */
static void
assert_ends(void (*use)(void), bool changed, int expected)
{
	char c = 0;
	int status;
	pid_t child;

	assert_int_equal(pipe(told), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		memory_on_exhaustion(tell);
		if (changed)
			memory_note_change();
		use();
		_exit(0);
	}
	(void)close(told[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(read(told[0], &c, 1), 1);
	(void)close(told[0]);
	assert_int_equal(c, changed ? 'c' : 'n');
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
}

static void
assert_exhausts(void (*use)(void))
{
	assert_ends(use, false, EX_TEMPFAIL);
}

static void
use_product_that_overflows(void)
{
	(void)arena_array(arena_new(), SIZE_MAX / 4, 8);
}

static void
use_all_there_can_be(void)
{
	(void)arena_get(arena_new(), SIZE_MAX);
}

static void
test_exhaustion_behind_a_change_tells_of_it(void **state)
{
	(void)state;
	assert_ends(use_product_that_overflows, true, EX_IOERR);
}

static void
test_a_product_that_overflows_is_exhaustion(void **state)
{
	(void)state;
	assert_exhausts(use_product_that_overflows);
}

static void
test_a_size_that_cannot_be_rounded_is_exhaustion(void **state)
{
	(void)state;
	assert_exhausts(use_all_there_can_be);
}

/* -- map --------------------------------------------------------------------------------------------- */

static void
test_an_empty_map_has_no_key(void **state)
{
	struct map map = map_new(arena);

	(void)state;
	assert_null(map_get(&map, STR("a")));
	assert_null(map_get(&map, absent));
}

static void
test_a_new_key_has_no_value_yet(void **state)
{
	struct map map = map_new(arena);
	int value = 1;

	(void)state;
	assert_null(*map_at(&map, STR("a")));
	*map_at(&map, STR("a")) = &value;
	assert_ptr_equal(*map_at(&map, STR("a")), &value);
	assert_ptr_equal(map_get(&map, STR("a")), &value);
	assert_int_equal(map.count, 1);
}

static void
test_the_empty_key_is_a_key_like_others(void **state)
{
	struct map map = map_new(arena);
	int value = 1;

	(void)state;
	assert_null(map_get(&map, STR("")));
	*map_at(&map, STR("")) = &value;
	assert_ptr_equal(map_get(&map, STR("")), &value);
	assert_null(map_get(&map, absent));
	assert_null(map_get(&map, STR("a")));
}

static void
test_a_key_is_its_bytes_with_any_nul(void **state)
{
	struct map map = map_new(arena);
	int one = 1, two = 2;

	(void)state;
	*map_at(&map, (struct str){"a\0b", 3}) = &one;
	*map_at(&map, (struct str){"a\0c", 3}) = &two;
	assert_ptr_equal(map_get(&map, (struct str){"a\0b", 3}), &one);
	assert_ptr_equal(map_get(&map, (struct str){"a\0c", 3}), &two);
	assert_null(map_get(&map, STR("a")));
}

static void
test_thousands_of_keys_are_all_found(void **state)
{
	enum { KEYS = 20000 };
	struct map map = map_new(arena);
	int *values = arena_array(arena, KEYS, sizeof(*values));

	(void)state;
	for (int i = 0; i < KEYS; i++)
		*map_at(&map, arena_format(arena, "key%d", i)) = &values[i];
	assert_int_equal(map.count, KEYS);
	for (int i = 0; i < KEYS; i++) {
		char key[16];

		(void)snprintf(key, sizeof(key), "key%d", i);
		assert_ptr_equal(map_get(&map, str_of(key)), &values[i]);
	}
	assert_null(map_get(&map, STR("key20000")));
	assert_null(map_get(&map, STR("key")));
}

/* This comes last, since UBSan ends the program if it fails. */
static void
test_a_piece_of_no_bytes_is_not_null(void **state)
{
	(void)state;
	assert_non_null(arena_get(arena, 0));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_slices_of_the_same_bytes_are_equal),
	    cmocka_unit_test(test_a_prefix_comes_before_what_it_begins),
	    cmocka_unit_test(test_bytes_are_ordered_without_sign),
	    cmocka_unit_test(test_beginnings_and_ends_are_found),
	    cmocka_unit_test(test_a_byte_that_is_missing_is_found_at_the_end),
	    cmocka_unit_test(test_a_separator_at_the_end_makes_an_empty_part),
	    cmocka_unit_test(test_an_absent_slice_has_no_part),
	    cmocka_unit_test(test_trimming_takes_blanks_and_tabs_alone),
	    cmocka_unit_test(test_null_is_the_absent_slice),
	    cmocka_unit_test(test_a_zeroed_buf_is_empty_text),
	    cmocka_unit_test(test_what_is_added_stands_one_behind_the_other),
	    cmocka_unit_test(test_a_separator_stands_between_two_that_are_not_empty),
	    cmocka_unit_test(test_the_nul_of_a_format_does_not_count),
	    cmocka_unit_test(test_bytes_survive_growth),
	    cmocka_unit_test(test_room_is_there_before_it_is_used),
	    cmocka_unit_test(test_clearing_keeps_the_room_and_freeing_does_not),
	    TEST(test_pieces_of_every_size_are_aligned_and_zero),
	    TEST(test_pieces_do_not_overlap),
	    TEST(test_a_piece_larger_than_any_block_leaves_others_alone),
	    TEST(test_a_copy_ends_in_a_nul_that_does_not_count),
	    TEST(test_formatted_text_ends_in_a_nul),
	    TEST(test_an_array_grows_and_keeps_its_items),
	    TEST(test_an_array_with_room_stays_where_it_is),
	    TEST(test_what_is_adopted_lives_on),
	    TEST(test_an_empty_arena_adopts_and_is_adopted),
	    cmocka_unit_test(test_freeing_no_arena_is_nothing_to_do),
	    cmocka_unit_test(test_memory_of_no_bytes_is_not_null),
	    cmocka_unit_test(test_exhaustion_behind_a_change_tells_of_it),
	    cmocka_unit_test(test_a_product_that_overflows_is_exhaustion),
	    cmocka_unit_test(test_a_size_that_cannot_be_rounded_is_exhaustion),
	    TEST(test_an_empty_map_has_no_key),
	    TEST(test_a_new_key_has_no_value_yet),
	    TEST(test_the_empty_key_is_a_key_like_others),
	    TEST(test_a_key_is_its_bytes_with_any_nul),
	    TEST(test_thousands_of_keys_are_all_found),
	    TEST(test_a_piece_of_no_bytes_is_not_null),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
