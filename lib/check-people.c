/* Checking the people's files: organizations, suppressions, and the form of all of them. */
#include "check.h"

#include "canonical.h"

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
		bad_email(diag, place, email);
	else if (!address_good(email))
		diag_add(diag, RULE_EMAIL_CASE, place, "\"%.*s\"", STR_ARG(email));
}

/* Calls each for every value of a field that holds several, separated by semicolons. */
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

/* Records domains that another organization has, too: the domain of an address must tell its organization. */
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
				       "\"%.*s\" is already on line", STR_ARG(domain));
		else if (domain.n > 0)
			map_set(seen, domain, o);
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
			       "\"%.*s\" is already on line", STR_ARG(o->id));
	if (!id_good(o->id))
		diag_add(check->diag, RULE_BAD_VALUE, id, "id \"%.*s\": not an id: " ID_USE,
			 STR_ARG(o->id));
	if (str_trim(o->name).n == 0)
		diag_add(check->diag, RULE_MISSING_FIELD,
			 field_place(all->path, o->line, o->text, ORGANIZATION_NAME), "name");
	if (o->region.n > 0)
		check_reference(check, &check->registry->regions, RULE_UNKNOWN_REGION, o->region,
				field_place(all->path, o->line, o->text, ORGANIZATION_REGION));
	if (date_given(o->joined) && date_last(o->left) < date_first(o->joined))
		diag_add(check->diag, RULE_DATE_ORDER,
			 field_place(all->path, o->line, o->text, ORGANIZATION_LEFT),
			 "left is before joined");
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
		const struct suppression *counts = map_get(&all->by_email,
							   email_lower(check->arena, s->email));
		struct place email = field_place(all->path, s->line, s->text, 0);

		if (counts != s)
			diag_add_other(check->diag, RULE_DUPLICATE_ID, email, counts->line,
				       "the address is already on line");
		check_address(check->diag, s->email, email);
		if (!s->dated)
			diag_add(check->diag, RULE_MISSING_FIELD,
				 field_place(all->path, s->line, s->text, 1), "date");
	}
}

/* Records a file that is not in canonical form.  One that is missing or cannot be read is left alone. */
static void
check_form(const struct check *check, const struct folder *folder, const char *name,
	   enum csv_kind kind)
{
	struct place place = folder_place(check->arena, folder, str_of(name));
	struct diag *found = diag_new(); /* ignored: recorded when the file was loaded */
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
check_canonical(const struct check *check, const struct definition *const *cops, size_t count,
		const bool *in_form)
{
	const struct registry *registry = check->registry;

	for (size_t i = 0; i < count && folder_is_there(&registry->rosters); i++)
		if (!in_form[i])
			check_form(
			    check, &registry->rosters,
			    arena_format(check->arena, "%.*s" ROSTER_SUFFIX, STR_ARG(cops[i]->id))
				.p,
			    CSV_ROSTER);
	if (!folder_is_there(&registry->people))
		return;
	check_form(check, &registry->people, "organizations.csv", CSV_ORGANIZATIONS);
	check_form(check, &registry->people, "suppressions.csv", CSV_SUPPRESSIONS);
}
