/*
 * A tree in place of the disk (tree.h), read through file.h: folders and files in it behave like those on the
 * disk.
 */
#include "unit.h"

#include <errno.h>

#include "tree.h"

/* The id of a file is its content, or why it cannot be read. */
static int
read_id(void *context, struct str id, struct buf *into)
{
	int *count = context;

	++*count;
	if (str_is(id, "gone"))
		return ENODATA;
	if (str_is(id, "broken"))
		return EPIPE;
	buf_str(into, id);
	return 0;
}

#define FILE_OF(name, bytes)                                                        \
	{                                                                           \
		.path = {name, sizeof(name) - 1}, .id = {bytes, sizeof(bytes) - 1}, \
		.regular = true                                                     \
	}

/* In the order of bytes: "a.yaml" is before "a/", and "cops-old" before "cops/". */
static const struct tree_file files[] = {
    FILE_OF(".gitignore", "x"),
    FILE_OF("a.yaml", "a file"),
    FILE_OF("a/deep/er/x", "deep"),
    FILE_OF("a/deep/y", "y"),
    FILE_OF("cops-old/b.yaml", "old"),
    FILE_OF("cops/.hidden", "h"),
    FILE_OF("cops/a.yaml", "0123456789"),
    FILE_OF("cops/broken", "broken"),
    FILE_OF("cops/empty", ""),
    FILE_OF("cops/gone", "gone"),
    {.path = {"cops/link", 9}, .id = {"a.yaml", 6}},
    FILE_OF("cops/z/z", "z"),
    {.path = {"rosters", 7}, .id = {"/etc", 4}},
};

static int read_count;
static const struct tree tree = {files, COUNT(files), read_id, &read_count};

static struct folder top;
static struct folder cops;

static int
begin(void **state)
{
	read_count = 0;
	return unit_begin(state) == 0 && folder_of_tree(&top, &tree, STR(""), STR("HEAD:")) &&
		       folder_within(&cops, arena, &top, "cops")
		   ? 0
		   : -1;
}

#define TEST_OF_TREE(function) cmocka_unit_test_setup_teardown(function, begin, unit_end)

/* The names in the folder, each followed by a space. */
static const char *
names_in(const struct folder *folder)
{
	struct str *names;
	ssize_t count = folder_names(folder, arena, &names);

	buf_clear(&out);
	assert_true(count >= 0);
	for (ssize_t i = 0; i < count; i++)
		buf_format(&out, "%.*s ", STR_ARG(names[i]));
	return shown();
}

static void
test_names_are_those_of_the_folder_once_sorted_without_hidden_ones(void **state)
{
	(void)state;
	assert_string_equal(names_in(&top), "a a.yaml cops cops-old rosters ");
	assert_string_equal(names_in(&cops), "a.yaml broken empty gone link z ");
	assert_int_equal(read_count, 0);
}

static void
test_a_folder_is_named_with_its_slash_and_lies_in_another(void **state)
{
	struct folder a, deep;

	(void)state;
	assert_str(top.path, "HEAD:");
	assert_str(cops.path, "HEAD:cops/");
	assert_true(folder_within(&a, arena, &top, "a"));
	assert_true(folder_within(&deep, arena, &a, "deep"));
	assert_str(deep.path, "HEAD:a/deep/");
	assert_string_equal(names_in(&deep), "er y ");
	assert_true(folder_is_there(&deep));
	folder_close(&deep);
	assert_false(folder_is_there(&deep));
	assert_str(folder_place(arena, &cops, STR("a.yaml")).path, "HEAD:cops/a.yaml");
}

static void
test_what_is_no_folder_says_why(void **state)
{
	struct folder folder;

	(void)state;
	assert_false(folder_within(&folder, arena, &top, "co"));
	assert_int_equal(errno, ENOENT);
	assert_false(folder_is_there(&folder));
	assert_str(folder.path, "HEAD:co/");
	assert_false(folder_within(&folder, arena, &top, "a.yaml"));
	assert_int_equal(errno, ENOTDIR);
	assert_false(folder_within(&folder, arena, &top, "rosters"));
	assert_int_equal(errno, ENOTDIR);
	assert_false(folder_of_tree(&folder, &tree, STR("nowhere/"), STR("HEAD:nowhere/")));
	assert_int_equal(errno, ENOENT);
	assert_false(folder_of_tree(&folder, &(struct tree){.count = 0}, STR(""), STR("HEAD:")));
}

static void
test_a_folder_is_the_same_by_its_tree_and_path(void **state)
{
	static const struct tree other = {files, COUNT(files), read_id, &read_count};
	struct folder folder;

	(void)state;
	assert_true(folder_of_tree(&folder, &tree, STR("cops/"), STR("else:")));
	assert_true(folder_is_same(&folder, &cops));
	assert_false(folder_is_same(&folder, &top));
	assert_true(folder_of_tree(&folder, &other, STR("cops/"), STR("HEAD:cops/")));
	assert_false(folder_is_same(&folder, &cops));
	assert_true(folder_open(&folder, arena, "."));
	assert_false(folder_is_same(&folder, &cops));
	assert_false(folder_is_same(&cops, &folder));
	folder_close(&folder);
}

static void
test_a_folder_tells_what_it_holds(void **state)
{
	size_t size = 99;

	(void)state;
	assert_true(folder_holds(&cops, "a.yaml", &size));
	assert_int_equal(size, FILE_BYTES_MAX);
	assert_true(folder_holds(&cops, "link", NULL));
	assert_true(folder_holds(&cops, "z", NULL));
	assert_false(folder_holds(&cops, "a", NULL));
	assert_int_equal(errno, ENOENT);
	assert_false(folder_holds(&cops, "a.yaml/x", NULL));
}

static void
test_a_file_is_read_in_pieces_from_anywhere_and_again(void **state)
{
	struct file file;

	(void)state;
	assert_true(file_open(&file, &cops, "a.yaml"));
	assert_true(file_is_open(&file));
	assert_int_equal(file.size, 10);
	assert_int_equal(file_read(&file, &text, 4), 4);
	assert_int_equal(file_read(&file, &text, 100), 6);
	assert_int_equal(file_read(&file, &text, 100), 0);
	assert_str(buf_all(&text), "0123456789");
	buf_clear(&text);
	assert_int_equal(file_read_at(&file, &text, 3, 8), 2);
	assert_int_equal(file_read_at(&file, &text, 3, 10), 0);
	assert_int_equal(file_read_at(&file, &text, 3, 1000), 0);
	file_rewind(&file);
	assert_int_equal(file_read(&file, &text, 2), 2);
	assert_str(buf_all(&text), "8901");
	assert_int_equal(read_count, 1);
	file_close(&file);
	assert_false(file_is_open(&file));
	file_close(&file);
}

static void
test_an_empty_file_is_open_and_at_its_end(void **state)
{
	struct file file;

	(void)state;
	assert_true(file_open(&file, &cops, "empty"));
	assert_true(file_is_open(&file));
	assert_int_equal(file.size, 0);
	assert_int_equal(file_read(&file, &text, 1), 0);
	file_close(&file);
}

static void
assert_refused(const char *name, const char *why)
{
	struct place place = folder_place(arena, &cops, str_of(name));

	diag_clear(diag);
	assert_false(file_read_all(&cops, name, 1000, &text, place, diag));
	assert_int_equal(diag_count(diag), 1);
	buf_clear(&out);
	diag_message(&out, diag_at(diag, 0));
	assert_string_equal(shown(), why);
}

static void
test_what_cannot_be_read_says_why(void **state)
{
	(void)state;
	assert_refused("none", "cannot read: No such file or directory");
	assert_refused("z", "cannot read: not a regular file");
	assert_refused("link", "cannot read: a symbolic link, which is not followed here");
	assert_refused("gone", "cannot read: git does not have the recorded contents");
	assert_refused("broken", "cannot read: git stopped unexpectedly");
	assert_int_equal(read_count, 2);
}

static void
test_a_limit_is_kept_to_the_byte(void **state)
{
	struct place place = folder_place(arena, &cops, STR("a.yaml"));

	(void)state;
	assert_true(file_read_all(&cops, "a.yaml", 10, &text, place, diag));
	assert_str(buf_all(&text), "0123456789");
	assert_false(file_read_all(&cops, "a.yaml", 9, &text, place, diag));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_OF_TREE(test_names_are_those_of_the_folder_once_sorted_without_hidden_ones),
	    TEST_OF_TREE(test_a_folder_is_named_with_its_slash_and_lies_in_another),
	    TEST_OF_TREE(test_what_is_no_folder_says_why),
	    TEST_OF_TREE(test_a_folder_is_the_same_by_its_tree_and_path),
	    TEST_OF_TREE(test_a_folder_tells_what_it_holds),
	    TEST_OF_TREE(test_a_file_is_read_in_pieces_from_anywhere_and_again),
	    TEST_OF_TREE(test_an_empty_file_is_open_and_at_its_end),
	    TEST_OF_TREE(test_what_cannot_be_read_says_why),
	    TEST_OF_TREE(test_a_limit_is_kept_to_the_byte),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
