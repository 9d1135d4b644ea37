/*
 * unit.h - what the unit tests share: the fixture in which a test begins, and helpers to compare values.
 *
 * Every unit test includes it first, instead of cmocka's headers. A test that is listed as TEST() or
 * TEST_IN_FOLDER() finds arena and diag new, text and out empty.
 */
#ifndef COP_UNIT_H
#define COP_UNIT_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "diag.h"
#include "file.h"
#include "str.h"

/* The number of items of an array. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- the fixture ------------------------------------------------------------------------------------- */

static struct arena *arena;
static struct diag *diag;
static struct buf text; /* what a test reads */
static struct buf out;  /* what it compares: see shown() and found() */

static char own_folder[256]; /* of a test, empty at first */
static struct folder here;   /* the same, opened */

static inline int
unit_begin(void **state)
{
	(void)state;
	arena = arena_new();
	diag = diag_new();
	return 0;
}

static inline int
unit_end(void **state)
{
	(void)state;
	diag_free(diag);
	arena_free(arena);
	buf_free(&text);
	buf_free(&out);
	return 0;
}

/* Like unit_begin(), with a folder of the test's own in $TMPDIR, which is the current folder and not opened yet. */
static inline int
unit_begin_in_folder(void **state)
{
	const char *temporary = getenv("TMPDIR");
	int n = snprintf(own_folder, sizeof(own_folder), "%s/cop-unit-XXXXXX",
			 temporary != NULL ? temporary : "/tmp");

	if (n < 0 || (size_t)n >= sizeof(own_folder) || mkdtemp(own_folder) == NULL ||
	    chdir(own_folder) != 0)
		return -1;
	return unit_begin(state);
}

/* The same, with the folder opened as ".". */
static inline int
unit_begin_here(void **state)
{
	return unit_begin_in_folder(state) == 0 && folder_open(&here, arena, ".") ? 0 : -1;
}

/* The same, with the folder opened by its whole path. */
static inline int
unit_begin_by_path(void **state)
{
	return unit_begin_in_folder(state) == 0 && folder_open(&here, arena, own_folder) ? 0 : -1;
}

/* For nftw(): removes each file and folder. */
static inline int
unit_remove(const char *path, const struct stat *status, int flag, struct FTW *ftw)
{
	(void)status;
	(void)flag;
	(void)ftw;
	return remove(path);
}

/* Like unit_end(), and removes the folder with everything in it. */
static inline int
unit_end_in_folder(void **state)
{
	folder_close(&here);
	(void)unit_end(state);
	return chdir("/") != 0 ? -1 : nftw(own_folder, unit_remove, 8, FTW_DEPTH | FTW_PHYS);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, unit_begin, unit_end)
#define TEST_IN_FOLDER(function) \
	cmocka_unit_test_setup_teardown(function, unit_begin_here, unit_end_in_folder)

/* Writes a file with these bytes into the current folder, replacing any of that name. */
static inline void
save(const char *name, struct str bytes)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
}

/* -- values ------------------------------------------------------------------------------------------ */

/* Fills the stack, so that what the next call does not set is not 0 by chance. */
static __attribute__((noinline, unused)) void
soil_stack(void)
{
	char room[8192];

	memset(room, 1, sizeof(room));
	__asm__ volatile("" : : "r"(room) : "memory");
}

static const struct str absent = {NULL, 0};

#define ROSTER_HEADER                                                                              \
	"email,name,organization,role,region,language,group,position,applied,joined,left,consent," \
	"consented,source\n"

/* The slice holds the bytes of a C string. */
#define assert_str(s, expected)                                \
	do {                                                   \
		struct str got_ = (s);                         \
		assert_int_equal(got_.n, strlen(expected));    \
		assert_memory_equal(got_.p, expected, got_.n); \
	} while (0)

/* The date in a text, whole or partial; any other text fails the test. */
static inline struct date
date(const char *s)
{
	struct date d = {0};

	if (!date_parse(str_of(s), &d))
		fail_msg("\"%s\" is no date", s);
	return d;
}

/* The first day of that date. */
static inline day
on(const char *s)
{
	return date_first(date(s));
}

/* The place that means a whole file. */
static inline struct place
place_of(const char *path)
{
	return (struct place){.path = str_of(path)};
}

/* What was added to out, as a C string, valid until the next addition. */
static inline const char *
shown(void)
{
	buf_char(&out, '\0');
	return out.p;
}

/* All findings as "line:column slug", with a comma between two, in out. */
static inline const char *
found(void)
{
	buf_clear(&out);
	for (size_t i = 0; i < diag_count(diag); i++)
		buf_format(&out, "%s%zu:%zu %s", i > 0 ? ", " : "", diag_at(diag, i)->place.line,
			   diag_at(diag, i)->place.column, rules[diag_at(diag, i)->rule].slug);
	return shown();
}

#endif
