/* Reads many rosters on all cores: blocks are parsed on any thread, and their results are delivered in order. */
#include <stdlib.h>

#include "bytes.h"
#include "pool.h"
#include "roster-blocks.h"
#include "roster-order.h"

/* A block, and what is read from it. */
struct portion {
	struct block block;
	size_t lines;           /* number of lines in the block */
	bool ordered;           /* its good rows are in order */
	bool any;               /* it has good rows */
	struct buf first_email; /* the address of the first good row, where order matters */
	struct buf last_email;
	struct rows rows;
	struct buf scratch; /* for candidate() */
	void *result;
};

struct reading {
	const struct roster_scan *scan;
	struct blocks blocks;
	unsigned columns_wanted;
	const struct definition
	    *failed;     /* a block of its roster was unreadable, so the later ones count as such */
	size_t offset;   /* lines of the file in the blocks done so far */
	struct buf last; /* the last address in them, where order matters */
	bool must_be_in_order;
	bool disordered; /* a roster was found out of order: done() is not called any more */
};

static bool
next_portion(void *context, void *item)
{
	struct reading *reading = context;
	struct portion *portion = item;

	if (portion->block.diag == NULL) {
		portion->block.diag = diag_new();
		portion->result = memory_get_zeroed(reading->scan->result_size);
	}
	return blocks_next(&reading->blocks, &portion->block);
}

static void
begin_rows(const struct reading *reading, struct portion *portion, struct arena *arena)
{
	const struct roster_scan *scan = reading->scan;
	const struct block *block = &portion->block;
	struct str bytes = {block->bytes.p + block->begin, block->bytes.n - block->begin};
	struct str last = STR("");
	struct rows *rows = &portion->rows;
	const size_t *numbers = NULL;
	size_t line = block->line, wanted = 0;

	if (scan->people && !scan->in_order && !lines_are_ordered(bytes, &last)) {
		bytes = sort_lines(arena, bytes, block->line, block->columns, &numbers);
		line = 1;
	}
	for (size_t i = 0; i < ROSTER_COLUMNS; i++)
		if ((reading->columns_wanted >> i & 1) != 0)
			wanted = i + 1;
	rows_begin(rows, bytes, line, block->path, block->diag);
	rows->columns = block->columns;
	rows->wanted = wanted < ROSTER_COLUMNS ? wanted : 0;
	rows->numbers = numbers;
	rows->form = scan->form;
	rows->text_good = scan->candidate == NULL && text_is_usual(bytes);
	rows->check_utf8 = scan->candidate != NULL ||
			   (!rows->text_good && text_valid(bytes) < bytes.n);
	rows->arena = arena;
}

static void
give_person(const struct roster_scan *scan, struct portion *portion, struct arena *arena,
	    struct spell *spells, size_t count)
{
	struct person person = {.email = spells[0].fields[ROSTER_EMAIL],
				.spells = spells,
				.count = count,
				.number = portion->block.number};

	if (scan->people && count > 1) {
		person = person_of(arena, person.email, spells, count);
		person.number = portion->block.number;
	}
	scan->person(scan->context, portion->result, &person);
}

/*
 * Compares the address of an earlier row, in spell, with that of row: 0 if both belong to one person, below 0 if row is
 * another person in order.  If the scan does not want whole people, and for rows without an address, each row is a
 * person.
 */
static int
compare_people(const struct roster_scan *scan, const struct spell *spell, const struct row *row)
{
	struct str email = row->fields[ROSTER_EMAIL];
	int c = scan->people ? str_cmp(spell->fields[ROSTER_EMAIL], email) : -1;

	return c == 0 && email.n == 0 ? -1 : c;
}

static bool
is_kept(const struct roster_scan *scan, const struct row *row)
{
	return scan->keeps == NULL || scan->keeps(scan->context, row->fields[scan->keeps_column]);
}

static void
read_people(const struct roster_scan *scan, struct portion *portion, struct arena *arena,
	    size_t columns)
{
	const struct block *block = &portion->block;
	struct spell *spells = NULL;
	size_t count = 0, capacity = 0;
	struct row row;

	while (portion->ordered && rows_next(&portion->rows, &row)) {
		int c = count > 0 ? compare_people(scan, &spells[0], &row) : -1;

		if (!is_kept(scan, &row))
			continue;
		if (!portion->any && scan->in_order)
			buf_str(&portion->first_email, row.fields[ROSTER_EMAIL]);
		portion->any = true;
		if (count > 0 && c != 0) {
			give_person(scan, portion, arena, spells, count);
			count = 0;
		}
		portion->ordered = c <= 0 || !scan->in_order;
		spells = arena_grow(arena, spells, count, &capacity, sizeof(*spells));
		spell_of_row(&spells[count++], block->cop, &row, columns, block->path, block->diag);
	}
	if (count > 0 && scan->in_order)
		buf_str(&portion->last_email, spells[0].fields[ROSTER_EMAIL]);
	if (count > 0)
		give_person(scan, portion, arena, spells, count);
	portion->lines = portion->rows.line - (portion->rows.numbers != NULL ? 1 : block->line);
}

/*
 * Returns the next candidate line in rest.  *number is the line number at which rest begins, and becomes that of the
 * candidate.  Lines after the last candidate of a file are not counted.
 */
static struct str
next_candidate(const struct roster_scan *scan, struct portion *portion, struct str rest,
	       size_t *number)
{
	bool last = portion->block.range.last;
	size_t before = 0;
	struct str line = scan->candidate(scan->context, rest, last ? NULL : &before,
					  &portion->scratch);

	if (last && line.p != NULL)
		before = bytes_count((struct str){rest.p, (size_t)(line.p - rest.p)}, '\n');
	*number += before;
	return line;
}

/* Parses the candidate lines only, each as a person of its own. */
static void
read_candidates(const struct roster_scan *scan, struct portion *portion, struct arena *arena,
		size_t columns)
{
	const struct block *block = &portion->block;
	struct str rest = portion->rows.rest, line;
	size_t number = block->line;
	struct spell spell = {0};
	struct row row;

	while (rest.n > 0 && (line = next_candidate(scan, portion, rest, &number)).p != NULL) {
		portion->rows.rest = line;
		portion->rows.line = number++;
		if (rows_next(&portion->rows, &row) && is_kept(scan, &row)) {
			spell_of_row(&spell, block->cop, &row, columns, block->path, block->diag);
			give_person(scan, portion, arena, &spell, 1);
		}
		rest.n -= (size_t)(line.p + line.n - rest.p);
		rest.p = line.p + line.n;
		if (rest.n > 0)
			rest.n--, rest.p++;
	}
	portion->lines = number - block->line;
}

static void
read_portion(void *context, void *item)
{
	const struct reading *reading = context;
	struct portion *portion = item;
	struct arena *arena = arena_new();

	portion->lines = 0;
	portion->ordered = true;
	portion->any = false;
	buf_clear(&portion->first_email);
	buf_clear(&portion->last_email);
	block_read(&portion->block);
	if (portion->block.columns > 0) {
		size_t columns;

		begin_rows(reading, portion, arena);
		columns = portion->rows.wanted > 0 ? portion->rows.wanted : ROSTER_COLUMNS;
		if (reading->scan->candidate != NULL)
			read_candidates(reading->scan, portion, arena, columns);
		else
			read_people(reading->scan, portion, arena, columns);
	}
	arena_free(arena);
}

/* Do the addresses of the portion come after those of the portion before it in the file? */
static bool
follows(struct reading *reading, const struct portion *portion)
{
	struct str begin = buf_all(&portion->first_email);
	int c;

	if (portion->block.first)
		buf_clear(&reading->last);
	if (!portion->any)
		return true;
	c = str_cmp(buf_all(&reading->last), begin);
	buf_clear(&reading->last);
	buf_str(&reading->last, buf_all(&portion->last_email));
	return c < 0 || (c == 0 && begin.n == 0);
}

/* The description of the portion that done() gets. */
static struct roster_block
tell(const struct portion *portion, size_t offset, bool readable, bool ordered)
{
	const struct block *block = &portion->block;
	size_t begin = block->first ? 0 : block->begin;

	return (struct roster_block){
	    .cop = block->cop,
	    .number = block->number,
	    .path = block->path,
	    .line_offset = offset,
	    .readable = readable,
	    .whole = readable && diag_count(block->diag) == 0,
	    .ordered = ordered,
	    .bytes = {buf_all(&block->bytes).p + begin, block->bytes.n - begin}};
}

static void
portion_done(void *context, void *item)
{
	struct reading *reading = context;
	const struct roster_scan *scan = reading->scan;
	struct portion *portion = item;
	struct block *block = &portion->block;
	size_t offset = block->first ? 0 : reading->offset;
	bool cut_off = reading->failed == block->cop && !block->first;
	bool ordered = follows(reading, portion) && portion->ordered;
	struct roster_block told = tell(portion, offset, block->columns > 0 && !cut_off, ordered);

	block_done(block);
	if (reading->must_be_in_order && !ordered) {
		reading->disordered = true;
		reading->blocks.stopped = true;
	}
	if (block->columns == 0)
		reading->failed = block->cop;
	if (scan->quiet || reading->blocks.stopped || cut_off)
		diag_clear(block->diag);
	else
		diag_take(scan->diag, block->diag, offset);
	if (!reading->blocks.stopped && !scan->done(scan->context, portion->result, &told))
		reading->blocks.stopped = true;
	reading->offset = offset + portion->lines + (block->first ? 1 : 0);
}

static void
portion_end(void *context, void *item)
{
	const struct reading *reading = context;
	struct portion *portion = item;

	if (portion->block.diag == NULL)
		return;
	if (reading->scan->end != NULL)
		reading->scan->end(reading->scan->context, portion->result);
	free(portion->result);
	diag_free(portion->block.diag);
	buf_free(&portion->block.bytes);
	buf_free(&portion->scratch);
	buf_free(&portion->first_email);
	buf_free(&portion->last_email);
	rows_end(&portion->rows);
}

static void
read_all(struct reading *reading)
{
	const struct roster_scan *scan = reading->scan;
	struct pool_work work = {.context = reading,
				 .item_size = sizeof(struct portion),
				 .next = next_portion,
				 .work = read_portion,
				 .done = portion_done,
				 .end = portion_end};

	reading->blocks = blocks_begin(scan);
	reading->columns_wanted = scan->columns | 1U << ROSTER_EMAIL | 1U << ROSTER_GROUP |
				  1U << ROSTER_APPLIED | 1U << ROSTER_JOINED | 1U << ROSTER_LEFT;
	pool_run(&work, blocks_threads(scan));
	blocks_end(&reading->blocks);
	buf_free(&reading->last);
}

void
roster_read(const struct roster_scan *scan)
{
	struct reading reading = {.scan = scan};

	read_all(&reading);
}

static bool
is_before(void *context, const struct finding *finding)
{
	return finding->serial < *(const size_t *)context;
}

bool
roster_read_in_order(const struct roster_scan *scan)
{
	struct roster_scan in_order = *scan;
	struct reading reading = {.scan = &in_order, .must_be_in_order = true};
	size_t findings = diag_count(scan->diag);

	in_order.in_order = true;
	read_all(&reading);
	if (reading.disordered)
		diag_keep(scan->diag, is_before, &findings);
	return !reading.disordered;
}
