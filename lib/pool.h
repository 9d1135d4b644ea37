/*
 * pool.h - one stream of work on several threads, its results in order.
 *
 * Layer 1.  next() takes work in order, work() does it on any thread, done() gets the results in the order
 * in which next() gave them: what comes out never depends on the threads.  next() and done() may run at
 * the same time, on different threads: what both use is theirs to guard.
 */
#ifndef COP_POOL_H
#define COP_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_work {
	void *context;
	size_t item_size;
	/* Fills the item and returns true, or false when there is no more; one call at a time.  An item
	 * is zeroed at first; later it is as it was left, so that its buffers serve again. */
	bool (*next)(void *context, void *item);
	/* Works on the item; several calls at a time, each with an item of its own. */
	void (*work)(void *context, void *item);
	/* Takes the results; one call at a time, in the order of next(). May be NULL. */
	void (*done)(void *context, void *item);
	/* Frees what the item holds, at the end. May be NULL. */
	void (*end)(void *context, void *item);
	/* Memory for pool_slots() items, for whoever cannot do without once the work has begun; NULL: the pool gets it. */
	void *room;
};

/* How many items are under way at a time on so many threads; never more than the most. */
#define POOL_SLOTS_MAX 48
size_t pool_slots(unsigned threads);

/*
 * How many threads are worth their cost for so many bytes in so many files: as many as the cores that the process may run on,
 * or 1.
 */
unsigned pool_threads(size_t bytes, size_t files);

/*
 * Does all the work. With one thread, or where none can be made, the caller's own does it.  Where there are several, the caller
 * stays on its core meanwhile, and so does a program that it starts.
 */
void pool_run(const struct pool_work *work, unsigned threads);

#endif
