/* Reads the output of cop-members as applicants. */
#include "join.h"
#include "members.h"
#include "rows.h"

/* The columns that hold in any community.  Consent is not among them: it was given to one community only. */
static const enum roster_column taken[] = {ROSTER_EMAIL, ROSTER_NAME,   ROSTER_ORGANIZATION,
					   ROSTER_ROLE,  ROSTER_REGION, ROSTER_LANGUAGE};

enum { TAKEN = sizeof(taken) / sizeof(taken[0]), COLUMNS_MAX = 32 };

/* The columns of cop-members by name, and the indexes of those used here. */
struct listed {
	const char *columns[COLUMNS_MAX];
	size_t cop, email, status, mail;
	size_t taken[TAKEN];
};

static size_t
number_of(const struct listed *listed, const char *name)
{
	size_t i = 0;

	while (!str_is(str_of(listed->columns[i]), name))
		i++;
	return i;
}

static struct listed
listed_columns(void)
{
	struct listed listed = {0};

	for (size_t i = 0; i + 1 < COLUMNS_MAX && member_columns[i].name != NULL; i++)
		listed.columns[i] = member_columns[i].name;
	listed.cop = number_of(&listed, "cop");
	listed.email = number_of(&listed, "email");
	listed.status = number_of(&listed, "status");
	listed.mail = number_of(&listed, "mail");
	for (size_t i = 0; i < TAKEN; i++)
		listed.taken[i] = number_of(&listed, join_columns[taken[i]]);
	return listed;
}

/* Is it the output of cop-members? Only that has both a status and an answer to whether mail is allowed. */
static bool
is_listed(const struct listed *listed, const struct intake *lines)
{
	const struct str *first = lines->count > 0 ? lines->rows[0].fields : NULL;

	if (lines->header.p != NULL)
		return lines->has[listed->cop] && lines->has[listed->email] &&
		       lines->has[listed->status] && lines->has[listed->mail];
	return first != NULL &&
	       words_index(member_columns[listed->status].words, first[listed->status]) >= 0 &&
	       (str_is(first[listed->mail], "yes") || str_is(first[listed->mail], "no"));
}

/* Rewrites a row to what it would be in a file of applicants. */
static void
take(struct arena *arena, const struct listed *listed, struct intake_row *row)
{
	struct str *fields = arena_array(arena, JOIN_COLUMNS, sizeof(*fields));
	struct buf line = {0};

	for (size_t i = 0; i < TAKEN; i++) {
		fields[taken[i]] = row->fields[listed->taken[i]];
		if (i > 0)
			buf_char(&line, ',');
		rows_add_field(&line, fields[taken[i]]);
	}
	row->fields = fields;
	row->text = buf_keep(&line, arena);
}

bool
join_members(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
	     struct diag *diag)
{
	struct listed listed = listed_columns();
	struct diag *own = diag_new();
	struct buf header = {0};
	bool is;

	(void)intake_lines(intake, arena, bytes, path, listed.columns, 2, own);
	is = is_listed(&listed, intake);
	if (is) {
		diag_take(diag, own, 0);
		for (size_t i = 0; i < TAKEN; i++)
			buf_join(&header, ",", str_of(join_columns[taken[i]]));
		intake->header = arena_str(arena, buf_all(&header));
		for (size_t i = 0; i < intake->count; i++)
			take(arena, &listed, &intake->rows[i]);
		intake->has = arena_array(arena, JOIN_COLUMNS, sizeof(*intake->has));
		for (size_t i = 0; i < TAKEN; i++)
			intake->has[taken[i]] = true;
	}
	buf_free(&header);
	diag_free(own);
	return is;
}
