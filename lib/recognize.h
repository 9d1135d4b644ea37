/*
 * recognize.h - the ids that people mean: by an id, a name in any language, an alias, or the domain of their address.
 *
 * Layer 4.  Names are compared case- and accent-blind, and whole: what is only near is no match, but an unknown id.
 */
#ifndef COP_RECOGNIZE_H
#define COP_RECOGNIZE_H

#include "registry.h"

struct recognizer {
	struct arena *arena;
	const struct registry *registry;
	struct map
	    roles; /* from a folded name to the id, and so on; a name that two have is nobody's */
	struct map regions;
	struct map organizations;
	struct map domains; /* to the organization */
};

/* Of a registry whose organizations are loaded. */
struct recognizer *recognizer_new(struct arena *arena, const struct registry *registry);

/* The id that the word means; the word itself if it means none. */
struct str recognize_role(const struct recognizer *recognizer, struct str word);
struct str recognize_region(const struct recognizer *recognizer, struct str word);
struct str recognize_organization(const struct recognizer *recognizer, struct str word);

/* The organization whose domain the address has; absent if none has. */
struct str recognize_domain(const struct recognizer *recognizer, struct str email);

#endif
