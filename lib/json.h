/*
 * json.h - what every writer of JSON shares, above jansson.
 *
 * Layer 4.  Text from data loses what could command a terminal (text.h), as in the other formats.
 */
#ifndef COP_JSON_H
#define COP_JSON_H

#include <jansson.h>

#include "buf.h"
#include "str.h"

/* Has jansson take memory from arena.h, which never returns NULL. Before anything else of this header. */
void json_use_memory(void);

/* A text; line breaks stay. */
json_t *json_text(struct str text);

/* A number; a whole one without a point. */
json_t *json_number(double number);

/* Sets a key of an object, which takes the value over. */
void json_set(json_t *object, struct str key, json_t *value);

/* Adds the value as one line, and gives it back. */
void json_add_line(struct buf *out, json_t *value);

#endif
