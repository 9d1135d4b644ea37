/* A profile: what a community has done, what paid for it, and what it came from. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

static void
write_events(const struct profile *p, struct page *page, struct buf *value)
{
	struct buf number = {0};

	page_section(page, label("Events"));
	for (const struct node *event = node_items(p->cop->root, "events"); event != NULL;
	     event = event->next) {
		buf_join(value, "", node_text(node_get(event, "date")));
		buf_join(value, " ", profile_text(p, event, "title"));
		buf_join(value, ", ", profile_word(event, "mode"));
		if (node_get(event, "attendance") != NULL) {
			struct str came = profile_number(&number, node_get(event, "attendance"));

			buf_puts(value, ", ");
			buf_format(value, label("%.*s people"), STR_ARG(came));
		}
		buf_join(value, "\n", profile_text(p, event, "report"));
		profile_bullet(page, value);
	}
	buf_free(&number);
}

static void
write_funding(const struct profile *p, struct page *page, struct buf *value)
{
	struct buf number = {0};

	page_section(page, label("Funding"));
	for (const struct node *funding = node_items(p->cop->root, "funding"); funding != NULL;
	     funding = funding->next) {
		buf_join(value, "", profile_text(p, funding, "source"));
		buf_join(value, ", ", profile_text(p, funding, "project"));
		buf_join(value, ", ", profile_number(&number, node_get(funding, "amount")));
		buf_join(value, " ", node_text(node_get(funding, "currency")));
		profile_node_span(p, value, ", ", funding);
		profile_bullet(page, value);
	}
	buf_free(&number);
}

/* The name of the host or scope before or after a change; key is from or to. */
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

/* Writes an entry of another community's lineage that names this one, seen from this one. */
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
		if (audience_knows(p->view, p->cop->lineage[i].community))
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
