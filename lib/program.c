#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"

extern char **environ;

/* Starts it with the pipe's end as its standard output; 0, or why it cannot be. */
static int
start(const char *const argv[], bool quiet, int out, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error != 0)
		return error;
	error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (error == 0 && quiet)
		error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
							 O_WRONLY, 0);
	if (error == 0)
		error = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error;
}

int
program_run(const char *const argv[], bool quiet, struct buf *out)
{
	int ends[2], status = 0, error;
	struct file file;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	error = start(argv, quiet, ends[1], &child);
	(void)close(ends[1]);
	file = (struct file){.fd = ends[0]};
	while (error == 0 && file_read(&file, out, 64 * (size_t)1024) > 0)
		;
	(void)close(ends[0]);
	while (error == 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			error = errno;
	errno = error;
	if (error != 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
