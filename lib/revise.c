#include "revise.h"

#include "text.h"

/* -- assignments ---------------------------------------------------------------------------------------- */

static bool
no_path(struct str path, const struct nearest *nearest, struct diag *diag)
{
	struct str before = {path.p, 0};
	const char *instead = keys_instead(path);

	/* nearest->word points into the path: the suggestion keeps the parts before it. */
	if (nearest->word.p != NULL)
		before.n = (size_t)(nearest->word.p - path.p);
	if (nearest->best.p != NULL && before.n > 0)
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "no path \"%.*s\" (did you mean \"%.*s%.*s\"?)", STR_ARG(path),
			 STR_ARG(before), STR_ARG(nearest->best));
	else
		diag_add_near(diag, RULE_USAGE, (struct place){0}, nearest, "no path \"%.*s\"%s",
			      STR_ARG(path),
			      nearest->best.p != NULL ? ""
			      : *instead != '\0'      ? instead
						      : "; cop-registry(5) lists the keys");
	return false;
}

static bool
has_empty_part(struct str path)
{
	struct str part;

	while (str_next(&path, '.', &part))
		if (part.n == 0)
			return true;
	return false;
}

/* Does the path name a list, and not an item of it? */
static bool
names_list(const struct key *key, struct str path)
{
	struct str name = str_of(key->name);

	return (key->flags & (KEY_LIST | KEY_OR_WORD)) != 0 && str_ends(path, name) &&
	       (path.n == name.n || path.p[path.n - name.n - 1] == '.');
}

static bool
refuse_call(struct diag *diag, struct str what, const char *why)
{
	diag_add(diag, RULE_USAGE, (struct place){0}, "%.*s%s", STR_ARG(what), why);
	return false;
}

bool
revision_parse(struct revision *revision, const struct key *keys, struct str assignment,
	       struct diag *diag)
{
	size_t sign = str_find(assignment, '=');
	struct str path = {assignment.p, sign};
	struct nearest nearest = {0};
	const struct key *key;

	if (text_valid(assignment) < assignment.n)
		return refuse_call(diag, STR("the value to set"), " is not UTF-8");
	if (sign == assignment.n) {
		diag_add(diag, RULE_USAGE, (struct place){0},
			 "\"%.*s\" is not PATH=VALUE, PATH+=VALUE or PATH-=VALUE",
			 STR_ARG(assignment));
		return false;
	}
	revision->verb = REVISION_SET;
	revision->literal = false;
	if (sign > 0 && (path.p[sign - 1] == '+' || path.p[sign - 1] == '-')) {
		path.n--;
		revision->verb = path.p[path.n] == '+' ? REVISION_ADD : REVISION_REMOVE;
	}
	revision->path = path;
	revision->value = str_after(assignment, sign + 1);
	key = keys_at(keys, path, &nearest);
	if (has_empty_part(path))
		return no_path(path, &(struct nearest){0}, diag);
	if (key == NULL)
		return no_path(path, &nearest, diag);
	if (revision->verb != REVISION_SET && !names_list(key, path))
		return refuse_call(diag, path, " is not a list: += and -= are for lists");
	if (revision->verb != REVISION_SET && revision->value.n == 0)
		return refuse_call(diag, path,
				   revision->verb == REVISION_ADD ? "+= adds nothing"
								  : "-= removes nothing");
	return true;
}

/* -- what came out -------------------------------------------------------------------------------------- */

static bool
same_key(const struct node *a, const struct node *b)
{
	return a->key == NULL || (b->key != NULL && str_eq(a->key->text, b->key->text));
}

/* Is the new tree the old one with the change made, and nothing else? */
static bool
is_as_planned(const struct change *change, const struct node *old, const struct node *new)
{
	const struct node *a = old->first, *b = new->first;
	bool here = old == change->parent && change->item == NULL;

	if (old->kind != new->kind || !str_eq(old->text, new->text))
		return false;
	for (;; a = a->next) {
		if (here && a == change->before) {
			if (b == NULL || !same_key(change->value, b) ||
			    !node_same(change->value, b))
				return false;
			b = b->next;
		}
		if (a == NULL)
			return b == NULL;
		if (a == change->item && change->value == NULL)
			continue;
		if (b == NULL || !same_key(a, b))
			return false;
		if (a == change->item ? !node_same(change->value, b) : !is_as_planned(change, a, b))
			return false;
		b = b->next;
	}
}

/* Parses the new bytes and compares them with the plan: better no change than a damaged file. */
static bool
came_out_well(struct arena *arena, const struct change *change, const struct node *old,
	      struct str bytes)
{
	struct diag *unread = diag_new();
	const struct node *new = node_parse(arena, bytes, (struct place){0}, unread);

	diag_free(unread);
	return new != NULL &&is_as_planned(change, old, new);
}

/* -- a revision ------------------------------------------------------------------------------------------- */

bool
revise_change(struct arena *arena, const struct change *change, const struct node *root,
	      struct str bytes, struct buf *out)
{
	struct str text = text_unmarked(bytes);
	struct sheet sheet = sheet_of(text, root);

	buf_add(out, bytes.p, bytes.n - text.n);
	return revise_splice(&sheet, change, out) &&
	       came_out_well(arena, change, root, buf_all(out));
}

/* Parses bytes and plans the change.  Returns the root of the old tree; NULL, with the reason recorded, on failure. */
static const struct node *
plan_change(struct arena *arena, const struct revision *revision, const struct key *keys,
	    struct str bytes, struct str language, struct place place, struct diag *diag,
	    struct change *change)
{
	struct diag *found = diag_new();
	const struct node *root = node_parse(arena, bytes, place, found);

	if (root == NULL)
		diag_take(diag, found, 0);
	else if (!revise_plan(arena, revision, keys, root, language, place, diag, change))
		root = NULL;
	diag_free(found);
	return root;
}

bool
revise(const struct revision *revision, const struct key *keys, struct str bytes,
       struct str language, struct place place, struct buf *out, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct change change = {0};
	struct buf revised = {0};
	const struct node *root = plan_change(arena, revision, keys, bytes, language, place, diag,
					      &change);
	bool done = root != NULL && revise_change(arena, &change, root, bytes, &revised);

	if (done)
		buf_str(out, buf_all(&revised));
	else if (root != NULL && revision->value.n > NODE_SCALAR_MAX)
		diag_add(diag, RULE_LIMIT, place, "%.*s: more than %zu bytes",
			 STR_ARG(revision->path), NODE_SCALAR_MAX);
	else if (root != NULL && revised.n > NODE_BYTES_MAX)
		diag_add(diag, RULE_LIMIT, place, "more than %zu bytes", NODE_BYTES_MAX);
	else if (root != NULL)
		diag_add(diag, RULE_USAGE, place,
			 "%.*s cannot be changed in place: edit the file by hand",
			 STR_ARG(revision->path));
	buf_free(&revised);
	arena_free(arena);
	return done;
}
