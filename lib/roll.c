#include "roll.h"

#include <stdlib.h>

#include "check.h"
#include "wordset.h"

#define ROSTER_MODE 0600
#define ADDRESSES_SOUGHT 5

/* -- asking ----------------------------------------------------------------------------------------------------- */

static void
suggest(const struct nearest *nearest, struct buf *why)
{
	if (nearest->best.p != NULL)
		buf_format(why, " (did you mean \"%.*s\"?)", STR_ARG(nearest->best));
}

bool
ask_is_known(const struct edit *edit, struct str cop, struct buf *why)
{
	struct nearest nearest = nearest_to(cop);

	if (registry_knows(edit->registry, cop, &nearest))
		return true;
	buf_format(why, "no community \"%.*s\"", STR_ARG(cop));
	suggest(&nearest, why);
	return false;
}

void
ask_nobody(struct str email, const char *where, struct buf *why)
{
	struct diag *found = diag_new();

	if (email.n > 0 && !email_good(email)) {
		bad_email(found, (struct place){0}, email);
		diag_message(why, diag_at(found, 0));
	} else {
		buf_puts(why, where);
	}
	diag_free(found);
}

/* Begins a search for a similar address: at most two edits away, or one if the part before the @ is short. */
static struct nearest
nearest_address(struct str email)
{
	struct nearest nearest = nearest_to(email);

	nearest.distance = str_find(email, '@') < 6 ? 2 : 3;
	return nearest;
}

static void
try_addresses(struct nearest *nearest, struct arena *arena, struct str roster)
{
	struct str line;
	char room[ROSTER_EMAIL_ROOM];

	(void)str_next(&roster, '\n', &line);
	while (roster.n > 0 && str_next(&roster, '\n', &line)) {
		size_t before = nearest->distance;

		nearest_try(nearest, roster_email(line, room));
		if (nearest->distance < before)
			nearest->best = arena_str(arena, nearest->best);
	}
}

void
roll_nobody(struct roll *roll, struct str email, struct buf *why)
{
	struct nearest nearest = nearest_address(email);

	ask_nobody(email, "not in this roster", why);
	/* Search the roster for the first few addresses only: each search reads all of it. */
	if (!email_good(email) || roll->sought++ >= ADDRESSES_SOUGHT)
		return;
	try_addresses(&nearest, roll->edit->arena, roll->text.bytes);
	suggest(&nearest, why);
}

void
rolls_suggest(const struct edit *edit, struct str email, struct buf *why)
{
	struct nearest nearest = nearest_address(email);
	struct diag *ignored = diag_new();
	struct registry_file *files;
	size_t count = registry_files(edit->registry, edit->arena, &files);
	struct buf bytes = {0};

	for (size_t i = 0; i < count && email_good(email); i++) {
		struct place place = {.path = files[i].path};

		buf_clear(&bytes);
		if (files[i].kind == FILE_ROSTER &&
		    file_read_all(files[i].folder, files[i].name.p, ROWS_BYTES_MAX, &bytes, place,
				  ignored))
			try_addresses(&nearest, edit->arena, buf_all(&bytes));
	}
	suggest(&nearest, why);
	buf_free(&bytes);
	diag_free(ignored);
}

/* -- opening --------------------------------------------------------------------------------------------------- */

/* The ids that the asks name, without duplicates, sorted. */
static struct str *
ids_of(struct edit *edit, const struct ask *asks, size_t count, size_t *id_count)
{
	struct str *ids = arena_array(edit->arena, count, sizeof(*ids));
	struct map seen = map_new(edit->arena);

	*id_count = 0;
	for (size_t i = 0; i < count; i++)
		if (map_get(&seen, asks[i].cop) == NULL) {
			*map_at(&seen, asks[i].cop) = edit;
			ids[(*id_count)++] = asks[i].cop;
		}
	if (*id_count > 1)
		qsort(ids, *id_count, sizeof(*ids), str_order);
	return ids;
}

static bool
open_roll(struct edit *edit, struct roll *roll, const struct definition *cop)
{
	const struct folder *folder = &edit->registry->rosters;
	struct str name = arena_format(edit->arena, "%.*s" ROSTER_SUFFIX, STR_ARG(cop->id));

	*roll = (struct roll){.edit = edit, .cop = cop};
	roll->file = edit_open(edit, folder, name, true, ROSTER_MODE);
	return roll->file != NULL &&
	       spells_open(&roll->text, edit->arena, cop, edit_bytes(roll->file),
			   roll->file->place.path, edit->diag);
}

static void
scan(struct roll *roll, const struct roll_watch *watch)
{
	struct spells_watch own;

	if (watch == NULL) {
		spells_scan(&roll->text, NULL);
		return;
	}
	own = (struct spells_watch){watch->wants, watch->line,
				    watch->context_of(watch->context, roll->cop->id)};
	spells_scan(&roll->text, &own);
}

struct roll *
rolls_open(struct edit *edit, const struct ask *asks, size_t count, const struct roll_watch *watch,
	   size_t *roll_count)
{
	struct str *ids = ids_of(edit, asks, count, roll_count);
	struct roll *rolls = arena_array(edit->arena, *roll_count, sizeof(*rolls));
	bool good = true;

	registry_load_with_mergers(edit->registry, ids, *roll_count);
	registry_load_people(edit->registry);
	for (size_t i = 0; i < *roll_count; i++) {
		const struct definition *cop = edit_definition(edit, ids[i]);

		good = cop != NULL && open_roll(edit, &rolls[i], cop) && good;
	}
	if (!good)
		return NULL;
	for (size_t i = 0; i < count; i++)
		(void)spells_want(&roll_find(rolls, *roll_count, asks[i].cop)->text, asks[i].email);
	for (size_t i = 0; i < *roll_count; i++)
		scan(&rolls[i], watch);
	return rolls;
}

bool
roll_open(struct edit *edit, struct roll *roll, const struct definition *cop,
	  const struct str *emails, size_t email_count)
{
	if (!open_roll(edit, roll, cop))
		return false;
	for (size_t i = 0; i < email_count; i++)
		(void)spells_want(&roll->text, emails[i]);
	spells_scan(&roll->text, NULL);
	return true;
}

/*
 * Does the roster contain one of the addresses, ignoring case, as far as that can be known?  bytes is scratch space.
 */
static bool
stands_in(const struct registry_file *file, const struct wordset *emails, struct buf *bytes,
	  struct diag *diag)
{
	buf_clear(bytes);
	if (!file_read_all(file->folder, file->name.p, ROWS_BYTES_MAX, bytes,
			   (struct place){.path = file->path}, diag))
		return false;
	if (text_is_utf16(buf_all(bytes)))
		return true;
	for (size_t i = 0; i < bytes->n; i++)
		bytes->p[i] = text_lower(bytes->p[i]);
	return wordset_stands(emails, buf_all(bytes), (struct str){NULL, 0});
}

/* The community of a roster; if it has none, a stand-in with the members that reading a roster needs. */
static const struct definition *
community_of(struct edit *edit, const struct registry_file *file)
{
	const struct definition *known = registry_find(edit->registry, file->id);
	struct definition *made;

	if (known != NULL)
		return known;
	made = arena_get(edit->arena, sizeof(*made));
	made->id = file->id;
	made->merged = DAY_NEVER;
	return made;
}

/* Opens the roll of a roster and finds the rows of the addresses. */
static bool
open_mentioning(struct edit *edit, struct roll *roll, const struct registry_file *file,
		const struct addresses *asked)
{
	if (!open_roll(edit, roll, community_of(edit, file)))
		return false;
	spells_ask(&roll->text, asked);
	spells_scan(&roll->text, NULL);
	return true;
}

static int
compare_rolls(const void *left, const void *right)
{
	return str_cmp(((const struct roll *)left)->cop->id, ((const struct roll *)right)->cop->id);
}

/* Lists for each address the rolls that it is in, in their order. */
static void
gather_mentions(struct arena *arena, struct mentions *mentions)
{
	mentions->by_email = map_new(arena);
	for (size_t i = mentions->count; i > 0; i--) {
		struct roll *roll = &mentions->rolls[i - 1];

		for (size_t k = 0; k < roll->text.count; k++) {
			struct spells *spells = roll->text.wanted[k];
			void **first = map_at(&mentions->by_email, spells->email);
			struct mention *mention = arena_get(arena, sizeof(*mention));

			*mention = (struct mention){roll, spells, *first};
			*first = mention;
		}
	}
}

bool
rolls_mentioning(struct edit *edit, const struct str *emails, size_t email_count,
		 struct mentions *mentions)
{
	const struct wordset *sought = wordset_new(edit->arena, emails, email_count);
	const struct addresses *asked = addresses_new(edit->arena, emails, email_count);
	struct registry_file *files;
	size_t count = registry_files(edit->registry, edit->arena, &files);
	size_t before = diag_count(edit->diag);
	struct buf bytes = {0};

	edit->all_rosters = true;
	*mentions = (struct mentions){
	    .rolls = arena_array(edit->arena, count, sizeof(struct roll))};
	for (size_t i = 0; i < count; i++)
		if (files[i].kind == FILE_ROSTER &&
		    stands_in(&files[i], sought, &bytes, edit->diag) &&
		    open_mentioning(edit, &mentions->rolls[mentions->count], &files[i], asked))
			mentions->count++;
	buf_free(&bytes);
	if (mentions->count > 1)
		qsort(mentions->rolls, mentions->count, sizeof(*mentions->rolls), compare_rolls);
	gather_mentions(edit->arena, mentions);
	return diag_count(edit->diag) == before;
}

struct roll *
roll_find(struct roll *rolls, size_t count, struct str cop)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int c = str_cmp(rolls[middle].cop->id, cop);

		if (c == 0)
			return &rolls[middle];
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct spells *
roll_spells(struct roll *roll, struct str email)
{
	return spells_want(&roll->text, email);
}

struct person
roll_person(struct roll *roll, const struct spells *spells, size_t **which)
{
	struct person person = {.email = spells->email};
	struct diag *ignored; /* roll_allows() tells what is wrong */

	if (spells->count == 0)
		return person;
	ignored = diag_new();
	person = spells_person(&roll->text, spells, false, which, ignored);
	diag_free(ignored);
	return person;
}

struct place
roll_place(const struct roll *roll, size_t number)
{
	return (struct place){roll->file->place.path, number, number > 0 ? 1 : 0};
}

/* -- rules ------------------------------------------------------------------------------------------------------- */

/* Records in found what is wrong with the rows: with old, as the file has them; else as changed so far. */
static void
judge(struct roll *roll, const struct spells *spells, bool old, day d, struct diag *found)
{
	struct check check = {roll->edit->registry, roll->edit->arena, found, d};
	struct person person = spells_person(&roll->text, spells, old, NULL, found);

	check_spells(&check, &person, roll->file->place.path);
}

/* Is there a row of the address that cannot be read?  If so, appends that to why. */
static bool
is_damaged(const struct spells *spells, struct buf *why)
{
	if (spells->damaged > 0)
		buf_format(why, "line %zu of the roster has the same address and cannot be read",
			   spells->damaged);
	return spells->damaged > 0;
}

/* Does one of the rows, as changed so far, have the value in that column? */
static bool
is_kept(const struct spells *spells, enum roster_column column, struct str value)
{
	for (size_t i = 0; i < spells->count; i++)
		if (spells->rows[i].now != NULL && str_eq(spells->rows[i].now[column], value))
			return true;
	return false;
}

/* Would the change lose a date that cannot be parsed?  Only a person can tell what it was meant to be. */
static bool
loses_date(const struct spells *spells, struct buf *why)
{
	static const enum roster_column dates[] = {ROSTER_APPLIED, ROSTER_JOINED, ROSTER_LEFT};
	struct date date;

	for (size_t i = 0; i < spells->count; i++)
		for (size_t k = 0; k < sizeof(dates) / sizeof(dates[0]); k++) {
			const struct spell_row *row = &spells->rows[i];
			struct str value = row->old != NULL ? row->old[dates[k]] : STR("");

			if (value.n == 0 || date_parse(value, &date) ||
			    is_kept(spells, dates[k], value))
				continue;
			buf_format(
			    why,
			    "the date in %s on line %zu of the roster cannot be read: \"%.*s\"",
			    roster_columns[dates[k]], row->line, STR_ARG(value));
			return true;
		}
	return false;
}

/* Does an earlier finding, of another row, say the same? */
static bool
is_told(const struct diag *diag, size_t i)
{
	const struct finding *finding = diag_at(diag, i);

	for (size_t k = 0; k < i; k++)
		if (diag_at(diag, k)->rule == finding->rule &&
		    str_eq(diag_at(diag, k)->detail, finding->detail))
			return true;
	return false;
}

/*
 * Are the rows, as changed so far, free of errors that the old rows of before and of others (which may be NULL) do not
 * have?  If not, appends all of their errors to why, so that the rows can be fixed in one go.
 */
static bool
is_no_worse(struct roll *roll, const struct spells *rows, const struct spells *before,
	    const struct spells *others, day d, struct buf *why)
{
	struct diag *then = diag_new(), *now = diag_new();
	bool good = true;

	judge(roll, rows, false, d, now);
	if (diag_count(now) > 0) {
		judge(roll, before, true, d, then);
		if (others != NULL)
			judge(roll, others, true, d, then);
		good = check_introduced(then, now) == NULL;
	}
	for (size_t i = 0; i < diag_count(now) && !good; i++) {
		const struct finding *finding = diag_at(now, i);

		if (rules[finding->rule].severity < SEVERITY_ERROR || is_told(now, i))
			continue;
		buf_puts(why, why->n > 0 ? "; " : "");
		diag_message(why, finding);
	}
	diag_free(then);
	diag_free(now);
	return good;
}

bool
roll_allows(struct roll *roll, const struct spells *spells, day d, struct buf *why)
{
	return !is_damaged(spells, why) && !loses_date(spells, why) &&
	       is_no_worse(roll, spells, spells, NULL, d, why);
}

bool
roll_allows_move(struct roll *roll, const struct spells *from, const struct spells *to, day d,
		 struct buf *why)
{
	struct spells both = {.email = to->email};

	if (is_damaged(from, why) || is_damaged(to, why))
		return false;
	both.count = from->count + to->count;
	both.rows = arena_array(roll->edit->arena, both.count, sizeof(*both.rows));
	if (from->count > 0)
		memcpy(both.rows, from->rows, from->count * sizeof(*both.rows));
	if (to->count > 0)
		memcpy(both.rows + from->count, to->rows, to->count * sizeof(*both.rows));
	return is_no_worse(roll, &both, from, to, d, why);
}

/* -- composition --------------------------------------------------------------------------------------------------- */

/* The composition on the day, which is read only when the day changes. */
static struct composition *
compose(struct roll *roll, day d)
{
	if (roll->composition == NULL || roll->composed != d)
		roll->composition = composition_count(roll->edit->arena, roll->edit->registry,
						      &roll->cop, 1, d, 0);
	roll->composed = d;
	return roll->composition;
}

static struct standing *
standings_after(struct roll *roll, const struct spells *before, const struct spells *after, day d)
{
	struct composition *now = compose(roll, d);
	struct person old = roll_person(roll, before, NULL), new = roll_person(roll, after, NULL);

	return composition_after(roll->edit->arena, roll->edit->registry, now, &old, &new, d);
}

bool
roll_has_room(struct roll *roll, const struct spells *before, const struct spells *after, day d,
	      day today, struct buf *why)
{
	struct standing *then;

	if (roll->cop->rule_count == 0)
		return true;
	/* There may have been room on a past day, but those who came since have taken it. */
	then = standings_after(roll, before, after, d < today ? today : d);
	for (size_t r = 0; r < roll->cop->rule_count; r++) {
		const struct composition_rule *rule = then[r].rule;
		bool each = rule->at_most_per_organization >= 0;
		long most = each ? rule->at_most_per_organization : rule->at_most;
		size_t have = each ? then[r].theirs : then[r].have;
		size_t had = each ? have - (have > 0) : roll->composition->standings[r].have;

		if (most < 0 || (long)have <= most || have <= had)
			continue;
		buf_format(why, "no room for more than %ld: ", most);
		composition_name(rule, roll->edit->registry->languages, why);
		return false;
	}
	roll->composition->standings = then;
	return true;
}

void
roll_note_breaks(struct roll *roll, const struct spells *before, const struct spells *after, day d)
{
	struct standing *then;
	struct buf name = {0};
	char need[48];

	if (roll->cop->rule_count == 0)
		return;
	then = standings_after(roll, before, after, d);
	for (size_t r = 0; r < roll->cop->rule_count; r++) {
		if (!roll->composition->standings[r].met || then[r].met)
			continue;
		buf_clear(&name);
		composition_name(then[r].rule, roll->edit->registry->languages, &name);
		if ((long)then[r].have < then[r].rule->at_least)
			diag_add(roll->edit->notes, RULE_COMPOSITION_BREAKS, roll_place(roll, 0),
				 "%.*s: needs at least %ld, is left with %zu",
				 STR_ARG(buf_all(&name)), then[r].rule->at_least, then[r].have);
		else
			diag_add(roll->edit->notes, RULE_COMPOSITION_BREAKS, roll_place(roll, 0),
				 "%.*s: may have %s, and has %zu", STR_ARG(buf_all(&name)),
				 composition_need(then[r].rule, need), then[r].have);
	}
	buf_free(&name);
	roll->composition->standings = then;
}

/* -- writing --------------------------------------------------------------------------------------------------------- */

static void
patch_file(void *context, size_t at, size_t gone, struct str text)
{
	struct roll *roll = context;

	edit_patch(roll->edit, roll->file, at, gone, text);
}

void
rolls_write(struct roll *rolls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		spells_patches(&rolls[i].text, patch_file, &rolls[i]);
}
