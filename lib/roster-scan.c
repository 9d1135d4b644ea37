/* Reading many rosters on all cores, in blocks that end with a person. */
#include "roster.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "bytes.h"
#include "pool.h"

#define BLOCK \
	(256 * (size_t)1024) /* of a file: a core's own cache holds it, and what is made of it */
#define TAIL (size_t)1024    /* read beyond it where threads read, for the end of its last line */

/* What a block has of a file, where reading it is part of the work: the lines that begin from there to before there. */
struct range {
	struct file file; /* not open: there is no work in it */
	size_t begin;
	size_t end;
	bool last; /* of its file, which is closed when it is done */
	bool read;
};

struct block {
	const struct definition *cop;
	size_t number; /* of it, among those of the scan */
	struct str path;
	struct buf bytes;
	size_t begin;           /* of the first record in bytes */
	size_t line;            /* of it, if known: 2 in a file's first block, else 1 */
	size_t lines;           /* that the block has */
	size_t columns;         /* that the file has; 0: its header is bad */
	bool first;             /* of its file */
	bool ordered;           /* as far as its good rows go */
	bool any;               /* is there one? */
	struct buf first_email; /* of them, where their order matters */
	struct buf last_email;
	struct range range;
	struct diag *diag;
	struct rows rows;
	struct buf scratch; /* of candidate() */
	void *result;
};

struct reading {
	const struct roster_scan *scan;
	struct arena *arena;
	size_t next_cop;
	struct file file; /* that is being read */
	bool open;
	int refused; /* errno of opening the next file, which then has one block that cannot be read */
	bool whole; /* the file is out of order: it is read in one block */
	struct str path;
	size_t columns;
	struct buf carry;  /* the beginning of a person that the last block cut off */
	size_t next_range; /* where in the file it begins */
	const struct definition
	    *failed; /* that of whose roster a block could not be read; nor count those after it */
	size_t offset;       /* lines of the file that done() has seen */
	struct buf last;     /* the last address that it has seen, where order matters */
	atomic_bool stopped; /* done() sets it while next() may run on another thread */
	bool must_be_in_order;
	bool disordered; /* and one is not: nothing more is given to done() */
	unsigned columns_wanted;
};

/* The address of a line as its bytes stand. */
static struct str
raw_email(struct str line)
{
	return (struct str){line.p, str_find(line, ',')};
}

/*
 * Do the lines come in order of address, the first of them behind *last, which becomes the address of the last line? One that
 * begins with a quote is out of order: it must be unquoted first.
 */
static bool
is_ordered(struct str lines, struct str *last)
{
	struct str line;

	while (lines.n > 0 && str_next(&lines, '\n', &line)) {
		struct str email = raw_email(line);

		if (str_starts(email, STR("\"")) || str_cmp(*last, email) > 0)
			return false;
		*last = email;
	}
	return true;
}

/* Where the last person of the bytes begins, seen from their end, which is a line's; 0 if it is their only one. */
static size_t
last_person(struct str bytes)
{
	size_t begin = bytes.n;
	struct str email = {NULL, 0};

	while (begin > 0) {
		const char *feed = begin > 1 ? memrchr(bytes.p, '\n', begin - 1) : NULL;
		size_t start = feed == NULL ? 0 : (size_t)(feed - bytes.p) + 1;
		struct str found = raw_email((struct str){bytes.p + start, begin - start - 1});

		if (email.p != NULL && (email.n == 0 || !str_eq(found, email)))
			return begin;
		email = found;
		begin = start;
	}
	return 0;
}

/* Looks through a large file for rows out of order, and goes back to its beginning. */
static bool
file_is_ordered(struct file *file)
{
	struct buf bytes = {0}, kept = {0};
	struct str last = STR("");
	bool ordered = true, header = true;

	while (ordered && file_read(file, &bytes, BLOCK) > 0) {
		const char *feed = memrchr(bytes.p, '\n', bytes.n);
		size_t end = feed == NULL ? 0 : (size_t)(feed - bytes.p) + 1;
		size_t begin = header ? str_find(buf_all(&bytes), '\n') + 1 : 0;

		if (end == 0)
			continue;
		if (begin < end &&
		    (ordered = is_ordered((struct str){bytes.p + begin, end - begin}, &last))) {
			buf_clear(&kept);
			buf_str(&kept, last);
			last = buf_all(&kept);
		}
		header = false;
		memmove(bytes.p, bytes.p + end, bytes.n - end);
		bytes.n -= end;
	}
	/* What is left is a last line without its LF. */
	ordered = ordered && (header || is_ordered(buf_all(&bytes), &last));
	buf_free(&bytes);
	buf_free(&kept);
	file_rewind(file);
	return ordered;
}

static bool
open_next(struct reading *reading)
{
	while (!reading->open && reading->next_cop < reading->scan->count) {
		const struct definition *cop = reading->scan->cops[reading->next_cop++];
		char name[128];
		struct place place;

		(void)snprintf(name, sizeof(name), "%.*s" ROSTER_SUFFIX, STR_ARG(cop->id));
		place = folder_place(reading->arena, reading->scan->folder, str_of(name));
		if (file_open(&reading->file, reading->scan->folder, name)) {
			reading->open = true;
			reading->path = place.path;
			reading->next_range = 0;
			reading->whole = reading->scan->people && !reading->scan->in_order &&
					 reading->file.size >= BLOCK &&
					 !file_is_ordered(&reading->file);
			buf_clear(&reading->carry);
		} else if (errno != ENOENT) {
			reading->path = place.path;
			reading->refused = errno;
			return true;
		}
	}
	return reading->open;
}

/* Is the end of the block the beginning of a line that is over the limit? Its number is known when blocks are. */
static bool
line_is_endless(const struct block *block)
{
	const char *feed = memrchr(block->bytes.p, '\n', block->bytes.n);
	size_t begin = feed == NULL ? 0 : (size_t)(feed - block->bytes.p) + 1;
	size_t lines;

	if (block->bytes.n - begin <= ROWS_LINE_MAX)
		return false;
	lines = bytes_count((struct str){block->bytes.p + block->begin, begin - block->begin},
			    '\n');
	diag_add(block->diag, RULE_LIMIT, (struct place){block->path, block->line + lines, 1},
		 "a line of more than 64 KiB");
	return true;
}

/* Reads on until the block is full or the file at its end; false if reading failed. */
static bool
fill(struct reading *reading, struct block *block, bool *at_end)
{
	size_t goal = block->bytes.n + BLOCK;

	for (;;) {
		size_t rest = reading->file.size < BLOCK ? reading->file.size + 1 : BLOCK;
		ssize_t got = file_read(&reading->file, &block->bytes, rest);

		*at_end = got == 0;
		if (got < 0) {
			file_complain(block->diag, (struct place){reading->path, 0, 0}, errno);
			return false;
		}
		if (got == 0 || (!reading->whole && block->bytes.n >= goal))
			return true;
	}
}

/* Cuts the block at the end of a line, or before the last person of it; the rest is carried over. */
static size_t
cut(struct reading *reading, const struct block *block)
{
	const char *feed = memrchr(block->bytes.p, '\n', block->bytes.n);
	size_t end = feed == NULL ? 0 : (size_t)(feed - block->bytes.p) + 1;

	if (reading->scan->people && end > block->begin)
		end = block->begin +
		      last_person((struct str){block->bytes.p + block->begin, end - block->begin});
	return end > block->begin ? end : 0;
}

/* The header of a file; 0 columns if it is bad, in which case the file is not read on. */
static void
read_header(struct block *block)
{
	struct str rest = STR("");

	block->columns = rows_header(roster_columns, buf_all(&block->bytes), block->path,
				     block->diag, &rest);
	block->begin = block->bytes.n - rest.n;
	block->line = 2;
}

/* Fills the block with whole lines, or whole people; false if its file cannot be read. */
static bool
fill_block(struct reading *reading, struct block *block, bool first, bool *at_end)
{
	size_t end = 0;

	*at_end = true;
	do {
		if (!fill(reading, block, at_end))
			return false;
		if (first)
			read_header(block);
		first = false;
		if (block->columns == 0 || (!*at_end && line_is_endless(block)))
			return false;
		end = *at_end ? block->bytes.n : cut(reading, block);
	} while (end == 0 && !*at_end);
	buf_add(&reading->carry, block->bytes.p + end, block->bytes.n - end);
	block->bytes.n = end;
	return true;
}

/* Reads on until so many bytes are there, or all of the file; false, with the reason recorded, if that failed. */
static bool
read_up_to(struct block *block, size_t origin, size_t goal, bool *at_end)
{
	while (!*at_end && block->bytes.n < goal) {
		size_t rest = goal - block->bytes.n;
		ssize_t got = file_read_at(&block->range.file, &block->bytes, rest,
					   origin + block->bytes.n);

		if (got < 0) {
			file_complain(block->diag, (struct place){.path = block->path}, errno);
			return false;
		}
		*at_end = got == 0 ||
			  ((size_t)got < rest && origin + block->bytes.n >= block->range.file.size);
	}
	return true;
}

/* Cuts the bytes behind the last line that begins before reach; false if its end is not among them. */
static bool
cut_range(struct block *block, size_t reach)
{
	struct str bytes = buf_all(&block->bytes);
	size_t end;

	if (block->range.last || bytes.n < reach)
		return false;
	end = reach + str_find((struct str){bytes.p + reach - 1, bytes.n - reach + 1}, '\n');
	if (end > bytes.n)
		return false;
	block->bytes.n = end;
	return true;
}

/* Reads the range, with the byte before it, which tells whether a line begins there; false if that failed. */
static bool
read_range(struct block *block)
{
	struct range *range = &block->range;
	size_t origin = range->begin > 0 ? range->begin - 1 : 0, reach = range->end - origin;
	bool at_end = false, good;

	range->read = true;
	good = read_up_to(block, origin, reach + (range->last ? 1 : TAIL), &at_end);
	if (range->begin == 0 && good)
		read_header(block);
	else
		block->begin = str_find(buf_all(&block->bytes), '\n') + 1;
	/* Where a line of another range goes on to the end, there is none. */
	if (range->begin > 0 && block->begin >= reach)
		block->begin = block->bytes.n = 0, at_end = true;
	while (good && !at_end && block->columns > 0 && !cut_range(block, reach))
		good = (range->last || !line_is_endless(block)) &&
		       read_up_to(block, origin, block->bytes.n + ROWS_LINE_MAX, &at_end);
	return good;
}

/* Gives the block the next range of the file. Several wait for the first, as its header is that of all. */
static bool
give_range(struct reading *reading, struct block *block)
{
	size_t rest = reading->file.size - reading->next_range;
	struct range *range = &block->range;
	bool good = true;

	*range = (struct range){.file = reading->file, .begin = reading->next_range};
	range->last = reading->scan->candidate == NULL || rest < 2 * BLOCK;
	range->end = reading->next_range += range->last ? rest : BLOCK;
	if (block->first && !range->last) {
		good = read_range(block);
		range->last = !good || block->columns == 0;
	}
	reading->open = !range->last;
	return good;
}

static bool
next_block(void *context, void *item)
{
	struct reading *reading = context;
	struct block *block = item;
	bool first = !reading->open, good = false, at_end = true;

	if (reading->stopped || !open_next(reading))
		return false;
	if (block->diag == NULL) {
		block->diag = diag_new();
		block->result = memory_get(reading->scan->result_size);
		memset(block->result, 0, reading->scan->result_size);
	}
	buf_clear(&block->bytes);
	block->number = reading->next_cop - 1;
	block->cop = reading->scan->cops[block->number];
	block->path = reading->path;
	block->first = first;
	block->begin = 0;
	block->line = 1;
	block->columns = first ? ROSTER_COLUMNS : reading->columns;
	block->range.file = (struct file){.fd = -1};
	if (reading->refused != 0) {
		file_complain(block->diag, (struct place){.path = reading->path}, reading->refused);
	} else if (reading->file.size > ROWS_BYTES_MAX) {
		diag_add(block->diag, RULE_LIMIT, (struct place){.path = reading->path},
			 "more than 1 GiB");
	} else if (reading->scan->candidate != NULL || reading->file.size < BLOCK) {
		good = give_range(reading, block);
	} else {
		buf_str(&block->bytes, buf_all(&reading->carry));
		buf_clear(&reading->carry);
		good = fill_block(reading, block, first, &at_end);
	}
	if (!good)
		block->columns = 0;
	reading->columns = block->columns;
	if (reading->open && !file_is_open(&block->range.file) && (at_end || !good)) {
		file_close(&reading->file);
		reading->open = false;
	}
	reading->refused = 0;
	return true;
}

/* A line of a block that is out of order. */
struct line {
	struct str email;
	struct str text;
	size_t number;
};

static int
compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;
	int c = str_cmp(a->email, b->email);

	return c != 0 ? c : (a->number > b->number) - (a->number < b->number);
}

/* The lines in order of address, as bytes and numbers in the arena. */
static struct str
sort_lines(struct arena *arena, struct str bytes, size_t first_line, const size_t **numbers)
{
	size_t count = 0, capacity = 0;
	struct line *lines = NULL;
	struct str rest = bytes;
	size_t *sorted_numbers;
	char *sorted, *p;

	for (struct str text; rest.n > 0 && str_next(&rest, '\n', &text); count++) {
		struct str email = raw_email(text);

		if (email.n > 1 && email.p[0] == '"' && email.p[email.n - 1] == '"')
			email = (struct str){email.p + 1, email.n - 2};
		lines = arena_grow(arena, lines, count, &capacity, sizeof(*lines));
		lines[count] = (struct line){email, text, first_line + count};
	}
	if (count > 1)
		qsort(lines, count, sizeof(*lines), compare_lines);
	sorted = p = arena_get(arena, bytes.n + 1);
	sorted_numbers = arena_array(arena, count + 1, sizeof(*sorted_numbers));
	for (size_t i = 0; i < count; i++) {
		memcpy(p, lines[i].text.p, lines[i].text.n);
		p += lines[i].text.n;
		*p++ = '\n';
		sorted_numbers[i] = lines[i].number;
	}
	*numbers = sorted_numbers;
	return (struct str){sorted, (size_t)(p - sorted)};
}

static void
begin_rows(struct reading *reading, struct block *block, struct arena *arena)
{
	struct str bytes = {block->bytes.p + block->begin, block->bytes.n - block->begin};
	struct str last = STR("");
	const size_t *numbers = NULL;
	size_t line = block->line, wanted = 0;

	if (reading->scan->people && !reading->scan->in_order && !is_ordered(bytes, &last)) {
		bytes = sort_lines(arena, bytes, block->line, &numbers);
		line = 1;
	}
	for (size_t i = 0; i < ROSTER_COLUMNS; i++)
		if ((reading->columns_wanted >> i & 1) != 0)
			wanted = i + 1;
	rows_begin(&block->rows, bytes, line, block->path, block->diag);
	block->rows.columns = block->columns;
	block->rows.wanted = wanted < ROSTER_COLUMNS ? wanted : 0;
	block->rows.numbers = numbers;
	block->rows.form = reading->scan->form;
	block->rows.text_good = reading->scan->candidate == NULL && text_is_usual(bytes);
	block->rows.check_utf8 = reading->scan->candidate != NULL ||
				 (!block->rows.text_good && text_valid(bytes) < bytes.n);
	block->rows.arena = arena;
}

static void
give_person(const struct roster_scan *scan, struct block *block, struct arena *arena,
	    struct spell *spells, size_t count)
{
	struct person person = {spells[0].fields[ROSTER_EMAIL], spells, count, block->number};

	if (scan->people)
		person_settle(arena, spells, count);
	scan->person(scan->context, block->result, &person);
}

/*
 * How the row stands to the one before: 0 where all rows of an address are wanted at once and it is another of them,
 * below 0 where it comes in order.  A row without an address is nobody else's.
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
read_people(struct reading *reading, struct block *block, struct arena *arena, size_t columns)
{
	const struct roster_scan *scan = reading->scan;
	struct spell *spells = NULL;
	size_t count = 0, capacity = 0;
	struct row row;

	while (block->ordered && rows_next(&block->rows, &row)) {
		int c = count > 0 ? compare_people(scan, &spells[0], &row) : -1;

		if (!is_kept(scan, &row))
			continue;
		if (!block->any && scan->in_order)
			buf_str(&block->first_email, row.fields[ROSTER_EMAIL]);
		block->any = true;
		if (count > 0 && c != 0) {
			give_person(scan, block, arena, spells, count);
			count = 0;
		}
		block->ordered = c <= 0 || !scan->in_order;
		spells = arena_grow(arena, spells, count, &capacity, sizeof(*spells));
		spell_of_row(&spells[count++], block->cop, &row, columns, block->path, block->diag);
	}
	if (count > 0 && scan->in_order)
		buf_str(&block->last_email, spells[0].fields[ROSTER_EMAIL]);
	if (count > 0)
		give_person(scan, block, arena, spells, count);
	block->lines = block->rows.line - (block->rows.numbers != NULL ? 1 : block->line);
}

/*
 * The next candidate.  *number is that of the first line of the rest, and becomes its own; lines behind the last candidate of a
 * file are not counted.
 */
static struct str
next_candidate(const struct roster_scan *scan, struct block *block, struct str rest, size_t *number)
{
	bool last = block->range.last;
	size_t before = 0;
	struct str line = scan->candidate(scan->context, rest, last ? NULL : &before,
					  &block->scratch);

	if (last && line.p != NULL)
		before = bytes_count((struct str){rest.p, (size_t)(line.p - rest.p)}, '\n');
	*number += before;
	return line;
}

/* Reads the lines that are worth it, each as a person alone. */
static void
read_candidates(struct reading *reading, struct block *block, struct arena *arena, size_t columns)
{
	const struct roster_scan *scan = reading->scan;
	struct str rest = block->rows.rest, line;
	size_t number = block->line;
	struct spell spell = {0};
	struct row row;

	while (rest.n > 0 && (line = next_candidate(scan, block, rest, &number)).p != NULL) {
		block->rows.rest = line;
		block->rows.line = number++;
		if (rows_next(&block->rows, &row) && is_kept(scan, &row)) {
			spell_of_row(&spell, block->cop, &row, columns, block->path, block->diag);
			give_person(scan, block, arena, &spell, 1);
		}
		rest.n -= (size_t)(line.p + line.n - rest.p);
		rest.p = line.p + line.n;
		if (rest.n > 0)
			rest.n--, rest.p++;
	}
	block->lines = number - block->line;
}

static void
read_block(void *context, void *item)
{
	struct reading *reading = context;
	struct block *block = item;
	struct arena *arena = arena_new();

	block->lines = 0;
	block->ordered = true;
	block->any = false;
	buf_clear(&block->first_email);
	buf_clear(&block->last_email);
	if (file_is_open(&block->range.file) && !block->range.read && !read_range(block))
		block->columns = 0;
	if (block->columns > 0) {
		size_t columns;

		begin_rows(reading, block, arena);
		columns = block->rows.wanted > 0 ? block->rows.wanted : ROSTER_COLUMNS;
		if (reading->scan->candidate != NULL)
			read_candidates(reading, block, arena, columns);
		else
			read_people(reading, block, arena, columns);
	}
	arena_free(arena);
}

/* Do the addresses of the block follow on those of the one before it? */
static bool
follows(struct reading *reading, const struct block *block)
{
	struct str begin = buf_all(&block->first_email);
	int c;

	if (block->first)
		buf_clear(&reading->last);
	if (!block->any)
		return true;
	c = str_cmp(buf_all(&reading->last), begin);
	buf_clear(&reading->last);
	buf_str(&reading->last, buf_all(&block->last_email));
	return c < 0 || (c == 0 && begin.n == 0);
}

static void
block_done(void *context, void *item)
{
	struct reading *reading = context;
	struct block *block = item;
	size_t offset = block->first ? 0 : reading->offset;
	bool cut_off = reading->failed == block->cop && !block->first, readable, whole;
	bool ordered = follows(reading, block) && block->ordered;
	size_t begin = block->first ? 0 : block->begin;

	if (file_is_open(&block->range.file) && block->range.last)
		file_close(&block->range.file);
	if (reading->must_be_in_order && !ordered)
		reading->disordered = reading->stopped = true;
	if (block->columns == 0)
		reading->failed = block->cop;
	readable = block->columns > 0 && !cut_off;
	whole = readable && diag_count(block->diag) == 0;
	if (reading->scan->quiet || reading->stopped || cut_off)
		diag_clear(block->diag);
	else
		diag_take(reading->scan->diag, block->diag, offset);
	if (!reading->stopped &&
	    !reading->scan->done(reading->scan->context, block->result,
				 &(struct roster_block){.cop = block->cop,
							.number = block->number,
							.path = block->path,
							.line_offset = offset,
							.readable = readable,
							.whole = whole,
							.ordered = ordered,
							.bytes = {buf_all(&block->bytes).p + begin,
								  block->bytes.n - begin}}))
		reading->stopped = true;
	reading->offset = offset + block->lines + (block->first ? 1 : 0);
}

static void
block_end(void *context, void *item)
{
	struct reading *reading = context;
	struct block *block = item;

	if (block->diag == NULL)
		return;
	if (reading->scan->end != NULL)
		reading->scan->end(reading->scan->context, block->result);
	free(block->result);
	diag_free(block->diag);
	buf_free(&block->bytes);
	buf_free(&block->scratch);
	buf_free(&block->first_email);
	buf_free(&block->last_email);
	rows_end(&block->rows);
}

/* How many bytes the rosters have, as far as it matters for threads. */
static size_t
total_size(const struct roster_scan *scan)
{
	size_t total = 0;

	for (size_t i = 0; i < scan->count && total < BLOCK; i++) {
		char name[128];
		size_t size;

		(void)snprintf(name, sizeof(name), "%.*s" ROSTER_SUFFIX,
			       STR_ARG(scan->cops[i]->id));
		if (folder_holds(scan->folder, name, &size))
			total += size;
	}
	return total;
}

/* A file that is read in one piece is work for one thread. */
static unsigned
threads_for(const struct roster_scan *scan)
{
	size_t bytes = total_size(scan);

	return scan->count == 1 && bytes < BLOCK ? 1 : pool_threads(bytes, scan->count);
}

static void
read_all(struct reading *reading)
{
	const struct roster_scan *scan = reading->scan;
	struct pool_work work = {.context = reading,
				 .item_size = sizeof(struct block),
				 .next = next_block,
				 .work = read_block,
				 .done = block_done,
				 .end = block_end};

	reading->arena = arena_new();
	reading->columns_wanted = scan->columns | 1U << ROSTER_EMAIL | 1U << ROSTER_GROUP |
				  1U << ROSTER_APPLIED | 1U << ROSTER_JOINED | 1U << ROSTER_LEFT;
	pool_run(&work, threads_for(scan));
	if (reading->open)
		file_close(&reading->file);
	buf_free(&reading->carry);
	buf_free(&reading->last);
	arena_free(reading->arena);
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
