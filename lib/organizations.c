#include "organizations.h"

#include <errno.h>

#include "keys.h"
#include "roster.h"

const char *const organization_columns[] = {"id",        "name",   "aliases", "region", "domains",
					    "member_of", "joined", "left",    NULL};
const char *const suppression_columns[] = {"email", "date", "reason", NULL};

/* A small CSV file, read whole; its rows are taken one by one. */
struct table {
	struct str path;
	struct rows rows;
};

/* Reads the file into the arena and begins its rows; false if it does not exist or, recorded, cannot be read. */
static bool
table_open(struct table *table, struct arena *arena, const struct folder *people, const char *name,
	   const char *const *columns, struct diag *diag)
{
	struct place place = folder_place(arena, people, str_of(name));
	struct buf bytes = {0};
	struct str rest;
	size_t count;
	bool read;

	if (!folder_holds(people, name, NULL) && errno == ENOENT)
		return false;
	read = file_read_all(people, name, ROWS_BYTES_MAX, &bytes, place, diag);
	*table = (struct table){.path = place.path};
	rest = buf_keep(&bytes, arena);
	if (!read || (count = rows_header(columns, rest, place.path, diag, &rest)) == 0)
		return false;
	rows_begin(&table->rows, rest, 2, place.path, diag);
	table->rows.arena = arena;
	table->rows.columns = count;
	table->rows.check_text = true;
	return true;
}

/* A date in a field; a bad one is recorded and counts as none. */
static struct date
date_field(const struct table *table, const struct row *row, size_t i, const char *name,
	   struct diag *diag)
{
	struct date date = {0};

	if (row->fields[i].n > 0 && !date_parse(row->fields[i], &date))
		bad_date(diag, (struct place){table->path, row->line, rows_column(row->text, i)},
			 name, row->fields[i]);
	return date;
}

static void
missing(const struct table *table, const struct row *row, const char *field, struct diag *diag)
{
	diag_add(diag, RULE_MISSING_FIELD, (struct place){table->path, row->line, 1}, "%s%s", field,
		 rows_is_empty(row->text) ? ROWS_EMPTY : "");
}

struct organizations *
organizations_read(struct arena *arena, const struct folder *people, struct diag *diag)
{
	struct organizations *all;
	struct table table;
	struct row row;
	size_t capacity = 0;

	if (!table_open(&table, arena, people, "organizations.csv", organization_columns, diag))
		return NULL;
	all = arena_get(arena, sizeof(*all));
	*all = (struct organizations){.path = table.path, .by_id = map_new(arena)};
	while (rows_next(&table.rows, &row)) {
		struct organization *one;

		if (row.fields[0].n == 0) {
			missing(&table, &row, "id", diag);
			continue;
		}
		all->list = arena_grow(arena, all->list, all->count, &capacity, sizeof(*one));
		one = &all->list[all->count++];
		*one = (struct organization){
		    .id = row.fields[0],
		    .name = row.fields[1],
		    .aliases = row.fields[2],
		    .region = row.fields[3],
		    .domains = row.fields[4],
		    .member_of = row.fields[5],
		    .joined = date_field(&table, &row, 6, "joined", diag),
		    .left = date_field(&table, &row, 7, "left", diag),
		    .text = row.text,
		    .line = row.line,
		};
	}
	rows_end(&table.rows);
	for (size_t i = 0; i < all->count; i++) {
		void **place = map_at(&all->by_id, all->list[i].id);

		if (*place == NULL)
			*place = &all->list[i];
	}
	return all;
}

/* Keeps lines that rows_next() skipped as unreadable, by the address they begin with; number is that of the first. */
static void
keep_damaged(struct suppressions *all, struct arena *arena, struct str lines, size_t number)
{
	char room[ROSTER_EMAIL_ROOM];
	struct str line;

	for (; lines.n > 0 && str_next(&lines, '\n', &line); number++) {
		size_t *kept = arena_get(arena, sizeof(*kept));
		struct str email = roster_email(line, room);

		/* A quote that is not closed hides nobody. */
		if (email.n > 0 && email.p[0] == '"')
			email = str_after(email, 1);
		*kept = number;
		*map_at(&all->damaged_lines, arena_str(arena, email)) = kept;
		all->damaged = true;
	}
}

/* Of several records of an address, the earliest counts: whoever asked then is not to be written to since. */
static void
note_suppression(struct map *by_email, struct str email, struct suppression *one)
{
	void **place = map_at(by_email, email);
	const struct suppression *known = *place;

	if (known == NULL || date_first(one->date) < date_first(known->date))
		*place = one;
}

struct suppressions *
suppressions_read(struct arena *arena, const struct folder *people, struct diag *diag)
{
	struct suppressions *all;
	struct table table;
	struct row row;
	struct str unread;
	size_t capacity = 0, next = 2;

	if (!table_open(&table, arena, people, "suppressions.csv", suppression_columns, diag))
		return NULL;
	all = arena_get(arena, sizeof(*all));
	*all = (struct suppressions){
	    .path = table.path, .by_email = map_new(arena), .damaged_lines = map_new(arena)};
	unread = table.rows.rest;
	while (rows_next(&table.rows, &row)) {
		struct suppression *one;

		keep_damaged(all, arena, (struct str){unread.p, (size_t)(row.text.p - unread.p)},
			     next);
		unread = table.rows.rest;
		next = row.line + 1;
		if (row.fields[0].n == 0) {
			missing(&table, &row, "email", diag);
			all->damaged = all->damaged || !rows_is_empty(row.text);
			continue;
		}
		all->list = arena_grow(arena, all->list, all->count, &capacity, sizeof(*one));
		one = &all->list[all->count++];
		*one = (struct suppression){.email = row.fields[0],
					    .date = date_field(&table, &row, 1, "date", diag),
					    .dated = row.fields[1].n > 0,
					    .reason = row.fields[2],
					    .text = row.text,
					    .line = row.line};
	}
	keep_damaged(all, arena, unread, next);
	rows_end(&table.rows);
	for (size_t i = 0; i < all->count; i++) {
		struct suppression *one = &all->list[i];

		note_suppression(&all->by_email, one->email, one);
		/* An address that was entered with capital letters by mistake is suppressed, too. */
		note_suppression(&all->by_email, email_lower(arena, one->email), one);
	}
	return all;
}

static void
try_names(const struct organizations *all, struct nearest *nearest,
	  void (*try)(struct nearest *nearest, struct str name, struct str id))
{
	for (size_t i = 0; i < all->count; i++) {
		struct str rest = all->list[i].aliases, alias;

		try(nearest, all->list[i].name, all->list[i].id);
		while (rest.n > 0 && str_next(&rest, ';', &alias))
			try(nearest, str_trim(alias), all->list[i].id);
	}
}

void
organizations_nearest(const struct organizations *all, struct nearest *nearest)
{
	for (size_t i = 0; i < all->count; i++)
		nearest_try(nearest, all->list[i].id);
	if (nearest->distance > 0)
		try_names(all, nearest, nearest_try_name);
	if (nearest->distance > 0 && nearest->best.p == NULL)
		try_names(all, nearest, nearest_try_word);
}

const struct suppression *
suppression_of(const struct suppressions *all, struct str email)
{
	char room[ROSTER_EMAIL_ROOM];

	return all == NULL ? NULL : map_get(&all->by_email, roster_email(email, room));
}

size_t
suppression_damaged(const struct suppressions *all, struct str email)
{
	const size_t *line = all == NULL ? NULL : map_get(&all->damaged_lines, email);

	return line == NULL ? 0 : *line;
}

bool
organization_is_member(const struct organization *organization, struct str host, day d)
{
	struct str rest = organization->member_of, value;

	if (d < date_first(organization->joined) || d > date_last(organization->left))
		return false;
	while (rest.n > 0 && str_next(&rest, ';', &value))
		if (str_eq(str_trim(value), host))
			return true;
	return false;
}
