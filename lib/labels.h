/*
 * labels.h - the words of pages and reports in the reader's language: gettext.
 *
 * Layer 1.  The catalogues are data/po/LANG.po, installed in share/locale beside bin.  Rule names, diagnostics and
 * column names are not translated.
 */
#ifndef COP_LABELS_H
#define COP_LABELS_H

#include "buf.h"
#include "date.h"
#include "str.h"

/*
 * Sets the language of label() for the process; call it before starting threads.  languages is ordered best first:
 * the first that is English or has a catalogue is used, or else English.
 */
void labels_use(const struct str *languages, size_t count);

/* The language that labels are in: that of the catalogue in use, or "en". */
struct str labels_language(void);

/* Translates a label; returns it unchanged if there is no translation. */
const char *label(const char *english) __attribute__((format_arg(1)));

/*
 * Translates a label that needs a different translation in different places, such as "members"; context is a string
 * literal.
 */
#define label_in(context, english) label_in_context(context "\004" english, english)
const char *label_in_context(const char *both, const char *english) __attribute__((format_arg(2)));

/* Translates a label that depends on a count: gettext's plural forms. */
const char *label_many(const char *one, const char *many, size_t count)
    __attribute__((format_arg(1), format_arg(2)));

/* Appends a number in the format of the language: 1,234.5 or 1 234,5. */
void label_number(struct buf *out, double number);

/* Appends a date, whole or partial, in words: June 30, 2026; nothing if there is no date. */
void label_date(struct buf *out, struct date date);

/* Marks a string in a table for translation, without translating it. */
#define LABEL(english) english

#endif
