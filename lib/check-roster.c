/*
 * Checking rosters: each row by itself, then all rows of a person together.  The scan assumes that a roster is in
 * order of address, as nearly all are.  If one turns out not to be, its findings are dropped, and it is read again.
 */
#include "check.h"

#include <stdlib.h>
#include <strings.h>

#include "canonical.h"
#include "consent.h"
#include "positions.h"

#define NAME_MAX_LENGTH 200 /* code points */
#define SUGGESTIONS_MAX 100 /* in a block */

/* -- rows ---------------------------------------------------------------------------------------------------- */

/* What is known of a roster, gathered from its blocks. */
struct people {
	const struct definition *cop;
	struct arena *arena;
	struct str path;
	bool readable; /* all of it could be read; else it is unknown who holds what */
	bool ordered;
	bool in_form;
	size_t findings; /* how many there were before the roster */
	struct positions held;
	size_t left_over; /* members of a community that has been merged, but has not ended */
};

struct scan {
	const struct check *check;
	bool in_order;            /* assume that rosters are in order */
	struct people people;     /* of the roster being read; cop NULL: none */
	struct map seen;          /* by id, the definition of every community that has a roster */
	struct map in_form;       /* likewise, of those whose roster is in canonical form */
	struct name_marks *marks; /* NULL: there is only one roster */
	const struct definition **disordered; /* communities whose rosters must be read again */
	size_t disordered_count;
	size_t findings; /* how many there were after the last block */
};

/* What is known of a block. */
struct result {
	struct arena *arena;
	struct diag *diag; /* its findings have no path yet */
	struct positions held;
	size_t left_over; /* as in struct people */
	struct name_mark *marks;
	size_t marks_count;
	size_t marks_capacity;
	bool out_of_form;
	size_t suggestions; /* how many have been looked for */
};

/* The place of a field of the row within its block; take_findings() adds the path and the block's offset. */
static struct place
field_place(const struct spell *spell, enum roster_column column)
{
	return (struct place){STR(""), spell->line, rows_column(spell->text, column)};
}

/*
 * Begins the search for a word close to an unknown one.  After the first hundred of a block, the result accepts no more
 * suggestions: each costs a comparison with every known word, and a whole column of unknown words is no typing error.
 */
static struct nearest
suggestion_for(struct result *r, struct str word)
{
	struct nearest nearest = nearest_to(word);

	if (r->suggestions++ >= SUGGESTIONS_MAX)
		nearest.distance = 0;
	return nearest;
}

static void
check_text(struct result *r, const struct spell *spell)
{
	if (!spell->text_good)
		(void)diag_text(r->diag, (struct place){STR(""), spell->line, 0}, spell->text,
				false);
}

static void
check_email(struct result *r, const struct spell *spell)
{
	struct str email = spell->fields[ROSTER_EMAIL];

	if (email.n == 0)
		diag_add(r->diag, RULE_MISSING_FIELD, field_place(spell, ROSTER_EMAIL), "email%s",
			 rows_is_empty(spell->text) ? ROWS_EMPTY : "");
	else if (!address_good(email))
		check_address(r->diag, email, field_place(spell, ROSTER_EMAIL));
}

static void
check_name(struct result *r, const struct spell *spell)
{
	struct str name = spell->fields[ROSTER_NAME];

	/* An empty row gets a single finding, that of check_email(). */
	if (str_trim(name).n == 0 && !spell_is_seat(spell) && !rows_is_empty(spell->text))
		diag_add(r->diag, RULE_MISSING_FIELD, field_place(spell, ROSTER_NAME), "name");
	else if (name.n > NAME_MAX_LENGTH && text_length(name) > NAME_MAX_LENGTH)
		diag_add(r->diag, RULE_LIMIT, field_place(spell, ROSTER_NAME),
			 "a name of more than %d characters", NAME_MAX_LENGTH);
}

/* Forms record what was not consented to as "No" or "Non". */
static bool
says_no(struct str word)
{
	return (word.n == 2 && strncasecmp(word.p, "no", 2) == 0) ||
	       (word.n == 3 && strncasecmp(word.p, "non", 3) == 0);
}

static void
check_word(struct result *r, const struct spell *spell, enum roster_column column,
	   const char *const *words)
{
	struct str word = spell->fields[column];
	struct nearest nearest;

	if (word.n == 0 || words_index(words, word) >= 0)
		return;
	if (column == ROSTER_CONSENT && says_no(word)) {
		diag_add(r->diag, RULE_UNKNOWN_WORD, field_place(spell, column),
			 "consent \"%.*s\": leave it empty if none was given", STR_ARG(word));
		return;
	}
	nearest = suggestion_for(r, word);
	/* They record express consent as "Yes" or "Oui". */
	if (column == ROSTER_CONSENT) {
		nearest_try_name(&nearest, STR("Yes"), STR("express"));
		nearest_try_name(&nearest, STR("Oui"), STR("express"));
	}
	unknown_word(r->diag, field_place(spell, column), roster_columns[column], words, &nearest);
}

static void
check_language(struct result *r, const struct spell *spell)
{
	struct str language = spell->fields[ROSTER_LANGUAGE];

	if (language.n > 0 && !language_good(language))
		bad_language(r->diag, field_place(spell, ROSTER_LANGUAGE), "language", language);
}

static void
check_group(struct result *r, const struct spell *spell)
{
	const struct definition *cop = spell->cop;
	struct str group = spell->fields[ROSTER_GROUP];
	struct nearest nearest;

	if (group.n == 0 || cop->root == NULL || definition_has_group(cop, group))
		return;
	nearest = suggestion_for(r, group);
	definition_near_group(cop, &nearest);
	diag_add_near(r->diag, RULE_UNKNOWN_GROUP, field_place(spell, ROSTER_GROUP), &nearest,
		      "\"%.*s\"", STR_ARG(group));
}

static void
check_term(struct result *r, const struct spell *spell, enum roster_column column,
	   const struct vocabulary *vocabulary, enum rule rule)
{
	struct str id = spell->fields[column];
	struct nearest nearest;

	if (id.n == 0 || vocabulary_find(vocabulary, id) != NULL)
		return;
	nearest = suggestion_for(r, id);
	vocabulary_nearest(vocabulary, &nearest);
	diag_add_near(r->diag, rule, field_place(spell, column), &nearest, "\"%.*s\"", STR_ARG(id));
}

static void
check_references(const struct check *check, struct result *r, const struct spell *spell)
{
	const struct registry *registry = check->registry;
	const struct organizations *organizations = registry->organizations;
	struct str id = spell->fields[ROSTER_ORGANIZATION];
	struct nearest nearest;

	check_group(r, spell);
	/* If registry.yaml cannot be read, that is one finding, not one for each reference to it. */
	if (registry->node != NULL && registry->node->kind == NODE_MAP) {
		check_term(r, spell, ROSTER_ROLE, &registry->roles, RULE_UNKNOWN_ROLE);
		check_term(r, spell, ROSTER_REGION, &registry->regions, RULE_UNKNOWN_REGION);
	}
	if (id.n == 0 || organizations == NULL || map_get(&organizations->by_id, id) != NULL)
		return;
	nearest = suggestion_for(r, id);
	organizations_nearest(organizations, &nearest);
	diag_add_near(r->diag, RULE_UNKNOWN_ORGANIZATION, field_place(spell, ROSTER_ORGANIZATION),
		      &nearest, "\"%.*s\"", STR_ARG(id));
}

static void
check_order(struct result *r, const struct spell *spell)
{
	if (date_given(spell->applied) && date_given(spell->joined) &&
	    date_last(spell->joined) < date_first(spell->applied))
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_JOINED),
			 "joined is before applied");
	if (date_given(spell->left) && spell->span.first != DAY_NEVER &&
	    date_last(spell->left) < spell->span.first)
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_LEFT),
			 "left is before the first date of the row");
	else if (date_given(spell->left) && date_given(spell->joined) &&
		 date_last(spell->left) < spell->since)
		diag_add(r->diag, RULE_DATE_ORDER, field_place(spell, ROSTER_LEFT),
			 "left is before joined");
}

static void
check_consent(const struct check *check, struct result *r, const struct spell *spell)
{
	struct str consent = spell->fields[ROSTER_CONSENT], date = spell->fields[ROSTER_CONSENTED];
	struct date consented;

	check_word(r, spell, ROSTER_CONSENT, consent_words);
	if (date.n > 0 && !date_parse(date, &consented))
		bad_date(r->diag, field_place(spell, ROSTER_CONSENTED), "consented", date);
	else if (date.n > 0 && date_first(consented) > check->d)
		diag_add(r->diag, RULE_FUTURE_DATE, field_place(spell, ROSTER_CONSENTED),
			 "consented %.*s", STR_ARG(date));
	if (spell_is_seat(spell) || (consent.n > 0) == (date.n > 0))
		return;
	diag_add(r->diag, RULE_CONSENT_WITHOUT_DATE,
		 field_place(spell, consent.n > 0 ? ROSTER_CONSENTED : ROSTER_CONSENT), "%s",
		 consent.n > 0 ? "consented is empty" : "consent is empty");
}

static void
check_seat(struct result *r, const struct spell *spell)
{
	static const enum roster_column empty[] = {ROSTER_NAME, ROSTER_LANGUAGE, ROSTER_CONSENT,
						   ROSTER_CONSENTED};

	if (!spell_is_seat(spell)) {
		if (spell->fields[ROSTER_POSITION].n > 0)
			diag_add(r->diag, RULE_POSITION_WITHOUT_GROUP,
				 field_place(spell, ROSTER_POSITION), "%.*s",
				 STR_ARG(spell->fields[ROSTER_POSITION]));
		return;
	}
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (spell->fields[empty[i]].n > 0)
			diag_add(r->diag, RULE_SEAT_FIELD, field_place(spell, empty[i]), "%s",
				 roster_columns[empty[i]]);
}

/* Records an application or membership that begins after the last day of the community. */
static void
check_end(struct result *r, const struct spell *spell)
{
	day ended = date_last(spell->cop->ended);
	enum roster_column column;
	struct date date;

	if (ended == DAY_NEVER)
		return;
	column = date_given(spell->joined) && spell->since > ended ? ROSTER_JOINED : ROSTER_APPLIED;
	date = column == ROSTER_JOINED ? spell->joined : spell->applied;
	if (date_given(date) && date_first(date) > ended)
		diag_add(r->diag, RULE_ROW_AFTER_END, field_place(spell, column), "%s %.*s",
			 roster_columns[column], STR_ARG(spell->fields[column]));
}

static void
check_row(const struct check *check, struct result *r, const struct spell *spell)
{
	check_text(r, spell);
	check_email(r, spell);
	check_name(r, spell);
	check_word(r, spell, ROSTER_POSITION, position_words);
	check_language(r, spell);
	check_references(check, r, spell);
	check_order(r, spell);
	check_consent(check, r, spell);
	check_end(r, spell);
	check_seat(r, spell);
}

/* Moves the findings of a block to the check's diag, with the path and the line in the file. */
static void
take_findings(const struct scan *scan, struct result *r, const struct roster_block *block)
{
	for (size_t i = 0; r->diag != NULL && i < diag_count(r->diag); i++) {
		struct finding finding = *diag_at(r->diag, i);

		finding.place.path = block->path;
		finding.place.line += block->line_offset;
		finding.other += finding.other > 0 ? block->line_offset : 0;
		diag_copy(scan->check->diag, &finding);
	}
	if (r->diag != NULL)
		diag_clear(r->diag);
}

static void
end_result(void *context, void *where)
{
	struct result *r = where;

	(void)context;
	diag_free(r->diag);
	arena_free(r->arena);
}

/* -- people -------------------------------------------------------------------------------------------------- */

static int
compare_in_group(const void *left, const void *right)
{
	const struct spell *a = *(const struct spell *const *)left,
			   *b = *(const struct spell *const *)right;
	int c = str_cmp(a->fields[ROSTER_GROUP], b->fields[ROSTER_GROUP]);

	if (c == 0)
		c = (a->span.first > b->span.first) - (a->span.first < b->span.first);
	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

static struct arena *
arena_of(struct result *r)
{
	if (r->arena == NULL)
		r->arena = arena_new();
	return r->arena;
}

/* Fills rows with the person's rows that have a date, sorted by group and first day; returns how many. */
static size_t
put_in_order(const struct person *person, const struct spell **rows)
{
	size_t count = 0;

	for (size_t i = 0; i < person->count; i++)
		if (person->spells[i].span.first != DAY_NEVER)
			rows[count++] = &person->spells[i];
	if (count > 1)
		qsort(rows, count, sizeof(const struct spell *), compare_in_group);
	return count;
}

/* line is 0 if neither row is in the file yet. */
static void
add_overlap(struct result *r, const struct spell *row, size_t line)
{
	struct str email = row->fields[ROSTER_EMAIL];

	if (line > 0)
		diag_add_other(r->diag, RULE_OVERLAP, field_place(row, ROSTER_EMAIL), line,
			       "%.*s: its dates overlap those on line", STR_ARG(email));
	else
		diag_add(r->diag, RULE_OVERLAP, field_place(row, ROSTER_EMAIL),
			 "%.*s: its dates overlap those of another new row", STR_ARG(email));
}

/* Records each row that holds on a day on which an earlier one of the same address and group still does. */
static void
check_overlap(struct result *r, const struct spell *const *rows, size_t count)
{
	const struct spell *last = NULL; /* of the group's rows so far, the one that ends last */

	for (size_t i = 0; i < count; i++) {
		const struct spell *row = rows[i];

		if (last == NULL || !str_eq(last->fields[ROSTER_GROUP], row->fields[ROSTER_GROUP]))
			last = NULL;
		if (last != NULL && row->span.first <= last->span.last &&
		    row->span.first <= row->span.last)
			add_overlap(r, row, last->line > 0 ? last->line : row->line);
		if (last == NULL || row->span.last > last->span.last)
			last = row;
	}
}

/* Is the person a member on the seat's first day? For a seat that is only applied for, an application will do. */
static bool
covers(const struct spell *membership, const struct spell *seat)
{
	if (date_given(seat->joined))
		return spell_status(membership, seat->since) == MEMBER_MEMBER;
	return span_holds(membership->span, seat->span.first);
}

/*
 * Records each seat that no membership covers.  Memberships sort first, as their group is empty; of those that began by
 * the seat's first day, only the last two can still hold.
 */
static void
check_membership(struct result *r, const struct spell *const *rows, size_t count)
{
	size_t memberships = 0;

	while (memberships < count && !spell_is_seat(rows[memberships]))
		memberships++;
	for (size_t i = memberships; i < count; i++) {
		size_t low = 0, high = memberships;
		bool covered = false;
		day begins = date_given(rows[i]->joined) ? rows[i]->since : rows[i]->span.first;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (rows[middle]->span.first <= begins)
				low = middle + 1;
			else
				high = middle;
		}
		for (size_t back = 0; back < 2 && back < low && !covered; back++)
			covered = covers(rows[low - 1 - back], rows[i]);
		if (!covered)
			diag_add(r->diag, RULE_SEAT_WITHOUT_MEMBERSHIP,
				 field_place(rows[i], ROSTER_GROUP),
				 "%.*s is not a member when the seat begins",
				 STR_ARG(rows[i]->fields[ROSTER_EMAIL]));
	}
}

static void
check_name_of(const struct scan *scan, struct result *r, const struct person *person)
{
	const struct spell *first = named_spell(person);

	if (first == NULL)
		return;
	for (const struct spell *spell = first + 1; spell < person->spells + person->count;
	     spell++) {
		struct str name = spell->fields[ROSTER_NAME];

		if (!spell_is_seat(spell) && name.n > 0 &&
		    !str_eq(first->fields[ROSTER_NAME], name))
			diag_add_other(r->diag, RULE_TWO_NAMES, field_place(spell, ROSTER_NAME),
				       first->line, "\"%.*s\", but \"%.*s\" on line", STR_ARG(name),
				       STR_ARG(first->fields[ROSTER_NAME]));
	}
	if (scan->marks == NULL || person->email.n == 0)
		return;
	r->marks = arena_grow(arena_of(r), r->marks, r->marks_count, &r->marks_capacity,
			      sizeof(*r->marks));
	r->marks[r->marks_count++] = name_mark_of(first);
}

static void
check_suppressed(const struct check *check, struct result *r, const struct person *person)
{
	const struct suppression *s = suppression_of(check->registry->suppressions, person->email);
	const struct spell *consent;
	char text[DATE_TEXT];

	if (s == NULL || date_first(s->date) > check->d)
		return;
	consent = consent_in_force(person, check->d);
	if (consent == NULL || str_is(consent->fields[ROSTER_CONSENT], "withdrawn") ||
	    (!person_is(person, MEMBER_MEMBER, check->d) &&
	     !person_is(person, MEMBER_APPLICANT, check->d)))
		return;
	diag_add(r->diag, RULE_SUPPRESSED_ADDRESS, field_place(consent, ROSTER_EMAIL), "%.*s%s%s",
		 STR_ARG(person->email), date_given(s->date) ? ", suppressed since " : "",
		 date_text(s->date, text));
}

static bool
is_merged_without_end(const struct check *check, const struct definition *cop)
{
	return cop->merged < check->d && !date_given(cop->ended);
}

#define FEW 8 /* nearly everybody has at most this many rows */

/* Checks the rows of a person against each other. */
static void
check_rows(const struct scan *scan, struct result *r, const struct person *person)
{
	const struct spell *few[FEW], **rows = few;
	size_t count;

	/* A single membership cannot contradict anything. */
	if (person->count > 1 || spell_is_seat(&person->spells[0])) {
		if (person->count > FEW)
			rows = arena_array(arena_of(r), person->count, sizeof(*rows));
		count = put_in_order(person, rows);
		check_overlap(r, rows, count);
		check_membership(r, rows, count);
	}
	check_name_of(scan, r, person);
	check_suppressed(scan->check, r, person);
	positions_gather(arena_of(r), &r->held, person, scan->check->d);
	if (is_merged_without_end(scan->check, person->spells[0].cop) &&
	    person_is(person, MEMBER_MEMBER, scan->check->d))
		r->left_over++;
}

static void
check_person(void *context, void *where, const struct person *person)
{
	const struct scan *scan = context;
	struct result *r = where;

	if (r->diag == NULL)
		r->diag = diag_new();
	for (size_t i = 0; i < person->count; i++)
		check_row(scan->check, r, &person->spells[i]);
	check_rows(scan, r, person);
	r->out_of_form = r->out_of_form || !canonical_person(person);
}

void
check_spells(const struct check *check, const struct person *person, struct str path)
{
	struct scan scan = {.check = check};
	struct result r = {.arena = NULL};

	if (person->count > 0)
		check_person(&scan, &r, person);
	take_findings(&scan, &r, &(struct roster_block){.path = path});
	end_result(&scan, &r);
}

/* -- a roster as a whole ---------------------------------------------------------------------------------------- */

/* Records each position whose last holder's term is over, and that nobody holds now. */
static void
check_terms(const struct check *check, const struct people *people)
{
	char text[DATE_TEXT];

	for (size_t i = 0; i < people->held.count; i++) {
		const struct held *one = people->held.list[i];

		if (one->until < check->d)
			diag_add(check->diag, RULE_TERM_OVER,
				 (struct place){people->path, one->line, 1},
				 "%.*s of %.*s: %.*s until %s", STR_ARG(one->position),
				 STR_ARG(one->group), STR_ARG(one->email),
				 date_text(date_of(one->until), text));
	}
}

static void
check_contacts(const struct check *check, const struct people *people)
{
	const struct node *list = node_get(people->cop->root, "contacts");

	for (const struct node *item = list != NULL ? list->first : NULL; item != NULL;
	     item = item->next) {
		const struct node *position = node_get(item, "position");

		if (words_index(position_words, node_text(position)) >= 0 &&
		    !positions_hold(&people->held, position->text))
			diag_add(check->diag, RULE_VACANT_CONTACT,
				 node_place(position, people->cop->path), "nobody is %.*s",
				 STR_ARG(position->text));
	}
}

/* Is the finding not about the roster? It came before it, or from end_people() of the roster before. */
static bool
is_of_another(void *context, const struct finding *finding)
{
	const struct people *people = context;

	return finding->serial < people->findings || !str_eq(finding->place.path, people->path);
}

/* Does the finding hold however the rows that could not be read may read? */
static bool
is_certain(void *context, const struct finding *finding)
{
	return finding->rule != RULE_SEAT_WITHOUT_MEMBERSHIP || is_of_another(context, finding);
}

static void
end_people(struct scan *scan)
{
	struct people *people = &scan->people;

	if (people->cop == NULL)
		return;
	if (!people->readable) {
		diag_keep(scan->check->diag, is_certain, people);
		scan->findings = diag_count(scan->check->diag);
	}
	if (!people->ordered)
		scan->disordered[scan->disordered_count++] = people->cop;
	else if (people->readable && people->cop->root != NULL &&
		 definition_status(people->cop, scan->check->d) == STATUS_ACTIVE) {
		check_terms(scan->check, people);
		check_contacts(scan->check, people);
	} else if (people->readable && people->left_over > 0)
		diag_add(scan->check->diag, RULE_MERGED_WITHOUT_END,
			 node_place(people->cop->root, people->cop->path),
			 "members: %zu; say its last day under ended", people->left_over);
	if (people->in_form)
		map_set(&scan->in_form, people->cop->id, people->cop);
	arena_free(people->arena);
	*people = (struct people){.cop = NULL};
}

static void
begin_people(struct scan *scan, const struct roster_block *block)
{
	struct arena *arena = arena_new();

	scan->people = (struct people){.cop = block->cop,
				       .arena = arena,
				       .path = arena_str(arena, block->path),
				       .readable = true,
				       .ordered = true,
				       .in_form = scan->in_order,
				       .findings = scan->findings};
	map_set(&scan->seen, block->cop->id, block->cop);
}

/* Adds what is known of a block to what is known of its roster. */
static void
add_block(struct scan *scan, const struct result *r, const struct roster_block *block)
{
	struct people *people = &scan->people;

	people->readable = people->readable && block->whole;
	people->left_over += r->left_over;
	positions_take(people->arena, &people->held, &r->held, block->line_offset);
	for (size_t i = 0; i < r->marks_count; i++)
		name_marks_add(scan->marks, &r->marks[i]);
}

static bool
take_people(void *context, void *where, const struct roster_block *block)
{
	struct scan *scan = context;
	struct result *r = where;
	struct people *people = &scan->people;
	bool first = people->cop != block->cop;

	if (first) {
		end_people(scan);
		begin_people(scan, block);
	}
	people->ordered = people->ordered && block->ordered;
	people->in_form = people->in_form && people->ordered && !r->out_of_form &&
			  canonical_edges(block, first);
	take_findings(scan, r, block);
	if (people->ordered)
		add_block(scan, r, block);
	else
		diag_keep(scan->check->diag, is_of_another, people);
	scan->findings = diag_count(scan->check->diag);
	arena_free(r->arena);
	*r = (struct result){.diag = r->diag};
	return true;
}

/* Checks a community that has no roster as one that has no members. */
static void
check_nobody(struct scan *scan, const struct definition *cop)
{
	if (map_get(&scan->seen, cop->id) != NULL)
		return;
	scan->people = (struct people){.cop = cop, .readable = true, .ordered = true};
	end_people(scan);
}

/* Checks rosters.  With in_order, those that turn out not to be are not checked, but added to scan->disordered. */
static void
read_rosters(struct scan *scan, const struct definition *const *cops, size_t count, bool in_order)
{
	scan->in_order = in_order;
	scan->findings = diag_count(scan->check->diag);
	registry_read_rosters(scan->check->registry,
			      (struct roster_scan){.cops = cops,
						   .count = count,
						   .columns = ROSTER_ALL,
						   .form = true,
						   .people = true,
						   .in_order = in_order,
						   .result_size = sizeof(struct result),
						   .context = scan,
						   .person = check_person,
						   .done = take_people,
						   .end = end_result});
	end_people(scan);
}

void
check_rosters(const struct check *check, const struct definition *const *cops, size_t count,
	      bool *in_form)
{
	struct name_marks marks = {.arena = arena_new()};
	struct arena *arena = marks.arena;
	struct scan scan = {.check = check,
			    .seen = map_new(arena),
			    .in_form = map_new(arena),
			    .marks = count > 1 ? &marks : NULL,
			    .disordered = arena_array(arena, count, sizeof(*scan.disordered))};

	read_rosters(&scan, cops, count, true);
	read_rosters(&scan, scan.disordered, scan.disordered_count, false);
	check_names(check, &marks, cops, count);
	for (size_t i = 0; i < count; i++) {
		if (registry_people_known(check->registry))
			check_nobody(&scan, cops[i]);
		if (in_form != NULL)
			in_form[i] = map_get(&scan.in_form, cops[i]->id) != NULL;
	}
	arena_free(arena);
}
