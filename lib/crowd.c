#include "crowd.h"

#include <stdlib.h>

#include "map.h"
#include "pool.h"

/* A chunk of a shelf's notes, in the order in which they were taken. */
struct notes {
	struct notes *next;
	size_t count;
	size_t capacity;
	struct note list[];
};

#define FEW_NOTES 8
#define MANY_NOTES 256

struct crowd
crowd_new(struct arena *arena, bool several)
{
	return (struct crowd){.arena = arena, .several = several};
}

void *
crowd_add(struct crowd_part *part, struct str email, size_t cop, day began, size_t size)
{
	struct presence *presence;
	char *facts;

	if (part->arena == NULL)
		part->arena = arena_new();
	if (part->count == part->capacity) {
		part->capacity = part->capacity > 0 ? 2 * part->capacity : MANY_NOTES;
		part->list = memory_resize(part->list, part->capacity * sizeof(*part->list));
	}
	/* One allocation for the presence, its facts and its address. */
	presence = arena_get(part->arena, sizeof(*presence) + size + email.n);
	presence->facts = facts = (char *)(presence + 1);
	if (email.n > 0)
		memcpy(facts + size, email.p, email.n);
	presence->email = (struct str){facts + size, email.n};
	presence->cop = (unsigned)cop & INT32_MAX;
	presence->began = began;
	part->list[part->count++] = (struct note){map_hash(email), presence};
	return facts;
}

static void
shelve(struct crowd *crowd, struct note note)
{
	struct shelf *shelf = &crowd->shelves[note.hash >> 32 & (CROWD_SHELVES - 1)];
	struct notes *last = shelf->last;

	if (last == NULL || last->count == last->capacity) {
		size_t capacity = last == NULL                  ? FEW_NOTES
				  : last->capacity < MANY_NOTES ? 2 * last->capacity
								: MANY_NOTES;

		last = arena_get(crowd->arena, sizeof(*last) + capacity * sizeof(struct note));
		last->capacity = capacity;
		*(shelf->last == NULL ? &shelf->first : &shelf->last->next) = last;
		shelf->last = last;
	}
	last->list[last->count++] = note;
	shelf->count++;
}

static void
add_person(struct crowd *crowd, struct presence *first)
{
	crowd->people = arena_grow(crowd->arena, crowd->people, crowd->count, &crowd->capacity,
				   sizeof(struct presence *));
	crowd->people[crowd->count++] = first;
}

void
crowd_take(struct crowd *crowd, struct crowd_part *part)
{
	part->crowd = crowd;
	for (size_t i = 0; i < part->count; i++) {
		shelve(crowd, part->list[i]);
		if (!crowd->several)
			add_person(crowd, part->list[i].presence);
	}
	part->count = 0;
}

void
crowd_part_free(struct crowd_part *part)
{
	if (part->crowd != NULL)
		arena_adopt(part->crowd->arena, part->arena);
	else
		arena_free(part->arena);
	free(part->list);
	*part = (struct crowd_part){0};
}

void
crowd_end(void *context, void *part)
{
	(void)context;
	crowd_part_free(part);
}

/* -- who is the same ------------------------------------------------------------------------------------------- */

struct gathering {
	struct crowd *crowd;
	size_t next;
};

/* The people of one shelf. One hash table for all shelves would not fit a core's cache, and miss it at every probe. */
struct group {
	struct shelf *shelf;
	struct note **table; /* last presence of each address; open addressing, linear probing */
	size_t places;       /* size of the table, a power of two */
	struct arena *arena;
	struct presence **several; /* first presence of each address that has several */
	size_t count;
	size_t capacity;
};

static bool
next_shelf(void *context, void *item)
{
	struct gathering *gathering = context;
	struct group *group = item;

	while (gathering->next < CROWD_SHELVES) {
		group->shelf = &gathering->crowd->shelves[gathering->next++];
		if (group->shelf->count > 0)
			return true;
	}
	return false;
}

/* The slot of the note's address in the table; empty if the address is not there yet. */
static struct note **
place(const struct group *group, const struct note *note)
{
	size_t i = (size_t)note->hash & (group->places - 1);

	while (group->table[i] != NULL &&
	       !(group->table[i]->hash == note->hash &&
		 str_eq(group->table[i]->presence->email, note->presence->email)))
		i = (i + 1) & (group->places - 1);
	return &group->table[i];
}

static void
gather_note(struct group *group, struct note *note)
{
	struct note **last = place(group, note);

	if (*last != NULL) {
		struct presence *before = (*last)->presence;

		if (!before->follows) {
			group->several = arena_grow(group->arena, group->several, group->count,
						    &group->capacity, sizeof(struct presence *));
			group->several[group->count++] = before;
		}
		before->elsewhere = note->presence;
		note->presence->follows = 1;
	}
	*last = note;
}

/* Copies the presences of one address into an array: left where they are, each would cost a cache miss to visit. */
static struct presence *
line_up(struct arena *arena, const struct presence *first)
{
	struct presence *list;
	size_t count = 0;

	for (const struct presence *p = first; p != NULL; p = p->elsewhere)
		count++;
	list = arena_array(arena, count, sizeof(*list));
	for (const struct presence *p = first; p != NULL; p = p->elsewhere) {
		*list = *p;
		list->elsewhere = p->elsewhere != NULL ? list + 1 : NULL;
		list++;
	}
	return list - count;
}

static void
gather_shelf(void *context, void *item)
{
	const struct gathering *gathering = context;
	struct group *group = item;

	if (group->places < 2 * group->shelf->count) {
		for (group->places = 16; group->places < 2 * group->shelf->count;)
			group->places *= 2;
		group->table = memory_resize(group->table, group->places * sizeof(struct note *));
	}
	if (group->arena == NULL)
		group->arena = arena_new();
	memset(group->table, 0, group->places * sizeof(struct note *));
	for (struct notes *notes = group->shelf->first; notes != NULL; notes = notes->next)
		for (size_t i = 0; i < notes->count; i++)
			gather_note(group, &notes->list[i]);
	for (size_t i = 0; gathering->crowd->several && i < group->count; i++)
		group->several[i] = line_up(group->arena, group->several[i]);
}

static void
take_shelf(void *context, void *item)
{
	struct gathering *gathering = context;
	struct group *group = item;

	for (size_t i = 0; gathering->crowd->several && i < group->count; i++)
		add_person(gathering->crowd, group->several[i]);
	group->count = 0;
}

static void
end_group(void *context, void *item)
{
	const struct gathering *gathering = context;
	struct group *group = item;

	arena_adopt(gathering->crowd->arena, group->arena);
	free(group->table);
}

void
crowd_gather(struct crowd *crowd)
{
	struct gathering gathering = {.crowd = crowd};
	struct pool_work work = {.context = &gathering,
				 .item_size = sizeof(struct group),
				 .next = next_shelf,
				 .work = gather_shelf,
				 .done = take_shelf,
				 .end = end_group};
	size_t notes = 0, kept = 0;

	for (size_t i = 0; i < CROWD_SHELVES; i++)
		notes += crowd->shelves[i].count;
	pool_run(&work, pool_threads(notes * sizeof(struct note), 0));
	for (size_t i = 0; !crowd->several && i < crowd->count; i++)
		if (!crowd->people[i]->follows)
			crowd->people[kept++] = crowd->people[i];
	if (!crowd->several)
		crowd->count = kept;
}

/* A person and the first 16 bytes of the address as big-endian numbers, which few comparisons need to look beyond. */
struct placing {
	uint64_t begin[2];
	struct presence *person;
};

static struct placing
placing_of(struct presence *person)
{
	struct placing placing = {.person = person};
	size_t n = person->email.n < 16 ? person->email.n : 16;

	for (size_t i = 0; i < n; i++)
		placing.begin[i / 8] |= (uint64_t)(unsigned char)person->email.p[i]
					<< (56 - 8 * (i % 8));
	return placing;
}

static int
compare(const void *left, const void *right)
{
	const struct placing *a = left, *b = right;

	for (size_t i = 0; i < 2; i++)
		if (a->begin[i] != b->begin[i])
			return a->begin[i] < b->begin[i] ? -1 : 1;
	return str_cmp(a->person->email, b->person->email);
}

#define RUN_LENGTH 4096 /* people that one thread sorts at a time */

struct sorting {
	struct presence **people;
	struct placing *list;
	size_t count;
	size_t next;
};

struct run {
	size_t begin;
	size_t end;
};

static bool
next_run(void *context, void *item)
{
	struct sorting *sorting = context;
	struct run *run = item;

	run->begin = sorting->next;
	run->end = sorting->count - run->begin < RUN_LENGTH ? sorting->count
							    : run->begin + RUN_LENGTH;
	sorting->next = run->end;
	return run->begin < run->end;
}

static void
sort_run(void *context, void *item)
{
	const struct sorting *sorting = context;
	const struct run *run = item;

	for (size_t i = run->begin; i < run->end; i++)
		sorting->list[i] = placing_of(sorting->people[i]);
	qsort(sorting->list + run->begin, run->end - run->begin, sizeof(*sorting->list), compare);
}

/* Merges two sorted runs, list[0, middle) and list[middle, end), into out. */
static void
merge_runs(struct placing *out, const struct placing *list, size_t middle, size_t end)
{
	size_t left = 0, right = middle;

	while (left < middle && right < end)
		*out++ = compare(&list[right], &list[left]) < 0 ? list[right++] : list[left++];
	memcpy(out, list + left, (middle - left) * sizeof(*out));
	memcpy(out + (middle - left), list + right, (end - right) * sizeof(*out));
}

void
crowd_sort(struct crowd *crowd)
{
	size_t count = crowd->count, size = count * sizeof(struct placing);
	struct placing *list = memory_get(size), *room = memory_get(size), *merged;
	struct sorting sorting = {.people = crowd->people, .list = list, .count = count};
	struct pool_work work = {.context = &sorting,
				 .item_size = sizeof(struct run),
				 .next = next_run,
				 .work = sort_run};

	pool_run(&work, pool_threads(size, 0));
	for (size_t length = RUN_LENGTH; length < count; length *= 2) {
		for (size_t i = 0; i < count; i += 2 * length) {
			size_t rest = count - i, end = rest < 2 * length ? rest : 2 * length;

			merge_runs(room + i, list + i, end < length ? end : length, end);
		}
		merged = room;
		room = list;
		list = merged;
	}
	for (size_t i = 0; i < count; i++)
		crowd->people[i] = list[i].person;
	free(list);
	free(room);
}
