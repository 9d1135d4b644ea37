/*
 * str.h - slices of bytes: a pointer and a length, owned by somebody else.
 *
 * Layer 0.  Everybody may use it.  A slice need not end in a NUL and may hold one; an absent value is
 * a slice whose pointer is NULL, an empty one has a length of 0.
 */
#ifndef COP_STR_H
#define COP_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A slice of a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, ((s).p != NULL ? (s).p : "")

/* The slice of a C string; of NULL, the absent slice. */
static inline struct str
str_of(const char *s)
{
	return (struct str){s, s != NULL ? strlen(s) : 0};
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Does s equal the C string literal? */
static inline bool
str_is(struct str s, const char *literal)
{
	/* Most strings differ in the first byte. */
	return s.n == 0 ? *literal == '\0' : s.p[0] == literal[0] && str_eq(s, str_of(literal));
}

/* Compares by bytes, a prefix before what it begins: the order of canonical rosters. */
static inline int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* The same for qsort(3) and bsearch(3), of slices. */
static inline int
str_order(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* s without its first n bytes. */
static inline struct str
str_after(struct str s, size_t n)
{
	return n == 0 ? s : (struct str){s.p + n, s.n - n};
}

/* The offset of the first byte c in s; s.n if there is none. */
static inline size_t
str_find(struct str s, char c)
{
	const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return at == NULL ? s.n : (size_t)(at - s.p);
}

/* The first line of s, without its LF. */
static inline struct str
str_line(struct str s)
{
	return (struct str){s.p, str_find(s, '\n')};
}

/*
 * Splits at a separator: sets *part to the bytes of *rest up to the next one, and *rest to what follows it; false when
 * nothing is left.  Begin with *rest = the whole string; the call that takes the last part sets rest->p to NULL.  An
 * absent *rest has no part, an empty one has one empty part, and "a;" has two, "a" and an empty one.
 */
static inline bool
str_next(struct str *rest, char separator, struct str *part)
{
	size_t n;

	if (rest->p == NULL)
		return false;
	n = str_find(*rest, separator);
	*part = (struct str){rest->p, n};
	*rest = n < rest->n ? (struct str){rest->p + n + 1, rest->n - n - 1}
			    : (struct str){NULL, 0};
	return true;
}

/* s without blanks and tabs at both ends. */
static inline struct str
str_trim(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

#endif
