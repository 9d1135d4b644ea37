#include "merge.h"

#include <errno.h>

#include "check.h"
#include "keys.h"
#include "replace.h"

/* -- what is merged -------------------------------------------------------------------------------------------- */

/* Does the path end with FOLDER/NAME, where NAME is an id followed by the suffix? */
static bool
is_in(struct str path, const char *folder, const char *suffix)
{
	struct str id = path_name(path), end = str_of(suffix);

	if (id.n == path.n || !str_ends(id, end))
		return false;
	path.n -= id.n + 1;
	id.n -= end.n;
	return str_is(path_name(path), folder) && id_good(id);
}

/* Does any line of any version begin with the mark? */
static bool
says(const struct str *versions, size_t count, const char *mark)
{
	struct str rest, line;

	for (size_t i = 0; i < count; i++)
		for (rest = versions[i]; rest.n > 0 && str_next(&rest, '\n', &line);)
			if (str_starts(line, str_of(mark)))
				return true;
	return false;
}

/*
 * Files that a registry has only one of.  A community's file may have the same name, but has no line that begins with
 * the mark.
 */
static const struct {
	const char *name;
	enum registry_file_kind kind;
	const char *mark;
} singles[] = {
    {"registry.yaml", FILE_REGISTRY, "timezone:"},
    {"organizations.csv", FILE_ORGANIZATIONS, "id,"},
    {"suppressions.csv", FILE_SUPPRESSIONS, "email,date,"},
};

bool
merge_kind(struct str path, const struct str *versions, size_t count, enum registry_file_kind *kind)
{
	bool of_community = true;

	if (is_in(path, "rosters", ROSTER_SUFFIX))
		*kind = FILE_ROSTER;
	else if (is_in(path, "cops", DEFINITION_SUFFIX))
		*kind = FILE_DEFINITION;
	else
		of_community = false;
	for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++)
		if (str_is(path_name(path), singles[i].name) &&
		    (!of_community || says(versions, count, singles[i].mark))) {
			*kind = singles[i].kind;
			return true;
		}
	return of_community;
}

/* -- merging ----------------------------------------------------------------------------------------------------- */

void
merged_add(struct merged *merged, struct arena *arena, struct str bytes)
{
	struct str *last = merged->count > 0 ? &merged->pieces[merged->count - 1] : NULL;

	if (last != NULL && last->n > 0 && bytes.n > 0 && last->p + last->n == bytes.p) {
		last->n += bytes.n;
		return;
	}
	merged->pieces = arena_grow(arena, merged->pieces, merged->count, &merged->capacity,
				    sizeof(*merged->pieces));
	merged->pieces[merged->count++] = bytes;
}

struct str
merge_marker(const struct merge *merge, char c)
{
	struct buf line = {0};

	buf_repeat(&line, c, merge->marker);
	buf_puts(&line, c == '<' ? " ours\n" : c == '>' ? " theirs\n" : "\n");
	return buf_keep(&line, merge->arena);
}

struct str
merge_path(const struct merge *merge, enum merge_side side)
{
	static const char *const names[MERGE_SIDES] = {"the common ancestor", "ours", "theirs"};

	return arena_format(merge->arena, "%.*s of %s", STR_ARG(merge->path), names[side]);
}

static void
add_lines(struct merged *merged, const struct merge *merge, struct str lines)
{
	merged_add(merged, merge->arena, lines);
	if (lines.n > 0 && lines.p[lines.n - 1] != '\n')
		merged_add(merged, merge->arena, STR("\n"));
}

void
merged_conflict(struct merged *merged, const struct merge *merge, struct str ours,
		struct str theirs)
{
	merged_add(merged, merge->arena, merge_marker(merge, '<'));
	add_lines(merged, merge, ours);
	merged_add(merged, merge->arena, merge_marker(merge, '='));
	add_lines(merged, merge, theirs);
	merged_add(merged, merge->arena, merge_marker(merge, '>'));
	merged->conflicts++;
}

const struct rule_entry *
merge_broken(struct diag *const found[MERGE_SIDES], struct diag *result)
{
	const struct finding *finding;
	const struct rule_entry *rule;

	/* What was wrong before the sides parted, and still is in both, must not be allowed twice. */
	diag_keep_common(found[MERGE_BASE], found[MERGE_OURS]);
	diag_keep_common(found[MERGE_BASE], found[MERGE_THEIRS]);
	diag_take(found[MERGE_OURS], found[MERGE_THEIRS], 0);
	diag_keep_new(found[MERGE_OURS], found[MERGE_BASE]);
	finding = check_introduced(found[MERGE_OURS], result);
	rule = finding != NULL ? &rules[finding->rule] : NULL;
	for (enum merge_side i = 0; i < MERGE_SIDES; i++)
		diag_free(found[i]);
	diag_free(result);
	return rule;
}

/*
 * A version cannot be read, or the file is of no kind that we merge.  The result must show the conflict: if ours were
 * left as it is, git would report a conflict that the file does not show; the user would commit it, and lose all of
 * theirs.
 */
static void
keep_both(const struct merge *merge, struct merged *merged)
{
	*merged = (struct merged){0};
	diag_clear(merge->notes);
	merged_conflict(merged, merge, merge->sides[MERGE_OURS], merge->sides[MERGE_THEIRS]);
	diag_add(merge->notes, RULE_MERGE_CONFLICT, (struct place){merge->path, 1, 1},
		 "both versions are kept here unchanged");
}

enum merge_result
merge_run(const struct merge *merge, struct merged *merged)
{
	enum merge_result result;
	const struct str base = merge->sides[MERGE_BASE], ours = merge->sides[MERGE_OURS],
			 theirs = merge->sides[MERGE_THEIRS];

	*merged = (struct merged){0};
	if (str_eq(ours, theirs) || str_eq(theirs, base)) {
		merged_add(merged, merge->arena, ours);
		return MERGE_CLEAN;
	}
	if (str_eq(ours, base)) {
		merged_add(merged, merge->arena, theirs);
		return MERGE_CLEAN;
	}
	if (merge->other)
		result = MERGE_REFUSED;
	else if (merge->kind == FILE_REGISTRY || merge->kind == FILE_DEFINITION)
		result = merge_documents(merge, merged);
	else
		result = merge_tables(merge, merged);
	if (result == MERGE_REFUSED)
		keep_both(merge, merged);
	return result;
}

/* -- files --------------------------------------------------------------------------------------------------------- */

/* An input file of the driver, and the folder that contains it. */
struct side_file {
	struct folder folder;
	struct snapshot snapshot;
	bool read;
};

static bool
read_side(struct side_file *file, const struct merge *merge, const char *path)
{
	struct place place = {.path = str_of(path)};

	if (!folder_open_above(&file->folder, merge->arena, path)) {
		file_complain(merge->diag, place, errno);
		return false;
	}
	file->read = snapshot_read(&file->snapshot, &file->folder, path_name(place.path).p,
				   ROWS_BYTES_MAX, place, merge->diag);
	return file->read;
}

/*
 * Replaces ours with the result.  Takes no lock: git, or whoever runs it, holds the locks already, and the file
 * belongs to git until the merge is done.
 */
static bool
write_result(const struct merge *merge, const struct side_file *ours, const struct merged *merged)
{
	struct replacement replacement = {
	    &ours->snapshot, merged->pieces, merged->count, {.path = str_of(ours->snapshot.name)}};

	if (merged->count == 1 && merged->pieces[0].p == merge->sides[MERGE_OURS].p)
		return true;
	switch (replace_files(&replacement, 1, merge->diag)) {
	case REPLACED:
		return true;
	case REPLACED_CHANGED:
		diag_add(merge->diag, RULE_BUSY, replacement.place,
			 "the file has changed meanwhile");
		return false;
	default:
		return false;
	}
}

enum merge_result
merge_files(struct merge *merge, const char *const names[MERGE_SIDES])
{
	struct side_file files[MERGE_SIDES] = {0};
	enum merge_result result = MERGE_REFUSED;
	struct merged merged = {0};
	bool good = true;

	for (enum merge_side i = 0; i < MERGE_SIDES; i++)
		files[i].folder.fd = -1;
	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		good = read_side(&files[i], merge, names[i]) && good;
		merge->sides[i] = buf_all(&files[i].snapshot.bytes);
	}
	merge->other = !merge_kind(merge->path, merge->sides, MERGE_SIDES, &merge->kind);
	if (good)
		result = merge_run(merge, &merged);
	if (good && !write_result(merge, &files[MERGE_OURS], &merged))
		result = MERGE_REFUSED;
	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		if (files[i].read)
			snapshot_free(&files[i].snapshot);
		folder_close(&files[i].folder);
	}
	return result;
}
