/*
 * labels.h - the words of pages and reports in the reader's language: gettext.
 *
 * Layer 1.  Catalogues are data/po/LANG.po, installed as share/locale beside bin.  Rule names, diagnostics and
 * the names of columns are not translated.
 */
#ifndef COP_LABELS_H
#define COP_LABELS_H

#include "str.h"

/*
 * Chooses the languages of label() for the process, best first, before threads begin: the first that has a
 * catalogue, or is English, serves; where none does, English.
 */
void labels_use(const struct str *languages, size_t count);

/* The label in the language chosen; itself where there is no translation. */
const char *label(const char *english) __attribute__((format_arg(1)));

/* Marks a word of a table for translation, and leaves it as it is. */
#define LABEL(english) english

#endif
