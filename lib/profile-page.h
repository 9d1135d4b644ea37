/*
 * profile-page.h - the sections of a community's page, and the pieces of text they are made of.
 *
 * Layer 5.  For profile-page*.c alone.  What makes up a value adds to a buf, which a field or bullet of the page takes and
 * leaves empty.
 */
#ifndef COP_PROFILE_PAGE_H
#define COP_PROFILE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "page.h"
#include "profile.h"

#define PROFILE_BULLET "\xE2\x80\xA2"

/* A text of the definition in the reader's language. */
struct str profile_text(const struct profile *p, const struct node *node, const char *key);

/* A word of a vocabulary as the reader's language has it. */
struct str profile_word(const struct node *node, const char *key);

/* Adds a list of ids, from its first item on, as names, separated by commas. */
void profile_terms(const struct profile *p, const struct vocabulary *vocabulary,
		   const struct node *first, struct buf *out);

/* Is the date, as it was given, after the day asked about? */
bool profile_is_ahead(const struct profile *p, struct str text);

/*
 * Adds "2021 to 2023", "since 2021", "starting 2030" or "until 2023" of two dates as they were given, behind a separator
 * where something stands before.
 */
void profile_span(const struct profile *p, struct buf *out, const char *separator, struct str from,
		  struct str until);

/* The same of the dates from and until of a node. */
void profile_node_span(const struct profile *p, struct buf *out, const char *separator,
		       const struct node *node);

/* A number of a definition as the language has it, made in the buf; what is none is as it is written. */
struct str profile_number(struct buf *number, const struct node *node);

/* Adds a count as the audience may see it. */
void profile_count(const struct profile *p, struct buf *out, size_t count);

/* Write the value, as a field of that name or as a bullet. */
void profile_field(struct page *page, const char *name, struct buf *value);
void profile_bullet(struct page *page, struct buf *value);

/* Who may join, how many have, who leads and what the mix is to be. */
void profile_people(const struct profile *p, struct page *page, struct buf *value);

/* Practice, priorities, goals and meetings. */
void profile_work(const struct profile *p, struct page *page, struct buf *value);

/* How to join, whom to write to, where it talks and what it has published. */
void profile_reach(const struct profile *p, struct page *page, struct buf *value);

/* Events, funding and lineage. */
void profile_past(const struct profile *p, struct page *page, struct buf *value);

#endif
