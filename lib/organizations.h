/*
 * organizations.h - organizations and whose members they are; addresses never to be written to again.
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
	struct str aliases; /* separated by semicolons, and so on */
	struct str region;
	struct str domains;
	struct str member_of;
	struct date joined;
	struct date left;
	struct str text; /* its record as it stands in the file */
	size_t line;     /* of it */
};

struct organizations {
	struct str path;
	struct organization *list;
	size_t count;
	struct map by_id; /* of struct organization */
};

struct suppression {
	struct str email;
	struct date date;
	bool dated; /* a date is given, though it may be bad */
	struct str reason;
	struct str text; /* its record as it stands in the file */
	size_t line;     /* of it */
};

struct suppressions {
	struct str path;
	struct suppression *list;
	size_t count;
	struct map by_email; /* of struct suppression */
	bool damaged; /* a row of somebody cannot be read: not all who are suppressed are known */
	struct map damaged_lines; /* of such rows: size_t, by the address with which they begin */
};

/* The columns of the two files, NULL at the end. */
extern const char *const organization_columns[];
extern const char *const suppression_columns[];

/*
 * Reads a file of the people's folder into the arena.  NULL if it does not exist, which is no error,
 * or cannot be read, which is recorded.
 */
struct organizations *organizations_read(struct arena *arena, const struct folder *people,
					 struct diag *diag);
struct suppressions *suppressions_read(struct arena *arena, const struct folder *people,
				       struct diag *diag);

/* What is known against writing to an address; NULL if nothing is, or all is NULL. */
const struct suppression *suppression_of(const struct suppressions *all, struct str email);

/* The line of a row that begins with the address, in lower case, and cannot be read; 0: there is none, or all is NULL. */
size_t suppression_damaged(const struct suppressions *all, struct str email);

/* Tries every id as a suggestion, and what the organization is called. */
void organizations_nearest(const struct organizations *all, struct nearest *nearest);

/* Is the organization a member of that host on the day? */
bool organization_is_member(const struct organization *organization, struct str host, day d);

#endif
