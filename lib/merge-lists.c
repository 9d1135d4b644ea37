/*
 * Merging records of organizations.csv, column by column, and of suppressions.csv, which one side alone cannot
 * remove.
 */
#include "merge.h"

enum { ORGANIZATION_ALIASES = 2, ORGANIZATION_DOMAINS = 4, ORGANIZATION_MEMBER_OF = 5 };
enum { ORGANIZATION_JOINED = 6, ORGANIZATION_LEFT = 7 };
enum { SUPPRESSION_DATE = 1, SUPPRESSION_REASON = 2 };

/* The record of one key.  A side should have at most one; more is an error, noted in `many`. */
struct entry {
	struct merge_table *table;
	struct str key;
	struct merge_row sides[MERGE_SIDES]; /* no line: the side has no record */
	bool many;
	struct str *ours; /* merged fields; in a conflict, those of the side */
	struct str *theirs;
	struct buf conflicts; /* names of the columns in conflict */
};

static bool
entry_read(struct entry *entry, struct merge_table *table, struct str key,
	   const struct str lines[MERGE_SIDES])
{
	*entry = (struct entry){.table = table, .key = key};
	for (enum merge_side i = 0; i < MERGE_SIDES; i++) {
		struct merge_row *rows;
		size_t count;

		if (!table_read(table, i, lines[i], &rows, &count))
			return false;
		entry->many = entry->many || count > 1;
		if (count > 0)
			entry->sides[i] = rows[0];
	}
	return true;
}

/* A field of a side; empty if the side has no record. */
static struct str
field(const struct entry *entry, enum merge_side side, size_t column)
{
	return entry->sides[side].line.n > 0 ? entry->sides[side].fields[column] : STR("");
}

static void
settle(struct entry *entry, size_t column, struct str value)
{
	entry->ours[column] = entry->theirs[column] = value;
}

static void
disagree(struct entry *entry, size_t column)
{
	entry->ours[column] = field(entry, MERGE_OURS, column);
	entry->theirs[column] = field(entry, MERGE_THEIRS, column);
	buf_join(&entry->conflicts, ", ", entry->table->names[column]);
}

/* Merges one column; false if both sides changed it, and differently. */
static bool
merge_field(struct entry *entry, size_t column)
{
	struct str value;
	bool merged = table_value(field(entry, MERGE_BASE, column),
				  field(entry, MERGE_OURS, column),
				  field(entry, MERGE_THEIRS, column), &value);

	if (merged)
		settle(entry, column, value);
	return merged;
}

static bool
holds(struct str set, struct str value)
{
	for (struct str part; str_next(&set, ';', &part);)
		if (str_eq(part, value))
			return true;
	return false;
}

/*
 * Merges sets of values separated by semicolons: ours, without those that theirs removed, then those that theirs
 * added.
 */
static struct str
merge_set(struct arena *arena, struct str base, struct str ours, struct str theirs)
{
	struct buf out = {0};
	struct str rest = ours, part;

	while (rest.n > 0 && str_next(&rest, ';', &part))
		if (holds(theirs, part) || !holds(base, part)) {
			buf_puts(&out, out.n > 0 ? ";" : "");
			buf_str(&out, part);
		}
	rest = theirs;
	while (rest.n > 0 && str_next(&rest, ';', &part))
		if (!holds(ours, part) && !holds(base, part)) {
			buf_puts(&out, out.n > 0 ? ";" : "");
			buf_str(&out, part);
		}
	return buf_keep(&out, arena);
}

/* Appends the merged record, or a conflict, to the result. */
static void
put(struct entry *entry)
{
	struct merge_row ours = table_record(entry->table, entry->ours), theirs;

	if (entry->conflicts.n == 0) {
		table_keep(entry->table, ours.line, 1);
	} else {
		theirs = table_record(entry->table, entry->theirs);
		table_conflict(entry->table, ours.line, theirs.line,
			       "%.*s: both sides changed %.*s", STR_ARG(entry->key),
			       STR_ARG(buf_all(&entry->conflicts)));
	}
	buf_free(&entry->conflicts);
}

static void
make_room(struct entry *entry)
{
	struct arena *arena = entry->table->merge->arena;

	entry->ours = arena_array(arena, entry->table->columns, sizeof(struct str));
	entry->theirs = arena_array(arena, entry->table->columns, sizeof(struct str));
}

/* -- organizations --------------------------------------------------------------------------------------------- */

static bool
leaves_before_joining(struct str joined, struct str left)
{
	struct date first, last;

	return date_parse(joined, &first) && date_parse(left, &last) &&
	       date_last(last) < date_first(first);
}

static bool
side_leaves_before_joining(const struct entry *entry, enum merge_side side)
{
	return leaves_before_joining(field(entry, side, ORGANIZATION_JOINED),
				     field(entry, side, ORGANIZATION_LEFT));
}

static void
merge_columns_of(struct entry *entry)
{
	make_room(entry);
	for (size_t i = 0; i < entry->table->columns; i++) {
		bool set = i == ORGANIZATION_ALIASES || i == ORGANIZATION_DOMAINS ||
			   i == ORGANIZATION_MEMBER_OF;

		if (merge_field(entry, i))
			continue;
		if (set)
			settle(entry, i,
			       merge_set(entry->table->merge->arena, field(entry, MERGE_BASE, i),
					 field(entry, MERGE_OURS, i),
					 field(entry, MERGE_THEIRS, i)));
		else
			disagree(entry, i);
	}
	if (entry->conflicts.n == 0 &&
	    leaves_before_joining(entry->ours[ORGANIZATION_JOINED],
				  entry->ours[ORGANIZATION_LEFT]) &&
	    !side_leaves_before_joining(entry, MERGE_OURS) &&
	    !side_leaves_before_joining(entry, MERGE_THEIRS)) {
		disagree(entry, ORGANIZATION_JOINED);
		disagree(entry, ORGANIZATION_LEFT);
	}
}

bool
merge_organization(struct merge_table *table, struct str id, const struct str lines[MERGE_SIDES])
{
	struct entry entry;

	if (!entry_read(&entry, table, id, lines))
		return false;
	if (entry.many) {
		table_conflict(table, lines[MERGE_OURS], lines[MERGE_THEIRS],
			       "%.*s: several rows have this id", STR_ARG(id));
	} else if (lines[MERGE_OURS].n == 0 || lines[MERGE_THEIRS].n == 0) {
		table_conflict(table, lines[MERGE_OURS], lines[MERGE_THEIRS],
			       lines[MERGE_OURS].n == 0 ? "%.*s: ours removes what theirs changed"
							: "%.*s: theirs removes what ours changed",
			       STR_ARG(id));
	} else {
		merge_columns_of(&entry);
		put(&entry);
	}
	return true;
}

/* -- suppressions ------------------------------------------------------------------------------------------------ */

/*
 * The side with the earlier date of suppression, no date being the earliest; MERGE_BASE if they are equal, or one is
 * not a date.
 */
static enum merge_side
older(const struct entry *entry)
{
	struct date dates[MERGE_SIDES] = {{0}, {0}, {0}};

	for (enum merge_side i = MERGE_OURS; i < MERGE_SIDES; i++)
		if (field(entry, i, SUPPRESSION_DATE).n > 0 &&
		    !date_parse(field(entry, i, SUPPRESSION_DATE), &dates[i]))
			return MERGE_BASE;
	if (date_first(dates[MERGE_OURS]) == date_first(dates[MERGE_THEIRS]))
		return MERGE_BASE;
	return date_first(dates[MERGE_OURS]) < date_first(dates[MERGE_THEIRS]) ? MERGE_OURS
									       : MERGE_THEIRS;
}

/* Merges a suppression that both sides have.  If both changed its date or reason, the older one wins. */
static void
merge_columns_of_suppression(struct entry *entry)
{
	enum merge_side first = older(entry);

	make_room(entry);
	for (size_t i = 0; i < entry->table->columns; i++) {
		bool dated = i == SUPPRESSION_DATE || i == SUPPRESSION_REASON;

		if (merge_field(entry, i))
			continue;
		if (dated && first != MERGE_BASE)
			settle(entry, i, field(entry, first, i));
		else
			disagree(entry, i);
	}
}

/*
 * Keeps a suppression that only one side has: either it is new, or the other side removed it, which is not enough to
 * lift a suppression.
 */
static bool
keep_suppression(struct merge_table *table, struct str email, const struct str lines[MERGE_SIDES])
{
	enum merge_side side = lines[MERGE_OURS].n > 0 ? MERGE_OURS : MERGE_THEIRS;
	struct merge_row *rows;
	size_t count;

	if (!table_read(table, side, lines[side], &rows, &count))
		return false;
	if (lines[MERGE_BASE].n > 0)
		diag_add(table->merge->notes, RULE_MERGE_NOTED,
			 (struct place){table->merge->path, table->line, 1},
			 "%.*s: %s removes it, but it is kept", STR_ARG(email),
			 side == MERGE_OURS ? "theirs" : "ours");
	table_keep(table, lines[side], count);
	return true;
}

bool
merge_suppression(struct merge_table *table, struct str email, const struct str lines[MERGE_SIDES])
{
	struct entry entry;

	if (lines[MERGE_OURS].n == 0 || lines[MERGE_THEIRS].n == 0)
		return keep_suppression(table, email, lines);
	if (!entry_read(&entry, table, email, lines))
		return false;
	if (entry.many) {
		table_conflict(table, lines[MERGE_OURS], lines[MERGE_THEIRS],
			       "%.*s: several rows have this address", STR_ARG(email));
	} else {
		merge_columns_of_suppression(&entry);
		put(&entry);
	}
	return true;
}
