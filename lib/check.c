/* Checking a registry as a whole: references, vocabularies, stray files, compositions. */
#include "check.h"

#include "composition.h"

/* -- references ------------------------------------------------------------------------------------------------ */

void
check_reference(const struct check *check, const struct vocabulary *vocabulary, enum rule rule,
		struct str id, struct place place)
{
	const struct node *node = check->registry->node;
	struct nearest nearest;

	/* If registry.yaml cannot be read, that is one finding, not one for each reference to it. */
	if (vocabulary_find(vocabulary, id) != NULL || node == NULL || node->kind != NODE_MAP)
		return;
	nearest = diag_nearest(check->diag, id);
	vocabulary_nearest(vocabulary, &nearest);
	diag_add_near(check->diag, rule, place, &nearest, "\"%.*s\"", STR_ARG(id));
}

void
check_organization(const struct check *check, struct str id, struct place place)
{
	const struct organizations *all = check->registry->organizations;
	struct nearest nearest;

	if (all == NULL || map_get(&all->by_id, id) != NULL)
		return;
	nearest = diag_nearest(check->diag, id);
	organizations_nearest(all, &nearest);
	diag_add_near(check->diag, RULE_UNKNOWN_ORGANIZATION, place, &nearest, "\"%.*s\"",
		      STR_ARG(id));
}

/* Records a term that lies within itself, directly or through others.  A loop is recorded once, at its first term. */
static void
check_loop(const struct check *check, const struct vocabulary *vocabulary, const struct term *term)
{
	const struct term *next = term;

	for (size_t i = 0; i < vocabulary->count && next != NULL; i++) {
		next = next->within.p == NULL ? NULL : vocabulary_find(vocabulary, next->within);
		if (next != NULL && next < term)
			return;
		if (next == term) {
			diag_add(check->diag, RULE_LOOP,
				 node_place(node_get(term->node, "within"), check->registry->path),
				 "\"%.*s\" lies within itself", STR_ARG(term->id));
			return;
		}
	}
}

static void
check_within(const struct check *check, const struct vocabulary *vocabulary, enum rule rule)
{
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct term *term = &vocabulary->list[i];

		if (term->within.p == NULL)
			continue;
		check_reference(check, vocabulary, rule, term->within,
				node_place(node_get(term->node, "within"), check->registry->path));
		check_loop(check, vocabulary, term);
	}
}

void
check_vocabularies(const struct check *check)
{
	check_within(check, &check->registry->roles, RULE_UNKNOWN_ROLE);
	check_within(check, &check->registry->regions, RULE_UNKNOWN_REGION);
}

/* -- files ------------------------------------------------------------------------------------------------------- */

static struct str
without_suffix(struct str name, struct str suffix)
{
	struct str id = {name.p, str_ends(name, suffix) ? name.n - suffix.n : 0};

	return id_good(id) ? id : (struct str){NULL, 0};
}

static void
check_folder(const struct check *check, const struct folder *folder, struct str suffix,
	     bool rosters)
{
	struct str *names;
	ssize_t count = !folder_is_there(folder) ? 0 : folder_names(folder, check->arena, &names);

	for (ssize_t i = 0; i < count; i++) {
		struct str id = without_suffix(names[i], suffix);
		struct place place = folder_place(check->arena, folder, names[i]);
		struct nearest nearest = nearest_to(id);
		struct str stem = {names[i].p, str_find(names[i], '.')};

		if (id.p == NULL)
			diag_add(check->diag, RULE_STRAY_FILE, place,
				 id_good(stem) ? "its name does not end in %.*s"
					       : "its name is not ID%.*s",
				 STR_ARG(suffix));
		else if (rosters && folder_is_there(&check->registry->cops) &&
			 !registry_knows(check->registry, id, &nearest))
			diag_add_near(check->diag, RULE_ROSTER_WITHOUT_COMMUNITY, place, &nearest,
				      "no cops/%.*s.yaml", STR_ARG(id));
	}
}

/* Records each file whose name is close to a name that coptools reads, and so is probably misspelled. */
static void
check_misnamed(const struct check *check, const struct folder *folder)
{
	static const char *const known[] = {
	    "organizations.csv", "suppressions.csv", "rosters", "cops", "registry.yaml", NULL};
	struct str *names;
	ssize_t count = !folder_is_there(folder) ? 0 : folder_names(folder, check->arena, &names);

	for (ssize_t i = 0; i < count; i++) {
		struct nearest nearest = nearest_to(names[i]);

		if (words_index(known, names[i]) >= 0)
			continue;
		for (size_t k = 0; known[k] != NULL; k++)
			nearest_try(&nearest, str_of(known[k]));
		if (nearest.best.p != NULL)
			diag_add_near(check->diag, RULE_STRAY_FILE,
				      folder_place(check->arena, folder, names[i]), &nearest,
				      "no command reads it");
	}
}

static void
check_stray_files(const struct check *check)
{
	check_misnamed(check, &check->registry->root);
	if (!folder_is_same(&check->registry->root, &check->registry->people))
		check_misnamed(check, &check->registry->people);
	check_folder(check, &check->registry->cops, STR(DEFINITION_SUFFIX), false);
	check_folder(check, &check->registry->rosters, STR(ROSTER_SUFFIX), true);
}

static bool
is_asked(void *context, const struct finding *finding)
{
	const struct map *paths = context;

	return finding->place.path.p != NULL && map_get(paths, finding->place.path) != NULL;
}

void
check_keep_files(struct diag *found, const struct registry_file *const *files, size_t count)
{
	struct map paths = map_new(arena_new());

	for (size_t i = 0; i < count; i++)
		*map_at(&paths, files[i]->path) = found;
	diag_keep(found, is_asked, &paths);
	arena_free(paths.arena);
}

/* -- everything ------------------------------------------------------------------------------------------------------ */

/* Records "working-group, role elder: has 0, needs at least 1". */
static void
composition_unmet(const struct check *check, const struct definition *cop,
		  const struct standing *standing)
{
	const struct composition_rule *rule = standing->rule;
	struct str filters[] = {rule->role, rule->organization, rule->region, rule->position};
	static const char *const names[] = {"role", "organization", "region", "position"};
	struct buf text = {0};

	buf_str(&text, rule->group.n > 0 ? rule->group : STR("members"));
	for (size_t i = 0; i < 4; i++)
		if (filters[i].n > 0)
			buf_format(&text, ", %s %.*s", names[i], STR_ARG(filters[i]));
	if (standing->organization.n > 0)
		buf_format(&text, ", organization %.*s", STR_ARG(standing->organization));
	buf_format(&text, ": has %zu, needs ", standing->have);
	if (rule->at_most_per_organization >= 0)
		buf_format(&text, "at most %ld", rule->at_most_per_organization);
	else if (rule->at_least >= 0 && (long)standing->have < rule->at_least)
		buf_format(&text, "at least %ld", rule->at_least);
	else
		buf_format(&text, "at most %ld", rule->at_most);
	diag_add(check->diag, RULE_COMPOSITION_UNMET, node_place(rule->node, cop->path), "%.*s",
		 STR_ARG(buf_all(&text)));
	buf_free(&text);
}

void
check_composition(const struct check *check, const struct definition *const *cops, size_t count)
{
	const struct definition **active = arena_array(check->arena, count, sizeof(*active));
	struct composition *all;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (cops[i]->rule_count > 0 &&
		    definition_status(cops[i], check->d) == STATUS_ACTIVE)
			active[n++] = cops[i];
	all = composition_count(check->arena, check->registry, active, n, check->d, 0);
	for (size_t i = 0; i < n; i++)
		for (size_t r = 0; all[i].known && r < active[i]->rule_count; r++) {
			const struct standing *standing = &all[i].standings[r];

			if (!standing->met && rule_is_good(standing->rule))
				composition_unmet(check, active[i], standing);
		}
}

/* Lists all communities, also those whose definitions cannot be read: their rosters have mistakes of their own. */
static const struct definition **
all_communities(const struct check *check)
{
	const struct registry *registry = check->registry;
	const struct definition **all = arena_array(check->arena, registry->id_count, sizeof(*all));

	for (size_t i = 0; i < registry->id_count; i++) {
		all[i] = map_get(&registry->cops_by_id, registry->ids[i]);
		if (all[i] == NULL)
			all[i] = definition_unread(check->arena, registry->ids[i],
						   (struct place){0});
	}
	return all;
}

void
check_registry(const struct check *check)
{
	const struct registry *registry = check->registry;
	const struct definition **all = all_communities(check);
	bool *in_form = arena_array(check->arena, registry->id_count, sizeof(*in_form));

	check_vocabularies(check);
	for (size_t i = 0; i < registry->cop_count; i++)
		check_definition(check, registry->cops_list[i]);
	check_lineage(check);
	check_stray_files(check);
	check_organizations(check);
	check_suppressions(check);
	check_rosters(check, all, registry->id_count, in_form);
	check_composition(check, registry->cops_list, registry->cop_count);
	check_canonical(check, all, registry->id_count, in_form);
}

const struct finding *
check_introduced(const struct diag *before, struct diag *after)
{
	diag_keep_new(after, before);
	for (size_t i = 0; i < diag_count(after); i++)
		if (rules[diag_at(after, i)->rule].severity >= SEVERITY_ERROR)
			return diag_at(after, i);
	return NULL;
}
