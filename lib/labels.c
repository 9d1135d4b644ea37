#include "labels.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DOMAIN "coptools"

/* The catalogues' folder: ../share/locale beside the program, built or installed. */
static void
bind_catalogues(void)
{
	char path[PATH_MAX + 32];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);

	for (int up = 0; n > 0 && up < 2; up++)
		while (n > 0 && path[--n] != '/')
			;
	if (n <= 0)
		return;
	(void)snprintf(path + n, 32, "/share/locale");
	(void)bindtextdomain(DOMAIN, path);
}

void
labels_use(struct str language)
{
	char name[16];

	if (str_starts(language, STR("en")) || language.n >= sizeof(name))
		return;
	(void)snprintf(name, sizeof(name), "%.*s", STR_ARG(language));
	if (name[2] == '-')
		name[2] = '_';
	/* gettext looks at LANGUAGE only in a locale other than C; C.UTF-8 is there everywhere. */
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL &&
	    setlocale(LC_MESSAGES, "en_US.UTF-8") == NULL)
		return;
	(void)setenv("LANGUAGE", name, 1);
	bind_catalogues();
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8");
	(void)textdomain(DOMAIN);
}

const char *
label(const char *english)
{
	return gettext(english);
}
