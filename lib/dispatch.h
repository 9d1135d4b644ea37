/*
 * dispatch.h - finding and running the other commands: cop NAME runs cop-NAME.
 *
 * Layer 5.  The commands are the executable files named cop-* beside the running program: there is no list to maintain.
 */
#ifndef COP_DISPATCH_H
#define COP_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "diag.h"
#include "str.h"

struct dispatch {
	struct arena *arena;
	struct str folder; /* where the commands are, with a slash at the end */
	struct str *names; /* without cop-, sorted */
	size_t count;
};

/* Lists the commands beside the running program; none if its folder cannot be read. */
struct dispatch dispatch_find(struct arena *arena);

/* Is there a command of this name? If not, offers all commands that were listed to *nearest as suggestions. */
bool dispatch_knows(const struct dispatch *dispatch, struct str name, struct nearest *nearest);

/*
 * Does the name have a manual page, as a command or as one of registry, diagnostics, git?  If not, offers all of these
 * to *nearest as suggestions.
 */
bool dispatch_explains(const struct dispatch *dispatch, struct str name, struct nearest *nearest);

/* What a command does, in one sentence: the second line of its --help; empty if it cannot be run. */
struct str dispatch_summary(const struct dispatch *dispatch, struct str name);

/* Execs the command with argv, NULL at the end. Returns only if that fails, with errno set. */
void dispatch_run(const struct dispatch *dispatch, struct str name, char *argv[]);

/*
 * Execs man(1) on the page of a command or topic, or of cop itself if name is empty.  If there is no man(1), execs the
 * command with --help.  Returns only if neither can be run, with errno set.
 */
void dispatch_manual(const struct dispatch *dispatch, struct str name);

#endif
