/*
 * html.h - helpers for writing HTML pages and the SVG in them.
 *
 * Layer 4.  Writers of documents use these; document.h has the model.
 */
#ifndef COP_HTML_H
#define COP_HTML_H

#include "buf.h"
#include "str.h"

/* Appends text from data, made plain (text.h) and escaped for use as content or in a quoted attribute. */
void html_text(struct buf *out, struct str text);

/* Appends a space and a lang attribute; nothing if language is absent or the same as the page's. */
void html_language(struct buf *out, struct str language, struct str of_page);

/* A number for an attribute: at most two decimals, with a decimal point in every locale. */
struct decimal {
	char text[32];
};

/* Formats a number; NAN, or one too large for any picture (1e7 or more), becomes 0. */
struct decimal html_decimal(double number);

/* The style sheet of every page, in pieces; ends in NULL. */
extern const char *const html_style[];

#endif
