#include "roster-blocks.h"

#include <errno.h>
#include <stdio.h>

#include "pool.h"
#include "roster-order.h"
#include "rows-quotes.h"

#define BLOCK \
	(256 * (size_t)1024) /* bytes per block: fits a core's cache with what is made from it */
#define TAIL (size_t)1024    /* bytes to read beyond a range, to find the end of its last line */

struct blocks
blocks_begin(const struct roster_scan *scan)
{
	return (struct blocks){.scan = scan, .arena = arena_new()};
}

void
blocks_end(struct blocks *blocks)
{
	if (blocks->open)
		file_close(&blocks->file);
	buf_free(&blocks->carry);
	arena_free(blocks->arena);
}

static bool
open_next(struct blocks *blocks)
{
	while (!blocks->open && blocks->next_cop < blocks->scan->count) {
		const struct definition *cop = blocks->scan->cops[blocks->next_cop++];
		char name[128];
		struct place place;

		(void)snprintf(name, sizeof(name), "%.*s" ROSTER_SUFFIX, STR_ARG(cop->id));
		place = folder_place(blocks->arena, blocks->scan->folder, str_of(name));
		if (file_open(&blocks->file, blocks->scan->folder, name)) {
			blocks->open = true;
			blocks->path = place.path;
			blocks->next_range = 0;
			blocks->whole = blocks->scan->people && !blocks->scan->in_order &&
					blocks->file.size >= BLOCK &&
					blocks->file.size <= ROWS_BYTES_MAX &&
					!file_is_ordered(&blocks->file);
			buf_clear(&blocks->carry);
		} else if (errno != ENOENT) {
			blocks->path = place.path;
			blocks->refused = errno;
			return true;
		}
	}
	return blocks->open;
}

/* Reads until the block is full or the file ends; false, with the reason recorded, if that failed. */
static bool
fill(struct blocks *blocks, struct block *block, bool *at_end)
{
	/* Double a block in which nothing could be cut, as it will be searched again from its start. */
	size_t goal = block->bytes.n + (block->bytes.n > BLOCK ? block->bytes.n : BLOCK);

	for (;;) {
		ssize_t got = file_read(&blocks->file, &block->bytes, BLOCK);

		*at_end = got == 0;
		if (got < 0) {
			file_complain(block->diag, (struct place){blocks->path, 0, 0}, errno);
			return false;
		}
		if (got == 0 || (!blocks->whole && block->bytes.n >= goal))
			return true;
	}
}

/* Where the last line before end begins; if people are wanted, where the lines of the last person begin. */
static size_t
begin_of_last(const struct blocks *blocks, const struct block *block, size_t end)
{
	const char *first = block->bytes.p + block->begin;
	size_t n = end - block->begin;
	const char *feed;

	if (blocks->scan->people)
		return block->begin + last_person((struct str){first, n});
	feed = memrchr(first, '\n', n - 1);
	return feed == NULL ? block->begin : (size_t)(feed - block->bytes.p) + 1;
}

/*
 * Looks for a quoted cell with a line break that may continue after end.  Returns the end of the line that opens the
 * quote; 0 if there is none.
 */
static size_t
left_open(const struct block *block, size_t end)
{
	const char *p = block->bytes.p;

	for (size_t at = end; at > block->begin && end - at < ROWS_LINE_MAX;) {
		const char *feed = memrchr(p + block->begin, '\n', at - 1 - block->begin);
		size_t begin = feed == NULL ? block->begin : (size_t)(feed - p) + 1;
		struct quotes q = quotes_follow((struct str){p + begin, at - 1 - begin});

		if (q.state == QUOTES_INSIDE)
			return at;
		if (q.good && q.fields == block->columns)
			return 0;
		at = begin;
	}
	return 0;
}

/*
 * Returns the offset at which to cut the block: the end of a line, or the start of the last person, and in any case
 * before a record that may continue on further lines.  0 if there is no such place.
 */
static size_t
cut(struct blocks *blocks, const struct block *block)
{
	const char *feed = memrchr(block->bytes.p, '\n', block->bytes.n);
	size_t end = feed == NULL ? 0 : (size_t)(feed - block->bytes.p) + 1, most, open;

	if (blocks->scan->people && end > block->begin)
		end = begin_of_last(blocks, block, end);
	most = end;
	while (end > block->begin && (open = left_open(block, end)) > 0) {
		end = begin_of_last(blocks, block, open);
		/* Too long for a record: the quotes do not mean that one continues. */
		if (most - end > ROWS_LINE_MAX)
			return most;
	}
	return end > block->begin ? end : 0;
}

/* Parses the header of a file.  Sets columns to 0 if it is bad: then nothing more of the file is read. */
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
fill_block(struct blocks *blocks, struct block *block, bool first, bool *at_end)
{
	size_t end = 0;

	*at_end = true;
	do {
		if (!fill(blocks, block, at_end))
			return false;
		if (first)
			read_header(block);
		first = false;
		if (block->columns == 0)
			return false;
		end = *at_end ? block->bytes.n : cut(blocks, block);
	} while (end == 0 && !*at_end);
	buf_add(&blocks->carry, block->bytes.p + end, block->bytes.n - end);
	block->bytes.n = end;
	return true;
}

/*
 * Reads from the offset origin of the file until the block has goal bytes, or the file ends; false, with the reason
 * recorded, if that failed.
 */
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

/* Drops the bytes after the last line that begins before reach; false if the end of that line has not been read. */
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

/*
 * Reads the range and the byte before it, which tells whether the range begins with a new line; false if that failed.
 */
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
	/* No line begins in the range if one from an earlier range covers it, or if the file has been cut short. */
	if (range->begin > 0 && (block->begin >= reach || block->begin > block->bytes.n))
		block->begin = block->bytes.n = 0, at_end = true;
	/* Read to the end of the last line, however long, doubling what is read beyond the range. */
	while (good && !at_end && block->columns > 0 && !cut_range(block, reach)) {
		size_t beyond = block->bytes.n - reach;
		size_t more = beyond > ROWS_LINE_MAX ? beyond : ROWS_LINE_MAX;

		good = read_up_to(block, origin, block->bytes.n + more, &at_end);
	}
	return good;
}

/* Gives the block the next range of the file.  Reads the first of several at once, as all need the header in it. */
static bool
give_range(struct blocks *blocks, struct block *block)
{
	size_t rest = blocks->file.size - blocks->next_range;
	struct range *range = &block->range;
	bool good = true;

	*range = (struct range){.file = blocks->file, .begin = blocks->next_range};
	range->last = blocks->scan->candidate == NULL || rest < 2 * BLOCK;
	range->end = blocks->next_range += range->last ? rest : BLOCK;
	if (block->first && !range->last) {
		good = read_range(block);
		range->last = !good || block->columns == 0;
	}
	blocks->open = !range->last;
	return good;
}

bool
blocks_next(struct blocks *blocks, struct block *block)
{
	bool first = !blocks->open, good = false, at_end = true;

	if (blocks->stopped || !open_next(blocks))
		return false;
	buf_clear(&block->bytes);
	block->number = blocks->next_cop - 1;
	block->cop = blocks->scan->cops[block->number];
	block->path = blocks->path;
	block->first = first;
	block->begin = 0;
	block->line = 1;
	block->columns = first ? ROSTER_COLUMNS : blocks->columns;
	block->range.file = (struct file){.fd = -1};
	if (blocks->refused != 0) {
		file_complain(block->diag, (struct place){.path = blocks->path}, blocks->refused);
	} else if (blocks->file.size > ROWS_BYTES_MAX) {
		diag_add(block->diag, RULE_LIMIT, (struct place){.path = blocks->path},
			 "more than 1 GiB");
	} else if (blocks->scan->candidate != NULL || blocks->file.size < BLOCK) {
		good = give_range(blocks, block);
	} else {
		buf_str(&block->bytes, buf_all(&blocks->carry));
		buf_clear(&blocks->carry);
		good = fill_block(blocks, block, first, &at_end);
	}
	if (!good)
		block->columns = 0;
	blocks->columns = block->columns;
	if (blocks->open && !file_is_open(&block->range.file) && (at_end || !good)) {
		file_close(&blocks->file);
		blocks->open = false;
	}
	blocks->refused = 0;
	return true;
}

void
block_read(struct block *block)
{
	if (file_is_open(&block->range.file) && !block->range.read && !read_range(block))
		block->columns = 0;
}

void
block_done(struct block *block)
{
	if (file_is_open(&block->range.file) && block->range.last)
		file_close(&block->range.file);
}

/*
 * The size of the rosters in bytes.  Stops adding at BLOCK: beyond that, the number of threads does not depend on it.
 */
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

/* A single file that fits a block is work for one thread. */
unsigned
blocks_threads(const struct roster_scan *scan)
{
	size_t bytes = total_size(scan);

	return scan->count == 1 && bytes < BLOCK ? 1 : pool_threads(bytes, scan->count);
}
