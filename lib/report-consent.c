/* The consent report: who may be written to, why, and until when. */
#include "consent.h"

#include <stdlib.h>

#include "labels.h"
#include "report.h"

enum { COP = 1, EMAIL, NAME, LANGUAGE, BASIS, CONSENTED, UNTIL, MAIL, WHY };

static const char *const why_words[] = {"express",    "member",    "applicant", "former-member",
					"suppressed", "withdrawn", "expired",   "no-consent",
					"no-address", NULL};

enum why {
	WHY_EXPRESS,
	WHY_MEMBER,
	WHY_APPLICANT,
	WHY_FORMER,
	WHY_SUPPRESSED,
	WHY_WITHDRAWN,
	WHY_EXPIRED,
	WHY_NO_CONSENT,
	WHY_NO_ADDRESS,
};

/* clang-format off */
#define REST \
	{"email", VALUE_TEXT, .at = EMAIL, .shown = true, .private = true, .meaning = "who"}, \
	{"name", VALUE_TEXT, .at = NAME, .shown = true, .private = true, .meaning = "as the person writes it"}, \
	{"language", VALUE_TEXT, .at = LANGUAGE, .shown = true, .meaning = "to write in"}, \
	{"basis", VALUE_TEXT, consent_words, .at = BASIS, .shown = true, .meaning = "the consent in force: express, implied or withdrawn"}, \
	{"consented", VALUE_DATE, .at = CONSENTED, .shown = true, .meaning = "the date of that"}, \
	{"until", VALUE_DATE, .at = UNTIL, .shown = true, .meaning = "the last day on which it lets one write; empty: until it is withdrawn"}, \
	{"mail", VALUE_FLAG, .at = MAIL, .shown = true, .meaning = "may be written to on the day"}, \
	{"why", VALUE_TEXT, why_words, .at = WHY, .shown = true, \
	 .meaning = "express, member, applicant, former-member; or suppressed, withdrawn, expired, no-consent, no-address"}, \
	{0}

const struct column consent_columns[] = {
	{"cop", VALUE_TEXT, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true, .meaning = "id of the community"},
	REST};

const struct column consent_people_columns[] = {
	{"cop", VALUE_LIST, .terms = TERMS_COMMUNITIES, .at = COP, .shown = true,
	 .meaning = "ids of the communities that may write, or if none may, of all the person is in"},
	REST};
/* clang-format on */

static enum why
why_of(const struct report *report, const struct person *person, const struct spell *given,
       day until)
{
	day d = report->view->as_of;

	if (str_ends(person->email, STR(".invalid")))
		return WHY_NO_ADDRESS;
	if (consent_is_suppressed(report->view->registry, person->email, d))
		return WHY_SUPPRESSED;
	if (given == NULL)
		return WHY_NO_CONSENT;
	if (str_is(given->fields[ROSTER_CONSENT], "withdrawn"))
		return WHY_WITHDRAWN;
	if (until < d)
		return WHY_EXPIRED;
	if (until == DAY_NEVER && str_is(given->fields[ROSTER_CONSENT], "express"))
		return WHY_EXPRESS;
	if (person_is(person, MEMBER_MEMBER, d))
		return WHY_MEMBER;
	/* One who was declined has been no member either. */
	return person_is(person, MEMBER_APPLICANT, d) || !person_is(person, MEMBER_FORMER, d)
		   ? WHY_APPLICANT
		   : WHY_FORMER;
}

/* Lists members and applicants, and former ones who may still be written to. */
static void
list_person(const void *context, struct report_part *part, const struct person *person)
{
	const struct report *report = context;
	const struct registry *registry = report->view->registry;
	day d = report->view->as_of, until = consent_until(person, &registry->policy, d);
	const struct spell *given = consent_in_force(person, d);
	const struct spell *membership = person_membership(person, d);
	bool mail = consent_allows(person, registry, d);
	struct value *values;

	if (membership == NULL || (!mail && !person_is(person, MEMBER_MEMBER, d) &&
				   !person_is(person, MEMBER_APPLICANT, d)))
		return;
	values = report_add(&part->rows, membership->cop)->values;
	values[COP - 1] = value_text(membership->cop->id);
	values[EMAIL - 1] = value_text(arena_str(part->arena, person->email));
	values[NAME - 1] = value_text(arena_str(part->arena, membership->fields[ROSTER_NAME]));
	values[LANGUAGE - 1] = value_text(
	    arena_str(part->arena, membership->fields[ROSTER_LANGUAGE]));
	if (given != NULL) {
		values[BASIS - 1] = value_text(
		    arena_str(part->arena, given->fields[ROSTER_CONSENT]));
		values[CONSENTED - 1] = value_date(
		    arena_str(part->arena, given->fields[ROSTER_CONSENTED]));
		values[UNTIL - 1] = value_day(part->arena, until);
	}
	values[MAIL - 1] = (struct value){.kind = VALUE_FLAG, .number = mail};
	if (mail && registry->suppressions_unknown)
		values[MAIL - 1].kind = VALUE_UNKNOWN; /* its number still orders the rows */
	else
		values[WHY - 1] = value_text(
		    str_of(why_words[why_of(report, person, given, until)]));
}

/* -- each address once ----------------------------------------------------------------------------------------- */

/* By address; for one address, communities that may write first, and among equals those whose consent lasts longest. */
static int
compare_rows(const void *left, const void *right)
{
	const struct report_row *a = left, *b = right;
	int c = str_cmp(a->values[EMAIL - 1].text, b->values[EMAIL - 1].text);
	double mail = a->values[MAIL - 1].number - b->values[MAIL - 1].number;
	struct str one = a->values[UNTIL - 1].text, other = b->values[UNTIL - 1].text;

	if (c != 0)
		return c;
	if (mail > 0 || mail < 0)
		return mail > 0 ? -1 : 1;
	if ((one.n == 0) != (other.n == 0))
		return one.n == 0 ? -1 : 1;
	if ((c = str_cmp(other, one)) != 0)
		return c;
	return str_cmp(a->cop->id, b->cop->id);
}

/* Keeps the first row of each address, with all communities that may write to it; if none may, all that it is in. */
static void
join_people(const struct report *report, struct report_rows *rows)
{
	size_t kept = 0;

	if (rows->count > 1)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare_rows);
	for (size_t i = 0, end; i < rows->count; i = end) {
		struct report_row *first = &rows->list[i];
		double mail = first->values[MAIL - 1].number;
		struct str *cops;
		size_t count = 0;

		for (end = i; end < rows->count && str_eq(rows->list[end].values[EMAIL - 1].text,
							  first->values[EMAIL - 1].text);
		     end++)
			;
		cops = arena_array(report->arena, end - i, sizeof(*cops));
		for (size_t j = i; j < end; j++)
			if (rows->list[j].values[MAIL - 1].number >= mail)
				cops[count++] = rows->list[j].cop->id;
		first->values[COP - 1] = (struct value){
		    .kind = VALUE_LIST, .list = cops, .count = count};
		rows->list[kept++] = *first;
	}
	rows->count = kept;
}

bool
consent_make(struct report *report, struct report_rows *rows)
{
	report_people(report, rows, report, list_person);
	if (report->people)
		join_people(report, rows);
	return true;
}

/* -- for people ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct shown shown[] = {
	{NAME, LABEL("Name"), 0, true},
	{EMAIL, LABEL("Address"), 6, true},
	{LANGUAGE, LABEL("Language"), 1, false},
	{BASIS, LABEL("Consent"), 2, false},
	{UNTIL, LABEL("Until"), 4, false},
	{MAIL, LABEL("Mail"), 0, false},
	{WHY, LABEL("Why"), 3, false},
};
/* clang-format on */
#define SHOWN (sizeof(shown) / sizeof(*shown))

static size_t
show_until(const struct report *report, const struct report_rows *rows, size_t begin,
	   const struct definition *cop, struct document *document)
{
	struct table *table = report_table(report, rows, document, str_of(label("Consent")), shown,
					   SHOWN);
	size_t end = begin, mail = 0;

	for (; end < rows->count && (cop == NULL || rows->list[end].cop == cop); end++) {
		mail += rows->list[end].values[MAIL - 1].number > 0;
		(void)report_show(report, rows, &rows->list[end], table, shown);
	}
	if (!report->view->registry->suppressions_unknown)
		document_text(
		    document,
		    report_text(report,
				label_many("%zu of %zu person may be written to.",
					   "%zu of %zu people may be written to.", end - begin),
				mail, end - begin));
	document_add_table(document, table);
	return end;
}

void
consent_show(const struct report *report, const struct report_rows *rows, struct document *document)
{
	if (rows->count == 0)
		report_none(rows, document, label("Nobody is a member or applicant."));
	for (size_t i = 0; i < rows->count;) {
		const struct definition *cop = report->people ? NULL : rows->list[i].cop;

		if (cop != NULL)
			report_heading(report, cop, document);
		i = show_until(report, rows, i, cop, document);
	}
}
