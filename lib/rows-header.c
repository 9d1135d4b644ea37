/* The header of a CSV file, and what its first line tells of the program that wrote it. */
#include "rows.h"

#include "text.h"

char
rows_separator(struct str line)
{
	if (str_starts(line, STR("\"")) && line.n > 1 && line.p[line.n - 1] == '"')
		line = (struct str){line.p + 1, line.n - 2};
	return str_starts(line, STR("sep=")) && line.n == 5 &&
		       (line.p[4] == ',' || line.p[4] == ';' || line.p[4] == '\t')
		   ? line.p[4]
		   : '\0';
}

bool
rows_is_empty(struct str line)
{
	size_t commas = 0;

	while (commas < line.n && line.p[commas] == ',')
		commas++;
	return line.n > 0 && commas == line.n;
}

const char *
rows_foreign(struct str beginning)
{
	/* Indexed by: byte-order mark, CRLF, separator. */
	static const char *const signs[2][2][3] = {
	    {{NULL, "semicolons between fields", "tabs between fields"},
	     {"CRLF line endings", "CRLF line endings, semicolons between fields",
	      "CRLF line endings, tabs between fields"}},
	    {{"a byte-order mark", "a byte-order mark, semicolons between fields",
	      "a byte-order mark, tabs between fields"},
	     {"a byte-order mark, CRLF line endings",
	      "a byte-order mark, CRLF line endings, semicolons between fields",
	      "a byte-order mark, CRLF line endings, tabs between fields"}},
	};
	bool mark = str_starts(beginning, STR(BYTE_ORDER_MARK));
	struct str line = str_line(beginning);
	bool returns = line.n > 0 && line.p[line.n - 1] == '\r';
	struct str first = mark ? str_after(line, 3) : line;
	int separator = str_find(line, ',') < line.n    ? 0
			: str_find(line, ';') < line.n  ? 1
			: str_find(line, '\t') < line.n ? 2
							: 0;

	if (text_is_utf16(beginning))
		return "UTF-16";
	if (line.n == beginning.n && str_find(line, '\r') < line.n)
		return "CR line endings";
	first.n -= returns;
	if (rows_separator(first) != '\0')
		return "a sep= line";
	return signs[mark][returns][separator];
}

/* Are all columns there, each once, in whatever order? */
static bool
has_all(const struct row *row, const char *const *columns)
{
	for (; *columns != NULL; columns++) {
		size_t times = 0;

		for (size_t i = 0; i < row->count; i++)
			times += str_is(row->fields[i], *columns);
		if (times != 1)
			return false;
	}
	return true;
}

/* Records what is wrong with field i of a header; all: it names all columns that are needed. */
static void
wrong_header(struct diag *diag, struct str path, const struct row *row, size_t i,
	     const char *needed, bool all)
{
	struct str found = i < row->count ? row->fields[i] : STR("");
	struct place place = {path, 1, i < row->count ? rows_column(row->text, i) : 1};

	if (i >= row->count)
		diag_add(diag, RULE_CSV_HEADER, place, "no column \"%s\"", needed);
	else if (needed == NULL && found.n == 0)
		diag_add(diag, RULE_CSV_HEADER, place, "column %zu has no name%s", i + 1,
			 str_ends(row->text, STR(",")) ? "; if it is empty, " ROWS_MENDABLE : "");
	else if (needed != NULL)
		diag_add(diag, RULE_CSV_HEADER, place, "\"%.*s\" where \"%s\" is needed%s",
			 STR_ARG(found), needed, all ? "; " ROWS_MENDABLE : "");
	else
		diag_add(diag, RULE_CSV_HEADER, place, "column \"%.*s\" appears twice",
			 STR_ARG(found));
}

size_t
rows_header(const char *const *columns, struct str bytes, struct str path, struct diag *diag,
	    struct str *rest)
{
	size_t end = str_find(bytes, '\n');
	const char *foreign = rows_foreign(bytes);
	struct rows rows = {0};
	struct row row;
	bool good;

	if (foreign != NULL) {
		diag_add(diag, RULE_CSV_FOREIGN, (struct place){path, 1, 1}, "%s; " ROWS_MENDABLE,
			 foreign);
		return 0;
	}
	if (end == 0) {
		diag_add(diag, RULE_CSV_HEADER, (struct place){path, 1, 1}, "%s",
			 bytes.n == 0 ? "the file is empty" : "the first line is empty");
		return 0;
	}
	if (!diag_text(diag, (struct place){path, 1, 0}, (struct str){bytes.p, end}, false))
		return 0;
	rows_begin(&rows, (struct str){bytes.p, end}, 1, path, diag);
	good = rows_next(&rows, &row);
	for (size_t i = 0; good && columns[i] != NULL; i++)
		if (i >= row.count || !str_is(row.fields[i], columns[i])) {
			wrong_header(diag, path, &row, i, columns[i], has_all(&row, columns));
			good = false;
		}
	for (size_t i = 0; good && i < row.count; i++)
		for (size_t j = 0; good && j <= i; j++)
			if (row.fields[i].n == 0 ||
			    (j < i && str_eq(row.fields[i], row.fields[j]))) {
				wrong_header(diag, path, &row, i, NULL, true);
				good = false;
			}
	rows_end(&rows);
	*rest = end < bytes.n ? str_after(bytes, end + 1) : STR("");
	return good ? row.count : 0;
}

struct str *
rows_names(struct arena *arena, struct str bytes, size_t *count)
{
	struct str *names = arena_array(arena, ROWS_COLUMNS_MAX, sizeof(*names));
	struct rows rows = {0};
	struct row row;

	rows_begin(&rows, str_line(bytes), 1, STR(""), NULL);
	rows.arena = arena;
	*count = 0;
	if (rows_next(&rows, &row))
		for (; *count < row.count; (*count)++)
			names[*count] = row.fields[*count];
	rows_end(&rows);
	return names;
}
