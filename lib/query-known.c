/* Values that a condition may name though they are of no vocabulary: organizations, and what rosters still hold. */
#include "query.h"

const struct organizations *
query_organizations(const struct field *field, const struct registry *registry, struct arena *arena)
{
	bool asked = field->column != NULL ? field->column->terms == TERMS_ORGANIZATIONS
					   : field->key->type == KEY_ORGANIZATION;
	const struct organizations *all;
	struct diag *diag;

	if (registry == NULL || !asked || !folder_is_there(&registry->people))
		return NULL;
	diag = diag_new();
	all = organizations_read(arena, &registry->people, diag);
	/* The one asked about may be on a line that cannot be read. */
	if (diag_count(diag) > 0 || (all != NULL && all->count == 0))
		all = NULL;
	diag_free(diag);
	return all;
}

/* A search of all rosters for a text in a column. */
struct sought {
	struct str text;
	bool found;
};

static bool
is_sought(const void *context, struct str text)
{
	const struct sought *sought = context;

	return str_eq(sought->text, text);
}

static void
note_row(void *context, void *result, const struct person *person)
{
	bool *found = result;

	(void)context;
	(void)person;
	*found = true;
}

static bool
go_on(void *context, void *result, const struct roster_block *block)
{
	struct sought *sought = context;
	const bool *found = result;

	(void)block;
	sought->found = *found;
	return !*found;
}

/* The roster column that holds the values of a column; ROSTER_COLUMNS: none does. */
static enum roster_column
roster_column_of(const struct column *column)
{
	switch (column->terms) {
	case TERMS_ORGANIZATIONS:
		return ROSTER_ORGANIZATION;
	case TERMS_ROLES:
		return ROSTER_ROLE;
	case TERMS_REGIONS:
		return ROSTER_REGION;
	default:
		return ROSTER_COLUMNS;
	}
}

bool
query_rosters_have(const struct column *column, const struct registry *registry, struct str text,
		   struct arena *arena)
{
	enum roster_column kept = roster_column_of(column);
	const struct definition **cops;
	struct sought sought = {text, false};

	if (kept == ROSTER_COLUMNS)
		return false;
	/* The definitions may not have been loaded; a roster is found by the id. */
	cops = arena_array(arena, registry->id_count, sizeof(*cops));
	for (size_t i = 0; i < registry->id_count; i++)
		cops[i] = definition_unread(arena, registry->ids[i], (struct place){0});
	registry_read_rosters(registry, (struct roster_scan){.cops = cops,
							     .count = registry->id_count,
							     .columns = 1U << kept,
							     .quiet = true,
							     .keeps = is_sought,
							     .keeps_column = kept,
							     .result_size = sizeof(bool),
							     .context = &sought,
							     .person = note_row,
							     .done = go_on});
	return sought.found;
}
