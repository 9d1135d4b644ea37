#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"

void
buf_room(struct buf *buf, size_t n)
{
	size_t capacity = buf->capacity > 0 ? buf->capacity : 256;

	if (n <= buf->capacity - buf->n && buf->p != NULL)
		return;
	if (n > SIZE_MAX / 4)
		memory_give_up();
	while (capacity - buf->n < n)
		capacity = capacity > SIZE_MAX / 2 ? SIZE_MAX : 2 * capacity;
	buf->p = memory_resize(buf->p, capacity);
	buf->capacity = capacity;
}

void
buf_add(struct buf *buf, const char *bytes, size_t n)
{
	buf_room(buf, n);
	if (n > 0)
		memcpy(buf->p + buf->n, bytes, n);
	buf->n += n;
}

void
buf_str(struct buf *buf, struct str s)
{
	buf_add(buf, s.p, s.n);
}

void
buf_puts(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

void
buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void
buf_join(struct buf *buf, const char *separator, struct str text)
{
	if (text.n == 0)
		return;
	if (buf->n > 0)
		buf_puts(buf, separator);
	buf_str(buf, text);
}

void
buf_repeat(struct buf *buf, char c, size_t times)
{
	buf_room(buf, times);
	if (times > 0)
		memset(buf->p + buf->n, c, times);
	buf->n += times;
}

void
buf_vformat(struct buf *buf, const char *format, va_list args)
{
	va_list again;
	int n;

	/* Most texts fit in the room left; for those that do not, this returns how much they need. */
	buf_room(buf, 1);
	va_copy(again, args);
	n = vsnprintf(buf->p + buf->n, buf->capacity - buf->n, format, again);
	va_end(again);
	if (n <= 0)
		return;
	if ((size_t)n >= buf->capacity - buf->n) {
		buf_room(buf, (size_t)n + 1);
		(void)vsnprintf(buf->p + buf->n, (size_t)n + 1, format, args);
	}
	buf->n += (size_t)n;
}

void
buf_format(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vformat(buf, format, args);
	va_end(args);
}

struct str
buf_keep(struct buf *buf, struct arena *arena)
{
	struct str kept = arena_str(arena, buf_all(buf));

	buf_free(buf);
	return kept;
}

void
buf_free(struct buf *buf)
{
	free(buf->p);
	*buf = (struct buf){0};
}
