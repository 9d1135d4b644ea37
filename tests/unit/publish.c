/* Unit tests of publish.h: when a report counts as new, and how its file is replaced. Each test has an empty folder of its own. */
#include "unit.h"

#include <fcntl.h>

#include "publish.h"

/* Publishes a text in which { and } are put around the stamp. */
static enum published
put(const char *path, const char *marked, bool private)
{
	struct stamped stamp = {0};
	enum published published;

	buf_clear(&text);
	for (const char *p = marked; *p != '\0'; p++)
		if (*p == '{')
			stamp.begin = text.n;
		else if (*p == '}')
			stamp.end = text.n;
		else
			buf_char(&text, *p);
	published = publish(path, buf_all(&text), stamp, private, diag);
	return published;
}

static const char *
content(const char *name)
{
	buf_clear(&out);
	assert_true(file_read_all(&here, name, 1 << 20, &out, place_of(name), diag));
	return shown();
}

static struct stat
status_of(const char *name)
{
	struct stat status;

	assert_int_equal(lstat(name, &status), 0);
	return status;
}

/* An old file, of long ago, so that a new one differs in its time. */
static void
old(const char *bytes)
{
	static const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

	save("r", str_of(bytes));
	assert_int_equal(utimensat(AT_FDCWD, "r", times, 0), 0);
}

/* The old file says the same as the report that is published, and is not touched. */
static void
assert_same(const char *bytes, const char *marked)
{
	struct stat before, after;

	old(bytes);
	before = status_of("r");
	assert_int_equal(put("r", marked, false), PUBLISHED_SAME);
	after = status_of("r");
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
	assert_int_equal(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
	assert_string_equal(content("r"), bytes);
	assert_int_equal(diag_count(diag), 0);
}

static void
assert_new(const char *bytes, const char *marked, const char *then)
{
	old(bytes);
	assert_int_equal(put("r", marked, false), PUBLISHED);
	assert_string_equal(content("r"), then);
	assert_true(status_of("r").st_mtim.tv_sec > 1000000000);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_file_is_made(void **state)
{
	(void)state;
	(void)umask(022);
	assert_int_equal(put("r", "A {stamp}\n", false), PUBLISHED);
	assert_string_equal(content("r"), "A stamp\n");
	assert_int_equal(status_of("r").st_mode & 07777, 0644);
	assert_int_equal(put("names", "A {stamp}\n", true), PUBLISHED);
	assert_int_equal(status_of("names").st_mode & 07777, 0600);
	assert_int_equal(put("empty", "", false), PUBLISHED);
	assert_string_equal(content("empty"), "");
	assert_int_equal(put("empty", "", false), PUBLISHED_SAME);
}

static void
test_what_differs_in_its_stamp_alone_is_the_same(void **state)
{
	(void)state;
	assert_same("A today\nB\n", "A {today}\nB\n");
	assert_same("A yesterday\nB\n", "A {today}\nB\n");
	assert_same("A \nB\n", "A {today}\nB\n");
	assert_same("A yesterday\nB\n", "A {}\nB\n");
	assert_same("yesterday", "{today}");
	assert_same("yesterday\nB", "{today}\nB");
	assert_same("A yesterday", "A {today}");
}

static void
test_all_else_makes_it_new(void **state)
{
	(void)state;
	assert_new("A today\nB\n", "A {today}\nC\n", "A today\nC\n");
	assert_new("A today\nB\n", "B {today}\nB\n", "B today\nB\n");
	assert_new("A today\nB", "A {today}\nB\n", "A today\nB\n");
	assert_new("", "A {today}\nB\n", "A today\nB\n");
	assert_new("A\nB\n", "A {today}\nB\n", "A today\nB\n");
	/* A stamp is on one line. */
	assert_new("A one\nother\nB\n", "A {today}\nB\n", "A today\nB\n");
	/* The texts before and after the stamp must not overlap. */
	assert_new("abab", "aba{}bab", "ababab");
}

static void
test_a_stamp_of_no_sensible_length_is_none(void **state)
{
	(void)state;
	buf_puts(&out, "A ");
	for (int i = 0; i < 5000; i++)
		buf_char(&out, 'x');
	buf_puts(&out, "\n");
	old(arena_str(arena, buf_all(&out)).p);
	assert_int_equal(put("r", "A {today}\n", false), PUBLISHED);
	assert_string_equal(content("r"), "A today\n");
}

static void
test_the_mode_that_a_file_has_stays(void **state)
{
	(void)state;
	old("A\n");
	assert_int_equal(chmod("r", 0640), 0);
	assert_int_equal(put("r", "B\n", true), PUBLISHED);
	assert_int_equal(status_of("r").st_mode & 07777, 0640);
}

static void
test_paths(void **state)
{
	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(put("sub/r", "A\n", false), PUBLISHED);
	assert_string_equal(content("sub/r"), "A\n");
	assert_int_equal(put("./sub/../s", "A\n", false), PUBLISHED);
	assert_string_equal(content("s"), "A\n");
	buf_clear(&out);
	buf_format(&out, "%s/t", own_folder);
	assert_int_equal(put(arena_str(arena, buf_all(&out)).p, "A\n", false), PUBLISHED);
	assert_string_equal(content("t"), "A\n");
}

static void
assert_refused(const char *path)
{
	size_t count = diag_count(diag);

	assert_int_equal(put(path, "A\n", false), PUBLISHED_NOT);
	assert_int_equal(diag_count(diag), count + 1);
}

static void
test_what_is_no_plain_file_is_refused(void **state)
{
	(void)state;
	save("target", STR("mine"));
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_refused("link");
	assert_refused("dangling");
	assert_refused("sub");
	assert_refused("pipe");
	assert_refused("missing/r");
	assert_int_equal(diag_at(diag, diag_count(diag) - 1)->rule, RULE_USAGE);
	assert_refused("target/r");
	assert_string_equal(content("target"), "mine");
	assert_true(S_ISLNK(status_of("link").st_mode));
	assert_int_equal(access("nowhere", F_OK), -1);
}

static void
test_what_a_kill_left_is_cleared_away(void **state)
{
	(void)state;
	old("A\n");
	save(".r.new", STR("half of it"));
	assert_int_equal(put("r", "B\n", false), PUBLISHED);
	assert_string_equal(content("r"), "B\n");
	assert_int_equal(access(".r.new", F_OK), -1);
	save(".r.new", STR("half of it"));
	assert_int_equal(put("r", "B\n", false), PUBLISHED_SAME);
	assert_int_equal(access(".r.new", F_OK), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_IN_FOLDER(test_a_file_is_made),
	    TEST_IN_FOLDER(test_what_differs_in_its_stamp_alone_is_the_same),
	    TEST_IN_FOLDER(test_all_else_makes_it_new),
	    TEST_IN_FOLDER(test_a_stamp_of_no_sensible_length_is_none),
	    TEST_IN_FOLDER(test_the_mode_that_a_file_has_stays),
	    TEST_IN_FOLDER(test_paths),
	    TEST_IN_FOLDER(test_what_is_no_plain_file_is_refused),
	    TEST_IN_FOLDER(test_what_a_kill_left_is_cleared_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
