/*
 * program.h - running another program, without a shell, for what it prints.
 *
 * Layer 1.  Who names the program names its arguments one by one, so that nothing in them is a command.
 */
#ifndef COP_PROGRAM_H
#define COP_PROGRAM_H

#include <stdbool.h>

#include "buf.h"

/*
 * Runs the program that argv, which ends in NULL, names, and adds what it writes to its standard output; it reads
 * nothing, and its standard error is lost where quiet.  Returns its exit status; -1, and errno set, if it cannot be
 * run; 127 or more if it was killed or is nowhere.
 */
int program_run(const char *const argv[], bool quiet, struct buf *out);

#endif
