/*
 * pool.h - a stream of work items done on several threads, with the results in order.
 *
 * Layer 1.  next() yields items in order, work() processes each on any thread, done() gets the results in the order of
 * next(), so that the output never depends on the threads.  next() and done() may run at the same time on different
 * threads: they must guard what they share.
 */
#ifndef COP_POOL_H
#define COP_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_work {
	void *context;
	size_t item_size;
	/* Fills the item and returns true, or returns false when there is no more work; one call at a time.  An item
	 * is zeroed at first and afterwards as its last use left it, so that its buffers can be reused. */
	bool (*next)(void *context, void *item);
	/* Processes the item; several calls may run at a time, each with a different item. */
	void (*work)(void *context, void *item);
	/* Takes the item's results; one call at a time, in the order of next(). May be NULL. */
	void (*done)(void *context, void *item);
	/* Frees what the item holds, after all work is done. May be NULL. */
	void (*end)(void *context, void *item);
	/* Memory for pool_slots() items, for a caller that must not allocate now; NULL: pool_run() allocates it. */
	void *room;
};

/* How many items pool_run() has in use at a time on that many threads, at most POOL_SLOTS_MAX. */
#define POOL_SLOTS_MAX 48
size_t pool_slots(unsigned threads);

/*
 * How many threads are worth their cost for that many bytes in that many files: 1 for little work, otherwise one per
 * core that the process may run on, up to a limit.
 */
unsigned pool_threads(size_t bytes, size_t files);

/*
 * Does all the work.  With one thread, or if none can be created, the calling thread does it.  With several, the
 * caller may be bound to its current core until the function returns, as is a program that it starts meanwhile.
 */
void pool_run(const struct pool_work *work, unsigned threads);

#endif
