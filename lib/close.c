#include "close-carry.h"

#include "admission.h"

/* Is the merger already in the later community's lineage, from an earlier run that was killed? */
static bool
tells_of_merger(const struct definition *later, struct str id)
{
	for (size_t i = 0; i < later->lineage_count; i++)
		if (later->lineage[i].event == LINEAGE_MERGED_FROM &&
		    str_eq(later->lineage[i].community, id))
			return true;
	return false;
}

/* The outcome: word if the draft differs from its file, "already" if not. */
static const char *
has_changed(const struct draft *draft, const char *word)
{
	return str_eq(draft->bytes, edit_bytes(draft->file)) ? "already" : word;
}

static bool
write_lineage(struct close *c)
{
	struct draft *draft = &c->drafts[c->draft_count++];
	/* Write a whole date: a partial date of an event would mean its first day, not its last. */
	struct date last = date_of(date_last(c->closing->date));
	char text[DATE_TEXT];
	struct revision lineage = {REVISION_ADD, STR("lineage"),
				   arena_format(c->edit->arena,
						"{event: merged-from, community: %.*s, date: %s}",
						STR_ARG(c->cop->id), date_text(last, text)),
				   false};

	if (!draft_open(draft, c->edit, c->into->id, false))
		return false;
	if (!tells_of_merger(c->into, c->cop->id) && !draft_revise(draft, &lineage))
		return false;
	edit_outcome(c->edit, c->into->id, draft->file->place.path, has_changed(draft, "changed"),
		     "lineage: merged-from %.*s", STR_ARG(c->cop->id));
	return true;
}

static bool
write_end(struct close *c)
{
	struct draft *draft = &c->drafts[c->draft_count++];
	char text[DATE_TEXT];
	struct revision ended = {
	    REVISION_SET, STR("ended"),
	    arena_str(c->edit->arena, str_of(date_text(c->closing->date, text))), false};
	struct revision reason = {REVISION_SET, STR("reason"), c->closing->reason, false};

	return draft_open(draft, c->edit, c->cop->id, false) && draft_revise(draft, &ended) &&
	       draft_revise(draft, &reason);
}

/* Was the community merged earlier, on another day or into another community than is asked for now? */
static bool
has_merged(const struct close *c)
{
	return c->cop->merged != DAY_NEVER &&
	       (c->cop->merged != date_last(c->closing->date) || c->into == NULL ||
		!tells_of_merger(c->into, c->cop->id));
}

/* May the community end on the day asked for? It may if it has ended on that same day: a killed run is repeated. */
static bool
may_end(struct close *c)
{
	enum status status = definition_status(c->cop, date_last(c->closing->date));
	char text[DATE_TEXT];

	/* Once a merger is recorded, members have been carried over: its day and target cannot change. */
	if (has_merged(c))
		status = STATUS_MERGED;
	if (status == STATUS_MERGED ||
	    (date_given(c->cop->ended) && date_last(c->cop->ended) < date_last(c->closing->date)))
		edit_refuse(
		    c->edit, c->cop->id, c->cop->path, "%s %s",
		    status == STATUS_MERGED ? "merged" : "ended",
		    date_text(status == STATUS_MERGED ? date_of(c->cop->merged) : c->cop->ended,
			      text));
	return !c->edit->refused;
}

static bool
may_take_over(struct close *c)
{
	struct buf why = {0};

	if (!admission_status(c->edit->registry, c->into, date_first(day_after(c)), false, &why))
		edit_refuse(c->edit, c->into->id, c->into->path, "%.*s", STR_ARG(buf_all(&why)));
	buf_free(&why);
	return !c->edit->refused;
}

static bool
find_both(struct close *c)
{
	struct edit *edit = c->edit;

	c->cop = edit_definition(edit, c->closing->cop);
	c->into = c->closing->into.p != NULL ? edit_definition(edit, c->closing->into) : NULL;
	if (c->cop != NULL && c->cop == c->into) {
		diag_add(edit->diag, RULE_USAGE, (struct place){0},
			 "a community cannot merge into itself");
		return false;
	}
	return c->cop != NULL && (c->closing->into.p == NULL || c->into != NULL);
}

bool
close_change(void *context, struct edit *edit)
{
	struct close c = {.edit = edit, .closing = context};
	const struct draft *last;
	struct departing all;
	struct buf why = {0};

	registry_load(edit->registry);
	registry_load_people(edit->registry);
	if (!edit_people_known(edit))
		return false;
	if (!find_both(&c))
		return false;
	if (!may_end(&c) || (c.into != NULL && !may_take_over(&c)))
		return true;
	/* Write the later roster first and the end last: after a crash, the same command completes the change. */
	if (!departing_read(&c, &all))
		return false;
	departing_note_applicants(&c, &all);
	if (c.into != NULL && !departing_carry(&c, &all)) {
		edit_keep_refusals(edit);
		return edit->refused;
	}
	if ((c.into != NULL && !write_lineage(&c)) || !write_end(&c))
		return false;
	last = &c.drafts[c.draft_count - 1];
	edit_outcome(edit, c.cop->id, last->file->place.path, has_changed(last, "closed"), "%s",
		     "");
	if (!drafts_allowed(c.drafts, c.draft_count, c.closing->today, false, &why)) {
		edit->outcome_count = 0;
		edit_refuse(edit, c.cop->id, c.cop->path, "%.*s", STR_ARG(buf_all(&why)));
	} else {
		if (c.into != NULL)
			rolls_write(&c.roll, 1);
		for (size_t i = 0; i < c.draft_count; i++)
			draft_write(&c.drafts[i]);
	}
	buf_free(&why);
	return diag_count(edit->diag) == 0;
}
