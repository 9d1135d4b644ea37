/* Conditions on fields, and which records they hold for. */
#include "query.h"

#include <stdio.h>

#include "period.h"

static const char *const flag_words[] = {"no", "yes", NULL};
const char *const boolean_words[] = {"false", "true", NULL};

enum comparison {
	OP_NOT_EQUAL,
	OP_NOT_CONTAINS,
	OP_AT_MOST,
	OP_AT_LEAST,
	OP_EQUAL,
	OP_CONTAINS,
	OP_LESS,
	OP_MORE
};

/* Longer ones first, so that <= is not read as <. */
static const char *const operators[] = {"!=", "!~", "<=", ">=", "=", "~", "<", ">"};

/* One of the values that a condition names, in every form a comparison may need. */
struct wanted {
	struct str text;
	struct str folded;
	struct span span; /* of a date or a quarter */
	double number;
};

struct condition {
	struct field field;
	enum comparison op;
	struct wanted *wanted;
	size_t count;
	struct condition *next;
};

struct query {
	struct arena *arena;
	const struct column *columns;
	struct condition *first;
	struct condition **last;
};

struct query *
query_new(struct arena *arena, const struct column *columns)
{
	struct query *query = arena_get(arena, sizeof(*query));

	*query = (struct query){.arena = arena, .columns = columns};
	query->last = &query->first;
	return query;
}

static bool
usage(struct diag *diag, struct str expression, const char *why)
{
	diag_add(diag, RULE_USAGE, (struct place){0}, "-w \"%.*s\": %s", STR_ARG(expression), why);
	return false;
}

/* Finds the operator: where it begins in the expression; false if there is none. */
static bool
find_operator(struct str expression, size_t *at, enum comparison *op)
{
	for (size_t i = 0; i < expression.n; i++)
		for (size_t o = 0; o < sizeof(operators) / sizeof(operators[0]); o++) {
			struct str rest = str_after(expression, i);

			if (str_starts(rest, str_of(operators[o]))) {
				*at = i;
				*op = (enum comparison)o;
				return true;
			}
		}
	return false;
}

static bool
is_order(enum comparison op)
{
	return op == OP_LESS || op == OP_MORE || op == OP_AT_MOST || op == OP_AT_LEAST;
}

static const struct vocabulary *
terms_of(const struct field *field, const struct registry *registry)
{
	static const enum key_type types[TERMS_SELECTION + 1] = {[TERMS_ROLES] = KEY_ROLE,
								 [TERMS_REGIONS] = KEY_REGION,
								 [TERMS_HOSTS] = KEY_HOST,
								 [TERMS_PURPOSES] = KEY_PURPOSE};
	enum key_type type = field->key != NULL      ? field->key->type
			     : field->column != NULL ? types[field->column->terms]
						     : KEY_STRING;

	return registry != NULL ? registry_vocabulary(registry, type) : NULL;
}

static const char *const *
words_of(const struct field *field)
{
	if (field->column != NULL && field->column->words != NULL)
		return field->column->words;
	if (field->key == NULL)
		return field_kind(field) == VALUE_FLAG ? flag_words : NULL;
	return field->key->type == KEY_BOOLEAN ? boolean_words : field->key->words;
}

static void
add_wanted(struct query *query, struct condition *condition, size_t *capacity, struct str text)
{
	struct buf folded = {0};
	struct wanted *wanted;

	condition->wanted = arena_grow(query->arena, condition->wanted, condition->count, capacity,
				       sizeof(*wanted));
	wanted = &condition->wanted[condition->count++];
	text_fold(&folded, text);
	*wanted = (struct wanted){.text = text, .folded = buf_keep(&folded, query->arena)};
	(void)period_parse(text, &wanted->span);
	(void)number_read(text, &wanted->number);
}

static bool
is_about_ids(const struct field *field)
{
	return (field->column != NULL && (field->column->terms == TERMS_COMMUNITIES ||
					  field->column->terms == TERMS_SELECTION)) ||
	       (field->key != NULL && field->key->type == KEY_COMMUNITY);
}

/* What an exact value of a field must be among; all are NULL if it can be anything. */
struct known {
	const char *const *words;
	const struct vocabulary *terms;
	const struct organizations *organizations;
};

static struct known
known_of(const struct query *query, const struct condition *condition,
	 const struct registry *registry)
{
	const struct field *field = &condition->field;
	struct known known = {words_of(field), terms_of(field, registry),
			      query_organizations(field, registry, query->arena)};

	if (known.terms != NULL && known.terms->count == 0)
		known.terms = NULL;
	/* The words of open_to.organizations stand in place of a list of organizations. */
	if (field->key != NULL && (field->key->flags & KEY_OR_WORD) != 0 &&
	    known.organizations == NULL)
		known.words = NULL;
	return known;
}

static bool
is_known(const struct known *known, struct str text)
{
	if (known->words == NULL && known->terms == NULL && known->organizations == NULL)
		return true;
	return (known->words != NULL && words_index(known->words, text) >= 0) ||
	       (known->terms != NULL && vocabulary_find(known->terms, text) != NULL) ||
	       (known->organizations != NULL &&
		map_get(&known->organizations->by_id, text) != NULL);
}

/* Records that the field cannot have that value, with a suggestion or the possible values; returns false. */
static bool
no_such_value(const struct condition *condition, const struct known *known, struct str text,
	      struct diag *diag)
{
	struct nearest nearest = nearest_to(text);
	struct str name = condition->field.name;
	struct buf choices = {0};

	if (known->words != NULL)
		words_near(known->words, &nearest, &choices);
	if (known->terms != NULL)
		vocabulary_nearest(known->terms, &nearest);
	if (known->organizations != NULL) {
		organizations_nearest(known->organizations, &nearest);
		choices.n = 0; /* the words are not all that there is */
	}
	if (nearest.best.p == NULL && choices.n > 0)
		diag_add(diag, RULE_USAGE, (struct place){0}, "no %.*s \"%.*s\"; use one of %.*s",
			 STR_ARG(name), STR_ARG(text), STR_ARG(buf_all(&choices)));
	else
		diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "no %.*s \"%.*s\"",
			      STR_ARG(name), STR_ARG(text));
	buf_free(&choices);
	return false;
}

/* Is text the id of a community or, if the column allows it, * for all that are selected?  If not, records an error. */
static bool
check_id(const struct condition *condition, const struct registry *registry, struct str text,
	 struct diag *diag)
{
	const struct column *column = condition->field.column;
	struct nearest nearest = nearest_to(text);

	if (registry_knows(registry, text, &nearest) ||
	    (column != NULL && column->terms == TERMS_SELECTION && str_is(text, "*")))
		return true;
	diag_add_near(diag, RULE_USAGE, (struct place){0}, &nearest, "no community \"%.*s\"",
		      STR_ARG(text));
	return false;
}

/* Can the value occur in the field?  If not, it is a mistake, and is recorded rather than searched for in vain. */
static bool
check_wanted(const struct query *query, const struct condition *condition,
	     const struct registry *registry, const struct known *known, struct str text,
	     struct diag *diag)
{
	const struct column *column = condition->field.column;
	enum value_kind kind = field_kind(&condition->field);
	struct str name = condition->field.name;
	struct span span;
	double number;

	if (text.n == 0)
		return true;
	if (!field_shows(&condition->field, query->columns, diag))
		return false;
	if (condition->op == OP_CONTAINS || condition->op == OP_NOT_CONTAINS)
		return true;
	if (kind == VALUE_DATE && !period_parse(text, &span)) {
		usage_date(diag, name, text, "date", "");
		return false;
	}
	if (kind == VALUE_NUMBER && !number_read(text, &number)) {
		diag_add(diag, RULE_USAGE, (struct place){0}, "%.*s: \"%.*s\" is not a number",
			 STR_ARG(name), STR_ARG(text));
		return false;
	}
	if (condition->op != OP_EQUAL && condition->op != OP_NOT_EQUAL)
		return true;
	if (is_about_ids(&condition->field))
		return check_id(condition, registry, text, diag);
	/* Rosters may still hold what the registry no longer knows. */
	return is_known(known, text) ||
	       (column != NULL && query_rosters_have(column, registry, text, query->arena)) ||
	       no_such_value(condition, known, text, diag);
}

/* Takes the next of the values between commas, with \, and \\ unescaped; false when there is none left. */
static bool
next_alternative(struct query *query, struct str *rest, struct str *text)
{
	struct buf plain = {0};
	size_t i = 0;

	if (rest->p == NULL)
		return false;
	for (; i < rest->n && rest->p[i] != ','; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n &&
		    (rest->p[i + 1] == ',' || rest->p[i + 1] == '\\'))
			i++;
		buf_char(&plain, rest->p[i]);
	}
	*text = buf_keep(&plain, query->arena);
	*rest = i < rest->n ? (struct str){rest->p + i + 1, rest->n - i - 1}
			    : (struct str){NULL, 0};
	return true;
}

/* Reads the values of a condition; for a term such as a role or region, adds all that lie within it. */
static bool
read_wanted(struct query *query, struct condition *condition, const struct registry *registry,
	    struct str values, struct diag *diag)
{
	const struct known known = known_of(query, condition, registry);
	const struct vocabulary *terms = known.terms;
	const struct column *column = condition->field.column;
	bool exact = condition->op == OP_EQUAL || condition->op == OP_NOT_EQUAL;
	bool is_address = column != NULL && strcmp(column->name, "email") == 0;
	size_t capacity = 0;
	struct str text;

	while (next_alternative(query, &values, &text)) {
		text = str_trim(text);
		if (!check_wanted(query, condition, registry, &known, text, diag))
			return false;
		add_wanted(query, condition, &capacity, text);
		/* Rosters have addresses in lower case, whatever a person types. */
		if (exact && is_address)
			add_wanted(query, condition, &capacity, email_lower(query->arena, text));
		for (size_t i = 0; exact && terms != NULL && text.n > 0 && i < terms->count; i++)
			if (!str_eq(terms->list[i].id, text) &&
			    vocabulary_within(terms, terms->list[i].id, text))
				add_wanted(query, condition, &capacity, terms->list[i].id);
	}
	return true;
}

struct str
query_field_of(struct str expression)
{
	enum comparison op;
	size_t at = expression.n;

	(void)find_operator(expression, &at, &op);
	return str_trim((struct str){expression.p, at});
}

bool
query_add(struct query *query, const struct registry *registry, struct str expression,
	  struct diag *diag)
{
	struct condition *condition = arena_get(query->arena, sizeof(*condition));
	enum value_kind kind;
	struct str name, values;
	size_t at;

	if (!find_operator(expression, &at, &condition->op))
		return usage(diag, expression,
			     "a condition is FIELD OP VALUE, such as status=active");
	name = str_trim((struct str){expression.p, at});
	at += strlen(operators[condition->op]);
	values = str_trim(str_after(expression, at));
	if (!field_find(&condition->field, query->columns, name, diag))
		return false;
	kind = field_kind(&condition->field);
	if (is_order(condition->op) && kind != VALUE_DATE && kind != VALUE_NUMBER)
		return usage(diag, expression,
			     "only dates and numbers can be compared with < or >");
	if (is_order(condition->op) && values.n == 0)
		return usage(diag, expression, "there is no value to compare with");
	if (!read_wanted(query, condition, registry, values, diag))
		return false;
	*query->last = condition;
	query->last = &condition->next;
	return true;
}

static bool
date_holds(enum comparison op, struct str text, struct span wanted)
{
	struct span span;

	if (!period_parse(text, &span))
		return false;
	switch (op) {
	case OP_LESS:
		return span.last < wanted.first;
	case OP_MORE:
		return span.first > wanted.last;
	case OP_AT_MOST:
		return span.last <= wanted.last;
	case OP_AT_LEAST:
		return span.first >= wanted.first;
	default:
		return span.first >= wanted.first && span.last <= wanted.last;
	}
}

static bool
number_holds(enum comparison op, double number, double wanted)
{
	switch (op) {
	case OP_LESS:
		return number < wanted;
	case OP_MORE:
		return number > wanted;
	case OP_AT_MOST:
		return number <= wanted;
	case OP_AT_LEAST:
		return number >= wanted;
	default:
		return number >= wanted && number <= wanted;
	}
}

/* The evaluation of a condition on the values of a field. */
struct meeting {
	const struct condition *condition;
	struct buf folded;
	bool any; /* the field has a value */
	bool met; /* one of the values matches (before negation) */
};

static void
meet_text(struct meeting *m, struct str text)
{
	const struct condition *condition = m->condition;
	bool contains = condition->op == OP_CONTAINS || condition->op == OP_NOT_CONTAINS;
	enum value_kind kind = contains ? VALUE_TEXT : field_kind(&condition->field);
	double number;

	if (text.n == 0)
		return;
	m->any = true;
	for (size_t i = 0; i < condition->count && !m->met; i++) {
		const struct wanted *wanted = &condition->wanted[i];

		if (wanted->text.n == 0)
			continue;
		if (contains)
			m->met = text_contains(text, wanted->folded, &m->folded);
		else if (kind == VALUE_DATE)
			m->met = date_holds(condition->op, text, wanted->span);
		else if (kind == VALUE_NUMBER)
			m->met = number_read(text, &number) &&
				 number_holds(condition->op, number, wanted->number);
		else
			m->met = str_eq(text, wanted->text);
	}
}

static void
meet_number(struct meeting *m, double number)
{
	char text[32];

	if (m->condition->op == OP_CONTAINS || m->condition->op == OP_NOT_CONTAINS) {
		(void)snprintf(text, sizeof(text), "%.15g", number);
		meet_text(m, str_of(text));
		return;
	}
	m->any = true;
	for (size_t i = 0; i < m->condition->count && !m->met; i++)
		m->met = m->condition->wanted[i].text.n > 0 &&
			 number_holds(m->condition->op, number, m->condition->wanted[i].number);
}

static void
meet_node(void *context, const struct key *key, const struct node *node)
{
	struct meeting *m = context;

	if (node->kind == NODE_SCALAR) {
		if (key_takes(key, node->text))
			meet_text(m, node->text);
	} else if ((key->flags & KEY_TEXT) != 0 && node->kind == NODE_MAP) {
		for (const struct node *item = node->first; item != NULL; item = item->next)
			meet_text(m, node_text(item));
	} else {
		m->any = m->any || node->count > 0;
	}
}

static void
meet_value(struct meeting *m, const struct value *value)
{
	switch (value->kind) {
	case VALUE_TEXT:
	case VALUE_DATE:
		meet_text(m, value->text);
		break;
	case VALUE_NUMBER:
		meet_number(m, value->number);
		break;
	case VALUE_FLAG:
		meet_text(m,
			  value->text.n > 0 ? value->text : str_of(flag_words[value->number > 0]));
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < value->count; i++)
			meet_text(m, value->list[i]);
		break;
	case VALUE_UNKNOWN:
	case VALUE_MASKED:
		break;
	}
}

/* Ends the evaluation: does the condition hold?  An empty wanted value matches a field without values. */
static bool
meeting_holds(struct meeting *m)
{
	const struct condition *condition = m->condition;
	bool negated = condition->op == OP_NOT_EQUAL || condition->op == OP_NOT_CONTAINS;

	for (size_t i = 0; i < condition->count && !m->any; i++)
		m->met = m->met || (condition->wanted[i].text.n == 0 && !is_order(condition->op));
	buf_free(&m->folded);
	return m->met != negated;
}

static bool
condition_holds(const struct condition *condition, const struct record *record)
{
	struct meeting m = {.condition = condition};
	const struct field *field = &condition->field;
	struct value value;

	if (field->path.p != NULL) {
		field_visit(field, record, meet_node, &m);
	} else {
		field_value(field, record, &value);
		meet_value(&m, &value);
	}
	return meeting_holds(&m);
}

bool
query_holds(const struct query *query, const struct record *record)
{
	for (const struct condition *c = query->first; c != NULL; c = c->next)
		if (!condition_holds(c, record))
			return false;
	return true;
}

bool
query_allows(const struct query *query, const struct column *column, struct str text)
{
	for (const struct condition *c = query->first; c != NULL; c = c->next) {
		struct meeting m = {.condition = c};

		if (c->field.column != column)
			continue;
		meet_text(&m, text);
		if (!meeting_holds(&m))
			return false;
	}
	return true;
}

const struct field *
query_field(const struct query *query, size_t i)
{
	const struct condition *c = query->first;

	while (c != NULL && i > 0) {
		c = c->next;
		i--;
	}
	return c != NULL ? &c->field : NULL;
}

unsigned
query_needs(const struct query *query)
{
	unsigned needs = 0;

	for (const struct condition *c = query->first; c != NULL; c = c->next)
		needs |= c->field.column != NULL ? c->field.column->needs : 0;
	return needs;
}

bool
query_mentions(const struct query *query, const char *column)
{
	for (const struct condition *c = query->first; c != NULL; c = c->next)
		if (c->field.column != NULL && strcmp(c->field.column->name, column) == 0)
			return true;
	return false;
}
