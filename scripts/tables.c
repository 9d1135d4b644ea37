/*
 * tables - what the library's tables say, as JSON Schema and as lists for the manual.
 *
 * Usage: tables schema definition|registry
 *        tables mdoc definition-keys|registry-keys|roster-columns|rules|COLUMNS, as print_columns_of() has them
 * scripts/tables puts the output into its place.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "communities.h"
#include "compare.h"
#include "diag.h"
#include "edit.h"
#include "format.h"
#include "history.h"
#include "init.h"
#include "keys.h"
#include "members.h"
#include "report.h"
#include "roster.h"
#include "search.h"

#define ID_PATTERN "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
#define LANGUAGE_PATTERN "^[a-z]{2,3}(-([A-Z]{2}|[0-9]{3}))?$"
#define DATE_PATTERN "^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

/* -- JSON Schema, draft 7, which editors know ------------------------------------------------------------ */

static json_t *value_schema(const struct key *key);

static json_t *
words_schema(const char *const *words)
{
	json_t *list = json_array();

	for (; *words != NULL; words++)
		json_array_append_new(list, json_string(*words));
	return json_pack("{s:o}", "enum", list);
}

static json_t *
pattern_schema(const char *pattern)
{
	return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

/* A single value. An editor reads 2021 as a number even if coptools wants a text, and "2021" as a text even if it wants a number. */
static json_t *
scalar_schema(const struct key *key)
{
	switch (key->type) {
	case KEY_WORD:
		return words_schema(key->words);
	case KEY_BOOLEAN:
		return json_pack("{s:[b, b, s, s]}", "enum", 1, 0, "true", "false");
	case KEY_COUNT:
		return json_pack(
		    "{s:[s, s], s:s, s:i, s:I}", "type", "string", "integer", "pattern",
		    key->least > 0 ? "^0*[1-9][0-9]{0,14}$" : "^[0-9]{1,15}$", "minimum",
		    (int)key->least, "maximum", (json_int_t)999999999999999);
	case KEY_NUMBER:
		return json_pack("{s:[s, s], s:s}", "type", "string", "number", "pattern",
				 "^-?[0-9]{1,15}(\\.[0-9]{1,14})?$");
	case KEY_DATE:
		return json_pack("{s:[s, s], s:s, s:i, s:i}", "type", "string", "integer",
				 "pattern", DATE_PATTERN, "minimum", 1000, "maximum", 9999);
	case KEY_URL:
		return pattern_schema("^https?://[^ \"<>\\\\^`{|}]+$");
	case KEY_EMAIL:
		return pattern_schema("^[^@ ]{1,64}@[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+$");
	case KEY_CURRENCY:
		return pattern_schema("^[A-Z]{3}$");
	case KEY_RULE:
		return pattern_schema("(^|;)FREQ=");
	case KEY_TIME:
		return pattern_schema("^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
				      "T([01][0-9]|2[0-3]):[0-5][0-9]$");
	case KEY_LANGUAGE:
		return pattern_schema(LANGUAGE_PATTERN);
	case KEY_ID:
	case KEY_HOST:
	case KEY_ROLE:
	case KEY_REGION:
	case KEY_PURPOSE:
	case KEY_GROUP:
	case KEY_COMMUNITY:
		return json_pack("{s:[s, s], s:s}", "type", "string", "integer", "pattern",
				 ID_PATTERN);
	default:
		return json_pack("{s:[s, s, s]}", "type", "string", "number", "boolean");
	}
}

static json_t *
keys_schema(const struct key *keys)
{
	json_t *properties = json_object(), *required = json_array(), *schema;

	for (const struct key *key = keys; key->name != NULL; key++) {
		json_object_set_new(properties, key->name, value_schema(key));
		if ((key->flags & KEY_REQUIRED) != 0)
			json_array_append_new(required, json_string(key->name));
	}
	schema = json_pack("{s:s, s:b, s:o}", "type", "object", "additionalProperties", 0,
			   "properties", properties);
	if (json_array_size(required) > 0)
		json_object_set(schema, "required", required);
	json_decref(required);
	return schema;
}

static json_t *
either(json_t *one, json_t *other)
{
	return json_pack("{s:[o, o]}", "anyOf", one, other);
}

/* One value: the item of a list, the value of an id in a map by id. */
static json_t *
one_schema(const struct key *key)
{
	json_t *schema;

	if (key->type == KEY_MAP) {
		schema = keys_schema(key->keys);
		if (key->shorthand != NULL)
			schema = either(one_schema(keys_find(key->keys, str_of(key->shorthand))),
					schema);
		return schema;
	}
	schema = scalar_schema(key);
	if ((key->flags & KEY_TEXT) != 0)
		schema = either(schema, json_pack("{s:s, s:{s:s}, s:o, s:i}", "type", "object",
						  "propertyNames", "pattern", LANGUAGE_PATTERN,
						  "additionalProperties", scalar_schema(key),
						  "minProperties", 1));
	return schema;
}

static json_t *
value_schema(const struct key *key)
{
	json_t *schema = one_schema(key);

	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0)
		schema = json_pack("{s:s, s:o}", "type", "array", "items", schema);
	if ((key->flags & KEY_OR_WORD) != 0)
		schema = either(words_schema(key->words), schema);
	if ((key->flags & KEY_BY_ID) != 0)
		schema = json_pack("{s:s, s:{s:s}, s:o}", "type", "object", "propertyNames",
				   "pattern", ID_PATTERN, "additionalProperties", schema);
	if ((key->flags & KEY_BY_NAME) != 0)
		schema = json_pack("{s:s, s:o}", "type", "object", "additionalProperties", schema);
	json_object_set_new(schema, "description", json_string(key->meaning));
	return schema;
}

static int
print_schema(const char *what)
{
	bool definition = strcmp(what, "definition") == 0;
	json_t *schema = keys_schema(definition ? definition_keys : registry_keys);
	json_t *head = json_pack("{s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#",
				 "title", definition ? "cops/ID.yaml" : "registry.yaml");

	json_object_update(head, schema);
	json_dumpf(head, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(head);
	json_decref(schema);
	return 0;
}

/* -- lists for the manual --------------------------------------------------------------------------------- */

static const char *
type_name(const struct key *key)
{
	static const char *const names[KEY_TYPES] = {
	    [KEY_STRING] = "string",
	    [KEY_WORD] = "word",
	    [KEY_ID] = "id",
	    [KEY_DATE] = "date",
	    [KEY_NUMBER] = "number",
	    [KEY_COUNT] = "whole number",
	    [KEY_BOOLEAN] = "true or false",
	    [KEY_URL] = "URL",
	    [KEY_EMAIL] = "address",
	    [KEY_CURRENCY] = "currency",
	    [KEY_RULE] = "recurrence rule",
	    [KEY_TIME] = "local date-time",
	    [KEY_TIMEZONE] = "time zone",
	    [KEY_LANGUAGE] = "language",
	    [KEY_HOST] = "host id",
	    [KEY_ROLE] = "role id",
	    [KEY_REGION] = "region id",
	    [KEY_PURPOSE] = "purpose id",
	    [KEY_GROUP] = "group id",
	    [KEY_ORGANIZATION] = "organization id",
	    [KEY_COMMUNITY] = "community id",
	    [KEY_MAP] = "map",
	};

	if ((key->flags & KEY_TEXT) != 0)
		return key->type == KEY_STRING ? "text" : "URL by language";
	return names[key->type];
}

static void
print_type(const struct key *key)
{
	if ((key->flags & KEY_OR_WORD) != 0)
		printf("word, or ");
	if ((key->flags & (KEY_LIST | KEY_OR_WORD)) != 0)
		printf("list of ");
	if ((key->flags & KEY_BY_ID) != 0)
		printf("map of id to ");
	if ((key->flags & KEY_BY_NAME) != 0)
		printf("map of name to ");
	printf("%s", type_name(key));
	if (key->shorthand != NULL)
		printf(", or its %s alone", key->shorthand);
	if ((key->flags & KEY_REQUIRED) != 0)
		printf(", required");
}

static void
print_words(const char *const *words)
{
	for (; words != NULL && *words != NULL; words++)
		printf(".Cm %s%s\n", *words, words[1] != NULL ? " ," : " .");
}

static void
print_keys(const struct key *keys, const char *before)
{
	for (const struct key *key = keys; key->name != NULL; key++) {
		char path[128];

		snprintf(path, sizeof(path), "%s%s", before, key->name);
		printf(".It Cm %s Pq ", path);
		print_type(key);
		printf("\n%s.\n", key->meaning);
		if (key->words != NULL) {
			printf("One of\n");
			print_words(key->words);
		}
		strcat(path, ".");
		if (key->type == KEY_MAP)
			print_keys(key->keys, path);
	}
}

static void
print_columns(const struct column *columns)
{
	for (; columns->name != NULL; columns++)
		printf(".It Cm %s\n%s%s.\n", columns->name, columns->meaning,
		       columns->shown ? "" : "; only where it is asked for, and in JSON");
}

/* What a column of a roster may contain, as far as the table of cop-members knows it. */
static void
print_roster_column(const struct column *column)
{
	const char *type = column->kind == VALUE_DATE       ? "date"
			   : column->terms == TERMS_ROLES   ? "role id"
			   : column->terms == TERMS_REGIONS ? "region id"
			   : column->words != NULL          ? "word"
							    : NULL;

	printf(".It Cm %s", column->name);
	if (type != NULL)
		printf(" Pq %s", type);
	printf("\n%s.\n", column->meaning);
	if (column->words != NULL) {
		printf("One of\n");
		print_words(column->words);
	}
}

static void
print_roster_columns(void)
{
	for (size_t i = 0; roster_columns[i] != NULL; i++)
		for (const struct column *column = member_columns; column->name != NULL; column++)
			if (strcmp(column->name, roster_columns[i]) == 0)
				print_roster_column(column);
}

/* One sentence per line, as mdoc(7) recommends. */
static void
print_sentences(const char *text)
{
	for (; *text != '\0'; text++) {
		bool ends = text[0] == '.' && text[1] == ' ';

		putchar(*text);
		if (ends) {
			putchar('\n');
			text++;
		}
	}
	putchar('\n');
}

static void
print_rules(void)
{
	for (int i = 0; i < RULE_COUNT; i++) {
		printf(".It Sy %s Pq %s: %s\n", rules[i].slug,
		       rules[i].severity <= SEVERITY_WARNING     ? "warning"
		       : rules[i].severity == SEVERITY_TEMPORARY ? "error, status 75"
		       : rules[i].severity == SEVERITY_OUTPUT    ? "error, status 74"
								 : "error",
		       rules[i].what);
		print_sentences(rules[i].explanation);
	}
}

/* The columns of a kind of record, by the name of their block. */
static bool
print_columns_of(const char *what)
{
	static const struct {
		const char *name;
		const struct column *columns;
	} lists[] = {{"list-columns", community_columns},
		     {"members-columns", member_columns},
		     {"difference-columns", difference_columns},
		     {"logged-columns", logged_columns},
		     {"check-columns", finding_columns},
		     {"fmt-columns", formatted_columns},
		     {"person-outcome-columns", person_outcome_columns},
		     {"file-outcome-columns", file_outcome_columns},
		     {"outcome-columns", outcome_columns},
		     {"search-columns", search_columns},
		     {"init-columns", founded_columns},
		     {"summary-columns", summary_columns},
		     {"roster-report-columns", roster_report_columns},
		     {"growth-columns", growth_columns},
		     {"overlap-columns", overlap_columns},
		     {"overlap-people-columns", overlap_people_columns},
		     {"composition-columns", composition_columns},
		     {"coverage-columns", coverage_columns},
		     {"terms-columns", terms_columns},
		     {"consent-columns", consent_columns},
		     {"goals-columns", goals_columns},
		     {"pulse-columns", pulse_columns}};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(what, lists[i].name) == 0) {
			print_columns(lists[i].columns);
			return true;
		}
	return false;
}

static int
print_list(const char *what)
{
	printf(".Bl -tag -width Ds\n");
	if (strcmp(what, "definition-keys") == 0)
		print_keys(definition_keys, "");
	else if (strcmp(what, "registry-keys") == 0)
		print_keys(registry_keys, "");
	else if (strcmp(what, "roster-columns") == 0)
		print_roster_columns();
	else if (strcmp(what, "rules") == 0)
		print_rules();
	else if (!print_columns_of(what))
		return 2;
	printf(".El\n");
	return 0;
}

int
main(int argc, char *argv[])
{
	int status = 2;

	if (argc == 3 && strcmp(argv[1], "schema") == 0)
		status = print_schema(argv[2]);
	else if (argc == 3 && strcmp(argv[1], "mdoc") == 0)
		status = print_list(argv[2]);
	if (status != 0)
		fprintf(stderr, "tables: usage: see the head of scripts/tables.c\n");
	return fclose(stdout) == 0 ? status : 1;
}
