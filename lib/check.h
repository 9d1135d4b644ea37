/*
 * check.h - every rule of the formats and of the federation.
 *
 * Layer 5.  Reading records what is wrong with the form of a file; here is what needs more than one
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

/* What is being checked, as of which day, and where findings go. */
struct check {
	const struct registry *registry;
	struct arena *arena;
	struct diag *diag;
	day d;
};

/* Everything about a registry of which all definitions and the people's files are loaded. */
void check_registry(const struct check *check);

/* The parts of it. */
void check_vocabularies(const struct check *check);
void check_definition(const struct check *check, const struct definition *cop);
void check_lineage(const struct check *check);
void check_organizations(const struct check *check);
void check_suppressions(const struct check *check);

/*
 * The rosters of all communities, or of some.  Findings go where the registry's own go.  in_form, if it is not NULL, has
 * a place for each community: is its roster, as far as it could be read, in canonical form?
 */
void check_rosters(const struct check *check, bool *in_form);
void check_rosters_of(const struct check *check, const struct definition *const *cops, size_t count,
		      bool *in_form);

/* The composition rules of communities that are active. */
void check_composition(const struct check *check, const struct definition *const *cops,
		       size_t count);

/* The form of the people's files; of the rosters, those that are not known to be in form. */
void check_canonical(const struct check *check, const bool *in_form);

/* An address and its name, as numbers made of their bytes. */
struct name_mark {
	uint64_t email;
	uint64_t name;
};

/* Those of all rosters, and the addresses that seem to go with two names; begin with the arena. */
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

/* Addresses with two names in several rosters, where the marks of their people leave a doubt. */
void check_names(const struct check *check, const struct name_marks *marks,
		 const struct definition *const *cops, size_t count);

/* The row that says what the person is called: the first membership with a name, or NULL. */
const struct spell *named_spell(const struct person *person);

/* Every rule that rows of one person in one roster can break by themselves. */
void check_spells(const struct check *check, const struct person *person, struct str path);

/* The first error that was not there before, or not so often; NULL if there is none.  After is left with what is new. */
const struct finding *check_introduced(const struct diag *before, struct diag *after);

/* Records that an id is not in a vocabulary, with the nearest that is. */
void check_reference(const struct check *check, const struct vocabulary *vocabulary, enum rule rule,
		     struct str id, struct place place);

/* Records that an address is none, or not in lower case. */
void check_address(struct diag *diag, struct str email, struct place place);

/* Can the composition rule hold at all? */
bool rule_is_good(const struct composition_rule *rule);

/* Records that an organization is unknown, where organizations.csv says which there are. */
void check_organization(const struct check *check, struct str id, struct place place);

/* The columns of findings and of rules. */
extern const struct column finding_columns[];
extern const struct column rule_columns[];

/*
 * Prints the findings that the query holds for, as lines for a person if emit is NULL.  Returns how many of
 * them are errors; with strict, warnings count too.
 */
size_t findings_list(const struct diag *found, const struct query *query, bool strict,
		     struct emit *emit, struct output *output);

/* Prints the rules that a registry can break and the query holds for. */
void rules_list(const struct query *query, struct emit *emit);

/* Prints what a rule is for, in lines of at most so many columns; false, with the nearest tried, if there is none. */
bool rule_explain(struct str slug, size_t width, struct output *output, struct nearest *nearest);

/* Drops the findings that are not about one of the files, which are files of the registry. */
void check_keep_files(struct diag *found, const struct registry_file *const *files, size_t count);

#endif
