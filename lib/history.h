/*
 * history.h - what happened in a registry, commit by commit, as git has recorded it: cop-log.
 *
 * Layer 5.  If the people are in a repository of their own, its commits and those of the registry are merged into one
 * history, newest first. compare.h says how the changes of a commit are described.
 */
#ifndef COP_HISTORY_H
#define COP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "compare.h"
#include "git.h"

#define HISTORY_ENDS_MAX GIT_ENDS_MAX

struct history {
	/*
	 * The history leads up to these, definitions loaded: one registry on the disk, which stands for HEAD, or one or
	 * two at recorded commits.
	 */
	const struct registry *ends[HISTORY_ENDS_MAX];
	size_t end_count;
	const struct registry *begin; /* commits up to this one are left out; NULL: none are */
	const struct str *ids;        /* of the communities asked about */
	size_t count;                 /* 0: everything, even what is about no community */
	struct str email;             /* of the person asked about; absent: everybody */
	long long since;              /* in seconds since 1970: older commits are left out */
	struct languages languages;
	enum audience audience;
	/* Called for each commit with differences to show; returns false to stop. */
	bool (*commit)(void *context, const struct git_recorded *recorded,
		       struct differences *found);
	void *context;
	struct diag *notes; /* versions that cannot be read, and are skipped, are noted here */
	struct diag *diag;
};

/*
 * Calls commit() for each commit of the history. False, with the reason recorded, if there is no history or git breaks
 * off.
 */
bool history_tell(const struct history *history);

/* The columns of cop-log. A record's subject is a struct difference whose recorded, its commit, is set. */
extern const struct column logged_columns[];

#endif
