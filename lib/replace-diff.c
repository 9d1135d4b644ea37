/* Unified diffs of changes to come. */
#include "replace.h"

#include <sys/mman.h>
#include <unistd.h>

#include "program.h"

/* Opens an anonymous file that holds the bytes, positioned at its beginning; -1, with errno set, on failure. */
static int
as_file(struct str bytes)
{
	int fd = memfd_create("coptools", 0);

	if (fd >= 0 && (!file_write(fd, bytes) || lseek(fd, 0, SEEK_SET) != 0)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

bool
replace_diff(struct str old, struct str bytes, struct str path, struct buf *out, struct diag *diag)
{
	int files[2] = {as_file(old), as_file(bytes)};
	bool good = files[0] >= 0 && files[1] >= 0;
	struct buf words[4] = {0};
	struct str rest = path;

	/* As in git's diffs, an absolute path gets no second slash after a/. */
	while (str_starts(rest, STR("/")))
		rest = str_after(rest, 1);
	for (int i = 0; i < 2; i++) {
		buf_format(&words[i], "/dev/fd/%d", files[i]);
		buf_format(&words[2 + i], "%c/%.*s", "ab"[i], STR_ARG(rest));
		buf_char(&words[i], '\0');
		buf_char(&words[2 + i], '\0');
	}
	if (good) {
		const char *label = old.p == NULL ? "/dev/null" : words[2].p;
		const char *const argv[] = {"diff", "-a",       "-u",       "-L",       label,
					    "-L",   words[3].p, words[0].p, words[1].p, NULL};
		int status = program_run(argv, false, out);

		good = status == 0 || status == 1;
	}
	if (!good)
		diag_add(diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "cannot run diff");
	for (int i = 0; i < 2; i++)
		if (files[i] >= 0)
			(void)close(files[i]);
	for (int i = 0; i < 4; i++)
		buf_free(&words[i]);
	return good;
}
