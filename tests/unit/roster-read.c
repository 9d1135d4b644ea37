/*
 * Reading rosters (roster.h): files of many blocks give the same people as small ones, with all rows of an address at once
 * or one by one; files out of order; findings in their lines; what is missing or refused; stopping early.
 */
#include "unit.h"

#include "bytes.h"
#include "roster.h"

#define MIB (1024 * (size_t)1024)

/* What a test notes of each person: the community, the number, how many rows, the line of the first one. */
struct seen {
	size_t cop;
	size_t number;
	size_t count;
	size_t line;
};

struct list {
	struct seen *items;
	size_t count;
	size_t capacity;
};

static struct definition cops[200];
static const struct definition *pointers[200];
static char ids[200][8];
static struct list all;
static size_t blocks, unreadable, disordered, with_header, stop_after;

static int
begin(void **state)
{
	blocks = unreadable = disordered = with_header = stop_after = 0;
	for (size_t i = 0; i < 200; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "c%zu", i);
		cops[i] = (struct definition){.id = str_of(ids[i]), .merged = DAY_NEVER};
		pointers[i] = &cops[i];
	}
	return unit_begin_by_path(state);
}

static int
end(void **state)
{
	free(all.items);
	all = (struct list){0};
	return unit_end_in_folder(state);
}

/* -- reading ----------------------------------------------------------------------------------------- */

static void
note(struct list *list, struct seen seen)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity > 0 ? 2 * list->capacity : 64;
		list->items = memory_resize(list->items, list->capacity * sizeof(*list->items));
	}
	list->items[list->count++] = seen;
}

static void
on_person(void *context, void *result, const struct person *person)
{
	(void)context;
	note(result, (struct seen){(size_t)(person->spells[0].cop - cops),
				   strtoul(person->email.p + 1, NULL, 10), person->count,
				   person->spells[0].line});
}

static bool
on_block(void *context, void *result, const struct roster_block *block)
{
	struct list *list = result;

	(void)context;
	for (size_t i = 0; i < list->count; i++) {
		list->items[i].line += block->line_offset;
		assert_ptr_equal(&cops[list->items[i].cop], block->cop);
		note(&all, list->items[i]);
	}
	list->count = 0;
	unreadable += !block->readable;
	disordered += !block->ordered;
	with_header += str_starts(block->bytes, STR("email,"));
	if (++blocks != stop_after)
		return true;
	(void)usleep(20000); /* so that another thread reads ahead */
	return false;
}

static void
on_end(void *context, void *result)
{
	(void)context;
	free(((struct list *)result)->items);
}

/* A scan of the people in the first rosters. */
static struct roster_scan
scan_of(size_t count)
{
	all.count = 0;
	blocks = disordered = with_header = 0;
	return (struct roster_scan){.folder = &here,
				    .cops = pointers,
				    .count = count,
				    .people = true,
				    .result_size = sizeof(struct list),
				    .person = on_person,
				    .done = on_block,
				    .end = on_end,
				    .diag = diag};
}

/* Reads the first roster, assuming that it is in order. */
static void
read_in_order(void)
{
	struct roster_scan scan = scan_of(1);

	scan.in_order = true;
	roster_read(&scan);
}

static void
scan_rosters(size_t count, bool people,
	     struct str (*candidate)(const void *context, struct str bytes, size_t *before,
				     struct buf *scratch))
{
	struct roster_scan scan = scan_of(count);

	scan.people = people;
	scan.candidate = candidate;
	roster_read(&scan);
}

static void
read_rosters(size_t count, bool people)
{
	scan_rosters(count, people, NULL);
}

/* -- writing ----------------------------------------------------------------------------------------- */

/* Person number i has i % 3 + 1 rows. */
static size_t
rows_of(size_t i)
{
	return i % 3 + 1;
}

/* Not with buf_format(), which would take most of the time of these tests. */
static void
add_address(char letter, size_t number)
{
	char address[] = "x000000@example.org";

	address[0] = letter;
	for (char *digit = address + 6; number > 0; digit--, number /= 10)
		*digit = (char)('0' + number % 10);
	buf_puts(&text, address);
}

static void
add_row(size_t number, size_t row)
{
	static const char *const rests[] = {
	    ",Zo\xC3\xAB,,,,,,,,2020-01-01,,,,form\n",
	    ",,,,,,leads,,,2020-01-02,,,,form\n",
	    ",,,,,,leads,,,2020-01-03,,,,form\n",
	};

	add_address('u', number);
	buf_puts(&text, rests[row]);
}

static void
add_people(size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t row = 0; row < rows_of(i); row++)
			add_row(i, row);
}

static void
start(void)
{
	buf_clear(&text);
	buf_puts(&text, ROSTER_HEADER);
}

static void
save_roster(size_t cop)
{
	save(arena_format(arena, "c%zu.csv", cop).p, buf_all(&text));
}

/* The people from one number to another, each once with all rows, and the line in which each begins. */
static void
assert_people(size_t from, size_t to, size_t line)
{
	assert_int_equal(all.count, to - from);
	for (size_t i = 0; i < all.count; i++) {
		if (all.items[i].number != from + i || all.items[i].count != rows_of(from + i) ||
		    all.items[i].line != line)
			fail_msg("person %zu, seen as %zu with %zu rows in line %zu, not %zu",
				 from + i, all.items[i].number, all.items[i].count,
				 all.items[i].line, line);
		line += rows_of(from + i);
	}
}

/* -- tests ------------------------------------------------------------------------------------------- */

static void
test_a_file_of_many_blocks_gives_each_person_once(void **state)
{
	(void)state;
	start();
	add_people(0, 40000);
	assert_true(text.n > 3 * MIB);
	save_roster(0);
	read_rosters(1, true);
	assert_true(blocks > 3);
	assert_people(0, 40000, 2);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_rows_one_by_one_come_in_the_order_of_the_file(void **state)
{
	size_t i = 0;

	(void)state;
	start();
	add_people(0, 40000);
	save_roster(0);
	read_rosters(1, false);
	for (size_t number = 0; number < 40000; number++)
		for (size_t row = 0; row < rows_of(number); row++, i++) {
			if (i >= all.count || all.items[i].number != number ||
			    all.items[i].count != 1 || all.items[i].line != i + 2)
				fail_msg("row %zu", i);
		}
	assert_int_equal(all.count, i);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_small_files_give_the_same_people_as_a_large_one(void **state)
{
	(void)state;
	for (size_t cop = 0; cop < 100; cop++) {
		start();
		add_people(cop * 300, (cop + 1) * 300);
		save_roster(cop);
	}
	for (int people = 0; people < 2; people++) {
		size_t seen = 0;

		read_rosters(100, people == 1);
		for (size_t i = 0; i < all.count; i++) {
			if (people == 1 &&
			    (all.items[i].number != i || all.items[i].count != rows_of(i)))
				fail_msg("person %zu", i);
			assert_int_equal(all.items[i].cop, all.items[i].number / 300);
			seen += all.items[i].count;
		}
		assert_int_equal(seen, 60000);
	}
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_last_line_without_a_line_feed_is_a_row(void **state)
{
	(void)state;
	for (size_t people = 1; people < 40000; people = people == 1 ? 39999 : 40000) {
		start();
		add_people(0, people);
		text.n--;
		save_roster(0);
		read_rosters(1, true);
		assert_people(0, people, 2);
	}
}

static void
test_a_file_that_ends_with_a_block_has_no_row_more(void **state)
{
	(void)state;
	for (size_t size = MIB - 1; size <= MIB + 1; size++)
		for (int people = 0; people < 2; people++) {
			size_t count = 0, rows = 0;

			start();
			for (; text.n + 200 < size; count++, rows++)
				add_row(count, 0);
			buf_format(&text, "u%06zu@example.org,", count++);
			buf_repeat(&text, 'x', size - text.n - strlen(",,,,,,,,2020,,,,\n"));
			buf_puts(&text, ",,,,,,,,2020,,,,\n");
			assert_int_equal(text.n, size);
			save_roster(0);
			read_rosters(1, people == 1);
			assert_int_equal(all.count, count);
			assert_int_equal(all.items[count - 1].number, count - 1);
			assert_int_equal(all.items[count - 1].line, count + 1);
		}
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_person_of_more_rows_than_a_block_holds_stays_one(void **state)
{
	(void)state;
	start();
	add_row(1, 0);
	while (text.n < 3 * MIB)
		buf_puts(&text,
			 "u000002@example.org,,,,,,leads,,,2020,,,,a source of some length "
			 "that makes a row longer and a person of few rows large: "
			 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n");
	add_row(3, 0);
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, 3);
	assert_int_equal(all.items[1].number, 2);
	assert_true(all.items[1].count > 8000);
	assert_int_equal(all.items[2].line, all.items[1].line + all.items[1].count);
}

/* -- out of order ------------------------------------------------------------------------------------ */

/* Writes row 0 of each person, then row 1, and so on, people backwards, so that nobody's rows are together. */
static void
shuffle(size_t people)
{
	start();
	for (size_t row = 0; row < 3; row++)
		for (size_t i = people; i-- > 0;)
			if (row < rows_of(i))
				add_row(i, row);
}

static void
assert_each_once(size_t people)
{
	assert_int_equal(all.count, people);
	for (size_t i = 0; i < people; i++)
		if (all.items[i].number != i || all.items[i].count != rows_of(i) ||
		    all.items[i].line != people - i + 1)
			fail_msg("person %zu, seen as %zu with %zu rows in line %zu", i,
				 all.items[i].number, all.items[i].count, all.items[i].line);
}

static void
test_a_small_file_out_of_order_gives_each_person_once(void **state)
{
	(void)state;
	shuffle(100);
	save_roster(0);
	read_rosters(1, true);
	assert_each_once(100);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_large_file_out_of_order_gives_each_person_once(void **state)
{
	(void)state;
	shuffle(40000);
	save_roster(0);
	read_rosters(1, true);
	assert_each_once(40000);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_a_file_of_exactly_a_block_out_of_order_gives_each_person_once(void **state)
{
	size_t people = 12000;

	(void)state;
	for (shuffle(people); text.n > MIB - 200; shuffle(people))
		people -= text.n > MIB ? (text.n - MIB) / 200 + 1 : 1;
	text.n--;
	buf_repeat(&text, 'x', MIB - 1 - text.n); /* the source of the last row */
	buf_char(&text, '\n');
	assert_int_equal(text.n, MIB);
	save_roster(0);
	read_rosters(1, true);
	assert_each_once(people);
}

static void
test_a_last_line_out_of_order_without_a_line_feed_is_no_other_person(void **state)
{
	(void)state;
	start();
	add_people(0, 40000);
	add_row(0, 1);
	text.n--;
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, 40000);
	assert_int_equal(all.items[0].count, rows_of(0) + 1);
}

static void
test_a_quoted_address_is_the_same_address(void **state)
{
	(void)state;
	start();
	add_row(1, 0);
	add_row(2, 0);
	buf_puts(&text, "\"u000001@example.org\",,,,,,leads,,,2020,,,,\n");
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.items[0].count, 2);
}

static void
test_a_quoted_address_in_a_large_file_is_the_same_address(void **state)
{
	(void)state;
	start();
	add_people(0, 40000);
	buf_puts(&text, "\"u000000@example.org\",,,,,,leads,,,2020,,,,\n");
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, 40000);
	assert_int_equal(all.items[0].count, rows_of(0) + 1);
}

static void
test_a_damaged_line_between_two_blocks_parts_no_person(void **state)
{
	size_t people = 0;

	(void)state;
	start();
	/* Person 2's rows are on both sides of every place where a block can end. */
	for (size_t before = 120; before > 0; before -= 8) {
		size_t others;

		for (; text.n < MIB - before; people++) {
			add_address('t', people);
			buf_puts(&text, ",,,,,,,,,2020,,,,\n");
		}
		others = text.n;
		buf_puts(&text, "u000002@example.org,,,,,,,,,2020,,,,\n");
		buf_puts(&text, "u000002@example.org\n");
		buf_puts(&text, "u000002@example.org,,,,,,leads,,,2020,,,,\n");
		save_roster(0);
		read_rosters(1, true);
		assert_int_equal(all.count, people + 1);
		assert_int_equal(all.items[people].count, 2);
		text.n = others;
	}
}

/* -- looking through ----------------------------------------------------------------------------------- */

static struct str
any_line(const void *context, struct str bytes, size_t *before, struct buf *scratch)
{
	(void)context;
	(void)scratch;
	if (before != NULL)
		*before = 0;
	return (struct str){bytes.p, str_find(bytes, '\n')};
}

/* The first line of somebody whose number ends in 000. */
static struct str
one_of_a_thousand(const void *context, struct str bytes, size_t *before, struct buf *scratch)
{
	const char *at = memmem(bytes.p, bytes.n, "000@", 4);

	(void)context;
	(void)scratch;
	if (before != NULL)
		*before = bytes_count(bytes, '\n');
	if (at == NULL)
		return (struct str){NULL, 0};
	at -= strlen("u000");
	if (before != NULL)
		*before = bytes_count((struct str){bytes.p, (size_t)(at - bytes.p)}, '\n');
	return (struct str){at, str_find((struct str){at, (size_t)(bytes.p + bytes.n - at)}, '\n')};
}

static void
assert_lines(size_t count)
{
	assert_int_equal(all.count, count);
	for (size_t i = 0; i < count; i++)
		if (all.items[i].number != i || all.items[i].line != i + 2)
			fail_msg("line %zu: person %zu in %zu", i + 2, all.items[i].number,
				 all.items[i].line);
}

static void
test_looking_through_gives_every_line_wherever_a_range_ends(void **state)
{
	(void)state;
	/* A row has 51 bytes: a range ends before, after and on every byte of one. */
	for (size_t shift = 0; shift <= 51; shift++) {
		size_t count = 1;

		start();
		add_address('u', 0);
		buf_repeat(&text, ',', 8);
		buf_puts(&text, ",2020,,,,");
		buf_repeat(&text, 'x', shift);
		for (buf_puts(&text, "\n"); text.n < MIB; count++)
			add_row(count, 0);
		text.n -= shift % 2; /* the last line with its LF, and without */
		save_roster(0);
		scan_rosters(1, false, any_line);
		assert_lines(count);
		assert_true(blocks > 2);
		assert_int_equal(diag_count(diag), 0);
	}
}

static void
test_looking_through_tells_the_lines_of_a_few(void **state)
{
	(void)state;
	start();
	for (size_t i = 0; i < 60000; i++)
		add_row(i, 0);
	save_roster(0);
	save_roster(1);
	scan_rosters(2, false, one_of_a_thousand);
	assert_int_equal(all.count, 120);
	for (size_t i = 0; i < 120; i++) {
		assert_int_equal(all.items[i].cop, i / 60);
		assert_int_equal(all.items[i].number, i % 60 * 1000);
		assert_int_equal(all.items[i].line, i % 60 * 1000 + 2);
	}
}

/* A roster with a line of that many bytes that begins in the second range and ends in a later one; returns its number. */
static size_t
write_long_line(size_t length)
{
	size_t count = 0, begin, line;

	for (start(); text.n < MIB / 2 - 100; count++)
		add_row(count, 0);
	begin = text.n;
	line = count + 2;
	add_address('u', count++);
	buf_puts(&text, ",,,,,,,,,2020,,,,");
	buf_repeat(&text, 'x', length - (text.n - begin));
	for (buf_puts(&text, "\n"); text.n < 2 * MIB; count++)
		add_row(count, 0);
	save_roster(0);
	return line;
}

static void
test_looking_through_finds_a_long_line_once(void **state)
{
	(void)state;
	(void)write_long_line((size_t)64 * 1024 - 1);
	scan_rosters(1, false, any_line);
	assert_true(all.count > 30000);
	assert_lines(all.count);
	assert_int_equal(diag_count(diag), 0);
}

/* All rows but that of the long line, which is reported once. */
static void
assert_long_line_is_passed_over(size_t line)
{
	assert_int_equal(unreadable, 0);
	assert_int_equal(all.count, bytes_count(buf_all(&text), '\n') - 2);
	for (size_t i = 0; i < all.count; i++)
		assert_int_equal(all.items[i].line, i + 2 + (i + 2 >= line));
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_LIMIT);
	assert_int_equal(diag_at(diag, 0)->place.line, line);
	diag_clear(diag);
}

/* Whether the line ends in the block where it begins, in the next one, or several blocks later. */
static void
test_a_line_over_the_limit_is_passed_over_however_a_roster_is_read(void **state)
{
	static const size_t lengths[] = {64 * 1024 + 1, 100 * 1024, 500 * 1024, 900 * 1024,
					 5 * 1024 * 1024};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		size_t line = write_long_line(lengths[i]);

		scan_rosters(1, false, any_line);
		assert_long_line_is_passed_over(line);
		read_rosters(1, false);
		assert_long_line_is_passed_over(line);
		read_rosters(1, true);
		assert_long_line_is_passed_over(line);
		read_in_order();
		assert_int_equal(disordered, 0);
		assert_long_line_is_passed_over(line);
	}
}

static void
test_a_file_out_of_order_behind_a_line_over_the_limit_gives_each_person_once(void **state)
{
	size_t line = write_long_line(MIB), people = bytes_count(buf_all(&text), '\n') - 2;

	(void)state;
	add_row(0, 1);
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, people);
	assert_int_equal(all.items[0].count, 2);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->place.line, line);
}

/* Cuts off the end of the file as soon as somebody reads its beginning. */
static struct str
cut_file(const void *context, struct str bytes, size_t *before, struct buf *scratch)
{
	static const char name[] = "c0.csv";

	assert_return_code(truncate(name, 3 * MIB / 2 + 10), 0);
	return any_line(context, bytes, before, scratch);
}

static void
test_a_file_that_is_cut_while_it_is_read_has_the_lines_that_are_left(void **state)
{
	size_t rows = 0;

	(void)state;
	start();
	for (; text.n < 6 * MIB; rows++)
		add_row(rows, 0);
	save_roster(0);
	scan_rosters(1, false, cut_file);
	/* 51 bytes per row, and what other threads have read before. */
	assert_in_range(all.count, 30000, rows);
	assert_int_equal(unreadable, 0);
}

/* -- assumed to be in order -------------------------------------------------------------------------- */

static void
test_a_file_in_order_is_told_to_be(void **state)
{
	(void)state;
	start();
	add_people(0, 40000);
	save_roster(0);
	read_in_order();
	assert_true(blocks > 3);
	assert_int_equal(disordered, 0);
	assert_int_equal(with_header, 1);
	assert_people(0, 40000, 2);
}

/* Two people in the wrong places. */
static void
assert_disorder_is_told(size_t people)
{
	start();
	add_people(0, people);
	add_row(people + 1, 0);
	add_row(people, 0);
	add_people(people + 2, 20000);
	save_roster(0);
	read_in_order();
	if (disordered == 0)
		fail_msg("after %zu people", people);
}

static void
test_a_file_out_of_order_is_told_wherever_it_is(void **state)
{
	(void)state;
	assert_disorder_is_told(0);
	assert_disorder_is_told(5);
	/* With one more row each time, so that a block ends before, between and after the two. */
	for (size_t people = 2440; people < 2500; people++)
		assert_disorder_is_told(people);
	assert_disorder_is_told(19990);
}

static void
test_one_person_in_two_blocks_is_out_of_order(void **state)
{
	(void)state;
	start();
	/* A line that cannot be read is not a row: before and after it is the same person. */
	for (size_t i = 0; i < 20000; i++) {
		add_address('u', 7);
		buf_puts(&text, ",,,,,,leads,,,2020,,,,\n");
		add_address('u', i);
		buf_puts(&text, "\n");
	}
	save_roster(0);
	read_in_order();
	assert_true(disordered > 0);
}

static void
test_rows_without_an_address_are_in_order_where_they_come_first(void **state)
{
	(void)state;
	start();
	for (size_t i = 0; i < 20000; i++)
		buf_puts(&text, ",Somebody Without An Address,,,,,,,,2020,,,,\n");
	add_people(0, 5);
	save_roster(0);
	read_in_order();
	assert_true(blocks > 2);
	assert_int_equal(disordered, 0);
	assert_int_equal(all.count, 20005);
	buf_puts(&text, ",Somebody Without An Address,,,,,,,,2020,,,,\n");
	save_roster(0);
	read_in_order();
	assert_int_equal(disordered, 1);
}

/* Two people of the last roster are exchanged. */
static void
disorder(size_t cop)
{
	start();
	add_row(1, 0);
	add_row(0, 0);
	save_roster(cop);
}

static void
test_reading_ends_where_order_does(void **state)
{
	struct roster_scan scan;
	struct place elsewhere = {STR("elsewhere"), 1, 1};

	(void)state;
	for (size_t cop = 0; cop < 100; cop++) {
		start();
		add_people(0, 300);
		buf_puts(&text, "z,a\"b,,,,,,,,2020,,,,\n");
		save_roster(cop);
	}
	diag_add(diag, RULE_LIMIT, elsewhere, "before");
	scan = scan_of(100);
	assert_true(roster_read_in_order(&scan));
	assert_int_equal(blocks, 100);
	assert_int_equal(all.count, 30000);
	assert_int_equal(diag_count(diag), 101);

	diag_clear(diag);
	diag_add(diag, RULE_LIMIT, elsewhere, "before");
	disorder(50);
	scan = scan_of(100);
	assert_false(roster_read_in_order(&scan));
	assert_int_equal(blocks, 50); /* the blocks before it, and no other */
	assert_int_equal(disordered, 0);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->place.line, 1);

	/* Nor is any mistake reported in a roster that is out of order, since it will be read again. */
	diag_clear(diag);
	disorder(0);
	scan = scan_of(100);
	assert_false(roster_read_in_order(&scan));
	assert_int_equal(blocks, 0);
	assert_int_equal(diag_count(diag), 0);
}

/* -- findings ---------------------------------------------------------------------------------------- */

static void
assert_damage_is_told_in_its_lines(bool people)
{
	size_t line = 2, damaged[64], count = 0;

	start();
	for (size_t i = 0; i < 60000; i++, line++) {
		if (i % 2000 == 1999) {
			buf_format(&text,
				   i % 4000 == 1999 ? "u%06zu@example.org,a\"b,,,,,,,,2020,,,,\n"
						    : "u%06zu@example.org,,,,,,,,,soon,,,,\n",
				   i);
			damaged[count++] = line;
		} else {
			add_row(i, 0);
		}
	}
	assert_true(text.n > 2 * MIB);
	save_roster(0);
	read_rosters(1, people);
	assert_int_equal(count, 30);
	assert_int_equal(diag_count(diag), count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(diag_at(diag, i)->place.line, damaged[i]);
		assert_int_equal(diag_at(diag, i)->rule,
				 i % 2 == 0 ? RULE_CSV_SYNTAX : RULE_BAD_DATE);
	}
	assert_int_equal(all.count, 60000 - 15);
}

static void
test_damage_in_later_blocks_is_told_in_its_lines(void **state)
{
	(void)state;
	assert_damage_is_told_in_its_lines(true);
}

static void
test_damage_among_single_rows_is_told_in_its_lines(void **state)
{
	(void)state;
	assert_damage_is_told_in_its_lines(false);
}

static void
test_damage_in_a_file_out_of_order_is_told_in_its_line(void **state)
{
	(void)state;
	start();
	add_row(3, 0);
	buf_puts(&text, "u000001@example.org,a\"b,,,,,,,,2020,,,,\n");
	add_row(2, 0);
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->place.line, 3);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.items[0].line, 4);
	assert_int_equal(all.items[1].line, 2);
}

static void
test_a_line_that_is_not_utf8_is_told_in_a_later_block(void **state)
{
	(void)state;
	start();
	add_people(0, 40000);
	buf_puts(&text, "u999999@example.org,Zo\xEB,,,,,,,,2020,,,,\n");
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, RULE_NOT_UTF8);
	assert_int_equal(diag_at(diag, 0)->place.line, 80000 + 1);
	assert_int_equal(diag_at(diag, 0)->place.column, 23);
	assert_people(0, 40000, 2);
}

static void
test_a_line_that_is_not_utf8_is_told_where_no_name_is_wanted(void **state)
{
	(void)state;
	start();
	buf_puts(&text, "u000001@example.org,A,,,,,,,,2020,,,,Zo\xEB\n");
	save_roster(0);
	read_rosters(1, false);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(all.count, 0);
}

static void
test_a_quiet_scan_records_nothing(void **state)
{
	(void)state;
	start();
	buf_puts(&text, "u000001@example.org,a\"b,,,,,,,,2020,,,,\n");
	save_roster(0);
	roster_read(&(struct roster_scan){.folder = &here,
					  .cops = pointers,
					  .count = 1,
					  .quiet = true,
					  .result_size = sizeof(struct list),
					  .person = on_person,
					  .done = on_block,
					  .end = on_end,
					  .diag = diag});
	assert_int_equal(diag_count(diag), 0);
}

/* -- missing files ----------------------------------------------------------------------------------- */

static void
test_a_community_without_a_roster_has_no_people(void **state)
{
	(void)state;
	start();
	add_people(0, 3);
	save_roster(1);
	read_rosters(3, true);
	assert_people(0, 3, 2);
	assert_int_equal(all.items[0].cop, 1);
	assert_int_equal(blocks, 1);
	assert_int_equal(diag_count(diag), 0);
}

static void
test_no_community_has_no_people(void **state)
{
	(void)state;
	read_rosters(0, true);
	assert_int_equal(all.count, 0);
	assert_int_equal(blocks, 0);
}

static void
test_a_roster_of_its_header_alone_has_no_people(void **state)
{
	(void)state;
	start();
	save_roster(0);
	read_rosters(1, true);
	assert_int_equal(all.count, 0);
	assert_int_equal(blocks, 1);
	assert_int_equal(unreadable, 0);
	assert_int_equal(diag_count(diag), 0);
}

static void
assert_unreadable(enum rule rule)
{
	read_rosters(1, true);
	assert_int_equal(all.count, 0);
	assert_int_equal(unreadable, 1);
	assert_int_equal(diag_count(diag), 1);
	assert_int_equal(diag_at(diag, 0)->rule, rule);
}

static void
test_an_empty_file_is_no_roster(void **state)
{
	(void)state;
	buf_clear(&text);
	save_roster(0);
	assert_unreadable(RULE_CSV_HEADER);
}

static void
test_a_wrong_header_is_told_and_no_row_read(void **state)
{
	(void)state;
	buf_clear(&text);
	buf_puts(&text, "email,name\na@b.ca,A\n");
	save_roster(0);
	assert_unreadable(RULE_CSV_HEADER);
}

static void
test_a_roster_of_a_spreadsheet_is_told_as_such(void **state)
{
	(void)state;
	buf_clear(&text);
	buf_puts(&text, "\xEF\xBB\xBF" ROSTER_HEADER);
	save_roster(0);
	assert_unreadable(RULE_CSV_FOREIGN);
}

static void
test_a_symbolic_link_is_no_roster(void **state)
{
	(void)state;
	start();
	save_roster(1);
	assert_int_equal(symlink("c1.csv", "c0.csv"), 0);
	assert_unreadable(RULE_UNREADABLE);
}

static void
test_a_roster_after_an_unreadable_one_is_read(void **state)
{
	(void)state;
	assert_int_equal(mkdir("c0.csv", 0700), 0);
	start();
	add_people(0, 3);
	save_roster(1);
	buf_clear(&text);
	save_roster(2);
	start();
	add_people(3, 5);
	save_roster(3);
	read_rosters(4, true);
	assert_int_equal(all.count, 5);
	assert_int_equal(all.items[4].cop, 3);
	assert_int_equal(all.items[4].line, 3);
	assert_int_equal(unreadable, 2);
	assert_int_equal(diag_count(diag), 2);
}

static void
test_further_columns_are_no_hindrance(void **state)
{
	(void)state;
	buf_clear(&text);
	buf_add(&text, ROSTER_HEADER, strlen(ROSTER_HEADER) - 1);
	buf_puts(&text, ",phone\nu000000@example.org,A,,,,,,,,2020,,,,,555\n");
	save_roster(0);
	read_rosters(1, true);
	assert_people(0, 1, 2);
}

/* -- many threads ------------------------------------------------------------------------------------ */

static void
test_findings_of_many_rosters_come_in_their_order(void **state)
{
	(void)state;
	for (size_t cop = 0; cop < 200; cop++) {
		start();
		add_people(0, 50);
		if (cop % 2 == 0)
			buf_puts(&text, "\n");
		save_roster(cop);
		if (cop % 2 == 1) {
			assert_int_equal(unlink(arena_format(arena, "c%zu.csv", cop).p), 0);
			assert_int_equal(symlink("x", arena_format(arena, "c%zu.csv", cop).p), 0);
		}
	}
	read_rosters(200, true);
	assert_int_equal(diag_count(diag), 200);
	for (size_t i = 0; i < 200; i++)
		assert_string_equal(diag_at(diag, i)->place.path.p + here.path.n,
				    arena_format(arena, "c%zu.csv", i).p);
}

static void
test_done_can_stop_the_reading(void **state)
{
	(void)state;
	for (size_t cop = 0; cop < 100; cop++) {
		start();
		add_people(cop, cop + 1);
		save_roster(cop);
	}
	stop_after = 5;
	read_rosters(100, true);
	assert_int_equal(blocks, 5);
	assert_int_equal(all.count, 5);
}

static void
test_nothing_is_told_of_what_comes_after_a_stop(void **state)
{
	(void)state;
	for (size_t cop = 0; cop < 100; cop++) {
		start();
		buf_puts(&text, "\n");
		save_roster(cop);
	}
	stop_after = 5;
	read_rosters(100, true);
	assert_int_equal(diag_count(diag), 5);
}

#define TEST_READING(function) cmocka_unit_test_setup_teardown(function, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST_READING(test_a_file_of_many_blocks_gives_each_person_once),
	    TEST_READING(test_rows_one_by_one_come_in_the_order_of_the_file),
	    TEST_READING(test_small_files_give_the_same_people_as_a_large_one),
	    TEST_READING(test_a_last_line_without_a_line_feed_is_a_row),
	    TEST_READING(test_a_file_that_ends_with_a_block_has_no_row_more),
	    TEST_READING(test_a_person_of_more_rows_than_a_block_holds_stays_one),
	    TEST_READING(test_a_small_file_out_of_order_gives_each_person_once),
	    TEST_READING(test_a_large_file_out_of_order_gives_each_person_once),
	    TEST_READING(test_a_file_of_exactly_a_block_out_of_order_gives_each_person_once),
	    TEST_READING(test_a_last_line_out_of_order_without_a_line_feed_is_no_other_person),
	    TEST_READING(test_a_quoted_address_is_the_same_address),
	    TEST_READING(test_a_quoted_address_in_a_large_file_is_the_same_address),
	    TEST_READING(test_a_damaged_line_between_two_blocks_parts_no_person),
	    TEST_READING(test_looking_through_gives_every_line_wherever_a_range_ends),
	    TEST_READING(test_looking_through_tells_the_lines_of_a_few),
	    TEST_READING(test_looking_through_finds_a_long_line_once),
	    TEST_READING(test_a_line_over_the_limit_is_passed_over_however_a_roster_is_read),
	    TEST_READING(
		test_a_file_out_of_order_behind_a_line_over_the_limit_gives_each_person_once),
	    TEST_READING(test_a_file_that_is_cut_while_it_is_read_has_the_lines_that_are_left),
	    TEST_READING(test_damage_in_later_blocks_is_told_in_its_lines),
	    TEST_READING(test_damage_among_single_rows_is_told_in_its_lines),
	    TEST_READING(test_damage_in_a_file_out_of_order_is_told_in_its_line),
	    TEST_READING(test_a_line_that_is_not_utf8_is_told_in_a_later_block),
	    TEST_READING(test_a_line_that_is_not_utf8_is_told_where_no_name_is_wanted),
	    TEST_READING(test_a_quiet_scan_records_nothing),
	    TEST_READING(test_a_community_without_a_roster_has_no_people),
	    TEST_READING(test_no_community_has_no_people),
	    TEST_READING(test_a_roster_of_its_header_alone_has_no_people),
	    TEST_READING(test_an_empty_file_is_no_roster),
	    TEST_READING(test_a_wrong_header_is_told_and_no_row_read),
	    TEST_READING(test_a_roster_of_a_spreadsheet_is_told_as_such),
	    TEST_READING(test_a_symbolic_link_is_no_roster),
	    TEST_READING(test_a_roster_after_an_unreadable_one_is_read),
	    TEST_READING(test_a_file_in_order_is_told_to_be),
	    TEST_READING(test_a_file_out_of_order_is_told_wherever_it_is),
	    TEST_READING(test_one_person_in_two_blocks_is_out_of_order),
	    TEST_READING(test_reading_ends_where_order_does),
	    TEST_READING(test_rows_without_an_address_are_in_order_where_they_come_first),
	    TEST_READING(test_further_columns_are_no_hindrance),
	    TEST_READING(test_findings_of_many_rosters_come_in_their_order),
	    TEST_READING(test_done_can_stop_the_reading),
	    TEST_READING(test_nothing_is_told_of_what_comes_after_a_stop),
	};

	return cmocka_run_group_tests_name("roster-read", tests, NULL, NULL);
}
