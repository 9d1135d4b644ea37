#include "members.h"

#include "consent.h"

/* What a column needs read or computed.  The lower bits are those of the roster columns. */
#define NEEDS(column) (1U << ROSTER_##column)
#define NEEDS_PERSON (1U << 31)

/* -- columns ------------------------------------------------------------------------------------------------ */

static void
get_text(const struct record *record, struct value *value, enum roster_column column)
{
	const struct member *member = record->subject;

	*value = value_text(
	    person_field(member->person, member->spell, column, record->view->as_of));
}

static void
get_date(const struct record *record, struct value *value, enum roster_column column)
{
	get_text(record, value, column);
	value->kind = VALUE_DATE;
}

#define GETTER(name, get, column)                                                \
	static void get_##name(const struct record *record, struct value *value) \
	{                                                                        \
		get(record, value, ROSTER_##column);                             \
	}

GETTER(email, get_text, EMAIL)
GETTER(name, get_text, NAME)
GETTER(organization, get_text, ORGANIZATION)
GETTER(role, get_text, ROLE)
GETTER(region, get_text, REGION)
GETTER(language, get_text, LANGUAGE)
GETTER(group, get_text, GROUP)
GETTER(position, get_text, POSITION)
GETTER(applied, get_date, APPLIED)
GETTER(joined, get_date, JOINED)
GETTER(left, get_date, LEFT)
GETTER(consent, get_text, CONSENT)
GETTER(consented, get_date, CONSENTED)
GETTER(source, get_text, SOURCE)

static void
get_cop(const struct record *record, struct value *value)
{
	*value = value_text(record->cop->id);
}

static void
get_status(const struct record *record, struct value *value)
{
	const struct member *member = record->subject;
	enum member_status status = spell_status(member->spell, record->view->as_of);

	*value = value_text(str_of(member_status_words[status]));
}

static void
get_mail(const struct record *record, struct value *value)
{
	const struct member *member = record->subject;
	const struct view *view = record->view;
	struct mail *mail = member->mail;

	if (!mail->known)
		*mail = (struct mail){true,
				      consent_allows(member->person, view->registry, view->as_of)};
	/*
	 * A person whom nothing else excludes may be on a suppression list that could not be read: then leave the
	 * value empty.
	 */
	if (!mail->allowed || !view->registry->suppressions_unknown)
		*value = (struct value){.kind = VALUE_FLAG, .number = mail->allowed};
}

/* The roster column that a column shows as it is; ROSTER_COLUMNS if it is computed. */
static enum roster_column
roster_column_of(const struct column *column)
{
	unsigned i = 0;

	while (i < ROSTER_COLUMNS && column->needs != 1U << i)
		i++;
	return (enum roster_column)i;
}

/* clang-format off */
const struct column member_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"email", VALUE_TEXT, .get = get_email, .shown = true, .private = true, .whole = true, .needs = NEEDS(EMAIL), .meaning = "who"},
	{"name", VALUE_TEXT, .get = get_name, .shown = true, .private = true, .whole = true, .needs = NEEDS(NAME), .meaning = "as the person writes it"},
	{"organization", VALUE_TEXT, .terms = TERMS_ORGANIZATIONS, .get = get_organization, .shown = true, .needs = NEEDS(ORGANIZATION), .meaning = "where the person works"},
	{"role", VALUE_TEXT, .terms = TERMS_ROLES, .get = get_role, .shown = true, .needs = NEEDS(ROLE), .meaning = "what the person does"},
	{"region", VALUE_TEXT, .terms = TERMS_REGIONS, .get = get_region, .shown = true, .needs = NEEDS(REGION), .meaning = "where the person is"},
	{"language", VALUE_TEXT, .get = get_language, .shown = true, .needs = NEEDS(LANGUAGE), .meaning = "preferred language"},
	{"group", VALUE_TEXT, .get = get_group, .shown = true, .needs = NEEDS(GROUP), .meaning = "of a seat; empty: membership"},
	{"position", VALUE_TEXT, position_words, .get = get_position, .shown = true, .needs = NEEDS(POSITION), .meaning = "of a seat"},
	{"status", VALUE_TEXT, member_status_words, .get = get_status, .shown = true, .meaning = "what the row is as of the day"},
	{"applied", VALUE_DATE, .get = get_applied, .shown = true, .meaning = "when the person applied"},
	{"joined", VALUE_DATE, .get = get_joined, .shown = true, .meaning = "the first day as a member"},
	{"left", VALUE_DATE, .get = get_left, .shown = true, .meaning = "the last day"},
	{"consent", VALUE_TEXT, consent_words, .get = get_consent, .shown = true, .needs = NEEDS(CONSENT), .meaning = "to be written to"},
	{"consented", VALUE_DATE, .get = get_consented, .shown = true, .needs = NEEDS(CONSENTED), .meaning = "the date of that"},
	{"source", VALUE_TEXT, .get = get_source, .shown = true, .private = true, .needs = NEEDS(SOURCE), .meaning = "how the row came"},
	{"mail", VALUE_FLAG, .get = get_mail, .shown = true,
	 .needs = NEEDS_PERSON | NEEDS(CONSENT) | NEEDS(CONSENTED), .meaning = "may be written to on the day"},
	{0}};
/* clang-format on */

/* -- listing ---------------------------------------------------------------------------------------------------- */

struct listing {
	const struct view *view;
	const struct query *query;
	const struct column *filter; /* column whose text rejects rows early; NULL: none */
	struct emit *emit;
	bool all;
	bool seats;
};

/* The result of one thread for a block of a roster. */
struct result {
	struct emit_part part;
	struct arena *scratch;
};

static void
list_person(void *context, void *where, const struct person *person)
{
	const struct listing *listing = context;
	struct result *result = where;
	struct mail mail = {.known = false};

	for (size_t i = 0; i < person->count; i++) {
		struct member member = {person, &person->spells[i], &mail};
		struct record record = {
		    .view = listing->view, .cop = member.spell->cop, .subject = &member};

		if ((spell_is_seat(member.spell) && !listing->seats) ||
		    (!listing->all &&
		     spell_status(member.spell, listing->view->as_of) != MEMBER_MEMBER))
			continue;
		if (result->scratch == NULL)
			result->scratch = arena_new();
		record.scratch = result->scratch;
		if (query_holds(listing->query, &record))
			emit_record(listing->emit, &result->part, &record);
	}
}

static bool
take_block(void *context, void *where, const struct roster_block *block)
{
	struct listing *listing = context;
	struct result *result = where;

	(void)block;
	arena_free(result->scratch);
	result->scratch = NULL;
	return emit_take(listing->emit, &result->part);
}

static void
end_result(void *context, void *where)
{
	struct result *result = where;

	(void)context;
	arena_free(result->scratch);
	emit_part_free(&result->part);
}

/*
 * The first column with conditions that is simply a text field of the roster row, so that a row can be rejected
 * before it is fully read; NULL if there is none.
 */
static const struct column *
early_filter(const struct view *view, const struct query *query)
{
	const struct field *field;

	for (size_t i = 0; (field = query_field(query, i)) != NULL; i++)
		if (field->column != NULL && field->column->kind == VALUE_TEXT &&
		    roster_column_of(field->column) < ROSTER_COLUMNS &&
		    (!field->column->private || view->audience == AUDIENCE_PRIVATE))
			return field->column;
	return NULL;
}

static bool
is_kept(const void *context, struct str text)
{
	const struct listing *listing = context;

	return query_allows(listing->query, listing->filter, text);
}

size_t
members_list(const struct view *view, const struct definition *const *cops, size_t count,
	     struct members_wanted wanted, const struct query *query, struct emit *emit)
{
	unsigned needs = emit_needs(emit) | query_needs(query);
	struct listing listing = {
	    .view = view,
	    .query = query,
	    .emit = emit,
	    .all = wanted.all || query_mentions(query, "status") || query_mentions(query, "group"),
	    .seats = wanted.seats || query_mentions(query, "group") ||
		     query_mentions(query, "position"),
	};
	struct roster_scan scan = {.cops = cops,
				   .count = count,
				   .columns = needs & ROSTER_ALL,
				   .people = listing.seats || (needs & NEEDS_PERSON) != 0,
				   .result_size = sizeof(struct result),
				   .context = &listing,
				   .person = list_person,
				   .done = take_block,
				   .end = end_result};

	if (!scan.people && (listing.filter = early_filter(view, query)) != NULL) {
		scan.keeps = is_kept;
		scan.keeps_column = roster_column_of(listing.filter);
	}
	registry_read_rosters(view->registry, scan);
	emit_end(emit);
	return emit_count(emit);
}
