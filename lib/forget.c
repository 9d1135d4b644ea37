#include "forget.h"

#include <unistd.h>

#include "admission.h"
#include "forget-people.h"
#include "git.h"
#include "revise.h"
#include "roll.h"
#include "suppress.h"
#include "wordset.h"

#define NOBODY "forgotten" /* the name given to everybody who is forgotten */
#define REASON_MAX 4096    /* bytes in a field */

/* -- rosters ---------------------------------------------------------------------------------------------------- */

/*
 * May the value of a field stay, because counts need it and it identifies nobody? Only ids, known words and dates may:
 * other text may be anything.
 */
static bool
stays(const struct forgotten *f, size_t column, struct str value)
{
	const struct registry *registry = f->edit->registry;
	struct date date;

	switch (column) {
	case ROSTER_ORGANIZATION:
		return registry->organizations != NULL &&
		       map_get(&registry->organizations->by_id, value) != NULL;
	case ROSTER_ROLE:
		return vocabulary_find(&registry->roles, value) != NULL;
	case ROSTER_REGION:
		return vocabulary_find(&registry->regions, value) != NULL;
	case ROSTER_GROUP:
		return id_good(value);
	case ROSTER_POSITION:
		return words_index(position_words, value) >= 0;
	case ROSTER_LANGUAGE:
		return language_good(value);
	case ROSTER_APPLIED:
	case ROSTER_JOINED:
	case ROSTER_LEFT:
		return date_parse(value, &date);
	default:
		return false;
	}
}

static void
erase_row(const struct forgotten *f, const struct nobody *nobody, struct roll *roll,
	  struct spell_row *row, bool seat)
{
	for (size_t c = 0; c < roll->text.columns; c++)
		if (!stays(f, c, row->now[c]))
			spell_set(&roll->text, row, c, STR(""));
	spell_set(&roll->text, row, ROSTER_EMAIL, nobody->pseudonym);
	if (!seat)
		spell_set(&roll->text, row, ROSTER_NAME, STR(NOBODY));
}

/* Ends the membership if it has not ended, and removes one that has not begun. */
static void
end_row(const struct forgotten *f, struct roll *roll, struct spell_row *row,
	const struct spell *spell)
{
	day last = date_last(f->forgetting->date);

	if (spell->span.first > last) {
		spell_drop(row);
		return;
	}
	if (date_last(spell->left) <= last ||
	    (spell->span.last <= last && !date_given(spell->left)))
		return;
	/* A person who was to join later never did. */
	if (spell->since > last)
		spell_set(&roll->text, row, ROSTER_JOINED, STR(""));
	spell_set_date(&roll->text, row, ROSTER_LEFT, f->forgetting->date);
}

static void
add_word(struct forgotten *f, struct str word)
{
	f->words = arena_grow(f->edit->arena, f->words, f->word_count, &f->word_capacity,
			      sizeof(*f->words));
	f->words[f->word_count++] = word;
}

/* Remembers a name, to look for it in other texts. A single word is ignored: it may be anybody's, or not a name. */
static void
keep_name(struct forgotten *f, struct str name)
{
	struct buf folded = {0};
	bool several = str_find(name, ' ') < name.n;

	text_fold(&folded, name);
	if (several && map_get(&f->names, buf_all(&folded)) == NULL) {
		struct str kept = arena_str(f->edit->arena, buf_all(&folded));

		*map_at(&f->names, kept) = f;
		add_word(f, kept);
	}
	buf_free(&folded);
}

/* Erases the person in a roster; false, with the reason recorded, if one of the rows cannot be read. */
static bool
erase_in(struct forgotten *f, struct nobody *nobody, struct roll *roll, struct spells *spells)
{
	struct spells before = spells_copy(&roll->text, spells);
	struct person person;
	size_t *which;

	if (spells->damaged > 0) {
		diag_add(f->edit->diag, RULE_CSV_SYNTAX, roll_place(roll, spells->damaged),
			 "a row with this address cannot be read: correct it first");
		return false;
	}
	person = roll_person(roll, spells, &which);
	for (size_t i = 0; i < person.count; i++) {
		struct spell_row *row = &spells->rows[which[i]];

		keep_name(f, person.spells[i].fields[ROSTER_NAME]);
		end_row(f, roll, row, &person.spells[i]);
		if (row->now != NULL)
			erase_row(f, nobody, roll, row, spell_is_seat(&person.spells[i]));
	}
	nobody->found = true;
	if (roll->cop->root != NULL)
		roll_note_breaks(roll, &before, spells, date_last(f->forgetting->date) + 1);
	/* The pseudonym is not shown: nobody is to know whose it is. */
	edit_outcome(f->edit, roll->cop->id, nobody->email, "forgotten", "%s", "");
	return true;
}

/* -- definitions -------------------------------------------------------------------------------------------------- */

/* The path of the first entry of a list whose email is one of the addresses; empty if there is none. */
static struct str
entry_of(const struct forgotten *f, const struct node *list, const char *path,
	 struct nobody **whose)
{
	size_t number = 1;

	for (const struct node *item = list != NULL && list->kind == NODE_LIST ? list->first : NULL;
	     item != NULL; item = item->next, number++)
		if ((*whose = forgotten_find(f, node_text(node_get(item, "email")))) != NULL)
			return arena_format(f->edit->arena, "%s.%zu", path, number);
	return STR("");
}

/* The path of the next contact or way to join in the definition that names one of them; empty if there is none. */
static struct str
next_entry(const struct forgotten *f, struct str bytes, struct place place, struct nobody **whose)
{
	struct diag *ignored = diag_new();
	const struct node *root = node_parse(f->edit->arena, bytes, place, ignored);
	struct str path = entry_of(f, node_get(root, "contacts"), "contacts", whose);

	if (path.n == 0)
		path = entry_of(f, node_get(node_get(root, "join"), "ways"), "join.ways", whose);
	diag_free(ignored);
	return path;
}

/*
 * Removes these people from the contacts and ways to join of a definition; false, with the reason recorded, on failure.
 */
static bool
erase_contacts(const struct forgotten *f, const struct definition *cop)
{
	struct edit *edit = f->edit;
	struct nobody *whose;
	struct edit_file *file = edit_open(
	    edit, &edit->registry->cops,
	    arena_format(edit->arena, "%.*s" DEFINITION_SUFFIX, STR_ARG(cop->id)), false, 0);
	struct str bytes, path;

	if (file == NULL)
		return false;
	bytes = edit_bytes(file);
	while ((path = next_entry(f, bytes, file->place, &whose)).n > 0) {
		struct revision revision = {.verb = REVISION_SET, .path = path, .value = STR("")};
		struct buf out = {0};
		bool revised = revise(&revision, definition_keys, bytes,
				      edit->registry->languages.list[0], file->place, &out,
				      edit->diag);

		bytes = buf_keep(&out, edit->arena);
		if (!revised)
			return false;
		whose->found = true;
		edit_outcome(edit, cop->id, whose->email, "forgotten", "%.*s", STR_ARG(path));
	}
	edit_patch(edit, file, 0, edit_bytes(file).n, bytes);
	return true;
}

/* Does the definition contain one of the addresses anywhere? */
static bool
names(const struct forgotten *f, const struct node *node)
{
	if (node->kind == NODE_SCALAR)
		return forgotten_find(f, node->text) != NULL;
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (names(f, item))
			return true;
	return false;
}

/* -- what is left ---------------------------------------------------------------------------------------------------- */

/*
 * Does a line of a file mention one of them? It may be another person of the same name: that is for the user to judge.
 */
static bool
tells_of_them(const struct wordset *them, const struct registry_file *file, struct str line,
	      struct buf *scratch)
{
	char room[ROSTER_EMAIL_ROOM];
	struct str but = {NULL, 0};

	/* Their own row in suppressions.csv may hold their address. */
	if (file->kind == FILE_SUPPRESSIONS)
		but = roster_email(line, room);
	buf_clear(scratch);
	text_fold(scratch, line);
	return wordset_stands(them, buf_all(scratch), but);
}

/*
 * Notes each line of a file's new contents that still mentions one of them: in a note, a source, somebody else's row.
 */
static void
note_rest(const struct forgotten *f, const struct wordset *them, const struct registry_file *file,
	  struct str bytes)
{
	struct str rest = bytes, line;
	struct buf scratch = {0};

	for (size_t number = 1; rest.n > 0 && str_next(&rest, '\n', &line); number++)
		if (tells_of_them(them, file, line, &scratch))
			diag_add(f->edit->notes, RULE_STANDS_HERE_TOO,
				 (struct place){file->path, number, 1},
				 "decide whether to remove it");
	buf_free(&scratch);
}

/* The contents that a file will have after the edit. */
static struct str
new_bytes(const struct forgotten *f, const struct registry_file *file, struct buf *bytes)
{
	buf_clear(bytes);
	if (!edit_result(f->edit, file->path, bytes))
		(void)file_read_all(file->folder, file->name.p, ROWS_BYTES_MAX, bytes,
				    (struct place){.path = file->path}, f->edit->loading);
	return buf_all(bytes);
}

/* False, with the reason recorded, if a file cannot be searched: a definition in UTF-16 may name them anywhere. */
static bool
look_for_rest(struct forgotten *f)
{
	const struct wordset *them;
	struct buf bytes = {0};
	size_t before = diag_count(f->edit->diag);

	for (size_t i = 0; i < f->count; i++)
		add_word(f, f->emails[i]);
	them = wordset_new(f->edit->arena, f->words, f->word_count);
	for (size_t i = 0; i < f->file_count; i++) {
		struct str now = new_bytes(f, &f->files[i], &bytes);

		note_rest(f, them, &f->files[i], now);
		if (text_is_utf16(now))
			diag_add(f->edit->diag, RULE_NOT_UTF8,
				 (struct place){f->files[i].path, 1, 1},
				 "UTF-16; save it as UTF-8");
	}
	buf_free(&bytes);
	return diag_count(f->edit->diag) == before;
}

/* -- all of it ------------------------------------------------------------------------------------------------------- */

static bool
forget_in_rosters(struct forgotten *f)
{
	struct mentions mentions;

	f->names = map_new(f->edit->arena);
	if (!rolls_mentioning(f->edit, f->emails, f->count, &mentions))
		return false;
	for (size_t i = 0; i < f->count; i++)
		for (const struct mention *m = mentions_of(&mentions, f->emails[i]); m != NULL;
		     m = m->next)
			if (!erase_in(f, &f->people[i], m->roll, m->spells))
				return false;
	rolls_write(mentions.rolls, mentions.count);
	return true;
}

static bool
forget_in_definitions(const struct forgotten *f)
{
	const struct registry *registry = f->edit->registry;

	for (size_t i = 0; i < registry->cop_count; i++)
		if (names(f, registry->cops_list[i]->root) &&
		    !erase_contacts(f, registry->cops_list[i]))
			return false;
	return true;
}

/*
 * Explains that a person was not found. A misspelled address forgets nobody and would look the same, so similar ones
 * are suggested.
 */
static void
nothing_found(const struct forgotten *f, const struct nobody *nobody, struct buf *why)
{
	buf_puts(why, "not in any roster or contact");
	if (f->count == 1)
		rolls_suggest(f->edit, nobody->email, why);
}

static bool
suppress_all(const struct forgotten *f)
{
	if (!suppress(f->edit, f->emails, f->count, f->forgetting->date, f->forgetting->reason))
		return false;
	for (size_t i = 0; i < f->count; i++) {
		struct buf why = {0};
		bool before = admission_suppressed(f->edit->registry, f->emails[i],
						   date_first(f->forgetting->date), &why);

		if (!before && !f->people[i].found)
			nothing_found(f, &f->people[i], &why);
		/* The diff of a dry run cannot show it. */
		if (f->edit->dry_run && !before && why.n > 0)
			diag_add(f->edit->notes, RULE_NOT_FOUND, (struct place){0}, "%.*s: %.*s",
				 STR_ARG(f->emails[i]), STR_ARG(buf_all(&why)));
		edit_outcome(f->edit, STR(""), f->emails[i], before ? "already" : "suppressed",
			     "%.*s", STR_ARG(buf_all(&why)));
		buf_free(&why);
	}
	return true;
}

/* Checks the request first, as forgetting cannot be undone; false, with the reasons recorded. */
static bool
makes_sense(const struct forgotten *f)
{
	const struct forgetting *asked = f->forgetting;
	size_t before = diag_count(f->edit->diag), at;
	char text[DATE_TEXT];

	for (size_t i = 0; i < f->count; i++)
		if (!email_good(f->people[i].email))
			diag_add(f->edit->diag, RULE_USAGE, (struct place){0},
				 "\"%.*s\" is not an address", STR_ARG(f->people[i].email));
	if (date_last(asked->date) > asked->today)
		diag_add(f->edit->diag, RULE_USAGE, (struct place){0},
			 "--date: %s is in the future, but forgetting takes effect at once",
			 date_text(asked->date, text));
	if (text_check(asked->reason, false, &at) != TEXT_GOOD || asked->reason.n > REASON_MAX)
		diag_add(f->edit->diag, RULE_USAGE, (struct place){0},
			 "--reason takes one line of text, of at most %d bytes", REASON_MAX);
	return diag_count(f->edit->diag) == before;
}

static bool
is_in_git(const struct folder *folder)
{
	int own = git_folder_open(folder);

	if (own >= 0)
		(void)close(own);
	return own >= 0;
}

bool
forget_change(void *context, struct edit *edit)
{
	struct forgotten f = {.edit = edit, .forgetting = context};

	registry_load(edit->registry);
	registry_load_people(edit->registry);
	/* Without organizations.csv we cannot tell which organizations are ids and stay. */
	if (!edit_people_known(edit))
		return false;
	f.file_count = registry_files(edit->registry, edit->arena, &f.files);
	forgotten_gather(&f);
	if (!makes_sense(&f) || !forgotten_name(&f) || !forget_in_rosters(&f) ||
	    !forget_in_definitions(&f) || !suppress_all(&f) || !edit_has_read(edit) ||
	    !look_for_rest(&f))
		return false;
	if (is_in_git(&edit->registry->root) || is_in_git(&edit->registry->people))
		diag_add(
		    edit->notes, RULE_HISTORY, (struct place){0},
		    "the git history still contains what was removed; cop-forget(1) explains how to purge it");
	return true;
}
