/* Differences as sentences, each after its date, under a heading for each community. */
#include "compare.h"
#include "labels.h"
#include "wording.h"

#define SHORT 40     /* width in columns up to which a value fits in a sentence */
#define DATE_ROOM 11 /* width of a whole date and a blank */

struct tale {
	const struct view *view;
	const struct definition *cop; /* NULL: not loaded */
	const struct difference *d;
	struct buf *out;
	unsigned level; /* of headings */
	size_t indent;  /* of the text below headings */
};

/* -- words ---------------------------------------------------------------------------------------------------- */

/* The word for a field in a sentence. Additional columns and paths stand for themselves. */
static struct str
field_word(struct str field)
{
	static const char *const words[ROSTER_COLUMNS] = {
	    [ROSTER_EMAIL] = LABEL("address"),
	    [ROSTER_NAME] = LABEL("name"),
	    [ROSTER_ORGANIZATION] = LABEL("organization"),
	    [ROSTER_ROLE] = LABEL("role"),
	    [ROSTER_REGION] = LABEL("region"),
	    [ROSTER_LANGUAGE] = LABEL("language"),
	    [ROSTER_GROUP] = LABEL("group"),
	    [ROSTER_POSITION] = LABEL("position"),
	    [ROSTER_APPLIED] = LABEL("day of application"),
	    [ROSTER_JOINED] = LABEL("first day"),
	    [ROSTER_LEFT] = LABEL("last day"),
	    [ROSTER_CONSENT] = LABEL("consent to be written to"),
	    [ROSTER_CONSENTED] = LABEL("date of consent"),
	    [ROSTER_SOURCE] = LABEL("source"),
	};
	int i = words_index(roster_columns, field);

	return i < 0 ? field : str_of(label(words[i]));
}

static struct str
who(const struct difference *d)
{
	return d->name.n > 0 ? d->name : d->email;
}

/* The name of a seat's group, as far as it is known. */
static struct str
group_word(const struct tale *tale)
{
	static const struct definition nobodys = {.root = NULL};

	return group_name(tale->view, tale->cop != NULL ? tale->cop : &nobodys, tale->d->group);
}

/* The word for a value in a sentence: a label or name if one is known, else the value itself. */
static struct str
value_word(const struct tale *tale, struct str value)
{
	const struct registry *registry = tale->view->registry;
	struct str field = tale->d->field;

	if (str_is(field, "consent"))
		return word_label_of(consent_words, value);
	if (str_is(field, "position"))
		return word_label_of(position_words, value);
	if (registry == NULL || tale->d->email.n == 0 || value.n == 0)
		return value;
	if (str_is(field, "organization"))
		return organization_name(tale->view, value);
	if (str_is(field, "role"))
		return term_name(tale->view, &registry->roles, value);
	return str_is(field, "region") ? term_name(tale->view, &registry->regions, value) : value;
}

/* -- people ------------------------------------------------------------------------------------------------------- */

/* Is the day still to come? A partial date means the last day of an end, and the first day of anything else. */
static bool
is_ahead(const struct tale *tale)
{
	enum happening change = tale->d->change;
	bool end = change == HAPPENED_LEFT || change == HAPPENED_TERM_ENDED ||
		   change == HAPPENED_ENDED;
	struct date date;

	return date_parse(tale->d->date, &date) &&
	       (end ? date_last(date) : date_first(date)) > tale->view->as_of;
}

static void
say(const struct tale *tale, const char *format)
{
	struct str name = who(tale->d);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_format(tale->out, format, STR_ARG(name));
#pragma GCC diagnostic pop
}

static void
tell_seat(const struct tale *tale)
{
	const struct difference *d = tale->d;
	struct str name = who(d), group = group_word(tale);
	struct str position = word_label_of(position_words, d->position);
	bool began = d->change == HAPPENED_APPOINTED, ahead = is_ahead(tale);

	if (position.n > 0 && began)
		buf_format(tale->out, label("%.*s was appointed: %.*s, %.*s"), STR_ARG(name),
			   STR_ARG(group), STR_ARG(position));
	else if (began)
		buf_format(tale->out, label("%.*s was appointed: %.*s"), STR_ARG(name),
			   STR_ARG(group));
	else if (position.n > 0)
		buf_format(tale->out,
			   ahead ? label("%.*s has a term that ends: %.*s, %.*s")
				 : label("%.*s gave up a seat: %.*s, %.*s"),
			   STR_ARG(name), STR_ARG(group), STR_ARG(position));
	else
		buf_format(tale->out,
			   ahead ? label("%.*s has a term that ends: %.*s")
				 : label("%.*s gave up a seat: %.*s"),
			   STR_ARG(name), STR_ARG(group));
	if (began && d->until.n > 0) {
		buf_puts(tale->out, ", ");
		buf_format(tale->out, label("until %.*s"), STR_ARG(d->until));
	}
}

static void
tell_field(const struct tale *tale)
{
	const struct difference *d = tale->d;
	struct str name = who(d), field = field_word(d->field);
	struct str old = value_word(tale, d->old), now = value_word(tale, d->now);
	bool corrected = d->change == HAPPENED_CORRECTED;

	if (now.n == 0)
		buf_format(tale->out, label("%.*s: %.*s removed, was %.*s"), STR_ARG(name),
			   STR_ARG(field), STR_ARG(old));
	else if (old.n == 0)
		buf_format(tale->out, label("%.*s: %.*s is now %.*s"), STR_ARG(name),
			   STR_ARG(field), STR_ARG(now));
	else
		buf_format(tale->out,
			   corrected ? label("%.*s: %.*s corrected from %.*s to %.*s")
				     : label("%.*s: %.*s changed from %.*s to %.*s"),
			   STR_ARG(name), STR_ARG(field), STR_ARG(old), STR_ARG(now));
	if (d->group.n > 0)
		buf_format(tale->out, " (%.*s)", STR_ARG(group_word(tale)));
}

/* Is it about one of several rows that suppress the same address? */
static bool
is_one_of_several(const struct difference *d)
{
	return str_starts(d->field, STR(COMPARED_SUPPRESSION "."));
}

static void
tell_removed(const struct tale *tale)
{
	const struct difference *d = tale->d;
	struct str name = who(d);

	if (is_one_of_several(d))
		say(tale, label("%.*s: one of several rows of the suppression was removed"));
	else if (str_is(d->field, COMPARED_SUPPRESSION))
		buf_format(tale->out, label("%.*s may be written to again"), STR_ARG(d->email));
	else if (d->group.n > 0)
		buf_format(tale->out, label("%.*s: the row of a seat was removed: %.*s"),
			   STR_ARG(name), STR_ARG(group_word(tale)));
	else
		say(tale, label("%.*s: the row of the membership was removed"));
}

static void
tell_person(const struct tale *tale)
{
	const struct difference *d = tale->d;

	switch (d->change) {
	case HAPPENED_APPLIED:
		say(tale, label("%.*s applied"));
		break;
	case HAPPENED_JOINED:
		say(tale, label("%.*s joined"));
		break;
	case HAPPENED_APPROVED:
		say(tale, label("%.*s was approved"));
		break;
	case HAPPENED_DECLINED:
		say(tale, label("%.*s was declined"));
		break;
	case HAPPENED_CAME_BACK:
		say(tale, label("%.*s came back"));
		break;
	case HAPPENED_LEFT:
		say(tale, is_ahead(tale) ? label("%.*s is to leave") : label("%.*s left"));
		break;
	case HAPPENED_APPOINTED:
	case HAPPENED_TERM_ENDED:
		tell_seat(tale);
		break;
	case HAPPENED_MOVED_ADDRESS:
		buf_format(tale->out, label("%.*s has another address: %.*s, was %.*s"),
			   STR_ARG(who(d)), STR_ARG(d->now), STR_ARG(d->old));
		break;
	case HAPPENED_FORGOTTEN:
		buf_format(tale->out, label("Somebody was forgotten, and is now %.*s"),
			   STR_ARG(d->email));
		break;
	case HAPPENED_SUPPRESSED:
		buf_format(tale->out, label("%.*s must not be written to again"),
			   STR_ARG(d->email));
		if (d->now.n > 0)
			buf_format(tale->out, " (%.*s)", STR_ARG(d->now));
		break;
	case HAPPENED_ADDED:
		say(tale, is_one_of_several(d) ? label("%.*s: the suppression has one more row")
					       : label("%.*s: the membership has one more row"));
		break;
	case HAPPENED_REMOVED:
		tell_removed(tale);
		break;
	default:
		tell_field(tale);
	}
}

/* -- communities ----------------------------------------------------------------------------------------------------- */

static void
tell_community(const struct tale *tale)
{
	const struct difference *d = tale->d;

	switch (d->change) {
	case HAPPENED_CREATED:
		buf_format(tale->out, label("A new community: %.*s"), STR_ARG(d->now));
		break;
	case HAPPENED_DELETED:
		buf_format(tale->out, label("The definition was deleted: %.*s"), STR_ARG(d->old));
		break;
	case HAPPENED_LAUNCHED:
		buf_puts(tale->out,
			 is_ahead(tale) ? label("It is to be launched") : label("It was launched"));
		break;
	case HAPPENED_ENDED:
		buf_puts(tale->out, is_ahead(tale) ? label("It is to end") : label("It ended"));
		break;
	case HAPPENED_PAUSED:
		buf_puts(tale->out, label("It paused"));
		if (d->until.n > 0) {
			buf_puts(tale->out, ", ");
			buf_format(tale->out, label("until %.*s"), STR_ARG(d->until));
		}
		if (d->now.n > 0)
			buf_format(tale->out, " (%.*s)", STR_ARG(d->now));
		break;
	case HAPPENED_MERGED:
		buf_format(tale->out, label("It merged into %.*s"), STR_ARG(d->now));
		break;
	case HAPPENED_ADDED:
		buf_format(tale->out, label("%.*s: added %.*s"), STR_ARG(d->field),
			   STR_ARG(d->now));
		break;
	case HAPPENED_REMOVED:
		buf_format(tale->out, label("%.*s: removed %.*s"), STR_ARG(d->field),
			   STR_ARG(d->old));
		break;
	default:
		buf_format(tale->out, label("%.*s: changed from %.*s to %.*s"), STR_ARG(d->field),
			   STR_ARG(d->old), STR_ARG(d->now));
	}
}

/* Is a value too long for a sentence? tell_long() then shows the old and the new one below the path. */
static bool
is_long(const struct difference *d)
{
	return d->email.n == 0 && d->field.n > 0 &&
	       (text_width(d->old) > SHORT || text_width(d->now) > SHORT ||
		str_find(d->old, '\n') < d->old.n || str_find(d->now, '\n') < d->now.n);
}

static void
tell_long(const struct tale *tale, struct page *page)
{
	const struct difference *d = tale->d;
	struct buf text = {0};

	buf_str(&text, d->field);
	page->indent = tale->indent + DATE_ROOM;
	page_text(page, buf_all(&text));
	page->indent = tale->indent + DATE_ROOM + PAGE_INDENT;
	page_bullet(page, "-", d->old);
	page_bullet(page, "+", d->now);
	page->indent = tale->indent;
	buf_free(&text);
}

/* -- lines ------------------------------------------------------------------------------------------------------------ */

static void
tell_one(struct tale *tale, struct page *page)
{
	const struct difference *d = tale->d;
	struct str shown = d->date;
	struct buf when = {0};
	struct date date;

	if (is_long(d)) {
		tell_long(tale, page);
		return;
	}
	buf_clear(tale->out);
	if (d->email.n > 0)
		tell_person(tale);
	else
		tell_community(tale);
	if (!date_parse(shown, &date))
		shown = STR("");
	buf_str(&when, shown);
	buf_repeat(&when, ' ', DATE_ROOM - 1 - shown.n);
	buf_char(&when, '\0');
	page_bullet(page, when.p, buf_all(tale->out));
	buf_free(&when);
}

/* Adds a heading such as "Privacy (privacy)", or the id alone if the name is not known. */
static void
tell_heading(const struct tale *tale, struct page *page)
{
	struct str id = tale->d->cop;
	struct str name = tale->cop != NULL ? community_name(tale->view, id) : id;
	struct buf text = {0};

	if (id.n == 0)
		buf_puts(&text, label("The registry"));
	else if (str_eq(name, id))
		buf_str(&text, id);
	else
		buf_format(&text, "%.*s (%.*s)", STR_ARG(name), STR_ARG(id));
	page_heading(page, tale->level, buf_all(&text));
	buf_free(&text);
}

void
differences_tell(const struct differences *differences, const struct view *view, unsigned level,
		 struct page *page)
{
	const struct difference *list = differences->list;
	struct buf text = {0};
	struct tale tale = {
	    .view = view, .out = &text, .indent = level > 2 ? PAGE_INDENT : 0, .level = level};

	for (size_t i = 0; i < differences->count; i++) {
		tale.d = &list[i];
		if (i == 0 || !str_eq(list[i].cop, list[i - 1].cop)) {
			tale.cop = view->registry == NULL
				       ? NULL
				       : registry_find(view->registry, list[i].cop);
			tell_heading(&tale, page);
		}
		tell_one(&tale, page);
	}
	buf_free(&text);
}
