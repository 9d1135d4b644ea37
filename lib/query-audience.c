/* Who sees what: communities by their visibility, and counts of people. */
#include "query.h"

const char *const audience_words[] = {"public", "members", "private", NULL};

bool
audience_sees(enum audience audience, enum visibility visibility)
{
	switch (visibility) {
	case VISIBILITY_PUBLIC:
		return true;
	case VISIBILITY_MEMBERS:
		return audience != AUDIENCE_PUBLIC;
	default:
		return audience == AUDIENCE_PRIVATE;
	}
}

struct value
count_value(const struct view *view, size_t count)
{
	size_t small = (size_t)view->registry->policy.small_cell;

	if (view->audience != AUDIENCE_PRIVATE && count > 0 && count < small)
		return (struct value){.kind = VALUE_MASKED, .number = (double)small};
	return (struct value){.kind = VALUE_NUMBER, .number = (double)count};
}
