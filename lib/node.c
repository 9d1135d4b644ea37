#include "node.h"

#include <yaml.h>

#include "map.h"

#define FEW_KEYS 64

/* A document being read: a stack of the open collections, indexed by depth. */
struct reader {
	struct arena *arena;
	struct diag *diag;
	struct place place;
	struct str bytes;
	/* A position in the file, in code points: where bytes_from() goes on counting. */
	size_t counted;
	size_t counted_bytes; /* the same position in bytes */
	struct node *open[NODE_DEPTH_MAX];
	struct node *last[NODE_DEPTH_MAX]; /* last item so far */
	struct node *key[NODE_DEPTH_MAX];  /* key that waits for its value; or NULL */
	size_t depth;
	size_t count;
	struct node *root;
	bool failed;
};

static struct place
place_at(const struct reader *reader, const yaml_mark_t *mark)
{
	struct place place = reader->place;

	place.line = mark->line + 1;
	place.column = mark->column + 1;
	return place;
}

static void
refuse(struct reader *reader, const yaml_event_t *event, enum rule rule, const char *detail)
{
	diag_add(reader->diag, rule, place_at(reader, &event->start_mark), "%s", detail);
	reader->failed = true;
}

static struct node *
new_node(struct reader *reader, enum node_kind kind, const yaml_event_t *event)
{
	struct node *node;

	if (++reader->count > NODE_COUNT_MAX) {
		refuse(reader, event, RULE_LIMIT, "more than 20000 nodes");
		return NULL;
	}
	node = arena_get(reader->arena, sizeof(*node));
	node->kind = kind;
	node->line = (unsigned)event->start_mark.line + 1;
	node->column = (unsigned)event->start_mark.column + 1;
	node->begin = (unsigned)event->start_mark.index;
	node->end = (unsigned)event->end_mark.index;
	return node;
}

/* Adds a node to the innermost open collection: as a key if a map waits for one, otherwise as an item. */
static void
hang(struct reader *reader, struct node *node, const yaml_event_t *event)
{
	size_t top = reader->depth - 1;
	struct node *parent;

	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	parent = reader->open[top];
	if (parent->kind == NODE_MAP && reader->key[top] == NULL) {
		if (node->kind != NODE_SCALAR)
			refuse(reader, event, RULE_WRONG_TYPE, "a key must be a single value");
		else if (node->plain && str_is(node->text, "<<"))
			refuse(reader, event, RULE_YAML_FEATURE, "merge key");
		reader->key[top] = node;
		return;
	}
	node->key = reader->key[top];
	reader->key[top] = NULL;
	if (reader->last[top] == NULL)
		parent->first = node;
	else
		reader->last[top]->next = node;
	reader->last[top] = node;
	parent->count++;
}

static void
duplicate(struct reader *reader, const struct node *key, const struct node *before)
{
	diag_add(reader->diag, RULE_DUPLICATE_KEY, node_place(key, reader->place.path),
		 "\"%.*s\" is already on line %u", STR_ARG(key->text), before->line);
}

/* Records duplicate keys: compares each with those before it or, in a large map, looks it up in a table. */
static void
find_duplicates(struct reader *reader, const struct node *parent)
{
	struct map seen = map_new(reader->arena);

	for (const struct node *item = parent->first; item != NULL; item = item->next) {
		if (parent->count > FEW_KEYS) {
			void **before = map_at(&seen, item->key->text);

			if (*before != NULL)
				duplicate(reader, item->key, *before);
			else
				memcpy(before, &item->key, sizeof(*before));
			continue;
		}
		for (const struct node *other = parent->first; other != item; other = other->next)
			if (str_eq(other->key->text, item->key->text)) {
				duplicate(reader, item->key, other->key);
				break;
			}
	}
}

static enum node_style
style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return NODE_SINGLE_QUOTED;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return NODE_DOUBLE_QUOTED;
	case YAML_LITERAL_SCALAR_STYLE:
		return NODE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return NODE_FOLDED;
	default:
		return NODE_PLAIN;
	}
}

/* The file's bytes from the node on. Nodes come in the order of the file, so counting goes on from the one before. */
static struct str
bytes_from(struct reader *reader, const struct node *node)
{
	if (node->begin < reader->counted)
		reader->counted = reader->counted_bytes = 0;
	reader->counted_bytes += text_offset(str_after(reader->bytes, reader->counted_bytes),
					     node->begin - reader->counted);
	reader->counted = node->begin;
	return str_after(reader->bytes, reader->counted_bytes);
}

/* Is an empty value followed by a comment without a blank after #, such as #1, which was probably meant as text? */
static bool
is_hidden(struct reader *reader, const struct node *node)
{
	struct str rest = bytes_from(reader, node);
	size_t n = 0;

	while (n < rest.n && rest.p[n] == ' ')
		n++;
	return n > 0 && n + 1 < rest.n && rest.p[n] == '#' &&
	       strchr(" \t\r\n#", rest.p[n + 1]) == NULL;
}

/* Does a line of the scalar, after its first, begin with a dash and a blank? */
static bool
has_item(struct reader *reader, const struct node *node)
{
	struct str rest = bytes_from(reader, node);

	rest.n = text_offset(rest, node->end - node->begin);
	for (size_t n = str_find(rest, '\n'); n < rest.n; n = str_find(rest, '\n')) {
		rest = str_after(rest, n + 1);
		while (str_starts(rest, STR(" ")))
			rest = str_after(rest, 1);
		if (str_starts(rest, STR("- ")))
			return true;
	}
	return false;
}

/* Is there a backslash in the scalar as written? Escapes can hide characters from the check of the file's bytes. */
static bool
has_escape(struct reader *reader, const struct node *node)
{
	struct str rest = bytes_from(reader, node);

	rest.n = text_offset(rest, node->end - node->begin);
	return str_find(rest, '\\') < rest.n;
}

/* Records faults of a text in double quotes that escapes have brought in. */
static void
check_escaped(struct reader *reader, const struct node *node, const yaml_event_t *event)
{
	struct diag *found;
	size_t at;

	if (text_check(node->text, true, &at) == TEXT_GOOD || !has_escape(reader, node))
		return;
	found = diag_new();
	(void)diag_text(found, reader->place, node->text, true);
	/* diag_text() accepts CR before LF, as in a file, but in a text it is a control character. */
	if (diag_count(found) == 0 && str_find(node->text, '\r') < node->text.n)
		diag_add(found, RULE_TEXT_CONTROL, reader->place, "U+000D");
	for (size_t i = 0; i < diag_count(found); i++)
		diag_add(reader->diag, diag_at(found, i)->rule,
			 place_at(reader, &event->start_mark), "%.*s, written as an escape",
			 STR_ARG(diag_at(found, i)->detail));
	diag_free(found);
}

static void
on_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
	struct node *node = new_node(reader, NODE_SCALAR, event);

	if (node == NULL)
		return;
	if (text.n > NODE_SCALAR_MAX) {
		refuse(reader, event, RULE_LIMIT, "a value of more than 64 KiB");
		return;
	}
	node->style = style_of(event->data.scalar.style);
	node->plain = node->style == NODE_PLAIN;
	node->lines = event->end_mark.line > event->start_mark.line;
	node->text = arena_str(reader->arena, text);
	node->hidden = node->plain && text.n == 0 && is_hidden(reader, node);
	node->swallows = node->plain && node->lines && has_item(reader, node);
	if (node->style == NODE_DOUBLE_QUOTED)
		check_escaped(reader, node, event);
	hang(reader, node, event);
}

static void
on_begin(struct reader *reader, enum node_kind kind, bool flow, const yaml_event_t *event)
{
	struct node *node;

	if (reader->depth == NODE_DEPTH_MAX) {
		refuse(reader, event, RULE_LIMIT, "nested more than 16 levels deep");
		return;
	}
	node = new_node(reader, kind, event);
	if (node == NULL)
		return;
	node->flow = flow;
	hang(reader, node, event);
	reader->open[reader->depth] = node;
	reader->last[reader->depth] = NULL;
	reader->key[reader->depth] = NULL;
	reader->depth++;
}

static void
on_end(struct reader *reader, const yaml_event_t *event)
{
	struct node *node;

	if (reader->depth == 0)
		return;
	node = reader->open[--reader->depth];
	node->end = (unsigned)event->end_mark.index;
	if (node->kind == NODE_MAP)
		find_duplicates(reader, node);
}

static void
on_document(struct reader *reader, const yaml_event_t *event)
{
	if (event->data.document_start.version_directive != NULL ||
	    event->data.document_start.tag_directives.start !=
		event->data.document_start.tag_directives.end)
		refuse(reader, event, RULE_YAML_FEATURE, "directive");
	else if (reader->root != NULL)
		refuse(reader, event, RULE_YAML_FEATURE, "second document");
}

/* Refuses anchors and tags. */
static void
on_properties(struct reader *reader, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	/* Of a single value, it is more often meant as text. */
	if (anchor != NULL)
		refuse(reader, event, RULE_YAML_FEATURE,
		       event->type == YAML_SCALAR_EVENT
			   ? "anchor: a text that begins with & needs quotes"
			   : "anchor");
	if (tag != NULL)
		refuse(reader, event, RULE_YAML_FEATURE,
		       event->type == YAML_SCALAR_EVENT && tag[0] == '!'
			   ? "tag: a text that begins with ! needs quotes"
			   : "tag");
}

static void
on_event(struct reader *reader, const yaml_event_t *event)
{
	on_properties(reader, event);
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		on_document(reader, event);
		break;
	case YAML_ALIAS_EVENT:
		refuse(reader, event, RULE_YAML_FEATURE,
		       "alias: a text that begins with * needs quotes");
		break;
	case YAML_SCALAR_EVENT:
		on_scalar(reader, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		on_begin(reader, NODE_LIST,
			 event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, event);
		break;
	case YAML_MAPPING_START_EVENT:
		on_begin(reader, NODE_MAP,
			 event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, event);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		on_end(reader, event);
		break;
	default:
		break;
	}
}

/* What is wrong with text that cannot be a key, for lack of a colon. */
static const char *
key_hint(struct str text)
{
	struct str line = str_line(text);

	if (str_starts(line, STR("-")))
		return ": put a space after the dash of an item";
	if (str_starts(str_after(line, str_find(line, ':')), STR(":\xC2\xA0")))
		return ": put a space after the colon, where there is a no-break space";
	return ": a key needs a colon, and a space after it";
}

/* What libyaml's message usually means to a person who wrote the file by hand; "" if there is nothing to add. */
static const char *
hint(const yaml_parser_t *parser, struct str bytes)
{
	static const struct {
		const char *problem; /* how libyaml's message begins */
		const char *hint;
	} hints[] = {
	    {"mapping values are not allowed",
	     ": a text that contains a colon and a space needs quotes, or the line is indented too far"},
	    {"did not find expected key",
	     ": all keys of a map must begin in the same column, and nothing may follow a closing quote"},
	    {"did not find expected '-'",
	     ": all items of a list must begin in the same column, and so must all keys of an item"},
	    {"found unexpected end of stream",
	     ": a quote, bracket or brace opened here is not closed"},
	    {"did not find expected ','",
	     ": a bracket or brace opened here is not closed, or a comma is missing"},
	    {"found a tab character", ": indent lines with spaces, not tabs"},
	    {"did not find expected alphabetic", ": a text that begins with * or & needs quotes"},
	    {"did not find expected comment or line break",
	     ": a text that begins with | or > needs quotes; that of a block begins on the next line"},
	    {"found unknown escape character",
	     ": write \\\\ for a backslash, or put the text in single quotes"},
	};
	struct str rest = str_after(bytes, text_offset(bytes, parser->problem_mark.index));

	if (strncmp(parser->problem, "found character that cannot start", 33) == 0)
		return str_starts(rest, STR("\t"))
			   ? ": a tab; indent lines with spaces"
			   : ": a text that begins with this character needs quotes";
	if (strncmp(parser->problem, "could not find expected ':'", 27) == 0)
		return key_hint(str_after(bytes, text_offset(bytes, parser->context_mark.index)));
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strncmp(parser->problem, hints[i].problem, strlen(hints[i].problem)) == 0)
			return hints[i].hint;
	return "";
}

/* Records where each conflict begins, so that a person who settles them misses none. */
static void
on_conflict(struct reader *reader, struct str mark, struct place place)
{
	struct str bytes = reader->bytes;
	size_t line, end;

	place.column = 1;
	while (mark.p != NULL) {
		diag_add(reader->diag, RULE_UNSETTLED, place, "%.*s", STR_ARG(mark));
		end = (size_t)(mark.p - bytes.p) + mark.n;
		bytes = str_after(bytes, end + (end < bytes.n));
		mark = text_conflict(bytes, &line);
		place.line += line;
	}
}

static void
on_error(struct reader *reader, const yaml_parser_t *parser)
{
	const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
	struct place place = reader->place;
	struct str mark = text_conflict(reader->bytes, &place.line);
	bool opened;

	if (parser->error == YAML_MEMORY_ERROR)
		memory_give_up();
	reader->failed = true;
	if (mark.p != NULL) {
		on_conflict(reader, mark, place);
		return;
	}
	/* Report something unclosed where it was opened, not where the file ends. */
	opened = parser->context != NULL && (strstr(problem, "end of stream") != NULL ||
					     strstr(problem, "expected ','") != NULL ||
					     strstr(problem, "could not find expected") != NULL);
	diag_add(reader->diag, RULE_YAML_SYNTAX,
		 place_at(reader, opened ? &parser->context_mark : &parser->problem_mark),
		 "%s%s%s%s", problem, parser->context != NULL ? " " : "",
		 parser->context != NULL ? parser->context : "",
		 parser->problem != NULL ? hint(parser, reader->bytes) : "");
}

static void
read_events(struct reader *reader)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool more = true;

	if (!yaml_parser_initialize(&parser))
		memory_give_up();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)reader->bytes.p,
				     reader->bytes.n);
	while (more && !reader->failed) {
		if (!yaml_parser_parse(&parser, &event)) {
			on_error(reader, &parser);
			break;
		}
		on_event(reader, &event);
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

/* Is it the empty scalar that libyaml yields for a document without content, such as "---"? */
static bool
is_nothing(const struct node *root)
{
	return root->kind == NODE_SCALAR && root->plain && root->text.n == 0;
}

const struct node *
node_parse(struct arena *arena, struct str bytes, struct place place, struct diag *diag)
{
	struct reader reader = {.arena = arena, .diag = diag, .place = place};

	if (bytes.p == NULL)
		bytes = STR("");
	bytes = text_unmarked(bytes);
	if (bytes.n > NODE_BYTES_MAX) {
		diag_add(diag, RULE_LIMIT, place, "more than %zu bytes", NODE_BYTES_MAX);
		return NULL;
	}
	/* One finding, rather than one for each line. */
	if (text_is_utf16(bytes)) {
		place.line = place.column = 1;
		diag_add(diag, RULE_NOT_UTF8, place, "UTF-16; save it as UTF-8");
		return NULL;
	}
	if (!diag_text(diag, place, bytes, true))
		return NULL;
	reader.bytes = bytes;
	read_events(&reader);
	if (reader.failed)
		return NULL;
	if (reader.root == NULL || is_nothing(reader.root)) {
		reader.root = arena_get(arena, sizeof(*reader.root));
		*reader.root = (struct node){.kind = NODE_MAP, .line = 1, .column = 1};
	}
	return reader.root;
}

const struct node *
node_get(const struct node *node, const char *key)
{
	if (node == NULL || node->kind != NODE_MAP)
		return NULL;
	for (const struct node *item = node->first; item != NULL; item = item->next)
		if (str_is(item->key->text, key))
			return item;
	return NULL;
}

const struct node *
node_items(const struct node *node, const char *key)
{
	const struct node *list = node_get(node, key);

	return list != NULL && list->kind == NODE_LIST ? list->first : NULL;
}

struct place
node_place(const struct node *node, struct str path)
{
	return (struct place){path, node->line, node->column};
}

struct str
node_text(const struct node *node)
{
	return node != NULL && node->kind == NODE_SCALAR ? node->text : (struct str){NULL, 0};
}

bool
node_is_nothing(const struct node *node)
{
	return node == NULL || (node->kind == NODE_SCALAR && node->text.n == 0);
}
