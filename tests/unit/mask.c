/*
 * Masked counts (mask.h). That none can be computed is proved by trying all tables that would be printed alike: each masked
 * number must differ between two of them.
 */
#include "unit.h"

#include <stdint.h>

#include "mask.h"

#define LEAST 5
#define ARCS_MAX 32
#define NODES_MAX 12

/* -- a table with totals ------------------------------------------------------------------------------------- */

struct grid {
	unsigned rows;
	unsigned columns;
	struct mask_arc arcs[ARCS_MAX];
	size_t count;
};

static void
add(struct grid *grid, unsigned from, unsigned to, size_t value, bool total)
{
	assert_true(grid->count < ARCS_MAX);
	grid->arcs[grid->count++] = (struct mask_arc){from, to, value, total, .mask = MASK_SHOWN};
}

/* The cells, row by row; then the totals of rows, of columns, and of all. */
static struct grid
grid_of(unsigned rows, unsigned columns, const size_t *cells)
{
	struct grid grid = {.rows = rows, .columns = columns};
	size_t all = 0;

	for (unsigned r = 0; r < rows; r++)
		for (unsigned c = 0; c < columns; c++)
			add(&grid, 2 + r, 2 + rows + c, cells[r * columns + c], false);
	for (unsigned r = 0; r < rows; r++) {
		size_t sum = 0;

		for (unsigned c = 0; c < columns; c++)
			sum += cells[r * columns + c];
		add(&grid, 0, 2 + r, sum, true);
		all += sum;
	}
	for (unsigned c = 0; c < columns; c++) {
		size_t sum = 0;

		for (unsigned r = 0; r < rows; r++)
			sum += cells[r * columns + c];
		add(&grid, 2 + rows + c, 1, sum, true);
	}
	add(&grid, 1, 0, all, true);
	return grid;
}

static void
protect(struct grid *grid)
{
	mask_protect(grid->arcs, grid->count, 2 + grid->rows + grid->columns, LEAST);
}

/* The cells as a reader sees them, one row per line: "<" for few, "x" for masked beside few. */
static const char *
seen(const struct grid *grid)
{
	buf_clear(&text);
	for (unsigned r = 0; r < grid->rows; r++)
		for (unsigned c = 0; c < grid->columns; c++) {
			const struct mask_arc *arc = &grid->arcs[r * grid->columns + c];

			if (arc->mask == MASK_SHOWN)
				buf_format(&text, "%zu", arc->value);
			else
				buf_puts(&text, arc->mask == MASK_FEW ? "<" : "x");
			buf_char(&text, c + 1 < grid->columns ? ' ' : '/');
		}
	text.p[text.n - 1] = '\0';
	return text.p;
}

/* -- trying all tables ---------------------------------------------------------------------------------------- */

/* Numbers for the masked arcs; everything that is shown follows from them. */
struct trial {
	const struct mask_arc *arcs;
	size_t count;
	unsigned nodes;
	size_t most; /* the largest that a number may be */
	size_t values[ARCS_MAX];
	size_t least_seen[ARCS_MAX];
	size_t most_seen[ARCS_MAX];
	size_t solutions;
	bool blurred; /* an arc masked beside others may be few, as far as a reader can know */
};

/* What an arc must add to a node whose other arcs all have numbers; false if one has none yet. */
static bool
is_forced(const struct trial *trial, size_t at, unsigned v, int64_t *value)
{
	int64_t sum = 0;

	for (size_t i = 0; i < trial->count; i++) {
		bool to = trial->arcs[i].to == v, from = trial->arcs[i].from == v;

		if (i == at || (!to && !from))
			continue;
		if (i > at && trial->arcs[i].mask != MASK_SHOWN)
			return false;
		sum += (to ? 1 : -1) * (int64_t)(i < at ? trial->values[i] : trial->arcs[i].value);
	}
	*value = trial->arcs[at].from == v ? sum : -sum;
	return true;
}

static void
note_solution(struct trial *trial)
{
	trial->solutions++;
	for (size_t i = 0; i < trial->count; i++) {
		if (trial->values[i] < trial->least_seen[i])
			trial->least_seen[i] = trial->values[i];
		if (trial->values[i] > trial->most_seen[i])
			trial->most_seen[i] = trial->values[i];
	}
}

static void
try_from(struct trial *trial, size_t at)
{
	const struct mask_arc *arc = &trial->arcs[at];
	int64_t low = 0, high = (int64_t)trial->most, value;

	if (at == trial->count) {
		note_solution(trial);
		return;
	}
	if (arc->mask == MASK_SHOWN)
		low = high = (int64_t)arc->value;
	else if (arc->mask == MASK_FEW)
		low = 1, high = LEAST - 1;
	else if (arc->mask == MASK_BESIDE)
		low = trial->blurred ? 1 : LEAST;
	else if (arc->mask == MASK_BLURRED)
		low = 1;
	for (int end = 0; end < 2; end++)
		if (is_forced(trial, at, end == 0 ? arc->from : arc->to, &value)) {
			low = value > low ? value : low;
			high = value < high ? value : high;
		}
	for (value = low; value <= high; value++) {
		trial->values[at] = (size_t)value;
		try_from(trial, at + 1);
	}
}

/* Tries all numbers that a reader may consider, up to one more than the largest one. */
static struct trial
try_all(const struct mask_arc *arcs, size_t count, unsigned nodes)
{
	struct trial trial = {.arcs = arcs, .count = count, .nodes = nodes};

	for (size_t i = 0; i < count; i++) {
		trial.least_seen[i] = SIZE_MAX;
		if (arcs[i].value >= trial.most)
			trial.most = arcs[i].value + 1;
		trial.blurred = trial.blurred || arcs[i].mask == MASK_BLURRED;
	}
	try_from(&trial, 0);
	assert_true(trial.solutions > 0);
	return trial;
}

/* Every masked number differs in two of them; and the module agrees. */
static void
expect_nothing_computable(struct mask_arc *arcs, size_t count, unsigned nodes)
{
	struct trial trial = try_all(arcs, count, nodes);

	for (size_t i = 0; i < count; i++) {
		if (arcs[i].mask == MASK_SHOWN || arcs[i].mask == MASK_HIDDEN)
			continue;
		assert_true(trial.least_seen[i] < trial.most_seen[i]);
		assert_false(mask_is_computable(arcs, count, nodes, LEAST, i));
	}
}

/* -- cases ----------------------------------------------------------------------------------------------------- */

static void
test_what_is_not_few_is_shown(void **state)
{
	struct grid grid = grid_of(2, 2, (const size_t[]){5, 0, 7, 100});

	(void)state;
	protect(&grid);
	assert_string_equal(seen(&grid), "5 0/7 100");
}

static void
test_one_few_takes_three_others_along(void **state)
{
	/* The smallest in its row, the smallest in its column, and the one that completes the ring. */
	struct grid grid = grid_of(3, 3, (const size_t[]){3, 9, 20, 8, 30, 40, 50, 60, 70});

	(void)state;
	protect(&grid);
	assert_string_equal(seen(&grid), "< x 20/x x 40/50 60 70");
	expect_nothing_computable(grid.arcs, grid.count, 2 + 3 + 3);
}

static void
test_zeros_are_shown(void **state)
{
	struct grid grid = grid_of(2, 3, (const size_t[]){2, 0, 11, 12, 13, 14});

	(void)state;
	protect(&grid);
	assert_string_equal(seen(&grid), "< 0 x/x 13 x");
	expect_nothing_computable(grid.arcs, grid.count, 2 + 2 + 3);
}

static void
test_a_list_with_a_total(void **state)
{
	struct mask_arc arcs[] = {{0, 1, 40, false, .mask = MASK_SHOWN},
				  {0, 1, 3, false, .mask = MASK_SHOWN},
				  {0, 1, 9, false, .mask = MASK_SHOWN},
				  {1, 0, 52, true, .mask = MASK_SHOWN}};

	(void)state;
	mask_protect(arcs, 4, 2, LEAST);
	assert_int_equal(arcs[0].mask, MASK_SHOWN);
	assert_int_equal(arcs[1].mask, MASK_FEW);
	assert_int_equal(arcs[2].mask, MASK_BESIDE);
	assert_int_equal(arcs[3].mask, MASK_SHOWN);
	expect_nothing_computable(arcs, 4, 2);
}

static void
test_two_ones_are_not_told_by_their_total(void **state)
{
	/* 1 + 1 = 2 is the only sum of two numbers above 0, so a third one must be masked. */
	struct mask_arc arcs[] = {{0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 9, false, .mask = MASK_SHOWN},
				  {1, 0, 11, true, .mask = MASK_SHOWN}};

	(void)state;
	mask_protect(arcs, 4, 2, LEAST);
	assert_int_equal(arcs[2].mask, MASK_BESIDE);
	expect_nothing_computable(arcs, 4, 2);
}

static void
test_one_and_five_are_not_told_by_their_total(void **state)
{
	/* One few and one not few make 6 only as 1 + 5, so it is the 30 that is masked. */
	struct mask_arc arcs[] = {{0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 5, false, .mask = MASK_SHOWN},
				  {0, 1, 30, false, .mask = MASK_SHOWN},
				  {1, 0, 36, true, .mask = MASK_SHOWN}};

	(void)state;
	mask_protect(arcs, 4, 2, LEAST);
	assert_int_equal(arcs[1].mask, MASK_SHOWN);
	assert_int_equal(arcs[2].mask, MASK_BESIDE);
	expect_nothing_computable(arcs, 4, 2);
}

static void
test_few_in_all_holds_back_the_total_too(void **state)
{
	struct mask_arc arcs[] = {{0, 1, 3, false, .mask = MASK_SHOWN},
				  {0, 1, 0, false, .mask = MASK_SHOWN},
				  {1, 0, 3, true, .mask = MASK_SHOWN}};

	(void)state;
	mask_protect(arcs, 3, 2, LEAST);
	assert_int_equal(arcs[0].mask, MASK_FEW);
	assert_int_equal(arcs[1].mask, MASK_SHOWN);
	assert_int_equal(arcs[2].mask, MASK_FEW);
	expect_nothing_computable(arcs, 3, 2);
}

static void
test_members_joined_and_left_tell_each_other(void **state)
{
	/* 20 + 2 - 0 = 22, 22 + 7 - 6 = 23: nodes are the ends of months, and node 0 is outside. */
	struct mask_arc arcs[] = {
	    {1, 2, 20, false, .mask = MASK_SHOWN}, {0, 2, 2, false, .mask = MASK_SHOWN},
	    {2, 0, 0, false, .mask = MASK_SHOWN},  {2, 3, 22, false, .mask = MASK_SHOWN},
	    {0, 3, 7, false, .mask = MASK_SHOWN},  {3, 0, 6, false, .mask = MASK_SHOWN},
	    {3, 0, 23, false, .mask = MASK_SHOWN}, {0, 1, 20, false, .mask = MASK_SHOWN}};

	(void)state;
	mask_protect(arcs, 8, 4, LEAST);
	assert_int_equal(arcs[1].mask, MASK_FEW);
	expect_nothing_computable(arcs, 8, 4);
}

static void
test_a_mark_that_tells_all_is_blurred(void **state)
{
	/* Four numbers of at least 1, at most 4 in sum, are 1 each. */
	static const size_t ones[] = {1, 1, 1, 1}, row[] = {1, 1, 1, 1, 9, 9, 9, 9};
	struct mask_arc list[] = {{0, 1, 2, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {1, 0, 4, true, .mask = MASK_SHOWN}};
	struct mask_arc less[] = {{0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 1, false, .mask = MASK_SHOWN},
				  {1, 0, 4, true, .mask = MASK_SHOWN}};
	struct grid grid = grid_of(2, 2, ones);

	(void)state;
	protect(&grid);
	assert_string_equal(seen(&grid), "< </< <");
	assert_int_equal(grid.arcs[grid.count - 1].mask, MASK_BLURRED);
	expect_nothing_computable(grid.arcs, grid.count, 6);
	grid = grid_of(2, 4, row);
	protect(&grid);
	/* The total of the first row. */
	assert_int_equal(grid.arcs[8].mask, MASK_BLURRED);
	/* 2 + 1 + 1 may be 1 + 2 + 1. */
	mask_protect(list, 4, 2, LEAST);
	assert_int_equal(list[3].mask, MASK_FEW);
	expect_nothing_computable(list, 4, 2);
	mask_protect(less, 5, 2, LEAST);
	assert_int_equal(less[0].mask, MASK_FEW);
	assert_int_equal(less[4].mask, MASK_BLURRED);
	expect_nothing_computable(less, 5, 2);
}

static void
test_what_is_told_elsewhere_is_not_held_back(void **state)
{
	/* 6 is shown elsewhere: few and not few can only be 1 and 5, so both must look alike. */
	struct mask_arc arcs[] = {{0, 1, 1, false, .mask = MASK_SHOWN},
				  {0, 1, 5, false, .mask = MASK_SHOWN},
				  {1, 0, 6, .mask = MASK_SHOWN, .told = true}};

	(void)state;
	mask_protect(arcs, 3, 2, LEAST);
	assert_int_equal(arcs[0].mask, MASK_BLURRED);
	assert_int_equal(arcs[1].mask, MASK_BESIDE);
	assert_int_equal(arcs[2].mask, MASK_SHOWN);
	expect_nothing_computable(arcs, 3, 2);
}

/* Pseudorandom: xorshift (Marsaglia, 2003). */
static uint32_t
next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void
test_nothing_can_be_computed_from_small_tables(void **state)
{
	uint32_t seed = 20260630;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		unsigned rows = 1 + next(&seed) % 3, columns = 1 + next(&seed) % 3;
		size_t cells[9];
		struct grid grid;

		for (size_t i = 0; i < 9; i++)
			cells[i] = next(&seed) % 3 == 0 ? 0 : next(&seed) % 9;
		grid = grid_of(rows, columns, cells);
		protect(&grid);
		for (size_t i = 0; i < grid.count; i++) {
			assert_int_equal(grid.arcs[i].mask == MASK_FEW ||
					     grid.arcs[i].mask == MASK_BLURRED,
					 grid.arcs[i].value > 0 && grid.arcs[i].value < LEAST);
			if (grid.arcs[i].mask == MASK_BESIDE)
				assert_true(grid.arcs[i].value >= LEAST);
		}
		expect_nothing_computable(grid.arcs, grid.count, 2 + rows + columns);
	}
}

/* For each masked arc, the module answers the same as trying. */
static void
expect_as_by_trying(struct mask_arc *arcs, size_t count, unsigned nodes)
{
	struct trial trial = try_all(arcs, count, nodes);

	for (size_t i = 0; i < count; i++)
		if (arcs[i].mask != MASK_SHOWN)
			assert_int_equal(mask_is_computable(arcs, count, nodes, LEAST, i),
					 trial.least_seen[i] == trial.most_seen[i]);
}

static void
test_what_joins_two_rings_is_computable(void **state)
{
	/* 20 come in and go out again: 20 pass from one list to the other, though it might grow and shrink. */
	struct mask_arc arcs[] = {
	    {0, 1, 10, false, .mask = MASK_BESIDE}, {0, 1, 10, false, .mask = MASK_BESIDE},
	    {1, 2, 20, false, .mask = MASK_BESIDE}, {2, 3, 10, false, .mask = MASK_BESIDE},
	    {2, 3, 10, false, .mask = MASK_BESIDE}, {3, 0, 20, true, .mask = MASK_SHOWN}};

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(mask_is_computable(arcs, 6, 4, LEAST, i), i == 2);
	expect_as_by_trying(arcs, 6, 4);
}

static void
test_a_ring_that_goes_one_way(void **state)
{
	/* 10 and 5 may be 9 and 6, but not 11 and 4: those that are 5 are not few. */
	struct mask_arc arcs[] = {{0, 1, 10, false, .mask = MASK_BESIDE},
				  {0, 2, 5, false, .mask = MASK_BESIDE},
				  {2, 1, 5, false, .mask = MASK_BESIDE},
				  {1, 0, 15, true, .mask = MASK_SHOWN}};

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_false(mask_is_computable(arcs, 4, 3, LEAST, i));
	expect_as_by_trying(arcs, 4, 3);
}

static void
test_what_is_known_from_elsewhere(void **state)
{
	/* A few and 10 make 12 or more: the few may be 2 or 3, and 3 or 4 if what they make is not less than 13. */
	struct mask_arc arcs[] = {{0, 1, 3, false, .mask = MASK_FEW},
				  {0, 1, 10, false, .mask = MASK_SHOWN},
				  {1, 0, 13, true, .mask = MASK_BESIDE}};

	(void)state;
	assert_false(mask_is_any_computable(arcs, 3, 2, LEAST));
	arcs[2].no_less = true;
	assert_false(mask_is_any_computable(arcs, 3, 2, LEAST));
	arcs[0].no_more = true;
	assert_true(mask_is_any_computable(arcs, 3, 2, LEAST));
	arcs[2].no_less = false;
	assert_false(mask_is_any_computable(arcs, 3, 2, LEAST));
	arcs[0].no_less = true;
	assert_true(mask_is_any_computable(arcs, 3, 2, LEAST));
	/* What is hidden may be known. */
	arcs[0].mask = arcs[2].mask = MASK_HIDDEN;
	assert_false(mask_is_any_computable(arcs, 3, 2, LEAST));
	/* What is known from elsewhere is no help in suppressing others. */
	arcs[0] = (struct mask_arc){0, 1, 3, false, .mask = MASK_SHOWN};
	arcs[1] = (struct mask_arc){0, 1, 10, false, MASK_SHOWN, .no_more = true, .no_less = true};
	arcs[2] = (struct mask_arc){1, 0, 13, true, .mask = MASK_SHOWN};
	mask_protect(arcs, 3, 2, LEAST);
	assert_int_equal(arcs[0].mask, MASK_FEW);
	assert_int_equal(arcs[1].mask, MASK_SHOWN);
	assert_int_equal(arcs[2].mask, MASK_BESIDE);
}

/* Any mark that a number may have. */
static enum mask
any_mask(uint32_t *seed, size_t value)
{
	static const enum mask few[] = {MASK_HIDDEN, MASK_FEW, MASK_FEW, MASK_BLURRED};
	static const enum mask many[] = {MASK_SHOWN, MASK_HIDDEN, MASK_BESIDE, MASK_BESIDE};

	if (value == 0)
		return next(seed) % 2 == 0 ? MASK_SHOWN : MASK_HIDDEN;
	return value < LEAST ? few[next(seed) % 4] : many[next(seed) % 4];
}

static void
test_what_is_computable_is_found_in_tables(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		unsigned rows = 1 + next(&seed) % 3, columns = 1 + next(&seed) % 3;
		size_t cells[9];
		struct grid grid;

		for (size_t i = 0; i < 9; i++)
			cells[i] = next(&seed) % 8;
		grid = grid_of(rows, columns, cells);
		for (size_t i = 0; i < grid.count; i++)
			if (next(&seed) % 2 == 0 && grid.arcs[i].value > 0)
				grid.arcs[i].mask = grid.arcs[i].value < LEAST ? MASK_FEW
									       : MASK_BESIDE;
		expect_as_by_trying(grid.arcs, grid.count, 2 + rows + columns);
	}
}

/* Arcs between any nodes, masked at random; arcs from and to node 0 balance the others. */
static void
test_what_is_computable_is_found_in_networks(void **state)
{
	uint32_t seed = 11;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		unsigned nodes = 2 + next(&seed) % 3;
		struct grid net = {.rows = 0};
		size_t gain[4] = {0}, loss[4] = {0};

		for (uint32_t arcs = 2 + next(&seed) % 4; arcs > 0; arcs--) {
			unsigned from = next(&seed) % nodes;
			unsigned to = (from + 1 + next(&seed) % (nodes - 1)) % nodes;
			size_t value = next(&seed) % 8;

			add(&net, from, to, value, false);
			loss[from] += value;
			gain[to] += value;
		}
		for (unsigned v = 1; v < nodes; v++) {
			if (gain[v] > loss[v])
				add(&net, v, 0, gain[v] - loss[v], true);
			else if (gain[v] < loss[v])
				add(&net, 0, v, loss[v] - gain[v], true);
		}
		for (size_t i = 0; i < net.count; i++)
			net.arcs[i].mask = any_mask(&seed, net.arcs[i].value);
		expect_as_by_trying(net.arcs, net.count, nodes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_is_not_few_is_shown),
	    cmocka_unit_test(test_one_few_takes_three_others_along),
	    cmocka_unit_test(test_zeros_are_shown),
	    cmocka_unit_test(test_a_list_with_a_total),
	    cmocka_unit_test(test_two_ones_are_not_told_by_their_total),
	    cmocka_unit_test(test_one_and_five_are_not_told_by_their_total),
	    cmocka_unit_test(test_few_in_all_holds_back_the_total_too),
	    cmocka_unit_test(test_members_joined_and_left_tell_each_other),
	    cmocka_unit_test(test_a_mark_that_tells_all_is_blurred),
	    cmocka_unit_test(test_what_is_told_elsewhere_is_not_held_back),
	    cmocka_unit_test(test_nothing_can_be_computed_from_small_tables),
	    cmocka_unit_test(test_what_joins_two_rings_is_computable),
	    cmocka_unit_test(test_a_ring_that_goes_one_way),
	    cmocka_unit_test(test_what_is_known_from_elsewhere),
	    cmocka_unit_test(test_what_is_computable_is_found_in_tables),
	    cmocka_unit_test(test_what_is_computable_is_found_in_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
