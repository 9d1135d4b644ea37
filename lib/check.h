/*
 * check.h - every rule of the formats and of the federation.
 *
 * Layer 5.  What is wrong with the form of a file is recorded when it is read; this checks what takes more than one
 * value: order, references, people against definitions.  One rule, one function.
 */
#ifndef COP_CHECK_H
#define COP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "emit.h"
#include "query.h"
#include "registry.h"

/* What is checked, as of which day, and where findings go. */
struct check {
	const struct registry *registry;
	struct arena *arena;
	struct diag *diag;
	day d;
};

/* Checks everything.  All definitions and the people's files must be loaded. */
void check_registry(const struct check *check);

/* The parts of it. */
void check_vocabularies(const struct check *check);
void check_definition(const struct check *check, const struct definition *cop);
void check_lineage(const struct check *check);
void check_organizations(const struct check *check);
void check_suppressions(const struct check *check);

/*
 * Checks the rosters of communities.  What depends on a definition that could not be read (definition_unread()) is left
 * out.  in_form, if not NULL, has an element for each community, which is set if its roster is known to be in canonical
 * form.
 */
void check_rosters(const struct check *check, const struct definition *const *cops, size_t count,
		   bool *in_form);

/* Checks the composition rules of those communities that are active. */
void check_composition(const struct check *check, const struct definition *const *cops,
		       size_t count);

/* Checks that the people's files are in canonical form, leaving out rosters that in_form knows to be. */
void check_canonical(const struct check *check, const struct definition *const *cops, size_t count,
		     const bool *in_form);

/* The hashes of an address and of the name in its row. */
struct name_mark {
	uint64_t email;
	uint64_t name;
};

/*
 * A hash table of the marks of all rosters, and a list of the addresses (their hashes) that seem to have two names.  To
 * begin, set the arena and zero the rest.
 */
struct name_marks {
	struct arena *arena;
	struct name_mark *table;
	size_t capacity;
	size_t count;
	uint64_t *doubtful;
	size_t doubts;
	size_t doubts_capacity;
};

struct name_mark name_mark_of(const struct spell *spell);
void name_marks_add(struct name_marks *marks, const struct name_mark *mark);

/*
 * Records addresses whose name differs between rosters.  Reads the rosters of cops again if marks has doubtful
 * addresses, and sorts these.
 */
void check_names(const struct check *check, const struct name_marks *marks,
		 const struct definition *const *cops, size_t count);

/* The row that gives the person's name: the first membership that has one; NULL if none does. */
const struct spell *named_spell(const struct person *person);

/* Checks the rules about one person's rows in one roster, with findings under that path. */
void check_spells(const struct check *check, const struct person *person, struct str path);

/*
 * Removes from after the findings that before has too, each as often as it occurs there.  Returns the first error
 * that is left, or NULL.
 */
const struct finding *check_introduced(const struct diag *before, struct diag *after);

/* Records a finding under the rule if the id is not in the vocabulary, and suggests the nearest id that is. */
void check_reference(const struct check *check, const struct vocabulary *vocabulary, enum rule rule,
		     struct str id, struct place place);

/* Records a finding if the text is not an address, or one not in lower case. */
void check_address(struct diag *diag, struct str email, struct place place);

/* Does the composition rule make sense?  check_definition() reports it if not. */
bool rule_is_good(const struct composition_rule *rule);

/* Records a finding if organizations.csv has no such organization; does nothing if that file is not loaded. */
void check_organization(const struct check *check, struct str id, struct place place);

/* The columns for listing findings, and rules. */
extern const struct column finding_columns[];
extern const struct column rule_columns[];

/* Drops the findings that do not match the query. */
void findings_select(struct diag *found, const struct query *query);

/* Prints the findings: through emit or, if that is NULL, to output as lines for a person. */
void findings_list(const struct diag *found, struct emit *emit, struct output *output);

/* Prints the rules that a registry can break and that match the query. */
void rules_list(const struct query *query, struct emit *emit);

/* Prints the explanation of a rule, wrapped at width columns; false, with nearest tried on all, if there is none. */
bool rule_explain(struct str slug, size_t width, struct output *output, struct nearest *nearest);

/* Drops the findings that are not about one of the given files of the registry. */
void check_keep_files(struct diag *found, const struct registry_file *const *files, size_t count);

#endif
