/* The pulse report: findings from rosters. */
#include "labels.h"
#include "report-pulse.h"
#include "wording.h"

struct reading {
	const struct report *report;
	struct signs *signs; /* of each community */
};

struct result {
	struct arena *arena;
	struct signs signs;
};

static void
add_waiting(struct arena *arena, struct signs *s, struct str email, day applied)
{
	s->waiting = arena_grow(arena, s->waiting, s->waiting_count, &s->waiting_capacity,
				sizeof(*s->waiting));
	s->waiting[s->waiting_count++] = (struct waiting){arena_str(arena, email), applied};
}

static void
read_person(void *context, void *where, const struct person *person)
{
	const struct reading *reading = context;
	struct result *r = where;
	day d = reading->report->view->as_of;

	if (r->arena == NULL) {
		r->arena = arena_new();
		r->signs.last_joined = DAY_ALWAYS;
	}
	positions_gather(r->arena, &r->signs.positions, person, d);
	for (size_t i = 0; i < person->count; i++) {
		const struct spell *spell = &person->spells[i];

		if (spell->stay_joined <= d && spell->stay_joined > r->signs.last_joined)
			r->signs.last_joined = spell->stay_joined;
		if (!spell_is_seat(spell) && spell_status(spell, d) == MEMBER_APPLICANT)
			add_waiting(r->arena, &r->signs, person->email, date_first(spell->applied));
	}
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct reading *reading = context;
	struct result *r = where;
	struct signs *s = &reading->signs[block->number];
	struct arena *arena = reading->report->arena;

	s->known = s->known && block->whole;
	if (r->arena == NULL)
		return true;
	if (r->signs.last_joined > s->last_joined)
		s->last_joined = r->signs.last_joined;
	positions_take(arena, &s->positions, &r->signs.positions, 0);
	for (size_t i = 0; i < r->signs.waiting_count; i++)
		add_waiting(arena, s, r->signs.waiting[i].email, r->signs.waiting[i].applied);
	arena_free(r->arena);
	*r = (struct result){0};
	return true;
}

static void
end_result(void *context, void *where)
{
	struct result *r = where;

	(void)context;
	arena_free(r->arena);
}

struct signs *
pulse_read(struct report *report)
{
	struct reading reading = {.report = report};

	reading.signs = arena_array(report->arena, report->count, sizeof(*reading.signs));
	for (size_t i = 0; i < report->count; i++)
		reading.signs[i] = (struct signs){
		    .known = registry_people_known(report->view->registry),
		    .last_joined = DAY_ALWAYS};
	report_scan(report, (struct roster_scan){.columns = ROSTER_ALL,
						 .people = true,
						 .result_size = sizeof(struct result),
						 .context = &reading,
						 .person = read_person,
						 .done = take_block,
						 .end = end_result});
	return reading.signs;
}

static void
find_join(const struct pulse *p, const struct signs *s)
{
	int months = p->report->view->registry->policy.review_months;
	day since = s->last_joined == DAY_ALWAYS ? date_first(p->cop->launched) : s->last_joined;
	struct str admission = node_text(node_get(node_get(p->cop->root, "join"), "admission"));
	char text[DATE_TEXT];

	/* A closed community is not expected to gain members. */
	if (str_is(admission, "closed") || since == DAY_ALWAYS ||
	    day_plus_months(since, months) >= p->d)
		return;
	pulse_find(
	    p, NO_RECENT_JOIN,
	    s->last_joined == DAY_ALWAYS ? str_of(label("nobody has ever joined"))
					 : report_text(p->report, label("last joined %s"),
						       date_text(date_of(s->last_joined), text)),
	    since,
	    report_text(p->report, "cop-set %.*s join.admission=closed", STR_ARG(p->cop->id)));
}

static void
find_terms(const struct pulse *p, const struct signs *s)
{
	char text[DATE_TEXT];

	for (size_t i = 0; i < s->positions.count; i++) {
		const struct held *one = s->positions.list[i];
		struct arena *arena = p->report->arena;

		if (one->until >= p->d)
			continue;
		pulse_find(p, TERM_OVER,
			   report_text(p->report, label("%.*s of %.*s: %.*s until %s"),
				       STR_ARG(word_label_of(position_words, one->position)),
				       STR_ARG(group_name(p->report->view, p->cop, one->group)),
				       STR_ARG(one->email), date_text(date_of(one->until), text)),
			   one->until + 1,
			   report_text(p->report,
				       "cop-appoint %.*s --email %.*s --group %.*s --position %.*s "
				       "--from %s",
				       STR_ARG(p->cop->id),
				       STR_ARG(text_shell_word(arena, one->email)),
				       STR_ARG(text_shell_word(arena, one->group)),
				       STR_ARG(text_shell_word(arena, one->position)), p->today));
	}
}

static void
find_applications(const struct pulse *p, const struct signs *s)
{
	int days = p->report->view->registry->policy.application_days;
	char text[DATE_TEXT];

	for (size_t i = 0; i < s->waiting_count; i++) {
		const struct waiting *one = &s->waiting[i];
		struct str email = text_shell_word(p->report->arena, one->email);

		if (one->applied + days >= p->d)
			continue;
		pulse_find(p, OLD_APPLICATION,
			   report_text(p->report, label("%.*s applied %s"), STR_ARG(one->email),
				       date_text(date_of(one->applied), text)),
			   one->applied,
			   report_text(p->report, "cop-approve %.*s --email %.*s",
				       STR_ARG(p->cop->id), STR_ARG(email)));
	}
}

static void
find_contacts(const struct pulse *p, const struct signs *s)
{
	for (const struct node *c = node_items(p->cop->root, "contacts"); c != NULL; c = c->next) {
		struct str position = node_text(node_get(c, "position"));

		if (position.n > 0 && !positions_hold(&s->positions, position))
			pulse_find(
			    p, VACANT_CONTACT,
			    report_text(p->report, label("nobody holds: %.*s"),
					STR_ARG(word_label_of(position_words, position))),
			    DAY_NEVER,
			    report_text(p->report,
					"cop-appoint %.*s --email ADDRESS --position %.*s",
					STR_ARG(p->cop->id),
					STR_ARG(text_shell_word(p->report->arena, position))));
	}
}

void
pulse_people(const struct pulse *p, const struct signs *s)
{
	if (!s->known)
		return;
	find_join(p, s);
	find_terms(p, s);
	find_applications(p, s);
	find_contacts(p, s);
}
