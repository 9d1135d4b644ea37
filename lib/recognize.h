/*
 * recognize.h - finding the id that a person meant by an id in any case, a name in any language, an alias or an
 * address' domain.
 *
 * Layer 4.  Names are compared as a whole, ignoring case and accents.  A name that is merely similar does not match.
 */
#ifndef COP_RECOGNIZE_H
#define COP_RECOGNIZE_H

#include "registry.h"

struct recognizer {
	struct arena *arena;
	const struct registry *registry;
	/* From folded names to ids (struct str); to an absent id if several have the name. */
	struct map roles;
	struct map regions;
	struct map organizations;
	struct map domains; /* from domains to ids of organizations, likewise */
};

/* Creates a recognizer in the arena. The registry's organizations must have been loaded. */
struct recognizer *recognizer_new(struct arena *arena, const struct registry *registry);

/* The id that the word stands for; the word itself if it is an id already or not recognized. */
struct str recognize_role(const struct recognizer *recognizer, struct str word);
struct str recognize_region(const struct recognizer *recognizer, struct str word);
struct str recognize_organization(const struct recognizer *recognizer, struct str word);

/*
 * From the folded names, aliases and acronyms of communities to their ids, as in a recognizer.  The first call reads all
 * definitions, so this is for a word that is no id; it keeps the map in *names, which is NULL before.
 */
const struct map *recognize_communities(struct arena *arena, const struct registry *registry,
					struct map **names);

/* The id of the community with that name; the word itself if there is none, or there are several. */
struct str recognize_community(const struct map *communities, struct str word);

/* As registry_knows(), but a word that is a community's name means that one, whatever ids are near. */
bool recognize_known(struct arena *arena, const struct registry *registry, struct str word,
		     struct nearest *nearest, struct map **names);

/* The language in its usual case, such as fr-CA for fr_ca; the word itself if it is none. */
struct str recognize_language(const struct recognizer *recognizer, struct str word);

/* The id of the organization that has the domain of the address; absent if none or several have it. */
struct str recognize_domain(const struct recognizer *recognizer, struct str email);

#endif
