#include "admission.h"

enum admission
admission_of(const struct definition *cop)
{
	static const char *const words[] = {"open", "approval", "invitation", "closed", NULL};
	int i = words_index(words, node_text(node_get(node_get(cop->root, "join"), "admission")));

	return i >= 0 ? (enum admission)i : ADMISSION_APPROVAL;
}

/* -- status ---------------------------------------------------------------------------------------------------- */

/* The id of the community that this one merged into, or that succeeded it; absent if no definition says. */
static struct str
successor_of(const struct registry *registry, const struct definition *cop)
{
	for (size_t i = 0; i < cop->lineage_count; i++)
		if (cop->lineage[i].event == LINEAGE_MERGED_INTO && cop->lineage[i].community.n > 0)
			return cop->lineage[i].community;
	for (size_t i = 0; i < registry->cop_count; i++) {
		const struct definition *later = registry->cops_list[i];

		for (size_t j = 0; j < later->lineage_count; j++)
			if ((later->lineage[j].event == LINEAGE_MERGED_FROM ||
			     later->lineage[j].event == LINEAGE_SUCCEEDED) &&
			    str_eq(later->lineage[j].community, cop->id))
				return later->id;
	}
	return (struct str){NULL, 0};
}

static void
add_successor(const struct registry *registry, const struct definition *cop, struct buf *why)
{
	struct str successor = successor_of(registry, cop);

	if (successor.n > 0)
		buf_format(why, "; join %.*s", STR_ARG(successor));
	for (size_t i = 0; i < cop->lineage_count && successor.n == 0; i++)
		if (cop->lineage[i].event == LINEAGE_MERGED_INTO)
			buf_format(why, " into %.*s",
				   STR_ARG(text_choose(node_get(cop->lineage[i].node, "body"),
						       registry->languages)));
}

/* Adds that the community is paused, and until when if the pause has an end. */
static void
add_pause(const struct definition *cop, day d, struct buf *why)
{
	char text[DATE_TEXT];

	buf_puts(why, "paused");
	for (size_t i = 0; i < cop->pause_count; i++)
		if (span_holds(cop->pauses[i], d) && cop->pauses[i].last != DAY_NEVER) {
			buf_format(why, " until %s", date_text(date_of(cop->pauses[i].last), text));
			return;
		}
}

bool
admission_status(const struct registry *registry, const struct definition *cop, day d,
		 bool applying, struct buf *why)
{
	char text[DATE_TEXT];

	switch (definition_status(cop, d)) {
	case STATUS_ACTIVE:
		return true;
	case STATUS_PLANNED:
		if (!applying)
			buf_format(why,
				   "planned for %s: until then, only applications are accepted",
				   date_text(cop->launched, text));
		return applying;
	case STATUS_PAUSED:
		add_pause(cop, d, why);
		return false;
	case STATUS_ENDED:
		buf_format(why, "ended %s", date_text(cop->ended, text));
		break;
	case STATUS_MERGED:
		buf_format(why, "merged %s", date_text(date_of(cop->merged), text));
		break;
	}
	add_successor(registry, cop, why);
	return false;
}

/* -- whom it is open to ------------------------------------------------------------------------------------------ */

/* Adds the texts of a list, separated by commas. */
static void
add_list(const struct node *list, struct buf *why)
{
	for (const struct node *item = list->first; item != NULL; item = item->next)
		buf_format(why, "%s%.*s", item == list->first ? "" : ", ",
			   STR_ARG(node_text(item)));
}

/* Does the id lie within a term of the list? True if there is no list; if false, adds the reason to why. */
static bool
lies_within(const struct vocabulary *vocabulary, const struct node *list, const char *what,
	    struct str id, struct buf *why)
{
	if (list == NULL || list->kind != NODE_LIST || list->count == 0)
		return true;
	for (const struct node *item = list->first; item != NULL; item = item->next)
		if (id.n > 0 && vocabulary_within(vocabulary, id, node_text(item)))
			return true;
	if (id.n > 0)
		buf_format(why, "not open to %s %.*s, but to ", what, STR_ARG(id));
	else
		buf_format(why, "no %s given; open to ", what);
	add_list(list, why);
	return false;
}

/* Does it say nothing: a key without a value, or an empty list? */
static bool
is_open(const struct node *wanted)
{
	return node_is_nothing(wanted) || (wanted->kind == NODE_LIST && wanted->count == 0);
}

static bool
organization_allows(const struct registry *registry, const struct definition *cop,
		    const struct node *wanted, struct str id, day d, struct buf *why)
{
	const struct organization *o = registry->organizations == NULL || id.n == 0
					   ? NULL
					   : map_get(&registry->organizations->by_id, id);

	if (is_open(wanted) || str_is(node_text(wanted), "any"))
		return true;
	if (wanted->kind == NODE_LIST) {
		for (const struct node *item = wanted->first; item != NULL; item = item->next)
			if (id.n > 0 && str_eq(node_text(item), id))
				return true;
		buf_puts(why, id.n > 0 ? "not open to that organization, but to "
				       : "no organization given; open to ");
		add_list(wanted, why);
		return false;
	}
	if (o != NULL && organization_is_member(o, cop->host, d))
		return true;
	if (id.n == 0)
		buf_format(why,
			   "no organization given, and the address does not belong to a "
			   "member organization of %.*s",
			   STR_ARG(cop->host));
	else
		buf_format(why, "%.*s is not a member of %.*s", STR_ARG(id), STR_ARG(cop->host));
	return false;
}

bool
admission_open_to(const struct registry *registry, const struct definition *cop, struct str role,
		  struct str region, struct str organization, day d, struct buf *why)
{
	const struct node *open_to = node_get(node_get(cop->root, "community"), "open_to");
	const struct organization *o = registry->organizations == NULL || organization.n == 0
					   ? NULL
					   : map_get(&registry->organizations->by_id, organization);

	if (region.n == 0 && o != NULL)
		region = o->region;
	return lies_within(&registry->roles, node_get(open_to, "roles"), "role", role, why) &&
	       lies_within(&registry->regions, node_get(open_to, "regions"), "region", region,
			   why) &&
	       organization_allows(registry, cop, node_get(open_to, "organizations"), organization,
				   d, why);
}

bool
admission_suppressed(const struct registry *registry, struct str email, day d, struct buf *why)
{
	const struct suppression *s = suppression_of(registry->suppressions, email);
	size_t line = suppression_damaged(registry->suppressions, email);
	char text[DATE_TEXT];

	if (line > 0)
		buf_format(why,
			   "line %zu of suppressions.csv has the same address and cannot be "
			   "read",
			   line);
	if (line > 0 || s == NULL || date_first(s->date) > d)
		return line > 0;
	buf_puts(why, "suppressed");
	if (date_given(s->date))
		buf_format(why, " since %s", date_text(s->date, text));
	return true;
}
