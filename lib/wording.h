/*
 * wording.h - what things of a registry are called, in the reader's language.
 *
 * Layer 5.  A name is what the registry says in the best of the view's languages; where it says nothing, the id.  A wording is the
 * name with its language, for documents.
 */
#ifndef COP_WORDING_H
#define COP_WORDING_H

#include "query.h"

struct wording term_wording(const struct view *view, const struct vocabulary *vocabulary,
			    struct str id);
struct str term_name(const struct view *view, const struct vocabulary *vocabulary, struct str id);

/* Those that there are by default have no name of the registry's, and are words. */
struct wording purpose_wording(const struct view *view, struct str id);

struct wording community_wording(const struct view *view, struct str id);
struct str community_name(const struct view *view, struct str id);

/* The name of one of a community's groups, or of leads. */
struct wording group_wording(const struct view *view, const struct definition *cop, struct str id);
struct str group_name(const struct view *view, const struct definition *cop, struct str id);

/* Adds whom a composition rule that has no note is about: the names of what it filters by, if anything. */
void rule_filters(const struct view *view, const struct composition_rule *rule, struct buf *out);

/* The name that organizations.csv has for the id, if it is loaded. */
struct str organization_name(const struct view *view, struct str id);

/* What a channel or resource is, in any word of its definition: a usual one in the language of the labels. */
struct str usual_kind(struct str kind);

/* What a language is called: English, French, else its code. */
struct str language_name(struct str code);

/* What a column of cop-list or cop-members is called; its name, where it has no label. */
struct str column_label(const char *name);

/* The kind of a community, in words. */
struct str kind_label(enum kind kind);

/* A word of a closed vocabulary, translated; it ends in a NUL, as words and the values of nodes do. */
struct str word_label(struct str english);

/* The same for a text that should be one of the words; what is none of them stays as it is. */
struct str word_label_of(const char *const *words, struct str text);

#endif
