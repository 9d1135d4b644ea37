/* Differences as records: the columns of cop-diff and cop-log. */
#include "compare.h"
#include "history.h"

#define GETTER(field, value_kind)                                                 \
	static void get_##field(const struct record *record, struct value *value) \
	{                                                                         \
		const struct difference *d = record->subject;                     \
                                                                                  \
		*value = (struct value){.kind = value_kind, .text = d->field};    \
	}

GETTER(cop, VALUE_TEXT)
GETTER(date, VALUE_DATE)
GETTER(email, VALUE_TEXT)
GETTER(field, VALUE_TEXT)
GETTER(old, VALUE_TEXT)
GETTER(now, VALUE_TEXT)
GETTER(name, VALUE_TEXT)
GETTER(group, VALUE_TEXT)
GETTER(position, VALUE_TEXT)
GETTER(until, VALUE_DATE)

static void
get_change(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = value_text(str_of(happening_words[d->change]));
}

static void
get_committed(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = (struct value){.kind = VALUE_DATE, .text = d->recorded->day};
}

static void
get_commit(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = value_text(git_short(d->recorded->id));
}

static void
get_author(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = value_text(d->recorded->author);
}

static void
get_subject(const struct record *record, struct value *value)
{
	const struct difference *d = record->subject;

	*value = value_text(d->recorded->subject);
}

/* clang-format off */
#define COP_COLUMN \
	{"cop", VALUE_TEXT, .get = get_cop, .shown = true, .meaning = "id of the community; empty: the registry as a whole"}

/* The columns that both have, after their own first ones. */
#define COLUMNS \
	{"date", VALUE_DATE, .get = get_date, .shown = true, .meaning = "when it happened, as it is written; empty: that is written nowhere"}, \
	{"email", VALUE_TEXT, .get = get_email, .shown = true, .private = true, .whole = true, .meaning = "whom it is about; empty: nobody"}, \
	{"change", VALUE_TEXT, happening_words, .get = get_change, .shown = true, .meaning = "what happened"}, \
	{"field", VALUE_TEXT, .get = get_field, .shown = true, .meaning = "the column, or the path into the definition; of a seat its group"}, \
	{"old", VALUE_TEXT, .get = get_old, .shown = true, .meaning = "what it said; of a seat that ended, the position"}, \
	{"new", VALUE_TEXT, .get = get_now, .shown = true, .meaning = "what it says; of a seat that began, the position"}, \
	{"name", VALUE_TEXT, .get = get_name, .private = true, .meaning = "the person\'s name"}, \
	{"group", VALUE_TEXT, .get = get_group, .meaning = "of a seat; empty: membership"}, \
	{"position", VALUE_TEXT, .get = get_position, .meaning = "of a seat"}, \
	{"until", VALUE_DATE, .get = get_until, .meaning = "the last day of the term, or of the pause, that began"}

const struct column difference_columns[] = {COP_COLUMN, COLUMNS, {0}};

const struct column logged_columns[] = {
	COP_COLUMN,
	{"committed", VALUE_DATE, .get = get_committed, .shown = true, .meaning = "the day on which it was recorded, in the time zone of whoever did so"},
	{"commit", VALUE_TEXT, .get = get_commit, .shown = true, .meaning = "the first digits of its id"},
	{"author", VALUE_TEXT, .get = get_author, .shown = true, .private = true, .meaning = "who made it"},
	COLUMNS,
	{"subject", VALUE_TEXT, .get = get_subject, .private = true, .meaning = "the first line of its message"},
	{0}};
/* clang-format on */

/* -- records ------------------------------------------------------------------------------------------------- */

static struct record
record_of(const struct view *view, const struct difference *difference, struct arena *scratch)
{
	return (struct record){
	    .view = view,
	    .cop = view->registry == NULL ? NULL : registry_find(view->registry, difference->cop),
	    .subject = difference,
	    .scratch = scratch};
}

void
differences_choose(struct differences *differences, const struct view *view,
		   const struct query *query)
{
	size_t count = 0;

	for (size_t i = 0; i < differences->count; i++) {
		struct record record = record_of(view, &differences->list[i], differences->arena);

		if (query_holds(query, &record))
			differences->list[count++] = differences->list[i];
	}
	differences->count = count;
}

void
differences_list(const struct differences *differences, const struct view *view, struct emit *emit)
{
	struct emit_part part = {0};

	for (size_t i = 0; i < differences->count; i++) {
		struct record record = record_of(view, &differences->list[i], differences->arena);

		emit_record(emit, &part, &record);
	}
	(void)emit_take(emit, &part);
	emit_part_free(&part);
}
