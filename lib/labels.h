/*
 * labels.h - the words of pages and reports in the reader's language: gettext.
 *
 * Layer 1.  Catalogues are data/po/LANG.po, installed as share/locale beside bin.  Rule names, diagnostics and
 * the names of columns are not translated.
 */
#ifndef COP_LABELS_H
#define COP_LABELS_H

#include "buf.h"
#include "date.h"
#include "str.h"

/*
 * Chooses the languages of label() for the process, best first, before threads begin: the first that has a
 * catalogue, or is English, serves; where none does, English.
 */
void labels_use(const struct str *languages, size_t count);

/* The language that labels are in: that of the catalogue, or en. */
struct str labels_language(void);

/* The label in the language chosen; itself where there is no translation. */
const char *label(const char *english) __attribute__((format_arg(1)));

/* A label whose translation depends on where it stands, as "members" may; the context is a literal. */
#define label_in(context, english) label_in_context(context "\004" english, english)
const char *label_in_context(const char *both, const char *english) __attribute__((format_arg(2)));

/* The label for a number of things: gettext's plural forms. */
const char *label_many(const char *one, const char *many, size_t count)
    __attribute__((format_arg(1), format_arg(2)));

/* Adds a number as it is written in the language chosen: 1,234.5 or 1 234,5. */
void label_number(struct buf *out, double number);

/* Adds a date, whole or partial, in words: June 30, 2026; of no date, nothing. */
void label_date(struct buf *out, struct date date);

/* Marks a word of a table for translation, and leaves it as it is. */
#define LABEL(english) english

#endif
