/*
 * Access to the disk (file.h): names in order, what is refused without hanging, limits to the byte, and output. Each test
 * has an empty folder of its own, which is the current one.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "file.h"

static void
put(const char *name, size_t size)
{
	buf_clear(&text);
	for (size_t i = 0; i < size; i++)
		buf_char(&text, (char)('a' + i % 26));
	save(name, buf_all(&text));
}

static bool
read_all(const char *name, size_t limit)
{
	return file_read_all(&here, name, limit, &out, folder_place(arena, &here, str_of(name)),
			     diag);
}

static void
assert_refused(const char *name, enum rule rule)
{
	assert_false(read_all(name, 1000));
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, rule);
	assert_str(diag_at(diag, 0)->place.path, name);
}

/* -- folders ----------------------------------------------------------------------------------------- */

static void
test_a_folder_is_named_with_its_slash(void **state)
{
	struct folder folder;

	(void)state;
	assert_int_equal(mkdir("cops", 0700), 0);
	assert_str(here.path, "");
	assert_true(folder_open(&folder, arena, "cops"));
	assert_str(folder.path, "cops/");
	folder_close(&folder);
	assert_true(folder_open(&folder, arena, "cops/"));
	assert_str(folder.path, "cops/");
	folder_close(&folder);
	assert_true(folder_open(&folder, arena, "./cops"));
	assert_str(folder.path, "cops/");
	folder_close(&folder);
	assert_int_equal(folder.fd, -1);
	folder_close(&folder);
}

static void
test_the_folder_above_a_file_is_opened(void **state)
{
	static const char *const paths[][3] = {
	    {"x.csv", "", "x.csv"},           {"./x.csv", "", "x.csv"},
	    {"cops/x.csv", "cops/", "x.csv"}, {"cops//x.csv", "cops//", "x.csv"},
	    {"/x.csv", "/", "x.csv"},         {"cops/", "cops/", ""}};
	struct folder folder;

	(void)state;
	assert_int_equal(mkdir("cops", 0700), 0);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_true(folder_open_above(&folder, arena, paths[i][0]));
		assert_str(folder.path, paths[i][1]);
		folder_close(&folder);
		assert_str(path_name(str_of(paths[i][0])), paths[i][2]);
	}
	assert_false(folder_open_above(&folder, arena, "missing/x.csv"));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(path_name((struct str){NULL, 0}).n, 0);
}

static void
test_a_path_with_a_dot_before_two_slashes_stays_relative(void **state)
{
	struct folder folder;

	(void)state;
	assert_int_equal(mkdir("cops", 0700), 0);
	assert_true(folder_open(&folder, arena, ".//cops"));
	assert_true(folder.path.n > 0 && folder.path.p[0] != '/');
	folder_close(&folder);
}

static void
test_a_folder_that_is_missing_says_why(void **state)
{
	struct folder folder;

	(void)state;
	errno = 0;
	assert_false(folder_open(&folder, arena, "none"));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(folder.fd, -1);
	put("file", 3);
	assert_false(folder_open(&folder, arena, "file"));
	assert_int_equal(errno, ENOTDIR);
}

static void
test_a_link_is_followed_when_opening_and_not_within(void **state)
{
	struct folder folder;

	(void)state;
	assert_int_equal(mkdir("real", 0700), 0);
	assert_int_equal(symlink("real", "link"), 0);
	assert_true(folder_open(&folder, arena, "link"));
	folder_close(&folder);
	assert_true(folder_within(&folder, arena, &here, "real"));
	assert_str(folder.path, "real/");
	folder_close(&folder);
	errno = 0;
	assert_false(folder_within(&folder, arena, &here, "link"));
	assert_true(errno != 0);
	assert_int_equal(folder.fd, -1);
}

static void
test_names_come_sorted_by_bytes_without_hidden_ones(void **state)
{
	static const char *const names[] = {"b", "a-b", "ab", "a", "B", "\xC3\xA9", ".hidden", "z"};
	static const char *const expected[] = {"B", "a", "a-b", "ab", "b", "z", "\xC3\xA9"};
	struct str *found;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		put(names[i], 0);
	assert_int_equal(folder_names(&here, arena, &found), 7);
	for (size_t i = 0; i < 7; i++)
		assert_str(found[i], expected[i]);
	assert_int_equal(folder_names(&here, arena, &found), 7); /* and once more */
}

static void
test_an_empty_folder_has_no_names(void **state)
{
	struct str *names;

	(void)state;
	assert_int_equal(folder_names(&here, arena, &names), 0);
}

static void
test_many_names_are_all_found(void **state)
{
	struct str *names;
	char name[16];

	(void)state;
	for (int i = 0; i < 500; i++) {
		(void)snprintf(name, sizeof(name), "f%03d", 499 - i);
		put(name, 0);
	}
	assert_int_equal(folder_names(&here, arena, &names), 500);
	assert_str(names[0], "f000");
	assert_str(names[499], "f499");
}

static void
test_names_of_no_folder_say_why(void **state)
{
	struct folder none = {.fd = -1};
	struct str *names;

	(void)state;
	errno = 0;
	assert_int_equal(folder_names(&none, arena, &names), -1);
	assert_int_equal(errno, EBADF);
}

/* -- files ------------------------------------------------------------------------------------------- */

static void
test_a_file_is_read_whole_behind_what_is_there(void **state)
{
	(void)state;
	put("f", 100000);
	buf_puts(&out, "before");
	assert_true(read_all("f", 1000000));
	assert_int_equal(out.n, 100006);
	assert_memory_equal(out.p, "beforeabcdef", 12);
	assert_int_equal(out.p[100005], 'a' + 99999 % 26);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_an_empty_file_is_good(void **state)
{
	(void)state;
	put("f", 0);
	assert_true(read_all("f", 10));
	assert_true(read_all("f", 0));
	assert_int_equal(out.n, 0);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_file_of_exactly_the_limit_is_good(void **state)
{
	(void)state;
	put("f", 1000);
	assert_true(read_all("f", 1000));
	assert_int_equal(out.n, 1000);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_byte_above_the_limit_is_refused(void **state)
{
	(void)state;
	put("f", 1001);
	assert_refused("f", RULE_LIMIT);
}

static void
test_a_file_that_is_much_larger_is_not_read_to_its_end(void **state)
{
	(void)state;
	put("f", 0);
	assert_int_equal(truncate("f", (off_t)1 << 40), 0);
	assert_refused("f", RULE_LIMIT);
	assert_true(out.capacity < 1 << 20);
}

static void
test_a_file_without_a_size_is_read(void **state)
{
	struct folder proc;

	(void)state;
	if (!folder_open(&proc, arena, "/proc/self"))
		skip();
	assert_true(file_read_all(&proc, "status", 1 << 20, &out, (struct place){0}, diag));
	assert_true(out.n > 100);
	folder_close(&proc);
}

#define SEVERAL_PIECES ((size_t)9 * 1024 * 1024 + 5) /* of a file that all cores read */

static void
test_a_large_file_is_read_whole_behind_what_is_there(void **state)
{
	(void)state;
	put("f", SEVERAL_PIECES);
	buf_puts(&out, "before");
	assert_true(read_all("f", SEVERAL_PIECES));
	assert_int_equal(out.n, 6 + SEVERAL_PIECES);
	assert_memory_equal(out.p, "before", 6);
	assert_memory_equal(out.p + 6, text.p, SEVERAL_PIECES);
	assert_int_equal(diag_count(diag), 0);
	buf_clear(&out);
	assert_false(read_all("f", SEVERAL_PIECES - 1));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_LIMIT);
}

/* A file whose size has changed since it was opened is read as it is now. */
static void
assert_read_as_it_is(size_t before, size_t now)
{
	struct file file;

	put("f", before);
	assert_true(file_open(&file, &here, "f"));
	put("f", now);
	buf_clear(&out);
	assert_true(file_read_whole(&file, &out, 2 * SEVERAL_PIECES));
	assert_int_equal(out.n, now);
	if (now > 0)
		assert_memory_equal(out.p, text.p, now);
	file_close(&file);
}

static void
test_a_file_that_has_changed_since_it_was_opened_is_read_as_it_is(void **state)
{
	(void)state;
	assert_read_as_it_is(1000, 100);
	assert_read_as_it_is(1000, 0);
	assert_read_as_it_is(1000, 10000);
	assert_read_as_it_is(SEVERAL_PIECES, SEVERAL_PIECES - 10);
	assert_read_as_it_is(SEVERAL_PIECES, SEVERAL_PIECES / 2);
	assert_read_as_it_is(SEVERAL_PIECES, 0);
	assert_read_as_it_is(SEVERAL_PIECES, SEVERAL_PIECES + 100000);
}

static void
test_a_missing_file_is_recorded(void **state)
{
	(void)state;
	assert_refused("none", RULE_UNREADABLE);
}

static void
test_a_symbolic_link_is_refused(void **state)
{
	(void)state;
	put("f", 3);
	assert_int_equal(symlink("f", "link"), 0);
	assert_refused("link", RULE_UNREADABLE);
}

static void
test_a_dangling_link_is_refused(void **state)
{
	struct file file;

	(void)state;
	assert_int_equal(symlink("none", "link"), 0);
	assert_false(file_open(&file, &here, "link"));
	assert_int_equal(errno, ELOOP); /* and not ENOENT, which would mean that there is no file */
}

static void
test_a_fifo_is_refused_without_a_hang(void **state)
{
	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	(void)alarm(10);
	assert_refused("fifo", RULE_UNREADABLE);
	(void)alarm(0);
}

static void
test_a_folder_is_no_file(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0700), 0);
	assert_refused("d", RULE_UNREADABLE);
}

static void
test_a_socket_is_no_file(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_refused("socket", RULE_UNREADABLE);
	(void)close(fd);
}

static void
test_reading_goes_on_where_it_stopped(void **state)
{
	struct file file;

	(void)state;
	put("f", 10);
	assert_true(file_open(&file, &here, "f"));
	assert_int_equal(file.size, 10);
	assert_int_equal(file_read(&file, &out, 4), 4);
	assert_int_equal(file_read(&file, &out, 100), 6);
	assert_int_equal(file_read(&file, &out, 100), 0);
	assert_str(buf_all(&out), "abcdefghij");
	file_close(&file);
	assert_int_equal(file.fd, -1);
	file_close(&file);
	assert_int_equal(file_read(&file, &out, 1), -1);
	assert_int_equal(errno, EBADF);
}

static void
test_a_place_is_the_path_below_the_current_folder(void **state)
{
	struct folder folder;
	struct place place;

	(void)state;
	assert_int_equal(mkdir("cops", 0700), 0);
	assert_true(folder_within(&folder, arena, &here, "cops"));
	place = folder_place(arena, &folder, STR("a.yaml"));
	assert_str(place.path, "cops/a.yaml");
	assert_int_equal(place.line, 0);
	folder_close(&folder);
}

static void
test_a_refusal_tells_the_reason_of_the_system(void **state)
{
	(void)state;
	file_complain(diag, place_of("f"), EACCES);
	diag_line(&out, diag_at(diag, 0), "cop");
	assert_str(buf_all(&out), "f: error: cannot read: Permission denied [unreadable]\n");
}

/* -- output ------------------------------------------------------------------------------------------ */

static void
test_all_bytes_are_written(void **state)
{
	int fd = open("out", O_RDWR | O_CREAT, 0600);

	(void)state;
	assert_true(file_write(fd, STR("hello ")));
	assert_true(file_write(fd, STR("")));
	assert_true(file_write(fd, STR("world")));
	(void)close(fd);
	assert_true(read_all("out", 100));
	assert_str(buf_all(&out), "hello world");
}

static void
test_a_write_that_fails_says_why(void **state)
{
	(void)state;
	errno = 0;
	assert_false(file_write(-1, STR("x")));
	assert_int_equal(errno, EBADF);
}

static void
test_output_comes_whole_and_in_order(void **state)
{
	struct output output = {.fd = open("out", O_WRONLY | O_CREAT, 0600)};
	char block[1000];

	(void)state;
	for (int i = 0; i < 300; i++) {
		memset(block, 'a' + i % 26, sizeof(block));
		assert_true(output_add(&output, (struct str){block, sizeof(block)}));
	}
	assert_true(output_end(&output));
	assert_null(output.bytes.p);
	(void)close(output.fd);
	assert_true(read_all("out", 1000000));
	assert_int_equal(out.n, 300000);
	for (size_t i = 0; i < out.n; i++)
		if (out.p[i] != 'a' + (int)(i / 1000 % 26))
			fail_msg("byte %zu", i);
}

static void
test_output_that_failed_stays_failed(void **state)
{
	struct output output = {.fd = open("/dev/full", O_WRONLY)};

	(void)state;
	if (output.fd < 0)
		skip();
	(void)output_add(&output, STR("x"));
	assert_false(output_end(&output));
	assert_int_equal(output.error, ENOSPC);
	assert_false(output_add(&output, STR("y")));
	assert_false(output_end(&output));
	(void)close(output.fd);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_IN_FOLDER(test_a_folder_is_named_with_its_slash),
	    TEST_IN_FOLDER(test_the_folder_above_a_file_is_opened),
	    TEST_IN_FOLDER(test_a_path_with_a_dot_before_two_slashes_stays_relative),
	    TEST_IN_FOLDER(test_a_folder_that_is_missing_says_why),
	    TEST_IN_FOLDER(test_a_link_is_followed_when_opening_and_not_within),
	    TEST_IN_FOLDER(test_names_come_sorted_by_bytes_without_hidden_ones),
	    TEST_IN_FOLDER(test_an_empty_folder_has_no_names),
	    TEST_IN_FOLDER(test_many_names_are_all_found),
	    TEST_IN_FOLDER(test_names_of_no_folder_say_why),
	    TEST_IN_FOLDER(test_a_file_is_read_whole_behind_what_is_there),
	    TEST_IN_FOLDER(test_an_empty_file_is_good),
	    TEST_IN_FOLDER(test_a_file_of_exactly_the_limit_is_good),
	    TEST_IN_FOLDER(test_a_byte_above_the_limit_is_refused),
	    TEST_IN_FOLDER(test_a_file_that_is_much_larger_is_not_read_to_its_end),
	    TEST_IN_FOLDER(test_a_file_without_a_size_is_read),
	    TEST_IN_FOLDER(test_a_large_file_is_read_whole_behind_what_is_there),
	    TEST_IN_FOLDER(test_a_file_that_has_changed_since_it_was_opened_is_read_as_it_is),
	    TEST_IN_FOLDER(test_a_missing_file_is_recorded),
	    TEST_IN_FOLDER(test_a_symbolic_link_is_refused),
	    TEST_IN_FOLDER(test_a_dangling_link_is_refused),
	    TEST_IN_FOLDER(test_a_fifo_is_refused_without_a_hang),
	    TEST_IN_FOLDER(test_a_folder_is_no_file),
	    TEST_IN_FOLDER(test_a_socket_is_no_file),
	    TEST_IN_FOLDER(test_reading_goes_on_where_it_stopped),
	    TEST_IN_FOLDER(test_a_place_is_the_path_below_the_current_folder),
	    TEST_IN_FOLDER(test_a_refusal_tells_the_reason_of_the_system),
	    TEST_IN_FOLDER(test_all_bytes_are_written),
	    TEST_IN_FOLDER(test_a_write_that_fails_says_why),
	    TEST_IN_FOLDER(test_output_comes_whole_and_in_order),
	    TEST_IN_FOLDER(test_output_that_failed_stays_failed),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
