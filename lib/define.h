/*
 * define.h - writing definitions: cop-set and cop-new.
 *
 * Layer 5.
 */
#ifndef COP_DEFINE_H
#define COP_DEFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"
#include "revise.h"

/* Values of a definition: the context of set_change() and new_change(). */
struct defining {
	struct str cop;
	const struct revision *revisions;
	size_t count;
	struct date date; /* of a new definition: when it was reviewed */
	day today;
};

/* Changes values in place: cop-set. */
bool set_change(void *context, struct edit *edit);

/* A new definition and its empty roster: cop-new. */
bool new_change(void *context, struct edit *edit);

#endif
