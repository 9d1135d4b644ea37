#include "rejects.h"

#include <string.h>
#include <strings.h>

#include "roster.h"
#include "rows.h"

#define REJECTS_MODE 0600
#define NONE ((size_t)-1)

/* A refused row. */
struct reject {
	const struct intake_row *row;
	struct str reason;
};

struct rejects {
	struct arena *arena;
	const struct intake *intake;
	struct reject *list;
	size_t count;
	size_t capacity;
};

struct rejects *
rejects_new(struct arena *arena, const struct intake *intake)
{
	struct rejects *rejects = arena_get(arena, sizeof(*rejects));

	rejects->arena = arena;
	rejects->intake = intake;
	return rejects;
}

void
rejects_add(struct rejects *rejects, const struct intake_row *row, struct str cop,
	    struct str reason)
{
	struct str told = cop.n > 0 ? arena_format(rejects->arena, "%.*s: %.*s", STR_ARG(cop),
						   STR_ARG(reason))
				    : arena_str(rejects->arena, reason);
	struct reject *last = rejects->count > 0 ? &rejects->list[rejects->count - 1] : NULL;

	if (last != NULL && last->row == row) {
		last->reason = arena_format(rejects->arena, "%.*s; %.*s", STR_ARG(last->reason),
					    STR_ARG(told));
		return;
	}
	rejects->list = arena_grow(rejects->arena, rejects->list, rejects->count,
				   &rejects->capacity, sizeof(*rejects->list));
	rejects->list[rejects->count++] = (struct reject){row, told};
}

/* Finds the field of that number, from 0, with the comma before it (after the first); false if there is none. */
static bool
find_field(struct str line, size_t number, size_t *begin, size_t *end)
{
	bool quoted = false;
	size_t n = 0;

	*begin = 0;
	for (*end = 0; *end < line.n; ++*end) {
		if (line.p[*end] == '"')
			quoted = !quoted;
		if (line.p[*end] != ',' || quoted)
			continue;
		if (n++ == number) {
			*end += number == 0;
			return true;
		}
		*begin = *end;
	}
	return n == number;
}

/* The line without the field of that number; unchanged if that is NONE. */
static struct str
without(struct arena *arena, struct str line, size_t number)
{
	size_t begin, end;

	if (number == NONE || !find_field(line, number, &begin, &end))
		return line;
	return arena_format(arena, "%.*s%.*s", (int)begin, line.p, (int)(line.n - end),
			    line.p + end);
}

/* The number of the field "reason" in the header, as in a file of rejects that is read again; NONE if it has none. */
static size_t
reason_field(struct str header)
{
	size_t begin, end;

	for (size_t i = 0; find_field(header, i, &begin, &end); i++) {
		struct str name = {header.p + begin, end - begin};

		while (name.n > 0 && strchr(", \"", name.p[0]) != NULL)
			name = str_after(name, 1);
		while (name.n > 0 && strchr(", \"", name.p[name.n - 1]) != NULL)
			name.n--;
		if (name.n == 6 && strncasecmp(name.p, "reason", 6) == 0)
			return i;
	}
	return NONE;
}

/* Returns the refused rows as text, each with its reason, and sets *header to their header, without a newline. */
static struct str
write_rows(const struct rejects *rejects, struct str *header)
{
	struct str first = rejects->intake->header;
	size_t reason = reason_field(first);
	struct buf out = {0};

	*header = arena_format(rejects->arena, "%.*s,reason",
			       STR_ARG(without(rejects->arena, first, reason)));
	for (size_t i = 0; i < rejects->count; i++) {
		struct str text = rejects->list[i].row->text;

		buf_str(&out, without(rejects->arena, text, reason));
		buf_char(&out, ',');
		rows_add_field(&out, rejects->list[i].reason);
		buf_char(&out, '\n');
	}
	return buf_keep(&out, rejects->arena);
}

bool
rejects_write(const struct rejects *rejects, struct edit *edit, const char *path)
{
	struct str header, rows = write_rows(rejects, &header), old, name = path_name(str_of(path));
	struct edit_file *file;

	if (rejects->count == 0)
		return true;
	if (folder_is_same(&edit->beside, &edit->registry->rosters) &&
	    str_ends(name, STR(ROSTER_SUFFIX))) {
		diag_add(edit->diag, RULE_USAGE, (struct place){0},
			 "--rejects: %s would be taken for a roster: name another file", path);
		return false;
	}
	file = edit_open(edit, &edit->beside, name, true, REJECTS_MODE);
	if (file == NULL)
		return false;
	old = edit_bytes(file);
	if (old.n > 0 && !str_eq(str_line(old), header)) {
		diag_add(edit->diag, RULE_CSV_HEADER, (struct place){file->place.path, 1, 1},
			 "its columns are not %.*s: name another file", STR_ARG(header));
		return false;
	}
	if (old.n == 0)
		edit_patch(edit, file, 0, 0, arena_format(edit->arena, "%.*s\n", STR_ARG(header)));
	else if (old.p[old.n - 1] != '\n')
		edit_patch(edit, file, old.n, 0, STR("\n"));
	/* The rows are there already if an earlier run was killed after writing them. */
	if (!str_ends(old, arena_format(edit->arena, "\n%.*s", STR_ARG(rows))))
		edit_patch(edit, file, old.n, 0, rows);
	return true;
}
