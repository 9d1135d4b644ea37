#include "merge.h"

enum merge_result
merge_trees(const struct merge *merge, struct merged *merged)
{
	(void)merged;
	diag_add(merge->diag, RULE_USAGE, (struct place){merge->path, 0, 0},
		 "definitions are not merged yet");
	return MERGE_REFUSED;
}
