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
	size_t width;        /* in columns */
	bool bold;           /* headings are bold, by terminal control codes */
	size_t indent;       /* of the content, beyond PAGE_INDENT */
	const char *pending; /* heading to be written before the next content; or NULL */
	bool begun;          /* some content or heading has been written */
};

/* Writes the first line: the title on the left, the id on the right, or on a line of its own if there is no room. */
void page_title(struct page *page, struct str title, struct str id);

/* Begins a section; its heading appears with the first content, so that no section is empty. */
void page_section(struct page *page, const char *heading);

/* Writes a heading at once, whatever follows; its text is data.  Level 3 is indented, with the content below it. */
void page_heading(struct page *page, unsigned level, struct str text);

/* Writes a paragraph; nothing if the text is empty. */
void page_text(struct page *page, struct str text);

/* Writes a label and, wrapped to its right, its value; nothing if the value is empty. */
void page_field(struct page *page, const char *label, struct str value);

/* Writes a bullet with its text; nothing if the text is empty. */
void page_bullet(struct page *page, const char *bullet, struct str text);

#endif
