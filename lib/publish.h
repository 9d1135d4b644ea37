/*
 * publish.h - writing a report to a file, which is left untouched if nothing in it has changed.
 *
 * Layer 4.
 */
#ifndef COP_PUBLISH_H
#define COP_PUBLISH_H

#include "diag.h"
#include "document.h"
#include "str.h"

enum published {
	PUBLISHED,
	PUBLISHED_SAME, /* the file has the same content already, but for the stamp, and was left untouched */
	PUBLISHED_NOT, /* it could not be written; the reason is recorded */
};

/*
 * Writes the bytes to the file at path, by the write protocol (replace.h), unless its content differs from them in the
 * stamp only.  A file that does not exist is created, readable by its owner alone if private.
 */
enum published publish(const char *path, struct str bytes, struct stamped stamp, bool private,
		       struct diag *diag);

#endif
