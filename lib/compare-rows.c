/* Walks two sorted bodies of records in step; common stretches are skipped without being parsed. */
#include "compare.h"

#define STEP 256 /* bytes compared at once */

/* The content of a quoted first field; a doubled quote in it stays doubled. */
static struct str
quoted_key(struct str line)
{
	size_t i = 1;

	while (i < line.n && (line.p[i] != '"' || (i + 1 < line.n && line.p[i + 1] == '"')))
		i += line.p[i] == '"' ? 2 : 1;
	return (struct str){line.p + 1, i < line.n ? i - 1 : line.n - 1};
}

/* The first field, without quotes around it: records are sorted by content, not by how it is written. */
static inline struct str
key_of(struct str line)
{
	if (line.n > 0 && *line.p == '"')
		return quoted_key(line);
	return (struct str){line.p, str_find(line, ',')};
}

/* s without its first n bytes. n may be one too many, for a last line without LF. */
static struct str
behind(struct str s, size_t n)
{
	return n >= s.n ? (struct str){s.p + s.n, 0} : str_after(s, n);
}

bool
compare_is_ordered(struct str body)
{
	struct str last = {NULL, 0};

	while (body.n > 0) {
		struct str line = str_line(body), key = key_of(line);

		/* The quotes may be needless: only the canonical form has each key written in one way. */
		if (str_starts(line, STR("\"")) || (last.p != NULL && str_cmp(key, last) < 0))
			return false;
		last = key;
		body = behind(body, line.n + 1);
	}
	return true;
}

static size_t
common(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n, i = 0;

	while (n - i >= STEP && memcmp(a.p + i, b.p + i, STEP) == 0)
		i += STEP;
	while (i < n && a.p[i] == b.p[i])
		i++;
	return i;
}

/* The start of the line whose LF is right before offset at. */
static size_t
line_before(struct str body, size_t at)
{
	const char *feed = at < 2 ? NULL : memrchr(body.p, '\n', at - 1);

	return feed == NULL ? 0 : (size_t)(feed - body.p) + 1;
}

/* The start of the run of lines with equal keys that ends at offset end. */
static size_t
begin_of_last(struct str body, size_t end)
{
	size_t begin = line_before(body, end);
	struct str key = key_of(behind(body, begin));

	while (begin > 0) {
		size_t before = line_before(body, begin);

		if (!str_eq(key_of(behind(body, before)), key))
			break;
		begin = before;
	}
	return begin;
}

/* Skips the lines that both have in common, except those of the last key, which may have more lines. */
static void
pass_common(struct str rest[COMPARED_SIDES])
{
	size_t n = common(rest[COMPARED_OLD], rest[COMPARED_NEW]);
	const char *feed = n == 0 ? NULL : memrchr(rest[COMPARED_OLD].p, '\n', n);
	size_t end;

	if (feed == NULL)
		return;
	end = begin_of_last(rest[COMPARED_OLD], (size_t)(feed - rest[COMPARED_OLD].p) + 1);
	rest[COMPARED_OLD] = behind(rest[COMPARED_OLD], end);
	rest[COMPARED_NEW] = behind(rest[COMPARED_NEW], end);
}

/* Removes the leading lines with this key from *rest and returns them. */
static struct str
take_lines(struct str *rest, struct str key)
{
	struct str all = *rest;

	while (rest->n > 0) {
		struct str line = str_line(*rest);

		if (!str_eq(key_of(line), key))
			break;
		*rest = behind(*rest, line.n + 1);
	}
	return (struct str){all.p, all.n - rest->n};
}

void
compare_rows(const struct compared_rows *rows)
{
	struct str rest[COMPARED_SIDES] = {rows->bodies[COMPARED_OLD], rows->bodies[COMPARED_NEW]};

	for (;;) {
		struct str lines[COMPARED_SIDES], key, other;

		pass_common(rest);
		if (rest[COMPARED_OLD].n + rest[COMPARED_NEW].n == 0)
			return;
		key = key_of(
		    str_line(rest[rest[COMPARED_OLD].n > 0 ? COMPARED_OLD : COMPARED_NEW]));
		other = key_of(str_line(rest[COMPARED_NEW]));
		if (rest[COMPARED_NEW].n > 0 && str_cmp(other, key) < 0)
			key = other;
		for (enum compared i = 0; i < COMPARED_SIDES; i++)
			lines[i] = take_lines(&rest[i], key);
		if (!str_eq(lines[COMPARED_OLD], lines[COMPARED_NEW]) &&
		    !rows->differ(rows->context, key, lines))
			return;
	}
}
