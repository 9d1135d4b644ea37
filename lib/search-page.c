/* Prints hits as lines for a person, with the matches in bold red, like grep(1). */
#include "search.h"

#include <stdlib.h>

#include "text.h"

#define BOLD "\033[1m"
#define MATCH "\033[1;31m"
#define PLAIN "\033[0m"
#define ELLIPSIS "\xE2\x80\xA6"
#define INDENT 4
#define LEAST_ROOM 20   /* columns for a text, however narrow the terminal */
#define LEAST_PERSON 36 /* columns for a member, behind the id of the community */
#define LEAST_ADDRESS 8 /* columns of an address, if it is shown at all */

struct page {
	const struct view *view;
	struct matcher matcher;
	struct buf *out;
	size_t width; /* in columns; 0: unlimited */
	bool colour;
};

static int
compare_stretches(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;

	return (a->begin > b->begin) - (a->begin < b->begin);
}

/*
 * The best match of a word in the parts of a hit that are searched, and of equal ones the first; empty if there is
 * none.
 */
static struct stretch
find_word(struct page *page, const struct hit *hit, size_t word)
{
	struct stretch found = {0, 0};
	enum likeness best = LIKE_NONE;

	for (size_t i = 0; i < hit->part_count; i++) {
		struct stretch part = hit->parts[i];
		struct str text = {hit->seen.p + part.begin, part.end - part.begin};
		size_t at = 0, length = 0;
		enum likeness likeness = (hit->member ? matcher_field : matcher_text)(
		    &page->matcher, word, text, &at, &length);

		if (likeness <= best)
			continue;
		best = likeness;
		found = (struct stretch){part.begin + at, part.begin + at + length};
	}
	return found;
}

/* How many bytes the first end bytes of a text take once text_plain() has made them fit to print. */
static size_t
shown_length(struct str text, size_t end)
{
	struct buf plain = {0};
	size_t length;

	text_plain(&plain, (struct str){text.p, end}, false);
	length = plain.n;
	buf_free(&plain);
	return length;
}

/*
 * Lists the matches in a hit, as offsets in its printed form: sorted, with overlapping ones joined.  Returns their
 * number.
 */
static size_t
find_stretches(struct page *page, const struct hit *hit, struct stretch *list)
{
	const struct question *question = page->matcher.question;
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < question->count; i++) {
		struct stretch found;

		if (!hit->member && question->list[i].need == SOUGHT_IDLE)
			continue;
		found = find_word(page, hit, i);
		if (found.begin < found.end)
			list[count++] = (struct stretch){shown_length(hit->seen, found.begin),
							 shown_length(hit->seen, found.end)};
	}
	if (count > 1)
		qsort(list, count, sizeof(*list), compare_stretches);
	for (size_t i = 0; i < count; i++)
		if (kept > 0 && list[i].begin <= list[kept - 1].end)
			list[kept - 1].end = list[i].end > list[kept - 1].end ? list[i].end
									      : list[kept - 1].end;
		else
			list[kept++] = list[i];
	return kept;
}

/* The offset of the longest end of a text that takes at most that many columns. */
static size_t
suffix(struct str text, size_t columns)
{
	size_t at = text.n, width = 0;

	while (at > 0) {
		size_t before = at - 1;

		while (before > 0 && text_continues(text.p[before]))
			before--;
		width += text_width((struct str){text.p + before, at - before});
		if (width > columns)
			break;
		at = before;
	}
	return at;
}

/*
 * The part of a text to show in room columns (0: all of it): around the first match, with a third of the room before
 * it.
 */
static struct stretch
cut(struct str text, const struct stretch *matches, size_t count, size_t room)
{
	struct stretch shown = {0, text.n};
	size_t first = count > 0 ? matches[0].begin : 0;

	if (room == 0 || text_width(text) <= room)
		return shown;
	if (count > 0 && text_width((struct str){text.p, matches[0].end}) > room - 1) {
		shown.begin = suffix((struct str){text.p, first}, room / 3);
		/* If little text follows, there is room for more before. */
		if (text_width(str_after(text, shown.begin)) < room)
			shown.begin = suffix(text, room - 1);
	}
	if (shown.begin > 0)
		room--;
	shown.end = shown.begin + text_prefix(str_after(text, shown.begin), room);
	if (shown.end < text.n)
		shown.end = shown.begin + text_prefix(str_after(text, shown.begin), room - 1);
	return shown;
}

/* The printed form of a hit, and the matches in it. */
struct line {
	struct buf plain;
	struct str all;
	struct stretch *matches;
	size_t count;
};

static struct line
line_of(struct page *page, const struct hit *hit)
{
	struct line line = {
	    .matches = memory_get((page->matcher.question->count + 1) * sizeof(*line.matches))};

	text_plain(&line.plain, hit->seen, false);
	line.all = buf_all(&line.plain);
	line.count = find_stretches(page, hit, line.matches);
	return line;
}

static void
line_end(struct line *line)
{
	buf_free(&line->plain);
	free(line->matches);
}

/* Adds a part of a line, with its matches in colour. */
static void
add_part(struct page *page, const struct line *line, struct stretch part)
{
	size_t at = part.begin;

	for (size_t i = 0; i < line->count && page->colour; i++) {
		struct stretch match = line->matches[i];
		size_t begin = match.begin > at ? match.begin : at;
		size_t end = match.end < part.end ? match.end : part.end;

		if (begin >= end)
			continue;
		buf_add(page->out, line->all.p + at, begin - at);
		buf_puts(page->out, MATCH);
		buf_add(page->out, line->all.p + begin, end - begin);
		buf_puts(page->out, PLAIN);
		at = end;
	}
	buf_add(page->out, line->all.p + at, part.end - at);
}

/* Adds a part of a line, cut to room columns. */
static void
add_cut(struct page *page, const struct line *line, struct stretch part, size_t room)
{
	struct str text = {line->all.p + part.begin, part.end - part.begin};
	struct stretch first = {0, 0}, shown;

	for (size_t i = 0; i < line->count && first.end == 0; i++)
		if (line->matches[i].begin >= part.begin && line->matches[i].end <= part.end)
			first = (struct stretch){line->matches[i].begin - part.begin,
						 line->matches[i].end - part.begin};
	shown = cut(text, &first, first.end > 0, room);
	buf_puts(page->out, shown.begin > 0 ? ELLIPSIS : "");
	add_part(page, line, (struct stretch){part.begin + shown.begin, part.begin + shown.end});
	buf_puts(page->out, shown.end < text.n ? ELLIPSIS : "");
}

static bool
has_match(const struct line *line, struct stretch part)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->matches[i].begin < part.end && line->matches[i].end > part.begin)
			return true;
	return false;
}

/*
 * Adds a member that is too wide for the room.  The name matters most: so the address is cut or left out first.
 * Returns false, with nothing added, if that is not enough or would hide a match.
 */
static bool
add_person(struct page *page, const struct hit *hit, const struct line *line, size_t room)
{
	struct stretch email = {shown_length(hit->seen, hit->parts[1].begin),
				shown_length(hit->seen, hit->parts[1].end)};
	size_t name = shown_length(hit->seen, hit->parts[0].end), width = text_width(line->all);
	size_t of_email = text_width(
	    (struct str){line->all.p + email.begin, email.end - email.begin});
	size_t others = width - of_email;

	if (room >= others + LEAST_ADDRESS) {
		add_part(page, line, (struct stretch){0, email.begin});
		add_cut(page, line, email, room - others);
		add_part(page, line, (struct stretch){email.end, line->all.n});
		return true;
	}
	if (has_match(line, email) || room + 3 < others)
		return false;
	add_part(page, line, (struct stretch){0, name});
	add_part(page, line, (struct stretch){email.end + 1, line->all.n});
	return true;
}

/* Adds the printed form of a hit, with its matches in colour, cut to room columns. */
static void
add_text(struct page *page, const struct hit *hit, size_t room)
{
	struct line line = line_of(page, hit);
	bool person = hit->member && hit->part_count == HIT_PARTS && room > 0 &&
		      text_width(line.all) > room;

	if (!person || !add_person(page, hit, &line, room))
		add_cut(page, &line, (struct stretch){0, line.all.n}, room);
	buf_char(page->out, '\n');
	line_end(&line);
}

/* The room left on a line after that many columns; at least LEAST_ROOM, or 0 if the width is unlimited. */
static size_t
room_behind(const struct page *page, size_t columns)
{
	if (page->width == 0)
		return 0;
	return page->width >= columns + LEAST_ROOM ? page->width - columns : LEAST_ROOM;
}

static void
add_heading(struct page *page, const struct hit *hit)
{
	struct str name = text_choose(node_get(hit->cop->root, "name"), page->view->languages);
	struct buf plain = {0};
	size_t room = room_behind(page, hit->cop->id.n + 2);

	text_plain(&plain, name, false);
	if (room > 0 && text_width(buf_all(&plain)) > room) {
		plain.n = text_prefix(buf_all(&plain), room - 1);
		buf_puts(&plain, ELLIPSIS);
	}
	buf_format(page->out, "%s%.*s  %.*s%s\n", page->colour ? BOLD : "", STR_ARG(hit->cop->id),
		   STR_ARG(buf_all(&plain)), page->colour ? PLAIN : "");
	buf_free(&plain);
}

static void
add_community_text(struct page *page, const struct hit *hit)
{
	struct buf place = {0};
	size_t columns;

	buf_repeat(&place, ' ', INDENT);
	text_plain(&place, hit->path, false);
	buf_format(&place, ":%zu:", hit->line);
	columns = text_width(buf_all(&place)) + 1;
	buf_str(page->out, buf_all(&place));
	/* If the place leaves no room, the text goes on the next line. */
	if (page->width > 0 && page->width < columns + LEAST_ROOM) {
		columns = (size_t)2 * INDENT;
		buf_char(page->out, '\n');
		buf_repeat(page->out, ' ', columns - 1);
	}
	buf_char(page->out, ' ');
	add_text(page, hit, room_behind(page, columns));
	buf_free(&place);
}

static void
add_member(struct page *page, const struct hit *hit, size_t id_width)
{
	buf_format(page->out, "%s%.*s%s", page->colour ? BOLD : "", STR_ARG(hit->cop->id),
		   page->colour ? PLAIN : "");
	/* If the ids leave no room for a name, the person goes on the next line. */
	if (page->width > 0 && page->width < id_width + 2 + LEAST_PERSON) {
		buf_char(page->out, '\n');
		buf_repeat(page->out, ' ', INDENT);
		add_text(page, hit, room_behind(page, INDENT));
		return;
	}
	buf_repeat(page->out, ' ', id_width - hit->cop->id.n + 2);
	add_text(page, hit, room_behind(page, id_width + 2));
}

void
search_page(const struct hits *hits, const struct view *view, const struct question *question,
	    size_t width, bool colour, struct buf *out)
{
	struct page page = {.view = view, .out = out, .width = width, .colour = colour};
	const struct definition *cop = NULL;
	size_t id_width = 0;

	matcher_begin(&page.matcher, question);
	for (size_t i = 0; i < hits->count; i++)
		if (hits->list[i].member && hits->list[i].cop->id.n > id_width)
			id_width = hits->list[i].cop->id.n;
	for (size_t i = 0; i < hits->count; i++) {
		const struct hit *hit = &hits->list[i];

		if (hit->member) {
			add_member(&page, hit, id_width);
			continue;
		}
		if (hit->cop != cop)
			add_heading(&page, hit);
		cop = hit->cop;
		add_community_text(&page, hit);
	}
	matcher_end(&page.matcher);
}
