#include "roll.h"

#include <stdlib.h>

#include "check.h"

#define ROSTER_MODE 0600

/* -- asking ----------------------------------------------------------------------------------------------------- */

struct str
ask_email(struct arena *arena, struct str email)
{
	struct str trimmed = str_trim(email);
	char *p = arena_get(arena, trimmed.n + 1);

	for (size_t i = 0; i < trimmed.n; i++)
		p[i] = trimmed.p[i] >= 'A' && trimmed.p[i] <= 'Z'
			   ? (char)(trimmed.p[i] - 'A' + 'a')
			   : trimmed.p[i];
	return (struct str){p, trimmed.n};
}

bool
ask_is_known(const struct edit *edit, struct str cop, struct buf *why)
{
	struct nearest nearest = nearest_to(cop);

	if (registry_knows(edit->registry, cop, &nearest))
		return true;
	buf_format(why, "no community \"%.*s\"", STR_ARG(cop));
	if (nearest.best.p != NULL)
		buf_format(why, " (did you mean \"%.*s\"?)", STR_ARG(nearest.best));
	return false;
}

struct ask *
asks_known(struct edit *edit, const struct ask *asks, size_t *count)
{
	struct ask *known = arena_array(edit->arena, *count, sizeof(*known));
	struct buf why = {0};
	size_t n = 0;

	for (size_t i = 0; i < *count; i++) {
		buf_clear(&why);
		if (ask_is_known(edit, asks[i].cop, &why))
			known[n++] = asks[i];
		else
			edit_refuse(edit, asks[i].cop, asks[i].email, "%.*s",
				    STR_ARG(buf_all(&why)));
	}
	buf_free(&why);
	*count = n;
	return known;
}

/* -- opening --------------------------------------------------------------------------------------------------- */

static int
compare_ids(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

/* The ids that are asked about, each once, in order. */
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
		qsort(ids, *id_count, sizeof(*ids), compare_ids);
	return ids;
}

static bool
open_roll(struct edit *edit, struct roll *roll, const struct definition *cop, bool may_create)
{
	const struct folder *folder = &edit->registry->rosters;
	struct str name = arena_format(edit->arena, "%.*s" ROSTER_SUFFIX, STR_ARG(cop->id));

	*roll = (struct roll){.edit = edit, .cop = cop};
	roll->file = edit_open(edit, folder, name, may_create, ROSTER_MODE);
	return roll->file != NULL &&
	       spells_open(&roll->text, edit->arena, cop, edit_bytes(roll->file),
			   roll->file->place.path, edit->diag);
}

/* A watch, and the roll whose lines come. */
struct watching {
	const struct roll_watch *watch;
	struct roll *roll;
};

static void
tell(void *context, struct str email, struct str line, size_t number)
{
	const struct watching *w = context;

	w->watch->line(w->watch->context, w->roll, email, line, number);
}

struct roll *
rolls_open(struct edit *edit, const struct ask *asks, size_t count, bool may_create,
	   const struct roll_watch *watch, size_t *roll_count)
{
	struct str *ids = ids_of(edit, asks, count, roll_count);
	struct roll *rolls = arena_array(edit->arena, *roll_count, sizeof(*rolls));
	bool good = true;

	registry_load_with_mergers(edit->registry, ids, *roll_count);
	registry_load_people(edit->registry);
	for (size_t i = 0; i < *roll_count; i++) {
		const struct definition *cop = edit_definition(edit, ids[i]);

		good = cop != NULL && open_roll(edit, &rolls[i], cop, may_create) && good;
	}
	if (!good)
		return NULL;
	for (size_t i = 0; i < count; i++)
		(void)spells_want(&roll_find(rolls, *roll_count, asks[i].cop)->text, asks[i].email);
	for (size_t i = 0; i < *roll_count; i++)
		spells_scan(&rolls[i].text, watch != NULL ? tell : NULL,
			    &(struct watching){watch, &rolls[i]});
	return rolls;
}

struct roll *
rolls_open_for(struct edit *edit, const struct definition *const *cops, size_t count,
	       const struct str *emails, size_t email_count)
{
	struct roll *rolls = arena_array(edit->arena, count, sizeof(*rolls));

	for (size_t i = 0; i < count; i++) {
		if (!open_roll(edit, &rolls[i], cops[i], true))
			return NULL;
		for (size_t j = 0; j < email_count; j++)
			(void)spells_want(&rolls[i].text, emails[j]);
		spells_scan(&rolls[i].text, NULL, NULL);
	}
	return rolls;
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
roll_person(struct roll *roll, const struct spells *spells, struct spell_row ***rows)
{
	struct diag *ignored = diag_new(); /* roll_allows() tells what is wrong */
	struct person person = spells_person(&roll->text, spells, false, rows, ignored);

	diag_free(ignored);
	return person;
}

struct place
roll_place(const struct roll *roll, size_t number)
{
	return (struct place){roll->file->place.path, number, number > 0 ? 1 : 0};
}

/* -- rules ------------------------------------------------------------------------------------------------------- */

/* What is wrong with the rows, as they stand or as they are to be. */
static struct diag *
judge(struct roll *roll, const struct spells *spells, bool old, day d)
{
	struct diag *found = diag_new();
	struct check check = {roll->edit->registry, roll->edit->arena, found, d};
	struct person person = spells_person(&roll->text, spells, old, NULL, found);

	check_spells(&check, &person, roll->file->place.path);
	return found;
}

/* How many findings say the same as that one, of those up to it or of all. */
static size_t
alike(const struct diag *diag, const struct finding *finding, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < diag_count(diag) && i < limit; i++)
		count += diag_at(diag, i)->rule == finding->rule &&
			 str_eq(diag_at(diag, i)->detail, finding->detail);
	return count;
}

/* The first error that was not there before, or not so often; NULL if there is none. */
static const struct finding *
introduced(const struct diag *before, const struct diag *after)
{
	for (size_t i = 0; i < diag_count(after); i++) {
		const struct finding *finding = diag_at(after, i);

		if (rules[finding->rule].severity >= SEVERITY_ERROR &&
		    alike(after, finding, i + 1) > alike(before, finding, SIZE_MAX))
			return finding;
	}
	return NULL;
}

bool
roll_allows(struct roll *roll, const struct spells *spells, day d, struct buf *why)
{
	struct diag *before, *after;
	const struct finding *finding;

	if (spells->damaged > 0) {
		buf_format(why, "line %zu of the roster is about the same address and cannot be read",
			   spells->damaged);
		return false;
	}
	before = judge(roll, spells, true, d);
	after = judge(roll, spells, false, d);
	finding = introduced(before, after);
	if (finding != NULL)
		diag_message(why, finding);
	diag_free(before);
	diag_free(after);
	return finding == NULL;
}

/* -- composition --------------------------------------------------------------------------------------------------- */

/* How the rules stand on the day, once it has been asked about. */
static struct composition *
compose(struct roll *roll, day d)
{
	if (roll->composition == NULL || roll->composed != d)
		roll->composition = composition_read(roll->edit->arena, roll->edit->registry,
						     &roll->cop, 1, d);
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
	      struct buf *why)
{
	struct standing *then;
	char need[48];

	if (roll->cop->rule_count == 0)
		return true;
	then = standings_after(roll, before, after, d);
	for (size_t r = 0; r < roll->cop->rule_count; r++) {
		const struct composition_rule *rule = then[r].rule;
		long most = rule->at_most_per_organization >= 0 ? rule->at_most_per_organization
								: rule->at_most;

		if (most < 0 || (long)then[r].have <= most ||
		    then[r].have <= roll->composition->standings[r].have)
			continue;
		buf_puts(why, "no room: ");
		composition_name(rule, roll->edit->registry->languages, why);
		buf_format(why, ", %s, has %zu already", composition_need(rule, need),
			   roll->composition->standings[r].have);
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
		diag_add(roll->edit->notes, RULE_COMPOSITION_BREAKS, roll_place(roll, 0),
			 "%.*s: needs %s, is left with %zu", STR_ARG(buf_all(&name)),
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
