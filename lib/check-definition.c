/* Checking definitions: references, the order of dates, what each kind and stage of a community requires. */
#include "check.h"

/* Does the map have a value for the key? An empty one counts as none. */
static bool
has(const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	return node != NULL && (node->kind == NODE_SCALAR ? node->text.n > 0 : node->count > 0);
}

/* The place of a key's value; that of the document if the key is missing. */
static struct place
place_of(const struct definition *cop, const char *key)
{
	const struct node *node = node_get(cop->root, key);

	return node_place(node != NULL ? node : cop->root, cop->path);
}

/* -- references --------------------------------------------------------------------------------------------- */

/* The context of visit_reference(). */
struct visiting {
	const struct check *check;
	const struct definition *cop;
};

static void
check_community(const struct check *check, const struct definition *cop, struct str id,
		struct place place)
{
	struct nearest nearest = diag_nearest(check->diag, id);
	bool known = registry_knows(check->registry, id, &nearest);

	if (str_eq(nearest.best, cop->id))
		nearest.best = (struct str){NULL, 0};
	if (!known)
		diag_add_near(check->diag, RULE_UNKNOWN_COMMUNITY, place, &nearest, "\"%.*s\"",
			      STR_ARG(id));
}

static void
check_group(const struct check *check, const struct definition *cop, struct str id,
	    struct place place)
{
	struct nearest nearest = diag_nearest(check->diag, id);

	if (definition_has_group(cop, id))
		return;
	definition_near_group(cop, &nearest);
	diag_add_near(check->diag, RULE_UNKNOWN_GROUP, place, &nearest, "\"%.*s\"", STR_ARG(id));
}

static void
visit_reference(void *context, const struct key *key, const struct node *value)
{
	const struct visiting *visiting = context;
	const struct check *check = visiting->check;
	const struct registry *registry = check->registry;
	struct place place = node_place(value, visiting->cop->path);

	switch (key->type) {
	case KEY_HOST:
		check_reference(check, &registry->hosts, RULE_UNKNOWN_HOST, value->text, place);
		break;
	case KEY_ROLE:
		check_reference(check, &registry->roles, RULE_UNKNOWN_ROLE, value->text, place);
		break;
	case KEY_REGION:
		check_reference(check, &registry->regions, RULE_UNKNOWN_REGION, value->text, place);
		break;
	case KEY_PURPOSE:
		check_reference(check, &registry->purposes, RULE_UNKNOWN_PURPOSE, value->text,
				place);
		break;
	case KEY_GROUP:
		check_group(check, visiting->cop, value->text, place);
		break;
	case KEY_ORGANIZATION:
		check_organization(check, value->text, place);
		break;
	case KEY_COMMUNITY:
		check_community(check, visiting->cop, value->text, place);
		break;
	default:
		break;
	}
}

static void
check_references(const struct check *check, const struct definition *cop)
{
	struct visiting visiting = {check, cop};
	struct keys_walk walk = {.keys = definition_keys,
				 .path = cop->path,
				 .visit = visit_reference,
				 .context = &visiting};

	keys_walk(&walk, cop->root);
}

/* -- dates ------------------------------------------------------------------------------------------------------ */

/* Checks every from and until in the document, at any depth. */
static void
check_spans(const struct check *check, const struct definition *cop, const struct node *node)
{
	struct date until = node_date(node, "until");

	if (date_given(until) && date_last(until) < date_first(node_date(node, "from")))
		diag_add(check->diag, RULE_DATE_ORDER,
			 node_place(node_get(node, "until"), cop->path), "until is before from");
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (item->key == NULL || !str_is(item->key->text, "also"))
			check_spans(check, cop, item);
}

/* Records the date under a key that tells of the past, if it lies in the future. */
static void
check_past(const struct check *check, const struct definition *cop, const struct node *node,
	   const char *key)
{
	struct date date = node_date(node, key);
	char text[DATE_TEXT];

	if (date_given(date) && date_first(date) > check->d)
		diag_add(check->diag, RULE_FUTURE_DATE, node_place(node_get(node, key), cop->path),
			 "%s %s", key, date_text(date, text));
}

static void
check_future(const struct check *check, const struct definition *cop)
{
	check_past(check, cop, cop->root, "reviewed");
	for (const struct node *event = node_items(cop->root, "events"); event != NULL;
	     event = event->next)
		check_past(check, cop, event, "date");
	for (const struct node *goal = node_items(cop->root, "goals"); goal != NULL;
	     goal = goal->next) {
		check_past(check, cop, goal, "done");
		for (const struct node *r = node_items(goal, "readings"); r != NULL; r = r->next)
			check_past(check, cop, r, "date");
	}
}

/* Records a merger that is dated before the launch of the community that merged into the other. */
static void
check_merger(const struct check *check, const struct definition *cop, const struct lineage *lineage)
{
	const struct definition *merged = cop;
	const struct node *date = node_get(lineage->node, "date");

	if (lineage->event == LINEAGE_MERGED_FROM)
		merged = registry_find(check->registry, lineage->community);
	else if (lineage->event != LINEAGE_MERGED_INTO)
		return;
	if (merged != NULL && date_given(lineage->date) && date_given(merged->launched) &&
	    date_last(lineage->date) < date_first(merged->launched))
		diag_add(check->diag, RULE_DATE_ORDER, node_place(date, cop->path),
			 "the merger is before the launch of \"%.*s\"", STR_ARG(merged->id));
}

static void
check_life(const struct check *check, const struct definition *cop)
{
	if (date_given(cop->ended) && date_last(cop->ended) < date_first(cop->launched))
		diag_add(check->diag, RULE_DATE_ORDER, place_of(cop, "ended"),
			 "ended is before launched");
}

static void
check_reason(const struct check *check, const struct definition *cop)
{
	if (date_given(cop->ended) && date_last(cop->ended) < check->d && !has(cop->root, "reason"))
		diag_add(check->diag, RULE_ENDED_WITHOUT_REASON, place_of(cop, "ended"),
			 "say why under reason");
}

static void
check_reviewed(const struct check *check, const struct definition *cop)
{
	int months = check->registry->policy.review_months;
	char text[DATE_TEXT];
	enum status status = definition_status(cop, check->d);

	if (status == STATUS_ENDED || status == STATUS_MERGED)
		return;
	if (!has(cop->root, "reviewed"))
		diag_add(check->diag, RULE_NOT_REVIEWED, place_of(cop, "reviewed"),
			 "there is no reviewed date");
	else if (definition_is_stale(cop, months, check->d))
		diag_add(check->diag, RULE_NOT_REVIEWED, place_of(cop, "reviewed"),
			 "last reviewed %s, more than %d months ago",
			 date_text(cop->reviewed, text), months);
}

static void
check_launch(const struct check *check, const struct definition *cop)
{
	char launched[DATE_TEXT], reviewed[DATE_TEXT];

	if (definition_awaits_launch(cop, check->d))
		diag_add(check->diag, RULE_LAUNCH_UNCONFIRMED, place_of(cop, "launched"),
			 "launched %s, last reviewed %s", date_text(cop->launched, launched),
			 date_text(cop->reviewed, reviewed));
}

/* -- kinds -------------------------------------------------------------------------------------------------------- */

static void
check_collaborative(const struct check *check, const struct definition *cop)
{
	int months = check->registry->policy.collaborative_months;
	day last = date_last(cop->ended) < cop->merged ? date_last(cop->ended) : cop->merged;

	if (cop->kind != KIND_COLLABORATIVE)
		return;
	if (!has(cop->root, "goals"))
		diag_add(check->diag, RULE_COLLABORATIVE_WITHOUT_GOALS, place_of(cop, "kind"),
			 "add goals, or change kind");
	if (last == DAY_NEVER)
		last = check->d;
	if (definition_overruns(cop, months) <= last)
		diag_add(check->diag, RULE_COLLABORATIVE_TOO_LONG, place_of(cop, "launched"),
			 "longer than %d months", months);
}

static void
check_like_collaborative(const struct check *check, const struct definition *cop)
{
	if (cop->kind == KIND_COMMUNITY && date_given(cop->ended) && has(cop->root, "goals"))
		diag_add(check->diag, RULE_LIKE_A_COLLABORATIVE, place_of(cop, "goals"),
			 "it has goals and an end date");
}

static void
check_registrar(const struct check *check, const struct definition *cop)
{
	if (str_is(node_text(node_get(cop->root, "relationship")), "registrations") &&
	    !has(cop->root, "registrar"))
		diag_add(check->diag, RULE_NO_REGISTRAR, place_of(cop, "relationship"),
			 "name who takes them under registrar");
}

static const char *
why_bad(const struct composition_rule *rule)
{
	bool per_organization = has(rule->node, "at_most_per_organization");
	bool otherwise = has(rule->node, "at_least") || has(rule->node, "at_most");

	if (!per_organization && !otherwise)
		return "it needs at_least, at_most or at_most_per_organization";
	if (per_organization &&
	    (otherwise || rule->group.n == 0 || rule->role.n > 0 || rule->organization.n > 0 ||
	     rule->region.n > 0 || rule->position.n > 0))
		return "at_most_per_organization takes a group and no other condition";
	if (rule->at_most >= 0 && rule->at_least > rule->at_most)
		return "at_least is more than at_most";
	return NULL;
}

bool
rule_is_good(const struct composition_rule *rule)
{
	return why_bad(rule) == NULL;
}

static void
check_rule(const struct check *check, const struct definition *cop,
	   const struct composition_rule *rule)
{
	const char *why = why_bad(rule);

	if (why != NULL)
		diag_add(check->diag, RULE_BAD_COMPOSITION, node_place(rule->node, cop->path), "%s",
			 why);
}

/* -- what goes together -------------------------------------------------------------------------------------- */

static void
check_one_of(const struct check *check, const struct definition *cop, const struct node *node,
	     bool one, bool other, const char *both, const char *neither)
{
	if (one == other && node->kind == NODE_MAP)
		diag_add(check->diag, RULE_ONE_OF, node_place(node, cop->path), "%s",
			 one ? both : neither);
}

static void
check_partners(const struct check *check, const struct definition *cop)
{
	for (const struct node *p = node_items(cop->root, "partners"); p != NULL; p = p->next)
		check_one_of(check, cop, p, has(p, "host"), has(p, "name"),
			     "both host and name are given", "neither host nor name is given");
}

static void
check_contacts(const struct check *check, const struct definition *cop)
{
	for (const struct node *c = node_items(cop->root, "contacts"); c != NULL; c = c->next)
		check_one_of(check, cop, c, has(c, "position"), has(c, "name") || has(c, "email"),
			     "both position and name or email are given",
			     "neither position nor name nor email is given");
}

static void
check_ways(const struct check *check, const struct definition *cop)
{
	const struct node *join = node_get(cop->root, "join");

	for (const struct node *way = node_items(join, "ways"); way != NULL; way = way->next) {
		struct str method = node_text(node_get(way, "method"));
		bool url = has(way, "url"), email = has(way, "email");
		bool document = has(way, "document");

		if (str_is(method, "form") && !url)
			diag_add(check->diag, RULE_WAY_INCOMPLETE, node_place(way, cop->path),
				 "method form needs url");
		else if (str_is(method, "email") && !email)
			diag_add(check->diag, RULE_WAY_INCOMPLETE, node_place(way, cop->path),
				 "method email needs email");
		else if (str_is(method, "document") && !document && !url)
			diag_add(check->diag, RULE_WAY_INCOMPLETE, node_place(way, cop->path),
				 "method document needs document or url");
	}
}

/* -- lineage -------------------------------------------------------------------------------------------------------- */

static void
check_lineage_event(const struct check *check, const struct definition *cop,
		    const struct lineage *lineage)
{
	bool changes = lineage->event == LINEAGE_TRANSFERRED || lineage->event == LINEAGE_SCALED;
	bool body = has(lineage->node, "body"), community = lineage->community.n > 0;
	bool merger = lineage->event == LINEAGE_MERGED_FROM ||
		      lineage->event == LINEAGE_MERGED_INTO;
	struct place place = node_place(lineage->node, cop->path);

	if (merger && node_text(node_get(lineage->node, "date")).n == 0)
		diag_add(check->diag, RULE_MERGER_WITHOUT_DATE, place, "%s",
			 lineage_words[lineage->event]);
	if (changes &&
	    (body || community || !has(lineage->node, "from") || !has(lineage->node, "to")))
		diag_add(check->diag, RULE_LINEAGE_TARGET, place,
			 "%s takes from and to, and neither community nor body",
			 lineage_words[lineage->event]);
	else if (!changes && body == community)
		diag_add(check->diag, RULE_LINEAGE_TARGET, place,
			 body ? "%s takes a community or a body, not both"
			      : "%s needs a community or a body",
			 lineage_words[lineage->event]);
	if (lineage->event == LINEAGE_MERGED_INTO && community)
		diag_add(check->diag, RULE_LINEAGE_SIDE, place,
			 "write merged-from in cops/%.*s.yaml instead",
			 STR_ARG(lineage->community));
}

/* Checks that the hosts of a transfer, and the scopes of a scaling, are known. */
static void
check_lineage_change(const struct check *check, const struct definition *cop,
		     const struct lineage *lineage)
{
	static const char *const ends[] = {"from", "to"};
	const struct key *scope = keys_find(definition_keys, STR("scope"));

	for (size_t i = 0; i < 2; i++) {
		const struct node *node = node_get(lineage->node, ends[i]);

		if (node == NULL || node->kind != NODE_SCALAR || !id_good(node->text))
			continue;
		if (lineage->event == LINEAGE_TRANSFERRED)
			check_reference(check, &check->registry->hosts, RULE_UNKNOWN_HOST,
					node->text, node_place(node, cop->path));
		else if (lineage->event == LINEAGE_SCALED)
			keys_check_value(scope, node, cop->path, check->diag);
	}
}

/* A depth-first search for loops, in part_of or from each community to those it came from. */
struct tracing {
	const struct check *check;
	struct map state; /* for each id that was reached, the address of one of these two marks: */
	char being_followed; /* it is on the current path */
	char followed;       /* it is done */
	bool parts;          /* follow part_of; false: lineage */
};

static void trace(struct tracing *tracing, const struct definition *cop);

static void
trace_to(struct tracing *tracing, const struct definition *cop, struct str id,
	 const struct node *node)
{
	const struct definition *other = registry_find(tracing->check->registry, id);

	if (other == NULL)
		return;
	if (map_get(&tracing->state, id) == &tracing->being_followed)
		diag_add(tracing->check->diag, RULE_LOOP, node_place(node, cop->path),
			 "\"%.*s\" leads back to \"%.*s\"", STR_ARG(id), STR_ARG(cop->id));
	else if (map_get(&tracing->state, id) == NULL)
		trace(tracing, other);
}

static void
trace(struct tracing *tracing, const struct definition *cop)
{
	const struct node *part_of = node_get(cop->root, "part_of");

	*map_at(&tracing->state, cop->id) = &tracing->being_followed;
	if (tracing->parts && node_text(part_of).n > 0)
		trace_to(tracing, cop, part_of->text, part_of);
	for (size_t i = 0; !tracing->parts && i < cop->lineage_count; i++)
		if (cop->lineage[i].event != LINEAGE_MERGED_INTO && cop->lineage[i].community.n > 0)
			trace_to(tracing, cop, cop->lineage[i].community,
				 node_get(cop->lineage[i].node, "community"));
	*map_at(&tracing->state, cop->id) = &tracing->followed;
}

static void
check_loops(const struct check *check, bool parts)
{
	struct tracing tracing = {.check = check, .state = map_new(check->arena), .parts = parts};

	for (size_t i = 0; i < check->registry->cop_count; i++)
		if (map_get(&tracing.state, check->registry->cops_list[i]->id) == NULL)
			trace(&tracing, check->registry->cops_list[i]);
}

void
check_lineage(const struct check *check)
{
	check_loops(check, false);
	check_loops(check, true);
}

void
check_definition(const struct check *check, const struct definition *cop)
{
	check_references(check, cop);
	check_spans(check, cop, cop->root);
	check_life(check, cop);
	check_future(check, cop);
	check_partners(check, cop);
	check_contacts(check, cop);
	check_ways(check, cop);
	check_reason(check, cop);
	check_reviewed(check, cop);
	check_launch(check, cop);
	check_collaborative(check, cop);
	check_like_collaborative(check, cop);
	check_registrar(check, cop);
	for (size_t i = 0; i < cop->rule_count; i++)
		check_rule(check, cop, &cop->rules[i]);
	for (size_t i = 0; i < cop->lineage_count; i++) {
		check_lineage_event(check, cop, &cop->lineage[i]);
		check_lineage_change(check, cop, &cop->lineage[i]);
		check_merger(check, cop, &cop->lineage[i]);
	}
}
