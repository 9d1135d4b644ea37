#include "intake.h"

#include <stdint.h>

#include "canonical.h"
#include "rows.h"

/* Used in place of the index of a field or column. */
#define NONE SIZE_MAX
#define NAMELESS (SIZE_MAX - 1)

/* The state of reading a file. */
struct reading {
	struct intake *intake;
	struct arena *arena;
	struct diag *diag; /* findings of this file alone */
	struct str path;
	const char *const *columns;
	size_t count; /* of columns */
	size_t required;
	bool lines; /* output of a command: the header is optional, and may name further columns */
	struct str rest;
	size_t line; /* number of the line read last */
	struct rows rows;
	size_t fields;               /* number of fields in a record; 0: any */
	size_t *at;                  /* for each column, the index of its field, or NONE */
	size_t of[ROWS_COLUMNS_MAX]; /* for each field, the index of its column, NONE or NAMELESS */
	size_t capacity;             /* of the rows */
};

/* -- the form of the file ------------------------------------------------------------------------------------- */

/* Does the line hold nothing but separators and blanks? Spreadsheets write such lines for empty rows. */
static bool
is_blank(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ',' && line.p[i] != ' ' && line.p[i] != '\t')
			return false;
	return true;
}

static bool
begins_with_tabs(struct str text)
{
	struct str line;

	while (str_next(&text, '\n', &line))
		if (!is_blank(line))
			return str_find(line, '\t') < line.n;
	return false;
}

/* Converts lines with tabs, as commands print them, to CSV. */
static void
change_tabs(struct str text, struct buf *out)
{
	struct str line, field;

	while (str_next(&text, '\n', &line)) {
		while (str_next(&line, '\t', &field)) {
			rows_add_field(out, field);
			if (line.p != NULL)
				buf_char(out, ',');
		}
		if (text.p != NULL)
			buf_char(out, '\n');
	}
}

/*
 * Converts the file to the registry's form.  The output of a command does not go through
 * canonical_from_spreadsheet(), which would overlook the tabs if the first line has a comma, and take a quote in a
 * name for the start of a field that spans lines.
 */
static struct str
own_form(struct reading *r, struct str bytes)
{
	struct buf text = {0}, out = {0}, said = {0};
	bool changed = true, tabs = false;

	if (r->lines) {
		(void)canonical_decode(bytes, &text, &said);
		tabs = begins_with_tabs(buf_all(&text));
	}
	if (tabs) {
		change_tabs(buf_all(&text), &out);
	} else {
		buf_clear(&said);
		changed = canonical_from_spreadsheet(bytes, true, &out, &said);
	}
	r->intake->said = arena_str(r->arena, buf_all(&said));
	if (changed)
		bytes = arena_str(r->arena, buf_all(&out));
	buf_free(&text);
	buf_free(&out);
	buf_free(&said);
	return bytes;
}

/*
 * Does the file use CR alone as line end, so that it would be read as one line? If the first line holds a CR it does,
 * since those of CRLF have been removed; but a CR just before the LF of a line is a slip, reported as such later.
 */
static bool
has_lone_returns(const struct reading *r)
{
	size_t end = str_find(r->rest, '\n'), at = str_find((struct str){r->rest.p, end}, '\r');

	if (at == end || (at + 1 == end && end < r->rest.n))
		return false;
	diag_add(r->diag, RULE_CSV_SYNTAX,
		 (struct place){r->path, 1, text_length((struct str){r->rest.p, at}) + 1},
		 "lines end with CR alone, as on old Macs; save the file with LF or CRLF");
	return true;
}

/* -- records -------------------------------------------------------------------------------------------------- */

/* The next line that is not blank. */
static bool
next_line(struct reading *r, struct str *line)
{
	while (str_next(&r->rest, '\n', line)) {
		r->line++;
		if (!is_blank(*line))
			return true;
	}
	return false;
}

/*
 * Splits one line into fields.  The reader of rows is given one line at a time, so that it stops recording errors
 * when we stop; or all the lines of a record that was broken into several, so that it can report the break.
 */
static bool
split(struct reading *r, struct str line, struct row *row)
{
	struct str all = {line.p, line.n + (r->rest.p != NULL ? 1 + r->rest.n : 0)};
	size_t broken = r->fields > 0 ? rows_broken(all, r->fields) : 0;

	if (broken > 0)
		line.n = broken;
	rows_begin(&r->rows, line, r->line, r->path, r->diag);
	r->rows.columns = r->fields;
	r->rows.arena = r->arena;
	r->rows.check_text = true;
	return rows_next(&r->rows, row);
}

/* Is any field not empty? Records the first value in a column without a name. */
static bool
has_value(struct reading *r, const struct row *row)
{
	bool value = false;

	for (size_t i = 0; i < row->count; i++) {
		if (text_trim(row->fields[i]).n == 0)
			continue;
		value = true;
		if (r->lines || r->of[i] != NAMELESS)
			continue;
		diag_add(r->diag, RULE_CSV_HEADER,
			 (struct place){r->path, row->line, rows_column(row->text, i)},
			 "a value in a column that has no name");
		break;
	}
	return value;
}

static void
add(struct reading *r, const struct row *row)
{
	struct intake *intake = r->intake;
	struct str *fields;

	if (!has_value(r, row))
		return;
	if (row->total < r->required) {
		diag_add(r->diag, RULE_CSV_FIELDS, (struct place){r->path, row->line, 1},
			 "%zu instead of %zu", row->total, r->required);
		return;
	}
	fields = arena_array(r->arena, r->count, sizeof(*fields));
	for (size_t i = 0; i < r->count; i++)
		if (r->at[i] < row->count) {
			fields[i] = text_trim(row->fields[r->at[i]]);
			intake->has[i] = true;
		}
	intake->rows = arena_grow(r->arena, intake->rows, intake->count, &r->capacity,
				  sizeof(*intake->rows));
	intake->rows[intake->count++] = (struct intake_row){
	    .line = row->line, .text = row->text, .fields = fields};
}

static bool
is_syntax(void *unused, const struct finding *finding)
{
	(void)unused;
	return finding->rule == RULE_CSV_SYNTAX;
}

/* Was the last finding a quoting error? Then drops all the others, since the lines may not be what they seem. */
static bool
is_bad_quote(const struct reading *r)
{
	if (!is_syntax(NULL, diag_at(r->diag, diag_count(r->diag) - 1)))
		return false;
	diag_keep(r->diag, is_syntax, NULL);
	return true;
}

static void
read_records(struct reading *r)
{
	struct str line;
	struct row row;

	while (diag_count(r->diag) < INTAKE_FINDINGS_MAX && next_line(r, &line))
		if (split(r, line, &row))
			add(r, &row);
		else if (is_bad_quote(r))
			return;
}

/* -- the header ----------------------------------------------------------------------------------------------- */

/* The index of the column of that name, ignoring case, whatever the locale; NONE if there is none. */
static size_t
column_of(const struct reading *r, struct str name)
{
	for (size_t c = 0; c < r->count; c++) {
		struct str column = str_of(r->columns[c]);
		size_t i = 0;

		while (i < name.n && i < column.n &&
		       text_lower(name.p[i]) == text_lower(column.p[i]))
			i++;
		if (i == name.n && i == column.n)
			return c;
	}
	return NONE;
}

/* Maps fields to columns; of two fields with the same name the first counts.  Returns how many columns were found. */
static size_t
match_names(struct reading *r, const struct row *row)
{
	size_t named = 0;

	for (size_t c = 0; c < r->count; c++)
		r->at[c] = NONE;
	for (size_t i = 0; i < row->count; i++) {
		struct str name = text_trim(row->fields[i]);
		size_t c = name.n == 0 ? NAMELESS : column_of(r, name);

		r->of[i] = c;
		if (c < r->count && r->at[c] == NONE) {
			r->at[c] = i;
			named++;
		}
	}
	return named;
}

/* What forms call the columns in English and in French, and our names for these; accents do not matter. */
static const char *const usual_names[][2] = {{"E-mail address", "email"},
					     {"Courriel", "email"},
					     {"Adresse courriel", "email"},
					     {"Adresse de courriel", "email"},
					     {"Adresse de messagerie", "email"},
					     {"Adresse e-mail", "email"},
					     {"Adresse \xC3\xA9lectronique", "email"},
					     {"Full name", "name"},
					     {"Nom", "name"},
					     {"Nom complet", "name"},
					     {"Pr\xC3\xA9nom et nom", "name"},
					     {"Nom et pr\xC3\xA9nom", "name"},
					     {"Organisme", "organization"},
					     {"\xC3\x89tablissement", "organization"},
					     {"Employer", "organization"},
					     {"Employeur", "organization"},
					     {"Job title", "role"},
					     {"Profession", "role"},
					     {"Fonction", "role"},
					     {"Poste", "role"},
					     {"Province", "region"},
					     {"Langue", "language"},
					     {"Preferred language", "language"},
					     {"Langue preferee", "language"},
					     {"Langue de correspondance", "language"},
					     {"Groupe", "group"},
					     {"Demande", "applied"},
					     {"Date joined", "joined"},
					     {"Member since", "joined"},
					     {"Membre depuis", "joined"},
					     {"Adh\xC3\xA9sion", "joined"},
					     {"Date d'adh\xC3\xA9sion", "joined"},
					     {"D\xC3\xA9part", "left"},
					     {"Consentement", "consent"},
					     {"Community", "cop"},
					     {"Communaut\xC3\xA9", "cop"},
					     {"Raison", "reason"},
					     {NULL, NULL}};

void
intake_names_try(struct nearest *nearest, struct str column)
{
	for (size_t i = 0; usual_names[i][0] != NULL; i++)
		if (str_is(column, usual_names[i][1]))
			nearest_try_name(nearest, str_of(usual_names[i][0]), column);
}

/* Suggests a column that has not been found, and whose name or usual name is close to the one given. */
static struct nearest
nearest_column(const struct reading *r, struct str name)
{
	struct nearest nearest = nearest_to(name);

	for (size_t c = 0; c < r->count; c++) {
		if (r->at[c] != NONE)
			continue;
		nearest_try(&nearest, str_of(r->columns[c]));
		intake_names_try(&nearest, str_of(r->columns[c]));
	}
	return nearest;
}

/* Is it the name of a column for the first name alone? */
static bool
is_first_name(struct str name)
{
	static const char *const firsts[] = {"First name", "Given name", "Pr\xC3\xA9nom"};

	for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++)
		if (text_distance(name, str_of(firsts[i]), 0) == 0)
			return true;
	return false;
}

/* Is it the name of a column for the last name alone?  Beside a first name, "Nom" is. */
static bool
is_last_name(const struct row *row, struct str name)
{
	static const char *const lasts[] = {"Last name", "Family name", "Surname",
					    "Nom de famille"};

	for (size_t i = 0; i < sizeof(lasts) / sizeof(lasts[0]); i++)
		if (text_distance(name, str_of(lasts[i]), 0) == 0)
			return true;
	for (size_t i = 0; text_distance(name, STR("Nom"), 0) == 0 && i < row->count; i++)
		if (is_first_name(text_trim(row->fields[i])))
			return true;
	return false;
}

static struct str
known_columns(const struct reading *r)
{
	struct buf known = {0};

	for (size_t c = 0; c < r->count; c++)
		buf_join(&known, ", ", str_of(r->columns[c]));
	return buf_keep(&known, r->arena);
}

/*
 * Is no field of the first line the name of a column, or close to one, as when the line is the title of a report?
 * Then a finding for each field would not help, and a single one is recorded.
 */
static bool
is_no_header(struct reading *r, const struct row *row, size_t named)
{
	if (r->lines || named > 0)
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (nearest_column(r, text_trim(row->fields[i])).best.p != NULL)
			return false;
	diag_add(r->diag, RULE_CSV_HEADER, (struct place){r->path, row->line, 1},
		 "the first line names none of the columns %.*s", STR_ARG(known_columns(r)));
	return true;
}

/*
 * Records an unknown column.  If a known one was probably meant, that counts as found, so that it is not reported as
 * missing, too.
 */
static void
complain_of_name(struct reading *r, struct place place, const struct row *row, size_t field,
		 bool *told)
{
	struct str name = text_trim(row->fields[field]);
	struct nearest nearest = nearest_column(r, name);

	if (is_first_name(name) || is_last_name(row, name)) {
		diag_add(r->diag, RULE_CSV_HEADER, place,
			 "\"%.*s\": put first and last name in one column, name", STR_ARG(name));
	} else if (nearest.best.p != NULL) {
		diag_add_near(r->diag, RULE_CSV_HEADER, place, &nearest, "\"%.*s\"", STR_ARG(name));
		r->at[column_of(r, nearest.best)] = field;
	} else if (*told) {
		diag_add(r->diag, RULE_CSV_HEADER, place, "\"%.*s\" is not a known column",
			 STR_ARG(name));
	} else {
		diag_add(r->diag, RULE_CSV_HEADER, place,
			 "\"%.*s\" is not one of %.*s: rename the column or delete it",
			 STR_ARG(name), STR_ARG(known_columns(r)));
		*told = true;
	}
}

/* Was a required column probably meant that has not been found? */
static bool
is_like_required(const struct reading *r, struct str name)
{
	struct nearest nearest = nearest_column(r, name);

	return nearest.best.p != NULL && column_of(r, nearest.best) < r->required;
}

/*
 * Is the first line of a command's output a header? It is if each required column is in it, by its name or by one so
 * near that it must be a mistake; an address is like no name of a column.
 */
static bool
is_header(const struct reading *r, const struct row *row, size_t named)
{
	size_t missing = 0, like = 0;

	if (named > 0 && named >= r->required)
		return true;
	for (size_t c = 0; c < r->required; c++)
		missing += r->at[c] == NONE;
	for (size_t i = 0; i < row->count; i++)
		like += r->of[i] == NONE && is_like_required(r, text_trim(row->fields[i]));
	return missing > 0 && like >= missing;
}

/* Reads the line as the header, and records what is wrong with it. */
static void
take_header(struct reading *r, const struct row *row)
{
	size_t named = match_names(r, row);
	bool told = false;

	r->intake->header = row->text;
	r->fields = row->total;
	if (is_no_header(r, row, named))
		return;
	for (size_t i = 0; i < row->count; i++) {
		struct place place = {r->path, row->line, rows_column(row->text, i)};
		size_t c = r->of[i];

		if (c == NONE && (!r->lines || is_like_required(r, text_trim(row->fields[i]))))
			complain_of_name(r, place, row, i, &told);
		else if (c < r->count && r->at[c] != i)
			diag_add(r->diag, RULE_CSV_HEADER, place, "column \"%s\" appears twice",
				 r->columns[c]);
	}
	for (size_t c = 0; c < r->count; c++) {
		r->intake->has[c] = r->at[c] != NONE;
		if (c < r->required && r->at[c] == NONE)
			diag_add(r->diag, RULE_CSV_HEADER, (struct place){r->path, row->line, 1},
				 "no column \"%s\"", r->columns[c]);
	}
}

/* -- both ----------------------------------------------------------------------------------------------------- */

static void
read_table(struct reading *r)
{
	struct str line;
	struct row row;
	bool there = next_line(r, &line);
	size_t first = 1;

	if (there && rows_separator(line) != '\0') {
		first = r->line + 1;
		there = next_line(r, &line);
	}
	if (!there || r->line > first)
		diag_add(r->diag, RULE_CSV_HEADER, (struct place){r->path, 1, 1}, "%s",
			 r->line < first ? "the file is empty" : "the first line is empty");
	else if (split(r, line, &row))
		take_header(r, &row);
}

static void
read_lines(struct reading *r)
{
	struct str line;
	struct row row;
	size_t named;

	if (!next_line(r, &line) || !split(r, line, &row))
		return;
	named = match_names(r, &row);
	if (is_header(r, &row, named)) {
		take_header(r, &row);
		return;
	}
	for (size_t c = 0; c < r->count; c++)
		r->at[c] = c;
	add(r, &row);
}

/* Is it the spreadsheet program's own file, by its first bytes (ZIP, as xlsx and ods are, or OLE, as xls is)? */
static bool
is_workbook(const struct reading *r, struct str bytes)
{
	if (!str_starts(bytes, STR("PK\003\004")) && !str_starts(bytes, STR("\320\317\021\340")))
		return false;
	diag_add(r->diag, RULE_UNREADABLE, (struct place){.path = r->path},
		 "it is a workbook; save the sheet as CSV");
	return true;
}

static void
read_whole(struct reading *r, struct str bytes)
{
	if (is_workbook(r, bytes))
		return;
	r->rest = own_form(r, bytes);
	if (r->rest.n == 0)
		r->rest.p = NULL;
	if (has_lone_returns(r))
		return;
	if (r->lines)
		read_lines(r);
	else
		read_table(r);
	if (diag_count(r->diag) == 0)
		read_records(r);
	rows_end(&r->rows);
}

static bool
read_file(struct reading *r, struct str bytes, struct diag *diag)
{
	bool good;

	while (r->columns[r->count] != NULL)
		r->count++;
	r->at = arena_array(r->arena, r->count, sizeof(*r->at));
	r->diag = diag_new();
	*r->intake = (struct intake){.said = STR("")};
	r->intake->has = arena_array(r->arena, r->count, sizeof(*r->intake->has));
	if (bytes.n <= ROWS_BYTES_MAX)
		read_whole(r, bytes);
	else
		diag_add(r->diag, RULE_LIMIT, (struct place){.path = r->path},
			 "more than %zu bytes", ROWS_BYTES_MAX);
	if (!(good = diag_count(r->diag) == 0))
		r->intake->count = 0;
	diag_take(diag, r->diag, 0);
	diag_free(r->diag);
	return good;
}

bool
intake_table(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
	     const char *const *columns, size_t required, struct diag *diag)
{
	struct reading r = {intake, arena, .path = path, .columns = columns, .required = required};

	return read_file(&r, bytes, diag);
}

bool
intake_lines(struct intake *intake, struct arena *arena, struct str bytes, struct str path,
	     const char *const *columns, size_t required, struct diag *diag)
{
	struct reading r = {intake, arena, .path = path, .columns = columns, .required = required};

	r.lines = true;
	return read_file(&r, bytes, diag);
}
