/*
 * Any bytes as YAML: the result is a tree within the limits, or NULL with a finding; the tree can be walked, checked
 * against the table of definitions, and read as a definition.
 */
#include <stdlib.h>

#include "arena.h"
#include "definition.h"
#include "diag.h"
#include "fuzz.h"
#include "node.h"

/* How many nodes a tree has, including keys; and what must hold for each. */
static size_t
look(const struct node *node, size_t depth)
{
	size_t items = 0, nodes = 1 + (node->key != NULL);

	expect(node->line > 0 && node->column > 0);
	expect(depth <= NODE_DEPTH_MAX + (node->kind == NODE_SCALAR));
	expect(node->kind != NODE_SCALAR ||
	       (node->first == NULL && node->text.p[node->text.n] == '\0'));
	expect(node->text.n <= NODE_SCALAR_MAX && text_valid(node->text) == node->text.n);
	for (const struct node *item = node->first; item != NULL; item = item->next, items++) {
		expect((item->key != NULL) == (node->kind == NODE_MAP));
		nodes += look(item, depth + 1);
	}
	expect(items == node->count);
	return nodes;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new();
	struct str text = arena_str(arena, (struct str){(const char *)bytes, n});
	struct place place = {.path = STR("a.yaml")};
	struct str english = STR("en");
	struct languages languages = {&english, 1};
	const struct node *root;
	struct definition *cop;

	root = node_parse(arena, (struct str){n > 0 ? text.p : "", n}, place, diag);
	expect(root != NULL || diag_count(diag) > 0);
	if (root != NULL)
		expect(look(root, 1) <= NODE_COUNT_MAX);
	cop = definition_parse(arena, STR("a"), text, place, &languages, diag);
	if (cop != NULL) {
		expect(cop->root->kind == NODE_MAP);
		(void)definition_status(cop, 0);
		(void)text_choose(node_get(root, "name"), languages);
	}
	diag_sort(diag);
	diag_free(diag);
	arena_free(arena);
	return 0;
}
