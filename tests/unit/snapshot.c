/*
 * A file as it was read (replace-steps.h): a change is noticed anywhere, even if size and time are the same. The files are
 * new, since the time alone is enough for older ones.
 */
#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "replace-steps.h"

#define PART ((size_t)1024 * 1024) /* what a thread compares at a time */
#define SIZE (3 * PART + 5)

static struct snapshot snapshot;

static void
put(size_t size)
{
	buf_clear(&text);
	for (size_t i = 0; i < size; i++)
		buf_char(&text, (char)('a' + i % 26));
	save("f", buf_all(&text));
}

static void
take(void)
{
	assert_true(snapshot_read(&snapshot, &here, "f", 2 * SIZE, (struct place){0}, diag));
	assert_int_equal(snapshot.bytes.n, text.n);
}

/* Changes that byte, and restores the time. */
static void
change(size_t at)
{
	const struct timespec times[2] = {snapshot.status.st_atim, snapshot.status.st_mtim};
	int fd = open("f", O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, "#", 1, (off_t)at), 1);
	assert_int_equal(futimens(fd, times), 0);
	assert_int_equal(close(fd), 0);
}

static void
assert_seen_at(size_t at)
{
	put(SIZE);
	take();
	assert_true(snapshot_is_unchanged(&snapshot, "f"));
	change(at);
	assert_false(snapshot_is_unchanged(&snapshot, "f"));
	snapshot_free(&snapshot);
}

static void
test_a_changed_byte_is_seen_wherever_it_is(void **state)
{
	(void)state;
	assert_seen_at(0);
	assert_seen_at(PART - 1);
	assert_seen_at(PART);
	assert_seen_at(3 * PART - 1);
	assert_seen_at(SIZE - 1);
}

static void
test_a_change_is_seen_however_long_ago_it_was_made(void **state)
{
	const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

	(void)state;
	put(SIZE);
	assert_int_equal(utimensat(AT_FDCWD, "f", times, 0), 0);
	take();
	snapshot.taken = times[1].tv_sec;
	assert_true(snapshot_is_unchanged(&snapshot, "f"));
	change(PART);
	assert_false(snapshot_is_unchanged(&snapshot, "f"));
	snapshot_free(&snapshot);
}

static void
test_a_file_of_another_size_is_another(void **state)
{
	(void)state;
	put(SIZE);
	take();
	assert_int_equal(truncate("f", (off_t)SIZE - 1), 0);
	assert_false(snapshot_is_unchanged(&snapshot, "f"));
	put(SIZE + 1);
	assert_false(snapshot_is_unchanged(&snapshot, "f"));
	assert_int_equal(unlink("f"), 0);
	assert_false(snapshot_is_unchanged(&snapshot, "f"));
	snapshot_free(&snapshot);
}

static void
test_an_empty_file_is_unchanged(void **state)
{
	(void)state;
	put(0);
	take();
	assert_true(snapshot_is_unchanged(&snapshot, "f"));
	snapshot_free(&snapshot);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_IN_FOLDER(test_a_changed_byte_is_seen_wherever_it_is),
	    TEST_IN_FOLDER(test_a_change_is_seen_however_long_ago_it_was_made),
	    TEST_IN_FOLDER(test_a_file_of_another_size_is_another),
	    TEST_IN_FOLDER(test_an_empty_file_is_unchanged),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
