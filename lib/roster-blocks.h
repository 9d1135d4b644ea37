/*
 * roster-blocks.h - cutting rosters into blocks of whole lines, or of whole people, for threads to read.
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

/*
 * The part of a file that block_read() is still to read: the lines that begin at offsets from begin up to, but without,
 * end.
 */
struct range {
	struct file file; /* not open: blocks_next() has filled the block already */
	size_t begin;
	size_t end;
	bool last; /* the last range of its file: block_done() closes the file */
	bool read; /* the range has been read */
};

/* Begin with a zeroed one. */
struct block {
	const struct definition *cop;
	size_t number; /* index of cop in the scan */
	struct str path;
	struct buf bytes;
	size_t begin; /* offset in bytes of the first record */
	size_t line;  /* line number of it: 2 in a file's first block; 1 in others, where unknown */
	size_t columns; /* number of columns of the file; 0: unreadable, which has been recorded */
	bool first;     /* the first block of its file */
	struct range range;
	struct diag *diag; /* made by the caller of blocks_next() */
};

/* The state of cutting rosters into blocks. */
struct blocks {
	const struct roster_scan *scan;
	struct arena *arena;
	size_t next_cop;  /* index in the scan of the next roster to open */
	struct file file; /* the roster being cut, if open */
	bool open;
	int refused; /* errno of the failure to open a roster, which gets one unreadable block; or 0 */
	bool whole; /* the file is out of order: its people need a single block */
	struct str path;
	size_t columns;
	struct buf carry;    /* bytes read beyond the last block: the start of the next one */
	size_t next_range;   /* offset in the file where the next range begins */
	atomic_bool stopped; /* no more blocks are wanted; may be set while another thread cuts */
};

struct blocks blocks_begin(const struct roster_scan *scan);
void blocks_end(struct blocks *blocks);

/*
 * Sets *block to the next block, in the order of the communities and of each file; false if there is none.  Only one
 * thread may call it at a time.
 */
bool blocks_next(struct blocks *blocks, struct block *block);

/* Reads the block's range, if blocks_next() has left that to the thread that works on the block. */
void block_read(struct block *block);

/* Ends work on a block; to be called in the order of the blocks, as the last one closes its file. */
void block_done(struct block *block);

/* The number of threads that is worthwhile for the scan. */
unsigned blocks_threads(const struct roster_scan *scan);

#endif
