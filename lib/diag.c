#include "diag.h"

#include <stdlib.h>
#include <sysexits.h>

#include "map.h"

#define RULE_ENTRY(id, slug, severity, what, why) {slug, SEVERITY_##severity, what, why},
const struct rule_entry rules[RULE_COUNT] = {RULES(RULE_ENTRY)};

#define RULE_WORD(id, slug, severity, what, explanation) slug,
const char *const rule_words[] = {RULES(RULE_WORD) NULL};
#undef RULE_ENTRY

struct diag {
	struct arena
	    *arena; /* made with the first finding, for most diags never have one; else NULL */
	struct finding *findings;
	size_t count;
	size_t capacity;
	size_t looks; /* number of candidates for suggestions looked at so far */
};

#define LOOKS_MAX 500000

const char *
severity_word(enum severity severity)
{
	return severity <= SEVERITY_WARNING ? "warning" : "error";
}

bool
rule_is_checked(enum rule rule)
{
	return rules[rule].severity == SEVERITY_WARNING || rules[rule].severity == SEVERITY_ERROR;
}

struct diag *
diag_new(void)
{
	return memory_get_zeroed(sizeof(struct diag));
}

void
diag_free(struct diag *diag)
{
	if (diag == NULL)
		return;
	arena_free(diag->arena);
	free(diag);
}

void
diag_copy(struct diag *diag, const struct finding *finding)
{
	struct finding *copy;

	if (diag->arena == NULL)
		diag->arena = arena_new();
	diag->findings = arena_grow(diag->arena, diag->findings, diag->count, &diag->capacity,
				    sizeof(*diag->findings));
	copy = &diag->findings[diag->count];
	*copy = *finding;
	copy->place.path = arena_str(diag->arena, finding->place.path);
	copy->detail = arena_str(diag->arena, finding->detail);
	copy->serial = diag->count++;
}

static void
record(struct diag *diag, enum rule rule, struct place place, const struct nearest *nearest,
       const char *format, va_list args)
{
	struct buf detail = {0};

	buf_vformat(&detail, format, args);
	if (nearest != NULL && nearest->best.p != NULL)
		buf_format(&detail, " (did you mean \"%.*s\"?)", STR_ARG(nearest->best));
	diag_copy(diag,
		  &(struct finding){.rule = rule, .place = place, .detail = buf_all(&detail)});
	buf_free(&detail);
}

void
diag_add(struct diag *diag, enum rule rule, struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(diag, rule, place, NULL, format, args);
	va_end(args);
}

struct nearest
diag_nearest(const struct diag *diag, struct str word)
{
	struct nearest nearest = nearest_to(word);

	if (diag->looks > LOOKS_MAX)
		nearest.distance = 0;
	return nearest;
}

void
diag_add_near(struct diag *diag, enum rule rule, struct place place, const struct nearest *nearest,
	      const char *format, ...)
{
	va_list args;

	diag->looks += nearest->looks;
	va_start(args, format);
	record(diag, rule, place, nearest, format, args);
	va_end(args);
}

void
diag_add_other(struct diag *diag, enum rule rule, struct place place, size_t other,
	       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(diag, rule, place, NULL, format, args);
	va_end(args);
	diag->findings[diag->count - 1].other = other;
}

void
diag_take(struct diag *diag, struct diag *other, size_t line_offset)
{
	for (size_t i = 0; i < other->count; i++) {
		struct finding finding = other->findings[i];

		finding.place.line += finding.place.line > 0 ? line_offset : 0;
		finding.other += finding.other > 0 ? line_offset : 0;
		diag_copy(diag, &finding);
	}
	other->count = other->looks = 0;
}

bool
diag_text(struct diag *diag, struct place place, struct str bytes, bool tabs)
{
	static const enum rule rule_of[] = {
	    [TEXT_NOT_UTF8] = RULE_NOT_UTF8,
	    [TEXT_CONTROL] = RULE_TEXT_CONTROL,
	    [TEXT_BIDIRECTIONAL] = RULE_TEXT_BIDIRECTIONAL,
	    [TEXT_NONCHARACTER] = RULE_TEXT_NONCHARACTER,
	    [TEXT_NOT_NFC] = RULE_TEXT_NOT_NFC,
	};
	struct str rest = bytes, line;
	bool readable = true;

	for (place.line = place.line > 0 ? place.line : 1; str_next(&rest, '\n', &line);
	     place.line++) {
		enum text_fault fault;
		int32_t c = 0;
		size_t at;

		if (tabs && rest.p != NULL && line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		fault = text_check(line, tabs, &at);
		if (fault == TEXT_GOOD)
			continue;
		place.column = text_length((struct str){line.p, at}) + 1;
		if (at < line.n)
			(void)text_decode(str_after(line, at), &c);
		if (fault == TEXT_NOT_UTF8)
			diag_add(diag, rule_of[fault], place, "byte 0x%02X",
				 (unsigned char)line.p[at]);
		else if (fault == TEXT_NOT_NFC)
			diag_add(diag, rule_of[fault], place,
				 "a letter and its accent are two characters");
		else
			diag_add(diag, rule_of[fault], place, "U+%04X", (unsigned)c);
		/* After a minor fault, look further for one that makes the line unreadable. */
		while (fault == TEXT_BIDIRECTIONAL ||
		       (fault == TEXT_NONCHARACTER && (c & 0xFFFE) != 0xFFFE)) {
			at += text_decode(str_after(line, at), &c);
			line = str_after(line, at);
			fault = text_check(line, tabs, &at);
			if (at < line.n)
				(void)text_decode(str_after(line, at), &c);
		}
		/* libyaml rejects the last two code points of each plane, without saying where they are. */
		readable = readable && fault != TEXT_NOT_UTF8 && fault != TEXT_CONTROL &&
			   (fault != TEXT_NONCHARACTER || (c & 0xFFFE) != 0xFFFE);
	}
	return readable;
}

void
diag_clear(struct diag *diag)
{
	diag->count = 0;
}

void
diag_keep(struct diag *diag, bool (*keep)(void *context, const struct finding *finding),
	  void *context)
{
	size_t kept = 0;

	for (size_t i = 0; i < diag->count; i++)
		if (keep(context, &diag->findings[i]))
			diag->findings[kept++] = diag->findings[i];
	diag->count = kept;
}

/* The counter of findings with the same rule, path and detail; 0 to begin with. */
static size_t *
times_of(struct map *times, const struct finding *finding)
{
	struct str like = arena_format(times->arena, "%d %.*s: %.*s", (int)finding->rule,
				       STR_ARG(finding->place.path), STR_ARG(finding->detail));
	void **count = map_at(times, like);

	if (*count == NULL)
		*count = arena_get(times->arena, sizeof(size_t));
	return *count;
}

/* Keeps the findings that the other diag has too, each at most as often; or, with common not set, all but these. */
static void
keep_compared(struct diag *diag, const struct diag *other, bool common)
{
	struct map times;
	size_t kept = 0;

	/* Usual case: writers call this for each person in a batch of thousands, and rarely is anything wrong. */
	if (diag->count == 0)
		return;
	times = map_new(arena_new());
	for (size_t i = 0; i < other->count; i++)
		++*times_of(&times, &other->findings[i]);
	for (size_t i = 0; i < diag->count; i++) {
		size_t *left = times_of(&times, &diag->findings[i]);

		if ((*left > 0) == common)
			diag->findings[kept++] = diag->findings[i];
		*left -= *left > 0;
	}
	diag->count = kept;
	arena_free(times.arena);
}

void
diag_keep_new(struct diag *diag, const struct diag *before)
{
	keep_compared(diag, before, false);
}

void
diag_keep_common(struct diag *diag, const struct diag *other)
{
	keep_compared(diag, other, true);
}

size_t
diag_count(const struct diag *diag)
{
	return diag->count;
}

const struct finding *
diag_at(const struct diag *diag, size_t i)
{
	return &diag->findings[i];
}

static int
compare(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int c = str_cmp(a->place.path, b->place.path);

	if (c == 0)
		c = (a->place.line > b->place.line) - (a->place.line < b->place.line);
	if (c == 0)
		c = (a->place.column > b->place.column) - (a->place.column < b->place.column);
	if (c == 0)
		c = (a->rule > b->rule) - (a->rule < b->rule);
	if (c == 0)
		c = str_cmp(a->detail, b->detail);
	return c != 0 ? c : (a->serial > b->serial) - (a->serial < b->serial);
}

static bool
says_the_same(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->place.line == b->place.line &&
	       a->place.column == b->place.column && str_eq(a->place.path, b->place.path) &&
	       str_eq(a->detail, b->detail);
}

void
diag_sort(struct diag *diag)
{
	size_t kept = 0;

	if (diag->count == 0)
		return;
	qsort(diag->findings, diag->count, sizeof(*diag->findings), compare);
	for (size_t i = 1; i < diag->count; i++)
		if (!says_the_same(&diag->findings[kept], &diag->findings[i]))
			diag->findings[++kept] = diag->findings[i];
	diag->count = kept + 1;
}

size_t
diag_worse(const struct diag *diag, enum severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < diag->count; i++)
		count += rules[diag->findings[i].rule].severity >= severity;
	return count;
}

int
diag_status(const struct diag *diag)
{
	if (diag_worse(diag, SEVERITY_OUTPUT) > 0)
		return EX_IOERR;
	if (diag_worse(diag, SEVERITY_TEMPORARY) > 0)
		return EX_TEMPFAIL;
	return diag_worse(diag, SEVERITY_ERROR) > 0 ? 2 : 0;
}

void
diag_message(struct buf *out, const struct finding *finding)
{
	if (rules[finding->rule].severity != SEVERITY_USAGE)
		buf_format(out, "%s: ", rules[finding->rule].what);
	text_plain(out, finding->detail, false);
	if (finding->other > 0)
		buf_format(out, " %zu", finding->other);
}

void
diag_line(struct buf *out, const struct finding *finding, const char *program)
{
	const struct rule_entry *rule = &rules[finding->rule];

	if (finding->place.path.p == NULL)
		buf_puts(out, program);
	else
		text_plain(out, finding->place.path, false);
	if (finding->place.line > 0)
		buf_format(out, ":%zu:%zu", finding->place.line, finding->place.column);
	buf_format(out, ": %s: ", severity_word(rule->severity));
	diag_message(out, finding);
	if (rule->severity != SEVERITY_USAGE)
		buf_format(out, " [%s]", rule->slug);
	buf_char(out, '\n');
}
