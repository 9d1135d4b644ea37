/*
 * What git has recorded (git.h), in a repository that each test makes: commits, their files, the index, objects of any size.
 */
#include "unit.h"

#include <errno.h>
#include <pthread.h>

#include "git.h"

static struct git *git;
static struct buf why;

/* Runs a shell command, which must succeed. */
static void
run(const char *command)
{
	assert_int_equal(system(command), 0);
}

static int
begin(void **state)
{
	if (unit_begin_here(state) != 0)
		return -1;
	run("git init -q . && git config user.name Ann && git config user.email ann@example.org");
	buf_clear(&why);
	git = git_open(".", &why);
	return git != NULL ? 0 : -1;
}

static int
end(void **state)
{
	git_close(git);
	buf_free(&why);
	return unit_end_in_folder(state);
}

#define TEST_OF_GIT(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void
commit(const char *date)
{
	buf_clear(&text);
	buf_format(&text, "git add -A && GIT_COMMITTER_DATE='%s' git commit -q -m x", date);
	buf_char(&text, '\0');
	run(text.p);
	buf_clear(&text);
}

/* The paths of the tree's files, each followed by a space, links marked with @. */
static const char *
paths_of(const struct tree *tree)
{
	assert_non_null(tree);
	buf_clear(&out);
	for (size_t i = 0; i < tree->count; i++)
		buf_format(&out, "%.*s%s ", STR_ARG(tree->files[i].path),
			   tree->files[i].regular ? "" : "@");
	return shown();
}

static void
test_a_commit_has_its_id_and_time(void **state)
{
	struct git_commit first, second, found;

	(void)state;
	save("a", STR("a"));
	commit("1700000000 +0200");
	save("a", STR("b"));
	commit("1700000100 -0500");
	run("git tag -a -m t t && git -c advice.nestedTag=false tag -a -m u u t");
	assert_true(git_commit(git, "HEAD~", &first, &why));
	assert_true(git_commit(git, "HEAD", &second, &why));
	assert_int_equal(first.id.n, 40);
	assert_int_equal(first.time, 1700000000);
	assert_int_equal(second.time, 1700000100);
	assert_true(git_commit(git, "u", &found, &why));
	assert_true(str_eq(found.id, second.id));
	assert_int_equal(why.n, 0);
	assert_int_equal(git_short(found.id).n, 10);
}

static void
test_the_latest_commit_by_a_time_may_be_of_that_second(void **state)
{
	struct git_commit first, second, found;

	(void)state;
	save("a", STR("a"));
	commit("1700000000 +0000");
	save("a", STR("b"));
	commit("1700000100 +0000");
	assert_true(git_commit(git, "HEAD~", &first, &why));
	assert_true(git_commit(git, "HEAD", &second, &why));
	assert_true(git_commit_by(git, 1700000100, &found, &why));
	assert_true(str_eq(found.id, second.id));
	assert_true(git_commit_by(git, 1700000099, &found, &why));
	assert_true(str_eq(found.id, first.id));
	assert_true(git_commit_by(git, 1700000000, &found, &why));
	assert_int_equal(why.n, 0);
	assert_false(git_commit_by(git, 1699999999, &found, &why));
	assert_str(buf_all(&why), "there is no commit that old");
}

static void
test_what_is_no_commit_says_why(void **state)
{
	struct git_commit found;

	(void)state;
	assert_false(git_commit(git, "HEAD", &found, &why));
	assert_str(buf_all(&why), GIT_NO_REVISION);
	save("a", STR("a"));
	commit("1700000000 +0000");
	buf_clear(&why);
	assert_false(git_commit(git, "HEAD:a", &found, &why));
	assert_str(buf_all(&why), "it is not a commit");
}

static void
test_a_tree_has_the_files_of_the_folder_by_their_bytes(void **state)
{
	struct git_commit head;

	(void)state;
	run("mkdir -p d/e && touch z d/e/x d/-h 'd/\"q\" ü\t\n' d.x && ln -s z d/link");
	commit("1700000000 +0000");
	assert_true(git_commit(git, "HEAD", &head, &why));
	assert_string_equal(paths_of(git_tree(git, head.id, STR(""), &why)),
			    "d.x d/\"q\" ü\t\n d/-h d/e/x d/link@ z ");
	assert_string_equal(paths_of(git_tree(git, head.id, STR("d/"), &why)),
			    "\"q\" ü\t\n -h e/x link@ ");
	assert_string_equal(paths_of(git_tree(git, head.id, STR("none/"), &why)), "");
	assert_string_equal(paths_of(git_tree(git, head.id, STR("z/"), &why)), "");
	assert_int_equal(why.n, 0);
	assert_null(git_tree(git, STR("0123456789012345678901234567890123456789"), STR(""), &why));
	assert_true(why.n > 0);
}

static void
test_the_index_is_a_tree_too(void **state)
{
	(void)state;
	run("mkdir d && touch d/a b && git add -A && rm -r d && touch c");
	assert_string_equal(paths_of(git_tree(git, absent, STR(""), &why)), "b d/a ");
	assert_string_equal(paths_of(git_tree(git, absent, STR("d/"), &why)), "a ");
}

static void
test_objects_come_whole_whatever_their_size(void **state)
{
	static const size_t sizes[] = {0, 1, 100, 200, 255, 256, 257, 65536, 3000000};
	struct git_commit head;
	const struct tree *tree;
	struct buf wanted = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char name[2] = {(char)('a' + i), '\0'};

		buf_clear(&wanted);
		while (wanted.n < sizes[i])
			buf_char(&wanted, (char)("\n\0x"[wanted.n % 3] + (char)i));
		save(name, buf_all(&wanted));
	}
	commit("1700000000 +0000");
	assert_true(git_commit(git, "HEAD", &head, &why));
	tree = git_tree(git, head.id, STR(""), &why);
	assert_int_equal(tree->count, COUNT(sizes));
	for (size_t i = COUNT(sizes); i-- > 0;) {
		buf_clear(&wanted);
		while (wanted.n < sizes[i])
			buf_char(&wanted, (char)("\n\0x"[wanted.n % 3] + (char)i));
		buf_clear(&text);
		buf_puts(&text, "before");
		assert_int_equal(git_object(git, tree->files[i].id, "blob", &text), 0);
		assert_int_equal(text.n, sizes[i] + 6);
		assert_memory_equal(text.p + 6, buf_all(&wanted).p, sizes[i]);
	}
	buf_free(&wanted);
}

static void
test_an_object_that_is_not_there_leaves_the_next_one_readable(void **state)
{
	struct git_commit head;

	(void)state;
	save("a", STR("a"));
	commit("1700000000 +0000");
	assert_true(git_commit(git, "HEAD", &head, &why));
	assert_int_equal(
	    git_object(git, STR("0123456789012345678901234567890123456789"), "blob", &text),
	    ENODATA);
	assert_int_equal(git_object(git, head.id, "blob", &text), EINVAL);
	assert_int_equal(git_object(git, head.id, "commit", &text), 0);
}

struct reading {
	const struct tree *tree;
	size_t wrong;
};

static void *
read_all_files(void *context)
{
	struct reading *reading = context;
	struct buf bytes = {0};

	for (size_t i = 0; i < reading->tree->count; i++) {
		const struct tree_file *file = &reading->tree->files[i];

		buf_clear(&bytes);
		if (reading->tree->read(reading->tree->context, file->id, &bytes) != 0 ||
		    !str_eq(buf_all(&bytes), file->path))
			reading->wrong++;
	}
	buf_free(&bytes);
	return NULL;
}

static void
test_threads_each_get_what_they_asked_for(void **state)
{
	struct reading readings[4];
	pthread_t threads[COUNT(readings)];
	struct git_commit head;

	(void)state;
	run("for i in $(seq 200); do printf f$i >f$i; done");
	commit("1700000000 +0000");
	assert_true(git_commit(git, "HEAD", &head, &why));
	for (size_t i = 0; i < COUNT(readings); i++) {
		readings[i] = (struct reading){git_tree(git, head.id, STR(""), &why), 0};
		assert_int_equal(readings[i].tree->count, 200);
	}
	for (size_t i = 0; i < COUNT(readings); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_all_files, &readings[i]),
				 0);
	for (size_t i = 0; i < COUNT(readings); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(readings[i].wrong, 0);
	}
}

static void
test_a_repository_is_told_from_another(void **state)
{
	struct git *within, *other;

	(void)state;
	run("mkdir -p sub/reg && git init -q other");
	within = git_open("sub/reg", &why);
	other = git_open("other", &why);
	assert_str(within->prefix, "sub/reg/");
	assert_str(other->prefix, "");
	assert_true(git_is_same(git, within));
	assert_false(git_is_same(git, other));
	git_close(within);
	git_close(other);
	assert_null(git_open("/nowhere/x", &why));
	assert_str(buf_all(&why), "cannot change to '/nowhere/x': No such file or directory");
}

static void
test_a_folder_need_not_be_on_the_disk(void **state)
{
	struct git *gone;

	(void)state;
	run("mkdir sub");
	gone = git_open("sub//gone/./reg/", &why);
	assert_non_null(gone);
	assert_int_equal(why.n, 0);
	assert_str(gone->prefix, "sub/gone/reg/");
	assert_str(gone->within, "gone/reg/");
	assert_string_equal(gone->path, "sub//");
	assert_true(git_is_same(git, gone));
	git_close(gone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_OF_GIT(test_a_commit_has_its_id_and_time),
	    TEST_OF_GIT(test_the_latest_commit_by_a_time_may_be_of_that_second),
	    TEST_OF_GIT(test_what_is_no_commit_says_why),
	    TEST_OF_GIT(test_a_tree_has_the_files_of_the_folder_by_their_bytes),
	    TEST_OF_GIT(test_the_index_is_a_tree_too),
	    TEST_OF_GIT(test_objects_come_whole_whatever_their_size),
	    TEST_OF_GIT(test_an_object_that_is_not_there_leaves_the_next_one_readable),
	    TEST_OF_GIT(test_threads_each_get_what_they_asked_for),
	    TEST_OF_GIT(test_a_repository_is_told_from_another),
	    TEST_OF_GIT(test_a_folder_need_not_be_on_the_disk),
	};

	return cmocka_run_group_tests_name("git", tests, NULL, NULL);
}
