#include "forget-people.h"

#include <stdlib.h>
#include <sys/random.h>

#include "replace.h"
#include "roll.h"

/* -- people ----------------------------------------------------------------------------------------------------- */

static int
compare_people(const void *left, const void *right)
{
	return str_cmp(((const struct nobody *)left)->email, ((const struct nobody *)right)->email);
}

void
forgotten_gather(struct forgotten *f)
{
	size_t n = f->forgetting->count;

	f->people = arena_array(f->edit->arena, n, sizeof(*f->people));
	f->emails = arena_array(f->edit->arena, n, sizeof(*f->emails));
	for (size_t i = 0; i < n; i++)
		f->people[i].email = email_lower(f->edit->arena, f->forgetting->emails[i]);
	qsort(f->people, n, sizeof(*f->people), compare_people);
	for (size_t i = 0; i < n; i++) {
		if (f->count > 0 && str_eq(f->people[f->count - 1].email, f->people[i].email))
			continue;
		f->people[f->count] = f->people[i];
		f->emails[f->count++] = f->people[i].email;
	}
}

struct nobody *
forgotten_find(const struct forgotten *f, struct str email)
{
	struct nobody wanted = {.email = email_lower(f->edit->arena, email)};

	return email.n == 0 ? NULL
			    : bsearch(&wanted, f->people, f->count, sizeof(wanted), compare_people);
}

/* -- pseudonyms ------------------------------------------------------------------------------------------------ */

/*
 * Makes a pseudonym: an address that is nobody's, and random, so that it cannot be derived from the old one. It is the
 * same in all rosters, so that a person is still counted once. False, with the reason recorded.
 */
static bool
make_pseudonym(struct edit *edit, struct nobody *nobody)
{
	unsigned long long number;

	if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number)) {
		diag_add(edit->diag, RULE_NOT_WRITTEN, (struct place){0},
			 "the system could not supply a random number");
		return false;
	}
	nobody->pseudonym = arena_format(edit->arena, "%016llx" FORGOTTEN_DOMAIN, number);
	return true;
}

/* Are the two rows the same membership, apart from whose it is and when it ended? */
static bool
tells_the_same(const struct spell *a, const struct spell *b)
{
	static const enum roster_column kept[] = {ROSTER_ROLE,  ROSTER_REGION,  ROSTER_LANGUAGE,
						  ROSTER_GROUP, ROSTER_APPLIED, ROSTER_JOINED};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!str_eq(a->fields[kept[i]], b->fields[kept[i]]))
			return false;
	return true;
}

/* A row with a pseudonym that the roster did not have before. */
struct given {
	struct str pseudonym;
	struct spell spell;
};

/*
 * A roster changed by a run that was killed: its old text with the rows of those asked for, and the rows with new
 * pseudonyms.
 */
struct leftover {
	struct roster_text old;
	struct map known; /* pseudonyms already in the old text */
	struct given *given;
	size_t count;
	size_t capacity;
};

/* The address of a row if it is a pseudonym; else empty. */
static struct str
pseudonym_of(struct str line)
{
	struct str address = {line.p, str_find(line, ',')};

	return str_ends(address, STR(FORGOTTEN_DOMAIN)) ? address : STR("");
}

static void
gather_given(struct leftover *leftover, struct arena *arena, struct str now, struct diag *ignored)
{
	struct roster_text *old = &leftover->old;
	struct str rest = old->bytes, line;

	leftover->known = map_new(arena);
	while (rest.n > 0 && str_next(&rest, '\n', &line))
		if (pseudonym_of(line).n > 0)
			*map_at(&leftover->known, pseudonym_of(line)) = leftover;
	for (rest = now; rest.n > 0 && str_next(&rest, '\n', &line);) {
		struct given given = {.pseudonym = pseudonym_of(line)};

		if (given.pseudonym.n == 0 || map_get(&leftover->known, given.pseudonym) != NULL ||
		    !spell_read(&given.spell, arena, old->cop, old->columns, line, 0, STR(""),
				ignored))
			continue;
		leftover->given = arena_grow(arena, leftover->given, leftover->count,
					     &leftover->capacity, sizeof(*leftover->given));
		leftover->given[leftover->count++] = given;
	}
}

/* Finds the pseudonym that the killed run gave to the person of these rows. Each pseudonym goes to one person only. */
static void
take_pseudonym(struct forgotten *f, const struct leftover *leftover, const struct spells *spells,
	       struct diag *ignored)
{
	struct nobody *nobody = forgotten_find(f, spells->email);
	struct person person = spells_person(&leftover->old, spells, true, NULL, ignored);

	for (size_t i = 0; i < leftover->count && nobody->pseudonym.n == 0 && person.count > 0;
	     i++) {
		struct str pseudonym = leftover->given[i].pseudonym;

		if (map_get(&f->taken, pseudonym) == NULL &&
		    tells_the_same(&leftover->given[i].spell, &person.spells[0])) {
			nobody->pseudonym = arena_str(f->edit->arena, pseudonym);
			*map_at(&f->taken, nobody->pseudonym) = nobody;
		}
	}
}

/*
 * Recovers pseudonyms from a roster: those in rows that are new since before, and match old rows of people who are to
 * be forgotten.
 */
static void
take_pseudonyms(struct forgotten *f, struct str before, struct str now,
		const struct addresses *asked)
{
	struct definition nobodys = {.merged = DAY_NEVER};
	struct arena *arena = arena_new();
	struct diag *ignored = diag_new();
	struct leftover leftover = {0};
	struct roster_text *old = &leftover.old;

	if (spells_open(old, arena, &nobodys, before, STR(""), ignored)) {
		spells_ask(old, asked);
		spells_scan(old, NULL);
		if (old->count > 0)
			gather_given(&leftover, arena, now, ignored);
		for (size_t i = 0; i < old->count; i++)
			take_pseudonym(f, &leftover, old->wanted[i], ignored);
	}
	diag_free(ignored);
	arena_free(arena);
}

/*
 * A run that was killed between two replacements has erased people in some rosters and not in others. The old contents
 * that it left show which pseudonyms it gave, so that the run that completes it does not turn one person into two.
 */
static void
find_pseudonyms(struct forgotten *f)
{
	const struct addresses *asked = addresses_new(f->edit->arena, f->emails, f->count);
	struct buf before = {0}, now = {0};

	f->taken = map_new(f->edit->arena);
	for (size_t i = 0; i < f->file_count; i++) {
		const struct registry_file *file = &f->files[i];

		buf_clear(&before);
		buf_clear(&now);
		if (file->kind == FILE_ROSTER &&
		    replace_leftover(file->folder, file->name.p, &before) &&
		    file_read_all(file->folder, file->name.p, ROWS_BYTES_MAX, &now,
				  (struct place){.path = file->path}, f->edit->loading))
			take_pseudonyms(f, buf_all(&before), buf_all(&now), asked);
	}
	buf_free(&before);
	buf_free(&now);
}

bool
forgotten_name(struct forgotten *f)
{
	find_pseudonyms(f);
	for (size_t i = 0; i < f->count; i++)
		if (f->people[i].pseudonym.n == 0 && !make_pseudonym(f->edit, &f->people[i]))
			return false;
	return true;
}
