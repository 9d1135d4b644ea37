/*
 * One pass over three sorted bodies in parallel: lines that all three share are copied; the lines of a key that
 * differ are handed to the merge for that kind of file.
 */
#include "merge.h"

#define RUN    \
	(256 * \
	 (size_t)1024) /* bytes per round; small, so that they are still in the cache for the second look */
#define STEP 256

struct pass {
	struct merge_table *table;
	struct str rest[MERGE_SIDES];
	struct str last; /* the last key that was passed */
};

/* The first field of a line that begins with a quote. */
static struct str
quoted_key(struct arena *arena, struct str line)
{
	struct diag *found = diag_new();
	struct rows rows = {0};
	struct row row;
	struct str key = line;

	rows_begin(&rows, line, 1, STR(""), found);
	rows.arena = arena;
	rows.wanted = 1;
	if (rows_next(&rows, &row))
		key = row.fields[0];
	rows_end(&rows);
	diag_free(found);
	return key;
}

struct str
table_key(struct arena *arena, struct str line)
{
	if (line.n > 0 && line.p[0] == '"')
		return quoted_key(arena, line);
	return (struct str){line.p, str_find(line, ',')};
}

/* The length of the common prefix of the three, at most n. */
static size_t
common(const char *a, const char *b, const char *c, size_t n)
{
	size_t i = 0;

	while (n - i >= STEP && memcmp(a + i, b + i, STEP) == 0 && memcmp(a + i, c + i, STEP) == 0)
		i += STEP;
	while (i < n && a[i] == b[i] && a[i] == c[i])
		i++;
	return i;
}

/*
 * Are the keys of the lines sorted, and after the last key passed? *begin becomes the offset of the first line of the
 * last key, *lines the number of lines before it.
 */
static bool
in_order(struct pass *pass, struct str run, size_t *lines, size_t *begin)
{
	struct str last = pass->last, line, rest = run;
	size_t count = 0;

	while (rest.n > 0) {
		struct str key;

		line = str_line(rest);
		key = table_key(pass->table->merge->arena, line);
		if (count == 0 || !str_eq(key, last)) {
			if ((count > 0 || last.p != NULL) && str_cmp(key, last) <= 0)
				return false;
			*begin = (size_t)(line.p - run.p);
			*lines = count;
			pass->last = last;
			last = key;
		}
		count++;
		rest = str_after(rest, line.n + 1);
	}
	return true;
}

/*
 * Copies the lines that all three bodies share, up to the last key among them, which may have further lines.  Returns
 * false if they are not sorted.
 */
static bool
pass_common(struct pass *pass)
{
	struct str *rest = pass->rest;
	size_t n = RUN, lines = 0, begin = 0;
	const char *feed;

	for (size_t i = 0; i < MERGE_SIDES; i++)
		n = rest[i].n < n ? rest[i].n : n;
	n = n == 0 ? 0 : common(rest[MERGE_BASE].p, rest[MERGE_OURS].p, rest[MERGE_THEIRS].p, n);
	feed = n == 0 ? NULL : memrchr(rest[MERGE_OURS].p, '\n', n);
	if (feed == NULL)
		return true;
	n = (size_t)(feed - rest[MERGE_OURS].p) + 1;
	if (!in_order(pass, (struct str){rest[MERGE_OURS].p, n}, &lines, &begin))
		return false;
	table_keep(pass->table, (struct str){rest[MERGE_OURS].p, begin}, lines);
	for (size_t i = 0; i < MERGE_SIDES; i++)
		rest[i] = str_after(rest[i], begin);
	return true;
}

/* Finds the smallest next key.  Returns false if it does not follow the last key passed. */
static bool
next_key(struct pass *pass, struct str *least)
{
	*least = (struct str){NULL, 0};
	for (size_t i = 0; i < MERGE_SIDES; i++) {
		struct str key;

		if (pass->rest[i].n == 0)
			continue;
		key = table_key(pass->table->merge->arena, str_line(pass->rest[i]));
		if (least->p == NULL || str_cmp(key, *least) < 0)
			*least = key;
	}
	return pass->last.p == NULL || str_cmp(*least, pass->last) > 0;
}

/* Removes the lines of the key from the front of a body, and returns them. */
static struct str
take_lines(struct pass *pass, enum merge_side side, struct str key)
{
	struct str *rest = &pass->rest[side], taken = {rest->p, 0};

	while (taken.n < rest->n) {
		struct str line = str_line(str_after(*rest, taken.n));

		if (!str_eq(table_key(pass->table->merge->arena, line), key))
			break;
		taken.n += line.n + 1;
	}
	*rest = str_after(*rest, taken.n);
	return taken;
}

/* Keeps lines that only one side changed, or both alike; false, with the reason recorded, if one is malformed. */
static bool
keep_read(struct merge_table *table, enum merge_side side, struct str lines)
{
	struct merge_row *rows;
	size_t count;

	if (!table_read(table, side, lines, &rows, &count))
		return false;
	table_keep(table, lines, count);
	return true;
}

static bool
merge_key(struct merge_table *table, struct str key, const struct str lines[MERGE_SIDES])
{
	const struct str base = lines[MERGE_BASE], ours = lines[MERGE_OURS],
			 theirs = lines[MERGE_THEIRS];

	/* Lines that nobody changed are kept even if malformed. */
	if (str_eq(ours, base) && str_eq(theirs, base)) {
		table_keep(table, ours, table_lines(ours));
		return true;
	}
	/* One side removing a suppression is not enough to lift it. */
	if (table->merge->kind == FILE_SUPPRESSIONS && (ours.n == 0) != (theirs.n == 0))
		return merge_suppression(table, key, lines);
	if (map_get(&table->unsettled, key) != NULL && !str_eq(ours, theirs)) {
		table_conflict(table, ours, theirs,
			       "%.*s: each side has resolved an earlier conflict differently",
			       STR_ARG(key));
		return true;
	}
	if (str_eq(ours, theirs) || str_eq(theirs, base))
		return keep_read(table, MERGE_OURS, ours);
	if (str_eq(ours, base))
		return keep_read(table, MERGE_THEIRS, theirs);
	if (table->merge->kind == FILE_SUPPRESSIONS)
		return merge_suppression(table, key, lines);
	if (table->merge->kind == FILE_ORGANIZATIONS)
		return merge_organization(table, key, lines);
	return merge_person(table, key, lines);
}

enum merge_pass
merge_rows(struct merge_table *table)
{
	struct pass pass = {.table = table};

	memcpy(pass.rest, table->bodies, sizeof(pass.rest));
	for (;;) {
		struct str lines[MERGE_SIDES], key;

		if (!pass_common(&pass))
			return MERGE_UNORDERED;
		if (pass.rest[MERGE_BASE].n + pass.rest[MERGE_OURS].n + pass.rest[MERGE_THEIRS].n ==
		    0)
			return MERGE_PASSED;
		if (!next_key(&pass, &key))
			return MERGE_UNORDERED;
		for (enum merge_side i = 0; i < MERGE_SIDES; i++)
			lines[i] = take_lines(&pass, i, key);
		if (!merge_key(table, key, lines))
			return MERGE_STOPPED;
		pass.last = key;
	}
}
