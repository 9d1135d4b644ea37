/*
 * html.h - what pages of HTML and the SVG in them are written by.
 *
 * Layer 4.  Writers of documents use it; document.h has the model.
 */
#ifndef COP_HTML_H
#define COP_HTML_H

#include "buf.h"
#include "str.h"

/* Adds text from data, made plain (text.h) and escaped: fit for content, and for attributes in quotes. */
void html_text(struct buf *out, struct str text);

/* The attribute that tells the language of a text, behind a blank; nothing if there is none, or it is that of the page. */
void html_language(struct buf *out, struct str language, struct str of_page);

/* A number for an attribute: a point and at most two decimals, whatever the locale. */
struct decimal {
	char text[32];
};

/* Not a number, or too large for a picture by far, becomes 0. */
struct decimal html_decimal(double number);

/* The style sheet of every page, in pieces; NULL ends it. */
extern const char *const html_style[];

#endif
