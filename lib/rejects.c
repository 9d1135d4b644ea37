#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>

#include "map.h"
#include "replace.h"
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

/* Where the field of that number begins and ends, with the comma before it or, of the first, behind it. */
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
			*end += *begin == 0;
			return true;
		}
		*begin = *end;
	}
	return n == number;
}

/* The line without the field of that number; NONE: the line as it is. */
static struct str
without(struct arena *arena, struct str line, size_t number)
{
	size_t begin, end;

	if (number == NONE || !find_field(line, number, &begin, &end))
		return line;
	return arena_format(arena, "%.*s%.*s", (int)begin, line.p, (int)(line.n - end),
			    line.p + end);
}

/* Which field of the header is that of reasons: of a file of rejects that is fed again. NONE: none is. */
static size_t
reason_field(struct str header)
{
	size_t begin, end;

	for (size_t i = 0; find_field(header, i, &begin, &end); i++) {
		struct str name = {header.p + begin, end - begin};

		while (name.n > 0 && strchr(", \"", name.p[0]) != NULL)
			name = (struct str){name.p + 1, name.n - 1};
		while (name.n > 0 && strchr(", \"", name.p[name.n - 1]) != NULL)
			name.n--;
		if (name.n == 6 && strncasecmp(name.p, "reason", 6) == 0)
			return i;
	}
	return NONE;
}

/* The header and the refused rows, each with its reason; without the header where it stands already. */
static struct str
write_rows(const struct rejects *rejects, struct str *header)
{
	struct str first = rejects->intake->header;
	size_t reason = reason_field(first);
	struct buf out = {0};
	struct str made;

	*header = arena_format(rejects->arena, "%.*s,reason",
			       STR_ARG(without(rejects->arena, first, reason)));
	for (size_t i = 0; i < rejects->count; i++) {
		struct str text = rejects->list[i].row->text;

		buf_str(&out, without(rejects->arena, text, reason));
		buf_char(&out, ',');
		rows_add_field(&out, rejects->list[i].reason);
		buf_char(&out, '\n');
	}
	made = arena_str(rejects->arena, buf_all(&out));
	buf_free(&out);
	return made;
}

/* Puts the rows behind what the file has; true if somebody changed it meanwhile. */
static bool
append(const struct folder *folder, const char *name, struct place place, struct str header,
       struct str rows, struct diag *diag)
{
	struct file file;
	struct snapshot old;
	struct str pieces[4];
	bool there = file_open(&file, folder, name), again = false;

	if (there)
		file_close(&file);
	else if (errno != ENOENT) {
		file_complain(diag, place, errno);
		return false;
	}
	if (!there)
		snapshot_none(&old, folder, name, REJECTS_MODE);
	else if (!snapshot_read(&old, folder, name, ROWS_BYTES_MAX, place, diag))
		return false;
	pieces[0] = buf_all(&old.bytes);
	pieces[1] = there && pieces[0].n > 0 ? STR("") : header;
	pieces[2] = pieces[1].n > 0 || !str_ends(pieces[0], STR("\n")) ? STR("\n") : STR("");
	pieces[3] = rows;
	if (pieces[1].n == 0 &&
	    !str_eq((struct str){pieces[0].p, str_find(pieces[0], '\n')}, header))
		diag_add(diag, RULE_CSV_HEADER, (struct place){place.path, 1, 1},
			 "the refused have the columns %.*s: name another file", STR_ARG(header));
	else if (!str_ends(pieces[0], rows) || pieces[0].p[pieces[0].n - rows.n - 1] != '\n')
		/* else they stand there after a try that came to nothing */
		again = replace_files(&(struct replacement){&old, pieces, 4, place}, 1, diag) ==
			REPLACED_CHANGED;
	snapshot_free(&old);
	return again;
}

bool
rejects_write(const struct rejects *rejects, const char *path, const struct folder *held,
	      struct diag *diag)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	struct str parent = slash == NULL   ? STR(".")
			    : slash == path ? STR("/")
					    : (struct str){path, (size_t)(slash - path)};
	size_t before = diag_count(diag);
	struct place place = {.path = str_of(path)};
	struct str header, rows = write_rows(rejects, &header);
	struct lock lock = {-1};
	struct folder folder;
	bool again = true;

	if (rejects->count == 0)
		return true;
	if (!folder_open(&folder, rejects->arena, arena_str(rejects->arena, parent).p))
		file_complain(diag, place, errno);
	else if (folder_is_same(&folder, held) || lock_take(&lock, &folder, diag))
		for (int i = 0; i < 10 && again; i++)
			again = append(&folder, name, place, header, rows, diag);
	if (diag_count(diag) == before && again)
		diag_add(diag, RULE_BUSY, place, "somebody else keeps changing it");
	lock_release(&lock);
	folder_close(&folder);
	return diag_count(diag) == before;
}
