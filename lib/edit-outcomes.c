/* What became of each thing that an edit was asked for. */
#include "edit.h"

#include <string.h>

static const struct outcome *
outcome_of(const struct record *record)
{
	return record->subject;
}

static void
get_cop(const struct record *record, struct value *value)
{
	*value = value_text(outcome_of(record)->cop);
}

static void
get_what(const struct record *record, struct value *value)
{
	*value = value_text(outcome_of(record)->what);
}

static void
get_result(const struct record *record, struct value *value)
{
	*value = value_text(str_of(outcome_of(record)->result));
}

static void
get_reason(const struct record *record, struct value *value)
{
	*value = value_text(outcome_of(record)->reason);
}

/* clang-format off */
const struct column person_outcome_columns[] = {
	{"cop", VALUE_TEXT, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"email", VALUE_TEXT, .get = get_what, .shown = true, .whole = true, .meaning = "the address"},
	{"result", VALUE_TEXT, .get = get_result, .shown = true, .whole = true, .meaning = "what became of it, in a word"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .wrapped = true, .meaning = "why, or since when"},
	{0}};

const struct column file_outcome_columns[] = {
	{"cop", VALUE_TEXT, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"path", VALUE_TEXT, .get = get_what, .shown = true, .meaning = "of a file, or into the definition"},
	{"result", VALUE_TEXT, .get = get_result, .shown = true, .whole = true, .meaning = "what became of it, in a word"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .wrapped = true, .meaning = "why"},
	{0}};

const struct column outcome_columns[] = {
	{"cop", VALUE_TEXT, .get = get_cop, .shown = true, .meaning = "id of the community"},
	{"what", VALUE_TEXT, .get = get_what, .shown = true, .meaning = "an address, or the path of a file"},
	{"result", VALUE_TEXT, .get = get_result, .shown = true, .whole = true, .meaning = "what became of it, in a word"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .wrapped = true, .meaning = "why"},
	{0}};
/* clang-format on */

static void
add_outcome(struct edit *edit, struct str cop, struct str what, const char *result,
	    const char *format, va_list args)
{
	struct buf reason = {0};

	buf_vformat(&reason, format, args);
	edit->outcomes = arena_grow(edit->arena, edit->outcomes, edit->outcome_count,
				    &edit->outcome_capacity, sizeof(*edit->outcomes));
	edit->outcomes[edit->outcome_count++] = (struct outcome){cop, what, result,
								 buf_keep(&reason, edit->arena)};
}

void
edit_outcome(struct edit *edit, struct str cop, struct str what, const char *result,
	     const char *reason, ...)
{
	va_list args;

	va_start(args, reason);
	add_outcome(edit, cop, what, result, reason, args);
	va_end(args);
}

void
edit_refuse(struct edit *edit, struct str cop, struct str what, const char *reason, ...)
{
	va_list args;

	va_start(args, reason);
	add_outcome(edit, cop, what, "refused", reason, args);
	va_end(args);
	edit->refused = true;
}

void
edit_keep_refusals(struct edit *edit)
{
	size_t count = 0;

	for (size_t i = 0; i < edit->outcome_count; i++)
		if (strcmp(edit->outcomes[i].result, "refused") == 0)
			edit->outcomes[count++] = edit->outcomes[i];
	edit->outcome_count = count;
}

void
outcomes_list(const struct view *view, const struct edit *edit, struct emit *emit)
{
	struct arena *scratch = arena_new();
	struct emit_part part = {0};

	for (size_t i = 0; i < edit->outcome_count; i++) {
		const struct outcome *outcome = &edit->outcomes[i];

		emit_record(emit, &part,
			    &(struct record){.view = view,
					     .cop = registry_find(edit->registry, outcome->cop),
					     .subject = outcome,
					     .scratch = scratch});
	}
	emit_last(emit, &part);
	arena_free(scratch);
}
