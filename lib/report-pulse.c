/* Pulse: what definitions say against what dates and rosters show, and the line that would mend it. */
#include <stdlib.h>

#include "composition.h"
#include "labels.h"
#include "report-pulse.h"
#include "wording.h"

#define PATHS_MAX 3 /* of texts without a language that are named */

enum { COP = 1, FINDING, EVIDENCE, SINCE, SUGGESTION };

static const char *const finding_words[] = {
    "no-recent-event", "no-recent-join",    "term-over",          "old-application",
    "vacant-contact",  "not-reviewed",      "launch-unconfirmed", "collaborative-too-long",
    "goal-overdue",    "composition-unmet", "missing-text",       NULL};

static const char *const finding_labels[] = {LABEL("No recent event"),
					     LABEL("Nobody has joined lately"),
					     LABEL("Term over"),
					     LABEL("Application waiting"),
					     LABEL("Contact vacant"),
					     LABEL("Not reviewed lately"),
					     LABEL("Launch to be confirmed"),
					     LABEL("Collaborative past its months"),
					     LABEL("Goal overdue"),
					     LABEL("Composition rule unmet"),
					     LABEL("Text missing")};

/* clang-format off */
const struct column pulse_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	{"finding", VALUE_TEXT, finding_words, .at = FINDING, .shown = true, .meaning = "what is found, one of the words below"},
	{"evidence", VALUE_TEXT, .at = EVIDENCE, .shown = true, .meaning = "what shows it"},
	{"since", VALUE_DATE, .at = SINCE, .shown = true, .meaning = "since when"},
	{"suggestion", VALUE_TEXT, .at = SUGGESTION, .shown = true, .meaning = "a line that would mend it; what is in capitals is yours to say"},
	{0}};
/* clang-format on */

struct reading {
	const struct report *report;
	struct signs *signs; /* of each community */
};

struct result {
	struct arena *arena;
	struct signs signs;
};

/* -- reading --------------------------------------------------------------------------------------------------- */

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

/* -- findings -------------------------------------------------------------------------------------------------- */

void
pulse_find(const struct pulse *p, enum sign finding, struct str evidence, day since,
	   struct str suggestion)
{
	struct value *values = report_add(p->rows, p->cop)->values;

	values[COP - 1] = value_text(p->cop->id);
	values[FINDING - 1] = value_text(str_of(finding_words[finding]));
	values[EVIDENCE - 1] = value_text(evidence);
	values[SINCE - 1] = value_day(p->report->arena, since);
	values[SUGGESTION - 1] = value_text(suggestion);
}

/* A word as a shell takes it for one. */
static struct str
shell_word(const struct pulse *p, struct str word)
{
	struct buf quoted = {0};
	struct str kept;
	bool plain = word.n > 0;

	for (size_t i = 0; i < word.n; i++)
		plain = plain && (strchr("@%+=:,./-_", word.p[i]) != NULL ||
				  (word.p[i] >= '0' && word.p[i] <= '9') ||
				  (word.p[i] >= 'a' && word.p[i] <= 'z') ||
				  (word.p[i] >= 'A' && word.p[i] <= 'Z'));
	if (plain)
		return word;
	buf_char(&quoted, '\'');
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\'')
			buf_puts(&quoted, "'\\''");
		else
			buf_char(&quoted, word.p[i]);
	buf_char(&quoted, '\'');
	kept = arena_str(p->report->arena, buf_all(&quoted));
	buf_free(&quoted);
	return kept;
}

/* The months after which a meeting of that cadence is missed: three of them, or the policy's months of a review. */
static int
patience(const struct pulse *p, struct str *cadence)
{
	static const int months[] = {1, 2, 3, 6, 9, 18, 36};
	int least = p->report->view->registry->policy.review_months;

	*cadence = (struct str){NULL, 0};
	for (const struct node *m = node_items(p->cop->root, "meetings"); m != NULL; m = m->next) {
		struct str word = node_text(node_get(m, "cadence"));
		int i = words_index(cadence_words, word);

		if (i >= 0 && (size_t)i < sizeof(months) / sizeof(*months) &&
		    (cadence->p == NULL || months[i] < least)) {
			least = months[i];
			*cadence = word;
		}
	}
	return least;
}

void
pulse_event(const struct pulse *p)
{
	struct date last = {0};
	struct str cadence;
	char text[DATE_TEXT];
	int months = patience(p, &cadence);

	for (const struct node *e = node_items(p->cop->root, "events"); e != NULL; e = e->next) {
		struct date date = node_date(e, "date");

		if (date_given(date) && date_first(date) <= p->d &&
		    (!date_given(last) || date_last(date) > date_last(last)))
			last = date;
	}
	if (!date_given(last) || day_plus_months(date_last(last), months) >= p->d)
		return;
	(void)date_text(last, text);
	pulse_find(p, NO_RECENT_EVENT,
		   cadence.n > 0 ? report_text(p->report, label("last event %s; meets %s"), text,
					       word_label(cadence).p)
				 : report_text(p->report, label("last event %s"), text),
		   date_last(last),
		   report_text(p->report, "cop-set %.*s 'events+={date: %s, title: TITLE}'",
			       STR_ARG(p->cop->id), p->today));
}

static void
find_join(const struct pulse *p, const struct signs *s)
{
	int months = p->report->view->registry->policy.review_months;
	day since = s->last_joined == DAY_ALWAYS ? date_first(p->cop->launched) : s->last_joined;
	struct str admission = node_text(node_get(node_get(p->cop->root, "join"), "admission"));
	char text[DATE_TEXT];

	/* Where nobody may join, nobody is expected to. */
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
		struct str email = shell_word(p, one->email);

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
				       STR_ARG(p->cop->id), STR_ARG(email), STR_ARG(one->group),
				       STR_ARG(one->position), p->today));
	}
}

static void
find_applications(const struct pulse *p, const struct signs *s)
{
	int days = p->report->view->registry->policy.application_days;
	char text[DATE_TEXT];

	for (size_t i = 0; i < s->waiting_count; i++) {
		const struct waiting *one = &s->waiting[i];
		struct str email = shell_word(p, one->email);

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
			pulse_find(p, VACANT_CONTACT,
				   report_text(p->report, label("nobody holds: %.*s"),
					       STR_ARG(word_label_of(position_words, position))),
				   DAY_NEVER,
				   report_text(p->report,
					       "cop-appoint %.*s --email ADDRESS --position %.*s",
					       STR_ARG(p->cop->id), STR_ARG(position)));
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

void
pulse_review(const struct pulse *p)
{
	int months = p->report->view->registry->policy.review_months;
	struct date reviewed = p->cop->reviewed;
	char text[DATE_TEXT];
	struct str suggestion = report_text(p->report, "cop-set %.*s reviewed=%s",
					    STR_ARG(p->cop->id), p->today);

	if (!date_given(reviewed))
		pulse_find(p, NOT_REVIEWED, str_of(label("never reviewed")), DAY_NEVER, suggestion);
	else if (definition_is_stale(p->cop, months, p->d))
		pulse_find(
		    p, NOT_REVIEWED,
		    report_text(p->report, label("last reviewed %s"), date_text(reviewed, text)),
		    date_last(reviewed), suggestion);
}

void
pulse_launch(const struct pulse *p)
{
	day launched = date_first(p->cop->launched);
	char text[DATE_TEXT];

	if (!definition_awaits_launch(p->cop, p->d))
		return;
	pulse_find(p, LAUNCH_UNCONFIRMED,
		   report_text(p->report, label("planned for %s, and not reviewed since"),
			       date_text(p->cop->launched, text)),
		   launched,
		   report_text(p->report, "cop-set %.*s launched=%s reviewed=%s",
			       STR_ARG(p->cop->id), date_text(p->cop->launched, text), p->today));
}

void
pulse_collaborative(const struct pulse *p)
{
	int months = p->report->view->registry->policy.collaborative_months;
	day over = definition_overruns(p->cop, months);

	if (over <= p->d)
		pulse_find(
		    p, COLLABORATIVE_TOO_LONG,
		    report_text(
			p->report,
			label_many("limited to %d month", "limited to %d months", (size_t)months),
			months),
		    over,
		    report_text(p->report, "cop-close %.*s --reason TEXT", STR_ARG(p->cop->id)));
}

void
pulse_goals(const struct pulse *p)
{
	size_t number = 0;
	char text[DATE_TEXT];

	for (const struct node *g = node_items(p->cop->root, "goals"); g != NULL; g = g->next) {
		struct date due = node_date(g, "due"), done = node_date(g, "done");

		number++;
		if (!date_given(due) || date_last(due) >= p->d ||
		    (date_given(done) && date_first(done) <= p->d))
			continue;
		pulse_find(p, GOAL_OVERDUE,
			   report_text(p->report, label("due %s: %.*s"), date_text(due, text),
				       STR_ARG(text_choose(node_get(g, "goal"),
							   p->report->view->languages))),
			   date_last(due) + 1,
			   report_text(p->report, "cop-set %.*s goals.%zu.done=%s",
				       STR_ARG(p->cop->id), number, p->today));
	}
}

static void
find_composition(const struct pulse *p, const struct composition *composition)
{
	for (size_t r = 0; composition->whole && r < p->cop->rule_count; r++) {
		const struct standing *standing = &composition->standings[r];
		struct buf name = {0};
		char need[48];

		if (standing->met)
			continue;
		composition_name(standing->rule, p->report->view->languages, &name);
		pulse_find(
		    p, COMPOSITION_UNMET,
		    report_text(p->report, label("%.*s: needs %s, has %zu"),
				STR_ARG(buf_all(&name)), composition_need(standing->rule, need),
				standing->have),
		    DAY_NEVER,
		    report_text(p->report, "cop-report composition %.*s", STR_ARG(p->cop->id)));
		buf_free(&name);
	}
}

/* -- texts ----------------------------------------------------------------------------------------------------- */

/* The texts that lack a language. */
struct lacking {
	struct str language;
	bool is_default; /* what has no language is in that one */
	struct buf paths;
	struct buf first;
	size_t count;
};

/*
 * A text by language lacks one that it does not have.  One for all languages is as good as a name in it, but for what
 * everybody reads first.
 */
static bool
lacks(const struct lacking *lacking, const struct node *text, struct str path)
{
	if (text->kind == NODE_MAP) {
		for (const struct node *one = text->first; one != NULL; one = one->next)
			if (str_eq(one->key->text, lacking->language) && node_text(one).n > 0)
				return false;
		return true;
	}
	return node_text(text).n > 0 && !lacking->is_default &&
	       (str_is(path, "name") || str_is(path, "domain"));
}

static void
look_at_text(struct lacking *lacking, const struct node *text, struct str path)
{
	if (!lacks(lacking, text, path))
		return;
	if (lacking->count == 0)
		buf_str(&lacking->first, path);
	if (lacking->count++ < PATHS_MAX)
		buf_format(&lacking->paths, "%s%.*s", lacking->paths.n > 0 ? ", " : "",
			   STR_ARG(path));
}

static void look_at_map(struct lacking *lacking, const struct key *keys, const struct node *map,
			struct buf *path);

static void
look_at_value(struct lacking *lacking, const struct key *key, const struct node *value,
	      struct buf *path)
{
	if ((key->flags & KEY_TEXT) != 0 && key->type == KEY_STRING)
		look_at_text(lacking, value, buf_all(path));
	else if (key->type == KEY_MAP && value->kind == NODE_MAP)
		look_at_map(lacking, key->keys, value, path);
}

static void
look_at_map(struct lacking *lacking, const struct key *keys, const struct node *map,
	    struct buf *path)
{
	size_t above = path->n, number = 0;

	for (const struct node *value = map->first; value != NULL; value = value->next) {
		const struct key *key = keys_find(keys, value->key->text);

		path->n = above;
		if (key == NULL || (key->flags & (KEY_BY_ID | KEY_BY_NAME)) != 0)
			continue;
		buf_format(path, "%s%s", above > 0 ? "." : "", key->name);
		if ((key->flags & KEY_LIST) == 0 || value->kind != NODE_LIST) {
			look_at_value(lacking, key, value, path);
			continue;
		}
		number = 0;
		for (const struct node *item = value->first; item != NULL; item = item->next) {
			size_t n = path->n;

			buf_format(path, ".%zu", ++number);
			look_at_value(lacking, key, item, path);
			path->n = n;
		}
	}
	path->n = above;
}

void
pulse_texts(const struct pulse *p)
{
	struct languages languages = p->report->view->registry->languages;

	for (size_t l = 0; languages.count > 1 && l < languages.count; l++) {
		struct lacking lacking = {.language = languages.list[l], .is_default = l == 0};
		struct buf path = {0};

		look_at_map(&lacking, definition_keys, p->cop->root, &path);
		if (lacking.count > 0)
			pulse_find(
			    p, MISSING_TEXT,
			    report_text(p->report,
					label_many("%zu text without %.*s: %.*s%s",
						   "%zu texts without %.*s: %.*s%s", lacking.count),
					lacking.count, STR_ARG(language_name(lacking.language)),
					STR_ARG(buf_all(&lacking.paths)),
					lacking.count > PATHS_MAX ? ", \xE2\x80\xA6" : ""),
			    DAY_NEVER,
			    report_text(p->report, "cop-set %.*s %.*s.%.*s=TEXT",
					STR_ARG(p->cop->id), STR_ARG(buf_all(&lacking.first)),
					STR_ARG(lacking.language)));
		buf_free(&lacking.paths);
		buf_free(&lacking.first);
		buf_free(&path);
	}
}

/* -- all of it --------------------------------------------------------------------------------------------------- */

/* What is over is asked about no more; what is planned or pauses, only for what its definition says. */
static void
take_pulse(const struct pulse *p, const struct signs *s, const struct composition *composition)
{
	enum status status = definition_status(p->cop, p->d);

	if (status == STATUS_ENDED || status == STATUS_MERGED)
		return;
	if (status == STATUS_ACTIVE) {
		pulse_event(p);
		pulse_people(p, s);
		pulse_launch(p);
		pulse_collaborative(p);
		pulse_goals(p);
		find_composition(p, composition);
	}
	pulse_review(p);
	pulse_texts(p);
}

bool
pulse_make(struct report *report, struct report_rows *rows)
{
	struct pulse p = {.report = report, .rows = rows, .d = report->view->as_of};
	struct composition *compositions;
	struct signs *signs;

	(void)date_text(date_of(p.d), p.today);
	signs = pulse_read(report);
	compositions = composition_read(report->arena, report->view->registry, report->cops,
					report->count, p.d, (struct str){NULL, 0}, true);
	for (size_t i = 0; i < report->count; i++) {
		p.cop = report->cops[i];
		take_pulse(&p, &signs[i], &compositions[i]);
	}
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

void
pulse_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	const struct definition *cop = NULL;

	if (rows->count == 0)
		document_text(document, str_of(label("All is as it says.")));
	for (size_t i = 0; i < rows->count; i++) {
		const struct value *values = rows->list[i].values;
		int finding = words_index(finding_words, values[FINDING - 1].text);

		if (rows->list[i].cop != cop) {
			cop = rows->list[i].cop;
			document_heading(document, 3, community_name(report->view, cop->id));
		}
		document_bullet(document,
				report_text(report, "%s%s%.*s", label(finding_labels[finding]),
					    label(": "), STR_ARG(values[EVIDENCE - 1].text)));
		document_command(document, values[SUGGESTION - 1].text);
	}
}
