/*
 * Any bytes as text: folding, and making it plain, produce valid UTF-8; plain text has no control characters; faults that
 * are found are there, and usual texts have none; lines end and lose only spaces and line feeds; a distance is symmetric.
 */
#include <stdlib.h>

#include "buf.h"
#include "fuzz.h"
#include "text.h"

static void
look_at_plain(struct str s, bool lines)
{
	struct buf out = {0};
	size_t at;

	text_plain(&out, s, lines);
	expect(text_valid(buf_all(&out)) == out.n);
	for (enum text_fault fault = text_check(buf_all(&out), lines, &at); fault != TEXT_GOOD;
	     fault = TEXT_GOOD)
		expect(fault == TEXT_NONCHARACTER || fault == TEXT_NOT_NFC);
	expect(text_length(buf_all(&out)) == text_length(s));
	expect(text_width(buf_all(&out)) >= text_width(s) || text_valid(s) == s.n);
	buf_free(&out);
}

static void
look_at_fold(struct str s)
{
	struct buf folded = {0}, scratch = {0};

	text_fold(&folded, s);
	expect(text_valid(buf_all(&folded)) == folded.n);
	for (size_t i = 0; i < folded.n; i++)
		expect(folded.p[i] < 'A' || folded.p[i] > 'Z');
	expect(text_contains(s, buf_all(&folded), &scratch));
	buf_free(&folded);
	buf_free(&scratch);
}

static void
look_at_faults(struct str s, bool lines)
{
	size_t at = 0, valid = text_valid(s);
	enum text_fault fault = text_check(s, lines, &at);

	expect(fault == TEXT_GOOD || at < s.n);
	expect(fault != TEXT_GOOD || valid == s.n);
	expect(fault != TEXT_NOT_UTF8 || at == valid);
	expect(fault != TEXT_NOT_NFC || valid == s.n);
	expect(at == 0 || fault == TEXT_GOOD || text_valid((struct str){s.p, at}) == at);
	expect(!text_is_usual(s) ||
	       (text_check(s, true, &at) == TEXT_GOOD && str_find(s, '\t') == s.n));
}

/* Every byte except spaces and line feeds is in some line, in order. */
static void
look_at_lines(struct str s, size_t columns)
{
	struct str rest = s, line;
	const char *p = s.p;

	while (text_wrap(&rest, columns, &line)) {
		for (; p < line.p; p++)
			expect(*p == ' ' || *p == '\n');
		expect(line.p >= p && line.p + line.n <= s.p + s.n);
		expect(columns < 2 || text_width(line) <= columns);
		p = line.p + line.n;
	}
	for (; p < s.p + s.n; p++)
		expect(*p == ' ' || *p == '\n');
}

static void
look_at_distance(struct str a, struct str b)
{
	size_t there = text_distance(a, b, 5);

	expect(there == text_distance(b, a, 5) && there <= 6);
	expect(text_length(a) > 10 || text_distance(a, a, 5) == 0);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct str s = {(const char *)bytes, n};
	size_t columns = n > 0 ? bytes[0] % 40 : 0, half = n / 2;

	look_at_plain(s, columns % 2 == 0);
	look_at_fold(s);
	look_at_faults(s, columns % 2 == 0);
	look_at_lines(s, columns);
	look_at_distance((struct str){s.p, half}, (struct str){s.p + half, n - half});
	expect(text_prefix(s, columns) <= n);
	expect(text_width((struct str){s.p, text_prefix(s, columns)}) <= columns);
	return 0;
}
