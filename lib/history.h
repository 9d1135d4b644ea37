/*
 * history.h - what happened in a registry, commit by commit, as git has recorded it: cop-log.
 *
 * Layer 5.  Commits of the registry and, where the people are elsewhere, of that repository come as one history, newest
 * first.  What each changed is told as compare.h tells it.
 */
#ifndef COP_HISTORY_H
#define COP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "compare.h"
#include "git.h"

#define HISTORY_ENDS_MAX GIT_ENDS_MAX

struct history {
	/* What comes before these is told of: one of the disk, for HEAD, or one or two that git has recorded; their definitions loaded. */
	const struct registry *ends[HISTORY_ENDS_MAX];
	size_t end_count;
	const struct registry *begin; /* what comes before it is not; NULL: nothing is left out */
	const struct str *ids;        /* of the communities that are asked about */
	size_t count;                 /* 0: all, and what is about none */
	struct str email;             /* of the person who is asked about; absent: everybody */
	long long since;              /* when, in seconds since 1970 */
	struct languages languages;
	enum audience audience;
	/* For each commit that changed something; false stops. */
	bool (*commit)(void *context, const struct git_recorded *recorded,
		       struct differences *found);
	void *context;
	struct diag *notes; /* gets versions that cannot be read, which are passed over */
	struct diag *diag;
};

/* Goes through the history.  False, with the reason recorded, if there is none. */
bool history_tell(const struct history *history);

/* The columns of cop-log; a record's subject is a struct difference whose commit is known. */
extern const struct column logged_columns[];

#endif
