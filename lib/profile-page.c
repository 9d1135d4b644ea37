/* A community's profile as a page: its head, its sections in order, and its end. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

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
	/* A definition may lack the required name: the page is still shown, beside the error. */
	for (const struct node *other = name != NULL && name->kind == NODE_MAP ? name->first : NULL;
	     other != NULL; other = other->next)
		if (!str_eq(other->text, shown_name))
			buf_join(value, ", ", other->text);
	page_section(page, NULL);
	profile_field(page, label("Also called"), value);
}

static void
write_status(const struct profile *p, struct page *page, struct buf *value)
{
	const struct definition *cop = p->cop;
	enum status status = definition_status(cop, p->view->as_of);
	struct str launched = node_text(node_get(cop->root, "launched"));
	struct str ended = node_text(node_get(cop->root, "ended"));

	buf_str(value, word_label(str_of(status_words[status])));
	buf_join(value, ", ", kind_label(cop->kind));
	/* The dates follow the kind: it has been a community since then, but not always active, let alone paused. */
	profile_span(p, value, ended.n > 0 || profile_is_ahead(p, launched) ? ", " : " ", launched,
		     ended);
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

		if (!span_holds(node_span(item), p->view->as_of))
			continue;
		buf_join(value, "; ", purpose_wording(p->view, id).text);
	}
	profile_field(page, label("Purposes"), value);
}

/* Who runs the community, if it is not the federation itself; otherwise absent. */
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
	if (part_of.n > 0 && audience_knows(p->view, part_of))
		page_field(page, label("Part of"), community_name(p->view, part_of));
	for (size_t i = 0; i < p->part_count; i++)
		buf_join(value, "\n", community_name(p->view, p->parts[i]->id));
	profile_field(page, label("Parts"), value);
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
