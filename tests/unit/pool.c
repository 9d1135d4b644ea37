/*
 * The pool (pool.h): results come in order, each once, whatever the threads; items are reused; next() and done() are never
 * called at the same time.
 */
#include "unit.h"

#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "pool.h"

struct item {
	size_t number;
	size_t square;
	size_t uses; /* of this item's memory */
	char *held;
};

struct count {
	size_t limit;
	size_t given;
	size_t done;
	size_t most_uses;
	size_t ended;
	atomic_bool wrong; /* next() and done() may run at the same time */
	atomic_int in_next;
	atomic_int in_done;
	atomic_size_t worked;
};

static bool
next(void *context, void *room)
{
	struct count *count = context;
	struct item *item = room;

	if (atomic_fetch_add(&count->in_next, 1) != 0)
		count->wrong = true;
	if (item->uses == 0 && (item->number != 0 || item->held != NULL))
		count->wrong = true;
	if (count->given < count->limit)
		item->number = ++count->given;
	else
		item = NULL;
	(void)atomic_fetch_sub(&count->in_next, 1);
	return item != NULL;
}

static void
work(void *context, void *room)
{
	struct count *count = context;
	struct item *item = room;

	if (item->held == NULL)
		item->held = malloc(16);
	item->uses++;
	item->square = item->number * item->number;
	if (item->number % 7 == 0) { /* so that others overtake it */
		struct timespec pause = {0, 200000};

		(void)nanosleep(&pause, NULL);
	}
	(void)atomic_fetch_add(&count->worked, 1);
}

static void
done(void *context, void *room)
{
	struct count *count = context;
	struct item *item = room;

	if (atomic_fetch_add(&count->in_done, 1) != 0)
		count->wrong = true;
	count->done++;
	if (item->number != count->done || item->square != count->done * count->done)
		count->wrong = true;
	if (item->uses > count->most_uses)
		count->most_uses = item->uses;
	(void)atomic_fetch_sub(&count->in_done, 1);
}

static void
end(void *context, void *room)
{
	struct count *count = context;

	free(((struct item *)room)->held);
	count->ended++;
}

/* In the given memory; NULL: the pool's own. */
static void
run_in(struct item *room, struct count *count, size_t limit, unsigned threads)
{
	memset(count, 0, sizeof(*count));
	count->limit = limit;
	pool_run(&(struct pool_work){.context = count,
				     .item_size = sizeof(struct item),
				     .next = next,
				     .work = work,
				     .done = done,
				     .end = end,
				     .room = room},
		 threads);
	assert_false(count->wrong);
	assert_int_equal(count->done, limit);
	assert_int_equal(atomic_load(&count->worked), limit);
}

static void
run(struct count *count, size_t limit, unsigned threads)
{
	run_in(NULL, count, limit, threads);
}

static void
test_results_come_in_order_from_any_number_of_threads(void **state)
{
	struct count count;

	(void)state;
	for (unsigned threads = 1; threads <= 16; threads++)
		run(&count, 1000, threads);
}

static void
test_more_threads_than_there_may_be_do_the_work_too(void **state)
{
	struct count count;

	(void)state;
	run(&count, 500, 1000);
	run(&count, 500, 0);
}

static void
test_items_are_used_again_as_they_were_left(void **state)
{
	struct count count;

	(void)state;
	run(&count, 500, 4);
	assert_true(count.most_uses > 1);
	assert_true(count.ended < 500);
	run(&count, 10, 1);
	assert_true(count.most_uses > 1);
}

static void
test_items_may_lie_in_the_callers_memory(void **state)
{
	struct item *room = memory_get_zeroed(pool_slots(4) * sizeof(*room));
	struct count count;
	size_t uses = 0;

	(void)state;
	run_in(room, &count, 500, 4);
	assert_int_equal(count.ended, pool_slots(4));
	for (size_t i = 0; i < pool_slots(4); i++) {
		room[i].held = NULL; /* end() has freed it */
		uses += room[i].uses;
	}
	assert_int_equal(uses, 500);
	run_in(room, &count, 10, 1);
	assert_int_equal(count.ended, 1);
	free(room);
}

static void
test_no_work_at_all_calls_neither_work_nor_done(void **state)
{
	struct count count;

	(void)state;
	for (unsigned threads = 1; threads <= 16; threads++)
		run(&count, 0, threads);
}

static void
test_less_work_than_threads_ends(void **state)
{
	struct count count;

	(void)state;
	for (size_t limit = 1; limit < 16; limit++)
		run(&count, limit, 16);
}

static void
test_an_end_is_not_needed(void **state)
{
	struct count count = {.limit = 0};

	(void)state;
	pool_run(&(struct pool_work){.context = &count,
				     .item_size = sizeof(struct item),
				     .next = next,
				     .work = work,
				     .done = done},
		 4);
	assert_int_equal(count.done, 0);
}

static void
test_the_caller_may_run_where_it_could_before(void **state)
{
	cpu_set_t before, behind;
	struct count count;

	(void)state;
	CPU_ZERO(&before);
	CPU_ZERO(&behind);
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	run(&count, 100, 4);
	assert_int_equal(sched_getaffinity(0, sizeof(behind), &behind), 0);
	assert_memory_equal(&before, &behind, sizeof(before));
}

static void
test_little_work_is_worth_one_thread(void **state)
{
	unsigned many = pool_threads((size_t)1 << 30, 100000);

	(void)state;
	assert_int_equal(pool_threads(0, 0), 1);
	assert_int_equal(pool_threads(1000, 1), 1);
	assert_in_range(many, 1, 16);
	assert_int_equal(pool_threads((size_t)1 << 30, 1), many);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_results_come_in_order_from_any_number_of_threads),
	    cmocka_unit_test(test_more_threads_than_there_may_be_do_the_work_too),
	    cmocka_unit_test(test_items_are_used_again_as_they_were_left),
	    cmocka_unit_test(test_items_may_lie_in_the_callers_memory),
	    cmocka_unit_test(test_no_work_at_all_calls_neither_work_nor_done),
	    cmocka_unit_test(test_less_work_than_threads_ends),
	    cmocka_unit_test(test_an_end_is_not_needed),
	    cmocka_unit_test(test_the_caller_may_run_where_it_could_before),
	    cmocka_unit_test(test_little_work_is_worth_one_thread),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
