/*
 * wording.h - the names of things in a registry, in the reader's language.
 *
 * Layer 5.  A name is what the registry says in the best of the view's languages; where it says nothing, the id.  A
 * wording is the name with its language, for documents.
 */
#ifndef COP_WORDING_H
#define COP_WORDING_H

#include "query.h"

struct wording term_wording(const struct view *view, const struct vocabulary *vocabulary,
			    struct str id);
struct str term_name(const struct view *view, const struct vocabulary *vocabulary, struct str id);

/* Default purposes have no name in the registry: their ids are words, and are translated. */
struct wording purpose_wording(const struct view *view, struct str id);

struct wording community_wording(const struct view *view, struct str id);
struct str community_name(const struct view *view, struct str id);

/* The name of a group of a community, or of leads. */
struct wording group_wording(const struct view *view, const struct definition *cop, struct str id);
struct str group_name(const struct view *view, const struct definition *cop, struct str id);

/* Adds the names of what a composition rule filters by, if anything: its description where it has no note. */
void rule_filters(const struct view *view, const struct composition_rule *rule, struct buf *out);

/* The name of an organization in organizations.csv; the id if the file is not loaded or has no name for it. */
struct str organization_name(const struct view *view, struct str id);

/* The kind of a channel or resource, which may be any word: translated if it is one of the usual ones. */
struct str usual_kind(struct str kind);

/* The name of a language, if it is English or French; else its code. */
struct str language_name(struct str code);

/* The heading of a column of cop-list or cop-members; the name of the column if it has no heading. */
struct str column_label(const char *name);

/* The kind of a community, in words. */
struct str kind_label(enum kind kind);

/* A word of a closed vocabulary, translated.  It must end in a NUL, as words and the values of nodes do. */
struct str word_label(struct str english);

/* The same for a text that should be one of words; any other text is returned unchanged. */
struct str word_label_of(const char *const *words, struct str text);

#endif
