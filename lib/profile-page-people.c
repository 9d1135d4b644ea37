/* A profile: who may join, how many have joined, who leads, and the required composition. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

#define CHECK "\xE2\x9C\x93"
#define CROSS "\xE2\x9C\x97"
#define NO_BREAK "\xC2\xA0"

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
			   str_of(registry_people_known(p->view->registry)
				      ? label("unknown: not all of the roster can be read")
				      : label("unknown: the rosters are missing")));
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

/* Writes the number of a group's seats and, for the private audience, who holds its positions. */
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

/* Adds, for example, "has 1 (Ada), ". */
static void
add_who(const struct profile *p, const struct standing *standing, struct buf *value)
{
	bool named = p->view->audience == AUDIENCE_PRIVATE && standing->count > 0 &&
		     standing->count <= PROFILE_NAMED;

	buf_puts(value, label("has"));
	buf_puts(value, NO_BREAK);
	profile_count(p, value, standing->have);
	for (size_t i = 0; named && i < standing->count; i++) {
		buf_puts(value, i == 0 ? " (" : ", ");
		buf_str(value, standing->names[i]);
	}
	buf_puts(value, named ? "), " : ", ");
}

/* Adds "at least 1", "at most 3", "1 to 3" or "4". */
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

/* Adds, for example, "An Elder, Working group: has 1 (Ada), needs at least 1". */
static void
add_rule(const struct profile *p, const struct standing *standing, struct buf *value)
{
	const struct composition_rule *rule = standing->rule;
	struct str note = profile_text(p, rule->node, "note");

	if (note.n > 0)
		buf_join(value, "", note);
	else
		rule_filters(p->view, rule, value);
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
		page_text(page, str_of(met ? label("All requirements are met.")
					   : label("Not all requirements are met.")));
}

void
profile_people(const struct profile *p, struct page *page, struct buf *value)
{
	write_open_to(p, page, value);
	write_counts(p, page, value);
	write_groups(p, page, value);
	write_composition(p, page, value);
}
