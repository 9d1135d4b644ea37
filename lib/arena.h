/*
 * arena.h - memory that is freed all at once.
 *
 * Layer 0.  Everybody may use it.  What an arena allocates lives until arena_free(); single allocations
 * cannot be freed.  No call returns NULL: when memory runs out, the handler set by
 * memory_on_exhaustion() runs, and then the process ends with EX_TEMPFAIL (sysexits.h).
 */
#ifndef COP_ARENA_H
#define COP_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

struct arena;

/*
 * Sets the function called before the process ends for want of memory; it should say so, and whether a file has been
 * changed.  There is one handler per process, set by cli.  It must not allocate.
 */
void memory_on_exhaustion(void (*handler)(bool changed));

/* Notes that a file has been changed: from now on, running out of memory ends the process with EX_IOERR. */
void memory_note_change(void);

/* Ends the process as above.  For sizes that overflow, and for libraries that report, or hide, failed allocations. */
_Noreturn void memory_give_up(void);

/* malloc(), calloc() and realloc() that never return NULL, for the few things that outgrow an arena.  Use free(). */
void *memory_get(size_t size);
void *memory_get_zeroed(size_t size);
void *memory_resize(void *old, size_t size);

struct arena *arena_new(void);

/* Frees the arena and everything allocated from it; NULL is allowed. */
void arena_free(struct arena *arena);

/* Moves everything allocated from other into arena, and frees other itself; other may be NULL. */
void arena_adopt(struct arena *arena, struct arena *other);

/* size bytes, zeroed, aligned for any type. */
void *arena_get(struct arena *arena, size_t size);

/* count * size bytes, zeroed; a product that overflows counts as exhaustion. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of s, with a NUL after it that is not part of its length; if s is absent, s. */
struct str arena_str(struct arena *arena, struct str s);

/* The formatted text, with a NUL after it. */
struct str arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Makes room for one more item in an array of count items: if it is full, copies it to one of twice the capacity.
 * Returns the array and updates *capacity; size is that of an item.  Begin with NULL and capacity 0.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#endif
