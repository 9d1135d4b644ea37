/*
 * json.h - what every writer of JSON shares, on top of jansson.
 *
 * Layer 4.  As in the other output formats, text from data is stripped of characters that could control a terminal
 * (text.h).
 */
#ifndef COP_JSON_H
#define COP_JSON_H

#include <jansson.h>

#include "buf.h"
#include "str.h"

/* Makes jansson allocate through arena.h, which never returns NULL.  Call it before anything else in this header. */
void json_use_memory(void);

/* A string; line breaks are kept. */
json_t *json_text(struct str text);

/* A number; an integer if it is whole. */
json_t *json_number(double number);

/* Sets a key of an object, which takes ownership of the value. */
void json_set(json_t *object, struct str key, json_t *value);

/* Appends the value to out as one line, and releases it. */
void json_add_line(struct buf *out, json_t *value);

#endif
