#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"

#define MANY_BYTES (256 * (size_t)1024)
#define MANY_FILES 64
#define SLOTS_PER_THREAD 3
#define THREADS_MAX (POOL_SLOTS_MAX / SLOTS_PER_THREAD)

enum slot_state { SLOT_FREE, SLOT_WORKING, SLOT_READY };

struct pool {
	const struct pool_work *work;
	char *items; /* slots of work->item_size */
	enum slot_state states[POOL_SLOTS_MAX];
	/* A ring: which slot holds item n is in_order[n % slots]. */
	size_t in_order[POOL_SLOTS_MAX];
	size_t slots;
	size_t taken;   /* number of items that next() has filled */
	size_t given;   /* number of items that done() has got */
	size_t threads; /* number of threads that have begun */
	bool exhausted; /* next() has returned false */
	bool giving;    /* a thread is in done() */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
#ifdef __GLIBC__
	cpu_set_t cores; /* the caller's affinity, to be restored */
#endif
	bool shared; /* the caller and the other threads are bound to different cores */
};

/* A thread mostly waits while another opens a file: spinning is shorter than sleeping and being woken. */
#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
#define MUTEX PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
#else
#define MUTEX PTHREAD_MUTEX_INITIALIZER
#endif

/* How many cores the process may run on. The affinity is asked first, as sysconf(3) reads files of the kernel. */
static long
cores_given(void)
{
#ifdef CPU_COUNT
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set);
#endif
	return sysconf(_SC_NPROCESSORS_ONLN);
}

unsigned
pool_threads(size_t bytes, size_t files)
{
	long cores;

	if (bytes < MANY_BYTES && files < MANY_FILES)
		return 1;
	cores = cores_given();
	return cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (unsigned)cores;
}

static void *
item(const struct pool *pool, size_t slot)
{
	return pool->items + slot * pool->work->item_size;
}

/* Passes the oldest item to done(), if it is ready and no thread is in done(). The mutex is held, but not in done(). */
static bool
give(struct pool *pool)
{
	size_t slot = pool->in_order[pool->given % pool->slots];

	if (pool->giving || pool->given == pool->taken || pool->states[slot] != SLOT_READY)
		return false;
	pool->giving = true;
	(void)pthread_mutex_unlock(&pool->mutex);
	if (pool->work->done != NULL)
		pool->work->done(pool->work->context, item(pool, slot));
	(void)pthread_mutex_lock(&pool->mutex);
	pool->giving = false;
	pool->states[slot] = SLOT_FREE;
	pool->given++;
	(void)pthread_cond_broadcast(&pool->changed);
	return true;
}

/*
 * The first free slot, beginning with the thread's own, whose contents are likely to be in its core's cache.  There
 * always is one, as fewer items than slots are in use.
 */
static size_t
free_slot(const struct pool *pool, size_t thread)
{
	size_t slot = thread * SLOTS_PER_THREAD % pool->slots;

	while (pool->states[slot] != SLOT_FREE)
		slot = (slot + 1) % pool->slots;
	return slot;
}

/* Takes an item and processes it, if there is an item and a free slot. The mutex is held, but not in work(). */
static bool
take(struct pool *pool, size_t thread)
{
	size_t slot;

	if (pool->exhausted || pool->taken - pool->given == pool->slots)
		return false;
	slot = free_slot(pool, thread);
	if (!pool->work->next(pool->work->context, item(pool, slot))) {
		pool->exhausted = true;
		(void)pthread_cond_broadcast(&pool->changed);
		return false;
	}
	pool->states[slot] = SLOT_WORKING;
	pool->in_order[pool->taken++ % pool->slots] = slot;
	(void)pthread_mutex_unlock(&pool->mutex);
	pool->work->work(pool->work->context, item(pool, slot));
	(void)pthread_mutex_lock(&pool->mutex);
	pool->states[slot] = SLOT_READY;
	(void)pthread_cond_broadcast(&pool->changed);
	return true;
}

static void *
run(void *argument)
{
	struct pool *pool = argument;
	size_t thread;

	(void)pthread_mutex_lock(&pool->mutex);
	thread = pool->threads++;
	for (;;) {
		if (give(pool) || take(pool, thread))
			continue;
		if (pool->exhausted)
			break;
		(void)pthread_cond_wait(&pool->changed, &pool->mutex);
	}
	(void)pthread_mutex_unlock(&pool->mutex);
	return NULL;
}

#ifdef __GLIBC__
/*
 * Binds the caller to its current core, and threads created with these attributes to the others, until leave_cores().
 * In virtual machines, a scheduler that saves cores may place a thread on the core of the one that creates or wakes it,
 * and leave it there.  False if nothing was bound.
 */
static bool
share_cores(struct pool *pool, pthread_attr_t *threads)
{
	int at = sched_getcpu();
	cpu_set_t here, elsewhere;

	if (at < 0 || at >= CPU_SETSIZE ||
	    sched_getaffinity(0, sizeof(pool->cores), &pool->cores) != 0)
		return false;
	CPU_ZERO(&here);
	CPU_SET((size_t)at, &here);
	elsewhere = pool->cores;
	CPU_CLR((size_t)at, &elsewhere);
	if (CPU_COUNT(&elsewhere) == 0 || sched_setaffinity(0, sizeof(here), &here) != 0)
		return false;
	(void)pthread_attr_setaffinity_np(threads, sizeof(elsewhere), &elsewhere);
	return true;
}

static void
leave_cores(const struct pool *pool)
{
	(void)sched_setaffinity(0, sizeof(pool->cores), &pool->cores);
}
#else
static bool
share_cores(struct pool *pool, pthread_attr_t *threads)
{
	(void)pool;
	(void)threads;
	return false;
}

static void
leave_cores(const struct pool *pool)
{
	(void)pool;
}
#endif

/* Creates that many threads, or as many as possible; returns how many. */
static unsigned
begin(struct pool *pool, pthread_t threads[], unsigned count)
{
	pthread_attr_t attributes;
	unsigned begun = 0;

	if (count == 0 || pthread_attr_init(&attributes) != 0)
		return 0;
	pool->shared = share_cores(pool, &attributes);
	while (begun < count && pthread_create(&threads[begun], &attributes, run, pool) == 0)
		begun++;
	(void)pthread_attr_destroy(&attributes);
	return begun;
}

size_t
pool_slots(unsigned threads)
{
	return threads > 1 ? threads * SLOTS_PER_THREAD : 1;
}

void
pool_run(const struct pool_work *work, unsigned threads)
{
	pthread_t others[THREADS_MAX];
	unsigned begun;
	struct pool pool = {.work = work, .mutex = MUTEX, .changed = PTHREAD_COND_INITIALIZER};

	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	pool.slots = pool_slots(threads);
	pool.items = work->room != NULL ? work->room
					: memory_get_zeroed(pool.slots * work->item_size);
	begun = begin(&pool, others, threads > 1 ? threads - 1 : 0);
	(void)run(&pool);
	while (begun > 0)
		(void)pthread_join(others[--begun], NULL);
	if (pool.shared)
		leave_cores(&pool);
	for (size_t i = 0; work->end != NULL && i < pool.slots; i++)
		work->end(work->context, item(&pool, i));
	if (work->room == NULL)
		free(pool.items);
}
