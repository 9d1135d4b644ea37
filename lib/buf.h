/*
 * buf.h - a growing byte buffer.
 *
 * Layer 0.  Everybody may use it.  Begin with a zeroed struct; buf_free() frees the bytes.  Running out of
 * memory ends the process (arena.h).  The bytes move when they grow: keep offsets, not pointers.
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

/* Makes room for n more bytes.  The caller may then write them at buf->p + buf->n, and raise buf->n itself. */
void buf_room(struct buf *buf, size_t n);

void buf_add(struct buf *buf, const char *bytes, size_t n);
void buf_str(struct buf *buf, struct str s);
void buf_puts(struct buf *buf, const char *s);
void buf_char(struct buf *buf, char c);

/* Adds text, after the separator if buf is not empty; adds nothing if text is empty. */
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

/* Copies all that was added into the arena, with a NUL after it, and frees buf as buf_free() does. */
struct str buf_keep(struct buf *buf, struct arena *arena);

/* Empties the buffer, but keeps its memory. */
static inline void
buf_clear(struct buf *buf)
{
	buf->n = 0;
}

void buf_free(struct buf *buf);

#endif
