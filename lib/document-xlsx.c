#include "document-xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "document-sheet.h"
#include "map.h"
#include "labels.h"

#define COVER_WIDTH 80 /* characters; fits a page of Letter or A4 */
#define PROPERTY_BYTES 255
#define PART ((size_t)65536) /* bytes to read at once */
/* Upper bounds of the memory that libxlsxwriter takes: for the whole, and for each cell or heading besides its text. */
#define BOOK_MEMORY ((size_t)16 * 1024 * 1024)
#define CELL_MEMORY ((size_t)256)

enum cover_look {
	COVER_TITLE,
	COVER_HEADING,
	COVER_SUBHEADING,
	COVER_TEXT,
	COVER_BULLET,
	COVER_COMMAND,
	COVER_LINK,
	COVER_COUNT,
};

static const double letter_sizes[COVER_COUNT] = {16, 13, 11, 11, 11, 10, 11}; /* in points */

/* The first sheet: everything except tables, and links to those. */
struct cover {
	struct book book;
	lxw_worksheet *sheet;
	lxw_format *looks[COVER_COUNT];
	lxw_row_t row;
	struct str section;        /* text of the last heading */
	bool within;               /* that heading is of level 3: a community */
	const struct chart *chart; /* of the next table, or NULL */
};

static lxw_format *
cover_format(struct book *book, enum cover_look look)
{
	lxw_format *format;

	if (look == COVER_LINK)
		return book_made(workbook_get_default_url_format(book->workbook));
	format = book_format(book);
	format_set_font_size(format, letter_sizes[look]);
	format_set_num_format(format, "@");
	if (look <= COVER_SUBHEADING)
		format_set_bold(format);
	if (look == COVER_BULLET || look == COVER_COMMAND)
		format_set_indent(format, look == COVER_BULLET ? 1 : 2);
	if (look == COVER_COMMAND)
		format_set_font_name(format, "Courier New");
	else
		format_set_text_wrap(format);
	return format;
}

static void
add_line(struct cover *cover, enum cover_look look, struct str text)
{
	struct book *book = &cover->book;
	double bigger = letter_sizes[look] > 11 ? letter_sizes[look] / 11 : 1;

	if (text.n == 0)
		return;
	if (look <= COVER_SUBHEADING && cover->row > 0)
		cover->row++;
	book_keep(book, worksheet_write_string(cover->sheet, cover->row, 0,
					       book_text(book, text, true), cover->looks[look]));
	book_set_height(book, cover->sheet, cover->row++,
			look == COVER_COMMAND ? 1
					      : book_lines(text, (size_t)(COVER_WIDTH / bigger)),
			LINE_HEIGHT * bigger);
}

/* Adds a link to the sheet of a table. */
static void
add_link(struct cover *cover, struct str name)
{
	struct book *book = &cover->book;
	struct str place = arena_format(book->arena, "internal:'%s'!A1", name.p);

	book_keep(book, worksheet_write_url_opt(cover->sheet, cover->row++, 0, place.p,
						cover->looks[COVER_LINK],
						book_text(book, name, false), NULL));
}

/* What to call a table: its caption and the community it is about, unless both are the same. */
static struct str
words_of(const struct cover *cover, const struct table *table)
{
	if (table->caption.n == 0)
		return cover->section;
	if (!cover->within || str_eq(table->caption, cover->section))
		return table->caption;
	return arena_format(cover->book.arena, "%.*s, %.*s", STR_ARG(table->caption),
			    STR_ARG(cover->section));
}

static void
add_table(struct cover *cover, const struct table *table)
{
	const struct chart *chart = cover->chart;
	struct str name;

	if (chart != NULL && chart->table != table)
		chart = NULL;
	name = book_add_table(&cover->book, table, chart, words_of(cover, table));
	if (name.p != NULL)
		add_link(cover, name);
	cover->chart = NULL;
}

static void
add_block(struct cover *cover, const struct block *block)
{
	struct buf bullet = {0};

	switch (block->kind) {
	case BLOCK_HEADING:
		cover->section = block->text;
		cover->within = block->level > 2;
		add_line(cover, block->level > 2 ? COVER_SUBHEADING : COVER_HEADING, block->text);
		break;
	case BLOCK_TEXT:
		add_line(cover, COVER_TEXT, block->text);
		break;
	case BLOCK_BULLET:
		buf_puts(&bullet, "\xE2\x80\xA2 ");
		buf_str(&bullet, block->text);
		add_line(cover, COVER_BULLET, buf_all(&bullet));
		break;
	case BLOCK_COMMAND:
		add_line(cover, COVER_COMMAND, block->text);
		break;
	case BLOCK_TABLE:
		add_table(cover, block->table);
		break;
	case BLOCK_CHART:
		cover->chart = block->chart;
		break;
	}
	buf_free(&bullet);
}

/* Copies a text for a document property. libxlsxwriter does not change it, though its field is not const. */
static char *
property(struct book *book, struct str text)
{
	struct str kept = arena_str(book->arena, str_of(book_plain(book, text, PROPERTY_BYTES)));

	return (char *)(uintptr_t)kept.p;
}

/* Sets the document properties. The time of creation is as_of, not now, so that the same report has the same bytes. */
static void
set_properties(struct book *book, const struct document *document, day as_of)
{
	lxw_doc_properties properties = {
	    .title = property(book, document->title),
	    .subject = property(book, document->about),
	    .comments = property(book, document->stamp),
	    .created = (time_t)as_of * 24 * 60 * 60,
	};

	book_keep(book, workbook_set_properties(book->workbook, &properties));
}

static void
write_book(struct cover *cover, const struct document *document, day as_of)
{
	struct book *book = &cover->book;

	set_properties(book, document, as_of);
	book_looks(book);
	for (enum cover_look look = 0; look < COVER_COUNT; look++)
		cover->looks[look] = cover_format(book, look);
	cover->sheet = book_made(workbook_add_worksheet(book->workbook, label("Report")));
	book_keep(book, worksheet_set_column(cover->sheet, 0, 0, COVER_WIDTH, NULL));
	worksheet_fit_to_pages(cover->sheet, 1, 0);
	add_line(cover, COVER_TITLE, document->title);
	add_line(cover, COVER_TEXT, document->about);
	add_line(cover, COVER_TEXT, document->stamp);
	cover->row++;
	for (const struct block *block = document->first; block != NULL; block = block->next)
		add_block(cover, block);
}

/* Appends the whole of an open file; false, with errno set, on failure. */
static bool
read_all(int fd, struct buf *out)
{
	off_t at = 0;
	ssize_t n;

	do {
		buf_room(out, PART);
		n = pread(fd, out->p + out->n, PART, at);
		if (n > 0) {
			out->n += (size_t)n;
			at += n;
		}
	} while (n > 0);
	return n == 0;
}

/*
 * Ends the program as arena.h says if there is not enough memory for the workbook. libxlsxwriter cannot be relied on to
 * fail: if an allocation fails it may crash, or silently leave out part of the workbook.
 */
static void
ask_for_memory(const struct document *document)
{
	size_t need = BOOK_MEMORY;

	for (const struct block *block = document->first; block != NULL; block = block->next) {
		const struct table *table = block->table;

		if (table == NULL)
			continue;
		need += CELL_MEMORY * table->column_count;
		for (size_t i = 0; i < table->row_count * table->column_count; i++)
			need += CELL_MEMORY + 3 * table->cells[i].text.n;
	}
	free(memory_get(need));
}

static bool
refuse(struct diag *diag, const char *why)
{
	diag_add(diag, RULE_NOT_WRITTEN, (struct place){0}, "the workbook: %s", why);
	return false;
}

/* Writes the workbook to the file; false, with the reason recorded, on failure. */
static bool
make_book(const struct document *document, day as_of, int fd, struct diag *diag)
{
	/*
	 * libxlsxwriter puts parts of the workbook into short-lived temporary files there. The whole, which names
	 * people, is only in memory.
	 */
	lxw_workbook_options options = {.tmpdir = getenv("TMPDIR")};
	struct cover cover = {.book = {.arena = document->arena, .diag = diag}};
	struct str path = arena_format(document->arena, "/dev/fd/%d", fd);
	size_t before = diag_count(diag);

	ask_for_memory(document);
	cover.book.workbook = book_made(workbook_new_opt(path.p, &options));
	write_book(&cover, document, as_of);
	buf_free(&cover.book.scratch);
	if (cover.book.error != LXW_NO_ERROR || diag_count(diag) > before)
		lxw_workbook_free(cover.book.workbook);
	else
		book_keep(&cover.book, workbook_close(cover.book.workbook));
	if (cover.book.error != LXW_NO_ERROR)
		return refuse(diag, lxw_strerror(cover.book.error));
	return diag_count(diag) == before;
}

#define ZIP_END \
	22 /* bytes of the record that ends a zip; the last two are the length of the archive's comment */

/*
 * Ends the archive with a comment (PKWARE's APPNOTE, 4.3.16) that is a hash of the document without its stamp. Two
 * workbooks that differ only in the stamp then have the same comment, though their compressed bytes differ throughout.
 * Returns all bytes before the comment as the stamp.
 */
static struct stamped
add_mark(const struct document *document, size_t begin, struct buf *out)
{
	struct buf text = {0};
	struct stamped stamp = document_markdown(document, &text);
	struct str head = {text.p, stamp.begin}, tail = str_after(buf_all(&text), stamp.end);
	size_t end = out->n;

	if (end - begin < ZIP_END || memcmp(out->p + end - ZIP_END, "PK\5\6", 4) != 0) {
		buf_free(&text);
		return (struct stamped){begin, begin, false};
	}
	buf_format(out, "coptools %016jx%016jx", (uintmax_t)map_hash(head),
		   (uintmax_t)map_hash(tail));
	out->p[end - 2] = (char)(out->n - end);
	out->p[end - 1] = 0;
	buf_free(&text);
	return (struct stamped){begin, end, true};
}

bool
document_xlsx(const struct document *document, day as_of, struct buf *out, struct stamped *stamp,
	      struct diag *diag)
{
	size_t begin = out->n;
	int fd = memfd_create("workbook", MFD_CLOEXEC);
	bool made;

	if (fd < 0)
		return refuse(diag, strerror(errno));
	made = make_book(document, as_of, fd, diag);
	if (made && !read_all(fd, out)) {
		out->n = begin;
		made = refuse(diag, strerror(errno));
	}
	(void)close(fd);
	if (made)
		*stamp = add_mark(document, begin, out);
	return made;
}
