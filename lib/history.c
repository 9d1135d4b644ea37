#include "history.h"

#include <errno.h>

#define SOURCES 2 /* the registry's repository, and the people's if it is another */

/*
 * The older version of a file in the last commit seen that changed it. As commits come newest first, the next one to
 * change the file made this version, which so need not be read twice.
 */
struct held {
	struct str id;
	struct buf bytes;
};

struct source {
	struct git *git;
	bool unborn; /* it cannot be opened, or has no commits */
	struct git_history *commits;
	struct git_recorded next; /* lives in arena, below */
	struct arena *arena;      /* NULL: there is no next commit */
	struct map held;          /* struct held by path */
};

struct telling {
	const struct history *history;
	struct arena *arena;
	struct str place; /* path of the registry's folder */
	struct source sources[SOURCES];
	struct str *emails; /* of the person: the address asked about, and earlier ones */
	size_t email_count;
	size_t email_capacity;
};

/* -- where it is read ----------------------------------------------------------------------------------------- */

struct paths {
	struct arena *arena;
	struct str *list;
	size_t count;
	size_t capacity;
};

static void
add_path(struct paths *paths, struct str folder, const char *name)
{
	paths->list = arena_grow(paths->arena, paths->list, paths->count, &paths->capacity,
				 sizeof(*paths->list));
	paths->list[paths->count++] = arena_format(paths->arena, "%.*s%s", STR_ARG(folder), name);
}

/* Adds the files of the communities asked about, or the whole folder if none were named. */
static void
add_files(struct paths *paths, const struct history *history, struct str folder, const char *name,
	  const char *suffix)
{
	if (history->count == 0)
		add_path(paths, folder, name);
	for (size_t i = 0; i < history->count; i++)
		add_path(
		    paths, folder,
		    arena_format(paths->arena, "%s/%.*s%s", name, STR_ARG(history->ids[i]), suffix)
			.p);
}

static void
add_definitions(struct paths *paths, const struct history *history)
{
	const struct str here = STR("");

	if (history->email.p != NULL)
		return;
	if (history->count == 0)
		add_path(paths, here, "registry.yaml");
	add_files(paths, history, here, "cops", DEFINITION_SUFFIX);
}

static void
add_people(struct paths *paths, const struct history *history, struct str folder)
{
	if (history->audience != AUDIENCE_PRIVATE)
		return;
	add_files(paths, history, folder, "rosters", ROSTER_SUFFIX);
	if (history->count > 0)
		return;
	add_path(paths, folder, "organizations.csv");
	add_path(paths, folder, "suppressions.csv");
}

/* The path of the people's folder from the registry's: empty or ending in /. */
static struct str
people_folder(struct arena *arena, const struct registry *registry)
{
	struct str people = node_text(node_get(registry->node, "people"));

	return people.n == 0 || str_is(people, ".") ? STR("")
						    : arena_format(arena, "%.*s/", STR_ARG(people));
}

/*
 * Opens the repository that contains a folder; false, with the reason appended to why. If the history ends at HEAD,
 * there must be a commit.
 */
static bool
open_source(struct telling *t, struct source *source, struct str folder, struct buf *why)
{
	struct git_commit head;

	source->held = map_new(t->arena);
	source->git = git_open(folder.n > 0 ? folder.p : ".", why);
	return source->git != NULL && (t->history->ends[0]->past.git != NULL ||
				       git_commit(source->git, "HEAD", &head, why));
}

/* The commit of a registry or, with elsewhere, of its people's folder in another repository; absent: none. */
static struct str
recorded_in(const struct registry *registry, bool elsewhere)
{
	if (registry == NULL)
		return (struct str){NULL, 0};
	if (registry->past.git == NULL)
		return STR("HEAD");
	return elsewhere ? registry->past.people_commit.id : registry->past.commit.id;
}

/* The part of a repository's history that was asked for. */
static struct git_span
span_of(const struct history *history, bool elsewhere)
{
	struct git_span span = {.begin = recorded_in(history->begin, elsewhere),
				.since = history->since};

	for (size_t i = 0; i < history->end_count; i++) {
		struct str id = recorded_in(history->ends[i], elsewhere);

		if (id.p != NULL)
			span.ends[span.count++] = id;
	}
	return span;
}

/* Moves on to the next commit. */
static void
advance(struct source *source)
{
	struct arena *arena = arena_new();

	if (source->arena != NULL)
		arena_free(source->arena);
	source->arena = arena;
	if (source->commits == NULL || !git_history_next(source->commits, arena, &source->next)) {
		arena_free(arena);
		source->arena = NULL;
	}
}

static bool
begin(struct telling *t, struct source *source, const struct paths *paths, bool elsewhere)
{
	struct git_span span = span_of(t->history, elsewhere);

	if (paths->count == 0 || span.count == 0)
		return true;
	source->commits = git_history(source->git, paths->list, paths->count, &span);
	if (source->commits == NULL)
		diag_add(t->history->diag, RULE_UNREADABLE, (struct place){0},
			 "git cannot be run: %s", strerror(errno));
	else
		advance(source);
	return source->commits != NULL;
}

/* Judging by its path alone, is the people's folder in the registry's repository? */
static bool
is_called_here(const struct telling *t)
{
	struct buf path = {0};
	bool here = past_path(&path, t->sources[0].git->prefix,
			      people_folder(t->arena, t->history->ends[0]));

	buf_free(&path);
	return here;
}

/*
 * Is the people's folder in the registry's repository? If it is in another one, opens that as source. If that fails,
 * marks the source unborn, and records why unless there is no repository or no commit.
 */
static bool
people_are_here(struct telling *t, struct source *source)
{
	const struct registry *registry = t->history->ends[0];
	const struct past *past = &registry->past;
	struct str place = past->git != NULL ? past->people_place : registry->people.path;
	struct buf why = {0};
	bool here;

	if (!folder_is_there(&registry->people))
		return is_called_here(t);
	if (past->git != NULL && past->people_git == NULL)
		return true;
	if (!open_source(t, source, place, &why))
		source->unborn = true;
	if (source->git == NULL && !str_starts(buf_all(&why), STR(GIT_NO_REPOSITORY)))
		diag_add(t->history->diag, RULE_UNREADABLE, (struct place){.path = place}, "%.*s",
			 STR_ARG(buf_all(&why)));
	here = source->git != NULL && git_is_same(t->sources[0].git, source->git);
	buf_free(&why);
	return here;
}

static bool
begin_all(struct telling *t)
{
	const struct registry *registry = t->history->ends[0];
	struct source *first = &t->sources[0], *second = &t->sources[1];
	struct paths paths = {.arena = t->arena}, theirs = {.arena = t->arena};
	struct buf why = {0};
	bool good;

	t->place = registry->past.git != NULL ? str_of(registry->past.place) : registry->root.path;
	good = open_source(t, first, t->place, &why);
	if (!good)
		diag_add(t->history->diag, RULE_USAGE, (struct place){0}, "no history: %.*s",
			 STR_ARG(str_is(buf_all(&why), GIT_NO_REVISION)
				     ? STR("nothing has been committed yet")
				     : buf_all(&why)));
	buf_free(&why);
	if (!good)
		return false;
	add_definitions(&paths, t->history);
	if (people_are_here(t, second))
		add_people(&paths, t->history, people_folder(t->arena, registry));
	else if (second->git != NULL && !second->unborn)
		add_people(&theirs, t->history, STR(""));
	return begin(t, first, &paths, false) && begin(t, second, &theirs, true);
}

/* -- versions -------------------------------------------------------------------------------------------------- */

/*
 * Reads the blob with that id into room; *bytes is absent if the id is, as the file does not exist. Returns 0 or an
 * errno.
 */
static int
fetch(const struct source *source, struct str id, struct buf *room, struct str *bytes)
{
	int error = id.p == NULL ? 0 : git_object(source->git, id, "blob", room);

	*bytes = id.p == NULL || error != 0 ? (struct str){NULL, 0} : buf_all(room);
	return error;
}

static struct held *
held_of(struct telling *t, struct source *source, struct str path)
{
	struct held *held = map_get(&source->held, path);

	if (held == NULL) {
		held = arena_get(t->arena, sizeof(*held));
		*map_at(&source->held, arena_str(t->arena, path)) = held;
	}
	return held;
}

/* What to call a file's version in a commit, such as 1234567890^:cops/x.yaml. */
static struct str
version_path(struct arena *arena, const struct git_recorded *recorded, struct str path,
	     const char *before)
{
	return arena_format(arena, "%.*s%s:%.*s", STR_ARG(git_short(recorded->id)), before,
			    STR_ARG(path));
}

/*
 * Reads both versions of a file that changed into old and now. The newer version is taken from held if it is there.
 * False, with the reason recorded, if one cannot be read.
 */
static bool
fetch_both(struct telling *t, struct source *source, struct held *held,
	   const struct git_changed *changed, struct comparison *comparison, struct buf *old,
	   struct buf *now)
{
	int error = 0;

	if (changed->now.p != NULL && str_eq(held->id, changed->now)) {
		*now = held->bytes;
		held->bytes = (struct buf){0};
		comparison->bytes[COMPARED_NEW] = buf_all(now);
	} else {
		error = fetch(source, changed->now, now, &comparison->bytes[COMPARED_NEW]);
	}
	if (error == 0)
		error = fetch(source, changed->old, old, &comparison->bytes[COMPARED_OLD]);
	if (error != 0)
		file_complain(t->history->diag,
			      (struct place){.path = comparison->paths[COMPARED_NEW]}, error);
	return error == 0;
}

/*
 * Adds the differences that the commit made in a file. The bytes of the newer version are kept with the differences
 * found, those of the older in held for the next commit. A version that cannot be parsed is noted and skipped.
 */
static void
compare_changed(struct telling *t, struct source *source, const struct git_changed *changed,
		struct comparison *comparison)
{
	struct held *held = held_of(t, source, changed->path);
	struct diag *findings = diag_new();
	struct buf now = {0}, old = {0};

	comparison->diag = findings;
	if (fetch_both(t, source, held, changed, comparison, &old, &now) &&
	    compare_kind(changed->path, comparison) && !compare_versions(comparison) &&
	    diag_count(findings) > 0)
		diag_copy(t->history->notes, diag_at(findings, 0));
	diag_free(findings);
	buf_free(&held->bytes);
	held->id = changed->old.p == NULL || old.n == 0 ? (struct str){NULL, 0}
							: arena_str(t->arena, changed->old);
	held->bytes = old;
	differences_keep(comparison->found, now);
}

/*
 * May the audience see the community, as it is at the ends of the history? Its state at each commit is checked
 * elsewhere. If its definition exists but cannot be read, the answer is no.
 */
static bool
is_visible(const struct history *history, struct str id)
{
	for (size_t i = 0; i < history->end_count && history->audience != AUDIENCE_PRIVATE; i++) {
		const struct definition *cop = registry_find(history->ends[i], id);

		if (cop != NULL ? !audience_sees(history->audience, cop->visibility)
				: registry_knows(history->ends[i], id, NULL))
			return false;
	}
	return true;
}

static bool
is_wanted(const struct telling *t, struct str id)
{
	const struct history *history = t->history;

	if (!is_visible(history, id))
		return false;
	for (size_t i = 0; i < history->count; i++)
		if (str_eq(history->ids[i], id))
			return true;
	return history->count == 0;
}

/* The registry before and after a commit; each is opened when first needed. */
struct states {
	const struct telling *t;
	const struct git_recorded *recorded;
	struct registry *sides[COMPARED_SIDES];
	bool asked[COMPARED_SIDES];
};

/* Opens one of them; NULL if it cannot be opened. */
static struct registry *
open_side(const struct states *states, enum compared side)
{
	const char *place = states->t->place.n > 0 ? states->t->place.p : ".";
	struct diag *ignored = diag_new();
	struct str revision = arena_format(states->t->arena, "%.*s%s",
					   STR_ARG(states->recorded->id),
					   side == COMPARED_OLD ? "^" : "");
	struct registry *registry = registry_open_at(place, revision.p, ignored);

	if (registry != NULL)
		registry_load_quietly(registry);
	diag_free(ignored);
	return registry;
}

static const struct registry *
side_of(struct states *states, enum compared side)
{
	if (!states->asked[side])
		states->sides[side] = open_side(states, side);
	states->asked[side] = true;
	/* Before the registry existed nothing was hidden from anybody: what the commit made decides. */
	return side == COMPARED_OLD && states->sides[side] == NULL ? side_of(states, COMPARED_NEW)
								   : states->sides[side];
}

/* The i-th state that a comparison asks for. The ends of the history come first, as they are loaded already. */
static const struct registry *
state_at(void *context, size_t i)
{
	struct states *states = context;
	const struct history *history = states->t->history;

	return i < history->end_count
		   ? history->ends[i]
		   : side_of(states, i == history->end_count ? COMPARED_NEW : COMPARED_OLD);
}

static void
compare_commit(struct telling *t, struct source *source, struct differences *found)
{
	const struct git_recorded *recorded = &source->next;
	struct states states = {.t = t, .recorded = recorded};

	for (size_t i = 0; i < recorded->count; i++) {
		const struct git_changed *changed = &recorded->files[i];
		struct comparison comparison = {.languages = t->history->languages,
						.audience = t->history->audience,
						.state = state_at,
						.context = &states,
						.state_count = t->history->end_count +
							       COMPARED_SIDES,
						.found = found};

		if (!compare_kind(changed->path, &comparison) || !is_wanted(t, comparison.id))
			continue;
		comparison.paths[COMPARED_NEW] = version_path(found->arena, recorded, changed->path,
							      "");
		comparison.paths[COMPARED_OLD] = version_path(found->arena, recorded, changed->path,
							      "^");
		compare_changed(t, source, changed, &comparison);
	}
	for (enum compared side = 0; side < COMPARED_SIDES; side++)
		registry_close(states.sides[side]);
	differences_sort(found);
}

/* -- one person --------------------------------------------------------------------------------------------------- */

static void
add_email(struct telling *t, struct str email)
{
	t->emails = arena_grow(t->arena, t->emails, t->email_count, &t->email_capacity,
			       sizeof(*t->emails));
	t->emails[t->email_count++] = arena_str(t->arena, email);
}

static bool
is_persons(const struct telling *t, struct str email)
{
	for (size_t i = 0; i < t->email_count; i++)
		if (str_eq(t->emails[i], email))
			return true;
	return false;
}

/* Keeps only differences about the person. A change of address adds the earlier address to look for. */
static void
choose_person(struct telling *t, struct differences *found)
{
	size_t count = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct difference d = found->list[i];

		if (d.change == HAPPENED_MOVED_ADDRESS && is_persons(t, d.now) &&
		    !is_persons(t, d.old))
			add_email(t, d.old);
		if (d.email.n > 0 && is_persons(t, d.email))
			found->list[count++] = d;
	}
	found->count = count;
}

/* -- commit by commit ------------------------------------------------------------------------------------------------ */

/* The source whose next commit is the newest; NULL if there are no more. */
static struct source *
newest(struct telling *t)
{
	struct source *best = NULL;

	for (size_t i = 0; i < SOURCES; i++) {
		struct source *source = &t->sources[i];

		if (source->arena != NULL && (best == NULL || source->next.time > best->next.time))
			best = source;
	}
	return best;
}

/*
 * Frees everything. With whole, the history was to be read to its end: false, with the reason recorded, if git ended
 * early.
 */
static bool
end(struct telling *t, bool whole)
{
	bool good = true;

	for (size_t i = 0; i < SOURCES; i++) {
		struct source *source = &t->sources[i];

		if (source->arena != NULL)
			arena_free(source->arena);
		for (size_t k = 0; k < source->held.capacity; k++)
			if (source->held.entries[k].key.p != NULL)
				buf_free(&((struct held *)source->held.entries[k].value)->bytes);
		good = git_history_end(source->commits) && good;
		git_close(source->git);
	}
	arena_free(t->arena);
	if (whole && !good)
		diag_add(t->history->diag, RULE_UNREADABLE, (struct place){0},
			 "git stopped unexpectedly: part of the history is missing");
	return good || !whole;
}

bool
history_tell(const struct history *history)
{
	struct telling t = {.history = history, .arena = arena_new()};
	bool good = begin_all(&t), going = good;
	struct source *source;

	if (history->email.p != NULL)
		add_email(&t, history->email);
	while (going && (source = newest(&t)) != NULL) {
		struct differences found = differences_new(source->arena);

		compare_commit(&t, source, &found);
		if (history->email.p != NULL)
			choose_person(&t, &found);
		for (size_t i = 0; i < found.count; i++)
			found.list[i].recorded = &source->next;
		if (found.count > 0)
			going = history->commit(history->context, &source->next, &found);
		differences_free(&found);
		advance(source);
	}
	return end(&t, going) && good;
}
