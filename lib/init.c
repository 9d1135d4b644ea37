#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keys.h"
#include "replace.h"
#include "revise.h"

#define FILE_MODE 0644
#define FILES_MAX 8
#define SCHEMA_MAX (1024 * (size_t)1024)

static const char attributes[] = "# One form on every machine: coptools reads LF alone.\n"
				 "*.csv text eol=lf\n"
				 "*.yaml text eol=lf\n";

static const char ignored[] =
    "# What a command of coptools that was killed may leave; the next one removes it.\n"
    ".*.new\n"
    ".*.old\n";

/* With a place for the host's id; values are set in it as cop-set would. */
static const char blank_registry[] =
    "# yaml-language-server: $schema=schema/registry.json\n"
    "# What all communities of the federation have in common. cop-registry(5) has every key.\n"
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
    "#   practitioner: {en: Practitioner, fr: Praticien ou praticienne}\n"
    "#   nurse:\n"
    "#     name: {en: Nurse, fr: Infirmière ou infirmier}\n"
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

/* A file that is to be made. */
struct new_file {
	struct folder *folder;
	const char *name;
	struct str bytes;
	struct snapshot old;
	struct place place;
};

/* A registry in the making. */
struct making {
	const struct founding *founding;
	struct arena *arena;
	struct diag *diag;
	struct folder root;
	struct folder cops;
	struct folder rosters;
	struct folder schema;
	struct new_file files[FILES_MAX];
	size_t count;
};

/* -- folders ----------------------------------------------------------------------------------------------------- */

/* Opens a folder within the root, made if need be; in a dry run, one that is not there is not made. */
static bool
open_within(struct making *m, struct folder *folder, const char *name, mode_t mode)
{
	if (m->root.fd < 0 || (mkdirat(m->root.fd, name, mode) != 0 && errno != EEXIST)) {
		diag_add(m->diag, RULE_NOT_WRITTEN, folder_place(m->arena, &m->root, str_of(name)),
			 "%s", strerror(errno));
		return false;
	}
	if (folder_within(folder, m->arena, &m->root, name))
		return true;
	file_complain(m->diag, (struct place){.path = folder->path}, errno);
	return false;
}

/* Makes the folder of that path, and those above it. */
static bool
make_path(struct making *m)
{
	struct str path = str_of(m->founding->path);
	struct buf part = {0};
	bool made = true;

	for (size_t i = 1; i <= path.n && made; i++)
		if (i == path.n || path.p[i] == '/') {
			buf_clear(&part);
			buf_add(&part, path.p, i);
			buf_char(&part, '\0');
			made = mkdir(part.p, 0777) == 0 || errno == EEXIST;
		}
	if (!made)
		diag_add(m->diag, RULE_NOT_WRITTEN, (struct place){.path = path}, "%s",
			 strerror(errno));
	buf_free(&part);
	return made;
}

static bool
open_root(struct making *m)
{
	bool good;

	if (!m->founding->dry_run && !make_path(m))
		return false;
	good = folder_open(&m->root, m->arena, m->founding->path);
	if (!good && (!m->founding->dry_run || errno != ENOENT)) {
		file_complain(m->diag, (struct place){.path = str_of(m->founding->path)}, errno);
		return false;
	}
	return true;
}

static bool
open_folders(struct making *m)
{
	static const struct {
		const char *name;
		size_t offset;
	} within[] = {{"cops", offsetof(struct making, cops)},
		      {"rosters", offsetof(struct making, rosters)},
		      {"schema", offsetof(struct making, schema)}};
	bool good = true;

	for (size_t i = 0; i < sizeof(within) / sizeof(within[0]) && good; i++) {
		struct folder *folder = (struct folder *)(void *)((char *)m + within[i].offset);

		/* Who belongs is nobody else's business. */
		if (m->founding->dry_run) {
			folder->fd = -1;
			if (m->root.fd >= 0)
				(void)folder_within(folder, m->arena, &m->root, within[i].name);
			folder->path = arena_format(m->arena, "%.*s%s/", STR_ARG(m->root.path),
						    within[i].name);
		} else {
			good = open_within(m, folder, within[i].name,
					   folder == &m->rosters ? 0700 : 0777);
		}
	}
	return good;
}

static void
close_folders(struct making *m)
{
	folder_close(&m->root);
	folder_close(&m->cops);
	folder_close(&m->rosters);
	folder_close(&m->schema);
}

/* -- what the files hold ------------------------------------------------------------------------------------------- */

/* The machine's time zone: TZ, or what /etc/localtime points to; UTC if that tells nothing. */
static struct str
machine_timezone(struct arena *arena)
{
	static const char mark[] = "/zoneinfo/";
	struct str tz = str_of(getenv("TZ"));
	char path[4096];
	ssize_t n = readlink("/etc/localtime", path, sizeof(path) - 1);
	const char *found;

	if (tz.n > 0 && tz.p[0] == ':')
		tz = (struct str){tz.p + 1, tz.n - 1};
	if (tz.n > 0 && timezone_good(tz))
		return tz;
	path[n > 0 ? n : 0] = '\0';
	found = strstr(path, mark);
	if (found != NULL && timezone_good(str_of(found + sizeof(mark) - 1)))
		return arena_str(arena, str_of(found + sizeof(mark) - 1));
	return STR("UTC");
}

static struct str
registry_text(struct making *m, bool *good)
{
	const struct founding *f = m->founding;
	struct str list = f->languages;
	struct revision revisions[] = {
	    {REVISION_SET, STR("name"), f->name, true},
	    {REVISION_SET, STR("languages"), arena_format(m->arena, "[%.*s]", STR_ARG(list)),
	     false},
	    {REVISION_SET, STR("timezone"),
	     f->timezone.n > 0 ? f->timezone : machine_timezone(m->arena), false},
	    {REVISION_SET, arena_format(m->arena, "hosts.%.*s.name", STR_ARG(f->host)), f->name,
	     true}};
	struct str bytes = arena_format(m->arena, blank_registry, STR_ARG(f->host));

	*good = true;
	for (size_t i = 0; i < sizeof(revisions) / sizeof(revisions[0]) && *good; i++) {
		struct buf out = {0};

		*good = revise(&revisions[i], registry_keys, bytes, STR("en"),
			       (struct place){.path = STR("registry.yaml")}, &out, m->diag);
		bytes = arena_str(m->arena, buf_all(&out));
		buf_free(&out);
	}
	return bytes;
}

/* A schema that is installed beside the program; absent if it is not, or, which is recorded, cannot be read. */
static struct str
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

static void
add_file(struct making *m, struct folder *folder, const char *name, struct str bytes)
{
	if (bytes.p != NULL)
		m->files[m->count++] = (struct new_file){
		    .folder = folder,
		    .name = name,
		    .bytes = bytes,
		    .place = folder_place(m->arena, folder, str_of(name))};
}

/* registry.yaml comes last: what was killed before is no registry yet, and the same command goes on. */
static bool
add_files(struct making *m)
{
	bool good;
	struct str registry = registry_text(m, &good);

	add_file(m, &m->root, ".gitattributes", STR(attributes));
	add_file(m, &m->root, ".gitignore", STR(ignored));
	add_file(m, &m->cops, ".gitkeep", STR(""));
	add_file(m, &m->rosters, ".gitkeep", STR(""));
	add_file(m, &m->schema, "definition.json", schema_text(m, "definition.json"));
	add_file(m, &m->schema, "registry.json", schema_text(m, "registry.json"));
	add_file(m, &m->root, "registry.yaml", registry);
	return good;
}

/* -- making --------------------------------------------------------------------------------------------------------- */

static bool
is_there(const struct new_file *file)
{
	struct stat status;

	return file->folder->fd >= 0 &&
	       fstatat(file->folder->fd, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Which files are to be made, and what is told of each. */
static size_t
plan(struct making *m, struct replacement *replacements, struct founded_file *told)
{
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++) {
		struct new_file *file = &m->files[i];

		told[i] = (struct founded_file){file->place.path, FOUND_CREATED, STR("")};
		if (is_there(file)) {
			told[i].result = FOUND_KEPT;
			told[i].reason = STR("was there already");
			continue;
		}
		snapshot_none(&file->old, file->folder, file->name, FILE_MODE);
		replacements[count++] = (struct replacement){&file->old, &file->bytes, 1,
							     file->place};
	}
	return count;
}

/* Has the system keep the folder itself, too; false, with the reason recorded, if it does not say so. */
static bool
keep_folder(const struct making *m)
{
	int above = openat(m->root.fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool kept = above >= 0 && fsync(above) == 0;

	if (!kept)
		diag_add(m->diag, RULE_WRITE_UNKNOWN, (struct place){.path = m->root.path}, "%s",
			 strerror(errno));
	if (above >= 0)
		(void)close(above);
	return kept;
}

static bool
make_files(struct making *m, const struct replacement *replacements, size_t count, struct buf *diff)
{
	enum replaced replaced = REPLACED;

	for (size_t i = 0; i < count && m->founding->dry_run; i++)
		if (!replace_diff((struct str){NULL, 0}, replacements[i].pieces[0],
				  replacements[i].place.path, diff, m->diag))
			return false;
	if (m->founding->dry_run)
		return true;
	for (size_t i = 0; i < m->count; i++)
		replace_clean(m->files[i].folder, m->files[i].name);
	replaced = count > 0 ? replace_files(replacements, count, m->diag) : REPLACED;
	if (replaced == REPLACED && !keep_folder(m))
		replaced = REPLACED_UNKNOWN;
	if (replaced == REPLACED_CHANGED)
		diag_add(m->diag, RULE_BUSY, (struct place){.path = m->root.path},
			 "somebody else makes the same files");
	return replaced == REPLACED;
}

/* What a run that was killed behind its last swap has left beside the files that it made. */
static void
clean_up(struct making *m)
{
	static const struct {
		const char *folder; /* NULL: the root */
		const char *name;
	} all[] = {{NULL, ".gitattributes"},      {NULL, ".gitignore"},
		   {"cops", ".gitkeep"},          {"rosters", ".gitkeep"},
		   {"schema", "definition.json"}, {"schema", "registry.json"},
		   {NULL, "registry.yaml"}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct folder within = {.fd = -1};

		if (all[i].folder == NULL)
			replace_clean(&m->root, all[i].name);
		else if (folder_within(&within, m->arena, &m->root, all[i].folder))
			replace_clean(&within, all[i].name);
		folder_close(&within);
	}
}

static bool
make_registry(struct making *m, struct founded_file *told, struct buf *diff)
{
	struct new_file registry = {.folder = &m->root, .name = "registry.yaml"};
	struct replacement replacements[FILES_MAX];
	struct lock lock = {-1};
	bool made;
	size_t count, before;

	if (!m->founding->dry_run && !lock_take(&lock, &m->root, m->diag))
		return false;
	if (is_there(&registry)) {
		told[0] = (struct founded_file){
		    folder_place(m->arena, &m->root, STR("registry.yaml")).path, FOUND_REFUSED,
		    STR("there is a registry already")};
		if (!m->founding->dry_run)
			clean_up(m);
		m->count = 1;
		lock_release(&lock);
		return true;
	}
	before = diag_count(m->diag);
	made = open_folders(m) && add_files(m) && diag_count(m->diag) == before;
	if (made) {
		count = plan(m, replacements, told);
		made = make_files(m, replacements, count, diff);
	}
	lock_release(&lock);
	return made;
}

bool
registry_found(const struct founding *founding, struct arena *arena, struct founded_file **files,
	       size_t *count, struct buf *diff, struct diag *diag)
{
	struct making m = {.founding = founding,
			   .arena = arena,
			   .diag = diag,
			   .root = {.fd = -1},
			   .cops = {.fd = -1},
			   .rosters = {.fd = -1},
			   .schema = {.fd = -1}};
	bool made;

	*files = arena_array(arena, FILES_MAX, sizeof(**files));
	made = open_root(&m) && make_registry(&m, *files, diff);
	*count = m.count;
	close_folders(&m);
	return made;
}

/* -- telling --------------------------------------------------------------------------------------------------------- */

static const char *const result_words[] = {"created", "kept", "refused", NULL};

static const struct founded_file *
file_of(const struct record *record)
{
	return record->subject;
}

static void
get_path(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT, .text = file_of(record)->path};
}

static void
get_result(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT,
				.text = str_of(result_words[file_of(record)->result])};
}

static void
get_reason(const struct record *record, struct value *value)
{
	*value = (struct value){.kind = VALUE_TEXT, .text = file_of(record)->reason};
}

/* clang-format off */
const struct column founded_columns[] = {
	{"path", VALUE_TEXT, .get = get_path, .shown = true, .meaning = "of the file"},
	{"result", VALUE_TEXT, result_words, .get = get_result, .shown = true, .meaning = "created, kept or refused"},
	{"reason", VALUE_TEXT, .get = get_reason, .shown = true, .meaning = "why"},
	{0}};
/* clang-format on */

void
founded_list(const struct founded_file *files, size_t count, struct emit *emit)
{
	struct view view = {.audience = AUDIENCE_PRIVATE};
	struct emit_part part = {0};

	for (size_t i = 0; i < count; i++)
		emit_record(emit, &part, &(struct record){.view = &view, .subject = &files[i]});
	(void)emit_take(emit, &part);
	emit_part_free(&part);
	emit_end(emit);
}
