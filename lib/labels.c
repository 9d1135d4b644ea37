#include "labels.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include "file.h"

#define DOMAIN "coptools"

/* The catalogues' folder: ../share/locale beside the program, built or installed. */
static void
bind_catalogues(void)
{
	struct arena *arena = arena_new();
	struct str path = file_beside_program(arena, "share/locale");

	if (path.n > 0)
		(void)bindtextdomain(DOMAIN, path.p);
	arena_free(arena);
}

static bool
is_english(struct str language)
{
	return str_is(language, "en") || str_starts(language, STR("en-"));
}

void
labels_use(const struct str *languages, size_t count)
{
	char names[256];
	size_t n = 0;

	/* Those before English, as gettext(3) wants them: fr_CA:fr. */
	for (size_t i = 0;
	     i < count && !is_english(languages[i]) && languages[i].n < sizeof(names) - n - 1;
	     i++) {
		if (n > 0)
			names[n++] = ':';
		for (size_t j = 0; j < languages[i].n; j++)
			names[n++] = languages[i].p[j] == '-' ? '_' : languages[i].p[j];
	}
	names[n] = '\0';
	if (n == 0)
		return;
	/* gettext looks at LANGUAGE only in a locale other than C; C.UTF-8 is there everywhere. */
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL &&
	    setlocale(LC_MESSAGES, "en_US.UTF-8") == NULL)
		return;
	(void)setenv("LANGUAGE", names, 1);
	bind_catalogues();
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8");
	(void)textdomain(DOMAIN);
}

const char *
label(const char *english)
{
	return gettext(english);
}
