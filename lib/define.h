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

/* Values to set in a definition: the context of set_change() and new_change(). */
struct defining {
	struct str cop;
	const struct revision *revisions;
	size_t count;
	struct date date; /* new_change(): the value of reviewed, unless a revision sets it */
	day today;
};

/* cop-set: changes values of a definition in place. */
bool set_change(void *context, struct edit *edit);

/* cop-new: creates a definition and an empty roster. */
bool new_change(void *context, struct edit *edit);

#endif
