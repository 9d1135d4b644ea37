/*
 * profile-page.h - the sections of a community's page, and the pieces of text they are made of.
 *
 * Layer 5.  For profile-page*.c only.  A value is composed in a buf, which profile_field() or profile_bullet() writes
 * to the page and then empties for the next value.
 */
#ifndef COP_PROFILE_PAGE_H
#define COP_PROFILE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "page.h"
#include "profile.h"

#define PROFILE_BULLET "\xE2\x80\xA2"

/* The text under a key of the node, in the best of the reader's languages. */
struct str profile_text(const struct profile *p, const struct node *node, const char *key);

/* The word under a key of the node, such as monthly, translated into the reader's language. */
struct str profile_word(const struct node *node, const char *key);

/* Adds the names of the ids in a list, given by its first item, separated by commas. */
void profile_terms(const struct profile *p, const struct vocabulary *vocabulary,
		   const struct node *first, struct buf *out);

/* Is text a date after the day asked about? */
bool profile_is_ahead(const struct profile *p, struct str text);

/*
 * Adds "2021 to 2023", "since 2021", "starting 2030" or "until 2023" for two dates as written, either of which may be
 * empty; preceded by the separator if out is not empty.
 */
void profile_span(const struct profile *p, struct buf *out, const char *separator, struct str from,
		  struct str until);

/* The same for the values of a node's keys from and until. */
void profile_node_span(const struct profile *p, struct buf *out, const char *separator,
		       const struct node *node);

/* The number in a node, formatted in the buf for the reader's language; a text that is no number is returned as is. */
struct str profile_number(struct buf *number, const struct node *node);

/* Adds a count of people as the audience may see it: "<5" if it must be masked. */
void profile_count(const struct profile *p, struct buf *out, size_t count);

/* Write the value as a field of that name, or as a bullet, and empty it. */
void profile_field(struct page *page, const char *name, struct buf *value);
void profile_bullet(struct page *page, struct buf *value);

/* Each of these writes some sections of the page; value is scratch space, empty before and after. */

/* Who may join, how many have joined, who leads, and the required composition. */
void profile_people(const struct profile *p, struct page *page, struct buf *value);

/* Practice, priorities, goals and meetings. */
void profile_work(const struct profile *p, struct page *page, struct buf *value);

/* How to join, contacts, channels and published resources. */
void profile_reach(const struct profile *p, struct page *page, struct buf *value);

/* Events, funding and lineage. */
void profile_past(const struct profile *p, struct page *page, struct buf *value);

#endif
