/* Helpers that compose the text of a profile's sections. */
#include "labels.h"
#include "profile-page.h"
#include "wording.h"

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

struct str
profile_number(struct buf *number, const struct node *node)
{
	double value;

	if (!number_read(node_text(node), &value))
		return node_text(node);
	buf_clear(number);
	label_number(number, value);
	return buf_all(number);
}

void
profile_count(const struct profile *p, struct buf *out, size_t count)
{
	struct value value = count_value(p->view, count);

	buf_puts(out, value.kind == VALUE_MASKED ? "<" : "");
	label_number(out, value.number);
}
