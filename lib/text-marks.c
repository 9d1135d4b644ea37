/* The marks that a merge leaves around conflicts (git-merge(1), "how conflicts are presented"). */
#include "bytes.h"
#include "text.h"

#define MARK 7 /* length of a mark, unless git is configured otherwise */

char
text_mark(struct str line)
{
	const struct str kinds = STR("<|=>");
	size_t n = 0;

	while (n < line.n && n <= MARK && line.p[n] == line.p[0])
		n++;
	if (n != MARK || str_find(kinds, line.p[0]) == kinds.n)
		return 0;
	return line.n == MARK || line.p[MARK] == ' ' || line.p[MARK] == '\r' ? line.p[0] : 0;
}

struct str
text_conflict(struct str bytes, size_t *line)
{
	struct str rest = bytes;

	*line = 1;
	if (bytes.n > 0 && text_mark(bytes) != '<') {
		size_t before = bytes_find(bytes, STR("\n<<<<<<< ")) + 1;

		if (before > bytes.n)
			return (struct str){NULL, 0};
		rest = str_after(bytes, before);
		*line += bytes_count((struct str){bytes.p, before}, '\n');
	}
	return (struct str){bytes.n > 0 ? rest.p : NULL, str_find(rest, '\n')};
}
