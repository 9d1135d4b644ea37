/*
 * roster-blocks.h - rosters cut into blocks of whole lines, or whole people, as threads take them.
 *
 * Layer 3.  For roster-*.c alone.
 */
#ifndef COP_ROSTER_BLOCKS_H
#define COP_ROSTER_BLOCKS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "roster.h"

/* What a block has of a file, where reading it is part of the work: the lines that begin from there to before there. */
struct range {
	struct file file; /* not open: there is no work in it */
	size_t begin;
	size_t end;
	bool last; /* of its file, which is closed when it is done */
	bool read;
};

/* Begin with a zeroed one. */
struct block {
	const struct definition *cop;
	size_t number; /* of it, among those of the scan */
	struct str path;
	struct buf bytes;
	size_t begin;   /* of the first record in bytes */
	size_t line;    /* of it, if known: 2 in a file's first block, else 1 */
	size_t columns; /* that the file has; 0: it cannot be read, which has been recorded */
	bool first;     /* of its file */
	struct range range;
	struct diag *diag; /* whoever gives out blocks makes it */
};

/* Where cutting is. */
struct blocks {
	const struct roster_scan *scan;
	struct arena *arena;
	size_t next_cop;
	struct file file; /* that is being read */
	bool open;
	int refused; /* errno of opening the next file, which then has one block that cannot be read */
	bool whole; /* the file is out of order: it is read in one block */
	struct str path;
	size_t columns;
	struct buf carry;    /* the beginning of a person that the last block cut off */
	size_t next_range;   /* where in the file it begins */
	atomic_bool stopped; /* no more is wanted; set while another thread may cut */
};

struct blocks blocks_begin(const struct roster_scan *scan);
void blocks_end(struct blocks *blocks);

/* The next block, in the order of the communities and of each file; false if there is none. One thread at a time. */
bool blocks_next(struct blocks *blocks, struct block *block);

/* Reads what blocks_next() has left to whoever works at the block. */
void block_read(struct block *block);

/* When all blocks of its file before it are done, and it is itself. */
void block_done(struct block *block);

/* On how many threads it is worth while. */
unsigned blocks_threads(const struct roster_scan *scan);

#endif
