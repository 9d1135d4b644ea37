/*
 * A CSV file of the people's folder, as cop-fmt puts it in canonical form. The first byte chooses the kind of file. A
 * canonical form has nothing to undo or to move, and is its own canonical form. Columns that have been moved are in order.
 */
#include "canonical.h"

#include "fuzz.h"

static enum csv_kind
kind_of(char c)
{
	return c == 'o' ? CSV_ORGANIZATIONS : c == 's' ? CSV_SUPPRESSIONS : CSV_ROSTER;
}

/* Is there nothing in the file that canonical_from_spreadsheet() would undo? */
static bool
is_own(struct str bytes)
{
	struct buf out = {0}, said = {0};
	bool undone = canonical_from_spreadsheet(bytes, false, &out, &said);

	expect(undone || (out.n == 0 && said.n == 0));
	buf_free(&out);
	buf_free(&said);
	return !undone;
}

static void
check_moved(enum csv_kind kind, struct str bytes)
{
	struct buf again = {0};

	expect(!canonical_move_columns(kind, bytes, &again) && again.n == 0);
	buf_free(&again);
}

/* What must hold for the canonical form of a file. */
static void
check_form(enum csv_kind kind, const struct canonical *canonical)
{
	struct canonical again;
	struct diag *diag = diag_new();
	struct buf out = {0};

	canonical_add(canonical, &out);
	expect(canonical_is(canonical, buf_all(&out)));
	expect(is_own(buf_all(&out)));
	check_moved(kind, buf_all(&out));
	expect(canonical_make(kind, buf_all(&out), STR("again"), &again, diag));
	expect(canonical_is(&again, buf_all(&out)));
	canonical_free(&again);
	buf_free(&out);
	diag_free(diag);
}

static void
check_file(enum csv_kind kind, struct str bytes)
{
	struct buf converted = {0}, moved = {0}, said = {0};
	struct diag *diag = diag_new();
	struct canonical canonical;
	const char *why;
	bool good;

	if (canonical_from_spreadsheet(bytes, false, &converted, &said))
		bytes = buf_all(&converted);
	if (canonical_move_columns(kind, bytes, &moved)) {
		bytes = buf_all(&moved);
		check_moved(kind, bytes);
	}
	good = canonical_make(kind, bytes, STR("a.csv"), &canonical, diag);
	expect(good == (diag_count(diag) == 0));
	if (good) {
		expect(canonical_is(&canonical, bytes) ==
		       (canonical_difference(bytes, &canonical, &why) == 0));
		check_form(kind, &canonical);
	}
	canonical_free(&canonical);
	diag_free(diag);
	buf_free(&converted);
	buf_free(&moved);
	buf_free(&said);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	if (n > 0)
		check_file(kind_of((char)bytes[0]), (struct str){(const char *)bytes + 1, n - 1});
	return 0;
}
