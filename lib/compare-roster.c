/* Compares two versions of a roster: people whose rows differ, and people whose address has changed. */
#include "compare.h"

#include "forget.h"

struct rosters {
	struct compared_table table;
	struct diag *ignored;          /* bad dates, which only cop-check reports */
	struct compared_person **gone; /* people whose address is only in the old version */
	size_t gone_count;
	size_t gone_capacity;
	struct compared_person **come; /* people whose address is only in the new version */
	size_t come_count;
	size_t come_capacity;
};

/* -- reading ---------------------------------------------------------------------------------------------------- */

/* Parses a row; false, with the reason recorded, if it cannot be read. */
static bool
read_spell(struct rosters *rosters, enum compared side, struct str line,
	   struct compared_spell *made)
{
	static const struct definition nobodys = {.merged = DAY_NEVER};
	struct compared_table *table = &rosters->table;
	bool good = text_valid(line) == line.n &&
		    spell_read(&made->spell, table->comparison->found->arena, &nobodys,
			       table->counts[side], line, 1, table->comparison->paths[side],
			       rosters->ignored);

	/* Get the additional columns or, if the row is bad, record what is wrong with it. */
	if (!good || table->columns > ROSTER_COLUMNS) {
		made->fields = compare_fields(table, side, line);
		good = made->fields != NULL;
	}
	return good;
}

static struct compared_spell *
read_spells(struct rosters *rosters, enum compared side, struct str lines, size_t *count)
{
	struct arena *arena = rosters->table.comparison->found->arena;
	struct compared_spell *list = NULL;
	size_t capacity = 0;
	struct str line;

	*count = 0;
	while (lines.n > 0 && str_next(&lines, '\n', &line)) {
		list = arena_grow(arena, list, *count, &capacity, sizeof(*list));
		list[*count] = (struct compared_spell){.fields = NULL};
		if (read_spell(rosters, side, line, &list[*count]))
			++*count;
	}
	return list;
}

/* -- who is who --------------------------------------------------------------------------------------------------- */

static void
keep(struct rosters *rosters, const struct compared_person *person, bool gone)
{
	struct arena *arena = rosters->table.comparison->found->arena;
	struct compared_person *kept = arena_get(arena, sizeof(*kept));

	*kept = *person;
	if (gone) {
		rosters->gone = arena_grow(arena, rosters->gone, rosters->gone_count,
					   &rosters->gone_capacity, sizeof(*rosters->gone));
		rosters->gone[rosters->gone_count++] = kept;
	} else {
		rosters->come = arena_grow(arena, rosters->come, rosters->come_count,
					   &rosters->come_capacity, sizeof(*rosters->come));
		rosters->come[rosters->come_count++] = kept;
	}
}

static bool
on_person(void *context, struct str email, const struct str lines[COMPARED_SIDES])
{
	struct rosters *rosters = context;
	const struct comparison *comparison = rosters->table.comparison;
	bool both = comparison->bytes[COMPARED_OLD].p != NULL &&
		    comparison->bytes[COMPARED_NEW].p != NULL;
	struct compared_person person = {.email = email};

	for (enum compared i = 0; i < COMPARED_SIDES; i++)
		person.spells[i] = read_spells(rosters, i, lines[i], &person.counts[i]);
	/* A person on one side only may have another address on the other side. */
	if (both && lines[COMPARED_NEW].n == 0)
		keep(rosters, &person, true);
	else if (both && lines[COMPARED_OLD].n == 0)
		keep(rosters, &person, false);
	else
		compare_person(&rosters->table, &person);
	return true;
}

/* Group and beginning of the person's row that begins first; empty without rows. */
static struct str
first_row(const struct rosters *rosters, const struct compared_person *person, enum compared side)
{
	const struct spell *first = NULL;

	for (size_t i = 0; i < person->counts[side]; i++) {
		const struct spell *spell = &person->spells[side][i].spell;

		if (first == NULL || spell->span.first < first->span.first ||
		    (spell->span.first == first->span.first &&
		     str_cmp(spell->fields[ROSTER_GROUP], first->fields[ROSTER_GROUP]) < 0))
			first = spell;
	}
	if (first == NULL)
		return STR("");
	return arena_format(rosters->table.comparison->found->arena, "%.*s,%d",
			    STR_ARG(first->fields[ROSTER_GROUP]), (int)first->span.first);
}

/* By what a person is known again, whatever the address. */
enum likeness {
	BY_NAMES,    /* from each row the name, group, and dates applied and joined */
	BY_ROWS,     /* the same without the name */
	BY_FIRST_ROW /* first_row() */
};

static struct str
likeness(const struct rosters *rosters, const struct compared_person *person, enum compared side,
	 enum likeness by)
{
	struct buf out = {0};

	if (by == BY_FIRST_ROW)
		return first_row(rosters, person, side);
	for (size_t i = 0; i < person->counts[side]; i++) {
		const struct str *fields = person->spells[side][i].spell.fields;

		if (by == BY_NAMES)
			buf_str(&out, fields[ROSTER_NAME]);
		buf_format(&out, ",%.*s,%.*s,%.*s\n", STR_ARG(fields[ROSTER_GROUP]),
			   STR_ARG(fields[ROSTER_APPLIED]), STR_ARG(fields[ROSTER_JOINED]));
	}
	return buf_keep(&out, rosters->table.comparison->found->arena);
}

static bool
is_forgotten(const struct compared_person *person)
{
	return str_ends(person->email, STR(FORGOTTEN_DOMAIN));
}

/* Adds that the person's address has changed; if the person was forgotten, without the old address. */
static void
add_move(const struct rosters *rosters, const struct compared_person *from,
	 const struct compared_person *to)
{
	const struct comparison *comparison = rosters->table.comparison;
	struct difference d = {.change = HAPPENED_MOVED_ADDRESS,
			       .email = to->email,
			       .field = STR("email"),
			       .old = from->email,
			       .now = to->email,
			       .name = to->counts[COMPARED_NEW] > 0
					   ? to->spells[COMPARED_NEW][0].spell.fields[ROSTER_NAME]
					   : STR("")};

	if (is_forgotten(to))
		d = (struct difference){.change = HAPPENED_FORGOTTEN, .email = to->email};
	compare_add(comparison, d);
}

/* Maps the likeness of each person in gone to the first such person; alike leads to the others. */
static struct map
map_gone(struct rosters *rosters, enum likeness by)
{
	struct map gone = map_new(rosters->table.comparison->found->arena);

	for (size_t i = rosters->gone_count; i-- > 0;) {
		struct compared_person *person = rosters->gone[i];
		void **place;

		if (person->counts[COMPARED_OLD] == 0)
			continue;
		place = map_at(&gone, likeness(rosters, person, COMPARED_OLD, by));
		person->alike = *place;
		*place = person;
	}
	return gone;
}

/* Treats both as one person with a new address: moves the old rows to it, so that the old address has none left. */
static void
move_rows(const struct rosters *rosters, struct compared_person *from, struct compared_person *to)
{
	add_move(rosters, from, to);
	to->spells[COMPARED_OLD] = from->spells[COMPARED_OLD];
	to->counts[COMPARED_OLD] = from->counts[COMPARED_OLD];
	from->counts[COMPARED_OLD] = 0;
	if (is_forgotten(to))
		to->counts[COMPARED_OLD] = to->counts[COMPARED_NEW] = 0;
}

/* Joins people in gone and in come who have the same likeness. */
static void
join(struct rosters *rosters, enum likeness by)
{
	struct map gone = map_gone(rosters, by);

	for (size_t i = 0; i < rosters->come_count && gone.count > 0; i++) {
		struct compared_person *to = rosters->come[i], *from;
		struct str likes;

		/* People who were forgotten have lost their name; all others are matched by it. */
		if (is_forgotten(to) == (by == BY_NAMES))
			continue;
		likes = likeness(rosters, to, COMPARED_NEW, by);
		if ((from = map_get(&gone, likes)) == NULL)
			continue;
		*map_at(&gone, likes) = from->alike;
		move_rows(rosters, from, to);
	}
}

/* -- people who were forgotten and have lost rows ----------------------------------------------------------------- */

/*
 * cop-forget deletes the rows that would begin later, and the first day of somebody who was approved but would join
 * later.  So what it leaves are the rows that begin first.
 */

/* Has cop-forget left this row of that one? */
static bool
is_left_of(const struct spell *old, const struct spell *now)
{
	const struct str *was = old->fields, *is = now->fields;

	return str_eq(was[ROSTER_GROUP], is[ROSTER_GROUP]) &&
	       str_eq(was[ROSTER_APPLIED], is[ROSTER_APPLIED]) &&
	       (is[ROSTER_JOINED].n == 0 || str_eq(was[ROSTER_JOINED], is[ROSTER_JOINED]));
}

/* Are the rows of to what is left of those of from, all others of which began later? */
static bool
is_rest_of(const struct rosters *rosters, const struct compared_person *from,
	   const struct compared_person *to)
{
	size_t count = from->counts[COMPARED_OLD], left = 0;
	bool *taken = arena_array(rosters->table.comparison->found->arena, count, sizeof(*taken));
	day last = DAY_ALWAYS;

	for (size_t i = 0; i < to->counts[COMPARED_NEW]; i++) {
		const struct spell *now = &to->spells[COMPARED_NEW][i].spell;
		size_t k = 0;

		while (k < count &&
		       (taken[k] || !is_left_of(&from->spells[COMPARED_OLD][k].spell, now)))
			k++;
		if (k == count)
			return false;
		taken[k] = true;
		left++;
		last = now->span.first > last ? now->span.first : last;
	}
	for (size_t i = 0; i < count; i++)
		if (!taken[i] && from->spells[COMPARED_OLD][i].spell.span.first <= last)
			return false;
	return left > 0;
}

/* Joins the people who were forgotten with those in gone whose first rows they have. */
static void
join_forgotten(struct rosters *rosters)
{
	struct map gone = map_gone(rosters, BY_FIRST_ROW);

	for (size_t i = 0; i < rosters->come_count && gone.count > 0; i++) {
		struct compared_person *to = rosters->come[i], *from;

		if (!is_forgotten(to) || to->counts[COMPARED_NEW] == 0)
			continue;
		from = map_get(&gone, likeness(rosters, to, COMPARED_NEW, BY_FIRST_ROW));
		while (from != NULL &&
		       (from->counts[COMPARED_OLD] == 0 || !is_rest_of(rosters, from, to)))
			from = from->alike;
		if (from != NULL)
			move_rows(rosters, from, to);
	}
}

bool
compare_rosters(const struct comparison *comparison)
{
	struct rosters rosters = {.gone = NULL};
	struct compared_rows rows = {.differ = on_person, .context = &rosters};

	if (!compare_open_table(&rosters.table, comparison))
		return false;
	memcpy(rows.bodies, rosters.table.bodies, sizeof(rows.bodies));
	rosters.ignored = diag_new();
	compare_rows(&rows);
	diag_free(rosters.ignored);
	join(&rosters, BY_NAMES);
	join(&rosters, BY_ROWS);
	join_forgotten(&rosters);
	for (size_t i = 0; i < rosters.gone_count; i++)
		compare_person(&rosters.table, rosters.gone[i]);
	for (size_t i = 0; i < rosters.come_count; i++)
		compare_person(&rosters.table, rosters.come[i]);
	rows_end(&rosters.table.rows);
	return true;
}
