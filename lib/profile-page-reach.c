/* A profile: how to reach a community. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

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
 * Adds, for the private audience, the names and addresses of those who hold the position: among the leads or, if no
 * lead holds it, in any group.
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

/* Adds ": Ada Byron <ada@example.org>"; either of the two may be empty. */
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
		if (!audience_may_use(p->view, channel))
			continue;
		buf_join(value, "", profile_text(p, channel, "name"));
		buf_join(value, ", ", usual_kind(node_text(node_get(channel, "kind"))));
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
		if (!audience_may_use(p->view, resource))
			continue;
		buf_join(value, "", profile_text(p, resource, "title"));
		buf_join(value, ", ", usual_kind(node_text(node_get(resource, "kind"))));
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
