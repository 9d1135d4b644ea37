/* A profile: what a community does. */
#include "labels.h"
#include "profile-page.h"
#include "recurrence.h"

static void
write_priorities(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Priorities"));
	for (const struct node *item = node_items(p->cop->root, "priorities"); item != NULL;
	     item = item->next) {
		struct str text = profile_text(p, item, "text");

		buf_join(value, "", text.n > 0 ? text : text_choose(item, p->view->languages));
		if (node_get(item, "from") != NULL || node_get(item, "until") != NULL) {
			buf_puts(value, " (");
			profile_node_span(p, value, "", item);
			buf_char(value, ')');
		}
		profile_bullet(page, value);
	}
}

static void
write_goals(const struct profile *p, struct page *page, struct buf *value)
{
	struct buf number = {0};

	page_section(page, label("Goals"));
	for (const struct node *goal = node_items(p->cop->root, "goals"); goal != NULL;
	     goal = goal->next) {
		const struct node *last = goal_reading(goal, p->view->as_of);
		struct str text;

		buf_join(value, "", profile_text(p, goal, "goal"));
		buf_join(value, "\n", profile_text(p, goal, "measure"));
		if (last != NULL || node_get(goal, "target") != NULL)
			buf_puts(value, value->n > 0 ? "\n" : "");
		if (last != NULL) {
			text = profile_number(&number, node_get(last, "value"));
			buf_format(value, label("%.*s on %.*s"), STR_ARG(text),
				   STR_ARG(node_text(node_get(last, "date"))));
		}
		if (node_get(goal, "target") != NULL) {
			buf_puts(value, last != NULL ? ", " : "");
			text = profile_number(&number, node_get(goal, "target"));
			buf_format(value, label("target %.*s"), STR_ARG(text));
		}
		if (node_get(goal, "done") != NULL)
			buf_format(value, label(", done %.*s"),
				   STR_ARG(node_text(node_get(goal, "done"))));
		else if (node_get(goal, "due") != NULL)
			buf_format(value, label(", due %.*s"),
				   STR_ARG(node_text(node_get(goal, "due"))));
		profile_bullet(page, value);
	}
	buf_free(&number);
}

/* "monthly, on the second Thursday of the month, at 12:00 America/Toronto since 2025-09-11, 60 minutes, online, Zoom" */
static void
write_meetings(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Meetings"));
	for (const struct node *m = node_items(p->cop->root, "meetings"); m != NULL; m = m->next) {
		struct str name = profile_text(p, m, "name"),
			   starts = node_text(node_get(m, "starts"));
		struct str zone = node_text(node_get(m, "timezone"));
		struct str rule = node_text(node_get(m, "rule")),
			   cadence = profile_word(m, "cadence");
		struct buf when = {0};
		bool told = recurrence_words(&when, rule);

		buf_join(value, "", name);
		buf_join(value, label(": "), cadence);
		buf_join(value, cadence.n > 0 ? ", " : label(": "), buf_all(&when));
		buf_free(&when);
		if (starts.n == 16) {
			buf_puts(value, value->n > 0 ? ", " : "");
			buf_format(value,
				   profile_is_ahead(p, (struct str){starts.p, 10})
				       ? label("at %.*s %.*s starting %.*s")
				       : label("at %.*s %.*s since %.*s"),
				   5, starts.p + 11,
				   STR_ARG(zone.n > 0 ? zone : p->view->registry->timezone), 10,
				   starts.p);
		}
		if (node_get(m, "minutes") != NULL) {
			buf_puts(value, ", ");
			buf_format(value, label("%.*s minutes"),
				   STR_ARG(node_text(node_get(m, "minutes"))));
		}
		buf_join(value, ", ", profile_word(m, "mode"));
		buf_join(value, ", ", node_text(node_get(m, "platform")));
		if (str_is(node_text(node_get(m, "audience")), "public"))
			buf_join(value, ", ", str_of(label("open to the public")));
		buf_join(value, "\n", profile_text(p, m, "note"));
		if (audience_may_use(p->view, m))
			buf_join(value, "\n", node_text(node_get(m, "url")));
		if (!told)
			buf_join(value, "\n", rule);
		profile_bullet(page, value);
	}
}

static void
write_practice(const struct profile *p, struct page *page)
{
	page_section(page, label("Practice"));
	for (const struct node *item = node_items(p->cop->root, "practice"); item != NULL;
	     item = item->next)
		page_bullet(page, PROFILE_BULLET, text_choose(item, p->view->languages));
}

void
profile_work(const struct profile *p, struct page *page, struct buf *value)
{
	write_practice(p, page);
	write_priorities(p, page, value);
	write_goals(p, page, value);
	write_meetings(p, page, value);
}
