/*
 * arena.h - memory that is given back all at once.
 *
 * Layer 0.  Everybody may use it.  An arena hands out pieces that live until arena_free(); there is
 * no freeing of one piece.  No call returns NULL: when memory runs out, the handler set by
 * memory_on_exhaustion() runs, and then the process ends with EX_TEMPFAIL (sysexits.h).
 */
#ifndef COP_ARENA_H
#define COP_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

struct arena;

/*
 * Sets what to do before the process ends for want of memory: say so, and whether a file has been changed.
 * One handler for the process; cli sets it.  It must not allocate.
 */
void memory_on_exhaustion(void (*handler)(bool changed));

/* Notes that a file has been changed: from now on exhaustion ends the process with EX_IOERR. */
void memory_note_change(void);

/* Ends the process as above: for what could never be had, and for libraries that report or hide that memory has run out. */
_Noreturn void memory_give_up(void);

/* malloc, calloc and realloc that never return NULL, for the few things that outgrow an arena. */
void *memory_get(size_t size);
void *memory_get_zeroed(size_t size);
void *memory_resize(void *old, size_t size);

struct arena *arena_new(void);

/* Gives back the arena and all that it handed out; NULL is nothing to do. */
void arena_free(struct arena *arena);

/* Makes all that another arena handed out live as long as this one; that other one is gone. NULL: nothing. */
void arena_adopt(struct arena *arena, struct arena *other);

/* size bytes, zeroed, aligned for any type. */
void *arena_get(struct arena *arena, size_t size);

/* count * size bytes, zeroed; a product that overflows counts as exhaustion. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of s that ends in a NUL, which does not count; of the absent slice, the absent slice. */
struct str arena_str(struct arena *arena, struct str s);

/* The formatted text, ending in a NUL. */
struct str arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * For an array that grows: makes sure that items[count] exists, moving the array to twice its
 * capacity when it is full.  Returns the array; *capacity is updated.  Begin with NULL and 0.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#endif
