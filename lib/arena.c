#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>

#define FIRST_BLOCK (16 * (size_t)1024)
#define HUGE_PAGE (2048 * (size_t)1024)
#define LARGEST_BLOCK (HUGE_PAGE - sizeof(struct block))
#define ALIGNMENT _Alignof(max_align_t)

struct block {
	struct block *older;
	_Alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *newest;
	char *next; /* the unused rest of the newest block */
	size_t left;
	size_t block_size; /* of the next block */
};

/* Global, because memory can run out anywhere. */
static void (*exhausted)(bool changed);
static bool file_changed;

void
memory_on_exhaustion(void (*handler)(bool changed))
{
	exhausted = handler;
}

void
memory_note_change(void)
{
	file_changed = true;
}

_Noreturn void
memory_give_up(void)
{
	if (exhausted != NULL)
		exhausted(file_changed);
	_Exit(file_changed ? EX_IOERR : EX_TEMPFAIL);
}

/*
 * Asks the kernel to use huge pages for a large allocation, where they fit in it.  Page faults on them cost a
 * twentieth of those on the small pages that they replace, of which a file of 130 MB has thirty thousand.
 */
static void
ask_for_huge_pages(void *p, size_t size)
{
	uintptr_t at = (uintptr_t)p;
	uintptr_t begin = (at + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	uintptr_t end = (at + size) / HUGE_PAGE * HUGE_PAGE;

	if (end > begin)
		(void)madvise((char *)p + (begin - at), end - begin, MADV_HUGEPAGE);
}

void *
memory_resize(void *old, size_t size)
{
	void *p = realloc(old, size > 0 ? size : 1);

	if (p == NULL)
		memory_give_up();
	/* Only for new memory: with huge pages in part of it, realloc() has to copy (mremap(2): pages of one kind). */
	if (old == NULL && size >= 2 * HUGE_PAGE)
		ask_for_huge_pages(p, size);
	return p;
}

void *
memory_get(size_t size)
{
	return memory_resize(NULL, size);
}

void *
memory_get_zeroed(size_t size)
{
	void *p = calloc(1, size > 0 ? size : 1);

	if (p == NULL)
		memory_give_up();
	return p;
}

struct arena *
arena_new(void)
{
	struct arena *arena = memory_get(sizeof(*arena));

	*arena = (struct arena){.block_size = FIRST_BLOCK};
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	while (arena->newest != NULL) {
		struct block *older = arena->newest->older;

		free(arena->newest);
		arena->newest = older;
	}
	free(arena);
}

void
arena_adopt(struct arena *arena, struct arena *other)
{
	struct block *oldest;

	if (other == NULL)
		return;
	if (other->newest != NULL) {
		/* Put them behind our newest block, whose unused rest stays in use. */
		for (oldest = other->newest; oldest->older != NULL;)
			oldest = oldest->older;
		if (arena->newest == NULL) {
			arena->newest = other->newest;
		} else {
			oldest->older = arena->newest->older;
			arena->newest->older = other->newest;
		}
	}
	free(other);
}

/* Allocates a block; a large one is aligned to a huge page. */
static struct block *
get_block(size_t size)
{
	void *block;

	if (size < HUGE_PAGE)
		return memory_get(size);
	if (size > SIZE_MAX - HUGE_PAGE)
		memory_give_up();
	/* C11 requires a multiple of the alignment. */
	block = aligned_alloc(HUGE_PAGE, (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
	if (block == NULL)
		memory_give_up();
	ask_for_huge_pages(block, size);
	return block;
}

static void
add_block(struct arena *arena, size_t at_least)
{
	size_t size = at_least > arena->block_size ? at_least : arena->block_size;
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		memory_give_up();
	block = get_block(sizeof(*block) + size);
	block->older = arena->newest;
	arena->newest = block;
	arena->next = block->bytes;
	arena->left = size;
	arena->block_size = arena->block_size < LARGEST_BLOCK / 2 ? 2 * arena->block_size
								  : LARGEST_BLOCK;
}

void *
arena_get(struct arena *arena, size_t size)
{
	size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	void *p;

	if (rounded < size)
		memory_give_up();
	/* A new arena has no block yet, and even 0 bytes need an address. */
	if (rounded > arena->left || arena->next == NULL)
		add_block(arena, rounded);
	p = arena->next;
	arena->next += rounded;
	arena->left -= rounded;
	return memset(p, 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		memory_give_up();
	return arena_get(arena, count * size);
}

struct str
arena_str(struct arena *arena, struct str s)
{
	char *p;

	if (s.p == NULL)
		return s;
	p = arena_get(arena, s.n + 1);
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct str){p, s.n};
}

struct str
arena_format(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *p;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		memory_give_up();
	p = arena_get(arena, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){p, (size_t)n};
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	void *larger;

	if (count < *capacity)
		return items;
	*capacity = *capacity > 0 ? 2 * *capacity : 8;
	larger = arena_array(arena, *capacity, size);
	if (count > 0)
		memcpy(larger, items, count * size);
	return larger;
}
