/* The tables of keys.h: what formats.md says of definitions and registry.yaml. */
#include "keys.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

const char *const kind_words[] = {"community", "collaborative", "user-group", "network", NULL};
const char *const status_words[] = {"planned", "active", "paused", "ended", "merged", NULL};
const char *const cadence_words[] = {"weekly",    "biweekly",  "monthly",
				     "bimonthly", "quarterly", "semiannual",
				     "annual",    "as-needed", NULL};
const char *const visibility_words[] = {"public", "members", "secret", NULL};
const char *const position_words[] = {"chair",       "co-chair",    "lead",
				      "coordinator", "facilitator", "secretary",
				      "liaison",     "alternate",   NULL};
const char *const consent_words[] = {"express", "implied", "withdrawn", NULL};
const char *const lineage_words[] = {"grew-from", "merged-from", "merged-into", "split-from",
				     "succeeded", "transferred", "scaled",      NULL};
const char *const member_status_words[] = {"member",   "applicant", "former",
					   "declined", "future",    NULL};

static const char *const audience_words[] = {"public", "members", NULL};
static const char *const mode_words[] = {"online", "in-person", "hybrid", NULL};

/* clang-format off */
static const struct key purpose_keys[] = {
	{"purpose", KEY_PURPOSE, KEY_REQUIRED | KEY_TELLS, .meaning = "the type of community"},
	{"from", KEY_DATE, .meaning = "since when"},
	{"until", KEY_DATE, .meaning = "the last day"},
	{0}};

static const struct key pause_keys[] = {
	{"from", KEY_DATE, KEY_REQUIRED | KEY_TELLS, .meaning = "the first day of the pause"},
	{"until", KEY_DATE, .meaning = "its last day"},
	{"reason", KEY_STRING, KEY_TEXT, .meaning = "why"},
	{0}};

static const struct key partner_keys[] = {
	{"host", KEY_HOST, KEY_TELLS, .meaning = "the partner, where it is one of the hosts"},
	{"name", KEY_STRING, KEY_TEXT | KEY_TELLS, .meaning = "the partner, where it is none"},
	{"role", KEY_STRING, KEY_TEXT, .meaning = "what the partner does"},
	{"from", KEY_DATE, .meaning = "since when"},
	{"until", KEY_DATE, .meaning = "the last day"},
	{0}};

static const struct key open_to_keys[] = {
	{"roles", KEY_ROLE, KEY_LIST, .meaning = "roles that may join, with all that lie within them"},
	{"organizations", KEY_ORGANIZATION, KEY_OR_WORD, WORDS("any", "members"),
	 .meaning = "any, members of the host, or a list of organizations"},
	{"regions", KEY_REGION, KEY_LIST, .meaning = "regions whose people may join"},
	{"note", KEY_STRING, KEY_TEXT, .meaning = "in words"},
	{0}};

static const struct key group_keys[] = {
	{"id", KEY_ID, KEY_REQUIRED | KEY_TELLS, .meaning = "as rosters name it"},
	{"name", KEY_STRING, KEY_TEXT, .meaning = "as people name it"},
	{"appointed", KEY_BOOLEAN, .meaning = "whether its members are appointed"},
	{0}};

static const struct key composition_keys[] = {
	{"group", KEY_GROUP, KEY_TELLS, .meaning = "where people are counted; without it, the members"},
	{"role", KEY_ROLE, KEY_TELLS, .meaning = "only people of that role"},
	{"organization", KEY_ORGANIZATION, KEY_TELLS, .meaning = "only people of that organization"},
	{"region", KEY_REGION, KEY_TELLS, .meaning = "only people of that region"},
	{"position", KEY_WORD, KEY_TELLS, position_words, .meaning = "only people in that position"},
	{"at_least", KEY_COUNT, .meaning = "how many there must be"},
	{"at_most", KEY_COUNT, .meaning = "how many there may be"},
	{"at_most_per_organization", KEY_COUNT, KEY_TELLS, .meaning = "how many of one organization there may be"},
	{"note", KEY_STRING, KEY_TEXT, .meaning = "why"},
	{0}};

static const struct key community_keys[] = {
	{"description", KEY_STRING, KEY_TEXT, .meaning = "who belongs, in words"},
	{"open_to", KEY_MAP, 0, NULL, open_to_keys, .meaning = "who may join"},
	{"groups", KEY_MAP, KEY_LIST | KEY_UNIQUE, NULL, group_keys,
	 .meaning = "working groups and committees, beside leads"},
	{"composition", KEY_MAP, KEY_LIST, NULL, composition_keys, .meaning = "who must be there, and how many"},
	{0}};

static const struct key priority_keys[] = {
	{"text", KEY_STRING, KEY_REQUIRED | KEY_TEXT | KEY_TELLS, .meaning = "the area"},
	{"from", KEY_DATE, .meaning = "since when"},
	{"until", KEY_DATE, .meaning = "the last day"},
	{0}};

static const struct key reading_keys[] = {
	{"date", KEY_DATE, KEY_REQUIRED | KEY_TELLS, .meaning = "when it was measured"},
	{"value", KEY_NUMBER, KEY_REQUIRED, .meaning = "what was measured"},
	{0}};

static const struct key goal_keys[] = {
	{"goal", KEY_STRING, KEY_REQUIRED | KEY_TEXT | KEY_TELLS, .meaning = "what is to be reached"},
	{"measure", KEY_STRING, KEY_TEXT, .meaning = "how it is measured"},
	{"target", KEY_NUMBER, .meaning = "the value to reach"},
	{"due", KEY_DATE, .meaning = "the last day to reach it"},
	{"done", KEY_DATE, .meaning = "when it was reached"},
	{"readings", KEY_MAP, KEY_LIST, NULL, reading_keys, .meaning = "values measured"},
	{0}};

static const struct key meeting_keys[] = {
	{"name", KEY_STRING, KEY_TEXT | KEY_TELLS, .meaning = "what it is called"},
	{"cadence", KEY_WORD, 0, cadence_words, .meaning = "how often"},
	{"rule", KEY_RULE, .meaning = "when, as an RFC 5545 RRULE"},
	{"starts", KEY_TIME, .meaning = "the first one, local time"},
	{"minutes", KEY_COUNT, .meaning = "how long", .least = 1},
	{"timezone", KEY_TIMEZONE, .meaning = "if not the registry's"},
	{"platform", KEY_STRING, .meaning = "Zoom, Teams, a phone bridge"},
	{"mode", KEY_WORD, 0, mode_words, .meaning = "where people meet"},
	{"audience", KEY_WORD, 0, audience_words, .meaning = "who may come; members by default"},
	{"url", KEY_URL, .meaning = "where to connect or register"},
	{"note", KEY_STRING, KEY_TEXT, .meaning = "anything else"},
	{0}};

static const struct key way_keys[] = {
	{"method", KEY_WORD, KEY_REQUIRED | KEY_TELLS, WORDS("form", "email", "document", "contact"), .meaning = "how to ask"},
	{"url", KEY_URL, KEY_TEXT | KEY_TELLS, .meaning = "of the form or document"},
	{"email", KEY_EMAIL, KEY_TELLS, .meaning = "where to write"},
	{"document", KEY_STRING, KEY_TEXT, .meaning = "which document to send"},
	{"for", KEY_STRING, KEY_TEXT | KEY_TELLS, .meaning = "whom this way is for"},
	{"note", KEY_STRING, KEY_TEXT, .meaning = "anything else"},
	{0}};

static const struct key join_keys[] = {
	{"admission", KEY_WORD, 0, WORDS("open", "approval", "invitation", "closed"),
	 .meaning = "who decides; approval by default"},
	{"ways", KEY_MAP, KEY_LIST, NULL, way_keys, .meaning = "how to join"},
	{0}};

static const struct key contact_keys[] = {
	{"role", KEY_STRING, KEY_TEXT, .meaning = "what the contact is for"},
	{"name", KEY_STRING, KEY_TELLS, .meaning = "who"},
	{"email", KEY_EMAIL, KEY_TELLS, .meaning = "where to write"},
	{"position", KEY_WORD, KEY_TELLS, position_words, .meaning = "whoever holds it"},
	{0}};

static const struct key channel_keys[] = {
	{"kind", KEY_STRING, KEY_TELLS, .meaning = "mailing list, forum, website"},
	{"url", KEY_URL, KEY_TELLS, .meaning = "where it is"},
	{"name", KEY_STRING, KEY_TEXT, .meaning = "what it is called"},
	{"audience", KEY_WORD, 0, audience_words, .meaning = "who may use it; members by default"},
	{0}};

static const struct key resource_keys[] = {
	{"title", KEY_STRING, KEY_REQUIRED | KEY_TEXT | KEY_TELLS, .meaning = "what it is called"},
	{"url", KEY_URL, KEY_TEXT, .meaning = "where it is"},
	{"kind", KEY_STRING, .meaning = "guide, report, recording"},
	{"date", KEY_DATE, .meaning = "of publication"},
	{"audience", KEY_WORD, 0, audience_words, .meaning = "who may see it; members by default"},
	{0}};

static const struct key event_keys[] = {
	{"date", KEY_DATE, KEY_REQUIRED | KEY_TELLS, .meaning = "when it was held"},
	{"title", KEY_STRING, KEY_REQUIRED | KEY_TEXT | KEY_TELLS, .meaning = "what it was called"},
	{"kind", KEY_STRING, .meaning = "gathering, webinar, conference"},
	{"mode", KEY_WORD, 0, mode_words, .meaning = "where people met"},
	{"attendance", KEY_COUNT, .meaning = "how many came"},
	{"report", KEY_STRING, KEY_TEXT, .meaning = "where it is written up"},
	{"audience", KEY_WORD, 0, audience_words, .meaning = "who could come; members by default"},
	{0}};

static const struct key funding_keys[] = {
	{"source", KEY_STRING, KEY_REQUIRED | KEY_TEXT | KEY_TELLS, .meaning = "who pays"},
	{"project", KEY_STRING, KEY_TEXT | KEY_TELLS, .meaning = "under what name"},
	{"amount", KEY_NUMBER, .meaning = "how much"},
	{"currency", KEY_CURRENCY, .meaning = "ISO 4217: CAD"},
	{"from", KEY_DATE, KEY_TELLS, .meaning = "since when"},
	{"until", KEY_DATE, .meaning = "the last day"},
	{0}};

static const struct key lineage_keys[] = {
	{"event", KEY_WORD, KEY_REQUIRED | KEY_TELLS, lineage_words, .meaning = "what happened"},
	{"community", KEY_COMMUNITY, KEY_TELLS, .meaning = "the other community"},
	{"body", KEY_STRING, KEY_TEXT | KEY_TELLS, .meaning = "the other side, where it is no community of the registry"},
	{"date", KEY_DATE, .meaning = "when"},
	{"from", KEY_STRING, KEY_TEXT, .meaning = "host or scope before"},
	{"to", KEY_STRING, KEY_TEXT, .meaning = "host or scope after"},
	{"note", KEY_STRING, KEY_TEXT, .meaning = "anything else"},
	{0}};

const struct key definition_keys[] = {
	{"name", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "of the community"},
	{"acronym", KEY_STRING, .meaning = "such as NSS-CoP"},
	{"aliases", KEY_STRING, KEY_LIST, .meaning = "other names it goes by"},
	{"kind", KEY_WORD, 0, kind_words, .meaning = "community by default; a collaborative is limited in time, with goals"},
	{"purposes", KEY_MAP, KEY_LIST, NULL, purpose_keys, .shorthand = "purpose",
	 .meaning = "what it is for; may overlap, and shift over time"},
	{"launched", KEY_DATE, .meaning = "the first day"},
	{"ended", KEY_DATE, .meaning = "the last day"},
	{"paused", KEY_MAP, KEY_LIST, NULL, pause_keys, .meaning = "when it rested"},
	{"reason", KEY_STRING, KEY_TEXT, .meaning = "why it ended"},
	{"reviewed", KEY_DATE, .meaning = "when a person last confirmed that all this is so"},
	{"source", KEY_URL, .meaning = "where it was learned"},
	{"host", KEY_HOST, KEY_REQUIRED, .meaning = "who runs it"},
	{"relationship", KEY_WORD, 0, WORDS("ours", "partner", "registrations"),
	 .meaning = "run by the federation (ours, the default), by a system partner, or by others while we take the registrations"},
	{"registrar", KEY_HOST, .meaning = "who takes registrations, if not the host"},
	{"led_by", KEY_WORD, 0, WORDS("members", "staff", "partner", "shared"), .meaning = "who leads it"},
	{"partners", KEY_MAP, KEY_LIST, NULL, partner_keys, .meaning = "who else takes part in running it"},
	{"part_of", KEY_COMMUNITY, .meaning = "the larger community of which it is a regional group"},
	{"scope", KEY_WORD, 0, WORDS("local", "regional", "provincial", "national", "international"), .meaning = "how far it reaches"},
	{"regions", KEY_REGION, KEY_LIST, .meaning = "where it works"},
	{"domain", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "the common concern"},
	{"community", KEY_MAP, 0, NULL, community_keys, .meaning = "the people"},
	{"practice", KEY_STRING, KEY_LIST | KEY_TEXT, .meaning = "what it does together"},
	{"priorities", KEY_MAP, KEY_LIST, NULL, priority_keys, .shorthand = "text",
	 .meaning = "a strategic plan's areas"},
	{"goals", KEY_MAP, KEY_LIST, NULL, goal_keys, .meaning = "what a collaborative is measured by"},
	{"meetings", KEY_MAP, KEY_LIST, NULL, meeting_keys, .meaning = "when and how it meets"},
	{"join", KEY_MAP, 0, NULL, join_keys, .meaning = "how to become a member"},
	{"contacts", KEY_MAP, KEY_LIST, NULL, contact_keys, .meaning = "whom to ask"},
	{"channels", KEY_MAP, KEY_LIST, NULL, channel_keys, .meaning = "where it talks between meetings"},
	{"resources", KEY_MAP, KEY_LIST, NULL, resource_keys, .meaning = "what it has made or gathered"},
	{"events", KEY_MAP, KEY_LIST, NULL, event_keys, .meaning = "gatherings held"},
	{"funding", KEY_MAP, KEY_LIST, NULL, funding_keys, .meaning = "who has paid for it"},
	{"lineage", KEY_MAP, KEY_LIST, NULL, lineage_keys, .meaning = "what it came from or became"},
	{"visibility", KEY_WORD, 0, visibility_words, .meaning = "who may see that the roster exists, and its counts; public by default"},
	{"also", KEY_STRING, KEY_BY_NAME, .meaning = "what a federation needs and this table lacks"},
	{0}};

static const struct key host_keys[] = {
	{"name", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "of the organization"},
	{"about", KEY_STRING, KEY_TEXT, .meaning = "what it is"},
	{"url", KEY_URL, .meaning = "its website"},
	{"email", KEY_EMAIL, .meaning = "where to write"},
	{0}};

static const struct key role_keys[] = {
	{"name", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "of the role"},
	{"within", KEY_ROLE, .meaning = "the wider role it belongs to"},
	{0}};

static const struct key region_keys[] = {
	{"name", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "of the region"},
	{"within", KEY_REGION, .meaning = "the wider region it lies in"},
	{0}};

static const struct key policy_keys[] = {
	{"term_warning_days", KEY_COUNT, .meaning = "a term that ends so soon is reported (90)"},
	{"application_days", KEY_COUNT, .meaning = "an application waits no longer (60)"},
	{"implied_consent_months", KEY_COUNT, .meaning = "implied consent lasts so long after membership (24)"},
	{"inquiry_consent_months", KEY_COUNT, .meaning = "an applicant's implied consent lasts so long (6)"},
	{"small_cell", KEY_COUNT, .meaning = "counts below it are masked for others (5)"},
	{"collaborative_months", KEY_COUNT, .meaning = "a collaborative lasts no longer (15)"},
	{"review_months", KEY_COUNT, .meaning = "a definition is reviewed at least so often (12)"},
	{0}};

const struct key registry_keys[] = {
	{"name", KEY_STRING, KEY_REQUIRED | KEY_TEXT, .meaning = "of the federation"},
	{"languages", KEY_LANGUAGE, KEY_LIST | KEY_ORDERED, .meaning = "the first is the default; en by default"},
	{"timezone", KEY_TIMEZONE, KEY_REQUIRED, .meaning = "for meetings that name none"},
	{"people", KEY_STRING, .meaning = "the folder that holds rosters; . by default"},
	{"hosts", KEY_MAP, KEY_BY_ID, NULL, host_keys, .meaning = "organizations that run communities"},
	{"roles", KEY_MAP, KEY_BY_ID, NULL, role_keys, .shorthand = "name",
	 .meaning = "what people do"},
	{"regions", KEY_MAP, KEY_BY_ID, NULL, region_keys, .shorthand = "name",
	 .meaning = "where people are"},
	{"purposes", KEY_STRING, KEY_BY_ID | KEY_TEXT, .meaning = "the types of community; link, share and change by default"},
	{"policy", KEY_MAP, 0, NULL, policy_keys, .meaning = "numbers that reports and checks go by"},
	{0}};
/* clang-format on */
