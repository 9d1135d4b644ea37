/* A community's profile as a page. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

#define CHECK "\xE2\x9C\x93"
#define CROSS "\xE2\x9C\x97"
#define NO_BREAK "\xC2\xA0"

/* -- pieces of text ------------------------------------------------------------------------------------------ */

struct str
profile_text(const struct profile *p, const struct node *node, const char *key)
{
	return text_choose(node_get(node, key), p->view->languages);
}

struct str
profile_word(const struct node *node, const char *key)
{
	return word_label(node_text(node_get(node, key)));
}

void
profile_terms(const struct profile *p, const struct vocabulary *vocabulary,
	      const struct node *first, struct buf *out)
{
	for (const struct node *item = first; item != NULL; item = item->next)
		buf_join(out, ", ", term_name(p->view, vocabulary, node_text(item)));
}

bool
profile_is_ahead(const struct profile *p, struct str text)
{
	struct date date;

	return date_parse(text, &date) && date_first(date) > p->view->as_of;
}

void
profile_span(const struct profile *p, struct buf *out, const char *separator, struct str from,
	     struct str until)
{
	if (from.n == 0 && until.n == 0)
		return;
	buf_puts(out, out->n > 0 ? separator : "");
	if (from.n > 0 && until.n > 0 && str_eq(from, until))
		buf_str(out, from);
	else if (from.n > 0 && until.n > 0)
		buf_format(out, label("%.*s to %.*s"), STR_ARG(from), STR_ARG(until));
	else if (from.n > 0 && profile_is_ahead(p, from))
		buf_format(out, label("starting %.*s"), STR_ARG(from));
	else if (from.n > 0)
		buf_format(out, label("since %.*s"), STR_ARG(from));
	else
		buf_format(out, label("until %.*s"), STR_ARG(until));
}

void
profile_node_span(const struct profile *p, struct buf *out, const char *separator,
		  const struct node *node)
{
	profile_span(p, out, separator, node_text(node_get(node, "from")),
		     node_text(node_get(node, "until")));
}

void
profile_field(struct page *page, const char *name, struct buf *value)
{
	page_field(page, name, buf_all(value));
	buf_clear(value);
}

void
profile_bullet(struct page *page, struct buf *value)
{
	page_bullet(page, PROFILE_BULLET, buf_all(value));
	buf_clear(value);
}

void
profile_count(const struct profile *p, struct buf *out, size_t count)
{
	struct value value = count_value(p->view, count);

	buf_format(out, value.kind == VALUE_MASKED ? "<%.0f" : "%.0f", value.number);
}

/* -- the head ----------------------------------------------------------------------------------------------------- */

static void
write_names(const struct profile *p, struct page *page, struct buf *value)
{
	const struct node *name = node_get(p->cop->root, "name");
	struct str shown_name = text_choose(name, p->view->languages);

	page_title(page, shown_name, p->cop->id);
	buf_join(value, ", ", node_text(node_get(p->cop->root, "acronym")));
	for (const struct node *alias = node_items(p->cop->root, "aliases"); alias != NULL;
	     alias = alias->next)
		buf_join(value, ", ", node_text(alias));
	for (const struct node *other = name->kind == NODE_MAP ? name->first : NULL; other != NULL;
	     other = other->next)
		if (!str_eq(other->text, shown_name))
			buf_join(value, ", ", other->text);
	page_section(page, NULL);
	profile_field(page, label("Also called"), value);
}

static void
write_status(const struct profile *p, struct page *page, struct buf *value)
{
	static const char *const kinds[] = {
	    [KIND_COMMUNITY] = LABEL("community"),
	    [KIND_COLLABORATIVE] = LABEL("learning collaborative"),
	    [KIND_USER_GROUP] = LABEL("user group"),
	    [KIND_NETWORK] = LABEL("network"),
	};
	const struct definition *cop = p->cop;
	enum status status = definition_status(cop, p->view->as_of);

	buf_str(value, word_label(str_of(status_words[status])));
	buf_join(value, ", ", str_of(label(kinds[cop->kind])));
	profile_span(p, value, ", ", node_text(node_get(cop->root, "launched")),
		     node_text(node_get(cop->root, "ended")));
	profile_field(page, label("Status"), value);
	page_field(page, label("Reason"), profile_text(p, cop->root, "reason"));
	for (const struct node *pause = node_items(cop->root, "paused"); pause != NULL;
	     pause = pause->next) {
		profile_node_span(p, value, "", pause);
		buf_join(value, label(": "), profile_text(p, pause, "reason"));
		profile_field(page, label("Paused"), value);
	}
}

static void
write_partners(const struct profile *p, struct page *page, struct buf *value)
{
	struct buf one = {0};

	for (const struct node *partner = node_items(p->cop->root, "partners"); partner != NULL;
	     partner = partner->next) {
		struct str host = node_text(node_get(partner, "host"));

		buf_clear(&one);
		buf_join(&one, "",
			 host.n > 0 ? term_name(p->view, &p->view->registry->hosts, host)
				    : profile_text(p, partner, "name"));
		buf_join(&one, label(": "), profile_text(p, partner, "role"));
		profile_node_span(p, &one, ", ", partner);
		buf_join(value, "\n", buf_all(&one));
	}
	buf_free(&one);
	profile_field(page, label("Partners"), value);
}

static void
write_purposes(const struct profile *p, struct page *page, struct buf *value)
{
	for (const struct node *item = node_items(p->cop->root, "purposes"); item != NULL;
	     item = item->next) {
		struct str id = item->kind == NODE_SCALAR ? item->text
							  : node_text(node_get(item, "purpose"));
		const struct term *term = vocabulary_find(&p->view->registry->purposes, id);

		if (!span_holds(node_span(item, "from", "until"), p->view->as_of))
			continue;
		buf_join(value, "; ",
			 term != NULL && term->name == NULL
			     ? word_label(id)
			     : term_name(p->view, &p->view->registry->purposes, id));
	}
	profile_field(page, label("Purposes"), value);
}

/* Who runs it, where that is not the federation. */
static struct str
relationship(const struct node *root)
{
	struct str found = node_text(node_get(root, "relationship"));

	if (str_is(found, "partner"))
		return str_of(label("run by a partner"));
	if (str_is(found, "registrations"))
		return str_of(label("run by others; we take registrations"));
	return (struct str){NULL, 0};
}

static void
write_head(const struct profile *p, struct page *page, struct buf *value)
{
	const struct node *root = p->cop->root;
	const struct registry *registry = p->view->registry;
	struct str part_of = node_text(node_get(root, "part_of"));
	struct buf regions = {0};

	write_names(p, page, value);
	write_status(p, page, value);
	profile_terms(p, &registry->regions, node_items(root, "regions"), &regions);
	buf_join(value, "", profile_word(root, "scope"));
	buf_join(value, label(": "), buf_all(&regions));
	buf_free(&regions);
	profile_field(page, label("Scope"), value);
	page_field(page, label("Host"), term_name(p->view, &registry->hosts, p->cop->host));
	page_field(page, label("Relationship"), relationship(root));
	page_field(page, label("Registrar"),
		   term_name(p->view, &registry->hosts, node_text(node_get(root, "registrar"))));
	page_field(page, label("Led by"), profile_word(root, "led_by"));
	write_partners(p, page, value);
	write_purposes(p, page, value);
	if (part_of.n > 0 && profile_tells_of(p, part_of))
		page_field(page, label("Part of"), community_name(p->view, part_of));
	for (size_t i = 0; i < p->part_count; i++)
		buf_join(value, "\n", community_name(p->view, p->parts[i]->id));
	profile_field(page, label("Parts"), value);
}

/* -- the people ------------------------------------------------------------------------------------------------------ */

static void
write_open_to(const struct profile *p, struct page *page, struct buf *value)
{
	const struct node *open_to = node_get(node_get(p->cop->root, "community"), "open_to");
	const struct node *organizations = node_get(open_to, "organizations");
	const struct registry *registry = p->view->registry;

	profile_terms(p, &registry->roles, node_items(open_to, "roles"), value);
	profile_field(page, label("Open to"), value);
	profile_terms(p, &registry->regions, node_items(open_to, "regions"), value);
	profile_field(page, label("In"), value);
	if (str_is(node_text(organizations), "members"))
		buf_format(value, label("members of %.*s"),
			   STR_ARG(term_name(p->view, &registry->hosts, p->cop->host)));
	else if (str_is(node_text(organizations), "any"))
		buf_puts(value, label("any"));
	for (const struct node *item = node_items(open_to, "organizations"); item != NULL;
	     item = item->next)
		buf_join(value, ", ", node_text(item));
	profile_field(page, label("Organizations"), value);
	page_field(page, label("Note"), profile_text(p, open_to, "note"));
}

static void
write_counts(const struct profile *p, struct page *page, struct buf *value)
{
	if (!p->headcount.known) {
		page_field(page, label("Members"),
			   str_of(label("unknown: the rosters are not here")));
		return;
	}
	profile_count(p, value, p->headcount.members);
	profile_field(page, label("Members"), value);
	if (p->headcount.applicants > 0) {
		profile_count(p, value, p->headcount.applicants);
		profile_field(page, label("Applicants"), value);
	}
	for (size_t i = 0; p->roles_shown && i < p->role_count; i++) {
		struct str role = p->roles[i].role;

		buf_puts(value, i > 0 ? ", " : "");
		buf_str(value, role.n > 0 ? term_name(p->view, &p->view->registry->roles, role)
					  : str_of(label("no role given")));
		buf_puts(value, NO_BREAK);
		profile_count(p, value, p->roles[i].count);
	}
	profile_field(page, label("By role"), value);
}

/* Who holds the seats of a group; names are for those who may see people. */
static void
write_group(const struct profile *p, struct page *page, struct str name, struct str group,
	    struct buf *value)
{
	struct buf one = {0};
	size_t count = 0;

	for (size_t i = 0; i < p->seat_count; i++)
		count += str_eq(p->seats[i].group, group);
	if (count == 0 && str_is(group, "leads"))
		return;
	buf_str(value, name);
	buf_puts(value, label(": "));
	profile_count(p, value, count);
	for (size_t i = 0; i < p->seat_count && p->view->audience == AUDIENCE_PRIVATE; i++) {
		const struct seat *seat = &p->seats[i];

		if (!str_eq(seat->group, group) || seat->position.n == 0)
			continue;
		buf_clear(&one);
		buf_str(&one, seat->name);
		buf_puts(&one, " (");
		buf_str(&one, word_label(seat->position));
		if (seat->left.n > 0) {
			buf_puts(&one, ", ");
			buf_format(&one, label("term to %.*s"), STR_ARG(seat->left));
		}
		buf_char(&one, ')');
		buf_join(value, "; ", buf_all(&one));
	}
	buf_free(&one);
	profile_bullet(page, value);
}

static void
write_groups(const struct profile *p, struct page *page, struct buf *value)
{
	const struct node *community = node_get(p->cop->root, "community");

	if (!p->headcount.known)
		return;
	page_section(page, label("Groups"));
	write_group(p, page, str_of(label("Leads")), STR("leads"), value);
	for (const struct node *group = node_items(community, "groups"); group != NULL;
	     group = group->next) {
		struct str id = node_text(node_get(group, "id"));
		struct str name = profile_text(p, group, "name");

		write_group(p, page, name.n > 0 ? name : id, id, value);
	}
}

/* "has 1 (Ada), " */
static void
add_who(const struct profile *p, const struct standing *standing, struct buf *value)
{
	bool named = p->view->audience == AUDIENCE_PRIVATE && standing->count > 0 &&
		     standing->count <= 3;

	buf_puts(value, label("has"));
	buf_puts(value, NO_BREAK);
	profile_count(p, value, standing->have);
	for (size_t i = 0; named && i < standing->count; i++) {
		buf_puts(value, i == 0 ? " (" : ", ");
		buf_str(value, standing->names[i]);
	}
	buf_puts(value, named ? "), " : ", ");
}

/* "at least 1", "at most 3", "1 to 3", "4" */
static void
add_need(const struct composition_rule *rule, struct buf *value)
{
	long least = rule->at_least, most = rule->at_most;

	if (rule->at_most_per_organization >= 0) {
		least = -1;
		most = rule->at_most_per_organization;
	}
	if (least >= 0 && least == most)
		buf_format(value, "%ld", least);
	else if (least >= 0 && most >= 0)
		buf_format(value, label("%ld to %ld"), least, most);
	else if (least >= 0)
		buf_format(value, label("at least %ld"), least);
	else
		buf_format(value, label("at most %ld"), most);
}

/* "An Elder, Working group: has 1 (Ada), needs at least 1" */
static void
add_rule(const struct profile *p, const struct standing *standing, struct buf *value)
{
	const struct composition_rule *rule = standing->rule;
	const struct registry *registry = p->view->registry;
	struct str note = profile_text(p, rule->node, "note");

	if (note.n > 0) {
		buf_join(value, "", note);
	} else {
		buf_join(value, ", ", term_name(p->view, &registry->roles, rule->role));
		buf_join(value, ", ", rule->organization);
		buf_join(value, ", ", term_name(p->view, &registry->regions, rule->region));
		buf_join(value, ", ", word_label(rule->position));
	}
	buf_join(value, ", ", group_name(p->view, p->cop, rule->group));
	if (rule->at_most_per_organization >= 0)
		buf_join(value, ", ", str_of(label("of one organization")));
	if (value->n == 0)
		buf_puts(value, label("Members"));
	buf_puts(value, label(": "));
	if (p->composition.known)
		add_who(p, standing, value);
	buf_puts(value, label("needs"));
	buf_char(value, ' ');
	add_need(rule, value);
}

static void
write_composition(const struct profile *p, struct page *page, struct buf *value)
{
	bool met = true;

	page_section(page, label("Composition"));
	for (size_t i = 0; i < p->cop->rule_count; i++) {
		const struct standing *standing = &p->composition.standings[i];

		add_rule(p, standing, value);
		page_bullet(page,
			    !p->composition.known ? PROFILE_BULLET
			    : standing->met       ? CHECK
						  : CROSS,
			    buf_all(value));
		buf_clear(value);
		met = met && standing->met;
	}
	if (p->cop->rule_count > 0 && p->composition.known)
		page_text(page, str_of(met ? label("All of it is met.")
					   : label("Not all of it is met.")));
}

void
profile_people(const struct profile *p, struct page *page, struct buf *value)
{
	write_open_to(p, page, value);
	write_counts(p, page, value);
	write_groups(p, page, value);
	write_composition(p, page, value);
}

/* -- what it does -------------------------------------------------------------------------------------------------------- */

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
	page_section(page, label("Goals"));
	for (const struct node *goal = node_items(p->cop->root, "goals"); goal != NULL;
	     goal = goal->next) {
		const struct node *last = NULL;

		for (const struct node *r = node_items(goal, "readings"); r != NULL; r = r->next)
			last = r;
		buf_join(value, "", profile_text(p, goal, "goal"));
		buf_join(value, "\n", profile_text(p, goal, "measure"));
		if (last != NULL || node_get(goal, "target") != NULL) {
			buf_puts(value, value->n > 0 ? "\n" : "");
			if (last != NULL)
				buf_format(value, label("%.*s on %.*s"),
					   STR_ARG(node_text(node_get(last, "value"))),
					   STR_ARG(node_text(node_get(last, "date"))));
			if (node_get(goal, "target") != NULL) {
				buf_puts(value, last != NULL ? ", " : "");
				buf_format(value, label("target %.*s"),
					   STR_ARG(node_text(node_get(goal, "target"))));
			}
		}
		if (node_get(goal, "done") != NULL)
			buf_format(value, label(", done %.*s"),
				   STR_ARG(node_text(node_get(goal, "done"))));
		else if (node_get(goal, "due") != NULL)
			buf_format(value, label(", due %.*s"),
				   STR_ARG(node_text(node_get(goal, "due"))));
		profile_bullet(page, value);
	}
}

/* "monthly, 2025-09-11 12:00 America/Toronto, 60 minutes, online, Zoom" */
static void
write_meetings(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Meetings"));
	for (const struct node *m = node_items(p->cop->root, "meetings"); m != NULL; m = m->next) {
		struct str name = profile_text(p, m, "name"),
			   starts = node_text(node_get(m, "starts"));
		struct str zone = node_text(node_get(m, "timezone"));

		buf_join(value, "", name);
		buf_join(value, label(": "), profile_word(m, "cadence"));
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
		if (profile_shows(p, m))
			buf_join(value, "\n", node_text(node_get(m, "url")));
		buf_join(value, "\n", node_text(node_get(m, "rule")));
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

/* -- how to reach it ------------------------------------------------------------------------------------------------------ */

static void
write_join(const struct profile *p, struct page *page, struct buf *value)
{
	const struct node *join = node_get(p->cop->root, "join");
	struct str admission = node_text(node_get(join, "admission"));

	page_section(page, label("How to join"));
	if (join != NULL)
		page_field(page, label("Admission"),
			   word_label(admission.n > 0 ? admission : STR("approval")));
	for (const struct node *way = node_items(join, "ways"); way != NULL; way = way->next) {
		buf_join(value, "", profile_word(way, "method"));
		buf_join(value, label(": "), profile_text(p, way, "url"));
		buf_join(value, label(": "), node_text(node_get(way, "email")));
		buf_join(value, label(": "), profile_text(p, way, "document"));
		if (profile_text(p, way, "for").n > 0) {
			buf_puts(value, ", ");
			buf_format(value, label("for %.*s"), STR_ARG(profile_text(p, way, "for")));
		}
		buf_join(value, "\n", profile_text(p, way, "note"));
		profile_bullet(page, value);
	}
}

/*
 * Whoever holds the position, by name for those who may see people: among the leads, or where none of them
 * holds it, in any group.
 */
static void
add_holders(const struct profile *p, struct str position, struct buf *value)
{
	bool led = false;

	for (size_t i = 0; i < p->seat_count; i++)
		led = led || (str_is(p->seats[i].group, "leads") &&
			      str_eq(p->seats[i].position, position));
	for (size_t i = 0; i < p->seat_count && p->view->audience == AUDIENCE_PRIVATE; i++) {
		const struct seat *seat = &p->seats[i];

		if (str_eq(seat->position, position) && (!led || str_is(seat->group, "leads")))
			buf_format(value, "%s%.*s <%.*s>", value->n > 0 ? ", " : "",
				   STR_ARG(seat->name), STR_ARG(seat->email));
	}
}

/* ": Ada Byron <ada@example.org>", or whichever of the two there is. */
static void
add_address(struct buf *value, struct str name, struct str email)
{
	buf_join(value, label(": "), name);
	if (name.n > 0 && email.n > 0)
		buf_format(value, " <%.*s>", STR_ARG(email));
	else
		buf_join(value, label(": "), email);
}

static void
write_contacts(const struct profile *p, struct page *page, struct buf *value)
{
	struct buf holders = {0};

	page_section(page, label("Contacts"));
	for (const struct node *contact = node_items(p->cop->root, "contacts"); contact != NULL;
	     contact = contact->next) {
		struct str position = node_text(node_get(contact, "position"));

		buf_join(value, "", profile_text(p, contact, "role"));
		add_address(value, node_text(node_get(contact, "name")),
			    node_text(node_get(contact, "email")));
		buf_join(value, ", ", word_label(position));
		buf_clear(&holders);
		if (position.n > 0)
			add_holders(p, position, &holders);
		buf_join(value, label(": "), buf_all(&holders));
		profile_bullet(page, value);
	}
	buf_free(&holders);
}

static void
write_channels(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Channels"));
	for (const struct node *channel = node_items(p->cop->root, "channels"); channel != NULL;
	     channel = channel->next) {
		if (!profile_shows(p, channel))
			continue;
		buf_join(value, "", profile_text(p, channel, "name"));
		buf_join(value, ", ", node_text(node_get(channel, "kind")));
		buf_join(value, "\n", node_text(node_get(channel, "url")));
		profile_bullet(page, value);
	}
}

static void
write_resources(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Resources"));
	for (const struct node *resource = node_items(p->cop->root, "resources"); resource != NULL;
	     resource = resource->next) {
		if (!profile_shows(p, resource))
			continue;
		buf_join(value, "", profile_text(p, resource, "title"));
		buf_join(value, ", ", node_text(node_get(resource, "kind")));
		buf_join(value, ", ", node_text(node_get(resource, "date")));
		buf_join(value, "\n", profile_text(p, resource, "url"));
		profile_bullet(page, value);
	}
}

void
profile_reach(const struct profile *p, struct page *page, struct buf *value)
{
	write_join(p, page, value);
	write_contacts(p, page, value);
	write_channels(p, page, value);
	write_resources(p, page, value);
}

/* -- its past ------------------------------------------------------------------------------------------------------------------ */

static void
write_events(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Events"));
	for (const struct node *event = node_items(p->cop->root, "events"); event != NULL;
	     event = event->next) {
		buf_join(value, "", node_text(node_get(event, "date")));
		buf_join(value, " ", profile_text(p, event, "title"));
		buf_join(value, ", ", profile_word(event, "mode"));
		if (node_get(event, "attendance") != NULL) {
			buf_puts(value, ", ");
			buf_format(value, label("%.*s people"),
				   STR_ARG(node_text(node_get(event, "attendance"))));
		}
		buf_join(value, "\n", profile_text(p, event, "report"));
		profile_bullet(page, value);
	}
}

static void
write_funding(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Funding"));
	for (const struct node *funding = node_items(p->cop->root, "funding"); funding != NULL;
	     funding = funding->next) {
		buf_join(value, "", profile_text(p, funding, "source"));
		buf_join(value, ", ", profile_text(p, funding, "project"));
		buf_join(value, ", ", node_text(node_get(funding, "amount")));
		buf_join(value, " ", node_text(node_get(funding, "currency")));
		profile_node_span(p, value, ", ", funding);
		profile_bullet(page, value);
	}
}

/* A host or scope before or after a change, as a name. */
static struct str
changed(const struct profile *p, const struct lineage *lineage, const char *key)
{
	struct str text = profile_text(p, lineage->node, key);

	if (lineage->event == LINEAGE_TRANSFERRED)
		return term_name(p->view, &p->view->registry->hosts, text);
	return lineage->event == LINEAGE_SCALED ? word_label(text) : text;
}

static void
write_own_lineage(const struct profile *p, struct page *page, const struct lineage *lineage,
		  struct buf *value)
{
	static const char *const events[] = {
	    [LINEAGE_GREW_FROM] = LABEL("grew from"),
	    [LINEAGE_MERGED_FROM] = LABEL("merged from"),
	    [LINEAGE_MERGED_INTO] = LABEL("merged into"),
	    [LINEAGE_SPLIT_FROM] = LABEL("split from"),
	    [LINEAGE_SUCCEEDED] = LABEL("succeeded"),
	    [LINEAGE_TRANSFERRED] = LABEL("transferred"),
	    [LINEAGE_SCALED] = LABEL("scaled"),
	};
	struct str from = changed(p, lineage, "from"), to = changed(p, lineage, "to");

	buf_join(value, "", node_text(node_get(lineage->node, "date")));
	buf_join(value, " ", str_of(label(events[lineage->event])));
	buf_join(value, " ",
		 lineage->community.n > 0 ? community_name(p->view, lineage->community)
					  : profile_text(p, lineage->node, "body"));
	if (from.n > 0 || to.n > 0)
		buf_puts(value, label(": "));
	if (from.n > 0 && to.n > 0)
		buf_format(value, label("from %.*s to %.*s"), STR_ARG(from), STR_ARG(to));
	else if (from.n > 0)
		buf_format(value, label("from %.*s"), STR_ARG(from));
	else if (to.n > 0)
		buf_format(value, label("to %.*s"), STR_ARG(to));
	buf_join(value, "\n", profile_text(p, lineage->node, "note"));
	profile_bullet(page, value);
}

/* What became of it, told from the other side. */
static void
write_descendant(const struct profile *p, struct page *page, const struct descendant *descendant,
		 struct buf *value)
{
	static const char *const inverse[] = {
	    [LINEAGE_GREW_FROM] = LABEL("grew into"),
	    [LINEAGE_MERGED_FROM] = LABEL("merged into"),
	    [LINEAGE_MERGED_INTO] = LABEL("merged from"),
	    [LINEAGE_SPLIT_FROM] = LABEL("split into"),
	    [LINEAGE_SUCCEEDED] = LABEL("succeeded by"),
	    [LINEAGE_TRANSFERRED] = LABEL("transferred"),
	    [LINEAGE_SCALED] = LABEL("scaled"),
	};

	buf_join(value, "", node_text(node_get(descendant->lineage->node, "date")));
	buf_join(value, " ", str_of(label(inverse[descendant->lineage->event])));
	buf_join(value, " ", community_name(p->view, descendant->cop->id));
	profile_bullet(page, value);
}

static void
write_lineage(const struct profile *p, struct page *page, struct buf *value)
{
	page_section(page, label("Lineage"));
	for (size_t i = 0; i < p->cop->lineage_count; i++)
		if (profile_tells_of(p, p->cop->lineage[i].community))
			write_own_lineage(p, page, &p->cop->lineage[i], value);
	for (size_t i = 0; i < p->descendant_count; i++)
		write_descendant(p, page, &p->descendants[i], value);
}

void
profile_past(const struct profile *p, struct page *page, struct buf *value)
{
	write_events(p, page, value);
	write_funding(p, page, value);
	write_lineage(p, page, value);
}

static void
write_rest(const struct profile *p, struct page *page)
{
	const struct node *also = node_get(p->cop->root, "also");
	char text[DATE_TEXT];

	page_section(page, label("Also"));
	for (const struct node *item = also != NULL && also->kind == NODE_MAP ? also->first : NULL;
	     item != NULL; item = item->next)
		page_field(page, item->key->text.p, node_text(item));
	page_section(page, label("About this page"));
	page_field(page, label("As of"), str_of(date_text(date_of(p->view->as_of), text)));
	page_field(page, label("Reviewed"), node_text(node_get(p->cop->root, "reviewed")));
	page_field(page, label("Source"), node_text(node_get(p->cop->root, "source")));
}

void
profile_page(const struct profile *p, struct page *page)
{
	struct buf value = {0};

	write_head(p, page, &value);
	page_section(page, label("Domain"));
	page_text(page, profile_text(p, p->cop->root, "domain"));
	page_section(page, label("Community"));
	page_text(page, profile_text(p, node_get(p->cop->root, "community"), "description"));
	profile_people(p, page, &value);
	profile_work(p, page, &value);
	profile_reach(p, page, &value);
	profile_past(p, page, &value);
	write_rest(p, page);
	buf_free(&value);
}
