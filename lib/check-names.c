/*
 * Checking that an address has the same name in all rosters.  While the rosters are read, only a hash of each address
 * and of its name is kept.  If some address seems to have two names, the rosters are read again to compare them.
 */
#include "check.h"

#include <stdlib.h>

const struct spell *
named_spell(const struct person *person)
{
	for (size_t i = 0; i < person->count; i++)
		if (!spell_is_seat(&person->spells[i]) &&
		    person->spells[i].fields[ROSTER_NAME].n > 0)
			return &person->spells[i];
	return NULL;
}

/* -- numbers ------------------------------------------------------------------------------------------------------- */

struct name_mark
name_mark_of(const struct spell *spell)
{
	/* 0 marks an empty slot of the table, so no address may have it. */
	return (struct name_mark){map_hash(spell->fields[ROSTER_EMAIL]) | 1,
				  map_hash(spell->fields[ROSTER_NAME])};
}

static struct name_mark *
place(struct name_mark *table, size_t capacity, uint64_t email)
{
	size_t i = (size_t)(email >> 1) & (capacity - 1);

	while (table[i].email != 0 && table[i].email != email)
		i = (i + 1) & (capacity - 1);
	return &table[i];
}

static void
enlarge(struct name_marks *marks)
{
	size_t capacity = marks->capacity > 0 ? 2 * marks->capacity : 1024;
	struct name_mark *table = arena_array(marks->arena, capacity, sizeof(*table));

	for (size_t i = 0; i < marks->capacity; i++)
		if (marks->table[i].email != 0)
			*place(table, capacity, marks->table[i].email) = marks->table[i];
	marks->table = table;
	marks->capacity = capacity;
}

void
name_marks_add(struct name_marks *marks, const struct name_mark *mark)
{
	struct name_mark *known;

	if (2 * (marks->count + 1) > marks->capacity)
		enlarge(marks);
	known = place(marks->table, marks->capacity, mark->email);
	if (known->email == 0) {
		*known = *mark;
		marks->count++;
	} else if (known->name != mark->name) {
		marks->doubtful = arena_grow(marks->arena, marks->doubtful, marks->doubts,
					     &marks->doubts_capacity, sizeof(*marks->doubtful));
		marks->doubtful[marks->doubts++] = mark->email;
	}
}

/* -- reading again ------------------------------------------------------------------------------------------------- */

/* The name of an address in one roster, and where it stands. */
struct named {
	struct str email;
	struct str name;
	struct str path;
	size_t line;
	size_t column;
};

struct scan {
	const struct check *check;
	const struct name_marks *marks;
	struct map names; /* for each doubtful address, the first struct named */
};

struct result {
	struct arena *arena;
	struct named *named;
	size_t count;
	size_t capacity;
};

static int
compare_numbers(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static void
gather_name(void *context, void *where, const struct person *person)
{
	const struct scan *scan = context;
	const struct spell *first = named_spell(person);
	struct result *r = where;
	uint64_t email;

	if (first == NULL || person->email.n == 0)
		return;
	email = name_mark_of(first).email;
	if (bsearch(&email, scan->marks->doubtful, scan->marks->doubts, sizeof(email),
		    compare_numbers) == NULL)
		return;
	if (r->arena == NULL)
		r->arena = arena_new();
	r->named = arena_grow(r->arena, r->named, r->count, &r->capacity, sizeof(*r->named));
	r->named[r->count++] = (struct named){
	    .email = arena_str(r->arena, person->email),
	    .name = arena_str(r->arena, first->fields[ROSTER_NAME]),
	    .line = first->line,
	    .column = rows_column(first->text, ROSTER_NAME),
	};
}

static bool
compare_names(void *context, void *where, const struct roster_block *block)
{
	struct scan *scan = context;
	struct result *r = where;
	struct str path = arena_str(scan->check->arena, block->path);

	for (size_t i = 0; i < r->count; i++) {
		struct named *one = &r->named[i], *other;
		void **known = map_at(&scan->names, one->email);

		one->path = path;
		one->line += block->line_offset;
		if (*known == NULL)
			*known = one;
		other = *known;
		if (!str_eq(other->name, one->name))
			diag_add(scan->check->diag, RULE_TWO_NAMES,
				 (struct place){one->path, one->line, one->column},
				 "\"%.*s\", but \"%.*s\" in %.*s:%zu", STR_ARG(one->name),
				 STR_ARG(other->name), STR_ARG(other->path), other->line);
	}
	arena_adopt(scan->check->arena, r->arena);
	*r = (struct result){.arena = NULL};
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *r = where;

	(void)context;
	arena_free(r->arena);
}

void
check_names(const struct check *check, const struct name_marks *marks,
	    const struct definition *const *cops, size_t count)
{
	struct scan scan = {.check = check, .marks = marks, .names = map_new(check->arena)};

	if (marks->doubts == 0)
		return;
	qsort(marks->doubtful, marks->doubts, sizeof(*marks->doubtful), compare_numbers);
	registry_read_rosters(check->registry,
			      (struct roster_scan){.cops = cops,
						   .count = count,
						   .columns = ROSTER_ALL,
						   .quiet = true,
						   .people = true,
						   .result_size = sizeof(struct result),
						   .context = &scan,
						   .person = gather_name,
						   .done = compare_names,
						   .end = end_result});
}
