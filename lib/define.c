/* Writing values of definitions: cop-set and cop-new. */
#include "define.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "draft.h"

#define ROSTER_MODE 0600

/* -- cop-set --------------------------------------------------------------------------------------------------------- */

/* How the operand named the value: join.admission, practice+, regions-. */
static struct str
told(struct edit *edit, const struct revision *revision)
{
	static const char *const signs[] = {
	    [REVISION_SET] = "", [REVISION_ADD] = "+", [REVISION_REMOVE] = "-"};

	return arena_format(edit->arena, "%.*s%s", STR_ARG(revision->path), signs[revision->verb]);
}

bool
set_change(void *context, struct edit *edit)
{
	const struct defining *defining = context;
	struct buf why = {0};
	struct draft draft;
	bool allowed;

	registry_load_some(edit->registry, &defining->cop, 1);
	if (edit_definition(edit, defining->cop) == NULL ||
	    !draft_open(&draft, edit, defining->cop, false))
		return false;
	for (size_t i = 0; i < defining->count; i++) {
		struct str before = draft.bytes;

		if (!draft_revise(&draft, &defining->revisions[i]))
			return false;
		edit_outcome(edit, defining->cop, told(edit, &defining->revisions[i]),
			     str_eq(before, draft.bytes) ? "already" : "changed", "%s", "");
	}
	allowed = drafts_allowed(&draft, 1, defining->today, false, &why);
	if (allowed) {
		draft_write(&draft);
	} else {
		edit->outcome_count = 0;
		for (size_t i = 0; i < defining->count; i++)
			edit_refuse(edit, defining->cop, told(edit, &defining->revisions[i]),
				    "%.*s", STR_ARG(buf_all(&why)));
	}
	buf_free(&why);
	return diag_count(edit->diag) == 0;
}

/* -- cop-new --------------------------------------------------------------------------------------------------------- */

/* Appended to a new definition: further keys, commented out, for a person to fill in. */
static const char hints[] =
    "\n"
    "# What else there is to say: take the # away, and fill in. cop-registry(5) has every key.\n"
    "#\n"
    "# acronym: XY-CoP\n"
    "# purposes: [link, share]       # link people, share ideas, work for change\n"
    "# launched: 2026-09-01          # the first day; 2026-09 or 2026 if no more is known\n"
    "# led_by: members               # members, staff, partner, shared\n"
    "# scope: regional               # local, regional, provincial, national, international\n"
    "# regions: [region-id]\n"
    "# community:\n"
    "#   description: Who belongs, in words.\n"
    "#   open_to:\n"
    "#     roles: [role-id]\n"
    "#     organizations: members    # any, members of the host, or a list of ids\n"
    "#   groups:\n"
    "#     - {id: working-group, name: Working group}\n"
    "#   composition:                # who must be there\n"
    "#     - {group: working-group, role: role-id, at_least: 1}\n"
    "# practice:                     # what it does together\n"
    "#   - Work through cases\n"
    "# meetings:\n"
    "#   - {cadence: monthly, rule: FREQ=MONTHLY;BYDAY=2TH, starts: 2026-09-10T12:00, minutes: 60, platform: Zoom}\n"
    "# join:\n"
    "#   admission: approval         # open, approval, invitation, closed\n"
    "#   ways:\n"
    "#     - {method: email, email: name@example.org}\n"
    "# contacts:\n"
    "#   - position: chair           # whoever holds it\n"
    "# visibility: public            # public, members, secret: who may see that the roster exists\n";

/* The first lines of a new definition, before any value is set. */
static struct str
blank_definition(struct edit *edit)
{
	struct stat status;
	bool schema = fstatat(edit->registry->root.fd, "schema/definition.json", &status,
			      AT_SYMLINK_NOFOLLOW) == 0;

	return arena_format(
	    edit->arena,
	    "%s# A text in several languages is a map: {en: Privacy, fr: Vie privée}.\n",
	    schema ? "# yaml-language-server: $schema=../schema/definition.json\n" : "");
}

static struct str
empty_roster(struct edit *edit)
{
	struct buf out = {0};

	rows_add_header(&out, roster_columns);
	return buf_keep(&out, edit->arena);
}

/* Are all required keys given? Each that is missing is a usage error. */
static bool
has_required(struct edit *edit, const struct defining *defining)
{
	bool all = true;

	for (const struct key *key = definition_keys; key->name != NULL; key++) {
		bool given = (key->flags & KEY_REQUIRED) == 0;

		for (size_t i = 0; i < defining->count && !given; i++) {
			struct str path = defining->revisions[i].path;

			path.n = str_find(path, '.');
			given = str_is(path, key->name) && defining->revisions[i].value.n > 0;
		}
		if (!given)
			diag_add(edit->diag, RULE_USAGE, (struct place){0}, "%s=... is needed: %s",
				 key->name, key->meaning);
		all = all && given;
	}
	return all;
}

/* Sets the values of a new definition: those given and, unless it is among them, the date of the review. */
static bool
write_values(struct draft *draft, const struct defining *defining)
{
	char text[DATE_TEXT];
	struct revision reviewed = {REVISION_SET, STR("reviewed"),
				    str_of(date_text(defining->date, text)), false};
	bool good = true;

	for (size_t i = 0; i < defining->count; i++)
		good = draft_revise(draft, &defining->revisions[i]) && good;
	if (good && node_get(node_parse(draft->edit->arena, draft->bytes, draft->file->place,
					draft->edit->loading),
			     "reviewed") == NULL)
		good = draft_revise(draft, &reviewed);
	return good;
}

/* The hints without the keys that the draft has already. */
static struct str
hints_for(const struct draft *draft)
{
	struct edit *edit = draft->edit;
	const struct node *root = node_parse(edit->arena, draft->bytes, draft->file->place,
					     edit->loading);
	struct str rest = {hints, sizeof(hints) - 2}, line;
	struct buf out = {0};
	bool wanted = true;

	while (str_next(&rest, '\n', &line)) {
		if (line.n > 2 && line.p[2] >= 'a' && line.p[2] <= 'z') {
			struct str key = {line.p + 2, str_find(line, ':') - 2};

			wanted = node_item_named(root, key) == NULL;
		}
		if (wanted) {
			buf_str(&out, line);
			buf_char(&out, '\n');
		}
	}
	return buf_keep(&out, edit->arena);
}

/* Is the id unused? An empty roster may be there, from a cop-new that was killed. */
static bool
is_free(struct edit *edit, const struct defining *defining, const struct draft *draft,
	const struct edit_file *roster)
{
	const struct edit_file *taken = !draft->file->old.absent ? draft->file
					: !roster->old.absent &&
						!str_eq(edit_bytes(roster), empty_roster(edit))
					    ? roster
					    : NULL;

	if (taken != NULL)
		edit_refuse(edit, defining->cop, taken->place.path, "already exists");
	return taken == NULL;
}

/* Records that the word is not an id, and suggests the one that is made of its letters. */
static void
no_id(struct edit *edit, struct str word)
{
	struct nearest nearest = nearest_to(word);
	struct buf folded = {0}, id = {0};

	text_fold(&folded, word);
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_char(&id, c);
		else if (id.n > 0 && id.p[id.n - 1] != '-')
			buf_char(&id, '-');
	}
	if (id.n > 0 && id.p[id.n - 1] == '-')
		id.n--;
	/* With = in it, it is a value, and the id is missing. */
	if (str_find(word, '=') == word.n && id_good(buf_all(&id)))
		nearest.best = buf_all(&id);
	diag_add_near(edit->diag, RULE_USAGE, (struct place){0}, &nearest,
		      "\"%.*s\" is not an id: " ID_USE, STR_ARG(word));
	buf_free(&folded);
	buf_free(&id);
}

bool
new_change(void *context, struct edit *edit)
{
	const struct defining *defining = context;
	struct buf why = {0};
	struct edit_file *roster;
	struct draft draft;
	bool good;

	if (!id_good(defining->cop)) {
		no_id(edit, defining->cop);
		return false;
	}
	if (!has_required(edit, defining))
		return false;
	/* Write the roster first: after a crash there is a roster without a community, and the same command goes on. */
	roster = edit_open(edit, &edit->registry->rosters,
			   arena_format(edit->arena, "%.*s" ROSTER_SUFFIX, STR_ARG(defining->cop)),
			   true, ROSTER_MODE);
	if (roster == NULL || !draft_open(&draft, edit, defining->cop, true))
		return false;
	if (!is_free(edit, defining, &draft, roster))
		return true;
	draft.bytes = blank_definition(edit);
	if (!write_values(&draft, defining))
		return false;
	draft.bytes = arena_format(edit->arena, "%.*s%.*s", STR_ARG(draft.bytes),
				   STR_ARG(hints_for(&draft)));
	good = drafts_allowed(&draft, 1, defining->today, true, &why);
	if (good) {
		edit_patch(edit, roster, 0, edit_bytes(roster).n, empty_roster(edit));
		draft_write(&draft);
		edit_outcome(edit, defining->cop, draft.file->place.path, "created", "%s", "");
		edit_outcome(edit, defining->cop, roster->place.path, "created", "%s", "");
	} else {
		edit_refuse(edit, defining->cop, draft.file->place.path, "%.*s",
			    STR_ARG(buf_all(&why)));
	}
	buf_free(&why);
	return diag_count(edit->diag) == 0;
}
