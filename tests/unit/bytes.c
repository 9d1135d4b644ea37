/*
 * Which of 64 bytes are in a class (bytes.h), with every instruction set; how often a byte occurs, and where a word begins, at
 * every place of a text of any length.
 */
#include "unit.h"

#include "bytes.h"

/* The same, byte by byte. */
static uint64_t
plain(const char *p, char c, bool below)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < BYTES_STRIDE; i++)
		if (below ? (signed char)p[i] < (signed char)c : p[i] == c)
			mask |= UINT64_C(1) << i;
	return mask;
}

#ifdef __SSE2__
BYTES_AVX2 static void
assert_avx2(const char *p, char c)
{
	assert_int_equal(bytes_equal_avx2(p, c), plain(p, c, false));
	assert_int_equal(bytes_below_avx2(p, c), plain(p, c, true));
}
#endif

static void
test_each_byte_is_told_from_each_other(void **state)
{
	char bytes[BYTES_STRIDE + 1];

	(void)state;
	for (unsigned first = 0; first < 256; first++) {
		for (unsigned i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)(first + i * 5);
		for (unsigned c = 0; c < 256; c++) {
			assert_int_equal(bytes_equal(bytes + 1, (char)c),
					 plain(bytes + 1, (char)c, false));
			assert_int_equal(bytes_below(bytes + 1, (char)c),
					 plain(bytes + 1, (char)c, true));
#ifdef __SSE2__
			if (bytes_have_avx2())
				assert_avx2(bytes + 1, (char)c);
#endif
		}
	}
}

static void
test_a_byte_is_counted_wherever_it_stands(void **state)
{
	(void)state;
	assert_int_equal(bytes_count((struct str){NULL, 0}, 'x'), 0);
	for (size_t n = 1; n < 200; n++) {
		char *bytes = memory_get(n); /* of that size, for AddressSanitizer */

		memset(bytes, 'x', n);
		assert_int_equal(bytes_count((struct str){bytes, n}, 'x'), n);
		memset(bytes, 'a', n);
		for (size_t at = 0; at < n; at++) {
			bytes[at] = 'x';
			assert_int_equal(bytes_count((struct str){bytes, n}, 'x'), 1);
			bytes[at] = 'a';
		}
		free(bytes);
	}
}

static void
assert_found(const char *word, size_t before, size_t behind)
{
	size_t n = before + strlen(word) + behind;
	char *bytes = memory_get(n); /* of that size, for AddressSanitizer */

	memset(bytes, 'a', n);
	memcpy(bytes + before, word, strlen(word));
	if (bytes_find((struct str){bytes, n}, str_of(word)) != before)
		fail_msg("%s behind %zu and before %zu", word, before, behind);
	bytes[before] = 'b';
	if (bytes_find((struct str){bytes, n}, str_of(word)) != n)
		fail_msg("no %s behind %zu and before %zu", word, before, behind);
	free(bytes);
}

static void
test_a_word_is_found_wherever_it_stands(void **state)
{
	static const char *const words[] = {
	    "x", "xy", "xax", "merged-from",
	    ("xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaay")};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		for (size_t before = 0; before < 150; before++)
			for (size_t behind = 0; behind < 140; behind += 23)
				assert_found(words[i], before, behind);
}

static void
test_the_first_of_several_is_found_and_what_is_like_it_is_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < 50; i++)
		buf_puts(&text, "merged-form, emerged,merged from ");
	assert_int_equal(bytes_find(buf_all(&text), STR("merged-from")), text.n);
	buf_puts(&text, "merged-from merged-from");
	assert_int_equal(bytes_find(buf_all(&text), STR("merged-from")),
			 text.n - strlen("merged-from merged-from"));
	/* Nor are bytes after the end counted. */
	assert_int_equal(
	    bytes_find((struct str){text.p, text.n - 1}, STR("merged-from merged-from")),
	    text.n - 1);
	assert_int_equal(bytes_find(STR("abc"), STR("")), 0);
	assert_int_equal(bytes_find(STR("abc"), STR("abcd")), 3);
	assert_int_equal(bytes_find((struct str){NULL, 0}, STR("a")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_each_byte_is_told_from_each_other),
	    TEST(test_a_byte_is_counted_wherever_it_stands),
	    TEST(test_a_word_is_found_wherever_it_stands),
	    TEST(test_the_first_of_several_is_found_and_what_is_like_it_is_not),
	};

	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
