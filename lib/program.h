/*
 * program.h - running other programs, without a shell: for what they print, or to talk with them.
 *
 * Layer 1.  Who names the program names its arguments one by one, so that nothing in them is a command.
 */
#ifndef COP_PROGRAM_H
#define COP_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "buf.h"

/*
 * Runs the program that argv, which ends in NULL, names, and adds what it writes to its standard output; it reads
 * nothing, and its standard error is lost where quiet.  Returns its exit status; -1, and errno set, if it cannot be
 * run; 127 or more if it was killed or is nowhere.
 */
int program_run(const char *const argv[], bool quiet, struct buf *out);

/* The same in an environment, which ends in NULL; adds what it writes to its standard error as well. */
int program_ask(const char *const argv[], const char *const environment[], struct buf *out,
		struct buf *err);

/* A program that runs beside ours. */
struct program {
	pid_t child;
	int fd; /* its standard input and output, a socket: writing to one that has ended raises no signal */
};

/* Starts it in that environment; its standard error is ours.  False, and errno set, if it cannot be run. */
bool program_start(struct program *program, const char *const argv[],
		   const char *const environment[]);

/* The same for one that reads what we write, and has our standard output. */
bool program_feed(struct program *program, const char *const argv[]);

/* Writes all of the bytes to it; false, and errno set: EPIPE where it has ended. */
bool program_tell(const struct program *program, struct str bytes);

/* Ends its input: there is nothing more to tell. */
void program_told(const struct program *program);

/* Ends its input, and waits until it has ended; its exit status, 127 or more if it was killed or is nowhere. */
int program_end(struct program *program);

#endif
