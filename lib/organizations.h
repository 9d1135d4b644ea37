/*
 * organizations.h - organizations and the hosts they are members of; addresses that must not be written to again.
 *
 * Layer 3.
 */
#ifndef COP_ORGANIZATIONS_H
#define COP_ORGANIZATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "date.h"
#include "diag.h"
#include "file.h"
#include "map.h"
#include "rows.h"
#include "str.h"

struct organization {
	struct str id;
	struct str name;
	struct str aliases; /* separated by semicolons */
	struct str region;
	struct str domains;   /* likewise */
	struct str member_of; /* ids of hosts, likewise */
	struct date joined;
	struct date left;
	struct str text; /* its record as written in the file */
	size_t line;     /* of the record */
};

struct organizations {
	struct str path;
	struct organization *list;
	size_t count;
	struct map by_id; /* to struct organization */
};

struct suppression {
	struct str email;
	struct date date;
	bool dated; /* a date is given, even if it is invalid */
	struct str reason;
	struct str text; /* its record as written in the file */
	size_t line;     /* of the record */
};

struct suppressions {
	struct str path;
	struct suppression *list;
	size_t count;
	struct map by_email; /* to struct suppression */
	bool damaged;        /* some row cannot be read, so that the list may be incomplete */
	/* From the address that such a row begins with to its line, a size_t. */
	struct map damaged_lines;
};

/* The columns of the two files, NULL at the end. */
extern const char *const organization_columns[];
extern const char *const suppression_columns[];

/*
 * Read organizations.csv or suppressions.csv from the people's folder into the arena.  NULL if the file does not exist,
 * which is no error, or cannot be read, which is recorded.
 */
struct organizations *organizations_read(struct arena *arena, const struct folder *people,
					 struct diag *diag);
struct suppressions *suppressions_read(struct arena *arena, const struct folder *people,
				       struct diag *diag);

/* The suppression of an address, in capitals or not; NULL if it is not suppressed, or all is NULL. */
const struct suppression *suppression_of(const struct suppressions *all, struct str email);

/* The line of an unreadable row that begins with the address, in lower case; 0 if there is none or all is NULL. */
size_t suppression_damaged(const struct suppressions *all, struct str email);

/* Tries every organization's id, name and aliases as a suggestion. */
void organizations_nearest(const struct organizations *all, struct nearest *nearest);

/* Is the organization a member of the host on day d? */
bool organization_is_member(const struct organization *organization, struct str host, day d);

#endif
