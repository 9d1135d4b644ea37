#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init-making.h"
#include "keys.h"
#include "revise.h"

#define SCHEMA_MAX (1024 * (size_t)1024)

/* Without the configuration that defines a driver, git merges and compares by lines (gitattributes(5)). */
const char attributes_text[] =
    "# One form on every machine: coptools reads LF alone.\n"
    "*.csv text eol=lf\n"
    "*.yaml text eol=lf\n"
    "# Merged by person and by path where cop-init --git was run, elsewhere by lines.\n"
    "/registry.yaml merge=coptools\n"
    "/cops/*.yaml merge=coptools\n"
    "/rosters/*.csv merge=coptools diff=coptools\n"
    "/organizations.csv merge=coptools diff=coptools\n"
    "/suppressions.csv merge=coptools diff=coptools\n";

const char ignored_text[] =
    "# What a command of coptools that was killed may leave; the next one removes it.\n"
    ".*.new\n"
    ".*.old\n";

/*
 * A format, with places for the first line, the id of the host and the names of two roles; registry_text() sets the
 * other values as cop-set would.
 */
static const char blank_registry[] =
    "%s# What all communities of the federation have in common. cop-registry(5) has every key.\n"
    "name: name\n"
    "languages: [en]\n"
    "timezone: UTC\n"
    "\n"
    "# Who runs communities, by an id that definitions use.\n"
    "hosts:\n"
    "  %.*s:\n"
    "    name: name\n"
    "\n"
    "# What people do, and where: the ids that rosters use. An id matches all that lie within it.\n"
    "#\n"
    "# roles:\n"
    "#   practitioner: %s\n"
    "#   nurse:\n"
    "#     name: %s\n"
    "#     within: practitioner\n"
    "# regions:\n"
    "#   ontario: Ontario\n"
    "#\n"
    "# Numbers that checks and reports go by; these are the defaults.\n"
    "#\n"
    "# policy:\n"
    "#   term_warning_days: 90\n"
    "#   application_days: 60\n"
    "#   small_cell: 5\n";

/* The machine's time zone: TZ, or the target of /etc/localtime; UTC if neither names a valid zone. */
static struct str
machine_timezone(struct arena *arena)
{
	static const char mark[] = "/zoneinfo/";
	struct str tz = str_of(getenv("TZ"));
	char path[4096];
	ssize_t n = readlink("/etc/localtime", path, sizeof(path) - 1);
	const char *found;

	if (tz.n > 0 && tz.p[0] == ':')
		tz = str_after(tz, 1);
	if (tz.n > 0 && timezone_good(tz))
		return tz;
	path[n > 0 ? n : 0] = '\0';
	found = strstr(path, mark);
	if (found != NULL && timezone_good(str_of(found + sizeof(mark) - 1)))
		return arena_str(arena, str_of(found + sizeof(mark) - 1));
	return STR("UTC");
}

static bool
has_language(struct str languages, const char *language)
{
	struct str one;

	while (str_next(&languages, ',', &one))
		if (str_is(str_trim(one), language))
			return true;
	return false;
}

/* The examples of roles in languages that the registry has, so that they are right once their # is taken away. */
static const char *const *
example_roles(struct str languages)
{
	static const char *const both[] = {"{en: Practitioner, fr: Praticien ou praticienne}",
					   "{en: Nurse, fr: Infirmière ou infirmier}"};
	static const char *const french[] = {"Praticien ou praticienne", "Infirmière ou infirmier"};
	static const char *const english[] = {"Practitioner", "Nurse"};

	if (!has_language(languages, "fr"))
		return english;
	return has_language(languages, "en") ? both : french;
}

struct str
registry_text(struct making *m, bool *good)
{
	const struct founding *f = m->founding;
	struct str list = f->languages;
	const char *const *roles = example_roles(list);
	struct revision revisions[] = {
	    {REVISION_SET, STR("name"), f->name, true},
	    {REVISION_SET, STR("languages"), arena_format(m->arena, "[%.*s]", STR_ARG(list)),
	     false},
	    {REVISION_SET, STR("timezone"),
	     f->timezone.n > 0 ? f->timezone : machine_timezone(m->arena), false},
	    {REVISION_SET, arena_format(m->arena, "hosts.%.*s.name", STR_ARG(f->host)), f->name,
	     true}};
	struct str bytes = arena_format(
	    m->arena, blank_registry,
	    m->registry_schema.p != NULL ? "# yaml-language-server: $schema=schema/registry.json\n"
					 : "",
	    STR_ARG(f->host), roles[0], roles[1]);

	*good = true;
	for (size_t i = 0; i < sizeof(revisions) / sizeof(revisions[0]) && *good; i++) {
		struct buf out = {0};

		*good = revise(&revisions[i], registry_keys, bytes, STR("en"),
			       (struct place){.path = STR("registry.yaml")}, &out, m->diag);
		bytes = buf_keep(&out, m->arena);
	}
	return bytes;
}

struct str
schema_text(struct making *m, const char *name)
{
	struct str path = file_beside_program(m->arena, "share/coptools/schema");
	struct folder folder = {.fd = -1};
	struct str bytes = {NULL, 0};
	struct buf out = {0};
	struct stat status;

	if (path.n > 0 && folder_open(&folder, m->arena, path.p)) {
		if (fstatat(folder.fd, name, &status, 0) == 0 || errno != ENOENT) {
			if (file_read_all(&folder, name, SCHEMA_MAX, &out,
					  folder_place(m->arena, &folder, str_of(name)), m->diag))
				bytes = arena_str(m->arena, buf_all(&out));
		}
	} else if (path.n > 0 && errno != ENOENT) {
		file_complain(m->diag, (struct place){.path = path}, errno);
	}
	folder_close(&folder);
	buf_free(&out);
	return bytes;
}

/* Is the line among those of bytes, but for blanks around it? */
static bool
has_line(struct str bytes, struct str line)
{
	struct str other;

	while (str_next(&bytes, '\n', &other)) {
		if (str_ends(other, STR("\r")))
			other.n--;
		if (str_eq(str_trim(other), line))
			return true;
	}
	return false;
}

/* Appends a line, preceded by its comment unless that has been added already. */
static void
add_line(struct buf *out, struct str *comment, struct str line)
{
	const struct str both[] = {*comment, line};

	for (size_t i = 0; i < 2; i++)
		if (both[i].n > 0) {
			buf_str(out, both[i]);
			buf_char(out, '\n');
		}
	*comment = (struct str){NULL, 0};
}

struct str
text_with_lines(struct arena *arena, struct str bytes, struct str text)
{
	struct str line, comment = {NULL, 0}, with = {NULL, 0};
	struct buf out = {0};
	size_t before;

	buf_str(&out, bytes);
	if (bytes.n > 0 && bytes.p[bytes.n - 1] != '\n')
		buf_char(&out, '\n');
	before = out.n;
	while (str_next(&text, '\n', &line))
		if (line.n > 0 && line.p[0] == '#')
			comment = line;
		else if (line.n > 0 && !has_line(bytes, line))
			add_line(&out, &comment, line);
	if (out.n > before)
		with = arena_str(arena, buf_all(&out));
	buf_free(&out);
	return with;
}
