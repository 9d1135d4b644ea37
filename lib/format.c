#include "format.h"

#include "canonical.h"
#include "replace.h"
#include "rows.h"

#define TRIES 10 /* attempts, while somebody else keeps changing the file */

static const char *const result_words[] = {"unchanged", "changed", "needed", "refused", NULL};

static const struct formatted *
formatted_of(const struct record *record)
{
	return record->subject;
}

static void
get_path(const struct record *record, struct value *value)
{
	*value = value_text(formatted_of(record)->path);
}

static void
get_result(const struct record *record, struct value *value)
{
	*value = value_text(str_of(result_words[formatted_of(record)->result]));
}

static void
get_reason(const struct record *record, struct value *value)
{
	*value = value_text(formatted_of(record)->reason);
}

/* clang-format off */
const struct column formatted_columns[] = {
	{"path", VALUE_TEXT, .get = get_path, .shown = true, .meaning = "of the file"},
	{"result", VALUE_TEXT, result_words, .get = get_result, .shown = true, .whole = true, .meaning = "unchanged, changed, needed or refused"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .wrapped = true, .meaning = "what was found"},
	{0}};
/* clang-format on */

bool
format_finds_people(const struct registry *registry, enum format_mode mode, struct diag *diag)
{
	const struct finding *found = registry->node == NULL ? conflict_found(diag) : NULL;

	if (found != NULL && mode != FORMAT_CHECK)
		conflict_stands(found->place, diag);
	return registry->node != NULL;
}

/* Is the header wrong?  Not if we would have mended it, were it not for a record that cannot be read. */
static bool
is_header_wrong(const struct diag *found)
{
	const struct finding *first = diag_at(found, 0);

	return first->rule == RULE_CSV_HEADER && !str_ends(first->detail, STR(ROWS_MENDABLE));
}

/*
 * Records why no canonical form can be made.  found is what was wrong with the bytes once they were converted, which
 * may have fewer lines than the file.
 */
static void
complain(const struct registry_file *file, struct str bytes, struct diag *found, struct diag *diag)
{
	struct diag *unread = diag_new();
	size_t before = canonical_complain(bytes, file->path, unread);

	if (is_header_wrong(found) || diag_count(unread) == 0)
		diag_take(diag, found, before);
	else
		diag_take(diag, unread, 0);
	diag_free(unread);
}

/* Makes the canonical form of what was read; false if it cannot be made. Appends to said what had to be mended. */
static bool
make(const struct registry_file *file, struct str bytes, struct buf *converted,
     struct canonical *form, struct buf *said, struct diag *diag)
{
	bool good, foreign = canonical_from_spreadsheet(bytes, false, converted, said);
	struct str own = foreign ? buf_all(converted) : bytes;
	struct diag *found = diag_new();
	struct buf moved = {0};

	if (canonical_move_columns(registry_csv_kind(file->kind), own, &moved)) {
		buf_free(converted);
		*converted = moved;
		own = buf_all(converted);
		buf_join(said, ", ", STR("columns in another order"));
	} else {
		buf_free(&moved);
	}
	good = canonical_make(registry_csv_kind(file->kind), own, file->path, form, found);
	if (diag_count(found) > 0)
		complain(file, bytes, found, diag);
	if (good && !canonical_is(form, own))
		buf_join(said, ", ", STR("rows not in canonical form"));
	diag_free(found);
	return good;
}

static void
add_diff(const struct registry_file *file, const struct snapshot *old, const struct canonical *form,
	 struct buf *diff, struct diag *diag)
{
	struct buf bytes = {0};

	canonical_add(form, &bytes);
	(void)replace_diff(buf_all(&old->bytes), buf_all(&bytes), file->from_root, diff, diag);
	buf_free(&bytes);
}

/*
 * Writes the canonical form, or shows what would change. Returns true if the file changed meanwhile and must be read
 * again.
 */
static bool
apply(const struct registry_file *file, const struct snapshot *old, const struct canonical *form,
      enum format_mode mode, struct buf *diff, struct diag *diag, enum format_result *result)
{
	struct replacement replacement = {old, form->lines, form->count, {.path = file->path}};
	enum replaced replaced;

	*result = FORMATTED_UNCHANGED;
	if (canonical_is(form, buf_all(&old->bytes)))
		return false;
	*result = FORMATTED_NEEDED;
	if (mode == FORMAT_DRY_RUN)
		add_diff(file, old, form, diff, diag);
	if (mode != FORMAT_WRITE)
		return false;
	replaced = replace_files(&replacement, 1, diag);
	*result = replaced == REPLACED || replaced == REPLACED_UNKNOWN ? FORMATTED_CHANGED
								       : FORMATTED_REFUSED;
	return replaced == REPLACED_CHANGED;
}

/* Is name that of the file, the context? */
static bool
is_its_name(const void *context, struct str name)
{
	return str_eq(*(const struct str *)context, name);
}

/* May the file be changed? Not with an unsettled merge, which is recorded. */
static bool
may_change(const struct registry_file *file, const struct snapshot *old, struct diag *diag)
{
	return snapshot_is_settled(old, (struct place){.path = file->path}, diag) &&
	       folder_is_merged(file->folder, is_its_name, &file->name, diag);
}

/* Reads the file and puts it in canonical form. Returns true if that must be done again. */
static bool
try_once(struct arena *arena, const struct registry_file *file, enum format_mode mode,
	 struct buf *diff, struct diag *diag, struct formatted *formatted)
{
	struct snapshot old;
	struct canonical form = {.arena = NULL};
	struct buf converted = {0}, said = {0};
	bool again = false;

	formatted->result = FORMATTED_REFUSED;
	formatted->reason = STR("see the errors");
	if (!snapshot_read(&old, file->folder, file->name.p, ROWS_BYTES_MAX,
			   (struct place){.path = file->path}, diag))
		return false;
	if ((mode == FORMAT_CHECK || may_change(file, &old, diag)) &&
	    make(file, buf_all(&old.bytes), &converted, &form, &said, diag))
		again = apply(file, &old, &form, mode, diff, diag, &formatted->result);
	if (formatted->result != FORMATTED_REFUSED)
		formatted->reason = arena_str(arena, buf_all(&said));
	canonical_free(&form);
	buf_free(&converted);
	buf_free(&said);
	snapshot_free(&old);
	return again;
}

struct formatted
format_file(struct arena *arena, const struct registry_file *file, enum format_mode mode,
	    struct buf *diff, struct diag *diag)
{
	struct formatted formatted = {.path = file->path, .result = FORMATTED_REFUSED};
	struct lock lock = {.fd = -1};
	bool again = true;

	if (mode == FORMAT_WRITE && !lock_take(&lock, file->folder, diag)) {
		formatted.reason = STR("busy");
		return formatted;
	}
	if (mode == FORMAT_WRITE)
		replace_clean(file->folder, file->name.p);
	for (int i = 0; i < TRIES && again; i++)
		again = try_once(arena, file, mode, diff, diag, &formatted);
	if (again)
		diag_add(diag, RULE_BUSY, (struct place){.path = file->path},
			 "somebody else keeps changing it");
	lock_release(&lock);
	return formatted;
}
