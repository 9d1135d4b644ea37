/*
 * Making the canonical form.  Parts of the file are sorted on all cores, as records that hold the first bytes of the
 * address and a pointer to the line, and are then merged into a list of the file's own lines.
 */
#include "canonical.h"

#include <endian.h>
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"
#include "bytes.h"
#include "organizations.h"
#include "pool.h"
#include "roster-order.h"
#include "rows.h"

/* The sort key of a record.  Files other than rosters are sorted by the first field, then by the line. */
static struct place_key
order_of(enum csv_kind kind, const struct str fields[], struct str line)
{
	if (kind == CSV_ROSTER)
		return place_key_of(fields, line);
	return (struct place_key){.email = fields[0], .line = line};
}

bool
canonical_person(const struct person *person)
{
	struct place_key before = {.line = {NULL, 0}}, order;

	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (person->email.n == 0 || !spell->in_form)
			return false;
		order = place_key_of(spell->fields, spell->text);
		if (i > 0 && place_compare(&before, &order) >= 0)
			return false;
		before = order;
	}
	return true;
}

bool
canonical_edges(const struct roster_block *block, bool first)
{
	struct str header = str_line(block->bytes);

	/* A header with quotes or spaces may be canonical, but only canonical_make() can tell. */
	return str_ends(block->bytes, STR("\n")) &&
	       !(first && (str_find(header, '"') < header.n || str_find(header, ' ') < header.n));
}

/* -- sorting ------------------------------------------------------------------------------------------------------ */

#define KEY_WORDS 3
#define PARTS_MAX 4

/* A record: the first bytes of its first field, as numbers that compare as the bytes do, and its canonical line. */
struct record {
	uint64_t key[KEY_WORDS];
	struct str line; /* with its LF */
};

/* A part of the file, in whole lines, that one thread reads and sorts. */
struct part {
	enum csv_kind kind;
	struct str bytes;
	struct str path;
	size_t columns;
	size_t lines; /* how many it has */
	struct arena *arena;
	struct diag *diag;  /* with line numbers from the beginning of the part */
	struct buf records; /* an array of struct record */
	size_t count;
	struct rows rows;
	struct rows other; /* to parse a second line when two are compared */
};

static struct record *
records_of(const struct part *part)
{
	return (void *)part->records.p;
}

static void
set_key(struct record *record, struct str first)
{
	char bytes[sizeof(record->key)] = {0};
	uint64_t word;

	memcpy(bytes, first.p, first.n < sizeof(bytes) ? first.n : sizeof(bytes));
	for (size_t i = 0; i < KEY_WORDS; i++) {
		memcpy(&word, bytes + i * sizeof(word), sizeof(word));
		record->key[i] = be64toh(word);
	}
}

/* Parses a line, given without its LF, a second time for its sort key. */
static struct place_key
order_again(struct rows *rows, enum csv_kind kind, struct str line)
{
	struct row row;

	rows_begin(rows, line, 1, STR(""), NULL);
	rows->wanted = kind == CSV_ROSTER ? ROSTER_JOINED + 1 : 1;
	(void)rows_next(rows, &row);
	return order_of(kind, row.fields, line);
}

/* Compares records with equal keys, mostly of one person, by the fields of their lines. */
static int
compare_alike(struct part *part, const struct record *a, const struct record *b)
{
	struct str a_line = {a->line.p, a->line.n - 1}, b_line = {b->line.p, b->line.n - 1};
	struct place_key a_order = order_again(&part->rows, part->kind, a_line),
			 b_order = order_again(&part->other, part->kind, b_line);

	return place_compare(&a_order, &b_order);
}

/* Does a sort after b? */
static inline bool
is_behind(struct part *part, const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < KEY_WORDS; i++)
		if (a->key[i] != b->key[i])
			return a->key[i] > b->key[i];
	return compare_alike(part, a, b) > 0;
}

#define FEW 8 /* up to this many records are sorted by insertion */

static void
insert_each(struct part *part, struct record *records, size_t count)
{
	for (size_t i = 1, at; i < count; i++) {
		struct record one = records[i];

		for (at = i; at > 0 && is_behind(part, &records[at - 1], &one); at--)
			records[at] = records[at - 1];
		records[at] = one;
	}
}

/*
 * Merge sort, with room for half of the records.  It goes through memory in order: with a million records, memory
 * access is what costs time.
 */
static void
sort(struct part *part, struct record *records, size_t count, struct record *room)
{
	size_t half = count / 2;
	struct record *left = room, *right, *left_end, *right_end, *out = records;

	if (count <= FEW) {
		insert_each(part, records, count);
		return;
	}
	left_end = room + half;
	right = records + half;
	right_end = records + count;
	sort(part, records, half, room);
	sort(part, records + half, count - half, room);
	if (!is_behind(part, right - 1, right))
		return;
	memcpy(room, records, half * sizeof(*records));
	while (left < left_end && right < right_end)
		*out++ = is_behind(part, left, right) ? *right++ : *left++;
	memcpy(out, left, (size_t)(left_end - left) * sizeof(*left));
}

/*
 * The line of a record with its LF and only the quotes it needs: in the file itself if it has that form there, else
 * in the part's arena.
 */
static struct str
canonical_line(struct part *part, const struct row *row, struct buf *scratch)
{
	const char *end = row->text.p + row->text.n;

	if (row->in_form && end < part->bytes.p + part->bytes.n)
		return (struct str){row->text.p, row->text.n + 1};
	buf_clear(scratch);
	rows_add_record(scratch, row->fields, row->count);
	buf_char(scratch, '\n');
	return arena_str(part->arena, buf_all(scratch));
}

/* Records a line that is too long to be read back: canonical form may add quotes. */
static bool
is_too_long(struct str line, struct place place, struct diag *diag)
{
	if (line.n <= ROWS_LINE_MAX + 1)
		return false;
	diag_add(diag, RULE_LIMIT, place, "a line of more than 64 KiB in canonical form");
	return true;
}

static void
read_part(struct part *part)
{
	struct buf scratch = {0};
	struct record record;
	struct row row;

	buf_room(&part->records, (bytes_count(part->bytes, '\n') + 1) * sizeof(record));
	rows_begin(&part->rows, part->bytes, 1, part->path, part->diag);
	part->rows.columns = part->columns;
	part->rows.form = true;
	part->rows.check_utf8 = !text_is_usual(part->bytes) &&
				text_valid(part->bytes) < part->bytes.n;
	while (rows_next(&part->rows, &row)) {
		set_key(&record, row.fields[0]);
		record.line = canonical_line(part, &row, &scratch);
		if (!is_too_long(record.line, (struct place){part->path, row.line, 1}, part->diag))
			buf_add(&part->records, (const char *)&record, sizeof(record));
	}
	part->lines = part->rows.line - 1;
	part->count = part->records.n / sizeof(record);
	buf_free(&scratch);
}

/* The parts of a file, and the next one to give to a thread. */
struct making {
	struct part parts[PARTS_MAX];
	size_t count;
	size_t next;
};

static bool
next_part(void *context, void *item)
{
	struct making *making = context;
	struct part **part = item;

	if (making->next == making->count)
		return false;
	*part = &making->parts[making->next++];
	return true;
}

#define PILES ((size_t)1 << 16) /* one for each value of the first two bytes of a key */
#define MANY ((size_t)1 << 14)  /* with this many records, piles are worth it */

static size_t
pile_of(const struct record *record)
{
	return (size_t)(record->key[0] >> 48);
}

/* Copies the records into room, pile by pile, and sets ends[i] to the index where the i-th pile ends. */
static void
lay_out(const struct record *records, size_t count, struct record *room, size_t ends[PILES])
{
	size_t begin = 0;

	memset(ends, 0, PILES * sizeof(*ends));
	for (size_t i = 0; i < count; i++)
		ends[pile_of(&records[i])]++;
	for (size_t i = 0; i < PILES; i++) {
		size_t n = ends[i];

		ends[i] = begin;
		begin += n;
	}
	for (size_t i = 0; i < count; i++)
		room[ends[pile_of(&records[i])]++] = records[i];
}

/*
 * Splits many records into piles and sorts each.  A pile fits the core's own cache, so that merging does not wait for
 * memory.  The result is in the memory of room, which is swapped with part->records.
 */
static void
sort_many(struct part *part, struct buf *room)
{
	size_t *ends = memory_get(PILES * sizeof(*ends));
	struct record *spare = records_of(part), *piles = (void *)room->p;
	struct buf swap = part->records;

	lay_out(spare, part->count, piles, ends);
	for (size_t i = 0, begin = 0; i < PILES; begin = ends[i++])
		if (ends[i] > begin)
			sort(part, piles + begin, ends[i] - begin, spare);
	part->records = *room;
	*room = swap;
	free(ends);
}

static void
read_and_sort(void *context, void *item)
{
	struct part *part = *(struct part **)item;
	struct buf room = {0};

	(void)context;
	read_part(part);
	buf_room(&room, part->count * sizeof(struct record) + 1);
	if (part->count >= MANY)
		sort_many(part, &room);
	else
		sort(part, records_of(part), part->count, (void *)room.p);
	buf_free(&room);
}

/* Cuts rest, at line ends, into about as many parts as there are threads.  Each part begins as a copy of like. */
static void
cut(struct making *making, struct str rest, struct part like)
{
	size_t wanted = pool_threads(rest.n, 1), size;

	if (wanted > PARTS_MAX)
		wanted = PARTS_MAX;
	size = rest.n / wanted + 1;
	for (; rest.n > 0; making->count++) {
		struct part *part = &making->parts[making->count];
		size_t n = size < rest.n ? size - 1 : rest.n;

		n += str_find(str_after(rest, n), '\n');
		*part = like;
		part->bytes = (struct str){rest.p, n < rest.n ? n + 1 : n};
		part->arena = arena_new();
		part->diag = diag_new();
		rest = str_after(rest, part->bytes.n);
	}
}

/* The part whose next record sorts first; NULL if none is left.  taken[i] counts those taken from the i-th part. */
static struct part *
first_part(struct making *making, const size_t taken[])
{
	struct part *first = NULL;
	const struct record *least = NULL;

	for (size_t i = 0; i < making->count; i++) {
		struct part *part = &making->parts[i];
		const struct record *record = records_of(part) + taken[i];

		if (taken[i] < part->count && (least == NULL || is_behind(part, least, record))) {
			first = part;
			least = record;
		}
	}
	return first;
}

/* Merges the lines of all parts into the list, identical ones once. */
static void
list_lines(struct making *making, struct canonical *canonical)
{
	size_t taken[PARTS_MAX] = {0};
	const struct record *last = NULL;
	struct part *part;

	while ((part = first_part(making, taken)) != NULL) {
		const struct record *record = records_of(part) + taken[part - making->parts]++;

		if (last == NULL || memcmp(last->key, record->key, sizeof(last->key)) != 0 ||
		    !str_eq(last->line, record->line))
			canonical->lines[canonical->count++] = record->line;
		last = record;
	}
}

/*
 * Moves the parts' findings to diag and their memory to the canonical form, and makes its list, empty as yet.  False
 * if a record could not be read.
 */
static bool
take_parts(struct making *making, struct canonical *canonical, struct diag *diag)
{
	size_t lines = 1, count = 1;
	bool good = true;

	for (size_t i = 0; i < making->count; i++) {
		good = good && diag_count(making->parts[i].diag) == 0;
		diag_take(diag, making->parts[i].diag, lines);
		arena_adopt(canonical->arena, making->parts[i].arena);
		lines += making->parts[i].lines;
		count += making->parts[i].count;
	}
	canonical->lines = arena_array(canonical->arena, good ? count : 0, sizeof(struct str));
	return good;
}

/* Adds the header, which rows_header() has found good, to the list, without quotes it does not need. */
static void
list_header(struct canonical *canonical, struct str bytes, struct part like)
{
	struct buf scratch = {0};
	struct row row;

	like.arena = canonical->arena;
	like.bytes = (struct str){bytes.p, str_find(bytes, '\n') + 1};
	if (like.bytes.n > bytes.n)
		like.bytes = bytes;
	rows_begin(&like.rows, like.bytes, 1, like.path, NULL);
	like.rows.form = true;
	if (rows_next(&like.rows, &row))
		canonical->lines[canonical->count++] = canonical_line(&like, &row, &scratch);
	rows_end(&like.rows);
	buf_free(&scratch);
}

static void
end_parts(struct making *making)
{
	for (size_t i = 0; i < making->count; i++) {
		struct part *part = &making->parts[i];

		rows_end(&part->rows);
		rows_end(&part->other);
		buf_free(&part->records);
		diag_free(part->diag);
	}
}

const char *const *const csv_columns[] = {[CSV_ROSTER] = roster_columns,
					  [CSV_ORGANIZATIONS] = organization_columns,
					  [CSV_SUPPRESSIONS] = suppression_columns};

bool
canonical_make(enum csv_kind kind, struct str bytes, struct str path, struct canonical *canonical,
	       struct diag *diag)
{
	struct making making = {.count = 0};
	struct part like = {.kind = kind, .path = path};
	struct str rest;
	bool good;

	*canonical = (struct canonical){.arena = arena_new()};
	like.columns = rows_header(csv_columns[kind], bytes, path, diag, &rest);
	if (like.columns == 0)
		return false;
	cut(&making, rest, like);
	pool_run(&(struct pool_work){.context = &making,
				     .item_size = sizeof(struct part *),
				     .next = next_part,
				     .work = read_and_sort},
		 (unsigned)making.count);
	good = take_parts(&making, canonical, diag);
	if (good) {
		list_header(canonical, bytes, like);
		list_lines(&making, canonical);
		good = !is_too_long(canonical->lines[0], (struct place){path, 1, 1}, diag);
	}
	end_parts(&making);
	return good;
}

void
canonical_free(struct canonical *canonical)
{
	arena_free(canonical->arena);
	*canonical = (struct canonical){.arena = NULL};
}

bool
canonical_is(const struct canonical *canonical, struct str bytes)
{
	for (size_t i = 0; i < canonical->count; i++) {
		struct str line = canonical->lines[i];

		if (line.n > bytes.n || (line.p != bytes.p && memcmp(line.p, bytes.p, line.n) != 0))
			return false;
		bytes = str_after(bytes, line.n);
	}
	return bytes.n == 0;
}

void
canonical_add(const struct canonical *canonical, struct buf *out)
{
	for (size_t i = 0; i < canonical->count; i++)
		buf_str(out, canonical->lines[i]);
}
