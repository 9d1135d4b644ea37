/*
 * publish.h - putting a report into a file, which stays untouched while nothing in it is new.
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
	PUBLISHED_SAME, /* the file says the same already, but for the stamp: it was not touched */
	PUBLISHED_NOT,  /* why is recorded */
};

/*
 * Puts the bytes into the file of that path, by the write protocol (replace.h), unless it holds them already but for what stands in
 * the stamp.  Where there is no such file one is made, which its owner alone may read if private.
 */
enum published publish(const char *path, struct str bytes, struct stamped stamp, bool private,
		       struct diag *diag);

#endif
