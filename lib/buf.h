/*
 * buf.h - bytes that grow.
 *
 * Layer 0.  Everybody may use it.  Begin with a zeroed struct; buf_free() gives the bytes back.  Memory
 * runs out as arena.h says.  The bytes move when they grow: keep offsets, not pointers.
 */
#ifndef COP_BUF_H
#define COP_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "str.h"

struct arena;

struct buf {
	char *p;
	size_t n;
	size_t capacity;
};

/* Makes room for n bytes more; p + n may then be written, and n raised by hand. */
void buf_room(struct buf *buf, size_t n);

void buf_add(struct buf *buf, const char *bytes, size_t n);
void buf_str(struct buf *buf, struct str s);
void buf_puts(struct buf *buf, const char *s);
void buf_char(struct buf *buf, char c);

/* Adds text behind a separator, which stands only between two that are not empty. */
void buf_join(struct buf *buf, const char *separator, struct str text);

void buf_repeat(struct buf *buf, char c, size_t times);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vformat(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* All that was added, valid until the next addition. */
static inline struct str
buf_all(const struct buf *buf)
{
	return (struct str){buf->p != NULL ? buf->p : "", buf->n};
}

/* All that was added, as arena_str() has it; the buf is free then, as after buf_free(). */
struct str buf_keep(struct buf *buf, struct arena *arena);

/* Forgets the bytes and keeps the room. */
static inline void
buf_clear(struct buf *buf)
{
	buf->n = 0;
}

void buf_free(struct buf *buf);

#endif
