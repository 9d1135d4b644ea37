/*
 * program.h - running other programs without a shell, to read their output or to talk with them.
 *
 * Layer 1.  Arguments are passed one by one, so that nothing in them is taken for a command.
 */
#ifndef COP_PROGRAM_H
#define COP_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "buf.h"

/*
 * Runs the program argv[0] with the arguments argv, which ends in NULL, and adds its standard output to out.  Its
 * standard input is empty; its standard error is ours, or discarded if quiet.  Returns its exit status, which is 127 or
 * more if it was not found or was killed; -1, with errno set, if it could not be run or its output could not be read.
 */
int program_run(const char *const argv[], bool quiet, struct buf *out);

/* The same in the given environment, which ends in NULL (NULL: ours); adds its standard error to err. */
int program_ask(const char *const argv[], const char *const environment[], struct buf *out,
		struct buf *err);

/* A program that runs at the same time as ours. */
struct program {
	pid_t child;
	int fd; /* its standard input and output: a socket, as MSG_NOSIGNAL spares us SIGPIPE if it has ended */
};

/* Starts it in that environment (NULL: ours), with our standard error; false, with errno set, if it cannot be run. */
bool program_start(struct program *program, const char *const argv[],
		   const char *const environment[]);

/* Starts, in our environment, a program that reads what we write; its standard output is ours. */
bool program_feed(struct program *program, const char *const argv[]);

/* Writes all of the bytes to it; false, with errno set, on failure: EPIPE if it has ended. */
bool program_tell(const struct program *program, struct str bytes);

/* Closes its standard input; its output can still be read. */
void program_told(const struct program *program);

/* Closes the socket and waits for the program to end; returns its exit status as program_run() does. */
int program_end(struct program *program);

#endif
