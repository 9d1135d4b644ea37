/* What is found, as lines for a person: with the match in bold red, as grep(1) has it. */
#include "search.h"

#include <stdlib.h>

#include "text.h"

#define BOLD "\033[1m"
#define MATCH "\033[1;31m"
#define PLAIN "\033[0m"
#define ELLIPSIS "\xE2\x80\xA6"
#define INDENT 4
#define LEAST_ROOM 20 /* for a text, however narrow the terminal is */

struct page {
	const struct view *view;
	struct matcher matcher;
	struct buf *out;
	size_t width; /* 0: any */
	bool colour;
};

static int
compare_stretches(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;

	return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Where a word stands best in the parts of what is seen of a hit, the first of those; nowhere: it begins where it ends. */
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

/* How many bytes of what is shown the first of a text's make. */
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

/* Where the words stand in a hit as it is shown, in order, none in another; how many. */
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

/* The end of a text that takes at most so many columns, where it begins. */
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

/* The part of a text that is shown in so many columns: round the first match, a third of the room before it. */
static struct stretch
cut(struct str text, const struct stretch *matches, size_t count, size_t room)
{
	struct stretch shown = {0, text.n};
	size_t first = count > 0 ? matches[0].begin : 0;

	if (room == 0 || text_width(text) <= room)
		return shown;
	if (count > 0 && text_width((struct str){text.p, matches[0].end}) > room - 1) {
		shown.begin = suffix((struct str){text.p, first}, room / 3);
		/* A little text behind leaves room for more before. */
		if (text_width((struct str){text.p + shown.begin, text.n - shown.begin}) < room)
			shown.begin = suffix(text, room - 1);
	}
	if (shown.begin > 0)
		room--;
	shown.end = shown.begin +
		    text_prefix((struct str){text.p + shown.begin, text.n - shown.begin}, room);
	if (shown.end < text.n)
		shown.end = shown.begin +
			    text_prefix((struct str){text.p + shown.begin, text.n - shown.begin},
					room - 1);
	return shown;
}

/* What is seen of a hit with its matches in colour, cut to the room. */
static void
add_text(struct page *page, const struct hit *hit, size_t room)
{
	struct stretch *matches = memory_get((page->matcher.question->count + 1) *
					     sizeof(*matches));
	struct buf plain = {0};
	struct stretch shown;
	struct str all;
	size_t count, at;

	text_plain(&plain, hit->seen, false);
	all = buf_all(&plain);
	count = find_stretches(page, hit, matches);
	shown = cut(all, matches, count, room);
	at = shown.begin;
	buf_puts(page->out, shown.begin > 0 ? ELLIPSIS : "");
	for (size_t i = 0; i < count && page->colour; i++) {
		size_t begin = matches[i].begin > at ? matches[i].begin : at;
		size_t end = matches[i].end < shown.end ? matches[i].end : shown.end;

		if (begin >= end)
			continue;
		buf_add(page->out, all.p + at, begin - at);
		buf_puts(page->out, MATCH);
		buf_add(page->out, all.p + begin, end - begin);
		buf_puts(page->out, PLAIN);
		at = end;
	}
	buf_add(page->out, all.p + at, shown.end - at);
	buf_puts(page->out, shown.end < all.n ? ELLIPSIS : "");
	buf_char(page->out, '\n');
	buf_free(&plain);
	free(matches);
}

/* What is left of the width behind so many columns. */
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
	/* A place that leaves no room has its text below. */
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
