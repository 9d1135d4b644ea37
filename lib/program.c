#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"

#define READ_BLOCK (64 * (size_t)1024)

extern char **environ;

/* The descriptors that become the program's standard streams; -1 stands for /dev/null. */
struct streams {
	int fds[3];
};

/* Starts the program in that environment, or in ours if that is NULL; returns 0 or an errno. */
static int
start(const char *const argv[], const char *const environment[], struct streams streams,
      pid_t *child)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	for (int i = 0; i < 3 && error == 0; i++)
		error = streams.fds[i] >= 0
			    ? posix_spawn_file_actions_adddup2(&actions, streams.fds[i], i)
			    : posix_spawn_file_actions_addopen(&actions, i, "/dev/null",
							       i == 0 ? O_RDONLY : O_WRONLY, 0);
	if (error == 0)
		error = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)argv,
				     environment != NULL ? (char *const *)environment : environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Waits until the child has ended; returns its exit status, 128 + N if signal N killed it, or -1 with errno set. */
static int
wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/*
 * Runs the program to its end, with err for its standard error, and adds its output to out; returns as program_run().
 */
static int
run(const char *const argv[], const char *const environment[], int err, struct buf *out)
{
	int ends[2], error, failed = 0, status;
	struct file file;
	ssize_t got = 1;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	error = start(argv, environment, (struct streams){{-1, ends[1], err}}, &child);
	(void)close(ends[1]);
	file = (struct file){.fd = ends[0]};
	while (error == 0 && got > 0)
		if ((got = file_read(&file, out, READ_BLOCK)) < 0)
			failed = errno;
	(void)close(ends[0]);
	status = error == 0 ? wait_for(child) : -1;
	/* Output that was not read to its end is incomplete: fail, whatever the exit status. */
	if (error == 0 && failed == 0)
		return status;
	errno = error != 0 ? error : failed;
	return -1;
}

int
program_run(const char *const argv[], bool quiet, struct buf *out)
{
	return run(argv, NULL, quiet ? -1 : STDERR_FILENO, out);
}

int
program_ask(const char *const argv[], const char *const environment[], struct buf *out,
	    struct buf *err)
{
	/* A file in memory, not a pipe: it never fills up while nobody reads it. */
	struct file said = {.fd = memfd_create("said", MFD_CLOEXEC)};
	int status = said.fd < 0 ? -1 : run(argv, environment, said.fd, out), error = errno;

	file_rewind(&said);
	while (status >= 0 && file_read(&said, err, READ_BLOCK) > 0)
		;
	file_close(&said);
	errno = error;
	return status;
}

/* Starts the program with a socket for its standard input and, if both, its standard output. */
static bool
start_beside(struct program *program, const char *const argv[], const char *const environment[],
	     bool both)
{
	int ends[2], error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	error = start(argv, environment,
		      (struct streams){{ends[1], both ? ends[1] : STDOUT_FILENO, STDERR_FILENO}},
		      &program->child);
	(void)close(ends[1]);
	program->fd = ends[0];
	if (error != 0)
		(void)close(ends[0]);
	errno = error;
	return error == 0;
}

bool
program_start(struct program *program, const char *const argv[], const char *const environment[])
{
	return start_beside(program, argv, environment, true);
}

bool
program_feed(struct program *program, const char *const argv[])
{
	return start_beside(program, argv, NULL, false);
}

bool
program_tell(const struct program *program, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t sent = send(program->fd, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (sent < 0 && errno != EINTR)
			return false;
		if (sent > 0)
			bytes = str_after(bytes, (size_t)sent);
	}
	return true;
}

void
program_told(const struct program *program)
{
	(void)shutdown(program->fd, SHUT_WR);
}

int
program_end(struct program *program)
{
	(void)close(program->fd);
	return wait_for(program->child);
}
