#include "json.h"

#include <math.h>
#include <stdlib.h>

#include "arena.h"
#include "text.h"

void
json_use_memory(void)
{
	json_set_alloc_funcs(memory_get, free);
}

json_t *
json_text(struct str text)
{
	struct buf plain = {0};
	json_t *json;

	text_plain(&plain, text, true);
	json = json_stringn(buf_all(&plain).p, plain.n);
	buf_free(&plain);
	return json;
}

json_t *
json_number(double number)
{
	if (fabs(number) < 1e15 && floor(number) >= number)
		return json_integer((json_int_t)number);
	return json_real(number);
}

void
json_set(json_t *object, struct str key, json_t *value)
{
	struct buf name = {0};

	text_plain(&name, key, false);
	buf_char(&name, '\0');
	(void)json_object_set_new(object, name.p, value);
	buf_free(&name);
}

static int
add_bytes(const char *bytes, size_t n, void *context)
{
	buf_add(context, bytes, n);
	return 0;
}

void
json_add_line(struct buf *out, json_t *value)
{
	/*
	 * With 15 digits, 0.1 is printed as 0.1.  jansson does not say that memory ran out, so take any failure for
	 * that.
	 */
	if (value == NULL ||
	    json_dump_callback(value, add_bytes, out, JSON_COMPACT | JSON_REAL_PRECISION(15)) != 0)
		memory_give_up();
	buf_char(out, '\n');
	json_decref(value);
}
