/* Lists the commits that changed files, by git log. */
#include "git.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "program.h"

#define HISTORY_BLOCK (64 * (size_t)1024)

/* The fields of struct git_recorded, one on a line. */
#define RECORDED "--format=%H%n%ct%n%cs%n%an%n%s"

struct git_history {
	struct program program; /* git log */
	struct buf bytes;       /* its output; the bytes before next have been parsed */
	size_t next;            /* offset in bytes of the next byte to parse */
	bool told;              /* the whole request was written to it */
	bool unheard;           /* reading its output failed */
};

/* Writes a line to git log's standard input; false if it has ended. */
static bool
tell(const struct git_history *history, const char *mark, struct str words)
{
	return program_tell(&history->program, str_of(mark)) &&
	       program_tell(&history->program, words) && program_tell(&history->program, STR("\n"));
}

/* Tells git log which commits and paths to list; false if it has ended. */
static bool
tell_all(const struct git_history *history, const struct git_span *span, const char *within,
	 const struct str *paths, size_t count)
{
	bool told = span->begin.p == NULL || tell(history, "^", span->begin);

	for (size_t i = 0; i < span->count && told; i++)
		told = tell(history, "", span->ends[i]);
	told = told && tell(history, "--", STR(""));
	for (size_t i = 0; i < count && told; i++)
		told = tell(history, within, paths[i]);
	program_told(&history->program);
	return told;
}

struct git_history *
git_history(struct git *git, const struct str *paths, size_t count, const struct git_span *span)
{
	char by[64];
	const char *const words[] = {"log",
				     "--raw",
				     "-z",
				     "--no-abbrev",
				     "--no-renames",
				     "--no-ext-diff",
				     "--no-textconv",
				     "--no-color",
				     "--no-show-signature",
				     "--diff-merges=off",
				     "--root",
				     "--encoding=UTF-8",
				     RECORDED,
				     by,
				     "--stdin",
				     NULL};
	struct git_command command = git_command(git->path, words);
	struct git_history *history = arena_get(git->arena, sizeof(*history));

	(void)snprintf(by, sizeof(by), "--max-age=%lld", span->since);
	if (!program_start(&history->program, command.argv, git->environment))
		return NULL;
	history->told = tell_all(history, span, git->within.p, paths, count);
	return history;
}

/* Finds the next NUL-terminated text, without going past it; valid until the next call. False at the end. */
static bool
next_text(struct git_history *history, struct str *text)
{
	struct file file = {.fd = history->program.fd};
	struct str rest = str_after(buf_all(&history->bytes), history->next);
	ssize_t got;

	while ((text->n = str_find(rest, '\0')) == rest.n) {
		if (rest.n > 0)
			memmove(history->bytes.p, rest.p, rest.n);
		history->bytes.n = rest.n;
		history->next = 0;
		got = file_read(&file, &history->bytes, HISTORY_BLOCK);
		if (got < 0)
			history->unheard = true;
		if (got <= 0)
			return false;
		rest = buf_all(&history->bytes);
	}
	text->p = rest.p;
	return true;
}

/* Finds the next text; true if it describes a changed file, not the next commit. */
static bool
file_comes(struct git_history *history, struct str *text)
{
	if (!next_text(history, text))
		return false;
	if (text->n > 0 && text->p[0] == '\n')
		history->next++, *text = str_after(*text, 1);
	return text->n > 0 && text->p[0] == ':';
}

/* Reads the ids of ":OLDMODE NEWMODE OLDID NEWID STATUS"; one is absent if that side has no regular file. */
static void
read_ids(struct arena *arena, struct str text, struct git_changed *changed)
{
	struct str modes[2], ids[2];

	text = arena_str(arena, str_after(text, 1));
	changed->old = changed->now = (struct str){NULL, 0};
	for (int i = 0; i < 4; i++)
		(void)str_next(&text, ' ', i < 2 ? &modes[i] : &ids[i - 2]);
	if (str_starts(modes[0], STR("100")))
		changed->old = ids[0];
	if (str_starts(modes[1], STR("100")))
		changed->now = ids[1];
}

bool
git_history_next(struct git_history *history, struct arena *arena, struct git_recorded *recorded)
{
	struct str text, time = {NULL, 0};
	size_t capacity = 0;

	*recorded = (struct git_recorded){.count = 0};
	if (!next_text(history, &text))
		return false;
	history->next += text.n + 1;
	text = arena_str(arena, text);
	(void)str_next(&text, '\n', &recorded->id);
	(void)str_next(&text, '\n', &time);
	(void)str_next(&text, '\n', &recorded->day);
	(void)str_next(&text, '\n', &recorded->author);
	recorded->subject = text;
	recorded->time = time.n > 0 ? strtoll(time.p, NULL, 10) : 0;
	while (file_comes(history, &text)) {
		struct git_changed changed;

		history->next += text.n + 1;
		read_ids(arena, text, &changed);
		if (!next_text(history, &text))
			break;
		history->next += text.n + 1;
		changed.path = arena_str(arena, text);
		recorded->files = arena_grow(arena, recorded->files, recorded->count, &capacity,
					     sizeof(changed));
		recorded->files[recorded->count++] = changed;
	}
	return true;
}

bool
git_history_end(struct git_history *history)
{
	bool good;

	if (history == NULL)
		return true;
	good = program_end(&history->program) == 0 && history->told && !history->unheard;
	buf_free(&history->bytes);
	return good;
}
