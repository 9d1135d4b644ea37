/*
 * Changing one value of a definition (revise.h): for each layout that a person may write, the bytes before and after,
 * written by hand; the same with CRLF, after a byte-order mark, after text that is not ASCII, without a final newline, and
 * twice; each refusal with its message; every scalar of the sample changed and changed back.
 */
#include "unit.h"

#include <dirent.h>

#include "keys.h"
#include "node.h"
#include "revise.h"

struct revision_case {
	const char *before, *assignment, *after;
};

static const struct str english = {"en", 2};

/* Makes the revision; out contains the result, or the message if it fails. */
static bool
apply_by(const struct key *keys, struct str before, struct str assignment)
{
	struct revision revision;
	struct place place = place_of("a.yaml");

	diag_clear(diag);
	buf_clear(&out);
	if (revision_parse(&revision, keys, assignment, diag) &&
	    revise(&revision, keys, before, english, place, &out, diag)) {
		assert_int_equal(diag_count(diag), 0);
		return true;
	}
	assert_int_equal(out.n, 0);
	assert_int_equal(diag_count(diag), 1);
	diag_message(&out, diag_at(diag, 0));
	return false;
}

static bool
apply(struct str before, struct str assignment)
{
	return apply_by(definition_keys, before, assignment);
}

static void
assert_revised(struct str before, const char *assignment, struct str after, const char *how)
{
	if (apply(before, str_of(assignment)) && str_eq(buf_all(&out), after))
		return;
	fail_msg("%s, %s\n--- before\n%.*s--- wanted\n%.*s--- got\n%.*s---", assignment, how,
		 STR_ARG(before), STR_ARG(after), STR_ARG(buf_all(&out)));
}

/* -- the same in other files --------------------------------------------------------------------------- */

static struct str
with_crlf(const char *yaml)
{
	buf_clear(&text);
	for (; *yaml != '\0'; yaml++) {
		if (*yaml == '\n')
			buf_char(&text, '\r');
		buf_char(&text, *yaml);
	}
	return arena_str(arena, buf_all(&text));
}

static struct str
behind(const char *prefix, const char *yaml)
{
	return arena_format(arena, "%s%s", prefix, yaml);
}

static struct str
without_end(const char *yaml)
{
	struct str s = str_of(yaml);

	return s.n > 0 && s.p[s.n - 1] == '\n' ? (struct str){s.p, s.n - 1} : s;
}

/* Is the end of the file outside of any text? */
static bool
may_lose_its_end(const struct revision_case *c)
{
	return strpbrk(c->before, "|>") == NULL && strpbrk(c->after, "|>") == NULL &&
	       *c->before != '\0' && *c->after != '\0' &&
	       !str_ends(without_end(c->before), STR("\n"));
}

/* A removal by number removes the next item if it is repeated. */
static bool
may_be_made_twice(const char *assignment)
{
	size_t n = strlen(assignment);

	return assignment[n - 1] != '=' && strstr(assignment, "-=") == NULL;
}

static void
look_at(const struct revision_case *c)
{
	static const char mark[] = "\xEF\xBB\xBF",
			  foreign[] = "# \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n";

	assert_revised(str_of(c->before), c->assignment, str_of(c->after), "as it is");
	if (may_be_made_twice(c->assignment))
		assert_revised(str_of(c->after), c->assignment, str_of(c->after), "twice");
	assert_revised(behind(mark, c->before), c->assignment, behind(mark, c->after), "a mark");
	assert_revised(behind(foreign, c->before), c->assignment, behind(foreign, c->after),
		       "not ASCII");
	if (strchr(c->before, '\n') != NULL)
		assert_revised(with_crlf(c->before), c->assignment, with_crlf(c->after), "CRLF");
	if (may_lose_its_end(c))
		assert_revised(without_end(c->before), c->assignment, without_end(c->after),
			       "without an end");
}

#define LOOK_AT(cases)                                 \
	for (size_t i_ = 0; i_ < COUNT(cases); i_++) { \
		look_at(&(cases)[i_]);                 \
	}

/* -- scalars keep their style ---------------------------------------------------------------------------- */

static void
test_a_plain_scalar_stays_plain_where_it_can(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\nhost: h\n", "name=B c", "name: B c\nhost: h\n"},
	    {"name: A # c\nhost: h\n", "name=B", "name: B # c\nhost: h\n"},
	    {"name:   A   # c\n", "name=Long one", "name:   Long one   # c\n"},
	    {"name: A\n", "name=Caf\xC3\xA9", "name: Caf\xC3\xA9\n"},
	    {"name: \xC3\xA9t\xC3\xA9\nhost: h\n", "host=i", "name: \xC3\xA9t\xC3\xA9\nhost: i\n"},
	    {"name: A\n  b\n  c # d\nhost: h\n", "name=B", "name: B # d\nhost: h\n"},
	    {"name:\n  A\nhost: h\n", "name=B", "name:\n  B\nhost: h\n"},
	    {"name: A\n", "name=it's \"so\"", "name: it's \"so\"\n"},
	    {"name: A\n", "name=a:b#c", "name: a:b#c\n"},
	    {"name: A\n", "name=-5x", "name: -5x\n"},
	    {"name: A\n", "name=a, [b] {c}", "name: a, [b] {c}\n"},
	    {"source: https://a.org/\n", "source=https://b.org/x?y=z#top",
	     "source: https://b.org/x?y=z#top\n"},
	    {"source: https://a.org/\n", "source=x=y=z", "source: x=y=z\n"},
	    {"launched: 2021\n", "launched=2022-01-31", "launched: 2022-01-31\n"},
	    {"goals:\n- goal: G\n  target: 5\n", "goals.1.target=-2.5",
	     "goals:\n- goal: G\n  target: -2.5\n"},
	    {"? name\n: A\nhost: h\n", "host=i", "? name\n: A\nhost: i\n"},
	    {"?     community\n:\n  description: d\nname: A\n", "join.admission=open",
	     "?     community\n:\n  description: d\njoin:\n  admission: open\nname: A\n"},
	    {"?     practice\n:\n  - p\nname: A\n", "priorities+=q",
	     "?     practice\n:\n  - p\npriorities:\n  - q\nname: A\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_what_is_not_safe_as_plain_gets_quotes(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\n", "name=a: b", "name: \"a: b\"\n"},
	    {"name: A\n", "name=a:", "name: \"a:\"\n"},
	    {"name: A # c\n", "name=a # b", "name: \"a # b\" # c\n"},
	    {"name: A\n", "name= a", "name: \" a\"\n"},
	    {"name: A\n", "name=a ", "name: \"a \"\n"},
	    {"name: A\n", "name= ", "name: \" \"\n"},
	    {"name: A\n", "name=- a", "name: \"- a\"\n"},
	    {"name: A\n", "name=-", "name: \"-\"\n"},
	    {"name: A\n", "name=---", "name: \"---\"\n"},
	    {"name: A\n", "name=...", "name: \"...\"\n"},
	    {"name: A\n", "name=#a", "name: \"#a\"\n"},
	    {"name: A\n", "name=[a]", "name: \"[a]\"\n"},
	    {"name: A\n", "name=&a", "name: \"&a\"\n"},
	    {"name: A\n", "name=*a", "name: \"*a\"\n"},
	    {"name: A\n", "name=!a", "name: \"!a\"\n"},
	    {"name: A\n", "name=%a", "name: \"%a\"\n"},
	    {"name: A\n", "name=@a", "name: \"@a\"\n"},
	    {"name: A\n", "name=`a", "name: \"`a\"\n"},
	    {"name: A\n", "name='a", "name: \"'a\"\n"},
	    {"name: A\n", "name=\"a\" b", "name: '\"a\" b'\n"},
	    {"name: A\n", "name=\"it's\" b", "name: '\"it''s\" b'\n"},
	    {"name: A\n", "name=\\: b", "name: '\\: b'\n"},
	    {"acronym: A\n", "acronym={a}", "acronym: \"{a}\"\n"},
	    {"name: A\n", "name=a\tb", "name: \"a\\tb\"\n"},
	    {"name: A\n", "name=a\x01\xC2\x85\xE2\x80\xA8", "name: \"a\\x01\\x85\\u2028\"\n"},
	    {"name: A\n", "name=a\xF0\x9F\xBF\xBF", "name: \"a\\U0001FFFF\"\n"},
	    {"name: A\n", "name=a\rb", "name: \"a\\x0Db\"\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_text_that_other_tools_would_take_for_something_else_gets_quotes(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\n", "name=no", "name: \"no\"\n"},
	    {"name: A\n", "name=True", "name: \"True\"\n"},
	    {"name: A\n", "name=null", "name: \"null\"\n"},
	    {"name: A\n", "name=~", "name: \"~\"\n"},
	    {"name: A\n", "name=2021", "name: \"2021\"\n"},
	    {"name: A\n", "name=2021-03-04", "name: \"2021-03-04\"\n"},
	    {"name: A\n", "name=2021-03-04T12:00:00Z", "name: \"2021-03-04T12:00:00Z\"\n"},
	    {"name: A\n", "name=-1.5e3", "name: \"-1.5e3\"\n"},
	    {"name: A\n", "name=0x1F", "name: \"0x1F\"\n"},
	    {"name: A\n", "name=.5", "name: \".5\"\n"},
	    {"name: A\n", "name=.inf", "name: \".inf\"\n"},
	    {"name: A\n", "name=12:30", "name: \"12:30\"\n"},
	    {"name: A\n", "name=2nd", "name: 2nd\n"},
	    {"name: A\n", "name=notes", "name: notes\n"},
	    {"name: A\n", "name=2021 to 2023", "name: 2021 to 2023\n"},
	    {"host: h\n", "host=no", "host: no\n"},
	    {"also: {a: b}\n", "also.yes=no", "also: {a: b, \"yes\": \"no\"}\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_quotes_stay(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: 'A' # c\n", "name=it's", "name: 'it''s' # c\n"},
	    {"name: 'A'\n", "name=2021", "name: '2021'\n"},
	    {"name: \"A\" # c\n", "name=a\\b \"c\"", "name: \"a\\\\b \\\"c\\\"\" # c\n"},
	    {"name: \"A\"\n", "name=a\nb", "name: \"a\\nb\"\n"},
	    {"name: 'A\n  b'\nhost: h\n", "name=B", "name: 'B'\nhost: h\n"},
	    {"name: \"A\\\n  b\" # c\n", "name=B", "name: \"B\" # c\n"},
	    {"name: ''\n", "name=B: c", "name: 'B: c'\n"},
	    {"name: {en: 'A', fr: \"B\"}\n", "name.fr=C", "name: {en: 'A', fr: \"C\"}\n"},
	    {"name: 'A'\n", "name=a\x02", "name: \"a\\x02\"\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_literal_text_stays_literal(void **state)
{
	static const struct revision_case cases[] = {
	    {"domain: |\n  a\n  b\nhost: h\n", "domain=c", "domain: |\n  c\nhost: h\n"},
	    {"domain: |-\n  a\nhost: h\n", "domain=c\nd", "domain: |-\n  c\n  d\nhost: h\n"},
	    {"domain: |+\n  a\n\n\nhost: h\n", "domain=c", "domain: |+\n  c\nhost: h\n"},
	    {"domain: |+\n  a\n\nhost: h\n", "domain=c\n\n\n", "domain: |+\n  c\n\n\nhost: h\n"},
	    {"domain: |-\n  a\nhost: h\n", "domain=c\n", "domain: |\n  c\nhost: h\n"},
	    {"domain: | # c\n    a\n\n# d\nhost: h\n", "domain=b\n  c\n\nd",
	     "domain: | # c\n    b\n      c\n\n    d\n\n# d\nhost: h\n"},
	    {"domain: |\n  a\n\n\nhost: h\n", "domain=c", "domain: |\n  c\n\n\nhost: h\n"},
	    {"domain: |2\n   a\n  b\nhost: h\n", "domain=c", "domain: |\n  c\nhost: h\n"},
	    {"domain: |\n  a\nhost: h\n", "domain= c\nd", "domain: \" c\\nd\"\nhost: h\n"},
	    {"domain: |\n  a\nhost: h\n", "domain=c\td", "domain: \"c\\td\"\nhost: h\n"},
	    {"domain: |\n\n  a\nhost: h\n", "domain=c", "domain: |\n  c\nhost: h\n"},
	    {"domain: |+\n  \n\nhost: h\n", "domain=c", "domain: |\n  c\nhost: h\n"},
	    {"domain: |+\nhost: h\n", "domain=c", "domain: |-\n  c\nhost: h\n"},
	    {"domain: |-\nhost: h\n", "domain=c", "domain: |-\n  c\nhost: h\n"},
	    {"practice:\n- |-\n  a\n- b\n", "practice.1=c\nd", "practice:\n- |-\n  c\n  d\n- b\n"},
	    {"practice:\n  -   |-\n      a\n  - b\n", "practice.1=c",
	     "practice:\n  -   |-\n      c\n  - b\n"},
	    {"domain: |\n  # a\n# b\nhost: h\n", "domain=# c", "domain: |\n  # c\n# b\nhost: h\n"},
	    {"domain: |-\n  a", "domain=b\nc", "domain: |-\n  b\n  c"},
	    {"domain: |\n  a", "domain=b", "domain: |\n  b"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_folded_text_is_filled_again(void **state)
{
	static const struct revision_case cases[] = {
	    {"domain: >\n  a\n  b\nhost: h\n", "domain=c d", "domain: >\n  c d\nhost: h\n"},
	    {"domain: >-\n  a\n  b\nhost: h\n",
	     "domain=Care that takes adverse childhood experiences into account, and the "
	     "resilience that makes them rarer.",
	     "domain: >-\n  Care that takes adverse childhood experiences into account, and the "
	     "resilience\n  that makes them rarer.\nhost: h\n"},
	    {"domain:\n  fr: >-\n    a\nhost: h\n",
	     "domain.fr=\xC3\x80 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9",
	     "domain:\n  fr: >-\n    \xC3\x80 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 "
	     "\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9\n"
	     "    \xC3\xA9t\xC3\xA9\nhost: h\n"},
	    {"domain: >-\n  a\nhost: h\n", "domain=b\nc\n\nd\n\n\ne",
	     "domain: >-\n  b\n\n  c\n\n\n  d\n\n\n\n  e\nhost: h\n"},
	    {"domain: >\n  a\nhost: h\n", "domain=b\n c", "domain: |\n  b\n   c\nhost: h\n"},
	    {"domain: >-\n  a\nhost: h\n", "domain=b \nc", "domain: |-\n  b \n  c\nhost: h\n"},
	    {"domain: >-\n  a\nhost: h\n", "domain=b  c", "domain: >-\n  b  c\nhost: h\n"},
	    {"domain: >-\n  a\nhost: h\n", "domain= b", "domain: \" b\"\nhost: h\n"},
	    {"domain: >+\n  a\n\nhost: h\n", "domain=b", "domain: >+\n  b\nhost: h\n"},
	    /* The end of the file is open, but the end of the block is not. */
	    {"domain: >+\n  a\n\nhost: h", "domain=b", "domain: >+\n  b\nhost: h"},
	    {"domain: >- # c\n  a\n\n# d\nhost: h\n", "domain=b",
	     "domain: >- # c\n  b\n\n# d\nhost: h\n"},
	    {"meetings:\n  - note: >-\n      a\n    url: u\n", "meetings.note=b",
	     "meetings:\n  - note: >-\n      b\n    url: u\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_value_of_several_lines_becomes_a_literal_text(void **state)
{
	static const struct revision_case cases[] = {
	    {"domain: a # c\nhost: h\n", "domain=b\nc", "domain: |- # c\n  b\n  c\nhost: h\n"},
	    {"domain: a\nhost: h\n", "domain=b\n", "domain: |\n  b\nhost: h\n"},
	    {"domain: a\nhost: h\n", "domain=b\n\n", "domain: \"b\\n\\n\"\nhost: h\n"},
	    {"domain: a\nhost: h\n", "domain=\nb", "domain: \"\\nb\"\nhost: h\n"},
	    {"domain: a\nhost: h\n", "domain=b\n  \nc", "domain: \"b\\n  \\nc\"\nhost: h\n"},
	    {"domain: 'a'\nhost: h\n", "domain=b\nc", "domain: |-\n  b\n  c\nhost: h\n"},
	    {"domain: {en: a, fr: b}\n", "domain.fr=c\nd", "domain: {en: a, fr: \"c\\nd\"}\n"},
	    {"host: h\n", "domain=b\nc", "host: h\ndomain: |-\n  b\n  c\n"},
	    {"domain: a", "domain=b\nc", "domain: |-\n  b\n  c"},
	    {"domain: a", "domain=b\n", "domain: \"b\\n\""},
	    {"practice:\n- a\n- b\n", "practice.1=c\nd", "practice:\n- |-\n  c\n  d\n- b\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

/* -- new keys -------------------------------------------------------------------------------------------- */

static void
test_a_key_comes_where_the_table_has_it(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\nhost: h\n", "acronym=B", "name: A\nacronym: B\nhost: h\n"},
	    {"host: h\n", "name=A", "name: A\nhost: h\n"},
	    {"name: A\nhost: h\n", "visibility=secret", "name: A\nhost: h\nvisibility: secret\n"},
	    {"name: A # a\n# of the host\nhost: h\n", "kind=network",
	     "name: A # a\nkind: network\n# of the host\nhost: h\n"},
	    {"name: A\n\n# of the host\nhost: h\n", "kind=network",
	     "name: A\nkind: network\n\n# of the host\nhost: h\n"},
	    {"# of the file\nhost: h\n", "name=A", "# of the file\nname: A\nhost: h\n"},
	    {"# of the file\n\n# of the host\nhost: h\n", "name=A",
	     "# of the file\n\nname: A\n# of the host\nhost: h\n"},
	    {"unknown: 1\nhost: h\n", "name=A", "unknown: 1\nname: A\nhost: h\n"},
	    {"unknown: 1\n", "name=A", "unknown: 1\nname: A\n"},
	    {"host: h\nname: A\n", "scope=local", "host: h\nscope: local\nname: A\n"},
	    {"name:\n  en: A\n  fr: B # b\n  # c\nhost: h\n", "kind=network",
	     "name:\n  en: A\n  fr: B # b\nkind: network\n  # c\nhost: h\n"},
	    {"name: |\n  A\n\nhost: h\n", "kind=network",
	     "name: |\n  A\nkind: network\n\nhost: h\n"},
	    {"name: |+\n  A\n\nhost: h\n", "kind=network",
	     "name: |+\n  A\n\nkind: network\nhost: h\n"},
	    {"name: A\n# end\n", "host=h", "name: A\nhost: h\n# end\n"},
	    {"---\nname: A\n...\n", "host=h", "---\nname: A\nhost: h\n...\n"},
	    {"name: {en: A,\n  fr: B} # c\nhost: h\n", "acronym=C",
	     "name: {en: A,\n  fr: B} # c\nacronym: C\nhost: h\n"},
	    {"aliases:\n- a\n- b # c\nhost: h\n", "launched=2021",
	     "aliases:\n- a\n- b # c\nlaunched: 2021\nhost: h\n"},
	    {"name:\nhost: h\n", "acronym=B", "name:\nacronym: B\nhost: h\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_document_that_says_nothing_gets_its_first_key(void **state)
{
	static const struct revision_case cases[] = {
	    {"", "name=A", "name: A\n"},
	    {"# c\n", "name=A", "# c\nname: A\n"},
	    {"# c", "name=A", "# c\nname: A"},
	    {"\n\n", "name=A", "\n\nname: A\n"},
	    {"---\n", "name=A", "---\nname: A\n"},
	    {"---\n# c\n...\n", "name=A", "---\n# c\nname: A\n...\n"},
	    {"{}\n", "name=A", "{name: A}\n"},
	    {"{ }\n", "name=A", "{name: A}\n"},
	    {"", "join.ways+={method: form, url: u}",
	     "join:\n  ways:\n    - method: form\n      url: u\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_key_comes_into_a_nested_map(void **state)
{
	static const struct revision_case cases[] = {
	    {"join:\n  ways:\n  - method: form\n", "join.admission=open",
	     "join:\n  admission: open\n  ways:\n  - method: form\n"},
	    {"join:\n    # c\n    admission: open\nhost: h\n", "join.ways.1.method=form",
	     "join:\n    # c\n    admission: open\n    ways:\n      - method: form\nhost: h\n"},
	    {"join:\n  # c\n  ways:\n  - method: form\n", "join.admission=open",
	     "join:\n  admission: open\n  # c\n  ways:\n  - method: form\n"},
	    {"meetings:\n  - cadence: weekly # c\n    url: u\n  - rule: r\n", "meetings.1.name=A",
	     "meetings:\n  - name: A\n    cadence: weekly # c\n    url: u\n  - rule: r\n"},
	    {"meetings:\n-   cadence: weekly\n-   rule: r\n", "meetings.1.name=A",
	     "meetings:\n-   name: A\n    cadence: weekly\n-   rule: r\n"},
	    {"meetings:\n- # c\n  cadence: weekly\n", "meetings.1.name=A",
	     "meetings:\n- # c\n  name: A\n  cadence: weekly\n"},
	    {"meetings:\n  - cadence: weekly\n  - rule: r\n", "meetings.2.minutes=60",
	     "meetings:\n  - cadence: weekly\n  - rule: r\n    minutes: 60\n"},
	    {"join: {ways: []}\n", "join.admission=open", "join: {admission: open, ways: []}\n"},
	    {"join: {admission: open}\n", "join.ways.method=form",
	     "join: {admission: open, ways: [{method: form}]}\n"},
	    {"join: {}\n", "join.admission=open", "join: {admission: open}\n"},
	    {"join: { }\n", "join.admission=open", "join: {admission: open}\n"},
	    {"join:\n", "join.admission=open", "join:\n  admission: open\n"},
	    {"join: # c\n", "join.admission=open", "join: # c\n  admission: open\n"},
	    {"join: # c\nhost: h\n", "join.admission=open",
	     "join: # c\n  admission: open\nhost: h\n"},
	    {"join:\n  admission:\nhost: h\n", "join.admission=open",
	     "join:\n  admission: open\nhost: h\n"},
	    {"join: {admission: , ways: []}\n", "join.admission=open",
	     "join: {admission: open, ways: []}\n"},
	    {"name:\n# c\nhost: h\n", "name=A", "name: A\n# c\nhost: h\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_missing_parents_are_made_with_the_step_of_the_file(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\n", "join.admission=open", "name: A\njoin:\n  admission: open\n"},
	    {"name:\n    en: A\n    fr: B\n", "join.admission=open",
	     "name:\n    en: A\n    fr: B\njoin:\n    admission: open\n"},
	    {"aliases:\n- a\n", "regions+=ontario", "aliases:\n- a\nregions: [ontario]\n"},
	    {"aliases:\n  - a\n", "regions+=ontario", "aliases:\n  - a\nregions: [ontario]\n"},
	    {"name: A\n", "community.open_to.regions+=ontario",
	     "name: A\ncommunity:\n  open_to:\n    regions: [ontario]\n"},
	    {"{name: A}\n", "join.ways.1.method=form",
	     "{name: A, join: {ways: [{method: form}]}}\n"},
	    {"{name: A}\n", "aliases+=a, b", "{name: A, aliases: [\"a, b\"]}\n"},
	    {"name: A\n", "also.our key=v", "name: A\nalso:\n  our key: v\n"},
	    {"also:\n  a: b\n", "also.c=d", "also:\n  a: b\n  c: d\n"},
	    {"also:\n  a: b # c\nx: y\n", "also.#d=e", "also:\n  a: b # c\n  \"#d\": e\nx: y\n"},
	    {"name: A\n", "name.fr=B", "name: {en: A, fr: B}\n"},
	    {"host: h\n", "name.fr=B", "name:\n  fr: B\nhost: h\n"},
	    {"name: A\n", "meetings.1.cadence=weekly", "name: A\nmeetings:\n  - cadence: weekly\n"},
	    {"name: A\n",
	     "domain=A text that is far too long for a line of eighty columns, and so is filled again.",
	     "name: A\ndomain: >-\n  A text that is far too long for a line of eighty columns, and "
	     "so is filled\n  again.\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

/* -- removed keys ---------------------------------------------------------------------------------------- */

static void
test_an_empty_value_takes_its_key_away(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: A\nacronym: B # b\nhost: h\n", "acronym=", "name: A\nhost: h\n"},
	    {"name: A\n# stays\nacronym: B\nhost: h\n", "acronym=", "name: A\n# stays\nhost: h\n"},
	    {"name: A\nhost: h\n", "name=", "host: h\n"},
	    {"name: A\nhost: h\n", "host=", "name: A\n"},
	    {"name: A\n", "name=", ""},
	    {"name: A\n", "acronym=", "name: A\n"},
	    {"name: A\n", "join.admission=", "name: A\n"},
	    {"name: A\n", "contacts.3.email=", "name: A\n"},
	    {"contacts: [{email: e}]\n", "contacts.3.email=", "contacts: [{email: e}]\n"},
	    {"name: A\ndomain: |\n  a\n\n  b\n\n# c\nhost: h\n",
	     "domain=", "name: A\n\n# c\nhost: h\n"},
	    {"name: A\n  b\n  c\nhost: h\n", "name=", "host: h\n"},
	    {"name: A\njoin:\n  admission: open # c\nhost: h\n",
	     "join.admission=", "name: A\nhost: h\n"},
	    {"join:\n  admission: open\n  ways: []\n", "join.admission=", "join:\n  ways: []\n"},
	    {"community:\n  open_to:\n    regions: [x]\nhost: h\n",
	     "community.open_to.regions.1=", "host: h\n"},
	    {"meetings:\n  - name: A\n    # c\n    url: u\n",
	     "meetings.name=", "meetings:\n  - # c\n    url: u\n"},
	    {"meetings:\n  - name: A # a\n    url: u\n",
	     "meetings.name=", "meetings:\n  - url: u\n"},
	    {"meetings:\n  - name:\n      en: A\n      fr: B\n    url: u\n",
	     "meetings.name=", "meetings:\n  - url: u\n"},
	    {"meetings:\n  - name: A\n    url: u\n", "meetings.url=", "meetings:\n  - name: A\n"},
	    {"name: {en: A, fr: B}\n", "name.fr=", "name: {en: A}\n"},
	    {"name: {en: A, fr: B}\n", "name.en=", "name: {fr: B}\n"},
	    {"name: {en: A, fr: B}\n", "name=", ""},
	    {"name: A\njoin: {admission: open}\n", "join.admission=", "name: A\n"},
	    {"{name: A}\n", "name=", "{}\n"},
	    {"name:\n  en: A\n  fr: B\nhost: h\n", "name.en=", "name:\n  fr: B\nhost: h\n"},
	    {"name: A\nhost:\n", "host=", "name: A\n"},
	    {"domain: |\n  a\nhost: h", "host=", "domain: |\n  a\n"},
	    {"domain: |+\n  a\n\nhost: h\n\n\n# c\n", "host=", "domain: |+\n  a\n\n# c\n"},
	    {"domain: |-\n  a\nhost: h", "host=", "domain: |-\n  a"},
	    {"name: A\nchannels:\n  # a\n  - kind: list", "channels.1=", "name: A\n# a"},
	    {"domain: |\n  b\nchannels:\n\n  # a\n  - kind: list # c\n",
	     "channels=", "domain: |\n  b\n# a\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_an_item_goes_by_its_number(void **state)
{
	static const struct revision_case cases[] = {
	    {"aliases:\n- a # a\n- b # b\n- c\n", "aliases.2=", "aliases:\n- a # a\n- c\n"},
	    {"aliases:\n  - a\n  # of b\n  - b\n", "aliases.1=", "aliases:\n  # of b\n  - b\n"},
	    {"aliases:\n- a\n- b\n", "aliases.2=", "aliases:\n- a\n"},
	    {"aliases:\n- a\nhost: h\n", "aliases.1=", "host: h\n"},
	    {"contacts:\n  - role: R\n    email: e\n  - email: f\n    name: N\nhost: h\n",
	     "contacts.2=", "contacts:\n  - role: R\n    email: e\nhost: h\n"},
	    {"contacts:\n-\n  email: e\n-\n  email: f\n",
	     "contacts.1=", "contacts:\n-\n  email: f\n"},
	    {"aliases: [a, b, c]\n", "aliases.1=", "aliases: [b, c]\n"},
	    {"aliases: [a, b, c]\n", "aliases.2=", "aliases: [a, c]\n"},
	    {"aliases: [a, b, c] # d\n", "aliases.3=", "aliases: [a, b] # d\n"},
	    {"aliases: [ a, b ]\n", "aliases.2=", "aliases: [ a ]\n"},
	    {"aliases: [ a, b ]\n", "aliases.1=", "aliases: [ b ]\n"},
	    {"aliases: [a,b,]\n", "aliases.2=", "aliases: [a,]\n"},
	    {"aliases: [\n  a, # a\n  b, # b\n  c # c\n]\n",
	     "aliases.2=", "aliases: [\n  a, # a\n  c # c\n]\n"},
	    {"aliases: [\n  a, # a\n  b # b\n]\n", "aliases.2=", "aliases: [\n  a # a\n]\n"},
	    {"aliases: [\n  a,\n  b,\n]\n", "aliases.2=", "aliases: [\n  a,\n]\n"},
	    {"aliases: [a, # a\n  b]\n", "aliases.2=", "aliases: [a # a\n  ]\n"},
	    {"aliases: [a,\n  b]\n", "aliases.2=", "aliases: [a]\n"},
	    {"aliases: [a, b, # b\n  c]\n", "aliases.2=", "aliases: [a, # b\n  c]\n"},
	    {"aliases: [a, b,\n  c]\n", "aliases.2=", "aliases: [a,\n  c]\n"},
	    {"aliases: [a,\n  b, c]\n", "aliases.2=", "aliases: [a,\n  c]\n"},
	    {"contacts: [{email: e}, {email: f}]\n",
	     "contacts.1.email=", "contacts: [{email: f}]\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

/* -- texts by language, short forms ---------------------------------------------------------------------------- */

static void
test_a_text_gets_a_further_language(void **state)
{
	static const struct revision_case cases[] = {
	    {"name: Privacy # c\nhost: h\n",
	     "name.fr=Vie priv\xC3\xA9"
	     "e",
	     "name: {en: Privacy, fr: Vie priv\xC3\xA9"
	     "e} # c\nhost: h\n"},
	    {"name: 'It''s'\n", "name.fr=B", "name: {en: 'It''s', fr: B}\n"},
	    {"name: A\n", "name.en=B", "name: B\n"},
	    {"name: {en: A}\n", "name.en=B", "name: {en: B}\n"},
	    {"name: {en: A}\n", "name.fr=B, c", "name: {en: A, fr: \"B, c\"}\n"},
	    {"name: {fr: B}\n", "name.en=A", "name: {en: A, fr: B}\n"},
	    {"name: {fr: B}\n", "name.fr={A", "name: {fr: \"{A\"}\n"},
	    {"host: h\n", "name.fr={A}", "name:\n  fr: \"{A}\"\nhost: h\n"},
	    {"name:\n  en: A # a\nhost: h\n", "name.fr=B",
	     "name:\n  en: A # a\n  fr: B\nhost: h\n"},
	    {"name:\n  fr: B\nhost: h\n", "name.en=A", "name:\n  en: A\n  fr: B\nhost: h\n"},
	    {"name: A, b # c\nhost: h\n", "name.fr=B", "name: # c\n  en: A, b\n  fr: B\nhost: h\n"},
	    {"name: A text that is not short at all\n",
	     "name.fr=Un texte qui n'est pas court non plus",
	     "name:\n  en: A text that is not short at all\n"
	     "  fr: Un texte qui n'est pas court non plus\n"},
	    {"domain: >- # c\n  a\n  b\n\nhost: h\n", "domain.fr=d",
	     "domain: # c\n  en: >-\n    a\n    b\n  fr: d\n\nhost: h\n"},
	    {"domain: |\n  a\n\n   b\nhost: h\n", "domain.fr=d",
	     "domain:\n  en: |\n    a\n\n     b\n  fr: d\nhost: h\n"},
	    {"domain: a\n  b\nhost: h\n", "domain.fr=d",
	     "domain:\n  en: a\n    b\n  fr: d\nhost: h\n"},
	    {"domain: 'a\n  b' # c\nhost: h\n", "domain.fr=d",
	     "domain: # c\n  en: 'a\n    b'\n  fr: d\nhost: h\n"},
	    {"{name: A}\n", "name.fr=B", "{name: {en: A, fr: B}}\n"},
	    {"practice:\n- a\n- b\n", "practice.2.fr=c", "practice:\n- a\n- {en: b, fr: c}\n"},
	    {"practice: [a]\n", "practice.fr=c", "practice: [{en: a, fr: c}]\n"},
	    {"name: A\n", "name={fr: B, en: C}", "name: {fr: B, en: C}\n"},
	    {"name:\n  en: A\n  fr: B\nhost: h\n", "name={en: C}", "name:\n  en: C\nhost: h\n"},
	    {"name: {en: A, fr: B} # c\n", "name={en: C}", "name: {en: C} # c\n"},
	    {"host: h\n", "name={en: A, fr: B}", "name: {en: A, fr: B}\nhost: h\n"},
	    {"name:\nhost: h\n", "name.fr=B", "name:\n  fr: B\nhost: h\n"},
	    {"name: A\n", "name.fr=", "name: A\n"},
	    {"name: A\nhost: h\n", "name.en=", "host: h\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_short_form_stays_short_or_says_more(void **state)
{
	static const struct revision_case cases[] = {
	    {"purposes: [link, share]\n", "purposes.1=change", "purposes: [change, share]\n"},
	    {"purposes: [link, share]\n", "purposes.2.purpose=change",
	     "purposes: [link, change]\n"},
	    {"purposes: [link, share]\n", "purposes.1.from=2024",
	     "purposes: [{purpose: link, from: 2024}, share]\n"},
	    {"purposes:\n- link # c\n- share\n", "purposes.1.from=2024",
	     "purposes:\n- {purpose: link, from: 2024} # c\n- share\n"},
	    {"purposes: [{purpose: link, from: 2024}]\n", "purposes.1=share",
	     "purposes: [{purpose: share, from: 2024}]\n"},
	    {"purposes: [link]\n", "purposes+=share", "purposes: [link, share]\n"},
	    {"purposes: [link]\n", "purposes+={from: 2024, purpose: share}",
	     "purposes: [link, {purpose: share, from: 2024}]\n"},
	    {"purposes: [link]\n", "purposes.from=", "purposes: [link]\n"},
	    {"priorities:\n- a\n- {en: b, fr: c}\n", "priorities.2.from=2024",
	     "priorities:\n- a\n- {text: {en: b, fr: c}, from: 2024}\n"},
	    {"priorities:\n- a\n- {en: b, fr: c}\n", "priorities.2.text.fr=d",
	     "priorities:\n- a\n- {en: b, fr: d}\n"},
	    {"priorities:\n- >-\n  a\n  b\n- c\n", "priorities.1.from=2024",
	     "priorities:\n- text: >-\n    a\n    b\n  from: 2024\n- c\n"},
	    {"priorities:\n- en: a # a\n  # b\n  fr: b # b\n- c\n", "priorities.1.from=2024",
	     "priorities:\n- text:\n    en: a # a\n    # b\n    fr: b # b\n  from: 2024\n- c\n"},
	    {"priorities:\n- 'a\n  b' # b\n- c\n", "priorities.1.from=2024",
	     "priorities:\n- text: 'a\n    b' # b\n  from: 2024\n- c\n"},
	    {"priorities:\n- {en: a,\n  fr: b}\n- c\n", "priorities.1.from=2024",
	     "priorities:\n- {text: {en: a,\n  fr: b}, from: 2024}\n- c\n"},
	    {"priorities:\n- a\n", "priorities+={en: b, fr: c}",
	     "priorities:\n- a\n- {en: b, fr: c}\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

/* -- lists -------------------------------------------------------------------------------------------------------- */

static void
test_an_item_is_added_as_its_like_are_written(void **state)
{
	static const struct revision_case cases[] = {
	    {"aliases:\n- a\nhost: h\n", "aliases+=b", "aliases:\n- a\n- b\nhost: h\n"},
	    {"aliases:\n  - a # a\nhost: h\n", "aliases+=b",
	     "aliases:\n  - a # a\n  - b\nhost: h\n"},
	    {"aliases:\n   -   a\nhost: h\n", "aliases+=b",
	     "aliases:\n   -   a\n   -   b\nhost: h\n"},
	    {"aliases:\n- a\n\n# c\nhost: h\n", "aliases+=b",
	     "aliases:\n- a\n- b\n\n# c\nhost: h\n"},
	    {"aliases: [a]\n", "aliases+=b", "aliases: [a, b]\n"},
	    {"aliases: [ a ] # c\n", "aliases+=b", "aliases: [ a, b ] # c\n"},
	    {"aliases: [a,]\n", "aliases+=b", "aliases: [a, b,]\n"},
	    {"aliases: []\n", "aliases+=b", "aliases: [b]\n"},
	    {"aliases: [# c\n]\n", "aliases+=b", "aliases: [b # c\n]\n"},
	    {"name: {\n  fr: B # b\n}\nhost: h\n", "name.en=A",
	     "name: {\n  en: A,\n  fr: B # b\n}\nhost: h\n"},
	    {"aliases: [\n  a, # a\n  b # b\n]\n", "aliases+=c",
	     "aliases: [\n  a, # a\n  b, # b\n  c\n]\n"},
	    {"aliases: [\n  a,\n  b, # b\n]\n", "aliases+=c",
	     "aliases: [\n  a,\n  b, # b\n  c,\n]\n"},
	    {"aliases: [a, # a\n  b]\n", "aliases+=c", "aliases: [a, # a\n  b, c]\n"},
	    {"aliases: [a, b]\n", "aliases+=b", "aliases: [a, b]\n"},
	    {"aliases: [a]\n", "aliases+=b, c", "aliases: [a, \"b, c\"]\n"},
	    {"aliases: [a]\n", "aliases+=no", "aliases: [a, \"no\"]\n"},
	    {"aliases:\n- a\n", "aliases+=b, c", "aliases:\n- a\n- b, c\n"},
	    {"aliases:\n- a\n", "aliases+=[b]", "aliases:\n- a\n- \"[b]\"\n"},
	    {"aliases:\n- a\n", "aliases.2=b", "aliases:\n- a\n- b\n"},
	    {"aliases:\n", "aliases+=b", "aliases: [b]\n"},
	    {"aliases: # none yet\nhost: h\n", "aliases+=b", "aliases: [b] # none yet\nhost: h\n"},
	    {"practice:\n- |-\n  a\n\n- b\n", "practice+=c", "practice:\n- |-\n  a\n\n- b\n- c\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_map_is_added_in_the_order_of_the_table(void **state)
{
	static const struct revision_case cases[] = {
	    {"contacts:\n  - email: e\nhost: h\n", "contacts+={email: x@example.org, role: R}",
	     "contacts:\n  - email: e\n  - role: R\n    email: x@example.org\nhost: h\n"},
	    {"contacts:\n-   email: e\n", "contacts+={email: f, role: R}",
	     "contacts:\n-   email: e\n-   role: R\n    email: f\n"},
	    {"contacts: [{email: e}]\n", "contacts+={email: f, role: R}",
	     "contacts: [{email: e}, {role: R, email: f}]\n"},
	    {"contacts:\n- {email: e}\n", "contacts+={email: f, role: R}",
	     "contacts:\n- {email: e}\n- {role: R, email: f}\n"},
	    {"contacts:\n- email: e\n", "contacts+={role: {en: A, fr: B}, email: f}",
	     "contacts:\n- email: e\n- role: {en: A, fr: B}\n  email: f\n"},
	    {"contacts:\n- email: e\n", "contacts+={email: e}", "contacts:\n- email: e\n"},
	    {"host: h\n", "contacts+={email: f, role: R}",
	     "host: h\ncontacts:\n  - role: R\n    email: f\n"},
	    {"host: h\n", "goals+={readings: [{date: 2021, value: 3}], goal: G}",
	     "host: h\ngoals:\n  - goal: G\n    readings:\n      - date: 2021\n        value: 3\n"},
	    {"contacts:\n- email: e\n- name: N\n", "contacts.2={email: f}",
	     "contacts:\n- email: e\n- email: f\n"},
	    {"practice:\n- {en: a, fr: b}\n", "practice+={en: c, fr: d}",
	     "practice:\n- {en: a, fr: b}\n- {en: c, fr: d}\n"},
	    {"practice:\n- en: a\n  fr: b\n", "practice+={en: c, fr: d}",
	     "practice:\n- en: a\n  fr: b\n- en: c\n  fr: d\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_list_or_map_is_set_as_a_whole(void **state)
{
	static const struct revision_case cases[] = {
	    {"regions: [a] # c\n", "regions=[b, c]", "regions: [b, c] # c\n"},
	    {"regions:\n- a\n- b # b\nhost: h\n", "regions=[c, d]",
	     "regions:\n- c\n- d\nhost: h\n"},
	    {"regions: # c\n  - a\n  - b # b\nhost: h\n", "regions=[c, d]",
	     "regions: # c\n  - c\n  - d\nhost: h\n"},
	    {"host: h\n", "regions=[a, b]", "host: h\nregions: [a, b]\n"},
	    {"{host: h}\n", "regions=[a, b]", "{host: h, regions: [a, b]}\n"},
	    {"regions: [a]\nhost: h\n", "regions=[]", "host: h\n"},
	    {"community:\n  open_to:\n    organizations: any # c\n",
	     "community.open_to.organizations=[a, b]",
	     "community:\n  open_to:\n    organizations: [a, b] # c\n"},
	    {"community:\n  open_to:\n    organizations: [a, b] # c\n",
	     "community.open_to.organizations=any",
	     "community:\n  open_to:\n    organizations: any # c\n"},
	    {"community:\n  open_to:\n    organizations: # c\n      - a\n      - b # b\n",
	     "community.open_to.organizations=any",
	     "community:\n  open_to:\n    organizations: any # c\n"},
	    {"community:\n  open_to: {organizations: any}\n",
	     "community.open_to.organizations=[a, b]",
	     "community:\n  open_to: {organizations: [a, b]}\n"},
	    {"community:\n  open_to:\n    organizations: [a]\n",
	     "community.open_to.organizations+=b",
	     "community:\n  open_to:\n    organizations: [a, b]\n"},
	    {"join:\n  admission: open\nhost: h\n",
	     "join={ways: [{method: form}], admission: closed}",
	     "join:\n  admission: closed\n  ways:\n    - method: form\nhost: h\n"},
	    {"host: h\n", "also={b: c, a: d}", "host: h\nalso:\n  b: c\n  a: d\n"},
	    {"also: {a: b}\n", "also=", ""},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_an_item_is_removed_by_what_it_is_called(void **state)
{
	static const struct revision_case cases[] = {
	    {"aliases: [a, b]\n", "aliases-=a", "aliases: [b]\n"},
	    {"aliases:\n- a\n- b # b\n", "aliases-=b", "aliases:\n- a\n"},
	    {"aliases: [a]\nhost: h\n", "aliases-=a", "host: h\n"},
	    {"purposes: [link, {purpose: share, from: 2024}]\n", "purposes-=share",
	     "purposes: [link]\n"},
	    {"contacts:\n- role: R\n  email: e\n- email: f\n", "contacts-=e",
	     "contacts:\n- email: f\n"},
	    {"contacts:\n- name: N\n- position: chair\n", "contacts-=chair",
	     "contacts:\n- name: N\n"},
	    {"community:\n  groups:\n  - id: a\n    name: b\n  - id: b\n", "community.groups-=b",
	     "community:\n  groups:\n  - id: a\n    name: b\n"},
	    {"practice:\n- {en: a, fr: b}\n- c\n", "practice-=b", "practice:\n- c\n"},
	    {"resources:\n- title: {en: a, fr: b}\n- title: c\n", "resources-=b",
	     "resources:\n- title: c\n"},
	    {"priorities:\n- a\n- text: b\n  from: 2024\n", "priorities-=b", "priorities:\n- a\n"},
	};

	(void)state;
	LOOK_AT(cases);
}

static void
test_a_registry_is_revised_by_its_own_table(void **state)
{
	static const struct revision_case cases[] = {
	    {"roles:\n  nurse: Nurse # c\n", "roles.nurse.within=practitioner",
	     "roles:\n  nurse: {name: Nurse, within: practitioner} # c\n"},
	    {"roles:\n  nurse: Nurse\n", "roles.gp=GP", "roles:\n  nurse: Nurse\n  gp: GP\n"},
	    {"roles:\n  nurse: Nurse\n", "roles.nurse=Infirmi\xC3\xA8re",
	     "roles:\n  nurse: Infirmi\xC3\xA8re\n"},
	    {"name: F\n", "hosts.acme.name=Acme", "name: F\nhosts:\n  acme:\n    name: Acme\n"},
	    {"hosts: {acme: {name: A}}\n", "hosts.acme=", ""},
	    {"languages: [en]\n", "languages+=fr", "languages: [en, fr]\n"},
	    {"purposes: {link: L}\n", "purposes.link.fr=R", "purposes: {link: {en: L, fr: R}}\n"},
	    {"timezone: UTC\n", "policy.small_cell=10",
	     "timezone: UTC\npolicy:\n  small_cell: 10\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(
		    apply_by(registry_keys, str_of(cases[i].before), str_of(cases[i].assignment)));
		assert_str(buf_all(&out), cases[i].after);
	}
}

/* -- refusals ----------------------------------------------------------------------------------------------------- */

static void
assert_message(const struct revision_case *c)
{
	if (apply(str_of(c->before), str_of(c->assignment)))
		fail_msg("%s is not refused in\n%s", c->assignment, c->before);
	buf_char(&out, '\0');
	assert_string_equal(out.p, c->after);
}

static void
test_a_call_that_is_wrong_is_told(void **state)
{
	static const struct revision_case cases[] = {
	    {"", "name", "\"name\" is not PATH=VALUE, PATH+=VALUE or PATH-=VALUE"},
	    {"", "", "\"\" is not PATH=VALUE, PATH+=VALUE or PATH-=VALUE"},
	    {"", "=A", "no path \"\"; cop-registry(5) lists the keys"},
	    {"", "nmae=A", "no path \"nmae\" (did you mean \"name\"?)"},
	    {"", "join.admision=A", "no path \"join.admision\" (did you mean \"join.admission\"?)"},
	    {"", "join.=A", "no path \"join.\"; cop-registry(5) lists the keys"},
	    {"", "also.=A", "no path \"also.\"; cop-registry(5) lists the keys"},
	    {"", "name.fr.x=A", "no path \"name.fr.x\"; cop-registry(5) lists the keys"},
	    {"", "name+=A", "name is not a list: += and -= are for lists"},
	    {"", "aliases.1-=A", "aliases.1 is not a list: += and -= are for lists"},
	    {"", "practice.fr+=A", "practice.fr is not a list: += and -= are for lists"},
	    {"", "aliases+=", "aliases+= adds nothing"},
	    {"", "aliases-=", "aliases-= removes nothing"},
	    {"", "name=\xFF", "the value to set is not UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_message(&cases[i]);
	assert_null(diag_at(diag, 0)->place.path.p);
}

static void
test_a_value_of_another_kind_is_told(void **state)
{
	static const struct revision_case cases[] = {
	    {"", "aliases=a", "aliases is a list: use aliases=[…], aliases+=… or aliases.1=…"},
	    {"aliases: [a]", "aliases=b",
	     "aliases is a list: use aliases=[…], aliases+=… or aliases.1=…"},
	    {"", "join=open", "join is a map: use join={…} or join.admission=…"},
	    {"join: {admission: open}", "join=open",
	     "join is a map: use join={…} or join.admission=…"},
	    {"", "also=x", "also is a map: use also={…} or also.NAME=…"},
	    {"", "contacts+=x", "contacts holds maps: use contacts+={role: …}"},
	    {"", "contacts.1=x", "contacts.1 is a map: use contacts.1={…} or contacts.1.role=…"},
	    {"name: {en: A, fr: B}", "name=C", "name is given in en and fr: use name.en=…"},
	    {"name: {en: A, fr: B, de: C}", "name=C",
	     "name is given in en, fr and de: use name.en=…"},
	    {"name: {fr: B}", "name=C", "name is given in fr: use name.fr=…"},
	    {"name: [A]", "name=C", "name is a list where a single value is needed"},
	    {"name: {fr: [A]}", "name.fr=C", "name.fr is a list where a single value is needed"},
	    {"name: [A]", "name.fr=C", "name is a list where a text is needed"},
	    {"host: {a: b}", "host=h", "host is a map where a single value is needed"},
	    {"join: open", "join.admission=open", "join is a single value where a map is needed"},
	    {"contacts: [e]", "contacts.1.email=f",
	     "contacts.1 is a single value where a map is needed"},
	    {"aliases: a", "aliases+=b", "aliases is a single value where a list is needed"},
	    {"aliases: {a: b}", "aliases.1=b", "aliases is a map where a list is needed"},
	    {"also: [a]", "also.b=c", "also is a list where a map is needed"},
	    {"community: {open_to: {organizations: any}}", "community.open_to.organizations+=a",
	     "community.open_to.organizations is \"any\": use community.open_to.organizations=[…]"},
	    {"- a\n", "name=A", "the document is not a map"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_message(&cases[i]);
	assert_str(diag_at(diag, 0)->place.path, "a.yaml");
}

static void
test_an_item_that_is_not_there_is_told(void **state)
{
	static const struct revision_case cases[] = {
	    {"aliases: [a, b]", "aliases.4=c", "aliases has 2 items: the next is aliases.3"},
	    {"aliases: [a]", "aliases.9=c", "aliases has 1 item: the next is aliases.2"},
	    {"", "aliases.2=c", "aliases has no items: the first is aliases.1"},
	    {"contacts: [{email: e}, {email: f}]", "contacts.email=g",
	     "contacts has 2 items: name one, as in contacts.1.email"},
	    {"aliases: [alpha, beta]", "aliases-=alhpa",
	     "aliases has no \"alhpa\" (did you mean \"alpha\"?)"},
	    {"aliases: [a, b]", "aliases-=something", "aliases has no \"something\""},
	    {"contacts: [{email: lhs@example.org}]", "contacts-=lsh@example.org",
	     "contacts has no \"lsh@example.org\" (did you mean \"lhs@example.org\"?)"},
	    {"", "aliases-=a", "aliases has no \"a\""},
	    {"aliases: [a, b, a]", "aliases-=a", "aliases has \"a\" 2 times: use aliases.N="},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_message(&cases[i]);
}

static void
test_a_value_that_is_bad_yaml_is_told(void **state)
{
	static const struct revision_case cases[] = {
	    {"", "regions=[a",
	     "regions: YAML syntax: did not find expected ',' or ']' while parsing a flow sequence"
	     ": a bracket or brace opened here is not closed, or a comma is missing"},
	    {"", "contacts+={emial: x}",
	     "contacts: unknown key: \"emial\" (did you mean \"email\"?)"},
	    {"", "contacts+={email: [x]}",
	     "contacts: wrong type: email: a list where a single value is needed"},
	    {"", "events+={date: 2024}", "events: missing key: \"title\""},
	    {"", "name={en: &a x}",
	     "name: YAML feature that is not allowed here: anchor: a text that begins with & needs quotes"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_message(&cases[i]);
}

static void
test_what_is_no_yaml_is_told_as_reading_tells_it(void **state)
{
	(void)state;
	assert_false(apply(STR("a: b: c\n"), STR("name=A")));
	assert_string_equal(found(), "1:5 yaml-syntax");
	assert_false(apply(STR("a: \xFF\n"), STR("name=A")));
	assert_int_equal(diag_at(diag, 0)->rule, RULE_NOT_UTF8);
}

/* Layouts that nobody writes are left alone: the change would reach beyond the value, or the layout is unknown. */
static void
test_a_layout_that_cannot_be_changed_is_left_to_hands(void **state)
{
	static const struct revision_case cases[] = {
	    {"? name\n: A\n", "name=B", "name cannot be changed in place: edit the file by hand"},
	    {"? name\n: A\nhost: h\n",
	     "name=", "name cannot be changed in place: edit the file by hand"},
	    {"{? name}\n", "name=B", "name cannot be changed in place: edit the file by hand"},
	    {"{name, host: h}\n", "name=B",
	     "name cannot be changed in place: edit the file by hand"},
	    {"contacts: [email: e]\n", "contacts.1.name=N",
	     "contacts.1.name cannot be changed in place: edit the file by hand"},
	    /* the text would get the line end that it lacks */
	    {"domain: |\n  a", "practice+=b",
	     "practice cannot be changed in place: edit the file by hand"},
	    {"domain: |\n  a\nhost: h\n  # b\n",
	     "host=", "host cannot be changed in place: edit the file by hand"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_message(&cases[i]);
}

/* -- the sample --------------------------------------------------------------------------------------------------- */

static struct str
read_sample(const char *name)
{
	FILE *f = fopen(name, "r");
	size_t n;

	assert_non_null(f);
	buf_clear(&text);
	do {
		buf_room(&text, 65536);
		n = fread(text.p + text.n, 1, 65536, f);
		text.n += n;
	} while (n > 0);
	assert_int_equal(fclose(f), 0);
	return arena_str(arena, buf_all(&text));
}

static struct str
assignment_of(struct str path, struct str value)
{
	return arena_format(arena, "%.*s=%.*s", STR_ARG(path), STR_ARG(value));
}

/* Only the lines from that of the value to the next key differ. */
static void
assert_only_there(struct str before, struct str after, const struct node *value)
{
	struct str a, b;
	size_t line = 0, tail = 0;

	while (str_next(&before, '\n', &a) && str_next(&after, '\n', &b) && str_eq(a, b))
		line++;
	assert_true(line + 1 >= value->line);
	while (tail < before.n && tail < after.n &&
	       before.p[before.n - tail - 1] == after.p[after.n - tail - 1])
		tail++;
	/* Lines that differ after that one contain the text and no key. */
	before.n -= tail;
	assert_true(before.p == NULL || before.n <= 2 * value->text.n);
}

/* Behind its last byte, a blank where a line might be folded, there is no other. */
static void
test_a_value_is_read_to_its_end_and_no_further(void **state)
{
	char *bytes = memory_get(91);
	struct revision revision = {REVISION_SET, STR("name"), {bytes, 91}, true};

	(void)state;
	memset(bytes, 'a', 90);
	bytes[90] = ' ';
	buf_clear(&out);
	assert_true(revise(&revision, definition_keys, STR("host: h\n"), english,
			   place_of("a.yaml"), &out, diag));
	assert_str(buf_all(&out), arena_format(arena, "name: |-\n  %.*s\nhost: h\n", 91, bytes).p);
	free(bytes);
}

static size_t scalars;

static void
there_and_back(struct str bytes, struct str path, const struct node *value)
{
	struct str first, after;
	const struct node *root = node_parse(arena, bytes, place_of("a.yaml"), diag);

	if (!apply(bytes, assignment_of(path, STR("Another value"))))
		fail_msg("%.*s: %.*s", STR_ARG(path), STR_ARG(buf_all(&out)));
	first = arena_str(arena, buf_all(&out));
	assert_only_there(bytes, first, value);
	if (!apply(first, assignment_of(path, value->text)))
		fail_msg("%.*s back: %.*s", STR_ARG(path), STR_ARG(buf_all(&out)));
	after = arena_str(arena, buf_all(&out));
	assert_true(node_same(root, node_parse(arena, after, place_of("a.yaml"), diag)));
	scalars++;
}

static void
go_through(struct str bytes, struct str path, const struct node *node)
{
	size_t number = 0;

	if (node->kind == NODE_SCALAR)
		there_and_back(bytes, path, node);
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		struct str below = item->key != NULL
				       ? arena_format(arena, "%.*s.%.*s", STR_ARG(path),
						      STR_ARG(item->key->text))
				       : arena_format(arena, "%.*s.%zu", STR_ARG(path), ++number);

		if (path.n == 0)
			below = item->key->text;
		go_through(bytes, below, item);
	}
}

static void
test_every_scalar_of_the_sample_goes_there_and_back(void **state)
{
	struct str folder = arena_format(arena, "%s/data/sample/cops", getenv("TOP"));
	DIR *dir = opendir(folder.p);
	struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	scalars = 0;
	while ((entry = readdir(dir)) != NULL) {
		struct str path = arena_format(arena, "%s/%s", folder.p, entry->d_name), bytes;

		if (!str_ends(path, STR(".yaml")))
			continue;
		bytes = read_sample(path.p);
		go_through(bytes, STR(""), node_parse(arena, bytes, place_of("a.yaml"), diag));
	}
	assert_int_equal(closedir(dir), 0);
	assert_true(scalars > 300);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_a_plain_scalar_stays_plain_where_it_can),
	    TEST(test_what_is_not_safe_as_plain_gets_quotes),
	    TEST(test_a_text_that_other_tools_would_take_for_something_else_gets_quotes),
	    TEST(test_quotes_stay),
	    TEST(test_a_literal_text_stays_literal),
	    TEST(test_a_folded_text_is_filled_again),
	    TEST(test_a_value_of_several_lines_becomes_a_literal_text),
	    TEST(test_a_key_comes_where_the_table_has_it),
	    TEST(test_a_document_that_says_nothing_gets_its_first_key),
	    TEST(test_a_key_comes_into_a_nested_map),
	    TEST(test_missing_parents_are_made_with_the_step_of_the_file),
	    TEST(test_an_empty_value_takes_its_key_away),
	    TEST(test_an_item_goes_by_its_number),
	    TEST(test_a_text_gets_a_further_language),
	    TEST(test_a_short_form_stays_short_or_says_more),
	    TEST(test_an_item_is_added_as_its_like_are_written),
	    TEST(test_a_map_is_added_in_the_order_of_the_table),
	    TEST(test_a_list_or_map_is_set_as_a_whole),
	    TEST(test_an_item_is_removed_by_what_it_is_called),
	    TEST(test_a_registry_is_revised_by_its_own_table),
	    TEST(test_a_call_that_is_wrong_is_told),
	    TEST(test_a_value_of_another_kind_is_told),
	    TEST(test_an_item_that_is_not_there_is_told),
	    TEST(test_a_value_that_is_bad_yaml_is_told),
	    TEST(test_what_is_no_yaml_is_told_as_reading_tells_it),
	    TEST(test_a_layout_that_cannot_be_changed_is_left_to_hands),
	    TEST(test_a_value_is_read_to_its_end_and_no_further),
	    TEST(test_every_scalar_of_the_sample_goes_there_and_back),
	};

	return cmocka_run_group_tests_name("revise", tests, NULL, NULL);
}
