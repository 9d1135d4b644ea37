#include "spells.h"

#include "pool.h"
#include "roster-order.h"
#include "rows.h"

#define STRETCH (1024 * (size_t)1024)

/* -- beginning ------------------------------------------------------------------------------------------------- */

static const struct str *
default_names(struct arena *arena)
{
	struct str *names = arena_array(arena, ROSTER_COLUMNS, sizeof(*names));

	for (size_t i = 0; i < ROSTER_COLUMNS; i++)
		names[i] = str_of(roster_columns[i]);
	return names;
}

bool
spells_open(struct roster_text *text, struct arena *arena, const struct definition *cop,
	    struct str bytes, struct str path, struct diag *diag)
{
	struct str rest;

	*text = (struct roster_text){.arena = arena,
				     .cop = cop,
				     .bytes = bytes,
				     .path = path,
				     .ordered = true,
				     .people = map_new(arena)};
	if (bytes.n == 0) {
		text->columns = ROSTER_COLUMNS;
		text->names = default_names(arena);
		return true;
	}
	if (rows_header(roster_columns, bytes, path, diag, &rest) == 0)
		return false;
	text->names = rows_names(arena, bytes, &text->columns);
	return true;
}

struct addresses *
addresses_new(struct arena *arena, const struct str *emails, size_t count)
{
	struct addresses *asked = arena_get(arena, sizeof(*asked));

	asked->emails = map_new(arena);
	for (size_t i = 0; i < count; i++) {
		*map_at(&asked->emails, emails[i]) = asked;
		sieve_add(&asked->sieve, emails[i]);
	}
	return asked;
}

void
spells_ask(struct roster_text *text, const struct addresses *asked)
{
	text->asked = asked;
}

struct spells *
spells_want(struct roster_text *text, struct str email)
{
	void **place = map_at(&text->people, email);
	struct spells *spells = *place;

	if (spells != NULL)
		return spells;
	*place = spells = arena_get(text->arena, sizeof(*spells));
	spells->email = email;
	if (text->sieve == NULL && text->asked == NULL)
		text->sieve = arena_get(text->arena, sizeof(*text->sieve));
	if (text->sieve != NULL)
		sieve_add(text->sieve, email);
	text->wanted = arena_grow(text->arena, text->wanted, text->count, &text->capacity,
				  sizeof(struct spells *));
	return text->wanted[text->count++] = spells;
}

/* -- going through a roster -------------------------------------------------------------------------------------- */

/* Parses a line into fields, in the arena; NULL, with the reason recorded, if it cannot be read. */
static struct str *
split(const struct roster_text *text, struct arena *arena, struct str line, size_t number,
      struct diag *diag)
{
	struct rows rows = {0};
	struct str *fields = NULL;
	struct row row;

	rows_begin(&rows, line, number, text->path, diag);
	rows.arena = arena;
	rows.columns = text->columns;
	if (rows_next(&rows, &row)) {
		fields = arena_array(arena, row.count, sizeof(*fields));
		memcpy(fields, row.fields, row.count * sizeof(*fields));
	}
	rows_end(&rows);
	return fields;
}

bool
spells_line_key(const struct roster_text *text, struct arena *arena, struct str line,
		struct place_key *key)
{
	struct str fields[ROSTER_COLUMNS], rest = line, *all;
	struct diag *found;
	size_t n = 0;

	if (line.n > 0 && memchr(line.p, '"', line.n) == NULL) {
		while (n <= ROSTER_JOINED && str_next(&rest, ',', &fields[n]))
			n++;
		if (n > ROSTER_JOINED)
			*key = place_key_of(fields, line);
		return n > ROSTER_JOINED;
	}
	found = diag_new();
	all = split(text, arena, line, 0, found);
	diag_free(found);
	if (all != NULL)
		*key = place_key_of(all, line);
	return all != NULL;
}

/* Is the line in order after the one before it, which has the same address? */
static bool
follows(const struct roster_text *text, struct arena *arena, struct str before, struct str line)
{
	struct place_key first, second;

	return spells_line_key(text, arena, before, &first) &&
	       spells_line_key(text, arena, line, &second) && place_compare(&first, &second) < 0;
}

/* Keeps a row of an address that is wanted. */
static void
keep(struct roster_text *text, struct spells *spells, struct str line, size_t number)
{
	struct diag *found = diag_new();
	struct str *fields = split(text, text->arena, line, number, found);

	diag_free(found);
	if (fields == NULL) {
		spells->damaged = number;
		return;
	}
	spells->rows = arena_grow(text->arena, spells->rows, spells->count, &spells->capacity,
				  sizeof(*spells->rows));
	spells->rows[spells->count++] = (struct spell_row){
	    (size_t)(line.p - text->bytes.p), line.n, number, fields, fields, line};
}

/* A stretch of whole lines. */
struct stretch {
	struct str bytes;
	struct str first; /* its first line; last is its last */
	struct str last;
	size_t lines;
	bool ordered;
	struct str *hits; /* lines of wanted addresses, or that the watch wants */
	size_t *numbers;  /* their numbers in the stretch, from 0 */
	size_t count;
	size_t capacity;
	size_t number_capacity;
	struct arena *arena; /* for the hits */
};

struct scan {
	struct roster_text *text;
	const struct map *emails;  /* addresses to look for */
	const struct sieve *sieve; /* a filter for them; NULL: there are none */
	const struct spells_watch *watch;
	struct str rest;
	struct str last; /* last line of the stretches that are done */
	size_t number;   /* number of the first line of the next stretch */
};

/* Does the line come after the other one in canonical form? */
static bool
comes_behind(const struct roster_text *text, struct arena *arena, struct str before,
	     struct str line)
{
	struct str a = raw_email(before), b = raw_email(line);
	int order = str_cmp(a, b);

	return b.n > 0 && b.p[0] != '"' &&
	       (before.p == NULL || order < 0 ||
		(order == 0 && follows(text, arena, before, line)));
}

static bool
next_stretch(void *context, void *item)
{
	struct scan *scan = context;
	struct stretch *s = item;
	size_t n = scan->rest.n;

	if (n == 0)
		return false;
	if (n > STRETCH) {
		const char *feed = memchr(scan->rest.p + STRETCH, '\n', n - STRETCH);

		if (feed != NULL)
			n = (size_t)(feed - scan->rest.p) + 1;
	}
	s->bytes = (struct str){scan->rest.p, n};
	scan->rest = str_after(scan->rest, n);
	if (s->arena == NULL)
		s->arena = arena_new();
	return true;
}

static bool
is_hit(const struct scan *scan, struct str line)
{
	char room[ROSTER_EMAIL_ROOM];
	struct str raw = raw_email(line);

	if (scan->sieve != NULL &&
	    (sieve_lets(scan->sieve, raw) || (raw.n > 0 && raw.p[0] == '"')) &&
	    map_get(scan->emails, roster_email(line, room)) != NULL)
		return true;
	return scan->watch != NULL && scan->watch->wants(scan->watch->context, line);
}

static void
scan_stretch(void *context, void *item)
{
	const struct scan *scan = context;
	struct stretch *s = item;
	struct str rest = s->bytes, line = {NULL, 0}, before = {NULL, 0};

	s->count = s->lines = 0;
	s->ordered = true;
	for (; rest.n > 0 && str_next(&rest, '\n', &line); s->lines++) {
		if (s->lines == 0)
			s->first = line;
		else if (s->ordered)
			s->ordered = comes_behind(scan->text, s->arena, before, line);
		if (is_hit(scan, line)) {
			s->hits = arena_grow(s->arena, s->hits, s->count, &s->capacity,
					     sizeof(*s->hits));
			s->numbers = arena_grow(s->arena, s->numbers, s->count, &s->number_capacity,
						sizeof(*s->numbers));
			s->hits[s->count] = line;
			s->numbers[s->count++] = s->lines;
		}
		before = line;
	}
	s->last = before;
}

/* The rows of the address of a line; NULL if it is not looked for. */
static struct spells *
spells_of_line(const struct scan *scan, struct str line)
{
	char room[ROSTER_EMAIL_ROOM];
	struct str email = roster_email(line, room);
	struct spells *spells = map_get(&scan->text->people, email);

	if (spells == NULL && map_get(scan->emails, email) != NULL)
		spells = spells_want(scan->text, arena_str(scan->text->arena, email));
	return spells;
}

static void
stretch_done(void *context, void *item)
{
	struct scan *scan = context;
	const struct stretch *s = item;

	scan->text->ordered = scan->text->ordered && s->ordered &&
			      comes_behind(scan->text, scan->text->arena, scan->last, s->first);
	for (size_t i = 0; i < s->count; i++) {
		struct str line = s->hits[i];
		struct spells *spells = spells_of_line(scan, line);

		if (spells != NULL)
			keep(scan->text, spells, line, scan->number + s->numbers[i]);
		if (scan->watch != NULL && scan->watch->wants(scan->watch->context, line))
			scan->watch->line(scan->watch->context, line, scan->number + s->numbers[i]);
	}
	scan->last = s->last;
	scan->number += s->lines;
}

static void
stretch_end(void *context, void *item)
{
	(void)context;
	arena_free(((struct stretch *)item)->arena);
}

void
spells_scan(struct roster_text *text, const struct spells_watch *watch)
{
	size_t header = str_find(text->bytes, '\n') + 1;
	const struct addresses *asked = text->asked;
	struct scan scan = {.text = text,
			    .emails = asked != NULL ? &asked->emails : &text->people,
			    .sieve = asked != NULL ? &asked->sieve : text->sieve,
			    .watch = watch,
			    .number = 2};
	struct pool_work work = {.context = &scan,
				 .item_size = sizeof(struct stretch),
				 .next = next_stretch,
				 .work = scan_stretch,
				 .done = stretch_done,
				 .end = stretch_end};

	if (header > text->bytes.n)
		return;
	scan.rest = str_after(text->bytes, header);
	pool_run(&work, pool_threads(scan.rest.n, 1));
}

/* -- changing rows ----------------------------------------------------------------------------------------------- */

struct spell_row *
spells_add(struct roster_text *text, struct spells *spells)
{
	struct spell_row *row;

	spells->rows = arena_grow(text->arena, spells->rows, spells->count, &spells->capacity,
				  sizeof(*spells->rows));
	row = &spells->rows[spells->count++];
	*row = (struct spell_row){
	    .now = arena_array(text->arena, text->columns, sizeof(*row->now))};
	for (size_t i = 0; i < text->columns; i++)
		row->now[i] = STR("");
	/* Write the address as the other rows do, so that readers take all for one person. */
	row->now[ROSTER_EMAIL] = spells->rows[0].old != NULL ? spells->rows[0].old[ROSTER_EMAIL]
							     : spells->email;
	return row;
}

struct spell_row *
spell_own(const struct roster_text *text, struct spell_row *row)
{
	struct str *fields = arena_array(text->arena, text->columns, sizeof(*fields));

	memcpy(fields, row->now, text->columns * sizeof(*fields));
	row->now = fields;
	row->made = (struct str){NULL, 0};
	return row;
}

void
spell_set(struct roster_text *text, struct spell_row *row, size_t column, struct str value)
{
	if (value.p == NULL)
		value = STR("");
	if (row->now == NULL || str_eq(row->now[column], value))
		return;
	/* Always copy: a caller may go back to the old fields. */
	spell_own(text, row)->now[column] = value;
}

void
spell_set_date(struct roster_text *text, struct spell_row *row, size_t column, struct date date)
{
	char room[DATE_TEXT];

	spell_set(text, row, column, arena_str(text->arena, str_of(date_text(date, room))));
}

void
spell_drop(struct spell_row *row)
{
	row->now = NULL;
}

struct spells
spells_copy(struct roster_text *text, const struct spells *spells)
{
	struct spells copy = *spells;

	copy.rows = arena_array(text->arena, spells->count, sizeof(*copy.rows));
	copy.capacity = spells->count;
	if (spells->count > 0)
		memcpy(copy.rows, spells->rows, spells->count * sizeof(*copy.rows));
	return copy;
}

struct str
spell_line(const struct roster_text *text, struct spell_row *row)
{
	struct buf line = {0};

	if (row->made.p == NULL) {
		rows_add_record(&line, row->now, text->columns);
		buf_char(&line, '\n');
		row->made = buf_keep(&line, text->arena);
		row->made.n--;
	}
	return row->made;
}

static bool
has_line_break(const struct roster_text *text, const struct str *fields)
{
	for (size_t i = 0; i < text->columns; i++)
		if (str_find(fields[i], '\n') < fields[i].n)
			return true;
	return false;
}

struct person
spells_person(const struct roster_text *text, const struct spells *spells, bool old, size_t **which,
	      struct diag *diag)
{
	struct spell *list = arena_array(text->arena, spells->count, sizeof(*list));
	size_t *indexes = arena_array(text->arena, spells->count, sizeof(*indexes));
	size_t count = 0;

	for (size_t i = 0; i < spells->count; i++) {
		struct spell_row *row = &spells->rows[i];
		const struct str *fields = old ? row->old : row->now;
		struct str line;

		if (fields == NULL)
			continue;
		/* A line break would make two records of one. */
		if (fields != row->old && has_line_break(text, fields))
			diag_add(diag, RULE_TEXT_CONTROL, (struct place){text->path, row->line, 1},
				 "a line break");
		/* Parse new rows as a reader would, so that nothing unreadable is written. */
		line = fields == row->old ? (struct str){text->bytes.p + row->at, row->length}
					  : spell_line(text, row);
		if (spell_read(&list[count], text->arena, text->cop, text->columns, line, row->line,
			       text->path, diag))
			indexes[count++] = i;
	}
	if (which != NULL)
		*which = indexes;
	return person_of(text->arena, spells->email, list, count);
}
