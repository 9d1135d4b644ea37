#include "rejects.h"

#include <errno.h>
#include <fcntl.h>

#include "map.h"
#include "replace.h"
#include "rows.h"

#define REJECTS_MODE 0600

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

/* Does the last column of the header hold reasons already: is it a file of rejects that is fed again? */
static bool
has_reason(struct str header)
{
	return str_ends(header, STR(",reason"));
}

/* The line without its last field, where that holds the reason of the last time. */
static struct str
without_reason(struct str line)
{
	bool quoted = false;
	size_t last = line.n;

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == ',' && !quoted)
			last = i;
	return (struct str){line.p, last};
}

/* The header and the refused rows, each with its reason; without the header where it stands already. */
static struct str
write_rows(const struct rejects *rejects, struct str *header)
{
	struct str first = rejects->intake->header;
	bool again = has_reason(first);
	struct buf out = {0};
	struct str made;

	*header = again ? first : arena_format(rejects->arena, "%.*s,reason", STR_ARG(first));
	for (size_t i = 0; i < rejects->count; i++) {
		struct str text = rejects->list[i].row->text;

		buf_str(&out, again ? without_reason(text) : text);
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
	else
		again = replace_files(&(struct replacement){&old, pieces, 4, place}, 1, diag) ==
			REPLACED_CHANGED;
	snapshot_free(&old);
	return again;
}

static bool
is_same_folder(const struct folder *a, const struct folder *b)
{
	struct stat one, other;

	return fstat(a->fd, &one) == 0 && fstat(b->fd, &other) == 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
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
	else if (is_same_folder(&folder, held) || lock_take(&lock, &folder, diag))
		for (int i = 0; i < 10 && again; i++)
			again = append(&folder, name, place, header, rows, diag);
	if (diag_count(diag) == before && again)
		diag_add(diag, RULE_BUSY, place, "somebody else keeps changing it");
	lock_release(&lock);
	folder_close(&folder);
	return diag_count(diag) == before;
}
