/*
 * dispatch.h - finding and running the other commands: cop NAME runs cop-NAME.
 *
 * Layer 5.  Commands are the files named cop-* beside the running program; adding one needs no list.
 */
#ifndef COP_DISPATCH_H
#define COP_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "str.h"

struct dispatch {
	struct arena *arena;
	struct str folder; /* of the commands */
	struct str *names; /* without cop-, sorted */
	size_t count;
};

/* Looks beside the running program. */
struct dispatch dispatch_find(struct arena *arena);

/* Is there a command of that name? If not, *nearest is tried with those there are. */
bool dispatch_knows(const struct dispatch *dispatch, struct str name, struct nearest *nearest);

/* Is there a page of the manual about it, a command or registry, diagnostics, git?  If not, *nearest is tried likewise. */
bool dispatch_explains(const struct dispatch *dispatch, struct str name, struct nearest *nearest);

/* What a command does, in a sentence: the second line of its --help; empty if it cannot be run. */
struct str dispatch_summary(const struct dispatch *dispatch, struct str name);

/* Becomes the command, with arguments whose first is replaced; returns, errno set, only if that fails. */
void dispatch_run(const struct dispatch *dispatch, struct str name, char *argv[]);

/*
 * Becomes man(1) on the page of a command or topic, or of cop itself for an empty name; where there is no man, the command's
 * --help.  Returns, errno set, only if neither can be run.
 */
void dispatch_manual(const struct dispatch *dispatch, struct str name);

#endif
