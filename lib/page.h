/*
 * page.h - prose for a terminal: headings, labelled fields and bullets, wrapped and aligned.
 *
 * Layer 4.  Text from data is made plain (text.h) on its way in.
 */
#ifndef COP_PAGE_H
#define COP_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "str.h"

#define PAGE_INDENT 2 /* of the content, below its heading */

struct page {
	struct buf *out;
	size_t width;        /* columns */
	bool bold;           /* headings, on a terminal */
	size_t indent;       /* of the content, beyond that of every page */
	const char *pending; /* heading that waits for its first content */
	bool begun;
};

/* The first line: a title on the left, an id on the right, or below where there is no room. */
void page_title(struct page *page, struct str title, struct str id);

/* Begins a section; its heading appears with the first content, so that no section is empty. */
void page_section(struct page *page, const char *heading);

/* A heading that stands at once, whatever follows; its text is data. Level 3 is indented, and so is what is below it. */
void page_heading(struct page *page, unsigned level, struct str text);

/* A paragraph. */
void page_text(struct page *page, struct str text);

/* A label and its value, which hangs beside it; nothing if the value is empty. */
void page_field(struct page *page, const char *label, struct str value);

/* A bullet with its text; nothing if that is empty. */
void page_bullet(struct page *page, const char *bullet, struct str text);

#endif
