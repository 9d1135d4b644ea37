/* Unit tests of wordset.h: many words in a text, each found by itself; and random ones, compared with a plain search for each. */
#include "unit.h"

#include "wordset.h"

/* Words, separated by |. */
static struct wordset *
look_for(const char *words)
{
	struct str list[16], rest = str_of(words);
	size_t count = 0;

	while (count < COUNT(list) && str_next(&rest, '|', &list[count]))
		count++;
	return wordset_new(arena, list, count);
}

static bool
stands(const char *words, const char *line)
{
	return wordset_stands(look_for(words), str_of(line), absent);
}

static void
test_none(void **state)
{
	(void)state;
	assert_false(wordset_stands(wordset_new(arena, NULL, 0), STR("a"), absent));
	assert_false(stands("", "a b"));
	assert_false(stands("a", ""));
	assert_false(wordset_stands(look_for("a"), absent, absent));
}

static void
test_by_itself(void **state)
{
	(void)state;
	assert_true(stands("a@x.org|b@x.org", "b@x.org,Bo"));
	assert_true(stands("a@x.org|b@x.org", "see <a@x.org>..."));
	assert_true(stands("a@x.org|b@x.org", "c@x.org, then\na@x.org."));
	assert_true(stands("a@x.org|b@x.org", "\xC2\xAB"
					      "a@x.org\xC2\xBB"));
	assert_false(stands("a@x.org|b@x.org", "b.a@x.org"));
	assert_false(stands("a@x.org|b@x.org", "a@x.org.uk and b@x.org-x"));
	assert_true(stands("a@x.org|b@x.org", "a@x.org.uk and b@x.org"));
	assert_true(stands("q", "p q"));
	assert_true(stands("q", "q!"));
	assert_false(stands("q", "qq pq"));
}

/* A word may be the beginning of another, and each is found without the other. */
static void
test_beginnings(void **state)
{
	(void)state;
	assert_true(stands("ana roy|ana roy li|ana roy li bo", "ana roy"));
	assert_true(stands("ana roy|ana roy li|ana roy li bo", "ana roy lim"));
	assert_true(stands("ana roy lim|ana roy|ana roy li", "ana roy lima"));
	assert_false(stands("ana roy li|ana roy li bo", "ana roy lim"));
	assert_true(stands("ana|ana roy|bo", "ana-ana roy, bo"));
	assert_false(stands("ana|ana roy li", "ana-ana roy"));
}

static void
test_but(void **state)
{
	const struct wordset *set = look_for("a@x.org|b@x.org|a@x.org asked");

	(void)state;
	assert_false(wordset_stands(set, STR("a@x.org,2020,"), STR("a@x.org")));
	assert_true(wordset_stands(set, STR("a@x.org,2020,b@x.org"), STR("a@x.org")));
	assert_true(wordset_stands(set, STR("a@x.org asked"), STR("a@x.org")));
}

/* Like wordset_stands(), one word after the other. */
static bool
stands_plainly(const struct str *words, size_t count, struct str line)
{
	for (size_t w = 0; w < count; w++)
		for (size_t i = 0; words[w].n > 0 && i + words[w].n <= line.n; i++) {
			size_t end = i + words[w].n;

			if (!str_starts(str_after(line, i), words[w]) ||
			    (i > 0 && strchr("ab.", line.p[i - 1]) != NULL))
				continue;
			while (end < line.n && line.p[end] == '.')
				end++;
			if (end == line.n || strchr("ab.", line.p[end]) == NULL)
				return true;
		}
	return false;
}

static struct str
some_letters(unsigned *seed, size_t most)
{
	static const char letters[] = "aab. ,";
	size_t n = (*seed = *seed * 1103515245U + 12345U) >> 16;
	char *p = arena_get(arena, most);

	n %= most + 1;
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * 1103515245U + 12345U;
		p[i] = letters[(*seed >> 16) % (sizeof(letters) - 1)];
	}
	return (struct str){p, n};
}

static void
test_random(void **state)
{
	unsigned seed = 1;
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		struct str words[8], line = some_letters(&seed, 24);
		size_t count = i % (COUNT(words) + 1);
		bool expected;

		for (size_t w = 0; w < count; w++)
			words[w] = some_letters(&seed, 6);
		expected = stands_plainly(words, count, line);
		found += expected;
		assert_int_equal(wordset_stands(wordset_new(arena, words, count), line, absent),
				 expected);
	}
	assert_in_range(found, 2000, 18000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_none), TEST(test_by_itself), TEST(test_beginnings),
	    TEST(test_but),  TEST(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
