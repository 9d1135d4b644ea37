/* Checking a registry as a whole: vocabularies, files, what the people's small files say. */
#include "check.h"

#include "canonical.h"
#include "composition.h"

/* -- records ------------------------------------------------------------------------------------------------ */

static const char *const severity_words[] = {"error", "warning", NULL};

static const struct finding *
finding_of(const struct record *record)
{
	return record->subject;
}

static void
get_path(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT, .text = finding_of(record)->place.path};
}

static void
get_line(const struct record *record, struct value *value)
{
	if (finding_of(record)->place.line > 0)
		*value = (struct value){.kind = VALUE_NUMBER,
					.number = (double)finding_of(record)->place.line};
}

static void
get_column(const struct record *record, struct value *value)
{
	if (finding_of(record)->place.line > 0)
		*value = (struct value){.kind = VALUE_NUMBER,
					.number = (double)finding_of(record)->place.column};
}

static void
get_severity(const struct record *record, struct value *value)
{
	*value = (struct value){
	    .kind = VALUE_TEXT,
	    .text = str_of(severity_word(rules[finding_of(record)->rule].severity))};
}

static void
get_rule(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT,
				.text = str_of(rules[finding_of(record)->rule].slug)};
}

static void
get_message(const struct record *record, struct value *value)
{
	struct buf message = {0};

	diag_message(&message, finding_of(record));
	*value = (struct value){.kind = VALUE_TEXT,
				.text = arena_str(record->scratch, buf_all(&message))};
	buf_free(&message);
}

static void
get_what(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT,
				.text = str_of(rules[finding_of(record)->rule].what)};
}

static void
get_explanation(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT,
				.text = str_of(rules[finding_of(record)->rule].explanation)};
}

/* clang-format off */
const struct column finding_columns[] = {
	{"path", VALUE_TEXT, .get = get_path, .shown = true, .meaning = "of the file"},
	{"line", VALUE_NUMBER, .get = get_line, .shown = true, .meaning = "from 1"},
	{"column", VALUE_NUMBER, .get = get_column, .shown = true, .meaning = "from 1, in code points"},
	{"severity", VALUE_TEXT, severity_words, .get = get_severity, .shown = true, .meaning = "error or warning"},
	{"rule", VALUE_TEXT, .get = get_rule, .shown = true, .meaning = "as --explain takes it"},
	{"message", VALUE_TEXT, .get = get_message, .shown = true, .meaning = "what is wrong"},
	{0}};

const struct column rule_columns[] = {
	{"rule", VALUE_TEXT, .get = get_rule, .shown = true, .meaning = "as --explain takes it"},
	{"severity", VALUE_TEXT, severity_words, .get = get_severity, .shown = true, .meaning = "error or warning"},
	{"what", VALUE_TEXT, .get = get_what, .shown = true, .meaning = "what its findings begin with"},
	{"explanation", VALUE_TEXT, .get = get_explanation, .meaning = "why it matters, how to mend it"},
	{0}};
/* clang-format on */

size_t
findings_list(const struct diag *found, const struct query *query, bool strict, struct emit *emit,
	      struct output *output)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct arena *scratch = arena_new();
	struct emit_part part = {0};
	size_t counted = 0;

	for (size_t i = 0; i < diag_count(found); i++) {
		const struct finding *finding = diag_at(found, i);
		struct record record = {.view = &view, .subject = finding, .scratch = scratch};

		if (!query_holds(query, &record))
			continue;
		if (emit != NULL)
			emit_record(emit, &part, &record);
		else
			diag_line(&part.bytes, finding, "");
		counted += strict || rules[finding->rule].severity > SEVERITY_WARNING;
	}
	if (emit != NULL) {
		(void)emit_take(emit, &part);
		emit_end(emit);
	} else {
		(void)output_add(output, buf_all(&part.bytes));
	}
	emit_part_free(&part);
	arena_free(scratch);
	return counted;
}

void
rules_list(const struct query *query, struct emit *emit)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct emit_part part = {0};

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct finding finding = {.rule = (enum rule)rule};
		struct record record = {.view = &view, .subject = &finding};

		if (rule_is_checked(finding.rule) && query_holds(query, &record))
			emit_record(emit, &part, &record);
	}
	(void)emit_take(emit, &part);
	emit_part_free(&part);
	emit_end(emit);
}

bool
rule_explain(struct str slug, size_t width, struct output *output, struct nearest *nearest)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct str rest = str_of(rules[rule].explanation), line;
		struct buf out = {0};

		nearest_try(nearest, str_of(rules[rule].slug));
		if (!str_is(slug, rules[rule].slug))
			continue;
		buf_format(&out, "%s (%s): %s\n\n", rules[rule].slug,
			   severity_word(rules[rule].severity), rules[rule].what);
		while (text_wrap(&rest, width, &line)) {
			buf_str(&out, line);
			buf_char(&out, '\n');
		}
		(void)output_add(output, buf_all(&out));
		buf_free(&out);
		return true;
	}
	return false;
}

/* -- references ------------------------------------------------------------------------------------------------ */

void
check_reference(const struct check *check, const struct vocabulary *vocabulary, enum rule rule,
		struct str id, struct place place)
{
	const struct node *node = check->registry->node;
	struct nearest nearest;

	/* A registry.yaml that cannot be read is one finding, not one for each reference to it. */
	if (vocabulary_find(vocabulary, id) != NULL || node == NULL || node->kind != NODE_MAP)
		return;
	nearest = nearest_to(id);
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
	nearest = nearest_to(id);
	for (size_t i = 0; i < all->count; i++)
		nearest_try(&nearest, all->list[i].id);
	diag_add_near(check->diag, RULE_UNKNOWN_ORGANIZATION, place, &nearest, "\"%.*s\"",
		      STR_ARG(id));
}

/* Does following within from the term come back to it? Told once, at the first of those on the way. */
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
		else if (rosters && !registry_knows(check->registry, id, &nearest))
			diag_add_near(check->diag, RULE_ROSTER_WITHOUT_COMMUNITY, place, &nearest,
				      "no cops/%.*s.yaml", STR_ARG(id));
	}
}

/* A file beside the people's own whose name is nearly one of theirs: it would be read by nobody. */
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
				      "nobody reads it");
	}
}

void
check_stray_files(const struct check *check)
{
	check_misnamed(check, &check->registry->root);
	if (!folder_is_same(&check->registry->root, &check->registry->people))
		check_misnamed(check, &check->registry->people);
	check_folder(check, &check->registry->cops, STR(DEFINITION_SUFFIX), false);
	check_folder(check, &check->registry->rosters, STR(ROSTER_SUFFIX), true);
}

/* Files that somebody asked about. */
struct asked {
	const struct registry_file *const *files;
	size_t count;
};

static bool
is_asked(void *context, const struct finding *finding)
{
	const struct asked *asked = context;

	for (size_t i = 0; i < asked->count; i++)
		if (str_eq(asked->files[i]->path, finding->place.path))
			return true;
	return false;
}

void
check_keep_files(struct diag *found, const struct registry_file *const *files, size_t count)
{
	diag_keep(found, is_asked, &(struct asked){files, count});
}

/* -- the people's small files --------------------------------------------------------------------------------------- */

/* The place of a field in a record. */
static struct place
field_place(struct str path, size_t line, struct str text, size_t field)
{
	return (struct place){path, line, rows_column(text, field)};
}

void
check_address(struct diag *diag, struct str email, struct place place)
{
	if (!email_good(email))
		diag_add(diag, RULE_BAD_EMAIL, place, "\"%.*s\"", STR_ARG(email));
	else if (!address_good(email))
		diag_add(diag, RULE_EMAIL_CASE, place, "\"%.*s\"", STR_ARG(email));
}

/* Each of the values that a field holds, separated by semicolons. */
static void
each_value(const struct check *check, struct str values, struct place place,
	   void (*each)(const struct check *check, struct str value, struct place place))
{
	struct str value;

	while (values.n > 0 && str_next(&values, ';', &value))
		each(check, str_trim(value), place);
}

static void
check_domain(const struct check *check, struct str domain, struct place place)
{
	if (!domain_good(domain))
		diag_add(check->diag, RULE_BAD_VALUE, place, "domain \"%.*s\": not a domain name",
			 STR_ARG(domain));
}

static void
check_host(const struct check *check, struct str host, struct place place)
{
	check_reference(check, &check->registry->hosts, RULE_UNKNOWN_HOST, host, place);
}

enum {
	ORGANIZATION_ID,
	ORGANIZATION_NAME,
	ORGANIZATION_REGION = 3,
	ORGANIZATION_DOMAINS,
	ORGANIZATION_MEMBER_OF,
	ORGANIZATION_LEFT = 7
};

/* An address belongs to one organization: no domain stands under two. */
static void
check_domains(const struct check *check, const struct organization *o, struct map *seen)
{
	struct place place = field_place(check->registry->organizations->path, o->line, o->text,
					 ORGANIZATION_DOMAINS);
	struct str rest = o->domains, domain;

	while (rest.n > 0 && str_next(&rest, ';', &domain)) {
		const struct organization *first;

		domain = str_trim(domain);
		first = map_get(seen, domain);
		if (first != NULL && first != o)
			diag_add_other(check->diag, RULE_DUPLICATE_DOMAIN, place, first->line,
				       "\"%.*s\" stands already in line", STR_ARG(domain));
		else if (domain.n > 0)
			memcpy(map_at(seen, domain), &o, sizeof(void *));
	}
}

static void
check_organization_row(const struct check *check, const struct organizations *all,
		       const struct organization *o)
{
	const struct organization *first = map_get(&all->by_id, o->id);
	struct place id = field_place(all->path, o->line, o->text, ORGANIZATION_ID);

	if (first != o)
		diag_add_other(check->diag, RULE_DUPLICATE_ID, id, first->line,
			       "\"%.*s\" stands already in line", STR_ARG(o->id));
	if (!id_good(o->id))
		diag_add(check->diag, RULE_BAD_VALUE, id, "id \"%.*s\": not an id", STR_ARG(o->id));
	if (o->name.n == 0)
		diag_add(check->diag, RULE_MISSING_FIELD,
			 field_place(all->path, o->line, o->text, ORGANIZATION_NAME), "name");
	if (o->region.n > 0)
		check_reference(check, &check->registry->regions, RULE_UNKNOWN_REGION, o->region,
				field_place(all->path, o->line, o->text, ORGANIZATION_REGION));
	if (date_given(o->joined) && date_last(o->left) < date_first(o->joined))
		diag_add(check->diag, RULE_DATE_ORDER,
			 field_place(all->path, o->line, o->text, ORGANIZATION_LEFT),
			 "left before it joined");
	each_value(check, o->domains,
		   field_place(all->path, o->line, o->text, ORGANIZATION_DOMAINS), check_domain);
	each_value(check, o->member_of,
		   field_place(all->path, o->line, o->text, ORGANIZATION_MEMBER_OF), check_host);
}

void
check_organizations(const struct check *check)
{
	const struct organizations *all = check->registry->organizations;
	struct map domains = map_new(check->arena);

	for (size_t i = 0; all != NULL && i < all->count; i++) {
		check_organization_row(check, all, &all->list[i]);
		check_domains(check, &all->list[i], &domains);
	}
}

void
check_suppressions(const struct check *check)
{
	const struct suppressions *all = check->registry->suppressions;

	for (size_t i = 0; all != NULL && i < all->count; i++) {
		const struct suppression *s = &all->list[i];
		const struct suppression *first = map_get(&all->by_email, s->email);
		struct place email = field_place(all->path, s->line, s->text, 0);

		if (first != s)
			diag_add_other(check->diag, RULE_DUPLICATE_ID, email, first->line,
				       "the address stands already in line");
		check_address(check->diag, s->email, email);
		if (!s->dated)
			diag_add(check->diag, RULE_MISSING_FIELD,
				 field_place(all->path, s->line, s->text, 1), "date");
	}
}

/* Is the file, if it is there and can be read, in the one form that it has? */
static void
check_form(const struct check *check, const struct folder *folder, const char *name,
	   enum csv_kind kind)
{
	struct place place = folder_place(check->arena, folder, str_of(name));
	struct diag *found = diag_new(); /* has been recorded by reading */
	struct canonical form = {.arena = NULL};
	struct buf bytes = {0};
	const char *why;

	if (file_read_all(folder, name, ROWS_BYTES_MAX, &bytes, place, found) &&
	    canonical_make(kind, buf_all(&bytes), place.path, &form, found) &&
	    (place.line = canonical_difference(buf_all(&bytes), &form, &why)) > 0) {
		place.column = 1;
		diag_add(check->diag, RULE_NOT_CANONICAL, place, "%s; run cop-fmt", why);
	}
	buf_free(&bytes);
	canonical_free(&form);
	diag_free(found);
}

void
check_canonical(const struct check *check, const bool *in_form)
{
	const struct registry *registry = check->registry;

	for (size_t i = 0; i < registry->cop_count && folder_is_there(&registry->rosters); i++)
		if (!in_form[i])
			check_form(check, &registry->rosters,
				   arena_format(check->arena, "%.*s" ROSTER_SUFFIX,
						STR_ARG(registry->cops_list[i]->id))
				       .p,
				   CSV_ROSTER);
	if (!folder_is_there(&registry->people))
		return;
	check_form(check, &registry->people, "organizations.csv", CSV_ORGANIZATIONS);
	check_form(check, &registry->people, "suppressions.csv", CSV_SUPPRESSIONS);
}

/* -- everything ------------------------------------------------------------------------------------------------------ */

/* "working-group, role elder: has 0, needs at least 1" */
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
check_composition(const struct check *check)
{
	const struct registry *registry = check->registry;
	const struct definition **cops = arena_array(check->arena, registry->cop_count,
						     sizeof(*cops));
	struct composition *all;
	size_t count = 0;

	for (size_t i = 0; i < registry->cop_count; i++)
		if (registry->cops_list[i]->rule_count > 0 &&
		    definition_status(registry->cops_list[i], check->d) == STATUS_ACTIVE)
			cops[count++] = registry->cops_list[i];
	all = composition_read(check->arena, registry, cops, count, check->d, (struct str){NULL, 0},
			       true);
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; all[i].known && r < cops[i]->rule_count; r++) {
			const struct standing *standing = &all[i].standings[r];

			if (!standing->met && rule_is_good(standing->rule))
				composition_unmet(check, cops[i], standing);
		}
}

void
check_registry(const struct check *check)
{
	const struct registry *registry = check->registry;
	bool *in_form = arena_array(check->arena, registry->cop_count, sizeof(*in_form));

	check_vocabularies(check);
	for (size_t i = 0; i < registry->cop_count; i++)
		check_definition(check, registry->cops_list[i]);
	check_lineage(check);
	check_stray_files(check);
	check_organizations(check);
	check_suppressions(check);
	check_rosters(check, in_form);
	check_composition(check);
	check_canonical(check, in_form);
}

const struct finding *
check_introduced(const struct diag *before, const struct diag *after)
{
	for (size_t i = 0; i < diag_count(after); i++)
		if (rules[diag_at(after, i)->rule].severity >= SEVERITY_ERROR &&
		    diag_is_new(after, i, before))
			return diag_at(after, i);
	return NULL;
}
